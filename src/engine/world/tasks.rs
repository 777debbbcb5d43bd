//! Work that was given, and what came back.

use super::apply::Change;
use super::{Offered, World};
use crate::engine::event::{EventKind, Owner};
use crate::scenario::Scenario;
use crate::scenario::id::{SeatId, UnknownName};
use crate::time::{SimDuration, SimTime};

/// Work that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number, from 1.
    pub number: u32,
    /// To whom it was given, as it was said.
    pub owner: Owner,
    /// Who has it.
    pub seat: Option<SeatId>,
    /// What.
    pub text: String,
    /// When.
    pub at: SimTime,
    /// When its time box ends.
    pub until: Option<SimTime>,
    /// The owner said so.
    pub accepted: bool,
    /// A result came.
    pub reported: bool,
}

impl World {
    /// The last task that waits for one of several to take it, this seat among them: its team's, a role's that it holds,
    /// anybody's.
    #[must_use]
    pub fn untaken_by(&self, scenario: &Scenario, seat: SeatId) -> Option<&Task> {
        let team = scenario.organisation.teams.name(scenario.seats[seat].team);
        let theirs = |task: &&Task| match &task.owner {
            Owner::Team(name) => name == team,
            Owner::Role(role) => self.holders.iter().any(|held| held.role == *role && held.seat == seat),
            Owner::Someone(_) => true,
            Owner::Seat(_) => false,
        };
        self.tasks.iter().rev().filter(|task| task.seat.is_none() && !task.reported).find(theirs)
    }
}

impl Change<'_> {
    pub(super) fn task(&mut self) -> Result<(), UnknownName> {
        let EventKind::Tasked { task, owner, seat, text, time_box } = &self.event.kind else { return Ok(()) };
        if let Owner::Team(team) = owner {
            self.scenario.organisation.teams.id(team)?;
        }
        let seat = seat.as_ref().map(|seat| self.scenario.seats.id(seat)).transpose()?;
        // Its time runs from when it was said, as for the score.
        let at = self.event.counts_at();
        self.world.tasks.push(Task {
            number: *task,
            owner: owner.clone(),
            seat,
            text: text.clone(),
            at,
            until: time_box.map(|ms| at + ms),
            accepted: false,
            reported: false,
        });
        if let Some(seat) = seat {
            self.offer(seat, Offered::Task(*task));
        }
        Ok(())
    }

    /// What was given to several is the first one's who says so.
    pub(super) fn accept_task(&mut self, number: u32) {
        let by = self.by;
        self.with_task(number, |task| {
            task.accepted = true;
            task.seat = task.seat.or(by);
        });
        self.world.offers.retain(|offer| offer.what != Offered::Task(number));
    }

    fn with_task(&mut self, number: u32, change: impl FnOnce(&mut Task)) {
        if let Some(task) = self.world.tasks.iter_mut().find(|task| task.number == number) {
            change(task);
        }
    }

    pub(super) fn report(&mut self, task: Option<u32>, more: Option<SimDuration>) {
        let at = self.event.counts_at();
        self.in_hand("time-box");
        if let Some(number) = task {
            self.with_task(number, |task| match more {
                Some(ms) => task.until = Some(at + ms),
                None => task.reported = true,
            });
            self.world.offers.retain(|offer| offer.what != Offered::Task(number));
        }
    }
}
