//! The live prompt: a table's shared screen, or one seat's own.
//!
//! Three threads: the editor (which must be the main thread, for its terminal), the session, and the printer, which
//! alone writes above the line that is being typed, from an unbounded queue. The session never waits for the printer:
//! one that prints and answers the editor at once deadlocks under bursts. `--plain` has lines in the editor's place.

mod between;
mod complete;
mod plain;
mod prompt;
mod table;

pub use plain::{SoFar, play_plain};
pub use prompt::{Ended, play};
