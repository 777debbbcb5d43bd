//! The golden vectors of the rule book (§2.16), each played as typed moves; the numbers are the book's.
//!
//! Vectors 19 to 23 belong to the scenario score. 18 and 24 put dimensions together that no single drill gives, and try
//! the aggregate.

use sandtable::score::card::{Band, Criterion, Gate, Outcome};
use sandtable::score::process_credit;

use crate::shop::{OPENING, SEV2, SEV3, SHOP, in_the_house, shop};
use crate::support::{Played, criterion, dimension, play};

/// Plays moves, all of which must be accepted.
#[track_caller]
fn played(scenario: &str, moves: &str) -> Played {
    play(scenario, moves).all_accepted()
}

/// Checks the credit of one criterion after some moves, and gives the criterion back.
#[track_caller]
fn case(scenario: &str, moves: &str, path: &str, credit: u32) -> Criterion {
    let played = played(scenario, moves);
    let card = played.card();
    let found = criterion(&card, path);
    assert_eq!(found.credit, Some(credit), "{path}: {}\n{}", found.says, played.journal());
    found.clone()
}

/// Checks the number, the band and the gates of one dimension.
#[track_caller]
fn rated(scenario: &str, moves: &str, id: &str, credit: Option<u32>, band: Option<Band>, gates: &[Gate]) {
    let played = played(scenario, moves);
    let card = played.card();
    let found = dimension(&card, id);
    let is = (found.credit, found.band, found.gates.as_slice());
    assert_eq!(is, (credit, band, gates), "{found:#?}\n{}", played.journal());
}

#[test]
fn v01_an_ack_inside_the_target() {
    // 4:30 is under 5; the act comes 1:30 later, under 5.
    case(SHOP, "4:30 primary ack\n6:00 primary declare sev1", "ack/chain", 10_000);
}

#[test]
fn v02_the_second_level_answers() {
    // lin(7; 5, 15) = 8/10; it acts at once.
    let moves = "7:00 secondary ack\n7:00 secondary declare sev1\n20:00 primary ack";
    case(SHOP, moves, "ack/chain", 8_000);
}

#[test]
fn v03_nobody_answers() {
    // The primary's seat is filled, and only writes something down.
    let moves = "1:00 primary note what is that noise";
    case(SHOP, moves, "ack/chain", 0);
    rated(SHOP, moves, "ack", Some(0), Some(Band::U), &[Gate::NoAck]);
}

#[test]
fn v04_an_ack_that_nothing_follows() {
    // 10000 for the ack; 0.5 + 0.5 x lin(11; 5, 10) = 0.5.
    case(SHOP, "3:00 primary ack\n14:00 primary declare sev1", "ack/chain", 5_000);
}

#[test]
fn v05_an_ack_that_is_followed_late() {
    // 0.5 + 0.5 x lin(7.5; 5, 10) = 0.5 + 0.25.
    case(SHOP, "3:00 primary ack\n10:30 primary declare sev1", "ack/chain", 7_500);
}

#[test]
fn v06_a_milder_page() {
    // lin(21; 15, 30) = 9/15.
    case(&shop(&[SEV3]), "21:00 primary ack\n21:00 primary declare sev3", "ack/chain", 6_000);
}

#[test]
fn v07_a_pause_before_the_ack() {
    // In the file ten minutes pass in the pause; on the score clock the ack comes at 5:00.
    let moves = "2:00 primary pause\n12:00 primary resume\n15:00 primary ack\n15:00 primary declare sev1";
    case(SHOP, moves, "ack/chain", 10_000);
}

#[test]
fn v08_a_commander_is_named() {
    // Declared at 1:00. lin(12; 5, 10) = 0; lin(12; 5, 15) = 3/10; lin(8; 5, 10) = 2/5.
    let moves = |at: &str, severity: &str| {
        format!("0:30 primary ack\n1:00 primary declare {severity}\n{at} primary take commander")
    };
    case(SHOP, &moves("13:00", "sev1"), "roles/commander_time", 0);
    case(&shop(&[SEV2]), &moves("13:00", "sev2"), "roles/commander_time", 3_000);
    case(SHOP, &moves("9:00", "sev1"), "roles/commander_time", 4_000);
}

/// Vector 9: declared at 3, told at 8, 26, 60, over at 70; the roll-back is never checked, so nothing is monitoring.
pub(crate) fn v09(between: &str) -> String {
    format!(
        r#"
0:30 primary ack
0:40 primary page tech why="hands are needed"
0:40 primary page comms why="words are needed"
0:50 tech ack
0:50 comms ack
3:00 primary declare sev1
3:10 primary roles commander=primary deputy=comms expert=tech
8:00 comms update stakeholders customers state="investigating errors" impact="checkout fails for many" doing="looking at the deploy" next=20m
26:00 comms update stakeholders customers state="identified the deploy" impact="checkout fails for most" next=20m
{between}
60:00 comms update stakeholders customers state="mitigating it now" next=20m
65:00 primary decide roll-back
65:00 tech do roll-back
70:00 comms update stakeholders customers state="resolved for everyone" impact="none any more" doing="watching the shop"
70:00 primary close summary="rolled back"
"#
    )
}

#[test]
fn v09_silences_weigh_by_their_length() {
    // (18 x 10000 + 34 x 3000 + 10 x 10000) / 62; lin(34; 20, 40) = 6/20.
    case(SHOP, &v09(""), "updates/gaps", 6_161);
}

#[test]
fn v10_the_same_text_again_is_no_update() {
    let again = |at: u32| {
        format!(
            "{at}:00 comms update stakeholders customers state=\"identified the deploy\" impact=\"checkout fails for most\" next=20m\n"
        )
    };
    let between: String = [27, 28, 29].into_iter().map(again).collect();
    case(SHOP, &v09(&between), "updates/gaps", 6_161);
}

#[test]
fn v11_updates_as_a_whole() {
    // 5 min after declaring: inside both targets, 5 and 10.
    case(SHOP, &v09(""), "updates/first", 10_000);
    // (4/4 + 3/4 + 2/4 + 3/3) / 4: a closing update needs no next time.
    case(SHOP, &v09(""), "updates/content", 8_125);
    // 28 kept at 26, 46 missed by 60, 80 kept at 70.
    case(SHOP, &v09(""), "updates/promise", 6_666);
    case(SHOP, &v09(""), "updates/audience", 10_000);
    case(SHOP, &v09(""), "updates/closing", 10_000);
    let card = played(SHOP, &v09("")).card();
    assert_eq!(criterion(&card, "updates/change").outcome, Outcome::NotApplicable);
    // (25 x 10000 + 25 x 6161 + 15 x 8125 + 10 x 6666 + 10 x 10000 + 5 x 10000) / 90 = 742560 / 90.
    rated(SHOP, &v09(""), "updates", Some(8_250), Some(Band::P), &[]);
}

#[test]
fn v12_an_hour_of_silence() {
    let moves = format!("{OPENING}61:00 primary end");
    rated(SHOP, &moves, "updates", Some(0), Some(Band::U), &[Gate::NoUpdate]);
}

#[test]
fn v13_over_before_an_update_was_due() {
    // Four minutes, under both targets: content 15, audience 10 and closing 5 are left, 30 of 100.
    let moves = r#"
0:30 primary ack
1:00 primary declare sev1
1:00 primary take commander
2:00 primary do roll-back
5:00 primary update stakeholders customers state="resolved for everyone" impact="none any more" doing="watching the shop"
5:00 primary close summary="rolled back"
"#;
    let card = played(SHOP, moves).card();
    let found = dimension(&card, "updates");
    assert_eq!((found.credit, found.band), (None, None));
    let credits: Vec<_> =
        found.criteria.iter().map(|criterion| (criterion.id.as_ref(), criterion.credit)).collect();
    let expected = [
        ("first", None),
        ("gaps", None),
        ("content", Some(10_000)),
        ("change", None),
        ("promise", None),
        ("audience", Some(10_000)),
        ("closing", Some(10_000)),
    ];
    assert_eq!(credits, expected);
}

/// Declared at 1:00; commander at 5:00, expert at 7:00 and announced, deputy at 13:00 and never announced.
const V14: &str = r#"
0:30 primary ack
1:00 primary declare sev1
1:10 primary page tech why="hands are needed"
1:10 primary page comms why="words are needed"
1:20 tech ack
1:20 comms ack
5:00 primary take commander
6:00 primary look errors
7:00 primary assign expert tech
7:30 primary announce
13:00 primary assign deputy comms
30:00 primary end
"#;

#[test]
fn v14_roles_as_a_whole() {
    case(SHOP, V14, "roles/commander_time", 10_000);
    // lin(12; 10, 20) = 8/10 for the deputy, all for the expert.
    case(SHOP, V14, "roles/set", 9_000);
    case(SHOP, V14, "roles/announced", 6_666);
    case(SHOP, V14, "roles/separation", 7_000);
    // (30 x 10000 + 20 x 9000 + 15 x 6666 + 20 x 7000) / 85 = 719990 / 85.
    rated(SHOP, V14, "roles", Some(8_470), Some(Band::P), &[]);
}

#[test]
fn v15_a_handover_with_a_gap() {
    // 0.40 x 3/4 + 0.25 + 0.20 + 0.15 x lin(0:30; 0, 2) = 3000 + 2500 + 2000 + 1125.
    let moves = r#"
20:00 primary handover commander secondary state="errors at 30 percent" flight="tech rolls back until 25" next="an update is due at 25"
20:10 primary roles commander=-
20:40 secondary accept
20:50 secondary announce
30:00 primary end
"#;
    case(SHOP, &format!("{OPENING}{moves}"), "roles/handover", 8_625);
}

/// A task done in time and a risk taken by decision; then the fail-over, which clears the failure.
const FAIL_OVER: &str = r#"
2:00 primary task tech "find out what changed" box=10m
2:30 tech look errors
3:00 primary ask tech "what do you see?"
3:30 tech report 1 "it began with the deploy"
6:00 primary poll fail-over risk="orders of the last minute are lost"
6:40 primary decide fail-over
7:00 tech do fail-over
"#;

#[test]
fn v16_a_loop_with_a_second_change_unchecked() {
    // A S U V, then A S with an update due at 25:00: (4/4 + 2/4) / 2. The second task is answered after two minutes,
    // the third has no box and no report. Decisions: 3/3 and 1/3.
    let moves = r#"
2:00 primary task tech "find out what changed" box=10m
2:30 tech look errors
3:00 tech report 1 "it began with the deploy"
4:00 primary task comms "collect what customers say" box=10m
6:00 primary poll fail-over risk="orders of the last minute are lost"
6:40 primary decide fail-over
7:00 tech do fail-over
10:00 comms update stakeholders customers state="mitigating it now" impact="checkout fails for many" doing="failing over" next=15m
10:30 comms report 2 "many can't pay"
12:00 tech verify errors
20:00 primary ask tech "what else is at risk?"
21:00 primary task secondary "watch the store"
21:30 secondary accept
22:00 primary decide reindex
23:00 tech do reindex
35:00 primary close summary="failed over"
"#;
    let moves = format!("{OPENING}{moves}");
    case(SHOP, &moves, "loop/completeness", 7_500);
    case(SHOP, &moves, "loop/verify", 5_000);
    case(SHOP, &moves, "loop/order", 10_000);
    case(SHOP, &moves, "loop/tasks", 7_500);
    case(SHOP, &moves, "loop/decision", 6_666);
    let card = played(SHOP, &moves).card();
    assert_eq!(criterion(&card, "loop/reassess").outcome, Outcome::NotApplicable);
    // (20 x 7500 + 30 x 5000 + 10 x 10000 + 20 x 7500 + 10 x 6666) / 90 = 616660 / 90.
    rated(SHOP, &moves, "loop", Some(6_851), Some(Band::M), &[Gate::ClosedUnverified]);
}

#[test]
fn v17_a_loop_without_a_check() {
    let moves = r#"
10:00 comms update stakeholders customers state="mitigating it now" impact="checkout fails for many" doing="failing over" next=15m
20:00 primary close summary="failed over"
"#;
    let moves = format!("{OPENING}{FAIL_OVER}{moves}");
    case(SHOP, &moves, "loop/completeness", 7_500);
    case(SHOP, &moves, "loop/verify", 0);
    // (20 x 7500 + 30 x 0 + 10 x 10000 + 20 x 10000 + 10 x 10000) / 90 = 550000 / 90.
    rated(SHOP, &moves, "loop", Some(6_111), Some(Band::M), &[Gate::ClosedUnverified]);
}

#[test]
fn v18_a_gate_caps_the_whole() {
    // The ack of 2, the roles of 14, the updates of 11, the loop of 16.
    let dimensions = [(10, Some(8_000)), (25, Some(8_470)), (30, Some(8_250)), (35, Some(6_851))];
    assert_eq!(process_credit(&dimensions), Some(7_790));
    assert_eq!(Band::of(7_790, false), Band::S);
    assert_eq!(Band::of(7_790, true), Band::M);
}

#[test]
fn v19_the_right_severity() {
    // Known at 3:00, right at 12:00: 1/2 x 10000 + 1/2 x lin(9; 5, 15) = 5000 + 1/2 x 6000.
    let known = shop(&[("is: Sev1)])", "is: Sev1, knowable: At(\"3m\"))])")]);
    let moves = "1:00 primary ack\n4:00 primary declare sev3\n12:00 primary severity sev1 why=\"it is worse\"\n40:00 primary end";
    case(&known, moves, "classify/severity", 8_000);
    // One too high from the start: 1/2 x 8000 + 1/2 x 10000.
    let moves = "0:00 primary ack\n0:00 primary declare sev1\n40:00 primary end";
    case(&shop(&[SEV2]), moves, "classify/severity", 9_000);
}

#[test]
fn v20_a_statement_with_four_slots() {
    // Declared at 1:00. 0.4 x lin(13; 10, 20) + 0.6 x 4/5 = 0.4 x 7000 + 0.6 x 8000 = 2800 + 4800.
    let said = "14:00 primary statement symptom=\"checkout fails\" affected=\"a third of customers\" scope=\"about 3000\" unknown=\"the cause\"";
    case(SHOP, &format!("{OPENING}{said}\n40:00 primary end"), "classify/statement", 7_600);
}

#[test]
fn v21_the_right_people_and_others() {
    // By day. lin(8; 10, 20) = 10000 and lin(15; 10, 20) = 5000: 7500. 4 units at 0.1: 6000. 0.7 x 7500 + 0.3 x 6000.
    let moves = r#"
0:30 primary ack
1:00 primary declare sev1
8:00 primary page database why="the store waits"
9:00 primary page frontend why="perhaps it is theirs"
15:00 primary page payments why="payments fail"
16:00 primary page all why="everybody please"
40:00 primary end
"#;
    let house = in_the_house(&[]);
    case(&house, moves, "paging/recall", 7_500);
    case(&house, moves, "paging/economy", 6_000);
    rated(&house, moves, "paging", Some(7_050), Some(Band::S), &[]);
}

#[test]
fn v22_actions_in_time_with_help_and_missed() {
    // 3 x 10000, 2 x 0.8 x lin(22; 15, 30), 1 x 0: lin = 5333, x 0.8 = 4266; (30000 + 8532) / 6.
    let expected = r#"expected: [
        (id: "look-first", is: Look("errors"), target: "15m", limit: "30m", weight: 3, why: "w"),
        (id: "check-changes", is: Do("roll-back"), target: "15m", limit: "30m", weight: 2, why: "w", hints: ["What changed?", "Look at the deploy.", "Roll back."]),
        (id: "tell-customers", is: Poll("reindex"), target: "15m", limit: "30m", why: "w"),
    ],
    truth:"#;
    let moves = r#"
5:00 tech look errors
20:00 facilitator hint tech 1 about=check-changes
22:00 tech do roll-back
40:00 primary end
"#;
    let moves = format!("{OPENING}{moves}");
    let scenario = shop(&[("truth:", expected)]);
    case(&scenario, &moves, "actions/look-first", 10_000);
    case(&scenario, &moves, "actions/check-changes", 4_266);
    case(&scenario, &moves, "actions/tell-customers", 0);
    rated(&scenario, &moves, "actions", Some(6_422), Some(Band::M), &[]);
}

#[test]
fn v23_the_first_mitigation() {
    // Declared at 1:00: lin(22; 15, 30) = 8/15.
    case(SHOP, &format!("{OPENING}23:00 tech do restart\n60:00 primary end"), "mitigate/first", 5_333);
}

#[test]
fn v24_a_dimension_without_a_number_drops_out() {
    let dimensions = [(10, Some(10_000)), (25, Some(8_470)), (30, None), (35, Some(6_851))];
    assert_eq!(process_credit(&dimensions), Some(7_879));
}

#[test]
fn v25_a_loop_that_misses_one_update() {
    // Updates fall due at 6:00 and 11:00, inside the first cycle (2:30 to 12:00), and none is sent before 24:00:
    // (3/4 + 4/4) / 2. Closed six minutes after the first good reading of the second change.
    let moves = r#"
12:00 tech verify errors
20:00 primary ask tech "what else is at risk?"
20:30 secondary look waits
22:00 primary poll reindex risk="searches are slow for an hour"
22:40 primary decide reindex
23:00 tech do reindex
24:00 comms update stakeholders customers state="monitoring the store" impact="none any more" doing="reading the waits" next=20m
25:00 tech verify waits
25:30 secondary verify waits
31:00 primary close summary="failed over"
"#;
    let moves = format!("{OPENING}{FAIL_OVER}{moves}");
    case(SHOP, &moves, "loop/completeness", 8_750);
    for path in ["loop/verify", "loop/order", "loop/tasks", "loop/decision"] {
        case(SHOP, &moves, path, 10_000);
    }
    // (20 x 8750 + 70 x 10000) / 90 = 875000 / 90.
    rated(SHOP, &moves, "loop", Some(9_722), Some(Band::P), &[]);
}
