//! The fourteen rules of wording.

mod causes;
mod counterfactual;
mod fixes;
mod hindsight;
mod judgement;
mod loud;
mod names;
mod omission;
mod plain;
mod polite;
mod questions;

use super::document::{Block, Document, Kind};
use super::language::is_foreign;
use super::lists::omission::BETWEEN;
use super::lists::people::AUDIENCE;
use super::part::parts;
use super::phrase::tokens;
use super::piece::Piece;
use super::{About, Finding};

pub(crate) use fixes::is_people_fix;
pub(crate) use polite::is_about_somebody;

/// Everything that the rules find.
pub(super) fn findings(document: &Document, about: &About) -> Vec<Finding> {
    let mut about = about.clone();
    about.people.extend(names::listed(document, &about));
    about.people.extend(names::parts(&about));
    let about = &about;
    let parts = parts(document);
    let owners = owners(document);
    let mut partial = about.partial.unwrap_or_else(|| causes::says_partial(document));
    let mut all = Vec::new();
    let mut of_somebody = false;
    for (n, block) in document.blocks.iter().enumerate() {
        // Of another language the rules know nothing, and what was not looked at is told.
        if is_foreign(&block.text) {
            continue;
        }
        let after_somebody =
            n.checked_sub(1).is_some_and(|n| is_cell_before(&document.blocks[n], block) && of_somebody);
        let piece = Piece { block, tokens: tokens(&block.text), part: parts[block.section], after_somebody };
        of_somebody = is_somebody_alone(&piece, about);
        let owner = matches!(block.kind, Kind::Cell(place) if place.row > 0 && owners.contains(&(place.table, place.column)));
        let mut found = Vec::new();
        if !is_byline(document, n) {
            names::names(&piece, about, owner, &mut found);
        }
        judgement::human_error(&piece, &mut found);
        judgement::judgement(&piece, about, &mut found);
        judgement::slow(&piece, about, &mut found);
        judgement::mechanistic(&piece, about, &mut found);
        counterfactual::counterfactual(&piece, about, &mut found);
        omission::omission(&piece, about, &mut found);
        questions::questions(&piece, about, &mut found);
        hindsight::hindsight(&piece, &mut found);
        loud::loud(&piece, &mut found);
        causes::single_cause(&piece, document, n, &mut found);
        // What the incident is called is said once, and so is the question about it.
        if partial && causes::inflation(&piece, &mut found) {
            partial = false;
        }
        plain::plain(&piece, about, &mut found);
        polite::polite(&piece, about, &mut found);
        fixes::fixes(&piece, about, &mut found);
        all.extend(found);
    }
    all
}

/// Whether a cell stands right before another in its row.
fn is_cell_before(one: &Block, other: &Block) -> bool {
    let (Kind::Cell(one), Kind::Cell(other)) = (one.kind, other.kind) else { return false };
    (one.table, one.row, one.column + 1) == (other.table, other.row, other.column) && one.row > 0
}

/// Who wrote or owns it may be named in its head: `| Author | Bob |`, `Owner: Bob` before the first section.
fn is_byline(document: &Document, n: usize) -> bool {
    let block = &document.blocks[n];
    let label = |text: &str| {
        let word = text.trim().trim_end_matches(':').to_lowercase();
        ["author", "authors", "owner", "written by", "editor"].contains(&word.as_str())
    };
    match block.kind {
        Kind::Cell(place) => {
            let before = n.checked_sub(1).map(|n| &document.blocks[n]);
            place.column == 1
                && before.is_some_and(|before| {
                    matches!(before.kind, Kind::Cell(other) if (other.table, other.row, other.column) == (place.table, place.row, 0))
                        && label(&before.whole)
                })
        }
        Kind::Paragraph => {
            let said = block.whole.split_once(':');
            let short = block.whole.split_whitespace().count() < 12;
            short && document.sections[block.section].level < 2 && said.is_some_and(|(of, _)| label(of))
        }
        Kind::Heading | Kind::Item => false,
    }
}

/// Whether a block names somebody and says nothing else: a person, a seat, a role.
fn is_somebody_alone(piece: &Piece<'_>, about: &About) -> bool {
    let named = |name: &String| piece.block.text.trim() == name;
    let last = piece.tokens.len().checked_sub(1).filter(|last| *last < 3);
    about.people.iter().chain(&about.seats).any(named)
        || last.is_some_and(|last| piece.is_somebody(last, about))
}

/// Columns that hold owners: table and column.
fn owners(document: &Document) -> Vec<(usize, usize)> {
    let heads = ["owner", "assignee", "responsible", "assigned"];
    let head = |text: &str| heads.iter().any(|head| text.trim().to_lowercase().starts_with(head));
    let cells = document.blocks.iter().filter_map(|block| match block.kind {
        Kind::Cell(place) if place.row == 0 && head(&block.whole) => Some((place.table, place.column)),
        Kind::Cell(_) | Kind::Paragraph | Kind::Heading | Kind::Item => None,
    });
    cells.collect()
}

/// Whether what does something is a person: the noun before it, across adverbs, a relative clause, or an `and`.
fn by_person(piece: &Piece<'_>, verb: usize, about: &About) -> bool {
    let from = piece.sentence(verb).start;
    let mut at = verb;
    while at > from && piece.tokens[at].joined && is_between(piece.word(at - 1)) {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1).filter(|&n| n >= from) else { return false };
    if piece.tokens[at].joined {
        return match piece.word(before) {
            "and" | "or" | "but" => (from..before.min(from + 4)).any(|n| piece.is_somebody(n, about)),
            // `an engineer on duty who …`; who is served is nobody of the response.
            "who" => {
                let near = from.max(before.saturating_sub(4))..before;
                !near.clone().any(|n| AUDIENCE.contains(&piece.word(n)))
                    && near.clone().any(|n| piece.is_somebody(n, about))
            }
            _ => piece.is_somebody(before, about),
        };
    }
    // Behind a comma: "the commander, who had three calls open, did not bother".
    let who = (from..at).rev().find(|&n| piece.word(n) == "who");
    who.and_then(|who| who.checked_sub(1)).is_some_and(|subject| piece.is_somebody(subject, about))
}

fn is_between(word: &str) -> bool {
    BETWEEN.contains(&word) || word.len() > 4 && word.ends_with("ly")
}
