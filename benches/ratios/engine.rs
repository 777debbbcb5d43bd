//! The whole engine on a drill of the heap loop's size: 90 minutes, 40 injects, 12 components, 6 seats that each move
//! every 15 to 25 seconds; every event as a line of the record, chained by its hash to the one before.
//!
//! Against the heap loop as it is, and against one whose lines are chained as well: the aim was set for a loop that writes
//! the same lines, before lines had hashes. Those are a quarter of the whole drill's time.

use std::sync::Arc;

use sandtable::engine::Session;
use sandtable::engine::command::{Command, Mover};
use sandtable::engine::event::{Event, FORMAT, Header, Mode, RULES};
use sandtable::journal::Who;
use sandtable::journal::line::Writer;
use sandtable::moves::{What, parse};
use sandtable::scenario::Scenario;
use sandtable::scenario::check::{Sources, load};
use sandtable::scenario::id::SeatId;
use sandtable::score::Profile;
use sandtable::time::{SimDuration, SimTime};

use crate::heap_loop::{self, Chain, NOTE, Rng};
use crate::ratio::{Aim, ROUNDS, note, say, turns};
use crate::story::{COMPONENTS, MINUTES, SEATS, text};

const SEEDS: usize = 100;
const END: SimTime = SimTime::from_ms(MINUTES * 60_000);
const KINDS: usize = 9;

/// Prints the section.
pub(crate) fn run() -> bool {
    let drill = Drill::new();
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    let mut speed = (0.0, 0.0);
    for (what, chain) in [
        ("engine: drills/s, of a heap loop's that writes chained lines", Chain::Hashes),
        ("engine: the same, of one whose lines have no hash", Chain::No),
    ] {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let seed = |n: usize| n as u64 + 1;
            let bare = |n| {
                heap_loop::drill(seed(n), chain, &mut bare);
            };
            let ours = |n| {
                drill.play(seed(n), &mut ours);
            };
            let (of_bare, of_ours) = turns(SEEDS, bare, ours);
            let sums = (of_bare.iter().sum::<f64>(), of_ours.iter().sum::<f64>());
            rounds.push(sums.0 / sums.1);
            speed = (SEEDS as f64 / sums.0, SEEDS as f64 / sums.1);
        }
        say(what, &rounds, Aim::AtLeast(0.25));
        let (_, lines) = heap_loop::drill(1, chain, &mut bare);
        note(&format!(
            "heap loop: {lines} lines, {} bytes; {:.0} drills/s in the last round",
            bare.len(),
            speed.0
        ));
    }
    let (_, lines) = heap_loop::drill(1, Chain::No, &mut bare);
    let played = drill.play(1, &mut ours);
    let Played { moves, events, refused } = played;
    note(&format!("engine: {moves} moves, {events} lines, {} bytes; {:.0} drills/s", ours.len(), speed.1));
    note(&format!(
        "{:.0} ns a line, {:.0} ns a move",
        1e9 / speed.1 / f64::from(events),
        1e9 / speed.1 / f64::from(moves)
    ));
    assert!(
        moves == lines && refused == 0,
        "both make {lines} moves, and none is turned down: {moves}, {refused}"
    );
    true
}

/// The record of one such drill, line by line.
pub(crate) fn record() -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    Drill::new().play(1, &mut lines);
    lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
}

/// All that drills have in common.
struct Drill {
    scenario: Arc<Scenario>,
    header: Header,
    ack: (Command, String),
    /// By kind and by component.
    commands: Vec<(Command, String)>,
}

/// What came of one.
#[derive(Clone, Copy, Default)]
struct Played {
    moves: u32,
    events: u32,
    refused: u32,
}

impl Drill {
    fn new() -> Self {
        let text = text(40, 130);
        let scenario = load(&Sources { name: "made.ron", text: &text, organisation: None });
        let scenario = Arc::new(scenario.unwrap_or_else(|problems| panic!("it has problems: {problems:#?}")));
        let command = |said: String| (command(&scenario, &said), said);
        let each = (0..KINDS).flat_map(|kind| (0..COMPONENTS.len()).map(move |on| said(kind, on)));
        let commands = each.map(command).collect();
        let (ack, header) = (command("ack".into()), header(&scenario, text));
        Self { ack, header, commands, scenario }
    }

    /// One drill into a buffer that is used again.
    fn play(&self, seed: u64, lines: &mut Vec<u8>) -> Played {
        lines.clear();
        let (mut writer, mut played) = (Writer::default(), Played::default());
        let mut write = |events: &[Event]| {
            for event in events {
                writer.write(event, Who::Bot, 1_790_000_000_000, lines);
                lines.push(b'\n');
            }
            played.events += events.len() as u32;
        };
        let header = Header { seed, ..self.header.clone() };
        let (mut session, first) = Session::start(self.scenario.clone(), header).expect("it starts");
        write(&first);
        let mut seats = Seats::new(seed);
        while let Some((at, seat, (command, said))) = seats.next(self) {
            session.advance_to(at, &mut write).expect("time goes on");
            let by = Mover::Seat(SeatId::new(seat));
            let handled = session.handle(by, SimDuration::ZERO, command, said).expect("it goes on");
            write(&handled.events);
            played.moves += 1;
            played.refused += u32::from(handled.refused.is_some());
        }
        session.advance_to(END, &mut write).expect("it ends");
        assert!(session.is_over(), "it is over at {END}");
        played
    }
}

/// Six seats with the heap loop's own dice.
struct Seats {
    dice: Vec<Rng>,
    at: Vec<u64>,
    joined: [bool; SEATS.len()],
}

impl Seats {
    fn new(seed: u64) -> Self {
        let mut dice: Vec<Rng> = (0..6).map(|seat| Rng(seed << 8 | seat)).collect();
        let at = dice.iter_mut().map(|dice| 1 + pause(dice)).collect();
        Self { dice, at, joined: [false; SEATS.len()] }
    }

    /// Whose turn is next, when, and what it is; the first of each is the answer to the page.
    fn next<'a>(&mut self, drill: &'a Drill) -> Option<(SimTime, usize, &'a (Command, String))> {
        let seat = (0..SEATS.len()).min_by_key(|&seat| self.at[seat])?;
        let (at, dice) = (SimTime::from_ms(self.at[seat] as i64), &mut self.dice[seat]);
        let drawn = dice.next();
        let (kind, on) = (drawn as usize % KINDS, (drawn >> 8 & 0xff) as usize % COMPONENTS.len());
        self.at[seat] += pause(dice);
        let first = !std::mem::replace(&mut self.joined[seat], true);
        let command = if first { &drill.ack } else { &drill.commands[kind * COMPONENTS.len() + on] };
        (at <= END).then_some((at, seat, command))
    }
}

fn pause(dice: &mut Rng) -> u64 {
    15_000 + dice.next() % 5_001 * 2
}

/// A move of a kind about a component; texts are as long as the heap loop's.
fn said(kind: usize, on: usize) -> String {
    let (part, seat) = (COMPONENTS[on], SEATS[on % SEATS.len()]);
    let audience = ["customers", "stakeholders", "team"][on % 3];
    match kind {
        0 => format!("note {NOTE:?}"),
        1 => format!("look {part}-errors"),
        2 => format!("look {part}"),
        3 => format!("ask {} {NOTE:?}", ["support", "ops", seat][on % 3]),
        4 => format!("update {audience} state=\"investigating {part}\" impact={NOTE:?} next=15m"),
        5 => format!("task {seat} {NOTE:?} box=10m"),
        6 => format!("report {NOTE:?}"),
        7 => format!("say {NOTE:?}"),
        _ => format!("verify {part}-errors"),
    }
}

fn command(scenario: &Scenario, said: &str) -> Command {
    match parse(scenario, said, None).map(|line| line.map(|line| line.what)) {
        Ok(Some(What::Move(command))) => command,
        other => panic!("`{said}` is a move: {other:?}"),
    }
}

/// The header of a drill in which all seats are filled.
pub(crate) fn header(scenario: &Scenario, scenario_text: String) -> Header {
    Header {
        format: FORMAT,
        rules: RULES,
        tool: "sandtable bench".to_string(),
        drill: "bench".to_string(),
        scenario: scenario.id.clone(),
        scenario_text,
        organisation_text: None,
        profile: Profile::DEFAULT.to_string(),
        profile_text: Profile::default_text().to_string(),
        seed: 1,
        seats: scenario.seats.ids().map(|seat| scenario.seats.name(seat).clone()).collect(),
        stand_ins: Vec::new(),
        mode: Mode::default(),
        facilitated: false,
        pace: "flat".to_string(),
        redacted: None,
    }
}
