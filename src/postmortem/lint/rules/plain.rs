//! Plain blame, as people say it in anger: of B02, B03, B06, B07 and B10.

use std::ops::Range;

use super::super::document::Kind;
use super::super::lists::judgement::COMPETENT;
use super::super::lists::plain::*;
use super::super::phrase::{find, find_any};
use super::super::piece::{Piece, is_one};
use super::super::{About, Finding, Level};
use super::by_person;
use super::questions::asks_for_somebody;

/// Plain blame.
pub(super) fn plain(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    for at in (0..piece.tokens.len()).filter_map(|at| mistake_of(piece, at, about)) {
        let help = "what made this action reasonable then, and what did the system allow?";
        found.push(piece.found("B02", Level::Error, &at, "{} is given as the cause", help));
    }
    let mut judged: Vec<Range<usize>> = find_any(&piece.tokens, &["half a brain"]).collect();
    judged.extend(find(&piece.tokens, "fault of").into_iter().filter(|at| is_fault_of(piece, at, about)));
    judged.extend(find_any(&piece.tokens, BOTCHED).filter(|at| by_person(piece, at.start, about)));
    judged.extend((0..piece.tokens.len()).filter_map(|at| {
        unacceptable(piece, at).or_else(|| competent(piece, at)).or_else(|| messed_up(piece, at, about))
    }));
    for at in judged {
        let help = "what was done, and what was known at that moment?";
        found.push(piece.found("B03", Level::Error, &at, "{} is a judgement", help));
    }
    for at in (0..piece.tokens.len()).filter_map(|at| not_understood(piece, at, about)) {
        let help = "what was visible on the screen, and what does the page about it say?";
        found.push(piece.found(
            "B10",
            Level::Warning,
            &at,
            "{} explains nothing that could be changed",
            help,
        ));
    }
    for at in (0..piece.tokens.len()).filter(|at| is_whose(piece, *at)) {
        found.push(asks_for_somebody(piece, at));
    }
    for at in find_any(&piece.tokens, NEVER_AGAIN).filter(|at| is_promise(piece, at)) {
        let help = "what is changed, so that it is less likely or smaller? an action item says it";
        found.push(piece.found("B07", Level::Warning, &at, "{} is a certainty that nobody has", help));
    }
}

/// `Dave's mistake`, `her mistake`; a tracker's error page is a page.
fn mistake_of(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if !["mistake", "mistakes", "error", "errors", "blunder"].contains(&piece.word(at)) {
        return None;
    }
    let whose = piece.last(at);
    let named = whose.ends_with("'s") && piece.is_known(at - 1, about);
    let theirs = ["his", "her"].contains(&whose) && !piece.word(at).starts_with("error");
    let thing = is_one(piece.next(at + 1), ERROR_THINGS);
    ((named || theirs) && !thing).then(|| at - 1..at + 1)
}

/// `It was the fault of the network team`; through no fault of theirs, it is not.
fn is_fault_of(piece: &Piece<'_>, at: &Range<usize>, about: &About) -> bool {
    let be = ["is", "was", "are", "were", "it's", "that's"];
    let said = piece.near_before(at.start, 4, &be) && !piece.near_before(at.start, 2, &["no", "not"]);
    let somebody = |n: usize| !piece.next(n).is_empty() && piece.is_somebody(n, about);
    said && (at.end..at.end + 3).any(somebody)
}

/// `That is unacceptable`; a latency may be, to somebody, under something.
fn unacceptable(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    if piece.word(at) != "unacceptable" || IN_WHAT.contains(&piece.next(at + 1)) {
        return None;
    }
    let joined = |n: usize| n > 0 && piece.tokens[n].joined;
    let mut be = at;
    while joined(be) && (piece.word(be - 1).ends_with("ly") || ["just", "so"].contains(&piece.word(be - 1))) {
        be -= 1;
    }
    let before = be.checked_sub(1).filter(|_| joined(be))?;
    let what = match piece.word(before) {
        "is" | "was" => before.checked_sub(1).filter(|_| joined(before))?,
        _ => before,
    };
    let opens = !joined(what) || piece.tokens[what].begins || ["and", "but"].contains(&piece.last(what));
    let short = ["that's", "it's"].contains(&piece.word(what));
    let long = what < before && ["this", "that", "it", "which"].contains(&piece.word(what));
    (opens && (short || long)).then_some(what..at + 1)
}

/// `anyone competent`.
fn competent(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let measured = ANYONE.contains(&piece.word(at)) && COMPETENT.contains(&piece.next(at + 1));
    (measured && !IN_WHAT.contains(&piece.next(at + 2))).then_some(at..at + 2)
}

/// `They screwed this up`; a restart may mess up an order.
fn messed_up(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    if !MESSED.contains(&piece.word(at)) {
        return None;
    }
    let up = (at + 1..at + 5).take_while(|&n| !piece.next(n).is_empty()).find(|&n| piece.word(n) == "up")?;
    (piece.tokens[at].begins || by_person(piece, at, about)).then_some(at..up + 1)
}

/// `The engineer didn't understand the system`; who says so of themselves, or until when, tells what was known.
fn not_understood(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
    let words = |from: usize, words: &[&str]| {
        words.iter().enumerate().all(|(n, word)| piece.next(from + n) == *word).then_some(from + words.len())
    };
    let not = match piece.word(at) {
        "didn't" | "doesn't" | "don't" | "never" => Some(at + 1),
        "did" | "does" | "do" => words(at + 1, &["not"]),
        _ => None,
    };
    let whose_doing = |from: usize, who: &[&str]| {
        let here = piece.next(from) == "what" && who.contains(&piece.next(from + 1));
        let doing =
            ["was", "were", "is", "are"].contains(&piece.next(from + 2)) && piece.next(from + 3) == "doing";
        (here && doing).then_some(from + 4)
    };
    let they = ["he", "she", "they"];
    let end = match not {
        Some(not) if ["understand", "understood", "know", "knew"].contains(&piece.next(not)) => {
            let known = (not + 1..not + 5).take_while(|&n| !piece.next(n).is_empty());
            let system = || known.clone().find(|&n| EXPECTED_TO_KNOW.contains(&piece.word(n)));
            let whole = || system().filter(|_| piece.word(not).starts_with("under")).map(|n| n + 1);
            whose_doing(not + 1, &they).or_else(whole)
        }
        Some(_) => None,
        None if piece.word(at) == "had" => {
            let idea =
                words(at + 1, &["no", "idea"]).and_then(|n| whose_doing(n, &["he", "she", "they", "it"]));
            idea.or_else(|| words(at + 1, &["no", "understanding", "of"]))
        }
        None => None,
    }?;
    let own = ["we", "i"].contains(&piece.last(at));
    let bounded = piece.sentence(at).any(|n| UNTIL_WHEN.contains(&piece.word(n)));
    (!own && !bounded && by_person(piece, at, about)).then_some(at..end)
}

/// `Whose fault`, as a question or a heading; `the customer whose fault report came first` asks for nobody.
fn is_whose(piece: &Piece<'_>, at: usize) -> bool {
    if piece.word(at) != "whose" || !BLAME.contains(&piece.next(at + 1)) {
        return false;
    }
    let opens = piece.tokens[at].begins || ["so", "and", "but"].contains(&piece.last(at));
    let known = piece.near_before(at, 3, &["ask", "asked", "know", "knew", "decide", "determine"]);
    let ends = ["", "is", "was", "it", "this", "that"].contains(&piece.next(at + 2));
    let heading = piece.block.kind == Kind::Heading;
    ends && (heading || known || opens && piece.asks(piece.tokens[at].sentence))
}

/// Whether it is said of what happened; a retry does not happen again until something.
fn is_promise(piece: &Piece<'_>, at: &Range<usize>) -> bool {
    let of_it = piece.tokens[at.clone()].iter().any(|token| ["let"].contains(&token.word.as_str()))
        || piece.near_before(at.start, 3, WHAT_HAPPENED);
    let bounded = piece.behind(at.end - 1, |word| ["until", "before", "unless", "while"].contains(&word));
    of_it && !bounded
}
