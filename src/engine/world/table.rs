//! Who sits at the table: seats, roles, and what is offered to whom.

use super::apply::Change;
use super::{Touched, World};
use crate::engine::event::{EventKind, Header, Seq};
use crate::engine::fact::{Fact, Slot};
use crate::scenario::Scenario;
use crate::scenario::id::{AlertId, ComponentId, SeatId, SeatName, UnknownName};
use crate::scenario::words::Role;
use crate::time::SimTime;

/// A seat's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatState {
    /// Somebody sits there.
    pub filled: bool,
    /// Who sits there is a stand-in, beside people.
    pub stand_in: bool,
    /// Since when it has been in the call.
    pub joined: Option<SimTime>,
    /// When it last left the call, or was let go.
    pub left: Option<SimTime>,
    /// When the story took it away for good.
    pub gone: Option<SimTime>,
    /// It noticed before any page.
    pub noticed: bool,
    /// When it last made a move of any kind.
    pub moved: Option<SimTime>,
    /// When it last made a move that counts as an act.
    pub acted: Option<SimTime>,
}

/// A seat in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The role.
    pub role: Role,
    /// The seat.
    pub seat: SeatId,
    /// For an expert: of what.
    pub system: Option<ComponentId>,
    /// Since when.
    pub since: SimTime,
    /// It was said to everybody.
    pub announced: bool,
}

/// Something offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The event.
    pub seq: Seq,
    /// By whom.
    pub by: Option<SeatId>,
    /// To whom.
    pub to: SeatId,
    /// What.
    pub what: Offered,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A role.
    Role(Role),
    /// A task.
    Task(u32),
}

impl World {
    /// Who holds a role; experts: the first.
    #[must_use]
    pub fn holder(&self, role: Role) -> Option<SeatId> {
        self.holders.iter().find(|holder| holder.role == role).map(|holder| holder.seat)
    }

    /// The first such seat that is in the call; before any is, that is filled; else the first of all.
    #[must_use]
    pub fn first_here(&self, such: impl Fn(SeatId) -> bool) -> Option<SeatId> {
        let all = || (0..self.seats.len()).map(SeatId::new).filter(|&seat| such(seat));
        let in_call = all().find(|&seat| self.seats[seat.n()].joined.is_some());
        let stays = |seat: &SeatId| self.sits(*seat) && self.seats[seat.n()].left.is_none();
        in_call.or_else(|| all().find(stays)).or_else(|| all().next())
    }

    /// Whether anybody may be at a seat, as far as is known.
    #[must_use]
    pub fn sits(&self, seat: SeatId) -> bool {
        let state = &self.seats[seat.n()];
        state.gone.is_none() && (state.filled || self.open_chairs)
    }

    /// Whether a seat is the only one with a person in it: the story can't go on without it.
    #[must_use]
    pub fn alone(&self, seat: SeatId) -> bool {
        let person = |state: &SeatState| state.filled && !state.stand_in;
        let others = self.seats.iter().enumerate().filter(|&(n, state)| n != seat.n() && person(state));
        !self.open_chairs && person(&self.seats[seat.n()]) && others.count() == 0
    }

    pub(super) fn act(&mut self, seat: SeatId, at: SimTime, touched: &mut Touched) {
        self.seats[seat.n()].acted = Some(at);
        self.unhandled.retain(|(_, to)| !to.contains(&seat));
        // A page is sent again only while nobody has done anything.
        for (n, alert) in self.alerts.iter().enumerate() {
            if alert.firing.is_some() {
                touched.slots.push(Slot::Again(AlertId::new(n)));
            }
        }
    }
}

impl Change<'_> {
    pub(super) fn open(&mut self, header: &Header) -> Result<(), UnknownName> {
        (self.world.seed, self.world.mode) = (header.seed, header.mode);
        self.world.facilitated = header.facilitated;
        self.world.open_chairs = header.seats.is_empty();
        for seat in &header.seats {
            self.world.seats[self.scenario.seats.id(seat)?.n()].filled = true;
        }
        for seat in &header.stand_ins {
            self.world.seats[self.scenario.seats.id(seat)?.n()].stand_in = true;
        }
        Ok(())
    }

    pub(super) fn vacate_seat(&mut self, id: SeatId, for_good: bool) {
        let at = self.event.at;
        let state = &mut self.world.seats[id.n()];
        (state.filled, state.stand_in) = (false, false);
        state.gone = for_good.then_some(at).or(state.gone);
        self.leave(Some(id));
        // Whoever sits down there next has not left.
        self.world.seats[id.n()].left = None;
    }

    pub(super) fn leave(&mut self, seat: Option<SeatId>) {
        if let Some(seat) = seat {
            let state = &mut self.world.seats[seat.n()];
            state.left = state.joined.take().map(|_| self.event.at).or(state.left);
            self.world.offers.retain(|offer| offer.to != seat);
        }
    }

    pub(super) fn give_role(&mut self) -> Result<(), UnknownName> {
        let EventKind::RoleGiven { role, seat, system, announced, from, .. } = &self.event.kind else {
            return Ok(());
        };
        let seat = self.scenario.seats.id(seat)?;
        let system = system.as_ref().map(|system| self.scenario.components.id(system)).transpose()?;
        let from = from.as_ref().map(|from: &SeatName| self.scenario.seats.id(from)).transpose()?;
        let role = *role;
        self.world.holders.retain(|held| {
            held.role != role || (Some(held.seat) != from && (held.seat, held.system) != (seat, system))
        });
        let holder = Holder { role, seat, system, since: self.event.at, announced: *announced };
        self.world.holders.push(holder);
        // Experts are many: what was offered to one of them stands whoever else becomes one.
        self.world
            .offers
            .retain(|offer| offer.what != Offered::Role(role) || (role == Role::Expert && offer.to != seat));
        self.fact(Fact::Role(role));
        Ok(())
    }

    pub(super) fn vacate_role(&mut self, role: Role, seat: SeatId) {
        self.world.holders.retain(|holder| holder.role != role || holder.seat != seat);
        self.in_hand("command");
        self.fact(Fact::Role(role));
    }

    pub(super) fn announce_roles(&mut self) {
        for holder in &mut self.world.holders {
            holder.announced = true;
        }
    }

    pub(super) fn offer(&mut self, to: SeatId, what: Offered) {
        self.world.offers.retain(|offer| offer.what != what);
        self.world.offers.push(Offer { seq: self.event.seq, by: self.by, to, what });
    }
}

/// A seat's name in the scenario, for events.
#[must_use]
pub fn seat_name(scenario: &Scenario, seat: SeatId) -> SeatName {
    scenario.seats.name(seat).clone()
}
