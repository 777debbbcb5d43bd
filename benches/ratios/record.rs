//! A record of many years: 1,000,000 events over 10,000 drills in one file. What a list of them takes, what going on with
//! one of 5,000 events takes, and how large the file is.

use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use rusqlite::Connection;
use sandtable::drive::Drill;
use sandtable::drive::resume::look;
use sandtable::journal::Who;
use sandtable::pace::Pace;
use sandtable::store::{Claim, SqliteStore};

use crate::ratio::{at, note};
use crate::store::{begin_in, make_move};

const DRILLS: u32 = 10_000;
const EVENTS: u32 = 100;
const LONG: u64 = 5_000;
const TIMES: usize = 21;

/// Prints the section.
pub(crate) fn run() -> bool {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let file = folder.path().join("drills.db");
    let mut drill = begin_in(Box::new(SqliteStore::open(&file).expect("the file can be made")));
    let name = drill.name().to_owned();
    while drill.session().world().next < LONG {
        make_move(&mut drill);
    }
    drop(drill);
    let before = size(&file);
    fill(&file, &name);
    let added = (size(&file) - before) as f64 / f64::from(DRILLS * EVENTS);
    let without = format!(
        "select sum(length(body)) from line join drill on drill.id = drill where seq > 0 and name <> '{name}'"
    );
    let db = Connection::open(&file).expect("it is there");
    let bodies: i64 = db.query_row(&without, [], |row| row.get(0)).expect("it is SQL");
    let line = bodies as f64 / f64::from(DRILLS * (EVENTS - 1));
    drop(db);

    note(&format!(
        "{DRILLS} drills of {EVENTS} events: {added:.0} bytes an event in the file, first lines with their scenario \
         included; a line has {line:.0}"
    ));
    let listed = times(|| listing(&file));
    say_ms("`drills` of 10,000", listed, 100.0)
        & say_ms("taking up a drill of 5,000 events", times(|| taking_up(&file, &name)), 200.0)
}

/// Copies of the beginning of a drill, to make up the number.
fn fill(file: &Path, name: &str) {
    let db = Connection::open(file).expect("it is there");
    let sql = format!(
        "pragma synchronous = off;
        begin;
        create temp table n as with recursive n (n) as (select 1 union all select n + 1 from n where n < {DRILLS}) select n from n;
        insert into drill (name, scenario, started_ms, ended, noted_lines)
            select 'drill-' || n, 'made', n, 'closed', {EVENTS} from n;
        insert into line select copy.id, line.seq, line.body
            from drill copy cross join line
            where copy.name <> '{name}' and line.drill = (select id from drill where name = '{name}') and line.seq < {EVENTS}
            order by copy.id, line.seq;
        commit;
        pragma wal_checkpoint(truncate);"
    );
    db.execute_batch(&sql).expect("it is SQL");
}

fn size(file: &Path) -> u64 {
    let wal = file.with_extension("db-wal");
    std::fs::metadata(file).map_or(0, |file| file.len()) + std::fs::metadata(wal).map_or(0, |file| file.len())
}

fn listing(file: &Path) {
    let mut list = Process::new(env!("CARGO_BIN_EXE_sandtable"));
    list.args(["drills", "--store"]).arg(file).stdout(Stdio::null());
    assert!(list.status().expect("it starts").success());
}

fn taking_up(file: &Path, name: &str) {
    let mut store = Box::new(SqliteStore::open(file).expect("it is there"));
    let taken = look(&mut *store, name).expect("it can be taken up");
    let claim = Claim::mine(None, 0);
    drop(Drill::resume(store, taken, Who::Bot, claim, Pace::Flat).expect("nobody drives it"));
}

fn times(mut what: impl FnMut()) -> Vec<f64> {
    what();
    let mut each = || {
        let from = Instant::now();
        what();
        from.elapsed().as_secs_f64() * 1_000.0
    };
    (0..TIMES).map(|_| each()).collect()
}

/// An aim in milliseconds, for what has no baseline; never a reason to fail.
fn say_ms(what: &str, times: Vec<f64>, aim: f64) -> bool {
    let (middle, most) = (at(&times, 0.5), at(&times, 1.0));
    let met = if middle < aim { "met" } else { "NOT MET" };
    note(&format!("{what}: {middle:.1} ms at the median, {most:.1} at most; aim under {aim} ms ({met})"));
    true
}
