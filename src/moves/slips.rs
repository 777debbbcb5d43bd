//! Lines that are nearly moves: times, slots and comments as other tools write them, each with what is written here.

use super::grammar::{MOVES, MoveHelp, clock, plain};
use super::token::Token;
use super::{MoveError, TimeOfDay, find};
use crate::scenario::Scenario;
use crate::time::SimTime;

/// What a line begins with, if it is a time or a comment in another way of writing.
pub(super) fn beginning(token: &Token) -> Option<MoveError> {
    let word = Some(token.text.as_str()).filter(|_| plain(token))?;
    if word.starts_with("//") || word.starts_with("--") || word.starts_with("/*") || word == ";" {
        return Some(MoveError::new(token.span.clone(), "a comment does not begin like this", "write `#`"));
    }
    let looks = word.bytes().filter(u8::is_ascii_digit).count() > 0
        && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'-' | b'+' | b'[' | b']'))
        && word.bytes().filter(|b| matches!(b, b':' | b'.')).count() > 0;
    looks.then(|| time(token, word))
}

/// A time of the story's day in front of a line, as a file can't have it: with what it is since the start.
pub(super) fn of_day(scenario: &Scenario, verb: &Token, next: Option<&Token>) -> Option<MoveError> {
    let next = next.filter(|next| plain(verb) && plain(next))?;
    let (word, end) = match verb.text.eq_ignore_ascii_case("at") {
        true => (next.text.as_str(), next.span.end),
        false => (verb.text.as_str(), verb.span.end),
    };
    let known =
        |word: &str| MOVES.iter().any(|help| help.word == word) || find::seat_of(scenario, word).is_some();
    let sure = verb.text.eq_ignore_ascii_case("at") || known(&next.text.to_lowercase());
    let at = TimeOfDay::written(word).filter(|_| sure)?.near(scenario, SimTime::START);
    let help = match at < SimTime::START {
        true => "that is before the drill begins".to_string(),
        false => format!("by the story's clock that is `{at}`"),
    };
    let message = format!("`{word}` is not written like a time");
    let help = format!("times count from the drill's start, such as `0:03:05`: {help}");
    Some(MoveError::new(verb.span.start..end, message, help))
}

/// Why a word that is meant to be a time is none.
fn time(token: &Token, word: &str) -> MoveError {
    let error = |message: String, help: &str| MoveError::new(token.span.clone(), message, help);
    let since = "times count from the drill's start, such as `0:03:05`";
    if word.starts_with('-') {
        return error(format!("`{word}` is before the drill begins, when nobody can do anything"), since);
    }
    let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = bare.split([':', '.']).collect();
    let colons = bare.replace('.', ":");
    if colons != word
        && let Some(at) = clock(&colons).filter(|_| parts.len() < 4)
    {
        let help = format!("write `{at}`: {since}");
        return error(format!("`{word}` is not written like a time"), &help).meaning(Some(&at.to_string()));
    }
    let sixty = |part: &&str| part.parse::<u32>().is_ok_and(|n| n >= 60);
    let units: &[&str] = if parts.len() == 2 { &["seconds"] } else { &["minutes", "seconds"] };
    let wrong = parts.iter().skip(1).zip(units).find(|(part, _)| sixty(part));
    match wrong.filter(|_| parts.len() <= 3 && !bare.contains('.')) {
        Some((part, unit)) => error(
            format!("`{word}` is no time: {part} is no number of {unit}"),
            &format!("they go from 0 to 59; {since}"),
        ),
        None => error(format!("`{word}` is not written like a time"), since),
    }
}

/// A slot that is written with a colon, or with blanks around its `=`.
pub(super) fn slot(help: &MoveHelp, tokens: &[Token]) -> Option<MoveError> {
    let known = |word: &str| help.slots.iter().find(|slot| **slot == word.to_lowercase());
    tokens.iter().enumerate().find_map(|(n, token)| {
        let next = tokens.get(n + 1).filter(|_| plain(token))?;
        let (slot, value) = match token.text.strip_suffix(':').and_then(known) {
            Some(slot) => (slot, Some(next)),
            None => {
                let equals = plain(next) && next.text.starts_with('=');
                let slot = known(&token.text).filter(|_| equals)?;
                (slot, if next.text == "=" { tokens.get(n + 2) } else { None })
            }
        };
        let value = match value {
            Some(value) if value.quoted => "\"...\"",
            Some(value) => &value.text,
            None => next.text.trim_start_matches('='),
        };
        let message = format!("`{slot}` is not written like a slot");
        let advice = format!(
            "write `{slot}={value}`, without blanks: free text that has this word in it stands in quotes"
        );
        Some(MoveError::new(token.span.start..next.span.end, message, advice))
    })
}

/// What asks nicely, and is no part of a move.
pub(super) fn is_polite(token: &Token) -> bool {
    let word = token.text.trim_end_matches([',', ':', '.', '!']).to_lowercase();
    plain(token) && matches!(word.as_str(), "please" | "pls" | "plz" | "kindly")
}

/// Whether a move may be proposed for a slip of the pen. What can't be taken back, by its beginning or its very letters alone.
pub(super) fn may_be_meant(word: &str, near: &str) -> bool {
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let for_good = ["leave", "close", "end"].contains(&near);
    !for_good || near.starts_with(word) || letters(word) == letters(near)
}

/// Who is no team and no seat, and so can't be paged.
pub(super) fn nobody_to_page(scenario: &Scenario, token: &Token) -> MoveError {
    let (word, teams) = (token.text.to_lowercase(), &scenario.organisation.teams);
    let message = format!("no team or seat `{}`", token.text);
    if scenario.organisation.voices.find(&word).is_some() {
        let help = format!("`{word}` is a voice in the story: `ask {word} \"...\"`");
        return MoveError::new(token.span.clone(), message, help);
    }
    // A team without a rota can be asked, and not paged.
    let on_call =
        || teams.iter().filter(|(_, team)| !team.on_call.is_empty()).map(|(id, _)| teams.name(id).as_str());
    let near = find::near_words(&word, scenario.seats.names().chain(on_call()));
    let list = scenario.seats.names().chain(on_call()).chain(["all"]).collect::<Vec<_>>().join(", ");
    let help = near.map_or_else(|| format!("there are: {list}"), |name| format!("did you mean `{name}`?"));
    MoveError::new(token.span.clone(), message, help).meaning(near)
}

#[cfg(test)]
mod tests {
    use crate::engine::command::Command;
    use crate::moves::{What, parse};
    use crate::scenario::sample::checkout;

    #[track_caller]
    fn case(line: &str, wanted: &str) {
        let error = parse(&checkout(), line, None).unwrap_err();
        assert_eq!(error.to_string(), wanted, "{line}");
    }

    #[test]
    fn a_time_in_another_way_of_writing_is_told_how_it_is_written_here() {
        let since = "times count from the drill's start, such as `0:03:05`";
        case(
            "0:03:75 primary ack",
            &format!("`0:03:75` is no time: 75 is no number of seconds; they go from 0 to 59; {since}"),
        );
        case(
            "1:63:00 primary ack",
            &format!("`1:63:00` is no time: 63 is no number of minutes; they go from 0 to 59; {since}"),
        );
        case(
            "0.03.05 primary ack",
            &format!("`0.03.05` is not written like a time; write `0:03:05`: {since}"),
        );
        case("+3:05 primary ack", &format!("`+3:05` is not written like a time; write `0:03:05`: {since}"));
        case(
            "-0:01:10 primary ack",
            &format!("`-0:01:10` is before the drill begins, when nobody can do anything; {since}"),
        );
        case(
            "999999999999:12:20 primary ack",
            &format!("`999999999999:12:20` is not written like a time; {since}"),
        );
        let late = parse(&checkout(), "90:00 primary ack", None).unwrap().unwrap();
        assert_eq!(late.at.map(|at| at.ms()), Some(90 * 60_000));
    }

    #[test]
    fn a_clock_of_the_storys_day_is_told_as_it_is_written_here() {
        let since = "times count from the drill's start, such as `0:03:05`: by the story's clock that is";
        case("1804 primary ack", &format!("`1804` is not written like a time; {since} `0:04:00`"));
        case("at 18:04 primary ack", &format!("`18:04` is not written like a time; {since} `0:04:00`"));
        let said = parse(&checkout(), "2000 customers wait", None).unwrap_err();
        assert!(said.to_string().contains("did you mean `say"), "{said}");
    }

    #[test]
    fn a_comment_of_another_language_is_told_how_it_is_written_here() {
        case("// hi", "a comment does not begin like this; write `#`");
        case("-- hi", "a comment does not begin like this; write `#`");
    }

    #[test]
    fn a_slot_with_a_colon_or_blanks_is_no_slot() {
        let quotes = "without blanks: free text that has this word in it stands in quotes";
        case(
            "primary task secondary \"look\" box: 5m",
            &format!("`box` is not written like a slot; write `box=5m`, {quotes}"),
        );
        case(
            "primary page secondary why = \"hands\"",
            &format!("`why` is not written like a slot; write `why=\"...\"`, {quotes}"),
        );
        case(
            "primary page secondary why =hands",
            &format!("`why` is not written like a slot; write `why=hands`, {quotes}"),
        );
        let report = parse(&checkout(), "primary report \"box: empty\"", None).unwrap().unwrap();
        let What::Move(Command::Report { text, .. }) = report.what else { panic!("{report:?}") };
        assert_eq!(text, "box: empty");
    }
}
