//! The journal as the dimensions need it: one fold over the records, by the score clock.
//!
//! A drill is read once, in the order of the time that counts (a back-dated move stands where it was said), and
//! sorted into what a rule asks about: pages, tenures of roles, updates, readings, runs of actions, tasks. Nothing here
//! gives credit.

mod read;
mod rows;
pub(crate) mod story;
mod tenure;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use rows::Rows;
pub(crate) use tenure::Tenure;

use super::profile::{Profile, Rule, Span};
use crate::engine::clock::ScoreClock;
use crate::engine::event::{AckHow, Actor, Asked, EndHow, Event, EventKind, Owner, RoleHow, Seq, VacatedHow};
use crate::engine::proof::Proof;
use crate::journal::{Record, Who};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, AlertId, AudienceId, FailureId, MetricId, SeatName, TeamName};
use crate::scenario::words::{Health, Role, Severity};
use crate::time::{SimDuration, SimTime};

/// Where harm is done that nobody can see the place of.
const UNSEEN: &str = "the system";

/// When something happened, and its place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub(crate) at: SimTime,
    pub(crate) seq: Seq,
}

/// A page.
pub(crate) struct Page<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) group: u32,
    pub(crate) team: Option<&'a TeamName>,
    pub(crate) to: &'a [SeatName],
    pub(crate) hint: Option<Severity>,
    pub(crate) escalated: bool,
}

/// An acknowledgement.
pub(crate) struct Ack<'a> {
    pub(crate) when: Moment,
    pub(crate) seat: &'a SeatName,
    pub(crate) group: Option<u32>,
    pub(crate) how: AckHow,
}

/// A move of a seat; only some moves are acts.
pub(crate) struct Move<'a> {
    pub(crate) when: Moment,
    pub(crate) seat: &'a SeatName,
    pub(crate) act: bool,
    /// It only says something of a task: that it is accepted, or how it stands.
    pub(crate) of_a_task: bool,
}

/// A role was given.
pub(crate) struct Given<'a> {
    pub(crate) when: Moment,
    pub(crate) role: Role,
    pub(crate) seat: &'a SeatName,
    pub(crate) how: RoleHow,
    pub(crate) announced: bool,
    pub(crate) from: Option<&'a SeatName>,
    pub(crate) cause: Option<Seq>,
}

/// A role was given up.
pub(crate) struct Vacated<'a> {
    pub(crate) when: Moment,
    pub(crate) role: Role,
    pub(crate) seat: &'a SeatName,
    pub(crate) how: VacatedHow,
}

/// A handover was offered, with its brief: state, in flight, tried, next.
pub(crate) struct Offer<'a> {
    pub(crate) when: Moment,
    pub(crate) role: Role,
    pub(crate) to: &'a SeatName,
    pub(crate) brief: [Option<&'a str>; 4],
}

/// What the facilitator marked as wrong: slots of earlier moves, or all that a move said.
#[derive(Default)]
pub(crate) struct Wrong<'a>(Vec<(Seq, Option<&'a str>)>);

impl<'a> Wrong<'a> {
    fn of(records: &'a [Record]) -> Self {
        let mut marked = Vec::new();
        for record in records {
            if let EventKind::MarkedWrong { of, slot } = &record.event.kind {
                marked.push((*of, slot.as_deref()));
            }
        }
        Wrong(marked)
    }

    /// Whether all that a move said is wrong.
    pub(crate) fn whole(&self, seq: Seq) -> bool {
        self.0.contains(&(seq, None))
    }

    /// Whether a slot of a move is, by itself or with the whole.
    pub(crate) fn slot(&self, seq: Seq, slot: &str) -> bool {
        self.whole(seq) || self.0.contains(&(seq, Some(slot)))
    }

    /// Which of a move's slots are still good, of those that were filled.
    pub(crate) fn spared<const N: usize>(&self, seq: Seq, slots: [&str; N], filled: [bool; N]) -> [bool; N] {
        std::array::from_fn(|n| filled[n] && !self.slot(seq, slots[n]))
    }
}

/// An update, with its slots: state, impact, doing, next.
pub(crate) struct Post<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) audiences: Vec<AudienceId>,
    pub(crate) slots: [Option<&'a str>; 4],
    /// The slots as they are compared.
    pub(crate) plain: [Option<String>; 4],
    /// The state that it says, if it does: without one it is no update.
    pub(crate) state: Option<&'static str>,
    pub(crate) next: Option<SimDuration>,
}

/// Something was looked at.
pub(crate) struct Reading {
    pub(crate) when: Moment,
    /// For a metric: which, and whether it was good.
    pub(crate) metric: Option<(MetricId, bool)>,
}

/// Somebody was asked.
pub(crate) struct Question<'a> {
    pub(crate) when: Moment,
    pub(crate) whom: &'a Asked,
    /// Nobody was there to hear it: an empty seat, one outside the call, oneself, a name that nobody has.
    pub(crate) unheard: bool,
}

/// An action was begun.
pub(crate) struct Run<'a> {
    pub(crate) run: u32,
    pub(crate) action: ActionId,
    pub(crate) by: &'a Actor,
    pub(crate) started: Moment,
    pub(crate) effect: Option<Moment>,
    pub(crate) helped: bool,
    pub(crate) undone: Option<Moment>,
}

/// A decision to do nothing for a time.
pub(crate) struct Hold<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) until: SimTime,
}

/// Work was given.
pub(crate) struct Task<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) task: u32,
    pub(crate) owner: &'a Owner,
    pub(crate) seat: Option<&'a SeatName>,
    pub(crate) text: &'a str,
    pub(crate) time_box: Option<SimDuration>,
}

/// A report on a task; with `more`, a new time box.
pub(crate) struct Report {
    pub(crate) when: Moment,
    pub(crate) more: Option<SimDuration>,
}

/// Objections were asked for.
pub(crate) struct Poll<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) poll: u32,
    pub(crate) action: Option<ActionId>,
    pub(crate) risk: bool,
}

/// Somebody objected.
pub(crate) struct Objection<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    /// In answer to this poll.
    pub(crate) poll: Option<u32>,
}

/// A decision was announced.
pub(crate) struct Decision<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) action: Option<ActionId>,
    pub(crate) go: bool,
}

/// An alert fired or cleared.
pub(crate) struct Alarm {
    pub(crate) when: Moment,
    pub(crate) alert: AlertId,
    pub(crate) fired: bool,
}

/// A failure was active.
pub(crate) struct Active {
    pub(crate) failure: FailureId,
    pub(crate) from: Moment,
    pub(crate) to: Option<Moment>,
    pub(crate) impact: bool,
}

/// The incident was closed.
pub(crate) struct Close {
    pub(crate) when: Moment,
    /// A failure with impact was active.
    pub(crate) harm: bool,
    /// When the story opened it again.
    pub(crate) reopened: Option<Moment>,
}

/// The journal, sorted.
pub(crate) struct Facts<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) profile: &'a Profile,
    pub(crate) records: &'a [Record],
    pub(crate) clock: ScoreClock,
    /// What the facilitator marked as wrong.
    pub(crate) wrong: Wrong<'a>,
    /// When the facilitator spoke to the table, by this clock; an open end is the drill's.
    pub(crate) talks: Vec<(SimTime, Option<SimTime>)>,
    pub(crate) drill: &'a str,
    pub(crate) filled: BTreeSet<&'a SeatName>,
    pub(crate) pages: Vec<Page<'a>>,
    pub(crate) acks: Vec<Ack<'a>>,
    pub(crate) moves: Vec<Move<'a>>,
    pub(crate) declared: Vec<(Moment, Severity)>,
    pub(crate) changes: Vec<Moment>,
    pub(crate) truths: Vec<(Moment, Severity)>,
    pub(crate) known: Vec<(Moment, Severity)>,
    pub(crate) given: Vec<Given<'a>>,
    pub(crate) vacated: Vec<Vacated<'a>>,
    pub(crate) announced: Vec<Moment>,
    pub(crate) offers: Vec<Offer<'a>>,
    pub(crate) tenures: Vec<Tenure<'a>>,
    pub(crate) posts: Vec<Post<'a>>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) hands_on: Vec<(Moment, &'a Actor)>,
    pub(crate) done: Vec<(Moment, &'a Actor)>,
    pub(crate) questions: Vec<Question<'a>>,
    pub(crate) spoken: Vec<(Moment, &'a Actor)>,
    pub(crate) statements: Vec<Moment>,
    pub(crate) news: Vec<Moment>,
    pub(crate) injects: Vec<Moment>,
    pub(crate) runs: Vec<Run<'a>>,
    pub(crate) holds: Vec<Hold<'a>>,
    pub(crate) tasks: Vec<Task<'a>>,
    pub(crate) accepted: Vec<(Moment, u32)>,
    pub(crate) reports: Vec<Report>,
    /// The places of the reports on each task.
    of_task: BTreeMap<u32, Vec<usize>>,
    pub(crate) polls: Vec<Poll<'a>>,
    pub(crate) objections: Vec<Objection<'a>>,
    pub(crate) decisions: Vec<Decision<'a>>,
    pub(crate) alarms: Vec<Alarm>,
    pub(crate) failures: Vec<Active>,
    pub(crate) closes: Vec<Close>,
    pub(crate) relapses: Vec<Moment>,
    pub(crate) story: story::Story<'a>,
    /// Which line of play it is.
    pub(crate) attempt: u32,
    /// What counts as resolved did not hold when the drill ended.
    pub(crate) unfinished: bool,
    /// It was not over, and nobody else had cut it short: the end of the story was not reached.
    pub(crate) unreached: bool,
    ended: Option<(Moment, EndHow)>,
    last: Moment,
}

/// The moments that clocks start from.
#[derive(Clone, Copy)]
pub(crate) struct Anchors {
    /// The declaration, or what stands in for it.
    pub(crate) declared: Moment,
    /// Whether there was a declaration that started the clocks.
    pub(crate) said: bool,
    /// The last close that held, else the end of the drill.
    pub(crate) end: Moment,
    /// Whether that was a close.
    pub(crate) closed: bool,
    /// The end of the drill.
    pub(crate) endex: SimTime,
    /// The story ran to its latest time.
    pub(crate) ran_out: bool,
    /// It was stopped for safety: what was open is held against nobody, however late.
    pub(crate) safety: bool,
}

impl Anchors {
    /// When the crew closed the incident for good, or the story ran out: what was overdue then was left. To close is the crew's
    /// own choice, and how long a story lasts is nobody's at the table; what a facilitator stopped left nothing (2.1).
    pub(crate) fn left_at(&self) -> Option<SimTime> {
        ((self.closed || self.ran_out) && !self.safety).then_some(self.end.at)
    }
}

impl<'a> Facts<'a> {
    /// The anchors of this drill.
    pub(crate) fn anchors(&self) -> Anchors {
        let endex = self.ended.map_or(self.last, |(when, _)| when);
        let close = self.closes.iter().rev().find(|close| close.reopened.is_none()).map(|close| close.when);
        let said = self.declared.first().map(|&(when, _)| when);
        Anchors {
            declared: said.unwrap_or_else(|| self.stand_in()),
            said: said.is_some(),
            end: close.unwrap_or(endex),
            closed: close.is_some(),
            endex: endex.at,
            ran_out: self.ran_its_length(),
            safety: matches!(self.ended, Some((_, EndHow::Safety))),
        }
    }

    /// Whether the drill came to its latest time.
    pub(crate) fn ran_its_length(&self) -> bool {
        matches!(self.ended, Some((_, EndHow::Latest)))
    }

    /// The clock of acknowledgements: it stands still while the facilitator speaks to the table.
    pub(crate) fn heard(&self, at: SimTime) -> SimTime {
        at - self.talked(at)
    }

    /// How long the facilitator had spoken to the table by then.
    fn talked(&self, by: SimTime) -> SimDuration {
        let spoke = |&(from, to): &(SimTime, Option<SimTime>)| to.map_or(by, |to| to.min(by)).since(from);
        let spoken = self.talks.iter().map(spoke).filter(|spoken| spoken.ms() > 0);
        spoken.fold(SimDuration::ZERO, |all, spoken| all + spoken)
    }

    /// When the time for closing updates would have been over, had a drill not ended at its close before; its latest
    /// time cuts that short.
    pub(crate) fn closing_time(&self, end: SimTime) -> Option<SimTime> {
        let latest = SimTime::START + self.scenario.ends.latest;
        let settled = matches!(self.ended, Some((when, EndHow::Closed)) if when.at < latest);
        let limits = Severity::ALL.iter().filter_map(|&at| Some(self.profile.row(Rule::Closing, at)?.limit));
        limits.max().filter(|_| settled).map(|limit| (end + limit).min(latest))
    }

    /// Without a declaration: the first ack, else the first page, else the first inject.
    pub(crate) fn stand_in(&self) -> Moment {
        let ack = self.acks.first().map(|ack| ack.when);
        let page = self.pages.first().map(|page| page.when);
        let start = Moment { at: SimTime::START, seq: Seq(0) };
        ack.or(page).or(self.injects.first().copied()).unwrap_or(start)
    }

    /// Seats filled by anyone, stand-ins included.
    pub(crate) fn team(&self) -> usize {
        self.filled.len()
    }

    /// Whether the seats play alone: one seat, or none that says so.
    pub(crate) fn alone(&self) -> bool {
        self.team() <= 1
    }

    /// What had been seen to work by an event, and when that was by the story's clock.
    pub(crate) fn proof(&self, until: Seq) -> (Proof, SimTime) {
        let (mut proof, mut now) = (Proof::default(), SimTime::START);
        for record in self.records.iter().take_while(|record| record.event.seq <= until) {
            proof.event(self.scenario, &record.event);
            now = record.event.at;
        }
        (proof, now)
    }

    /// A moment of the story, by the score clock.
    pub(crate) fn moment(&self, at: SimTime, seq: Seq) -> Moment {
        Moment { at: self.clock.at(at), seq }
    }

    /// Who moved.
    pub(crate) fn who(&self, seq: Seq) -> Who {
        self.record(seq).map_or(Who::Tool, |record| record.who)
    }

    /// The event at a place of the journal.
    pub(crate) fn event_at(&self, seq: Seq) -> Option<&'a Event> {
        self.record(seq).map(|record| &record.event)
    }

    fn record(&self, seq: Seq) -> Option<&'a Record> {
        usize::try_from(seq.0).ok().and_then(|n| self.records.get(n))
    }

    /// Whether anybody plays: somebody typed a move.
    pub(crate) fn people(&self) -> bool {
        self.records.iter().any(|record| record.who == Who::Person)
    }

    /// Whether a person gave or asked for what a seat then looked at or did.
    pub(crate) fn asked_by_people(&self, seq: Seq) -> bool {
        let hand = self.hands_on.iter().find(|(when, _)| when.seq == seq);
        let Some((when, Some(seat))) = hand.map(|&(when, by)| (when, by.seat())) else {
            return false;
        };
        let person = |seq| self.who(seq) == Who::Person;
        let since = when.at - self.profile.span(Span::AskedWithin);
        let mut asked = self.questions.iter().filter(|q| since <= q.when.at && q.when < when);
        self.has_task(seat, when, |task| person(task.when.seq))
            || asked.any(|q| person(q.when.seq) && self.asks(q.whom, seat))
    }

    /// Whether a question goes to a seat, or to its team.
    pub(crate) fn asks(&self, whom: &Asked, seat: &SeatName) -> bool {
        match whom {
            Asked::Seat(asked) => asked == seat,
            Asked::Team(team) => self.team_of(seat) == Some(team.as_str()),
            Asked::Voice(_) | Asked::Nobody(_) => false,
        }
    }

    /// The events in which a seat moved.
    pub(crate) fn moves_of<'b>(&'b self, seat: &'b SeatName) -> impl Iterator<Item = &'b Move<'a>> {
        self.moves.iter().filter(move |done| done.seat == seat)
    }

    /// Those of them after a moment.
    pub(crate) fn moves_after<'b>(
        &'b self,
        seat: &'b SeatName,
        when: Moment,
    ) -> impl Iterator<Item = &'b Move<'a>> {
        let from = self.moves.partition_point(|done| done.when <= when);
        self.moves[from..].iter().filter(move |done| done.seat == seat)
    }

    /// The reports on a task, in order.
    pub(crate) fn reports_on(&self, task: u32) -> impl DoubleEndedIterator<Item = &Report> {
        self.of_task.get(&task).into_iter().flatten().map(|&n| &self.reports[n])
    }

    /// The one that was its result.
    pub(crate) fn result_of(&self, task: &Task<'_>) -> Option<&Report> {
        self.reports_on(task.task).find(|report| report.more.is_none())
    }

    /// Whether a failure with impact is active.
    pub(crate) fn harm_at(&self, when: Moment) -> bool {
        self.failures.iter().any(|active| active.impact && active.covers(when))
    }

    /// Where failures with impact are active: the parts of the system that anybody can see to be ill, and whether there is
    /// more. A failure has no name but the author's own, and that gives the story away.
    pub(crate) fn harms_at(&self, when: Moment) -> Vec<String> {
        let active = self.failures.iter().filter(|active| active.impact && active.covers(when));
        let mut parts: Vec<String> = active.map(|active| self.place_of(active)).collect();
        parts.sort();
        parts.dedup();
        // What nobody could see stands behind what has a name.
        if let [_, .., last] = parts.as_mut_slice()
            && last == UNSEEN
        {
            *last = "elsewhere in the system".to_string();
        }
        parts
    }

    /// Where a failure does harm, as far as anybody could see.
    pub(crate) fn place_of(&self, active: &Active) -> String {
        let failure = &self.scenario.failures[active.failure];
        match failure.makes {
            Health::Healthy => UNSEEN.to_string(),
            Health::Degraded | Health::Down => format!("`{}`", self.scenario.components.name(failure.of)),
        }
    }

    /// Whether the seat has work from somebody of whom `from` holds, open or reported just before.
    pub(crate) fn has_task(&self, seat: &SeatName, when: Moment, from: impl Fn(&Task<'_>) -> bool) -> bool {
        self.task_of(seat, when, from).is_some()
    }

    /// That work: the last that was given.
    pub(crate) fn task_of(
        &self,
        seat: &SeatName,
        when: Moment,
        from: impl Fn(&Task<'_>) -> bool,
    ) -> Option<&Task<'a>> {
        let given = self.tasks.iter().rev().filter(|task| task.when < when && self.owns(task, seat, when));
        given.filter(|task| from(task)).find(|task| self.open_at(task, when))
    }

    /// Whether a task is a seat's: its own, its role's, its team's while nobody took it.
    fn owns(&self, task: &Task<'_>, seat: &SeatName, when: Moment) -> bool {
        match task.owner {
            _ if task.seat == Some(seat) => true,
            Owner::Role(role) => self.holds(*role, seat, when),
            Owner::Team(team) => task.seat.is_none() && self.team_of(seat) == Some(team.as_str()),
            Owner::Seat(_) | Owner::Someone(_) => false,
        }
    }

    /// Whether nobody has reported the result of a task yet.
    pub(crate) fn is_open(&self, task: &Task<'_>, when: Moment) -> bool {
        self.result_of(task).is_none_or(|done| when < done.when)
    }

    /// Whether a task is not reported done, or was only just.
    fn open_at(&self, task: &Task<'_>, when: Moment) -> bool {
        let done = self.result_of(task);
        let grace = self.profile.span(Span::JustReported);
        done.is_none_or(|report| when.at <= report.when.at + grace)
    }

    /// The team of a seat, by its place.
    pub(crate) fn team_id_of(&self, seat: &SeatName) -> Option<crate::scenario::id::TeamId> {
        let id = self.scenario.seats.id(seat).ok()?;
        Some(self.scenario.seats[id].team)
    }

    /// The team of a seat.
    pub(crate) fn team_of(&self, seat: &SeatName) -> Option<&str> {
        let id = self.scenario.seats.id(seat).ok()?;
        Some(self.scenario.organisation.teams.name(self.scenario.seats[id].team).as_str())
    }
}

impl Active {
    fn covers(&self, when: Moment) -> bool {
        self.from <= when && self.to.is_none_or(|to| when < to)
    }
}
