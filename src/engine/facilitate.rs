//! The moves of who runs the drill: facts, or a refusal. Changes nothing.

use super::command::{Branch, Facilitate, Force, Nudge};
use super::decide::{short, story_clock};
use super::event::{Actor, EventKind, Seq, VacatedHow};
use super::hint::{ladder_for, ladder_of};
use super::refusal::Refusal;
use super::trigger::deliver_now;
use super::world::{Run, World};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, ExpectedId, InjectId, SeatId};
use crate::time::{SimDuration, SimTime};

/// A jump is no longer than this: a night.
const JUMP_MAX: SimDuration = SimDuration::from_mins(24 * 60);
/// So many things can be improvised in one drill.
const IMPROVISED_MAX: usize = 1_000;

/// What a facilitator's move leads to.
pub(super) fn facilitate(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    what: &Facilitate,
) -> Result<Vec<EventKind>, Refusal> {
    let hand = Hand { scenario, world, now };
    match what {
        Facilitate::Inject(inject) => hand.inject(*inject),
        Facilitate::Improvise { from, via, to, text } => {
            if text.trim().is_empty() {
                return Err(Refusal::NoWords);
            }
            if world.improvised >= IMPROVISED_MAX {
                return Err(Refusal::TooMany { limit: IMPROVISED_MAX });
            }
            let everybody: Vec<SeatId> = scenario.seats.ids().collect();
            let to = if to.is_empty() { &everybody } else { to };
            let to = to.iter().map(|&seat| scenario.seats.name(seat).clone()).collect();
            let from = from.as_deref().map(short).transpose()?;
            Ok(vec![EventKind::Improvised { from, via: *via, to, text: short(text)? }])
        }
        Facilitate::Skip(inject) => hand.skip(*inject),
        Facilitate::Nudge { inject, to } => hand.nudge(*inject, *to),
        Facilitate::Jump { ms, .. } if ms.ms() <= 0 || *ms > JUMP_MAX => Err(Refusal::JumpTooFar),
        Facilitate::Jump { ms, due } => Ok(vec![EventKind::Jumped { ms: *ms, due: *due }]),
        Facilitate::Hint { to, level, about, text } => hand.hint(*to, *level, *about, text.as_deref()),
        Facilitate::MarkWrong { seq, slot } => hand.mark_wrong(*seq, slot.as_deref()),
        Facilitate::Observe { seat, text } => {
            let seat = seat.map(|seat| scenario.seats.name(seat).clone());
            Ok(vec![EventKind::Observed { seat, text: short(text)? }])
        }
        Facilitate::Talk => Ok(hand.talk()),
        Facilitate::TalkSeverity => Ok(hand.talk_severity()),
        Facilitate::Force(force) => hand.force(*force),
        Facilitate::Vacate(seat) => hand.vacate(*seat),
        // Where a moment is, the record knows: whoever keeps it makes a `Leave` of this.
        Facilitate::Rewind(_) => Err(Refusal::NoRecord),
        Facilitate::Leave(Err(why)) => Err(Refusal::NoMoment { why: why.clone() }),
        Facilitate::Leave(Ok(Branch { to, kept, name })) => {
            Ok(vec![EventKind::Rewound { to: *to, kept: *kept, branch: name.clone() }])
        }
    }
}

struct Hand<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    now: SimTime,
}

impl Hand<'_> {
    fn inject(&self, id: InjectId) -> Result<Vec<EventKind>, Refusal> {
        let came = self.world.injects[id.n()].delivered;
        if came > 0 && !self.scenario.injects[id].repeat {
            return Err(Refusal::InjectCame { inject: self.name(id) });
        }
        Ok(deliver_now(self.scenario, self.world, self.now, id))
    }

    /// Whoever talks has done when `talk` is said again, whatever it was about.
    fn talk(&self) -> Vec<EventKind> {
        match self.world.severity_talk {
            true => vec![EventKind::SeverityTalk { on: false }],
            false => vec![EventKind::FacilitatorTalk { on: self.world.facilitator_talks.is_none() }],
        }
    }

    /// One talk ends the other.
    fn talk_severity(&self) -> Vec<EventKind> {
        let talks = self.world.facilitator_talks.map(|_| EventKind::FacilitatorTalk { on: false });
        let begins = EventKind::SeverityTalk { on: !self.world.severity_talk };
        std::iter::once(begins).chain(talks).collect()
    }

    fn name(&self, id: InjectId) -> String {
        self.scenario.injects.name(id).to_string()
    }

    fn skip(&self, id: InjectId) -> Result<Vec<EventKind>, Refusal> {
        let state = &self.world.injects[id.n()];
        if state.delivered > 0 && !self.scenario.injects[id].repeat {
            return Err(Refusal::InjectCame { inject: self.name(id) });
        }
        if state.skipped {
            return Err(Refusal::InjectSkipped { inject: self.name(id) });
        }
        Ok(vec![EventKind::InjectSkipped { inject: self.scenario.injects.name(id).clone() }])
    }

    fn nudge(&self, id: InjectId, to: Nudge) -> Result<Vec<EventKind>, Refusal> {
        let due =
            self.world.injects[id.n()].due.ok_or_else(|| Refusal::NotScheduled { inject: self.name(id) })?;
        let due = match to {
            Nudge::Now => self.now,
            Nudge::At(at) => at,
            Nudge::By(ms) => due + ms,
        };
        if due < self.now {
            let clock = story_clock(self.scenario, self.world.injects[id.n()].due.unwrap_or(self.now));
            return Err(Refusal::NudgedIntoThePast { inject: self.name(id), clock });
        }
        Ok(vec![EventKind::InjectMoved { inject: self.scenario.injects.name(id).clone(), due }])
    }

    fn hint(
        &self,
        to: SeatId,
        level: u8,
        about: Option<ExpectedId>,
        text: Option<&str>,
    ) -> Result<Vec<EventKind>, Refusal> {
        // The tool's own words would be about an empty chair.
        if text.is_none() && !self.world.sits(to) {
            return Err(Refusal::EmptyAlready { seat: self.scenario.seats.name(to).to_string() });
        }
        let ladder = match about {
            Some(id) => ladder_of(self.scenario, id),
            None => ladder_for(self.scenario, self.world, self.now, to),
        };
        let text = match (text, ladder.at(level)) {
            (Some(text), _) => short(text)?,
            (None, Some(rung)) => rung.to_string(),
            (None, None) => return Err(Refusal::NoHint { item: ladder.item }),
        };
        let to = Actor::Seat(self.scenario.seats.name(to).clone());
        Ok(vec![EventKind::HintGiven { to, item: ladder.item, level, text, unasked: false }])
    }

    fn mark_wrong(&self, seq: Seq, slot: Option<&str>) -> Result<Vec<EventKind>, Refusal> {
        let slots = self.world.slots_said.get(&seq).ok_or(Refusal::NoSlots { seq })?;
        let slot = match slot {
            None => None,
            Some(said) => {
                let known = slots.iter().find(|slot| slot.eq_ignore_ascii_case(said));
                let known = known.ok_or_else(|| Refusal::SlotNotFilled {
                    seq,
                    slot: said.to_string(),
                    filled: slots.join(", "),
                })?;
                Some((*known).to_string())
            }
        };
        Ok(vec![EventKind::MarkedWrong { of: seq, slot }])
    }

    fn force(&self, force: Force) -> Result<Vec<EventKind>, Refusal> {
        let (scenario, world) = (self.scenario, self.world);
        let (what, fact) = match force {
            Force::Start(id) => {
                let failure = scenario.failures.name(id);
                if world.failures[id.n()].active.is_some() {
                    return Err(Refusal::ForcedAlready { what: format!("{failure} is active") });
                }
                let fact = EventKind::FailureStarted { failure: failure.clone(), since: self.now };
                (format!("start {failure}"), fact)
            }
            Force::Clear(id) => {
                let failure = scenario.failures.name(id);
                if world.failures[id.n()].active.is_none() {
                    return Err(Refusal::ForcedAlready { what: format!("{failure} is not active") });
                }
                (format!("clear {failure}"), EventKind::FailureCleared { failure: failure.clone() })
            }
            Force::Reach(id) => {
                let milestone = scenario.milestones.name(id);
                if world.milestones[id.n()].is_some() {
                    return Err(Refusal::ForcedAlready { what: format!("{milestone} was reached") });
                }
                (format!("reach {milestone}"), EventKind::MilestoneReached { milestone: milestone.clone() })
            }
            Force::Do(id) => return self.force_do(id),
        };
        Ok(vec![EventKind::Forced { what }, fact])
    }

    /// An action takes effect at once, by nobody at the table.
    fn force_do(&self, id: ActionId) -> Result<Vec<EventKind>, Refusal> {
        let action = self.scenario.actions.name(id);
        let forced = EventKind::Forced { what: format!("do {action}") };
        let under_way = |run: &Run| run.action == id && run.took.is_none() && run.undone.is_none();
        if self.world.runs.iter().any(under_way) {
            return Err(Refusal::ForcedAlready { what: format!("{action} is under way") });
        }
        let run = self.world.runs.len() as u32;
        let started = EventKind::ActionStarted { action: action.clone(), run, due: self.now };
        Ok(vec![forced, started])
    }

    fn vacate(&self, seat: SeatId) -> Result<Vec<EventKind>, Refusal> {
        let name = self.scenario.seats.name(seat).clone();
        if !self.world.seats[seat.n()].filled {
            return Err(Refusal::EmptyAlready { seat: name.to_string() });
        }
        let mut facts = vec![EventKind::SeatVacated { seat: name.clone(), for_good: false }];
        let held = self.world.holders.iter().filter(|held| held.seat == seat);
        facts.extend(held.map(|held| EventKind::RoleVacated {
            role: held.role,
            seat: name.clone(),
            how: VacatedHow::Gone,
        }));
        Ok(facts)
    }
}
