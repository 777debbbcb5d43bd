//! The condition language, checked: a small tree over ids. What it means at an instant is `engine/eval.rs`.

use super::Scenario;
use super::id::{
    ActionId, AlertId, AudienceId, ComponentId, FailureId, InjectId, MetricId, MilestoneId, SeatId, TeamId,
    TopicId, VoiceId, WatchId,
};
use super::words::{Health, Role, Severity, Step};
use crate::quantity::Milli;
use crate::time::{SimDuration, SimTime};

/// A condition. `raw/condition.rs` says of each atom whether it is latched or level.
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
    /// This seat holds it.
    Holds(SeatId, Role),
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
    /// The conditions that it is made of; what a `For` waits for stands apart, among the watches.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only three kinds have others inside")]
    fn inner(&self) -> &[Cond] {
        match self {
            Cond::All(inner) | Cond::Any(inner) => inner,
            Cond::Not(inner) => std::slice::from_ref(inner),
            _ => &[],
        }
    }

    /// How many conditions it is made of, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.inner().iter().map(Cond::size).sum::<usize>()
    }
}

/// The atoms that a condition is made of, in order, also those that a `For` waits for: `held` gives what a watch's is.
pub(crate) fn atoms<'c>(cond: &'c Cond, held: &dyn Fn(WatchId) -> Option<&'c Cond>) -> Vec<&'c Cond> {
    let inner = if let Cond::For(watch, _) = cond {
        held(*watch).map_or_else(Default::default, std::slice::from_ref)
    } else {
        cond.inner()
    };
    if inner.is_empty() { vec![cond] } else { inner.iter().flat_map(|cond| atoms(cond, held)).collect() }
}

/// The injects whose delivery a condition mentions.
pub(crate) fn injects_in(scenario: &Scenario, cond: &Cond) -> Vec<InjectId> {
    let atoms = atoms(cond, &|watch| Some(&scenario.watches[watch].inner));
    let inject = |atom: &Cond| if let Cond::Delivered(id) = atom { Some(*id) } else { None };
    atoms.into_iter().filter_map(inject).collect()
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
