//! `postmortem edit`: the team's part, kept beside the drill, out as a form and back with what people wrote.

mod editor;
mod made;
mod status;

use std::io::{IsTerminal, Read};
use std::path::Path;

use chrono::DateTime;

use super::super::args::EditArgs;
use super::super::exit::{Answer, Done, Failed, print};
use super::super::files::{read_text, without_mark};
use super::{Case, check};
use crate::pace::wall_ms;
use crate::postmortem::form::form;
use crate::postmortem::lint::Level;
use crate::postmortem::team::{
    KEY, KEY_BEFORE, Status, Team, plain_lines, rated_by_another, taken, version_key,
};
use crate::postmortem::todo::{KEY as TODO, Kept};
use crate::prose::{and, clip, count};

pub(super) use status::status;

/// The most that is read, in bytes.
const MOST: u64 = 1 << 20;
/// So often somebody else may write first before one gives up.
const TRIES: usize = 50;

/// Gives people the questions, and takes back what they wrote.
pub(super) fn edit(args: &EditArgs) -> Done {
    let mut case = Case::read(&args.store, &args.drill)?;
    if args.versions {
        return versions(&mut case);
    }
    if let Some(back) = args.before {
        return before(&mut case, usize::from(back));
    }
    if args.print {
        print(&case.form(&case.team))?;
        return Ok(Answer::Yes);
    }
    if let Some(from) = &args.from {
        let done = take(&mut case, &said(from)?)?;
        editor::taken(&case.name, from);
        return Ok(done);
    }
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return editor::edit(&mut case);
    }
    let left = editor::left(&mut case).map(|draft| format!("\n{}", editor::pointed_at(&case, &draft)));
    Err(Failed(format!(
        "here is no terminal for an editor; `postmortem edit --print` prints the form, and `--from FILE` (`-` for \
         standard input) takes it back{}",
        left.unwrap_or_default()
    )))
}

/// The versions before this one, the last one first.
fn earlier(case: &mut Case) -> Result<Vec<Team>, Failed> {
    let mut earlier = Vec::new();
    for version in (0..case.team.version).rev() {
        if let Some(kept) = case.store.note(&case.name, &version_key(version))? {
            earlier.push(Team::read(&kept)?);
        }
    }
    if let Some(kept) = case.store.note(&case.name, KEY_BEFORE)? {
        earlier.push(Team::read(&kept)?);
    }
    Ok(earlier)
}

/// An earlier version, to read or to take back as it is.
fn before(case: &mut Case, back: usize) -> Done {
    let earlier = earlier(case)?;
    let Some(team) = earlier.get(back - 1) else {
        return Err(Failed(match earlier.len() {
            0 => "there is no version before this one".to_string(),
            1 => "there is one version before this one: `--before`".to_string(),
            n => format!(
                "there are {n} versions before this one: `--before={n}` is the first, `--versions` lists them"
            ),
        }));
    };
    // Whoever takes it back means it to stand in place of what stands there now.
    print(&format!("{}{}", case.mark(&case.team).line(), form(&case.outline_of(team), team)))?;
    Ok(Answer::Yes)
}

/// What there is to go back to.
fn versions(case: &mut Case) -> Done {
    let mut out = format!("{}: version {} stands", case.name, case.team.version);
    let about = |team: &Team| {
        let day = team.written_ms.and_then(DateTime::from_timestamp_millis);
        let day =
            day.map(|day| format!(", written {} UTC", day.format("%Y-%m-%d %H:%M"))).unwrap_or_default();
        format!("{}{day}\n", count(team.answered(), "answer"))
    };
    out.push_str(&format!(", {}", about(&case.team)));
    for (n, team) in earlier(case)?.iter().enumerate() {
        out.push_str(&format!("  --before={}  version {}, {}", n + 1, team.version, about(team)));
    }
    print(&out)?;
    Ok(Answer::Yes)
}

/// A file, or standard input.
fn said(from: &Path) -> Result<String, Failed> {
    if from != Path::new("-") {
        return words(from);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(Failed("standard input is larger than 1 MiB; nothing was taken".to_string()));
    }
    String::from_utf8(bytes).map(without_mark).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failed(format!("standard input is not UTF-8 text: byte {at} does not belong; nothing was taken"))
    })
}

/// A file of people's words.
fn words(path: &Path) -> Result<String, Failed> {
    if path.metadata().is_ok_and(|about| about.is_file() && about.len() > MOST) {
        let path = path.display();
        return Err(Failed(format!(
            "`{path}` is larger than 1 MiB, more than is kept of a team's words; nothing was taken from it"
        )));
    }
    read_text(path).map_err(|error| Failed(error.to_string()))
}

/// Keeps what was written, and says what the team should know.
fn take(case: &mut Case, text: &str) -> Done {
    let text = &plain_lines(text);
    if text.trim().is_empty() {
        return Err(Failed(
            "there is nothing in it; what the team wrote before was left as it is".to_string(),
        ));
    }
    if let Some(under) = rated_by_another(text) {
        return Err(Failed(format!(
            "nothing was taken: this document is rated by another profile than {under}, under which the drill was played, and its lines are not the drill's own; \
             put what you wrote into `sandtable postmortem {} --out FILE.md`, or `sandtable postmortem edit {}`",
            case.name, case.name
        )));
    }
    for _ in 0..TRIES {
        let marked = made::from(case, text)?;
        let later = match &marked {
            Some(marked) => made::went_on_from(case, marked, text)?,
            None => None,
        };
        let went_on = later.as_ref().map_or(String::new(), |later| {
            format!("taken as gone on from version {}, most of which stands in it\n", later.version)
        });
        let base = later.or(marked);
        let outline = case.outline_of(base.as_ref().unwrap_or(&case.team));
        let taken = taken(&outline, base.as_ref(), &case.team, text);
        let said: String = taken.said.iter().map(|said| format!("{said}\n")).collect();
        let mut out = went_on + &said;
        if taken.team == case.team {
            print(&format!("{out}nothing was changed\n"))?;
            return Ok(Answer::Yes);
        }
        let mut team = taken.team;
        out.push_str(&of_items(case, &team)?);
        if team.status >= Status::Reviewed {
            out.push_str(&format!(
                "it was {}, and is in review again; `sandtable postmortem status {} reviewed` once it was read\n",
                team.status.words(),
                case.name
            ));
            (team.status, team.closed_anyway, team.reviewed_anyway) = (Status::InReview, None, None);
        }
        team.version = case.team.version + 1;
        team.written_ms = Some(wall_ms());
        team.drafted_ms = team.drafted_ms.or(team.written_ms);
        if keep(case, team)? {
            follow(case)?;
            print(&(out + &kept(case)))?;
            return Ok(Answer::Yes);
        }
        // Somebody else was first: what they wrote is put together with this, too.
        case.read_team()?;
    }
    Err(Failed("others write all the time, and nothing was taken; take it again".to_string()))
}

/// Keeps a version, and the one before it for good; whether nobody else has written meanwhile.
fn keep(case: &mut Case, team: Team) -> Result<bool, Failed> {
    if let Some(before) = &case.kept {
        case.store.write_note(&case.name, &version_key(case.team.version), before)?;
    }
    let text = team.to_text();
    let done = case.store.swap_note(&case.name, KEY, case.kept.as_deref(), &text)?;
    if done {
        case.revealed_now = team.revealed && !case.team.revealed;
        (case.team, case.kept) = (team, Some(text));
    }
    Ok(done)
}

/// A change that was said in the hot wash, and done, is done as an item, too.
fn follow(case: &mut Case) -> Result<(), Failed> {
    let kept = case.store.note(&case.name, TODO)?;
    let mut kept = kept.as_deref().map(Kept::read).transpose()?.unwrap_or_default();
    let mut followed = false;
    for change in case.outline().heard.changes {
        if let Some(Some(number)) = case.team.changes.get(&change.text) {
            followed |= kept.follow(&change.name(), &format!("A{number}"));
        }
    }
    if followed {
        case.store.write_note(&case.name, TODO, &kept.to_text())?;
    }
    Ok(())
}

/// What is said of what was kept.
fn kept(case: &Case) -> String {
    let mut out = format!("kept: {} of {}\n", count(case.team.answered(), "answer"), case.name);
    if case.revealed_now {
        out.push_str("the author's trigger, factors and steps now stand beside yours in the document\n");
    }
    let found = check::of_drill(case).findings;
    let (errors, warnings) = (of(&found, Level::Error), of(&found, Level::Warning));
    if errors + warnings > 0 {
        out.push_str(&format!(
            "`sandtable postmortem check {}` has {}\n",
            case.name,
            count(errors + warnings, "question")
        ));
    }
    out
}

/// Which action items are gone, and which finished ones say something else now.
fn of_items(case: &mut Case, team: &Team) -> Result<String, Failed> {
    let states = case.store.note(&case.name, TODO)?;
    let states = states.as_deref().map(Kept::read).transpose()?.unwrap_or_default();
    let (before, after) = (case.team.action_items(), team.action_items());
    let (mut gone, mut out) = (Vec::new(), String::new());
    for (name, item) in &before {
        let done = states.is_done(name).unwrap_or(item.done);
        let state = if done { "done" } else { "open" };
        match after.iter().find(|(other, _)| other == name) {
            None => gone.push(format!("{name} ({state})")),
            Some((_, now)) if done && now.text != item.text => out.push_str(&format!(
                "{name} (done) says something else now: “{}”; if that is another item: `sandtable todo reopen {} {name}`\n",
                clip(&now.text, 60),
                case.name
            )),
            Some(_) => {}
        }
    }
    if !gone.is_empty() {
        let are = if gone.len() == 1 { "is" } else { "are" };
        out.push_str(&format!(
            "{} {are} gone from the action items: a row put back word for word has its number and its state again\n",
            and(&gone)
        ));
    }
    for (name, item) in after.iter().filter(|(name, _)| {
        states.is_done(name) == Some(true) && !before.iter().any(|(other, _)| other == name)
    }) {
        out.push_str(&format!("{name} (done) is back: {}\n", clip(&item.text, 60)));
    }
    Ok(out)
}

fn of(findings: &[crate::postmortem::lint::Finding], level: Level) -> usize {
    findings.iter().filter(|finding| finding.level == level).count()
}
