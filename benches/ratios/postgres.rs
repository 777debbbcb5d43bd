//! A move that is kept on a PostgreSQL server, against a bare commit of a row of the same size over the same driver; and
//! how many statements and round trips it takes, counted on the wire.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postgres::{Client, NoTls, Statement};
use sandtable::drive::Drill;
use sandtable::store::{Address, PostgresStore};
use tempfile::TempDir;

use crate::ratio::{Aim, ROUNDS, at, note, say, turns, us};
use crate::store::{begin_in, make_move};

/// Moves a round.
const TURNS: usize = 200;
const WARM: usize = 400;
/// As long as a move's line.
const LINE: usize = 280;

/// What the first message says when it asks whether the server speaks TLS (PostgreSQL's protocol, `SSLRequest`).
const ASKS_FOR_TLS: u32 = 80_877_103;

/// A server of our own, stopped when this ends.
struct Server {
    folder: TempDir,
    address: String,
}

impl Server {
    fn start() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let started = script().arg("start").arg(folder.path()).output().ok()?;
        let address = String::from_utf8(started.stdout).ok()?.trim().to_owned();
        started.status.success().then_some(Self { folder, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = script().arg("stop").arg(self.folder.path()).arg("fast").output();
    }
}

fn script() -> Process {
    Process::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres"))
}

/// Prints the section.
pub(crate) fn run() -> bool {
    let Some(server) = Server::start() else {
        note("PostgreSQL: not measured, for want of a server (Debian: postgresql)");
        return true;
    };
    let mut drill = drill_on(&server.address);
    let mut bare = Client::connect(&server.address, NoTls).expect("it runs");
    let table = "create table bare (drill bigint, seq bigint, body bytea, primary key (drill, seq))";
    bare.batch_execute(table).expect("it is SQL");
    let insert = bare.prepare("insert into bare (drill, seq, body) values (1, $1, $2)").expect("it is SQL");
    let (mut seq, line) = (0, vec![b'n'; LINE]);
    let mut round =
        |times| turns(times, |_| commit(&mut bare, &insert, &mut seq, &line), |_| make_move(&mut drill));
    round(WARM);
    let (mut rounds, mut last) = (Vec::new(), (0.0, 0.0));
    for _ in 0..ROUNDS {
        let (bare, ours) = round(TURNS);
        last = (at(&bare, 0.5), at(&ours, 0.5));
        rounds.push(last.1 / last.0);
    }
    say("PostgreSQL: a durable move, p50, of a bare commit's", &rounds, Aim::AtMost(1.1));
    note(&format!("lines of {LINE} bytes; commit {}, move {} in the last round", us(last.0), us(last.1)));
    counted(&server)
}

fn drill_on(address: &str) -> Drill {
    let address = Address::new(address, None).expect("it is an address");
    begin_in(Box::new(PostgresStore::open(address).expect("it can be used")))
}

fn commit(bare: &mut Client, insert: &Statement, seq: &mut i64, line: &[u8]) {
    bare.execute(insert, &[seq, &line]).expect("there is room");
    *seq += 1;
}

/// Whether a hundred moves are a hundred statements in a hundred round trips.
fn counted(server: &Server) -> bool {
    let wire = Wire::before(server);
    // The drill that was timed has this one's name.
    let mut plain = Client::connect(&server.address, NoTls).expect("it runs");
    plain.batch_execute("drop schema sandtable cascade").expect("it is SQL");
    let mut drill = drill_on(&wire.address);
    make_move(&mut drill);
    let before = wire.count();
    for _ in 0..100 {
        make_move(&mut drill);
    }
    let after = wire.count();
    let (statements, trips) = (after.0 - before.0, after.1 - before.1);
    let right = (statements, trips) == (100, 100);
    let met = if right { "met" } else { "NOT MET" };
    note(&format!("100 moves: {statements} statements, {trips} round trips; aim 100 and 100 ({met})"));
    right
}

/// Between a client and the server: passes on, and counts.
struct Wire {
    address: String,
    counts: Arc<[AtomicU64; 2]>,
    _folder: TempDir,
}

impl Wire {
    fn before(server: &Server) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a file");
        let port =
            server.address.split("port=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or("5432");
        let socket = format!(".s.PGSQL.{port}");
        let (listen, to) = (folder.path().join(&socket), server.folder.path().join(&socket));
        let address = server
            .address
            .replace(&server.folder.path().display().to_string(), &folder.path().display().to_string());
        let counts = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let listener = UnixListener::bind(listen).expect("nobody else is there");
        let (pass, counting) = (move |client, counts| pass(client, &to, counts), counts.clone());
        let serve = move || {
            for client in listener.incoming().flatten() {
                pass(client, counting.clone());
            }
        };
        std::thread::Builder::new().spawn(serve).expect("a thread starts");
        Self { address, counts, _folder: folder }
    }

    fn count(&self) -> (u64, u64) {
        (self.counts[0].load(Ordering::SeqCst), self.counts[1].load(Ordering::SeqCst))
    }
}

/// Passes on in both directions; what the client says is read, message by message.
fn pass(mut client: UnixStream, to: &PathBuf, counts: Arc<[AtomicU64; 2]>) {
    let mut server = UnixStream::connect(to).expect("the server is there");
    let (mut back, mut answers) = (client.try_clone().expect("it can"), server.try_clone().expect("it can"));
    let answer = move || std::io::copy(&mut answers, &mut back).map(drop);
    std::thread::Builder::new().spawn(answer).expect("a thread starts");
    let ask = move || {
        let mut first = true;
        let mut message = Vec::new();
        // The first messages have no letter: a length, and what they say. One that asks for TLS comes before the start.
        while let Some(letter) = next(&mut client, &mut message, first) {
            first = first && message[4..] == ASKS_FOR_TLS.to_be_bytes();
            if matches!(letter, b'E' | b'Q') {
                counts[0].fetch_add(1, Ordering::SeqCst);
            }
            // A sync, or a simple question, is where the client waits for the server.
            if matches!(letter, b'S' | b'Q') {
                counts[1].fetch_add(1, Ordering::SeqCst);
            }
            if server.write_all(&message).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().spawn(ask).expect("a thread starts");
}

/// The next message, whole, and its letter.
fn next(client: &mut UnixStream, message: &mut Vec<u8>, first: bool) -> Option<u8> {
    let head = if first { 4 } else { 5 };
    message.clear();
    message.resize(head, 0);
    client.read_exact(message).ok()?;
    let length = u32::from_be_bytes(message[head - 4..head].try_into().ok()?) as usize;
    message.resize(head + length - 4, 0);
    client.read_exact(&mut message[head..]).ok()?;
    Some(if first { 0 } else { message[0] })
}
