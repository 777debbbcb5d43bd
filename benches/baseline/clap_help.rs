//! The floor under a start: a clap program of about our size that does nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Run incident drills at the table.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say less
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Args)]
struct Common {
    /// The scenario to run
    scenario: PathBuf,
    /// Seed of the dice
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the journal is kept
    #[arg(long)]
    store: Option<String>,
    /// Output format
    #[arg(long, value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

#[derive(Subcommand)]
enum Command {
    /// Check scenario files
    Check(Common),
    /// Run a drill in the terminal
    Run(Common),
    /// Serve a drill room to browsers
    Serve(Common),
    /// Run many seeded drills with bots
    Batch(Common),
    /// Replay a journal
    Replay(Common),
    /// Score a finished drill
    Score(Common),
    /// Write the practice postmortem
    Postmortem(Common),
    /// List the drills in a store
    List(Common),
    /// Export a journal
    Export(Common),
    /// Print a starting scenario
    New(Common),
}

#[expect(clippy::print_stdout, reason = "a program that prints")]
fn main() {
    let cli = Cli::parse();
    let (Command::Check(c)
    | Command::Run(c)
    | Command::Serve(c)
    | Command::Batch(c)
    | Command::Replay(c)
    | Command::Score(c)
    | Command::Postmortem(c)
    | Command::List(c)
    | Command::Export(c)
    | Command::New(c)) = cli.command;
    println!("{} {} {:?} {:?} {}", cli.quiet, c.seed, c.scenario, c.store, c.format);
}
