//! The team's part through the program: the form out, the words back, checks that hold a document up, and its status.

use crate::cli::Place;

fn place() -> Place {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    place
}

#[test]
fn what_a_team_writes_is_kept_beside_the_drill() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let owner = "### Owner (one role)\n";
    place.write("mine.md", &form.replace(owner, &format!("{owner}\nthe shop's <b>duty lead</b>\n")));
    let said = place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    assert!(said.starts_with("kept: 1 answer of d\n"), "{said}");
    for format in ["md", "html", "json"] {
        assert!(place.said(&["postmortem", "d", "--format", format]).contains("duty lead"), "{format}");
    }
    assert!(!place.said(&["postmortem", "d", "--format", "html"]).contains("<b>duty"));
    // Taken a second time, it is the same.
    assert!(place.said(&["postmortem", "edit", "d", "--from", "mine.md"]).ends_with("nothing was changed\n"));
    assert!(place.failed(&["postmortem", "edit", "d", "--before"]).contains("no version before"));
}

#[test]
fn nothing_is_taken_from_what_cannot_be_read() {
    let place = place();
    place.write("empty.md", " \n");
    assert!(
        place
            .failed(&["postmortem", "edit", "d", "--from", "empty.md"])
            .starts_with("2 error: there is nothing in it")
    );
    std::fs::write(place.path("bytes.md"), b"a \xff b").unwrap();
    assert!(place.failed(&["postmortem", "edit", "d", "--from", "bytes.md"]).contains("is not UTF-8 text"));
    assert!(place.failed(&["postmortem", "edit", "d"]).contains("here is no terminal for an editor"));
}

#[test]
fn a_wording_to_settle_holds_a_review_up() {
    let place = place();
    place.write("mine.md", "## 12. What went well\n\nIt was operator error that saved us.\n");
    place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    assert_eq!(place.said(&["postmortem", "status", "d"]), "d: draft\n");
    assert_eq!(place.said(&["postmortem", "status", "d", "in-review"]), "d: in review\n");
    let held = place.run(&["postmortem", "status", "d", "reviewed"]);
    assert_eq!(held.status.code(), Some(1));
    assert!(
        String::from_utf8(held.stdout).unwrap().starts_with("d stays in review: 1 wording to settle first")
    );
    let checked = place.run(&["postmortem", "check", "d", "--format", "short"]);
    assert_eq!(checked.status.code(), Some(1));
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.contains("error[B02]: “operator error” is given as the cause; what made"), "{said}");
    place.write("mine.md", "## 12. What went well\n\nThe restart came in the fourth minute.\n");
    place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    assert_eq!(place.said(&["postmortem", "status", "d", "reviewed"]), "d: reviewed\n");
    assert!(place.said(&["postmortem", "d"]).contains("\nstatus: reviewed\n"));
    // One step at a time ahead, any number back.
    assert_eq!(place.said(&["postmortem", "status", "d", "draft"]), "d: draft\n");
    assert_eq!(place.run(&["postmortem", "status", "d", "closed"]).status.code(), Some(1));
}

#[test]
fn a_drill_nobody_has_written_about_has_nothing_to_settle() {
    let place = place();
    let checked = place.run(&["postmortem", "check", "d", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let wordings =
        json["problems"].as_array().unwrap().iter().filter(|p| p["code"].as_str().unwrap().starts_with('B'));
    assert_eq!(wordings.count(), 0, "{json:#}");
}

#[cfg(unix)]
#[test]
fn an_editor_takes_the_form_and_gives_it_back_and_a_crash_of_it_loses_nothing() {
    use crate::terminal::Terminal;
    let Some(terminal) = Terminal::open(100, 40, "TMPDIR=/tmp EDITED=1") else { return };
    let program = env!("CARGO_BIN_EXE_sandtable");
    let folder = terminal.place.path();
    // An editor that writes a line and goes, and one that writes a line and dies.
    let script = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap();
    };
    script("good.sh", "printf '\\n### Told by the desk\\n\\nforty calls\\n' >> \"$1\"\n");
    script("bad.sh", "printf '\\nlast words\\n' >> \"$1\"; kill -9 $$\n");
    terminal.type_(&format!("cd {} && export SANDTABLE_STORE=$PWD/d.db TMPDIR=$PWD", folder.display()));
    terminal.enter();
    terminal.type_(&format!(
        "{program} run smallest --fill prepared --pace flat --name d > /dev/null; echo played $?"
    ));
    terminal.enter();
    terminal.wait_for("played 0");
    terminal.type_(&format!("EDITOR='sh good.sh' {program} postmortem edit d; echo code $?"));
    terminal.enter();
    terminal.wait_for("kept: 1 answer of d");
    terminal.wait_for("code 0");
    terminal.type_(&format!("clear; VISUAL='sh bad.sh' {program} postmortem edit d; echo code $?"));
    terminal.enter();
    terminal.wait_for("nothing was taken, and what you wrote is in");
    terminal.wait_for("code 2");
    let kept = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert_eq!(kept.len(), 1, "the buffer of the good editor is gone, that of the dead one is there");
    assert!(std::fs::read_to_string(&kept[0]).unwrap().ends_with("last words\n"));
}
