//! The board on a real wall: it follows a drill that another process plays, and leaves the terminal as it was.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::cli::Place;
use crate::terminal::Terminal;

/// A drill of another process: sixty times as fast as the wall, moves from standard input.
struct Drill {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Drill {
    /// Begins it; when this returns, it is in the record.
    fn begin(terminal: &Terminal) -> Self {
        let mut run = Command::new(env!("CARGO_BIN_EXE_sandtable"));
        run.args(["run", "smallest", "--moves", "-", "--format", "json", "--pace", "x60", "--name", "wall"]);
        run.env("SANDTABLE_STORE", terminal.store()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = run.spawn().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        answers.read_line(&mut String::new()).unwrap();
        Self { child, answers }
    }

    /// Makes a move, which must be accepted.
    #[track_caller]
    fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
        loop {
            let mut answer = String::new();
            assert!(self.answers.read_line(&mut answer).unwrap() > 0, "{line}: no answer");
            assert!(!answer.contains("\"refused\""), "{line}: {answer}");
            if answer.contains("\"accepted\"") {
                return;
            }
        }
    }
}

impl Drop for Drill {
    fn drop(&mut self) {
        // It may be over by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens the board of the drill `wall`, with the terminal's settings before and after it.
fn open_board(terminal: &Terminal) {
    let program = env!("CARGO_BIN_EXE_sandtable");
    terminal.type_(&format!("export SANDTABLE_STORE={}", terminal.store().display()));
    terminal.enter();
    terminal.type_(&format!("clear; stty -g; {program} board wal; echo \"code $?\"; stty -g"));
    terminal.enter();
    terminal.wait_for(" SIMULATED  The shop is closed");
}

#[test]
fn the_wall_follows_a_drill_to_its_end() {
    let Some(terminal) = Terminal::open(80, 30, "BOARD=1") else { return };
    let mut drill = Drill::begin(&terminal);
    open_board(&terminal);
    terminal.wait_for("No incident declared, page 1 unanswered");
    drill.say("primary ack");
    drill.say("primary declare sev1");
    terminal.wait_for("SEV1 declared");
    drill.say("primary roles commander=primary");
    drill.say("primary task primary \"find out what changed\" box=1m");
    terminal.wait_for("commander         1 primary");
    terminal.wait_for("deputy            nobody");
    terminal.wait_for("1 open task");
    terminal.wait_for("1 primary         find out what changed");
    // A minute of the story later, by its own clock.
    terminal.wait_for("OVERDUE since 21:0");
    let colours = terminal.tmux(&["capture-pane", "-p", "-e"]);
    assert!(colours.contains("38;5;1m"), "late is red, and says so in a word: {colours:?}");

    terminal.tmux(&["resize-window", "-x", "44", "-y", "20"]);
    terminal.wait_for("1 primary, OVERDUE");
    terminal.tmux(&["resize-window", "-x", "150", "-y", "40"]);
    terminal.wait_for("wall");
    drill.say("end");
    terminal.wait_for("The drill is over: the table ended it");
    assert!(!terminal.all().contains("No word from the drill"));
    terminal.type_("q");
    terminal.is_restored();
}

#[test]
fn whoever_leaves_the_wall_leaves_the_drill_alone() {
    let Some(terminal) = Terminal::open(60, 20, "NO_COLOR=1") else { return };
    let mut drill = Drill::begin(&terminal);
    open_board(&terminal);
    terminal.wait_for("page 1 unanswered");
    drill.say("primary ack");
    drill.say("primary declare sev1");
    drill.say("primary task primary \"find out\" box=30s");
    terminal.wait_for("OVERDUE");
    let colours = terminal.tmux(&["capture-pane", "-p", "-e"]);
    assert!(!colours.contains("31m") && !colours.contains("38;"), "NO_COLOR: {colours:?}");
    terminal.tmux(&["send-keys", "C-c"]);
    terminal.is_restored();
    drill.say("primary say we are still here");
    assert!(terminal.said(&["export", "journal", "wall"]).contains("we are still here"));
}

#[test]
fn in_a_pipe_the_picture_is_printed_once() {
    let place = Place::new();
    let said = place.failed(&["board"]);
    assert!(
        said.starts_with("2 error: no drill has been started yet. One that is open at a table is there"),
        "{said}"
    );
    place.said(&["run", "smallest", "--fill", "prepared", "--name", "friday"]);
    insta::assert_snapshot!(place.said(&["board", "fri"]), @"
    SIMULATED  The shop is closed  (drill friday)
    21:12  +12:00 since the start
    The drill is over: the incident is closed

    Roles
      commander         1 primary
      deputy            1 primary
      expert            2 secondary

    No open tasks

    Last told
    21:06         primary plans: Five minutes of good readings, nobody changes
                  anything, then we close. Look again at 21:11.
    21:10         somebody asks: it has looked good for a while. Is it over, and how
                  do you know?
    21:11         secondary read errors: 0.5 % (good: below 2)
    21:11         primary closed the incident: release 4.2 failed every second
                  order; back on 4.1 since 21:06
    21:12         primary told customers, stakeholders: resolved: orders are good
                  since 21:06; impact: orders between 21:00 and 21:06 may have to be
                  placed again; doing: release 4.2 stays out until it is understood;
                  next update: no further update
    21:12 CLOCK   End of the drill: the incident is closed. It is over.
    ");
    let before = place.said(&["export", "journal", "friday"]);
    place.said(&["board"]);
    assert_eq!(place.said(&["export", "journal", "friday"]), before);
    assert!(place.failed(&["board", "monday"]).starts_with("2 error: no drill is called `monday`"));
    assert!(place.said(&["board", "--help"]).contains("`q`, Esc or Ctrl-C leaves; the drill goes on."));
}

#[test]
fn a_drill_that_the_table_moves_is_shown_where_its_table_is() {
    let place = Place::new();
    place.write("m.moves", "0:01:10 primary ack\n0:01:20 table pause\n");
    place.said(&["run", "smallest", "--moves", "m.moves", "--name", "paused"]);
    let said = place.said(&["board", "paused"]);
    assert!(said.contains("21:01  +1:20 since the start, PAUSED\nNo incident declared\n"), "{said}");
    let mut run = place.command(&["run", "smallest", "--pace", "stepped", "--moves", "-", "--name", "steps"]);
    let mut child = run.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut heard = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    writeln!(child.stdin.as_mut().unwrap(), "wait 2m\nprimary ack").unwrap();
    assert!(heard.any(|line| line.contains("primary acknowledged page 1")));
    let said = place.said(&["board", "steps"]);
    assert!(said.contains("21:02  +2:00 since the start\n"), "{said}");
    // Nothing happens in these seconds, and the table is there all the same.
    writeln!(child.stdin.as_mut().unwrap(), "wait 7s\nstatus").unwrap();
    assert!(heard.any(|line| line.contains("(+2:07)")));
    let said = place.said(&["board", "steps"]);
    assert!(said.contains("21:02  +2:07 since the start\n"), "{said}");
    writeln!(child.stdin.as_mut().unwrap(), "0:02:30 primary note x").unwrap();
    assert!(heard.any(|line| line.contains("primary noted")));
    let said = place.said(&["board", "steps"]);
    assert!(said.contains("21:02  +2:30 since the start\n"), "{said}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_crew_that_plays_at_a_pace_notes_its_clock_while_nothing_happens() {
    let place = Place::new();
    let mut run =
        place.command(&["run", "smallest", "--fill", "prepared", "--pace", "x10", "--name", "crew"]);
    let mut child = run.stdout(Stdio::piped()).spawn().unwrap();
    let clock = || {
        let drills: serde_json::Value =
            serde_json::from_str(&place.said(&["drills", "--format", "json"])).unwrap();
        drills[0]["clock_ms"].as_i64().filter(|&ms| ms > 0)
    };
    let noted = std::iter::repeat_with(clock).take(1_000).flatten().next();
    child.kill().unwrap();
    child.wait().unwrap();
    // The first thing that happens is a page, a minute after the start.
    assert!(noted.is_some_and(|ms| ms < 60_000), "{noted:?}");
}

#[test]
fn a_board_that_is_hung_up_early_waits_for_its_drill() {
    let Some(terminal) = Terminal::open(80, 24, "BOARD=1 X=2") else { return };
    let program = env!("CARGO_BIN_EXE_sandtable");
    terminal.type_(&format!(
        "export SANDTABLE_STORE={}; clear; {program} board wall",
        terminal.store().display()
    ));
    terminal.enter();
    terminal.wait_for("The board waits, and is here once its clock runs.");
    let drill = Drill::begin(&terminal);
    terminal.wait_for(" SIMULATED  The shop is closed");
    drop(drill);
}

#[test]
fn a_board_of_the_last_drill_goes_on_to_the_next_once_that_is_over() {
    let Some(terminal) = Terminal::open(80, 24, "BOARD=1 X=3") else { return };
    let program = env!("CARGO_BIN_EXE_sandtable");
    let run = |id: &str| {
        let mut run = Command::new(program);
        run.args(["run", id, "--fill", "prepared", "--name", id]).env("SANDTABLE_STORE", terminal.store());
        assert!(run.output().unwrap().status.success());
    };
    run("smallest");
    terminal.type_(&format!("export SANDTABLE_STORE={}; clear; {program} board", terminal.store().display()));
    terminal.enter();
    terminal.wait_for("Waiting: the next drill is shown here once its clock runs");
    assert!(terminal.all().contains("The shop is closed"));
    run("first-page");
    terminal.wait_for(" SIMULATED  The bikes will not wake up");
}
