//! The checker: from the files as written to a scenario that can be played, or all that is wrong with them.
//!
//! A file is read fast first. Only if that finds anything at all, a warning too, it is read again with the places of
//! its parts, and reported from that. A mistake costs the part it is in; a field that doesn't belong is left out, or
//! gets the name that was meant, and the rest is read again. Nothing here opens a file: the shell gives texts.

mod about;
mod again;
mod checker;
mod close;
mod conditions;
mod crew;
mod dead;
mod desk;
mod draft;
mod ending;
mod expect;
mod homes;
mod idle;
mod late;
mod lexer;
pub mod limits;
mod looks;
mod missing;
mod names;
mod no_return;
mod organisation;
pub(crate) mod other;
mod percent;
mod reach;
mod response;
mod run;
mod script;
mod shape;
mod slips;
mod start;
mod story;
mod suspicious;
mod swapped;
mod syntax;
mod system;
mod unwinnable;
mod warn;
mod wording;

use super::model::Scenario;
use super::problem::{File, Problem, sort};
use super::source::Fast;
use lexer::{Token, Tokens};
use run::{Texts, run};
use std::ops::Range;

/// The texts of a scenario: the file, and its organisation's if it names one.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The scenario's file, for messages.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The organisation's file and its text.
    pub organisation: Option<(&'a str, &'a str)>,
}

/// What came of checking.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The scenario, if there are no errors.
    pub scenario: Option<Scenario>,
    /// Errors and warnings in the order of the files.
    pub problems: Vec<Problem>,
    /// Further problems that were found and not kept: a file may have hundreds of thousands.
    pub more: usize,
}

/// Reads and checks a scenario, with warnings.
#[must_use]
pub fn check(sources: &Sources<'_>) -> Checked {
    checked(sources, true)
}

/// Reads a scenario, without warnings.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(sources: &Sources<'_>) -> Result<Scenario, Vec<Problem>> {
    let checked = checked(sources, false);
    checked.scenario.ok_or(checked.problems)
}

/// Checks an organisation's file by itself.
#[must_use]
pub fn check_organisation(name: &str, text: &str) -> Checked {
    let sources = Sources { name, text: "", organisation: Some((name, text)) };
    checked(&sources, true)
}

/// Whether a text is an organisation's file, and no scenario.
#[must_use]
pub fn is_organisation(text: &str) -> bool {
    let first = Tokens::new(text).find(|(token, _)| !matches!(token, Token::Comment { .. }));
    first.is_some_and(|(_, place)| &text[place] == "Organisation") && !syntax::holds_a_scenario(text)
}

/// Where a thing of a scenario has its name: the `id` of an element of a section, such as `injects`.
#[must_use]
pub fn place_of(text: &str, section: &str, id: &str) -> Option<Range<usize>> {
    let mut fields = Vec::new();
    for (token, place) in Tokens::new(text) {
        match token {
            Token::Open(_) => fields.push(lexer::field_before(text, place.start)),
            Token::Close(_) => {
                fields.pop();
            }
            Token::Text { closed: true } => {
                let named = lexer::field_before(text, place.start) == Some("id");
                let within = fields.len().checked_sub(2).and_then(|n| fields.get(n).copied().flatten());
                if named && within == Some(section) && text[place.clone()].trim_matches('"') == id {
                    return Some(place);
                }
            }
            Token::Text { closed: false }
            | Token::Comma
            | Token::Comment { .. }
            | Token::Word
            | Token::Other => {}
        }
    }
    None
}

/// Where a scenario's or an organisation's own name stands: its `id`.
#[must_use]
pub fn place_of_id(text: &str) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (token, place) in Tokens::new(text) {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Text { closed: true }
                if depth == 1 && lexer::field_before(text, place.start) == Some("id") =>
            {
                return Some(place);
            }
            Token::Text { .. } | Token::Comma | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
    }
    None
}

/// A name that can be typed, made of any text; empty if there is nothing in it to be typed.
#[must_use]
pub fn suggested_name(text: &str) -> String {
    names::suggestion(text)
}

/// The organisation's file that a scenario names, relative to its own; whatever else may be wrong with the scenario.
#[must_use]
pub fn organisation_path(text: &str) -> Option<String> {
    if !limits::check(text, File::Scenario).is_empty() {
        return None;
    }
    lexer::said_after(text, "organisation").map(String::from).filter(|path| path_problem(path).is_none())
}

/// Why a path can't be that of an organisation's file.
#[must_use]
pub fn path_problem(path: &str) -> Option<&'static str> {
    let parts = || path.split(['/', '\\']);
    match path {
        "" => Some("it is empty"),
        _ if path.contains('\0') => Some("it has a NUL in it"),
        _ if path.starts_with(['/', '\\', '~']) || path.get(1..2) == Some(":") => {
            Some("it does not begin at the scenario's folder")
        }
        _ if parts().any(|part| part == "..") => Some("it leaves the scenario's folder by `..`"),
        _ if path.len() > 200 => Some("it is longer than 200 characters"),
        _ => None,
    }
}

fn checked(sources: &Sources<'_>, warnings: bool) -> Checked {
    let texts = Texts {
        scenario: sources.text,
        organisation: sources.organisation.map(|(_, text)| text),
        alone: sources.text.is_empty() && sources.organisation.is_some(),
        warnings,
        lost: &[],
    };
    let mut problems = limits::check(texts.scenario, File::Scenario);
    problems.extend(texts.organisation.iter().flat_map(|text| limits::check(text, File::Organisation)));
    if !problems.is_empty() {
        problems.iter_mut().for_each(|problem| problem.unread = true);
        sort(&mut problems);
        return Checked { scenario: None, problems, more: 0 };
    }
    let fast = run::<Fast>(&texts);
    if fast.problems.is_empty() && fast.scenario.is_some() {
        return Checked { scenario: fast.scenario, problems: Vec::new(), more: 0 };
    }
    again::placed(&texts)
}

/// A word with `a` or `an` before it.
fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}
