//! A field that is none, is said twice, or isn't there.

use std::ops::Range;

use super::{Shape, Wanted, error};
use crate::scenario::check::again::Hole;
use crate::scenario::check::close::{all_of, did_you_mean, nearest};
use crate::scenario::check::expect::{field_example, noun};
use crate::scenario::check::homes::home_of;
use crate::scenario::check::lexer::{field_end, fields_in, opening_around};
use crate::scenario::problem::{File, Problem};
use crate::time::SimDuration;

pub(super) fn unknown_field(
    wanted: &Wanted<'_>,
    at: Range<usize>,
    expected: &[&'static str],
    found: &str,
    outer: &Option<String>,
) -> Shape {
    let of = noun(outer.as_deref().unwrap_or_default());
    // What is there already was not meant.
    let open = opening_around(wanted.source, wanted.place.start, at.start);
    let there = open.map_or(Vec::new(), |open| fields_in(wanted.source, open));
    let free = || expected.iter().copied().filter(|field| !there.contains(field));
    // What is a field of something else was meant as that.
    let home = home_of(found);
    let near = || did_you_mean(found, free()).map_or(String::new(), |near| format!("{near} "));
    let behind = wanted.source.get(at.end..field_end(wanted.source, at.start)).unwrap_or_default();
    let value = behind.trim_matches([':', ',', ' ', '\n', '"']);
    let is_time = SimDuration::parse(value).is_some();
    let meant = synonym(outer.as_deref().unwrap_or_default(), found, is_time);
    let meant = meant.filter(|meant| free().any(|field| field == *meant));
    if let Some(meant) = meant {
        let field = at.start..field_end(wanted.source, at.start);
        let hole = Hole { field, meant: Some((at.end, meant)) };
        let problem = error(wanted, "scenario::unknown_field", at, format!("{of} has no field `{found}`"));
        let problem = problem.label("no field of this name").help(format!("did you mean `{meant}`?"));
        return Shape { problem, hole: Some(hole) };
    }
    let help = match home {
        None if outer.as_deref() == Some("Drive")
            && matches!(found, "by" | "add" | "adds" | "delta" | "value") =>
        {
            "did you mean `to`? It is the value that the metric gets to by this alone, and not the difference"
                .into()
        }
        Some(home) => format!("`{found}` belongs to {home}: move it there, or delete it"),
        None => format!("{}its fields are {}", near(), all_of(expected.iter().copied())),
    };
    let meant = match nearest(found, free())[..] {
        [one] if home.is_none() => free().find(|field| *field == one).map(|field| (at.end, field)),
        _ => None,
    };
    let hole = Hole { field: at.start..field_end(wanted.source, at.start), meant };
    let problem = error(wanted, "scenario::unknown_field", at, format!("{of} has no field `{found}`"))
        .label("no field of this name")
        .help(help);
    Shape { problem, hole: Some(hole) }
}

/// What others call a field, by what lacks it, and whether a time stands behind it.
fn synonym(of: &str, found: &str, is_time: bool) -> Option<&'static str> {
    Some(match (of, found) {
        ("Inject" | "Failure", "trigger" | "time" | "start") if is_time => "at",
        ("Inject", "channel" | "medium") => "via",
        ("Inject", "delay" | "wait") | ("Failure" | "Drive", "delay") => "after",
        ("Inject" | "Failure" | "Milestone", "trigger" | "condition" | "triggered_by") => "when",
        ("Inject" | "Alert", "message" | "body" | "content") => "text",
        ("Inject", "sender" | "voice") => "from",
        ("Inject", "recipient" | "recipients" | "receiver" | "receivers") => "to",
        ("Failure", "until" | "cleared_when" | "ends_when") => "clears_when",
        ("Failure", "duration") => "lasts",
        ("Action", "duration") => "takes",
        ("Failure" | "Metric", "component" | "on") => "of",
        ("Action", "component") => "on",
        ("Action", "needs" | "requires" | "only_if" | "condition" | "when") => "helps_if",
        ("Expected", "do" | "act" | "action" | "does") => "is",
        ("Expected", "who" | "owner" | "assignee") => "seat",
        ("Expected", "within" | "due" | "deadline") => "target",
        ("Expected", "after" | "when" | "trigger") => "opens",
        ("Metric", "normal" | "default" | "value") => "baseline",
        ("Seat", "actions" | "does") => "can",
        _ => return None,
    })
}

pub(super) fn duplicate_field(wanted: &Wanted<'_>, at: Range<usize>, field: &str) -> Shape {
    let hole = Hole { field: at.start..field_end(wanted.source, at.start), meant: None };
    let problem =
        error(wanted, "scenario::duplicate_field", at, format!("the field `{field}` is said twice"))
            .label("the second time")
            .help("delete one of the two");
    Shape { problem, hole: Some(hole) }
}

pub(super) fn missing_field(wanted: &Wanted<'_>, field: &str, outer: Option<&str>) -> Problem {
    missing(wanted.file, wanted.place.start, outer.map_or("this", noun), field, wanted.example)
}

/// A field that must be there and isn't; the place is the opening of what lacks it.
pub(in crate::scenario::check) fn missing(
    file: File,
    opening: usize,
    of: &str,
    field: &str,
    example: &'static str,
) -> Problem {
    let message = format!("{of} needs the field `{field}`");
    Problem::error("scenario::missing_field", file, opening..opening + 1, message)
        .label(format!("`{field}` is missing here"))
        .help(format!("add `{field}: {}`", field_example(field, example)))
}
