//! A hot wash whose lines are taken back, and one that is left in the middle of a line.

use serde_json::{Value, json};

use crate::cli::Place;

fn place() -> Place {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    place
}

fn kept(place: &Place) -> Value {
    serde_json::from_str(&place.said(&["hotwash", "--format", "json"])).unwrap()
}

#[test]
fn the_last_line_is_taken_back_where_it_was_said_and_any_line_by_its_words() {
    let place = place();
    let said = place.answered(
        &["hotwash"],
        "help\n\n\nundo\nDana was careless\nundo\nthe board said nothing\n\n\n\nwe wanted it open\nwe wanted it shut\n\
         strike DANA\nstrike wanted\nstrike the BOARD\n\n\n\nstrike we wanted it shut\n\nPage two people\nundo\nPage two of us\nWire the bell\n\n\n\n",
    );
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "`undo` takes back the last line said here, `strike WORDS` the line, wherever it was said, that holds",
        "Nothing said here stands; `strike WORDS` takes back a line that was said elsewhere.",
        "Struck: “Dana was careless”. It stands in no document any more.",
        "No line that was said holds these words; nothing was struck.",
        "Several lines hold these words, and nothing was struck.",
        "Struck: “the board said nothing”.",
        "Struck: “we wanted it shut”.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let kept = kept(&place);
    assert_eq!(kept["four"][0], json!(["we wanted it open"]));
    assert_eq!(kept["changes"], json!(["Page two of us", "Wire the bell"]));
    // What was struck is kept, and stands nowhere.
    let struck: Vec<&Value> = kept["struck"].as_array().unwrap().iter().map(|line| &line["text"]).collect();
    assert_eq!(
        struck,
        ["Dana was careless", "the board said nothing", "we wanted it shut", "Page two people"]
    );
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let document = place.said(&["postmortem", "d"]);
    for gone in ["Dana", "the board said", "it shut", "Page two people"] {
        assert!(!form.contains(gone) && !document.contains(gone), "{gone}");
    }
    assert!(form.contains("<!-- Hot wash: What was supposed to happen: “we wanted it open” -->"), "{form}");
    // A number is not given twice.
    let todo = place.said(&["todo"]);
    assert!(todo.contains("H2 of d") && todo.contains("H3 of d") && !todo.contains("H1 of d"), "{todo}");
    // After the end, too.
    let said = place.answered(&["hotwash"], "strike bell\nquit\n");
    assert!(said.contains("Struck: “Wire the bell”"), "{said}");
    assert!(!place.said(&["todo"]).contains("H3 of d"));
}

/// What was said aloud is asked about like what was written, holds nothing up, and is told to whoever wants a name forgotten.
#[test]
fn what_was_said_is_asked_about_and_found_again() {
    let place = place();
    let calm = place.said(&["postmortem", "check", "d"]);
    assert!(calm.contains("d: nothing to ask about\n") && calm.contains("0 errors, 0 warnings"), "{calm}");
    assert!(!calm.contains("0 seats"), "{calm}");
    place.answered(
        &["hotwash"],
        "\n\nDana was careless\n\n\n\nwe wanted it open\n\nDana was far too slow\n\n\n\nGive Dana a break\n",
    );
    let asked = place.said(&["postmortem", "check", "d", "--format", "short"]);
    for words in [
        "warning[B01]: “Dana” is a person",
        "warning[B03]: “careless” is a judgement",
        "warning[B03]: “was far too slow” measures somebody",
        "It was said in the hot wash: would it be said so again?",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    let whole = place.said(&["postmortem", "check", "d"]);
    assert!(whole.contains("`sandtable hotwash d`, `strike WORDS`"), "{whole}");
    // What stands in the form is counted there as the editor counts it.
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let line = form.lines().position(|line| line.contains("| Give Dana a break |")).unwrap() + 1;
    assert!(asked.contains(&format!("d:{line}:")), "{line}: {asked}");
    place.answered(&["hotwash"], "strike careless\nquit\n");
    let without: String =
        form.lines().filter(|line| !line.ends_with("| H1 |")).map(|line| format!("{line}\n")).collect();
    place.write(
        "form.md",
        &without.replace(
            "### Owner (one role)\n",
            "### Owner (one role)\n\nwe all agreed that this whole drill belongs to Dana\n",
        ),
    );
    place.said(&["postmortem", "edit", "d", "--from", "form.md"]);
    let told = place.said(&["forget", "dana"]);
    for row in [
        "d  hotwash  Dana was far too slow\n",
        "d  hotwash (struck)  Dana was careless\n",
        "d  postmortem (what became of a change)  Give Dana a break\n",
        "d  postmortem  we all agreed that this whole drill belongs to Dana\n",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    // Every row shows the name that it is there for.
    let rows: Vec<&str> = told.lines().filter(|line| line.starts_with("  d  ")).collect();
    assert!(rows.len() == 5 && rows.iter().all(|row| row.contains("Dana")), "{told}");
}

/// What is typed where a number is asked for stands nowhere: a name, above all.
#[test]
fn of_an_answer_that_is_refused_nothing_is_kept() {
    let place = place();
    let said = place.answered(&["hotwash"], "\nRosalind\n\n\n\n\n\n\n\n\n\nit depends, really\n\n\n");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = said.split_once("6 of 6").unwrap();
    let refused = "That is no number, and nothing of it was kept. A number from 0 to 20, or Enter.";
    assert!(before.contains(refused) && !before.contains("for all to see"), "{before}");
    assert!(after.contains(refused) && !said.contains("Rosalind"), "{after}");
    for kept in [&["hotwash", "--format", "json"][..], &["postmortem", "d"]] {
        let kept = place.said(kept);
        assert!(!kept.contains("Rosalind") && !kept.contains("it depends, really"), "{kept}");
    }
}

#[cfg(unix)]
#[test]
fn a_line_that_was_begun_waits_where_it_was() {
    use crate::terminal::Terminal;
    let Some(terminal) = Terminal::open(80, 40, "TMPDIR=/tmp") else { return };
    let program = env!("CARGO_BIN_EXE_sandtable");
    terminal.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    let wash = format!("{program} hotwash d --store {}", terminal.store().display());
    terminal.type_(&wash);
    terminal.enter();
    terminal.wait_for("Enter when everybody has read it");
    terminal.enter();
    terminal.wait_for("how many of you answer");
    terminal.enter();
    terminal.wait_for("Moment 1 of 3");
    terminal.wait_for("said, or Enter for the next");
    terminal.type_("we took it for");
    terminal.press("C-c");
    terminal.wait_for("So is the line that was begun: “we took it for”.");
    terminal.type_(&format!("clear; {wash}"));
    terminal.enter();
    terminal.wait_for("said, or Enter for the next > we took it for");
    terminal.type_(" the cache");
    terminal.enter();
    terminal.wait_for("another line, or Enter for the next");
    terminal.press("C-c");
    let kept: Value = serde_json::from_str(&terminal.said(&["hotwash", "d", "--format", "json"])).unwrap();
    let lines: Vec<&Value> = kept["moments"].as_object().unwrap().values().collect();
    assert_eq!(lines, [&json!(["we took it for the cache"])]);
    assert_eq!(kept.get("half"), None);
}
