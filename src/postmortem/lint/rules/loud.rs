//! B08: words, signs and capitals that shout.

use super::super::document::Kind;
use super::super::lists::loud::*;
use super::super::phrase::find_any;
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B08: words, signs and capitals that shout.
pub(super) fn loud(piece: &Piece<'_>, found: &mut Vec<Finding>) {
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
    for (at, token) in piece.tokens.iter().enumerate() {
        if shouts(piece, at) {
            found.push(piece.at("B08", Level::Warning, token.span.clone(), "{} is loud", HELP));
        }
    }
}

/// Whether a word shouts: one of those that do, or one that does beside another.
fn shouts(piece: &Piece<'_>, at: usize) -> bool {
    let capitals = |n: usize| {
        let word = piece.written(n);
        word.chars().count() >= 4 && word.chars().all(|c| c.is_alphabetic() && c.is_uppercase())
    };
    let word = piece.written(at);
    let loud = |n: usize| SHOUTED.contains(&piece.written(n)) || SHOUTED_TOGETHER.contains(&piece.written(n));
    let beside = at > 0 && piece.tokens[at].joined && loud(at - 1)
        || piece.tokens.get(at + 1).is_some_and(|token| token.joined) && loud(at + 1);
    capitals(at) && (SHOUTED.contains(&word) || SHOUTED_TOGETHER.contains(&word) && beside)
}
