//! Roles: taken, given, announced, handed over, given up.

use sandtable::engine::event::EventKind;

use super::story::{Story, told};

/// All three are in the call after half a minute.
fn call() -> (Story, &'static str) {
    let story = Story::new().component(r#"id: "till""#).alert(r#"id: "high", when: Active("bad")"#);
    let moves = "0:00:10 primary ack\n0:00:11 primary page secondary why=\"x\"\n0:00:12 secondary ack\n\
                 0:00:13 primary page helper why=\"x\"\n0:00:14 helper ack\n";
    (story, moves)
}

/// What happened after the first half minute.
#[track_caller]
fn tell(moves: &str) -> String {
    let (story, before) = call();
    let text = story.tell(&format!("{before}{moves}"));
    text.lines().filter(|line| !line.starts_with("0:00:")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn roles_are_given_and_announced_in_one_breath() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary roles commander=1 deputy=helper expert=2 expert:till=helper\n0:02:00 secondary roles commander=2 deputy=-\n0:03:00 primary roles commander=2"
    ), @"
    0:01:00 call: primary is commander
    0:01:00 call: helper is deputy
    0:01:00 call: secondary is expert
    0:01:00 call: helper is expert for till
    0:02:00 call: secondary is commander after primary
    0:02:00 call: helper is no longer deputy
    0:03:00 call: primary tells everybody who holds what
    ");
}

#[test]
fn a_role_that_is_assigned_waits_for_its_announcement() {
    let (story, before) = call();
    let announced = |moves: &str| {
        let played = story.play(&format!("{before}{moves}")).all_accepted();
        let mut world = sandtable::engine::world::World::new(&played.scenario);
        for event in played.events() {
            world.apply(&played.scenario, event, &mut Default::default()).unwrap();
        }
        world.holders.iter().map(|held| held.announced).collect::<Vec<_>>()
    };
    assert_eq!(
        announced("0:01:00 primary assign commander secondary\n0:01:10 primary assign deputy helper"),
        [false, false]
    );
    assert_eq!(announced("0:01:00 primary assign commander secondary\n0:01:30 primary announce"), [true]);
    assert_eq!(announced("0:01:00 primary take commander"), [true], "who takes a role says so");
    assert_eq!(
        announced(
            "0:01:00 primary take commander\n0:01:10 primary assign deputy helper\n0:01:20 primary announce"
        ),
        [true, true]
    );
}

#[test]
fn there_is_never_more_than_one_commander_and_experts_are_many() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary take commander\n0:01:10 secondary take commander\n0:01:20 helper assign commander secondary\n\
         0:01:30 primary take expert\n0:01:40 helper take expert:till\n0:01:50 primary release helper\n0:02:00 helper say \"hello?\""
    ), @"
    0:01:00 call: primary takes commander
    0:01:10 tool: `primary` is commander; the first claim holds. Ask for a handover: `primary handover commander secondary state=...`
    0:01:20 call: secondary is commander after primary (not announced yet)
    0:01:30 call: primary takes expert
    0:01:40 call: helper takes expert for till
    0:01:50 call: helper is let go, and was expert
    0:01:50 call: primary let helper go
    0:02:00 tool: `helper` left at 21:01; `helper ack` comes back
    ");
}

#[test]
fn a_role_is_handed_over_with_a_brief_and_moves_when_it_is_accepted() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary take commander\n0:02:00 secondary handover commander helper state=\"x\"\n\
         0:03:00 primary handover commander secondary state=\"half is down\" flight=\"restart, helper, 5m\" tried=\"nothing\" next=\"customers by 21:20\"\n\
         0:03:10 helper accept\n0:04:00 secondary accept\n0:05:00 secondary accept\n0:06:00 secondary handover commander secondary"
    ), @"
    0:01:00 call: primary takes commander
    0:02:00 tool: only the commander can hand over the role; `assign commander SEAT` gives it without a brief
    0:03:00 call: primary offers commander to secondary: state: half is down; in flight: restart, helper, 5m; tried: nothing; next: customers by 21:20 (`accept` takes it)
    0:03:10 tool: nothing was offered to `helper`: `accept` takes a role or a task that somebody gave it
    0:04:00 call: secondary accepts and is commander after primary (not announced yet)
    0:05:00 call: secondary: accepted
    0:06:00 tool: a role is handed over to another seat
    ");
}

#[test]
fn an_expert_hands_over_the_system_as_well() {
    let text = tell(
        "0:01:00 primary take expert:till\n0:02:00 primary handover expert secondary state=\"odd\"\n0:03:00 secondary accept",
    );
    assert!(text.contains("secondary accepts and is expert for till after primary"), "{text}");
}

#[test]
fn what_was_offered_to_one_expert_is_not_withdrawn_by_another() {
    let text = tell(
        "0:01:00 primary take expert\n0:02:00 primary handover expert secondary state=\"odd\"\n0:02:30 helper take expert\n0:03:00 secondary accept",
    );
    assert!(text.contains("secondary accepts and is expert after primary"), "{text}");
}

#[test]
fn who_leaves_the_call_gives_up_what_they_hold() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary roles commander=primary expert=primary deputy=secondary\n0:02:00 primary leave\n0:02:10 primary say \"still here\"\n\
         0:03:00 primary ack\n0:04:00 secondary roles commander=primary\n0:05:00 secondary release primary"
    ), @"
    0:01:00 call: primary is commander
    0:01:00 call: primary is expert
    0:01:00 call: secondary is deputy
    0:02:00 call: primary leaves, and was commander
    0:02:00 call: primary leaves, and was expert
    0:02:00 call: primary left the call
    0:02:10 tool: `primary` left at 21:02; `primary ack` comes back
    0:03:00 call: primary acknowledged page 1 and is in the call
    0:04:00 call: primary is commander
    0:05:00 call: primary is let go, and was commander
    0:05:00 call: secondary let primary go
    ");
}

/// At two minutes a taxi takes `primary`, which has declared and leads.
const TAXI: &str = r#"id: "taxi", at: "2m", from: "support", to: [Table], leaves: ["primary"]"#;

#[test]
fn who_is_taken_away_by_the_story_holds_nothing_gets_nothing_and_can_do_nothing() {
    let (story, before) = call();
    let story = story.inject(TAXI).inject(r#"id: "mail", at: "4m", from: "support", to: [Role(Deputy)]"#);
    let played = story.play(&format!(
        "{before}0:01:00 primary declare sev2\n0:01:01 primary roles commander=1\n0:02:10 primary say \"still here\"\n\
         0:02:20 primary ack\n0:02:30 secondary page primary why=\"come back\"\n0:02:40 secondary ask primary \"where are you?\"\n\
         0:02:50 secondary assign deputy primary\n0:03:00 helper take commander"
    ));
    let to_helper = |kind: &EventKind| {
        matches!(kind, EventKind::InjectDelivered { inject, to, .. }
            if inject.as_str() == "mail" && to.len() == 1 && to[0].as_str() == "helper")
    };
    assert!(played.events().any(|event| to_helper(&event.kind)), "the commander's, who is here");
    let text = told(&played);
    let late = text.lines().skip_while(|line| !line.starts_with("0:02:")).map(|line| format!("{line}\n"));
    insta::assert_snapshot!(late.collect::<String>(), @r#"
    0:02:00 chat: taxi
    0:02:00 call: primary is gone, and can't be reached
    0:02:00 call: nobody is commander any more: it was primary
    0:02:10 tool: `primary` is gone since 21:02, and can't be reached: turn to somebody who is in the call
    0:02:20 tool: `primary` is gone since 21:02, and can't be reached: turn to somebody who is in the call
    0:02:30 tool: `primary` is gone since 21:02, and can't be reached: turn to somebody who is in the call
    0:02:40 call: secondary asked primary "where are you?"
    0:02:40 card: no answer: gone, and can't be reached
    0:02:50 tool: `primary` is gone since 21:02, and can't be reached: turn to somebody who is in the call
    0:03:00 call: helper takes commander
    0:04:00 chat: mail
    "#);
}

#[test]
fn who_plays_alone_is_not_taken_away() {
    let story = Story::new().alert(r#"id: "high", when: Active("bad")"#).inject(TAXI);
    let text = story.tell("0:00:10 primary ack\n0:03:00 primary say \"still here\"");
    assert!(!text.contains("is gone") && text.contains("still here"), "{text}");
}

#[test]
fn a_handover_that_is_expected_is_a_role_that_was_offered_and_accepted() {
    let (story, before) = call();
    let story = story.expected(r#"id: "pass-it", is: Handover(Commander), target: "4m", limit: "5m""#);
    let credit = |moves: &str| {
        let played = story
            .play(&format!("{before}0:01:00 primary declare sev2\n0:01:01 primary take commander\n{moves}"));
        crate::support::criterion(&played.all_accepted().card(), "actions/pass-it").credit
    };
    assert_eq!(
        credit("0:02:00 primary handover commander secondary state=\"all is odd\"\n0:02:10 secondary accept"),
        Some(10_000)
    );
    // Only offered; given in a word; put down and picked up.
    assert_eq!(credit("0:02:00 primary handover commander secondary state=\"all is odd\""), Some(0));
    assert_eq!(credit("0:02:00 primary roles commander=2"), Some(0));
    assert_eq!(credit("0:02:00 primary leave\n0:02:10 secondary take commander"), Some(0));
}

#[test]
fn a_story_may_ask_who_holds_a_role() {
    let (story, before) = call();
    let story = story
        .inject(r#"id: "two", when: Holds("secondary", Commander), while: Not(Holds("primary", Commander))"#);
    let text =
        story.tell(&format!("{before}0:01:00 primary take commander\n0:02:00 primary roles commander=2"));
    assert!(!text.contains("0:01:00 chat: two") && text.contains("0:02:00 chat: two"), "{text}");
}

#[test]
fn a_handover_without_a_role_is_of_the_role_that_is_held() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary take commander\n0:01:01 primary take deputy\n0:01:02 secondary take expert\n\
         0:02:00 primary handover 2 state=\"paused\"\n0:02:10 secondary accept\n\
         0:03:00 primary handover helper state=\"told\"\n0:03:10 helper accept\n0:04:00 secondary handover commander primary"
    ), @"
    0:01:00 call: primary takes commander
    0:01:01 call: primary takes deputy
    0:01:02 call: secondary takes expert
    0:02:00 call: primary offers commander to secondary: state: paused (`accept` takes it)
    0:02:10 call: secondary accepts and is commander after primary (not announced yet)
    0:03:00 call: primary offers deputy to helper: state: told (`accept` takes it)
    0:03:10 call: helper accepts and is deputy after primary (not announced yet)
    0:04:00 call: secondary offers commander to primary (`accept` takes it)
    ");
    let (story, before) = call();
    let refused = |moves: &str| story.play(&format!("{before}{moves}")).refused;
    assert_eq!(
        refused("0:01:00 primary handover 2"),
        [
            "handover 2: `primary` holds no role to hand over; `take ROLE` takes one, `roles ROLE=SEAT` gives one"
        ]
    );
    assert_eq!(
        refused("0:01:00 primary take expert\n0:01:01 primary take deputy\n0:01:02 primary handover helper"),
        [
            "handover helper: `primary` holds several roles; which one: `handover deputy helper` or `handover expert helper`?"
        ]
    );
}
