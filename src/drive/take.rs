//! A line that was typed or read: who says it, whether it is asked about first, and what becomes of it.

use super::remarks::{moves_nothing, no_deputy, still_due, worth_saying};
use super::{DriveError, Driver, NOBODY, clocks, reports, roles};
use crate::engine::Session;
use crate::engine::command::{About, Command, Facilitate, Mover, Point};
use crate::engine::event::{Event, Seq};
use crate::engine::refusal::Refusal;
use crate::engine::view::Viewer;
use crate::moves::{Line, Tool, What};
use crate::pace::Pace;
use crate::scenario::id::SeatId;
use crate::scenario::words::Role;
use crate::time::SimDuration;

impl Driver<'_> {
    pub(super) fn take(&mut self, place: Option<usize>, text: &str, line: Line) -> Result<(), DriveError> {
        let command = match line.what {
            // `3 card` is that seat's.
            What::Tool(Tool::Card(None)) => {
                let seat = line.mover.and_then(Mover::seat);
                return self.tool(&Tool::Card(seat), &line.said);
            }
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
    pub(super) fn says_no(&self, refusal: &Refusal, by: Option<SeatId>) -> String {
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

    /// On a facilitator's screen, what needs no seat is theirs.
    fn is_facilitators(&self, command: &Command) -> bool {
        let words = matches!(command, Command::Say(_)) || time_is_everyones(command);
        let theirs = matches!(command, Command::Facilitate(_)) || (self.me.is_none() && words);
        self.runs && theirs
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
