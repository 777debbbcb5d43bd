//! What a step of the loop began from: a look, a question, a poll about it, or the check of what it builds on.
//!
//! Order and completeness ask the same here, so that no step is rated as begun blindly by one and not by the other.

use super::tokens::{Kind, Token};
use crate::engine::proof::mentions;
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::ActionId;
use crate::scenario::model::Act;
use crate::score::case::Case;
use crate::score::facts::Moment;
use crate::score::proof::{Proofs, ProvedBy, Stab};

/// What a step began from, if it was anything. A poll about it asks what it may break and who objects: so that is asked, too.
pub(super) fn grounds(
    case: &Case<'_>,
    proofs: &Proofs<'_>,
    all: &[Token],
    stab: &Stab<'_>,
) -> Option<Moment> {
    looked(all, stab.started).or_else(|| polled(case, all, stab)).or_else(|| built_on(case, proofs, stab))
}

/// The look or question after the last verification before a step, or after the step that this proved: a look just before
/// the check is no older than the check.
fn looked(all: &[Token], when: Moment) -> Option<Moment> {
    let mut verified = false;
    for token in all.iter().rev().filter(|token| token.when < when) {
        match token.kind {
            Kind::Look | Kind::Ask => return Some(token.when),
            Kind::Stab(_) if verified => return None,
            Kind::Verify => verified = true,
            Kind::Stab(_) | Kind::Tell => {}
        }
    }
    None
}

/// When somebody asked about a step before it began, after the last check.
fn polled(case: &Case<'_>, all: &[Token], stab: &Stab<'_>) -> Option<Moment> {
    let action = stab.action?;
    let checks = all.iter().filter(|token| token.kind == Kind::Verify && token.when < stab.started);
    let last = checks.map(|token| token.when).next_back();
    // What was typed when it had begun asked nobody, whenever it is said to have been said.
    let since = |when: &Moment| {
        when.seq < stab.started.seq && *when < stab.started && last.is_none_or(|last| last < *when)
    };
    let mut polls = case.facts.polls.iter().filter(|poll| poll.action == Some(action)).map(|poll| poll.when);
    polls.rfind(since)
}

/// The check that showed that what a step builds on had worked, while its own signals have said nothing else since: no second
/// look could say more.
fn built_on(case: &Case<'_>, proofs: &Proofs<'_>, stab: &Stab<'_>) -> Option<Moment> {
    let action = stab.action?;
    let builds = |earlier: &&Stab<'_>| earlier.action.is_some_and(|on| builds_on(case, action, on, earlier));
    let checks = proofs.stabs.iter().filter(builds).filter_map(|earlier| {
        let check = earlier.checked.filter(|check| check.good && check.when < stab.started)?;
        holds(case, earlier, check.when, stab.started).then_some(check.when)
    });
    checks.max()
}

/// Whether nothing said between two moments that a step had not worked after all: no bad reading of its signals, no alert on
/// them, nothing that came back.
fn holds(case: &Case<'_>, earlier: &Stab<'_>, from: Moment, to: Moment) -> bool {
    let facts = &case.facts;
    let ProvedBy::Metrics(signals) = &earlier.proved_by else { return false };
    let bad = facts
        .readings
        .iter()
        .filter(|reading| reading.metric.is_some_and(|(metric, good)| !good && signals.contains(&metric)));
    let fired =
        facts.alarms.iter().filter(|alarm| alarm.fired && mentions(facts.scenario, alarm.alert, signals));
    let all = bad.map(|reading| reading.when).chain(fired.map(|alarm| alarm.when));
    let mut all = all.chain(facts.relapses.iter().copied());
    !all.any(|when| from < when && when < to)
}

/// Whether an action helps, or is asked for, only after another: the author says so.
fn builds_on(case: &Case<'_>, action: ActionId, on: ActionId, earlier: &Stab<'_>) -> bool {
    let scenario = case.facts.scenario;
    let expected = scenario.expected.iter().map(|(_, expected)| expected);
    let asked = expected.filter(|expected| expected.any_of.contains(&Act::Do(action)));
    let mut conds =
        scenario.actions[action].helps_if.iter().chain(asked.filter_map(|expected| expected.opens.as_ref()));
    conds.any(|cond| names(scenario, cond, on, earlier))
}

/// Whether a condition speaks of what an action did: of itself, of a failure that it ends, of a signal that proves it.
#[expect(clippy::wildcard_enum_match_arm, reason = "other conditions speak of no action")]
fn names(scenario: &Scenario, cond: &Cond, on: ActionId, earlier: &Stab<'_>) -> bool {
    match cond {
        Cond::All(inner) | Cond::Any(inner) => inner.iter().any(|cond| names(scenario, cond, on, earlier)),
        Cond::Not(inner) => names(scenario, inner, on, earlier),
        Cond::Done(action) => *action == on,
        Cond::Active(failure) | Cond::Cleared(failure) => {
            scenario.actions[on].effects.clears.contains(failure)
        }
        Cond::Above(metric, _) | Cond::Below(metric, _) => {
            matches!(&earlier.proved_by, ProvedBy::Metrics(metrics) if metrics.contains(metric))
        }
        _ => false,
    }
}
