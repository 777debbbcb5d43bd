//! What to practise next: the steps that would bring most, of the process and of the story, and no gap twice.

use super::card::{Band, Criterion, Dimension, Finding, Gate, Objective, Remark, ScenarioScore, Shows};
use super::case::Case;
use super::{curve, led::meant_to_lead, remark, weighed};
use crate::scenario::model::Act;
use crate::scenario::words::{Role, Step};

/// How many of them a card names.
const STEPS: usize = 2;

/// What several criteria can rest on at once: two steps about one of these are one step in two words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Somebody outside heard nothing, or late.
    Untold,
    /// Nobody led, or late.
    Unled,
    /// It was called too mild, too high, or late.
    Misjudged,
    /// There was no incident statement, or it came late.
    Unstated,
    /// Nobody looked before a change.
    Unseen,
    /// Nothing made it smaller, or late.
    Unstabilised,
    /// A change was not checked, or late.
    Unchecked,
    /// A role changed hands without a brief.
    Unbriefed,
    /// Somebody who was needed was not called, or late.
    Uncalled,
    /// A risky step was not asked about.
    Unasked,
}

/// A step, what it would bring, and the gaps it would close.
struct Candidate {
    remark: Remark,
    brings: u64,
    closes: Vec<Gap>,
}

/// The steps: what the drill was for and did not reach, then what would bring most. Each score weighs its own, in
/// hundredths of itself; steps are sentences, so that nothing is added up.
pub(super) fn next_steps(
    case: &Case<'_>,
    process: &[Dimension],
    story: &ScenarioScore,
    objectives: &[Objective],
) -> Vec<Remark> {
    let mut rest: Vec<_> = of_process(process).chain(of_story(story)).collect();
    rest.sort_by_key(|step| std::cmp::Reverse(step.brings));
    let (mut steps, mut closed) = (Vec::new(), Vec::new());
    for step in unreached(case, objectives, story).into_iter().chain(rest) {
        if step.closes.iter().any(|gap| closed.contains(gap)) {
            continue;
        }
        closed.extend(step.closes);
        steps.push(said_already(case, step.remark));
    }
    steps.truncate(STEPS);
    steps
}

fn left(criterion: &Criterion) -> u64 {
    u64::from(curve::less(criterion.credit.unwrap_or(0)))
}

/// Weight times what is left to earn.
fn of_process(dimensions: &[Dimension]) -> impl Iterator<Item = Candidate> {
    let open = weighed(dimensions).into_iter().filter(|(_, criterion, _)| !criterion.next.is_empty());
    open.map(|(of, criterion, weight)| Candidate {
        remark: remark(of, criterion, &criterion.next),
        brings: weight * left(criterion),
        closes: dimensions.iter().find(|one| one.id == of).map_or(Vec::new(), |of| gaps(of, criterion)),
    })
}

/// The same of how the incident was judged, made smaller and staffed. What the author expected is the author's, and stands
/// here only where the drill did not reach what it was for.
fn of_story(story: &ScenarioScore) -> impl Iterator<Item = Candidate> {
    let ours = story.dimensions.iter().filter(|dimension| dimension.id != "actions");
    ours.flat_map(|dimension| {
        let rated = dimension.criteria.iter().filter(|criterion| criterion.credit.is_some());
        let all = rated.clone().map(|criterion| u64::from(criterion.weight)).sum::<u64>().max(1);
        rated.filter(|criterion| !criterion.next.is_empty()).map(move |criterion| Candidate {
            remark: remark(dimension.id, criterion, &criterion.next),
            brings: left(criterion)
                * match dimension.id {
                    // Severity and statement are parts of their own, each with its weight in the whole.
                    "classify" => u64::from(criterion.weight) * 1_000_000,
                    _ => u64::from(dimension.weight) * u64::from(criterion.weight) * 1_000_000 / all,
                },
            closes: gaps(dimension, criterion),
        })
    })
}

/// What a criterion's loss rests on, where others can rest on the same.
fn gaps(dimension: &Dimension, criterion: &Criterion) -> Vec<Gap> {
    let found = |shows: fn(&Finding) -> bool| criterion.findings.iter().any(shows);
    match (dimension.id, criterion.id.as_ref()) {
        ("updates", _) if dimension.credit == Some(0) => vec![Gap::Untold],
        ("updates", "first" | "audience") => vec![Gap::Untold],
        ("updates", "gaps") if found(|finding| finding.shows == Shows::NeverTold) => vec![Gap::Untold],
        ("roles", "commander_time") => vec![Gap::Unled],
        ("roles", "handover") => vec![Gap::Unbriefed],
        ("loop", "completeness") => without(criterion),
        ("loop", "order") => without(criterion),
        ("loop", "verify") => vec![Gap::Unchecked],
        ("loop", "reassess") if dimension.gates.contains(&Gate::NoStabilise) => vec![Gap::Unstabilised],
        ("loop", "decision") => vec![Gap::Unasked],
        ("mitigate", _) => vec![Gap::Unstabilised],
        ("classify", "severity") => vec![Gap::Misjudged],
        ("classify", "statement") => vec![Gap::Unstated],
        ("paging", "recall") => vec![Gap::Uncalled],
        _ => Vec::new(),
    }
}

/// The steps that cycles went without.
fn without(criterion: &Criterion) -> Vec<Gap> {
    let steps = [Gap::Unseen, Gap::Unstabilised, Gap::Untold, Gap::Unchecked];
    let lacks = |n: usize| {
        let lacks = |finding: &Finding| matches!(finding.shows, Shows::Without(steps) if steps[n]);
        criterion.findings.iter().any(lacks)
    };
    (0..steps.len()).filter(|&n| lacks(n)).map(|n| steps[n]).collect()
}

/// What an expected action is about.
fn gap_of(case: &Case<'_>, act: &Act) -> Option<Gap> {
    match act {
        Act::Do(action) => {
            let stabilises = case.facts.scenario.actions[*action].step == Step::Stabilise;
            stabilises.then_some(Gap::Unstabilised)
        }
        Act::Page(_) => Some(Gap::Uncalled),
        Act::Verify(_) | Act::Close => Some(Gap::Unchecked),
        Act::Update(_) => Some(Gap::Untold),
        Act::Declare(_) => Some(Gap::Misjudged),
        Act::Statement => Some(Gap::Unstated),
        Act::Role(Role::Commander) => Some(Gap::Unled),
        Act::Handover(_) => Some(Gap::Unbriefed),
        Act::Poll(_) => Some(Gap::Unasked),
        Act::AskTeam(_)
        | Act::AskSeat(_)
        | Act::AskVoice(_)
        | Act::LookMetric(_)
        | Act::LookComponent(_)
        | Act::LookTopic(_)
        | Act::Role(_) => None,
    }
}

/// What the drill was for and did not reach stands before all else: by the step that cost it most, in the author's words.
fn unreached(case: &Case<'_>, objectives: &[Objective], story: &ScenarioScore) -> Option<Candidate> {
    let missed = objectives.iter().find(|objective| objective.band == Some(Band::U))?;
    let actions = story.dimensions.iter().find(|dimension| dimension.id == "actions")?;
    let serves = |item: &&Criterion| missed.rests_on.iter().any(|(id, _)| *id == item.id);
    let open = actions.criteria.iter().filter(serves).filter(|item| !item.next.is_empty());
    let brings = |item: &&Criterion| u64::from(item.weight) * left(item);
    let most = open.filter(|item| item.credit.is_some()).max_by_key(brings)?;
    let expected = case.facts.scenario.expected.iter();
    let acts = expected.filter(|&(id, _)| case.facts.scenario.expected.name(id).as_str() == most.id);
    let closes = acts.flat_map(|(_, expected)| &expected.any_of).filter_map(|act| gap_of(case, act));
    Some(Candidate {
        remark: remark(actions.id, most, &format!("{}. {}", missed.text.trim_end_matches('.'), most.next)),
        brings: brings(&most),
        closes: closes.collect(),
    })
}

/// Who said that they command, or tried, is not told to say so: the step is the move that gives it.
fn said_already(case: &Case<'_>, step: Remark) -> Remark {
    if step.about != "roles/commander_time" {
        return step;
    }
    let tried = meant_to_lead(case.facts.records.iter().map(|record| &record.event));
    let Some(last) = tried.last() else { return step };
    let says = format!(
        "type `take commander` when you say that you command, and see that it is accepted: {} gave nobody the role",
        last.seq
    );
    Remark { says, ..step }
}
