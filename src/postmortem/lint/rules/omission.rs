//! B05: what somebody left undone, also where the sentence hides by whom.

use std::ops::Range;

use super::super::lists::omission::*;
use super::super::phrase::find_any;
use super::super::piece::{Piece, is_person};
use super::super::{About, Finding, Level};
use super::by_person;

const BE: &[&str] = &["was", "were", "been", "being", "is"];

/// B05.
pub(super) fn omission(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    const HELP: &str =
        "what was there to see at that moment: “the alert stood in a channel with 400 messages that hour”?";
    for at in omissions(piece, about) {
        found.push(piece.found("B05", Level::Warning, &at, "{} says of people what they left undone", HELP));
    }
    for at in passives(piece) {
        found.push(piece.found(
            "B05",
            Level::Warning,
            &at,
            "{} hides who saw what",
            "which seat was it, and what was there to see for it at that moment?",
        ));
    }
}

fn omissions(piece: &Piece<'_>, about: &About) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = find_any(&piece.tokens, BY_NOBODY).collect();
    let target = |at: &Range<usize>| (at.end..at.end + 4).any(|n| TARGETS.contains(&piece.next(n)));
    let passive = |at: &Range<usize>| BE.contains(&piece.word(at.start.wrapping_sub(1)));
    let measured = |at: &Range<usize>| ["missed", "violated"].contains(&piece.word(at.start)) && target(at);
    all.extend(
        find_any(&piece.tokens, OMISSIONS)
            .filter(|at| !passive(at) && !measured(at) && by_person(piece, at.start, about)),
    );
    let own = |at: &Range<usize>| ["we", "i"].contains(&piece.last(at.start));
    all.extend(
        find_any(&piece.tokens, OMISSIONS_OF_OTHERS)
            .filter(|at| !own(at) && by_person(piece, at.start, about)),
    );
    let behind = |at: &Range<usize>| {
        let agent = (at.end..at.end + 5)
            .find(|&n| piece.word(n) == "by" && piece.tokens[n].sentence == piece.tokens[at.start].sentence);
        agent.is_some_and(|by| (by + 1..by + 5).any(|n| is_person(piece.word(n), about)))
    };
    all.extend(find_any(&piece.tokens, OMITTED).filter(|at| passive(at) && behind(at)));
    // `Failure to follow procedure`: nobody is named, and somebody is meant. A client may not follow a redirect.
    let rule = |at: &Range<usize>| piece.near_behind(at.end, 4, WRITTEN_RULES);
    let bare = |at: &Range<usize>| {
        piece.tokens[at.start].begins || !["did", "didn't"].contains(&piece.word(at.start))
    };
    all.extend(find_any(&piece.tokens, NOT_FOLLOWING).filter(|at| bare(at) && rule(at)));
    let for_people = |at: &Range<usize>| piece.near_behind(at.end, 4, FOLLOWED_BY_PEOPLE);
    all.extend(find_any(&piece.tokens, FOLLOWED).filter(for_people));
    // `gateway-2 panicked and ignored the warning`: a kernel panics, and ignores none.
    let in_a_state = |at: &Range<usize>| piece.before(at.start, |word| STATES.contains(&word));
    let sign = |at: &Range<usize>| piece.near_behind(at.end, 3, SIGNS);
    all.extend(find_any(&piece.tokens, LEFT).filter(|at| !passive(at) && in_a_state(at) && sign(at)));
    // `| gateway-2 | forgot |`: who did it stands in the cell before.
    all.extend(find_any(&piece.tokens, OMISSIONS).filter(|at| at.start == 0 && piece.after_somebody));
    all
}

/// `Mistakes were made`; not every passive, which is how one speaks of systems.
fn passives(piece: &Piece<'_>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for at in 1..piece.tokens.len() {
        if !["was", "were"].contains(&piece.word(at)) || !piece.tokens[at].joined {
            continue;
        }
        let (what, verb) = (piece.word(at - 1), piece.next(at + 1));
        let followed = verb == "not" && piece.next(at + 2) == "followed";
        let left = LEFT.contains(&verb) || verb == "violated";
        let end = match what {
            "mistake" | "mistakes" | "error" | "errors" if verb == "made" => at + 2,
            _ if WRITTEN_RULES.contains(&what) && (followed || left) => at + 2 + usize::from(followed),
            _ if SIGNS.contains(&what) && left => at + 2,
            _ => continue,
        };
        // By whom, or for which reason, is said: then nothing is hidden.
        let explained = piece.near_behind(end, 12, EXPLAINS)
            && !what.starts_with("mistake")
            && !what.starts_with("error");
        let seen = ["visible", "public", "available", "by"].contains(&piece.next(end));
        if !explained && !seen {
            all.push(at - 1..end);
        }
    }
    all
}
