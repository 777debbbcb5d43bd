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
mod guide;
mod hints;
mod history;
mod hotwash;
mod import;
mod later;
mod lines;
mod list;
mod manual;
mod msel;
mod pack;
mod plain;
mod postmortem;
pub mod problems;
mod profile;
mod refusals;
mod replay;
mod resume;
mod run;
mod score;
mod shipped;
mod show;
mod stored;
#[cfg(feature = "repl")]
mod table;
mod terminal;
mod todo;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

pub use args::Cli;
use args::{Command, StoreArg};
use later::Later;

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let parsed = Cli::command().try_get_matches().and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
        Ok((cli, StoreArg::typed(&matches)))
    });
    let (cli, store) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return exit::usage(&error),
    };
    let done = match cli.command {
        Command::Run(Later(args)) => run::run(&args),
        Command::Resume(Later(args)) => resume::resume(&args),
        Command::Score(Later(args)) => score::score(&args),
        Command::Postmortem(args) => postmortem::postmortem(&args),
        Command::Check(Later(args)) => check::check(&args),
        Command::List(Later(args)) => list::list(&args),
        Command::Show(Later(args)) => show::show(&args),
        Command::Board(Later(args)) => board::board(&args),
        Command::Replay(Later(args)) => replay::replay(&args),
        Command::Fork(Later(args)) => fork::fork(&args),
        Command::Hotwash(Later(args)) => hotwash::hotwash(&args),
        Command::Drills(args) => drills::drills(&args),
        Command::History(Later(args)) => history::history(&args),
        Command::Todo(args) => todo::todo(&args),
        Command::Forget(Later(args)) => forget::forget(&args),
        Command::Export(args) => export::export(&args),
        Command::Import(args) => import::import(&args),
        Command::Completions(Later(args)) => manual::completions(&args),
        Command::Man(Later(args)) => manual::man(&args),
    };
    exit::code(done.map_err(|failed| store.told(failed)))
}
