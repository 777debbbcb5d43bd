//! What SQLite says, in words that help: what is wrong, and what to do.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::store::StoreError;

pub(super) const ANOTHER: &str = "give another file with `--store`";
const FREE: &str = "free some space, then try again";
const WAIT: &str = "end the other program, then try again";
pub(super) const ALLOW: &str = "make the file and its folder writable, or give another file with `--store`";
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
pub(super) fn at(file: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| match FAULTS.iter().find(|(code, _, _)| is(&error, *code)) {
        Some((_, why, help)) => unavailable(file, &format!("{why} ({error})"), help),
        None => unavailable(file, &format!("can't be used ({error})"), CHECK),
    }
}

pub(super) fn is(error: &rusqlite::Error, code: ErrorCode) -> bool {
    error.sqlite_error_code() == Some(code)
}

pub(super) fn out_of_reach(file: &Path, error: &io::Error) -> StoreError {
    unavailable(file, &format!("is out of reach ({error})"), ALLOW)
}

pub(super) fn unavailable(file: &Path, why: &str, help: &str) -> StoreError {
    let what = file.display().to_string();
    StoreError::Unavailable { what, why: why.to_owned(), help: help.to_owned() }
}
