//! `todo`: the action items of all drills, and which of them are done.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};

use super::args::{TodoArgs, TodoFormat, TodoItem, TodoWhat};
use super::exit::{Answer, Done, Failed, json_text, print, say_error};
use super::stored;
use crate::pace::wall_ms;
use crate::postmortem::actions::Subject;
use crate::postmortem::outline::{Became, Change};
use crate::postmortem::team::{KEY as TEAM, Team};
use crate::postmortem::todo::issue::issues;
use crate::postmortem::todo::{KEY, Kept, PRACTICE, Todo, by_owner, of_drill, proposed};
use crate::prose::{and, clip, count, one_line, wrap};
use crate::store::{JournalStore, find};

/// How wide the list is.
const WIDTH: usize = 80;
/// The columns. Columns are only ever added.
const COLUMNS: [&str; 15] = [
    "drill",
    "item",
    "what",
    "owner",
    "due",
    "overdue_days",
    "state",
    "done_on",
    "type",
    "priority",
    "subject",
    "tracking",
    "addresses",
    "done_when",
    "stamp",
];

/// Lists the items, or says that one is done.
pub(super) fn todo(args: &TodoArgs) -> Done {
    match &args.what {
        Some(TodoWhat::Done(item)) => return set(item, true),
        Some(TodoWhat::Reopen(item)) => return set(item, false),
        None => {}
    }
    let all = match stored::open_existing(&args.store)? {
        Some(mut store) => all(&mut *store)?,
        None => Vec::new(),
    };
    let list = List::of(args, all);
    print(&match args.format {
        TodoFormat::Text => text(args, &list),
        TodoFormat::Json => json_text(&list.items)?,
        TodoFormat::Csv => csv(&list.items)?,
        TodoFormat::Github => issues(&list.items),
    })?;
    if args.format == TodoFormat::Github && list.items.is_empty() {
        say("no item is to be written");
    }
    if let Some(left_out) = list.left_out() {
        say(&left_out);
    }
    Ok(Answer::Yes)
}

/// Beside what a program or a file takes.
fn say(text: &str) {
    use std::io::Write;
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Today, by the wall clock, UTC as everywhere in the record.
fn today() -> NaiveDate {
    DateTime::from_timestamp_millis(wall_ms()).unwrap_or_default().date_naive()
}

/// The items of all drills. A document that can't be read is said, and keeps none of the others back.
pub(super) fn all(store: &mut dyn JournalStore) -> Result<Vec<Todo>, Failed> {
    let scenarios: BTreeMap<String, String> =
        store.drills()?.into_iter().map(|drill| (drill.name, drill.scenario)).collect();
    let notes = |of: &[(String, String)]| -> BTreeMap<String, String> { of.iter().cloned().collect() };
    let (written, spoken) = (store.notes(TEAM)?, store.notes(super::hotwash::NOTE)?);
    let (teams, said, kept) = (notes(&written), notes(&spoken), notes(&store.notes(KEY)?));
    let only_said = spoken.iter().filter(|(drill, _)| !teams.contains_key(drill));
    let mut todos = Vec::new();
    for (drill, _) in written.iter().chain(only_said) {
        let scenario = scenarios.get(drill).map(String::as_str).unwrap_or_default();
        let of = |notes: &BTreeMap<String, String>| notes.get(drill).cloned();
        match items(drill, scenario, of(&teams), of(&said), of(&kept)) {
            Ok(items) => todos.extend(items),
            Err(Failed(why)) => say_error(&format!("`{drill}` is left out: {why}")),
        }
    }
    Ok(todos)
}

/// The items of a drill: what its team wrote down, and what it only said in the hot wash.
fn items(
    drill: &str,
    scenario: &str,
    team: Option<String>,
    said: Option<String>,
    kept: Option<String>,
) -> Result<Vec<Todo>, Failed> {
    let team = team.as_deref().map(Team::read).transpose()?.unwrap_or_default();
    let kept = kept.as_deref().map(Kept::read).transpose()?.unwrap_or_default();
    let said = super::hotwash::read(drill, said.as_deref())?;
    let mut items = of_drill(drill, scenario, &team, &kept, today());
    items.extend(proposed(drill, scenario, &said, &team, &kept));
    Ok(items)
}

/// The changes that were said in the hot wash, and what became of them.
fn changes(drill: &str, team: Option<&str>, said: Option<&str>) -> Result<Vec<Change>, Failed> {
    let team = team.map(Team::read).transpose()?.unwrap_or_default();
    Ok(crate::postmortem::changes(&super::hotwash::read(drill, said)?, &team))
}

/// Says that an item is done, or is not.
fn set(args: &TodoItem, done: bool) -> Done {
    let mut store = stored::open_existing(&args.store)?.ok_or_else(stored::refused_yet)?;
    let info = find(&mut *store, &args.drill)?;
    let drill = info.name;
    let (team, said) = (store.note(&drill, TEAM)?, store.note(&drill, super::hotwash::NOTE)?);
    let written = store.note(&drill, KEY)?;
    let changes = changes(&drill, team.as_deref(), said.as_deref())?;
    let mut kept = written.as_deref().map(Kept::read).transpose()?.unwrap_or_default();
    let items = items(&drill, &info.scenario, team, said, written)?;
    let wanted = args.item.trim().to_uppercase();
    let named = |item: &&Todo| item.item == wanted || item.item.strip_prefix('A') == Some(&wanted);
    let item = items.iter().find(|item| !wanted.is_empty() && named(item));
    if let Some(change) = changes.iter().find(|change| item.is_none() && change.name() == wanted) {
        return Err(Failed(match change.became {
            Became::Dropped => format!(
                "{wanted} of `{drill}` was taken out of its postmortem; written in again, it is an item"
            ),
            Became::Item | Became::Open => {
                format!(
                    "{wanted} of `{drill}` is an item of its postmortem by now, with a number of its own: `sandtable todo`"
                )
            }
        }));
    }
    let Some(item) = item else {
        let names: Vec<&str> =
            items.iter().map(|item| item.item.as_str()).filter(|name| !name.is_empty()).collect();
        let said = one_line(&args.item);
        return Err(Failed(match names.as_slice() {
            [] => format!("`{drill}` has no action items yet: `sandtable postmortem edit {drill}`"),
            _ => format!("`{drill}` has no item `{said}`; it has {}", and(&names)),
        }));
    };
    let name = format!("{} of {drill}", item.item);
    let what = clip(&item.text, 60);
    if item.done == done {
        let since = item.done_on.map(|day| format!(" since {day}")).unwrap_or_default();
        let state = if done { format!("done{since}") } else { "open".to_string() };
        print(&format!("{name} is {state} already: {what}\n"))?;
        return Ok(Answer::Yes);
    }
    kept.set(&item.item, done, wall_ms());
    store.write_note(&drill, KEY, &kept.to_text())?;
    let state = if done { format!("done, {}", today()) } else { "open again".to_string() };
    print(&format!("{name} is {state}: {what}\n"))?;
    Ok(Answer::Yes)
}

/// What is listed, and what is not.
struct List {
    items: Vec<Todo>,
    /// How many items there are at all.
    all: usize,
    /// Items that fit but for what they are about.
    kept_back: Vec<Todo>,
    owners: Vec<String>,
}

impl List {
    fn of(args: &TodoArgs, all: Vec<Todo>) -> Self {
        let wanted: Vec<Subject> = args.subject.iter().map(|word| Subject::from(*word)).collect();
        let leaves = matches!(args.format, TodoFormat::Csv | TodoFormat::Github);
        let about = |todo: &Todo| match todo.subject {
            _ if wanted.is_empty() && !leaves => true,
            Some(Subject::Real) if wanted.is_empty() => true,
            Some(subject) => wanted.contains(&subject),
            None => false,
        };
        let count = all.len();
        let mut owners: Vec<String> = all.iter().filter_map(|todo| todo.owner.clone()).collect();
        owners.sort_by_key(|owner| owner.to_lowercase());
        owners.dedup_by_key(|owner| owner.to_lowercase());
        let fits = |todo: &Todo| {
            let state = args.all || todo.done == args.done;
            state && args.owner.as_deref().is_none_or(|owner| todo.is_of(owner))
        };
        let groups = by_owner(all.into_iter().filter(fits).collect());
        let items = groups.into_iter().flat_map(|(_, group)| group);
        let (items, kept_back) = items.partition(about);
        List { items, all: count, kept_back: if leaves { kept_back } else { Vec::new() }, owners }
    }

    /// What an export keeps back, and why.
    fn left_out(&self) -> Option<String> {
        let of = |subject| self.kept_back.iter().filter(|todo| todo.subject == subject).count();
        let kinds = [
            (Some(Subject::Fictional), "for practice, about the story (`--subject fictional`)"),
            (Some(Subject::Drill), "about the drill itself (`--subject drill`)"),
            (Some(Subject::Real), "about how we really work (`--subject real`)"),
            (None, "without a subject (`sandtable postmortem edit` says whom it is about)"),
        ];
        let said = kinds.into_iter().map(|(subject, words)| (of(subject), words)).filter(|(n, _)| *n > 0);
        let said: Vec<String> = said.map(|(n, words)| format!("{n} {words}")).collect();
        (!said.is_empty()).then(|| format!("left out: {}", said.join("; ")))
    }
}

fn text(args: &TodoArgs, list: &List) -> String {
    let state = if args.all {
        ""
    } else if args.done {
        "done "
    } else {
        "open "
    };
    if list.items.is_empty() {
        return nothing(args, list, state);
    }
    let late = list.items.iter().filter(|todo| todo.overdue_days.is_some()).count();
    let late = if late > 0 { format!(", {late} overdue") } else { String::new() };
    let mut out = format!("{}{late}, as of {}\n", count(list.items.len(), &format!("{state}item")), today());
    for (owner, group) in by_owner(list.items.clone()) {
        let owner = owner.unwrap_or_else(|| "nobody yet: which one role holds it?".to_string());
        out.push_str(&format!("\n{}\n", clip(&owner, WIDTH)));
        for todo in &group {
            paragraph(&mut out, "  ", &head(todo));
            paragraph(&mut out, "      ", &body(todo));
        }
    }
    if let Some(said) = list.items.iter().find(|todo| todo.proposed) {
        let how = format!(
            "H: said in a hot wash. `sandtable postmortem edit {}` gives it an owner and a day, or takes it out.",
            said.drill
        );
        out.push('\n');
        paragraph(&mut out, "", &args.store.hinted(&how));
    }
    out
}

fn nothing(args: &TodoArgs, list: &List, state: &str) -> String {
    if list.all == 0 {
        let mut out = String::new();
        let none = "no drill has action items yet; they are written under 16 of a postmortem: `sandtable postmortem edit last`";
        paragraph(&mut out, "", &args.store.hinted(none));
        return out;
    }
    let mut out = String::new();
    let owner = args.owner.as_deref().map(|owner| format!(" of `{}`", one_line(owner))).unwrap_or_default();
    let of = if list.all == 1 {
        "the one in the record".to_string()
    } else {
        format!("the {} in the record", list.all)
    };
    paragraph(&mut out, "", &format!("no {state}item{owner} like that among {of}"));
    if args.owner.is_some() && !list.owners.is_empty() {
        paragraph(&mut out, "", &format!("owners are {}", and(&list.owners)));
    }
    out
}

/// `A1 of friday, due 2026-04-11, 3 days overdue (prevent, priority 1)`.
fn head(todo: &Todo) -> String {
    let when = match (todo.done, todo.done_on, todo.due, &todo.due_said) {
        (true, Some(day), _, _) => format!("done {day}"),
        (true, None, _, _) => "done".to_string(),
        (false, _, Some(due), _) => match todo.overdue_days {
            Some(days) => {
                format!("OVERDUE by {}, due {due}", count(usize::try_from(days).unwrap_or(0), "day"))
            }
            None => format!("due {due}"),
        },
        (false, _, None, Some(said)) => format!("due “{}”, which is no day", clip(said, 30)),
        (false, _, None, None) => "no due date".to_string(),
    };
    let subject = match todo.subject {
        Some(Subject::Fictional) | None => None,
        Some(Subject::Real) => Some("real".to_string()),
        Some(Subject::Drill) => Some("about the drill".to_string()),
    };
    let kind = todo.kind.map(|kind| kind.as_str().to_string());
    let priority = todo.priority.as_ref().map(|said| format!("priority {}", clip(said, 20)));
    let said = todo.proposed.then(|| "said in the hot wash, no item of the postmortem yet".to_string());
    let same = todo.perhaps_same_as.as_ref().map(|item| format!("the same as {item}?"));
    let more: Vec<String> = [said, same, subject, kind, priority].into_iter().flatten().collect();
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
    let name = if todo.item.is_empty() { "-" } else { &todo.item };
    format!("{name} of {}, {when}{more}", todo.drill)
}

fn body(todo: &Todo) -> String {
    let mark = if todo.practice { format!("{PRACTICE}, about the story's system: ") } else { String::new() };
    let tracked = todo.tracking.as_ref().map(|said| format!(" [{}]", clip(said, 60))).unwrap_or_default();
    format!("{mark}{}{tracked}", todo.text)
}

fn paragraph(out: &mut String, indent: &str, text: &str) {
    for line in wrap(text, WIDTH - indent.len()) {
        out.push_str(&format!("{indent}{line}\n"));
    }
}

fn csv(todos: &[Todo]) -> Result<String, Failed> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for todo in todos {
        table.write_record(row(todo).iter().map(|cell| super::msel::inert(cell)))?;
    }
    let bytes = table.into_inner().map_err(|error| Failed(format!("the list can't be written: {error}")))?;
    Ok(String::from_utf8(bytes)?)
}

fn row(todo: &Todo) -> [String; COLUMNS.len()] {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let what = if todo.practice { format!("{PRACTICE}: {}", todo.text) } else { todo.text.clone() };
    let stamp = if todo.practice {
        format!("{PRACTICE}: about the story, no work for anybody")
    } else {
        "from a drill".to_string()
    };
    [
        todo.drill.clone(),
        todo.item.clone(),
        what,
        said(&todo.owner),
        todo.due.map_or_else(|| said(&todo.due_said), |due| due.to_string()),
        todo.overdue_days.map(|days| days.to_string()).unwrap_or_default(),
        if todo.done { "done" } else { "open" }.to_string(),
        day(todo.done_on),
        todo.kind.map(|kind| kind.as_str().to_string()).unwrap_or_default(),
        said(&todo.priority),
        todo.subject.map(|subject| subject.as_str().to_string()).unwrap_or_default(),
        said(&todo.tracking),
        said(&todo.addresses),
        said(&todo.done_when),
        stamp,
    ]
}
