//! Times as people say them: `10 minutes`, `in five minutes`, `half an hour`, and a bare number for minutes.

use crate::time::SimDuration;

/// A time that is longer than none, as it is written or as it is said.
pub(super) fn duration(said: &str) -> Option<SimDuration> {
    let said = said.trim().to_lowercase();
    let said = said.trim_end_matches('.');
    let said = said.strip_prefix("in ").unwrap_or(said).trim_start();
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
    use super::duration;

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
