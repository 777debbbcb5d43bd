//! Who waits for news, and when they are to hear next: by what was promised, and by what the severity asks for.
//!
//! Times are the default profile's targets (`score/default.ron`, `updates.*`), for the live screens; the score reads its
//! own profile.

use super::event::Mode;
use super::hint::open;
use super::view::View;
use super::world::World;
use crate::scenario::Scenario;
use crate::scenario::id::{AudienceId, ExpectedId};
use crate::scenario::model::{Act, RequiredAudience};
use crate::scenario::words::{AudienceKind, Severity};
use crate::time::{SimDuration, SimTime};

/// An update that somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextUpdate {
    /// When it is due.
    pub due: SimTime,
    /// Who waits for it; of several that would do, the one that was told last, else the first.
    pub to: AudienceId,
    /// When they were told last.
    pub told: Option<SimTime>,
}

impl View<'_> {
    /// The next update that is due; `None` before an incident is declared, after it is closed, and once everybody was
    /// told that it is over.
    #[must_use]
    pub fn next_update(self) -> Option<NextUpdate> {
        next_updates(self.public(), self.session().world()).into_iter().min_by_key(|next| next.due)
    }

    /// Every update that somebody waits for, what is due first before the others; each audience once.
    #[must_use]
    pub fn next_updates(self) -> Vec<NextUpdate> {
        let mut waits = next_updates(self.public(), self.session().world());
        waits.sort_by_key(|next| next.due);
        let mut all: Vec<NextUpdate> = Vec::new();
        for next in waits {
            if all.iter().all(|known| known.to != next.to) {
                all.push(next);
            }
        }
        all
    }

    /// How often the severity asks for a word; `None` without an incident.
    #[must_use]
    pub fn rhythm(self) -> Option<SimDuration> {
        self.severity().filter(|_| !self.is_closed()).map(update_every)
    }

    /// When it is due.
    #[must_use]
    pub fn update_due(self) -> Option<SimTime> {
        self.next_update().map(|next| next.due)
    }
}

/// Who waits for an update, and until when. Whom the scenario asks for by name, and whether customers can see it, is the
/// truth's, and not asked here.
pub(super) fn next_updates(scenario: &Scenario, world: &World) -> Vec<NextUpdate> {
    let Some(severity) = world.severity().filter(|_| world.closed.is_none()) else { return Vec::new() };
    let usual = scenario.usual_audiences(severity, true);
    let waits =
        |required: &&RequiredAudience| !required.any.iter().any(|id| world.audiences[id.n()].told_over);
    let owed = usual.iter().filter(waits).filter_map(|required| owed(scenario, world, required));
    let promised = world.audiences.iter().enumerate().filter_map(|(n, audience)| {
        Some(NextUpdate { due: audience.promised?, to: AudienceId::new(n), told: audience.said })
    });
    let guides = matches!(world.mode, Mode::Guided | Mode::OpenBook);
    let expected = open(scenario, world).filter(|_| guides).filter_map(|id| expected(scenario, world, id));
    owed.chain(promised).chain(expected).collect()
}

/// A first word that the author expects: who learns in a guided drill is not told of a later time than they are rated by.
fn expected(scenario: &Scenario, world: &World, id: ExpectedId) -> Option<NextUpdate> {
    let expected = &scenario.expected[id];
    let whom = |act: &Act| if let Act::Update(audience) = act { Some(*audience) } else { None };
    let to = expected.any_of.iter().find_map(whom)?;
    let opened = world.opened.get(&id.n()).copied().unwrap_or(SimTime::START);
    let due = world.due(opened, expected.target);
    world.audiences[to.n()].last.is_none().then_some(NextUpdate { due, to, told: None })
}

fn owed(scenario: &Scenario, world: &World, required: &RequiredAudience) -> Option<NextUpdate> {
    let told = |&id: &AudienceId| Some((world.audiences[id.n()].said?, id));
    match required.any.iter().filter_map(told).max() {
        Some((last, to)) => {
            let due = world.audiences[to.n()].promised.unwrap_or_else(|| again(world, last));
            Some(NextUpdate { due, to, told: Some(last) })
        }
        None => {
            let to = *required.any.first()?;
            Some(NextUpdate { due: first(scenario, world, required)?, to, told: None })
        }
    }
}

/// When somebody who was told is told again: by the severity of then, or sooner when it rose since.
fn again(world: &World, last: SimTime) -> SimTime {
    let (before, since): (Vec<_>, Vec<_>) = world.severities.iter().partition(|(at, _)| *at <= last);
    let then = before.last().or(since.first()).map_or(Severity::Sev3, |&(_, severity)| severity);
    sooner(world, world.due(last, update_every(then)), then, &since, change_within)
}

/// When somebody who is owed a first update is told: from when the severity asked for it, or sooner when it rose since.
fn first(scenario: &Scenario, world: &World, required: &RequiredAudience) -> Option<SimTime> {
    let asks = |severity: Severity| scenario.usual_audiences(severity, true).contains(required);
    let audiences = &scenario.organisation.audiences;
    let customers = required.any.iter().any(|&id| audiences[id].kind == AudienceKind::Customers);
    let within = if customers { first_to_customers_within } else { first_update_within };
    let from = world.severities.iter().rposition(|&(_, severity)| !asks(severity)).map_or(0, |n| n + 1);
    let (&(at, severity), since) = world.severities.get(from..)?.split_first()?;
    Some(sooner(world, world.due(at, within(severity)), severity, since, within))
}

/// What is due, drawn nearer by each rise of the severity.
fn sooner(
    world: &World,
    due: SimTime,
    mut last: Severity,
    since: &[(SimTime, Severity)],
    within: fn(Severity) -> SimDuration,
) -> SimTime {
    since.iter().fold(due, |due, &(at, severity)| {
        let rose = severity < last;
        last = severity;
        if rose { due.min(world.due(at, within(severity))) } else { due }
    })
}

/// How often an audience is told at a severity: `updates.gaps`.
fn update_every(severity: Severity) -> SimDuration {
    SimDuration::from_mins(match severity {
        Severity::Sev1 => 20,
        Severity::Sev2 => 30,
        Severity::Sev3 | Severity::Sev4 => 60,
    })
}

/// When the first update is wanted, from the declaration: `updates.first`.
fn first_update_within(severity: Severity) -> SimDuration {
    SimDuration::from_mins(match severity {
        Severity::Sev1 => 10,
        Severity::Sev2 => 15,
        Severity::Sev3 | Severity::Sev4 => 30,
    })
}

/// When customers are to hear first: `updates.first_customers`, where it asks for it.
fn first_to_customers_within(severity: Severity) -> SimDuration {
    match severity {
        Severity::Sev1 => SimDuration::from_mins(5),
        Severity::Sev2 | Severity::Sev3 | Severity::Sev4 => first_update_within(severity),
    }
}

/// When people are told that the severity rose: `updates.change`.
fn change_within(severity: Severity) -> SimDuration {
    SimDuration::from_mins(match severity {
        Severity::Sev1 => 5,
        Severity::Sev2 => 10,
        Severity::Sev3 | Severity::Sev4 => 15,
    })
}
