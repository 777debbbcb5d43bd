//! Action items of all drills.

use clap::{Args, Subcommand, ValueEnum};

use super::StoreArg;
use crate::postmortem::actions::Subject;

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "The items are those of section 16 of the postmortems: `sandtable postmortem edit DRILL`. Days are UTC. An item\nwhose \
    factor names a gap (loop/verify, or section 17's words for it) stands in `sandtable history` beside drills that\ncame after it \
    was done and had the gap again.\n\n\
    csv and github hold what is about how we really work, unless --subject says otherwise; what is fictional says PRACTICE \
    on every line."
)]
pub(crate) struct TodoArgs {
    #[command(subcommand)]
    pub(crate) what: Option<TodoWhat>,
    /// Those of this role alone
    #[arg(long, value_name = "ROLE")]
    pub(crate) owner: Option<String>,
    /// What is open; the default
    #[arg(long, conflicts_with_all = ["done", "all"])]
    pub(crate) open: bool,
    /// What is done
    #[arg(long, conflicts_with = "all")]
    pub(crate) done: bool,
    /// Both
    #[arg(long)]
    pub(crate) all: bool,
    /// What they are about; default: everything, but only what is real as csv and github
    #[arg(long, value_enum, value_name = "SUBJECT,...", value_delimiter = ',')]
    pub(crate) subject: Vec<SubjectWord>,
    /// How they are written
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: TodoFormat,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TodoWhat {
    /// An item is done, as of now: `history` says which later drill had the gap again that its factor names
    Done(TodoItem),
    /// It is not done after all
    Reopen(TodoItem),
}

#[derive(Args, Debug)]
pub(crate) struct TodoItem {
    /// The drill
    pub(crate) drill: String,
    /// The item's name: A1
    pub(crate) item: String,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// How action items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TodoFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a spreadsheet
    Csv,
    /// Markdown of issues, for a tracker
    Github,
}

/// Whom an action item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SubjectWord {
    /// How we really work
    Real,
    /// The story's system: for practice, and stamped so
    Fictional,
    /// The scenario itself
    Drill,
}

impl From<SubjectWord> for Subject {
    fn from(word: SubjectWord) -> Self {
        match word {
            SubjectWord::Real => Subject::Real,
            SubjectWord::Fictional => Subject::Fictional,
            SubjectWord::Drill => Subject::Drill,
        }
    }
}
