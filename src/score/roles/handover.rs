//! Handovers of command and of the deputy's role: a brief, an acceptance, an announcement, and no gap.
//!
//! Whoever made them and why: a whole handover is work done in earnest, and one that nobody needed is rated by the same
//! four parts.

use super::told;
use crate::engine::event::{RoleHow, Seq, VacatedHow};
use crate::prose::and;
use crate::scenario::model::Act;
use crate::scenario::words::Role;
use crate::score::case::{Case, long};
use crate::score::curve;
use crate::score::due::Verdict;
use crate::score::evidence::{Draft, Sheet};
use crate::score::facts::{Given, Moment, Offer, Tenure};
use crate::score::profile::{Rule, Tag};
use crate::score::slots;
use crate::time::SimDuration;

/// A role went from one seat to another, or was left with nobody.
struct Transfer<'a, 'b> {
    old: &'b Tenure<'a>,
    from: Moment,
    given: Option<&'b Given<'a>>,
    offer: Option<&'b Offer<'a>>,
    /// The seat that had laid it down took it again: nothing changed hands, and meanwhile nobody had it.
    again: bool,
}

/// The criterion: the mean over handovers, made or called for.
pub(super) fn handover(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let (mut credits, mut says, mut cited, mut moves, mut steps, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    let all: Vec<_> =
        [Role::Commander, Role::Deputy].into_iter().flat_map(|role| transfers(case, role)).collect();
    for transfer in &all {
        match credit(case, transfer) {
            Some((credit, step)) => {
                credits.push(credit);
                steps.push(format!("{} at {}: {step}", transfer.old.role, case.clock(transfer.from)));
                says.push((credit, words(transfer, case)));
                cited.push(transfer.from.seq);
                moves.extend(decided(transfer));
            }
            None => {
                open = true;
                sheet.still_open(format!(
                    "{} was open since {}",
                    transfer.old.role,
                    case.clock(transfer.from)
                ));
            }
        }
    }
    // What cost most comes first.
    says.sort_by_key(|&(credit, _)| credit);
    let says = and(&says.into_iter().map(|(_, says)| says).collect::<Vec<_>>());
    Draft::mean("handover", &credits, open, "no role changed hands")
        .steps(steps)
        .cites(cited)
        .decided_by(moves)
        .says(says)
        .uses(["brief", "accepted", "announced", "gap"].map(|part| format!("handover.{part}")))
        .uses(all.iter().flat_map(|transfer| gap_row(case, transfer)))
        .rule("brief 40, accepted 25, announced 20, no gap 15 of 100", Tag::H)
        .next(match all.iter().all(|transfer| lost(case, transfer)) {
            true => "when whoever leads is gone, say at once \"I have it\", what is in flight and when people hear next",
            false => "hand over with `handover`: state, what is in flight, what was tried, next update; it moves on `accept`",
        })
}

/// Every end of a tenure while the incident was on, with what followed.
fn transfers<'a, 'b>(case: &'b Case<'a>, role: Role) -> Vec<Transfer<'a, 'b>> {
    let ended =
        case.facts.tenures_of(role).filter_map(|old| Some((old, old.to.filter(|&to| case.during(to))?)));
    ended.filter_map(|(old, from)| transfer(case, old, from)).collect()
}

fn transfer<'a, 'b>(case: &'b Case<'a>, old: &'b Tenure<'a>, from: Moment) -> Option<Transfer<'a, 'b>> {
    let mut after = case.facts.given.iter().filter(|given| given.role == old.role && given.when >= from);
    let given = after.next().filter(|given| case.during(given.when));
    // Given to the seat that had it: nothing changed hands. What counts is the time in between, if there was any.
    let again = given.is_some_and(|given| given.seat == old.seat);
    let asked = case.profile.row(Rule::CommandGap, case.rows.at(from.at)).is_some();
    let gap = || given.is_some_and(|given| from.at.shown_to(given.when.at) > SimDuration::ZERO);
    if again && !(asked && old.left.is_some() && gap()) {
        return None;
    }
    let needed = super::required(case).iter().any(|&(role, _)| role == old.role);
    let offer = if again { None } else { offer(case, old, given) };
    (given.is_some() || needed).then_some(Transfer { old, from, given, offer, again })
}

/// Whether the story asked for a handover of the role, be it that the team was quicker.
fn asked_for(case: &Case<'_>, role: Role) -> bool {
    let mut all = case.facts.scenario.expected.iter();
    all.any(|(id, expected)| {
        let opened = case.facts.story.opened(id).is_some_and(|opened| case.during(opened));
        opened && expected.any_of.contains(&Act::Handover(role))
    })
}

/// The offer that was accepted, else the last one made to the seat that took over.
fn offer<'a, 'b>(case: &'b Case<'a>, old: &Tenure<'_>, given: Option<&Given<'_>>) -> Option<&'b Offer<'a>> {
    let given = given?;
    let mine = |offer: &&Offer<'_>| offer.role == given.role && offer.to == given.seat;
    let in_time = |offer: &&Offer<'_>| old.from.seq < offer.when.seq && offer.when.seq < given.when.seq;
    let mut offers = case.facts.offers.iter().rev().filter(|offer| mine(offer) && in_time(offer));
    let cause = case.facts.offers.iter().find(|offer| Some(offer.when.seq) == given.cause);
    cause.or_else(|| offers.next())
}

/// The weighted mean of the four parts, or the gap alone where nothing changed hands; `None` while it is still open.
fn credit(case: &Case<'_>, transfer: &Transfer<'_, '_>) -> Option<(u32, String)> {
    let gap = case.judge(Rule::CommandGap, transfer.from.at, transfer.given.map(|given| given.when.at));
    if transfer.given.is_none() && matches!(gap, Verdict::Open(_)) {
        return None;
    }
    let done = transfer.given.map(|given| given.when.at);
    if transfer.again {
        let Verdict::Rated(due, credit) = gap else { return None };
        return Some((credit, format!("the gap alone: {}", due.arithmetic(done))));
    }
    let weight = |part: &str| case.profile.weight(&format!("handover.{part}"));
    let parts = [
        (weight("brief"), brief(case, transfer)),
        (weight("accepted"), Some(if accepted(transfer) { curve::FULL } else { 0 })),
        (weight("announced"), announced(case, transfer.given)),
        (weight("gap"), gap.credit()),
    ];
    let credit = curve::weighted(&parts)?;
    let named = ["brief", "accepted", "announced", "gap"].into_iter().zip(parts);
    let rated: Vec<_> = named.filter_map(|(name, (weight, credit))| Some((name, weight, credit?))).collect();
    let all: u32 = rated.iter().map(|(_, weight, _)| weight).sum();
    let sum: Vec<_> =
        rated.iter().map(|(name, weight, credit)| format!("{name} {weight} x {credit}")).collect();
    let gap = match gap {
        Verdict::Rated(due, credit) if credit < curve::FULL => {
            format!("gap: {}; ", due.arithmetic(done))
        }
        Verdict::Rated(..) | Verdict::Open(_) | Verdict::NotAsked => String::new(),
    };
    Some((credit, format!("{gap}({}) / {all} = {credit}", sum.join(" + "))))
}

/// The row by which a time without a holder is rated.
fn gap_row(case: &Case<'_>, transfer: &Transfer<'_, '_>) -> Vec<String> {
    let gap = case.judge(Rule::CommandGap, transfer.from.at, transfer.given.map(|given| given.when.at));
    gap.due().map_or(Vec::new(), |due| due.names())
}

/// Whether a role was lost, and not handed over: its seat was taken away without a warning, or dropped out of the call and
/// another seat took it when that was noticed.
fn lost(case: &Case<'_>, transfer: &Transfer<'_, '_>) -> bool {
    let taken = |given: &Given<'_>| {
        given.how == RoleHow::Taken && transfer.from.at.shown_to(given.when.at) > SimDuration::ZERO
    };
    let gone = match transfer.old.left {
        Some(VacatedHow::Gone) => true,
        Some(VacatedHow::Left) => transfer.given.is_some_and(taken),
        Some(VacatedHow::Vacated | VacatedHow::Released) | None => false,
    };
    gone && transfer.offer.is_none() && !transfer.again && !asked_for(case, transfer.old.role)
}

/// The share of the brief that was given; nobody is asked for one who was taken away without a warning.
fn brief(case: &Case<'_>, transfer: &Transfer<'_, '_>) -> Option<u32> {
    let gone = transfer.old.left == Some(VacatedHow::Gone)
        && transfer.offer.is_none()
        && !asked_for(case, transfer.old.role);
    let said = || curve::share(told_parts(case, transfer.offer) as u64, 4).unwrap_or(0);
    (!gone).then(said)
}

/// How many of the four parts of a brief were said, less what was marked as wrong.
fn told_parts(case: &Case<'_>, offer: Option<&Offer<'_>>) -> usize {
    let spared = |offer: &Offer<'_>| {
        let parts = ["state", "flight", "tried", "next"];
        case.facts.wrong.spared(offer.when.seq, parts, slots::briefed(&offer.brief))
    };
    offer.map_or(0, |offer| spared(offer).iter().filter(|&&full| full).count())
}

/// By `accept`, or by taking it oneself.
fn accepted(transfer: &Transfer<'_, '_>) -> bool {
    transfer.given.is_some_and(|given| matches!(given.how, RoleHow::Accepted | RoleHow::Taken))
}

fn announced(case: &Case<'_>, given: Option<&Given<'_>>) -> Option<u32> {
    let Some(given) = given else { return Some(0) };
    let told = told(case, given).filter(|told| case.during(*told));
    case.judge(Rule::Announced, given.when.at, told.map(|told| told.at)).credit()
}

fn decided(transfer: &Transfer<'_, '_>) -> Vec<Seq> {
    let offer = transfer.offer.map(|offer| offer.when.seq);
    offer.into_iter().chain(transfer.given.map(|given| given.when.seq)).collect()
}

fn words(transfer: &Transfer<'_, '_>, case: &Case<'_>) -> String {
    let (role, seat, from) = (transfer.old.role, transfer.old.seat, transfer.from);
    let Some(given) = transfer.given else {
        return format!(
            "{seat} gave up {role} at {} ({}), and nobody had it until {}",
            case.clock(from),
            from.seq,
            case.clock(case.end())
        );
    };
    let gap = long(from.at, given.when.at);
    if transfer.again {
        return format!(
            "{seat} gave up {role} at {} ({}) and took it again at {} ({}), gap {gap}",
            case.clock(from),
            from.seq,
            case.clock(given.when),
            given.when.seq
        );
    }
    if lost(case, transfer) {
        let (at, seq) = (case.clock(from), from.seq);
        let (when, place) = (case.clock(given.when), given.when.seq);
        return format!(
            "{seat} was gone at {at} ({seq}), and {} had {role} at {when} ({place}), gap {gap}",
            given.seat
        );
    }
    let brief = transfer.offer.map_or("without a brief".to_string(), |offer| {
        let full = told_parts(case, Some(offer));
        format!("with {full} of 4 parts of a brief ({})", offer.when.seq)
    });
    let accepted = if accepted(transfer) { "accepted" } else { "given" };
    format!(
        "{role} went from {seat} to {} {brief}, {accepted} at {} ({}), gap {gap}",
        given.seat,
        case.clock(given.when),
        given.when.seq
    )
}
