//! RON's own complaints, said in our words: what is wrong with the shape of a part, where, and how it is written.

mod field;
mod list;
mod number;
mod value;
mod word;

use std::ops::Range;

use ron::error::Error as Ron;

use super::again::Hole;
use super::lexer::{Token, Tokens, field_before};
use crate::scenario::problem::{File, Problem};
use crate::scenario::source::Wrong;
pub(super) use field::missing;
use field::{duplicate_field, missing_field, unknown_field};
use list::wrong_inner;
use number::{bad_duration, bad_number, out_of_range};
use value::{wrong_struct, wrong_type};
use word::unknown_word;

/// What a part should have been, and where it stands.
pub(super) struct Wanted<'t> {
    /// In words.
    pub(super) what: &'static str,
    /// As it is written.
    pub(super) example: &'static str,
    /// The text of the file.
    pub(super) source: &'t str,
    /// Which file.
    pub(super) file: File,
    /// The part's own place.
    pub(super) place: Range<usize>,
    /// The names of the file, each with the word of a condition that asks about it.
    pub(super) asked_by: &'t [(&'t str, &'static str)],
}

/// A problem of shape; `hole` is what to mend to read the rest.
pub(super) struct Shape {
    pub(super) problem: Problem,
    pub(super) hole: Option<Hole>,
}

/// What is wrong with a part, for its author.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
pub(super) fn explain(wrong: &Wrong, wanted: &Wanted<'_>) -> Shape {
    let at = wanted.place.start + wrong.span.start..wanted.place.start + wrong.span.end;
    let problem = match &wrong.error {
        Ron::NoSuchStructField { expected, found, outer } => {
            return unknown_field(wanted, at, expected, found, outer);
        }
        Ron::DuplicateStructField { field, .. } => return duplicate_field(wanted, at, field),
        Ron::MissingStructField { field, outer } => missing_field(wanted, field, outer.as_deref()),
        Ron::NoSuchEnumVariant { expected, found, outer } => unknown_word(wanted, at, expected, found, outer),
        Ron::Message(text) if text.ends_with("is not a duration") => bad_duration(wanted, text),
        Ron::Message(text) => bad_number(wanted, text),
        Ron::IntegerOutOfBounds => out_of_range(wanted),
        Ron::ExpectedDifferentStructName { found, .. } => wrong_struct(wanted, at, found),
        Ron::ExpectedArray => wrong_inner(wanted, at, "a list in square brackets", "[…, …]"),
        Ron::ExpectedMap => {
            wrong_inner(wanted, at, "a map in curly brackets", "{\"amount\": [\"10\", \"12\"]}")
        }
        _ => wrong_type(wanted, at),
    };
    Shape { problem, hole: None }
}

fn error(wanted: &Wanted<'_>, code: &'static str, at: Range<usize>, message: String) -> Problem {
    Problem::error(code, wanted.file, widened(wanted.source, at), message)
}

/// An empty place is made as long as what stands there.
pub(super) fn widened(source: &str, at: Range<usize>) -> Range<usize> {
    let (start, end) = (at.start.min(source.len()), at.end.min(source.len()));
    if source.get(start..end).is_some_and(|text| !text.trim().is_empty()) {
        return start..end;
    }
    let next = Tokens::from(source, start).find(|(token, _)| !matches!(token, Token::Comment { .. }));
    next.map_or(start..end, |(_, place)| place)
}

fn subject(wanted: &Wanted<'_>) -> String {
    field_before(wanted.source, wanted.place.start).map_or("this".into(), |field| format!("`{field}`"))
}

fn such_as(wanted: &Wanted<'_>) -> String {
    field_before(wanted.source, wanted.place.start).map_or_else(
        || format!("such as `{}`", wanted.example),
        |field| format!("such as `{field}: {}`", wanted.example),
    )
}
