//! `postmortem status`: how far the document has come, or is said to have come.

use chrono::DateTime;

use super::super::super::args::StatusArgs;
use super::super::super::exit::{Answer, Done, Failed, print};
use super::super::{Case, check};
use super::{Level, of};
use crate::pace::wall_ms;
use crate::postmortem::team::{KEY, Status};
use crate::postmortem::todo::{KEY as TODO, Kept, Todo, of_drill};
use crate::prose::{and, count, one_line};

/// Says how far it has come, or takes it a step further, or back.
pub(in super::super) fn status(args: &StatusArgs) -> Done {
    let mut case = Case::read(&args.store, &args.drill)?;
    let now = case.team.status;
    let Some(wanted) = args.status.map(Status::from) else {
        let why = case.team.closed_anyway.as_ref().map(|why| format!(", with items open: {why}"));
        print(&format!("{}: {}{}\n", case.name, now.words(), why.unwrap_or_default()))?;
        return Ok(Answer::Yes);
    };
    let anyway = args.anyway.as_deref().map(one_line).filter(|why| !why.trim().is_empty());
    if args.anyway.is_some() && (anyway.is_none() || wanted != Status::Closed) {
        return Err(Failed("`--anyway` says in words why it is closed with items open".to_string()));
    }
    if let Some(held) = held(&mut case, wanted, anyway.is_some())? {
        print(&format!("{held}\n"))?;
        return Ok(Answer::No);
    }
    case.team.status = wanted;
    case.team.closed_anyway = anyway.filter(|_| wanted == Status::Closed);
    if !case.store.swap_note(&case.name, KEY, case.kept.as_deref(), &case.team.to_text())? {
        return Err(Failed("somebody else has written meanwhile; look, and say it again".to_string()));
    }
    print(&format!("{}: {}\n", case.name, wanted.words()))?;
    Ok(Answer::Yes)
}

/// What holds a step up.
fn held(case: &mut Case, wanted: Status, anyway: bool) -> Result<Option<String>, Failed> {
    let (name, now) = (case.name.clone(), case.team.status);
    let step = |status: Status| Status::ALL.iter().position(|other| *other == status).unwrap_or(0);
    if step(wanted) > step(now) + 1 {
        let next = Status::ALL[step(now) + 1].words();
        return Ok(Some(format!("{name} is {}: first comes {next}", now.words())));
    }
    if wanted < Status::Reviewed {
        return Ok(None);
    }
    let stays = format!("{name} stays {}", now.words());
    if case.team.is_empty() {
        return Ok(Some(format!(
            "{stays}: nobody has written anything yet, and there is nothing to review; `sandtable postmortem edit {name}`"
        )));
    }
    let errors = of(&check::of_drill(case).findings, Level::Error);
    if errors > 0 {
        let found = count(errors, "wording");
        return Ok(Some(format!("{stays}: {found} to settle first; `sandtable postmortem check {name}`")));
    }
    if wanted < Status::Closed || anyway {
        return Ok(None);
    }
    let open = open(case)?;
    let Some(first) = open.first() else { return Ok(None) };
    let said = |todo: &Todo| match todo.overdue_days {
        Some(_) => format!("{} (overdue)", todo.item),
        None => todo.item.clone(),
    };
    let items: Vec<String> = open.iter().map(said).collect();
    Ok(Some(format!(
        "{stays}: {} {} open; `sandtable todo done {name} {}` says that one is done, a row taken out that it is dropped, and \
         `--anyway \"WHY\"` closes it with them",
        and(&items),
        if open.len() == 1 { "is" } else { "are" },
        first.item
    )))
}

/// The items that are work for somebody, and not done.
fn open(case: &mut Case) -> Result<Vec<Todo>, Failed> {
    let kept = case.store.note(&case.name, TODO)?;
    let kept = kept.as_deref().map(Kept::read).transpose()?.unwrap_or_default();
    let today = DateTime::from_timestamp_millis(wall_ms()).unwrap_or_default().date_naive();
    let all = of_drill(&case.name, "", &case.team, &kept, today);
    Ok(all.into_iter().filter(|todo| !todo.done && !todo.practice).collect())
}
