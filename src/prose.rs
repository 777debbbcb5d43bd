//! The small change of sentences: lists, lengths of time, numbers, quotations, lines of a width.

use std::borrow::Cow;

use crate::quantity::Milli;
use crate::time::SimDuration;

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn or<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "or")
}

fn joined<S: AsRef<str>>(items: &[S], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [all @ .., last] => {
            let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", all.join(", "), last.as_ref())
        }
    }
}

/// A length of time as one says it: `45 s`, `4 min`, `12 min 40 s`, `1 h 5 min`. Seconds no longer count after an hour.
#[must_use]
pub fn spell(length: SimDuration) -> String {
    let secs = length.ms().abs() / 1_000;
    let (h, m, s) = (secs / 3_600, secs / 60 % 60, secs % 60);
    match (h, m, s) {
        (0, 0, s) => format!("{s} s"),
        (0, m, 0) => format!("{m} min"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, 0, _) => format!("{h} h"),
        (h, m, _) => format!("{h} h {m} min"),
    }
}

/// A quantity as a report shows it: two places at most, none from a hundred on, thousands apart: `13,200`.
#[must_use]
pub fn grouped(value: Milli) -> String {
    in_thousands(rounded(value))
}

/// A quantity as an instrument shows it: whole numbers from a hundred on, else two places, always rounded down.
#[must_use]
pub fn rounded(value: Milli) -> Milli {
    let step = if value.0.abs() >= 100_000 { 1_000 } else { 10 };
    Milli(value.0 - value.0.rem_euclid(step))
}

/// A quantity as it is, thousands apart: `299.5`, `13,200`.
#[must_use]
pub fn in_thousands(value: Milli) -> String {
    let text = value.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, places) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    if whole.len() <= 3 {
        return text;
    }
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(places) = places {
        out.push('.');
        out.push_str(places);
    }
    out
}

/// A name as it stands inside a sentence: `the board`, `a nurse on ward 3`, `Couriers`.
#[must_use]
pub fn inside(name: &str) -> String {
    let article = ["A ", "An ", "The "].into_iter().find(|article| name.starts_with(article));
    article.map_or_else(|| name.to_string(), |article| article.to_lowercase() + &name[article.len()..])
}

/// `1 event`, `2 events`.
#[must_use]
pub fn count(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

/// Units of a plain word that come in parts; every other such word is counted in whole ones.
const IN_PARTS: [&str; 15] = [
    "days", "degrees", "grams", "hours", "litres", "metres", "mins", "minutes", "months", "points",
    "seconds", "secs", "tonnes", "weeks", "years",
];

/// Units that are counted in whole ones, and don't end as most of them do.
const WHOLE: [&str; 3] = ["children", "people", "staff"];

/// Whether there is no part of one: of a call, a van, a person.
fn is_whole(unit: &str) -> bool {
    let is_a_word = unit.len() >= 4 && unit.bytes().all(|b| b.is_ascii_lowercase());
    WHOLE.contains(&unit) || is_a_word && unit.ends_with('s') && !IN_PARTS.contains(&unit)
}

/// A quantity as it stands without its unit, beside others that have it: there is no part of a call.
#[must_use]
pub fn in_unit<'a>(value: &'a str, unit: &str) -> &'a str {
    value.split_once('.').filter(|_| is_whole(unit)).map_or(value, |(whole, _)| whole)
}

/// A quantity with its unit: `10.03 x last month`, `2 calls`, `1 call`. There is no part of a call.
#[must_use]
pub fn with_unit(value: &str, unit: &str) -> String {
    let is_a_word = unit.len() >= 4 && unit.bytes().all(|b| b.is_ascii_lowercase());
    let value = in_unit(value, unit);
    match unit.strip_suffix('s').filter(|_| value == "1" && is_a_word) {
        _ if unit.is_empty() => value.to_string(),
        Some(one) => format!("{value} {one}"),
        None => format!("{value} {unit}"),
    }
}

/// Somebody's words on one line, in quotation marks of their own kind, so that a reader and a checker of wording can
/// tell them from the tool's. Signs that a terminal or a page would obey are dropped.
#[must_use]
pub fn quote(text: &str) -> String {
    let line = in_one_line(text);
    let mut quoted = String::with_capacity(line.len() + '“'.len_utf8() + '”'.len_utf8());
    quoted.push('“');
    if line.contains('“') || line.contains('”') {
        quoted.extend(line.chars().map(|c| if matches!(c, '“' | '”') { '"' } else { c }));
    } else {
        quoted.push_str(&line);
    }
    quoted.push('”');
    quoted
}

/// Text on one line, without control signs and signs that turn the direction of writing.
#[must_use]
pub fn one_line(text: &str) -> String {
    in_one_line(text).into_owned()
}

/// The same; most texts are one line as they stand, and are copied by nobody.
#[must_use]
pub fn in_one_line(text: &str) -> Cow<'_, str> {
    if is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = line.len();
        line.extend(word.chars().filter(|&c| !is_obeyed(c)));
        // A word of nothing but such signs leaves no gap.
        if line.len() > start {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    Cow::Owned(line)
}

/// Whether there is neither a sign to leave out nor a gap to close.
fn is_one_line(text: &str) -> bool {
    // The texts of a document are looked at again and again: every byte, found or not, is many bytes at a time.
    let bytes = text.as_bytes();
    let shown = bytes.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~' | 0x80..));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let gap = pairs.fold(false, |any, (&one, &next)| any | (one == b' ') & (next == b' '));
    shown && !gap && !text.starts_with(' ') && !text.ends_with(' ') && !has_beyond(text)
}

/// Whether there is such a sign or gap beyond ASCII.
fn has_beyond(text: &str) -> bool {
    has(text, |byte| byte >= 0x80, |c| is_obeyed(c) || c.is_whitespace())
}

/// Whether a sign is there, of those that begin with a byte that `may` be one of theirs.
fn has(text: &str, may: impl Fn(u8) -> bool, is: impl Fn(char) -> bool) -> bool {
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), &may) {
        let mut chars = rest[at..].chars();
        if chars.next().is_some_and(&is) {
            return true;
        }
        rest = chars.as_str();
    }
    false
}

/// Where the first such byte is. Most stretches of a text have none: those are looked at many bytes at a time.
pub(crate) fn position(bytes: &[u8], is: impl Fn(u8) -> bool) -> Option<usize> {
    const STRETCH: usize = 32;
    let mut from = 0;
    for stretch in bytes.chunks(STRETCH) {
        if stretch.iter().fold(false, |any, &byte| any | is(byte)) {
            return stretch.iter().position(|&byte| is(byte)).map(|at| from + at);
        }
        from += stretch.len();
    }
    None
}

/// Signs that act instead of showing themselves.
pub(crate) fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text from a person or a file as a terminal may have it: what would move the cursor, turn the direction of writing or hide
/// is shown as what it is, `\u{202e}`. Ends of lines stay.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    let hides = |c: char| {
        let unseen = matches!(c, '\u{61c}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}');
        unseen || (is_obeyed(c) && c != '\n')
    };
    escaped(text, hides)
}

/// A text with some signs as what they are; a tab among them is a gap.
fn escaped(text: &str, hides: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if !hides(c) => seen.push(c),
            '\t' => seen.push(' '),
            c => seen.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(seen)
}

/// Text of a document: what a screen or a reader would obey is shown as what it is, `\u{202e}`. Ends of lines and tabs stay,
/// and so does what has no width, which some scripts need.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let hides = |c| !matches!(c, '\n' | '\t') && is_obeyed(c);
    // A document is long, and nearly always has none.
    let may = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\t') || byte >= 0x7f;
    if has(text, may, hides) { escaped(text, hides) } else { Cow::Borrowed(text) }
}

/// JSON as a terminal may have it: what would move the cursor or turn the direction of writing is written by its number, which
/// means the same to a program. Such signs stand in JSON inside of texts alone.
#[must_use]
pub fn inert_json(json: &str) -> Cow<'_, str> {
    let steers = |c: char| c != '\n' && is_obeyed(c);
    if !json.contains(steers) {
        return Cow::Borrowed(json);
    }
    let sign = |c: char| match steers(c) {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    Cow::Owned(json.chars().map(sign).collect())
}

/// At most so many characters, the last of them an ellipsis if something was cut, at a word's end where there is one.
#[must_use]
pub fn clip(text: &str, most: usize) -> String {
    clipped(text, most).into_owned()
}

/// The same; what is short enough as it stands is copied by nobody.
#[must_use]
pub fn clipped(text: &str, most: usize) -> Cow<'_, str> {
    let text = in_one_line(text);
    if text.len() <= most || text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|&end| end * 2 > cut.len()).unwrap_or(cut.len());
    Cow::Owned(format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.', ' '])))
}

/// What stands behind `no go` in a decision that begins with it; the whole, where nothing does.
#[must_use]
pub fn no_go(text: &str) -> Option<&str> {
    let text = text.trim();
    let starts = ["no go", "no-go", "nogo"].into_iter().find(|word| {
        let head = text.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
            && !text[word.len()..].starts_with(char::is_alphanumeric)
    })?;
    let rest = text[starts.len()..].trim_start_matches([' ', ':', ',', '.', ';', '-']);
    Some(if rest.is_empty() { text } else { rest })
}

/// A name as a word: its hyphens are spaces.
#[must_use]
pub fn unhyphen(name: &str) -> String {
    name.replace('-', " ")
}

/// The first letter large.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Text broken into lines of at most `width` characters; a longer word stands alone.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in in_one_line(text).split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let room = line.chars().count() + 1 + word.chars().count() <= width;
        if line.is_empty() {
            line.push_str(word);
        } else if room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

/// A text as it is compared with others: lower case, one space between words, no stop at the end.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        match word.is_ascii() {
            true => plain.push_str(word),
            false => plain.push_str(&word.to_lowercase()),
        }
    }
    plain.make_ascii_lowercase();
    let ends = |c: char| c.is_ascii_punctuation();
    plain.truncate(plain.trim_end_matches(ends).len());
    plain.drain(..plain.len() - plain.trim_start_matches(ends).len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_a_number_in_json() {
        let json = serde_json::json!({ "text": "a\u{202e}b\u{9b}2J\u{7f}\u{1b}c\tü" });
        let shown = inert_json(&json.to_string()).into_owned();
        assert_eq!(shown, r#"{"text":"a\u202eb\u009b2J\u007f\u001bc\tü"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), json);
        assert!(matches!(inert_json("{\n  \"a\": \"ü\"\n}"), Cow::Borrowed(_)));
    }

    #[test]
    fn lists_read_as_people_say_them() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b"]), "a and b");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn lengths_lose_their_seconds_when_these_no_longer_matter() {
        let said = |secs| spell(SimDuration::from_secs(secs));
        assert_eq!([said(14), said(60), said(253), said(665)], ["14 s", "1 min", "4 min 13 s", "11 min 5 s"]);
        assert_eq!([said(3_600), said(3_915)], ["1 h", "1 h 5 min"]);
    }

    #[test]
    fn numbers_are_short_and_their_thousands_apart() {
        let said = |milli| grouped(Milli(milli));
        assert_eq!([said(13_200_000), said(10_037), said(-1_500), said(0)], ["13,200", "10.03", "-1.5", "0"]);
        assert_eq!([said(123_456), said(1_234_567_890)], ["123", "1,234,567"]);
    }

    #[test]
    fn one_of_a_thing_is_no_plural() {
        let said = [("1", "calls"), ("2", "calls"), ("1", "ms"), ("1", "of 3 markets"), ("1", "")];
        let parts = [("1.23", "calls"), ("2.7", "calls"), ("2.5", "hours"), ("2.5", "of 3 markets")];
        let parts = parts.map(|(value, unit)| with_unit(value, unit));
        assert_eq!(parts, ["1 call", "2 calls", "2.5 hours", "2.5 of 3 markets"]);
        let said = said.map(|(value, unit)| with_unit(value, unit));
        assert_eq!(said, ["1 call", "2 calls", "1 ms", "1 of 3 markets", "1"]);
    }

    #[test]
    fn a_no_is_seen_at_the_beginning_of_a_decision() {
        assert_eq!(no_go("no go: we wait"), Some("we wait"));
        assert_eq!(no_go("No-go, not before noon"), Some("not before noon"));
        assert_eq!(no_go("no go"), Some("no go"));
        assert_eq!(no_go("no gossip in the channel"), None);
        assert_eq!(no_go("go"), None);
    }

    #[test]
    fn a_quotation_is_one_line_and_keeps_its_own_marks_apart() {
        assert_eq!(quote("a \u{1b}[2J\n“b”  c"), "“a [2J \"b\" c”");
        assert_eq!(clip("one two three four", 12), "one two…");
        assert_eq!(clip("short", 12), "short");
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
    }
}
