//! The files as written: what a trainer may say, and nothing checked yet. Only `check.rs` reads this.
//!
//! This page is the reference of format version 1. Durations are text (`"90s"`, `"1h30m"`), quantities are decimal
//! numbers with at most three places, conditions are the small language of [`Cond`]. A field without a mark may be
//! left out; **required** ones say so.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::source::{Mode, Part};
use super::words::{
    AudienceKind, Channel, Harm, Health, InjectKind, MetricKind, Pages, Release, Role, Severity, Shape, Step,
    Written,
};
use crate::quantity::Milli;
use crate::time::SimDuration;

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

/// What many scenarios share: one company, written once.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Organisation", deny_unknown_fields)]
pub struct Organisation<'a, M: Mode> {
    /// **Required.** The version of this format: 1.
    pub format: Part<'a, u32, M>,
    /// **Required.** The organisation's name for machines.
    pub id: Text<'a, M>,
    /// **Required.** The organisation's name for people.
    pub name: Text<'a, M>,
    /// The severity guide; default: four levels with common meanings.
    #[serde(default)]
    pub severities: List<'a, SeverityMeaning<'a, M>, M>,
    /// **Required.** The contact directory: who owns what and how to reach them.
    #[serde(default)]
    pub teams: List<'a, Team<'a, M>, M>,
    /// **Required.** Whom updates are for.
    #[serde(default)]
    pub audiences: List<'a, Audience<'a, M>, M>,
    /// Who speaks in injects.
    #[serde(default)]
    pub voices: List<'a, Voice<'a, M>, M>,
}

/// What a severity means here, and what may wake someone.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Severity", deny_unknown_fields)]
pub struct SeverityMeaning<'a, M: Mode> {
    /// **Required.** Sev1 (worst) to Sev4.
    pub id: Part<'a, Written<Severity>, M>,
    /// **Required.** In words.
    pub means: Text<'a, M>,
    /// **Required.** When it may page somebody.
    pub pages: Part<'a, Written<Pages>, M>,
}

/// A team of the directory.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Team", deny_unknown_fields)]
pub struct Team<'a, M: Mode> {
    /// **Required.** Its name for moves.
    pub id: Text<'a, M>,
    /// Its name for people; default: the id.
    #[serde(default)]
    pub name: Maybe<'a, Str<'a>, M>,
    /// The components it owns.
    #[serde(default)]
    pub owns: List<'a, Str<'a>, M>,
    /// Where it talks.
    #[serde(default)]
    pub channel: Maybe<'a, Str<'a>, M>,
    /// Its on-call levels, the first paged first; a team without any can't be paged, only asked.
    #[serde(default)]
    pub on_call: List<'a, OnCall<'a, M>, M>,
}

/// One level of a team's escalation policy.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "OnCall", deny_unknown_fields)]
pub struct OnCall<'a, M: Mode> {
    /// **Required.** 1 is paged first.
    pub level: Part<'a, u8, M>,
    /// How long a page waits here before it goes on; default `"5m"`. The last level repeats.
    #[serde(default)]
    pub escalates_after: Maybe<'a, Dur, M>,
}

/// Whom updates are for.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Audience", deny_unknown_fields)]
pub struct Audience<'a, M: Mode> {
    /// **Required.** Its name for `update`.
    pub id: Text<'a, M>,
    /// Its name for people; default: the id.
    #[serde(default)]
    pub name: Maybe<'a, Str<'a>, M>,
    /// **Required.** What the process rules ask for.
    pub kind: Part<'a, Written<AudienceKind>, M>,
    /// The team that passes the word on.
    #[serde(default)]
    pub speaks_for: Maybe<'a, Str<'a>, M>,
}

/// Somebody outside the table.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Voice", deny_unknown_fields)]
pub struct Voice<'a, M: Mode> {
    /// **Required.** Their name for moves.
    pub id: Text<'a, M>,
    /// Their name for people; default: the id.
    #[serde(default)]
    pub name: Maybe<'a, Str<'a>, M>,
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

/// The mock system.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "System", deny_unknown_fields)]
pub struct System<'a, M: Mode> {
    /// **Required.** Its parts.
    #[serde(default)]
    pub components: List<'a, Component<'a, M>, M>,
    /// What can be measured.
    #[serde(default)]
    pub metrics: List<'a, Metric<'a, M>, M>,
    /// Authored answers to `look` and `ask`.
    #[serde(default)]
    pub findings: List<'a, Finding<'a, M>, M>,
    /// What pages by itself.
    #[serde(default)]
    pub alerts: List<'a, Alert<'a, M>, M>,
}

/// A part of the system.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Component", deny_unknown_fields)]
pub struct Component<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// Hard dependencies: while one is ill, this component is degraded.
    #[serde(default)]
    pub depends_on: List<'a, Str<'a>, M>,
    /// Soft dependencies: shown when looked at, without effect on health.
    #[serde(default)]
    pub uses: List<'a, Str<'a>, M>,
}

/// A signal: what `look` and `verify` read.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Metric", deny_unknown_fields)]
pub struct Metric<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** The component it belongs to.
    pub of: Text<'a, M>,
    /// Gauge (default) or Counter. A gauge is its baseline plus what active failures add; a counter keeps what it has.
    #[serde(default)]
    pub kind: Maybe<'a, Written<MetricKind>, M>,
    /// What stands behind the number.
    #[serde(default)]
    pub unit: Maybe<'a, Str<'a>, M>,
    /// **Required.** Its value when all is well (a counter's value at the start).
    pub baseline: Part<'a, Quantity, M>,
    /// A reading is off by at most this much, either way.
    #[serde(default)]
    pub noise: Maybe<'a, Quantity, M>,
    /// **Required.** What counts as good, judged without the noise.
    pub good: Part<'a, Good, M>,
    /// What it shows, in words.
    #[serde(default)]
    pub says: Maybe<'a, Str<'a>, M>,
    /// The seats or teams that may read it; default: every seat that has joined.
    #[serde(default)]
    pub to: List<'a, Str<'a>, M>,
}

/// An authored answer.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Finding", deny_unknown_fields)]
pub struct Finding<'a, M: Mode> {
    /// **Required.** What is looked at (a component, a metric, or a topic, which this names), or who is asked.
    pub on: Part<'a, FindingOn, M>,
    /// **Required.** The answer, in one or several wordings.
    #[serde(default)]
    pub says: List<'a, Str<'a>, M>,
    /// True now, else the next finding on the same thing is tried.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// The seats or teams that can find it; default: every seat that has joined.
    #[serde(default)]
    pub to: List<'a, Str<'a>, M>,
    /// How long the answer takes; it never blocks the seat.
    #[serde(default)]
    pub takes: Maybe<'a, Dur, M>,
    /// Only the first time.
    #[serde(default)]
    pub once: Maybe<'a, bool, M>,
    /// It is on paper, not in the system: a guide, a rota, a contract. Who commands may read it.
    #[serde(default)]
    pub paper: Maybe<'a, bool, M>,
    /// Other words by which people look for the topic.
    #[serde(default)]
    pub also: List<'a, Str<'a>, M>,
}

/// A rule that fires, and pages.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Alert", deny_unknown_fields)]
pub struct Alert<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** It fires when this begins to hold and is over when it ceases to.
    pub when: Part<'a, Cond<'a, M>, M>,
    /// **Required.** The team whose escalation policy it pages.
    pub pages: Text<'a, M>,
    /// The severity it suggests.
    #[serde(default)]
    pub hint: Maybe<'a, Written<Severity>, M>,
    /// **Required.** `{value}` is the metric's value when it fires.
    pub text: Text<'a, M>,
    /// The metric of `{value}`; default: the first one named in `when`.
    #[serde(default)]
    pub of: Maybe<'a, Str<'a>, M>,
    /// Alerts with the same key make one group of pages; default: the alert's id.
    #[serde(default)]
    pub key: Maybe<'a, Str<'a>, M>,
    /// Pages again when it still fires this long after it was acknowledged and the seat has done nothing since.
    #[serde(default)]
    pub again: Maybe<'a, Dur, M>,
}

/// What breaks.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Failure", deny_unknown_fields)]
pub struct Failure<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** The component.
    pub of: Text<'a, M>,
    /// When it starts; may be before the story (`"-82m"`). One of `at`, `when`, or started by something else.
    #[serde(default)]
    pub at: Maybe<'a, Dur, M>,
    /// It starts when this first holds.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// So long after `at` or `when`.
    #[serde(default)]
    pub after: Maybe<'a, Dur, M>,
    /// What it makes of the component's health; default Degraded.
    #[serde(default)]
    pub makes: Maybe<'a, Written<Health>, M>,
    /// What it does to metrics.
    #[serde(default)]
    pub drives: List<'a, Drive<'a, M>, M>,
    /// It clears by itself after so long.
    #[serde(default)]
    pub lasts: Maybe<'a, Dur, M>,
    /// It clears when this begins to hold.
    #[serde(default)]
    pub clears_when: Maybe<'a, Cond<'a, M>, M>,
    /// A fix that doesn't hold: how it comes back after it was cleared.
    #[serde(default)]
    pub returns: Maybe<'a, Returns<'a, M>, M>,
    /// Its `when` may start it again.
    #[serde(default)]
    pub repeat: Maybe<'a, bool, M>,
    /// Whether it does harm while it is active, so that closing is too early; default true.
    #[serde(default)]
    pub impact: Maybe<'a, bool, M>,
}

/// How a failure comes back.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Returns", deny_unknown_fields)]
pub struct Returns<'a, M: Mode> {
    /// **Required.** So long after it was cleared.
    pub after: Part<'a, Dur, M>,
    /// But not if this holds then.
    #[serde(default)]
    pub unless: Maybe<'a, Cond<'a, M>, M>,
    /// At most so often; default 1.
    #[serde(default)]
    pub times: Maybe<'a, u32, M>,
}

/// What a failure or an action does to a metric.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Drive", deny_unknown_fields)]
pub struct Drive<'a, M: Mode> {
    /// **Required.**
    pub metric: Text<'a, M>,
    /// **Required.** The value it would have from this alone; for a counter, what it would reach.
    pub to: Part<'a, Quantity, M>,
    /// Step (default), Ramp or Spike.
    #[serde(default)]
    pub shape: Maybe<'a, Written<Shape>, M>,
    /// It begins so long after the failure.
    #[serde(default)]
    pub after: Maybe<'a, Dur, M>,
    /// How long a ramp or a spike takes; required for both.
    #[serde(default)]
    pub over: Maybe<'a, Dur, M>,
    /// How long the metric takes to recover once the failure is cleared; default: at once.
    #[serde(default)]
    pub recovers: Maybe<'a, Dur, M>,
}

/// A named fact that becomes true and stays so.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Milestone", deny_unknown_fields)]
pub struct Milestone<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// It is reached when this first holds; without it, an inject or an action reaches it.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// What it means, for the facilitator and the postmortem.
    #[serde(default)]
    pub says: Maybe<'a, Str<'a>, M>,
}

/// A piece of news.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Inject", deny_unknown_fields)]
pub struct Inject<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// Its name in the event list; default: the id.
    #[serde(default)]
    pub title: Maybe<'a, Str<'a>, M>,
    /// Scheduled: this long after the start.
    #[serde(default)]
    pub at: Maybe<'a, Dur, M>,
    /// Conditional: when this first holds. Neither `at` nor `when`: fired by an action or another inject.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// `Contingency`: held for the facilitator.
    #[serde(default)]
    pub kind: Maybe<'a, Written<InjectKind>, M>,
    /// When a contingency comes although nobody facilitates.
    #[serde(default)]
    pub auto: Maybe<'a, Cond<'a, M>, M>,
    /// Looked at once, at delivery: if it no longer holds the inject is dropped, recorded as not needed.
    #[serde(default, rename = "while")]
    pub while_: Maybe<'a, Cond<'a, M>, M>,
    /// Waits so long after its trigger.
    #[serde(default)]
    pub after: Maybe<'a, Dur, M>,
    /// And up to so much longer, by the dice.
    #[serde(default)]
    pub jitter: Maybe<'a, Dur, M>,
    /// It gives up when it was not triggered this long after the start.
    #[serde(default)]
    pub gives_up: Maybe<'a, Dur, M>,
    /// How likely it is to come at all, in percent; default 100.
    #[serde(default)]
    pub probability: Maybe<'a, u8, M>,
    /// It comes again whenever `when` has been false and holds again.
    #[serde(default)]
    pub repeat: Maybe<'a, bool, M>,
    /// The dice choose one inject of each group of this name.
    #[serde(default)]
    pub one_of: Maybe<'a, Str<'a>, M>,
    /// **Required.** The voice it comes from.
    pub from: Text<'a, M>,
    /// How it comes; default Chat.
    #[serde(default)]
    pub via: Maybe<'a, Written<Channel>, M>,
    /// **Required.** Who receives it.
    #[serde(default)]
    pub to: List<'a, Target, M>,
    /// **Required.** One or several wordings; `{name}` is one of `vars`.
    #[serde(default)]
    pub text: List<'a, Str<'a>, M>,
    /// Values for the text; the dice choose one of each.
    #[serde(default)]
    pub vars: Maybe<'a, Pairs<Vec<String>>, M>,
    /// A new fact: the team is expected to assess again.
    #[serde(default)]
    pub news: Maybe<'a, bool, M>,
    /// The objectives it serves.
    #[serde(default)]
    pub serves: List<'a, Str<'a>, M>,
    /// For the facilitator.
    #[serde(default)]
    pub note: Maybe<'a, Str<'a>, M>,
    /// Failures it starts.
    #[serde(default)]
    pub starts: List<'a, Str<'a>, M>,
    /// Failures it clears.
    #[serde(default)]
    pub clears: List<'a, Str<'a>, M>,
    /// Milestones it reaches.
    #[serde(default)]
    pub reaches: List<'a, Str<'a>, M>,
}

/// Something that can be done.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Action", deny_unknown_fields)]
pub struct Action<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** The component it is done to.
    pub on: Text<'a, M>,
    /// Phrases that find it.
    #[serde(default)]
    pub say: List<'a, Str<'a>, M>,
    /// How long until it takes effect; default: at once.
    #[serde(default)]
    pub takes: Maybe<'a, Dur, M>,
    /// The step of the loop it is; default Stabilise.
    #[serde(default)]
    pub step: Maybe<'a, Written<Step>, M>,
    /// A blunt, ready-made mitigation (roll back, drain, pause); shown to the facilitator and in the postmortem.
    #[serde(default)]
    pub generic: Maybe<'a, bool, M>,
    /// May be done without being asked, before assessing.
    #[serde(default)]
    pub pre_approved: Maybe<'a, bool, M>,
    /// What must hold when it takes effect for it to help; it can be tried anyway.
    #[serde(default)]
    pub helps_if: Maybe<'a, Cond<'a, M>, M>,
    /// Failures it clears when it helps.
    #[serde(default)]
    pub clears: List<'a, Str<'a>, M>,
    /// Failures it starts.
    #[serde(default)]
    pub starts: List<'a, Str<'a>, M>,
    /// What it does to metrics when it helps.
    #[serde(default)]
    pub drives: List<'a, Drive<'a, M>, M>,
    /// Injects it fires when it helps.
    #[serde(default)]
    pub fires: List<'a, Str<'a>, M>,
    /// Milestones it reaches when it helps.
    #[serde(default)]
    pub reaches: List<'a, Str<'a>, M>,
    /// The metrics that prove it; default: `ends.verify`.
    #[serde(default)]
    pub proved_by: List<'a, Str<'a>, M>,
    /// What could go wrong: makes it a risky action, to be asked about and polled.
    #[serde(default)]
    pub risk: Maybe<'a, Str<'a>, M>,
    /// It can be undone for so long after it took effect; default: not at all.
    #[serde(default)]
    pub undo: Maybe<'a, Dur, M>,
}

/// What a prepared team would do.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Expected", deny_unknown_fields)]
pub struct Expected<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// What is done; this or `any_of`.
    #[serde(default)]
    pub is: Maybe<'a, Act, M>,
    /// Any one of these.
    #[serde(default)]
    pub any_of: List<'a, Act, M>,
    /// When its clock starts; default: at the start.
    #[serde(default)]
    pub opens: Maybe<'a, Cond<'a, M>, M>,
    /// Done well within so long after it opened; default `"5m"`.
    #[serde(default)]
    pub target: Maybe<'a, Dur, M>,
    /// Too late after so long; default three times the target.
    #[serde(default)]
    pub limit: Maybe<'a, Dur, M>,
    /// How much it counts among the expected actions; default 1.
    #[serde(default)]
    pub weight: Maybe<'a, u32, M>,
    /// Whose job it is, by role.
    #[serde(default)]
    pub role: Maybe<'a, Written<Role>, M>,
    /// Whose job it is, by seat.
    #[serde(default)]
    pub seat: Maybe<'a, Str<'a>, M>,
    /// No longer needed once this holds.
    #[serde(default)]
    pub superseded_by: Maybe<'a, Cond<'a, M>, M>,
    /// The objectives it serves.
    #[serde(default)]
    pub serves: List<'a, Str<'a>, M>,
    /// Why; shown afterwards.
    #[serde(default)]
    pub why: Maybe<'a, Str<'a>, M>,
    /// Nudge, hint, tell: from a question to the answer, for the facilitator.
    #[serde(default)]
    pub hints: List<'a, Str<'a>, M>,
}

/// A tempting wrong move.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Harmful", deny_unknown_fields)]
pub struct Harmful<'a, M: Mode> {
    /// **Required.**
    pub id: Text<'a, M>,
    /// **Required.** The action: `Do("rerun")`.
    pub is: Part<'a, Act, M>,
    /// Harmful only if this holds when it takes effect.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// **Required.** How bad.
    pub harm: Part<'a, Written<Harm>, M>,
    /// Costs nothing; a question for the hot wash.
    #[serde(default)]
    pub teachable: Maybe<'a, bool, M>,
    /// Why it tempts; shown afterwards.
    #[serde(default)]
    pub tempts: Maybe<'a, Str<'a>, M>,
    /// Failures it starts.
    #[serde(default)]
    pub starts: List<'a, Str<'a>, M>,
    /// Injects it fires.
    #[serde(default)]
    pub fires: List<'a, Str<'a>, M>,
}

/// What only the engine and the facilitator know.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Truth", deny_unknown_fields)]
pub struct Truth<'a, M: Mode> {
    /// **Required.** The true severity over time, the first from the start.
    #[serde(default)]
    pub severity: List<'a, TrueSeverity<'a, M>, M>,
    /// When the evidence suffices to choose the first severity, such as `At("5m")`; default: at once.
    #[serde(default)]
    pub knowable: Maybe<'a, Cond<'a, M>, M>,
    /// Teams whose help is needed, and from when that could be known.
    #[serde(default)]
    pub needed_teams: List<'a, NeededTeam<'a, M>, M>,
    /// Teams that may well be called although they turn out not to be needed: calling them costs nothing.
    #[serde(default)]
    pub plausible_teams: List<'a, Str<'a>, M>,
    /// Roles the drill asks for; default: commander, deputy and an expert at SEV1 and SEV2.
    #[serde(default)]
    pub roles: List<'a, Written<Role>, M>,
    /// Audiences required by name, besides the kinds that the severity requires.
    #[serde(default)]
    pub audiences: List<'a, Str<'a>, M>,
    /// Whether customers can see it; default true.
    #[serde(default)]
    pub customers_see_it: Maybe<'a, bool, M>,
    /// Contributing factors, for the facilitator.
    #[serde(default)]
    pub factors: List<'a, Str<'a>, M>,
}

/// The true severity from a moment on.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "TrueSeverity", deny_unknown_fields)]
pub struct TrueSeverity<'a, M: Mode> {
    /// From this time.
    #[serde(default)]
    pub from: Maybe<'a, Dur, M>,
    /// Or when this first holds.
    #[serde(default)]
    pub when: Maybe<'a, Cond<'a, M>, M>,
    /// **Required.**
    pub is: Part<'a, Written<Severity>, M>,
    /// When the evidence suffices; default: at once.
    #[serde(default)]
    pub knowable: Maybe<'a, Cond<'a, M>, M>,
}

/// A team whose help is needed.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "NeededTeam", deny_unknown_fields)]
pub struct NeededTeam<'a, M: Mode> {
    /// **Required.**
    pub team: Text<'a, M>,
    /// When that could be known; default: at once.
    #[serde(default)]
    pub knowable: Maybe<'a, Cond<'a, M>, M>,
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

/// The condition language. Each atom says whether it is *latched* (once true, always true) or *level* (true while it
/// is so), and what it is before anything happened: false, unless said.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Condition")]
pub enum Cond<'a, M: Mode> {
    /// All of them hold. Level.
    All(Vec<Cond<'a, M>>),
    /// At least one holds. Level.
    Any(Vec<Cond<'a, M>>),
    /// It does not hold. Level.
    Not(Box<Cond<'a, M>>),
    /// It has held without a break for so long: `For("2m", Above("ratio", 3.0))`. Level.
    For(Part<'a, Dur, M>, Box<Cond<'a, M>>),
    /// So long after the start, or later. Latched.
    At(Part<'a, Dur, M>),
    /// A milestone was reached. Latched.
    Milestone(Text<'a, M>),
    /// An inject was delivered. Latched.
    Delivered(Text<'a, M>),
    /// An action has taken effect. Latched.
    Done(Text<'a, M>),
    /// An action was undone. Latched.
    Undone(Text<'a, M>),
    /// An action was begun at least so often: `Tried("rerun", 2)`. Latched.
    Tried(Text<'a, M>, Part<'a, u32, M>),
    /// A signal, component or topic was looked at. Latched.
    Looked(Text<'a, M>),
    /// A team or seat was paged, by anybody or an alert. Latched.
    Paged(Part<'a, Target, M>),
    /// A team, seat or voice was asked: `Asked("support")`. Latched.
    Asked(Text<'a, M>),
    /// A failure is active. Level.
    Active(Text<'a, M>),
    /// A failure has been active and is not now. Level.
    Cleared(Text<'a, M>),
    /// A component is at least this ill. Level.
    Health(Text<'a, M>, Part<'a, Written<Health>, M>),
    /// A metric, without noise, is above. Level.
    Above(Text<'a, M>, Part<'a, Quantity, M>),
    /// A metric, without noise, is below. Level.
    Below(Text<'a, M>, Part<'a, Quantity, M>),
    /// An alert is firing. Level.
    Firing(Text<'a, M>),
    /// Somebody holds a role. Level.
    Held(Part<'a, Written<Role>, M>),
    /// Nobody holds a role. Level; true at the start.
    Vacant(Part<'a, Written<Role>, M>),
    /// An incident was declared. Latched.
    Declared,
    /// The declared severity is this one or worse. Level.
    Severity(Part<'a, Written<Severity>, M>),
    /// An audience got an update. Latched.
    Updated(Text<'a, M>),
    /// An audience got an update within so long: `UpdatedWithin("20m", "executives")`. Level.
    UpdatedWithin(Part<'a, Dur, M>, Text<'a, M>),
    /// A step of the loop was reached at least once. Latched.
    Reached(Part<'a, Written<Step>, M>),
    /// The incident is closed. Level.
    Closed,
}

/// What counts as good, judged without noise.
#[derive(Clone, Debug, Deserialize)]
pub enum Good {
    /// Less than this.
    Below(Quantity),
    /// More than this.
    Above(Quantity),
    /// From the first to the second, both included.
    Between(Quantity, Quantity),
    /// Its slope just after the instant is not positive.
    NotRising,
}

/// What a finding answers.
#[derive(Clone, Debug, Deserialize)]
pub enum FindingOn {
    /// A component, a metric, or a topic, which this names.
    Look(String),
    /// A team, a seat or a voice.
    Ask(String),
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

/// A move that is expected or harmful.
#[derive(Clone, Debug, Deserialize)]
pub enum Act {
    /// An action takes effect.
    Do(String),
    /// A team or a seat is paged.
    Page(Target),
    /// A team, a seat or a voice is asked.
    Ask(Target),
    /// A voice is asked.
    AskVoice(String),
    /// A signal, component or topic is looked at.
    Look(String),
    /// A metric is read and proves something.
    Verify(String),
    /// An audience gets an update.
    Update(String),
    /// The incident is declared this severe or worse.
    Declare(Written<Severity>),
    /// The incident statement is made.
    Statement,
    /// A role is filled.
    Role(Written<Role>),
    /// Objections to an action are asked for.
    Poll(String),
    /// The incident is closed.
    Close,
}

/// A text as it stands in the file; only one with escapes in it is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Str<'a>(Cow<'a, str>);

impl Deref for Str<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Str<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Str<'de>, E> {
                Ok(Str(Cow::Borrowed(text)))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Str<'de>, E> {
                Ok(Str(Cow::Owned(text.to_string())))
            }
        }
        from.deserialize_str(Written)
    }
}

/// A duration as written: `"90s"`, `"1h30m"`, `"-82m"`.
#[derive(Clone, Copy, Debug)]
pub struct Dur(pub SimDuration);

impl<'de> Deserialize<'de> for Dur {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Dur;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration such as \"90s\" or \"1h30m\"")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Dur, E> {
                SimDuration::parse(text)
                    .map(Dur)
                    .ok_or_else(|| E::custom(format!("`{text}` is not a duration")))
            }
        }
        from.deserialize_str(Written)
    }
}

/// A decimal number, read exactly from its digits: at most three places, no exponent.
#[derive(Clone, Copy, Debug)]
pub struct Quantity(pub Milli);

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let digits = <&'de RawValue>::deserialize(from)?.get_ron().trim();
        Milli::parse(digits).map(Quantity).map_err(D::Error::custom)
    }
}

/// A map as it stands in the file, so that a key said twice is seen.
#[derive(Clone, Debug)]
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Written<T> {
            type Value = Pairs<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map such as {\"amount\": [\"10\", \"12\"]}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Written(std::marker::PhantomData))
    }
}
