//! The command line as typed.

mod drill;
mod export;
mod postmortem;
mod record;
mod scenario;
mod score;
mod todo;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::later::Later;

pub(super) use drill::{BoardArgs, Fill, ForkArgs, Help, HotwashArgs, ReplayArgs, ResumeArgs, RunArgs};
pub(super) use export::{ExportArgs, ExportWhat, MselArgs, PackArgs, Paper, TemplateArgs};
pub(super) use postmortem::{
    CheckPostmortemArgs, Document, EditArgs, PostmortemArgs, PostmortemWhat, StatusArgs,
};
pub(super) use record::{
    DeleteArgs, DrillsArgs, DrillsWhat, ForgetArgs, ImportArgs, ImportJournal, ImportWhat, PruneArgs,
    RenameArgs,
};
pub(super) use scenario::{CheckArgs, Guide, ListArgs, ShowArgs};
pub(super) use score::{HistoryArgs, ScoreArgs};
pub(super) use todo::{TodoArgs, TodoFormat, TodoItem, TodoWhat};

/// The version, and what it was built from.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nbuilt from ",
    env!("SANDTABLE_SOURCE"),
    " with ",
    env!("SANDTABLE_RUSTC"),
    "\njournal format 1, rules 1, profile default@1"
);

/// Practise incidents: run a drill, see how it was run, write the practice postmortem.
#[derive(Debug, Parser)]
#[command(version, long_version = LONG_VERSION, about, max_term_width = 80, subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Begin with:  sandtable run first-page --seat primary     your first, alone with stand-ins\n\
    At a table:  sandtable run billing-multiplier\n\
    Watch one:   sandtable run billing-multiplier --fill prepared --pace flat\n\
    Write one:   sandtable show --guide\n\
    Your rules:  sandtable show --guide profile     what a drill is rated by\n\
    DRILL is a drill's name, the beginning of one, or `last`."
)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a drill
    Run(Later<RunArgs>),
    /// Go on with a drill that was broken off
    Resume(Later<ResumeArgs>),
    /// How a drill was run: strengths, next steps, and each criterion with its evidence
    Score(Later<ScoreArgs>),
    /// The practice postmortem of a drill
    Postmortem(PostmortemArgs),
    /// Check scenario files: every problem with its place and what to do
    Check(Later<CheckArgs>),
    /// The scenarios that come with the program
    List(Later<ListArgs>),
    /// What a scenario is, without giving it away; a scoring profile's numbers; the authors' guides
    Show(Later<ShowArgs>),
    /// A running drill's big picture for the room, in a second terminal; it only reads
    Board(Later<BoardArgs>),
    /// A past drill, lived again: at any pace, through any eyes, with pauses and steps
    Replay(Later<ReplayArgs>),
    /// That minute again: another line of play, from an earlier moment of a drill on
    Fork(Later<ForkArgs>),
    /// The half hour after a drill, guided: cards, a silent self-rating, the record at its moments, two changes
    Hotwash(Later<HotwashArgs>),
    /// The drills that were run, and whether their record is as it was written
    Drills(DrillsArgs),
    /// A team's own drills over time, criterion by criterion, and the gaps that keep recurring
    History(Later<HistoryArgs>),
    /// The action items of all drills, by owner, with what is late; as a list, CSV or issues
    Todo(TodoArgs),
    /// Take a person out of the record of every drill; records and scores stay what they are
    Forget(Later<ForgetArgs>),
    /// Write a drill's record or its moves, a scenario's printed pack or its event list
    Export(ExportArgs),
    /// Read a drill's record that was exported elsewhere
    Import(ImportArgs),
    /// What a shell needs to complete this program's command line
    Completions(Later<CompletionsArgs>),
    /// The manual pages
    Man(Later<ManArgs>),
}

/// Where the record is kept.
#[derive(Args, Debug, Clone)]
pub(super) struct StoreArg {
    /// The file that keeps the record, or the `postgres://USER@HOST/DATABASE` that does; default: a file in the
    /// platform's data folder
    #[arg(long, env = "SANDTABLE_STORE", hide_env_values = true, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// Whose; for bash: `sandtable completions bash > ~/.local/share/bash-completion/completions/sandtable`
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// Write a page for each command into this folder; without it, the first page goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
}
