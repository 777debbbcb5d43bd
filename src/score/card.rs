//! The scorecard: what was found, as data, every number with its evidence.
//!
//! Credit is in basis points, 0 to 10,000. Seats and roles are named, never people.

mod story;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
pub(crate) use story::ALLOWED;
pub use story::{Comparable, FirstThirty, Harmed, Objective, Part, Reached, ScenarioScore};

use super::Ribbon;
use super::profile::Differs;
use crate::engine::event::Seq;
use crate::scenario::words::Severity;
use crate::time::SimTime;

/// How a drill was run, by the rules of one profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// The drill's name.
    pub drill: String,
    /// The scenario's id.
    pub scenario: String,
    /// The profile, such as `default@1`.
    pub profile: String,
    /// The profile the drill was run under, where this is a rating by another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rescored: Option<String>,
    /// The numbers in which these two differ: of that one, and of this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
    /// Which line of play: 1, and more after somebody went back to an earlier moment. Only first attempts are compared.
    pub attempt: u32,
    /// The severity whose row applied at the end.
    pub severity: Severity,
    /// The whole, if enough was rated.
    pub process: Process,
    /// The four dimensions: `ack`, `roles`, `updates`, `loop`, in this order.
    pub dimensions: Vec<Dimension>,
    /// How the story went, by what its author expected; compared within one version of one scenario only.
    pub scenario_score: ScenarioScore,
    /// What the drill was for, rated by what was expected for it.
    pub objectives: Vec<Objective>,
    /// The first thirty minutes, at SEV1 and SEV2: a view, never in a total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first30: Option<FirstThirty>,
    /// What a drill may be compared with: drills of the same key.
    pub comparable: Comparable,
    /// What went best: at most three.
    pub strengths: Vec<Remark>,
    /// What to practise next: at most two.
    pub next_steps: Vec<Remark>,
    /// Facts and advice that cost nothing.
    pub advice: Vec<Remark>,
    /// Obligations that were still open when the drill ended, and cost nothing.
    pub open_at_the_end: Vec<String>,
    /// What the gates rest on: which change, and which signal would have shown it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
    /// The loop as it went, for a picture of it.
    #[serde(skip)]
    pub ribbon: Ribbon,
}

/// How what was not due when the drill was over says when it would have been.
const LIMIT_AT: &str = ", limit at ";

impl Scorecard {
    /// The updates that counted, in their order: the one count that every report tells.
    #[must_use]
    pub fn updates(&self) -> &[Seq] {
        self.cited("updates", "content")
    }

    /// The updates whose promised next time was judged, in their order.
    #[must_use]
    pub fn promises(&self) -> &[Seq] {
        self.cited("updates", "promise")
    }

    fn cited(&self, dimension: &str, criterion: &str) -> &[Seq] {
        let of = self.dimensions.iter().find(|of| of.id == dimension);
        let found = of.and_then(|of| of.criteria.iter().find(|one| one.id == criterion));
        found.filter(|one| one.credit.is_some()).map_or(&[], |one| &one.evidence)
    }

    /// What was open at the end and not only not due: what names its limit has it behind the end.
    pub(crate) fn open_and_due(&self) -> impl Iterator<Item = &str> {
        self.open_at_the_end.iter().map(String::as_str).filter(|says| !says.contains(LIMIT_AT))
    }

    /// An event that the card cites, to be looked at: of what to practise next, else of what went well.
    #[must_use]
    pub fn example(&self) -> Option<Seq> {
        let remarks = self.next_steps.iter().chain(&self.strengths);
        remarks.filter_map(|remark| remark.evidence.last()).next().copied()
    }

    /// Whether too little was rated to rate the whole: under half of the weight. A part may have its word all the same.
    #[must_use]
    pub fn is_too_short(&self) -> bool {
        self.process.credit.is_none()
    }

    /// The gates of both halves, as people are told of them: what let harm go on first.
    #[must_use]
    pub fn gates_by_harm(&self) -> Vec<Gate> {
        Gate::by_harm(self.process.gates.iter().chain(&self.scenario_score.gates))
    }
}

/// In the place of a band, where too little was rated.
pub const TOO_LITTLE: &str = "too little happened to rate this";

/// What a gate rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Which gate.
    pub gate: Gate,
    /// The sentence.
    pub says: String,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

/// The whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Process {
    /// The weighted mean of the dimensions that have a number; `None` under half of the weight.
    pub credit: Option<u32>,
    /// The band, capped by the gates.
    pub band: Option<Band>,
    /// All gates, in the order of the dimensions.
    pub gates: Vec<Gate>,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dimension {
    /// `ack`, `roles`, `updates` or `loop`; of the scenario score `actions`, `mitigate`, `classify` or `paging`.
    pub id: &'static str,
    /// Its weight in the whole, in percent.
    pub weight: u32,
    /// The weighted mean of its applicable criteria; `None` when too little happened to rate it.
    pub credit: Option<u32>,
    /// The band, capped by the gates.
    pub band: Option<Band>,
    /// What caps it.
    pub gates: Vec<Gate>,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Criterion {
    /// Its name in the dimension, such as `gaps`; of `actions`, the author's.
    pub id: Cow<'static, str>,
    /// Its weight in the dimension.
    pub weight: u32,
    /// Its credit; `None` where nothing is rated.
    pub credit: Option<u32>,
    /// In a word.
    pub outcome: Outcome,
    /// How many things it is the mean of.
    pub n: u32,
    /// The events it rests on, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Seq>,
    /// Where was looked, when nothing happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(SimTime, SimTime)>,
    /// What happened, with seats, times and the rule that was applied.
    pub says: String,
    /// The same, one by one; empty where nothing is rated.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// A hint came before what decided it. A hint on a step of the process costs nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_help: bool,
    /// It was never done, whatever it could still have earned when it was left.
    #[serde(skip)]
    pub never_done: bool,
    /// The rule: target, limit and severity in words.
    pub rule: String,
    /// Where the rule's numbers come from: S (a source), D (derived), H (house).
    pub source: char,
    /// The numbers of the profile that were used, as it names them: `updates.gaps SEV1`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// The way to the credit, a step a line; the last ends in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arithmetic: Vec<String>,
    /// One concrete next step, phrased for the next drill; empty if none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub next: String,
}

/// One of the things that a criterion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What happened.
    pub says: String,
    /// Something was missing in it, and is worth a question.
    pub hard: bool,
    /// What it is beside that.
    pub shows: Shows,
    /// The change it is about, where it is about one.
    pub of: Option<Seq>,
    /// The other events it rests on, where these are of use to others.
    pub cites: Vec<Seq>,
}

/// What a finding is that others want to know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Nothing more.
    Nothing,
    /// A change was seen to work, by this reading.
    Worked(Seq),
    /// A page went on to somebody else for want of an answer, and it was not they who answered in time: that is nothing
    /// to be glad of, whatever it earned.
    WentOn,
    /// An audience heard nothing at all.
    NeverTold,
    /// A cycle of the loop went without these of its steps: assess, stabilise, update, verify.
    Without([bool; 4]),
}

impl Finding {
    /// Something was missing.
    #[must_use]
    pub fn hard(says: impl Into<String>) -> Self {
        Finding { says: says.into(), hard: true, shows: Shows::Nothing, of: None, cites: Vec::new() }
    }

    /// Nothing was.
    #[must_use]
    pub fn well(says: impl Into<String>) -> Self {
        Finding { hard: false, ..Finding::hard(says) }
    }

    /// What it is beside that.
    #[must_use]
    pub fn showing(self, shows: Shows) -> Self {
        Finding { shows, ..self }
    }

    /// The change it is about, and what it rests on beside that.
    #[must_use]
    pub fn of(self, change: Option<Seq>, cites: impl IntoIterator<Item = Seq>) -> Self {
        Finding { of: change, cites: cites.into_iter().collect(), ..self }
    }

    /// What was missing, one by one; where nothing was, all of it in a sentence.
    pub(crate) fn each_or(missing: Vec<String>, all: String) -> Vec<Self> {
        if missing.is_empty() {
            vec![Finding::well(all)]
        } else {
            missing.into_iter().map(Finding::hard).collect()
        }
    }
}

/// A sentence with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Where it belongs: `dimension/criterion`.
    pub about: String,
    /// The sentence.
    pub says: String,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

/// The five outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Credit of 8,000 or more.
    Met,
    /// Between.
    Partly,
    /// No credit.
    Missed,
    /// The rule does not apply here.
    NotApplicable,
    /// It could not be seen: the drill ended first.
    NotObserved,
}

impl Outcome {
    /// The most that what was met in part earns.
    pub const PARTLY_MOST: u32 = 7_999;

    /// The outcome of a credit.
    #[must_use]
    pub fn of(credit: u32) -> Self {
        match credit {
            0 => Outcome::Missed,
            1..=Self::PARTLY_MOST => Outcome::Partly,
            _ => Outcome::Met,
        }
    }

    /// As we say it to a team.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Partly => "partly",
            Outcome::Missed => "not this time",
            Outcome::NotApplicable => "not applicable",
            Outcome::NotObserved => "not observed",
        }
    }
}

/// The four words of exercise evaluation (HSEEP), with published cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Band {
    /// Performed without challenges: 8,000 or more.
    P,
    /// With some: 6,600 or more.
    S,
    /// With major ones: 5,000 or more.
    M,
    /// Not reached.
    U,
}

impl Band {
    /// The band of a credit; a gate caps it at M.
    #[must_use]
    pub fn of(credit: u32, gated: bool) -> Self {
        let band = match credit {
            8_000.. => Band::P,
            6_600..=7_999 => Band::S,
            5_000..=6_599 => Band::M,
            0..=4_999 => Band::U,
        };
        if gated { band.max(Band::M) } else { band }
    }

    /// As we say it to a team.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Band::P => "well done",
            Band::S => "done, with friction",
            Band::M => "at a cost",
            Band::U => "not reached",
        }
    }
}

/// What caps a dimension and the whole at M, whatever the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// A page at SEV1 or SEV2 was never acknowledged.
    NoAck,
    /// Nobody was commander at SEV1 or SEV2, or not for more than a fifth of the time after the limit.
    NoCommander,
    /// No update at SEV1 or SEV2.
    NoUpdate,
    /// At SEV1 or SEV2 nothing was changed while harm went on: nobody decided to wait, or waiting is all that was ever decided.
    NoStabilise,
    /// Closed with a change unverified, or while harm went on.
    ClosedUnverified,
    /// A critical harm was done, and not undone. It caps the scenario score.
    CriticalHarm,
}

impl Gate {
    /// All of them.
    pub const ALL: [Gate; 6] = [
        Gate::NoAck,
        Gate::NoCommander,
        Gate::NoUpdate,
        Gate::NoStabilise,
        Gate::ClosedUnverified,
        Gate::CriticalHarm,
    ];

    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Gate::NoAck => "no_ack",
            Gate::NoCommander => "no_commander",
            Gate::NoUpdate => "no_update",
            Gate::NoStabilise => "no_stabilise",
            Gate::ClosedUnverified => "closed_unverified",
            Gate::CriticalHarm => "critical_harm",
        }
    }

    /// Gates in the order in which people are told of them: what let harm go on comes before what else was not there.
    #[must_use]
    pub fn by_harm<'a>(gates: impl IntoIterator<Item = &'a Gate>) -> Vec<Gate> {
        let mut gates: Vec<Gate> = gates.into_iter().copied().collect();
        gates.sort_by_key(|gate| !matches!(gate, Gate::CriticalHarm | Gate::ClosedUnverified));
        gates
    }

    /// The sentence that comes first: "one thing first: ...".
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Gate::NoAck => "a page stayed unanswered",
            Gate::NoCommander => "nobody was in command for too long",
            Gate::NoUpdate => "nobody outside the response was told where things stand",
            Gate::NoStabilise => "harm went on, and nothing was done to make it smaller",
            Gate::ClosedUnverified => "the incident was closed before anyone had checked that it was over",
            Gate::CriticalHarm => "something was done that made it much worse, and was not taken back",
        }
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
