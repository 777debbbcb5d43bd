//! The program as a program: what it prints, how it ends, and that what it confirms is in the record.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use sandtable::store::{JournalStore, SqliteStore};
use serde_json::Value;
use tempfile::TempDir;

/// A folder of one test's own, with its store.
pub(crate) struct Place(TempDir);

impl Place {
    /// A new one.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Where a file of it is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, in this folder and with this store, away from any terminal.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
        command.args(args).current_dir(self.0.path()).env("SANDTABLE_STORE", self.path("drills.db"));
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What it prints when all is well.
    #[track_caller]
    pub(crate) fn said(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "", "{args:?}");
        text(&output.stdout)
    }

    /// Runs it to its end with these lines at its standard input.
    pub(crate) fn typed(&self, args: &[&str], lines: impl AsRef<[u8]>) -> Output {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(lines.as_ref()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// What it prints then, when all is well.
    #[track_caller]
    pub(crate) fn answered(&self, args: &[&str], lines: impl AsRef<[u8]>) -> String {
        let output = self.typed(args, lines);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    /// What it says on standard error, with its exit code; the folder is HERE.
    pub(crate) fn failed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = text(&output.stderr).replace(self.0.path().to_str().unwrap(), "HERE");
        format!("{} {said}", output.status.code().unwrap())
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Each line of what a program prints for programs.
pub(crate) fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Without the places where lines were broken.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the shipped scenarios are.
pub(crate) fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The bytes that determinism compares, of an exported journal; the header without the drill's name.
fn compared(journal: &str) -> Vec<String> {
    let line = |line: &str| {
        let line = String::from_utf8(sandtable::journal::line::compared(line.as_bytes()).to_vec()).unwrap();
        let name = line.find("\"name\":\"").filter(|_| line.starts_with("{\"seq\":0,"));
        name.map_or(line.clone(), |at| line[..at].to_string() + line[at..].split_once(',').unwrap().1)
    };
    journal.lines().map(line).collect()
}

/// The program with a pipe at both ends, for a conversation.
pub(crate) struct Talk {
    child: Child,
    write: Option<ChildStdin>,
    read: BufReader<ChildStdout>,
}

impl Talk {
    pub(crate) fn begin(place: &Place, args: &[&str]) -> Self {
        let mut child = place.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (write, read) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, write, read }
    }

    fn line(&mut self) -> Option<Value> {
        let mut line = String::new();
        (self.read.read_line(&mut line).unwrap() > 0).then(|| serde_json::from_str(&line).unwrap())
    }

    /// Says a line and reads up to its answer: the events before it, and the answer.
    pub(crate) fn say(&mut self, line: &str) -> (Vec<Value>, Value) {
        let write = self.write.as_mut().unwrap();
        write.write_all(format!("{line}\n").as_bytes()).unwrap();
        write.flush().unwrap();
        let mut events = Vec::new();
        loop {
            let value = self.line().unwrap();
            match value.get("event") {
                Some(event) => events.push(event.clone()),
                None => return (events, value),
            }
        }
    }

    pub(crate) fn hang_up(mut self) -> (Vec<Value>, Option<i32>) {
        self.write = None;
        let rest = std::iter::from_fn(|| self.line()).collect();
        (rest, self.child.wait().unwrap().code())
    }
}

#[test]
fn a_file_of_moves_is_played_and_scored() {
    let place = Place::new();
    let moves = scenarios().join("smallest.moves");
    let said = place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]);
    assert!(said.starts_with("SIMULATED  The shop is closed  (drill friday, seed 1)\n21:00 STORY"), "{said}");
    assert!(said.contains("21:06         secondary read errors: 0.5 % (good: below 2)"), "{said}");
    assert!(flat(&said).contains("the incident is closed. It is over."), "{said}");
    assert!(said.contains("friday: how smallest was run, by default@1 at SEV2"), "{said}");
    assert!(said.ends_with(
        "The record is `friday`.\n`sandtable score` shows the evidence for every line and its numbers;\n\
         `sandtable replay friday --at '#37'` shows an event that it cites;\n\
         `sandtable postmortem` writes the document;\n`sandtable hotwash` guides the half hour after it.\n"
    ));
}

#[test]
fn two_processes_give_the_same_bytes() {
    let (one, two) = (Place::new(), Place::new());
    let journal = |place: &Place, name: &str, seed: &str| {
        place.said(&["run", "billing-multiplier", "--fill", "struggling", "--seed", seed, "--name", name]);
        compared(&place.said(&["export", "journal", name]))
    };
    let (first, second) = (journal(&one, "a", "4"), journal(&two, "b", "4"));
    assert!(first.len() > 100);
    assert_eq!(first, second);
    assert_ne!(first, journal(&two, "c", "5"));
}

#[test]
fn exported_moves_play_the_same_drill() {
    let place = Place::new();
    place.said(&["run", "billing-multiplier", "--fill", "prepared", "--seed", "9", "--name", "a"]);
    let moves = place.write("again.moves", &place.said(&["export", "moves", "a"]));
    place.said(&[
        "run",
        "billing-multiplier",
        "--moves",
        moves.to_str().unwrap(),
        "--seed",
        "9",
        "--name",
        "b",
    ]);
    let journal = |name: &str| compared(&place.said(&["export", "journal", name]));
    assert_eq!(journal("a"), journal("b"));
}

#[test]
fn crews_play_and_nobody_does() {
    let place = Place::new();
    assert!(place.said(&["run", "smallest", "--fill", "prepared"]).contains("the incident is closed"));
    assert!(place.said(&["run", "smallest", "--fill", "none"]).contains("the time is up"));
    assert!(place.said(&["run", "smallest"]).contains("the time is up"), "without a terminal nobody types");
    insta::assert_snapshot!(place.failed(&["run", "smallest", "--fill", "struggling"]), @"2 error: `smallest` has no struggling crew");
    insta::assert_snapshot!(place.failed(&["run", "smallest", "--fill", "none", "--name", "a b"]), @"2 error: `a b` can't name a drill: letters, digits, `-`, `_` and `.`, no `-` at its beginning, and not `last`, `.` or `..`");
    place.said(&["run", "smallest", "--fill", "none", "--name", "twice"]);
    insta::assert_snapshot!(place.failed(&["run", "smallest", "--fill", "none", "--name", "twice"]), @"2 error: there is a drill called `twice` already; choose another name with `--name`");
}

#[test]
fn who_plays_a_seat_is_kept_beside_the_record_and_never_in_it() {
    let place = Place::new();
    place.said(&["run", "smallest", "--seat", "primary= Zebulon ", "--moves", "-", "--name", "mine"]);
    let mut store = SqliteStore::open(&place.path("drills.db")).unwrap();
    assert_eq!(store.people("mine").unwrap(), [("primary".to_owned(), "Zebulon".to_owned())]);
    let info = store.info("mine").unwrap();
    assert_eq!(info.claim, None, "it is over, so nobody drives it");
    store.read("mine", 0, &mut |_, line| assert!(!text(line).contains("Zebulon"))).unwrap();
    drop(store);
    assert!(!place.said(&["export", "journal", "mine"]).contains("Zebulon"));
}

#[test]
fn a_gate_that_was_missed_is_exit_code_one_if_asked_for() {
    let place = Place::new();
    let code = |args: &[&str]| place.run(args).status.code().unwrap();
    assert_eq!(code(&["run", "smallest", "--fill", "none", "--strict"]), 1);
    assert_eq!(code(&["run", "smallest", "--fill", "prepared", "--strict"]), 0);
    assert_eq!(code(&["score", "last", "--strict"]), 0);
}

#[test]
fn unreadable_moves_are_all_said_with_line_and_column() {
    let place = Place::new();
    let moves = "# a comment\n0:01:00 primary ack\n0:02:00 primary delcare sev2\n0:01:30 primary look errors\n0:03:00 primary do\n\
                 0:04:00 primary update custmers state=\"x\"\n0:05:00 primary say \"never closed\n";
    place.write("bad.moves", moves);
    insta::assert_snapshot!(place.failed(&["run", "smallest", "--moves", "bad.moves"]), @r#"
    2 error: 4 of the moves in bad.moves can't be read:
      bad.moves:3:17: no move `delcare`; did you mean `declare`?
          0:02:00 primary delcare sev2
      bad.moves:5:17: `do` needs an action; for example `do roll-back`
          0:03:00 primary do
      bad.moves:6:24: no audience `custmers`; did you mean `customers`?
          0:04:00 primary update custmers state="x"
      bad.moves:7:21: the quote that opens here is not closed; end the text with "
          0:05:00 primary say "never closed
    "#);
    assert_eq!(place.said(&["drills"]), "no drill has been run yet: `sandtable run billing-multiplier`\n");
}

#[test]
fn every_line_is_answered_and_what_is_accepted_is_in_the_record_already() {
    let place = Place::new();
    let mut talk =
        Talk::begin(&place, &["run", "smallest", "--moves", "-", "--format", "json", "--name", "talk"]);
    let first = talk.line().unwrap();
    assert_eq!((&first["event"]["seq"], &first["event"]["channel"]), (&0.into(), &"story".into()));
    let mut lines = 0;
    for line in [
        "0:01:10 primary ack",
        "primary declare sev2",
        "primary page secondary why=\"hands\"",
        "secondary ack",
        "primary roles commander=primary expert=secondary",
        "0:02:00 secondary do roll-back",
        "0:06:00 secondary verify errors",
    ] {
        let (_, answer) = talk.say(line);
        let seq = answer["accepted"].as_u64().unwrap_or_else(|| panic!("{line}: {answer}"));
        // Another process reads it while this one waits for the next line.
        let journal = place.said(&["export", "journal", "talk"]);
        let stored: Value = serde_json::from_str(journal.lines().nth(seq as usize).unwrap()).unwrap();
        assert_eq!(stored["seq"], seq, "{line}");
        assert!(stored["by"] == "primary" || stored["by"] == "secondary", "{line}: {stored}");
        assert!(journal.lines().count() > lines);
        lines = journal.lines().count();
    }
    let (rest, code) = talk.hang_up();
    assert_eq!(code, Some(0));
    let last = rest.last().unwrap();
    assert_eq!(last["event"]["channel"], "clock", "the story goes on to its end: {last}");
    assert!(place.said(&["score", "talk"]).starts_with("talk: how smallest was run"));
}

#[test]
fn refusals_slips_and_questions_are_answered_one_by_one() {
    let place = Place::new();
    let mut talk =
        Talk::begin(&place, &["run", "smallest", "--moves", "-", "--format", "json", "--name", "t"]);
    talk.line();
    let mut answers = String::new();
    for line in [
        "wait 70s",
        "primary do roll-back",
        "primary ack",
        "primary fly",
        "primary do rol-back",
        "declare sev2",
        "primary declare sev2",
        "primary declare sev2",
        "status",
        "who",
        "actions",
        "card secondary",
        "help ack",
        "wait next",
        "primary -10m declare sev1",
        "primary say \"x",
    ] {
        let (events, answer) = talk.say(line);
        answers += &format!("{line}\n");
        for event in events {
            answers +=
                &format!("    {} {} {}\n", event["channel"].as_str().unwrap(), event["to"], event["text"]);
        }
        answers += &format!("    {answer}\n");
    }
    talk.hang_up();
    insta::assert_snapshot!(answers, @r#"
    wait 70s
        pager ["primary"] "page 1, to primary: shop errors at 50 % (suggests SEV2)"
        {"told":[]}
    primary do roll-back
        {"refused":"`primary` has not joined; it was paged: `primary ack`"}
    primary ack
        call [] "primary acknowledged page 1 and is in the call"
        {"accepted":12}
    primary fly
        {"refused":"no move `fly`; likely next: `1 look errors` (find something out); `help` lists more"}
    primary do rol-back
        {"refused":"no action `rol-back`; did you mean `roll-back` (roll back)?"}
    declare sev2
        {"refused":"who does that? put a seat in front"}
    primary declare sev2
        call [] "primary declared SEV2 (an important function is badly degraded for many, or gone for some)"
        {"accepted":13}
    primary declare sev2
        {"refused":"the incident is declared already, as SEV2; to change it, name another severity: `severity SEV why=\"...\"`"}
    status
        {"told":["21:01 (+1:10)  SEV2","1 primary (ops): in the call","2 secondary (ops): not in the call","next update due by 21:16, to stakeholders and customers","no reading shows yet that it is over"]}
    who
        {"told":["1 primary (ops): in the call","2 secondary (ops): not in the call"]}
    actions
        {"told":["do roll-back  by 1,2  roll back, 2m","do restart    by 1,2  1m"]}
    card secondary
        {"told":["You are secondary of Operations, on call at level 2.","secondary can:","  `2 do roll-back`: roll back (on shop, takes 2m)","  `2 do restart` (on shop, takes 1m)"]}
    help ack
        {"told":["ack [PAGE] | take [PAGE]","I have it: acknowledge a page and join the call; `take`: one that was not yours","for example: 1 ack","several seats at once: `2,3 ack`, or `all ack` for everybody who has a page"]}
    wait next
        chat [] "My basket is full and the till is shut, writes a customer. Known?"
        {"told":[]}
    primary -10m declare sev1
        {"refused":"a move can be back-dated by three minutes at most, and not before the start"}
    primary say "x
        {"refused":"the quote that opens here is not closed; end the text with \""}
    "#);
}

#[test]
fn a_drill_with_refusals_is_scored_and_exported_like_any_other() {
    let place = Place::new();
    place.write("m.moves", "0:00:30 primary do roll-back\n0:01:10 primary ack\n0:02:00 primary do roll-back\n0:02:10 primary do roll-back\n");
    let said = place.said(&["run", "smallest", "--moves", "m.moves", "--name", "a"]);
    assert!(
        flat(&said).contains(
            "line 4: 0:02:10 primary do roll-back -- `roll-back` is being done already, until 21:04"
        ),
        "{said}"
    );
    place.said(&["score", "a"]);
    place.said(&["postmortem", "a"]);
    insta::assert_snapshot!(place.said(&["export", "moves", "a"]), @"
    # the moves of a
    # turned down: `primary` has not joined; nothing has called it yet: wait for the pager; if it sees something itself, `primary ack` joins
    0:00:30 primary do roll-back
    0:01:10 primary ack 1
    0:02:00 primary do roll-back
    # turned down: `roll-back` is being done already, until 21:04
    0:02:10 primary do roll-back
    ");
}

#[test]
fn a_seats_lines_are_its_own() {
    let place = Place::new();
    let moves = scenarios().join("smallest.moves");
    let run = [
        "run",
        "smallest",
        "--seat",
        "secondary=ben",
        "--moves",
        moves.to_str().unwrap(),
        "--format",
        "json",
    ];
    let said = place.said(&run);
    let texts: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |value: &Value| value["event"]["text"].as_str().unwrap_or_default().to_string();
    assert!(texts.iter().any(|value| text(value).starts_with("secondary read errors")), "{said}");
    assert!(!texts.iter().any(|value| text(value).starts_with("primary read errors")), "{said}");
    // Before it joined it heard of nothing that was said in the call.
    let joined = texts.iter().position(|value| text(value).contains("secondary acknowledged")).unwrap();
    assert!(!texts[..joined].iter().any(|value| value["event"]["channel"] == "call"), "{said}");
}

#[test]
fn what_was_confirmed_survives_a_kill() {
    let place = Place::new();
    let mut talk =
        Talk::begin(&place, &["run", "smallest", "--moves", "-", "--format", "json", "--name", "killed"]);
    talk.line();
    talk.say("0:01:10 primary ack");
    let (_, answer) = talk.say("primary declare sev2");
    talk.child.kill().unwrap();
    talk.child.wait().unwrap();
    let journal = place.said(&["export", "journal", "killed"]);
    let last: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!(last["seq"], answer["accepted"]);
    assert!(place.said(&["drills"]).contains("broken off"));
    let score = place.said(&["score", "killed"]);
    assert!(score.starts_with("killed: how smallest was run"), "{score}");
    assert!(score.contains("\nThis drill has not ended: it is rated as it stands at +"), "{score}");
    place.said(&["postmortem", "killed"]);
}

#[test]
fn a_score_has_the_keys_that_programs_lean_on() {
    let place = Place::new();
    place.said(&["run", "billing-multiplier", "--fill", "prepared", "--name", "d"]);
    let card: Value = serde_json::from_str(&place.said(&["score", "d", "--format", "json"])).unwrap();
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "`{key}` is missing: {value}");
        }
    };
    has(&card, &["drill", "scenario", "profile", "severity", "process", "dimensions"]);
    assert_eq!(
        (&card["drill"], &card["profile"], &card["severity"]),
        (&"d".into(), &"default@1".into(), &"sev1".into())
    );
    has(&card["process"], &["credit", "band", "gates"]);
    assert!(card["process"]["credit"].as_u64().is_some_and(|credit| credit <= 10_000));
    let dimensions = card["dimensions"].as_array().unwrap();
    let ids: Vec<&str> = dimensions.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["ack", "roles", "updates", "loop"]);
    assert_eq!(dimensions.iter().map(|one| one["weight"].as_u64().unwrap()).sum::<u64>(), 100);
    for dimension in dimensions {
        has(dimension, &["id", "weight", "credit", "band", "gates", "criteria"]);
        for criterion in dimension["criteria"].as_array().unwrap() {
            has(criterion, &["id", "weight", "credit", "outcome", "n", "says", "source"]);
            let evidence = criterion["evidence"].as_array().is_some_and(|evidence| !evidence.is_empty());
            let interval = criterion["interval"].as_array().is_some_and(|interval| interval.len() == 2);
            assert!(criterion["credit"].is_null() || evidence || interval, "{criterion}");
        }
    }
}

#[test]
fn a_postmortem_is_written_once() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared"]);
    assert_eq!(place.said(&["postmortem", "last", "--out", "pm.md"]), "");
    assert_eq!(std::fs::read_to_string(place.path("pm.md")).unwrap(), place.said(&["postmortem", "last"]));
    place.write("pm.md", "what the team wrote");
    let said = place.failed(&["postmortem", "last", "--out", "pm.md"]);
    assert_eq!(said, "2 error: pm.md is there already, and nothing was written; name a new file\n");
    assert_eq!(std::fs::read_to_string(place.path("pm.md")).unwrap(), "what the team wrote");
}

#[test]
fn drills_lists_what_was_run() {
    let place = Place::new();
    assert_eq!(place.said(&["drills", "--format", "json"]), "[]\n");
    place.said(&["run", "smallest", "--fill", "none", "--name", "monday"]);
    place.said(&["run", "smallest", "--fill", "prepared", "--name", "tuesday"]);
    let text = place.said(&["drills"]);
    let lines: Vec<&str> = text.lines().map(|line| line.split_once("  ").unwrap().1.trim_end()).collect();
    assert_eq!(lines.len(), 2, "{text}");
    let of = |name: &str| {
        lines.iter().find(|line| line.starts_with(name)).unwrap().split_once(' ').unwrap().1.trim()
    };
    assert_eq!((of("monday"), of("tuesday")), ("time was up, +16:00", "closed, +12:00"));
    let drills: Value = serde_json::from_str(&place.said(&["drills", "--format", "json"])).unwrap();
    for drill in drills.as_array().unwrap() {
        for key in ["drill", "scenario", "started", "events", "clock_ms", "ended"] {
            assert!(drill.get(key).is_some(), "`{key}`: {drill}");
        }
    }
}

#[test]
fn a_drill_is_found_by_its_name_its_beginning_or_as_the_last() {
    let place = Place::new();
    for name in ["monday", "tuesday", "tuesday-2"] {
        place.said(&["run", "smallest", "--fill", "none", "--name", name]);
    }
    let name = |said: &str| place.said(&["score", said]).split(':').next().unwrap().to_string();
    assert_eq!(
        (name("mon"), name("tuesday"), name("last")),
        ("monday".into(), "tuesday".into(), "tuesday-2".into())
    );
    insta::assert_snapshot!(place.failed(&["score", "tue"]), @"2 error: `tue` could be `tuesday-2` or `tuesday`; say more of the name");
    insta::assert_snapshot!(place.failed(&["score", "mondya"]), @"2 error: no drill is called `mondya`; did you mean `monday`?");
}

#[test]
fn an_exported_journal_is_json_lines_that_say_drill() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--name", "d"]);
    for (n, line) in place.said(&["export", "journal", "d"]).lines().enumerate() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&value["seq"], &value["drill"]), (&n.into(), &true.into()), "{line}");
        for key in ["at", "wall", "kind", "by", "hash"] {
            assert!(value.get(key).is_some(), "`{key}`: {line}");
        }
    }
}

#[test]
fn what_may_be_read_before_a_drill_spoils_nothing() {
    let place = Place::new();
    let list: Value = serde_json::from_str(&place.said(&["list", "--format", "json"])).unwrap();
    let ids: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["first-page", "billing-multiplier", "market-data-stale", "smallest"]);
    let public = [place.said(&["list"]), place.said(&["list", "--format", "json"])].concat();
    for shipped in crate::shipped::all() {
        let scenario = shipped.scenario();
        let texts = public.clone() + &place.said(&["show", &shipped.id]);
        let flat = flat(&texts);
        let mut secrets: Vec<&str> = scenario.truth.factors.iter().map(String::as_str).collect();
        secrets
            .extend(scenario.injects.iter().flat_map(|(_, inject)| inject.text.iter().map(String::as_str)));
        secrets.extend(scenario.expected.iter().filter_map(|(_, expected)| expected.why.as_deref()));
        secrets.extend(
            scenario.expected.iter().flat_map(|(_, expected)| expected.hints.iter().map(String::as_str)),
        );
        secrets.extend(scenario.harmful.iter().filter_map(|(_, harmful)| harmful.tempts.as_deref()));
        secrets.extend(
            scenario.findings.iter().flat_map(|(_, finding)| finding.says.iter().map(String::as_str)),
        );
        secrets.extend(scenario.seats.iter().filter_map(|(_, seat)| seat.knows.as_deref()));
        secrets.extend(scenario.failures.names());
        secrets.extend(scenario.expected.names().filter(|name| {
            name.contains('-') && !scenario.actions.names().any(|action| action.contains(name))
        }));
        assert!(secrets.len() > 5);
        for secret in secrets {
            assert!(!flat.contains(secret), "{}: {secret}", shipped.id);
        }
        assert!(place.said(&["show", &shipped.id, "--facilitator"]).len() > texts.len() / 2);
    }
}

#[test]
fn check_says_yes_no_or_that_it_can_not() {
    let place = Place::new();
    let smallest = std::fs::read_to_string(scenarios().join("smallest.ron")).unwrap();
    place.write("good.ron", &smallest);
    place.write(
        "bad.ron",
        &smallest
            .replace("clears: [\"bad-release\"]", "clears: [\"bad-relase\"]")
            .replace("id: \"smallest\"", "id: \"bad\""),
    );
    assert!(place.said(&["check", "good.ron"]).starts_with("good.ron: no problems\n"));
    assert!(place.said(&["check", "smallest"]).starts_with("smallest.ron: no problems\n"));
    let bad = place.run(&["check", "bad.ron", "--format", "short"]);
    assert_eq!(bad.status.code(), Some(1));
    insta::assert_snapshot!(text(&bad.stdout), @"bad.ron:29:82: error[scenario::unknown_failure]: there is no failure `bad-relase`; did you mean `bad-release`, line 20?");
    assert_eq!(place.run(&["check", "good.ron", "bad.ron"]).status.code(), Some(1));
    let problems: Value =
        serde_json::from_str(&text(&place.run(&["check", ".", "--format", "json"]).stdout)).unwrap();
    assert_eq!(problems.as_array().unwrap().len(), 1);
    insta::assert_snapshot!(place.failed(&["check", "good.ron", "god.ron"]), @"
    2 error: `god.ron` is not there; did you mean `good.ron`?
    error: 1 of 2 could not be read
    ");
}

#[test]
fn what_is_not_there_is_answered_with_what_to_do() {
    let place = Place::new();
    place.write("good.ron", "");
    std::fs::create_dir(place.path("empty")).unwrap();
    let mut said = String::new();
    for args in [
        &["run", "smalest"][..],
        &["run", "gaad.ron"],
        &["run", "."],
        &["check", "empty"],
        &["run", "smallest", "--seat", "primry=ana"],
        &["run", "smallest", "--table", "primary,third"],
        &["run", "smallest", "--moves", "none.moves"],
        &["run", "smallest", "--organisation", "none.ron"],
        &["score"],
        &["run", "good.ron", "--fill", "prepared"],
    ] {
        said += &format!("{}\n  {}\n", args.join(" "), place.failed(args).trim_end().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(said, @r#"
    run smalest
      2 error: no scenario `smalest`; did you mean `smallest`? shipped: first-page, billing-multiplier, market-data-stale, smallest; or give a file's path
    run gaad.ron
      2 error: `gaad.ron` is not there; did you mean `good.ron`?
    run .
      2 error: `.` is a folder; name a file in it: `./good.ron`
    check empty
      2 error: no scenario (*.ron) in empty
    run smallest --seat primry=ana
      2 error: no seat `primry`; seats: primary, secondary
    run smallest --table primary,third
      2 error: no seat `third`; seats: primary, secondary
    run smallest --moves none.moves
      2 error: `none.moves` is not there
    run smallest --organisation none.ron
      2 error: `none.ron` is not there; did you mean `good.ron`?
    score
      2 error: no drill has been run yet in HERE/drills.db: `sandtable run billing-multiplier`
    run good.ron --fill prepared
      2 error: `good.ron` can't be played yet
      scenario::wrong_file
      
        × this file is empty
         ╭─[good.ron:1:1]
         ╰────
        help: write `Scenario(format: 1, id: "…", …)`; `sandtable show --source
              smallest` prints one that plays as it stands
    "#);
}

#[test]
fn a_store_that_can_not_be_used_is_said_before_anything_is_played() {
    let place = Place::new();
    let mut run = place.command(&["run", "smallest", "--fill", "none"]);
    let output = run.env("SANDTABLE_STORE", place.0.path()).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    let said = text(&output.stderr).replace(place.0.path().to_str().unwrap(), "HERE");
    insta::assert_snapshot!(said, @"error: the store `HERE` is a folder; name a file in it: `--store HERE/drills.db`");
}

#[test]
fn a_pipe_gets_no_colours() {
    let place = Place::new();
    place.write("bad.ron", "Scenario(");
    for args in [
        &["run", "smallest", "--fill", "prepared"][..],
        &["score", "last"],
        &["drills"],
        &["list"],
        &["show", "smallest"],
        &["postmortem"],
        &["check", "bad.ron"],
        &["run", "nosuch"],
        &["--help"],
        &["bogus"],
    ] {
        let output = place.run(args);
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(!all.is_empty() && !all.contains('\x1b'), "{args:?}: {all:?}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let place = Place::new();
    for args in [
        &["run", "billing-multiplier", "--fill", "prepared", "--name", "piped"][..],
        &["run", "billing-multiplier", "--fill", "prepared", "--format", "json"],
        &["export", "journal", "piped"],
        &["postmortem", "piped"],
        &["show", "billing-multiplier", "--facilitator"],
        &["score", "piped", "--numbers"],
    ] {
        let mut child = place.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut read = BufReader::with_capacity(16, child.stdout.take().unwrap());
        read.read_line(&mut line).unwrap();
        drop(read);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{args:?}");
    }
    let drills = place.said(&["drills"]);
    assert!(
        drills.contains("piped") && !drills.contains("broken off"),
        "the drill went on all the same: {drills}"
    );
}

#[test]
fn help_and_version_are_no_errors_and_a_slip_is() {
    let place = Place::new();
    assert!(place.said(&["--help"]).contains("Begin with:  sandtable run first-page --seat primary "));
    assert!(place.said(&["--version"]).starts_with("sandtable 0."));
    assert_eq!(place.run(&["bogus"]).status.code(), Some(2));
    assert_eq!(place.run(&["run"]).status.code(), Some(2));
    assert_eq!(place.run(&[]).status.code(), Some(2));
}

/// A program's lines as bytes, and everything that came back.
fn piped(place: &Place, args: &[&str], lines: &[u8]) -> Vec<Value> {
    values(&place.answered(args, lines))
}

/// The answers alone, as short words.
fn answers(lines: &[Value]) -> Vec<&str> {
    let word = |line: &Value| match (line.get("accepted"), line.get("note")) {
        (Some(_), _) => Some("accepted"),
        (_, Some(_)) => Some("note"),
        (None, None) => line.get("refused").map(|_| "refused"),
    };
    lines.iter().filter_map(word).collect()
}

#[test]
fn a_line_that_is_no_text_is_refused_and_ends_nothing() {
    let place = Place::new();
    let run = ["run", "smallest", "--pace", "flat", "--moves", "-", "--format", "json"];
    let said =
        piped(&place, &run, b"0:01:10 primary ack\nprimary say caf\xe9\n\xff\xfe\nprimary declare sev2\n");
    assert_eq!(answers(&said), ["accepted", "refused", "refused", "accepted"]);
    assert!(said.iter().any(|line| line["refused"].as_str().is_some_and(|why| why.contains("not UTF-8"))));
}

#[test]
fn every_line_is_answered_also_after_the_end_and_in_the_past() {
    let place = Place::new();
    let run = ["run", "smallest", "--pace", "flat", "--moves", "-", "--format", "json"];
    let lines = "0:01:10 primary ack\n0:01:00 primary declare sev2\n-0:02:00 primary ack\nend\nprimary ack\n# a remark\n\nprimary say x\n";
    let said = piped(&place, &run, lines.as_bytes());
    assert_eq!(answers(&said), ["accepted", "refused", "refused", "accepted", "refused", "refused"]);
    place.write("late.moves", "0:01:10 primary ack\n0:01:20 table end\n0:05:00 primary declare sev1\n");
    let said = place.said(&["run", "smallest", "--moves", "late.moves"]);
    assert!(flat(&said).contains("line 3: 0:05:00 primary declare sev1 -- the drill is over"), "{said}");
}

#[test]
fn a_seats_own_screen_plays_that_seat_alone() {
    let place = Place::new();
    let run =
        ["run", "smallest", "--seat", "primary=ana", "--pace", "flat", "--moves", "-", "--format", "json"];
    let said = piped(&place, &run, b"0:01:10 secondary ack\nack\ntable say hello\nprimary declare sev2\n");
    assert_eq!(answers(&said), ["refused", "accepted", "refused", "accepted"]);
}

#[test]
fn an_update_that_says_no_state_is_remarked_on_at_once_and_in_the_score() {
    let place = Place::new();
    let run =
        ["run", "smallest", "--pace", "flat", "--moves", "-", "--format", "json", "--name", "stateless"];
    let lines = b"0:01:10 primary ack\nprimary declare sev2\n\
        primary update stakeholders state=\"wrong prices\" impact=\"many orders\"\n\
        primary update stakeholders state=\"investigating: wrong prices\" impact=\"many orders\"\n";
    let said = piped(&place, &run, lines);
    assert_eq!(answers(&said), ["accepted", "accepted", "accepted", "note", "accepted"]);
    let score = flat(&place.said(&["score", "stateless"]));
    assert!(score.contains("said no state and counts as no update"), "{score}");
    let document = flat(&place.said(&["postmortem", "stateless"]));
    assert!(document.contains("1 post said no state, and counts as no update"), "{document}");
}

#[test]
fn whoever_is_not_in_the_call_is_paged_by_page_all() {
    let place = Place::new();
    let run = ["run", "smallest", "--pace", "flat", "--moves", "-", "--format", "json"];
    let lines = b"0:01:10 primary ack\nprimary page all why=\"hands\"\nsecondary ack\nprimary page all why=\"more\"\n";
    let said = piped(&place, &run, lines);
    assert_eq!(answers(&said), ["accepted", "accepted", "accepted", "refused"]);
    let paged: Vec<&str> = said.iter().filter_map(|line| line["event"]["text"].as_str()).collect();
    assert!(paged.contains(&"page 2, to secondary: hands"), "{paged:?}");
}

#[test]
fn a_running_clock_is_not_moved_by_wait() {
    let place = Place::new();
    let run = ["run", "smallest", "--pace", "x60", "--moves", "-", "--format", "json"];
    let said = piped(&place, &run, b"wait 5m\nend\n");
    assert_eq!(answers(&said), ["refused", "accepted"]);
}

#[test]
fn what_people_call_things_is_understood() {
    let place = Place::new();
    let run = ["run", "smallest", "--pace", "flat", "--moves", "-", "--format", "json"];
    let lines =
        b"0:01:10 primary ack\nprimary declare sev 2\nprimary ask the customer support what do you hear\n\
        primary do rollback\n";
    let said = piped(&place, &run, lines);
    assert_eq!(answers(&said), ["accepted"; 4]);
    let told: Vec<&str> = said.iter().filter_map(|line| line["event"]["text"].as_str()).collect();
    assert!(told.contains(&"primary asked support \"what do you hear\""), "{told:?}");
    assert!(told.iter().any(|text| text.starts_with("primary began `roll-back`")), "{told:?}");
}

#[test]
fn shells_and_readers_are_told_of_every_command() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = place.said(&["completions", shell]);
        for command in ["run", "score", "postmortem", "check", "drills"] {
            assert!(said.contains(command), "{shell}: {command}");
        }
    }
    assert!(place.said(&["man"]).contains(".TH sandtable 1"));
    place.said(&["man", "--out", "pages"]);
    for page in ["sandtable.1", "sandtable-run.1", "sandtable-export-journal.1"] {
        assert!(place.path("pages").join(page).exists(), "{page}");
    }
    assert!(place.failed(&["completions", "csh"]).starts_with("2 "));
    let version = place.said(&["--version"]);
    assert!(version.contains("built from ") && version.contains("rustc"), "{version}");
    assert_eq!(place.said(&["-V"]), format!("sandtable {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn for_a_screen_reader_a_fact_is_one_line() {
    let place = Place::new();
    let said = place.said(&["run", "smallest", "--fill", "prepared", "--plain"]);
    let story = said.split("\n\n").next().unwrap();
    for line in story.lines().skip(1) {
        assert!(line.starts_with(|c: char| c.is_ascii_digit()), "{line}");
    }
    assert!(story.contains("21:01 PAGE, page 1, to primary: shop errors at 50 % (suggests SEV2)"), "{story}");
}

/// A copy of a shipped scenario is whole: it is checked and played as it is.
#[test]
fn a_copied_scenario_is_clean_with_its_organisation_and_crews() {
    let place = Place::new();
    let said = place.said(&["show", "first-page", "--copy-to", "mine"]);
    let files =
        ["first-page.ron", "organisations/otterby.ron", "first-page.moves", "first-page.struggling.moves"];
    for file in files {
        assert!(said.contains(&format!("mine/{file}\n")), "{said}");
        assert_eq!(
            std::fs::read(place.path("mine").join(file)).unwrap(),
            std::fs::read(scenarios().join(file)).unwrap()
        );
    }
    assert!(place.said(&["check", "mine/first-page.ron"]).contains("no problems"));
    let again = place.failed(&["show", "first-page", "--copy-to", "mine"]);
    assert!(
        again.starts_with("2 error: mine/first-page.ron is there already, and nothing was written"),
        "{again}"
    );
    place.said(&["show", "smallest", "--copy-to", "mine"]);
    // Who takes the text alone is told what is missing, beside it.
    let source = place.run(&["show", "first-page", "--source"]);
    assert!(
        flat(&text(&source.stderr))
            .contains("`organisations/otterby.ron`: `sandtable show first-page --copy-to FOLDER`")
    );
    assert_eq!(
        place.said(&["show", "smallest", "--source"]),
        std::fs::read_to_string(scenarios().join("smallest.ron")).unwrap()
    );
}

/// `sandtable run f<TAB>`, as a shell asks for it.
#[cfg(unix)]
#[test]
fn a_shell_completes_the_shipped_scenarios() {
    let place = Place::new();
    place.write("sandtable.bash", &place.said(&["completions", "bash"]));
    let asked = "source ./sandtable.bash; COMP_WORDS=(sandtable run f); COMP_CWORD=2; _sandtable sandtable f run; echo \
                 \"${COMPREPLY[@]}\"";
    let output = Command::new("bash").args(["-c", asked]).current_dir(place.path("")).output().unwrap();
    assert_eq!(text(&output.stdout), "first-page\n", "{}", text(&output.stderr));
    let zsh = place.said(&["completions", "zsh"]);
    assert!(zsh.contains("\"shipped:shipped scenario:(first-page billing-multiplier "), "{zsh}");
    let fish = place.said(&["completions", "fish"]);
    assert!(fish.contains("__fish_sandtable_using_subcommand run\" -a \"first-page "), "{fish}");
    // Drills by name are asked of the program, where a drill can be named and nowhere else.
    place.said(&["run", "smallest", "--fill", "prepared", "--name", "monday"]);
    place.said(&["run", "smallest", "--fill", "prepared", "--name", "march"]);
    assert_eq!(
        place.said(&["drills", "--names"]).lines().collect::<std::collections::BTreeSet<_>>(),
        ["march", "monday"].into()
    );
    let drills = |words: &str| {
        let (program, store) = (env!("CARGO_BIN_EXE_sandtable"), place.path("drills.db"));
        let asked = format!(
            "source ./sandtable.bash; COMP_WORDS=(sandtable {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); \
             _sandtable_drills {program} \"${{COMP_WORDS[COMP_CWORD]}}\" x; echo \"${{COMPREPLY[@]}}\""
        );
        let bash = Command::new("bash")
            .args(["-c", &asked])
            .current_dir(place.path(""))
            .env("SANDTABLE_STORE", store)
            .output();
        text(&bash.unwrap().stdout).trim().to_string()
    };
    let bash = std::fs::read_to_string(place.path("sandtable.bash")).unwrap();
    assert_eq!(bash.matches("complete -F _sandtable_drills ").count(), 2, "for old and new shells");
    assert_eq!(drills("score mo"), "monday");
    assert_eq!(
        drills("postmortem edit m").split(' ').collect::<std::collections::BTreeSet<_>>(),
        ["march", "monday"].into()
    );
    assert_eq!(drills("export journal la"), "last");
    assert_eq!((drills("list mo"), drills("score --profile mo")), (String::new(), String::new()));
    let named = |said: &str, wanted: &str| assert!(said.contains(wanted), "{wanted}");
    named(&zsh, "'::drill -- The drill:_sandtable_drill_names'");
    // Behind `postmortem` stands a drill or a command, and what follows the command is its own.
    named(
        &zsh,
        "':: :{_alternative \"drills:drill:_sandtable_drill_names\" \"commands:command:_sandtable__subcmd__postmortem_commands\"}'",
    );
    let (_, postmortem) = zsh.split_once("\n(postmortem)\n").unwrap();
    let (postmortem, _) = postmortem.split_once("\n(todo)\n").unwrap_or((postmortem, ""));
    assert!(postmortem.contains("case $line[1] in") && !postmortem.contains("$line[2]"), "{postmortem}");
    named(
        &zsh,
        "'::what -- A markdown file, `-` for standard input, or a drill:{_alternative \"drills:drill:",
    );
    assert_eq!(drills("postmortem check mo"), "monday");
    named(
        &fish,
        "\"__fish_sandtable_using_subcommand export; and __fish_seen_subcommand_from moves\" -a \"last (sandtable",
    );
    // The names are for shells alone: a file is as good.
    assert!(!place.said(&["run", "--help"]).contains("possible values: first-page"));
}

/// Before one plays, nothing says what will help.
#[test]
fn what_a_scenario_is_gives_no_step_away() {
    let place = Place::new();
    for (id, step) in [("first-page", "roll-back-settings"), ("billing-multiplier", "roll-back-tariff")] {
        let said = place.said(&["show", id]);
        assert!(said.contains("things to the system") && !said.contains(step), "{said}");
    }
}

/// Who named a store finds what was played by the commands that are printed.
#[test]
fn the_next_steps_name_the_store_that_was_named() {
    let place = Place::new();
    let played =
        place.said(&["run", "smallest", "--fill", "prepared", "--name", "d", "--store", "my own.db"]);
    assert!(played.contains("`sandtable score --store 'my own.db'` shows the evidence"), "{played}");
    assert!(played.contains("`sandtable hotwash --store 'my own.db'` guides"), "{played}");
    let failed = place.failed(&["score", "--store", "other.db"]);
    assert_eq!(
        failed,
        "2 error: no drill has been run yet in other.db: `sandtable run billing-multiplier --store other.db`\n"
    );
    // What the environment says needs no word.
    assert!(place.said(&["run", "smallest", "--fill", "prepared"]).contains("`sandtable score` shows"));
}
