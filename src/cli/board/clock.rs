//! Where another process's story clock stands, as far as its record says.
//!
//! Each event tells story time and wall time together, and so does a noted clock at the moment it is seen to change.
//! Between two signs the clock goes on only if the drill follows the wall, and only for as long as a living drill lets
//! one wait for the next sign. What is not known is not shown.

use crate::pace::Pace;
use crate::screen::board::Stands;
use crate::time::SimTime;

/// A drill that follows the wall notes its clock every five seconds of the story; so long without a sign, on the wall,
/// is no pause for breath.
const SILENCE_MS: i64 = 12_000;
/// A clock that is set back by less stands still instead: a sign is seen a moment after it was given.
const WAVER_MS: i64 = 3_000;

/// A story clock, followed from outside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    pace: Pace,
    /// The last sign: on the story's clock, and on the wall's.
    story: i64,
    wall: i64,
    /// The clock as it was last noted.
    noted: i64,
    /// What was shown last.
    shown: i64,
}

impl Followed {
    /// From a drill's record: its last event, and a clock that was noted at some time unknown.
    pub(super) fn from(pace: Pace, (story, wall): (SimTime, i64), noted_ms: i64) -> Self {
        let mut followed = Self { pace, story: story.ms(), wall, noted: noted_ms, shown: 0 };
        if pace == Pace::Stepped {
            followed.story = followed.story.max(noted_ms);
        }
        let ahead = noted_ms - story.ms();
        if let (Pace::Times(n), 1..) = (pace, ahead) {
            // Had there been a pause in between, there would be events of it.
            followed.story = noted_ms;
            followed.wall = wall + ahead / i64::from(n);
        }
        followed
    }

    /// How time passes from here on.
    pub(super) fn goes_at(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// An event's line has arrived.
    pub(super) fn event(&mut self, story: SimTime, wall: i64) {
        // A table that moves its own clock notes it behind what happened meanwhile; the note may be seen first.
        let steps = self.pace == Pace::Stepped;
        self.story = if steps { self.story.max(story.ms()) } else { story.ms() };
        self.wall = wall;
    }

    /// The noted clock, looked at now.
    pub(super) fn noted(&mut self, noted_ms: i64, wall: i64) {
        if noted_ms > self.noted.max(self.story) {
            self.story = noted_ms;
            self.wall = wall;
        }
        self.noted = noted_ms;
    }

    /// What it shows, and how far that can be relied on; `still` in a pause and after the end.
    pub(super) fn now(&mut self, wall: i64, still: bool) -> (SimTime, Stands) {
        let (story, stands) = self.read(wall, still);
        let slip = self.shown - story;
        let speed = if let Pace::Times(n) = self.pace { i64::from(n) } else { 1 };
        let wavers = stands == Stands::Running && (1..WAVER_MS * speed).contains(&slip);
        self.shown = if wavers { self.shown } else { story };
        (SimTime::from_ms(self.shown), stands)
    }

    fn read(&self, wall: i64, still: bool) -> (i64, Stands) {
        let n = match self.pace {
            Pace::Times(n) => n,
            // Each wait is noted: where none was, the drill may have gone on since.
            Pace::Stepped if self.noted > 0 => return (self.story, Stands::AtTable),
            Pace::Stepped | Pace::Flat => return (self.story, Stands::AtLastEvent),
        };
        let silent = (wall - self.wall).max(0);
        match still {
            true => (self.story, Stands::Running),
            false if silent > SILENCE_MS => (self.story, Stands::Silent(silent / 1_000)),
            false => (self.story + silent * i64::from(n), Stands::Running),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REAL: Pace = Pace::Times(1);

    fn at(secs: i64) -> SimTime {
        SimTime::from_ms(secs * 1_000)
    }

    #[test]
    fn between_two_signs_it_goes_on_with_the_wall() {
        let mut clock = Followed::from(Pace::Times(2), (at(60), 1_000_000), 0);
        assert_eq!(clock.now(1_004_000, false), (at(68), Stands::Running));
        clock.event(at(70), 1_005_000);
        assert_eq!(clock.now(1_006_000, false), (at(72), Stands::Running));
    }

    #[test]
    fn without_a_sign_it_stands_at_the_last_one() {
        let mut clock = Followed::from(REAL, (at(60), 1_000_000), 0);
        assert_eq!(clock.now(1_012_000, false), (at(72), Stands::Running));
        assert_eq!(clock.now(1_040_000, false), (at(60), Stands::Silent(40)));
        clock.noted(95_000, 1_041_000);
        assert_eq!(clock.now(1_042_000, false), (at(96), Stands::Running));
    }

    #[test]
    fn a_clock_noted_before_one_came_counts_from_the_last_event() {
        // The last event was at +1:00, the clock was noted at +1:50, and it is 52 seconds later on the wall.
        let mut clock = Followed::from(REAL, (at(60), 1_000_000), 110_000);
        assert_eq!(clock.now(1_052_000, false), (at(112), Stands::Running));
        // The same record, found the next morning.
        assert!(matches!(clock.now(40_000_000, false), (shown, Stands::Silent(_)) if shown == at(110)));
    }

    #[test]
    fn in_a_pause_it_stands_and_nobody_is_missed() {
        let mut clock = Followed::from(REAL, (at(60), 1_000_000), 0);
        assert_eq!(clock.now(1_600_000, true), (at(60), Stands::Running));
    }

    #[test]
    fn what_the_table_moves_is_known_at_its_last_event_only() {
        for (pace, noted) in [(Pace::Stepped, Stands::AtTable), (Pace::Flat, Stands::AtLastEvent)] {
            let mut clock = Followed::from(pace, (at(60), 1_000_000), 0);
            assert_eq!(clock.now(1_600_000, false), (at(60), Stands::AtLastEvent));
            clock.noted(90_000, 1_600_000);
            assert_eq!(clock.now(1_700_000, false), (at(90), noted));
        }
    }

    #[test]
    fn a_wait_that_was_noted_counts_though_nothing_happened_in_it() {
        let mut clock = Followed::from(Pace::Stepped, (at(60), 1_000_000), 150_000);
        assert_eq!(clock.now(1_600_000, false), (at(150), Stands::AtTable));
        // What happened in a wait is read after its end was.
        clock.noted(300_000, 1_700_000);
        clock.event(at(200), 1_700_000);
        assert_eq!(clock.now(1_700_000, false), (at(300), Stands::AtTable));
    }

    #[test]
    fn it_does_not_go_back_for_a_sign_that_was_seen_late() {
        let mut clock = Followed::from(REAL, (at(60), 1_000_000), 0);
        assert_eq!(clock.now(1_005_000, false).0, at(65));
        clock.noted(64_800, 1_005_000);
        assert_eq!(clock.now(1_005_000, false).0, at(65));
        assert_eq!(clock.now(1_006_000, false).0, SimTime::from_ms(65_800));
    }
}
