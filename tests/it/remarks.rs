//! What no number names, and a line of the card does: command of which nothing is heard, an objection that is not
//! answered, work that lies with one seat. None of it costs anything, and ordinary crews hear none of it.

use sandtable::score::card::Scorecard;

use crate::edge_cases::after;
use crate::shop::{SHOP, shop};
use crate::support::play;

/// What a card advises that begins so, or has it inside.
fn remarks(card: &Scorecard, about: &str, words: &str) -> Vec<String> {
    let of = |remark: &&sandtable::score::card::Remark| remark.about == about && remark.says.contains(words);
    card.advice.iter().filter(of).map(|remark| remark.says.clone()).collect()
}

/// The moves, in the order of their minutes.
fn card(scenario: &str, moves: &str) -> Scorecard {
    let mut lines: Vec<&str> = moves.lines().collect();
    lines.sort_by_key(|line| line.split(':').next().unwrap().parse::<u32>().unwrap());
    play(scenario, &after(&lines.join("\n"))).all_accepted().card()
}

/// From 2:00 on nothing was heard of primary, who commands, until 14:00.
#[test]
fn command_of_which_nothing_is_heard_while_harm_goes_on_is_named() {
    let quiet = |scenario: &str, moves: &str| {
        let card = card(scenario, &format!("2:00 primary ask tech \"what do you see?\"\n{moves}"));
        remarks(&card, "roles/quiet_command", "nothing was heard of primary, who led, between")
    };
    let tech = "3:00 tech look errors\n6:00 tech look errors\n13:00 tech look errors\n";
    let again = "14:00 primary ask tech \"and now?\"\n20:00 primary end";
    let said = quiet(SHOP, &format!("{tech}{again}"));
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("between +2:00 and +14:00, while harm went on at"), "{said:?}");
    // A look of its own says nothing to anybody.
    assert_eq!(quiet(SHOP, &format!("{tech}8:00 primary look errors\n{again}")).len(), 1);
    // A word is a word: an update, a task, a plan; what is typed on the shared screen; and a hold lasts.
    for word in [
        "8:00 primary say \"go on\"",
        "8:00 primary task tech \"read the log\" box=5m",
        "8:00 table say \"go on\"",
        "3:00 primary hold 8m \"first we understand\"",
    ] {
        assert_eq!(quiet(SHOP, &format!("{tech}{word}\n{again}")), [""; 0], "{word}");
    }
    // Where harm begins in a silence, it counts from there.
    let undoable =
        shop(&[("(id: \"roll-back\", on: \"web\",", "(id: \"roll-back\", on: \"web\", undo: \"30m\",")]);
    let again_ill = format!("{tech}2:30 tech do roll-back\n3:30 tech undo roll-back\n{again}");
    let said = quiet(&undoable, &again_ill);
    assert!(said[0].contains("between +3:30 and +14:00, while harm went on at `web`:"), "{said:?}");
    // Once it is over there is less to say; and ten minutes are asked for at SEV1 and SEV2 alone.
    assert_eq!(quiet(SHOP, &format!("{tech}7:00 tech do flag-off\n{again}")), [""; 0]);
    let mild =
        play(&shop(&[crate::shop::SEV3]), &after(&format!("{tech}{again}")).replace("sev1", "sev3")).card();
    assert_eq!(remarks(&mild, "roles/quiet_command", ""), [""; 0]);
    // Who plays alone has nobody to speak to.
    let alone = "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary take commander\n20:00 primary end";
    assert_eq!(remarks(&play(SHOP, alone).card(), "roles/quiet_command", ""), [""; 0]);
}

#[test]
fn an_objection_that_nobody_answered_is_named() {
    let said = |moves: &str| {
        let card = card(SHOP, &format!("2:00 tech look errors\n{moves}30:00 primary end"));
        remarks(&card, "loop/decision", "after an objection of")
    };
    let poll = "3:00 primary poll restart\n3:20 secondary object \"it loses the log\"\n";
    let done = "4:00 tech do restart\n";
    let over = said(&format!("{poll}{done}"));
    assert_eq!(over.len(), 1);
    assert!(over[0].starts_with("`restart` (#"), "{over:?}");
    assert!(over[0].contains(") began after an objection of secondary (#"), "{over:?}");
    for answer in [
        "3:40 primary decide restart",
        "3:40 primary say \"the log is copied\"",
        "3:40 tech say \"the log is copied\"",
        "3:40 primary ask secondary \"which log?\"",
    ] {
        assert_eq!(said(&format!("{poll}{answer}\n{done}")), [""; 0], "{answer}");
    }
    // Another change, and what the objector does, go over nobody's objection.
    assert_eq!(said(&format!("{poll}4:00 tech do grow-pool\n")), [""; 0]);
    assert_eq!(said(&format!("{poll}4:00 secondary do restart\n")), [""; 0]);
    // Of a risky action the criterion says it, and once is enough.
    let risky =
        "3:00 primary poll fail-over\n3:20 secondary object \"orders are lost\"\n4:00 tech do fail-over\n";
    assert_eq!(said(risky), [""; 0]);
}

#[test]
fn a_seat_that_carries_all_the_work_is_named() {
    let said = |moves: &str| {
        let card = card(SHOP, &format!("{moves}30:00 primary end"));
        remarks(&card, "tasks", "")
            .into_iter()
            .chain(remarks(&card, "loop/tasks", "open tasks"))
            .collect::<Vec<_>>()
    };
    let task = |at: &str, who: &str| format!("{at} primary task {who} \"look at part {at}\" box=10m\n");
    let three = ["3:00", "3:10", "3:20"].map(|at| task(at, "tech")).concat();
    let all = said(&three);
    assert_eq!(all.len(), 1);
    assert!(all[0].starts_with("at +5:20 tech had 3 open tasks, #"), "{all:?}");
    assert!(all[0].contains(", and secondary had none"), "{all:?}");
    // Two are two; what was reported is not open; and who was given something just after has some.
    assert_eq!(said(&[task("3:00", "tech"), task("3:10", "tech")].concat()), [""; 0]);
    let reported = "3:15 tech report done \"nothing there\"\n";
    assert_eq!(
        said(
            &[task("3:00", "tech"), task("3:10", "tech"), reported.to_string(), task("3:20", "tech")]
                .concat()
        ),
        [""; 0]
    );
    assert_eq!(said(&(three + &task("4:00", "secondary"))), [""; 0]);
}

/// Four crews that mean well, played by somebody who had not seen the rules: the slow one is told, once.
#[test]
fn ordinary_crews_hear_none_of_it() {
    let crews = [
        (include_str!("fixtures/honest/average.moves"), 0),
        (include_str!("fixtures/honest/careful.moves"), 0),
        (include_str!("fixtures/honest/sloppy.moves"), 0),
        (include_str!("fixtures/honest/slow.moves"), 1),
    ];
    for (n, (moves, told)) in crews.into_iter().enumerate() {
        let card = play(SHOP, moves).card();
        let heard = [
            remarks(&card, "roles/quiet_command", ""),
            remarks(&card, "loop/decision", "after an objection of"),
            remarks(&card, "loop/tasks", "open tasks"),
        ]
        .concat();
        assert_eq!(heard.len(), told, "{n}: {heard:?}");
    }
}
