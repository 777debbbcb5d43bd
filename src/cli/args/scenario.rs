//! Scenarios: what there is, what one is, and whether it is sound.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::Format;

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// Scenario files, folders of them, or names of shipped scenarios; files of scoring profiles are checked, too
    /// (`show --guide profile`)
    #[arg(required = true, value_name = "SCENARIO", value_hint = ValueHint::AnyPath)]
    pub(crate) scenarios: Vec<String>,
    /// text: with the place in the file; short: a line each; json: for programs
    #[arg(long, value_parser = ["text", "short", "json"], default_value = "text")]
    pub(crate) format: String,
    /// Warnings are problems too
    #[arg(long)]
    pub(crate) strict: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// The scoring profiles instead
    #[arg(long)]
    pub(crate) profiles: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// A shipped scenario's name, or a file; of a scoring profile (`default`, `mine.ron`) every number, with its source
    #[arg(value_hint = ValueHint::FilePath, required_unless_present = "guide")]
    pub(crate) scenario: Option<String>,
    /// A guide instead: how to write a scenario, or a scoring profile, and what each field means
    #[arg(long, value_enum, value_name = "scenario|profile", num_args = 0..=1, default_missing_value = "scenario",
        hide_possible_values = true, conflicts_with_all = ["scenario", "facilitator", "source", "moves", "copy_to"])]
    pub(crate) guide: Option<Guide>,
    /// Everything, answers included: for who runs the drill
    #[arg(long)]
    pub(crate) facilitator: bool,
    /// Its file instead: as it is written, for authors to start from
    #[arg(long, conflicts_with = "facilitator")]
    pub(crate) source: bool,
    /// The moves of its prepared crew instead
    #[arg(long, conflicts_with_all = ["facilitator", "source"])]
    pub(crate) moves: bool,
    /// Write all its files into this folder, to start from: the scenario, its organisation, its crews' moves
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with_all = ["facilitator", "source", "moves"])]
    pub(crate) copy_to: Option<PathBuf>,
}

/// What a guide is to the writing of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Guide {
    /// A scenario
    Scenario,
    /// A scoring profile
    Profile,
}
