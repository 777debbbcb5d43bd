//! What people at a table ask the tool, and what it answers.

use serde_json::Value;

use crate::cli::{Place, values};

/// What a program reads that types these lines.
fn typed(place: &Place, args: &[&str], lines: &str) -> Vec<Value> {
    values(&place.answered(&[args, &["--moves", "-", "--format", "json"]].concat(), lines))
}

/// What the tool told who asked it, question by question.
fn told(lines: &[Value]) -> Vec<String> {
    let texts = |line: &Value| {
        let told: Vec<&str> = line["told"].as_array()?.iter().filter_map(Value::as_str).collect();
        Some(told.join("\n"))
    };
    lines.iter().filter_map(texts).collect()
}

/// Everybody of this scenario's call.
const IN_THE_CALL: &str = "0:02:10 primary ack\nprimary page all why=\"hands\"\nsecondary ack\npricing ack\nduty-manager ack\n\
                           primary declare sev1\nprimary take commander\n";

#[test]
fn status_says_whose_a_task_is_and_who_may_take_it() {
    let place = Place::new();
    let lines = "primary task billing \"hold the file\" box=5m\nstatus\nduty-manager accept\nstatus\n";
    let told = told(&typed(&place, &["run", "billing-multiplier"], &format!("{IN_THE_CALL}{lines}")));
    assert!(
        told[0].contains("task 1 (billing, nobody has taken it) has no result: hold the file"),
        "{}",
        told[0]
    );
    assert!(told[1].contains("task 1 (duty-manager) has no result: hold the file"), "{}", told[1]);
    let board = place.said(&["board"]);
    assert!(board.contains("4 duty-manager"), "{board}");
}

#[test]
fn an_example_begins_with_a_seat_that_is_there() {
    let place = Place::new();
    let lines = "help plan\nprimary leave\nhelp plan\nhelp do\nhelp\nupdate x\n";
    let lines = typed(&place, &["run", "billing-multiplier"], &format!("{IN_THE_CALL}{lines}"));
    let told = told(&lines);
    assert!(told[0].contains("for example: 1 plan "), "{}", told[0]);
    assert!(told[1].contains("for example: 2 plan "), "{}", told[1]);
    assert!(told[2].contains("for example: 2 do "), "{}", told[2]);
    assert!(!told[3].contains("\n1 ") && !told[3].starts_with("1 "), "{}", told[3]);
    let place = Place::new();
    let args = ["run", "billing-multiplier", "--table", "secondary,pricing"];
    let told = self::told(&typed(&place, &args, "0:02:10 secondary ack take\nhelp declare\n"));
    assert!(told[0].contains("for example: 2 declare"), "{}", told[0]);
}

/// The roll-back takes two minutes, is seen to help at 5:10, and again at 10:30.
#[test]
fn the_example_of_an_update_says_how_far_the_incident_is() {
    let place = Place::new();
    let run = "0:03:00 help update\nsecondary do roll-back\nhelp update\n0:05:00 help update\n0:05:10 secondary verify errors\n\
               0:10:30 secondary verify errors\nhelp update\nsecondary close summary=over\nhelp update\n";
    let begun = "0:01:10 primary ack\nprimary page secondary why=x\nsecondary ack\nprimary declare sev2\n";
    let told = told(&typed(&place, &["run", "smallest"], &format!("{begun}{run}")));
    let state = |told: &String| {
        let (_, example) = told.split_once("for example: ").unwrap();
        example.split_once("state=").unwrap().1.split(' ').next().unwrap().to_string()
    };
    let states: Vec<String> = told.iter().map(state).collect();
    assert_eq!(states, ["investigating", "mitigating", "monitoring", "resolved", "resolved"]);
    assert!(told[4].contains("next=none") && !told[2].contains("next=none"), "{}", told[4]);
}

#[test]
fn on_a_seats_own_screen_it_is_you_who_cant() {
    let place = Place::new();
    let args = ["run", "billing-multiplier", "--seat", "duty-manager"];
    let lines = "say x\n0:02:10 ack\n0:03:00 ack take\ntake commander\ntake commander\ndo pause-run\nack\naccept\nleave\nsay x\n";
    let lines = typed(&place, &args, lines);
    let refused: Vec<&str> = lines.iter().filter_map(|line| line["refused"].as_str()).collect();
    insta::assert_snapshot!(refused.join("\n"), @"
    you have not joined; nothing has called you yet: wait for the pager; if you see something yourself, `ack` joins
    no page for you; `ack take` takes over a page that was not yours
    you are commander already
    you can't do `pause-run`; only `primary` can, and nobody sits there
    no page for you; `ack take` takes over a page that was not yours
    you left at 02:20; wait until somebody pages you
    ");
    // The record is for everybody.
    let journal = place.said(&["export", "journal", "last"]);
    assert!(journal.contains("`duty-manager` can't do `pause-run`"), "{journal}");
}

#[test]
fn who_runs_the_drill_reads_a_hint_before_it_is_given() {
    let place = Place::new();
    let begun = "0:02:10 primary ack\n";
    let lines = typed(
        &place,
        &["run", "billing-multiplier", "--facilitator"],
        &format!("{begun}hint 1\nhint primary about=call-the-owner\nhint 1 2\n"),
    );
    let told = told(&lines);
    insta::assert_snapshot!(told.join("\n\n"), @"
    for primary, about declare; nothing is given yet:
      hint 1 0   You are doing fine. What do you know, and what would you like to know?
      hint 1 1   Is this an incident yet? Who would have to know that it is?
      hint 1 2   Declaring costs nothing and can be taken lower; it makes it everybody's, and starts the clocks.
      hint 1 3   Type `1 declare sev2`; when unsure, the higher one.

    for primary, about call-the-owner; nothing is given yet:
      hint 1 0 about=call-the-owner   You are doing fine. What do you know, and what would you like to know?
      hint 1 1 about=call-the-owner   What kind of fault multiplies by exactly ten?
      hint 1 2 about=call-the-owner   Who owns the prices? The directory says.
      hint 1 3 about=call-the-owner   Page pricing.
    ");
    let given: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["event"]["text"].as_str())
        .filter(|text| text.contains("hint for"))
        .collect();
    assert_eq!(given.len(), 1, "{given:?}");
    let second = told[0].lines().find(|line| line.contains("hint 1 2")).unwrap().split("   ").nth(1).unwrap();
    assert!(given[0].contains(second), "{given:?}");
    let others = self::told(&typed(
        &place,
        &["run", "billing-multiplier", "--name", "o"],
        &format!("{begun}hint 1\nhint 1 about=call-the-owner\n"),
    ));
    assert!(
        others.iter().all(|told| told.starts_with("a hint for a seat is the facilitator's to give")),
        "{others:?}"
    );
}

/// At SEV2 of this house the rhythm is every 30 minutes.
#[test]
fn who_promises_nothing_before_it_is_over_is_told_what_stays_due() {
    let place = Place::new();
    let begun = "0:01:10 primary ack\nprimary declare sev2\n";
    let update = |state: &str, next: &str| {
        format!(
            "primary update customers state=\"{state}: we look\" impact=\"many fail\" doing=\"we look\" next={next}\n"
        )
    };
    let moves =
        [update("monitoring", "none"), update("monitoring", "20m"), update("resolved", "none")].concat();
    let lines = typed(&place, &["run", "smallest"], &format!("{begun}{moves}"));
    let notes: Vec<&str> = lines.iter().filter_map(|line| line["note"].as_str()).collect();
    let still = notes.iter().filter(|note| note.starts_with("it is not over for them: ")).count();
    assert_eq!(still, 1, "{notes:?}");
}

#[test]
fn stand_ins_play_beside_a_table_where_they_are_asked_for() {
    let place = Place::new();
    let args =
        ["run", "billing-multiplier", "--table", "primary,secondary", "--fill", "prepared", "--name", "d"];
    let moves = "0:02:10 primary ack\nprimary page pricing why=\"prices\"\nsecondary ack take\n0:08:00 end\n";
    let lines = typed(&place, &args, moves);
    let told: Vec<&str> = lines.iter().filter_map(|line| line["event"]["text"].as_str()).collect();
    assert!(told.iter().any(|text| text.starts_with("pricing acknowledged")), "{told:?}");
    let journal = place.said(&["export", "journal", "d"]);
    let first: Value = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
    assert_eq!(first["seats"], serde_json::json!(["primary", "secondary", "pricing", "duty-manager"]));
    assert_eq!(first["stand_ins"], serde_json::json!(["pricing", "duty-manager"]));
    let why = place.failed(&["run", "billing-multiplier", "--table", "primary", "--fill", "struggling"]);
    assert!(why.contains("a struggling crew plays all seats by itself"), "{why}");
}

/// Off a terminal nobody is asked, and so it is said: the inject's own condition does not hold, and it was sent all the same.
#[test]
fn an_inject_whose_condition_does_not_hold_says_so() {
    let place = Place::new();
    let sent = |before: &str| {
        let lines = format!(
            "0:02:10 primary ack\nprimary declare sev1\n{before}facilitator inject first-complaint\n"
        );
        let lines = typed(&place, &["run", "billing-multiplier", "--facilitator"], &lines);
        let notes: Vec<String> =
            lines.iter().filter_map(|line| line["note"].as_str()).map(String::from).collect();
        notes.into_iter().filter(|note| note.contains("first-complaint")).collect::<Vec<_>>()
    };
    assert_eq!(sent(""), [] as [&str; 0]);
    let told = sent("primary update customer-care state=investigating next=10m\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("`first-complaint` comes only if "), "{told:?}");
    assert!(told[0].ends_with(", and that is not so now"), "{told:?}");
}
