//! Why a number is what it is: the rule, the profile's numbers with their sources, the events, the arithmetic.
//!
//! Everything here stands on the card already, or in the profile and the journal it was made from; nothing is rated
//! anew.

mod first30;
mod gates;
mod harm;
mod headings;
mod overview;
mod text;
mod whole;

pub use text::text;
pub use whole::{Whole, wholes};

use std::collections::BTreeSet;

use serde::Serialize;

use super::JUMPS;
use super::card::{Criterion, Dimension, Gate, Scorecard};
use super::due::below_seconds;
use super::profile::{Number, Profile};
use crate::engine::event::{EventKind, Seq};
use crate::engine::tell::tell;
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::time::SimTime;

/// An explanation, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What is explained, such as `loop.verify`.
    pub of: String,
    /// In a word.
    pub word: String,
    /// Its number, in basis points.
    pub credit: Option<u32>,
    /// What happened.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// The rule in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// Where the rule comes from: S, D or H.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<char>,
    /// Why the author expects it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The profile's numbers that were used.
    pub numbers: Vec<Number>,
    /// The events it rests on.
    pub events: Vec<Rest>,
    /// Where was looked, if nothing happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(SimTime, SimTime)>,
    /// Step by step to the number.
    pub arithmetic: Vec<String>,
    /// And from it into what it is part of.
    pub onward: Vec<String>,
}

/// An event that something rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rest {
    /// Its place in the journal.
    pub seq: Seq,
    /// When, on the story's clock.
    pub at: SimTime,
    /// The same as `+2:12`, no finer than the arithmetic needs it.
    pub plus: String,
    /// As people read it.
    pub text: String,
}

/// What explanations are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The profile the card was made by.
    pub profile: &'a Profile,
    /// The journal.
    pub records: &'a [Record],
    /// The card.
    pub card: &'a Scorecard,
}

/// A name that explains nothing; the nearest ones that do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing on this card is called `{said}`; {}", near(.nearest))]
pub struct Unknown {
    /// What was asked for.
    pub said: String,
    /// What may have been meant.
    pub nearest: Vec<String>,
}

fn near(nearest: &[String]) -> String {
    match nearest {
        [] => {
            "`--explain names` lists all that are: a dimension, a dot, a criterion; `objectives`, `gates` and `bands` too"
                .to_string()
        }
        some => format!("did you mean {}?", quoted(some)),
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" or ")
}

impl<'a> Sources<'a> {
    /// Every name that can be explained, in the order of the card.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = vec!["process".to_string()];
        let add = |names: &mut Vec<String>, dimensions: &[Dimension]| {
            for dimension in dimensions {
                names.push(dimension.id.to_string());
                names.extend(
                    dimension.criteria.iter().map(|criterion| format!("{}.{}", dimension.id, criterion.id)),
                );
            }
        };
        add(&mut names, &self.card.dimensions);
        names.push("scenario".to_string());
        add(&mut names, &self.card.scenario_score.dimensions);
        names.push("harm".to_string());
        names.extend(self.card.scenario_score.harms.iter().map(|harm| format!("harm.{}", harm.id)));
        names.push("first30".to_string());
        names.extend(first30::STEPS.iter().map(|step| format!("first30.{step}")));
        names.push("gates".to_string());
        names.extend(Gate::ALL.iter().map(|gate| format!("gates.{gate}")));
        names.extend(["bands", "objectives"].map(String::from));
        names.extend(self.card.objectives.iter().map(|objective| format!("objective.{}", objective.id)));
        names
    }

    /// Explains a number of the card.
    ///
    /// # Errors
    /// Says which names are near, if nothing has that one.
    pub fn explain(&self, said: &str) -> Result<Explanation, Unknown> {
        let name = said.trim().to_lowercase().replace('/', ".");
        let named = |name: &str| self.names().into_iter().find(|known| known == name);
        let found = named(&name).or_else(|| named(&other_name(&name)));
        let found = found.or_else(|| self.only_criterion(&name)).or_else(|| headings::named(self.card, said));
        let Some(found) = found else {
            // What has no place on the card itself: a number of the profile, a remark.
            let beside = self.number(said.trim()).or_else(|| self.remark(&name));
            return beside.ok_or_else(|| self.unknown(said, &name));
        };
        Ok(match found.as_str() {
            "process" => self.process(),
            "scenario" => self.story(),
            "harm" => self.harm(),
            "first30" => self.first30(),
            "gates" => self.gates(),
            "bands" => self.bands(),
            "objectives" => self.objectives(),
            other => match other.split_once('.') {
                Some(("objective", id)) => self.objective(id),
                Some(("first30", id)) => self.step(id),
                Some(("harm", id)) => self.one_harm(id),
                Some(("gates", id)) => self.gate(id),
                Some((dimension, id)) => self.criterion(dimension, id),
                None => self.dimension(other),
            },
        })
    }

    /// A criterion's own name, where only one dimension has it; else that of a harm or a gate.
    fn only_criterion(&self, name: &str) -> Option<String> {
        let own = |known: &String| known.split_once('.').is_some_and(|(_, id)| id == name);
        let beside = |known: &String| known.starts_with("harm.") || known.starts_with("gates.");
        let (beside, criteria): (Vec<_>, Vec<_>) = self.names().into_iter().filter(own).partition(beside);
        let found = if criteria.is_empty() { beside } else { criteria };
        match found.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// A number of the profile, as `uses` and `differs` name it, with what was rated by it.
    fn number(&self, said: &str) -> Option<Explanation> {
        let numbers: Vec<_> = self
            .profile
            .sourced()
            .into_iter()
            .filter(|number| number.of.eq_ignore_ascii_case(said))
            .collect();
        let first = numbers.first()?;
        let by = |dimension: &'a Dimension| {
            let used = dimension.criteria.iter().filter(|one| one.uses.contains(&first.of));
            used.map(move |one| format!("{}.{}", dimension.id, one.id))
        };
        let harmed = self.card.scenario_score.harms.iter();
        let harmed = harmed.filter(|harm| harm.arithmetic.iter().any(|step| step.starts_with(&first.of)));
        let harmed = harmed.map(|harm| format!("harm.{}", harm.id));
        let by: Vec<String> = self.all().flat_map(by).chain(harmed).collect();
        let rated = match by.is_empty() {
            true => "nothing on this card names it".to_string(),
            false => format!("by it was rated: {}", by.join(", ")),
        };
        let all: Vec<&str> = numbers.iter().map(|number| number.is.as_str()).collect();
        Some(Explanation {
            word: format!("{}, a number of {}", all.join(" and "), self.profile.id()),
            onward: vec![rated],
            numbers: numbers.clone(),
            ..empty(&first.of)
        })
    }

    /// A remark of the card that is about nothing with a number, such as `process/clock`.
    fn remark(&self, name: &str) -> Option<Explanation> {
        let card = self.card;
        let all = card.advice.iter().chain(&card.strengths).chain(&card.next_steps);
        let all = all.chain(&card.scenario_score.caught);
        let said: Vec<_> =
            all.filter(|remark| remark.about.to_lowercase().replace('/', ".") == name).collect();
        let first = said.first()?;
        let says: Vec<&str> = said.iter().map(|remark| remark.says.as_str()).collect();
        Some(Explanation {
            word: "a remark".to_string(),
            says: says.join("; "),
            events: self.events(&each(said.iter().flat_map(|remark| remark.evidence.iter().copied()))),
            onward: vec!["it costs nothing, and stands in no total".to_string()],
            ..empty(&first.about)
        })
    }

    fn unknown(&self, said: &str, name: &str) -> Unknown {
        let distance = |known: &String| {
            let own = known.split_once('.').map_or(known.as_str(), |(_, id)| id);
            strsim::damerau_levenshtein(known, name).min(strsim::damerau_levenshtein(own, name))
        };
        let mut near: Vec<(usize, String)> =
            self.names().into_iter().map(|known| (distance(&known), known)).collect();
        near.sort();
        let most = (name.chars().count() / 3).max(2);
        let nearest =
            near.into_iter().filter(|(far, _)| *far <= most).take(3).map(|(_, known)| known).collect();
        Unknown { said: said.to_string(), nearest }
    }

    fn all(&self) -> impl Iterator<Item = &'a Dimension> {
        self.card.dimensions.iter().chain(&self.card.scenario_score.dimensions)
    }

    fn criterion(&self, of: &str, id: &str) -> Explanation {
        let found = self.all().find(|dimension| dimension.id == of);
        let found =
            found.and_then(|dimension| Some((dimension, dimension.criteria.iter().find(|c| c.id == id)?)));
        let Some((dimension, criterion)) = found else { return empty(&format!("{of}.{id}")) };
        let expected = self.scenario.expected.find(id).filter(|_| of == "actions");
        let why = expected.and_then(|id| self.scenario.expected[id].why.clone()).unwrap_or_default();
        Explanation {
            of: format!("{of}.{id}"),
            word: criterion.outcome.words().to_string(),
            credit: criterion.credit,
            says: criterion.says.clone(),
            rule: criterion.rule.clone(),
            source: (!criterion.rule.is_empty()).then_some(criterion.source),
            why,
            numbers: self.numbers(criterion.uses.iter().map(String::as_str)),
            events: self.events_to(&criterion.evidence, finest(&criterion.arithmetic)),
            interval: criterion.interval.filter(|_| criterion.evidence.is_empty()),
            arithmetic: criterion.arithmetic.clone(),
            onward: self.jumped(criterion).into_iter().chain(onward(dimension, criterion)).collect(),
        }
    }

    /// That the story jumped, where what a criterion rests on lies on both sides of it.
    fn jumped(&self, criterion: &Criterion) -> Option<String> {
        let said = self.card.advice.iter().find(|remark| remark.about == JUMPS)?;
        let events =
            criterion.evidence.iter().filter_map(|seq| self.records.get(usize::try_from(seq.0).ok()?));
        let rests = events.map(|record| record.event.at);
        let times: Vec<_> =
            rests.chain(criterion.interval.into_iter().flat_map(<[SimTime; 2]>::from)).collect();
        let (first, last) = (times.iter().min()?, times.iter().max()?);
        let mut jumps = said.evidence.iter().filter_map(|seq| self.records.get(usize::try_from(seq.0).ok()?));
        jumps.any(|jump| *first <= jump.event.at && jump.event.at < *last).then(|| said.says.clone())
    }

    fn numbers<'b>(&self, used: impl IntoIterator<Item = &'b str>) -> Vec<Number> {
        let all = self.profile.sourced();
        let number = |name: &str| all.iter().find(|number| number.of == name).cloned();
        used.into_iter().filter_map(number).collect()
    }

    fn events(&self, seqs: &[Seq]) -> Vec<Rest> {
        self.events_to(seqs, 0)
    }

    /// The events, their times with so many digits below the second.
    fn events_to(&self, seqs: &[Seq], digits: usize) -> Vec<Rest> {
        let record = |seq: &Seq| usize::try_from(seq.0).ok().and_then(|n| self.records.get(n));
        let rest = |record: &Record| {
            let event = &record.event;
            let started = matches!(event.kind, EventKind::DrillStarted(_));
            let told = if started { None } else { tell(self.scenario, event) };
            let text = told.map_or_else(|| "the drill began".to_string(), |told| told.text);
            let at = event.counts_at();
            Rest { seq: event.seq, at, plus: at.plus_to(digits), text }
        };
        seqs.iter().filter_map(record).map(rest).collect()
    }
}

fn empty(of: &str) -> Explanation {
    Explanation {
        of: of.to_string(),
        word: String::new(),
        credit: None,
        says: String::new(),
        rule: String::new(),
        source: None,
        why: String::new(),
        numbers: Vec::new(),
        events: Vec::new(),
        interval: None,
        arithmetic: Vec::new(),
        onward: Vec::new(),
    }
}

/// The name on the card of what its data, its history or its profile calls otherwise.
fn other_name(name: &str) -> String {
    match name.split_once('.') {
        Some(("objectives" | "objective", id)) => format!("objective.{id}"),
        Some(("harms" | "scenario.harms", id)) => format!("harm.{id}"),
        Some(("gate", id)) => format!("gates.{id}"),
        Some(("scenario", id @ ("severity" | "statement"))) => format!("classify.{id}"),
        Some(("scenario", id)) => id.to_string(),
        _ => name.to_string(),
    }
}

/// So many digits below the second as any step has.
fn finest(steps: &[String]) -> usize {
    steps.iter().map(|step| below_seconds(step)).max().unwrap_or(0)
}

/// Each place once, in order.
fn each(seqs: impl Iterator<Item = Seq>) -> Vec<Seq> {
    seqs.collect::<BTreeSet<_>>().into_iter().collect()
}

fn onward(dimension: &Dimension, criterion: &Criterion) -> Vec<String> {
    let all: u32 = dimension.criteria.iter().map(|criterion| criterion.weight).sum();
    let weighs = format!("it weighs {} of {all} in {}", criterion.weight, dimension.id);
    match (criterion.credit, dimension.credit) {
        (None, _) => vec![format!("{weighs}, and is left out: {}", criterion.outcome.words())],
        (Some(_), Some(credit)) => {
            vec![format!("{weighs}, whose number is {credit} (`--explain {}`)", dimension.id)]
        }
        (Some(_), None) => vec![format!("{weighs}, which has no number (`--explain {}`)", dimension.id)],
    }
}

/// The names that every card has, for shells to complete.
pub const ALWAYS: &[&str] = &[
    "process",
    "ack",
    "ack.chain",
    "roles",
    "roles.commander_time",
    "roles.set",
    "roles.announced",
    "roles.separation",
    "roles.handover",
    "updates",
    "updates.first",
    "updates.gaps",
    "updates.content",
    "updates.change",
    "updates.promise",
    "updates.audience",
    "updates.closing",
    "loop",
    "loop.completeness",
    "loop.verify",
    "loop.order",
    "loop.tasks",
    "loop.reassess",
    "loop.decision",
    "scenario",
    "actions",
    "mitigate",
    "mitigate.first",
    "classify",
    "classify.severity",
    "classify.statement",
    "paging",
    "paging.recall",
    "paging.economy",
    "harm",
    "first30",
    "first30.together",
    "first30.understand",
    "first30.statement",
    "first30.roles",
    "first30.communicate",
    "first30.stabilise",
    "first30.plan",
    "gates",
    "gates.no_ack",
    "gates.no_commander",
    "gates.no_update",
    "gates.no_stabilise",
    "gates.closed_unverified",
    "gates.critical_harm",
    "bands",
    "objectives",
];
