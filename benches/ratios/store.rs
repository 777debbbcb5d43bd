//! A move that is kept before it is confirmed, against a bare commit of a row of the same size with the same settings;
//! and how often the disk is waited for.

use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::Arc;

use rusqlite::{Connection, Statement};
use sandtable::drive::Drill;
use sandtable::engine::command::{Command, Mover};
use sandtable::journal::Who;
use sandtable::scenario::check::{Sources, load};
use sandtable::scenario::id::SeatId;
use sandtable::store::{JournalStore, SqliteStore};
use sandtable::time::SimDuration;

use crate::ratio::{Aim, ROUNDS, at, note, say, turns, us};
use crate::{engine, heap_loop, story};

/// Moves a round: some hundred milliseconds.
const TURNS: usize = 200;
/// The first commits into a new file wait for it to grow.
const WARM: usize = 600;

/// The argument with which this program makes moves, and nothing else, for its syncs to be counted.
pub(crate) const ONLY_MOVES: &str = "--only-moves";

/// Prints the section.
pub(crate) fn run() -> bool {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let mut drill = begin(&folder.path().join("ours.db"));
    let size = line_size(&folder.path().join("size.db"));
    let db = open(&folder.path().join("bare.db"));
    let mut insert = db.prepare("insert into line (drill, seq, body) values (1, ?1, ?2)").expect("it is SQL");
    let (mut seq, line) = (0, vec![b'n'; size]);
    let mut round = |times| turns(times, |_| commit(&mut insert, &mut seq, &line), |_| make_move(&mut drill));
    round(WARM);
    let (mut rounds, mut last) = (Vec::new(), (0.0, 0.0));
    for _ in 0..ROUNDS {
        let (bare, ours) = round(TURNS);
        last = (at(&bare, 0.5), at(&ours, 0.5));
        rounds.push(last.1 / last.0);
    }
    say("store: a durable move, p50, of a bare commit's", &rounds, Aim::AtMost(1.1));
    note(&format!("lines of {size} bytes; commit {}, move {} in the last round", us(last.0), us(last.1)));
    syncs(folder.path())
}

/// A drill that is kept in a file of its own.
fn begin(file: &Path) -> Drill {
    begin_in(Box::new(SqliteStore::open(file).expect("the file can be made")))
}

/// A drill that is kept there.
pub(crate) fn begin_in(store: Box<dyn JournalStore>) -> Drill {
    let text = story::text(40, 130);
    let scenario = load(&Sources { name: "made.ron", text: &text, organisation: None }).expect("it is right");
    let header = engine::header(&scenario, text);
    Drill::begin(Arc::new(scenario), header, store, Who::Bot).expect("it begins").0
}

pub(crate) fn make_move(drill: &mut Drill) {
    let (by, note) = (Mover::Seat(SeatId::new(0)), Command::Note(heap_loop::NOTE.to_string()));
    let made = drill.handle(by, SimDuration::ZERO, &note, "note", &mut |_, _| {}).expect("it is kept");
    made.expect("it is accepted");
}

/// How long a move's line is.
fn line_size(file: &Path) -> usize {
    make_move(&mut begin(file));
    let db = Connection::open(file).expect("it is there");
    let last = "select length(body) from line order by seq desc limit 1";
    db.query_row(last, [], |row| row.get::<_, u32>(0)).expect("it has a line") as usize
}

fn open(file: &Path) -> Connection {
    let db = Connection::open(file).expect("the file can be made");
    let table = "pragma journal_mode = wal; pragma synchronous = full; create table line (
        drill integer not null, seq integer not null, body blob not null, primary key (drill, seq)) without rowid";
    db.execute_batch(table).expect("it is SQL");
    db
}

fn commit(insert: &mut Statement<'_>, seq: &mut i64, line: &[u8]) {
    insert.execute((*seq, line)).expect("there is room");
    *seq += 1;
}

/// Makes so many moves in a drill that is kept in this file.
pub(crate) fn only_moves(file: &str, moves: &str) {
    let mut drill = begin(Path::new(file));
    for _ in 0..moves.parse().expect("it is a number") {
        make_move(&mut drill);
    }
}

/// Whether a hundred moves more are a hundred syncs more; true where nobody can count.
fn syncs(folder: &Path) -> bool {
    let counted = |moves: u32| count_syncs(folder, moves);
    let (Some(few), Some(more)) = (counted(100), counted(200)) else {
        note("syncs: not counted, for want of strace");
        return true;
    };
    let right = more - few == 100;
    note(&format!("syncs of 100 moves: {} ({}); aim 100", more - few, if right { "met" } else { "NOT MET" }));
    right
}

/// How often the disk is waited for in a drill of so many moves, its beginning and end included.
fn count_syncs(folder: &Path, moves: u32) -> Option<i64> {
    let trace = folder.join(format!("{moves}.trace"));
    let status = Process::new("strace")
        .args(["-f", "-e", "trace=fsync,fdatasync,sync_file_range,sync,syncfs,msync", "-o"])
        .arg(&trace)
        .arg(std::env::current_exe().ok()?)
        .arg(ONLY_MOVES)
        .arg(folder.join(format!("{moves}.db")))
        .arg(moves.to_string())
        .stderr(Stdio::null())
        .status();
    let text =
        std::fs::read_to_string(&trace).ok().filter(|_| status.is_ok_and(|status| status.success()))?;
    i64::try_from(
        text.lines().filter(|line| line.contains("sync(") || line.contains("sync_file_range(")).count(),
    )
    .ok()
}
