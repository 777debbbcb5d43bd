//! Pieces that are there and do nothing: warnings, each of which should rather be missed than be wrong.

use std::collections::BTreeSet;

use super::reach::implies;
use super::story::Story;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ActionId, ComponentId, FailureId, InjectId, MetricId, SeatId};
use crate::scenario::model::{Act, Effects, FindingOn, Readers, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};

/// With so many names a topic is compared; no drill has as many.
const COMPARED: usize = 100;

impl<'r> Story<'_, 'r> {
    /// Everything that is written and changes nothing.
    pub(super) fn idle<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut found = self.over_at_once(raw);
        found.extend(self.decoys());
        found.extend(self.proves_nothing(raw));
        found.extend(self.closed_as_it_opens(raw));
        found.extend(self.comes_with_the_end(raw));
        found.extend(self.idle_seats());
        found
    }

    /// Failures that are over in the instant in which they begin.
    fn over_at_once<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all = self.draft.failures.iter().zip(&raw.failures).enumerate();
        all.filter_map(|(n, (failure, part))| {
            let (failure, part) = (failure.as_ref()?, part.get()?.clears_when.as_ref()?);
            let (id, clears) = (FailureId::new(n), failure.clears_when.as_ref()?);
            let begins = match &failure.starts {
                Starts::When(cond) if failure.after.ms() == 0 => implies(cond, clears),
                Starts::When(_) | Starts::At(_) | Starts::Never => false,
            };
            if !begins && !implies(&Cond::Active(id), clears) {
                return None;
            }
            let name = self.entry(id).name;
            let message = format!("the failure `{name}` is over as soon as it begins: what clears it holds then");
            let problem = self.warning("scenario::over_at_once", self.desk.place(part), message);
            Some(problem.label("true when it begins").help(
                "name what ends it and comes later, such as `clears_when: Not(Active(\"…\"))` of what causes it; or give it `lasts`",
            ))
        })
        .collect()
    }

    /// Actions that change nothing, and of which nobody says that they are right or wrong.
    fn decoys(&self) -> Vec<Problem> {
        // That nothing is harmful is said of the whole.
        if self.draft.harmful.is_empty() {
            return Vec::new();
        }
        let mut known: BTreeSet<ActionId> = self.noticed();
        known.extend(self.draft.harmful.iter().flatten().map(|harmful| harmful.action));
        for act in self.draft.expected.iter().flatten().flat_map(|expected| &expected.any_of) {
            if let Act::Do(action) | Act::Poll(action) = act {
                known.insert(*action);
            }
        }
        let all = self.draft.actions.iter().enumerate();
        let idle = all.filter_map(|(n, action)| {
            let action = action.as_ref()?;
            let idle = action.effects == Effects::default() && action.drives.is_empty();
            Some(ActionId::new(n)).filter(|id| idle && !known.contains(id))
        });
        idle.map(|id| {
            let problem = self.about("scenario::does_nothing", id, "changes nothing, and is neither expected nor harmful");
            problem.label("without effect").help(
                "let it do something (`clears`, `drives`, `fires`), expect it, or say under `harmful` what it costs",
            )
        })
        .collect()
    }

    /// Metrics that are to prove an action, and that nothing moves.
    fn proves_nothing<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let driven = self.driven();
        let parts = raw.actions.iter().filter_map(Part::get).flat_map(|action| &action.proved_by);
        let still = parts.filter_map(|part| {
            let name = &**part.get()?;
            let id = MetricId::new(self.names.metrics.find(name)?);
            (!driven.contains(&id)).then_some((part, name))
        });
        still
            .map(|(part, name)| {
                let message = format!("`{name}` can't prove this action: nothing drives it, and it reads the same before and after");
                let problem = self.warning("scenario::proves_nothing", self.desk.place(part), message);
                problem.label("shows nothing").help(format!(
                    "let a failure drive it, `drives: [(metric: \"{name}\", to: …)]`, or name another metric"
                ))
            })
            .collect()
    }

    /// What is expected until something is so that is so already when it opens.
    fn closed_as_it_opens<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all = self.draft.expected.iter().zip(&raw.expected).enumerate();
        all.filter_map(|(n, (expected, part))| {
            let (expected, part) = (expected.as_ref()?, part.get()?.superseded_by.as_ref()?);
            let (opens, closes) = (expected.opens.as_ref()?, expected.superseded_by.as_ref()?);
            if !implies(opens, closes) {
                return None;
            }
            let name = self.names.expected.entry(n).name;
            let message = format!("`{name}` is never needed: what supersedes it holds as soon as it opens");
            let problem = self.warning("scenario::superseded_at_once", self.desk.place(part), message);
            Some(problem.label("true when it opens").help(
                "name what makes it pointless once it has happened, such as `superseded_by: Cleared(\"bad-deploy\")`",
            ))
        })
        .collect()
    }

    /// Injects at the very instant at which the drill is over.
    fn comes_with_the_end<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all = self.draft.injects.iter().zip(&raw.injects).enumerate();
        all.filter_map(|(n, (inject, part))| {
            let (inject, part) = (inject.as_ref()?, part.get()?.at.as_ref()?);
            let Starts::At(at) = inject.starts else { return None };
            if (at + inject.after).ms() != self.latest.ms() {
                return None;
            }
            let name = self.entry(InjectId::new(n)).name;
            let message = format!("the inject `{name}` comes at {}, and the drill is over then", self.latest);
            let problem = self.warning("scenario::comes_with_the_end", self.desk.place(part), message);
            Some(
                problem
                    .label("nobody can answer it")
                    .help("let it come earlier, or make `ends.latest` later"),
            )
        })
        .collect()
    }

    /// Seats that can do nothing, know nothing, and see nothing that others don't.
    fn idle_seats(&self) -> Vec<Problem> {
        let own = |readers: &Readers, seat: SeatId| matches!(readers, Readers::Seats(seats) if seats.contains(&seat));
        let sees = |seat: SeatId| {
            self.draft.findings.iter().flatten().any(|finding| own(&finding.to, seat))
                || self.draft.metrics.iter().flatten().any(|metric| own(&metric.to, seat))
        };
        let all = self.draft.seats.iter().enumerate();
        let idle = all.filter_map(|(n, seat)| {
            let (id, seat) = (SeatId::new(n), seat.as_ref()?);
            (seat.can.is_empty() && seat.knows.is_none() && !sees(id)).then_some(id)
        });
        idle.map(|id| {
            let problem =
                self.about("scenario::idle_seat", id, "can do nothing, and knows nothing that others don't");
            problem
                .label("neither `can` nor `knows`")
                .help("give it an action under `can`, or something that it alone knows: `knows: \"…\"`")
        })
        .collect()
    }

    /// Topics that are one letter away from a component or a metric: from one that shows nothing, if there is one.
    pub(super) fn nearly_named<M: Mode>(
        &self,
        raw: &'r raw::Scenario<'r, M>,
        silent: &[ComponentId],
    ) -> Vec<(Option<ComponentId>, Problem)> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let all = self.draft.findings.iter().zip(&system.findings);
        let near = all.filter_map(|(finding, part)| {
            let FindingOn::Topic(topic) = finding.as_ref()?.on else { return None };
            let name = self.entry(topic).name;
            let slip = |other: &str| super::organisation::is_a_slip(name, other);
            let silent = silent.iter().copied().find(|id| slip(self.entry(*id).name));
            let (other, kind) = match silent {
                Some(id) => (self.entry(id).name, "component"),
                None => self.close_to(slip)?,
            };
            let message = match silent {
                Some(_) => format!("`{name}` is a topic of its own, and the {kind} `{other}` shows nothing"),
                None => format!("`{name}` is a topic of its own, and not the {kind} `{other}`"),
            };
            let place = self.desk.place(&part.get()?.on);
            let problem = self.warning("scenario::nearly_named", self.desk.quoted(place, name), message);
            Some((silent, problem.label("one letter away").help(format!("did you mean `{other}`?"))))
        });
        near.take(super::warn::ENOUGH).collect()
    }

    /// The first component or metric whose name a slip may have meant.
    fn close_to(&self, slip: impl Fn(&str) -> bool) -> Option<(&'r str, &'static str)> {
        let component = self.names.components.names().take(COMPARED).find(|name| slip(name));
        let metric = || self.names.metrics.names().take(COMPARED).find(|name| slip(name));
        component.map(|name| (name, "component")).or_else(|| metric().map(|name| (name, "metric")))
    }

    /// The actions that conditions ask about.
    fn noticed(&self) -> BTreeSet<ActionId> {
        let mut noticed = BTreeSet::new();
        self.conds.iter().for_each(|placed| self.actions_in(&placed.cond, &mut noticed));
        noticed
    }
}
