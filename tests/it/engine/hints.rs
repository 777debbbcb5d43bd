//! `hint`: the most urgent next step, as a question first, and more of it for who asks again.

use sandtable::engine::command::{Command, Mover};
use sandtable::time::SimDuration;

use super::story::{Story, told};

fn hints(story: &Story, moves: &str) -> String {
    let text = told(&story.play(moves));
    let hints: Vec<&str> =
        text.lines().filter(|line| line.contains("hint: ") || line.contains("the guide ")).collect();
    hints.join("\n")
}

fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

#[test]
fn a_lost_table_is_led_through_the_process() {
    insta::assert_snapshot!(hints(
        &on_call(),
        "0:00:05 table hint\n0:00:06 table hint\n0:00:07 table hint\n0:00:08 table hint\n0:00:10 primary ack\n\
         0:00:20 primary hint\n0:00:30 primary declare sev1\n0:00:40 primary hint\n\
         0:00:50 primary roles commander=primary\n0:04:00 primary hint",
    ), @r#"
    0:00:05 tool: hint: A phone is ringing. Whose is it?
    0:00:06 tool: hint: primary has been paged, and nobody has said "I have it".
    0:00:07 tool: hint: Type `1 ack`.
    0:00:08 tool: hint: Type `1 ack`.
    0:00:20 tool: hint: Is this an incident yet? Who would have to know that it is?
    0:00:40 tool: hint: Who decides? Would everybody here give the same answer?
    0:04:00 tool: hint: Who has not heard a word from you yet, and what do they think meanwhile?
    "#);
}

#[test]
fn the_authors_hints_come_when_the_process_is_in_hand_and_a_change_wants_a_check() {
    let story = on_call().metric(r#"id: "errors""#).ends(r#"resolved: Cleared("bad"), latest: "20m", verify: ["errors"]"#).expected(
        r#"id: "see", is: Look("errors"), serves: ["o"], target: "5m", why: "w", hints: ["What does the number say?", "Look at errors."]"#,
    );
    insta::assert_snapshot!(hints(
        &story,
        "0:00:10 primary ack\n0:00:20 primary declare sev3\n0:00:30 primary roles commander=primary\n0:00:40 primary hint\n\
         0:00:41 primary hint\n0:00:42 primary hint\n0:00:50 primary look errors\n0:00:51 primary hint\n0:01:00 primary do fix\n\
         0:02:01 primary hint\n0:02:02 primary verify errors\n0:02:03 primary hint",
    ), @"
    0:00:40 tool: hint: What does the number say?
    0:00:41 tool: hint: Look at errors.
    0:00:42 tool: hint: Look at errors.
    0:00:51 tool: hint: What do you know now that you did not know when it began?
    0:02:01 tool: hint: Something was changed. How do you know that it worked?
    0:02:03 tool: hint: Look at a signal again, or ask somebody who sees the thing from another side.
    ");
}

#[test]
fn an_unaided_drill_gives_none() {
    let scenario = crate::support::scenario(&on_call().text(), None);
    let mut header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    header.mode = sandtable::engine::event::Mode::Unaided;
    let (mut session, _) = sandtable::engine::Session::start(scenario, header).unwrap();
    let (by, hint) = (Mover::Table, Command::Hint);
    let handled = session.handle(by, SimDuration::ZERO, &hint, "hint").unwrap();
    assert_eq!(handled.refused.unwrap().to_string(), "this drill is unaided: no hints");
}

/// Asking costs nothing: the same drill with and without hints has the same card.
#[test]
fn a_hint_changes_no_score() {
    let moves = "0:00:10 primary ack\n0:00:20 primary declare sev1\n0:01:00 primary do fix\n0:03:00 primary close done";
    let with = "0:00:01 table hint\n0:00:10 primary ack\n0:00:15 primary hint\n0:00:20 primary declare sev1\n\
        0:00:40 primary hint\n0:01:00 primary do fix\n0:02:30 primary hint\n0:03:00 primary close done";
    let card = |moves: &str| {
        let card = on_call().play(moves).card();
        card.dimensions.iter().map(|d| (d.id, d.credit, d.gates.clone())).collect::<Vec<_>>()
    };
    assert_eq!(card(moves), card(with));
}

/// What was in hand meanwhile is asked about anew: a question again, and not the answer.
#[test]
fn the_next_time_begins_with_a_question_again() {
    insta::assert_snapshot!(hints(
        &on_call(),
        "0:00:05 primary ack\n0:00:10 primary declare sev1\n0:00:20 primary roles commander=primary\n0:03:00 primary hint\n\
         0:03:01 primary hint\n0:03:02 primary update customers stakeholders state=investigating next=10m\n0:11:00 primary hint",
    ), @"
    0:03:00 tool: hint: Who has not heard a word from you yet, and what do they think meanwhile?
    0:03:01 tool: hint: customers should hear soon. It need not be the cause: what is seen, what is done, when they hear next.
    0:11:00 tool: hint: Who is waiting for a word from you, and what do they think meanwhile?
    ");
}

/// Five minutes without a look, a step, a word outside or a check; then whatever the author has to ask.
#[test]
fn nothing_happening_is_asked_about_once_before_the_authors_own() {
    let story = on_call().metric(r#"id: "errors""#).expected(
        r#"id: "see", is: Look("errors"), serves: ["o"], target: "5m", why: "w", hints: ["What does the number say?"]"#,
    );
    insta::assert_snapshot!(hints(
        &story,
        "0:00:05 primary ack\n0:00:10 primary declare sev3\n0:00:20 primary roles commander=primary\n0:04:00 primary hint\n\
         0:05:00 primary hint\n0:05:01 primary hint\n0:05:10 primary look shop\n0:11:00 primary hint",
    ), @"
    0:04:00 tool: hint: What does the number say?
    0:05:00 tool: hint: Nothing has happened for a while. What is everybody waiting for?
    0:05:01 tool: hint: What does the number say?
    0:11:00 tool: hint: Nothing has happened for a while. What is everybody waiting for?
    ");
}

/// A page that went on to a seat nobody fills is the one's who is there.
#[test]
fn a_page_is_asked_of_somebody_who_is_there() {
    let story = on_call();
    let text = "0:00:01 primary note x\n0:06:00 primary hint\n0:06:01 primary hint\n0:06:02 primary hint";
    assert!(hints(&story, text).ends_with("hint: Type `1 ack`."), "{}", hints(&story, text));
}

/// What a guided drill asks by itself is told as the guide's, and nobody is said to have asked for it.
#[test]
fn the_guide_asks_in_its_own_name() {
    let moves = "0:00:10 primary ack\n0:00:50 primary hint unasked\n0:02:50 primary hint unasked\n0:03:00 primary hint";
    insta::assert_snapshot!(hints(&on_call(), moves), @r#"
    0:00:50 tool: the guide asks: Is this an incident yet? Who would have to know that it is?
    0:02:50 tool: the guide says: Declaring costs nothing and can be taken lower; it makes it everybody's, and starts the clocks.
    0:03:00 tool: hint: Type `1 declare sev2`; when unsure, the higher one.
    "#);
}

/// Who was called by hand is given a while to answer, before anybody asks whose phone rings.
#[test]
fn a_call_of_ones_own_is_not_asked_about_at_once() {
    let moves = "0:00:10 primary ack\n0:00:20 primary declare sev3\n0:00:30 primary roles commander=primary\n\
                 0:00:40 primary page secondary why=hands\n0:00:50 primary hint\n0:02:11 primary hint\n0:04:00 secondary ack";
    insta::assert_snapshot!(hints(&on_call(), moves), @r#"
    0:00:50 tool: hint: What do you know now that you did not know when it began?
    0:02:11 tool: hint: You wait for secondary. Who else could do it?
    "#);
}

/// A word that was promised in five minutes is not asked for after two.
#[test]
fn a_word_promised_soon_is_asked_for_when_it_is_nearly_due() {
    let moves = "0:00:10 primary ack\n0:00:20 primary declare sev1\n0:00:30 primary roles commander=primary\n\
                 0:01:00 primary update customers stakeholders state=investigating next=6m\n0:04:30 primary hint\n\
                 0:05:01 primary hint";
    insta::assert_snapshot!(hints(&on_call(), moves), @r#"
    0:04:30 tool: hint: What do you know now that you did not know when it began?
    0:05:01 tool: hint: Who is waiting for a word from you, and what do they think meanwhile?
    "#);
}

/// Before the pager rings, the hint says how one is called and how one comes in by oneself.
#[test]
fn before_the_page_a_hint_says_what_calls_one() {
    let later = Story::new().alert(r#"id: "high", when: At("2m")"#);
    let moves = "0:00:01 secondary hint\n0:00:02 secondary hint\n0:00:03 secondary hint";
    insta::assert_snapshot!(hints(&later, moves), @r#"
    0:00:01 tool: hint: Nothing has called you yet. What will call you, and what will you look at first?
    0:00:02 tool: hint: Your pager calls you. Until then there is nothing to do but to wait, and to read: `help`, `card`, `actions`.
    0:00:03 tool: hint: Wait for the pager (`wait next`, where the clock does not run by itself). If you see something yourself, `2 ack` joins.
    "#);
}
