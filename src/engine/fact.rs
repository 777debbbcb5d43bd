//! What conditions mention, and what timers there are: the small words in which world, conditions and agenda speak.

use crate::scenario::Scenario;
use crate::scenario::condition::{Askable, Cond, Lookable};
use crate::scenario::id::{
    ActionId, AlertId, AudienceId, ComponentId, FailureId, InjectId, MetricId, MilestoneId, SeatId, TeamId,
    WatchId,
};
use crate::scenario::words::{Role, Step};

/// Something a condition may mention. A condition is looked at again only when one of its facts was touched, or at the
/// instant it named itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A watch began or ceased to hold.
    Watch(WatchId),
    /// A milestone was reached.
    Milestone(MilestoneId),
    /// An inject was delivered.
    Inject(InjectId),
    /// An action was begun, took effect or was undone.
    Action(ActionId),
    /// Something was looked at.
    Looked(Lookable),
    /// A team was paged.
    PagedTeam(TeamId),
    /// A seat was paged.
    PagedSeat(SeatId),
    /// Somebody was asked.
    Asked(Askable),
    /// A failure started or was cleared.
    Failure(FailureId),
    /// A metric's curve changed.
    Metric(MetricId),
    /// An alert fired or is over.
    Alert(AlertId),
    /// A role changed hands.
    Role(Role),
    /// The incident was declared, or its severity changed.
    Declared,
    /// An audience was told.
    Audience(AudienceId),
    /// A step of the loop was reached.
    Step(Step),
    /// The incident was closed or reopened.
    Closed,
}

/// A timer. Its order is the order in which timers of one instant run out; the end comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A condition named this instant; by its place among the session's triggers.
    Trigger(usize),
    /// An action takes effect.
    Run(usize),
    /// A failure starts.
    Failure(FailureId),
    /// A failure clears by itself.
    Lasts(FailureId),
    /// A failure comes back.
    Returns(FailureId),
    /// A page goes to the next level.
    Group(usize),
    /// An alert pages again.
    Again(AlertId),
    /// An inject comes.
    Inject(InjectId),
    /// An inject gives up.
    GivesUp(InjectId),
    /// An answer comes.
    Answer(usize),
    /// A voice asks whether it is done.
    AskIfDone,
    /// The story answers a close that came too early.
    Reopen,
    /// The drill is over.
    End,
}

/// Every fact a condition mentions, inner conditions of `For` excepted: those are facts of the watch.
#[must_use]
pub fn mentioned(scenario: &Scenario, cond: &Cond) -> Vec<Fact> {
    let mut facts = Vec::new();
    collect(scenario, cond, &mut facts);
    facts.sort_unstable();
    facts.dedup();
    facts
}

fn collect(scenario: &Scenario, cond: &Cond, facts: &mut Vec<Fact>) {
    match cond {
        Cond::All(inner) | Cond::Any(inner) => inner.iter().for_each(|cond| collect(scenario, cond, facts)),
        Cond::Not(inner) => collect(scenario, inner, facts),
        Cond::For(watch, _) => facts.push(Fact::Watch(*watch)),
        Cond::At(_) => {}
        Cond::Milestone(id) => facts.push(Fact::Milestone(*id)),
        Cond::Delivered(id) => facts.push(Fact::Inject(*id)),
        Cond::Done(id) | Cond::Undone(id) | Cond::Tried(id, _) => facts.push(Fact::Action(*id)),
        Cond::Looked(at) => facts.push(Fact::Looked(*at)),
        Cond::PagedTeam(id) => facts.push(Fact::PagedTeam(*id)),
        Cond::PagedSeat(id) => facts.push(Fact::PagedSeat(*id)),
        Cond::Asked(whom) => facts.push(Fact::Asked(*whom)),
        Cond::Active(id) | Cond::Cleared(id) => facts.push(Fact::Failure(*id)),
        Cond::Health(id, _) => facts.extend(failures_behind(scenario, *id).into_iter().map(Fact::Failure)),
        Cond::Above(id, _) | Cond::Below(id, _) => facts.push(Fact::Metric(*id)),
        Cond::Firing(id) => facts.push(Fact::Alert(*id)),
        Cond::Held(role) | Cond::Holds(_, role) => facts.push(Fact::Role(*role)),
        Cond::Declared | Cond::Severity(_) => facts.push(Fact::Declared),
        Cond::Updated(id) | Cond::UpdatedWithin(_, id) => facts.push(Fact::Audience(*id)),
        Cond::Reached(step) => facts.push(Fact::Step(*step)),
        Cond::Closed => facts.push(Fact::Closed),
    }
}

/// The failures on which a component's health depends: its own and those of all it depends on.
fn failures_behind(scenario: &Scenario, component: ComponentId) -> Vec<FailureId> {
    let mut behind = vec![component];
    let mut next = 0;
    while next < behind.len() {
        for on in &scenario.components[behind[next]].depends_on {
            if !behind.contains(on) {
                behind.push(*on);
            }
        }
        next += 1;
    }
    scenario.failures.iter().filter(|(_, failure)| behind.contains(&failure.of)).map(|(id, _)| id).collect()
}
