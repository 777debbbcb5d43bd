//! The pager: acknowledge, page, escalate.

use super::{Move, OPEN_MAX, escalated, page_team, short};
use crate::engine::command::Whom;
use crate::engine::event::{AckHow, EventKind};
use crate::engine::refusal::Refusal;
use crate::engine::world::Group;
use crate::scenario::id::SeatId;

impl Move<'_> {
    pub(super) fn ack(&self, page: Option<u32>, take: bool) -> Result<Vec<EventKind>, Refusal> {
        let Some(seat) = self.seat() else { return Err(Refusal::Who { example: "primary ack".into() }) };
        let groups = || self.world.groups.iter().enumerate().rev();
        let wanted = |n: usize| page.is_none_or(|page| page as usize == n + 1);
        if page.is_some_and(|page| page == 0 || page as usize > self.world.groups.len()) {
            return Err(Refusal::UnknownPage { page: page.unwrap_or(0) });
        }
        if take {
            let open = groups().find(|(n, group)| wanted(*n) && group.acked.is_none());
            let (n, group) = open.ok_or(Refusal::NothingToTake)?;
            let how = if group.to.contains(&seat) { AckHow::Paged } else { AckHow::Taken };
            return Ok(vec![self.acknowledged(seat, Some(n), how)]);
        }
        let mine = |(n, group): &(usize, &Group)| wanted(*n) && group.to.contains(&seat);
        let open = groups().find(|entry| mine(entry) && entry.1.acked.is_none());
        // A page somebody else has answered still asks for whoever was paged.
        let answered = || groups().find(|entry| mine(entry) && self.world.seats[seat.n()].joined.is_none());
        if let Some((n, _)) = open.or_else(answered) {
            return Ok(vec![self.acknowledged(seat, Some(n), AckHow::Paged)]);
        }
        if self.world.seats[seat.n()].joined.is_none() && self.may_notice(seat) {
            return Ok(vec![self.acknowledged(seat, None, AckHow::Noticed)]);
        }
        Err(Refusal::NoPage { seat: self.name(seat) })
    }

    pub(super) fn acknowledged(&self, seat: SeatId, group: Option<usize>, how: AckHow) -> EventKind {
        let seat = self.scenario.seats.name(seat).clone();
        EventKind::Acknowledged { seat, group: group.map(|n| n as u32), how }
    }

    pub(super) fn page(&self, whom: Whom, why: &str) -> Result<Vec<EventKind>, Refusal> {
        let teams = &self.scenario.organisation.teams;
        if self.world.groups.len() >= OPEN_MAX {
            return Err(Refusal::TooMany { limit: OPEN_MAX });
        }
        if why.trim().is_empty() {
            let whom = match whom {
                Whom::Team(team) => teams.name(team).to_string(),
                Whom::Seat(seat) => self.name(seat),
                Whom::All => "all".to_string(),
            };
            return Err(Refusal::PageWhy { whom });
        }
        let why = short(why)?;
        match whom {
            Whom::Team(team) if teams[team].on_call.is_empty() => {
                Err(Refusal::NoRota { team: teams.name(team).to_string(), name: teams[team].name.clone() })
            }
            Whom::Team(team) => Ok(vec![page_team(self.scenario, self.world, team, &why)]),
            Whom::Seat(seat) if self.world.seats[seat.n()].joined.is_some() => {
                Err(Refusal::AlreadyJoined { seat: self.name(seat) })
            }
            Whom::Seat(seat) => self.here(seat).map(|()| vec![self.page_seat(0, seat, why)]),
            Whom::All => {
                let away =
                    |seat: &SeatId| self.world.seats[seat.n()].joined.is_none() && self.here(*seat).is_ok();
                let away = self.scenario.seats.ids().filter(away).filter(|&seat| Some(seat) != self.seat());
                let pages: Vec<_> =
                    away.enumerate().map(|(n, seat)| self.page_seat(n, seat, why.clone())).collect();
                if pages.is_empty() { Err(Refusal::AllJoined) } else { Ok(pages) }
            }
        }
    }

    /// A page to one seat; the `n`th page of this move.
    pub(super) fn page_seat(&self, n: usize, seat: SeatId, why: String) -> EventKind {
        let place = &self.scenario.seats[seat];
        EventKind::Paged {
            page: self.world.pages + 1 + n as u32,
            group: (self.world.groups.len() + n) as u32,
            team: Some(self.scenario.organisation.teams.name(place.team).clone()),
            level: place.level,
            to: vec![self.scenario.seats.name(seat).clone()],
            alert: None,
            hint: None,
            escalated: false,
            text: why,
        }
    }

    /// The page that nobody has answered; else the last whose next level is not in the call yet.
    pub(super) fn escalate(&self) -> Result<Vec<EventKind>, Refusal> {
        let of_team = |n: &usize| self.world.groups[*n].team.is_some();
        let pages: Vec<usize> = (0..self.world.groups.len()).rev().filter(of_team).collect();
        let next = |n: usize| escalated(self.scenario, self.world, self.now, n);
        let open = pages.iter().find(|&&n| self.world.groups[n].acked.is_none()).and_then(|&n| next(n));
        let page =
            open.or_else(|| pages.iter().filter_map(|&n| next(n)).find(|page| self.calls_somebody(page)));
        let everybody = if pages.is_empty() { Refusal::NothingToEscalate } else { Refusal::NobodyAbove };
        page.map(|page| vec![page]).ok_or(everybody)
    }

    /// Whether a page goes to somebody who is not in the call, or to a level that nobody is seated at.
    pub(super) fn calls_somebody(&self, page: &EventKind) -> bool {
        let EventKind::Paged { to, .. } = page else { return false };
        let away =
            |name| self.scenario.seats.id(name).is_ok_and(|seat| self.world.seats[seat.n()].joined.is_none());
        to.is_empty() || to.iter().any(away)
    }
}
