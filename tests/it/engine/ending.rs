//! How a drill ends, and that it always does.

use sandtable::drive::DriveError;
use sandtable::engine::Session;
use sandtable::engine::event::EventKind;
use sandtable::engine::session::Stop;

use super::story::{Story, times};
use crate::support::Played;

fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

/// How it ended, and when.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn end(played: &Played) -> String {
    let last = played.events().last().unwrap();
    match &last.kind {
        EventKind::DrillEnded { how, resolved } => format!("{} {how:?} resolved={resolved}", last.at),
        other => panic!("the last event is {other:?}"),
    }
}

const DECLARED: &str = "0:00:10 primary ack\n0:01:00 primary declare sev2\n";

#[test]
fn nobody_does_anything_and_it_ends_by_itself() {
    assert_eq!(end(&on_call().play("")), "0:20:00 Latest resolved=false");
    assert_eq!(
        end(&Story::blank().failure(r#"id: "bad", at: "0s", lasts: "5m""#).play("")),
        "0:20:00 Latest resolved=true"
    );
}

#[test]
fn the_table_may_end_it_at_any_time_also_in_a_pause() {
    assert_eq!(end(&on_call().play("0:03:00 table end")), "0:03:00 Ended resolved=false");
    assert_eq!(
        end(&on_call().play("0:03:00 table pause\n0:03:00 primary end")),
        "0:03:00 Ended resolved=false"
    );
}

#[test]
fn a_close_while_harm_goes_on_is_answered_and_the_incident_is_open_again() {
    insta::assert_snapshot!(on_call().metric(r#"id: "errors", unit: "%""#)
        .failure(r#"id: "hurts", when: Active("bad"), clears_when: Cleared("bad"), drives: [(metric: "errors", to: 50)]"#)
        .ends(r#"resolved: Cleared("bad"), latest: "20m", verify: ["errors"]"#)
        .tell(&format!("{DECLARED}0:02:00 primary close summary=\"fine\"\n0:02:30 primary close\n0:05:00 primary do fix\n0:07:00 primary update customers stakeholders state=\"over\"\n0:08:00 primary close")), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:02:00 call: primary closed the incident: fine
    0:02:30 tool: the incident is closed already
    0:03:00 call: It was closed, but it is not over: errors is at 50 %. The incident is open again.
    0:05:00 call: primary began `fix`, until 21:06
    0:06:00 call: `fix` is done
    0:06:00 truth: failure `bad` cleared
    0:06:00 truth: failure `hurts` cleared
    0:06:00 truth: alert `high` is over
    0:06:00 truth: the system has recovered
    0:07:00 call: primary told customers, stakeholders: over
    0:08:00 call: primary closed the incident
    0:08:00 clock: End of the drill: the incident is closed. It is over.
    ");
}

#[test]
fn a_close_too_early_stands_if_the_harm_ends_before_the_answer() {
    let played = on_call().play(&format!(
        "{DECLARED}0:02:00 primary do fix\n0:02:30 primary update customers stakeholders state=\"soon\"\n0:02:40 primary close"
    ));
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::Reopened { .. })), [""; 0]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::CloseStood {})), ["0:03:40"]);
    assert_eq!(end(&played), "0:03:40 Closed resolved=true");
}

#[test]
fn a_clean_close_ends_at_once_when_everybody_was_told() {
    let played = on_call()
        .play(&format!("{DECLARED}0:02:00 primary do fix\n0:03:30 primary update customers stakeholders state=\"over\"\n0:08:30 primary close"))
        .all_accepted();
    assert_eq!(end(&played), "0:08:30 Closed resolved=true", "told five minutes before");
}

#[test]
fn a_clean_close_waits_for_the_closing_updates() {
    let played = on_call()
        .play(&format!(
            "{DECLARED}0:02:00 primary do fix\n0:03:29.999 primary update customers stakeholders state=\"over\"\n0:08:30 primary close\n\
             0:09:00 primary update customers state=\"over\"\n0:11:00 primary update stakeholders state=\"over\""
        ))
        .all_accepted();
    assert_eq!(end(&played), "0:11:00 Closed resolved=true");
}

#[test]
fn it_waits_fifteen_minutes_and_no_longer() {
    let story = on_call().ends(r#"resolved: Cleared("bad"), latest: "1h""#);
    let played =
        story.play(&format!("{DECLARED}0:02:00 primary do fix\n0:08:00 primary close")).all_accepted();
    assert_eq!(end(&played), "0:23:00 Closed resolved=true");
    let cut = on_call().play(&format!("{DECLARED}0:02:00 primary do fix\n0:08:00 primary close"));
    assert_eq!(end(&cut), "0:20:00 Closed resolved=true", "and never beyond the latest time");
}

#[test]
fn being_resolved_ends_nothing_but_somebody_asks_and_once() {
    let played = on_call().play(&format!("{DECLARED}0:02:00 primary do fix"));
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::Recovered {})), ["0:03:00"]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::AskedIfDone {})), ["0:08:00"]);
    assert_eq!(end(&played), "0:20:00 Latest resolved=true");
}

#[test]
fn nobody_asks_whether_it_is_done_when_it_has_come_back() {
    let story = Story::blank()
        .failure(r#"id: "bad", at: "0s", returns: (after: "3m")"#)
        .action(r#"id: "fix", clears: ["bad"]"#)
        .alert(r#"id: "high", when: Active("bad")"#);
    let played = story.play("0:00:10 primary ack\n0:01:00 primary do fix\n0:06:00 primary do fix");
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::Recovered {})), ["0:01:00", "0:06:00"]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::Relapsed {})), ["0:04:00"]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::AskedIfDone {})), ["0:11:00"]);
}

#[test]
fn the_latest_time_comes_in_story_time_and_a_pause_has_none() {
    let played =
        on_call().play("0:03:00 table pause\n0:30:00 table resume\n0:31:00 primary ack").all_accepted();
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::Acknowledged { .. })), ["0:04:00"]);
    assert_eq!(end(&played), "0:20:00 Latest resolved=false");
}

/// The error that stops a drill.
fn stopped(story: &Story) -> Stop {
    let scenario = crate::support::scenario(&story.text(), None);
    let header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let (mut session, _) = Session::start(scenario, header).unwrap();
    session.advance_to(sandtable::time::SimTime::FAR, |_| {}).unwrap_err()
}

#[test]
fn a_circle_of_effects_is_an_error_that_names_it() {
    let story = Story::new()
        .failure(r#"id: "ebb""#)
        .failure(r#"id: "flow", at: "1m""#)
        .inject(r#"id: "high-tide", when: Active("flow"), repeat: true, clears: ["flow"], starts: ["ebb"]"#)
        .inject(r#"id: "low-tide", when: Active("ebb"), repeat: true, clears: ["ebb"], starts: ["flow"]"#);
    insta::assert_snapshot!(stopped(&story), @"the scenario goes in circles at 0:01:00: failure `flow` starts -> inject `high-tide` -> failure `flow` clears -> failure `ebb` starts -> inject `low-tide` -> failure `ebb` clears -> failure `flow` starts");
}

#[test]
fn what_comes_again_and_again_is_no_circle_and_has_its_own_words() {
    let story = Story::new()
        .failure(r#"id: "beat", at: "1m", lasts: "1s", impact: false, returns: (after: "1s", times: 100)"#);
    let scenario = crate::support::scenario(&story.text(), None);
    let header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let (mut session, _) = Session::start(scenario, header).unwrap();
    session.bound(50);
    let stop = session.advance_to(sandtable::time::SimTime::FAR, |_| {}).unwrap_err();
    insta::assert_snapshot!(stop, @"more than 50 events have happened by 0:01:45, and a drill has at most 200,000: failure `beat` clears");
}

/// A minute in, 99 injects of 101 facts each, and so many of one: a crowd, and no circle.
fn crowd(more: usize) -> Story {
    let all: Vec<String> = (0..50).map(|n| format!("\"f{n}\"")).collect();
    let all = all.join(", ");
    let story = (0..50).fold(Story::new(), |story, n| story.failure(&format!(r#"id: "f{n}", at: "0s""#)));
    let story = (0..99).fold(story, |story, n| {
        story.inject(&format!(r#"id: "wave-{n}", at: "1m", clears: [{all}], starts: [{all}]"#))
    });
    (0..more).fold(story, |story, n| story.inject(&format!(r#"id: "more-{n}", at: "1m""#)))
}

#[test]
fn ten_thousand_facts_at_one_instant_are_played_and_one_more_is_an_error() {
    let played = crowd(1).play("");
    assert_eq!(played.events().filter(|event| event.at.ms() == 60_000).count(), 10_000);
    assert_eq!(end(&played), "0:20:00 Latest resolved=false");
    let stop = stopped(&crowd(2));
    assert!(matches!(stop, Stop::Circle { at, .. } if at.ms() == 60_000), "{stop}");
}

#[test]
fn a_stopped_drill_says_so_and_keeps_what_was_before() {
    use sandtable::drive::{Drill, Driver};
    let story = Story::new()
        .failure(r#"id: "flow", at: "1m""#)
        .inject(r#"id: "tide", when: Active("flow"), repeat: true, clears: ["flow"]"#)
        .inject(r#"id: "turn", when: Cleared("flow"), repeat: true, starts: ["flow"]"#);
    let scenario = crate::support::scenario(&story.text(), None);
    let header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let store = Box::new(sandtable::store::MemoryStore::new());
    let (drill, first) = Drill::begin(scenario, header, store, sandtable::journal::Who::Person).unwrap();
    let mut screen = crate::support::Quiet::default();
    let mut driver = Driver::new(drill, &mut screen, sandtable::pace::Pace::Flat, None);
    let error = driver.play(Vec::new()).unwrap_err();
    assert!(matches!(error, DriveError::Stop(Stop::Circle { .. })), "{error}");
    let mut lines = 0;
    driver.drill.into_store().read("test", 0, &mut |_, _| lines += 1).unwrap();
    assert_eq!(lines, first.len(), "nothing of the last instant is in the record");
}

#[test]
fn a_failure_that_starts_itself_again_without_end_is_no_hang() {
    let story = Story::new()
        .metric(r#"id: "load", kind: Counter, good: NotRising"#)
        .failure(
            r#"id: "beat", when: For("1s", Not(Active("beat"))), repeat: true, lasts: "1s",
               drives: [(metric: "load", to: 10, shape: Ramp, over: "10s")]"#,
        )
        .ends(r#"resolved: Cleared("bad"), latest: "24h""#);
    let scenario = crate::support::scenario(&story.text(), None);
    let header = crate::support::header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let (mut session, _) = Session::start(scenario, header).unwrap();
    // To its end, or to a message; what it must not do is take minutes.
    let _ = session.advance_to(sandtable::time::SimTime::FAR, |_| {});
}
