//! The record: which drills there are, what is taken out of it, what comes in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, StoreArg};
use crate::cli::later::Later;

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct DrillsArgs {
    #[command(subcommand)]
    pub(crate) what: Option<DrillsWhat>,
    /// Those of this scenario
    #[arg(long, value_name = "SCENARIO")]
    pub(crate) scenario: Option<String>,
    /// Those that began since then: a day, such as 2026-11-24, or an age, such as 30d, 12w or 36h
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: Option<String>,
    /// Those that ended
    #[arg(long, conflicts_with = "open")]
    pub(crate) ended: bool,
    /// Those that are running, or were broken off
    #[arg(long)]
    pub(crate) open: bool,
    /// Their names alone, one a line: for shells and scripts
    #[arg(long, conflicts_with_all = ["sizes", "format", "verify"])]
    pub(crate) names: bool,
    /// How large each is
    #[arg(long)]
    pub(crate) sizes: bool,
    /// Try every event against its hash, of one drill or of all: says which was changed, is missing or was moved, and
    /// exits with 1. Who writes a whole record anew is found out by its last hash, if you noted that elsewhere
    #[arg(long, value_name = "DRILL", num_args = 0..=1, conflicts_with_all = ["scenario", "since", "ended", "open", "sizes"])]
    pub(crate) verify: Option<Option<String>>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DrillsWhat {
    /// Call a drill otherwise
    Rename(Later<RenameArgs>),
    /// Take drills out of the record, with the people and documents beside them
    Delete(Later<DeleteArgs>),
    /// Take out the drills that began long ago
    Prune(Later<PruneArgs>),
}

#[derive(Args, Debug)]
pub(crate) struct RenameArgs {
    /// The drill
    pub(crate) drill: String,
    /// Its new name
    #[arg(value_name = "NAME")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    /// The drills
    #[arg(required = true, value_name = "DRILL")]
    pub(crate) drills: Vec<String>,
    /// Don't ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct PruneArgs {
    /// How old: 180d, 26w or 36h; it is shown what would go, and asked
    #[arg(long, value_name = "AGE")]
    pub(crate) older_than: String,
    /// Don't ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct ForgetArgs {
    /// The person's name, as it was given to `--seat SEAT=NAME`
    pub(crate) name: String,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct ImportArgs {
    #[command(subcommand)]
    pub(crate) what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// A drill's record, as `export journal` writes it: every line is tried before any is kept
    Journal(ImportJournal),
}

#[derive(Args, Debug)]
pub(crate) struct ImportJournal {
    /// The file; `-` is standard input
    pub(crate) file: PathBuf,
    /// What to call the drill; default: what it was called
    #[arg(long, value_name = "DRILL")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}
