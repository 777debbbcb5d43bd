//! Why a move was turned down. A refusal is part of the game: it is journalled, and it teaches.

/// A reason, in a sentence that says what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The drill has ended.
    #[error("the drill is over; `score last` shows how it went")]
    Over,
    /// `hint`, in a drill without.
    #[error("this drill is unaided: no hints")]
    Unaided,
    /// The clocks stand still.
    #[error(
        "the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, \
         report, update, decide"
    )]
    Paused,
    /// A pause in a pause.
    #[error("the drill is paused already; `resume` goes on")]
    PausedAlready,
    /// There was no pause.
    #[error("the drill is not paused")]
    NotPaused,
    /// The shared screen can't do this.
    #[error("who does that? put the seat in front: `{example}`")]
    Who {
        /// The move with a seat.
        example: String,
    },
    /// Only some moves may be back-dated.
    #[error("`{word}` can't be back-dated: {why}; leave the time out, and it is now")]
    NotBackDated {
        /// The move.
        word: String,
        /// Why not.
        why: &'static str,
    },
    /// Too far back.
    #[error("a move can be back-dated by three minutes at most, and not before the start")]
    TooFarBack,
    /// The task had not been given then.
    #[error("task {task} was given {given} ago, and nothing came of it before; back-date by that at most")]
    NotGivenYet {
        /// Which.
        task: u32,
        /// How long ago it was given.
        given: String,
    },
    /// Nobody had called the mover then.
    #[error("`{seat}` was called {called} ago, and said nothing before; back-date by that at most")]
    NotCalledYet {
        /// Who.
        seat: String,
        /// How long ago it was first paged, or noticed.
        called: String,
    },
    /// The mover is not in the call.
    #[error("`{seat}` has not joined; {help}")]
    NotJoined {
        /// Who.
        seat: String,
        /// What to do.
        help: String,
    },
    /// The mover has left the call.
    #[error("`{seat}` left at {clock}; {help}")]
    HasLeft {
        /// Who.
        seat: String,
        /// When, as the story's clock.
        clock: String,
        /// What to do.
        help: String,
    },
    /// The story took the seat away.
    #[error("`{seat}` is gone since {clock}, and can't be reached: turn to somebody who is in the call")]
    Gone {
        /// Who.
        seat: String,
        /// Since when, as the story's clock.
        clock: String,
    },
    /// Nothing to acknowledge.
    #[error("no page for `{seat}`; `ack take` takes over a page that was not yours")]
    NoPage {
        /// Who.
        seat: String,
    },
    /// Nothing open to take over.
    #[error("there is no unanswered page to take")]
    NothingToTake,
    /// There is no such page.
    #[error("there is no page {page}; `status` lists the open ones")]
    UnknownPage {
        /// Its number.
        page: u32,
    },
    /// It is in the call already.
    #[error("`{seat}` is in the call already; `ask {seat} ...` or give it a task")]
    AlreadyJoined {
        /// Who.
        seat: String,
    },
    /// `page all` with nobody left to page.
    #[error("everybody is in the call already; `say` reaches them")]
    AllJoined,
    /// The team has no rota.
    #[error("{name} has no on-call rota; `ask {team} \"...\"`, or update an audience it speaks for")]
    NoRota {
        /// Its id.
        team: String,
        /// Its name.
        name: String,
    },
    /// A reason is missing.
    #[error("a page wakes somebody: say why, `page {whom} why=\"...\"`")]
    PageWhy {
        /// Whom.
        whom: String,
    },
    /// Nothing to escalate.
    #[error("there is no page to escalate; `page TEAM why=\"...\"`")]
    NothingToEscalate,
    /// Everybody that it would go on to is here.
    #[error(
        "whoever that page would go on to is in the call already; `page SEAT why=\"...\"` calls somebody else"
    )]
    NobodyAbove,
    /// Declared already.
    #[error(
        "the incident is declared already, as {severity}; to change it, name another severity: \
         `severity SEV why=\"...\"`"
    )]
    AlreadyDeclared {
        /// As what.
        severity: &'static str,
    },
    /// Not declared yet.
    #[error("no incident is declared; `declare sev1` (or 2, 3, 4) first")]
    NotDeclared,
    /// It is that already.
    #[error("it is {severity} already")]
    SameSeverity {
        /// What it is.
        severity: &'static str,
    },
    /// The statement says nothing.
    #[error("a statement needs at least one of symptom= affected= scope= since= unknown=")]
    EmptyStatement,
    /// Closed already.
    #[error("the incident is closed already")]
    AlreadyClosed,
    /// The role is held by one seat.
    #[error("one seat holds {role}; name one")]
    OneHolder {
        /// The role.
        role: &'static str,
    },
    /// Somebody holds it.
    #[error(
        "`{seat}` is {role}; the first claim holds. Ask for a handover: `{seat} handover {role} {by} state=...`"
    )]
    RoleHeld {
        /// Who holds it.
        seat: String,
        /// The role.
        role: &'static str,
        /// Who asked.
        by: String,
    },
    /// It has it already.
    #[error("`{seat}` is {role} already")]
    HasRole {
        /// Who.
        seat: String,
        /// The role.
        role: &'static str,
    },
    /// Nobody has it.
    #[error("nobody is {role}; `roles {role}=SEAT` names somebody")]
    RoleVacant {
        /// The role.
        role: &'static str,
    },
    /// Only the holder hands over.
    #[error("only the {role} can hand over the role; `assign {role} SEAT` gives it without a brief")]
    NotYours {
        /// The role.
        role: &'static str,
    },
    /// Nothing to hand over.
    #[error("`{seat}` holds no role to hand over; `take ROLE` takes one, `roles ROLE=SEAT` gives one")]
    HoldsNothing {
        /// Who.
        seat: String,
    },
    /// One of several, and it is not said which.
    #[error("`{seat}` holds several roles; which one: {which}?")]
    HoldsSeveral {
        /// Who.
        seat: String,
        /// Each, as it is typed.
        which: String,
    },
    /// To oneself.
    #[error("a role is handed over to another seat")]
    ToYourself,
    /// Nothing to announce.
    #[error("there are no roles to announce; `roles commander=1 deputy=2 expert=3`")]
    NothingToAnnounce,
    /// Nothing was offered.
    #[error("nothing was offered to `{seat}`: `accept` takes a role or a task that somebody gave it")]
    NothingOffered {
        /// To whom.
        seat: String,
    },
    /// It can't read that.
    #[error("`{seat}` can't read `{metric}`; {who}")]
    NotReadable {
        /// Who.
        seat: String,
        /// What.
        metric: String,
        /// Who can.
        who: String,
    },
    /// It can't do that.
    #[error("`{seat}` can't do `{action}`; {who}")]
    CantDo {
        /// Who.
        seat: String,
        /// What.
        action: String,
        /// Who can.
        who: String,
    },
    /// It is being done.
    #[error("`{action}` is being done already, until {until}")]
    Running {
        /// What.
        action: String,
        /// Until when, as the story's clock.
        until: String,
    },
    /// It can't be undone.
    #[error("`{action}` can't be undone: {why}")]
    NoUndo {
        /// What.
        action: String,
        /// Why.
        why: String,
    },
    /// No such task.
    #[error("there is no task {task}; `status` lists the open ones")]
    UnknownTask {
        /// Its number.
        task: u32,
    },
    /// Nobody was told.
    #[error("an update says something: state= impact= doing= next=")]
    EmptyUpdate,
    /// A facilitator's move, by somebody else.
    #[error("that is the facilitator's move; ask them for it, or `note` what you would like to see happen")]
    Facilitators,
    /// A facilitator's move, where there is none.
    #[error(
        "that is the facilitator's move, and this drill has none; `run SCENARIO --facilitator` opens their screen"
    )]
    NotFacilitated,
    /// `hint`, by the facilitator, to nobody.
    #[error(
        "a hint goes to a seat, at a level (0 encourage, 1 ask, 2 point, 3 tell): `hint {seat} 1` would ask \"{asks}\""
    )]
    HintWhom {
        /// A seat.
        seat: String,
        /// What it would be asked.
        asks: String,
    },
    /// A reading, by the facilitator.
    #[error(
        "the facilitator reads nothing: `status` shows every signal. For a seat, put it in front: `{example}`"
    )]
    FacilitatorSees {
        /// The move with a seat.
        example: String,
    },
    /// What a seat does, by the facilitator.
    #[error("the facilitator plays no seat; put one in front: `{example}`")]
    NotTheFacilitators {
        /// The move with a seat.
        example: String,
    },
    /// `mark`, in a drill that somebody runs.
    #[error("in this drill the facilitator marks what counts")]
    FacilitatorMarks,
    /// It has been delivered.
    #[error("`{inject}` has come already")]
    InjectCame {
        /// Which.
        inject: String,
    },
    /// It was left out before.
    #[error("`{inject}` is skipped already; `inject {inject}` sends it all the same")]
    InjectSkipped {
        /// Which.
        inject: String,
    },
    /// It has no time yet.
    #[error("`{inject}` has no time yet: it waits for something; `inject {inject}` sends it now")]
    NotScheduled {
        /// Which.
        inject: String,
    },
    /// Before now.
    #[error("`{inject}` comes at {clock}; that much earlier is past. `nudge {inject} now`")]
    NudgedIntoThePast {
        /// Which.
        inject: String,
        /// When it comes, by the story's clock.
        clock: String,
    },
    /// Nothing to say.
    #[error("say something: `inject \"a second customer calls\" to=1 via=phone`")]
    NoWords,
    /// The wrong way, or out of the story.
    #[error("a jump goes forward, by a day at most: `jump 10m`")]
    JumpTooFar,
    /// No hint is written for it.
    #[error("no hint is written for `{item}`; give your own words: `hint SEAT 1 \"...\"`")]
    NoHint {
        /// The item.
        item: String,
    },
    /// There are no slots at that place.
    #[error("{seq} is no statement, update or handover; `feed` shows what was said, with its place")]
    NoSlots {
        /// The place.
        seq: super::event::Seq,
    },
    /// That slot was left empty.
    #[error("{seq} did not fill `{slot}`; it filled {filled}")]
    SlotNotFilled {
        /// The place.
        seq: super::event::Seq,
        /// The slot.
        slot: String,
        /// Those that are.
        filled: String,
    },
    /// It is so.
    #[error("nothing to force: {what}")]
    ForcedAlready {
        /// What is so.
        what: String,
    },
    /// Nobody sits there.
    #[error("nobody sits at `{seat}`")]
    EmptyAlready {
        /// Which.
        seat: String,
    },
    /// Going back, where no record is kept.
    #[error("there is no record here to go back in")]
    NoRecord,
    /// There is no such moment to go back to.
    #[error("{why}")]
    NoMoment {
        /// Why, and what to do.
        why: String,
    },
    /// Too long.
    #[error("that is too long: at most {limit} characters")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Too many of a kind: queues are bounded.
    #[error("enough of that for one drill (the limit is {limit})")]
    TooMany {
        /// The limit.
        limit: usize,
    },
}

impl Refusal {
    /// The same to the seat that made the move, on a screen of its own: of itself it hears as *you*, and types no seat in
    /// front.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others are about something else than who moves")]
    pub fn to_you(&self, me: &str) -> String {
        let said = match self {
            Refusal::NotJoined { seat, help } if seat == me => {
                format!("you have not joined; {}", what_you_do(help))
            }
            Refusal::HasLeft { seat, clock, help } if seat == me => {
                format!("you left at {clock}; {}", what_you_do(help))
            }
            Refusal::NotCalledYet { seat, called } if seat == me => {
                format!("you were called {called} ago, and said nothing before; back-date by that at most")
            }
            Refusal::NoPage { seat } if seat == me => {
                "no page for you; `ack take` takes over a page that was not yours".to_string()
            }
            Refusal::AlreadyJoined { seat } if seat == me => "you are in the call already".to_string(),
            Refusal::RoleHeld { seat, role, by } if by == me => {
                format!("`{seat}` is {role}; the first claim holds. `ask {seat} \"...\"` for a handover")
            }
            Refusal::HasRole { seat, role } if seat == me => format!("you are {role} already"),
            Refusal::HoldsNothing { seat } if seat == me => {
                "you hold no role to hand over; `take ROLE` takes one".to_string()
            }
            Refusal::HoldsSeveral { seat, which } if seat == me => {
                format!("you hold several roles; which one: {which}?")
            }
            Refusal::NothingOffered { seat } if seat == me => {
                "nothing was offered to you: `accept` takes a role or a task that somebody gave you"
                    .to_string()
            }
            Refusal::NotReadable { seat, metric, who } if seat == me => {
                format!("you can't read `{metric}`; {who}")
            }
            Refusal::CantDo { seat, action, who } if seat == me => format!("you can't do `{action}`; {who}"),
            other => other.to_string(),
        };
        said.replace(&format!("`{me} "), "`")
    }
}

/// How a seat comes into the call, to that seat.
fn what_you_do(help: &str) -> String {
    if help.starts_with("page it") {
        return "wait until somebody pages you".to_string();
    }
    let words = [
        ("it was paged", "you were paged"),
        ("nothing has called it yet", "nothing has called you yet"),
        ("if it sees something itself", "if you see something yourself"),
    ];
    words.iter().fold(help.to_string(), |help, (its, yours)| help.replace(its, yours))
}
