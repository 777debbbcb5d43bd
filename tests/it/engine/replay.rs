//! A drill's moves, exported and played again, give the same drill.

use sandtable::engine::event::{Actor, Event, EventKind};
use sandtable::journal::Who;
use sandtable::journal::line::compared;
use sandtable::moves::lines_of;

use super::story::Story;
use crate::shipped;
use crate::support::{Played, play_with};

/// The moves of a drill as a file, refused ones included.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn exported(played: &Played) -> String {
    let lines = lines_of(&played.scenario, played.events());
    let line = |event: &Event| {
        let ago = event.said.map_or(String::new(), |said| format!(" -{}", event.at.since(said)));
        let text = match &event.kind {
            EventKind::Refused { said, .. } => Some(said.clone()),
            _ => lines.get(&event.seq).cloned(),
        };
        text.map(|text| format!("{} {}{ago} {text}\n", event.at, event.by))
    };
    played.events().filter_map(line).collect()
}

fn bytes(played: &Played) -> Vec<String> {
    played.lines.iter().map(|line| String::from_utf8(compared(line).to_vec()).unwrap()).collect()
}

#[track_caller]
fn same_again(played: &Played, name: &str) {
    let moves = exported(played);
    let again = play_with(played.scenario.clone(), &moves, 5, Who::Prepared);
    assert_eq!(bytes(played), bytes(&again), "{name}\n{moves}");
    assert_eq!(moves, exported(&again), "{name}");
}

#[test]
fn both_crews_of_each_shipped_scenario() {
    for shipped in shipped::all() {
        for (crew, moves) in &shipped.crews {
            let played = play_with(shipped.scenario(), moves, 5, Who::Prepared);
            same_again(&played, &format!("{} {crew}", shipped.id));
        }
    }
}

#[test]
fn what_a_facilitator_did() {
    let story = Story::new()
        .metric(r#"id: "errors""#)
        .inject(r#"id: "early", at: "7m", jitter: "90s", news: true"#)
        .inject(r#"id: "late", at: "12m""#)
        .inject(r#"id: "held", kind: Contingency, auto: Active("bad")"#)
        .milestone(r#"id: "known", when: At("19m")"#)
        .action(r#"id: "drain""#)
        .expected(r#"id: "see", is: Look("errors"), serves: ["o"], target: "5m", why: "w", hints: ["What does it say?"]"#)
        .alert(r#"id: "high", when: Active("bad")"#);
    let moves = r#"0:00:10 primary ack
        0:00:20 facilitator hint 1 1
        0:00:25 facilitator hint primary 2 about=see
        0:00:30 facilitator hint secondary 1 "who else "wants" to know?"
        0:00:40 facilitator talk
        0:00:50 facilitator talk
        0:00:51 facilitator nudge early +90s
        0:00:52 facilitator nudge late -30s
        0:00:53 facilitator nudge held now
        0:00:54 facilitator skip late
        0:00:55 facilitator inject held
        0:00:56 facilitator inject held
        0:01:00 primary declare sev2
        0:01:10 primary update customers state=investigating impact="it hurts" doing="we look"
        0:01:20 facilitator mark wrong 5
        0:01:30 facilitator mark fix
        0:01:40 facilitator observe "nobody asked"
        0:01:41 facilitator observe 2 "asked twice"
        0:02:00 facilitator jump 1m30s due
        0:04:00 facilitator voice boss "and "now"?"
        0:04:10 facilitator voice "a neighbour" "smoke!" to=helper,1 via=social-media
        0:04:20 facilitator inject "from nowhere" from="the moon"
        0:04:30 facilitator talk severity
        0:04:40 facilitator talk severity
        0:05:00 facilitator force reach known
        0:05:10 facilitator force do drain
        0:05:20 facilitator force clear bad
        0:05:30 facilitator force start bad
        0:05:40 facilitator nudge early now
        0:05:50 facilitator say "well done"
        0:05:51 facilitator note "for later"
        0:05:52 facilitator bookmark
        0:06:00 primary take commander
        0:06:10 facilitator vacate primary
        0:06:20 facilitator pause
        0:06:30 facilitator resume
        0:07:00 facilitator look errors
        0:07:10 primary inject held
        0:08:00 facilitator end safety"#;
    let played = story.seed(5).play(moves);
    same_again(&played, "facilitated");
    let accepted = played.events().filter(|event| event.by == Actor::Facilitator);
    let refused = |event: &&Event| matches!(event.kind, EventKind::Refused { .. });
    // Turned down: the nudge of what has no time, the second inject, the place that holds no slots, the look.
    assert_eq!(accepted.filter(refused).count(), 4, "{:#?}", played.refused);
}

#[test]
fn every_move_there_is() {
    let story = Story::new()
        .component(r#"id: "till""#)
        .metric(r#"id: "errors""#)
        .finding(r#"on: Look("deploy-log"), takes: "30s", says: ["Release 4.2."]"#)
        .action(r#"id: "drain", takes: "1m", undo: "5m""#)
        .seat(r#"id: "primary", level: 1, can: ["fix", "drain"]"#)
        .seat(r#"id: "second", level: 1, can: ["fix"]"#)
        .seat(r#"id: "secondary", level: 2, can: ["fix"]"#)
        .seat(r#"id: "helper", can: ["fix"]"#)
        .alert(r#"id: "high", when: All([At("1m"), Active("bad")])"#)
        .ends(r#"resolved: Cleared("bad"), latest: "2h""#);
    let moves = r#"
0:00:10 secondary ack
0:01:05 primary ack
0:01:10 primary look errors
0:01:11 primary verify errors
0:01:12 primary look shop
0:01:13 primary look the deploy log
0:01:14 primary look at the "odd \"thing\"" here
0:01:15 table look till
0:01:16 primary page all why="everybody"
0:01:20 primary page second why="one of two, not the team"
0:01:25 primary page ops why="the team, where one of two is in the call"
0:01:26 primary escalate
0:01:30 second ack
0:01:31 primary page helper why=hands
0:01:32 helper ack take
0:02:00 primary -30s declare 2
0:02:10 primary severity sev1 why="it grew: 50 % = half"
0:02:20 primary statement symptom="half \\ fail" affected=customers scope="about 50 %" since=21:00 unknown=cause done=nothing suspect="release 4.2"
0:02:30 primary roles commander=1 deputy=2 expert=3,4 expert:till=4
0:02:40 primary roles commander=3
0:02:50 secondary roles deputy=-
0:03:00 secondary assign deputy second
0:03:10 secondary announce
0:03:20 secondary handover commander primary state="half" flight="nothing" tried="little" next="20 minutes"
0:03:30 primary accept
0:03:40 primary accept
0:03:50 secondary take scribe
0:04:00 helper take expert:shop
0:04:01 primary take commander
0:04:02 helper do drain
0:04:05 helper take liaison
0:04:10 primary ask support: what do they say?
0:04:11 primary ask secondary "you?"
0:04:12 primary ask ops "all of you?"
0:04:13 primary ask nobody-in-particular "well?"
0:04:20 primary task secondary "what changed" box=5m
0:04:21 primary task expert "look at it" 3m
0:04:22 primary task ops "watch"
0:04:23 primary task whoever "coffee"
0:04:30 secondary accept
0:04:40 secondary report "more time" box=2m
0:04:50 secondary report 1 "release 4.2"
0:04:51 secondary report "nothing else"
0:05:00 primary poll drain risk="carts are lost"
0:05:01 primary poll "wait an hour"
0:05:10 helper object "payday"
0:05:20 primary decide drain
0:05:21 primary decide "wait an hour" no
0:05:30 primary plan next=10m "drain, then look"
0:05:31 primary plan "look again" 7m
0:05:40 primary do drain
0:05:50 primary undo drain
0:06:00 primary do turn the building round
0:06:10 primary hold 2m "let it settle"
0:06:20 primary update customers, stakeholders state=investigating impact="half fail" doing="rolling back" next=20m
0:06:21 primary update customers state="still here" next="when we know"
0:06:30 primary say "he said \"no\"" and left
0:06:31 primary note it's late
0:06:32 table bookmark
0:06:33 table bookmark "the turn"
0:06:34 table mark fix
0:06:40 table pause
0:06:40 primary note "in the pause"
0:06:40 table resume
0:06:50 primary release helper
0:07:00 second leave
0:07:10 primary do fix
0:07:20 primary do reboot-everything
0:09:00 primary -1m30s close summary="over"
0:09:10 table end
"#;
    let moves = moves.replace("0:09:00 primary -1m30s close", "0:09:00 primary close");
    let played = story.play(&moves);
    let seed_five = play_with(played.scenario.clone(), &moves, 5, Who::Prepared);
    same_again(&seed_five, "every move");
    insta::assert_snapshot!(played.refused.join("\n"), @"
    take commander: `primary` is commander already
    do drain: `helper` can't do `drain`; `primary` can: give it a task, or let it say `do drain`
    end: the drill is over; `score last` shows how it went
    ");
}
