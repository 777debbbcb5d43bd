//! A record as a line of bytes, and back.
//!
//! A line is `{seq, at, said?, by, cause, kind, ...fields, who, wall, drill, hash}` in this order. `hash` is SHA-256
//! over the previous line's hash and this line's bytes before `,"hash"`, so that a changed, missing or reordered line
//! shows. Determinism compares a line without `who`, `wall` and `hash`.

mod in_order;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Record, Who};
use crate::engine::event::{Actor, Event, EventKind, FORMAT, Seq};
use crate::time::SimTime;

/// Why a line can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is no journal line.
    #[error("line {line} is not a journal line: {why}")]
    Strange {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A newer release wrote it.
    #[error(
        "the journal has format {found}; this release reads up to {FORMAT}: use the release that wrote it ({tool}) or a newer one"
    )]
    Newer {
        /// Its format.
        found: u32,
        /// What wrote it.
        tool: String,
    },
}

/// Writes lines one after the other, each chained to the one before.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    last: [u8; 32],
}

impl Writer {
    /// Goes on behind a line that is already there.
    #[must_use]
    pub fn after(line: &[u8]) -> Self {
        Self { last: Parts::of(line).hash.unwrap_or_default() }
    }

    /// Appends one record's line to `out`, without a line feed.
    pub fn write(&mut self, event: &Event, who: Who, wall: i64, out: &mut Vec<u8>) {
        let start = out.len();
        body(event, out);
        for text in [",\"who\":\"", who_word(who), "\",\"wall\":"] {
            out.extend_from_slice(text.as_bytes());
        }
        number(out, wall);
        out.extend_from_slice(b",\"drill\":true");
        self.last = chained(self.last, &out[start..]);
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.last) {
            pair.copy_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
        out.extend_from_slice(MARK);
        out.extend_from_slice(&hex);
        out.extend_from_slice(END);
    }
}

/// What a line's hash is.
pub type Hash = [u8; 32];

/// The hash of a line: over the hash of the line before, and its bytes before `,"hash"`.
#[must_use]
pub fn chained(last: Hash, body: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(last);
    hash.update(body);
    hash.finalize().into()
}

/// What stands between a line's body and its hash.
const MARK: &[u8] = b",\"hash\":\"";
/// What ends a line.
const END: &[u8] = b"\"}";

/// A line in its parts, by their places alone: what stands in them is not trusted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    /// All of it.
    pub(super) whole: &'a [u8],
    /// What the hash is over, beside the hash before.
    pub(super) body: &'a [u8],
    /// The hash, if it is one.
    pub(super) hash: Option<Hash>,
    /// What is between and behind them is as it has to be.
    pub(super) framed: bool,
}

impl<'a> Parts<'a> {
    pub(super) fn of(whole: &'a [u8]) -> Self {
        let hash_at = whole.len().saturating_sub(END.len() + 64);
        let mark_at = hash_at.saturating_sub(MARK.len());
        let (body, tail) = whole.split_at(mark_at);
        let hex = tail.get(MARK.len()..MARK.len() + 64).unwrap_or_default();
        let framed =
            tail.starts_with(MARK) && tail.ends_with(END) && tail.len() == MARK.len() + 64 + END.len();
        Self { whole, body, hash: unhex(hex), framed }
    }

    /// The number that the line begins with, if an event can have it.
    pub(super) fn seq(&self) -> Option<u64> {
        let digits = self.body.strip_prefix(SEQ)?;
        let end = digits.iter().position(|&byte| byte == b',')?;
        std::str::from_utf8(&digits[..end]).ok()?.parse().ok().filter(|&seq| seq <= Seq::LAST.0)
    }

    /// The body as it would be with another number.
    pub(super) fn with_seq(&self, seq: u64) -> Vec<u8> {
        let rest = self.body.iter().position(|&byte| byte == b',').unwrap_or(self.body.len());
        [SEQ, seq.to_string().as_bytes(), &self.body[rest..]].concat()
    }
}

/// What a line begins with.
const SEQ: &[u8] = b"{\"seq\":";

/// A hash from its sixty-four small letters and digits.
fn unhex(hex: &[u8]) -> Option<Hash> {
    let digit = |byte: u8| HEX.iter().position(|&digit| digit == byte).map(|at| at as u8);
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    (hex.len() == 64).then_some(hash)
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The part of a line that determinism compares, without its closing brace.
fn body(event: &Event, out: &mut Vec<u8>) {
    out.extend_from_slice(SEQ);
    number(out, event.seq.0);
    out.extend_from_slice(b",\"at\":");
    number(out, event.at.ms());
    if let Some(said) = event.said {
        out.extend_from_slice(b",\"said\":");
        number(out, said.ms());
    }
    // A seat's name is letters, digits and hyphens: it needs no escapes.
    for text in [",\"by\":\"", event.by.as_str(), "\",\"cause\":"] {
        out.extend_from_slice(text.as_bytes());
    }
    match event.cause {
        Some(cause) => number(out, cause.0),
        None => out.extend_from_slice(b"null"),
    }
    let kind = out.len();
    serde_json::to_writer(&mut *out, &event.kind).expect("an event is words and numbers");
    out[kind] = b',';
    out.pop();
}

fn number(out: &mut Vec<u8>, number: impl Serialize) {
    serde_json::to_writer(out, &number).expect("writing to memory does not fail");
}

fn who_word(who: Who) -> &'static str {
    match who {
        Who::Person => "person",
        Who::Bot => "bot",
        Who::Prepared => "prepared",
        Who::Tool => "tool",
    }
}

/// The line without `who`, `wall` and `hash`: what two runs of the same drill have in common.
#[must_use]
pub fn compared(line: &[u8]) -> &[u8] {
    let mark = b",\"who\":\"";
    let at = (0..line.len().saturating_sub(mark.len())).rev().find(|&n| line[n..].starts_with(mark));
    &line[..at.unwrap_or(line.len())]
}

/// The hash at the end of a line.
#[must_use]
pub fn hash_of(line: &[u8]) -> Option<&str> {
    let tail = line.strip_suffix(b"\"}")?;
    let hex = tail.get(tail.len().checked_sub(64)?..)?;
    std::str::from_utf8(hex).ok().filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A line as it is read. The kind's own fields stand among the others.
#[derive(Deserialize)]
struct Line<'a> {
    seq: Seq,
    at: SimTime,
    #[serde(default)]
    said: Option<SimTime>,
    by: Actor,
    cause: Option<Seq>,
    who: Who,
    wall: i64,
    #[serde(rename = "drill")]
    _drill: bool,
    #[serde(rename = "hash", borrow)]
    _hash: Cow<'a, str>,
    #[serde(flatten)]
    kind: EventKind,
}

/// Reads the `n`th line, from 1.
///
/// # Errors
/// It is no journal line of a format this release knows.
pub fn read(line: &[u8], n: usize) -> Result<Record, LineError> {
    let strange = |why: String| LineError::Strange { line: n, why };
    let Line { seq, at, said, by, cause, who, wall, kind, .. } =
        parse(line).map_err(|why| newer(line, n).unwrap_or_else(|| strange(why.to_string())))?;
    if let EventKind::DrillStarted(header) = &kind
        && header.format > FORMAT
    {
        return Err(LineError::Newer { found: header.format, tool: header.tool.clone() });
    }
    if seq.0 != n as u64 - 1 {
        return Err(strange(format!("it is number {} and stands where {} belongs", seq.0, n - 1)));
    }
    Ok(Record { event: Event { seq, at, said, by, cause, kind }, who, wall })
}

/// Text is looked at once as a whole, instead of word by word; what is none has the reader's message, with the place.
fn parse(line: &[u8]) -> serde_json::Result<Line<'_>> {
    match std::str::from_utf8(line) {
        Ok(text) => in_order::read(text).or_else(|_| serde_json::from_str(text)),
        Err(_) => serde_json::from_slice(line),
    }
}

/// A first line that can't be read may be one of a later format: that is what is said of it then.
fn newer(line: &[u8], n: usize) -> Option<LineError> {
    let (found, tool) = version(line).filter(|&(found, _)| n == 1 && found > FORMAT)?;
    Some(LineError::Newer { found, tool })
}

/// The format of a journal and the release that wrote it, from its first line.
pub(super) fn version(first: &[u8]) -> Option<(u32, String)> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
        #[serde(default)]
        tool: String,
    }
    serde_json::from_slice(first).ok().map(|Version { format, tool }| (format, tool))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Event {
        Event {
            seq: Seq(0),
            at: SimTime::from_ms(61_000),
            said: Some(SimTime::from_ms(1_000)),
            by: Actor::Seat(crate::scenario::id::SeatName::new("primary")),
            cause: None,
            kind: EventKind::Said { text: text.into() },
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let mut line = Vec::new();
        Writer::default().write(&said("\"hello\"\nthere"), Who::Person, 7, &mut line);
        let read = read(&line, 1).unwrap();
        assert_eq!((read.event, read.who, read.wall), (said("\"hello\"\nthere"), Who::Person, 7));
        let compared = std::str::from_utf8(compared(&line)).unwrap();
        assert_eq!(
            compared,
            r#"{"seq":0,"at":61000,"said":1000,"by":"primary","cause":null,"kind":"said","text":"\"hello\"\nthere""#
        );
    }

    #[test]
    fn a_line_whose_fields_stand_otherwise_is_read_all_the_same() {
        let mut line = Vec::new();
        Writer::default().write(&said("a"), Who::Bot, 7, &mut line);
        let Line { kind, who, wall, .. } = in_order::read(std::str::from_utf8(&line).unwrap()).unwrap();
        assert_eq!((kind, who, wall), (said("a").kind, Who::Bot, 7));
        // As steps from an older format leave it: by the alphabet.
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&line).unwrap();
        let sorted: std::collections::BTreeMap<_, _> = fields.into_iter().collect();
        let sorted = serde_json::to_string(&sorted).unwrap();
        assert!(in_order::read(&sorted).is_err());
        assert_eq!(read(sorted.as_bytes(), 1).unwrap(), read(&line, 1).unwrap());
    }

    #[test]
    fn a_refusal_is_read_as_it_was_written() {
        let kind = EventKind::Refused { said: "ack".into(), why: "no page".into() };
        for when in [None, Some(SimTime::from_ms(1_000))] {
            let (event, mut line) = (Event { kind: kind.clone(), said: when, ..said("") }, Vec::new());
            Writer::default().write(&event, Who::Person, 7, &mut line);
            assert_eq!(read(&line, 1).unwrap().event, event);
        }
    }

    #[test]
    fn a_hash_depends_on_the_line_before() {
        let (mut first, mut second, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        let mut writer = Writer::default();
        writer.write(&said("a"), Who::Person, 7, &mut first);
        writer.write(&said("b"), Who::Person, 7, &mut second);
        Writer::default().write(&said("b"), Who::Person, 7, &mut alone);
        assert_ne!(hash_of(&second), hash_of(&alone));
        let mut again = Vec::new();
        Writer::after(&first).write(&said("b"), Who::Person, 7, &mut again);
        assert_eq!(again, second);
    }

    #[test]
    fn unknown_fields_and_newer_formats_are_refused() {
        let mut line = Vec::new();
        Writer::default().write(&said("a"), Who::Person, 7, &mut line);
        let text = String::from_utf8(line).unwrap();
        let more = text.replace("\"text\":\"a\"", "\"text\":\"a\",\"mood\":\"good\"");
        assert!(matches!(read(more.as_bytes(), 1), Err(LineError::Strange { .. })));
        let newer = r#"{"seq":0,"at":0,"kind":"drill-started","format":2,"tool":"sandtable 9.0"}"#;
        assert!(matches!(read(newer.as_bytes(), 1), Err(LineError::Newer { found: 2, .. })));
    }
}
