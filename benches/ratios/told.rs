//! A record lived again, rated and told, against reading its rows through serde_json into a fold: that of a shipped
//! drill, most of whose bytes are its first line's scenario, and that of the engine section's, of six times as many rows.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::sync::Arc;

use sandtable::engine::event::{Actor, EventKind, Seq};
use sandtable::engine::world::{Touched, World};
use sandtable::hotwash::said::Said;
use sandtable::journal::upcast::read_all;
use sandtable::journal::{Record, Who};
use sandtable::postmortem::team::Team;
use sandtable::postmortem::{Inputs, markdown, outline};
use sandtable::scenario::Scenario;
use sandtable::scenario::check::{Sources, load};
use sandtable::score::{Profile, score};
use sandtable::store::{JournalStore, SqliteStore};
use sandtable::time::SimTime;
use serde::Deserialize;

use crate::ratio::{Aim, ROUNDS, note, say, timed, us};

/// Drills a turn: some milliseconds.
const TIMES: usize = 10;

/// How many bytes the report has from which the aim was taken.
const REPORT: f64 = 40_000.0;

/// A row as serde reads it: the event, and what stands beside it.
#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read is measured, whether or not it is looked at")]
struct Row {
    seq: Seq,
    at: SimTime,
    #[serde(default)]
    said: Option<SimTime>,
    by: Actor,
    cause: Option<Seq>,
    who: Who,
    wall: i64,
    drill: bool,
    hash: String,
    #[serde(flatten)]
    kind: EventKind,
}

/// Prints the section.
pub(crate) fn run() -> bool {
    measure("a shipped drill", shipped());
    measure("the made drill", crate::engine::record());
    true
}

fn measure(which: &str, lines: Vec<Vec<u8>>) {
    let (scenario, profile) = read_by(&lines);
    let bare = || timed(|| (0..TIMES).map(|_| fold(&lines).len()).sum::<usize>());
    let rated = || timed(|| (0..TIMES).map(|_| rate(&lines, &scenario, &profile)).sum::<usize>());
    let told = || timed(|| (0..TIMES).map(|_| tell(&lines, &scenario, &profile)).sum::<usize>());
    let page = document(&lines, &scenario, &profile);
    let written = || timed(|| (0..TIMES).map(|_| write(&page).len()).sum::<usize>());
    let rounds: Vec<[f64; 4]> = (0..ROUNDS).map(|_| [bare(), rated(), told(), written()]).collect();
    let ratio = |n: usize| rounds.iter().map(|round| round[n] / round[0]).collect::<Vec<_>>();
    say(&format!("told: {which}: replay + score / reading into a fold"), &ratio(1), Aim::AtMost(2.0));
    say(&format!("told: {which}: + postmortem / the same"), &ratio(2), Aim::AtMost(2.5));
    // The aim was taken from a report of 40 KB; the document says more of a drill than that did.
    let part = (REPORT / page.len() as f64).min(1.0);
    let report = |round: &[f64; 4]| (round[1] + (round[2] - round[1]) * part) / round[0];
    let reports: Vec<_> = rounds.iter().map(report).collect();
    say(&format!("told: {which}: + 40 KB of postmortem / the same"), &reports, Aim::AtMost(2.5));
    let floors = rounds.iter().map(|round| round[2] / (round[0] + round[3])).collect::<Vec<_>>();
    say(&format!("told: {which}: the same / reading, and writing its text"), &floors, Aim::None);
    let each = |n: usize| us(rounds.iter().map(|round| round[n]).fold(f64::MAX, f64::min) / TIMES as f64);
    note(&format!(
        "{} rows: {} read, {} rated, {} told as markdown, at the least; its {} bytes alone written in {}",
        lines.len(),
        each(0),
        each(1),
        each(2),
        page.len(),
        each(3)
    ));
}

/// The rows of a shipped drill.
fn shipped() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let store = folder.path().join("told.db");
    let args = ["run", "market-data-stale", "--fill", "prepared", "--pace", "flat", "--name", "d", "--store"];
    let done =
        Command::new(env!("CARGO_BIN_EXE_sandtable")).args(args).arg(&store).stdout(Stdio::null()).status();
    assert!(done.is_ok_and(|done| done.success()), "a shipped drill plays");
    let mut lines = Vec::new();
    let mut store = SqliteStore::open(&store).expect("it was just written");
    store.read("d", 0, &mut |_, line| lines.push(line.to_vec())).expect("it was just written");
    lines
}

/// What the rows of a drill are read by.
fn read_by(lines: &[Vec<u8>]) -> (Arc<Scenario>, Profile) {
    let records = records(lines);
    let header = sandtable::journal::header(&records).expect("it begins with its header").clone();
    let organisation = header.organisation_text.as_deref().map(|text| ("organisation", text));
    let scenario =
        load(&Sources { name: "d", text: &header.scenario_text, organisation }).expect("it was played");
    (Arc::new(scenario), Profile::parse(&header.profile_text).expect("it is the default"))
}

fn records(lines: &[Vec<u8>]) -> Vec<Record> {
    read_all(lines).expect("journal lines")
}

/// How many events each seat caused: the least that a reader of rows does.
fn fold(lines: &[Vec<u8>]) -> BTreeMap<String, usize> {
    let mut by = BTreeMap::new();
    for line in lines {
        let row: Row = serde_json::from_slice(line).expect("a journal line");
        *by.entry(row.by.to_string()).or_default() += 1;
    }
    by
}

fn rate(lines: &[Vec<u8>], scenario: &Scenario, profile: &Profile) -> usize {
    let records = records(lines);
    let mut world = World::new(scenario);
    for record in &records {
        world.apply(scenario, &record.event, &mut Touched::default()).expect("it was lived");
    }
    black_box(&world);
    score(scenario, profile, &records).dimensions.len()
}

/// The document's lines again, each put together and added: the least that a writer of it does.
fn write(page: &str) -> String {
    let mut again = String::new();
    for line in page.lines() {
        again.push_str(&format!("{line}\n"));
    }
    again
}

fn tell(lines: &[Vec<u8>], scenario: &Scenario, profile: &Profile) -> usize {
    document(lines, scenario, profile).len()
}

fn document(lines: &[Vec<u8>], scenario: &Scenario, profile: &Profile) -> String {
    let records = records(lines);
    let card = score(scenario, profile, &records);
    let team = Team::default();
    // The document lives the record again itself, for its graphs.
    markdown(&outline(&Inputs {
        scenario,
        records: &records,
        card: &card,
        profile,
        team: &team,
        said: &Said::default(),
    }))
}
