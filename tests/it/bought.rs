//! What may not be bought: cheap moves that earned what the thing itself earns. A judge's crews, each beside what it imitates.

use sandtable::score::card::{Band, Gate, Scorecard};

use crate::edge_cases::after;
use crate::shop::{SHOP, in_the_house, shop};
use crate::support::{criterion, dimension, play};

fn card(scenario: &str, moves: &str) -> Scorecard {
    play(scenario, &after(moves)).all_accepted().card()
}

/// A restart is called harmful, and can be taken back.
fn harmful() -> String {
    shop(&[
        ("(id: \"restart\",   on: \"web\",", "(id: \"restart\", on: \"web\", undo: \"20m\","),
        (
            "truth:",
            "harmful: [(id: \"kick\", is: Do(\"restart\"), harm: Critical)],
            expected: [(id: \"back\", is: Do(\"roll-back\"), opens: Declared, target: \"15m\", serves: [\"run-it\"])],
            truth:",
        ),
    ])
}

/// What the author calls harmful stabilises nothing, taken back or not; what is reasonable does, whether or not it helps.
#[test]
fn a_harmful_step_is_no_stabilising() {
    let moves = "2:00 tech look errors\n3:00 tech do restart\n4:00 tech verify errors\n5:00 tech undo restart\n60:00 primary end";
    let harmed = card(&harmful(), moves);
    assert_eq!(harmed.process.gates.last(), Some(&Gate::NoStabilise));
    assert_eq!(dimension(&harmed, "loop").credit, Some(0));
    let because = &harmed.because.iter().find(|reason| reason.gate == Gate::NoStabilise).unwrap().says;
    assert!(because.contains(", but what did harm (#"), "{because}");
    let reasonable = card(&harmful().replace("is: Do(\"restart\")", "is: Do(\"reindex\")"), moves);
    assert!(!reasonable.process.gates.contains(&Gate::NoStabilise));
    // Something else was tried as well.
    let tried = moves.replace("60:00", "6:00 tech do grow-pool\n60:00");
    assert!(!card(&harmful(), &tried).process.gates.contains(&Gate::NoStabilise));
}

/// A stop that leaves harm, and then nothing for longer than a first mitigation may take: the card says what was left.
#[test]
fn what_a_stop_leaves_is_named() {
    let moves = "2:00 tech look errors\n3:00 tech do restart\n4:00 tech verify errors\n";
    let left = |card: &Scorecard| {
        let mut advice = card.advice.iter();
        advice.find(|remark| remark.says.starts_with("harm went on at `web` until")).cloned()
    };
    let played = play(SHOP, &after(&format!("{moves}40:00 primary end"))).all_accepted();
    let idle = left(&played.card()).expect("it is named");
    assert_eq!(idle.about, "loop/left");
    let asked = "changed nor decided. What was still to be ended, and who waited for whom?";
    assert!(played.postmortem().contains(asked));
    assert!(idle.says.contains("until +40:00, and 37:00 after `restart` (#"), "{}", idle.says);
    for more in [
        "30:00 primary hold 9m \"the vendor calls back\"\n",
        "30:00 tech do grow-pool\n",
        "9:00 tech do roll-back\n",
    ] {
        assert_eq!(left(&card(SHOP, &format!("{moves}{more}40:00 primary end"))), None, "{more}");
    }
    // Sooner than a first one is wanted, nobody has left anything.
    assert_eq!(left(&card(SHOP, &format!("{moves}17:00 primary end"))), None);
}

/// SEV1 from the start; 1:00 declared. What is named and taken back before anybody could act by it was not set.
#[test]
fn a_severity_that_is_only_touched_is_not_set() {
    let time = |moves: &str| {
        let (soon, late): (Vec<&str>, Vec<&str>) = moves.lines().partition(|line| line.starts_with("1:"));
        let (soon, late) = (soon.join("\n"), late.join("\n"));
        let moves = format!(
            "0:30 primary ack\n{soon}\n3:00 primary look errors\n3:30 primary do restart\n{late}\n60:00 primary end"
        );
        criterion(&play(SHOP, &moves).all_accepted().card(), "classify/severity").clone()
    };
    let back = "14:20 primary severity sev1 why=\"it is\"";
    let mild = time(&format!("1:00 primary declare sev3\n{back}"));
    let touched = time(&format!("1:00 primary declare sev1\n1:05 primary severity sev3 why=\"hm\"\n{back}"));
    assert_eq!(touched.credit, mild.credit, "{}", touched.says);
    assert!(touched.says.contains(&mild.says[mild.says.len() - 12..]), "{} {}", touched.says, mild.says);
    // A slip that is put right at once costs what the slip took.
    let slip = "1:00 primary declare sev1\n1:05 primary severity sev3 why=\"hm\"\n1:15 primary severity sev1 why=\"no\"";
    assert_eq!(time(slip).credit, Some(10_000));
    // Once something was seen to work, to lower it is no taking back.
    let over = "0:30 primary ack\n1:00 primary declare sev3\n2:00 primary look errors\n2:30 primary do flag-off\n3:00 primary verify errors\n3:10 primary severity sev1 why=\"it was\"\n3:20 primary severity sev3 why=\"it is over\"\n60:00 primary end";
    let over = criterion(&play(SHOP, over).all_accepted().card(), "classify/severity").clone();
    assert_eq!(over.credit, Some(10_000), "{}", over.says);
    // Lowered after something was done by it, it had been set: half for the time, 0 for the class.
    let worked = time("1:00 primary declare sev1\n5:00 primary severity sev3 why=\"hm\"");
    assert_eq!(worked.credit, Some(5_000), "{}", worked.says);
}

/// Who may be needed is called by name; the whole house at once is not, unless the whole house is.
#[test]
fn a_call_for_everybody_has_its_cost() {
    let economy = |truth: &str, moves: &str| {
        let text = in_the_house(&[
            (
                "(id: \"secondary\", team: \"ops\", level: 2,",
                "(id: \"secondary\", team: \"payments\", level: 1,",
            ),
            ("(id: \"tech\",      team: \"ops\", ", "(id: \"tech\", team: \"database\", level: 1, "),
            (
                "(id: \"comms\", team: \"ops\"), (id: \"draw\", team: \"design\"), (id: \"paint\", team: \"design\"),",
                "(id: \"comms\", team: \"frontend\"),",
            ),
            ("needed_teams: [(team: \"database\"), (team: \"payments\")]", truth),
        ]);
        criterion(&play(&text, moves).all_accepted().card(), "paging/economy").clone()
    };
    let all = "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page all why=\"everybody, please\"\n60:00 primary end";
    let plausible = "plausible_teams: [\"database\", \"payments\", \"frontend\"]";
    let called = economy(plausible, all);
    assert_eq!(called.credit, Some(7_000), "{}", called.says);
    assert!(called.says.ends_with("; some of 3 seats at once not needed"), "{}", called.says);
    let by_name =
        "1:10 primary page secondary why=a\n1:40 primary page tech why=b\n2:10 primary page comms why=c";
    let one_by_one = all.replace("1:10 primary page all why=\"everybody, please\"", by_name);
    assert_eq!(economy(plausible, &one_by_one).credit, Some(10_000));
    let needed = "needed_teams: [(team: \"database\"), (team: \"payments\"), (team: \"frontend\")]";
    assert_eq!(economy(needed, all).credit, Some(10_000));
}

/// In time for the author, and never as the rules ask: the objective is not well done where the same card says not reached.
#[test]
fn an_objective_knows_that_people_were_told_too_late() {
    let expects = "expected: [(id: \"tell\", is: Update(\"customers\"), opens: Declared, target: \"40m\", serves: [\"run-it\"])],\n    truth:";
    let text = shop(&[("truth:", expects)]);
    let told = |at: &str| {
        let moves = format!(
            "2:00 tech look errors\n3:00 tech do flag-off\n4:00 tech verify errors\n{at} comms update customers stakeholders state=monitoring impact=\"a third of orders failed\" doing=\"we watch the errors\" next=20m\n50:00 primary end"
        );
        card(&text, &moves).objectives[0].clone()
    };
    let late = told("30:00");
    assert_eq!((late.credit, late.band), (Some(10_000), Some(Band::M)));
    assert!(late.held.iter().any(|(name, _)| name == "updates/first"), "{:?}", late.held);
    // A promise that was broken is another reason.
    assert!(told("5:00").held.iter().all(|(name, _)| name == "updates/promise"));
}
