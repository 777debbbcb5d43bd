//! Times as people read them off the story's clock: in front of a move, and as the next time of an update.

use sandtable::engine::event::Mode;

use crate::cli::{Place, values};
use crate::prompted::typed_by;
use crate::shop::OPENING;

/// What is shown for lines typed at a prompt at 10:05:00, five minutes after the start, everybody being in the call.
fn at_five_past(lines: &[&str]) -> Vec<String> {
    let shown = typed_by(Mode::Standard, OPENING, &[], &[], &[&["wait 3m", "wait 30s"], lines].concat());
    let from = shown.iter().position(|line| line == "+0:05:00").unwrap();
    shown[from + 1..].to_vec()
}

#[test]
fn a_clock_in_front_of_a_move_says_how_long_ago_it_was() {
    // At the latest at 10:03:59: the ten minutes count from there.
    for front in ["10:03 2", "2 10:03", "at 10:03 2", "2 at 10:03", "1003 2", "2 @10:03"] {
        let shown = at_five_past(&[&format!("{front} plan next=10m \"wait and see\""), "status"]).join("\n");
        assert!(shown.contains("look again at 10:13"), "{front}: {shown}");
    }
    assert_eq!(at_five_past(&["10:05 2 say hi", "2 0:05:00 say hi"])[0], "secondary: hi");
    for (line, why) in [
        (
            "10:06 2 say hi",
            "? 10:06 has not come, the story's clock shows 10:05: without a time a move is now",
        ),
        (
            "10:00 2 say hi",
            "? 10:00 is too long ago, the story's clock shows 10:05: a move can be back-dated by three",
        ),
        ("10:03 3 do restart", "? `do` can't be back-dated"),
    ] {
        let shown = at_five_past(&[line]);
        assert!(shown.last().is_some_and(|said| said.starts_with(why)), "{line}: {shown:?}");
    }
    // Since the start, as in a file.
    assert_eq!(at_five_past(&["0:07:00 2 say hi", "status"])[0], "secondary: hi");
    // What is no time stays what it was.
    let shown = at_five_past(&["2 2000 customers wait"]);
    assert!(shown[0].contains("did you mean `say"), "{shown:?}");
}

#[test]
fn a_program_counts_from_the_start_and_may_say_the_clock() {
    let place = Place::new();
    let lines = "1:10 primary ack\n7:00 primary say a\n1 at 07:57 say b\nat 07:52 1 say c\n0756 1 say d\n";
    let args = ["run", "first-page", "--moves", "-", "--format", "json"];
    let shown = values(&place.answered(&args, lines));
    let said = shown.iter().filter_map(|line| {
        line["refused"]
            .as_str()
            .or(line["event"]["text"].as_str().filter(|text| text.starts_with("primary: ")))
    });
    let said: Vec<&str> = said.collect();
    assert_eq!(said[..2], ["primary: a", "primary: b"]);
    assert!(said[2].starts_with("07:52 is too long ago, the story's clock shows 07:59"), "{said:?}");
    assert_eq!(said[3], "primary: d");
    let moves = place.said(&["export", "moves", "last"]);
    assert!(moves.contains("-1m1s say \"b\"") && moves.contains("-2m1s say \"d\""), "{moves}");
    // 10:08 is 8 minutes after ten, and 10:08 since the start.
    let story = crate::shop::SHOP;
    place.write("shop.ron", story);
    let typed = place.answered(
        &["run", "shop.ron", "--moves", "-", "--format", "json"],
        "0:30 primary ack\n9:00 primary say a\n10:08 primary say b\n",
    );
    assert!(
        typed.contains(
            "`10:08` may be the story's clock, or since the start: `-30s` in front says how long ago"
        ),
        "{typed}"
    );
    // A file has one clock.
    let file = place.write("day.moves", "0:01:10 primary ack\n0756 primary say hi\n");
    let why = place.failed(&["run", "first-page", "--moves", file.to_str().unwrap()]);
    assert!(why.contains("by the story's clock that is `0:04:00`"), "{why}");
}

#[test]
fn the_next_update_may_be_promised_by_the_clock() {
    let due = |next: &str| {
        let update = format!(
            "4 update stakeholders customers state=\"identified it\" impact=\"checkout fails\" next=\"{next}\""
        );
        let shown = at_five_past(&[&update, "status"]).join("\n");
        let due = shown.split("next update due by ").nth(1).map(|due| due[..5].to_string());
        (due, shown)
    };
    for (next, wanted) in [
        ("10:16", "10:16"),
        ("at 10.16", "10:16"),
        ("1016", "10:16"),
        ("quarter past", "10:15"),
        ("half past ten", "10:30"),
        ("in 12", "10:17"),
        ("12", "10:17"),
        ("12 min", "10:17"),
        ("+12", "10:17"),
    ] {
        let (due, shown) = due(next);
        assert_eq!(due.as_deref(), Some(wanted), "{next}: {shown}");
    }
    let (_, shown) = due("10:01");
    assert!(
        shown
            .starts_with("? `next=10:01` has passed: the story's clock shows 10:05. When do they hear next?"),
        "{shown}"
    );
    assert!(!shown.contains("comms told"), "{shown}");
    let (_, shown) = due("15-20 min");
    assert!(shown.contains("`next=15-20 min` is told, and no time that is counted"), "{shown}");
}
