//! A drill that begins as a copy of another: a fork, or a rewind in the middle of play.

use std::sync::Arc;

use super::drill::SPEAKS;
use super::{Drill, DriveError, SCREEN, STAND_INS};
use crate::engine::Session;
use crate::engine::command::{Branch, Command, Facilitate, Mover, Point};
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, Seq};
use crate::engine::refusal::Refusal;
use crate::journal::branch::{Cut, cut};
use crate::journal::line::Writer;
use crate::journal::upcast::read_all;
use crate::journal::{Who, paces};
use crate::pace::{Pace, wall_ms};
use crate::scenario::Scenario;
use crate::store::{Claim, JournalStore, MemoryStore, NewDrill};
use crate::time::{SimDuration, SimTime};

/// The drill that another one begins as a copy of.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Its scenario.
    pub scenario: &'a Arc<Scenario>,
    /// Its name.
    pub name: &'a str,
    /// Its lines.
    pub lines: &'a [Vec<u8>],
    /// Its events.
    pub events: &'a [Event],
}

impl Drill {
    /// Begins a drill as a copy of another one up to some moment: another line of play, from there on.
    ///
    /// # Errors
    /// The store can't take it, or the lines are not this scenario's.
    pub fn fork(
        from: &Origin<'_>,
        cut: Cut,
        name: &str,
        store: Box<dyn JournalStore>,
        who: Who,
        claim: Claim,
        pace: Pace,
    ) -> Result<(Self, Vec<Event>), DriveError> {
        let session = Session::resume(from.scenario.clone(), &from.events[..cut.kept])?;
        let (writer, buffers) = (Writer::default(), Vec::new());
        let mut drill = Self {
            session,
            store,
            name: name.to_string(),
            writer,
            lines: 0,
            who,
            claim,
            buffers,
            ends_at: None,
            crew: None,
        };
        let batch = drill.branch_off(from, cut, Mover::Table, &pace.to_string())?;
        Ok((drill, batch))
    }

    /// Makes this drill, whose session is at the cut, the branch that begins there.
    fn branch_off(
        &mut self,
        from: &Origin<'_>,
        cut: Cut,
        by: Mover,
        pace: &str,
    ) -> Result<Vec<Event>, DriveError> {
        let other = paces(&from.events[..cut.kept]).pop() != Some(pace);
        let mut batch = Vec::new();
        let to = cut.at.max(self.session.now());
        self.session.advance_to(to, |events| batch.extend_from_slice(events))?;
        // One more than what it comes from, though it may go back to before that one began.
        let attempts = from.events.iter().filter_map(|event| event.kind.attempt());
        let attempt = attempts.max().unwrap_or(1) + 1;
        batch.extend(self.session.branch_off(by, from.name, attempt, other.then(|| pace.to_string()))?);
        let shared = &from.lines[..cut.kept];
        self.writer = shared.last().map_or_else(Writer::default, |last| Writer::after(last));
        let wall = wall_ms();
        self.encode(&batch, wall);
        let lines: Vec<Vec<u8>> = shared.iter().chain(&self.buffers).cloned().collect();
        let scenario = &self.session.scenario().id;
        let mut notes = Vec::new();
        for note in [STAND_INS, SCREEN, SPEAKS] {
            notes.extend(self.store.note(from.name, note)?.map(|text| (note, text)));
        }
        let new = NewDrill {
            parent: Some((from.name, cut.kept as u64)),
            claim: Some(&self.claim),
            notes: &notes,
            ..NewDrill::new(&self.name, scenario, wall)
        };
        self.store.create(&new, &lines)?;
        for (seat, person) in self.store.people(from.name)? {
            self.store.seat(&self.name, &seat, &person)?;
        }
        self.store.note_clock(&self.name, cut.at.ms())?;
        self.lines = lines.len() as u64;
        Ok(batch)
    }

    /// Where going back to a moment lands, in words; nothing where there is no such moment.
    ///
    /// # Errors
    /// The record can't be read.
    pub fn landing(&mut self, point: Point) -> Result<Option<String>, DriveError> {
        let records = read_all(&self.written()?).map_err(|error| DriveError::Read(error.to_string()))?;
        let events: Vec<Event> = records.into_iter().map(|record| record.event).collect();
        let now = self.session.now();
        let Ok(cut) = cut(&events, now, point) else { return Ok(None) };
        let wanted = match point {
            Point::At(at) => Some(at),
            Point::Ago(ms) => Some(now - ms),
            Point::Event(_) | Point::Before(_) | Point::Bookmark(_) => None,
        };
        let since = cut.at.since(SimTime::START).clock();
        let place = format!("back to {} (+{since})", story_clock(self.session.scenario(), cut.at));
        let jumped = wanted.is_some_and(|wanted| cut.at < wanted);
        Ok(Some(if jumped { format!("{place}, before the jump, which lies in between") } else { place }))
    }

    /// Goes back to a moment: the drill ends here, and this is another one from then on. Gives all events of that one.
    ///
    /// # Errors
    /// See [`DriveError`]; a refusal is none, and changes nothing.
    pub fn rewind(
        &mut self,
        by: Mover,
        point: Point,
        said: &str,
    ) -> Result<Result<Vec<Event>, Refusal>, DriveError> {
        let lines = self.written()?;
        let records = read_all(&lines).map_err(|error| DriveError::Read(error.to_string()))?;
        let mut events: Vec<Event> = records.into_iter().map(|record| record.event).collect();
        let name = crate::store::free_name(&mut *self.store, &self.name)?;
        let found = cut(&events, self.session.now(), point);
        let kept = |cut: Cut| Seq((cut.kept as u64).saturating_sub(1));
        let branch = found.clone().map(|cut| Branch { to: cut.at, kept: kept(cut), name: name.clone() });
        let command = Command::Facilitate(Facilitate::Leave(branch));
        let (Ok(cut), Ok(())) = (found, self.session.may(by, &command)) else {
            // It is turned down as any move is: in the record.
            let refused = self.session.handle(by, SimDuration::ZERO, &command, said)?;
            self.keep(&refused.events)?;
            return Ok(Err(refused.refused.unwrap_or(Refusal::NoRecord)));
        };
        let scenario = self.session.scenario().clone();
        let parent = self.name.clone();
        let from = Origin { scenario: &scenario, name: &parent, lines: &lines, events: &events };
        // First the branch, then the end of what is left: at every instant there is a drill to go on with.
        let store = std::mem::replace(&mut self.store, Box::new(MemoryStore::new()));
        let session = Session::resume(scenario.clone(), &events[..cut.kept])?;
        let (writer, claim) = (Writer::default(), self.claim.clone());
        let mut branch = Self {
            session,
            store,
            name,
            writer,
            lines: 0,
            who: self.who,
            claim,
            buffers: Vec::new(),
            ends_at: self.ends_at,
            crew: None,
        };
        let pace = paces(&events).pop().unwrap_or_default();
        let begun = branch.branch_off(&from, cut, by, pace);
        self.store = std::mem::replace(&mut branch.store, Box::new(MemoryStore::new()));
        let batch = begun?;
        let left = self.session.handle(by, SimDuration::ZERO, &command, said)?;
        self.keep(&left.events)?;
        self.release();
        events.truncate(cut.kept);
        events.extend(batch);
        std::mem::swap(&mut branch.store, &mut self.store);
        branch.crew = self.crew.take();
        *self = branch;
        self.live_again(&events);
        Ok(Ok(events))
    }

    /// All lines of this drill, as they are kept.
    fn written(&mut self) -> Result<Vec<Vec<u8>>, DriveError> {
        let mut lines = Vec::new();
        self.store.read(&self.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
        Ok(lines)
    }
}
