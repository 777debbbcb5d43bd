//! B06: questions that ask for somebody.

use super::super::piece::{Piece, is_person};
use super::super::{About, Finding, Level};

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
                word != "we" && word != "i" && is_person(word, about)
            })
        };
        let who = piece.word(at) == "who"
            && [
                "caused", "broke", "deployed", "pushed", "approved", "merged", "did", "deleted", "changed",
                "forgot", "missed",
            ]
            .contains(&piece.next(at + 1));
        if asked(at) && (why && whom() || who) {
            let help = "“how” or “what” instead: what made this look right at the time?";
            found.push(piece.found(
                "B06",
                Level::Warning,
                &(at..at + 2),
                "{} asks for somebody, not for something",
                help,
            ));
        }
    }
}
