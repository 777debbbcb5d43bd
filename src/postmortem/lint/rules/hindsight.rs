//! B07: what is only clear afterwards.

use std::ops::Range;

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
                || ["more", "not", "as", "very", "speak", "say", "write", "be", "didn't", "doesn't"]
                    .contains(&piece.word(at.start.wrapping_sub(1))));
        let put = piece.word(at.start) == "simply"
            && ["put", "quite", "more", "not"].contains(&piece.word(at.start.wrapping_sub(1)));
        let course = piece.word(at.start) == "of"
            && ["matter", "part", "change", "course"].contains(&piece.word(at.start.wrapping_sub(1)));
        if !clear && !put && !course {
            found.push(piece.found("B07", Level::Warning, &at, "{} is clear from today", HELP));
        }
    }
    for at in find(&piece.tokens, "common sense") {
        if !SENSIBLE.contains(&piece.next(at.end)) {
            found.push(piece.found("B07", Level::Warning, &at, "{} is common from today", HELP));
        }
    }
    for at in (0..piece.tokens.len()).filter_map(|at| plain(piece, at)) {
        found.push(piece.found("B07", Level::Warning, &at, "{} is clear from today", HELP));
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

/// `it was obvious that …`, `the obvious warning signs`; not `it was not obvious`, `it was obvious from the traces`.
fn plain(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let word = piece.word(at);
    if !["obvious", "clear"].contains(&word) || piece.near_before(at, 3, NOT_CLEAR) {
        return None;
    }
    let after = piece.next(at + 1);
    if BEFORE_EYES.contains(&after) && (word == "obvious" || after != "cause" && after != "error") {
        return Some(at..at + 2);
    }
    let be = |n: usize| ["is", "was", "were", "are", "been"].contains(&piece.word(n));
    let said = (at.saturating_sub(2)..at).any(be) && !FROM_WHAT.contains(&after);
    // `we want to be clear that` and `the message was clear` say something else.
    let it = word == "obvious" || after == "that" && piece.near_before(at, 3, &["it"]);
    (said && it).then_some(at..at + 1)
}
