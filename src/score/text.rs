//! The card as text for a terminal: 80 columns, no colour, a word beside every bar.
//!
//! First what matters first (a gate, as a sentence), then strengths, then at most two next steps, then the table.
//! Numbers are for those who ask for them; under three observations a criterion shows its word alone.

mod story;

pub(crate) use story::points;

use super::card::{Band, Criterion, Dimension, Gate, Outcome, Remark, Scorecard, TOO_LITTLE};
use super::curve::{in_parts, percent};
use super::words::WORDS;
use crate::prose::{capital, count};

/// How wide it is.
const WIDTH: usize = 80;

/// How wide the names of criteria are at least.
const COLUMN: usize = 15;

/// How many cells a bar has.
const CELLS: u32 = 20;

/// Up to which of them a gate lets a bar count: the last under the cut of "done, with friction".
const HELD: u32 = 6_600 * CELLS / 10_000;

/// Under so many observations a criterion shows no percentage.
const FEW: u32 = 3;

/// The card in words and bars; with percentages if `numbers`.
#[must_use]
pub fn text(card: &Scorecard, numbers: bool) -> String {
    let mut out = Page::default();
    heading(&mut out, card, numbers);
    gates(&mut out, card);
    remarks(&mut out, "What went well", &card.strengths);
    remarks(&mut out, "To practise next", &card.next_steps);
    story::objectives(&mut out, card);
    story::first30(&mut out, card);
    table(&mut out, card, &card.dimensions, numbers);
    story::table(&mut out, card, numbers);
    let advice: Vec<Remark> = card.advice.iter().filter(|remark| remark.about != WORDS).cloned().collect();
    remarks(&mut out, "Worth knowing (costs nothing)", &advice);
    open(&mut out, card);
    out.0
}

/// The same without its table: what a table reads at the end of its drill.
#[must_use]
pub fn short(card: &Scorecard, numbers: bool) -> String {
    let mut out = Page::default();
    heading(&mut out, card, numbers);
    gates(&mut out, card);
    // Of a drill that was hardly run nothing is praised; each part has its word and its bar all the same.
    if !card.is_too_short() {
        remarks(&mut out, "What went well", &card.strengths);
    }
    story::worse(&mut out, card);
    remarks(&mut out, "To practise next", &card.next_steps);
    out.blank();
    for dimension in &card.dimensions {
        out.line(&bar(dimension, numbers));
    }
    out.0
}

/// Lines of at most [`WIDTH`] columns.
#[derive(Default)]
pub(crate) struct Page(pub(crate) String);

impl Page {
    pub(crate) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// Wraps at spaces; the first line begins with `first`, the others are indented as far.
    pub(crate) fn wrapped(&mut self, first: &str, text: &str) {
        let indent = first.chars().count();
        let mut line = first.to_string();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                line = " ".repeat(indent);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(&line);
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}

fn heading(out: &mut Page, card: &Scorecard, numbers: bool) {
    let drill = if card.drill.is_empty() { &card.scenario } else { &card.drill };
    out.wrapped(
        "",
        &format!("{drill}: how {} was run, by {} at {}", card.scenario, card.profile, card.severity.label()),
    );
    if let Some(under) = &card.rescored {
        let numbers = count(card.differs.len(), "number");
        let whose = match *under == card.profile {
            true => format!("another {under}, of the same name and version, with {numbers} otherwise"),
            false => format!("{under}, which has {numbers} otherwise"),
        };
        let both = "`--profile played,...` puts both side by side";
        out.wrapped("", &format!("Rescored: the drill was run under {whose} ({both})."));
    }
    if card.attempt > 1 {
        let why = "from an earlier moment on, when the story was known: it is compared with nothing.";
        out.wrapped("", &format!("Attempt {}, {why}", card.attempt));
    }
    let whole = match (card.process.band, card.process.credit) {
        (Some(band), Some(credit)) => rated(band, credit, &card.process.gates, numbers),
        (Some(band), None) => band.words().to_string(),
        (None, _) => "too little happened to rate the whole".to_string(),
    };
    let words = card.advice.iter().find(|remark| remark.about == WORDS);
    let form = if words.is_some() { ", in its form" } else { "" };
    out.wrapped("", &format!("The process: {whole}{form}"));
    if let Some(words) = words {
        out.wrapped("  ", &capital(&words.says));
    }
    story::heading(out, card, numbers);
}

fn gates(out: &mut Page, card: &Scorecard) {
    for (n, gate) in card.gates_by_harm().into_iter().enumerate() {
        let first = if n == 0 { "One thing first" } else { "And" };
        out.blank();
        let because: Vec<_> = card.because.iter().filter(|reason| reason.gate == gate).collect();
        let stop = if because.is_empty() { '.' } else { ':' };
        out.wrapped("", &format!("{first}: {}{stop}", gate.sentence()));
        for reason in because {
            out.wrapped("  - ", &reason.says);
        }
    }
}

fn remarks(out: &mut Page, title: &str, remarks: &[Remark]) {
    if remarks.is_empty() {
        return;
    }
    out.blank();
    out.line(title);
    for remark in remarks {
        out.wrapped("  - ", &format!("{}: {}", remark.about, remark.says));
    }
}

fn table(out: &mut Page, card: &Scorecard, dimensions: &[Dimension], numbers: bool) {
    for dimension in dimensions {
        out.blank();
        out.line(&bar(dimension, numbers));
        let column = dimension.criteria.iter().map(|criterion| criterion.id.chars().count()).max();
        for criterion in &dimension.criteria {
            row(out, criterion, numbers, column.unwrap_or(0).max(COLUMN));
            next(out, card, dimension, criterion);
        }
    }
}

/// `updates   [################----]  done, with friction`.
fn bar(dimension: &Dimension, numbers: bool) -> String {
    let Some((credit, band)) = dimension.credit.zip(dimension.band) else {
        return format!("{:<9} [{}]  {TOO_LITTLE}", dimension.id, " ".repeat(CELLS as usize));
    };
    let full = in_parts(credit, CELLS);
    let counts = full.min(if dimension.gates.is_empty() { CELLS } else { HELD });
    let cells = "#".repeat(counts as usize)
        + &".".repeat(full.saturating_sub(counts) as usize)
        + &"-".repeat(CELLS.saturating_sub(full) as usize);
    format!("{:<9} [{cells}]  {}", dimension.id, rated(band, credit, &dimension.gates, numbers))
}

/// `at a cost (87 % by its parts, held down by what comes first)`: a word and a number that a gate sets apart say so.
fn rated(band: Band, credit: u32, gates: &[Gate], numbers: bool) -> String {
    let held = !gates.is_empty() && Band::of(credit, false) != band;
    let word = band.words();
    match (numbers, held) {
        (true, true) => format!("{word} ({} % by its parts, held down by what comes first)", percent(credit)),
        (true, false) => format!("{word} ({} %)", percent(credit)),
        (false, true) => format!("{word}, held down by what comes first"),
        (false, false) => word.to_string(),
    }
}

fn row(out: &mut Page, criterion: &Criterion, numbers: bool, column: usize) {
    let word = match criterion.credit.filter(|_| numbers && criterion.n >= FEW) {
        Some(credit) if criterion.outcome == Outcome::Missed && credit > 0 => {
            format!("{}; {} % for what could still have come", criterion.outcome.words(), percent(credit))
        }
        Some(credit) => format!("{} {} %", criterion.outcome.words(), percent(credit)),
        None => criterion.outcome.words().to_string(),
    };
    out.line(&format!("  {:<column$} {word}", criterion.id.as_ref()));
    if !criterion.says.is_empty() {
        out.wrapped("      ", &format!("{}.", criterion.says));
    }
    let rated = !matches!(criterion.outcome, Outcome::NotApplicable | Outcome::NotObserved);
    if rated && !criterion.rule.is_empty() {
        out.wrapped("      ", &format!("Rule: {} [{}].", criterion.rule, criterion.source));
    }
}

/// What to try next time, unless it stands above already.
fn next(out: &mut Page, card: &Scorecard, dimension: &Dimension, criterion: &Criterion) {
    let about = format!("{}/{}", dimension.id, criterion.id);
    if !criterion.next.is_empty() && !card.next_steps.iter().any(|step| step.about == about) {
        // What the author expects has its reason in the place of a step.
        let label = if dimension.id == "actions" { "Why" } else { "Next" };
        let stop = if criterion.next.ends_with(['.', '?', '!']) { "" } else { "." };
        out.wrapped("      ", &format!("{label}: {}{stop}", criterion.next));
    }
}

fn open(out: &mut Page, card: &Scorecard) {
    if card.open_at_the_end.is_empty() {
        return;
    }
    out.blank();
    out.line("Open at the end (costs nothing)");
    for says in &card.open_at_the_end {
        out.wrapped("  - ", says);
    }
}
