//! Order: the three slips that cost, and nothing else.

use super::tokens::{Kind, Tokens};
use crate::engine::event::Actor;
use crate::score::case::{Case, counted};
use crate::score::curve;
use crate::score::evidence::Draft;
use crate::score::facts::Moment;
use crate::score::profile::Tag;
use crate::score::proof::{Proofs, Stab};

/// The criterion: slips over decision points.
pub(super) fn order(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens) -> Draft {
    let points: Vec<_> =
        tokens.all.iter().filter(|token| matches!(token.kind, Kind::Stab(_) | Kind::Verify)).collect();
    let slips: Vec<_> = (0..proofs.stabs.len()).flat_map(|n| slips(case, proofs, tokens, n)).collect();
    let draft = match curve::share(slips.len() as u64, points.len() as u64) {
        Some(cost) => {
            let (full, credit) = (curve::FULL, curve::less(cost));
            let step = format!("{full} - {} x {full} / {} = {credit}", slips.len(), points.len());
            let covered = proofs.stabs.iter().filter_map(|stab| covered(case, stab));
            Draft::rated("order", credit, points.len()).steps(covered.chain([step]))
        }
        None => Draft::not_applicable("order", "nothing was changed and nothing verified"),
    };
    let all = format!("{}, none out of turn", counted(points.len(), "change or check", "changes and checks"));
    draft
        .decided_by(points.iter().map(|token| token.when.seq))
        .says(if slips.is_empty() { all } else { slips.join("; ") })
        .rule("changes follow a look, one at a time for a seat or component, and on command's word", Tag::H)
        .next("one change at a time: look, agree, change, check; then the next")
}

/// What cost order at one step.
fn slips(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, n: usize) -> Vec<String> {
    let stab = &proofs.stabs[n];
    let (name, seq) = (&stab.name, stab.started.seq);
    let mut slips = Vec::new();
    if !stab.pre_approved && !tokens.assessed_before(stab.started) {
        slips.push(format!("{name} ({seq}) began before any look since the last check"));
    }
    if let Some(earlier) = stacked_on(proofs, n) {
        slips.push(format!(
            "{name} ({seq}) began while {} ({}) was unverified",
            earlier.name, earlier.started.seq
        ));
    }
    if untasked(case, stab) {
        slips.push(format!("{name} ({seq}) began without a task, poll or decision from command"));
    }
    slips
}

/// An earlier step of the same seat, or on the same component, that nothing had verified yet.
fn stacked_on<'b, 'a>(proofs: &'b Proofs<'a>, n: usize) -> Option<&'b Stab<'a>> {
    let stab = &proofs.stabs[n];
    proofs.stabs[..n].iter().find(|earlier| earlier.collides(stab) && earlier.unverified(stab.started))
}

/// By which task a change was command's, for those who ask why it cost nothing.
fn covered(case: &Case<'_>, stab: &Stab<'_>) -> Option<String> {
    let (seat, when) = (stab.action.and(stab.by.seat())?, stab.started);
    let task = case.facts.task_of(seat, when, |task| commands(case, task.by, task.when, when))?;
    Some(format!("{} ({}): on task {}", stab.name, when.seq, task.when.seq))
}

/// A change by a seat, not in command, that command neither gave nor decided.
fn untasked(case: &Case<'_>, stab: &Stab<'_>) -> bool {
    let (Some(action), Some(seat)) = (stab.action, stab.by.seat()) else { return false };
    let when = stab.started;
    let led = case.facts.commander(when).is_some_and(|commander| commander != seat);
    let by_command = |by: &Actor, at: Moment| commands(case, by, at, when);
    let tasked = || case.facts.has_task(seat, when, |task| by_command(task.by, task.when));
    let polled = || {
        case.facts
            .polls
            .iter()
            .any(|poll| poll.action == Some(action) && poll.when < when && by_command(poll.by, poll.when))
    };
    let decided = || {
        case.facts.decisions.iter().any(|said| {
            said.action == Some(action) && said.go && said.when < when && by_command(said.by, said.when)
        })
    };
    led && !stab.pre_approved && !case.facts.alone() && !tasked() && !polled() && !decided()
}

/// Whether somebody spoke for command: the commander then or now, or the shared screen.
fn commands(case: &Case<'_>, by: &Actor, then: Moment, now: Moment) -> bool {
    match by {
        Actor::Seat(seat) => {
            case.facts.commander(then) == Some(seat) || case.facts.commander(now) == Some(seat)
        }
        Actor::Table | Actor::Facilitator => true,
        Actor::Story => false,
    }
}
