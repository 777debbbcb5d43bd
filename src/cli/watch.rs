//! `check --watch`: checks again whenever a scenario or its organisation says something else than before.
//!
//! Files are read a few times a second and their texts compared. That costs next to nothing for what a person edits,
//! works on every file system, and sees through editors that put a new file in the old one's place.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::args::CheckArgs;
use super::check::{Read, names, read, report};
use super::exit::{Answer, Done, Failed, print};
use crate::pace::wall_ms;
use crate::prose::count;

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Everything off the screen; what was scrolled away before stays.
const CLEAR: &str = "\x1b[H\x1b[2J";

/// Checks, and checks again, until Ctrl-C; the answer is the last one.
pub(super) fn watch(args: &CheckArgs) -> Done {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, stop.clone())?;
    }
    // What is not there at the beginning is a slip; what goes away later may come back.
    let mut last = read(&names(&args.scenarios)?);
    let mut answer = told(args, &last)?;
    while !stop.load(Ordering::SeqCst) {
        look_away();
        let now = again(args);
        // Half of a file that is being written is no news: it is looked at once more.
        if now != last && now == settled(args) {
            answer = told(args, &now)?;
            last = now;
        }
    }
    if std::io::stdout().is_terminal() {
        // Behind the `^C` of the terminal.
        print("\n")?;
    }
    Ok(answer)
}

fn again(args: &CheckArgs) -> Vec<Read> {
    read(&names(&args.scenarios).unwrap_or_else(|_| args.scenarios.clone()))
}

fn settled(args: &CheckArgs) -> Vec<Read> {
    look_away();
    again(args)
}

fn look_away() {
    #[expect(clippy::disallowed_methods, reason = "between two looks at the files; there is no story here")]
    std::thread::sleep(LOOK_EVERY);
}

/// One report; on a terminal in the place of the last one.
fn told(args: &CheckArgs, files: &[Read]) -> Result<Answer, Failed> {
    let screen = std::io::stdout().is_terminal();
    if screen {
        print(CLEAR)?;
    }
    let answer = report(args, files)?.answer;
    // A program reads one array a line.
    if args.format != "json" {
        let end = if screen { "; Ctrl-C ends" } else { "" };
        let at = wall_ms() / 1_000 % 86_400;
        let (h, m, s) = (at / 3_600, at / 60 % 60, at % 60);
        let checked = format!("checked at {h:02}:{m:02}:{s:02} UTC");
        print(&format!("watching {}, {checked}{end}\n", count(files.len(), "scenario")))?;
    }
    Ok(answer)
}
