//! The editor's helper: completes words, shows what usually follows in grey, and keeps the prompt's clock current.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Cmd, ConditionalEventHandler, Context, Event, EventContext, Helper, RepeatCount, Result};

use crate::moves::{Names, Offer};

/// More offers than this are shown as words alone, in columns.
const MANY: usize = 12;

/// What the session's thread tells the editor's: the prompt, and the names that may be typed.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<Now>>);

/// As things stand.
#[derive(Default)]
pub(super) struct Now {
    /// What the prompt says.
    pub(super) prompt: String,
    /// What may be completed.
    pub(super) names: Names,
}

impl Shared {
    /// As things stand.
    pub(super) fn now(&self) -> MutexGuard<'_, Now> {
        // Only a panic while it is held could poison it, and then what it holds still stands.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The helper.
pub(super) struct Words {
    /// As things stand.
    pub(super) shared: Shared,
    /// Whether grey can be told from what was typed.
    pub(super) colour: bool,
    /// The slot that is being asked for, if one is.
    pub(super) asking: Option<&'static str>,
}

impl Words {
    fn offers(&self, line: &str) -> (usize, Vec<Offer>) {
        match self.asking {
            None => self.shared.now().names.offers(line),
            // The words of a state are few; all other answers are people's own.
            Some("state") => {
                let (_, offers) = self.shared.now().names.offers(&format!("update state={line}"));
                (0, offers)
            }
            Some(_) => (line.len(), Vec::new()),
        }
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let (start, offers) = self.offers(&line[..at]);
        let many = offers.len() > MANY;
        let pair = |offer: Offer| {
            let says =
                if many || offer.says.is_empty() { String::new() } else { format!("  {}", offer.says) };
            let display = format!("{}{says}", offer.text).chars().take(76).collect();
            let more = if offer.text.ends_with('=') { "" } else { " " };
            Pair { display, replacement: format!("{}{more}", offer.text) }
        };
        Ok((start, offers.into_iter().map(pair).collect()))
    }
}

impl Highlighter for Words {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, drawn: &'p str, default: bool) -> Cow<'b, str> {
        if !default || self.asking.is_some() {
            return Cow::Borrowed(drawn);
        }
        let width = drawn.chars().count();
        let now = self.shared.now();
        let words = now.prompt.trim_end_matches("> ");
        let kept: String = words.chars().take(width.saturating_sub(2)).collect();
        Cow::Owned(format!("{kept:<0$}> ", width.saturating_sub(2)))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
    }
}

impl Hinter for Words {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<String> {
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
