//! Answers: the authored ones, and what the world says when nobody wrote any.

use sandtable::engine::event::EventKind;

use super::story::{Story, times, told};

fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

#[test]
fn the_first_answer_whose_condition_holds_is_given() {
    let story = on_call()
        .finding(r#"on: Look("shop"), when: Cleared("bad"), says: ["All is well."]"#)
        .finding(r#"on: Look("shop"), when: Declared, says: ["They know, and it burns."]"#)
        .finding(r#"on: Look("shop"), says: ["It burns."]"#);
    insta::assert_snapshot!(story.tell(
        "0:00:10 primary ack\n0:01:00 primary look shop\n0:02:00 primary declare sev2\n0:03:00 primary look shop\n\
         0:04:00 primary do fix\n0:06:00 primary look shop"
    ), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary looked at shop: it is degraded
    0:01:00 card: It burns.
    0:02:00 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:03:00 call: primary looked at shop: it is degraded
    0:03:00 card: They know, and it burns.
    0:04:00 call: primary began `fix`, until 21:05
    0:05:00 call: `fix` is done
    0:05:00 truth: failure `bad` cleared
    0:05:00 truth: alert `high` is over
    0:05:00 truth: the system has recovered
    0:06:00 call: primary looked at shop: it is up
    0:06:00 card: All is well.
    0:10:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn only_some_seats_find_it_and_the_others_find_the_next_best() {
    let story = on_call()
        .finding(r#"on: Look("deploy-log"), to: ["secondary"], says: ["Release 4.2, by me."]"#)
        .finding(r#"on: Look("deploy-log"), says: ["A release at nine."]"#);
    insta::assert_snapshot!(story.tell(
        "0:00:10 primary ack\n0:00:20 primary page secondary why=\"x\"\n0:00:30 secondary ack\n\
         0:01:00 primary look deploy-log\n0:01:10 secondary look deploy-log\n0:01:20 table look deploy-log"
    ), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:00:20 pager: page 2, to secondary: x
    0:00:30 call: secondary acknowledged page 2 and is in the call
    0:01:00 call: primary looked at deploy-log
    0:01:00 card: A release at nine.
    0:01:10 call: secondary looked at deploy-log
    0:01:10 card: Release 4.2, by me.
    0:01:20 call: table looked at deploy-log
    0:01:20 card: A release at nine.
    ");
}

#[test]
fn an_answer_that_takes_its_time_holds_nobody_up() {
    let story = on_call().finding(r#"on: Ask("support"), takes: "2m", says: ["Forty calls."]"#);
    insta::assert_snapshot!(story.tell(
        "0:00:10 primary ack\n0:01:00 primary ask support \"what do they say?\"\n0:01:01 primary declare sev2\n\
         0:02:59.999 primary say \"and?\""
    ), @r#"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary asked support "what do they say?"
    0:01:00 call: an answer to primary comes in 2 min
    0:01:01 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:02:59.999 call: primary: and?
    0:03:00 card: Forty calls.
    "#);
}

#[test]
fn what_is_found_once_is_not_found_again() {
    let story = on_call()
        .finding(r#"on: Look("notes"), once: true, says: ["January: restart it."]"#)
        .finding(r#"on: Look("notes"), says: ["Nothing new."]"#);
    let text = told(&story.play("0:00:10 primary ack\n0:01:00 primary look notes\n0:02:00 primary look notes\n0:03:00 table look notes"));
    assert_eq!(text.matches("January").count(), 1, "{text}");
    assert_eq!(text.matches("Nothing new").count(), 2, "{text}");
}

/// What a team knows is no seat's answer; a seat that is called like its team is that team.
#[test]
fn who_asks_a_seat_is_answered_by_it_alone() {
    let story = on_call().finding(r#"on: Ask("ops"), says: ["That is us."]"#);
    let text = told(&story.play(
        "0:00:10 primary ack\n0:01:00 primary ask secondary \"whose is it?\"\n0:02:00 primary ask ops \"and?\"",
    ));
    assert_eq!(text.matches("That is us.").count(), 1, "{text}");
    assert!(text.contains("0:02:00 card: That is us."), "{text}");
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn several_wordings_are_the_dices_and_a_second_question_may_hear_another() {
    let story = on_call().finding(r#"on: Look("shop"), says: ["One.", "Two.", "Three."]"#);
    let answers = |seed: u64| {
        let played = story
            .clone()
            .seed(seed)
            .play("0:00:10 primary ack\n0:01:00 primary look shop\n0:02:00 primary look shop");
        let said = played.events().filter_map(|event| match &event.kind {
            EventKind::Answered { text, .. } => Some(text.clone()),
            _ => None,
        });
        said.collect::<Vec<_>>()
    };
    let all: std::collections::BTreeSet<Vec<String>> = (1..=80).map(answers).collect();
    assert_eq!(all.len(), 9, "{all:?}");
}

#[test]
fn what_nobody_scripted_is_answered_and_changes_nothing() {
    let story = on_call();
    let moves = "0:00:10 primary ack\n0:01:00 primary look the coffee machine\n0:01:10 primary look shop\n\
                 0:01:20 primary do \"turn the building round\"\n0:01:30 primary ask astrologer \"and now?\"\n\
                 0:01:40 primary ask support \"and you?\"\n0:01:50 primary ask secondary \"there?\"\n0:02:00 primary ask ops \"anybody?\"\n0:02:10 primary ask primary \"hm?\"";
    insta::assert_snapshot!(story.tell(moves), @r#"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary looked at the coffee machine: nothing is known by that name here, so there was nothing to see
    0:01:10 call: primary looked at shop: it is degraded; nothing unusual
    0:01:20 call: primary did: turn the building round
    0:01:20 card: done; nothing changes
    0:01:30 call: primary asked astrologer "and now?"
    0:01:30 card: nobody knows
    0:01:40 call: primary asked support "and you?"
    0:01:40 card: they know nothing more
    0:01:50 call: primary asked secondary "there?"
    0:01:50 card: no answer: nobody sits there
    0:02:00 call: primary asked ops "anybody?"
    0:02:00 card: no answer in #ops; page them
    0:02:10 call: primary asked primary "hm?"
    0:02:10 card: that is you
    "#);
    let quiet = times(&story.play("0:00:10 primary ack"), changes);
    assert_eq!(times(&story.play(moves).all_accepted(), changes), quiet);
}

/// Whether an event changes the mock system.
fn changes(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::FailureStarted { .. }
            | EventKind::FailureCleared { .. }
            | EventKind::ActionTookEffect { .. }
            | EventKind::InjectDelivered { .. }
            | EventKind::AlertFired { .. }
    )
}

#[test]
fn a_seat_in_the_call_answers_for_itself() {
    let text = told(&on_call().play(
        "0:00:10 primary ack\n0:00:20 primary page secondary why=\"x\"\n0:00:30 secondary ack\n0:01:00 primary ask secondary \"what do you see?\"",
    ));
    assert!(!text.contains("no answer"), "{text}");
}

#[test]
fn a_person_in_the_call_is_asked_in_person_whatever_was_written_for_their_seat() {
    let story = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .finding(r#"on: Ask("secondary"), says: ["The disk is full."]"#);
    insta::assert_snapshot!(story.tell(
        "0:00:10 primary ack\n0:00:20 primary ask secondary \"what do you see?\"\n0:00:30 primary page secondary why=\"x\"\n\
         0:00:40 secondary ack\n0:01:00 primary ask secondary \"and now?\"\n0:01:10 secondary ask secondary \"hm?\""
    ), @r#"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:00:20 call: primary asked secondary "what do you see?"
    0:00:20 card: The disk is full.
    0:00:30 pager: page 2, to secondary: x
    0:00:40 call: secondary acknowledged page 2 and is in the call
    0:01:00 call: primary asked secondary "and now?"
    0:01:10 call: secondary asked secondary "hm?"
    0:01:10 card: that is you
    "#);
}
