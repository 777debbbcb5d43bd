//! Blame that minds its manners: of B03, B05 and B10.

use std::ops::Range;

use super::super::lists::judgement::{NO, WORKINGS};
use super::super::lists::people::AUDIENCE;
use super::super::lists::polite::*;
use super::super::part::Part;
use super::super::phrase::{Token, find_any};
use super::super::piece::{Piece, is_one, is_person};
use super::super::{About, Finding, Level};
use super::by_person;

/// Polite blame.
pub(super) fn polite(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    for at in 0..piece.tokens.len() {
        if let Some(at) = wanting(piece, at, about)
            .or_else(|| wished(piece, at, about))
            .or_else(|| trait_of(&piece.tokens, at, about))
        {
            let help = "what made it likely: what was on the screen, what asked for attention, who was there to ask?";
            found.push(piece.found(
                "B10",
                Level::Warning,
                &at,
                "{} explains nothing that could be changed",
                help,
            ));
        }
        if let Some(at) = untroubled(piece, at, about)
            .or_else(|| let_down(piece, at, about))
            .or_else(|| away(piece, at, about))
            .or_else(|| guessed(piece, at, about))
        {
            let help = "what was there to see at that moment, and for whom?";
            found.push(piece.found(
                "B05",
                Level::Warning,
                &at,
                "{} says of people what they left undone",
                help,
            ));
        }
        if let Some(at) = scorn(piece, at, about) {
            let help = "what was done, and what was known at that moment?";
            found.push(piece.found("B03", Level::Error, &at, "{} is a judgement", help));
        }
    }
    for at in find_any(&piece.tokens, UNFIT).filter(|at| somebody_before(piece, at.start, about)) {
        let help = "what was asked of the seat, and what was there to help it?";
        found.push(piece.found("B03", Level::Error, &at, "{} is a judgement", help));
    }
}

/// Whether a condition is somebody: `the operator was tired`, `the secondary's haste`, `haste of the operator`.
pub(crate) fn is_about_somebody(text: &str, about: &About) -> bool {
    let tokens = super::super::phrase::tokens(text);
    tokens.iter().take(3).any(|token| is_person(&token.word, about))
        || (0..tokens.len()).any(|at| trait_of(&tokens, at, about).is_some())
}

/// Whether somebody does something here; also `the colleague on integration did`.
fn by_somebody(piece: &Piece<'_>, verb: usize, about: &About) -> bool {
    const WHERE: &[&str] = &["on", "in", "at", "of", "from", "for", "behind"];
    let from = piece.sentence(verb).start.max(verb.saturating_sub(6));
    let whole = |n: usize| (n + 1..=verb).all(|n| piece.tokens[n].joined);
    let placed = |n: usize| WHERE.contains(&piece.word(n + 1)) && piece.is_somebody(n, about) && whole(n);
    by_person(piece, verb, about) || (from..verb).any(placed)
}

/// Whether somebody stands before it in its sentence.
fn somebody_before(piece: &Piece<'_>, at: usize, about: &About) -> bool {
    (piece.sentence(at).start..at).any(|n| piece.is_somebody(n, about) || SEATS.contains(&piece.word(n)))
}

fn words(piece: &Piece<'_>, from: usize, words: &[&str]) -> Option<usize> {
    words.iter().enumerate().all(|(n, word)| piece.next(from + n) == *word).then_some(from + words.len())
}

/// The place behind `did not`, `didn't`, `never`.
fn behind_not(piece: &Piece<'_>, at: usize) -> Option<usize> {
    match piece.next(at) {
        "didn't" | "doesn't" | "don't" | "hadn't" | "never" => Some(at + 1),
        "did" | "does" | "do" | "had" => words(piece, at + 1, &["not"]),
        _ => None,
    }
}

/// `did not quite have the experience`, `lacked the skill`, `had little judgement`; who says so of themselves owns up.
fn wanting(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let skip = |mut n: usize| {
        while HOW_MUCH_OF.contains(&piece.next(n)) {
            n += 1;
        }
        n
    };
    let lacks = match piece.word(at) {
        "lacked" | "lacks" => Some(at + 1),
        "had" if ["no", "little", "insufficient", "inadequate"].contains(&piece.next(at + 1)) => Some(at + 2),
        "did" | "didn't" => {
            let not = if piece.word(at) == "did" { words(piece, at + 1, &["not"])? } else { at + 1 };
            words(piece, skip(not), &["have"]).or_else(|| words(piece, skip(not), &["possess"]))
        }
        _ => None,
    }?;
    let end = skip(lacks);
    let own = ["we", "i"].contains(&piece.last(at));
    (TALENTS.contains(&piece.next(end)) && !own && by_somebody(piece, at, about)).then_some(at..end + 1)
}

/// `with a little more care`, `had they been more attentive`; in action items it is a fix, and B13 asks about it.
fn wished(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if piece.part == Part::Actions {
        return None;
    }
    if piece.word(at) == "with" {
        let near = (at + 1..at + 6).take_while(|&n| !piece.next(n).is_empty());
        let end = near.clone().find(|&n| WISHED.contains(&piece.word(n)))?;
        let more = (at + 1..end).any(|n| MORE.contains(&piece.word(n)));
        return more.then_some(at..end + 1);
    }
    let more = piece.word(at) == "more" && WISHED_TO_BE.contains(&piece.next(at + 1));
    (more && somebody_before(piece, at, about)).then_some(at..at + 2)
}

/// `The secondary's haste`, `the haste of the operator`, `inexperience on the part of the desk`.
fn trait_of(tokens: &[Token], at: usize, about: &About) -> Option<Range<usize>> {
    let word = |n: usize| tokens.get(n).map_or("", |token| token.word.as_str());
    let joined = |n: usize| tokens.get(n).is_some_and(|token| token.joined);
    let somebody = |word: &str| {
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
        is_person(word, about)
            || SEATS.contains(&word)
            || about.people.iter().any(|name| name.to_lowercase() == word)
    };
    if !TRAITS.contains(&word(at)) {
        return None;
    }
    // With one word between: `the operator's evident haste`.
    let whose = [at.checked_sub(1), at.checked_sub(2)].into_iter().flatten().find(|&n| {
        let theirs = ["their", "his", "her"].contains(&word(n));
        (n + 1..=at).all(joined) && (theirs || word(n).ends_with("'s") && somebody(word(n)))
    });
    if let Some(whose) = whose {
        return Some(whose..at + 1);
    }
    let of =
        [&["of"][..], &["by"], &["on", "the", "part", "of"], &["from"]].into_iter().find_map(|words| {
            let here =
                words.iter().enumerate().all(|(n, said)| joined(at + 1 + n) && word(at + 1 + n) == *said);
            here.then_some(at + 1 + words.len())
        })?;
    (of..of + 3).take_while(|&n| joined(n)).find(|&n| somebody(word(n))).map(|end| at..end + 1)
}

/// `without taking the trouble to look`, `without so much as reading it`; a job runs without waiting.
fn untroubled(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if piece.word(at) != "without" {
        return None;
    }
    let even = words(piece, at + 1, &["even"]).or_else(|| words(piece, at + 1, &["so", "much", "as"]));
    if let Some(even) = even {
        let left = EVEN.contains(&piece.next(even)) && somebody_before(piece, at, about);
        return left.then_some(at..even + 1);
    }
    let left = UNTROUBLED.iter().find_map(|said| words(piece, at + 1, said))?;
    Some(at..left)
}

/// `let the team down`, `let us all down`; a library may let a caller down.
fn let_down(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if !["let", "lets", "letting"].contains(&piece.word(at)) {
        return None;
    }
    let down =
        (at + 1..at + 6).take_while(|&n| !piece.next(n).is_empty()).find(|&n| piece.word(n) == "down")?;
    let whom = (at + 1..down).any(|n| {
        piece.is_somebody(n, about)
            || AUDIENCE.contains(&piece.word(n))
            || ["us", "them", "him", "her", "everyone"].contains(&piece.word(n))
    });
    (whom && !WORKINGS.contains(&piece.last(at))).then_some(at..down + 1)
}

/// `Leadership was absent`; on leave, or from when to when, is a fact.
fn away(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if !["was", "were", "remained", "is"].contains(&piece.word(at)) {
        return None;
    }
    let mut end = at + 1;
    while piece.next(end).len() > 4 && piece.next(end).ends_with("ly") {
        end += 1;
    }
    let gone = AWAY.contains(&piece.next(end)) && !piece.near_behind(end + 1, 4, ON_LEAVE);
    let people = by_somebody(piece, at, about) && !AUDIENCE.contains(&piece.last(at));
    (gone && people).then_some(at..end + 1)
}

/// `evidently did not read it`, of whoever stands before it.
fn guessed(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if !GUESSED.contains(&piece.word(at)) {
        return None;
    }
    let mut end = behind_not(piece, at + 1)?;
    while ["even", "actually", "really", "ever", "once", "properly"].contains(&piece.next(end)) {
        end += 1;
    }
    let head = is_one(piece.next(end), WITH_THE_HEAD);
    let whoever = piece.before(at, |word| ["who", "whoever"].contains(&word));
    (head && (whoever || by_somebody(piece, at, about))).then_some(at..end + 1)
}

/// `The reviewer rubber-stamped it`, `was waved through`; nobody did is no scorn.
fn scorn(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let end = SCORN.iter().find_map(|phrase| stands(piece, at, phrase))?;
    let passive = ["was", "were", "been", "being"].contains(&piece.last(at));
    let somebody = by_somebody(piece, at, about) || SEATS.contains(&piece.last(at));
    let denied = piece.near_before(at, 3, NO) || ["nobody", "none"].contains(&piece.last(at));
    ((passive || somebody) && !denied).then_some(at..end)
}

/// Where a phrase ends that stands here; a `~` in it is up to three words.
fn stands(piece: &Piece<'_>, at: usize, phrase: &str) -> Option<usize> {
    let (before, after) = phrase.split_once(" ~ ").map_or((phrase, None), |(a, b)| (a, Some(b)));
    let word = |n: usize| if n == at { piece.word(n) } else { piece.next(n) };
    let here = |from: usize, said: &str| {
        let all = said.split(' ').enumerate();
        all.clone().all(|(n, said)| is_one(word(from + n), &[said])).then(|| from + all.count())
    };
    let end = here(at, before)?;
    match after {
        None => Some(end),
        Some(after) => (end..end + 4).take_while(|&n| !word(n).is_empty()).find_map(|n| here(n, after)),
    }
}
