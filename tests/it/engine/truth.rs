//! What only the facilitator knows: milestones, the true severity, what is expected.

use sandtable::engine::event::EventKind;

use super::story::{Story, delivered, times};
use crate::support::Played;

fn reached(played: &Played, id: &str) -> Vec<String> {
    times(
        played,
        |kind| matches!(kind, EventKind::MilestoneReached { milestone } if milestone.as_str() == id),
    )
}

fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

#[test]
fn a_milestone_is_reached_by_an_act_by_time_or_by_a_deadline_that_passed() {
    let story = on_call()
        .milestone(r#"id: "seen", when: Looked("shop")"#)
        .milestone(r#"id: "late", when: At("6m")"#)
        .milestone(r#"id: "not-told-by-four", when: All([At("4m"), Not(Updated("customers"))])"#)
        .milestone(r#"id: "both", when: All([Milestone("seen"), Milestone("late")])"#);
    let idle = story
        .play("0:00:10 primary ack\n0:02:00 primary look shop\n0:05:00 primary update customers state=\"x\"");
    assert_eq!(reached(&idle, "seen"), ["0:02:00"]);
    assert_eq!(reached(&idle, "late"), ["0:06:00"]);
    assert_eq!(reached(&idle, "both"), ["0:06:00"]);
    assert_eq!(reached(&idle, "not-told-by-four"), ["0:04:00"]);
    let quick = story.play("0:00:10 primary ack\n0:03:59 primary update customers state=\"x\"");
    assert_eq!(reached(&quick, "not-told-by-four"), [""; 0]);
    assert_eq!(reached(&quick, "seen"), [""; 0]);
}

#[test]
fn conditions_are_edges_of_what_was_done() {
    let story = on_call()
        .action(r#"id: "poke", takes: "1m", undo: "5m""#)
        .milestone(r#"id: "twice", when: Tried("poke", 2)"#)
        .milestone(r#"id: "undone", when: Undone("poke")"#)
        .milestone(r#"id: "asked", when: Asked("support")"#)
        .milestone(r#"id: "paged", when: Paged(Seat("helper"))"#)
        .milestone(r#"id: "led", when: Held(Commander)"#)
        .milestone(r#"id: "bad-enough", when: Severity(Sev2)"#)
        .milestone(r#"id: "verified", when: Reached(Verify)"#)
        .milestone(r#"id: "quiet", when: All([Declared, Not(Firing("high"))])"#)
        .milestone(
            r#"id: "silent", when: All([Updated("customers"), Not(UpdatedWithin("3m", "customers"))])"#,
        )
        .metric(r#"id: "errors""#);
    let played = story
        .play(
            "0:00:10 primary ack\n0:01:00 primary do poke\n0:03:00 primary undo poke\n0:03:30 primary do poke\n\
             0:04:00 primary ask support \"x\"\n0:05:00 primary page helper why=\"x\"\n0:06:00 primary take commander\n\
             0:07:00 primary declare sev3\n0:08:00 primary severity sev1 why=\"x\"\n0:09:00 primary verify errors\n\
             0:10:00 primary do fix\n0:12:00 primary update customers state=\"x\"",
        )
        .all_accepted();
    let all = ["twice", "undone", "asked", "paged", "led", "bad-enough", "verified", "quiet", "silent"];
    let when: Vec<String> = all.iter().map(|id| format!("{id} {}", reached(&played, id).join(" "))).collect();
    assert_eq!(
        when,
        [
            "twice 0:03:30",
            "undone 0:03:00",
            "asked 0:04:00",
            "paged 0:05:00",
            "led 0:06:00",
            "bad-enough 0:08:00",
            "verified 0:09:00",
            "quiet 0:11:00",
            "silent 0:15:00",
        ]
    );
}

#[test]
fn a_condition_hears_of_a_team_paged_a_role_given_up_and_a_close() {
    let story = Story::new()
        .alert(r#"id: "late", when: All([At("15m"), Active("bad")])"#)
        .milestone(r#"id: "rung", when: Paged(Team("ops"))"#)
        .milestone(r#"id: "leaderless", when: All([At("3m"), Not(Held(Commander))])"#)
        .milestone(r#"id: "over", when: Closed"#)
        .milestone(r#"id: "open-again", when: All([At("7m"), Not(Closed)])"#);
    let played = story
        .play(
            "0:00:10 primary ack\n0:01:00 primary declare sev2\n0:02:00 primary take commander\n\
             0:04:00 primary roles commander=-\n0:05:00 primary page ops why=\"x\"\n0:06:30 primary close",
        )
        .all_accepted();
    let all = ["leaderless", "rung", "over", "open-again"];
    let when: Vec<String> = all.iter().map(|id| format!("{id} {}", reached(&played, id).join(" "))).collect();
    assert_eq!(when, ["leaderless 0:04:00", "rung 0:05:00", "over 0:06:30", "open-again 0:07:30"]);
}

#[test]
fn the_true_severity_changes_and_can_be_known_later() {
    let story = on_call().milestone(r#"id: "seen", when: Looked("shop")"#).truth(
        r#"severity: [(is: Sev3, knowable: Looked("shop")), (from: "4m", is: Sev1, knowable: At("7m"))]"#,
    );
    insta::assert_snapshot!(story.play("0:00:10 primary ack\n0:02:00 primary look shop").journal(), @"
    0:00:00 truth: the true severity is SEV3
    0:00:00 truth: failure `bad` started
    0:00:00 truth: alert `high` fires
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:02:00 call: primary looked at shop: it is degraded; nothing unusual
    0:02:00 truth: milestone `seen`
    0:02:00 truth: SEV3 could be known from now on
    0:04:00 truth: the true severity is SEV1
    0:07:00 truth: SEV1 could be known from now on
    0:20:00 clock: End of the drill: the time is up. It is still going on.
    ");
}

#[test]
fn what_is_not_yet_true_can_not_be_known() {
    let story = Story::new().truth(r#"severity: [(is: Sev3), (from: "4m", is: Sev1, knowable: At("2m"))]"#);
    let played = story.play("");
    let known = |wanted: sandtable::scenario::words::Severity| {
        times(
            &played,
            |kind| matches!(kind, EventKind::SeverityKnowable { severity, .. } if *severity == wanted),
        )
    };
    assert_eq!(known(sandtable::scenario::words::Severity::Sev1), ["0:04:00"]);
}

#[test]
fn a_severity_that_comes_back_is_known_in_its_own_time() {
    let story = Story::new().truth(
        r#"severity: [(is: Sev2, knowable: At("10m")), (from: "3m", is: Sev1), (from: "6m", is: Sev2, knowable: At("8m"))]"#,
    );
    let played = story.play("");
    let known = times(&played, |kind| matches!(kind, EventKind::SeverityKnowable { .. }));
    assert_eq!(known, ["0:03:00", "0:08:00", "0:10:00"]);
}

#[test]
fn a_needed_team_can_be_known_from_a_moment_on() {
    let story =
        on_call().truth(r#"severity: [(is: Sev2)], needed_teams: [(team: "ops", knowable: Looked("shop"))]"#);
    let played = story.play("0:00:10 primary ack\n0:02:00 primary look shop");
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::TeamKnowable { .. })), ["0:02:00"]);
}

#[test]
fn an_expectation_opens_and_is_superseded() {
    let story = on_call().inject(r#"id: "news", at: "2m""#).expected(
        r#"id: "tell", is: Update("customers"), opens: Delivered("news"), superseded_by: Done("fix")"#,
    );
    let played = story.play("0:00:10 primary ack\n0:03:00 primary do fix");
    assert_eq!(
        times(&played, |kind| matches!(kind, EventKind::ExpectationOpened { .. })),
        delivered(&played, "news")
    );
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::ExpectationSuperseded { .. })), ["0:04:00"]);
}
