//! Times as the story's clock shows them. Lines and records count from the start of the drill, and people read the clock
//! on the screen: what they mean by it is told apart, or they are asked to write it so that it can be.

use super::typed::names_a_seat;
use crate::engine::Session;
use crate::engine::command::Command;
use crate::engine::decide::story_clock;
use crate::engine::session::BACK_DATED_MAX;
use crate::moves::{FACILITATORS, MOVES, TOOLS, TimeOfDay};
use crate::scenario::Scenario;
use crate::time::{SimDuration, SimTime};

/// A clock without seconds means any moment of its minute: the last, so that nobody gains by it.
const TO_THE_MINUTES_END: SimDuration = SimDuration::from_secs(59);

/// `02:31 1 declare sev1`, `1 at 02:31 declare sev1` and `0231 1 declare sev1`, as a line that says how long ago that was.
/// `None` for a line without a clock in front, or whose clock counts from the start of the drill: at a prompt that is
/// written with hours, for what is read there is the story's clock; a program may write minutes and seconds, as a file.
///
/// # Errors
/// Why it can't be known or done, and how it is written.
pub(super) fn in_front(session: &Session, line: &str, at_a_prompt: bool) -> Option<Result<String, String>> {
    let (scenario, now) = (session.scenario(), session.now());
    let (front, clock, behind) = apart(scenario, line)?;
    let word = clock.word;
    let begins = TimeOfDay::written(word)?.near(scenario, now);
    let ago = now.since(begins + TO_THE_MINUTES_END).max(SimDuration::ZERO);
    let (has_been, lately) = (begins <= now, begins <= now && ago <= BACK_DATED_MAX);
    if let Some(at) = clock.since_start().filter(|_| !at_a_prompt) {
        if !lately {
            return None;
        }
        if at >= now {
            return Some(Err(format!(
                "`{word}` may be the story's clock, or since the start: `-{}s` in front says how long ago it was, `{at}` \
                 counts from the start; without a time it is now",
                (ago.ms() / 1_000).max(30)
            )));
        }
    }
    let shows = story_clock(scenario, now);
    if !has_been {
        return Some(Err(format!(
            "{word} has not come, the story's clock shows {shows}: without a time a move is now, and `-90s` in front of it \
             is 90 seconds ago"
        )));
    }
    if !lately {
        return Some(Err(format!(
            "{word} is too long ago, the story's clock shows {shows}: a move can be back-dated by three minutes at most; \
             without a time it is now"
        )));
    }
    let back = if ago == SimDuration::ZERO { String::new() } else { format!("-{}s", ago.ms() / 1_000) };
    let parts = [back.as_str(), front, behind].into_iter().filter(|part| !part.is_empty());
    Some(Ok(parts.collect::<Vec<_>>().join(" ")))
}

/// A clock in front of a line.
struct Clock<'a> {
    word: &'a str,
    /// It is the day's for sure: behind a seat, or `at`.
    of_day: bool,
}

impl Clock<'_> {
    /// What it is as minutes and seconds since the start of the drill.
    fn since_start(&self) -> Option<SimTime> {
        let (minutes, seconds) = self.word.split_once(':').filter(|_| !self.of_day)?;
        let number = |part: &str| part.parse::<i64>().ok();
        Some(SimTime::from_ms((number(minutes)? * 60 + number(seconds)?) * 1_000))
    }
}

/// A line's seat, the clock before or behind it, and the rest.
fn apart<'l>(scenario: &Scenario, line: &'l str) -> Option<(&'l str, Clock<'l>, &'l str)> {
    let (first, rest) = word(line)?;
    let (front, first, rest) = match names_a_seat(scenario, first) {
        true => word(rest).map(|(next, rest)| (first, next, rest))?,
        false => ("", first, rest),
    };
    let at = matches!(first.to_lowercase().as_str(), "at" | "@");
    let (clock, rest) = if at { word(rest)? } else { (first, rest) };
    let bare = clock.strip_prefix('@').unwrap_or(clock);
    // `2000 customers wait` is no time.
    let (next, _) = word(rest)?;
    let begins =
        [MOVES, FACILITATORS, TOOLS].into_iter().flatten().any(|help| help.word == next.to_lowercase());
    let sure = clock.contains(':') || at || clock.starts_with('@') || begins || names_a_seat(scenario, next);
    sure.then_some((front, Clock { word: bare, of_day: at || clock != bare || !front.is_empty() }, rest))
}

/// The next word, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (word, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    Some((word, rest.trim_start())).filter(|_| !word.is_empty())
}

/// An update whose next time is a clock's (`next=02:45`), with how long that is from when it is said.
///
/// # Errors
/// It has passed, and promises nothing.
pub(super) fn promised(session: &Session, ago: SimDuration, command: Command) -> Result<Command, String> {
    let Command::Update { audiences, mut slots } = command else { return Ok(command) };
    if let Some(said) = &slots.next
        && let Some(clock) = TimeOfDay::said(said)
    {
        let (scenario, now) = (session.scenario(), session.now());
        let (next, told) = (clock.near(scenario, now), now - ago);
        if next <= now {
            return Err(format!(
                "`next={said}` has passed: the story's clock shows {}. When do they hear next? `next=15m` is in 15 minutes, \
                 `next={}` the clock",
                story_clock(scenario, now),
                story_clock(scenario, now + SimDuration::from_mins(15))
            ));
        }
        slots.next_ms = Some(next.since(told));
    }
    Ok(Command::Update { audiences, slots })
}
