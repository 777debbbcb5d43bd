//! What audiences know, and what was said in statements and updates.

use super::World;
use super::apply::Change;
use crate::engine::event::{Seq, Slot as EventSlot};
use crate::engine::fact::{Fact, Slot};
use crate::scenario::id::{AudienceId, AudienceName, UnknownName};
use crate::scenario::words::Step;
use crate::time::{SimDuration, SimTime};

/// What an audience knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AudienceState {
    /// When it was last told.
    pub last: Option<SimTime>,
    /// When that was said, which may be before it was typed: what is due next is counted from here, as the score does.
    pub said: Option<SimTime>,
    /// When it was promised the next update.
    pub promised: Option<SimTime>,
    /// It was told that it is over, and promised nothing more: it waits for nothing.
    pub told_over: bool,
}

impl Change<'_> {
    pub(super) fn update(
        &mut self,
        audiences: &[AudienceName],
        next: Option<SimDuration>,
        state: Option<&str>,
    ) -> Result<(), UnknownName> {
        let (at, said) = (self.event.at, self.event.counts_at());
        let promised = next.map(|ms| said + ms);
        let told_over = state.is_some_and(says_over) && promised.is_none();
        for audience in audiences {
            let id = self.scenario.organisation.audiences.id(audience)?;
            self.world.audiences[id.n()] =
                AudienceState { last: Some(at), said: Some(said), promised, told_over };
            self.fact(Fact::Audience(id));
        }
        self.in_hand("update");
        self.step(Step::Update);
        self.slot(Slot::End);
        Ok(())
    }

    /// The slots that a move filled.
    pub(super) fn said(&mut self, slots: &[(&'static str, &EventSlot)]) {
        let filled = slots.iter().filter(|(_, text)| text.is_some()).map(|(slot, _)| *slot);
        self.world.slots_said.insert(self.event.seq, filled.collect());
    }

    /// A slot, or all of a move, does not count.
    pub(super) fn unsaid(&mut self, of: Seq, slot: Option<&str>) {
        if let Some(slots) = self.world.slots_said.get_mut(&of) {
            slots.retain(|said| slot.is_some_and(|slot| slot != *said));
        }
    }
}

/// Whether an update says enough to be an answer: as many words as a short sentence. Then whoever asked reads it, or is
/// told what it says.
pub(super) fn tells(slots: &[&EventSlot]) -> bool {
    let words = |slot: &&EventSlot| slot.as_deref().map_or(0, |text| text.split_whitespace().count());
    slots.iter().map(words).sum::<usize>() >= SENTENCE
}

/// Whether what is said can answer somebody: two words, a number, or the one word that does. A greeting leaves them
/// waiting. By the same rule words fill a slot; what they say is nobody's to judge here.
pub(super) fn answers(said: &str) -> bool {
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let alone = ["yes", "no", "yep", "nope", "unknown", "none"];
    words.next().is_some()
        || alone.iter().any(|word| first.eq_ignore_ascii_case(word))
        || first.parse::<u32>().is_ok()
}

/// The words of a short sentence (a rule of thumb).
const SENTENCE: usize = 5;

/// Whether an update's state says that it is over.
fn says_over(state: &str) -> bool {
    let word = state.trim_start().get(..8);
    word.is_some_and(|word| word.eq_ignore_ascii_case("resolved"))
}

/// Whether an audience got an update at `at` or later.
#[must_use]
pub fn told_since(world: &World, audience: AudienceId, at: SimTime) -> bool {
    world.audiences[audience.n()].last.is_some_and(|last| last >= at)
}
