//! Where a journal can be left, so that another line of play goes on from there.
//!
//! A batch is one instant's events with all their consequences, and is never torn apart: a drill is left between two.
//! The other line of play has copies of the lines up to there, with the same hashes, its first line among them; that it
//! is another one says its own first event, [`EventKind::Forked`], and the store, which knows parents by their names of
//! today.

use crate::engine::command::Point;
use crate::engine::event::{Actor, Event, EventKind, Seq};
use crate::prose::spell;
use crate::time::{SimDuration, SimTime};

/// What is played again from before an event begins so long before it: time to take in where one is.
const A_MINUTE: SimDuration = SimDuration::from_mins(1);

/// A place between two batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// How many events stand before it.
    pub kept: usize,
    /// What the clock shows there.
    pub at: SimTime,
}

/// Where a moment lies in a journal, at which the clock has come to `now`.
///
/// # Errors
/// There is no such moment, and which there are.
pub fn cut(events: &[Event], now: SimTime, point: Point) -> Result<Cut, String> {
    let cut = match point {
        Point::At(at) => at_time(events, now, at)?,
        Point::Ago(ms) if now - ms < SimTime::START => {
            return Err(format!("the drill began {} ago", spell(now.since(SimTime::START))));
        }
        Point::Ago(ms) => at_time(events, now, now - ms)?,
        Point::Event(seq) => after(events, seq)?,
        Point::Before(seq) => {
            let minute = event(events, seq)?.counts_at() - A_MINUTE;
            at_time(events, now, minute.max(SimTime::START))?
        }
        Point::Bookmark(which) => after(events, bookmark(events, which)?)?,
    };
    // At the end of its start, nothing has been left out yet.
    Ok(Cut { kept: cut.kept.max(batch_end(events, 0)), ..cut })
}

/// All that had happened by then; out of the middle of a jump, back to before it.
fn at_time(events: &[Event], now: SimTime, at: SimTime) -> Result<Cut, String> {
    if at > now {
        return Err(format!("there is no {}: the drill has come to {}", since(at), since(now)));
    }
    let jumps_over = |event: &Event| matches!(event.kind, EventKind::Jumped { ms, .. } if event.at < at && at < event.at + ms);
    let jump = events.iter().position(jumps_over);
    match jump {
        Some(kept) => Ok(Cut { kept, at: events[kept].at }),
        None => Ok(Cut { kept: events.partition_point(|event| event.at <= at), at }),
    }
}

/// Behind an event and what followed from it at once.
fn after(events: &[Event], seq: Seq) -> Result<Cut, String> {
    let event = event(events, seq)?;
    Ok(Cut { kept: batch_end(events, seq.0 as usize), at: event.at })
}

fn event(events: &[Event], seq: Seq) -> Result<&Event, String> {
    let event = usize::try_from(seq.0).ok().and_then(|n| events.get(n));
    event.ok_or_else(|| format!("there is no event {seq}: the last one is #{}", events.len() - 1))
}

/// The places of the bookmarks, in order.
#[must_use]
pub fn bookmarks(events: &[Event]) -> Vec<Seq> {
    let marked = |event: &&Event| matches!(event.kind, EventKind::Bookmarked { .. });
    events.iter().filter(marked).map(|event| event.seq).collect()
}

fn bookmark(events: &[Event], which: Option<u32>) -> Result<Seq, String> {
    let all = bookmarks(events);
    let found = match which {
        None => all.last(),
        Some(n) => (n as usize).checked_sub(1).and_then(|n| all.get(n)),
    };
    found.copied().ok_or_else(|| match all.len() {
        0 => "there is no bookmark; `bookmark \"...\"` sets one".to_string(),
        1 => "there is one bookmark: `bookmark:1`".to_string(),
        n => format!("there are {n} bookmarks, `bookmark:1` to `bookmark:{n}`"),
    })
}

/// The end of the batch that this event is part of.
#[must_use]
pub fn batch_end(events: &[Event], n: usize) -> usize {
    let mut end = n + 1;
    while end < events.len() && !begins_batch(events, end) {
        end += 1;
    }
    end
}

/// Whether a batch begins with this event: another instant, or somebody's move.
fn begins_batch(events: &[Event], n: usize) -> bool {
    let (event, before) = (&events[n], &events[n - 1]);
    // A seat is taken with its first move.
    let moved = event.by != Actor::Story && event.cause.is_none();
    let taken = |event: &Event| matches!(event.kind, EventKind::SeatTaken { .. });
    event.at != before.at || taken(event) || (moved && !taken(before))
}

/// A time since the start.
fn since(at: SimTime) -> String {
    format!("+{}", at.since(SimTime::START).clock())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id::SeatName;

    /// Events at these seconds, each by the story or by a seat.
    fn journal(events: &[(i64, bool, EventKind)]) -> Vec<Event> {
        let event = |(n, (secs, seats, kind)): (usize, &(i64, bool, EventKind))| Event {
            seq: Seq(n as u64),
            at: SimTime::from_ms(secs * 1_000),
            said: None,
            by: if *seats { Actor::Seat(SeatName::new("primary")) } else { Actor::Story },
            cause: None,
            kind: kind.clone(),
        };
        events.iter().enumerate().map(event).collect()
    }

    fn said(text: &str) -> EventKind {
        EventKind::Said { text: text.into() }
    }

    fn at(secs: i64) -> Point {
        Point::At(SimTime::from_ms(secs * 1_000))
    }

    #[track_caller]
    fn case(events: &[Event], point: Point, kept: usize, secs: i64) {
        let found = cut(events, SimTime::from_ms(100_000), point);
        assert_eq!(found, Ok(Cut { kept, at: SimTime::from_ms(secs * 1_000) }), "{point:?}");
    }

    #[test]
    fn a_journal_is_left_between_two_batches() {
        let taken = EventKind::SeatTaken { seat: SeatName::new("primary") };
        let marked = EventKind::Bookmarked { text: "here".into() };
        let events = journal(&[
            (0, false, said("start")),
            (0, false, said("start")),
            (10, false, said("a story")),
            (10, false, taken),
            (10, true, said("a move")),
            (10, false, said("what follows")),
            (10, true, marked),
            (20, false, said("later")),
        ]);
        case(&events, at(0), 2, 0);
        case(&events, at(9), 2, 9);
        case(&events, at(10), 7, 10);
        case(&events, at(100), 8, 100);
        case(&events, Point::Ago(crate::time::SimDuration::from_secs(91)), 2, 9);
        case(&events, Point::Event(Seq(0)), 2, 0);
        case(&events, Point::Event(Seq(2)), 3, 10);
        case(&events, Point::Event(Seq(3)), 6, 10);
        case(&events, Point::Event(Seq(4)), 6, 10);
        case(&events, Point::Before(Seq(7)), 2, 0);
        case(&events, Point::Bookmark(None), 7, 10);
        case(&events, Point::Bookmark(Some(1)), 7, 10);
    }

    #[test]
    fn the_minute_before_an_event_is_counted_from_when_it_was_said() {
        let mut events = journal(&[(0, false, said("start")), (20, true, said("a")), (90, true, said("b"))]);
        case(&events, Point::Before(Seq(2)), 2, 30);
        events[2].said = Some(SimTime::from_ms(75_000));
        case(&events, Point::Before(Seq(2)), 1, 15);
        case(&events, Point::Before(Seq(1)), 1, 0);
    }

    #[test]
    fn out_of_a_jump_one_lands_before_it() {
        let jumped = EventKind::Jumped { ms: crate::time::SimDuration::from_secs(60), due: false };
        let events = journal(&[
            (0, false, said("start")),
            (10, true, jumped),
            (40, false, said("in it")),
            (90, true, said("on")),
        ]);
        case(&events, at(10), 2, 10);
        case(&events, at(50), 1, 10);
        case(&events, at(70), 3, 70);
    }

    #[test]
    fn moments_that_are_not_there_say_which_are() {
        let events = journal(&[(0, false, said("start"))]);
        let why = |point| cut(&events, SimTime::from_ms(100_000), point).unwrap_err();
        assert_eq!(why(at(101)), "there is no +1:41: the drill has come to +1:40");
        assert_eq!(why(Point::Event(Seq(9))), "there is no event #9: the last one is #0");
        assert_eq!(why(Point::Before(Seq(9))), "there is no event #9: the last one is #0");
        assert_eq!(why(Point::Bookmark(None)), "there is no bookmark; `bookmark \"...\"` sets one");
        let ago = Point::Ago(crate::time::SimDuration::from_mins(2));
        assert_eq!(why(ago), "the drill began 1 min 40 s ago");
    }
}
