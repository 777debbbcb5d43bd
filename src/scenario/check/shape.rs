//! RON's own complaints, said in our words: what is wrong with the shape of a part, where, and how it is written.

use std::ops::Range;

use ron::error::Error as Ron;

use super::again::Hole;
use super::close::{all_of, did_you_mean, nearest};
use super::expect::{field_example, noun, usage};
use super::lexer::{Token, Tokens, field_before, field_end, fields_in, opening_around};
use crate::scenario::problem::{File, Problem};
use crate::scenario::source::Wrong;
use crate::time::SimDuration;

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

fn unknown_field(
    wanted: &Wanted<'_>,
    at: Range<usize>,
    expected: &[&'static str],
    found: &str,
    outer: &Option<String>,
) -> Shape {
    let of = noun(outer.as_deref().unwrap_or_default());
    // What is there already was not meant.
    let open = opening_around(wanted.source, at.start);
    let there = open.map_or(Vec::new(), |open| fields_in(wanted.source, open));
    let free = || expected.iter().copied().filter(|field| !there.contains(field));
    let near = did_you_mean(found, free()).map_or(String::new(), |near| format!("{near} "));
    let help = format!("{near}its fields are {}", all_of(expected.iter().copied()));
    let meant = match nearest(found, free())[..] {
        [one] => free().find(|field| *field == one).map(|field| (at.end, field)),
        _ => None,
    };
    let hole = Hole { field: at.start..field_end(wanted.source, at.start), meant };
    let problem = error(wanted, "scenario::unknown_field", at, format!("{of} has no field `{found}`"))
        .label("no field of this name")
        .help(help);
    Shape { problem, hole: Some(hole) }
}

fn duplicate_field(wanted: &Wanted<'_>, at: Range<usize>, field: &str) -> Shape {
    let hole = Hole { field: at.start..field_end(wanted.source, at.start), meant: None };
    let problem =
        error(wanted, "scenario::duplicate_field", at, format!("the field `{field}` is said twice"))
            .label("the second time")
            .help("delete one of the two");
    Shape { problem, hole: Some(hole) }
}

fn missing_field(wanted: &Wanted<'_>, field: &str, outer: Option<&str>) -> Problem {
    missing(wanted.file, wanted.place.start, outer.map_or("this", noun), field, wanted.example)
}

/// A field that must be there and isn't; the place is the opening of what lacks it.
pub(super) fn missing(file: File, opening: usize, of: &str, field: &str, example: &'static str) -> Problem {
    let message = format!("{of} needs the field `{field}`");
    Problem::error("scenario::missing_field", file, opening..opening + 1, message)
        .label(format!("`{field}` is missing here"))
        .help(format!("add `{field}: {}`", field_example(field, example)))
}

fn unknown_word(
    wanted: &Wanted<'_>,
    at: Range<usize>,
    expected: &[&'static str],
    found: &str,
    outer: &Option<String>,
) -> Problem {
    let words = || expected.iter().copied();
    let help = did_you_mean(found, words()).unwrap_or_else(|| format!("write one of {}", all_of(words())));
    let message = format!("`{found}` is not {}", noun(outer.as_deref().unwrap_or_default()));
    error(wanted, "scenario::unknown_word", at, message).label("not known here").help(help)
}

fn bad_duration(wanted: &Wanted<'_>, text: &str) -> Problem {
    error(wanted, "scenario::bad_duration", wanted.place.clone(), text.to_string())
        .label("not a duration")
        .help("write it like \"90s\", \"5m\" or \"1h30m\": h, m, s or ms, the largest first, without spaces")
}

fn bad_number(wanted: &Wanted<'_>, text: &str) -> Problem {
    error(wanted, "scenario::bad_number", wanted.place.clone(), text.to_string())
        .label("not a number we can use")
        .help("write it like 12, 1.25 or -0.5: digits, at most three decimal places, no exponent")
}

fn out_of_range(wanted: &Wanted<'_>) -> Problem {
    let message =
        format!("{} must be {}, not below zero and not as large as this", subject(wanted), wanted.what);
    error(wanted, "scenario::bad_number", wanted.place.clone(), message)
        .label("out of range")
        .help(such_as(wanted))
}

fn wrong_struct(wanted: &Wanted<'_>, at: Range<usize>, found: &str) -> Problem {
    error(
        wanted,
        "scenario::wrong_type",
        at,
        format!("{} must be {}, not `{found}`", subject(wanted), wanted.what),
    )
    .label("not this")
    .help(format!("leave the word out and write only the brackets: `{}`", wanted.example))
}

/// Something inside a part that has another shape.
fn wrong_inner(wanted: &Wanted<'_>, at: Range<usize>, what: &str, example: &str) -> Problem {
    let at = widened(wanted.source, at);
    let Some(field) = field_before(wanted.source, at.start) else { return wrong_type(wanted, at) };
    let value = wanted.source[at.start..field_end(wanted.source, at.start)].trim_end_matches(',').trim_end();
    let list = what.contains("list") && value.len() <= 60 && !value.starts_with(['{', '(']);
    let help = if list {
        format!("put it into a list: `{field}: [{value}]`")
    } else {
        format!("such as `{field}: {}`", list_example(field, example))
    };
    let at = at.start..at.start + value.len().max(1);
    error(wanted, "scenario::wrong_type", at, format!("`{field}` must be {what}"))
        .label("not written like one")
        .help(help)
}

fn list_example<'e>(field: &str, example: &'e str) -> &'e str {
    match field {
        "to" => "[Team(\"billing\")]",
        "text" | "says" | "hints" => "[\"one wording\", \"another\"]",
        "any_of" => "[Do(\"roll-back\"), Do(\"pause\")]",
        "roles" => "[Commander, Deputy]",
        "drives" => "[(metric: \"errors\", to: 12)]",
        "on_call" => "[(level: 1, escalates_after: \"5m\"), (level: 2)]",
        "can" | "clears" | "starts" | "fires" | "reaches" | "serves" | "depends_on" | "uses" | "owns"
        | "verify" | "proved_by" | "tags" | "audiences" => "[\"one\", \"another\"]",
        _ => example,
    }
}

fn wrong_type(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
    let at = widened(wanted.source, at);
    if let Some(word) = word_around(wanted, at.start) {
        return misused_word(wanted, at, word);
    }
    let text = &wanted.source[wanted.place.clone()];
    error(
        wanted,
        "scenario::wrong_type",
        wanted.place.clone(),
        format!("{} must be {}", subject(wanted), wanted.what),
    )
    .label(format!("found {}", found(text)))
    .help(quoted(wanted, text).unwrap_or_else(|| such_as(wanted)))
}

fn misused_word(wanted: &Wanted<'_>, at: Range<usize>, word: &str) -> Problem {
    error(wanted, "scenario::wrong_type", at, format!("`{word}` is not written like this"))
        .label("not what belongs here")
        .help(format!("write it like `{}`", usage(word)))
}

/// The word of ours, with or without brackets, in which a place of the part stands.
fn word_around<'t>(wanted: &Wanted<'t>, at: usize) -> Option<&'t str> {
    let (mut last, mut open) = ("", Vec::new());
    for (token, place) in Tokens::from(wanted.source, wanted.place.start) {
        let text = &wanted.source[place.clone()];
        match token {
            Token::Open(_) if place.start < at => open.push(last),
            Token::Close(_) if place.start < at => last = open.pop().unwrap_or_default(),
            Token::Word if place.start <= at => last = text,
            Token::Comment { .. } => {}
            Token::Open(_) | Token::Close(_) | Token::Word if place.start >= at => break,
            Token::Comma
            | Token::Text { .. }
            | Token::Other
            | Token::Open(_)
            | Token::Close(_)
            | Token::Word => {
                last = "";
            }
        }
        if place.start >= at {
            break;
        }
    }
    let inner = Some(last).into_iter().chain(open.into_iter().rev());
    inner.into_iter().find(|word| !usage(word).is_empty())
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

/// The commonest slip: a bare word where a text belongs, or a text where a word belongs.
fn quoted(wanted: &Wanted<'_>, text: &str) -> Option<String> {
    if wanted.what == "a condition"
        && let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'))
        && SimDuration::parse(inner).is_some()
    {
        return Some(format!("for a time after the start write `At({text})`"));
    }
    let short = text.len() <= 40;
    let bare = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if short && bare && wanted.what.ends_with("in quotes") {
        return Some(format!("put it in quotes: \"{text}\""));
    }
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).filter(|_| short)?;
    let alike = |is: fn(&u8) -> bool| {
        !inner.is_empty() && inner.bytes().all(|b| is(&b)) && wanted.example.bytes().all(|b| is(&b))
    };
    let same = alike(u8::is_ascii_digit) || alike(|b| b.is_ascii_alphanumeric() && !b.is_ascii_digit());
    same.then(|| format!("write it without quotes: `{inner}`"))
}

fn found(text: &str) -> &'static str {
    match text.trim_start().as_bytes().first() {
        Some(b'"') => "a text in quotes",
        Some(b'[') => "a list",
        Some(b'{') => "a map",
        Some(b'(') => "something in round brackets",
        Some(b'0'..=b'9' | b'-' | b'+') => "a number",
        Some(_) => "a word without quotes",
        None => "nothing",
    }
}
