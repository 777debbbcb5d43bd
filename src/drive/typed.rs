//! A line as it is typed: an answer to what was asked, a move, or something for the tool.

use super::{DriveError, Driver, clocks, several};
use crate::engine::command::Mover;
use crate::engine::refusal::Refusal;
use crate::moves::{FACILITATORS, MOVES, MoveError, TOOLS, Tool, What, is_left, parse, seat_of};
use crate::pace::Pace;
use crate::scenario::Scenario;

/// What is said when somebody leaves what was asked.
const LEFT: &str = "left; nothing was done";
/// What is said to `all ack` when no page waits.
const NO_PAGE: &str = "nobody at this table has a page to answer";

impl Driver<'_> {
    /// One line as typed: now, or at the time it says.
    pub(super) fn typed(&mut self, text: &str) -> Result<(), DriveError> {
        self.screen.typed(self.drill.session(), text);
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.screen.refused(None, text, "this line is not UTF-8 text; nothing of it was done", None);
            return Ok(());
        }
        let scenario = self.drill.session().scenario().clone();
        let seated = self.people.seated(&scenario, text);
        let text = seated.as_str();
        let pending = self.pending.take();
        if let Some(waits) = pending.clone().filter(|_| text.trim().is_empty()) {
            // Nothing that was said is lost for an empty line.
            self.screen.nobody(self.drill.session(), &waits);
            self.pending = Some(waits);
            return Ok(());
        }
        let leaves = is_left(text);
        if leaves && pending.is_some() {
            self.screen.note(LEFT);
            return Ok(());
        }
        let completed =
            pending.filter(|_| names_a_seat(&scenario, text)).map(|move_| format!("{text} {move_}"));
        // To read on what was asked is no answer.
        if self.asked.meant.is_some() && asks_the_tool(&scenario, text) {
            return self.read(&scenario, text);
        }
        let (asked, stateless, ending) =
            (self.asked.meant.take(), self.asked.stateless.take(), self.asked.ending.take());
        // What was only asked about was not begun, and so it is not taken back.
        let of_a_move = stateless.is_some() || ending.is_some() || self.asked.reports.is_some();
        let leaves = leaves && (of_a_move || !text.to_lowercase().contains("undo"));
        if asked.is_some() && (leaves || text.trim().eq_ignore_ascii_case("no")) {
            self.asked.reports = None;
            self.screen.note(LEFT);
            return Ok(());
        }
        let report = self.asked.reports.take();
        let completed = completed.or_else(|| self.with_task(report.as_deref()?, text));
        let completed = completed.or_else(|| self.with_state(&scenario, stateless.as_deref()?, text));
        let was_asked = asked.is_some();
        let meant = asked.filter(|_| is_yes(text));
        if was_asked && meant.is_none() {
            self.leaves_the_risk(text);
            // Who goes on with another update says it anew.
            if stateless.is_some() && completed.is_none() && !text.to_lowercase().contains("update") {
                self.screen.note("that update did not go out; Up brings it back");
            }
        }
        self.asked.stateless = stateless.filter(|_| meant.is_some());
        self.asked.ending = ending.filter(|asked| meant.is_some() || asked == text.trim());
        self.asked.sure = meant.is_some();
        let text = meant.as_deref().or(completed.as_deref()).unwrap_or(text);
        let timed = clocks::in_front(self.drill.session(), text, self.screen.takes_enter());
        let timed = match timed.transpose() {
            Ok(timed) => timed,
            Err(why) => {
                self.screen.refused(None, text, &why, None);
                return Ok(());
            }
        };
        let text = timed.as_deref().unwrap_or(text);
        let apart = self.screen.takes_enter().then(|| several::apart(&scenario, text, self.me)).flatten();
        if let Some((first, then)) = apart {
            // Who is left out of the second is who made the first.
            let then = self.people.seated(&scenario, &then);
            self.one_of_several(&scenario, &first)?;
            if self.pending.is_some() || self.asked.meant.is_some() {
                self.screen.note(&format!("`{then}` is not done yet: type it when this is answered"));
                return Ok(());
            }
            return self.typed(&then);
        }
        self.one_of_several(&scenario, text)
    }

    /// A line that may say one thing of several.
    fn one_of_several(&mut self, scenario: &Scenario, text: &str) -> Result<(), DriveError> {
        let why = || several::declared(scenario, text).filter(|_| self.screen.takes_enter());
        match several::each(self.drill.session(), text).or_else(why) {
            Some(lines) if lines.is_empty() => {
                self.screen.refused(None, text, NO_PAGE, None);
                Ok(())
            }
            // Whose they are is asked before they are told apart.
            Some(lines) if lines.iter().any(|line| self.lacks_a_seat(scenario, line)) => {
                self.pending = Some(text.trim().to_string());
                self.screen.nobody(self.drill.session(), text);
                Ok(())
            }
            Some(lines) => lines.iter().try_for_each(|line| self.read(scenario, line)),
            None => self.read(scenario, text),
        }
    }

    /// Whether it is not known whose move a line is.
    fn lacks_a_seat(&self, scenario: &Scenario, line: &str) -> bool {
        let first = line.split_whitespace().next().unwrap_or_default();
        self.me.is_none() && !names_a_seat(scenario, first)
    }

    /// A line that is one move, or something for the tool.
    fn read(&mut self, scenario: &Scenario, text: &str) -> Result<(), DriveError> {
        if self.asks_what_to_undo(text) {
            return Ok(());
        }
        // On a shared screen a default seat is filled in later, and never for what is done with one's own hands.
        match parse(scenario, text, self.me.filter(|_| self.own)) {
            Ok(None) => Ok(()),
            Ok(Some(line)) => {
                if let Some(why) = self.not_here(scenario, line.mover) {
                    self.screen.refused(None, text, &why, None);
                    return Ok(());
                }
                if let Some(at) = line.at.filter(|&at| at < self.drill.session().now()) {
                    let why = format!(
                        "{at} is past, it is {}; without a time it is now",
                        self.drill.session().now()
                    );
                    self.screen.refused(None, text, &why, None);
                    return Ok(());
                }
                // The prompt would stand still until then.
                let waits = self.screen.takes_enter() && matches!(self.pace, Pace::Times(_));
                if let Some(at) = line.at.filter(|_| waits) {
                    let why = format!(
                        "the clock runs by itself, and {at} since the start is still to come: type it then, without a time"
                    );
                    self.screen.refused(None, text, &why, None);
                    return Ok(());
                }
                if line.at.is_some() {
                    let at = self.story_time(&line);
                    self.go_to(at)?;
                }
                self.take(None, text, line)
            }
            Err(error) if self.whose_first(scenario, text, &error) => {
                self.pending = Some(text.trim().to_string());
                self.screen.nobody(self.drill.session(), text);
                Ok(())
            }
            Err(_) if self.screen.asks_words(self.drill.session(), text) => Ok(()),
            // What is wrong with it would name what is to come.
            Err(_) if !self.runs && is_the_facilitators(text) => {
                let facilitated = self.drill.session().world().facilitated;
                let why = if facilitated { Refusal::Facilitators } else { Refusal::NotFacilitated };
                self.screen.refused(None, text, &why.to_string(), None);
                Ok(())
            }
            Err(error) => {
                let error = self.whole(self.with_the_next(self.no_wait(self.fitting(error, text))), text);
                self.screen.refused(None, text, &error.to_string(), Some(&error));
                self.asked.meant = error.mended(text).filter(|_| self.screen.takes_enter());
                Ok(())
            }
        }
    }

    /// What Enter will do is shown whole, where a word stands for more than itself.
    fn whole(&self, error: MoveError, text: &str) -> MoveError {
        let scenario = self.drill.session().scenario();
        let Some(line) = error.mended(text).filter(|_| error.message.starts_with("no move")) else {
            return error;
        };
        let line = line.trim();
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let said = if names_a_seat(scenario, first) { rest.trim() } else { line };
        let Some(meant) = error.meant.as_deref().filter(|meant| *meant != said) else { return error };
        let help = error.help.replace(&format!("`{meant}`"), &format!("`{line}`"));
        MoveError { help, ..error }
    }

    /// Nobody waits for a clock that runs by itself.
    fn no_wait(&self, error: MoveError) -> MoveError {
        let waits = error.meant.as_deref().is_some_and(|meant| meant.starts_with("wait"));
        match waits && matches!(self.pace, Pace::Times(_)) {
            true => MoveError {
                help: "the clock runs by itself, and what comes next comes; `status` says what is open"
                    .to_string(),
                meant: None,
                ..error
            },
            false => error,
        }
    }

    /// A word that means nothing is answered with what most likely comes next in this story.
    fn with_the_next(&self, error: MoveError) -> MoveError {
        let next = || self.screen.likely_next(self.drill.session());
        match error.means_nothing().then(next).flatten() {
            Some(next) => MoveError { help: format!("{next}; `help` lists more"), ..error },
            None => error,
        }
    }

    /// A seat's own screen makes its own moves.
    pub(super) fn not_here(&self, scenario: &Scenario, mover: Option<Mover>) -> Option<String> {
        let me = self.me.filter(|_| self.own)?;
        let other = mover.filter(|&mover| mover != Mover::Seat(me))?;
        let me = scenario.seats.name(me);
        Some(match other {
            Mover::Seat(seat) => {
                format!(
                    "this is {me}'s own screen; {} is somebody else: `ask` or `task` them",
                    scenario.seats.name(seat)
                )
            }
            Mover::Table => format!("this is {me}'s own screen, not the table's"),
            Mover::Facilitator => format!("this is {me}'s own screen, not the facilitator's"),
        })
    }
}

/// Enter, or the word for it.
fn is_yes(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "" | "y" | "yes" | "ja" | "j")
}

/// Whether a line only shows something.
fn asks_the_tool(scenario: &Scenario, text: &str) -> bool {
    let read = parse(scenario, text, None).ok().flatten();
    let tool = read.map(|line| line.what);
    matches!(tool, Some(What::Tool(Tool::Help(_) | Tool::Status | Tool::Who | Tool::Actions)))
}

/// An answer to *who?*: a seat, by name or number, or the table.
pub(super) fn names_a_seat(scenario: &Scenario, text: &str) -> bool {
    let word = text.trim();
    word == "table" || seat_of(scenario, word).is_some()
}

/// Whether a line's move is one that only who runs the drill makes.
fn is_the_facilitators(text: &str) -> bool {
    let known =
        |word: &&str| [FACILITATORS, MOVES, TOOLS].iter().any(|all| all.iter().any(|m| m.word == *word));
    let word = text.split_whitespace().find(known);
    word.is_some_and(|word| word != "mark" && FACILITATORS.iter().any(|m| m.word == word))
}
