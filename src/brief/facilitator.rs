//! A scenario for who runs the drill: the event list and everything behind it.

use super::event_list::{effects, event_list};
use super::page::Page;
use super::{at_a_glance, begins};
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::model::{
    Action, Alert, Drive, Expected, Failure, Finding, FindingOn, Good, Harmful, Metric, Readers, Starts,
};
use crate::scenario::words::{MetricKind, Shape};
use crate::scenario::words_of::{act_in_words, in_words};
use crate::time::SimDuration;

/// How wide a line is, in characters.
/// Where texts begin beside their names.
const COLUMN: usize = 24;
/// Where the reasons below an entry begin, and their texts.
const DETAIL: usize = 2 + COLUMN;
const DETAIL_COLUMN: usize = 8;

/// A scenario with its answers.
#[must_use]
pub fn facilitator(scenario: &Scenario) -> String {
    let mut page = Page::new(super::WIDTH);
    page.paragraph(0, &scenario.title);
    page.paragraph(0, &at_a_glance(scenario));
    page.paragraph(0, "For the facilitator: the answers are below. Whoever plays had better not read on.");
    page.gap();
    page.paragraph(2, &scenario.story);
    page.paragraph(2, &begins(scenario));
    page.entries("Objectives", COLUMN, objectives(scenario));
    truth(&mut page, scenario);
    page.entries("What each seat knows", COLUMN, knowledge(scenario));
    event_list(&mut page, scenario);
    page.entries("What breaks", COLUMN, failures(scenario));
    page.entries("Signals", COLUMN, signals(scenario));
    page.entries("What pages", COLUMN, alerts(scenario));
    page.entries("Milestones", COLUMN, milestones(scenario));
    page.entries("What can be done", COLUMN, actions(scenario));
    write_prepared(&mut page, scenario);
    write_tempting(&mut page, scenario);
    page.entries("What looking and asking gives", COLUMN, findings(scenario));
    page.entries("How it ends", COLUMN, ending(scenario));
    page.list("Questions for afterwards", scenario.debrief.iter().cloned());
    page.finish()
}

/// Every thing of a table with its name.
fn named<K: crate::scenario::id::Kind, T>(
    table: &crate::scenario::id::Table<K, T>,
    say: impl Fn(&T) -> String,
) -> Vec<(String, String)> {
    table.iter().map(|(id, item)| (table.name(id).to_string(), say(item))).collect()
}

/// What is exercised, by name.
pub(super) fn objectives(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.objectives, Clone::clone)
}

/// What breaks, when and how.
pub(super) fn failures(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.failures, |f| failure(scenario, f))
}

/// What can be read, and what is usual.
pub(super) fn signals(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.metrics, |m| metric(scenario, m))
}

/// What can be done, and what comes of it.
pub(super) fn actions(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.actions, |a| action(scenario, a))
}

/// What pages, whom and when.
pub(super) fn alerts(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.alerts, |a| alert(scenario, a))
}

/// What a prepared team would do, each with its reason.
pub(super) fn prepared(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.expected, |item| {
        let why = item.why.as_ref().map_or(String::new(), |why| format!(". Why: {why}"));
        format!("{}{why}", expected(scenario, item))
    })
}

/// The moves that do harm, each with what tempts.
pub(super) fn tempting(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.harmful, |item| {
        let tempts = item.tempts.as_ref().map_or(String::new(), |tempts| format!(". It tempts: {tempts}"));
        format!("{}{tempts}", harmful(scenario, item))
    })
}

fn truth(page: &mut Page, scenario: &Scenario) {
    let truth = &scenario.truth;
    let mut entries: Vec<(String, String)> = Vec::new();
    for severity in &truth.severity {
        let from = severity
            .when
            .as_ref()
            .map_or("from the start".into(), |c| format!("once {}", in_words(scenario, c)));
        let known = severity.knowable.as_ref().map_or("at once".into(), |c| in_words(scenario, c));
        entries.push((
            "true severity".into(),
            format!("{} {from}; can be known: {known}", severity.severity.label()),
        ));
    }
    for needed in &truth.needed_teams {
        let known = needed.knowable.as_ref().map_or("at once".into(), |c| in_words(scenario, c));
        let team = scenario.organisation.teams.name(needed.team);
        entries.push(("team needed".into(), format!("{team}; can be known: {known}")));
    }
    let teams = &scenario.organisation.teams;
    let plausible: Vec<&str> = truth.plausible_teams.iter().map(|&id| teams.name(id).as_str()).collect();
    if !plausible.is_empty() {
        entries.push(("may be called".into(), and(&plausible)));
    }
    let roles: Vec<&str> = truth.roles.iter().map(|role| role.as_str()).collect();
    entries
        .push(("roles asked for".into(), if roles.is_empty() { "by severity".into() } else { and(&roles) }));
    let names = &scenario.organisation.audiences;
    let told: Vec<&str> = truth.audiences.iter().map(|&id| names.name(id).as_str()).collect();
    if !told.is_empty() {
        entries.push(("must be told".into(), and(&told)));
    }
    let seen = if truth.customers_see_it { "yes" } else { "no" };
    entries.push(("customers see it".into(), seen.into()));
    page.entries("What is true", COLUMN, entries);
    page.list("Contributing factors (for afterwards)", truth.factors.iter().cloned());
}

fn knowledge(scenario: &Scenario) -> Vec<(String, String)> {
    let knows = |(id, text): (_, &String)| (scenario.seats.name(id).to_string(), text.clone());
    scenario.seats.iter().filter_map(|(id, seat)| seat.knows.as_ref().map(|text| knows((id, text)))).collect()
}

fn failure(scenario: &Scenario, failure: &Failure) -> String {
    let mut says = vec![format!("makes {} {}", scenario.components.name(failure.of), failure.makes)];
    says.push(match &failure.starts {
        Starts::Never => "something else starts it".to_string(),
        Starts::At(at) => format!("starts at {}", signed(*at)),
        Starts::When(cond) => format!("starts when {}", in_words(scenario, cond)),
    });
    if failure.after != SimDuration::ZERO {
        says.push(format!("{} later", failure.after));
    }
    says.extend(failure.lasts.map(|lasts| format!("lasts {lasts}")));
    says.extend(failure.clears_when.as_ref().map(|cond| format!("clears when {}", in_words(scenario, cond))));
    if let Some(returns) = &failure.returns {
        let unless =
            returns.unless.as_ref().map(|c| format!(" unless {}", in_words(scenario, c))).unwrap_or_default();
        says.push(format!("comes back after {}{unless}, at most {} times", returns.after, returns.times));
    }
    says.extend(failure.drives.iter().map(|by| drive(scenario, by)));
    says.push(if failure.impact { "does harm" } else { "does no harm itself" }.to_string());
    says.join("; ")
}

fn signed(at: SimDuration) -> String {
    if at.ms() < 0 { at.clock() } else { format!("+{}", at.clock()) }
}

fn drive(scenario: &Scenario, drive: &Drive) -> String {
    let metric = &scenario.metrics[drive.metric];
    let name = scenario.metrics.name(drive.metric);
    let to = crate::quantity::Milli(metric.baseline.0 + drive.by.0);
    let how = match drive.shape {
        Shape::Step => String::new(),
        Shape::Ramp => format!(" over {}", drive.over),
        Shape::Spike => format!(" and back within {}", drive.over),
    };
    let after =
        if drive.after == SimDuration::ZERO { String::new() } else { format!(", {} later", drive.after) };
    match metric.kind {
        MetricKind::Gauge => format!("{name} to {to}{how}{after}"),
        MetricKind::Counter => format!("{name} up by {}{how}{after}", drive.by),
    }
}

fn metric(scenario: &Scenario, metric: &Metric) -> String {
    let good = match metric.good {
        Good::Below(limit) => format!("good below {limit}"),
        Good::Above(limit) => format!("good above {limit}"),
        Good::Between(low, high) => format!("good from {low} to {high}"),
        Good::NotRising => "good when it does not rise".to_string(),
    };
    let of = scenario.components.name(metric.of);
    let readers = readers(scenario, &metric.to);
    let mut says = vec![format!("of {of}, in {}, usually {}, {good}", metric.unit, metric.baseline)];
    says.extend(metric.says.clone());
    says.extend(readers.map(|seats| format!("read by {seats}")));
    says.join("; ")
}

fn readers(scenario: &Scenario, readers: &Readers) -> Option<String> {
    match readers {
        Readers::Everyone => None,
        Readers::Seats(seats) => {
            let names: Vec<&str> = seats.iter().map(|&seat| scenario.seats.name(seat).as_str()).collect();
            Some(and(&names))
        }
    }
}

fn alert(scenario: &Scenario, alert: &Alert) -> String {
    let hint = alert.hint.map(|hint| format!(", suggests {}", hint.label())).unwrap_or_default();
    let team = scenario.organisation.teams.name(alert.pages);
    format!("pages {team}{hint}, when {}; says: {}", in_words(scenario, &alert.when), alert.text)
}

fn milestones(scenario: &Scenario) -> Vec<(String, String)> {
    named(&scenario.milestones, |milestone| {
        let when =
            milestone.when.as_ref().map_or("something else reaches it".into(), |c| in_words(scenario, c));
        milestone.says.as_ref().map_or(when.clone(), |says| format!("{when}; {says}"))
    })
}

fn action(scenario: &Scenario, action: &Action) -> String {
    let mut says = vec![format!(
        "{}; on {}, takes {}",
        action.say.join(" | "),
        scenario.components.name(action.on),
        action.takes
    )];
    says.extend(action.helps_if.as_ref().map(|cond| format!("helps only if {}", in_words(scenario, cond))));
    says.extend(effects(scenario, &action.effects));
    says.extend(action.drives.iter().map(|by| drive(scenario, by)));
    let proofs: Vec<&str> = action.proved_by.iter().map(|&id| scenario.metrics.name(id).as_str()).collect();
    if !proofs.is_empty() {
        says.push(format!("proved by {}", and(&proofs)));
    }
    if action.pre_approved {
        says.push("may be done unasked".to_string());
    }
    says.extend(action.risk.as_ref().map(|risk| format!("risk: {risk}")));
    says.extend(action.undo.map(|undo| format!("can be undone for {undo}")));
    says.join("; ")
}

fn expected(scenario: &Scenario, expected: &Expected) -> String {
    let mut any: Vec<String> = expected.any_of.iter().map(|act| act_in_words(scenario, act)).collect();
    // A team and its seat may go by one name.
    any.dedup();
    let opens = expected
        .opens
        .as_ref()
        .map_or("from the start".into(), |c| format!("once {}", in_words(scenario, c)));
    let mut says = vec![any.join(" or "), opens];
    says.push(format!(
        "within {}, too late after {}, weight {}",
        expected.target, expected.limit, expected.weight
    ));
    says.extend(expected.role.map(|role| format!("the {role}'s job")));
    says.extend(expected.seat.map(|seat| format!("{}'s job", scenario.seats.name(seat))));
    says.extend(
        expected.superseded_by.as_ref().map(|c| format!("not needed once {}", in_words(scenario, c))),
    );
    says.join("; ")
}

/// What a prepared team would do, each with its reason and its hints.
fn write_prepared(page: &mut Page, scenario: &Scenario) {
    if !scenario.expected.is_empty() {
        page.heading("What a prepared team would do");
    }
    for (id, item) in scenario.expected.iter() {
        page.entry(2, COLUMN, scenario.expected.name(id).as_str(), &expected(scenario, item));
        if let Some(why) = &item.why {
            page.entry(DETAIL, DETAIL_COLUMN, "why", why);
        }
        for hint in &item.hints {
            page.entry(DETAIL, DETAIL_COLUMN, "hint", hint);
        }
    }
}

fn harmful(scenario: &Scenario, harmful: &Harmful) -> String {
    let mut says = vec![format!("do {}, {}", scenario.actions.name(harmful.action), harmful.harm)];
    says.extend(harmful.when.as_ref().map(|cond| format!("if {}", in_words(scenario, cond))));
    says.extend(effects(scenario, &harmful.effects));
    if !harmful.serves.is_empty() {
        let objectives: Vec<_> =
            harmful.serves.iter().map(|&id| scenario.objectives.name(id).to_string()).collect();
        says.push(format!("holds {} at a cost", and(&objectives)));
    }
    if harmful.teachable {
        says.push("costs nothing, to talk about".to_string());
    }
    says.join("; ")
}

/// The moves that do harm, each with what tempts.
fn write_tempting(page: &mut Page, scenario: &Scenario) {
    if !scenario.harmful.is_empty() {
        page.heading("Tempting moves that do harm");
    }
    for (id, item) in scenario.harmful.iter() {
        page.entry(2, COLUMN, scenario.harmful.name(id).as_str(), &harmful(scenario, item));
        if let Some(tempts) = &item.tempts {
            page.entry(DETAIL, DETAIL_COLUMN, "tempts", tempts);
        }
    }
}

/// What looking and asking gives, on what condition.
pub(super) fn findings(scenario: &Scenario) -> Vec<(String, String)> {
    scenario
        .findings
        .iter()
        .map(|(_, finding)| (finding_on(scenario, finding.on), finding_says(scenario, finding)))
        .collect()
}

fn finding_on(scenario: &Scenario, on: FindingOn) -> String {
    match on {
        FindingOn::Component(id) => format!("look {}", scenario.components.name(id)),
        FindingOn::Metric(id) => format!("look {}", scenario.metrics.name(id)),
        FindingOn::Topic(id) => format!("look {}", scenario.topics.name(id)),
        FindingOn::Team(id) => format!("ask {}", scenario.organisation.teams.name(id)),
        FindingOn::Seat(id) => format!("ask {}", scenario.seats.name(id)),
        FindingOn::Voice(id) => format!("ask {}", scenario.organisation.voices.name(id)),
    }
}

fn finding_says(scenario: &Scenario, finding: &Finding) -> String {
    let mut terms = Vec::new();
    terms.extend(finding.when.as_ref().map(|cond| format!("if {}", in_words(scenario, cond))));
    terms.extend(readers(scenario, &finding.to).map(|seats| format!("only for {seats}")));
    if finding.takes != SimDuration::ZERO {
        terms.push(format!("after {}", finding.takes));
    }
    if finding.once {
        terms.push("once".to_string());
    }
    let says = finding.says.join(" | ");
    if terms.is_empty() { says } else { format!("({}) {says}", terms.join(", ")) }
}

/// When it is over.
pub(super) fn ending(scenario: &Scenario) -> Vec<(String, String)> {
    let ends = &scenario.ends;
    let verify: Vec<&str> = ends.verify.iter().map(|&id| scenario.metrics.name(id).as_str()).collect();
    let mut entries = vec![
        ("resolved".to_string(), format!("{}, for {}", in_words(scenario, &ends.resolved), ends.hold)),
        ("latest".to_string(), format!("over at +{} in any case", ends.latest.clock())),
    ];
    if !verify.is_empty() {
        entries.push(("checked on".to_string(), and(&verify)));
    }
    entries.extend(ends.unresolved.as_ref().map(|text| ("if it is not".to_string(), text.clone())));
    entries
}
