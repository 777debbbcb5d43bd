//! The checked scenario: what can happen, with every name found and every number in range. Never changed once built.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use super::condition::Cond;
use super::id::{
    ActionId, ActionK, AlertK, AudienceId, AudienceK, ComponentId, ComponentK, ExpectedK, FailureId,
    FailureK, FindingK, HarmfulK, InjectId, InjectK, MetricId, MetricK, MilestoneId, MilestoneK, ObjectiveId,
    ObjectiveK, SeatId, SeatK, Table, TeamId, TeamK, TopicId, TopicK, VoiceId, VoiceK, WatchK,
};
use super::words::{
    AudienceKind, Channel, Harm, Health, MetricKind, Pages, Release, Role, Severity, Shape, Step,
};
use crate::memo::{Memo, Texts};
use crate::quantity::Milli;
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
    pub fn harms(&self, action: ActionId) -> impl Iterator<Item = (super::id::HarmfulId, &Harmful)> {
        self.harmful.iter().filter(move |(_, harmful)| harmful.action == action)
    }
}

/// An audience that must be told: any one of these serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredAudience {
    /// The kind, unless it was named.
    pub kind: Option<AudienceKind>,
    /// The audiences that serve.
    pub any: Vec<AudienceId>,
}
