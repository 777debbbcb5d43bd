//! What only the engine, the score and the facilitator know: what is expected, harmful and true.

use serde::Deserialize;

use super::{Cond, Dur, List, Maybe, Str, Target, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Harm, Role, Severity, Written};

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
    /// The objectives that it undoes: with this harm left standing, none of them is better than reached at a cost.
    #[serde(default)]
    pub serves: List<'a, Str<'a>, M>,
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
    /// A role is handed over: offered with a brief, and accepted.
    Handover(Written<Role>),
    /// Objections to an action are asked for.
    Poll(String),
    /// The incident is closed.
    Close,
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
