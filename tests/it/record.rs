//! The record as people handle it: exported, imported, verified.

use serde_json::Value;

use crate::cli::{Place, scenarios, text};

/// A place with one drill, `friday`, to its end.
pub(crate) fn friday() -> Place {
    let place = Place::new();
    let moves = scenarios().join("smallest.moves");
    drop(place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]));
    place
}

/// The lines of a drill's journal.
pub(crate) fn exported(place: &Place, drill: &str) -> Vec<String> {
    place.said(&["export", "journal", drill]).lines().map(str::to_string).collect()
}

/// Says what `import` says of these bytes.
fn refused(place: &Place, bytes: &[u8]) -> String {
    std::fs::write(place.path("in.jsonl"), bytes).unwrap();
    let said = place.failed(&["import", "journal", "in.jsonl"]);
    assert_eq!(place.said(&["drills"]), "no drill has been run yet: `sandtable run billing-multiplier`\n");
    said
}

/// Writes lines into the store as they are, past the program.
fn tamper(place: &Place, sql: &str) {
    let db = rusqlite::Connection::open(place.path("drills.db")).unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn what_was_exported_imported_and_exported_again_is_the_same() {
    let (here, there) = (friday(), Place::new());
    let journal = here.said(&["export", "journal"]);
    there.write("friday.jsonl", &journal);
    assert_eq!(
        there.said(&["import", "journal", "friday.jsonl"]),
        "`friday` is in the record: smallest, 46 events, to its end.\n`sandtable score friday` shows how it was run.\n"
    );
    assert_eq!(there.said(&["export", "journal", "friday"]), journal);
    for command in [&["score", "--format", "json"][..], &["postmortem"], &["export", "moves"], &["drills"]] {
        assert_eq!(there.said(command), here.said(command), "{command:?}");
    }
    // Under another name it is the same drill, called otherwise.
    drop(there.said(&["import", "journal", "friday.jsonl", "--name", "monday"]));
    assert_eq!(there.said(&["export", "journal", "monday"]), journal);
    let named: Value = serde_json::from_str(&there.said(&["score", "monday", "--format", "json"])).unwrap();
    assert_eq!(named["drill"], "monday");
}

#[test]
fn a_journal_comes_from_standard_input_too() {
    let (here, there) = (friday(), Place::new());
    let journal = here.said(&["export", "journal"]);
    there.answered(&["import", "journal", "-"], &journal);
    assert_eq!(there.said(&["export", "journal"]), journal);
}

#[test]
fn an_imported_drill_does_not_push_out_one_of_its_name() {
    let place = friday();
    place.write("friday.jsonl", &place.said(&["export", "journal"]));
    let before = place.said(&["drills", "--format", "json"]);
    assert_eq!(
        place.failed(&["import", "journal", "friday.jsonl"]),
        "2 error: there is a drill called `friday` already; choose another name with `--name`\n"
    );
    let odd = place.failed(&["import", "journal", "friday.jsonl", "--name", "x y"]);
    assert!(odd.starts_with("2 error: `x y` can't name a drill"), "{odd}");
    assert_eq!(place.said(&["drills", "--format", "json"]), before);
}

#[test]
fn a_file_that_was_changed_is_refused_whole_with_the_places() {
    let (lines, place) = (exported(&friday(), "friday"), Place::new());
    let mut changed = lines.clone();
    changed[12] = changed[12].replace("\"wall\":1", "\"wall\":2");
    drop(changed.remove(30));
    changed.swap(39, 42);
    assert_eq!(
        refused(&place, (changed.join("\n") + "\n").as_bytes()),
        "2 error: in.jsonl is not as it was written, and nothing of it was kept:\n  \
         line 13: event 12 is not as it was written\n  \
         event 30 is missing before line 31\n  \
         line 40: event 43 stands in the wrong place\n  \
         line 43: event 40 stands in the wrong place\n  \
         export it again where it was run (`sandtable export journal DRILL > FILE`), and copy it unchanged\n"
    );
    // Cut off within a line, as by a full disk.
    let cut = lines.join("\n");
    let said = refused(&place, &cut.as_bytes()[..cut.len() - 100]);
    assert!(said.contains("  line 46: event 45 is not as it was written\n"), "{said}");
}

#[test]
fn what_is_no_journal_is_told_what_it_is() {
    let (lines, place) = (exported(&friday(), "friday"), Place::new());
    assert_eq!(
        refused(&place, b""),
        "2 error: `in.jsonl` is empty; `sandtable export journal DRILL` writes what can be read here\n"
    );
    let no_journal = "2 error: in.jsonl:1: this is no journal; `sandtable export journal DRILL` writes one; nothing was kept\n";
    assert_eq!(refused(&place, b"\x7fELF\x02\x01\x01\0\0"), no_journal);
    assert_eq!(refused(&place, b"0:01:00 primary ack\n"), no_journal);
    let bom = [b"\xef\xbb\xbf", lines.join("\n").as_bytes()].concat();
    assert!(refused(&place, &bom).contains("in.jsonl:1: the file begins with a byte-order mark"));
    let crlf = lines.join("\r\n") + "\r\n";
    assert!(refused(&place, crlf.as_bytes()).contains("in.jsonl:1: the line ends in CR LF"));
    let headless = refused(&place, lines[1..].join("\n").as_bytes());
    assert!(headless.contains("\n  event 0 is missing before line 1\n"), "{headless}");
    let endless = refused(&place, &[b'{'; 9 << 20]);
    assert!(endless.contains("in.jsonl:1: the line is longer than any of a journal"), "{endless}");
    // Lines that are chained as they should be, and are no drill all the same.
    let other = refused(&place, &chained(&[r#"{"seq":0,"at":0,"by":"story","cause":null,"kind":"paused""#]));
    assert!(other.contains("in.jsonl:1: the first line is not a drill's beginning"), "{other}");
    assert_eq!(place.failed(&["import", "journal", "."]).split(';').next(), Some("2 error: `.` is a folder"));
    assert!(place.failed(&["import", "journal", "no.jsonl"]).starts_with("2 error: `no.jsonl` is not there"));
}

/// A journal of these bodies, each with what stands beside the events and a hash that is right.
fn chained(bodies: &[&str]) -> Vec<u8> {
    let (mut last, mut all) = ([0; 32], Vec::new());
    for body in bodies {
        let body = format!("{body},\"who\":\"tool\",\"wall\":0,\"drill\":true");
        last = sandtable::journal::line::chained(last, body.as_bytes());
        let hex: String = last.iter().map(|byte| format!("{byte:02x}")).collect();
        all.extend_from_slice(format!("{body},\"hash\":\"{hex}\"}}\n").as_bytes());
    }
    all
}

/// A journal to be told otherwise, with hashes that are right again.
pub(crate) struct Journal(Vec<String>);

impl Journal {
    /// These lines, without their hashes.
    pub(crate) fn of(lines: &[String]) -> Self {
        Self(lines.iter().map(|line| line.split_once(",\"hash\":").unwrap().0.to_string()).collect())
    }

    /// As if it had been played on this day, counted from 1970.
    pub(crate) fn on_day(self, day: i64) -> Self {
        let wall = |body: String| {
            let (before, after) = body.rsplit_once("\"wall\":").unwrap();
            format!("{before}\"wall\":{}{}", day * 86_400_000, &after[after.find(',').unwrap()..])
        };
        Self(self.0.into_iter().map(wall).collect())
    }

    /// Imports it.
    #[track_caller]
    pub(crate) fn into(self, place: &Place, name: &str) {
        place.write("in.jsonl", &self.text());
        drop(place.said(&["import", "journal", "in.jsonl", "--name", name]));
    }

    /// Its lines.
    pub(crate) fn text(self) -> String {
        let (mut last, mut all) = ([0; 32], String::new());
        for body in self.0 {
            last = sandtable::journal::line::chained(last, body.as_bytes());
            let hex: String = last.iter().map(|byte| format!("{byte:02x}")).collect();
            all.push_str(&format!("{body},\"hash\":\"{hex}\"}}\n"));
        }
        all
    }
}

/// A journal's bodies, without what stands beside the events.
fn bodies(lines: &[String]) -> Vec<String> {
    let body = |line: &String| sandtable::journal::line::compared(line.as_bytes()).to_vec();
    lines.iter().map(|line| String::from_utf8(body(line)).unwrap()).collect()
}

#[test]
fn a_journal_whose_hashes_are_right_is_read_with_care_all_the_same() {
    let (lines, place) = (exported(&friday(), "friday"), Place::new());
    let said = |change: &dyn Fn(&mut Vec<String>)| {
        let mut bodies = bodies(&lines);
        change(&mut bodies);
        let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
        refused(&place, &chained(&bodies))
    };
    let newer = said(&|all| {
        all[0] = all[0]
            .replace("\"format\":1", "\"format\":7")
            .replace("\"tool\":\"sandtable 0.1.0", "\"tool\":\"sandtable 9.0")
    });
    assert_eq!(
        newer,
        "2 error: in.jsonl:1: the journal has format 7; this release reads up to 1: use the release that wrote it \
         (sandtable 9.0) or a newer one; nothing was kept\n"
    );
    let unknown = said(&|all| all[5].push_str(",\"mood\":\"good\""));
    assert!(unknown.contains("line 6: event 5 can't be read: unknown field `mood`"), "{unknown}");
    let back = said(&|all| {
        let (before, after) = all[40].split_once("\"at\":").unwrap();
        all[40] = format!("{before}\"at\":1{}", &after[after.find(',').unwrap()..]);
    });
    assert!(back.contains("in.jsonl:41: the story goes back from 0:06:20 to 0:00:00.001"), "{back}");
    let scenario = said(&|all| all[0] = all[0].replace("primary", "prim ary"));
    assert!(scenario.contains("in.jsonl:1: its scenario has "), "{scenario}");
    let stranger = said(&|all| {
        let seat = "\"seat\":\"secondary\"";
        let at = all.iter().position(|body| body.contains(seat)).unwrap();
        all[at] = all[at].replace(seat, "\"seat\":\"stranger\"");
    });
    assert!(stranger.contains("in.jsonl: this journal belongs to another scenario"), "{stranger}");
    let on = said(&|all| {
        let more = all[10].replacen("\"seq\":10,", &format!("\"seq\":{},", all.len()), 1);
        let (before, after) = more.split_once("\"at\":").unwrap();
        all.push(format!("{before}\"at\":9000000{}", &after[after.find(',').unwrap()..]));
    });
    assert!(on.contains("in.jsonl:47: the story goes on after its end"), "{on}");
}

#[test]
fn verify_says_what_is_not_as_it_was_written_and_exits_with_1() {
    let place = friday();
    drop(place.said(&["run", "smallest", "--moves", "-", "--name", "monday"]));
    let journal = place.said(&["export", "journal", "friday"]);
    let last = &journal.trim_end()[journal.trim_end().len() - 66..][..12];
    let whole = format!("friday: 46 events up to {last}, each as it was written\n");
    assert_eq!(place.said(&["drills", "--verify", "friday"]), whole);
    assert!(place.said(&["drills", "--verify"]).ends_with(&whole));

    tamper(&place, "update line set body = cast(replace(cast(body as text), '\"wall\":1', '\"wall\":2') as blob) where drill = 1 and seq = 9;
        delete from line where drill = 1 and seq in (20, 21);
        delete from line where drill = 1 and seq = 45;");
    let output = place.run(&["drills", "--verify", "fri"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "friday: 3 flaws\n  \
         line 10: event 9 is not as it was written\n  \
         events 20 to 21 are missing before line 21\n  \
         event 45 is missing after line 43\n\
         1 of 1 drill is not as written; a backup of the store, or a journal that was exported, has it whole\n"
    );
    let output = place.run(&["drills", "--verify", "--format", "json"]);
    let all: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!((all[0]["drill"].as_str(), &all[0]["whole"]), (Some("monday"), &Value::Bool(true)));
    assert_eq!(all[1]["whole"], false);
    let first = serde_json::json!({
        "line": 10, "seq": 9, "what": "changed", "says": "line 10: event 9 is not as it was written"
    });
    assert_eq!(all[1]["flaws"][0], first);
}

#[test]
fn verify_with_nothing_to_verify() {
    let place = Place::new();
    assert_eq!(
        place.said(&["drills", "--verify"]),
        "no drill has been run yet: `sandtable run billing-multiplier`\n"
    );
    let output = friday().failed(&["drills", "--verify", "fritag"]);
    assert_eq!(output, "2 error: no drill is called `fritag`; did you mean `friday`?\n");
}
