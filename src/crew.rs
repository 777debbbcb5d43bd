//! Stand-ins beside people: who plays the seats that nobody took, from what a prepared crew would have done there.
//!
//! They support and never lead. They answer pages, accept what is given to them, say what they think of a poll, and when
//! somebody gives them a task or asks them, look and do what was named, or else what the prepared crew did next in that
//! seat; then they report what they found. What makes no sense any more is left out.
//!
//! A stand-in's plans follow from the events of the drill alone, so that a drill that is taken up again goes on with
//! them, and the same moves at the same times give the same record.

mod order;
mod script;

use std::collections::BTreeMap;

pub use order::names_an_action;
use order::{Knows, Order, order};
use script::{Part, Step};

use crate::engine::Session;
use crate::engine::command::{About, Command, LookAt, Mover, Whom};
use crate::engine::decide::story_clock;
use crate::engine::event::{Asked, Event, EventKind, Owner, RoleHow, Seq};
use crate::engine::tell::reading;
use crate::engine::world::{Offer, Offered, Run, World};
use crate::moves::Line;
use crate::prose::clip;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId, SeatName, TeamId};
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

    /// Something happened. What they plan follows from this alone.
    #[expect(clippy::wildcard_enum_match_arm, reason = "stand-ins only react to what concerns them")]
    pub fn saw(&mut self, scenario: &Scenario, event: &Event) {
        let seat = |name: &SeatName| scenario.seats.find(name.as_str());
        let by = event.by.seat().and_then(seat);
        let by_them = by.is_some_and(|by| self.seats.iter().any(|stand_in| stand_in.seat == by));
        match &event.kind {
            EventKind::DrillStarted(header) => {
                let people = header.seats.iter().filter(|name| !header.stand_ins.contains(name));
                self.people = people.filter_map(seat).collect();
            }
            EventKind::Jumped { ms, .. } => self.later(*ms),
            EventKind::Paged { to, group, .. } => {
                for seat in to.iter().filter_map(seat).collect::<Vec<_>>() {
                    self.paged(seat, *group, event.at);
                }
            }
            EventKind::Acknowledged { seat: name, .. } => {
                let Some(seat) = seat(name) else { return };
                let Some(stand_in) = self.stand_in(seat) else { return };
                stand_in.joined = true;
                self.plan(event.at + CALLS_AFTER, Due { seat, job: None, what: What::Call });
            }
            EventKind::Left {} => self.gone(by),
            EventKind::Released { seat: name } | EventKind::SeatVacated { seat: name, .. } => {
                self.gone(seat(name))
            }
            EventKind::RoleGiven { seat: name, role, how: RoleHow::Assigned, .. } if !by_them => {
                let Some(seat) = seat(name).filter(|seat| self.here().contains(seat)) else { return };
                self.plan(event.at + ACCEPTS_AFTER, Due { seat, job: None, what: What::AcceptRole(*role) });
            }
            EventKind::HandoverOffered { role, to, state, .. } => {
                let Some(seat) = seat(to).filter(|seat| self.here().contains(seat)) else { return };
                let state = state.as_deref().unwrap_or("no more than that");
                let text = format!("Read back: I take {role}. {}", clip(state, FOUND_MAX));
                self.plan(event.at + ACCEPTS_AFTER, Due { seat, job: None, what: What::Say(text) });
                let accept = What::Accept(Offered::Role(*role));
                let at = event.at + ACCEPTS_AFTER + ACCEPTS_AFTER;
                self.plan(at, Due { seat, job: None, what: accept });
                self.plan(at + ACCEPTS_AFTER, Due { seat, job: None, what: What::Announce(*role) });
            }
            EventKind::Tasked { task, owner, seat: given, text, .. } if !by_them => {
                let to = given.as_ref().and_then(seat).or_else(|| self.of_team(scenario, owner));
                let Some(seat) = to.filter(|seat| self.here().contains(seat)) else { return };
                let accept = What::Accept(Offered::Task(*task));
                self.plan(event.at + ACCEPTS_AFTER, Due { seat, job: None, what: accept });
                self.ordered(scenario, seat, Given::Task(*task), text, event.at);
            }
            EventKind::Asked { .. } if by_them => {
                let job = by.and_then(|by| self.job_of(by));
                self.asks.insert(event.seq, job);
            }
            EventKind::Asked { whom, text } => {
                let to = match whom {
                    Asked::Seat(name) => seat(name),
                    Asked::Team(name) => self.of_team(scenario, &Owner::Team(name.clone())),
                    Asked::Voice(_) | Asked::Nobody(_) => None,
                };
                let Some(seat) = to.filter(|seat| self.here().contains(seat)) else { return };
                self.ordered(scenario, seat, Given::Question(event.seq), text, event.at);
            }
            EventKind::Polled { action, .. } if !by_them => {
                let action = action.as_ref().and_then(|name| scenario.actions.find(name.as_str()));
                self.polled(scenario, action, event.at);
            }
            EventKind::Answered { to, on, text, .. } => {
                if let Some(seat) = to.seat().and_then(seat) {
                    let job = event.cause.and_then(|asked| self.asks.get(&asked).copied().flatten());
                    self.found(seat, job, format!("{on}: {}", clip(text, FOUND_MAX)));
                }
                self.story_answers(event);
            }
            EventKind::AnswerDue { to, due, .. } => {
                if let Some(seat) = to.seat().and_then(seat) {
                    self.not_before(seat, *due + AFTERWARDS, |what| matches!(what, What::Report));
                }
                self.story_answers(event);
            }
            EventKind::MetricRead { metric, value, good, .. } if by_them => {
                let good = if *good { "" } else { ", which is not good" };
                let text = format!("{}{good}", reading(scenario, metric, *value));
                self.found(by.unwrap_or(SeatId::new(0)), None, text);
            }
            EventKind::ComponentRead { component, text: Some(text), .. } if by_them => {
                self.found(by.unwrap_or(SeatId::new(0)), None, format!("{component}: {text}"));
            }
            EventKind::TopicRead { topic, text: Some(text), .. } if by_them => {
                self.found(by.unwrap_or(SeatId::new(0)), None, format!("{topic}: {text}"));
            }
            EventKind::ActionStarted { run, due, .. } if by_them => {
                let Some(by) = by else { return };
                self.runs.insert(*run, (by, self.job_of(by)));
                self.not_before(by, *due + AFTERWARDS, |what| {
                    matches!(what, What::Step { .. } | What::Meanwhile(_) | What::Report)
                });
            }
            EventKind::ActionTookEffect { action, run, .. } => {
                if let Some(&(seat, job)) = self.runs.get(run) {
                    self.found(
                        seat,
                        job,
                        format!("`{action}` is done since {}", story_clock(scenario, event.at)),
                    );
                }
            }
            _ => {}
        }
    }

    fn paged(&mut self, seat: SeatId, group: u32, at: SimTime) {
        let Some(stand_in) = self.stand_in(seat) else { return };
        let at = at + stand_in.answers_after;
        let waits = |due: &Due| due.seat == seat && matches!(due.what, What::Ack(other) if other == group);
        if !self.agenda.values().any(waits) {
            self.plan(at, Due { seat, job: None, what: What::Ack(group) });
        }
    }

    /// Who is not in the call any more does nothing.
    fn gone(&mut self, seat: Option<SeatId>) {
        let Some(seat) = seat else { return };
        if let Some(stand_in) = self.stand_in(seat) {
            stand_in.joined = false;
        }
        self.agenda.retain(|_, due| due.seat != seat);
    }

    /// What was given to a team is taken by the first of it, unless a person could.
    fn of_team(&self, scenario: &Scenario, owner: &Owner) -> Option<SeatId> {
        let Owner::Team(name) = owner else { return None };
        let team: TeamId = scenario.organisation.teams.find(name.as_str())?;
        if self.people.iter().any(|&seat| scenario.seats[seat].team == team) {
            return None;
        }
        self.here().into_iter().find(|&seat| scenario.seats[seat].team == team)
    }

    /// The story goes ahead at once, and what they had in hand with it.
    fn later(&mut self, by: SimDuration) {
        self.agenda = std::mem::take(&mut self.agenda).into_iter().map(|(at, due)| (at + by, due)).collect();
    }

    /// A question that the story itself answers needs no other answer.
    fn story_answers(&mut self, event: &Event) {
        let asked = |job: &Job| job.asked.as_ref().is_some_and(|(seq, _)| Some(*seq) == event.cause);
        let Some(job) = self.jobs.iter().position(asked) else { return };
        self.agenda.retain(|_, due| due.job != Some(job));
        let Job { seat, asked, reported, .. } = &mut self.jobs[job];
        *reported = true;
        let (seat, parts) = (*seat, asked.take().map(|(_, parts)| parts));
        if let (Some(stand_in), Some(parts)) = (self.stand_in(seat), parts) {
            stand_in.parts = parts;
        }
    }

    fn polled(&mut self, scenario: &Scenario, action: Option<ActionId>, at: SimTime) {
        for (n, seat) in self.here().into_iter().enumerate() {
            let against =
                action.filter(|id| !self.does.contains(id) && scenario.seats[seat].can.contains(id));
            let what = match against {
                Some(id) => {
                    let risk = scenario.actions[id].risk.as_deref();
                    What::Object(format!(
                        "I would not do `{}`: {}",
                        scenario.actions.name(id),
                        risk.unwrap_or("nothing that we have seen points there")
                    ))
                }
                None => What::Say("No objection from me.".to_string()),
            };
            let wait = SimDuration::from_ms(REPORTS_AFTER.ms() + 5_000 * n as i64);
            self.plan(at + wait, Due { seat, job: None, what });
        }
    }

    /// Something was found out for what a seat is working on.
    fn found(&mut self, seat: SeatId, job: Option<usize>, text: String) {
        if let Some(stand_in) = self.stand_in(seat) {
            stand_in.seen.push(text.clone());
        }
        let job = job.filter(|&job| !self.jobs[job].reported).or_else(|| self.job_of(seat));
        if let Some(job) = job {
            self.jobs[job].found.push(text);
        }
    }

    /// What a seat is working on: what it took its last step for, else the first that it has not reported on.
    fn job_of(&self, seat: SeatId) -> Option<usize> {
        let last = self.last.get(&seat).copied().filter(|&job| !self.jobs[job].reported);
        last.or_else(|| self.jobs.iter().position(|job| job.seat == seat && !job.reported))
    }

    /// Moves what a seat has in hand so that none of it comes before an instant.
    fn not_before(&mut self, seat: SeatId, at: SimTime, which: impl Fn(&What) -> bool) {
        let Some(job) = self.job_of(seat) else { return };
        let of_it = |due: &Due| due.job == Some(job) && which(&due.what);
        let Some(first) = self.agenda.iter().find(|(_, due)| of_it(due)).map(|(at, _)| *at) else { return };
        if first >= at {
            return;
        }
        let by = at.since(first);
        let moved: Vec<SimTime> =
            self.agenda.iter().filter(|(_, due)| of_it(due)).map(|(at, _)| *at).collect();
        for old in moved.into_iter().rev() {
            if let Some(due) = self.agenda.remove(&old) {
                self.plan(old + by, due);
            }
        }
    }

    /// A task, or a question: what to do about it, and when.
    fn ordered(&mut self, scenario: &Scenario, seat: SeatId, given: Given, text: &str, at: SimTime) {
        let works = |due: &Due| due.seat == seat && due.job.is_some();
        let busy = self.agenda.iter().rev().find(|(_, due)| works(due)).map(|(at, _)| *at);
        // What came of it is told with the first word about it.
        let word = |due: &Due| matches!(due.what, What::Meanwhile(_) | What::Report);
        let speaks = self.agenda.iter().find(|(_, due)| works(due) && word(due)).map(|(at, _)| *at);
        let works_on =
            self.jobs.iter().rev().find(|job| job.seat == seat && !job.reported).and_then(|job| job.task);
        // One task after the other; a question is answered meanwhile.
        let mut when = match given {
            Given::Task(_) => busy.unwrap_or(at).max(at) + STARTS_AFTER,
            Given::Question(_) => at,
        };
        let Some(stand_in) = self.stand_in(seat) else { return };
        let before = stand_in.parts.clone();
        let seen: Vec<String> = stand_in.seen.iter().rev().take(SEEN).rev().cloned().collect();
        let report = speaks.map(|at| story_clock(scenario, at));
        let knows = Knows { seen, works_on: works_on.zip(report) };
        let (task, asked) = match given {
            Given::Task(task) => (Some(task), None),
            Given::Question(seq) => (None, Some((seq, before))),
        };
        let Order { steps, besides } =
            order(scenario, seat, &mut stand_in.parts, &knows, text, task.is_some());
        let job = self.jobs.len();
        self.jobs.push(Job { seat, task, asked, found: Vec::new(), besides, reported: false });
        let question = task.is_none();
        for (n, Step { after, command, named }) in steps.iter().cloned().enumerate() {
            let after = if question { after.min(ANSWERS_STEP) } else { after };
            let did = script::action(&command);
            when = self.plan(when + after, Due { seat, job: Some(job), what: What::Step { command, named } });
            let Some((id, next)) = did.zip(steps.get(n + 1)) else { continue };
            let done = scenario.actions[id].takes + AFTERWARDS;
            if let Some(next) = proof(scenario, &next.command).filter(|_| next.after > done + SOON_AFTER) {
                let about = story_clock(scenario, when + steps[n + 1].after);
                let text = format!("I will read {next} at about {about}, when it can show");
                self.plan(when + done, Due { seat, job: Some(job), what: What::Meanwhile(text) });
            }
        }
        let after = if question { ANSWERS_STEP } else { REPORTS_AFTER };
        self.plan(when + after, Due { seat, job: Some(job), what: What::Report });
    }
}

/// The signal that a step proves something by.
fn proof<'a>(scenario: &'a Scenario, command: &Command) -> Option<&'a str> {
    let Command::Look { at: LookAt::Metric(id), .. } = command else { return None };
    Some(scenario.metrics.name(*id).as_str())
}

/// An action that is under way or has its effect, which came after `since`.
fn stands(world: &World, id: ActionId, since: SimTime) -> bool {
    let stands = |run: &&Run| run.action == id && !run.undone;
    world.runs.iter().filter(stands).any(|run| run.took.is_none_or(|(took, _)| took > since))
}
