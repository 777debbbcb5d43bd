//! The three threads of a live drill, and how they end.

mod asking;

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{
    Behavior, ColorMode, CompletionType, Config, Editor, EventHandler, ExternalPrinter, KeyCode, KeyEvent,
    Modifiers,
};

use signal_hook::consts::{SIGHUP, SIGTERM};
use signal_hook::iterator::Signals;

use super::SoFar;
use super::between::Between;
use super::complete::{Leave, Reading, Shared, Words, fitted};
use super::table::{Answer, Table};
use crate::drive::{Drill, DriveError, Driver, Screen};
use crate::engine::view::Viewer;
use crate::moves::Standing;
use crate::pace::Pace;
use crate::prose::shown;
use crate::scenario::id::SeatId;
use crate::screen::{self, Style};
use asking::Asked;

/// Redraws the prompt: up one line and down again, for whatever is printed ends its line.
pub(super) const TICK: &str = "\x1b[A\n";
/// A prompt is at least so wide, on a screen that has twice the room.
const ROOM: usize = 38;

/// A lone Esc is told from an arrow key after so many milliseconds.
const ESCAPE_MS: u16 = 80;

/// What came of a live drill.
pub struct Ended {
    /// The drill, with its store; `None` if it stopped with an error.
    pub drill: Option<Drill>,
    /// Why it stopped, if it had to.
    pub error: Option<DriveError>,
}

/// Plays a drill that has begun until it ends, or until the line is closed (Ctrl-D). `columns` says how wide the screen is,
/// whenever something is written on it.
///
/// # Errors
/// The terminal can't be used.
pub fn play(
    mut drill: Drill,
    so_far: SoFar<'_>,
    pace: Pace,
    me: Option<SeatId>,
    who: Viewer,
    style: Style,
    columns: fn() -> usize,
) -> Result<Ended, ReadlineError> {
    // Ctrl-C and the end of the drill arrive alike; a terminal that ignores the signal could not be told of the end.
    let config = Config::builder()
        .behavior(Behavior::Stdio)
        .completion_type(CompletionType::List)
        // While it waits for a second Tab, no news could arrive.
        .completion_show_all_if_ambiguous(true)
        .keyseq_timeout(Some(ESCAPE_MS))
        // The prompt's clock goes through the highlighter, which colours nothing where nobody wants colours.
        .color_mode(ColorMode::Forced)
        .build();
    let mut editor: Editor<Words, MemHistory> = Editor::with_history(config, MemHistory::new())?;
    let (shared, asking) = (Shared::default(), Arc::new(AtomicBool::new(false)));
    editor.set_helper(Some(Words {
        shared: shared.clone(),
        colour: style.colour,
        columns,
        asking: None,
        typed: Default::default(),
    }));
    let escape = EventHandler::Conditional(Box::new(Leave(asking.clone())));
    editor.bind_sequence(KeyEvent(KeyCode::Esc, Modifiers::NONE), escape);

    let (print, to_print) = channel::<String>();
    let printer = printing(editor.create_external_printer()?, to_print, shared.clone());
    let notice = print.clone();
    let (answer, answers) = channel::<Answer>();
    let mut table = Table::new(me, who, style, print, answer, shared.clone());
    table.feed = so_far.before.to_vec();
    table.columns = Some(columns);
    table.people = drill.people();
    table.runs = matches!(pace, Pace::Times(_));
    table.batch(drill.session(), so_far.first);

    let ends = Ends::new()?;
    let (typed, lines) = channel::<String>();
    // Told to stop, or left by its terminal, the program leaves as for Ctrl-D: the record is kept, and a terminal that is
    // still there is as it was.
    let mut stops = Signals::new([SIGTERM, SIGHUP])?;
    let (stopping, stopped) = (stops.handle(), ends.clone());
    let stop = std::thread::Builder::new().name("signals".into()).spawn(move || {
        if stops.forever().next().is_some() {
            stopped.call_back();
        }
    });
    let session = driving(drill, table, pace, me, lines, ends.clone());
    let going = shared.clone();
    Prompt {
        editor,
        shared,
        asking,
        columns,
        typed: typed.clone(),
        answered: BTreeMap::new(),
        answers,
        notice: notice.clone(),
        ends: &ends,
    }
    .edit();
    going.is_reading(Reading::Never);
    ends.left.store(true, Ordering::SeqCst);
    stopping.close();
    if let Ok(stop) = stop {
        let _ = stop.join();
    }
    // The line is closed: the session ends, and then the printer, when nobody speaks to it any more.
    drop((typed, notice));
    let ended = session.map(JoinHandle::join);
    ends.parted.store(true, Ordering::SeqCst);
    if let Some(printer) = printer {
        let _ = printer.join();
    }
    match ended {
        Some(Ok((drill, error))) => Ok(Ended { drill, error }),
        // A panic has been reported by itself; the record holds all that was confirmed.
        Some(Err(_)) | None => Ok(Ended { drill: None, error: None }),
    }
}

/// How the editor and the session part. The editor listens for a signal only while it reads a line; in between, one
/// must not end the program, be it Ctrl-C or the end of the drill.
#[derive(Clone)]
struct Ends {
    /// The drill is over: the editor is to come back.
    over: Arc<AtomicBool>,
    /// The editor has come back.
    left: Arc<AtomicBool>,
    /// Nobody calls any more: a signal means again what it usually does.
    parted: Arc<AtomicBool>,
    /// A signal came between two lines.
    missed: Arc<AtomicBool>,
}

impl Ends {
    fn new() -> std::io::Result<Self> {
        let flag = Arc::<AtomicBool>::default;
        let ends = Self { over: flag(), left: flag(), parted: flag(), missed: flag() };
        let interrupt = signal_hook::consts::SIGINT;
        signal_hook::flag::register_conditional_default(interrupt, ends.parted.clone())?;
        signal_hook::flag::register(interrupt, ends.missed.clone())?;
        Ok(ends)
    }

    /// Calls the editor back; again and again, for it may be about to read the next line.
    fn call_back(&self) {
        self.over.store(true, Ordering::SeqCst);
        while !self.left.load(Ordering::SeqCst) {
            let _ = signal_hook::low_level::raise(signal_hook::consts::SIGINT);
            #[expect(clippy::disallowed_methods, reason = "a moment between two threads, not story time")]
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The editor's thread.
struct Prompt<'a> {
    editor: Editor<Words, MemHistory>,
    shared: Shared,
    /// A slot is being asked for.
    asking: Arc<AtomicBool>,
    /// The screen's columns, which may change.
    columns: fn() -> usize,
    typed: Sender<String>,
    /// What was answered before, by the question.
    answered: BTreeMap<&'static str, MemHistory>,
    /// What the session says to each line.
    answers: Receiver<Answer>,
    notice: Sender<String>,
    ends: &'a Ends,
}

impl Prompt<'_> {
    /// Until the drill is over, or Ctrl-D.
    fn edit(mut self) {
        let mut interrupted = false;
        let _between = Between::lines();
        while !self.is_over() {
            let words = self.shared.now().prompt.clone();
            // About half of the screen is left for what is typed.
            let width = (self.columns)();
            let most = (width * 11 / 20).max(28);
            let words = fitted(&words, words.chars().count().min(most).max(ROOM.min(width / 2)));
            let read = match self.ends.missed.swap(false, Ordering::SeqCst) {
                true => Err(ReadlineError::Interrupted),
                false => self.read(&words, &Standing::default()),
            };
            match read {
                Ok(line) if leaves(&line) => return,
                Ok(line) => {
                    interrupted = false;
                    if self.say(line).is_none() {
                        return;
                    }
                }
                Err(ReadlineError::Interrupted) if self.is_over() => return take_away(),
                Err(ReadlineError::Interrupted) if interrupted => return,
                Err(ReadlineError::Interrupted) => {
                    interrupted = true;
                    self.tell("`end` ends the drill; Ctrl-C again leaves it, and its record is kept");
                }
                // Ctrl-D, or a terminal that has gone.
                Err(_) => return,
            }
        }
    }

    /// A line. A byte that is no text ends the editor's reading, and must not end the drill: the line stands as it was,
    /// with a sign in the byte's place.
    fn read(&mut self, prompt: &str, stands: &Standing) -> Result<String, ReadlineError> {
        let mut stands = stands.clone();
        loop {
            let read = self.editor.readline_with_initial(prompt, (&stands.before, &stands.behind));
            self.shared.is_reading(Reading::No);
            match read {
                Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => {}
                read => return read,
            }
            stands = self.editor.helper().map_or_else(Standing::default, Words::stands);
            stands.before.push(char::REPLACEMENT_CHARACTER);
            self.tell(
                "that key sent a byte that is no UTF-8 text: `\u{fffd}` stands in its place, and what came right behind it \
                 is lost. Nothing was said yet; set the terminal to UTF-8",
            );
        }
    }

    fn is_over(&self) -> bool {
        self.ends.over.load(Ordering::SeqCst)
    }

    fn tell(&self, text: &str) {
        let indent = screen::lines((self.columns)()).initial_indent("  ").subsequent_indent("    ");
        let _ = self.notice.send(format!("{}\n", textwrap::fill(&shown(text), indent)));
    }

    /// A line goes to the session, which answers each: the next prompt is drawn with what the answer changed. `None` if
    /// nobody is there to answer.
    fn say(&mut self, line: String) -> Option<()> {
        self.typed.send(line.clone()).ok()?;
        let whole = match self.answers.recv().ok()? {
            Answer::Taken => line,
            Answer::Asks { line, questions } => {
                let whole = match self.with_slots(line, &questions) {
                    Asked::Whole(whole) => whole,
                    Asked::Left(unsaid) => {
                        self.remember(&unsaid);
                        return Some(());
                    }
                    Asked::Instead { line, unsaid } => {
                        let said = self.say(line);
                        self.remember(&unsaid);
                        return said;
                    }
                };
                self.shared.now().whole = true;
                self.typed.send(whole.clone()).ok()?;
                self.answers.recv().ok()?;
                whole
            }
        };
        self.remember(&whole);
        Some(())
    }

    /// Up brings it back.
    fn remember(&mut self, line: &str) {
        // A history that can't be kept is no reason to stop.
        let _ = self.editor.add_history_entry(line.trim());
    }

    /// The words of a move that was left half-way are not lost.
    fn tell_unsaid(&self, whole: &str) {
        self.tell(&format!("left; nothing was said, and Up brings it back: {}", whole.trim()));
    }
}

/// `quit` alone is Ctrl-D.
pub(super) fn leaves(line: &str) -> bool {
    matches!(line.trim().to_lowercase().as_str(), "quit" | "exit" | "bye")
}

/// The prompt of a drill that is over waits for nothing any more.
fn take_away() {
    let mut out = std::io::stdout().lock();
    // A terminal that is gone shows nothing.
    let _ = out.write_all(b"\x1b[A\x1b[2K\r").and_then(|()| out.flush());
}

/// The session's thread.
fn driving(
    mut drill: Drill,
    mut table: Table,
    pace: Pace,
    me: Option<SeatId>,
    lines: Receiver<String>,
    ends: Ends,
) -> Option<JoinHandle<(Option<Drill>, Option<DriveError>)>> {
    let run = move || {
        let who = table.who;
        drill.tell_when_away(Some(table.away()));
        let mut driver = Driver::new(drill, &mut table, pace, me).run_by(who);
        let result = driver.listen(&lines, false);
        driver.drill.tell_when_away(None);
        let ended = driver.drill.session().is_over() || result.is_err();
        let (drill, error) = match result {
            Ok(()) => (Some(driver.drill), None),
            Err(error) => (None, Some(error)),
        };
        drop(table);
        if ended {
            // What was said last gets a moment to appear before the editor is called back.
            #[expect(clippy::disallowed_methods, reason = "the printer's last words, not story time")]
            std::thread::sleep(Duration::from_millis(100));
            ends.call_back();
        }
        (drill, error)
    };
    std::thread::Builder::new().name("session".into()).spawn(run).ok()
}

/// The printer's thread: it alone writes above the line that is being typed.
fn printing(
    mut printer: impl ExternalPrinter + Send + 'static,
    lines: Receiver<String>,
    shared: Shared,
) -> Option<JoinHandle<()>> {
    let run = move || {
        for line in lines {
            let reading = shared.may_print();
            // A tick redraws the line that is being read, and is nothing elsewhere.
            if line == TICK && !reading {
                continue;
            }
            if printer.print(line).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("printer".into()).spawn(run).ok()
}
