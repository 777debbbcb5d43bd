//! Action items over all drills: what is open, what is late, and what may leave as work.
//!
//! The items are the team's, read from what it wrote. Whether one is done is kept beside its drill, with the day; as long
//! as nothing is kept, what the team wrote says it. Practice items are about the story's system: nothing that leaves may
//! look as if they were work.

mod gap;
pub mod issue;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use super::actions::{self, ItemKind, Subject, is_said};
use super::heard::changes;
use super::outline::{Became, Change};
use super::team::Team;
use crate::hotwash::said::Said;
use crate::prose::one_line;

/// Under which key a store keeps what is done.
pub const KEY: &str = "todo";
/// The newest format.
const FORMAT: u32 = 1;
/// What stands on everything about the story's system.
pub const PRACTICE: &str = "PRACTICE";

/// What is kept of a drill's items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    format: u32,
    /// By the item's name.
    items: BTreeMap<String, State>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { format: FORMAT, items: BTreeMap::new() }
    }
}

/// What was said of an item last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    done: bool,
    day: NaiveDate,
    /// When it was said, in milliseconds since 1970 UTC. It was a day alone at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_ms: Option<i64>,
}

/// What was kept can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// A newer release wrote it.
    #[error("which items are done was kept by a newer sandtable (format {0}, known here: {FORMAT})")]
    Newer(u64),
    /// It is not what was kept.
    #[error("which items are done can't be read: {0}")]
    Strange(String),
}

impl Kept {
    /// As it is kept.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("words and days")
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// A newer release wrote it, or it is something else.
    pub fn read(text: &str) -> Result<Self, KeptError> {
        let strange = |error: serde_json::Error| KeptError::Strange(error.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(strange)?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(found) if found > u64::from(FORMAT) => Err(KeptError::Newer(found)),
            _ => serde_json::from_value(value).map_err(strange),
        }
    }

    /// Whether an item was said to be done; nothing if nobody said anything of it.
    #[must_use]
    pub fn is_done(&self, item: &str) -> Option<bool> {
        self.items.get(item).map(|state| state.done)
    }

    /// An item that was known by another name is as done as it was; whether anything was known of it.
    pub fn follow(&mut self, old: &str, new: &str) -> bool {
        let state = self.items.get(old).filter(|_| !self.items.contains_key(new)).cloned();
        state.is_some_and(|state| self.items.insert(new.to_string(), state).is_none())
    }

    /// Says that an item is done, or is not, as of a moment in milliseconds since 1970 UTC.
    pub fn set(&mut self, item: &str, done: bool, at_ms: i64) {
        let day = DateTime::from_timestamp_millis(at_ms).unwrap_or_default().date_naive();
        self.items.insert(item.to_string(), State { done, day, at_ms: Some(at_ms) });
    }
}

/// An action item of a drill, as it stands today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// The drill it came from.
    pub drill: String,
    /// What was played.
    pub scenario: String,
    /// Its name in that drill: `A1`.
    pub item: String,
    /// What is to be done.
    pub text: String,
    /// The role that holds it.
    pub owner: Option<String>,
    /// The day it is due.
    pub due: Option<NaiveDate>,
    /// When it is due, as it was said, if that is no day.
    pub due_said: Option<String>,
    /// For how many days it is late.
    pub overdue_days: Option<i64>,
    /// Whether it is done.
    pub done: bool,
    /// Since when, if that is known.
    pub done_on: Option<NaiveDate>,
    /// The same in milliseconds since 1970 UTC, if it was said to the program.
    #[serde(skip)]
    pub done_at_ms: Option<i64>,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: Option<ItemKind>,
    /// As it was said.
    pub priority: Option<String>,
    /// Whom it is about, if that was said.
    pub subject: Option<Subject>,
    /// It is about the story's system, and no work for anybody.
    pub practice: bool,
    /// Where it is followed up.
    pub tracking: Option<String>,
    /// The factor, or the criterion, that it addresses.
    pub addresses: Option<String>,
    /// How one will know.
    pub done_when: Option<String>,
    /// It was said in the hot wash, and is no item of the postmortem yet.
    pub proposed: bool,
    /// The item that it may be in other words: two that have words in common may say the opposite, so it is asked.
    pub perhaps_same_as: Option<String>,
}

/// The changes that a table took home from its hot wash, as long as they are no items of its postmortem: `H1`, `H2`.
#[must_use]
pub fn proposed(drill: &str, scenario: &str, said: &Said, team: &Team, kept: &Kept) -> Vec<Todo> {
    let open = changes(said, team).into_iter().filter(|change| change.became == Became::Open);
    let todo = |change: Change| {
        let item = change.name();
        let state = kept.items.get(&item);
        Todo {
            drill: drill.to_string(),
            scenario: scenario.to_string(),
            text: change.text,
            perhaps_same_as: change.near.map(|near| near.item),
            done: state.is_some_and(|state| state.done),
            done_on: state.filter(|state| state.done).map(|state| state.day),
            done_at_ms: state.filter(|state| state.done).and_then(|state| state.at_ms),
            item,
            proposed: true,
            ..Todo::default()
        }
    };
    open.map(todo).collect()
}

/// The items of a drill, in the order of its document.
#[must_use]
pub fn of_drill(drill: &str, scenario: &str, team: &Team, kept: &Kept, today: NaiveDate) -> Vec<Todo> {
    let items = team.action_items().into_iter();
    let items = items.map(|(name, item)| {
        let state = kept.items.get(&name);
        // What the team wrote last is a day in words: `done 2026-03-20`.
        let done = state.map_or(item.done, |state| state.done);
        let done_on = state.map_or_else(|| day(&item.tracking), |state| Some(state.day)).filter(|_| done);
        let due = item.due.as_deref().and_then(day);
        let late = due.filter(|_| !done).map(|due| (today - due).num_days()).filter(|days| *days > 0);
        Todo {
            drill: drill.to_string(),
            scenario: scenario.to_string(),
            item: name,
            text: one_line(&item.text),
            owner: said(&item.owner),
            due,
            due_said: said(&item.due_said).filter(|_| due.is_none()),
            overdue_days: late,
            done,
            done_on,
            done_at_ms: state.filter(|state| state.done).and_then(|state| state.at_ms),
            kind: item.kind,
            priority: said(&item.priority),
            subject: item.subject,
            practice: item.subject == Some(Subject::Fictional),
            tracking: said(&item.tracking),
            addresses: said(&item.factor),
            done_when: said(&item.done_when),
            proposed: false,
            perhaps_same_as: None,
        }
    });
    items.collect()
}

fn day(said: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&actions::date(said)?, "%Y-%m-%d").ok()
}

fn said(text: &str) -> Option<String> {
    is_said(text).then(|| one_line(text))
}

impl Todo {
    /// Whether it is a role's, however that is set.
    #[must_use]
    pub fn is_of(&self, role: &str) -> bool {
        self.owner.as_deref().is_some_and(|owner| key(owner) == key(role))
    }

    /// Whether it names a gap, such as `loop/verify`, in what it addresses, in its words or where it is followed up: by
    /// that id, as section 17 calls it, by the `step` that the card advises, or in plain words.
    #[must_use]
    pub fn names(&self, about: &str, step: &str) -> bool {
        let said = |text: &Option<String>, field| {
            text.as_ref().is_some_and(|text| gap::names(text, about, step, field))
        };
        said(&self.addresses, true)
            || said(&self.tracking, false)
            || gap::names(&self.text, about, step, false)
    }

    /// What comes first: what is late, the longest; then by day; then what has none.
    fn urgency(&self) -> (bool, bool, Option<NaiveDate>, &str, &str) {
        (self.done, self.due.is_none(), self.due, &self.drill, &self.item)
    }
}

/// An owner, however it is set.
fn key(owner: &str) -> String {
    let owner = owner.trim().trim_start_matches('@').to_lowercase();
    owner.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The items of each owner: who has something late first, what nobody holds in its place among them.
#[must_use]
pub fn by_owner(mut todos: Vec<Todo>) -> Vec<(Option<String>, Vec<Todo>)> {
    todos.sort_by(|one, other| one.urgency().cmp(&other.urgency()));
    let mut groups: Vec<(Option<String>, Vec<Todo>)> = Vec::new();
    for todo in todos {
        let owner = todo.owner.as_deref().map(key);
        match groups.iter_mut().find(|(known, _)| known.as_deref().map(key) == owner) {
            Some((_, group)) => group.push(todo),
            None => groups.push((todo.owner.clone(), vec![todo])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "| what | owner | due | tracking | subject | factor |\n| --- | --- | --- | --- | --- | --- |\n\
        | Page two people | shop lead | 2026-03-10 |  | real | loop/verify |\n\
        | Add a loop.verify_all step | Shop  Lead | 2026-03-08 |  | fictional |  |\n\
        | Print the guide |  | soon | done 2026-03-01 | drill | the loop.verify card |\n\
        | Call the bank | duty | 2026-03-09 |  |  |  |\n";

    fn noon(said: &str) -> i64 {
        day(said).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap().and_utc().timestamp_millis()
    }

    fn todos(today: &str, kept: &Kept) -> Vec<Todo> {
        let names = [
            (1, "Page two people"),
            (2, "Add a loop.verify_all step"),
            (3, "Print the guide"),
            (4, "Call the bank"),
        ];
        let items: BTreeMap<u32, String> = names.map(|(n, text)| (n, text.to_string())).into();
        let answer = super::super::team::Answer {
            section: "action-items".to_string(),
            question: String::new(),
            text: TABLE.to_string(),
        };
        let mut team = Team::default();
        (team.answers, team.items) = (vec![answer], items);
        of_drill("d", "smallest", &team, kept, day(today).unwrap())
    }

    #[test]
    fn an_item_is_late_from_the_day_after_it_was_due() {
        let late =
            |today| todos(today, &Kept::default()).iter().map(|todo| todo.overdue_days).collect::<Vec<_>>();
        assert_eq!(late("2026-03-08"), [None, None, None, None]);
        assert_eq!(late("2026-03-10"), [None, Some(2), None, Some(1)]);
        let mut kept = Kept::default();
        kept.set("A2", true, noon("2026-03-12"));
        let todos = todos("2026-03-13", &kept);
        assert_eq!((todos[1].overdue_days, todos[1].done, todos[1].done_on), (None, true, day("2026-03-12")));
        assert_eq!((todos[2].done, todos[2].done_on), (true, day("2026-03-01")));
        assert_eq!(todos[2].due_said.as_deref(), Some("soon"));
    }

    #[test]
    fn what_is_kept_of_an_item_stands_above_what_was_written() {
        let mut kept = Kept::default();
        kept.set("A3", false, noon("2026-03-12"));
        let kept = Kept::read(&kept.to_text()).unwrap();
        let old = r#"{"format":1,"items":{"A3":{"done":false,"day":"2026-03-12"}}}"#;
        assert_eq!(Kept::read(old).unwrap().is_done("A3"), Some(false));
        let todo = &todos("2026-03-13", &kept)[2];
        assert_eq!((todo.done, todo.done_on), (false, None));
        assert_eq!(Kept::read("{\"format\":2,\"items\":{}}"), Err(KeptError::Newer(2)));
        assert!(matches!(Kept::read("x"), Err(KeptError::Strange(_))));
    }

    #[test]
    fn owners_stand_together_and_the_latest_item_stands_first() {
        let groups = by_owner(todos("2026-03-20", &Kept::default()));
        let names = |(owner, group): &(Option<String>, Vec<Todo>)| {
            let items: Vec<&str> = group.iter().map(|todo| todo.item.as_str()).collect();
            format!("{}: {}", owner.clone().unwrap_or_default(), items.join(" "))
        };
        let said: Vec<String> = groups.iter().map(names).collect();
        assert_eq!(said, ["Shop Lead: A2 A1", "duty: A4", ": A3"]);
    }

    #[test]
    fn a_criterion_is_named_whole() {
        let todos = todos("2026-03-20", &Kept::default());
        let named: Vec<bool> = todos.iter().map(|todo| todo.names("loop/verify", "")).collect();
        assert_eq!(named, [true, false, true, false]);
    }
}
