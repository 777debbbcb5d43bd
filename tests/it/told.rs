//! What is told of a story afterwards is what was so: no sooner, no worse and by its name.

use crate::cli::{Place, flat};
use crate::shop::{OPENING, SHOP, shop};
use crate::support::{criterion, play};

/// Both required audiences hear that it is over.
fn over(at: &str) -> String {
    format!(
        "{at} comms update stakeholders customers state=resolved impact=\"orders work again at {at}\" doing=\"watching the shop\" next=20m\n"
    )
}

/// Done at 4:00 and over with it; an old defect that hurts nobody stays.
#[test]
fn resolved_is_right_while_only_what_hurts_nobody_goes_on() {
    let text = shop(&[(
        "failures: [",
        "failures: [(id: \"old-wart\", of: \"store\", at: \"-1h\", impact: false), ",
    )]);
    let moves = format!(
        "{OPENING}4:00 tech do roll-back\n5:00 tech verify errors\n{}30:00 primary end",
        over("6:00")
    );
    let card = play(&text, &moves).all_accepted().card();
    assert_eq!(criterion(&card, "updates/content").credit, Some(10_000));
    assert!(!card.advice.iter().any(|remark| remark.says.contains("said resolved")), "{:#?}", card.advice);
}

/// All four slots, and two minutes before anything is done: the word is the step, not the slots.
#[test]
fn resolved_too_soon_is_told_with_where_harm_went_on_and_the_word_that_fits() {
    let moves = format!(
        "{OPENING}{}4:00 tech do roll-back\n5:00 tech verify errors\n30:00 primary end",
        over("2:00")
    );
    let card = play(SHOP, &moves).all_accepted().card();
    let content = criterion(&card, "updates/content");
    assert_eq!(content.credit, Some(0));
    assert!(content.says.ends_with("said resolved while harm went on in `web`"), "{}", content.says);
    assert!(content.next.starts_with("say \"monitoring\" until"), "{}", content.next);
    // Two failures, and a slot that was left out: then the slots are the step.
    let text = shop(&[(
        "failures: [",
        "failures: [(id: \"slow\", of: \"store\", at: \"0s\", clears_when: Not(Active(\"bad-deploy\"))), ",
    )]);
    let bare = "20:00 comms update customers stakeholders state=investigating impact=\"a third fails\"\n";
    let moves = format!("{OPENING}{}{bare}30:00 primary end", over("2:00"));
    let card = play(&text, &moves).card();
    let content = criterion(&card, "updates/content");
    assert!(content.says.contains("while harm went on in `store` and `web`"), "{}", content.says);
    assert!(content.next.starts_with("fill all four slots"), "{}", content.next);
}

/// 0.40 x 4/4 + 0.25 + 0.20 + 0.15: "nothing" is in flight, and "nothing" was tried.
#[test]
fn nothing_may_be_said_of_two_parts_of_a_brief() {
    let moves = format!(
        "{OPENING}10:00 primary handover commander secondary state=\"errors at 30\" flight=\"nothing\" tried=\"nothing\" next=\"in 20\"\n\
         10:05 secondary accept\n10:05 secondary announce\n30:00 secondary end"
    );
    assert_eq!(criterion(&play(SHOP, &moves).all_accepted().card(), "roles/handover").credit, Some(10_000));
}

/// Degraded from 0:00, down from 5:00, by another failure.
#[test]
fn a_component_goes_down_when_it_does() {
    let place = Place::new();
    let text = shop(&[(
        "failures: [",
        "failures: [(id: \"dead\", of: \"web\", at: \"5m\", makes: Down, clears_when: Not(Active(\"bad-deploy\"))), ",
    )]);
    place.write("fallen.ron", &text);
    place.write("fallen.moves", &format!("{OPENING}4:00 tech look web\n12:00 primary end\n"));
    place.said(&["run", "fallen.ron", "--moves", "fallen.moves", "--name", "d"]);
    let told = place.said(&["postmortem", "d"]);
    let rows: Vec<&str> = told.lines().filter(|line| line.contains("`web` w")).collect();
    let (ill, down) = (
        rows.iter().position(|row| row.contains("`web` was degraded")),
        rows.iter().position(|row| row.contains("`web` went down")),
    );
    assert!(ill < down && ill.is_some(), "{rows:#?}");
    assert!(rows[ill.unwrap()].contains("10:00") && rows[down.unwrap()].contains("10:05"), "{rows:#?}");
    assert_eq!(rows.iter().filter(|row| row.contains("went down")).count(), 1, "{rows:#?}");
}

/// A scenario that is a file is called by its path wherever a command is spelt out.
#[test]
fn a_command_that_is_spelt_out_works_as_it_stands() {
    let place = Place::new();
    place.write("mine.ron", SHOP);
    place.said(&["export", "pack", "mine.ron", "--out", "paper", "--format", "text"]);
    let pack = std::fs::read_to_string(place.path("paper/facilitator.txt")).unwrap();
    assert!(pack.contains("`sandtable show mine.ron --facilitator`"), "{pack}");
    assert!(!pack.contains("sandtable show shop"));
    let shown = place.said(&["show", "mine.ron"]);
    assert!(
        shown.contains("sandtable run mine.ron\n") && shown.contains("sandtable run mine.ron --seat "),
        "{shown}"
    );
    place.said(&["show", "mine.ron", "--facilitator"]);
    place.said(&["run", "mine.ron", "--fill", "none", "--pace", "flat", "--name", "d"]);
    let told = place.said(&["postmortem", "d"]);
    assert!(told.contains("`sandtable replay DRILL --facilitator`, with this drill's name"), "{told}");
    place.said(&["replay", "d", "--facilitator"]);
}

/// A post that says the same again is no update anywhere, and a last word promises nothing.
#[test]
fn updates_and_promises_are_counted_once_for_all_reports() {
    let said = |state: &str, next: &str| {
        format!(
            "update customers stakeholders state=\"{state}\" impact=\"every second order fails\" doing=\"we look at it\" next={next}"
        )
    };
    let moves = format!(
        "0:01:15 primary ack\n0:01:30 primary declare sev2\n0:02:00 primary {0}\n0:02:20 primary {0}\n0:03:30 primary {1}\n\
         0:04:00 primary do roll-back\n0:06:30 primary verify errors\n0:12:30 primary verify errors\n\
         0:12:40 primary close summary=\"over\"\n0:12:50 primary {2}\n",
        said("investigating what fails", "2m"),
        said("identified: the release", "10m"),
        said("resolved: all good", "20m"),
    );
    let place = Place::new();
    place.write("ours.moves", &moves);
    place.said(&["run", "smallest", "--moves", "ours.moves", "--name", "ours"]);
    let score = place.said(&["score", "ours"]);
    assert!(score.contains("3 updates filled every slot"), "{score}");
    assert!(score.contains("2 of 2 stated times were kept"), "{score}");
    let document = place.said(&["postmortem", "ours"]);
    assert!(document.contains("\n3 updates went out.\n"), "{document}");
    assert!(document.contains("1 post said again what had just been said"), "{document}");
    assert_eq!(document.matches("| 2 of 2 kept |").count(), 2, "{document}");
    // All in the last five minutes before the close: what was kept by then counts, and a last word alone promises nothing.
    let late =
        moves.replace("0:12:30 primary verify errors\n0:12:40", "0:06:40").replace("0:12:50", "0:06:50");
    place.write("late.moves", &late);
    place.said(&["run", "smallest", "--moves", "late.moves", "--name", "late"]);
    let score = place.said(&["score", "late"]);
    assert!(score.contains("1 of 1 stated time was kept"), "{score}");
    let first = said("investigating what fails", "2m");
    let once = late.replace(&format!("0:02:00 primary {first}\n0:02:20 primary {first}\n"), "");
    place.write("once.moves", &once);
    place.said(&["run", "smallest", "--moves", "once.moves", "--name", "once"]);
    let score = place.said(&["score", "once"]);
    assert!(flat(&score).contains("a next time was stated in closing updates alone"), "{score}");
}

/// A next step is looked for in the store that was named.
#[test]
fn what_can_be_typed_next_names_the_store_everywhere() {
    let place = Place::new();
    let run = ["run", "smallest", "--moves", "-", "--name", "d", "--store", "own.db"];
    place.answered(&run, "0:02:00 primary ack\n");
    for (command, store) in [("history", "none.db"), ("todo", "none.db"), ("todo", "own.db")] {
        let said = place.said(&[command, "--store", store]);
        let steps = said.split('`').skip(1).step_by(2).filter(|step| step.starts_with("sandtable"));
        let steps: Vec<String> = steps.map(flat).collect();
        assert!(
            !steps.is_empty() && steps.iter().all(|step| step.contains(&format!("--store {store}"))),
            "{command}: {said}"
        );
    }
}
