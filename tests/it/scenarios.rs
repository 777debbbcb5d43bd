//! Each shipped scenario: it checks, it plays with its crews, and what comes out is read.

use sandtable::journal::Who;
use sandtable::scenario::check::{Sources, check};
use sandtable::scenario::problem::{File, Problem};
use sandtable::score::card::{Gate, Scorecard};
use sandtable::score::text::text;

use crate::shipped::{self, FACILITATED, Shipped};
use crate::support::{Played, play_with};

fn crew(shipped: &Shipped, crew: &str, seed: u64) -> Played {
    play_with(shipped.scenario(), shipped.crew(crew), seed, Who::Prepared)
}

fn gates(card: &Scorecard) -> Vec<Gate> {
    card.process.gates.clone()
}

#[test]
fn every_shipped_scenario_is_without_a_problem() {
    for shipped in shipped::all() {
        let organisation = shipped.organisation.as_deref().map(|text| ("organisation.ron", text));
        let problems = check(&Sources { name: &shipped.id, text: &shipped.text, organisation }).problems;
        assert!(problems.is_empty(), "{}: {problems:#?}", shipped.id);
    }
}

#[test]
fn the_prepared_crew_does_well_whatever_the_dice_say() {
    for shipped in shipped::all() {
        for seed in 1..=50 {
            let played = crew(&shipped, "prepared", seed).all_accepted();
            let card = played.card();
            assert!(
                card.process.credit.is_some_and(|credit| credit >= 9_000),
                "{} {seed}: {card:#?}",
                shipped.id
            );
            assert_eq!(gates(&card), [], "{} {seed}", shipped.id);
            assert!(played.journal().contains("It is over."), "{} {seed} ends resolved", shipped.id);
        }
    }
}

#[test]
fn the_struggling_crew_is_told_what_to_practise() {
    let named_gates = [
        ("billing-multiplier", vec![Gate::ClosedUnverified]),
        ("market-data-stale", vec![Gate::NoCommander, Gate::ClosedUnverified]),
    ];
    for (id, expected) in named_gates {
        let shipped = shipped::of(id);
        for seed in 1..=50 {
            let card = crew(&shipped, "struggling", seed).all_accepted().card();
            assert!(card.process.credit.is_some_and(|credit| credit < 5_000), "{seed}: {:?}", card.process);
            assert_eq!(gates(&card), expected, "{id} {seed}");
            assert_eq!(card.next_steps.len(), 2, "{id} {seed}");
        }
    }
}

#[test]
fn a_drill_in_which_nobody_does_anything_ends_by_itself() {
    for shipped in shipped::all() {
        let played = crew(&shipped, "nobody", 1);
        let card = played.card();
        // A quarter of an hour is too short to be sure of the others.
        let expected = match shipped.id.as_str() {
            "smallest" => vec![Gate::NoAck, Gate::NoStabilise],
            _ => vec![Gate::NoAck, Gate::NoCommander, Gate::NoUpdate, Gate::NoStabilise],
        };
        assert_eq!(gates(&card), expected, "{}", shipped.id);
        assert!(played.journal().contains("End of the drill: the time is up."), "{}", shipped.id);
    }
}

#[test]
fn what_the_table_reads_afterwards() {
    for shipped in shipped::all() {
        for (name, _) in shipped.crews.iter().filter(|(name, _)| *name != FACILITATED) {
            let card = crew(&shipped, name, 1).card();
            insta::assert_snapshot!(
                format!("card_{}_{name}", shipped.id.replace('-', "_")),
                text(&card, true)
            );
        }
    }
}

#[test]
fn the_journal_of_the_smallest_drill() {
    let shipped = shipped::of("smallest");
    insta::assert_snapshot!(crew(&shipped, "prepared", 1).journal());
}

/// The sample of moves that the product's pages show: every line of it is accepted.
#[test]
fn the_sample_of_moves_plays() {
    let shipped = shipped::of("billing-multiplier");
    let moves = r#"
        # 0:02:10 since the start, the seat, the move
        0:02:10 primary  ack
        0:03:00 primary  declare sev1
        0:03:20 primary  page secondary why="invoices ten times too high, need hands"
        0:03:50 secondary ack
        0:04:10 primary  roles commander=primary expert=secondary
        0:06:00 primary  statement symptom="invoices ten times too high" affected="customers billed tonight" scope="about 6,000" since="02:17" unknown="the cause"
        0:07:00 primary  task secondary "pause the invoice run" box=5m
        0:07:30 secondary do pause-run
        0:08:00 primary  update customer-care executives state="investigating" impact="bills ten times too high" doing="run paused" next=20m
        0:09:30 secondary verify invoices-sent
        0:09:50 secondary report "run paused, nothing leaving"
    "#;
    play_with(shipped.scenario(), moves, 1, Who::Person).all_accepted();
}

/// The blocks of a kind in the authoring guide.
fn in_the_guide(kind: &str) -> Vec<&'static str> {
    let guide = include_str!("../../scenarios/README.md");
    let begins = format!("```{kind}\n");
    guide.split(&begins).skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

#[test]
fn what_the_authoring_guide_shows_is_true() {
    let [story, house] = in_the_guide("ron")[..] else { panic!("a scenario and an organisation") };
    let problems = |organisation| check(&Sources { name: "guide", text: story, organisation }).problems;
    assert!(problems(None).is_empty(), "{:#?}", problems(None));
    // The story belongs to another house: only what is wrong with the house itself counts.
    let own = |problem: &Problem| problem.file == File::Organisation;
    let house = problems(Some(("house.ron", house)));
    assert!(!house.iter().any(own), "{house:#?}");
    let moves = in_the_guide("text").into_iter().find(|text| text.starts_with("0:")).unwrap();
    play_with(shipped::of("billing-multiplier").scenario(), moves, 1, Who::Person).all_accepted();
}
