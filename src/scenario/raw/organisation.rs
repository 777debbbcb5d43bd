//! The organisation: its teams, audiences and voices, and what each severity means.

use serde::Deserialize;

use super::{Dur, List, Maybe, Str, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{AudienceKind, Pages, Severity, Written};

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
