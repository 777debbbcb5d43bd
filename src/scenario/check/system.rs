//! The mock system: components, metrics, findings and alerts.

use super::checker::{Checker, DurRange};
use super::names::{Entry, Index, Names};
use crate::quantity::Milli;
use crate::scenario::condition::{Askable, Cond, Lookable, atoms};
use crate::scenario::id::{MetricId, TopicId};
use crate::scenario::model::{Alert, Component, Drive, Finding, FindingOn, Good, Metric};
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{MetricKind, Shape, Written};
use crate::time::SimDuration;

/// The topics that findings name: what is looked at and is neither component nor metric.
pub(super) fn topics<'r, M: Mode>(
    file: crate::scenario::problem::File,
    source: &'r str,
    findings: &'r [Part<'r, raw::Finding<'r, M>, M>],
    names: &Names<'r>,
) -> Index<'r> {
    let mut index = Index::default();
    for part in findings {
        let Some(raw::FindingOn::Look(name)) = part.get().and_then(|finding| finding.on.get()) else {
            continue;
        };
        let known =
            [&names.metrics, &names.components, &index].iter().any(|index| index.find(name).is_some());
        if !known {
            index.push(Entry { name, place: part.place(source), file: Some(file) });
        }
    }
    index
}

impl<'c, 'r> Checker<'c, 'r> {
    pub(super) fn component<M: Mode>(&mut self, raw: &'r raw::Component<'r, M>) -> Option<Component> {
        let depends_on = self.name_list(&raw.depends_on);
        let uses = self.name_list(&raw.uses);
        let owner = raw.id.get().and_then(|id| self.owner(id));
        Some(Component { depends_on: depends_on?, uses: uses?, owner })
    }

    pub(super) fn metric<M: Mode>(&mut self, raw: &'r raw::Metric<'r, M>) -> Option<Metric> {
        let of = self.needed("of", &raw.of);
        let kind = self.desk.or(&raw.kind, Written(MetricKind::Gauge)).0;
        let unit = self.desk.maybe(&raw.unit).map(|unit| unit.to_string()).unwrap_or_default();
        let baseline = self.desk.need("baseline", &raw.baseline).map(|q| q.0);
        let noise = self.noise(&raw.noise);
        let good = self.desk.need("good", &raw.good).cloned();
        let says = self.maybe_text(&raw.says);
        let to = self.readers(&raw.to, "metric");
        let good = self.good(good?, &raw.good)?;
        let metric = Metric { of: of?, kind, unit, baseline: baseline?, noise, good, says, to: to? };
        self.noise_and_good(&metric, raw);
        Some(metric)
    }

    fn noise<M: Mode>(&mut self, part: &raw::Maybe<'r, raw::Quantity, M>) -> Milli {
        let Some(part) = part else { return Milli(0) };
        let Some(noise) = self.desk.take(part).map(|q| q.0) else { return Milli(0) };
        if noise.0 < 0 {
            let message = format!("the noise is {noise}, and goes either way already");
            let help = format!("write `noise: {}`", Milli(-noise.0));
            self.desk.error("scenario::out_of_range", self.desk.place(part), message, "below zero", help);
        }
        noise
    }

    fn good<M: Mode>(&mut self, good: raw::Good, part: &Part<'r, raw::Good, M>) -> Option<Good> {
        Some(match good {
            raw::Good::Below(limit) => Good::Below(limit.0),
            raw::Good::Above(limit) => Good::Above(limit.0),
            raw::Good::NotRising => Good::NotRising,
            raw::Good::Between(low, high) if low.0 <= high.0 => Good::Between(low.0, high.0),
            raw::Good::Between(low, high) => {
                let message = format!("no value lies between {} and {}", low.0, high.0);
                let help = format!("write the lower one first: `Between({}, {})`", high.0, low.0);
                self.desk.error("scenario::empty_range", self.desk.place(part), message, "empty", help);
                return None;
            }
        })
    }

    /// A reading with noise must not look bad while all is well.
    fn noise_and_good<M: Mode>(&mut self, metric: &Metric, raw: &raw::Metric<'r, M>) {
        let Some(bound) = nearest_bound(metric) else { return };
        let gap = (bound.0 - metric.baseline.0).abs();
        let Some(part) = raw.noise.as_ref().filter(|_| metric.noise.0 >= gap && is_good(metric)) else {
            return;
        };
        let message = format!(
            "with noise {} around {}, a good reading can look bad: the bound is {bound}",
            metric.noise, metric.baseline
        );
        let help = format!("make the noise less than {}, or move the bound of `good`", Milli(gap));
        let place = self.desk.place(part);
        let good = self.desk.place(&raw.good);
        let problem =
            crate::scenario::problem::Problem::error("scenario::noise", self.desk.file, place, message);
        self.desk.say(problem.label("too much").help(help).also(good, "what counts as good"));
    }

    pub(super) fn finding<M: Mode>(&mut self, raw: &'r raw::Finding<'r, M>) -> Option<Finding> {
        let on = self.finding_on(&raw.on);
        let says = self.some_texts("says", &raw.says);
        let when = self.maybe_cond(&raw.when);
        let to = self.readers(&raw.to, "finding");
        let takes = self.dur(&raw.takes, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let once = self.desk.or(&raw.once, false);
        let paper = self.desk.or(&raw.paper, false);
        let also = self.texts(&raw.also);
        let reaches = self.name_list(&raw.reaches);
        let on = on?;
        self.also(on, also, raw);
        Some(Finding { on, says: says?, when: when?, to: to?, takes, once, paper, reaches: reaches? })
    }

    fn finding_on<M: Mode>(&mut self, part: &'r Part<'r, raw::FindingOn, M>) -> Option<FindingOn> {
        let on = self.desk.need("on", part)?;
        let place = self.desk.place(part);
        Some(match on {
            raw::FindingOn::Look(name) => match self.lookable(name, self.desk.quoted(place, name))? {
                Lookable::Metric(id) => FindingOn::Metric(id),
                Lookable::Component(id) => FindingOn::Component(id),
                Lookable::Topic(id) => FindingOn::Topic(id),
            },
            raw::FindingOn::Ask(name) => match self.askable(name, self.desk.quoted(place, name))? {
                Askable::Team(id) => FindingOn::Team(id),
                Askable::Seat(id) => FindingOn::Seat(id),
                Askable::Voice(id) => FindingOn::Voice(id),
            },
        })
    }

    /// Other words for a topic, from all its findings; other things are found by their own names.
    fn also<M: Mode>(&mut self, on: FindingOn, also: Vec<String>, raw: &'r raw::Finding<'r, M>) {
        match on {
            FindingOn::Topic(topic) => {
                raw.also.iter().for_each(|part| self.also_is_taken(topic, part));
                self.draft.topics[topic.n()].extend(also);
            }
            FindingOn::Component(_)
            | FindingOn::Metric(_)
            | FindingOn::Team(_)
            | FindingOn::Seat(_)
            | FindingOn::Voice(_) => {
                let Some(first) = raw.also.first() else { return };
                let message = "`also` has no effect here: only a topic is found by other words";
                let help = "delete `also`, or write a finding on a topic of its own";
                self.desk.error("scenario::no_effect", self.desk.place(first), message, "does nothing", help);
            }
        }
    }

    /// Another word for a topic must not be the name of something else: that could not be found any more.
    fn also_is_taken<M: Mode>(&mut self, topic: TopicId, part: &raw::Text<'r, M>) {
        let Some(word) = part.get().map(|word| &**word) else { return };
        let name = super::names::suggestion(word);
        let taken = [(&self.names.components, "a component"), (&self.names.metrics, "a metric")]
            .into_iter()
            .find(|(index, _)| index.find(&name).is_some())
            .map(|(_, kind)| kind)
            .or_else(|| {
                let other = self.names.topics.find(&name).filter(|&other| other != topic.n());
                other.map(|_| "a topic of its own")
            });
        let Some(kind) = taken else { return };
        let message =
            format!("`{word}` is {kind}, and can't be another word for `{}`", self.names.name(topic));
        let help = format!("take `{word}` out of `also`: it is found under its own name");
        self.desk.error(
            "scenario::also_taken",
            self.desk.place(part),
            message,
            "the name of something else",
            help,
        );
    }

    pub(super) fn alert<M: Mode>(&mut self, raw: &'r raw::Alert<'r, M>) -> Option<Alert> {
        let before = self.conds.len();
        let when = if raw.when.is_missing() {
            self.desk.need("when", &raw.when);
            None
        } else {
            self.cond(&raw.when)
        };
        if let Some(cond) = self.conds.get_mut(before) {
            cond.is_alert = true;
        }
        let pages = self.needed("pages", &raw.pages);
        let hint = self.desk.maybe(&raw.hint).map(|word| word.0);
        let text = self.text("text", &raw.text);
        let of = self.maybe_name(&raw.of);
        let key =
            self.maybe_text(&raw.key).or_else(|| raw.id.get().map(|id| id.to_string())).unwrap_or_default();
        let again = self.dur(&raw.again, DurRange::SECOND);
        if let Some(pages) = pages {
            self.can_page(pages, self.desk.place(&raw.pages));
        }
        let when = when?;
        let of = of?.or_else(|| self.first_metric(&when));
        let text = text?;
        self.braces(&text, &raw.text);
        if text.contains("{value}") && of.is_none() {
            let message = "`{value}` has no metric: none is named in `when`";
            let help = "say which one: `of: \"errors\"`";
            self.desk.error(
                "scenario::no_value",
                self.desk.place(&raw.text),
                message,
                "of which metric?",
                help,
            );
        }
        Some(Alert { when, pages: pages?, hint, text, of, key, again })
    }

    /// Players see whatever stands in curly brackets as it is, unless it is the metric's value.
    fn braces<M: Mode>(&mut self, text: &str, part: &raw::Text<'r, M>) {
        for braces in super::wording::braces(text).filter(|braces| *braces != "{value}") {
            let place = self.desk.said(self.desk.place(part), braces);
            let message = format!("the text of an alert has `{braces}`, which nothing fills in");
            let help = if super::close::nearest(braces, ["{value}"]).is_empty() {
                "write `{value}` for the metric's value, or leave the curly brackets out: nothing else can stand in them here"
            } else {
                "did you mean `{value}`?"
            };
            self.desk.error("scenario::unknown_variable", place, message, "shown as it stands", help);
        }
    }

    /// The first metric that a condition names.
    fn first_metric(&self, cond: &Cond) -> Option<MetricId> {
        let atoms = atoms(cond, &|watch| self.watches.get(watch.n()).map(|watch| &watch.inner));
        let metric = |atom: &Cond| {
            if let Cond::Above(id, _) | Cond::Below(id, _) = atom { Some(*id) } else { None }
        };
        atoms.into_iter().find_map(metric)
    }

    /// What a failure or an action does to a metric. Metrics are read before those.
    pub(super) fn drive<M: Mode>(&mut self, raw: &'r raw::Drive<'r, M>) -> Option<Drive> {
        let metric: Option<MetricId> = self.needed("metric", &raw.metric);
        let to = self.desk.need("to", &raw.to).map(|q| q.0);
        let shape = self.desk.or(&raw.shape, Written(Shape::Step)).0;
        let after = self.dur(&raw.after, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let over = self.dur(&raw.over, DurRange::SECOND);
        let recovers = self.dur(&raw.recovers, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        if raw.shape.as_ref().is_none_or(|part| part.get().is_some()) {
            self.over(shape, raw);
        }
        let metric = metric?;
        let of = self.draft.metrics.get(metric.n())?.as_ref()?;
        let (counts, baseline) = (of.kind == MetricKind::Counter, of.baseline);
        let by = Milli(to?.0 - baseline.0);
        if counts {
            self.counter(raw, shape, by);
        }
        Some(Drive { metric, by, shape, after, over: over.unwrap_or(SimDuration::ZERO), recovers })
    }

    /// A counter keeps what it has.
    fn counter<M: Mode>(&mut self, raw: &raw::Drive<'r, M>, shape: Shape, by: Milli) {
        if let Some(part) = &raw.recovers {
            let message = "`recovers` has no effect on a counter, which keeps what it has";
            let help = "delete it, or make the metric a `Gauge`";
            self.desk.error("scenario::no_effect", self.desk.place(part), message, "does nothing", help);
        }
        if by.0 < 0 {
            let message = "a counter never falls, and this is below its baseline";
            let help = "drive it to more than its baseline, or make the metric a `Gauge`";
            self.desk.error("scenario::counter_falls", self.desk.place(&raw.to), message, "less", help);
        } else if let (Shape::Spike, Some(part)) = (shape, &raw.shape) {
            let message = "a counter never falls, and a spike does";
            let help = "write `shape: Ramp`, or make the metric a `Gauge`";
            self.desk.error("scenario::counter_falls", self.desk.place(part), message, "falls again", help);
        }
    }

    fn over<M: Mode>(&mut self, shape: Shape, raw: &raw::Drive<'r, M>) {
        match (shape, &raw.over) {
            (Shape::Ramp | Shape::Spike, None) => {
                let place = raw.shape.as_ref().map_or(0..0, |part| self.desk.place(part));
                let message = format!("a {shape} needs `over`: how long it takes");
                self.desk.error(
                    "scenario::no_over",
                    place,
                    message,
                    "over what time?",
                    "add `over: \"10m\"`",
                );
            }
            (Shape::Step, Some(part)) => {
                let message = "`over` has no effect on a step, which comes at once";
                let help = "add `shape: Ramp` or `shape: Spike`, or delete `over`";
                self.desk.error("scenario::no_effect", self.desk.place(part), message, "does nothing", help);
            }
            (Shape::Ramp | Shape::Spike, Some(_)) | (Shape::Step, None) => {}
        }
    }
}

/// The bound of good that the baseline is nearest to.
fn nearest_bound(metric: &Metric) -> Option<Milli> {
    match metric.good {
        Good::Below(limit) | Good::Above(limit) => Some(limit),
        Good::Between(low, high) => {
            let nearer_low = metric.baseline.0 - low.0 < high.0 - metric.baseline.0;
            Some(if nearer_low { low } else { high })
        }
        Good::NotRising => None,
    }
}

/// Whether the baseline is good.
pub(super) fn is_good(metric: &Metric) -> bool {
    metric.good.admits(metric.baseline).unwrap_or(true)
}
