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
