//! Killed at any instant, and its server with it: nothing that was confirmed is lost, nothing is half applied, and every
//! drill ends as the one that nobody disturbed.
//!
//! A few kills in a plain run; all five hundred on each store, and fifty of the server, with `tests/run --long`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use sandtable::pace::wall_ms;
use sandtable::store::{JournalStore, SqliteStore};
use serde_json::Value;

use crate::cli::Place;
use crate::fuzz::one_in;
use crate::resume::{lines_of, lived};

const SCENARIO: &str = "billing-multiplier";

/// A crew's moves, which a program plays through standard input.
fn crew() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/billing-multiplier.moves");
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().filter(|line| line.starts_with("0:")).map(str::to_owned).collect()
}

/// Where the drills are: what the program is told, and how a test looks past it.
struct Store<'a> {
    place: &'a Place,
    address: String,
    open: &'a dyn Fn() -> Box<dyn JournalStore>,
}

/// A program's side of a drill.
struct Playing {
    child: Child,
    said: Receiver<Value>,
}

impl Playing {
    /// Begins the drill, or goes on with it behind the moves it has, and sends all the rest at once.
    fn begin(store: &Store<'_>, name: &str, goes_on: bool, crew: &[String]) -> Self {
        let args = ["--moves", "-", "--format", "json", "--pace", "flat", "--store", &store.address];
        let first: &[&str] =
            if goes_on { &["resume", name] } else { &["run", SCENARIO, "--name", name, "--seed", "7"] };
        let mut command = store.place.command(&[first, &args[..]].concat());
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (write, read) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (send, said) = channel();
        let crew = crew.to_vec();
        let mut write = Some(write);
        std::thread::Builder::new()
            .spawn(move || {
                let mut send_rest = |from: usize| {
                    let mut write = write.take().unwrap();
                    let rest: String = crew[from..].iter().map(|line| format!("{line}\n")).collect();
                    // A program that was killed hears nothing any more.
                    let _ = write.write_all(rest.as_bytes());
                };
                if !goes_on {
                    send_rest(0);
                }
                for line in read.lines() {
                    // A line that was cut off by the kill has confirmed nothing.
                    let Ok(value) = serde_json::from_str::<Value>(&line.unwrap()) else { break };
                    if let Some(moves) = value.get("resumed").map(|resumed| &resumed["moves"]) {
                        send_rest(moves.as_u64().unwrap() as usize);
                    }
                    let _ = send.send(value);
                }
            })
            .unwrap();
        Self { child, said }
    }

    /// Lets it play for a while, and kills it; what it confirmed, and whether it was through by itself.
    fn killed_after(mut self, wait: Duration) -> (Vec<u64>, bool) {
        #[expect(
            clippy::disallowed_methods,
            reason = "a kill comes at any instant, not when something is awaited"
        )]
        std::thread::sleep(wait);
        let _ = self.child.kill();
        let through = self.child.wait().unwrap().success();
        (self.confirmed(), through)
    }

    /// Lets it play to its end.
    fn left_alone(mut self) -> (Vec<u64>, Result<(), String>) {
        let mut stderr = String::new();
        let (confirmed, mut pipe) = (self.confirmed(), self.child.stderr.take().unwrap());
        std::io::Read::read_to_string(&mut pipe, &mut stderr).unwrap();
        let status = self.child.wait().unwrap();
        (confirmed, if status.success() { Ok(()) } else { Err(stderr) })
    }

    fn confirmed(&self) -> Vec<u64> {
        self.said.iter().filter_map(|value| value["accepted"].as_u64()).collect()
    }
}

/// Everything confirmed is there, as a move that was made; no instant is there in part.
fn is_whole(store: &Store<'_>, name: &str, confirmed: &[u64]) {
    let mut open = (store.open)();
    if open.info(name).is_err() {
        assert_eq!(confirmed, [] as [u64; 0], "it had not even begun");
        return;
    }
    let lines = lines_of(&mut *open, name);
    assert_eq!(sandtable::journal::verify::verify(&lines, false), []);
    for &seq in confirmed {
        let line: Value =
            serde_json::from_slice(lines.get(seq as usize).expect("what was confirmed is there")).unwrap();
        assert!(line["by"] != "story" && line["kind"] != "refused", "{line}");
    }
    match sandtable::drive::resume::look(&mut *open, name) {
        Ok(_) | Err(sandtable::drive::resume::ResumeError::Over { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// The drill that nobody disturbs: its journal, its score, and how long it takes.
fn undisturbed(store: &Store<'_>) -> (Vec<String>, Value, Duration) {
    let from = wall_ms();
    let (_, ended) = Playing::begin(store, "whole", false, &crew()).left_alone();
    let took = Duration::from_millis((wall_ms() - from) as u64);
    ended.unwrap();
    let lines = lines_of(&mut *(store.open)(), "whole");
    (lived(&lines), scored(store, "whole"), took)
}

/// How a drill is scored, without its name.
fn scored(store: &Store<'_>, name: &str) -> Value {
    let said = store.place.said(&["score", name, "--format", "json", "--store", &store.address]);
    let mut score: Value = serde_json::from_str(&said).unwrap();
    score["drill"].take();
    without_places(&mut score);
    score
}

/// Takes out where the evidence stands: that moves behind the pauses of resuming.
fn without_places(score: &mut Value) {
    match score {
        Value::Object(fields) => {
            fields.remove("evidence");
            fields.values_mut().for_each(without_places);
        }
        Value::Array(parts) => parts.iter_mut().for_each(without_places),
        Value::String(text) => {
            let places = text.split('#').map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
            *text = places.collect::<Vec<_>>().join("#");
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The end of a drill that was disturbed: it goes on, and comes to what the undisturbed one came to.
fn ends_alike(store: &Store<'_>, name: &str, whole: &(Vec<String>, Value, Duration)) {
    let open = || (store.open)();
    let begun = open().info(name).is_ok();
    let over = begun
        && matches!(
            sandtable::drive::resume::look(&mut *open(), name),
            Err(sandtable::drive::resume::ResumeError::Over { .. })
        );
    if !over {
        let (confirmed, ended) = Playing::begin(store, name, begun, &crew()).left_alone();
        assert_eq!(ended, Ok(()));
        is_whole(store, name, &confirmed);
    }
    assert_eq!(lived(&lines_of(&mut *open(), name)), whole.0, "{name}");
    assert!(scored(store, name) == whole.1, "{name} is scored otherwise");
}

/// Kills drills until there have been so many kills; four or so to each drill.
fn kills(store: &Store<'_>, kills: usize, seed: u64) {
    let whole = undisturbed(store);
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let (mut done, mut drills, mut confirmed) = (0, 0, 0);
    while done < kills {
        let name = format!("d{drills}");
        for _ in 0..4 {
            let begun = (store.open)().info(&name).is_ok();
            let wait = whole.2.mul_f64(f64::from(dice.next_u32() % 600) / 1000.0);
            let (kept, through) = Playing::begin(store, &name, begun, &crew()).killed_after(wait);
            is_whole(store, &name, &kept);
            confirmed += kept.len();
            if through {
                break;
            }
            done += 1;
        }
        ends_alike(store, &name, &whole);
        drills += 1;
    }
    println!("{done} kills over {drills} drills; {confirmed} moves confirmed before one, none missing");
}

#[test]
fn a_killed_program_loses_nothing_on_sqlite() {
    let place = Place::new();
    let file = place.path("drills.db");
    let open = || Box::new(SqliteStore::open(&file).unwrap()) as Box<dyn JournalStore>;
    let store = Store { place: &place, address: file.display().to_string(), open: &open };
    kills(&store, one_in(20, 500), 1);
}

#[cfg(feature = "postgres")]
mod on_a_server {
    use sandtable::store::{Address, PostgresStore};

    use super::*;
    use crate::server::{Database, Server};

    fn opened(address: &str) -> Box<dyn JournalStore> {
        Box::new(PostgresStore::open(Address::new(address, None).unwrap()).unwrap())
    }

    #[test]
    fn a_killed_program_loses_nothing_on_postgres() {
        let Some(database) = Database::new("crash") else { return };
        let place = Place::new();
        let open = || opened(&database.address);
        kills(&Store { place: &place, address: database.address.clone(), open: &open }, one_in(30, 500), 2);
    }

    #[test]
    fn a_server_that_is_stopped_at_once_loses_nothing() {
        let Some(server) = Server::start() else { return };
        let place = Place::new();
        let open = || opened(&server.address);
        let store = Store { place: &place, address: server.address.clone(), open: &open };
        let whole = undisturbed(&store);
        let mut dice = ChaCha8Rng::seed_from_u64(3);
        let (stops, mut survived, mut gave_up) = (one_in(25, 50), 0, 0);
        for n in 0..stops {
            let name = format!("s{n}");
            let playing = Playing::begin(&store, &name, false, &crew());
            #[expect(clippy::disallowed_methods, reason = "a server stops at any instant")]
            std::thread::sleep(whole.2.mul_f64(f64::from(dice.next_u32() % 900) / 1000.0));
            server.stop_at_once();
            // Every other time it stays away for longer than a program waits.
            let back_at_once = n % 2 == 0;
            if back_at_once {
                server.again();
            }
            let (confirmed, ended) = playing.left_alone();
            if !back_at_once {
                server.again();
            }
            is_whole(&store, &name, &confirmed);
            match ended {
                Ok(()) => survived += 1,
                Err(said) => {
                    gave_up += 1;
                    assert!(
                        said.contains("can't be reached") || said.contains("is starting or stopping"),
                        "{said}"
                    );
                    // Before its first event and behind its last one there is nothing to go on with.
                    // As a shell takes it: the address of a socket has characters that it would read as its own.
                    let goes_on = said
                        .contains(&format!("`sandtable resume {name} --store '{}'` goes on", server.address));
                    assert!(goes_on || confirmed.is_empty() || !said.contains("the drill stopped"), "{said}");
                }
            }
            ends_alike(&store, &name, &whole);
        }
        println!("{stops} stops; {survived} programs never noticed, {gave_up} said so and were resumed");
    }
}
