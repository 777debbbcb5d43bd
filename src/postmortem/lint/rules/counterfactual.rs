//! B04: what did not happen.

use std::ops::Range;

use super::super::lists::counterfactual::*;
use super::super::phrase::find_any;
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B04: what did not happen.
pub(super) fn counterfactual(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    const HELP: &str = "what did happen? and if it is for next time: which action item says it?";
    let mut places: Vec<Range<usize>> =
        find_any(&piece.tokens, &["if only", "ought to have", "oughtn't to have"]).collect();
    for at in 0..piece.tokens.len() {
        places.extend(modal(piece, at));
        places.extend(unreal(piece, at));
    }
    places.sort_by_key(|place| place.start);
    let mut last = None;
    for place in places {
        let sentence = piece.tokens[place.start].sentence;
        // One sentence is one thought; a question asks, and tells nothing.
        if last != Some(sentence) && !piece.asks(sentence) {
            found.push(piece.found("B04", Level::Warning, &place, "{} tells what did not happen", HELP));
        }
        last = Some(sentence);
    }
}

/// `should have been`, `shouldn't have`, `could've`.
fn modal(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let word = piece.word(at);
    let (stem, short) = match word.strip_suffix("'ve") {
        Some(stem) => (stem, true),
        None => (word.strip_suffix("n't").unwrap_or(word), false),
    };
    if !["should", "could", "would"].contains(&stem) {
        return None;
    }
    let mut end = at + 1;
    if !short {
        while INSIDE.contains(&piece.next(end)) {
            end += 1;
        }
        if piece.next(end) != "have" {
            return None;
        }
        end += 1;
    }
    while INSIDE.contains(&piece.next(end)) {
        end += 1;
    }
    let next = piece.next(end);
    let duty = HAVING.contains(&next)
        || next.is_empty() && piece.tokens.get(end).is_none() && stem == "should" && short;
    let reached = stem != "should" && next == "been" && REACHED.contains(&piece.next(end + 1));
    (!duty && !reached).then_some(at..end)
}

/// `if … had …, … would …`, and `had we …, … would …`.
fn unreal(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let would = |word: &str| ["would", "could", "might", "wouldn't", "couldn't"].contains(&word);
    let inverted = piece.tokens[at].begins && piece.word(at) == "had";
    if inverted && piece.behind(at, would) {
        return Some(at..at + 2.min(piece.tokens.len() - at));
    }
    if piece.word(at) != "if" {
        return None;
    }
    let had = (at + 1..(at + 8).min(piece.tokens.len()))
        .find(|&n| piece.word(n) == "had" || piece.word(n) == "hadn't")?;
    (piece.tokens[had].sentence == piece.tokens[at].sentence && piece.behind(had, would))
        .then_some(at..had + 1)
}
