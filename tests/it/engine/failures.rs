//! Failures: when they start, how they end, and how they come back.

use super::story::{Story, cleared, delivered, started};

#[test]
fn a_fix_that_does_not_hold_comes_back_so_often_and_no_more() {
    let played = Story::blank()
        .failure(r#"id: "bad", at: "0s", returns: (after: "3m", times: 2)"#)
        .action(r#"id: "fix", takes: "1m", clears: ["bad"]"#)
        .alert(r#"id: "high", when: Active("bad")"#)
        .play("0:00:10 primary ack\n0:01:00 primary do fix\n0:06:00 primary do fix\n0:11:00 primary do fix")
        .all_accepted();
    assert_eq!(cleared(&played, "bad"), ["0:02:00", "0:07:00", "0:12:00"]);
    assert_eq!(started(&played, "bad"), ["0:00:00", "0:05:00", "0:10:00"]);
}

#[test]
fn it_stays_away_when_what_really_ends_it_has_been_done() {
    let story = Story::blank()
        .failure(r#"id: "bad", at: "0s", returns: (after: "3m", unless: Done("cure"))"#)
        .action(r#"id: "fix", clears: ["bad"]"#)
        .action(r#"id: "cure""#)
        .alert(r#"id: "high", when: Active("bad")"#);
    let patched = story.play("0:00:10 primary ack\n0:01:00 primary do fix");
    assert_eq!(started(&patched, "bad"), ["0:00:00", "0:04:00"]);
    let cured = story.play("0:00:10 primary ack\n0:01:00 primary do fix\n0:03:59 primary do cure");
    assert_eq!(started(&cured, "bad"), ["0:00:00"]);
    let late = story.play("0:00:10 primary ack\n0:01:00 primary do fix\n0:04:00 primary do cure");
    assert_eq!(started(&late, "bad"), ["0:00:00", "0:04:00"]);
}

#[test]
fn a_failure_lasts_its_time_also_if_it_began_before_the_story() {
    let played = Story::new()
        .failure(r#"id: "short", at: "2m", lasts: "90s""#)
        .failure(r#"id: "early", at: "-10m", lasts: "12m""#)
        .failure(r#"id: "past", at: "-10m", lasts: "5m""#)
        .play("");
    assert_eq!(
        (started(&played, "short"), cleared(&played, "short")),
        (vec!["0:02:00".into()], vec!["0:03:30".into()])
    );
    assert_eq!(cleared(&played, "early"), ["0:02:00"]);
    assert_eq!(cleared(&played, "past"), ["0:00:00"], "it was over before the story");
}

#[test]
fn a_failure_clears_when_a_condition_begins_to_hold() {
    let played = Story::new()
        .failure(r#"id: "queue", at: "1m", clears_when: For("2m", Cleared("bad"))"#)
        .alert(r#"id: "high", when: Active("bad")"#)
        .play("0:00:10 primary ack\n0:03:00 primary do fix");
    assert_eq!(cleared(&played, "queue"), ["0:06:00"]);
}

#[test]
fn one_failure_spreads_to_the_next_when_it_has_lasted() {
    let played = Story::new()
        .failure(r#"id: "heat", at: "1m", lasts: "4m""#)
        .failure(r#"id: "fire", when: For("3m", Active("heat")), after: "30s""#)
        .failure(r#"id: "never", when: For("5m", Active("heat"))"#)
        .play("");
    assert_eq!(started(&played, "fire"), ["0:04:30"]);
    assert_eq!(started(&played, "never"), [""; 0]);
}

#[test]
fn clearing_a_failure_does_not_start_it_again_while_its_condition_holds() {
    let story = |repeat: &str| {
        Story::new()
            .metric(r#"id: "load""#)
            .failure(r#"id: "waves", at: "1m", lasts: "5m", drives: [(metric: "load", to: 9)]"#)
            .failure(r#"id: "next", at: "8m", lasts: "5m", drives: [(metric: "load", to: 9)]"#)
            .failure(&format!(r#"id: "jam", when: Above("load", 5){repeat}, lasts: "2m""#))
            .play("")
    };
    assert_eq!(started(&story(""), "jam"), ["0:01:00"], "once");
    assert_eq!(
        started(&story(", repeat: true"), "jam"),
        ["0:01:00", "0:08:00"],
        "once each time it begins to hold"
    );
}

#[test]
fn two_failures_that_start_each_other_are_news_each_time() {
    let played = Story::new()
        .failure(r#"id: "ping", at: "1m", lasts: "1m""#)
        .failure(r#"id: "pong", when: Cleared("ping"), lasts: "1m""#)
        .inject(r#"id: "news", when: Active("pong")"#)
        .play("");
    assert_eq!(started(&played, "pong"), ["0:02:00"]);
    assert_eq!(delivered(&played, "news"), ["0:02:00"]);
}
