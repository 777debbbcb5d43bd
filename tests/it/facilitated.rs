//! What a facilitator's hand does to the four scored dimensions: played as typed moves, each number with its arithmetic.

use sandtable::engine::event::EventKind;
use sandtable::score::card::{Gate, Outcome, Scorecard};

use crate::shop::{OPENING, SHOP, shop};
use crate::support::{Played, criterion, dimension, play};

/// The usual beginning, then these moves; all of them are accepted.
#[track_caller]
fn drill(moves: &str) -> Played {
    play(SHOP, &format!("{OPENING}{moves}")).all_accepted()
}

fn credit(card: &Scorecard, path: &str) -> Option<u32> {
    criterion(card, path).credit
}

/// Both required audiences hear, in four slots.
fn told(at: &str) -> String {
    format!(
        "{at} comms update stakeholders customers state=mitigating impact=\"checkout fails at {at}\" doing=\"rolling back\" next=20m\n"
    )
}

/// The place of the nth event of a kind, from 0.
fn place(played: &Played, n: usize, wanted: impl Fn(&EventKind) -> bool) -> u64 {
    played.events().filter(|event| wanted(&event.kind)).nth(n).unwrap().seq.0
}

/// Updates at 5:00 and 15:00, and at 20:00 the first is marked as wrong, or a slot of it.
fn marked(slot: &str) -> Scorecard {
    let updates = format!("{}{}", told("5:00"), told("15:00"));
    let seq = place(&drill(&format!("{updates}30:00 primary end")), 0, |kind| {
        matches!(kind, EventKind::Updated { .. })
    });
    drill(&format!("{updates}20:00 facilitator mark wrong {seq}{slot}\n30:00 primary end")).card()
}

/// (0 + 4/4) / 2 for all of it, (3/4 + 4/4) / 2 = 0.875 for a slot: it went out in time all the same.
#[test]
fn an_update_that_is_marked_as_wrong_was_sent_and_said_nothing() {
    let (whole, slot) = (marked(""), marked(" impact"));
    assert_eq!(
        (credit(&whole, "updates/content"), credit(&slot, "updates/content")),
        (Some(5_000), Some(8_750))
    );
    assert_eq!(
        (credit(&whole, "updates/first"), credit(&whole, "updates/gaps")),
        (Some(10_000), Some(10_000))
    );
    assert!(criterion(&whole, "updates/content").says.contains("was marked as wrong"));
    assert!(criterion(&slot, "updates/content").says.ends_with("was marked as wrong in the impact"));
    assert!(whole.advice.iter().any(|remark| remark.says.contains("a correction is an update, too")));
    // The state, too, is a slot; without it the post still counts as an update.
    assert_eq!(credit(&marked(" state"), "updates/content"), Some(8_750));
}

/// A brief of four parts, of which one is wrong: 0.40 x 3/4 + 0.25 + 0.20 + 0.15.
#[test]
fn a_brief_loses_the_part_that_is_marked_as_wrong() {
    let offer = "10:00 primary handover commander secondary state=\"errors at 30\" flight=\"roll back\" tried=\"nothing yet\" next=\"in 20\"\n";
    let taken = "10:10 secondary accept\n10:20 secondary announce\n30:00 primary end";
    let seq = place(&drill(&format!("{offer}{taken}")), 0, |kind| {
        matches!(kind, EventKind::HandoverOffered { .. })
    });
    let card = drill(&format!("{offer}10:05 facilitator mark wrong {seq} tried\n{taken}")).card();
    assert_eq!(credit(&card, "roles/handover"), Some(9_000));
}

/// Told at 5:00 with a promise for 25:00, which the jump from 10:00 to 30:00 skips: due at 32:00, which is 12:00 on the
/// score clock, and kept within two minutes.
#[test]
fn a_promise_inside_a_jump_may_fall_due_after_landing() {
    let run = |jump: &str, at: &str| {
        drill(&format!("{}10:00 facilitator jump {jump}\n{}36:00 primary end", told("5:00"), told(at))).card()
    };
    assert_eq!(credit(&run("20m due", "34:00"), "updates/promise"), Some(10_000));
    assert_eq!(credit(&run("20m due", "35:00"), "updates/promise"), Some(0));
    // A silence of 10 min (5:00 to 15:00) whose target was 12:00 and whose limit stays at 45:00, then one of a minute:
    // (10 x lin(10; 7, 40) + 1 x 10000) / 11 = (10 x 9090 + 10000) / 11.
    assert_eq!(credit(&run("20m due", "35:00"), "updates/gaps"), Some(9_172));
    // Without `due` the promise moves with the story: to 45:00.
    assert_eq!(credit(&run("20m", "35:00"), "updates/promise"), Some(10_000));
    assert_eq!(credit(&run("20m", "35:00"), "updates/gaps"), Some(10_000));
}

/// Declared at 1:00. A commander is wanted by 6:00, and no credit is left at 11:00; the story jumps from 2:00 to 32:00.
#[test]
fn deadlines_move_with_a_jump_or_fall_due() {
    let run = |jump: &str, at: &str| {
        let moves = format!(
            "0:30 primary ack\n1:00 primary declare sev1\n2:00 facilitator jump {jump}\n{at} primary take commander\n60:00 primary end"
        );
        credit(&play(SHOP, &moves).all_accepted().card(), "roles/commander_time")
    };
    // 38:00 is 8:00 on the score clock, 7 min after the declaration: lin(7; 5, 10) = 6/10.
    assert_eq!(run("30m", "36:00"), Some(10_000));
    assert_eq!(run("30m", "38:00"), Some(6_000));
    // Target and limit lie inside: both are at 34:00.
    assert_eq!(run("30m due", "34:00"), Some(10_000));
    assert_eq!(run("30m due", "34:01"), Some(0));
    // Only the target, 6:00, lies inside a jump to 7:00: due at 9:00 on the story's clock, 4:00 by the other, 3 min after
    // the declaration. 10:00 is 4 min after it: lin(4; 3, 10) = 6/7.
    assert_eq!(run("5m due", "10:00"), Some(8_571));
}

/// Given at 3:00 with a box of ten minutes; from 5:00 to 25:00 nothing is played.
#[test]
fn a_time_box_moves_with_a_jump_or_ends_after_landing() {
    let run = |jump: &str| {
        let work = "3:00 primary task tech \"look into it\" box=10m\n3:30 tech accept\n";
        let moves = format!(
            "{work}5:00 facilitator jump {jump}\n33:00 tech report 1 \"found it\"\n50:00 primary end"
        );
        credit(&drill(&moves).card(), "loop/tasks")
    };
    // It ends at 33:00, and so does the report come: in time.
    assert_eq!(run("20m"), Some(10_000));
    // It ends at 27:00, two minutes after landing; six minutes later is too late: 3 of 4.
    assert_eq!(run("20m due"), Some(7_500));
}

/// Gone at 10:00, taken at 11:00: nobody is asked for a brief. Accepted 25, announced 20, the gap 15 x lin(1; 0, 2), of 60:
/// (25 + 20 + 7.5) / 60.
#[test]
fn a_vacated_commander_opens_the_clock_of_the_handover() {
    let card =
        drill("10:00 facilitator vacate primary\n11:00 secondary take commander\n30:00 secondary end").card();
    assert_eq!(credit(&card, "roles/handover"), Some(8_750));
    // Nobody follows until the end, and the limit of two minutes has passed.
    let card = drill("10:00 facilitator vacate primary\n30:00 secondary end").card();
    assert_eq!(credit(&card, "roles/handover"), Some(0));
    // Who lays the role down could have said something: 0.25 + 0.20 + 0.15 / 2.
    let card = drill("10:00 primary leave\n11:00 secondary take commander\n30:00 secondary end").card();
    assert_eq!(credit(&card, "roles/handover"), Some(5_250));
}

/// Nobody answers, commands or tells anybody anything, and all limits have passed when something real happens.
#[test]
fn a_safety_stop_holds_nothing_that_was_open_against_anybody() {
    let run = |end: &str| {
        let moves = format!(
            "0:30 secondary ack\n1:00 secondary declare sev1\n1:10 secondary page tech why=\"hands\"\n1:20 tech ack\n40:00 {end}"
        );
        play(SHOP, &moves).card()
    };
    let (ended, stopped) = (run("facilitator end"), run("facilitator end safety"));
    assert_eq!(dimension(&ended, "updates").gates, [Gate::NoUpdate]);
    assert_eq!(dimension(&ended, "roles").gates, [Gate::NoCommander]);
    for id in ["ack", "roles", "updates", "loop"] {
        assert_eq!(dimension(&stopped, id).gates, [], "{id}");
    }
    for path in ["roles/commander_time", "roles/set", "updates/first", "updates/audience"] {
        assert_eq!(credit(&ended, path), Some(0), "{path}");
        assert_eq!(criterion(&stopped, path).outcome, Outcome::NotObserved, "{path}");
    }
    assert!(stopped.open_at_the_end.iter().any(|open| open.contains("no commander yet")));
}

/// A silence that was too long when the drill was stopped is not counted; what was done before is.
#[test]
fn a_safety_stop_counts_what_was_over() {
    let run = |end: &str| drill(&format!("{}{}70:00 {end}", told("5:00"), told("20:00"))).card();
    // 15 min at full credit, and 50 min at none.
    assert_eq!(credit(&run("primary end"), "updates/gaps"), Some(15 * 10_000 / 65));
    assert_eq!(credit(&run("primary end safety"), "updates/gaps"), Some(10_000));
    assert_eq!(credit(&run("primary end"), "updates/promise"), Some(5_000));
    assert_eq!(credit(&run("primary end safety"), "updates/promise"), Some(10_000));
}

/// What the facilitator sends, whispers, marks and writes down is nobody's move.
#[test]
fn a_desk_full_of_work_changes_no_number() {
    let work = format!(
        "{}3:00 tech look errors\n4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n",
        told("2:00")
    );
    let end = "12:00 primary close summary=done\n13:00 comms update stakeholders customers state=resolved impact=\"none any more\" doing=\"watching the shop\"\n";
    let desk = "5:10 facilitator observe primary \"calm\"\n5:20 facilitator hint secondary 1 \"who else?\"\n\
        5:30 facilitator inject \"somebody at the door\"\n5:40 facilitator voice boss \"well?\" to=comms\n5:50 facilitator note x\n\
        6:00 facilitator bookmark y\n6:10 facilitator say \"carry on\"\n6:20 facilitator talk severity\n6:30 facilitator mark roll-back\n";
    let numbers = |card: &Scorecard| {
        card.dimensions
            .iter()
            .map(|d| (d.id, d.credit, d.criteria.iter().map(|c| c.credit).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    let (with, without) =
        (drill(&format!("{work}{desk}{end}")).card(), drill(&format!("{work}{end}")).card());
    assert_eq!(numbers(&with), numbers(&without));
}

/// A roll-back is expected from 2:00 on, full credit to 7:00, none from 17:00.
fn expects(moves: &str) -> Scorecard {
    let text = shop(&[(
        "    truth:",
        "    expected: [(id: \"it\", is: Do(\"roll-back\"), opens: At(\"2m\"), target: \"5m\", limit: \"15m\", why: \"w\", serves: [\"run-it\"])],\n    truth:",
    )]);
    play(&text, &format!("{OPENING}{moves}50:00 primary end")).all_accepted().card()
}

/// What the facilitator forced is neither missed nor earned; what was done before it is, and what was late before it is late.
#[test]
fn a_forced_step_is_nobodys() {
    let both = |card: &Scorecard| {
        ["actions/it", "mitigate/first"].map(|path| (criterion(card, path).outcome, credit(card, path)))
    };
    let nobodys = (Outcome::NotApplicable, None);
    let forced = expects("8:00 facilitator force do roll-back\n");
    assert_eq!(both(&forced), [nobodys; 2]);
    assert_eq!(criterion(&forced, "actions/it").says, "given: the facilitator did it");
    assert_eq!(criterion(&forced, "mitigate/first").says, "given: the facilitator did it");
    let after = expects("8:00 facilitator force do roll-back\n9:00 tech do roll-back\n");
    assert_eq!(both(&after), [nobodys; 2]);
    // Done at 5:00, 3 min after it opened and 4 min after the declaration; the second time changes nothing.
    let own = expects("5:00 tech do roll-back\n8:00 facilitator force do roll-back\n");
    assert_eq!(both(&own), [(Outcome::Met, Some(10_000)); 2]);
    let late = expects("45:00 facilitator force do roll-back\n");
    assert_eq!(both(&late), [(Outcome::Missed, Some(0)); 2]);
    // It changes nothing in the world, and the table has been helped all the same.
    let another = expects("8:00 facilitator force do restart\n");
    assert_eq!(both(&another), [(Outcome::Missed, Some(0)), nobodys]);
}

/// From 4:00 the story jumps to 24:00, which is 4:00 on the score clock.
#[test]
fn what_is_expected_moves_with_a_jump_or_falls_due() {
    let run = |jump: &str, at: &str| {
        let card = expects(&format!("4:00 facilitator jump {jump}\n{at} tech do roll-back\n"));
        credit(&card, "actions/it")
    };
    // 32:00 is 12:00, 10 min after it opened: lin(10; 5, 15) = 5/10.
    assert_eq!(run("20m", "27:00"), Some(10_000));
    assert_eq!(run("20m", "32:00"), Some(5_000));
    // Both lie inside: due at 26:00, two minutes after landing.
    assert_eq!(run("20m due", "26:00"), Some(10_000));
    assert_eq!(run("20m due", "26:01"), Some(0));
}

/// Asked who holds the phone, who decides and who is waiting, and each was done after: the same numbers, and it is said.
#[test]
fn a_hint_on_the_process_is_told_and_costs_nothing() {
    let played = |hints: [&str; 3]| {
        let [page, command, update] = hints;
        let moves = format!(
            "0:20 {page}\n0:30 primary ack\n1:00 primary declare sev1\n1:10 {command}\n1:30 primary take commander\n\
             1:40 primary page comms why=\"words\"\n1:50 comms ack\n9:00 {update}\n{}40:00 primary end",
            told("10:00")
        );
        play(SHOP, &moves).all_accepted()
    };
    let with = played(["primary hint"; 3]);
    let items: Vec<&str> = with
        .events()
        .filter_map(|event| {
            let EventKind::HintGiven { item, .. } = &event.kind else { return None };
            Some(item.as_str())
        })
        .collect();
    assert_eq!(items, ["page", "command", "update"]);
    let (with, without) = (with.card(), played(["primary note \"hm\""; 3]).card());
    let helped = ["ack/chain", "roles/commander_time", "updates/first"];
    for dimension in &with.dimensions {
        for found in &dimension.criteria {
            let path = format!("{}/{}", dimension.id, found.id);
            assert_eq!(found.credit, credit(&without, &path), "{path}");
            assert_eq!(found.with_help, helped.contains(&path.as_str()), "{path}: {}", found.says);
            assert_eq!(found.with_help, found.says.contains("; with help (#"), "{path}: {}", found.says);
            assert!(!criterion(&without, &path).with_help, "{path}");
        }
    }
    // A hint that nothing follows helped nobody.
    let late = play(SHOP, "0:30 primary ack\n1:00 primary declare sev1\n1:30 primary take commander\n20:00 primary hint\n21:00 primary end").card();
    assert!(late.dimensions.iter().all(|of| of.criteria.iter().all(|found| !found.with_help)));
    let json = serde_json::to_string(&with).unwrap();
    assert_eq!(json.matches("\"with_help\":true").count(), 3);
    assert!(!json.contains("\"with_help\":false"));
}

/// The check after a change, and the end of a time box; a report before the hint is not helped by it.
#[test]
fn a_hint_on_a_check_and_on_a_time_box_is_told_where_it_helped() {
    let helped = |moves: &str| {
        let card = drill(&format!("{}{moves}24:00 primary end", told("2:00"))).card();
        ["loop/verify", "loop/tasks"].map(|path| criterion(&card, path).with_help)
    };
    let changed = "3:00 tech do roll-back\n";
    assert_eq!(helped(&format!("{changed}4:00 primary hint\n5:00 tech verify errors\n")), [true, false]);
    assert_eq!(helped(&format!("{changed}4:00 tech verify errors\n5:00 primary hint\n")), [false, false]);
    let work = "3:00 primary task tech \"look into it\" box=5m\n3:30 tech accept\n4:00 tech look errors\n";
    assert_eq!(
        helped(&format!("{work}9:00 primary hint\n10:00 tech report 1 \"found it\"\n")),
        [false, true]
    );
    assert_eq!(
        helped(&format!("{work}8:00 tech report 1 \"found it\"\n9:00 primary hint\n")),
        [false, false]
    );
}

/// A hint helps what is open then: the silence it came in, and none before; the audience that was never told, and not the
/// one that was.
#[test]
fn a_hint_is_told_where_it_helped_and_nowhere_earlier() {
    let says = |moves: &str, path: &str| {
        let card = play(SHOP, &crate::edge_cases::after(moves)).all_accepted().card();
        let found = criterion(&card, path);
        assert_eq!(found.with_help, found.says.contains("; with help (#"));
        found.says.clone()
    };
    let (first, second, third) = (told("5:00"), told("36:00"), told("58:00"));
    // From 5:00 to 36:00 unasked, and from 36:00 to 58:00 after a hint; both outlast their 20:00, the first by more.
    let later = format!("{first}{second}57:00 comms hint\n{third}70:00 primary end");
    let gaps = says(&later, "updates/gaps");
    assert!(
        gaps.contains("31:00 (+5:00 to +36:00") && gaps.ends_with(" in the silence from +36:00"),
        "{gaps}"
    );
    assert!(!says(&later, "updates/first").contains("with help"));
    // Stakeholders were told at 5:00, customers after the hint.
    let one = |line: &str, to: &str| line.replace("stakeholders customers", to);
    let customers = format!(
        "{}12:00 comms hint\n{}20:00 primary end",
        one(&first, "stakeholders"),
        one(&told("13:00"), "customers")
    );
    let first = says(&customers, "updates/first");
    assert!(first.ends_with(" toward customers"), "{first}");
}
