//! Polls for strong objections, and what came of them.

use super::apply::Change;
use crate::engine::event::EventKind;
use crate::scenario::id::{ActionId, ActionName, UnknownName};
use crate::time::SimTime;

/// A poll that nobody has decided yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// Its number, from 1.
    pub number: u32,
    /// Of which action.
    pub action: Option<ActionId>,
    /// In what words.
    pub text: String,
    /// When it was asked.
    pub at: SimTime,
    /// How many objected.
    pub objections: u32,
}

impl Change<'_> {
    /// The last poll stays open until it is decided, its step is taken, or the incident is closed.
    pub(super) fn poll(&mut self) -> Result<(), UnknownName> {
        let id =
            |name: &Option<ActionName>| name.as_ref().map(|name| self.scenario.actions.id(name)).transpose();
        let at = self.event.counts_at();
        if let EventKind::Polled { poll, action, text, .. } = &self.event.kind {
            let action = id(action)?;
            self.world.poll = Some(Poll { number: *poll, action, text: text.clone(), at, objections: 0 });
            return Ok(());
        }
        let decided = if let EventKind::Decided { action, .. } = &self.event.kind {
            Some(id(action)?)
        } else if let EventKind::ActionStarted { action, .. } = &self.event.kind {
            Some(Some(self.scenario.actions.id(action)?))
        } else {
            None
        };
        let Some(open) = &mut self.world.poll else { return Ok(()) };
        if matches!(&self.event.kind, EventKind::Objected { poll, .. } if *poll == Some(open.number)) {
            open.objections += 1;
        }
        // What is decided in other words than it was asked in is probably the same.
        let of_it = decided.is_some_and(|of| of == open.action || of.is_none());
        if of_it || matches!(self.event.kind, EventKind::IncidentClosed { .. }) {
            self.world.poll = None;
        }
        Ok(())
    }
}
