//! What the crew's own actions broke, and what ended that again.
//!
//! Who puts right what they broke themselves has taken it back, by whichever action; the incident is no smaller for it
//! than it was before.

use super::case::Case;
use super::facts::{Active, Moment, Run};
use crate::engine::event::{EventKind, Seq};

/// The failures that a run's effect started, and those that the harm it did started.
pub(crate) fn broke<'b>(case: &'b Case<'_>, run: &Run<'_>) -> Vec<&'b Active> {
    let Some(effect) = run.effect.map(|effect| effect.seq) else { return Vec::new() };
    let failures = case.facts.failures.iter();
    failures.filter(|active| began_with(case, active) == Some(effect)).collect()
}

/// The effect that a failure began with, if it was an action's.
fn began_with(case: &Case<'_>, active: &Active) -> Option<Seq> {
    let cause = case.facts.event_at(case.facts.event_at(active.from.seq)?.cause?)?;
    let harm = matches!(cause.kind, EventKind::HarmDone { .. });
    let effect = matches!(cause.kind, EventKind::ActionTookEffect { .. });
    if harm { cause.cause } else { effect.then_some(cause.seq) }
}

/// Whether an action of the crew began a failure. What an `undo` brings back was there before.
fn own(case: &Case<'_>, active: &Active) -> bool {
    let effect = began_with(case, active);
    effect.is_some() && case.facts.runs.iter().any(|run| run.effect.map(|effect| effect.seq) == effect)
}

/// Whether all that a run could end, from its start to its effect, was what the crew's own actions had started.
pub(crate) fn only_counters(case: &Case<'_>, run: &Run<'_>) -> bool {
    let action = &case.facts.scenario.actions[run.action];
    let until = run.effect.unwrap_or(case.anchors.end);
    let there = |active: &&Active| active.from < until && active.to.is_none_or(|to| run.started < to);
    let failures =
        case.facts.failures.iter().filter(|active| action.effects.clears.contains(&active.failure));
    let mut all = failures.filter(there).map(|active| own(case, active)).peekable();
    action.drives.is_empty() && all.peek().is_some() && all.all(|own| own)
}

/// When all that a run broke had ended, and the run of another action that ended the last of what did not end by itself.
pub(crate) fn countered<'b, 'a>(case: &'b Case<'a>, run: &Run<'_>) -> Option<(Moment, &'b Run<'a>)> {
    let broken = broke(case, run);
    let ends: Vec<Moment> = broken.iter().map(|active| active.to).collect::<Option<_>>()?;
    let by = |end: &Moment| {
        let cause = case.facts.event_at(end.seq)?.cause?;
        let ended = |other: &&Run<'_>| other.effect.is_some_and(|effect| effect.seq == cause);
        case.facts.runs.iter().filter(|other| other.run != run.run).find(ended)
    };
    let last = ends.iter().filter_map(by).max_by_key(|other| other.effect)?;
    Some((*ends.iter().max()?, last))
}
