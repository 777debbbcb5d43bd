//! How a command ends: its exit code, and what is said when it could not be done.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// What came of a command.
pub(super) type Done = Result<Answer, Failed>;

/// It was done; the answer may still be no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// 0: done.
    Yes,
    /// 1: the answer is no: problems found, a gate missed with `--strict`.
    No,
}

/// 2: it could not be done. The message says what is wrong, where, and what to do.
#[derive(Debug)]
pub(super) struct Failed(pub(super) String);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Failed(error.to_string())
    }
}

/// The exit code, after saying what went wrong.
pub(super) fn code(done: Done) -> ExitCode {
    match done {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        // A reader that has closed its end, such as `head`, has seen what it wanted.
        Err(Failed(message)) if message == BROKEN_PIPE => ExitCode::SUCCESS,
        Err(Failed(message)) => {
            say_error(&message);
            ExitCode::from(2)
        }
    }
}

/// The mark of a closed pipe.
const BROKEN_PIPE: &str = "\0broken pipe";

/// Usage errors and help, as clap words them.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let rendered = error.render();
    let plain = rendered.to_string();
    // What was typed may hold signs that steer a terminal, and is repeated here.
    match crate::prose::shown(&plain) {
        std::borrow::Cow::Borrowed(_) => _ = error.print(),
        std::borrow::Cow::Owned(shown) => {
            let _ = anstream::stderr().lock().write_all(shown.as_bytes());
        }
    }
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// Says on standard error what went wrong.
pub(super) fn say_error(message: &str) {
    let mut stderr = anstream::stderr().lock();
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(
        stderr,
        "{}",
        on_stderr(&format!("\x1b[1;31merror\x1b[0m: {}", crate::prose::shown(message)))
    );
}

/// Says on standard error what is worth a look, where what was asked for was done all the same.
pub(super) fn say_note(message: &str) {
    let mut stderr = anstream::stderr().lock();
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(
        stderr,
        "{}",
        on_stderr(&format!("\x1b[1;33mnote\x1b[0m: {}", crate::prose::shown(message)))
    );
}

/// Lines that a terminal's edge would break within words are broken between them; elsewhere they stay as they are.
fn on_stderr(text: &str) -> String {
    if std::io::stderr().is_terminal() { super::terminal::broken(text) } else { text.to_string() }
}

/// Prints JSON for a program, with a line's end; a person may read it, too.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), Failed> {
    print(&json_text(value)?)
}

/// The same as text.
pub(super) fn json_text(value: &impl serde::Serialize) -> Result<String, Failed> {
    Ok(format!("{}\n", crate::prose::inert_json(&serde_json::to_string_pretty(value)?)))
}

/// Prints to standard output; colours go away in a pipe.
pub(super) fn print(text: &str) -> Result<(), Failed> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| {
        let gone = error.kind() == std::io::ErrorKind::BrokenPipe;
        Failed(if gone {
            BROKEN_PIPE.to_string()
        } else {
            format!("standard output can't be written: {error}")
        })
    })
}
