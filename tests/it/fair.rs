//! What a card says of a drill is fair, and plain: what it praises, what it counts, and what it leaves to the next time.

use sandtable::engine::event::EventKind;
use sandtable::score::card::Scorecard;
use sandtable::score::text::text;

use crate::shop::{OPENING, SHOP, shop};
use crate::support::{criterion, play};

fn average() -> Scorecard {
    play(SHOP, include_str!("fixtures/honest/average.moves")).all_accepted().card()
}

/// A look that shows that nothing is fixed earns what a look earns; it is told as that, and praised as nothing else.
#[test]
fn a_check_that_was_not_good_is_told_as_a_look() {
    let card = average();
    let says = &criterion(&card, "loop/verify").says;
    let looked =
        "somebody looked at errors after `restart` (#31) at +15:30 (#35), and saw that it was not fixed";
    assert_eq!(*says, format!("`roll-back` (#50) verified on errors at +24:10 (#56); {looked}"));
    let praised = card.strengths.iter().find(|remark| remark.about == "loop/verify").unwrap();
    assert_eq!(praised.says, "`roll-back` (#50) verified on errors at +24:10 (#56)");
}

/// Two changes in a row by one seat, and one reading for both: it shows neither alone. 0 for the first, 10000 for the
/// second; of three points one is stacked.
#[test]
fn a_reading_after_two_changes_says_that_it_tells_them_apart_no_more() {
    let moves = format!(
        "{OPENING}2:00 primary task tech \"stop it\" box=20m\n2:10 tech accept\n3:00 tech look errors\n4:00 tech do restart\n\
         4:20 tech do roll-back\n5:00 tech verify errors\n12:00 primary close summary=done"
    );
    let card = play(SHOP, &moves).all_accepted().card();
    let verify = criterion(&card, "loop/verify");
    assert_eq!(verify.credit, Some(5_000));
    assert!(
        verify.says.contains("after `roll-back` (#22): which of the two the reading shows can't be told"),
        "{}",
        verify.says
    );
    assert!(criterion(&card, "loop/order").says.contains("while `restart` (#20) was unverified"));
}

/// 0.7 for another seat than the one whose job it was, and the line says whose.
#[test]
fn what_another_seat_did_is_told_in_its_line() {
    let expected = "expected: [(id: \"back\", is: Do(\"roll-back\"), seat: \"secondary\", opens: Declared, target: \"20m\", serves: [\"run-it\"])],\n    truth:";
    let moves = format!(
        "{OPENING}3:00 tech look errors\n4:00 tech do roll-back\n5:00 tech verify errors\n12:00 primary close summary=done"
    );
    let card = play(&shop(&[("truth:", expected)]), &moves).all_accepted().card();
    let back = criterion(&card, "actions/back");
    assert_eq!(back.credit, Some(7_000));
    assert!(back.says.ends_with(", by another seat than secondary (x0.7)"), "{}", back.says);
}

/// The deputy can't roll back: whose job it is by the role is nobody's there, and whoever can does it in full.
#[test]
fn what_the_roles_holder_can_not_do_is_done_in_full_by_who_can() {
    let expected = |role: &str| {
        format!(
            "expected: [(id: \"back\", is: Do(\"roll-back\"), role: {role}, opens: Declared, target: \"20m\", serves: [\"run-it\"])],\n    truth:"
        )
    };
    let moves = format!(
        "{OPENING}3:00 tech look errors\n4:00 tech do roll-back\n5:00 tech verify errors\n12:00 primary close summary=done"
    );
    let credit = |role: &str| {
        let card = play(&shop(&[("truth:", &expected(role))]), &moves).all_accepted().card();
        criterion(&card, "actions/back").credit
    };
    assert_eq!([credit("Deputy"), credit("Commander")], [Some(10_000), Some(7_000)]);
}

/// What is no next step stands by its line with a step of its own.
#[test]
fn every_criterion_that_was_not_met_says_what_to_try() {
    let card = average();
    let said = text(&card, false).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Next: one change at a time: look, agree, change, check; then the next."),
        "{said}"
    );
    // The two next steps stand above, and once.
    assert_eq!(said.matches("send the first update as soon as there is an incident").count(), 1);
}

/// The deputy says nothing between 22:00 and 33:10, with ten minutes between two calls of the time.
#[test]
fn a_deputy_who_calls_no_time_is_reminded_of_it() {
    let advice = |card: &Scorecard| card.advice.iter().find(|said| said.about == "roles/time_calls").cloned();
    let said = advice(&average()).unwrap();
    assert!(
        said.says.starts_with(
            "comms, as deputy, said nothing between +22:00 and +33:10: a call of the time every 10m"
        ),
        "{}",
        said.says
    );
    assert_eq!(said.evidence.len(), 2);
    let calls =
        format!("{OPENING}11:00 comms say \"ten minutes\"\n20:00 comms say \"twenty\"\n29:00 primary end");
    assert_eq!(advice(&play(SHOP, &calls).all_accepted().card()), None);
}

/// A jump is no time in which anybody could have seen it turn: the hold runs on the score clock, as all timing does.
#[test]
fn a_jump_is_no_part_of_the_hold() {
    let run = |jump: &str, close: &str| {
        let moves = format!(
            "{OPENING}2:00 primary task tech \"go back\" box=20m\n2:10 tech accept\n3:00 tech look errors\n4:00 tech do roll-back\n\
             5:00 tech verify errors\n{jump}{close} primary close summary=done"
        );
        let card = play(SHOP, &moves).all_accepted().card();
        let verify = criterion(&card, "loop/verify");
        (verify.credit, verify.says.clone())
    };
    let jump = "5:30 facilitator jump 20m\n";
    assert_eq!(run("", "10:00").0, Some(10_000));
    let (credit, says) = run(jump, "26:30");
    assert_eq!(credit, Some(5_000));
    assert!(says.ends_with("good for 1:30 of 5m before closing"), "{says}");
    assert_eq!(run(jump, "30:00").0, Some(10_000));
}

/// A page that goes on says how bad it is now.
#[test]
fn an_escalated_page_has_the_value_of_now() {
    let rising = shop(&[(
        "(metric: \"errors\", to: 30.0)",
        "(metric: \"errors\", to: 30.0, shape: Ramp, over: \"10m\")",
    )]);
    let played = play(&rising, "");
    let texts: Vec<String> = played
        .events()
        .filter_map(|event| {
            let EventKind::Paged { text, escalated, .. } = &event.kind else { return None };
            Some(format!("{escalated} {text}"))
        })
        .collect();
    assert_eq!(
        texts[..3],
        [
            "false errors at 10".to_string(),
            "true errors at 24.5".to_string(),
            "true errors at 30".to_string()
        ]
    );
}

/// What was seen to work and is done again says nothing more of how the response went.
#[test]
fn what_is_done_again_counts_neither_way() {
    // Round one whole; the first `flag-off` a round without a look before it, and without the update that customers were
    // due at 6:00: (10000 + 5000) / 2 = 7500; two changes and two checks, none out of turn.
    let run = |more: &str| {
        let moves = format!(
            "{OPENING}2:00 primary task tech \"go back\" box=20m\n2:10 tech accept\n3:00 tech look errors\n4:00 tech do roll-back\n\
             5:00 tech verify errors\n6:00 tech do flag-off\n6:10 tech look errors\n{more}15:00 primary close summary=done"
        );
        let card = play(SHOP, &moves).all_accepted().card();
        let of = |path: &str| (criterion(&card, path).credit, criterion(&card, path).n);
        let again = card
            .advice
            .iter()
            .find(|remark| remark.says.contains("did again"))
            .map(|remark| remark.evidence.len());
        (of("loop/completeness"), of("loop/order"), of("loop/verify"), again)
    };
    let once = ((Some(7_500), 2), (Some(10_000), 4), (Some(10_000), 2));
    let (completeness, order, verify, again) = run("");
    assert_eq!((completeness, order, verify), once);
    assert_eq!(again, None);
    let thrice =
        "7:00 tech do flag-off\n7:10 tech look errors\n8:00 tech do flag-off\n8:10 tech look errors\n";
    let (completeness, order, verify, again) = run(thrice);
    assert_eq!((completeness, order, verify), once);
    assert_eq!(again, Some(2));
    // Done again and not looked at, it counts as any step does: two of three are verified in time.
    let (_, _, verify, again) = run("7:00 tech do flag-off\n7:10 tech look web\n");
    assert_eq!((verify, again), ((Some(6_666), 3), None));
}

/// What did not work may be tried again, and a hold after something was done is another decision.
#[test]
fn what_is_tried_again_for_a_reason_counts() {
    let points = |moves: &str| {
        let moves = format!(
            "{OPENING}2:00 primary task tech \"do what helps\" box=20m\n2:10 tech accept\n3:00 tech look errors\n{moves}20:00 primary end"
        );
        let card = play(SHOP, &moves).all_accepted().card();
        criterion(&card, "loop/order").n
    };
    // A restart that was seen not to help, twice: two changes, two checks.
    let restart =
        "4:00 tech do restart\n4:30 tech look errors\n5:00 tech do restart\n5:30 tech look errors\n";
    assert_eq!(points(restart), 4);
    // A hold, and one more right after it: one decision, one look. With a restart between: three and three.
    let hold =
        |at: &str, look: &str| format!("{at} primary hold 10s \"let us see\"\n{look} tech look errors\n");
    let (first, second) = (hold("4:00", "4:20"), hold("6:00", "6:20"));
    assert_eq!(points(&format!("{first}{second}")), 2);
    assert_eq!(points(&format!("{first}5:00 tech do restart\n5:20 tech look errors\n{second}")), 6);
}

/// A severity that is taken back before anybody had to be told is no change to tell of.
#[test]
fn a_change_of_severity_that_is_taken_back_at_once_is_none() {
    let change = |moves: &str| {
        let moves = format!("{OPENING}5:00 primary severity sev2 why=maybe\n{moves}30:00 primary end");
        let card = play(SHOP, &moves).all_accepted().card();
        (criterion(&card, "updates/change").credit, criterion(&card, "loop/reassess").credit)
    };
    assert_eq!(change("6:00 primary severity sev1 why=no\n"), (None, None));
    // After six minutes people had to be told, twice; nobody was, and nobody looked.
    assert_eq!(change("11:00 primary severity sev1 why=no\n"), (Some(0), Some(0)));
    // Told between: the first change was, the second was not.
    let told = "5:30 comms update stakeholders customers state=investigating impact=unknown doing=unknown next=20m\n";
    assert_eq!(change(&format!("{told}6:00 primary severity sev1 why=no\n")).0, Some(5_000));
}

/// When the next word comes is the team's own to say.
#[test]
fn a_next_time_is_a_time() {
    let content = |next: &str| {
        let update = format!(
            "5:00 comms update stakeholders customers state=investigating impact=\"a third fails\" doing=\"looking at it\" next={next}\n"
        );
        let card = play(SHOP, &format!("{OPENING}{update}30:00 primary end")).all_accepted().card();
        let content = criterion(&card, "updates/content");
        (content.credit, content.says.contains("named no time for the next one"))
    };
    assert_eq!(content("15m"), (Some(10_000), false));
    assert_eq!(content("\"at 10:20\""), (Some(10_000), false));
    assert_eq!(content("\"when we know more\""), (Some(7_500), true));
    assert_eq!(content("unknown"), (Some(7_500), true));
}

/// Each silence with its own rule, in the explanation: what is watched may be told half as often, while no harm is done.
#[test]
fn every_silence_has_its_rule_and_its_credit() {
    let told = "5:00 comms update stakeholders customers state=monitoring impact=\"none any more\" doing=\"watching it\"\n";
    let mended = "4:00 primary do flag-off\n4:30 tech look errors\n";
    let steps = |scenario: &str, moves: &str| {
        let card = play(scenario, &format!("{OPENING}{moves}45:00 primary end")).all_accepted().card();
        criterion(&card, "updates/gaps").arithmetic.clone()
    };
    let whole = |credit: u32| {
        format!(
            "stakeholders and customers, each for as long as it lasted: (40:00 x {credit}) / 40:00 = {credit}"
        )
    };
    let mean = |credit: u32| format!("the mean: ({credit} + {credit}) / 2 = {credit}");
    // Forty minutes, from 5:00 to the end.
    assert_eq!(
        steps(SHOP, &format!("{mended}{told}")),
        ["+5:00 to +45:00, watching: 40:00, full to 40:00 = 10000".to_string(), whole(10_000), mean(10_000)]
    );
    // It is said to be over, and harm goes on: nothing is watched but the harm.
    assert_eq!(
        steps(SHOP, told),
        ["+5:00 to +45:00: 40:00, none from 40:00 = 0".to_string(), whole(0), mean(0)]
    );
    // Harm is back at 15:00: due from then on as where nothing is watched, at 35:00, limit at 55:00; from 5:00 on that is
    // 30:00 and 50:00: (50 - 40) x 10000 / 20 = 5000.
    let back = shop(&[(
        "drives: [(metric: \"errors\", to: 30.0)])],",
        "drives: [(metric: \"errors\", to: 30.0)]), (id: \"again\", of: \"web\", at: \"15m\", lasts: \"40m\", drives: [(metric: \"errors\", to: 30.0)])],",
    )]);
    assert_eq!(
        steps(&back, &format!("{mended}{told}")),
        [
            "+5:00 to +45:00 (updates.gaps SEV1 from +15:00 on): (50:00 - 40:00) x 10000 / 20:00 = 5000"
                .to_string(),
            whole(5_000),
            mean(5_000)
        ]
    );
}

/// What is so of several is said once.
#[test]
fn the_same_slip_of_several_is_told_together() {
    let moves = format!(
        "{OPENING}3:00 tech look errors\n4:00 tech do restart\n4:30 tech look errors\n4:40 tech look web\n5:00 tech do grow-pool\n5:30 tech look waits\n20:00 primary end"
    );
    let card = play(SHOP, &moves).all_accepted().card();
    let says = &criterion(&card, "loop/order").says;
    let seq = |says: &str, name: &str| {
        says.split(&format!("`{name}` (#")).nth(1).unwrap().split(')').next().unwrap().to_string()
    };
    let (first, second) = (seq(says, "restart"), seq(says, "grow-pool"));
    let expected = format!(
        "2 slips at 4 changes and checks: `restart` (#{first}) and `grow-pool` (#{second}) began without a task, poll or decision from command"
    );
    assert_eq!(*says, expected);
}

/// Who is owed something only later hears it so long after that, and from when on is said.
#[test]
fn an_update_that_was_owed_later_says_from_when_on() {
    // SEV3 asks for no word to customers; SEV1, from 10:00 on, does. Told at 12:00.
    let sev3 = shop(&[("is: Sev1)]", "is: Sev3), (from: \"10m\", is: Sev1)]"), ("hint: Sev1", "hint: Sev3")]);
    let moves = OPENING.replace("sev1", "sev3")
        + "5:00 comms update stakeholders state=investigating impact=unknown doing=\"looking at it\" next=20m\n\
           12:00 comms update customers state=investigating impact=unknown doing=\"looking at it\" next=20m\n20:00 primary end";
    let card = play(&sev3, &moves).all_accepted().card();
    let says = &criterion(&card, "updates/first").says;
    assert!(
        says.contains("customers heard 2:00 after an update was owed, from +10:00 on, at +12:00 (#"),
        "{says}"
    );
}

/// What weighs in the story alone is a step too: three severities too mild, for the whole of a drill that was run well.
#[test]
fn how_bad_it_was_called_can_be_what_to_practise_next() {
    let careful = include_str!("fixtures/honest/careful.moves");
    // So mild that nobody was owed a last word: the drill is over before it.
    let mild = play(SHOP, &careful.replace("declare sev1", "declare sev4")).card();
    let about = |card: &Scorecard| card.next_steps.iter().map(|step| step.about.clone()).collect::<Vec<_>>();
    assert_eq!(about(&mild)[0], "classify/severity", "{:?}", mild.next_steps);
    // By a little less than what weighs more: 15 x 0.7 in hundredths of the story, 10 x 0.35 at most of the process.
    let honest = play(SHOP, careful).all_accepted().card();
    assert!(!about(&honest).contains(&"classify/severity".to_string()), "{:?}", honest.next_steps);
}

/// Where nobody outside heard a word, that is one step, however many rules rest on it; the second is another.
#[test]
fn one_gap_is_one_step() {
    let careful = include_str!("fixtures/honest/careful.moves");
    let told = |line: &&str| !line.contains(" update ") && !line.starts_with('#');
    let silent: Vec<&str> = careful.lines().filter(told).collect();
    let card = play(SHOP, &silent.join("\n")).all_accepted().card();
    assert_eq!(card.next_steps.len(), 2);
    let updates = card.next_steps.iter().filter(|step| step.about.starts_with("updates/")).count();
    assert_eq!(updates, 1, "{:?}", card.next_steps);
}

/// What the author expected of it is the same gap: an update that never came is not named a second time in other words.
#[test]
fn what_the_drill_was_for_and_a_rule_of_ours_name_one_gap_once() {
    let expected = "expected: [(id: \"tell-them\", is: Update(\"customers\"), opens: Declared, target: \"10m\", limit: \"15m\", serves: [\"run-it\"], why: \"they find out anyway\")],\n    truth:";
    let careful = include_str!("fixtures/honest/careful.moves");
    let told = |line: &&str| !line.contains(" update ") && !line.starts_with('#');
    let silent: Vec<&str> = careful.lines().filter(told).collect();
    let card = play(&shop(&[("truth:", expected)]), &silent.join("\n")).all_accepted().card();
    let about: Vec<&str> = card.next_steps.iter().map(|step| step.about.as_str()).collect();
    assert_eq!(about[0], "actions/tell-them");
    assert!(!about[1].starts_with("updates/"), "{about:?}");
}

/// A first update that was in time and is rated by nothing, because it was over first, is cited all the same.
#[test]
fn what_is_not_rated_cites_what_it_tells_of() {
    let moves = format!(
        "{OPENING}2:00 comms update customers stakeholders state=investigating impact=\"a third fails\" doing=\"looking at web\" next=15m\n3:00 tech look errors\n3:30 tech do roll-back\n4:10 tech verify errors\n4:30 primary close summary=done"
    );
    let card = play(SHOP, &moves).all_accepted().card();
    let first = criterion(&card, "updates/first");
    assert_eq!(first.credit, None);
    let seq = first.evidence.first().expect("the update that it names");
    assert!(first.says.contains(&format!("the first went out ({seq})")), "{}", first.says);
}
