//! `show`: what a scenario is; with `--facilitator` the answers too, its files for authors to start from, and their guide.

use std::path::Path;

use super::args::{Guide, ShowArgs};
use super::exit::{Answer, Done, Failed, print};
use super::files::write_new;
use super::problems;
use super::shipped::{Found, find};
use crate::brief;
use crate::scenario::check::{check, organisation_path};

/// Writes all files of a scenario into a folder, so that its copy is checked and played as it is. Nothing that is there
/// already is written over.
fn copy(found: &Found, folder: &Path) -> Done {
    let stem = Path::new(&found.name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let scenario = folder.join(format!("{stem}.ron"));
    let mut files = vec![(scenario.clone(), found.text.clone())];
    if let (Some(named), Some((_, text))) = (organisation_path(&found.text), &found.organisation) {
        files.push((folder.join(named), text.clone()));
    }
    for (struggling, end) in [(false, "moves"), (true, "struggling.moves")] {
        if let Some(crew) = found.beside(struggling) {
            files.push((folder.join(format!("{stem}.{end}")), crew?.text));
        }
    }
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(Failed(format!(
            "{} is there already, and nothing was written; name a new folder",
            there.display()
        )));
    }
    for (path, text) in &files {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .map_err(|error| Failed(format!("{} can't be made: {error}", parent.display())))?;
        write_new(path, text).map_err(Failed)?;
        print(&format!("{}\n", path.display()))?;
    }
    print(&format!("Give it an `id` of its own, and `sandtable check {}`.\n", scenario.display()))?;
    Ok(Answer::Yes)
}

/// Beside what a file takes.
fn say(text: &str) {
    use std::io::Write;
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Prints what a scenario is.
pub(super) fn show(args: &ShowArgs) -> Done {
    // Without a name it is a guide that is asked for.
    let Some(name) = &args.scenario else {
        print(&super::guide::guide(args.guide.unwrap_or(Guide::Scenario)))?;
        return Ok(Answer::Yes);
    };
    if let Some(profile) = super::profile::named(name) {
        if args.facilitator || args.moves || args.copy_to.is_some() {
            return Err(Failed(format!(
                "`{name}` is a scoring profile, one file that nobody plays: `sandtable show {name} --source` prints it"
            )));
        }
        return super::profile::show(profile, args.source);
    }
    let found = find(name)?;
    if args.source {
        print(&found.text)?;
        if let Some(named) = organisation_path(&found.text).filter(|_| found.is_shipped()) {
            say(&format!(
                "it needs its organisation beside it, `{named}`: `sandtable show {name} --copy-to FOLDER` writes both"
            ));
        }
        return Ok(Answer::Yes);
    }
    if let Some(folder) = &args.copy_to {
        return copy(&found, folder);
    }
    if args.moves {
        print(&found.crew(false)?.1)?;
        return Ok(Answer::Yes);
    }
    let checked = check(&found.sources());
    let text = problems::text(&found.sources(), &checked, false);
    let scenario =
        checked.scenario.ok_or_else(|| Failed(format!("`{}` has problems\n{text}", found.name)))?;
    let text = if args.facilitator { brief::facilitator(&scenario) } else { brief::brief(&scenario, name) };
    print(&format!("{}\n", text.trim_end()))?;
    Ok(Answer::Yes)
}
