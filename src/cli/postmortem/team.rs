//! `postmortem edit` and `postmortem status`: the team's part, kept beside the drill.

use std::fs::{self, OpenOptions};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::args::{EditArgs, StatusArgs};
use super::super::exit::{Answer, Done, Failed, print};
use super::super::files::read_text;
use super::{Case, check};
use crate::pace::wall_ms;
use crate::postmortem::form::form;
use crate::postmortem::lint::Level;
use crate::postmortem::team::{KEY, KEY_BEFORE, Status, Team, take_back};
use crate::prose::count;

/// The most that is read from standard input, in bytes.
const MOST: u64 = 1 << 20;

/// Gives people the questions, and takes back what they wrote.
pub(super) fn edit(args: &EditArgs) -> Done {
    let mut case = Case::read(&args.store, &args.drill)?;
    if args.before {
        return before(&mut case);
    }
    let text = form(&case.outline(), &case.team);
    if args.print {
        print(&text)?;
        return Ok(Answer::Yes);
    }
    match &args.from {
        Some(from) => take(&mut case, &said(from)?),
        None if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() => by_editor(&mut case, &text),
        None => Err(Failed(
            "here is no terminal for an editor; `postmortem edit --print` prints the form, and `--from FILE` (`-` for \
             standard input) takes it back"
                .to_string(),
        )),
    }
}

/// The version before the last change.
fn before(case: &mut Case) -> Done {
    let Some(kept) = case.store.note(&case.name, KEY_BEFORE)? else {
        return Err(Failed("there is no version before this one".to_string()));
    };
    print(&form(&case.outline(), &Team::read(&kept)?))?;
    Ok(Answer::Yes)
}

/// A file, or standard input.
fn said(from: &Path) -> Result<String, Failed> {
    if from != Path::new("-") {
        return read_text(from).map_err(|error| Failed(error.to_string()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(Failed("standard input is larger than 1 MiB; nothing was taken".to_string()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failed(format!("standard input is not UTF-8 text: byte {at} does not belong; nothing was taken"))
    })
}

/// Keeps what was written, and says what the team should know.
fn take(case: &mut Case, text: &str) -> Done {
    if text.trim().is_empty() {
        return Err(Failed(
            "there is nothing in it; what the team wrote before was left as it is".to_string(),
        ));
    }
    let mut taken = take_back(&case.outline(), &case.team, text);
    let kept = case.store.note(&case.name, KEY)?;
    if kept != case.kept {
        return Err(Failed(
            "somebody else has written meanwhile, and nothing was taken; take it again with `--from`"
                .to_string(),
        ));
    }
    let mut out: String = taken.said.iter().map(|said| format!("{said}\n")).collect();
    if taken.team == case.team {
        print(&format!("{out}nothing was changed\n"))?;
        return Ok(Answer::Yes);
    }
    taken.team.drafted_ms = taken.team.drafted_ms.or_else(|| Some(wall_ms()));
    if let Some(kept) = &kept {
        case.store.write_note(&case.name, KEY_BEFORE, kept)?;
    }
    case.store.write_note(&case.name, KEY, &taken.team.to_text())?;
    let revealed = taken.team.revealed && !case.team.revealed;
    case.team = taken.team;
    out.push_str(&format!("kept: {} of {}\n", count(case.team.answers.len(), "answer"), case.name));
    if revealed {
        out.push_str("the author's trigger and factors now stand beside yours in the document\n");
    }
    let found = check::of_drill(case).findings;
    let (errors, warnings) = (of(&found, Level::Error), of(&found, Level::Warning));
    if errors + warnings > 0 {
        out.push_str(&format!(
            "`sandtable postmortem check {}` asks about {}\n",
            case.name,
            count(errors + warnings, "wording")
        ));
    }
    print(&out)?;
    Ok(Answer::Yes)
}

fn of(findings: &[crate::postmortem::lint::Finding], level: Level) -> usize {
    findings.iter().filter(|finding| finding.level == level).count()
}

/// Through the editor; whatever happens, what was written is not lost.
fn by_editor(case: &mut Case, text: &str) -> Done {
    let path = buffer(&case.name, text)?;
    let kept = |why: String| {
        let path = path.display();
        Failed(format!(
            "{why}; nothing was taken, and what you wrote is in {path}: `sandtable postmortem edit {} --from {path}`",
            case.name
        ))
    };
    let (editor, status) = run(&path);
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(kept(format!("the editor `{editor}` ended with {status}"))),
        Err(error) => {
            return Err(kept(format!(
                "the editor `{editor}` can't be started: {error}; set VISUAL or EDITOR"
            )));
        }
    }
    let written = read_text(&path).map_err(|error| kept(error.to_string()))?;
    if written == text {
        let _ = fs::remove_file(&path);
        print("nothing was changed\n")?;
        return Ok(Answer::Yes);
    }
    let name = case.name.clone();
    match take(case, &written) {
        Ok(answer) => {
            let _ = fs::remove_file(&path);
            Ok(answer)
        }
        Err(Failed(why)) => {
            let path = path.display();
            Err(Failed(format!(
                "{why}; what you wrote is in {path}: `sandtable postmortem edit {name} --from {path}`"
            )))
        }
    }
}

/// A file of one's own, with the form in it.
fn buffer(drill: &str, text: &str) -> Result<PathBuf, Failed> {
    let folder = std::env::temp_dir();
    let name = |n: u32| folder.join(format!("sandtable-{drill}-{}-{n}.md", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let (path, mut file) = (0..100)
        .find_map(|n| options.open(name(n)).ok().map(|file| (name(n), file)))
        .ok_or_else(|| Failed(format!("no file can be written in {}", folder.display())))?;
    file.write_all(text.as_bytes())?;
    Ok(path)
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
        // As a shell reads it: an editor may be called with words of its own.
        Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(path).status()
    };
    (editor, status)
}

/// How far the document has come, or is said to have come.
pub(super) fn status(args: &StatusArgs) -> Done {
    let mut case = Case::read(&args.store, &args.drill)?;
    let now = case.team.status;
    let Some(wanted) = args.status.map(Status::from) else {
        print(&format!("{}: {}\n", case.name, now.words()))?;
        return Ok(Answer::Yes);
    };
    let step = |status: Status| Status::ALL.iter().position(|other| *other == status).unwrap_or(0);
    if step(wanted) > step(now) + 1 {
        let next = Status::ALL[step(now) + 1].words();
        print(&format!("{} is {}: first comes {next}\n", case.name, now.words()))?;
        return Ok(Answer::No);
    }
    let errors = of(&check::of_drill(&case).findings, Level::Error);
    if wanted >= Status::Reviewed && errors > 0 {
        let (name, found) = (&case.name, count(errors, "wording"));
        print(&format!(
            "{name} stays {}: {found} to settle first; `sandtable postmortem check {name}`\n",
            now.words()
        ))?;
        return Ok(Answer::No);
    }
    case.team.status = wanted;
    case.store.write_note(&case.name, KEY, &case.team.to_text())?;
    print(&format!("{}: {}\n", case.name, wanted.words()))?;
    Ok(Answer::Yes)
}
