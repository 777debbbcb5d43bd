//! A drill under several profiles, side by side: what came of each, and what differs between them.

mod why;

use std::fmt::Write;

use super::card::{Band, Criterion, Dimension, Outcome, Scorecard};
use super::curve::percent;
use super::profile::{Profile, differing};
use super::text::{Page, points};
use crate::prose::clip;

/// How wide the names are.
const NAMES: usize = 17;

/// How wide a column is, with the two blanks before it.
const CELL: usize = 21;

/// How many profiles fit beside each other.
pub const MOST: usize = 3;

/// A drill rated by one profile, and what that is called here: by its name, and by more than that where two have one name.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// At most as wide as a column.
    pub name: String,
    /// The profile.
    pub profile: &'a Profile,
    /// What came of it.
    pub card: &'a Scorecard,
}

/// The columns of several profiles: `house@1 (1)` and `house@1 (2)` where two have one name.
#[must_use]
pub fn columns<'a>(rated: &[(&'a Profile, &'a Scorecard)]) -> Vec<Column<'a>> {
    let shared = |id: &str| rated.iter().filter(|(profile, _)| profile.id() == id).count() > 1;
    let name = |n: usize, id: &str| match shared(id) {
        true => format!("{} ({})", clip(id, CELL - 7), n + 1),
        false => clip(id, CELL - 2).to_string(),
    };
    let column = |(n, &(profile, card)): (usize, &(&'a Profile, &'a Scorecard))| Column {
        name: name(n, profile.id()),
        profile,
        card,
    };
    rated.iter().enumerate().map(column).collect()
}

/// The cards beside each other; `under` is the profile the drill was run under.
#[must_use]
pub fn text(columns: &[Column<'_>], under: &str, numbers: bool) -> String {
    let mut out = Page::default();
    let Some(first) = columns.first().map(|column| column.card) else { return out.0 };
    let drill = if first.drill.is_empty() { &first.scenario } else { &first.drill };
    out.wrapped("", &format!("{drill}: rated by each of these profiles; it was run under {under}"));
    out.blank();
    row(&mut out, ' ', "", columns.iter().map(|column| column.name.clone()));
    row(&mut out, ' ', "severity", columns.iter().map(|column| column.card.severity.label().to_string()));
    let process = |card: &Scorecard| whole(card.process.band, card.process.credit, numbers);
    let mark = marked(columns, |card| (card.process.band, card.process.credit));
    row(&mut out, mark, "the process", columns.iter().map(|column| process(column.card)));
    let story = |card: &Scorecard| whole(card.scenario_score.band, card.scenario_score.credit, numbers);
    let mark = marked(columns, |card| (card.scenario_score.band, card.scenario_score.credit));
    row(&mut out, mark, "the story", columns.iter().map(|column| story(column.card)));
    if columns.iter().any(|column| column.card.scenario_score.cost > 0) {
        let cost = |card: &Scorecard| match card.scenario_score.cost {
            0 => "nothing off".to_string(),
            cost => format!("{} off", points(cost)),
        };
        let mark = marked(columns, |card| card.scenario_score.cost);
        row(&mut out, mark, "for harm", columns.iter().map(|column| cost(column.card)));
    }
    dimensions(&mut out, columns, numbers, |card| &card.dimensions);
    dimensions(&mut out, columns, numbers, |card| &card.scenario_score.dimensions);
    let profiles: Vec<&Profile> = columns.iter().map(|column| column.profile).collect();
    why::differing(&mut out, columns, &differing(&profiles));
    out.0
}

/// What a whole or a part came to, of each card; whether that is not the same in all of them.
fn differs<T: PartialEq>(columns: &[Column<'_>], of: impl Fn(&Scorecard) -> T) -> bool {
    let mut each = columns.iter().map(|column| of(column.card));
    let first = each.next();
    each.any(|other| first.as_ref() != Some(&other))
}

fn marked<T: PartialEq>(columns: &[Column<'_>], of: impl Fn(&Scorecard) -> T) -> char {
    if differs(columns, of) { '*' } else { ' ' }
}

fn row(out: &mut Page, mark: char, name: &str, cells: impl Iterator<Item = String>) {
    let name = format!("{mark}{name}");
    let mut line = format!("{name:<NAMES$}");
    for cell in cells {
        // Writing to a string cannot go wrong.
        let _ = write!(line, "  {cell:<width$}", width = CELL - 2);
    }
    out.line(&line);
}

fn whole(band: Option<Band>, credit: Option<u32>, numbers: bool) -> String {
    match (band, credit) {
        (Some(band), Some(credit)) if numbers && Band::of(credit, false) != band => {
            format!("{} %, held down", percent(credit))
        }
        (Some(_), Some(credit)) if numbers => format!("{} %", percent(credit)),
        (Some(band), _) => band.words().to_string(),
        (None, _) => "no number".to_string(),
    }
}

type Part = fn(&Scorecard) -> &Vec<Dimension>;

fn dimensions(out: &mut Page, columns: &[Column<'_>], numbers: bool, of: Part) {
    let Some(first) = columns.first() else { return };
    for (n, dimension) in of(first.card).iter().enumerate() {
        out.blank();
        let same = columns.iter().map(|column| &of(column.card)[n]);
        let mark = marked(columns, |card| (of(card)[n].band, of(card)[n].credit));
        row(out, mark, dimension.id, same.clone().map(|part| whole(part.band, part.credit, numbers)));
        for (m, criterion) in dimension.criteria.iter().enumerate() {
            let cells: Vec<_> = same.clone().map(|of| cell(&of.criteria[m], numbers)).collect();
            let mark = marked(columns, |card| rated(&of(card)[n].criteria[m]));
            row(out, mark, &format!(" {}", clip(&criterion.id, NAMES - 2)), cells.into_iter());
        }
    }
}

/// What is compared of a criterion.
fn rated(criterion: &Criterion) -> (Option<u32>, Outcome) {
    (criterion.credit, criterion.outcome)
}

fn cell(criterion: &Criterion, numbers: bool) -> String {
    let word = criterion.outcome.words();
    match criterion.credit.filter(|_| numbers) {
        // What was told and done was not missed, and earns nothing.
        Some(0) if criterion.with_help => "with help, 0 %".to_string(),
        Some(credit) => format!("{word} {} %", percent(credit)),
        None => word.to_string(),
    }
}
