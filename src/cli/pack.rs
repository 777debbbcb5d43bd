//! `export pack`: the cards, the guide and the directory to print; sealed and apart from them, the event list.

pub(in crate::cli) mod html;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{PackArgs, Paper};
use super::exit::{Answer, Done, Failed, print};
use super::shipped::{Found, find};
use crate::brief::pack::{Pack, Sheet, pack, text};
use crate::prose::visible;

/// A file of the pack.
struct File {
    path: PathBuf,
    content: String,
    /// What it is for, for whoever prints it.
    says: &'static str,
}

/// Writes the pack, and says what it wrote.
pub(super) fn export(args: &PackArgs) -> Done {
    if args.table.is_some() {
        return Err(Failed(
            "a pack has a card for every seat: hand out those of the seats that people sit at. Who sits where is said to \
             `run`: `run SCENARIO --table SEAT,SEAT`"
                .into(),
        ));
    }
    let mut found = find(&args.scenario)?;
    found.dress(args.organisation.as_deref())?;
    let scenario = Arc::new(found.checked()?);
    let folder = args.out.clone().unwrap_or_else(|| beside(&found, &args.scenario, &scenario.id));
    let files = files(&pack(&scenario, &args.scenario)?, args.format, &folder)?;
    // All or nothing, as far as can be seen from here: half a pack is worse than none.
    if let Some(there) = files.iter().find(|file| file.path.symlink_metadata().is_ok()) {
        return Err(Failed(format!(
            "{} is there already, and nothing was written; remove it, or name another folder with --out DIR",
            there.path.display()
        )));
    }
    files.iter().try_for_each(write)?;
    let wide = files.iter().map(|file| file.path.display().to_string().chars().count()).max().unwrap_or(0);
    let line = |file: &File| format!("{:<wide$}  {}\n", file.path.display().to_string(), file.says);
    print(&files.iter().map(line).collect::<String>())?;
    Ok(Answer::Yes)
}

/// The folder beside a scenario's file; what comes with the program has no file, and goes where one stands.
fn beside(found: &Found, said: &str, id: &str) -> PathBuf {
    let folder = if found.is_shipped() { None } else { Path::new(said).parent() };
    folder.unwrap_or(Path::new("")).join(format!("{id}-pack"))
}

/// One file to print for the table, the cards once more one by one for who is not in the room, and the sealed one.
fn files(pack: &Pack, paper: Paper, folder: &Path) -> Result<Vec<File>, Failed> {
    let file = |name: &str, sheets: &[Sheet], says: &'static str| {
        let content = match paper {
            Paper::Html => visible(&html::html(&pack.title, sheets)?).into_owned(),
            Paper::Text => shown_pages(&text(sheets)),
        };
        Ok(File { path: folder.join(format!("{name}.{}", paper.ending())), content, says })
    };
    let everything = [pack.table.as_slice(), &pack.cards].concat();
    let mut files: Vec<Result<File, Failed>> =
        vec![file("pack", &everything, "to print: sheets for everybody, then a card a page")];
    for (n, card) in pack.cards.iter().enumerate() {
        let name = format!("seats/{}-{}", n + 1, card.name);
        let sheets = [std::slice::from_ref(card), &pack.table].concat();
        files.push(file(&name, &sheets, "to send to a seat that is not in the room"));
    }
    files.push(file("facilitator", &pack.sealed, "SEALED: what comes, and what is expected"));
    files.into_iter().collect()
}

/// The pages as a terminal may have them; a page ends as it does.
fn shown_pages(text: &str) -> String {
    text.split('\u{c}').map(visible).collect::<Vec<_>>().join("\u{c}")
}

/// A file that was not there before: what somebody wrote on a card is never overwritten.
fn write(file: &File) -> Result<(), Failed> {
    let failed = |error: std::io::Error| {
        let path = file.path.display();
        Failed(format!("{path} can't be written: {error}; name another folder with --out DIR"))
    };
    if let Some(folder) = file.path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut to = OpenOptions::new().write(true).create_new(true).open(&file.path).map_err(failed)?;
    to.write_all(file.content.as_bytes()).map_err(failed)
}
