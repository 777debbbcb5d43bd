//! The card's other half: how the story went, what the drill was for, and what it may be compared with.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Band, Criterion, Dimension, Gate, Outcome, Remark};
use crate::engine::event::{Mode, Seq};
use crate::prose::and;
use crate::scenario::id::ObjectiveId;
use crate::scenario::words::{Harm, Severity};
use crate::time::SimDuration;

/// How the story went: what its author expected, and what made it worse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScenarioScore {
    /// The weighted mean of the parts that have a number, less `cost`; `None` under half of the weight.
    pub credit: Option<u32>,
    /// The same before anything was taken off.
    pub before_harm: Option<u32>,
    /// What was taken off for harm, in basis points.
    pub cost: u32,
    /// The band, capped by the gates.
    pub band: Option<Band>,
    /// What caps it.
    pub gates: Vec<Gate>,
    /// What counts as resolved did not hold when the drill ended. It costs nothing: how long it takes is never rated. Where
    /// nobody cut the drill short, the word is no better than [`Band::M`] then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
    /// The five parts of the mean: actions, mitigate, severity, statement, paging.
    pub parts: Vec<Part>,
    /// `actions`, `mitigate`, `classify` and `paging`, in this order.
    pub dimensions: Vec<Dimension>,
    /// What made the story worse.
    pub harms: Vec<Harmed>,
    /// What would have, and was proposed and left.
    pub caught: Vec<Remark>,
}

/// A part of the scenario score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `actions`, `mitigate`, `severity`, `statement` or `paging`.
    pub id: &'static str,
    /// What it counts, in half percents: paging may count half.
    pub half_percents: u32,
    /// Its credit; `None` where nothing was rated.
    pub credit: Option<u32>,
}

/// What made something worse is never a seat.
pub(crate) const ALLOWED: &str = "the console allowed";

impl ScenarioScore {
    /// "beside these, what made it worse: the console allowed `restart` at +12:00 (#46)": said beside every good word for
    /// what was reached, with the events; none where nothing did harm.
    #[must_use]
    pub fn worse(&self) -> Option<(String, Vec<Seq>)> {
        let all: Vec<_> = self.worst_first().into_iter().map(|harm| harm.what.as_str()).collect();
        let events = self.harms.iter().flat_map(|harm| harm.evidence.iter().copied()).collect();
        (!all.is_empty())
            .then(|| (format!("beside these, what made it worse: {ALLOWED} {}", and(&all)), events))
    }

    /// What was harmed as people are told of it: the worst first, what is only to talk about last, and each by its time.
    #[must_use]
    pub fn worst_first(&self) -> Vec<&Harmed> {
        let mut all: Vec<&Harmed> = self.harms.iter().collect();
        all.sort_by_key(|harm| (harm.teachable, Reverse(harm.harm), harm.evidence.first().copied()));
        all
    }

    /// A criterion, such as `classify` and `severity`.
    #[must_use]
    pub fn criterion(&self, dimension: &str, id: &str) -> Option<&Criterion> {
        let dimension = self.dimensions.iter().find(|of| of.id == dimension)?;
        dimension.criteria.iter().find(|of| of.id == id)
    }
}

/// Something that made the story worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Harmed {
    /// Its name in the scenario.
    pub id: String,
    /// How bad.
    pub harm: Harm,
    /// What it costs, in basis points, before the most that all of them may cost.
    pub cost: u32,
    /// A trap to learn from: it costs nothing.
    pub teachable: bool,
    /// The objectives that it holds at a cost: none where it costs nothing or was taken back.
    #[serde(skip)]
    pub holds: Vec<ObjectiveId>,
    /// What the console allowed, when, and where that stands: "`restart` at +12:00 (#46)".
    #[serde(skip)]
    pub what: String,
    /// What happened: the system is its subject.
    pub says: String,
    /// A question about the real world.
    pub question: String,
    /// The way to the cost, a step a line.
    pub arithmetic: Vec<String>,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

/// Something the drill was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Objective {
    /// Its name in the scenario.
    pub id: String,
    /// In the author's words.
    pub text: String,
    /// The weighted mean of the expected actions that serve it; `None` under half of their weight, or without any.
    pub credit: Option<u32>,
    /// The band, capped by the gates that touch it.
    pub band: Option<Band>,
    /// The gates that touch it.
    pub gates: Vec<Gate>,
    /// What of the process holds it at a cost, though its steps were taken: `roles/separation`, with what became of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<(String, Outcome)>,
    /// The harm that concerns it and holds it at a cost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub harmed: Vec<String>,
    /// How many expected actions were rated.
    pub n: u32,
    /// The expected actions that serve it, each with what became of it.
    pub rests_on: Vec<(String, Outcome)>,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

impl Objective {
    /// As we say it to a team.
    #[must_use]
    pub fn words(&self) -> &'static str {
        self.band.map_or(super::TOO_LITTLE, Band::words)
    }

    /// `roles/separation not this time`, `harm resume-too-early`: what holds it at a cost.
    #[must_use]
    pub fn held_by(&self) -> Vec<String> {
        let process = self.held.iter().map(|(name, outcome)| format!("{name} {}", outcome.words()));
        process.chain(self.harmed.iter().map(|name| format!("harm {name}"))).collect()
    }
}

/// The first thirty minutes of the founding essay: seven steps, and when each was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstThirty {
    /// How many were reached by minute thirty.
    pub reached: u32,
    /// The steps, in the essay's order.
    pub steps: Vec<Reached>,
    /// The numbers of the steps in the order in which they were taken.
    pub order: Vec<u32>,
}

/// A step of the first thirty minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Its number in the essay.
    pub n: u32,
    /// Its name, such as `together`.
    pub id: &'static str,
    /// What it is.
    pub text: &'static str,
    /// When it was reached, on the score clock since the declaration; negative before it.
    pub after: Option<SimDuration>,
    /// The same for a reader who has both times on a clock that shows whole seconds, as every line of the card has it.
    #[serde(skip)]
    pub shown: Option<SimDuration>,
    /// In a word.
    pub outcome: Outcome,
    /// The rule in words.
    pub rule: String,
    /// The numbers of the profile that were used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

/// What a drill may be compared with. Numbers of drills with another key stand on no common line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparable {
    /// All of it in one word.
    pub key: String,
    /// The scenario and its organisation, to the byte: the beginning of a SHA-256.
    pub scenario: String,
    /// The profile, number by number.
    pub profile: String,
    /// The severity whose row applied at the end.
    pub severity: Severity,
    /// How many seats were filled.
    pub seats: u32,
    /// How many of them stand-ins played, beside people.
    #[serde(skip_serializing_if = "is_none")]
    pub stand_ins: u32,
    /// How much the tool helped.
    pub mode: Mode,
    /// How time passed.
    pub pace: String,
    /// Why it belongs on no line at all; empty if it may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_none(n: &u32) -> bool {
    *n == 0
}
