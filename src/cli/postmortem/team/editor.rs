//! The form in somebody's editor. Whatever happens to the editor, to the file or to us, what was written is not lost.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::DateTime;

use super::super::super::exit::{Answer, Done, Failed, print};
use super::super::Case;
use super::{made, take, words};
use crate::postmortem::team::taken as taken_back;

/// Through the editor.
pub(super) fn edit(case: &mut Case) -> Done {
    let fresh = case.form(&case.team);
    let path = match left(case) {
        Some(draft) if goes_on(case, &draft)? => draft,
        Some(_) | None => buffer(&case.name, &fresh)?,
    };
    let name = case.name.clone();
    let there = |path: &Path| match path.exists() {
        true => {
            let path = path.display();
            format!("what you wrote is in {path}: `sandtable postmortem edit {name} --from {path}`")
        }
        false => "the editor left no file; what was kept before stands".to_string(),
    };
    let (editor, status) = undisturbed(|| run(&path))?;
    let why = match status {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("the editor `{editor}` ended with {status}")),
        Err(error) => Some(format!("the editor `{editor}` can't be started: {error}; set VISUAL or EDITOR")),
    };
    if let Some(why) = why {
        // A form that nobody wrote in is nothing to go back to.
        if fs::read_to_string(&path).is_ok_and(|text| text == fresh) {
            let _ = fs::remove_file(&path);
            return Err(Failed(format!("{why}; nothing was written, and nothing was taken")));
        }
        return Err(Failed(format!("{why}; nothing was taken, and {}", there(&path))));
    }
    if !path.exists() {
        return Err(Failed(format!("nothing was taken: {}", there(&path))));
    }
    let written = words(&path).map_err(|Failed(why)| Failed(format!("{why}; {}", there(&path))))?;
    if written == fresh {
        let _ = fs::remove_file(&path);
        print("nothing was changed\n")?;
        return Ok(Answer::Yes);
    }
    let done = take(case, &written).map_err(|Failed(why)| Failed(format!("{why}; {}", there(&path))))?;
    let _ = fs::remove_file(&path);
    Ok(done)
}

/// A draft that was taken is not left any more.
pub(super) fn taken(drill: &str, from: &Path) {
    let here = from.parent().is_some_and(|folder| folder == std::env::temp_dir());
    if here && process_of(drill, from).is_some() {
        let _ = fs::remove_file(from);
    }
}

/// The newest draft of this drill that somebody wrote and nobody took, because we were killed or could not keep it.
pub(super) fn left(case: &mut Case) -> Option<PathBuf> {
    let mut drafts: Vec<(i64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(std::env::temp_dir()).ok()?.flatten() {
        let path = entry.path();
        let Some(process) = process_of(&case.name, &path) else { continue };
        // Not through a link, and only what is ours: others may write into this folder, too.
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if about.is_file() && is_ours(&about) && !lives(process) {
            drafts.extend(written(&about).map(|at| (at, path)));
        }
    }
    drafts.sort();
    drafts.into_iter().rev().map(|(_, path)| path).find(|path| says_something(case, path))
}

/// Whether there is anything in it that is not kept already.
fn says_something(case: &mut Case, path: &Path) -> bool {
    let Ok(text) = words(path) else { return true };
    let Ok(base) = made::from(case, &text) else { return false };
    let outline = case.outline_of(base.as_ref().unwrap_or(&case.team));
    !text.trim().is_empty() && taken_back(&outline, base.as_ref(), &case.team, &text).team != case.team
}

/// The process that a draft of this drill was made by.
fn process_of(drill: &str, path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    let (process, n) =
        name.strip_prefix(&format!("sandtable-{drill}-"))?.strip_suffix(".md")?.split_once('-')?;
    n.parse::<u32>().ok()?;
    process.parse().ok()
}

/// When a file was last written, in milliseconds since 1970 UTC.
fn written(about: &fs::Metadata) -> Option<i64> {
    let since = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

/// Whether a process is still there, as far as that can be seen: somebody is writing in its draft then.
fn lives(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(unix)]
fn is_ours(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = fs::metadata("/proc/self").map(|about| about.uid());
    own.is_ok_and(|own| own == about.uid())
}

#[cfg(not(unix))]
fn is_ours(_about: &fs::Metadata) -> bool {
    true
}

/// What is said of a draft.
pub(super) fn pointed_at(case: &Case, draft: &Path) -> String {
    let at =
        fs::metadata(draft).ok().and_then(|about| written(&about)).and_then(DateTime::from_timestamp_millis);
    let at = at.map(|at| format!(" ({} UTC)", at.format("%Y-%m-%d %H:%M"))).unwrap_or_default();
    let draft = draft.display();
    format!(
        "a draft{at} was never taken: {draft}; `sandtable postmortem edit {} --from {draft}` takes it",
        case.name
    )
}

/// Whether to go on with a draft that was left.
fn goes_on(case: &Case, draft: &Path) -> Result<bool, Failed> {
    print(&format!(
        "{}\ngo on with it in your editor? Enter for yes, `no` for a new form: ",
        pointed_at(case, draft)
    ))?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(!line.trim().to_lowercase().starts_with('n'))
}

/// A file of one's own, with the form in it.
fn buffer(drill: &str, text: &str) -> Result<PathBuf, Failed> {
    let folder = std::env::temp_dir();
    let name = |n: u32| folder.join(format!("sandtable-{drill}-{}-{n}.md", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let else_where = "another folder: TMPDIR=FOLDER";
    let (path, mut file) =
        (0..100).find_map(|n| options.open(name(n)).ok().map(|file| (name(n), file))).ok_or_else(|| {
            Failed(format!("no file can be written in {} for your editor; {else_where}", folder.display()))
        })?;
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        let _ = fs::remove_file(&path);
        let path = path.display();
        return Err(Failed(format!(
            "the form for your editor can't be written to {path}: {error}; {else_where}"
        )));
    }
    Ok(path)
}

/// Ctrl-C is the editor's while it runs: it reaches both, and must not end the one that waits for what was written.
fn undisturbed<T>(edits: impl FnOnce() -> T) -> std::io::Result<T> {
    let done = Arc::<AtomicBool>::default();
    let interrupt = signal_hook::consts::SIGINT;
    signal_hook::flag::register_conditional_default(interrupt, done.clone())?;
    let edited = edits();
    // From now on it means again what it usually does.
    done.store(true, Ordering::SeqCst);
    Ok(edited)
}

/// Runs the editor, with whatever it is called with.
#[expect(clippy::disallowed_methods, reason = "the editor is what the environment says")]
fn run(path: &Path) -> (String, std::io::Result<std::process::ExitStatus>) {
    let said = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let default = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = said("VISUAL").or_else(|| said("EDITOR")).unwrap_or_else(|| default.to_string());
    let status = if cfg!(windows) {
        let mut words = editor.split_whitespace();
        Command::new(words.next().unwrap_or(default)).args(words).arg(path).status()
    } else {
        // As a shell reads it: an editor may be called with words of its own. The shell, too, leaves Ctrl-C to the editor.
        let call = format!("trap : INT; {editor} \"$1\"");
        Command::new("sh").arg("-c").arg(call).arg("sh").arg(path).status()
    };
    (editor, status)
}
