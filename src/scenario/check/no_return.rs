//! Turns that can't be taken back: what must not go on at the end, and once it has begun goes on for ever.

use std::collections::BTreeSet;

use super::names::Entry;
use super::story::Story;
use crate::prose::and;
use crate::scenario::condition::Cond;
use crate::scenario::id::{FailureId, Id};
use crate::scenario::model::{Action, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;

impl<'r> Story<'_, 'r> {
    /// Failures that a turn brings, and after which nobody can resolve the incident any more: warnings, for it may be
    /// meant. Of those that are there from the start it is said as an error; what a condition brings is what comes of
    /// doing nothing, and the author's to leave without a way back.
    pub(super) fn no_return<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let (Some(ends), Some(part)) = (&self.draft.ends, raw.ends.get()) else { return Vec::new() };
        let mut denied = BTreeSet::new();
        self.must_not_go_on(&ends.resolved, &mut denied);
        let brought = |id: FailureId| {
            let failure = self.draft.failures[id.n()].as_ref();
            failure.is_some_and(|failure| !matches!(failure.starts, Starts::When(_)))
        };
        let endless = denied.iter().filter(|&&id| brought(id) && !self.may_clear(id) && !self.is_undone(id));
        let within = self.desk.place(&part.resolved);
        endless
            .map(|&id| {
                let Entry { name, place, .. } = self.entry(id);
                let message =
                    format!("nothing ends the failure `{name}`: once it has begun, this can't be resolved");
                let at = self.desk.quoted(within.clone(), name);
                let problem = self.warning("scenario::no_return", at, message).label("never over again");
                problem
                    .also(place.clone(), format!("started by {}", and(&self.starters(id))))
                    .help(self.way_back(id, &denied))
            })
            .collect()
    }

    /// The failures that a condition says must not be active.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn must_not_go_on(&self, cond: &Cond, denied: &mut BTreeSet<FailureId>) {
        match cond {
            Cond::All(inner) => inner.iter().for_each(|cond| self.must_not_go_on(cond, denied)),
            Cond::Not(inner) => match &**inner {
                Cond::Active(id) => {
                    denied.insert(*id);
                }
                Cond::Any(inner) => denied.extend(inner.iter().filter_map(|cond| match cond {
                    Cond::Active(id) => Some(*id),
                    _ => None,
                })),
                _ => {}
            },
            Cond::For(watch, _) => {
                let watch = self.watches.get(watch.n());
                watch.into_iter().for_each(|watch| self.must_not_go_on(&watch.inner, denied));
            }
            _ => {}
        }
    }

    /// Whether what starts a failure may be undone, which ends it.
    fn is_undone(&self, id: FailureId) -> bool {
        let undone = |action: &Action| action.undo.is_some();
        let harm = self.draft.harmful.iter().flatten().filter(|harmful| harmful.effects.starts.contains(&id));
        let mut harm = harm.filter_map(|harmful| self.draft.actions[harmful.action.n()].as_ref());
        let mut actions = self.draft.actions.iter().flatten();
        actions.any(|action| undone(action) && action.effects.starts.contains(&id)) || harm.any(undone)
    }

    /// What starts a failure, in the order of the file's sections: itself, injects, actions and harm.
    fn starters(&self, id: FailureId) -> Vec<String> {
        let own = self.draft.failures[id.n()].as_ref().and_then(|failure| match failure.starts {
            Starts::At(_) => Some("its `at`".to_string()),
            Starts::When(_) | Starts::Never => None,
        });
        let names = self.names;
        let injects = self.draft.injects.iter().enumerate().filter_map(|(n, inject)| {
            let starts = inject.as_ref()?.effects.starts.contains(&id);
            starts.then(|| format!("the inject `{}`", names.injects.entry(n).name))
        });
        let actions = self.draft.actions.iter().enumerate().filter_map(|(n, action)| {
            let starts = action.as_ref()?.effects.starts.contains(&id);
            starts.then(|| format!("the action `{}`", names.actions.entry(n).name))
        });
        let harm = self.draft.harmful.iter().enumerate().filter_map(|(n, harmful)| {
            let starts = harmful.as_ref()?.effects.starts.contains(&id);
            starts.then(|| format!("the harm `{}`", names.harmful.entry(n).name))
        });
        own.into_iter().chain(injects).chain(actions).chain(harm).collect()
    }

    /// How it could be over: by an action that does not start it and mends something else already, best of what must be
    /// over as well.
    fn way_back(&self, id: FailureId, denied: &BTreeSet<FailureId>) -> String {
        let name = self.entry(id).name;
        let all = self.draft.actions.iter().enumerate();
        let mends = all.filter_map(|(n, action)| {
            let effects = &action.as_ref()?.effects;
            let mends = !effects.clears.is_empty() && !effects.starts.contains(&id);
            mends.then(|| (self.names.actions.entry(n).name, &effects.clears))
        });
        let mends = mends.min_by_key(|(_, clears)| !clears.iter().any(|cleared| denied.contains(cleared)));
        let (such, clears) = match mends {
            Some((action, clears)) => {
                let quoted = |id: &Id<_>| format!("\"{}\", ", self.entry(*id).name);
                (format!(", such as `{action}`"), clears.iter().map(quoted).collect())
            }
            None => (String::new(), String::new()),
        };
        format!(
            "let an action clear it{such}: `clears: [{clears}\"{name}\"]`; or give it `lasts` or `clears_when`"
        )
    }
}
