//! A part of a file: its value, or what is wrong with it, and its place in the text.
//!
//! RON stops at its first mistake and forgets places. So a file is read with the same types in one of two modes:
//! [`Fast`] reads plain values and is what a good file pays for; [`Placed`] goes through borrowed raw values, so that
//! a mistake costs one part and not the file, and every part knows where it stands. Load with `Fast`; only when
//! something is wrong read again with `Placed` and report from that.

use std::marker::PhantomData;
use std::ops::Range;

use ron::Options;
use ron::error::{Error as RonError, Position, SpannedError};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

/// How a file is read.
pub trait Mode: Copy {
    /// Whether parts remember their text.
    const PLACED: bool;
}

/// Values alone; the first mistake ends the reading.
#[derive(Clone, Copy, Debug)]
pub enum Fast {}

/// Every part with its place; a mistake costs that part.
#[derive(Clone, Copy, Debug)]
pub enum Placed {}

impl Mode for Fast {
    const PLACED: bool = false;
}

impl Mode for Placed {
    const PLACED: bool = true;
}

/// What is wrong with a part, and where in the part's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What RON said.
    pub error: RonError,
    /// The bytes of the part it is about.
    pub span: Range<usize>,
}

/// A value of a file, or what is wrong with it.
#[derive(Clone, Debug)]
pub struct Part<'a, T, M> {
    value: Result<T, Box<Wrong>>,
    text: &'a str,
    mode: PhantomData<M>,
}

impl<'a, T, M> Part<'a, T, M> {
    /// The value, if the part could be read.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref().ok()
    }

    /// What is wrong with the part, if anything.
    pub fn wrong(&self) -> Option<&Wrong> {
        self.value.as_ref().err().map(|wrong| &**wrong)
    }

    /// Whether the field is not in the file at all. Only [`Placed`] parts know; a missing one stands nowhere.
    pub fn is_missing(&self) -> bool {
        self.wrong()
            .is_some_and(|wrong| matches!(wrong.error, RonError::MissingStructField { field: "", .. }))
    }

    /// The part as it is written; empty in [`Fast`] mode.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where the part stands in `source`, which it was read from; the empty range at 0 in [`Fast`] mode.
    pub fn place(&self, source: &str) -> Range<usize> {
        let from = (self.text.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
        if self.text.is_empty() || from > source.len() { 0..0 } else { from..from + self.text.len() }
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>, M: Mode> Deserialize<'de> for Part<'a, T, M> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !M::PLACED {
            return Ok(Part { value: Ok(T::deserialize(from)?), text: "", mode: PhantomData });
        }
        // Asked for as an option, because serde gives a missing field to whoever takes `None`: what a part lacks is
        // then that part's mistake, and not the end of everything around it.
        let Some(text) = from.deserialize_option(Written)? else {
            let missing = RonError::MissingStructField { field: "", outer: None };
            return Ok(Part {
                value: Err(Box::new(Wrong { error: missing, span: 0..0 })),
                text: "",
                mode: PhantomData,
            });
        };
        Ok(Part { value: read(text).map_err(Box::new), text, mode: PhantomData })
    }
}

/// A value as it is written, if there is one.
struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Ok(Some(trimmed(<&'de RawValue>::deserialize(from)?.get_ron())))
    }
}

/// Reads a text as a `T`, or says what is wrong and where.
///
/// # Errors
/// RON's error with the bytes of `text` it is about.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Wrong> {
    // A struct's fields may be written plainly where they are optional: `jitter: "60s"`, not `Some("60s")`.
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(256)
        .from_str(text)
        .map_err(|error| wrong(text, error))
}

fn wrong(text: &str, error: SpannedError) -> Wrong {
    let from = offset(text, error.span.start);
    let to = offset(text, error.span.end).max(from);
    Wrong { error: error.code, span: from..to }
}

/// RON's line and column, both from 1 and in characters, as a byte offset.
fn offset(text: &str, at: Position) -> usize {
    let line_start = text
        .split_inclusive('\n')
        .take(at.line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>()
        .min(text.len());
    let line = &text[line_start..];
    line_start + line.char_indices().nth(at.col.saturating_sub(1)).map_or(line.len(), |(i, _)| i)
}

/// Without the white space and comments around a value, so that a place begins where the value does.
fn trimmed(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let next = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_end(rest.as_bytes(), 0)
        } else {
            break;
        };
        rest = rest[next..].trim_start();
    }
    trimmed_end(rest)
}

/// What RON hands over ends at the value, or at the comments behind it; only a value's own last byte ends it.
fn trimmed_end(text: &str) -> &str {
    let (mut end, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                end = at;
            }
            b'r' if matches!(bytes.get(at + 1), Some(b'"' | b'#')) => {
                at = raw_string_end(text, at);
                end = at;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(bytes.len(), |n| at + n);
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = comment_end(bytes, at);
            }
            byte => {
                at += 1;
                if !byte.is_ascii_whitespace() {
                    end = at;
                }
            }
        }
    }
    &text[..end]
}

/// Block comments nest.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut level) = (start, 0);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'/', Some(b'*')) => (at, level) = (at + 2, level + 1),
            (b'*', Some(b'/')) if level == 1 => return at + 2,
            (b'*', Some(b'/')) => (at, level) = (at + 2, level - 1),
            _ => at += 1,
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn raw_string_end(text: &str, start: usize) -> usize {
    let hashes = text[start + 1..].bytes().take_while(|&b| b == b'#').count();
    let open = start + 1 + hashes;
    if text.as_bytes().get(open) != Some(&b'"') {
        return start + 1;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    text[open + 1..].find(&close).map_or(text.len(), |n| open + 1 + n + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[serde(bound(deserialize = "'de: 'a, M: Mode"), deny_unknown_fields)]
    struct Two<'a, M: Mode> {
        first: Part<'a, u32, M>,
        #[serde(default)]
        second: Option<Part<'a, String, M>>,
        list: Vec<Part<'a, u32, M>>,
    }

    #[test]
    fn a_mistake_costs_one_part_and_has_a_place() {
        let text = "Two(\n  first: 7, // seven\n  second: /* why */ 12,\n  list: [1, \"x\", 3],\n)";
        let two: Two<'_, Placed> = read(text).unwrap();
        assert_eq!(two.first.get(), Some(&7));
        assert_eq!(&text[two.first.place(text)], "7");
        let second = two.second.unwrap();
        assert!(second.wrong().is_some());
        assert_eq!(&text[second.place(text)], "12");
        assert_eq!(two.list.iter().filter(|part| part.wrong().is_some()).count(), 1);
        assert_eq!(&text[two.list[1].place(text)], "\"x\"");
        assert!(read::<Two<'_, Fast>>(text).is_err());
    }

    #[test]
    fn comments_and_strings_behind_a_value_are_told_apart() {
        assert_eq!(trimmed(" // a\n  \"x // y\" // z\n"), "\"x // y\"");
        assert_eq!(trimmed("/* a */ (1, r#\"\"\"#) /* b */"), "(1, r#\"\"\"#)");
        assert_eq!(trimmed("/* a /* b */ c */ 1 /* d /* e */ f */"), "1");
    }

    #[test]
    fn what_is_missing_costs_one_part() {
        let two: Two<'_, Placed> = read("(list: [1])").unwrap();
        assert!(two.first.is_missing());
        assert!(two.second.is_none());
        assert!(!two.list[0].is_missing());
        assert!(read::<Two<'_, Fast>>("(list: [1])").is_err());
    }
}
