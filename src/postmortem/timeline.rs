//! What happened when: the events that a reader wants to follow, one row each, small ones together.
//!
//! Rows are of five kinds, after the practice of incident analysis: somebody noticed, looked for the reason, changed
//! something, was told something, or it was a moment on which things turned.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cited::Fine;
use super::drill::{Drill, between};
use super::outline::{Fill, Row, Section};
use crate::engine::event::{Event, EventKind, Seq};
use crate::prose::{capital, count};
use crate::scenario::words::Health;
use crate::time::{SimDuration, SimTime};
use words::{Telling, tell};

/// Looks of one seat this close together are one row.
const TOGETHER: SimDuration = SimDuration::from_secs(90);
/// An answer this soon stands in the row of its question.
const SOON: SimDuration = SimDuration::from_mins(2);
/// A row of several moves that took this long says until when they went.
const SPAN: SimDuration = SimDuration::from_secs(30);
/// So many rows a reader can follow in any case; in a long drill, two a minute.
const ROWS_MIN: usize = 70;
/// Who speaks in rows that only say what followed from something.
const CONSEQUENCES: [&str; 3] = ["system", "alert", "story"];
/// Moments to think over, in section 8.
const KEY_MOMENTS: usize = 6;

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody, or something, noticed.
    Detect,
    /// Somebody looked for the reason.
    Diagnose,
    /// Something was changed, or checked after a change.
    Repair,
    /// Things turned.
    KeyMoment,
    /// Somebody was told or asked.
    Communicate,
}

impl Kind {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Kind::Detect => "detect",
            Kind::Diagnose => "diagnose",
            Kind::Repair => "repair",
            Kind::KeyMoment => "key moment",
            Kind::Communicate => "communicate",
        }
    }
}

/// How much a row is missed if it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// A remark.
    Remark,
    /// What somebody in the story said, and no news.
    Colour,
    /// A small step.
    Step,
    /// A part of the story.
    Part,
    /// A part that may share a row, and is never left out.
    Kept,
    /// The story can't be told without it.
    Spine,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// When; for a move that was typed later, when it was said.
    pub(crate) at: SimTime,
    /// When the last of what stands in it was, if several moves share a row.
    pub(crate) to: SimTime,
    pub(crate) kind: Kind,
    /// A seat, a voice, or what in the system spoke.
    pub(crate) who: String,
    pub(crate) text: String,
    pub(crate) evidence: Vec<Seq>,
    /// Those of them that it tells in full: at its own time, and with nobody's words cut.
    tells: Vec<Seq>,
    pub(crate) weight: Weight,
    /// The verb under which rows of one seat may stand together.
    verb: Option<&'static str>,
    /// Worth thinking over.
    turning: bool,
}

impl Entry {
    /// What another row told is told here too, where the time that is shown is its own.
    fn tells_too(&mut self, other: &Entry) {
        if other.at == self.at {
            self.tells.extend(&other.tells);
        }
    }
}

/// The rows of a drill, in order.
pub(crate) fn timeline(drill: &Drill<'_>) -> Vec<Entry> {
    let mut rows = Rows { drill, entries: Vec::new(), place: BTreeMap::new() };
    drill.events().for_each(|event| rows.add(event));
    let mut entries = rows.entries;
    entries.extend(health(drill));
    entries.sort_by_key(|entry| (entry.at, entry.evidence.first().copied()));
    together(consequences(entries))
}

/// Rows while they are gathered.
struct Rows<'a, 'd> {
    drill: &'d Drill<'a>,
    entries: Vec<Entry>,
    /// The row in which an event stands.
    place: BTreeMap<Seq, usize>,
}

impl Rows<'_, '_> {
    fn add(&mut self, event: &Event) {
        match tell(self.drill, event) {
            Telling::Nothing => {}
            Telling::Row(told) => self.push(event, told),
            Telling::Joins { to, text, turning, alone } => self.join(event, to, &text, turning, alone),
        }
    }

    fn push(&mut self, event: &Event, told: words::Told) {
        self.place.insert(event.seq, self.entries.len());
        let mut text = match told.verb {
            Some(verb) => [verb, " ", &told.text].concat(),
            None => told.text,
        };
        text.push_str(&typed_later(event));
        let tells = if in_full(event, &text) { vec![event.seq] } else { Vec::new() };
        self.entries.push(Entry {
            at: event.counts_at(),
            to: event.counts_at(),
            kind: told.kind,
            who: told.who,
            text,
            evidence: vec![event.seq],
            tells,
            weight: told.weight,
            verb: told.verb,
            turning: told.turning,
        });
    }

    /// What follows at once stands in the row of what it follows from; else it has a row of its own.
    fn join(&mut self, event: &Event, to: Option<Seq>, text: &str, turning: bool, alone: words::Told) {
        let place = to.and_then(|to| self.place.get(&to).copied());
        match place.filter(|&n| between(self.entries[n].at, event.at) <= SOON) {
            Some(n) => {
                let entry = &mut self.entries[n];
                entry.text.push_str(text);
                entry.evidence.push(event.seq);
                if event.counts_at() == entry.at && in_full(event, text) {
                    entry.tells.push(event.seq);
                }
                if turning {
                    (entry.kind, entry.weight, entry.turning) = (Kind::KeyMoment, Weight::Spine, true);
                }
                self.place.insert(event.seq, n);
            }
            None => self.push(event, alone),
        }
    }
}

/// Whether a row's text has all that the record says of an event.
fn in_full(event: &Event, text: &str) -> bool {
    let more = matches!(event.kind, EventKind::Paged { hint: Some(_), .. } | EventKind::Updated { .. });
    !more && !text.contains("…”")
}

fn typed_later(event: &Event) -> String {
    event.said.map_or(String::new(), |_| format!(" (entered at {})", event.at.plus()))
}

/// When parts of the system fell ill and got well, as anybody could see.
fn health(drill: &Drill<'_>) -> Vec<Entry> {
    let Some(graphs) = &drill.graphs else { return Vec::new() };
    let entry = |at, text: String, seq| Entry {
        at,
        to: at,
        kind: Kind::KeyMoment,
        who: "system".to_string(),
        text,
        evidence: vec![seq],
        tells: vec![seq],
        weight: Weight::Part,
        verb: None,
        turning: false,
    };
    let mut entries = Vec::new();
    let ills: Vec<_> = graphs.ills().collect();
    for ill in &ills {
        let name = drill.scenario.components.name(ill.component);
        let fell = ill.fell.filter(|(at, _)| *at > SimTime::START);
        let at_once = ill.worst == Health::Down && fell.is_none();
        // The record begins with the story; what was ill before is a row of its first minute.
        let from = ill.span.from.max(SimTime::START);
        let state = match (at_once, ill.span.from < from) {
            (true, false) => "went down",
            (true, true) => "was down already",
            (false, false) => "was degraded",
            (false, true) => "was degraded already",
        };
        // What broke in it is over, and something else broke at that instant: it was not well between.
        let other =
            ills.iter().any(|other| other.component == ill.component && other.span.to == Some(ill.span.from));
        let by = if other { ", this time by something new" } else { "" };
        entries.push(entry(from, format!("`{name}` {state}{by}"), ill.began));
        entries.extend(fell.map(|(at, seq)| entry(at, format!("`{name}` went down"), seq)));
        let again = |at| ills.iter().any(|other| other.component == ill.component && other.span.from == at);
        if let (Some(at), Some(seq)) = (ill.span.to.filter(|&at| !again(at)), ill.ended) {
            entries.push(entry(at, format!("`{name}` was healthy again"), seq));
        }
    }
    entries
}

/// What the system did at the very instant of a change stands in the row of the change.
fn consequences(entries: Vec<Entry>) -> Vec<Entry> {
    let mut rows: Vec<Entry> = Vec::new();
    for entry in entries {
        let follows = entry.weight < Weight::Spine && CONSEQUENCES.contains(&entry.who.as_str());
        let change =
            rows.last_mut().filter(|row| follows && row.at == entry.at && row.kind != Kind::Communicate);
        match change {
            Some(row) => {
                // An author's sentence stays one.
                let ended = [".”", "?”", "!”"].iter().any(|end| row.text.ends_with(end));
                let join = match entry.text.starts_with(char::is_uppercase) {
                    true if ended => " ",
                    true => ". ",
                    false => "; ",
                };
                row.text.extend([join, &entry.text]);
                row.evidence.extend(&entry.evidence);
                row.tells.extend(&entry.tells);
            }
            None => rows.push(entry),
        }
    }
    rows
}

/// Looks of one seat, or its pages, that follow each other closely become one row.
fn together(entries: Vec<Entry>) -> Vec<Entry> {
    let mut rows: Vec<Entry> = Vec::new();
    for entry in entries {
        let last = rows.last_mut().filter(|last| {
            last.verb.is_some()
                && last.verb == entry.verb
                && last.who == entry.who
                && between(last.at, entry.at) <= TOGETHER
        });
        match (last, entry.verb) {
            (Some(last), Some(verb)) => {
                let rest = entry.text.strip_prefix(verb).unwrap_or(&entry.text);
                last.text.extend([";", rest]);
                last.evidence.extend(&entry.evidence);
                last.tells_too(&entry);
                last.weight = last.weight.max(entry.weight);
                last.to = last.to.max(entry.to);
                last.turning |= entry.turning;
            }
            _ => rows.push(entry),
        }
    }
    rows
}

/// The rows that are shown. If there are more than a reader can follow, the small steps of a seat are folded together,
/// and if that is not enough the smallest rows are left out, never one that something in the document links to; how many,
/// the timeline says.
fn shown(drill: &Drill<'_>, entries: Vec<Entry>, linked: &BTreeSet<Seq>) -> (Vec<Entry>, usize) {
    let minutes = usize::try_from(drill.end().ms() / 60_000).unwrap_or(0);
    let most = ROWS_MIN.max(2 * minutes);
    let mut shown = entries;
    let mut left_out = 0;
    for weight in [Weight::Remark, Weight::Colour, Weight::Step, Weight::Part] {
        if shown.len() > most {
            shown = folded(shown);
        }
        let before = shown.len();
        shown = thinned(shown, weight, before.saturating_sub(most), linked);
        left_out += before - shown.len();
    }
    (shown, left_out)
}

/// Without as many rows of a weight as are too many, those first that follow closest on another row; remarks all go.
fn thinned(rows: Vec<Entry>, weight: Weight, over: usize, linked: &BTreeSet<Seq>) -> Vec<Entry> {
    let mut since: Vec<(SimDuration, usize)> = Vec::new();
    let free = |row: &Entry| {
        row.weight == weight && !row.turning && !row.evidence.iter().any(|seq| linked.contains(seq))
    };
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| free(row)) {
        let before = n.checked_sub(1).map_or(row.at, |before| rows[before].at);
        since.push((between(before, row.at), n));
    }
    since.sort();
    since.truncate(if weight == Weight::Remark && over > 0 { since.len() } else { over });
    let gone: BTreeSet<usize> = since.into_iter().map(|(_, n)| n).collect();
    rows.into_iter().enumerate().filter(|(n, _)| !gone.contains(n)).map(|(_, row)| row).collect()
}

/// What a seat did in small steps, with nothing large in between, becomes one row.
fn folded(entries: Vec<Entry>) -> Vec<Entry> {
    let mut rows: Vec<Entry> = Vec::new();
    for entry in entries {
        let light = |row: &Entry| row.weight != Weight::Remark && row.weight != Weight::Spine && !row.turning;
        let recent = rows.iter_mut().rev().take_while(|row| light(row));
        let mut mine = recent.filter(|row| row.who == entry.who && between(row.at, entry.at) <= SOON);
        match mine.next().filter(|_| light(&entry)) {
            Some(row) => {
                row.text.extend(["; ", &entry.text]);
                row.evidence.extend(&entry.evidence);
                row.tells_too(&entry);
                row.weight = row.weight.max(entry.weight);
                row.to = row.to.max(entry.to);
            }
            None => rows.push(entry),
        }
    }
    rows
}

/// Section 5: the timeline.
pub(super) fn section(
    drill: &Drill<'_>,
    entries: Vec<Entry>,
    (fine, linked): (&Fine, &BTreeSet<Seq>),
) -> Section {
    let (shown, left_out) = shown(drill, entries, linked);
    let local = drill.scenario.starts.offset().local_minus_utc() != 0;
    let mut told = BTreeSet::new();
    let rows = shown.into_iter().map(|entry| row(drill, entry, fine, local));
    // What one failure did to two parts of the system is two rows, and one event.
    let rows = rows.map(|mut row| {
        row.tells.retain(|&seq| told.insert(seq));
        row
    });
    let rows = rows.collect();
    let columns: &[&str] = if local {
        &["T+", "local", "UTC", "kind", "who", "what"]
    } else {
        &["T+", "UTC", "kind", "who", "what"]
    };
    let section = Section::new("5", "timeline", "Timeline", Fill::Auto).table(columns, rows);
    if left_out == 0 {
        return section;
    }
    section.text(format!("{} not shown here; the record has all.", capital(&count(left_out, "small move"))))
}

fn row(drill: &Drill<'_>, entry: Entry, fine: &Fine, local: bool) -> Row {
    let long = between(entry.at, entry.to) >= SPAN;
    let digits = entry.evidence.iter().filter_map(|seq| fine.get(seq)).max().copied().unwrap_or(0);
    let at = entry.at.plus_to(digits);
    let mut cells = vec![if long { format!("{at} to {}", entry.to.plus()) } else { at }];
    if local {
        cells.push(drill.clock(entry.at));
    }
    cells.push(drill.utc(entry.at));
    cells.extend([entry.kind.words().to_string(), entry.who, entry.text]);
    Row::new(cells, entry.evidence).telling(entry.tells).at(entry.at)
}

/// The moments worth thinking over: those on which things turned, spread over the drill.
pub(super) fn key_moments(entries: &[Entry]) -> Vec<&Entry> {
    let turning: Vec<&Entry> = entries.iter().filter(|entry| entry.turning).collect();
    if turning.len() <= KEY_MOMENTS {
        return turning;
    }
    // The first and the last, and evenly between them.
    (0..KEY_MOMENTS).map(|n| turning[n * (turning.len() - 1) / (KEY_MOMENTS - 1)]).collect()
}

/// What an event says of a task, for the row in which the task was given.
fn task_given(drill: &Drill<'_>, number: u32) -> Option<Seq> {
    drill
        .first(|kind| matches!(kind, EventKind::Tasked { task, .. } if *task == number))
        .map(|given| given.seq)
}

#[cfg(test)]
mod tests;
