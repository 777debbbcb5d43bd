//! What a reader finds in two places agrees: an objective and the process beside it, a word and its bar, a step and the
//! events that made it, what was done ahead and what it kept away.

use sandtable::score::card::{Band, Outcome, Scorecard};
use sandtable::score::text;

use crate::edge_cases::after;
use crate::shop::{SHOP, shop};
use crate::support::{criterion, play};

/// The shop with pieces before its `truth`.
fn with(pieces: &str) -> String {
    shop(&[("    truth:", &format!("    {pieces}\n    truth:"))])
}

fn card(scenario: &str, moves: &str) -> Scorecard {
    play(scenario, moves).all_accepted().card()
}

fn report(scenario: &str, moves: &str) -> String {
    play(scenario, moves).postmortem()
}

/// One objective, for which this is expected.
fn expects(act: &str) -> String {
    with(&format!(
        "expected: [(id: \"it\", is: {act}, target: \"60m\", limit: \"80m\", why: \"w\", serves: [\"run-it\"])],"
    ))
}

#[test]
fn who_commands_and_debugs_has_not_reached_one_commander() {
    let looks = |n: usize| {
        let looks: String = (0..n).map(|n| format!("{}:00 primary look errors\n", 5 + n)).collect();
        after(&format!("{looks}30:00 primary end"))
    };
    let of = |n| card(&expects("Role(Commander)"), &looks(n));
    // 10000 - 2 x 3000 = 4000: under half. One slip is no more than friction.
    let held = of(2);
    assert_eq!(criterion(&held, "roles/separation").credit, Some(4_000));
    assert_eq!((held.objectives[0].credit, held.objectives[0].band), (Some(10_000), Some(Band::M)));
    assert_eq!(held.objectives[0].held, [("roles/separation".to_string(), Outcome::Partly)]);
    assert!(text::text(&held, false).contains("at a cost; roles/separation partly"));
    let free = of(1);
    assert_eq!((free.objectives[0].band, free.objectives[0].held.len()), (Some(Band::P), 0));
    // The same slips are no matter of who was called.
    let apart = card(&expects("Page(Team(\"ops\"))"), &looks(2));
    assert_eq!(apart.objectives[0].band, Some(Band::P));
    let document = report(&expects("Role(Commander)"), &looks(2));
    assert!(document.contains("| at a cost | 1 of 1 done; roles/separation partly |"), "{document}");
}

/// What the drill was for and did not reach is what to practise first, in the author's words.
#[test]
fn an_objective_that_was_not_reached_leads_what_to_practise() {
    let expects = "expected: [(id: \"call-tech\", is: Page(Seat(\"tech\")), target: \"1m\", limit: \"2m\", why: \"They know it.\", serves: [\"run-it\"])],";
    let moves = after("4:00 tech do roll-back\n30:00 primary end");
    let missed = card(
        &with(&expects.replace("tech", "nobody").replace("Seat(\"nobody\")", "Seat(\"secondary\")")),
        "0:30 primary ack\n40:00 primary end",
    );
    assert_eq!(missed.objectives[0].band, Some(Band::U));
    assert_eq!(missed.next_steps[0].about, "actions/call-nobody");
    assert_eq!(missed.next_steps[0].says, "Run the incident by the rules. They know it.");
    assert!(missed.next_steps.len() <= 2);
    let reached = card(&with(&expects.replace("\"2m\"", "\"80m\"").replace("\"1m\"", "\"60m\"")), &moves);
    assert!(
        reached.next_steps.iter().all(|step| !step.about.starts_with("actions/")),
        "{:?}",
        reached.next_steps
    );
}

/// Closed at 30:00 without a look at what the roll-back did.
fn blind() -> String {
    after(
        "4:00 tech do roll-back\n6:00 comms update stakeholders customers state=\"mitigating it\" impact=\"checkout fails\" doing=\"rolling back\" next=20m\n30:00 primary close summary=\"done\"",
    )
}

#[test]
fn a_bar_is_no_longer_than_its_word() {
    let card = card(SHOP, &blind());
    let of_loop = card.dimensions.iter().find(|of| of.id == "loop").unwrap();
    assert!(!of_loop.gates.is_empty());
    let bar = |card: &Scorecard| {
        text::text(card, true).lines().find(|line| line.starts_with("loop ")).unwrap().to_string()
    };
    // At most thirteen of twenty cells are under 66 %.
    let full = bar(&card);
    assert!(full.matches('#').count() <= 13, "{full}");
    let mut high = card.clone();
    let loop_ = high.dimensions.iter_mut().find(|of| of.id == "loop").unwrap();
    (loop_.credit, loop_.band) = (Some(8_700), Some(Band::M));
    assert_eq!(
        bar(&high),
        "loop      [#############....---]  at a cost (87 % by its parts, held down by what comes first)"
    );
    loop_free(&mut high);
    assert_eq!(bar(&high), "loop      [#################---]  well done (87 %)");
}

fn loop_free(card: &mut Scorecard) {
    let loop_ = card.dimensions.iter_mut().find(|of| of.id == "loop").unwrap();
    (loop_.band, loop_.gates) = (Some(Band::P), Vec::new());
}

#[test]
fn a_close_that_the_story_took_back_is_told_as_one() {
    let moves = after("10:00 primary close summary=\"it looks quiet\"\n20:00 primary end");
    let card = card(SHOP, &moves);
    let reason = &card.because[0].says;
    assert!(
        reason.contains("closed at 10:00") && reason.contains("the story opened it again at 1"),
        "{reason}"
    );
    let closing = criterion(&card, "updates/closing");
    assert_eq!(closing.outcome, Outcome::NotObserved);
    assert!(closing.says.starts_with("it was closed at 10:00 ("), "{}", closing.says);
    assert!(closing.says.ends_with("and not closed since"), "{}", closing.says);
    assert!(text::text(&card, true).contains("it was not over when the drill ended"));
}

#[test]
fn only_whom_a_question_went_to_answers_it() {
    let moves = |answer: &str| {
        after(&format!(
            "2:00 tech look errors\n3:00 primary ask tech \"what do you see?\"\n{answer}60:00 primary end"
        ))
    };
    let step = |moves: &str| card(SHOP, moves).first30.unwrap().steps[1].clone();
    let other = step(&moves("4:00 comms say \"I do not know what to look at\"\n"));
    assert_eq!((other.after, other.outcome, other.evidence.len()), (None, Outcome::Missed, 0));
    let own = step(&moves("4:00 comms say \"no idea\"\n6:00 tech say \"a third of requests fail\"\n"));
    assert_eq!(own.after.unwrap().clock(), "5:00");
    // The look, the question, the answer.
    assert_eq!(own.evidence.len(), 3);
}

#[test]
fn a_deputy_whose_seat_took_command_hands_over_nothing() {
    let brief = "10:00 primary handover commander comms state=\"errors at 30 percent\" flight=\"nothing yet\" tried=\"nothing ruled out\" next=\"an update is due at 25\"\n10:20 comms accept\n10:30 comms roles deputy=secondary\n";
    let card = card(SHOP, &after(&format!("{brief}30:00 primary end")));
    let handover = criterion(&card, "roles/handover");
    assert_eq!((handover.n, handover.outcome), (1, Outcome::Met));
    assert!(!handover.says.contains("deputy"), "{}", handover.says);
    assert!(handover.next.is_empty(), "{}", handover.next);
}

const CALLER: &str = "injects: [(id: \"caller\", title: \"The caller\", at: \"10m\", while: Not(Asked(\"support\")), news: true, from: \"support\", to: [Table], serves: [\"run-it\"], text: [\"Shall we wait?\"]), \
    (id: \"angry\", title: \"The angry caller\", at: \"80m\", while: Not(Asked(\"support\")), news: true, from: \"support\", to: [Table], serves: [\"run-it\"], text: [\"We waited.\"])], \
    expected: [(id: \"it\", is: AskVoice(\"support\"), opens: Delivered(\"caller\"), target: \"5m\", limit: \"9m\", why: \"w\", serves: [\"run-it\"])],";

#[test]
fn what_was_done_ahead_is_done_and_what_it_kept_away_was_no_luck_of_the_clock() {
    let moves = after("3:00 primary ask support \"please wait\"\n40:00 primary end");
    let card = card(&with(CALLER), &moves);
    let it = criterion(&card, "actions/it");
    assert_eq!((it.outcome, it.credit), (Outcome::Met, Some(10_000)));
    assert!(it.says.contains("before anybody had to ask for it"), "{}", it.says);
    let document = report(&with(CALLER), &moves);
    let row = |title: &str| document.lines().find(|line| line.contains(title)).unwrap();
    assert!(row("The caller").contains("what it needs did not hold then"), "{}", row("The caller"));
    assert!(
        row("The angry caller").contains("did not hold when the drill ended"),
        "{}",
        row("The angry caller")
    );
    // Nothing done: it came, and was not answered.
    let idle = criterion(&play(&with(CALLER), &after("40:00 primary end")).card(), "actions/it").outcome;
    assert_eq!(idle, Outcome::Missed);
}
