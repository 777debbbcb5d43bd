//! How it went: a pure function of scenario, profile and journal.
//!
//! [`score`] reads the journal and nothing else; it never looks at a clock, a name of a person, or the state a drill
//! ended in. It works in whole numbers, truncating, so that the same three inputs give the same card on any machine.
//! Every credit rests on events or on an interval that was searched; the rules themselves are data, in a [`Profile`].
//!
//! The fold is in `facts`, what stabilises and what proves it in `proof`, who was told what in `updates::told`; each
//! dimension then asks those, and says what it found. The process score and the scenario score (`story`) are never added.

pub(crate) mod ack;
mod actions;
mod anew;
pub mod card;
mod case;
mod classify;
pub mod curve;
mod declare;
mod due;
mod evidence;
pub mod explain;
mod facts;
mod first30;
pub(crate) mod grounds;
mod harm;
mod heard;
pub mod history;
mod led;
mod loop_;
mod mitigate;
mod own;
mod paging;
pub mod profile;
mod proof;
mod roles;
pub mod side;
mod slots;
mod steps;
mod story;
pub mod text;
mod updates;
mod words;

use card::{Band, Criterion, Dimension, FirstThirty, Outcome, Process, Remark, Scorecard, Shows};
use case::{Case, counted};
pub(crate) use due::below_seconds;
use evidence::Part;
pub(crate) use led::meant_to_lead;
use loop_::Tokens;
pub use loop_::ribbon::{Ribbon, Round};
pub(crate) use loop_::{LEFT, LEFT_NEXT};
pub use profile::Profile;
use proof::Proofs;
use story::Story;
use updates::told::Told;
pub(crate) use updates::{TOO_SOON, WORDLESS};

use crate::engine::clock::DUE_AFTER_LANDING;
use crate::engine::command::{Statement, UpdateSlots};
use crate::engine::event::{Event, EventKind, Header, Seq};
use crate::journal::{Record, header};
use crate::prose::and;
use crate::scenario::Scenario;
use crate::time::SimDuration;

/// Whether a post with this state slot counts as an update: it begins with one of [`crate::moves::STATES`], one slip of typing
/// off it, or words that lead to it.
#[must_use]
pub fn counts_as_update(state: Option<&str>) -> bool {
    state_named(state).is_some()
}

/// The state that an update's state slot names.
fn state_named(state: Option<&str>) -> Option<&'static str> {
    slots::state(state.map(slots::plain).as_deref())
}

/// The slots of a statement that have words and are not filled by them, each with what it wants.
#[must_use]
pub fn thin_slots(statement: &Statement) -> Vec<String> {
    let Statement { symptom, affected, scope, since, unknown, .. } = statement;
    classify::thin(&[symptom, affected, scope, since, unknown].map(Option::as_deref))
}

/// The slots of an update that have words and are not filled by them, each with what it wants.
#[must_use]
pub fn thin_update(update: &UpdateSlots) -> Vec<String> {
    let UpdateSlots { state, impact, doing, next, next_ms } = update;
    let texts = [state, impact, doing].map(Option::as_deref);
    let wanted = [
        "",
        "what it does to people, in two words or a number",
        "what is under way, in two words or a number",
    ];
    let why = |n: usize| match slots::thin(texts[n]) {
        true => Some(format!("`{}` in one word does not fill it: {}", UPDATE[n], wanted[n])),
        false => slots::again(&texts, &UPDATE, n),
    };
    let mut says: Vec<String> = (1..3).filter_map(why).collect();
    // A last word promises nothing.
    let last = state_named(texts[0]) == Some("resolved");
    let untimed = next.as_deref().is_some_and(|next| next_ms.is_none() && !slots::timed(next));
    says.extend((untimed && !last).then(|| "`next` names no time: `next=20m`".to_string()));
    says
}

/// The slots of an update, as they are typed.
const UPDATE: [&str; 3] = ["state", "impact", "doing"];

/// How many strengths a card names at most.
const STRENGTHS: usize = 3;

/// Rates a drill.
#[must_use]
pub fn score(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Scorecard {
    let case = Case::of(scenario, profile, records);
    let proofs = Proofs::of(&case);
    let told = Told::of(&case, &proofs);
    let tokens = Tokens::of(&case, &proofs, &told);
    let parts = [
        ack::ack(&case),
        roles::roles(&case),
        updates::updates(&case, &told),
        loop_::loop_(&case, &proofs, &tokens),
    ];
    let story = Story::of(&case, &proofs);
    let first30 = first30::first30(&case, &told);
    let ribbon = Ribbon::of(&case, &tokens);
    card(&case, header(records), parts, story, first30, ribbon)
}

/// The loop as it went: its steps and cycles, for a picture.
#[must_use]
pub fn ribbon(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Ribbon {
    let case = Case::of(scenario, profile, records);
    let proofs = Proofs::of(&case);
    let told = Told::of(&case, &proofs);
    Ribbon::of(&case, &Tokens::of(&case, &proofs, &told))
}

/// The first change that took effect while the incident was on and that no reading ever checked: its event, and what it
/// was called.
#[must_use]
pub fn first_unverified(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Option<(Seq, String)> {
    let case = Case::of(scenario, profile, records);
    let proofs = Proofs::of(&case);
    let never = |stab: &&proof::Stab<'_>| stab.checked.is_none() && stab.undone.is_none() && stab.provable();
    let mut never = proofs
        .stabs
        .iter()
        .filter(never)
        .filter(|stab| stab.effect.is_some_and(|effect| case.during(effect)));
    never.next().and_then(|stab| Some((stab.effect?.seq, stab.name.clone())))
}

/// The whole, from the dimensions' weights and credits: the mean over those that have a number, and none when these
/// are under half of the weight.
#[must_use]
pub fn process_credit(dimensions: &[(u32, Option<u32>)]) -> Option<u32> {
    curve::weighted(dimensions)
}

fn card<const N: usize>(
    case: &Case<'_>,
    header: Option<&Header>,
    parts: [Part; N],
    story: Story,
    first30: Option<FirstThirty>,
    ribbon: Ribbon,
) -> Scorecard {
    let (mut dimensions, mut advice) = (Vec::new(), Vec::new());
    advice.extend(declare::undeclared(case));
    advice.extend(back_dated(case));
    advice.extend(jumped(case));
    advice.extend(stopped(case));
    advice.extend(words::remark(case));
    let (mut open_at_the_end, mut because) = (Vec::new(), Vec::new());
    for part in parts {
        dimensions.push(part.dimension);
        advice.extend(part.advice);
        open_at_the_end.extend(part.open);
        because.extend(part.because);
    }
    for part in story.rest {
        advice.extend(part.advice);
        open_at_the_end.extend(part.open);
    }
    let process = process(&dimensions);
    let gates: Vec<_> = process.gates.iter().chain(&story.score.gates).copied().collect();
    let actions = story.score.dimensions.first();
    let objectives =
        actions.map(|actions| story::objectives(case, actions, &dimensions, &story.score.harms, &gates));
    let objectives = objectives.unwrap_or_default();
    let next_steps = steps::next_steps(case, &dimensions, &story.score, &objectives);
    let severity = case.rows.at(case.end());
    Scorecard {
        drill: case.facts.drill.to_string(),
        scenario: case.facts.scenario.id.clone(),
        profile: case.profile.id().to_string(),
        rescored: None,
        differs: Vec::new(),
        attempt: case.facts.attempt,
        severity,
        process,
        scenario_score: story.score,
        objectives,
        first30,
        comparable: story::comparable(case, header, severity),
        strengths: strengths(&dimensions, advice.iter().any(|remark| remark.about == words::WORDS)),
        next_steps,
        dimensions,
        advice,
        open_at_the_end,
        because,
        ribbon,
    }
}

fn process(dimensions: &[Dimension]) -> Process {
    let weights: Vec<_> = dimensions.iter().map(|dimension| (dimension.weight, dimension.credit)).collect();
    let credit = process_credit(&weights);
    let gates: Vec<_> = dimensions.iter().flat_map(|dimension| dimension.gates.iter().copied()).collect();
    let band = credit.map(|credit| Band::of(credit, !gates.is_empty()));
    Process { credit, band, gates }
}

/// Moves that count from before they were typed are named: only the table knows whether they were said then.
fn back_dated(case: &Case<'_>) -> Option<Remark> {
    let events = case.facts.records.iter().map(|record| &record.event);
    let said = |event: &&Event| event.said.is_some() && event.cause.is_none();
    let said: Vec<&Event> = events.filter(said).collect();
    let most = said.iter().map(|event| event.at.since(event.counts_at())).max()?;
    let all = counted(said.len(), "move counts", "moves count");
    let says = format!("{all} from when it was said, up to {} before it was typed", most.clock());
    Some(Remark {
        about: "process/said".to_string(),
        says,
        evidence: said.iter().map(|event| event.seq).collect(),
    })
}

/// Where the story jumped, times and lengths are two things: said once, for every line that has both.
fn jumped(case: &Case<'_>) -> Option<Remark> {
    let events = case.facts.records.iter().map(|record| &record.event);
    let jumps: Vec<(&Event, SimDuration, bool)> = events
        .filter_map(|event| {
            let EventKind::Jumped { ms, due } = event.kind else { return None };
            Some((event, ms, due))
        })
        .collect();
    let each = |&(event, ms, due): &(&Event, SimDuration, bool)| {
        let fell = format!(", and what fell due inside was due {} after landing", DUE_AFTER_LANDING.clock());
        let due = if due { fell } else { String::new() };
        format!("from {} to {} ({}){due}", event.at.plus(), (event.at + ms).plus(), event.seq)
    };
    let all: Vec<_> = jumps.iter().map(each).collect();
    (!all.is_empty()).then(|| Remark {
        about: JUMPS.to_string(),
        says: format!("the story jumped {}: times are the story's, and no length counts a jump", and(&all)),
        evidence: jumps.iter().map(|(event, _, _)| event.seq).collect(),
    })
}

/// What the remark about a drill that was stopped is about.
pub(crate) const STOPPED: &str = "process/end";

/// A drill that was stopped for safety while harm went on: what was open then is held against nobody, and the card says so.
fn stopped(case: &Case<'_>) -> Option<Remark> {
    let end = case.anchors.end;
    let stopped = case.anchors.safety && !case.anchors.closed && case.facts.harm_at(end);
    stopped.then(|| Remark {
        about: STOPPED.to_string(),
        says: format!(
            "the drill was stopped for safety at {} ({}) while harm went on: what was still open is not rated, and how it would have ended is not known",
            case.clock(end),
            end.seq
        ),
        evidence: vec![end.seq],
    })
}

/// What the remark about jumps is about.
pub(crate) const JUMPS: &str = "process/clock";

/// Every criterion that was rated, with what it weighs in the whole, in ten-thousandths of a ten-thousandth.
fn weighed(dimensions: &[Dimension]) -> Vec<(&'static str, &Criterion, u64)> {
    let of = |dimension: &Dimension| -> u64 {
        let rated = dimension.criteria.iter().filter(|criterion| criterion.credit.is_some());
        rated.map(|criterion| u64::from(criterion.weight)).sum::<u64>().max(1)
    };
    let share = |dimension: &Dimension, criterion: &Criterion| {
        u64::from(dimension.weight) * u64::from(criterion.weight) * 1_000_000 / of(dimension)
    };
    let all = dimensions
        .iter()
        .flat_map(|dimension| dimension.criteria.iter().map(move |criterion| (dimension, criterion)));
    let rated = all.filter(|(_, criterion)| criterion.credit.is_some());
    rated.map(|(dimension, criterion)| (dimension.id, criterion, share(dimension, criterion))).collect()
}

/// The met criteria that weigh most. What a criterion that was met with something missing says is what was missing: it
/// stands here only where nothing was met in full.
/// What rests on words that nobody read is none.
fn strengths(dimensions: &[Dimension], unread: bool) -> Vec<Remark> {
    // What a gate caps is the one thing to do first, and no strength.
    let gated =
        |of: &str| dimensions.iter().any(|dimension| dimension.id == of && !dimension.gates.is_empty());
    let mut met = weighed(dimensions);
    met.retain(|(of, _, _)| !gated(of));
    let of_words = |of: &str, id: &str| matches!((of, id), ("updates", "content") | ("roles", "handover"));
    met.retain(|(of, criterion, _)| !(unread && of_words(of, &criterion.id)));
    met.retain(|(_, criterion, _)| {
        criterion.findings.first().is_none_or(|finding| finding.shows != Shows::WentOn)
    });
    met.retain(|(_, criterion, _)| criterion.outcome == Outcome::Met);
    // Short silences after a first word that came too late to count are nothing to be glad of.
    let told = dimensions.iter().filter(|of| of.id == "updates").flat_map(|of| &of.criteria);
    let never = told.filter(|item| item.id == "first").any(|item| item.outcome == Outcome::Missed);
    met.retain(|(of, criterion, _)| !(never && *of == "updates" && criterion.id == "gaps"));
    let full = |criterion: &Criterion| criterion.credit == Some(curve::FULL);
    if met.iter().any(|(_, criterion, _)| full(criterion)) {
        met.retain(|(_, criterion, _)| full(criterion));
    }
    met.sort_by_key(|&(_, _, weight)| std::cmp::Reverse(weight));
    met.into_iter()
        .take(STRENGTHS)
        .map(|(of, criterion, _)| remark(of, criterion, brief(criterion)))
        .collect()
}

/// The first of several findings: the table below has them all.
fn brief(criterion: &Criterion) -> &str {
    const LONG: usize = 120;
    let first = criterion.findings.first().filter(|_| criterion.says.chars().count() > LONG);
    first.map_or(&criterion.says, |finding| &finding.says)
}

fn remark(dimension: &str, criterion: &Criterion, says: &str) -> Remark {
    let about = format!("{dimension}/{}", criterion.id);
    Remark { about, says: says.to_string(), evidence: criterion.evidence.clone() }
}
