//! Metrics: what moves each, and what they add up to.

use super::{Touched, World};
use crate::engine::curve::Curve;
use crate::engine::fact::Fact;
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::id::{FailureId, MetricId};
use crate::scenario::model::Drive;
use crate::scenario::words::MetricKind;
use crate::time::{SimDuration, SimTime};

/// A metric's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricState {
    /// The sum.
    pub curve: Curve,
    /// What still moves it, or will.
    parts: Vec<Contribution>,
    /// The sum of its baseline and of what moved it once and stands still for good.
    constant: Milli,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Contribution {
    from: Source,
    drive: Drive,
    curve: Curve,
    ended: bool,
}

impl MetricState {
    /// Before anything moves it.
    pub(super) fn flat(baseline: Milli) -> Self {
        MetricState { curve: Curve::flat(baseline), parts: Vec::new(), constant: baseline }
    }
}

/// What moves a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Failure(FailureId),
    Run(usize),
}

impl World {
    /// Draws a metric again from an instant on.
    fn redraw(&mut self, metric: MetricId, from: SimTime, touched: &mut Touched) {
        let MetricState { curve, parts, constant } = &mut self.metrics[metric.n()];
        parts.retain(|part| {
            let still = part.curve.bounds().filter(|(_, last)| part.ended && *last < from);
            constant.0 = constant.0.saturating_add(still.map_or(0, |(_, last)| part.curve.value(last).0));
            still.is_none()
        });
        curve.redraw(from, *constant, parts.iter().map(|part| &part.curve));
        touched.facts.push(Fact::Metric(metric));
    }

    pub(super) fn begin_drives(
        &mut self,
        from: Source,
        drives: &[Drive],
        since: SimTime,
        touched: &mut Touched,
    ) {
        for drive in drives {
            let curve = Curve::driven(drive, since);
            let first = curve.bounds().map_or(since, |(first, _)| first);
            let part = Contribution { from, drive: *drive, curve, ended: false };
            self.metrics[drive.metric.n()].parts.push(part);
            self.redraw(drive.metric, first, touched);
        }
    }

    /// Goes on at `at` with what was ended, as if it had begun at `since` and never been ended: a gauge is back where it was,
    /// a counter adds to what it has.
    pub(super) fn resume_drives(
        &mut self,
        scenario: &Scenario,
        from: Source,
        drives: &[Drive],
        (since, at): (SimTime, SimTime),
        touched: &mut Touched,
    ) {
        for drive in drives {
            let kind = scenario.metrics[drive.metric].kind;
            let parts = &mut self.metrics[drive.metric.n()].parts;
            // What was still going back is no longer on its way.
            for part in parts.iter_mut().filter(|part| part.from == from && kind == MetricKind::Gauge) {
                part.curve.cut(at);
            }
            let curve = Curve::driven(drive, since).from(at, kind);
            parts.push(Contribution { from, drive: *drive, curve, ended: false });
            self.redraw(drive.metric, at - SimDuration::from_ms(1), touched);
        }
    }

    pub(super) fn end_drives(
        &mut self,
        scenario: &Scenario,
        from: Source,
        drives: &[Drive],
        at: SimTime,
        touched: &mut Touched,
    ) {
        for drive in drives {
            let kind = scenario.metrics[drive.metric].kind;
            for part in &mut self.metrics[drive.metric.n()].parts {
                if part.from == from && !part.ended {
                    part.curve.end(at, &part.drive, kind);
                    part.ended = true;
                }
            }
            self.redraw(drive.metric, at - SimDuration::from_ms(1), touched);
        }
    }
}
