//! The scenarios in the repository, for tests: each with its organisation and its crews.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandtable::engine::Session;
use sandtable::pace::Pace;
use sandtable::scenario::Scenario;
use sandtable::scenario::id::SeatId;
use sandtable::scenario::model::Starts;

use crate::support;

/// A scenario of the repository.
pub(crate) struct Shipped {
    /// Its id.
    pub(crate) id: String,
    /// Its text.
    pub(crate) text: String,
    /// Its organisation's text.
    pub(crate) organisation: Option<String>,
    /// Its crews: a name and their moves.
    pub(crate) crews: Vec<(&'static str, String)>,
}

/// The scenario of a name.
pub(crate) fn of(id: &str) -> Shipped {
    one(&folder().join(id).with_extension("ron"))
}

/// Every scenario under `scenarios/`, in order.
pub(crate) fn all() -> Vec<Shipped> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "ron")).collect();
    files.sort();
    files.iter().map(|path| one(path)).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn one(path: &Path) -> Shipped {
    let text = std::fs::read_to_string(path).unwrap();
    let organisation = sandtable::scenario::check::organisation_path(&text)
        .map(|name| std::fs::read_to_string(path.parent().unwrap().join(name)).unwrap());
    let crew = |name, end: &str| Some((name, std::fs::read_to_string(path.with_extension(end)).ok()?));
    let crews =
        [crew("prepared", "moves"), crew("struggling", "struggling.moves"), Some(("nobody", String::new()))];
    let id = path.file_stem().unwrap().to_str().unwrap().to_string();
    let mut shipped = Shipped { id, text, organisation, crews: crews.into_iter().flatten().collect() };
    let led = led(&shipped.scenario(), &shipped.crews[0].1);
    shipped.crews.push((FACILITATED, led));
    shipped
}

/// The crew of a drill that somebody runs.
pub(crate) const FACILITATED: &str = "facilitated";

/// Marks in what the facilitator writes down, whispers to the first seat, and says to everybody.
pub(crate) const DESK: [&str; 3] = ["Zq900001qZ", "Zq900002qZ", "Zq900003qZ"];

/// The prepared crew, and a facilitator who makes every move there is, wise or not.
fn led(scenario: &Scenario, prepared: &str) -> String {
    let any = |name: Option<&str>| name.unwrap_or("none").to_string();
    let first = any(scenario.seats.names().next());
    let last = any(scenario.seats.names().last());
    let voice = any(scenario.organisation.voices.names().next());
    let [mut next, mut waits] = [None, None];
    for (id, inject) in scenario.injects.iter() {
        let place = if matches!(inject.starts, Starts::At(_)) { &mut next } else { &mut waits };
        place.get_or_insert(scenario.injects.name(id).as_str());
    }
    let (next, waits) = (any(next), any(waits));
    let skipped = any(scenario.injects.names().last());
    let failure = any(scenario.failures.names().last());
    let milestone = any(scenario.milestones.names().next());
    let action = any(scenario.actions.names().last());
    let [desk, whisper, aloud] = DESK;
    let hand = format!(
        "0:01:00 facilitator note ready {desk}
         0:02:30 facilitator talk
         0:03:00 facilitator talk
         0:03:10 facilitator hint {first} 0
         0:04:00 facilitator hint {first} 1
         0:04:05 facilitator hint {first} 2 look again {whisper}
         0:04:10 facilitator voice {voice} \"hello? {aloud}\" via=phone
         0:04:20 facilitator inject \"a neighbour calls {aloud}\" to={last} via=phone
         0:05:00 facilitator skip {skipped}
         0:05:10 facilitator nudge {next} +1m
         0:05:20 facilitator inject {waits}
         0:05:30 facilitator observe {first} \"calm {desk}\"
         0:05:40 facilitator bookmark \"a turn {desk}\"
         0:06:00 facilitator talk severity
         0:06:40 facilitator talk severity
         0:07:00 facilitator mark wrong 40
         0:07:10 facilitator mark {action}
         0:07:20 facilitator say \"carry on {aloud}\"
         0:07:30 facilitator look everywhere {desk}
         0:08:00 facilitator jump 3m due
         0:11:30 facilitator force start {failure}
         0:11:40 facilitator force clear {failure}
         0:11:50 facilitator force reach {milestone}
         0:11:55 facilitator force do {action}
         0:12:00 facilitator vacate {last}
         0:14:00 facilitator jump 90s\n"
    );
    // Lines that name something the story doesn't have are left out, as nobody could type them.
    let typed = |line: &&str| sandtable::moves::parse(scenario, line, None).is_ok_and(|line| line.is_some());
    let mut lines: Vec<(String, &str)> = prepared.lines().chain(hand.lines()).filter(typed).map(at).collect();
    lines.sort_by(|(a, _), (b, _)| a.cmp(b));
    lines.into_iter().map(|(_, line)| format!("{line}\n")).collect()
}

/// A line's time as a text that sorts, and the line.
fn at(line: &str) -> (String, &str) {
    let time = line.split_whitespace().next().unwrap();
    (format!("{time:0>12}"), line)
}

impl Shipped {
    /// It, checked.
    pub(crate) fn scenario(&self) -> Arc<Scenario> {
        support::scenario(&self.text, self.organisation.as_deref())
    }

    /// The moves of one of its crews.
    pub(crate) fn crew(&self, name: &str) -> &str {
        let (_, moves) = self.crews.iter().find(|(known, _)| *known == name).unwrap();
        moves
    }

    /// A drill of it that has just begun, with somebody at every seat.
    pub(crate) fn session(&self) -> Session {
        let scenario = self.scenario();
        let seats: Vec<SeatId> = scenario.seats.ids().collect();
        Session::start(scenario.clone(), support::header(&scenario, &seats, 1, Pace::Flat)).unwrap().0
    }
}
