//! `check`: every problem of every file, with its place and what to do.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::exit::{Answer, Done, Failed, print, say_error};
use super::problems;
use super::shipped::{Found, find};
use crate::scenario::check::{Checked, check as check_scenario};
use crate::scenario::problem::Severity;

/// Checks scenarios.
pub(super) fn check(args: &CheckArgs) -> Done {
    let (mut clean, mut unread, mut json) = (0, 0, Vec::new());
    let names = names(&args.scenarios)?;
    for name in &names {
        match find(name) {
            Ok(found) => {
                let checked = check_scenario(&found.sources());
                let bad = checked.problems.iter().any(|p| p.severity == Severity::Error || args.strict);
                clean += usize::from(!bad);
                report(args, &found, &checked, &mut json)?;
            }
            Err(Failed(message)) => {
                say_error(&message);
                unread += 1;
            }
        }
    }
    if args.format == "json" {
        print(&format!("{}\n", serde_json::to_string_pretty(&json)?))?;
    }
    match (unread, clean) {
        (0, clean) if clean == names.len() => Ok(Answer::Yes),
        (0, _) => Ok(Answer::No),
        _ => Err(Failed(format!("{unread} of {} could not be read", names.len()))),
    }
}

fn report(
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
fn names(said: &[String]) -> Result<Vec<String>, Failed> {
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
