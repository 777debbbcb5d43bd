//! A facilitator at standard input, in a file of moves, and at a terminal.

use serde_json::Value;

use crate::cli::{Place, values};
use crate::terminal::Terminal;

/// What a program reads that runs `smallest` with these lines.
fn talked(place: &Place, flags: &[&str], lines: &str) -> Vec<Value> {
    let run = ["run", "smallest", "--moves", "-", "--format", "json", "--name", "d"];
    values(&place.answered(&[&run, flags].concat(), lines))
}

fn texts(lines: &[Value], key: &str) -> Vec<String> {
    let of = |line: &Value| line[key].as_str().or(line[key]["text"].as_str()).map(String::from);
    lines.iter().filter_map(of).collect()
}

#[test]
fn a_program_can_run_a_drill() {
    let place = Place::new();
    let lines = "0:01:10 primary ack\ninject \"a neighbour calls\" via=phone\nobserve primary calm\nlook errors\nevents\n\
                 0:12:00 jump 2m\n0:15:00 primary declare sev2\nend safety\n";
    let said = talked(&place, &["--facilitator"], lines);
    let refused = texts(&said, "refused");
    assert_eq!(refused, ["who does that? put a seat in front"], "the look");
    assert_eq!(said.iter().filter(|line| line.get("accepted").is_some()).count(), 6, "{said:#?}");
    let told = said.iter().find_map(|line| line["told"].as_array()).unwrap();
    assert!(told.iter().any(|line| line == "Waiting" || line == "Next"), "{told:?}");
    assert!(texts(&said, "warning").iter().any(|text| text.starts_with("STALL: ")), "{said:#?}");
    assert!(texts(&said, "event").iter().any(|text| text == "observed primary: calm"));
    let journal = place.said(&["export", "journal", "d"]);
    assert!(journal.lines().next().unwrap().contains("\"facilitated\":true"));
}

#[test]
fn a_table_without_one_is_told_how_to_have_one() {
    let place = Place::new();
    let said = talked(
        &place,
        &[],
        "0:01:10 primary ack\ninject \"a neighbour calls\"\nfacilitator jump 5m\nprimary skip x\n",
    );
    let refused = texts(&said, "refused");
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused[0].contains("`run SCENARIO --facilitator` opens their screen"), "{refused:?}");
    assert_eq!(refused[0], refused[1]);
    // Which injects there are is nobody else's to read.
    assert_eq!(refused[2], refused[0]);
    let said = talked(
        &Place::new(),
        &[],
        "nudge complain +2m\nhint 1 1 about=tell\n1 force clear bad\nfacilitator inject bos\n0:01:00 end\n",
    );
    let refused = texts(&said, "refused");
    assert!(refused.iter().all(|why| *why == refused[0]) && refused.len() == 4, "{refused:?}");
    assert!(texts(&said, "warning").is_empty());
}

/// A file with a facilitator's lines plays as it is, and gives itself back.
#[test]
fn a_file_of_moves_has_the_facilitators_lines_too() {
    let place = Place::new();
    place.write(
        "led.moves",
        "0:01:10 primary ack\n0:01:20 facilitator hint primary 1\n0:01:30 primary declare sev2\n\
         0:02:00 facilitator inject \"a neighbour calls\" to=1 via=phone\n0:02:30 facilitator jump 90s due\n\
         0:04:10 facilitator observe primary \"calm\"\n0:05:00 facilitator end\n",
    );
    let run = |moves: &str, name: &str| place.said(&["run", "smallest", "--moves", moves, "--name", name]);
    let shown = run("led.moves", "one");
    assert!(
        shown.contains("PHONE") && !shown.contains("calm"),
        "the room is not shown what stays at the desk: {shown}"
    );
    let exported = place.said(&["export", "moves", "one"]);
    place.write("again.moves", &exported);
    run("again.moves", "two");
    let lines = |name: &str| {
        let journal = place.said(&["export", "journal", name]);
        let bare =
            |line: &str| line.split(",\"who\"").next().unwrap().replace(&format!("\"name\":\"{name}\""), "");
        journal.lines().map(bare).collect::<Vec<_>>()
    };
    assert_eq!(lines("one"), lines("two"), "{exported}");
    let theirs = place.said(&["run", "smallest", "--moves", "led.moves", "--facilitator", "--name", "three"]);
    assert!(theirs.contains("observed primary: calm"), "{theirs}");
}

#[test]
fn who_runs_a_drill_at_a_terminal_is_shown_everything_and_warned() {
    let Some(terminal) = Terminal::open(80, 40, "HAND=1 X=1") else { return };
    let program = env!("CARGO_BIN_EXE_sandtable");
    terminal.type_(&format!("export SANDTABLE_STORE={}", terminal.store().display()));
    terminal.enter();
    terminal.type_(&format!(
        "clear; {program} run billing-multiplier --facilitator --pace x60 --seed 1 --name led"
    ));
    terminal.enter();
    terminal.wait_for("You run this drill");
    terminal.enter();
    terminal.wait_for("TRUTH   alert `ratio-high` fires");
    for (typed, seen) in [
        ("1 ack", "primary acknowledged page 1"),
        ("events", "In your hand (`inject ID` sends it)"),
        ("status", "signals: invoice-ratio"),
        ("hint 1 1", "hint for primary: Is this an incident yet?"),
        ("observe 1 calm", "DESK    observed primary: calm"),
        ("voice cfo \"Should I be awake?\" via=phone", "Should I be awake?"),
        ("look invoice-ratio", "who? 1 primary"),
        ("talk", "DESK    the facilitator speaks"),
        ("talk", "DESK    the facilitator has spoken"),
        ("jump 3m", "the story jumps 3:00 ahead"),
        ("vacate 3", "pricing is gone, and can't be reached"),
    ] {
        terminal.type_(typed);
        terminal.enter();
        terminal.wait_for(seen);
    }
    terminal.wait_for("STALL: nothing was assessed");
    terminal.type_("end safety");
    terminal.enter();
    terminal.wait_for("Enter opens how it went.");
    let moves = terminal.said(&["export", "moves", "led"]);
    assert!(moves.contains("facilitator observe primary \"calm\""), "{moves}");
}
