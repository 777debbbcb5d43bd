//! What plays, and is probably a slip: warnings, each of which should rather be missed than be wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::story::Story;
use super::system::is_good;
use super::wording::braces;
use crate::quantity::Milli;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ActionId, HarmfulId, Id, InjectId, MetricId};
use crate::scenario::model::{Act, Drive, Effects, Good, Metric, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::Step;
use crate::time::SimTime;

impl<'r> Story<'_, 'r> {
    /// Everything that looks like a slip.
    pub(super) fn suspicious<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut found = self.expected_and_harmful(raw);
        found.extend(self.harmful_twice());
        found.extend(self.without_effect(raw));
        found.extend(self.too_severe(raw));
        found.extend(self.said_of_two(raw));
        found.extend(self.fires_always(raw));
        found.extend(self.reaches_nobody(raw));
        found.extend(self.open_braces(raw));
        found.extend(self.dice_too_late(raw));
        found.extend(self.longer_than_it_lasts(raw));
        found.extend(self.good_when_ill(raw));
        found.extend(self.never_good(raw));
        found
    }

    /// Metrics that are bad when all is well, and good only while something is wrong.
    fn good_when_ill<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.metrics.iter().zip(&system.metrics).enumerate();
        all.filter_map(|(n, (metric, part))| {
            let (id, metric) = (MetricId::new(n), metric.as_ref().filter(|metric| !is_good(metric))?);
            let acted = self.draft.actions.iter().flatten().flat_map(|action| &action.drives);
            if acted.into_iter().any(|drive| drive.metric == id) {
                return None;
            }
            let ill = self.draft.failures.iter().flatten().filter(|failure| failure.impact);
            let to = |drive: &Drive| Milli(metric.baseline.0.saturating_add(drive.by.0));
            let driven: Vec<Milli> =
                ill.flat_map(|failure| &failure.drives).filter(|drive| drive.metric == id).map(to).collect();
            let good = |value: &Milli| is_good(&Metric { baseline: *value, ..metric.clone() });
            let first = driven.first().filter(|_| driven.iter().all(good))?;
            let message = format!(
                "`{}` is bad when all is well, at {}, and good when something is wrong, at {first}",
                self.entry(id).name,
                metric.baseline
            );
            let problem =
                self.warning("scenario::good_when_ill", self.desk.place(&part.get()?.good), message);
            Some(problem.label("the wrong way round?").help(match metric.good {
                Good::Below(limit) => {
                    format!("write `Above({limit})`, or change `baseline`: its value when all is well")
                }
                Good::Above(limit) => {
                    format!("write `Below({limit})`, or change `baseline`: its value when all is well")
                }
                Good::Between(..) | Good::NotRising => {
                    "change `good`, or `baseline`: its value when all is well".into()
                }
            }))
        })
        .collect()
    }

    /// Metrics that are bad when all is well, and that nothing drives to where they would be good. Of those that are to
    /// show that it is over this is an error.
    fn never_good<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.metrics.iter().zip(&system.metrics).enumerate();
        all.filter_map(|(n, (metric, part))| {
            let (id, metric) = (MetricId::new(n), metric.as_ref().filter(|metric| !is_good(metric))?);
            let (least, most) = self.bounds.of(id);
            let above = |limit: i64| most.is_some_and(|most| most <= limit);
            let below = |limit: i64| least.is_some_and(|least| least >= limit);
            let never = match metric.good {
                Good::Below(limit) => below(limit.0),
                Good::Above(limit) => above(limit.0),
                Good::Between(low, high) => above(low.0 - 1) || below(high.0 + 1),
                Good::NotRising => false,
            };
            if !never {
                return None;
            }
            let name = self.entry(id).name;
            let message = format!(
                "`{name}` is never good: its baseline is {}, and nothing drives it there",
                metric.baseline
            );
            let problem = self.warning("scenario::bad_baseline", self.desk.place(&part.get()?.good), message);
            Some(
                problem
                    .label("bad when all is well")
                    .help("change `baseline` or `good`: the baseline is its value when all is well"),
            )
        })
        .collect()
    }

    /// Harmful actions that are harmful whenever they are done, and are not there for a question alone.
    fn always_harmful(&self) -> BTreeMap<ActionId, HarmfulId> {
        let all = self.draft.harmful.iter().enumerate().rev();
        let always = all.filter_map(|(n, harmful)| Some((Id::new(n), harmful.as_ref()?)));
        always.filter(|(_, h)| h.when.is_none() && !h.teachable).map(|(id, h)| (h.action, id)).collect()
    }

    /// What is to be done and not to be done.
    fn expected_and_harmful<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let harmful = self.always_harmful();
        let all = self.draft.expected.iter().zip(&raw.expected).enumerate();
        all.filter_map(|(n, (expected, part))| {
            let (expected, part) = (expected.as_ref()?, part.get()?.is.as_ref()?);
            let [Act::Do(action)] = expected.any_of[..] else { return None };
            let bad = self.entry(*harmful.get(&action)?);
            let (name, id) = (self.entry(action).name, self.names.expected.entry(n).name);
            let message = format!("`{id}` expects the action `{name}`, which `{}` calls harmful", bad.name);
            let problem = self.warning("scenario::expected_and_harmful", self.desk.place(part), message);
            Some(
                problem
                    .label("good and bad at once")
                    .also(bad.place.clone(), "harmful")
                    .help("say when it does harm, by `when` of the harmful action, or expect another action"),
            )
        })
        .collect()
    }

    /// Two harms of one action that both come whenever it is done.
    fn harmful_twice(&self) -> Vec<Problem> {
        let first = self.always_harmful();
        let all = self.draft.harmful.iter().enumerate();
        all.filter_map(|(n, harmful)| {
            let harmful = harmful.as_ref().filter(|h| h.when.is_none() && !h.teachable)?;
            let first = first.get(&harmful.action).filter(|first| first.n() != n)?;
            let action = self.entry(harmful.action).name;
            let what = format!(
                "comes with every `{action}`, as `{}` does: one act costs twice",
                self.entry(*first).name
            );
            let problem = self.about("scenario::harmful_twice", HarmfulId::new(n), &what).label("the second");
            Some(
                problem
                    .help("say by `when` which of the two it is, or delete one")
                    .also(self.entry(*first).place.clone(), "the first"),
            )
        })
        .collect()
    }

    /// Actions that are expected to mend something, and change nothing that anybody could notice.
    fn without_effect<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut noticed = BTreeSet::new();
        self.conds.iter().for_each(|placed| self.actions_in(&placed.cond, &mut noticed));
        let all = self.draft.expected.iter().zip(&raw.expected);
        all.filter_map(|(expected, part)| {
            let (expected, part) = (expected.as_ref()?, part.get()?.is.as_ref()?);
            let [Act::Do(action)] = expected.any_of[..] else { return None };
            let what = self.draft.actions[action.n()].as_ref()?;
            let idle = what.effects == Effects::default() && what.drives.is_empty();
            if !idle || what.step != Step::Stabilise || noticed.contains(&action) {
                return None;
            }
            let name = self.entry(action).name;
            let message = format!("the action `{name}` is expected, and changes nothing");
            let problem = self.warning("scenario::changes_nothing", self.desk.place(part), message);
            Some(problem.label("without effect").also(self.entry(action).place.clone(), "the action").help(
                "let it do something: `clears`, `drives`, `fires` or `reaches`; or say that it stabilises nothing, `step: Assess`",
            ))
        })
        .collect()
    }

    /// The actions that a condition asks about.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here asks about no action")]
    pub(super) fn actions_in(&self, cond: &Cond, found: &mut BTreeSet<ActionId>) {
        match cond {
            Cond::All(inner) | Cond::Any(inner) => inner.iter().for_each(|cond| self.actions_in(cond, found)),
            Cond::Not(inner) => self.actions_in(inner, found),
            Cond::For(watch, _) => {
                self.watches
                    .get(watch.n())
                    .into_iter()
                    .for_each(|watch| self.actions_in(&watch.inner, found));
            }
            Cond::Done(id) | Cond::Undone(id) | Cond::Tried(id, _) => {
                found.insert(*id);
            }
            _ => {}
        }
    }

    /// A severity that is expected and never true.
    fn too_severe<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let worst =
            self.draft.truth.as_ref().and_then(|truth| truth.severity.iter().map(|t| t.severity).min());
        let all = self.draft.expected.iter().zip(&raw.expected);
        all.filter_map(|(expected, part)| {
            let (expected, part) = (expected.as_ref()?, part.get()?.is.as_ref()?);
            let ([Act::Declare(severity)], Some(worst)) = (&expected.any_of[..], worst) else { return None };
            if *severity >= worst {
                return None;
            }
            let message = format!(
                "{} is expected, and by `truth` it is never worse than {}",
                severity.label(),
                worst.label()
            );
            let problem = self.warning("scenario::too_severe", self.desk.place(part), message);
            Some(problem.label("more than the truth").help(format!(
                "expect `Declare({worst:?})`, or add a time at which it is {} to `truth.severity`",
                severity.label()
            )))
        })
        .collect()
    }

    /// Phrases that find two actions: the first is done, whichever was meant.
    fn said_of_two<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        self.names.actions.names().enumerate().for_each(|(n, name)| {
            said.insert(name.to_string(), n);
        });
        let mut found = Vec::new();
        for (n, part) in raw.actions.iter().enumerate() {
            for phrase in part.get().into_iter().flat_map(|action| &action.say) {
                let Some(text) = phrase.get() else { continue };
                let other = *said.entry(super::names::suggestion(text)).or_insert(n);
                if other == n || text.trim().is_empty() {
                    continue;
                }
                let (first, name) = (self.names.actions.entry(other), self.names.actions.entry(n).name);
                let message = format!("`{}` finds the actions `{}` and `{name}`", text.trim(), first.name);
                let problem = self.warning("scenario::said_of_two", self.desk.place(phrase), message);
                found.push(
                    problem
                        .label("of another action, too")
                        .also(first.place.clone(), "found first")
                        .help("give each its own phrase: whoever says this gets the first"),
                );
            }
        }
        found
    }

    /// Alerts that fire before anything is wrong.
    fn fires_always<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.alerts.iter().zip(&system.alerts).enumerate();
        all.filter_map(|(n, (alert, part))| {
            let (alert, part) = (alert.as_ref()?, part.get()?);
            self.all_well(&alert.when).filter(|fires| *fires)?;
            let message = format!(
                "the alert `{}` fires while all is well, by the baselines alone",
                self.names.alerts.entry(n).name
            );
            let problem = self.warning("scenario::fires_always", self.desk.place(&part.when), message);
            Some(problem.label("true at the baseline").help(
                "move the threshold to the other side of the metric's baseline: an alert tells that something is wrong",
            ))
        })
        .collect()
    }

    /// Whether a condition on metrics holds when nothing has failed; `None` where other things decide.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only metrics have a value when all is well")]
    fn all_well(&self, cond: &Cond) -> Option<bool> {
        let baseline = |id: crate::scenario::id::MetricId| {
            // A metric that is bad at its baseline is there to be mended.
            let metric = self.draft.metrics[id.n()].as_ref().filter(|metric| is_good(metric))?;
            Some(metric.baseline)
        };
        match cond {
            Cond::All(inner) => {
                let parts: Option<Vec<bool>> = inner.iter().map(|cond| self.all_well(cond)).collect();
                parts.map(|parts| parts.into_iter().all(|holds| holds))
            }
            Cond::Any(inner) => inner.iter().filter_map(|cond| self.all_well(cond)).find(|holds| *holds),
            Cond::For(watch, _) => self.all_well(&self.watches.get(watch.n())?.inner),
            Cond::Above(id, limit) => Some(baseline(*id)? > *limit),
            Cond::Below(id, limit) => Some(baseline(*id)? < *limit),
            _ => None,
        }
    }

    /// Alerts that page a team of which nobody at the table is on call.
    fn reaches_nobody<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.alerts.iter().zip(&system.alerts).enumerate();
        all.filter_map(|(n, (alert, part))| {
            let (alert, part) = (alert.as_ref()?, part.get()?);
            if self.reaches_a_seat(alert.pages) {
                return None;
            }
            let (name, team) = (self.names.alerts.entry(n).name, self.entry(alert.pages).name);
            let message =
                format!("the alert `{name}` reaches nobody: no seat of the team `{team}` is on call");
            let problem = self.warning("scenario::reaches_nobody", self.desk.place(&part.pages), message);
            Some(
                problem
                    .label("nobody answers")
                    .help("page the team of a seat that has a `level`, or give a seat of this team one"),
            )
        })
        .collect()
    }

    /// Curly brackets that are no variable: people see them as they stand.
    fn open_braces<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let texts = raw.injects.iter().filter_map(Part::get).flat_map(|inject| &inject.text);
        let odd = texts.filter_map(|part| {
            let text = part.get()?;
            let odd = braces(text).find(|braces| super::wording::variables(braces).next().is_none())?;
            Some((part, odd))
        });
        odd.map(|(part, odd)| {
            let place = self.desk.said(self.desk.place(part), odd);
            let message = format!("`{odd}` is shown as it stands");
            self.warning("scenario::not_filled_in", place, message).label("no variable").help(
                "a variable is a word in curly brackets, `{amount}`; leave the bracket out if none was meant",
            )
        })
        .collect()
    }

    /// Injects that the dice may put behind the end.
    fn dice_too_late<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all = self.draft.injects.iter().zip(&raw.injects).enumerate();
        all.filter_map(|(n, (inject, part))| {
            let (inject, jitter) = (inject.as_ref()?, part.get()?.jitter.as_ref()?);
            let Starts::At(at) = inject.starts else { return None };
            let last = SimTime::START + at + inject.after + inject.jitter;
            if last.ms() <= self.latest.ms() {
                return None;
            }
            let name = self.entry(InjectId::new(n)).name;
            let message = format!(
                "the dice may put `{name}` as late as {}, and the drill is over at {}",
                last.since(SimTime::START),
                self.latest
            );
            let problem = self.warning("scenario::may_come_too_late", self.desk.place(jitter), message);
            Some(
                problem
                    .label("may not come")
                    .help("make `jitter` shorter; it is for seconds, so that nobody knows the minute"),
            )
        })
        .collect()
    }

    fn longer_than_it_lasts<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Option<Problem> {
        let (part, length) = (raw.length.as_ref()?, self.draft.about_length()?);
        if length <= self.latest {
            return None;
        }
        let message = format!("`length` is {length}, and the drill is over at {} in any case", self.latest);
        let problem = self.warning("scenario::longer_than_it_lasts", self.desk.place(part), message);
        Some(
            problem
                .label("longer than `ends.latest`")
                .help(format!("write `length: \"{}\"`, or leave it out", self.latest)),
        )
    }
}
