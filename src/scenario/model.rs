//! The checked scenario: what can happen, with every name found and every number in range. Never changed once built.
//!
//! Its parts stand in the files that [`super::raw`] has for them as they are written.

mod organisation;
mod story;
mod system;
mod truth;

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

pub use organisation::{Audience, OnCall, Organisation, SeverityMeaning, Team};
pub use story::{Action, Drive, Effects, Failure, Inject, Milestone, Returns, Seat, Starts, Target};
pub use system::{Alert, Component, Finding, FindingOn, Good, Metric, Readers};
pub use truth::{Act, Ends, Expected, Harmful, NeededTeam, RequiredAudience, TrueSeverity, Truth};

use super::condition::Cond;
use super::id::{
    ActionId, ActionK, AlertK, AudienceId, ComponentK, ExpectedK, FailureK, FindingK, HarmfulId, HarmfulK,
    InjectK, MetricK, MilestoneK, ObjectiveK, SeatId, SeatK, Table, TeamId, TopicK, WatchK,
};
use super::texts::Texts;
use super::words::{AudienceKind, Release, Severity};
use crate::memo::Memo;
use crate::time::SimDuration;

/// A scenario that can be played.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub id: String,
    /// What the drill is called.
    pub title: String,
    /// The paragraph that opens it.
    pub story: String,
    /// 1 to 5.
    pub difficulty: u8,
    /// How long a table plays it.
    pub length: SimDuration,
    /// The story's local time at the start.
    pub starts: DateTime<FixedOffset>,
    /// The organisation it plays in.
    pub organisation: Organisation,
    /// What it exercises.
    pub objectives: Table<ObjectiveK, String>,
    /// Words for lists.
    pub tags: Vec<String>,
    /// How far it is.
    pub release: Release,
    /// Links.
    pub sources: Vec<String>,
    /// Places in the story.
    pub seats: Table<SeatK, Seat>,
    /// The system's parts.
    pub components: Table<ComponentK, Component>,
    /// What can be measured.
    pub metrics: Table<MetricK, Metric>,
    /// What can be looked at besides, by name: the phrases that find it.
    pub topics: Table<TopicK, Vec<String>>,
    /// Authored answers.
    pub findings: Table<FindingK, Finding>,
    /// What pages.
    pub alerts: Table<AlertK, Alert>,
    /// What breaks.
    pub failures: Table<FailureK, Failure>,
    /// Named facts.
    pub milestones: Table<MilestoneK, Milestone>,
    /// News.
    pub injects: Table<InjectK, Inject>,
    /// What can be done.
    pub actions: Table<ActionK, Action>,
    /// What a prepared team would do.
    pub expected: Table<ExpectedK, Expected>,
    /// Tempting wrong moves.
    pub harmful: Table<HarmfulK, Harmful>,
    /// Ground truth.
    pub truth: Truth,
    /// How it ends.
    pub ends: Ends,
    /// The author's questions.
    pub debrief: Vec<String>,
    /// Every `For` of the scenario's conditions, by [`super::id::WatchId`], inner ones first.
    pub watches: Table<WatchK, Watch>,
    /// The texts it was read from, once somebody asked for their digests.
    pub(crate) texts: Memo<Texts>,
}

impl Scenario {
    /// The digests of the texts that a record says it was played from.
    pub(crate) fn texts(&self, scenario: &str, organisation: &str) -> Cow<'_, Texts> {
        let known = self.texts.or(|| Texts::of(scenario, organisation));
        match known.are(scenario, organisation) {
            true => Cow::Borrowed(known),
            false => Cow::Owned(Texts::of(scenario, organisation)),
        }
    }
}

/// What a `For` waits for.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The inner condition.
    pub inner: Cond,
}

impl Scenario {
    /// The audiences that must be told at a severity: by kind, and those the scenario names. A kind that the
    /// organisation does not have is not asked for.
    #[must_use]
    pub fn required_audiences(&self, severity: Severity) -> Vec<RequiredAudience> {
        let mut required = self.usual_audiences(severity, self.truth.customers_see_it);
        required
            .extend(self.truth.audiences.iter().map(|&id| RequiredAudience { kind: None, any: vec![id] }));
        required
    }

    /// The audiences that a severity usually asks for, by kind: what a participant may know of them.
    #[must_use]
    pub fn usual_audiences(&self, severity: Severity, customers_see_it: bool) -> Vec<RequiredAudience> {
        let kinds: &[AudienceKind] = match severity {
            Severity::Sev1 => &[AudienceKind::Stakeholders, AudienceKind::Customers],
            Severity::Sev2 if customers_see_it => &[AudienceKind::Stakeholders, AudienceKind::Customers],
            Severity::Sev2 => &[AudienceKind::Stakeholders],
            Severity::Sev3 => &[AudienceKind::Team],
            Severity::Sev4 => &[],
        };
        let mut required = Vec::new();
        for kind in kinds {
            let any: Vec<AudienceId> = self
                .organisation
                .audiences
                .iter()
                .filter(|(_, a)| a.kind == *kind)
                .map(|(id, _)| id)
                .collect();
            if !any.is_empty() {
                required.push(RequiredAudience { kind: Some(*kind), any });
            }
        }
        required
    }

    /// The seats of a team, in order.
    pub fn seats_of(&self, team: TeamId) -> impl Iterator<Item = SeatId> {
        self.seats.iter().filter(move |(_, seat)| seat.team == team).map(|(id, _)| id)
    }

    /// The harmful actions that an action may be.
    pub fn harms(&self, action: ActionId) -> impl Iterator<Item = (HarmfulId, &Harmful)> {
        self.harmful.iter().filter(move |(_, harmful)| harmful.action == action)
    }
}
