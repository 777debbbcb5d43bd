//! The guide: what it asks unasked, and when.

use super::{DriveError, Driver};
use crate::engine::command::{Command, Mover};
use crate::engine::event::Mode;
use crate::engine::world::HANDS;
use crate::time::{SimDuration, SimTime};

/// In a guided drill a step is asked about when it has waited so long.
const ASKED_AFTER: SimDuration = SimDuration::from_secs(40);
/// Who was asked and did nothing is told more after so long, up to the answer.
const TOLD_AFTER: SimDuration = SimDuration::from_mins(2);

/// What was asked about is not asked about again so soon, though it was done meanwhile.
const ASKED_AGAIN_AFTER: SimDuration = SimDuration::from_mins(3);

impl Driver<'_> {
    /// In a guided drill, a step that has waited for a while is asked about, and told more of while nobody takes it. It
    /// is a move like any other, so that the record plays the same drill.
    pub(super) fn guide(&mut self) -> Result<(), DriveError> {
        let session = self.drill.session();
        if session.world().mode != Mode::Guided {
            return Ok(());
        }
        let by = self.me.filter(|_| self.own).map_or(Mover::Table, Mover::Seat);
        let (now, unasked) = (session.now(), session.unasked(by));
        self.waits = match (unasked, self.waits.take()) {
            (Some(step), Some((waiting, since))) if step == waiting => Some((step, since)),
            (Some(step), _) => Some((step, now)),
            (None, _) => None,
        };
        let after = |item: &str, given: u8| match (item, given) {
            // Before it is done a second time.
            (HANDS, _) => SimDuration::ZERO,
            (_, 0) => ASKED_AFTER,
            _ => TOLD_AFTER,
        };
        let asked = |item: &str| self.guided.as_ref().filter(|(other, _)| other == item).map(|(_, at)| *at);
        let ripe = |((item, given), since): &((String, u8), SimTime)| {
            let again = asked(item).filter(|_| *given == 0).is_some_and(|at| now < at + ASKED_AGAIN_AFTER);
            *since + after(item, *given) <= now && !again
        };
        if let Some(((item, _), _)) = self.waits.take_if(|waits| ripe(waits)) {
            self.guided = Some((item, now));
            let screen = &mut *self.screen;
            let asked = self.drill.handle(
                by,
                SimDuration::ZERO,
                &Command::Guide,
                "hint unasked",
                &mut |session, events| {
                    screen.batch(session, events);
                },
            )?;
            // Refused only where nothing can be said any more.
            drop(asked);
        }
        Ok(())
    }
}
