//! What a drill says that nobody asked about: words that mean nothing, names beside seats, signs that would act on the
//! terminal, and at the end how many moves were refused.

use serde_json::{Value, json};

use crate::cli::{Place, Talk, flat, text, values};

const DECLARED: &str = "0:01:10 primary ack\nprimary declare sev2\n";

/// The answers to lines at the table of a shipped drill.
fn refused(args: &[&str], lines: &str) -> Vec<String> {
    let place = Place::new();
    let shown = values(
        &place.answered(&[&["run", "first-page", "--moves", "-", "--format", "json"], args].concat(), lines),
    );
    shown.iter().filter_map(|line| line["refused"].as_str().map(String::from)).collect()
}

#[test]
fn a_word_that_means_nothing_is_answered_with_the_likely_next_move() {
    let said = refused(
        &[],
        "0:01:10 status\nasdf\nprimary ack\nprimary hmm\nprimary declare sev2\n1 qwertz\n1 roles commander=1\n1 xyzzy\n",
    );
    insta::assert_snapshot!(said.join("\n"), @"
    no move `asdf`; likely next: `1 ack` (whoever has been paged answers first); `help` lists more
    no move `hmm`; likely next: `1 look failed-unlocks` (find something out); `help` lists more
    no move `qwertz`; likely next: `1 roles commander=1` (assign roles and announce them); `help` lists more
    no move `xyzzy`; likely next: `1 statement` (the incident in a few facts); `help` lists more
    ");
    let mine = refused(&["--seat", "secondary"], "asdf\n");
    insta::assert_snapshot!(mine.join("\n"), @"no move `asdf`; nothing has called you yet: wait for your pager (`wait next`, where the clock does not run by itself); `help` lists more");
    // A slip is still mended, and what is said is still said.
    let said = refused(&[], "primary akc\nprimary half of it is gone\n");
    assert!(said[0].contains("did you mean `ack`?") && said[1].contains("did you mean `say"), "{said:?}");
}

#[test]
fn people_have_their_names_beside_their_seats() {
    let place = Place::new();
    let args = [
        "run",
        "first-page",
        "--table",
        "primary=Ana,secondary=Ben Ruiz",
        "--moves",
        "-",
        "--format",
        "json",
        "--name",
        "n",
    ];
    let shown = values(&place.answered(&args, format!("{DECLARED}who\nstatus\n")));
    let told: Vec<&str> =
        shown.iter().filter_map(|line| line["told"].as_array()).flatten().filter_map(Value::as_str).collect();
    let ana = told.iter().filter(|line| **line == "1 primary Ana (bikes): in the call").count();
    assert_eq!(ana, 2, "{told:?}");
    assert!(told.contains(&"2 secondary Ben Ruiz (bikes): not in the call"), "{told:?}");
    let journal = place.said(&["export", "journal", "n"]);
    assert!(!journal.contains("Ana") && !journal.contains("Ruiz"));
    let own = place
        .typed(&["run", "first-page", "--seat", "primary=Ana", "--moves", "-"], format!("{DECLARED}who\n"));
    assert!(text(&own.stdout).contains("1 primary Ana (bikes): in the call"));
    let runs = place.typed(
        &["run", "first-page", "--table", "primary=Ana", "--facilitator", "--moves", "-"],
        format!("{DECLARED}who\n"),
    );
    assert!(text(&runs.stdout).contains("1 primary Ana (bikes): in the call"));
}

#[test]
fn who_is_forgotten_while_a_drill_runs_is_named_no_more_in_it() {
    let place = Place::new();
    let args = ["run", "first-page", "--table", "primary=Ana", "--moves", "-", "--format", "json"];
    let mut talk = Talk::begin(&place, &args);
    let who = |talk: &mut Talk| talk.say("who").1["told"][0].as_str().unwrap().to_string();
    assert_eq!(who(&mut talk), "1 primary Ana (bikes): not in the call");
    place.said(&["forget", "ana"]);
    assert_eq!(who(&mut talk), "1 primary (bikes): not in the call");
    talk.hang_up();
}

#[test]
fn signs_that_would_act_on_a_terminal_are_shown_as_what_they_are() {
    let place = Place::new();
    let typed = "a\u{1b}[2Jb\u{202e}c\u{2066}d\u{200b}e\u{7}f";
    let lines =
        format!("{DECLARED}1 say {typed}\n1 {typed}\nfeed\n1 task primary \"{typed}\" box=5m\nstatus\n");
    let shown = text(&place.typed(&["run", "first-page", "--moves", "-", "--name", "s"], lines).stdout);
    let harmless = r"a\u{1b}[2Jb\u{202e}c\u{2066}d\u{200b}e\u{7}f";
    assert!(shown.contains(&format!("primary: {harmless}")), "{shown}");
    assert!(flat(&shown).contains(&format!("no move `{harmless}`")), "{shown}");
    let acts = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{200b}".contains(c);
    assert!(!shown.contains(acts), "{shown:?}");
    // The record has what was typed.
    let journal: Vec<Value> = values(&place.said(&["export", "journal", "s"]));
    assert!(journal.iter().any(|line| line["text"] == typed), "{journal:?}");
}

#[test]
fn a_drill_without_a_prompt_ends_with_the_moves_that_were_refused() {
    let place = Place::new();
    let lines = "0:01:10 primary ack\n# a comment\nprimary roles commander=1 deputy=3\nasdf\nack\n1 declare sev2\n0:03:00 end\n1 say late\n";
    let run = ["run", "first-page", "--moves", "-"];
    let shown = text(&place.typed(&run, lines).stdout);
    assert!(shown.ends_with("\n4 moves were refused (lines 3, 4, 5, 8).\n"), "{shown}");
    let last = |lines: &str| {
        values(&place.answered(&[&run[..], &["--format", "json"]].concat(), lines)).pop().unwrap()
    };
    assert_eq!(last(lines), json!({"moves_refused": {"count": 4, "lines": [3, 4, 5, 8]}}));
    assert_eq!(last(DECLARED)["event"]["channel"], "clock", "nothing is said where all were taken");
    // A file says its own lines; what was refused is a no where that is asked for.
    let file =
        place.write("one.moves", "0:01:10 primary ack\n\n0:02:00 primary accept\n0:03:00 primary end\n");
    let file = ["run", "first-page", "--moves", file.to_str().unwrap()];
    let output = place.run(&file);
    assert!(
        text(&output.stdout).ends_with("\n1 move was refused (line 3).\n") && output.status.code() == Some(0)
    );
    assert_eq!(place.run(&[&file[..], &["--strict"]].concat()).status.code(), Some(1));
}

#[test]
fn too_many_moves_are_spoken_of_as_moves() {
    let place = Place::new();
    let file = place.write("many.moves", &"# a comment\n".repeat(100_000));
    let why = flat(&place.failed(&["run", "first-page", "--moves", file.to_str().unwrap()]));
    assert!(why.contains("is larger than 1 MiB; give a file of moves, one a line"), "{why}");
}
