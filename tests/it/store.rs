//! One story, told to every store; then what a store on disk says when the
//! disk is not as it should be.

use sandtable::store::{Claim, DrillInfo, FindError, JournalStore, MemoryStore, NewDrill, StoreError, find};

#[cfg(feature = "postgres")]
use sandtable::store::{Address, PostgresStore};

#[cfg(feature = "postgres")]
use crate::server::Database;

#[test]
fn every_store_tells_the_same_story() {
    story(&mut MemoryStore::new());
    #[cfg(feature = "sqlite")]
    story(&mut on_disk::Place::new().store());
    #[cfg(feature = "postgres")]
    if let Some(database) = Database::new("story") {
        story(&mut PostgresStore::open(Address::new(&database.address, None).unwrap()).unwrap());
    }
}

/// A drill begins, goes on, is written to by the wrong people, and ends.
fn story(store: &mut dyn JournalStore) {
    assert_eq!(store.drills().unwrap(), []);
    store.create(&drill("tuesday", 1_000), &lines(["header"])).unwrap();
    store.append("tuesday", 1, &lines(["one"])).unwrap();
    store.append("tuesday", 2, &lines(["two", "three", "four"])).unwrap();
    assert_eq!(read(store, "tuesday", 0), ["0 header", "1 one", "2 two", "3 three", "4 four"]);
    assert_eq!(read(store, "tuesday", 3), ["3 three", "4 four"]);
    assert_eq!(read(store, "tuesday", 5), [""; 0]);
    assert_eq!(read(store, "tuesday", u64::MAX), [""; 0]);

    refuses_the_wrong_writers(store);
    keeps_any_bytes(store);
    keeps_drills_apart(store);
    notes(store);
    seats_people(store);
    keeps_documents(store);
    notes_of_the_first_commit(store);
    names_and_parents(store);
    is_driven_by_one(store);
}

fn refuses_the_wrong_writers(store: &mut dyn JournalStore) {
    for expected in [0, 1, 4, 6, 7, u64::MAX] {
        for batch in [lines([]), lines(["stray"]), lines(["stray", "stray"])] {
            let refused = store.append("tuesday", expected, &batch).unwrap_err();
            let conflict = StoreError::Conflict { drill: "tuesday".to_owned(), expected, found: 5 };
            assert_eq!(refused, conflict, "{} lines", batch.len());
        }
    }
    store.append("tuesday", 5, &[]).unwrap();
    let refused = store.create(&drill("tuesday", 9_000), &lines(["stray"])).unwrap_err();
    assert_eq!(refused, StoreError::Exists { drill: "tuesday".to_owned() });
    assert_eq!(read(store, "tuesday", 0).len(), 5);

    let unknown = Err(StoreError::Unknown { drill: "monday".to_owned() });
    assert_eq!(store.append("monday", 0, &lines(["stray"])), unknown);
    assert_eq!(store.append("monday", 0, &[]), unknown);
    assert_eq!(store.read("monday", 0, &mut |_, _| panic!("there is nothing to read")), unknown);
    assert_eq!(store.note_clock("monday", 1), unknown);
    assert_eq!(store.note_end("monday", "by hand"), unknown);
    assert_eq!(names(store), ["tuesday"]);
}

fn keeps_any_bytes(store: &mut dyn JournalStore) {
    let odd: Vec<Vec<u8>> = vec![vec![], vec![0xff, 0, b'\n', b'\''], "naïve".into(), vec![b'x'; 300_000]];
    store.create(&drill("bytes", 2_000), &odd).unwrap();
    let mut kept = Vec::new();
    store.read("bytes", 0, &mut |_, line| kept.push(line.to_vec())).unwrap();
    assert!(kept == odd);
}

fn keeps_drills_apart(store: &mut dyn JournalStore) {
    store.create(&drill("empty", 3_000), &[]).unwrap();
    assert_eq!(read(store, "empty", 0), [""; 0]);
    let gap = store.append("empty", 1, &lines(["stray"])).unwrap_err();
    assert_eq!(gap, StoreError::Conflict { drill: "empty".to_owned(), expected: 1, found: 0 });
    store.append("empty", 0, &lines(["first"])).unwrap();
    store.append("tuesday", 5, &lines(["five"])).unwrap();
    assert_eq!(read(store, "empty", 0), ["0 first"]);
    assert_eq!(read(store, "tuesday", 5), ["5 five"]);
}

fn notes(store: &mut dyn JournalStore) {
    store.note_clock("tuesday", -5_000).unwrap();
    store.note_clock("tuesday", 65_000).unwrap();
    store.note_end("tuesday", "closed").unwrap();
    store.append("tuesday", 6, &lines(["six"])).unwrap();
    // Of two that started in the same millisecond, the one created last is the newer.
    store.create(&drill("also at 2,000", 2_000), &[]).unwrap();
    assert_eq!(names(store), ["empty", "also at 2,000", "bytes", "tuesday"]);
    let tuesday = DrillInfo {
        name: "tuesday".to_owned(),
        scenario: "first-page".to_owned(),
        started_ms: 1_000,
        lines: 6,
        noted: 6,
        clock_ms: 65_000,
        ended: Some("closed".to_owned()),
        parent: None,
        claim: None,
    };
    // In a list the lines are as they were noted; asked for by its name, a drill has all that are there.
    let listed = store.drills().unwrap().remove(3);
    let lines = listed.lines;
    assert!((6..=7).contains(&lines), "{lines}");
    assert_eq!(DrillInfo { lines: 6, ..listed }, tuesday);
    assert_eq!(store.info("tuesday").unwrap(), DrillInfo { lines: 7, ..tuesday });
    let empty = &store.drills().unwrap()[0];
    assert_eq!((empty.lines, empty.clock_ms, &empty.ended), (1, 0, &None));
}

fn seats_people(store: &mut dyn JournalStore) {
    for (drill, seat, person) in [
        ("tuesday", "secondary", "Ben"),
        ("tuesday", "primary", "Émile"),
        ("tuesday", "pricing", "émile"),
        ("bytes", "primary", "Ana"),
        ("bytes", "primary", "ÉMILE "),
        ("empty", "primary", "Ana"),
    ] {
        store.seat(drill, seat, person).unwrap();
    }
    let of = |store: &mut dyn JournalStore, drill| {
        let people = store.people(drill).unwrap();
        people.iter().map(|(seat, person)| format!("{seat}={person}")).collect::<Vec<_>>()
    };
    assert_eq!(of(store, "tuesday"), ["pricing=émile", "primary=Émile", "secondary=Ben"]);
    assert_eq!(of(store, "bytes"), ["primary=ÉMILE "], "whoever sat there before does no more");
    let lines = read(store, "tuesday", 0);
    assert_eq!(store.forget("Nobody").unwrap(), [""; 0]);
    assert_eq!(store.forget(" émile").unwrap(), ["bytes", "tuesday"]);
    assert_eq!(store.forget("émile").unwrap(), [""; 0]);
    assert_eq!(of(store, "tuesday"), ["secondary=Ben"]);
    assert_eq!(of(store, "empty"), ["primary=Ana"]);
    assert_eq!(read(store, "tuesday", 0), lines);
    let unknown = StoreError::Unknown { drill: "monday".to_owned() };
    assert_eq!(store.seat("monday", "primary", "Ana").unwrap_err(), unknown);
    assert_eq!(store.people("monday").unwrap_err(), unknown);
}

fn keeps_documents(store: &mut dyn JournalStore) {
    assert_eq!(store.notes("status").unwrap(), []);
    for (drill, key, text) in [
        ("tuesday", "status", "draft"),
        ("tuesday", "answers", "{}"),
        ("empty", "status", "naïve\n"),
        ("tuesday", "status", "final"),
    ] {
        store.write_note(drill, key, text).unwrap();
    }
    assert_eq!(store.note("tuesday", "status").unwrap().as_deref(), Some("final"));
    assert_eq!(store.note("tuesday", "items").unwrap(), None);
    assert_eq!(store.note("bytes", "status").unwrap(), None);
    let pair = |drill: &str, text: &str| (drill.to_owned(), text.to_owned());
    assert_eq!(store.notes("status").unwrap(), [pair("empty", "naïve\n"), pair("tuesday", "final")]);
    let unknown = StoreError::Unknown { drill: "monday".to_owned() };
    // Of two who read the same and write, the second is told no.
    assert!(!store.swap_note("tuesday", "status", None, "mine").unwrap());
    assert!(store.swap_note("tuesday", "status", Some("final"), "mine").unwrap());
    assert!(!store.swap_note("tuesday", "status", Some("final"), "theirs").unwrap());
    assert_eq!(store.note("tuesday", "status").unwrap().as_deref(), Some("mine"));
    assert!(store.swap_note("tuesday", "status", Some("mine"), "final").unwrap());
    assert!(store.swap_note("tuesday", "first", None, "").unwrap());
    assert!(!store.swap_note("tuesday", "first", None, "again").unwrap());
    assert_eq!(store.swap_note("monday", "status", None, "draft").unwrap_err(), unknown);
    assert_eq!(store.write_note("monday", "status", "draft").unwrap_err(), unknown);
    assert_eq!(store.note("monday", "status").unwrap_err(), unknown);
}

fn notes_of_the_first_commit(store: &mut dyn JournalStore) {
    let notes = [("screen", "table".to_owned()), ("moves", "a.moves".to_owned())];
    store.create(&NewDrill { notes: &notes, ..drill("noted", 4_100) }, &lines(["header"])).unwrap();
    assert_eq!(store.note("noted", "screen").unwrap().as_deref(), Some("table"));
    assert_eq!(store.note("noted", "moves").unwrap().as_deref(), Some("a.moves"));
    // One that is there already keeps its own.
    let other = [("screen", "seat".to_owned())];
    assert!(store.create(&NewDrill { notes: &other, ..drill("noted", 4_200) }, &lines(["header"])).is_err());
    assert_eq!(store.note("noted", "screen").unwrap().as_deref(), Some("table"));
    store.delete("noted").unwrap();
}

fn names_and_parents(store: &mut dyn JournalStore) {
    let fork = NewDrill { parent: Some(("tuesday", 5)), ..drill("again", 4_000) };
    store.create(&fork, &lines(["header", "one"])).unwrap();
    let parent = |store: &mut dyn JournalStore| store.info("again").unwrap().parent;
    assert_eq!(parent(store), Some(("tuesday".to_owned(), 5)));

    let unknown = StoreError::Unknown { drill: "monday".to_owned() };
    assert_eq!(store.rename("monday", "tuesday").unwrap_err(), unknown);
    assert_eq!(store.info("monday").unwrap_err(), unknown);
    assert_eq!(store.rename("tuesday", "bytes"), Err(StoreError::Exists { drill: "bytes".to_owned() }));
    store.rename("tuesday", "monday").unwrap();
    assert_eq!(parent(store), Some(("monday".to_owned(), 5)));
    assert_eq!(read(store, "monday", 6), ["6 six"]);
    assert_eq!(store.note("monday", "status").unwrap().as_deref(), Some("final"));
    assert_eq!(store.people("monday").unwrap().len(), 1);
    let gone = StoreError::Unknown { drill: "tuesday".to_owned() };
    assert_eq!(store.read("tuesday", 0, &mut |_, _| {}).unwrap_err(), gone);
    assert_eq!(store.append("tuesday", 7, &lines(["stray"])).unwrap_err(), gone);
    store.append("monday", 7, &lines(["seven"])).unwrap();
    assert_eq!(store.info("monday").unwrap().lines, 8);

    // The name is free again, and the fork is still the other's.
    store.create(&drill("tuesday", 500), &lines(["header"])).unwrap();
    assert_eq!(parent(store), Some(("monday".to_owned(), 5)));
    store.delete("tuesday").unwrap();
    assert_eq!(store.delete("tuesday").unwrap_err(), gone);

    store.delete("monday").unwrap();
    assert_eq!(store.append("monday", 8, &lines(["stray"])).unwrap_err(), unknown);
    assert_eq!(store.read("monday", 0, &mut |_, _| {}).unwrap_err(), unknown);
    assert!(parent(store).is_some(), "a fork still says what it was");
    store.create(&drill("monday", 6_000), &lines(["header"])).unwrap();
    assert_eq!(read(store, "monday", 0), ["0 header"]);
    assert_eq!(store.people("monday").unwrap(), []);
    assert_eq!(store.note("monday", "status").unwrap(), None);
    assert_eq!(store.info("monday").unwrap().claim, None);
    assert_eq!(names(store), ["monday", "again", "empty", "also at 2,000", "bytes"]);
}

fn is_driven_by_one(store: &mut dyn JournalStore) {
    let by = |process: &str, since_ms| Claim {
        host: "ops".to_owned(),
        machine: "ops".to_owned(),
        process: process.to_owned(),
        user: Some("lena".to_owned()),
        since_ms,
        seen_ms: since_ms,
    };
    let (one, two, three) = (by("1", 1_000), by("2", 2_000), by("3", 3_000));
    let driven = |by: &Claim| StoreError::Driven { drill: "bytes".to_owned(), by: Box::new(by.clone()) };
    let claim = |store: &mut dyn JournalStore| store.info("bytes").unwrap().claim;
    assert_eq!(claim(store), None);
    assert_eq!(store.still_driving("bytes", &one, 5), Err(StoreError::Lost { drill: "bytes".to_owned() }));
    store.claim("bytes", &one, None).unwrap();
    assert_eq!(store.claim("bytes", &two, None), Err(driven(&one)));
    assert_eq!(store.claim("bytes", &two, Some(&three)), Err(driven(&one)));
    store.release("bytes", &two).unwrap();
    store.still_driving("bytes", &one, 1_500).unwrap();
    let seen = Claim { seen_ms: 1_500, ..one.clone() };
    assert_eq!(claim(store), Some(seen.clone()));
    // Of two who take over from the same, the second is told of the first.
    store.claim("bytes", &two, Some(&one)).unwrap();
    assert_eq!(store.claim("bytes", &three, Some(&one)), Err(driven(&two)));
    assert_eq!(store.still_driving("bytes", &one, 1_600), Err(driven(&two)));
    store.release("bytes", &one).unwrap();
    assert_eq!(claim(store), Some(two.clone()));
    store.release("bytes", &two).unwrap();
    assert_eq!(claim(store), None);
    // Nobody is in the way of who comes in place of somebody.
    store.claim("bytes", &three, Some(&two)).unwrap();
    store.release("bytes", &three).unwrap();

    store.create(&NewDrill { claim: Some(&one), ..drill("driven", 7_000) }, &lines(["header"])).unwrap();
    assert_eq!(store.drills().unwrap()[0].claim, Some(one.clone()));
    let unknown = StoreError::Unknown { drill: "sunday".to_owned() };
    assert_eq!(store.claim("sunday", &one, None).unwrap_err(), unknown);
    assert_eq!(store.still_driving("sunday", &one, 5).unwrap_err(), unknown);
    assert_eq!(store.release("sunday", &one).unwrap_err(), unknown);
}

#[test]
fn a_drill_is_found_as_people_say_it() {
    let mut store = MemoryStore::new();
    assert_eq!(said(&mut store, "last"), "no drill has been run yet: `sandtable run first-page`");
    for (name, at) in [("first-page-1", 3), ("first-page-12", 1), ("quiet-tuesday", 2), ("last", 0)] {
        store.create(&drill(name, at), &[]).unwrap();
    }
    assert_eq!(said(&mut store, "quiet-tuesday"), "quiet-tuesday");
    assert_eq!(said(&mut store, "q"), "quiet-tuesday");
    assert_eq!(said(&mut store, "first-page-1"), "first-page-1", "a whole name wins over a prefix");
    assert_eq!(said(&mut store, "last"), "first-page-1", "the newest, whatever drills are called");
    assert_eq!(said(&mut store, "la"), "last");
    assert_eq!(
        said(&mut store, "first"),
        "`first` could be `first-page-1` or `first-page-12`; say more of the name"
    );
    assert_eq!(said(&mut store, "qiuet"), "no drill is called `qiuet`; did you mean `quiet-tuesday`?");
    assert_eq!(
        said(&mut store, "frist-page-12"),
        "no drill is called `frist-page-12`; did you mean `first-page-12` or `first-page-1`?"
    );
    assert_eq!(
        said(&mut store, "monday"),
        "no drill is called `monday`; `sandtable drills` lists those there are"
    );
    // Nothing said is like everything: the newest are offered.
    assert_eq!(
        said(&mut store, ""),
        "no drill is called ``; did you mean `first-page-1`, `quiet-tuesday` or `first-page-12`?"
    );
}

#[test]
fn the_last_drill_is_no_minute_tried_again() {
    let mut store = MemoryStore::new();
    store.create(&drill("thursday", 1), &[]).unwrap();
    store.create(&drill("thursday-2", 2), &[]).unwrap();
    assert_eq!(said(&mut store, "last"), "thursday-2");
    store.write_note("thursday-2", sandtable::store::AGAIN, "thursday").unwrap();
    assert_eq!(said(&mut store, "last"), "thursday");
    assert_eq!(said(&mut store, "thursday-2"), "thursday-2");
    // Nor does the beginning of both names mean it.
    assert_eq!(said(&mut store, "thurs"), "thursday");
    store.create(&drill("thursday-late", 3), &[]).unwrap();
    assert!(said(&mut store, "thurs").contains("say more of the name"));
}

#[test]
fn a_long_list_of_names_is_cut() {
    let mut store = MemoryStore::new();
    for n in 10..30 {
        store.create(&drill(&format!("d-{n}"), n), &[]).unwrap();
    }
    let FindError::Ambiguous { names, .. } = find(&mut store, "d").unwrap_err() else { panic!() };
    assert_eq!(names.len(), 20);
    assert_eq!(
        said(&mut store, "d"),
        "`d` could be `d-29`, `d-28`, `d-27`, `d-26`, `d-25`, `d-24`, `d-23`, `d-22` or 12 more; \
         say more of the name"
    );
}

#[cfg(feature = "sqlite")]
mod on_disk {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Barrier;
    use std::thread;

    use rusqlite::Connection;
    use sandtable::store::{Claim, JournalStore, SqliteStore, StoreError};
    use tempfile::TempDir;

    use super::{drill, lines, names, read};

    /// A folder of its own for one test, and the store's place in it.
    pub(super) struct Place {
        folder: TempDir,
    }

    impl Place {
        pub(super) fn new() -> Self {
            Self { folder: TempDir::new().unwrap() }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn file(&self) -> PathBuf {
            self.path("drills.db")
        }

        pub(super) fn store(&self) -> SqliteStore {
            SqliteStore::open(&self.file()).unwrap()
        }

        /// What is said of a store that can't be had, with `HERE` for the folder.
        fn said(&self, refused: &StoreError) -> String {
            refused.to_string().replace(&self.folder.path().display().to_string(), "HERE")
        }

        fn refusal(&self) -> String {
            self.said(&SqliteStore::open(&self.file()).unwrap_err())
        }
    }

    #[test]
    fn a_store_opened_again_goes_on() {
        let place = Place::new();
        let mut store = place.store();
        store.create(&drill("tuesday", 1_000), &lines(["header", "one"])).unwrap();
        store.note_clock("tuesday", 5_000).unwrap();
        drop(store);

        let mut store = SqliteStore::open_existing(&place.file()).unwrap().unwrap();
        store.append("tuesday", 2, &lines(["two"])).unwrap();
        assert_eq!(read(&mut store, "tuesday", 0), ["0 header", "1 one", "2 two"]);
        assert_eq!(store.drills().unwrap()[0].clock_ms, 5_000);
    }

    #[test]
    fn a_closed_store_is_one_whole_file() {
        let place = Place::new();
        let mut store = place.store();
        store.create(&drill("tuesday", 1_000), &lines(["header", "one"])).unwrap();
        drop(store);
        fs::copy(place.file(), place.path("copy.db")).unwrap();
        let mut copy = SqliteStore::open_existing(&place.path("copy.db")).unwrap().unwrap();
        assert_eq!(read(&mut copy, "tuesday", 0), ["0 header", "1 one"]);
    }

    #[test]
    fn folders_are_made_only_for_who_writes() {
        let place = Place::new();
        let deep = place.path("some/where/drills.db");
        assert!(SqliteStore::open_existing(&deep).unwrap().is_none());
        assert!(!place.path("some").exists());
        SqliteStore::open(&deep).unwrap();
        assert!(deep.exists());
    }

    #[test]
    fn of_two_writers_the_second_is_told() {
        let place = Place::new();
        let (mut one, mut two) = (place.store(), place.store());
        one.create(&drill("tuesday", 1_000), &lines(["header"])).unwrap();
        one.append("tuesday", 1, &lines(["by one"])).unwrap();
        let refused = two.append("tuesday", 1, &lines(["by two"])).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "drill `tuesday` goes on at line 2, not at 1: somebody else is writing it; \
             end one of the two; `sandtable score tuesday` shows what is kept"
        );
        let batch = lines(["by two", "by two"]);
        assert!(matches!(two.append("tuesday", 1, &batch), Err(StoreError::Conflict { .. })));
        assert!(matches!(two.create(&drill("tuesday", 2_000), &[]), Err(StoreError::Exists { .. })));
        assert_eq!(read(&mut two, "tuesday", 0), ["0 header", "1 by one"]);
    }

    #[test]
    fn many_may_start_at_once_and_write_their_own() {
        let place = Place::new();
        let together = Barrier::new(8);
        thread::scope(|scope| {
            for n in 0..8 {
                let (place, together) = (&place, &together);
                scope.spawn(move || {
                    together.wait();
                    let mut store = place.store();
                    let name = format!("drill-{n}");
                    store.create(&drill(&name, n), &lines(["header"])).unwrap();
                    for seq in 1..20 {
                        store.append(&name, seq, &lines(["line"])).unwrap();
                    }
                });
            }
        });
        let drills = place.store().drills().unwrap();
        assert_eq!(drills.iter().map(|d| d.lines).collect::<Vec<_>>(), [20; 8]);
    }

    #[test]
    fn a_file_that_is_no_database_is_left_alone() {
        for text in ["hello", &"words, ".repeat(2_000)] {
            let place = Place::new();
            fs::write(place.file(), text).unwrap();
            assert_eq!(
                place.refusal(),
                "the store `HERE/drills.db` is not a SQLite database (file is not a database); \
                 give another file with `--store`"
            );
            assert_eq!(fs::read_to_string(place.file()).unwrap(), text);
        }
    }

    #[test]
    fn another_programs_database_is_left_alone() {
        let place = Place::new();
        let other = Connection::open(place.file()).unwrap();
        other.execute_batch("create table bookmark (url text); pragma user_version = 1;").unwrap();
        drop(other);
        let before = fs::read(place.file()).unwrap();
        assert_eq!(
            place.refusal(),
            "the store `HERE/drills.db` is another program's database; give another file with `--store`"
        );
        assert!(fs::read(place.file()).unwrap() == before);
    }

    #[test]
    fn a_newer_store_is_refused_by_its_version() {
        let place = Place::new();
        drop(place.store());
        let newer = Connection::open(place.file()).unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        drop(newer);
        assert_eq!(
            place.refusal(),
            "the store was written by a newer sandtable (its format is 99, the newest known here is 3); \
             update sandtable, or give another store with `--store`"
        );
        let looked = SqliteStore::open_existing(&place.file());
        assert_eq!(looked.unwrap_err(), StoreError::Newer { found: 99, known: 3 });
    }

    /// A file as the first release made it.
    const FIRST: &str = "
        pragma journal_mode = wal;
        create table drill (id integer primary key, name text not null unique, scenario text not null,
            started_ms integer not null, clock_ms integer not null default 0, ended text);
        create table line (drill integer not null, seq integer not null, body blob not null,
            primary key (drill, seq)) without rowid;
        pragma user_version = 1; pragma application_id = 1935765092;
        insert into drill values (3, 'monday', 'first-page', 1000, 0, null),
            (7, 'tuesday', 'quiet', 2000, 65000, 'closed');
        insert into line values (3, 0, x'61'), (7, 0, x'62'), (7, 1, x'63');";

    #[test]
    fn a_file_of_the_first_version_is_brought_up_to_date() {
        for watched in [false, true] {
            let place = Place::new();
            Connection::open(place.file()).unwrap().execute_batch(FIRST).unwrap();
            if watched {
                let mut watch = SqliteStore::open_to_watch(&place.file()).unwrap().unwrap();
                assert_eq!(names(&mut watch), ["tuesday", "monday"]);
            }
            let mut store = place.store();
            let tuesday = store.info("tuesday").unwrap();
            assert_eq!((tuesday.lines, tuesday.noted, tuesday.clock_ms), (2, 2, 65_000));
            assert_eq!(tuesday.ended.as_deref(), Some("closed"));
            assert_eq!((tuesday.parent, tuesday.claim), (None, None));
            assert_eq!(read(&mut store, "tuesday", 0), ["0 b", "1 c"]);
            store.append("monday", 1, &lines(["one"])).unwrap();
            store.seat("monday", "primary", "Ana").unwrap();
            // What was the last drill's number is not given again.
            store.delete("tuesday").unwrap();
            store.create(&drill("wednesday", 3_000), &[]).unwrap();
            drop(store);
            let db = Connection::open(place.file()).unwrap();
            let id: i64 =
                db.query_row("select id from drill where name = 'wednesday'", [], |row| row.get(0)).unwrap();
            assert_eq!(id, 8);
            let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(version, 3);
        }
    }

    #[test]
    fn who_is_forgotten_is_gone_from_the_disk() {
        let place = Place::new();
        let mut store = place.store();
        store.create(&drill("tuesday", 1_000), &lines(["header"])).unwrap();
        store.seat("tuesday", "primary", "Zebulon Quince").unwrap();
        store.create(&drill("secret", 1_000), &lines(["a line of the Xylophone project"])).unwrap();
        let kept = |word: &str| {
            ["drills.db", "drills.db-wal"].iter().any(|name| {
                let bytes = fs::read(place.path(name)).unwrap();
                bytes.windows(word.len()).any(|at| at == word.as_bytes())
            })
        };
        assert!(kept("Zebulon") && kept("Xylophone"));
        assert_eq!(store.forget("zebulon quince").unwrap(), ["tuesday"]);
        assert!(!kept("Zebulon"));
        store.delete("secret").unwrap();
        assert!(!kept("Xylophone"));
        assert_eq!(read(&mut store, "tuesday", 0), ["0 header"]);
    }

    #[test]
    fn of_many_who_take_a_drill_over_at_once_one_does() {
        let place = Place::new();
        let mut store = place.store();
        let by = |process: u32| Claim { process: process.to_string(), ..Claim::mine(None, 1_000) };
        store.create(&drill("tuesday", 1_000), &lines(["header"])).unwrap();
        for round in 0..5 {
            let gone = by(1_000 + round);
            store.claim("tuesday", &gone, None).unwrap();
            let together = Barrier::new(6);
            let won: Vec<bool> = thread::scope(|scope| {
                let race = |n| {
                    let (mut store, together, gone) = (place.store(), &together, &gone);
                    scope.spawn(move || {
                        together.wait();
                        store.claim("tuesday", &by(n), Some(gone)).is_ok()
                    })
                };
                let racing: Vec<_> = (0..6).map(race).collect();
                racing.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert_eq!(won.iter().filter(|&&won| won).count(), 1, "{won:?}");
            let winner = store.info("tuesday").unwrap().claim.unwrap();
            assert!(won[winner.process.parse::<usize>().unwrap()]);
            store.release("tuesday", &winner).unwrap();
        }
    }

    #[test]
    fn a_place_where_no_file_can_be_is_named() {
        let place = Place::new();
        fs::write(place.path("file"), "").unwrap();
        let below = place.path("file/drills.db");
        let said = place.said(&SqliteStore::open(&below).unwrap_err());
        assert!(said.starts_with("the store `HERE/file/drills.db` is out of reach ("), "{said}");
        let said = place.said(&SqliteStore::open_existing(&below).unwrap_err());
        assert!(said.starts_with("the store `HERE/file/drills.db` is out of reach ("), "{said}");

        fs::create_dir(place.file()).unwrap();
        let said = place.refusal();
        assert!(said.starts_with("the store `HERE/drills.db` is a folder; name a file in it"), "{said}");
    }

    #[test]
    fn a_damaged_store_says_so() {
        let place = Place::new();
        let mut store = place.store();
        store.create(&drill("tuesday", 1_000), &vec![vec![b'x'; 200]; 500]).unwrap();
        drop(store);
        fs::remove_file(place.path("drills.db-wal")).unwrap();
        let mut bytes = fs::read(place.file()).unwrap();
        // Its first page is left: that one says what the file is.
        bytes[4096..].fill(0x55);
        fs::write(place.file(), bytes).unwrap();
        let refused = place.store().drills().unwrap_err();
        assert_eq!(
            place.said(&refused),
            "the store `HERE/drills.db` is damaged (database disk image is malformed); \
             keep a copy of it, then try `sqlite3 FILE .recover`, or go back to a backup"
        );
    }

    /// The superuser may write to anything, so there it only reads.
    #[test]
    fn a_file_that_may_not_be_written_to_can_be_read() {
        let place = Place::new();
        let mut store = place.store();
        store.create(&drill("tuesday", 1_000), &lines(["header"])).unwrap();
        drop(store);
        let mut permissions = fs::metadata(place.file()).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(place.file(), permissions).unwrap();

        let mut store = SqliteStore::open_existing(&place.file()).unwrap().unwrap();
        assert_eq!(names(&mut store), ["tuesday"]);
        assert_eq!(read(&mut store, "tuesday", 0), ["0 header"]);
        if fs::OpenOptions::new().append(true).open(place.file()).is_err() {
            let refused = store.append("tuesday", 1, &lines(["one"])).unwrap_err();
            assert_eq!(
                place.said(&refused),
                "the store `HERE/drills.db` may not be written to (attempt to write a readonly database); \
                 make the file and its folder writable, or give another file with `--store`"
            );
        }
    }
}

fn drill(name: &str, started_ms: i64) -> NewDrill<'_> {
    NewDrill::new(name, "first-page", started_ms)
}

fn lines<const N: usize>(texts: [&str; N]) -> Vec<Vec<u8>> {
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}

/// The lines from this one on, each with its number.
fn read(store: &mut dyn JournalStore, drill: &str, from: u64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut each = |seq, line: &[u8]| lines.push(format!("{seq} {}", String::from_utf8_lossy(line)));
    store.read(drill, from, &mut each).unwrap();
    lines
}

fn names(store: &mut dyn JournalStore) -> Vec<String> {
    store.drills().unwrap().into_iter().map(|d| d.name).collect()
}

/// The name of the drill that is found, or what is said instead.
fn said(store: &mut dyn JournalStore, drill: &str) -> String {
    find(store, drill).map_or_else(|e| e.to_string(), |d| d.name)
}
