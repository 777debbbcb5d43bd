//! B01 and B14: somebody's name.

use std::ops::Range;

use super::super::document::Document;
use super::super::lists::names::*;
use super::super::lists::people::PEOPLE;
use super::super::phrase::{find, find_any, span, tokens};
use super::super::piece::{Piece, bare, is_given_name, is_person};
use super::super::{About, Finding, Level};

/// B01 and B14: somebody's name.
pub(super) fn names(piece: &Piece<'_>, about: &About, owners: bool, found: &mut Vec<Finding>) {
    let text = &piece.block.text;
    let owned = |at: usize| owners || is_owner(piece, at);
    let mut places: Vec<Range<usize>> = Vec::new();
    for name in about.people.iter().filter(|name| !about.seats.contains(name)) {
        let phrase = words_of(name).map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        // A name of one letter or two is a word too often.
        if phrase.chars().count() > 1 {
            let own = |at: &Range<usize>| {
                text[span(&piece.tokens, at)].starts_with(char::is_uppercase)
                    || name.starts_with(char::is_lowercase)
            };
            // `Page the desk` asks for something, whoever is called Page.
            let does = |at: &Range<usize>| {
                piece.tokens[at.start].begins
                    && ["the", "a", "an", "our", "this", "every"].contains(&piece.next(at.end))
            };
            let of_them = find(&piece.tokens, &format!("{phrase}'s"));
            let found = find(&piece.tokens, &phrase).into_iter().chain(of_them);
            places.extend(found.filter(|at| own(at) && !does(at)).map(|at| span(&piece.tokens, &at)));
        }
    }
    let given = (0..piece.tokens.len()).filter(|&at| {
        piece.is_named(at) && !is_no_person(piece, at) || owned(at) && is_given_name(piece.word(at))
    });
    places.extend(given.map(|at| piece.tokens[at].span.clone()));
    places.extend(handles(text, about));
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    places.dedup_by(|later, earlier| later.start < earlier.end);
    for place in places {
        let at = piece.tokens.partition_point(|token| token.span.start < place.start);
        let sentence =
            piece.tokens.get(at.min(piece.tokens.len().saturating_sub(1))).map(|token| token.sentence);
        let praised = find_any(&piece.tokens, PRAISE)
            .any(|praise| Some(piece.tokens[praise.start].sentence) == sentence);
        found.push(if praised {
            piece.at(
                "B14",
                Level::Warning,
                place,
                "{} is praised by name",
                "could the seat be thanked here, and the person in the room?",
            )
        } else {
            piece.at(
                "B01",
                Level::Error,
                place,
                "{} is a person",
                "which seat was it: “the commander”, “a responder”?",
            )
        });
    }
}

/// The words of a name, without the stops of initials and titles.
fn words_of(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty())
}

/// What people are called in short, by their first name or their surname alone: Anna, Vogt; no title, no initial, no word
/// that a seat or a trade has.
pub(super) fn parts(about: &About) -> Vec<String> {
    let several = about.people.iter().filter(|name| words_of(name).count() > 1);
    let part = |word: &&str| {
        let small = word.to_lowercase();
        let seat = |seat: &String| seat.to_lowercase().split([' ', '-', '_']).any(|word| word == small);
        word.starts_with(char::is_uppercase)
            && word.chars().count() > 1
            && !TITLES.contains(&small.as_str())
            && !is_person(&small, about)
            && !about.seats.iter().any(seat)
    };
    several.flat_map(|name| words_of(name).filter(part)).map(str::to_string).collect()
}

/// Names that are known only by the names they stand between: `Ana, Ben and Thuy were on call`.
pub(super) fn listed(document: &Document, about: &About) -> Vec<String> {
    let mut all = Vec::new();
    for block in &document.blocks {
        let words = tokens(&block.text);
        let written = |at: usize| &block.text[words[at].span.clone()];
        let name = |at: usize| {
            written(at).starts_with(char::is_uppercase) && written(at).chars().any(char::is_lowercase)
        };
        // `, ` and `and` hold a list together, and so do both.
        let follows = |at: usize, next: usize| {
            let between = block.text[words[at].span.end..words[next].span.start].trim();
            matches!(between, "," | "and" | ", and" | "&")
        };
        let mut at = 0;
        while at < words.len() {
            let mut list = vec![at];
            while let Some(next) =
                (at + 1..words.len().min(at + 3)).find(|next| name(*next) && follows(at, *next))
            {
                list.push(next);
                at = next;
            }
            let known = list.iter().filter(|at| name(**at) && has(GIVEN, written(**at))).count();
            if known > 1 {
                let new = list.iter().map(|at| written(*at)).filter(|word| !has(GIVEN, word));
                all.extend(
                    new.filter(|word| !about.seats.iter().any(|seat| seat == word)).map(str::to_string),
                );
            }
            at += 1;
        }
    }
    all
}

/// A name that is a month, a place, a company or a thing.
fn is_no_person(piece: &Piece<'_>, at: usize) -> bool {
    let capitals = |n: usize| piece.written(n).starts_with(char::is_uppercase);
    let (before, after) = (piece.last(at), piece.next(at + 1));
    let around = piece.sentence(at).start.max(at.saturating_sub(2))..piece.sentence(at).end.min(at + 3);
    let month = piece.written(at) == "Jan"
        && around.clone().any(|n| piece.word(n).starts_with(|c: char| c.is_ascii_digit()));
    let proper = (at + 1..piece.sentence(at).end)
        .take_while(|&n| piece.tokens[n].joined && capitals(n))
        .any(|n| AFTER_PROPER.contains(&piece.word(n)));
    let article = ["the", "a", "an", "our", "this", "that", "each", "every", "its"].contains(&before);
    let noun = !after.is_empty() && !capitals(at + 1) && bare(piece.written(at)) == piece.written(at);
    // `in Sofia` is a place, `in Sofia's shell` is not.
    let place =
        BEFORE_PLACES.contains(&before) || before == "in" && bare(piece.written(at)) == piece.written(at);
    month || proper || place || AFTER_THINGS.contains(&after) || article && noun
}

/// Whether a word is what stands behind `owner:`.
fn is_owner(piece: &Piece<'_>, at: usize) -> bool {
    let behind = at.checked_sub(1).map_or("", |n| piece.word(n));
    ["owner", "assignee", "owned-by", "responsible"].contains(&behind) && !piece.tokens[at].joined
}

/// `@handle`, and addresses that bear a name.
fn handles(text: &str, about: &About) -> Vec<Range<usize>> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut all = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = &text[..at];
        let local = before
            .rfind(|c| !name(c))
            .map_or(0, |n| n + before[n..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + 1..];
        let end = at + 1 + rest.find(|c| !name(c)).unwrap_or(rest.len());
        let (user, domain) = (&text[local..at], text[at + 1..end].trim_end_matches(['.', '-']));
        if user.is_empty() {
            let group = |word: &str| {
                GROUPS.contains(&word)
                    || word.ends_with("team")
                    || word.ends_with("oncall")
                    || word
                        .split(['-', '_', '.'])
                        .any(|part| GROUP_PARTS.contains(&part) || PEOPLE.contains(&part))
            };
            let small = domain.to_lowercase();
            // `@acme/sdk` is a package, `@acme/payments` a team.
            let path = text[end..].starts_with('/');
            let known = about.seats.iter().any(|seat| seat.to_lowercase() == small);
            if domain.len() > 1
                && domain.starts_with(|c: char| c.is_ascii_alphabetic())
                && !path
                && !group(&small)
                && !known
            {
                all.push(at..at + 1 + domain.len());
            }
        } else if domain.contains('.') && (user.contains('.') || is_given_name(user)) {
            all.push(local..at + 1 + domain.len());
        }
    }
    all
}
