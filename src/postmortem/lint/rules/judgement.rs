//! B02, B03 and B10: words that judge.

use std::ops::Range;

use super::super::lists::judgement::*;
use super::super::lists::people::PEOPLE;
use super::super::phrase::find_any;
use super::super::piece::{Piece, is_one};
use super::super::{Finding, Level};

/// B02, B03, B10: words that judge.
pub(super) fn words(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    for at in find_any(&piece.tokens, HUMAN_ERROR) {
        let shown = piece.word(at.start) == "user"
            && (is_one(piece.next(at.end), ERRORS_SHOWN) || piece.word(at.end - 1) == "errors");
        if !shown {
            found.push(piece.found(
                "B02",
                Level::Error,
                &at,
                "{} is given as the cause",
                "what made this action reasonable then, and what did the system allow?",
            ));
        }
    }
    for at in find_any(&piece.tokens, NORMATIVE) {
        let lazy = piece.word(at.start).starts_with("lazi") || piece.word(at.start) == "lazy";
        if !(lazy && is_one(piece.next(at.end), LAZY)) {
            found.push(judged(piece, &at));
        }
    }
    for at in find_any(&piece.tokens, &["inadequate", "inadequately"]) {
        let near = (at.end..at.end + 3).any(|n| PEOPLE.contains(&piece.next(n)));
        let by = (at.start.saturating_sub(3)..at.start).any(|n| {
            PEOPLE.contains(&piece.word(n)) && piece.tokens[n].sentence == piece.tokens[at.start].sentence
        });
        if near || by {
            found.push(judged(piece, &at));
        }
    }
    for at in find_any(&piece.tokens, MECHANISTIC) {
        found.push(piece.found(
            "B10",
            Level::Warning,
            &at,
            "{} explains nothing that could be changed",
            "what was visible on the screen, and what else asked for attention?",
        ));
    }
}

fn judged(piece: &Piece<'_>, at: &Range<usize>) -> Finding {
    piece.found(
        "B03",
        Level::Error,
        at,
        "{} is a judgement",
        "what was done, and what was known at that moment?",
    )
}
