//! What goes wrong, what is heard of it, and what can be done.

use serde::Deserialize;

use super::{Cond, Dur, List, Maybe, Pairs, Quantity, Str, Target, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Channel, Health, InjectKind, Shape, Step, Written};

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
    /// It is reached when this first holds; without it, an inject, an action or a finding reaches it.
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
    /// Seats that are gone from here on and can't be reached; who plays alone stays.
    #[serde(default)]
    pub leaves: List<'a, Str<'a>, M>,
    /// Seats that stay, and whose roles are nobody's from here on; who plays alone keeps them.
    #[serde(default)]
    pub drops: List<'a, Str<'a>, M>,
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
