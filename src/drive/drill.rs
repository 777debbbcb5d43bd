//! A drill with its record: whatever happens in it is in the store before anybody hears of it.

use std::sync::Arc;

use super::DriveError;
use crate::crew::Crew;
use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::event::{Actor, Event, Header, Seq};
use crate::engine::refusal::Refusal;
use crate::journal::Who;
use crate::journal::line::Writer;
use crate::moves::People;
use crate::pace::wall_ms;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::store::{Claim, JournalStore, MemoryStore, NewDrill, StoreError, Tell};
use crate::time::{SimDuration, SimTime};

/// Under which name it is noted beside a drill whose moves come without a seat in front at the table.
pub(super) const SPEAKS: &str = "speaks";

/// A drill that is being driven: a session, and the record that is always ahead of what is shown.
pub struct Drill {
    pub(super) session: Session,
    pub(super) store: Box<dyn JournalStore>,
    pub(super) name: String,
    pub(super) writer: Writer,
    pub(super) lines: u64,
    /// Who is behind the seats' moves.
    pub(super) who: Who,
    /// That this process drives it.
    pub(super) claim: Claim,
    pub(super) buffers: Vec<Vec<u8>>,
    /// It is ended here, whatever its story still has.
    pub(super) ends_at: Option<SimTime>,
    /// Who plays the seats that nobody took.
    pub(super) crew: Option<Crew>,
}

impl Drill {
    /// Begins a drill and its record.
    ///
    /// # Errors
    /// The store can't take it, or the scenario goes in circles at its start.
    pub fn begin(
        scenario: Arc<Scenario>,
        header: Header,
        store: Box<dyn JournalStore>,
        who: Who,
    ) -> Result<(Self, Vec<Event>), DriveError> {
        Self::begin_as(scenario, header, store, who, Claim::mine(None, wall_ms()), &[])
    }

    /// Begins a drill that this one drives, with what is noted beside it from the first: whatever becomes of this
    /// process, the record knows how it was begun.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn begin_as(
        scenario: Arc<Scenario>,
        header: Header,
        store: Box<dyn JournalStore>,
        who: Who,
        claim: Claim,
        notes: &[(&str, String)],
    ) -> Result<(Self, Vec<Event>), DriveError> {
        let (name, id) = (header.drill.clone(), header.scenario.clone());
        let (session, batch) = Session::start(scenario, header)?;
        let (writer, buffers) = (Writer::default(), Vec::new());
        let (lines, ends_at, crew) = (0, None, None);
        let mut drill = Self { session, store, name, writer, lines, who, claim, buffers, ends_at, crew };
        let wall = wall_ms();
        drill.encode(&batch, wall);
        let new = NewDrill { claim: Some(&drill.claim), notes, ..NewDrill::new(&drill.name, &id, wall) };
        drill.store.create(&new, &drill.buffers)?;
        drill.lines = batch.len() as u64;
        Ok((drill, batch))
    }

    /// The session, to look at.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Ends it at an instant of the story, if it has not come to its end before. Whoever plays it to its end does so.
    #[must_use]
    pub fn ending_at(mut self, at: Option<SimTime>) -> Self {
        self.ends_at = at;
        self
    }

    /// Lets stand-ins play beside people, from here on; `past` is all that has happened so far.
    #[must_use]
    pub fn with_crew(mut self, crew: Option<Crew>, past: &[Event]) -> Self {
        self.crew = crew;
        self.live_again(past);
        self
    }

    /// Stand-ins are where they would be after these events.
    pub(super) fn live_again(&mut self, past: &[Event]) {
        let now = self.session.now();
        if let Some(crew) = &mut self.crew {
            crew.live(self.session.scenario(), past, now);
        }
    }

    /// When something happens next: in the story, or because a stand-in moves.
    #[must_use]
    pub fn next_due(&self) -> Option<SimTime> {
        let crew = self.crew.as_ref().and_then(|crew| crew.due(&self.session));
        self.session.next_due().into_iter().chain(crew).min()
    }

    /// The drill's name in the store.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Allows fewer events than a drill may have: for a dry run.
    pub fn bound(&mut self, most: u64) {
        self.session.bound(most);
    }

    /// Who is told when the store is out of reach for a while; see [`JournalStore::tell_when_away`].
    pub fn tell_when_away(&mut self, tell: Option<Tell>) {
        self.store.tell_when_away(tell);
    }

    /// Gives the store back, when all is done; the drill is nobody's then.
    #[must_use]
    pub fn into_store(mut self) -> Box<dyn JournalStore> {
        self.release();
        std::mem::replace(&mut self.store, Box::new(MemoryStore::new()))
    }

    /// Says who sits on a seat: beside the record, never in it.
    ///
    /// # Errors
    /// The store can't take it.
    pub fn seat(&mut self, seat: SeatId, person: &str) -> Result<(), DriveError> {
        let seat = self.session.scenario().seats.name(seat).as_str();
        Ok(self.store.seat(&self.name, seat, person)?)
    }

    /// Keeps a document beside the record.
    ///
    /// # Errors
    /// The store can't take it.
    pub fn write_note(&mut self, key: &str, text: &str) -> Result<(), DriveError> {
        Ok(self.store.write_note(&self.name, key, text)?)
    }

    /// Notes whose the moves are that come without a seat in front: so it is when the drill is gone on with.
    pub(super) fn note_speaker(&mut self, seat: Option<SeatId>) -> Result<(), DriveError> {
        let seat = seat.map_or(String::new(), |seat| self.session.scenario().seats.name(seat).to_string());
        match self.write_note(SPEAKS, &seat) {
            // No move is lost with it.
            Err(DriveError::Store(StoreError::Unavailable { .. })) => Ok(()),
            noted => noted,
        }
    }

    /// Whose they were; a note that can't be read says nobody's.
    pub(super) fn speaks(&mut self) -> Option<SeatId> {
        let seat = self.store.note(&self.name, SPEAKS).ok().flatten()?;
        self.session.scenario().seats.find(&seat)
    }

    /// Who sits where, by the names that they gave; names that can't be read are names of nobody.
    #[must_use]
    pub fn people(&mut self) -> People {
        let named = self.names();
        People::of(self.session.scenario(), named.iter().map(|(seat, name)| (*seat, name.as_str())))
    }

    /// The names that people gave, each with its seat, as the store has them now.
    #[must_use]
    pub fn names(&mut self) -> Vec<(SeatId, String)> {
        let named = self.store.people(&self.name).unwrap_or_default();
        let seats = &self.session.scenario().seats;
        named.into_iter().filter_map(|(seat, name)| Some((seats.find(&seat)?, name))).collect()
    }

    pub(super) fn release(&mut self) {
        // A store that can't take it has lost this process from sight, which is as good.
        let _ = self.store.release(&self.name, &self.claim);
    }

    /// Lets time pass; every batch is in the store before `show` sees it.
    ///
    /// # Errors
    /// See [`DriveError`]; the drill must then be dropped.
    pub fn advance(
        &mut self,
        to: SimTime,
        show: &mut dyn FnMut(&Session, &[Event]),
    ) -> Result<(), DriveError> {
        while let Some(due) = self.next_due().filter(|&due| due <= to) {
            let mut batch = Vec::new();
            self.session.advance_to(due, |events| batch.extend_from_slice(events))?;
            self.keep(&batch)?;
            show(&self.session, &batch);
            self.stand_in(show)?;
        }
        self.session.advance_to(to.max(self.session.now()), |_| {})?;
        Ok(())
    }

    /// The moves of stand-ins that are due now; what makes no sense any more leaves no trace.
    pub(super) fn stand_in(&mut self, show: &mut dyn FnMut(&Session, &[Event])) -> Result<(), DriveError> {
        while let Some((seat, command)) = self.crew.as_mut().and_then(|crew| crew.next(&self.session)) {
            let person = std::mem::replace(&mut self.who, Who::Prepared);
            let moved = self.handle(Mover::Seat(seat), SimDuration::ZERO, &command, "", show);
            self.who = person;
            // Tried before, it is not turned down.
            drop(moved?);
        }
        Ok(())
    }

    /// A move, in the store before it is confirmed.
    ///
    /// # Errors
    /// See [`DriveError`].
    pub fn handle(
        &mut self,
        by: Mover,
        ago: SimDuration,
        command: &Command,
        said: &str,
        show: &mut dyn FnMut(&Session, &[Event]),
    ) -> Result<Result<Seq, Refusal>, DriveError> {
        let handled = self.session.handle(by, ago, command, said)?;
        self.keep(&handled.events)?;
        show(&self.session, &handled.events);
        Ok(match (handled.accepted, handled.refused) {
            (_, Some(refusal)) => Err(refusal),
            (seq, None) => Ok(seq.unwrap_or_default()),
        })
    }

    pub(super) fn keep(&mut self, batch: &[Event]) -> Result<(), DriveError> {
        if batch.is_empty() {
            return Ok(());
        }
        self.encode(batch, wall_ms());
        self.store.append(&self.name, self.lines, &self.buffers)?;
        self.lines += batch.len() as u64;
        if let Some(crew) = &mut self.crew {
            batch.iter().for_each(|event| crew.saw(self.session.scenario(), event));
        }
        if let Some(how) = self.session.world().ended.map(|(_, how)| how) {
            self.store.note_clock(&self.name, self.session.now().ms())?;
            self.store.note_end(&self.name, how.as_str())?;
        }
        Ok(())
    }

    pub(super) fn encode(&mut self, batch: &[Event], wall: i64) {
        self.buffers.resize(batch.len(), Vec::new());
        for (event, buffer) in batch.iter().zip(&mut self.buffers) {
            buffer.clear();
            let who = if event.by == Actor::Story { Who::Tool } else { self.who };
            self.writer.write(event, who, wall, buffer);
        }
    }

    /// Notes where the clock stands, so that a broken-off drill can go on there.
    ///
    /// # Errors
    /// The store can't take it.
    pub fn note_clock(&mut self) -> Result<(), DriveError> {
        Ok(self.store.note_clock(&self.name, self.session.now().ms())?)
    }

    /// A sign that this process still drives the drill.
    ///
    /// # Errors
    /// Somebody else does by now. That a store can't be reached for a while is no matter before there is something to
    /// keep.
    pub(super) fn still_driving(&mut self) -> Result<(), DriveError> {
        match self.store.still_driving(&self.name, &self.claim, wall_ms()) {
            Err(StoreError::Unavailable { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Drill {
    fn drop(&mut self) {
        self.release();
    }
}
