//! The files as written: what a trainer may say, and nothing checked yet. Only `check.rs` reads this.
//!
//! This page and those below it are the reference of format version 1. Durations are text (`"90s"`, `"1h30m"`),
//! quantities are decimal numbers with at most three places, conditions are the small language of [`Cond`]. A field
//! without a mark may be left out; **required** ones say so.

mod condition;
mod leaf;
mod organisation;
mod story;
mod system;
mod truth;

use serde::Deserialize;

use super::source::{Mode, Part};
use super::words::{Release, Role, Written};

pub use condition::Cond;
pub use leaf::{Dur, Pairs, Quantity, Str};
pub use organisation::{Audience, OnCall, Organisation, SeverityMeaning, Team, Voice};
pub use story::{Action, Drive, Failure, Inject, Milestone, Returns};
pub use system::{Alert, Component, Finding, FindingOn, Good, Metric, System};
pub use truth::{Act, Expected, Harmful, NeededTeam, TrueSeverity, Truth};

/// A word or a text of the file.
pub type Text<'a, M> = Part<'a, Str<'a>, M>;
/// A list whose elements stand or fall alone.
pub type List<'a, T, M> = Vec<Part<'a, T, M>>;
/// A field that may be left out.
pub type Maybe<'a, T, M> = Option<Part<'a, T, M>>;

/// One scenario, one file.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Scenario", deny_unknown_fields)]
pub struct Scenario<'a, M: Mode> {
    /// **Required.** The version of this format: 1.
    pub format: Part<'a, u32, M>,
    /// **Required.** The scenario's name: lower case letters, digits and hyphens.
    pub id: Text<'a, M>,
    /// **Required.** What the drill is called; participants see it.
    pub title: Text<'a, M>,
    /// **Required.** One paragraph that opens the drill; participants see it.
    pub story: Text<'a, M>,
    /// From 1 (a first drill) to 5.
    #[serde(default)]
    pub difficulty: Maybe<'a, u8, M>,
    /// How long a table plays it, such as `"35m"`; default: `ends.latest`.
    #[serde(default)]
    pub length: Maybe<'a, Dur, M>,
    /// The story's local date and time with its offset: `"2026-03-14T02:17:00+00:00"`. Part of the drill.
    #[serde(default)]
    pub starts: Maybe<'a, Str<'a>, M>,
    /// The organisation's file, relative to this one, without `..`; default: a small built-in organisation.
    #[serde(default)]
    pub organisation: Maybe<'a, Str<'a>, M>,
    /// What the drill exercises. Every inject and expected action serves at least one.
    #[serde(default)]
    pub objectives: List<'a, Objective<'a, M>, M>,
    /// Words for lists.
    #[serde(default)]
    pub tags: List<'a, Str<'a>, M>,
    /// Draft, Released or Archived; default Draft.
    #[serde(default)]
    pub release: Maybe<'a, Written<Release>, M>,
    /// Links, when built on a public incident.
    #[serde(default)]
    pub sources: List<'a, Str<'a>, M>,
    /// **Required.** The places in the story.
    #[serde(default)]
    pub seats: List<'a, Seat<'a, M>, M>,
    /// **Required.** The mock system.
    pub system: Part<'a, System<'a, M>, M>,
    /// What breaks.
    #[serde(default)]
    pub failures: List<'a, Failure<'a, M>, M>,
    /// Named facts that become true and stay so.
    #[serde(default)]
    pub milestones: List<'a, Milestone<'a, M>, M>,
    /// News that reaches the participants.
    #[serde(default)]
    pub injects: List<'a, Inject<'a, M>, M>,
    /// Everything that can be done in this story.
    #[serde(default)]
    pub actions: List<'a, Action<'a, M>, M>,
    /// What a prepared team would do.
    #[serde(default)]
    pub expected: List<'a, Expected<'a, M>, M>,
    /// Tempting wrong moves.
    #[serde(default)]
    pub harmful: List<'a, Harmful<'a, M>, M>,
    /// **Required.** What only the engine and the facilitator know.
    pub truth: Part<'a, Truth<'a, M>, M>,
    /// **Required.** How it ends.
    pub ends: Part<'a, Ends<'a, M>, M>,
    /// Questions of the author's own for the hot wash; they stand in the postmortem.
    #[serde(default)]
    pub debrief: List<'a, Str<'a>, M>,
}

/// What the drill exercises.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Objective", deny_unknown_fields)]
pub struct Objective<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** One sentence.
    pub text: Text<'a, M>,
}

/// A place in the story.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Seat", deny_unknown_fields)]
pub struct Seat<'a, M: Mode> {
    /// **Required.** Its name for moves; not the name of a move.
    pub id: Text<'a, M>,
    /// **Required.** The team it belongs to.
    pub team: Text<'a, M>,
    /// Its on-call level in that team; without one, only a page to the seat itself reaches it.
    #[serde(default)]
    pub level: Maybe<'a, u8, M>,
    /// What it can do: names of actions.
    #[serde(default)]
    pub can: List<'a, Str<'a>, M>,
    /// What this seat knows that others don't; it stands on its card alone.
    #[serde(default)]
    pub knows: Maybe<'a, Str<'a>, M>,
    /// A table may leave it empty without asking.
    #[serde(default)]
    pub optional: Maybe<'a, bool, M>,
}

/// How it ends.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Ends", deny_unknown_fields)]
pub struct Ends<'a, M: Mode> {
    /// **Required.** What resolved means.
    pub resolved: Part<'a, Cond<'a, M>, M>,
    /// How long it must hold before a voice asks "are we done?", and how long readings must stay good before closing;
    /// default `"5m"`.
    #[serde(default)]
    pub hold: Maybe<'a, Dur, M>,
    /// **Required.** The drill is over at this time.
    pub latest: Part<'a, Dur, M>,
    /// The metrics that show it is over.
    #[serde(default)]
    pub verify: List<'a, Str<'a>, M>,
    /// What is told when the latest time comes and it is not resolved.
    #[serde(default)]
    pub unresolved: Maybe<'a, Str<'a>, M>,
}

/// Who is meant.
#[derive(Clone, Debug, Deserialize)]
pub enum Target {
    /// A seat.
    Seat(String),
    /// Every seat of a team.
    Team(String),
    /// Whoever holds a role; while nobody does: who declared, else who acknowledged first.
    Role(Written<Role>),
    /// Everybody at the table.
    Table,
}
