//! What can be typed: one move, all of them, or those that make sense now.

use super::now;
use crate::engine::event::Event;
use crate::engine::view::{View, Viewer};
use crate::moves::{FACILITATORS, MOVES, MoveHelp, Named, Names, Offer, TOOLS, example};
use crate::scenario::id::SeatId;

/// What is always there.
const ALSO: &str =
    "also: hint, status, who, feed, actions, card SEAT, as SEAT, wait, help MOVE, help all, pause, end";
/// A move and what it does stand in one line up to so many columns.
const ONE_LINE: usize = 76;
/// An example of more is shown without what it says.
const SHORT: usize = 40;

/// A move's usage, all of them, or those that make sense now.
#[must_use]
pub fn help(view: View<'_>, word: Option<&str>) -> Vec<String> {
    help_having_heard(view, None, word)
}

/// The same at a screen that was told these events: of what can be looked at it lists what has come up in the story.
#[must_use]
pub fn help_having_heard(view: View<'_>, heard: Option<&[Event]>, word: Option<&str>) -> Vec<String> {
    let me = match view.viewer() {
        Viewer::Seat(seat) => Some(seat),
        Viewer::Table | Viewer::Facilitator => None,
    };
    let theirs: &[MoveHelp] = if view.viewer() == Viewer::Facilitator { FACILITATORS } else { &[] };
    match word {
        Some("all") => {
            let all = theirs.iter().chain(MOVES.iter().filter(|m| !theirs.iter().any(|t| t.word == m.word)));
            let tools = TOOLS.iter().filter(|m| m.word != "events" || !theirs.is_empty());
            let moves = all.map(written);
            let tools = tools.map(|m| format!("{}   {}", written(m), m.says));
            moves.chain(std::iter::once("for the tool:".to_string())).chain(tools).collect()
        }
        Some(word) => {
            let known = theirs.iter().chain(MOVES).find(|m| m.word == word);
            let tool = TOOLS.iter().find(|m| m.word == word);
            let of_tool = |m: &MoveHelp| vec![written(m), m.says.to_string()];
            let lines = known.map_or_else(|| tool.map_or(Vec::new(), of_tool), |m| one(view, me, heard, m));
            match lines.is_empty() {
                true if FACILITATORS.iter().any(|m| m.word == word) => {
                    vec![format!("`{word}` is a move of the facilitator's, who runs the drill")]
                }
                true => match crate::moves::meant(word) {
                    Some(meant) => vec![format!("no move `{word}`; did you mean `help {meant}`?")],
                    None => vec![format!("no move `{word}`; `help all` lists them")],
                },
                false => lines,
            }
        }
        None if view.viewer() == Viewer::Facilitator => facilitators(view),
        None => sensible(view, me),
    }
}

/// A move or a word for the tool as it is typed.
fn written(about: &MoveHelp) -> String {
    format!("{} {}", about.word, about.usage).trim_end().to_string()
}

/// One move: how it is written, what it does, and the names that it takes in this story.
fn one(view: View<'_>, me: Option<SeatId>, heard: Option<&[Event]>, about: &MoveHelp) -> Vec<String> {
    let mut lines = vec![
        written(about),
        about.says.to_string(),
        format!("for example: {}", example(view, me, about.word)),
    ];
    match about.word {
        "do" | "undo" | "poll" | "decide" => lines.push("`actions` says what each of them is".to_string()),
        "take" => {
            lines.push("a page that was not yours: `ack take`; a task or an offer: `accept`".to_string())
        }
        "ack" => lines
            .push("several seats at once: `2,3 ack`, or `all ack` for everybody who has a page".to_string()),
        "page" => lines.push("several at once: `page 2,3 why=\"...\"`, or `page all`".to_string()),
        _ => {}
    }
    let all = Names::of(view, me);
    let all = match heard {
        Some(events) => all.hearing(view, events),
        None => all,
    };
    let named = all.named(about.word);
    lines.extend(named.iter().map(names));
    lines.extend(all.others(about.word).map(String::from));
    if !named.is_empty() {
        lines.push("at a prompt, Tab completes them".to_string());
    }
    lines
}

/// `seats: 1 primary, 2 secondary`, and severities with what they mean.
fn names(named: &Named) -> String {
    let name = |(n, offer): (usize, &Offer)| match named.what {
        "seats" => format!("{} {}", n + 1, offer.text),
        "severities" | "open pages" | "open tasks" => format!("{} ({})", offer.text, offer.says),
        _ => offer.text.clone(),
    };
    let names: Vec<String> = named.names.iter().enumerate().map(name).collect();
    format!("{}: {}", named.what, names.join(", "))
}

/// What most likely comes next, in half a line: the first that `help` has.
#[must_use]
pub fn next_move(view: View<'_>) -> Option<String> {
    let lines = help(view, None);
    let first = lines.first()?;
    let below = lines.get(1).and_then(|line| line.strip_prefix("    "));
    let of_move = first.split_once("   ").or(below.map(|says| (first.as_str(), says)));
    Some(match of_move {
        // What it would say is asked for, or stands in `help statement`.
        Some((example, says)) => {
            let whole = example.chars().count() <= SHORT;
            let words = example.split_whitespace().take(if whole { usize::MAX } else { 2 });
            format!("likely next: `{}` ({says})", words.collect::<Vec<_>>().join(" "))
        }
        None => first.split(". ").next().unwrap_or_default().to_string(),
    })
}

/// What who runs the drill might do now, at most eight lines.
fn facilitators(view: View<'_>) -> Vec<String> {
    let line = |word: &str| {
        let known = FACILITATORS.iter().find(|m| m.word == word);
        known.map(|m| format!("{}   {}", example(view, None, word), m.says))
    };
    let mut lines = vec![
        "events   the event list: what is next, in your hand, waiting, came".to_string(),
        "status   how the table stands: signals, who is silent, what is expected, the end".to_string(),
    ];
    lines.extend(["inject", "nudge", "hint", "voice", "observe"].iter().filter_map(|word| line(word)));
    let here = view.first_here(|_| true).map_or(1, |seat| seat.n() + 1);
    lines.push(format!(
        "also: skip, mark, jump, talk, force, vacate, pause, resume, bookmark, end; `{here} ack` is seat {here}'s; help \
         MOVE, help all"
    ));
    lines
}

/// The moves that make sense now, at most eight.
fn sensible(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    let pages = view.open_pages();
    let mine = |seat: SeatId| me.is_none_or(|me| me == seat || !view.sits(seat));
    let in_call = match me {
        Some(me) => view.has_joined(me),
        None => view.public().seats.ids().any(|seat| view.has_joined(seat)),
    };
    // What rings at somebody else's seat is theirs, as long as somebody sits there.
    if pages.iter().any(|(_, group)| !in_call || group.to.iter().any(|&seat| mine(seat))) {
        words.push("ack");
    }
    if !in_call {
        // From outside the call nothing else can be done.
        let mut lines = vec![match words.is_empty() {
            true if me.is_some() => {
                "nothing has called you yet: wait for your pager (`wait next`, where the clock does not run by \
                 itself). Meanwhile: `card` says who you are and what you can do, `who` who else is there, `help all` \
                 the moves; `hint` says more"
                    .to_string()
            }
            true => "wait for the first page, or `look` if somebody has noticed something. Meanwhile: `card SEAT` says \
                     what a seat knows and can do, `who` who is there, `help all` the moves"
                .to_string(),
            false => format!("{}   whoever has been paged answers first", example(view, me, "ack")),
        }];
        lines.push(ALSO.to_string());
        return lines;
    }
    words.extend((!view.offered().is_empty()).then_some("accept"));
    match view.severity() {
        _ if view.is_closed() => words.extend(now::after_the_close(view)),
        None => words.extend(now::before_an_incident(view)),
        Some(_) => words.extend(now::in_an_incident(view, me)),
    }
    // Work is done by who can do it.
    let can = me.is_none_or(|me| !view.actions(me).is_empty());
    words.retain(|word| can || *word != "do");
    let mut lines: Vec<String> = words
        .iter()
        .filter_map(|word| MOVES.iter().find(|m| m.word == *word))
        .take(8)
        .flat_map(|m| {
            let more = if m.word == "do" { "; `actions` lists what" } else { "" };
            with_example(&example(view, me, m.word), &format!("{}{more}", m.says))
        })
        .collect();
    lines.push(ALSO.to_string());
    lines
}

/// An example and what it does: in one line, or where that would be too long, below each other.
fn with_example(example: &str, says: &str) -> Vec<String> {
    let line = format!("{example}   {says}");
    if line.chars().count() <= ONE_LINE {
        vec![line]
    } else {
        vec![example.to_string(), format!("    {says}")]
    }
}
