//! The condition language, checked: a small tree over ids. What it means at an instant is `engine/eval.rs`.

use super::Scenario;
use super::id::{
    ActionId, AlertId, AudienceId, ComponentId, FailureId, InjectId, MetricId, MilestoneId, SeatId, TeamId,
    TopicId, VoiceId, WatchId,
};
use super::words::{Health, Role, Severity, Step};
use crate::quantity::Milli;
use crate::time::{SimDuration, SimTime};

/// A condition. `raw.rs` says of each atom whether it is latched or level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cond {
    /// All hold.
    All(Vec<Cond>),
    /// At least one holds.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// The watch's condition has held without a break for so long.
    For(WatchId, SimDuration),
    /// At this time or later.
    At(SimTime),
    /// Reached.
    Milestone(MilestoneId),
    /// Delivered.
    Delivered(InjectId),
    /// Has taken effect.
    Done(ActionId),
    /// Was undone.
    Undone(ActionId),
    /// Was begun at least so often.
    Tried(ActionId, u32),
    /// Was looked at.
    Looked(Lookable),
    /// Was paged.
    PagedTeam(TeamId),
    /// Was paged.
    PagedSeat(SeatId),
    /// Was asked.
    Asked(Askable),
    /// Is active.
    Active(FailureId),
    /// Was active, and is not.
    Cleared(FailureId),
    /// Is at least this ill.
    Health(ComponentId, Health),
    /// Is above.
    Above(MetricId, Milli),
    /// Is below.
    Below(MetricId, Milli),
    /// Is firing.
    Firing(AlertId),
    /// Somebody holds it.
    Held(Role),
    /// An incident was declared.
    Declared,
    /// The declared severity is this or worse.
    Severity(Severity),
    /// Got an update.
    Updated(AudienceId),
    /// Got an update within so long.
    UpdatedWithin(SimDuration, AudienceId),
    /// The step was reached.
    Reached(Step),
    /// The incident is closed.
    Closed,
}

impl Cond {
    /// How many conditions it is made of, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Cond::All(inner) | Cond::Any(inner) => 1 + inner.iter().map(Cond::size).sum::<usize>(),
            Cond::Not(inner) => 1 + inner.size(),
            Cond::For(..)
            | Cond::At(_)
            | Cond::Milestone(_)
            | Cond::Delivered(_)
            | Cond::Done(_)
            | Cond::Undone(_)
            | Cond::Tried(..)
            | Cond::Looked(_)
            | Cond::PagedTeam(_)
            | Cond::PagedSeat(_)
            | Cond::Asked(_)
            | Cond::Active(_)
            | Cond::Cleared(_)
            | Cond::Health(..)
            | Cond::Above(..)
            | Cond::Below(..)
            | Cond::Firing(_)
            | Cond::Held(_)
            | Cond::Declared
            | Cond::Severity(_)
            | Cond::Updated(_)
            | Cond::UpdatedWithin(..)
            | Cond::Reached(_)
            | Cond::Closed => 1,
        }
    }
}

/// The injects whose delivery a condition mentions.
pub(crate) fn injects_in(scenario: &Scenario, cond: &Cond) -> Vec<InjectId> {
    let all = |inner: &[Cond]| inner.iter().flat_map(|cond| injects_in(scenario, cond)).collect();
    match cond {
        Cond::Delivered(id) => vec![*id],
        Cond::All(inner) | Cond::Any(inner) => all(inner),
        Cond::Not(inner) => injects_in(scenario, inner),
        Cond::For(watch, _) => injects_in(scenario, &scenario.watches[*watch].inner),
        Cond::At(_)
        | Cond::Milestone(_)
        | Cond::Done(_)
        | Cond::Undone(_)
        | Cond::Tried(..)
        | Cond::Looked(_)
        | Cond::PagedTeam(_)
        | Cond::PagedSeat(_)
        | Cond::Asked(_)
        | Cond::Active(_)
        | Cond::Cleared(_)
        | Cond::Health(..)
        | Cond::Above(..)
        | Cond::Below(..)
        | Cond::Firing(_)
        | Cond::Held(_)
        | Cond::Declared
        | Cond::Severity(_)
        | Cond::Updated(_)
        | Cond::UpdatedWithin(..)
        | Cond::Reached(_)
        | Cond::Closed => Vec::new(),
    }
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookable {
    /// A metric.
    Metric(MetricId),
    /// A component.
    Component(ComponentId),
    /// A topic.
    Topic(TopicId),
}

/// Who can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Askable {
    /// A team.
    Team(TeamId),
    /// A seat.
    Seat(SeatId),
    /// A voice.
    Voice(VoiceId),
}
