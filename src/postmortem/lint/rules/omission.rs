//! B05: what somebody left undone.

use std::ops::Range;

use super::super::lists::omission::*;
use super::super::phrase::find_any;
use super::super::piece::{Piece, is_person};
use super::super::{About, Finding, Level};

/// B05: what somebody left undone.
pub(super) fn omission(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    const HELP: &str =
        "what was there to see at that moment: “the alert stood in a channel with 400 messages that hour”?";
    for at in find_any(&piece.tokens, OMISSIONS) {
        let target = piece.word(at.start) == "missed"
            && (at.end..at.end + 3).any(|n| TARGETS.contains(&piece.next(n)));
        let passive = ["was", "were", "been", "being", "is"].contains(&piece.word(at.start.wrapping_sub(1)));
        if !passive && !target && by_person(piece, at.start, about) {
            found.push(piece.found(
                "B05",
                Level::Warning,
                &at,
                "{} says of people what they left undone",
                HELP,
            ));
        }
    }
    for at in find_any(&piece.tokens, OMITTED) {
        let passive = ["was", "were", "been", "being", "is"].contains(&piece.word(at.start.wrapping_sub(1)));
        let by = (at.end..at.end + 5)
            .find(|&n| piece.word(n) == "by" && piece.tokens[n].sentence == piece.tokens[at.start].sentence);
        let whom = by.is_some_and(|by| (by + 1..by + 5).any(|n| is_person(piece.word(n), about)));
        if passive && whom {
            found.push(piece.found(
                "B05",
                Level::Warning,
                &at,
                "{} says of people what they left undone",
                HELP,
            ));
        }
    }
}

/// Whether what does something is a person: the noun before it, across adverbs, a relative clause, or an `and`.
fn by_person(piece: &Piece<'_>, verb: usize, about: &About) -> bool {
    let sentence = piece.tokens[verb].sentence;
    let mut at = verb;
    while at > 0 && piece.tokens[at].joined && BETWEEN.contains(&piece.word(at - 1)) {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1).filter(|&n| piece.tokens[n].sentence == sentence) else {
        return false;
    };
    if piece.tokens[at].joined {
        if ["and", "or", "but", "who"].contains(&piece.word(before)) {
            return first_is_person(piece, sentence, before, about);
        }
        return is_person(piece.word(before), about);
    }
    // Behind a comma: "the commander, who had three calls open, did not bother".
    let who =
        (0..at).rev().take_while(|&n| piece.tokens[n].sentence == sentence).find(|&n| piece.word(n) == "who");
    who.and_then(|who| who.checked_sub(1)).is_some_and(|subject| is_person(piece.word(subject), about))
}

/// Whether a sentence, up to a place, begins with a person.
fn first_is_person(piece: &Piece<'_>, sentence: usize, until: usize, about: &About) -> bool {
    let mine = piece.tokens[..until].iter().filter(|token| token.sentence == sentence);
    mine.take(4).any(|token| is_person(&token.word, about))
}
