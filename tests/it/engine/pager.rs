//! Pages: who is called, who has it, and what happens when nobody does.

use sandtable::engine::event::EventKind;

use super::story::{Story, times};
use crate::support::Played;

fn alarmed() -> Story {
    Story::new().alert(r#"id: "high", when: All([At("1m"), Active("bad")])"#)
}

/// Every page, as `0:01:00 page 1 level 1 primary`.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn pages(played: &Played) -> Vec<String> {
    let line = |event: &sandtable::engine::event::Event| match &event.kind {
        EventKind::Paged { group, level, to, .. } => {
            let to: Vec<&str> = to.iter().map(|seat| seat.as_str()).collect();
            let level = level.map_or("-".to_string(), |level| level.to_string());
            Some(
                format!("{} page {} level {level} {}", event.at, group + 1, to.join("+"))
                    .trim_end()
                    .to_string(),
            )
        }
        _ => None,
    };
    played.events().filter_map(line).collect()
}

#[test]
fn an_unanswered_page_goes_up_level_by_level_and_the_last_repeats() {
    let played = alarmed()
        .teams(r#"(id: "ops", owns: ["shop"], on_call: [(level: 1, escalates_after: "2m"), (level: 2, escalates_after: "3m"), (level: 3, escalates_after: "4m")])"#)
        .seat(r#"id: "primary", level: 1, can: ["fix"]"#)
        .seat(r#"id: "boss-of-ops", level: 3, can: ["fix"]"#)
        .play("");
    assert_eq!(
        pages(&played),
        [
            "0:01:00 page 1 level 1 primary",
            // Nobody sits at level 2: the page waits there all the same.
            "0:03:00 page 1 level 2",
            "0:06:00 page 1 level 3 boss-of-ops",
            "0:10:00 page 1 level 3 boss-of-ops",
            "0:14:00 page 1 level 3 boss-of-ops",
            "0:18:00 page 1 level 3 boss-of-ops",
        ]
    );
}

#[test]
fn an_acknowledgement_stops_the_escalation() {
    let played = alarmed().play("0:05:59.999 primary ack").all_accepted();
    assert_eq!(pages(&played), ["0:01:00 page 1 level 1 primary"]);
}

#[test]
fn at_the_very_instant_of_the_escalation_the_page_has_gone_on() {
    // What is due comes first, commands after it.
    let played = alarmed().play("0:06:00 primary ack").all_accepted();
    assert_eq!(pages(&played), ["0:01:00 page 1 level 1 primary", "0:06:00 page 1 level 2 secondary"]);
}

#[test]
fn a_second_seat_answers_a_page_that_is_answered_and_joins() {
    insta::assert_snapshot!(alarmed().tell("0:06:30 secondary ack\n0:06:40 primary ack\n0:06:50 primary ack\n0:06:55 primary ack 7"), @"
    0:01:00 truth: alert `high` fires
    0:01:00 pager: page 1, to primary: it hurts
    0:06:00 pager: page 1, still unanswered, to secondary: it hurts
    0:06:30 call: secondary acknowledged page 1 and is in the call
    0:06:40 call: primary acknowledged page 1 and is in the call
    0:06:50 tool: no page for `primary`; `ack take` takes over a page that was not yours
    0:06:55 tool: there is no page 7; `status` lists the open ones
    ");
}

#[test]
fn a_page_that_was_not_mine_is_taken_over_by_saying_so() {
    insta::assert_snapshot!(alarmed().tell("0:01:10 helper ack\n0:01:20 helper ack take\n0:01:30 helper ack take\n0:01:40 primary ack"), @"
    0:01:00 truth: alert `high` fires
    0:01:00 pager: page 1, to primary: it hurts
    0:01:10 tool: no page for `helper`; `ack take` takes over a page that was not yours
    0:01:20 call: helper took over page 1 and is in the call
    0:01:30 tool: there is no unanswered page to take
    0:01:40 call: primary acknowledged page 1 and is in the call
    ");
}

#[test]
fn who_notices_before_any_page_joins_and_has_the_page_in_hand_when_it_comes() {
    insta::assert_snapshot!(alarmed().tell("0:00:20 secondary ack\n0:00:40 secondary look shop"), @"
    0:00:20 call: secondary joined the call before any page
    0:00:40 call: secondary looked at shop: it is degraded; nothing unusual
    0:01:00 truth: alert `high` fires
    0:01:00 pager: page 1, to primary: it hurts
    0:01:00 call: secondary has page 1 in hand already
    ");
}

#[test]
fn nobody_notices_what_no_alert_would_tell() {
    insta::assert_snapshot!(Story::new().tell("0:00:20 primary ack"), @"0:00:20 tool: no page for `primary`; `ack take` takes over a page that was not yours");
}

#[test]
fn a_page_by_hand_wakes_one_seat_or_a_team_and_says_why() {
    insta::assert_snapshot!(alarmed().tell(
        "0:01:10 primary ack\n0:01:20 primary page secondary\n0:01:30 primary page secondary why=\"hands\"\n\
         0:01:40 secondary ack\n0:01:50 primary page secondary why=\"again\"\n0:02:00 primary page helper why=\"you know it\"\n\
         0:02:10 helper ack\n0:02:20 primary page ops why=\"everybody\""
    ), @r#"
    0:01:00 truth: alert `high` fires
    0:01:00 pager: page 1, to primary: it hurts
    0:01:10 call: primary acknowledged page 1 and is in the call
    0:01:20 tool: a page wakes somebody: say why, `page secondary why="..."`
    0:01:30 pager: page 2, to secondary: hands
    0:01:40 call: secondary acknowledged page 2 and is in the call
    0:01:50 tool: `secondary` is in the call already; `ask secondary ...` or give it a task
    0:02:00 pager: page 3, to helper: you know it
    0:02:10 call: helper acknowledged page 3 and is in the call
    0:02:20 pager: page 4, to primary: everybody
    0:07:20 pager: page 4, still unanswered, to secondary: everybody
    0:12:20 pager: page 4, still unanswered, to secondary: everybody
    0:17:20 pager: page 4, still unanswered, to secondary: everybody
    "#);
}

#[test]
fn a_page_by_hand_escalates_like_any_other_and_can_be_hurried() {
    let moves = "0:01:10 primary ack\n0:02:00 primary page ops why=\"more\"\n0:03:00 primary escalate\n0:09:00 secondary ack";
    let played = alarmed().play(moves).all_accepted();
    assert_eq!(
        pages(&played),
        [
            "0:01:00 page 1 level 1 primary",
            "0:02:00 page 2 level 1 primary",
            "0:03:00 page 2 level 2 secondary",
            "0:08:00 page 2 level 2 secondary",
        ]
    );
}

#[test]
fn an_alert_pages_again_only_while_the_seat_that_answered_does_nothing() {
    let again = || Story::new().alert(r#"id: "high", when: All([At("1m"), Active("bad")]), again: "3m""#);
    let idle = again().play("0:02:00 primary ack\n0:03:00 primary say \"I am on it\"\n0:05:30 primary ack");
    assert_eq!(
        pages(&idle)[..2],
        ["0:01:00 page 1 level 1 primary", "0:05:00 page 2 level 1 primary"],
        "talking is not acting"
    );
    let busy = again().play("0:02:00 primary ack\n0:03:00 primary look shop");
    assert_eq!(pages(&busy), ["0:01:00 page 1 level 1 primary"]);
}

#[test]
fn alerts_with_one_key_are_one_call_for_help() {
    let two = Story::new()
        .alert(r#"id: "one", when: At("1m"), key: "shop""#)
        .alert(r#"id: "two", when: At("2m"), key: "shop""#)
        .alert(r#"id: "other", when: At("3m")"#);
    let played = two.play("0:01:30 primary ack\n0:03:30 primary ack");
    assert_eq!(
        times(&played, |kind| matches!(kind, EventKind::AlertFired { .. })),
        ["0:01:00", "0:02:00", "0:03:00"]
    );
    assert_eq!(pages(&played), ["0:01:00 page 1 level 1 primary", "0:03:00 page 2 level 1 primary"]);
}

/// A page that was answered goes on to nobody who is in the call, and one that rings goes before it.
#[test]
fn escalate_calls_nobody_who_is_there_already() {
    let all = "0:01:10 primary ack\n0:01:20 primary page secondary why=hands\n0:01:40 secondary ack\n0:02:00 primary escalate";
    let played = alarmed().play(all);
    let refused = [
        "escalate: whoever that page would go on to is in the call already; `page SEAT why=\"...\"` calls somebody else",
    ];
    assert_eq!(played.refused, refused);
    let one = alarmed().play("0:01:10 primary ack\n0:02:00 primary escalate");
    assert_eq!(pages(&one)[..2], ["0:01:00 page 1 level 1 primary", "0:02:00 page 1 level 2 secondary"]);
}
