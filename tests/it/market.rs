//! The market story played by six tables: what the story, the score and the objectives say of each must be true of it.
//!
//! The tables share a morning up to a point, so that what differs in the cards comes from what differs in the moves.

use sandtable::engine::event::{EventKind, VacatedHow};
use sandtable::journal::Who;
use sandtable::score::card::{Outcome, Scorecard};

use crate::shipped;
use crate::support::{Played, criterion, play_with};

/// Page, call, roles, the rollout stopped, two of twenty seen, customers' voice and the relief called.
const MORNING: &str = r#"
2:20 night-lead ack
2:40 night-lead look feed-handlers
3:00 night-lead declare sev3
3:10 night-lead page feeds why="no active handler before the open"
3:15 night-lead page platform why="handlers wait for locks"
3:30 feeds ack
3:35 platform ack
4:00 night-lead roles commander=night-lead expert=feeds,platform
4:20 platform look lock-service
4:40 platform do stop-rollout
5:00 feeds look exchange-compare
5:10 night-lead severity sev1 why="two of twenty agree, and the market opens in five minutes"
5:15 night-lead page client-desk why="prices are old, customers have to know"
5:30 client-desk ack
6:30 night-lead page day-lead why="listen in, you relieve me at ten past"
6:50 day-lead ack
7:00 feeds do halt-feed
7:20 client-desk update trading-customers executives compliance operations-room state="identified" impact="prices since 07:52 are old, the feed is halted" doing="the lock service is being repaired" next=15m
7:45 platform do slow-reconnects
8:20 platform look node-log
8:40 platform do raise-limit
14:50 platform verify lock-members
15:10 feeds look feed-handlers
15:30 feeds do stop-a-handler
16:20 night-lead poll replay risk="prices are written again"
16:50 night-lead decide replay
17:00 feeds do replay
"#;

const HANDOVER: &str = r#"
21:40 night-lead handover commander day-lead state="SEV1, feed halted, customers know" flight="replay by feeds until 08:13" tried="crowd slowed, limit raised, one handler stopped" next="customers by 08:22; compare, then release"
22:00 day-lead accept
22:10 day-lead announce
25:20 night-lead leave
"#;

const LOAD: &str = r#"
23:40 feeds look quiet-prices
24:00 feeds do load-opening
26:10 feeds verify quiet-prices
"#;

const RELEASE: &str = r#"
23:10 feeds verify broken-sequences
23:30 feeds verify exchange-compare
27:10 feeds do release-feed
30:20 feeds verify exchange-compare
35:00 feeds verify exchange-compare
35:05 feeds verify quiet-prices
"#;

const CLOSE: &str = r#"
35:40 day-lead close summary="repaired, compared, released"
36:00 client-desk update trading-customers executives compliance operations-room state="resolved" impact="prices are good since 08:20" doing="a note by noon" next="no further update"
"#;

/// The parts of a table's morning, in the order of their times.
fn table(parts: &[&str]) -> Played {
    let mut lines: Vec<&str> =
        parts.iter().flat_map(|part| part.lines()).filter(|line| !line.is_empty()).collect();
    lines.sort_by_key(|line| {
        let (minutes, rest) = line.split_once(':').unwrap();
        (minutes.parse::<u32>().unwrap(), rest[..2].parse::<u32>().unwrap())
    });
    let shipped = shipped::all().into_iter().find(|shipped| shipped.id == "market-data-stale").unwrap();
    play_with(shipped.scenario(), &lines.join("\n"), 1, Who::Person)
}

fn came(played: &Played, inject: &str) -> bool {
    let is = |kind: &EventKind| matches!(kind, EventKind::InjectDelivered { inject: id, .. } if id.as_str() == inject);
    played.events().any(|event| is(&event.kind))
}

/// What an expected action came to.
fn outcome(card: &Scorecard, item: &str) -> Outcome {
    criterion(card, &format!("actions/{item}")).outcome
}

#[track_caller]
fn every_objective_is_rated(card: &Scorecard) {
    for objective in &card.objectives {
        assert!(objective.credit.is_some(), "{}: {:?}", objective.id, objective.rests_on);
    }
}

#[test]
fn a_quick_table_meets_the_handover_before_it_is_through() {
    let played = table(&[MORNING, HANDOVER, LOAD, RELEASE, CLOSE]).all_accepted();
    let card = played.card();
    assert_eq!(outcome(&card, "hand-over"), Outcome::Met);
    let handover = criterion(&card, "roles/handover");
    assert_eq!(handover.credit, Some(10_000), "{}", handover.says);
    assert!(came(&played, "taxi-ready") && !came(&played, "taxi"), "the taxi knows who leads");
    assert!(!came(&played, "sleepy-prices") && !came(&played, "lost-command"));
    every_objective_is_rated(&card);
}

#[test]
fn a_table_that_never_hands_over_loses_its_commander_to_the_taxi_and_is_told_so() {
    let late = "29:00 night-lead say \"still here\"\n31:30 day-lead take commander\n";
    let played = table(&[MORNING, LOAD, RELEASE, late, CLOSE]);
    assert_eq!(played.refused.len(), 1, "{:?}", played.refused);
    assert!(played.refused[0].contains("`night-lead` is gone since 08:18"), "{:?}", played.refused);
    for inject in ["taxi", "taxi-gone", "lost-command", "for-the-log"] {
        assert!(came(&played, inject), "{inject}");
    }
    assert!(!came(&played, "for-the-log-named"));
    let lost = |kind: &EventKind| matches!(kind, EventKind::RoleVacated { how: VacatedHow::Gone, .. });
    assert_eq!(played.events().filter(|event| lost(&event.kind)).count(), 1);
    let card = played.card();
    assert_eq!(outcome(&card, "hand-over"), Outcome::Missed);
    // Taken by oneself and so announced: 2500 + 2000; no brief, and more than two minutes without a commander.
    let handover = criterion(&card, "roles/handover");
    assert_eq!(handover.credit, Some(4_500), "{}", handover.says);
    let objective = card.objectives.iter().find(|objective| objective.id == "command-passes").unwrap();
    // A commander and a call to the relief, one each; a handover, three.
    assert_eq!(objective.credit, Some(4_000));
    every_objective_is_rated(&card);
}

#[test]
fn a_commander_who_is_not_the_night_lead_owes_no_handover() {
    let others = MORNING
        .replace("commander=night-lead expert=feeds,platform", "commander=feeds expert=platform")
        .replace("night-lead severity", "feeds severity");
    let played = table(&[&others, LOAD, RELEASE, CLOSE]).all_accepted();
    for item in ["hand-over", "somebody-takes-it"] {
        assert_eq!(outcome(&played.card(), item), Outcome::NotApplicable, "{item}");
    }
    assert!(came(&played, "taxi-ready") && !came(&played, "lost-command"));
}

#[test]
fn who_loads_the_opening_prices_early_has_mended_them() {
    let early =
        "12:00 feeds look quiet-prices\n12:20 feeds do load-opening\n14:40 feeds verify quiet-prices\n";
    let played = table(&[MORNING, early, HANDOVER, RELEASE, CLOSE]).all_accepted();
    let card = played.card();
    assert!(!came(&played, "sleepy-prices"), "nothing is left of the second act");
    assert!(played.journal().contains("It is over."));
    assert_eq!(outcome(&card, "wake-the-sleepers"), Outcome::Met);
    assert_eq!(outcome(&card, "sample-the-quiet"), Outcome::Met);
    assert_eq!(card.scenario_score.harms.len(), 0);
}

#[test]
fn the_quiet_prices_can_be_seen_to_be_wrong_from_the_open_on() {
    let looks =
        "9:00 feeds look quiet-prices\n10:10 feeds look quiet-prices\n23:50 feeds look quiet-prices\n";
    let played = table(&[MORNING, looks]).all_accepted();
    let text = played.journal();
    let read =
        |at: &str| text.lines().find(|line| line.starts_with(at) && line.contains("quiet-prices")).unwrap();
    assert!(read("0:09:00").contains("300 of 300"), "{}", read("0:09:00"));
    assert!(read("0:10:10").contains("84 of 300"), "{}", read("0:10:10"));
    assert!(read("0:23:50").contains("84 of 300"), "a replay does not mend them: {}", read("0:23:50"));
}

#[test]
fn a_release_without_a_compare_sends_old_prices_and_is_rated() {
    let blind = "23:15 feeds do release-feed\n33:00 day-lead close summary=\"it moves\"\n";
    let played = table(&[MORNING, HANDOVER, blind]).all_accepted();
    for inject in ["sleepy-prices", "all-or-nothing", "half-our-list"] {
        assert!(came(&played, inject), "{inject}");
    }
    let card = played.card();
    for item in ["compare-before-release", "sample-the-quiet", "wake-the-sleepers"] {
        assert_eq!(outcome(&card, item), Outcome::Missed, "{item}");
    }
    assert_eq!(card.scenario_score.harms.len(), 1);
    assert!(played.journal().contains("The incident is open again"), "old prices go out, so it is not over");
    every_objective_is_rated(&card);
}

#[test]
fn the_worst_table_is_rated_on_everything_the_drill_was_for() {
    for crew in ["struggling", "nobody"] {
        let shipped = shipped::all().into_iter().find(|shipped| shipped.id == "market-data-stale").unwrap();
        let (_, moves) = shipped.crews.iter().find(|(name, _)| *name == crew).unwrap();
        every_objective_is_rated(&play_with(shipped.scenario(), moves, 1, Who::Prepared).card());
    }
}
