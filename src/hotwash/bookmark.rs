//! The moments at which the record is stopped: those that people marked, and some that the tool marks itself.

use super::question::Kind;
use crate::engine::event::{Actor, Event, EventKind, Seq};
use crate::journal::Record;
use crate::prose::{capital, quote, spell};
use crate::scenario::Scenario;
use crate::score::{self, Profile};
use crate::time::{SimDuration, SimTime};

/// No move of any seat for so long is a silence worth a question (a house rule).
pub const SILENCE: SimDuration = SimDuration::from_mins(3);
/// The tool marks no more than this by itself; people's own marks are all kept.
const OWN_MOST: usize = 5;

/// A moment to stop at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// When.
    pub at: SimTime,
    /// The event that it rests on.
    pub seq: Seq,
    /// Who or what marked it.
    pub by: Marked,
    /// What happened, in a sentence.
    pub text: String,
    /// What to ask.
    pub kind: Kind,
}

/// Who marked a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// Somebody at the table, by `bookmark`.
    Seat(Actor),
    /// The tool.
    Tool,
}

/// All moments, in their order.
#[must_use]
pub fn bookmarks(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Vec<Bookmark> {
    let events: Vec<&Event> = records.iter().map(|record| &record.event).collect();
    let mut own: Vec<Bookmark> = [
        sufficed(&events),
        silence(&events),
        unverified(scenario, profile, records),
        came_back(&events),
        harm(scenario, &events),
    ]
    .into_iter()
    .flatten()
    .take(OWN_MOST)
    .collect();
    own.extend(events.iter().enumerate().filter_map(|(n, event)| marked(&events[..n], event)));
    own.sort_by_key(|mark| (mark.at, mark.seq));
    own
}

fn own(event: &Event, kind: Kind, text: String) -> Bookmark {
    Bookmark { at: event.counts_at(), seq: event.seq, by: Marked::Tool, text, kind }
}

/// What somebody marked, with questions by what had just happened.
fn marked(before: &[&Event], event: &Event) -> Option<Bookmark> {
    let EventKind::Bookmarked { text } = &event.kind else { return None };
    let kind = before.iter().rev().find_map(|event| Kind::of(&event.kind)).unwrap_or(Kind::Surprise);
    let text = if text.is_empty() { "marked without a word".to_string() } else { quote(text) };
    Some(Bookmark { at: event.counts_at(), seq: event.seq, by: Marked::Seat(event.by.clone()), text, kind })
}

/// The first moment at which the evidence sufficed for the severity.
fn sufficed(events: &[&Event]) -> Option<Bookmark> {
    events.iter().find_map(|event| {
        let EventKind::SeverityKnowable { severity, .. } = &event.kind else { return None };
        let text = format!("From here the evidence sufficed for {}.", severity.to_string().to_uppercase());
        Some(own(event, Kind::Assessment, text))
    })
}

/// The first time, from the first page to the last close, that no seat made a move for a while.
fn silence(events: &[&Event]) -> Option<Bookmark> {
    let first = events.iter().position(|event| matches!(event.kind, EventKind::Paged { .. }))?;
    let close = |event: &&Event| matches!(event.kind, EventKind::IncidentClosed { .. });
    let last = events.iter().rposition(close).unwrap_or(events.len().saturating_sub(1));
    let moves = events.get(first..=last)?.iter().filter(|event| is_move(event));
    let mut before = *events.get(first)?;
    for event in moves.chain(events.get(last)) {
        let long = event.at.since(before.at);
        if long >= SILENCE {
            let text = format!("Nobody made a move for {}.", spell(long));
            return Some(own(before, Kind::Silence, text));
        }
        before = event;
    }
    None
}

fn is_move(event: &Event) -> bool {
    event.by.seat().is_some() && !matches!(event.kind, EventKind::Refused { .. })
}

/// The first change that took effect and was never checked.
fn unverified(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Option<Bookmark> {
    let (seq, name) = score::first_unverified(scenario, profile, records)?;
    let event = &records.get(usize::try_from(seq.0).ok()?)?.event;
    let text = format!("{} took effect, and nobody looked at a signal that could prove it.", capital(&name));
    Some(own(event, Kind::Verifying, text))
}

/// The first time that it came back after all was well, or after it had been closed.
fn came_back(events: &[&Event]) -> Option<Bookmark> {
    events.iter().find_map(|event| {
        let text = if matches!(event.kind, EventKind::Reopened { .. }) {
            "It had been closed, and it was not over."
        } else if matches!(event.kind, EventKind::Relapsed {}) {
            "What had been well was not well any more."
        } else {
            return None;
        };
        Some(own(event, Kind::Verifying, text.to_string()))
    })
}

/// The first move that made it worse.
fn harm(scenario: &Scenario, events: &[&Event]) -> Option<Bookmark> {
    events.iter().find_map(|event| {
        let EventKind::HarmDone { harmful, .. } = &event.kind else { return None };
        let harmful = &scenario.harmful[scenario.harmful.id(harmful).ok()?];
        let tempts = harmful.tempts.as_ref().map_or(String::new(), |text| format!(" What tempts: {text}"));
        let text = format!("`{}` made it worse.{tempts}", scenario.actions.name(harmful.action));
        Some(own(event, Kind::Action, text))
    })
}
