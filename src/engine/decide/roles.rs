//! Roles: given, taken, announced, handed over, left.

use super::{Move, single, slot};
use crate::engine::command::{Brief, RoleChange};
use crate::engine::event::{EventKind, RoleHow, VacatedHow};
use crate::engine::refusal::Refusal;
use crate::engine::world::{Holder, Offered};
use crate::scenario::id::{ComponentId, SeatId};
use crate::scenario::words::Role;
use crate::time::SimDuration;

/// Who was assigned a role says yes to it within so long, if at all.
const ASSIGNED_LATELY: SimDuration = SimDuration::from_mins(5);

impl Move<'_> {
    pub(super) fn roles(&self, changes: &[RoleChange]) -> Result<Vec<EventKind>, Refusal> {
        let mut facts = Vec::new();
        for change in changes {
            if change.seats.len() > 1 && single(change.role) {
                return Err(Refusal::OneHolder { role: change.role.as_str() });
            }
            let vacate = change.seats.is_empty();
            if vacate && self.world.holder(change.role).is_none() {
                return Err(Refusal::RoleVacant { role: change.role.as_str() });
            }
            let held = self.world.holders.iter().filter(|held| held.role == change.role && vacate);
            facts.extend(held.map(|held| self.vacated(held.role, held.seat, VacatedHow::Vacated)));
            for &seat in &change.seats {
                self.joined(seat)?;
                if !self.has(change.role, seat, change.system) {
                    facts.push(self.given(change.role, change.system, seat, RoleHow::Assigned, true));
                }
            }
        }
        // Saying again who holds what is an announcement, and never a mistake.
        let quiet = |change: &RoleChange| {
            let held = |held: &Holder| held.role == change.role && change.seats.contains(&held.seat);
            self.world.holders.iter().any(|holder| held(holder) && !holder.announced)
        };
        if facts.is_empty() || changes.iter().any(quiet) {
            facts.extend(self.announce()?);
        }
        Ok(facts)
    }

    pub(super) fn has(&self, role: Role, seat: SeatId, system: Option<ComponentId>) -> bool {
        self.world.holders.iter().any(|held| held.role == role && held.seat == seat && held.system == system)
    }

    pub(super) fn given(
        &self,
        role: Role,
        system: Option<ComponentId>,
        seat: SeatId,
        how: RoleHow,
        announced: bool,
    ) -> EventKind {
        let from = single(role).then(|| self.world.holder(role)).flatten().filter(|&from| from != seat);
        EventKind::RoleGiven {
            role,
            seat: self.scenario.seats.name(seat).clone(),
            system: system.map(|system| self.scenario.components.name(system).clone()),
            how,
            announced,
            from: from.map(|from| self.scenario.seats.name(from).clone()),
        }
    }

    pub(super) fn vacated(&self, role: Role, seat: SeatId, how: VacatedHow) -> EventKind {
        EventKind::RoleVacated { role, seat: self.scenario.seats.name(seat).clone(), how }
    }

    pub(super) fn take(&self, role: Role, system: Option<ComponentId>) -> Result<Vec<EventKind>, Refusal> {
        let Some(seat) = self.seat() else {
            return Err(Refusal::Who { example: format!("primary take {role}") });
        };
        if self.has(role, seat, system) {
            return Err(Refusal::HasRole { seat: self.name(seat), role: role.as_str() });
        }
        if let Some(holder) = self.world.holder(role).filter(|_| single(role)) {
            return Err(Refusal::RoleHeld {
                seat: self.name(holder),
                role: role.as_str(),
                by: self.name(seat),
            });
        }
        Ok(vec![self.given(role, system, seat, RoleHow::Taken, true)])
    }

    pub(super) fn assign(
        &self,
        role: Role,
        system: Option<ComponentId>,
        seat: SeatId,
    ) -> Result<Vec<EventKind>, Refusal> {
        self.joined(seat)?;
        if self.has(role, seat, system) {
            return Err(Refusal::HasRole { seat: self.name(seat), role: role.as_str() });
        }
        Ok(vec![self.given(role, system, seat, RoleHow::Assigned, false)])
    }

    pub(super) fn announce(&self) -> Result<Vec<EventKind>, Refusal> {
        if self.world.holders.is_empty() {
            return Err(Refusal::NothingToAnnounce);
        }
        Ok(vec![EventKind::RolesAnnounced {}])
    }

    pub(super) fn handover(
        &self,
        role: Option<Role>,
        to: SeatId,
        brief: &Brief,
    ) -> Result<Vec<EventKind>, Refusal> {
        let role = role.map_or_else(|| self.held(to), Ok)?;
        let holder = self.world.holder(role).ok_or(Refusal::RoleVacant { role: role.as_str() })?;
        let mine = self
            .seat()
            .is_some_and(|seat| self.world.holders.iter().any(|h| h.role == role && h.seat == seat));
        if !mine {
            return Err(Refusal::NotYours { role: role.as_str() });
        }
        if Some(to) == self.seat() || (single(role) && to == holder) {
            return Err(Refusal::ToYourself);
        }
        self.joined(to)?;
        Ok(vec![EventKind::HandoverOffered {
            role,
            to: self.scenario.seats.name(to).clone(),
            state: slot(brief.state.as_ref())?,
            flight: slot(brief.flight.as_ref())?,
            tried: slot(brief.tried.as_ref())?,
            next: slot(brief.next.as_ref())?,
        }])
    }

    /// The role that a seat hands over without naming it: command, or the only one it holds.
    fn held(&self, to: SeatId) -> Result<Role, Refusal> {
        let mine = self.world.holders.iter().filter(|held| Some(held.seat) == self.seat());
        let mut roles: Vec<Role> = mine.map(|held| held.role).collect();
        roles.sort_unstable();
        roles.dedup();
        match roles.as_slice() {
            [] => Err(Refusal::HoldsNothing { seat: self.my_name() }),
            [only] => Ok(*only),
            several if several.contains(&Role::Commander) => Ok(Role::Commander),
            several => {
                let to = self.name(to);
                let each: Vec<String> =
                    several.iter().map(|role| format!("`handover {role} {to}`")).collect();
                Err(Refusal::HoldsSeveral { seat: self.my_name(), which: each.join(" or ") })
            }
        }
    }

    pub(super) fn accept(&self) -> Result<Vec<EventKind>, Refusal> {
        let Some(seat) = self.seat() else { return Err(Refusal::Who { example: "primary accept".into() }) };
        match self.last_offered(seat) {
            Some((Offered::Task(task), _)) => Ok(vec![EventKind::TaskAccepted { task }]),
            Some((Offered::Role(role), by)) => {
                let held = self.world.holders.iter().find(|held| held.role == role && Some(held.seat) == by);
                let system = held.and_then(|held| held.system);
                let EventKind::RoleGiven { role, seat, system, how, announced, .. } =
                    self.given(role, system, seat, RoleHow::Accepted, false)
                else {
                    return Err(Refusal::NothingOffered { seat: self.name(seat) });
                };
                let from = by.map(|by| self.scenario.seats.name(by).clone());
                Ok(vec![EventKind::RoleGiven { role, seat, system, how, announced, from }])
            }
            // A role that was just assigned needs no acceptance, but saying so is good manners.
            None if self.world.holders.iter().any(|held| held.seat == seat && self.is_new(held)) => {
                Ok(vec![EventKind::Said { text: "accepted".into() }])
            }
            None => Err(Refusal::NothingOffered { seat: self.name(seat) }),
        }
    }

    /// What a seat was offered in person last, and by whom; else what waits for one of several.
    pub(super) fn last_offered(&self, seat: SeatId) -> Option<(Offered, Option<SeatId>)> {
        if let Some(offer) = self.world.offers.iter().rev().find(|offer| offer.to == seat) {
            return Some((offer.what, offer.by));
        }
        // A role that came later is what is said yes to.
        let role = self.world.holders.iter().filter(|held| held.seat == seat && self.is_new(held));
        let role = role.map(|held| held.since).max();
        let task = self.world.untaken_by(self.scenario, seat)?;
        role.is_none_or(|since| since <= task.at).then_some((Offered::Task(task.number), None))
    }

    /// A role given so lately that its holder may still say yes to it.
    pub(super) fn is_new(&self, held: &Holder) -> bool {
        self.now <= held.since + ASSIGNED_LATELY
    }

    pub(super) fn leave(&self) -> Result<Vec<EventKind>, Refusal> {
        let Some(seat) = self.seat() else { return Err(Refusal::Who { example: "primary leave".into() }) };
        let mut facts = self.drop_roles(seat, VacatedHow::Left);
        facts.push(EventKind::Left {});
        Ok(facts)
    }

    pub(super) fn release(&self, seat: SeatId) -> Result<Vec<EventKind>, Refusal> {
        self.joined(seat)?;
        let mut facts = self.drop_roles(seat, VacatedHow::Released);
        facts.push(EventKind::Released { seat: self.scenario.seats.name(seat).clone() });
        Ok(facts)
    }

    pub(super) fn drop_roles(&self, seat: SeatId, how: VacatedHow) -> Vec<EventKind> {
        let held = self.world.holders.iter().filter(|held| held.seat == seat);
        held.map(|held| self.vacated(held.role, seat, how)).collect()
    }
}
