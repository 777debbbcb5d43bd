//! What was done: actions begun, and what came of them.

use super::apply::Change;
use super::metrics::Source;
use crate::engine::event::Seq;
use crate::engine::fact::{Fact, Slot};
use crate::scenario::id::{ActionId, FailureId, SeatId};
use crate::time::SimTime;

/// An action's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionState {
    /// How often it was begun.
    pub tried: u32,
    /// How often it took effect.
    pub done: u32,
    /// It was undone at least once.
    pub undone: bool,
}

/// An action that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub action: ActionId,
    /// By whom.
    pub by: Option<SeatId>,
    /// The event of its start.
    pub seq: Seq,
    /// When it takes effect.
    pub due: SimTime,
    /// When it took effect, and in which event.
    pub took: Option<(SimTime, Seq)>,
    /// The event in which it was undone, or called off.
    pub undone: Option<Seq>,
    /// The failures it cleared.
    pub cleared: Vec<FailureId>,
    /// The failures it started.
    pub started: Vec<FailureId>,
}

impl Change<'_> {
    pub(super) fn begin(&mut self, action: ActionId, due: SimTime) {
        self.world.actions[action.n()].tried += 1;
        self.world.runs.push(Run {
            action,
            by: self.by,
            seq: self.event.seq,
            due,
            took: None,
            undone: None,
            cleared: Vec::new(),
            started: Vec::new(),
        });
        self.slot(Slot::Run(self.world.runs.len() - 1));
        self.fact(Fact::Action(action));
        self.step(self.scenario.actions[action].step);
    }

    pub(super) fn take_effect(&mut self, run: u32, helped: bool) {
        let n = run as usize;
        let Some(state) = self.world.runs.get_mut(n) else { return };
        state.took = Some((self.event.at, self.event.seq));
        let action = state.action;
        self.world.actions[action.n()].done += 1;
        if helped {
            let drives = &self.scenario.actions[action].drives;
            self.world.begin_drives(Source::Run(n), drives, self.event.at, self.touched);
        }
        self.slot(Slot::Run(n));
        self.fact(Fact::Action(action));
    }

    pub(super) fn undo(&mut self, run: u32) {
        let n = run as usize;
        let Some(state) = self.world.runs.get_mut(n) else { return };
        state.undone = Some(self.event.seq);
        let action = state.action;
        self.world.actions[action.n()].undone = true;
        let drives = &self.scenario.actions[action].drives;
        self.world.end_drives(self.scenario, Source::Run(n), drives, self.event.at, self.touched);
        self.slot(Slot::Run(n));
        self.fact(Fact::Action(action));
    }
}
