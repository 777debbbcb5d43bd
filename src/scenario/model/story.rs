//! What goes wrong, what is heard of it, and what can be done.

use crate::quantity::Milli;
use crate::scenario::condition::Cond;
use crate::scenario::id::{
    ActionId, ComponentId, FailureId, InjectId, MetricId, MilestoneId, ObjectiveId, SeatId, TeamId, VoiceId,
};
use crate::scenario::words::{Channel, Health, Role, Shape, Step};
use crate::time::SimDuration;

/// A place in the story.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Its team.
    pub team: TeamId,
    /// Its on-call level.
    pub level: Option<u8>,
    /// What it can do.
    pub can: Vec<ActionId>,
    /// What it knows alone.
    pub knows: Option<String>,
    /// A table may leave it empty.
    pub optional: bool,
}

/// What breaks.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where.
    pub of: ComponentId,
    /// When it starts by itself.
    pub starts: Starts,
    /// So long after that.
    pub after: SimDuration,
    /// What it makes of the component.
    pub makes: Health,
    /// What it does to metrics.
    pub drives: Vec<Drive>,
    /// It clears by itself after so long.
    pub lasts: Option<SimDuration>,
    /// It clears when this begins to hold.
    pub clears_when: Option<Cond>,
    /// How it comes back.
    pub returns: Option<Returns>,
    /// Its `when` may start it again.
    pub repeat: bool,
    /// Whether it does harm while active.
    pub impact: bool,
}

/// When something starts by itself.
#[derive(Clone, Debug)]
pub enum Starts {
    /// Never: something else starts it.
    Never,
    /// So long after the start of the drill; may be negative for a failure.
    At(SimDuration),
    /// When this first holds.
    When(Cond),
}

/// How a failure comes back.
#[derive(Clone, Debug)]
pub struct Returns {
    /// So long after it was cleared.
    pub after: SimDuration,
    /// But not if this holds then.
    pub unless: Option<Cond>,
    /// At most so often.
    pub times: u32,
}

/// What a failure or an action does to a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drive {
    /// Which.
    pub metric: MetricId,
    /// By how much, against its baseline.
    pub by: Milli,
    /// How.
    pub shape: Shape,
    /// So long after the start.
    pub after: SimDuration,
    /// How long a ramp or spike takes; at least 1 ms for those.
    pub over: SimDuration,
    /// How long the way back takes.
    pub recovers: SimDuration,
}

/// A named fact.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Reached when this first holds.
    pub when: Option<Cond>,
    /// What it means.
    pub says: Option<String>,
}

/// A piece of news.
#[derive(Clone, Debug)]
pub struct Inject {
    /// Its name in the event list.
    pub title: String,
    /// What triggers it.
    pub starts: Starts,
    /// Held for the facilitator; `starts` is then its `auto` condition.
    pub contingency: bool,
    /// Looked at once, at delivery.
    pub while_: Option<Cond>,
    /// Waits so long after its trigger.
    pub after: SimDuration,
    /// And up to so much longer.
    pub jitter: SimDuration,
    /// It gives up at this time.
    pub gives_up: Option<SimDuration>,
    /// How likely it is to come, in percent.
    pub probability: u8,
    /// It may come again.
    pub repeat: bool,
    /// The group of which the dice choose one.
    pub one_of: Option<String>,
    /// Who says it.
    pub from: VoiceId,
    /// How it comes.
    pub via: Channel,
    /// Who receives it.
    pub to: Vec<Target>,
    /// Its wordings.
    pub text: Vec<String>,
    /// Its variables, each with the values the dice choose from.
    pub vars: Vec<(String, Vec<String>)>,
    /// A new fact.
    pub news: bool,
    /// What it serves.
    pub serves: Vec<ObjectiveId>,
    /// For the facilitator.
    pub note: Option<String>,
    /// What it changes.
    pub effects: Effects,
    /// Seats that go with it, for good.
    pub leaves: Vec<SeatId>,
    /// Seats that lose what they hold, and stay.
    pub drops: Vec<SeatId>,
}

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A seat.
    Seat(SeatId),
    /// Every seat of a team.
    Team(TeamId),
    /// Whoever holds a role.
    Role(Role),
    /// Everybody.
    Table,
}

/// What an inject, an action or a harmful action changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Failures that end.
    pub clears: Vec<FailureId>,
    /// Failures that start.
    pub starts: Vec<FailureId>,
    /// Injects that come.
    pub fires: Vec<InjectId>,
    /// Milestones that are reached.
    pub reaches: Vec<MilestoneId>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// To what.
    pub on: ComponentId,
    /// Phrases that find it.
    pub say: Vec<String>,
    /// How long until it takes effect.
    pub takes: SimDuration,
    /// The step of the loop it is.
    pub step: Step,
    /// A ready-made mitigation.
    pub generic: bool,
    /// May be done unasked.
    pub pre_approved: bool,
    /// What must hold for it to help.
    pub helps_if: Option<Cond>,
    /// What it changes when it helps; what it starts, it starts in any case.
    pub effects: Effects,
    /// What it does to metrics when it helps.
    pub drives: Vec<Drive>,
    /// What proves it.
    pub proved_by: Vec<MetricId>,
    /// What could go wrong; a risky action has one.
    pub risk: Option<String>,
    /// Until when it can be undone.
    pub undo: Option<SimDuration>,
}
