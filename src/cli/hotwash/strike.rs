//! `undo` and `strike`: what was said is taken back, wherever one is asked. And a line that was begun waits where it was.

use super::HotWash;
use super::desk::{HELP, Typed};
use crate::cli::exit::Failed;
use crate::hotwash::strike::{At, Line};
use crate::prose::quote;

/// So many lines are shown to somebody who named several.
const SHOWN: usize = 4;

impl HotWash {
    /// Asks for what is said at a place.
    pub(super) fn ask(&mut self, at: At, question: &str) -> Result<Typed, Failed> {
        self.ask_or_help(at, question, HELP)
    }

    /// The same, with what is said to whoever asks what can be typed.
    pub(super) fn ask_or_help(&mut self, at: At, question: &str, help: &str) -> Result<Typed, Failed> {
        loop {
            let begun = self.said.half.as_ref().filter(|half| half.at == at).map(|half| half.text.clone());
            let typed = self.desk.ask(question, help, begun.as_deref().unwrap_or_default())?;
            match typed {
                Typed::Text(text) if text.eq_ignore_ascii_case("undo") => self.undo(at)?,
                Typed::Text(text) if is_strike(&text) => {
                    self.strike(at, text.get(6..).unwrap_or_default())?
                }
                Typed::Quit => {
                    let half = self.desk.half().map(|text| Line { at, text });
                    self.said.half = half.or(self.said.half.take());
                    return Ok(Typed::Quit);
                }
                typed @ (Typed::Enter | Typed::Back | Typed::Text(_)) => {
                    // It is said, or was cleared away. Where it can't stand in the line, Enter clears nothing.
                    let said =
                        matches!(typed, Typed::Text(_)) || typed == Typed::Enter && self.desk.is_live();
                    drop(self.said.half.take_if(|half| half.at == at && said));
                    return Ok(typed);
                }
            }
        }
    }

    /// Takes back the last line that was said here.
    fn undo(&mut self, at: At) -> Result<(), Failed> {
        match self.said.lines(at).last() {
            Some(text) => self.take_back(&Line { at, text: (*text).to_string() }),
            None => self
                .desk
                .say("Nothing said here stands; `strike WORDS` takes back a line that was said elsewhere."),
        }
    }

    /// Takes back the line that holds these words.
    fn strike(&mut self, at: At, words: &str) -> Result<(), Failed> {
        let words = words.trim().trim_matches(['“', '”', '"']).to_lowercase();
        if words.is_empty() {
            return self.undo(at);
        }
        let all = self.said.all_lines();
        let low = |line: &&Line| line.text.to_lowercase();
        let holding: Vec<&Line> = all.iter().filter(|line| low(line).contains(&words)).collect();
        // Whoever types the whole line means that one.
        let whole: Vec<&Line> = holding.iter().copied().filter(|line| low(line) == words).collect();
        match (whole.as_slice(), holding.as_slice()) {
            (_, [line]) | ([line, ..], _) => self.take_back(&(*line).clone()),
            (_, []) => self.desk.say("No line that was said holds these words; nothing was struck."),
            (_, several) => {
                self.desk.say("Several lines hold these words, and nothing was struck. Which one? `strike` and more of it:")?;
                for line in several.iter().take(SHOWN) {
                    self.desk.point(&quote(&line.text))?;
                }
                Ok(())
            }
        }
    }

    fn take_back(&mut self, line: &Line) -> Result<(), Failed> {
        self.said.strike(line);
        self.keep()?;
        self.desk.say(&format!("Struck: {}. It stands in no document any more.", quote(&line.text)))
    }
}

/// `strike`, alone or with words behind it.
fn is_strike(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.eq_ignore_ascii_case("strike") && text.is_char_boundary(6)
}
