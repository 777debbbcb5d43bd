//! The numbers in which profiles differ: first those behind what they rate differently, then the others.

use std::collections::BTreeSet;

use super::{Column, NAMES, Part, differs, rated};
use crate::prose::clip;
use crate::score::profile::{Differs, Number};
use crate::score::text::Page;

/// The name of a number is no wider.
const OF: usize = 30;

/// What differs between the profiles, and so why the numbers do.
pub(super) fn differing(out: &mut Page, columns: &[Column<'_>], all: &[Differs]) {
    out.blank();
    if all.is_empty() {
        out.line("They have the same numbers, and rate every drill the same.");
        return;
    }
    let reasons = reasons(columns, all);
    if reasons.is_empty() {
        out.line("They rate this drill the same.");
    } else {
        out.line("* rated differently, by these numbers");
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (what, numbers) in &reasons {
        out.line(&format!("  {what}"));
        if numbers.is_empty() {
            out.line("      by what comes of the other numbers");
        }
        for one in numbers {
            if told.insert((one.section, &one.of)) {
                each(out, columns, one);
            } else {
                out.wrapped("      ", &format!("{}, as above", one.of));
            }
        }
    }
    let rest: Vec<_> = all.iter().filter(|one| !told.contains(&(one.section, one.of.as_str()))).collect();
    if rest.is_empty() {
        return;
    }
    out.blank();
    out.line("What else differs between them, and made no difference here");
    heads(out, columns);
    rest.into_iter().for_each(|one| beside(out, one));
}

/// What each profile says of a number, with where it comes from.
fn each(out: &mut Page, columns: &[Column<'_>], one: &Differs) {
    for (column, number) in columns.iter().zip(&one.numbers) {
        let Number { of, is, source, why, from, .. } = number;
        let says = match from.is_empty() {
            true => format!("{of} {is} [{source}] {why}"),
            false => format!("{of} {is} [{source}], from {from}"),
        };
        out.wrapped(&format!("      {}: ", column.name), &says);
    }
}

fn heads(out: &mut Page, columns: &[Column<'_>]) {
    let width = width(columns.len());
    let cells: String =
        columns.iter().map(|column| format!("  {:<width$}", clip(&column.name, width))).collect();
    out.line(&format!("{:<OF$}{cells}", ""));
}

/// How wide a number may be, beside so many.
fn width(columns: usize) -> usize {
    (80 - OF) / columns.max(1) - 2
}

/// A number of each profile, in a line; as many lines as there are profiles where it is a long list.
fn beside(out: &mut Page, one: &Differs) {
    let width = width(one.numbers.len());
    let name = format!("  {}", one.of);
    let fits = |number: &Number| number.is.chars().count() <= width;
    if name.chars().count() <= OF && one.numbers.iter().all(fits) {
        let cells: String = one.numbers.iter().map(|number| format!("  {:<width$}", number.is)).collect();
        out.line(&format!("{name:<OF$}{cells}"));
        return;
    }
    let all: Vec<&str> = one.numbers.iter().map(|number| number.is.as_str()).collect();
    out.wrapped(&format!("{name:<OF$}  "), &all.join("; "));
}

/// What is rated differently, each with the numbers behind it.
fn reasons<'d>(columns: &[Column<'_>], all: &'d [Differs]) -> Vec<(String, Vec<&'d Differs>)> {
    let weights = |names: &[String]| -> Vec<&'d Differs> {
        all.iter().filter(|one| one.section == "weights" && names.contains(&one.of)).collect()
    };
    let Some(first) = columns.first().map(|column| column.card) else { return Vec::new() };
    let mut reasons = Vec::new();
    if differs(columns, |card| (card.process.band, card.process.credit)) {
        let names: Vec<_> = first.dimensions.iter().map(|one| one.id.to_string()).collect();
        reasons.push(("the process".to_string(), weights(&names)));
    }
    if differs(columns, |card| (card.scenario_score.band, card.scenario_score.credit)) {
        let parts = first.scenario_score.parts.iter().map(|part| format!("scenario.{}", part.id));
        let names: Vec<_> = parts.collect();
        let beside = all.iter().filter(|one| {
            one.of == "paging.nobody_needed"
                || one.of.starts_with("harm.") && !first.scenario_score.harms.is_empty()
        });
        reasons.push(("the story".to_string(), weights(&names).into_iter().chain(beside).collect()));
    }
    let parts: [Part; 2] = [|card| &card.dimensions, |card| &card.scenario_score.dimensions];
    for of in parts {
        for (n, dimension) in of(first).iter().enumerate() {
            let names: Vec<_> = dimension
                .criteria
                .iter()
                .map(|criterion| format!("{}.{}", dimension.id, criterion.id))
                .collect();
            let by_weight = weights(&names);
            if differs(columns, |card| (of(card)[n].band, of(card)[n].credit)) && !by_weight.is_empty() {
                reasons.push((dimension.id.to_string(), by_weight));
            }
            for (m, name) in names.into_iter().enumerate() {
                if differs(columns, |card| rated(&of(card)[n].criteria[m])) {
                    reasons.push((name, used(columns, all, of, (n, m))));
                }
            }
        }
    }
    reasons.retain(|(what, numbers)| !numbers.is_empty() || what.contains('.'));
    reasons
}

/// The numbers behind a criterion: those that it used by one of the profiles; else what it is owed to whom.
fn used<'d>(
    columns: &[Column<'_>],
    all: &'d [Differs],
    of: Part,
    (n, m): (usize, usize),
) -> Vec<&'d Differs> {
    let uses: BTreeSet<&String> =
        columns.iter().flat_map(|column| &of(column.card)[n].criteria[m].uses).collect();
    let lists = match of(columns[0].card)[n].id {
        "updates" => "audiences",
        "roles" => "roles",
        _ => "",
    };
    let severities: BTreeSet<String> =
        columns.iter().map(|column| format!("{lists} {}", column.card.severity.label())).collect();
    // A cycle without an update is whole where none was due in it.
    let cycles = of(columns[0].card)[n].criteria[m].id == "completeness";
    let ends = |one: &Differs| columns.iter().any(|column| one.of.ends_with(column.card.severity.label()));
    let owed = |one: &Differs| cycles && one.of.starts_with("updates.") && ends(one);
    let found = all.iter().filter(|one| {
        uses.contains(&one.of) || owed(one) || one.section == lists && severities.contains(&one.of)
    });
    found.collect()
}

const _: () = assert!(NAMES < OF);
