//! The state of a drill, and [`apply`](World::apply): the only place where it changes.
//!
//! The world holds facts alone. `apply` decides nothing: it can be replayed from a journal, event by event, and gives
//! an equal world. The present instant is the session's; what is due when is worked out from here.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::ScoreClock;
use super::curve::Curve;
use super::deeds::Deeds;
use super::event::{
    AckHow, Actor, Asked, EndHow, Event, EventKind, Header, Mode, Owner, Seq, Slot as EventSlot, Word,
};
use super::fact::{Fact, Slot};
use super::proof::Proof;
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::condition::{Askable, Lookable};
use crate::scenario::id::{
    ActionId, AlertId, AudienceId, AudienceName, ComponentId, FailureId, FindingId, Id, InjectId, MetricId,
    MilestoneId, SeatId, SeatName, TeamId, UnknownName, VoiceId, VoiceName,
};
use crate::scenario::model::{Alert, Drive};
use crate::scenario::words::{Health, Role, Severity, Step};
use crate::time::{SimDuration, SimTime};

/// The state of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// How many events there are: the next one's place.
    pub next: u64,
    /// The seed of the dice.
    pub seed: u64,
    /// How much the tool helps.
    pub mode: Mode,
    /// Somebody runs the drill.
    pub facilitated: bool,
    /// Whether time stands still.
    pub paused: bool,
    /// Story time less jumps.
    pub clock: ScoreClock,
    /// When a seat last made a move.
    pub moved: Option<SimTime>,
    /// When a step of the loop was last made.
    pub stepped: Option<SimTime>,
    /// News that none of those who got it has done anything about.
    pub unhandled: Vec<(SimTime, Vec<SeatId>)>,
    /// How much the facilitator has said that stands in no file.
    pub improvised: usize,
    /// Since when the facilitator has been speaking to the table.
    pub facilitator_talks: Option<SimTime>,
    /// The table talks about the severity.
    pub severity_talk: bool,
    /// The slots that statements, updates and briefs filled.
    pub slots_said: BTreeMap<Seq, Vec<&'static str>>,
    /// Which line of play it is: 1, and one more each time that somebody went back.
    pub attempt: u32,
    /// How it ended, and when.
    pub ended: Option<(SimTime, EndHow)>,
    /// Seats.
    pub seats: Vec<SeatState>,
    /// Nobody said at the start who sits where: whoever speaks, sits there.
    pub open_chairs: bool,
    /// Since when each `For` has held.
    pub watches: Vec<Option<SimTime>>,
    /// When each milestone was reached.
    pub milestones: Vec<Option<SimTime>>,
    /// Failures.
    pub failures: Vec<FailureState>,
    /// Components' health, dependencies included.
    pub health: Vec<Health>,
    /// Metrics.
    pub metrics: Vec<MetricState>,
    /// Since when each alert has been firing, and its last group of pages.
    pub alerts: Vec<AlertState>,
    /// Groups of pages.
    pub groups: Vec<Group>,
    /// How many pages went out.
    pub pages: u32,
    /// Injects.
    pub injects: Vec<InjectState>,
    /// Actions.
    pub actions: Vec<ActionState>,
    /// Actions begun.
    pub runs: Vec<Run>,
    /// What has been seen to work.
    pub proof: Proof,
    /// When each signal was last read, and whether it was good.
    pub reads: BTreeMap<MetricId, (SimTime, bool)>,
    /// Questions that voices have asked, and that nobody has answered yet.
    pub questions: Vec<Question>,
    /// What has been done of all that may be expected.
    pub deeds: Deeds,
    /// What was looked at.
    pub looked: BTreeSet<Lookable>,
    /// Who was asked.
    pub asked: BTreeSet<Askable>,
    /// Teams that were paged.
    pub paged_teams: BTreeSet<TeamId>,
    /// Seats that were paged.
    pub paged_seats: BTreeSet<SeatId>,
    /// How far each hint has been given, by what it is about.
    pub hints: BTreeMap<String, u8>,
    /// How often each finding was given, or is on its way.
    pub found: Vec<u32>,
    /// Answers on their way.
    pub answers: Vec<PendingAnswer>,
    /// The declared severity.
    pub severity: Option<Severity>,
    /// When, and by whom, it was declared.
    pub declared: Option<(SimTime, Option<SeatId>)>,
    /// The seat that acknowledged first.
    pub first_ack: Option<SeatId>,
    /// The last close, if the incident is closed.
    pub closed: Option<Closed>,
    /// Since when the ending's condition has held.
    pub recovered: Option<SimTime>,
    /// Whether a voice asked if it is done, since it last recovered.
    pub asked_if_done: bool,
    /// Who holds what.
    pub holders: Vec<Holder>,
    /// What was offered and not yet accepted.
    pub offers: Vec<Offer>,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// How many polls there were.
    pub polls: u32,
    /// Audiences.
    pub audiences: Vec<AudienceState>,
    /// Steps of the loop that were reached.
    pub steps: BTreeSet<Step>,
    /// How many of the true severities have come, and how many of them could be known.
    pub truths: BTreeSet<usize>,
    /// True severities that could be known, by place.
    pub knowable: BTreeSet<usize>,
    /// Needed teams that could be known, by place.
    pub teams_knowable: BTreeSet<usize>,
    /// Expected actions whose clock has started, and when.
    pub opened: BTreeMap<usize, SimTime>,
    /// Expected actions that are no longer needed.
    pub superseded: BTreeSet<usize>,
    /// The statement was made.
    pub stated: bool,
    /// When the table wants to look again, by its last plan.
    pub plan_until: Option<SimTime>,
}

/// A seat's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatState {
    /// Somebody sits there.
    pub filled: bool,
    /// Who sits there is a stand-in, beside people.
    pub stand_in: bool,
    /// Since when it has been in the call.
    pub joined: Option<SimTime>,
    /// When it last left the call, or was let go.
    pub left: Option<SimTime>,
    /// It noticed before any page.
    pub noticed: bool,
    /// When it last made a move of any kind.
    pub moved: Option<SimTime>,
    /// When it last made a move that counts as an act.
    pub acted: Option<SimTime>,
}

/// A failure's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureState {
    /// Since when it has been active.
    pub active: Option<SimTime>,
    /// When it was last cleared.
    pub cleared: Option<SimTime>,
    /// When it will start.
    pub scheduled: Option<SimTime>,
    /// How often it was started.
    pub starts: u32,
    /// Its own `at` or `when` has had its turn.
    pub triggered: bool,
    /// How often it came back by itself.
    pub returned: u32,
    /// When it will come back, or is asked whether to.
    pub returns: Option<SimTime>,
}

/// A metric's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricState {
    /// The sum.
    pub curve: Curve,
    /// What still moves it, or will.
    parts: Vec<Contribution>,
    /// The sum of its baseline and of what moved it once and stands still for good.
    constant: Milli,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Contribution {
    from: Source,
    drive: Drive,
    curve: Curve,
    ended: bool,
}

/// What moves a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Failure(FailureId),
    Run(usize),
}

/// An alert's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertState {
    /// Since when it has been firing.
    pub firing: Option<SimTime>,
    /// Its last group of pages.
    pub group: Option<usize>,
}

/// Pages that are one call for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The team whose policy it follows.
    pub team: Option<TeamId>,
    /// The level last paged.
    pub level: Option<u8>,
    /// Its dedup key, for an alert's.
    pub key: Option<String>,
    /// The alert.
    pub alert: Option<AlertId>,
    /// Its alert is over: it wakes nobody else.
    pub over: bool,
    /// When it was first paged.
    pub first: SimTime,
    /// When it was last paged.
    pub last: SimTime,
    /// The event of the last page.
    pub seq: Seq,
    /// Every seat that was paged.
    pub to: Vec<SeatId>,
    /// Who acknowledged it first, and when.
    pub acked: Option<(SeatId, SimTime)>,
    /// What it says.
    pub text: String,
}

/// An inject's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InjectState {
    /// When it comes.
    pub due: Option<SimTime>,
    /// Its trigger had its turn.
    pub triggered: bool,
    /// How often it was triggered: the dice's count.
    pub rolls: u64,
    /// How often it came.
    pub delivered: u32,
    /// It will not come any more, or not this time.
    pub not_needed: bool,
    /// The facilitator left it out.
    pub skipped: bool,
}

impl InjectState {
    /// It was never triggered, and its time to be is over.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.not_needed && self.rolls == 0
    }
}

/// An action's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionState {
    /// How often it was begun.
    pub tried: u32,
    /// How often it took effect.
    pub done: u32,
    /// It was undone at least once.
    pub undone: bool,
}

/// An action that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub action: ActionId,
    /// By whom.
    pub by: Option<SeatId>,
    /// The event of its start.
    pub seq: Seq,
    /// When it takes effect.
    pub due: SimTime,
    /// When it took effect, and in which event.
    pub took: Option<(SimTime, Seq)>,
    /// It was undone, or called off.
    pub undone: bool,
    /// The failures it cleared.
    pub cleared: Vec<FailureId>,
    /// The failures it started.
    pub started: Vec<FailureId>,
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingAnswer {
    /// The finding.
    pub finding: FindingId,
    /// How often it had been found before.
    pub nth: u32,
    /// To whom; `None` is the table.
    pub to: Option<SeatId>,
    /// To what question.
    pub cause: Seq,
    /// When it comes; `None` once it has.
    pub due: Option<SimTime>,
}

/// The state of a closed incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: SimTime,
    /// The event.
    pub seq: Seq,
    /// Harm went on at that moment.
    pub too_early: bool,
}

/// A seat in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The role.
    pub role: Role,
    /// The seat.
    pub seat: SeatId,
    /// For an expert: of what.
    pub system: Option<ComponentId>,
    /// Since when.
    pub since: SimTime,
    /// It was said to everybody.
    pub announced: bool,
}

/// A question that a voice has asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When.
    pub at: SimTime,
    /// Who.
    pub from: VoiceId,
    /// Whom.
    pub to: Vec<SeatId>,
}

/// Something offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The event.
    pub seq: Seq,
    /// By whom.
    pub by: Option<SeatId>,
    /// To whom.
    pub to: SeatId,
    /// What.
    pub what: Offered,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A role.
    Role(Role),
    /// A task.
    Task(u32),
}

/// Work that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number, from 1.
    pub number: u32,
    /// To whom it came.
    pub seat: Option<SeatId>,
    /// What.
    pub text: String,
    /// When.
    pub at: SimTime,
    /// When its time box ends.
    pub until: Option<SimTime>,
    /// The owner said so.
    pub accepted: bool,
    /// A result came.
    pub reported: bool,
}

/// What an audience knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AudienceState {
    /// When it was last told.
    pub last: Option<SimTime>,
    /// When it was promised the next update.
    pub promised: Option<SimTime>,
    /// It was told that it is over, and promised nothing more: it waits for nothing.
    pub told_over: bool,
}

/// Whether an update's state says that it is over.
fn says_over(state: &str) -> bool {
    let word = state.trim_start().get(..8);
    word.is_some_and(|word| word.eq_ignore_ascii_case("resolved"))
}

/// What an event touched: facts that conditions may mention, and timers that may have moved.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Facts.
    pub facts: Vec<Fact>,
    /// Timers.
    pub slots: Vec<Slot>,
}

impl World {
    /// When a seat was first called: by a page, or by what it noticed itself.
    pub(super) fn called(&self, seat: SeatId) -> Option<SimTime> {
        let paged = self.groups.iter().filter(|group| group.to.contains(&seat)).map(|group| group.first);
        paged.chain(self.seats[seat.n()].joined).min()
    }

    /// Before anything happened.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let baseline = |metric: MetricId| MetricState {
            curve: Curve::flat(scenario.metrics[metric].baseline),
            parts: Vec::new(),
            constant: scenario.metrics[metric].baseline,
        };
        World {
            next: 0,
            seed: 0,
            mode: Mode::default(),
            facilitated: false,
            paused: false,
            clock: ScoreClock::default(),
            moved: None,
            stepped: None,
            unhandled: Vec::new(),
            improvised: 0,
            facilitator_talks: None,
            severity_talk: false,
            slots_said: BTreeMap::new(),
            attempt: 1,
            ended: None,
            seats: vec![SeatState::default(); scenario.seats.len()],
            open_chairs: true,
            watches: vec![None; scenario.watches.len()],
            milestones: vec![None; scenario.milestones.len()],
            failures: vec![FailureState::default(); scenario.failures.len()],
            health: vec![Health::Healthy; scenario.components.len()],
            metrics: scenario.metrics.ids().map(baseline).collect(),
            alerts: vec![AlertState::default(); scenario.alerts.len()],
            groups: Vec::new(),
            pages: 0,
            injects: vec![InjectState::default(); scenario.injects.len()],
            actions: vec![ActionState::default(); scenario.actions.len()],
            runs: Vec::new(),
            proof: Proof::default(),
            reads: BTreeMap::new(),
            questions: Vec::new(),
            deeds: Deeds::default(),
            looked: BTreeSet::new(),
            asked: BTreeSet::new(),
            paged_teams: BTreeSet::new(),
            paged_seats: BTreeSet::new(),
            hints: BTreeMap::new(),
            found: vec![0; scenario.findings.len()],
            answers: Vec::new(),
            severity: None,
            declared: None,
            first_ack: None,
            closed: None,
            recovered: None,
            asked_if_done: false,
            holders: Vec::new(),
            offers: Vec::new(),
            tasks: Vec::new(),
            polls: 0,
            audiences: vec![AudienceState::default(); scenario.organisation.audiences.len()],
            steps: BTreeSet::new(),
            truths: BTreeSet::new(),
            knowable: BTreeSet::new(),
            teams_knowable: BTreeSet::new(),
            opened: BTreeMap::new(),
            superseded: BTreeSet::new(),
            stated: false,
            plan_until: None,
        }
    }

    /// When something is due that was set going at an instant: jumps of story time move it with them.
    #[must_use]
    pub fn due(&self, from: SimTime, after: SimDuration) -> SimTime {
        let from = self.clock.at(from);
        self.clock.story(self.clock.fall(from, from + after))
    }

    /// Who holds a role; experts: the first.
    #[must_use]
    pub fn holder(&self, role: Role) -> Option<SeatId> {
        self.holders.iter().find(|holder| holder.role == role).map(|holder| holder.seat)
    }

    /// Whether anybody may be at a seat, as far as is known.
    #[must_use]
    pub fn sits(&self, seat: SeatId) -> bool {
        self.seats[seat.n()].filled || self.open_chairs
    }

    /// Whether a failure that does harm is active.
    #[must_use]
    pub fn harm_goes_on(&self, scenario: &Scenario) -> bool {
        scenario.failures.iter().any(|(id, failure)| failure.impact && self.failures[id.n()].active.is_some())
    }

    /// The true severity as of now.
    #[must_use]
    pub fn true_severity(&self, scenario: &Scenario) -> Severity {
        let last = self.truths.iter().next_back().copied().unwrap_or(0);
        scenario.truth.severity.get(last).map_or(Severity::Sev3, |truth| truth.severity)
    }

    /// Changes the state by one event.
    ///
    /// # Errors
    /// The event names something the scenario does not have; the world must then be dropped.
    pub fn apply(
        &mut self,
        scenario: &Scenario,
        event: &Event,
        touched: &mut Touched,
    ) -> Result<(), UnknownName> {
        self.next = event.seq.0 + 1;
        let by = match event.by.seat() {
            Some(seat) => Some(scenario.seats.id(seat)?),
            None => None,
        };
        if let Some(seat) = by
            && !matches!(event.kind, EventKind::Refused { .. })
        {
            self.moved = Some(event.at);
            self.seats[seat.n()].moved = Some(event.at);
            if is_act(&event.kind) {
                self.act(seat, event.at, touched);
            }
        }
        self.proof.event(scenario, event);
        self.deeds.event(scenario, event);
        let mut change = Change { world: self, scenario, event, by, touched };
        change.make()
    }

    fn act(&mut self, seat: SeatId, at: SimTime, touched: &mut Touched) {
        self.seats[seat.n()].acted = Some(at);
        self.unhandled.retain(|(_, to)| !to.contains(&seat));
        // A page is sent again only while nobody has done anything.
        for (n, alert) in self.alerts.iter().enumerate() {
            if alert.firing.is_some() {
                touched.slots.push(Slot::Again(AlertId::new(n)));
            }
        }
    }

    /// Draws a metric again from an instant on.
    fn redraw(&mut self, metric: MetricId, from: SimTime, touched: &mut Touched) {
        let MetricState { curve, parts, constant } = &mut self.metrics[metric.n()];
        parts.retain(|part| {
            let still = part.curve.bounds().filter(|(_, last)| part.ended && *last < from);
            constant.0 = constant.0.saturating_add(still.map_or(0, |(_, last)| part.curve.value(last).0));
            still.is_none()
        });
        curve.redraw(from, *constant, parts.iter().map(|part| &part.curve));
        touched.facts.push(Fact::Metric(metric));
    }

    fn begin_drives(&mut self, from: Source, drives: &[Drive], since: SimTime, touched: &mut Touched) {
        for drive in drives {
            let curve = Curve::driven(drive, since);
            let first = curve.bounds().map_or(since, |(first, _)| first);
            let part = Contribution { from, drive: *drive, curve, ended: false };
            self.metrics[drive.metric.n()].parts.push(part);
            self.redraw(drive.metric, first, touched);
        }
    }

    fn end_drives(
        &mut self,
        scenario: &Scenario,
        from: Source,
        drives: &[Drive],
        at: SimTime,
        touched: &mut Touched,
    ) {
        for drive in drives {
            let kind = scenario.metrics[drive.metric].kind;
            for part in &mut self.metrics[drive.metric.n()].parts {
                if part.from == from && !part.ended {
                    part.curve.end(at, &part.drive, kind);
                    part.ended = true;
                }
            }
            self.redraw(drive.metric, at - SimDuration::from_ms(1), touched);
        }
    }

    fn reckon_health(&mut self, scenario: &Scenario) {
        let mut own = vec![Health::Healthy; scenario.components.len()];
        for (id, failure) in scenario.failures.iter() {
            if self.failures[id.n()].active.is_some() {
                let health = &mut own[failure.of.n()];
                *health = (*health).max(failure.makes);
            }
        }
        // Dependencies have no circle (the checker), so as many passes as components reach every dependant; two do
        // for most systems.
        loop {
            let before = own.clone();
            for (id, component) in scenario.components.iter() {
                if component.depends_on.iter().any(|on| own[on.n()] != Health::Healthy) {
                    own[id.n()] = own[id.n()].max(Health::Degraded);
                }
            }
            if own == before {
                break;
            }
        }
        self.health = own;
    }
}

/// Whether an event of a seat is an act, as far as pages are concerned: not an acknowledgement, talk or time.
fn is_act(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Acknowledged { .. }
            | EventKind::Said { .. }
            | EventKind::Noted { .. }
            | EventKind::Bookmarked { .. }
            | EventKind::HintGiven { .. }
            | EventKind::Refused { .. }
            | EventKind::SeatTaken { .. }
            | EventKind::Paused {}
            | EventKind::Resumed {}
            | EventKind::DrillEnded { .. }
            | EventKind::Rewound { .. }
            | EventKind::Forked { .. }
    )
}

/// One event on its way into the world.
struct Change<'a> {
    world: &'a mut World,
    scenario: &'a Scenario,
    event: &'a Event,
    by: Option<SeatId>,
    touched: &'a mut Touched,
}

impl Change<'_> {
    fn make(&mut self) -> Result<(), UnknownName> {
        let (scenario, at) = (self.scenario, self.event.at);
        match &self.event.kind {
            EventKind::DrillStarted(header) => self.open(header)?,
            EventKind::SeatTaken { seat } => self.world.seats[scenario.seats.id(seat)?.n()].filled = true,
            EventKind::Paused {} => self.world.paused = true,
            EventKind::Resumed {} => self.world.paused = false,
            EventKind::DrillEnded { how, .. } => self.world.ended = Some((at, *how)),
            EventKind::Rewound { .. } => self.world.ended = Some((at, EndHow::Rewound)),
            EventKind::Forked { attempt, .. } => self.world.attempt = *attempt,
            EventKind::WatchHeld { watch } => self.watch(*watch, Some(at)),
            EventKind::WatchBroke { watch } => self.watch(*watch, None),
            EventKind::MilestoneReached { milestone } => self.milestone(scenario.milestones.id(milestone)?),
            EventKind::FailureScheduled { failure, due } => {
                self.failure_scheduled(scenario.failures.id(failure)?, *due);
            }
            EventKind::FailureStarted { failure, since } => {
                self.start(scenario.failures.id(failure)?, *since)
            }
            EventKind::FailureCleared { failure } => self.clear(scenario.failures.id(failure)?),
            EventKind::FailureSettled { failure } => self.settle(scenario.failures.id(failure)?),
            EventKind::FailureRearmed { failure } => {
                self.world.failures[scenario.failures.id(failure)?.n()].triggered = false;
            }
            EventKind::AlertFired { alert, .. } => self.alert(scenario.alerts.id(alert)?, Some(at)),
            EventKind::AlertCleared { alert } => self.alert(scenario.alerts.id(alert)?, None),
            EventKind::Paged { .. } => self.page()?,
            EventKind::Acknowledged { seat, group, how } => self.ack(scenario.seats.id(seat)?, *group, *how),
            EventKind::InjectScheduled { inject, due } => {
                self.inject_scheduled(scenario.injects.id(inject)?, *due);
            }
            EventKind::InjectDelivered { inject, from, to, text, .. } => {
                self.question(from, to, text)?;
                self.delivered(scenario.injects.id(inject)?);
                self.unhandled(to)?;
            }
            EventKind::InjectNotNeeded { inject, .. } => self.not_needed(scenario.injects.id(inject)?),
            EventKind::InjectMoved { inject, due } => self.inject_moved(scenario.injects.id(inject)?, *due),
            EventKind::InjectSkipped { inject } => self.skip(scenario.injects.id(inject)?),
            EventKind::InjectRearmed { inject } => self.inject_rearmed(scenario.injects.id(inject)?),
            EventKind::Improvised { to, .. } => {
                self.world.improvised += 1;
                self.unhandled(to)?;
            }
            EventKind::Jumped { ms, due } => self.jump(*ms, *due),
            EventKind::MarkedWrong { of, slot } => self.unsaid(*of, slot.as_deref()),
            EventKind::Observed { seat, .. } => {
                seat.as_ref().map(|seat| scenario.seats.id(seat)).transpose()?;
            }
            EventKind::FacilitatorTalk { on } => self.world.facilitator_talks = on.then_some(at),
            EventKind::SeverityTalk { on } => self.world.severity_talk = *on,
            EventKind::SeatVacated { seat } => self.vacate_seat(scenario.seats.id(seat)?),
            EventKind::TruthChanged { n, .. } => {
                self.world.truths.insert(*n as usize);
            }
            EventKind::SeverityKnowable { n, .. } => {
                self.world.knowable.insert(*n as usize);
            }
            EventKind::TeamKnowable { team } => self.knowable(scenario.organisation.teams.id(team)?),
            EventKind::ExpectationOpened { expected } => {
                self.world.opened.insert(scenario.expected.id(expected)?.n(), at);
            }
            EventKind::ExpectationSuperseded { expected } => {
                self.world.superseded.insert(scenario.expected.id(expected)?.n());
            }
            EventKind::Recovered {} => self.recover(),
            EventKind::Relapsed {} => self.relapse(),
            EventKind::AskedIfDone {} => self.asked_if_done(),
            EventKind::Reopened { .. } => self.reopen(),
            EventKind::CloseStood {} => self.let_close_stand(),
            EventKind::HarmDone { harmful, .. } => {
                scenario.harmful.id(harmful)?;
            }
            EventKind::Declared { severity } => {
                self.world.declared = Some((at, self.by));
                self.severity(*severity);
            }
            EventKind::SeverityChanged { severity, .. } => self.severity(*severity),
            EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
                self.world.stated = true;
                self.said(&[
                    ("symptom", symptom),
                    ("affected", affected),
                    ("scope", scope),
                    ("since", since),
                    ("unknown", unknown),
                    ("done", done),
                    ("suspect", suspect),
                ]);
                self.step(Step::Assess);
            }
            EventKind::IncidentClosed { .. } => self.close_incident(),
            EventKind::RoleGiven { .. } => self.give_role()?,
            EventKind::RoleVacated { role, seat, .. } => self.vacate_role(*role, scenario.seats.id(seat)?),
            EventKind::RolesAnnounced {} => self.announce_roles(),
            EventKind::HandoverOffered { role, to, state, flight, tried, next } => {
                self.said(&[("state", state), ("flight", flight), ("tried", tried), ("next", next)]);
                self.offer(scenario.seats.id(to)?, Offered::Role(*role));
            }
            EventKind::Left {} => self.leave(self.by),
            EventKind::Released { seat } => self.leave(Some(scenario.seats.id(seat)?)),
            EventKind::MetricRead { metric, good, word, .. } => {
                self.read(scenario.metrics.id(metric)?, *good, *word);
            }
            EventKind::ComponentRead { component, .. } => {
                self.look(Lookable::Component(scenario.components.id(component)?));
            }
            EventKind::TopicRead { topic, .. } => {
                // What nobody scripted is looked at all the same; only a topic can be waited for.
                match scenario.topics.find(topic) {
                    Some(id) => self.look(Lookable::Topic(id)),
                    None => self.step(Step::Assess),
                }
            }
            EventKind::Asked { whom, .. } => self.ask(whom)?,
            EventKind::AnswerDue { finding, to, due } => {
                self.answer_due(scenario.findings.id(finding)?, to, *due)?
            }
            EventKind::Answered { finding, .. } => {
                let finding = finding.as_ref().map(|name| scenario.findings.id(name)).transpose()?;
                self.answered(finding);
            }
            EventKind::ActionStarted { action, due, .. } => self.begin(scenario.actions.id(action)?, *due),
            EventKind::ActionTookEffect { run, helped, .. } => self.take_effect(*run, *helped),
            EventKind::ActionUndone { run, .. } => self.undo(*run),
            EventKind::Held { .. } => self.step(Step::Stabilise),
            EventKind::Tasked { .. } => self.task()?,
            EventKind::TaskAccepted { task } => self.accept_task(*task),
            EventKind::Reported { task, more, .. } => self.report(*task, *more),
            EventKind::Polled { poll, .. } => self.world.polls = *poll,
            EventKind::Updated { audiences, next_ms, state, impact, doing, next } => {
                self.said(&[("state", state), ("impact", impact), ("doing", doing), ("next", next)]);
                self.update(audiences, *next_ms, state.as_deref())?;
            }
            EventKind::Marked { action } => {
                scenario.actions.id(action)?;
            }
            EventKind::Planned { next, .. } => self.world.plan_until = Some(at + *next),
            EventKind::Said { .. } => self.speak(),
            EventKind::HintGiven { item, level, .. } => self.hint(item, *level),
            EventKind::Forced { .. }
            | EventKind::UnscriptedDone { .. }
            | EventKind::Objected { .. }
            | EventKind::Decided { .. }
            | EventKind::Noted { .. }
            | EventKind::Bookmarked { .. }
            | EventKind::Refused { .. } => {}
        }
        Ok(())
    }

    fn open(&mut self, header: &Header) -> Result<(), UnknownName> {
        (self.world.seed, self.world.mode) = (header.seed, header.mode);
        self.world.facilitated = header.facilitated;
        self.world.open_chairs = header.seats.is_empty();
        for seat in &header.seats {
            self.world.seats[self.scenario.seats.id(seat)?.n()].filled = true;
        }
        for seat in &header.stand_ins {
            self.world.seats[self.scenario.seats.id(seat)?.n()].stand_in = true;
        }
        Ok(())
    }

    fn milestone(&mut self, id: MilestoneId) {
        self.world.milestones[id.n()] = Some(self.event.at);
        self.fact(Fact::Milestone(id));
    }

    fn failure_scheduled(&mut self, id: FailureId, due: SimTime) {
        let state = &mut self.world.failures[id.n()];
        state.scheduled = Some(due);
        state.triggered = true;
        self.slot(Slot::Failure(id));
    }

    /// It will not come back.
    fn settle(&mut self, id: FailureId) {
        self.world.failures[id.n()].returns = None;
        self.slot(Slot::Returns(id));
    }

    fn inject_scheduled(&mut self, id: InjectId, due: SimTime) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.triggered, state.not_needed) = (Some(due), true, false);
        state.rolls += 1;
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    fn delivered(&mut self, id: InjectId) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.triggered, state.skipped) = (None, true, false);
        state.delivered += 1;
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
        self.fact(Fact::Inject(id));
    }

    fn inject_moved(&mut self, id: InjectId, due: SimTime) {
        self.world.injects[id.n()].due = Some(due);
        self.slot(Slot::Inject(id));
    }

    fn skip(&mut self, id: InjectId) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.skipped) = (None, true);
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    fn inject_rearmed(&mut self, id: InjectId) {
        self.world.injects[id.n()].triggered = false;
        self.slot(Slot::GivesUp(id));
    }

    /// A slot, or all of a move, does not count.
    fn unsaid(&mut self, of: Seq, slot: Option<&str>) {
        if let Some(slots) = self.world.slots_said.get_mut(&of) {
            slots.retain(|said| slot.is_some_and(|slot| slot != *said));
        }
    }

    fn vacate_seat(&mut self, id: SeatId) {
        let state = &mut self.world.seats[id.n()];
        (state.filled, state.stand_in) = (false, false);
        self.leave(Some(id));
        // Whoever sits down there next has not left.
        self.world.seats[id.n()].left = None;
    }

    fn knowable(&mut self, team: TeamId) {
        let places = self.scenario.truth.needed_teams.iter().enumerate();
        self.world.teams_knowable.extend(places.filter(|(_, needed)| needed.team == team).map(|(n, _)| n));
    }

    fn recover(&mut self) {
        self.world.recovered = Some(self.event.at);
        self.world.asked_if_done = false;
        self.slot(Slot::AskIfDone);
    }

    fn relapse(&mut self) {
        self.in_hand("close");
        self.world.recovered = None;
        self.slot(Slot::AskIfDone);
    }

    fn asked_if_done(&mut self) {
        self.world.asked_if_done = true;
        self.slot(Slot::AskIfDone);
    }

    fn reopen(&mut self) {
        self.world.audiences.iter_mut().for_each(|audience| audience.told_over = false);
        self.close(None);
    }

    fn let_close_stand(&mut self) {
        let closed = self.world.closed.clone().map(|closed| Closed { too_early: false, ..closed });
        self.close(closed);
    }

    fn severity(&mut self, severity: Severity) {
        self.world.severity = Some(severity);
        self.fact(Fact::Declared);
        self.slot(Slot::End);
    }

    fn close_incident(&mut self) {
        let too_early = self.world.harm_goes_on(self.scenario);
        self.close(Some(Closed { at: self.event.at, seq: self.event.seq, too_early }));
    }

    fn vacate_role(&mut self, role: Role, seat: SeatId) {
        self.world.holders.retain(|holder| holder.role != role || holder.seat != seat);
        self.in_hand("command");
        self.fact(Fact::Role(role));
    }

    fn announce_roles(&mut self) {
        for holder in &mut self.world.holders {
            holder.announced = true;
        }
    }

    fn read(&mut self, id: MetricId, good: bool, word: Word) {
        self.world.reads.insert(id, (self.event.at, good));
        self.look(Lookable::Metric(id));
        let proves = self.world.runs.iter().any(|run| {
            run.took.is_some() && !run.undone && self.scenario.actions[run.action].proved_by.contains(&id)
        });
        if good && (proves || word == Word::Verify) {
            self.step(Step::Verify);
        }
        self.in_hand("verify");
    }

    fn accept_task(&mut self, number: u32) {
        self.with_task(number, |task| task.accepted = true);
        self.world.offers.retain(|offer| offer.what != Offered::Task(number));
    }

    fn update(
        &mut self,
        audiences: &[AudienceName],
        next: Option<SimDuration>,
        state: Option<&str>,
    ) -> Result<(), UnknownName> {
        let at = self.event.at;
        let promised = next.map(|ms| at + ms);
        let told_over = state.is_some_and(says_over) && promised.is_none();
        for audience in audiences {
            let id = self.scenario.organisation.audiences.id(audience)?;
            self.world.audiences[id.n()] = AudienceState { last: Some(at), promised, told_over };
            self.fact(Fact::Audience(id));
        }
        // Whoever asked reads it, or is told what it says.
        self.world.questions.clear();
        self.in_hand("update");
        self.step(Step::Update);
        self.slot(Slot::End);
        Ok(())
    }

    /// Who was asked has spoken.
    fn speak(&mut self) {
        let by = self.by;
        self.world.questions.retain(|question| by.is_some_and(|by| !question.to.contains(&by)));
    }

    fn hint(&mut self, item: &str, level: u8) {
        let given = self.world.hints.entry(item.to_owned()).or_default();
        *given = (*given).max(level);
    }

    /// What was promised, and the time boxes of open work, move with the story.
    fn jump(&mut self, ms: SimDuration, due: bool) {
        let before = self.world.clock.clone();
        self.world.clock.jump(self.event.at, ms, due);
        let clock = &self.world.clock;
        let moved =
            |from: SimTime, until: SimTime| clock.story(clock.fall(before.at(from), before.at(until)));
        for audience in &mut self.world.audiences {
            audience.promised = audience.promised.zip(audience.last).map(|(until, from)| moved(from, until));
        }
        for task in self.world.tasks.iter_mut().filter(|task| !task.reported) {
            task.until = task.until.map(|until| moved(task.at, until));
        }
    }

    fn fact(&mut self, fact: Fact) {
        self.touched.facts.push(fact);
    }

    fn slot(&mut self, slot: Slot) {
        self.touched.slots.push(slot);
    }

    /// News for seats that have not done anything about it yet.
    fn unhandled(&mut self, to: &[SeatName]) -> Result<(), UnknownName> {
        let to = to.iter().map(|seat| self.scenario.seats.id(seat)).collect::<Result<Vec<_>, _>>()?;
        self.world.unhandled.push((self.event.at, to));
        Ok(())
    }

    /// A voice that wants to know something waits until somebody it asked speaks.
    fn question(&mut self, from: &VoiceName, to: &[SeatName], text: &str) -> Result<(), UnknownName> {
        if !text.contains('?') {
            return Ok(());
        }
        let from = self.scenario.organisation.voices.id(from)?;
        let to = to.iter().map(|seat| self.scenario.seats.id(seat)).collect::<Result<Vec<_>, _>>()?;
        self.world.questions.retain(|question| question.from != from);
        self.world.questions.push(Question { at: self.event.at, from, to });
        Ok(())
    }

    /// The slots that a move filled.
    fn said(&mut self, slots: &[(&'static str, &EventSlot)]) {
        let filled = slots.iter().filter(|(_, text)| text.is_some()).map(|(slot, _)| *slot);
        self.world.slots_said.insert(self.event.seq, filled.collect());
    }

    /// What was asked about is in hand: the next time is a new one, and begins with a question again.
    fn in_hand(&mut self, item: &str) {
        self.world.hints.remove(item);
    }

    fn step(&mut self, step: Step) {
        self.world.stepped = Some(self.event.at);
        self.in_hand("stall");
        if self.world.steps.insert(step) {
            self.fact(Fact::Step(step));
        }
    }

    fn watch(&mut self, watch: u32, since: Option<SimTime>) {
        let id = Id::new(watch as usize);
        if let Some(state) = self.world.watches.get_mut(id.n()) {
            *state = since;
            self.fact(Fact::Watch(id));
        }
    }

    fn failure_moved(&mut self, id: FailureId) {
        self.world.reckon_health(self.scenario);
        self.fact(Fact::Failure(id));
        for slot in [Slot::Failure(id), Slot::Lasts(id), Slot::Returns(id)] {
            self.slot(slot);
        }
    }

    fn start(&mut self, id: FailureId, since: SimTime) {
        let state = &mut self.world.failures[id.n()];
        let came_back = state.returns == Some(self.event.at);
        (state.scheduled, state.returns, state.triggered) = (None, None, true);
        if state.active.is_some() {
            self.failure_moved(id);
            return;
        }
        state.returned += u32::from(came_back);
        state.active = Some(since);
        state.starts += 1;
        let drives = &self.scenario.failures[id].drives;
        self.world.begin_drives(Source::Failure(id), drives, since, self.touched);
        if let Some(run) = self.run_behind() {
            self.world.runs[run].started.push(id);
        }
        self.failure_moved(id);
    }

    fn clear(&mut self, id: FailureId) {
        let at = self.event.at;
        let failure = &self.scenario.failures[id];
        let state = &mut self.world.failures[id.n()];
        if state.active.take().is_none() {
            return;
        }
        state.cleared = Some(at);
        state.returns =
            failure.returns.as_ref().filter(|how| state.returned < how.times).map(|how| at + how.after);
        self.world.end_drives(self.scenario, Source::Failure(id), &failure.drives, at, self.touched);
        if let Some(run) = self.run_behind() {
            self.world.runs[run].cleared.push(id);
        }
        self.failure_moved(id);
    }

    /// The run whose taking effect this event followed from.
    fn run_behind(&self) -> Option<usize> {
        let cause = self.event.cause?;
        self.world.runs.iter().position(|run| run.took.is_some_and(|(_, seq)| seq == cause))
    }

    fn alert(&mut self, id: AlertId, firing: Option<SimTime>) {
        self.world.alerts[id.n()].firing = firing;
        self.fact(Fact::Alert(id));
        self.slot(Slot::Again(id));
        // Once all that it stands for is over, a page wakes nobody else.
        let key = &self.scenario.alerts[id].key;
        let same =
            |(n, alert): (AlertId, &Alert)| self.world.alerts[n.n()].firing.is_some() && alert.key == *key;
        if firing.is_none() && !self.scenario.alerts.iter().any(same) {
            for n in 0..self.world.groups.len() {
                if self.world.groups[n].key.as_ref() == Some(key) {
                    self.world.groups[n].over = true;
                    self.slot(Slot::Group(n));
                }
            }
        }
    }

    fn page(&mut self) -> Result<(), UnknownName> {
        let EventKind::Paged { page, group, team, level, to, alert, text, .. } = &self.event.kind else {
            return Ok(());
        };
        let scenario = self.scenario;
        let team = team.as_ref().map(|team| scenario.organisation.teams.id(team)).transpose()?;
        let alert = alert.as_ref().map(|alert| scenario.alerts.id(alert)).transpose()?;
        let seats = to.iter().map(|seat| scenario.seats.id(seat)).collect::<Result<Vec<SeatId>, _>>()?;
        self.world.pages = *page;
        let n = *group as usize;
        if n >= self.world.groups.len() {
            self.world.groups.push(Group {
                team,
                level: *level,
                key: alert.map(|alert| scenario.alerts[alert].key.clone()),
                over: false,
                alert,
                first: self.event.at,
                last: self.event.at,
                seq: self.event.seq,
                to: Vec::new(),
                acked: None,
                text: text.clone(),
            });
        }
        let n = n.min(self.world.groups.len() - 1);
        let state = &mut self.world.groups[n];
        (state.level, state.last, state.seq) = (*level, self.event.at, self.event.seq);
        state.to.extend(seats.iter().filter(|seat| !state.to.contains(seat)).copied().collect::<Vec<_>>());
        if let Some(alert) = alert {
            self.world.alerts[alert.n()].group = Some(n);
            self.slot(Slot::Again(alert));
        }
        self.world.paged_seats.extend(&seats);
        for seat in seats {
            self.fact(Fact::PagedSeat(seat));
        }
        if let Some(team) = team {
            self.world.paged_teams.insert(team);
            self.fact(Fact::PagedTeam(team));
        }
        self.slot(Slot::Group(n));
        Ok(())
    }

    fn ack(&mut self, seat: SeatId, group: Option<u32>, how: AckHow) {
        let at = self.event.at;
        let state = &mut self.world.seats[seat.n()];
        state.joined.get_or_insert(at);
        state.noticed |= how == AckHow::Noticed;
        self.world.first_ack.get_or_insert(seat);
        let n = group.map(|group| group as usize).filter(|&n| n < self.world.groups.len());
        if let Some(n) = n {
            self.world.groups[n].acked.get_or_insert((seat, at));
            self.in_hand("page");
            self.slot(Slot::Group(n));
            if let Some(alert) = self.world.groups[n].alert {
                self.slot(Slot::Again(alert));
            }
        }
    }

    fn not_needed(&mut self, id: InjectId) {
        let gives_up = self.scenario.injects[id].gives_up.map(|after| SimTime::START + after);
        let state = &mut self.world.injects[id.n()];
        // What the dice left out was triggered, and they are thrown anew next time; what gave up never was.
        let gave_up = state.rolls == 0 && gives_up.is_some_and(|at| at <= self.event.at);
        state.rolls += u64::from(!state.triggered && !gave_up);
        (state.due, state.triggered, state.not_needed) = (None, true, true);
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    fn close(&mut self, closed: Option<Closed>) {
        self.world.closed = closed;
        self.fact(Fact::Closed);
        for slot in [Slot::Reopen, Slot::End, Slot::AskIfDone] {
            self.slot(slot);
        }
    }

    fn give_role(&mut self) -> Result<(), UnknownName> {
        let EventKind::RoleGiven { role, seat, system, announced, from, .. } = &self.event.kind else {
            return Ok(());
        };
        let seat = self.scenario.seats.id(seat)?;
        let system = system.as_ref().map(|system| self.scenario.components.id(system)).transpose()?;
        let from = from.as_ref().map(|from: &SeatName| self.scenario.seats.id(from)).transpose()?;
        let role = *role;
        self.world.holders.retain(|held| {
            held.role != role || (Some(held.seat) != from && (held.seat, held.system) != (seat, system))
        });
        let holder = Holder { role, seat, system, since: self.event.at, announced: *announced };
        self.world.holders.push(holder);
        // Experts are many: what was offered to one of them stands whoever else becomes one.
        self.world
            .offers
            .retain(|offer| offer.what != Offered::Role(role) || (role == Role::Expert && offer.to != seat));
        self.fact(Fact::Role(role));
        Ok(())
    }

    fn offer(&mut self, to: SeatId, what: Offered) {
        self.world.offers.retain(|offer| offer.what != what);
        self.world.offers.push(Offer { seq: self.event.seq, by: self.by, to, what });
    }

    fn leave(&mut self, seat: Option<SeatId>) {
        if let Some(seat) = seat {
            let state = &mut self.world.seats[seat.n()];
            state.left = state.joined.take().map(|_| self.event.at).or(state.left);
            self.world.offers.retain(|offer| offer.to != seat);
        }
    }

    fn look(&mut self, at: Lookable) {
        if self.world.looked.insert(at) {
            self.fact(Fact::Looked(at));
        }
        self.step(Step::Assess);
    }

    fn ask(&mut self, whom: &Asked) -> Result<(), UnknownName> {
        let scenario = self.scenario;
        let asked = match whom {
            Asked::Team(team) => vec![Askable::Team(scenario.organisation.teams.id(team)?)],
            Asked::Seat(seat) => {
                let seat = scenario.seats.id(seat)?;
                vec![Askable::Seat(seat), Askable::Team(scenario.seats[seat].team)]
            }
            Asked::Voice(voice) => {
                let voice = scenario.organisation.voices.id(voice)?;
                self.world.questions.retain(|question| question.from != voice);
                vec![Askable::Voice(voice)]
            }
            Asked::Nobody(_) => Vec::new(),
        };
        for asked in asked {
            if self.world.asked.insert(asked) {
                self.fact(Fact::Asked(asked));
            }
        }
        self.step(Step::Assess);
        Ok(())
    }

    fn answer_due(&mut self, finding: FindingId, to: &Actor, due: SimTime) -> Result<(), UnknownName> {
        let to = to.seat().map(|seat| self.scenario.seats.id(seat)).transpose()?;
        let nth = self.find(finding);
        let cause = self.event.cause.unwrap_or(self.event.seq);
        self.world.answers.push(PendingAnswer { finding, nth, to, cause, due: Some(due) });
        self.slot(Slot::Answer(self.world.answers.len() - 1));
        Ok(())
    }

    /// How often it had been found before.
    fn find(&mut self, finding: FindingId) -> u32 {
        let found = &mut self.world.found[finding.n()];
        *found += 1;
        *found - 1
    }

    /// Either the answer was on its way, or it came at once.
    fn answered(&mut self, finding: Option<FindingId>) {
        let cause = self.event.cause;
        if let Some(n) = self.world.answers.iter().rposition(|a| a.due.is_some() && Some(a.cause) == cause) {
            self.world.answers[n].due = None;
            self.slot(Slot::Answer(n));
        } else if let Some(finding) = finding {
            self.find(finding);
        }
    }

    fn begin(&mut self, action: ActionId, due: SimTime) {
        self.world.actions[action.n()].tried += 1;
        self.world.runs.push(Run {
            action,
            by: self.by,
            seq: self.event.seq,
            due,
            took: None,
            undone: false,
            cleared: Vec::new(),
            started: Vec::new(),
        });
        self.slot(Slot::Run(self.world.runs.len() - 1));
        self.fact(Fact::Action(action));
        self.step(self.scenario.actions[action].step);
    }

    fn take_effect(&mut self, run: u32, helped: bool) {
        let n = run as usize;
        let Some(state) = self.world.runs.get_mut(n) else { return };
        state.took = Some((self.event.at, self.event.seq));
        let action = state.action;
        self.world.actions[action.n()].done += 1;
        if helped {
            let drives = &self.scenario.actions[action].drives;
            self.world.begin_drives(Source::Run(n), drives, self.event.at, self.touched);
        }
        self.slot(Slot::Run(n));
        self.fact(Fact::Action(action));
    }

    fn undo(&mut self, run: u32) {
        let n = run as usize;
        let Some(state) = self.world.runs.get_mut(n) else { return };
        state.undone = true;
        let action = state.action;
        self.world.actions[action.n()].undone = true;
        let drives = &self.scenario.actions[action].drives;
        self.world.end_drives(self.scenario, Source::Run(n), drives, self.event.at, self.touched);
        self.slot(Slot::Run(n));
        self.fact(Fact::Action(action));
    }

    fn task(&mut self) -> Result<(), UnknownName> {
        let EventKind::Tasked { task, owner, seat, text, time_box } = &self.event.kind else { return Ok(()) };
        if let Owner::Team(team) = owner {
            self.scenario.organisation.teams.id(team)?;
        }
        let seat = seat.as_ref().map(|seat| self.scenario.seats.id(seat)).transpose()?;
        let at = self.event.at;
        self.world.tasks.push(Task {
            number: *task,
            seat,
            text: text.clone(),
            at,
            until: time_box.map(|ms| at + ms),
            accepted: false,
            reported: false,
        });
        if let Some(seat) = seat {
            self.offer(seat, Offered::Task(*task));
        }
        Ok(())
    }

    fn with_task(&mut self, number: u32, change: impl FnOnce(&mut Task)) {
        if let Some(task) = self.world.tasks.iter_mut().find(|task| task.number == number) {
            change(task);
        }
    }

    fn report(&mut self, task: Option<u32>, more: Option<SimDuration>) {
        let at = self.event.at;
        self.in_hand("time-box");
        if let Some(number) = task {
            self.with_task(number, |task| match more {
                Some(ms) => task.until = Some(at + ms),
                None => task.reported = true,
            });
            self.world.offers.retain(|offer| offer.what != Offered::Task(number));
        }
    }
}

/// A seat's name in the scenario, for events.
#[must_use]
pub fn seat_name(scenario: &Scenario, seat: SeatId) -> SeatName {
    scenario.seats.name(seat).clone()
}

/// Whether an audience got an update at `at` or later.
#[must_use]
pub fn told_since(world: &World, audience: AudienceId, at: SimTime) -> bool {
    world.audiences[audience.n()].last.is_some_and(|last| last >= at)
}
