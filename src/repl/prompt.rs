//! The three threads of a live drill, and how they end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Behavior, Config, Editor, ExternalPrinter};

use super::complete::Words;
use super::table::Table;
use crate::drive::{Drill, DriveError, Driver, Screen};
use crate::engine::event::Event;
use crate::engine::view::Viewer;
use crate::moves::MOVES;
use crate::pace::Pace;
use crate::scenario::id::SeatId;
use crate::screen::{self, Style};

/// What came of a live drill.
pub struct Ended {
    /// The drill, with its store; `None` if it stopped with an error.
    pub drill: Option<Drill>,
    /// Why it stopped, if it had to.
    pub error: Option<DriveError>,
}

/// Plays a drill that has begun until it ends, or until the line is closed (Ctrl-D).
///
/// # Errors
/// The terminal can't be used.
pub fn play(
    drill: Drill,
    first: &[Event],
    pace: Pace,
    me: Option<SeatId>,
    style: Style,
) -> Result<Ended, ReadlineError> {
    // Ctrl-C and the end of the drill arrive alike; a terminal that ignores the signal could not be told of the end.
    let config = Config::builder().auto_add_history(true).behavior(Behavior::Stdio).build();
    let mut editor: Editor<Words, MemHistory> = Editor::with_history(config, MemHistory::new())?;
    let prompt = Arc::new(Mutex::new(String::new()));
    editor.set_helper(Some(Words { words: words(&drill, me), prompt: prompt.clone() }));

    let (print, to_print) = channel::<String>();
    let printer = printing(editor.create_external_printer()?, to_print);
    let notice = print.clone();
    let mut table = Table {
        who: screen::viewer(me),
        me,
        style,
        out: print,
        prompt: prompt.clone(),
        feed: Vec::new(),
        asked_to_close: false,
        shows_card: false,
    };
    table.batch(drill.session(), first);

    let ends = Ends::new()?;
    let (typed, lines) = channel::<String>();
    let session = driving(drill, table, pace, me, lines, ends.clone());
    edit(&mut editor, &prompt, &typed, &notice, &ends);
    ends.left.store(true, Ordering::SeqCst);
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

/// The editor: until the drill is over, or Ctrl-D.
fn edit(
    editor: &mut Editor<Words, MemHistory>,
    prompt: &Mutex<String>,
    typed: &Sender<String>,
    notice: &Sender<String>,
    ends: &Ends,
) {
    let mut interrupted = false;
    while !ends.over.load(Ordering::SeqCst) {
        let words = prompt.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let read = match ends.missed.swap(false, Ordering::SeqCst) {
            true => Err(ReadlineError::Interrupted),
            false => editor.readline(&words),
        };
        match read {
            Ok(line) => {
                interrupted = false;
                if typed.send(line).is_err() {
                    return;
                }
                // The next prompt is drawn with what the answer changed, which takes the session a moment.
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the editor waits for the answer, not for the story"
                )]
                std::thread::sleep(Duration::from_millis(30));
            }
            Err(ReadlineError::Interrupted) if ends.over.load(Ordering::SeqCst) => return,
            Err(ReadlineError::Interrupted) if interrupted => return,
            Err(ReadlineError::Interrupted) => {
                interrupted = true;
                let _ = notice.send(
                    "  `end` ends the drill; Ctrl-C again leaves it, and its record is kept\n".to_string(),
                );
            }
            // Ctrl-D, or a terminal that has gone.
            Err(_) => return,
        }
    }
}

/// The session's thread.
fn driving(
    drill: Drill,
    mut table: Table,
    pace: Pace,
    me: Option<SeatId>,
    lines: Receiver<String>,
    ends: Ends,
) -> Option<JoinHandle<(Option<Drill>, Option<DriveError>)>> {
    let run = move || {
        let mut driver = Driver::new(drill, &mut table, pace, me);
        let result = driver.listen(&lines, false);
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
) -> Option<JoinHandle<()>> {
    let run = move || {
        for line in lines {
            if printer.print(line).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("printer".into()).spawn(run).ok()
}

/// What may be completed on this screen: moves, and the names its view knows.
fn words(drill: &Drill, me: Option<SeatId>) -> Vec<String> {
    let session = drill.session();
    let scenario = session.scenario();
    let view = session.view(me.map_or(Viewer::Table, Viewer::Seat));
    let mut words: Vec<String> = MOVES.iter().map(|m| m.word.to_string()).collect();
    words.extend(["help", "status", "who", "feed", "actions", "card", "wait", "start"].map(String::from));
    words.extend(MOVES.iter().flat_map(|m| m.slots).map(|slot| format!("{slot}=")));
    words.extend(scenario.seats.names().map(String::from));
    words.extend(scenario.organisation.teams.names().map(String::from));
    words.extend(scenario.organisation.audiences.names().map(String::from));
    words.extend(scenario.organisation.voices.names().map(String::from));
    words.extend(view.lookable().into_iter().map(String::from));
    let seats: Vec<SeatId> = me.map_or_else(|| scenario.seats.ids().collect(), |me| vec![me]);
    let actions = seats.into_iter().flat_map(|seat| view.actions(seat));
    words.extend(actions.map(|id| scenario.actions.name(id).to_string()));
    words.sort_unstable();
    words.dedup();
    words
}
