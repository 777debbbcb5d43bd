//! What a reader finds in two places agrees: an objective and the process beside it, a word and its bar, a step and the
//! events that made it, what was done ahead and what it kept away.

use sandtable::score::card::{Band, Gate, Outcome, Scorecard};
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
    assert!(document.contains("| at a cost | 1 of 1 met; roles/separation partly |"), "{document}");
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
    let closed = card.because.iter().find(|reason| reason.gate == Gate::ClosedUnverified).expect("that gate");
    let reason = &closed.says;
    assert!(
        reason.contains("closed at +10:00") && reason.contains("the story opened it again at +1"),
        "{reason}"
    );
    let closing = criterion(&card, "updates/closing");
    assert_eq!(closing.outcome, Outcome::NotObserved);
    assert!(closing.says.starts_with("it was closed at +10:00 ("), "{}", closing.says);
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

/// Command was handed over whole, but for an announcement: 8000. Then the deputy's role went on without a brief, and nobody
/// accepted it; `roles` said it to everybody, and there was no gap: 2000 + 1500. (8000 + 3500) / 2. Handed over in form, and
/// both announced, they are whole.
#[test]
fn a_deputy_whose_seat_took_command_hands_over_the_deputys_role() {
    let brief = "10:00 primary handover commander comms state=\"errors at 30 percent\" flight=\"nothing yet\" tried=\"nothing ruled out\" next=\"an update is due at 25\"\n10:20 comms accept\n10:30 comms roles deputy=secondary\n";
    let card_of = |moves: &str| card(SHOP, &after(&format!("{moves}30:00 primary end")));
    let card = card_of(brief);
    let handover = criterion(&card, "roles/handover");
    assert_eq!((handover.n, handover.credit, handover.outcome), (2, Some(5_750), Outcome::Partly));
    assert!(
        handover.says.starts_with("deputy went from comms to secondary without a brief"),
        "{}",
        handover.says
    );
    assert!(handover.next.contains("hand over with `handover`"), "{}", handover.next);
    let whole = "10:30 comms handover deputy secondary state=\"errors at 30 percent\" flight=\"nothing yet\" tried=\"nothing ruled out\" next=\"an update is due at 25\"\n10:40 secondary accept\n10:50 comms announce\n";
    let card = card_of(&brief.replace("10:30 comms roles deputy=secondary\n", whole));
    let handover = criterion(&card, "roles/handover");
    assert_eq!((handover.n, handover.credit), (2, Some(10_000)));
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
    assert!(
        row("The caller").contains("when its time came, at 10:10, nothing called for it"),
        "{}",
        row("The caller")
    );
    assert!(
        row("The angry caller").contains("nothing called for it when the drill ended"),
        "{}",
        row("The angry caller")
    );
    // Nothing done: it came, and was not answered.
    let idle = criterion(&play(&with(CALLER), &after("40:00 primary end")).card(), "actions/it").outcome;
    assert_eq!(idle, Outcome::Missed);
}

#[test]
fn what_came_of_a_task_was_not_said_before_it_was_given() {
    let moves = |report: &str| {
        after(&format!(
            "5:00 primary task tech \"find out what changed\" box=5m\n{report}\n30:00 primary end"
        ))
    };
    let refused = play(SHOP, &moves("5:10 tech -1m report 1 \"the deploy\"")).journal();
    assert!(refused.contains("task 1 was given 0:10 ago, and nothing came of it before"), "{refused}");
    // By no more than that, it is as it was said.
    play(SHOP, &moves("5:40 tech -30s report 1 \"the deploy\"")).all_accepted();
}

#[test]
fn a_mark_can_be_taken_back() {
    let scenario = expects("Do(\"restart\")");
    let moves = |more: &str| after(&format!("5:00 facilitator mark restart\n{more}85:00 primary end"));
    let played = play(&scenario, &moves(""));
    let counted = played.card();
    assert_eq!(criterion(&counted, "actions/it").outcome, Outcome::Met);
    let mark = played.events().find(|event| event.at.ms() == 300_000 && event.cause.is_none()).unwrap().seq;
    let card = card(&scenario, &moves(&format!("6:00 facilitator mark wrong {}\n", mark.0)));
    assert_eq!(criterion(&card, "actions/it").outcome, Outcome::Missed);
    assert!(card.advice.iter().any(|advice| advice.says.ends_with("was taken back")));
    assert!(card.comparable.set_aside.is_empty(), "{:?}", card.comparable.set_aside);
}

#[test]
fn a_reading_before_the_next_change_took_effect_shows_no_other() {
    let moves = |look: &str| {
        after(&format!(
            "3:00 tech look waits\n4:00 tech do grow-pool\n5:00 tech do redeploy\n{look} tech verify waits\n60:00 primary end"
        ))
    };
    let says = |look: &str| criterion(&card(SHOP, &moves(look)), "loop/verify").says.clone();
    // `redeploy` takes five minutes, and is proved by another signal.
    assert!(says("6:00").contains("had begun: a change is read before the next one"), "{}", says("6:00"));
    assert!(says("15:00").contains("had taken effect: a change is read"), "{}", says("15:00"));
}

#[test]
fn what_is_out_of_order_is_told_with_the_events_it_is_measured_by() {
    let moves = after(
        "3:00 tech look errors\n4:00 secondary poll restart risk=\"it may be down for a minute\"\n5:00 secondary do restart\n6:00 secondary verify errors\n7:00 primary hold 3m \"wait\"\n60:00 primary end",
    );
    let card = card(SHOP, &moves);
    let order = criterion(&card, "loop/order");
    assert!(order.says.contains(", by secondary, was not command's"), "{}", order.says);
    assert!(
        order.says.contains("was decided before any look or question after the check at +6:00 (#"),
        "{}",
        order.says
    );
    assert!(order.arithmetic.last().unwrap().starts_with("2 slips at 3 changes and checks: 10000 - 2 x"));
}

#[test]
fn a_hold_is_checked_by_the_look_that_ends_it() {
    let moves = after(
        "3:00 tech look errors\n4:00 primary hold 3m \"wait\"\n5:00 tech look errors\n8:00 tech verify errors\n30:00 primary end",
    );
    let document = report(SHOP, &moves);
    let row = document.lines().find(|line| line.starts_with("| hold for")).unwrap();
    assert!(row.contains("`errors` 30, not good, at 10:08 by tech"), "{row}");
}

#[test]
fn a_severity_that_was_lowered_too_soon_says_when_it_cost() {
    let moves = after("5:00 primary severity sev2 why=\"it looks milder\"\n60:00 primary end");
    let says = &criterion(&card(SHOP, &moves), "classify/severity").says.clone();
    assert!(says.ends_with("; when it was judged, at +15:00, SEV2 was one too mild"), "{says}");
}
