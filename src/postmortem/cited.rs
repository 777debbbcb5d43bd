//! What a number rests on: the events that the document cites, and the rules behind its ratings with their sources.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::drill::Drill;
use super::outline::{Block, Line, Row, Section};
use super::pieces::named;
use super::summary::dimension_words;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::tell::tell;
use crate::prose::{in_one_line, one_line, unhyphen};
use crate::scenario::id::ExpectedName;
use crate::scenario::words::Health;
use crate::score::Profile;
use crate::score::below_seconds;
use crate::score::card::{Criterion, Dimension};
use crate::score::explain::Whole;
use crate::time::SimTime;

/// An event that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its number in the record.
    pub seq: Seq,
    /// When, in milliseconds of the story; for a move that was entered later, when it was said.
    pub at: SimTime,
    /// The same since the start, `+2:12`.
    pub plus: String,
    /// The same as a clock in the story shows it.
    pub clock: String,
    /// Who moved: a seat, or what spoke in the story.
    pub by: String,
    /// What happened.
    pub text: String,
    /// The event it followed from.
    pub cause: Option<Seq>,
    /// The same, or what made the story's condition for it hold: the news, the readings.
    pub from: Vec<Seq>,
    /// Whether a row of the document tells it in full: people need not read it twice.
    pub told: bool,
}

/// A rule, and what came of it here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// `dimension/criterion`.
    pub about: String,
    /// The part of the response, in words.
    pub part: String,
    /// The criterion, in words.
    pub criterion: String,
    /// In a word.
    pub outcome: &'static str,
    /// What happened.
    pub says: String,
    /// The rule in words.
    pub rule: String,
    /// Where its numbers come from: S, D or H.
    pub source: char,
    /// The same in words.
    pub source_words: &'static str,
    /// The numbers of the profile behind it.
    pub numbers: Vec<Number>,
    /// The way to its credit, a step a line.
    pub arithmetic: Vec<String>,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
    /// Where was looked, if nothing happened.
    pub looked: Option<String>,
}

/// A number of the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// What it is for, as the profile writes it.
    pub of: String,
    /// The number: a target and a limit, a time, a count.
    pub is: String,
    /// S, D or H.
    pub source: char,
    /// Where it comes from, in words.
    pub why: String,
}

/// The rules behind the ratings.
pub(super) fn rules(drill: &Drill<'_>, numbers: &Numbers) -> Vec<Rule> {
    let story = drill.card.scenario_score.dimensions.iter();
    let story =
        story.flat_map(|dimension| dimension.criteria.iter().map(|criterion| (dimension.id, criterion)));
    let rule = |(dimension, criterion)| {
        let rule = rule(drill, numbers, dimension, criterion);
        match &drill.kept_back {
            Some(kept_back) => kept_back.rule(rule),
            None => rule,
        }
    };
    drill.criteria().chain(story).map(rule).collect()
}

fn rule(drill: &Drill<'_>, numbers: &Numbers, dimension: &str, criterion: &Criterion) -> Rule {
    Rule {
        about: format!("{dimension}/{}", criterion.id),
        part: dimension_words(dimension).to_string(),
        criterion: criterion.id.replace('_', " "),
        outcome: criterion.outcome.words(),
        says: criterion.says.clone(),
        rule: criterion.rule.clone(),
        source: criterion.source,
        source_words: source_words(criterion.source),
        // In the order in which the criterion names them.
        numbers: criterion.uses.iter().filter_map(|of| numbers.get(of).cloned()).collect(),
        arithmetic: criterion.arithmetic.clone(),
        evidence: criterion.evidence.clone(),
        looked: criterion
            .interval
            .filter(|_| criterion.evidence.is_empty())
            .map(|(from, to)| format!("looked from {} to {}", drill.stamp(from), drill.stamp(to))),
    }
}

/// What weighs how much in the ratings, and what harm costs where something was harmed: with where it comes from. With
/// `all`, what the author and the story give besides.
pub(super) fn weights(drill: &Drill<'_>, numbers: &Numbers, all: bool) -> Vec<Number> {
    let score = &drill.card.scenario_score;
    let dimensions = || drill.card.dimensions.iter().chain(&score.dimensions);
    let parts = dimensions().flat_map(|of| of.criteria.iter().map(|item| format!("{}.{}", of.id, item.id)));
    let wholes = drill.card.dimensions.iter().map(|of| of.id.to_string());
    let story = score.parts.iter().map(|part| format!("scenario.{}", part.id));
    let harm = ["harm.minor", "harm.major", "harm.critical", "harm.most", "harm.asked", "harm.undone"];
    let harm = harm.iter().filter(|_| !score.harms.is_empty()).map(ToString::to_string);
    let given = wholes.chain(story).chain(parts).chain(harm).filter_map(|of| numbers.get(&of).cloned());
    // People have these in the arithmetic of the ratings.
    let others = score.dimensions.iter().filter(|_| all).flat_map(|of| in_the_story(of, numbers));
    let told = |number: Number| match &drill.kept_back {
        Some(kept_back) => kept_back.number(number),
        None => number,
    };
    given.chain(others).map(told).collect()
}

/// What weighs how much in the story's parts where the profile has no number of that name: the author gives it, or the
/// scenario score.
fn in_the_story(of: &Dimension, numbers: &Numbers) -> Vec<Number> {
    let all: u32 = of.criteria.iter().map(|item| item.weight).sum();
    let named = of.criteria.iter().map(|item| (format!("{}.{}", of.id, item.id), item));
    let unnamed = named.filter(|(name, _)| !numbers.contains_key(name));
    let number = |(name, item): (String, &Criterion)| {
        let why = match of.id {
            "actions" => format!("the scenario's author gives it, of {all} in all"),
            "classify" => format!("what `scenario.{}` counts in the story, of {all} in this part", item.id),
            _ => "the only one".to_string(),
        };
        Number { of: name, is: item.weight.to_string(), source: 'H', why }
    };
    unnamed.map(number).collect()
}

fn source_words(letter: char) -> &'static str {
    match letter {
        'S' => "a source states it for this purpose",
        'D' => "derived: between numbers that sources state",
        _ => "a house rule: no source found, chosen for teaching",
    }
}

/// The profile's numbers by what they are for.
pub(super) type Numbers = BTreeMap<String, Number>;

/// Reads them.
pub(super) fn numbers(drill: &Drill<'_>) -> Numbers {
    let all = drill.profile.into_iter().flat_map(Profile::sourced);
    let number = |number: crate::score::profile::Number| {
        let mut why = number.why;
        if !number.from.is_empty() {
            why.extend([" (from ", &number.from, ")"]);
        }
        (number.of.clone(), Number { of: number.of, is: number.is, source: number.source, why })
    };
    all.map(number).collect()
}

/// Events whose times some arithmetic takes to less than a second, with how many digits: rows show as many, so that a reader
/// comes to the same.
pub(super) type Fine = BTreeMap<Seq, usize>;

pub(super) fn fine(drill: &Drill<'_>, rules: &[Rule]) -> Fine {
    let mut fine = Fine::new();
    for rule in rules {
        for step in &rule.arithmetic {
            let digits = below_seconds(step);
            let named: Vec<Seq> = named(step).filter(|_| digits > 0).collect();
            // A step that names none is about all that its rule rests on.
            let seqs = if named.is_empty() && digits > 0 { &rule.evidence } else { &named };
            let events = seqs.iter().filter_map(|&seq| drill.event(seq));
            // What a clock was started by came at the same instant.
            for seq in events.flat_map(|event| {
                drill.followed(event).iter().copied().chain([event.seq]).collect::<Vec<_>>()
            }) {
                fine.entry(seq).and_modify(|most| *most = digits.max(*most)).or_insert(digits);
            }
        }
    }
    fine
}

/// The events that sections and rules cite, in order, each with what it followed from; with or without those that a row
/// tells in full.
pub(super) fn events(
    drill: &Drill<'_>,
    sections: &[Section],
    rated: (&[Rule], &[Whole]),
    fine: &Fine,
    all: bool,
) -> Vec<Cited> {
    let seqs = linked(drill, sections, rated);
    let told = told(sections);
    let seqs = seqs.into_iter().filter(|seq| all || !told.contains(seq));
    let events = seqs.filter_map(|seq| drill.event(seq));
    events.map(|event| cited(drill, event, fine, told.contains(&event.seq))).collect()
}

/// The events that sections and rules link to, each with what it followed from.
pub(super) fn linked<'s>(
    drill: &Drill<'_>,
    sections: impl IntoIterator<Item = &'s Section>,
    (rules, ratings): (&[Rule], &[Whole]),
) -> BTreeSet<Seq> {
    let mut seqs = Vec::new();
    sections.into_iter().flat_map(|section| &section.blocks).for_each(|block| cites(block, &mut seqs));
    seqs.extend(rules.iter().flat_map(|rule| rule.evidence.iter().copied().chain(named(&rule.says))));
    let steps = ratings.iter().flat_map(|whole| whole.arithmetic.iter().flat_map(|step| named(step)));
    seqs.extend(steps.chain(ratings.iter().flat_map(|whole| whole.evidence.iter().copied())));
    let mut seqs: BTreeSet<Seq> = seqs.into_iter().collect();
    let events: Vec<_> = seqs.iter().filter_map(|&seq| drill.event(seq)).collect();
    events.into_iter().for_each(|event| seqs.extend(drill.followed(event).iter()));
    seqs
}

/// The events that rows tell in full.
fn told(sections: &[Section]) -> BTreeSet<Seq> {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let rows =
        blocks.filter_map(|block| if let Block::Table { rows, .. } = block { Some(rows) } else { None });
    rows.flatten().flat_map(|row| row.tells.iter().copied()).collect()
}

fn cites(block: &Block, seqs: &mut Vec<Seq>) {
    let line = |line: &Line, seqs: &mut Vec<Seq>| {
        seqs.extend(line.evidence.iter().copied().chain(named(&line.text)));
    };
    let row = |row: &Row, seqs: &mut Vec<Seq>| {
        seqs.extend(&row.evidence);
        seqs.extend(row.cells.iter().flat_map(|cell| named(cell)));
    };
    match block {
        Block::Text(text) => line(text, seqs),
        Block::List { items } => items.iter().for_each(|item| line(item, seqs)),
        Block::Table { rows, .. } => rows.iter().for_each(|each| row(each, seqs)),
        // What it shows stands beside it, with its events.
        Block::Chart(_) => {}
        Block::Ask { question, answer } => {
            seqs.extend(named(question).chain(answer.iter().flat_map(|text| named(text))));
        }
        Block::Written { text } => seqs.extend(named(text)),
    }
}

fn cited(drill: &Drill<'_>, event: &Event, fine: &Fine, told: bool) -> Cited {
    let at = event.counts_at();
    Cited {
        seq: event.seq,
        at,
        plus: at.plus_to(fine.get(&event.seq).copied().unwrap_or(0)),
        clock: drill.clock(at),
        by: event.by.to_string(),
        text: text(drill, event),
        cause: event.cause,
        from: drill.followed(event).into_owned(),
        told,
    }
}

/// What happened, in one line. What broke is kept back like the trigger it gives away, and what nobody did like it.
fn text(drill: &Drill<'_>, event: &Event) -> String {
    let told = match hidden(drill, &event.kind) {
        Some(text) => text,
        None => tell(drill.scenario, event).map_or_else(|| plain(&event.kind), |told| told.text),
    };
    let line = match in_one_line(&told) {
        Cow::Borrowed(_) => told,
        Cow::Owned(line) => line,
    };
    if line.is_empty() { plain(&event.kind) } else { line }
}

/// In the place of a component, where nobody could see which it was.
pub(super) const SOMEWHERE: &str = "the system";

/// What an event of the system says without naming what broke; where, only if anybody could see it.
#[expect(clippy::wildcard_enum_match_arm, reason = "only what names a failure is reworded")]
pub(super) fn hidden(drill: &Drill<'_>, kind: &EventKind) -> Option<String> {
    let of = |name: &crate::scenario::id::FailureName| {
        let failure = drill.scenario.failures.id(name).ok().map(|id| &drill.scenario.failures[id]);
        failure.filter(|failure| failure.makes != Health::Healthy).map_or(SOMEWHERE.to_string(), |failure| {
            format!("`{}`", drill.scenario.components.name(failure.of))
        })
    };
    match kind {
        EventKind::ExpectationOpened { expected } if untaken(drill, expected) => {
            Some("something was expected from now on that nobody did".to_string())
        }
        EventKind::ExpectationSuperseded { expected } if untaken(drill, expected) => {
            Some("something was no longer needed that nobody did".to_string())
        }
        EventKind::FailureScheduled { failure, .. } => {
            Some(format!("something is about to break in {}", of(failure)))
        }
        EventKind::FailureStarted { failure, .. } => Some(format!("something broke in {}", of(failure))),
        EventKind::FailureCleared { failure } => Some(format!("what had broken in {} was over", of(failure))),
        EventKind::FailureSettled { failure } => {
            Some(format!("what had broken in {} did not come back", of(failure)))
        }
        EventKind::FailureRearmed { failure } => {
            Some(format!("what had broken in {} may come back", of(failure)))
        }
        _ => None,
    }
}

/// Whether a step's name is kept back.
fn untaken(drill: &Drill<'_>, step: &ExpectedName) -> bool {
    drill.kept_back.as_ref().is_some_and(|kept_back| kept_back.holds(step.as_str()))
}

/// An event that nobody is told, by the name of its kind and its fields.
fn plain(kind: &EventKind) -> String {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(kind) else {
        return "an event".to_string();
    };
    let mut fields: BTreeMap<String, serde_json::Value> = fields.into_iter().collect();
    let name = fields.remove("kind").and_then(|kind| kind.as_str().map(unhyphen)).unwrap_or_default();
    let said: Vec<String> = fields
        .iter()
        .filter(|(_, value)| value.is_string() || value.is_number())
        .map(|(field, value)| {
            format!(
                "{} {}",
                field.replace('_', " "),
                value.as_str().map_or_else(|| value.to_string(), str::to_string)
            )
        })
        .collect();
    one_line(&if said.is_empty() { name } else { format!("{name}: {}", said.join(", ")) })
}
