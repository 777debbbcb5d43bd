//! B12 and B13: what to do differently, in the wrong place or of the wrong kind.

use super::super::lists::fixes::*;
use super::super::part::Part;
use super::super::phrase::{find, find_any, tokens};
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B12 and B13: what to do differently, in the wrong place or of the wrong kind.
pub(super) fn fixes(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    if piece.part == Part::Narrative {
        for at in find_any(&piece.tokens, FIXES) {
            let harmless = piece.word(at.start) == "there" && NO_HARM.contains(&piece.next(at.end));
            if !harmless {
                let help = "what happened then? and which action item under 16 holds what is to change?";
                found.push(piece.found(
                    "B12",
                    Level::Warning,
                    &at,
                    "{} tells the fix among what happened",
                    help,
                ));
            }
        }
    }
    if piece.part == Part::Actions {
        found.extend(people_fix(piece));
    }
}

/// B13 in an item.
fn people_fix(piece: &Piece<'_>) -> Option<Finding> {
    let machine = piece.tokens.iter().any(|token| MACHINES.contains(&token.word.as_str()));
    let first = ITEM_FIXES.iter().flat_map(|phrase| find(&piece.tokens, phrase)).find(|at| at.start == 0);
    let first = first.filter(|_| !machine);
    let at = find_any(&piece.tokens, PEOPLE_FIXES).next().or(first)?;
    let help = "which system, tool, default or check can change instead?";
    Some(piece.found("B13", Level::Error, &at, "{} asks people to be different", help))
}

/// Whether a text asks people to be different.
pub(crate) fn is_people_fix(text: &str) -> bool {
    let tokens = tokens(text);
    let machine = tokens.iter().any(|token| MACHINES.contains(&token.word.as_str()));
    let first = ITEM_FIXES.iter().flat_map(|phrase| find(&tokens, phrase)).any(|at| at.start == 0);
    find_any(&tokens, PEOPLE_FIXES).next().is_some() || (first && !machine)
}
