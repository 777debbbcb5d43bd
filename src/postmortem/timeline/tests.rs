//! Rows as they stand together, and which are left out.

use super::*;
use crate::postmortem::play::{card, whole};

fn entry(secs: i64, who: &str, weight: Weight, text: &str) -> Entry {
    Entry {
        at: SimTime::from_ms(secs * 1_000),
        to: SimTime::from_ms(secs * 1_000),
        kind: Kind::Diagnose,
        who: who.into(),
        text: text.into(),
        evidence: vec![Seq(secs.unsigned_abs())],
        tells: Vec::new(),
        weight,
        verb: None,
        turning: false,
    }
}

fn texts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.text.as_str()).collect()
}

#[test]
fn looks_of_one_seat_stand_in_one_row() {
    let look =
        |secs, who| Entry { verb: Some("looked at"), ..entry(secs, who, Weight::Step, "looked at `a`") };
    let rows =
        together(vec![look(0, "primary"), look(60, "primary"), look(70, "secondary"), look(90, "primary")]);
    assert_eq!(texts(&rows), ["looked at `a`; `a`", "looked at `a`", "looked at `a`"]);
    assert_eq!(rows[0].evidence, [Seq(0), Seq(60)]);
}

/// However much happened: a poll and a decision may share a row, and are there.
#[test]
fn what_is_kept_is_never_left_out() {
    let play = whole();
    let card = card();
    let drill = Drill::new(&play.scenario, &play.records, &card);
    let mut all: Vec<Entry> = (0..200).map(|n| entry(300 * n, "system", Weight::Spine, "large")).collect();
    all.push(entry(10, "primary", Weight::Kept, "asked for objections"));
    all.push(entry(20, "secondary", Weight::Part, "a report"));
    all.sort_by_key(|entry| entry.at);
    let (shown, left_out) = shown(&drill, all, &BTreeSet::new());
    let all = texts(&shown);
    assert!(all.contains(&"asked for objections") && !all.contains(&"a report"));
    assert_eq!(left_out, 1);
}

/// Who follows a link finds its row: what is colour goes first, and a small step that nothing leads to.
#[test]
fn what_the_document_links_to_is_never_left_out() {
    let play = whole();
    let card = card();
    let drill = Drill::new(&play.scenario, &play.records, &card);
    let mut all: Vec<Entry> = (0..70).map(|n| entry(300 * n, "system", Weight::Spine, "large")).collect();
    all.push(entry(1_001, "primary", Weight::Step, "a look that a rule cites"));
    all.push(entry(1_002, "secondary", Weight::Step, "another look"));
    all.push(entry(1_003, "care", Weight::Remark, "a remark that is cited"));
    all.push(entry(1_004, "care", Weight::Remark, "a remark"));
    all.push(entry(1_005, "care", Weight::Colour, "the coffee is cold"));
    all.sort_by_key(|entry| entry.at);
    let (shown, left_out) = shown(&drill, all, &BTreeSet::from([Seq(1_001), Seq(1_003)]));
    let small: Vec<_> = texts(&shown).into_iter().filter(|text| *text != "large").collect();
    assert_eq!((small, left_out), (vec!["a look that a rule cites", "a remark that is cited"], 3));
}

/// One row too many costs one row, not all of its sort.
#[test]
fn no_more_is_left_out_than_is_too_much() {
    let play = whole();
    let card = card();
    let drill = Drill::new(&play.scenario, &play.records, &card);
    let mut all: Vec<Entry> = (0..68).map(|n| entry(300 * n, "system", Weight::Spine, "large")).collect();
    all.push(entry(1_000, "care", Weight::Kept, "a call"));
    all.push(entry(1_210, "primary", Weight::Step, "close on another"));
    all.push(entry(1_400, "secondary", Weight::Step, "apart"));
    all.sort_by_key(|entry| entry.at);
    let (shown, left_out) = shown(&drill, all, &BTreeSet::new());
    let all = texts(&shown);
    assert!(all.contains(&"a call") && all.contains(&"apart") && !all.contains(&"close on another"));
    assert_eq!((shown.len(), left_out), (70, 1));
}

#[test]
fn a_row_of_several_moves_says_until_when_they_went() {
    let play = whole();
    let card = card();
    let drill = Drill::new(&play.scenario, &play.records, &card);
    let looks = [0, 60]
        .map(|secs| Entry { verb: Some("looked at"), ..entry(secs, "p", Weight::Step, "looked at `a`") });
    let rows = together(looks.to_vec());
    assert_eq!(row(&drill, rows[0].clone(), &Fine::new(), false).cells[0], "+0:00 to +1:00");
}

#[test]
fn what_follows_at_the_same_instant_stands_with_its_change() {
    let rows = consequences(vec![
        entry(5, "secondary", Weight::Spine, "took effect"),
        entry(5, "system", Weight::Part, "`x` was healthy again"),
        entry(6, "system", Weight::Part, "`y` was healthy again"),
    ]);
    assert_eq!(texts(&rows), ["took effect; `x` was healthy again", "`y` was healthy again"]);
}

#[test]
fn small_steps_are_folded_up_to_the_next_large_one() {
    let rows = folded(vec![
        entry(0, "primary", Weight::Step, "a"),
        entry(10, "secondary", Weight::Step, "b"),
        entry(20, "primary", Weight::Part, "c"),
        entry(30, "secondary", Weight::Spine, "D"),
        entry(40, "primary", Weight::Step, "e"),
    ]);
    assert_eq!(texts(&rows), ["a; c", "b", "D", "e"]);
}

#[test]
fn a_long_drill_is_cut_to_what_a_reader_can_follow() {
    let play = whole();
    let card = card();
    let drill = Drill::new(&play.scenario, &play.records, &card);
    let many: Vec<Entry> = (0..200)
        .map(|n| entry(n * 200, "primary", if n % 4 == 0 { Weight::Spine } else { Weight::Remark }, "x"))
        .collect();
    let (rows, left_out) = shown(&drill, many, &BTreeSet::new());
    assert_eq!((rows.len(), left_out), (50, 150));
}

#[test]
fn key_moments_are_spread_over_the_drill() {
    let turning: Vec<Entry> =
        (0..20).map(|n| Entry { turning: true, ..entry(n, "x", Weight::Spine, "y") }).collect();
    let at: Vec<i64> = key_moments(&turning).iter().map(|entry| entry.at.ms() / 1_000).collect();
    assert_eq!(at, [0, 3, 7, 11, 15, 19]);
}
