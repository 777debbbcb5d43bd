//! What happened, as a record: events as lines of bytes, and lines as events again.
//!
//! A journal is one line of play, append-only, `seq` from 0 without gaps. Its first line holds all that the drill
//! needs to be lived again. Nothing here touches a file or a store: a line is bytes, and where they are kept is the
//! shell's business.

pub mod branch;
pub mod line;
pub mod redact;
pub mod replay;
pub mod upcast;
pub mod verify;
pub(crate) mod words;

use serde::{Deserialize, Serialize};

use crate::engine::event::{Event, EventKind, Header};
use crate::time::SimTime;

/// Who moved: beside the events, not among the bytes that determinism compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Somebody typed it.
    Person,
    /// A bot chose it.
    Bot,
    /// It stood in a crew's file.
    Prepared,
    /// The engine, on the story's behalf.
    Tool,
}

/// An event with what stands beside it in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What happened.
    pub event: Event,
    /// Who moved.
    pub who: Who,
    /// Wall-clock time in unix milliseconds; for audit only, nothing scores by it.
    pub wall: i64,
}

/// The header of a journal: its first event.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "only the first event of a journal is a header")]
pub fn header(records: &[Record]) -> Option<&Header> {
    match &records.first()?.event.kind {
        EventKind::DrillStarted(header) => Some(header),
        _ => None,
    }
}

/// The paces at which a drill was played, in their order: as its header says, until it is resumed or forked at another.
/// One at which no time passed is left out.
#[must_use]
pub fn paces<'e>(events: impl IntoIterator<Item = &'e Event>) -> Vec<&'e str> {
    let mut paces: Vec<(&str, SimTime)> = Vec::new();
    for event in events {
        let Some(pace) = pace_from(&event.kind) else { continue };
        paces.pop_if(|(_, from)| *from == event.at);
        if paces.last().is_none_or(|(last, _)| *last != pace) {
            paces.push((pace, event.at));
        }
    }
    paces.into_iter().map(|(pace, _)| pace).collect()
}

/// The pace from an event on, if it says so.
#[expect(clippy::wildcard_enum_match_arm, reason = "few events begin a stretch of time")]
fn pace_from(kind: &EventKind) -> Option<&str> {
    match kind {
        EventKind::DrillStarted(header) => Some(&header.pace),
        EventKind::Resumed { pace } | EventKind::Forked { pace, .. } => pace.as_deref(),
        _ => None,
    }
}
