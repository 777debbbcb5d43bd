//! Who runs the drill: what they send, hold, move and leave out, what they say, and what nobody else may.

use sandtable::engine::Session;
use sandtable::engine::command::{Command, Facilitate, Mover};
use sandtable::engine::event::{EventKind, Header};
use sandtable::engine::view::Viewer;
use sandtable::journal::line::compared;
use sandtable::time::{SimDuration, SimTime};

use super::story::{Story, delivered, not_needed, told};
use crate::support::{begun, header, moves, scenario};

fn on_call() -> Story {
    Story::new().alert(r#"id: "high", when: Active("bad")"#)
}

/// A drill as far as its moves go, with a facilitator.
fn so_far(story: &Story, text: &str) -> Session {
    let scenario = scenario(&story.text(), None);
    let lines = moves(&scenario, text);
    let start = Header { facilitated: true, ..begun(&scenario, &lines, 1, sandtable::pace::Pace::Flat) };
    let (mut session, _) = Session::start(scenario, start).unwrap();
    for (_, _, line) in lines {
        let sandtable::moves::What::Move(command) = &line.what else { continue };
        session.advance_to(line.at.unwrap(), |_| {}).unwrap();
        session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
    }
    session
}

#[test]
fn injects_are_sent_moved_and_left_out_by_hand() {
    let story = Story::new()
        .inject(r#"id: "early", at: "2m""#)
        .inject(r#"id: "middle", at: "4m", while: Active("bad")"#)
        .inject(r#"id: "late", at: "12m""#)
        .inject(r#"id: "waits", when: Declared"#);
    let played = story.play(
        "0:01:00 facilitator nudge early +90s\n0:01:01 facilitator nudge middle -90s\n0:01:02 facilitator skip late\n\
         0:02:00 facilitator inject waits\n0:05:00 primary ack\n0:05:01 primary declare sev1",
    );
    assert_eq!(delivered(&played, "early"), ["0:03:30"]);
    assert_eq!(delivered(&played, "middle"), ["0:02:30"]);
    assert!(delivered(&played, "late").is_empty() && not_needed(&played, "late").is_empty());
    // Sent by hand, it does not come again when its condition holds.
    assert_eq!(delivered(&played, "waits"), ["0:02:00"]);
}

#[test]
fn a_nudged_inject_is_still_asked_whether_it_fits_and_one_sent_by_hand_is_not() {
    let story = Story::new()
        .inject(r#"id: "nudged", at: "9m", while: Cleared("bad")"#)
        .inject(r#"id: "sent", at: "9m", while: Cleared("bad")"#);
    let played = story.play("0:01:00 facilitator nudge nudged now\n0:01:00 facilitator inject sent");
    assert!(delivered(&played, "nudged").is_empty());
    assert_eq!(not_needed(&played, "nudged"), ["0:01:00 what it was about no longer held"]);
    assert_eq!(delivered(&played, "sent"), ["0:01:00"]);
}

#[test]
fn a_skipped_inject_neither_comes_nor_gives_up_and_may_be_sent_after_all() {
    let story = Story::new().inject(r#"id: "waits", when: Declared, gives_up: "4m""#);
    let skipped =
        story.play("0:01:00 facilitator skip waits\n0:02:00 primary ack\n0:02:00 primary declare sev1");
    assert!(delivered(&skipped, "waits").is_empty() && not_needed(&skipped, "waits").is_empty());
    let sent = story.play("0:01:00 facilitator skip waits\n0:03:00 facilitator inject waits");
    assert_eq!(delivered(&sent, "waits"), ["0:03:00"]);
}

/// `auto` says when it comes where nobody facilitates; where somebody does, it is in their hand.
#[test]
fn a_contingency_waits_for_the_facilitator_and_comes_by_itself_without_one() {
    let story = on_call()
        .inject(r#"id: "held", kind: Contingency, auto: All([Active("bad"), At("3m")]), gives_up: "9m""#);
    assert_eq!(delivered(&story.play("0:01:00 primary ack"), "held"), ["0:03:00"]);
    let held = story.play("0:01:00 primary ack\n0:01:00 facilitator note \"I am here\"");
    assert!(delivered(&held, "held").is_empty() && not_needed(&held, "held").is_empty());
    let sent = story.play("0:01:00 primary ack\n0:07:00 facilitator inject held");
    assert_eq!(delivered(&sent, "held"), ["0:07:00"]);
}

#[test]
fn a_jump_carries_the_story_along_and_the_promises_with_it() {
    let story = on_call().inject(r#"id: "early", at: "4m""#).inject(r#"id: "late", at: "12m""#);
    let played = story.play(
        "0:00:10 primary ack\n0:00:20 primary declare sev2\n\
         0:01:00 primary update stakeholders state=investigating next=10m\n0:01:00 primary task 1 \"look\" box=5m\n\
         0:01:00 primary task 1 \"think\" box=15m\n0:02:00 facilitator jump 8m\n0:02:00 primary note \"typed in the jump\"",
    );
    insta::assert_snapshot!(told(&played), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:00:20 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:01:00 call: primary told stakeholders: investigating; next update: 10m
    0:01:00 call: task 1 for primary: look, back by 21:06
    0:01:00 call: task 2 for primary: think, back by 21:16
    0:02:00 clock: the story jumps 8:00 ahead, to 21:10
    0:04:00 chat: early
    0:10:00 call: primary noted: typed in the jump
    0:12:00 chat: late
    ");
    let session = so_far(
        &story,
        "0:00:10 primary ack\n0:00:20 primary declare sev2\n0:01:00 primary update stakeholders state=investigating next=10m\n\
         0:01:00 primary task 1 \"look\" box=5m\n0:01:00 primary task 1 \"think\" box=15m\n0:02:00 facilitator jump 8m",
    );
    let mins = |n: i64| SimTime::from_ms(n * 60_000);
    assert_eq!(session.now(), mins(10), "it has landed");
    // Promised for 11:00, in a box until 6:00 and until 16:00; eight minutes later each.
    let boxes: Vec<_> = session.world().tasks.iter().map(|task| task.until.unwrap()).collect();
    assert_eq!(session.view(Viewer::Table).update_due(), Some(mins(19)));
    assert_eq!(boxes, [mins(14), mins(24)]);
}

/// What was open when the jump began, and falls due inside it, is due two minutes after landing at 10:00.
#[test]
fn a_jump_may_let_deadlines_fall_due() {
    let session = so_far(
        &on_call(),
        "0:00:10 primary ack\n0:00:20 primary declare sev2\n0:01:00 primary update stakeholders state=investigating next=8m\n\
         0:01:00 primary task 1 \"look\" box=5m\n0:01:00 primary task 1 \"think\" box=15m\n0:02:00 facilitator jump 8m due",
    );
    let mins = |n: i64| SimTime::from_ms(n * 60_000);
    let boxes: Vec<_> = session.world().tasks.iter().map(|task| task.until.unwrap()).collect();
    assert_eq!(session.view(Viewer::Table).update_due(), Some(mins(12)));
    // Until 16:00 was beyond the jump: it moves with the story, to 24:00.
    assert_eq!(boxes, [mins(12), mins(24)]);
}

#[test]
fn a_drill_taken_up_again_after_a_jump_has_landed() {
    let session = so_far(&Story::new(), "0:02:00 facilitator jump 8m");
    let scenario = session.scenario().clone();
    let start = Header { facilitated: true, ..header(&scenario, &[], 1, sandtable::pace::Pace::Flat) };
    let (mut live, mut events) = Session::start(scenario.clone(), start).unwrap();
    live.advance_to(SimTime::from_ms(120_000), |batch| events.extend_from_slice(batch)).unwrap();
    let jump = Command::Facilitate(Facilitate::Jump { ms: SimDuration::from_mins(8), due: false });
    events.extend(live.handle(Mover::Facilitator, SimDuration::ZERO, &jump, "jump 8m").unwrap().events);
    let again = Session::resume(scenario, &events).unwrap();
    assert_eq!((again.now(), again.world()), (live.now(), live.world()));
}

#[test]
fn a_vacated_seat_loses_its_roles_and_may_be_paged_again() {
    let played = on_call().play(
        "0:00:10 primary ack\n0:00:20 primary declare sev2\n0:00:30 primary page helper why=\"hands\"\n0:00:40 helper ack\n\
         0:00:50 primary roles commander=helper expert=primary\n0:02:00 facilitator vacate helper\n0:02:10 helper say \"hello?\"\n\
         0:02:20 facilitator vacate helper\n0:03:00 primary page helper why=\"somebody else, please\"\n0:03:30 helper ack\n\
         0:03:40 helper take commander",
    );
    insta::assert_snapshot!(told(&played), @"
    0:00:00 pager: page 1, to primary: it hurts
    0:00:10 call: primary acknowledged page 1 and is in the call
    0:00:20 call: primary declared SEV2 (an important function is badly degraded for many, or gone for some)
    0:00:30 pager: page 2, to helper: hands
    0:00:40 call: helper acknowledged page 2 and is in the call
    0:00:50 call: helper is commander
    0:00:50 call: primary is expert
    0:02:00 call: helper is gone, and can't be reached
    0:02:00 call: nobody is commander any more: it was helper
    0:02:10 tool: `helper` has not joined; it was paged: `helper ack`
    0:02:20 tool: nobody sits at `helper`
    0:03:00 pager: page 3, to helper: somebody else, please
    0:03:30 call: seat 3 helper is now at this table
    0:03:30 call: helper acknowledged page 3 and is in the call
    0:03:40 call: helper takes commander
    ");
}

#[test]
fn what_is_forced_is_nobodys_doing() {
    let story = Story::new()
        .milestone(r#"id: "known", when: At("19m")"#)
        .action(r#"id: "drain", takes: "10m""#)
        .metric(r#"id: "errors""#);
    let played = story.play(
        "0:01:00 facilitator force reach known\n0:02:00 facilitator force clear bad\n0:03:00 facilitator force start bad\n\
         0:04:00 facilitator force do drain\n0:05:00 facilitator force do fix\n0:06:00 facilitator force clear bad",
    );
    insta::assert_snapshot!(told(&played), @"
    0:01:00 desk: forced: reach known
    0:01:00 truth: milestone `known`
    0:02:00 desk: forced: clear bad
    0:02:00 truth: failure `bad` cleared
    0:02:00 truth: the system has recovered
    0:03:00 desk: forced: start bad
    0:03:00 truth: failure `bad` started
    0:03:00 truth: the system is ill again
    0:04:00 desk: forced: do drain
    0:04:00 call: somebody outside the call does `drain`
    0:04:00 call: `drain` is done
    0:05:00 desk: forced: do fix
    0:05:00 call: somebody outside the call does `fix`
    0:05:00 call: `fix` is done
    0:05:00 truth: failure `bad` cleared
    0:05:00 truth: the system has recovered
    0:06:00 tool: nothing to force: bad is not active
    0:10:00 call: somebody asks: it has looked good for a while. Is it over, and how do you know?
    ");
}

#[test]
fn what_a_facilitator_may_not_do_is_said_with_what_they_may() {
    let story = on_call()
        .inject(r#"id: "early", at: "2m""#)
        .inject(r#"id: "waits", when: Declared"#)
        .expected(r#"id: "see", is: Declare(Sev2), serves: ["o"], target: "5m", why: "w""#);
    let moves = [
        "0:00:10 primary ack",
        "0:01:00 facilitator nudge early -90s",
        "0:01:00 facilitator nudge waits +2m",
        "0:03:00 facilitator inject early",
        "0:03:00 facilitator skip early",
        "0:03:00 facilitator skip waits",
        "0:03:00 facilitator skip waits",
        "0:03:00 facilitator jump 25h",
        "0:03:00 facilitator hint 1 1 about=see",
        "0:03:00 facilitator hint",
        "0:03:00 facilitator look shop",
        "0:03:00 facilitator do fix",
        "0:03:00 facilitator mark wrong 2",
        "0:03:00 facilitator vacate helper",
        "0:03:00 facilitator force start bad",
        "0:03:00 facilitator force reach known",
        "0:03:10 primary declare sev2",
        "0:03:20 primary update customers state=investigating",
        "0:03:30 primary jump 5m",
        "0:03:30 table inject waits",
        "0:03:30 primary mark fix",
        "0:03:40 facilitator mark wrong 10 impact",
    ];
    let story = story.milestone(r#"id: "known", when: At("1m")"#);
    insta::assert_snapshot!(story.play(&moves.join("\n")).refused.join("\n"), @r#"
    nudge early -90s: `early` comes at 21:02; that much earlier is past. `nudge early now`
    nudge waits +2m: `waits` has no time yet: it waits for something; `inject waits` sends it now
    inject early: `early` has come already
    skip early: `early` has come already
    skip waits: `waits` is skipped already; `inject waits` sends it all the same
    jump 25h: a jump goes forward, by a day at most: `jump 10m`
    hint 1 1 about=see: no hint is written for `expected/see`; give your own words: `hint SEAT 1 "..."`
    hint: a hint goes to a seat, at a level (0 encourage, 1 ask, 2 point, 3 tell): `hint primary 1` would ask "Is this an incident yet? Who would have to know that it is?"
    look shop: the facilitator reads nothing: `status` shows every signal. For a seat, put it in front: `primary look ...`
    do fix: the facilitator plays no seat; put one in front: `primary ...`
    mark wrong 2: #2 is no statement, update or handover; `feed` shows what was said, with its place
    vacate helper: nobody sits at `helper`
    force start bad: nothing to force: bad is active
    force reach known: nothing to force: known was reached
    jump 5m: that is the facilitator's move; ask them for it, or `note` what you would like to see happen
    inject waits: that is the facilitator's move; ask them for it, or `note` what you would like to see happen
    mark fix: in this drill the facilitator marks what counts
    mark wrong 10 impact: #10 is no statement, update or handover; `feed` shows what was said, with its place
    "#);
}

#[test]
fn without_a_facilitator_nobody_has_the_facilitators_moves() {
    let scenario = scenario(&Story::new().text(), None);
    let start = header(&scenario, &[], 1, sandtable::pace::Pace::Flat);
    let (mut session, _) = Session::start(scenario, start).unwrap();
    let jump = Command::Facilitate(Facilitate::Jump { ms: SimDuration::from_mins(8), due: false });
    for by in [Mover::Facilitator, Mover::Table] {
        let refused = session.handle(by, SimDuration::ZERO, &jump, "jump 8m").unwrap().refused.unwrap();
        assert_eq!(
            refused.to_string(),
            "that is the facilitator's move, and this drill has none; `run SCENARIO --facilitator` opens their screen"
        );
    }
}

/// The bytes of every kind of line that a facilitator brings about; a change of these is a change of the format.
#[test]
fn the_journals_lines() {
    let story = on_call()
        .inject(r#"id: "early", at: "8m""#)
        .inject(r#"id: "late", at: "12m""#)
        .milestone(r#"id: "known", when: At("19m")"#);
    let played = story.play(
        "0:00:10 primary ack\n0:00:20 primary update customers state=investigating\n0:01:00 facilitator nudge early -1m\n\
         0:01:00 facilitator skip late\n0:01:00 facilitator inject \"smoke\" to=1 via=phone\n0:01:00 facilitator voice boss \"well?\"\n\
         0:01:00 facilitator mark wrong 9\n0:01:00 facilitator mark wrong 9 state\n0:01:00 facilitator observe 1 \"calm\"\n0:01:00 facilitator observe \"loud\"\n\
         0:01:00 facilitator talk\n0:01:00 facilitator talk severity\n0:01:00 facilitator force reach known\n0:01:00 facilitator hint 1 0\n\
         0:01:00 primary take commander\n0:01:00 facilitator vacate primary\n0:01:00 facilitator jump 1m\n0:02:00 facilitator jump 90s due\n\
         0:04:00 facilitator end safety",
    );
    let theirs = played.events().zip(&played.lines);
    let theirs = theirs.filter(|(event, _)| {
        event.by == sandtable::engine::event::Actor::Facilitator
            && !matches!(event.kind, EventKind::Refused { .. })
    });
    let lines: Vec<&str> = theirs.map(|(_, line)| std::str::from_utf8(compared(line)).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    {"seq":10,"at":60000,"by":"facilitator","cause":null,"kind":"inject-moved","inject":"early","due":420000
    {"seq":11,"at":60000,"by":"facilitator","cause":null,"kind":"inject-skipped","inject":"late"
    {"seq":12,"at":60000,"by":"facilitator","cause":null,"kind":"improvised","from":null,"via":"phone","to":["primary"],"text":"smoke"
    {"seq":13,"at":60000,"by":"facilitator","cause":null,"kind":"improvised","from":"The boss","via":"chat","to":["primary","secondary","helper"],"text":"well?"
    {"seq":14,"at":60000,"by":"facilitator","cause":null,"kind":"marked-wrong","move":9,"slot":null
    {"seq":16,"at":60000,"by":"facilitator","cause":null,"kind":"observed","seat":"primary","text":"calm"
    {"seq":17,"at":60000,"by":"facilitator","cause":null,"kind":"observed","seat":null,"text":"loud"
    {"seq":18,"at":60000,"by":"facilitator","cause":null,"kind":"facilitator-talk","on":true
    {"seq":19,"at":60000,"by":"facilitator","cause":null,"kind":"severity-talk","on":true
    {"seq":21,"at":60000,"by":"facilitator","cause":null,"kind":"forced","what":"reach known"
    {"seq":23,"at":60000,"by":"facilitator","cause":null,"kind":"hint-given","to":"primary","item":"declare","level":0,"text":"You are doing fine. What do you know, and what would you like to know?"
    {"seq":25,"at":60000,"by":"facilitator","cause":null,"kind":"seat-vacated","seat":"primary"
    {"seq":26,"at":60000,"by":"facilitator","cause":25,"kind":"role-vacated","role":"commander","seat":"primary","how":"gone"
    {"seq":27,"at":60000,"by":"facilitator","cause":null,"kind":"jumped","ms":60000
    {"seq":28,"at":120000,"by":"facilitator","cause":null,"kind":"jumped","ms":90000,"due":true
    {"seq":29,"at":240000,"by":"facilitator","cause":null,"kind":"drill-ended","how":"safety","resolved":false
    "#);
}

/// Whoever talks has done when `talk` is said again, and one talk ends the other.
#[test]
fn one_talk_ends_the_other() {
    let talks = |text: &str| {
        let session = so_far(&on_call(), text);
        let desk = session.view(Viewer::Facilitator).desk().unwrap();
        (desk.talks().is_some(), desk.severity_talk())
    };
    assert_eq!(talks("1:00 facilitator talk severity"), (false, true));
    assert_eq!(talks("1:00 facilitator talk severity\n1:10 facilitator talk"), (false, false));
    assert_eq!(talks("1:00 facilitator talk\n1:10 facilitator talk severity"), (false, true));
    #[cfg(feature = "cli")]
    assert!(
        sandtable::screen::desk::talk(
            so_far(&on_call(), "1:00 facilitator talk severity").view(Viewer::Facilitator)
        )
        .contains(&"severity talk".to_string())
    );
}
