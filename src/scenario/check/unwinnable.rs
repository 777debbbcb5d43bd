//! What can't be won: harm that never ends, or too late, or only by somebody who may be away; and a table nobody pages.

use std::collections::BTreeSet;

use super::names::Entry;
use super::story::Story;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ActionId, FailureId, Id, InjectId, SeatId, TeamId};
use crate::scenario::model::{Failure, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::time::SimTime;

/// So many failures are looked into; no table plays as many.
const MOST: usize = 50;

impl<'r> Story<'_, 'r> {
    /// Everything that keeps a table from winning, or from beginning.
    pub(super) fn unwinnable<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let must = self.draft.ends.as_ref().map_or_else(Vec::new, |ends| self.must_be_over(&ends.resolved));
        let mut found = self.harm_for_ever(&must);
        for id in self.all_that_must_end(&must) {
            found.extend(self.too_slow(id).or_else(|| self.only_optional(id)));
        }
        let done = self.draft.ends.as_ref().map_or_else(Vec::new, |ends| self.must_be_done(&ends.resolved));
        found.extend(done.into_iter().filter_map(|id| self.only_optional_does(id)));
        found.extend(self.nobody_is_paged(raw));
        found
    }

    /// Failures that have to be over for the incident to be resolved.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn must_be_over(&self, cond: &Cond) -> Vec<FailureId> {
        match cond {
            Cond::All(inner) => inner.iter().flat_map(|cond| self.must_be_over(cond)).collect(),
            Cond::Cleared(id) => vec![*id],
            Cond::Not(inner) => match &**inner {
                Cond::Active(id) if self.begins_with_the_drill(*id) => vec![*id],
                _ => Vec::new(),
            },
            Cond::For(watch, _) => {
                self.watches.get(watch.n()).map_or_else(Vec::new, |watch| self.must_be_over(&watch.inner))
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is there when the story begins, or comes then.
    fn begins_with_the_drill(&self, id: FailureId) -> bool {
        let failure = self.draft.failures[id.n()].as_ref();
        failure
            .is_some_and(|failure| matches!(failure.starts, Starts::At(at) if (at + failure.after).ms() <= 0))
    }

    fn failures_with_ids(&self) -> impl Iterator<Item = (FailureId, &Failure)> {
        let all = self.draft.failures.iter().enumerate();
        all.filter_map(|(n, failure)| Some((Id::new(n), failure.as_ref()?)))
    }

    /// Harm that is sure to come and that nothing ends: after it, every close is reopened. What a condition brings may
    /// be what comes of doing nothing, and then it is the author's to say that there is no way back.
    fn harm_for_ever(&self, must: &[FailureId]) -> Vec<Problem> {
        let is_sure = |failure: &Failure| matches!(failure.starts, Starts::At(_));
        let all = self.failures_with_ids().filter(|(id, failure)| {
            failure.impact && is_sure(failure) && !must.contains(id) && !self.may_clear(*id)
        });
        all.map(|(id, _)| {
            let Entry { name, place, .. } = self.entry(id);
            let message = format!("nothing ends the harm of the failure `{name}`: every close is reopened");
            self.error("scenario::never_clears", place.clone(), message)
                .label("does harm for ever")
                .help(format!(
                    "let an action clear it: `clears: [\"{name}\"]`; give it `lasts` or `clears_when`; or say that it does no harm: `impact: false`"
                ))
        })
        .collect()
    }

    /// What must be over by the ending's condition, and harm that is there from the start.
    fn all_that_must_end(&self, must: &[FailureId]) -> Vec<FailureId> {
        let harm = self
            .failures_with_ids()
            .filter(|(id, failure)| failure.impact && self.begins_with_the_drill(*id));
        let all: BTreeSet<FailureId> = harm.map(|(id, _)| id).chain(must.iter().copied()).collect();
        all.into_iter().filter(|&id| self.may_clear(id) && !self.excused(id)).take(MOST).collect()
    }

    /// A failure that nothing ends before the drill does.
    fn too_slow(&self, id: FailureId) -> Option<Problem> {
        let over = self.earliest_cleared(id);
        if over.ms() <= self.latest.ms() || over >= SimTime::FAR {
            return None;
        }
        let Entry { name, place, .. } = self.entry(id);
        let over = over.since(SimTime::START);
        let message = format!(
            "the failure `{name}` can't be over before {over}, and the drill is over at {}",
            self.latest
        );
        let quickest = self.enders(id).into_iter().min_by_key(|&action| self.takes(action));
        let mut problem =
            self.error("scenario::after_the_end", place.clone(), message).label("outlasts the drill");
        if let Some(action) = quickest {
            let Entry { name, place, .. } = self.entry(action);
            problem = problem
                .also(place.clone(), "the quickest way to end it")
                .help(format!("make the `takes` of `{name}` shorter, or `ends.latest` later"));
        } else {
            problem = problem.help("let it end earlier, or make `ends.latest` later");
        }
        Some(problem)
    }

    /// A failure that only a seat can end that may stay empty.
    fn only_optional(&self, id: FailureId) -> Option<Problem> {
        let failure = self.draft.failures[id.n()].as_ref()?;
        let unread =
            self.draft.seats.iter().any(Option::is_none) || self.draft.actions.iter().any(Option::is_none);
        if unread || failure.lasts.is_some() || failure.clears_when.is_some() || self.is_told_over(id) {
            return None;
        }
        let enders = self.enders(id);
        let able: Vec<SeatId> = self.seats_that_can(&enders);
        let optional = |seat: &SeatId| self.draft.seats[seat.n()].as_ref().is_some_and(|seat| seat.optional);
        let first = able.first().filter(|_| able.iter().all(optional))?;
        let (seat, action) = (self.entry(*first), self.entry(*enders.first()?).name);
        let name = self.entry(id).name;
        let message =
            format!("only `{}` can end the failure `{name}`, and this seat may stay empty", seat.name);
        Some(
            self.error("scenario::optional_seat", seat.place.clone(), message)
                .label("an optional seat")
                .help(format!(
                    "let another seat do it as well: `can: [\"{action}\"]`; or delete `optional: true`"
                ))
                .also(self.entry(id).place.clone(), "the failure"),
        )
    }

    /// Actions without which the incident is not resolved.
    fn must_be_done(&self, cond: &Cond) -> Vec<ActionId> {
        if let Cond::All(inner) = cond {
            return inner.iter().flat_map(|cond| self.must_be_done(cond)).collect();
        }
        if let Cond::Done(id) = cond { vec![*id] } else { Vec::new() }
    }

    /// An action that only a seat can do that may stay empty.
    fn only_optional_does(&self, id: ActionId) -> Option<Problem> {
        if self.draft.seats.iter().any(Option::is_none) || self.excused(id) {
            return None;
        }
        let able = self.seats_that_can(&[id]);
        let optional = |seat: &SeatId| self.draft.seats[seat.n()].as_ref().is_some_and(|seat| seat.optional);
        let first = able.first().filter(|_| able.iter().all(optional))?;
        let (seat, action) = (self.entry(*first), self.entry(id));
        let message = format!(
            "only `{}` can do `{}`, without which this is not resolved, and this seat may stay empty",
            seat.name, action.name
        );
        Some(
            self.error("scenario::optional_seat", seat.place.clone(), message)
                .label("an optional seat")
                .help(format!(
                    "let another seat do it as well: `can: [\"{}\"]`; or delete `optional: true`",
                    action.name
                ))
                .also(action.place.clone(), "the action"),
        )
    }

    /// Whether an inject that comes by itself ends a failure.
    fn is_told_over(&self, id: FailureId) -> bool {
        let by_itself = |starts: &Starts| !matches!(starts, Starts::Never);
        self.draft
            .injects
            .iter()
            .flatten()
            .any(|inject| inject.effects.clears.contains(&id) && by_itself(&inject.starts))
    }

    /// The actions that end a failure, themselves or by an inject that they fire.
    fn enders(&self, id: FailureId) -> Vec<ActionId> {
        let injects = self.draft.injects.iter().enumerate();
        let told: BTreeSet<InjectId> = injects
            .filter(|(_, inject)| inject.as_ref().is_some_and(|inject| inject.effects.clears.contains(&id)))
            .map(|(n, _)| Id::new(n))
            .collect();
        let ends = |action: &crate::scenario::model::Action| {
            action.effects.clears.contains(&id)
                || action.effects.fires.iter().any(|inject| told.contains(inject))
        };
        let all = self.draft.actions.iter().enumerate();
        all.filter(|(_, action)| action.as_ref().is_some_and(ends)).map(|(n, _)| Id::new(n)).collect()
    }

    fn takes(&self, action: ActionId) -> i64 {
        self.draft.actions[action.n()].as_ref().map_or(0, |action| action.takes.ms())
    }

    fn seats_that_can(&self, actions: &[ActionId]) -> Vec<SeatId> {
        let all = self.draft.seats.iter().enumerate();
        let can = all.filter(|(_, seat)| {
            seat.as_ref().is_some_and(|seat| seat.can.iter().any(|action| actions.contains(action)))
        });
        can.map(|(n, _)| Id::new(n)).collect()
    }

    /// The earliest instant at which everything could be over, if everybody were as quick as can be.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    pub(super) fn earliest_over(&self, cond: &Cond) -> SimTime {
        match cond {
            Cond::All(inner) => {
                inner.iter().map(|cond| self.earliest_over(cond)).max().unwrap_or(SimTime::START)
            }
            Cond::Any(inner) => {
                inner.iter().map(|cond| self.earliest_over(cond)).min().unwrap_or(SimTime::FAR)
            }
            Cond::Done(id) => SimTime::START + crate::time::SimDuration::from_ms(self.takes(*id)),
            Cond::Cleared(id) => self.earliest_cleared(*id),
            Cond::Not(inner) => self.earliest_denied(inner),
            Cond::For(watch, long) => {
                self.watches.get(watch.n()).map_or(SimTime::START, |w| self.earliest_over(&w.inner)) + *long
            }
            _ => self.earliest(cond),
        }
    }

    /// As [`Story::earliest_over`], of what must not be so: what is there from the start has to end first.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn earliest_denied(&self, cond: &Cond) -> SimTime {
        match cond {
            Cond::Any(inner) => {
                inner.iter().map(|cond| self.earliest_denied(cond)).max().unwrap_or(SimTime::START)
            }
            Cond::Active(id) if self.begins_with_the_drill(*id) => self.earliest_cleared(*id),
            _ => SimTime::START,
        }
    }

    /// The earliest instant at which a failure can have ended.
    pub(super) fn earliest_cleared(&self, id: FailureId) -> SimTime {
        let Some(failure) = &self.draft.failures[id.n()] else { return SimTime::START };
        let begins = match &failure.starts {
            Starts::At(at) => SimTime::START + *at + failure.after,
            Starts::When(cond) => self.earliest(cond) + failure.after,
            Starts::Never => SimTime::START,
        };
        let from = begins.max(SimTime::START);
        let acted = self.draft.actions.iter().flatten().filter(|action| action.effects.clears.contains(&id));
        let acted = acted.map(|action| from + action.takes);
        let injects =
            self.draft.injects.iter().flatten().filter(|inject| inject.effects.clears.contains(&id));
        let told = injects.map(|inject| match &inject.starts {
            Starts::At(at) => (SimTime::START + *at + inject.after).max(from),
            Starts::When(cond) => (self.earliest(cond) + inject.after).max(from),
            Starts::Never => from,
        });
        let own = failure.lasts.map(|lasts| begins + lasts);
        let own = own.into_iter().chain(failure.clears_when.iter().map(|cond| self.earliest(cond).max(from)));
        acted.chain(told).chain(own).min().unwrap_or(SimTime::START)
    }

    /// Whether a page to a team reaches anybody at the table, sooner or later.
    pub(super) fn reaches_a_seat(&self, team: TeamId) -> bool {
        let teams = &self.draft.organisation.teams;
        if teams.len() <= team.n() || self.draft.seats.iter().any(Option::is_none) {
            return true;
        }
        let called =
            |level: Option<u8>| teams[team].on_call.iter().any(|on_call| Some(on_call.level) == level);
        self.draft.seats.iter().flatten().any(|seat| seat.team == team && called(seat.level))
    }

    /// Alerts of which none reaches anybody: nobody can join the call.
    fn nobody_is_paged<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Option<Problem> {
        let alerts: Option<Vec<_>> = self.draft.alerts.iter().map(Option::as_ref).collect();
        let alerts = alerts.filter(|_| !self.names.alerts.unread)?;
        // A team that can't be paged, and a table without seats, are said elsewhere.
        let teams = &self.draft.organisation.teams;
        let said = |team: TeamId| teams.len() <= team.n() || teams[team].on_call.is_empty();
        let reached = alerts.iter().any(|alert| said(alert.pages) || self.reaches_a_seat(alert.pages));
        if reached || self.draft.seats.is_empty() {
            return None;
        }
        let first = alerts.first()?;
        let part = raw.system.get()?.alerts.first().and_then(Part::get)?;
        let team = self.entry(first.pages).name;
        let message = format!(
            "no page reaches anybody: no seat of the team `{team}` is on call, and so nobody can join"
        );
        let problem = self.error("scenario::nobody_is_paged", self.desk.place(&part.pages), message);
        let level =
            self.draft.organisation.teams[first.pages].on_call.first().map_or(1, |on_call| on_call.level);
        Some(problem.label("nobody answers").help(format!(
            "give a seat of this team a level, `level: {level}`, or page the team of another seat"
        )))
    }
}
