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

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use super::{Claim, DrillInfo, JournalStore, NewDrill, StoreError};

/// Marks a file as ours ("sand"), so that other programs' databases are left alone.
const APPLICATION_ID: i32 = 0x7361_6e64;

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

/// Writes the next line of its drill, or nothing.
///
/// After a gap there is no line before this one, hence no `seq`, which a key must
/// have; a stale writer meets the line that is there. Either way the row is ignored.
/// (`insert .. select .. where exists` says it more plainly, but reads the table it
/// writes, so that SQLite copies each line once more: 2.8 µs a commit against 0.9.)
const INSERT_LINE: &str = "
    insert or ignore into line (drill, seq, body) values (?1, iif(?2 = 0, 0,
        (select seq + 1 from line where drill = ?1 and seq = ?2 - 1)), ?3)";

const INSERT_DRILL: &str = "
    insert into drill (name, scenario, started_ms, parent, parent_name, parent_lines)
        values (?1, ?2, ?3, (select id from drill where name = ?4), ?4, ?5) on conflict do nothing";

/// A seek to the drill's last line, however many lines there are.
const COUNT_LINES: &str = "select coalesce(max(seq) + 1, 0) from line where drill = ?1";

const READ_LINES: &str = "select seq, body from line where drill = ?1 and seq >= ?2 order by seq";

/// The end of an update of a drill that notes its lines as well.
const NOTE_LINES: &str =
    "noted_lines = (select coalesce(max(seq) + 1, 0) from line where drill = ?1) where id = ?1";

/// Every drill, or the one of this name.
const LIST_DRILLS: &str = "
    select drill.name, drill.scenario, drill.started_ms,
        iif(?1 is null and drill.ended is not null and drill.noted_lines > 0, drill.noted_lines,
            (select coalesce(max(seq) + 1, 0) from line where drill = drill.id)),
        drill.clock_ms, drill.ended, coalesce(parent.name, drill.parent_name), drill.parent_lines,
        drill.noted_lines, host, machine, process, user, since_ms, seen_ms
    from drill left join drill parent on parent.id = drill.parent left join claim on claim.drill = drill.id
    where ?1 is null or drill.name = ?1 order by drill.started_ms desc, drill.id desc";

/// How long to wait for other processes.
const PATIENCE: Duration = Duration::from_secs(5);

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
    /// Opens the store in this file; makes it, and its folder, if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`], [`StoreError::Unavailable`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        is_a_file(path)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| out_of_reach(path, &e))?;
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the store in this file, for commands that only look; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_existing(path: &Path) -> Result<Option<Self>, StoreError> {
        if !path.try_exists().map_err(|e| out_of_reach(path, &e))? {
            return Ok(None);
        }
        is_a_file(path)?;
        if is_locked(path) {
            return Self::to_read(path);
        }
        Self::connect(path, OpenFlags::empty()).map(Some)
    }

    /// Opens the store in this file to watch it while another process writes; `None` if there is none. Not a byte of
    /// a journal can be written through it, and nobody who writes has to wait for it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_to_watch(path: &Path) -> Result<Option<Self>, StoreError> {
        if !path.try_exists().map_err(|e| out_of_reach(path, &e))? {
            return Ok(None);
        }
        is_a_file(path)?;
        if is_locked(path) {
            return Self::to_read(path);
        }
        let mut store = Self::opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match store.version()? {
            // Its tables may still be missing, for a moment at its very first start.
            0 => Ok(None),
            version if version < MIGRATIONS.len() => {
                Self::connect(path, OpenFlags::empty())?;
                Self::open_to_watch(path)
            }
            _ => Ok(Some(store)),
        }
    }

    /// Opens a file that may not be written to, to read in it. Beside a log, somebody may be writing; without one nobody is,
    /// and SQLite, which would make a log to read by, is told so.
    fn to_read(path: &Path) -> Result<Option<Self>, StoreError> {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let still = !fs::metadata(&log).is_ok_and(|log| log.len() > 0);
        let mut store = match Path::new(".").join(path).to_str().filter(|_| still) {
            Some(name) => {
                let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                Self::of(path, &PathBuf::from(format!("file:{name}?immutable=1")), flags)?
            }
            None => Self::opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        match store.version()? {
            0 => Ok(None),
            version if version < MIGRATIONS.len() => {
                let why = "was written by an older sandtable, and may not be written to";
                Err(unavailable(path, why, ALLOW))
            }
            _ => Ok(Some(store)),
        }
    }

    fn connect(path: &Path, create: OpenFlags) -> Result<Self, StoreError> {
        let mut store = Self::opened(path, OpenFlags::SQLITE_OPEN_READ_WRITE | create)?;
        store.prepare()?;
        Ok(store)
    }

    fn opened(path: &Path, how: OpenFlags) -> Result<Self, StoreError> {
        // SQLite gives `:memory:` and `file:...` a meaning; behind a `./` they are files like any other.
        Self::of(path, &Path::new(".").join(path), how)
    }

    fn of(path: &Path, named: &Path, how: OpenFlags) -> Result<Self, StoreError> {
        let db =
            Connection::open_with_flags(named, how | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(at(path))?;
        settings(&db).map_err(at(path))?;
        Ok(Self { db, file: path.to_owned(), ids: BTreeMap::new(), durable: false, wrote: false })
    }

    /// Looks before it touches anything: the file may be somebody else's.
    fn prepare(&mut self) -> Result<(), StoreError> {
        let version = self.version()?;
        write_ahead(&self.db).map_err(at(&self.file))?;
        self.set_durable(true)?;
        if version < MIGRATIONS.len() {
            self.migrate()?;
        }
        Ok(())
    }

    /// The file's version, if it is ours and not from the future.
    fn version(&mut self) -> Result<usize, StoreError> {
        let reading = self.db.transaction().map_err(at(&self.file))?;
        version_of(&reading, &self.file)
    }

    /// Two processes may start at once: the second waits, and finds nothing left to do.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let writing = begin(&mut self.db).map_err(at(&self.file))?;
        let from = version_of(&writing, &self.file)?;
        let steps = MIGRATIONS[from..].concat();
        let done = format!(
            "{steps} pragma user_version = {}; pragma application_id = {APPLICATION_ID};",
            MIGRATIONS.len()
        );
        writing.execute_batch(&done).map_err(at(&self.file))?;
        writing.commit().map_err(at(&self.file))
    }

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

/// Settings of this connection alone: they change nothing in the file.
fn settings(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if cfg!(target_os = "macos") {
        // There, a plain sync leaves the lines in the disk's own cache.
        db.execute_batch("pragma fullfsync = on; pragma checkpoint_fullfsync = on;")?;
    }
    Ok(())
}

/// Two processes that make the file at once would refuse each other without waiting, so we wait.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    const PAUSE: Duration = Duration::from_millis(20);
    db.busy_timeout(Duration::ZERO)?;
    let mut waited = Duration::ZERO;
    let done = loop {
        match db.pragma_update(None, "journal_mode", "wal") {
            #[expect(clippy::disallowed_methods, reason = "SQLite itself does not wait for this one pragma")]
            Err(e) if is(&e, ErrorCode::DatabaseBusy) && waited < PATIENCE => thread::sleep(PAUSE),
            done => break done,
        }
        waited += PAUSE;
    };
    db.busy_timeout(PATIENCE)?;
    done
}

fn version_of(tx: &Transaction<'_>, file: &Path) -> Result<usize, StoreError> {
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

fn begin(db: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    // Takes the write lock at once, where waiting for it works.
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// The new drill's id, or nothing if the name is taken.
fn insert_drill(
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

/// Whether all lines fitted; if not, none was written.
fn insert_batch(db: &mut Connection, id: i64, first: u64, lines: &[Vec<u8>]) -> rusqlite::Result<bool> {
    let tx = begin(db)?;
    // A transaction that is dropped takes back what it wrote.
    Ok(insert_lines(&tx, id, first, lines)? && tx.commit().map(|()| true)?)
}

/// Whether all lines fitted; stops at the first that doesn't.
fn insert_lines(tx: &Transaction<'_>, id: i64, first: u64, lines: &[Vec<u8>]) -> rusqlite::Result<bool> {
    for (seq, line) in (first..=u64::MAX).zip(lines) {
        if !insert(tx, id, seq, line)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the line is the next one of its drill; if not, it was not written.
fn insert(db: &Connection, id: i64, seq: u64, line: &[u8]) -> rusqlite::Result<bool> {
    Ok(db.prepare_cached(INSERT_LINE)?.execute((id, signed(seq), line))? == 1)
}

fn count(db: &Connection, id: i64) -> rusqlite::Result<u64> {
    db.prepare_cached(COUNT_LINES)?.query_row([id], |row| unsigned(row, 0))
}

fn read_lines(db: &Connection, id: i64, from: u64, each: &mut dyn FnMut(u64, &[u8])) -> rusqlite::Result<()> {
    let mut lines = db.prepare_cached(READ_LINES)?;
    let mut rows = lines.query((id, signed(from)))?;
    while let Some(row) = rows.next()? {
        each(unsigned(row, 0)?, row.get_ref(1)?.as_blob()?);
    }
    Ok(())
}

fn list(db: &Connection, name: Option<&str>) -> rusqlite::Result<Vec<DrillInfo>> {
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

/// SQLite counts with a sign; what doesn't fit is past the end of any drill.
fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|n| u64::try_from(n).unwrap_or(0))
}

fn unknown(drill: &str) -> StoreError {
    StoreError::Unknown { drill: drill.to_owned() }
}

fn conflict(drill: &str, expected: u64, found: u64) -> StoreError {
    StoreError::Conflict { drill: drill.to_owned(), expected, found }
}

fn is(error: &rusqlite::Error, code: ErrorCode) -> bool {
    error.sqlite_error_code() == Some(code)
}

const ANOTHER: &str = "give another file with `--store`";
const FREE: &str = "free some space, then try again";
const WAIT: &str = "end the other program, then try again";
const ALLOW: &str = "make the file and its folder writable, or give another file with `--store`";
const CHECK: &str = "check the disk, and its free space, then try again; what was confirmed is kept";
const RECOVER: &str = "keep a copy of it, then try `sqlite3 FILE .recover`, or go back to a backup";

/// What SQLite says, in words that help: what is wrong, and what to do.
const FAULTS: &[(ErrorCode, &str, &str)] = &[
    (ErrorCode::DiskFull, "is on a full disk", FREE),
    (ErrorCode::ReadOnly, "may not be written to", ALLOW),
    (ErrorCode::PermissionDenied, "may not be used", ALLOW),
    (ErrorCode::CannotOpen, "can't be opened", ALLOW),
    (ErrorCode::DatabaseBusy, "is held by another program", WAIT),
    (ErrorCode::DatabaseLocked, "is held by another program", WAIT),
    (ErrorCode::NotADatabase, "is not a SQLite database", ANOTHER),
    (ErrorCode::DatabaseCorrupt, "is damaged", RECOVER),
    (ErrorCode::SystemIoFailure, "is on a disk that fails", CHECK),
];

/// Turns what SQLite says of this file into a [`StoreError`].
fn at(file: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| match FAULTS.iter().find(|(code, _, _)| is(&error, *code)) {
        Some((_, why, help)) => unavailable(file, &format!("{why} ({error})"), help),
        None => unavailable(file, &format!("can't be used ({error})"), CHECK),
    }
}

/// A record is kept in a file, and nothing else that has a name on a disk.
fn is_a_file(path: &Path) -> Result<(), StoreError> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => {
            let within = path.join("drills.db");
            Err(unavailable(
                path,
                "is a folder",
                &format!("name a file in it: `--store {}`", within.display()),
            ))
        }
        Ok(about) if !about.is_file() => Err(unavailable(path, "is no file, and keeps nothing", ANOTHER)),
        // What is not there, or can't be looked at, says so when it is opened.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether a file that is there may be read and not written to.
fn is_locked(path: &Path) -> bool {
    let written = fs::OpenOptions::new().append(true).open(path);
    written.is_err_and(|error| {
        matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
    }) && fs::File::open(path).is_ok()
}

fn out_of_reach(file: &Path, error: &io::Error) -> StoreError {
    unavailable(file, &format!("is out of reach ({error})"), ALLOW)
}

fn unavailable(file: &Path, why: &str, help: &str) -> StoreError {
    let what = file.display().to_string();
    StoreError::Unavailable { what, why: why.to_owned(), help: help.to_owned() }
}

#[cfg(test)]
mod tests {
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
