//! B07: what is only clear afterwards.

use super::super::lists::hindsight::*;
use super::super::phrase::{find, find_any};
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B07: what is only clear afterwards.
pub(super) fn hindsight(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    const HELP: &str = "to whom, and from which signal? or does the sentence do without it?";
    for at in find_any(&piece.tokens, HINDSIGHT) {
        let clear = piece.word(at.start) == "clearly"
            && (SEEN.contains(&piece.next(at.end))
                || ["more", "not", "as", "very", "speak", "say", "write"]
                    .contains(&piece.word(at.start.wrapping_sub(1))));
        let put = piece.word(at.start) == "simply"
            && ["put", "quite", "more"].contains(&piece.word(at.start.wrapping_sub(1)));
        let course = piece.word(at.start) == "of"
            && ["matter", "part"].contains(&piece.word(at.start.wrapping_sub(1)));
        if !clear && !put && !course {
            found.push(piece.found("B07", Level::Warning, &at, "{} is clear from today", HELP));
        }
    }
    for at in find(&piece.tokens, "just") {
        let done = ["had", "has", "have", "was", "were", "is", "not"]
            .contains(&piece.word(at.start.wrapping_sub(1)));
        let had_to = ["had", "have"].contains(&piece.next(at.end)) && piece.next(at.end + 1) == "to";
        if !done && (SMALL.contains(&piece.next(at.end)) || had_to) {
            let words = at.start..at.end + 1;
            found.push(piece.found("B07", Level::Warning, &words, "{} is easy from today", HELP));
        }
    }
}
