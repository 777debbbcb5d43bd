//! A profile as it is written, and nothing checked yet.

use serde::Deserialize;

use super::Tag;
use crate::scenario::check::other::Expect;
use crate::scenario::raw::{Dur, List, Maybe, Str, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{AudienceKind, Role, Severity, Written};

/// One profile, one file.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Profile", deny_unknown_fields)]
pub(crate) struct Profile<'a, M: Mode> {
    /// **Required.** Its name and version: `house@1`.
    pub(crate) id: Text<'a, M>,
    /// The shipped profile that has what this one doesn't say: `default@1`.
    #[serde(default)]
    pub(crate) on: Maybe<'a, Str<'a>, M>,
    /// What it is, in a line.
    #[serde(default)]
    pub(crate) about: Maybe<'a, Str<'a>, M>,
    /// Full credit to `target`, none from `limit`.
    #[serde(default)]
    pub(crate) thresholds: List<'a, Threshold<'a, M>, M>,
    /// Rules that ask for nothing at a severity.
    #[serde(default)]
    pub(crate) not_asked: List<'a, NotAsked<'a, M>, M>,
    /// What dimensions and criteria count.
    #[serde(default)]
    pub(crate) weights: List<'a, Whole<'a, M>, M>,
    /// Single times.
    #[serde(default)]
    pub(crate) spans: List<'a, Time<'a, M>, M>,
    /// Single counts.
    #[serde(default)]
    pub(crate) counts: List<'a, Whole<'a, M>, M>,
    /// Whom updates are owed.
    #[serde(default)]
    pub(crate) audiences: List<'a, Owed<'a, M>, M>,
    /// Which roles are needed.
    #[serde(default)]
    pub(crate) roles: List<'a, Needed<'a, M>, M>,
}

/// A target and a limit at a severity.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Threshold", deny_unknown_fields)]
pub(crate) struct Threshold<'a, M: Mode> {
    pub(crate) of: Text<'a, M>,
    pub(crate) at: Part<'a, Written<Severity>, M>,
    pub(crate) target: Part<'a, Dur, M>,
    pub(crate) limit: Part<'a, Dur, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

/// A rule that asks for nothing at a severity.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "NotAsked", deny_unknown_fields)]
pub(crate) struct NotAsked<'a, M: Mode> {
    pub(crate) of: Text<'a, M>,
    pub(crate) at: Part<'a, Written<Severity>, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

/// A weight or a count.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Whole", deny_unknown_fields)]
pub(crate) struct Whole<'a, M: Mode> {
    pub(crate) of: Text<'a, M>,
    pub(crate) is: Part<'a, u32, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

/// A single time.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Time", deny_unknown_fields)]
pub(crate) struct Time<'a, M: Mode> {
    pub(crate) of: Text<'a, M>,
    pub(crate) is: Part<'a, Dur, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

/// Kinds of audience at a severity.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Owed", deny_unknown_fields)]
pub(crate) struct Owed<'a, M: Mode> {
    pub(crate) at: Part<'a, Written<Severity>, M>,
    pub(crate) are: List<'a, Written<AudienceKind>, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

/// Roles at a severity.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Needed", deny_unknown_fields)]
pub(crate) struct Needed<'a, M: Mode> {
    pub(crate) at: Part<'a, Written<Severity>, M>,
    pub(crate) are: List<'a, Written<Role>, M>,
    pub(crate) tag: Part<'a, Tag, M>,
    pub(crate) why: Text<'a, M>,
    #[serde(default)]
    pub(crate) from: Maybe<'a, Str<'a>, M>,
}

impl Expect for Tag {
    const WHAT: &'static str = "where a number comes from";
    const EXAMPLE: &'static str = "H";
}

macro_rules! expect {
    ($($t:ident: $what:literal, $example:literal;)+) => { $(
        impl<M: Mode> Expect for $t<'_, M> {
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
        }
    )+ };
}

expect! {
    Threshold: "a threshold in round brackets", "(of: \"updates.gaps\", at: Sev1, target: \"20m\", limit: \"40m\", tag: H, why: \"our own promise\")";
    NotAsked: "a rule that is not asked, in round brackets", "(of: \"classify.statement\", at: Sev3, tag: H, why: \"too small for one\")";
    Whole: "a number in round brackets", "(of: \"roles.set\", is: 20, tag: H, why: \"the commander is not alone\")";
    Time: "a time in round brackets", "(of: \"loop.unopposed_for\", is: \"30s\", tag: H, why: \"long enough to object\")";
    Owed: "a list of audiences in round brackets", "(at: Sev1, are: [Stakeholders], tag: H, why: \"who waits\")";
    Needed: "a list of roles in round brackets", "(at: Sev1, are: [Commander], tag: H, why: \"who leads\")";
}
