//! What has been seen to work, and what a close would leave unseen.
//!
//! One fold over the events and one rule, asked by `status` and `close`, by the hints, and by the score for its gate: a table is
//! never told that nothing is open and then that something was.

use super::clock::ScoreClock;
use super::event::{Actor, Event, EventKind, Seq};
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ActionId, AlertId, ComponentId, FailureId, MetricId, SeatId};
use crate::scenario::words::{Shape, Step};
use crate::time::SimTime;

/// The changes so far and the readings that can prove them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    changes: Vec<Change>,
    /// Good and bad readings of the signals that show the end.
    readings: Vec<(SimTime, Seq, MetricId, bool)>,
    /// Alerts that fired on them.
    alarms: Vec<(SimTime, MetricId)>,
    /// What was broken, from when, until when.
    broken: Vec<(FailureId, SimTime, Option<SimTime>)>,
}

/// Something done to stabilise: an action, or an explicit hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// None for a hold.
    action: Option<ActionId>,
    run: Option<u32>,
    by: Option<SeatId>,
    started: Seq,
    effect: Option<(SimTime, Seq)>,
    undone: bool,
    /// The first reading that could prove it.
    checked: Option<Seq>,
    /// Since when it has been seen to be good without a break.
    good: Option<SimTime>,
    /// The last reading that was not good.
    bad: Option<(Seq, MetricId)>,
    /// What broke it last was a reading, not an alert.
    failed: bool,
}

/// Which change, to name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// The action; none for a hold.
    pub action: Option<ActionId>,
    /// The event of its start.
    pub started: Seq,
}

/// Something that a close now would leave unproven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// A change took effect, and nothing was read since that can show whether it worked.
    Unread {
        /// The change.
        which: Which,
        /// When it took effect.
        effect: SimTime,
        /// What would show it; empty for a hold, where any look does.
        signals: Vec<MetricId>,
    },
    /// The last reading of a change was not good, and nothing was done since.
    NotGood {
        /// The change.
        which: Which,
        /// The reading.
        read: Seq,
        /// Of what, if it was a signal.
        signal: Option<MetricId>,
    },
    /// A signal of the end was not good when it was last read.
    LastBad {
        /// The signal.
        signal: MetricId,
        /// The reading.
        read: Seq,
    },
    /// No signal of the end was read as good since it was bad. One of several is enough, as one that can prove a change
    /// proves it; another that was read, and was not good, is [`Unproven::LastBad`].
    EndUnseen,
}

impl Proof {
    /// One more event.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only changes, readings, alerts and failures matter here"
    )]
    pub fn event(&mut self, scenario: &Scenario, event: &Event) {
        let (at, seq) = (event.at, event.seq);
        let by = event.by.seat().and_then(|seat| scenario.seats.id(seat).ok());
        match &event.kind {
            EventKind::ActionStarted { action, run, .. } => {
                let action = scenario.actions.id(action).ok();
                // What the facilitator forced is given: nobody's step, and nothing to be proved.
                let own = action.filter(|_| event.by != Actor::Story);
                let stabilises = own.filter(|&id| scenario.actions[id].step == Step::Stabilise);
                if stabilises.is_some() {
                    self.changes.push(Change::new(stabilises, Some(*run), by, seq));
                }
            }
            EventKind::ActionTookEffect { action, run, helped } => {
                if let Some(change) = self.changes.iter_mut().find(|change| change.run == Some(*run)) {
                    change.effect = Some((at, seq));
                }
                let id = scenario.actions.id(action).ok();
                if let Some(check) = id.filter(|&id| scenario.actions[id].step == Step::Verify) {
                    self.look(scenario, (at, seq), Look::Check(scenario.actions[check].on, *helped));
                }
            }
            EventKind::ActionUndone { run, .. } => {
                if let Some(change) = self.changes.iter_mut().find(|change| change.run == Some(*run)) {
                    change.undone = true;
                }
            }
            EventKind::Held { ms, .. } => {
                let effect = Some((at + *ms, seq));
                self.changes.push(Change { effect, ..Change::new(None, None, by, seq) });
            }
            EventKind::MetricRead { metric, good, .. } => {
                let Ok(metric) = scenario.metrics.id(metric) else { return };
                if scenario.ends.verify.contains(&metric) {
                    self.readings.push((at, seq, metric, *good));
                }
                self.look(scenario, (at, seq), Look::Metric(metric, *good));
            }
            EventKind::ComponentRead { .. } | EventKind::TopicRead { .. } => {
                self.look(scenario, (at, seq), Look::Other);
            }
            EventKind::AlertFired { alert, .. } => self.alert(scenario, at, alert.as_str(), true),
            EventKind::AlertCleared { alert } => self.alert(scenario, at, alert.as_str(), false),
            EventKind::FailureStarted { failure, since } => {
                if let Ok(failure) = scenario.failures.id(failure) {
                    self.broken.push((failure, *since, None));
                }
            }
            EventKind::FailureCleared { failure } => {
                let Ok(failure) = scenario.failures.id(failure) else { return };
                let mut open = self.broken.iter_mut().rev();
                if let Some((_, _, to)) = open.find(|(of, _, to)| *of == failure && to.is_none()) {
                    *to = Some(at);
                }
            }
            _ => {}
        }
    }

    fn look(&mut self, scenario: &Scenario, (at, seq): (SimTime, Seq), look: Look) {
        for change in &mut self.changes {
            let proves = look.proves(scenario, change);
            let first = change.checked.is_none() && change.waits(at) && proves;
            if first {
                change.checked = Some(seq);
            }
            if first || (change.checked.is_some() && proves && matches!(look, Look::Metric(..))) {
                change.see(at, seq, look);
            }
        }
    }

    fn alert(&mut self, scenario: &Scenario, at: SimTime, alert: &str, fired: bool) {
        let Some(alert) = scenario.alerts.find(alert) else { return };
        let ends = scenario.ends.verify.iter().filter(|&&metric| mentions(scenario, alert, &[metric]));
        if fired {
            self.alarms.extend(ends.map(|&metric| (at, metric)));
        }
        for change in self.changes.iter_mut().filter(|change| change.checked.is_some()) {
            if mentions(scenario, alert, change.signals(scenario)) && change.good.is_some() {
                // It was firing until now, so it has been quiet from now on.
                change.good = if fired { None } else { Some(at) };
                change.failed &= !fired;
            }
        }
    }

    /// What a close now would leave unproven.
    #[must_use]
    pub fn unproven(&self, scenario: &Scenario, now: SimTime) -> Vec<Unproven> {
        let changes = self.changes.iter().enumerate();
        let mut open: Vec<Unproven> =
            changes.filter_map(|(n, change)| self.open(scenario, now, n, change)).collect();
        let bad = scenario.ends.verify.iter().filter_map(|&signal| {
            let last = self.readings.iter().rev().find(|(_, _, of, _)| *of == signal)?;
            (!last.3).then_some(Unproven::LastBad { signal, read: last.1 })
        });
        open.extend(bad);
        let said = open.iter().any(|open| matches!(open, Unproven::LastBad { .. }));
        if !said && !scenario.ends.verify.is_empty() && self.seen_over(scenario, now).is_none() {
            open.push(Unproven::EndUnseen);
        }
        open
    }

    fn open(&self, scenario: &Scenario, now: SimTime, n: usize, change: &Change) -> Option<Unproven> {
        let (effect, _) = change.effect.filter(|(effect, _)| *effect <= now)?;
        let (which, signals) = (change.which(), change.signals(scenario));
        let Some(checked) = change.checked else {
            let provable = change.action.is_none() || !signals.is_empty();
            let unread = Unproven::Unread { which, effect, signals: signals.to_vec() };
            return (provable && !change.undone).then_some(unread);
        };
        // Read after the next change: it costs, and it is seen.
        let next = self.changes[n + 1..].iter().find(|next| next.collides(change, scenario));
        let late = next.is_some_and(|next| next.started < checked);
        let failed = change.failed && change.good.is_none() && change.action.is_some();
        let later = |seq: Seq| {
            let took =
                |next: &Change| next.action.is_some() && next.effect.is_some_and(|(_, effect)| seq < effect);
            self.changes.iter().any(took)
        };
        let (read, signal) = match change.bad {
            Some((read, metric)) => (read, Some(metric)),
            None => (checked, None),
        };
        (failed && !late && !later(read)).then_some(Unproven::NotGood { which, read, signal })
    }

    /// Changes that were seen to be good, but not for as long as is asked before closing: since when. By the clock of the
    /// score: what was jumped is no time in which anybody saw it hold.
    #[must_use]
    pub fn short_of_hold(
        &self,
        scenario: &Scenario,
        clock: &ScoreClock,
        now: SimTime,
    ) -> Vec<(Which, SimTime)> {
        let short = |change: &Change| {
            let since = change.good.filter(|_| change.action.is_some())?;
            (clock.between(since, now) < scenario.ends.hold).then_some((change.which(), since))
        };
        self.changes.iter().filter_map(short).collect()
    }

    /// Other actions whose first reading was the same: which of them it shows can't be told.
    #[must_use]
    pub fn behind(&self, which: Which) -> Vec<ActionId> {
        let of = self.changes.iter().find(|change| change.which() == which);
        let Some(checked) = of.and_then(|change| change.checked) else { return Vec::new() };
        let same = |change: &&Change| !change.undone && change.checked == Some(checked);
        let mut others: Vec<ActionId> = self.changes.iter().filter(same).filter_map(|c| c.action).collect();
        others.retain(|&id| Some(id) != which.action);
        others.sort_unstable();
        others.dedup();
        others
    }

    /// The first reading that shows that it is over: good, of a signal of the end that had been bad until then. Where none
    /// is known to have been bad, of any of them.
    #[must_use]
    pub fn seen_over(&self, scenario: &Scenario, now: SimTime) -> Option<(SimTime, Seq)> {
        let signals = scenario.ends.verify.iter();
        let bad: Vec<(MetricId, Option<SimTime>)> =
            signals.map(|&signal| (signal, self.last_bad(scenario, signal, now))).collect();
        let any = bad.iter().any(|(_, bad)| bad.is_some());
        let shows = |signal: MetricId, at: SimTime| {
            bad.iter().any(|&(of, bad)| of == signal && bad.map_or(!any, |bad| bad <= at))
        };
        let mut readings = self.readings.iter();
        let found = readings.find(|(at, _, signal, good)| *good && shows(*signal, *at))?;
        Some((found.0, found.1))
    }

    /// The last time it is known to have been bad: a bad reading, an alert, or a failure that had driven it all the way.
    fn last_bad(&self, scenario: &Scenario, signal: MetricId, now: SimTime) -> Option<SimTime> {
        let read = self.readings.iter().filter(|(_, _, of, good)| *of == signal && !good);
        let alarms = self.alarms.iter().filter(|(_, of)| *of == signal).map(|&(at, _)| at);
        let driven =
            self.broken.iter().filter_map(|&(failure, from, to)| driven(scenario, failure, from, to, signal));
        read.map(|&(at, ..)| at).chain(alarms).chain(driven.filter(|&at| at <= now)).max()
    }
}

/// When a failure had driven a signal all the way.
fn driven(
    scenario: &Scenario,
    failure: FailureId,
    from: SimTime,
    to: Option<SimTime>,
    signal: MetricId,
) -> Option<SimTime> {
    let drives = scenario.failures[failure].drives.iter().filter(|drive| drive.metric == signal);
    let full = drives.map(|drive| {
        let begun = from + drive.after;
        let all = if drive.shape == Shape::Step { begun } else { begun + drive.over };
        to.map_or(begun, |to| all.min(to))
    });
    full.max()
}

/// Something that may prove a change.
#[derive(Clone, Copy)]
enum Look {
    /// A reading of a signal, and whether it was good.
    Metric(MetricId, bool),
    /// An action that the scenario calls a check: it proves what was done on its component.
    Check(ComponentId, bool),
    /// Any other look: it ends a hold.
    Other,
}

impl Look {
    fn proves(self, scenario: &Scenario, change: &Change) -> bool {
        match (change.action, self) {
            (None, _) => true,
            (Some(_), Look::Metric(metric, _)) => change.signals(scenario).contains(&metric),
            (Some(action), Look::Check(on, _)) => {
                on == scenario.actions[action].on && !change.signals(scenario).is_empty()
            }
            (Some(_), Look::Other) => false,
        }
    }
}

impl Change {
    fn new(action: Option<ActionId>, run: Option<u32>, by: Option<SeatId>, started: Seq) -> Self {
        let (effect, checked, good, bad) = (None, None, None, None);
        Change { action, run, by, started, effect, undone: false, checked, good, bad, failed: false }
    }

    fn which(&self) -> Which {
        Which { action: self.action, started: self.started }
    }

    fn signals<'a>(&self, scenario: &'a Scenario) -> &'a [MetricId] {
        self.action.map_or(&[], |action| &scenario.actions[action].proved_by)
    }

    /// Whether a reading now would prove it.
    fn waits(&self, at: SimTime) -> bool {
        !self.undone && self.effect.is_some_and(|(effect, _)| effect <= at)
    }

    fn see(&mut self, at: SimTime, seq: Seq, look: Look) {
        match look {
            Look::Metric(_, true) | Look::Check(_, true) => self.good = self.good.or(Some(at)),
            Look::Metric(metric, false) => {
                (self.good, self.bad, self.failed) = (None, Some((seq, metric)), true)
            }
            Look::Check(_, false) => (self.good, self.bad, self.failed) = (None, None, true),
            Look::Other => {}
        }
    }

    /// Whether it is the same seat's or on the same component.
    fn collides(&self, other: &Change, scenario: &Scenario) -> bool {
        let on = |change: &Change| change.action.map(|action| scenario.actions[action].on);
        (self.by.is_some() && self.by == other.by) || (on(self).is_some() && on(self) == on(other))
    }
}

/// Whether an alert is on one of these signals.
pub(crate) fn mentions(scenario: &Scenario, alert: AlertId, signals: &[MetricId]) -> bool {
    let alert = &scenario.alerts[alert];
    alert.of.is_some_and(|metric| signals.contains(&metric)) || reads(scenario, &alert.when, signals)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only four kinds of condition lead to a metric")]
fn reads(scenario: &Scenario, condition: &Cond, signals: &[MetricId]) -> bool {
    match condition {
        Cond::All(all) | Cond::Any(all) => all.iter().any(|inner| reads(scenario, inner, signals)),
        Cond::Not(inner) => reads(scenario, inner, signals),
        Cond::For(watch, _) => reads(scenario, &scenario.watches[*watch].inner, signals),
        Cond::Above(metric, _) | Cond::Below(metric, _) => signals.contains(metric),
        _ => false,
    }
}
