//! The facilitator's desk in lines: the event list as it stands, and what to keep an eye on.

use crate::engine::decide::story_clock;
use crate::engine::desk::{Awaited, Desk, QUIET_AFTER};
use crate::engine::tell::rounded;
use crate::engine::view::View;
use crate::prose::{clip, with_unit};
use crate::scenario::Scenario;
use crate::scenario::id::{ExpectedId, InjectId, SeatId};
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
            "the event list is the facilitator's; `sandtable resume DRILL --facilitator` goes on at their screen, and \
             `run SCENARIO --facilitator` begins there".into(),
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
        let auto = when(scenario, id).map_or(String::new(), |when| format!("; fits when {when}"));
        let fits = if desk.fits(id) { " -- it fits now" } else { "" };
        format!("{}{auto}{fits}", what(scenario, id))
    });
    section("In your hand (`inject ID` sends it)", held.collect(), &mut lines);
    let waiting = desk.waiting().into_iter().map(|id| {
        let when = when(scenario, id).unwrap_or_else(|| "something else brings it".to_string());
        format!("{}, when {when}", whose(scenario, id))
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

/// The event list, or one inject in full; nobody else hears whether there is one.
#[must_use]
pub fn event_list(view: View<'_>, inject: Option<&str>) -> Vec<String> {
    match inject.filter(|_| view.desk().is_some()) {
        Some(inject) => in_full(view.public(), inject),
        None => events(view),
    }
}

/// What a hint would say to a seat, a level a line; nothing is given.
#[must_use]
pub fn hints(view: View<'_>, to: SeatId, about: Option<ExpectedId>) -> Vec<String> {
    let Some(desk) = view.desk() else {
        return vec!["a hint for a seat is the facilitator's to give; `hint` asks for one".to_string()];
    };
    if view.is_unaided() {
        return vec!["this drill is unaided: no hints".to_string()];
    }
    let (item, words) = desk.hints(to, about);
    let (name, n) = (view.public().seats.name(to), to.n() + 1);
    let of = about.map_or(String::new(), |id| format!(" about={}", view.public().expected.name(id)));
    let item = item.strip_prefix("expected/").unwrap_or(&item);
    let mut lines = vec![format!("for {name}, about {item}; nothing is given yet:")];
    lines.extend(words.iter().enumerate().map(|(level, text)| format!("  hint {n} {level}{of}   {text}")));
    if words.len() < 2 {
        lines.push(format!("no hint is written for it; your own words: `hint {n} 1 \"...\"`"));
    }
    lines
}

/// The event list before the clock: what is planned, in the file's order.
#[must_use]
pub fn planned(scenario: &Scenario) -> Vec<String> {
    if scenario.injects.is_empty() {
        return vec!["this scenario has no injects".to_string()];
    }
    let line = |id| format!("{}  {}", comes(scenario, id), what(scenario, id));
    scenario.injects.ids().map(line).collect()
}

/// When an inject comes by the plan.
fn comes(scenario: &Scenario, id: InjectId) -> String {
    let inject = &scenario.injects[id];
    match (&inject.starts, when(scenario, id)) {
        _ if inject.contingency => "in your hand".to_string(),
        (Starts::At(after), _) => format!("at +{}", after.clock()),
        (_, Some(when)) => format!("when {when}"),
        (_, None) => "when something else brings it".to_string(),
    }
}

/// One inject with all that it says.
#[must_use]
pub fn in_full(scenario: &Scenario, inject: &str) -> Vec<String> {
    let Some(id) = scenario.injects.find(inject) else {
        return vec![format!("no inject `{inject}`; `events` lists them")];
    };
    let head = format!("{}; {}", whose(scenario, id), comes(scenario, id));
    std::iter::once(head).chain(scenario.injects[id].text.iter().map(|text| format!("\"{text}\""))).collect()
}

fn when(scenario: &Scenario, id: InjectId) -> Option<String> {
    match &scenario.injects[id].starts {
        Starts::When(cond) => Some(in_words(scenario, cond)),
        Starts::At(_) | Starts::Never => None,
    }
}

/// `boss-asks: boss by phone to the commander, "My sister can't buy ..."`.
fn what(scenario: &Scenario, id: InjectId) -> String {
    let text = scenario.injects[id].text.first().map_or(String::new(), |text| clip(text, TEXT));
    format!("{}, \"{text}\"", whose(scenario, id))
}

/// `boss-asks: boss by phone to the commander`.
fn whose(scenario: &Scenario, id: InjectId) -> String {
    let inject = &scenario.injects[id];
    let to: Vec<String> = inject.to.iter().map(|&target| target_in_words(scenario, target)).collect();
    let from = scenario.organisation.voices.name(inject.from);
    format!("{}: {from} by {} to {}", scenario.injects.name(id), inject.via, to.join(", "))
}

/// What the prompt says besides: the next inject, and whether the facilitator has the word.
#[must_use]
pub fn prompt(view: View<'_>) -> Vec<String> {
    let Some(desk) = view.desk() else { return Vec::new() };
    let mut parts = Vec::new();
    if let Some((due, _)) = desk.next().first() {
        parts.push(format!("next {}", due.since(view.now()).clock()));
    }
    parts
}

/// What stops a clock that nobody but who runs the drill can start again: it stands first on the prompt.
#[must_use]
pub fn talk(view: View<'_>) -> Vec<String> {
    let Some(desk) = view.desk() else { return Vec::new() };
    let talks = [(desk.talks().is_some(), "you talk"), (desk.severity_talk(), "severity talk")];
    talks.iter().filter(|(on, _)| *on).map(|(_, said)| (*said).to_string()).collect()
}

/// How the table stands: what is expected, how the system is, who is silent, when it will end, what to look after.
#[must_use]
pub fn standing(view: View<'_>) -> Vec<String> {
    let mut lines = awaited(view);
    let Some(desk) = view.desk() else { return lines };
    let scenario = view.public();
    lines.extend(system(scenario, desk));
    lines.push(format!("last move {} ago", desk.silence().clock()));
    let quiet = desk.quiet().into_iter();
    let quiet = quiet.map(|(seat, silent)| format!("{} for {}", scenario.seats.name(seat), silent.clock()));
    let quiet: Vec<String> = quiet.collect();
    if !quiet.is_empty() {
        lines.push(format!("not heard of: {}", quiet.join(", ")));
    }
    if let Some((due, id)) = desk.next().first() {
        lines.push(format!("next inject {} at {}", scenario.injects.name(*id), story_clock(scenario, *due)));
    }
    if let Some(since) = desk.talks() {
        let since = story_clock(scenario, since);
        lines.push(format!("you have been talking since {since}; pages can wait until `talk` ends it"));
    }
    lines.push(ending(scenario, desk));
    lines.extend(warnings(view).into_iter().map(|warning| warning.text));
    lines
}

/// What no seat is shown: which failures are active, and every signal as it is.
fn system(scenario: &Scenario, desk: Desk<'_>) -> Vec<String> {
    let active = desk.active().into_iter();
    let active: Vec<String> = active
        .map(|(id, since)| format!("{} since {}", scenario.failures.name(id), story_clock(scenario, since)))
        .collect();
    let signals = desk.signals().into_iter().map(|(id, value, good)| {
        let value = with_unit(&rounded(value).to_string(), &scenario.metrics[id].unit);
        let good = if good { "" } else { " (not good)" };
        format!("{} {value}{good}", scenario.metrics.name(id))
    });
    let signals: Vec<String> = signals.collect();
    let mut lines = vec![match active.is_empty() {
        true => "no failure is active".to_string(),
        false => format!("active: {}", active.join(", ")),
    }];
    if !signals.is_empty() {
        lines.push(format!("signals: {}", signals.join(", ")));
    }
    lines
}

/// When it will end, and why later than planned.
fn ending(scenario: &Scenario, desk: Desk<'_>) -> String {
    let since = |at: SimTime| format!("+{}", at.since(SimTime::START).clock());
    let estimate = desk.estimate();
    let plan = format!("by the plan the end is at {}", since(estimate.planned));
    match estimate.late {
        Some(late) if estimate.expected > estimate.planned => format!(
            "{plan}, as it goes about {}: {} was wanted by {}",
            since(estimate.expected),
            scenario.expected.name(late.expected),
            story_clock(scenario, late.target),
        ),
        Some(late) => format!("{plan}; {} is late", scenario.expected.name(late.expected)),
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
        let seat = scenario.seats.name(desk.leads());
        let send = desk
            .suggested()
            .map_or(String::new(), |id| format!(", `inject {}` moves the story", scenario.injects.name(id)));
        warnings.push(Warning {
            key: "stall".into(),
            text: format!(
                "STALL: nothing was assessed, stabilised, told or verified for {}; `hint {seat} 1` asks about it{send}",
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
        let name = scenario.expected.name(one.expected);
        let hint = scenario.expected[one.expected].hints.first().map_or(String::new(), |hint| {
            let seat = scenario.seats.name(desk.hinted(one.expected));
            format!("; `hint {seat} 1 about={name}` asks: \"{hint}\"")
        });
        warnings.push(Warning {
            key: format!("late {name}"),
            text: format!("LATE: {name} is past its target{hint}"),
        });
    }
    warnings
}

/// Which warnings stand, so that each is said once: when it begins, and again when it comes back.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    said: Vec<String>,
}

impl Watch {
    /// What has begun since the last look; nothing for anybody but the facilitator.
    pub fn news(&mut self, view: View<'_>) -> Vec<String> {
        if view.is_paused() || view.is_over() {
            return Vec::new();
        }
        let stands = warnings(view);
        let new = stands.iter().filter(|warning| !self.said.contains(&warning.key));
        let new: Vec<String> = new.map(|warning| warning.text.clone()).collect();
        self.said = stands.into_iter().map(|warning| warning.key).collect();
        new
    }
}
