//! A drill that is broken off goes on as if it had not been: same world, same timers, same dice, on every store.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::Arc;

use rusqlite::Connection;
use sandtable::drive::Drill;
use sandtable::drive::resume::look;
use sandtable::engine::command::Mover;
use sandtable::engine::event::Header;
use sandtable::journal::Who;
use sandtable::journal::upcast::read_all;
use sandtable::moves::{Line, What};
use sandtable::pace::Pace;
use sandtable::score::{Profile, score};
use sandtable::store::{Claim, JournalStore, MemoryStore, SqliteStore};
use sandtable::time::SimTime;
use serde_json::{Value, json};

use crate::cli::Place;
use crate::shipped::{self, Shipped};
use crate::support::{header, movers, moves};

/// A journal without what differs when it was broken off: wall times, hashes, the drill's name, and the pauses of
/// resuming, as if they had never been counted.
pub(crate) fn lived(lines: &[Vec<u8>]) -> Vec<String> {
    let mut number = Vec::new();
    let mut kept = 0;
    let mut out = Vec::new();
    for line in lines {
        let mut line: Value = serde_json::from_slice(line).unwrap();
        number.push(kept);
        let away = line["by"] == "story" && ["paused", "resumed"].iter().any(|kind| line["kind"] == *kind);
        if away {
            continue;
        }
        for aside in ["who", "wall", "hash", "name", "pace"] {
            line.as_object_mut().unwrap().remove(aside);
        }
        if let Some(cause) = line["cause"].as_u64() {
            line["cause"] = json!(number[cause as usize]);
        }
        line["seq"] = json!(kept);
        kept += 1;
        out.push(line.to_string());
    }
    out
}

/// What a store has of a drill.
pub(crate) fn lines_of(store: &mut dyn JournalStore, drill: &str) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    store.read(drill, 0, &mut |_, line| lines.push(line.to_vec())).unwrap();
    lines
}

/// How a drill was run, as programs read it, without its name.
fn scored(shipped: &Shipped, lines: &[Vec<u8>]) -> String {
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let card = score(&shipped.scenario(), &profile, &read_all(lines).unwrap());
    let dimensions = card.dimensions.iter().flat_map(|dimension| &dimension.criteria);
    // Where the evidence stands moves behind the pauses.
    let says = |text: &str| text.replace(|c: char| c == '#' || c.is_ascii_digit(), "");
    let each = dimensions
        .map(|criterion| format!("{} {:?} {}", criterion.id, criterion.credit, says(&criterion.says)));
    format!("{:?} {}", card.process.credit, each.collect::<Vec<_>>().join("\n"))
}

/// A store that is closed and opened again at each break.
trait Reopened {
    fn open(&mut self) -> Box<dyn JournalStore>;
    fn closed(&mut self, store: Box<dyn JournalStore>) {
        drop(store);
    }
}

#[derive(Default)]
struct Memory(Option<Box<dyn JournalStore>>);

impl Reopened for Memory {
    fn open(&mut self) -> Box<dyn JournalStore> {
        self.0.take().unwrap_or_else(|| Box::new(MemoryStore::new()))
    }
    fn closed(&mut self, store: Box<dyn JournalStore>) {
        self.0 = Some(store);
    }
}

struct OnDisk(Place);

impl Reopened for OnDisk {
    fn open(&mut self) -> Box<dyn JournalStore> {
        Box::new(SqliteStore::open(&self.0.path("drills.db")).unwrap())
    }
}

#[cfg(feature = "postgres")]
struct OnServer(crate::server::Database);

#[cfg(feature = "postgres")]
impl Reopened for OnServer {
    fn open(&mut self) -> Box<dyn JournalStore> {
        let address = sandtable::store::Address::new(&self.0.address, None).unwrap();
        Box::new(sandtable::store::PostgresStore::open(address).unwrap())
    }
}

fn begun(shipped: &Shipped, lines: &[(usize, String, Line)], store: Box<dyn JournalStore>) -> Drill {
    let scenario = shipped.scenario();
    let header = Header {
        scenario_text: shipped.text.clone(),
        organisation_text: shipped.organisation.clone(),
        ..header(&scenario, &movers(lines), 3, Pace::Flat)
    };
    Drill::begin(scenario, header, store, Who::Prepared).unwrap().0
}

/// Plays a crew's moves, broken off so many times: in the middle between two moves, with the clock noted there.
fn play(shipped: &Shipped, moves_text: &str, breaks: usize, stores: &mut dyn Reopened) -> Vec<Vec<u8>> {
    let lines = moves(&shipped.scenario(), moves_text);
    let mut drill = begun(shipped, &lines, stores.open());
    let every = lines.len() / (breaks + 1);
    for (n, (_, _, line)) in lines.iter().enumerate() {
        let (at, from) = (line.at.unwrap(), drill.session().now());
        if n > 0 && n % every == 0 && n / every <= breaks {
            let between = SimTime::from_ms(i64::midpoint(from.ms(), at.ms()));
            drill.advance(between, &mut |_, _| {}).unwrap();
            drill.note_clock().unwrap();
            let store = drill.into_store();
            stores.closed(store);
            let mut store = stores.open();
            let taken = look(&mut *store, "test").unwrap();
            assert_eq!(taken.session().now(), between, "it goes on where people were");
            drill = Drill::resume(store, taken, Who::Prepared, Claim::mine(None, 0), Pace::Flat).unwrap().0;
        }
        drill.advance(at, &mut |_, _| {}).unwrap();
        if drill.session().is_over() {
            break;
        }
        let What::Move(command) = &line.what else { continue };
        let by = line.mover.unwrap_or(Mover::Table);
        let _ = drill.handle(by, line.ago, command, &line.said, &mut |_, _| {}).unwrap();
    }
    while let Some(due) = drill.session().next_due() {
        drill.advance(due, &mut |_, _| {}).unwrap();
    }
    let mut store = drill.into_store();
    lines_of(&mut *store, "test")
}

#[test]
fn a_drill_resumed_five_times_on_any_store_is_the_same_drill() {
    for shipped in shipped::all() {
        for (crew, moves) in shipped.crews.iter().filter(|(_, moves)| !moves.is_empty()) {
            let whole = play(&shipped, moves, 0, &mut Memory::default());
            let mut stores: Vec<Box<dyn Reopened>> =
                vec![Box::new(Memory::default()), Box::new(OnDisk(Place::new()))];
            #[cfg(feature = "postgres")]
            if shipped.id == "billing-multiplier"
                && let Some(database) = crate::server::Database::new("resumed")
            {
                stores.push(Box::new(OnServer(database)));
            }
            for stores in &mut stores {
                let broken = play(&shipped, moves, 5, &mut **stores);
                assert_eq!(broken.len(), whole.len() + 10, "five pauses are in it");
                assert_eq!(lived(&broken), lived(&whole), "{} {crew}", shipped.id);
                assert_eq!(scored(&shipped, &broken), scored(&shipped, &whole), "{} {crew}", shipped.id);
            }
        }
    }
}

#[test]
fn a_drill_that_was_paused_is_still_paused() {
    let shipped = shipped::of("smallest");
    let mut drill = begun(&shipped, &[], Box::new(MemoryStore::new()));
    drill.advance(SimTime::from_ms(30_000), &mut |_, _| {}).unwrap();
    let pause = sandtable::engine::command::Command::Pause(String::new());
    drill
        .handle(Mover::Table, sandtable::time::SimDuration::ZERO, &pause, "pause", &mut |_, _| {})
        .unwrap()
        .unwrap();
    let mut store = drill.into_store();
    let taken = look(&mut *store, "test").unwrap();
    let (drill, away) = Drill::resume(store, taken, Who::Person, Claim::mine(None, 0), Pace::Flat).unwrap();
    assert_eq!(away, []);
    assert!(drill.session().world().paused);
    assert_eq!(drill.session().now(), SimTime::from_ms(30_000));
}

#[test]
fn between_a_look_and_the_next_move_somebody_else_may_be_faster() {
    let shipped = shipped::of("smallest");
    let place = Place::new();
    let open = || Box::new(SqliteStore::open(&place.path("drills.db")).unwrap());
    drop(begun(&shipped, &[], open()));
    let (mut one, mut two) = (open(), open());
    let (first, second) = (look(&mut *one, "test").unwrap(), look(&mut *two, "test").unwrap());
    let third = look(&mut *open(), "test").unwrap();
    let by = |process: &str| Claim { process: process.to_string(), ..Claim::mine(None, 0) };
    let (drill, _) = Drill::resume(one, first, Who::Person, by("1"), Pace::Flat).unwrap();
    let refused =
        Drill::resume(two, second, Who::Person, by("2"), Pace::Flat).map(drop).unwrap_err().to_string();
    assert!(refused.contains("drill `test` is driven elsewhere: on "), "{refused}");
    drop(drill);
    // The first has left again, but the record has gone on meanwhile.
    let refused =
        Drill::resume(open(), third, Who::Person, by("3"), Pace::Flat).map(drop).unwrap_err().to_string();
    assert!(refused.contains("drill `test` goes on at line"), "{refused}");
}

/// Begins a drill that waits for moves, tells it these, and kills it without a warning.
fn killed(place: &Place, args: &[&str], moves: &[&str]) {
    let mut command = place.command(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut write, mut read) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for line in moves {
        writeln!(write, "{line}").unwrap();
        let mut answer = String::new();
        while !answer.contains("\"accepted\"") {
            answer.clear();
            assert!(read.read_line(&mut answer).unwrap() > 0, "{line}");
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

const TYPED: [&str; 9] =
    ["run", "smallest", "--name", "d", "--moves", "-", "--format", "json", "--seat=primary=ana"];

#[test]
fn a_killed_drill_goes_on_with_the_same_screen() {
    let place = Place::new();
    killed(&place, &TYPED, &["0:01:00 ack", "0:01:30 declare sev2"]);
    let listed = place.said(&["drills"]);
    assert!(listed.contains("broken off, +1:30\n`sandtable resume DRILL` goes on with one"), "{listed}");
    let listed: Value = serde_json::from_str(&place.said(&["drills", "--format", "json"])).unwrap();
    assert_eq!((&listed[0]["resumable"], &listed[0]["driven"]), (&json!(true), &Value::Null));

    let moves = place.write("rest.moves", "0:01:45 primary close summary=\"it is over\"\n");
    let said = place.said(&["resume", "--moves", moves.to_str().unwrap()]);
    assert!(said.starts_with("SIMULATED  "), "{said}");
    assert!(said.contains("(drill d goes on at +1:30)"), "{said}");
    assert!(said.contains("the drill was broken off here"), "{said}");
    assert_eq!(
        place.failed(&["resume", "d"]).split_once(" at +").unwrap().0,
        "2 error: drill `d` is over (latest,"
    );
}

#[test]
fn a_drill_is_not_played_out_with_nobody_because_nothing_was_said() {
    let place = Place::new();
    let rest = place
        .write("half.moves", "0:01:10 primary ack\n0:05:00 primary declare sev2\n0:06:00 primary close\n");
    let mut command = place.command(&["run", "smallest", "--name", "d", "--pace", "real", "--moves"]);
    let mut child = command.arg(&rest).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    // The first line comes behind the first commit, and nothing has been played yet.
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let said = place.failed(&["resume", "d"]);
    assert!(said.starts_with("2 error: `d` was played from a file of moves"), "{said}");
    assert!(
        said.contains("`sandtable resume d --moves half.moves`") && said.contains("`--fill none`"),
        "{said}"
    );
    assert!(!said.contains("HERE"), "no folder is kept of it: {said}");
    let before = place.said(&["export", "journal", "d"]);
    let said = place.said(&["resume", "d", "--pace", "flat", "--moves", rest.to_str().unwrap()]);
    assert!(said.contains("primary declared SEV2"), "{said}");
    assert!(place.said(&["export", "journal", "d"]).starts_with(&before));

    // Of one that came without a note nobody knows who played it.
    killed(
        &place,
        &["run", "smallest", "--name", "e", "--moves", "-", "--format", "json"],
        &["0:01:00 primary ack"],
    );
    let db = Connection::open(place.path("drills.db")).unwrap();
    db.execute_batch("delete from note").unwrap();
    drop(db);
    let said = place.failed(&["resume", "e"]);
    assert!(said.starts_with("2 error: it is not known who played `e`: say `--moves FILE`"), "{said}");
    assert!(place.said(&["resume", "e", "--fill", "none"]).contains("The record is `e`."));
}

#[test]
fn a_table_that_comes_back_speaks_for_the_seat_that_it_spoke_for() {
    let place = Place::new();
    let run = ["run", "smallest", "--name", "d", "--moves", "-", "--format", "json"];
    killed(&place, &run, &["0:01:00 primary ack", "as secondary\nas primary\n0:01:10 declare sev2"]);
    let said =
        place.answered(&["resume", "d", "--moves", "-", "--format", "json"], "0:01:30 take commander\n");
    let resumed = said.split_once("\"resumed\"").unwrap().1;
    assert!(resumed.contains("primary takes commander"), "{resumed}");
    assert!(!resumed.contains("\"told\""), "nothing was asked: {resumed}");
    let page = place.said(&["postmortem", "d"]);
    assert!(
        page.contains("| broken off | at 21:01 (+1:10), and gone on with: the same seats went on"),
        "{page}"
    );
    let fork = ["fork", "d", "--at", "+1:20", "--name", "f", "--moves", "-"];
    let said = place.answered(&fork, "0:01:40 take commander\n");
    assert!(said.contains("primary takes commander"), "{said}");
}

/// What programs read of a drill's paces: on its card, and in its key.
fn paces_of(place: &Place, drill: &str) -> (String, String) {
    let card: Value = serde_json::from_str(&place.said(&["score", drill, "--format", "json"])).unwrap();
    let with = &card["comparable"];
    (with["pace"].as_str().unwrap().to_string(), with["key"].as_str().unwrap().to_string())
}

#[test]
fn a_pace_that_was_changed_is_part_of_what_a_drill_is_compared_by() {
    let place = Place::new();
    let run = ["run", "smallest", "--name", "d", "--moves", "-", "--format", "json"];
    killed(&place, &run, &["0:01:00 primary ack"]);
    killed(&place, &["resume", "d", "--moves", "-", "--format", "json"], &["0:01:20 primary declare sev2"]);
    assert_eq!(paces_of(&place, "d").0, "flat", "gone on with as it was begun");
    let other = ["resume", "d", "--pace", "stepped", "--moves", "-", "--format", "json"];
    killed(&place, &other, &["0:02:00 primary pause"]);
    let (pace, key) = paces_of(&place, "d");
    assert_eq!(pace, "flat, then stepped");
    assert!(key.ends_with("-standard-flat+stepped"), "{key}");
    // In a pause nothing is played; what follows is, and a pace at which nothing was played is none.
    killed(
        &place,
        &["resume", "d", "--pace", "x3", "--moves", "-", "--format", "json"],
        &["pause\nprimary say x"],
    );
    assert_eq!(paces_of(&place, "d").0, "flat, then stepped");
    let said =
        place.answered(&["resume", "d", "--pace", "flat", "--moves", "-"], "resume\nprimary say here\n");
    assert!(crate::cli::flat(&said).contains("resumed the drill (pace flat)"), "{said}");
    assert_eq!(paces_of(&place, "d").0, "flat, then stepped, then flat");
    let written = place.said(&["postmortem", "d"]);
    assert!(written.contains("pace flat, then stepped, then flat"), "{written}");
}

#[test]
fn a_fork_says_at_which_pace_it_is_played() {
    let place = Place::new();
    killed(&place, &TYPED, &["0:01:00 ack", "0:01:30 declare sev2"]);
    place.said(&["fork", "d", "--at", "+1:10", "--pace", "stepped", "--name", "s", "--moves", "-"]);
    assert_eq!(paces_of(&place, "s").0, "flat, then stepped");
    place.said(&["fork", "d", "--at", "+1:10", "--name", "same", "--moves", "-"]);
    assert_eq!(paces_of(&place, "same").0, "flat");
    // From the very start on, nothing was played at another.
    place.said(&["fork", "d", "--at", "+0:00", "--pace", "stepped", "--name", "z", "--moves", "-"]);
    assert_eq!(paces_of(&place, "z").0, "stepped");
}

#[test]
fn who_comes_back_is_told_all_of_it_and_where_it_goes_on() {
    let place = Place::new();
    killed(&place, &TYPED, &["0:01:00 ack", "0:01:30 declare sev2"]);
    let said = place.said(&["resume", "d", "--moves", "-", "--format", "json"]);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let at = lines.iter().position(|line| line.get("resumed").is_some()).unwrap();
    let declared =
        |line: &&Value| line["event"]["text"].as_str().is_some_and(|text| text.contains("declared SEV2"));
    assert_eq!(lines[..at].iter().filter(declared).count(), 1);
    let seq = lines[at]["resumed"]["seq"].as_u64().unwrap();
    assert_eq!(
        lines[at],
        json!({ "resumed": { "drill": "d", "seq": seq, "at": 90_000, "moves": 2, "paused": false } })
    );
    assert_eq!(lines[at + 1]["event"]["text"], "the drill was broken off here");
    assert_eq!(lines[at + 1]["event"]["seq"], seq);
}

#[test]
fn a_file_of_moves_goes_on_behind_those_that_were_made() {
    let place = Place::new();
    let moves =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.moves")).unwrap();
    let lines: Vec<&str> = moves.lines().filter(|line| line.starts_with("0:")).collect();
    let file = place.write("crew.moves", &moves);
    let file = file.to_str().unwrap();
    let run = ["run", "smallest", "--pace", "flat", "--moves"];
    place.said(&[&run[..], &[file, "--name", "whole"]].concat());
    killed(&place, &[&run[..], &["-", "--format", "json", "--name", "half"]].concat(), &lines[..7]);
    place.said(&["resume", "half", "--moves", file]);
    let journal = |name| {
        let text = place.said(&["export", "journal", name]);
        lived(&text.lines().map(|line| line.as_bytes().to_vec()).collect::<Vec<_>>())
    };
    // The seats of a file are known before it begins, those of a conversation are not.
    assert_eq!(
        journal("half").iter().filter(|line| !line.contains("seat-taken")).count(),
        journal("whole").len()
    );

    killed(&place, &[&run[..], &["-", "--format", "json", "--name", "other"]].concat(), &lines[..3]);
    let wrong =
        place.write("wrong.moves", "0:00:01 secondary ack\n0:00:02 primary ack\n0:00:03 primary ack\n");
    let said = place.failed(&["resume", "other", "--moves", wrong.to_str().unwrap()]);
    assert!(
        said.contains("doesn't begin with the moves that this drill has had: its line 1 is not"),
        "{said}"
    );
    let short = place.write("short.moves", lines[0]);
    let said = place.failed(&["resume", "other", "--moves", short.to_str().unwrap()]);
    assert!(said.contains("it has 1, and the drill 3"), "{said}");
}

#[test]
fn a_drill_that_is_driven_elsewhere_is_refused_with_who_and_where() {
    let place = Place::new();
    let mut child = place
        .command(&["run", "smallest", "--name", "d", "--moves", "-", "--format", "json"])
        .env("USER", "lena")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let said = place.failed(&["resume", "d"]);
    let host = Claim::mine(None, 0).host;
    let who =
        format!("2 error: drill `d` is driven elsewhere: by lena on {host}, process {}, since ", child.id());
    assert!(said.starts_with(&who), "{said}");
    assert!(said.contains("`sandtable board d`"), "{said}");
    assert!(place.said(&["drills"]).contains("running, +"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(place.said(&["drills"]).contains("broken off, +"));
    place.said(&["resume", "d"]);
}

/// A killed drill whose record was changed; what is then said.
fn changed(sql: &str) -> String {
    let place = Place::new();
    killed(&place, &TYPED, &["0:01:00 ack", "0:01:30 declare sev2"]);
    let db = Connection::open(place.path("drills.db")).unwrap();
    db.execute_batch(sql).unwrap();
    drop(db);
    let before = SqliteStore::open(&place.path("drills.db")).unwrap().info("d").unwrap();
    let said = place.failed(&["resume", "d"]);
    let after = SqliteStore::open(&place.path("drills.db")).unwrap().info("d").unwrap();
    assert_eq!((before.lines, after.claim), (after.lines, before.claim), "it was left as it is");
    said
}

#[test]
fn a_record_that_is_not_as_it_was_written_is_not_gone_on_with() {
    let said = changed(
        "update line set body = cast(replace(cast(body as text), 'sev2', 'sev1') as blob) where seq > 0",
    );
    assert!(said.starts_with("2 error: the record of `d` is not as it was written: line "), "{said}");
    assert!(said.contains("`sandtable drills --verify d`"), "{said}");
    let said = changed("delete from line where seq = 2");
    assert!(said.starts_with("2 error: the record of `d` is not as it was written: "), "{said}");
    let said = changed("update drill set noted_lines = 40");
    assert!(said.contains(" to 39 are missing after line "), "{said}");
    // The clock was noted behind something that should have happened by then.
    let said = changed("update drill set clock_ms = 3600000");
    assert!(said.starts_with("2 error: the record of `d` and its scenario don't agree: at +"), "{said}");
}

#[test]
fn a_drill_of_other_rules_is_left_to_its_own_release() {
    let shipped = shipped::of("smallest");
    let scenario = shipped.scenario();
    let newer = Header {
        rules: 99,
        tool: "sandtable 9.9.9".to_string(),
        scenario_text: shipped.text.clone(),
        organisation_text: shipped.organisation.clone(),
        ..header(&scenario, &[], 3, Pace::Flat)
    };
    let (drill, _) =
        Drill::begin(Arc::clone(&scenario), newer, Box::new(MemoryStore::new()), Who::Person).unwrap();
    let mut store = drill.into_store();
    let said = look(&mut *store, "test").unwrap_err().to_string();
    assert!(said.starts_with("drill `test` was begun by sandtable 9.9.9 under rules 99 (format "), "{said}");
    assert!(said.contains("Go on with the release that began it"), "{said}");
}
