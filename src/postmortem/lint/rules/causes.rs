//! B09 and B11: one cause, and more harm than there was.

use std::ops::Range;

use super::super::document::{Block, Document, Kind};
use super::super::lists::causes::*;
use super::super::phrase::{find, find_any, span, tokens};
use super::super::piece::Piece;
use super::super::{Finding, Level};

/// B09: one cause.
pub(super) fn single_cause(piece: &Piece<'_>, document: &Document, n: usize, found: &mut Vec<Finding>) {
    const HELP: &str = "which factors contributed, and what was the trigger among them?";
    const SAYS: &str = "{} leaves room for one cause";
    for at in find(&piece.tokens, "root cause") {
        let negated = (at.start.saturating_sub(3)..at.start)
            .any(|n| ["no", "not", "a", "one", "any"].contains(&piece.word(n)));
        let verb = (at.end..(at.end + 9).min(piece.tokens.len())).find(|&n| {
            piece.tokens[n].sentence == piece.tokens[at.start].sentence
                && ["was", "is"].contains(&piece.word(n))
        });
        let open = verb.is_some_and(|verb| {
            ["not", "unknown", "still", "unclear", "under", "being", "on", "yet"]
                .contains(&piece.next(verb + 1))
        });
        let analysis = ["analysis", "analyses", "review"].contains(&piece.next(at.end));
        let said = verb.is_some() && !negated && !open && !analysis;
        if said || labels(piece, &at) && one_entry(piece, document, n, &at) {
            found.push(piece.found("B09", Level::Warning, &at, SAYS, HELP));
        }
    }
}

/// `Root cause: …` at the beginning, or a heading of these words alone.
fn labels(piece: &Piece<'_>, at: &Range<usize>) -> bool {
    if at.start != 0 {
        return false;
    }
    let rest = &piece.block.text[span(&piece.tokens, at).end..];
    rest.trim_start().starts_with(':') || (piece.block.kind == Kind::Heading && rest.trim().is_empty())
}

/// Whether what follows a label is one entry: a sentence behind it, or not two points.
fn one_entry(piece: &Piece<'_>, document: &Document, n: usize, at: &Range<usize>) -> bool {
    let rest = piece.block.text[span(&piece.tokens, at).end..].trim_start().trim_start_matches(':').trim();
    if !rest.is_empty() {
        return true;
    }
    let own = |block: &&Block| piece.block.kind == Kind::Heading || block.section == piece.block.section;
    let following =
        document.blocks[n + 1..].iter().take_while(|block| block.kind != Kind::Heading).filter(own);
    let entries = following.clone().filter(|block| matches!(block.kind, Kind::Item)).count();
    let rows = following
        .filter(|block| matches!(block.kind, Kind::Cell(place) if place.row > 0 && place.column == 0))
        .count();
    entries < 2 && rows < 2
}

/// B11: more than it was. Whether it was asked.
pub(super) fn inflation(piece: &Piece<'_>, found: &mut Vec<Finding>) -> bool {
    let other = [
        "partial",
        "brief",
        "no",
        "map",
        "power",
        "possible",
        "potential",
        "network-wide",
        "previous",
        "earlier",
    ];
    let first = find_any(&piece.tokens, &["outage", "outages"])
        .find(|at| !other.contains(&piece.word(at.start.wrapping_sub(1))));
    let Some(at) = first.filter(|_| piece.block.kind != Kind::Heading) else { return false };
    let help = "how much of it still worked: “degradation”, “incident”?";
    found.push(piece.found("B11", Level::Warning, &at, "{} says that nothing worked", help));
    true
}

/// Whether a document itself says that only a share was hit: `30 % of logins failed`.
pub(super) fn says_partial(document: &Document) -> bool {
    let mut partial = false;
    for block in &document.blocks {
        let words = tokens(&block.text);
        if find_any(&words, ALL_OF_IT).next().is_some() || shares(block).any(|(_, share)| share == 100) {
            return false;
        }
        let of = |sentence: usize, list: &[&str]| {
            words.iter().any(|token| token.sentence == sentence && list.contains(&token.word.as_str()))
        };
        let worked =
            |sentence: usize| find_any(&words, WORKED).any(|at| words[at.start].sentence == sentence);
        let is_partial = |sentence: usize| of(sentence, SERVED) && (of(sentence, HARMED) || worked(sentence));
        partial |= shares(block).any(|(at, share)| {
            let here = words.iter().rfind(|token| token.span.start <= at);
            share < 100 && here.is_some_and(|here| is_partial(here.sentence))
        });
        // In words: `two thirds of all jobs ran as usual`.
        partial |= find_any(&words, FRACTIONS).any(|at| is_partial(words[at.start].sentence));
    }
    partial
}

/// Shares in a block, in percent: where, and how much.
fn shares(block: &Block) -> impl Iterator<Item = (usize, u32)> + '_ {
    let text = &block.text;
    let signs = text.match_indices('%').chain(text.match_indices(" percent"));
    signs.filter_map(|(at, _)| {
        let before = text[..at].trim_end();
        let from = before.rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |n| n + 1);
        let from = from + usize::from(!before.is_char_boundary(from));
        let whole = before.get(from..)?.split('.').next()?;
        Some((from, whole.parse().ok()?))
    })
}
