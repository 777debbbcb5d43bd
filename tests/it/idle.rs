//! Crews that do next to nothing, in perfect form: waiting, silence, one sentence for everything, tasks of which nothing
//! comes, and help from a facilitator who plays the drill for them. None of it is worth what it looks like, and each is named.

use sandtable::journal::Who;
use sandtable::score::card::{Gate, Scorecard};

use crate::shop::{OPENING, SHOP, shop};
use crate::support::{criterion, dimension, play, play_headed};

/// What the honest, ordinary crew of the exploits comes to.
const FAIR: u32 = 8_074;

/// Told on time, all the while, in words of the story.
fn told(minutes: std::ops::Range<u32>) -> String {
    let update = |n: u32| {
        format!(
            "{}:00 comms update customers stakeholders state=investigating impact=\"{n} of a hundred requests fail\" doing=\"looking at errors\" next=15m\n",
            6 + 12 * n
        )
    };
    minutes.map(update).collect()
}

fn card(moves: &str) -> Scorecard {
    card_of(SHOP, moves)
}

fn card_of(scenario: &str, moves: &str) -> Scorecard {
    play_headed((scenario, None), moves, Who::Person).all_accepted().card()
}

/// In the order of their times.
fn ordered(moves: &str) -> String {
    let mut lines: Vec<&str> = moves.lines().filter(|line| !line.is_empty()).collect();
    let at = |line: &str| -> u32 {
        let (minutes, seconds) = line.split_once(' ').unwrap().0.split_once(':').unwrap();
        60 * minutes.parse::<u32>().unwrap() + seconds.parse::<u32>().unwrap()
    };
    lines.sort_by_key(|line| at(line));
    lines.join("\n") + "\n"
}

fn advised<'a>(card: &'a Scorecard, about: &str, words: &str) -> &'a str {
    let found = card.advice.iter().find(|remark| remark.about == about && remark.says.contains(words));
    found.map_or_else(|| panic!("{about} `{words}`: {:#?}", card.advice), |remark| &remark.says)
}

/// One look, one hold, looks by the clock and news for everybody until the story ends: harm went on for ninety minutes.
const ONLY_HELD: &str = "2:00 tech look errors\n3:00 primary task tech \"what is it?\" box=10m\n3:10 tech accept\n\
                         4:00 primary hold 10m \"we wait and see\"\n13:00 tech report \"errors as before\"\n14:10 tech look errors\n";

#[test]
fn to_wait_up_to_the_end_is_no_stabilising() {
    let card = card(&ordered(&format!("{OPENING}{ONLY_HELD}{}", told(0..7))));
    assert_eq!(card.process.gates, [Gate::NoStabilise]);
    assert_eq!(dimension(&card, "loop").credit, Some(0));
    assert!(card.process.credit.is_some_and(|credit| credit < FAIR), "{:?}", card.process);
    let because = &card.because.iter().find(|reason| reason.gate == Gate::NoStabilise).unwrap().says;
    assert!(
        because.starts_with("nothing that could make it smaller between +1:00 and +1:30:00, but to wait (#"),
        "{because}"
    );
    advised(&card, "loop/completeness", "to wait (1 hold)");
    // What is begun when it is all but over, and never takes effect, is no way out.
    let begun = ordered(&format!("{OPENING}{ONLY_HELD}{}89:58 tech do redeploy\n", told(0..7)));
    let begun = self::card(&begun);
    assert_eq!(begun.process.gates, [Gate::NoStabilise]);
    let because = &begun.because.iter().find(|reason| reason.gate == Gate::NoStabilise).unwrap().says;
    assert!(
        because.contains("but to wait (#")
            && because.contains(") and what was taken back unread or never took effect (#"),
        "{because}"
    );
    // With a change at last, late as it is, the loop is rated as it went.
    let late = ordered(&format!("{OPENING}{ONLY_HELD}{}60:00 tech do roll-back\n", told(0..7)));
    assert!(self::card(&late).process.gates.iter().all(|gate| *gate != Gate::NoStabilise));
    // What a facilitator stops before the limit has shown nothing yet.
    let stopped = ordered(&format!("{OPENING}{ONLY_HELD}{}20:00 facilitator end\n", told(0..1)));
    assert!(self::card(&stopped).process.gates.is_empty());
}

/// Where the author expects no step that could make it smaller, to wait is all there is to do.
#[test]
fn to_wait_where_nothing_else_is_expected_is_a_decision() {
    let expects = "expected: [(id: \"tell\", is: Update(\"customers\"), target: \"10m\", limit: \"20m\", why: \"w\", serves: [\"run-it\"])],\n    truth:";
    let moves = ordered(&format!("{OPENING}{ONLY_HELD}{}", told(0..7)));
    assert!(card_of(&shop(&[("truth:", expects)]), &moves).process.gates.is_empty());
    let undo = expects.replace("is: Update(\"customers\")", "is: Do(\"roll-back\")");
    assert_eq!(card_of(&shop(&[("truth:", &undo)]), &moves).process.gates, [Gate::NoStabilise]);
    // In a story too short for the profile's target, the author's own says when it was wanted.
    let own = undo.replace("\"10m\"", "\"5m\"");
    let hold = "2:00 tech look errors\n4:00 primary hold 9m \"we wait and see\"\n5:00 comms update customers stakeholders state=investigating impact=\"orders fail\" doing=\"waiting\" next=15m\n13:30 tech look errors\n";
    let short = |text: &str| {
        card_of(
            &shop(&[("truth:", text), ("latest: \"90m\"", "latest: \"14m\"")]),
            &format!("{OPENING}{hold}"),
        )
    };
    assert_eq!(short(&own).process.gates, [Gate::NoStabilise]);
    assert!(short(&undo.replace("10m", "14m")).process.gates.is_empty());
    // What can be done from minute eighty on is not late at ninety.
    let later = undo.replace("is: Do", "opens: At(\"80m\"), is: Do");
    assert!(card_of(&shop(&[("truth:", &later)]), &moves).process.gates.is_empty());
}

/// A change that was taken back before anybody looked is none: it is named, and all that is left is the wait.
#[test]
fn a_change_that_nobody_read_is_no_way_out() {
    let moves = format!("{OPENING}{ONLY_HELD}{}15:00 tech do restart\n15:40 tech undo restart\n", told(0..7));
    let undoable = shop(&[(
        "(id: \"restart\",   on: \"web\",   proved_by",
        "(id: \"restart\",   on: \"web\", undo: \"10m\",   proved_by",
    )]);
    let card = card_of(&undoable, &ordered(&moves));
    assert_eq!(card.process.gates, [Gate::NoStabilise]);
    let says = advised(&card, "loop/verify", "before anybody looked what it did");
    assert!(says.starts_with("`restart` (#"), "{says}");
    let read = moves.replace("15:40 tech undo", "15:20 tech look errors\n15:40 tech undo");
    let card = card_of(&undoable, &ordered(&read));
    assert!(card.process.gates.is_empty(), "{:?}", card.process.gates);
}

/// A story that runs out is nobody's choice of when to stop: who had told nobody by then was late, and the card says so.
#[test]
fn silence_to_the_end_of_a_short_story_is_silence() {
    let short = shop(&[("latest: \"90m\"", "latest: \"15m\"")]);
    let moves = format!("{OPENING}2:00 tech look errors\n3:00 tech do roll-back\n4:00 tech look errors\n");
    let ran_out = card_of(&short, &moves);
    assert_eq!(ran_out.process.gates, [Gate::NoUpdate]);
    assert_eq!(dimension(&ran_out, "updates").credit, Some(0));
    // What a facilitator stops at the same minute is open, and costs nobody anything (2.1).
    let stopped = card(&format!("{moves}14:59 facilitator end\n"));
    assert!(stopped.process.gates.is_empty());
    assert_eq!(dimension(&stopped, "updates").credit, None);
    // One that ran out before anything was due asks for nothing either.
    let early = card_of(&shop(&[("latest: \"90m\"", "latest: \"6m\"")]), &moves);
    assert!(early.process.gates.is_empty());
}

/// What command decided not to do, and was done all the same, was asked about in vain.
#[test]
fn a_decision_against_a_step_is_a_decision() {
    let asked = "3:00 primary poll fail-over risk=\"orders are lost\"\n3:40 primary decide fail-over";
    let done = "\n4:00 tech do fail-over\n6:00 tech look errors\n";
    let decision = |said: &str| {
        let card = card(&format!("{OPENING}2:00 tech look errors\n{asked} {said}{done}"));
        (criterion(&card, "loop/decision").credit, criterion(&card, "loop/decision").says.clone())
    };
    assert_eq!(decision("yes").0, Some(10_000));
    let (credit, says) = decision("no");
    assert_eq!(credit, Some(0));
    assert!(says.contains("began against the decision (#"), "{says}");
}

/// A question that nobody had time to answer is named; half a minute later it was one.
#[test]
fn a_decision_in_the_same_breath_is_named() {
    let card = |decided: &str| {
        card(&format!(
            "{OPENING}2:00 tech look errors\n3:00 primary poll fail-over risk=\"orders are lost\"\n{decided} primary decide fail-over yes\n4:00 tech do fail-over\n"
        ))
    };
    let says = advised(&card("3:01"), "loop/decision", "0:01 after #").to_string();
    assert!(says.starts_with("`fail-over` was decided (#"), "{says}");
    assert!(!card("3:10").advice.iter().any(|remark| remark.about == "loop/decision"));
}

/// A poll asks what a step may break and who objects: after that nobody began without asking. Typed when it had begun, it
/// asked nobody.
#[test]
fn who_polled_has_asked() {
    let order = |poll: &str| {
        let moves = format!(
            "{OPENING}2:00 tech look errors\n3:00 tech do restart\n4:00 tech look errors\n{poll}\n7:00 tech do fail-over\n9:00 tech look errors\n9:30 primary -170s poll fail-over risk=\"x y\"\n"
        );
        criterion(&card(&moves), "loop/order").says.clone()
    };
    let slip = "before any look or question after the check";
    assert!(order("").contains(slip), "{}", order(""));
    let asked = order("6:00 primary poll fail-over risk=\"orders are lost\"");
    assert!(!asked.contains(slip), "{asked}");
}

/// Numbers alone, *unknown* alone, and one sentence for everything tell nobody anything.
#[test]
fn one_text_for_everything_tells_nobody_anything() {
    let fixed = |text: &'static str| move |n: usize| text.replace("{n}", &n.to_string());
    let alternating = |n: usize| format!("{} {n}", ["errors on web", "web is being looked at"][n % 2]);
    let moves = crate::nonsense::saying(crate::nonsense::CAREFUL, alternating);
    let card = self::card(&moves);
    assert_eq!(card.process.gates, [Gate::NoUpdate]);
    let because = &card.because.iter().find(|reason| reason.gate == Gate::NoUpdate).unwrap().says;
    assert!(
        because.ends_with(
            "is “errors on web” and “web is being looked at”, each time with another number or none"
        ),
        "{because}"
    );
    for (text, says) in [
        ("{n}", "has no word in it, or none but that nothing is known"),
        ("unknown {n}", "has no word in it, or none but that nothing is known"),
        ("errors on web are at {n}", "is “errors on web are at”, each time with another number or none"),
    ] {
        let moves = crate::nonsense::saying(crate::nonsense::CAREFUL, fixed(text));
        let card = self::card(&moves);
        assert_eq!(card.process.gates, [Gate::NoUpdate], "{text}");
        assert!(card.process.credit.is_some_and(|credit| credit <= FAIR), "{text}: {:?}", card.process);
        let because = &card.because.iter().find(|reason| reason.gate == Gate::NoUpdate).unwrap().says;
        assert!(because.ends_with(says), "{because}");
    }
}

/// Who speaks in sentences and puts numbers alone into updates has said something all the same.
#[test]
fn numbers_beside_sentences_are_no_silence() {
    let spoken = |line: &str| line.contains(" say ") || line.contains(" page ");
    let line = |line: &str| match spoken(line) {
        true => line.to_string() + "\n",
        false => crate::nonsense::saying(line, |n| format!("{}", 40 + n)),
    };
    let moves: String =
        crate::nonsense::CAREFUL.lines().filter(|line| !line.starts_with('#')).map(line).collect();
    assert!(card(&moves).process.gates.is_empty());
}

/// Tasks of which nothing shows any work are all the work there is.
#[test]
fn tasks_without_work_are_named() {
    let task = |n: u32| {
        format!(
            "{}:00 primary task tech \"part {n}\" box=3m\n{}:10 tech accept\n{}:00 tech report \"part {n} done\"\n",
            3 + n,
            3 + n,
            4 + n
        )
    };
    let tasks: String = (0..4).map(task).collect();
    let card = card(&ordered(&format!("{OPENING}{tasks}")));
    advised(
        &card,
        "loop/tasks",
        "4 tasks were reported, and nothing was done between: there is no other work",
    );
}

/// An update a minute in the same state: each counts, and the card says that nobody reads them.
#[test]
fn updates_by_the_minute_are_named() {
    let update = |n: u32| {
        format!(
            "{}:00 comms update customers stakeholders state=investigating impact=\"{n} orders failed\" doing=\"looking at web\" next=2m\n",
            5 + n
        )
    };
    let moves = |n: u32| format!("{OPENING}{}", (0..n).map(update).collect::<String>());
    let says = advised(&card(&moves(7)), "updates/gaps", "none with a new state").to_string();
    assert!(
        says.starts_with("7 updates to stakeholders within 6:00")
            || says.starts_with("7 updates to customers within 6:00"),
        "{says}"
    );
    let few = card(&moves(5));
    assert!(!few.advice.iter().any(|remark| remark.says.contains("none with a new state")));
}

/// Who stops for safety while harm goes on has reached no end, and whose facilitator does the work stands on no line.
#[test]
fn what_a_facilitator_did_is_said() {
    let stopped = card(&format!("{OPENING}5:00 facilitator end safety\n"));
    advised(&stopped, "process/end", "while harm went on: what was still open is not rated");
    let quiet = card(&format!("{OPENING}5:00 facilitator end\n"));
    assert!(!quiet.advice.iter().any(|remark| remark.about == "process/end"));
    let forced =
        play(SHOP, &format!("{OPENING}5:00 facilitator force clear bad-deploy\n")).all_accepted().card();
    assert_eq!(forced.comparable.set_aside, ["the facilitator did or ended something of the story"]);
    assert!(quiet.comparable.set_aside.is_empty());
}

/// A page that nobody acknowledges is rated as that; a cry that nobody heard it is only where nobody who was called was at work.
#[test]
fn who_is_at_work_in_the_call_has_heard() {
    let second = shop(&[(
        "text: \"errors at {value}\")]",
        "text: \"errors at {value}\"), (id: \"waits-high\", when: For(\"10m\", Active(\"bad-deploy\")), pages: \"ops\", hint: Sev1, text: \"still\")]",
    )]);
    let gates = |moves: &str| {
        card_of(&second, &format!("{OPENING}2:00 tech do restart\n3:00 tech look errors\n{moves}"))
            .process
            .gates
    };
    let silent = "60:00 facilitator end\n";
    assert!(
        gates(&format!("12:00 primary statement symptom=\"errors on web\"\n{silent}"))
            .iter()
            .all(|gate| *gate != Gate::NoAck)
    );
    assert!(gates(silent).contains(&Gate::NoAck), "{:?}", gates(silent));
}

/// Harm that somebody had warned of is told with who did, and where; what was not objected to is not.
#[test]
fn harm_over_an_objection_names_it() {
    let harmful = shop(&[(
        "    truth:",
        "    harmful: [(id: \"kick\", is: Do(\"restart\"), harm: Major)],\n    truth:",
    )]);
    let says = |objects: &str| {
        let moves = format!(
            "{OPENING}2:00 tech look errors\n3:00 primary poll restart risk=\"the caches are cold\"\n{objects}3:40 primary decide restart\n4:00 tech do restart\n6:00 tech look errors\n"
        );
        card_of(&harmful, &moves).scenario_score.harms[0].clone()
    };
    let harm = says("3:10 secondary object not with cold caches\n");
    assert!(harm.says.contains("; secondary had objected (#"), "{}", harm.says);
    assert!(harm.evidence.len() == says("").evidence.len() + 1);
    assert!(!says("").says.contains("objected"), "{}", says("").says);
}
