//! The command line: what was typed, what it means, and what is printed. One file a subcommand.

mod args;
mod board;
mod check;
mod drills;
mod exit;
mod export;
pub mod files;
mod forget;
mod fork;
mod history;
mod hotwash;
mod import;
mod lines;
mod list;
mod manual;
mod msel;
mod pack;
mod plain;
mod postmortem;
pub mod problems;
mod profile;
mod replay;
mod resume;
mod run;
mod score;
mod shipped;
mod show;
mod stored;
#[cfg(feature = "repl")]
mod table;
mod todo;
mod watch;

use std::process::ExitCode;

use clap::Parser;

pub use args::Cli;
use args::Command;

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let done = match cli.command {
        Command::Run(args) => run::run(&args),
        Command::Resume(args) => resume::resume(&args),
        Command::Score(args) => score::score(&args),
        Command::Postmortem(args) => postmortem::postmortem(&args),
        Command::Check(args) => check::check(&args),
        Command::List(args) => list::list(&args),
        Command::Show(args) => show::show(&args),
        Command::Board(args) => board::board(&args),
        Command::Replay(args) => replay::replay(&args),
        Command::Fork(args) => fork::fork(&args),
        Command::Hotwash(args) => hotwash::hotwash(&args),
        Command::Drills(args) => drills::drills(&args),
        Command::History(args) => history::history(&args),
        Command::Todo(args) => todo::todo(&args),
        Command::Forget(args) => forget::forget(&args),
        Command::Export(args) => export::export(&args),
        Command::Import(args) => import::import(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    };
    exit::code(done)
}
