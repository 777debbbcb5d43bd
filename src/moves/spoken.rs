//! Times as people say them: `10 minutes`, `in five minutes`, `half an hour`, and a bare number for minutes.

use chrono::Timelike;

use crate::scenario::Scenario;
use crate::time::{SimDuration, SimTime};

/// A time of the story's day, as people read it off a clock: `02:31`, `at 8.05`, `quarter past eight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// From 0 to 23; `None` in `quarter past`.
    hour: Option<u32>,
    /// From 0 to 59.
    minute: u32,
    /// It may as well be of the other half of the day.
    either: bool,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

impl TimeOfDay {
    /// As it is written: `02:31`, `8:05`, `0231`.
    #[must_use]
    pub fn written(word: &str) -> Option<Self> {
        let (hour, minute) = match word.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 && (1..=2).contains(&hour.len()) => (hour, minute),
            None if word.len() == 4 && word.is_ascii() => word.split_at(2),
            Some(_) | None => return None,
        };
        let number = |part: &str, below: u32| {
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|n| digits && *n < below)
        };
        let (n, minute) = (number(hour, 24)?, number(minute, 60)?);
        Some(Self { hour: Some(n), minute, either: n <= 12 && !hour.starts_with('0') && hour.len() < 2 })
    }

    /// As it is written or said, and nothing else.
    #[must_use]
    pub fn said(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let words = match words.as_slice() {
            ["at" | "by" | "@", rest @ ..] => rest,
            all => all,
        };
        match words {
            [word] => Self::written(word),
            [part, side @ ("past" | "to"), hour @ ..] => {
                let minute = match (*part, *side) {
                    ("quarter", "past") => 15,
                    ("half", "past") => 30,
                    ("quarter", "to") => 45,
                    _ => return None,
                };
                let hour = match hour {
                    [] => None,
                    [word] => Some(count(word).filter(|n| (1..24).contains(n))? - u32::from(*side == "to")),
                    _ => return None,
                };
                Some(Self { hour, minute, either: hour.is_some_and(|hour| hour <= 12) })
            }
            _ => None,
        }
    }

    /// The instant that is meant, to the minute: the nearest to `now`; without an hour, the next to come.
    #[must_use]
    pub fn near(self, scenario: &Scenario, now: SimTime) -> SimTime {
        let starts = i64::from(scenario.starts.num_seconds_from_midnight()) * 1_000;
        let to_come = |hour: u32| {
            let of_day = i64::from(hour * 60 + self.minute) * MINUTE;
            (of_day - starts - now.ms()).rem_euclid(DAY)
        };
        let nearest = |ms: i64| if ms > DAY / 2 { ms - DAY } else { ms };
        let ms = match self.hour {
            None => (0..24).map(to_come).filter(|&ms| ms > 0).min(),
            Some(hour) if self.either => {
                [hour, hour + 12].into_iter().map(|hour| nearest(to_come(hour))).min_by_key(|ms| ms.abs())
            }
            Some(hour) => Some(nearest(to_come(hour))),
        };
        SimTime::from_ms(now.ms() + ms.unwrap_or_default())
    }
}

/// A time that is longer than none, as it is written or as it is said.
pub(super) fn duration(said: &str) -> Option<SimDuration> {
    let said = said.trim().to_lowercase();
    let said = said.trim_end_matches('.');
    let said = said.strip_prefix("in ").or_else(|| said.strip_prefix('+')).unwrap_or(said).trim_start();
    let written = || SimDuration::parse(said);
    let minutes = || SimDuration::parse(&format!("{said}m"));
    written().or_else(minutes).or_else(|| in_words(said)).filter(|time| time.ms() > 0)
}

/// A number, or a word for one, and a unit.
fn in_words(said: &str) -> Option<SimDuration> {
    let words: Vec<&str> = said.split_whitespace().collect();
    match words.as_slice() {
        ["half", "an", "hour"] => Some(SimDuration::from_mins(30)),
        ["a", "quarter", "of", "an", "hour"] => Some(SimDuration::from_mins(15)),
        [number, word] => SimDuration::parse(&format!("{}{}", count(number)?, unit(word)?)),
        _ => None,
    }
}

/// Whether a word is a unit that a number stood in front of.
pub(super) fn is_unit(word: &str) -> bool {
    unit(&word.to_lowercase()).is_some()
}

fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hour" | "hours" => "h",
        _ => return None,
    })
}

fn count(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let tens = [("a", 1), ("an", 1), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty", 40)];
    let in_letters = || WORDS.iter().position(|one| *one == word).map(|n| n as u32 + 1);
    let larger = || tens.iter().find(|(one, _)| *one == word).map(|&(_, n)| n);
    word.parse().ok().or_else(in_letters).or_else(larger)
}

#[cfg(test)]
mod tests {
    use super::{TimeOfDay, duration};
    use crate::scenario::sample::checkout;
    use crate::time::SimTime;

    #[test]
    fn a_time_of_day_is_the_nearest_one() {
        let scenario = checkout();
        let starts = crate::engine::decide::story_clock(&scenario, SimTime::START);
        let now = SimTime::from_ms(10 * 60_000 + 5_000);
        let clock = |said: &str| {
            let at = TimeOfDay::said(said)?.near(&scenario, now);
            Some((crate::engine::decide::story_clock(&scenario, at), at > now))
        };
        assert_eq!(starts, "18:00", "the cases below are told from here");
        let case = |said: &str, wanted: Option<(&str, bool)>| {
            assert_eq!(clock(said), wanted.map(|(at, later)| (at.to_string(), later)), "{said}");
        };
        case("18:20", Some(("18:20", true)));
        case("at 18.20", Some(("18:20", true)));
        case("by 1820.", Some(("18:20", true)));
        case("18:10", Some(("18:10", false)));
        case("17:59", Some(("17:59", false)));
        case("06:20", Some(("06:20", false)));
        case("6:20", Some(("18:20", true)));
        case("quarter past", Some(("18:15", true)));
        case("half past six", Some(("18:30", true)));
        case("quarter to seven", Some(("18:45", true)));
        case("quarter to", Some(("18:45", true)));
        for said in ["24:00", "9:7", "9:60", "1000m", "quarter past lunch", "past", "at", "20m", "-1:30"] {
            case(said, None);
        }
    }

    #[test]
    fn times_are_read_as_they_are_said() {
        let case = |said: &str, secs: Option<i64>| {
            assert_eq!(duration(said).map(|time| time.ms() / 1_000), secs, "{said}");
        };
        case("10m", Some(600));
        case("10", Some(600));
        case("10 minutes", Some(600));
        case("in ten minutes", Some(600));
        case("90 sec.", Some(90));
        case("+15", Some(900));
        case("an hour", Some(3_600));
        case("half an hour", Some(1_800));
        case("a quarter of an hour", Some(900));
        case("1h30m", Some(5_400));
        case("0", None);
        case("soon", None);
        case("when we know", None);
        case("99999999999 minutes", None);
    }
}
