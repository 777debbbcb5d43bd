//! Drill time, in milliseconds, and nothing that reads a clock.
//!
//! [`SimTime`] is an instant of the story, counted from its start and negative before it (a failure may have begun an
//! hour ago); [`SimDuration`] is a length of it. Both are read from and written as text: `90s`, `1h30m`, `0:02:10`.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// What is read from a record lies no farther from the start, in milliseconds either way (thirty years): with less than
/// that nothing that is worked out of it overflows.
const FARTHEST_MS: i64 = 1_000_000_000_000;

/// A number that is read as a time.
fn in_reach(ms: i64) -> Result<i64, String> {
    let reach = -FARTHEST_MS..=FARTHEST_MS;
    if reach.contains(&ms) { Ok(ms) } else { Err(format!("{ms} milliseconds are longer than any drill")) }
}

impl TryFrom<i64> for SimTime {
    type Error = String;
    fn try_from(ms: i64) -> Result<Self, String> {
        in_reach(ms).map(Self)
    }
}

impl TryFrom<i64> for SimDuration {
    type Error = String;
    fn try_from(ms: i64) -> Result<Self, String> {
        in_reach(ms).map(Self)
    }
}

impl From<SimTime> for i64 {
    fn from(time: SimTime) -> i64 {
        time.0
    }
}

impl From<SimDuration> for i64 {
    fn from(length: SimDuration) -> i64 {
        length.0
    }
}

/// An instant of the story: milliseconds since the drill's start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct SimTime(i64);

/// A length of story time, in milliseconds; never negative unless said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct SimDuration(i64);

impl SimTime {
    /// The start of the drill.
    pub const START: SimTime = SimTime(0);
    /// Later than any drill lasts.
    pub const FAR: SimTime = SimTime(i64::MAX / 4);

    /// An instant, so many milliseconds after the start.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the start.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; negative if it is before.
    #[must_use]
    pub const fn since(self, earlier: SimTime) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }

    /// As a clock shows it that was started with the drill: `+4:05`; `-12:00` before the start. The sign keeps it apart
    /// from a length, and from a time of day.
    #[must_use]
    pub fn plus(self) -> String {
        let mut clock = self.since(Self::START).clock();
        if self.0 >= 0 {
            clock.insert(0, '+');
        }
        clock
    }

    /// The same with tenths or thousandths of a second, as many as there are and at most `digits`.
    #[must_use]
    pub fn plus_to(self, digits: usize) -> String {
        let ms = self.0.rem_euclid(1_000);
        let below = format!("{ms:03}");
        let below = below[..digits.min(3)].trim_end_matches('0');
        if self.0 < 0 || below.is_empty() { self.plus() } else { [&self.plus(), ".", below].concat() }
    }

    /// How long until `later`, for a reader who has both on a clock that shows whole seconds.
    #[must_use]
    pub const fn shown_to(self, later: SimTime) -> SimDuration {
        SimDuration((later.0.div_euclid(1_000) - self.0.div_euclid(1_000)).saturating_mul(1_000))
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: SimDuration = SimDuration(0);

    /// So many milliseconds.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// So many seconds.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000))
    }

    /// So many minutes.
    #[must_use]
    pub const fn from_mins(mins: i64) -> Self {
        Self(mins.saturating_mul(60_000))
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Reads `90s`, `5m`, `1h30m`, `-82m`, `250ms`; at most 1,000 hours. `None` if it is not a duration.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (mut total, mut rest, mut last) = (0i64, text, i64::MAX);
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number: i64 = rest.get(..digits)?.parse().ok()?;
            rest = &rest[digits..];
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let unit = match &rest[..letters] {
                "ms" => 1,
                "s" => 1_000,
                "m" | "min" => 60_000,
                "h" => 3_600_000,
                _ => return None,
            };
            // Units come once each, the largest first: `30m1h` is a slip, not a duration.
            if unit >= last {
                return None;
            }
            last = unit;
            rest = &rest[letters..];
            total = total.checked_add(number.checked_mul(unit)?)?;
        }
        (total <= 3_600_000_000).then_some(Self(sign * total))
    }

    /// As a clock shows it: `4:05`, `1:04:05`.
    #[must_use]
    pub fn clock(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let secs = (self.0.unsigned_abs() / 1_000) as i64;
        let (h, m, s) = (secs / 3_600, secs / 60 % 60, secs % 60);
        let mut clock = String::with_capacity("-1:04:05".len());
        clock.push_str(sign);
        if h > 0 {
            clock.push_str(&h.to_string());
            clock.push(':');
        }
        if h > 0 || m > 9 {
            two_digits(&mut clock, m);
        } else {
            clock.push(digit(m));
        }
        clock.push(':');
        two_digits(&mut clock, s);
        clock
    }
}

/// A number below a hundred with two digits. Reports are full of times, and `format!` takes long over a width.
pub(crate) fn two_digits(out: &mut String, number: i64) {
    out.extend([digit(number / 10), digit(number)]);
}

/// The last digit of a number.
fn digit(number: i64) -> char {
    char::from(b'0' + (number % 10) as u8)
}

/// As written in a file: the shortest of `90s`, `1m30s`, `2h`.
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        if rest == 0 {
            return f.write_str("0s");
        }
        for (unit, ms) in [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
            if rest >= ms {
                write!(f, "{}{unit}", rest / ms)?;
                rest %= ms;
            }
        }
        Ok(())
    }
}

/// As a `.moves` file writes it: `0:02:10`.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, ms) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let secs = ms / 1_000;
        write!(f, "{sign}{}:{:02}:{:02}", secs / 3_600, secs / 60 % 60, secs % 60)?;
        if ms % 1_000 != 0 { write!(f, ".{:03}", ms % 1_000) } else { Ok(()) }
    }
}

impl Add<SimDuration> for SimTime {
    type Output = SimTime;
    fn add(self, by: SimDuration) -> SimTime {
        SimTime(self.0.saturating_add(by.0))
    }
}

impl Sub<SimDuration> for SimTime {
    type Output = SimTime;
    fn sub(self, by: SimDuration) -> SimTime {
        SimTime(self.0.saturating_sub(by.0))
    }
}

impl Add for SimDuration {
    type Output = SimDuration;
    fn add(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_add(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, ms: Option<i64>) {
        assert_eq!(SimDuration::parse(text).map(SimDuration::ms), ms, "{text}");
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        case("90s", Some(90_000));
        case("1h30m", Some(5_400_000));
        case("-82m", Some(-4_920_000));
        case("250ms", Some(250));
        case("5min", Some(300_000));
        case("", None);
        case("-", None);
        case("5", None);
        case("m", None);
        case("30m1h", None);
        case("1m1m", None);
        case("5 m", None);
        case("99999999999999999999h", None);
        case("1001h", None);
    }

    #[test]
    fn a_duration_is_written_so_that_it_can_be_read() {
        for text in ["90s", "1m30s", "2h", "1h0s", "250ms"] {
            let read = SimDuration::parse(text).unwrap();
            assert_eq!(SimDuration::parse(&read.to_string()), Some(read));
        }
        assert_eq!(SimDuration::from_secs(90).to_string(), "1m30s");
        assert_eq!(SimTime::from_ms(130_000).to_string(), "0:02:10");
        assert_eq!(SimDuration::from_secs(245).clock(), "4:05");
    }
}
