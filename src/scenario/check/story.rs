//! The story as a whole: what nothing starts, nobody can do, and never ends.
//!
//! Everything here looks at what could be read, and says nothing that a broken element might explain.

use std::collections::BTreeSet;
use std::ops::Range;

use super::checker::{Checker, Placed};
use super::desk::Desk;
use super::draft::Draft;
use super::names::{Entry, Known, Listed, Names};
use super::reach::Bounds;
use super::start::Start;
use super::system::is_good;
use super::{reach, warn};
use crate::scenario::condition::Cond;
use crate::scenario::id::{ActionId, ActionK, ComponentId, FailureId, Id, InjectId, InjectK, MilestoneId};
use crate::scenario::model::{Act, Effects, Failure, Starts, Watch};
use crate::scenario::problem::{Problem, Severity};
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::time::{SimDuration, SimTime};

/// The story, to be looked at and not to be changed.
pub(super) struct Story<'s, 'r> {
    pub(super) desk: &'s Desk<'r>,
    pub(super) names: &'s Names<'r>,
    pub(super) draft: &'s Draft,
    pub(super) watches: &'s [Watch],
    pub(super) conds: &'s [Placed],
    pub(super) latest: SimDuration,
    pub(super) bounds: Bounds,
    /// What injects, actions, harmful actions and findings change, all together.
    changed: Changed,
    /// What broken elements name, and so may change.
    said: BTreeSet<&'r str>,
}

/// What something changes, somewhere.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) clears: BTreeSet<FailureId>,
    pub(super) starts: BTreeSet<FailureId>,
    pub(super) fires: BTreeSet<InjectId>,
    pub(super) reaches: BTreeSet<MilestoneId>,
}

impl Changed {
    /// What anything changes.
    fn new(draft: &Draft) -> Self {
        let mut changed = Changed::acted(draft);
        draft.injects.iter().flatten().for_each(|inject| changed.add(&inject.effects));
        draft.findings.iter().flatten().for_each(|finding| changed.reaches.extend(&finding.reaches));
        changed
    }

    /// What actions change, harmful or not.
    pub(super) fn acted(draft: &Draft) -> Self {
        let mut changed = Changed::default();
        draft.actions.iter().flatten().for_each(|action| changed.add(&action.effects));
        draft.harmful.iter().flatten().for_each(|harmful| changed.add(&harmful.effects));
        changed
    }

    pub(super) fn add(&mut self, Effects { clears, starts, fires, reaches }: &Effects) {
        self.clears.extend(clears);
        self.starts.extend(starts);
        self.fires.extend(fires);
        self.reaches.extend(reaches);
    }
}

/// Everything that can only be said of the whole.
pub(super) fn check<'r, M: Mode>(
    checker: &mut Checker<'_, 'r>,
    raw: &'r raw::Scenario<'r, M>,
    warnings: bool,
) {
    let Checker { desk, names, draft, watches, conds, latest, .. } = checker;
    let (names, latest) = (*names, *latest);
    let (changed, said) = (Changed::new(draft), desk.said_by_hollow());
    let bounds = Bounds::new(draft, &changed);
    let story = Story { desk, names, draft, watches, conds, latest, bounds, changed, said };
    let mut found = story.cycles();
    found.extend(story.injects());
    found.extend(story.failures());
    found.extend(story.milestones());
    found.extend(story.actions());
    found.extend(story.expected(&raw.expected));
    found.extend(reach::conditions(&story));
    found.extend(story.ending(&raw.ends));
    found.extend(story.dead(raw));
    found.extend(story.unwinnable(raw));
    if warnings && found.is_empty() && !desk.problems.iter().any(Problem::is_error) {
        found = warn::check(&story, raw);
    }
    found.into_iter().for_each(|problem| desk.say(problem));
}

impl<'r> Story<'_, 'r> {
    pub(super) fn error(&self, code: &'static str, at: Range<usize>, message: String) -> Problem {
        Problem::error(code, self.desk.file, at, message)
    }

    pub(super) fn entry<K: Listed>(&self, id: Id<K>) -> &Entry<'r> {
        K::index(self.names).entry(id.n())
    }

    /// Whether a broken element may explain what is missing around a name, or a second one of this name, or a misspelt
    /// one that may have meant it.
    pub(super) fn excused<K: Known>(&self, id: Id<K>) -> bool {
        let name = self.entry(id).name;
        // What nobody knows may have changed anything.
        let codes = [K::CODE, ActionK::CODE, InjectK::CODE];
        let misspelt = self.desk.problems.iter().any(|problem| codes.contains(&problem.code));
        let names = self.names;
        let unread = K::index(names).unread || names.actions.unread || names.injects.unread;
        misspelt || unread || self.said.contains(name) || K::index(names).find(name) != Some(id.n())
    }

    /// The first way round in the hard dependencies.
    fn cycles(&self) -> Vec<Problem> {
        let components = &self.draft.components;
        let mut done = BTreeSet::new();
        let mut found = Vec::new();
        for n in 0..components.len() {
            let mut path = Vec::new();
            if let Some(cycle) = self.cycle(Id::new(n), &mut path, &mut done) {
                found.push(self.cycle_problem(&cycle));
            }
        }
        found
    }

    fn cycle(
        &self,
        at: ComponentId,
        path: &mut Vec<ComponentId>,
        done: &mut BTreeSet<usize>,
    ) -> Option<Vec<ComponentId>> {
        // A chain of a thousand components is legal; walking it must not need a stack of the same depth.
        let mut stack = vec![(at, 0)];
        while let Some((component, next)) = stack.pop() {
            if next == 0 {
                if done.contains(&component.n()) {
                    continue;
                }
                path.push(component);
            }
            let depends_on = self.draft.components[component.n()].as_ref().map_or(&[][..], |c| &c.depends_on);
            match depends_on.get(next) {
                None => {
                    path.pop();
                    done.insert(component.n());
                }
                Some(&other) => {
                    if let Some(start) = path.iter().position(|&on_path| on_path == other) {
                        done.extend(path.iter().map(|component| component.n()));
                        return Some(path[start..].to_vec());
                    }
                    stack.push((component, next + 1));
                    stack.push((other, 0));
                }
            }
        }
        None
    }

    fn cycle_problem(&self, cycle: &[ComponentId]) -> Problem {
        let name = |id: &ComponentId| format!("`{}`", self.entry(*id).name);
        let mut names: Vec<String> = cycle.iter().take(6).map(name).collect();
        if cycle.len() > 6 {
            names.push("…".into());
        }
        names.extend(cycle.first().map(name));
        let at = self.entry(cycle[0]).place.clone();
        self.error(
            "scenario::dependency_cycle",
            at,
            format!("components depend on each other in a circle: {}", names.join(" → ")),
        )
        .label("the circle begins here")
        .help("take one `depends_on` out, or make it a soft one under `uses`")
    }

    /// Injects that nothing brings.
    fn injects(&self) -> Vec<Problem> {
        let injects = self
            .draft
            .injects
            .iter()
            .enumerate()
            .filter_map(|(n, inject)| Some((Id::new(n), inject.as_ref()?)));
        let never = injects.filter(|(id, inject)| {
            matches!(inject.starts, Starts::Never)
                && !inject.contingency
                && !self.changed.fires.contains(id)
                && !self.excused(*id)
        });
        never.map(|(id, _)| self.never_fires(id)).collect()
    }

    fn never_fires(&self, id: InjectId) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.error("scenario::never_fires", place.clone(), format!("nothing brings the inject `{name}`"))
            .label("neither `at` nor `when`, and nothing fires it")
            .help(format!("add `at: \"5m\"` or a `when`, let an action bring it by `fires: [\"{name}\"]`, or make it `kind: Contingency`"))
    }

    /// Failures that nothing starts.
    fn failures(&self) -> Vec<Problem> {
        let failures = self
            .draft
            .failures
            .iter()
            .enumerate()
            .filter_map(|(n, failure)| Some((Id::new(n), failure.as_ref()?)));
        let never = failures.filter(|(id, failure)| !self.may_start(*id, failure) && !self.excused(*id));
        never.map(|(id, _)| self.never_starts(id)).collect()
    }

    fn may_start(&self, id: FailureId, failure: &Failure) -> bool {
        !matches!(failure.starts, Starts::Never) || self.changed.starts.contains(&id)
    }

    fn never_starts(&self, id: FailureId) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.error("scenario::never_starts", place.clone(), format!("nothing starts the failure `{name}`"))
            .label("neither `at` nor `when`, and nothing starts it")
            .help(format!(
                "add `at: \"0s\"` or a `when`, or let an inject or an action start it: `starts: [\"{name}\"]`"
            ))
    }

    /// Whether anything may start a failure in the first instant, before anybody can have acted.
    pub(super) fn may_start_at_once(&self, id: FailureId) -> bool {
        let told = self.draft.injects.iter().flatten().any(|inject| inject.effects.starts.contains(&id));
        told || self.excused(id)
    }

    /// Whether an action, a harm or an inject starts a failure.
    pub(super) fn is_started(&self, id: FailureId) -> bool {
        self.changed.starts.contains(&id)
    }

    /// Whether anything ends a failure.
    pub(super) fn may_clear(&self, id: FailureId) -> bool {
        let own =
            self.draft.failures[id.n()].as_ref().is_none_or(|f| f.lasts.is_some() || f.clears_when.is_some());
        own || self.changed.clears.contains(&id) || self.excused(id)
    }

    fn milestones(&self) -> Vec<Problem> {
        let milestones =
            self.draft.milestones.iter().enumerate().filter_map(|(n, m)| Some((Id::new(n), m.as_ref()?)));
        let never = milestones
            .filter(|(id, m)| m.when.is_none() && !self.changed.reaches.contains(id) && !self.excused(*id));
        never.map(|(id, _)| self.never_reached(id)).collect()
    }

    fn never_reached(&self, id: MilestoneId) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.error(
            "scenario::never_reached",
            place.clone(),
            format!("nothing reaches the milestone `{name}`"),
        )
        .label("no `when`, and nothing reaches it")
        .help(format!(
            "add a `when`, or let an inject, an action or a finding reach it: `reaches: [\"{name}\"]`"
        ))
    }

    /// Actions that no seat can do.
    fn actions(&self) -> Vec<Problem> {
        if self.draft.seats.is_empty() {
            return Vec::new();
        }
        let able: BTreeSet<ActionId> =
            self.draft.seats.iter().flatten().flat_map(|seat| seat.can.iter().copied()).collect();
        let all = (0..self.draft.actions.len()).map(Id::new);
        all.filter(|id| !able.contains(id) && !self.excused(*id)).map(|id| self.nobody_can(id)).collect()
    }

    fn nobody_can(&self, id: ActionId) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.error("scenario::nobody_can", place.clone(), format!("no seat can do the action `{name}`"))
            .label("in nobody's `can`")
            .help(format!("add it to a seat: `can: [\"{name}\"]`"))
    }

    fn expected<M: Mode>(&self, raw: &[Part<'r, raw::Expected<'r, M>, M>]) -> Vec<Problem> {
        let all = self.draft.expected.iter().zip(raw).enumerate();
        all.flat_map(|(n, (expected, part))| match expected {
            Some(expected) => self.expectation(n, expected, part),
            None => Vec::new(),
        })
        .collect()
    }

    fn expectation<M: Mode>(
        &self,
        n: usize,
        expected: &crate::scenario::model::Expected,
        part: &Part<'r, raw::Expected<'r, M>, M>,
    ) -> Vec<Problem> {
        let mut found = Vec::new();
        // What nobody at all can do is said of the action.
        let all = || (0..self.draft.seats.len()).map(Id::new);
        let nobody = |act: &Act| matches!(act, Act::Do(_)) && !all().any(|seat| self.can(seat, act));
        let can = |seat, act: &Act| self.can(seat, act) || nobody(act);
        if let Some(seat) = expected.seat.filter(|&seat| !expected.any_of.iter().any(|act| can(seat, act))) {
            found.push(self.cannot_do(n, seat, expected, part));
        }
        let opens = self.opens(expected);
        // Later than the end is said of the condition itself.
        if opens.ms() == self.latest.ms() {
            let place =
                part.get().and_then(|raw| raw.opens.as_ref()).map_or(0..0, |opens| self.desk.place(opens));
            let name = self.names.expected.entry(n).name;
            let message = format!(
                "`{name}` opens at {} at the earliest, when the drill is over",
                opens.since(SimTime::START)
            );
            let problem = self.error("scenario::opens_too_late", place, message).label("too late");
            found.push(
                problem
                    .help(format!("let it open earlier, or make `ends.latest` later than {}", self.latest)),
            );
        }
        found
    }

    /// The first instant at which something expected can open.
    pub(super) fn opens(&self, expected: &crate::scenario::model::Expected) -> SimTime {
        expected.opens.as_ref().map_or(SimTime::START, |opens| self.earliest(opens))
    }

    /// Whether a seat can do something expected.
    pub(super) fn can(&self, seat: crate::scenario::id::SeatId, act: &Act) -> bool {
        let Some(person) = &self.draft.seats[seat.n()] else { return true };
        match act {
            Act::Do(action) => person.can.contains(action),
            Act::LookMetric(metric) | Act::Verify(metric) => {
                self.draft.metrics[metric.n()].as_ref().is_none_or(|metric| metric.to.include(seat))
            }
            Act::Page(_)
            | Act::AskTeam(_)
            | Act::AskSeat(_)
            | Act::AskVoice(_)
            | Act::LookComponent(_)
            | Act::LookTopic(_)
            | Act::Update(_)
            | Act::Declare(_)
            | Act::Statement
            | Act::Role(_)
            | Act::Handover(_)
            | Act::Poll(_)
            | Act::Close => true,
        }
    }

    fn cannot_do<M: Mode>(
        &self,
        n: usize,
        seat: crate::scenario::id::SeatId,
        expected: &crate::scenario::model::Expected,
        part: &Part<'r, raw::Expected<'r, M>, M>,
    ) -> Problem {
        let (name, who) = (self.names.expected.entry(n).name, self.entry(seat).name);
        let place = part.get().and_then(|raw| raw.seat.as_ref()).map_or(0..0, |seat| self.desk.place(seat));
        let (what, help) = match expected.any_of.first() {
            Some(Act::Do(action)) => (
                "do",
                format!(
                    "add it to the seat's `can: [\"{}\"]`, or expect it of another seat",
                    self.entry(*action).name
                ),
            ),
            Some(_) | None => {
                ("see", "add the seat to the metric's `to`, or expect it of another seat".into())
            }
        };
        self.error(
            "scenario::cannot_do",
            place,
            format!("`{name}` is expected of `{who}`, who can't {what} it"),
        )
        .label(format!("this seat can't {what} it"))
        .help(help)
    }

    /// The first instant at which a condition could hold, at the earliest.
    pub(super) fn earliest(&self, cond: &Cond) -> SimTime {
        match cond {
            Cond::All(inner) => inner.iter().map(|cond| self.earliest(cond)).max().unwrap_or(SimTime::START),
            Cond::Any(inner) => inner.iter().map(|cond| self.earliest(cond)).min().unwrap_or(SimTime::FAR),
            Cond::For(watch, long) => {
                self.watches.get(watch.n()).map_or(SimTime::START, |w| self.earliest(&w.inner)) + *long
            }
            Cond::At(at) => *at,
            Cond::Delivered(inject) => {
                match self.draft.injects[inject.n()].as_ref().map(|i| (&i.starts, i.after)) {
                    Some((Starts::At(at), after)) => SimTime::START + *at + after,
                    Some((Starts::When(_) | Starts::Never, _)) | None => SimTime::START,
                }
            }
            Cond::Not(_)
            | Cond::Milestone(_)
            | Cond::Done(_)
            | Cond::Undone(_)
            | Cond::Tried(..)
            | Cond::Looked(_)
            | Cond::PagedTeam(_)
            | Cond::PagedSeat(_)
            | Cond::Asked(_)
            | Cond::Active(_)
            | Cond::Cleared(_)
            | Cond::Health(..)
            | Cond::Above(..)
            | Cond::Below(..)
            | Cond::Firing(_)
            | Cond::Held(_)
            | Cond::Holds(..)
            | Cond::Declared
            | Cond::Severity(_)
            | Cond::Updated(_)
            | Cond::UpdatedWithin(..)
            | Cond::Reached(_)
            | Cond::Closed => SimTime::START,
        }
    }

    fn ending<M: Mode>(&self, part: &Part<'r, raw::Ends<'r, M>, M>) -> Vec<Problem> {
        let (Some(ends), Some(raw)) = (&self.draft.ends, part.get()) else { return Vec::new() };
        let resolved = self.desk.place(&raw.resolved);
        let mut found: Vec<Problem> =
            self.stuck(&ends.resolved).into_iter().map(|id| self.never_clears(id, &resolved)).collect();
        if Start::new(self).holds(&ends.resolved) == Some(true) {
            let message = "the incident is resolved before it begins".into();
            let help = "right for a false alarm; else name what has to be over, such as `Cleared(\"bad-deploy\")`: it holds once the failure was active and is not";
            let problem = self.error("scenario::resolved_at_start", resolved, message);
            found.push(Problem {
                severity: Severity::Warning,
                ..problem.label("true at the start").help(help)
            });
        }
        for (metric, part) in ends.verify.iter().zip(&raw.verify) {
            found.extend(self.bad_baseline(*metric, self.desk.place(part)));
        }
        found
    }

    /// Failures that must have ended, and that nothing ends.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn stuck(&self, resolved: &Cond) -> Vec<FailureId> {
        match resolved {
            Cond::All(inner) => inner.iter().flat_map(|cond| self.stuck(cond)).collect(),
            Cond::Cleared(id) if !self.may_clear(*id) => vec![*id],
            Cond::Not(inner) => match &**inner {
                Cond::Active(id) if Start::new(self).holds(inner) == Some(true) && !self.may_clear(*id) => {
                    vec![*id]
                }
                _ => Vec::new(),
            },
            Cond::For(watch, _) => {
                self.watches.get(watch.n()).map_or_else(Vec::new, |watch| self.stuck(&watch.inner))
            }
            _ => Vec::new(),
        }
    }

    fn never_clears(&self, id: FailureId, within: &Range<usize>) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        let at = self.desk.quoted(within.clone(), name);
        self.error(
            "scenario::never_clears",
            at,
            format!("nothing clears the failure `{name}`, and it must be over to resolve this"),
        )
        .label("can never be over")
        .help(format!("let an action clear it: `clears: [\"{name}\"]`; or give it `lasts` or `clears_when`"))
        .also(place.clone(), "the failure")
    }

    fn bad_baseline(&self, id: crate::scenario::id::MetricId, at: Range<usize>) -> Option<Problem> {
        let metric = self.draft.metrics[id.n()].as_ref().filter(|metric| !is_good(metric))?;
        let Entry { name, place, .. } = self.entry(id);
        let message = format!("`{name}` is not good when all is well: its baseline is {}", metric.baseline);
        let problem = self.error("scenario::bad_baseline", at, message).label("can't show that it is over");
        Some(
            problem
                .help("change `baseline` or `good`: the baseline is its value when all is well")
                .also(place.clone(), "the metric"),
        )
    }
}
