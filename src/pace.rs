//! Story time and the wall clock: the only reader of a clock.
//!
//! `real` and `xN` follow the wall, `stepped` and `flat` only go where they are told. A laptop that was asleep, or a
//! process that was stopped, has not lived through that time: it counts as a pause.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this is the one file that reads the clock and waits"
)]

use std::fmt;
use std::str::FromStr;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::time::SimTime;

/// A wake-up later than this was a pause of the machine or of the process, and not of the story's making.
const ASLEEP: Duration = Duration::from_secs(3);

/// So long at most is waited without a sign of life.
const A_WHILE: Duration = Duration::from_secs(5);

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As many times as fast as the wall clock; `real` is once.
    Times(u32),
    /// When the table says so.
    Stepped,
    /// As fast as possible.
    Flat,
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "real" => Ok(Pace::Times(1)),
            "stepped" => Ok(Pace::Stepped),
            "flat" => Ok(Pace::Flat),
            _ => text
                .strip_prefix('x')
                .and_then(|n| n.parse().ok())
                .filter(|n| (1..=1_000).contains(n))
                .map(Pace::Times)
                .ok_or_else(|| "real, x2 or x3 (times as fast), stepped, or flat".to_string()),
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pace::Times(1) => f.write_str("real"),
            Pace::Times(n) => write!(f, "x{n}"),
            Pace::Stepped => f.write_str("stepped"),
            Pace::Flat => f.write_str("flat"),
        }
    }
}

/// Wall-clock time in unix milliseconds.
#[must_use]
pub fn wall_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// A story clock that follows the wall, or stands where it was put.
#[derive(Clone, Debug)]
pub struct Clock {
    pace: Pace,
    story: SimTime,
    wall: Instant,
    /// How long machine or process stood still, since somebody asked.
    stood: Duration,
}

/// What ended a wait.
#[derive(Debug, PartialEq, Eq)]
pub enum Woken<T> {
    /// Something was typed.
    Input(T),
    /// The time has come.
    Due,
    /// Nothing will be typed any more.
    Closed,
}

impl Clock {
    /// A clock that shows `story` now.
    #[must_use]
    pub fn starting(pace: Pace, story: SimTime) -> Self {
        Self { pace, story, wall: Instant::now(), stood: Duration::ZERO }
    }

    /// Shows `story` from now on: after a step, or in a pause.
    pub fn set(&mut self, story: SimTime) {
        self.story = story;
        self.wall = Instant::now();
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> SimTime {
        match self.pace {
            Pace::Times(n) => {
                let passed = self.wall.elapsed().as_millis() as i64;
                SimTime::from_ms(self.story.ms() + passed * i64::from(n))
            }
            Pace::Stepped | Pace::Flat => self.story,
        }
    }

    /// Waits until something is typed or the clock shows `due`. A clock that doesn't follow the wall waits for input
    /// alone, and comes back now and then to say that it still does.
    pub fn wait<T>(&mut self, due: Option<SimTime>, input: &Receiver<T>) -> Woken<T> {
        let Some(wait) = due.and_then(|due| self.until(due)) else {
            return match input.recv_timeout(A_WHILE) {
                Ok(typed) => Woken::Input(typed),
                Err(RecvTimeoutError::Timeout) => Woken::Due,
                Err(RecvTimeoutError::Disconnected) => Woken::Closed,
            };
        };
        let before = Moment::now();
        let woken = match input.recv_timeout(wait) {
            Ok(typed) => Woken::Input(typed),
            Err(RecvTimeoutError::Timeout) => Woken::Due,
            Err(RecvTimeoutError::Disconnected) => Woken::Closed,
        };
        self.forget_sleep(&before, wait);
        woken
    }

    /// The instant from which on something is done that ought to take no time.
    #[must_use]
    pub fn busy(&self) -> Busy {
        Busy(Instant::now())
    }

    /// What was done has been done. If it took long, such as a store that was out of reach, that was no time of the
    /// story's.
    pub fn done(&mut self, busy: &Busy) {
        let took = busy.0.elapsed();
        if took > ASLEEP {
            self.wall = (self.wall + took).min(Instant::now());
        }
    }

    /// For how long machine or process stood still since the last time this was asked, if they did.
    pub fn stood_still(&mut self) -> Option<Duration> {
        Some(std::mem::take(&mut self.stood)).filter(|stood| !stood.is_zero())
    }

    /// Waits until the clock shows `due`, with nobody typing.
    pub fn sleep(&mut self, due: SimTime) {
        if let Some(wait) = self.until(due) {
            let before = Moment::now();
            std::thread::sleep(wait);
            self.forget_sleep(&before, wait);
        }
    }

    fn until(&self, due: SimTime) -> Option<Duration> {
        let Pace::Times(n) = self.pace else { return None };
        let left = due.since(self.now()).ms().max(0) as u64;
        Some(Duration::from_millis(left.div_ceil(u64::from(n))))
    }

    /// What took so much longer than it was to take was no time of the story's.
    fn forget_sleep(&mut self, before: &Moment, wanted: Duration) {
        let (monotonic, wall) = before.elapsed();
        if monotonic > wanted + ASLEEP {
            self.wall += monotonic - wanted;
        }
        // A stopped process misses both; a machine that sleeps, on most systems, the wall clock alone.
        let longest = monotonic.max(wall);
        if longest > wanted + ASLEEP {
            self.stood += longest - wanted;
        }
    }
}

/// Since when the clock has something else to do.
#[derive(Debug)]
pub struct Busy(Instant);

/// An instant on both clocks: the one that stands still while the machine sleeps, and the one on the wall.
struct Moment(Instant, SystemTime);

impl Moment {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    fn elapsed(&self) -> (Duration, Duration) {
        // A wall clock that was put back has not slept.
        (self.0.elapsed(), self.1.elapsed().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_read_as_it_is_written() {
        for text in ["real", "x3", "stepped", "flat"] {
            assert_eq!(text.parse::<Pace>().unwrap().to_string(), text);
        }
        assert!("x0".parse::<Pace>().is_err());
        assert!("fast".parse::<Pace>().is_err());
    }

    #[test]
    fn what_takes_long_is_no_time_of_the_storys() {
        let mut clock = Clock::starting(Pace::Times(1), SimTime::START);
        let busy = Busy(Instant::now() - Duration::from_secs(10));
        clock.wall = busy.0;
        clock.done(&busy);
        assert!(clock.now() < SimTime::from_ms(1_000), "{:?}", clock.now());
        // What takes two seconds is the story's: people wait as long for an answer.
        let busy = Busy(Instant::now() - Duration::from_secs(2));
        clock.wall = busy.0;
        clock.done(&busy);
        assert!(clock.now() >= SimTime::from_ms(2_000), "{:?}", clock.now());
        // Nor does it run ahead when it was put somewhere meanwhile.
        let busy = Busy(Instant::now() - Duration::from_secs(10));
        clock.set(SimTime::from_ms(60_000));
        clock.done(&busy);
        assert!(clock.now() >= SimTime::from_ms(60_000) && clock.now() < SimTime::from_ms(61_000));
    }

    #[test]
    fn a_stepped_clock_stands_where_it_was_put() {
        let mut clock = Clock::starting(Pace::Stepped, SimTime::START);
        clock.set(SimTime::from_ms(5_000));
        assert_eq!(clock.now(), SimTime::from_ms(5_000));
        let (typed, input) = std::sync::mpsc::channel();
        typed.send("ack").unwrap();
        assert_eq!(clock.wait(Some(SimTime::from_ms(6_000)), &input), Woken::Input("ack"));
        drop(typed);
        assert_eq!(clock.wait(Some(SimTime::from_ms(6_000)), &input), Woken::Closed);
    }
}
