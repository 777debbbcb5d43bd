//! What the words of a card rest on as a whole: each dimension, the process, the story and each objective, from its parts.

use serde::Serialize;

use super::overview::{BANDS, GATES, because, from, is_hit};
use super::{Explanation, Sources, empty};
use crate::engine::event::Seq;
use crate::score::card::{Band, Dimension, Gate, Objective, Scorecard, TOO_LITTLE};
use crate::score::curve;

/// A rating, and how it comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// As `--explain` takes it: `roles`, `process`, `objective.one-commander`.
    pub of: String,
    /// In a word.
    pub outcome: String,
    /// The rule in words; all are house rules, but for the bands.
    pub rule: &'static str,
    /// The way to its number, a step a line.
    pub arithmetic: Vec<String>,
    /// The events it rests on, where its parts don't say.
    pub evidence: Vec<Seq>,
}

const DIMENSION: &str = "the weighted mean of what applies; no number under half of the weight";
const PROCESS: &str = "the weighted mean of the dimensions that have a number; none under half of the weight";
const STORY: &str = "the weighted mean of five parts (paging counts less where nobody was needed: `paging.nobody_needed`), less what was harmed";
pub(super) const OBJECTIVE: &str = "the weighted mean of the expected actions that serve it; no rating under half of their weight; at a cost at most, where a gate touches it, what the process pairs with it was not reached, or a harm that concerns it was not taken back";

pub(super) const HARM: &str = "by kind; half where its risk was asked and objections were polled, half again where it was undone in time, or another action ended in time what it broke";

/// What something is the mean of: the name of each part, its weight and its credit.
type Named = Vec<(String, u32, Option<u32>)>;

/// Every rating of a card, from its parts; 10000 is full.
#[must_use]
pub fn wholes(card: &Scorecard) -> Vec<Whole> {
    let mut all: Vec<Whole> = card.dimensions.iter().map(dimension).collect();
    all.push(process(card));
    all.extend(card.scenario_score.dimensions.iter().map(dimension));
    all.extend(harmed(card));
    all.push(story(card));
    all.extend(card.objectives.iter().map(|one| objective(card, one)));
    all.extend(held_down(card));
    all.push(Whole {
        of: "bands".to_string(),
        outcome: "what the words stand for".to_string(),
        rule: BANDS,
        arithmetic: [Band::P, Band::S, Band::M, Band::U]
            .map(|band| format!("\"{}\": {}", band.words(), from(band)))
            .to_vec(),
        evidence: Vec::new(),
    });
    all
}

impl Sources<'_> {
    pub(super) fn dimension(&self, of: &str) -> Explanation {
        let Some(found) = self.all().find(|dimension| dimension.id == of) else { return empty(of) };
        let weights = found.criteria.iter().map(|item| format!("{of}.{}", item.id)).chain([of.to_string()]);
        self.whole(dimension(found), found.credit, &weights.collect::<Vec<_>>())
    }

    pub(super) fn process(&self) -> Explanation {
        let weights: Vec<_> = self.card.dimensions.iter().map(|one| one.id.to_string()).collect();
        self.whole(process(self.card), self.card.process.credit, &weights)
    }

    pub(super) fn story(&self) -> Explanation {
        let score = &self.card.scenario_score;
        let weights = score.parts.iter().map(|part| format!("scenario.{}", part.id));
        let weights: Vec<_> = weights.chain(["paging.nobody_needed".to_string()]).collect();
        self.whole(story(self.card), score.credit, &weights)
    }

    pub(super) fn objective(&self, id: &str) -> Explanation {
        let Some(found) = self.card.objectives.iter().find(|objective| objective.id == id) else {
            return empty(&format!("objective.{id}"));
        };
        Explanation {
            says: found.text.clone(),
            events: self.events(&found.evidence),
            ..self.whole(objective(self.card, found), found.credit, &[])
        }
    }

    fn whole(&self, whole: Whole, credit: Option<u32>, weights: &[String]) -> Explanation {
        Explanation {
            word: whole.outcome,
            credit,
            rule: whole.rule.to_string(),
            arithmetic: whole.arithmetic,
            numbers: self.numbers(weights.iter().map(String::as_str)),
            ..empty(&whole.of)
        }
    }
}

fn dimension(one: &Dimension) -> Whole {
    let named: Named =
        one.criteria.iter().map(|item| (item.id.to_string(), item.weight, item.credit)).collect();
    // What makes a whole dimension worth nothing is one of two; of a mild incident nobody heard of either, without a gate.
    let untouched = one.gates.contains(&Gate::NoStabilise);
    let nothing = if untouched { Gate::NoStabilise } else { Gate::NoUpdate };
    let steps = [mean(&named, one.credit, nothing)];
    whole(one.id.to_string(), one.band, DIMENSION, &named, steps, &one.gates)
}

fn process(card: &Scorecard) -> Whole {
    let named: Named =
        card.dimensions.iter().map(|one| (one.id.to_string(), one.weight, one.credit)).collect();
    let steps = [mean(&named, card.process.credit, Gate::NoUpdate)];
    whole("process".to_string(), card.process.band, PROCESS, &named, steps, &card.process.gates)
}

fn story(card: &Scorecard) -> Whole {
    let score = &card.scenario_score;
    let named = score.parts.iter();
    let named: Named = named.map(|part| (part.id.to_string(), part.half_percents, part.credit)).collect();
    let harm = score.before_harm.zip(score.credit);
    let harm = harm.map(|(before, left)| format!("less what was harmed: {before} - {} = {left}", score.cost));
    let steps = [mean_in(&named, score.before_harm, Gate::NoUpdate, HALVES)].into_iter().chain(harm);
    let mut rated = whole("scenario".to_string(), score.band, STORY, &Vec::new(), steps, &score.gates);
    rated.arithmetic.splice(0..0, parts_in(&named, HALVES));
    rated
}

/// What was taken off the story for harm, each harm by itself; none where nothing was harmed.
pub(super) fn harmed(card: &Scorecard) -> Option<Whole> {
    let score = &card.scenario_score;
    let steps = score.harms.iter();
    let mut arithmetic: Vec<String> =
        steps.flat_map(|harm| harm.arithmetic.iter().map(|step| format!("{}: {step}", harm.id))).collect();
    let costs: Vec<_> = score.harms.iter().map(|harm| harm.cost.to_string()).collect();
    let sum: u32 = score.harms.iter().map(|harm| harm.cost).sum();
    let most = if score.cost < sum { format!(", at most {}", score.cost) } else { String::new() };
    arithmetic.extend(
        (costs.len() > 1 || score.cost < sum).then(|| format!("{} = {sum}{most}", costs.join(" + "))),
    );
    (!costs.is_empty()).then(|| Whole {
        of: "harm".to_string(),
        outcome: format!("{} taken off the scenario score", score.cost),
        rule: HARM,
        arithmetic,
        evidence: score.harms.iter().flat_map(|harm| harm.evidence.iter().copied()).collect(),
    })
}

fn objective(card: &Scorecard, one: &Objective) -> Whole {
    let actions = card.scenario_score.dimensions.iter().filter(|dimension| dimension.id == "actions");
    let items = actions.flat_map(|dimension| &dimension.criteria);
    let serving = items.filter(|item| one.rests_on.iter().any(|(name, _)| item.id == *name));
    let named: Named = serving.map(|item| (item.id.to_string(), item.weight, item.credit)).collect();
    let steps = [mean(&named, one.credit, Gate::NoUpdate)];
    let mut rated = whole(format!("objective.{}", one.id), one.band, OBJECTIVE, &named, steps, &one.gates);
    rated.arithmetic.extend(gates(one.held_by().iter().map(String::as_str)));
    rated
}

/// The gates that were hit, if any.
fn held_down(card: &Scorecard) -> Option<Whole> {
    let hit: Vec<Gate> = Gate::ALL.into_iter().filter(|&gate| is_hit(card, gate)).collect();
    (!hit.is_empty()).then(|| Whole {
        of: "gates".to_string(),
        outcome: format!("{} of {}", hit.len(), Gate::ALL.len()),
        rule: GATES,
        arithmetic: hit.iter().map(|&gate| because(card, gate)).collect(),
        evidence: card.because.iter().flat_map(|reason| reason.evidence.iter().copied()).collect(),
    })
}

/// The parts, the steps from them to the number, and last what holds the word down: it looks at the number as it came out.
fn whole(
    of: String,
    band: Option<Band>,
    rule: &'static str,
    named: &Named,
    steps: impl IntoIterator<Item = String>,
    held: &[Gate],
) -> Whole {
    let mut arithmetic = parts(named);
    arithmetic.extend(steps);
    arithmetic.extend(gates(held.iter().map(|gate| gate.sentence())));
    let outcome = band.map_or(TOO_LITTLE, Band::words).to_string();
    Whole { of, outcome, rule, arithmetic, evidence: Vec::new() }
}

/// In what weights are kept: as they are shown, or in halves of that.
const WHOLES: u64 = 1;
const HALVES: u64 = 2;

/// A weight, or a sum of weighted credits, as it is shown: `40`, `7.5`.
fn shown_in(kept: u64, halves: u64) -> String {
    let (whole, rest) = (kept / halves, kept % halves);
    if rest == 0 { whole.to_string() } else { format!("{whole}.5") }
}

/// Each part with what it counts and has.
fn parts(named: &[(String, u32, Option<u32>)]) -> Vec<String> {
    parts_in(named, WHOLES)
}

fn parts_in(named: &[(String, u32, Option<u32>)], halves: u64) -> Vec<String> {
    let line = |(name, weight, credit): &(String, u32, Option<u32>)| {
        let weight = shown_in(u64::from(*weight), halves);
        match credit {
            Some(credit) => format!("{name}: {weight} x {credit}"),
            None => format!("{name}: {weight}, without a number"),
        }
    };
    named.iter().map(line).collect()
}

/// The weighted mean with its numbers; where it is not what is shown, `nothing` says why.
fn mean(named: &[(String, u32, Option<u32>)], shown: Option<u32>, nothing: Gate) -> String {
    mean_in(named, shown, nothing, WHOLES)
}

fn mean_in(named: &[(String, u32, Option<u32>)], shown: Option<u32>, nothing: Gate, halves: u64) -> String {
    let rated: Vec<_> = named.iter().filter_map(|(_, weight, credit)| Some((*weight, (*credit)?))).collect();
    let all: u32 = named.iter().map(|(_, weight, _)| weight).sum();
    let weight: u32 = rated.iter().map(|(weight, _)| weight).sum();
    let sum: u64 = rated.iter().map(|&(weight, credit)| u64::from(weight) * u64::from(credit)).sum();
    let weighted =
        curve::weighted(&named.iter().map(|&(_, weight, credit)| (weight, credit)).collect::<Vec<_>>());
    let all = shown_in(u64::from(all), halves);
    let (weight, sum) = (shown_in(u64::from(weight), halves), shown_in(sum, halves));
    match (weighted, shown) {
        (None, None) => format!("what applies weighs {weight} of {all}, under half: no number"),
        (None, Some(shown)) => {
            format!("what applies weighs {weight} of {all}, under half, but {} = {shown}", nothing.sentence())
        }
        (Some(mean), Some(shown)) if mean == shown => format!("{sum} / {weight} = {shown}"),
        (Some(mean), Some(shown)) => {
            format!("{sum} / {weight} = {mean}, but {} = {shown}", nothing.sentence())
        }
        (Some(mean), None) => format!("{sum} / {weight} = {mean}"),
    }
}

fn gates<'b>(sentences: impl Iterator<Item = &'b str>) -> Vec<String> {
    sentences.map(|sentence| format!("no better than \"at a cost\": {sentence}")).collect()
}
