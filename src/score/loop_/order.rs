//! Order: the three slips that cost, and nothing else.

use super::grounds::grounds;
use super::tokens::{Kind, Tokens};
use crate::engine::event::Actor;
use crate::prose::{clip, quote};
use crate::score::card::{Finding, Shows};
use crate::score::case::{Case, counted, grouped};
use crate::score::curve;
use crate::score::evidence::Draft;
use crate::score::facts::{Moment, Task};
use crate::score::profile::{Span, Tag};
use crate::score::proof::{Proofs, Stab};

/// So much of a task's text tells it from the others.
const TASK: usize = 60;

/// The criterion: slips over decision points.
pub(super) fn order(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens) -> Draft {
    let points: Vec<_> =
        tokens.all.iter().filter(|token| matches!(token.kind, Kind::Stab(_) | Kind::Verify)).collect();
    let slips: Vec<_> = proofs.counted().flat_map(|(n, _)| slips(case, proofs, tokens, n)).collect();
    let (out, all) = (slips.len(), points.len());
    let unlooked = proofs.counted().any(|(_, stab)| unseen(case, proofs, tokens, stab));
    let points_in_all = counted(all, "change or check", "changes and checks");
    let mut steps: Vec<_> = slips.iter().map(|(step, _)| step).collect();
    steps.dedup();
    // One step can have several: at how many of them, where that is less than both.
    let at = if steps.len() < out.min(all) {
        format!("{} of {points_in_all}", steps.len())
    } else {
        points_in_all
    };
    let of = format!("{} at {at}", counted(out, "slip", "slips"));
    let draft = match curve::share(out as u64, all as u64) {
        Some(cost) => {
            let (full, credit) = (curve::FULL, curve::less(cost));
            let step = format!("{of}: {full} - {out} x {full} / {all} = {credit}");
            let covered = proofs.stabs.iter().filter_map(|stab| covered(case, stab));
            Draft::rated("order", credit, points.len()).steps(covered.chain([step]))
        }
        None => Draft::not_applicable("order", "nothing was changed and nothing verified"),
    };
    let none = format!("{}, none out of turn", counted(all, "change or check", "changes and checks"));
    draft
        .decided_by(points.iter().map(|token| token.when.seq))
        // How many of how many: a slip among many is met, and is a slip.
        .finds(seen(Finding::each_or(told(&of, grouped(slips)), none), unlooked))
        .rule(
            format!(
                "changes follow a look, one at a time for a seat or component, and on command's word: decision, poll, or a \
                 task (up to {} after its report)",
                case.profile.span(Span::JustReported)
            ),
            Tag::H,
        )
        .next("one change at a time: look, agree, change, check; then the next")
}

/// Marks what went without a look, for those who ask what was missing.
fn seen(mut findings: Vec<Finding>, unlooked: bool) -> Vec<Finding> {
    if let Some(first) = findings.first_mut().filter(|_| unlooked) {
        first.shows = Shows::Without([true, false, false, false]);
    }
    findings
}

/// Whether a step that needs it began from nothing that anybody had seen or asked.
fn unseen(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, stab: &Stab<'_>) -> bool {
    !stab.pre_approved && grounds(case, proofs, &tokens.all, stab).is_none()
}

/// Each slip; how many of how many stands before the first.
fn told(of: &str, mut slips: Vec<String>) -> Vec<String> {
    if let Some(first) = slips.first_mut() {
        *first = format!("{of}: {first}");
    }
    slips
}

/// What cost order at one step: the step, and each slip.
fn slips(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, n: usize) -> Vec<(String, String)> {
    let stab = &proofs.stabs[n];
    let mut slips = Vec::new();
    if unseen(case, proofs, tokens, stab) {
        slips.push(unlooked(case, tokens, stab));
    }
    if let Some(earlier) = stacked_on(proofs, n) {
        slips.push(format!("began while {} ({}) was unverified", earlier.name, earlier.started.seq));
    }
    if untasked(case, stab) {
        let own = own_word(case, stab).map_or(String::new(), |own| format!("; {own} was not command's"));
        slips.push(format!("began without a task, poll or decision from command{own}"));
    }
    let name = format!("{} ({})", stab.name, stab.started.seq);
    slips.into_iter().map(|slip| (name.clone(), slip)).collect()
}

/// `began before any look or question after the check at 10:01 (#134)`; a hold is a decision, and begins nothing.
fn unlooked(case: &Case<'_>, tokens: &Tokens, stab: &Stab<'_>) -> String {
    let mut checks =
        tokens.all.iter().filter(|token| token.kind == Kind::Verify && token.when < stab.started);
    let last = checks.next_back().map(|check| check.when);
    let began = if stab.action.is_some() { "began" } else { "was decided" };
    let since =
        last.map_or(String::new(), |last| format!(" after the check at {} ({})", case.clock(last), last.seq));
    format!("{began} before any look or question{since}")
}

/// What its own seat, or another that does not command, said of it: `its poll (#89), by secondary,`.
fn own_word(case: &Case<'_>, stab: &Stab<'_>) -> Option<String> {
    let (polls, decisions) = (case.facts.polls.iter(), case.facts.decisions.iter());
    let polls = polls.filter(|poll| poll.action == stab.action).map(|poll| (poll.when, poll.by, "poll"));
    let said = decisions.filter(|said| said.action == stab.action && said.go);
    let all = polls.chain(said.map(|said| (said.when, said.by, "decision")));
    let (when, by, what) =
        all.filter(|(when, _, _)| *when < stab.started).max_by_key(|(when, _, _)| *when)?;
    Some(format!("its {what} ({}), by {},", when.seq, by.seat()?))
}

/// An earlier step of the same seat, or on the same component, that this was the first to be stacked on: what one step is left
/// unverified for is one slip, however much followed.
fn stacked_on<'b, 'a>(proofs: &'b Proofs<'a>, n: usize) -> Option<&'b Stab<'a>> {
    let stab = &proofs.stabs[n];
    let between = |earlier: usize| earlier + 1..n;
    let first = |earlier: &usize| {
        let stacked = |other: usize| proofs.stabs[*earlier].stacked_by(&proofs.stabs[other]);
        proofs.stabs[*earlier].stacked_by(stab) && !between(*earlier).any(stacked)
    };
    (0..n).find(first).map(|earlier| &proofs.stabs[earlier])
}

/// By which word a change was command's, for those who ask why it cost nothing.
fn covered(case: &Case<'_>, stab: &Stab<'_>) -> Option<String> {
    let word = word(case, stab)?;
    Some(format!("{} ({}): on {word}", stab.name, stab.started.seq))
}

/// A change by a seat, not in command, that command neither gave nor decided.
fn untasked(case: &Case<'_>, stab: &Stab<'_>) -> bool {
    let Some(seat) = stab.action.and(stab.by.seat()) else { return false };
    let led = case.facts.commander(stab.started).is_some_and(|commander| commander != seat);
    led && !stab.pre_approved && !case.facts.alone() && word(case, stab).is_none()
}

/// Command's word for a change: the last decision or poll about it, else work that its seat has, or had just now. Any
/// work covers: which of a seat's changes belong to it, no rule can tell, so it is quoted.
fn word(case: &Case<'_>, stab: &Stab<'_>) -> Option<String> {
    let (action, seat, when) = (stab.action?, stab.by.seat()?, stab.started);
    let by_command = |by: &Actor, at: Moment| at < when && commands(case, by, at, when);
    let task = case.facts.task_of(seat, when, |task| by_command(task.by, task.when));
    let polls = case.facts.polls.iter().filter(|poll| poll.action == Some(action));
    let poll = polls.rev().find(|poll| by_command(poll.by, poll.when));
    let decisions = case.facts.decisions.iter().filter(|said| said.go && said.action == Some(action));
    let decision = decisions.rev().find(|said| by_command(said.by, said.when));
    let task = task.map(|task| {
        format!("task {}, {}, {}", task.when.seq, quote(&clip(task.text, TASK)), stood(case, task, when))
    });
    let decision = decision.map(|said| format!("decision {}", said.when.seq));
    decision.or(poll.map(|poll| format!("poll {}", poll.when.seq))).or(task)
}

/// Why a task still covered what was begun then: it was open, for a time box asks for a word and ends no work (2.7), or
/// had been reported just before.
fn stood(case: &Case<'_>, task: &Task<'_>, when: Moment) -> String {
    let reported = case.facts.result_of(task).filter(|report| report.when <= when);
    match reported {
        Some(report) => format!("reported {} before ({})", case.long(report.when, when), report.when.seq),
        None => "not reported yet".to_string(),
    }
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
