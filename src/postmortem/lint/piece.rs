//! A block as the rules look at it: its words, and what stands around a word.

use std::ops::Range;

use super::document::Block;
use super::lists::counterfactual::INSIDE;
use super::lists::names::{GIVEN, has};
use super::lists::people::{MACHINES_BY_NAME, NO_HUMAN_MANAGER, PEOPLE};
use super::lists::plain::DEPARTMENTS;
use super::part::Part;
use super::phrase::{Token, span};
use super::{About, Finding, Level};
use crate::prose::capital;

/// A block with its words.
pub(super) struct Piece<'a> {
    pub(super) block: &'a Block,
    pub(super) tokens: Vec<Token>,
    pub(super) part: Part,
    /// The cell before it, in its row, is somebody and nothing else.
    pub(super) after_somebody: bool,
}

impl Piece<'_> {
    pub(super) fn found(
        &self,
        rule: &'static str,
        level: Level,
        words: &Range<usize>,
        message: &str,
        help: &str,
    ) -> Finding {
        self.at(rule, level, span(&self.tokens, words), message, help)
    }

    pub(super) fn at(
        &self,
        rule: &'static str,
        level: Level,
        piece: Range<usize>,
        message: &str,
        help: &str,
    ) -> Finding {
        let said = self.block.text.get(piece.clone()).unwrap_or_default().replace('\u{1a}', "");
        let said = crate::prose::clip(&said, 48);
        let message = message.replace("{}", &format!("“{said}”"));
        Finding { rule, level, span: self.block.place(piece), message, help: help.to_string() }
    }

    /// Whether a sentence is a question.
    pub(super) fn asks(&self, sentence: usize) -> bool {
        let last = self.tokens.partition_point(|token| token.sentence <= sentence).checked_sub(1);
        let end = last.map_or(0, |last| self.tokens[last].span.end);
        self.block.text[end..].trim_start_matches(['\u{1a}', ')', '*', '”', '"']).starts_with('?')
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word.as_str())
    }

    /// The word that follows with nothing but space between.
    pub(super) fn next(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| token.joined).map_or("", |token| token.word.as_str())
    }

    /// Whether a word of this sentence, before a place, is one of these.
    pub(super) fn before(&self, at: usize, is: impl Fn(&str) -> bool) -> bool {
        let sentence = self.tokens.get(at).map(|token| token.sentence);
        self.tokens[..at]
            .iter()
            .rev()
            .take_while(|token| Some(token.sentence) == sentence)
            .any(|token| is(&token.word))
    }

    /// Whether a word of this sentence, behind a place, is one of these.
    pub(super) fn behind(&self, at: usize, is: impl Fn(&str) -> bool) -> bool {
        let sentence = self.tokens.get(at).map(|token| token.sentence);
        self.tokens[at..]
            .iter()
            .take_while(|token| Some(token.sentence) == sentence)
            .any(|token| is(&token.word))
    }

    /// A word as it is written.
    pub(super) fn written(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.block.text[token.span.clone()])
    }

    /// The word that stands before, with nothing but space between.
    pub(super) fn last(&self, at: usize) -> &str {
        let joined = self.tokens.get(at).is_some_and(|token| token.joined);
        if joined { self.word(at.wrapping_sub(1)) } else { "" }
    }

    /// The places of the words of a sentence.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let Some(sentence) = self.tokens.get(at).map(|token| token.sentence) else { return 0..0 };
        let from = self.tokens.partition_point(|token| token.sentence < sentence);
        from..self.tokens.partition_point(|token| token.sentence <= sentence)
    }

    /// Whether one of the few words before, in this sentence, is one of these.
    pub(super) fn near_before(&self, at: usize, few: usize, list: &[&str]) -> bool {
        let from = self.sentence(at).start.max(at.saturating_sub(few));
        (from..at).any(|n| is_one(self.word(n), list))
    }

    /// Whether one of the few words behind, in this sentence, is one of these.
    pub(super) fn near_behind(&self, at: usize, few: usize, list: &[&str]) -> bool {
        let to = self.sentence(at.saturating_sub(1)).end.min(at + few);
        (at..to).any(|n| is_one(self.word(n), list))
    }

    /// The place behind adverbs.
    pub(super) fn over_adverbs(&self, mut at: usize) -> usize {
        while INSIDE.contains(&self.next(at)) || self.next(at).len() > 4 && self.next(at).ends_with("ly") {
            at += 1;
        }
        at
    }

    /// Whether a word is a given name, as it is written.
    pub(super) fn is_named(&self, at: usize) -> bool {
        let word = bare(self.written(at));
        word.starts_with(char::is_uppercase) && has(GIVEN, word)
    }

    /// Whether a word is somebody who is known by a name: a person's, or a department's.
    pub(super) fn is_known(&self, at: usize, about: &About) -> bool {
        let word = bare(self.written(at));
        self.is_named(at) || DEPARTMENTS.contains(&word) || about.people.iter().any(|name| name == word)
    }

    /// Whether a word is somebody, and no machine that is called like a person's work.
    pub(super) fn is_somebody(&self, at: usize, about: &About) -> bool {
        let known = is_person(self.word(at).trim_end_matches("'s"), about);
        known && !self.is_machine(at) || self.is_known(at, about)
    }

    /// A package manager, a Kubernetes operator, a monitoring agent.
    fn is_machine(&self, at: usize) -> bool {
        let before = self.last(at);
        match self.word(at).trim_end_matches("'s") {
            "manager" | "managers" | "owner" | "owners" => NO_HUMAN_MANAGER.contains(&before),
            "agent" | "agents" => {
                !["support", "care", "service", "desk", "centre", "center"].contains(&before)
            }
            "operator" | "operators" => {
                let name = self.written(at.wrapping_sub(1)).starts_with(char::is_uppercase);
                let inside = at.checked_sub(1).is_some_and(|n| !self.tokens[n].begins);
                MACHINES_BY_NAME.contains(&before) || !before.is_empty() && name && inside
            }
            _ => false,
        }
    }
}

/// A name without what makes it a possessive.
pub(super) fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

pub(super) fn is_one(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| match other.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == *other,
    })
}

/// Whether a word is somebody.
pub(crate) fn is_person(word: &str, about: &About) -> bool {
    PEOPLE.contains(&word) || about.seats.iter().any(|seat| seat.to_lowercase() == word)
}

/// Whether a word is a given name, however it is written.
pub(crate) fn is_given_name(word: &str) -> bool {
    has(GIVEN, &capital(&bare(word).to_lowercase()))
}
