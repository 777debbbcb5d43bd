//! A value of another kind than is wanted, and what was meant by it.

use std::ops::Range;

use super::number::no_duration;
use super::word::{ACT, COND, GOOD, ON, WHOM, belongs, misused_word, word_around, words_of};
use super::{Wanted, error, subject, such_as, widened};
use crate::quantity::Milli;
use crate::scenario::check::close::{all_of, nearest};
use crate::scenario::check::lexer::{Token, Tokens, field_end};
use crate::scenario::check::slips::as_duration;
use crate::scenario::problem::Problem;
use crate::scenario::words::{Role, Severity};
use crate::time::SimDuration;

pub(super) fn wrong_type(wanted: &Wanted<'_>, at: Range<usize>) -> Problem {
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

pub(super) fn wrong_struct(wanted: &Wanted<'_>, at: Range<usize>, found: &str) -> Problem {
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
pub(super) fn instead(what: &str, text: &str) -> Option<String> {
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
pub(super) fn whom(name: &str) -> String {
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
