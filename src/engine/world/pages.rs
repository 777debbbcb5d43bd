//! Alerts and pages: what fires, who was called, and who acknowledged.

use super::World;
use super::apply::Change;
use crate::engine::event::{AckHow, EventKind, Seq};
use crate::engine::fact::{Fact, Slot};
use crate::scenario::id::{AlertId, SeatId, TeamId, UnknownName};
use crate::scenario::model::Alert;
use crate::time::SimTime;

/// An alert's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertState {
    /// Since when it has been firing.
    pub firing: Option<SimTime>,
    /// Its last group of pages.
    pub group: Option<usize>,
}

/// Pages that are one call for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The team whose policy it follows.
    pub team: Option<TeamId>,
    /// The level last paged.
    pub level: Option<u8>,
    /// Its dedup key, for an alert's.
    pub key: Option<String>,
    /// The alert.
    pub alert: Option<AlertId>,
    /// Its alert is over: it wakes nobody else.
    pub over: bool,
    /// When it was first paged.
    pub first: SimTime,
    /// When it was last paged.
    pub last: SimTime,
    /// The event of the last page.
    pub seq: Seq,
    /// Every seat that was paged.
    pub to: Vec<SeatId>,
    /// Who acknowledged it first, and when.
    pub acked: Option<(SeatId, SimTime)>,
    /// What it says.
    pub text: String,
}

impl World {
    /// When a seat was first called: by a page, or by what it noticed itself.
    pub(in crate::engine) fn called(&self, seat: SeatId) -> Option<SimTime> {
        let paged = self.groups.iter().filter(|group| group.to.contains(&seat)).map(|group| group.first);
        paged.chain(self.seats[seat.n()].joined).min()
    }
}

impl Change<'_> {
    pub(super) fn alert(&mut self, id: AlertId, firing: Option<SimTime>) {
        self.world.alerts[id.n()].firing = firing;
        self.fact(Fact::Alert(id));
        self.slot(Slot::Again(id));
        // Once all that it stands for is over, a page wakes nobody else.
        let key = &self.scenario.alerts[id].key;
        let same =
            |(n, alert): (AlertId, &Alert)| self.world.alerts[n.n()].firing.is_some() && alert.key == *key;
        if firing.is_none() && !self.scenario.alerts.iter().any(same) {
            for n in 0..self.world.groups.len() {
                if self.world.groups[n].key.as_ref() == Some(key) {
                    self.world.groups[n].over = true;
                    self.slot(Slot::Group(n));
                }
            }
        }
    }

    pub(super) fn page(&mut self) -> Result<(), UnknownName> {
        let EventKind::Paged { page, group, team, level, to, alert, text, .. } = &self.event.kind else {
            return Ok(());
        };
        let scenario = self.scenario;
        let team = team.as_ref().map(|team| scenario.organisation.teams.id(team)).transpose()?;
        let alert = alert.as_ref().map(|alert| scenario.alerts.id(alert)).transpose()?;
        let seats = to.iter().map(|seat| scenario.seats.id(seat)).collect::<Result<Vec<SeatId>, _>>()?;
        self.world.pages = *page;
        let n = *group as usize;
        if n >= self.world.groups.len() {
            self.world.groups.push(Group {
                team,
                level: *level,
                key: alert.map(|alert| scenario.alerts[alert].key.clone()),
                over: false,
                alert,
                first: self.event.at,
                last: self.event.at,
                seq: self.event.seq,
                to: Vec::new(),
                acked: None,
                text: text.clone(),
            });
        }
        let n = n.min(self.world.groups.len() - 1);
        let state = &mut self.world.groups[n];
        (state.level, state.last, state.seq) = (*level, self.event.at, self.event.seq);
        state.to.extend(seats.iter().filter(|seat| !state.to.contains(seat)).copied().collect::<Vec<_>>());
        if let Some(alert) = alert {
            self.world.alerts[alert.n()].group = Some(n);
            self.slot(Slot::Again(alert));
        }
        self.world.paged_seats.extend(&seats);
        for seat in seats {
            self.fact(Fact::PagedSeat(seat));
        }
        if let Some(team) = team {
            self.world.paged_teams.insert(team);
            self.fact(Fact::PagedTeam(team));
        }
        self.slot(Slot::Group(n));
        Ok(())
    }

    pub(super) fn ack(&mut self, seat: SeatId, group: Option<u32>, how: AckHow) {
        let at = self.event.at;
        let state = &mut self.world.seats[seat.n()];
        state.joined.get_or_insert(at);
        state.noticed |= how == AckHow::Noticed;
        self.world.first_ack.get_or_insert(seat);
        let n = group.map(|group| group as usize).filter(|&n| n < self.world.groups.len());
        if let Some(n) = n {
            self.world.groups[n].acked.get_or_insert((seat, at));
            self.in_hand("page");
            self.slot(Slot::Group(n));
            if let Some(alert) = self.world.groups[n].alert {
                self.slot(Slot::Again(alert));
            }
        }
    }
}
