//! The scenario while it is read: every element in its place, or a gap where one could not be made.

use chrono::{DateTime, FixedOffset};

use super::names::{Index, Names};
use crate::memo::Memo;
use crate::scenario::id::{Kind, Table};
use crate::scenario::model::{
    Action, Alert, Component, Ends, Expected, Failure, Finding, Harmful, Inject, Metric, Milestone,
    Organisation, Scenario, Seat, Truth, Watch,
};
use crate::scenario::words::Release;
use crate::time::SimDuration;

/// What stands at the top of a scenario.
#[derive(Default)]
pub(super) struct About {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) story: String,
    pub(super) difficulty: u8,
    pub(super) length: Option<SimDuration>,
    pub(super) starts: DateTime<FixedOffset>,
    pub(super) tags: Vec<String>,
    pub(super) release: Option<Release>,
    pub(super) sources: Vec<String>,
    pub(super) debrief: Vec<String>,
}

/// A scenario with gaps.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) about: About,
    pub(super) organisation: Organisation,
    pub(super) objectives: Vec<Option<String>>,
    pub(super) seats: Vec<Option<Seat>>,
    pub(super) components: Vec<Option<Component>>,
    pub(super) metrics: Vec<Option<Metric>>,
    pub(super) topics: Vec<Vec<String>>,
    pub(super) findings: Vec<Option<Finding>>,
    pub(super) alerts: Vec<Option<Alert>>,
    pub(super) failures: Vec<Option<Failure>>,
    pub(super) milestones: Vec<Option<Milestone>>,
    pub(super) injects: Vec<Option<Inject>>,
    pub(super) actions: Vec<Option<Action>>,
    pub(super) expected: Vec<Option<Expected>>,
    pub(super) harmful: Vec<Option<Harmful>>,
    pub(super) truth: Option<Truth>,
    pub(super) ends: Option<Ends>,
}

impl Draft {
    /// How long a table plays it, if that is said.
    pub(super) fn about_length(&self) -> Option<SimDuration> {
        self.about.length
    }

    /// The scenario, if there is no gap in it.
    pub(super) fn finish(self, names: &Names<'_>, watches: Vec<Watch>) -> Option<Scenario> {
        let About { id, title, story, difficulty, length, starts, tags, release, sources, debrief } =
            self.about;
        let ends = self.ends?;
        Some(Scenario {
            id,
            title,
            story,
            difficulty,
            length: length.unwrap_or(ends.latest),
            starts,
            organisation: self.organisation,
            objectives: table(&names.objectives, self.objectives)?,
            tags,
            release: release.unwrap_or(Release::Draft),
            sources,
            seats: table(&names.seats, self.seats)?,
            components: table(&names.components, self.components)?,
            metrics: table(&names.metrics, self.metrics)?,
            topics: table(&names.topics, self.topics.into_iter().map(Some).collect())?,
            findings: numbered(self.findings)?,
            alerts: table(&names.alerts, self.alerts)?,
            failures: table(&names.failures, self.failures)?,
            milestones: table(&names.milestones, self.milestones)?,
            injects: table(&names.injects, self.injects)?,
            actions: table(&names.actions, self.actions)?,
            expected: table(&names.expected, self.expected)?,
            harmful: table(&names.harmful, self.harmful)?,
            truth: self.truth?,
            ends,
            debrief,
            watches: numbered(watches.into_iter().map(Some).collect())?,
            texts: Memo::default(),
        })
    }
}

/// Things under their names; `None` if there is a gap.
pub(super) fn table<K: Kind, T>(names: &Index<'_>, items: Vec<Option<T>>) -> Option<Table<K, T>> {
    let mut table = Table::default();
    for (n, item) in items.into_iter().enumerate() {
        table.push(names.entry(n).name, item?);
    }
    Some(table)
}

/// Things without names, by their place from 1.
fn numbered<K: Kind, T>(items: Vec<Option<T>>) -> Option<Table<K, T>> {
    let mut table = Table::default();
    for (n, item) in items.into_iter().enumerate() {
        table.push(&(n + 1).to_string(), item?);
    }
    Some(table)
}
