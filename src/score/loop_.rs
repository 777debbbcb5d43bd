//! The loop: assess, stabilise, update, verify, until it is over.
//!
//! Read charitably: an update floats within its cycle, a look with nothing to prove is a look, and only three slips
//! cost order. What costs most is a change that nobody checked.

mod grounds;
mod order;
mod react;
pub(crate) mod ribbon;
mod tasks;
mod tokens;
mod verify;

pub(crate) use tokens::Tokens;
use tokens::{Cycle, Kind, Token};

use super::card::{Finding, Gate, Shows};
use super::case::{Case, counted};
use super::curve;
use super::evidence::{Draft, Part, Sheet};
use super::facts::Moment;
use super::harm::did_harm;
use super::heard;
use super::mitigate;
use super::profile::{Count, Rule, Tag};
use super::proof::{self, Proofs};
use crate::prose::and;
use crate::scenario::words::Step;

/// The dimension.
pub(crate) fn loop_(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens) -> Part {
    let mut sheet = Sheet::of("loop");
    sheet.add(completeness(case, tokens));
    let draft = verify::verify(case, proofs, tokens, &mut sheet);
    sheet.add(draft);
    sheet.add(order::order(case, proofs, tokens));
    let draft = tasks::tasks(case, &mut sheet);
    sheet.add(draft);
    let draft = react::reassess(case, proofs, tokens, &mut sheet);
    sheet.add(draft);
    sheet.add(react::decision(case));
    react::in_a_breath(case, &mut sheet);
    heard::unanswered(case, &react::overridden(case), &mut sheet);
    heard::one_carries(case, &mut sheet);
    undecided(case, proofs, tokens, &mut sheet);
    untouched(case, proofs, &mut sheet);
    repeated(proofs, &mut sheet);
    waited(case, proofs, &mut sheet);
    left(case, proofs, &mut sheet);
    sheet.finish(case)
}

/// The mean over cycles of the steps that were there.
fn completeness(case: &Case<'_>, tokens: &Tokens) -> Draft {
    let cycles = &tokens.cycles;
    let credits: Vec<_> = cycles.iter().map(|cycle| share(cycle, tokens.healed)).collect();
    let partial = cycles.iter().filter(|cycle| share(cycle, tokens.healed) < curve::FULL);
    let partial: Vec<_> = partial.map(|cycle| missing(case, cycle, tokens.healed)).collect();
    let all = format!("{} with every step that was due", counted(cycles.len(), "cycle", "cycles"));
    Draft::mean("completeness", &credits, tokens.cut, "no cycle of the loop was begun")
        .decided_by(cycles.iter().flat_map(|cycle| cycle.steps.iter().map(|(when, _)| when.seq)))
        .steps(cycles.iter().map(|cycle| cycle_step(case, cycle, tokens.healed)))
        .within(case.declared(), case.end())
        .finds(if partial.is_empty() { vec![Finding::well(all)] } else { partial })
        .rule("each cycle: assess, stabilise, update if one is due, verify", Tag::H)
        .next("go round the loop aloud: what do we see, what do we do, whom do we tell, what shows that it worked")
}

fn steps(cycle: &Cycle, healed: bool) -> Vec<(&'static str, bool)> {
    let all = [
        ("assess", cycle.assessed),
        ("stabilise", cycle.stabilised),
        ("update", cycle.told),
        ("verify", cycle.verified),
    ];
    all.into_iter().filter(|&(step, _)| !(healed && step == "stabilise")).collect()
}

fn share(cycle: &Cycle, healed: bool) -> u32 {
    let steps = steps(cycle, healed);
    let there = steps.iter().filter(|&&(_, there)| there).count();
    curve::share(there as u64, steps.len() as u64).unwrap_or(0)
}

fn named(step: Step) -> &'static str {
    match step {
        Step::Assess => "look",
        Step::Stabilise => "change",
        Step::Update => "update",
        Step::Verify => "check",
    }
}

/// What stood for a step before its cycle began: a poll asks, and a check of what it builds on looks.
fn begun_from(case: &Case<'_>, when: Moment, step: Step) -> &'static str {
    let polled = || case.facts.polls.iter().any(|poll| poll.when.seq == when.seq);
    match step {
        Step::Assess if polled() => "poll",
        Step::Assess | Step::Stabilise | Step::Update | Step::Verify => named(step),
    }
}

/// `the cycle from 1:00 to 9:00 (look #4, change #7, update #9 after it, check #8): 4 of 4 = 10000`.
fn cycle_step(case: &Case<'_>, cycle: &Cycle, healed: bool) -> String {
    let steps = steps(cycle, healed);
    let there = steps.iter().filter(|&&(_, there)| there).count();
    let (from, to) = (case.clock(cycle.from), case.clock(cycle.to));
    let outside = cycle.outside();
    let all = [Step::Assess, Step::Stabilise, Step::Update, Step::Verify];
    let had = all.into_iter().filter_map(|step| {
        let of = |of: &&(Moment, Step)| of.1 == step;
        match outside.iter().find(of) {
            Some((when, _)) if *when < cycle.from => {
                Some(format!("{} {} before it", begun_from(case, *when, step), when.seq))
            }
            Some((when, _)) => Some(format!("{} {} after it", named(step), when.seq)),
            None if step == Step::Update && cycle.nothing_due => Some("no update due".to_string()),
            None => {
                let within = cycle.steps.iter().filter(of).map(|(when, _)| *when);
                Some(format!("{} {}", named(step), within.filter(|when| cycle.covers(*when)).min()?.seq))
            }
        }
    });
    let had: Vec<_> = had.collect();
    format!(
        "the cycle from {from} to {to} ({}): {there} of {} = {}",
        had.join(", "),
        steps.len(),
        share(cycle, healed)
    )
}

fn missing(case: &Case<'_>, cycle: &Cycle, healed: bool) -> Finding {
    let steps = steps(cycle, healed);
    let without = |name: &str| steps.iter().any(|&(step, there)| step == name && !there);
    let absent: Vec<_> = steps.iter().filter(|(_, there)| !there).map(|&(step, _)| step).collect();
    let (from, to) = (case.clock(cycle.from), case.clock(cycle.to));
    let says = format!("the cycle from {from} to {to} went without {}", and(&absent));
    Finding::hard(says).showing(Shows::Without(["assess", "stabilise", "update", "verify"].map(without)))
}

/// What was done again and again, though it had been seen to work.
fn repeated(proofs: &Proofs<'_>, sheet: &mut Sheet) {
    let again: Vec<_> = proofs.stabs.iter().filter(|stab| stab.again).collect();
    let Some(first) = again.first() else { return };
    let says = format!(
        "{}, with nothing new between ({} was the first): no further pass of the loop, it counts neither way",
        counted(
            again.len(),
            "step did again what had been seen to work, or waited where nothing was wrong any more",
            "steps did again what had been seen to work, or waited where nothing was wrong any more"
        ),
        first.name,
    );
    sheet.advise("completeness", says, again.iter().map(|stab| stab.started.seq));
}

/// No decision while harm went on: none by the time a first mitigation is wanted, or none at all after several looks.
fn undecided(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::Mitigation, case.worst()) else { return };
    let (start, by) = (case.anchors.declared, case.declared() + row.target);
    let (first, until) = match proofs.stabs.first() {
        Some(stab) => (Some(stab.started), stab.started.at),
        None => (None, case.end()),
    };
    let undecided = |token: &&Token| matches!(token.kind, Kind::Look | Kind::Ask) && token.when.at < until;
    let looks: Vec<_> = tokens.all.iter().filter(undecided).map(|token| token.when).collect();
    let harm = |at| {
        case.facts
            .failures
            .iter()
            .any(|active| active.impact && active.from.at <= at && active.to.is_none_or(|to| to.at > at))
    };
    let late = by < until && harm(by);
    let many = case.profile.count(Count::Assessments) as usize;
    let again = first.is_none() && many > 0 && looks.get(many - 1).is_some_and(|look| harm(look.at));
    if late || again {
        let looked = match looks.len() {
            0 => "no look, no question".to_string(),
            n => counted(n, "look or question", "looks and questions"),
        };
        let says = format!(
            "{looked} and no decision by {}: deciding badly beats not deciding, and a hold is a decision",
            case.clock(until)
        );
        let cited = std::iter::once(start).chain(looks).map(|when| when.seq);
        sheet.advise("completeness", says, cited);
    }
}

/// Nothing but holds while harm went on, past the time by which a first mitigation is wanted. A hold is a decision, and
/// earns what a decision does; what it waited for is a question all the same, and harm went on meanwhile.
fn waited(case: &Case<'_>, proofs: &Proofs<'_>, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::Mitigation, case.worst()) else { return };
    let acted = proofs.stabs.iter().find(|stab| stab.action.is_some()).map(|stab| stab.started);
    let until = acted.map_or(case.end(), |acted| acted.at);
    let holds = proofs.stabs.iter().filter(|stab| stab.action.is_none() && stab.started.at < until);
    let holds: Vec<_> = holds.map(|stab| stab.started).collect();
    let Some(&first) = holds.first() else { return };
    let wanted = case.declared() + row.target;
    if until <= wanted || !case.facts.harm_at(first) || !mitigate::hurts(case, wanted, until) {
        return;
    }
    let says = format!(
        "harm went on from {} to {}, {}, and all that was done about it was to wait ({}): a hold buys time to learn one thing; say which, and what can be drained, taken back or switched off meanwhile",
        case.clock(first),
        case.clock(until),
        case.long(first, until),
        counted(holds.len(), "hold", "holds"),
    );
    sheet.advise("completeness", says, holds.iter().chain(&acted).map(|when| when.seq));
}

/// What the remark about harm that was left is about.
pub(crate) const LEFT: &str = "left";
/// What it ends in, for the next drill.
pub(crate) const LEFT_NEXT: &str = ": what a stop leaves is the next thing to end, and a hold is a decision";

/// A change was made, and harm went on for longer after it than a first mitigation may take, up to the end, with nothing more
/// changed nor decided: a stop buys time, and somebody has to spend it.
fn left(case: &Case<'_>, proofs: &Proofs<'_>, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::Mitigation, case.worst()) else { return };
    let Some(last) = proofs.stabs.last() else { return };
    let from = last.effect.filter(|effect| case.during(*effect)).unwrap_or(last.started);
    let changed = proofs.stabs.iter().any(|stab| stab.action.is_some());
    if !changed || case.end().since(from.at) < row.target || !mitigate::hurts_all(case, from.at, case.end()) {
        return;
    }
    let says = format!(
        "harm went on at {} until {}, and {} after {} ({}) nothing more was changed nor decided{LEFT_NEXT}",
        and(&case.facts.harms_at(case.anchors.end)),
        case.clock(case.end()),
        case.long(from, case.anchors.end),
        last.name,
        last.started.seq,
    );
    sheet.advise(LEFT, says, [last.started.seq, case.anchors.end.seq]);
}

/// The loop never came to its second step, and harm went on: as with updates (2.6), none at all is worth nothing, and a
/// gate. There is no share of none, so that who only looks, tells and assigns would be rated by that alone. A hold is a
/// decision, and buys time to learn one thing: where nothing but holds was decided on up to the very end, all of them were.
fn untouched(case: &Case<'_>, proofs: &Proofs<'_>, sheet: &mut Sheet) {
    let limit = mitigate::limit(case);
    // What was begun after the limit and never took effect was begun for nobody.
    let too_late = |stab: &proof::Stab<'_>| {
        stab.effect.is_none_or(|effect| !case.during(effect))
            && limit.is_some_and(|limit| limit < stab.started.at)
    };
    // What the scenario calls harmful stabilises nothing, as it stops no clock of a first mitigation (2.9).
    let harmed = |stab: &proof::Stab<'_>| {
        let mut runs = case.facts.runs.iter().filter(|run| run.started == stab.started);
        runs.any(|run| did_harm(case, run))
    };
    let idle = |stab: &proof::Stab<'_>| {
        stab.action.is_none() || stab.taken_back_unread() || too_late(stab) || harmed(stab)
    };
    if !proofs.stabs.iter().all(idle) {
        return;
    }
    let untouched = || Some((mitigate::never(case)?, None));
    let only_held = || mitigate::only_held(case).map(|(due, wanted)| (due, Some(wanted)));
    let found = if proofs.stabs.is_empty() { untouched() } else { only_held() };
    let Some((due, wanted)) = found.filter(|(due, _)| Case::grave(due.severity)) else { return };
    let (from, limit, end) = (case.clock(due.start), case.clock(due.limit), case.clock(case.end()));
    let says = match (wanted, case.end()) {
        (Some(wanted), _) => {
            const KINDS: [&str; 3] =
                ["to wait", "what did harm", "what was taken back unread or never took effect"];
            let kind = |stab: &proof::Stab<'_>| match stab.action {
                None => KINDS[0],
                Some(_) if harmed(stab) => KINDS[1],
                Some(_) => KINDS[2],
            };
            let which = |what: &str| {
                let stabs = proofs.stabs.iter().filter(|stab| kind(stab) == what);
                stabs.map(|stab| stab.started.seq.to_string()).collect::<Vec<_>>()
            };
            let kinds = KINDS.map(|what| (which(what), what)).into_iter();
            let kinds = kinds.filter(|(which, _)| !which.is_empty());
            let kinds: Vec<_> =
                kinds.map(|(which, what)| format!("{what} ({})", and(&some_of(&which)))).collect();
            let wanted = case.clock(wanted);
            format!(
                "nothing that could make it smaller between {from} and {end}, but {}; a step was wanted by {wanted}",
                and(&kinds)
            )
        }
        (None, at) => {
            let due = match at {
                at if due.limit <= at => format!("limit of a first one at {limit}"),
                at if due.target <= at => format!("a first one was due by {}", case.clock(due.target)),
                _ => "the whole of the drill".to_string(),
            };
            format!("no change and no hold between {from} and {end}, {due}")
        }
    };
    sheet.explain(Gate::NoStabilise, says, vec![case.anchors.declared.seq, case.anchors.end.seq]);
    sheet.gate(Gate::NoStabilise);
    sheet.worth_nothing();
}

/// The first three of many, and the last.
fn some_of(all: &[String]) -> Vec<String> {
    match all {
        [first @ .., last] if all.len() > 4 => {
            let few = first[..3].iter().cloned();
            few.chain(["…".to_string(), last.clone()]).collect()
        }
        few => few.to_vec(),
    }
}
