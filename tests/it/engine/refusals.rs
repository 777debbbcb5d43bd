//! What makes no sense now is refused with a reason that helps, and the refusal is in the record.

use sandtable::engine::event::EventKind;

use super::story::Story;
use crate::support::Played;

/// Two teams; `pricing` sits in the one that no alert pages.
fn shop() -> Story {
    Story::new()
        .teams(r#"(id: "ops", owns: ["shop"], on_call: [(level: 1), (level: 2)]), (id: "prices", on_call: [(level: 1)]), (id: "legal")"#)
        .alert(r#"id: "high", when: All([At("1m"), Active("bad")])"#)
        .metric(r#"id: "margin", to: ["pricing"]"#)
        .action(r#"id: "reprice", takes: "2m""#)
        .seat(r#"id: "primary", level: 1, can: ["fix"]"#)
        .seat(r#"id: "secondary", level: 2, can: ["fix"]"#)
        .seat(r#"id: "pricing", team: "prices", level: 1, can: ["reprice"]"#)
}

/// Every refusal in the record, as `0:01:00 primary: said -- why`.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn refusals(played: &Played) -> String {
    let line = |event: &sandtable::engine::event::Event| match &event.kind {
        EventKind::Refused { said, why } => Some(format!("{} {}: {said}\n    {why}\n", event.at, event.by)),
        _ => None,
    };
    played.events().filter_map(line).collect()
}

#[test]
fn who_is_not_in_the_call_learns_how_to_come_in() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:00:10 primary declare sev2\n0:00:20 pricing do reprice\n0:01:10 primary look shop\n0:01:20 secondary declare sev2\n\
         0:01:30 pricing ack\n0:01:40 pricing ack take\n0:02:00 pricing leave\n0:02:10 pricing say \"bye\""
    )), @r#"
    0:00:10 primary: declare sev2
        `primary` has not joined; nothing has called it yet: wait for the pager; if it sees something itself, `primary ack` joins
    0:00:20 pricing: do reprice
        `pricing` has not joined; page it first: `page pricing why="..."`
    0:01:10 primary: look shop
        `primary` has not joined; it was paged: `primary ack`
    0:01:20 secondary: declare sev2
        `secondary` has not joined; page it first: `page secondary why="..."`
    0:01:30 pricing: ack
        no page for `pricing`; `ack take` takes over a page that was not yours
    0:02:10 pricing: say "bye"
        `pricing` left at 21:02; page it: `page pricing why="..."`
    "#);
}

#[test]
fn what_is_so_already_is_not_done_twice() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:01:10 primary ack\n0:01:11 primary severity sev1 why=\"worse\"\n0:01:12 primary close\n0:01:13 primary declare sev2\n\
         0:01:14 primary declare sev2\n0:01:15 primary severity sev2 why=\"x\"\n0:01:20 primary take commander\n\
         0:01:21 primary take commander\n0:01:22 primary page secondary why=\"x\"\n0:01:23 secondary ack\n0:01:24 secondary take commander\n\
         0:01:25 primary assign commander primary\n0:01:26 primary do fix\n0:01:27 secondary do fix\n0:01:28 primary page secondary why=\"x\""
    )), @r#"
    0:01:11 primary: severity sev1 why="worse"
        no incident is declared; `declare sev1` (or 2, 3, 4) first
    0:01:12 primary: close
        no incident is declared; `declare sev1` (or 2, 3, 4) first
    0:01:14 primary: declare sev2
        the incident is declared already, as SEV2; to change it, name another severity: `severity SEV why="..."`
    0:01:15 primary: severity sev2 why="x"
        it is SEV2 already
    0:01:21 primary: take commander
        `primary` is commander already
    0:01:24 secondary: take commander
        `primary` is commander; the first claim holds. Ask for a handover: `primary handover commander secondary state=...`
    0:01:25 primary: assign commander primary
        `primary` is commander already
    0:01:27 secondary: do fix
        `fix` is being done already, until 21:02
    0:01:28 primary: page secondary why="x"
        `secondary` is in the call already; `ask secondary ...` or give it a task
    "#);
}

#[test]
fn who_can_not_do_or_read_something_learns_who_can() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:01:10 primary ack\n0:01:20 primary do reprice\n0:01:30 primary undo reprice\n0:01:40 primary look margin\n\
         0:01:50 primary undo fix\n0:02:00 primary page legal why=\"x\"\n0:02:10 primary page pricing\n0:02:20 table look margin"
    )), @r#"
    0:01:20 primary: do reprice
        `primary` can't do `reprice`; only `pricing` can, and nobody sits there
    0:01:30 primary: undo reprice
        `primary` can't do `reprice`; only `pricing` can, and nobody sits there
    0:01:40 primary: look margin
        `primary` can't read `margin`; only `pricing` can, and nobody sits there
    0:01:50 primary: undo fix
        `fix` can't be undone: it was not done
    0:02:00 primary: page legal why="x"
        legal has no on-call rota; `ask legal "..."`, or update an audience it speaks for
    0:02:10 primary: page pricing
        a page wakes somebody: say why, `page pricing why="..."`
    0:02:20 table: look margin
        `table` can't read `margin`; only `pricing` can, and nobody sits there
    "#);
}

#[test]
fn what_is_empty_or_unknown_is_said_to_be() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:01:10 primary ack\n0:01:20 primary statement\n0:01:21 primary declare sev2\n0:01:22 primary update customers\n\
         0:01:23 primary report 7 \"done\"\n0:01:24 primary accept\n0:01:25 primary announce\n0:01:26 primary handover commander secondary\n\
         0:01:27 primary roles commander=-\n0:01:28 primary roles commander=primary,secondary\n0:01:29 primary resume\n0:01:30 primary ack 9"
    )), @r#"
    0:01:20 primary: statement
        a statement needs at least one of symptom= affected= scope= since= unknown=
    0:01:22 primary: update customers
        an update says something: state= impact= doing= next=
    0:01:23 primary: report 7 "done"
        there is no task 7; `status` lists the open ones
    0:01:24 primary: accept
        nothing was offered to `primary`: `accept` takes a role or a task that somebody gave it
    0:01:25 primary: announce
        there are no roles to announce; `roles commander=1 deputy=2 expert=3`
    0:01:26 primary: handover commander secondary
        nobody is commander; `roles commander=SEAT` names somebody
    0:01:27 primary: roles commander=-
        nobody is commander; `roles commander=SEAT` names somebody
    0:01:28 primary: roles commander=primary,secondary
        one seat holds commander; name one
    0:01:29 primary: resume
        the drill is not paused
    0:01:30 primary: ack 9
        there is no page 9; `status` lists the open ones
    "#);
}

#[test]
fn the_shared_screen_asks_who() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:01:10 table ack\n0:01:20 table declare sev2\n0:01:30 table do fix\n0:01:40 table roles commander=primary\n0:01:50 table say \"hello\""
    )), @"
    0:01:10 table: ack
        who does that? put the seat in front: `primary ...`
    0:01:20 table: declare sev2
        who does that? put the seat in front: `primary ...`
    0:01:30 table: do fix
        who does that? put the seat in front: `primary ...`
    0:01:40 table: roles commander=primary
        who does that? put the seat in front: `primary ...`
    ");
}

#[test]
fn a_paused_drill_takes_what_was_said_and_nothing_else() {
    insta::assert_snapshot!(refusals(&shop().play(
        "0:01:10 primary ack\n0:01:20 table pause\n0:01:20 primary look shop\n0:01:20 table pause\n0:01:20 primary note \"coffee\"\n\
         0:01:20 table bookmark \"here\"\n0:01:20 primary say \"who leads?\"\n0:01:20 primary declare sev2\n0:01:20 primary take commander\n\
         0:01:20 primary update customers state=\"investigating\"\n0:01:20 primary ask ops \"well?\"\n0:01:20 primary do fix\n0:01:20 primary close\n\
         0:01:20 primary page pricing why=\"help\"\n0:01:20 table resume\n0:01:20 primary look shop"
    )), @r#"
    0:01:20 primary: look shop
        the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, report, update, decide
    0:01:20 table: pause
        the drill is paused already; `resume` goes on
    0:01:20 primary: ask ops "well?"
        the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, report, update, decide
    0:01:20 primary: do fix
        the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, report, update, decide
    0:01:20 primary: close
        the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, report, update, decide
    0:01:20 primary: page pricing why="help"
        the drill is paused, and the system with it: `resume` first. What was said can be typed now: say, roles, task, report, update, decide
    "#);
}

#[test]
fn a_refusal_changes_nothing_but_the_record() {
    let moves = "0:01:10 primary ack\n";
    let quiet = shop().play(moves);
    let refused = shop().play(&format!(
        "{moves}0:02:00 primary do reprice\n0:02:00 pricing declare sev1\n0:02:00 primary accept"
    ));
    let facts = |played: &Played| {
        let told = played.events().filter(|event| !matches!(event.kind, EventKind::Refused { .. }));
        told.map(|event| format!("{} {} {:?}", event.at, event.by, event.kind)).skip(1).collect::<Vec<_>>()
    };
    assert_eq!(facts(&quiet), facts(&refused));
    assert_eq!(refused.refused.len(), 3);
}

#[test]
fn after_its_end_a_drill_takes_nothing_not_even_a_refusal() {
    use sandtable::engine::Session;
    use sandtable::engine::command::{Command, Mover};
    use sandtable::time::SimDuration;
    let scenario = crate::support::scenario(&Story::new().text(), None);
    let header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let (mut session, _) = Session::start(scenario, header).unwrap();
    let mut say = |command: &Command| session.handle(Mover::Table, SimDuration::ZERO, command, "x").unwrap();
    assert!(say(&Command::End).accepted.is_some());
    let after = say(&Command::Note("too late".into()));
    assert_eq!(after.events, []);
    assert_eq!(after.refused.unwrap().to_string(), "the drill is over; `score last` shows how it went");
}

#[test]
fn a_step_of_the_process_may_be_typed_up_to_three_minutes_after_it_was_said() {
    let story = shop();
    let played = story.play(
        "0:01:10 primary ack\n0:02:00 primary -45s declare sev2\n0:04:00 primary -3m take commander\n0:05:00 primary -3m1ms announce\n\
         0:05:10 primary -30s do fix\n0:05:20 primary -30s look shop\n0:05:30 primary -30s ack\n0:05:40 primary -10s say \"x\"\n0:05:50 primary -1m update customers state=\"known\"",
    );
    insta::assert_snapshot!(refusals(&played), @r#"
    0:05:00 primary: announce
        a move can be back-dated by three minutes at most, and not before the start
    0:05:10 primary: do fix
        `do` can't be back-dated: it changes the system; leave the time out, and it is now
    0:05:20 primary: look shop
        `look` can't be back-dated: what is read is read now; leave the time out, and it is now
    0:05:30 primary: ack
        `ack` can't be back-dated: the pager keeps its own time; leave the time out, and it is now
    "#);
    let said: Vec<String> = played
        .events()
        .filter_map(|event| event.said.map(|said| format!("{} said {said}", event.at)))
        .collect();
    assert_eq!(
        said,
        ["0:02:00 said 0:01:15", "0:04:00 said 0:01:00", "0:05:40 said 0:05:30", "0:05:50 said 0:04:50"]
    );
}

#[test]
fn nothing_was_said_before_the_start() {
    let played = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .play("0:00:10 primary ack\n0:01:00 primary -1m declare sev2\n0:01:00 primary -1m1s take commander");
    assert_eq!(
        played.refused,
        ["take commander: a move can be back-dated by three minutes at most, and not before the start"]
    );
}
