//! The fourteen rules of wording.

mod causes;
mod counterfactual;
mod fixes;
mod hindsight;
mod judgement;
mod loud;
mod names;
mod omission;
mod questions;

use super::document::Document;
use super::part::parts;
use super::phrase::tokens;
use super::piece::Piece;
use super::{About, Finding, Level};

pub(crate) use fixes::is_people_fix;

/// Everything that the rules find.
pub(super) fn findings(document: &Document, about: &About) -> Vec<Finding> {
    let parts = parts(document);
    let defined = loud::defined(document);
    let partial = about.partial.unwrap_or_else(|| causes::says_partial(document));
    let mut all = Vec::new();
    for (n, block) in document.blocks.iter().enumerate() {
        let piece = Piece { block, tokens: tokens(&block.text), part: parts[block.section] };
        let mut found = Vec::new();
        names::names(&piece, about, &mut found);
        judgement::words(&piece, &mut found);
        counterfactual::counterfactual(&piece, &mut found);
        omission::omission(&piece, about, &mut found);
        questions::questions(&piece, about, &mut found);
        hindsight::hindsight(&piece, &mut found);
        loud::loud(&piece, &defined, &mut found);
        causes::single_cause(&piece, document, n, &mut found);
        if partial {
            causes::inflation(&piece, &mut found);
        }
        fixes::fixes(&piece, &mut found);
        found.retain(|finding| !(block.allowed && finding.level != Level::Error));
        all.extend(found);
    }
    all
}
