//! What can be played, and yet makes a poor drill: warnings, said only of a scenario without errors.

mod answers;
mod injects;
mod texts;

use std::collections::BTreeSet;
use std::ops::Range;

use super::names::{Entry, Listed};
use super::story::Story;
use crate::scenario::id::{ExpectedId, Id, InjectId, MetricId, ObjectiveId, SeatId};
use crate::scenario::model::Act;
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;
use crate::time::SimTime;
pub(super) use texts::texts;

/// So many topics are compared with components.
pub(super) const ENOUGH: usize = 20;

/// Everything that is worth a second thought.
pub(super) fn check<'r, M: Mode>(story: &Story<'_, 'r>, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
    let mut found = story.questions(raw);
    found.extend(story.injects_worth_a_thought(raw));
    found.extend(story.never_missed(raw));
    found.extend(story.never_moves(raw));
    found.extend(story.no_return(raw));
    found.extend(story.pace(raw));
    found.extend(story.without_findings(raw));
    found.extend(story.objectives());
    found.extend(story.whole(raw));
    found.extend(story.suspicious(raw));
    found.extend(story.idle(raw));
    found.extend(story.too_long(raw));
    found.extend(story.percentages(raw));
    found.extend(story.crew(raw));
    found.extend(texts(story.desk.source, story.desk.file));
    found
}

impl<'r> Story<'_, 'r> {
    pub(super) fn warning(&self, code: &'static str, at: Range<usize>, message: String) -> Problem {
        self.error(code, at, message).warning()
    }

    /// A warning about a thing with a name, at its name.
    pub(super) fn about<K: Listed>(&self, code: &'static str, id: Id<K>, what: &str) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.warning(code, place.clone(), format!("{} `{name}` {what}", K::WORD))
    }

    /// The author's three questions: what exactly is expected and why, and what cues it.
    fn questions<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all =
            raw.expected.iter().enumerate().filter_map(|(n, part)| Some((ExpectedId::new(n), part.get()?)));
        all.flat_map(|(id, expected)| {
            let why = expected.why.is_none().then(|| {
                self.about("scenario::no_why", id, "does not say why").label("no `why`").help(
                    "add `why: \"…\"`: what a prepared team would have known; it is what people read afterwards",
                )
            });
            let cue = expected.opens.is_none().then(|| {
                self.about("scenario::no_cue", id, "is expected from the start, and nothing cues it").label("no `opens`").help(
                    "add `opens`, such as `opens: Delivered(\"first-call\")`: what tells people that it is time",
                )
            });
            why.into_iter().chain(cue)
        })
        .collect()
    }

    /// What may be done up to the end and is still in time: nobody can be late, and so nothing is learnt from it.
    fn never_missed<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let latest = SimTime::START + self.latest;
        let all = self.draft.expected.iter().zip(&raw.expected).enumerate();
        let late = all.filter_map(|(n, (expected, part))| {
            let (expected, target) = (expected.as_ref()?, part.get()?.target.as_ref()?);
            let due = self.opens(expected) + expected.target;
            (due > latest).then(|| (n, self.desk.place(target), due))
        });
        late.map(|(n, place, due)| {
            let message = format!(
                "`{}` can't be missed: it is in time up to {}, and the drill is over at {}",
                self.names.expected.entry(n).name,
                due.since(SimTime::START),
                self.latest
            );
            let problem = self.warning("scenario::never_missed", place, message).label("later than the end");
            problem.help("make `target` shorter: what a prepared team would need, and not how long there is")
        })
        .collect()
    }

    /// Metrics that are to show that it is over, and that nothing moves.
    fn never_moves<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let (Some(ends), Some(parts)) = (&self.draft.ends, raw.ends.get()) else { return Vec::new() };
        let driven = self.driven();
        let still = ends.verify.iter().zip(&parts.verify).filter(|(metric, _)| !driven.contains(metric));
        still
            .map(|(metric, part)| {
                let name = self.entry(*metric).name;
                let message = format!("`{name}` can't show that it is over: nothing drives it, and it is always good");
                let problem = self.warning("scenario::never_moves", self.desk.place(part), message);
                problem.label("shows nothing").help(format!(
                    "let a failure drive it, `drives: [(metric: \"{name}\", to: …)]`, or verify another metric"
                ))
            })
            .collect()
    }

    /// The metrics that anything moves.
    pub(super) fn driven(&self) -> BTreeSet<MetricId> {
        let failures = self.draft.failures.iter().flatten().flat_map(|failure| &failure.drives);
        let actions = self.draft.actions.iter().flatten().flat_map(|action| &action.drives);
        failures.chain(actions).map(|drive| drive.metric).collect()
    }

    /// Objectives that nothing serves, and what serves none.
    fn objectives(&self) -> Vec<Problem> {
        let injects = self.draft.injects.iter().flatten().map(|inject| &inject.serves);
        let expected = self.draft.expected.iter().flatten().map(|expected| &expected.serves);
        let served: BTreeSet<ObjectiveId> = injects.chain(expected).flatten().copied().collect();
        let unserved =
            (0..self.draft.objectives.len()).map(ObjectiveId::new).filter(|id| !served.contains(id));
        let help = "let an inject or an expected action serve it: `serves: [\"…\"]`";
        let mut found: Vec<Problem> = unserved
            .map(|id| {
                self.about("scenario::unserved_objective", id, "is served by nothing")
                    .label("not exercised")
                    .help(help)
            })
            .collect();
        let aimless = |serves: &Vec<ObjectiveId>| serves.is_empty() && !self.draft.objectives.is_empty();
        let injects = self
            .draft
            .injects
            .iter()
            .enumerate()
            .filter(|(_, i)| i.as_ref().is_some_and(|i| aimless(&i.serves)));
        found.extend(injects.map(|(n, _)| self.serves_nothing(InjectId::new(n))));
        let expected = self
            .draft
            .expected
            .iter()
            .enumerate()
            .filter(|(_, e)| e.as_ref().is_some_and(|e| aimless(&e.serves)));
        found.extend(expected.map(|(n, _)| self.serves_nothing(ExpectedId::new(n))));
        found
    }

    fn serves_nothing<K: Listed>(&self, id: Id<K>) -> Problem {
        let first = self.names.objectives.names().next().unwrap_or_default();
        let problem = self.about("scenario::serves_nothing", id, "serves no objective").label("no `serves`");
        problem.help(format!(
            "add `serves: [\"{first}\"]` with the objective it is for, or leave it out of the drill"
        ))
    }

    /// What the drill lacks as a whole.
    fn whole<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let ends = self.desk.place(&raw.ends);
        let at = ends.start..(ends.start + 1).min(self.desk.source.len());
        let (top, _) = self.desk.opening();
        let mut found = Vec::new();
        if raw.ends.get().is_some_and(|ends| ends.verify.is_empty()) {
            let problem = self.warning("scenario::no_verify", at, "no signal shows that it is over".into());
            found.push(
                problem
                    .label("no `verify`")
                    .help("add `verify: [\"errors\"]` with the metrics that are good again when it is over"),
            );
        }
        if self.draft.harmful.is_empty() {
            let problem = self.warning(
                "scenario::no_harmful",
                top.clone(),
                "there is no wrong move to make: this may be too easy".into(),
            );
            found.push(
                problem.label("no `harmful`").help(
                    "add what tempts: `harmful: [(id: \"too-early\", is: Do(\"restart\"), harm: Minor)]`",
                ),
            );
        }
        let updates = |act: &Act| matches!(act, Act::Update(_));
        if self.draft.expected.is_empty() {
            let message = "nothing is expected of anybody: a drill of this can't be scored".to_string();
            let problem = self.warning("scenario::nothing_expected", top.clone(), message);
            found.push(problem.label("no `expected`").help(
                "add `expected: […]` with what a prepared team would do: stop it, tell people, prove that it is over",
            ));
        } else if !self.draft.expected.iter().flatten().flat_map(|expected| &expected.any_of).any(updates) {
            let problem = self.warning(
                "scenario::no_update",
                top.clone(),
                "nobody is expected to tell an audience anything".into(),
            );
            found.push(
                problem
                    .label("no update among `expected`")
                    .help("add `(id: \"tell-customers\", is: Update(\"customers\"), …)`"),
            );
        }
        found.extend(self.one_seat(top));
        found
    }

    /// Whether all the work is one seat's.
    fn one_seat(&self, at: Range<usize>) -> Option<Problem> {
        if self.draft.seats.len() < 2 || self.draft.expected.is_empty() {
            return None;
        }
        let busy: BTreeSet<SeatId> =
            self.draft.expected.iter().flatten().flat_map(|e| self.workers(e.seat, &e.any_of)).collect();
        let only = busy.first().filter(|_| busy.len() == 1)?;
        let name = self.entry(*only).name;
        let problem = self.warning(
            "scenario::one_seat",
            at,
            format!("only `{name}` has anything to do: nobody else can do what is expected"),
        );
        Some(
            problem
                .label("all the work is one seat's")
                .help("give others something only they can do or know, or leave `seat` out"),
        )
    }

    fn workers(&self, seat: Option<SeatId>, any_of: &[Act]) -> Vec<SeatId> {
        if let Some(seat) = seat {
            return vec![seat];
        }
        let can = |seat: &SeatId| any_of.iter().any(|act| self.can(*seat, act));
        (0..self.draft.seats.len()).map(SeatId::new).filter(can).collect()
    }
}
