//! Journals that were written once, and must be read as long as there is a release: `fixtures/kinds-1.jsonl` has a line
//! of every kind of event of format 1, `fixtures/drill-1.jsonl` is a whole drill, with its score beside it.
//!
//! Until the first release they may be made anew: a new kind of event gets a line in `kinds-1.jsonl` (its hash may be
//! anything), and `SANDTABLE_PIN=1 cargo nextest run pinned` puts the hashes right, plays the drill and scores it again.
//! From then on what no longer fits needs a new format, with its step in `src/journal/upcast.rs`, and a new fixture.

use std::path::{Path, PathBuf};

use sandtable::engine::Session;
use sandtable::engine::event::EventKind;
use sandtable::journal::line::{Writer, chained};
use sandtable::journal::upcast::read_all;
use sandtable::journal::verify::verify;
use sandtable::journal::{Record, Who, header};
use sandtable::score::card::Scorecard;
use sandtable::score::{Profile, score};
use serde_json::{Value, json};

use crate::shipped;
use crate::support::{play_headed, scenario};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(name)
}

fn lines(name: &str) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(fixture(name)).unwrap();
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

/// Whether the fixtures are to be made anew.
#[expect(clippy::disallowed_methods, reason = "who runs the test says so")]
fn anew() -> bool {
    std::env::var_os("SANDTABLE_PIN").is_some()
}

fn keep(name: &str, lines: &[Vec<u8>]) {
    let mut all = lines.join(&b'\n');
    all.push(b'\n');
    std::fs::write(fixture(name), all).unwrap();
}

/// The same lines with hashes that are right.
fn rehashed(lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut last = [0; 32];
    let line = |(n, line): (usize, &Vec<u8>)| {
        let text = std::str::from_utf8(line).unwrap();
        let (body, _) = text.rsplit_once(",\"hash\":\"").unwrap();
        let (_, rest) = body.split_once(',').unwrap();
        let body = format!("{{\"seq\":{n},{rest}");
        last = chained(last, body.as_bytes());
        let hex: String = last.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{body},\"hash\":\"{hex}\"}}").into_bytes()
    };
    lines.iter().enumerate().map(line).collect()
}

/// What these records are as bytes today.
fn written(records: &[Record]) -> Vec<String> {
    let mut writer = Writer::default();
    let line = |record: &Record| {
        let mut line = Vec::new();
        writer.write(&record.event, record.who, record.wall, &mut line);
        String::from_utf8(line).unwrap()
    };
    records.iter().map(line).collect()
}

#[test]
fn every_kind_of_event_is_read_and_written_as_it_was_pinned() {
    if anew() {
        keep("kinds-1.jsonl", &rehashed(&lines("kinds-1.jsonl")));
    }
    let lines = lines("kinds-1.jsonl");
    let records = read_all(&lines).unwrap();
    let pinned: Vec<&str> = lines.iter().map(|line| std::str::from_utf8(line).unwrap()).collect();
    for (pinned, written) in pinned.iter().zip(written(&records)) {
        assert_eq!(*pinned, written, "a changed line is a new format: see this file's first lines");
    }
    assert_eq!(verify(&lines, false), []);
}

#[test]
fn no_kind_of_event_is_without_its_pinned_line() {
    // The reader itself knows all kinds there are.
    let known = serde_json::from_str::<EventKind>(r#"{"kind":"?"}"#).unwrap_err().to_string();
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).filter(|word| *word != "?").collect();
    assert!(known.len() > 70, "{known:?}");
    let lines = lines("kinds-1.jsonl");
    let pinned: Vec<Value> = lines.iter().map(|line| serde_json::from_slice(line).unwrap()).collect();
    let missing: Vec<&&str> =
        known.iter().filter(|kind| !pinned.iter().any(|line| line["kind"] == **kind)).collect();
    assert!(
        missing.is_empty(),
        "add a line of {missing:?} to tests/it/fixtures/kinds-1.jsonl, then `SANDTABLE_PIN=1 cargo nextest run pinned`"
    );
}

#[test]
fn a_pinned_drill_is_lived_again_and_scores_as_it_did() {
    if anew() {
        let all = shipped::all();
        let billing = all.iter().find(|scenario| scenario.id == "billing-multiplier").unwrap();
        let struggling = billing.crews.iter().find(|(name, _)| *name == "struggling").unwrap();
        let texts = (billing.text.as_str(), billing.organisation.as_deref());
        keep("drill-1.jsonl", &play_headed(texts, &struggling.1, Who::Person).lines);
    }
    let lines = lines("drill-1.jsonl");
    assert_eq!(verify(&lines, true), []);
    let records = read_all(&lines).unwrap();
    let first = header(&records).unwrap();
    let scenario = scenario(&first.scenario_text, first.organisation_text.as_deref());
    let session = Session::resume(scenario.clone(), records.iter().map(|record| &record.event)).unwrap();
    assert!(session.is_over());
    let profile = Profile::recorded(&first.profile_text).unwrap();
    let now = essence(&score(&scenario, &profile, &records));
    let path = fixture("drill-1.score.json");
    if anew() {
        std::fs::write(&path, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
    }
    let pinned: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(now, pinned, "an old drill scores otherwise: see this file's first lines");
}

/// What a score is, without the words it is told in.
fn essence(card: &Scorecard) -> Value {
    let criteria = card.dimensions.iter().flat_map(|dimension| {
        let about = |id: &str| format!("{}/{id}", dimension.id);
        dimension.criteria.iter().map(move |found| json!([about(&found.id), found.outcome, found.credit]))
    });
    let dimensions = card.dimensions.iter().map(|found| json!([found.id, found.credit, found.band]));
    json!({
        "profile": card.profile,
        "severity": card.severity,
        "process": card.process,
        "dimensions": dimensions.collect::<Vec<_>>(),
        "criteria": criteria.collect::<Vec<_>>(),
    })
}
