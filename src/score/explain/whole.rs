//! What the words of a card rest on as a whole: each dimension, the process, the story and each objective, from its parts.

use serde::Serialize;

use super::overview::{because, from, is_hit};
use super::{gates, mean, parts};
use crate::engine::event::Seq;
use crate::score::card::{Band, Dimension, Gate, Scorecard, TOO_LITTLE};

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
const STORY: &str = "the weighted mean of five parts (weights in half percents, for paging may count half), less what was harmed";
const OBJECTIVE: &str = "the weighted mean of the expected actions that serve it; at a cost at most, where a gate touches it or what the process pairs with it was not reached";
const GATES: &str = "a gate holds its dimension and the whole at \"at a cost\", whatever the number";
const BANDS: &str = "the cuts are those that an incident-response firm publishes for its tabletops (Dragos 2022); of one criterion, \"met\" is 8000 or more and \"not this time\" is 0";

type Named = Vec<(String, u32, Option<u32>)>;

/// Every rating of a card, from its parts; 10000 is full.
#[must_use]
pub fn wholes(card: &Scorecard) -> Vec<Whole> {
    let score = &card.scenario_score;
    let mut all: Vec<Whole> = card.dimensions.iter().map(dimension).collect();
    let named = card.dimensions.iter().map(|one| (one.id.to_string(), one.weight, one.credit)).collect();
    all.push(whole("process", card.process.band, PROCESS, &named, card.process.credit, &card.process.gates));
    all.extend(score.dimensions.iter().map(dimension));
    let named =
        score.parts.iter().map(|part| (part.id.to_string(), part.half_percents, part.credit)).collect();
    let mut story = whole("scenario", score.band, STORY, &named, score.before_harm, &score.gates);
    if let (Some(before), Some(credit)) = (score.before_harm, score.credit) {
        story.arithmetic.push(format!("less what was harmed: {before} - {} = {credit}", score.cost));
    }
    all.push(story);
    let items = || score.dimensions.iter().filter(|one| one.id == "actions").flat_map(|one| &one.criteria);
    for objective in &card.objectives {
        let serves = |id: &str| objective.rests_on.iter().any(|(name, _)| name.as_str() == id);
        let named = items().filter(|item| serves(&item.id));
        let named = named.map(|item| (item.id.to_string(), item.weight, item.credit)).collect();
        let of = format!("objective.{}", objective.id);
        let mut rated = whole(&of, objective.band, OBJECTIVE, &named, objective.credit, &objective.gates);
        rated.arithmetic.extend(gates(objective.held_by().iter().map(String::as_str)));
        all.push(rated);
    }
    let hit: Vec<Gate> = Gate::ALL.into_iter().filter(|&gate| is_hit(card, gate)).collect();
    if !hit.is_empty() {
        all.push(Whole {
            of: "gates".to_string(),
            outcome: format!("{} of {}", hit.len(), Gate::ALL.len()),
            rule: GATES,
            arithmetic: hit.iter().map(|&gate| because(card, gate)).collect(),
            evidence: card.because.iter().flat_map(|reason| reason.evidence.iter().copied()).collect(),
        });
    }
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

fn dimension(one: &Dimension) -> Whole {
    let named = one.criteria.iter().map(|item| (item.id.to_string(), item.weight, item.credit)).collect();
    whole(one.id, one.band, DIMENSION, &named, one.credit, &one.gates)
}

fn whole(
    of: &str,
    band: Option<Band>,
    rule: &'static str,
    named: &Named,
    credit: Option<u32>,
    held: &[Gate],
) -> Whole {
    let mut arithmetic = parts(named);
    arithmetic.push(mean(named, credit));
    arithmetic.extend(gates(held.iter().map(|gate| gate.sentence())));
    let outcome = band.map_or(TOO_LITTLE, Band::words).to_string();
    Whole { of: of.to_string(), outcome, rule, arithmetic, evidence: Vec::new() }
}
