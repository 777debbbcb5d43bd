//! That minute again: a few minutes from a moment on, played otherwise, and both lines of play above each other.

use std::process::Command;

use super::HotWash;
use crate::cli::exit::Failed;
use crate::cli::{score, stored};
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, EventKind};
use crate::hotwash::bookmark::Bookmark;
use crate::hotwash::ribbon::{line, scale};
use crate::journal::Record;
use crate::scenario::words::Step;
use crate::store::{AGAIN, free_name};
use crate::time::{SimDuration, SimTime};

/// So long is played again.
const LENGTH: SimDuration = SimDuration::from_mins(5);
/// The width of the names before the two lines.
const NAMES: usize = 12;

/// Whether a branch was gone on with: its clock ran to an end, or somebody made a move.
fn is_played(branch: &[Record]) -> bool {
    let own = branch.iter().rev().take_while(|record| !matches!(record.event.kind, EventKind::Forked { .. }));
    let is_play =
        |event: &Event| event.by.seat().is_some() || matches!(event.kind, EventKind::DrillEnded { .. });
    own.into_iter().any(|record| is_play(&record.event))
}

impl HotWash {
    /// Plays a few minutes from a moment on, in a drill of its own, and shows what came of it; whether it was played.
    pub(super) fn again(&mut self, mark: &Bookmark) -> Result<bool, Failed> {
        let since = |at: SimTime| at.since(SimTime::START).clock();
        let at = mark.before.map_or(format!("#{}", mark.seq.0), |before| format!("+{}", since(before)));
        if !self.desk.is_live() {
            self.desk.say(&self.place.hinted(&format!(
                "That needs a terminal; `sandtable fork {} --at '{at}' --for 5m` does it anywhere.",
                self.drill
            )))?;
            return Ok(false);
        }
        let name = free_name(&mut *self.store, &self.drill)?;
        let from = match mark.before {
            Some(before) => {
                let clock = story_clock(&self.scenario, before);
                format!("{clock} (+{}), before that move was made", since(before))
            }
            None => "here".to_string(),
        };
        self.desk
            .say(&format!(
                "Five minutes from {from}, your way. What was played before stays as it is. Enter starts the clock; after five \
                 minutes, or with `end`, it goes on here."
            ))?;
        // The prompt of a drill has threads and signals of its own: it gets a process of its own, too.
        let program =
            std::env::current_exe().map_err(|error| Failed(format!("the program is gone: {error}")))?;
        let mut command = Command::new(program);
        command.args(["fork", &self.drill, "--at", &at, "--for", "5m", "--name", &name]);
        let events = self.records.iter().map(|record| &record.event);
        if let Some(pace) = crate::journal::paces(events).pop().filter(|pace| *pace != "flat") {
            command.args(["--pace", pace]);
        }
        if let Some(store) = self.place.store.as_ref() {
            // An address may hold a password, which no list of processes is to show.
            command.env("SANDTABLE_STORE", store);
        }
        let ran = command.status().map_err(|error| Failed(format!("it can't be played: {error}")))?;
        match stored::read(&self.place, &name) {
            Ok(branch) => {
                // A minute tried again is not the drill that people mean by `last`.
                self.store.write_note(&name, AGAIN, &self.drill)?;
                let branch = branch.lived()?.1;
                let played = is_played(&branch);
                if played {
                    self.side_by_side(mark, &branch)?;
                } else {
                    self.desk.say(
                        "Nothing was played, so that there is nothing to compare; the moment is the same.",
                    )?;
                }
                Ok(played)
            }
            Err(_) if ran.success() => Ok(false),
            Err(failed) => Err(failed),
        }
    }

    /// Both lines of play from the moment on.
    fn side_by_side(&self, mark: &Bookmark, branch: &[Record]) -> Result<(), Failed> {
        let from = mark.before.unwrap_or(mark.at);
        let to = from + LENGTH;
        let width = self.desk.width().saturating_sub(NAMES + 6).min(60);
        self.desk.line("")?;
        let clock = |at| story_clock(&self.scenario, at);
        self.desk.line(&format!("  {:<NAMES$} {}", "", scale(from, to, width, clock)))?;
        for (name, records) in [("then", &self.records[..]), ("this time", branch)] {
            let steps = self.steps(records)?;
            self.desk.line(&format!("  {name:<NAMES$} {}", line(&steps, from, to, width)))?;
        }
        self.desk
            .say("A assess, S stabilise, U update, V verify. Nothing of it is scored. What was different?")
    }

    fn steps(&self, records: &[Record]) -> Result<Vec<(Step, SimTime)>, Failed> {
        let ribbon = crate::score::ribbon(&self.scenario, &score::profile(records)?, records);
        Ok(ribbon.steps.into_iter().map(|(step, at, _)| (step, at)).collect())
    }
}
