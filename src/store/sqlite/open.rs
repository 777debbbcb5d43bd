//! How a SQLite file is opened: made, found, watched while another writes, or read where nobody may write.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io, thread};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::SqliteStore;
use super::fault::{ALLOW, ANOTHER, at, is, out_of_reach, unavailable};
use super::schema::{is_old, migrate, version_of};
use crate::store::StoreError;

/// How long to wait for other processes.
const PATIENCE: Duration = Duration::from_secs(5);

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
            version if is_old(version) => {
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
            version if is_old(version) => {
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
        if is_old(version) {
            migrate(&mut self.db, &self.file)?;
        }
        Ok(())
    }

    fn version(&mut self) -> Result<usize, StoreError> {
        let reading = self.db.transaction().map_err(at(&self.file))?;
        version_of(&reading, &self.file)
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
