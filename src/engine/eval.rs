//! What a condition means at an instant, and when that could change though nothing new happens.

use super::world::World;
use crate::scenario::condition::Cond;
use crate::scenario::words::Health;
use crate::time::SimTime;

/// Whether a condition holds, and the next instant at which that could change by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// It holds.
    pub holds: bool,
    /// Look again then.
    pub until: Option<SimTime>,
}

impl Truth {
    fn now(holds: bool) -> Self {
        Truth { holds, until: None }
    }
}

/// Looks at a condition.
#[must_use]
pub fn eval(cond: &Cond, world: &World, now: SimTime) -> Truth {
    match cond {
        Cond::All(inner) => all(inner, world, now),
        Cond::Any(inner) => any(inner, world, now),
        Cond::Not(inner) => {
            let truth = eval(inner, world, now);
            Truth { holds: !truth.holds, ..truth }
        }
        Cond::For(watch, ms) => match world.watches[watch.n()].map(|since| since + *ms) {
            Some(due) => Truth { holds: now >= due, until: (now < due).then_some(due) },
            None => Truth::now(false),
        },
        Cond::At(at) => Truth { holds: now >= *at, until: (now < *at).then_some(*at) },
        Cond::Milestone(id) => Truth::now(world.milestones[id.n()].is_some()),
        Cond::Delivered(id) => Truth::now(world.injects[id.n()].delivered > 0),
        Cond::Done(id) => Truth::now(world.actions[id.n()].done > 0),
        Cond::Undone(id) => Truth::now(world.actions[id.n()].undone),
        Cond::Tried(id, times) => Truth::now(world.actions[id.n()].tried >= *times),
        Cond::Looked(at) => Truth::now(world.looked.contains(at)),
        Cond::PagedTeam(id) => Truth::now(world.paged_teams.contains(id)),
        Cond::PagedSeat(id) => Truth::now(world.paged_seats.contains(id)),
        Cond::Asked(whom) => Truth::now(world.asked.contains(whom)),
        Cond::Active(id) => Truth::now(world.failures[id.n()].active.is_some()),
        Cond::Cleared(id) => {
            let failure = &world.failures[id.n()];
            Truth::now(failure.active.is_none() && failure.cleared.is_some())
        }
        Cond::Health(id, least) => Truth::now(world.health[id.n()].max(Health::Healthy) >= *least),
        Cond::Above(id, limit) => {
            let curve = &world.metrics[id.n()].curve;
            let above = |value| value > *limit;
            Truth { holds: above(curve.value(now)), until: curve.changes(now, above) }
        }
        Cond::Below(id, limit) => {
            let curve = &world.metrics[id.n()].curve;
            let below = |value| value < *limit;
            Truth { holds: below(curve.value(now)), until: curve.changes(now, below) }
        }
        Cond::Firing(id) => Truth::now(world.alerts[id.n()].firing.is_some()),
        Cond::Held(role) => Truth::now(world.holder(*role).is_some()),
        Cond::Holds(seat, role) => {
            Truth::now(world.holders.iter().any(|held| held.seat == *seat && held.role == *role))
        }
        Cond::Declared => Truth::now(world.severity().is_some()),
        Cond::Severity(severity) => {
            Truth::now(world.severity().is_some_and(|declared| declared <= *severity))
        }
        Cond::Updated(id) => Truth::now(world.audiences[id.n()].last.is_some()),
        Cond::UpdatedWithin(ms, id) => match world.audiences[id.n()].last.map(|last| last + *ms) {
            Some(due) => Truth { holds: now < due, until: (now < due).then_some(due) },
            None => Truth::now(false),
        },
        Cond::Reached(step) => Truth::now(world.steps.contains(step)),
        Cond::Closed => Truth::now(world.closed.is_some()),
    }
}

fn all(inner: &[Cond], world: &World, now: SimTime) -> Truth {
    fold(inner, world, now, true)
}

fn any(inner: &[Cond], world: &World, now: SimTime) -> Truth {
    fold(inner, world, now, false)
}

/// A conjunction starts true and a disjunction false. Every part is looked at: each may be the next to change.
fn fold(inner: &[Cond], world: &World, now: SimTime, start: bool) -> Truth {
    inner.iter().map(|cond| eval(cond, world, now)).fold(Truth::now(start), |sum, part| Truth {
        holds: if start { sum.holds && part.holds } else { sum.holds || part.holds },
        until: sum.until.into_iter().chain(part.until).min(),
    })
}
