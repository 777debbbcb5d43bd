//! RON's own complaints, said in our words: what is wrong with the shape of a part, where, and how it is written.

use std::ops::Range;

use ron::error::Error as Ron;

use super::again::Hole;
use super::close::{all_of, did_you_mean, nearest};
use super::expect::{field_example, noun};
use super::homes::home_of;
use super::lexer::{Token, Tokens, field_before, field_end, fields_in, opening_around};
use super::slips::as_duration;
use crate::quantity::Milli;
use crate::scenario::problem::{File, Problem};
use crate::scenario::source::Wrong;
use crate::scenario::words::{
    AudienceKind, Channel, Harm, Health, InjectKind, MetricKind, Pages, Release, Role, Severity, Step,
};
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

fn unknown_field(
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
    let help = match other_word(wanted.what, found).filter(|word| words().any(|own| own == *word)) {
        Some(word) if usage(wanted.what, word).contains('(') => {
            format!("did you mean `{word}`? It is written like `{}`", usage(wanted.what, word))
        }
        Some(word) => format!("did you mean `{word}`?"),
        None if wanted.what == COND && matches!(found, "true" | "false") => {
            "leave the field out, or write `All([])`, which always holds".into()
        }
        None if wanted.what == "a kind of inject" && !found.to_ascii_lowercase().starts_with("cont") => {
            "leave `kind` out: an inject comes by its `at` or its `when`; only one that is held for the facilitator has a kind, `Contingency`".into()
        }
        None if wanted.what == "a severity" && found.to_ascii_lowercase().starts_with("sev") => {
            format!("write one of {}: the first is the worst", all_of(words()))
        }
        None => did_you_mean(found, words())
            .or_else(|| not_a_word(wanted, outer, found))
            .unwrap_or_else(|| format!("write one of {}", all_of(words()))),
    };
    let message = format!("`{found}` is not {}", noun(outer.as_deref().unwrap_or_default()));
    error(wanted, "scenario::unknown_word", at, message).label("not known here").help(help)
}

/// A name or a word of another kind where one of the words allowed belongs.
fn not_a_word(wanted: &Wanted<'_>, outer: &Option<String>, found: &str) -> Option<String> {
    let what = if outer.as_deref() == Some("Target") { WHOM } else { wanted.what };
    if what == WHOM && found == "Voice" {
        return Some("voices are not at the table; one is asked by `AskVoice(\"vendor\")`".into());
    }
    let is_name = found.starts_with(char::is_lowercase);
    instead(what, &format!("\"{found}\"")).filter(|help| is_name || what == WHOM && !help.contains("Team("))
}

fn bad_duration(wanted: &Wanted<'_>, text: &str) -> Problem {
    let written = wanted.source[wanted.place.clone()].trim_matches('"');
    if is_endless(written) {
        let message = format!("`{written}` is too long: no drill lasts longer than a day");
        return error(wanted, "scenario::duration_out_of_range", wanted.place.clone(), message)
            .label("out of range")
            .help(match field_before(wanted.source, wanted.place.start) {
                Some("at") => "write a time before the drill is over, which is at `ends.latest`",
                Some(_) | None => "write a duration up to 24h",
            });
    }
    if written.trim().is_empty() {
        let message = "a duration is wanted, and nothing stands in the quotes".into();
        return error(wanted, "scenario::bad_duration", wanted.place.clone(), message)
            .label("nothing")
            .help("write one such as \"5m\", or leave the field out if it may be left out");
    }
    let help = match as_duration(written) {
        Some(duration) => format!("write `\"{duration}\"`"),
        None => no_duration(written),
    };
    error(wanted, "scenario::bad_duration", wanted.place.clone(), text.to_string())
        .label("not a duration")
        .help(help)
}

/// Whether a text is written like a duration, and is longer than any.
fn is_endless(written: &str) -> bool {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    // With one digit in place of many, it would be one.
    digits > 3 && SimDuration::parse(&format!("1{}", &unsigned[digits..])).is_some() && written.len() <= 80
}

/// What to write for a duration, when it is not clear how long was meant.
fn no_duration(written: &str) -> String {
    let digits = !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit());
    if digits && SimDuration::parse(&format!("{written}s")).is_some() {
        return format!("write `\"{written}s\"` for seconds or `\"{written}m\"` for minutes");
    }
    if written.contains(':') {
        return "write how long after the drill's start, such as \"3m\" or \"1h30m\", and not a time of day"
            .into();
    }
    "write it like \"90s\", \"5m\" or \"1h30m\": h, m, s or ms, the largest first, without spaces".into()
}

fn bad_number(wanted: &Wanted<'_>, text: &str) -> Problem {
    let written = &wanted.source[wanted.place.clone()];
    let plain = written.trim_matches(|c: char| c == '"' || c == '%' || c.is_whitespace());
    let dots = written.replace("..", " ");
    let numbers = numbers_in(&dots);
    let word = written.split('(').next().unwrap_or_default().trim();
    let help = match (word, &numbers[..]) {
        // Of a condition, only the number is wanted here.
        ("Below" | "Above", [number]) => format!("write only the number here: `{word}({number})`"),
        ("Between", [low, high]) => format!("write only the two numbers here: `Between({low}, {high})`"),
        _ if Milli::parse(plain).is_ok() && plain != written => format!("write `{plain}`"),
        _ => "write it like 12, 1.25 or -0.5: digits, at most three decimal places, no exponent".into(),
    };
    error(wanted, "scenario::bad_number", wanted.place.clone(), text.to_string())
        .label("not a number we can use")
        .help(help)
}

/// The numbers that stand in a piece of a file.
fn numbers_in(text: &str) -> Vec<&str> {
    let outside = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'));
    text.split(outside).filter(|word| Milli::parse(word).is_ok()).collect()
}

fn out_of_range(wanted: &Wanted<'_>) -> Problem {
    let below = wanted.source[wanted.place.clone()].starts_with('-');
    let message = match below {
        true => format!("{} is a whole number from 0 on, and this is below zero", subject(wanted)),
        false => format!("{} is a whole number, and can't be as large as this", subject(wanted)),
    };
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
    .help(if wanted.source[wanted.place.clone()].contains('(') {
        format!("leave the word out and write only the brackets: `{}`", wanted.example)
    } else {
        format!("write it with the names of its fields, such as `{}`", wanted.example)
    })
}

/// Something inside a part that has another shape.
fn wrong_inner(wanted: &Wanted<'_>, at: Range<usize>, what: &str, example: &str) -> Problem {
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

fn wrong_type(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
    let at = widened(wanted.source, at);
    let text = &wanted.source[wanted.place.clone()];
    let word = word_around(wanted, at.start).filter(|_| !wanted.what.ends_with("text in quotes"));
    if let Some(word) = word {
        return misused_word(wanted, word);
    }
    error(
        wanted,
        "scenario::wrong_type",
        wanted.place.clone(),
        format!("{} must be {}", subject(wanted), wanted.what),
    )
    .label(format!("found {}", found(text)))
    .help(quoted(wanted, text).unwrap_or_else(|| such_as(wanted)))
}

fn misused_word(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
    let word = &wanted.source[at.clone()];
    if let Some(problem) = half_said(wanted, &at, word) {
        return problem;
    }
    if wanted.what == "a duration in quotes" && belongs(COND, word) {
        return no_time(wanted, word);
    }
    let inner = wanted.source[at.end..wanted.place.end.max(at.end)].strip_prefix("(\"");
    let text =
        inner.and_then(|inner| inner.split_once('"')).map(|(text, _)| text).filter(|text| text.len() <= 40);
    let help = match (word, text) {
        ("Role" | "Held" | "Vacant" | "Handover", Some(text)) => {
            nearest(text, Role::WRITTEN.iter().copied()).first().map(|role| format!("write `{word}({role})`"))
        }
        ("Team" | "Seat" | "Voice", Some(text)) if wanted.what == ON => {
            Some(format!("write `Ask(\"{text}\")`"))
        }
        ("Page", Some(text)) => Some(format!("write `Page(Team(\"{text}\"))` or `Page(Seat(\"{text}\"))`")),
        ("Ask", Some(text)) if wanted.what == ACT => {
            Some(format!("write `AskVoice(\"{text}\")`, `Ask(Team(\"{text}\"))` or `Ask(Seat(\"{text}\"))`"))
        }
        _ => None,
    };
    let help = help.unwrap_or_else(|| match usage(wanted.what, word) {
        "" => such_as(wanted),
        usage if usage.contains('(') => format!("write it like `{usage}`"),
        usage => format!("write it like `{usage}`, without brackets"),
    });
    error(wanted, "scenario::wrong_type", at, format!("`{word}` is not written like this"))
        .label("not what belongs here")
        .help(help)
}

/// A condition where a time is wanted.
fn no_time(wanted: &Wanted<'_>, word: &str) -> Problem {
    let value = &wanted.source[wanted.place.clone()];
    let help = match field_before(wanted.source, wanted.place.start) {
        Some("at") if value.len() <= 60 => {
            format!("write `when: {value}`; `at` is a time after the start, such as `at: \"5m\"`")
        }
        Some("at") => "call it `when`; `at` is a time after the start, such as `at: \"5m\"`".into(),
        Some(_) | None => format!("{}; a condition stands under `when`", such_as(wanted)),
    };
    let message = format!("{} must be {}, and `{word}` is a condition", subject(wanted), wanted.what);
    error(wanted, "scenario::wrong_type", wanted.place.clone(), message).label("a condition").help(help)
}

/// A word with its brackets where less is wanted, `At("5m")` for `"5m"`, or with less in them than belongs there.
fn half_said(wanted: &Wanted<'_>, at: &Range<usize>, word: &str) -> Option<Problem> {
    let whole = wanted.source[at.start..field_end(wanted.source, at.start)].trim_end_matches(',').trim_end();
    let text = whole.strip_prefix(word)?.strip_prefix("(\"")?.strip_suffix("\")")?;
    if text.len() > 40 || text.contains('"') {
        return None;
    }
    let written = match (wanted.what, word) {
        ("a duration in quotes", _) => format!("\"{}\"", as_duration(text)?),
        (COND, "Above" | "Below" | "Health" | "Tried") => {
            let example = super::expect::usage(word);
            let named = example.split('"').nth(1)?;
            example.replacen(&format!("\"{named}\""), &format!("\"{text}\""), 1)
        }
        _ => return None,
    };
    let message = match wanted.what {
        COND => format!("`{word}` says less than it needs"),
        what => format!("{} must be {what}", subject(wanted)),
    };
    let problem = error(wanted, "scenario::wrong_type", at.start..at.start + whole.len(), message);
    Some(problem.label("not what belongs here").help(format!("write `{written}`")))
}

/// Where the word of ours stands, with or without brackets, that a place of the part belongs to.
fn word_around(wanted: &Wanted<'_>, at: usize) -> Option<Range<usize>> {
    let (mut last, mut open) = (0..0, Vec::new());
    // What is missing behind a value is missing in the brackets around it, but a word that ends the part lacks its own.
    let mut inside = false;
    for (token, place) in Tokens::from(wanted.source, wanted.place.start) {
        let text = place.clone();
        match token {
            Token::Close(_) | Token::Comma if place.start >= at && at < wanted.place.end => {
                inside = true;
                break;
            }
            Token::Open(_) if place.start < at => open.push(std::mem::replace(&mut last, 0..0)),
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
                last = 0..0;
            }
        }
        if place.start >= at {
            break;
        }
    }
    // Behind a comma the value before it was complete; what comes then is too much for the brackets around it.
    let too_much = !open.is_empty() && wanted.source[..at].trim_end().ends_with(',');
    let inner = Some(last).filter(|_| !inside && !too_much).into_iter().chain(open.into_iter().rev());
    inner.into_iter().find(|word| !super::expect::usage(&wanted.source[word.clone()]).is_empty())
}

/// How a word is written where this is wanted.
fn usage(what: &str, word: &str) -> &'static str {
    match (what, word) {
        (GOOD, "Below") => "Below(2)",
        (GOOD, "Above") => "Above(2)",
        (ON, "Ask") => "Ask(\"support\")",
        _ => super::expect::usage(word),
    }
}

/// Whether a word can stand where this is wanted.
fn belongs(what: &str, word: &str) -> bool {
    let act = || {
        matches!(
            word,
            "Do" | "Page"
                | "Ask"
                | "AskVoice"
                | "Look"
                | "Verify"
                | "Update"
                | "Declare"
                | "Statement"
                | "Role"
                | "Handover"
                | "Poll"
                | "Close"
        )
    };
    let whom = || matches!(word, "Seat" | "Team" | "Role" | "Table");
    match what {
        ACT => act(),
        WHOM => whom(),
        GOOD => matches!(word, "Below" | "Above" | "Between" | "NotRising"),
        ON => matches!(word, "Look" | "Ask"),
        COND => {
            !super::expect::usage(word).is_empty()
                && !act()
                && !whom()
                && !matches!(word, "Between" | "NotRising")
        }
        _ => false,
    }
}

/// What was meant by a word that belongs to something else, or to another language.
fn other_word(what: &str, found: &str) -> Option<&'static str> {
    let word = match (what, found) {
        (ACT, "Done" | "Undone" | "Tried" | "Action") => "Do",
        (ACT, "Looked") => "Look",
        (ACT, "Asked") => "Ask",
        (ACT, "Paged") => "Page",
        (ACT, "Updated" | "Tell" | "Inform" | "Notify") => "Update",
        (ACT, "Declared" | "Severity") => "Declare",
        (ACT, "Closed") => "Close",
        (ACT, "Held" | "Take" | "Assign") => "Role",
        (COND, "Do" | "Action") => "Done",
        (COND, "Look" | "Verify" | "Verified") => "Looked",
        (COND, "Ask") => "Asked",
        (COND, "Page") => "Paged",
        (COND, "Update") => "Updated",
        (COND, "Declare") => "Declared",
        (COND, "Close") => "Closed",
        (COND, "Role") => "Held",
        (COND, "Inject" | "Received" | "Sent") => "Delivered",
        (COND, "Failure" | "Failed" | "Failing" | "Broken") => "Active",
        (COND, "Fixed" | "Resolved" | "Ended" | "Over") => "Cleared",
        (COND, "Alert" | "Fired" | "Alerting") => "Firing",
        (COND, "After" | "Time") => "At",
        (COND, "And") => "All",
        (COND, "Or") => "Any",
        (COND | GOOD, "GreaterThan" | "Greater" | "MoreThan" | "Over" | "AtLeast" | "Min") => "Above",
        (COND | GOOD, "LessThan" | "Less" | "Lower" | "Under" | "AtMost" | "Max") => "Below",
        ("a shape", "Linear" | "Slope" | "Rise") => "Ramp",
        ("a channel", "Slack" | "Teams" | "Channel") => "Chat",
        ("a channel", "Call" | "Telephone") => "Phone",
        ("a channel", "Page" | "PagerDuty" | "Alert") => "Pager",
        ("a degree of harm", "Low" | "Small") => "Minor",
        ("a degree of harm", "High" | "Large" | "Medium" | "Severe") => "Major",
        (GOOD, "Range" | "Within") => "Between",
        (GOOD, "Stable" | "Flat" | "Falling") => "NotRising",
        _ => return None,
    };
    Some(word)
}

/// What conditions, moves, good values and findings are called when one is wanted.
const COND: &str = "a condition";
const ACT: &str = "a move";
const GOOD: &str = "what counts as good";
const ON: &str = "what is looked at or who is asked";
const WHOM: &str = "who is meant";
/// The words of a closed set, as files write them.
fn words_of(what: &str) -> &'static [&'static str] {
    match what {
        "a kind of audience" => AudienceKind::WRITTEN,
        "a channel" => Channel::WRITTEN,
        "a degree of harm" => Harm::WRITTEN,
        "a state of health" => Health::WRITTEN,
        "a kind of inject" => InjectKind::WRITTEN,
        "a kind of metric" => MetricKind::WRITTEN,
        "when it may page" => Pages::WRITTEN,
        "a release state" => Release::WRITTEN,
        "a role" => Role::WRITTEN,
        "a severity" => Severity::WRITTEN,
        "a shape" => crate::scenario::words::Shape::WRITTEN,
        "a step of the loop" => Step::WRITTEN,
        "true or false" => &["true", "false"],
        _ => &[],
    }
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
    if matches!(text, "null" | "nil" | "undefined" | "~") {
        return Some("leave the field out: what is not there is not written".into());
    }
    if wanted.what == COND
        && let Some(name) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
        && let Some((_, word)) = wanted.asked_by.iter().find(|(own, _)| *own == name)
    {
        return Some(format!("write `{word}({text})`"));
    }
    if let Some(help) = instead(wanted.what, text) {
        return Some(help);
    }
    if let Some(inner) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''))
        && wanted.what.ends_with("in quotes")
    {
        let inner = if inner == "\"" { "\\\"" } else { inner };
        return Some(format!("write it in double quotes: `\"{inner}\"`"));
    }
    let short = text.len() <= 40;
    let bare = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let plain = text.trim_matches('"');
    let words = words_of(wanted.what);
    if let Some(word) = nearest(plain, words.iter().copied()).first() {
        return Some(format!("write `{word}`"));
    }
    if !words.is_empty() {
        return Some(format!("write one of {}", all_of(words.iter().copied())));
    }
    if wanted.what == "a duration in quotes" && text.starts_with('[') {
        return Some(
            "write one duration: what comes at two times stands there twice, each with an `id` of its own"
                .into(),
        );
    }
    if wanted.what == "a duration in quotes" {
        return as_duration(text)
            .map(|text| format!("put it in quotes: \"{text}\""))
            .or_else(|| Some(no_duration(text)));
    }
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

/// What was meant by a value of another kind.
fn instead(what: &str, text: &str) -> Option<String> {
    let short = Some(text).filter(|text| text.len() <= 60);
    let inner = short.and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    let word = inner.map(|inner| inner.split('(').next().unwrap_or_default());
    // A list of one value, where the value alone belongs.
    let one = short.and_then(|text| text.strip_prefix('[')?.strip_suffix(']')).map(str::trim);
    let alone = one.filter(|one| field_end(one, 0) == one.len());
    match what {
        "a text in quotes" if text.ends_with(')') => {
            let (word, rest) = short?.split_once('(')?;
            let text = rest.strip_suffix(')').filter(|text| text.starts_with('"') && !text.contains('('))?;
            Some(format!("leave `{word}(…)` out: `{text}`"))
        }
        "a text in quotes"
            if short.is_none() && text.starts_with("[\"") && field_end(text, 1) + 1 >= text.len() =>
        {
            Some("leave the square brackets out: it is one text, and no list".into())
        }
        "a text in quotes" => {
            alone.filter(|one| one.starts_with('"')).map(|one| format!("leave the list out: `{one}`"))
        }
        "true or false" => match text.trim_matches('"').to_ascii_lowercase().as_str() {
            "yes" | "y" | "on" | "1" => Some("write `true`".into()),
            "no" | "n" | "off" | "0" => Some("write `false`".into()),
            _ => None,
        },
        "a severity" => {
            let n = text.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().ok()?;
            Severity::WRITTEN.get(n.checked_sub(1)?).map(|word| format!("write `{word}`"))
        }
        _ if word.is_some_and(|word| belongs(what, word)) => {
            Some(format!("write it without quotes: `{}`", names_quoted(&inner?.replace("\\\"", "\""))))
        }
        COND if alone.is_some() => Some(format!("leave the list out: `{}`", alone?)),
        COND if text.starts_with('[') => {
            Some("write `All([…])` if all must hold, or `Any([…])` if one will do".into())
        }
        COND => {
            let name = inner.filter(|inner| SimDuration::parse(inner).is_none())?;
            if name.contains(' ') {
                return Some(
                    "conditions are no free text: write one such as `Declared`, `At(\"5m\")` or `Active(\"bad-deploy\")`; the guide has a table of them".into(),
                );
            }
            Some(format!(
                "say what must be so, such as `Done(\"{name}\")`, `Active(\"{name}\")` or `Delivered(\"{name}\")`"
            ))
        }
        ACT if alone.is_some() => Some(format!("leave the list out: `{}`; several go into `any_of`", alone?)),
        ACT if text.starts_with('[') => {
            Some("several go into a list under `any_of`, and `is` is left out".into())
        }
        ACT => inner.map(|name| format!("say what is done, such as `Do(\"{name}\")`")),
        _ if alone.is_some() => Some(format!("leave the list out: `{}`", alone?)),
        WHOM => inner.map(|name| format!("write {}", whom(name))),
        "a whole number" => {
            let number = text.trim_matches(|c: char| matches!(c, '"' | '%' | ' '));
            let milli = Milli::parse(number).ok()?.0;
            match (milli % 1_000, text.starts_with("0.")) {
                (0, _) if milli >= 0 => Some(format!("write `{}`", milli / 1_000)),
                (_, true) => Some(format!("write it in percent, `{}`", milli / 10)),
                _ => None,
            }
        }
        ON => inner.map(|name| format!("write `Look(\"{name}\")` or `Ask(\"{name}\")`")),
        "a needed team in round brackets" => inner.map(|name| format!("write `(team: \"{name}\")`")),
        GOOD if good(text).is_some() => Some(format!("write `{}`", good(text)?)),
        GOOD if Milli::parse(text).is_ok() => {
            Some(format!("say on which side: `Below({text})` or `Above({text})`"))
        }
        _ => None,
    }
}

/// `< 2`, `">= 99"`, `1..3` and `1-3` in the words of this file.
fn good(text: &str) -> Option<String> {
    let plain = text.trim_matches(['"', ' ', '%']);
    let number = |text: &str| Milli::parse(text.trim()).ok();
    if let Some(limit) = plain.strip_prefix('<').or_else(|| plain.strip_prefix('≤')) {
        return number(limit.trim_start_matches('=')).map(|limit| format!("Below({limit})"));
    }
    if let Some(limit) = plain.strip_prefix('>').or_else(|| plain.strip_prefix('≥')) {
        return number(limit.trim_start_matches('=')).map(|limit| format!("Above({limit})"));
    }
    let (low, high) = ["..=", "..", "–", " to ", "-"].iter().find_map(|between| {
        let (low, high) = plain.split_once(between)?;
        Some((number(low)?, number(high)?))
    })?;
    Some(format!("Between({low}, {high})"))
}

/// Words of ours as they stand, with names and durations in quotes: of `Active(bad-release)` only the name gets them.
fn names_quoted(text: &str) -> String {
    let (mut quoted, mut from) = (String::new(), 0);
    for (token, place) in Tokens::new(text).filter(|(token, _)| *token == Token::Word) {
        let word = &text[place.clone()];
        let is_name = token == Token::Word && word.starts_with(|c: char| c.is_ascii_lowercase());
        if is_name || as_duration(word).is_some() {
            quoted.push_str(&text[from..place.start]);
            quoted.push_str(&format!("\"{word}\""));
            from = place.end;
        }
    }
    quoted.push_str(&text[from..]);
    quoted
}

/// How somebody of a name is meant, in words of ours or of everybody's.
fn whom(name: &str) -> String {
    let all = ["all", "everyone", "everybody", "table", "anyone", "anybody"];
    if all.iter().any(|word| name.eq_ignore_ascii_case(word)) {
        return "`Table`".into();
    }
    match nearest(name, Role::WRITTEN.iter().copied()).first() {
        Some(role) => format!("`Role({role})`"),
        None => format!("`Team(\"{name}\")` or `Seat(\"{name}\")`"),
    }
}

fn found(text: &str) -> &'static str {
    match text.trim_start().as_bytes().first() {
        Some(b'"') => "a text in quotes",
        Some(b'\'') => "a character in single quotes",
        Some(b'[') => "a list",
        Some(b'{') => "a map",
        Some(b'(') => "something in round brackets",
        Some(b'0'..=b'9' | b'-' | b'+') => "a number",
        Some(_) => "a word without quotes",
        None => "nothing",
    }
}
