//! A metric without its noise: straight lines between whole-numbered points, and the instants at which it crosses a
//! limit, computed and not sampled.

use crate::quantity::Milli;
use crate::scenario::model::{Drive, Good};
use crate::scenario::words::{MetricKind, Shape};
use crate::time::SimTime;

/// Straight lines between `(ms, thousandths)` points in time order; flat before the first and behind the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve(Vec<(i64, i64)>);

impl Curve {
    /// The same value for ever.
    #[must_use]
    pub fn flat(value: Milli) -> Self {
        Self(vec![(0, value.0)])
    }

    /// Where it bends, in time order.
    pub fn points(&self) -> impl Iterator<Item = (SimTime, Milli)> + '_ {
        self.0.iter().map(|&(at, value)| (SimTime::from_ms(at), Milli(value)))
    }

    /// The value at an instant, rounded down between points.
    #[must_use]
    pub fn value(&self, at: SimTime) -> Milli {
        let t = at.ms();
        let next = self.0.partition_point(|point| point.0 <= t);
        Milli(match (next.checked_sub(1).and_then(|n| self.0.get(n)), self.0.get(next)) {
            (Some(&from), Some(&to)) => between(from, to, t),
            (Some(point), None) | (None, Some(point)) => point.1,
            (None, None) => 0,
        })
    }

    /// Whether it goes up just after an instant.
    #[must_use]
    pub fn rises(&self, at: SimTime) -> bool {
        let next = self.0.partition_point(|point| point.0 <= at.ms());
        let from = next.checked_sub(1).and_then(|n| self.0.get(n));
        matches!((from, self.0.get(next)), (Some(from), Some(to)) if to.1 > from.1)
    }

    /// Whether it is good at an instant.
    #[must_use]
    pub fn is_good(&self, good: Good, at: SimTime) -> bool {
        good.admits(self.value(at)).unwrap_or_else(|| !self.rises(at))
    }

    /// The first instant after `at` at which `test` of the value is no longer what it is at `at`. The test must be a
    /// comparison with one limit, so that it changes at most once on a straight line.
    #[must_use]
    pub fn changes(&self, at: SimTime, test: impl Fn(Milli) -> bool) -> Option<SimTime> {
        let now = test(self.value(at));
        let differs = |t: i64| test(self.value(SimTime::from_ms(t))) != now;
        let mut same = at.ms();
        let mut other = None;
        for &(t, _) in &self.0[self.0.partition_point(|point| point.0 <= at.ms())..] {
            if differs(t) {
                other = Some(t);
                break;
            }
            same = t;
        }
        let mut other = other?;
        while other - same > 1 {
            let middle = same + (other - same) / 2;
            if differs(middle) { other = middle } else { same = middle }
        }
        Some(SimTime::from_ms(other))
    }

    /// From `from` on, the sum of a constant and of what is added to it; before, what it was. What is behind is drawn
    /// only once, so that a failure that comes and goes a thousand times costs no more each time.
    pub fn redraw<'a>(
        &mut self,
        from: SimTime,
        constant: Milli,
        parts: impl Iterator<Item = &'a Curve> + Clone,
    ) {
        let ahead = |points: &'a [(i64, i64)]| &points[points.partition_point(|point| point.0 < from.ms())..];
        let mut times: Vec<i64> =
            parts.clone().flat_map(|part| ahead(&part.0).iter().map(|point| point.0)).collect();
        times.sort_unstable();
        times.dedup();
        let total = |t: i64| {
            parts.clone().fold(constant.0, |sum, part| sum.saturating_add(part.value(SimTime::from_ms(t)).0))
        };
        self.0.truncate(self.0.partition_point(|point| point.0 < from.ms()));
        self.0.extend(times.into_iter().map(|t| (t, total(t))));
        if self.0.is_empty() {
            self.0.push((from.ms(), constant.0));
        }
    }

    /// The first and the last bend.
    #[must_use]
    pub fn bounds(&self) -> Option<(SimTime, SimTime)> {
        let (first, last) = (self.0.first()?.0, self.0.last()?.0);
        Some((SimTime::from_ms(first), SimTime::from_ms(last)))
    }

    /// What a drive adds, from `start` on and until it is ended.
    #[must_use]
    pub fn driven(drive: &Drive, start: SimTime) -> Self {
        let from = (start + drive.after).ms();
        let (by, over) = (drive.by.0, drive.over.ms().max(1));
        Self(match drive.shape {
            Shape::Step => vec![(from - 1, 0), (from, by)],
            Shape::Ramp => vec![(from, 0), (from + over, by)],
            Shape::Spike => vec![(from, 0), (from + over / 2, by), (from + over.max(2), 0)],
        })
    }

    /// Ends what a drive adds: a counter keeps what it has, a gauge goes back, at once or over a time.
    pub fn end(&mut self, at: SimTime, drive: &Drive, kind: MetricKind) {
        let (now, t) = (self.value(at).0, at.ms());
        let just_before = self.value(SimTime::from_ms(t - 1)).0;
        self.0.retain(|point| point.0 < t);
        match kind {
            MetricKind::Counter => self.0.push((t, now)),
            MetricKind::Gauge if drive.recovers.ms() > 0 => {
                self.0.push((t, now));
                self.0.push((t + drive.recovers.ms(), 0));
            }
            MetricKind::Gauge => {
                self.0.retain(|point| point.0 < t - 1);
                self.0.push((t - 1, just_before));
                self.0.push((t, 0));
            }
        }
    }

    /// Nothing from an instant on.
    pub fn cut(&mut self, at: SimTime) {
        let t = at.ms();
        let just_before = self.value(SimTime::from_ms(t - 1)).0;
        if self.0.last().is_some_and(|&last| last.0 > t || last.1 != 0) {
            self.0.retain(|point| point.0 < t - 1);
            self.0.extend([(t - 1, just_before), (t, 0)]);
        }
    }

    /// What is left of it from an instant on: of a counter, what it still adds to what it had then.
    #[must_use]
    pub fn from(self, at: SimTime, kind: MetricKind) -> Self {
        let (t, now) = (at.ms(), self.value(at).0);
        let had = if kind == MetricKind::Counter { now } else { 0 };
        let ahead = self.0.into_iter().filter(|point| point.0 > t).map(|(at, value)| (at, value - had));
        Self([(t - 1, 0), (t, now - had)].into_iter().chain(ahead).collect())
    }
}

fn between(from: (i64, i64), to: (i64, i64), t: i64) -> i64 {
    let rise = i128::from(to.1 - from.1) * i128::from(t - from.0);
    from.1 + rise.div_euclid(i128::from(to.0 - from.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id::MetricId;
    use crate::time::SimDuration;

    fn ramp(by: i64, over_s: i64) -> Drive {
        Drive {
            metric: MetricId::new(0),
            by: Milli(by),
            shape: Shape::Ramp,
            after: SimDuration::ZERO,
            over: SimDuration::from_secs(over_s),
            recovers: SimDuration::ZERO,
        }
    }

    fn at(secs: i64) -> SimTime {
        SimTime::from_ms(secs * 1_000)
    }

    #[test]
    fn a_ramp_is_crossed_at_the_very_millisecond() {
        let mut curve = Curve::flat(Milli(0));
        curve.redraw(at(0), Milli(0), [Curve::driven(&ramp(10_000, 100), at(0))].iter());
        assert_eq!(curve.value(at(50)), Milli(5_000));
        // 3.000 is first exceeded at 30.010 s: a tenth of a thousandth a millisecond, rounded down.
        let crossed = curve.changes(at(0), |value| value > Milli(3_000)).unwrap();
        assert_eq!(crossed, SimTime::from_ms(30_010));
        assert!(curve.value(SimTime::from_ms(crossed.ms() - 1)) <= Milli(3_000));
        assert_eq!(curve.changes(at(200), |value| value > Milli(3_000)), None);
    }

    #[test]
    fn what_is_behind_is_not_drawn_again() {
        let mut curve = Curve::flat(Milli(1_000));
        let parts = [Curve::driven(&ramp(10_000, 100), at(0)), Curve::driven(&ramp(10_000, 100), at(50))];
        curve.redraw(at(0), Milli(1_000), parts[..1].iter());
        curve.redraw(at(50), Milli(1_000), parts.iter());
        let values = [0, 30, 50, 100, 150, 200].map(|secs| curve.value(at(secs)).0);
        assert_eq!(values, [1_000, 4_000, 6_000, 16_000, 21_000, 21_000]);
        // The first part is a constant by now; all that was before the present stays as it is.
        curve.redraw(at(120), Milli(11_000), parts[1..].iter());
        assert_eq!(values, [0, 30, 50, 100, 150, 200].map(|secs| curve.value(at(secs)).0));
    }

    #[test]
    fn a_counter_keeps_what_it_has_and_a_gauge_goes_back() {
        let drive = ramp(10_000, 100);
        let (mut counter, mut gauge) = (Curve::driven(&drive, at(0)), Curve::driven(&drive, at(0)));
        counter.end(at(40), &drive, MetricKind::Counter);
        gauge.end(at(40), &drive, MetricKind::Gauge);
        assert_eq!(counter.value(at(90)), Milli(4_000));
        assert!(counter.rises(at(39)) && !counter.rises(at(40)));
        assert_eq!((gauge.value(SimTime::from_ms(39_999)), gauge.value(at(40))), (Milli(3_999), Milli(0)));
    }

    #[test]
    fn a_gauge_may_take_its_time_to_recover() {
        let drive = Drive { recovers: SimDuration::from_secs(10), shape: Shape::Step, ..ramp(8_000, 0) };
        let mut part = Curve::driven(&drive, at(5));
        part.end(at(20), &drive, MetricKind::Gauge);
        assert_eq!(part.value(at(4)), Milli(0));
        assert_eq!(part.value(at(20)), Milli(8_000));
        assert_eq!(part.value(at(25)), Milli(4_000));
        assert_eq!(part.value(at(31)), Milli(0));
    }
}
