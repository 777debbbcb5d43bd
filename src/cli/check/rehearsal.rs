//! A dry run of a scenario that has no errors: with nobody acting, and with the moves that lie beside it.
//!
//! It is the drill itself, at once and without a record, so that what goes in circles, what is refused and what never
//! comes is known before anybody sits at the table. A file is somebody else's word: what would take long is not tried.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::drive::{Drill, DriveError, Driver, Screen, Script};
use crate::engine::Session;
use crate::engine::command::Mover;
use crate::engine::event::{EndHow, Event, EventKind, Header, Seq};
use crate::engine::session::Stop;
use crate::journal::Who;
use crate::moves::{MoveError, Tool};
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::scenario::id::{AlertId, InjectId, SeatId};
use crate::store::MemoryStore;
use crate::time::SimTime;

/// So many events are played; a drill of an hour has about a thousand.
const EVENTS: u64 = 20_000;
/// So many conditions, all parts counted, times lines of moves, are tried; else it would take too long.
const WORK: usize = 4_000_000;
/// A scenario with more conditions, all parts counted, is not tried at all.
const CONDITIONS: usize = 5_000;

/// What came of a dry run.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    /// Moves, by the number of their line, and why they were turned down.
    pub(super) refused: Vec<(usize, String)>,
    /// The injects that came.
    pub(super) came: BTreeSet<InjectId>,
    /// The alerts that fired.
    pub(super) fired: BTreeSet<AlertId>,
    /// When it was last resolved, if it stayed so.
    pub(super) resolved: Option<SimTime>,
    /// When it was last closed, if it stayed so.
    pub(super) closed: Option<SimTime>,
    /// When the drill was over, and how.
    pub(super) over: Option<(SimTime, EndHow)>,
    /// Why it could not be played to its end.
    pub(super) stopped: Option<Stop>,
}

/// Plays a scenario once, with these moves. `None` if that would take too long.
pub(super) fn rehearse(scenario: &Arc<Scenario>, script: Script) -> Option<Rehearsal> {
    let size = size(scenario);
    if size > CONDITIONS || size * (script.len() + 1) > WORK {
        return None;
    }
    let mut seen = Rehearsal::default();
    match play(scenario, script, &mut seen) {
        Ok(()) => {}
        Err(DriveError::Stop(stop)) => seen.stopped = Some(stop),
        // Memory takes whatever it is given, and nothing is read back.
        Err(DriveError::Store(_) | DriveError::Read(_)) => return None,
    }
    Some(seen)
}

fn play(scenario: &Arc<Scenario>, script: Script, seen: &mut Rehearsal) -> Result<(), DriveError> {
    let facilitated = script.iter().any(|(_, _, line)| line.mover == Some(Mover::Facilitator));
    let seats: BTreeSet<SeatId> = script.iter().filter_map(|(_, _, line)| seat(line.mover?)).collect();
    let seats = seats.into_iter().map(|seat| scenario.seats.name(seat).clone()).collect();
    let header = Header { seats, facilitated, ..Header::for_scenario(scenario, 1) };
    let store = Box::new(MemoryStore::new());
    let (mut drill, first) = Drill::begin(scenario.clone(), header, store, Who::Tool)?;
    drill.bound(EVENTS);
    seen.batch(drill.session(), &first);
    Driver::new(drill, seen, Pace::Flat, None).play(script)
}

fn seat(mover: Mover) -> Option<SeatId> {
    match mover {
        Mover::Seat(seat) => Some(seat),
        Mover::Table | Mover::Facilitator => None,
    }
}

/// How much there is to look at when something happens.
fn size(scenario: &Scenario) -> usize {
    crate::engine::trigger::triggers(scenario)
        .into_iter()
        .map(|trigger| crate::engine::trigger::condition(scenario, trigger).size())
        .sum()
}

impl Screen for Rehearsal {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        for event in events {
            self.see(session.scenario(), event);
        }
    }

    fn accepted(&mut self, _seq: Seq) {}

    fn refused(&mut self, place: Option<usize>, _line: &str, why: &str, _typo: Option<&MoveError>) {
        self.refused.push((place.unwrap_or_default(), why.to_string()));
    }

    fn tool(&mut self, _session: &Session, _me: Option<SeatId>, _tool: &Tool) {}

    fn nobody(&mut self, _session: &Session, _line: &str) {
        self.refused.push((0, "who does that? put the seat in front".to_string()));
    }
}

impl Rehearsal {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only what an author is told of matters here")]
    fn see(&mut self, scenario: &Scenario, event: &Event) {
        match &event.kind {
            EventKind::InjectDelivered { inject, .. } => self.came.extend(scenario.injects.id(inject)),
            EventKind::AlertFired { alert, .. } => self.fired.extend(scenario.alerts.id(alert)),
            EventKind::Recovered {} => self.resolved = Some(event.at),
            EventKind::Relapsed {} => self.resolved = None,
            EventKind::IncidentClosed { .. } => self.closed = Some(event.at),
            EventKind::Reopened { .. } => self.closed = None,
            EventKind::DrillEnded { how, .. } => self.over = Some((event.at, *how)),
            _ => {}
        }
    }
}
