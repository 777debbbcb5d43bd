//! Metrics, readings, components and the conditions that look at them.

use sandtable::engine::event::EventKind;

use super::story::{Story, started, times};
use crate::support::Played;

/// 0 to 50 within a hundred seconds: half a thousandth a millisecond.
const RAMP: &str =
    r#"id: "slow", at: "0s", impact: false, drives: [(metric: "errors", to: 50, shape: Ramp, over: "100s")]"#;

fn ramp() -> Story {
    Story::new().metric(r#"id: "errors", unit: "%""#).failure(RAMP)
}

/// What was read, as `0:01:00 primary 30.5 bad`.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn readings(played: &Played) -> Vec<String> {
    let line = |event: &sandtable::engine::event::Event| match &event.kind {
        EventKind::MetricRead { value, good, .. } => {
            Some(format!("{} {} {value} {}", event.at, event.by, if *good { "good" } else { "bad" }))
        }
        _ => None,
    };
    played.events().filter_map(line).collect()
}

#[test]
fn a_look_during_a_ramp_shows_the_ramp() {
    let played = ramp().play(
        "0:00:00 table look errors\n0:00:04 table look errors\n0:00:30.5 table look errors\n\
         0:01:39.999 table look errors\n0:01:40 table look errors\n0:05:00 table look errors",
    );
    assert_eq!(
        readings(&played),
        [
            "0:00:00 table 0 good",
            "0:00:04 table 2 bad",
            "0:00:30.500 table 15.25 bad",
            "0:01:39.999 table 49.999 bad",
            "0:01:40 table 50 bad",
            "0:05:00 table 50 bad",
        ]
    );
}

#[test]
fn a_spike_goes_up_and_comes_down_again() {
    let spike =
        r#"id: "peak", at: "1m", lasts: "4m", drives: [(metric: "errors", to: 8, shape: Spike, over: "4m")]"#;
    let played = Story::new().metric(r#"id: "errors""#).failure(spike).play(
        "0:01:00 table look errors\n0:02:00 table look errors\n0:03:00 table look errors\n\
         0:04:00 table look errors\n0:05:00 table look errors",
    );
    let read = readings(&played);
    let values: Vec<&str> = read.iter().map(|line| line.split(' ').nth(2).unwrap()).collect();
    assert_eq!(values, ["0", "4", "8", "4", "0"]);
}

#[test]
fn a_counter_stops_where_it_is_and_a_gauge_goes_back() {
    let played = Story::new()
        .metric(r#"id: "lost", kind: Counter, good: NotRising"#)
        .metric(r#"id: "errors""#)
        .failure(
            r#"id: "leak", at: "0s", lasts: "50s", drives: [(metric: "lost", to: 1000, shape: Ramp, over: "100s"),
               (metric: "errors", to: 10)]"#,
        )
        .play("0:00:49 table look lost\n0:00:49 table look errors\n0:02:00 table look lost\n0:02:00 table look errors");
    assert_eq!(
        readings(&played),
        ["0:00:49 table 490 bad", "0:00:49 table 10 bad", "0:02:00 table 500 good", "0:02:00 table 0 good",]
    );
}

#[test]
fn a_gauge_is_its_baseline_and_all_that_is_added() {
    let played = Story::new()
        .metric(r#"id: "errors", baseline: 1"#)
        .failure(r#"id: "one", at: "1m", impact: false, drives: [(metric: "errors", to: 4)]"#)
        .failure(r#"id: "two", at: "2m", lasts: "1m", drives: [(metric: "errors", to: 6)]"#)
        .play("0:01:30 table look errors\n0:02:30 table look errors\n0:03:30 table look errors");
    assert_eq!(readings(&played), ["0:01:30 table 4 bad", "0:02:30 table 9 bad", "0:03:30 table 4 bad"]);
}

#[test]
fn two_seats_in_one_quarter_of_a_minute_read_the_same() {
    let noisy = Story::new()
        .metric(r#"id: "load", baseline: 100, noise: 20, good: Below(150)"#)
        .failure(r#"id: "late", at: "10m", impact: false, drives: [(metric: "load", to: 300)]"#)
        .alert(r#"id: "a", when: Above("load", 200), again: "1m""#);
    let moves = "0:00:30 primary ack\n0:00:40 secondary ack\n\
                 0:01:00 primary look load\n0:01:07 secondary look load\n0:01:14.999 table look load\n\
                 0:01:15 primary look load\n0:01:29 secondary look load\n0:01:30 primary look load";
    let read = readings(&noisy.play(moves));
    let value = |n: usize| read[n].split(' ').nth(2).unwrap();
    assert_eq!((value(0), value(1)), (value(2), value(2)), "{read:#?}");
    assert_eq!(value(3), value(4), "{read:#?}");
    assert_ne!((value(2), value(3)), (value(3), value(5)), "the noise moves: {read:#?}");
    let within = |line: &String| {
        let value: f64 = line.split(' ').nth(2).unwrap().parse().unwrap();
        (80.0..=120.0).contains(&value)
    };
    assert!(read.iter().all(within), "{read:#?}");
    assert_ne!(read, readings(&noisy.seed(2).play(moves)), "other dice, other noise");
}

#[test]
fn noise_is_never_judged() {
    // Read within 30 of 100, judged at exactly 100.
    let story = Story::new().metric(r#"id: "load", baseline: 100, noise: 30, good: Below(131)"#);
    let moves: String =
        (0..40).map(|n| format!("0:{:02}:{:02} table look load\n", n / 4, n % 4 * 15)).collect();
    let read = readings(&story.play(&moves));
    assert!(read.iter().all(|line| line.ends_with("good")), "{read:#?}");
    assert!(read.iter().any(|line| !line.contains(" 100 ")), "{read:#?}");
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn an_alert_fires_at_the_very_millisecond_after_its_for() {
    // 20.000 is first exceeded at 40.002 s: half a thousandth a millisecond, rounded down.
    let played =
        ramp().alert(r#"id: "high", when: For("1m", Above("errors", 20)), text: "errors {value}""#).play("");
    let fired = times(&played, |kind| matches!(kind, EventKind::AlertFired { .. }));
    assert_eq!(fired, ["0:01:40.002"]);
    let pages: Vec<String> = played
        .events()
        .filter_map(|event| match &event.kind {
            EventKind::Paged { to, level, text, .. } => Some(format!("{} {level:?} {to:?} {text}", event.at)),
            _ => None,
        })
        .take(1)
        .collect();
    assert_eq!(pages, ["0:01:40.002 Some(1) [`primary`] errors 50"]);
}

#[test]
fn what_must_hold_throughout_begins_again_after_a_break() {
    let played = Story::new()
        .metric(r#"id: "errors""#)
        .failure(r#"id: "first", at: "1m", lasts: "50s", drives: [(metric: "errors", to: 30)]"#)
        .failure(r#"id: "second", at: "2m", lasts: "2m", drives: [(metric: "errors", to: 30)]"#)
        .alert(r#"id: "high", when: For("1m", Above("errors", 20))"#)
        .play("");
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::AlertFired { .. })), ["0:03:00"]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::AlertCleared { .. })), ["0:04:00"]);
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn a_dependant_is_degraded_while_what_it_depends_on_is_ill() {
    let story = Story::new()
        .component(r#"id: "database""#)
        .component(r#"id: "orders", depends_on: ["database"]"#)
        .component(r#"id: "checkout", depends_on: ["orders"]"#)
        .component(r#"id: "reports", uses: ["database"]"#)
        .failure(r#"id: "disk", of: "database", at: "1m", lasts: "2m", makes: Down"#)
        .failure(r#"id: "ill", when: Health("checkout", Degraded), makes: Healthy"#)
        .failure(r#"id: "down", when: Health("checkout", Down), makes: Healthy"#);
    let played = story.play(
        "0:00:30 table look checkout\n0:01:30 table look database\n0:01:30 table look orders\n\
         0:01:30 table look checkout\n0:01:30 table look reports\n0:03:30 table look checkout",
    );
    let health: Vec<String> = played
        .events()
        .filter_map(|event| match &event.kind {
            EventKind::ComponentRead { component, health, .. } => {
                Some(format!("{} {component} {health}", event.at))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        health,
        [
            "0:00:30 checkout healthy",
            "0:01:30 database down",
            "0:01:30 orders degraded",
            "0:01:30 checkout degraded",
            "0:01:30 reports healthy",
            "0:03:30 checkout healthy",
        ]
    );
    assert_eq!(
        started(&played, "ill"),
        ["0:01:00"],
        "a condition on health is looked at when a failure behind it moves"
    );
    assert_eq!(started(&played, "down"), [""; 0]);
}
