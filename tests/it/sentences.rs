//! What a card says happened is what happened: who, in which order, and compared with what.

use sandtable::engine::event::EventKind;
use sandtable::journal::Who;

use crate::edge_cases::Is::{Credit, Says};
use crate::edge_cases::{after, case, check};
use crate::shipped;
use crate::shop::{SEV3, SHOP, shop};
use crate::support::{Played, criterion, play, play_with};

#[test]
fn each_who_had_command_is_named_with_their_own_slips() {
    check(vec![case("looks of two commanders, one after the other").play(
        SHOP,
        &after(
            "3:00 primary look errors\n4:00 primary roles commander=secondary\n5:00 secondary look errors\n6:00 secondary look waits\n20:00 primary end",
        ),
        [
            Credit("roles/separation", 1_000),
            Says("roles/separation", "primary, in command, looked or changed something itself at +3:00 ("),
            Says("roles/separation", "; secondary, in command, looked or changed something itself twice: +5:00 ("),
        ],
    )]);
}

#[test]
fn what_follows_a_declaration_at_once_is_not_before_it() {
    let begun = |roles: &str, declared: &str| {
        format!(
            "0:30 primary ack\n0:40 primary page comms why=words\n0:40 primary page tech why=hands\n0:45 comms ack\n0:45 tech ack\n{roles} primary note here\n{declared}20:00 primary end"
        )
    };
    let declare = "1:00 primary declare sev1\n";
    let roles = "1:00 primary roles commander=primary deputy=comms expert=tech\n";
    let told = "1:00 comms update stakeholders customers state=investigating impact=unknown doing=\"looking at it\" next=10m\n";
    check(vec![
        case("roles at the moment of the declaration, after it").play(
            SHOP,
            &begun("1:00", &format!("{declare}{roles}{told}")),
            [
                Says("roles/commander_time", "right after the declaration"),
                Says("roles/set", "deputy named at once"),
                Says("updates/first", "customers heard at once"),
            ],
        ),
        case("roles at the moment of the declaration, before it").play(
            SHOP,
            &begun("1:00", &format!("{roles}{told}{declare}")),
            [
                Says("roles/commander_time", "before the incident was declared"),
                Says("roles/set", "deputy named before the incident was declared"),
                Says("updates/first", "customers heard before the incident was declared"),
            ],
        ),
        // At SEV3 nobody asks for a deputy; from 10:00 on somebody does.
        case("roles before a severity asks for them").play(
            &shop(&[SEV3]),
            &begun(
                "1:00",
                &format!(
                    "1:00 primary declare sev3\n{roles}10:00 primary severity sev1 why=\"it is worse\"\n"
                ),
            ),
            [Says("roles/set", "deputy named before it was asked for, from +10:00 on")],
        ),
    ]);
}

#[test]
fn a_word_that_fills_no_slot_of_a_statement_is_said_to_at_once_and_in_the_score() {
    let moves = after(
        "3:00 primary statement symptom=\"checkout fails\" affected=customers since=\"10:00\"\n20:00 primary end",
    );
    let played = play(SHOP, &moves).all_accepted();
    assert_eq!(played.notes, ["`affected` in one word does not fill it: who and how many"]);
    let card = played.card();
    let said = &criterion(&card, "classify/statement").says;
    let tail = ", without the scope and what is not known, `affected` in one word does not fill it: who and how many";
    assert!(said.starts_with("2 of 5 slots after 2:00") && said.ends_with(tail), "{said}");

    let full = moves.replace("affected=customers", "affected=\"some of our customers\"");
    assert_eq!(play(SHOP, &full).notes, [] as [&str; 0]);
}

/// "Unknown" fills a slot once: what is unknown about whom is not what is unknown about since when. Five of them fill one
/// of five, two minutes after declaring: 0.4 x 10000 + 0.6 x 2000 = 5200.
#[test]
fn unknown_five_times_fills_one_slot_and_it_is_said_why() {
    let moves = after(
        "3:00 primary statement symptom=unknown affected=unknown scope=unknown since=unknown unknown=unknown\n20:00 primary end",
    );
    let played = play(SHOP, &moves).all_accepted();
    let why: Vec<_> = ["affected", "scope", "since", "unknown"]
        .map(|slot| format!("`{slot}` has the same words as `symptom`; say what is unknown here"))
        .into();
    assert_eq!(played.notes, [why.join("; ")]);
    let card = played.card();
    let statement = criterion(&card, "classify/statement");
    assert_eq!(statement.credit, Some(5_200));
    assert_eq!(statement.says, format!("1 of 5 slots after 2:00 (#17), {}", why.join(", ")));
}

#[test]
fn a_word_that_fills_no_slot_of_an_update_is_said_to_at_once_and_in_the_score() {
    let update = |slots: &str| {
        let moves = format!(
            "3:00 primary update customers stakeholders state=investigating {slots}\n20:00 primary end"
        );
        let played = play(SHOP, &after(&moves)).all_accepted();
        let says = criterion(&played.card(), "updates/content").says.clone();
        (played.notes, says)
    };
    let (notes, says) = update("impact=bad doing=\"we look\" next=soon");
    let impact = "`impact` in one word does not fill it: what it does to people, in two words or a number";
    assert_eq!(notes, [format!("{impact}; `next` names no time: `next=20m`")]);
    assert!(
        says.ends_with("said the impact in one word, or in words that stand in another slot, and named no time for the next one"),
        "{says}"
    );
    let (notes, _) = update("impact=\"a third fails\" doing=\"A third fails.\" next=20m");
    assert_eq!(notes, ["`doing` has the same words as `impact`; words fill one slot"]);
    let (notes, says) = update("impact=unknown doing=Unknown next=20m");
    assert_eq!(notes, ["`doing` has the same words as `impact`; say what is unknown here"]);
    assert!(
        says.ends_with("said what is being done in one word, or in words that stand in another slot"),
        "{says}"
    );
    let (notes, says) = update("impact=unknown doing=\"we look\" next=20m");
    assert_eq!((notes, says.as_str()), (Vec::new(), "1 update filled every slot"));
}

/// The last word promises nothing, in whatever words.
#[test]
fn a_last_word_needs_no_next_time() {
    let last = "20:00 primary update customers stakeholders state=resolved impact=\"nobody any more\" doing=\"a review\" next=\"no further update\"\n21:00 primary end";
    assert_eq!(play(SHOP, &after(last)).notes, [] as [&str; 0]);
}

#[test]
fn a_last_word_is_before_closing_or_after_it_as_it_was() {
    let mended = "3:00 tech look errors\n4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n";
    let word = |at: &str, to: &str, n: u32| {
        format!("{at} comms update {to} state=resolved impact=\"none since {n}\" doing=\"we watch it {n}\"\n")
    };
    let close = "12:00 primary close summary=done\n";
    check(vec![
        case("one before, one after").play(
            SHOP,
            &after(&format!(
                "{mended}{}{close}{}",
                word("9:00", "customers", 1),
                word("12:00", "stakeholders customers", 2)
            )),
            [
                Credit("updates/closing", 10_000),
                Says("updates/closing", "customers heard right after closing ("),
            ],
        ),
        case("one before").play(
            SHOP,
            &after(&format!("{mended}{}{close}", word("9:00", "stakeholders customers", 1))),
            [
                Credit("updates/closing", 10_000),
                Says("updates/closing", "customers heard 3:00 before closing ("),
            ],
        ),
    ]);
}

#[test]
fn a_good_reading_while_harm_goes_on_is_no_watching_of_a_fix() {
    // `grow-pool` is seen to work and the deploy is still bad: lin(30; 20, 40) = 5/10, and not full to 40:00.
    check(vec![case("a change is proved while another failure does harm").play(
        SHOP,
        &after(
            "3:00 tech look waits\n3:00 primary decide grow-pool\n3:00 tech do grow-pool\n4:00 tech verify waits\n5:00 comms update stakeholders customers state=\"mitigating it\" impact=\"checkout fails\" doing=\"more room\" next=20m\n35:00 primary end",
        ),
        [Credit("updates/gaps", 5_000), Says("updates/gaps", "30:00 (+5:00 to +35:00")],
    )]);
}

fn market(moves: &str) -> Played {
    play_with(shipped::of("market-data-stale").scenario(), moves, 1, Who::Person)
}

#[test]
fn in_the_market_story_who_compares_before_the_open_can_know_and_is_not_too_high() {
    let played = market(
        "6:00 night-lead ack\n6:05 night-lead declare sev2\n6:30 night-lead look exchange-compare\n7:00 night-lead severity sev1 why=\"2 of 20 agree\"\n40:00 night-lead end",
    )
    .all_accepted();
    let card = played.card();
    let severity = criterion(&card, "classify/severity");
    assert_eq!(severity.credit, Some(10_000), "{}", severity.says);
    assert!(severity.says.contains("SEV1 could be known at +6:30"), "{}", severity.says);
    let recall = &criterion(&card, "paging/recall").says;
    assert!(!recall.contains("operations was called 3:10"), "{recall}");
}

#[test]
fn in_the_market_story_small_talk_is_no_first_sign() {
    let played = market("6:00 night-lead ack\n6:05 night-lead declare sev3\n20:00 night-lead end");
    let text = played.postmortem();
    assert!(text.contains("The first sign was the alert `no-active-handler`"), "{text}");
}

/// What a task had in part, and what could not be seen any more, is no follow-up to be praised.
#[test]
fn a_task_is_said_to_have_what_its_arithmetic_has() {
    let tasks = |moves: &str| {
        let card = play(SHOP, &after(moves)).all_accepted().card();
        let tasks = criterion(&card, "loop/tasks");
        (tasks.credit, tasks.says.clone())
    };
    let given = "2:00 primary task tech \"find it\" box=5m\n2:10 tech accept\n3:00 tech look errors\n";
    let all = "1 task with one owner, a time box, an acknowledgement and a follow-up in time";
    assert_eq!(
        tasks(&format!("{given}9:00 tech report web\n20:00 primary end")),
        (Some(10_000), all.to_string())
    );
    // Over at 7:00, back at 10:00: lin(3; 2, 5) = 6666, and (3 x 10000 + 6666) / 4.
    let late = "#17 \"find it\" was come back to late";
    assert_eq!(
        tasks(&format!("{given}10:00 tech report web\n20:00 primary end")),
        (Some(9_166), late.to_string())
    );
    // The drill is over before the limit, 12:00: the other three are what there is.
    let open = "1 task with one owner, a time box and an acknowledgement; a follow-up in time for #17 was still open";
    assert_eq!(tasks(&format!("{given}11:00 primary end")), (Some(10_000), open.to_string()));
}

/// An update is one notion: what the cadence does not count, no author's item counts either, and the line says why.
#[test]
fn words_without_a_state_are_no_update_for_what_the_author_expects() {
    let expects = "expected: [(id: \"tell\", is: Update(\"customers\"), opens: Declared, target: \"5m\", limit: \"10m\", why: \"w\", serves: [\"run-it\"])],\n    truth:";
    let tell = |moves: &str| {
        let card = play(&shop(&[("truth:", expects)]), &after(moves)).card();
        let (tell, first) = (criterion(&card, "actions/tell"), criterion(&card, "updates/first"));
        (tell.credit, tell.says.clone(), first.credit)
    };
    let word = |at: &str, state: &str| {
        format!(
            "{at} comms update customers stakeholders {state} impact=\"checkout fails\" doing=\"looking at web\"\n"
        )
    };
    // Asked for at 1:00, told 2:00 later.
    let (credit, says, first) =
        tell(&format!("{}20:00 primary end", word("3:00", "state=\"Investigating, early\"")));
    assert_eq!((credit, first), (Some(10_000), Some(10_000)), "{says}");
    let (credit, says, first) = tell(&format!("{}20:00 primary end", word("3:00", "")));
    assert_eq!((credit, first), (Some(0), Some(0)));
    assert!(says.ends_with(" said no state, and counts as no update"), "{says}");
}

/// An update floats: where it came before a cycle began or after it was over, the line says so.
#[test]
fn what_a_cycle_had_outside_of_its_times_is_said() {
    let word = |at: &str| {
        format!(
            "{at} comms update stakeholders customers state=\"mitigating\" impact=\"errors until {at}\" doing=\"rolled back\" next=20m\n"
        )
    };
    let loop_of = |moves: &str| play(SHOP, &after(moves)).all_accepted();
    let mended = "3:00 tech look errors\n4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n";
    let played = loop_of(&format!("{mended}{}20:00 primary end", word("6:30")));
    let steps = criterion(&played.card(), "loop/completeness").arithmetic.clone();
    assert_eq!(
        steps,
        [
            "the cycle from +3:00 to +5:00 (look #17, change #19, update #25 after it, check #24): 4 of 4 = 10000"
        ]
    );
    let document = played.postmortem();
    let row = "| 1 | 10:03 (+3:00) | 10:05 (+5:00) | assess, stabilise, update (after it, #25) and verify | nothing |";
    assert!(document.contains(row), "{document}");
    let within = mended.replace("4:00 primary", &format!("{}4:00 primary", word("3:30")));
    let played = loop_of(&format!("{within}20:00 primary end"));
    let steps = criterion(&played.card(), "loop/completeness").arithmetic.clone();
    assert_eq!(
        steps,
        ["the cycle from +3:00 to +5:00 (look #17, change #20, update #18, check #25): 4 of 4 = 10000"]
    );
}

/// A question that reaches nobody is no look: neither after something new, nor before a change.
#[test]
fn a_question_that_nobody_hears_assesses_nothing() {
    let asks = |whom: &str, joined: &str| {
        let moves = format!(
            "0:30 primary ack\n1:00 primary declare sev2\n1:10 primary page tech why=hands\n{joined}\
             10:00 primary severity sev1 why=\"it is worse\"\n11:00 primary ask {whom} \"what do you see?\"\n\
             18:00 primary look errors\n30:00 primary end"
        );
        let card = play(SHOP, &moves).card();
        criterion(&card, "loop/reassess").credit
    };
    // The look comes 8:00 after the change: lin(8; 5, 15) = 7/10. Who is in the call hears the question, at 1:00.
    assert_eq!(asks("tech", "1:20 tech ack\n"), Some(10_000));
    assert_eq!(asks("tech", ""), Some(7_000));
    assert_eq!(asks("weather", "1:20 tech ack\n"), Some(7_000));
}

/// §2.6, "incident shorter than the first-update target": not rated, and said all the same. Declared at 1:00; customers are
/// owed a word by 6:00, stakeholders by 11:00.
#[test]
fn over_before_a_first_word_was_due_is_said_where_nobody_heard_or_harm_went_on() {
    let short = |moves: &str| {
        let card = play(SHOP, &after(moves)).card();
        assert_eq!(criterion(&card, "updates/gaps").credit, None);
        let mut all = card.advice.into_iter().filter(|remark| remark.says.contains("too short to rate"));
        all.next().map(|remark| remark.says)
    };
    let said =
        |words: &str| Some(format!("{words}; the incident was too short to rate what people outside hear"));
    let mended = "2:00 tech look errors\n3:00 primary decide roll-back\n3:00 tech do roll-back\n3:30 tech verify errors\n";
    let word = "3:40 comms update stakeholders customers state=mitigating impact=\"a third fails\" doing=\"rolled back\" next=20m\n";
    let closed = "4:00 primary close summary=done\n";
    assert_eq!(
        short(&format!("{mended}{closed}")),
        said("nobody outside was told before it was closed at +4:00 (#25)")
    );
    assert_eq!(short(&format!("{mended}{word}{closed}")), None);
    assert_eq!(
        short(&format!("{}4:00 primary end", word.replace("stakeholders customers", "stakeholders"))),
        said("no word went to customers before the drill was over at +4:00 (#18), while harm still went on")
    );
    assert_eq!(
        short(&format!("{word}4:00 primary end")),
        said("the drill was over at +4:00 (#18) while harm still went on")
    );
}

/// What a drill did well stands beside what made it worse, what it told people falsely is no telling, and what comes first
/// is not praised further down: the reports of two crews that struggle.
#[test]
fn the_report_of_a_crew_that_struggles_praises_nothing_that_it_denies() {
    let of = |id: &str, crew: &str| {
        let shipped = shipped::of(id);
        let (_, moves) = shipped.crews.iter().find(|(name, _)| *name == crew).unwrap();
        play_with(shipped.scenario(), moves, 1, Who::Person)
    };
    let worse = "eside these, what made it worse: the console allowed ";
    let bills = of("billing-multiplier", "struggling");
    let (text, document) = (sandtable::score::text::text(&bills.card(), false), bills.postmortem());
    assert!(
        text.contains("Beside these, what made it worse: the console allowed `restart-engine` at"),
        "{text}"
    );
    assert!(document.contains(&format!("B{worse}`restart-engine` at +10:00 (#39).")), "{document}");
    assert!(document.contains("Primary had command from 02:38 on."), "{document}");
    assert!(document.contains("Before that it had been closed at 02:44, and was open again."), "{document}");
    // Closed before anyone had checked: no cycle of the loop is praised.
    let well = document.split("## 12. What went well").nth(1).unwrap().split("## 13").next().unwrap();
    assert!(!well.contains("with every step that was due"), "{well}");
    let led = of("billing-multiplier", "prepared");
    assert!(!led.postmortem().contains(worse));

    let market = of("market-data-stale", "struggling").postmortem();
    assert!(market.contains("“prices are good again”; it was not over |"), "{market}");
    // Nobody was in command for too long: to have been named in time is no strength.
    let well = market.split("## 12. What went well").nth(1).unwrap().split("## 13").next().unwrap();
    assert!(!well.contains("had command from"), "{well}");
}

/// Clocks show whole seconds: how long after is what they are apart, and never what a stop watch would say.
#[test]
fn a_moment_is_as_long_after_the_declaration_wherever_it_is_said() {
    // By two clocks 0:51, by a stop watch 0:50.9.
    let moves = "0:30 primary ack\n0:40 primary page tech why=hands\n0:45 tech ack\n1:00.7 primary declare sev1\n\
                 1:51.6 tech do roll-back\n20:00 primary end";
    let played = play(SHOP, moves).all_accepted();
    let card = played.card();
    let said = &criterion(&card, "mitigate/first").says;
    assert!(said.starts_with("first mitigation `roll-back` after 0:51 ("), "{said}");
    let text = sandtable::score::text::text(&card, true);
    let step = text.lines().find(|line| line.starts_with("  6 first mitigation")).unwrap();
    assert!(step.contains(" 0:51  met"), "{step}");
    // In whole seconds too where it is reckoned with, as long as they come to the same.
    assert_eq!(criterion(&card, "mitigate/first").arithmetic, ["0:51, full to 15:00 = 10000"]);
}

/// A time that no row of the profile says is followed to what set it.
#[test]
fn what_set_a_time_is_said_with_it() {
    let moves = "2:00 comms update stakeholders customers state=investigating impact=\"all who buy\" doing=\"looking at it\" next=10m\n\
                 9:00 comms update stakeholders customers state=investigating impact=\"all who buy\" doing=\"rolling it back\" next=10m\n\
                 30:00 primary end";
    let played = play(SHOP, &after(moves)).all_accepted();
    let card = played.card();
    let updates: Vec<_> =
        played.events().filter(|event| matches!(event.kind, EventKind::Updated { .. })).collect();
    let (first, second) = (updates[0].seq, updates[1].seq);
    let gaps = criterion(&card, "updates/gaps");
    assert_eq!(gaps.rule, format!("full credit to 10:00 ({second} promised it), none from 40:00 (SEV1)"));
    let step = format!("+2:00 to +9:00 (target: {first} promised it): 7:00, full to 10:00 = 10000");
    assert_eq!(gaps.arithmetic[0], step);
    let promise = criterion(&card, "updates/promise");
    assert_eq!(promise.arithmetic[0], format!("{first} promised +12:00: {second} came at +9:00, kept"));
    assert_eq!(promise.arithmetic[1], format!("{second} promised +19:00: nothing more came, not kept"));
    assert!(promise.evidence.contains(&second), "{promise:?}");
}

/// A promise made in the team's own channel while updates there count is kept there, whatever counts by then.
#[test]
fn a_promise_to_the_team_is_kept_to_the_team() {
    let house = crate::shop::in_the_house(&[("is: Sev1)", "is: Sev3)"), ("hint: Sev1", "hint: Sev3")]);
    let word = |at: &str, to: &str, state: &str| {
        format!(
            "{at} primary update {to} state={state} impact=\"some who buy\" doing=\"looking at it\" next=10m\n"
        )
    };
    let moves = format!(
        "0:30 primary ack\n1:00 primary declare sev3\n{}5:00 primary severity sev1 why=\"it is worse\"\n{}30:00 primary end",
        word("2:00", "team", "investigating"),
        word("8:00", "team stakeholders customers", "identified"),
    );
    let card = play(&house, &moves).all_accepted().card();
    let promise = criterion(&card, "updates/promise");
    assert!(promise.says.starts_with("1 of 2 stated times were kept"), "{promise:?}");
    // Also by a word that goes there alone, and counts as no update any more.
    let alone = moves.replace("team stakeholders customers", "team");
    let promise = criterion(&play(&house, &alone).all_accepted().card(), "updates/promise").clone();
    assert_eq!((promise.n, promise.credit), (1, Some(10_000)), "{promise:?}");
}

/// Where a row asks for a first update only from a worse severity on, how late it was is said from there.
#[test]
fn how_late_a_first_update_was_is_said_from_when_it_was_asked_for() {
    // SEV3 asks for no word to customers; SEV1 does, from 10:00 on: lin(12:00; 5, 15) = 3/10.
    let text = shop(&[SEV3, ("is: Sev3)]", "is: Sev3)], audiences: [\"customers\"]")]);
    let moves = "0:30 primary ack\n1:00 primary declare sev3\n10:00 primary severity sev1 why=\"it is worse\"\n\
                 22:00 primary update stakeholders customers state=identified impact=\"all who buy\" doing=\"rolling it back\" next=10m\n30:00 primary end";
    let card = play(&text, moves).all_accepted().card();
    let first = criterion(&card, "updates/first");
    assert_eq!(first.credit, Some(3_000), "{first:?}");
    let said = "customers heard 12:00 after an update was owed, from +10:00 on, at +22:00 (";
    assert!(first.says.contains(said), "{first:?}");
}
