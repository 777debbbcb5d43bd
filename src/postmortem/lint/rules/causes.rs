//! B09 and B11: one cause, and more harm than there was.

use std::ops::Range;

use super::super::document::{Block, Document, Kind};
use super::super::phrase::{find, find_any, span};
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

/// B11: more than it was.
pub(super) fn inflation(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    for at in find_any(&piece.tokens, &["outage", "outages"]) {
        if !["partial", "brief", "no", "map", "power"].contains(&piece.word(at.start.wrapping_sub(1))) {
            let help = "how much of it still worked: “degradation”, “incident”?";
            found.push(piece.found("B11", Level::Warning, &at, "{} says that nothing worked", help));
        }
    }
}

/// Whether a document itself says that only a share was hit.
pub(super) fn says_partial(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let text = &block.whole;
        let shares = text
            .match_indices(['%'])
            .map(|(at, _)| at)
            .chain(text.match_indices(" percent").map(|(at, _)| at));
        shares.into_iter().any(|at| {
            let before = text[..at].trim_end();
            let digits: String =
                before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let number: String = digits.chars().rev().collect();
            let whole = number.split('.').next().unwrap_or_default();
            !whole.is_empty() && whole.parse::<u32>().is_ok_and(|share| share < 100)
        })
    })
}
