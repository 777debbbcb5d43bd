//! `drills rename`, `delete` and `prune`: what is called otherwise, and what goes. Nothing goes unasked.

use std::io::{BufRead, IsTerminal};

use super::super::args::{DeleteArgs, PruneArgs, RenameArgs, StoreArg};
use super::super::exit::{Answer, Done, Failed, print};
use super::super::{run, stored};
use super::{age_ms, driven, line};
use crate::pace::wall_ms;
use crate::prose::{and, count};
use crate::store::{DrillInfo, JournalStore, find};

/// Gives a drill another name.
pub(super) fn rename(args: &RenameArgs) -> Done {
    let mut store = existing(&args.store)?;
    let drill = find(&mut *store, &args.drill)?;
    run::is_a_name(&args.to).map_err(Failed)?;
    nobody_drives(&drill)?;
    store.rename(&drill.name, &args.to)?;
    print(&format!("`{}` is called `{}` from now on; its record is what it was.\n", drill.name, args.to))?;
    Ok(Answer::Yes)
}

/// Takes drills out of the record.
pub(super) fn delete(args: &DeleteArgs) -> Done {
    let mut store = existing(&args.store)?;
    let mut drills = Vec::new();
    for said in &args.drills {
        let drill = find(&mut *store, said)?;
        // The beginning of a name might be the beginning of another's, once its drill is gone.
        if drill.name != *said && said != "last" {
            return Err(Failed(format!("say the whole name of what is to be deleted: `{}`", drill.name)));
        }
        nobody_drives(&drill)?;
        if !drills.contains(&drill) {
            drills.push(drill);
        }
    }
    gone(&mut *store, &drills, args.yes)
}

/// Takes out what is older than it should be.
pub(super) fn prune(args: &PruneArgs) -> Done {
    let age = age_ms(&args.older_than)
        .ok_or_else(|| Failed(format!("`{}` is no age: 180d, 26w or 36h", args.older_than)))?;
    let mut store = existing(&args.store)?;
    let before = wall_ms() - age;
    let old = |drill: &DrillInfo| drill.started_ms < before && driven(drill).is_none();
    let drills: Vec<DrillInfo> = store.drills()?.into_iter().filter(old).collect();
    if drills.is_empty() {
        print(&format!("no drill is older than {}\n", args.older_than))?;
        return Ok(Answer::Yes);
    }
    gone(&mut *store, &drills, args.yes)
}

fn existing(store: &StoreArg) -> Result<Box<dyn JournalStore>, Failed> {
    stored::open_existing(store)?.ok_or_else(stored::refused_yet)
}

fn nobody_drives(drill: &DrillInfo) -> Result<(), Failed> {
    match driven(drill) {
        None => Ok(()),
        Some(by) => Err(Failed(format!(
            "`{}` is running, {by}; end it there first (`end`, or Ctrl-D to leave it)",
            drill.name
        ))),
    }
}

/// Shows what would go, asks, and lets it go.
fn gone(store: &mut dyn JournalStore, drills: &[DrillInfo], yes: bool) -> Done {
    print(&drills.iter().map(|drill| line(drill, None)).collect::<String>())?;
    let what = count(drills.len(), "drill");
    if !yes && !may(&what)? {
        print("nothing was deleted\n")?;
        return Ok(Answer::No);
    }
    let all = store.drills()?;
    for drill in drills {
        store.delete(&drill.name)?;
    }
    let stay = |drill: &&DrillInfo| {
        let parent = drill.parent.as_ref().map(|(parent, _)| parent);
        !drills.contains(drill) && drills.iter().any(|gone| Some(&gone.name) == parent)
    };
    let forks: Vec<String> = all.iter().filter(stay).map(|drill| format!("`{}`", drill.name)).collect();
    let forks = match forks.is_empty() {
        true => String::new(),
        false => {
            let stay = if forks.len() == 1 { "stays" } else { "stay" };
            format!("; {} {stay}, with all that was before the fork", and(&forks))
        }
    };
    print(&format!("{what} deleted, with the people and documents beside{forks}\n"))?;
    Ok(Answer::Yes)
}

/// Somebody at a terminal says so.
fn may(what: &str) -> Result<bool, Failed> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failed(
            "nothing was deleted: off a terminal nobody can be asked; say `--yes` if these are to go"
                .to_string(),
        ));
    }
    print(&format!("{what} would be deleted for good. Type `yes` to delete: "))?;
    let mut line = String::new();
    let _ = std::io::stdin().lock().read_line(&mut line);
    Ok(line.trim().eq_ignore_ascii_case("yes"))
}
