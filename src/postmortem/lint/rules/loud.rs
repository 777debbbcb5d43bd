//! B08: words, signs and capitals that shout.

use super::super::document::{Document, Kind};
use super::super::lists::loud::*;
use super::super::phrase::find_any;
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B08: words, signs and capitals that shout.
pub(super) fn loud(piece: &Piece<'_>, defined: &[String], found: &mut Vec<Finding>) {
    const HELP: &str = "which number says it: how many, for how long?";
    for at in find_any(&piece.tokens, ANIMATED) {
        if !TERMS.contains(&piece.next(at.end)) {
            found.push(piece.found("B08", Level::Warning, &at, "{} is loud", HELP));
        }
    }
    if let Some(at) = piece.block.text.find("!!") {
        let end = at + piece.block.text[at..].bytes().take_while(|&b| b == b'!').count();
        found.push(piece.at("B08", Level::Warning, at..end, "{} is loud", "would one full stop do?"));
    }
    if piece.block.kind == Kind::Heading {
        return;
    }
    for token in &piece.tokens {
        let word = &piece.block.text[token.span.clone()];
        let letters = word.chars().count();
        let capitals = letters >= 4 && word.chars().all(|c| c.is_alphabetic() && c.is_uppercase());
        if capitals && !GLOSSARY.contains(&word) && !defined.iter().any(|other| other == word) {
            found.push(piece.at("B08", Level::Warning, token.span.clone(), "{} is loud", HELP));
        }
    }
}

/// Short names that the document explains: in brackets behind their words, or before a colon.
pub(super) fn defined(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    for block in &document.blocks {
        for rest in block.whole.split('(').skip(1) {
            let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
            if rest[word.len()..].starts_with([')', ',', ';']) && word.chars().all(char::is_uppercase) {
                all.push(word);
            }
        }
    }
    all
}
