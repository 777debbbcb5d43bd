//! Which task a report is of: asked where that is not said, and said where nothing is left of it.

use super::Driver;
use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::world::Task;
use crate::prose::{clip, or};
use crate::scenario::id::SeatId;

/// The move's word.
const WORD: &str = "report";
/// So much of a task's words tells it from another.
const WORDS: usize = 40;

impl Driver<'_> {
    /// At a prompt, a report of a seat that has several open tasks is asked about: a number, or Enter for the last one.
    pub(super) fn asks_of_the_task(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Report { task: None, .. } = command else { return false };
        let session = self.drill.session();
        let Some(seat) = by.seat().filter(|_| self.screen.takes_enter()) else { return false };
        let open: Vec<&Task> = of(session, seat).filter(|task| !task.reported).collect();
        let Some(last) = open.last().filter(|_| open.len() > 1).map(|task| task.number) else { return false };
        if session.would_refuse(by, command).is_some() {
            return false;
        }
        let called = |task: &&Task| format!("{} ({})", task.number, clip(&task.text, WORDS));
        let which = or(&open.iter().map(called).collect::<Vec<_>>());
        self.screen.note(&format!("of which task, {which}? Its number, or Enter for {last}"));
        let line = self.with_seat(by, text);
        self.asked.meant = Some(on_task(&line, last));
        self.asked.reports = Some(line);
        true
    }

    /// The report that a task's number was typed for.
    pub(super) fn with_task(&self, line: &str, text: &str) -> Option<String> {
        let said = text.trim().trim_start_matches("task").trim().trim_start_matches('#');
        let number = said.parse().ok()?;
        let tasks = &self.drill.session().world().tasks;
        tasks.iter().any(|task| task.number == number).then(|| on_task(line, number))
    }
}

/// What is said of a report before it is made: that its task has a result already.
pub(super) fn second_report(session: &Session, by: Mover, command: &Command) -> Option<String> {
    let Command::Report { task, more: None, .. } = command else { return None };
    let world = session.world();
    let told = |number: &u32| world.tasks.iter().any(|task| task.number == *number && task.reported);
    if let Some(number) = task.filter(told) {
        return Some(format!(
            "task {number} was reported before: this is a second word on it, and nothing waits for it"
        ));
    }
    let seat = by.seat().filter(|_| task.is_none())?;
    let (mut theirs, anything) = (of(session, seat), world.tasks.iter().any(|task| !task.reported));
    // Who commands reports on what is left, whosever it is.
    let none_open = !anything && theirs.next().is_some();
    none_open.then(|| "no task is open any more: it is a word to everybody, and no task's result".to_string())
}

fn of(session: &Session, seat: SeatId) -> impl Iterator<Item = &Task> {
    session.world().tasks.iter().filter(move |task| task.seat == Some(seat))
}

/// A report's line with its task's number behind the move's word, which no seat is called.
fn on_task(line: &str, number: u32) -> String {
    let lower = line.to_ascii_lowercase();
    let alone = |at: &usize| {
        let (before, after) = (&line[..*at], &line[at + WORD.len()..]);
        before.chars().next_back().is_none_or(char::is_whitespace)
            && after.chars().next().is_none_or(char::is_whitespace)
    };
    let at = lower.match_indices(WORD).map(|(at, _)| at).find(alone).unwrap_or(0);
    let (before, after) = line.split_at(at + WORD.len().min(line.len() - at));
    format!("{before} {number}{after}")
}
