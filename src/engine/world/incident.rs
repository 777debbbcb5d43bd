//! How the incident stands: its severity, whether it is over, and whether it is closed.

use super::World;
use super::apply::Change;
use crate::engine::event::Seq;
use crate::engine::fact::{Fact, Slot};
use crate::scenario::Scenario;
use crate::scenario::id::TeamId;
use crate::scenario::words::Severity;
use crate::time::SimTime;

/// The state of a closed incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: SimTime,
    /// The event.
    pub seq: Seq,
    /// Harm went on at that moment.
    pub too_early: bool,
}

impl World {
    /// The declared severity.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.severities.last().map(|&(_, severity)| severity)
    }

    /// The true severity as of now.
    #[must_use]
    pub fn true_severity(&self, scenario: &Scenario) -> Severity {
        let last = self.truths.iter().next_back().copied().unwrap_or(0);
        scenario.truth.severity.get(last).map_or(Severity::Sev3, |truth| truth.severity)
    }
}

impl Change<'_> {
    pub(super) fn severity(&mut self, severity: Severity) {
        // When it was said; never before the severity it follows.
        let before = self.world.severities.last().map_or(SimTime::START, |&(at, _)| at);
        self.world.severities.push((self.event.counts_at().max(before), severity));
        self.fact(Fact::Declared);
        self.slot(Slot::End);
    }

    pub(super) fn recover(&mut self) {
        self.world.recovered = Some(self.event.at);
        self.world.asked_if_done = false;
        self.slot(Slot::AskIfDone);
    }

    pub(super) fn relapse(&mut self) {
        self.in_hand("close");
        self.world.recovered = None;
        self.slot(Slot::AskIfDone);
    }

    pub(super) fn asked_if_done(&mut self) {
        self.world.asked_if_done = true;
        self.slot(Slot::AskIfDone);
    }

    pub(super) fn close_incident(&mut self) {
        let too_early = self.world.harm_goes_on(self.scenario);
        self.close(Some(Closed { at: self.event.at, seq: self.event.seq, too_early }));
    }

    fn close(&mut self, closed: Option<Closed>) {
        self.world.closed = closed;
        self.fact(Fact::Closed);
        for slot in [Slot::Reopen, Slot::End, Slot::AskIfDone] {
            self.slot(slot);
        }
    }

    pub(super) fn reopen(&mut self) {
        self.world.audiences.iter_mut().for_each(|audience| audience.told_over = false);
        self.close(None);
    }

    pub(super) fn let_close_stand(&mut self) {
        let closed = self.world.closed.clone().map(|closed| Closed { too_early: false, ..closed });
        self.close(closed);
    }

    pub(super) fn knowable(&mut self, team: TeamId) {
        let places = self.scenario.truth.needed_teams.iter().enumerate();
        self.world.teams_knowable.extend(places.filter(|(_, needed)| needed.team == team).map(|(n, _)| n));
    }
}
