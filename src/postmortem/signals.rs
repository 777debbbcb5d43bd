//! Signals under the events that moved them: the curve, what is good, and what happened where it bends.

use super::chart::{Chart, Drawing, Mark, Point};
use super::cited::{SOMEWHERE, hidden};
use super::drill::{Drill, between};
use super::graphs::{Graphs, Numbers, since};
use super::impact::{good_words, in_unit, with_unit};
use super::outline::{Row, Section};
use crate::engine::event::{Event, EventKind, Seq};
use crate::prose::{capital, spell};
use crate::quantity::Milli;
use crate::scenario::id::MetricId;
use crate::scenario::model::Good;
use crate::time::SimTime;

/// Signals that are drawn.
const DRAWN: usize = 4;

/// What moved a signal at one instant.
struct Bend {
    at: SimTime,
    text: String,
    evidence: Vec<Seq>,
}

/// Pictures of the signals that were not good for a while, each with what moved it.
pub(super) fn pictures(drill: &Drill<'_>, section: Section, first: &[MetricId]) -> Section {
    let Some(graphs) = &drill.graphs else { return section };
    let mut numbers: Vec<&Numbers> = graphs.numbers().iter().collect();
    numbers.sort_by_key(|numbers| !first.contains(&numbers.metric));
    numbers.truncate(DRAWN);
    numbers.into_iter().fold(section, |section, numbers| picture(drill, graphs, numbers, section))
}

fn picture(drill: &Drill<'_>, graphs: &Graphs, numbers: &Numbers, section: Section) -> Section {
    let bends = bends(drill, graphs, numbers.metric);
    let metric = &drill.scenario.metrics[numbers.metric];
    let name = drill.scenario.metrics.name(numbers.metric);
    let marks = bends.iter().enumerate().map(|(n, bend)| Mark {
        // A picture begins with the story.
        at: bend.at.max(SimTime::START),
        sign: (n + 1).to_string(),
        text: bend.text.clone(),
        evidence: bend.evidence.clone(),
    });
    let drawing = Drawing::Curve {
        unit: metric.unit.clone(),
        points: graphs.line(numbers.metric).into_iter().map(|(at, value)| Point { at, value }).collect(),
        good: limits(metric.good),
        good_words: good_words(metric.good, &metric.unit),
        marks: marks.collect(),
    };
    let title = format!("`{name}` under what moved it");
    let chart = Chart::new(drill, format!("signal-{name}"), title, drawing).says(says(drill, numbers));
    let row = |(n, bend): (usize, &Bend)| {
        let value = with_unit(graphs.value(numbers.metric, bend.at), &metric.unit);
        let cells = vec![(n + 1).to_string(), drill.stamp(bend.at), capital(&bend.text), value];
        Row::new(cells, bend.evidence.iter().copied())
    };
    let rows = bends.iter().enumerate().map(row).collect();
    section.chart(Some(chart)).table(&["no.", "when", "what moved it", "it stood at"], rows)
}

fn says(drill: &Drill<'_>, numbers: &Numbers) -> String {
    let metric = &drill.scenario.metrics[numbers.metric];
    let (unit, good) = (&metric.unit, good_words(metric.good, &metric.unit));
    let bad: i64 =
        numbers.bad.iter().map(|span| between(span.from, span.to.unwrap_or(drill.end())).ms()).sum();
    format!(
        "Good is {good}. It stood at {} at the start, at {} at its worst and at {} at the end; it was not good for {} in all.",
        in_unit(numbers.start, unit),
        in_unit(numbers.worst, unit),
        with_unit(numbers.end, unit),
        spell(crate::time::SimDuration::from_ms(bad))
    )
}

fn limits(good: Good) -> (Option<Milli>, Option<Milli>) {
    match good {
        Good::Below(limit) => (None, Some(limit)),
        Good::Above(limit) => (Some(limit), None),
        Good::Between(low, high) => (Some(low), Some(high)),
        Good::NotRising => (None, None),
    }
}

/// What moved a signal, one an instant.
fn bends(drill: &Drill<'_>, graphs: &Graphs, metric: MetricId) -> Vec<Bend> {
    let mut bends: Vec<Bend> = Vec::new();
    for event in graphs.moved(metric).filter_map(|seq| drill.event(seq)) {
        let told = what(drill, event);
        let at = if told.is_some() { since(event) } else { event.at };
        let here = bends.last_mut().filter(|bend| bend.at == at);
        let (text, seq) = match (told, &here) {
            (Some(told), _) => told,
            // What broke where nobody could see it is kept back, and since when, if that was before the story; that
            // something did is told where nothing else is.
            (None, Some(_)) => continue,
            (None, None) => (unseen(event).to_string(), event.seq),
        };
        match here {
            Some(bend) if UNSEEN.contains(&bend.text.as_str()) => {
                *bend = Bend { at, text, evidence: vec![seq] };
            }
            Some(bend) if bend.text == text => bend.evidence.push(seq),
            Some(bend) => {
                bend.text.push_str(&format!("; {text}"));
                bend.evidence.push(seq);
            }
            None => bends.push(Bend { at, text, evidence: vec![seq] }),
        }
    }
    bends
}

/// What began, was there before the story or was over, where nobody could see it.
const UNSEEN: [&str; 3] = [
    "something that shows in no part of the system began to move it",
    "something that shows in no part of the system had moved it before",
    "what had moved it was over",
];

fn unseen(event: &Event) -> &'static str {
    let [began, before, over] = UNSEEN;
    match (matches!(event.kind, EventKind::FailureStarted { .. }), since(event) < event.at) {
        (true, true) => before,
        (true, false) => began,
        (false, _) => over,
    }
}

/// What an event did to the system, with the move it followed from and the event that says so; none where nothing can be
/// told of it.
fn what(drill: &Drill<'_>, event: &Event) -> Option<(String, Seq)> {
    let took = |action: String| format!("{action} took effect");
    let own = action(drill, event).or_else(|| action(drill, drill.cause(event)?)).map(took);
    let seen = || hidden(drill, &event.kind).filter(|text| !text.contains(SOMEWHERE));
    let here = own.or_else(seen).map(|text| (text, event.seq));
    here.or_else(|| at_once(drill, event).map(|(action, seq)| (took(action), seq)))
}

/// The action that took effect at that very instant, for what nobody caused: a condition of the story came true with it.
/// What stops a counter is seldom what the action says that it clears.
fn at_once(drill: &Drill<'_>, event: &Event) -> Option<(String, Seq)> {
    let other = with_it(drill, event)?;
    Some((action(drill, other)?, other.seq))
}

/// The effect of that action.
pub(super) fn with_it<'a>(drill: &Drill<'a>, event: &Event) -> Option<&'a Event> {
    let before = (0..event.seq.0).rev().map_while(|seq| drill.event(Seq(seq)));
    let mut together = before.take_while(|other| event.cause.is_none() && other.at == event.at);
    together.find(|other| action(drill, other).is_some())
}

/// The move behind an effect: `“roll back” by secondary`.
#[expect(clippy::wildcard_enum_match_arm, reason = "only effects of moves are looked for")]
pub(super) fn action(drill: &Drill<'_>, event: &Event) -> Option<String> {
    let (action, undone) = match &event.kind {
        EventKind::ActionTookEffect { action, .. } => (action, ""),
        EventKind::ActionUndone { action, .. } => (action, "undoing "),
        _ => return None,
    };
    let by = drill.cause(event).filter(|_| event.by.seat().is_none()).map_or(&event.by, |cause| &cause.by);
    Some(format!("{undone}“{}” by {by}", drill.action_words(action)))
}
