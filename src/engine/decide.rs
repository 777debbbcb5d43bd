//! What a move leads to: facts, or a refusal. Changes nothing.

mod assess;
mod pager;
mod roles;
mod stabilise;
mod work;

use super::command::{About, Command, Facilitate, Mover, Statement, UpdateSlots};
use super::event::{Actor, EndHow, EventKind, Mode};
use super::facilitate::facilitate;
use super::hint::{most_urgent, unasked};
use super::refusal::Refusal;
use super::trigger::alert_now;
use super::world::World;
use crate::scenario::Scenario;
use crate::scenario::id::{SeatId, TeamId};
use crate::scenario::words::{Role, Severity};
use crate::time::SimTime;

/// A person's text is no longer than this, in characters.
pub const TEXT_MAX: usize = 2_000;
/// Moves of one kind that leave something open are no more than this.
const OPEN_MAX: usize = 1_000;
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
                | Command::TimeUp
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
            Command::TimeUp => Ok(vec![ended(self.world, EndHow::TimeSet)]),
            Command::SafetyStop => Ok(vec![ended(self.world, EndHow::Safety)]),
            Command::Facilitate(what) => facilitate(self.scenario, self.world, self.now, what),
        }
    }

    fn declare(&self, severity: Severity) -> Result<Vec<EventKind>, Refusal> {
        match self.world.severity() {
            Some(is) if is == severity => Err(Refusal::AlreadyDeclared { severity: is.label() }),
            // Who says it again as something else means the severity.
            Some(_) => self.severity(severity, ""),
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
