//! What trying a scenario out shows: what is wrong with it that no file alone can tell, and what is wrong with moves.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::super::exit::Failed;
use super::super::files;
use super::moves::{self, line};
use super::rehearsal::{Rehearsal, rehearse};
use crate::drive::Script;
use crate::engine::event::EndHow;
use crate::engine::session::Stop;
use crate::moves::parse_file;
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::check::place_of;
use crate::scenario::id::{AlertId, InjectId};
use crate::scenario::problem::{File, Problem};
use crate::time::SimTime;

/// A file of moves.
#[derive(PartialEq, Eq)]
pub(in crate::cli) struct Crew {
    /// The file's name.
    pub(in crate::cli) name: String,
    /// Its text.
    pub(in crate::cli) text: String,
    /// It makes mistakes on purpose, and is only played for what comes of them.
    pub(in crate::cli) struggling: bool,
}

impl Crew {
    /// A file of moves that was named.
    pub(super) fn read(path: &Path) -> Result<Self, Failed> {
        let text = files::read_text(path).map_err(|error| Failed(error.to_string()))?;
        let name = path.display().to_string();
        let struggling = name.ends_with(".struggling.moves");
        Ok(Crew { name, text, struggling })
    }

    /// The file's own name, without its folder.
    fn short(&self) -> String {
        Path::new(&self.name)
            .file_name()
            .map_or(self.name.clone(), |name| name.to_string_lossy().into_owned())
    }
}

/// What came of it.
#[derive(Default)]
pub(super) struct Tried {
    /// Of the scenario's own file.
    pub(super) problems: Vec<Problem>,
    /// Of the files of moves, in their order.
    pub(super) moves: Vec<Vec<Problem>>,
    /// What happened, a line each, for people.
    pub(super) notes: Vec<String>,
}

/// Tries a scenario out with nobody acting, and with each crew; `alone` if it is a crew that is checked.
pub(super) fn tried(scenario: &Arc<Scenario>, text: &str, crews: &[Crew], alone: bool) -> Tried {
    let mut tried = Tried::default();
    let Some(idle) = rehearse(scenario, Vec::new()) else {
        tried.notes.push("not tried out: it has more conditions than can be looked at in a moment".into());
        return tried;
    };
    tried.problems.extend(idle.stopped.as_ref().map(|stop| stopped(text, stop, "with nobody acting")));
    let (mut came, mut fired) = (idle.came.clone(), idle.fired.clone());
    if !alone && idle.stopped.is_none() {
        tried.notes.push(format!("nobody acts: {}", outcome(scenario, &idle)));
    }
    let mut played = 0;
    for crew in crews {
        let (problems, came_of_it) = play(scenario, text, crew, alone, &mut tried.problems);
        if let Some((rehearsal, count)) = came_of_it.filter(|(rehearsal, _)| rehearsal.stopped.is_none()) {
            played += 1;
            came.extend(&rehearsal.came);
            fired.extend(&rehearsal.fired);
            let refused = match rehearsal.refused.len() {
                0 => "none refused".to_string(),
                n => format!("{n} refused"),
            };
            let moves = if count == 1 { "move" } else { "moves" };
            let note =
                format!("{}: {count} {moves}, {refused}, {}", crew.short(), outcome(scenario, &rehearsal));
            tried.notes.push(note);
            // Where each is a problem of its own, it is told there.
            tried.notes.extend((crew.struggling && !alone).then(|| turned_down(crew, &rehearsal)).flatten());
        }
        tried.moves.push(problems);
    }
    // What comes with a crew that could not be read, nobody knows.
    if played > 0 && played == crews.len() && !alone {
        tried.notes.extend(missing(scenario, &came));
        tried.notes.extend(silent(scenario, &fired));
    }
    tried
}

/// One crew's file: what is wrong with its lines, and what came of playing it.
fn play(
    scenario: &Arc<Scenario>,
    text: &str,
    crew: &Crew,
    alone: bool,
    of_scenario: &mut Vec<Problem>,
) -> (Vec<Problem>, Option<(Rehearsal, usize)>) {
    let lines = match parse_file(scenario, &crew.text) {
        Ok(lines) => lines,
        Err(errors) => return (moves::not_moves(&crew.text, &errors), None),
    };
    let of = |n: usize| crew.text.lines().nth(n - 1).unwrap_or_default().to_string();
    let script: Script = lines.into_iter().map(|(n, line)| (n, of(n), line)).collect();
    let count = script.len();
    let Some(rehearsal) = rehearse(scenario, script) else { return (Vec::new(), None) };
    if of_scenario.is_empty() {
        let with = format!("with the moves of {}", crew.short());
        of_scenario.extend(rehearsal.stopped.as_ref().map(|stop| stopped(text, stop, &with)));
    }
    let mut problems = Vec::new();
    // A crew that struggles may be turned down, and need not get to the end.
    if !crew.struggling || alone {
        problems.extend(moves::refused(&crew.text, &rehearsal));
    }
    // What was turned down may be what was missing.
    if !crew.struggling && rehearsal.refused.is_empty() {
        problems.extend(unfinished(crew, &rehearsal, count));
    }
    (problems, Some((rehearsal, count)))
}

/// A crew that does not get to the end.
fn unfinished(crew: &Crew, played: &Rehearsal, count: usize) -> Option<Problem> {
    let (at, _) = played.over.filter(|_| played.stopped.is_none())?;
    if count == 0 {
        let problem = Problem::error(
            "moves::empty",
            File::Scenario,
            line(&crew.text, 1),
            "no move stands in this file".into(),
        );
        let help = "write one a line, `TIME SEAT MOVE`, such as `0:02:10 primary ack`; or delete the file";
        return Some(problem.help(help).warning());
    }
    let message = match (played.resolved, played.closed) {
        (Some(_), Some(_)) => return None,
        (Some(_), None) => "with these moves the incident is resolved, and nobody closes it".to_string(),
        (None, _) => {
            format!("with these moves the incident is not resolved when the drill is over at {}", since(at))
        }
    };
    let last = crew.text.lines().count().max(1);
    let last = (1..=last).rev().find(|&n| !line(&crew.text, n).is_empty()).unwrap_or(last);
    let help = match played.resolved {
        Some(_) => "add `close summary=\"…\"` once readings have stayed good",
        None => "let the crew do what ends it, and wait until it has taken effect",
    };
    let problem = Problem::error("moves::unfinished", File::Scenario, line(&crew.text, last), message)
        .label("the last of them");
    Some(problem.help(help).warning())
}

/// Why a scenario can't be played to its end.
fn stopped(text: &str, stop: &Stop, with: &str) -> Problem {
    let (code, names, help) = match stop {
        Stop::Circle { names, .. } => (
            "scenario::goes_in_circles",
            names.as_slice(),
            "let one of them wait, by `after`, or come only once: without `repeat`",
        ),
        Stop::TooMany { names, .. } => (
            "scenario::too_many_events",
            names.as_slice(),
            "let them come less often: a longer `after`, or no `repeat`",
        ),
        Stop::Earlier { .. } | Stop::Unknown(_) | Stop::OutOfPlace { .. } => {
            ("scenario::goes_in_circles", &[][..], "tell us")
        }
    };
    let place = names.iter().find_map(|name| place(text, name)).unwrap_or(0..text.len().min(1));
    Problem::error(code, File::Scenario, place, format!("{with}, {stop}")).label("goes round here").help(help)
}

/// Where a thing stands that a stop names: "inject `x`", "failure `x` starts".
fn place(text: &str, name: &str) -> Option<Range<usize>> {
    let (word, rest) = name.split_once(" `")?;
    let section = match word {
        "inject" => "injects",
        "failure" => "failures",
        "alert" => "alerts",
        "milestone" => "milestones",
        _ => return None,
    };
    place_of(text, section, rest.split('`').next()?)
}

/// What happened, in a few words.
fn outcome(scenario: &Scenario, played: &Rehearsal) -> String {
    let (came, all) = (played.came.len(), scenario.injects.len());
    let injects = match (came, all) {
        (_, 0) => "no injects".to_string(),
        (came, all) if came == all => "every inject comes".to_string(),
        (0, _) => "no inject comes".to_string(),
        (1, _) => format!("1 of {all} injects comes"),
        _ => format!("{came} of {all} injects come"),
    };
    let resolved = played.resolved.map(|at| format!("resolved at {}", since(at)));
    let closed = played.closed.map(|at| format!("closed at {}", since(at)));
    let over = match played.over {
        Some((_, EndHow::Closed)) | None => None,
        Some((at, EndHow::Latest | EndHow::Ended | EndHow::TimeSet | EndHow::Safety | EndHow::Rewound)) => {
            Some(format!("over at {}", since(at)))
        }
    };
    let resolved = resolved.or_else(|| played.over.map(|_| "not resolved".to_string()));
    std::iter::once(injects).chain(resolved).chain(closed).chain(over).collect::<Vec<_>>().join(", ")
}

/// The injects that nobody has seen yet.
fn missing(scenario: &Scenario, came: &BTreeSet<InjectId>) -> Option<String> {
    let missing = scenario.injects.ids().filter(|id| !came.contains(id));
    let missing: Vec<String> = missing.map(|id| format!("`{}`", scenario.injects.name(id))).collect();
    some_of(&missing).map(|names| format!("never in these: {names}"))
}

/// The alerts that nobody has seen fire.
fn silent(scenario: &Scenario, fired: &BTreeSet<AlertId>) -> Option<String> {
    let silent = scenario.alerts.ids().filter(|id| !fired.contains(id));
    let silent: Vec<String> = silent.map(|id| format!("`{}`", scenario.alerts.name(id))).collect();
    let word = if silent.len() == 1 { "alert that fires" } else { "alerts that fire" };
    some_of(&silent).map(|names| format!("{word} in none of these: {names}"))
}

/// As many names as anybody reads.
fn some_of(names: &[String]) -> Option<String> {
    match names.len() {
        0 => None,
        1..=8 => Some(and(names)),
        n => Some(format!("{} and {} more", names[..8].join(", "), n - 8)),
    }
}

/// So many refused lines are named; the rest is counted.
const REFUSED: usize = 3;
/// A line is shown up to so many characters.
const SHOWN: usize = 60;

/// The lines of a crew that were turned down, and how to read why.
fn turned_down(crew: &Crew, played: &Rehearsal) -> Option<String> {
    let shown = |(n, _): &(usize, String)| {
        let words: Vec<&str> = crew.text[line(&crew.text, *n)].split_whitespace().collect();
        let words = words.join(" ");
        let cut: String = words.chars().take(SHOWN).collect();
        let more = if cut.len() < words.len() { "…" } else { "" };
        format!("line {n}, {cut}{more}")
    };
    let first: Vec<String> = played.refused.iter().take(REFUSED).map(shown).collect();
    let more = match played.refused.len().saturating_sub(REFUSED) {
        0 => String::new(),
        n => format!("; and {n} more"),
    };
    (!first.is_empty()).then(|| {
        format!("refused there: {}{more}; `sandtable check {}` says why", first.join("; "), crew.name)
    })
}

/// How long after the start, as a clock shows it: what happened within a second happened in it.
pub(super) fn since(at: SimTime) -> String {
    SimTime::START.shown_to(at).to_string()
}
