//! The market story played by a dozen tables: what the story, the score and the objectives say of each must be true of it.
//!
//! The tables share a morning up to a point, so that what differs in the cards comes from what differs in the moves.

use sandtable::engine::event::{Event, EventKind, VacatedHow};
use sandtable::journal::Who;
use sandtable::scenario::words::Channel;
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

/// The third act: the list, the brake at the door, node 5, the regulator's questions, and readings that stay good.
const LIST: &str = r#"
31:30 feeds do make-list
32:40 platform do lift-brake
34:20 platform verify door-wait
34:40 platform do keep-limit
36:50 platform verify lock-members
37:40 feeds verify list-check
38:00 client-desk do send-list
39:10 client-desk update trading-customers executives compliance operations-room state="monitoring" impact="old from 07:52 until the halt, and nobody could tell" doing="the list is with you, we compare" next=10m
39:20 feeds verify exchange-compare
39:30 feeds verify quiet-prices
42:50 feeds look quiet-prices
43:00 feeds look exchange-notices
43:10 feeds do load-opening
45:20 feeds verify quiet-prices
50:10 feeds verify exchange-compare
50:20 feeds verify quiet-prices
"#;

const CLOSE: &str = r#"
50:40 day-lead close summary="repaired, compared, released, the list is out"
51:00 client-desk update trading-customers executives compliance operations-room state="resolved" impact="prices are good since 08:20" doing="a note by noon" next="no further update"
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
    let played = table(&[MORNING, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
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
    let played = table(&[MORNING, LOAD, RELEASE, late, LIST, CLOSE]);
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
    let played = table(&[&others, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
    for item in ["hand-over", "somebody-takes-it"] {
        assert_eq!(outcome(&played.card(), item), Outcome::NotApplicable, "{item}");
    }
    assert!(came(&played, "taxi-ready") && !came(&played, "lost-command"));
}

#[test]
fn who_loads_the_opening_prices_early_has_mended_them() {
    let early =
        "12:00 feeds look quiet-prices\n12:20 feeds do load-opening\n14:40 feeds verify quiet-prices\n";
    let played = table(&[MORNING, early, HANDOVER, RELEASE, LIST, CLOSE]).all_accepted();
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

/// When each inject came, in seconds, from a time on.
fn comes(played: &Played, from: i64) -> Vec<(i64, String)> {
    let came = |event: &Event| {
        let EventKind::InjectDelivered { inject, .. } = &event.kind else { return None };
        Some((event.at.ms() / 1000, inject.to_string()))
    };
    played.events().filter_map(came).filter(|(at, _)| *at >= from).collect()
}

/// No more than three in two minutes.
#[track_caller]
fn nobody_is_flooded(came: &[(i64, String)]) {
    for four in came.windows(4) {
        assert!(four[3].0 - four[0].0 > 120, "{four:?}");
    }
}

#[test]
fn a_quick_table_has_something_to_decide_until_it_closes() {
    let played = table(&[MORNING, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
    let card = played.card();
    // Five things that it has to decide or do, each told to it by somebody, all after a feed that is right again at 30:10.
    for item in ["write-the-list", "read-the-list", "send-it", "brake-off", "make-it-hold"] {
        assert_eq!(outcome(&card, item), Outcome::Met, "{item}");
    }
    assert!(came(&played, "four-questions") && came(&played, "two-differ"));
    nobody_is_flooded(&comes(&played, 0));
    let came = comes(&played, 1500);
    // From the taxi at 25:00 to the close at 50:40 nobody waits five minutes for a word; the last five are the readings'.
    let times: Vec<i64> = came.iter().map(|(at, _)| *at).filter(|&at| at < 3040).collect();
    assert!(times.windows(2).all(|two| two[1] - two[0] <= 300), "{came:?}");
    assert!(times.last() > Some(&2700), "{came:?}");
    let read =
        |at: &str| played.journal().lines().find(|line| line.starts_with(at)).map(str::to_string).unwrap();
    assert!(read("0:42:50").contains("298 of 300"), "what was right is read again: {}", read("0:42:50"));
    assert!(read("0:45:20").contains("300 of 300"), "{}", read("0:45:20"));
    assert!(!came.iter().any(|(_, inject)| inject == "node-five-out"), "the limit is written down");
    assert!(played.journal().contains("It is over."));
}

#[test]
fn a_table_that_closes_before_the_list_is_told_that_somebody_waits_for_it() {
    let early = CLOSE.replace("50:40", "36:00").replace("51:00", "36:20");
    let played = table(&[MORNING, HANDOVER, LOAD, RELEASE, &early]).all_accepted();
    assert!(played.journal().contains("The incident is open again"));
    for inject in ["wants-a-list-halted", "at-the-door", "node-five-out", "list-waits"] {
        assert!(came(&played, inject), "{inject}");
    }
    assert_eq!(outcome(&played.card(), "send-it"), Outcome::NotApplicable, "there is no list to send");
}

#[test]
fn a_slow_table_keeps_to_the_second_act() {
    let shipped = shipped::of("market-data-stale");
    for (name, moves) in &shipped.crews {
        let played = play_with(shipped.scenario(), moves, 1, Who::Prepared);
        // Whoever told nobody anything for twenty minutes is told things by many; from the taxi on they are few again.
        let from = if *name == "prepared" { 0 } else { 1500 };
        match *name {
            "struggling" | "nobody" => {
                for inject in ["wants-a-list", "at-the-door", "node-five-soon", "four-questions"] {
                    assert!(!came(&played, inject), "{name}: {inject}");
                }
            }
            "prepared" => assert!(came(&played, "wants-a-list")),
            _ => continue,
        }
        nobody_is_flooded(&comes(&played, from));
    }
}

#[test]
fn a_list_without_the_repair_has_holes_and_is_written_again() {
    let before = "12:00 feeds do make-list\n20:00 feeds verify list-check\n";
    let played = table(&[MORNING, before, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
    assert!(came(&played, "list-has-holes"));
    assert!(
        played.journal().contains("read list-check: 0 of 50 found on the list"),
        "nothing can be on it yet"
    );
    assert!(played.journal().contains("read list-check: 50 of 50 found on the list"));
}

/// Restarted in the first act, there is no handler left that has not noticed anything: the double leader is told otherwise.
#[test]
fn the_second_act_knows_whether_handlers_were_restarted_in_the_first() {
    let played = table(&[MORNING]);
    assert!(played.journal().contains("The older one never noticed"));
    let kick =
        "9:00 feeds do restart-handlers\n10:30 feeds verify markets-led\n10:40 feeds look feed-handlers\n";
    let played = table(&[MORNING, kick]).all_accepted();
    let journal = played.journal();
    assert!(!journal.contains("The older one never noticed"), "{journal}");
    assert!(journal.contains("They were started at one moment"));
    assert!(came(&played, "still-no-lock"));
    // It did nothing for the signal that the page names, and the signal says so.
    let read = journal.lines().find(|line| line.starts_with("0:10:30")).unwrap();
    assert!(read.contains("0 of 3 markets") && read.contains("good: above 2.5"), "{read}");
    let harms = &played.card().scenario_score.harms;
    assert_eq!(harms.iter().map(|harm| harm.id.as_str()).collect::<Vec<_>>(), ["kick-the-handlers"]);
}

#[test]
fn handlers_that_lead_and_are_restarted_are_missed_in_the_signals() {
    let kick = "32:00 feeds do restart-handlers\n33:30 feeds verify markets-led\n36:30 feeds verify broken-sequences\n\
                37:00 feeds do replay\n43:30 feeds verify broken-sequences\n";
    let played = table(&[MORNING, HANDOVER, LOAD, RELEASE, kick]).all_accepted();
    let journal = played.journal();
    let read = |at: &str, what: &str| {
        let line = journal.lines().find(|line| line.starts_with(at) && line.contains("read"));
        assert!(line.is_some_and(|line| line.contains(what)), "{at}: {line:?}");
    };
    read("0:33:30", "1 of 3 markets");
    read("0:36:30", "2 of 3 markets");
    read("0:43:30", "0 of 3 markets");
    assert!(came(&played, "led-and-gone") && came(&played, "seine-jumps"));
    let card = played.card();
    assert_eq!(
        card.scenario_score.harms.iter().map(|harm| harm.id.as_str()).collect::<Vec<_>>(),
        ["kick-who-leads"]
    );
}

#[test]
fn command_given_to_a_train_is_lost_in_a_tunnel() {
    let early = r#"
8:30 night-lead handover commander day-lead state="SEV1, feed halted" flight="the vote" tried="rollout stopped" next="customers by 08:12"
8:40 day-lead accept
8:50 day-lead announce
10:00 day-lead say "I can hear you again"
10:10 day-lead take commander
12:00 night-lead take commander
"#;
    let played = table(&[MORNING, early, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
    let at = |inject: &str| -> Vec<i64> {
        let is = |event: &&Event| matches!(&event.kind, EventKind::InjectDelivered { inject: id, .. } if id.as_str() == inject);
        played.events().filter(is).map(|event| event.at.ms() / 1000).collect()
    };
    // Forty-five seconds after each time that the seat in the train has it: 8:40 and 10:10.
    assert_eq!(at("tunnel"), [565, 655]);
    let lost = |kind: &EventKind| matches!(kind, EventKind::RoleVacated { how: VacatedHow::Gone, .. });
    assert_eq!(played.events().filter(|event| lost(&event.kind)).count(), 2);
    let says = played.events().find(|event| lost(&event.kind)).unwrap();
    assert!(matches!(&says.kind, EventKind::RoleVacated { seat, .. } if seat.as_str() == "day-lead"));
    // Two handovers are well done. Between them command came back from a tunnel, taken without a brief after 1:05.
    let handover = criterion(&played.card(), "roles/handover").clone();
    assert!(handover.says.contains("without a brief, accepted at +12:00"), "{}", handover.says);
    assert!(handover.credit < Some(8_500), "{handover:?}");
}

/// Who has left is rung by nobody: the taxi is told to the room.
#[test]
fn reception_rings_nobody_who_is_not_there() {
    let gone = HANDOVER.replace("25:20 night-lead leave", "23:00 night-lead leave");
    let played = table(&[MORNING, &gone, LOAD, RELEASE, LIST, CLOSE]).all_accepted();
    let rung = |event: &Event| {
        let EventKind::InjectDelivered { inject, via: Channel::Phone, to, .. } = &event.kind else {
            return None;
        };
        let left = event.at.ms() > 1_380_000 && to.iter().any(|seat| seat.as_str() == "night-lead");
        left.then(|| inject.to_string())
    };
    assert_eq!(played.events().filter_map(rung).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(came(&played, "taxi-ready"));
}

/// Two of twenty at 2:40, SEV1 at 2:55: it is known from what was read, and right.
#[test]
fn the_severity_is_known_from_what_was_read() {
    let read = MORNING
        .replace("2:40 night-lead look feed-handlers", "2:40 night-lead look exchange-compare")
        .replace("3:00 night-lead declare sev3", "2:55 night-lead declare sev1")
        .replace("5:10 night-lead severity sev1 why=\"two of twenty agree, and the market opens in five minutes\"\n", "");
    let card = table(&[&read, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted().card();
    let severity = criterion(&card, "classify/severity");
    assert_eq!((severity.credit, severity.n), (Some(10_000), 1), "{}", severity.says);
    assert!(
        severity.says.contains("SEV1 could be known at +2:40, by the reading of `exchange-compare` (#"),
        "{}",
        severity.says
    );
    // Reasoned at 2:40 (nothing in, everything out) and said at 2:55: it is not too high then, and known when it is read at 5:00.
    let reasoned = read
        .replace("look exchange-compare", "look prices-in")
        .replace("5:00 feeds look prices-in", "5:00 feeds look exchange-compare");
    let reasoned = format!("{reasoned}2:45 night-lead look prices-out\n");
    let card = table(&[&reasoned, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).all_accepted().card();
    let severity = criterion(&card, "classify/severity");
    assert_eq!((severity.credit, severity.n), (Some(10_000), 1), "{}", severity.says);
    assert!(severity.says.contains("SEV1 could be known at +5:00"), "{}", severity.says);
    // Read at 5:00, it is known at 5:00; SEV3 was right until then.
    let card = table(&[MORNING, HANDOVER, LOAD, RELEASE, LIST, CLOSE]).card();
    let severity = criterion(&card, "classify/severity");
    assert!(severity.says.contains("SEV1 could be known at +5:00"), "{}", severity.says);
    assert_eq!(severity.credit, Some(10_000), "{}", severity.says);
}

/// What did not come is told in words and in few rows, and what was only a reminder is counted.
#[test]
fn where_a_table_got_lucky_is_read_in_a_minute() {
    for parts in [vec![MORNING, HANDOVER, LOAD, RELEASE, LIST, CLOSE], vec![MORNING]] {
        let document = table(&parts).postmortem();
        let (_, from) = document.split_once("Where we got lucky").unwrap();
        let (section, _) = from.split_once("\n## ").unwrap();
        let rows = section.lines().filter(|line| line.starts_with("| “")).count();
        assert!((1..=6).contains(&rows), "{section}");
        for raw in [" not reached", "not updated", " is past", "not closed", "its moment"] {
            assert!(!section.contains(raw), "{raw}: {section}");
        }
        assert!(section.contains("more did not come: reminders"), "{section}");
    }
}
