//! Failures: when each begins, ends and comes back, and what it does to the components.

use super::World;
use super::apply::Change;
use super::metrics::Source;
use crate::engine::fact::{Fact, Slot};
use crate::scenario::Scenario;
use crate::scenario::id::FailureId;
use crate::scenario::words::Health;
use crate::time::SimTime;

/// A failure's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureState {
    /// Since when it has been active.
    pub active: Option<SimTime>,
    /// When it was last cleared.
    pub cleared: Option<SimTime>,
    /// From when its metrics are reckoned: it began then, or goes on as if it had.
    pub driven: SimTime,
    /// When it will start.
    pub scheduled: Option<SimTime>,
    /// How often it was started.
    pub starts: u32,
    /// Its own `at` or `when` has had its turn.
    pub triggered: bool,
    /// How often it came back by itself.
    pub returned: u32,
    /// When it will come back, or is asked whether to.
    pub returns: Option<SimTime>,
}

impl World {
    /// Whether a failure that does harm is active.
    #[must_use]
    pub fn harm_goes_on(&self, scenario: &Scenario) -> bool {
        scenario.failures.iter().any(|(id, failure)| failure.impact && self.failures[id.n()].active.is_some())
    }

    fn reckon_health(&mut self, scenario: &Scenario) {
        let mut own = vec![Health::Healthy; scenario.components.len()];
        for (id, failure) in scenario.failures.iter() {
            if self.failures[id.n()].active.is_some() {
                let health = &mut own[failure.of.n()];
                *health = (*health).max(failure.makes);
            }
        }
        // Dependencies have no circle (the checker), so as many passes as components reach every dependant; two do
        // for most systems.
        loop {
            let before = own.clone();
            for (id, component) in scenario.components.iter() {
                if component.depends_on.iter().any(|on| own[on.n()] != Health::Healthy) {
                    own[id.n()] = own[id.n()].max(Health::Degraded);
                }
            }
            if own == before {
                break;
            }
        }
        self.health = own;
    }
}

impl Change<'_> {
    pub(super) fn failure_scheduled(&mut self, id: FailureId, due: SimTime) {
        let state = &mut self.world.failures[id.n()];
        state.scheduled = Some(due);
        state.triggered = true;
        self.slot(Slot::Failure(id));
    }

    pub(super) fn start(&mut self, id: FailureId, since: SimTime) {
        let taken_back = self.taken_back(id);
        let state = &mut self.world.failures[id.n()];
        let came_back = state.returns == Some(self.event.at);
        (state.scheduled, state.returns, state.triggered) = (None, None, true);
        if state.active.is_some() {
            self.failure_moved(id);
            return;
        }
        state.returned += u32::from(came_back);
        state.active = Some(since);
        state.starts += 1;
        let drives = &self.scenario.failures[id].drives;
        // What was cleared by a change that is taken back goes on where it stood, delays and all.
        let stood = state.cleared.filter(|_| taken_back).map(|cleared| cleared.since(state.driven));
        state.driven = stood.map_or(since, |stood| self.event.at - stood);
        let (from, driven) = (Source::Failure(id), state.driven);
        match stood {
            Some(_) => {
                self.world.resume_drives(self.scenario, from, drives, (driven, self.event.at), self.touched)
            }
            None => self.world.begin_drives(from, drives, driven, self.touched),
        }
        if let Some(run) = self.run_behind() {
            self.world.runs[run].started.push(id);
        }
        self.failure_moved(id);
    }

    pub(super) fn clear(&mut self, id: FailureId) {
        let at = self.event.at;
        let failure = &self.scenario.failures[id];
        let state = &mut self.world.failures[id.n()];
        if state.active.take().is_none() {
            return;
        }
        state.cleared = Some(at);
        state.returns =
            failure.returns.as_ref().filter(|how| state.returned < how.times).map(|how| at + how.after);
        self.world.end_drives(self.scenario, Source::Failure(id), &failure.drives, at, self.touched);
        if let Some(run) = self.run_behind() {
            self.world.runs[run].cleared.push(id);
        }
        self.failure_moved(id);
    }

    /// It will not come back.
    pub(super) fn settle(&mut self, id: FailureId) {
        self.world.failures[id.n()].returns = None;
        self.slot(Slot::Returns(id));
    }

    fn failure_moved(&mut self, id: FailureId) {
        self.world.reckon_health(self.scenario);
        self.fact(Fact::Failure(id));
        for slot in [Slot::Failure(id), Slot::Lasts(id), Slot::Returns(id)] {
            self.slot(slot);
        }
    }

    /// Whether it starts because a change that had cleared it is taken back.
    fn taken_back(&self, id: FailureId) -> bool {
        let runs = &self.world.runs;
        self.event.cause.is_some_and(|cause| {
            runs.iter().any(|run| run.undone == Some(cause) && run.cleared.contains(&id))
        })
    }

    /// The run whose taking effect this event followed from.
    fn run_behind(&self) -> Option<usize> {
        let cause = self.event.cause?;
        self.world.runs.iter().position(|run| run.took.is_some_and(|(_, seq)| seq == cause))
    }
}
