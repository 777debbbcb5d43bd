//! How a postmortem speaks of people: fourteen rules of wording, for any markdown.
//!
//! What is found is never called blame: each finding says what stands there and asks a question, or offers another way to
//! say it. Quoted speech and code are left alone. An error keeps a document from being called reviewed, and no remark allows
//! it: a person's name or a verdict stays only as what somebody said, in quotation marks. A warning can be allowed, with a
//! reason: `<!-- lint:allow(B04: reason) -->` in its paragraph, or on a line of its own before it; without a rule it allows
//! every warning there. The rules know English alone: on a text in another language they are not applied, which is said.
//!
//! The rules follow Bergström's three traps (the counterfactual, the normative, the mechanistic), and what PagerDuty,
//! Google, Atlassian and Etsy ask of a postmortem.

mod document;
mod language;
mod lists;
mod part;
mod phrase;
mod piece;
mod rules;
mod seats;

use std::ops::Range;

use serde::Serialize;

pub(crate) use document::{Block, Document, Kind};
pub(crate) use language::{is_english, is_foreign};
pub(crate) use part::{Part, parts};
pub(crate) use phrase::{Token, tokens};
pub(crate) use piece::{is_given_name, is_person};
pub(crate) use rules::{is_about_somebody, is_people_fix};
pub use seats::seats_named;

use crate::postmortem::actions;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The document is not reviewed with it.
    Error,
    /// To be reworded, or allowed with a reason.
    Warning,
    /// Something to think over.
    Advice,
}

/// What was found at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule: `B04`, `A1`.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// What stands there.
    pub message: String,
    /// A question, or another way to say it.
    pub help: String,
}

/// What is known of the incident that a document is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The names of people who were there.
    pub people: Vec<String>,
    /// Names that are seats, roles and teams, and no person's.
    pub seats: Vec<String>,
    /// Whether something still worked throughout; `None` if only the document itself can say.
    pub partial: Option<bool>,
    /// Today, as `2026-03-28`; without it no open item is late.
    pub today: Option<String>,
}

/// What was found in a document, and what stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linted {
    /// What is asked, in the order of the document.
    pub findings: Vec<Finding>,
    /// What the document allows, with a reason.
    pub allowed: Vec<Finding>,
    /// Remarks that are to allow something, and give no reason.
    pub without_reason: usize,
    /// Remarks that are to allow an error, which none can.
    pub refused: usize,
    /// Whether it is in English, as far as that shows; the rules of wording were applied only then.
    pub english: bool,
    /// How many paragraphs of an English document are in another language, and were not looked at.
    pub foreign: usize,
    /// How many words are its own: no code, no quotation.
    pub words: usize,
    /// Where code begins that is never closed, in bytes: what follows was not looked at.
    pub unclosed: Option<usize>,
}

/// Everything that is found in a document, in its order.
#[must_use]
pub fn lint(text: &str, about: &About) -> Vec<Finding> {
    linted(text, about).findings
}

/// The same, with what the document allows.
#[must_use]
pub fn linted(text: &str, about: &About) -> Linted {
    let document = Document::read(text, &about.seats);
    let english = is_english(&document);
    let mut findings = if english { rules::findings(&document, about) } else { Vec::new() };
    // What makes a good verb, or a vague owner, is known in English alone, too.
    findings.extend(
        actions::findings(&document, about).into_iter().filter(|found| english || found.rule == "A5"),
    );
    let place = |found: &Finding| (found.span.start, found.rule, std::cmp::Reverse(found.span.end));
    findings.sort_by(|a, b| place(a).cmp(&place(b)));
    // Words inside others that the same rule found are found already.
    findings.dedup_by(|a, b| {
        let inside = a.rule.starts_with('B') && a.span.end <= b.span.end && a.span.start < b.span.end;
        a.rule == b.rule && (a.span == b.span || inside)
    });
    let named = |found: &Finding| document.allows(found.rule, found.span.start);
    let is_allowed = |found: &Finding| found.level != Level::Error && named(found);
    let (allowed, findings): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_allowed);
    let refused = findings.iter().filter(|found| named(found)).count();
    let foreign = document.blocks.iter().filter(|block| english && language::is_foreign(&block.text)).count();
    let (without_reason, unclosed) = (document.without_reason, document.unclosed);
    let words = document.words();
    Linted { findings, allowed, without_reason, refused, english, foreign, words, unclosed }
}
