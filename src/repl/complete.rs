//! The editor's helper: completes words, and keeps the prompt's clock current.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper, Result};

/// Words to complete, and the prompt's words as they are now.
pub(super) struct Words {
    /// Moves, seats, signals, actions, audiences: what this screen may know.
    pub(super) words: Vec<String>,
    /// What the prompt says; cut or filled to the width it was drawn with.
    pub(super) prompt: Arc<Mutex<String>>,
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let start = line[..at].rfind([' ', ',', '=', ':']).map_or(0, |n| n + 1);
        let typed = &line[start..at];
        let fits = self.words.iter().filter(|word| word.starts_with(typed) && !typed.is_empty());
        let pair = |word: &String| Pair { display: word.clone(), replacement: word.clone() };
        Ok((start, fits.map(pair).collect()))
    }
}

impl Highlighter for Words {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, drawn: &'p str, default: bool) -> Cow<'b, str> {
        if !default {
            return Cow::Borrowed(drawn);
        }
        let width = drawn.chars().count();
        let now = self.prompt.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let words = now.trim_end_matches("> ");
        let kept: String = words.chars().take(width.saturating_sub(2)).collect();
        Cow::Owned(format!("{kept:<0$}> ", width.saturating_sub(2)))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Validator for Words {}

impl Helper for Words {}
