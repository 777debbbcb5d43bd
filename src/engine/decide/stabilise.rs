//! Stabilise: what is done to the system, and taken back.

use super::{Move, OPEN_MAX, short, story_clock};
use crate::engine::event::EventKind;
use crate::engine::refusal::Refusal;
use crate::scenario::id::{ActionId, SeatId};

impl Move<'_> {
    pub(super) fn act(&self, id: ActionId) -> Result<Vec<EventKind>, Refusal> {
        let action = &self.scenario.actions[id];
        let name = self.scenario.actions.name(id);
        let can = |seat: SeatId| self.scenario.seats[seat].can.contains(&id);
        let Some(seat) = self.seat() else {
            return Err(Refusal::Who { example: format!("primary do {name}") });
        };
        if !can(seat) {
            let who = self.can_say(can, "", &format!("do {name}")).replace("can :", "can:");
            return Err(Refusal::CantDo { seat: self.name(seat), action: name.to_string(), who });
        }
        let pending =
            |run: &&crate::engine::world::Run| run.action == id && run.took.is_none() && run.undone.is_none();
        if let Some(run) = self.world.runs.iter().find(pending) {
            let until = story_clock(self.scenario, run.due);
            return Err(Refusal::Running { action: name.to_string(), until });
        }
        if self.world.runs.len() >= OPEN_MAX {
            return Err(Refusal::TooMany { limit: OPEN_MAX });
        }
        let run = self.world.runs.len() as u32;
        Ok(vec![EventKind::ActionStarted { action: name.clone(), run, due: self.now + action.takes }])
    }

    pub(super) fn unscripted(&self, text: &str) -> Result<Vec<EventKind>, Refusal> {
        let Some(_) = self.seat() else { return Err(Refusal::Who { example: format!("primary do {text}") }) };
        let answer = EventKind::Answered {
            to: self.actor(),
            on: short(text)?,
            finding: None,
            text: "done; nothing changes".into(),
        };
        Ok(vec![EventKind::UnscriptedDone { text: short(text)? }, answer])
    }

    pub(super) fn undo(&self, id: ActionId) -> Result<Vec<EventKind>, Refusal> {
        let action = &self.scenario.actions[id];
        let name = self.scenario.actions.name(id);
        let refuse = |why: &str| Refusal::NoUndo { action: name.to_string(), why: why.to_string() };
        let Some(seat) = self.seat() else {
            return Err(Refusal::Who { example: format!("primary undo {name}") });
        };
        if !self.scenario.seats[seat].can.contains(&id) {
            let can = |seat: SeatId| self.scenario.seats[seat].can.contains(&id);
            let who = self.can_say(can, "", &format!("undo {name}")).replace("can :", "can:");
            return Err(Refusal::CantDo { seat: self.name(seat), action: name.to_string(), who });
        }
        let runs = self.world.runs.iter().enumerate().rev();
        let last = runs.into_iter().find(|(_, run)| run.action == id && run.undone.is_none());
        let was_done = self.world.runs.iter().any(|run| run.action == id);
        let never = if was_done { "it is undone already" } else { "it was not done" };
        let (n, run) = last.ok_or_else(|| refuse(never))?;
        // What has not taken effect yet is simply called off.
        if let Some((took, _)) = run.took {
            let window = action.undo.ok_or_else(|| refuse("there is no way back"))?;
            if self.now > took + window {
                return Err(refuse(&format!(
                    "that was possible for {} after it took effect",
                    window.clock()
                )));
            }
        }
        let mut facts = vec![EventKind::ActionUndone { action: name.clone(), run: n as u32 }];
        let failures = &self.scenario.failures;
        let active = |id: &crate::scenario::id::FailureId| self.world.failures[id.n()].active.is_some();
        facts.extend(
            run.started
                .iter()
                .filter(|id| active(id))
                .map(|&id| EventKind::FailureCleared { failure: failures.name(id).clone() }),
        );
        facts.extend(
            run.cleared
                .iter()
                .filter(|id| !active(id))
                .map(|&id| EventKind::FailureStarted { failure: failures.name(id).clone(), since: self.now }),
        );
        Ok(facts)
    }
}
