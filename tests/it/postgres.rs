//! What a PostgreSQL store promises beyond the common story: several at once, breaks, TLS, and what it says.

use std::sync::Barrier;
use std::thread;

use sandtable::store::{Address, Claim, JournalStore, NewDrill, PostgresStore, StoreError};

use crate::server::{Database, Server};

fn address(text: &str) -> Address {
    Address::new(text, None).unwrap()
}

fn open(text: &str) -> PostgresStore {
    PostgresStore::open(address(text)).unwrap()
}

fn lines<const N: usize>(texts: [&str; N]) -> Vec<Vec<u8>> {
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}

fn drill(name: &str) -> NewDrill<'_> {
    NewDrill::new(name, "first-page", 1_000)
}

fn read(store: &mut dyn JournalStore, drill: &str) -> Vec<String> {
    let mut lines = Vec::new();
    store.read(drill, 0, &mut |_, line| lines.push(String::from_utf8(line.to_vec()).unwrap())).unwrap();
    lines
}

#[test]
fn many_may_start_at_once_and_write_their_own() {
    let Some(database) = Database::new("many") else { return };
    let together = Barrier::new(8);
    thread::scope(|scope| {
        for n in 0..8 {
            let (database, together) = (&database, &together);
            scope.spawn(move || {
                together.wait();
                let mut store = open(&database.address);
                let name = format!("drill-{n}");
                store.create(&drill(&name), &lines(["header"])).unwrap();
                for seq in 1..20 {
                    store.append(&name, seq, &lines(["line"])).unwrap();
                }
            });
        }
    });
    let drills = open(&database.address).drills().unwrap();
    assert_eq!(drills.iter().map(|d| d.lines).collect::<Vec<_>>(), [20; 8]);
}

#[test]
fn of_many_who_write_one_drill_at_once_one_does_and_no_batch_is_torn() {
    let Some(database) = Database::new("torn") else { return };
    open(&database.address).create(&drill("tuesday"), &lines(["header"])).unwrap();
    let together = Barrier::new(6);
    thread::scope(|scope| {
        for n in 0..6 {
            let (database, together) = (&database, &together);
            scope.spawn(move || {
                let mut store = open(&database.address);
                let mine = n.to_string();
                let batch = vec![mine.into_bytes(); n + 1];
                let mut expected = 1;
                for _ in 0..20 {
                    together.wait();
                    match store.append("tuesday", expected, &batch) {
                        Ok(()) => expected += batch.len() as u64,
                        Err(StoreError::Conflict { found, .. }) => expected = found,
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    let kept = read(&mut open(&database.address), "tuesday");
    assert!(kept.len() > 20, "in each round one wrote: {}", kept.len());
    let mut rest = &kept[1..];
    while let Some(first) = rest.first() {
        let whole = first.parse::<usize>().unwrap() + 1;
        assert!(rest[..whole].iter().all(|line| line == first), "{rest:?}");
        rest = &rest[whole..];
    }
}

#[test]
fn of_many_who_take_a_drill_over_at_once_one_does() {
    let Some(database) = Database::new("claim") else { return };
    let mut store = open(&database.address);
    store.create(&drill("tuesday"), &lines(["header"])).unwrap();
    let by = |process: u32| Claim { process: process.to_string(), ..Claim::mine(None, 1_000) };
    for gone in [None, Some(by(77))] {
        if let Some(gone) = &gone {
            store.claim("tuesday", gone, None).unwrap();
        }
        let together = Barrier::new(6);
        let won: Vec<bool> = thread::scope(|scope| {
            let race = |n| {
                let (database, together, gone) = (&database, &together, &gone);
                scope.spawn(move || {
                    let mut store = open(&database.address);
                    together.wait();
                    store.claim("tuesday", &by(n), gone.as_ref()).is_ok()
                })
            };
            let racing: Vec<_> = (0..6).map(race).collect();
            racing.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(won.iter().filter(|&&won| won).count(), 1, "{won:?}");
        let winner = store.info("tuesday").unwrap().claim.unwrap();
        store.release("tuesday", &winner).unwrap();
    }
}

#[test]
fn who_watches_can_not_write() {
    let Some(database) = Database::new("watch") else { return };
    assert!(PostgresStore::open_to_watch(address(&database.address)).unwrap().is_none());
    assert!(PostgresStore::open_existing(address(&database.address)).unwrap().is_none());
    let mut store = open(&database.address);
    store.create(&drill("tuesday"), &lines(["header"])).unwrap();
    let mut watch = PostgresStore::open_to_watch(address(&database.address)).unwrap().unwrap();
    assert_eq!(read(&mut watch, "tuesday"), ["header"]);
    let said = watch.append("tuesday", 1, &lines(["stray"])).unwrap_err().to_string();
    assert!(
        said.contains("may not be written to (cannot execute INSERT in a read-only transaction)"),
        "{said}"
    );
}

#[test]
fn a_newer_schema_is_refused_by_its_version() {
    let Some(database) = Database::new("newer") else { return };
    drop(open(&database.address));
    database.client().execute("insert into sandtable.version values (99)", &[]).unwrap();
    let newer = StoreError::Newer { found: 99, known: 2 };
    assert_eq!(PostgresStore::open(address(&database.address)).unwrap_err(), newer);
    assert_eq!(PostgresStore::open_existing(address(&database.address)).unwrap_err(), newer);
}

#[test]
fn a_schema_of_the_first_version_is_brought_up_to_date() {
    let Some(database) = Database::new("older") else { return };
    let mut store = open(&database.address);
    store.create(&drill("tuesday"), &lines(["header", "one"])).unwrap();
    store.note_end("tuesday", "closed").unwrap();
    drop(store);
    let first = "alter table sandtable.drill drop column noted_lines;
        delete from sandtable.version where version > 1;";
    database.client().batch_execute(first).unwrap();
    let tuesday = open(&database.address).info("tuesday").unwrap();
    assert_eq!((tuesday.lines, tuesday.noted), (2, 2));
}

/// Without a pid or a port that differ from run to run.
fn said(result: Result<PostgresStore, StoreError>) -> String {
    let said = result.unwrap_err().to_string();
    assert!(!said.contains("s3cret") && !said.contains("wr0ng"), "{said}");
    let port = said.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
    said.replace(&format!(":{port}/"), ":PORT/").replace(&std::process::id().to_string(), "PID")
}

#[test]
fn what_is_wrong_with_the_server_is_said_without_the_password() {
    let Some(database) = Database::new("said") else { return };
    let (wrong, _) = database.by_tcp("127.0.0.1", "wr0ng");
    assert_eq!(
        said(PostgresStore::open(address(&wrong))),
        "the store `postgres://sandtable@127.0.0.1:PORT/said_PID` doesn't let this user in (password authentication \
         failed for user \"sandtable\"); check the address, or give another with `--store`"
    );
    let (none, _) = database.by_tcp("127.0.0.1", "s3cret");
    assert_eq!(
        said(PostgresStore::open(address(&none.replace("/said_", "/unsaid_")))),
        "the store `postgres://sandtable@127.0.0.1:PORT/unsaid_PID` has no such database (database \"unsaid_PID\" does \
         not exist); make it (`createdb`), or give another with `--store`"
    );
    assert_eq!(
        said(PostgresStore::open(address("postgres://ana:s3cret@127.0.0.1:1/drills"))),
        "the store `postgres://ana@127.0.0.1:PORT/drills` can't be reached (error connecting to server: Connection \
         refused (os error 111)); see that the server runs and can be reached, then try again"
    );
    database
        .client()
        .batch_execute(&format!(
            "create role guest_{0} login password 's3cret'; create schema sandtable",
            std::process::id()
        ))
        .unwrap();
    let guest = none.replace("sandtable:", &format!("guest_{}:", std::process::id()));
    assert_eq!(
        said(PostgresStore::open(address(&guest))),
        "the store `postgres://guest_PID@127.0.0.1:PORT/said_PID` may not be used by this user (permission denied for \
         schema sandtable); ask who runs the database to grant this user the schema `sandtable`, or give another \
         store with `--store`"
    );
    database.client().batch_execute(&format!("drop role guest_{}", std::process::id())).unwrap();
}

#[test]
fn a_certificate_is_checked_where_that_was_asked_for() {
    let Some(database) = Database::new("tls") else { return };
    let (server, root) = database.by_tcp("localhost", "s3cret");
    if !root.exists() {
        println!("SKIPPED: no certificates, for want of openssl");
        return;
    }
    let encrypted = |options: &str| {
        let opened = PostgresStore::open(address(&format!("{server}{options}")))?;
        let sql = "select ssl from pg_stat_ssl join pg_stat_activity using (pid)
            where datname = current_database() and application_name = 'sandtable'";
        let row = database.client().query_one(sql, &[]).unwrap();
        drop(opened);
        Ok::<bool, StoreError>(row.get(0))
    };
    let root = root.display();
    assert_eq!(encrypted("?sslmode=disable"), Ok(false));
    assert_eq!(encrypted(""), Ok(true), "without asking who it is");
    assert_eq!(encrypted(&format!("?sslmode=verify-full&sslrootcert={root}")), Ok(true));
    for nobodys in ["?sslmode=require", "?sslmode=verify-full"] {
        let refused = encrypted(nobodys).unwrap_err().to_string();
        assert!(refused.contains("certificate") && refused.contains("UnknownIssuer"), "{refused}");
    }
    let other = server.replace("localhost", "127.0.0.2");
    let refused = PostgresStore::open(address(&format!("{other}?sslrootcert={root}")));
    assert!(refused.is_err(), "the certificate is for another name");
}

#[test]
fn a_server_that_goes_and_comes_back_between_two_moves_is_not_noticed() {
    let Some(server) = Server::start() else { return };
    let mut store = open(&server.address);
    store.create(&drill("tuesday"), &lines(["header"])).unwrap();
    server.stop_at_once();
    server.again();
    store.append("tuesday", 1, &lines(["one", "two"])).unwrap();
    assert_eq!(read(&mut store, "tuesday"), ["header", "one", "two"]);
    server.stop_at_once();
    server.again();
    // A batch that came through with the old connection, whose answer nobody heard.
    open(&server.address).append("tuesday", 3, &lines(["three", "four"])).unwrap();
    store.append("tuesday", 3, &lines(["three", "four"])).unwrap();
    assert_eq!(store.info("tuesday").unwrap().lines, 5);
    server.stop_at_once();
    server.again();
    open(&server.address).append("tuesday", 5, &lines(["by another"])).unwrap();
    let conflict = StoreError::Conflict { drill: "tuesday".to_owned(), expected: 5, found: 6 };
    assert_eq!(store.append("tuesday", 5, &lines(["five"])), Err(conflict));
    let (tell, told) = std::sync::mpsc::channel();
    store.tell_when_away(Some(Box::new(move |text| drop(tell.send(text.to_owned())))));
    server.stop_at_once();
    let gone = store.append("tuesday", 6, &lines(["six"])).unwrap_err().to_string();
    assert!(gone.contains("can't be reached") && gone.ends_with("can be reached, then try again"), "{gone}");
    server.again();
    assert_eq!(store.info("tuesday").unwrap().lines, 6);
    store.tell_when_away(None);
    let told: Vec<String> = told.iter().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("can't be reached. Trying again for 15 seconds"), "{told:?}");
    assert_eq!(told[1], "The server that keeps the record is back.");
}
