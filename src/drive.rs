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
mod several;
mod tools;
mod typed;
mod undo;

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

pub use branch::Origin;
pub use drill::Drill;
use remarks::{moves_nothing, no_deputy, still_due, worth_saying};

use crate::engine::Session;
use crate::engine::command::{About, Command, Facilitate, Mover, Point};
use crate::engine::event::{Event, Seq};
use crate::engine::refusal::Refusal;
use crate::engine::session::Stop;
use crate::engine::view::Viewer;
use crate::moves::{Line, MoveError, People, Tool, What};
use crate::pace::{Clock, Pace, Woken, wall_ms};
use crate::prose::spell;
use crate::scenario::id::{ActionId, InjectId, SeatId};
use crate::scenario::words::Role;
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

    fn take(&mut self, place: Option<usize>, text: &str, line: Line) -> Result<(), DriveError> {
        let command = match line.what {
            What::Tool(tool) => return self.tool(&tool, &line.said),
            What::Move(command) => command,
        };
        let by = match line.mover {
            Some(by) => by,
            // Who runs a drill types here; what is a seat's is said with the seat in front.
            None if self.is_facilitators(&command) => Mover::Facilitator,
            None if matches!(command, Command::Facilitate(_)) => self.me.map_or(Mover::Table, Mover::Seat),
            None if matches!(command, Command::Note(_) | Command::Bookmark(_)) => {
                self.me.map_or(Mover::Table, Mover::Seat)
            }
            None if time_is_everyones(&command) => Mover::Table,
            None => match self.me.filter(|_| !is_hands_on(&command)).or_else(|| new_commander(&command)) {
                Some(me) => Mover::Seat(me),
                None if place.is_some() => {
                    self.screen.refused(place, text, NOBODY, None);
                    return Ok(());
                }
                None => {
                    self.pending = Some(text.trim().to_string());
                    self.screen.nobody(self.drill.session(), text);
                    return Ok(());
                }
            },
        };
        let seat = by.seat();
        let command = match clocks::promised(self.drill.session(), line.ago, command) {
            Ok(command) => command,
            Err(why) => {
                self.screen.refused(place, text, &why, None);
                return Ok(());
            }
        };
        let in_time = self.drill.session().back_dated(by, line.ago, &command, &line.said).is_ok();
        if let Some(shared) = roles::shared(self.drill.session(), by, &command).filter(|_| in_time) {
            return self.share(place, text, by, Line { what: What::Move(command), ..line }, shared);
        }
        let command = self.with_its_number(command);
        let (text, command) = self.with_summary(text, command);
        let text = text.as_str();
        let session = self.drill.session();
        let closes = matches!(command, Command::Close { .. }) && session.would_refuse(by, &command).is_none();
        if closes && !self.screen.may_close(session, seat) {
            if let Command::Close { summary } = &command {
                self.asked.summary = Some(summary.clone()).filter(|summary| !summary.is_empty());
            }
            return Ok(());
        }
        if place.is_none() && in_time && self.screen.asks(session, by, text, &command) {
            return Ok(());
        }
        if place.is_none()
            && (self.asks_of_the_end(text, by, &command) || self.asks_of_the_inject(by, &command))
        {
            return Ok(());
        }
        if let Command::Facilitate(Facilitate::Rewind(point)) = command {
            let asks =
                place.is_none() && self.drill.session().world().facilitated && by == Mover::Facilitator;
            let again = self.asked.back_to.take() == Some(point);
            let landing = if asks && !again { self.drill.landing(point)? } else { None };
            if let Some(landing) = landing
                && !self.screen.may_rewind(self.drill.session(), &landing)
            {
                (self.asked.meant, self.asked.back_to) = (Some(text.to_string()), Some(point));
                return Ok(());
            }
            return self.rewind(place, text, by, point, &line.said);
        }
        let stateless = self.asked.stateless.is_some();
        let confirmed = self.asked.ordered.as_deref() == Some(text.trim());
        if place.is_none() && self.asks_of_the_state(text, by, &command) {
            return Ok(());
        }
        if place.is_none() && self.asks_of_the_task(text, by, &command) {
            return Ok(());
        }
        if place.is_none()
            && (self.asks_of_the_order(text, by, &command)
                || self.asks_of_the_deed(text, by, &command)
                || self.asks_of_the_step(text, by, &command)
                || self.asks_of_the_box(text, by, &command))
        {
            return Ok(());
        }
        if place.is_none() && self.asks_of_the_risk(text, by, &command) {
            return Ok(());
        }
        let unfit = self.does_not_fit(&command);
        let paused = self.drill.session().world().paused;
        let screen = &mut *self.screen;
        let who = self.me.filter(|_| self.own).map_or(Viewer::Table, Viewer::Seat);
        let mut nobody = None;
        let again = reports::second_report(self.drill.session(), by, &command);
        let answer = self.drill.handle(by, line.ago, &command, &line.said, &mut |session, events| {
            nobody = session.view(who).nobody_there(events);
            screen.batch(session, events)
        })?;
        match answer {
            Ok(seq) => {
                self.screen.accepted(seq);
                // A stand-in knows it.
                let world = self.drill.session().world();
                let person = world
                    .tasks
                    .last()
                    .and_then(|task| task.seat)
                    .is_none_or(|seat| !world.seats[seat.n()].stand_in);
                let first = self.screen.takes_enter() && world.tasks.len() == 1 && person;
                let told = stateless && matches!(command, Command::Update { .. });
                if let Some(note) = worth_saying(&command, first).filter(|_| !told) {
                    self.screen.note(&note);
                }
                if let Some(note) = again.filter(|_| place.is_none()) {
                    self.screen.note(&note);
                }
                if let Some(note) = no_deputy(self.drill.session(), &command).filter(|_| place.is_none()) {
                    self.screen.note(&note);
                }
                if let Some(note) = still_due(self.drill.session(), &command).filter(|_| place.is_none()) {
                    self.screen.note(&note);
                }
                if let Some(note) =
                    moves_nothing(&command).filter(|_| self.screen.takes_enter() && !confirmed)
                {
                    self.screen.note(&note);
                }
                if let Some(note) = unfit.filter(|_| place.is_none() && !self.screen.takes_enter()) {
                    self.screen.note(&note);
                }
                self.says_a_move(by, &command);
                if let Some(nobody) = nobody.filter(|_| place.is_none()) {
                    self.screen.note(&nobody);
                }
                let session = self.drill.session();
                let asked = self.asked.risked.take();
                if let Command::Do(About::Action(action)) = command
                    && let Some(risk) = session.view(who).unasked_risk(action)
                    && place.is_none()
                    && asked != Some(action)
                {
                    self.screen.note(&risk);
                }
                let closed = place.is_none() && matches!(command, Command::Close { .. });
                if let Some(waits) = self.drill.session().view(who).after_the_close().filter(|_| closed) {
                    self.screen.note(&waits);
                }
            }
            Err(refusal) => self.screen.refused(place, text, &self.says_no(&refusal, seat), None),
        }
        // After a pause the clock goes on from where the story stood, and after a jump from where it landed.
        let jumped = matches!(command, Command::Facilitate(Facilitate::Jump { .. }));
        if jumped || paused != self.drill.session().world().paused {
            self.clock.set(self.drill.session().now());
        }
        Ok(())
    }

    /// Why a move was turned down, to who made it: on a seat's own screen that is *you*.
    fn says_no(&self, refusal: &Refusal, by: Option<SeatId>) -> String {
        let me = self.me.filter(|&me| self.own && by == Some(me));
        let name = |me| self.drill.session().scenario().seats.name(me).as_str();
        me.map_or_else(|| refusal.to_string(), |me| refusal.to_you(name(me)))
    }

    fn rewind(
        &mut self,
        place: Option<usize>,
        text: &str,
        by: Mover,
        point: Point,
        said: &str,
    ) -> Result<(), DriveError> {
        let from = self.drill.session().now();
        let left = self.drill.name().to_string();
        match self.drill.rewind(by, point, said)? {
            Err(refusal) => self.screen.refused(place, text, &refusal.to_string(), None),
            Ok(events) => {
                let now = self.drill.session().now();
                // A file's times go on, and the story's go back.
                self.shift = self.shift + from.since(now);
                self.clock.set(now);
                (self.noted, self.waits) = (now, None);
                self.screen.rewound(self.drill.session(), &events);
                self.screen.accepted(events.last().map_or(Seq(0), |event| event.seq));
                if place.is_none() {
                    let here = self.drill.name();
                    self.screen.note(&format!(
                        "what was played until now is kept as `{left}`, unscored: `sandtable replay {left}` shows it. \
                         This one is `{here}`"
                    ));
                    self.pause_here(by)?;
                }
            }
        }
        Ok(())
    }

    /// After a step back the room is told where it is before the clock goes on.
    fn pause_here(&mut self, by: Mover) -> Result<(), DriveError> {
        if !matches!(self.pace, Pace::Times(_)) || self.drill.session().world().paused {
            return Ok(());
        }
        let screen = &mut *self.screen;
        let mut show = |session: &Session, events: &[Event]| screen.batch(session, events);
        let pause = Command::Pause(String::new());
        drop(self.drill.handle(by, SimDuration::ZERO, &pause, "pause", &mut show)?);
        self.screen.note("the clock stands: `resume` when everybody knows where they are");
        Ok(())
    }

    /// How far the story has come is kept beside the record, for who takes it up and for the board.
    fn note_clock(&mut self) -> Result<(), DriveError> {
        match self.drill.note_clock() {
            // The clock can be noted again; what has to be kept will say it.
            Err(DriveError::Store(StoreError::Unavailable { .. })) => Ok(()),
            noted => noted,
        }
    }

    /// On a facilitator's screen, what needs no seat is theirs.
    fn is_facilitators(&self, command: &Command) -> bool {
        let words = matches!(command, Command::Say(_)) || time_is_everyones(command);
        let theirs = matches!(command, Command::Facilitate(_)) || (self.me.is_none() && words);
        self.runs && theirs
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

/// What somebody does with their own hands: on a shared screen it is always said whose.
fn is_hands_on(command: &Command) -> bool {
    matches!(command, Command::Look { .. } | Command::Do(_) | Command::Undo(_))
}

/// Who gives out roles and is to command speaks for itself.
fn new_commander(command: &Command) -> Option<SeatId> {
    let Command::Roles(changes) = command else { return None };
    changes.iter().find(|change| change.role == Role::Commander)?.seats.first().copied()
}

/// Moves about time, and words, need no seat.
fn time_is_everyones(command: &Command) -> bool {
    matches!(
        command,
        Command::Pause(_)
            | Command::Resume
            | Command::End
            | Command::TimeUp
            | Command::SafetyStop
            | Command::Bookmark(_)
            | Command::Hint
            | Command::Guide
            | Command::Note(_)
            | Command::Mark(_)
    )
}
