//! B12 and B13: what to do differently, in the wrong place or of the wrong kind.

use std::ops::Range;

use super::super::lists::fixes::*;
use super::super::part::Part;
use super::super::phrase::{Token, find, find_any, tokens};
use super::super::piece::{Piece, is_given_name, is_person};
use super::super::{About, Finding, Level};

/// B12 and B13: what to do differently, in the wrong place or of the wrong kind.
pub(super) fn fixes(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
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
        found.extend(people_fix(piece, about));
    }
}

/// B13 in an item.
fn people_fix(piece: &Piece<'_>, about: &About) -> Option<Finding> {
    let somebody = |at: usize| piece.is_somebody(at, about);
    let at = asks_people(&piece.tokens, somebody)?;
    let help = "which system, tool, default or check can change instead?";
    Some(piece.found("B13", Level::Error, &at, "{} asks people to be different", help))
}

/// Whether a text asks people to be different.
pub(crate) fn is_people_fix(text: &str) -> bool {
    let tokens = tokens(text);
    let somebody = |at: usize| {
        let named =
            text[tokens[at].span.clone()].starts_with(char::is_uppercase) && is_given_name(&tokens[at].word);
        named || is_person(&tokens[at].word, &About::default())
    };
    asks_people(&tokens, somebody).is_some()
}

/// Where people are asked to be different.
fn asks_people(tokens: &[Token], somebody: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let begins =
        |phrases: &[&str]| phrases.iter().flat_map(|phrase| find(tokens, phrase)).find(|at| at.start == 0);
    let person = |mut within: Range<usize>| within.any(|at| at < tokens.len() && somebody(at));
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    // A replica is no one to be coached.
    let seat = |mut within: Range<usize>| within.any(|at| ["primary", "secondary"].contains(&word(at)));
    let machine = tokens.iter().any(|token| MACHINES.contains(&token.word.as_str()));
    let training = || {
        let at = usize::from(MORE.contains(&word(0)));
        let named = word(at) == "training" && !TRAINING_THINGS.contains(&word(at + 1));
        (named && tokens.len() <= 12).then_some(0..at + 1)
    };
    // Of one who is named, or of nobody: `be on time`, `the team needs to do better`.
    let of_somebody = || {
        find_any(tokens, FIXES_OF_SOMEBODY).find(|at| {
            let trained = word(at.end - 1).ends_with("trained") || word(at.end - 1) == "training";
            at.start == 0
                || !tokens[at.start].joined && !trained
                || person(at.start.saturating_sub(6)..at.start) && !(machine && trained)
        })
    };
    // `Remind developers to read the pipeline file` reminds people, whatever of; `the calendar reminds them` does not.
    let by_machine = || {
        let sends =
            |n: usize| SENDERS.contains(&word(n)) && (n.saturating_sub(3)..n).any(|n| BY.contains(&word(n)));
        (0..tokens.len()).any(|n| word(n) == "automatically" || sends(n))
    };
    let asks =
        || begins(ITEM_FIXES).filter(|at| if person(at.end..at.end + 3) { !by_machine() } else { !machine });
    let reminds = || {
        begins(REMINDERS).filter(|at| {
            let to = (at.end..tokens.len()).find(|&n| word(n) == "to");
            to.is_some_and(|to| person(to + 1..to + 4)) && !by_machine()
        })
    };
    // `Invite the lead to reflect`, `ask engineers to be more thorough`; `ask the vendor to send the log` asks for a thing.
    let invites = || {
        begins(INVITES).filter(|at| {
            let to = (at.end + 1..at.end + 6).find(|&n| word(n) == "to");
            to.is_some_and(|to| person(at.end..to) && OF_MIND.contains(&word(to + 1)))
        })
    };
    let held = || {
        let so = |n: &usize| ["accountable", "responsible"].contains(&word(*n));
        let at = (1..7).find(so).filter(|_| ["hold", "make"].contains(&word(0)))?;
        person(1..at).then_some(0..at + 1)
    };
    let refreshed = || {
        let known = |n: &usize| ["knowledge", "awareness", "understanding", "skills"].contains(&word(*n));
        let at =
            (1..5).find(known).filter(|_| ["refresh", "deepen", "sharpen", "renew"].contains(&word(0)))?;
        Some(0..at + 1)
    };
    let tells = || {
        begins(PERSON_FIXES).filter(|at| !machine && (person(at.end..at.end + 4) || seat(at.end..at.end + 2)))
    };
    // `Talk to the deputy about reading the page`; not about a thing, nor where something lasting comes of it.
    let talks = || {
        begins(TALKS).filter(|at| {
            let about = (at.end..tokens.len()).find(|&n| word(n) == "about").map(|n| word(n + 1));
            let of_people = about.is_none_or(|of| of.ends_with("ing") || OF_PEOPLE.contains(&of));
            let made = tokens[at.end..].iter().any(|token| MAKES.contains(&token.word.as_str()));
            person(at.end..at.end + 4) && of_people && !made
        })
    };
    // `Ops: retrain the team`, `we need to retrain the team`.
    let retrains = || {
        let so = |n: &usize| match word(*n) {
            "retrain" | "re-train" => {
                !tokens[*n].joined || ["to", "should", "must", "will"].contains(&word(n.wrapping_sub(1)))
            }
            "remind" => !tokens[*n].joined,
            _ => false,
        };
        let at = (0..tokens.len()).find(so)?;
        (person(at + 1..at + 4) && !by_machine()).then_some(at..at + 1)
    };
    let first = find_any(tokens, PEOPLE_FIXES).next().or_else(of_somebody).or_else(asks);
    let first = first.or_else(tells).or_else(talks).or_else(training);
    first.or_else(reminds).or_else(invites).or_else(held).or_else(refreshed).or_else(retrains)
}

/// After `about`: it is about how somebody works.
const OF_PEOPLE: [&str; 8] = ["their", "his", "her", "what", "why", "how", "this", "it"];
