//! Stand-ins beside people: who plays the seats that nobody took, from what a prepared crew would have done there.
//!
//! They support and never lead. They answer pages, accept what is given to them, say what they think of a poll, and when
//! somebody gives them a task or asks them, look and do what was named, or else what the prepared crew did next in that
//! seat; then they report what they found. What makes no sense any more is left out.
//!
//! A stand-in's plans follow from the events of the drill alone, so that a drill that is taken up again goes on with
//! them, and the same moves at the same times give the same record.

mod order;
mod saw;
mod script;

use std::collections::BTreeMap;

pub use order::names_an_action;
use script::Part;

use crate::engine::Session;
use crate::engine::command::{About, Command, LookAt, Mover, Whom};
use crate::engine::event::{Event, Seq};
use crate::engine::world::{Offer, Offered, Run, World};
use crate::moves::Line;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId};
use crate::scenario::words::Role;
use crate::time::{SimDuration, SimTime};

/// Who was paged answers after so long, where the prepared crew doesn't say.
const ANSWERS_AFTER: SimDuration = SimDuration::from_secs(60);
/// Alone in the call, a stand-in calls people after so long.
const CALLS_AFTER: SimDuration = SimDuration::from_secs(20);
/// What was given is accepted after so long.
const ACCEPTS_AFTER: SimDuration = SimDuration::from_secs(6);
/// From the acceptance to the first look, at least.
const STARTS_AFTER: SimDuration = SimDuration::from_secs(12);
/// From one look to the next, where the prepared crew doesn't say.
const STEP: SimDuration = SimDuration::from_secs(15);
/// From the last look to the report.
const REPORTS_AFTER: SimDuration = SimDuration::from_secs(10);
/// A question is answered after so long; a look for it comes as soon.
const ANSWERS_STEP: SimDuration = SimDuration::from_secs(5);
/// What can only be proved so much later than it is done is told before.
const SOON_AFTER: SimDuration = SimDuration::from_secs(30);
/// So much of what was seen is told to who asks.
const SEEN: usize = 2;
/// From an answer on its way, or an effect, to what builds on it.
const AFTERWARDS: SimDuration = SimDuration::from_secs(10);
/// No two moves of stand-ins fall on one instant.
const APART: SimDuration = SimDuration::from_secs(1);
/// What has been done is not done again so soon, though it is named again.
const AGAIN_AFTER: SimDuration = SimDuration::from_mins(5);
/// A finding in a report is no longer than this, in characters.
const FOUND_MAX: usize = 400;

/// The stand-ins of a drill.
#[derive(Clone, Debug)]
pub struct Crew {
    /// As they begin.
    plan: Vec<StandIn>,
    seats: Vec<StandIn>,
    /// The prepared crew takes these steps, in whatever seat.
    does: Vec<ActionId>,
    agenda: BTreeMap<SimTime, Due>,
    jobs: Vec<Job>,
    /// Seats that people play.
    people: Vec<SeatId>,
    /// Who began an action and for which order, by the number of its run.
    runs: BTreeMap<u32, (SeatId, Option<usize>)>,
    /// Who asked outside and for which order, by the question.
    asks: BTreeMap<Seq, Option<usize>>,
    /// For which order each seat took its last step.
    last: BTreeMap<SeatId, usize>,
}

/// One seat.
#[derive(Clone, Debug)]
struct StandIn {
    seat: SeatId,
    answers_after: SimDuration,
    /// What the prepared crew did there, from one task to its report.
    parts: Vec<Part>,
    joined: bool,
    /// What it has seen so far.
    seen: Vec<String>,
}

/// What a stand-in will do.
#[derive(Clone, Debug)]
struct Due {
    seat: SeatId,
    /// For this order.
    job: Option<usize>,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// Acknowledge a group of pages.
    Ack(u32),
    /// Call somebody who leads, if no person is there.
    Call,
    /// Accept what was offered.
    Accept(Offered),
    /// Accept a role that was given.
    AcceptRole(Role),
    /// Tell everybody of a role that was handed over.
    Announce(Role),
    /// Say something.
    Say(String),
    /// Object to a poll.
    Object(String),
    /// A step; `named` if the person named it.
    Step { command: Command, named: bool },
    /// Say what came of a step, and what of it is still to be seen.
    Meanwhile(String),
    /// Say what came of an order.
    Report,
}

/// What somebody gave to a stand-in, or asked of it.
#[derive(Clone, Debug)]
struct Job {
    seat: SeatId,
    /// Its task, if it is one.
    task: Option<u32>,
    /// The question, and what was left to do before it.
    asked: Option<(Seq, Vec<Part>)>,
    /// What was found.
    found: Vec<String>,
    /// What is to be said besides.
    besides: Option<String>,
    reported: bool,
}

/// How it was given.
#[derive(Clone, Copy)]
enum Given {
    Task(u32),
    Question(Seq),
}

impl Crew {
    /// Stand-ins for these seats, from a prepared crew's moves.
    #[must_use]
    pub fn new<'l>(scenario: &Scenario, lines: impl IntoIterator<Item = &'l Line>, seats: &[SeatId]) -> Self {
        let lines: Vec<&Line> = lines.into_iter().collect();
        let stand_in = |&seat: &SeatId| StandIn {
            seat,
            answers_after: script::answers_after(scenario, &lines, seat).unwrap_or(ANSWERS_AFTER),
            parts: script::parts(scenario, &lines, seat),
            joined: false,
            seen: Vec::new(),
        };
        let plan: Vec<StandIn> = seats.iter().map(stand_in).collect();
        Self {
            seats: plan.clone(),
            plan,
            does: script::does(&lines),
            agenda: BTreeMap::new(),
            jobs: Vec::new(),
            people: Vec::new(),
            runs: BTreeMap::new(),
            asks: BTreeMap::new(),
            last: BTreeMap::new(),
        }
    }

    /// Begins anew with what has happened by `now`: at the start, and in a drill that is taken up again or went back.
    pub fn live<'e>(
        &mut self,
        scenario: &Scenario,
        events: impl IntoIterator<Item = &'e Event>,
        now: SimTime,
    ) {
        self.seats = self.plan.clone();
        (self.agenda, self.runs) = (BTreeMap::new(), BTreeMap::new());
        (self.asks, self.last) = (BTreeMap::new(), BTreeMap::new());
        self.jobs.clear();
        for event in events {
            self.passed(event.at);
            self.saw(scenario, event);
        }
        self.passed(now);
    }

    /// What was due by then has been done, or made no sense.
    fn passed(&mut self, now: SimTime) {
        while let Some(due) = self.agenda.first_entry().filter(|due| *due.key() <= now) {
            let due = due.remove();
            self.settled(&due);
        }
    }

    fn settled(&mut self, due: &Due) {
        let Some(job) = due.job else { return };
        match due.what {
            What::Report => self.jobs[job].reported = true,
            What::Step { .. } => drop(self.last.insert(due.seat, job)),
            // What was found so far has been told.
            What::Meanwhile(_) => self.jobs[job].found.clear(),
            What::Ack(_)
            | What::Call
            | What::Accept(_)
            | What::AcceptRole(_)
            | What::Announce(_)
            | What::Say(_)
            | What::Object(_) => {}
        }
    }

    /// When one of them next does something; nobody does in a pause.
    #[must_use]
    pub fn due(&self, session: &Session) -> Option<SimTime> {
        let running = !session.world().paused && !session.is_over();
        self.agenda.first_key_value().map(|(at, _)| (*at).max(session.now())).filter(|_| running)
    }

    /// The next move that is due and makes sense now.
    pub fn next(&mut self, session: &Session) -> Option<(SeatId, Command)> {
        while self.due(session).is_some_and(|due| due <= session.now()) {
            let (_, due) = self.agenda.pop_first()?;
            let command = self.command(session, &due);
            self.settled(&due);
            if let Some(command) = command.filter(|c| session.may(Mover::Seat(due.seat), c).is_ok()) {
                return Some((due.seat, command));
            }
        }
        None
    }

    /// What to do, as things stand now.
    fn command(&mut self, session: &Session, due: &Due) -> Option<Command> {
        let world = session.world();
        match &due.what {
            What::Ack(group) => Some(Command::Ack { page: Some(group + 1), take: false }),
            What::Call => {
                let away = |seat: &SeatId| world.seats[seat.n()].joined.is_none();
                let all_away = self.people.iter().all(away);
                let whom = self.people.first().copied().filter(|_| all_away)?;
                let why = "I have the page and can lend my hands; somebody has to lead this, and that is you";
                Some(Command::Page { whom: Whom::Seat(whom), why: why.to_string() })
            }
            What::Accept(what) => {
                let offered = |offer: &Offer| offer.to == due.seat && offer.what == *what;
                let teams =
                    world.untaken_by(session.scenario(), due.seat).map(|task| Offered::Task(task.number));
                (world.offers.iter().any(offered) || teams == Some(*what)).then_some(Command::Accept)
            }
            What::AcceptRole(role) => {
                // A task that waits for its own acceptance would be taken for it.
                let offered = world.offers.iter().any(|offer| offer.to == due.seat);
                let free = !offered && world.untaken_by(session.scenario(), due.seat).is_none();
                let holds = world.holders.iter().any(|held| held.seat == due.seat && held.role == *role);
                (free && holds).then_some(Command::Accept)
            }
            What::Announce(role) => {
                let holds = world.holders.iter().any(|held| held.seat == due.seat && held.role == *role);
                holds.then_some(Command::Announce)
            }
            What::Say(text) => Some(Command::Say(text.clone())),
            What::Object(text) => Some(Command::Object(text.clone())),
            What::Step { command, named } => self.step(session, due, command, *named),
            What::Meanwhile(next) => self.meanwhile(session, due, next),
            What::Report => self.report(session, due),
        }
    }

    /// A step that still makes sense; what does not is told in the report.
    fn step(&mut self, session: &Session, due: &Due, command: &Command, named: bool) -> Option<Command> {
        let (scenario, world) = (session.scenario(), session.world());
        // By name it may be done again, but not at once.
        let since = if named { session.now() - AGAIN_AFTER } else { SimTime::from_ms(i64::MIN) };
        if let Command::Do(About::Action(id)) = command
            && stands(world, *id, since)
        {
            let text = format!("`{}` is done already", scenario.actions.name(*id));
            self.jobs[due.job?].found.push(text);
            return None;
        }
        Some(command.clone())
    }

    fn report(&mut self, session: &Session, due: &Due) -> Option<Command> {
        let job = &self.jobs[due.job?];
        let mut parts = job.found.clone();
        parts.extend(job.besides.clone());
        if parts.is_empty() {
            parts.push(
                "I could do nothing of that from here; name a signal to look at, or an action".to_string(),
            );
        }
        Some(Self::told(session, job, &parts))
    }

    /// A change that was made is told at once; what proves it comes when it can be seen.
    fn meanwhile(&self, session: &Session, due: &Due, next: &str) -> Option<Command> {
        let job = &self.jobs[due.job?];
        let parts: Vec<String> = job.found.iter().cloned().chain([next.to_string()]).collect();
        let task = session.world().tasks.iter().find(|open| Some(open.number) == job.task);
        // Who is to show it reports when it is shown.
        let shows = task.is_some_and(|task| order::asks_for_proof(&task.text));
        let told = || Self::told(session, job, &parts);
        let said = || if shows { Command::Say(order::in_one(&parts)) } else { told() };
        (!job.found.is_empty()).then(said)
    }

    fn told(session: &Session, job: &Job, parts: &[String]) -> Command {
        let text = order::in_one(parts);
        match job.task {
            // What somebody else has reported, or what the tool lost, is simply said.
            Some(task) if session.world().tasks.iter().any(|open| open.number == task && !open.reported) => {
                Command::Report { task: Some(task), text, more: None }
            }
            Some(_) | None => Command::Say(text),
        }
    }

    /// Puts something on the agenda, at the next free instant.
    fn plan(&mut self, at: SimTime, due: Due) -> SimTime {
        let mut at = at;
        while self.agenda.contains_key(&at) {
            at = at + APART;
        }
        self.agenda.insert(at, due);
        at
    }

    fn stand_in(&mut self, seat: SeatId) -> Option<&mut StandIn> {
        self.seats.iter_mut().find(|stand_in| stand_in.seat == seat)
    }

    /// Who of them is in the call.
    fn here(&self) -> Vec<SeatId> {
        self.seats.iter().filter(|stand_in| stand_in.joined).map(|stand_in| stand_in.seat).collect()
    }
}

/// The signal that a step proves something by.
fn proof<'a>(scenario: &'a Scenario, command: &Command) -> Option<&'a str> {
    let Command::Look { at: LookAt::Metric(id), .. } = command else { return None };
    Some(scenario.metrics.name(*id).as_str())
}

/// An action that is under way or has its effect, which came after `since`.
fn stands(world: &World, id: ActionId, since: SimTime) -> bool {
    let stands = |run: &&Run| run.action == id && run.undone.is_none();
    world.runs.iter().filter(stands).any(|run| run.took.is_none_or(|(took, _)| took > since))
}
