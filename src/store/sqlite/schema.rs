//! The tables in a SQLite file, and what brings them up to date.

use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::begin;
use super::fault::{ANOTHER, at, unavailable};
use crate::store::StoreError;

/// Marks a file as ours ("sand"), so that other programs' databases are left alone.
pub(super) const APPLICATION_ID: i32 = 0x7361_6e64;

/// What brings a file from each version to the next; its length is today's version.
///
/// Lines are clustered by drill. There is no foreign key: an append would pay for
/// looking it up.
const MIGRATIONS: &[&str] = &[
    "
    create table drill (
        id integer primary key,
        name text not null unique,
        scenario text not null,
        started_ms integer not null,
        clock_ms integer not null default 0,
        ended text
    );
    create table line (
        drill integer not null,
        seq integer not null,
        body blob not null,
        primary key (drill, seq)
    ) without rowid;
    ",
    // The number of a drill that was deleted is never given again: somebody may still be writing to it.
    "
    alter table drill rename to drill_1;
    create table drill (
        id integer primary key autoincrement,
        name text not null unique,
        scenario text not null,
        started_ms integer not null,
        clock_ms integer not null default 0,
        ended text,
        parent integer,
        parent_name text,
        parent_lines integer
    );
    insert into drill (id, name, scenario, started_ms, clock_ms, ended)
        select id, name, scenario, started_ms, clock_ms, ended from drill_1;
    drop table drill_1;
    create table person (
        drill integer not null,
        seat text not null,
        person text not null,
        primary key (drill, seat)
    ) without rowid;
    create table note (
        key text not null,
        drill integer not null,
        body text not null,
        primary key (key, drill)
    );
    create table claim (
        drill integer primary key,
        host text not null,
        machine text not null,
        process text not null,
        user text,
        since_ms integer not null,
        seen_ms integer not null
    );
    ",
    // How many lines a drill had when its clock or its end was noted: a list of ended drills has no lines to look for,
    // and lines that were cut off are missed. (A seek for each of 10,000 drills in a file of 1 GB: 150 ms.)
    "
    alter table drill add column noted_lines integer not null default 0;
    update drill set noted_lines = (select coalesce(max(seq) + 1, 0) from line where drill = drill.id)
        where ended is not null;
    ",
];

/// Whether a file of this version has to be brought up to date.
pub(super) fn is_old(version: usize) -> bool {
    version < MIGRATIONS.len()
}

/// Two processes may start at once: the second waits, and finds nothing left to do.
pub(super) fn migrate(db: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let writing = begin(db).map_err(at(file))?;
    let from = version_of(&writing, file)?;
    let steps = MIGRATIONS[from..].concat();
    let done = format!(
        "{steps} pragma user_version = {}; pragma application_id = {APPLICATION_ID};",
        MIGRATIONS.len()
    );
    writing.execute_batch(&done).map_err(at(file))?;
    writing.commit().map_err(at(file))
}

/// A file's version, if it is ours and not from the future.
pub(super) fn version_of(tx: &Transaction<'_>, file: &Path) -> Result<usize, StoreError> {
    let ask = |sql| tx.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(at(file));
    let ours = ask("pragma application_id")? == i64::from(APPLICATION_ID);
    if !ours && ask("select count(*) from sqlite_schema")? > 0 {
        return Err(unavailable(file, "is another program's database", ANOTHER));
    }
    let found = ask("pragma user_version")?;
    match usize::try_from(found) {
        Ok(version) if version <= MIGRATIONS.len() => Ok(version),
        // A version below zero is no version of ours either.
        Ok(_) | Err(_) => Err(StoreError::Newer {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: MIGRATIONS.len() as u32,
        }),
    }
}
