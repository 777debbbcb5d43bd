//! What a screen shows of a drill: a view in lines of text. Pure: where the lines go is the shell's business.

pub mod board;
pub mod desk;
mod feed;
mod help;
mod now;
mod status;

pub use feed::{event_lines, feed, lines};
pub use help::{help, help_having_heard, next_move};
pub use status::{actions, actions_of, answers, card, prompt, status, status_of, who};

use crate::engine::view::Viewer;
use crate::scenario::id::SeatId;

/// How lines are written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to fill at most.
    pub width: usize,
    /// Whether to colour by channel; a word always stands beside the colour.
    pub colour: bool,
    /// For screen readers: a fact is one line, and nothing on the screen is drawn twice.
    pub plain: bool,
}

/// The session's view for a screen of a seat, or of the table.
#[must_use]
pub fn viewer(seat: Option<SeatId>) -> Viewer {
    seat.map_or(Viewer::Table, Viewer::Seat)
}
