//! B04: what did not happen.

use std::ops::Range;

use super::super::lists::counterfactual::*;
use super::super::lists::people::AUDIENCE;
use super::super::part::Part;
use super::super::phrase::find_any;
use super::super::piece::Piece;
use super::super::{About, Finding, Level};
use super::by_person;

/// B04: what did not happen.
pub(super) fn counterfactual(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    const HELP: &str = "what did happen? and if it is for next time: which action item says it?";
    let mut places: Vec<Range<usize>> =
        find_any(&piece.tokens, &["if only", "ought to have", "oughtn't to have"]).collect();
    places.extend(
        find_any(&piece.tokens, &["avoidable", "preventable"]).filter(|at| {
            !piece.near_before(at.start, 3, &["not", "no", "wasn't", "isn't", "hardly", "were"])
        }),
    );
    for at in 0..piece.tokens.len() {
        places.extend(modal(piece, at, about));
        // What could have come of it is what is told where we got lucky.
        if piece.part != Part::Luck {
            places.extend(unreal(piece, at));
        }
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
fn modal(piece: &Piece<'_>, at: usize, about: &About) -> Option<Range<usize>> {
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
        end = piece.over_adverbs(end);
        if piece.next(end) != "have" {
            return None;
        }
        end += 1;
    }
    let end = piece.over_adverbs(end);
    let told = Told { piece, at, stem, end, person: by_person(piece, at, about) };
    (told.is_verb() && !told.is_harmless(about)).then_some(at..end)
}

/// A verb of what did not happen, with what stands around it.
struct Told<'p> {
    piece: &'p Piece<'p>,
    at: usize,
    stem: &'p str,
    /// Behind `have` and its adverbs.
    end: usize,
    /// Somebody is its subject.
    person: bool,
}

impl Told<'_> {
    /// Whether a verb follows: `should have alerts` is a duty.
    fn is_verb(&self) -> bool {
        let (word, after) = (self.piece.next(self.end), self.piece.next(self.end + 1));
        let verb = word.len() > 3 && word.ends_with("ed") || IRREGULAR.contains(&word);
        verb && (!ADJECTIVES.contains(&word) || NO_NOUNS.contains(&after))
    }

    /// Whether it tells of a thing, a reach, a price or an expectation, and of nobody's omission.
    fn is_harmless(&self, about: &About) -> bool {
        let piece = self.piece;
        let next = piece.next(self.end);
        let been = next == "been";
        let after = |few| piece.near_behind(self.end + 1, few, REACHED);
        let reached =
            self.stem != "should" && been && (after(2) || piece.near_behind(self.end, 6, &["worse"]));
        let cost = self.stem == "would" && COSTS.contains(&next) && piece.next(self.end + 1) != "place";
        let hoped = self.stem == "would" && ["expected", "liked", "thought"].contains(&next);
        let wish = self.stem != "should" && matches!(piece.part, Part::Luck | Part::Actions);
        let by_then = self.stem != "should" && been && self.by_a_time();
        let thing = !self.person && (cost || by_then || self.is_relative());
        thing || reached || hoped || wish || self.is_unknowable() || self.is_expected(about)
    }

    /// `a protection that would have stopped it had been removed`.
    fn is_relative(&self) -> bool {
        let Some(that) = self.at.checked_sub(1).filter(|_| self.piece.tokens[self.at].joined) else {
            return false;
        };
        let token = &self.piece.tokens[that];
        // Behind a comma, `which would have …` tells about the whole sentence.
        !token.begins && token.joined && ["that", "which"].contains(&token.word.as_str())
            || token.word == "who" && AUDIENCE.contains(&self.piece.last(that))
    }

    /// `we could not have known`.
    fn is_unknowable(&self) -> bool {
        let piece = self.piece;
        let here = self.at..self.end;
        let negated = here
            .clone()
            .any(|n| piece.word(n).ends_with("n't") || ["not", "never", "hardly"].contains(&piece.word(n)))
            || piece.near_before(self.at, 3, &["nobody", "none", "no-one"]);
        let next = if piece.next(self.end) == "been" { self.end + 1 } else { self.end };
        self.stem == "could" && negated && FORESEEN.contains(&piece.next(next))
    }

    /// `customers should have received a refund by Friday`.
    fn is_expected(&self, about: &About) -> bool {
        let piece = self.piece;
        let sentence = piece.sentence(self.at);
        let served = sentence.start..self.at;
        let audience = served.clone().any(|n| AUDIENCE.contains(&piece.word(n)))
            && !served.clone().any(|n| {
                !AUDIENCE.contains(&piece.word(n)) && piece.word(n) != "who" && piece.is_somebody(n, about)
            });
        let been = piece.next(self.end) == "been";
        let given =
            RECEIVED.contains(&piece.next(self.end)) || been && SERVED.contains(&piece.next(self.end + 1));
        let by_itself = been
            && (!self.person || audience)
            && (piece.near_behind(self.end, 8, &["automatically"]) || self.by_now());
        self.stem == "should" && (audience && given || by_itself)
    }

    fn by_now(&self) -> bool {
        (self.end..self.piece.sentence(self.at).end)
            .any(|n| self.piece.word(n) == "by" && self.piece.next(n + 1) == "now")
    }

    /// `by 10:00`.
    fn by_a_time(&self) -> bool {
        let number = |n: usize| self.piece.next(n + 1).starts_with(|c: char| c.is_ascii_digit());
        (self.end..self.piece.sentence(self.at).end).any(|n| self.piece.word(n) == "by" && number(n))
    }
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
