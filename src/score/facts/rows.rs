//! Which severity's row applies: the worse of what was declared and what could be known.

use super::{Facts, Moment};
use crate::engine::clock::ScoreClock;
use crate::scenario::words::Severity;
use crate::time::{SimDuration, SimTime};

/// The severity in force over time.
pub(crate) struct Rows {
    /// From the first moment on; never empty.
    steps: Vec<(SimTime, Severity)>,
    /// Jumps may pull a due time near.
    clock: ScoreClock,
}

impl Rows {
    /// Before anything is declared or known, the page's hint stands, else the truth.
    pub(crate) fn of(facts: &Facts<'_>, hint: Option<Severity>) -> Self {
        let mut steps = vec![(SimTime::from_ms(i64::MIN / 4), before(facts, hint, None))];
        for at in moments(facts) {
            let severity = in_force(facts, at).unwrap_or_else(|| before(facts, hint, Some(at)));
            if steps.last().is_none_or(|&(_, last)| last != severity) {
                steps.push((at.at, severity));
            }
        }
        Rows { steps, clock: facts.clock.clone() }
    }

    /// When something is due that began at `start` and has so long.
    pub(crate) fn due(&self, start: SimTime, after: SimDuration) -> SimTime {
        self.clock.fall(start, start + after)
    }

    /// The same rows by another clock.
    pub(crate) fn by(mut self, clock: impl Fn(SimTime) -> SimTime) -> Self {
        for (at, _) in self.steps.iter_mut().skip(1) {
            *at = clock(*at);
        }
        self.clock = self.clock.by(clock);
        self
    }

    /// The severity at a time; what changed at that time has changed.
    pub(crate) fn at(&self, at: SimTime) -> Severity {
        let before = self.steps.iter().take_while(|&&(from, _)| from <= at);
        before.last().map_or(Severity::Sev4, |&(_, severity)| severity)
    }

    /// The changes after `from`, up to and including `to`.
    pub(crate) fn changes(&self, from: SimTime, to: SimTime) -> impl Iterator<Item = (SimTime, Severity)> {
        self.steps.iter().copied().filter(move |&(at, _)| from < at && at <= to)
    }

    /// The worst severity between two times.
    pub(crate) fn worst(&self, from: SimTime, to: SimTime) -> Severity {
        self.changes(from, to).fold(self.at(from), |worst, (_, severity)| worst.worse(severity))
    }
}

/// Every moment at which the severity in force may change, in order.
fn moments(facts: &Facts<'_>) -> Vec<Moment> {
    let all = [&facts.declared, &facts.known, &facts.truths];
    let mut moments: Vec<_> = all.into_iter().flatten().map(|&(when, _)| when).collect();
    moments.sort();
    moments
}

/// The worse of the declared one and the known one, if there is either.
fn in_force(facts: &Facts<'_>, when: Moment) -> Option<Severity> {
    let last =
        |said: &[(Moment, Severity)]| said.iter().rev().find(|&&(at, _)| at <= when).map(|&(_, it)| it);
    let (declared, known) = (last(&facts.declared), last(&facts.known));
    declared.zip(known).map(|(declared, known)| declared.worse(known)).or(declared).or(known)
}

/// What stands before anything is declared or known.
fn before(facts: &Facts<'_>, hint: Option<Severity>, when: Option<Moment>) -> Severity {
    let mut truths = facts.truths.iter().rev().filter(|&&(at, _)| when.is_some_and(|when| at <= when));
    let truth = truths.next().or(facts.truths.first()).map(|&(_, severity)| severity);
    hint.or(truth).unwrap_or(Severity::Sev3)
}
