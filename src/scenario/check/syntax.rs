//! A text that could not be read to its end.

use std::ops::Range;

use ron::error::Error as Ron;

use super::desk::Desk;
use super::lexer::{Token, Tokens, fields_in};
use super::shape::{self, Wanted, widened};
use super::slips::{Slip, slip};
use crate::scenario::problem::{File, Problem};
use crate::scenario::source::Wrong;

/// Says what is wrong with a file as a whole.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
pub(super) fn top(desk: &mut Desk<'_>, wrong: &Wrong) {
    match &wrong.error {
        Ron::NoSuchStructField { .. } | Ron::DuplicateStructField { .. } | Ron::MissingStructField { .. } => {
            field(desk, wrong);
        }
        Ron::ExpectedDifferentStructName { found, .. } => wrong_file(desk, wrong, found),
        _ if begins_at(desk.source).is_none_or(|first| wrong.span.start <= first) => nothing(desk),
        Ron::ExpectedArray if wrong.span.start > 0 => field(desk, wrong),
        error => syntax(desk, wrong, error),
    }
}

fn field(desk: &mut Desk<'_>, wrong: &Wrong) {
    let (source, file) = (desk.source, desk.file);
    let what = match file {
        File::Scenario => "a scenario",
        File::Organisation => "an organisation",
        File::Profile => "a profile",
    };
    let wanted = Wanted { what, example: "…", source, file, place: 0..source.len(), asked_by: &[] };
    let shape = shape::explain(wrong, &wanted);
    desk.holes.extend(shape.hole);
    desk.say(shape.problem);
}

fn wrong_file(desk: &mut Desk<'_>, wrong: &Wrong, found: &str) {
    let wanted = match desk.file {
        File::Scenario => "Scenario",
        File::Organisation => "Organisation",
        File::Profile => "Profile",
    };
    let message = format!("this file should begin with `{wanted}(`, and begins with `{found}`");
    let help = match found {
        "Organisation" if holds_a_scenario(desk.source) => {
            "write `Scenario(` in its place: what stands in it is a scenario".to_string()
        }
        "Organisation" => {
            "give the scenario's own file; it names this one in its field `organisation`".to_string()
        }
        "Scenario" if wanted == "Profile" => {
            "this is a scenario: `run` takes it; a profile is what it is rated by (`sandtable show --guide profile`)".to_string()
        }
        "Scenario" => "name the organisation's file in `organisation`, not a scenario".to_string(),
        _ => format!("begin the file with `{wanted}(`, and end it with `)`"),
    };
    desk.error("scenario::wrong_file", wrong.span.clone(), message, "not this", help);
}

/// Whether a file has fields that only a scenario has, whatever it calls itself.
pub(super) fn holds_a_scenario(text: &str) -> bool {
    let open = Tokens::new(text).find(|(token, _)| matches!(token, Token::Open(_)));
    let fields = open.map_or(Vec::new(), |(_, place)| fields_in(text, place.start));
    fields.iter().any(|field| matches!(*field, "seats" | "system" | "ends"))
}

/// Where the first thing stands that is no comment.
pub(super) fn begins_at(text: &str) -> Option<usize> {
    let first = Tokens::new(text).find(|(token, _)| !matches!(token, Token::Comment { .. }));
    first.map(|(_, place)| place.start)
}

/// Nothing, or nothing of ours.
fn nothing(desk: &mut Desk<'_>) {
    let wanted = match desk.file {
        File::Scenario => "Scenario(format: 1, id: \"…\", …)",
        File::Organisation => "Organisation(format: 1, id: \"…\", …)",
        File::Profile => "Profile(id: \"house@1\", on: \"default@1\", …)",
    };
    let (at, message) = match begins_at(desk.source) {
        Some(first) => {
            (widened(desk.source, first..first), "this file is neither a scenario nor an organisation")
        }
        None => (0..0, "this file is empty"),
    };
    let help = match desk.file {
        File::Scenario => {
            format!("write `{wanted}`; `sandtable show --source smallest` prints one that plays as it stands")
        }
        File::Organisation => format!("write `{wanted}`; `sandtable show --guide` has one that is whole"),
        File::Profile => format!("write `{wanted}`"),
    };
    desk.error("scenario::wrong_file", at, message, "begins here", help);
}

/// Whether what stands before a place could be the end of a value.
fn follows_a_value(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or_default().trim_end();
    before.ends_with(['"', ')', ']', '}']) || before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

fn syntax(desk: &mut Desk<'_>, wrong: &Wrong, error: &Ron) {
    let at = widened(desk.source, wrong.span.clone());
    let Slip { at, message, help } = slip(desk.source, &at).unwrap_or_else(|| {
        let (message, help) = stopped(desk.source, &at, error);
        Slip { at, message, help: help.into() }
    });
    let end = if help.ends_with(['?', '.']) { "" } else { "." };
    let label = if matches!(error, Ron::InvalidEscape(_)) { "in this text" } else { "stopped here" };
    let problem = Problem::error("scenario::syntax", desk.file, at, message).label(label);
    desk.say(problem.help(format!("{help}{end} Nothing of this file was checked")).unread());
}

/// What RON says, in our words, with what to do.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn stopped(source: &str, at: &Range<usize>, error: &Ron) -> (String, &'static str) {
    let shown: String = source.get(at.clone()).unwrap_or_default().chars().take(40).collect();
    match error {
        Ron::ExpectedComma if follows_a_value(source, at.start) => {
            (format!("a comma is missing before `{shown}`"), "put a comma between two fields or elements")
        }
        Ron::ExpectedComma | Ron::ExpectedArrayEnd | Ron::ExpectedStructLikeEnd | Ron::ExpectedMapEnd => (
            format!("a comma is missing, or `{shown}` is not a value"),
            "put a comma between two elements; texts stand in quotes, durations too",
        ),
        Ron::ExpectedMapColon => {
            (format!("a colon is missing before `{shown}`"), "write fields as `name: value`")
        }
        Ron::ExpectedIdentifier | Ron::ExpectedStructLike | Ron::ExpectedNamedStructLike(_) => (
            format!("the name of a field is expected, not `{shown}`"),
            "write fields as `name: value`, the name without quotes",
        ),
        Ron::InvalidEscape(_) => (
            "a text has a backslash that means nothing".into(),
            "write `\\\\` for a backslash, `\\\"` for a quotation mark, `\\n` for a new line",
        ),
        Ron::TrailingCharacters => (
            format!("`{shown}` stands after the end"),
            "a file holds one scenario or one organisation; is a bracket closed too early?",
        ),
        Ron::ExceededRecursionLimit => ("this stands too deep".into(), "use fewer brackets in one another"),
        _ => (
            format!("`{shown}` can't be read"),
            "texts stand in quotes, durations too; fields are written `name: value`, with commas between them",
        ),
    }
}
