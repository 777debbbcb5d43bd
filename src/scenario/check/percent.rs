//! Percentages that leave 0 to 100: a warning that names what adds up.

use std::collections::BTreeSet;

use super::checker::Placed;
use super::reach::apart;
use super::story::Story;
use super::warn::ENOUGH;
use crate::prose::and;
use crate::quantity::Milli;
use crate::scenario::condition::{Cond, atoms};
use crate::scenario::id::{ActionId, FailureId, MetricId};
use crate::scenario::model::{Drive, Failure, Metric, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;
use crate::scenario::words::MetricKind;

/// A hundred percent.
const WHOLE: i64 = 100_000;

/// So many causes are compared with each other; no metric of a drill has as many.
const COMPARED: usize = 12;

/// What moves a metric, and by how much.
struct Cause<'r> {
    name: &'r str,
    by: i64,
    failure: Option<FailureId>,
}

impl<'r> Story<'_, 'r> {
    /// Metrics in percent that may be less than nothing or more than all.
    pub(super) fn percentages<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.metrics.iter().zip(&system.metrics).enumerate();
        let mut leaves = BTreeSet::new();
        let percent = all.filter_map(|(n, (metric, part))| {
            let metric = metric.as_ref().filter(|m| m.kind == MetricKind::Gauge && is_percent(&m.unit))?;
            let place = self.desk.place(&part.get()?.baseline);
            let problem = self.percentage(MetricId::new(n), metric, place);
            leaves.extend(problem.as_ref().map(|_| MetricId::new(n)));
            problem
        });
        let mut found: Vec<Problem> = percent.collect();
        found.extend(self.beyond_all(&leaves));
        found
    }

    /// Thresholds that no percentage passes: more than all, or less than nothing. One that `leaves` 0 to 100 may.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only thresholds are looked at")]
    fn beyond_all(&self, leaves: &BTreeSet<MetricId>) -> Vec<Problem> {
        let mut found = Vec::new();
        for Placed { at, cond, is_alert } in self.conds {
            for atom in atoms(cond, &|watch| self.watches.get(watch.n()).map(|watch| &watch.inner)) {
                let (id, side) = match atom {
                    Cond::Above(id, limit) if limit.0 >= WHOLE => (*id, "above 100"),
                    Cond::Below(id, limit) if limit.0 <= 0 => (*id, "below 0"),
                    _ => continue,
                };
                let metric = self.draft.metrics[id.n()].as_ref();
                if found.len() >= ENOUGH
                    || leaves.contains(&id)
                    || !metric.is_some_and(|m| m.kind == MetricKind::Gauge && is_percent(&m.unit))
                {
                    continue;
                }
                let name = self.entry(id).name;
                let so = if *is_alert { ": this alert never fires" } else { "" };
                let message = format!("`{name}` is a percentage, and never {side}{so}");
                let place = self.desk.quoted(at.clone(), name);
                found.push(
                    self.warning("scenario::percentage", place, message)
                        .label("never true")
                        .help("move the threshold within 0 to 100, or give the metric another `unit`")
                        .also(self.entry(id).place.clone(), "the metric"),
                );
            }
        }
        found
    }

    fn percentage(&self, id: MetricId, metric: &Metric, baseline: std::ops::Range<usize>) -> Option<Problem> {
        let name = self.entry(id).name;
        if !(0..=WHOLE).contains(&metric.baseline.0) {
            let message = format!("`{name}` is a percentage, and is {} when all is well", metric.baseline);
            let problem = self.warning("scenario::percentage", baseline, message);
            return Some(
                problem
                    .label("outside of 0 to 100")
                    .help("write a `baseline` from 0 to 100, or another `unit`"),
            );
        }
        let causes = self.causes(id);
        let total = |some: &[&Cause<'_>]| {
            some.iter().fold(metric.baseline.0, |sum, cause| sum.saturating_add(cause.by))
        };
        let side = |high: bool| {
            let mut some: Vec<&Cause<'_>> = causes.iter().filter(|cause| (cause.by > 0) == high).collect();
            some.sort_by_key(|cause| std::cmp::Reverse(cause.by.abs()));
            // Where all of them stay within it, nothing need be compared.
            if (0..=WHOLE).contains(&total(&some)) { Vec::new() } else { self.together(&some) }
        };
        let sums = [side(true), side(false)];
        let some = sums.iter().find(|some| !(0..=WHOLE).contains(&total(some)))?;
        Some(self.adds_up(id, metric, some, Milli(total(some))))
    }

    fn adds_up(&self, id: MetricId, metric: &Metric, some: &[&Cause<'_>], sum: Milli) -> Problem {
        let name = self.entry(id).name;
        let each: Vec<String> = some.iter().map(|c| format!("{} by `{}`", signed(c.by), c.name)).collect();
        let message =
            format!("`{name}` can get to {sum} %: {} at its baseline, {}", metric.baseline, and(&each));
        let help = match some {
            [_] => "write a `to` from 0 to 100 there, or give the metric another `unit`",
            _ => {
                "what drives one metric adds up, each by its `to` less the baseline: let all of them together stay within 0 to 100, or give the metric another `unit`"
            }
        };
        let problem = self.warning("scenario::percentage", self.entry(id).place.clone(), message);
        let problem = problem.label("a percentage").help(help);
        let failure = some.first().and_then(|cause| cause.failure);
        let place = failure.map_or(0..0, |failure| self.entry(failure).place.clone());
        problem.also(place, if some.len() == 1 { "drives it there" } else { "adds most" })
    }

    /// What moves a metric: failures, each by what it adds in all, and actions, each done once.
    fn causes(&self, id: MetricId) -> Vec<Cause<'r>> {
        let sum = |drives: &[Drive]| drives.iter().filter(|d| d.metric == id).map(|d| d.by.0).sum();
        let failures = self.draft.failures.iter().enumerate().filter_map(|(n, failure)| {
            let failure_id = FailureId::new(n);
            let by = sum(&failure.as_ref()?.drives);
            Some(Cause { name: self.entry(failure_id).name, by, failure: Some(failure_id) })
        });
        let actions = self.draft.actions.iter().enumerate().filter_map(|(n, action)| {
            let by = sum(&action.as_ref()?.drives);
            Some(Cause { name: self.entry(ActionId::new(n)).name, by, failure: None })
        });
        failures.chain(actions).filter(|cause| cause.by != 0).collect()
    }

    /// Those of them that can go on at once, the largest first.
    fn together<'c>(&self, some: &[&'c Cause<'r>]) -> Vec<&'c Cause<'r>> {
        let mut kept: Vec<&Cause<'r>> = Vec::new();
        for &cause in some.iter().take(COMPARED) {
            let excluded = |other: &&Cause<'r>| match (cause.failure, other.failure) {
                (Some(one), Some(other)) => self.never_at_once(one, other) || self.never_at_once(other, one),
                _ => false,
            };
            if !kept.iter().any(excluded) {
                kept.push(cause);
            }
        }
        kept
    }

    /// Whether the second begins only when the first, which comes only once, is over.
    fn never_at_once(&self, first: FailureId, second: FailureId) -> bool {
        let of = |id: FailureId| self.draft.failures[id.n()].as_ref();
        let (Some(one), Some(other)) = (of(first), of(second)) else { return false };
        let Starts::When(begins) = &other.starts else { return false };
        let active = Cond::Active(first);
        self.comes_once(first, one) && !self.is_started(second) && apart(self, &active, begins).is_some()
    }

    /// Whether a failure begins once, by itself, and never again.
    fn comes_once(&self, id: FailureId, failure: &Failure) -> bool {
        let own = matches!(failure.starts, Starts::At(_)) || !failure.repeat;
        own && failure.returns.is_none() && !self.is_started(id)
    }
}

/// A unit that says that all is a hundred; `% of last month` may be more.
fn is_percent(unit: &str) -> bool {
    matches!(unit.trim(), "%" | "percent" | "per cent" | "pct")
}

fn signed(by: i64) -> String {
    if by < 0 { format!("{} less", Milli(-by)) } else { format!("{} more", Milli(by)) }
}
