//! The tables in PostgreSQL, and what brings them up to date.

use postgres::Client;

use super::fault::Fault;

/// What brings a schema from each version to the next; its length is today's version.
///
/// There is no foreign key: an append would pay for looking it up.
const MIGRATIONS: &[&str] = &[
    "
    create table sandtable.drill (
        id bigint generated always as identity primary key,
        name text not null unique,
        scenario text not null,
        started_ms bigint not null,
        clock_ms bigint not null default 0,
        ended text,
        parent bigint,
        parent_name text,
        parent_lines bigint
    );
    create table sandtable.line (
        drill bigint not null,
        seq bigint not null,
        body bytea not null,
        primary key (drill, seq)
    );
    create table sandtable.person (
        drill bigint not null,
        seat text not null,
        person text not null,
        primary key (drill, seat)
    );
    create table sandtable.note (
        key text not null,
        drill bigint not null,
        body text not null,
        primary key (key, drill)
    );
    create table sandtable.claim (
        drill bigint primary key,
        host text not null,
        machine text not null,
        process text not null,
        login text,
        since_ms bigint not null,
        seen_ms bigint not null
    );
    ",
    // How many lines a drill had when its clock or its end was noted.
    "
    alter table sandtable.drill add column noted_lines bigint not null default 0;
    update sandtable.drill d set noted_lines =
        (select coalesce(max(seq) + 1, 0) from sandtable.line where drill = d.id) where ended is not null;
    ",
];

/// Two who start at once take turns by this number ('sand' and 'tabl').
const LOCK: i64 = 0x7361_6e64_7461_626c;

/// The version of the schema; 0 if there is none.
pub(super) fn version(db: &mut impl postgres::GenericClient) -> Result<usize, Fault> {
    // Not `to_regclass`, which may remember how it was before another process had its turn.
    let sql = "select exists (select from pg_class join pg_namespace n on n.oid = relnamespace
        where nspname = 'sandtable' and relname = 'version')";
    let there = db.query_one(sql, &[])?;
    if !there.get::<_, bool>(0) {
        return Ok(0);
    }
    let found: i32 = db.query_one("select coalesce(max(version), 0) from sandtable.version", &[])?.get(0);
    match usize::try_from(found) {
        Ok(version) if version <= MIGRATIONS.len() => Ok(version),
        // A version below zero is no version of ours either.
        Ok(_) | Err(_) => Err(Fault::Newer {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: MIGRATIONS.len() as u32,
        }),
    }
}

/// Brings the schema up to date. Two may do so at once: the second waits, and finds nothing left to do.
pub(super) fn migrate(client: &mut Client) -> Result<(), Fault> {
    if version(client)? == MIGRATIONS.len() {
        return Ok(());
    }
    let mut tx = client.transaction()?;
    tx.execute("select pg_advisory_xact_lock($1)", &[&LOCK])?;
    let from = version(&mut tx)?;
    if from == 0 {
        // Somebody who may not make a schema may have been given one.
        let there =
            tx.query_one("select exists (select from pg_namespace where nspname = 'sandtable')", &[])?;
        if !there.get::<_, bool>(0) {
            tx.batch_execute("create schema sandtable")?;
        }
        tx.batch_execute("create table sandtable.version (version integer primary key)")?;
    }
    for (n, step) in MIGRATIONS.iter().enumerate().skip(from) {
        tx.batch_execute(step)?;
        tx.execute("insert into sandtable.version values ($1)", &[&(n as i32 + 1)])?;
    }
    Ok(tx.commit()?)
}
