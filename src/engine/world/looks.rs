//! What was looked at and asked, and the answers on their way.

use super::apply::Change;
use crate::engine::event::{Actor, Asked, Seq, Word};
use crate::engine::fact::{Fact, Slot};
use crate::scenario::condition::{Askable, Lookable};
use crate::scenario::id::{FindingId, MetricId, SeatId, UnknownName};
use crate::scenario::words::Step;
use crate::time::SimTime;

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingAnswer {
    /// The finding.
    pub finding: FindingId,
    /// How often it had been found before.
    pub nth: u32,
    /// To whom; `None` is the table.
    pub to: Option<SeatId>,
    /// To what question.
    pub cause: Seq,
    /// When it comes; `None` once it has.
    pub due: Option<SimTime>,
}

impl Change<'_> {
    pub(super) fn read(&mut self, id: MetricId, good: bool, word: Word) {
        self.world.reads.insert(id, (self.event.at, good));
        self.look(Lookable::Metric(id));
        let proves = self.world.runs.iter().any(|run| {
            run.took.is_some()
                && run.undone.is_none()
                && self.scenario.actions[run.action].proved_by.contains(&id)
        });
        if good && (proves || word == Word::Verify) {
            self.step(Step::Verify);
        }
        self.in_hand("verify");
    }

    pub(super) fn look(&mut self, at: Lookable) {
        if self.world.looked.insert(at) {
            self.fact(Fact::Looked(at));
        }
        self.step(Step::Assess);
    }

    pub(super) fn ask(&mut self, whom: &Asked) -> Result<(), UnknownName> {
        let scenario = self.scenario;
        let asked = match whom {
            Asked::Team(team) => vec![Askable::Team(scenario.organisation.teams.id(team)?)],
            Asked::Seat(seat) => {
                let seat = scenario.seats.id(seat)?;
                vec![Askable::Seat(seat), Askable::Team(scenario.seats[seat].team)]
            }
            Asked::Voice(voice) => {
                let voice = scenario.organisation.voices.id(voice)?;
                self.world.questions.retain(|question| question.from != voice);
                vec![Askable::Voice(voice)]
            }
            Asked::Nobody(_) => Vec::new(),
        };
        for asked in asked {
            if self.world.asked.insert(asked) {
                self.fact(Fact::Asked(asked));
            }
        }
        self.step(Step::Assess);
        Ok(())
    }

    pub(super) fn answer_due(
        &mut self,
        finding: FindingId,
        to: &Actor,
        due: SimTime,
    ) -> Result<(), UnknownName> {
        let to = to.seat().map(|seat| self.scenario.seats.id(seat)).transpose()?;
        let nth = self.find(finding);
        let cause = self.event.cause.unwrap_or(self.event.seq);
        self.world.answers.push(PendingAnswer { finding, nth, to, cause, due: Some(due) });
        self.slot(Slot::Answer(self.world.answers.len() - 1));
        Ok(())
    }

    /// How often it had been found before.
    pub(super) fn find(&mut self, finding: FindingId) -> u32 {
        let found = &mut self.world.found[finding.n()];
        *found += 1;
        *found - 1
    }

    /// Either the answer was on its way, or it came at once.
    pub(super) fn answered(&mut self, finding: Option<FindingId>) {
        let cause = self.event.cause;
        if let Some(n) = self.world.answers.iter().rposition(|a| a.due.is_some() && Some(a.cause) == cause) {
            self.world.answers[n].due = None;
            self.slot(Slot::Answer(n));
        } else if let Some(finding) = finding {
            self.find(finding);
        }
    }
}
