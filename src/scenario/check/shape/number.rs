//! A number or a duration that is none, or is out of range.

use super::{Wanted, error, subject, such_as};
use crate::quantity::Milli;
use crate::scenario::check::lexer::field_before;
use crate::scenario::check::slips::as_duration;
use crate::scenario::problem::Problem;
use crate::time::SimDuration;

pub(super) fn bad_duration(wanted: &Wanted<'_>, text: &str) -> Problem {
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
pub(super) fn no_duration(written: &str) -> String {
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

pub(super) fn bad_number(wanted: &Wanted<'_>, text: &str) -> Problem {
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

pub(super) fn out_of_range(wanted: &Wanted<'_>) -> Problem {
    let below = wanted.source[wanted.place.clone()].starts_with('-');
    let message = match below {
        true => format!("{} is a whole number from 0 on, and this is below zero", subject(wanted)),
        false => format!("{} is a whole number, and can't be as large as this", subject(wanted)),
    };
    error(wanted, "scenario::bad_number", wanted.place.clone(), message)
        .label("out of range")
        .help(such_as(wanted))
}
