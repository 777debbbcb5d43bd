//! Before the clock and after it, at a terminal: the opening, and the card at the end.

use std::io::BufRead;
use std::sync::mpsc::Receiver;

use super::args::StoreArg;
use super::exit::{Answer, Done, Failed, print};
use super::{score, stored};
use crate::engine::Session;
use crate::engine::event::{Event, EventKind};
use crate::engine::view::Viewer;
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::screen::Style;

/// What came of the opening.
pub(super) enum Opening {
    /// `start`: with these seats filled.
    Start(Vec<SeatId>),
    /// The table went away.
    Left,
}

/// The ground rules, in the order in which they matter.
const RULES: &str = "This is SIMULATED: nothing outside this window is touched. It is blameless: how the response runs is \
rated, and nobody is. `pause` stops the clock for everyone, `end` ends the drill, and anyone may say so.";

/// One more at a table.
const TABLE_RULE: &str = " One person types, and it is not the commander: heads up, talk to each other.";

/// What who runs the drill knows before the clock.
const FACILITATORS_RULE: &str = "You run this drill: this screen shows everything, so keep it to yourself (the room looks at \
`sandtable board`). What you type bare is yours: `events` is the event list, `status` how the table stands, `help` what makes \
sense now. What a seat does begins with the seat: `1 ack`.";

/// Everything off the screen: a card is nobody else's.
const CLEAR: &str = "\x1b[H\x1b[2J";

/// What may be typed before the clock.
const CHOICES: &str =
    "Enter or `start` starts the clock; `2` empties or fills seat 2; `card 2` shows a card; `quit` leaves.";

/// Opens with the clock stopped: the story, who sits where, the ground rules.
pub(super) fn open_table(
    scenario: &Scenario,
    filled: &[SeatId],
    me: Option<SeatId>,
    who: Viewer,
    seed: u64,
    sentence: Option<&str>,
    style: Style,
) -> Result<Opening, Failed> {
    let mut filled = filled.to_vec();
    let bold = |text: &str| if style.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_string() };
    let starts = scenario.starts.format("%a %d %b %H:%M");
    print(&format!("{}  {}   {starts}   seed {seed}\n\n", bold(" SIMULATED "), scenario.title))?;
    let rules = format!("{RULES}{}", if who == Viewer::Table { TABLE_RULE } else { "" });
    print(&format!("{}\n\n{}\n\n", wrap(&scenario.story), wrap(&rules)))?;
    if who == Viewer::Facilitator {
        print(&format!("{}\n\n", wrap(FACILITATORS_RULE)))?;
    }
    if let Some(me) = me {
        let view_of_me =
            scenario.seats[me].knows.as_deref().map_or(String::new(), |knows| format!(" You know: {knows}"));
        print(&format!("{}\n", wrap(&format!("You are {}.{view_of_me}", scenario.seats.name(me)))))?;
    }
    if let Some(sentence) = sentence {
        print(&format!(
            "{}\n\n",
            wrap(&format!("After the last drill you said: {}", crate::prose::quote(sentence)))
        ))?;
    }
    seats(scenario, &filled)?;
    print(&format!("{}\n", wrap(CHOICES)))?;
    let mut shows_card = false;
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let word = line.trim();
        match (word, word.strip_prefix("card ")) {
            ("" | "start", _) => {
                if shows_card {
                    print(CLEAR)?;
                }
                return Ok(Opening::Start(filled));
            }
            ("help" | "?", _) => print(&format!("{}\n", wrap(CHOICES)))?,
            ("quit" | "end" | "exit", _) => return Ok(Opening::Left),
            (_, Some(seat)) => {
                shows_card = true;
                card_of(scenario, seat)?;
            }
            _ => toggle(scenario, &mut filled, word)?,
        }
    }
    Ok(Opening::Left)
}

/// Opens a drill that has been going on before, with its clock stopped: the last that was heard. Whether to start.
#[cfg(feature = "repl")]
pub(super) fn takes_up(
    session: &Session,
    who: Viewer,
    before: &[Event],
    style: Style,
) -> Result<bool, Failed> {
    for line in crate::screen::feed(session, who, before, style, 10) {
        print(&format!("{line}\n"))?;
    }
    for line in crate::screen::status(session.view(who)) {
        let indent = crate::screen::lines(style.width).initial_indent("  ").subsequent_indent("    ");
        print(&format!("{}\n", textwrap::fill(&line, indent)))?;
    }
    print("Enter or `start` starts the clock; `quit` leaves.\n")?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).unwrap_or_default();
    Ok(read > 0 && !matches!(line.trim(), "quit" | "q" | "exit" | "end"))
}

fn wrap(text: &str) -> String {
    textwrap::fill(text, crate::screen::lines(super::run::width()))
}

fn seats(scenario: &Scenario, filled: &[SeatId]) -> Result<(), Failed> {
    for (id, seat) in scenario.seats.iter() {
        let team = &scenario.organisation.teams[seat.team];
        let who = if filled.contains(&id) { "at this table" } else { "empty" };
        let level = seat.level.map_or(String::new(), |level| format!(", on call {level}"));
        let optional = if seat.optional { ", may stay empty" } else { "" };
        let line =
            format!("{} {:<16} {}{level}{optional}: {who}", id.n() + 1, scenario.seats.name(id), team.name);
        let indent =
            crate::screen::lines(super::run::width()).initial_indent("  ").subsequent_indent("      ");
        print(&format!("{}\n", textwrap::fill(&line, indent)))?;
    }
    Ok(())
}

fn seat_called(scenario: &Scenario, said: &str) -> Option<SeatId> {
    let numbered = said.parse::<usize>().ok().filter(|n| (1..=scenario.seats.len()).contains(n));
    scenario.seats.find(said).or(numbered.map(|n| SeatId::new(n - 1)))
}

fn toggle(scenario: &Scenario, filled: &mut Vec<SeatId>, said: &str) -> Result<(), Failed> {
    let Some(seat) = seat_called(scenario, said) else {
        return print(&format!("  no seat `{said}`; `start` starts the clock, `quit` leaves\n"));
    };
    match filled.iter().position(|held| *held == seat) {
        Some(at) => drop(filled.remove(at)),
        None => filled.push(seat),
    }
    filled.sort_unstable();
    seats(scenario, filled)
}

fn card_of(scenario: &Scenario, said: &str) -> Result<(), Failed> {
    let Some(seat) = seat_called(scenario, said) else { return print(&format!("  no seat `{said}`\n")) };
    let knows = scenario.seats[seat].knows.as_deref().unwrap_or("nothing that others don't");
    let can: Vec<&str> =
        scenario.seats[seat].can.iter().map(|&id| scenario.actions.name(id).as_str()).collect();
    print(&format!(
        "  (others look away)\n{}\n",
        wrap(&format!("{} knows: {knows}", scenario.seats.name(seat)))
    ))?;
    print(&format!(
        "{}\n",
        wrap(&format!("can do: {}", if can.is_empty() { "ask and tell".into() } else { can.join(", ") }))
    ))
}

/// The end: what happened, then a silent look at oneself, and only then how it went. Who reads the terminal already hands
/// its lines over.
pub(super) fn card(store: &StoreArg, name: &str, lines: Option<&Receiver<String>>) -> Done {
    let (scenario, records) = stored::read(store, name)?.lived()?;
    let card = score::card(&scenario, &records)?;
    print(&format!("\n{}\n", in_four_lines(&scenario, &records)))?;
    print(&format!(
        "{}\n\nEnter opens how it went.\n",
        wrap(
            "Each of you, silently: how did we do on acknowledging, on roles, on updates, on the loop (well done; done, \
             with friction; at a cost; not reached)? What surprised you?"
        )
    ))?;
    // Whatever comes, also nothing, opens the card.
    match lines {
        Some(lines) => drop(lines.recv()),
        None => drop(std::io::stdin().lock().read_line(&mut String::new())),
    }
    print(&format!("{}\n{}", crate::score::text::short(&card, false), super::run::where_it_is(name)))?;
    Ok(Answer::Yes)
}

/// What happened, in four lines.
fn in_four_lines(scenario: &Scenario, records: &[Record]) -> String {
    let at = |wanted: fn(&EventKind) -> bool| {
        records
            .iter()
            .find(|record| wanted(&record.event.kind))
            .map(|record| crate::engine::decide::story_clock(scenario, record.event.at))
    };
    let or = |time: Option<String>| time.unwrap_or_else(|| "never".to_string());
    let count =
        |wanted: fn(&EventKind) -> bool| records.iter().filter(|record| wanted(&record.event.kind)).count();
    // Who noticed by themselves was not answering a page.
    let first = |wanted: fn(&EventKind) -> bool| records.iter().position(|record| wanted(&record.event.kind));
    let page = first(|kind| matches!(kind, EventKind::Paged { .. }));
    let ack = first(|kind| matches!(kind, EventKind::Acknowledged { .. }));
    let noticed = ack.is_some_and(|ack| page.is_none_or(|page| ack < page));
    let paged = or(at(|kind| matches!(kind, EventKind::Paged { .. })));
    let acked = or(at(|kind| matches!(kind, EventKind::Acknowledged { .. })));
    let declared = or(at(|kind| matches!(kind, EventKind::Declared { .. })));
    let led = or(at(|kind| {
        matches!(kind, EventKind::RoleGiven { role: crate::scenario::words::Role::Commander, .. })
    }));
    let told = count(|kind| matches!(kind, EventKind::Updated { .. }));
    let done = count(|kind| matches!(kind, EventKind::ActionTookEffect { .. }));
    let resolved =
        records.iter().any(|r| matches!(r.event.kind, EventKind::DrillEnded { resolved: true, .. }));
    let end = if resolved { "It is over." } else { "It was not over at the end." };
    let begun = match noticed {
        true => format!("Noticed {acked}, before any page; first page {paged}."),
        false => format!("First page {paged}, acknowledged {acked}."),
    };
    format!(
        "{begun}\nDeclared {declared}, in command {led}.\n\
         {told} update{}, {done} change{} to the system.\n{end}\n",
        if told == 1 { "" } else { "s" },
        if done == 1 { "" } else { "s" },
    )
}
