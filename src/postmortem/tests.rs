//! The document as a reader gets it, of a drill with a detour, of one in which nobody moved, and of none at all.

use super::outline::{Block, Fill, Outline};
use super::play::{Play, card, whole};
use super::team::Team;
use super::{Inputs, markdown, outline};
use crate::engine::event::EventKind;
use crate::hotwash::said::Said;
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::scenario::sample::checkout;
use crate::score::card::Scorecard;
use crate::score::{Profile, ribbon};
use crate::time::SimTime;

fn document(records: &[Record]) -> String {
    markdown(&told(&checkout(), records))
}

fn told(scenario: &Scenario, records: &[Record]) -> Outline {
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let card = Scorecard { ribbon: ribbon(scenario, &profile, records), ..card() };
    outline(&Inputs {
        scenario,
        records,
        card: &card,
        profile: &profile,
        team: &Team::default(),
        said: &Said::default(),
    })
}

fn nobody_moved() -> Play {
    let mut play = Play::start();
    play.until(1_900);
    play
}

#[test]
fn a_drill_reads_as_a_document() {
    insta::assert_snapshot!(document(&whole().records));
}

#[test]
fn a_drill_in_which_nobody_moved_has_a_document_too() {
    insta::assert_snapshot!(document(&nobody_moved().records));
}

#[test]
fn every_section_is_there_in_order() {
    let play = whole();
    let numbers: Vec<&str> =
        told(&play.scenario, &play.records).sections.iter().map(|section| section.number).collect();
    let all = "0 0b 1 2 3 4 5 6 7 8 9 10 11 12 13 13b 14 15 16 17 18 19 20";
    assert_eq!(numbers.join(" "), all);
}

#[test]
fn what_people_are_to_write_is_asked_and_not_told() {
    let play = whole();
    for section in told(&play.scenario, &play.records).sections {
        let asks = section.blocks.iter().any(|block| match block {
            Block::Ask { .. } => true,
            Block::Table { rows, .. } => rows.iter().any(|row| row.cells.iter().all(String::is_empty)),
            Block::Text(_) | Block::List { .. } | Block::Chart(_) | Block::Written { .. } => false,
        });
        assert!(section.fill != Fill::Prompt || asks, "section {} asks nothing", section.number);
    }
}

#[test]
fn trigger_and_factors_are_kept_back() {
    let text = document(&whole().records);
    assert!(!text.contains("FACTOR"));
    assert!(!text.contains("bad-release"));
    assert!(!text.contains("SECRET"));
}

#[test]
fn every_row_of_the_timeline_cites_the_record() {
    let play = whole();
    let outline = told(&play.scenario, &play.records);
    let timeline = outline.sections.iter().find(|section| section.id == "timeline").unwrap();
    let Block::Table { rows, columns } = &timeline.blocks[0] else { panic!("the timeline is a table") };
    assert!(rows.iter().all(|row| !row.evidence.is_empty() && row.cells.len() == columns.len()));
}

#[test]
fn a_journal_of_another_scenario_gives_a_document_without_graphs() {
    let play = whole();
    let mut other = checkout();
    other.alerts = crate::scenario::id::Table::default();
    let text = markdown(&told(&other, &play.records));
    assert!(text.contains("(as read)"));
}

#[test]
fn no_record_gives_a_document_of_questions() {
    let text = document(&[]);
    assert!(text.contains("Nobody declared it"));
    assert!(text.contains("The record has 0 events"));
}

#[test]
fn a_record_that_stops_anywhere_gives_a_document() {
    let play = whole();
    for end in 0..play.records.len() {
        let text = document(&play.records[..end]);
        assert!(text.ends_with("happened outside a drill.\n"), "cut at {end}");
    }
}

#[test]
fn a_move_typed_later_stands_where_it_was_said() {
    let mut play = whole();
    let declared = play
        .records
        .iter_mut()
        .find(|record| matches!(record.event.kind, EventKind::Declared { .. }))
        .unwrap();
    declared.event.said = Some(SimTime::from_ms(105_000));
    let text = document(&play.records);
    assert!(
        text.contains("| +1:45 | 18:01 | 17:01 | key moment | primary | declared SEV1 (entered at +2:10) |")
    );
}

#[test]
fn it_can_be_read_by_programs() {
    let play = whole();
    let json = serde_json::to_value(told(&play.scenario, &play.records)).unwrap();
    assert_eq!(json["front"]["simulated"], true);
    assert_eq!(json["sections"][2]["blocks"][0]["kind"], "text");
    assert_eq!(json["sections"][2]["fill"], "draft");
}

#[test]
fn the_same_record_gives_the_same_document() {
    let play = whole();
    assert_eq!(document(&play.records), document(&play.records));
}

#[test]
fn its_own_words_blame_nobody() {
    for text in [document(&whole().records), document(&nobody_moved().records), document(&[])] {
        let own = format!(" {} ", own_words(&text));
        for banned in BANNED {
            assert!(!own.contains(&format!(" {banned} ")), "`{banned}` is in the document");
        }
        let loud = own_words_as_written(&text).split(' ').find(|word| is_loud(word)).map(String::from);
        assert_eq!(loud, None);
    }
}

/// Words of the blame lint's rules, and those we don't use in any text of ours.
const BANNED: &[&str] = &[
    "human error",
    "operator error",
    "user error",
    "finger trouble",
    "pilot error",
    "careless",
    "negligent",
    "sloppy",
    "lazy",
    "stupid",
    "incompetent",
    "reckless",
    "ignorant",
    "inadequate",
    "inadequately",
    "mismanaged",
    "inappropriate",
    "should have",
    "could have",
    "would have",
    "if only",
    "ought to have",
    "failed to",
    "neglected to",
    "forgot to",
    "did not bother",
    "ignored",
    "overlooked",
    "missed",
    "why did",
    "who caused",
    "who broke",
    "obviously",
    "clearly",
    "simply",
    "of course",
    "everyone knows",
    "inevitable",
    "ridiculous",
    "insane",
    "disaster",
    "nightmare",
    "root cause",
    "situational awareness",
    "complacency",
    "poor judgement",
    "outage",
    "insufficient",
    "lacked",
    "there was no",
    "be more careful",
    "pay attention",
    "remember to",
    "remind",
    "retrain",
    "culprit",
    "fault",
    "score",
];

/// The tool's words: neither quotations nor code.
fn own_words_as_written(text: &str) -> String {
    let (mut quoted, mut code) = (false, false);
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '“' => quoted = true,
            '”' => quoted = false,
            '`' => code = !code,
            _ if quoted || code => {}
            _ if c.is_alphanumeric() || c == ' ' => kept.push(c),
            // Words on both sides of a sign are no phrase.
            _ => kept.push_str(" . "),
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn own_words(text: &str) -> String {
    own_words_as_written(text).to_lowercase()
}

fn is_loud(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let known = ["SIMULATED", "INCIDENT", "PRACTICE"].contains(&word);
    letters.clone().count() >= 4 && letters.clone().all(char::is_uppercase) && !known
}
