//! Texts that look real or lay blame, that are too long, or that show something else than what was meant.

use std::borrow::Cow;
use std::ops::Range;

use crate::scenario::check::looks;
use crate::scenario::check::wording::variables;
use crate::scenario::problem::{File, Problem};

/// A text of more characters is not read at two in the morning.
const WORDY: usize = 400;

/// Texts that look real, or lay blame.
pub(in crate::scenario::check) fn texts(source: &str, file: File) -> Vec<Problem> {
    // Links are there to be real; names are typed, and not read.
    let free = |field: &str| matches!(field, "sources" | "organisation" | "starts" | "id" | "tags");
    let texts = looks::texts(source);
    let said = texts.iter().filter(|said| !free(said.field));
    let all = said.flat_map(|said| {
        let blamed = looks_real(said, file).into_iter().chain(blames(said, file));
        blamed.chain(not_filled_in(said, file)).chain(wordy(said, file)).chain(obeyed(said, file))
    });
    all.collect()
}

fn within(said: &looks::Said<'_>, at: Range<usize>) -> Range<usize> {
    said.at.start + at.start..said.at.start + at.end
}

fn looks_real(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let (at, kind) = looks::real(said.text)?;
    let message = format!("`{}` looks like {kind}", &said.text[at.clone()]);
    let problem =
        Problem::error("scenario::looks_real", file, within(said, at), message).label("from the real world?");
    let help =
        "a drill is shown around and kept: invent it, such as `shop.example`, `192.0.2.7` or a made-up name";
    Some(problem.help(help).warning())
}

/// What somebody is told in the drill, and would have to scroll for.
fn wordy(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let long = matches!(said.field, "text" | "says" | "knows") && said.text.len() > WORDY;
    let count = Some(said.text).filter(|_| long).map(|text| text.chars().count())?;
    let message = format!("this text has {count} characters, and people read one sentence");
    let problem =
        Problem::error("scenario::wordy", file, within(said, 0..said.text.len()), message).warning();
    (count > WORDY).then(|| {
        problem
            .label("too long to be read")
            .help(format!("write at most {WORDY}: what is new; the rest can be looked at or asked for"))
    })
}

/// Something that looks like a variable where there are none: people see it as it stands.
fn not_filled_in(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    // Those of injects and alerts were looked at already; what is typed is seen by nobody.
    if !said.text.contains('{') || matches!(said.field, "text" | "vars") {
        return None;
    }
    let text = without_escapes(said.text);
    let name = variables(&text).next()?;
    let at = text.find(&format!("{{{name}}}"))?;
    let message =
        format!("`{{{name}}}` is shown as it stands: only the texts of injects and alerts have variables");
    let place = within(said, at..at + name.len() + 2);
    let problem = Problem::error("scenario::not_filled_in", file, place, message).label("not filled in");
    Some(problem.help("write the value itself, or leave the curly brackets out").warning())
}

/// A text as it stands in a file, each `\u{...}` of it as blank as it is long: its brackets are no variable's.
fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u{") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let end = match escape.starts_with("\\u{") {
            true => escape.find('}').map_or(escape.len(), |end| end + 1),
            false => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        match escape.starts_with("\\u{") {
            true => out.extend(std::iter::repeat_n(' ', end)),
            false => out.push_str(&escape[..end]),
        }
        rest = &escape[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A sign that acts instead of showing itself, and in a title the end of a line: it is shown on one line, without them.
fn obeyed(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let bytes = said.text.as_bytes();
    if !bytes.iter().any(|byte| !matches!(byte, b' '..=b'[' | b']'..=b'~')) {
        return None;
    }
    let is_title = said.field == "title";
    let acts = |c: char| match c {
        '\n' | '\r' => is_title,
        '\t' => false,
        c => crate::prose::is_obeyed(c),
    };
    let (at, sign) = signs(said.text).find(|(_, c)| acts(*c))?;
    let (message, help) = match sign {
        '\n' | '\r' => {
            ("this title has the end of a line in it".to_string(), "write it on one line; it is shown on one")
        }
        c => (
            format!("this text has a sign in it that steers a screen (U+{:04X})", u32::from(c)),
            "leave it out: it is never shown as it stands",
        ),
    };
    let problem = Problem::error("scenario::control_sign", file, within(said, at), message).label("here");
    Some(problem.help(help).warning())
}

/// The characters of a text as it stands in a file, with their places; escapes as what they stand for.
fn signs(text: &str) -> impl Iterator<Item = (Range<usize>, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let (length, sign) = if first == '\\' { escaped(rest) } else { (first.len_utf8(), first) };
        let place = at..at + length;
        at += length;
        Some((place, sign))
    })
}

/// An escape's length, and what it stands for.
fn escaped(text: &str) -> (usize, char) {
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let Some(sign) = text[1..].chars().next() else { return (1, '\\') };
    let hex = |from: usize, to: usize| text.get(from..to).and_then(code);
    let end = text.find('}').unwrap_or(0);
    match sign {
        'n' => (2, '\n'),
        'r' => (2, '\r'),
        't' => (2, '\t'),
        '0' => (2, '\0'),
        'x' => hex(2, 4).map_or((2, 'x'), |c| (4, c)),
        'u' if text.starts_with("\\u{") && end > 3 => hex(3, end).map_or((2, 'u'), |c| (end + 1, c)),
        c => (1 + c.len_utf8(), c),
    }
}

fn blames(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    if !looks::AFTERWARDS.contains(&said.field) {
        return None;
    }
    let at = looks::blame(said.text)?;
    let message = "this text lays blame, and people read it afterwards".into();
    let problem = Problem::error("scenario::blames", file, within(said, at), message).label("on a person");
    Some(problem.help("say what made it easy to go wrong, and not who went wrong").warning())
}
