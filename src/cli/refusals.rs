//! Which moves of a drill without a prompt were turned down: said once more at its end, for who reads no further.

use serde_json::{Value, json};

/// So many lines are named.
const NAMED: usize = 20;

/// The lines whose moves were turned down, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// How many lines were typed.
    typed: usize,
    /// Each once, in order.
    lines: Vec<usize>,
}

impl Refusals {
    /// A line came on standard input.
    pub(super) fn typed(&mut self) {
        self.typed += 1;
    }

    /// A move was turned down: of this line of a file, or of the line that came last.
    pub(super) fn refused(&mut self, place: Option<usize>) {
        let line = place.unwrap_or(self.typed);
        if self.lines.last() != Some(&line) {
            self.lines.push(line);
        }
    }

    /// Whether there is any.
    pub(super) fn any(&self) -> bool {
        !self.lines.is_empty()
    }

    /// For people; `None` if all were taken.
    pub(super) fn text(&self) -> Option<String> {
        let named: Vec<String> = self.lines.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if self.lines.len() > NAMED { ", ..." } else { "" };
        let named = named.join(", ");
        match self.lines.len() {
            0 => None,
            1 => Some(format!("1 move was refused (line {named}).")),
            n => Some(format!("{n} moves were refused (lines {named}{more}).")),
        }
    }

    /// For programs, whose last line is the story's end where all were taken.
    pub(super) fn json(&self) -> Option<Value> {
        let refused = json!({ "moves_refused": { "count": self.lines.len(), "lines": self.lines } });
        self.any().then_some(refused)
    }
}
