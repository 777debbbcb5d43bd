//! The one loop: wait, advance, **append**, show. Terminal, standard input and files of moves all go through it.
//!
//! A batch is shown, and a move confirmed, only after its lines are in the store. If an append fails the drill stops
//! with a message: its session is ahead of the record and is dropped.

mod asks;
mod branch;
mod clocks;
mod drill;
mod guide;
mod remarks;
mod reports;
pub mod resume;
mod roles;
mod screen;
mod several;
mod take;
mod tools;
mod typed;
mod undo;

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

pub use branch::Origin;
pub use drill::Drill;
pub use screen::Screen;

use crate::engine::Session;
use crate::engine::command::{Command, Mover, Point};
use crate::engine::event::Event;
use crate::engine::refusal::Refusal;
use crate::engine::session::Stop;
use crate::engine::view::Viewer;
use crate::moves::{Line, People};
use crate::pace::{Clock, Pace, Woken, wall_ms};
use crate::scenario::id::{ActionId, InjectId, SeatId};
use crate::store::StoreError;
use crate::time::{SimDuration, SimTime};

/// Under which name the moves that stand-ins go by are kept beside a drill.
pub const STAND_INS: &str = "stand-ins";

/// Under which name it is noted beside a drill whose screen it has, and who plays: so that it goes on as it was.
pub const SCREEN: &str = "screen";

/// Why a drill can't go on.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// The record could not be written.
    #[error("the drill stopped: its record could not be kept. {0}")]
    Store(#[from] StoreError),
    /// The story can't go on.
    #[error("{0}")]
    Stop(#[from] Stop),
    /// The record can't be read back.
    #[error("the drill's own record can't be read: {0}; `sandtable drills --verify` says where")]
    Read(String),
}

/// What is said of a line of a file that names no seat.
pub const NOBODY: &str = "it is not said who does this; put the seat in front of the move";

/// Lines of a file: the number of each, how it is written, and what it says.
pub type Script = Vec<(usize, String, Line)>;

/// The loop.
pub struct Driver<'a> {
    /// The drill.
    pub drill: Drill,
    /// What is shown.
    pub screen: &'a mut dyn Screen,
    clock: Clock,
    pace: Pace,
    /// The seat whose moves come without a seat in front.
    me: Option<SeatId>,
    /// The screen is that seat's own, and not the table's.
    own: bool,
    /// The screen is the facilitator's: what is theirs is typed bare.
    runs: bool,
    /// Who sits where, by their own names.
    people: People,
    /// A line that waits for its seat.
    pending: Option<String>,
    /// What was asked back last, and waits for an answer.
    asked: Asked,
    /// A file's times count on in a pause; the story's don't. This is how far they are apart.
    shift: SimDuration,
    noted: SimTime,
    /// When this process gave a sign of itself, by the wall clock in milliseconds.
    signed: i64,
    /// In a guided drill: the step that nobody has taken yet, how far its hint was given, and since when it waits.
    waits: Option<((String, u8), SimTime)>,
    /// What the guide asked about last, and when.
    guided: Option<(String, SimTime)>,
}

/// What was asked back last: an answer takes it up, and anything else that is done leaves it.
#[derive(Default)]
struct Asked {
    /// What a slip was probably meant to be.
    meant: Option<String>,
    /// The summary of a `close` that was asked about.
    summary: Option<String>,
    /// Enter was the answer to a question: it is not asked again.
    sure: bool,
    /// The update without a state that was asked about last.
    stateless: Option<String>,
    /// The report of which it was asked what task it is of.
    reports: Option<String>,
    /// The `end` that was asked about last.
    ending: Option<String>,
    /// The work for a stand-in that was asked about last.
    ordered: Option<String>,
    /// The moment that `rewind` was asked about last.
    back_to: Option<Point>,
    /// The risky step that was asked about last.
    risked: Option<ActionId>,
    /// The inject that was asked about last.
    sent: Option<InjectId>,
    /// The work whose box was asked about last.
    boxed: Option<String>,
}

/// So long a program's next line is waited for when the drill is over.
const AFTER_THE_END: std::time::Duration = std::time::Duration::from_millis(50);

/// A story clock noted at least this often can be gone on from.
const NOTE_EVERY: SimDuration = SimDuration::from_secs(5);

impl<'a> Driver<'a> {
    /// A loop for a drill that has begun.
    #[must_use]
    pub fn new(mut drill: Drill, screen: &'a mut dyn Screen, pace: Pace, me: Option<SeatId>) -> Self {
        let now = drill.session().now();
        let clock = Clock::starting(pace, now);
        let own = me.is_some();
        let me = me.or_else(|| drill.speaks());
        let people = drill.people();
        if let Some(me) = me.filter(|_| !own) {
            screen.speaks_for(drill.session(), Some(me));
        }
        Self {
            drill,
            screen,
            clock,
            pace,
            me,
            own,
            runs: false,
            people,
            pending: None,
            asked: Asked::default(),
            shift: SimDuration::ZERO,
            noted: now,
            signed: wall_ms(),
            waits: None,
            guided: None,
        }
    }

    /// For a drill that goes on with a file whose times are so far ahead of the story's.
    pub fn ahead_by(&mut self, ahead: SimDuration) {
        self.shift = ahead;
    }

    /// The same at the screen of who runs the drill: moves without a seat are the facilitator's.
    #[must_use]
    pub fn run_by(mut self, who: Viewer) -> Self {
        self.runs = who == Viewer::Facilitator;
        self
    }

    /// Plays lines that have times, then lets the story go on to its end.
    ///
    /// # Errors
    /// See [`DriveError`].
    pub fn play(&mut self, lines: Script) -> Result<(), DriveError> {
        let mut lines: VecDeque<_> = lines.into();
        while !self.drill.session().is_over() {
            let planned = lines.front().map(|(_, _, line)| self.story_time(line));
            let due = self.drill.next_due();
            if self.ends_before(planned.into_iter().chain(due).min()) {
                self.end_here()?;
                break;
            }
            match (planned, due) {
                (Some(at), due) if due.is_none_or(|due| at < due) => {
                    self.go_to(at)?;
                    if let Some((n, text, line)) = lines.pop_front() {
                        self.take(Some(n), &text, line)?;
                    }
                }
                (_, Some(due)) => self.go_to(due)?,
                // Paused for good, and nobody left to say `resume`.
                (_, None) => break,
            }
        }
        for (n, text, _) in lines {
            self.screen.refused(Some(n), &text, &Refusal::Over.to_string(), None);
        }
        Ok(())
    }

    /// Takes lines as they are typed, until the drill is over or nothing more comes; then, off a terminal, lets the
    /// story go on to its end.
    ///
    /// # Errors
    /// See [`DriveError`].
    pub fn listen(&mut self, input: &Receiver<String>, to_the_end: bool) -> Result<(), DriveError> {
        while !self.drill.session().is_over() {
            let due = self.drill.next_due();
            let tick = self.clock.now() + SimDuration::from_secs(1);
            let wake = match self.pace {
                Pace::Times(_) => due.into_iter().chain(self.drill.ends_at).chain([tick]).min(),
                Pace::Stepped | Pace::Flat => None,
            };
            let woken = self.clock.wait(wake, input);
            if let Some(stood) = self.clock.stood_still() {
                self.screen.stood_still(stood);
            }
            let busy = self.clock.busy();
            match woken {
                Woken::Input(text) => {
                    self.catch_up()?;
                    self.typed(&text)?;
                }
                Woken::Due => self.catch_up()?,
                Woken::Closed => break,
            }
            if !self.drill.session().is_over() && self.ends_before(Some(self.drill.session().now())) {
                self.end_here()?;
            }
            self.guide()?;
            self.sign()?;
            self.clock.done(&busy);
            let (session, now) = (self.drill.session(), self.drill.session().now());
            self.screen.tick(session, now);
        }
        match to_the_end {
            true => {
                self.play(Vec::new())?;
                self.too_late(input);
                Ok(())
            }
            false => self.drill.note_clock(),
        }
    }

    /// Whether the drill is to be ended before the next thing happens, or at the latest with it.
    fn ends_before(&self, next: Option<SimTime>) -> bool {
        let stuck = next.is_none() && !self.drill.session().world().paused;
        self.drill.ends_at.is_some_and(|ends| stuck || next.is_some_and(|next| ends <= next))
    }

    /// Ends the drill: the time that was set for it is up.
    fn end_here(&mut self) -> Result<(), DriveError> {
        if let Some(ends) = self.drill.ends_at {
            self.go_to(ends.max(self.drill.session().now()))?;
        }
        if self.drill.session().is_over() {
            return Ok(());
        }
        let screen = &mut *self.screen;
        let mut show = |session: &Session, events: &[Event]| screen.batch(session, events);
        // Refused only where it is over already.
        drop(self.drill.handle(Mover::Table, SimDuration::ZERO, &Command::TimeUp, "end time", &mut show)?);
        Ok(())
    }

    /// What was typed when the drill was over already is answered, too.
    fn too_late(&mut self, input: &Receiver<String>) {
        let said = |text: &String| !text.trim().is_empty() && !text.trim_start().starts_with('#');
        while let Ok(text) = input.recv_timeout(AFTER_THE_END) {
            self.screen.typed(self.drill.session(), &text);
            if said(&text) {
                self.screen.refused(None, &text, &Refusal::Over.to_string(), None);
            }
        }
    }

    /// How far the story has come is kept beside the record, for who takes it up and for the board.
    fn note_clock(&mut self) -> Result<(), DriveError> {
        match self.drill.note_clock() {
            // The clock can be noted again; what has to be kept will say it.
            Err(DriveError::Store(StoreError::Unavailable { .. })) => Ok(()),
            noted => noted,
        }
    }

    /// A line's time on the story's clock.
    fn story_time(&mut self, line: &Line) -> SimTime {
        let now = self.drill.session().now();
        let Some(at) = line.at else { return now };
        // In a pause a file's time goes on and the story's does not.
        if self.drill.session().world().paused {
            self.shift = self.shift.max(at.since(now));
        }
        (at - self.shift).max(now)
    }

    /// Now and then, whether time passes or not.
    fn sign(&mut self) -> Result<(), DriveError> {
        let wall = wall_ms();
        if wall - self.signed >= NOTE_EVERY.ms() {
            self.signed = wall;
            self.drill.still_driving()?;
        }
        Ok(())
    }

    fn catch_up(&mut self) -> Result<(), DriveError> {
        if self.drill.session().world().paused {
            self.clock.set(self.drill.session().now());
            return Ok(());
        }
        let now = self.clock.now();
        self.advance(now)
    }

    fn go_to(&mut self, at: SimTime) -> Result<(), DriveError> {
        if self.drill.session().world().paused {
            return Ok(());
        }
        // In steps, so that the record says how far the clock has come while nothing happens.
        while matches!(self.pace, Pace::Times(_)) && at.since(self.clock.now()) > NOTE_EVERY {
            let step = self.clock.now() + NOTE_EVERY;
            self.clock.sleep(step);
            self.advance(step)?;
        }
        self.clock.sleep(at);
        self.advance(at)?;
        // What follows the wall has arrived by itself; what doesn't is put there.
        if !matches!(self.pace, Pace::Times(_)) {
            self.clock.set(at);
        }
        Ok(())
    }

    fn advance(&mut self, to: SimTime) -> Result<(), DriveError> {
        let screen = &mut *self.screen;
        let to = to.max(self.drill.session().now());
        self.drill.advance(to, &mut |session, events| screen.batch(session, events))?;
        let now = self.drill.session().now();
        if now.since(self.noted) >= NOTE_EVERY && matches!(self.pace, Pace::Times(_)) {
            self.noted = now;
            self.note_clock()?;
        }
        self.sign()
    }
}
