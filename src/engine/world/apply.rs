//! One event on its way into the world: which part of it changes.

use super::updates::{answers, tells};
use super::{Offered, Touched, World};
use crate::engine::event::{EndHow, Event, EventKind};
use crate::engine::fact::{Fact, Slot};
use crate::scenario::Scenario;
use crate::scenario::condition::Lookable;
use crate::scenario::id::{Id, MilestoneId, SeatId, UnknownName};
use crate::scenario::words::Step;
use crate::time::{SimDuration, SimTime};

impl World {
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
        change.hands();
        change.poll()?;
        change.make()
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
            | EventKind::Resumed { .. }
            | EventKind::DrillEnded { .. }
            | EventKind::Rewound { .. }
            | EventKind::Forked { .. }
    )
}

/// One event on its way into the world.
pub(super) struct Change<'a> {
    pub(super) world: &'a mut World,
    pub(super) scenario: &'a Scenario,
    pub(super) event: &'a Event,
    pub(super) by: Option<SeatId>,
    pub(super) touched: &'a mut Touched,
}

impl Change<'_> {
    fn make(&mut self) -> Result<(), UnknownName> {
        let (scenario, at) = (self.scenario, self.event.at);
        match &self.event.kind {
            EventKind::DrillStarted(header) => self.open(header)?,
            EventKind::SeatTaken { seat } => self.world.seats[scenario.seats.id(seat)?.n()].filled = true,
            EventKind::Paused {} => self.world.paused = true,
            EventKind::Resumed { .. } => self.world.paused = false,
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
            EventKind::SeatVacated { seat, for_good } => {
                self.vacate_seat(scenario.seats.id(seat)?, *for_good)
            }
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
                if tells(&[state, impact, doing]) {
                    self.world.questions.clear();
                }
            }
            EventKind::Marked { action } => {
                scenario.actions.id(action)?;
                // It can be marked as wrong like what was said, and then counts for nothing.
                self.world.slots_said.insert(self.event.seq, vec!["mark"]);
            }
            EventKind::Planned { next, .. } => self.world.plan_until = Some(self.event.counts_at() + *next),
            EventKind::Said { text } if answers(text) => self.speak(),
            EventKind::HintGiven { item, level, .. } => self.hint(item, *level),
            EventKind::Forced { .. }
            | EventKind::UnscriptedDone { .. }
            | EventKind::Objected { .. }
            | EventKind::Decided { .. }
            | EventKind::Noted { .. }
            | EventKind::Said { .. }
            | EventKind::Bookmarked { .. }
            | EventKind::Refused { .. } => {}
        }
        Ok(())
    }

    fn milestone(&mut self, id: MilestoneId) {
        self.world.milestones[id.n()] = Some(self.event.at);
        self.fact(Fact::Milestone(id));
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
            audience.promised = audience.promised.zip(audience.said).map(|(until, from)| moved(from, until));
        }
        for task in self.world.tasks.iter_mut().filter(|task| !task.reported) {
            task.until = task.until.map(|until| moved(task.at, until));
        }
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        self.touched.facts.push(fact);
    }

    pub(super) fn slot(&mut self, slot: Slot) {
        self.touched.slots.push(slot);
    }

    /// What was asked about is in hand: the next time is a new one, and begins with a question again.
    pub(super) fn in_hand(&mut self, item: &str) {
        self.world.hints.remove(item);
    }

    pub(super) fn step(&mut self, step: Step) {
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
}
