//! What a seat may ask of the engine: one variant a move, names already found.

use crate::engine::event::{Seq, Word};
use crate::scenario::id::{
    ActionId, AudienceId, ComponentId, ExpectedId, FailureId, InjectId, MetricId, MilestoneId, SeatId,
    TeamId, TopicId, VoiceId,
};
use crate::scenario::words::{Channel, Role, Severity};
use crate::time::{SimDuration, SimTime};

/// Who makes a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    /// The shared screen, without a seat.
    Table,
    /// A seat.
    Seat(SeatId),
    /// Who runs the drill.
    Facilitator,
}

impl Mover {
    /// The seat, if it is one.
    #[must_use]
    pub fn seat(self) -> Option<SeatId> {
        match self {
            Mover::Seat(seat) => Some(seat),
            Mover::Table | Mover::Facilitator => None,
        }
    }
}

/// Somebody to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A team, by its escalation policy.
    Team(TeamId),
    /// One seat.
    Seat(SeatId),
    /// Every team with an on-call rota.
    All,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookAt {
    /// A metric.
    Metric(MetricId),
    /// A component.
    Component(ComponentId),
    /// A topic.
    Topic(TopicId),
    /// Nothing the scenario knows, as it was said.
    Unknown(String),
}

/// Somebody to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskWhom {
    /// A team.
    Team(TeamId),
    /// A seat.
    Seat(SeatId),
    /// A voice.
    Voice(VoiceId),
    /// Nobody the scenario knows, as it was said.
    Unknown(String),
}

/// Who gets a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskFor {
    /// One seat.
    Seat(SeatId),
    /// Whoever holds a role.
    Role(Role),
    /// A team.
    Team(TeamId),
    /// No one in particular.
    Someone(String),
}

/// An action of the scenario, or something in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An action.
    Action(ActionId),
    /// An action, in words that say more than its name.
    Spoken {
        /// Which.
        action: ActionId,
        /// All that was said.
        text: String,
    },
    /// In words.
    Text(String),
}

/// One change of `roles`: who holds a role from now on; nobody, if no seat is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleChange {
    /// The role.
    pub role: Role,
    /// For an expert: of what.
    pub system: Option<ComponentId>,
    /// Who.
    pub seats: Vec<SeatId>,
}

/// The slots of an incident statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// What is seen.
    pub symptom: Option<String>,
    /// Who or what is affected.
    pub affected: Option<String>,
    /// How many, how much.
    pub scope: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// What is not known.
    pub unknown: Option<String>,
    /// What was done so far.
    pub done: Option<String>,
    /// The likely point of failure.
    pub suspect: Option<String>,
}

/// The brief of a handover.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// State and impact.
    pub state: Option<String>,
    /// Actions in flight, with owners and time boxes.
    pub flight: Option<String>,
    /// What was tried or ruled out, and the contingency plan.
    pub tried: Option<String>,
    /// When the next update is due, and who is engaged.
    pub next: Option<String>,
}

/// The slots of an update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateSlots {
    /// Investigating, identified, mitigating, monitoring or resolved, and more.
    pub state: Option<String>,
    /// What it does to people.
    pub impact: Option<String>,
    /// What is under way.
    pub doing: Option<String>,
    /// When the next update comes, as said.
    pub next: Option<String>,
    /// The same as a duration, if it is one.
    pub next_ms: Option<SimDuration>,
}

/// Where a scheduled inject is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// Later, or earlier if it is negative.
    By(SimDuration),
    /// To a time.
    At(SimTime),
    /// It is due at once; whether it still fits is looked at as always.
    Now,
}

/// What is put right by hand when a story has come to a dead end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// A failure starts.
    Start(FailureId),
    /// A failure clears.
    Clear(FailureId),
    /// A milestone is reached.
    Reach(MilestoneId),
    /// An action takes effect at once, as if somebody outside the table had done it.
    Do(ActionId),
}

/// A moment of a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// At a time.
    At(SimTime),
    /// So long ago.
    Ago(SimDuration),
    /// At a bookmark, from 1; the last one if none is named.
    Bookmark(Option<u32>),
    /// When something had happened.
    Event(Seq),
    /// A minute before something happened.
    Before(Seq),
}

/// Where a line of play is left for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The moment gone back to.
    pub to: SimTime,
    /// The last event that the other one shares.
    pub kept: Seq,
    /// What the other one is called.
    pub name: String,
}

/// What only who runs the drill may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facilitate {
    /// Send an inject now, whatever it waits for.
    Inject(InjectId),
    /// Say something that stands in no file, as a voice or as news from nowhere.
    Improvise {
        /// Who says it.
        from: Option<String>,
        /// How it comes.
        via: Channel,
        /// To whom; everybody if empty.
        to: Vec<SeatId>,
        /// The words.
        text: String,
    },
    /// An inject will not come.
    Skip(InjectId),
    /// An inject comes earlier or later.
    Nudge {
        /// Which.
        inject: InjectId,
        /// Where to.
        to: Nudge,
    },
    /// Story time moves on at once; score time stands still.
    Jump {
        /// How far.
        ms: SimDuration,
        /// What falls due in between is due soon after landing.
        due: bool,
    },
    /// Help a seat.
    Hint {
        /// Whom.
        to: SeatId,
        /// From 0, encourage, to 3, tell.
        level: u8,
        /// What it is about; what is most urgent, if left out.
        about: Option<ExpectedId>,
        /// Other words than the scenario's.
        text: Option<String>,
    },
    /// A slot that was filled, or all of them, is wrong.
    MarkWrong {
        /// The statement, update or brief, by its place in the journal.
        seq: Seq,
        /// Which slot.
        slot: Option<String>,
    },
    /// A note about how the response runs, for afterwards.
    Observe {
        /// About whom; the team if left out.
        seat: Option<SeatId>,
        /// What.
        text: String,
    },
    /// Who runs the drill begins to speak to the table, or has ended.
    Talk,
    /// The table has begun, or has ended, to talk about the severity.
    TalkSeverity,
    /// Put something right by hand.
    Force(Force),
    /// A seat is empty from now on, and its roles with it.
    Vacate(SeatId),
    /// Go back to a moment; this line of play ends here, and another goes on from there.
    Rewind(Point),
    /// The same, once the record has been asked where that is, or why there is no such moment.
    Leave(Result<Branch, String>),
}

/// A move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// "I have it."
    Ack {
        /// The page's number; the last unanswered one if left out.
        page: Option<u32>,
        /// It was not paged to this seat.
        take: bool,
    },
    /// Page somebody.
    Page {
        /// Whom.
        whom: Whom,
        /// Why; they read it.
        why: String,
    },
    /// Page the next level of the last page this seat got or sent.
    Escalate,
    /// Start the incident process.
    Declare(Severity),
    /// Change the severity.
    Severity {
        /// To this.
        severity: Severity,
        /// Why.
        why: String,
    },
    /// Make the incident statement.
    Statement(Statement),
    /// Close the incident.
    Close {
        /// In a sentence.
        summary: String,
    },
    /// Assign several roles and announce them.
    Roles(Vec<RoleChange>),
    /// Take a role and say so.
    Take {
        /// Which.
        role: Role,
        /// For an expert: of what.
        system: Option<ComponentId>,
    },
    /// Give a role to a seat that has joined.
    Assign {
        /// Which.
        role: Role,
        /// For an expert: of what.
        system: Option<ComponentId>,
        /// To whom.
        seat: SeatId,
    },
    /// Say who holds what.
    Announce,
    /// Offer a role with a brief; it moves on `accept`.
    Handover {
        /// Which; the one that the seat holds, command first, if it is not said.
        role: Option<Role>,
        /// To whom.
        to: SeatId,
        /// The brief.
        brief: Brief,
    },
    /// Accept what was last offered to this seat.
    Accept,
    /// Leave the call.
    Leave,
    /// Let a seat go.
    Release(SeatId),
    /// Read a metric, look at a component or a topic.
    Look {
        /// What.
        at: LookAt,
        /// Which word was typed.
        word: Word,
    },
    /// Ask somebody.
    Ask {
        /// Whom.
        whom: AskWhom,
        /// What.
        text: String,
    },
    /// Do something to the system.
    Do(About),
    /// Decide to do nothing for a time.
    Hold {
        /// How long.
        ms: SimDuration,
        /// Why.
        text: String,
    },
    /// Undo an action.
    Undo(ActionId),
    /// Give work.
    Task {
        /// To whom.
        owner: TaskFor,
        /// What.
        text: String,
        /// Until when to come back.
        time_box: Option<SimDuration>,
    },
    /// Report on a task.
    Report {
        /// Which; this seat's last open one if left out.
        task: Option<u32>,
        /// What came of it.
        text: String,
        /// More time.
        more: Option<SimDuration>,
    },
    /// Ask for strong objections.
    Poll {
        /// To what.
        about: About,
        /// What could go wrong.
        risk: Option<String>,
    },
    /// Object.
    Object(String),
    /// Announce a decision.
    Decide {
        /// On what.
        about: About,
        /// Do it, or don't.
        go: bool,
    },
    /// Announce the next steps.
    Plan {
        /// When to look again.
        next: SimDuration,
        /// The steps.
        text: String,
    },
    /// Tell audiences.
    Update {
        /// Whom.
        audiences: Vec<AudienceId>,
        /// What.
        slots: UpdateSlots,
    },
    /// Say something.
    Say(String),
    /// Write something down.
    Note(String),
    /// Ask the tool what is most urgent.
    Hint,
    /// The guide of a guided drill asks by itself: nobody's move, in whose place the screen is.
    Guide,
    /// Mark the moment.
    Bookmark(String),
    /// What was done counts as this action.
    Mark(ActionId),
    /// Stop the clocks, and perhaps why.
    Pause(String),
    /// Start them again.
    Resume,
    /// End the drill.
    End,
    /// End it because the time that was set for it is up.
    TimeUp,
    /// End it at once, because something real has happened.
    SafetyStop,
    /// The facilitator's.
    Facilitate(Facilitate),
}

impl Command {
    /// Whether it may be typed while the clocks stand still: what was said. A question waits, for its answer is a reading.
    #[must_use]
    pub fn may_be_typed_in_a_pause(&self) -> bool {
        self.may_be_back_dated() && !matches!(self, Command::Ask { .. })
    }

    /// Why a move that may not be back-dated counts when it is made.
    pub(super) fn counts_when_made(&self) -> &'static str {
        if matches!(self, Command::Ack { .. } | Command::Page { .. } | Command::Escalate) {
            "the pager keeps its own time"
        } else if matches!(self, Command::Do(_) | Command::Undo(_)) {
            "it changes the system"
        } else if matches!(self, Command::Look { .. }) {
            "what is read is read now"
        } else {
            "it counts from when it is made"
        }
    }

    /// Whether the move is what people say, and may be typed after it was said: by at most three minutes, or in a pause. It
    /// neither changes the system nor reads it.
    #[must_use]
    pub fn may_be_back_dated(&self) -> bool {
        matches!(
            self,
            Command::Declare(_)
                | Command::Severity { .. }
                | Command::Statement(_)
                | Command::Roles(_)
                | Command::Take { .. }
                | Command::Assign { .. }
                | Command::Announce
                | Command::Handover { .. }
                | Command::Accept
                | Command::Task { .. }
                | Command::Report { .. }
                | Command::Ask { .. }
                | Command::Poll { .. }
                | Command::Object(_)
                | Command::Decide { .. }
                | Command::Plan { .. }
                | Command::Update { .. }
                | Command::Say(_)
        )
    }
}
