//! Timers: when each runs out, worked out from the world alone, and what follows when it does.

use super::answer::{answer, reached_by};
use super::decide::{ended, escalated};
use super::event::{Actor, EndHow, EventKind};
use super::fact::Slot;
use super::trigger::{alert_now, deliver, page_for, shown, take_effect};
use super::world::{World, told_since};
use crate::scenario::Scenario;
use crate::scenario::id::{AlertId, FailureId};
use crate::time::{SimDuration, SimTime};

/// How long the story takes to answer a close that came too early; at most two minutes by the rules.
const ANSWERS_AFTER: SimDuration = SimDuration::from_secs(60);
/// An update this long before the close counts as the closing one.
pub(super) const CLOSING_BEFORE: SimDuration = SimDuration::from_mins(5);
/// The closing updates have this long; then the drill is over all the same.
const CLOSING_WITHIN: SimDuration = SimDuration::from_mins(15);

/// Every timer of a world except the triggers'.
pub(super) fn slots(scenario: &Scenario, world: &World) -> Vec<Slot> {
    let mut slots = vec![Slot::AskIfDone, Slot::Reopen, Slot::End];
    slots.extend((0..world.runs.len()).map(Slot::Run));
    for id in scenario.failures.ids() {
        slots.extend([Slot::Failure(id), Slot::Lasts(id), Slot::Returns(id)]);
    }
    slots.extend((0..world.groups.len()).map(Slot::Group));
    slots.extend(scenario.alerts.ids().map(Slot::Again));
    slots.extend(scenario.injects.ids().flat_map(|id| [Slot::Inject(id), Slot::GivesUp(id)]));
    slots.extend((0..world.answers.len()).map(Slot::Answer));
    slots
}

/// When a timer runs out, if it is running.
#[must_use]
pub(super) fn due(scenario: &Scenario, world: &World, slot: Slot) -> Option<SimTime> {
    if world.ended.is_some() {
        return None;
    }
    match slot {
        // A condition's instant comes from looking at it: see the session.
        Slot::Trigger(_) => None,
        Slot::Run(n) => {
            Some(&world.runs[n]).filter(|run| run.took.is_none() && run.undone.is_none()).map(|run| run.due)
        }
        Slot::Failure(id) => world.failures[id.n()].scheduled,
        Slot::Lasts(id) => {
            let lasts = scenario.failures[id].lasts?;
            world.failures[id.n()].active.map(|since| since + lasts)
        }
        Slot::Returns(id) => world.failures[id.n()].returns,
        Slot::Group(n) => group_due(scenario, world, n),
        Slot::Again(id) => again_due(scenario, world, id),
        Slot::Inject(id) => world.injects[id.n()].due,
        Slot::GivesUp(id) => {
            let state = &world.injects[id.n()];
            // Once triggered, however that went, it has no need to give up.
            let held = scenario.injects[id].contingency && world.facilitated;
            let waiting = !state.triggered
                && !state.skipped
                && !held
                && state.rolls == 0
                && !matches!(scenario.injects[id].starts, crate::scenario::model::Starts::Never);
            scenario.injects[id].gives_up.filter(|_| waiting).map(|after| SimTime::START + after)
        }
        Slot::Answer(n) => world.answers[n].due,
        Slot::AskIfDone => {
            let since = world.recovered.filter(|_| world.closed.is_none() && !world.asked_if_done)?;
            Some(since + scenario.ends.hold)
        }
        Slot::Reopen => {
            let closed = world.closed.as_ref().filter(|closed| closed.too_early)?;
            Some(closed.at + ANSWERS_AFTER)
        }
        Slot::End => Some(end_due(scenario, world)),
    }
}

fn group_due(scenario: &Scenario, world: &World, n: usize) -> Option<SimTime> {
    let group = &world.groups[n];
    let level = group.level.filter(|_| group.acked.is_none() && !group.over)?;
    let levels = &scenario.organisation.teams[group.team?].on_call;
    let here = levels.iter().find(|on_call| on_call.level == level)?;
    // A rota with one level that nobody sits at would page nobody for ever.
    let anybody = scenario.seats_of(group.team?).next().is_some();
    anybody.then(|| group.last + here.escalates_after)
}

fn again_due(scenario: &Scenario, world: &World, id: AlertId) -> Option<SimTime> {
    let again = scenario.alerts[id].again?;
    let state = &world.alerts[id.n()];
    state.firing?;
    let (seat, at) = world.groups.get(state.group?)?.acked?;
    let acted = world.seats[seat.n()].acted.is_some_and(|acted| acted >= at);
    (!acted).then_some(at + again)
}

fn end_due(scenario: &Scenario, world: &World) -> SimTime {
    let latest = SimTime::START + scenario.ends.latest;
    let Some(closed) = &world.closed else { return latest };
    // Whether it was too early is answered first.
    let standing = if closed.too_early { closed.at + ANSWERS_AFTER } else { closed.at };
    let severity = world.severity().unwrap_or_else(|| world.true_severity(scenario));
    let told = scenario.required_audiences(severity).iter().all(|required| {
        required.any.iter().any(|&audience| told_since(world, audience, closed.at - CLOSING_BEFORE))
    });
    latest.min(if told { standing } else { standing + CLOSING_WITHIN })
}

/// What follows when a timer runs out; its cause is the event that set it, where one did.
#[must_use]
pub(super) fn run_out(scenario: &Scenario, world: &World, now: SimTime, slot: Slot) -> Vec<EventKind> {
    match slot {
        Slot::Trigger(_) => Vec::new(),
        Slot::Run(n) => take_effect(scenario, world, now, world.runs[n].action, n as u32),
        Slot::Failure(id) => vec![started(scenario, id, now)],
        Slot::Lasts(id) => vec![EventKind::FailureCleared { failure: scenario.failures.name(id).clone() }],
        Slot::Returns(id) => returns(scenario, world, now, id),
        Slot::Group(n) => escalated(scenario, world, now, n).into_iter().collect(),
        Slot::Again(id) => page_for(scenario, world, id, &alert_now(scenario, world, now, id)),
        Slot::Inject(id) => deliver(scenario, world, now, id),
        Slot::GivesUp(id) => {
            let why = "it was not triggered in time".to_string();
            vec![EventKind::InjectNotNeeded { inject: scenario.injects.name(id).clone(), why }]
        }
        Slot::Answer(n) => {
            let due = &world.answers[n];
            let to = due.to.map_or(Actor::Table, |seat| Actor::Seat(scenario.seats.name(seat).clone()));
            let answer = answer(scenario, world, due.finding, due.nth, to);
            let reached = reached_by(scenario, world, &answer);
            [answer].into_iter().chain(reached).collect()
        }
        Slot::AskIfDone => vec![EventKind::AskedIfDone {}],
        Slot::Reopen => reopen(scenario, world, now),
        Slot::End => {
            let how = if world.closed.is_some() { EndHow::Closed } else { EndHow::Latest };
            vec![ended(world, how)]
        }
    }
}

fn started(scenario: &Scenario, id: FailureId, since: SimTime) -> EventKind {
    EventKind::FailureStarted { failure: scenario.failures.name(id).clone(), since }
}

/// Back it comes, unless what really ends it has been done in the meantime.
fn returns(scenario: &Scenario, world: &World, now: SimTime, id: FailureId) -> Vec<EventKind> {
    let unless = scenario.failures[id].returns.as_ref().and_then(|how| how.unless.as_ref());
    if unless.is_some_and(|cond| super::eval::eval(cond, world, now).holds) {
        // Saying that it is cleared, again, is what takes the timer off.
        return vec![EventKind::FailureSettled { failure: scenario.failures.name(id).clone() }];
    }
    vec![started(scenario, id, now)]
}

/// A close while harm went on: if it still does, the story says so and the incident is open again.
fn reopen(scenario: &Scenario, world: &World, now: SimTime) -> Vec<EventKind> {
    if !world.harm_goes_on(scenario) {
        return vec![EventKind::CloseStood {}];
    }
    let bad = scenario
        .ends
        .verify
        .iter()
        .find(|&&metric| !world.metrics[metric.n()].curve.is_good(scenario.metrics[metric].good, now));
    let text = match bad {
        Some(&metric) => {
            let value = shown(scenario, world, now, metric);
            let (name, unit) = (scenario.metrics.name(metric), &scenario.metrics[metric].unit);
            let value = crate::prose::with_unit(&value.to_string(), unit);
            format!("It was closed, but it is not over: {name} is at {value}.")
        }
        None => "It was closed, but people still report the same thing.".to_string(),
    };
    vec![EventKind::Reopened { text }]
}
