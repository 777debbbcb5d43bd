//! What a hostile day does to it: records that were tampered with, bytes that are no text, stores that are in the way. It
//! says so and goes on, or stops with what to do; it never breaks.

use rusqlite::Connection;
use serde_json::Value;

use crate::cli::{Place, text};
use crate::record::{Journal, exported, friday};

/// Changes the lines of `friday` past the program.
fn tampered(place: &Place, from: &str, to: &str, seq: i64) {
    let db = Connection::open(place.path("drills.db")).unwrap();
    let sql = "update line set body = cast(replace(cast(body as text), ?1, ?2) as blob) where seq = ?3";
    assert_eq!(db.execute(sql, (from, to, seq)).unwrap(), 1);
}

#[test]
fn a_number_that_no_event_has_is_told_with_its_place() {
    for number in ["18446744073709551615", "18446744073709551614", "9007199254740993"] {
        let place = friday();
        tampered(&place, "{\"seq\":4,", &format!("{{\"seq\":{number},"), 4);
        let output = place.run(&["drills", "--verify", "friday"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert!(said.starts_with("friday: 1 flaw\n  line 5: event 4 is not as it was written\n"), "{said}");
        let said = place.failed(&["resume", "friday"]);
        assert!(said.contains("is not as it was written: line 5: event 4"), "{said}");
    }
}

#[test]
fn a_journal_with_numbers_that_no_drill_has_is_refused_with_its_line() {
    let lines = exported(&friday(), "friday");
    let refused = |line: usize, from: &str, to: &str| {
        let mut lines = lines.clone();
        assert!(lines[line - 1].contains(from), "{}", lines[line - 1]);
        lines[line - 1] = lines[line - 1].replacen(from, to, 1);
        let place = Place::new();
        place.write("in.jsonl", &Journal::of(&lines).text());
        place.failed(&["import", "journal", "in.jsonl"])
    };
    // In its place: before the start of the story.
    let at = lines[7].split("\"at\":").nth(1).unwrap().split(',').next().unwrap();
    let said = refused(8, &format!("\"at\":{at},"), "\"at\":-1,");
    assert!(said.contains("in.jsonl:8: the story goes back"), "{said}");
    for far in ["-9223372036854775808", "9223372036854775807", "-1000000000001"] {
        let said = refused(8, &format!("\"at\":{at},"), &format!("\"at\":{far},"));
        assert!(said.contains(&format!("line 8: event 7 can't be read: {far} milliseconds")), "{said}");
    }
    let said = refused(5, "{\"seq\":4,", "{\"seq\":18446744073709551615,");
    assert!(said.contains("line 5"), "{said}");
}

#[test]
fn an_altered_record_is_marked_wherever_it_is_told() {
    let place = friday();
    tampered(&place, "\"wall\":1", "\"wall\":2", 9);
    let first = "line 10: event 9 is not as it was written";
    for args in
        [&["postmortem"][..], &["postmortem", "--format", "html"], &["postmortem", "--format", "json"]]
    {
        let output = place.run(args);
        assert!(text(&output.stdout).contains(first), "{args:?}");
        assert!(text(&output.stderr).contains(first), "{args:?}");
    }
    for args in [
        &["score"][..],
        &["replay"],
        &["board"],
        &["hotwash"],
        &["history"],
        &["export", "moves"],
        &["export", "journal"],
        &["fork", "--at", "+2:00", "--name", "again"],
    ] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
        let said = text(&output.stderr);
        assert!(
            said.contains("the record of `friday` is not as it was written") && said.contains(first),
            "{args:?}: {said}"
        );
    }
    assert_eq!(place.run(&["score", "friday", "--strict"]).status.code(), Some(1));
    // The document goes back as it came, mark and all.
    place.write("d.md", &text(&place.run(&["postmortem", "friday"]).stdout));
    let output = place.run(&["postmortem", "edit", "friday", "--from", "d.md"]);
    assert!(text(&output.stdout).ends_with("nothing was changed\n"), "{}", text(&output.stdout));
}

#[test]
fn a_journal_without_texts_scores_as_the_original_did() {
    for (crew, topic) in [("prepared", "runbook"), ("struggling", "deploy-log")] {
        let scenario = "billing-multiplier";
        let (here, there) = (Place::new(), Place::new());
        here.said(&["run", scenario, "--fill", crew, "--pace", "flat", "--name", "d"]);
        let redacted = here.said(&["export", "journal", "d", "--redact"]);
        let named = format!("\"topic\":\"{topic}\"");
        assert!(redacted.contains(&named), "an author's name is no text: {crew}");
        there.write("d.jsonl", &redacted);
        there.said(&["import", "journal", "d.jsonl"]);
        let score = |place: &Place| {
            let card: Value = serde_json::from_str(&place.said(&["score", "d", "--format", "json"])).unwrap();
            (card["process"].clone(), card["scenario_score"].clone())
        };
        assert_eq!(score(&there), score(&here), "{crew}");
    }
}

#[test]
fn a_question_that_a_team_asks_itself_is_kept_before_it_has_an_answer() {
    let place = friday();
    let form = place.said(&["postmortem", "edit", "friday", "--print"]);
    let owner = "### Owner (one role)\n";
    let asked = form.replace(owner, &format!("{owner}\nthe duty lead\n\n### Who pays?\n\n"));
    place.write("mine.md", &asked);
    place.said(&["postmortem", "edit", "friday", "--from", "mine.md"]);
    let again = place.said(&["postmortem", "edit", "friday", "--print"]);
    assert!(again.contains("\n### Who pays?\n"), "{again}");
    for format in ["md", "html", "json"] {
        assert!(place.said(&["postmortem", "friday", "--format", format]).contains("Who pays?"), "{format}");
    }
    // As the form and as the document it goes back unchanged.
    for words in [again.clone(), place.said(&["postmortem", "friday"])] {
        place.write("same.md", &words);
        let said = place.said(&["postmortem", "edit", "friday", "--from", "same.md"]);
        assert_eq!(said, "nothing was changed\n");
    }
    // A heading of one's own in the document is kept, too.
    let page = place
        .said(&["postmortem", "friday"])
        .replace("**Who pays?**", "### And since when?\n\n**Who pays?**");
    place.write("page.md", &page);
    place.said(&["postmortem", "edit", "friday", "--from", "page.md"]);
    let now = place.said(&["postmortem", "edit", "friday", "--print"]);
    assert!(now.contains("### And since when?") && now.contains("### Who pays?"), "{now}");
    // Whoever takes the heading out has taken it out.
    place.write("less.md", &now.replace("### Who pays?\n", ""));
    place.said(&["postmortem", "edit", "friday", "--from", "less.md"]);
    assert!(!place.said(&["postmortem", "edit", "friday", "--print"]).contains("Who pays?"));
}

#[test]
fn a_byte_order_mark_in_front_of_a_text_means_nothing() {
    let place = friday();
    let form = place.said(&["postmortem", "edit", "friday", "--print"]);
    let write = |name: &str, words: &str| {
        let owner = "### Owner (one role)\n";
        place.write(name, &format!("\u{feff}{}", form.replace(owner, &format!("{owner}\n{words}\n"))));
    };
    write("one.md", "the duty lead");
    place.said(&["postmortem", "edit", "friday", "--from", "one.md"]);
    // Made from a version before that: both stand there.
    write("two.md", "the shop's owner");
    let said = place.said(&["postmortem", "edit", "friday", "--from", "two.md"]);
    assert!(said.contains("both stand there"), "{said}");
    let both = place.said(&["postmortem", "friday"]);
    assert!(both.contains("the duty lead") && both.contains("the shop's owner"));

    let moves = "\u{feff}0:01:20 primary ack\n0:02:00 primary declare sev2\n";
    for (n, from) in ["bom.moves", "-"].into_iter().enumerate() {
        place.write("bom.moves", moves);
        let name = format!("bom-{n}");
        let output = place.typed(&["run", "smallest", "--moves", from, "--name", &name], moves);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("primary acknowledged page 1"), "{}", text(&output.stdout));
    }
    let story = std::fs::read_to_string(crate::cli::scenarios().join("smallest.ron")).unwrap();
    place.write("bom.ron", &format!("\u{feff}{story}"));
    assert_eq!(place.run(&["check", "bom.ron"]).status.code(), Some(0));
}
