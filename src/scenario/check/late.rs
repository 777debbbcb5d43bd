//! What begins in time and takes longer than is left of the drill: warnings, for it may be meant as a dead end.

use super::names::Entry;
use super::story::Story;
use crate::quantity::Milli;
use crate::scenario::id::{ActionId, FailureId, Id, MetricId};
use crate::scenario::model::{Drive, Failure, Metric};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;
use crate::scenario::words::{MetricKind, Shape};
use crate::time::{SimDuration, SimTime};

impl<'r> Story<'_, 'r> {
    /// Everything that the drill is over before.
    pub(super) fn too_long<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut found = self.actions_too_long(raw);
        found.extend(self.answers_too_late(raw));
        found.extend(self.pages_too_late(raw));
        for (n, (failure, part)) in self.draft.failures.iter().zip(&raw.failures).enumerate() {
            if let (Some(failure), Some(raw)) = (failure, part.get()) {
                found.extend(self.drives_too_late(Id::new(n), failure, raw));
                found.extend(self.comes_back_too_late(Id::new(n), failure, raw));
                found.extend(self.recovers_too_slowly(Id::new(n), failure, raw));
            }
        }
        found
    }

    /// When anybody can be in the call, at the earliest.
    fn first_page(&self) -> SimTime {
        let pages = self.draft.alerts.iter().flatten().map(|alert| self.earliest(&alert.when));
        pages.min().unwrap_or(SimTime::START)
    }

    fn is_over_by(&self, at: SimTime) -> bool {
        at.ms() >= self.latest.ms() && at < SimTime::FAR
    }

    /// Actions that never take effect, however early they are begun.
    fn actions_too_long<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let first = self.first_page();
        let all = self.draft.actions.iter().zip(&raw.actions).enumerate();
        all.filter_map(|(n, (action, part))| {
            let (action, takes) = (action.as_ref()?, part.get()?.takes.as_ref()?);
            if !self.is_over_by(first + action.takes) {
                return None;
            }
            let begun = match first.since(SimTime::START) {
                SimDuration::ZERO => String::new(),
                first => format!(", nobody is paged before {first}"),
            };
            let message = format!(
                "the action `{}` never takes effect: it takes {}{begun}, and the drill is over at {}",
                self.entry(ActionId::new(n)).name,
                action.takes,
                self.latest
            );
            let problem = self.warning("scenario::after_the_end", self.desk.place(takes), message);
            Some(
                problem
                    .label("longer than is left")
                    .help("make `takes` shorter, or `ends.latest` later: nothing comes of what is not done by then, harm neither"),
            )
        })
        .collect()
    }

    /// Answers that nobody hears any more.
    fn answers_too_late<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let (Some(system), first) = (raw.system.get(), self.first_page()) else { return Vec::new() };
        let all = self.draft.findings.iter().zip(&system.findings);
        all.filter_map(|(finding, part)| {
            let (finding, takes) = (finding.as_ref()?, part.get()?.takes.as_ref()?);
            let asked = finding.when.as_ref().map_or(first, |when| self.earliest(when).max(first));
            let place = self.desk.place(takes);
            self.outlasts("this answer does not come", asked + finding.takes, place, "takes")
        })
        .collect()
    }

    /// Alerts that would page again when it is over.
    fn pages_too_late<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.alerts.iter().zip(&system.alerts).enumerate();
        all.filter_map(|(n, (alert, part))| {
            let (alert, part) = (alert.as_ref()?, part.get()?.again.as_ref()?);
            let what = format!("the alert `{}` does not page again", self.names.alerts.entry(n).name);
            let again = self.earliest(&alert.when) + alert.again?;
            self.outlasts(&what, again, self.desk.place(part), "again")
        })
        .collect()
    }

    /// What a failure would do to a metric when it is over.
    fn drives_too_late<M: Mode>(
        &self,
        id: FailureId,
        failure: &Failure,
        raw: &'r raw::Failure<'r, M>,
    ) -> Vec<Problem> {
        let begins = self.begins(&failure.starts).unwrap_or(SimTime::START) + failure.after;
        let all = failure.drives.iter().zip(&raw.drives);
        all.filter_map(|(drive, part)| {
            let (failure, metric) = (self.entry(id).name, self.entry(drive.metric).name);
            let what = format!("the failure `{failure}` does not move `{metric}`");
            let place = self.desk.place(part.get()?.after.as_ref()?);
            self.outlasts(&what, begins + drive.after, place, "after")
        })
        .collect()
    }

    /// A failure that would come back when it is over.
    fn comes_back_too_late<M: Mode>(
        &self,
        id: FailureId,
        failure: &Failure,
        raw: &'r raw::Failure<'r, M>,
    ) -> Option<Problem> {
        let (returns, part) = (failure.returns.as_ref()?, raw.returns.as_ref()?.get()?);
        let what = format!("the failure `{}` does not come back", self.entry(id).name);
        let cleared = Some(self.earliest_cleared(id)).filter(|_| self.may_clear(id))?;
        self.outlasts(&what, cleared + returns.after, self.desk.place(&part.after), "after")
    }

    fn outlasts(
        &self,
        what: &str,
        at: SimTime,
        place: std::ops::Range<usize>,
        field: &str,
    ) -> Option<Problem> {
        let late = Some(at).filter(|&at| self.is_over_by(at))?.since(SimTime::START);
        let message = format!("{what} before {late}, and the drill is over at {}", self.latest);
        let problem = self.warning("scenario::after_the_end", place, message).label("longer than is left");
        Some(problem.help(format!("make `{field}` shorter, or `ends.latest` later")))
    }

    /// Metrics that are not good again when it is over, although the failure is ended as early as can be.
    fn recovers_too_slowly<M: Mode>(
        &self,
        id: FailureId,
        failure: &Failure,
        raw: &'r raw::Failure<'r, M>,
    ) -> Vec<Problem> {
        let cleared = self.earliest_cleared(id);
        let begins = self.begins(&failure.starts).unwrap_or(SimTime::START) + failure.after;
        if !self.may_clear(id) || self.is_over_by(cleared) {
            return Vec::new();
        }
        let left = SimDuration::from_ms(self.latest.ms() - cleared.ms());
        let all = failure.drives.iter().zip(&raw.drives);
        all.filter_map(|(drive, part)| {
            let metric = self.draft.metrics[drive.metric.n()].as_ref()?;
            let high = height(drive, cleared.since(begins + drive.after))?;
            let ends_well =
                rest(metric, drive, high, left).and_then(|value| metric.good.admits(value)).unwrap_or(true);
            // What goes back over a day is to stay; only not where it has to show that it is over.
            let stays = drive.recovers >= self.latest && !self.shows_the_end(drive.metric);
            let place = self.desk.place(part.get()?.recovers.as_ref()?);
            (!ends_well && !stays).then(|| self.not_good_again(id, drive, cleared, place))
        })
        .collect()
    }

    fn shows_the_end(&self, metric: MetricId) -> bool {
        self.draft.ends.as_ref().is_some_and(|ends| ends.verify.contains(&metric))
    }

    fn not_good_again(
        &self,
        id: FailureId,
        drive: &Drive,
        cleared: SimTime,
        place: std::ops::Range<usize>,
    ) -> Problem {
        let Entry { name, place: failure, .. } = self.entry(id);
        let message = format!(
            "`{}` is not good again when the drill is over at {}: the failure `{name}` ends at {} at the earliest, and the way back takes {}",
            self.entry(drive.metric).name,
            self.latest,
            cleared.since(SimTime::START),
            drive.recovers
        );
        let problem = self.warning("scenario::after_the_end", place, message).label("longer than is left");
        problem.help("make `recovers` shorter, or `ends.latest` later").also(failure.clone(), "the failure")
    }
}

/// How much a drive adds so long after it began; `None` where that is not told so simply.
fn height(drive: &Drive, active: SimDuration) -> Option<i128> {
    let by = i128::from(drive.by.0);
    match drive.shape {
        Shape::Step => Some(by),
        Shape::Ramp => {
            let over = drive.over.ms().max(1);
            Some(by * i128::from(active.ms().clamp(0, over)) / i128::from(over))
        }
        Shape::Spike => None,
    }
}

/// A gauge's value when so much of the way back is done; `None` if it is back.
fn rest(metric: &Metric, drive: &Drive, high: i128, left: SimDuration) -> Option<Milli> {
    if metric.kind != MetricKind::Gauge || drive.recovers <= left {
        return None;
    }
    let (way, left) = (i128::from(drive.recovers.ms()), i128::from(left.ms()));
    // No sum of what a file may name is out of the range.
    i64::try_from(i128::from(metric.baseline.0) + high * (way - left) / way).ok().map(Milli)
}
