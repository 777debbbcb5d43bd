//! People's own names, where a seat is named: `task ana ...` is `task primary ...` if Ana sits there.
//!
//! Names are a shell's knowledge and never a record's: a line has seats in it before anything else is made of it.

use std::collections::BTreeMap;

use super::find;
use super::grammar::{FACILITATORS, MOVES, TOOLS, clock, plain};
use super::token::{Token, cut};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::scenario::words::Role;

/// Who sits where, by the names that they gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(BTreeMap<String, SeatId>);

impl People {
    /// Those whose name means one seat and nothing else here: a name of two seats, or one that the story has for
    /// something else, is no name that a line could be read by.
    #[must_use]
    pub fn of<'a>(scenario: &Scenario, named: impl IntoIterator<Item = (SeatId, &'a str)>) -> Self {
        let mut all: BTreeMap<String, Option<SeatId>> = BTreeMap::new();
        for (seat, name) in named {
            let name = name.trim().to_lowercase();
            let first = name.split_whitespace().next().unwrap_or_default().to_string();
            let mut names = vec![name, first];
            names.dedup();
            for name in names {
                let one = all.entry(name).or_insert(Some(seat));
                *one = one.filter(|&known| known == seat);
            }
        }
        let known = all.into_iter().filter(|(name, _)| !name.is_empty() && !means_more(scenario, name));
        Self(known.filter_map(|(name, seat)| Some((name, seat?))).collect())
    }

    /// The seat of whoever is called so.
    #[must_use]
    pub fn seat(&self, name: &str) -> Option<SeatId> {
        self.0.get(&name.to_lowercase()).copied()
    }

    /// A line with seats where people are named and a seat is meant; free text stays as it is.
    #[must_use]
    pub fn seated(&self, scenario: &Scenario, line: &str) -> String {
        let Some(tokens) = cut(line).ok().filter(|_| !self.0.is_empty()) else { return line.to_string() };
        let mut seated = line.to_string();
        // From the end, so that what stands before keeps its place.
        for token in places(&tokens).into_iter().rev() {
            let from = token.span.end - token.text.len() - usize::from(token.quoted);
            let to = from + token.text.len();
            if let Some(text) = line.get(from..to).filter(|text| *text == token.text) {
                seated.replace_range(from..to, &self.names(scenario, text));
            }
        }
        seated
    }

    /// `ana`, `ana:` or `ana,ben`, with the seat of each.
    fn names(&self, scenario: &Scenario, text: &str) -> String {
        let name = |part: &str| {
            let bare = part.trim_end_matches(':');
            let seat = self.seat(bare).map(|seat| scenario.seats.name(seat).as_str());
            seat.map_or(part.to_string(), |seat| format!("{seat}{}", &part[bare.len()..]))
        };
        text.split(',').map(name).collect::<Vec<_>>().join(",")
    }
}

/// Whether a name has a meaning here already, or is none that can be typed as one word.
fn means_more(scenario: &Scenario, name: &str) -> bool {
    let organisation = &scenario.organisation;
    let words = [MOVES, FACILITATORS, TOOLS].into_iter().flatten().any(|help| help.word == name);
    let other = ["table", "facilitator", "all", "everybody", "everyone", "me", "i", "take", "last"];
    name.contains(|c: char| c.is_whitespace() || c == ',' || c == '=' || c == '"')
        || words
        || other.contains(&name)
        || find::seat_of(scenario, name).is_some()
        || name.bytes().all(|b| b.is_ascii_digit())
        || Role::parse(name).is_some()
        || organisation.teams.find(name).is_some()
        || organisation.audiences.find(name).is_some()
        || organisation.voices.find(name).is_some()
}

/// The words of a line that may name a seat: who makes the move, and whom it is about.
fn places(tokens: &[Token]) -> Vec<&Token> {
    let skips = |token: &Token| plain(token) && (clock(&token.text).is_some() || token.text.starts_with('-'));
    let start = tokens.iter().take_while(|token| skips(token)).count();
    let rest = &tokens[start..];
    // `ana, ben ack` is a move for each.
    if rest.last().is_some_and(|last| plain(last) && last.text.eq_ignore_ascii_case("ack")) {
        return rest.iter().filter(|token| plain(token)).collect();
    }
    let is_move = |token: &Token| {
        let word = token.text.to_lowercase();
        plain(token) && [MOVES, FACILITATORS, TOOLS].into_iter().flatten().any(|help| help.word == word)
    };
    let Some(at) = rest.iter().take(3).position(is_move) else {
        return rest.first().into_iter().collect();
    };
    let (before, behind) = (&rest[..at], &rest[at + 1..]);
    let names: Vec<&Token> = match rest[at].text.to_lowercase().as_str() {
        "roles" => behind.iter().collect(),
        // `assign deputy to ben`.
        "assign" | "handover" => {
            let to = behind.get(1).is_some_and(|token| plain(token) && token.text.eq_ignore_ascii_case("to"));
            behind.iter().take(if to { 3 } else { 2 }).filter(|token| plain(token)).collect()
        }
        // A list of names goes on behind its commas.
        "page" => {
            let mut goes_on = true;
            let list = behind.iter().take_while(|token| {
                let and = matches!(token.text.as_str(), "and" | "&" | ",");
                let is = goes_on || and;
                goes_on = and || token.text.ends_with(',');
                is && plain(token)
            });
            list.collect()
        }
        "ask" | "task" | "release" | "card" | "as" | "hint" | "observe" | "vacate" => {
            behind.first().filter(|token| plain(token)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    before.iter().filter(|token| plain(token)).chain(names).collect()
}
