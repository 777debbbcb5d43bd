//! What was done to reduce impact, and what proved it: stabilising steps, and the readings that verify them.
//!
//! A reading verifies every step that has taken effect, that it can prove, and that nothing has verified yet,
//! whichever word was typed and by whichever seat. A reading with nothing to prove is a look.

use std::collections::BTreeMap;

use super::case::Case;
use super::facts::{Moment, Reading, Run};
use crate::engine::event::{Actor, Seq};
use crate::scenario::id::{ActionId, ComponentId, MetricId};
use crate::scenario::words::Step;

/// What shows that a step worked.
pub(crate) enum ProvedBy {
    /// One of these metrics.
    Metrics(Vec<MetricId>),
    /// Any look: the time of a hold ran out.
    AnyLook,
}

/// A stabilising step: an action, or an explicit hold.
pub(crate) struct Stab<'a> {
    pub(crate) name: String,
    /// The action; none for a hold.
    pub(crate) action: Option<ActionId>,
    pub(crate) by: &'a Actor,
    pub(crate) on: Option<ComponentId>,
    pub(crate) started: Moment,
    pub(crate) effect: Option<Moment>,
    pub(crate) pre_approved: bool,
    pub(crate) undone: Option<Moment>,
    pub(crate) proved_by: ProvedBy,
    pub(crate) checked: Option<Check>,
    /// It did again what had been seen to work, with nothing new between, or held again, or when nothing was wrong any
    /// more: no further pass of the loop.
    pub(crate) again: bool,
}

/// The reading that verified a step.
#[derive(Clone, Copy)]
pub(crate) struct Check {
    pub(crate) when: Moment,
    pub(crate) metric: Option<MetricId>,
    pub(crate) good: bool,
}

impl Stab<'_> {
    /// Whether a reading now would verify it.
    fn waits(&self, when: Moment) -> bool {
        let effective = self.effect.is_some_and(|effect| effect <= when);
        effective && self.checked.is_none() && self.undone.is_none_or(|undone| when < undone)
    }

    /// Whether it is the same seat's or on the same component.
    pub(crate) fn collides(&self, other: &Stab<'_>) -> bool {
        let seat = self.by.seat().is_some() && self.by.seat() == other.by.seat();
        seat || (self.on.is_some() && self.on == other.on)
    }

    /// Whether a later step began too soon to tell what this one had done: it had taken effect and nobody had read it, or one
    /// reading shows both. What can be read apart is read when its time comes; before, there is nothing to read.
    pub(crate) fn stacked_by(&self, later: &Stab<'_>) -> bool {
        let stood = self.effect.is_some_and(|effect| effect <= later.started);
        let seen = self.checked.zip(later.effect).is_some_and(|(check, effect)| check.when < effect);
        self.collides(later) && self.unverified(later.started) && (stood || self.shares(later) && !seen)
    }

    /// Whether one reading can show either of two steps.
    pub(crate) fn shares(&self, other: &Stab<'_>) -> bool {
        match (&self.proved_by, &other.proved_by) {
            (ProvedBy::Metrics(one), ProvedBy::Metrics(other)) => {
                one.iter().any(|signal| other.contains(signal))
            }
            (ProvedBy::AnyLook, _) | (_, ProvedBy::AnyLook) => true,
        }
    }

    /// Whether it was taken back before anybody had looked what it did.
    pub(crate) fn taken_back_unread(&self) -> bool {
        self.undone.is_some() && self.checked.is_none()
    }

    /// Whether anything can prove it.
    pub(crate) fn provable(&self) -> bool {
        match &self.proved_by {
            ProvedBy::Metrics(metrics) => !metrics.is_empty(),
            ProvedBy::AnyLook => true,
        }
    }

    /// Whether it still waits for its reading at a moment: begun, not verified, not undone.
    pub(crate) fn unverified(&self, when: Moment) -> bool {
        let over =
            self.checked.map(|check| check.when).into_iter().chain(self.undone).any(|over| over <= when);
        self.started < when && !over && self.provable()
    }
}

/// The steps of a drill, and which readings verified which.
pub(crate) struct Proofs<'a> {
    pub(crate) stabs: Vec<Stab<'a>>,
    /// By the place of a reading: the steps that it verified.
    pub(crate) verified: BTreeMap<Seq, Vec<usize>>,
}

impl<'a> Proofs<'a> {
    pub(crate) fn of(case: &Case<'a>) -> Self {
        let mut proofs = Proofs { stabs: stabs(case), verified: BTreeMap::new() };
        let mut looks: Vec<_> = case.facts.readings.iter().map(Look::of).chain(checks(case)).collect();
        looks.sort_by_key(|look| look.when);
        for look in looks {
            proofs.look(&look);
        }
        proofs.repeats(case);
        proofs
    }

    /// What was done again, and seen to work again, says nothing more of how the response went: else it could be done for
    /// the number.
    fn repeats(&mut self, case: &Case<'_>) {
        let again: Vec<bool> = (0..self.stabs.len()).map(|n| again(case, &self.stabs, n)).collect();
        for (stab, again) in self.stabs.iter_mut().zip(&again) {
            stab.again = *again;
        }
        self.verified.retain(|_, proven| {
            proven.retain(|&n| !again[n]);
            !proven.is_empty()
        });
    }

    /// The steps that are no repetition, with their places.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (usize, &Stab<'a>)> {
        self.stabs.iter().enumerate().filter(|(_, stab)| !stab.again)
    }

    fn look(&mut self, look: &Look) {
        for (n, stab) in self.stabs.iter_mut().enumerate() {
            if stab.waits(look.when) && look.proves(stab) {
                // A look without a number shows nothing that is bad: it ends a hold, and proves no action.
                let held = matches!(stab.proved_by, ProvedBy::AnyLook) && look.metric.is_none();
                stab.checked = Some(Check { when: look.when, metric: look.metric, good: look.good || held });
                self.verified.entry(look.when.seq).or_default().push(n);
            }
        }
    }

    /// Moments at which a step was seen to have worked.
    pub(crate) fn good(&self) -> impl Iterator<Item = Moment> {
        self.stabs.iter().filter_map(|stab| stab.checked).filter(|check| check.good).map(|check| check.when)
    }

    /// Moments at which a step was seen not to have worked.
    pub(crate) fn failed(&self) -> impl Iterator<Item = Moment> {
        self.stabs.iter().filter_map(|stab| stab.checked).filter(|check| !check.good).map(|check| check.when)
    }
}

/// Whether a step only did again what already had been: the same action, seen to work, with no sign of trouble since that
/// was seen before, or a hold with nothing done since the one before or nothing wrong any more.
fn again(case: &Case<'_>, stabs: &[Stab<'_>], n: usize) -> bool {
    let (stab, before) = (&stabs[n], &stabs[..n]);
    let Some(check) = stab.checked else { return false };
    let Some(action) = stab.action else {
        return before.last().is_some_and(|last| last.action.is_none()) || over(case, before, stab.started);
    };
    if !check.good {
        return false;
    }
    let seen = before.iter().rev().find(|earlier| earlier.action == Some(action));
    let seen =
        seen.and_then(|earlier| earlier.checked).filter(|check| check.good && check.when < stab.started);
    seen.is_some_and(|check| !trouble(case, check.when, stab.started))
}

/// Whether nothing was wrong any more at a moment: no harm was done, and what was done last was seen to work, with no sign
/// of trouble since. To wait then stabilises nothing.
fn over(case: &Case<'_>, before: &[Stab<'_>], when: Moment) -> bool {
    let seen = before.last().and_then(|last| last.checked).filter(|check| check.good && check.when < when);
    seen.is_some_and(|check| !case.facts.harm_at(when) && !trouble(case, check.when, when))
}

/// Whether something was not well between two moments: a reading, an alert, news, what had been over.
fn trouble(case: &Case<'_>, from: Moment, to: Moment) -> bool {
    let facts = &case.facts;
    let bad = facts.readings.iter().filter(|reading| reading.metric.is_some_and(|(_, good)| !good));
    let fired = facts.alarms.iter().filter(|alarm| alarm.fired).map(|alarm| alarm.when);
    let news = facts.news.iter().chain(&facts.relapses).copied();
    let mut all = bad.map(|reading| reading.when).chain(fired).chain(news);
    all.any(|when| from < when && when < to)
}

/// Something that may verify: a reading, or an action that the scenario calls a check.
struct Look {
    when: Moment,
    metric: Option<MetricId>,
    good: bool,
    on: Option<ComponentId>,
}

impl Look {
    fn of(reading: &Reading) -> Self {
        let good = reading.metric.is_some_and(|(_, good)| good);
        Look { when: reading.when, metric: reading.metric.map(|(metric, _)| metric), good, on: None }
    }

    fn proves(&self, stab: &Stab<'_>) -> bool {
        match &stab.proved_by {
            ProvedBy::AnyLook => true,
            ProvedBy::Metrics(_) if self.on.is_some() => self.on == stab.on && stab.provable(),
            ProvedBy::Metrics(metrics) => self.metric.is_some_and(|metric| metrics.contains(&metric)),
        }
    }
}

/// Actions that the scenario calls checks prove what was done on their component.
fn checks<'b>(case: &'b Case<'_>) -> impl Iterator<Item = Look> + use<'b> {
    let actions = &case.facts.scenario.actions;
    let checks = case.facts.runs.iter().filter(|run| actions[run.action].step == Step::Verify);
    checks.filter_map(|run| {
        let (when, on) = (run.effect?, Some(actions[run.action].on));
        Some(Look { when, metric: None, good: run.helped, on })
    })
}

fn stabs<'a>(case: &Case<'a>) -> Vec<Stab<'a>> {
    let actions = &case.facts.scenario.actions;
    let runs = case.facts.runs.iter().filter(|run| actions[run.action].step == Step::Stabilise);
    let holds = case.facts.holds.iter().map(|hold| Stab {
        name: "the hold".to_string(),
        action: None,
        by: hold.by,
        on: None,
        started: hold.when,
        effect: Some(Moment { at: hold.until, seq: hold.when.seq }),
        pre_approved: false,
        undone: None,
        proved_by: ProvedBy::AnyLook,
        checked: None,
        again: false,
    });
    let mut stabs: Vec<_> = runs.map(|run| stab(case, run)).chain(holds).collect();
    stabs.retain(|stab| case.during(stab.started));
    stabs.sort_by_key(|stab| stab.started);
    stabs
}

fn stab<'a>(case: &Case<'a>, run: &Run<'a>) -> Stab<'a> {
    let scenario = case.facts.scenario;
    let action = &scenario.actions[run.action];
    Stab {
        name: format!("`{}`", scenario.actions.name(run.action)),
        action: Some(run.action),
        by: run.by,
        on: Some(action.on),
        started: run.started,
        effect: run.effect,
        pre_approved: action.pre_approved,
        undone: run.undone,
        proved_by: ProvedBy::Metrics(action.proved_by.clone()),
        checked: None,
        again: false,
    }
}
