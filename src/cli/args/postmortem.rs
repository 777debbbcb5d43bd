//! The practice postmortem, and the team's part of it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::StoreArg;
use crate::cli::later::Later;
use crate::postmortem::team::Status;

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct PostmortemArgs {
    #[command(subcommand)]
    pub(crate) what: Option<PostmortemWhat>,
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// md: to fill in; html: one file to read, print and share; json: for programs. Default: as --out ends, else md
    #[arg(long, value_enum)]
    pub(crate) format: Option<Document>,
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Your own template for the HTML: a file, or a folder with a `postmortem.html` in it; `export template` writes the
    /// one to begin with
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) template: Option<PathBuf>,
    /// Rate it by another profile than it was played under: a name (`sandtable list --profiles`) or a file; the document
    /// says so, and in what they differ
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// The team's part of a postmortem.
#[derive(Debug, Subcommand)]
pub(crate) enum PostmortemWhat {
    /// Write the team's part, in your editor ($VISUAL, $EDITOR); no word is lost
    Edit(Later<EditArgs>),
    /// How it speaks of people, its action items, and what makes it worth reading; any markdown will do
    Check(Later<CheckPostmortemArgs>),
    /// How far it has come: draft, in-review, reviewed, closed
    Status(Later<StatusArgs>),
}

/// A postmortem's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// Markdown
    Md,
    /// One HTML file
    Html,
    /// The outline as data
    Json,
}

#[derive(Args, Debug)]
#[command(after_help = "Off a terminal:  sandtable postmortem edit DRILL --print > mine.md; \
    sandtable postmortem edit DRILL --from mine.md\n\n\
    The document that `postmortem --out FILE.md` writes can be filled in and taken back the same way. What somebody else wrote \
    meanwhile stays; where two changed one place, both versions stand there.")]
pub(crate) struct EditArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// Take it from a file instead of an editor; `-`: from standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["print", "before"])]
    pub(crate) from: Option<PathBuf>,
    /// Print the form, with what was written
    #[arg(long, conflicts_with = "before")]
    pub(crate) print: bool,
    /// Print the version before the last change, or before the last N: every one is kept, and can be taken back
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "1",
        value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) before: Option<u16>,
    /// List the versions
    #[arg(long, conflicts_with_all = ["from", "print", "before"])]
    pub(crate) versions: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "A warning that is to stay is allowed with a reason, in its paragraph or on a line of its own before it:\n\
    \u{20} <!-- lint:allow(B04: the team wants this sentence) -->\n\
    Rules are named as the findings are; without one, every warning of that paragraph is allowed. Errors are not."
)]
pub(crate) struct CheckPostmortemArgs {
    /// A markdown file, `-` for standard input, or a drill
    #[arg(default_value = "last", value_name = "DRILL|FILE")]
    pub(crate) what: String,
    /// text: with the place in the text; short: a line each; json: for programs
    #[arg(long, value_parser = ["text", "short", "json"], default_value = "text")]
    pub(crate) format: String,
    /// Exit with 1 also where warnings are left: what is neither reworded nor allowed
    #[arg(long)]
    pub(crate) strict: bool,
    /// Names of people who were there, separated by commas; a drill knows its own
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(crate) people: Vec<String>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct StatusArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// What it is from now on; one step ahead, or any back
    pub(crate) status: Option<StatusWord>,
    /// The second word of “in review”
    #[arg(hide = true, value_parser = ["review"])]
    pub(crate) review: Option<String>,
    /// Reviewed without a reviewer, or closed with items open, and why
    #[arg(long, value_name = "WHY")]
    pub(crate) anyway: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// How far a postmortem has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusWord {
    /// It is being written
    Draft,
    /// It is being read
    #[value(aliases = ["in review", "in_review", "in"])]
    InReview,
    /// It was read, and stands: no wording is left to settle
    Reviewed,
    /// What it asked for is done
    Closed,
}

impl From<StatusWord> for Status {
    fn from(word: StatusWord) -> Self {
        match word {
            StatusWord::Draft => Status::Draft,
            StatusWord::InReview => Status::InReview,
            StatusWord::Reviewed => Status::Reviewed,
            StatusWord::Closed => Status::Closed,
        }
    }
}
