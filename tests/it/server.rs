//! A real PostgreSQL for the tests that need one: the one that `tests/run` has started, or one of a test's own.
//!
//! Where there is none, a test says so and passes: `tests/run` is what makes sure that there is.

use std::path::{Path, PathBuf};
use std::process::Command;

use postgres::{Client, NoTls};
use tempfile::TempDir;

/// The server that all tests share.
#[expect(clippy::disallowed_methods, reason = "`tests/run` says here where it is")]
fn shared() -> Option<String> {
    let server = std::env::var("SANDTABLE_POSTGRES").ok();
    if server.is_none() {
        println!("SKIPPED: no PostgreSQL; `tests/run` starts one");
    }
    server
}

/// A database of one test's own on the server that all tests share.
pub(crate) struct Database {
    server: String,
    name: String,
    /// Where it is.
    pub(crate) address: String,
}

impl Database {
    /// A new one; `None` where there is no server.
    pub(crate) fn new(test: &str) -> Option<Self> {
        shared().map(|server| Self::on(&server, test))
    }

    /// A new one on this server.
    pub(crate) fn on(server: &str, test: &str) -> Self {
        let name = format!("{test}_{}", std::process::id());
        let mut admin = Client::connect(server, NoTls).unwrap();
        admin.batch_execute(&format!("drop database if exists {name}")).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let address = server.replacen("/postgres?", &format!("/{name}?"), 1);
        Self { server: server.to_owned(), name, address }
    }

    /// A connection past the store.
    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.address, NoTls).unwrap()
    }

    /// The same database by TCP, where the server asks for a password; and the file of its root certificate.
    pub(crate) fn by_tcp(&self, host: &str, password: &str) -> (String, PathBuf) {
        let option = |name: &str| {
            let (_, rest) = self.server.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().to_owned()
        };
        let root = Path::new(&option("host")).join("root.crt");
        (format!("postgres://sandtable:{password}@{host}:{}/{}", option("port"), self.name), root)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut admin) = Client::connect(&self.server, NoTls) {
            let _ = admin.batch_execute(&format!("drop database if exists {} with (force)", self.name));
        }
    }
}

/// A server of a test's own, which can be stopped.
pub(crate) struct Server {
    folder: TempDir,
    /// Where it is.
    pub(crate) address: String,
}

impl Server {
    /// A new one; `None` where tests have no PostgreSQL.
    pub(crate) fn start() -> Option<Self> {
        shared()?;
        let folder = tempfile::tempdir().unwrap();
        let mut server = Self { folder, address: String::new() };
        server.address = server.script(&["start"]).trim().to_owned();
        Some(server)
    }

    /// Stops it as a machine would that loses its power: no goodbyes, and nothing is written out.
    pub(crate) fn stop_at_once(&self) {
        self.script(&["stop", "immediate"]);
    }

    /// Starts it again.
    pub(crate) fn again(&self) {
        self.script(&["again"]);
    }

    fn script(&self, words: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres");
        let output =
            Command::new(script).arg(words[0]).arg(self.folder.path()).args(&words[1..]).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres");
        let _ = Command::new(script).arg("stop").arg(self.folder.path()).arg("immediate").output();
    }
}
