//! What is written for other eyes: records, moves, paper and lists.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::StoreArg;
use crate::cli::later::Later;

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    pub(crate) what: ExportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportWhat {
    /// The record: one JSON object a line
    Journal(Later<ExportJournal>),
    /// The moves, as a file that can be played
    Moves(Later<ExportDrill>),
    /// Paper for the table: a card a seat, severity guide, directory, ground rules; and sealed, the event list
    Pack(Later<PackArgs>),
    /// The event list, answers included: what comes when, for a spreadsheet
    Msel(Later<MselArgs>),
    /// The template of the HTML postmortem, to make your own of: `postmortem --format html --template FILE`
    Template(Later<TemplateArgs>),
}

#[derive(Args, Debug)]
pub(crate) struct ExportJournal {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// Without what people typed: each text is a number, the same for the same text; it scores as the drill did, and is
    /// marked
    #[arg(long)]
    pub(crate) redact: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct ExportDrill {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "There is a card for every seat: hand out those of the seats that people sit at. Who sits where is said \
                  to `run`, with --table SEAT,SEAT."
)]
pub(crate) struct PackArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: String,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(crate) organisation: Option<PathBuf>,
    /// html: to print from a browser; text: eighty columns, a form feed between pages
    #[arg(long, value_enum, default_value = "html")]
    pub(crate) format: Paper,
    /// The folder to write; default: SCENARIO-pack, beside the scenario's file or here. Nothing is overwritten
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// `run`'s: told where it belongs
    #[arg(long, alias = "seat", hide = true, num_args = 0..=1, value_name = "SEAT")]
    pub(crate) table: Option<Vec<String>>,
}

/// What a pack is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// For a browser and its printer
    Html,
    /// Plain text, eighty columns
    Text,
}

impl Paper {
    /// How its files' names end.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Paper::Html => "html",
            Paper::Text => "txt",
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct MselArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: String,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(crate) organisation: Option<PathBuf>,
    /// The list's format
    #[arg(long, value_parser = ["csv"], default_value = "csv")]
    pub(crate) format: String,
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct TemplateArgs {
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
