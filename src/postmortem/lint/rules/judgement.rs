//! B02, B03 and B10: words that judge.

use std::ops::Range;

use super::super::lists::judgement::*;
use super::super::phrase::{find, find_any};
use super::super::piece::{Piece, is_one};
use super::super::{About, Finding, Level};
use super::by_person;

/// B02: somebody's error as the cause.
pub(super) fn human_error(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    let errors = find_any(&piece.tokens, HUMAN_ERROR);
    for at in errors.chain((0..piece.tokens.len()).filter_map(|at| error_of(piece, at))) {
        let shown = piece.word(at.start) == "user"
            && (is_one(piece.next(at.end), ERRORS_SHOWN) || piece.word(at.end - 1) == "errors");
        if !shown && !is_spoken_of(piece, &at) {
            found.push(piece.found(
                "B02",
                Level::Error,
                &at,
                "{} is given as the cause",
                "what made this action reasonable then, and what did the system allow?",
            ));
        }
    }
}

/// `operator's mistake`, `an error by the administrator`, `an engineer made a mistake`.
fn error_of(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let errs = |n: usize| ERRING.contains(&piece.word(n).trim_end_matches("'s"));
    if !["error", "errors", "mistake", "mistakes"].contains(&piece.word(at)) {
        return None;
    }
    let before = at.checked_sub(1).filter(|_| piece.tokens[at].joined);
    if before.is_some_and(errs) {
        return Some(at - 1..at + 1);
    }
    let by = [&["by"][..], &["made", "by"], &["on", "the", "part", "of"]].into_iter().find_map(|words| {
        let here = words.iter().enumerate().all(|(n, word)| piece.next(at + 1 + n) == *word);
        here.then_some(at + 1 + words.len())
    });
    if let Some(by) = by {
        return (by..by + 3).find(|&n| !piece.next(n).is_empty() && errs(n)).map(|end| at..end + 1);
    }
    let made = (at.saturating_sub(3)..at).find(|&n| piece.word(n) == "made")?;
    let joined = (made + 1..=at).all(|n| piece.tokens[n].joined);
    (joined && made > 0 && errs(made - 1)).then(|| made - 1..at + 1)
}

/// Whether an error is spoken of, denied or guarded against, and is no cause.
fn is_spoken_of(piece: &Piece<'_>, at: &Range<usize>) -> bool {
    let but = piece.last(at.start) == "but";
    let denied = !but && piece.near_before(at.start, 6, NO);
    denied
        || piece.near_before(at.start, 4, SPOKEN_OF)
        || piece.near_behind(at.end, 3, NO)
        || piece.near_behind(at.end, 3, &["assumed", "suspected", "ruled"])
}

/// B03: words that judge.
pub(super) fn judgement(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    for at in find_any(&piece.tokens, NORMATIVE) {
        let word = piece.word(at.start);
        let lazy = word.starts_with("lazi") || word == "lazy";
        let thing = word.starts_with("inappropriate") && is_one(piece.next(at.end), THINGS);
        // `A lazy unmount`, `dumb terminals`: how a thing is built, unless what follows is somebody's, or somebody.
        let built = ["lazy", "dumb"].contains(&word) && is_built_so(piece, at.end, about);
        // `The careless-whisper suite`: a thing's name, unless somebody is called so.
        let somebody = !piece.next(at.end).is_empty() && piece.is_somebody(at.end, about);
        let coined = word.contains('-') && !somebody;
        if !(coined
            || lazy && is_one(piece.next(at.end), LAZY)
            || built
            || thing
            || of_nobody(piece, at.start))
        {
            found.push(judged(piece, &at));
        }
    }
    for at in find_any(&piece.tokens, &["inadequate", "inadequately"]) {
        let somebody = |n: usize| !piece.next(n).is_empty() && piece.is_somebody(n, about);
        let near = !VIRTUES.contains(&piece.next(at.end)) && (at.end..at.end + 3).any(somebody);
        let by = (at.start.saturating_sub(3)..at.start).any(|n| {
            piece.is_somebody(n, about) && piece.tokens[n].sentence == piece.tokens[at.start].sentence
        });
        if near || by {
            found.push(judged(piece, &at));
        }
    }
    for at in 0..piece.tokens.len() {
        let judges = measured(piece, at, about)
            .or_else(|| decision(piece, at, about))
            .or_else(|| blindly(piece, at, about))
            .or_else(|| fault(piece, at, about))
            .or_else(|| understated(piece, at));
        found.extend(judges.map(|at| judged(piece, &at)));
    }
}

/// Whether what follows is a thing that can be built in such a way.
fn is_built_so(piece: &Piece<'_>, at: usize, about: &About) -> bool {
    let next = piece.next(at);
    !next.is_empty()
        && !OF_PEOPLES_WORK.contains(&next)
        && !piece.is_somebody(at, about)
        && !piece.is_somebody(at + 1, about)
}

/// `nobody was careless`, `none of us is stupid`, `she was not careless`; and of a thing: `the deploy was careless of
/// timeouts`, `the scheduler was stupid`.
fn of_nobody(piece: &Piece<'_>, at: usize) -> bool {
    let joined = |n: usize| piece.tokens.get(n).is_some_and(|token| token.joined);
    let mut be = at;
    while be > 0 && joined(be) && ["not", "never"].contains(&piece.word(be - 1)) {
        be -= 1;
    }
    let denied = be < at;
    let Some(be) = be.checked_sub(1).filter(|_| joined(be)) else { return false };
    if piece.word(be).ends_with("n't") {
        return true;
    }
    if !["is", "are", "was", "were", "been", "be"].contains(&piece.word(be)) {
        return false;
    }
    // `Nobody here is stupid`, `nobody is stupid here`.
    let here = be.checked_sub(1).is_some_and(|before| ["here", "there"].contains(&piece.word(before)));
    let be = be - usize::from(here);
    // `Not only was she careless` denies nothing.
    let Some(subject) = be.checked_sub(1).filter(|_| joined(be)) else { return denied };
    let one = |n: usize| NOBODY.contains(&piece.word(n)) || piece.word(n) == "one" && piece.last(n) == "no";
    let of = (piece.sentence(at).start.max(be.saturating_sub(4))..be)
        .any(|n| one(n) && joined(n + 1) && piece.word(n + 1) == "of");
    let about = ["of", "about", "with", "to"].contains(&piece.next(at + 1));
    let thing = WORKINGS.contains(&piece.word(subject)) || about && WORKS.contains(&piece.word(subject));
    // `Whoever wrote that script was lazy`: no script was.
    let thing = thing && !piece.before(subject, |word| ["who", "whoever"].contains(&word));
    denied || one(subject) || of || thing
}

/// `any competent engineer`, `an inexperienced operator`.
fn measured(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let word = piece.word(at);
    let person = !piece.next(at + 1).is_empty() && piece.is_somebody(at + 1, about);
    let any = ["any", "every", "no", "a"].contains(&piece.last(at)) && COMPETENT.contains(&word);
    (person && (any || LESSER.contains(&word))).then(|| at..at + 2)
}

/// `the team made a poor decision`; a load balancer may, and a sentence of these words alone means somebody.
fn decision(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let what = ["decision", "decisions", "choice", "choices", "judgement", "judgment"];
    if !POOR.contains(&piece.word(at)) || !what.contains(&piece.next(at + 1)) {
        return None;
    }
    let made = (at.saturating_sub(2)..at).find(|&n| ["made", "took"].contains(&piece.word(n)));
    let person = made.is_some_and(|made| by_person(piece, made, about));
    (person || piece.sentence(at).len() == 2).then(|| at..at + 2)
}

/// `Not exactly clever`, `hardly professional`, `not the smartest of ideas`, `not our finest hour`; a scheduler may be no
/// cleverer than it is.
fn understated(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let word = piece.word(at);
    let (clever, cleverest) = (CLEVER.contains(&word), CLEVEREST.contains(&word));
    if !clever && !cleverest {
        return None;
    }
    let sentence = piece.sentence(at);
    let thing = sentence.clone().any(|n| LIGHTS.contains(&piece.word(n)));
    let works = (sentence.start..at).any(|n| WORKINGS.contains(&piece.word(n)));
    if works || thing && ["bright", "sharp", "brightest", "sharpest"].contains(&word) {
        return None;
    }
    let no = |n: usize, word: &str| {
        piece.word(n) == word || word == "not" && (piece.word(n).ends_with("n't") || piece.word(n) == "never")
    };
    let stands = |words: &&&[&str]| {
        at.checked_sub(words.len()).is_some_and(|from| {
            let here = words.iter().enumerate().all(|(k, word)| no(from + k, word));
            here && sentence.contains(&from) && (from + 1..=at).all(|n| piece.tokens[n].joined)
        })
    };
    if clever {
        return HARDLY.iter().find(stands).map(|words| at - words.len()..at + 1);
    }
    let before = (sentence.start.max(at.saturating_sub(4))..at).find(|&n| no(n, "not") || no(n, "hardly"))?;
    let joined = (before + 1..=at).all(|n| piece.tokens[n].joined);
    let of_somebody = piece.word(at) != "finest" || piece.next(at + 1) == "hour";
    (joined && of_somebody).then_some(before..at + 1)
}

fn blindly(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let does = piece.word(at) == "blindly" && is_one(piece.next(at + 1), BLINDLY);
    (does && by_person(piece, at, about)).then(|| at..at + 2)
}

/// `the operator's fault`, `the vendor is to blame`; who says so of themselves owns up.
fn fault(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let before = piece.last(at);
    let whose = before.ends_with("'s") && piece.is_somebody(at - 1, about);
    if piece.word(at) == "fault" && (whose || ["their", "his", "her", "your"].contains(&before)) {
        return Some(at - 1..at + 1);
    }
    let be = ["is", "was", "are", "were"].contains(&piece.word(at));
    let own = ["we", "i"].contains(&before);
    let blamed = [["to", "blame"], ["at", "fault"]]
        .iter()
        .any(|words| (at + 1..at + 3).any(|n| piece.next(n) == words[0] && piece.next(n + 1) == words[1]));
    (be && !own && blamed && by_person(piece, at, about)).then(|| at..at + 3)
}

/// `Dana was slow`, `the commander was far too slow to page`: somebody is measured, and nobody knows against what.
pub(super) fn slow(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    for at in 0..piece.tokens.len() {
        let Some(be) = at.checked_sub(1).filter(|_| SLOW.contains(&piece.word(at))) else { continue };
        let from = piece.sentence(at).start;
        let joined = |n: usize| piece.tokens[n].joined;
        let mut be = be;
        while be > from && joined(be + 1) && HOW_MUCH.contains(&piece.word(be)) {
            be -= 1;
        }
        let is = ["is", "was", "were", "are", "been"].contains(&piece.word(be)) && joined(be + 1);
        if is && by_person(piece, be, about) {
            found.push(piece.found(
                "B03",
                Level::Warning,
                &(be..at + 1),
                "{} measures somebody",
                "what was that time needed for, and what was known in it?",
            ));
        }
    }
}

/// B10: explanations that explain nothing.
pub(super) fn mechanistic(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    let mut places: Vec<Range<usize>> = find_any(&piece.tokens, MECHANISTIC).collect();
    places.extend(find_any(&piece.tokens, OVERCOME).filter(|at| by_person(piece, at.start, about)));
    for at in find_any(&piece.tokens, TOO_LITTLE) {
        if VIRTUES.contains(&piece.next(at.end)) {
            places.push(at.start..at.end + 1);
        }
    }
    for at in find(&piece.tokens, "paying attention") {
        if piece.near_before(
            at.start,
            3,
            &["not", "wasn't", "weren't", "isn't", "nobody", "stopped", "without"],
        ) {
            places.push(at);
        }
    }
    places.extend((0..piece.tokens.len()).filter_map(|at| talk(piece, at)));
    for at in places {
        found.push(piece.found(
            "B10",
            Level::Warning,
            &at,
            "{} explains nothing that could be changed",
            "what was visible on the screen, and what else asked for attention?",
        ));
    }
}

/// `Poor communication`, `lack of teamwork`: among people; two hosts may have a poor link.
fn talk(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let before = piece.last(at);
    if !BETWEEN_PEOPLE.contains(&piece.word(at)) || !BADLY.contains(&before) {
        return None;
    }
    let from = if before == "of" {
        at.checked_sub(2).filter(|_| ["lack", "absence"].contains(&piece.last(at - 1)))?
    } else {
        at - 1
    };
    (!piece.near_behind(at + 1, 4, WIRES)).then_some(from..at + 1)
}

fn judged(piece: &Piece<'_>, at: &Range<usize>) -> Finding {
    piece.found(
        "B03",
        Level::Error,
        at,
        "{} is a judgement",
        "what was done, and what was known at that moment?",
    )
}
