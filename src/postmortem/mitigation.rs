//! What was done to the system and how it was checked, beside what a prepared team would do.

use std::collections::BTreeMap;

use super::cycles;
use super::drill::Drill;
use super::impact::in_unit;
use super::outline::{Fill, Line, Row, Section};
use crate::engine::event::{Event, EventKind, Seq};
use crate::prose::{and, quote, spell};
use crate::scenario::id::{ActionName, ExpectedId, MetricId, SeatName};
use crate::scenario::model::Expected;
use crate::scenario::words_of::act_in_words;
use crate::score::card::{Criterion, Finding, Outcome};
use crate::time::{SimDuration, SimTime};

/// Full marks. The word "met" begins at four fifths of them: a fifth of the way from the target to the limit.
const FULL: u32 = 10_000;

/// Section 11: mitigation and resolution.
pub(super) fn mitigation(drill: &Drill<'_>) -> Section {
    let ends = ends(drill);
    let rows: Vec<Row> = drill.events().filter_map(|event| row(drill, &ends, event)).collect();
    let section = Section::new("11", "mitigation", "Mitigation and resolution", Fill::Auto);
    let section = if rows.is_empty() { unchanged(drill, section) } else { section };
    let section = section.table(&["what", "by", "begun", "took effect", "checked"], rows).list(turns(drill));
    cycles::cycles(drill, section).ask("Which of these hold only for now, and what lasts?")
}

/// No change on record, beside what the last close says of it: what lies between the two is a question.
fn unchanged(drill: &Drill<'_>, section: Section) -> Section {
    let nothing = "The record shows no change to the system";
    let last = drill.events().rev().find_map(|event| {
        let EventKind::IncidentClosed { summary } = &event.kind else { return None };
        (!summary.is_empty()).then_some((event, summary))
    });
    match last {
        Some((event, summary)) => {
            let at = drill.stamp(event.at);
            let text = format!(
                "{nothing}, and at {at} {} closed it with {}. How do the two go together?",
                event.by,
                quote(summary)
            );
            section.line(Line::new(text, [event.seq]))
        }
        None => section.text(format!("{nothing}.")),
    }
}

/// What was done to the system, or an explicit decision to wait.
#[expect(clippy::wildcard_enum_match_arm, reason = "only changes are told here")]
fn row(drill: &Drill<'_>, ends: &BTreeMap<u32, End<'_>>, event: &Event) -> Option<Row> {
    let begun = |what: String, effect: &str| {
        let cells =
            vec![what, event.by.to_string(), drill.stamp(event.at), effect.to_string(), "-".to_string()];
        Row::new(cells, [event.seq])
    };
    match &event.kind {
        EventKind::ActionStarted { action, run, .. } => {
            let end = ends.get(run).copied().unwrap_or_default();
            Some(run_row(drill, event, action, end))
        }
        EventKind::Held { ms, text } => {
            let row = begun(format!("hold for {ms}: {}", quote(text)), "-");
            Some(held(drill, event, event.counts_at() + *ms, row))
        }
        EventKind::UnscriptedDone { text } => Some(begun(quote(text), "the story does not know it")),
        _ => None,
    }
}

/// A hold with the look that ended it: the first once its time was over.
fn held(drill: &Drill<'_>, held: &Event, until: SimTime, mut row: Row) -> Row {
    let mut looks = drill.after(held.seq).filter(|event| event.at >= until);
    let look = looks.find_map(|event| {
        let EventKind::MetricRead { metric, value, good, .. } = &event.kind else { return None };
        let metric = drill.scenario.metrics.id(metric).ok()?;
        Some(Reading { event, metric, value: *value, good: *good })
    });
    if let (Some(look), Some(cell)) = (look, row.cells.last_mut()) {
        *cell = reading_words(drill, &look);
        row.evidence.push(look.event.seq);
    }
    row
}

/// What became of an action that was begun.
#[derive(Clone, Copy, Default)]
struct End<'a> {
    /// The event of its effect, and whether that changed anything.
    took: Option<(&'a Event, bool)>,
    undone: Option<&'a Event>,
}

/// What became of every action, by its run.
fn ends<'a>(drill: &Drill<'a>) -> BTreeMap<u32, End<'a>> {
    let mut ends: BTreeMap<u32, End<'a>> = BTreeMap::new();
    for event in drill.events() {
        if let EventKind::ActionTookEffect { run, helped, .. } = &event.kind {
            ends.entry(*run).or_default().took.get_or_insert((event, *helped));
        } else if let EventKind::ActionUndone { run, .. } = &event.kind {
            ends.entry(*run).or_default().undone.get_or_insert(event);
        }
    }
    ends
}

fn run_row(drill: &Drill<'_>, started: &Event, action: &ActionName, end: End<'_>) -> Row {
    let mut evidence = vec![started.seq];
    let End { took, undone } = end;
    let mut effect = match took {
        Some((event, true)) => drill.stamp(event.at),
        Some((event, false)) => format!("{}, and did not help", drill.stamp(event.at)),
        None => "not before the end".to_string(),
    };
    if let Some(undone) = undone {
        effect = match took {
            Some(_) => format!("{effect}; undone at {}", drill.clock(undone.at)),
            None => format!("called off at {}", drill.clock(undone.at)),
        };
    }
    let checked = took
        .map_or("-".to_string(), |(took, _)| checked(drill, action, (started, took, undone), &mut evidence));
    evidence.extend(took.map(|(event, _)| event.seq).into_iter().chain(undone.map(|event| event.seq)));
    let what = format!("{} (`{action}`)", drill.action_words(action));
    Row::new(vec![what, started.by.to_string(), drill.stamp(started.at), effect, checked], evidence)
}

/// A reading of a signal that can prove a change.
struct Reading<'a> {
    event: &'a Event,
    metric: MetricId,
    value: crate::quantity::Milli,
    good: bool,
}

/// The first reading that could prove it, and the first good one.
fn checked(
    drill: &Drill<'_>,
    action: &ActionName,
    (started, took, undone): (&Event, &Event, Option<&Event>),
    evidence: &mut Vec<Seq>,
) -> String {
    let before =
        |reading: &Reading<'_>, end: Option<&Event>| end.is_none_or(|end| reading.event.seq < end.seq);
    let mut readings = proofs(drill, action, took).take_while(|reading| before(reading, undone));
    let Some(first) = readings.next() else { return "no reading on record".to_string() };
    evidence.push(first.event.seq);
    let words = reading_words(drill, &first);
    if let Some(began) = anew(drill, &first, took).filter(|_| !first.good) {
        evidence.push(began.seq);
        let again = format!("first read when it had begun to move again, at {}", drill.clock(began.at));
        return format!("{words}, {again}");
    }
    // A good reading after the next change took effect is that one's.
    let next = drill.after(took.seq).find(|event| matches!(event.kind, EventKind::ActionTookEffect { .. }));
    if first.good && before(&first, next) {
        return words;
    }
    let counted = |reading: &Reading<'_>| counts(drill, started, reading);
    let good = |reading: &Reading<'_>| reading.good && (before(reading, next) || counted(reading));
    match readings.find(good).filter(|_| !first.good) {
        Some(good) => {
            evidence.push(good.event.seq);
            let after = if before(&good, next) { "" } else { ", after the next change" };
            format!("{words}; {}{after}", reading_words(drill, &good))
        }
        None if mixed(drill, action, started, first.event) => format!("{words}, after the next change"),
        None => words,
    }
}

/// Whether the card counts a reading for a change: what its finding about that change rests on.
fn counts(drill: &Drill<'_>, started: &Event, reading: &Reading<'_>) -> bool {
    let mut all = drill.criteria();
    let verify = all.find(|(dimension, c)| (*dimension, c.id.as_ref()) == ("loop", "verify"));
    let findings = verify.map_or(&[][..], |(_, verify)| &verify.findings);
    let about = |finding: &&Finding| finding.of == Some(started.seq);
    findings.iter().filter(about).any(|finding| finding.cites.contains(&reading.event.seq))
}

/// Something that moves a signal and began between an effect and its first reading.
fn anew<'a>(drill: &Drill<'a>, read: &Reading<'_>, took: &Event) -> Option<&'a Event> {
    let failures = &drill.scenario.failures;
    let began = |event: &&Event| {
        let EventKind::FailureStarted { failure, .. } = &event.kind else { return false };
        let id = failures.id(failure);
        id.is_ok_and(|id| failures[id].drives.iter().any(|drive| drive.metric == read.metric))
    };
    // What it broke itself is of its own making.
    let between =
        |event: &&Event| took.seq < event.seq && event.seq < read.event.seq && event.cause != Some(took.seq);
    drill.events().filter(between).find(began)
}

/// Whether the same seat did something else before a reading, or somebody to the same part: it shows both together.
fn mixed(drill: &Drill<'_>, action: &ActionName, started: &Event, read: &Event) -> bool {
    let actions = &drill.scenario.actions;
    let on = |name: &ActionName| actions.id(name).ok().map(|id| actions[id].on);
    drill.after(started.seq).take_while(|event| event.seq < read.seq).any(|event| {
        matches!(&event.kind, EventKind::ActionStarted { action: other, .. }
            if on(other) == on(action) || event.by == started.by)
    })
}

/// The readings after an effect that could prove it.
fn proofs<'a>(
    drill: &Drill<'a>,
    action: &ActionName,
    took: &Event,
) -> impl Iterator<Item = Reading<'a>> + use<'a> {
    let scenario = drill.scenario;
    let own = scenario.actions.id(action).map(|id| &scenario.actions[id].proved_by);
    let proofs = own.ok().filter(|own| !own.is_empty()).unwrap_or(&scenario.ends.verify);
    drill.after(took.seq).filter_map(|event| {
        let EventKind::MetricRead { metric, value, good, .. } = &event.kind else { return None };
        let metric = scenario.metrics.id(metric).ok().filter(|id| proofs.contains(id))?;
        Some(Reading { event, metric, value: *value, good: *good })
    })
}

fn reading_words(drill: &Drill<'_>, reading: &Reading<'_>) -> String {
    let name = drill.scenario.metrics.name(reading.metric);
    let good = if reading.good { "good" } else { "not good" };
    let by = &reading.event.by;
    let value = in_unit(reading.value, &drill.scenario.metrics[reading.metric].unit);
    format!("`{name}` {value}, {good}, at {} by {by}", drill.clock(reading.event.at))
}

/// Where the incident turned: over, back, closed, opened again.
fn turns(drill: &Drill<'_>) -> Vec<Line> {
    drill.events().filter_map(|event| turn(drill, event)).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only turns are told here")]
fn turn(drill: &Drill<'_>, event: &Event) -> Option<Line> {
    let text = match &event.kind {
        EventKind::Recovered {} => "all that counts as resolved began to hold.".to_string(),
        EventKind::Relapsed {} => "it no longer did.".to_string(),
        EventKind::IncidentClosed { summary } => {
            let summary = if summary.is_empty() { String::new() } else { format!(": {}", quote(summary)) };
            format!("{} closed the incident{summary}.", event.by)
        }
        EventKind::Reopened { text } => format!("it was open again: {}", quote(text)),
        _ => return None,
    };
    Some(Line::new(format!("At {} {text}", drill.stamp(event.at)), [event.seq]))
}

/// Section 13b: what a prepared team would do, and why; what came of it here is the card's, in its words. It tells what it
/// was, as the trigger does, and is kept back like it.
pub(super) fn prepared_team(drill: &Drill<'_>) -> Section {
    let section = Section::new("13b", "prepared-team", "What a prepared team would do", Fill::Auto);
    let way = "Where was your way the better one?";
    if drill.kept_back.is_some() {
        return section.text(KEPT_BACK).ask(way);
    }
    let rows: Vec<Row> =
        drill.scenario.expected.iter().map(|(id, item)| expected_row(drill, id, item)).collect();
    section
        .text("From the scenario's author: one good way, to compare with yours. Times run from when it came up.")
        .table(&["what", "why", "in this drill"], rows)
        .ask(way)
}

const KEPT_BACK: &str = "The author's steps, and why each, tell what it was: they are kept back, as the trigger is, until yours stands under 9 and 10. What the ratings rest on calls a step that nobody took by its place.";

fn expected_row(drill: &Drill<'_>, id: ExpectedId, expected: &Expected) -> Row {
    let mut any: Vec<String> =
        expected.any_of.iter().map(|act| format!("`{}`", act_in_words(drill.scenario, act))).collect();
    // A team and its seat may go by one name.
    any.dedup();
    let what = format!("{}{}", any.join(" or "), whose(drill, expected));
    let name = drill.scenario.expected.name(id).as_str();
    let of = |criterion: &&Criterion| criterion.id == name;
    let mut items = drill.card.scenario_score.dimensions.iter().flat_map(|dimension| &dimension.criteria);
    let item = items.find(of);
    let became = item.map_or("not rated".to_string(), |item| became(drill, expected, item));
    let cells = vec![what, expected.why.clone().unwrap_or_default(), became];
    Row::new(cells, item.into_iter().flat_map(|item| item.evidence.iter().copied()))
}

/// "met: do pause-run, begun after 2:35 (#47), took effect after 3:35 (#53); by primary; good within 6 min".
fn became(drill: &Drill<'_>, expected: &Expected, item: &Criterion) -> String {
    let done = matches!(item.outcome, Outcome::Met | Outcome::Partly);
    let last = item.evidence.last().filter(|_| done).and_then(|&seq| drill.event(seq));
    let by = last.and_then(|event| doer(drill, event)).map_or(String::new(), |seat| format!("; by {seat}"));
    let full = item.credit == Some(FULL);
    // The word reaches further than full marks do.
    let met = expected.limit.ms().saturating_sub(expected.target.ms()) / 5;
    let met = format!(", and met up to {}", spell(expected.target + SimDuration::from_ms(met)));
    let met = if item.outcome == Outcome::Met && !full && !item.with_help { met } else { String::new() };
    let within = format!("; good within {}{met}", spell(expected.target));
    let within = if item.credit.is_some() { within } else { String::new() };
    format!("{}: {}{by}{within}", item.outcome.words(), item.says)
}

/// Who did it: for an effect, who began the action.
fn doer<'a>(drill: &Drill<'a>, done: &'a Event) -> Option<&'a SeatName> {
    done.by.seat().or_else(|| drill.cause(done)?.by.seat())
}

fn whose(drill: &Drill<'_>, expected: &Expected) -> String {
    let role = expected.role.map(|role| format!("the {role}"));
    let seat = expected.seat.map(|seat| drill.scenario.seats.name(seat).to_string());
    let who: Vec<String> = role.into_iter().chain(seat).collect();
    if who.is_empty() { String::new() } else { format!(", by {}", and(&who)) }
}
