//! What honest crews did well and did not get: the loop, the updates and the roles. The story's part is in `honest`.

use sandtable::score::card::{Gate, Outcome, Scorecard};

use crate::edge_cases::after;
use crate::shop::{OPENING, SHOP, shop};
use crate::support::{criterion, play};

fn card(scenario: &str, moves: &str) -> Scorecard {
    play(scenario, &after(moves)).all_accepted().card()
}

fn update(at: &str, state: &str, next: &str) -> String {
    format!(
        "{at} comms update customers stakeholders state={state} impact=\"at {at} a third fails\" doing=\"at {at} looking on\"{next}\n"
    )
}

/// 5:00 promised 15:00, and 19:00 came; 19:00 promised 24:00, and 23:00 came. That it came in the last five minutes makes the
/// one before it no last word.
#[test]
fn a_promise_that_was_kept_before_the_close_counts() {
    let moves = |third: &str| {
        format!(
            "2:00 tech look errors\n3:00 tech do roll-back\n4:00 tech verify errors\n{}{}{third}24:00 primary close summary=done",
            update("5:00", "mitigating", " next=10m"),
            update("19:30", "monitoring", " next=5m"),
        )
    };
    let card = card(SHOP, &moves(&update("23:00", "resolved", "")));
    let promise = criterion(&card, "updates/promise");
    assert_eq!(promise.credit, Some(5_000), "{}", promise.says);
    assert!(promise.says.starts_with("1 of 2 stated times were kept"), "{}", promise.says);
    // A last word owes nothing more, whatever it says.
    let last = self::card(SHOP, &moves(""));
    assert!(criterion(&last, "updates/promise").says.starts_with("0 of 1 stated time was kept"));
}

/// Closed, and nobody was told so; the story was over before the time for it was.
#[test]
fn what_was_closed_is_told_as_closed() {
    let text = shop(&[("latest: \"90m\"", "latest: \"20m\"")]);
    let moves = format!(
        "2:00 tech look errors\n3:00 tech do roll-back\n4:00 tech verify errors\n{}11:00 primary close summary=done",
        update("5:00", "mitigating", " next=10m")
    );
    let card = card(&text, &moves);
    let closing = criterion(&card, "updates/closing");
    assert_eq!(closing.outcome, Outcome::NotObserved);
    assert!(
        closing.says.starts_with("it was closed at +11:00 (#")
            && closing.says.contains("without a closing word to"),
        "{}",
        closing.says
    );
    assert!(card.open_at_the_end.iter().any(|open| open.starts_with("no closing word to customers yet")));
}

/// The reading at 5:00 is not the one that the close followed: that is the one at 10:00, and the gate says the same.
#[test]
fn a_close_follows_its_last_reading() {
    let moves = "2:00 tech look errors\n3:00 tech do restart\n5:00 tech verify errors\n10:00 tech look errors\n12:00 primary close summary=hm\n40:00 primary end";
    let played = play(
        &shop(&[(
            "drives: [(metric: \"errors\", to: 30.0)]",
            "impact: false, drives: [(metric: \"errors\", to: 30.0)]",
        )]),
        &after(moves),
    );
    let card = played.card();
    let says = &criterion(&card, "loop/verify").says;
    assert!(
        says.contains("saw that it was not fixed; the last reading before closing, at +10:00 (#"),
        "{says}"
    );
    let gate: Vec<_> = card
        .because
        .iter()
        .filter(|why| why.gate == Gate::ClosedUnverified)
        .map(|why| why.says.as_str())
        .collect();
    assert!(
        gate.iter()
            .any(|says| says.starts_with("`restart` (#") && says.contains(") was last read on errors (#")),
        "{gate:?}"
    );
    let once = moves.replace("10:00 tech look errors\n", "");
    let card = play(
        &shop(&[(
            "drives: [(metric: \"errors\", to: 30.0)]",
            "impact: false, drives: [(metric: \"errors\", to: 30.0)]",
        )]),
        &after(&once),
    )
    .card();
    assert!(criterion(&card, "loop/verify").says.contains(", and the incident was closed on that reading"));
}

const LED: &str = "2:00 primary task tech \"stop it\" box=20m\n2:10 tech accept\n3:00 tech look errors\n";

/// A redeploy takes five minutes and shows on errors; the pool grows meanwhile and shows on waits: each is read in its time.
#[test]
fn what_is_begun_while_there_is_nothing_to_read_and_shows_elsewhere_is_not_stacked() {
    let beside = format!(
        "{LED}4:00 tech do redeploy\n6:00 tech do grow-pool\n7:00 tech verify waits\n9:30 tech verify errors\n16:00 primary close summary=done"
    );
    let card = card(SHOP, &beside);
    assert_eq!(
        criterion(&card, "loop/verify").credit,
        Some(10_000),
        "{}",
        criterion(&card, "loop/verify").says
    );
    assert_eq!(
        criterion(&card, "loop/order").credit,
        Some(10_000),
        "{}",
        criterion(&card, "loop/order").says
    );
    // In effect at 9:00, it could have been read before the pool was touched.
    let stacked = beside.replace(
        "6:00 tech do grow-pool\n7:00 tech verify waits\n9:30",
        "9:10 tech do grow-pool\n9:20 tech verify waits\n9:30",
    );
    let card = self::card(SHOP, &stacked);
    assert_eq!(criterion(&card, "loop/verify").credit, Some(5_000));
    // One signal for both tells neither.
    let blurred = format!(
        "{LED}4:00 tech do redeploy\n6:00 tech do restart\n9:30 tech verify errors\n16:00 primary close summary=done"
    );
    assert_eq!(criterion(&self::card(SHOP, &blurred), "loop/verify").credit, Some(5_000));
}

/// Three more changes after one that nobody read: one slip, for the one.
#[test]
fn one_unread_change_is_one_slip() {
    let moves = format!(
        "{LED}4:00 tech do restart\n5:00 tech do grow-pool\n5:30 tech verify waits\n6:00 tech look waits\n7:00 tech do grow-pool\n7:30 tech verify waits\n8:00 tech look waits\n9:00 tech do roll-back\n9:30 tech verify errors\n16:00 primary close summary=done"
    );
    let order = criterion(&card(SHOP, &moves), "loop/order").clone();
    assert!(order.says.starts_with("1 slip at "), "{}", order.says);
    assert!(
        order.says.contains("`grow-pool` (#") && order.says.contains("began while `restart` (#"),
        "{}",
        order.says
    );
}

/// The check of the roll-back is what the rerun began from: it helps only after that. What builds on nothing is looked at anew.
#[test]
fn a_good_check_is_what_the_next_step_on_it_began_from() {
    let text = shop(&[(
        "(id: \"grow-pool\", on: \"store\",",
        "(id: \"grow-pool\", on: \"store\", helps_if: Cleared(\"bad-deploy\"),",
    )]);
    let moves = format!(
        "{LED}4:00 tech do roll-back\n5:00 tech verify errors\n5:15 tech do grow-pool\n6:00 tech verify waits\n12:00 primary close summary=done"
    );
    let builds = card(&text, &moves);
    assert_eq!(
        criterion(&builds, "loop/order").credit,
        Some(10_000),
        "{}",
        criterion(&builds, "loop/order").says
    );
    let completeness = criterion(&builds, "loop/completeness");
    assert!(!completeness.says.contains("assess"), "{}", completeness.says);
    let blind = card(SHOP, &moves);
    assert!(
        criterion(&blind, "loop/order").says.contains("before any look or question after the check at +5:00")
    );
    // A check that was not good calls for a new look.
    let failed = card(&text, &moves.replace("do roll-back", "do restart"));
    assert!(
        criterion(&failed, "loop/order").says.contains("before any look"),
        "{}",
        criterion(&failed, "loop/order").says
    );
}

/// A poll about a step asks what it may break: for order and for completeness alike.
#[test]
fn a_poll_is_a_look_for_both() {
    let moves = |poll: &str| {
        format!(
            "{LED}4:00 tech do roll-back\n5:00 tech verify errors\n{poll}6:00 tech do grow-pool\n7:00 tech verify waits\n13:00 primary close summary=done"
        )
    };
    let polled = card(SHOP, &moves("5:10 primary poll grow-pool risk=\"slow for a minute\"\n"));
    let says = |card: &Scorecard, of: &str| criterion(card, of).says.clone();
    assert!(!says(&polled, "loop/order").contains("before any look"), "{}", says(&polled, "loop/order"));
    assert!(!says(&polled, "loop/completeness").contains("assess"), "{}", says(&polled, "loop/completeness"));
    let steps = &criterion(&polled, "loop/completeness").arithmetic;
    assert!(
        steps.iter().any(|step| step.contains("(poll #") && step.contains(" before it, change #")),
        "{steps:?}"
    );
    let blind = card(SHOP, &moves(""));
    assert!(says(&blind, "loop/order").contains("before any look"));
    assert!(says(&blind, "loop/completeness").contains("assess"));
}

/// The line is gone, and another takes command aloud after 52 seconds: (25 x 10000 + 20 x 10000 + 15 x 5666) / 100. Who walks
/// out can't be told from whose line drops, so it is worth no more than a handover without a brief; it is told as what it was.
#[test]
fn command_that_was_lost_is_told_as_lost_and_is_no_way_round_a_handover() {
    let run = |moves: &str| {
        let card = play(SHOP, &format!("{OPENING}{moves}30:00 primary end")).card();
        criterion(&card, "roles/handover").clone()
    };
    let lost = run("10:20 primary leave\n11:12 secondary take commander\n");
    assert_eq!(lost.credit, Some(5_349), "{}", lost.says);
    assert!(lost.says.starts_with("primary was gone at +10:20 (#"), "{}", lost.says);
    assert!(lost.says.ends_with("gap 0:52"), "{}", lost.says);
    let slow = run("10:20 primary leave\n12:00 secondary take commander\n");
    assert!(slow.next.starts_with("when whoever leads is gone"), "{}", slow.next);
    let handed =
        run("10:20 primary handover commander secondary\n10:21 secondary accept\n10:22 secondary announce\n");
    let at_once = run("10:20 primary leave\n10:21 secondary take commander\n");
    assert!(at_once.credit < handed.credit, "{:?} {:?}", at_once.credit, handed.credit);
    // Who lays command down and stays could have handed it over.
    let laid = run("10:20 primary roles commander=-\n11:12 secondary take commander\n");
    assert!(laid.says.contains("without a brief"), "{}", laid.says);
    // Nobody misses who is followed in the same breath.
    let planned = run("10:20 primary leave\n10:20 secondary take commander\n");
    assert!(planned.says.contains("without a brief"), "{}", planned.says);
}
