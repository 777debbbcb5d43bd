//! Quantities of the mock system: whole thousandths of a unit, so that the same file gives the same numbers anywhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Thousandths of a metric's unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Milli(pub i64);

/// The largest quantity a file may name, in thousandths: sums and ramps of a thousand of them stay far from overflow.
const LARGEST: i64 = 1_000_000_000_000_000;

impl TryFrom<i64> for Milli {
    type Error = String;
    /// What is read from a record is no more than a thousand of the largest can come to.
    fn try_from(milli: i64) -> Result<Self, String> {
        let most = LARGEST.unsigned_abs() * 1_000;
        if milli.unsigned_abs() <= most { Ok(Self(milli)) } else { Err(format!("{milli} is too large")) }
    }
}

impl From<Milli> for i64 {
    fn from(milli: Milli) -> i64 {
        milli.0
    }
}

impl Milli {
    /// Reads `10`, `1.25`, `-0.5` exactly from the digits.
    ///
    /// # Errors
    /// Says what is wrong: not a decimal number, more than three places, or too large (a million million).
    pub fn parse(text: &str) -> Result<Self, String> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        if whole.is_empty()
            || !whole.as_bytes()[0].is_ascii_digit()
            || !is_number(whole)
            || !is_number(places)
        {
            return Err(format!("`{text}` is not a decimal number such as 12 or 1.25"));
        }
        let (whole, places) = (whole.replace('_', ""), places.replace('_', ""));
        let places = places.trim_end_matches('0');
        if places.len() > 3 {
            return Err(format!("`{text}` has more than three decimal places"));
        }
        let milli = format!("{whole}{places:0<3}").parse::<i64>().ok().filter(|&n| n <= LARGEST);
        milli
            .map(|n| Milli(sign * n))
            .ok_or_else(|| format!("`{text}` is too large: at most a million million"))
    }
}

/// With at most three places and no trailing zeros: `1.25`, `10`.
impl fmt::Display for Milli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, n) = if self.0 < 0 { ("-", self.0.unsigned_abs()) } else { ("", self.0.unsigned_abs()) };
        let places = format!("{:03}", n % 1_000);
        let places = places.trim_end_matches('0');
        let dot = if places.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{}{dot}{places}", n / 1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, milli: Option<i64>) {
        assert_eq!(Milli::parse(text).ok().map(|m| m.0), milli, "{text}");
    }

    #[test]
    fn numbers_are_read_exactly_from_their_digits() {
        case("10", Some(10_000));
        case("10.0", Some(10_000));
        case("1.25", Some(1_250));
        case("-0.5", Some(-500));
        case("0.1", Some(100));
        case("1.2340", Some(1_234));
        case("42_000", Some(42_000_000));
        case("1.2345", None);
        case("1e3", None);
        case("inf", None);
        case("NaN", None);
        case("", None);
        case(".5", None);
        case("99999999999999999999", None);
    }

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        assert_eq!(Milli(10_030).to_string(), "10.03");
        assert_eq!(Milli(-500).to_string(), "-0.5");
        assert_eq!(Milli(2_000).to_string(), "2");
    }
}
