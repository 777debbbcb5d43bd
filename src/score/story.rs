//! The scenario score: what the author expected, mitigation, classification and paging, less the harm that was done.
//!
//! It compares drills of one version of one scenario, and is never added to the process score.

use super::card::{
    self, Band, Comparable, Criterion, Dimension, Gate, Harmed, Objective, Outcome, ScenarioScore,
};
use super::case::Case;
use super::curve::{self, FULL};
use super::evidence::Part;
use super::harm::Harms;
use super::profile::{Count, Profile, SCENARIO};
use super::proof::Proofs;
use super::{actions, classify, mitigate, paging};
use crate::engine::event::{EventKind, Header};
use crate::journal::paces;
use crate::scenario::id::ObjectiveId;
use crate::scenario::model::Act;
use crate::scenario::words::{Role, Severity};

/// The score, with what its parts have to say besides.
pub(crate) struct Story {
    pub(crate) score: ScenarioScore,
    pub(crate) rest: Vec<Part>,
}

impl Story {
    pub(crate) fn of(case: &Case<'_>, proofs: &Proofs<'_>) -> Self {
        let (actions, mitigate, classify) =
            (actions::actions(case), mitigate::mitigate(case), classify::classify(case, proofs));
        let (paging, needed) = paging::paging(case);
        let mut rest = vec![actions, mitigate, classify, paging];
        let profile = case.profile;
        let weights = weights(profile, needed);
        for (part, weight) in rest.iter_mut().zip(shown(&weights)) {
            part.dimension.weight = weight;
        }
        let dimensions: Vec<Dimension> = rest.iter().map(|part| part.dimension.clone()).collect();
        let harms = Harms::of(case);
        let of = SCENARIO.iter().zip(weights).zip(credits(&dimensions));
        let parts: Vec<_> =
            of.map(|((id, half_percents), credit)| card::Part { id, half_percents, credit }).collect();
        let before_harm =
            curve::weighted(&parts.iter().map(|part| (part.half_percents, part.credit)).collect::<Vec<_>>());
        let cost = harms.cost(profile);
        let credit = before_harm.map(|credit| credit.saturating_sub(cost));
        // "Performed without challenges" is no word for a critical task that was not reached (HSEEP's letters, 2.13).
        let held = !harms.gates.is_empty() || case.facts.unreached;
        let band = credit.map(|credit| Band::of(credit, held));
        let score = ScenarioScore {
            credit,
            before_harm,
            cost,
            band,
            gates: harms.gates,
            unfinished: case.facts.unfinished,
            parts,
            dimensions,
            harms: harms.harms,
            caught: harms.caught,
        };
        Story { score, rest }
    }
}

/// What the five parts count, in half percents: actions, mitigate, severity, statement, paging.
fn weights(profile: &Profile, needed: bool) -> [u32; 5] {
    let of = |part: &str| 2 * profile.weight(&format!("scenario.{part}"));
    let left = if needed { FULL } else { profile.count(Count::NobodyNeeded).min(FULL) };
    let paging = u64::from(of("paging")) * u64::from(left) / u64::from(FULL);
    let paging = u32::try_from(paging).unwrap_or(0);
    [of("actions"), of("mitigate"), of("severity"), of("statement"), paging]
}

/// The same as the four dimensions show it, in whole percents.
fn shown(weights: &[u32; 5]) -> [u32; 4] {
    let &[actions, mitigate, severity, statement, paging] = weights;
    [actions, mitigate, severity + statement, paging].map(|weight| weight / 2)
}

/// The credits of the five parts.
fn credits(dimensions: &[Dimension]) -> [Option<u32>; 5] {
    let of = |id: &str| dimensions.iter().find(|dimension| dimension.id == id);
    let whole = |id: &str| of(id)?.credit;
    let part = |id: &str| of("classify")?.criteria.iter().find(|criterion| criterion.id == id)?.credit;
    [whole("actions"), whole("mitigate"), part("severity"), part("statement"), whole("paging")]
}

/// What the drill was for, by the expected actions that serve it, and by what the process pairs with them.
pub(crate) fn objectives(
    case: &Case<'_>,
    actions: &Dimension,
    process: &[Dimension],
    harms: &[Harmed],
    gates: &[Gate],
) -> Vec<Objective> {
    let all = case.facts.scenario.objectives.iter();
    all.map(|(id, text)| {
        let harms: Vec<_> = harms.iter().filter(|harm| harm.holds.contains(&id)).collect();
        objective(case, (id, text), actions, process, &harms, gates)
    })
    .collect()
}

fn objective(
    case: &Case<'_>,
    (id, text): (ObjectiveId, &str),
    actions: &Dimension,
    process: &[Dimension],
    harms: &[&Harmed],
    gates: &[Gate],
) -> Objective {
    let scenario = case.facts.scenario;
    let items = scenario.expected.iter().zip(&actions.criteria);
    let serving: Vec<_> = items.filter(|((_, expected), _)| expected.serves.contains(&id)).collect();
    let parts: Vec<_> = serving.iter().map(|(_, item)| (item.weight, item.credit)).collect();
    let acts: Vec<&Act> = serving.iter().flat_map(|((_, expected), _)| &expected.any_of).collect();
    let gates: Vec<_> = gates.iter().copied().filter(|gate| touches(*gate, &acts)).collect();
    let credit = curve::weighted(&parts);
    // What is no better without it, it does not hold down.
    let good = credit.is_some_and(|credit| Band::of(credit, false) < Band::M);
    let holding = if good { held(process, &acts) } else { Vec::new() };
    let harms = if good { harms } else { &[] };
    let capped = !gates.is_empty() || !holding.is_empty() || !harms.is_empty();
    let mut evidence: Vec<_> = serving.iter().flat_map(|(_, item)| item.evidence.iter().copied()).collect();
    evidence.extend(holding.iter().flat_map(|(_, item)| item.evidence.iter().copied()));
    evidence.extend(harms.iter().flat_map(|harm| harm.evidence.iter().copied()));
    evidence.sort();
    evidence.dedup();
    let rated = parts.iter().filter(|(_, credit)| credit.is_some()).count();
    Objective {
        id: scenario.objectives.name(id).to_string(),
        text: text.to_string(),
        credit,
        band: credit.map(|credit| Band::of(credit, capped)),
        gates,
        harmed: harms.iter().map(|harm| harm.id.clone()).collect(),
        held: holding.into_iter().map(|(name, item)| (name, item.outcome)).collect(),
        n: u32::try_from(rated).unwrap_or(u32::MAX),
        rests_on: serving
            .iter()
            .map(|(_, item)| (item.id.to_string(), item.outcome))
            .collect::<Vec<(String, Outcome)>>(),
        evidence,
    }
}

/// What the process pairs with the acts that serve an objective, and did not reach: who commands and debugs has not
/// done what "one commander" is for, however soon. It holds the objective at a cost, as a gate does.
fn held<'a>(process: &'a [Dimension], acts: &[&Act]) -> Vec<(String, &'a Criterion)> {
    let criteria = process.iter().flat_map(|of| of.criteria.iter().map(move |item| (of.id, item)));
    let short =
        criteria.filter(|(_, item)| item.credit.is_some_and(|credit| Band::of(credit, false) == Band::U));
    let named = short.map(|(of, item)| (format!("{of}/{}", item.id), item));
    named.filter(|(name, _)| pairs(name, acts)).collect()
}

/// Whether a criterion is the quality of what these acts are the speed of.
fn pairs(criterion: &str, acts: &[&Act]) -> bool {
    let any = |kind: fn(&Act) -> bool| acts.iter().any(|act| kind(act));
    match criterion {
        "roles/separation" | "roles/announced" => any(|act| matches!(act, Act::Role(Role::Commander))),
        "roles/handover" => any(|act| matches!(act, Act::Handover(_))),
        // Who told one audience in the author's time, and another never or too late, has not done what telling people is for.
        "updates/first" | "updates/audience" | "updates/content" | "updates/promise" => {
            any(|act| matches!(act, Act::Update(_)))
        }
        "loop/verify" => any(|act| matches!(act, Act::Verify(_) | Act::Close)),
        _ => false,
    }
}

/// A gate touches the objectives whose expected actions are of its kind; a critical harm touches all.
fn touches(gate: Gate, acts: &[&Act]) -> bool {
    let any = |kind: fn(&Act) -> bool| acts.iter().any(|act| kind(act));
    match gate {
        Gate::NoCommander => {
            any(|act| matches!(act, Act::Role(Role::Commander) | Act::Handover(Role::Commander)))
        }
        Gate::NoUpdate => any(|act| matches!(act, Act::Update(_))),
        Gate::ClosedUnverified => any(|act| matches!(act, Act::Verify(_) | Act::Close)),
        Gate::CriticalHarm => !acts.is_empty(),
        // No expected action is an acknowledgement, and what was never done is missed as it is.
        Gate::NoAck | Gate::NoStabilise => false,
    }
}

/// What a drill may be compared with.
pub(crate) fn comparable(case: &Case<'_>, header: Option<&Header>, severity: Severity) -> Comparable {
    let (text, organisation) = header.map_or(("", ""), |header| {
        (header.scenario_text.as_str(), header.organisation_text.as_deref().unwrap_or(""))
    });
    let mode = header.map(|header| header.mode).unwrap_or_default();
    let paces = paces(case.facts.records.iter().map(|record| &record.event));
    let scenario = case.facts.scenario.texts(text, organisation).of_both.clone();
    let profile = case.profile.digest().to_string();
    let seats = u32::try_from(case.facts.team()).unwrap_or(u32::MAX);
    let stand_ins = u32::try_from(case.stand_ins()).unwrap_or(u32::MAX);
    let table = if stand_ins == 0 { seats.to_string() } else { format!("{seats}less{stand_ins}") };
    let how = format!("{}-{}", mode.as_str(), paces.join("+"));
    let key = format!("{scenario}-{profile}-{}-{table}-{how}", severity.label().to_lowercase());
    let pace = paces.join(", then ");
    let (marks, improvised) = (&case.facts.story.marks, &case.facts.story.improvised);
    let mut set_aside = Vec::new();
    let again = Some(case.facts.attempt).filter(|&attempt| attempt > 1);
    set_aside.extend(again.map(|attempt| format!("attempt {attempt}: the story was known")));
    let stands = marks.iter().any(|mark| !case.facts.wrong.whole(mark.when.seq));
    set_aside.extend(stands.then(|| "an action was counted by a mark".to_string()));
    let any = |kind: fn(&EventKind) -> bool| case.facts.records.iter().any(|record| kind(&record.event.kind));
    let forced = any(|kind| matches!(kind, EventKind::Forced { .. }));
    set_aside.extend(forced.then(|| "the facilitator did or ended something of the story".to_string()));
    let skipped = any(|kind| matches!(kind, EventKind::InjectSkipped { .. }));
    set_aside.extend(skipped.then(|| "news was left out".to_string()));
    set_aside.extend((!improvised.is_empty()).then(|| "something came that stands in no file".to_string()));
    Comparable { key, scenario, profile, severity, seats, stand_ins, mode, pace, set_aside }
}
