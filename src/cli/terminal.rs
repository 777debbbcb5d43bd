//! The terminal, if there is one: how wide it is, in colours or not, and what is typed at it.

use std::io::{BufRead, IsTerminal};
use std::sync::mpsc::{Receiver, channel};

use super::files;
use crate::screen::Style;

pub(super) fn on_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// How wide, and in colours or not: neither in a pipe, nor where nobody wants any (`NO_COLOR`). The live prompt prints
/// past the stream that would take them out.
pub(super) fn style(plain: bool) -> Style {
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    let colour = choice != anstream::ColorChoice::Never && !plain;
    Style { width: width(), colour, plain }
}

/// The terminal's columns, as far as a line is good to read; a pipe has 80.
pub(super) fn width() -> usize {
    if std::io::stdout().is_terminal() { columns() } else { 80 }
}

/// The same where something other than standard output is known to be one.
pub(super) fn columns() -> usize {
    let columns = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    columns.map_or(80, |columns| columns.clamp(30, 100))
}

/// Lines that a screen's edge breaks between words; elsewhere they stay as they are.
pub(super) fn on_screen(text: &str) -> String {
    if std::io::stdout().is_terminal() { broken(text) } else { text.to_string() }
}

/// Lines broken between words at the terminal's edge.
pub(super) fn broken(text: &str) -> String {
    let options = crate::screen::lines(columns());
    text.split('\n').map(|line| textwrap::fill(line, options.clone())).collect::<Vec<_>>().join("\n")
}

/// Lines from standard input, as they come.
pub(super) fn typed_on_stdin() -> Receiver<String> {
    let (send, receive) = channel();
    let read = move || {
        let mut input = std::io::stdin().lock();
        let (mut line, mut first) = (Vec::new(), true);
        // A line that is not UTF-8 is answered like any other, and ends nothing.
        while input.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let mut text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_string();
            line.clear();
            if std::mem::take(&mut first) {
                text = files::without_mark(text);
            }
            if send.send(text).is_err() {
                break;
            }
        }
    };
    // Without a reader nothing is typed, and the story runs to its end.
    let _ = std::thread::Builder::new().name("input".into()).spawn(read);
    receive
}

/// The line over a drill: what is played, and as what; in two lines where one is too long for a terminal.
pub(super) fn head(title: &str, of: &str) -> String {
    let line = format!("SIMULATED  {title}  ({of})");
    if line.chars().count() <= WIDTH {
        return format!("{line}\n");
    }
    let fill = |first, text| {
        textwrap::fill(text, textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(INDENT))
    };
    format!("{}\n{}\n", fill("SIMULATED  ", title), fill(INDENT, &format!("({of})")))
}

/// Of a terminal that is as wide as most.
const WIDTH: usize = 80;
/// Under the first word.
const INDENT: &str = "           ";
