//! Where a hot wash is typed: questions out, lines in, and a clock that only tells.

use std::io::{BufRead, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::exit::{Failed, print};
use crate::hotwash::plan::Step;
use crate::pace::wall_ms;
use crate::time::SimDuration;

/// Everything off the screen: what one person answered is nobody else's.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// For whoever asks.
pub(super) const HELP: &str = "Enter goes on, `back` goes back, `quit` leaves; what was said is kept either way. `undo` takes \
                               back the last line said here, `strike WORDS` the line, wherever it was said, that holds these words.";

/// The keyboard and the screen.
pub(super) struct Desk {
    live: bool,
    width: usize,
    began_ms: i64,
    spent: SimDuration,
    /// When the step is over by the plan.
    until: SimDuration,
    /// What stood in the line when somebody left it with Ctrl-C.
    half: Arc<Mutex<String>>,
    /// A line of a pipe that was meant for the next question.
    put_back: Option<String>,
    #[cfg(feature = "repl")]
    editor: Option<rustyline::DefaultEditor>,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Nothing: go on.
    Enter,
    /// `back`.
    Back,
    /// `quit`, or the end of the input.
    Quit,
    /// Words.
    Text(String),
}

impl Desk {
    pub(super) fn new() -> Self {
        let live = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let half = Arc::<Mutex<String>>::default();
        Self {
            #[cfg(feature = "repl")]
            editor: live.then(|| editor(half.clone())).flatten(),
            half,
            put_back: None,
            live,
            width: super::super::terminal::width(),
            began_ms: wall_ms(),
            spent: SimDuration::ZERO,
            until: SimDuration::ZERO,
        }
    }

    /// The line that somebody was in the middle of when they left.
    pub(super) fn half(&self) -> Option<String> {
        let mut half = self.half.lock().unwrap_or_else(PoisonError::into_inner);
        Some(std::mem::take(&mut *half)).filter(|half| half.chars().any(char::is_alphabetic))
    }

    /// The clock starts, with so much of the half hour gone.
    pub(super) fn begin_at(&mut self, spent: SimDuration) {
        (self.began_ms, self.spent) = (wall_ms(), spent);
    }

    /// How much of the half hour is gone.
    pub(super) fn gone(&self) -> SimDuration {
        self.spent + SimDuration::from_ms((wall_ms() - self.began_ms).max(0))
    }

    /// The next question is answered with this.
    pub(super) fn put_back(&mut self, line: String) {
        self.put_back = Some(line);
    }

    /// Somebody sits there.
    pub(super) fn is_live(&self) -> bool {
        self.live
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn title(&self, title: &str) -> Result<(), Failed> {
        print(&format!("\x1b[1mHOT WASH\x1b[0m  {title}\n"))
    }

    /// A step's head and card.
    pub(super) fn head(&mut self, step: Step, alone: bool) -> Result<(), Failed> {
        self.until = step.until();
        let n = Step::ALL.iter().position(|other| *other == step).map_or(0, |n| n + 1);
        let until = step.until().ms() / 60_000;
        let (title, card) = match alone {
            true => (step.title_alone(), step.card_alone()),
            false => (step.title(), step.card()),
        };
        let head = format!("{n} of {}  {title}", Step::ALL.len());
        print(&format!("\n\x1b[1m{head}\x1b[0m  (to minute {until})\n"))?;
        self.say(card)
    }

    /// A paragraph.
    pub(super) fn say(&self, text: &str) -> Result<(), Failed> {
        let options = crate::screen::lines(self.width).initial_indent("  ").subsequent_indent("  ");
        print(&format!("{}\n", textwrap::fill(text, &options)))
    }

    /// A point of a list.
    pub(super) fn point(&self, text: &str) -> Result<(), Failed> {
        let options = crate::screen::lines(self.width).initial_indent("  - ").subsequent_indent("    ");
        print(&format!("{}\n", textwrap::fill(text, &options)))
    }

    /// A line as it is.
    pub(super) fn line(&self, text: &str) -> Result<(), Failed> {
        print(&format!("{text}\n"))
    }

    /// The next one must not see what the last one answered.
    pub(super) fn clear(&self) -> Result<(), Failed> {
        if self.live { print(CLEAR) } else { Ok(()) }
    }

    /// Asks, with the clock in front and what was begun there in the line, and says what can be typed to whoever asks back.
    pub(super) fn ask(&mut self, question: &str, help: &str, begun: &str) -> Result<Typed, Failed> {
        let mut begun = begun;
        loop {
            match self.typed(question, begun)? {
                Typed::Text(text) if ["help", "?"].contains(&text.to_lowercase().as_str()) => {
                    self.say(help)?;
                    begun = "";
                }
                typed @ (Typed::Enter | Typed::Back | Typed::Quit | Typed::Text(_)) => return Ok(typed),
            }
        }
    }

    fn typed(&mut self, question: &str, begun: &str) -> Result<Typed, Failed> {
        let minutes = self.gone().ms() / 60_000;
        let over = if self.gone() > self.until { ", past the plan" } else { "" };
        let prompt = match self.live {
            true => format!("  [{minutes} min{over}] {question} > "),
            false => format!("  {question} > "),
        };
        let line = self.read(&prompt, begun)?;
        let Some(text) = line.as_deref().map(str::trim) else { return Ok(Typed::Quit) };
        // In capitals or not: nobody says `QUIT` about a drill.
        Ok(match text.to_lowercase().as_str() {
            "" => Typed::Enter,
            "back" => Typed::Back,
            "quit" | "exit" | "q" => Typed::Quit,
            _ => Typed::Text(text.to_string()),
        })
    }

    /// A line without its end; nothing at the end of the input.
    fn read(&mut self, prompt: &str, begun: &str) -> Result<Option<String>, Failed> {
        #[cfg(feature = "repl")]
        while let Some(editor) = &mut self.editor {
            use rustyline::error::ReadlineError;
            match editor.readline_with_initial(prompt, (begun, "")) {
                // What one person answered is not for the next one's arrow keys: no history is kept.
                Ok(line) => return Ok(Some(line)),
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(None),
                Err(ReadlineError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => self.say(
                    "That key sent a byte that is no UTF-8 text, and the line is gone: type it again, and set the \
                     terminal to UTF-8.",
                )?,
                Err(error) => return Err(Failed(format!("the terminal can't be read: {error}"))),
            }
        }
        // Without an editor nothing can stand in the line already.
        if !begun.is_empty() {
            self.point(&format!("begun before: {}", crate::prose::quote(begun)))?;
        }
        print(prompt)?;
        if let Some(line) = self.put_back.take() {
            print("\n")?;
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read = std::io::stdin().lock().read_until(b'\n', &mut line);
        let read = read.map_err(|error| Failed(format!("standard input can't be read: {error}")))?;
        print("\n")?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
    }
}

/// A line editor that tells what stood in the line when it was left with Ctrl-C.
#[cfg(feature = "repl")]
fn editor(half: Arc<Mutex<String>>) -> Option<rustyline::DefaultEditor> {
    use rustyline::{EventHandler, KeyEvent};
    let mut editor = rustyline::DefaultEditor::new().ok()?;
    editor.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(Box::new(Left(half))));
    Some(editor)
}

/// Ctrl-C leaves, and the line with it.
#[cfg(feature = "repl")]
struct Left(Arc<Mutex<String>>);

#[cfg(feature = "repl")]
impl rustyline::ConditionalEventHandler for Left {
    fn handle(
        &self,
        _: &rustyline::Event,
        _: rustyline::RepeatCount,
        _: bool,
        at: &rustyline::EventContext<'_>,
    ) -> Option<rustyline::Cmd> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at.line().to_string();
        Some(rustyline::Cmd::Interrupt)
    }
}
