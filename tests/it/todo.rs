//! Action items over all drills: what is listed, what is done, what leaves; and a gap that comes back after its item.

use serde_json::Value;

use crate::cli::{Place, flat, text};
use crate::keeping::{four, silent};

const HEAD: &str = "## 16. Action items\n\n\
    | what | type | owner | due | priority | tracking | subject | factor | done when |\n\
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

/// Writes the items of a drill.
fn items(place: &Place, drill: &str, rows: &[&str]) {
    place.write("items.md", &format!("{HEAD}{}\n", rows.join("\n")));
    place.said(&["postmortem", "edit", drill, "--from", "items.md"]);
}

/// Two drills: one with an item of each kind, one with an item of the same owner.
fn place() -> Place {
    let place = Place::new();
    for name in ["friday", "monday"] {
        place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", name]);
    }
    items(
        &place,
        "friday",
        &[
            "| Alert on a basket that stays empty | detect | Shop lead | 2999-01-02 | 1 | OPS-7 | real | silent checkout | it pages in staging |",
            "| Add a canary to the shop | prevent | shop lead | 2020-01-01 | 2 |  | fictional |  |  |",
            "| Shorten the first inject |  |  | soon |  |  | drill |  |  |",
            "| =1+1 is what <b>the page</b> adds up to |  | duty |  |  | done 2020-02-03 | real |  |  |",
        ],
    );
    items(
        &place,
        "monday",
        &[
            "| Print the severity guide | process | shop lead | 2020-03-01 |  |  | real |  |  |",
            "| Find the phone list |  |  |  |  |  |  |  |  |",
        ],
    );
    place
}

/// What is written to standard output, and beside it.
fn both(place: &Place, args: &[&str]) -> (String, String) {
    let output = place.run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn open_items_stand_by_owner_with_what_is_late_first() {
    let place = place();
    let said = place.said(&["todo"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let order = [
        "5 open items, 2 overdue",
        "shop lead",
        "A2 of friday, OVERDUE by",
        "PRACTICE, about the story's system: Add a",
        "A1 of monday, OVERDUE by",
        "A1 of friday, due 2999-01-02 (real, detect, priority 1)",
        "stays empty [OPS-7]",
        "nobody yet: which one role holds it?",
        "A2 of monday, no due date",
        "A3 of friday, due “soon”, which is no day",
    ];
    let said = flat(&said);
    let places: Vec<Option<usize>> = order.iter().map(|words| said.find(words)).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}\n{said}");
    let nobody = places[7].unwrap();
    assert!(places[..7].is_sorted() && places[6].unwrap() < nobody, "{places:?}\n{said}");
    assert!(places[8..].iter().all(|at| at.unwrap() > nobody), "{places:?}\n{said}");
    assert!(!said.contains("A4 of friday"), "{said}");
    let of = |args: &[&str]| -> Vec<String> {
        let all: Vec<Value> =
            serde_json::from_str(&place.said(&[&["todo", "--format", "json"], args].concat())).unwrap();
        all.iter()
            .map(|one| format!("{} {}", one["drill"].as_str().unwrap(), one["item"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(of(&["--owner", "SHOP  lead"]), ["friday A2", "monday A1", "friday A1"]);
    assert_eq!(of(&["--done"]), ["friday A4"]);
    assert_eq!(of(&["--all"]).len(), 6);
    assert_eq!(of(&["--subject", "drill,fictional"]), ["friday A2", "friday A3"]);
}

#[test]
fn an_item_is_done_and_open_again_with_its_day() {
    let place = place();
    let done = place.said(&["todo", "done", "fri", "a1"]);
    let day = done
        .strip_prefix("A1 of friday is done, ")
        .unwrap()
        .split_once(": Alert on a basket")
        .unwrap()
        .0
        .to_string();
    assert!(day.len() == 10 && day.starts_with("20"), "{done}");
    assert!(
        place
            .said(&["todo", "done", "friday", "A1"])
            .starts_with(&format!("A1 of friday is done since {day} already"))
    );
    assert!(place.said(&["todo", "--done"]).contains(&format!("A1 of friday, done {day} (real, detect")));
    assert!(!place.said(&["todo"]).contains("A1 of friday"));
    // What the document says is done can be open again all the same.
    assert!(place.said(&["todo", "reopen", "friday", "A4"]).starts_with("A4 of friday is open again: "));
    assert!(place.said(&["todo"]).contains("A4 of friday, no due date (real)"));
    assert_eq!(
        place.failed(&["todo", "done", "monday", "A7"]),
        "2 error: `monday` has no item `A7`; it has A1 and A2\n"
    );
    assert!(place.failed(&["todo", "done", "sunday", "A1"]).starts_with("2 error: "));
    // The form has the items where they belong, as often as it is opened.
    let form = place.said(&["postmortem", "edit", "friday", "--print"]);
    let (before, after) = form.split_once("\n## 16. Action items\n").unwrap();
    assert!(!before.contains("Alert on a basket") && after.contains("| Alert on a basket"), "{form}");
    // The item is another one in words, but the same; and nothing of the record has changed.
    items(
        &place,
        "friday",
        &["| Alert on a basket that is empty | detect | Shop lead | 2999-01-02 | 1 |  | real |  |  |"],
    );
    assert!(place.said(&["todo", "--done"]).contains(&format!("A1 of friday, done {day}")));
    assert!(place.said(&["drills", "--verify"]).lines().all(|line| line.ends_with("each as it was written")));
}

#[test]
fn practice_never_leaves_as_work() {
    let place = place();
    let (csv, beside) = both(&place, &["todo", "--all", "--format", "csv"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[0].starts_with("drill,item,what,owner,due,"), "{csv}");
    assert!(!csv.contains("canary") && !csv.contains("inject") && !csv.contains("phone list"), "{csv}");
    assert!(csv.contains(",'=1+1 is what "), "no spreadsheet takes it for a formula: {csv}");
    assert_eq!(
        beside,
        "left out: 1 for practice, about the story (`--subject fictional`); 1 about the drill itself (`--subject drill`); \
         1 without a subject (`sandtable postmortem edit` says whom it is about)\n"
    );
    let (issues, _) = both(&place, &["todo", "--all", "--format", "github"]);
    assert!(issues.contains("## Alert on a basket that stays empty\n\n> From a drill: A1 of `friday`, a simulated incident (`smallest`). It is about how we really work.\n"), "{issues}");
    assert!(
        issues.contains(
            "- [ ] Owner (one role): Shop lead\n- [ ] Due: 2999-01-02\n- [ ] Done when: it pages in staging\n"
        ),
        "{issues}"
    );
    assert!(issues.contains("\nLabels: `from-a-drill`, `detect`, `priority: 1`\n"), "{issues}");
    assert!(!issues.contains("canary") && !issues.contains("inject") && !issues.contains("<b>"), "{issues}");
    let (drill, _) = both(&place, &["todo", "--subject", "drill", "--format", "github"]);
    assert!(
        drill.contains("## Shorten the first inject")
            && drill.contains("Labels: `from-a-drill`, `about-the-drill`"),
        "{drill}"
    );
    assert_eq!(drill.matches("## ").count(), 1, "{drill}");
    for format in ["csv", "github"] {
        let (said, _) = both(&place, &["todo", "--subject", "fictional", "--format", format]);
        let unstamped = said
            .lines()
            .skip(usize::from(format == "csv"))
            .filter(|line| !line.is_empty() && !line.contains("PRACTICE"));
        assert_eq!(unstamped.collect::<Vec<_>>(), [""; 0], "{said}");
        assert!(said.contains("canary"), "{said}");
    }
}

#[test]
fn a_list_without_items_says_where_they_come_from() {
    let place = Place::new();
    let none = "no drill has action items yet; they are written under 16 of a postmortem: `sandtable postmortem edit last`\n";
    assert_eq!(flat(&place.said(&["todo"])), none.trim());
    assert_eq!(place.said(&["todo", "--format", "json"]), "[]\n");
    assert!(place.failed(&["todo", "done", "friday", "A1"]).contains("no drill has been run yet"));
    let place = self::place();
    assert_eq!(
        flat(&place.said(&["todo", "--owner", "nurse"])),
        "no open item of `nurse` like that among the 6 in the record owners are duty and shop lead"
    );
}

#[test]
fn a_gap_that_came_back_after_its_item_was_done_is_told() {
    // monday is 2024-10-04, and nobody verified on tuesday and wednesday.
    let place = four();
    let item = |words: &str, day: &str, subject: &str| {
        format!("| {words} |  | duty |  |  | done {day} | {subject} | loop/verify |  |")
    };
    items(
        &place,
        "monday",
        &[
            &item("Ask for a look at a signal", "2024-10-05", "real"),
            &item("Print a card of it", "2024-10-06", "real"),
            &item("Give the shop a dashboard", "2024-10-04", "fictional"),
        ],
    );
    let said = flat(&place.said(&["history"]));
    assert!(
        said.contains("A1 of monday is done since 2024-10-05 (“Ask for a look at a signal”), and on 2024-10-06 in wednesday"),
        "{said}"
    );
    // The second was done on wednesday itself, and nobody missed it since; the third is about the story.
    let second = "A2 of monday (“Print a card of it”) is done since 2024-10-06: not missed in the one drill rated for it since";
    assert!(said.contains(second) && !said.contains("A3 of monday"), "{said}");
    let all: Value = serde_json::from_str(&place.said(&["history", "--format", "json"])).unwrap();
    let gaps = all["recurring"].as_array().unwrap();
    let gap = gaps.iter().find(|gap| gap["about"] == "loop/verify").unwrap();
    let after = gap["after_items"].as_array().unwrap();
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!((&after[0]["item"], &after[0]["again"]["drill"]), (&"A1".into(), &"wednesday".into()));
    assert_eq!(gaps.iter().filter(|gap| !gap["after_items"].as_array().unwrap().is_empty()).count(), 1);
}

#[test]
fn a_gap_is_named_in_words_and_may_come_back_on_the_day_its_item_was_done() {
    let place = Place::new();
    silent(&place, "first");
    items(
        &place,
        "first",
        &[
            "| Write which signal shows it on the close form |  | duty |  |  |  | real | assess, stabilise, update, verify (verify) |  |",
            "| Write the closing update beforehand |  | duty |  |  |  | real | severity |  |",
            "| Print the severity guide |  | duty |  |  |  | real | the old guide |  |",
        ],
    );
    silent(&place, "second");
    for item in ["A1", "A2", "A3"] {
        place.said(&["todo", "done", "first", item]);
    }
    // Done after the second drill: nothing has come since, and that is said.
    let said = flat(&place.said(&["history"]));
    assert!(said.contains("no later drill has been rated for it yet"), "{said}");
    assert!(!said.contains("the gap was there again"), "{said}");
    assert!(
        said.contains("A3 of first (“Print the severity guide”) names no gap: under factor in section 16"),
        "{said}"
    );
    silent(&place, "third");
    let said = place.said(&["history"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let said = flat(&said);
    let again = "A1 of first is done since ";
    let told = &said[said.find(again).unwrap_or_else(|| panic!("{said}"))..];
    assert!(
        told.contains(" in third from +1:50 to +9:00 the gap was there again: what did it leave open?"),
        "{said}"
    );
    let all: Value = serde_json::from_str(&place.said(&["history", "--format", "json"])).unwrap();
    let why = |item: &str| {
        let all = all["done_items"].as_array().unwrap().iter();
        all.filter(|told| told["item"] == item)
            .map(|told| (told["about"].clone(), told["why"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(why("A3"), [(Value::Null, "names_none".into())]);
    // Its text names the closing update, its factor the severity, which nobody missed.
    let a2 = why("A2");
    assert!(a2.contains(&("classify/severity".into(), serde_json::json!({"not_missed": 1}))), "{a2:?}");
}

#[test]
fn a_drill_of_the_day_on_which_an_item_was_written_to_be_done_may_have_come_first() {
    // monday is 2024-10-04; nobody verified on tuesday and wednesday, and the day alone is known.
    let place = four();
    let item =
        |words: &str, day: &str| format!("| {words} |  | duty |  |  | done {day} | real | loop/verify |  |");
    items(
        &place,
        "monday",
        &[&item("Ask for a look at a signal", "2024-10-07"), &item("Print a card of it", "2024-10-09")],
    );
    let said = flat(&place.said(&["history"]));
    assert!(said.contains("thursday was on the same day, and which came first is not known"), "{said}");
    assert!(said.contains("A2 of monday (“Print a card of it”) is done since 2024-10-09: no later drill has been rated for it yet"), "{said}");
}

#[test]
fn what_was_said_in_the_hot_wash_stands_in_the_postmortem() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "ours"]);
    wash(&place);
    let md = place.said(&["postmortem", "ours"]);
    let section = |number: &str| {
        let from = md.find(&format!("\n## {number}. ")).unwrap();
        md[from + 4..].split("\n## ").next().unwrap().to_string()
    };
    assert!(
        section("8").contains(", said in the hot wash: “we read the wrong graph” [#"),
        "{}",
        section("8")
    );
    assert!(section("12").contains("What helped, said in the hot wash: “asked early”"), "{}", section("12"));
    for said in [
        "To take home, said in the hot wash: “say what we know”",
        "A surprise, said in the hot wash: “so quiet”",
    ] {
        assert!(section("15").contains(said), "{}", section("15"));
    }
    assert!(section("16").contains("| alert on the basket |  |  |  |  |  | real |"), "{}", section("16"));
    for format in ["html", "json"] {
        let said = place.said(&["postmortem", "ours", "--format", format]);
        for words in
            ["so quiet", "we read the wrong graph", "stay calm", "alert on the basket", "say what we know"]
        {
            assert!(said.contains(words), "{format}: {words}");
        }
    }
    // The change is a row of the form to fill in, and untouched it is no item of the team's.
    let form = place.said(&["postmortem", "edit", "ours", "--print"]);
    let row = "| alert on the basket |  |  |  |  |  | real |  |  |";
    assert!(form.contains(row), "{form}");
    place.write("mine.md", &form);
    assert_eq!(place.said(&["postmortem", "edit", "ours", "--from", "mine.md"]), "nothing was changed\n");
    place.write("mine.md", &form.replace(row, "| Alert on the basket |  | duty |  |  |  | real |  |  |"));
    place.said(&["postmortem", "edit", "ours", "--from", "mine.md"]);
    assert!(place.said(&["todo"]).contains("Alert on the basket"));
    let md = place.said(&["postmortem", "ours"]);
    assert!(md.contains("| Alert on the basket |") && !md.contains("no item yet"), "{md}");
}

/// A team that writes other items keeps its own words, and the change is told beside them.
#[test]
fn what_was_said_in_the_hot_wash_stands_beside_what_was_written() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "ours"]);
    wash(&place);
    items(&place, "ours", &["| Print the guide |  | duty |  |  |  | real |  |  |"]);
    let md = place.said(&["postmortem", "ours"]);
    assert!(
        md.contains("and no item yet: “alert on the basket”") && md.contains("| Print the guide |"),
        "{md}"
    );
}

/// Words in common are no agreement: what was said stands there until somebody says that it is the same.
#[test]
fn a_change_that_only_resembles_an_item_is_asked_about_and_never_lost() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "ours"]);
    wash(&place);
    items(
        &place,
        "ours",
        &["| Remove the alert on the basket |  | duty |  |  | done 2020-02-03 | real |  |  |"],
    );
    let asked = "“alert on the basket” (the same as A1, “Remove the alert on the basket”?";
    let md = place.said(&["postmortem", "ours"]);
    assert!(flat(&md).contains(&format!("and no item yet: {asked}")), "{md}");
    let form = place.said(&["postmortem", "edit", "ours", "--print"]);
    assert!(flat(&form).contains(&format!("H1 {asked})")), "{form}");
    let todo = place.said(&["todo"]);
    assert!(
        flat(&todo).contains("no item of the postmortem yet, the same as A1?) alert on the basket"),
        "{todo}"
    );
    let json: Value = serde_json::from_str(&place.said(&["todo", "--format", "json"])).unwrap();
    assert_eq!((&json[0]["item"], &json[0]["perhaps_same_as"]), (&"H1".into(), &"A1".into()), "{json}");
    // Saved as it is, it is still open; its row taken out, it is told to be dropped.
    place.write(
        "mine.md",
        &form.replace("A1 |\n", "A1 |\n| Print a guide |  |  |  |  |  | real |  |  |  |\n"),
    );
    place.said(&["postmortem", "edit", "ours", "--from", "mine.md"]);
    assert!(place.said(&["todo"]).contains("H1 of ours"));
    let form = place.said(&["postmortem", "edit", "ours", "--print"]);
    let without = form.lines().filter(|line| !line.starts_with("| alert on the basket |"));
    place.write("mine.md", &without.map(|line| format!("{line}\n")).collect::<String>());
    let said = place.run(&["postmortem", "edit", "ours", "--from", "mine.md"]);
    let said = format!("{}{}", text(&said.stdout), text(&said.stderr));
    assert!(flat(&said).contains("H1, said in the hot wash, is dropped"), "{said}");
    // The same words are the same, however they are set.
    items(&place, "ours", &["| Alert  on the basket. |  | duty |  |  |  | real |  |  |"]);
    let todo = place.said(&["todo"]);
    assert!(!todo.contains("H1 of") && todo.contains("Alert on the basket"), "{todo}");
}

/// A hot wash in which everything is said once.
fn wash(place: &Place) {
    let typed = "\n2\n1\n2\n9\n3\n4\n2\n4\nso quiet\n2\n2\n\n\n3\n\n\nwe read the wrong graph\n\n\n\nstay calm\n\n\nasked early\n\n\nalert on the \
                 basket\n\n2\n1\nsay what we know\n";
    place.answered(&["hotwash"], typed);
}
