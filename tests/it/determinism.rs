//! Same scenario, seed and moves: the same bytes, however time was cut into steps, at any pace, and rebuilt halfway.

use std::sync::Arc;

use sandtable::drive::{Drill, Driver, Screen};
use sandtable::engine::Session;
use sandtable::engine::command::Mover;
use sandtable::engine::event::{Event, Seq};
use sandtable::engine::world::{Touched, World};
use sandtable::journal::Who;
use sandtable::journal::line::{Writer, compared};
use sandtable::moves::{Line, MoveError, Tool, What};
use sandtable::pace::Pace;
use sandtable::scenario::Scenario;
use sandtable::scenario::id::SeatId;
use sandtable::store::MemoryStore;
use sandtable::time::{SimDuration, SimTime};

use crate::shipped::{self, Shipped};
use crate::support::{begun, moves, play_with};

/// What determinism compares, line by line; the header without its pace.
fn bytes(lines: &[Vec<u8>]) -> Vec<String> {
    let text = |line: &Vec<u8>| String::from_utf8(compared(line).to_vec()).unwrap();
    let without_pace = |text: String| match text.find(",\"pace\":\"") {
        Some(at) if text.starts_with("{\"seq\":0,") => text[..at].to_string(),
        _ => text,
    };
    lines.iter().map(text).map(without_pace).collect()
}

fn every_drill(check: impl Fn(&Shipped, &str, &str)) {
    for shipped in shipped::all() {
        for (crew, moves) in &shipped.crews {
            check(&shipped, crew, moves);
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    every_drill(|shipped, crew, moves| {
        let once = play_with(shipped.scenario(), moves, 7, Who::Prepared);
        let again = play_with(shipped.scenario(), moves, 7, Who::Person);
        assert_eq!(bytes(&once.lines), bytes(&again.lines), "{} {crew}", shipped.id);
        let other_seed = play_with(shipped.scenario(), moves, 8, Who::Prepared);
        // The header names its seed: it is what comes after that must differ. `smallest` has no dice.
        if shipped.id != "smallest" {
            let (once, other) = (bytes(&once.lines[1..]), bytes(&other_seed.lines[1..]));
            assert_ne!(once, other, "{} {crew}: the seed matters", shipped.id);
        }
    });
}

#[test]
fn steps_of_a_second_give_the_same_bytes() {
    every_drill(|shipped, crew, moves| {
        let flat = play_with(shipped.scenario(), moves, 3, Who::Prepared);
        let stepped = by_hand(&shipped.scenario(), moves, 3, Rebuild::Never);
        assert_eq!(bytes(&flat.lines), bytes(&stepped), "{} {crew}", shipped.id);
    });
}

#[test]
fn a_session_rebuilt_halfway_gives_the_same_bytes() {
    every_drill(|shipped, crew, moves| {
        let flat = play_with(shipped.scenario(), moves, 3, Who::Prepared);
        let half = flat.records.last().unwrap().event.at.ms() / 2;
        let rebuilt = by_hand(&shipped.scenario(), moves, 3, Rebuild::After(SimTime::from_ms(half)));
        assert_eq!(bytes(&flat.lines), bytes(&rebuilt), "{} {crew}", shipped.id);
    });
}

#[test]
fn a_hurried_clock_gives_the_same_bytes() {
    let shipped = shipped::of("smallest");
    let moves_text = shipped.crew("prepared");
    let scenario = shipped.scenario();
    let flat = play_with(scenario.clone(), moves_text, 3, Who::Prepared);
    let lines = moves(&scenario, moves_text);
    let pace = Pace::Times(1_000);
    let header = begun(&scenario, &lines, 3, pace);
    let (drill, _) = Drill::begin(scenario, header, Box::new(MemoryStore::new()), Who::Prepared).unwrap();
    let mut screen = Nothing;
    let mut driver = Driver::new(drill, &mut screen, pace, None);
    driver.play(lines).unwrap();
    let mut store = driver.drill.into_store();
    let mut hurried = Vec::new();
    store.read("test", 0, &mut |_, line| hurried.push(line.to_vec())).unwrap();
    assert_eq!(bytes(&flat.lines), bytes(&hurried));
}

#[test]
fn replaying_gives_the_live_world_and_agenda_after_every_batch() {
    every_drill(|shipped, crew, moves| {
        by_hand(&shipped.scenario(), moves, 5, Rebuild::CompareAlways);
        let _ = crew;
    });
}

#[test]
fn events_one_by_one_in_batches_and_from_a_snapshot_give_equal_worlds() {
    every_drill(|shipped, crew, moves| {
        let scenario = shipped.scenario();
        let played = play_with(scenario.clone(), moves, 2, Who::Prepared);
        let events: Vec<&Event> = played.events().collect();
        let whole = worlds(&scenario, World::new(&scenario), &events);
        let (first, second) = events.split_at(events.len() / 3);
        let snapshot = worlds(&scenario, World::new(&scenario), first);
        assert_eq!(whole, worlds(&scenario, snapshot.clone(), second), "{} {crew}", shipped.id);
        let session = Session::resume(scenario.clone(), events.iter().copied()).unwrap();
        assert_eq!(&whole, session.world(), "{} {crew}", shipped.id);
    });
}

fn worlds(scenario: &Scenario, mut world: World, events: &[&Event]) -> World {
    for event in events {
        world.apply(scenario, event, &mut Touched::default()).unwrap();
    }
    world
}

/// When a session is built again from its own events.
#[derive(Clone, Copy, PartialEq)]
enum Rebuild {
    Never,
    After(SimTime),
    CompareAlways,
}

/// Drives a session without the loop: second by second.
fn by_hand(scenario: &Arc<Scenario>, moves_text: &str, seed: u64, rebuild: Rebuild) -> Vec<Vec<u8>> {
    let lines = moves(scenario, moves_text);
    let start = begun(scenario, &lines, seed, Pace::Stepped);
    let (mut session, mut events) = Session::start(scenario.clone(), start).unwrap();
    let mut pending = lines.into_iter().map(|(_, _, line)| line).peekable();
    let mut rebuilt = false;
    while !session.is_over() {
        let next = pending.peek().and_then(|line| line.at);
        let tick = SimTime::from_ms((session.now().ms() / 1_000 + 1) * 1_000);
        match next.filter(|&at| at <= tick) {
            Some(at) => {
                let line = pending.next().unwrap();
                // What was to be typed in a jump is typed where it lands.
                let at = at.max(session.now());
                session.advance_to(at, |batch| events.extend_from_slice(batch)).unwrap();
                if !session.is_over() {
                    say(&mut session, &line, &mut events);
                }
            }
            None => session.advance_to(tick, |batch| events.extend_from_slice(batch)).unwrap(),
        }
        if rebuild == Rebuild::CompareAlways {
            compare(scenario, &session, &events);
        }
        if let Rebuild::After(at) = rebuild
            && !rebuilt
            && session.now() >= at
        {
            let now = session.now();
            session = Session::resume(scenario.clone(), &events).unwrap();
            session.advance_to(now, |_| panic!("nothing was due before")).unwrap();
            rebuilt = true;
        }
    }
    encoded(&events)
}

/// A session built from the record has the live one's world, and its agenda once it is at the same instant.
fn compare(scenario: &Arc<Scenario>, live: &Session, events: &[Event]) {
    let mut again = Session::resume(scenario.clone(), events).unwrap();
    again.advance_to(live.now(), |_| panic!("nothing was due before")).unwrap();
    assert_eq!(live.world(), again.world());
    let shown =
        |session: &Session| session.agenda().iter().filter(|(at, _)| *at > session.now()).collect::<Vec<_>>();
    if !live.is_over() {
        assert_eq!(shown(live), shown(&again), "at {}", live.now());
    }
}

fn say(session: &mut Session, line: &Line, events: &mut Vec<Event>) {
    let What::Move(command) = &line.what else { return };
    let by = line.mover.unwrap_or(Mover::Table);
    events.extend(session.handle(by, line.ago, command, &line.said).unwrap().events);
}

fn encoded(events: &[Event]) -> Vec<Vec<u8>> {
    let mut writer = Writer::default();
    events
        .iter()
        .map(|event| {
            let mut line = Vec::new();
            writer.write(event, Who::Person, 0, &mut line);
            line
        })
        .collect()
}

/// A screen that shows nothing.
struct Nothing;

impl Screen for Nothing {
    fn batch(&mut self, _session: &Session, _events: &[Event]) {}
    fn accepted(&mut self, _seq: Seq) {}
    fn refused(&mut self, _place: Option<usize>, _line: &str, _why: &str, _typo: Option<&MoveError>) {}
    fn tool(&mut self, _session: &Session, _me: Option<SeatId>, _tool: &Tool) {}
    fn nobody(&mut self, _session: &Session, _line: &str) {}
}

#[test]
fn a_pause_changes_nothing_in_the_story() {
    every_drill(|shipped, crew, moves_text| {
        if moves_text.is_empty() {
            return;
        }
        let scenario = shipped.scenario();
        let lines = moves(&scenario, moves_text);
        let start = || begun(&scenario, &lines, 3, Pace::Flat);
        let play = |pause: bool| {
            let (mut session, mut events) = Session::start(scenario.clone(), start()).unwrap();
            for (_, _, line) in &lines {
                let at = line.at.unwrap().max(session.now());
                session.advance_to(at, |batch| events.extend_from_slice(batch)).unwrap();
                if session.is_over() {
                    break;
                }
                if pause {
                    let command = sandtable::engine::command::Command::Pause(String::new());
                    session.handle(Mover::Table, SimDuration::ZERO, &command, "pause").unwrap();
                    session
                        .advance_to(session.now() + SimDuration::from_mins(20), |_| {
                            panic!("time stands still")
                        })
                        .unwrap();
                    let command = sandtable::engine::command::Command::Resume;
                    session.handle(Mover::Table, SimDuration::ZERO, &command, "resume").unwrap();
                }
                say(&mut session, line, &mut events);
            }
            events.iter().map(|event| (event.at, format!("{:?}", event.by))).collect::<Vec<_>>()
        };
        assert_eq!(play(false), play(true), "{} {crew}", shipped.id);
    });
}
