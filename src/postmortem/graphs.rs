//! The system's graphs: what its signals and components did, lived again from the journal, without any noise.
//!
//! A team reads a signal now and then; whoever writes the postmortem opens the graphs. These are those.

use crate::engine::curve::Curve;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::fact::Fact;
use crate::engine::world::{Touched, World};
use crate::journal::Record;
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::id::{ComponentId, MetricId};
use crate::scenario::model::Good;
use crate::scenario::words::Health;
use crate::time::{SimDuration, SimTime};

/// A signal changes sides no more often than this in a table; what goes on after that is cut off.
const SPANS_MAX: usize = 1_000;

/// The graphs of a drill.
pub(crate) struct Graphs {
    world: World,
    ills: Vec<Ill>,
    /// What moved each signal, in order.
    moves: Vec<(MetricId, Seq)>,
    /// The numbers of every signal that was not good for a while, in the order of the scenario.
    numbers: Vec<Numbers>,
    /// Each signal and each component before the next event.
    before: (Vec<Curve>, Vec<Health>),
    /// When the first thing broke, if that was before the story; else its start.
    begin: SimTime,
    end: SimTime,
}

/// A time in which something was not as it is meant to be; open if it still was at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: SimTime,
    pub(crate) to: Option<SimTime>,
}

/// A time in which a component was ill, its dependencies counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ill {
    pub(crate) component: ComponentId,
    /// How ill it was at the worst.
    pub(crate) worst: Health,
    /// When it went down, if it was only degraded at first.
    pub(crate) fell: Option<(SimTime, Seq)>,
    pub(crate) span: Span,
    /// The event with which it began, and the one with which it ended.
    pub(crate) began: Seq,
    pub(crate) ended: Option<Seq>,
}

/// A signal's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) metric: MetricId,
    pub(crate) start: Milli,
    pub(crate) worst: Milli,
    pub(crate) end: Milli,
    /// When it was not good.
    pub(crate) bad: Vec<Span>,
}

impl Graphs {
    /// Lives the journal again; `None` if it belongs to another scenario.
    pub(crate) fn of(scenario: &Scenario, records: &[Record]) -> Option<Self> {
        let end = records.last()?.event.at;
        let world = World::new(scenario);
        let before =
            (world.metrics.iter().map(|metric| metric.curve.clone()).collect(), world.health.clone());
        let (ills, moves, numbers) = (Vec::new(), Vec::new(), Vec::new());
        let begin = records.iter().map(|record| since(&record.event)).min()?.min(SimTime::START);
        let mut graphs = Self { world, ills, moves, numbers, before, begin, end };
        let mut touched = Touched::default();
        for Record { event, .. } in records {
            touched.facts.clear();
            touched.slots.clear();
            graphs.world.apply(scenario, event, &mut touched).ok()?;
            if graphs.world.health != graphs.before.1 {
                graphs.watch(scenario, event);
                graphs.before.1.clone_from(&graphs.world.health);
            }
            for fact in &touched.facts {
                if let Fact::Metric(metric) = fact {
                    graphs.watch_signal(*metric, event.seq);
                }
            }
        }
        graphs.numbers = graphs.bad_signals(scenario);
        Some(graphs)
    }

    /// Notes whether an event bent a signal that it touched.
    fn watch_signal(&mut self, metric: MetricId, seq: Seq) {
        let (now, before) = (&self.world.metrics[metric.n()].curve, &mut self.before.0[metric.n()]);
        if now != before {
            before.clone_from(now);
            self.moves.push((metric, seq));
        }
    }

    /// The world as the record left it.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// What moved a signal, in order.
    pub(crate) fn moved(&self, metric: MetricId) -> impl Iterator<Item = Seq> + '_ {
        self.moves.iter().filter(move |(moved, _)| *moved == metric).map(|(_, seq)| *seq)
    }

    /// A signal's line as it was drawn: its bends, and where the drill begins and ends.
    pub(crate) fn line(&self, metric: MetricId) -> Vec<(SimTime, Milli)> {
        let curve = self.curve(metric);
        let inside = |at: &SimTime| SimTime::START < *at && *at < self.end;
        let mut line = vec![(SimTime::START, curve.value(SimTime::START))];
        line.extend(curve.points().filter(|(at, _)| inside(at)));
        line.push((self.end, curve.value(self.end)));
        line
    }

    /// Notes which components became ill or well with an event.
    fn watch(&mut self, scenario: &Scenario, event: &Event) {
        for component in scenario.components.ids() {
            let now = self.world.health[component.n()];
            let open =
                self.ills.iter_mut().rev().find(|ill| ill.component == component && ill.span.to.is_none());
            match (open, now) {
                (None, Health::Healthy) => {}
                (None, worst) => {
                    let span = Span { from: since(event), to: None };
                    self.ills.push(Ill { component, worst, fell: None, span, began: event.seq, ended: None });
                }
                (Some(ill), Health::Healthy) => {
                    ill.span.to = Some(event.at);
                    ill.ended = Some(event.seq);
                }
                (Some(ill), worse) => {
                    let at = since(event);
                    if worse == Health::Down && ill.worst < Health::Down && ill.span.from < at {
                        ill.fell = Some((at, event.seq));
                    }
                    ill.worst = ill.worst.max(worse);
                }
            }
        }
    }

    /// The components that were ill, and when; what came and went at one instant is left out.
    pub(crate) fn ills(&self) -> impl Iterator<Item = &Ill> {
        self.ills.iter().filter(|ill| ill.span.to != Some(ill.span.from))
    }

    /// A signal at an instant.
    pub(crate) fn value(&self, metric: MetricId, at: SimTime) -> Milli {
        self.curve(metric).value(at)
    }

    fn curve(&self, metric: MetricId) -> &Curve {
        &self.world.metrics[metric.n()].curve
    }

    /// The numbers of every signal that was not good for a while, in the order of the scenario.
    pub(crate) fn numbers(&self) -> &[Numbers] {
        &self.numbers
    }

    fn bad_signals(&self, scenario: &Scenario) -> Vec<Numbers> {
        let numbers = scenario.metrics.iter().map(|(id, metric)| Numbers {
            metric: id,
            start: self.value(id, SimTime::START),
            worst: self.worst(id, metric.good),
            end: self.value(id, self.end),
            bad: self.bad(id, metric.good),
        });
        numbers.filter(|numbers| !numbers.bad.is_empty()).collect()
    }

    /// Straight lines are at their worst where they bend, or where the drill begins or ends.
    fn worst(&self, metric: MetricId, good: Good) -> Milli {
        let curve = self.curve(metric);
        let bends =
            curve.points().filter(|&(at, _)| SimTime::START < at && at < self.end).map(|(_, value)| value);
        let values = bends.chain([curve.value(SimTime::START), curve.value(self.end)]);
        values.max_by_key(|&value| badness(value, good)).unwrap_or_default()
    }

    fn bad(&self, metric: MetricId, good: Good) -> Vec<Span> {
        let curve = self.curve(metric);
        let mut spans: Vec<Span> = Vec::new();
        // What was not good before anything broke is so by nature, and counts from the story's start.
        let sound = curve.is_good(good, self.begin - SimDuration::from_ms(1));
        let mut at = if sound { self.begin } else { SimTime::START };
        loop {
            match (curve.is_good(good, at), spans.last_mut().filter(|span| span.to.is_none())) {
                (true, Some(open)) => open.to = Some(at),
                (false, None) => spans.push(Span { from: at, to: None }),
                (true, None) | (false, Some(_)) => {}
            }
            match next_change(curve, good, at).filter(|&next| next < self.end && spans.len() < SPANS_MAX) {
                Some(next) => at = next,
                None => return spans,
            }
        }
    }
}

/// Since when what an event tells has been so: what broke before the story's start is told at its start.
pub(super) fn since(event: &Event) -> SimTime {
    let EventKind::FailureStarted { since, .. } = &event.kind else { return event.at };
    (*since).min(event.at)
}

/// How far from good a value is.
pub(super) fn badness(value: Milli, good: Good) -> i64 {
    match good {
        Good::Below(_) | Good::NotRising => value.0,
        Good::Above(_) => value.0.saturating_neg(),
        Good::Between(low, high) => low.0.saturating_sub(value.0).max(value.0.saturating_sub(high.0)),
    }
}

/// The next instant at which a signal may become good or cease to be.
fn next_change(curve: &Curve, good: Good, at: SimTime) -> Option<SimTime> {
    match good {
        Good::Below(limit) => curve.changes(at, |value| value < limit),
        Good::Above(limit) => curve.changes(at, |value| value > limit),
        Good::Between(low, high) => {
            let low = curve.changes(at, |value| value >= low);
            low.into_iter().chain(curve.changes(at, |value| value <= high)).min()
        }
        Good::NotRising => curve.points().map(|(bend, _)| bend).find(|&bend| bend > at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postmortem::play::whole;

    fn ms(at: i64) -> SimTime {
        SimTime::from_ms(at)
    }

    #[test]
    fn a_signal_is_bad_from_the_failure_to_the_roll_back() {
        let play = whole();
        let graphs = Graphs::of(&play.scenario, &play.records).unwrap();
        let numbers = graphs.numbers();
        let all = Span { from: ms(60_000), to: Some(ms(460_000)) };
        assert_eq!(
            (numbers[0].start, numbers[0].worst, numbers[0].end),
            (Milli(500), Milli(40_500), Milli(500))
        );
        assert_eq!(numbers[0].bad, [all]);
        // What was counted stays: it rose as long as the failure lasted, 100 a minute.
        assert_eq!((numbers[1].worst, numbers[1].end), (Milli(666_666), Milli(666_666)));
        assert_eq!(numbers[1].bad, [all]);
    }

    #[test]
    fn an_illness_counts_its_dependencies_in() {
        let play = whole();
        let graphs = Graphs::of(&play.scenario, &play.records).unwrap();
        let ills: Vec<(usize, i64, Option<i64>)> = graphs
            .ills()
            .map(|ill| (ill.component.n(), ill.span.from.ms(), ill.span.to.map(SimTime::ms)))
            .collect();
        // The restart makes the cart ill for three minutes, and the checkout needs the cart.
        assert_eq!(ills, [(1, 60_000, Some(480_000)), (0, 300_000, Some(480_000))]);
    }

    #[test]
    fn badness_grows_with_the_distance_from_good() {
        let between = Good::Between(Milli(2_000), Milli(5_000));
        assert!(badness(Milli(9_000), between) > badness(Milli(1_000), between));
        assert!(
            badness(Milli(1_000), Good::Above(Milli(3_000)))
                > badness(Milli(2_000), Good::Above(Milli(3_000)))
        );
    }
}
