//! What stand-ins make of what happens: each event may give somebody something to do, and a time for it.

use super::order::{Knows, Order, order};
use super::script::{self, Step};
use super::{
    ACCEPTS_AFTER, AFTERWARDS, ANSWERS_STEP, CALLS_AFTER, Crew, Due, FOUND_MAX, Given, Job, REPORTS_AFTER,
    SEEN, SOON_AFTER, STARTS_AFTER, What, proof,
};
use crate::engine::decide::story_clock;
use crate::engine::event::{Asked, Event, EventKind, Owner, RoleHow};
use crate::engine::tell::reading;
use crate::engine::world::Offered;
use crate::prose::clip;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId, SeatName, TeamId};
use crate::time::{SimDuration, SimTime};

impl Crew {
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
