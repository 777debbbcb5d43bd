//! Work: tasks, reports, polls.

use super::{Move, OPEN_MAX, short, slot};
use crate::engine::command::{About, TaskFor};
use crate::engine::event::{EventKind, Owner};
use crate::engine::refusal::Refusal;
use crate::scenario::words::Role;
use crate::time::SimDuration;

impl Move<'_> {
    pub(super) fn task(
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

    pub(super) fn report(
        &self,
        task: Option<u32>,
        text: &str,
        more: Option<SimDuration>,
    ) -> Result<Vec<EventKind>, Refusal> {
        let mine = |task: &&crate::engine::world::Task| task.seat == self.seat() && !task.reported;
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
    pub(super) fn only_task(&self) -> Option<&crate::engine::world::Task> {
        let commander = self.world.holder(Role::Commander);
        let mut open = self.world.tasks.iter().filter(|task| !task.reported);
        let only = open.next().filter(|_| open.next().is_none())?;
        (commander.is_none() || commander == self.seat()).then_some(only)
    }

    pub(super) fn about(
        &self,
        about: &About,
    ) -> Result<(Option<crate::scenario::id::ActionName>, String), Refusal> {
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

    pub(super) fn poll(&self, about: &About, risk: Option<&String>) -> Result<Vec<EventKind>, Refusal> {
        let (action, text) = self.about(about)?;
        Ok(vec![EventKind::Polled { poll: self.world.polls + 1, action, text, risk: slot(risk)? }])
    }
}
