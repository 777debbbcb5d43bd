//! What people type: one language for the prompt, for `.moves` files and for standard input.
//!
//! A line is `[TIME] [SEAT] [-90s] MOVE ...`. Free text goes in quotes or is the rest of the line; facts go in named
//! slots, `key=value`. A name may be a seat's number, or words close to it; when unsure, nothing is done and the
//! answer says what was meant.

mod back;
mod claim;
mod facilitate;
mod file;
mod find;
mod grammar;
mod guess;
mod hand;
mod offer;
mod people;
mod point;
mod printed;
mod slips;
mod spoken;
mod talk;
mod token;

use std::ops::Range;

use crate::engine::command::{Command, Mover};
use crate::scenario::Scenario;
use crate::scenario::id::{ExpectedId, SeatId};
use crate::time::{SimDuration, SimTime};

pub use crate::scenario::words::STATES;
pub use back::{line_of, lines_of, quoted};
pub use file::parse_file;
pub use find::{nearly_named, seat_of};
pub use grammar::{FACILITATORS, MOVES, MoveHelp, TOOLS};
pub use offer::{
    Known, MOMENT, Named, Names, Offer, Question, Standing, example, goes_on, is_left, unsaid, with_slot,
};
pub use people::People;
pub use point::{POINTS, point};
pub use spoken::TimeOfDay;

/// A line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, in a file; now, if it is left out.
    pub at: Option<SimTime>,
    /// Who; nobody said so, if it is left out.
    pub mover: Option<Mover>,
    /// How long ago it was said.
    pub ago: SimDuration,
    /// What.
    pub what: What,
    /// The move as typed, without time and seat.
    pub said: String,
}

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A move of the drill.
    Move(Command),
    /// Something for the tool.
    Tool(Tool),
}

/// What is asked of the tool and is no move of the drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// The moves, or one of them.
    Help(Option<String>),
    /// What is open.
    Status,
    /// Who holds what.
    Who,
    /// What was said and done.
    Feed,
    /// What can be done.
    Actions,
    /// The facilitator's event list as it stands, or one inject in full.
    Events(Option<String>),
    /// What a hint would say to a seat, rung by rung, before one is given; about something expected, if it is named.
    Hints(SeatId, Option<ExpectedId>),
    /// A seat's card.
    Card(Option<SeatId>),
    /// This seat from now on; none again.
    As(Option<SeatId>),
    /// The clock starts.
    Start,
    /// Let time pass; until something arrives, if no time is named.
    Wait(Option<SimDuration>),
}

/// Why a line can't be read, with its place and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", if help.is_empty() { String::new() } else { format!("; {help}") })]
pub struct MoveError {
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// The bytes of the line it is about.
    pub span: Range<usize>,
    /// What was probably meant to stand there.
    pub meant: Option<String>,
    /// What stands there is talk, and belongs into slots.
    pub talk: bool,
    /// It is a question, and nobody is asked.
    pub asks: Option<String>,
}

impl MoveError {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), span, meant: None, talk: false, asks: None }
    }

    /// Whether it is a word that no move is near to.
    #[must_use]
    pub fn means_nothing(&self) -> bool {
        self.help == grammar::NOTHING_NEAR
    }

    /// What was probably meant to stand there.
    fn meaning(self, meant: Option<&str>) -> Self {
        Self { meant: meant.map(String::from), ..self }
    }

    /// The line as it was probably meant.
    #[must_use]
    pub fn mended(&self, line: &str) -> Option<String> {
        let (meant, before, after) =
            (self.meant.as_ref()?, line.get(..self.span.start)?, line.get(self.span.end..)?);
        Some(format!("{before}{meant}{after}"))
    }
}

/// Reads one line; `None` for an empty one or a comment. `me` is the seat whose line it is if it names none.
///
/// # Errors
/// It is no move: what is wrong, where, and what was probably meant.
pub fn parse(scenario: &Scenario, line: &str, me: Option<SeatId>) -> Result<Option<Line>, MoveError> {
    grammar::parse(scenario, line, me)
}

/// The move that a sentence said to everybody was probably meant to be: `take commander` for "I have command".
#[must_use]
pub fn claimed(said: &str) -> Option<String> {
    claim::claim(said)
}

/// The line that a sentence was probably meant to be, in the words of somebody tired: `close` for "I think we're done".
#[must_use]
pub fn guessed(said: &str) -> Option<&'static str> {
    guess::guess(said)
}

/// The move that a word was probably meant to be.
#[must_use]
pub fn meant(word: &str) -> Option<&'static str> {
    find::near(word, MOVES.iter().map(|help| help.word))
}

/// Lines of a file, or what is wrong with lines of it, each with its number from 1.
pub type Numbered<T> = Vec<(usize, T)>;
