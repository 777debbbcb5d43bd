//! What happened, in the past tense: the facts of a drill, and nothing that could be worked out from them.
//!
//! Identity and time live in the envelope ([`Event`]), everything else in [`EventKind`]. Names are words, so that a
//! journal can be read without its scenario; outcomes of chance stand here, so that a replay rolls nothing.

mod actor;
mod header;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use actor::Actor;
pub use header::{FORMAT, Header, Mode, RULES};
pub use words::{AckHow, Asked, EndHow, Owner, RoleHow, VacatedHow, Word};

use crate::quantity::Milli;
use crate::scenario::id::{
    ActionName, AlertName, AudienceName, ComponentName, ExpectedName, FailureName, FindingName, HarmfulName,
    InjectName, MetricName, MilestoneName, SeatName, TeamName, VoiceName,
};
use crate::scenario::words::{Channel, Harm, Health, Role, Severity};
use crate::time::{SimDuration, SimTime};

/// The place of an event in its journal, from 0, without gaps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Seq(pub u64);

impl Seq {
    /// No event has a larger number: a drill ends long before.
    pub const LAST: Seq = Seq(u32::MAX as u64);
}

impl TryFrom<u64> for Seq {
    type Error = String;
    fn try_from(seq: u64) -> Result<Self, String> {
        if seq <= Self::LAST.0 { Ok(Self(seq)) } else { Err(format!("no drill has an event {seq}")) }
    }
}

impl From<Seq> for u64 {
    fn from(seq: Seq) -> u64 {
        seq.0
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place.
    pub seq: Seq,
    /// When, on the story's clock.
    pub at: SimTime,
    /// When it was said, if it was typed later: at most three minutes before `at`. Scored by this time.
    pub said: Option<SimTime>,
    /// Who brought it about.
    pub by: Actor,
    /// The event it followed from.
    pub cause: Option<Seq>,
    /// What happened.
    pub kind: EventKind,
}

impl Event {
    /// The time that counts for scoring: when it was said, else when it happened.
    #[must_use]
    pub fn counts_at(&self) -> SimTime {
        self.said.unwrap_or(self.at)
    }
}

/// The words of an incident statement or an update, as said; `None` for a slot that was left out.
pub type Slot = Option<String>;

/// What happened, in the past tense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant has its sentence; a field's name and type say the rest")]
pub enum EventKind {
    /// The clock started.
    DrillStarted(Box<Header>),
    /// A seat that was not filled from the start made its first move.
    SeatTaken { seat: SeatName },
    /// Story and score time stopped.
    Paused {},
    /// Story and score time run again; at another `pace` than before, if it is said.
    Resumed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pace: Option<String>,
    },
    /// The drill is over.
    DrillEnded { how: EndHow, resolved: bool },
    /// This line of play was left: another goes on from `to`, with the events up to and including `kept` in common.
    Rewound { to: SimTime, kept: Seq, branch: String },
    /// From here on this is another line of play than `parent`, whose events it has up to and including `kept`; at
    /// another `pace` than these, if it is said.
    Forked {
        parent: String,
        kept: Seq,
        attempt: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pace: Option<String>,
    },

    /// What a `For` waits for began to hold.
    WatchHeld { watch: u32 },
    /// What a `For` waits for ceased to hold.
    WatchBroke { watch: u32 },
    /// A milestone was reached.
    MilestoneReached { milestone: MilestoneName },
    /// A failure will start.
    FailureScheduled { failure: FailureName, due: SimTime },
    /// A failure started; `since` is before the event only for what was there when the story began.
    FailureStarted { failure: FailureName, since: SimTime },
    /// A failure is over, for now.
    FailureCleared { failure: FailureName },
    /// A failure that might have come back did not.
    FailureSettled { failure: FailureName },
    /// A repeating failure's condition has been false again: it may start anew.
    FailureRearmed { failure: FailureName },
    /// An alert fired.
    AlertFired { alert: AlertName, value: Option<Milli>, text: String },
    /// An alert is over.
    AlertCleared { alert: AlertName },
    /// Somebody was paged. Pages of one `group` are one call for help: an alert's, its escalations and repeats.
    Paged {
        page: u32,
        group: u32,
        team: Option<TeamName>,
        level: Option<u8>,
        to: Vec<SeatName>,
        alert: Option<AlertName>,
        hint: Option<Severity>,
        escalated: bool,
        text: String,
    },
    /// A seat has it, and is in the call. Without a `group`: it noticed before any page.
    Acknowledged { seat: SeatName, group: Option<u32>, how: AckHow },
    /// An inject was triggered; it comes at `due`.
    InjectScheduled { inject: InjectName, due: SimTime },
    /// News reached its receivers.
    InjectDelivered {
        inject: InjectName,
        from: VoiceName,
        via: Channel,
        to: Vec<SeatName>,
        news: bool,
        text: String,
    },
    /// An inject will not come.
    InjectNotNeeded { inject: InjectName, why: String },
    /// The facilitator moved an inject: it comes at `due`.
    InjectMoved { inject: InjectName, due: SimTime },
    /// The facilitator left an inject out.
    InjectSkipped { inject: InjectName },
    /// The facilitator said something that stands in no file: news, or a voice.
    Improvised { from: Slot, via: Channel, to: Vec<SeatName>, text: String },
    /// Story time moved on at once; score time stood still meanwhile. `due`: what fell due in between is due soon after.
    Jumped {
        ms: SimDuration,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        due: bool,
    },
    /// A filled slot of an earlier move is wrong; all of them, if none is named. `move` is its place.
    MarkedWrong {
        #[serde(rename = "move")]
        of: Seq,
        slot: Slot,
    },
    /// The facilitator's note on how the response runs.
    Observed { seat: Option<SeatName>, text: String },
    /// Who runs the drill began or ended to speak to the table: a pause, as far as answering pages is concerned.
    FacilitatorTalk { on: bool },
    /// The table began or ended to talk about the severity.
    SeverityTalk { on: bool },
    /// The facilitator put something right by hand; what it was follows.
    Forced { what: String },
    /// A seat is empty from now on; where the story took it away, for good.
    SeatVacated {
        seat: SeatName,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_good: bool,
    },
    /// A repeating inject may come again.
    InjectRearmed { inject: InjectName },
    /// The true severity is this from now on; `n` is its place in the scenario, for one may come back.
    TruthChanged { n: u32, severity: Severity },
    /// From now on the evidence suffices to choose the true severity.
    SeverityKnowable { n: u32, severity: Severity },
    /// From now on it could be known that a team is needed.
    TeamKnowable { team: TeamName },
    /// An expected action's clock started.
    ExpectationOpened { expected: ExpectedName },
    /// An expected action is no longer needed.
    ExpectationSuperseded { expected: ExpectedName },
    /// What the ending calls resolved began to hold.
    Recovered {},
    /// What the ending calls resolved ceased to hold.
    Relapsed {},
    /// It has been resolved for a while and nobody has closed: a voice asks.
    AskedIfDone {},
    /// The incident was closed while harm went on: the story answered, and it is open again.
    Reopened { text: String },
    /// The incident was closed while harm went on, and the harm ended by itself before the story answered.
    CloseStood {},
    /// A harmful action took effect.
    HarmDone { harmful: HarmfulName, harm: Harm, teachable: bool },

    /// The incident process started.
    Declared { severity: Severity },
    /// The severity was changed.
    SeverityChanged { from: Severity, severity: Severity, why: String },
    /// The incident statement was made, or made anew.
    StatementMade {
        symptom: Slot,
        affected: Slot,
        scope: Slot,
        since: Slot,
        unknown: Slot,
        done: Slot,
        suspect: Slot,
    },
    /// The incident was closed.
    IncidentClosed { summary: String },

    /// A seat has a role; `from` held it until now.
    RoleGiven {
        role: Role,
        seat: SeatName,
        system: Option<ComponentName>,
        how: RoleHow,
        announced: bool,
        from: Option<SeatName>,
    },
    /// Nobody took over from a seat.
    RoleVacated { role: Role, seat: SeatName, how: VacatedHow },
    /// Who holds what was said to everybody.
    RolesAnnounced {},
    /// A role was offered with a brief.
    HandoverOffered { role: Role, to: SeatName, state: Slot, flight: Slot, tried: Slot, next: Slot },
    /// A seat left the call.
    Left {},
    /// A seat was let go.
    Released { seat: SeatName },

    /// A metric was read: its value with the noise of the moment, and whether it is good without it.
    MetricRead { metric: MetricName, value: Milli, good: bool, word: Word },
    /// A component was looked at.
    ComponentRead { component: ComponentName, health: Health, word: Word, text: Slot },
    /// A topic was looked at, or something nobody scripted.
    TopicRead { topic: String, word: Word, text: Slot },
    /// Somebody was asked.
    Asked { whom: Asked, text: String },
    /// An authored answer is on its way to who looked or asked; it comes at `due`.
    AnswerDue { finding: FindingName, to: Actor, due: SimTime },
    /// An answer came to a seat (or the table); without a `finding` it is what the world says when nobody wrote one.
    Answered { to: Actor, on: String, finding: Option<FindingName>, text: String },

    /// An action was begun; it takes effect at `due`.
    ActionStarted { action: ActionName, run: u32, due: SimTime },
    /// An action took effect; whether it helped.
    ActionTookEffect { action: ActionName, run: u32, helped: bool },
    /// An action was undone.
    ActionUndone { action: ActionName, run: u32 },
    /// Something was done that nobody scripted: it changes nothing.
    UnscriptedDone { text: String },
    /// An explicit decision to do nothing for a time.
    Held { ms: SimDuration, text: String },

    /// Work was given; `seat` is who it came to, if that is one seat.
    Tasked { task: u32, owner: Owner, seat: Option<SeatName>, text: String, time_box: Option<SimDuration> },
    /// The owner has it.
    TaskAccepted { task: u32 },
    /// A result or a state of work; with `more`, a new time box.
    Reported { task: Option<u32>, text: String, more: Option<SimDuration> },
    /// "Are there any strong objections?"
    Polled { poll: u32, action: Option<ActionName>, text: String, risk: Slot },
    /// A strong objection.
    Objected { poll: Option<u32>, text: String },
    /// A decision was announced.
    Decided { action: Option<ActionName>, text: String, go: bool },
    /// The next steps, and when to look at them again.
    Planned { next: SimDuration, text: String },
    /// Audiences were told.
    Updated {
        audiences: Vec<AudienceName>,
        state: Slot,
        impact: Slot,
        doing: Slot,
        next: Slot,
        next_ms: Option<SimDuration>,
    },

    /// Said aloud.
    Said { text: String },
    /// Written down.
    Noted { text: String },
    /// A moment to come back to.
    Bookmarked { text: String },
    /// What was done counts as this action.
    Marked { action: ActionName },
    /// Somebody asked the tool what is most urgent: `item` is a step of the process, or `expected/` and its name;
    /// `level` is 1, a question, to 3, the answer.
    /// `unasked` if nobody did, and the guide of a guided drill asked by itself.
    HintGiven {
        to: Actor,
        item: String,
        level: u8,
        text: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unasked: bool,
    },
    /// A move was turned down. In a line its words are `typed`: `said` is the time of a back-dated move.
    Refused {
        #[serde(rename = "typed")]
        said: String,
        why: String,
    },
}

impl EventKind {
    /// Whether nothing follows it in its journal.
    #[must_use]
    pub fn is_an_end(&self) -> bool {
        self.end().is_some()
    }

    /// Which line of play begins with this, if one does.
    #[must_use]
    pub fn attempt(&self) -> Option<u32> {
        if let EventKind::Forked { attempt, .. } = self { Some(*attempt) } else { None }
    }

    /// The task whose owner answered with this.
    #[must_use]
    pub fn on_task(&self) -> Option<u32> {
        if let EventKind::Reported { task: Some(task), .. } | EventKind::TaskAccepted { task } = self {
            Some(*task)
        } else {
            None
        }
    }

    /// How the drill ended, if it ended with this.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "only two kinds end a journal")]
    pub fn end(&self) -> Option<EndHow> {
        match self {
            EventKind::DrillEnded { how, .. } => Some(*how),
            EventKind::Rewound { .. } => Some(EndHow::Rewound),
            _ => None,
        }
    }
}
