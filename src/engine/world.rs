//! The state of a drill, and [`apply`](World::apply): the only place where it changes.
//!
//! The world holds facts alone. `apply` decides nothing: it can be replayed from a journal, event by event, and gives
//! an equal world. The present instant is the session's; what is due when is worked out from here.
//! The whole is here; each part of it has a file, with its state and what changes it.

mod actions;
mod apply;
mod failures;
mod hands;
mod incident;
mod injects;
mod looks;
mod metrics;
mod pages;
mod polls;
mod table;
mod tasks;
mod updates;

use std::collections::{BTreeMap, BTreeSet};

use super::clock::ScoreClock;
use super::deeds::Deeds;
use super::event::{EndHow, Mode, Seq};
use super::fact::{Fact, Slot};
use super::proof::Proof;
use crate::scenario::Scenario;
use crate::scenario::condition::{Askable, Lookable};
use crate::scenario::id::{MetricId, SeatId, TeamId};
use crate::scenario::words::{Health, Severity, Step};
use crate::time::{SimDuration, SimTime};

pub use actions::{ActionState, Run};
pub use failures::FailureState;
pub(crate) use hands::is_hands_on;
pub use hands::{HANDS, HandsOn};
pub use incident::Closed;
pub use injects::{InjectState, Question};
pub use looks::PendingAnswer;
pub use metrics::MetricState;
pub use pages::{AlertState, Group};
pub use polls::Poll;
pub use table::{Holder, Offer, Offered, SeatState, seat_name};
pub use tasks::Task;
pub use updates::{AudienceState, told_since};

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
    /// What was declared, and each change of it, with its time.
    pub severities: Vec<(SimTime, Severity)>,
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
    /// The last of them, while it is open.
    pub poll: Option<Poll>,
    /// When the seat in command last had its own hands on the system.
    pub hands_on: Option<HandsOn>,
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

/// What an event touched: facts that conditions may mention, and timers that may have moved.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Facts.
    pub facts: Vec<Fact>,
    /// Timers.
    pub slots: Vec<Slot>,
}

impl World {
    /// Before anything happened.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let flat = |metric: MetricId| MetricState::flat(scenario.metrics[metric].baseline);
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
            metrics: scenario.metrics.ids().map(flat).collect(),
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
            severities: Vec::new(),
            declared: None,
            first_ack: None,
            closed: None,
            recovered: None,
            asked_if_done: false,
            holders: Vec::new(),
            offers: Vec::new(),
            tasks: Vec::new(),
            polls: 0,
            poll: None,
            hands_on: None,
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
        self.clock.due(from, after)
    }
}
