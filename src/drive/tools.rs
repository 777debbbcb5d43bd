//! What is asked of the tool itself, and waits.

use super::{DriveError, Driver};
use crate::engine::command::Mover;
use crate::engine::decide::story_clock;
use crate::engine::view::Viewer;
use crate::moves::Tool;
use crate::pace::Pace;
use crate::prose::spell;
use crate::time::SimDuration;

impl Driver<'_> {
    pub(super) fn tool(&mut self, tool: &Tool, said: &str) -> Result<(), DriveError> {
        let sure = std::mem::take(&mut self.asked.sure);
        match tool {
            Tool::Wait(_) if matches!(self.pace, Pace::Times(_)) => {
                let why =
                    format!("the clock runs by itself ({}); `wait` moves it at --pace stepped", self.pace);
                self.screen.refused(None, "wait", &why, None);
                Ok(())
            }
            Tool::Wait(Some(long)) if !sure && self.goes_past_the_end(*long) => {
                let why = format!(
                    "{} is past the end of this drill; Enter lets it run out, `wait next` goes on until something arrives",
                    spell(*long)
                );
                self.screen.refused(None, "wait", &why, None);
                self.asked.meant = Some(format!("wait {}s", long.ms() / 1_000));
                Ok(())
            }
            Tool::Wait(Some(long)) if !sure && self.asks_of_the_minutes(said, *long) => Ok(()),
            Tool::Wait(how_long) => {
                self.wait(*how_long)?;
                self.screen.tool(self.drill.session(), self.me, tool);
                Ok(())
            }
            Tool::As(seat) => {
                let as_ = seat.map_or(Mover::Table, Mover::Seat);
                if let Some(why) = self.not_here(self.drill.session().scenario(), Some(as_)) {
                    self.screen.refused(None, "as", &why, None);
                    return Ok(());
                }
                self.me = *seat;
                self.screen.tool(self.drill.session(), self.me, tool);
                self.drill.note_speaker(*seat)
            }
            Tool::Help(_)
            | Tool::Status
            | Tool::Who
            | Tool::Feed
            | Tool::Actions
            | Tool::Events(_)
            | Tool::Hints(..)
            | Tool::Card(_)
            | Tool::Start => {
                if matches!(tool, Tool::Status | Tool::Who) {
                    self.screen.sit(self.drill.names());
                }
                self.screen.tool(self.drill.session(), self.me, tool);
                Ok(())
            }
        }
    }

    /// Lets time pass at once: for so long, or until something arrives that somebody at this screen is told, or is due by
    /// what the table itself has said.
    fn wait(&mut self, how_long: Option<SimDuration>) -> Result<(), DriveError> {
        let from = self.drill.session().now();
        // Only a seat's own screen is not told what the room is told.
        let who = self.me.filter(|_| self.own).map_or(Viewer::Table, Viewer::Seat);
        match how_long {
            Some(ms) => self.go_to(from + ms)?,
            None => {
                let reminders = self.drill.session().view(who).reminders();
                let remind = reminders.iter().map(|(at, _)| *at).min();
                let mut heard = false;
                while let (false, Some(due)) = (heard, self.drill.next_due()) {
                    let due = remind.map_or(due, |at| at.min(due));
                    heard = remind == Some(due);
                    let screen = &mut *self.screen;
                    self.drill.advance(due, &mut |session, events| {
                        let view = session.view(who);
                        heard |= events.iter().any(|event| view.told(event).is_some());
                        screen.batch(session, events);
                    })?;
                }
                let now = self.drill.session().now();
                for (_, text) in reminders.iter().filter(|(at, _)| *at == now) {
                    let clock = story_clock(self.drill.session().scenario(), now);
                    self.screen.note(&format!("{clock} {text}"));
                }
            }
        }
        self.clock.set(self.drill.session().now());
        self.note_clock()
    }
}
