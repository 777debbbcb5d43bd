//! A team beside its own earlier drills: criterion by criterion, where drills can be compared, and the gaps that recur.
//!
//! Never a ranking, never a mean: a criterion was met in three of the last four, or it was not. What is compared is one
//! kind of drill alone (its `comparable` key); a gap is a fact of its drill, and recurs wherever it was seen, whichever the scenario.

mod gap;
mod item;
pub mod text;

pub use gap::{Gap, Missed};
pub use item::{AfterItem, DoneItem, Quiet, Why};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use gap::recurring;

use super::card::{Band, Criterion, Gate, Outcome, Scorecard};
use crate::engine::decide::story_clock;
use crate::engine::event::{EndHow, EventKind, Mode, Seq};
use crate::journal::{Record, Who, header};
use crate::scenario::Scenario;
use crate::scenario::words::Severity;

/// What drills of one kind have in common; the scorecard says what that is ([`Comparable`](super::card::Comparable)). How many
/// seats took part may differ: somebody comes late, or not at all, and it is one team all the same. Numbers of such drills
/// stand on no common line, so a history has none; it says who was there beside each drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// All that the newest drill may be compared by, in one word.
    pub key: String,
    /// The scenario's id.
    pub scenario: String,
    /// The severity whose row applied at the end.
    pub severity: Severity,
    /// How many seats were filled in the newest drill, by whomever.
    pub seats: u32,
    /// How much the tool helped.
    pub mode: Mode,
    /// How time passed.
    pub pace: String,
    /// The profile, such as `default@1`.
    pub profile: String,
    /// What its numbers are, whatever it is called: the beginning of a SHA-256.
    pub numbers: String,
}

impl Kind {
    fn of(card: &Scorecard) -> Self {
        let with = &card.comparable;
        Self {
            key: with.key.clone(),
            scenario: card.scenario.clone(),
            severity: with.severity,
            seats: with.seats,
            mode: with.mode,
            pace: with.pace.clone(),
            profile: card.profile.clone(),
            numbers: with.profile.clone(),
        }
    }
}

/// Profiles of one name and version with different numbers: by that name nobody can tell their drills apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedAlike {
    /// The name.
    pub profile: String,
    /// The drills rated by each of them, what was played last first.
    pub drills: Vec<Vec<String>>,
}

/// Names that stand for more than one profile.
fn named_alike(groups: &[Group]) -> Vec<NamedAlike> {
    let mut names: BTreeMap<&str, Vec<(&str, Vec<String>)>> = BTreeMap::new();
    for group in groups {
        let drills = group.drills.iter().rev().map(|one| one.drill.clone());
        let under = names.entry(&group.kind.profile).or_default();
        match under.iter_mut().find(|(numbers, _)| *numbers == group.kind.numbers) {
            Some((_, known)) => known.extend(drills),
            None => under.push((&group.kind.numbers, drills.collect())),
        }
    }
    let several = names.into_iter().filter(|(_, under)| under.len() > 1);
    several
        .map(|(profile, under)| NamedAlike {
            profile: profile.to_string(),
            drills: under.into_iter().map(|(_, drills)| drills).collect(),
        })
        .collect()
}

/// What has to be the same for drills to stand beside each other. Who plays alone, and who has stand-ins, is rated by other
/// rules than a table.
fn alike(card: &Scorecard) -> impl PartialEq {
    let with = &card.comparable;
    let alone = with.seats.saturating_sub(with.stand_ins) <= 1;
    let of = (with.scenario.clone(), with.profile.clone(), with.severity, with.mode, with.pace.clone());
    (of, alone, with.stand_ins > 0)
}

/// Why a drill is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It did not come to its end.
    BrokenOff,
    /// It was stopped for safety.
    Safety,
    /// It began at an earlier moment of another, or was left for one.
    Attempt,
    /// No person made a move.
    Crew,
    /// The card says that it belongs on no line: a facilitator has counted or said what stands in no file. Its gaps are
    /// gaps all the same.
    SetAside,
    /// Its record can't be read.
    Unreadable,
}

impl LeftOut {
    /// As it is said of one drill or of several.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            LeftOut::BrokenOff => "broken off",
            LeftOut::Safety => "stopped for safety",
            LeftOut::Attempt => "a second attempt, or left for one",
            LeftOut::Crew => "played by a crew alone",
            LeftOut::SetAside => "on no line, for a facilitator changed the test",
            LeftOut::Unreadable => "not readable (`drills --verify` says where)",
        }
    }

    /// Whether a drill counts, from its record.
    #[must_use]
    pub fn of(records: &[Record]) -> Option<Self> {
        let ended = records.last().and_then(|last| last.event.kind.end());
        let forked = records.iter().any(|record| matches!(record.event.kind, EventKind::Forked { .. }));
        let played =
            records.iter().any(|record| record.who == Who::Person && record.event.by.seat().is_some());
        match ended {
            _ if forked => Some(LeftOut::Attempt),
            Some(EndHow::Rewound) => Some(LeftOut::Attempt),
            None => Some(LeftOut::BrokenOff),
            Some(EndHow::Safety) => Some(LeftOut::Safety),
            Some(EndHow::Closed | EndHow::Latest | EndHow::Ended | EndHow::TimeSet) if !played => {
                Some(LeftOut::Crew)
            }
            Some(EndHow::Closed | EndHow::Latest | EndHow::Ended | EndHow::TimeSet) => None,
        }
    }
}

/// A drill that counts.
#[derive(Clone, Debug)]
pub struct Past {
    /// When it began, in milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// The day, as people write it.
    pub day: String,
    /// How it went.
    pub card: Scorecard,
    /// The times of the events that a gap rests on, by the story's clock.
    clocks: Vec<(Seq, String)>,
    crew: Crew,
}

impl Past {
    /// A drill, from its record and its card.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        records: &[Record],
        card: Scorecard,
        started_ms: i64,
        day: String,
    ) -> Self {
        let missed = criteria(&card).filter(|(_, criterion)| seen(criterion) == Outcome::Missed);
        let rests_on = missed.flat_map(|(_, criterion)| criterion.evidence.iter().copied());
        let clock = |seq: Seq| Some((seq, story_clock(scenario, records.get(seq.0 as usize)?.event.at)));
        let clocks = rests_on.filter_map(clock).collect();
        let (key, stand_ins) = (card.comparable.key.clone(), card.comparable.stand_ins);
        let crew = Crew { key, seats: seats(records), stand_ins };
        Self { started_ms, day, card, clocks, crew }
    }

    fn may_stand_on_a_line(&self) -> bool {
        self.card.comparable.set_aside.is_empty()
    }
}

/// The seats that were filled: from the start, or with a first move.
#[expect(clippy::wildcard_enum_match_arm, reason = "only who sat down is asked")]
fn seats(records: &[Record]) -> Vec<String> {
    let from_start = header(records).into_iter().flat_map(|header| &header.seats);
    let later = records.iter().filter_map(|record| match &record.event.kind {
        EventKind::SeatTaken { seat } => Some(seat),
        _ => None,
    });
    let all: BTreeSet<String> = from_start.chain(later).map(ToString::to_string).collect();
    all.into_iter().collect()
}

/// The criteria of a card with their names, `dimension/criterion`.
fn criteria(card: &Scorecard) -> impl Iterator<Item = (String, &Criterion)> {
    let dimensions = card.dimensions.iter().chain(&card.scenario_score.dimensions);
    dimensions.flat_map(|dimension| {
        let about = |criterion: &Criterion| format!("{}/{}", dimension.id, criterion.id);
        dimension.criteria.iter().map(move |criterion| (about(criterion), criterion))
    })
}

/// A team's drills over time.
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// How many drills count.
    pub drills: usize,
    /// Kinds of drills, the one that was played last first.
    pub groups: Vec<Group>,
    /// Profiles of one name with different numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named_alike: Vec<NamedAlike>,
    /// What was missed again after it had been missed before; what was missed last stands first.
    pub recurring: Vec<Gap>,
    /// Action items that are done, and beside which no gap stands that came back; and why none does.
    pub done_items: Vec<Quiet>,
    /// Drills that don't count, and why.
    pub left_out: Vec<(LeftOut, Vec<String>)>,
    /// What each drill that counts came to, the oldest first.
    #[serde(skip)]
    rated: Vec<Rated>,
}

/// What a drill came to, criterion by criterion and gate by gate.
#[derive(Clone, Debug)]
struct Rated {
    one: One,
    /// With what the card advises.
    outcomes: Vec<(String, Outcome, String)>,
}

/// Drills that can be compared, the oldest first.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// What they have in common.
    #[serde(flatten)]
    pub kind: Kind,
    /// The drills.
    pub drills: Vec<One>,
    /// Who took part in each of them.
    pub crews: Vec<Crew>,
    /// Their criteria, in the order of the card.
    pub criteria: Vec<Line>,
}

/// Who took part in a drill, as seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crew {
    /// All that the drill may be compared by, in one word: numbers belong on a line only where this is the same.
    pub key: String,
    /// The seats that were filled, by whomever.
    pub seats: Vec<String>,
    /// How many of them stand-ins played.
    pub stand_ins: u32,
}

/// A drill of a group, or of a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct One {
    /// Its name.
    pub drill: String,
    /// The day it began.
    pub day: String,
    /// The same in milliseconds since 1970 UTC.
    #[serde(skip)]
    pub started_ms: i64,
}

/// A criterion over the drills of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// `dimension/criterion`.
    pub about: String,
    /// What it was in each drill.
    pub outcomes: Vec<Outcome>,
    /// In how many it was met.
    pub met: usize,
    /// In how many it was rated.
    pub rated: usize,
}

impl History {
    /// How many criteria were rated in two drills or more: no gap can come back elsewhere.
    #[must_use]
    pub fn rated_twice(&self) -> usize {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let all = self.rated.iter().flat_map(|rated| &rated.outcomes);
        for (about, ..) in all.filter(|(about, outcome, _)| is_rated(*outcome) && !about.starts_with("gate/"))
        {
            *counts.entry(about).or_default() += 1;
        }
        counts.values().filter(|&&n| n > 1).count()
    }

    /// Every gap that a drill was rated for, missed or not, with what the card advised about it last.
    #[must_use]
    pub fn gaps(&self) -> Vec<(String, String)> {
        let mut gaps: Vec<(String, String)> = Vec::new();
        for (about, _, next) in self.rated.iter().rev().flat_map(|rated| &rated.outcomes) {
            match gaps.iter_mut().find(|(known, _)| known == about) {
                Some((_, advice)) if advice.is_empty() => advice.clone_from(next),
                Some(_) => {}
                None => gaps.push((about.clone(), next.clone())),
            }
        }
        gaps
    }
}

/// What a drill came to.
fn rated(past: &Past) -> Rated {
    let told = |(about, criterion): (String, &Criterion)| (about, seen(criterion), criterion.next.clone());
    let gates = Gate::ALL.into_iter().map(|gate| {
        let had = gates(past).any(|had| had == gate);
        let outcome = if had { Outcome::Missed } else { Outcome::Met };
        (format!("gate/{}", gate.as_str()), outcome, String::new())
    });
    Rated { one: one(past), outcomes: criteria(&past.card).map(told).chain(gates).collect() }
}

/// Puts drills beside each other; of each kind, the last `most`.
#[must_use]
pub fn history(mut pasts: Vec<Past>, left_out: Vec<(LeftOut, Vec<String>)>, most: usize) -> History {
    pasts.sort_by(|one, other| (one.started_ms, &one.card.drill).cmp(&(other.started_ms, &other.card.drill)));
    let mut groups: Vec<Vec<&Past>> = Vec::new();
    for past in pasts.iter().filter(|past| past.may_stand_on_a_line()) {
        let same = |group: &&mut Vec<&Past>| alike(&group[0].card) == alike(&past.card);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(past),
            None => groups.push(vec![past]),
        }
    }
    groups.sort_by_key(|group| Reverse(group.last().map(|past| past.started_ms)));
    let groups = groups.into_iter().filter_map(|group| {
        let last = &group[group.len().saturating_sub(most)..];
        let kind = Kind::of(&last.last()?.card);
        let crews = last.iter().map(|past| past.crew.clone()).collect();
        let drills = last.iter().map(|past| one(past)).collect();
        Some(Group { kind, drills, crews, criteria: lines(last) })
    });
    let groups: Vec<Group> = groups.collect();
    let named_alike = named_alike(&groups);
    let set_aside: Vec<String> =
        pasts.iter().filter(|past| !past.may_stand_on_a_line()).map(|past| past.card.drill.clone()).collect();
    let set_aside = (!set_aside.is_empty()).then_some((LeftOut::SetAside, set_aside));
    let left_out = left_out.into_iter().chain(set_aside).collect();
    let rated = pasts.iter().map(rated).collect();
    let (recurring, done_items) = (recurring(&pasts), Vec::new());
    History { drills: pasts.len(), groups, named_alike, recurring, done_items, left_out, rated }
}

fn one(past: &Past) -> One {
    One { drill: past.card.drill.clone(), day: past.day.clone(), started_ms: past.started_ms }
}

fn lines(group: &[&Past]) -> Vec<Line> {
    let Some(last) = group.last() else { return Vec::new() };
    let line = |about: String| {
        let outcome = |past: &&Past| outcome(&past.card, &about).unwrap_or(Outcome::NotApplicable);
        let outcomes: Vec<Outcome> = group.iter().map(outcome).collect();
        let met = outcomes.iter().filter(|outcome| **outcome == Outcome::Met).count();
        let rated = outcomes.iter().filter(|outcome| is_rated(**outcome)).count();
        Line { about, outcomes, met, rated }
    };
    criteria(&last.card).map(|(about, _)| about).map(line).collect()
}

fn criterion<'a>(card: &'a Scorecard, about: &str) -> Option<&'a Criterion> {
    criteria(card).find(|(name, _)| name == about).map(|(_, criterion)| criterion)
}

fn outcome(card: &Scorecard, about: &str) -> Option<Outcome> {
    criterion(card, about).map(seen)
}

/// What a criterion was, for those who look back. What was never done earns what could still have come of it when it was
/// left: where that is little, it is a gap, as if its limit had passed.
fn seen(criterion: &Criterion) -> Outcome {
    let little = criterion.credit.is_some_and(|credit| Band::of(credit, false) == Band::U);
    if criterion.never_done && little { Outcome::Missed } else { criterion.outcome }
}

fn gates(past: &Past) -> impl Iterator<Item = Gate> {
    past.card.process.gates.iter().chain(&past.card.scenario_score.gates).copied()
}

fn is_rated(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Met | Outcome::Partly | Outcome::Missed)
}
