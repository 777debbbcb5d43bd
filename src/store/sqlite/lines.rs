//! A drill's lines in a SQLite file: each is the next one, or is not written.

use rusqlite::{Connection, Row, Transaction};

use super::begin;

/// Writes the next line of its drill, or nothing.
///
/// After a gap there is no line before this one, hence no `seq`, which a key must
/// have; a stale writer meets the line that is there. Either way the row is ignored.
/// (`insert .. select .. where exists` says it more plainly, but reads the table it
/// writes, so that SQLite copies each line once more: 2.8 µs a commit against 0.9.)
const INSERT_LINE: &str = "
    insert or ignore into line (drill, seq, body) values (?1, iif(?2 = 0, 0,
        (select seq + 1 from line where drill = ?1 and seq = ?2 - 1)), ?3)";

/// A seek to the drill's last line, however many lines there are.
const COUNT_LINES: &str = "select coalesce(max(seq) + 1, 0) from line where drill = ?1";

const READ_LINES: &str = "select seq, body from line where drill = ?1 and seq >= ?2 order by seq";

/// Whether all lines fitted; if not, none was written.
pub(super) fn insert_batch(
    db: &mut Connection,
    id: i64,
    first: u64,
    lines: &[Vec<u8>],
) -> rusqlite::Result<bool> {
    let tx = begin(db)?;
    // A transaction that is dropped takes back what it wrote.
    Ok(insert_lines(&tx, id, first, lines)? && tx.commit().map(|()| true)?)
}

/// Whether all lines fitted; stops at the first that doesn't.
pub(super) fn insert_lines(
    tx: &Transaction<'_>,
    id: i64,
    first: u64,
    lines: &[Vec<u8>],
) -> rusqlite::Result<bool> {
    for (seq, line) in (first..=u64::MAX).zip(lines) {
        if !insert(tx, id, seq, line)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the line is the next one of its drill; if not, it was not written.
pub(super) fn insert(db: &Connection, id: i64, seq: u64, line: &[u8]) -> rusqlite::Result<bool> {
    Ok(db.prepare_cached(INSERT_LINE)?.execute((id, signed(seq), line))? == 1)
}

pub(super) fn count(db: &Connection, id: i64) -> rusqlite::Result<u64> {
    db.prepare_cached(COUNT_LINES)?.query_row([id], |row| unsigned(row, 0))
}

pub(super) fn read_lines(
    db: &Connection,
    id: i64,
    from: u64,
    each: &mut dyn FnMut(u64, &[u8]),
) -> rusqlite::Result<()> {
    let mut lines = db.prepare_cached(READ_LINES)?;
    let mut rows = lines.query((id, signed(from)))?;
    while let Some(row) = rows.next()? {
        each(unsigned(row, 0)?, row.get_ref(1)?.as_blob()?);
    }
    Ok(())
}

/// SQLite counts with a sign; what doesn't fit is past the end of any drill.
pub(super) fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|n| u64::try_from(n).unwrap_or(0))
}
