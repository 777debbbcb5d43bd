//! The front of the engine: moves and time go in, batches of events come out.
//!
//! A batch is one instant's events with all their consequences; it is appended whole or not at all. The shell advances
//! first and then hands in what was typed; an earlier time is an error. The session holds no clock: it is told what
//! time it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::agenda::Agenda;
use super::command::{Command, Facilitate, Mover};
use super::decide::decide;
use super::eval::eval;
use super::event::{Actor, Event, EventKind, Header, Seq};
use super::fact::{Fact, Slot, mentioned};
use super::hint::unasked;
use super::refusal::Refusal;
use super::timer;
use super::trigger::{Trigger, condition, fire, triggers, waits_for};
use super::world::{Touched, World};
use crate::scenario::Scenario;
use crate::scenario::id::UnknownName;
use crate::time::{SimDuration, SimTime};

/// More facts than this in one batch, a move's or an instant's, are a circle of the scenario's. It is looked at between
/// a cause and the next: what the last of them brings is counted when it is there.
const INSTANT_MAX: usize = 10_000;
/// A drill has at most so many events.
const DRILL_MAX: u64 = 200_000;
/// A move may have been said so long before it was typed.
pub(crate) const BACK_DATED_MAX: SimDuration = SimDuration::from_mins(3);

/// Why a session can't go on; it must be dropped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// Time went backwards: the shell's mistake.
    #[error("the drill is at {now} already")]
    Earlier {
        /// Where it is.
        now: SimTime,
    },
    /// Causes and effects go round in a circle.
    #[error("the scenario goes in circles at {at}: {}", names.join(" -> "))]
    Circle {
        /// When.
        at: SimTime,
        /// What follows from what.
        names: Vec<String>,
    },
    /// More happened than a drill may have: not at one instant, but again and again.
    #[error(
        "more than {} events have happened by {at}, and a drill has at most {}: {}",
        thousands(*most), thousands(DRILL_MAX), names.join(" -> ")
    )]
    TooMany {
        /// When.
        at: SimTime,
        /// How many were allowed.
        most: u64,
        /// What happened last.
        names: Vec<String>,
    },
    /// An event names something unknown: the journal belongs to another scenario.
    #[error("this journal belongs to another scenario: {0}")]
    Unknown(#[from] UnknownName),
    /// A journal must begin with its header and go on without gaps.
    #[error("event {seq} is out of place: expected {expected}")]
    OutOfPlace {
        /// What was found.
        seq: Seq,
        /// What should stand there.
        expected: Seq,
    },
}

/// What came of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// The batch: the move's events and their consequences, or the refusal.
    pub events: Vec<Event>,
    /// The place of the move itself, if it was accepted.
    pub accepted: Option<Seq>,
    /// Why it was turned down.
    pub refused: Option<Refusal>,
}

/// A drill that is being played.
#[derive(Clone, Debug)]
pub struct Session {
    scenario: Arc<Scenario>,
    world: World,
    now: SimTime,
    agenda: Agenda,
    watchers: Watchers,
    dirty: BTreeSet<usize>,
    /// Empty between two events; kept for its room.
    touched: Touched,
    /// So many events it may have.
    most: u64,
    /// The pace at which time passes from its next resuming on, if that is another than before: the record's alone.
    pace: Option<String>,
}

/// Which triggers look at which fact: derived from the scenario alone.
#[derive(Clone, Debug)]
struct Watchers {
    triggers: Vec<Trigger>,
    of: BTreeMap<Fact, Vec<usize>>,
    place: BTreeMap<Trigger, usize>,
}

impl Watchers {
    fn new(scenario: &Scenario) -> Self {
        let triggers = triggers(scenario);
        let mut of: BTreeMap<Fact, Vec<usize>> = BTreeMap::new();
        for (n, &trigger) in triggers.iter().enumerate() {
            for fact in mentioned(scenario, condition(scenario, trigger)) {
                of.entry(fact).or_default().push(n);
            }
        }
        let place = triggers.iter().enumerate().map(|(n, &trigger)| (trigger, n)).collect();
        Self { triggers, of, place }
    }
}

impl Session {
    /// Begins a drill: its first batch has the header and all that is so at the start.
    ///
    /// # Errors
    /// The scenario goes in circles at its start, or the header names a seat it does not have.
    pub fn start(scenario: Arc<Scenario>, header: Header) -> Result<(Self, Vec<Event>), Stop> {
        let mut session = Self::empty(scenario);
        let mut batch = Vec::new();
        let first = EventKind::DrillStarted(Box::new(header));
        session.happen(Actor::Story, None, None, first, &mut batch)?;
        session.dirty.extend(0..session.watchers.triggers.len());
        session.refresh_all();
        session.settle(&mut batch)?;
        Ok((session, batch))
    }

    /// A drill to look at: nothing has happened in it yet, and nothing will but what its record says.
    #[must_use]
    pub fn to_watch(scenario: Arc<Scenario>) -> Self {
        Self::empty(scenario)
    }

    /// What happened next, as its record says.
    ///
    /// # Errors
    /// The event is not the next one, or belongs to another scenario.
    pub fn happened(&mut self, event: &Event) -> Result<(), Stop> {
        let expected = Seq(self.world.next);
        if event.seq != expected {
            return Err(Stop::OutOfPlace { seq: event.seq, expected });
        }
        self.world.apply(&self.scenario, event, &mut Touched::default())?;
        // A jump has landed, though nothing may have happened on the way.
        let landed = if let EventKind::Jumped { ms, .. } = event.kind { event.at + ms } else { event.at };
        self.now = self.now.max(landed);
        Ok(())
    }

    /// In a drill that is looked at, the clock goes on to here without anything happening.
    pub fn passes(&mut self, now: SimTime) {
        self.now = self.now.max(now);
    }

    /// Takes a drill up again from its journal, at the time of its last event.
    ///
    /// # Errors
    /// The journal has a gap, or belongs to another scenario.
    pub fn resume<'a>(
        scenario: Arc<Scenario>,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Self, Stop> {
        let mut session = Self::empty(scenario);
        for event in events {
            session.happened(event)?;
        }
        session.refresh_all();
        Ok(session)
    }

    fn empty(scenario: Arc<Scenario>) -> Self {
        let world = World::new(&scenario);
        let watchers = Watchers::new(&scenario);
        let agenda = Agenda::default();
        Self {
            scenario,
            world,
            now: SimTime::START,
            agenda,
            watchers,
            dirty: BTreeSet::new(),
            touched: Touched::default(),
            most: DRILL_MAX,
            pace: None,
        }
    }

    /// Allows fewer events than a drill may have: for a dry run, which has to be quick.
    pub fn bound(&mut self, most: u64) {
        self.most = most.min(DRILL_MAX);
    }

    /// The scenario that is played.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The state of the drill; for shells, a [`super::view::View`] is what may be shown.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Whether the drill is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.world.ended.is_some()
    }

    /// The next instant at which something is due; `None` in a pause and after the end.
    #[must_use]
    pub fn next_due(&self) -> Option<SimTime> {
        let running = !self.world.paused && !self.is_over();
        self.agenda.first().map(|(at, _)| at).filter(|_| running)
    }

    /// What a guided drill would ask about by itself now, and how far that has been given.
    #[must_use]
    pub fn unasked(&self, by: Mover) -> Option<(String, u8)> {
        let running = !self.world.paused && !self.is_over();
        let ladder = running.then(|| unasked(&self.scenario, &self.world, self.now, by.seat())).flatten()?;
        let given = ladder.given(&self.world);
        Some((ladder.item, given))
    }

    /// Why a move would be turned down now, if it would be; nothing happens, and nothing is kept.
    #[must_use]
    pub fn would_refuse(&self, by: Mover, command: &Command) -> Option<Refusal> {
        decide(&self.scenario, &self.world, self.now, by, command).err()
    }

    /// What is due when; rebuilt from a journal it is the same.
    #[must_use]
    pub fn agenda(&self) -> &Agenda {
        &self.agenda
    }

    /// Lets time pass up to and including `to`. Each instant at which something happens gives one batch to `out`.
    ///
    /// # Errors
    /// See [`Stop`]; nothing of the last instant was handed out.
    pub fn advance_to(&mut self, to: SimTime, mut out: impl FnMut(&[Event])) -> Result<(), Stop> {
        if to < self.now {
            return Err(Stop::Earlier { now: self.now });
        }
        let mut batch = Vec::new();
        while let Some(due) = self.next_due().filter(|&due| due <= to) {
            self.now = self.now.max(due);
            self.settle(&mut batch)?;
            if !batch.is_empty() {
                out(&batch);
                batch.clear();
            }
        }
        // In a pause story time stands still.
        if !self.world.paused && !self.is_over() {
            self.now = to;
        }
        Ok(())
    }

    /// A move at the present instant, `ago` being how long before it was said. `said` is the move as typed, which a
    /// refusal keeps.
    ///
    /// # Errors
    /// See [`Stop`]; a refusal is no error.
    pub fn handle(
        &mut self,
        by: Mover,
        ago: SimDuration,
        command: &Command,
        said: &str,
    ) -> Result<Handled, Stop> {
        let mut events = Vec::new();
        let actor = self.actor(by);
        let at = self.back_dated(by, ago, command, said).and_then(|at| {
            let facts = decide(&self.scenario, &self.world, self.now, by, command)?;
            self.after_its_task(at, &facts).map(|()| (at, facts))
        });
        match at {
            Err(refusal) => {
                // What is turned down seats nobody.
                if !self.is_over() {
                    let said: String = said.chars().take(super::decide::TEXT_MAX).collect();
                    let kind = EventKind::Refused { said, why: refusal.to_string() };
                    self.happen(actor, None, None, kind, &mut events)?;
                }
                Ok(Handled { events, accepted: None, refused: Some(refusal) })
            }
            Ok((at, facts)) => {
                self.take_seat(by, &mut events)?;
                let accepted = Seq(self.world.next);
                self.happen_all(&actor, at, None, facts, &mut events)?;
                self.settle(&mut events)?;
                if let Command::Facilitate(Facilitate::Jump { ms, .. }) = command {
                    // All that lies in between is part of the jump: one append, whole or not at all.
                    let to = self.now + *ms;
                    self.advance_to(to, |batch| events.extend_from_slice(batch))?;
                }
                Ok(Handled { events, accepted: Some(accepted), refused: None })
            }
        }
    }

    /// From now on it is another line of play than the one whose events it has; at another pace, if one is said.
    ///
    /// # Errors
    /// See [`Stop`].
    pub fn branch_off(
        &mut self,
        by: Mover,
        parent: &str,
        attempt: u32,
        pace: Option<String>,
    ) -> Result<Vec<Event>, Stop> {
        let (mut batch, kept) = (Vec::new(), Seq(self.world.next.saturating_sub(1)));
        let kind = EventKind::Forked { parent: parent.to_string(), kept, attempt, pace };
        self.happen(self.actor(by), None, None, kind, &mut batch)?;
        Ok(batch)
    }

    /// Whether a move would be accepted now.
    ///
    /// # Errors
    /// Why it would be turned down.
    pub fn may(&self, by: Mover, command: &Command) -> Result<(), Refusal> {
        decide(&self.scenario, &self.world, self.now, by, command).map(drop)
    }

    /// The drill was broken off and is taken up again: the time away is a pause of the story's, begun and ended at this
    /// instant. Nothing, if it was paused anyway. Another `pace` than before is said when time passes again.
    ///
    /// # Errors
    /// See [`Stop`].
    pub fn time_away(&mut self, pace: Option<String>) -> Result<Vec<Event>, Stop> {
        self.pace = pace;
        let mut events = Vec::new();
        if !self.world.paused && !self.is_over() {
            let began = Seq(self.world.next);
            self.happen(Actor::Story, None, None, EventKind::Paused {}, &mut events)?;
            self.happen(Actor::Story, None, Some(began), EventKind::Resumed { pace: None }, &mut events)?;
        }
        Ok(events)
    }

    fn actor(&self, by: Mover) -> Actor {
        match by {
            Mover::Table => Actor::Table,
            Mover::Facilitator => Actor::Facilitator,
            Mover::Seat(seat) => Actor::Seat(self.scenario.seats.name(seat).clone()),
        }
    }

    /// When a move counts that was said so long ago.
    ///
    /// # Errors
    /// It is too long ago, before anybody had called the mover, or a move of which that can't be said.
    pub fn back_dated(
        &self,
        by: Mover,
        ago: SimDuration,
        command: &Command,
        said: &str,
    ) -> Result<Option<SimTime>, Refusal> {
        if ago.ms() == 0 {
            return Ok(None);
        }
        if !command.may_be_back_dated() {
            let word = said.split_whitespace().next().unwrap_or("that").to_string();
            return Err(Refusal::NotBackDated { word, why: command.counts_when_made() });
        }
        let at = self.now - ago;
        if ago.ms() < 0 || ago > BACK_DATED_MAX || at < SimTime::START {
            return Err(Refusal::TooFarBack);
        }
        if let Mover::Seat(seat) = by
            && let Some(called) = self.world.called(seat).filter(|&called| at < called)
        {
            let seat = self.scenario.seats.name(seat).to_string();
            return Err(Refusal::NotCalledYet { seat, called: self.now.since(called).clock() });
        }
        Ok(Some(at))
    }

    /// What came of a task was not said before it was given.
    fn after_its_task(&self, said: Option<SimTime>, facts: &[EventKind]) -> Result<(), Refusal> {
        let Some(said) = said else { return Ok(()) };
        let answered = facts.iter().find_map(EventKind::on_task);
        let task = answered.and_then(|n| self.world.tasks.iter().find(|task| task.number == n));
        match task.filter(|task| said < task.at) {
            Some(task) => {
                let given = self.now.since(task.at).clock();
                Err(Refusal::NotGivenYet { task: task.number, given })
            }
            None => Ok(()),
        }
    }

    /// A seat that nobody had named at the start is filled from its first move on.
    fn take_seat(&mut self, by: Mover, events: &mut Vec<Event>) -> Result<(), Stop> {
        if let Mover::Seat(seat) = by
            && !self.world.seats[seat.n()].filled
            && self.world.seats[seat.n()].gone.is_none()
        {
            let name = self.scenario.seats.name(seat).clone();
            self.happen(Actor::Story, None, None, EventKind::SeatTaken { seat: name }, events)?;
        }
        Ok(())
    }

    /// The first fact is what happened, the others follow from it.
    fn happen_all(
        &mut self,
        by: &Actor,
        said: Option<SimTime>,
        cause: Option<Seq>,
        facts: Vec<EventKind>,
        batch: &mut Vec<Event>,
    ) -> Result<(), Stop> {
        let first = Seq(self.world.next);
        for (n, kind) in facts.into_iter().enumerate() {
            // A move of several parts, such as `roles`, is the seat's in all of them; what the world adds is not.
            let by = if n == 0 || is_moved(&kind) { by.clone() } else { Actor::Story };
            let cause = if n == 0 { cause } else { Some(first) };
            self.happen(by, said, cause, kind, batch)?;
        }
        Ok(())
    }

    fn happen(
        &mut self,
        by: Actor,
        said: Option<SimTime>,
        cause: Option<Seq>,
        kind: EventKind,
        batch: &mut Vec<Event>,
    ) -> Result<(), Stop> {
        let kind = self.paced(kind);
        let event = Event { seq: Seq(self.world.next), at: self.now, said, by, cause, kind };
        let mut touched = std::mem::take(&mut self.touched);
        self.world.apply(&self.scenario, &event, &mut touched)?;
        batch.push(event);
        for fact in touched.facts.drain(..) {
            self.dirty.extend(self.watchers.of.get(&fact).into_iter().flatten());
        }
        for slot in touched.slots.drain(..) {
            self.refresh(slot);
        }
        self.touched = touched;
        // Triggers that wait for something the event itself changed, such as being armed again.
        if let Some(kind) = batch.last().map(|event| &event.kind) {
            for trigger in rearmed(&self.scenario, kind)? {
                self.dirty.extend(self.watchers.place.get(&trigger));
            }
        }
        Ok(())
    }

    /// Where time passes again, it is said how, if that is not as before.
    fn paced(&mut self, mut kind: EventKind) -> EventKind {
        if let EventKind::Resumed { pace: pace @ None } = &mut kind {
            *pace = self.pace.take();
        }
        kind
    }

    /// Works off all that is due at this instant, to a fixpoint.
    fn settle(&mut self, batch: &mut Vec<Event>) -> Result<(), Stop> {
        loop {
            if self.is_over() {
                self.dirty.clear();
                return Ok(());
            }
            if batch.len() > INSTANT_MAX {
                return Err(Stop::Circle { at: self.now, names: circle(batch) });
            }
            if self.world.next > self.most {
                return Err(Stop::TooMany { at: self.now, most: self.most, names: circle(batch) });
            }
            if let Some(n) = self.dirty.pop_first() {
                self.look_at(n, batch)?;
            } else if let Some((_, slot)) = self.agenda.first().filter(|&(at, _)| at <= self.now) {
                self.run_out(slot, batch)?;
            } else {
                return Ok(());
            }
        }
    }

    fn look_at(&mut self, n: usize, batch: &mut Vec<Event>) -> Result<(), Stop> {
        let trigger = self.watchers.triggers[n];
        let Some(wanted) = waits_for(&self.scenario, &self.world, trigger) else {
            self.agenda.set(Slot::Trigger(n), None);
            return Ok(());
        };
        let truth = eval(condition(&self.scenario, trigger), &self.world, self.now);
        if truth.holds != wanted {
            self.agenda.set(Slot::Trigger(n), truth.until);
            return Ok(());
        }
        let facts = fire(&self.scenario, &self.world, self.now, trigger);
        self.happen_all(&Actor::Story, None, None, facts, batch)?;
        // It may now wait for the opposite.
        self.dirty.insert(n);
        Ok(())
    }

    fn run_out(&mut self, slot: Slot, batch: &mut Vec<Event>) -> Result<(), Stop> {
        if let Slot::Trigger(n) = slot {
            self.agenda.set(slot, None);
            self.dirty.insert(n);
            return Ok(());
        }
        let cause = self.cause_of(slot);
        let facts = timer::run_out(&self.scenario, &self.world, self.now, slot);
        self.happen_all(&Actor::Story, None, cause, facts, batch)?;
        // Every timer that has run out leaves the agenda, whatever followed: else the instant would never end.
        let next = timer::due(&self.scenario, &self.world, slot);
        self.agenda.set(slot, next.filter(|&at| at > self.now));
        Ok(())
    }

    /// The event that set a timer.
    fn cause_of(&self, slot: Slot) -> Option<Seq> {
        match slot {
            Slot::Run(n) => Some(self.world.runs[n].seq),
            Slot::Group(n) => Some(self.world.groups[n].seq),
            Slot::Answer(n) => Some(self.world.answers[n].cause),
            Slot::Reopen => self.world.closed.as_ref().map(|closed| closed.seq),
            Slot::Trigger(_)
            | Slot::Failure(_)
            | Slot::Lasts(_)
            | Slot::Returns(_)
            | Slot::Again(_)
            | Slot::Inject(_)
            | Slot::GivesUp(_)
            | Slot::AskIfDone
            | Slot::End => None,
        }
    }

    fn refresh(&mut self, slot: Slot) {
        self.agenda.set(slot, timer::due(&self.scenario, &self.world, slot));
    }

    fn refresh_all(&mut self) {
        for slot in timer::slots(&self.scenario, &self.world) {
            self.refresh(slot);
        }
        for (n, &trigger) in self.watchers.triggers.iter().enumerate() {
            let waiting = !self.is_over() && waits_for(&self.scenario, &self.world, trigger).is_some();
            let until = waiting
                .then(|| eval(condition(&self.scenario, trigger), &self.world, self.now).until)
                .flatten();
            self.agenda.set(Slot::Trigger(n), until);
        }
    }
}

/// `200,000`; no number of events is larger than that.
fn thousands(n: u64) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}

/// Whether a later fact of a move is still the mover's doing.
fn is_moved(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::RoleGiven { .. }
            | EventKind::RoleVacated { .. }
            | EventKind::Left {}
            | EventKind::Released { .. }
            // Why there is a pause.
            | EventKind::Said { .. }
            | EventKind::Paged { escalated: false, alert: None, .. }
    )
}

/// The triggers whose wait an event changes directly.
#[expect(clippy::wildcard_enum_match_arm, reason = "only what arms or disarms a trigger matters here")]
fn rearmed(scenario: &Scenario, kind: &EventKind) -> Result<Vec<Trigger>, UnknownName> {
    Ok(match kind {
        EventKind::InjectDelivered { inject, .. }
        | EventKind::InjectSkipped { inject }
        | EventKind::InjectNotNeeded { inject, .. }
        | EventKind::InjectScheduled { inject, .. }
        | EventKind::InjectRearmed { inject } => vec![Trigger::Inject(scenario.injects.id(inject)?)],
        EventKind::FailureStarted { failure, .. }
        | EventKind::FailureCleared { failure }
        | EventKind::FailureRearmed { failure } => {
            let id = scenario.failures.id(failure)?;
            vec![Trigger::Failure(id), Trigger::Clears(id)]
        }
        EventKind::TruthChanged { .. } => (0..scenario.truth.severity.len()).map(Trigger::Knowable).collect(),
        EventKind::MilestoneReached { milestone } => {
            vec![Trigger::Milestone(scenario.milestones.id(milestone)?)]
        }
        _ => Vec::new(),
    })
}

/// The names that come round again at the end of a batch: the circle.
fn circle(batch: &[Event]) -> Vec<String> {
    let names: Vec<String> = batch.iter().rev().take(40).filter_map(|event| name_of(&event.kind)).collect();
    let again =
        names.iter().skip(1).position(|name| Some(name) == names.first()).map_or(names.len(), |n| n + 2);
    let mut round: Vec<String> = names.into_iter().take(again).collect();
    round.reverse();
    round
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only the names an author wrote help to find a circle")]
fn name_of(kind: &EventKind) -> Option<String> {
    Some(match kind {
        EventKind::InjectDelivered { inject, .. } => format!("inject `{inject}`"),
        EventKind::FailureStarted { failure, .. } => format!("failure `{failure}` starts"),
        EventKind::FailureCleared { failure } => format!("failure `{failure}` clears"),
        EventKind::AlertFired { alert, .. } => format!("alert `{alert}` fires"),
        EventKind::AlertCleared { alert } => format!("alert `{alert}` is over"),
        EventKind::Recovered {} => "recovered".to_string(),
        EventKind::Relapsed {} => "relapsed".to_string(),
        _ => return None,
    })
}
