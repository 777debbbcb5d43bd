//! What a drill needs of whatever shows it.

use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::event::{Event, Seq};
use crate::moves::{MoveError, Tool};
use crate::prose::spell;
use crate::scenario::id::SeatId;
use crate::time::{SimDuration, SimTime};

/// What the loop shows as it goes.
pub trait Screen {
    /// A batch that is in the record.
    fn batch(&mut self, session: &Session, events: &[Event]);
    /// A move was accepted, and its batch shown.
    fn accepted(&mut self, seq: Seq);
    /// A move was turned down; `typo` if it was none.
    fn refused(&mut self, place: Option<usize>, line: &str, why: &str, typo: Option<&MoveError>);
    /// What is worth knowing about the move that was just accepted.
    fn note(&mut self, _text: &str) {}
    /// The machine slept, or the process was stopped, and the clock stood still meanwhile.
    fn stood_still(&mut self, stood: std::time::Duration) {
        let stood = SimDuration::from_ms(i64::try_from(stood.as_millis()).unwrap_or(i64::MAX));
        self.note(&format!(
            "this machine stood still for {}, and so did the story's clock: it goes on here",
            spell(stood)
        ));
    }
    /// Whether an empty line means *yes* to what was probably meant.
    fn takes_enter(&self) -> bool {
        false
    }
    /// Who sits where, by the names that they gave: told before they are shown, for one may have been forgotten since.
    fn sit(&mut self, _names: Vec<(SeatId, String)>) {}
    /// What whoever looks at this screen would most likely do next, in half a line.
    fn likely_next(&self, _session: &Session) -> Option<String> {
        None
    }
    /// A line was typed, whatever it says.
    fn typed(&mut self, _session: &Session, _text: &str) {}
    /// A move was typed, perhaps without its slots: whether the screen asks for them, and sends the line again.
    fn asks(&mut self, _session: &Session, _by: Mover, _line: &str, _command: &Command) -> bool {
        false
    }
    /// Something for the tool.
    fn tool(&mut self, session: &Session, me: Option<SeatId>, tool: &Tool);
    /// Moves without a seat in front are this seat's, as they were before the drill was broken off.
    fn speaks_for(&mut self, _session: &Session, _seat: Option<SeatId>) {}
    /// A move was typed without the words it can't do without: whether the screen asks for them.
    fn asks_words(&mut self, _session: &Session, _line: &str) -> bool {
        false
    }

    /// `close` was typed and something is open: whether to ask, and what came of it. Off a terminal, `close` closes.
    fn may_close(&mut self, _session: &Session, _by: Option<SeatId>) -> bool {
        true
    }
    /// `rewind` was typed, and lands there: whether to go back without being asked.
    fn may_rewind(&mut self, _session: &Session, _landing: &str) -> bool {
        true
    }
    /// The facilitator went back: all that has happened by then, and last that it is another attempt.
    fn rewound(&mut self, session: &Session, events: &[Event]) {
        self.batch(session, &events[events.len().saturating_sub(1)..]);
    }
    /// Nobody was named for a move.
    fn nobody(&mut self, session: &Session, line: &str);
    /// Once a second, at most, while waiting: clocks on the screen.
    fn tick(&mut self, _session: &Session, _now: SimTime) {}
}
