//! Injects: when they come, to whom, in which words, and when they don't.

use sandtable::engine::event::EventKind;

use super::story::{Story, delivered, not_needed, times};
use crate::support::Played;

#[test]
fn jitter_stays_within_its_bound_and_is_the_seeds() {
    let story = Story::new().inject(r#"id: "call", at: "2m", after: "30s", jitter: "60s""#);
    let due = |seed: u64| delivered(&story.clone().seed(seed).play(""), "call").remove(0);
    let all: Vec<String> = (1..=40).map(due).collect();
    assert!(all.iter().all(|at| ("0:02:30"..="0:03:30").contains(&at.as_str())), "{all:?}");
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert!(different.len() > 30, "{all:?}");
    assert_eq!(due(7), due(7));
    assert!(
        all.iter().any(|at| at.as_str() < "0:02:50") && all.iter().any(|at| at.as_str() > "0:03:10"),
        "{all:?}"
    );
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn adding_an_inject_leaves_the_dice_of_the_others_alone() {
    let first = || {
        Story::new()
            .inject(r#"id: "call", at: "2m", jitter: "60s", text: ["one", "two", "three", "{n}"], vars: {"n": ["1", "2", "3"]}"#)
            .inject(r#"id: "maybe", at: "5m", probability: 50"#)
    };
    let more = || {
        Story::new()
            .inject(r#"id: "before", at: "1m", jitter: "60s", probability: 30, text: ["a", "b"]"#)
            .inject(r#"id: "call", at: "2m", jitter: "60s", text: ["one", "two", "three", "{n}"], vars: {"n": ["1", "2", "3"]}"#)
            .inject(r#"id: "between", at: "1m", jitter: "60s""#)
            .inject(r#"id: "maybe", at: "5m", probability: 50"#)
    };
    let seen = |story: Story, seed: u64| {
        let played = story.seed(seed).play("");
        let line = |event: &sandtable::engine::event::Event| match &event.kind {
            EventKind::InjectDelivered { inject, text, .. }
                if inject.as_str() == "call" || inject.as_str() == "maybe" =>
            {
                Some(format!("{} {text}", event.at))
            }
            _ => None,
        };
        played.events().filter_map(line).collect::<Vec<_>>()
    };
    for seed in 1..=20 {
        assert_eq!(seen(first(), seed), seen(more(), seed), "seed {seed}");
    }
}

#[test]
fn a_certain_inject_always_comes_and_a_likely_one_often() {
    let story = Story::new()
        .inject(r#"id: "sure", at: "1m", probability: 100"#)
        .inject(r#"id: "rare", at: "1m", probability: 1"#)
        .inject(r#"id: "half", at: "1m", probability: 50"#);
    let count = |id: &str| {
        (1..=60).filter(|&seed| !delivered(&story.clone().seed(seed).play(""), id).is_empty()).count()
    };
    assert_eq!(count("sure"), 60);
    assert!(count("rare") <= 4);
    assert!((15..=45).contains(&count("half")));
    let seed =
        (1..=60).find(|&seed| delivered(&story.clone().seed(seed).play(""), "half").is_empty()).unwrap();
    assert_eq!(
        not_needed(&story.clone().seed(seed).play(""), "half"),
        ["0:00:00 left out by the dice (50 %)"]
    );
}

#[test]
fn an_inject_that_never_comes_is_a_mistake_and_not_a_probability() {
    let text = Story::new().inject(r#"id: "never", at: "1m", probability: 0"#).text();
    let sources = sandtable::scenario::check::Sources { name: "t", text: &text, organisation: None };
    let problems = sandtable::scenario::check::load(&sources).unwrap_err();
    assert!(problems.iter().any(|problem| problem.code == "scenario::bad_percentage"), "{problems:#?}");
}

#[test]
fn of_several_exactly_one_comes() {
    let story = Story::new()
        .inject(r#"id: "a", at: "1m", one_of: "who""#)
        .inject(r#"id: "b", at: "1m", one_of: "who""#)
        .inject(r#"id: "c", at: "1m", one_of: "who""#);
    let came = |seed: u64| {
        let played = story.clone().seed(seed).play("");
        ["a", "b", "c"].into_iter().filter(|id| !delivered(&played, id).is_empty()).collect::<Vec<_>>()
    };
    let all: Vec<_> = (1..=30).map(came).collect();
    assert!(all.iter().all(|came| came.len() == 1), "{all:?}");
    assert!(["a", "b", "c"].iter().all(|id| all.iter().any(|came| came == &[*id])), "{all:?}");
}

#[test]
fn the_dice_count_for_what_an_action_fires_as_well() {
    let story = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .inject(r#"id: "rare", probability: 1"#)
        .inject(r#"id: "a", one_of: "who""#)
        .inject(r#"id: "b", one_of: "who""#)
        .action(r#"id: "ring", fires: ["rare", "a", "b"]"#);
    for seed in 1..=10 {
        let played = story.clone().seed(seed).play("0:00:10 primary ack\n0:01:00 primary do ring");
        assert_eq!(delivered(&played, "rare"), [""; 0], "seed {seed}");
        assert_eq!(delivered(&played, "a").len() + delivered(&played, "b").len(), 1, "seed {seed}");
    }
}

#[test]
fn what_is_no_longer_so_at_its_delivery_is_not_needed() {
    let story = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .inject(r#"id: "is-it-fixed", at: "3m", after: "2m", while: Active("bad")"#);
    let fixed = story.play("0:00:10 primary ack\n0:03:30 primary do fix");
    assert_eq!(delivered(&fixed, "is-it-fixed"), [""; 0]);
    assert_eq!(not_needed(&fixed, "is-it-fixed"), ["0:05:00 what it was about no longer held"]);
    let late = story.play("0:00:10 primary ack\n0:04:30 primary do fix");
    assert_eq!(delivered(&late, "is-it-fixed"), ["0:05:00"], "it is asked once, at delivery");
}

#[test]
fn an_inject_that_was_not_triggered_in_time_gives_up() {
    let story = Story::new()
        .inject(r#"id: "ask", when: Declared, gives_up: "5m""#)
        .alert(r#"id: "high", when: Active("bad")"#);
    let never = story.play("0:00:10 primary ack");
    assert_eq!(not_needed(&never, "ask"), ["0:05:00 it was not triggered in time"]);
    let late = story.play("0:00:10 primary ack\n0:06:00 primary declare sev2");
    assert_eq!(delivered(&late, "ask"), [""; 0]);
    let soon = story.play("0:00:10 primary ack\n0:04:59 primary declare sev2");
    assert_eq!((delivered(&soon, "ask"), not_needed(&soon, "ask")), (vec!["0:04:59".into()], vec![]));
}

fn waves() -> Story {
    let wave = |n: u32, at: u32| {
        format!(r#"id: "wave-{n}", at: "{at}m", lasts: "1m", drives: [(metric: "load", to: 9)]"#)
    };
    (1..=3).fold(Story::new().metric(r#"id: "load""#), |story, n| story.failure(&wave(n, n * 3)))
}

#[test]
fn a_repeating_inject_comes_again_when_its_condition_has_been_false() {
    let once = waves().inject(r#"id: "moan", when: Above("load", 5)"#).play("");
    assert_eq!(delivered(&once, "moan"), ["0:03:00"]);
    let again = waves().inject(r#"id: "moan", when: Above("load", 5), repeat: true"#).play("");
    assert_eq!(delivered(&again, "moan"), ["0:03:00", "0:06:00", "0:09:00"]);
}

#[test]
fn a_repeating_inject_gives_up_once_and_the_drill_goes_on() {
    let never = Story::new().inject(r#"id: "ask", when: Declared, repeat: true, gives_up: "5m""#).play("");
    assert_eq!(not_needed(&never, "ask"), ["0:05:00 it was not triggered in time"]);
    let came = waves().inject(r#"id: "moan", when: Above("load", 5), repeat: true, gives_up: "5m""#).play("");
    assert_eq!(delivered(&came, "moan"), ["0:03:00", "0:06:00", "0:09:00"], "it was triggered in time");
    assert_eq!(not_needed(&came, "moan"), [""; 0]);
}

#[test]
fn the_dice_are_thrown_each_time_a_repeating_inject_is_triggered() {
    let story = waves().inject(r#"id: "moan", when: Above("load", 5), repeat: true, probability: 50"#);
    let patterns: std::collections::BTreeSet<Vec<String>> =
        (1..=60).map(|seed| delivered(&story.clone().seed(seed).play(""), "moan")).collect();
    assert_eq!(patterns.len(), 8, "three throws, each way: {patterns:#?}");
}

#[test]
fn a_contingency_is_held_unless_its_auto_comes() {
    let story = Story::new()
        .inject(r#"id: "held", kind: Contingency"#)
        .inject(r#"id: "auto", kind: Contingency, auto: For("4m", Active("bad"))"#);
    let played = story.play("");
    assert_eq!(
        (delivered(&played, "held"), delivered(&played, "auto")),
        (vec![], vec!["0:04:00".to_string()])
    );
}

#[test]
fn an_action_fires_an_inject_which_comes_after_its_own_time() {
    let story = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .inject(r#"id: "thanks", after: "90s""#)
        .action(r#"id: "tweet", takes: "1m", fires: ["thanks"]"#);
    let played =
        story.play("0:00:10 primary ack\n0:02:00 primary do tweet\n0:08:00 primary do tweet").all_accepted();
    assert_eq!(delivered(&played, "thanks"), ["0:04:30"], "once, unless it repeats");
}

#[test]
fn an_inject_changes_the_story() {
    let story = Story::new()
        .failure(r#"id: "rush""#)
        .milestone(r#"id: "public""#)
        .inject(r#"id: "radio", at: "2m", starts: ["rush"], clears: ["bad"], reaches: ["public"]"#)
        .inject(r#"id: "after", when: All([Milestone("public"), Active("rush"), Cleared("bad")])"#);
    assert_eq!(delivered(&story.play(""), "after"), ["0:02:00"]);
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn the_blanks_of_a_text_are_filled_in_and_by_the_dice() {
    let story = Story::new().inject(
        r#"id: "bill", at: "1m", text: ["{amount} for a {home}?", "{home}, {amount}"],
           vars: {"amount": ["10", "20", "30"], "home": ["flat", "house"]}"#,
    );
    let text = |seed: u64| {
        let played = story.clone().seed(seed).play("");
        let text = played.events().find_map(|event| match &event.kind {
            EventKind::InjectDelivered { text, .. } => Some(text.clone()),
            _ => None,
        });
        text.unwrap()
    };
    let texts: std::collections::BTreeSet<String> = (1..=200).map(text).collect();
    assert_eq!(texts.len(), 12, "every wording with every value: {texts:#?}");
    assert!(texts.contains("20 for a flat?") && texts.contains("house, 30"), "{texts:#?}");
}

/// Who received an inject.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn receivers(played: &Played, id: &str) -> String {
    let to = played.events().find_map(|event| match &event.kind {
        EventKind::InjectDelivered { inject, to, .. } if inject.as_str() == id => {
            Some(to.iter().map(|seat| seat.as_str()).collect::<Vec<_>>().join("+"))
        }
        _ => None,
    });
    to.unwrap()
}

#[test]
fn mail_for_a_vacant_role_goes_to_who_declared_else_to_who_answered_first() {
    let story = Story::new()
        .alert(r#"id: "high", when: Active("bad")"#)
        .inject(r#"id: "mail", at: "5m", to: [Role(Commander)]"#);
    let to = |moves: &str| receivers(&story.play(moves).all_accepted(), "mail");
    assert_eq!(to(""), "primary", "somebody gets it");
    assert_eq!(to("0:00:10 secondary ack take"), "secondary");
    let declared = "0:00:10 primary ack\n0:01:00 primary page helper why=\"x\"\n0:01:10 helper ack\n0:02:00 helper declare sev2";
    assert_eq!(to(declared), "helper");
    assert_eq!(to(&format!("{declared}\n0:03:00 helper roles commander=primary")), "primary");
    assert_eq!(
        to(&format!("{declared}\n0:03:00 helper roles commander=primary\n0:04:00 helper roles commander=-")),
        "helper"
    );
}

#[test]
fn who_is_meant_twice_hears_it_once() {
    let story = Story::new().inject(
        r#"id: "mail", at: "1m", to: [Seat("helper"), Role(Commander), Team("ops"), Seat("primary")]"#,
    );
    assert_eq!(receivers(&story.play(""), "mail"), "primary+secondary+helper");
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn at_one_instant_injects_come_in_the_order_of_the_file() {
    let story = Story::new()
        .inject(r#"id: "zeta", at: "1m""#)
        .inject(r#"id: "alpha", at: "1m""#)
        .inject(r#"id: "mid", when: Delivered("zeta")"#);
    let played = story.play("");
    let order: Vec<String> = played
        .events()
        .filter_map(|event| match &event.kind {
            EventKind::InjectDelivered { inject, .. } => Some(inject.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(order, ["zeta", "alpha", "mid"]);
    assert_eq!(times(&played, |kind| matches!(kind, EventKind::InjectDelivered { .. })), ["0:01:00"; 3]);
}
