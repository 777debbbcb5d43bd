//! A word of ours that isn't one, or that is not written like this: which are wanted here, and how each is written.

use std::ops::Range;

use super::value::instead;
use super::{Wanted, error, subject, such_as};
use crate::scenario::check::close::{all_of, did_you_mean, nearest};
use crate::scenario::check::expect::{self, noun};
use crate::scenario::check::lexer::{Token, Tokens, field_before, field_end};
use crate::scenario::check::slips::as_duration;
use crate::scenario::problem::Problem;
use crate::scenario::words::{
    AudienceKind, Channel, Harm, Health, InjectKind, MetricKind, Pages, Release, Role, Severity, Shape, Step,
};

/// What conditions, moves, good values and findings are called when one is wanted.
pub(super) const COND: &str = "a condition";
pub(super) const ACT: &str = "a move";
pub(super) const GOOD: &str = "what counts as good";
pub(super) const ON: &str = "what is looked at or who is asked";
pub(super) const WHOM: &str = "who is meant";

pub(super) fn unknown_word(
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

pub(super) fn misused_word(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
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
            let example = expect::usage(word);
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
pub(super) fn word_around(wanted: &Wanted<'_>, at: usize) -> Option<Range<usize>> {
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
    inner.into_iter().find(|word| !expect::usage(&wanted.source[word.clone()]).is_empty())
}

/// How a word is written where this is wanted.
fn usage(what: &str, word: &str) -> &'static str {
    match (what, word) {
        (GOOD, "Below") => "Below(2)",
        (GOOD, "Above") => "Above(2)",
        (ON, "Ask") => "Ask(\"support\")",
        _ => expect::usage(word),
    }
}

/// Whether a word can stand where this is wanted.
pub(super) fn belongs(what: &str, word: &str) -> bool {
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
            !expect::usage(word).is_empty() && !act() && !whom() && !matches!(word, "Between" | "NotRising")
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

/// The words of a closed set, as files write them.
pub(super) fn words_of(what: &str) -> &'static [&'static str] {
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
        "a shape" => Shape::WRITTEN,
        "a step of the loop" => Step::WRITTEN,
        "true or false" => &["true", "false"],
        _ => &[],
    }
}
