//! The facilitator's desk in lines: the event list as it stands, and what to keep an eye on.

use crate::engine::decide::story_clock;
use crate::engine::desk::{Awaited, Desk, QUIET_AFTER};
use crate::engine::view::View;
use crate::prose::clip;
use crate::scenario::Scenario;
use crate::scenario::id::InjectId;
use crate::scenario::model::Starts;
use crate::scenario::words_of::{act_in_words, in_words, target_in_words};
use crate::time::SimTime;

/// So much of an inject's text tells it from the others.
const TEXT: usize = 48;

/// Something the facilitator should know at once; said when it begins, and again when it comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Which, to tell it from others.
    pub key: String,
    /// In words, with what could be done.
    pub text: String,
}

/// The event list: what is next, what waits, what is held, what came, what will not come.
#[must_use]
pub fn events(view: View<'_>) -> Vec<String> {
    let Some(desk) = view.desk() else {
        return vec![
            "the event list is the facilitator's; `run SCENARIO --facilitator` opens their screen".into(),
        ];
    };
    let scenario = view.public();
    if scenario.injects.is_empty() {
        return vec!["this scenario has no injects; `inject \"...\"` sends one of your own".into()];
    }
    let mut lines = Vec::new();
    let section = |title: &str, entries: Vec<String>, lines: &mut Vec<String>| {
        if !entries.is_empty() {
            lines.push(title.to_string());
            lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
        }
    };
    let next = desk.next().into_iter().map(|(due, id)| {
        let left = due.since(view.now()).clock();
        format!("{} (in {left})  {}", story_clock(scenario, due), what(scenario, id))
    });
    section("Next", next.collect(), &mut lines);
    let held = desk.held().into_iter().map(|id| {
        let auto = when(scenario, id).map_or(String::new(), |when| format!("; by itself when {when}"));
        format!("{}{auto}", what(scenario, id))
    });
    section("In your hand (`inject ID` sends it)", held.collect(), &mut lines);
    let waiting = desk.waiting().into_iter().map(|id| match when(scenario, id) {
        Some(when) => format!("{}; when {when}", what(scenario, id)),
        None => format!("{}; when something else brings it", what(scenario, id)),
    });
    section("Waiting", waiting.collect(), &mut lines);
    let names = |ids: Vec<InjectId>| -> Vec<String> {
        let names: Vec<&str> = ids.into_iter().map(|id| scenario.injects.name(id).as_str()).collect();
        if names.is_empty() { Vec::new() } else { vec![names.join(", ")] }
    };
    section("Came", names(desk.came()), &mut lines);
    let (skipped, not_needed): (Vec<_>, Vec<_>) =
        desk.not_coming().into_iter().partition(|(_, skipped)| *skipped);
    section("Skipped", names(skipped.into_iter().map(|(id, _)| id).collect()), &mut lines);
    section("Not needed", names(not_needed.into_iter().map(|(id, _)| id).collect()), &mut lines);
    lines
}

fn when(scenario: &Scenario, id: InjectId) -> Option<String> {
    match &scenario.injects[id].starts {
        Starts::When(cond) => Some(in_words(scenario, cond)),
        Starts::At(_) | Starts::Never => None,
    }
}

/// `boss-asks: boss by phone to the commander, "My sister can't buy ..."`.
fn what(scenario: &Scenario, id: InjectId) -> String {
    let inject = &scenario.injects[id];
    let to: Vec<String> = inject.to.iter().map(|&target| target_in_words(scenario, target)).collect();
    let text = inject.text.first().map_or(String::new(), |text| clip(text, TEXT));
    let from = scenario.organisation.voices.name(inject.from);
    format!("{}: {from} by {} to {}, \"{text}\"", scenario.injects.name(id), inject.via, to.join(", "))
}

/// How the table stands: since when it is silent, who has not been heard of, what is expected, when it will end.
#[must_use]
pub fn standing(view: View<'_>) -> Vec<String> {
    let mut lines = awaited(view);
    let Some(desk) = view.desk() else { return lines };
    let scenario = view.public();
    lines.push(format!("last move {} ago", desk.silence().clock()));
    let quiet = desk.quiet().into_iter().map(|(seat, silent)| match silent {
        Some(silent) => format!("{} for {}", scenario.seats.name(seat), silent.clock()),
        None => format!("{} so far", scenario.seats.name(seat)),
    });
    let quiet: Vec<String> = quiet.collect();
    if !quiet.is_empty() {
        lines.push(format!("not heard of: {}", quiet.join(", ")));
    }
    if let Some((due, id)) = desk.next().first() {
        lines.push(format!("next inject {} at {}", scenario.injects.name(*id), story_clock(scenario, *due)));
    }
    lines.push(ending(scenario, desk));
    lines.extend(warnings(view).into_iter().map(|warning| warning.text));
    lines
}

/// When it will end, and why later than planned.
fn ending(scenario: &Scenario, desk: Desk<'_>) -> String {
    let since = |at: SimTime| format!("+{}", at.since(SimTime::START).clock());
    let estimate = desk.estimate();
    let plan = format!("by the plan the end is at {}", since(estimate.planned));
    match estimate.late {
        Some(late) => format!(
            "{plan}, as it goes about {}: {} was wanted by {}",
            since(estimate.expected),
            scenario.expected.name(late.expected),
            story_clock(scenario, late.target),
        ),
        None => format!("{plan}; nothing expected is late"),
    }
}

/// What is expected now, for those who may know it.
#[must_use]
pub fn awaited(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    view.awaited().into_iter().map(|one| awaited_line(scenario, one, view.now())).collect()
}

fn awaited_line(scenario: &Scenario, one: Awaited, now: SimTime) -> String {
    let expected = &scenario.expected[one.expected];
    let mut any: Vec<String> = expected.any_of.iter().map(|act| act_in_words(scenario, act)).collect();
    any.dedup();
    let late = match (one.target < now, one.limit < now) {
        (false, _) => String::new(),
        (true, false) => format!(", late by {}", now.since(one.target).clock()),
        (true, true) => ", past its limit".to_string(),
    };
    format!(
        "expected by {}{late}: {} ({})",
        story_clock(scenario, one.target),
        any.join(" or "),
        scenario.expected.name(one.expected)
    )
}

/// What the facilitator should know at once.
#[must_use]
pub fn warnings(view: View<'_>) -> Vec<Warning> {
    let Some(desk) = view.desk() else { return Vec::new() };
    let scenario = view.public();
    let mut warnings = Vec::new();
    if let Some(silent) = desk.stalled() {
        let send = desk
            .suggested()
            .map_or(String::new(), |id| format!(", or `inject {}`", scenario.injects.name(id)));
        warnings.push(Warning {
            key: "stall".into(),
            text: format!(
                "STALL: nothing was assessed, stabilised, told or verified for {}; a `hint SEAT 1`{send}?",
                silent.clock()
            ),
        });
    }
    if let Some(news) = desk.flood() {
        let next = desk.next().first().map_or(String::new(), |(_, id)| {
            format!("; `nudge {} +3m` gives them air", scenario.injects.name(*id))
        });
        let text = format!("FLOOD: {news} pieces of news that nobody has done anything about{next}");
        warnings.push(Warning { key: "flood".into(), text });
    }
    for (seat, _) in desk.quiet() {
        let name = scenario.seats.name(seat);
        warnings.push(Warning {
            key: format!("quiet {name}"),
            text: format!("QUIET: {name} has not been heard of for {}", QUIET_AFTER.clock()),
        });
    }
    for one in desk.awaited().into_iter().filter(|one| one.target < view.now()) {
        let expected = &scenario.expected[one.expected];
        let Some(hint) = expected.hints.first() else { continue };
        let name = scenario.expected.name(one.expected);
        let seat = expected.seat.map_or(1, |seat| seat.n() + 1);
        warnings.push(Warning {
            key: format!("late {name}"),
            text: format!("LATE: {name} is past its target; `hint {seat} 1 about={name}` asks: \"{hint}\""),
        });
    }
    warnings
}
