//! `board`: a running drill's big picture for the room, in another terminal than the drill's own.
//!
//! It follows the record that the drill's process writes, a few times a second, through a store that can't write. It
//! knows of the drill what the record says and no more; on the wall is what the table may see.

mod clock;
mod digits;
mod full;

use std::sync::Arc;

use clock::Followed;

use super::args::BoardArgs;
use super::exit::{Answer, Done, Failed, print};
use super::stored;
use crate::engine::Session;
use crate::engine::event::{Event, EventKind};
use crate::engine::view::Viewer;
use crate::journal::paces;
use crate::journal::upcast::Reader;
use crate::pace::{Pace, wall_ms};
use crate::scenario::Scenario;
use crate::screen::board::{Board, Stands};
use crate::store::{FindError, JournalStore, MemoryStore, StoreError, find};

/// Before `start` nothing is in the record.
const NOT_YET: &str = "no drill has been started yet. One that is open at a table is there once its clock runs: `start` \
                       there, and then `board` here";

/// How often it is looked whether another drill has begun.
const NEXT_EVERY_MS: i64 = 1_000;

/// Shows the board until somebody leaves it; off a terminal, once.
pub(super) fn board(args: &BoardArgs) -> Done {
    if on_terminal() {
        wait_for(args)?;
    }
    let mut following = Following::begin(args)?;
    if on_terminal() {
        full::show(&mut following)?;
        return Ok(Answer::Yes);
    }
    print(&following.board(wall_ms()).text(super::terminal::width()))?;
    Ok(Answer::Yes)
}

/// A table opens some time before its clock runs, and nothing is in the record until then: a board that is hung up early
/// waits for it.
fn wait_for(args: &BoardArgs) -> Result<(), Failed> {
    let mut said = false;
    while let Some(why) = is_missing(args)? {
        if !std::mem::replace(&mut said, true) {
            print(&format!("{why}.\nThe board waits, and is here once its clock runs. Ctrl-C leaves.\n"))?;
        }
        #[expect(clippy::disallowed_methods, reason = "a moment between two looks, not story time")]
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    Ok(())
}

/// Why there is no such drill yet, if there is none.
fn is_missing(args: &BoardArgs) -> Result<Option<String>, Failed> {
    let mut store = match stored::open_to_watch(&args.store) {
        Ok(store) => store,
        Err(failed) if stored::is_none_yet(&failed) => {
            return Ok(Some("no drill has been started yet".into()));
        }
        Err(failed) => return Err(failed),
    };
    match find(&mut *store, &args.drill) {
        Ok(_) => Ok(None),
        Err(FindError::NoneYet) => Ok(Some("no drill has been started yet".to_string())),
        Err(error @ FindError::NoSuch { .. }) => Ok(Some(error.to_string())),
        Err(error @ (FindError::Ambiguous { .. } | FindError::Store(_))) => Err(error.into()),
    }
}

/// Somebody can look at it, and leave it with a key.
fn on_terminal() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// A drill that another process plays.
struct Following {
    store: Box<dyn JournalStore>,
    name: String,
    scenario: Arc<Scenario>,
    reader: Reader,
    events: Vec<Event>,
    session: Session,
    clock: Followed,
    /// No drill was named: once this one is over, or broken off, the next that starts is shown.
    last: bool,
    /// When it was looked for, on the wall.
    looked: i64,
}

/// How time passes in a drill, as it was begun or gone on with last.
fn pace<'e>(events: impl IntoIterator<Item = &'e Event>) -> Pace {
    paces(events).pop().and_then(|pace| pace.parse().ok()).unwrap_or(Pace::Flat)
}

impl Following {
    fn begin(args: &BoardArgs) -> Result<Self, Failed> {
        let begun = stored::open_to_watch(&args.store).and_then(|store| Self::of(store, &args.drill));
        let begun = begun.map(|begun| Self { last: args.drill == "last", ..begun });
        begun
            .map_err(|failed| if stored::is_none_yet(&failed) { Failed(NOT_YET.to_string()) } else { failed })
    }

    fn of(mut store: Box<dyn JournalStore>, drill: &str) -> Result<Self, Failed> {
        let stored = stored::take(&mut *store, drill)?;
        let (scenario, records) = stored.lived()?;
        stored.say_if_altered();
        let pace = pace(records.iter().map(|record| &record.event));
        let last = records.last().map_or(Default::default(), |last| (last.event.at, last.wall));
        let events: Vec<Event> = records.into_iter().map(|record| record.event).collect();
        Ok(Self {
            store,
            session: Session::resume(scenario.clone(), &events)?,
            clock: Followed::from(pace, last, stored.info.clock_ms),
            name: stored.info.name,
            reader: stored.lines.first().map_or_else(Reader::default, |first| Reader::of(first)),
            scenario,
            events,
            last: false,
            looked: 0,
        })
    }

    /// Reads what has been written since.
    fn follow(&mut self, wall: i64) -> Result<(), Failed> {
        let (mut lines, from) = (Vec::new(), self.events.len() as u64);
        self.store.read(&self.name, from, &mut |n, text| lines.push((n, text.to_vec())))?;
        for (n, text) in &lines {
            let record = self.reader.read(text, *n)?;
            self.clock.event(record.event.at, record.wall);
            self.events.push(record.event);
        }
        // The table has gone back to an earlier moment, and the board goes with it.
        if let Some(EventKind::Rewound { branch, .. }) = self.events.last().map(|last| &last.kind) {
            let (branch, store) =
                (branch.clone(), std::mem::replace(&mut self.store, Box::new(MemoryStore::new())));
            *self = Self { last: self.last, ..Self::of(store, &branch)? };
            return Ok(());
        }
        if !lines.is_empty() {
            self.clock.goes_at(pace(&self.events));
            self.session = Session::resume(self.scenario.clone(), &self.events)?;
        }
        if let Some(noted) = self.noted()? {
            self.clock.noted(noted, wall);
        }
        self.next(wall)
    }

    /// The drill that has begun since this one was over.
    fn next(&mut self, wall: i64) -> Result<(), Failed> {
        if wall - self.looked < NEXT_EVERY_MS || !self.board(wall).waits {
            return Ok(());
        }
        self.looked = wall;
        let newest = find(&mut *self.store, "last")?.name;
        if newest != self.name {
            let store = std::mem::replace(&mut self.store, Box::new(MemoryStore::new()));
            *self = Self { last: true, ..Self::of(store, &newest)? };
        }
        Ok(())
    }

    /// The clock as its drill has noted it.
    fn noted(&mut self) -> Result<Option<i64>, StoreError> {
        match self.store.info(&self.name) {
            Ok(info) => Ok(Some(info.clock_ms)),
            // It was renamed or deleted meanwhile: what is on the wall stays there.
            Err(StoreError::Unknown { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The picture, at this moment on the wall.
    fn board(&mut self, wall: i64) -> Board<'_> {
        let view = self.session.view(Viewer::Table);
        let (now, stands) = self.clock.now(wall, view.is_paused() || self.session.is_over());
        let waits = self.last && (self.session.is_over() || matches!(stands, Stands::Silent(_)));
        Board { view, events: &self.events, drill: &self.name, now, stands, waits }
    }
}
