//! Something inside a part that must be a list or a map, and isn't.

use std::ops::Range;

use super::value::{whom, wrong_type};
use super::{Wanted, error, widened};
use crate::scenario::check::close::nearest;
use crate::scenario::check::lexer::{field_before, field_end, fields_in, opening_around};
use crate::scenario::problem::Problem;
use crate::scenario::words::Severity;

/// Something inside a part that has another shape.
pub(super) fn wrong_inner(wanted: &Wanted<'_>, at: Range<usize>, what: &str, example: &str) -> Problem {
    let at = widened(wanted.source, at);
    let Some(field) = field_before(wanted.source, at.start) else { return no_list(wanted, at) };
    let value = wanted.source[at.start..field_end(wanted.source, at.start)].trim_end_matches(',').trim_end();
    if let Some(problem) = from_and_to(wanted, &at, field, value) {
        return problem;
    }
    let help = match listed(wanted.what, field, value).filter(|_| what.contains("list")) {
        Some(list) => format!("put it into a list: `{field}: {list}`"),
        None => format!("such as `{field}: {}`", list_example(field, example)),
    };
    let at = at.start..at.start + value.len().max(1);
    error(wanted, "scenario::wrong_type", at, format!("`{field}` must be {what}"))
        .label("not written like one")
        .help(help)
}

/// An inject's `to` with a name, and its `from` with a list: who speaks and who hears it are swapped.
fn from_and_to(wanted: &Wanted<'_>, at: &Range<usize>, field: &str, value: &str) -> Option<Problem> {
    let source = wanted.source;
    let name = value.starts_with('"') && field == "to" && wanted.what.starts_with("an inject");
    let open = opening_around(source, wanted.place.start, at.start).filter(|_| name)?;
    let from = fields_in(source, open).into_iter().find(|field| *field == "from")?;
    let from = from.as_ptr() as usize - source.as_ptr() as usize;
    let said = source[from..field_end(source, from)].trim_end_matches([',', ' ', '\n']);
    let list = said.split_once(':').map(|(_, list)| list.trim()).filter(|list| list.starts_with('['))?;
    let place = at.start..at.start + value.len().max(1);
    let problem =
        error(wanted, "scenario::wrong_type", place, "`from` and `to` are the wrong way round".into());
    let help = format!("write `from: {value}`, the voice that speaks, and `to: {list}`, who hears it");
    Some(problem.label("a voice is no list").help(help).also(from..from + said.len(), "the other"))
}

/// A value that stands alone, as a list of one; if it could be in that list as it is.
fn listed(of: &str, field: &str, value: &str) -> Option<String> {
    let text = value.starts_with('"');
    let short = value.len() <= 60;
    match field {
        "to" if text && of.starts_with("an inject") => {
            let whom = whom(value.trim_matches('"'));
            let first = whom.split('`').nth(1).unwrap_or_default();
            Some(format!("[{first}]")).filter(|_| short)
        }
        "severity" if text => {
            let word =
                nearest(value.trim_matches('"'), Severity::WRITTEN.iter().copied()).first().copied()?;
            Some(format!("[(is: {word})]"))
        }
        "any_of" if text => Some(format!("[Do({value})]")).filter(|_| short),
        "to" | "any_of" | "roles" => Some(format!("[{value}]")).filter(|_| short),
        "severity" if !text && !value.starts_with('(') => Some(format!("[(is: {value})]")).filter(|_| short),
        _ if value.starts_with('(') && short => Some(format!("[{value}]")),
        _ if value.starts_with('(') => Some("[(…)]".into()),
        // Names have no commas in them.
        _ if text && short && has_names(field) && value.contains(',') => {
            let names = value.trim_matches('"').split(',').map(|name| format!("\"{}\"", name.trim()));
            Some(format!("[{}]", names.collect::<Vec<_>>().join(", ")))
        }
        _ if text && (has_names(field) || has_texts(field)) => {
            Some(if short { format!("[{value}]") } else { "[\"…\"]".into() })
        }
        _ => None,
    }
}

/// Whether a field is a list of texts.
fn has_texts(field: &str) -> bool {
    matches!(field, "text" | "says" | "hints" | "factors" | "sources" | "debrief" | "say" | "also")
}

/// Whether a field is a list of names.
fn has_names(field: &str) -> bool {
    matches!(
        field,
        "can"
            | "clears"
            | "starts"
            | "fires"
            | "reaches"
            | "leaves"
            | "drops"
            | "serves"
            | "depends_on"
            | "uses"
            | "owns"
            | "verify"
            | "proved_by"
            | "tags"
            | "audiences"
            | "to"
    )
}

/// Conditions of `All` and `Any` that stand there without a list.
fn no_list(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
    let open = opening_around(wanted.source, wanted.place.start, at.start);
    let word = open.and_then(|open| word_before(wanted.source, open));
    let (Some(open), Some(word)) =
        (open, word.filter(|word| matches!(&wanted.source[word.clone()], "All" | "Any")))
    else {
        return wrong_type(wanted, at);
    };
    let end = field_end(wanted.source, word.start);
    let inner = wanted.source[..end]
        .trim_end_matches([',', ' ', '\n'])
        .strip_suffix(')')
        .map(|text| &text[open + 1..]);
    let name = &wanted.source[word.clone()];
    let help = match inner.filter(|inner| inner.len() <= 60 && !inner.contains('\n')) {
        Some(inner) => format!("put it into a list: `{name}([{inner}])`"),
        None => format!("put it into a list: `{name}([…, …])`"),
    };
    error(
        wanted,
        "scenario::wrong_type",
        word,
        format!("what belongs to `{name}` must be a list in square brackets"),
    )
    .label("no list behind it")
    .help(help)
}

fn word_before(source: &str, at: usize) -> Option<Range<usize>> {
    let before = source.get(..at)?;
    let start = before.bytes().rposition(|b| !b.is_ascii_alphanumeric()).map_or(0, |n| n + 1);
    (start < at).then_some(start..at)
}

fn list_example<'e>(field: &str, example: &'e str) -> &'e str {
    match field {
        "to" => "[Team(\"billing\")]",
        "text" | "says" | "hints" => "[\"one wording\", \"another\"]",
        "any_of" => "[Do(\"roll-back\"), Do(\"pause\")]",
        "roles" => "[Commander, Deputy]",
        "drives" => "[(metric: \"errors\", to: 12)]",
        "seats" => "[(id: \"primary\", team: \"billing\", level: 1)]",
        "injects" | "actions" | "failures" | "expected" | "harmful" | "milestones" | "objectives" => {
            "[(id: \"…\", …), (id: \"…\", …)]"
        }
        "on_call" => "[(level: 1, escalates_after: \"5m\"), (level: 2)]",
        _ if has_names(field) => "[\"one\", \"another\"]",
        _ => example,
    }
}
