//! What is due when: timers in the order in which they run out. Derived from scenario and world; never stored.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Slot;
use crate::time::SimTime;

/// An ordered set of timers, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    order: BTreeSet<(SimTime, Slot)>,
    at: BTreeMap<Slot, SimTime>,
}

impl Agenda {
    /// Sets a timer, moves it, or takes it off.
    pub fn set(&mut self, slot: Slot, due: Option<SimTime>) {
        let before = match due {
            Some(due) => self.at.insert(slot, due),
            None => self.at.remove(&slot),
        };
        if before == due {
            return;
        }
        if let Some(before) = before {
            self.order.remove(&(before, slot));
        }
        if let Some(due) = due {
            self.order.insert((due, slot));
        }
    }

    /// The timer that runs out first.
    #[must_use]
    pub fn first(&self) -> Option<(SimTime, Slot)> {
        self.order.first().copied()
    }

    /// All timers, the first first.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, Slot)> {
        self.order.iter().copied()
    }
}
