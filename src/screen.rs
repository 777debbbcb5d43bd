//! What a screen shows of a drill: a view in lines of text. Pure: where the lines go is the shell's business.

pub mod board;
pub mod desk;

use crate::engine::Session;
use crate::engine::event::{Event, EventKind};
use crate::engine::tell::Told;
use crate::engine::view::{View, Viewer};
use crate::moves::{MOVES, example};
use crate::scenario::id::SeatId;
use crate::time::SimTime;

/// How lines are written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to fill at most.
    pub width: usize,
    /// Whether to colour by channel; a word always stands beside the colour.
    pub colour: bool,
    /// For screen readers: a fact is one line, and nothing on the screen is drawn twice.
    pub plain: bool,
}

/// Where the words of a line begin.
const INDENT: usize = 14;

/// An event as this viewer's screen shows it; several lines where it is long.
#[must_use]
pub fn event_lines(view: View<'_>, event: &Event, style: Style) -> Option<String> {
    let told = view.told(event)?;
    let clock = crate::engine::decide::story_clock(view_scenario(view), event.at);
    let late =
        event.said.map_or(String::new(), |said| format!(" (said {} earlier)", event.at.since(said).clock()));
    let body = format!("{}{late}", words(&told));
    if style.plain {
        let label = Some(label(told.channel)).filter(|label| !label.is_empty());
        let label = label.map_or(String::new(), |label| format!("{label}, "));
        return Some(format!("{clock} {label}{}", body.replace('\n', " ")));
    }
    let head = format!("{clock} {:<7} ", label(told.channel));
    Some(paint(&told, &wrapped(&head, &body, style.width), style))
}

fn view_scenario(view: View<'_>) -> &crate::scenario::Scenario {
    view.public()
}

/// The word beside the colour.
fn label(channel: &str) -> String {
    match channel {
        "pager" => "PAGE".into(),
        "status-page" => "STATUS".into(),
        "social-media" => "SOCIAL".into(),
        "executive" => "EXEC".into(),
        "call" => String::new(),
        other => other.to_uppercase(),
    }
}

fn words(told: &Told) -> String {
    let heard_by = match (told.channel, told.to.is_empty()) {
        ("pager" | "call" | "card" | "story" | "tool" | "clock", _) | (_, true) => String::new(),
        _ => format!(" (to {})", told.to.join(", ")),
    };
    match (&told.from, told.channel) {
        (Some(on), "card") => format!("{}: {on}: {}", told.to.join(", "), told.text),
        (Some(title), "story") => format!("{title}. {}", told.text),
        (Some(from), "pager") => format!("{from} sent {}", told.text),
        (Some(from), _) => format!("{from}{heard_by}: {}", told.text),
        (None, _) => told.text.clone(),
    }
}

/// A head and its words, the following lines under the words.
fn wrapped(head: &str, body: &str, width: usize) -> String {
    // Narrow screens have no room for a column of clocks.
    let under = " ".repeat(if width < 60 { 4 } else { INDENT });
    let options = lines(width).initial_indent(head).subsequent_indent(&under);
    body.lines().map(|line| textwrap::fill(line, &options)).collect::<Vec<_>>().join("\n")
}

/// Lines of so many columns, broken at spaces alone: a name in two halves can't be typed again.
#[must_use]
pub fn lines<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width.max(20))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

fn paint(told: &Told, text: &str, style: Style) -> String {
    if !style.colour {
        return text.to_string();
    }
    let colour = match told.channel {
        "pager" => "1;31",
        "card" | "truth" => "35",
        "clock" | "tool" => "2",
        "call" => return text.to_string(),
        "story" => "1",
        _ => "36",
    };
    format!("\x1b[{colour}m{text}\x1b[0m")
}

/// The prompt: both clocks and what matters.
#[must_use]
pub fn prompt(view: View<'_>, now: SimTime, me: Option<SeatId>) -> String {
    let scenario = view.public();
    let clock = crate::engine::decide::story_clock(scenario, now);
    let mut parts = vec![match view.severity() {
        Some(severity) => severity.label().to_string(),
        None => match view.open_pages().len() {
            0 => "no incident yet".to_string(),
            _ => {
                view.open_pages().iter().map(|(n, _)| format!("page {n} open")).collect::<Vec<_>>().join(" ")
            }
        },
    }];
    if view.is_closed() {
        parts[0].push_str(" CLOSED");
    } else if view.severity().is_some() {
        let commander =
            view.holders().into_iter().find(|held| held.role == crate::scenario::words::Role::Commander);
        parts[0].push_str(&match commander {
            Some(held) => format!(" cmd {}", held.seat.n() + 1),
            None => " no commander".to_string(),
        });
    }
    if let Some(due) = view.update_due() {
        let left = due.since(now).ms();
        parts.push(if left < 0 { "update overdue".into() } else { format!("update {}m", left / 60_000) });
    }
    match view.open_tasks().len() {
        0 => {}
        1 => parts.push("1 task".into()),
        n => parts.push(format!("{n} tasks")),
    }
    if view.is_paused() {
        parts.push("PAUSED".into());
    }
    let me = me.map_or(String::new(), |me| format!(" {}", scenario.seats.name(me)));
    format!("{clock} +{} {}{me} > ", now.since(SimTime::START).clock(), parts.join(", "))
}

/// What is open, in lines.
#[must_use]
pub fn status(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    let mut lines = Vec::new();
    let severity = view.severity().map_or("no incident declared", |severity| severity.label());
    let closed = if view.is_closed() { ", closed" } else { "" };
    lines.push(format!(
        "{} (+{})  {severity}{closed}",
        view.clock(),
        view.now().since(SimTime::START).clock()
    ));
    lines.extend(who(view));
    if let Some(due) = view.update_due() {
        let clock = crate::engine::decide::story_clock(scenario, due);
        lines.push(format!("next update due by {clock}"));
    }
    let open = view.still_open();
    if open.is_empty() {
        lines.push("nothing is open".to_string());
    }
    lines.extend(open);
    lines
}

/// Who holds what, and who is in the call.
#[must_use]
pub fn who(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    scenario
        .seats
        .iter()
        .map(|(id, seat)| {
            let roles: Vec<String> = view
                .holders()
                .into_iter()
                .filter(|held| held.seat == id)
                .map(|held| {
                    let of = held
                        .system
                        .map_or(String::new(), |of| format!(" for {}", scenario.components.name(of)));
                    let said = if held.announced { "" } else { " (not announced)" };
                    format!("{}{of}{said}", held.role)
                })
                .collect();
            let here = if view.has_joined(id) { "in the call" } else { "not in the call" };
            let team = scenario.organisation.teams.name(seat.team);
            let roles = if roles.is_empty() { String::new() } else { format!(", {}", roles.join(", ")) };
            format!("{} {} ({team}): {here}{roles}", id.n() + 1, scenario.seats.name(id))
        })
        .collect()
}

/// A seat's card: who you are, what you know, what you can do.
#[must_use]
pub fn card(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let place = &scenario.seats[seat];
    let team = &scenario.organisation.teams[place.team];
    let level = place.level.map_or(String::new(), |level| format!(", on call at level {level}"));
    let mut lines = vec![format!("You are {} of {}{level}.", scenario.seats.name(seat), team.name)];
    if let Some(knows) = view.knows(seat) {
        lines.push(format!("You know: {knows}"));
    }
    lines.extend(actions(view, seat));
    lines
}

/// What a seat has been answered so far: for its card.
#[must_use]
pub fn answers(session: &Session, seat: SeatId, events: &[Event]) -> Vec<String> {
    let scenario = session.scenario();
    let me = scenario.seats.name(seat);
    let mine =
        |event: &&Event| matches!(&event.kind, EventKind::Answered { to, .. } if to.seat() == Some(me));
    let line = |event: &Event| {
        let told = session.view(Viewer::Seat(seat)).told(event)?;
        let on = told.from.unwrap_or_default();
        Some(format!("{} {on}: {}", crate::engine::decide::story_clock(scenario, event.at), told.text))
    };
    events.iter().filter(mine).filter_map(line).collect()
}

/// What a seat can do, in lines.
#[must_use]
pub fn actions(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let can = view.actions(seat);
    if can.is_empty() {
        return vec![format!(
            "{} can do nothing to the system itself; it can ask and tell.",
            scenario.seats.name(seat)
        )];
    }
    let line = |id: &crate::scenario::id::ActionId| {
        let action = &scenario.actions[*id];
        let say = action.say.first().map_or(String::new(), |say| format!(": {say}"));
        let takes = if action.takes.ms() > 0 { format!(", takes {}", action.takes) } else { String::new() };
        let risky = if action.risk.is_some() { ", risky: poll first" } else { "" };
        format!(
            "  do {}{say} (on {}{takes}{risky})",
            scenario.actions.name(*id),
            scenario.components.name(action.on)
        )
    };
    let mut lines = vec![format!("{} can:", scenario.seats.name(seat))];
    lines.extend(can.iter().map(line));
    lines
}

/// What the seat of this screen can do; on a shared screen, what each seat can.
#[must_use]
pub fn actions_of(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    match me {
        Some(me) => actions(view, me),
        None => view.public().seats.ids().flat_map(|seat| actions(view, seat)).collect(),
    }
}

/// A move's usage, all of them, or those that make sense now.
#[must_use]
pub fn help(view: View<'_>, word: Option<&str>) -> Vec<String> {
    let me = match view.viewer() {
        Viewer::Seat(seat) => Some(seat),
        Viewer::Table | Viewer::Facilitator => None,
    };
    match word {
        Some("all") => MOVES.iter().map(|m| format!("{} {}", m.word, m.usage)).collect(),
        Some(word) => match MOVES.iter().find(|m| m.word == word) {
            Some(m) => vec![
                format!("{} {}", m.word, m.usage),
                m.says.to_string(),
                format!("for example: {}", example(view, me, m.word)),
            ],
            None => vec![format!("no move `{word}`; `help all` lists them")],
        },
        None => sensible(view, me),
    }
}

/// The moves that make sense now, at most eight.
fn sensible(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    if !view.open_pages().is_empty() {
        words.push("ack");
    }
    let anybody = view.public().seats.ids().any(|seat| view.has_joined(seat));
    if !anybody {
        // Nobody is in the call: nothing else can be done.
        let mut lines = vec![match words.is_empty() {
            true => "wait for the first page, or `look` if somebody has noticed something".to_string(),
            false => format!("{}   whoever has been paged answers first", example(view, me, "ack")),
        }];
        lines.push(
            "also: hint, status, who, feed, actions, card SEAT, help MOVE, help all, pause, end".to_string(),
        );
        return lines;
    }
    if view.severity().is_none() {
        words.push("declare");
    } else if view.holders().is_empty() {
        words.push("roles");
    } else {
        words.extend(["statement", "update", "task"]);
    }
    words.extend(["look", "do", "verify"]);
    if view.severity().is_some() {
        words.push("close");
    }
    let mut lines: Vec<String> = words
        .iter()
        .filter_map(|word| MOVES.iter().find(|m| m.word == *word))
        .take(8)
        .map(|m| format!("{}   {}", example(view, me, m.word), m.says))
        .collect();
    lines.push(
        "also: hint, status, who, feed, actions, card SEAT, help MOVE, help all, pause, end".to_string(),
    );
    lines
}

/// The session's view for a screen of a seat, or of the table.
#[must_use]
pub fn viewer(seat: Option<SeatId>) -> Viewer {
    seat.map_or(Viewer::Table, Viewer::Seat)
}

/// The story so far as this screen was told it: the last `most` entries.
#[must_use]
pub fn feed(session: &Session, who: Viewer, events: &[Event], style: Style, most: usize) -> Vec<String> {
    let view = session.view(who);
    let lines: Vec<String> = events.iter().filter_map(|event| event_lines(view, event, style)).collect();
    lines[lines.len().saturating_sub(most)..].to_vec()
}
