//! What is asked back before a line is done: whose it is, and whether it is meant.

use super::{Driver, names_a_seat};
use crate::engine::command::{About, Command, Facilitate, Mover};
use crate::engine::view::Viewer;
use crate::moves::{MOVES, with_slot};
use crate::scenario::Scenario;
use crate::time::{SimDuration, SimTime};

impl Driver<'_> {
    /// On a shared screen a bare `update` asks whose it is before it asks for the rest.
    pub(super) fn whose_first(&self, scenario: &Scenario, text: &str) -> bool {
        let word = text.trim();
        let alone = MOVES.iter().any(|help| help.word == word) && !word.contains(' ');
        // Whose it is could be known by a default, or it is the facilitator's.
        alone && self.me.is_none() && !self.runs && self.screen.takes_enter() && scenario.seats.len() > 1
    }

    /// A `close` that was asked about keeps its summary for the one that goes through.
    pub(super) fn with_summary(&mut self, text: &str, command: Command) -> (String, Command) {
        let bare = matches!(&command, Command::Close { summary } if summary.is_empty());
        match self.summary.take_if(|_| bare) {
            None => (text.to_string(), command),
            Some(kept) => (with_slot(text, "summary", &kept), Command::Close { summary: kept }),
        }
    }

    /// At a prompt, a risky step that nobody was asked about is asked about once: Enter, or the step again, takes it.
    pub(super) fn asks_of_the_risk(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Do(About::Action(action)) = *command else { return false };
        let session = self.drill.session();
        let asked = self.risked == Some(action) || !self.screen.takes_enter();
        if asked || session.would_refuse(by, command).is_some() {
            return false;
        }
        let Some(risk) = session.view(Viewer::Table).unasked_risk(action) else { return false };
        self.screen.note(&format!("{risk}. Enter does it all the same"));
        let line = by.seat().map(|seat| format!("{} {text}", session.scenario().seats.name(seat)));
        let named = text.split_whitespace().next().is_some_and(|word| names_a_seat(session.scenario(), word));
        self.meant = if named { Some(text.to_string()) } else { line };
        self.risked = Some(action);
        true
    }

    /// What the facilitator sends though its own condition doesn't hold is asked about once.
    pub(super) fn asks_of_the_inject(&mut self, by: Mover, command: &Command) -> bool {
        let Command::Facilitate(Facilitate::Inject(inject)) = *command else { return false };
        let session = self.drill.session();
        let again = self.sent.take() == Some(inject);
        if again || !self.screen.takes_enter() || session.would_refuse(by, command).is_some() {
            return false;
        }
        let desk = session.view(Viewer::Facilitator).desk();
        let Some(only_if) = desk.and_then(|desk| desk.does_not_fit(inject)) else { return false };
        let name = session.scenario().injects.name(inject);
        self.screen.note(&format!("`{name}` comes only if {only_if}, and that is not so now. `inject {name}` again sends it all the same"));
        self.sent = Some(inject);
        true
    }

    /// Whether a wait would outlast the drill, at a prompt, where it can be asked about.
    pub(super) fn goes_past_the_end(&self, long: SimDuration) -> bool {
        let session = self.drill.session();
        let latest = SimTime::START + session.scenario().ends.latest;
        self.screen.takes_enter() && !session.is_over() && latest < session.now() + long
    }
}
