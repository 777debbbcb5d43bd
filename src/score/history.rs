//! A team beside its own earlier drills: criterion by criterion, where drills can be compared, and the gaps that recur.
//!
//! Never a ranking, never a mean: a criterion was met in three of the last four, or it was not. What is compared is one
//! kind of drill alone (its `comparable` key); a gap is a fact of its drill, and recurs wherever it was seen, whichever the scenario.

pub mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::card::{Criterion, Gate, Outcome, Scorecard};
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
        }
    }
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
        let missed = criteria(&card).filter(|(_, criterion)| criterion.outcome == Outcome::Missed);
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

/// A criterion that was missed again, or a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// `dimension/criterion`, or `gate/` and its name.
    pub about: String,
    /// In how many drills it was missed.
    pub missed: usize,
    /// In how many it was rated.
    pub rated: usize,
    /// The drill in which it was met since it was missed last.
    pub met_since: Option<One>,
    /// When and where, the latest first.
    pub moments: Vec<Missed>,
    /// Action items that were to close it, and were done before it came back.
    pub after_items: Vec<AfterItem>,
}

/// An action item that is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoneItem {
    /// The drill whose postmortem it stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done, if that was said.
    pub day: Option<String>,
    /// The same in milliseconds since 1970 UTC, if the moment is known.
    pub at_ms: Option<i64>,
    /// The gaps that it names, of those that [`History::gaps`] knows.
    pub about: Vec<String>,
}

impl DoneItem {
    /// Whether a drill began after it was done: by the moment if that is known, else by the day. What was done on the
    /// day of a drill may have come after it.
    fn was_before(&self, one: &One) -> bool {
        match (self.at_ms, &self.day) {
            (Some(at), _) => one.started_ms > at,
            (None, Some(day)) => one.day > *day,
            (None, None) => false,
        }
    }
}

/// An action item that is done, beside which no gap stands that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quiet {
    /// The drill whose postmortem it stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done, if that was said.
    pub done_on: Option<String>,
    /// The gap that it names, if it names one.
    pub about: Option<String>,
    /// Why nothing stands beside it.
    pub why: Why,
}

/// Why no gap stands beside an item that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It names none.
    NamesNone,
    /// Nobody said since when it is done.
    NoDay,
    /// No drill that began later was rated for it.
    NoneLater,
    /// A drill of that very day was rated for it, and which came first is not known.
    SameDay(String),
    /// So many drills have been rated for it since, and none missed it.
    NotMissed(usize),
    /// A drill missed it since, for the first time.
    Missed(String),
}

/// A gap that came back after the item that was to close it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AfterItem {
    /// The drill whose postmortem the item stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done.
    pub done_on: String,
    /// Where it was missed first after that.
    pub again: Missed,
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

    /// Puts beside each gap the items that were to close it and were done before it came back; what is done and stands
    /// beside none is told with the reason.
    pub fn beside_items(&mut self, done: &[DoneItem]) {
        for item in done {
            if item.about.is_empty() {
                self.done_items.push(quiet(item, None, Why::NamesNone));
            }
            for about in &item.about {
                let gap = self.recurring.iter_mut().find(|gap| gap.about == *about);
                let again = gap.and_then(|gap| {
                    let again =
                        gap.moments.iter().rev().find(|missed| item.was_before(&missed.one)).cloned()?;
                    Some((gap, again))
                });
                match again.zip(item.day.clone()) {
                    Some(((gap, again), done_on)) => {
                        let (drill, item, text) = (item.drill.clone(), item.item.clone(), item.text.clone());
                        gap.after_items.push(AfterItem { drill, item, text, done_on, again });
                    }
                    None => self.done_items.push(quiet(item, Some(about), self.why(item, about))),
                }
            }
        }
    }

    /// Why nothing that came back stands beside an item.
    fn why(&self, item: &DoneItem, about: &str) -> Why {
        let of =
            |rated: &Rated| rated.outcomes.iter().find(|(known, ..)| known == about).map(|found| found.1);
        let all = self.rated.iter().filter_map(|rated| Some((&rated.one, of(rated)?)));
        let rated: Vec<(&One, Outcome)> = all.filter(|(_, outcome)| is_rated(*outcome)).collect();
        let later = || rated.iter().filter(|(one, _)| item.was_before(one));
        let same = rated.iter().find(|(one, _)| item.at_ms.is_none() && item.day.as_ref() == Some(&one.day));
        match (later().find(|(_, outcome)| *outcome == Outcome::Missed), later().count(), same) {
            _ if item.day.is_none() => Why::NoDay,
            (Some((one, _)), ..) => Why::Missed(one.drill.clone()),
            (None, 0, Some((one, _))) => Why::SameDay(one.drill.clone()),
            (None, 0, None) => Why::NoneLater,
            (None, some, _) => Why::NotMissed(some),
        }
    }
}

fn quiet(item: &DoneItem, about: Option<&String>, why: Why) -> Quiet {
    let DoneItem { drill, item, text, day, .. } = item.clone();
    Quiet { drill, item, text, done_on: day, about: about.cloned(), why }
}

/// What a drill came to.
fn rated(past: &Past) -> Rated {
    let told = |(about, criterion): (String, &Criterion)| (about, criterion.outcome, criterion.next.clone());
    let gates = Gate::ALL.into_iter().map(|gate| {
        let had = gates(past).any(|had| had == gate);
        let outcome = if had { Outcome::Missed } else { Outcome::Met };
        (format!("gate/{}", gate.as_str()), outcome, String::new())
    });
    Rated { one: one(past), outcomes: criteria(&past.card).map(told).chain(gates).collect() }
}

/// Where something was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// The drill.
    #[serde(flatten)]
    pub one: One,
    /// Its scenario.
    pub scenario: String,
    /// The story's clock, of each event that it rests on; or between which times was looked, since the start.
    pub at: Vec<String>,
    /// The events.
    pub evidence: Vec<Seq>,
    /// What happened.
    pub says: String,
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
    let groups = groups.collect();
    let set_aside: Vec<String> =
        pasts.iter().filter(|past| !past.may_stand_on_a_line()).map(|past| past.card.drill.clone()).collect();
    let set_aside = (!set_aside.is_empty()).then_some((LeftOut::SetAside, set_aside));
    let left_out = left_out.into_iter().chain(set_aside).collect();
    let rated = pasts.iter().map(rated).collect();
    let (recurring, done_items) = (recurring(&pasts), Vec::new());
    History { drills: pasts.len(), groups, recurring, done_items, left_out, rated }
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
    criterion(card, about).map(|criterion| criterion.outcome)
}

fn gates(past: &Past) -> impl Iterator<Item = Gate> {
    past.card.process.gates.iter().chain(&past.card.scenario_score.gates).copied()
}

fn is_rated(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Met | Outcome::Partly | Outcome::Missed)
}

/// What was missed in two drills or more.
fn recurring(pasts: &[Past]) -> Vec<Gap> {
    let (mut seen, mut capped): (Vec<String>, Vec<Gate>) = (Vec::new(), Vec::new());
    for past in pasts.iter().rev() {
        let missed = criteria(&past.card).filter(|(_, criterion)| criterion.outcome == Outcome::Missed);
        for (about, _) in missed {
            if !seen.contains(&about) {
                seen.push(about);
            }
        }
        for gate in gates(past) {
            if !capped.contains(&gate) {
                capped.push(gate);
            }
        }
    }
    let capped = capped.iter().filter_map(|gate| gate_gap(pasts, *gate));
    let mut gaps: Vec<(i64, Gap)> = capped.chain(seen.iter().filter_map(|about| gap(pasts, about))).collect();
    // What is open stands before what was met since, and what was missed last before what was missed long ago.
    gaps.sort_by_key(|(last, gap)| (gap.met_since.is_some(), Reverse(*last), Reverse(gap.missed)));
    gaps.into_iter().map(|(_, gap)| gap).collect()
}

fn gap(pasts: &[Past], about: &str) -> Option<(i64, Gap)> {
    let missed: Vec<&Past> =
        pasts.iter().filter(|past| outcome(&past.card, about) == Some(Outcome::Missed)).collect();
    let last = missed.last().filter(|_| missed.len() > 1)?.started_ms;
    let rated = pasts.iter().filter(|past| outcome(&past.card, about).is_some_and(is_rated)).count();
    let met = |past: &&Past| past.started_ms > last && outcome(&past.card, about) == Some(Outcome::Met);
    let met_since = pasts.iter().find(met).map(one);
    let moment = |past: &&Past| {
        let found = criterion(&past.card, about)?;
        let clock = |seq: &Seq| past.clocks.iter().find(|(at, _)| at == seq).map(|(_, clock)| clock.clone());
        let mut at: Vec<String> = found.evidence.iter().filter_map(clock).collect();
        at.dedup();
        if let Some((from, to)) = found.interval {
            at = vec![format!("{} to {}", from.plus(), to.plus())];
        }
        Some(Missed {
            one: one(past),
            scenario: past.card.scenario.clone(),
            at,
            evidence: found.evidence.clone(),
            says: found.says.clone(),
        })
    };
    let moments = missed.iter().rev().filter_map(moment).collect();
    Some((
        last,
        Gap {
            about: about.to_string(),
            missed: missed.len(),
            rated,
            met_since,
            moments,
            after_items: Vec::new(),
        },
    ))
}

fn gate_gap(pasts: &[Past], gate: Gate) -> Option<(i64, Gap)> {
    let had = |past: &&Past| gates(past).any(|had| had == gate);
    let missed: Vec<&Past> = pasts.iter().filter(had).collect();
    let last = missed.last().filter(|_| missed.len() > 1)?.started_ms;
    let moment = |past: &&Past| Missed {
        one: one(past),
        scenario: past.card.scenario.clone(),
        at: Vec::new(),
        evidence: Vec::new(),
        says: gate.sentence().to_string(),
    };
    let met_since = pasts.iter().find(|past| past.started_ms > last).map(one);
    let moments = missed.iter().rev().map(moment).collect();
    let about = format!("gate/{}", gate.as_str());
    Some((
        last,
        Gap { about, missed: missed.len(), rated: pasts.len(), met_since, moments, after_items: Vec::new() },
    ))
}
