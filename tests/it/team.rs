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
    let alone = ["postmortem", "status", "d", "reviewed", "--anyway", "played alone"];
    let said = place.said(&alone);
    assert!(said.starts_with("d: reviewed\n  reviewed as it stands; complete: not written yet: "), "{said}");
    assert!(place.said(&["postmortem", "d"]).contains("\nstatus: reviewed\n"));
    // One step at a time ahead, any number back.
    assert_eq!(
        place.said(&["postmortem", "status", "d", "draft"]),
        "d: draft; it was reviewed, and is to become in review and reviewed anew\n"
    );
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
    terminal.wait_for("nothing was taken, and what you wrote is");
    terminal.wait_for("code 2");
    let kept = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert_eq!(kept.len(), 1, "the buffer of the good editor is gone, that of the dead one is there");
    assert!(std::fs::read_to_string(&kept[0]).unwrap().ends_with("last words\n"));
}

/// The form with words under a heading.
fn under(form: &str, heading: &str, words: &str) -> String {
    let line = form.lines().find(|line| line.starts_with('#') && line.contains(heading)).unwrap();
    form.replace(&format!("\n{line}\n"), &format!("\n{line}\n\n{words}\n"))
}

#[test]
fn a_form_made_from_an_older_version_takes_nobodys_words_away() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let row = "| Add a canary | prevent | lead | 2999-01-01 | 1 |  | real |  |  |\n";
    let items = |row: &str| {
        format!(
            "{}\n{row}",
            form.lines()
                .skip_while(|line| !line.starts_with("| what |"))
                .take(2)
                .collect::<Vec<_>>()
                .join("\n")
        )
    };
    let blank = |form: &str, row: &str| {
        let empty = form.split(&items("")).nth(1).unwrap().lines().next().unwrap().to_string();
        form.replacen(&format!("{}{empty}", items("")), &format!("{}{empty}", items(row)), 1)
    };
    place.write("b.md", &blank(&under(&form, "Safety", "the nurse said it"), row));
    assert!(place.said(&["postmortem", "edit", "d", "--from", "b.md"]).starts_with("kept: 2 answers of d\n"));
    place.write("a.md", &blank(&under(&form, "Pacing", "I said it"), &row.replace("canary", "page")));
    let said = place.said(&["postmortem", "edit", "d", "--from", "a.md"]);
    assert!(
        said.starts_with("somebody else wrote meanwhile, and it stays: ") && said.contains("“Safety"),
        "{said}"
    );
    assert!(said.contains("kept: 3 answers of d\n"), "{said}");
    let now = place.said(&["postmortem", "edit", "d", "--print"]);
    for words in ["the nurse said it", "I said it", "Add a canary", "Add a page"] {
        assert_eq!(now.matches(words).count(), 1, "{words}: {now}");
    }
    assert!(place.said(&["todo"]).starts_with("2 open items"), "{}", place.said(&["todo"]));
    // Both wrote at one place: both stand there.
    place.write("c.md", &under(&form, "Safety", "another said it"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "c.md"]);
    assert!(said.contains("both stand there, for you to put together: “Safety"), "{said}");
    let now = place.said(&["postmortem", "edit", "d", "--print"]);
    assert!(
        now.contains("the nurse said it\n\n*Written at the same time")
            && now.contains("\n\nanother said it\n"),
        "{now}"
    );
    // What is emptied is named, and every version can be gone back to.
    place.write("e.md", &now.replace("\nI said it\n", "\n"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "e.md"]);
    assert!(said.contains("is empty now; `postmortem edit --before` shows what stood there"), "{said}");
    assert!(place.said(&["postmortem", "edit", "d", "--before"]).contains("\nI said it\n"));
    let versions = place.said(&["postmortem", "edit", "d", "--versions"]);
    assert!(versions.starts_with("d: version 4 stands, 2 answers"), "{versions}");
    assert!(versions.contains("\n  --before=3  version 1, 2 answers"), "{versions}");
    let first = place.said(&["postmortem", "edit", "d", "--before=3"]);
    assert!(first.contains("the nurse said it") && !first.contains("I said it"), "{first}");
    // Taken back, it stands in place of all that came after it.
    place.write("first.md", &first);
    place.said(&["postmortem", "edit", "d", "--from", "first.md"]);
    let now = place.said(&["postmortem", "edit", "d", "--print"]);
    assert!(
        now.contains("the nurse said it") && !now.contains("another said it") && !now.contains("Add a page"),
        "{now}"
    );
    assert!(
        place
            .failed(&["postmortem", "edit", "d", "--before=9"])
            .contains("there are 4 versions before this one")
    );
}

#[test]
fn words_without_a_version_leave_the_others_where_they_are() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    place.write("b.md", &under(&form, "Safety", "their words"));
    place.said(&["postmortem", "edit", "d", "--from", "b.md"]);
    let unmarked: String = form.lines().skip(1).map(|line| format!("{line}\n")).collect();
    place.write("a.md", &under(&unmarked, "Pacing", "my words"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "a.md"]);
    assert!(said.starts_with("it has nothing on these, which stay as they are: “Safety"), "{said}");
    place.write("c.md", &under(&unmarked, "Safety", "other words"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "c.md"]);
    assert!(said.contains("other words stood there before (`postmortem edit --before`): “Safety"), "{said}");
    assert!(place.said(&["postmortem", "edit", "d", "--before"]).contains("their words"));
}

#[test]
fn two_who_take_at_once_lose_nothing() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let mut children = Vec::new();
    for n in 0..8 {
        let path = place.write(&format!("{n}.md"), &format!("{form}\n### Told by {n}\n\nwords of {n}\n"));
        let mut command = place.command(&["postmortem", "edit", "d", "--from", path.to_str().unwrap()]);
        children.push(command.stdout(std::process::Stdio::null()).spawn().unwrap());
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let now = place.said(&["postmortem", "edit", "d", "--print"]);
    for n in 0..8 {
        assert!(now.contains(&format!("words of {n}\n")), "{n}: {now}");
    }
}

#[test]
fn the_document_is_filled_in_and_taken_back() {
    let place = place();
    let document = place.said(&["postmortem", "d"]);
    place.write("same.md", &document);
    assert_eq!(place.said(&["postmortem", "edit", "d", "--from", "same.md"]), "nothing was changed\n");
    let ask = "**Owner (one role)**\n\n";
    assert!(document.contains(&format!("{ask}…\n")), "{document}");
    let head = document.find("\n## 16. ").unwrap();
    let blank = head + document[head..].find("\n|  |").unwrap();
    let filled = format!(
        "{}\n| Add a canary | prevent | lead | 2999-01-01 | 1 |  | real |  |  |{}",
        &document[..blank],
        &document[blank..]
    );
    let filled =
        filled.replace(&format!("{ask}…\n"), &format!("{ask}the duty lead\n\nfrom *next* week on\n"));
    let filled = filled.replace("\n## 14. ", "\nIn between a sentence of ours.\n\n## 14. ");
    place.write("filled.md", &filled);
    let said = place.said(&["postmortem", "edit", "d", "--from", "filled.md"]);
    assert!(said.starts_with("kept: 3 answers of d\n"), "{said}");
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    assert!(form.contains("### Owner (one role)\n\nthe duty lead\n\nfrom *next* week on\n"), "{form}");
    assert!(form.contains("\nIn between a sentence of ours.\n") && !form.contains("## Unplaced"), "{form}");
    assert!(form.lines().count() < 200, "{form}");
    assert!(place.said(&["todo"]).contains("A1 of d, due 2999-01-01 (real, prevent, priority 1)"));
    // And once more, from the document as it is now, with its answers in it.
    let again = place.said(&["postmortem", "d"]);
    place.write("again.md", &again);
    assert_eq!(place.said(&["postmortem", "edit", "d", "--from", "again.md"]), "nothing was changed\n");
    // The one that was sent round before is no reason to lose what was written since.
    place.write("old.md", &document.replace("\n## 15. ", "\nTold later.\n\n## 15. "));
    let said = place.said(&["postmortem", "edit", "d", "--from", "old.md"]);
    assert!(said.contains("somebody else wrote meanwhile, and it stays"), "{said}");
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    for words in ["the duty lead", "a sentence of ours", "Add a canary", "Told later."] {
        assert!(form.contains(words), "{words}: {form}");
    }
}

#[test]
fn what_is_no_form_of_this_drill_is_turned_down_with_what_to_do() {
    let place = place();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "e"]);
    for format in ["html", "json"] {
        place.write("for-reading", &place.said(&["postmortem", "d", "--format", format]));
        let failed = place.failed(&["postmortem", "edit", "d", "--from", "for-reading"]);
        assert!(
            failed.starts_with(&format!("2 error: this is the document as {}", format.to_uppercase())),
            "{failed}"
        );
        assert!(failed.contains("postmortem edit d --print"), "{failed}");
    }
    for args in [&["postmortem", "edit", "e", "--print"][..], &["postmortem", "e"]] {
        let other = place.said(args);
        place.write("other.md", &other);
        let failed = place.failed(&["postmortem", "edit", "d", "--from", "other.md"]);
        assert!(
            failed.contains("written about the drill `e`, not about `d`, and nothing was taken"),
            "{failed}"
        );
    }
    // A drill that was renamed is the same drill.
    place.write("form.md", &under(&place.said(&["postmortem", "edit", "e", "--print"]), "Safety", "yes"));
    place.said(&["drills", "rename", "e", "friday"]);
    assert!(place.said(&["postmortem", "edit", "friday", "--from", "form.md"]).starts_with("kept: 1 answer"));
    place.write("big.md", &"x".repeat(2 << 20));
    let failed = place.failed(&["postmortem", "edit", "d", "--from", "big.md"]);
    assert!(
        failed.contains("more than is kept of a team's words") && !failed.contains("scenario"),
        "{failed}"
    );
}

const ITEMS: &str =
    "## 16. Action items\n\n| what | type | owner | due | subject |\n| --- | --- | --- | --- | --- |\n";

fn items(place: &Place, rows: &[&str]) -> String {
    place.write("items.md", &format!("{ITEMS}{}\n", rows.join("\n")));
    place.said(&["postmortem", "edit", "d", "--from", "items.md"])
}

const CANARY: &str = "| Add a canary to the push | prevent | lead | 2020-12-20 | real |";
const PAGE: &str = "| Print the severity guide | process | lead | 2020-12-20 | real |";

#[test]
fn a_row_that_is_gone_is_told_of_and_finds_its_name_again() {
    let place = place();
    items(&place, &[CANARY, PAGE]);
    place.said(&["todo", "done", "d", "A1"]);
    let said = items(&place, &[PAGE]);
    assert!(said.contains("A1 (done) is gone from the action items: a row put back word for word"), "{said}");
    let said = items(&place, &[CANARY, PAGE]);
    assert!(said.contains("A1 (done) is back: Add a canary to the push\n"), "{said}");
    let done = place.said(&["todo", "--done"]);
    assert!(done.contains("A1 of d, done ") && done.contains("Add a canary"), "{done}");
    let said = items(&place, &[&CANARY.replace("push", "pull"), PAGE]);
    assert!(said.contains("A1 (done) says something else now: “Add a canary to the pull”"), "{said}");
}

#[test]
fn what_is_open_holds_the_closing_up_and_an_edit_opens_a_review_again() {
    let place = place();
    let held = |status: &str, more: &[&str]| {
        let output = place.run(&[&["postmortem", "status", "d", status], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    place.said(&["postmortem", "status", "d", "in-review"]);
    let (code, said) = held("reviewed", &[]);
    assert!(code == Some(1) && said.contains("nobody has written anything yet"), "{said}");
    let told = "| Shorten the first inject | repair | lead | 2020-01-01 | fictional |";
    items(&place, &[CANARY, PAGE, told]);
    let alone = ["--anyway", "played alone"];
    assert_eq!(held("reviewed", &alone).0, Some(0));
    let (code, said) = held("closed", &[]);
    assert!(code == Some(1), "{said}");
    assert!(
        said.starts_with(
            "d stays reviewed: A1 (overdue) and A2 (overdue) are open; `sandtable todo done d A1`"
        ),
        "{said}"
    );
    assert_eq!(held("closed", &["--anyway", "the shop is sold"]), (Some(0), "d: closed\n".to_string()));
    assert_eq!(
        place.said(&["postmortem", "status", "d"]),
        "d: closed, without a reviewer: played alone, with items open: the shop is sold\n"
    );
    assert!(place.said(&["postmortem", "d"]).contains("Closed with items open: “the shop is sold”"));
    // Who writes in what was read asks for it to be read again.
    let said = items(&place, &[PAGE, told]);
    assert!(said.contains("it was closed, and is in review again"), "{said}");
    assert_eq!(place.said(&["postmortem", "status", "d"]), "d: in review\n");
    held("reviewed", &alone);
    held("closed", &["--anyway", "A2 waits"]);
    // What is done by now is not said to be open.
    place.said(&["todo", "done", "d", "A2"]);
    let said = place.said(&["postmortem", "status", "d"]);
    assert!(said.contains("what was open when it was closed (A2 waits) is done"), "{said}");
    held("reviewed", &alone);
    assert_eq!(held("closed", &[]), (Some(0), "d: closed\n".to_string()));
    assert_eq!(place.said(&["postmortem", "status", "d"]), "d: closed, without a reviewer: played alone\n");
}

#[test]
fn a_review_wants_a_reviewer_or_a_reason() {
    let place = place();
    place.write("mine.md", "## 12. What went well\n\nThe restart came in the fourth minute.\n");
    place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    // As it is said, and as it is typed.
    assert_eq!(place.said(&["postmortem", "status", "d", "in", "review"]), "d: in review\n");
    assert_eq!(place.said(&["postmortem", "status", "d", "in review"]), "d: in review\n");
    assert!(place.failed(&["postmortem", "status", "d", "draft", "review"]).contains("“in review” is one"));
    let held = place.run(&["postmortem", "status", "d", "reviewed"]);
    let said = String::from_utf8(held.stdout).unwrap();
    assert!(held.status.code() == Some(1) && said.contains("nobody is named as a reviewer"), "{said}");
    assert_eq!(place.said(&["postmortem", "status", "d"]), "d: in review\n");
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    place.write("mine.md", &under(&form, "Reviewers", "one person of the depot desk"));
    place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    assert!(place.said(&["postmortem", "status", "d", "reviewed"]).starts_with("d: reviewed\n"));
    assert_eq!(place.said(&["postmortem", "status", "d"]), "d: reviewed\n");
}

#[cfg(unix)]
#[test]
fn a_draft_that_was_left_is_pointed_at_and_gone_on_with() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    // No process has this number.
    let draft = place.write("sandtable-d-4194999-0.md", &under(&form, "Safety", "unsaved words"));
    place.write("sandtable-d-4194998-0.md", &form);
    let output = place.command(&["postmortem", "edit", "d"]).env("TMPDIR", place.path("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("a draft (20") && said.contains("was never taken: "), "{said}");
    assert!(said.contains(&format!("postmortem edit d --from {}", draft.display())), "{said}");
    place.said(&["postmortem", "edit", "d", "--from", draft.to_str().unwrap()]);
    let output = place.command(&["postmortem", "edit", "d"]).env("TMPDIR", place.path("")).output().unwrap();
    assert!(!String::from_utf8(output.stderr).unwrap().contains("draft"));
}

/// Whatever an editor does to the ends of lines, and wherever it puts the mark: it is known which version it was, and taking
/// it again changes nothing.
#[test]
fn the_ends_of_lines_and_what_stands_before_the_mark_change_nothing() {
    for (what, change) in [
        ("old ends of lines", (|form: &str| form.replace('\n', "\r")) as fn(&str) -> String),
        ("ends of pages", |form| form.replace("\n\n", "\n\u{c}\n")),
        ("ends of paragraphs", |form| form.replace("said\n", "said\u{2028}")),
        ("signs that nobody sees", |form| form.replace("we said", "\0we\u{7f} said")),
        ("a quotation", |form| {
            form.lines()
                .map(
                    |line| if line.starts_with("<!--") { format!("> {line}\n") } else { format!("{line}\n") },
                )
                .collect()
        }),
        ("a mark behind a mark", |form| format!("---\ntitle: mine\n---\n\u{feff}{form}")),
    ] {
        let place = place();
        let form = place.said(&["postmortem", "edit", "d", "--print"]);
        place.write("a.md", &change(&under(&form, "Safety", "we said")));
        // Somebody else writes meanwhile, and is not written over.
        place.write("b.md", &under(&form, "Pacing", "they said"));
        place.said(&["postmortem", "edit", "d", "--from", "b.md"]);
        let said = place.said(&["postmortem", "edit", "d", "--from", "a.md"]);
        assert!(said.contains("somebody else wrote meanwhile, and it stays"), "{what}: {said}");
        let now = place.said(&["postmortem", "edit", "d", "--print"]);
        assert!(now.contains("\nwe said\n") && now.contains("\nthey said\n"), "{what}: {now}");
        place.write("c.md", &now);
        let again = place.said(&["postmortem", "edit", "d", "--from", "c.md"]);
        assert_eq!(again.lines().next_back(), Some("nothing was changed"), "{what}: {again}");
    }
    // A name that a section had is told when words without a mark give it another.
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    place.write("a.md", &form.replace("## 4. Detection", "## 4. How we saw it"));
    place.said(&["postmortem", "edit", "d", "--from", "a.md"]);
    let bare: String =
        form.lines().filter(|line| !line.starts_with("<!--")).map(|line| format!("{line}\n")).collect();
    place.write("b.md", &bare.replace("## 4. Detection", "## 4. First signs"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "b.md"]);
    assert!(
        said.contains("is called “4. First signs” from now on; it was called “4. How we saw it” before"),
        "{said}"
    );
}

/// The head of the document is nobody's answer, and what is written there is kept all the same.
#[test]
fn a_title_that_was_reworded_in_the_head_of_the_document_is_kept() {
    let place = place();
    let document = place.said(&["postmortem", "d"]);
    let first = document.lines().find(|line| line.starts_with("title: ")).unwrap();
    place.write("a.md", &document.replacen(first, "title: \"Our worst Friday\"", 1));
    let said = place.said(&["postmortem", "edit", "d", "--from", "a.md"]);
    assert!(said.contains("it is kept under “Unplaced”: title: \"Our worst Friday\""), "{said}");
    assert!(place.said(&["postmortem", "d"]).contains("Our worst Friday"));
}

/// A file that was taken is mended and taken again: it still says that it was made from the empty form, and is its own
/// writer's all the same. Nothing stands twice, and what was mended meanwhile is not brought back.
#[test]
fn a_file_that_is_taken_again_is_no_second_writers() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let head: String =
        form.lines().skip_while(|line| !line.starts_with("| what |")).take(2).collect::<Vec<_>>().join("\n");
    let rows = "| Add a canary to every release of the shop | prevent | Ops lead | 2999-01-01 | 1 |  | real |  |  |\n| Page the second level after five minutes | mitigate | Ops lead | 2999-02-01 | 2 |  | real |  |  |";
    let first = under(
        &under(&form, "Safety", "it felt safe to say that the graph was wrong"),
        "Pacing",
        "too fast at first, and then too slow",
    )
    .replacen(&head, &format!("{head}\n{rows}"), 1);
    place.write("f.md", &first);
    drop(place.said(&["postmortem", "edit", "d", "--from", "f.md"]));
    let second =
        first.replacen("Ops lead", "Operations lead", 1).replace("too fast at first", "quick at first");
    place.write("f.md", &second);
    let said = place.said(&["postmortem", "edit", "d", "--from", "f.md"]);
    assert!(said.starts_with("taken as gone on from version 1, most of which stands in it\n"), "{said}");
    let once = |what: &str| {
        let now = place.said(&["postmortem", "edit", "d", "--print"]);
        assert_eq!(now.matches(what).count(), 1, "{what}: {now}");
        assert!(!now.contains("Written at the same time") && !now.contains("too fast at first"), "{now}");
    };
    once("quick at first");
    once("Add a canary");
    assert!(place.said(&["todo"]).starts_with("2 open items"), "{}", place.said(&["todo"]));
    // The file of the first time, with one line more: what was mended since stays mended.
    place.write("old.md", &first.replace("it felt safe to say", "on the whole it felt safe to say"));
    drop(place.said(&["postmortem", "edit", "d", "--from", "old.md"]));
    once("on the whole it felt safe");
    once("quick at first");
    once("Add a canary");
    // Somebody else's file of the same empty form is somebody else's.
    place.write("other.md", &under(&form, "Safety", "I did not dare to say anything"));
    let said = place.said(&["postmortem", "edit", "d", "--from", "other.md"]);
    assert!(said.contains("both stand there"), "{said}");
}

/// Two people who answer two questions in the same words have both answered.
#[test]
fn the_same_words_under_another_question_are_another_writers() {
    let place = place();
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let asked: Vec<&str> = form.lines().filter(|line| line.starts_with("### ")).collect();
    place.write("one.md", &under(&form, asked[0], "words"));
    place.write("two.md", &under(&form, asked[1], "words"));
    // One of them has more besides, and the other answers one of the same questions.
    place.write("three.md", &under(&under(&form, asked[2], "none"), asked[3], "a note"));
    place.write("four.md", &under(&form, asked[2], "none"));
    for file in ["one.md", "two.md", "three.md", "four.md"] {
        let said = place.said(&["postmortem", "edit", "d", "--from", file]);
        assert!(!said.contains("went on") && !said.contains("is empty now"), "{file}: {said}");
    }
    let after = place.said(&["postmortem", "edit", "d", "--print"]);
    assert_eq!(after.lines().filter(|line| *line == "words").count(), 2, "{after}");
    assert_eq!(after.lines().filter(|line| ["none", "a note"].contains(line)).count(), 2, "{after}");
}
