//! Work and words: tasks, polls, decisions, updates.

use sandtable::moves::line_of;

use super::story::Story;

fn pair() -> (Story, &'static str) {
    let story = Story::new().alert(r#"id: "high", when: Active("bad")"#);
    (story, "0:00:10 primary ack\n0:00:11 primary page secondary why=\"x\"\n0:00:12 secondary ack\n")
}

#[track_caller]
fn tell(moves: &str) -> String {
    let (story, before) = pair();
    let text = story.tell(&format!("{before}{moves}"));
    text.lines().filter(|line| !line.starts_with("0:00:")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_task_is_given_accepted_and_reported() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary task secondary \"find out what changed\" box=5m\n0:01:10 secondary accept\n0:01:20 secondary accept\n\
         0:04:00 secondary report \"need more\" box=3m\n0:07:00 secondary report \"release 4.2\"\n0:07:10 secondary report \"and one more thing\""
    ), @"
    0:01:00 call: task 1 for secondary: find out what changed, back by 21:06
    0:01:10 call: secondary accepts task 1
    0:01:20 tool: nothing was offered to `secondary`: `accept` takes a role or a task that somebody gave it
    0:04:00 call: secondary reports on task 1: need more (needs 3:00 more)
    0:07:00 call: secondary reports on task 1: release 4.2
    0:07:10 call: secondary reports: and one more thing
    ");
}

#[test]
fn a_task_goes_to_a_role_a_team_or_to_somebody_and_the_last_offer_is_accepted_first() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary take commander\n0:01:01 primary roles deputy=secondary\n0:02:00 primary task deputy \"tell customers\" 10m\n\
         0:02:10 primary task secondary \"and the boss\"\n0:02:20 primary task ops \"watch it\"\n0:02:30 primary task whoever \"coffee\"\n\
         0:03:00 secondary accept\n0:03:10 secondary accept\n0:04:00 secondary report 1 \"they know\"\n0:04:10 secondary report \"he knows\""
    ), @"
    0:01:00 call: primary takes commander
    0:01:01 call: secondary is deputy
    0:02:00 call: task 1 for deputy (secondary): tell customers, back by 21:12
    0:02:10 call: task 2 for secondary: and the boss, no time box
    0:02:20 call: task 3 for ops: watch it, no time box
    0:02:30 call: task 4 for whoever: coffee, no time box
    0:03:00 call: secondary accepts task 2
    0:03:10 call: secondary accepts task 1
    0:04:00 call: secondary reports on task 1: they know
    0:04:10 call: secondary reports on task 2: he knows
    ");
}

/// Of a team, of a role that nobody had yet, and of anybody.
#[test]
fn what_is_given_to_several_is_the_first_ones_who_takes_it() {
    insta::assert_snapshot!(tell(
        "0:02:00 primary task ops \"watch it\" 5m\n0:02:10 secondary accept\n0:02:15 primary accept\n\
         0:02:20 primary task deputy \"tell customers\"\n0:02:30 secondary accept\n0:02:40 primary assign deputy secondary\n\
         0:02:50 secondary accept\n0:03:00 secondary report \"they know\"\n0:03:10 secondary report \"it is quiet\"\n\
         0:04:00 primary task whoever \"coffee\"\n0:04:10 primary accept"
    ), @"
    0:02:00 call: task 1 for ops: watch it, back by 21:07
    0:02:10 call: secondary accepts task 1
    0:02:15 tool: nothing was offered to `primary`: `accept` takes a role or a task that somebody gave it
    0:02:20 call: task 2 for deputy (nobody): tell customers, no time box
    0:02:30 tool: nothing was offered to `secondary`: `accept` takes a role or a task that somebody gave it
    0:02:40 call: secondary is deputy (not announced yet)
    0:02:50 call: secondary: accepted
    0:03:00 call: secondary reports on task 1: they know
    0:03:10 call: secondary reports on task 2: it is quiet
    0:04:00 call: task 3 for whoever: coffee, no time box
    0:04:10 call: primary accepts task 3
    ");
}

#[test]
fn a_role_that_was_given_later_is_what_is_said_yes_to() {
    insta::assert_snapshot!(tell(
        "0:02:00 primary task ops \"watch it\"\n0:02:20 primary assign deputy secondary\n0:02:30 secondary accept\n\
         0:08:00 secondary accept"
    ), @"
    0:02:00 call: task 1 for ops: watch it, no time box
    0:02:20 call: secondary is deputy (not announced yet)
    0:02:30 call: secondary: accepted
    0:08:00 call: secondary accepts task 1
    ");
}

#[test]
fn objections_are_asked_for_and_a_decision_is_announced() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary poll fix risk=\"carts are lost\"\n0:01:10 secondary object \"payday\"\n0:01:20 primary decide fix no\n\
         0:02:00 primary poll \"wait an hour\"\n0:02:30 primary decide fix\n0:03:00 primary plan next=10m \"fix, then look\"\n0:03:10 primary hold 2m \"let it settle\""
    ), @r#"
    0:01:00 call: primary: any strong objections to "fix"? The risk: carts are lost.
    0:01:10 call: secondary objects: payday
    0:01:20 call: primary decided, no go: fix
    0:02:00 call: primary: any strong objections to "wait an hour"?
    0:02:30 call: primary decided: fix
    0:03:00 call: primary plans: fix, then look. Look again at 21:13.
    0:03:10 call: primary decided to hold for 2:00: let it settle
    "#);
}

#[test]
fn people_are_told_and_promised_the_next_time() {
    insta::assert_snapshot!(tell(
        "0:01:00 primary declare sev2\n0:01:10 primary statement symptom=\"half fail\" since=\"21:00\" unknown=\"why\"\n\
         0:02:00 primary update customers stakeholders state=\"investigating\" impact=\"half fail\" next=20m\n0:03:00 primary severity sev1 why=\"all fail\"\n\
         0:04:00 primary note \"my own\"\n0:05:00 table bookmark \"the turn\"\n0:06:00 table mark fix"
    ), @"
    0:01:00 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:01:10 call: incident statement: half fail; since: 21:00; not known: why
    0:02:00 call: primary told customers, stakeholders: investigating; impact: half fail; next update: 20m
    0:03:00 call: primary changed SEV2 to SEV1: all fail
    0:04:00 call: primary noted: my own
    0:05:00 tool: bookmark: the turn
    0:06:00 tool: table marked what was done as `fix`
    ");
}

#[test]
fn what_is_declared_again_as_something_else_changes_the_severity() {
    let played = pair().0.play(&format!(
        "{}0:01:00 primary declare sev3\n0:02:00 secondary declare sev1\n0:03:00 primary declare sev2\n\
         0:03:10 primary declare sev2",
        pair().1
    ));
    let changed: Vec<String> = played
        .events()
        .filter_map(|event| line_of(&played.scenario, event).map(|line| format!("{} {line}", event.at)))
        .filter(|line| line.contains("sev"))
        .collect();
    // Two events of `severity`, the first of `declare`, and one refusal.
    assert_eq!(
        changed,
        ["0:01:00 declare sev3", "0:02:00 severity sev1 why=\"\"", "0:03:00 severity sev2 why=\"\""]
    );
    assert_eq!(
        played.refused,
        ["declare sev2: the incident is declared already, as SEV2; to change it, name another severity: \
         `severity SEV why=\"...\"`"]
    );
    let journal = played.journal();
    assert!(journal.contains("0:02:00 call: secondary changed SEV3 to SEV1\n"), "{journal}");
    assert!(journal.contains("0:03:00 call: primary changed SEV1 to SEV2\n"), "{journal}");
}
