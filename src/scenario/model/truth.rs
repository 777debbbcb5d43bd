//! What only the engine, the score and the facilitator know: what is expected, harmful and true, and how it ends.

use super::story::{Effects, Target};
use crate::scenario::condition::Cond;
use crate::scenario::id::{
    ActionId, AudienceId, ComponentId, MetricId, ObjectiveId, SeatId, TeamId, TopicId, VoiceId,
};
use crate::scenario::words::{AudienceKind, Harm, Role, Severity};
use crate::time::SimDuration;

/// What a prepared team would do.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Any one of these.
    pub any_of: Vec<Act>,
    /// When its clock starts; at the start if left out.
    pub opens: Option<Cond>,
    /// Done well within so long.
    pub target: SimDuration,
    /// Too late after so long.
    pub limit: SimDuration,
    /// How much it counts.
    pub weight: u32,
    /// Whose job, by role.
    pub role: Option<Role>,
    /// Whose job, by seat.
    pub seat: Option<SeatId>,
    /// No longer needed once this holds.
    pub superseded_by: Option<Cond>,
    /// What it serves.
    pub serves: Vec<ObjectiveId>,
    /// Why.
    pub why: Option<String>,
    /// From a question to the answer.
    pub hints: Vec<String>,
}

/// A move that is expected or harmful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// An action takes effect.
    Do(ActionId),
    /// Somebody is paged.
    Page(Target),
    /// A team is asked.
    AskTeam(TeamId),
    /// A seat is asked.
    AskSeat(SeatId),
    /// A voice is asked.
    AskVoice(VoiceId),
    /// A metric is read, by either word.
    LookMetric(MetricId),
    /// A component is looked at.
    LookComponent(ComponentId),
    /// A topic is looked at.
    LookTopic(TopicId),
    /// A metric is read and good.
    Verify(MetricId),
    /// An audience gets an update.
    Update(AudienceId),
    /// The incident is declared this severe or worse.
    Declare(Severity),
    /// The incident statement is made.
    Statement,
    /// A role is filled.
    Role(Role),
    /// A role is handed over: offered with a brief, and accepted.
    Handover(Role),
    /// Objections to an action are asked for.
    Poll(ActionId),
    /// The incident is closed.
    Close,
}

/// A tempting wrong move.
#[derive(Clone, Debug)]
pub struct Harmful {
    /// The action.
    pub action: ActionId,
    /// Only if this holds when it takes effect.
    pub when: Option<Cond>,
    /// How bad.
    pub harm: Harm,
    /// Costs nothing.
    pub teachable: bool,
    /// The objectives that it holds at a cost.
    pub serves: Vec<ObjectiveId>,
    /// Why it tempts.
    pub tempts: Option<String>,
    /// What it changes.
    pub effects: Effects,
}

/// Ground truth.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The true severity over time; the first holds from the start.
    pub severity: Vec<TrueSeverity>,
    /// Teams whose help is needed.
    pub needed_teams: Vec<NeededTeam>,
    /// Teams that may well be called, needed or not.
    pub plausible_teams: Vec<TeamId>,
    /// Roles asked for; by severity if empty.
    pub roles: Vec<Role>,
    /// Audiences required by name.
    pub audiences: Vec<AudienceId>,
    /// Whether customers can see it.
    pub customers_see_it: bool,
    /// Contributing factors.
    pub factors: Vec<String>,
}

/// The true severity from a moment on.
#[derive(Clone, Debug)]
pub struct TrueSeverity {
    /// From when; `None`: from the start.
    pub when: Option<Cond>,
    /// What it is.
    pub severity: Severity,
    /// When the evidence suffices; `None`: at once.
    pub knowable: Option<Cond>,
}

/// A team whose help is needed.
#[derive(Clone, Debug)]
pub struct NeededTeam {
    /// Which.
    pub team: TeamId,
    /// When that could be known; `None`: at once.
    pub knowable: Option<Cond>,
}

/// An audience that must be told: any one of these serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredAudience {
    /// The kind, unless it was named.
    pub kind: Option<AudienceKind>,
    /// The audiences that serve.
    pub any: Vec<AudienceId>,
}

/// How it ends.
#[derive(Clone, Debug)]
pub struct Ends {
    /// What resolved means.
    pub resolved: Cond,
    /// How long it, and good readings, must hold.
    pub hold: SimDuration,
    /// The author says so; it is what holds everywhere, if not.
    pub hold_said: bool,
    /// The drill is over at this time.
    pub latest: SimDuration,
    /// What shows that it is over.
    pub verify: Vec<MetricId>,
    /// What is told when the latest time comes and it is not resolved.
    pub unresolved: Option<String>,
}
