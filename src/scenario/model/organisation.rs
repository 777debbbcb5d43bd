//! The organisation: its teams, audiences and voices, and what each severity means.

use crate::scenario::id::{AudienceK, Table, TeamId, TeamK, VoiceK};
use crate::scenario::words::{AudienceKind, Pages, Severity};
use crate::time::SimDuration;

/// The company.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The severity guide, SEV1 first.
    pub severities: Vec<SeverityMeaning>,
    /// The contact directory.
    pub teams: Table<TeamK, Team>,
    /// Whom updates are for.
    pub audiences: Table<AudienceK, Audience>,
    /// Who speaks in injects.
    pub voices: Table<VoiceK, String>,
}

/// What a severity means here.
#[derive(Clone, Debug)]
pub struct SeverityMeaning {
    /// Which.
    pub severity: Severity,
    /// In words.
    pub means: String,
    /// When it may page.
    pub pages: Pages,
}

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its name for people.
    pub name: String,
    /// The names of what it owns, in this scenario or others.
    pub owns: Vec<String>,
    /// Where it talks.
    pub channel: Option<String>,
    /// Its on-call levels in order; empty if it can't be paged.
    pub on_call: Vec<OnCall>,
}

/// One level of an escalation policy.
#[derive(Clone, Copy, Debug)]
pub struct OnCall {
    /// Its number.
    pub level: u8,
    /// How long a page waits here.
    pub escalates_after: SimDuration,
}

/// Whom updates are for.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Its name for people.
    pub name: String,
    /// What the rules ask of it.
    pub kind: AudienceKind,
    /// The team that passes the word on.
    pub speaks_for: Option<TeamId>,
}
