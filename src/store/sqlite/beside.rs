//! What stands beside a drill in a SQLite file: its name, people, documents, and who drives it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::begin;
use super::fault::is;
use crate::store::{Claim, is_person};

/// Whether the name was free.
pub(super) fn rename(db: &Connection, id: i64, to: &str) -> rusqlite::Result<bool> {
    match db.execute("update drill set name = ?2 where id = ?1", (id, to)) {
        Err(e) if is(&e, rusqlite::ErrorCode::ConstraintViolation) => Ok(false),
        done => done.map(|_| true),
    }
}

pub(super) fn delete(db: &mut Connection, id: i64) -> rusqlite::Result<()> {
    overwriting(db, |db| {
        let tx = begin(db)?;
        for sql in [
            "delete from line where drill = ?1",
            "delete from person where drill = ?1",
            "delete from note where drill = ?1",
            "delete from claim where drill = ?1",
            "delete from drill where id = ?1",
        ] {
            tx.execute(sql, [id])?;
        }
        tx.commit()
    })
}

pub(super) fn seat(db: &Connection, id: i64, seat: &str, person: &str) -> rusqlite::Result<()> {
    let sql = "insert into person (drill, seat, person) values (?1, ?2, ?3)
        on conflict do update set person = excluded.person";
    db.execute(sql, (id, seat, person)).map(drop)
}

pub(super) fn people(db: &Connection, id: i64) -> rusqlite::Result<Vec<(String, String)>> {
    let mut people = db.prepare("select seat, person from person where drill = ?1 order by seat")?;
    people.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The names of the drills that the person sat in, the newest first.
pub(super) fn forget(db: &mut Connection, person: &str) -> rusqlite::Result<Vec<String>> {
    overwriting(db, |db| {
        let tx = begin(db)?;
        let mut names = Vec::new();
        for (drill, name, seat) in seats_of(&tx, person)? {
            tx.execute("delete from person where drill = ?1 and seat = ?2", (drill, seat))?;
            names.push(name);
        }
        tx.commit()?;
        // One may have sat on two seats of a drill.
        names.dedup();
        Ok(names)
    })
}

/// Drill, its name, and seat.
fn seats_of(db: &Connection, person: &str) -> rusqlite::Result<Vec<(i64, String, String)>> {
    // SQLite knows the capitals of the English alphabet alone.
    let mut all = db.prepare(
        "select drill.id, name, seat, person from person join drill on drill.id = drill
        order by started_ms desc, drill.id desc, seat",
    )?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let found = rows.filter(|row| {
        row.as_ref().map_or(true, |(_, _, _, sits): &(_, _, _, String)| is_person(sits, person))
    });
    found.map(|row| row.map(|(drill, name, seat, _)| (drill, name, seat))).collect()
}

pub(super) fn write_note(db: &Connection, id: i64, key: &str, text: &str) -> rusqlite::Result<()> {
    let sql = "insert into note (key, drill, body) values (?1, ?2, ?3)
        on conflict do update set body = excluded.body";
    db.execute(sql, (key, id, text)).map(drop)
}

/// Whether what was read is still what is kept: one statement, so that of two writers one wins.
pub(super) fn swap_note(
    db: &Connection,
    id: i64,
    key: &str,
    was: Option<&str>,
    text: &str,
) -> rusqlite::Result<bool> {
    let rows = match was {
        None => db.execute(
            "insert into note (key, drill, body) values (?1, ?2, ?3) on conflict do nothing",
            (key, id, text),
        )?,
        Some(was) => db.execute(
            "update note set body = ?3 where key = ?1 and drill = ?2 and body = ?4",
            (key, id, text, was),
        )?,
    };
    Ok(rows > 0)
}

pub(super) fn note(db: &Connection, id: i64, key: &str) -> rusqlite::Result<Option<String>> {
    let sql = "select body from note where key = ?1 and drill = ?2";
    db.query_row(sql, (key, id), |row| row.get(0)).optional()
}

pub(super) fn notes(db: &Connection, key: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let mut notes = db.prepare(
        "select name, body from note join drill on drill.id = note.drill where key = ?1
        order by started_ms desc, drill.id desc",
    )?;
    notes.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Who has the drill, if not the one who asked.
pub(super) fn claim(
    db: &mut Connection,
    id: i64,
    claim: &Claim,
    instead_of: Option<&Claim>,
) -> rusqlite::Result<Option<Claim>> {
    let tx = begin(db)?;
    if let Some(by) = claimed(&tx, id)?
        && instead_of.is_none_or(|gone| !gone.is(&by))
    {
        return Ok(Some(by));
    }
    write_claim(&tx, id, claim)?;
    tx.commit()?;
    Ok(None)
}

pub(super) fn claimed(db: &Connection, id: i64) -> rusqlite::Result<Option<Claim>> {
    let sql = "select host, machine, process, user, since_ms, seen_ms from claim where drill = ?1";
    db.query_row(sql, [id], |row| claim_in(row, 0)).optional().map(Option::flatten)
}

pub(super) fn write_claim(db: &Connection, id: i64, claim: &Claim) -> rusqlite::Result<()> {
    let sql = "insert or replace into claim (drill, host, machine, process, user, since_ms, seen_ms)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let Claim { host, machine, process, user, since_ms, seen_ms } = claim;
    db.execute(sql, params![id, host, machine, process, user, since_ms, seen_ms]).map(drop)
}

/// Whether it is the one who has the drill.
pub(super) fn seen(db: &Connection, id: i64, claim: &Claim, seen_ms: i64) -> rusqlite::Result<bool> {
    let sql = "update claim set seen_ms = ?5
        where drill = ?1 and machine = ?2 and process = ?3 and since_ms = ?4";
    let update = params![id, claim.machine, claim.process, claim.since_ms, seen_ms];
    db.prepare_cached(sql)?.execute(update).map(|rows| rows > 0)
}

pub(super) fn release(db: &Connection, id: i64, claim: &Claim) -> rusqlite::Result<()> {
    let sql = "delete from claim where drill = ?1 and machine = ?2 and process = ?3 and since_ms = ?4";
    db.execute(sql, params![id, claim.machine, claim.process, claim.since_ms]).map(drop)
}

/// A claim in a row, from this column on; a drill that nobody has claimed has nothing there.
pub(super) fn claim_in(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Claim>> {
    let Some(host) = row.get(first)? else { return Ok(None) };
    Ok(Some(Claim {
        host,
        machine: row.get(first + 1)?,
        process: row.get(first + 2)?,
        user: row.get(first + 3)?,
        since_ms: row.get(first + 4)?,
        seen_ms: row.get(first + 5)?,
    }))
}

/// Takes something out so that its bytes are gone, in the file and in its log.
fn overwriting<T>(
    db: &mut Connection,
    take_out: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    db.pragma_update(None, "secure_delete", true)?;
    let taken_out = take_out(db);
    db.pragma_update(None, "secure_delete", false)?;
    let taken_out = taken_out?;
    // The log holds the pages as they were until it is emptied, which has to wait while somebody reads it.
    db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(taken_out)
}
