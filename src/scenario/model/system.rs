//! What the incident happens to: components, metrics, findings and alerts.

use crate::quantity::Milli;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ComponentId, MetricId, MilestoneId, SeatId, TeamId, TopicId, VoiceId};
use crate::scenario::words::{MetricKind, Severity};
use crate::time::SimDuration;

/// A part of the system.
#[derive(Clone, Debug)]
pub struct Component {
    /// Hard dependencies.
    pub depends_on: Vec<ComponentId>,
    /// Soft ones.
    pub uses: Vec<ComponentId>,
    /// The team that owns it.
    pub owner: Option<TeamId>,
}

/// A signal.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its component.
    pub of: ComponentId,
    /// Gauge or counter.
    pub kind: MetricKind,
    /// Behind the number.
    pub unit: String,
    /// When all is well.
    pub baseline: Milli,
    /// Either way.
    pub noise: Milli,
    /// What counts as good.
    pub good: Good,
    /// What it shows.
    pub says: Option<String>,
    /// Who may read it.
    pub to: Readers,
}

/// What counts as good, judged without noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Good {
    /// Less than this.
    Below(Milli),
    /// More than this.
    Above(Milli),
    /// From the first to the second, both included.
    Between(Milli, Milli),
    /// Its slope just after the instant is not positive.
    NotRising,
}

impl Good {
    /// Whether a value is good; `None` where its slope tells, and no value.
    #[must_use]
    pub fn admits(self, value: Milli) -> Option<bool> {
        match self {
            Good::Below(limit) => Some(value < limit),
            Good::Above(limit) => Some(value > limit),
            Good::Between(low, high) => Some(low <= value && value <= high),
            Good::NotRising => None,
        }
    }
}

/// Who may see something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Every seat that has joined.
    Everyone,
    /// These seats.
    Seats(Vec<SeatId>),
}

impl Readers {
    /// Whether a seat is among them.
    #[must_use]
    pub fn include(&self, seat: SeatId) -> bool {
        match self {
            Readers::Everyone => true,
            Readers::Seats(seats) => seats.contains(&seat),
        }
    }
}

/// An authored answer.
#[derive(Clone, Debug)]
pub struct Finding {
    /// To what.
    pub on: FindingOn,
    /// In several wordings.
    pub says: Vec<String>,
    /// If this holds.
    pub when: Option<Cond>,
    /// Who can find it.
    pub to: Readers,
    /// How long the answer takes.
    pub takes: SimDuration,
    /// Only the first time.
    pub once: bool,
    /// On paper, not in the system: reading it is not hands-on.
    pub paper: bool,
    /// Milestones that are reached when it is given.
    pub reaches: Vec<MilestoneId>,
}

/// What a finding answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingOn {
    /// Looking at a component.
    Component(ComponentId),
    /// Looking at a metric.
    Metric(MetricId),
    /// Looking at a topic.
    Topic(TopicId),
    /// Asking a team.
    Team(TeamId),
    /// Asking a seat.
    Seat(SeatId),
    /// Asking a voice.
    Voice(VoiceId),
}

/// A rule that fires, and pages.
#[derive(Clone, Debug)]
pub struct Alert {
    /// While this holds it fires.
    pub when: Cond,
    /// The team it pages.
    pub pages: TeamId,
    /// The severity it suggests.
    pub hint: Option<Severity>,
    /// Its text; `{value}` stands for the metric's value.
    pub text: String,
    /// The metric of `{value}`.
    pub of: Option<MetricId>,
    /// Its dedup key.
    pub key: String,
    /// When it pages again.
    pub again: Option<SimDuration>,
}
