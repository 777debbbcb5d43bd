//! Profiles on the command line: one of ours by its name, or a file, checked with the same care as a scenario.

mod numbers;

use std::path::Path;

use super::exit::{Answer, Done, Failed, print, print_json, say_note};
use super::{files, problems};
use crate::prose::{count, wrap};
use crate::scenario::check::{Checked, Sources};
use crate::scenario::problem::Problem;
use crate::score::Profile;
use crate::score::profile::shipped;

/// A file with its problems.
struct Read {
    name: String,
    text: String,
    profile: Option<Profile>,
    problems: Vec<Problem>,
}

/// What stands for the profile that a drill was run under, which may be nobody's file any more.
pub(super) const PLAYED: &str = "played";

/// The profile that was named to rate a drill by: `played` is the one that its record holds.
pub(super) fn find_for(said: &str, played: &Profile) -> Result<Profile, Failed> {
    if said == PLAYED && !Path::new(said).exists() { Ok(played.clone()) } else { find(said) }
}

/// The profile that was named, without an error in it.
pub(super) fn find(said: &str) -> Result<Profile, Failed> {
    if let Some(profile) = Profile::shipped(said) {
        return Ok(profile);
    }
    let read = read(said)?;
    if read.profile.is_some() && !read.problems.is_empty() {
        let warnings = count(read.problems.len(), "warning");
        say_note(&format!(
            "the profile {} has {warnings}; `sandtable check {}` tells them",
            read.name, read.name
        ));
    }
    let sources = Sources { name: &read.name, text: &read.text, organisation: None };
    let checked = Checked { scenario: None, problems: read.problems, more: 0 };
    let text = problems::text(&sources, &checked, false);
    read.profile
        .ok_or_else(|| Failed(format!("the profile {} can't be used:\n{}", read.name, text.trim_end())))
}

/// A profile's file; a name that is none of ours gets the nearest one.
fn read(said: &str) -> Result<Read, Failed> {
    let path = Path::new(said);
    if !said.contains(['/', '\\', '.']) && !path.exists() {
        let bare = |id: &'static str| id.split_once('@').map_or(id, |(bare, _)| bare);
        let names: Vec<&str> = shipped::all().iter().map(|profile| bare(profile.id)).collect();
        let near = names.iter().min_by_key(|name| strsim::damerau_levenshtein(name, said));
        let near = near.filter(|name| strsim::damerau_levenshtein(name, said) <= 4);
        let near = near.map_or(String::new(), |name| format!("did you mean `{name}`? "));
        let list = names.join(", ");
        return Err(Failed(format!("no profile `{said}`; {near}shipped: {list}; or give a file's path")));
    }
    let text = files::read_text(path).map_err(|error| Failed(error.to_string()))?;
    let (profile, problems) = Profile::own(&text);
    Ok(Read { name: said.to_string(), text, profile, problems })
}

/// What came of checking a profile's text.
pub(super) fn checked(text: &str) -> Checked {
    Checked { scenario: None, problems: Profile::own(text).1, more: 0 }
}

/// Whether a file is a profile and no scenario: by its first word, or where it has none, by fields that only a profile has.
pub(super) fn is_one(text: &str) -> bool {
    const ONLY: [&str; 6] = ["on:", "thresholds:", "not_asked:", "weights:", "spans:", "counts:"];
    let lines = || {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
    };
    let Some(first) = lines().next() else { return false };
    let has = |fields: &[&str]| {
        lines().any(|line| {
            let line = line.trim_start_matches('(').trim_start();
            fields.iter().any(|field| line.starts_with(field))
        })
    };
    first.starts_with("Profile")
        || first.starts_with('(') && has(&ONLY) && !has(&["format:", "story:", "system:", "seats:"])
}

/// A profile that is named, or a file that holds one, for whoever wants to look at it.
pub(super) fn named(said: &str) -> Option<Named> {
    if let Some(shipped) = shipped::find(said) {
        return Some(Named::Shipped(shipped.text, shipped.id));
    }
    let path = Path::new(said);
    let text = path.is_file().then(|| files::read_text(path).ok()).flatten()?;
    is_one(&text).then(|| Named::File(said.to_string(), text))
}

/// Where it was found.
pub(super) enum Named {
    Shipped(&'static str, &'static str),
    File(String, String),
}

/// Shows the numbers of a profile, each with where it comes from; or its file as it is written.
pub(super) fn show(named: Named, source: bool) -> Done {
    let profile = match &named {
        Named::Shipped(text, _) if source => {
            print(text)?;
            return Ok(Answer::Yes);
        }
        Named::File(_, text) if source => {
            print(text)?;
            return Ok(Answer::Yes);
        }
        Named::Shipped(_, id) => find(id)?,
        Named::File(path, _) => find(path)?,
    };
    print(&numbers::text(&profile))?;
    Ok(Answer::Yes)
}

/// The profiles that come with the program.
pub(super) fn list(json: bool) -> Result<(), Failed> {
    let all: Vec<Profile> =
        shipped::all().iter().filter_map(|shipped| Profile::shipped(shipped.id)).collect();
    if json {
        let objects: Vec<_> = all
            .iter()
            .map(|profile| serde_json::json!({"id": profile.id(), "on": profile.on(), "about": profile.about(), "numbers": profile.sourced()}))
            .collect();
        return print_json(&objects);
    }
    let mut out = String::new();
    for profile in &all {
        let own = profile.sourced().iter().filter(|number| number.from.is_empty()).count();
        out += &format!("{}  ({own} numbers of its own)\n", profile.id());
        let about = if profile.about().is_empty() {
            "The rules a drill is rated by, unless it says otherwise."
        } else {
            profile.about()
        };
        for line in wrap(about, 76) {
            out += &format!("    {line}\n");
        }
    }
    print(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_known_without_its_word() {
        assert!(is_one("// ours\nProfile(id: \"a@1\")"));
        assert!(is_one("\u{feff}(\n    id: \"a@1\",\n    on: \"default@1\",\n)"));
        assert!(is_one("(on: \"default@1\", id: \"a@1\")"));
        for other in [
            "(\n    format: 1,\n    id: \"a\",\n    seats: [],\n)",
            "Scenario(\n    on: 1)",
            "",
            "(id: \"a\")",
        ] {
            assert!(!is_one(other), "{other}");
        }
    }
}
