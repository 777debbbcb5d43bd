//! What a move leads to: facts, or a refusal. Changes nothing.

use super::answer::{answer, asked_for, finding_for, looked_for};
use super::command::{
    About, AskWhom, Brief, Command, Facilitate, LookAt, Mover, RoleChange, Statement, TaskFor, UpdateSlots,
    Whom,
};
use super::dice::roll;
use super::event::{AckHow, Actor, Asked, EndHow, EventKind, Mode, Owner, RoleHow, VacatedHow, Word};
use super::facilitate::facilitate;
use super::hint::{most_urgent, unasked};
use super::refusal::Refusal;
use super::trigger::alert_now;
use super::world::{Group, Holder, Offered, World};
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, ComponentId, MetricId, SeatId, TeamId};
use crate::scenario::model::{FindingOn, Readers};
use crate::scenario::words::{Role, Severity};
use crate::time::{SimDuration, SimTime};

/// A person's text is no longer than this, in characters.
pub const TEXT_MAX: usize = 2_000;
/// Moves of one kind that leave something open are no more than this.
const OPEN_MAX: usize = 1_000;
/// Who was assigned a role says yes to it within so long, if at all.
const ASSIGNED_LATELY: SimDuration = SimDuration::from_mins(5);
/// Readings at one moment are off by the same amount: two seats who look together see the same.
const NOISE_STEP_MS: i64 = 15_000;

/// What a move leads to.
///
/// # Errors
/// The move makes no sense now; the refusal says why and what to do.
pub fn decide(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    by: Mover,
    command: &Command,
) -> Result<Vec<EventKind>, Refusal> {
    let move_ = Move { scenario, world, now, by };
    move_.may(command)?;
    move_.decide(command)
}

/// One move on its way.
struct Move<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    now: SimTime,
    by: Mover,
}

impl Move<'_> {
    /// The conditions that hold for every move: the drill runs, and who moves is in the call.
    fn may(&self, command: &Command) -> Result<(), Refusal> {
        if self.world.ended.is_some() {
            return Err(Refusal::Over);
        }
        let always = matches!(
            command,
            Command::End
                | Command::Note(_)
                | Command::Bookmark(_)
                | Command::Hint
                | Command::Guide
                | Command::Pause(_)
                | Command::Resume
                | Command::SafetyStop
        );
        let in_hand = self.by == Mover::Facilitator
            && matches!(command, Command::Facilitate(what) if !matches!(what, Facilitate::Jump { .. }));
        if self.world.paused && !always && !in_hand && !command.may_be_typed_in_a_pause() {
            return Err(Refusal::Paused);
        }
        if matches!(command, Command::Mark(_)) && self.world.facilitated && self.by != Mover::Facilitator {
            return Err(Refusal::FacilitatorMarks);
        }
        match self.by {
            Mover::Facilitator => self.may_facilitator(command, always),
            Mover::Table | Mover::Seat(_) if self.gives_back(command) => Ok(()),
            Mover::Table | Mover::Seat(_) if matches!(command, Command::Facilitate(_)) => {
                Err(self.facilitators())
            }
            Mover::Table => self.may_table(command, always),
            Mover::Seat(_) if always => Ok(()),
            Mover::Seat(seat) if matches!(command, Command::Ack { .. }) => self.here(seat),
            Mover::Seat(seat) => self.joined(seat),
        }
    }

    /// Whom the story took away does nothing more, and nobody turns to them.
    fn here(&self, seat: SeatId) -> Result<(), Refusal> {
        match self.world.seats[seat.n()].gone {
            Some(gone) => {
                let clock = story_clock(self.scenario, gone);
                Err(Refusal::Gone { seat: self.name(seat), clock })
            }
            None => Ok(()),
        }
    }

    /// A chair of the table's own, which nobody runs the drill to give back. Who sits at the last one stays.
    fn gives_back(&self, command: &Command) -> bool {
        let Command::Facilitate(Facilitate::Vacate(seat)) = command else { return false };
        let others =
            self.scenario.seats.ids().any(|other| other != *seat && self.world.seats[other.n()].filled);
        !self.world.facilitated && others && !self.world.seats[seat.n()].stand_in
    }

    /// A facilitator's move in somebody else's mouth: who has it, or how there comes to be one.
    fn facilitators(&self) -> Refusal {
        if self.world.facilitated { Refusal::Facilitators } else { Refusal::NotFacilitated }
    }

    /// The shared screen reads for everyone and keeps the time; everything else is somebody's.
    fn may_table(&self, command: &Command, always: bool) -> Result<(), Refusal> {
        let reads = matches!(command, Command::Look { .. } | Command::Mark(_) | Command::Say(_));
        if always || reads {
            return Ok(());
        }
        let first = self.somebody();
        Err(Refusal::Who { example: format!("{first} ...") })
    }

    /// Who runs the drill speaks and keeps the time, and sees every signal without reading it; what a seat does is a
    /// seat's.
    fn may_facilitator(&self, command: &Command, always: bool) -> Result<(), Refusal> {
        if !self.world.facilitated {
            return Err(Refusal::NotFacilitated);
        }
        if self.world.mode == Mode::Unaided && matches!(command, Command::Facilitate(Facilitate::Hint { .. }))
        {
            return Err(Refusal::Unaided);
        }
        let theirs = matches!(command, Command::Facilitate(_) | Command::Mark(_) | Command::Say(_));
        let hint = matches!(command, Command::Hint | Command::Guide);
        if (always && !hint) || theirs {
            return Ok(());
        }
        let first = self.somebody();
        if matches!(command, Command::Look { .. }) {
            return Err(Refusal::FacilitatorSees { example: format!("{first} look ...") });
        }
        if hint {
            let seat = self
                .world
                .holder(Role::Commander)
                .map_or(first, |seat| self.scenario.seats.name(seat).as_str());
            let asks = most_urgent(self.scenario, self.world, self.now, None).rung(0).1.to_string();
            return Err(Refusal::HintWhom { seat: seat.to_string(), asks });
        }
        Err(Refusal::NotTheFacilitators { example: format!("{first} ...") })
    }

    fn seat(&self) -> Option<SeatId> {
        self.by.seat()
    }

    fn actor(&self) -> Actor {
        match self.by {
            Mover::Table => Actor::Table,
            Mover::Facilitator => Actor::Facilitator,
            Mover::Seat(seat) => Actor::Seat(self.scenario.seats.name(seat).clone()),
        }
    }

    /// A seat for an example: one that is there.
    fn somebody(&self) -> &str {
        self.world.first_here(|_| true).map_or("primary", |seat| self.scenario.seats.name(seat).as_str())
    }

    fn name(&self, seat: SeatId) -> String {
        self.scenario.seats.name(seat).to_string()
    }

    fn my_name(&self) -> String {
        self.actor().to_string()
    }

    fn joined(&self, seat: SeatId) -> Result<(), Refusal> {
        self.here(seat)?;
        if self.world.seats[seat.n()].joined.is_some() {
            return Ok(());
        }
        let paged = self.world.groups.iter().any(|group| group.to.contains(&seat));
        let sits = self.seat() == Some(seat) || self.world.sits(seat);
        if let Some(left) = self.world.seats[seat.n()].left.filter(|_| sits) {
            let name = self.name(seat);
            let help = match paged && self.seat().is_none_or(|by| by == seat) {
                true => format!("`{name} ack` comes back"),
                false => format!("page it: `page {name} why=\"...\"`"),
            };
            return Err(Refusal::HasLeft { seat: name, clock: story_clock(self.scenario, left), help });
        }
        // What only that seat can say is not for another to type: it may be on a screen of its own.
        let other = self.seat().filter(|&by| by != seat);
        let help = if self.seat() != Some(seat) && !self.world.sits(seat) {
            "nobody sits there: do it yourself, or give it to a seat that is in the call".to_string()
        } else if paged && other.is_some() {
            "it was paged, and has not said `ack` yet".to_string()
        } else if paged {
            format!("it was paged: `{} ack`", self.name(seat))
        } else if self.may_notice(seat) && other.is_none() {
            format!(
                "nothing has called it yet: wait for the pager; if it sees something itself, `{} ack` joins",
                self.name(seat)
            )
        } else {
            // A page to the team calls its first level, which may be somebody else.
            format!("page it first: `page {} why=\"...\"`", self.name(seat))
        };
        Err(Refusal::NotJoined { seat: self.name(seat), help })
    }

    /// A team that alerts would page may notice before any page goes out.
    fn may_notice(&self, seat: SeatId) -> bool {
        let team = self.scenario.seats[seat].team;
        self.world.groups.is_empty() && self.scenario.alerts.iter().any(|(_, alert)| alert.pages == team)
    }

    fn decide(&self, command: &Command) -> Result<Vec<EventKind>, Refusal> {
        match command {
            Command::Ack { page, take } => self.ack(*page, *take),
            Command::Page { whom, why } => self.page(*whom, why),
            Command::Escalate => self.escalate(),
            Command::Declare(severity) => self.declare(*severity),
            Command::Severity { severity, why } => self.severity(*severity, why),
            Command::Statement(statement) => self.statement(statement),
            Command::Close { summary } => self.close(summary),
            Command::Roles(changes) => self.roles(changes),
            Command::Take { role, system } => self.take(*role, *system),
            Command::Assign { role, system, seat } => self.assign(*role, *system, *seat),
            Command::Announce => self.announce(),
            Command::Handover { role, to, brief } => self.handover(*role, *to, brief),
            Command::Accept => self.accept(),
            Command::Leave => self.leave(),
            Command::Release(seat) => self.release(*seat),
            Command::Look { at, word } => self.look(at, *word),
            Command::Ask { whom, text } => self.ask(whom, text),
            Command::Do(About::Action(action)) => self.act(*action),
            Command::Do(About::Text(text) | About::Spoken { text, .. }) => self.unscripted(text),
            Command::Hold { ms, text } => Ok(vec![EventKind::Held { ms: *ms, text: short(text)? }]),
            Command::Undo(action) => self.undo(*action),
            Command::Task { owner, text, time_box } => self.task(owner, text, *time_box),
            Command::Report { task, text, more } => self.report(*task, text, *more),
            Command::Poll { about, risk } => self.poll(about, risk.as_ref()),
            Command::Object(text) => {
                let poll = (self.world.polls > 0).then_some(self.world.polls);
                Ok(vec![EventKind::Objected { poll, text: short(text)? }])
            }
            Command::Decide { about, go } => {
                let (action, text) = self.about(about)?;
                Ok(vec![EventKind::Decided { action, text, go: *go }])
            }
            Command::Plan { next, text } => Ok(vec![EventKind::Planned { next: *next, text: short(text)? }]),
            Command::Update { audiences, slots } => self.update(audiences, slots),
            Command::Say(text) => Ok(vec![EventKind::Said { text: short(text)? }]),
            Command::Note(text) => Ok(vec![EventKind::Noted { text: short(text)? }]),
            Command::Hint | Command::Guide if self.world.mode == Mode::Unaided => Err(Refusal::Unaided),
            Command::Hint | Command::Guide => {
                let guides = *command == Command::Guide;
                let late =
                    guides.then(|| unasked(self.scenario, self.world, self.now, self.seat())).flatten();
                let ladder =
                    late.unwrap_or_else(|| most_urgent(self.scenario, self.world, self.now, self.seat()));
                let (level, text) = ladder.rung(ladder.given(self.world));
                let text = text.to_string();
                Ok(vec![EventKind::HintGiven {
                    to: self.actor(),
                    item: ladder.item,
                    level,
                    text,
                    unasked: guides,
                }])
            }
            Command::Bookmark(text) => Ok(vec![EventKind::Bookmarked { text: short(text)? }]),
            Command::Mark(action) => {
                Ok(vec![EventKind::Marked { action: self.scenario.actions.name(*action).clone() }])
            }
            Command::Pause(_) if self.world.paused => Err(Refusal::PausedAlready),
            Command::Pause(why) => {
                let why = short(why)?;
                let said = (!why.is_empty()).then_some(EventKind::Said { text: why });
                Ok(std::iter::once(EventKind::Paused {}).chain(said).collect())
            }
            Command::Resume if !self.world.paused => Err(Refusal::NotPaused),
            Command::Resume => Ok(vec![EventKind::Resumed { pace: None }]),
            Command::End => Ok(vec![ended(self.world, EndHow::Ended)]),
            Command::SafetyStop => Ok(vec![ended(self.world, EndHow::Safety)]),
            Command::Facilitate(what) => facilitate(self.scenario, self.world, self.now, what),
        }
    }

    // The pager.

    fn ack(&self, page: Option<u32>, take: bool) -> Result<Vec<EventKind>, Refusal> {
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

    fn acknowledged(&self, seat: SeatId, group: Option<usize>, how: AckHow) -> EventKind {
        let seat = self.scenario.seats.name(seat).clone();
        EventKind::Acknowledged { seat, group: group.map(|n| n as u32), how }
    }

    fn page(&self, whom: Whom, why: &str) -> Result<Vec<EventKind>, Refusal> {
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
    fn page_seat(&self, n: usize, seat: SeatId, why: String) -> EventKind {
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
    fn escalate(&self) -> Result<Vec<EventKind>, Refusal> {
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
    fn calls_somebody(&self, page: &EventKind) -> bool {
        let EventKind::Paged { to, .. } = page else { return false };
        let away =
            |name| self.scenario.seats.id(name).is_ok_and(|seat| self.world.seats[seat.n()].joined.is_none());
        to.is_empty() || to.iter().any(away)
    }

    // The incident.

    fn declare(&self, severity: Severity) -> Result<Vec<EventKind>, Refusal> {
        match self.world.severity() {
            Some(is) => Err(Refusal::AlreadyDeclared { severity: is.label() }),
            None => Ok(vec![EventKind::Declared { severity }]),
        }
    }

    fn severity(&self, severity: Severity, why: &str) -> Result<Vec<EventKind>, Refusal> {
        let from = self.world.severity().ok_or(Refusal::NotDeclared)?;
        if from == severity {
            return Err(Refusal::SameSeverity { severity: from.label() });
        }
        Ok(vec![EventKind::SeverityChanged { from, severity, why: short(why)? }])
    }

    fn statement(&self, said: &Statement) -> Result<Vec<EventKind>, Refusal> {
        let said = Statement {
            symptom: slot(said.symptom.as_ref())?,
            affected: slot(said.affected.as_ref())?,
            scope: slot(said.scope.as_ref())?,
            since: slot(said.since.as_ref())?,
            unknown: slot(said.unknown.as_ref())?,
            done: slot(said.done.as_ref())?,
            suspect: slot(said.suspect.as_ref())?,
        };
        if said == Statement::default() {
            return Err(Refusal::EmptyStatement);
        }
        let Statement { symptom, affected, scope, since, unknown, done, suspect } = said;
        Ok(vec![EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect }])
    }

    fn close(&self, summary: &str) -> Result<Vec<EventKind>, Refusal> {
        if self.world.severity().is_none() {
            return Err(Refusal::NotDeclared);
        }
        if self.world.closed.is_some() {
            return Err(Refusal::AlreadyClosed);
        }
        Ok(vec![EventKind::IncidentClosed { summary: short(summary)? }])
    }

    // Roles.

    fn roles(&self, changes: &[RoleChange]) -> Result<Vec<EventKind>, Refusal> {
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

    fn has(&self, role: Role, seat: SeatId, system: Option<ComponentId>) -> bool {
        self.world.holders.iter().any(|held| held.role == role && held.seat == seat && held.system == system)
    }

    fn given(
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

    fn vacated(&self, role: Role, seat: SeatId, how: VacatedHow) -> EventKind {
        EventKind::RoleVacated { role, seat: self.scenario.seats.name(seat).clone(), how }
    }

    fn take(&self, role: Role, system: Option<ComponentId>) -> Result<Vec<EventKind>, Refusal> {
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

    fn assign(
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

    fn announce(&self) -> Result<Vec<EventKind>, Refusal> {
        if self.world.holders.is_empty() {
            return Err(Refusal::NothingToAnnounce);
        }
        Ok(vec![EventKind::RolesAnnounced {}])
    }

    fn handover(&self, role: Role, to: SeatId, brief: &Brief) -> Result<Vec<EventKind>, Refusal> {
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

    fn accept(&self) -> Result<Vec<EventKind>, Refusal> {
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
    fn last_offered(&self, seat: SeatId) -> Option<(Offered, Option<SeatId>)> {
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
    fn is_new(&self, held: &Holder) -> bool {
        self.now <= held.since + ASSIGNED_LATELY
    }

    fn leave(&self) -> Result<Vec<EventKind>, Refusal> {
        let Some(seat) = self.seat() else { return Err(Refusal::Who { example: "primary leave".into() }) };
        let mut facts = self.drop_roles(seat, VacatedHow::Left);
        facts.push(EventKind::Left {});
        Ok(facts)
    }

    fn release(&self, seat: SeatId) -> Result<Vec<EventKind>, Refusal> {
        self.joined(seat)?;
        let mut facts = self.drop_roles(seat, VacatedHow::Released);
        facts.push(EventKind::Released { seat: self.scenario.seats.name(seat).clone() });
        Ok(facts)
    }

    fn drop_roles(&self, seat: SeatId, how: VacatedHow) -> Vec<EventKind> {
        let held = self.world.holders.iter().filter(|held| held.seat == seat);
        held.map(|held| self.vacated(held.role, seat, how)).collect()
    }

    // Assess and verify.

    fn look(&self, at: &LookAt, word: Word) -> Result<Vec<EventKind>, Refusal> {
        let mut facts = vec![match at {
            LookAt::Metric(id) => self.read(*id, word)?,
            LookAt::Component(id) => EventKind::ComponentRead {
                component: self.scenario.components.name(*id).clone(),
                health: self.world.health[id.n()],
                word,
                text: None,
            },
            LookAt::Topic(id) => {
                EventKind::TopicRead { topic: self.scenario.topics.name(*id).to_string(), word, text: None }
            }
            LookAt::Unknown(said) => EventKind::TopicRead { topic: short(said)?, word, text: None },
        }];
        match looked_for(at).and_then(|on| self.answer(on)) {
            Some(answer) => facts.push(answer),
            None => nothing_unusual(&mut facts, matches!(at, LookAt::Unknown(_))),
        }
        Ok(facts)
    }

    fn read(&self, id: MetricId, word: Word) -> Result<EventKind, Refusal> {
        let metric = &self.scenario.metrics[id];
        let name = self.scenario.metrics.name(id);
        let may = match self.seat() {
            Some(seat) => metric.to.include(seat),
            None => metric.to == Readers::Everyone,
        };
        if !may {
            let who = self.can_say(|seat| metric.to.include(seat), "read it", &format!("look {name}"));
            return Err(Refusal::NotReadable { seat: self.my_name(), metric: name.to_string(), who });
        }
        let curve = &self.world.metrics[id.n()].curve;
        let noise = metric.noise.0;
        let n = self.now.ms().div_euclid(NOISE_STEP_MS) as u64;
        let off = match noise {
            0 => 0,
            _ => roll(self.world.seed, "noise", name.as_str(), n, 2 * noise as u64 + 1) as i64 - noise,
        };
        Ok(EventKind::MetricRead {
            metric: name.clone(),
            value: Milli(curve.value(self.now).0.saturating_add(off)),
            good: curve.is_good(metric.good, self.now),
            word,
        })
    }

    fn answer(&self, on: FindingOn) -> Option<EventKind> {
        let finding = finding_for(self.scenario, self.world, self.now, on, self.seat())?;
        let (takes, nth) = (self.scenario.findings[finding].takes, self.world.found[finding.n()]);
        Some(match takes.ms() {
            0 => answer(self.scenario, self.world, finding, nth, self.actor()),
            _ => EventKind::AnswerDue {
                finding: self.scenario.findings.name(finding).clone(),
                to: self.actor(),
                due: self.now + takes,
            },
        })
    }

    fn ask(&self, whom: &AskWhom, text: &str) -> Result<Vec<EventKind>, Refusal> {
        let organisation = &self.scenario.organisation;
        let whom = &self.in_role(whom)?;
        let asked = match whom {
            AskWhom::Team(id) => Asked::Team(organisation.teams.name(*id).clone()),
            AskWhom::Seat(id) => Asked::Seat(self.scenario.seats.name(*id).clone()),
            AskWhom::Voice(id) => Asked::Voice(organisation.voices.name(*id).clone()),
            AskWhom::Unknown(said) => Asked::Nobody(short(said)?),
        };
        let mut facts = vec![EventKind::Asked { whom: asked, text: short(text)? }];
        if let Some(answer) = self.written_answer(whom) {
            facts.push(answer);
        } else if let Some((on, text)) = self.no_answer(whom) {
            facts.push(EventKind::Answered { to: self.actor(), on, finding: None, text });
        }
        Ok(facts)
    }

    /// `ask deputy`: whoever holds the role.
    fn in_role(&self, whom: &AskWhom) -> Result<AskWhom, Refusal> {
        let AskWhom::Unknown(said) = whom else { return Ok(whom.clone()) };
        let Some(role) = Role::parse(&said.to_lowercase()) else { return Ok(whom.clone()) };
        let holder = self.world.holder(role).ok_or(Refusal::RoleVacant { role: role.as_str() })?;
        Ok(AskWhom::Seat(holder))
    }

    /// What the author lets somebody answer; a person in the call answers for themselves.
    fn written_answer(&self, whom: &AskWhom) -> Option<EventKind> {
        let AskWhom::Seat(seat) = *whom else { return self.answer(asked_for(whom)?) };
        let state = &self.world.seats[seat.n()];
        if state.joined.is_some() && !state.stand_in {
            return None;
        }
        // A seat that is called like its team is that team, to who asks; another speaks for itself.
        let team = self.scenario.seats[seat].team;
        let alike = self.name(seat) == self.scenario.organisation.teams.name(team).as_str();
        let of_team = || alike.then(|| self.answer(FindingOn::Team(team))).flatten();
        self.answer(asked_for(whom)?).or_else(of_team)
    }

    /// Never silence: unless somebody sits there and can answer for themselves.
    fn no_answer(&self, whom: &AskWhom) -> Option<(String, String)> {
        let organisation = &self.scenario.organisation;
        let in_call = |seat: SeatId| self.world.seats[seat.n()].joined.is_some();
        let me = self.seat();
        match whom {
            AskWhom::Seat(seat) if Some(*seat) == me => Some((self.name(*seat), "that is you".into())),
            AskWhom::Seat(seat) if in_call(*seat) => None,
            AskWhom::Seat(seat) if self.here(*seat).is_err() => {
                Some((self.name(*seat), "no answer: gone, and can't be reached".into()))
            }
            AskWhom::Seat(seat) if !self.world.sits(*seat) => {
                Some((self.name(*seat), "no answer: nobody sits there".into()))
            }
            AskWhom::Seat(seat) => {
                Some((self.name(*seat), "no answer: not in the call; page the seat".into()))
            }
            AskWhom::Team(team)
                if self.scenario.seats_of(*team).any(|seat| in_call(seat) && Some(seat) != me) =>
            {
                None
            }
            AskWhom::Team(team) if organisation.teams[*team].on_call.is_empty() => {
                Some((organisation.teams.name(*team).to_string(), "nobody there knows more".into()))
            }
            AskWhom::Team(team) if !self.scenario.seats_of(*team).any(|seat| self.world.sits(seat)) => {
                let name = organisation.teams.name(*team).to_string();
                Some((name, format!("no answer in {}: nobody sits there", channel(self.scenario, *team))))
            }
            AskWhom::Team(team) => {
                let name = organisation.teams.name(*team).to_string();
                let text = format!("no answer in {}; page them", channel(self.scenario, *team));
                Some((name, text))
            }
            AskWhom::Voice(voice) => {
                Some((organisation.voices.name(*voice).to_string(), "they know nothing more".into()))
            }
            AskWhom::Unknown(said) => Some((said.clone(), "nobody knows".into())),
        }
    }

    /// Who can, as a sentence that tells the mover what to do.
    fn can_say(&self, can: impl Fn(SeatId) -> bool, verb: &str, example: &str) -> String {
        let able = || self.scenario.seats.ids().filter(|&seat| can(seat));
        match able().find(|&seat| self.world.sits(seat)).or(able().next()) {
            Some(seat) if !self.world.sits(seat) => {
                format!("only `{}` can, and nobody sits there", self.name(seat))
            }
            Some(seat) => {
                format!("`{}` can {verb}: give it a task, or let it say `{example}`", self.name(seat))
            }
            None => "nobody at this table can".to_string(),
        }
    }

    // Stabilise.

    fn act(&self, id: ActionId) -> Result<Vec<EventKind>, Refusal> {
        let action = &self.scenario.actions[id];
        let name = self.scenario.actions.name(id);
        let can = |seat: SeatId| self.scenario.seats[seat].can.contains(&id);
        let Some(seat) = self.seat() else {
            return Err(Refusal::Who { example: format!("primary do {name}") });
        };
        if !can(seat) {
            let who = self.can_say(can, "", &format!("do {name}")).replace("can :", "can:");
            return Err(Refusal::CantDo { seat: self.name(seat), action: name.to_string(), who });
        }
        let pending = |run: &&super::world::Run| run.action == id && run.took.is_none() && !run.undone;
        if let Some(run) = self.world.runs.iter().find(pending) {
            let until = story_clock(self.scenario, run.due);
            return Err(Refusal::Running { action: name.to_string(), until });
        }
        if self.world.runs.len() >= OPEN_MAX {
            return Err(Refusal::TooMany { limit: OPEN_MAX });
        }
        let run = self.world.runs.len() as u32;
        Ok(vec![EventKind::ActionStarted { action: name.clone(), run, due: self.now + action.takes }])
    }

    fn unscripted(&self, text: &str) -> Result<Vec<EventKind>, Refusal> {
        let Some(_) = self.seat() else { return Err(Refusal::Who { example: format!("primary do {text}") }) };
        let answer = EventKind::Answered {
            to: self.actor(),
            on: short(text)?,
            finding: None,
            text: "done; nothing changes".into(),
        };
        Ok(vec![EventKind::UnscriptedDone { text: short(text)? }, answer])
    }

    fn undo(&self, id: ActionId) -> Result<Vec<EventKind>, Refusal> {
        let action = &self.scenario.actions[id];
        let name = self.scenario.actions.name(id);
        let refuse = |why: &str| Refusal::NoUndo { action: name.to_string(), why: why.to_string() };
        let Some(seat) = self.seat() else {
            return Err(Refusal::Who { example: format!("primary undo {name}") });
        };
        if !self.scenario.seats[seat].can.contains(&id) {
            let can = |seat: SeatId| self.scenario.seats[seat].can.contains(&id);
            let who = self.can_say(can, "", &format!("undo {name}")).replace("can :", "can:");
            return Err(Refusal::CantDo { seat: self.name(seat), action: name.to_string(), who });
        }
        let runs = self.world.runs.iter().enumerate().rev();
        let last = runs.into_iter().find(|(_, run)| run.action == id && !run.undone);
        let was_done = self.world.runs.iter().any(|run| run.action == id);
        let never = if was_done { "it is undone already" } else { "it was not done" };
        let (n, run) = last.ok_or_else(|| refuse(never))?;
        // What has not taken effect yet is simply called off.
        if let Some((took, _)) = run.took {
            let window = action.undo.ok_or_else(|| refuse("there is no way back"))?;
            if self.now > took + window {
                return Err(refuse(&format!(
                    "that was possible for {} after it took effect",
                    window.clock()
                )));
            }
        }
        let mut facts = vec![EventKind::ActionUndone { action: name.clone(), run: n as u32 }];
        let failures = &self.scenario.failures;
        let active = |id: &crate::scenario::id::FailureId| self.world.failures[id.n()].active.is_some();
        facts.extend(
            run.started
                .iter()
                .filter(|id| active(id))
                .map(|&id| EventKind::FailureCleared { failure: failures.name(id).clone() }),
        );
        facts.extend(
            run.cleared
                .iter()
                .filter(|id| !active(id))
                .map(|&id| EventKind::FailureStarted { failure: failures.name(id).clone(), since: self.now }),
        );
        Ok(facts)
    }

    // Work.

    fn task(
        &self,
        to: &TaskFor,
        text: &str,
        time_box: Option<SimDuration>,
    ) -> Result<Vec<EventKind>, Refusal> {
        if self.world.tasks.len() >= OPEN_MAX {
            return Err(Refusal::TooMany { limit: OPEN_MAX });
        }
        let (owner, seat) = match to {
            TaskFor::Seat(seat) => {
                self.joined(*seat)?;
                (Owner::Seat(self.scenario.seats.name(*seat).clone()), Some(*seat))
            }
            TaskFor::Role(role) => (Owner::Role(*role), self.world.holder(*role)),
            TaskFor::Team(team) => (Owner::Team(self.scenario.organisation.teams.name(*team).clone()), None),
            TaskFor::Someone(said) => (Owner::Someone(short(said)?), None),
        };
        let seat = seat.map(|seat| self.scenario.seats.name(seat).clone());
        let task = self.world.tasks.len() as u32 + 1;
        Ok(vec![EventKind::Tasked { task, owner, seat, text: short(text)?, time_box }])
    }

    fn report(
        &self,
        task: Option<u32>,
        text: &str,
        more: Option<SimDuration>,
    ) -> Result<Vec<EventKind>, Refusal> {
        let mine = |task: &&super::world::Task| task.seat == self.seat() && !task.reported;
        let task = match task {
            Some(task) if self.world.tasks.iter().any(|known| known.number == task) => Some(task),
            Some(task) => return Err(Refusal::UnknownTask { task }),
            None => {
                let own = self.world.tasks.iter().rev().find(mine);
                own.or_else(|| self.only_task()).map(|task| task.number)
            }
        };
        Ok(vec![EventKind::Reported { task, text: short(text)?, more }])
    }

    /// The one task that is open, to who commands: what they report without a number is what came of it.
    fn only_task(&self) -> Option<&super::world::Task> {
        let commander = self.world.holder(Role::Commander);
        let mut open = self.world.tasks.iter().filter(|task| !task.reported);
        let only = open.next().filter(|_| open.next().is_none())?;
        (commander.is_none() || commander == self.seat()).then_some(only)
    }

    fn about(&self, about: &About) -> Result<(Option<crate::scenario::id::ActionName>, String), Refusal> {
        Ok(match about {
            About::Action(id) => {
                let name = self.scenario.actions.name(*id).clone();
                let text =
                    self.scenario.actions[*id].say.first().cloned().unwrap_or_else(|| name.to_string());
                (Some(name), text)
            }
            About::Spoken { action, text } => {
                (Some(self.scenario.actions.name(*action).clone()), short(text)?)
            }
            About::Text(text) => (None, short(text)?),
        })
    }

    fn poll(&self, about: &About, risk: Option<&String>) -> Result<Vec<EventKind>, Refusal> {
        let (action, text) = self.about(about)?;
        Ok(vec![EventKind::Polled { poll: self.world.polls + 1, action, text, risk: slot(risk)? }])
    }

    // Update.

    fn update(
        &self,
        audiences: &[crate::scenario::id::AudienceId],
        slots: &UpdateSlots,
    ) -> Result<Vec<EventKind>, Refusal> {
        let (state, impact) = (slot(slots.state.as_ref())?, slot(slots.impact.as_ref())?);
        let (doing, next) = (slot(slots.doing.as_ref())?, slot(slots.next.as_ref())?);
        if state.is_none() && impact.is_none() && doing.is_none() && next.is_none() {
            return Err(Refusal::EmptyUpdate);
        }
        let audiences =
            audiences.iter().map(|&id| self.scenario.organisation.audiences.name(id).clone()).collect();
        Ok(vec![EventKind::Updated { audiences, state, impact, doing, next, next_ms: slots.next_ms }])
    }
}

/// Only experts are many.
fn single(role: Role) -> bool {
    role != Role::Expert
}

/// Where nobody wrote an answer, the world still gives one.
fn nothing_unusual(facts: &mut [EventKind], unknown: bool) {
    if let Some(EventKind::TopicRead { text, .. } | EventKind::ComponentRead { text, .. }) = facts.first_mut()
    {
        // What nobody knows by that name reassures nobody.
        *text = Some(
            if unknown {
                "nothing unusual, and nothing that is known by that name"
            } else {
                "nothing unusual"
            }
            .into(),
        );
    }
}

fn channel(scenario: &Scenario, team: TeamId) -> String {
    let team = &scenario.organisation.teams[team];
    team.channel.clone().unwrap_or_else(|| format!("{}'s channel", team.name))
}

/// The end of the drill.
#[must_use]
pub(super) fn ended(world: &World, how: EndHow) -> EventKind {
    EventKind::DrillEnded { how, resolved: world.recovered.is_some() }
}

/// A page to a team's first level.
#[must_use]
pub(super) fn page_team(scenario: &Scenario, world: &World, team: TeamId, text: &str) -> EventKind {
    let level = scenario.organisation.teams[team].on_call.first().map(|on_call| on_call.level);
    EventKind::Paged {
        page: world.pages + 1,
        group: world.groups.len() as u32,
        team: Some(scenario.organisation.teams.name(team).clone()),
        level,
        to: on_call(scenario, team, level),
        alert: None,
        hint: None,
        escalated: false,
        text: text.to_string(),
    }
}

/// The seats at a level of a team.
#[must_use]
pub(super) fn on_call(
    scenario: &Scenario,
    team: TeamId,
    level: Option<u8>,
) -> Vec<crate::scenario::id::SeatName> {
    let at_level = scenario.seats.iter().filter(|(_, seat)| seat.team == team && seat.level == level);
    at_level.map(|(id, _)| scenario.seats.name(id).clone()).collect()
}

/// The page of a group's next level; the last level repeats.
#[must_use]
pub(super) fn escalated(scenario: &Scenario, world: &World, now: SimTime, n: usize) -> Option<EventKind> {
    let group = &world.groups[n];
    let team = group.team?;
    let levels = &scenario.organisation.teams[team].on_call;
    let here = levels.iter().position(|on_call| Some(on_call.level) == group.level)?;
    let level = levels.get(here + 1).or(levels.last()).map(|on_call| on_call.level);
    Some(EventKind::Paged {
        page: world.pages + 1,
        group: n as u32,
        team: Some(scenario.organisation.teams.name(team).clone()),
        level,
        to: on_call(scenario, team, level),
        alert: group.alert.map(|alert| scenario.alerts.name(alert).clone()),
        hint: group.alert.and_then(|alert| scenario.alerts[alert].hint),
        escalated: true,
        text: group.alert.map_or_else(|| group.text.clone(), |alert| alert_now(scenario, world, now, alert)),
    })
}

/// The story's clock at an instant, such as `02:31`.
#[must_use]
pub fn story_clock(scenario: &Scenario, at: SimTime) -> String {
    let time = scenario.starts + chrono::TimeDelta::milliseconds(at.ms());
    time.format("%H:%M").to_string()
}

/// The story's clock with its seconds: for a moment that somebody waits for.
pub(super) fn story_clock_exact(scenario: &Scenario, at: SimTime) -> String {
    let time = scenario.starts + chrono::TimeDelta::milliseconds(at.ms());
    time.format("%H:%M:%S").to_string()
}

/// A person's text without the space around it.
pub(super) fn short(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > TEXT_MAX {
        return Err(Refusal::TooLong { limit: TEXT_MAX });
    }
    Ok(text.trim().to_string())
}

fn slot(text: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| short(text)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}
