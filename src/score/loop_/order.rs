//! Order: the three slips that cost, and nothing else.

use super::tokens::{Kind, Tokens};
use crate::engine::event::{Actor, Seq};
use crate::score::case::{Case, counted, grouped};
use crate::score::curve;
use crate::score::evidence::Draft;
use crate::score::facts::Moment;
use crate::score::profile::Tag;
use crate::score::proof::{Proofs, Stab};

/// The criterion: slips over decision points.
pub(super) fn order(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens) -> Draft {
    let points: Vec<_> =
        tokens.all.iter().filter(|token| matches!(token.kind, Kind::Stab(_) | Kind::Verify)).collect();
    let slips: Vec<_> = proofs.counted().flat_map(|(n, _)| slips(case, proofs, tokens, n)).collect();
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
        .says(if slips.is_empty() { all } else { grouped(slips).join("; ") })
        .rule("changes follow a look, one at a time for a seat or component, and on command's word", Tag::H)
        .next("one change at a time: look, agree, change, check; then the next")
}

/// What cost order at one step: the step, and each slip.
fn slips(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, n: usize) -> Vec<(String, String)> {
    let stab = &proofs.stabs[n];
    let mut slips = Vec::new();
    if !stab.pre_approved && !tokens.assessed_before(stab.started) {
        slips.push("began before any look since the last check".to_string());
    }
    if let Some(earlier) = stacked_on(proofs, n) {
        slips.push(format!("began while {} ({}) was unverified", earlier.name, earlier.started.seq));
    }
    if untasked(case, stab) {
        slips.push("began without a task, poll or decision from command".to_string());
    }
    let name = format!("{} ({})", stab.name, stab.started.seq);
    slips.into_iter().map(|slip| (name.clone(), slip)).collect()
}

/// An earlier step of the same seat, or on the same component, that nothing had verified yet.
fn stacked_on<'b, 'a>(proofs: &'b Proofs<'a>, n: usize) -> Option<&'b Stab<'a>> {
    let stab = &proofs.stabs[n];
    proofs.stabs[..n].iter().find(|earlier| earlier.collides(stab) && earlier.unverified(stab.started))
}

/// By which word a change was command's, for those who ask why it cost nothing.
fn covered(case: &Case<'_>, stab: &Stab<'_>) -> Option<String> {
    let (what, seq) = word(case, stab)?;
    Some(format!("{} ({}): on {what} {seq}", stab.name, stab.started.seq))
}

/// A change by a seat, not in command, that command neither gave nor decided.
fn untasked(case: &Case<'_>, stab: &Stab<'_>) -> bool {
    let Some(seat) = stab.action.and(stab.by.seat()) else { return false };
    let led = case.facts.commander(stab.started).is_some_and(|commander| commander != seat);
    led && !stab.pre_approved && !case.facts.alone() && word(case, stab).is_none()
}

/// Command's word for a change: work that its seat has, or had just now; else the last poll or decision about it.
fn word(case: &Case<'_>, stab: &Stab<'_>) -> Option<(&'static str, Seq)> {
    let (action, seat, when) = (stab.action?, stab.by.seat()?, stab.started);
    let by_command = |by: &Actor, at: Moment| at < when && commands(case, by, at, when);
    let task = case.facts.task_of(seat, when, |task| by_command(task.by, task.when));
    let polls = case.facts.polls.iter().filter(|poll| poll.action == Some(action));
    let poll = polls.rev().find(|poll| by_command(poll.by, poll.when));
    let decisions = case.facts.decisions.iter().filter(|said| said.go && said.action == Some(action));
    let decision = decisions.rev().find(|said| by_command(said.by, said.when));
    let task = task.map(|task| ("task", task.when.seq));
    let decision = decision.map(|said| ("decision", said.when.seq));
    task.or(decision).or(poll.map(|poll| ("poll", poll.when.seq)))
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
