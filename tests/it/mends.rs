//! Helps can be taken literally: each is applied to its bad scenario, word for word, until the file is clean.
//!
//! Most helps say themselves what to write; a small machine does it. Those that leave something to a person have a
//! mend in `tests/bad/mends.txt`, which names the words of the help that it follows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use sandtable::scenario::check::{Sources, check, organisation_path};
use sandtable::scenario::problem::{File, Problem};

use crate::bad_scenarios::{bad, loaded};

/// A file needs no more mends than this.
const MOST: usize = 12;

/// Bad scenarios that no change to their text mends, and why.
const BEYOND: &[(&str, &str)] = &[
    ("organisation-missing", "its organisation's file is not there"),
    ("wrong-file", "another file is to be given"),
    ("long-list", "it is to be split in two"),
    ("line-ends", "it is to be saved with other ends of lines"),
];

/// The scenario that a help names as one that plays.
const SMALLEST: &str = include_str!("../../scenarios/smallest.ron");

#[test]
fn every_help_applied_literally_leaves_a_clean_file() {
    let mends = mends();
    let (mut by_itself, mut stuck, mut used) = (0, Vec::new(), Vec::new());
    for path in bad() {
        let name = stem(&path);
        if BEYOND.iter().any(|(beyond, _)| *beyond == name) {
            continue;
        }
        let mut steps = mends.get(&name).cloned().unwrap_or_default();
        used.push(name.clone());
        match mended(&path, &mut steps) {
            Ok(()) if steps.is_empty() => by_itself += usize::from(!mends.contains_key(&name)),
            Ok(()) => stuck.push(format!("{name}: a mend that nothing asks for: {:?}", steps[0])),
            Err(why) => stuck.push(format!("{name}: {why}")),
        }
    }
    assert!(stuck.is_empty(), "{} of {}:\n{}", stuck.len(), used.len(), stuck.join("\n"));
    let without: Vec<_> = mends.keys().filter(|name| !used.contains(name)).collect();
    assert!(without.is_empty(), "mends without a bad file: {without:?}");
    assert!(used.len() >= 200 && by_itself >= 75, "{by_itself} of {} helps say what to write", used.len());
}

/// One change that a person makes, following some words of a help.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mend {
    follows: String,
    /// What stands there, and what then does.
    changes: Vec<(String, String)>,
}

/// Applies helps until nothing is wrong any more.
fn mended(path: &Path, steps: &mut Vec<Mend>) -> Result<(), String> {
    let loaded = loaded(path);
    let (mut text, mut organisation) = (loaded.text.clone(), loaded.organisation.clone());
    let named_at_first = organisation_path(&text);
    for _ in 0..MOST {
        let named = organisation.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        let checked = check(&Sources { name: &loaded.name, text: &text, organisation: named });
        let Some(problem) = checked.problems.first() else { return Ok(()) };
        let step =
            steps.iter().position(|step| checked.problems.iter().any(|p| p.help.contains(&step.follows)));
        let step = step.map(|n| steps.remove(n));
        // What is said of one of the two files may be mended in the other.
        let other = step.as_ref().and_then(|step| step.changes.first()).is_some_and(|(from, _)| {
            let there = organisation.as_ref().is_some_and(|(_, text)| place(text, from).is_some());
            !from.is_empty() && place(&text, from).is_none() && there
        });
        let in_scenario = !other && (step.is_some() || problem.file == File::Scenario);
        let file = match &mut organisation {
            Some((_, text)) if !in_scenario => text,
            Some(_) | None => &mut text,
        };
        let new = match step {
            Some(step) => by_hand(file, &step)?,
            None => literally(file, problem).ok_or_else(|| format!("who knows how: {}", told(problem)))?,
        };
        if *file == new {
            return Err(format!("this changes nothing: {}", told(problem)));
        }
        *file = new;
        // It may name another organisation now.
        let names = organisation_path(&text);
        if names != named_at_first {
            let at = path.with_file_name(names.clone().unwrap_or_default());
            organisation = names.map(|name| (name, std::fs::read_to_string(at).unwrap_or_default()));
        }
    }
    let named = organisation.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let left = check(&Sources { name: &loaded.name, text: &text, organisation: named }).problems;
    Err(format!("still wrong after {MOST} mends: {}", left.first().map_or(String::new(), told)))
}

fn told(problem: &Problem) -> String {
    format!("{} ({}): {}", problem.message, problem.code, problem.help)
}

/// A person's change, which has in it what the words it follows have between back-ticks.
fn by_hand(text: &str, mend: &Mend) -> Result<String, String> {
    let pieces: Vec<&str> = ticked(&mend.follows).into_iter().filter(|piece| !piece.contains('…')).collect();
    let (mut text, mut says) = (text.to_string(), pieces.is_empty());
    for (from, to) in &mend.changes {
        let span = place(&text, from).ok_or_else(|| format!("`{from}` does not stand there once"))?;
        let to = if to == "\\smallest" { SMALLEST } else { to };
        says |= to == SMALLEST || pieces.iter().any(|piece| from.contains(piece) || to.contains(piece));
        text = replaced(&text, span, to);
    }
    if says { Ok(text) } else { Err(format!("the help says {pieces:?}, and the mend none of them")) }
}

/// The only place of a piece, which may leave something out.
fn place(text: &str, from: &str) -> Option<Range<usize>> {
    if from.is_empty() {
        return Some(0..text.len());
    }
    let (head, tail) = from.split_once('…').unwrap_or((from, ""));
    let start = text.find(head)?;
    let end = match tail {
        "" => start + head.len(),
        tail => start + text[start..].rfind(tail)? + tail.len(),
    };
    (!tail.is_empty() || text.matches(head).count() == 1).then_some(start..end)
}

/// What a help says itself.
fn literally(text: &str, problem: &Problem) -> Option<String> {
    let (help, span) = (problem.help.as_str(), problem.span.clone());
    let after = |start: &str| help.find(start).map(|at| &help[at + start.len()..]);
    if let Some(rest) = after("did you mean ") {
        return Some(in_place(text, span, ticked(rest).first()?));
    }
    if let Some(rest) = after("put it in quotes: ") {
        return Some(replaced(text, span, rest));
    }
    if let Some(rest) = after("put it into a list: ") {
        return Some(replaced(text, span, ticked(rest).first()?));
    }
    if help.starts_with("delete this line") {
        let line = text[span.start..].find('\n')?;
        return Some(replaced(text, span.start..span.start + line + 1, ""));
    }
    let bracket = matches!(&text[span.clone()], ")" | "]" | "}" | "(" | "[" | "{");
    if help.starts_with("delete ") && bracket {
        return Some(replaced(text, span, ""));
    }
    if help.starts_with("delete ") {
        let also = problem.also.iter().map(|(also, _)| also.clone());
        return without(text, also.chain([span]).max_by_key(|span| span.start)?);
    }
    if problem.message.starts_with("a comma is missing before") {
        return Some(replaced(text, span.start..span.start, ", "));
    }
    let pieces = ticked(help);
    let piece = *pieces.first().filter(|piece| !piece.contains('…'))?;
    if help.contains(&format!("write `{piece}` before it")) {
        return Some(replaced(text, span.start..span.start, piece));
    }
    let says = ["write `", "write it like `", "such as `"].iter().any(|start| help.starts_with(start));
    if says || help.contains(": write `") {
        return Some(replaced(text, span, piece));
    }
    if help.starts_with("write lower-case letters") {
        return Some(in_place(text, span, piece));
    }
    if let Some(rest) = after("or use one of ").or(after("or use ")) {
        return Some(in_place(text, span, ticked(rest).first()?));
    }
    if help.starts_with("add `") || help.starts_with("say which one: `") {
        // `add X, such as Y`: then it is Y, and a field has a value.
        let field = pieces.iter().find(|piece| piece.contains(": ") && !piece.starts_with('('))?;
        return Some(added(text, span.start, field));
    }
    None
}

/// The pieces between back-ticks.
fn ticked(help: &str) -> Vec<&str> {
    help.split('`').skip(1).step_by(2).collect()
}

/// A word for a word; what stood in quotes does so again.
fn in_place(text: &str, span: Range<usize>, piece: &str) -> String {
    let quoted = text[span.clone()].starts_with('"') && !piece.starts_with('"');
    let piece = if quoted { format!("\"{piece}\"") } else { piece.to_string() };
    replaced(text, span, &piece)
}

/// `to: [..]` in the place of a value takes its `to: ` with it.
fn replaced(text: &str, span: Range<usize>, piece: &str) -> String {
    let start = match piece.split_once(": ") {
        Some((field, _)) if text[..span.start].ends_with(&format!("{field}: ")) => {
            span.start - field.len() - 2
        }
        _ => span.start,
    };
    format!("{}{piece}{}", &text[..start], &text[span.end..])
}

/// One more field, first in the brackets around a place.
fn added(text: &str, at: usize, piece: &str) -> String {
    let open = match text[at..].starts_with('(') {
        true => at,
        false => match enclosing(text, at) {
            Some(open) => open,
            // The scenario itself is at the beginning.
            None => text.find('(').unwrap(),
        },
    };
    format!("{}{piece}, {}", &text[..=open], &text[open + 1..])
}

/// The text without the field or element around a place.
fn without(text: &str, span: Range<usize>) -> Option<String> {
    let from = enclosing(text, span.start)? + 1;
    let inside = commas(text, from);
    let start =
        inside.iter().copied().filter(|&comma| comma < span.start).max().map_or(from, |comma| comma + 1);
    let end = inside.iter().copied().find(|&comma| comma >= span.end)?;
    // The comma behind goes with it, or else the one before.
    let (start, end) = if text[end..].starts_with(',') { (start, end + 1) } else { (start - 1, end) };
    Some(format!("{}{}", &text[..start], &text[end..]))
}

/// The bracket that is open at a place.
fn enclosing(text: &str, at: usize) -> Option<usize> {
    let mut open = Vec::new();
    for (n, c) in bare(text).filter(|(n, _)| *n < at) {
        match c {
            '(' | '[' | '{' => open.push(n),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// The commas at the depth of a place, and the bracket that closes it.
fn commas(text: &str, from: usize) -> Vec<usize> {
    let (mut depth, mut commas) = (0, Vec::new());
    for (n, c) in bare(text).filter(|(n, _)| *n >= from) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                commas.push(n);
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => commas.push(n),
            _ => {}
        }
    }
    commas
}

/// The characters outside of quotes and comments.
fn bare(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quoted, mut comment, mut escaped, mut last) = (false, false, false, ' ');
    text.char_indices().filter(move |(_, c)| {
        let outside = !quoted && !comment;
        match c {
            '\n' => comment = false,
            '/' if outside && last == '/' => comment = true,
            '"' if !comment && !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = *c == '\\' && !escaped && quoted;
        last = *c;
        outside && *c != '"'
    })
}

/// The mends of people, by file.
fn mends() -> BTreeMap<String, Vec<Mend>> {
    let mut mends = BTreeMap::<String, Vec<Mend>>::new();
    let mut name = String::new();
    let text = std::fs::read_to_string("tests/bad/mends.txt").unwrap();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let raw = |line: &str| line.replace("\\n", "\n").replace("\\0", "\0").replace("\\ufeff", "\u{feff}");
        let behind =
            |start: &str| line.strip_prefix(start).map(|rest| rest.strip_prefix("  ").unwrap_or(rest));
        if let Some(follows) = behind("  follows") {
            let step = Mend { follows: follows.to_string(), ..Mend::default() };
            mends.entry(name.clone()).or_default().push(step);
        } else if let Some(from) = behind("  -") {
            let step = mends.get_mut(&name).unwrap().last_mut().unwrap();
            step.changes.push((raw(from), String::new()));
        } else if let Some(to) = behind("  +") {
            let step = mends.get_mut(&name).unwrap().last_mut().unwrap();
            step.changes.last_mut().unwrap().1 = raw(to);
        } else {
            assert!(!line.starts_with(' '), "{line:?}");
            name = line.to_string();
        }
    }
    mends
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_string()
}
