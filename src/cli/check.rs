//! `check`: every problem of every file, with its place and what to do.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::exit::{Answer, Done, Failed, print, say_error};
use super::problems;
use super::shipped::{Found, find};
use crate::scenario::check::{Checked, check as check_scenario};
use crate::scenario::problem::Severity;

/// A scenario, or why it can't be read.
#[derive(PartialEq, Eq)]
pub(super) struct Read(Result<Found, String>);

/// Checks scenarios.
pub(super) fn check(args: &CheckArgs) -> Done {
    if args.watch {
        return super::watch::watch(args);
    }
    let files = read(&names(&args.scenarios)?);
    let found = report(args, &files)?;
    match found.unread {
        0 => Ok(found.answer),
        unread => Err(Failed(format!("{unread} of {} could not be read", files.len()))),
    }
}

/// Reads scenarios, each by its name.
pub(super) fn read(names: &[String]) -> Vec<Read> {
    names.iter().map(|name| Read(find(name).map_err(|Failed(message)| message))).collect()
}

/// What came of a look at files.
pub(super) struct Looked {
    /// Whether all of them are clean.
    pub(super) answer: Answer,
    /// How many can't be read, each of which was said.
    unread: usize,
}

/// Every problem of every one.
pub(super) fn report(args: &CheckArgs, files: &[Read]) -> Result<Looked, Failed> {
    let (mut clean, mut unread, mut json) = (0, 0, Vec::new());
    for Read(file) in files {
        match file {
            Ok(found) => {
                let checked = match super::profile::is_one(&found.text) {
                    true => super::profile::checked(&found.text),
                    false => check_scenario(&found.sources()),
                };
                let bad = checked.problems.iter().any(|p| p.severity == Severity::Error || args.strict);
                clean += usize::from(!bad);
                problems_of(args, found, &checked, &mut json)?;
            }
            Err(message) => {
                say_error(message);
                unread += 1;
            }
        }
    }
    if args.format == "json" {
        let array =
            if args.watch { serde_json::to_string(&json)? } else { serde_json::to_string_pretty(&json)? };
        print(&format!("{array}\n"))?;
    }
    let answer = if clean == files.len() { Answer::Yes } else { Answer::No };
    Ok(Looked { answer, unread })
}

fn problems_of(
    args: &CheckArgs,
    found: &Found,
    checked: &Checked,
    json: &mut Vec<serde_json::Value>,
) -> Result<(), Failed> {
    match args.format.as_str() {
        "json" => json.extend(problems::objects(&found.sources(), checked)),
        "short" => print(&problems::short(&found.sources(), checked))?,
        _ if checked.problems.is_empty() => print(&format!("{}: no problems\n", found.name))?,
        _ => print(&problems::text(&found.sources(), checked, std::io::stdout().is_terminal()))?,
    }
    Ok(())
}

/// The scenarios of folders, in order; files and shipped names stand for themselves.
pub(super) fn names(said: &[String]) -> Result<Vec<String>, Failed> {
    let mut names = Vec::new();
    for name in said {
        if Path::new(name).is_dir() {
            let inside = scenarios_in(Path::new(name))?;
            if inside.is_empty() {
                return Err(Failed(format!("no scenario (*.ron) in {name}")));
            }
            names.extend(inside.into_iter().map(|path| path.display().to_string()));
        } else {
            names.push(name.clone());
        }
    }
    Ok(names)
}

/// The scenario files of a folder, by name.
fn scenarios_in(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let unread = |error: std::io::Error| Failed(format!("{} can't be read: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|end| end == "ron") && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
