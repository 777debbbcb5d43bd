//! What honest crews did well and did not get, and what was held against them that was none: each was played by a stranger.
//! The story's part; what the loop, the updates and the roles make of it is in `honest_process`.

use sandtable::score::card::{Gate, Outcome, Scorecard};

use crate::edge_cases::after;
use crate::shop::{SHOP, shop};
use crate::support::{criterion, dimension, play};

/// A restart opens a door that an action of its own shuts; both are the crew's.
fn door(harm: &str, more: &str) -> String {
    shop(&[
        ("(id: \"bad-deploy\"", "(id: \"open-door\", of: \"web\"), (id: \"bad-deploy\""),
        (
            "(id: \"restart\",   on: \"web\",   proved_by",
            &format!(
                "(id: \"shut\", on: \"web\", takes: \"30s\", clears: [\"open-door\"], proved_by: [\"errors\"]),
                (id: \"restart\", on: \"web\", takes: \"30s\", starts: [\"open-door\"]{more}, proved_by"
            ),
        ),
        ("\"restart\", \"fail-over\"", "\"restart\", \"shut\", \"fail-over\""),
        ("truth:", &format!("harmful: [(id: \"kick\", is: Do(\"restart\"), harm: {harm})],\n    truth:")),
    ])
}

fn card(scenario: &str, moves: &str) -> Scorecard {
    play(scenario, &after(moves)).all_accepted().card()
}

/// Begun at 5:00, closed at 9:00, in effect at 10:00: to close meanwhile takes nothing back.
#[test]
fn harm_that_takes_effect_after_the_close_is_harm() {
    let text =
        shop(&[("truth:", "harmful: [(id: \"slow\", is: Do(\"redeploy\"), harm: Critical)],\n    truth:")]);
    let moves = "2:00 tech look errors\n3:00 tech do flag-off\n3:30 tech verify errors\n5:00 tech do redeploy\n9:00 primary close summary=off\n12:00 comms update customers stakeholders state=resolved impact=\"a third failed\" doing=\"nothing more\"";
    let played = play(&text, &after(moves)).all_accepted();
    let card = played.card();
    let harms: Vec<_> = card.scenario_score.harms.iter().map(|harm| (harm.id.as_str(), harm.cost)).collect();
    assert_eq!(harms, [("slow", 1_500)]);
    assert_eq!(card.scenario_score.gates, [Gate::CriticalHarm]);
    assert!(played.postmortem().contains("critical harm"));
    // What was begun when the incident was over is another story's.
    let after_it = moves.replace(
        "5:00 tech do redeploy\n9:00 primary close summary=off",
        "9:00 primary close summary=off\n9:10 tech do redeploy",
    );
    assert_eq!(self::card(&text, &after_it).scenario_score.harms.len(), 0);
}

/// Nothing but the crew's own harm was ended: the incident is as large as before.
#[test]
fn to_end_what_the_crew_broke_itself_is_no_first_mitigation() {
    let moves = "2:00 tech look errors\n3:00 tech do restart\n5:00 tech do shut\n";
    let never = card(&door("Critical", ""), &format!("{moves}60:00 primary end"));
    let first = criterion(&never, "mitigate/first");
    assert_eq!((first.credit, first.outcome), (Some(0), Outcome::Missed), "{}", first.says);
    let later = card(&door("Critical", ""), &format!("{moves}23:00 tech do roll-back\n60:00 primary end"));
    let first = criterion(&later, "mitigate/first");
    assert_eq!(first.credit, Some(5_333), "{}", first.says);
    assert!(first.says.contains("first mitigation `roll-back`"), "{}", first.says);
    // What the story broke is the incident, whoever else can break it.
    let also = door("Minor", "")
        .replace("(id: \"open-door\", of: \"web\")", "(id: \"open-door\", of: \"web\", at: \"10s\")");
    let ended = card(&also, "2:00 tech look errors\n5:00 tech do shut\n60:00 primary end");
    assert!(criterion(&ended, "mitigate/first").says.contains("`shut`"));
}

/// By undoing it or by another action: what it broke is ended, and it was taken back.
#[test]
fn what_another_action_ended_was_taken_back() {
    let moves = |shut: &str| format!("2:00 tech look errors\n3:00 tech do restart\n{shut}60:00 primary end");
    let left = card(&door("Critical", ", undo: \"20m\""), &moves(""));
    assert_eq!(
        (left.scenario_score.cost, left.scenario_score.gates.as_slice()),
        (1_500, [Gate::CriticalHarm].as_slice())
    );
    let undone = card(&door("Critical", ", undo: \"20m\""), &moves("5:00 tech undo restart\n"));
    let shut = card(&door("Critical", ", undo: \"20m\""), &moves("5:00 tech do shut\n"));
    for card in [&undone, &shut] {
        assert_eq!((card.scenario_score.cost, card.scenario_score.gates.as_slice()), (750, [].as_slice()));
    }
    let says = &shut.scenario_score.harms[0].says;
    assert!(
        says.contains("; what it broke was ended by `shut` (#") && says.contains(") at +5:30 (#"),
        "{says}"
    );
    // Later than the author's window it was taken back, and too late for less.
    let late = card(&door("Critical", ", undo: \"20m\""), &moves("40:00 tech do shut\n"));
    assert_eq!((late.scenario_score.cost, late.scenario_score.gates.as_slice()), (1_500, [].as_slice()));
    let says = &late.scenario_score.harms[0].says;
    assert!(says.ends_with(", later than the 20:00 that it could be undone for"), "{says}");
}

/// SEV1 fits from the start and is judged at 15:00; it was lowered at 10:00, when a roll-back had been seen to work.
#[test]
fn a_severity_that_is_lowered_after_a_mitigation_was_right() {
    let moves = |lower: &str| {
        format!(
            "3:00 tech look errors\n4:00 tech do roll-back\n5:00 tech verify errors\n{lower}40:00 primary end"
        )
    };
    let lowered = card(SHOP, &moves("10:00 primary severity sev2 why=\"it is over\"\n"));
    let severity = criterion(&lowered, "classify/severity");
    assert_eq!(severity.credit, Some(10_000), "{}", severity.says);
    assert!(
        severity.says.contains("; to lower it after a change had been seen to work (#"),
        "{}",
        severity.says
    );
    // Before anybody has seen that anything worked, it is too mild: half of 0.3, and half for the time.
    let early = card(
        SHOP,
        &moves("").replace("5:00 tech verify", "4:30 primary severity sev2 why=\"hm\"\n5:00 tech verify"),
    );
    assert_eq!(criterion(&early, "classify/severity").credit, Some(6_500));
    // What never fitted was not lowered from what did.
    let mild = card(SHOP, &moves("10:00 primary severity sev3 why=\"it is over\"\n")).clone();
    assert_eq!(criterion(&mild, "classify/severity").credit, Some(10_000));
}

/// What was never done is missed, or met in part by what could still have come of it when it was left; the word is the number's.
#[test]
fn the_word_of_what_was_left_is_that_of_its_number() {
    let expects = "expected: [(id: \"tell\", is: Update(\"customers\"), opens: Declared, target: \"6m\", limit: \"12m\", why: \"w\", serves: [\"run-it\"])],\n    truth:";
    let text = shop(&[("truth:", expects)]);
    let moves = |close: &str| {
        format!(
            "2:00 tech look errors\n3:00 tech do flag-off\n3:30 tech verify errors\n{close} primary close summary=off"
        )
    };
    let word = |close: &str| {
        let card = card(&text, &moves(close));
        let tell = criterion(&card, "actions/tell").clone();
        (tell.credit, tell.outcome, tell.arithmetic)
    };
    let (credit, outcome, _) = word("10:00");
    assert_eq!((credit, outcome), (Some(5_000), Outcome::Partly));
    let (credit, outcome, _) = word("13:30");
    assert_eq!((credit, outcome), (Some(0), Outcome::Missed));
    let (credit, outcome, steps) = word("7:20");
    assert_eq!((credit, outcome), (Some(7_999), Outcome::Partly));
    assert!(steps.last().unwrap().contains("at most 7999"), "{steps:?}");
}

/// 0.7 is for another's job: what nobody has is nobody else's, and who has it next was meant.
#[test]
fn a_role_that_nobody_holds_is_nobody_elses_job() {
    let expects = "expected: [(id: \"back\", is: Do(\"roll-back\"), role: Expert, opens: Declared, target: \"20m\", serves: [\"run-it\"])],\n    truth:";
    let text = shop(&[("truth:", expects)]);
    let opening = "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page secondary why=hands\n1:10 primary page tech why=hands\n1:20 secondary ack\n1:20 tech ack\n1:30 primary roles commander=primary deputy=primary";
    let run = |roles: &str, then: &str| {
        let moves = format!(
            "{opening}{roles}\n2:00 tech look errors\n3:00 tech do roll-back\n4:00 tech verify errors\n{then}30:00 primary end"
        );
        let card = play(&text, &moves).all_accepted().card();
        criterion(&card, "actions/back").credit
    };
    assert_eq!(run("", ""), Some(10_000), "vacant");
    assert_eq!(run(" expert=secondary", ""), Some(7_000), "another's");
    assert_eq!(run(" expert=secondary", "4:20 primary roles expert=tech\n"), Some(10_000), "its own next");
}

/// Wanted by 8:00, and made pointless at 13:00 or at 6:00: only what was in time was made pointless.
#[test]
fn what_another_way_made_pointless_too_late_is_rated_by_that() {
    let expects = "expected: [(id: \"stop\", is: Do(\"fail-over\"), opens: Declared, target: \"7m\", limit: \"17m\", superseded_by: Cleared(\"bad-deploy\"), why: \"w\", serves: [\"run-it\"])],\n    truth:";
    let text = shop(&[("truth:", expects)]);
    let stop = |at: &str, more: &str| {
        let card =
            card(&text, &format!("2:00 tech look errors\n{at} tech do roll-back\n{more}30:00 primary end"));
        criterion(&card, "actions/stop").clone()
    };
    assert_eq!(stop("6:00", "").outcome, Outcome::NotApplicable);
    // (17:00 - 12:00) x 10000 / 10:00.
    let late = stop("13:00", "");
    assert_eq!((late.credit, late.outcome), (Some(5_000), Outcome::Partly), "{}", late.says);
    assert!(
        late.says.contains("when another way made it pointless, later than it was wanted"),
        "{}",
        late.says
    );
    assert_eq!(stop("19:00", "").credit, Some(0));
}

/// A hold earns what a decision does; that a stop was at hand meanwhile is said.
#[test]
fn a_hold_beside_a_stop_at_hand_is_named() {
    let expects = "expected: [(id: \"stop\", is: Do(\"flag-off\"), opens: Declared, target: \"10m\", serves: [\"run-it\"])],\n    truth:";
    let text = shop(&[("truth:", expects)]);
    let moves = "2:00 tech look errors\n4:00 primary hold 8m \"first we understand\"\n12:00 tech look errors\n13:00 tech do flag-off\n14:00 tech verify errors\n";
    let card = card(&text, &format!("{moves}30:00 primary end"));
    assert_eq!(criterion(&card, "mitigate/first").credit, Some(10_000));
    let remark = card.advice.iter().find(|remark| remark.says.starts_with("the hold at +4:00 (#")).unwrap();
    assert_eq!(remark.about, "mitigate/first");
    assert!(
        remark.says.contains("`flag-off`, which could have ended it, was begun 9:00 later (#"),
        "{}",
        remark.says
    );
    // Begun meanwhile, it was not waited for; where nothing is expected, there may be nothing.
    let begun = moves.replace("13:00 tech do", "6:00 tech do").replace("12:00 tech look errors\n", "");
    for (text, moves) in [(text.as_str(), begun.replace("14:00", "12:30").as_str()), (SHOP, moves)] {
        let mut lines: Vec<&str> = moves.lines().collect();
        lines.sort_by_key(|line| line.split(':').next().unwrap().parse::<u32>().unwrap());
        let card = self::card(text, &format!("{}\n30:00 primary end", lines.join("\n")));
        assert!(
            card.advice.iter().all(|remark| !remark.says.starts_with("the hold at")),
            "{:?}",
            card.advice
        );
    }
    assert!(dimension(&card, "mitigate").gates.is_empty());
}

/// What a clear called for is asked for anew when the clear was undone and is done again: from then on, and not before. What
/// was done, or had all its time, before the clear was undone stays what it was.
#[test]
fn what_called_for_it_was_undone_and_is_there_again() {
    let expects = "expected: [(id: \"it\", is: Do(\"restart\"), opens: Cleared(\"bad-deploy\"), target: \"5m\", limit: \"15m\")],\n    truth:";
    let text = shop(&[
        ("(id: \"roll-back\", on: \"web\",", "(id: \"roll-back\", on: \"web\", undo: \"30m\","),
        ("truth:", expects),
    ]);
    let it = |moves: &str| {
        let card =
            card(&text, &format!("3:00 tech look errors\n4:00 tech do roll-back\n{moves}60:00 primary end"));
        let it = criterion(&card, "actions/it");
        (it.credit, format!("{}. {}", it.says, it.rule))
    };
    let again = "8:00 tech undo roll-back\n20:00 tech do roll-back\n";
    let (credit, says) = it(&format!("{again}23:00 tech do restart\n"));
    assert_eq!(credit, Some(10_000), "{says}");
    assert!(says.contains("do restart after 3:00 (#"), "{says}");
    assert!(
        says.contains("(the author's, counted anew from +20:00 (#")
            && says.contains("): what had called for it before was undone (#"),
        "{says}"
    );
    // lin(10; 5, 15) = 5000, from 20:00 on.
    assert_eq!(it(&format!("{again}30:00 tech do restart\n")).0, Some(5_000));
    assert_eq!(it(again).0, Some(0));
    // Done before the clear was undone, it was done; a minute late is what it was.
    assert_eq!(it(&format!("5:00 tech do restart\n{again}")).0, Some(10_000));
    assert_eq!(
        it("10:00 tech do restart\n12:00 tech undo roll-back\n14:00 tech do roll-back\n").0,
        Some(9_000)
    );
    // Its fifteen minutes were over before anybody undid anything.
    let late = "20:00 tech undo roll-back\n22:00 tech do roll-back\n23:00 tech do restart\n";
    assert_eq!(it(late).0, Some(0));
    // Never done again, it is asked for no more than where it never was done.
    let (credit, says) = it("8:00 tech undo roll-back\n");
    assert_eq!(credit, None);
    assert!(says.starts_with("what called for it was undone, and not done again"), "{says}");
}
