//! Words that may be one thing as much as another: which of them is asked, and nothing is done.

use sandtable::engine::command::Command;
use sandtable::moves::{What, parse};

use crate::shipped;

/// What is said to a line that can't be read.
#[track_caller]
fn asked(scenario: &str, line: &str) -> String {
    let scenario = shipped::of(scenario).scenario();
    let error = parse(&scenario, line, None).unwrap_err();
    format!("{}; {}", error.message, error.help)
}

/// A phrase that the author gave one thing is the beginning of the names of others.
#[test]
fn a_phrase_that_begins_other_names_is_asked_about() {
    assert_eq!(
        asked("first-page", "1 look dock"),
        "`dock` could be `docks-online` or `dock-gateway` or `dock-settings` or `a-bike`; which one?"
    );
    // A phrase that begins no name, a name, and more words of a name are what they were.
    let scenario = shipped::of("first-page").scenario();
    for line in ["1 look display", "1 look a dock", "1 look docks-online", "1 look dock settings"] {
        let read = parse(&scenario, line, None).unwrap().unwrap();
        assert!(matches!(read.what, What::Move(Command::Look { .. })), "{line}");
    }
}

/// `lock` is as near to a step of this seat's as to `look`; of a seat that has no such step it is a slip.
#[test]
fn a_word_that_begins_a_step_is_that_as_much_as_another_move() {
    let said = asked("billing-multiplier", "2 lock");
    assert_eq!(said, "no move `lock`; did you mean `do lock-schedule` or `look`?");
    assert_eq!(asked("first-page", "2 lock"), "no move `lock`; did you mean `look`?");
    assert_eq!(asked("first-page", "2 hlep"), "no move `hlep`; did you mean `help`?");
}
