//! What the incident happens to: components, metrics, findings and alerts.

use serde::Deserialize;

use super::{Cond, Dur, List, Maybe, Quantity, Str, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{MetricKind, Severity, Written};

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
    /// Milestones it reaches when it is given.
    #[serde(default)]
    pub reaches: List<'a, Str<'a>, M>,
}

/// What a finding answers.
#[derive(Clone, Debug, Deserialize)]
pub enum FindingOn {
    /// A component, a metric, or a topic, which this names.
    Look(String),
    /// A team, a seat or a voice.
    Ask(String),
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
