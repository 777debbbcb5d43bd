//! Why a number is what it is: the rule, the profile's numbers with their sources, the events, the arithmetic.
//!
//! Everything here stands on the card already, or in the profile and the journal it was made from; nothing is rated
//! anew.

mod headings;
mod overview;
mod whole;

pub use whole::{Whole, wholes};

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;

use super::JUMPS;
use super::card::{Criterion, Dimension, Reached, Scorecard, TOO_LITTLE};
use super::curve::{self, FULL};
use super::profile::{Count, Number, Profile};
use super::text::Page;
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
            "`score` lists the names: a dimension, a dot, a criterion; `objectives`, `gates` and `bands` too"
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
        names.push("first30".to_string());
        names.extend(STEPS.iter().map(|step| format!("first30.{step}")));
        names.extend(["gates", "bands", "objectives"].map(String::from));
        names.extend(self.card.objectives.iter().map(|objective| format!("objective.{}", objective.id)));
        names
    }

    /// Explains a number of the card.
    ///
    /// # Errors
    /// Says which names are near, if nothing has that one.
    pub fn explain(&self, said: &str) -> Result<Explanation, Unknown> {
        let name = said.trim().to_lowercase().replace('/', ".");
        let found = self.names().into_iter().find(|known| *known == name);
        let found = found.or_else(|| self.only_criterion(&name)).or_else(|| headings::named(self.card, said));
        let found = found.ok_or_else(|| self.unknown(said, &name))?;
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
                Some((dimension, id)) => self.criterion(dimension, id),
                None => self.dimension(other),
            },
        })
    }

    /// A criterion's own name, where only one dimension has it.
    fn only_criterion(&self, name: &str) -> Option<String> {
        let own = |known: &String| known.split_once('.').is_some_and(|(_, id)| id == name);
        let mut all = self.names().into_iter().filter(own);
        let first = all.next()?;
        all.next().is_none().then_some(first)
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
            events: self.events(&criterion.evidence),
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

    fn dimension(&self, of: &str) -> Explanation {
        let Some(dimension) = self.all().find(|dimension| dimension.id == of) else { return empty(of) };
        let named: Vec<_> =
            dimension.criteria.iter().map(|c| (c.id.to_string(), c.weight, c.credit)).collect();
        let mut arithmetic = parts(&named);
        arithmetic.push(mean(&named, dimension.credit));
        arithmetic.extend(gates(dimension.gates.iter().map(|gate| gate.sentence())));
        let weights: Vec<_> =
            dimension.criteria.iter().map(|c| format!("{of}.{}", c.id)).chain([of.to_string()]).collect();
        Explanation {
            word: dimension.band.map_or(TOO_LITTLE, |band| band.words()).to_string(),
            credit: dimension.credit,
            numbers: self.numbers(weights.iter().map(String::as_str)),
            arithmetic,
            rule: "the weighted mean of what applies; no number under half of the weight".to_string(),
            ..empty(of)
        }
    }

    fn process(&self) -> Explanation {
        let process = &self.card.process;
        let named: Vec<_> =
            self.card.dimensions.iter().map(|d| (d.id.to_string(), d.weight, d.credit)).collect();
        let mut arithmetic = parts(&named);
        arithmetic.push(mean(&named, process.credit));
        arithmetic.extend(gates(process.gates.iter().map(|gate| gate.sentence())));
        Explanation {
            word: process
                .band
                .map_or("too little happened to rate the whole", |band| band.words())
                .to_string(),
            credit: process.credit,
            numbers: self.numbers(self.card.dimensions.iter().map(|dimension| dimension.id)),
            arithmetic,
            rule: "the weighted mean of the dimensions that have a number; none under half of the weight"
                .to_string(),
            ..empty("process")
        }
    }

    fn story(&self) -> Explanation {
        let score = &self.card.scenario_score;
        let named: Vec<_> =
            score.parts.iter().map(|part| (part.id.to_string(), part.half_percents, part.credit)).collect();
        let mut arithmetic = parts(&named);
        arithmetic.push(mean(&named, score.before_harm));
        if let (Some(before), Some(credit)) = (score.before_harm, score.credit) {
            arithmetic.push(format!("less what was harmed: {before} - {} = {credit}", score.cost));
        }
        arithmetic.extend(gates(score.gates.iter().map(|gate| gate.sentence())));
        let weights: Vec<_> = score.parts.iter().map(|part| format!("scenario.{}", part.id)).collect();
        Explanation {
            word: score.band.map_or("too little happened to rate it", |band| band.words()).to_string(),
            credit: score.credit,
            numbers: self.numbers(weights.iter().map(String::as_str).chain(["paging.nobody_needed"])),
            arithmetic,
            rule: "the weighted mean of five parts (weights in half percents, for paging may count half), less what was harmed"
                .to_string(),
            ..empty("scenario")
        }
    }

    fn harm(&self) -> Explanation {
        let score = &self.card.scenario_score;
        let mut arithmetic: Vec<String> = score
            .harms
            .iter()
            .flat_map(|harm| harm.arithmetic.iter().map(|step| format!("{}: {step}", harm.id)))
            .collect();
        let costs: Vec<_> = score.harms.iter().map(|harm| harm.cost.to_string()).collect();
        let sum: u32 = score.harms.iter().map(|harm| harm.cost).sum();
        let most = self.profile.count(Count::HarmMost);
        match costs.len() {
            0 => arithmetic.push("nothing was harmed = 0".to_string()),
            _ => arithmetic.push(format!("{} = {sum}, at most {most} = {}", costs.join(" + "), score.cost)),
        }
        let says: Vec<_> = score.harms.iter().map(|harm| harm.says.clone()).collect();
        let evidence = each(score.harms.iter().flat_map(|harm| harm.evidence.iter().copied()));
        let used = ["harm.minor", "harm.major", "harm.critical", "harm.most", "harm.asked", "harm.undone"];
        Explanation {
            word: format!("{} taken off the scenario score", score.cost),
            says: says.join("; "),
            numbers: self.numbers(used),
            events: self.events(&evidence),
            arithmetic,
            rule: "by kind; half where its risk was asked and objections were polled, half again where it was undone in time"
                .to_string(),
            ..empty("harm")
        }
    }

    fn first30(&self) -> Explanation {
        let Some(view) = &self.card.first30 else { return unasked("first30") };
        let line =
            |step: &Reached| format!("{}: {} (`--explain first30.{}`)", step.text, reached(step), step.id);
        Explanation {
            word: format!("{} of {} by minute thirty", view.reached, view.steps.len()),
            events: self
                .events(&view.steps.iter().flat_map(|step| step.evidence.clone()).collect::<Vec<_>>()),
            arithmetic: view.steps.iter().map(line).collect(),
            rule: "the founding essay's seven steps; it re-uses other criteria, and stands in no total"
                .to_string(),
            numbers: self.numbers(["first30.within", "first30.planned_within"]),
            ..empty("first30")
        }
    }

    fn step(&self, id: &str) -> Explanation {
        let of = format!("first30.{id}");
        let step = self.card.first30.as_ref().and_then(|view| view.steps.iter().find(|step| step.id == id));
        let Some(step) = step else { return unasked(&of) };
        Explanation {
            word: step.outcome.words().to_string(),
            says: format!("{}: {}", step.text, reached(step)),
            rule: step.rule.clone(),
            why: done_when(id).to_string(),
            numbers: self.numbers(step.uses.iter().map(String::as_str)),
            events: self.events(&step.evidence),
            onward: vec!["it is a view, and stands in no total".to_string()],
            ..empty(&of)
        }
    }

    fn objective(&self, id: &str) -> Explanation {
        let of = format!("objective.{id}");
        let Some(objective) = self.card.objectives.iter().find(|objective| objective.id == id) else {
            return empty(&of);
        };
        let actions = self.all().find(|dimension| dimension.id == "actions");
        let items = actions.into_iter().flat_map(|dimension| &dimension.criteria);
        let items = items.filter(|item| objective.rests_on.iter().any(|(name, _)| item.id == *name));
        let named: Vec<_> = items.map(|item| (item.id.to_string(), item.weight, item.credit)).collect();
        let mut arithmetic = parts(&named);
        arithmetic.push(mean(&named, objective.credit));
        arithmetic.extend(gates(objective.gates.iter().map(|gate| gate.sentence())));
        arithmetic.extend(gates(objective.held_by().iter().map(String::as_str)));
        Explanation {
            word: objective.words().to_string(),
            credit: objective.credit,
            says: objective.text.clone(),
            events: self.events(&objective.evidence),
            arithmetic,
            rule: "the weighted mean of the expected actions that serve it; no rating under half of their weight; at a cost at most, where a gate touches it or what the process pairs with it was not reached".to_string(),
            ..empty(&of)
        }
    }

    fn numbers<'b>(&self, used: impl IntoIterator<Item = &'b str>) -> Vec<Number> {
        let all = self.profile.sourced();
        let number = |name: &str| all.iter().find(|number| number.of == name).cloned();
        used.into_iter().filter_map(number).collect()
    }

    fn events(&self, seqs: &[Seq]) -> Vec<Rest> {
        let record = |seq: &Seq| usize::try_from(seq.0).ok().and_then(|n| self.records.get(n));
        let rest = |record: &Record| {
            let event = &record.event;
            let started = matches!(event.kind, EventKind::DrillStarted(_));
            let told = if started { None } else { tell(self.scenario, event) };
            let text = told.map_or_else(|| "the drill began".to_string(), |told| told.text);
            Rest { seq: event.seq, at: event.counts_at(), text }
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

/// Each place once, in order.
fn each(seqs: impl Iterator<Item = Seq>) -> Vec<Seq> {
    seqs.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A view that this severity doesn't ask for.
fn unasked(of: &str) -> Explanation {
    Explanation { word: "not asked for at this severity".to_string(), ..empty(of) }
}

/// `4:23 after the declaration, met`.
fn reached(step: &Reached) -> String {
    let when = match step.after.zip(step.shown) {
        None => "not reached".to_string(),
        Some((after, _)) if after.ms() < 0 => "before the declaration".to_string(),
        Some((_, shown)) => format!("{} after the declaration", shown.clock()),
    };
    format!("{when}, {}", step.outcome.words())
}

/// What a step of the first thirty minutes is done by.
fn done_when(step: &str) -> &'static str {
    match step {
        "together" => "done when a commander or deputy and an expert are in the call",
        "understand" => {
            "done by a statement with `done=` and `suspect=`, or by a look and a question that whoever was asked answered"
        }
        "statement" => "done by a statement with three of its five slots",
        "roles" => "done when every role that is needed is given and announced",
        "communicate" => "done by the first update that says when the next one comes",
        "stabilise" => "done by the first mitigation, or a hold",
        "plan" => "done by a task with a time box, and a plan that says when to look again",
        _ => "",
    }
}

/// Each part with what it counts and has.
fn parts(named: &[(String, u32, Option<u32>)]) -> Vec<String> {
    let line = |(name, weight, credit): &(String, u32, Option<u32>)| match credit {
        Some(credit) => format!("{name}: {weight} x {credit}"),
        None => format!("{name}: {weight}, without a number"),
    };
    named.iter().map(line).collect()
}

/// The weighted mean with its numbers.
fn mean(named: &[(String, u32, Option<u32>)], shown: Option<u32>) -> String {
    let rated: Vec<_> = named.iter().filter_map(|(_, weight, credit)| Some((*weight, (*credit)?))).collect();
    let all: u32 = named.iter().map(|(_, weight, _)| weight).sum();
    let weight: u32 = rated.iter().map(|(weight, _)| weight).sum();
    let sum: u64 = rated.iter().map(|&(weight, credit)| u64::from(weight) * u64::from(credit)).sum();
    let weighted =
        curve::weighted(&named.iter().map(|&(_, weight, credit)| (weight, credit)).collect::<Vec<_>>());
    match (weighted, shown) {
        (None, _) => format!("what applies weighs {weight} of {all}, under half: no number"),
        (Some(mean), Some(shown)) if mean == shown => format!("{sum} / {weight} = {shown}"),
        (Some(mean), Some(shown)) => {
            format!("{sum} / {weight} = {mean}, but nobody was told anything = {shown}")
        }
        (Some(mean), None) => format!("{sum} / {weight} = {mean}"),
    }
}

fn gates<'b>(sentences: impl Iterator<Item = &'b str>) -> Vec<String> {
    sentences.map(|sentence| format!("no better than \"at a cost\": {sentence}")).collect()
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
    "bands",
    "objectives",
];

/// The steps of the first thirty minutes, in the essay's order.
const STEPS: &[&str] = &["together", "understand", "statement", "roles", "communicate", "stabilise", "plan"];

/// An explanation as text, 80 columns.
#[must_use]
pub fn text(explanation: &Explanation) -> String {
    let mut out = Page::default();
    let number = explanation.credit.map_or(String::new(), |credit| format!(" ({credit} of {FULL})"));
    out.wrapped("", &format!("{}: {}{number}", explanation.of, explanation.word));
    paragraph(&mut out, "What happened", &explanation.says);
    let source = explanation.source.map_or(String::new(), |source| format!(" [{source}]"));
    let rule =
        if explanation.rule.is_empty() { String::new() } else { format!("{}{source}", explanation.rule) };
    paragraph(&mut out, "The rule", &rule);
    let why = if explanation.of.starts_with("first30") { "What counts" } else { "Why it is expected" };
    paragraph(&mut out, why, &explanation.why);
    if !explanation.numbers.is_empty() {
        out.blank();
        out.line("Its numbers (S: a source states it, D: derived from sources, H: ours)");
        for number in &explanation.numbers {
            let from = if number.from.is_empty() { String::new() } else { format!(" ({})", number.from) };
            out.wrapped("  ", &format!("{} = {} [{}]{from}", number.of, number.is, number.source));
            out.wrapped("      ", &number.why);
        }
    }
    rests(&mut out, explanation);
    steps(&mut out, explanation);
    out.0
}

fn paragraph(out: &mut Page, title: &str, text: &str) {
    if !text.is_empty() {
        out.blank();
        out.line(title);
        out.wrapped("  ", text);
    }
}

fn rests(out: &mut Page, explanation: &Explanation) {
    if explanation.events.is_empty() && explanation.interval.is_none() {
        return;
    }
    out.blank();
    out.line("What it rests on");
    for event in &explanation.events {
        let mut first = format!("  {:<6}", event.seq.to_string());
        // Writing to a string cannot go wrong.
        let _ = write!(first, "{:>8}  ", event.at.plus());
        out.wrapped(&first, &event.text);
    }
    if let Some((from, to)) = explanation.interval {
        out.wrapped("  ", &format!("nothing between {} and {}, which was searched", from.plus(), to.plus()));
    }
}

fn steps(out: &mut Page, explanation: &Explanation) {
    if !explanation.arithmetic.is_empty() {
        out.blank();
        out.line(match explanation.of.as_str() {
            "objectives" | "gates" | "bands" | "first30" => "One by one",
            _ => "The arithmetic (10000 is full; divisions drop the rest)",
        });
        for step in &explanation.arithmetic {
            out.wrapped("  ", step);
        }
    }
    for line in &explanation.onward {
        out.blank();
        out.wrapped("", &format!("{}.", crate::prose::capital(line)));
    }
}
