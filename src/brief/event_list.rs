//! The event list: every inject with when, from whom, to whom, how, on what condition and what for.
//!
//! Its columns are those of a master scenario events list as far as they are known before play. What does not fit a
//! column of a line stands below it, with its label.

use chrono::TimeDelta;

use super::page::Page;
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::InjectId;
use crate::scenario::model::{Effects, Expected, Inject, Starts};
use crate::scenario::words_of::{expected_in_words, in_words, target_in_words};
use crate::time::{SimDuration, SimTime};

/// Where a line says to whom.
const TO: usize = 58;

/// One line of the event list: a piece of news, and all that is known of it before play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its place in the list, from 1.
    pub number: usize,
    /// Its name in the scenario.
    pub id: String,
    /// What the list calls it.
    pub title: String,
    /// `scheduled`, `conditional`, `fired` by something else, or a `contingency` in the facilitator's hand.
    pub kind: &'static str,
    /// The story's clock and the time since the start, if it comes by the clock: `02:21 +4:00`.
    pub time: Option<String>,
    /// What it waits for, if it does; a contingency comes by itself then.
    pub when: Option<String>,
    /// What must hold when it comes.
    pub only_if: Option<String>,
    /// What is special about how it comes.
    pub how: Option<String>,
    /// Who says it.
    pub from: String,
    /// Who hears it.
    pub to: Vec<String>,
    /// The channel.
    pub via: &'static str,
    /// The same inside a sentence: `by phone`.
    pub by: &'static str,
    /// Its wordings, of which the dice choose one.
    pub text: Vec<String>,
    /// The words for its variables.
    pub with: Vec<String>,
    /// What it changes.
    pub does: Option<String>,
    /// The objectives it serves.
    pub serves: Vec<String>,
    /// What a prepared team does from then on.
    pub expected: Vec<String>,
    /// For the facilitator.
    pub note: Option<String>,
}

impl Planned {
    /// When it comes, in one line: its time, or what it waits for.
    #[must_use]
    pub fn comes(&self) -> String {
        let mut parts: Vec<String> = self.time.iter().cloned().collect();
        parts.extend(self.when.as_ref().map(|when| match self.kind {
            "contingency" => format!("when you send it; by itself when {when}"),
            _ => format!("when {when}"),
        }));
        if parts.is_empty() {
            let by =
                if self.kind == "contingency" { "when you send it" } else { "when something else brings it" };
            parts.push(by.to_string());
        }
        parts.extend(self.only_if.as_ref().map(|only_if| format!("only if {only_if}")));
        parts.extend(self.how.clone());
        parts.join("; ")
    }
}

/// The event list: scheduled ones by their time, then the others in the order of the file.
#[must_use]
pub fn events(scenario: &Scenario) -> Vec<Planned> {
    let mut ids: Vec<InjectId> = scenario.injects.ids().collect();
    ids.sort_by_key(|&id| (planned(&scenario.injects[id]).is_none(), planned(&scenario.injects[id]), id));
    ids.into_iter().enumerate().map(|(n, id)| line(scenario, n + 1, id)).collect()
}

fn line(scenario: &Scenario, number: usize, id: InjectId) -> Planned {
    let inject = &scenario.injects[id];
    let when = match &inject.starts {
        Starts::When(cond) => Some(in_words(scenario, cond)),
        Starts::At(_) | Starts::Never => None,
    };
    let with = |(var, values): &(String, Vec<String>)| format!("{{{var}}}: {}", values.join(" | "));
    Planned {
        number,
        id: scenario.injects.name(id).to_string(),
        title: inject.title.clone(),
        kind: kind(inject),
        time: planned(inject).map(|from| time(scenario, from)),
        when,
        only_if: inject.while_.as_ref().map(|cond| in_words(scenario, cond)),
        how: manner(inject),
        from: scenario.organisation.voices.name(inject.from).to_string(),
        to: inject.to.iter().map(|&target| target_in_words(scenario, target)).collect(),
        via: inject.via.as_str(),
        by: crate::scenario::words_of::by_channel(inject.via),
        text: inject.text.clone(),
        with: inject.vars.iter().map(with).collect(),
        does: does(scenario, inject),
        serves: inject.serves.iter().map(|&id| scenario.objectives.name(id).to_string()).collect(),
        expected: expected(scenario, id),
        note: inject.note.clone(),
    }
}

fn planned(inject: &Inject) -> Option<SimDuration> {
    match &inject.starts {
        Starts::At(at) => Some(*at + inject.after),
        Starts::When(_) | Starts::Never => None,
    }
}

/// The story's clock, and the time since the start.
fn time(scenario: &Scenario, from: SimDuration) -> String {
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

/// What is expected from the moment on when this news has come.
fn expected(scenario: &Scenario, inject: InjectId) -> Vec<String> {
    let opens = |expected: &Expected| {
        expected.opens.as_ref().is_some_and(|cond| follows(scenario, cond, inject, true))
    };
    let open = scenario.expected.iter().filter(|(_, expected)| opens(expected));
    open.map(|(id, _)| expected_in_words(scenario, id)).collect()
}

/// Whether a condition may come to hold by this news: it names it, or a milestone that it reaches.
#[expect(clippy::wildcard_enum_match_arm, reason = "other conditions are not about news")]
fn follows(scenario: &Scenario, cond: &Cond, inject: InjectId, milestones: bool) -> bool {
    match cond {
        Cond::All(parts) | Cond::Any(parts) => {
            parts.iter().any(|part| follows(scenario, part, inject, milestones))
        }
        Cond::For(watch, _) => follows(scenario, &scenario.watches[*watch].inner, inject, milestones),
        Cond::Delivered(id) => *id == inject,
        Cond::Milestone(id) => {
            let when = scenario.milestones[*id].when.as_ref();
            scenario.injects[inject].effects.reaches.contains(id)
                // Milestones may name each other; one step is enough.
                || (milestones && when.is_some_and(|cond| follows(scenario, cond, inject, false)))
        }
        _ => false,
    }
}

/// Writes the event list.
pub(super) fn event_list(page: &mut Page, scenario: &Scenario) {
    if scenario.injects.is_empty() {
        return;
    }
    page.heading("Event list");
    page.entry(2, TO, &columns("no", "time", "type", "channel", "from"), "to");
    for event in events(scenario) {
        write(page, &event);
    }
}

fn columns(number: &str, time: &str, kind: &str, channel: &str, from: &str) -> String {
    format!("{number:>2}  {time:<15}{kind:<12}{channel:<13}{from}")
}

fn write(page: &mut Page, event: &Planned) {
    let (number, time) = (event.number.to_string(), event.time.as_deref().unwrap_or("-"));
    page.gap();
    page.entry(2, TO, &columns(&number, time, event.kind, event.via, &event.from), &and(&event.to));
    page.entry(6, 10, "title", &format!("{} ({})", event.title, event.id));
    for (label, text) in details(event) {
        page.entry(6, 10, label, &text);
    }
}

/// What stands below a line, each with its label.
fn details(event: &Planned) -> Vec<(&'static str, String)> {
    let mut details: Vec<(&'static str, String)> = Vec::new();
    let when = if event.kind == "contingency" { "by itself" } else { "when" };
    details.extend(event.when.clone().map(|text| (when, text)));
    details.extend(event.only_if.clone().map(|text| ("only if", text)));
    details.extend(event.how.clone().map(|text| ("how", text)));
    for (n, text) in event.text.iter().enumerate() {
        details.push((if n == 0 { "text" } else { "or" }, text.clone()));
    }
    details.extend(event.with.iter().map(|text| ("with", text.clone())));
    details.extend(event.does.clone().map(|text| ("does", text)));
    if !event.serves.is_empty() {
        details.push(("serves", event.serves.join(", ")));
    }
    details.extend(event.note.clone().map(|text| ("note", text)));
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

/// What an inject changes, in words: the system, and who is there.
fn does(scenario: &Scenario, inject: &Inject) -> Option<String> {
    let leaves = inject.leaves.iter().map(|&seat| format!("{} is gone, for good", scenario.seats.name(seat)));
    let drops =
        inject.drops.iter().map(|&seat| format!("what {} holds is nobody's", scenario.seats.name(seat)));
    let all: Vec<_> = effects(scenario, &inject.effects).into_iter().chain(leaves).chain(drops).collect();
    (!all.is_empty()).then(|| and(&all))
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
