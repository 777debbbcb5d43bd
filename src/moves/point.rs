//! A moment of a drill, as people say it: for going back to, and for looking at.

use chrono::Timelike;

use super::grammar::clock;
use crate::engine::command::Point;
use crate::engine::event::Seq;
use crate::scenario::Scenario;
use crate::time::{SimDuration, SimTime};

/// What may be said.
pub const POINTS: &str = "+12:30 since the start, a clock of the story such as 02:29, 5m (so long ago), `bookmark` (the last \
                          one), bookmark:2, '#58' (an event), or before:#58 (the minute before it)";

/// Reads a moment. A clock is the story's where the drill can have shown it (a day at most), else a time since the start.
///
/// # Errors
/// What can be said instead.
pub fn point(scenario: &Scenario, said: &str) -> Result<Point, String> {
    let said = said.trim();
    let wrong = || format!("`{}` is no moment of a drill; {POINTS}", crate::prose::clip(said, 40));
    if let Some(since) = said.strip_prefix('+') {
        let ago = || SimDuration::parse(since).map(|ms| SimTime::START + ms);
        return clock(since).or_else(ago).filter(|&at| at >= SimTime::START).map(Point::At).ok_or_else(wrong);
    }
    if let Some(seq) = said.strip_prefix("before") {
        let seq = seq.trim_start_matches([':', ' ', '#']);
        return seq.parse().map(|seq| Point::Before(Seq(seq))).map_err(|_| wrong());
    }
    if let Some(seq) = said.strip_prefix('#') {
        return seq.parse().map(|seq| Point::Event(Seq(seq))).map_err(|_| wrong());
    }
    if let Some(which) = said.strip_prefix("bookmark") {
        let which = which.trim_start_matches([':', ' ']);
        return match which {
            "" | "last" => Ok(Point::Bookmark(None)),
            n => n.parse().ok().filter(|&n| n > 0).map(|n| Point::Bookmark(Some(n))).ok_or_else(wrong),
        };
    }
    if said.contains(':') {
        let on_the_wall = storys(scenario, said);
        return on_the_wall.or_else(|| clock(said)).map(Point::At).ok_or_else(wrong);
    }
    let back = said.strip_prefix('-').unwrap_or(said);
    SimDuration::parse(back).filter(|ms| ms.ms() > 0).map(Point::Ago).ok_or_else(wrong)
}

/// A clock of the story, `02:29`, if the drill can last until then.
fn storys(scenario: &Scenario, said: &str) -> Option<SimTime> {
    let (hours, mins) = said.split_once(':').filter(|(hours, mins)| hours.len() == 2 && mins.len() == 2)?;
    let number = |text: &str, below: i64| text.parse::<i64>().ok().filter(|n| (0..below).contains(n));
    let shown = number(hours, 24)? * 60 + number(mins, 60)?;
    let starts = i64::from(scenario.starts.hour() * 60 + scenario.starts.minute());
    let secs = i64::from(scenario.starts.second());
    // When that clock appeared on the screen.
    let since = (shown - starts).rem_euclid(24 * 60) * 60_000 - secs * 1_000;
    let at = SimTime::from_ms(since.max(0));
    (at <= SimTime::START + scenario.ends.latest).then_some(at)
}
