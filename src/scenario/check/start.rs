//! What is true at the start of the drill, as far as the file alone tells.

use super::story::Story;
use crate::scenario::condition::Cond;
use crate::scenario::id::{AlertId, FailureId, MetricId};
use crate::scenario::model::{Drive, Failure, Starts};
use crate::scenario::words::{Health, Shape};
use crate::time::{SimDuration, SimTime};

/// Looks at conditions as they are at the start. Failures may start by conditions on failures, and so round and
/// round; so each is looked at once, and while that goes on nothing is known of it.
pub(super) struct Start<'s, 'r> {
    story: &'s Story<'s, 'r>,
    failures: Vec<Option<Option<bool>>>,
    alerts: Vec<Option<Option<bool>>>,
    metrics: Vec<Option<Option<i64>>>,
    /// How many failures and alerts wait for one another: a hostile file has a thousand in a row.
    depth: usize,
}

/// So many, and no more is known.
const DEEPEST: usize = 32;

impl<'s, 'r> Start<'s, 'r> {
    /// With nothing known yet.
    pub(super) fn new(story: &'s Story<'s, 'r>) -> Self {
        let draft = story.draft;
        let (failures, alerts) = (vec![None; draft.failures.len()], vec![None; draft.alerts.len()]);
        Start { story, failures, alerts, metrics: vec![None; draft.metrics.len()], depth: 0 }
    }

    /// Whether a condition holds at the start; `None` if that can't be told.
    pub(super) fn holds(&mut self, cond: &Cond) -> Option<bool> {
        match cond {
            Cond::All(inner) => self.fold(inner, false),
            Cond::Any(inner) => self.fold(inner, true),
            Cond::Not(inner) => self.holds(inner).map(|holds| !holds),
            Cond::At(at) => Some(*at <= SimTime::START),
            Cond::Active(id) => self.active(*id),
            Cond::Cleared(id) => self.cleared(*id),
            Cond::Health(_, Health::Healthy) => Some(true),
            Cond::Above(id, limit) => self.level(*id).map(|value| value > limit.0),
            Cond::Below(id, limit) => self.level(*id).map(|value| value < limit.0),
            Cond::Firing(id) => self.firing(*id),
            Cond::Delivered(_) | Cond::Milestone(_) | Cond::Health(..) => None,
            Cond::For(..)
            | Cond::Done(_)
            | Cond::Undone(_)
            | Cond::Tried(..)
            | Cond::Looked(_)
            | Cond::PagedTeam(_)
            | Cond::PagedSeat(_)
            | Cond::Asked(_)
            | Cond::Held(_)
            | Cond::Holds(..)
            | Cond::Declared
            | Cond::Severity(_)
            | Cond::Updated(_)
            | Cond::UpdatedWithin(..)
            | Cond::Reached(_)
            | Cond::Closed => Some(false),
        }
    }

    /// All of them, or with `any` one of them: decided by the first that can decide it.
    fn fold(&mut self, parts: &[Cond], any: bool) -> Option<bool> {
        let mut sum = Some(!any);
        for part in parts {
            match self.holds(part) {
                Some(holds) if holds == any => return Some(any),
                Some(_) => {}
                None => sum = None,
            }
        }
        sum
    }

    fn firing(&mut self, id: AlertId) -> Option<bool> {
        if let Some(known) = self.alerts[id.n()] {
            return known;
        }
        self.alerts[id.n()] = Some(None);
        let alert = self.story.draft.alerts[id.n()].as_ref().filter(|_| self.depth < DEEPEST);
        self.depth += 1;
        let holds = alert.and_then(|alert| self.holds(&alert.when));
        self.depth -= 1;
        self.alerts[id.n()] = Some(holds);
        holds
    }

    fn active(&mut self, id: FailureId) -> Option<bool> {
        if let Some(known) = self.failures[id.n()] {
            return known;
        }
        self.failures[id.n()] = Some(None);
        let failure = self.story.draft.failures[id.n()].as_ref().filter(|_| self.depth < DEEPEST);
        self.depth += 1;
        let active = failure.and_then(|failure| self.has_begun(id, failure));
        self.depth -= 1;
        self.failures[id.n()] = Some(active);
        active
    }

    fn has_begun(&mut self, id: FailureId, failure: &Failure) -> Option<bool> {
        match &failure.starts {
            Starts::Never if self.story.may_start_at_once(id) => None,
            Starts::Never => Some(false),
            Starts::When(cond) if failure.after == SimDuration::ZERO => self.holds(cond),
            Starts::When(_) => Some(false),
            Starts::At(at) => {
                let from = *at + failure.after;
                let over = failure.lasts.is_some_and(|lasts| (from + lasts).ms() <= 0);
                if failure.returns.is_some() && over { None } else { Some(from.ms() <= 0 && !over) }
            }
        }
    }

    fn cleared(&mut self, id: FailureId) -> Option<bool> {
        let failure = self.story.draft.failures[id.n()].as_ref()?;
        match (&failure.starts, failure.lasts) {
            (Starts::At(at), Some(lasts)) if (*at + failure.after + lasts).ms() <= 0 => {
                failure.returns.is_none().then_some(true)
            }
            (Starts::At(_) | Starts::Never | Starts::When(_), _) => {
                let at_once = failure.clears_when.as_ref().map(|cond| self.holds(cond));
                at_once.is_none_or(|holds| holds == Some(false)).then_some(false)
            }
        }
    }

    /// A metric's value without noise, if only steps have moved it.
    fn level(&mut self, id: MetricId) -> Option<i64> {
        if let Some(known) = self.metrics[id.n()] {
            return known;
        }
        self.metrics[id.n()] = Some(None);
        let level = self.sum(id);
        self.metrics[id.n()] = Some(level);
        level
    }

    fn sum(&mut self, id: MetricId) -> Option<i64> {
        let draft = self.story.draft;
        let mut value = draft.metrics[id.n()].as_ref()?.baseline.0;
        for (n, failure) in draft.failures.iter().enumerate() {
            let failure = failure.as_ref()?;
            for drive in failure.drives.iter().filter(|drive| drive.metric == id) {
                if self.active(FailureId::new(n))? {
                    value = value.saturating_add(step(failure, drive)?);
                }
            }
        }
        Some(value)
    }
}

/// What an active failure's step adds at the start; `None` for what moves slowly.
fn step(failure: &Failure, drive: &Drive) -> Option<i64> {
    let Starts::At(at) = failure.starts else { return None };
    let from = at + failure.after + drive.after;
    match drive.shape {
        _ if from.ms() > 0 => Some(0),
        Shape::Step => Some(drive.by.0),
        Shape::Ramp | Shape::Spike => None,
    }
}
