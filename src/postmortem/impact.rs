//! What it did to people, and how anybody noticed.

use std::collections::{BTreeMap, BTreeSet};

use super::drill::{Drill, between, by_channel};
use super::graphs::{Numbers, Span, badness};
use super::outline::{Fill, Line, Row, Section};
use super::signals::pictures;
use crate::engine::event::{AckHow, Event, EventKind, Seq};
use crate::prose::{and, clip, count, grouped, in_thousands, quote, spell};
use crate::quantity::Milli;
use crate::scenario::id::{AlertName, FailureId, MetricId, SeatName};
use crate::scenario::model::Good;
use crate::scenario::words::{Health, MetricKind};
use crate::time::{SimDuration, SimTime};

/// Spans of one signal in one cell.
const SPANS_SHOWN: usize = 3;

/// Section 3: what it did to people.
pub(super) fn impact(drill: &Drill<'_>) -> Section {
    let section = Section::new("3", "impact", "Impact", Fill::Auto).line(interval(drill));
    let (section, numbers) = match &drill.graphs {
        Some(graphs) => {
            let ills = graphs.ills().map(|ill| {
                let name = format!("`{}`", drill.scenario.components.name(ill.component));
                let cells = vec![name, ill.worst.to_string(), span(drill, ill.span)];
                Row::new(cells, [ill.began].into_iter().chain(ill.ended))
            });
            let section = section.table(&["part of the system", "at the worst", "when"], ills.collect());
            (section, graphs.numbers().iter().map(|n| number_row(drill, n)).collect())
        }
        None => (section, readings(drill)),
    };
    let section =
        section.table(&["signal", "good is", "at the start", "worst", "at the end", "not good"], numbers);
    let section = match drill.graphs {
        Some(_) => section.text("The numbers are the story's own, whether or not anybody looked; beside them stands the reading that came nearest to the worst."),
        None => section,
    };
    pictures(drill, section, &driven(drill))
        .ask("What did this mean for the people outside, in their words?")
        .ask("Which number is missing here, and who has it?")
}

/// From when to when harm was done, and with which events it began and ended.
fn interval(drill: &Drill<'_>) -> Line {
    let harmful = |failure: &crate::scenario::id::FailureName| {
        drill.scenario.failures.id(failure).is_ok_and(|id| drill.scenario.failures[id].impact)
    };
    let changes = drill.events().filter(|event| {
        matches!(&event.kind, EventKind::FailureStarted { failure, .. } | EventKind::FailureCleared { failure }
            if harmful(failure))
    });
    let evidence: Vec<Seq> = changes.map(|event| event.seq).collect();
    let spans = harms(drill);
    let one = |span: &Span| match span.to {
        Some(to) => format!(
            "from {} to {}: {}",
            drill.stamp(span.from),
            drill.stamp(to),
            spell(between(span.from, to))
        ),
        None => format!("from {} on", drill.stamp(span.from)),
    };
    let all: Vec<_> = spans.iter().map(one).collect();
    let open = spans.last().is_some_and(|span| span.to.is_none());
    let tail = match (open, spans.len()) {
        (true, _) => format!(", and had not ended when the drill did, at {}", drill.stamp(drill.end())),
        (false, 0 | 1) => String::new(),
        (false, _) => format!("; {} in all", spell(harm_in_all(&spans))),
    };
    let text = match all.is_empty() {
        true => "Nothing that counts as harm shows in the record.".to_string(),
        false => {
            let still =
                still_ill(drill).filter(|_| !open).map_or(String::new(), |still| format!("; {still}"));
            format!("Harm was done {}{tail}{still}.", all.join("; again "))
        }
    };
    Line::new(text, evidence)
}

/// How long harm was done in all, as far as it ended.
pub(super) fn harm_in_all(spans: &[Span]) -> SimDuration {
    let ended = spans.iter().filter_map(|span| Some(between(span.from, span.to?)));
    ended.fold(SimDuration::ZERO, |all, one| all + one)
}

/// The times in which harm was done: while a signal that harmful failures drive was not good, or a failure that shows
/// was active; from before the story's first minute, where it was so.
pub(super) fn harms(drill: &Drill<'_>) -> Vec<Span> {
    let mut spans = visible_failures(drill);
    if let Some(graphs) = &drill.graphs {
        let driven = driven(drill);
        let numbers = graphs.numbers().iter().filter(|n| driven.contains(&n.metric));
        spans.extend(numbers.flat_map(|n| &n.bad));
    }
    spans.sort_by_key(|span| span.from);
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        match apart.last_mut() {
            // By no second that a clock shows.
            Some(last) if last.to.is_none_or(|to| between(to, span.from) == SimDuration::ZERO) => {
                last.to = last.to.zip(span.to).map(|(one, other)| one.max(other));
            }
            Some(_) | None => apart.push(span),
        }
    }
    apart
}

/// What was still ill when harm was over and the drill too: "`help-desk` was still degraded at the end".
pub(super) fn still_ill(drill: &Drill<'_>) -> Option<String> {
    let graphs = drill.graphs.as_ref()?;
    let open = graphs.ills().filter(|ill| ill.span.to.is_none());
    let each: Vec<String> = open
        .map(|ill| {
            let now = graphs.world().health[ill.component.n()];
            format!("`{}` was still {now}", drill.scenario.components.name(ill.component))
        })
        .collect();
    (!each.is_empty()).then(|| format!("{} at the end", and(&each)))
}

/// The signals that failures with impact moved in this drill.
fn driven(drill: &Drill<'_>) -> Vec<MetricId> {
    let failures = &drill.scenario.failures;
    let started = drill.events().filter_map(|event| {
        let EventKind::FailureStarted { failure, .. } = &event.kind else { return None };
        failures.id(failure).ok()
    });
    let started: BTreeSet<FailureId> = started.collect();
    let harmful = failures.iter().filter(|(id, failure)| failure.impact && started.contains(id));
    harmful.flat_map(|(_, failure)| failure.drives.iter().map(|drive| drive.metric)).collect()
}

/// When failures with impact made something visibly ill.
fn visible_failures(drill: &Drill<'_>) -> Vec<Span> {
    let failures = &drill.scenario.failures;
    let shows = |id: &FailureId| failures[*id].impact && failures[*id].makes != Health::Healthy;
    let mut open: BTreeMap<FailureId, SimTime> = BTreeMap::new();
    let mut spans = Vec::new();
    for event in drill.events() {
        if let EventKind::FailureStarted { failure, since } = &event.kind {
            if let Some(id) = failures.id(failure).ok().filter(shows) {
                open.entry(id).or_insert(*since);
            }
        } else if let EventKind::FailureCleared { failure } = &event.kind
            && let Some(from) = failures.id(failure).ok().and_then(|id| open.remove(&id))
        {
            spans.push(Span { from, to: Some(event.at) });
        }
    }
    spans.extend(open.into_values().map(|from| Span { from, to: None }));
    spans
}

/// The number one would be asked for first: what was counted up, else the worst reading of the graphs.
pub(super) fn headline(drill: &Drill<'_>) -> Option<String> {
    let graphs = drill.graphs.as_ref()?;
    let driven = driven(drill);
    let numbers = || graphs.numbers().iter().filter(|numbers| driven.contains(&numbers.metric));
    let stood = |n: &Numbers, value| {
        let metric = &drill.scenario.metrics[n.metric];
        format!("`{}` stood at {}", drill.scenario.metrics.name(n.metric), with_unit(value, &metric.unit))
    };
    let counted: Vec<String> = numbers()
        .filter(|n| drill.scenario.metrics[n.metric].kind == MetricKind::Counter)
        .map(|n| stood(n, n.end))
        .collect();
    if !counted.is_empty() {
        return Some(format!("in the end {}", and(&counted)));
    }
    numbers().next().map(|n| format!("at the worst {}", stood(n, n.worst)))
}

/// Without its unit, where that stands beside it.
pub(super) fn in_unit(value: Milli, unit: &str) -> String {
    crate::prose::in_unit(&grouped(value), unit).to_string()
}

pub(super) fn with_unit(value: Milli, unit: &str) -> String {
    crate::prose::with_unit(&grouped(value), unit)
}

fn number_row(drill: &Drill<'_>, numbers: &Numbers) -> Row {
    let metric = &drill.scenario.metrics[numbers.metric];
    let name = drill.scenario.metrics.name(numbers.metric);
    let says = metric.says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
    let cells = vec![
        format!("`{name}`{says}"),
        good_words(metric.good, &metric.unit),
        in_unit(numbers.start, &metric.unit),
        in_unit(numbers.worst, &metric.unit),
        with_unit(numbers.end, &metric.unit),
        spans(drill, &numbers.bad),
    ];
    // The reading that came nearest to the worst; one that was good shows nothing of it.
    let read = drill.events().filter_map(|event| {
        let EventKind::MetricRead { metric: of, value, good: false, .. } = &event.kind else { return None };
        (of == name).then_some((event.seq, *value))
    });
    let nearest = read.rev().max_by_key(|&(_, value)| badness(value, metric.good));
    Row::new(cells, nearest.map(|(seq, _)| seq))
}

/// What good is, in words.
pub(super) fn good_words(good: Good, unit: &str) -> String {
    let exactly = |limit| crate::prose::with_unit(&in_thousands(limit), unit);
    match good {
        Good::Below(limit) => format!("below {}", exactly(limit)),
        Good::Above(limit) => format!("above {}", exactly(limit)),
        Good::Between(low, high) => {
            format!("from {} to {} {unit}", in_thousands(low), in_thousands(high)).trim_end().to_string()
        }
        Good::NotRising => "not rising".to_string(),
    }
}

fn span(drill: &Drill<'_>, span: Span) -> String {
    match span.to.map(|to| (drill.clock(span.from), drill.clock(to))) {
        Some((from, to)) if from == to => format!("at {from}"),
        Some((from, to)) => format!("{from} to {to}"),
        None => format!("from {}, to the end", drill.clock(span.from)),
    }
}

fn spans(drill: &Drill<'_>, spans: &[Span]) -> String {
    let shown: Vec<String> = spans.iter().take(SPANS_SHOWN).map(|&s| span(drill, s)).collect();
    let more = spans.len().saturating_sub(SPANS_SHOWN);
    if more == 0 { shown.join("; ") } else { format!("{}; and {more} more times", shown.join("; ")) }
}

/// Without graphs: what was read, first, worst and last.
fn readings(drill: &Drill<'_>) -> Vec<Row> {
    let row = |(id, metric): (MetricId, &crate::scenario::model::Metric)| {
        let name = drill.scenario.metrics.name(id);
        let reading = |event: &Event| {
            let EventKind::MetricRead { metric, value, good, .. } = &event.kind else { return None };
            (metric == name).then_some((event.seq, *value, *good))
        };
        let read: Vec<(Seq, Milli, bool)> = drill.events().filter_map(reading).collect();
        let (first, last) = (read.first()?, read.last()?);
        let worst = read.iter().find(|(_, _, good)| !good).unwrap_or(first);
        let good = good_words(metric.good, &metric.unit);
        let values = [first.1, worst.1, last.1].map(|value| in_unit(value, &metric.unit));
        let cells = [format!("`{name}` (as read)"), good].into_iter().chain(values).chain(["".to_string()]);
        Some(Row::new(cells.collect(), read.iter().map(|(seq, _, _)| *seq)))
    };
    drill.scenario.metrics.iter().filter_map(row).collect()
}

/// Section 4: how anybody noticed.
pub(super) fn detection(drill: &Drill<'_>) -> Section {
    Section::new("4", "detection", "Detection", Fill::Auto)
        .line(first_sign(drill))
        .table(&["page", "to", "when", "acknowledged by", "after"], pages(drill))
        .ask("Without that first sign: what else shows this, and how soon?")
}

/// The alert, the reading, the voice or the seat that noticed first. What was said before there was anything to notice
/// is no sign of it; nor is talk, where something else is.
fn first_sign(drill: &Drill<'_>) -> Line {
    let signs: Vec<_> =
        drill.events().filter_map(|event| sign(drill, event).map(|words| (event, words))).collect();
    let began = drill.events().find(|event| is_harm(drill, event)).map(|event| event.seq);
    let late = |&&(event, _): &&(&Event, String)| began.is_none_or(|began| began < event.seq);
    let telling = |&&(event, _): &&(&Event, String)| !is_talk(drill, event);
    let first = signs.iter().filter(late).find(telling).or_else(|| signs.iter().find(late));
    let Some((event, sign)) = first else {
        return match signs.first() {
            None => Line::new("The record shows no first sign.", []),
            Some((event, sign)) => Line::new(
                format!(
                    "The record shows no sign after harm began; before it there was {sign}, at {}.",
                    drill.stamp(event.at)
                ),
                [event.seq],
            ),
        };
    };
    let mut text = format!("The first sign was {sign}, at {}", drill.stamp(event.at));
    if let Some(harm) = harms(drill).first().filter(|harm| harm.from < event.at) {
        text.push_str(&format!(", {} after harm began", spell(between(harm.from, event.at))));
    }
    Line::new(format!("{text}."), [event.seq])
}

/// Whether a failure with impact begins.
fn is_harm(drill: &Drill<'_>, event: &Event) -> bool {
    let EventKind::FailureStarted { failure, .. } = &event.kind else { return false };
    drill.scenario.failures.id(failure).is_ok_and(|id| drill.scenario.failures[id].impact)
}

/// Whether somebody says something that the scenario does not call news.
fn is_talk(drill: &Drill<'_>, event: &Event) -> bool {
    let EventKind::InjectDelivered { inject, .. } = &event.kind else { return false };
    !drill.scenario.injects.id(inject).is_ok_and(|id| drill.scenario.injects[id].news)
}

/// What could be the first sign of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "only first signs are looked for")]
fn sign(drill: &Drill<'_>, event: &Event) -> Option<String> {
    match &event.kind {
        EventKind::AlertFired { alert, text, .. } => Some(format!("the alert `{alert}`: {}", quote(text))),
        EventKind::InjectDelivered { from, via, text, .. } => {
            Some(format!("a word from {} {}: {}", drill.voice(from), by_channel(*via), quote(text)))
        }
        EventKind::Acknowledged { seat, how: AckHow::Noticed, .. } if drill.noticed(event) => {
            Some(format!("that {seat} noticed and joined, before any page went out"))
        }
        EventKind::MetricRead { metric, value, good: false, .. } => {
            let id = drill.scenario.metrics.id(metric).ok()?;
            let value = with_unit(*value, &drill.scenario.metrics[id].unit);
            Some(format!("a reading of `{metric}` by {}: {value}", event.by))
        }
        _ => None,
    }
}

/// One call for help: its pages, and who answered.
struct Call<'a> {
    first: &'a Event,
    alert: Option<&'a AlertName>,
    text: &'a str,
    to: Vec<&'a SeatName>,
    evidence: Vec<Seq>,
    /// How often it went on to somebody else.
    escalated: usize,
    /// How often it rang again where it had rung.
    again: usize,
    answered: Option<Answered<'a>>,
}

/// Who answered a page, if it had to be answered.
enum Answered<'a> {
    /// Somebody who heard it.
    By(&'a SeatName, SimTime),
    /// It came to somebody who was in the call already, by themselves.
    ThereAlready(&'a SeatName),
}

fn pages(drill: &Drill<'_>) -> Vec<Row> {
    calls(drill).iter().map(|call| call_row(drill, call)).collect()
}

fn calls<'a>(drill: &Drill<'a>) -> Vec<Call<'a>> {
    let mut calls: BTreeMap<u32, Call<'a>> = BTreeMap::new();
    for event in drill.events() {
        if let EventKind::Paged { group, to, alert, escalated, text, .. } = &event.kind {
            let call = calls.entry(*group).or_insert_with(|| Call {
                first: event,
                alert: alert.as_ref(),
                text,
                to: Vec::new(),
                evidence: Vec::new(),
                escalated: 0,
                again: 0,
                answered: None,
            });
            let new: Vec<&SeatName> = to.iter().filter(|seat| !call.to.contains(seat)).collect();
            // The same phone that rings again is not escalated to anybody.
            call.escalated += usize::from(*escalated && !new.is_empty());
            call.again += usize::from(*escalated && new.is_empty());
            call.to.extend(new);
            call.evidence.push(event.seq);
        } else if let EventKind::Acknowledged { seat, group: Some(group), how } = &event.kind
            && let Some(call) = calls.get_mut(group).filter(|call| call.answered.is_none())
        {
            call.answered = Some(match how {
                AckHow::Noticed => Answered::ThereAlready(seat),
                AckHow::Paged | AckHow::Taken => Answered::By(seat, event.at),
            });
            call.evidence.push(event.seq);
        }
    }
    calls.into_values().collect()
}

fn call_row(drill: &Drill<'_>, call: &Call<'_>) -> Row {
    let what = match call.alert {
        Some(alert) => format!("alert `{alert}`"),
        None => format!("by {}: {}", call.first.by, quote(&clip(call.text, 80))),
    };
    let to: Vec<&str> = call.to.iter().map(|seat| seat.as_str()).collect();
    let to = if to.is_empty() { "nobody on call".to_string() } else { and(&to) };
    let again = match call.again {
        0 => None,
        1 => Some("rang once more".to_string()),
        n => Some(format!("rang {n} more times")),
    };
    let on = (call.escalated > 0).then(|| count(call.escalated, "escalation"));
    let more: Vec<String> = on.into_iter().chain(again).collect();
    let to = if more.is_empty() { to } else { format!("{to} ({})", more.join(", ")) };
    let (by, after) = match call.answered {
        Some(Answered::By(seat, at)) => (seat.to_string(), spell(drill.took(call.first.at, at))),
        Some(Answered::ThereAlready(seat)) => (format!("{seat} was in the call already"), "-".to_string()),
        None => ("nobody".to_string(), "-".to_string()),
    };
    let when = format!("{} ({})", drill.clock(call.first.at), call.first.at.plus());
    Row::new(vec![what, to, when, by, after], call.evidence.iter().copied())
}
