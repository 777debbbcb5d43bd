//! The event list: every inject with when, from whom, to whom, how, on what condition and what for.
//!
//! Its columns are those of a master scenario events list as far as they are known before play. What does not fit a
//! column of a line stands below it, with its label.

use chrono::TimeDelta;

use super::page::Page;
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::id::InjectId;
use crate::scenario::model::{Effects, Inject, Starts};
use crate::scenario::words_of::{in_words, target_in_words};
use crate::time::{SimDuration, SimTime};

/// Where a line says to whom.
const TO: usize = 66;

/// One line of the list.
struct Row {
    number: usize,
    time: String,
    kind: &'static str,
    id: InjectId,
}

/// Writes the event list.
pub(super) fn event_list(page: &mut Page, scenario: &Scenario) {
    if scenario.injects.is_empty() {
        return;
    }
    page.heading("Event list");
    page.entry(2, TO, &line("no", "time", "type", "channel", "from"), "to");
    for row in rows(scenario) {
        write(page, scenario, &row);
    }
}

/// Scheduled ones by their time, then the others in the order of the file.
fn rows(scenario: &Scenario) -> Vec<Row> {
    let mut ids: Vec<InjectId> = scenario.injects.ids().collect();
    ids.sort_by_key(|&id| (planned(&scenario.injects[id]).is_none(), planned(&scenario.injects[id]), id));
    let row = |(n, id): (usize, InjectId)| {
        let inject = &scenario.injects[id];
        Row { number: n + 1, time: time(scenario, inject), kind: kind(inject), id }
    };
    ids.into_iter().enumerate().map(row).collect()
}

fn planned(inject: &Inject) -> Option<SimDuration> {
    match &inject.starts {
        Starts::At(at) => Some(*at + inject.after),
        Starts::When(_) | Starts::Never => None,
    }
}

/// The story's clock, and the time since the start.
fn time(scenario: &Scenario, inject: &Inject) -> String {
    let Some(from) = planned(inject) else { return "-".to_string() };
    let clock = scenario.starts + TimeDelta::milliseconds(from.ms());
    format!("{} +{}", clock.format("%H:%M"), from.clock())
}

fn kind(inject: &Inject) -> &'static str {
    match &inject.starts {
        _ if inject.contingency => "contingency",
        Starts::At(_) => "scheduled",
        Starts::When(_) => "conditional",
        Starts::Never => "fired",
    }
}

fn line(number: &str, time: &str, kind: &str, channel: &str, from: &str) -> String {
    format!("{number:>2}  {time:<16}{kind:<13}{channel:<14}{from}")
}

fn write(page: &mut Page, scenario: &Scenario, row: &Row) {
    let inject = &scenario.injects[row.id];
    let to: Vec<String> = inject.to.iter().map(|&target| target_in_words(scenario, target)).collect();
    let from = scenario.organisation.voices.name(inject.from).as_str();
    let number = row.number.to_string();
    page.gap();
    page.entry(2, TO, &line(&number, &row.time, row.kind, inject.via.as_str(), from), &and(&to));
    let id = scenario.injects.name(row.id);
    page.entry(6, 10, "title", &format!("{} ({id})", inject.title));
    for (label, text) in details(scenario, inject) {
        page.entry(6, 10, label, &text);
    }
}

/// What stands below a line, each with its label.
fn details(scenario: &Scenario, inject: &Inject) -> Vec<(&'static str, String)> {
    let mut details = Vec::new();
    if let Starts::When(cond) = &inject.starts {
        details.push((if inject.contingency { "by itself" } else { "when" }, in_words(scenario, cond)));
    }
    details.extend(inject.while_.as_ref().map(|cond| ("only if", in_words(scenario, cond))));
    details.extend(manner(inject).map(|text| ("how", text)));
    for (n, text) in inject.text.iter().enumerate() {
        details.push((if n == 0 { "text" } else { "or" }, text.clone()));
    }
    for (var, values) in &inject.vars {
        details.push(("with", format!("{{{var}}}: {}", values.join(" | "))));
    }
    details.extend(effects(scenario, &inject.effects).map(|text| ("does", text)));
    let serves: Vec<String> =
        inject.serves.iter().map(|&id| scenario.objectives.name(id).to_string()).collect();
    if !serves.is_empty() {
        details.push(("serves", serves.join(", ")));
    }
    details.extend(inject.note.clone().map(|note| ("note", note)));
    details
}

/// What is special about how it comes.
fn manner(inject: &Inject) -> Option<String> {
    let mut how = Vec::new();
    if planned(inject).is_none() && inject.after != SimDuration::ZERO {
        how.push(format!("{} after that", inject.after));
    }
    if inject.jitter != SimDuration::ZERO {
        how.push(format!("up to {} later, by the dice", inject.jitter));
    }
    if inject.probability < 100 {
        how.push(format!("in {} of 100 drills", inject.probability));
    }
    if let Some(group) = &inject.one_of {
        how.push(format!("one of the group {group}"));
    }
    if let Some(at) = inject.gives_up {
        how.push(format!("not after {}", (SimTime::START + at).since(SimTime::START).clock()));
    }
    if inject.repeat {
        how.push("may come again".to_string());
    }
    if inject.news {
        how.push("news: a reason to assess again".to_string());
    }
    (!how.is_empty()).then(|| how.join("; "))
}

/// What an inject, an action or a harmful action changes, in words.
pub(super) fn effects(scenario: &Scenario, effects: &Effects) -> Option<String> {
    let mut does = Vec::new();
    does.extend(effects.clears.iter().map(|&id| format!("clears {}", scenario.failures.name(id))));
    does.extend(effects.starts.iter().map(|&id| format!("starts {}", scenario.failures.name(id))));
    does.extend(effects.fires.iter().map(|&id| format!("fires {}", scenario.injects.name(id))));
    does.extend(effects.reaches.iter().map(|&id| format!("reaches {}", scenario.milestones.name(id))));
    (!does.is_empty()).then(|| and(&does))
}
