//! B06: questions that ask for somebody.

use super::super::piece::Piece;
use super::super::{About, Finding, Level};

/// What is said to be known of somebody: `we all know who did this`.
const DID: &[&str] = &[
    "caused", "broke", "deployed", "pushed", "approved", "merged", "did", "deleted", "changed", "forgot",
    "missed",
];

/// B06: questions that ask for somebody.
pub(super) fn questions(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    let asked = |at: usize| {
        piece.tokens[at].begins || piece.before(at, |word| ["asked", "asks", "question"].contains(&word))
    };
    for at in 0..piece.tokens.len() {
        let why = piece.word(at) == "why"
            && ["did", "didn't", "were", "weren't", "was", "wasn't", "do", "don't"]
                .contains(&piece.next(at + 1));
        let whom = || {
            (at + 2..at + 6).any(|n| {
                let word = piece.next(n);
                !word.is_empty() && word != "we" && word != "i" && piece.is_somebody(n, about)
            })
        };
        let who = piece.word(at) == "who" && DID.contains(&piece.next(at + 1));
        if asked(at) && (why && whom() || who) {
            found.push(asks_for_somebody(piece, at));
        } else if piece.word(at) == "who" && is_told(piece, at) {
            let help = "what made this look right at the time, whoever it was?";
            found.push(piece.found("B06", Level::Warning, &(at..at + 2), "{} points at somebody", help));
        }
    }
}

/// What is said of a question for somebody, of two words.
pub(super) fn asks_for_somebody(piece: &Piece<'_>, at: usize) -> Finding {
    let help = "“how” or “what” instead: what made this look right at the time?";
    piece.found("B06", Level::Warning, &(at..at + 2), "{} asks for somebody, not for something", help)
}

/// `we all know who did this`, `it is no secret who is responsible`; not `we do not know who`.
fn is_told(piece: &Piece<'_>, who: usize) -> bool {
    let from = piece.sentence(who).start.max(who.saturating_sub(3));
    let known = (from..who).rev().find(|&n| ["know", "knows", "knew", "secret"].contains(&piece.word(n)));
    let Some(known) = known else { return false };
    let no = ["not", "don't", "doesn't", "didn't", "nobody", "never", "cannot", "to"];
    let denied = piece.word(known) != "secret" && piece.near_before(known, 3, &no);
    let be = ["is", "was"].contains(&piece.next(who + 1));
    let did = DID.contains(&piece.next(who + 1))
        || be && ["responsible", "guilty", "to"].contains(&piece.next(who + 2));
    !denied && did
}
