//! A drill lived again: its record, event by event, at any pace and in both directions.
//!
//! Nothing is decided here, and nothing rolled: the events are taken as they stand. What a viewer may see of it comes
//! from the same views as in a drill that is being played.

use std::sync::Arc;

use super::branch::{Cut, batch_end, cut};
use crate::engine::Session;
use crate::engine::command::Point;
use crate::engine::event::{Event, EventKind};
use crate::engine::session::Stop;
use crate::scenario::Scenario;
use crate::time::SimTime;

/// A record, and how far it has been lived.
#[derive(Debug)]
pub struct Replay {
    scenario: Arc<Scenario>,
    events: Vec<Event>,
    session: Session,
    lived: usize,
}

impl Replay {
    /// At the beginning: the story has begun, and nobody has moved.
    ///
    /// # Errors
    /// The events belong to another scenario, or some of them are missing.
    pub fn new(scenario: Arc<Scenario>, events: Vec<Event>) -> Result<Self, Stop> {
        let session = Session::to_watch(scenario.clone());
        let mut replay = Self { scenario, events, session, lived: 0 };
        replay.start()?;
        Ok(replay)
    }

    fn start(&mut self) -> Result<(), Stop> {
        (self.session, self.lived) = (Session::to_watch(self.scenario.clone()), 0);
        if !self.events.is_empty() {
            self.step()?;
        }
        Ok(())
    }

    /// The drill as it was then, to look at.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.session.now()
    }

    /// What has happened so far.
    #[must_use]
    pub fn so_far(&self) -> &[Event] {
        &self.events[..self.lived]
    }

    /// All that happened.
    #[must_use]
    pub fn all(&self) -> &[Event] {
        &self.events
    }

    /// When the next thing happened; `None` at the end of the record.
    #[must_use]
    pub fn next_at(&self) -> Option<SimTime> {
        self.events.get(self.lived).map(|event| event.at)
    }

    /// The next batch.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn step(&mut self) -> Result<&[Event], Stop> {
        if self.lived == self.events.len() {
            return Ok(&[]);
        }
        let (from, to) = (self.lived, batch_end(&self.events, self.lived));
        for event in &self.events[from..to] {
            self.session.happened(event)?;
        }
        self.lived = to;
        Ok(&self.events[from..to])
    }

    /// Lets the clock go on to here, and gives each batch to `show` as it stood when it happened.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn advance(&mut self, to: SimTime, show: &mut dyn FnMut(&Session, &[Event])) -> Result<(), Stop> {
        while self.next_at().is_some_and(|at| at <= to) {
            let from = self.lived;
            self.step()?;
            show(&self.session, &self.events[from..self.lived]);
        }
        self.session.passes(to);
        Ok(())
    }

    /// Where a moment lies.
    ///
    /// # Errors
    /// There is no such moment.
    pub fn find(&self, point: Point) -> Result<Cut, String> {
        let last = self.events.last().map_or(SimTime::START, |event| event.at);
        match point {
            Point::Ago(ms) => cut(&self.events, self.now(), Point::At((self.now() - ms).max(SimTime::START))),
            Point::At(_) | Point::Bookmark(_) | Point::Event(_) | Point::Before(_) => {
                cut(&self.events, last.max(self.now()), point)
            }
        }
    }

    /// Goes to a place, forward or back; true if it was back.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn go(&mut self, to: Cut, show: &mut dyn FnMut(&Session, &[Event])) -> Result<bool, Stop> {
        let back = to.kept < self.lived || to.at < self.now();
        if back {
            self.start()?;
        }
        while self.lived < to.kept {
            let from = self.lived;
            self.step()?;
            if !back {
                show(&self.session, &self.events[from..self.lived]);
            }
        }
        self.session.passes(to.at);
        Ok(back)
    }

    /// The next bookmark after this moment, and its number.
    #[must_use]
    pub fn next_bookmark(&self) -> Option<(u32, &Event)> {
        let marked = |event: &&Event| matches!(event.kind, EventKind::Bookmarked { .. });
        let mut all = (1..).zip(self.events.iter().filter(marked));
        all.find(|(_, event)| event.seq.0 >= self.lived as u64)
    }
}
