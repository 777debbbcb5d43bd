//! What PostgreSQL says, in words that help: what is wrong, and what to do. Never a password.

use std::error::Error as _;

use postgres::Error;
use postgres::error::SqlState;

use super::Address;
use crate::store::StoreError;

/// Why something could not be done.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server's answer, or the want of one.
    Server(Error),
    /// A later version of sandtable has been there.
    Newer { found: u32, known: u32 },
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Fault::Server(error)
    }
}

/// Whether a row is there already.
pub(super) fn conflicts(error: &Error) -> bool {
    error.code() == Some(&SqlState::UNIQUE_VIOLATION)
}

const ADDRESS: &str = "check the address, or give another with `--store`";
const BACK: &str = "see that the server runs and can be reached, then try again";
const FREE: &str = "free some space there, then try again";
const WAIT: &str = "end the other program, then try again";
const GRANT: &str = "ask who runs the database to grant this user the schema `sandtable`, or give another store with `--store`";
const PRIMARY: &str = "give the address of the server that takes writes (a standby only reads)";
const LOG: &str = "the server's log says more";

/// By the server's code: what is wrong, and what to do.
const FAULTS: &[(SqlState, &str, &str)] = &[
    (SqlState::INVALID_PASSWORD, "doesn't let this user in", ADDRESS),
    (SqlState::INVALID_AUTHORIZATION_SPECIFICATION, "doesn't let this user in", ADDRESS),
    (
        SqlState::INVALID_CATALOG_NAME,
        "has no such database",
        "make it (`createdb`), or give another with `--store`",
    ),
    (SqlState::INSUFFICIENT_PRIVILEGE, "may not be used by this user", GRANT),
    (SqlState::READ_ONLY_SQL_TRANSACTION, "may not be written to", PRIMARY),
    (SqlState::DISK_FULL, "is on a full disk", FREE),
    (SqlState::OUT_OF_MEMORY, "is out of memory", LOG),
    (SqlState::TOO_MANY_CONNECTIONS, "has too many connections", WAIT),
    (SqlState::LOCK_NOT_AVAILABLE, "is held by another program", WAIT),
    (SqlState::CANNOT_CONNECT_NOW, "is starting or stopping", BACK),
    (SqlState::ADMIN_SHUTDOWN, "was stopped", BACK),
    (SqlState::CRASH_SHUTDOWN, "was stopped", BACK),
];

impl Fault {
    /// Whether it says nothing about the store itself, only that there is no connection any more.
    pub(super) fn is_lost_connection(&self) -> bool {
        let Fault::Server(error) = self else { return false };
        match error.code() {
            Some(code) => is_stopping(code),
            None => error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()),
        }
    }

    /// Whether it may be over in a moment.
    pub(super) fn may_pass(&self) -> bool {
        let Fault::Server(error) = self else { return false };
        match error.code() {
            Some(code) => is_stopping(code) || *code == SqlState::TOO_MANY_CONNECTIONS,
            None => true,
        }
    }

    /// As the store's error.
    pub(super) fn at(&self, address: &Address) -> StoreError {
        let error = match self {
            Fault::Newer { found, known } => return StoreError::Newer { found: *found, known: *known },
            Fault::Server(error) => error,
        };
        let known = error.code().and_then(|code| FAULTS.iter().find(|(known, _, _)| known == code));
        let said = error.as_db_error().map_or_else(|| causes(error), |said| said.message().to_owned());
        let (why, help) = match known {
            Some((_, why, help)) => (*why, *help),
            None if error.as_db_error().is_some() => ("can't be used", LOG),
            None => ("can't be reached", BACK),
        };
        address.unavailable(&format!("{why} ({said})"), help)
    }
}

fn is_stopping(code: &SqlState) -> bool {
    [SqlState::CANNOT_CONNECT_NOW, SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN].contains(code)
}

/// The driver's own errors say little without what caused them.
fn causes(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(because) = cause {
        let more = because.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = because.source();
    }
    said
}
