//! Actions: what they do when they take effect, when they don't help, and how they are undone.

use sandtable::engine::event::EventKind;

use super::story::{Story, cleared, delivered, started, told};

/// The story with a page at once, so that `primary` can act from the first minute on.
fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

#[test]
fn an_action_takes_effect_when_its_time_has_passed() {
    insta::assert_snapshot!(on_call().tell("0:00:10 primary ack\n0:01:00 primary do fix\n0:01:30 primary do fix"), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary began `fix`, until 21:02
    0:01:30 tool: `fix` is being done already, until 21:02
    0:02:00 call: `fix` is done
    0:02:00 truth: failure `bad` cleared
    0:02:00 truth: alert `high` is over
    0:02:00 truth: the system has recovered
    0:07:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn an_action_that_can_not_help_now_may_be_tried_and_changes_nothing() {
    let story = on_call()
        .metric(r#"id: "errors", baseline: 5, good: Above(1)"#)
        .inject(r#"id: "well-done""#)
        .milestone(r#"id: "safe""#)
        .failure(r#"id: "cold""#)
        .action(
            r#"id: "drain", helps_if: Milestone("asked"), clears: ["bad"], starts: ["cold"], fires: ["well-done"],
               reaches: ["safe"], drives: [(metric: "errors", to: 3)]"#,
        )
        .milestone(r#"id: "asked", when: Asked("support")"#);
    let before = "0:00:10 primary ack\n";
    let in_vain = story.play(&format!("{before}0:01:00 primary do drain\n0:02:00 primary look errors"));
    assert_eq!(cleared(&in_vain, "bad"), [""; 0]);
    assert_eq!(started(&in_vain, "cold"), ["0:01:00"], "what it breaks it breaks all the same");
    assert_eq!(delivered(&in_vain, "well-done"), [""; 0]);
    let text = told(&in_vain);
    assert!(text.contains("primary read errors: 5 ") && !text.contains("milestone `safe`"), "{text}");

    let helped = story.play(&format!(
        "{before}0:00:50 primary ask support \"may we?\"\n0:01:00 primary do drain\n0:02:00 primary look errors"
    ));
    assert_eq!(cleared(&helped, "bad"), ["0:01:00"]);
    assert_eq!(delivered(&helped, "well-done"), ["0:01:00"]);
    let text = told(&helped);
    assert!(text.contains("primary read errors: 3 ") && text.contains("milestone `safe`"), "{text}");
}

#[test]
fn whether_it_helps_is_asked_when_it_takes_effect() {
    let story = on_call().action(r#"id: "drain", takes: "2m", helps_if: Not(Declared), clears: ["bad"]"#);
    let late = story.play("0:00:10 primary ack\n0:01:00 primary do drain\n0:02:00 primary declare sev2");
    assert_eq!(cleared(&late, "bad"), [""; 0]);
}

fn undoable() -> Story {
    on_call()
        .metric(r#"id: "load", baseline: 10, good: Below(50)"#)
        .failure(r#"id: "cold""#)
        .action(
            r#"id: "drain", takes: "1m", clears: ["bad"], starts: ["cold"], drives: [(metric: "load", to: 4)], undo: "3m""#,
        )
}

#[test]
fn what_is_undone_in_time_is_as_it_was_before() {
    insta::assert_snapshot!(undoable().tell(
        "0:00:10 primary ack\n0:01:00 primary do drain\n0:02:30 primary look load\n0:05:00 primary undo drain\n\
         0:05:10 primary look load\n0:06:00 primary undo drain\n0:07:00 primary do drain"
    ), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary began `drain`, until 21:02
    0:02:00 call: `drain` is done
    0:02:00 truth: failure `bad` cleared
    0:02:00 truth: failure `cold` started
    0:02:00 truth: alert `high` is over
    0:02:00 truth: the system has recovered
    0:02:30 call: primary read load: 4 (good: below 50)
    0:05:00 call: primary undid `drain`
    0:05:00 truth: failure `cold` cleared
    0:05:00 truth: failure `bad` started
    0:05:00 truth: alert `high` fires
    0:05:00 pager: page 2, to primary: it hurts
    0:05:00 truth: the system is ill again
    0:05:10 call: primary read load: 10 (good: below 50)
    0:06:00 tool: `drain` can't be undone: it is undone already
    0:07:00 call: primary began `drain`, until 21:08
    0:08:00 call: `drain` is done
    0:08:00 truth: failure `bad` cleared
    0:08:00 truth: failure `cold` started
    0:08:00 truth: alert `high` is over
    0:08:00 truth: the system has recovered
    0:13:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

/// What had built up before the change is there again, and does not build up anew; a counter goes on from where it stood.
#[test]
fn what_an_undone_change_had_cleared_goes_on_where_it_stood() {
    let story = on_call()
        .metric(r#"id: "load", baseline: 10, good: Below(50)"#)
        .metric(r#"id: "lost", kind: Counter, baseline: 0, good: NotRising"#)
        .failure(
            r#"id: "slow", at: "0s", drives: [(metric: "load", to: 60, after: "2m"),
               (metric: "lost", to: 600, shape: Ramp, over: "10m")]"#,
        )
        .action(r#"id: "drain", clears: ["slow"], undo: "5m""#);
    let text = told(&story.play(
        "0:00:10 primary ack\n0:04:00 primary look load\n0:05:00 primary do drain\n0:06:00 primary look load\n\
         0:06:10 primary look lost\n0:07:00 primary undo drain\n0:07:10 primary look load\n0:08:00 primary look lost\n\
         0:12:30 primary look lost",
    ));
    let read: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("primary read ")).map(|(_, read)| read).collect();
    let read: Vec<&str> = read.iter().map(|read| read.split(" (").next().unwrap()).collect();
    assert_eq!(read, ["load: 60", "load: 10", "lost: 300", "load: 60", "lost: 360", "lost: 600"]);
}

#[test]
fn after_its_window_an_action_stands() {
    insta::assert_snapshot!(undoable().tell("0:00:10 primary ack\n0:01:00 primary do drain\n0:05:00.001 primary undo drain"), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary began `drain`, until 21:02
    0:02:00 call: `drain` is done
    0:02:00 truth: failure `bad` cleared
    0:02:00 truth: failure `cold` started
    0:02:00 truth: alert `high` is over
    0:02:00 truth: the system has recovered
    0:05:00.001 tool: `drain` can't be undone: that was possible for 3:00 after it took effect
    0:07:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn an_action_without_a_way_back_stands_at_once() {
    insta::assert_snapshot!(on_call().tell("0:00:10 primary ack\n0:01:00 primary do fix\n0:02:00 primary undo fix"), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary began `fix`, until 21:02
    0:02:00 call: `fix` is done
    0:02:00 truth: failure `bad` cleared
    0:02:00 truth: alert `high` is over
    0:02:00 truth: the system has recovered
    0:02:00 tool: `fix` can't be undone: there is no way back
    0:07:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn what_has_not_taken_effect_is_called_off_also_without_a_way_back() {
    insta::assert_snapshot!(on_call().tell(
        "0:00:10 primary ack\n0:01:00 primary do fix\n0:01:59.999 primary undo fix\n0:03:00 primary do fix"
    ), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:01:00 call: primary began `fix`, until 21:02
    0:01:59.999 call: primary undid `fix`
    0:03:00 call: primary began `fix`, until 21:04
    0:04:00 call: `fix` is done
    0:04:00 truth: failure `bad` cleared
    0:04:00 truth: alert `high` is over
    0:04:00 truth: the system has recovered
    0:09:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn a_harmful_action_has_its_consequences() {
    let story = on_call()
        .failure(r#"id: "worse""#)
        .inject(r#"id: "outcry", after: "1m""#)
        .action(r#"id: "restart", takes: "30s""#)
        .harmful(r#"id: "blind", is: Do("restart"), when: Not(Looked("shop")), starts: ["worse"], fires: ["outcry"]"#);
    let blind = story.play("0:00:10 primary ack\n0:01:00 primary do restart").all_accepted();
    let harm = |played: &crate::support::Played| {
        super::story::times(played, |kind| matches!(kind, EventKind::HarmDone { .. }))
    };
    assert_eq!(harm(&blind), ["0:01:30"]);
    assert_eq!(
        (started(&blind, "worse"), delivered(&blind, "outcry")),
        (vec!["0:01:30".into()], vec!["0:02:30".into()])
    );
    let careful = story.play("0:00:10 primary ack\n0:00:30 primary look shop\n0:01:00 primary do restart");
    assert_eq!((harm(&careful).len(), started(&careful, "worse").len()), (0, 0));
}

#[test]
fn harm_may_start_again_what_the_action_has_just_cleared() {
    let story = on_call()
        .action(r#"id: "quick-fix", clears: ["bad"]"#)
        .harmful(r#"id: "too-quick", is: Do("quick-fix"), starts: ["bad"]"#);
    let played = story.play("0:00:10 primary ack\n0:01:00 primary do quick-fix").all_accepted();
    assert_eq!(
        (cleared(&played, "bad"), started(&played, "bad")),
        (vec!["0:01:00".into()], vec!["0:00:00".into(), "0:01:00".into()])
    );
}

#[test]
fn an_action_is_found_by_words_close_to_it_and_never_guessed() {
    let story = on_call()
        .action(r#"id: "drain-north", say: ["empty the northern hall"]"#)
        .action(r#"id: "drain-south", say: ["empty the southern hall"]"#);
    let played = story.play(
        "0:00:10 primary ack\n0:01:00 primary do empty the northern hall\n0:02:00 primary do drain south",
    );
    let done = super::story::times(&played.all_accepted(), |kind| {
        matches!(kind, EventKind::ActionTookEffect { .. })
    });
    assert_eq!(done, ["0:01:00", "0:02:00"]);
    let scenario = crate::support::scenario(&story.text(), None);
    let said = |text: &str| sandtable::moves::parse(&scenario, text, None).unwrap_err().to_string();
    assert_eq!(
        said("primary do empty hall"),
        "`empty hall` could be `drain-north` or `drain-south`; which one?"
    );
    assert_eq!(
        said("primary do drain-nroth"),
        "no action `drain-nroth`; did you mean `drain-north` (empty the northern hall)?"
    );
}
