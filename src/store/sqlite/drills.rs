//! The drills of a SQLite file: a new one, and the list of all.

use rusqlite::Connection;

use super::lines::{insert_lines, signed, unsigned};
use super::{begin, beside};
use crate::store::{DrillInfo, NewDrill};

const INSERT_DRILL: &str = "
    insert into drill (name, scenario, started_ms, parent, parent_name, parent_lines)
        values (?1, ?2, ?3, (select id from drill where name = ?4), ?4, ?5) on conflict do nothing";

/// The end of an update of a drill that notes its lines as well.
pub(super) const NOTE_LINES: &str =
    "noted_lines = (select coalesce(max(seq) + 1, 0) from line where drill = ?1) where id = ?1";

/// Every drill, or the one of this name.
pub(super) const LIST_DRILLS: &str = "
    select drill.name, drill.scenario, drill.started_ms,
        iif(?1 is null and drill.ended is not null and drill.noted_lines > 0, drill.noted_lines,
            (select coalesce(max(seq) + 1, 0) from line where drill = drill.id)),
        drill.clock_ms, drill.ended, coalesce(parent.name, drill.parent_name), drill.parent_lines,
        drill.noted_lines, host, machine, process, user, since_ms, seen_ms
    from drill left join drill parent on parent.id = drill.parent left join claim on claim.drill = drill.id
    where ?1 is null or drill.name = ?1 order by drill.started_ms desc, drill.id desc";

/// The new drill's id, or nothing if the name is taken.
pub(super) fn insert_drill(
    db: &mut Connection,
    drill: &NewDrill<'_>,
    lines: &[Vec<u8>],
) -> rusqlite::Result<Option<i64>> {
    let tx = begin(db)?;
    let (parent, shared) = drill.parent.unzip();
    let new = (drill.name, drill.scenario, drill.started_ms, parent, shared.map(signed));
    if tx.execute(INSERT_DRILL, new)? == 0 {
        return Ok(None);
    }
    let id = tx.last_insert_rowid();
    if let Some(claim) = drill.claim {
        beside::write_claim(&tx, id, claim)?;
    }
    for (key, text) in drill.notes {
        beside::write_note(&tx, id, key, text)?;
    }
    if !insert_lines(&tx, id, 0, lines)? {
        // Lines without a drill, where a new drill's lines belong: somebody edited the file.
        return Err(rusqlite::Error::StatementChangedRows(0));
    }
    tx.commit()?;
    Ok(Some(id))
}

pub(super) fn list(db: &Connection, name: Option<&str>) -> rusqlite::Result<Vec<DrillInfo>> {
    let mut drills = db.prepare_cached(LIST_DRILLS)?;
    let rows = drills.query_map([name], |row| {
        let parent: Option<String> = row.get(6)?;
        Ok(DrillInfo {
            name: row.get(0)?,
            scenario: row.get(1)?,
            started_ms: row.get(2)?,
            lines: unsigned(row, 3)?,
            clock_ms: row.get(4)?,
            ended: row.get(5)?,
            parent: parent.map(|name| Ok::<_, rusqlite::Error>((name, unsigned(row, 7)?))).transpose()?,
            noted: unsigned(row, 8)?,
            claim: beside::claim_in(row, 9)?,
        })
    })?;
    rows.collect()
}
