//! The replay at a terminal: lines above, one line to type into below.
//!
//! Space on an empty line stops and goes on, Enter is one step, the left arrow half a minute back. All else is words.

use std::io::{self, Write};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::{Player, Then, status};
use crate::cli::exit::Failed;
use crate::cli::terminal;
use crate::time::SimDuration;

/// No wait is longer: the clock below goes on.
const LONGEST: Duration = Duration::from_millis(250);
/// What the left arrow goes back.
const BACK: SimDuration = SimDuration::from_secs(30);

/// The terminal, as it was before, whatever comes.
struct Raw;

impl Raw {
    fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing is left to be done about a terminal that is gone.
        let _ = disable_raw_mode();
        let _ = write!(io::stdout(), "\r\x1b[K").and_then(|()| io::stdout().flush());
    }
}

/// Plays until somebody leaves.
pub(super) fn play(player: &mut Player) -> Result<(), Failed> {
    player.tell("Space stops and goes on, Enter is a step, `help` says the rest, `quit` leaves");
    let raw = Raw::begin().map_err(|error| unusable(&error))?;
    player.screen.raw();
    let done = Keys { player, typed: String::new(), shown: String::new() }.run();
    drop(raw);
    done
}

fn unusable(error: &io::Error) -> Failed {
    Failed(format!("the terminal can't be used: {error}; in a pipe, `replay` prints plain lines"))
}

struct Keys<'a> {
    player: &'a mut Player,
    typed: String,
    /// The line below, as it stands.
    shown: String,
}

impl Keys<'_> {
    fn run(&mut self) -> Result<(), Failed> {
        loop {
            self.player.catch_up()?;
            self.draw()?;
            if !event::poll(self.wait()).map_err(|error| unusable(&error))? {
                continue;
            }
            let Event::Key(key) = event::read().map_err(|error| unusable(&error))? else { continue };
            if key.kind == KeyEventKind::Press && self.key(key)? == Then::Leave {
                return Ok(());
            }
        }
    }

    /// Until something is due, or the clock has to be drawn anew.
    fn wait(&self) -> Duration {
        match self.player.plays() {
            true => LONGEST,
            false => Duration::from_secs(3_600),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "all other keys are nothing here")]
    fn key(&mut self, key: KeyEvent) -> Result<Then, Failed> {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c' | 'd') if ctrl => return Ok(Then::Leave),
            KeyCode::Char('u') if ctrl => self.typed.clear(),
            KeyCode::Char(' ') if self.typed.is_empty() => match self.player.plays() {
                true => self.player.stop(),
                false => self.player.play(),
            },
            KeyCode::Char(c) if !ctrl => self.typed.push(c),
            KeyCode::Backspace => _ = self.typed.pop(),
            KeyCode::Esc => self.typed.clear(),
            KeyCode::Right => self.player.step(1)?,
            KeyCode::Left => self.player.to(&BACK.to_string())?,
            KeyCode::Enter => {
                let line = std::mem::take(&mut self.typed);
                return self.player.typed(&line);
            }
            _ => {}
        }
        Ok(Then::GoOn)
    }

    fn draw(&mut self) -> Result<(), Failed> {
        let status = status(self.player);
        let room = terminal::width().saturating_sub(status.chars().count() + 1);
        let skip = self.typed.chars().count().saturating_sub(room);
        let line = format!("{status}{}", self.typed.chars().skip(skip).collect::<String>());
        let printed = self.player.screen.take_printed();
        if line == self.shown && !printed {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        write!(out, "\r\x1b[K{line}").and_then(|()| out.flush()).map_err(|error| unusable(&error))?;
        self.shown = line;
        Ok(())
    }
}
