//! Looks and changes by the seat in command: what the process hint asks about, and by the same rule the score counts them
//! (`roles/separation`).

use super::World;
use super::apply::Change;
use crate::engine::event::EventKind;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::scenario::model::FindingOn;
use crate::scenario::words::Role;
use crate::time::SimTime;

/// The item of the hint.
pub const HANDS: &str = "hands-off";

/// The seat in command looked at the system, or changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandsOn {
    /// When, the last time.
    pub at: SimTime,
    /// Which seat.
    pub seat: SeatId,
}

impl Change<'_> {
    /// Notes what the seat in command does with its own hands, and what shows that it knows better.
    pub(super) fn hands(&mut self) {
        let commander = self.world.holder(Role::Commander);
        if let EventKind::HintGiven { item, unasked: true, .. } = &self.event.kind {
            // It was said of this time; the next time it is said again, and more of it.
            if item == HANDS {
                self.world.hands_on = None;
            }
            return;
        }
        let Some(seat) = self.by.filter(|_| self.by == commander) else { return };
        if is_hands_on(self.scenario, &self.event.kind) {
            self.world.hands_on = Some(HandsOn { at: self.event.at, seat });
        } else if matches!(self.event.kind, EventKind::Tasked { .. } | EventKind::Asked { .. }) {
            self.world.hands_on = None;
            self.in_hand(HANDS);
        }
    }
}

/// Whether an event is a look at the system, or a change of it. What is on paper is no part of the system: to command is
/// to have the guide at hand.
pub(crate) fn is_hands_on(scenario: &Scenario, kind: &EventKind) -> bool {
    // What is on paper is no hands-on work, nor is a look at a name that nobody knows: there was nothing to see.
    let hands_on = |topic: &str| {
        let on = scenario.topics.find(topic).map(FindingOn::Topic);
        on.is_some_and(|on| !scenario.findings.iter().any(|(_, found)| found.on == on && found.paper))
    };
    let read = matches!(kind, EventKind::TopicRead { topic, .. } if hands_on(topic));
    read || matches!(
        kind,
        EventKind::MetricRead { .. }
            | EventKind::ComponentRead { .. }
            | EventKind::ActionStarted { .. }
            | EventKind::ActionUndone { .. }
            | EventKind::UnscriptedDone { .. }
    )
}

impl World {
    /// The seat in command that lately had its hands on the system, and has command still.
    #[must_use]
    pub fn hands_on_lately(&self, since: SimTime) -> Option<SeatId> {
        let last = self.hands_on.filter(|last| since <= last.at)?;
        Some(last.seat).filter(|&seat| self.holder(Role::Commander) == Some(seat))
    }
}
