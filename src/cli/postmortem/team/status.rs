//! `postmortem status`: how far the document has come, or is said to have come.

use chrono::DateTime;

use super::super::super::args::StatusArgs;
use super::super::super::exit::{Answer, Done, Failed, print};
use super::super::{Case, check};
use super::{Level, of};
use crate::pace::wall_ms;
use crate::postmortem::actions::is_said;
use crate::postmortem::team::{KEY, Status};
use crate::postmortem::todo::{KEY as TODO, Kept, Todo, of_drill};
use crate::prose::{and, count, one_line};

/// Says how far it has come, or takes it a step further, or back.
pub(in super::super) fn status(args: &StatusArgs) -> Done {
    let mut case = Case::read(&args.store, &args.drill)?;
    let now = case.team.status;
    let Some(wanted) = args.status.map(Status::from) else {
        let why = reasons(&mut case)?;
        print(&format!("{}: {}{why}\n", case.name, now.words()))?;
        return Ok(Answer::Yes);
    };
    if args.review.is_some() && wanted != Status::InReview {
        return Err(Failed(format!("`{} review` is no status; “in review” is one", wanted.as_str())));
    }
    let anyway = args.anyway.as_deref().map(one_line).filter(|why| !why.trim().is_empty());
    if args.anyway.is_some() && (anyway.is_none() || wanted < Status::Reviewed) {
        return Err(Failed(
            "`--anyway` says in words why it is reviewed without a reviewer, or closed with items open"
                .to_string(),
        ));
    }
    if let Some(held) = held(&mut case, wanted, anyway.is_some())? {
        print(&format!("{held}\n"))?;
        return Ok(Answer::No);
    }
    let lacks = if wanted == Status::Reviewed { lacking(&case) } else { None };
    case.team.status = wanted;
    let alone = wanted == Status::Reviewed && !has_reviewer(&case);
    if wanted != Status::Closed {
        case.team.reviewed_anyway = anyway.clone().filter(|_| alone);
    }
    case.team.closed_anyway = anyway.filter(|_| wanted == Status::Closed);
    if !case.store.swap_note(&case.name, KEY, case.kept.as_deref(), &case.team.to_text())? {
        return Err(Failed("somebody else has written meanwhile; look, and say it again".to_string()));
    }
    // What was skipped back over is gone through once more, in its order.
    let again = Status::ALL.iter().filter(|status| **status > wanted && **status <= now);
    let again: Vec<&str> = again.map(|status| status.words()).collect();
    let back = match again.is_empty() {
        true => String::new(),
        false => format!("; it was {}, and is to become {} anew", now.words(), and(&again)),
    };
    print(&format!("{}: {}{back}\n{}", case.name, wanted.words(), lacks.unwrap_or_default()))?;
    Ok(Answer::Yes)
}

/// Why it has come so far all the same, as it is today.
fn reasons(case: &mut Case) -> Result<String, Failed> {
    let mut said = String::new();
    if let Some(why) = &case.team.reviewed_anyway {
        said.push_str(&format!(", without a reviewer: {why}"));
    }
    let Some(why) = case.team.closed_anyway.clone() else { return Ok(said) };
    let open = open(case)?;
    said.push_str(&match open.is_empty() {
        true => format!("; what was open when it was closed ({why}) is done, or is no item any more"),
        false => format!(", with items open: {why}"),
    });
    Ok(said)
}

/// Whether somebody is named who read it.
fn has_reviewer(case: &Case) -> bool {
    let said = case.team.section("owner");
    let asked =
        case.team.answers.iter().find(|answer| {
            answer.section == "owner" && answer.question.to_lowercase().starts_with("reviewer")
        });
    asked.is_some_and(|answer| is_said(&answer.text)) || said.to_lowercase().contains("reviewer")
}

/// What a reader would miss in it: told, and no reason to stay.
fn lacking(case: &Case) -> Option<String> {
    let parts = check::of_drill(case).quality.parts;
    let says: Vec<String> = parts
        .into_iter()
        .filter(|part| ["complete", "several factors"].contains(&part.id) && part.credit < 10_000)
        .map(|part| format!("{}: {}", part.id, part.says))
        .collect();
    (!says.is_empty()).then(|| format!("  reviewed as it stands; {}\n", says.join("; ")))
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
    if wanted == Status::Reviewed && now < wanted && !anyway && !has_reviewer(case) {
        return Ok(Some(format!(
            "{stays}: nobody is named as a reviewer, and a review wants one, best from outside the team; name them under “Reviewers” \
             (`sandtable postmortem edit {name}`), or `--anyway \"WHY\"`"
        )));
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
