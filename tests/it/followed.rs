//! From a number to what made it so: a reader who was not there can go the whole way.

use sandtable::engine::event::Seq;
use sandtable::journal::Who;
use sandtable::postmortem::outline::Block;

use crate::shipped;
use crate::shop::{OPENING, SHOP, shop};
use crate::support::{Played, criterion, play, play_headed};

/// A shipped drill, by the crew that struggles.
fn struggling(id: &str) -> Played {
    let shipped = shipped::of(id);
    let (_, moves) = shipped.crews.iter().find(|(name, _)| *name == "struggling").unwrap();
    play_headed((&shipped.text, shipped.organisation.as_deref()), moves, Who::Person).all_accepted()
}

fn market() -> Played {
    struggling("market-data-stale")
}

/// What could be known, was needed or was expected from a moment on names the news, the reading or the author's clock.
#[test]
fn what_waited_for_something_names_what_it_waited_for() {
    let played = market();
    let card = played.card();
    let known = &criterion(&card, "classify/severity").says;
    assert!(
        known.starts_with("SEV1 could be known at +17:16, by what Corbel Bank, risk desk said (#107); "),
        "{known}"
    );
    assert!(criterion(&card, "classify/severity").evidence.contains(&Seq(107)));
    let recall = &criterion(&card, "paging/recall").arithmetic;
    let step = |start: &str| recall.iter().any(|step| step.starts_with(start));
    assert!(
        step("platform, needed from +10:00 on, the author's latest time for it (#64): 2:50, "),
        "{recall:#?}"
    );
    assert!(
        step("clients, needed from +11:00 on, by what Aldermoor Brokers, dealing room said (#69): 5:40, "),
        "{recall:#?}"
    );
    // A milestone stands between: what reached it is what there is to see.
    let outline = played.outline();
    let from = |seq| outline.events.iter().find(|event| event.seq == Seq(seq)).unwrap().from.clone();
    assert_eq!((from(73), from(147), from(87)), (vec![Seq(69)], vec![Seq(144)], vec![Seq(85)]));
}

/// Beside a signal's worst value stands the reading that came nearest to it, and none that was good.
#[test]
fn beside_the_worst_value_stands_the_reading_nearest_to_it() {
    let outline = market().outline();
    let impact = outline.sections.iter().find(|section| section.number == "3").unwrap();
    let rows = impact.blocks.iter().filter_map(|block| match block {
        Block::Table { rows, .. } => Some(rows),
        Block::Text(_) | Block::List { .. } | Block::Chart(_) | Block::Ask { .. } | Block::Written { .. } => {
            None
        }
    });
    let rows: Vec<_> = rows.flatten().collect();
    let beside =
        |name: &str| rows.iter().find(|row| row.cells[0].starts_with(name)).unwrap().evidence.clone();
    // Read at 0 and, when it was over, at 410.
    assert_eq!(beside("`prices-in`"), [Seq(139)]);
    // 40 ms when it was read, 740,030 at the worst.
    assert_eq!(beside("`freshness`"), []);
}

/// The row of the timeline and the arithmetic show one time: in whole seconds where that comes to the same, else as fine as
/// it takes.
#[test]
fn rows_and_arithmetic_show_the_same_times() {
    let played = market();
    let handlers = criterion(&played.card(), "actions/one-leader-each").arithmetic.clone();
    assert_eq!(handlers, ["(10:00 - 8:58.8) x 10000 / 5:00 = 2040"]);
    let document = played.postmortem();
    assert!(document.contains("| +41:31.2 | 08:31 | 07:31 | detect | The sequence check |"), "{document}");
    assert!(document.contains("\n| #228 | +41:31.2 |"), "{document}");
    // Two clocks show 13:10.
    assert!(document.contains("look exchange-compare after 13:10 (#149)"));
    assert!(document.contains("| 13:10, none from 9:00 = 0 |"));
}

/// More than three pieces of news before two updates: told by the update, each piece with its link.
#[test]
fn what_waited_for_one_update_is_told_together() {
    let card = market().card();
    let says = &criterion(&card, "updates/change").says;
    assert_eq!(
        says,
        "the next update came 5:40 to 15:50 after #69, #103, #115 and #152 (#184; for #69 from the declaration) and 6:10 to \
         21:50 after #190, #196, #227, #243 and #253 (#271)"
    );
}

/// Somebody who was not there reads of a failure as of everything in the document: by what could be seen.
#[test]
fn the_document_says_what_harm_is_and_names_no_failure_by_the_authors_word() {
    let document = market().postmortem();
    let summary = document.split("## 1. Summary").nth(1).unwrap().split("## 2").next().unwrap();
    assert!(
        summary.contains(
            "Northmark Data (fictional) had an incident, the story of “Ten minutes before the open”."
        ),
        "{summary}"
    );
    assert_eq!(document.matches("Harm is done for as long as").count(), 1);
    assert!(summary.contains(" Harm is done for as long as"), "{summary}");
    assert!(document.contains("said resolved while harm went on in the system"));
    assert!(!document.contains("`sleepers`"));
}

/// Who had command, one after another; a time without anybody is a part of the sentence.
#[test]
fn the_summary_tells_who_had_command_one_after_another() {
    let said = |moves: &str| {
        let document = play(SHOP, &format!("{OPENING}{moves}")).all_accepted().postmortem();
        let at = document.find("Primary had command from ").unwrap();
        document[at..].split(". ").next().unwrap().to_string()
    };
    let hand = "10:00 primary handover commander secondary state=\"errors at 30\" flight=\"nothing\" tried=\"nothing\" next=\"in 20\"\n\
                10:05 secondary accept\n";
    let end = "30:00 tech end";
    assert_eq!(said(end), "Primary had command from 10:01 on");
    assert_eq!(
        said(&format!("{hand}{end}")),
        "Primary had command from 10:01 to 10:10, then secondary from 10:10 on"
    );
    assert_eq!(
        said(&format!("{hand}20:00 secondary leave\n{end}")),
        "Primary had command from 10:01 to 10:10, then secondary from 10:10 to 10:20, then nobody"
    );
    assert_eq!(
        said(&format!("20:00 primary leave\n22:00 comms take commander\n{end}")),
        "Primary had command from 10:01 to 10:20, then nobody, then comms from 10:22 on"
    );
}

/// A program need not read `+41:31.2`.
#[test]
fn rows_of_the_timeline_have_their_time_for_programs() {
    let outline = market().outline();
    let timeline = outline.sections.iter().find(|section| section.number == "5").unwrap();
    let json = serde_json::to_value(timeline).unwrap();
    let rows = json["blocks"][0]["rows"].as_array().unwrap_or_else(|| panic!("{json:#}"));
    let check = rows.iter().find(|row| row["cells"][0] == "+41:31.2").unwrap();
    assert_eq!(check["at"], 2_491_216);
    assert!(rows.iter().all(|row| row["at"].is_number()));
}

/// A dimension that is worth nothing says why, where it stands and where it goes into the whole.
#[test]
fn what_is_worth_nothing_whatever_its_parts_are_says_why() {
    let silent = struggling("first-page");
    let steps = |of: &str| {
        let wholes = sandtable::score::explain::wholes(&silent.card());
        wholes.into_iter().find(|whole| whole.of == of).unwrap().arithmetic
    };
    let updates = steps("updates");
    assert!(
        updates
            .iter()
            .any(|step| step.ends_with(", but nobody outside the response was told where things stand = 0")),
        "{updates:#?}"
    );
    assert!(steps("process").contains(&"updates: 30 x 0".to_string()));
    let idle = play(
        SHOP,
        &format!(
            "{OPENING}5:00 comms update customers stakeholders state=investigating impact=\"a third fails\" doing=\"we look\" next=20m\n60:00 primary end"
        ),
    );
    let wholes = sandtable::score::explain::wholes(&idle.card());
    let idle = &wholes.iter().find(|whole| whole.of == "loop").unwrap().arithmetic;
    assert!(
        idle.iter()
            .any(|step| step.ends_with(", but harm went on, and nothing was done to make it smaller = 0")),
        "{idle:#?}"
    );
}

/// Seen before it was so: what was seen first is what it could be known by, once it is so.
#[test]
fn what_was_seen_first_makes_it_known_when_it_is_so() {
    let text = shop(&[(
        "(from: \"0s\", is: Sev1)",
        "(from: \"0s\", is: Sev3), (when: At(\"10m\"), is: Sev1, knowable: Any([At(\"8m\"), Looked(\"errors\")]))",
    )]);
    let card = play(&text, &format!("{OPENING}4:00 tech look errors\n40:00 primary end")).card();
    let says = &criterion(&card, "classify/severity").says;
    assert!(
        says.contains("SEV1 could be known at +10:00, once it was so, by the reading of `errors` (#"),
        "{says}"
    );
}
