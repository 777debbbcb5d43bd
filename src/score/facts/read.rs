//! The fold itself: every kind of event is named here once, and nowhere else in the scorer.

use super::tenure::tenures;
use super::{
    Ack, Active, Alarm, Close, Decision, Facts, Given, Hold, Moment, Move, Objection, Offer, Page, Poll,
    Post, Question, Reading, Report, Run, Task, Vacated, Wrong,
};
use crate::engine::answer::NO_ANSWER;
use crate::engine::clock::ScoreClock;
use crate::engine::event::{Actor, Asked, EndHow, Event, EventKind, Seq, Slot};
use crate::engine::world::is_hands_on;
use crate::journal::{Record, header};
use crate::scenario::Scenario;
use crate::score::profile::Profile;
use crate::score::slots::{self, plain};
use crate::time::SimTime;

/// What an event is as a move of a seat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A step of the response.
    Act,
    /// Words, and an acknowledgement: a move, but no step.
    Word,
    /// The story's, the clock's, or a refusal.
    Other,
}

impl<'a> Facts<'a> {
    /// Reads a journal.
    pub(crate) fn read(scenario: &'a Scenario, profile: &'a Profile, records: &'a [Record]) -> Self {
        let mut events: Vec<&Event> = records.iter().map(|record| &record.event).collect();
        let mut facts = Facts::empty(scenario, profile, records);
        events.sort_by_key(|event| (facts.clock.at(event.counts_at()), event.seq));
        for event in events {
            facts.event(event);
        }
        facts.tenures = tenures(&facts);
        facts
    }

    fn event(&mut self, event: &'a Event) {
        let when = Moment { at: self.clock.at(event.counts_at()), seq: event.seq };
        self.last = self.last.max(when);
        self.story.keep(self.scenario, &self.clock, event, when);
        let sort = self.sort_in(event, when);
        if let (Some(seat), Sort::Act | Sort::Word) = (event.by.seat(), sort) {
            let of_a_task = matches!(
                event.kind,
                EventKind::TaskAccepted { .. } | EventKind::Reported { task: Some(_), .. }
            );
            self.moves.push(Move { when, seat, act: sort == Sort::Act, of_a_task });
        }
    }

    /// Keeps what a rule asks about, and says what kind of move it was.
    fn sort_in(&mut self, event: &'a Event, when: Moment) -> Sort {
        let by = &event.by;
        match &event.kind {
            EventKind::DrillStarted(header) => self.filled.extend(&header.seats),
            EventKind::SeatTaken { seat } => _ = self.filled.insert(seat),
            EventKind::DrillEnded { how, resolved } => {
                self.ended = Some((when, *how));
                self.unfinished = *how != EndHow::Safety && !resolved;
                let theirs = matches!(how, EndHow::Closed | EndHow::Latest | EndHow::Ended);
                self.unreached = self.unfinished && theirs && *by != Actor::Facilitator;
            }
            EventKind::Rewound { .. } => self.ended = Some((when, EndHow::Rewound)),
            EventKind::Forked { attempt, .. } => self.attempt = *attempt,
            EventKind::FailureStarted { failure, .. } => self.started(failure.as_str(), when),
            EventKind::FailureCleared { failure } => self.cleared(failure.as_str(), when),
            EventKind::AlertFired { alert, .. } => self.alarm(alert.as_str(), true, when),
            EventKind::AlertCleared { alert } => self.alarm(alert.as_str(), false, when),
            EventKind::InjectDelivered { news, .. } => self.delivered(*news, when),
            EventKind::TruthChanged { severity, .. } => self.truths.push((when, *severity)),
            EventKind::SeverityKnowable { severity, .. } => self.known.push((when, *severity)),
            EventKind::Relapsed {} => self.relapses.push(when),
            EventKind::Reopened { .. } => self.reopened(when),
            EventKind::ActionTookEffect { run, helped, .. } => self.took_effect(*run, *helped, when),
            EventKind::FacilitatorTalk { on } => self.talk(*on, when),
            EventKind::Answered { finding, text, .. } => self.answered(event.cause, finding.is_some(), text),

            EventKind::Acknowledged { seat, group, how } => {
                self.acks.push(Ack { when, seat, group: *group, how: *how });
                return Sort::Word;
            }
            EventKind::Said { .. } => {
                self.spoken.push((when, by));
                return Sort::Word;
            }
            EventKind::Noted { .. } | EventKind::Bookmarked { .. } | EventKind::Marked { .. } => {
                return Sort::Word;
            }

            EventKind::Paused {}
            | EventKind::Resumed { .. }
            | EventKind::WatchHeld { .. }
            | EventKind::WatchBroke { .. }
            | EventKind::MilestoneReached { .. }
            | EventKind::FailureScheduled { .. }
            | EventKind::FailureSettled { .. }
            | EventKind::FailureRearmed { .. }
            | EventKind::CloseStood {}
            | EventKind::AnswerDue { .. }
            | EventKind::InjectScheduled { .. }
            | EventKind::InjectNotNeeded { .. }
            | EventKind::InjectMoved { .. }
            | EventKind::InjectSkipped { .. }
            | EventKind::Improvised { .. }
            | EventKind::Jumped { .. }
            | EventKind::MarkedWrong { .. }
            | EventKind::Observed { .. }
            | EventKind::SeverityTalk { .. }
            | EventKind::Forced { .. }
            | EventKind::SeatVacated { .. }
            | EventKind::InjectRearmed { .. }
            | EventKind::TeamKnowable { .. }
            | EventKind::ExpectationOpened { .. }
            | EventKind::ExpectationSuperseded { .. }
            | EventKind::Recovered {}
            | EventKind::AskedIfDone {}
            | EventKind::HarmDone { .. }
            | EventKind::HintGiven { .. }
            | EventKind::Refused { .. } => {}

            EventKind::Paged { .. }
            | EventKind::Declared { .. }
            | EventKind::SeverityChanged { .. }
            | EventKind::StatementMade { .. }
            | EventKind::IncidentClosed { .. }
            | EventKind::RoleGiven { .. }
            | EventKind::RoleVacated { .. }
            | EventKind::RolesAnnounced {}
            | EventKind::HandoverOffered { .. }
            | EventKind::Left {}
            | EventKind::Released { .. }
            | EventKind::MetricRead { .. }
            | EventKind::ComponentRead { .. }
            | EventKind::TopicRead { .. }
            | EventKind::Asked { .. }
            | EventKind::ActionStarted { .. }
            | EventKind::ActionUndone { .. }
            | EventKind::UnscriptedDone { .. }
            | EventKind::Held { .. }
            | EventKind::Tasked { .. }
            | EventKind::TaskAccepted { .. }
            | EventKind::Reported { .. }
            | EventKind::Polled { .. }
            | EventKind::Objected { .. }
            | EventKind::Decided { .. }
            | EventKind::Planned { .. }
            | EventKind::Updated { .. } => {
                self.step(event, when);
                return Sort::Act;
            }
        }
        Sort::Other
    }

    /// A question that reached nobody is told so at once.
    fn answered(&mut self, to: Option<Seq>, written: bool, text: &str) {
        let mut asked = self.questions.iter_mut().rev();
        if let Some(question) = asked.find(|question| Some(question.when.seq) == to) {
            question.unheard = !written
                && match question.whom {
                    Asked::Seat(_) | Asked::Nobody(_) => true,
                    Asked::Team(_) => text.starts_with(NO_ANSWER),
                    Asked::Voice(_) => false,
                };
        }
    }

    /// Who takes what was given to several has it alone.
    fn took(&mut self, task: u32, by: &'a Actor, when: Moment) {
        self.accepted.push((when, task));
        if let Some(task) = self.tasks.iter_mut().find(|of| of.task == task && of.seat.is_none()) {
            task.seat = by.seat();
        }
    }

    /// A step of the response: of the incident, of its roles, of the system, or of the work.
    fn step(&mut self, event: &'a Event, when: Moment) {
        self.incident(event, when);
        self.role(event, when);
        self.system(event, when);
        self.work(event, when);
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`sort_in` names every kind; this is one part of the steps"
    )]
    fn incident(&mut self, event: &'a Event, when: Moment) {
        let by = &event.by;
        match &event.kind {
            EventKind::Paged { group, team, to, hint, escalated, .. } => self.pages.push(Page {
                when,
                by,
                group: *group,
                team: team.as_ref(),
                to,
                hint: *hint,
                escalated: *escalated,
            }),
            EventKind::Declared { severity } => self.declared.push((when, *severity)),
            EventKind::SeverityChanged { severity, .. } => {
                self.declared.push((when, *severity));
                self.changes.push(when);
            }
            EventKind::StatementMade { .. } => self.statements.push(when),
            EventKind::IncidentClosed { .. } => {
                let harm = self.harm_at(when);
                self.closes.push(Close { when, harm, reopened: None });
            }
            EventKind::Updated { audiences, state, impact, doing, next, next_ms } => {
                let known = &self.scenario.organisation.audiences;
                let audiences = audiences.iter().filter_map(|name| known.id(name).ok()).collect();
                let slots = [text(state), text(impact), text(doing), text(next)];
                let plain = slots.map(|slot| slot.map(plain));
                let state = slots::state(plain[0].as_deref());
                self.posts.push(Post { when, by, audiences, slots, plain, state, next: *next_ms });
            }
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`sort_in` names every kind; this is one part of the steps"
    )]
    fn role(&mut self, event: &'a Event, when: Moment) {
        match &event.kind {
            EventKind::RoleGiven { role, seat, how, announced, from, .. } => self.given.push(Given {
                when,
                role: *role,
                seat,
                how: *how,
                announced: *announced,
                from: from.as_ref(),
                cause: event.cause,
            }),
            EventKind::RoleVacated { role, seat, how } => {
                self.vacated.push(Vacated { when, role: *role, seat, how: *how });
            }
            EventKind::RolesAnnounced {} => self.announced.push(when),
            EventKind::HandoverOffered { role, to, state, flight, tried, next } => {
                let brief = [text(state), text(flight), text(tried), text(next)];
                self.offers.push(Offer { when, role: *role, to, brief });
            }
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`sort_in` names every kind; this is one part of the steps"
    )]
    fn system(&mut self, event: &'a Event, when: Moment) {
        let by = &event.by;
        // What the facilitator forced is given: nobody's step, and nothing to be proved.
        if *by == Actor::Story {
            return;
        }
        if is_hands_on(self.scenario, &event.kind) {
            self.hands_on.push((when, by));
        }
        match &event.kind {
            EventKind::MetricRead { metric, good, .. } => {
                let metric = self.scenario.metrics.id(metric).ok().map(|metric| (metric, *good));
                self.readings.push(Reading { when, metric });
            }
            // Where nothing is known by a name, nothing was seen.
            EventKind::TopicRead { topic, .. } if self.scenario.topics.find(topic).is_none() => {}
            EventKind::ComponentRead { .. } | EventKind::TopicRead { .. } => {
                self.readings.push(Reading { when, metric: None });
            }
            EventKind::ActionStarted { action, run, .. } => {
                if let Ok(action) = self.scenario.actions.id(action) {
                    let (run, helped) = (*run, false);
                    self.runs.push(Run {
                        run,
                        action,
                        by,
                        started: when,
                        effect: None,
                        helped,
                        undone: None,
                    });
                }
                self.done.push((when, by));
            }
            EventKind::ActionUndone { run, .. } => {
                if let Some(done) = self.runs.iter_mut().find(|known| known.run == *run) {
                    done.undone = Some(when);
                }
                self.done.push((when, by));
            }
            EventKind::UnscriptedDone { .. } => self.done.push((when, by)),
            EventKind::Held { ms, .. } => self.holds.push(Hold { when, by, until: when.at + *ms }),
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`sort_in` names every kind; this is one part of the steps"
    )]
    fn work(&mut self, event: &'a Event, when: Moment) {
        let by = &event.by;
        let action = |name| self.scenario.actions.id(name).ok();
        match &event.kind {
            EventKind::Asked { whom, .. } => self.questions.push(Question { when, whom, unheard: false }),
            EventKind::Tasked { task, owner, seat, text, time_box } => self.tasks.push(Task {
                when,
                by,
                task: *task,
                owner,
                seat: seat.as_ref(),
                text,
                time_box: *time_box,
            }),
            EventKind::TaskAccepted { task } => self.took(*task, by, when),
            EventKind::Reported { task: Some(task), more, .. } => {
                self.of_task.entry(*task).or_default().push(self.reports.len());
                self.reports.push(Report { when, more: *more });
            }
            EventKind::Polled { poll, action: of, risk, .. } => {
                let (action, risk) = (of.as_ref().and_then(action), risk.is_some());
                self.polls.push(Poll { when, by, poll: *poll, action, risk });
            }
            EventKind::Objected { poll, .. } => self.objections.push(Objection { when, by, poll: *poll }),
            EventKind::Decided { action: of, go, .. } => {
                let action = of.as_ref().and_then(action);
                self.decisions.push(Decision { when, by, action, go: *go });
            }
            _ => {}
        }
    }

    fn took_effect(&mut self, run: u32, helped: bool, when: Moment) {
        if let Some(known) = self.runs.iter_mut().find(|known| known.run == run) {
            known.effect = Some(when);
            known.helped = helped;
        }
    }

    fn started(&mut self, failure: &str, from: Moment) {
        if let Some(failure) = self.scenario.failures.find(failure) {
            let impact = self.scenario.failures[failure].impact;
            self.failures.push(Active { failure, from, to: None, impact });
        }
    }

    fn cleared(&mut self, failure: &str, when: Moment) {
        let failure = self.scenario.failures.find(failure);
        let mut active = self.failures.iter_mut().rev();
        if let Some(active) = active.find(|active| Some(active.failure) == failure && active.to.is_none()) {
            active.to = Some(when);
        }
    }

    fn alarm(&mut self, alert: &str, fired: bool, when: Moment) {
        if let Some(alert) = self.scenario.alerts.find(alert) {
            self.alarms.push(Alarm { when, alert, fired });
        }
    }

    fn talk(&mut self, on: bool, when: Moment) {
        match self.talks.last_mut() {
            Some((_, to)) if !on => *to = to.or(Some(when.at)),
            _ => self.talks.push((when.at, None)),
        }
    }

    fn delivered(&mut self, news: bool, when: Moment) {
        self.injects.push(when);
        if news {
            self.news.push(when);
        }
    }

    fn reopened(&mut self, when: Moment) {
        if let Some(close) = self.closes.last_mut() {
            close.reopened = Some(when);
        }
    }

    fn empty(scenario: &'a Scenario, profile: &'a Profile, records: &'a [Record]) -> Self {
        Facts {
            scenario,
            profile,
            records,
            clock: ScoreClock::of(records.iter().map(|record| &record.event)),
            wrong: Wrong::of(records),
            talks: Vec::new(),
            drill: header(records).map_or("", |header| &header.drill),
            filled: Default::default(),
            pages: Vec::new(),
            acks: Vec::new(),
            moves: Vec::new(),
            declared: Vec::new(),
            changes: Vec::new(),
            truths: Vec::new(),
            known: Vec::new(),
            given: Vec::new(),
            vacated: Vec::new(),
            announced: Vec::new(),
            offers: Vec::new(),
            tenures: Vec::new(),
            posts: Vec::new(),
            readings: Vec::new(),
            hands_on: Vec::new(),
            done: Vec::new(),
            questions: Vec::new(),
            spoken: Vec::new(),
            statements: Vec::new(),
            news: Vec::new(),
            injects: Vec::new(),
            runs: Vec::new(),
            holds: Vec::new(),
            tasks: Vec::new(),
            accepted: Vec::new(),
            reports: Vec::new(),
            of_task: Default::default(),
            polls: Vec::new(),
            objections: Vec::new(),
            decisions: Vec::new(),
            alarms: Vec::new(),
            failures: Vec::new(),
            closes: Vec::new(),
            relapses: Vec::new(),
            story: Default::default(),
            attempt: 1,
            unfinished: false,
            unreached: false,
            ended: None,
            last: Moment { at: SimTime::START, seq: Seq(0) },
        }
    }
}

fn text(slot: &Slot) -> Option<&str> {
    slot.as_deref()
}
