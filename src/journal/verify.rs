//! Whether a journal is as it was written: what was changed in it, what is missing, what stands in the wrong place.
//!
//! Each line's hash covers the line and the hash before it. A line is therefore tried against the line that it follows
//! by its number, wherever that one stands, so that one change is one finding and does not spoil all that come after.
//! What the chain can't show is lines cut off at the end: a store that has noted how many there were knows. What nobody
//! can know is that somebody has written a journal anew, from some line on to its end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::line::{Hash, LineError, Parts, chained};
use super::upcast::Reader;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The line, from 1; of what is missing, the line it belongs before.
    pub line: usize,
    /// The event's number, as far as it can be told.
    pub seq: Option<u64>,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The line is not what its hash says was written.
    Changed,
    /// It has no number, and is no line of a journal.
    NoLine,
    /// Nothing stands where this event belongs, up to and including event `to`.
    Missing {
        /// The last event that is missing.
        to: u64,
    },
    /// It is whole, and stands in another place than it was written to.
    OutOfPlace,
    /// An event of this number stands elsewhere, too.
    Twice,
    /// It is as it was written, and can't be read.
    Unreadable(String),
    /// The drill ended, and its end is not there.
    CutShort,
    /// There were more events, up to and including event `to`.
    CutOff {
        /// The last event that is known to have been there.
        to: u64,
    },
}

impl What {
    /// In a word, for programs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            What::Changed => "changed",
            What::NoLine => "no_line",
            What::Missing { .. } => "missing",
            What::OutOfPlace => "out_of_place",
            What::Twice => "twice",
            What::Unreadable(_) => "unreadable",
            What::CutShort => "cut_short",
            What::CutOff { .. } => "cut_off",
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flaw { line, seq, what } = self;
        let event = seq.map_or("an event".to_string(), |seq| format!("event {seq}"));
        match what {
            What::Changed => write!(f, "line {line}: {event} is not as it was written"),
            What::NoLine => write!(f, "line {line} is no line of a journal"),
            What::Missing { to } if Some(*to) == *seq => write!(f, "{event} is missing before line {line}"),
            What::Missing { to } => {
                write!(f, "events {} to {to} are missing before line {line}", seq.unwrap_or_default())
            }
            What::OutOfPlace => write!(f, "line {line}: {event} stands in the wrong place"),
            What::Twice => write!(f, "line {line}: {event} stands there a second time"),
            What::Unreadable(why) => write!(f, "line {line}: {event} can't be read: {why}"),
            What::CutOff { to } if Some(*to) == *seq => {
                write!(f, "{event} is missing after line {}", line - 1)
            }
            What::CutOff { to } => {
                let from = seq.unwrap_or_default();
                write!(f, "events {from} to {to} are missing after line {}", line - 1)
            }
            What::CutShort => write!(f, "the drill ended, and its end is missing after line {}", line - 1),
        }
    }
}

/// A line, and what it says of itself.
struct Line<'a> {
    parts: Parts<'a>,
    seq: Option<u64>,
    /// Its number was put right: it is known to have been changed.
    mended: bool,
}

/// What is wrong with a journal, in the order of its lines; `ended` if it is known that the drill has ended.
#[must_use]
pub fn verify(lines: &[Vec<u8>], ended: bool) -> Vec<Flaw> {
    let lines = numbered(lines);
    let kept = in_order(&lines);
    let mut flaws = Vec::new();
    strays(&lines, &kept, &mut flaws);
    let placed = places(&lines, &kept);
    missing(&lines, &kept, &placed, &mut flaws);
    changed(&lines, &placed, &mut flaws);
    unreadable(&lines, &placed, ended, &mut flaws);
    flaws.sort_by_key(|flaw| (flaw.line, flaw.seq));
    flaws
}

/// As [`verify`], of a journal that is known to have had at least so many lines.
#[must_use]
pub fn verify_noted(lines: &[Vec<u8>], ended: bool, noted: u64) -> Vec<Flaw> {
    let mut flaws = verify(lines, ended);
    let next = lines.iter().filter_map(|line| Parts::of(line).seq()).max().map_or(0, |last| last + 1);
    // A journal with a line too few at its end, and one too many elsewhere, is found out by the other line.
    if next < noted && (lines.len() as u64) < noted {
        flaws.retain(|flaw| flaw.what != What::CutShort);
        flaws.push(Flaw { line: lines.len() + 1, seq: Some(next), what: What::CutOff { to: noted - 1 } });
    }
    flaws
}

/// Each line with the number of its event. A number that was changed is put right where the hash, or all that stands
/// around it, knows better.
fn numbered(lines: &[Vec<u8>]) -> Vec<Line<'_>> {
    let mut numbered: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let said: Vec<Option<u64>> = lines.iter().map(|bytes| Parts::of(bytes).seq()).collect();
    for (at, bytes) in lines.iter().enumerate() {
        let parts = Parts::of(bytes);
        let before = numbered.last();
        let next = before.map_or(Some(0), |line| line.seq.map(|seq| seq + 1));
        let last = before.map_or(Some([0; 32]), |line| line.parts.hash);
        let mut line = Line { seq: said[at], parts, mended: false };
        if let Some(next) = next.filter(|&next| line.seq != Some(next)) {
            let hashed = |last| parts.hash == Some(chained(last, &parts.with_seq(next)));
            if last.is_some_and(hashed) || (line.seq.is_none() && fits(next, &said[at..])) {
                line = Line { seq: Some(next), mended: true, ..line };
            }
        }
        numbered.push(line);
    }
    numbered
}

/// Whether a line without a number stands for this event: those after it go on from there.
fn fits(seq: u64, said: &[Option<u64>]) -> bool {
    let after = (seq..).zip(said).find_map(|(would, &said)| said.map(|said| (would, said)));
    after.is_none_or(|(would, said)| would == said)
}

/// The most lines that stand in the order of their numbers; what isn't among them was moved, or is there twice.
fn in_order(lines: &[Line<'_>]) -> Vec<usize> {
    // The usual journal is in order, whatever else is wrong with it.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let Some(seq) = line.seq else { continue };
        let place = tails.partition_point(|&tail| lines[tail].seq < Some(seq));
        if tails.get(place).is_some_and(|&tail| lines[tail].seq == Some(seq)) {
            continue;
        }
        before[at] = place.checked_sub(1).map(|place| tails[place]);
        match tails.get_mut(place) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut kept = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(at) = next {
        kept.push(at);
        next = before[at];
    }
    kept.reverse();
    kept
}

/// Where each event stands: in order if it does, else wherever it is.
fn places(lines: &[Line<'_>], kept: &[usize]) -> BTreeMap<u64, usize> {
    let all = (0..lines.len()).rev().chain(kept.iter().copied());
    all.filter_map(|at| Some((lines[at].seq?, at))).collect()
}

fn strays(lines: &[Line<'_>], kept: &[usize], flaws: &mut Vec<Flaw>) {
    let mut kept = kept.iter().copied().peekable();
    let there: BTreeSet<Option<u64>> = kept.clone().map(|at| lines[at].seq).collect();
    for (at, line) in lines.iter().enumerate() {
        if kept.next_if_eq(&at).is_some() {
            continue;
        }
        let what = match line.seq {
            None => What::NoLine,
            Some(_) if there.contains(&line.seq) => What::Twice,
            Some(_) => What::OutOfPlace,
        };
        flaws.push(Flaw { line: at + 1, seq: line.seq, what });
    }
}

fn missing(lines: &[Line<'_>], kept: &[usize], placed: &BTreeMap<u64, usize>, flaws: &mut Vec<Flaw>) {
    let mut wanted = 0;
    for &at in kept {
        let Some(seq) = lines[at].seq else { continue };
        while wanted < seq {
            // What stands elsewhere is not missing.
            let to = placed.range(wanted..seq).next().map_or(seq, |(&there, _)| there);
            if wanted < to {
                flaws.push(Flaw { line: at + 1, seq: Some(wanted), what: What::Missing { to: to - 1 } });
            }
            wanted = to + 1;
        }
        wanted = seq + 1;
    }
}

/// Tries each line against the one that it follows by its number.
fn changed(lines: &[Line<'_>], placed: &BTreeMap<u64, usize>, flaws: &mut Vec<Flaw>) {
    // What the last line's hash would be, should it be the hash that was changed.
    let mut meant: Option<(u64, Hash)> = None;
    for (&seq, &at) in placed {
        let line = &lines[at];
        let last = match seq.checked_sub(1) {
            None => Some([0; 32]),
            Some(last) => placed.get(&last).and_then(|&at| lines[at].parts.hash),
        };
        let found = line.parts.hash;
        let fits = |last: Hash| found == Some(chained(last, line.parts.body));
        let meant_last = meant.filter(|(of, _)| Some(*of) == seq.checked_sub(1)).map(|(_, hash)| hash);
        let whole = match last {
            Some(last) => fits(last) || meant_last.is_some_and(fits),
            // What it follows is missing: nothing can be said, and that is said already.
            None => true,
        };
        if !whole || line.mended || !line.parts.framed {
            flaws.push(Flaw { line: at + 1, seq: Some(seq), what: What::Changed });
        }
        meant = (!whole).then(|| last.map(|last| (seq, chained(last, line.parts.body)))).flatten();
    }
}

/// Reads what is whole, and looks for the end of what has ended.
fn unreadable(lines: &[Line<'_>], placed: &BTreeMap<u64, usize>, ended: bool, flaws: &mut Vec<Flaw>) {
    let changed = flaws.iter().filter(|flaw| flaw.what == What::Changed);
    let changed: BTreeSet<usize> = changed.map(|flaw| flaw.line).collect();
    let reader = placed.get(&0).map_or_else(Reader::default, |&at| Reader::of(lines[at].parts.whole));
    let mut is_over = false;
    for (&seq, &at) in placed {
        if changed.contains(&(at + 1)) {
            // It may have been the end.
            is_over = placed.last_key_value().is_some_and(|(&last, _)| last == seq);
            continue;
        }
        match reader.read(lines[at].parts.whole, seq) {
            Ok(record) => is_over = record.event.kind.is_an_end(),
            Err(error) => {
                let why = match error {
                    LineError::Strange { why, .. } => why,
                    newer @ LineError::Newer { .. } => newer.to_string(),
                };
                flaws.push(Flaw { line: at + 1, seq: Some(seq), what: What::Unreadable(why) });
            }
        }
    }
    if ended && !is_over {
        flaws.push(Flaw { line: lines.len() + 1, seq: None, what: What::CutShort });
    }
}
