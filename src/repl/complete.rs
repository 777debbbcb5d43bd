//! The editor's helper: completes words, shows what usually follows in grey, and keeps the prompt's clock current.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Cmd, ConditionalEventHandler, Context, Event, EventContext, Helper, RepeatCount, Result};

use crate::moves::{Names, Offer, Question, Standing};

/// More offers than this are shown as words alone, in columns.
const MANY: usize = 12;

/// What the session's thread tells the editor's: the prompt, and the names that may be typed; and what the editor tells
/// the printer: whether a line is being read.
#[derive(Clone, Default)]
pub(super) struct Shared {
    now: Arc<Mutex<Now>>,
    reading: Arc<(Mutex<Reading>, Condvar)>,
}

/// What the editor is doing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// Between two lines. The editor takes what was printed last only when it reads again, so printing must wait, or
    /// else news would overtake news.
    #[default]
    No,
    /// A line is being read.
    Yes,
    /// No line will be read any more.
    Never,
}

/// As things stand.
#[derive(Default)]
pub(super) struct Now {
    /// What the prompt says.
    pub(super) prompt: String,
    /// What may be completed.
    pub(super) names: Names,
    /// The line that comes next is whole: its slots have been asked for.
    pub(super) whole: bool,
}

impl Shared {
    /// As things stand.
    pub(super) fn now(&self) -> MutexGuard<'_, Now> {
        // Only a panic while it is held could poison it, and then what it holds still stands.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The editor says what it is doing.
    pub(super) fn is_reading(&self, reading: Reading) {
        let mut held = self.reading.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Once it has gone, it has gone.
        if *held != Reading::Never {
            *held = reading;
        }
        self.reading.1.notify_all();
    }

    /// The printer waits until it may print; whether a line is being read then.
    pub(super) fn may_print(&self) -> bool {
        let held = self.reading.0.lock().unwrap_or_else(PoisonError::into_inner);
        let between = |held: &mut Reading| *held == Reading::No;
        let held = self.reading.1.wait_while(held, between).unwrap_or_else(PoisonError::into_inner);
        *held == Reading::Yes
    }
}

/// The helper.
pub(super) struct Words {
    /// As things stand.
    pub(super) shared: Shared,
    /// Whether grey can be told from what was typed.
    pub(super) colour: bool,
    /// The screen's columns, which may change.
    pub(super) columns: fn() -> usize,
    /// The slot that is being asked for, if one is.
    pub(super) asking: Option<Question>,
    /// What stands on the line, as it was drawn last.
    pub(super) typed: RefCell<Standing>,
}

impl Words {
    /// What stands on the line.
    pub(super) fn stands(&self) -> Standing {
        self.typed.borrow().clone()
    }

    fn offers(&self, line: &str) -> (usize, Vec<Offer>) {
        match &self.asking {
            None => self.shared.now().names.offers(line),
            // Where there is a choice; most answers are people's own.
            Some(question) => {
                if let Some(known) = question.known.as_ref().filter(|_| line.trim().is_empty()) {
                    return (0, vec![Offer { text: known.text.clone(), says: String::new() }]);
                }
                let start = line.rfind([' ', ',']).map_or(0, |n| n + 1);
                let typed = line[start..].to_lowercase();
                let fits = |offer: &&Offer| offer.text.starts_with(&typed);
                (start, question.among.iter().filter(fits).cloned().collect())
            }
        }
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let (start, offers) = self.offers(&line[..at]);
        let (many, width) = (offers.len() > MANY, (self.columns)());
        let pair = |offer: Offer| {
            let display = match many {
                true => offer.text.clone(),
                // As wide as the screen, so that each has a line of its own.
                false => format!("  {:<16} {}", offer.text, offer.says).chars().take(width - 3).collect(),
            };
            let display = if many { display } else { format!("{display:<0$}", width - 3) };
            let more = if offer.text.ends_with('=') { "" } else { " " };
            Pair { display, replacement: format!("{}{more}", offer.text) }
        };
        Ok((start, offers.into_iter().map(pair).collect()))
    }
}

impl Highlighter for Words {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, drawn: &'p str, default: bool) -> Cow<'b, str> {
        // The prompt is drawn only while a line is being read.
        self.shared.is_reading(Reading::Yes);
        if !default {
            return Cow::Borrowed(drawn);
        }
        if let Some(question) = &self.asking {
            let asked = asked(&self.shared.now().prompt, question.asks, (self.columns)());
            let fits = asked.chars().count() == drawn.chars().count();
            return if fits { Cow::Owned(asked) } else { Cow::Borrowed(drawn) };
        }
        Cow::Owned(fitted(&self.shared.now().prompt, drawn.chars().count()))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
    }
}

/// A prompt as wide as another: what doesn't fit is left out from the end, part by part.
pub(super) fn fitted(prompt: &str, width: usize) -> String {
    let room = width.saturating_sub(3);
    let short = prompt
        .replace("no commander", "no cmd")
        .replace("no incident yet", "no incident")
        .replace("update ", "upd ");
    let mut words = if prompt.chars().count() > width { short.as_str() } else { prompt };
    words = words.trim_end_matches([' ', '>']);
    while words.chars().count() > room {
        let Some((kept, _)) = words.rsplit_once(", ") else { break };
        words = kept;
    }
    let words: String = words.chars().take(room).collect();
    format!("{words:<room$} > ")
}

/// A question with both clocks before it, where there is room: always as wide, though the clocks go on.
pub(super) fn asked(prompt: &str, asks: &str, width: usize) -> String {
    const CLOCKS: usize = 14;
    let clocks: Vec<&str> = prompt.split_whitespace().take(2).collect();
    let clocks: String = clocks.join(" ").chars().take(CLOCKS).collect();
    match width < NARROW.max(CLOCKS + asks.chars().count() + ANSWER) {
        true => format!("  {asks} "),
        false => format!("{clocks:<CLOCKS$} {asks} "),
    }
}

/// Narrower screens have no room for clocks beside a question.
const NARROW: usize = 60;
/// What an answer has at least on the line of its question.
const ANSWER: usize = 16;

impl Hinter for Words {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<String> {
        let (before, behind) = line.split_at(at);
        *self.typed.borrow_mut() = Standing { before: before.to_string(), behind: behind.to_string() };
        let at_the_end = at == line.len() && !line.trim().is_empty();
        (self.colour && self.asking.is_none() && at_the_end).then(|| self.shared.now().names.ghost(line))?
    }
}

impl Validator for Words {}

impl Helper for Words {}

/// Esc leaves the questions, and does nothing elsewhere.
pub(super) struct Leave(pub(super) Arc<AtomicBool>);

impl ConditionalEventHandler for Leave {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        Some(if self.0.load(Ordering::SeqCst) { Cmd::Interrupt } else { Cmd::Noop })
    }
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn both_clocks_stand_beside_a_question_as_long_as_there_is_room() {
        let at = |prompt: &str, asks: &str, width| asked(prompt, asks, width);
        assert_eq!(at("02:31 +14:20 SEV1 cmd 1, update 6m > ", "why:", 80), "02:31 +14:20   why: ");
        // An hour later it is as wide, for it is drawn over itself.
        assert_eq!(at("03:31 +1:14:20 SEV1 > ", "why:", 80), "03:31 +1:14:20 why: ");
        assert_eq!(at("", "why:", 80).chars().count(), 20);
        assert_eq!(at("02:31 +14:20 SEV1 > ", "why:", 50), "  why: ");
        // Sixteen columns are left for an answer, or the clocks go.
        let long = "x".repeat(50);
        assert_eq!(at("02:31 +14:20 > ", &long, 80), format!("02:31 +14:20   {long} "));
        assert_eq!(at("02:31 +14:20 > ", &format!("{long}x"), 80), format!("  {long}x "));
    }
}
