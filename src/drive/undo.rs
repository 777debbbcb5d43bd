//! What is taken back by `undo` alone: said before it is done, and nothing else is.

use super::Driver;
use super::typed::names_a_seat;
use crate::engine::command::{Command, Mover};
use crate::engine::decide::story_clock;
use crate::engine::refusal::Refusal;
use crate::engine::view::Viewer;
use crate::moves::seat_of;
use crate::scenario::id::{ActionId, SeatId};
use crate::time::SimTime;

/// What stands behind the word and names nothing.
const THAT: [&str; 6] = ["that", "it", "last", "the", "this", "again"];

/// What can be taken back: whose it is to do so, what, and when it was begun.
struct Deed {
    seat: SeatId,
    action: ActionId,
    begun: SimTime,
}

impl Driver<'_> {
    /// `undo` without a name is asked about: what it would take back, if there is anything.
    pub(super) fn asks_what_to_undo(&mut self, text: &str) -> bool {
        let Some(said) = self.bare_undo(text).filter(|_| self.screen.takes_enter()) else { return false };
        let by = self.me.filter(|_| self.own).or(said);
        let deeds = self.can_be_undone(by);
        let session = self.drill.session();
        let (seats, actions) = (&session.scenario().seats, &session.scenario().actions);
        let line = |deed: &Deed| format!("{} undo {}", seats.name(deed.seat), actions.name(deed.action));
        let Some((last, before)) = deeds.split_last() else {
            let kept = self.cannot_be_undone(by);
            if !kept.is_empty() {
                let why = format!("nothing can be taken back: {}", kept.join("; "));
                self.screen.refused(None, text, &why, None);
                return true;
            }
            let whose = by.map_or(String::new(), |seat| format!(" that {} began", seats.name(seat)));
            let why = format!(
                "nothing{whose} can be taken back: only what was done to the system is. What was said, declared or told \
                 stands, and the next word puts it right"
            );
            self.screen.refused(None, text, &why, None);
            return true;
        };
        let clock = story_clock(session.scenario(), last.begun);
        let others: Vec<String> = before.iter().rev().map(|deed| format!("`{}`", line(deed))).collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => format!("; before that {}", crate::prose::or(&others)),
        };
        let (name, meant) = (actions.name(last.action), line(last));
        let asked = format!("take back `{name}`, begun at {clock}? Enter: `{meant}`{others}");
        self.screen.note(&asked);
        self.asked.meant = Some(meant);
        true
    }

    /// Whose `undo` a line is that says no more; `None` for any other line.
    fn bare_undo(&self, text: &str) -> Option<Option<SeatId>> {
        let scenario = self.drill.session().scenario();
        let mut words = text.split_whitespace().peekable();
        let seat =
            words.next_if(|word| names_a_seat(scenario, word)).and_then(|word| seat_of(scenario, word));
        let undo = words.next().is_some_and(|word| word.eq_ignore_ascii_case("undo"));
        let rest = words.all(|word| THAT.contains(&word.to_lowercase().as_str()));
        (undo && rest).then_some(seat)
    }

    /// What was done to the system and stays, each with why.
    fn cannot_be_undone(&self, by: Option<SeatId>) -> Vec<String> {
        let session = self.drill.session();
        let who = self.me.filter(|_| self.own).map_or(Viewer::Table, Viewer::Seat);
        let known = session.view(who).begun();
        let mut kept: Vec<(String, Vec<String>)> = Vec::new();
        for run in
            session.world().runs.iter().filter(|run| run.undone.is_none() && known.contains(&run.action))
        {
            let Some(seat) = by.filter(|_| run.by == by).or(run.by.filter(|_| by.is_none())) else {
                continue;
            };
            let name = format!("`{}`", session.scenario().actions.name(run.action));
            let why = match session.would_refuse(Mover::Seat(seat), &Command::Undo(run.action)) {
                Some(Refusal::NoUndo { why, .. }) => format!("has taken effect, and {why}"),
                Some(_) | None => continue,
            };
            match kept.iter_mut().find(|(known, _)| *known == why) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => kept.push((why, vec![name])),
            }
        }
        let each = |why: &str, names: &[String]| match names.len() {
            1 => format!("{} {why}", names[0]),
            _ => format!("each of {} {why}", crate::prose::and(names)),
        };
        kept.iter().map(|(why, names)| each(why, names)).collect()
    }

    /// What would be taken back now, the latest last; by a seat, or by whoever began it.
    fn can_be_undone(&self, by: Option<SeatId>) -> Vec<Deed> {
        let session = self.drill.session();
        let who = self.me.filter(|_| self.own).map_or(Viewer::Table, Viewer::Seat);
        let known = session.view(who).begun();
        let mut deeds: Vec<Deed> = Vec::new();
        for run in
            session.world().runs.iter().filter(|run| run.undone.is_none() && known.contains(&run.action))
        {
            let Some(seat) = by.filter(|_| run.by == by).or(run.by.filter(|_| by.is_none())) else {
                continue;
            };
            deeds.retain(|deed| deed.action != run.action);
            let begun = run.due - session.scenario().actions[run.action].takes;
            deeds.push(Deed { seat, action: run.action, begun });
        }
        deeds.retain(|deed| {
            session.would_refuse(Mover::Seat(deed.seat), &Command::Undo(deed.action)).is_none()
        });
        deeds
    }
}
