//! The score clock: story time, less jumps. A pause stops both; reactions are timed by this one alone.

use super::event::{Event, EventKind};
use crate::time::{SimDuration, SimTime};

/// What fell due inside a jump is due so long after landing, where the facilitator says so.
pub const DUE_AFTER_LANDING: SimDuration = SimDuration::from_mins(2);

/// Story time moved on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Jump {
    /// When, by the score clock: it stands still until the story has landed.
    at: SimTime,
    /// How far.
    ms: SimDuration,
    /// What would have fallen due in between does, soon after landing.
    due: bool,
}

/// The score clock of a drill so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreClock {
    jumps: Vec<Jump>,
}

impl ScoreClock {
    /// The clock of a whole journal.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut clock = Self::default();
        for event in events {
            if let EventKind::Jumped { ms, due } = event.kind {
                clock.jump(event.at, ms, due);
            }
        }
        clock
    }

    /// The story jumps; jumps come in order.
    pub(super) fn jump(&mut self, story: SimTime, ms: SimDuration, due: bool) {
        let at = self.at(story);
        self.jumps.push(Jump { at, ms, due });
    }

    /// What it shows at an instant of the story.
    #[must_use]
    pub fn at(&self, story: SimTime) -> SimTime {
        // A jump further back has been taken off already when the next is looked at.
        self.jumps.iter().fold(story, |at, jump| at - at.since(jump.at).clamp(SimDuration::ZERO, jump.ms))
    }

    /// The instant of the story at which it shows this: the last one, where it stands still.
    #[must_use]
    pub fn story(&self, at: SimTime) -> SimTime {
        self.jumps.iter().filter(|jump| jump.at <= at).fold(at, |story, jump| story + jump.ms)
    }

    /// When something is due that began at `start` and would be due at `due`, both by this clock: what was open when
    /// a jump began and fell due inside it may be due soon after landing.
    #[must_use]
    pub fn fall(&self, start: SimTime, due: SimTime) -> SimTime {
        let inside =
            |due: SimTime, jump: &Jump| start < jump.at && jump.at <= due && due <= jump.at + jump.ms;
        self.jumps.iter().filter(|jump| jump.due).fold(due, |due, jump| match inside(due, jump) {
            true => jump.at + DUE_AFTER_LANDING,
            false => due,
        })
    }

    /// The instant of the story at which something is due that was set going at another: jumps move it with them.
    #[must_use]
    pub fn due(&self, from: SimTime, after: SimDuration) -> SimTime {
        let from = self.at(from);
        self.story(self.fall(from, from + after))
    }

    /// Where the story jumped: from when to when, by its own clock.
    pub fn jumps(&self) -> impl Iterator<Item = (SimTime, SimTime)> {
        self.jumps.iter().scan(SimDuration::ZERO, |before, jump| {
            let from = jump.at + *before;
            *before = *before + jump.ms;
            Some((from, from + jump.ms))
        })
    }

    /// The same jumps by a clock that this one is read into.
    #[must_use]
    pub fn by(mut self, clock: impl Fn(SimTime) -> SimTime) -> Self {
        for jump in &mut self.jumps {
            jump.at = clock(jump.at);
        }
        self
    }

    /// How long it ran between two instants of the story.
    #[must_use]
    pub fn between(&self, from: SimTime, to: SimTime) -> SimDuration {
        self.at(to).since(self.at(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mins(n: i64) -> SimTime {
        SimTime::from_ms(n * 60_000)
    }

    fn clock(jumps: &[(i64, i64, bool)]) -> ScoreClock {
        let mut clock = ScoreClock::default();
        for &(at, ms, due) in jumps {
            clock.jump(mins(at), SimDuration::from_mins(ms), due);
        }
        clock
    }

    /// Ten minutes are jumped at 0:20, and five more at 0:40.
    #[test]
    fn it_stands_still_while_the_story_jumps() {
        let clock = clock(&[(20, 10, false), (40, 5, false)]);
        for (story, score) in [(19, 19), (20, 20), (25, 20), (30, 20), (31, 21), (40, 30), (44, 30), (46, 31)]
        {
            assert_eq!(clock.at(mins(story)), mins(score), "story {story}");
        }
        for (score, story) in [(19, 19), (20, 30), (29, 39), (30, 45), (31, 46)] {
            assert_eq!(clock.story(mins(score)), mins(story), "score {score}");
        }
        assert_eq!(clock.between(mins(15), mins(50)), SimDuration::from_mins(20));
        assert_eq!(clock.jumps().collect::<Vec<_>>(), [(mins(20), mins(30)), (mins(40), mins(45))]);
        assert_eq!(clock.due(mins(15), SimDuration::from_mins(10)), mins(35));
    }

    #[test]
    fn what_falls_due_inside_is_due_two_minutes_after_landing_where_that_was_said() {
        let said = clock(&[(20, 10, true)]);
        // Open before, due at 25: due at 22, two minutes after landing; due at 31 or before the jump: as it was.
        for (start, due, falls) in
            [(10, 25, 22), (10, 30, 22), (10, 31, 31), (10, 19, 19), (10, 20, 22), (20, 25, 25)]
        {
            assert_eq!(said.fall(mins(start), mins(due)), mins(falls), "{start} {due}");
        }
        assert_eq!(clock(&[(20, 10, false)]).fall(mins(10), mins(25)), mins(25));
    }
}
