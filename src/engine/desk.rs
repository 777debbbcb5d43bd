//! What lies before who runs the drill: what is next, what is held, where the table stands against the plan.
//!
//! The desk is the facilitator's alone; [`View::desk`] gives it to nobody else.

use super::eval::eval;
use super::event::Seq;
use super::hint::{TELL, ladder_for, ladder_of, open, stalled};
use super::view::{View, Viewer};
use super::world::World;
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ExpectedId, FailureId, InjectId, MetricId, SeatId};
use crate::scenario::model::Starts;
use crate::scenario::words::Role;
use crate::scenario::words_of::in_words;
use crate::time::{SimDuration, SimTime};

/// A seat that has made no move for so long has not been heard of (a rule of thumb; `facilitation`, pacing aids).
pub const QUIET_AFTER: SimDuration = SimDuration::from_mins(10);
/// So long after a jump what it brought is no flood yet.
const AFTER_A_JUMP: SimDuration = SimDuration::from_mins(2);

/// More news than this that nobody has done anything about is a flood.
pub const FLOOD_ABOVE: usize = 3;

/// An expected action that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Which.
    pub expected: ExpectedId,
    /// Done well until then.
    pub target: SimTime,
    /// Too late from then on.
    pub limit: SimTime,
}

/// When the drill will end, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// By the plan.
    pub planned: SimTime,
    /// As it goes.
    pub expected: SimTime,
    /// By what was expected and is late: the one that is latest.
    pub late: Option<Awaited>,
}

/// The facilitator's desk.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    now: SimTime,
}

impl<'a> View<'a> {
    /// The facilitator's desk; nobody else has one.
    #[must_use]
    pub fn desk(self) -> Option<Desk<'a>> {
        (self.viewer() == Viewer::Facilitator).then(|| self.lay())
    }

    /// What is expected and not done yet: for the facilitator, and for everybody in an open-book drill.
    #[must_use]
    pub fn awaited(self) -> Vec<Awaited> {
        let may = self.viewer() == Viewer::Facilitator || self.is_open_book();
        if may { self.lay().awaited() } else { Vec::new() }
    }
}

impl<'a> Desk<'a> {
    pub(super) fn new(scenario: &'a Scenario, world: &'a World, now: SimTime) -> Self {
        Self { scenario, world, now }
    }

    /// Injects with a time, the next first.
    #[must_use]
    pub fn next(self) -> Vec<(SimTime, InjectId)> {
        let due = |id: InjectId| self.world.injects[id.n()].due.map(|due| (due, id));
        let mut next: Vec<_> = self.scenario.injects.ids().filter_map(due).collect();
        next.sort_unstable();
        next
    }

    /// Injects that wait for something to happen.
    #[must_use]
    pub fn waiting(self) -> Vec<InjectId> {
        self.still(|id| {
            let inject = &self.scenario.injects[id];
            let state = &self.world.injects[id.n()];
            let again = inject.repeat && !state.gave_up();
            !inject.contingency && (!state.triggered || again) && state.due.is_none()
        })
    }

    /// Injects in the facilitator's hand: contingencies that have not come.
    #[must_use]
    pub fn held(self) -> Vec<InjectId> {
        self.still(|id| {
            let state = &self.world.injects[id.n()];
            self.scenario.injects[id].contingency && state.delivered == 0 && state.due.is_none()
        })
    }

    fn still(self, wanted: impl Fn(InjectId) -> bool) -> Vec<InjectId> {
        let skipped = |id: &InjectId| self.world.injects[id.n()].skipped;
        self.scenario.injects.ids().filter(|id| !skipped(id) && wanted(*id)).collect()
    }

    /// What an inject that has not come would need, in words, if that is not so now.
    #[must_use]
    pub fn does_not_fit(self, id: InjectId) -> Option<String> {
        let only_if = self.scenario.injects[id].while_.as_ref()?;
        let holds = eval(only_if, self.world, self.now).holds;
        (!holds).then(|| in_words(self.scenario, only_if))
    }

    /// Injects that came.
    #[must_use]
    pub fn came(self) -> Vec<InjectId> {
        self.scenario.injects.ids().filter(|id| self.world.injects[id.n()].delivered > 0).collect()
    }

    /// Injects that will not come, and whether the facilitator left them out.
    #[must_use]
    pub fn not_coming(self) -> Vec<(InjectId, bool)> {
        let off = |id: &InjectId| {
            let (state, inject) = (&self.world.injects[id.n()], &self.scenario.injects[*id]);
            let over = state.not_needed && state.due.is_none() && (!inject.repeat || state.gave_up());
            state.skipped || (over && state.delivered == 0)
        };
        let ids = self.scenario.injects.ids().filter(off);
        ids.map(|id| (id, self.world.injects[id.n()].skipped)).collect()
    }

    /// How long nobody at the table has made a move.
    #[must_use]
    pub fn silence(self) -> SimDuration {
        self.since(self.world.moved.unwrap_or(SimTime::START))
    }

    /// How long ago that was, by the clock that jumps don't move.
    fn since(self, then: SimTime) -> SimDuration {
        self.world.clock.between(then, self.now)
    }

    /// Seats in the call that have not been heard of for [`QUIET_AFTER`], each with how long.
    #[must_use]
    pub fn quiet(self) -> Vec<(SeatId, SimDuration)> {
        let seats = self.world.seats.iter().enumerate();
        let quiet = seats.filter_map(|(n, seat)| {
            let heard = seat.joined.max(seat.moved).filter(|_| seat.joined.is_some())?;
            Some((SeatId::new(n), self.since(heard)))
        });
        quiet.filter(|(_, silent)| *silent >= QUIET_AFTER).collect()
    }

    /// How long nothing was assessed, stabilised, told or verified, if that is a stall.
    #[must_use]
    pub fn stalled(self) -> Option<SimDuration> {
        stalled(self.world, self.now)
    }

    /// How much news nobody who got it has done anything about, if that is a flood. What a jump brought all at once is
    /// none before there was time to do something about it.
    #[must_use]
    pub fn flood(self) -> Option<usize> {
        let jump = self.world.clock.jumps().last().filter(|&(_, landed)| self.now < landed + AFTER_A_JUMP);
        let counts = |at: SimTime| jump.is_none_or(|(from, _)| at < from);
        let news = self.world.unhandled.iter().filter(|(at, _)| counts(*at)).count();
        Some(news).filter(|&news| news > FLOOD_ABOVE)
    }

    /// A contingency to send when the table is stuck: one that fits now, else the first that is still in hand.
    #[must_use]
    pub fn suggested(self) -> Option<InjectId> {
        let held = self.held();
        held.iter().copied().find(|&id| self.fits(id)).or(held.first().copied())
    }

    /// Whether an inject in hand would have come by itself by now, were there no facilitator.
    #[must_use]
    pub fn fits(self, id: InjectId) -> bool {
        let holds = |cond: &Cond| eval(cond, self.world, self.now).holds;
        let inject = &self.scenario.injects[id];
        let auto = match &inject.starts {
            Starts::When(cond) => holds(cond),
            Starts::At(at) => SimTime::START + *at <= self.now,
            Starts::Never => false,
        };
        auto && inject.while_.as_ref().is_none_or(holds)
    }

    /// Every metric without its noise, and whether it is good.
    #[must_use]
    pub fn signals(self) -> Vec<(MetricId, Milli, bool)> {
        let metrics = self.scenario.metrics.iter();
        let read = metrics.map(|(id, metric)| {
            let curve = &self.world.metrics[id.n()].curve;
            (id, curve.value(self.now), curve.is_good(metric.good, self.now))
        });
        read.collect()
    }

    /// Failures that are active, and since when.
    #[must_use]
    pub fn active(self) -> Vec<(FailureId, SimTime)> {
        let failures = self.scenario.failures.ids();
        failures.filter_map(|id| Some((id, self.world.failures[id.n()].active?))).collect()
    }

    /// Since when the facilitator has been speaking to the table.
    #[must_use]
    pub fn talks(self) -> Option<SimTime> {
        self.world.facilitator_talks
    }

    /// Whether the table talks about the severity.
    #[must_use]
    pub fn severity_talk(self) -> bool {
        self.world.severity_talk
    }

    /// Whom a hint about something expected is best given: the seat or role it is for, else who leads.
    #[must_use]
    pub fn hinted(self, about: ExpectedId) -> SeatId {
        let expected = &self.scenario.expected[about];
        let holder = |role| self.world.holder(role);
        let its = expected.seat.or_else(|| expected.role.and_then(holder));
        its.unwrap_or_else(|| self.leads())
    }

    /// What a hint would be about that is given to a seat now, and its words from level 0 on, as far as there are any.
    #[must_use]
    pub fn hints(self, to: SeatId, about: Option<ExpectedId>) -> (String, Vec<String>) {
        let ladder = match about {
            Some(about) => ladder_of(self.scenario, about),
            None => ladder_for(self.scenario, self.world, self.now, to),
        };
        let words = (0..=TELL).map_while(|level| ladder.at(level).map(str::to_string)).collect();
        (ladder.item, words)
    }

    /// Who commands, else the first in the call, else the first seat.
    #[must_use]
    pub fn leads(self) -> SeatId {
        let joined = || self.world.seats.iter().position(|seat| seat.joined.is_some()).map(SeatId::new);
        self.world.holder(Role::Commander).or_else(joined).unwrap_or(SeatId::new(0))
    }

    /// What was last said in slots, by its place in the journal, and the slots that are still good.
    #[must_use]
    pub fn said(self) -> impl DoubleEndedIterator<Item = (Seq, &'a [&'static str])> {
        let said = self.world.slots_said.iter();
        said.filter(|(_, slots)| !slots.is_empty()).map(|(seq, slots)| (*seq, slots.as_slice()))
    }

    /// What is expected and not done yet, what is due first first.
    #[must_use]
    pub fn awaited(self) -> Vec<Awaited> {
        let awaited = |id: ExpectedId| {
            let expected = &self.scenario.expected[id];
            let from = self.world.opened.get(&id.n()).copied().unwrap_or(SimTime::START);
            Awaited {
                expected: id,
                target: self.world.due(from, expected.target),
                limit: self.world.due(from, expected.limit),
            }
        };
        let mut all: Vec<Awaited> = open(self.scenario, self.world).map(awaited).collect();
        all.sort_by_key(|one| (one.target, one.expected));
        all
    }

    /// When the drill will end: as planned, and so much later as what is expected is late by now.
    #[must_use]
    pub fn estimate(self) -> Estimate {
        let planned = SimTime::START + self.scenario.length;
        let late = self.awaited().into_iter().find(|one| one.target < self.now);
        let behind = late.map_or(SimDuration::ZERO, |one| self.since(one.target));
        let latest = SimTime::START + self.scenario.ends.latest;
        let expected = (self.world.clock.story(planned) + behind).max(self.now).min(latest);
        Estimate { planned, expected, late }
    }

    /// Whether an inject comes only when something else brings it.
    #[must_use]
    pub fn is_brought(self, id: InjectId) -> bool {
        matches!(self.scenario.injects[id].starts, Starts::Never)
    }
}
