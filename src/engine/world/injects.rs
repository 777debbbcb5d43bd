//! News: when each inject comes, whom it waits for, and what voices want to know.

use super::apply::Change;
use crate::engine::fact::{Fact, Slot};
use crate::scenario::id::{InjectId, SeatId, SeatName, UnknownName, VoiceId, VoiceName};
use crate::time::SimTime;

/// An inject's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InjectState {
    /// When it comes.
    pub due: Option<SimTime>,
    /// Its trigger had its turn.
    pub triggered: bool,
    /// How often it was triggered: the dice's count.
    pub rolls: u64,
    /// How often it came.
    pub delivered: u32,
    /// It will not come any more, or not this time.
    pub not_needed: bool,
    /// The facilitator left it out.
    pub skipped: bool,
}

impl InjectState {
    /// It was never triggered, and its time to be is over.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.not_needed && self.rolls == 0
    }
}

/// A question that a voice has asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When.
    pub at: SimTime,
    /// Who.
    pub from: VoiceId,
    /// Whom.
    pub to: Vec<SeatId>,
    /// What: the questions in what was said.
    pub asks: String,
}

impl Change<'_> {
    pub(super) fn inject_scheduled(&mut self, id: InjectId, due: SimTime) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.triggered, state.not_needed) = (Some(due), true, false);
        state.rolls += 1;
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    pub(super) fn delivered(&mut self, id: InjectId) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.triggered, state.skipped) = (None, true, false);
        state.delivered += 1;
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
        self.fact(Fact::Inject(id));
    }

    pub(super) fn inject_moved(&mut self, id: InjectId, due: SimTime) {
        self.world.injects[id.n()].due = Some(due);
        self.slot(Slot::Inject(id));
    }

    pub(super) fn inject_rearmed(&mut self, id: InjectId) {
        self.world.injects[id.n()].triggered = false;
        self.slot(Slot::GivesUp(id));
    }

    pub(super) fn skip(&mut self, id: InjectId) {
        let state = &mut self.world.injects[id.n()];
        (state.due, state.skipped) = (None, true);
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    pub(super) fn not_needed(&mut self, id: InjectId) {
        let gives_up = self.scenario.injects[id].gives_up.map(|after| SimTime::START + after);
        let state = &mut self.world.injects[id.n()];
        // What the dice left out was triggered, and they are thrown anew next time; what gave up never was.
        let gave_up = state.rolls == 0 && gives_up.is_some_and(|at| at <= self.event.at);
        state.rolls += u64::from(!state.triggered && !gave_up);
        (state.due, state.triggered, state.not_needed) = (None, true, true);
        self.slot(Slot::Inject(id));
        self.slot(Slot::GivesUp(id));
    }

    /// News for seats that have not done anything about it yet.
    pub(super) fn unhandled(&mut self, to: &[SeatName]) -> Result<(), UnknownName> {
        let to = to.iter().map(|seat| self.scenario.seats.id(seat)).collect::<Result<Vec<_>, _>>()?;
        self.world.unhandled.push((self.event.at, to));
        Ok(())
    }

    /// A voice that wants to know something waits until somebody it asked speaks.
    pub(super) fn question(
        &mut self,
        from: &VoiceName,
        to: &[SeatName],
        text: &str,
    ) -> Result<(), UnknownName> {
        if !text.contains('?') {
            return Ok(());
        }
        let from = self.scenario.organisation.voices.id(from)?;
        let to = to.iter().map(|seat| self.scenario.seats.id(seat)).collect::<Result<Vec<_>, _>>()?;
        self.world.questions.retain(|question| question.from != from);
        self.world.questions.push(Question { at: self.event.at, from, to, asks: questions_in(text) });
        Ok(())
    }

    /// Who was asked has spoken.
    pub(super) fn speak(&mut self) {
        let by = self.by;
        self.world.questions.retain(|question| by.is_some_and(|by| !question.to.contains(&by)));
    }
}

/// The sentences of a text that end in a question mark.
fn questions_in(text: &str) -> String {
    let mut asked: Vec<&str> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let mut ends_at = rest.match_indices(['.', '!', '?', '…']).map(|(at, stop)| at + stop.len());
        let ends = |&end: &usize| rest[end..].starts_with(char::is_whitespace) || end == rest.len();
        let (sentence, left) = rest.split_at(ends_at.find(ends).unwrap_or(rest.len()));
        if sentence.ends_with('?') {
            asked.push(sentence);
        }
        rest = left.trim_start();
    }
    if asked.is_empty() { text.trim().to_string() } else { asked.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::questions_in;

    #[test]
    fn what_was_asked_is_told_without_what_was_said_around_it() {
        let asked = |text: &str| questions_in(text);
        assert_eq!(asked("It moves. Is it over? Call me."), "Is it over?");
        assert_eq!(asked("Rhine 40 says 18,204.5. Since when? And who knows?"), "Since when? And who knows?");
        // A question inside what somebody said is the whole of it.
        assert_eq!(asked("\"Is it us?\", they all ask"), "\"Is it us?\", they all ask");
    }
}
