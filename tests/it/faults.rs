//! What goes wrong with a store while a drill is played, what is said then, and that the drill goes on afterwards.
//!
//! A disk that is really full, or really read-only, is a small one of the test's own, mounted where nobody else sees it:
//! that takes the rights to do so, and where they are missing a test says so and passes.

use std::fs;
use std::process::Command;

use rusqlite::Connection;
use sandtable::store::{JournalStore, SqliteStore};

use crate::cli::Place;

/// A script that has a disk of its own, `$disk`, of so many kilobytes; `None` where that may not be.
fn on_a_disk_of(place: &Place, kilobytes: u32, script: &str) -> Option<String> {
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = format!("mount -t tmpfs -o size={kilobytes}k none \"$disk\" || exit 99\n");
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", &format!("{mount}{script}")])
        .env("disk", &disk)
        .env("sandtable", env!("CARGO_BIN_EXE_sandtable"))
        .env("SANDTABLE_STORE", disk.join("drills.db"))
        .env("moves", concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/billing-multiplier.moves"))
        .output();
    let Some(output) =
        output.ok().filter(|output| output.status.code() != Some(99) && output.status.code() != Some(1))
    else {
        println!("SKIPPED: no disk of its own may be mounted here");
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    Some(String::from_utf8(said).unwrap().replace(&disk.display().to_string(), "DISK"))
}

/// The line of a text that begins so, and the one behind it.
fn after<'a>(said: &'a str, begins: &str) -> String {
    let lines: Vec<&'a str> = said.lines().skip_while(|line| !line.starts_with(begins)).take(2).collect();
    lines.join("\n")
}

#[test]
fn on_a_full_disk_a_drill_stops_with_what_to_do_and_goes_on_when_there_is_room() {
    let place = Place::new();
    let said = on_a_disk_of(
        &place,
        420,
        "$sandtable run billing-multiplier --moves $moves --name d >/dev/null; echo \"exit $?\"
         $sandtable drills >/dev/null; echo \"list $?\"
         mount -o remount,size=4m \"$disk\"
         $sandtable resume d --moves $moves | tail -n 20; echo \"resumed $?\"
         $sandtable run billing-multiplier --moves $moves --name whole >/dev/null
         $sandtable score d --format json | grep -o '\"process\":{\"credit\":[0-9]*' | head -n 1
         $sandtable score whole --format json | grep -o '\"process\":{\"credit\":[0-9]*' | head -n 1
         $sandtable drills --verify d; echo end",
    );
    let Some(said) = said else { return };
    assert_eq!(
        after(&said, "error: the drill stopped"),
        "error: the drill stopped: its record could not be kept. the store `DISK/drills.db` is on a full disk (database or \
         disk is full); free some space, then try again\n  what was \
         confirmed is in the record as `d`; `sandtable resume d` goes on from there",
        "{said}"
    );
    assert!(said.contains("exit 2\nlist 0\n") && said.contains("resumed 0\n"), "{said}");
    assert!(said.contains(", each as it was written"), "{said}");
    let scores: Vec<&str> = said.lines().filter(|line| line.contains("\"credit\"")).collect();
    assert_eq!(scores.first(), scores.last(), "{said}");
}

#[test]
fn a_disk_that_may_not_be_written_to_is_said_and_read_all_the_same() {
    let place = Place::new();
    let said = on_a_disk_of(
        &place,
        4_000,
        "$sandtable run smallest --fill prepared --pace flat --name d >/dev/null
         mount -o remount,ro \"$disk\"
         $sandtable run smallest --fill prepared --pace flat --name more; echo \"exit $?\"
         $sandtable score d; echo \"read $?\"",
    );
    let Some(said) = said else { return };
    assert!(said.contains("the store `DISK/drills.db` may not be written to ("), "{said}");
    assert!(
        said.contains("make the file and its folder writable, or give another file with `--store`"),
        "{said}"
    );
    assert!(said.contains("exit 2") && said.contains("read 0"), "{said}");
}

#[test]
fn a_file_that_was_cut_short_is_said_to_be_damaged() {
    let place = Place::new();
    place.said(&["run", "smallest", "--name", "d", "--fill", "prepared", "--pace", "flat"]);
    // Nothing of it is in the log any more.
    Connection::open(place.path("drills.db"))
        .unwrap()
        .execute_batch("pragma wal_checkpoint(truncate)")
        .unwrap();
    let bytes = fs::read(place.path("drills.db")).unwrap();
    fs::write(place.path("drills.db"), &bytes[..bytes.len() / 2]).unwrap();
    for args in [&["resume", "d"][..], &["score", "d"], &["drills", "--verify"]] {
        let said = place.failed(args);
        assert!(said.starts_with("2 error: the store `HERE/drills.db` is damaged ("), "{args:?}: {said}");
        assert!(said.contains("keep a copy of it, then try `sqlite3 FILE .recover`"), "{said}");
    }
}

#[test]
fn lines_that_were_cut_off_are_missed() {
    let place = Place::new();
    place.said(&["run", "smallest", "--name", "d", "--fill", "prepared", "--pace", "flat"]);
    let lines = SqliteStore::open(&place.path("drills.db")).unwrap().info("d").unwrap().lines;
    // As for one that was broken off, whose end nobody knows.
    Connection::open(place.path("drills.db"))
        .unwrap()
        .execute_batch(
            "delete from line where seq >= (select max(seq) from line) - 1; update drill set ended = null",
        )
        .unwrap();
    let output = place.run(&["drills", "--verify", "d"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let (from, to) = (lines - 2, lines - 1);
    assert!(
        said.starts_with(&format!("d: 1 flaw\n  events {from} to {to} are missing after line {from}\n")),
        "{said}"
    );
}

#[test]
fn a_byte_that_was_flipped_on_the_disk_is_found_where_it_is() {
    let place = Place::new();
    place.said(&["run", "smallest", "--name", "d", "--fill", "prepared", "--pace", "flat"]);
    Connection::open(place.path("drills.db"))
        .unwrap()
        .execute_batch("pragma wal_checkpoint(truncate)")
        .unwrap();
    let mut bytes = fs::read(place.path("drills.db")).unwrap();
    let word = b"\"kind\":\"acknowledged\"";
    // Old copies of a line may be left in the file, where nobody reads them.
    let places: Vec<usize> =
        (0..bytes.len() - word.len()).filter(|&at| bytes[at..].starts_with(word)).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| bytes[at + 9] ^= 1);
    fs::write(place.path("drills.db"), bytes).unwrap();
    let output = place.run(&["drills", "--verify", "d"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("flaw"), "{said}");
}
