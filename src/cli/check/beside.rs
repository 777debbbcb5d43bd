//! What lies beside a scenario's file and belongs to it, or looks as if it did: crews, and other scenarios.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::files;
use super::super::shipped::{Found, SHIPPED};
use crate::scenario::check::{is_organisation, place_of_id};
use crate::scenario::problem::{File, Problem};

/// So many files of a folder are looked at.
const LOOKED_AT: usize = 200;
/// What a crew that makes mistakes is called.
const STRUGGLING: &str = "struggling";

/// Two scenarios of one name, which records could not tell apart.
pub(super) fn same_id(found: &Found, file: &Path) -> Option<Problem> {
    let (id, place) = own_id(&found.text)?;
    if let Some(shipped) = SHIPPED.iter().find(|shipped| shipped.id == id && shipped.text != found.text) {
        let message = format!("`{}` is the name of a scenario that comes with the program", shipped.id);
        return Some(renamed(place, message, file));
    }
    let other = others(file).into_iter().find(|path| has_id(path, id))?;
    let name = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Some(renamed(place, format!("`{id}` is the name of the scenario in `{name}`, too"), file))
}

fn renamed(place: std::ops::Range<usize>, message: String, file: &Path) -> Problem {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let stem = crate::scenario::check::suggested_name(&stem);
    let stem = if message.starts_with(&format!("`{stem}`")) { format!("{stem}-1") } else { stem };
    let help = "give this one an `id` of its own: records, scores and `again` tell drills apart by it";
    let help = if stem.is_empty() { help.to_string() } else { format!("{help}, such as `id: \"{stem}\"`") };
    let problem = Problem::error("scenario::same_id", File::Scenario, place, message);
    problem.label("not its name alone").help(help).warning()
}

/// A scenario's own name, and where it stands.
fn own_id(text: &str) -> Option<(&str, std::ops::Range<usize>)> {
    let place = place_of_id(text)?;
    Some((text[place.clone()].trim_matches('"'), place))
}

fn has_id(path: &Path, id: &str) -> bool {
    let text = files::read_text(path).unwrap_or_default();
    !is_organisation(&text) && own_id(&text).is_some_and(|(other, _)| other == id)
}

/// The other files of a folder that may be scenarios.
fn others(file: &Path) -> Vec<PathBuf> {
    let this = file.file_name();
    let ron = |path: &PathBuf| path.extension().is_some_and(|end| end == "ron") && path.file_name() != this;
    in_folder(file).into_iter().filter(ron).collect()
}

/// The files of a file's folder, by name.
fn in_folder(file: &Path) -> Vec<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.truncate(LOOKED_AT);
    paths
}

/// The crews beside a scenario: what is to be known of them, and files that were probably meant to be one.
pub(super) fn crews(file: &Path) -> (Vec<String>, Vec<(String, Problem)>) {
    let stem = file.with_extension("").file_name().unwrap_or_default().to_string_lossy().into_owned();
    let crew = |path: PathBuf| {
        let name = path.file_name()?.to_str()?;
        let crew = name.strip_prefix(&stem)?.strip_suffix("moves")?.trim_matches('.').to_string();
        // Another scenario's name may begin like this one's.
        let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
        name[stem.len()..].starts_with('.').then_some((shown, crew))
    };
    let all: Vec<(String, String)> = in_folder(file).into_iter().filter_map(crew).collect();
    let (mut notes, mut nearly) = (Vec::new(), Vec::new());
    if !all.iter().any(|(_, crew)| crew.is_empty()) {
        notes.push(format!("no {stem}.moves beside it: what a prepared crew does is not tried out"));
    }
    for (name, crew) in all.into_iter().filter(|(_, crew)| !crew.is_empty() && crew != STRUGGLING) {
        if strsim::osa_distance(&crew, STRUGGLING) <= 3 {
            nearly.push((name, misspelt(&stem)));
        } else {
            notes.push(format!("not played here: {name}; `check {name}` tries it out"));
        }
    }
    (notes, nearly)
}

fn misspelt(stem: &str) -> Problem {
    let message = "no crew comes by this file's name, and nobody plays it".to_string();
    let problem = Problem::error("moves::no_crew", File::Scenario, 0..0, message);
    problem.help(format!("did you mean `{stem}.{STRUGGLING}.moves`?")).warning()
}
