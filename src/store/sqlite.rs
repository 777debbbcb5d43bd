//! Journals in one SQLite file: the default store, with nothing to set up.
//!
//! A line is confirmed only once the disk has it. In write-ahead mode with
//! `synchronous=FULL` a commit is one sync, and an append is one statement or
//! one transaction, hence one sync: there is no cheaper way to keep a promise.
//! Several processes may use one file: writers wait up to five seconds for each
//! other, and the primary key decides between two who write the same drill.
//!
//! Never changes a line, and never touches a file that it didn't make: neither
//! other programs' databases nor those of a newer sandtable. What is taken out
//! (a drill, a person) is overwritten, and in the log too.

mod beside;
mod drills;
mod fault;
mod lines;
mod open;
mod schema;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::{Claim, DrillInfo, JournalStore, NewDrill, StoreError};
use drills::{NOTE_LINES, insert_drill, list};
use fault::at;
use lines::{count, insert, insert_batch, read_lines};
use schema::APPLICATION_ID;

/// Keeps journals in one SQLite file, and two that SQLite keeps beside it (`-wal`, `-shm`).
#[derive(Debug)]
pub struct SqliteStore {
    db: Connection,
    file: PathBuf,
    /// Drills met so far, so that an append has nothing to look up.
    ids: BTreeMap<String, i64>,
    /// Whether a commit waits for the disk now.
    durable: bool,
    wrote: bool,
}

impl SqliteStore {
    /// Whether commits from now on wait for the disk.
    ///
    /// An append asks for it each time, so that no failure can leave it without.
    fn set_durable(&mut self, durable: bool) -> Result<(), StoreError> {
        if self.durable != durable {
            let level = if durable { "full" } else { "normal" };
            self.durable = false;
            self.db.pragma_update(None, "synchronous", level).map_err(at(&self.file))?;
            self.durable = durable;
        }
        Ok(())
    }

    /// Every write passes here first.
    fn writing(&mut self, durable: bool) -> Result<(), StoreError> {
        self.wrote = true;
        self.set_durable(durable)
    }

    /// The number of a drill that is written to, as met before.
    fn id(&mut self, drill: &str) -> Result<i64, StoreError> {
        match self.ids.get(drill) {
            Some(&id) => Ok(id),
            None => self.looked_up(drill),
        }
    }

    /// The number of a drill, though another process may have renamed or deleted it.
    fn looked_up(&mut self, drill: &str) -> Result<i64, StoreError> {
        self.ids.remove(drill);
        let id = self
            .db
            .query_row("select id from drill where name = ?1", [drill], |row| row.get(0))
            .optional()
            .map_err(at(&self.file))?
            .ok_or_else(|| unknown(drill))?;
        self.ids.insert(drill.to_owned(), id);
        Ok(id)
    }

    fn note(&mut self, drill: &str, sql: &str, value: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        let mut update = self.db.prepare_cached(sql).map_err(at(&self.file))?;
        match update.execute((id, value)).map_err(at(&self.file))? {
            0 => Err(unknown(drill)),
            _ => Ok(()),
        }
    }
}

impl JournalStore for SqliteStore {
    fn create(&mut self, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        self.writing(true)?;
        let id = insert_drill(&mut self.db, drill, lines)
            .map_err(at(&self.file))?
            .ok_or_else(|| StoreError::Exists { drill: drill.name.to_owned() })?;
        self.ids.insert(drill.name.to_owned(), id);
        Ok(())
    }

    fn append(&mut self, drill: &str, expected: u64, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.writing(true)?;
        let fits = match lines {
            [] => count(&self.db, id).map(|found| found == expected),
            [line] => insert(&self.db, id, expected, line),
            lines => insert_batch(&mut self.db, id, expected, lines),
        };
        if fits.map_err(at(&self.file))? {
            return Ok(());
        }
        match count(&self.db, id).map_err(at(&self.file))? {
            // A drill without any lines may not even be there any more.
            0 => self.looked_up(drill).and(Err(conflict(drill, expected, 0))),
            found => Err(conflict(drill, expected, found)),
        }
    }

    fn read(&mut self, drill: &str, from: u64, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        read_lines(&self.db, id, from, each).map_err(at(&self.file))
    }

    /// Costs a page in the log and no sync: about 12 µs.
    fn note_clock(&mut self, drill: &str, at_ms: i64) -> Result<(), StoreError> {
        self.writing(false)?;
        self.note(drill, &format!("update drill set clock_ms = ?2, {NOTE_LINES}"), &at_ms)
    }

    fn note_end(&mut self, drill: &str, how: &str) -> Result<(), StoreError> {
        self.writing(true)?;
        self.note(drill, &format!("update drill set ended = ?2, {NOTE_LINES}"), &how)
    }

    fn drills(&mut self) -> Result<Vec<DrillInfo>, StoreError> {
        list(&self.db, None).map_err(at(&self.file))
    }

    fn info(&mut self, drill: &str) -> Result<DrillInfo, StoreError> {
        list(&self.db, Some(drill)).map_err(at(&self.file))?.pop().ok_or_else(|| unknown(drill))
    }

    fn rename(&mut self, drill: &str, to: &str) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(true)?;
        match beside::rename(&self.db, id, to).map_err(at(&self.file))? {
            true => {
                self.ids.clear();
                Ok(())
            }
            false => Err(StoreError::Exists { drill: to.to_owned() }),
        }
    }

    fn delete(&mut self, drill: &str) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(true)?;
        self.ids.remove(drill);
        beside::delete(&mut self.db, id).map_err(at(&self.file))
    }

    fn seat(&mut self, drill: &str, seat: &str, person: &str) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(true)?;
        beside::seat(&self.db, id, seat, person).map_err(at(&self.file))
    }

    fn people(&mut self, drill: &str) -> Result<Vec<(String, String)>, StoreError> {
        let id = self.looked_up(drill)?;
        beside::people(&self.db, id).map_err(at(&self.file))
    }

    fn forget(&mut self, person: &str) -> Result<Vec<String>, StoreError> {
        self.writing(true)?;
        beside::forget(&mut self.db, person).map_err(at(&self.file))
    }

    fn write_note(&mut self, drill: &str, key: &str, text: &str) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(true)?;
        beside::write_note(&self.db, id, key, text).map_err(at(&self.file))
    }

    fn swap_note(
        &mut self,
        drill: &str,
        key: &str,
        was: Option<&str>,
        text: &str,
    ) -> Result<bool, StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(true)?;
        beside::swap_note(&self.db, id, key, was, text).map_err(at(&self.file))
    }

    fn note(&mut self, drill: &str, key: &str) -> Result<Option<String>, StoreError> {
        let id = self.looked_up(drill)?;
        beside::note(&self.db, id, key).map_err(at(&self.file))
    }

    fn notes(&mut self, key: &str) -> Result<Vec<(String, String)>, StoreError> {
        beside::notes(&self.db, key).map_err(at(&self.file))
    }

    fn claim(&mut self, drill: &str, claim: &Claim, instead_of: Option<&Claim>) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(false)?;
        match beside::claim(&mut self.db, id, claim, instead_of).map_err(at(&self.file))? {
            None => Ok(()),
            Some(by) => Err(StoreError::Driven { drill: drill.to_owned(), by: Box::new(by) }),
        }
    }

    fn still_driving(&mut self, drill: &str, claim: &Claim, seen_ms: i64) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.writing(false)?;
        if beside::seen(&self.db, id, claim, seen_ms).map_err(at(&self.file))? {
            return Ok(());
        }
        match beside::claimed(&self.db, id).map_err(at(&self.file))? {
            Some(by) => Err(StoreError::Driven { drill: drill.to_owned(), by: Box::new(by) }),
            None => self.looked_up(drill).and(Err(StoreError::Lost { drill: drill.to_owned() })),
        }
    }

    fn release(&mut self, drill: &str, claim: &Claim) -> Result<(), StoreError> {
        let id = self.looked_up(drill)?;
        self.writing(false)?;
        beside::release(&self.db, id, claim).map_err(at(&self.file))
    }
}

impl Drop for SqliteStore {
    /// Brings the lines home, so that the file is whole without its log, and starts the log over.
    ///
    /// SQLite would remove the log instead, and the next drill's first thousand
    /// commits would take twice as long, for the file growing under them. A log left
    /// full would be read whole at the next start; the last statement writes a page
    /// for nothing but to begin it anew. What fails here costs time only: each line
    /// is on the disk already.
    fn drop(&mut self) {
        if self.wrote {
            let _ = self.db.busy_timeout(Duration::ZERO);
            let _ = self.db.execute_batch(&format!(
                "pragma synchronous = normal; pragma wal_checkpoint(passive);
                 pragma application_id = {APPLICATION_ID};"
            ));
        }
    }
}

fn begin(db: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    // Takes the write lock at once, where waiting for it works.
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn unknown(drill: &str) -> StoreError {
    StoreError::Unknown { drill: drill.to_owned() }
}

fn conflict(drill: &str, expected: u64, found: u64) -> StoreError {
    StoreError::Conflict { drill: drill.to_owned(), expected, found }
}

#[cfg(test)]
mod tests {
    use super::drills::LIST_DRILLS;
    use super::*;

    fn store(folder: &tempfile::TempDir) -> SqliteStore {
        let mut store = SqliteStore::open(&folder.path().join("drills.db")).unwrap();
        store.create(&NewDrill::new("tuesday", "first-page", 0), &[b"header".to_vec()]).unwrap();
        store
    }

    fn said(refused: &StoreError) -> String {
        let text = refused.to_string();
        text.split_once("drills.db` ").map_or(text.clone(), |(_, rest)| rest.to_owned())
    }

    #[test]
    fn an_append_waits_for_the_disk_though_a_note_did_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        let level =
            |s: &SqliteStore| s.db.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0));
        store.note_clock("tuesday", 5_000).unwrap();
        assert_eq!(level(&store), Ok(1));
        store.append("tuesday", 1, &[b"one".to_vec()]).unwrap();
        assert_eq!(level(&store), Ok(2));
    }

    #[test]
    fn who_watches_reads_along_and_can_not_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("drills.db");
        assert!(SqliteStore::open_to_watch(&path).unwrap().is_none());
        let mut store = store(&folder);
        let mut watch = SqliteStore::open_to_watch(&path).unwrap().unwrap();
        for seq in 1..4 {
            store.append("tuesday", seq, &[b"line".to_vec()]).unwrap();
            store.note_clock("tuesday", 1_000).unwrap();
            let seen = &watch.drills().unwrap()[0];
            assert_eq!((seen.lines, seen.clock_ms), (seq + 1, 1_000));
        }
        let refused = watch.append("tuesday", 4, &[b"line".to_vec()]).unwrap_err();
        assert!(said(&refused).starts_with("may not be written to"), "{refused}");
        assert!(watch.note_end("tuesday", "closed").is_err());
        assert_eq!(store.drills().unwrap()[0].lines, 4);
    }

    #[test]
    fn on_a_full_disk_a_batch_is_refused_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        store.db.pragma_update(None, "max_page_count", 6).unwrap();
        let batch = vec![vec![b'x'; 1_000]; 30];
        let refused = store.append("tuesday", 1, &batch).unwrap_err();
        assert_eq!(
            said(&refused),
            "is on a full disk (database or disk is full); \
             free some space, then try again"
        );
        assert_eq!(store.drills().unwrap()[0].lines, 1);
        store.db.pragma_update(None, "max_page_count", 1_000).unwrap();
        store.append("tuesday", 1, &batch).unwrap();
        assert_eq!(store.drills().unwrap()[0].lines, 31);
    }

    #[test]
    fn a_file_that_another_program_holds_is_given_up_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, mut other) =
            (store(&folder), Connection::open(folder.path().join("drills.db")).unwrap());
        store.db.busy_timeout(Duration::from_millis(1)).unwrap();
        let held = begin(&mut other).unwrap();
        let refused = store.append("tuesday", 1, &[b"one".to_vec()]).unwrap_err();
        assert_eq!(
            said(&refused),
            "is held by another program (database is locked); end the other program, then try again"
        );
        drop(held);
        store.append("tuesday", 1, &[b"one".to_vec()]).unwrap();
    }

    #[test]
    fn a_list_of_drills_seeks_their_last_lines() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let mut plan = store.db.prepare(&format!("explain query plan {LIST_DRILLS}")).unwrap();
        let steps: Vec<String> = plan
            .query_map([None::<&str>], |row| row.get("detail"))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(steps.contains(&"SEARCH line USING PRIMARY KEY (drill=?)".to_owned()), "{steps:?}");
    }
}
