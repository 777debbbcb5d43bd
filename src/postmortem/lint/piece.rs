//! A block as the rules look at it: its words, and what stands around a word.

use std::ops::Range;

use super::document::Block;
use super::lists::people::PEOPLE;
use super::part::Part;
use super::phrase::{Token, span};
use super::{About, Finding, Level};

/// A block with its words.
pub(super) struct Piece<'a> {
    pub(super) block: &'a Block,
    pub(super) tokens: Vec<Token>,
    pub(super) part: Part,
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
        let end =
            self.tokens.iter().rfind(|token| token.sentence == sentence).map_or(0, |token| token.span.end);
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
