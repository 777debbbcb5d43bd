//! The silences between updates, each rated by how long it lasted.

use super::told::{self, Served, Silence, Told};
use crate::prose::and;
use crate::score::card::{Finding, Shows};
use crate::score::case::{Case, long};
use crate::score::curve;
use crate::score::due::{Due, NOT_ASKED, Verdict, steps_of};
use crate::score::evidence::{Draft, Held};
use crate::score::profile::Rule;
use crate::time::SimDuration;

/// How each audience's silences are rated; an audience that never heard anything earns nothing, where an interval is asked for.
fn gap_credit(case: &Case<'_>, served: &Served) -> Option<u32> {
    if served.short || policy(case).is_none() {
        return None;
    }
    if served.got.is_empty() {
        return served.first.credit().map(|_| 0);
    }
    let gaps: Vec<_> = served.gaps.iter().map(|gap| (gap.length(), gap.credit)).collect();
    curve::over_time(&gaps)
}

pub(super) fn gaps(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let credits: Vec<_> = told.served.iter().filter_map(|served| gap_credit(case, served)).collect();
    let open = told.served.iter().any(|served| !served.short && matches!(served.first, Verdict::Open(_)));
    let all: Vec<_> = told.served.iter().flat_map(|served| &served.gaps).collect();
    let worst = all.iter().copied().min_by_key(|gap| (gap.credit, std::cmp::Reverse(gap.length())));
    let mut seqs: Vec<_> = all.iter().flat_map(|gap| [Some(gap.opened_by), gap.ended_by]).flatten().collect();
    seqs.sort();
    seqs.dedup();
    let held = |gap: &&Silence| {
        let (from, until) = (gap.opened_by, gap.ended_by?);
        Some(Held { from, until, name: format!(" in the silence from {}", case.clock(gap.from())) })
    };
    let mut held: Vec<_> = all.iter().filter_map(held).collect();
    // One post may end the silence of several audiences.
    held.sort_by_key(|held| (held.from, held.until));
    held.dedup_by_key(|held| (held.from, held.until));
    Draft::mean(
        "gaps",
        &credits,
        open,
        match policy(case) {
            None => NOT_ASKED,
            Some(_) if told.sent.is_empty() => "no update went out before it was over",
            Some(_) => "too short for a second update",
        },
    )
    .steps(gap_steps(case, told))
    .within(case.declared(), case.end())
    .decided_by(seqs)
    .held(held)
    .finds(silences(case, told, worst))
    .due(worst.map(|gap| gap.due).or_else(|| policy(case)), case)
    .uses(all.iter().flat_map(|gap| gap.due.names()))
    .next("state the next update time in each update, and let the deputy watch it")
}

/// How silences come to their credit: each with its rule, and for its audience each weighs as long as it lasted, in seconds.
/// Audiences that heard the same are told together.
fn gap_steps(case: &Case<'_>, told: &Told<'_>) -> Vec<String> {
    let mut all: Vec<(Vec<&Served>, u32)> = Vec::new();
    for served in &told.served {
        let Some(credit) = gap_credit(case, served) else { continue };
        let same = |others: &Vec<&Served>| others[0].got == served.got && others[0].gaps == served.gaps;
        match all.iter_mut().find(|(others, _)| same(others)) {
            Some((others, _)) => others.push(served),
            None => all.push((vec![served], credit)),
        }
    }
    let several = all.len() > 1;
    all.iter().flat_map(|(served, credit)| gap_step(case, served, *credit, several)).collect()
}

fn gap_step(case: &Case<'_>, served: &[&Served], credit: u32, several: bool) -> Vec<String> {
    let name = and(&served.iter().map(|served| served.owed.name.clone()).collect::<Vec<_>>());
    let gaps = &served[0].gaps;
    if gaps.is_empty() {
        return vec![format!("{name}: never told = {credit}")];
    }
    let each = |gap: &Silence| {
        let (from, until) = (case.clock(gap.from()), case.clock(gap.until(case)));
        let watched = if gap.due.rule == Rule::GapMonitoring { ", watching" } else { "" };
        let to = if several { format!("{name}, ") } else { String::new() };
        (format!("{to}{from} to {until}{watched}"), gap.due, Some(gap.to))
    };
    let silences = steps_of(&gaps.iter().map(each).collect::<Vec<_>>(), case);
    let part = |gap: &Silence| format!("{} x {}", long(gap.due.start, gap.to), gap.credit);
    let parts: Vec<_> = gaps.iter().map(part).collect();
    let shown = |gap: &Silence| gap.due.start.shown_to(gap.to);
    let all = gaps.iter().fold(SimDuration::ZERO, |all, gap| all + shown(gap));
    let whole = format!(
        "{name}, each for as long as it lasted: ({}) / {} = {credit}",
        parts.join(" + "),
        all.clock()
    );
    silences.into_iter().chain([whole]).collect()
}

/// The interval that is asked for from the start, where nobody ever heard anything.
fn policy(case: &Case<'_>) -> Option<Due> {
    case.asked(Rule::Gap, case.declared(), case.end()).due(None)
}

/// "longest silence 34:00 (26:00 to 60:00, #52 to #97); 2 other silences were inside their targets".
fn silences(case: &Case<'_>, told: &Told<'_>, worst: Option<&Silence>) -> Vec<Finding> {
    let unheard = told.served.iter().filter(|served| served.got.is_empty() && !served.short);
    let close = if case.anchors.closed { "the close" } else { "the end" };
    let none = |served: &Served| {
        let (from, to) = (case.clock(served.owed.opens), case.clock(case.end()));
        format!("{} to {} between {from} and {close} at {to}", told::none(case), served.owed.name)
    };
    // Whose time was not up is rated nowhere: that is said last, so that it is no part of what was well done.
    let (open, rated): (Vec<_>, Vec<_>) =
        unheard.partition(|served| matches!(served.first, Verdict::Open(_)));
    let never = |served| Finding::hard(none(served)).showing(Shows::NeverTold);
    let mut found: Vec<Finding> = rated.into_iter().map(never).collect();
    if let Some(gap) = worst {
        let to = gap.ended_by.map_or("the end".to_string(), |seq| seq.to_string());
        let (from, until) = (case.clock(gap.from()), case.clock(gap.until(case)));
        let out = case.left_out(gap.from(), gap.until(case)).map_or(String::new(), |out| format!("; {out}"));
        let word =
            if gap.credit < curve::FULL { "the silence that cost most" } else { "the longest silence" };
        let within = if gap.credit < curve::FULL { "" } else { ", inside its target" };
        // What was quiet before it is the first update's.
        let says = format!(
            "after the first update, {word} was {} ({from} to {until}, {} to {to}{out}){within}",
            long(gap.due.start, gap.to),
            gap.opened_by
        );
        found.push(Finding { hard: gap.credit < curve::FULL, ..Finding::well(says) });
    }
    let open = open.into_iter().map(|served| format!("{}, not rated: its time was not up", none(served)));
    found.extend(open.map(Finding::well));
    found
}
