//! What stands beside a drill in PostgreSQL: its name, people, documents, and who drives it.

use postgres::{Client, Error, GenericClient, Row};

use super::fault::conflicts;
use crate::store::{Claim, is_person};

/// Whether the name was free.
pub(super) fn rename(db: &mut Client, id: i64, to: &str) -> Result<bool, Error> {
    match db.execute("update sandtable.drill set name = $2 where id = $1", &[&id, &to]) {
        Err(error) if conflicts(&error) => Ok(false),
        done => done.map(|_| true),
    }
}

pub(super) fn delete(db: &mut Client, id: i64) -> Result<(), Error> {
    let mut tx = db.transaction()?;
    for table in ["line", "person", "note", "claim"] {
        tx.execute(&format!("delete from sandtable.{table} where drill = $1"), &[&id])?;
    }
    tx.execute("delete from sandtable.drill where id = $1", &[&id])?;
    tx.commit()
}

pub(super) fn seat(db: &mut Client, id: i64, seat: &str, person: &str) -> Result<(), Error> {
    let sql = "insert into sandtable.person (drill, seat, person) values ($1, $2, $3)
        on conflict (drill, seat) do update set person = excluded.person";
    db.execute(sql, &[&id, &seat, &person]).map(drop)
}

pub(super) fn people(db: &mut Client, id: i64) -> Result<Vec<(String, String)>, Error> {
    // In the order of bytes, as everywhere else.
    let sql = r#"select seat, person from sandtable.person where drill = $1 order by seat collate "C""#;
    Ok(db.query(sql, &[&id])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The names of the drills that the person sat in, the newest first.
pub(super) fn forget(db: &mut Client, person: &str) -> Result<Vec<String>, Error> {
    let mut tx = db.transaction()?;
    let sql = "select d.id, d.name, seat, person from sandtable.person join sandtable.drill d on d.id = drill
        order by d.started_ms desc, d.id desc";
    let mut names: Vec<String> = Vec::new();
    // What capitals are is not left to the server's locale.
    for row in tx.query(sql, &[])?.iter().filter(|row| is_person(row.get(3), person)) {
        let (drill, seat): (i64, &str) = (row.get(0), row.get(2));
        tx.execute("delete from sandtable.person where drill = $1 and seat = $2", &[&drill, &seat])?;
        names.push(row.get(1));
    }
    tx.commit()?;
    names.dedup();
    if !names.is_empty() {
        // Takes the row out of the table's file, where it could still be found. It may not be ours to do so.
        let _ = db.batch_execute("vacuum sandtable.person");
    }
    Ok(names)
}

pub(super) fn write_note(db: &mut impl GenericClient, id: i64, key: &str, text: &str) -> Result<(), Error> {
    let sql = "insert into sandtable.note (key, drill, body) values ($1, $2, $3)
        on conflict (key, drill) do update set body = excluded.body";
    db.execute(sql, &[&key, &id, &text]).map(drop)
}

/// Whether what was read is still what is kept: one statement, so that of two writers one wins.
pub(super) fn swap_note(
    db: &mut Client,
    id: i64,
    key: &str,
    was: Option<&str>,
    text: &str,
) -> Result<bool, Error> {
    let rows = match was {
        None => db.execute(
            "insert into sandtable.note (key, drill, body) values ($1, $2, $3) on conflict (key, drill) do nothing",
            &[&key, &id, &text],
        )?,
        Some(was) => db.execute(
            "update sandtable.note set body = $3 where key = $1 and drill = $2 and body = $4",
            &[&key, &id, &text, &was],
        )?,
    };
    Ok(rows > 0)
}

pub(super) fn note(db: &mut Client, id: i64, key: &str) -> Result<Option<String>, Error> {
    let sql = "select body from sandtable.note where key = $1 and drill = $2";
    Ok(db.query_opt(sql, &[&key, &id])?.map(|row| row.get(0)))
}

pub(super) fn notes(db: &mut Client, key: &str) -> Result<Vec<(String, String)>, Error> {
    let sql =
        "select d.name, body from sandtable.note join sandtable.drill d on d.id = note.drill where key = $1
        order by d.started_ms desc, d.id desc";
    Ok(db.query(sql, &[&key])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Whether the drill was nobody's, or this one's: one statement, so that of two one wins.
pub(super) fn claim(
    db: &mut impl GenericClient,
    id: i64,
    claim: &Claim,
    instead_of: Option<&Claim>,
) -> Result<bool, Error> {
    let sql = "insert into sandtable.claim as held (drill, host, machine, process, login, since_ms, seen_ms)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (drill) do update set (host, machine, process, login, since_ms, seen_ms)
            = row (excluded.host, excluded.machine, excluded.process, excluded.login, excluded.since_ms, excluded.seen_ms)
        where (held.machine, held.process, held.since_ms) = ($8, $9, $10)";
    let Claim { host, machine, process, user, since_ms, seen_ms } = claim;
    let gone = instead_of.map(|gone| (&gone.machine, &gone.process, gone.since_ms));
    let (gone_machine, gone_process) = (gone.map(|gone| gone.0), gone.map(|gone| gone.1));
    let gone_since = gone.map(|gone| gone.2);
    let all: [&(dyn postgres::types::ToSql + Sync); 10] =
        [&id, host, machine, process, user, since_ms, seen_ms, &gone_machine, &gone_process, &gone_since];
    db.execute(sql, &all).map(|rows| rows > 0)
}

pub(super) fn claimed(db: &mut Client, id: i64) -> Result<Option<Claim>, Error> {
    let sql = "select host, machine, process, login, since_ms, seen_ms from sandtable.claim where drill = $1";
    Ok(db.query_opt(sql, &[&id])?.and_then(|row| claim_in(&row, 0)))
}

/// Whether it is the one who has the drill.
pub(super) fn seen(db: &mut Client, id: i64, claim: &Claim, seen_ms: i64) -> Result<bool, Error> {
    let sql = "update sandtable.claim set seen_ms = $5
        where drill = $1 and machine = $2 and process = $3 and since_ms = $4";
    let rows = db.execute(sql, &[&id, &claim.machine, &claim.process, &claim.since_ms, &seen_ms])?;
    Ok(rows > 0)
}

pub(super) fn release(db: &mut Client, id: i64, claim: &Claim) -> Result<(), Error> {
    let sql =
        "delete from sandtable.claim where drill = $1 and machine = $2 and process = $3 and since_ms = $4";
    db.execute(sql, &[&id, &claim.machine, &claim.process, &claim.since_ms]).map(drop)
}

/// A claim in a row, from this column on; a drill that nobody has claimed has nothing there.
pub(super) fn claim_in(row: &Row, first: usize) -> Option<Claim> {
    let host: Option<String> = row.get(first);
    Some(Claim {
        host: host?,
        machine: row.get(first + 1),
        process: row.get(first + 2),
        user: row.get(first + 3),
        since_ms: row.get(first + 4),
        seen_ms: row.get(first + 5),
    })
}
