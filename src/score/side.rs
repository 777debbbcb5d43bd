//! A drill under several profiles, side by side: where they differ, the rule of each.

use std::fmt::Write;

use super::card::{Band, Criterion, Dimension, Scorecard};
use super::curve::percent;
use super::profile::Profile;
use super::text::Page;

/// How wide the names are.
const NAMES: usize = 18;

/// How many profiles fit beside each other.
pub const MOST: usize = 3;

/// The cards beside each other; `under` is the profile the drill was run under.
#[must_use]
pub fn text(cards: &[(&Profile, &Scorecard)], under: &str, numbers: bool) -> String {
    let mut out = Page::default();
    let Some((_, first)) = cards.first() else { return out.0 };
    let drill = if first.drill.is_empty() { &first.scenario } else { &first.drill };
    out.wrapped("", &format!("{drill}: rated by each of these profiles; it was run under {under}"));
    out.blank();
    row(&mut out, "", cards.iter().map(|(profile, _)| profile.id().to_string()));
    row(&mut out, "severity", cards.iter().map(|(_, card)| card.severity.label().to_string()));
    row(
        &mut out,
        "the process",
        cards.iter().map(|(_, card)| whole(card.process.band, card.process.credit, numbers)),
    );
    let story = |card: &Scorecard| whole(card.scenario_score.band, card.scenario_score.credit, numbers);
    row(&mut out, "the story", cards.iter().map(|(_, card)| story(card)));
    dimensions(&mut out, cards, numbers, |card| &card.dimensions);
    dimensions(&mut out, cards, numbers, |card| &card.scenario_score.dimensions);
    differing(&mut out, cards);
    out.0
}

fn row(out: &mut Page, name: &str, cells: impl Iterator<Item = String>) {
    let mut line = format!("{name:<NAMES$}");
    for cell in cells {
        // Writing to a string cannot go wrong.
        let _ = write!(line, "  {cell:<18}");
    }
    out.line(&line);
}

fn whole(band: Option<Band>, credit: Option<u32>, numbers: bool) -> String {
    match (band, credit) {
        (Some(_), Some(credit)) if numbers => format!("{} %", percent(credit)),
        (Some(band), _) => band.words().to_string(),
        (None, _) => "no number".to_string(),
    }
}

type Part = fn(&Scorecard) -> &Vec<Dimension>;

fn dimensions(out: &mut Page, cards: &[(&Profile, &Scorecard)], numbers: bool, of: Part) {
    let Some((_, first)) = cards.first() else { return };
    for (n, dimension) in of(first).iter().enumerate() {
        out.blank();
        let same = cards.iter().map(|(_, card)| &of(card)[n]);
        row(out, dimension.id, same.clone().map(|part| whole(part.band, part.credit, numbers)));
        for (m, criterion) in dimension.criteria.iter().enumerate() {
            let cells: Vec<_> = same.clone().map(|of| cell(&of.criteria[m], numbers)).collect();
            let mark = if differs(cards, of, n, m) { "*" } else { " " };
            let name = format!(" {mark}{}", crate::prose::clip(&criterion.id, NAMES - 2));
            row(out, &name, cells.into_iter());
        }
    }
}

fn cell(criterion: &Criterion, numbers: bool) -> String {
    match criterion.credit.filter(|_| numbers) {
        Some(credit) => format!("{} {} %", criterion.outcome.words(), percent(credit)),
        None => criterion.outcome.words().to_string(),
    }
}

fn differs(cards: &[(&Profile, &Scorecard)], of: Part, n: usize, m: usize) -> bool {
    let mut credits = cards.iter().map(|(_, card)| of(card)[n].criteria[m].credit);
    let first = credits.next();
    credits.any(|credit| Some(credit) != first)
}

/// The numbers of each profile behind what is marked.
fn differing(out: &mut Page, cards: &[(&Profile, &Scorecard)]) {
    let Some((_, first)) = cards.first() else { return };
    let mut begun = false;
    let parts: [Part; 2] = [|card| &card.dimensions, |card| &card.scenario_score.dimensions];
    for of in parts {
        for (n, dimension) in of(first).iter().enumerate() {
            for (m, criterion) in
                dimension.criteria.iter().enumerate().filter(|&(m, _)| differs(cards, of, n, m))
            {
                if !begun {
                    out.blank();
                    out.line("* rated differently, by these numbers");
                    begun = true;
                }
                out.line(&format!("  {}.{}", dimension.id, criterion.id));
                for (profile, card) in cards {
                    used(out, profile, &of(card)[n].criteria[m]);
                }
            }
        }
    }
}

/// The first number that a criterion used, with its source.
fn used(out: &mut Page, profile: &Profile, criterion: &Criterion) {
    let all = profile.sourced();
    let number = criterion.uses.first().and_then(|name| all.iter().find(|number| number.of == *name));
    let says = match number {
        Some(number) if !number.from.is_empty() => {
            format!("{} {} [{}], from {}", number.of, number.is, number.source, number.from)
        }
        Some(number) => format!("{} {} [{}] {}", number.of, number.is, number.source, number.why),
        None => criterion.outcome.words().to_string(),
    };
    out.wrapped(&format!("      {}: ", profile.id()), &says);
}
