//! The command line as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::later::Later;
use crate::pace::Pace;
use crate::postmortem::actions::Subject;
use crate::postmortem::team::Status;
use crate::time::SimDuration;

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
#[command(version, long_version = LONG_VERSION, about, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Begin with:  sandtable run first-page --seat primary     your first, alone with stand-ins\n\
    At a table:  sandtable run billing-multiplier\n\
    Watch one:   sandtable run billing-multiplier --fill prepared --pace flat\n\
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
    /// What a scenario is, without giving it away
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

/// How much the tool helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Help {
    /// Shows what is expected next
    OpenBook,
    /// Asks about the next step of the process
    Guided,
    /// Answers `hint`
    Standard,
    /// Neither
    Unaided,
}

/// Who plays the seats nobody took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Fill {
    /// The prepared crew that comes with the scenario; beside a person, as stand-ins
    Prepared,
    /// The struggling crew that comes with the scenario
    Struggling,
    /// Nobody
    None,
}

#[derive(Args, Debug)]
pub(super) struct RunArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) scenario: String,
    /// This screen is one seat's own, played by NAME
    #[arg(long, value_name = "SEAT=NAME", conflicts_with = "table")]
    pub(super) seat: Option<String>,
    /// This screen is the facilitator's: it shows everything, and takes the facilitator's moves
    #[arg(long, conflicts_with = "seat")]
    pub(super) facilitator: bool,
    /// The seats that are filled at this table, separated by commas; default: all
    #[arg(long, value_name = "SEAT,...", value_delimiter = ',')]
    pub(super) table: Vec<String>,
    /// Who plays the seats nobody took: a crew that comes with the scenario plays all of them; beside --seat, `prepared`
    /// are stand-ins, who answer and act when they are paged, tasked or asked, and `none` leaves the chairs empty;
    /// default: stand-ins beside --seat at a terminal, where the scenario has a prepared crew
    #[arg(long, value_enum, conflicts_with = "table")]
    pub(super) fill: Option<Fill>,
    /// A file of moves to play; `-` reads them from standard input as they come
    #[arg(long, value_name = "FILE")]
    pub(super) moves: Option<PathBuf>,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(super) organisation: Option<PathBuf>,
    /// How time passes: real, xN (times as fast), stepped (`wait` moves it), flat (at once); default: real on a
    /// terminal, else flat
    #[arg(long, value_name = "PACE")]
    pub(super) pace: Option<Pace>,
    /// How much the tool helps: open-book shows what is expected next, guided asks about the next step, standard answers `hint`, unaided does neither; default:
    /// guided for first-page at a terminal, else standard
    #[arg(long, value_enum)]
    pub(super) mode: Option<Help>,
    /// The seed of the dice; default: a fresh one on a terminal, else 1
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// End the drill after so much time of the story: 35m
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(super) length: Option<SimDuration>,
    /// The rules it is rated by: a name (`sandtable list --profiles`) or a file; default: default
    #[arg(long, value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// The drill's name in the record; default: the scenario's with date and time
    #[arg(long, value_name = "DRILL")]
    pub(super) name: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(super) plain: bool,
    /// Exit with 1 if a gate was missed
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "The story goes on where it stood: same world, same timers, same dice; the time away is a pause.\n\
    The screen, who plays and the pace are as they were, if nothing else is said."
)]
pub(super) struct ResumeArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// This screen is one seat's own, played by NAME
    #[arg(long, value_name = "SEAT=NAME")]
    pub(super) seat: Option<String>,
    /// This screen is the facilitator's
    #[arg(long, conflicts_with = "seat")]
    pub(super) facilitator: bool,
    /// This screen is the table's
    #[arg(long, conflicts_with_all = ["seat", "facilitator"])]
    pub(super) table: bool,
    /// A crew that comes with the scenario goes on; `none`: from here on without stand-ins
    #[arg(long, value_enum, conflicts_with_all = ["moves", "seat", "table"])]
    pub(super) fill: Option<Fill>,
    /// The file of moves that the drill was played with: it goes on behind those that were made; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(super) moves: Option<PathBuf>,
    /// How time passes: real, xN, stepped, flat
    #[arg(long, value_name = "PACE")]
    pub(super) pace: Option<Pace>,
    /// What to print; json begins with all that happened so far
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(super) plain: bool,
    /// Exit with 1 if a gate was missed
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
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

#[derive(Args, Debug)]
pub(super) struct ScoreArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    /// Show numbers beside the words
    #[arg(long)]
    pub(super) numbers: bool,
    /// Why a number is what it is: its rule with its source, the events, the arithmetic; such as loop.verify,
    /// actions.roll-back, roles, process, scenario
    #[arg(long, value_name = "CRITERION", value_parser = Explainable, hide_possible_values = true, conflicts_with = "numbers")]
    pub(super) explain: Option<String>,
    /// Rate it by another profile: a name (`sandtable list --profiles`) or a file; several, separated by commas, stand
    /// side by side
    #[arg(long, value_name = "PROFILE,...", value_delimiter = ',')]
    pub(super) profile: Vec<String>,
    /// Exit with 1 if a gate was missed
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

/// The team's part of a postmortem.
#[derive(Debug, Subcommand)]
pub(super) enum PostmortemWhat {
    /// Write the team's part, in your editor ($VISUAL, $EDITOR); no word is lost
    Edit(Later<EditArgs>),
    /// How it speaks of people, its action items, and what makes it worth reading; any markdown will do
    Check(Later<CheckPostmortemArgs>),
    /// How far it has come: draft, in-review, reviewed, closed
    Status(Later<StatusArgs>),
}

#[derive(Args, Debug)]
#[command(after_help = "Off a terminal:  sandtable postmortem edit DRILL --print > mine.md; \
    sandtable postmortem edit DRILL --from mine.md")]
pub(super) struct EditArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// Take it from a file instead of an editor; `-`: from standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["print", "before"])]
    pub(super) from: Option<PathBuf>,
    /// Print the form, with what was written
    #[arg(long, conflicts_with = "before")]
    pub(super) print: bool,
    /// Print the version before the last change
    #[arg(long)]
    pub(super) before: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct CheckPostmortemArgs {
    /// A markdown file, `-` for standard input, or a drill
    #[arg(default_value = "last", value_name = "DRILL|FILE")]
    pub(super) what: String,
    /// text: with the place in the text; short: a line each; json: for programs
    #[arg(long, value_parser = ["text", "short", "json"], default_value = "text")]
    pub(super) format: String,
    /// Names of people who were there, separated by commas; a drill knows its own
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(super) people: Vec<String>,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct StatusArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// What it is from now on; one step ahead, or any back
    pub(super) status: Option<StatusWord>,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

/// How far a postmortem has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusWord {
    /// It is being written
    Draft,
    /// It is being read
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

/// A postmortem's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Document {
    /// Markdown
    Md,
    /// One HTML file
    Html,
    /// The outline as data
    Json,
}

/// A name on a card: shells complete those that every card has, and the author's are taken as well.
#[derive(Clone)]
struct Explainable;

impl clap::builder::TypedValueParser for Explainable {
    type Value = String;

    fn parse_ref(
        &self,
        _: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue>>> {
        let names = crate::score::explain::ALWAYS.iter();
        Some(Box::new(names.map(|name| clap::builder::PossibleValue::new(*name))))
    }
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct PostmortemArgs {
    #[command(subcommand)]
    pub(super) what: Option<PostmortemWhat>,
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// md: to fill in; html: one file to read, print and share; json: for programs. Default: as --out ends, else md
    #[arg(long, value_enum)]
    pub(super) format: Option<Document>,
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Your own template for the HTML: a file, or a folder with a `postmortem.html` in it; `export template` writes the
    /// one to begin with
    #[arg(long, value_name = "FILE|DIR")]
    pub(super) template: Option<PathBuf>,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// Scenario files, folders of them, or names of shipped scenarios; files of scoring profiles are checked, too
    #[arg(required = true, value_name = "SCENARIO", value_hint = ValueHint::AnyPath)]
    pub(super) scenarios: Vec<String>,
    /// text: with the place in the file; short: a line each; json: for programs
    #[arg(long, value_parser = ["text", "short", "json"], default_value = "text")]
    pub(super) format: String,
    /// Warnings are problems too
    #[arg(long)]
    pub(super) strict: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long)]
    pub(super) watch: bool,
}

#[derive(Args, Debug)]
pub(super) struct ListArgs {
    /// The scoring profiles instead
    #[arg(long)]
    pub(super) profiles: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// A shipped scenario's name, or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) scenario: String,
    /// Everything, answers included: for who runs the drill
    #[arg(long)]
    pub(super) facilitator: bool,
    /// A file of the scenario instead: as it is written, for authors to start from
    #[arg(long, conflicts_with = "facilitator")]
    pub(super) source: bool,
    /// The moves of its prepared crew instead
    #[arg(long, conflicts_with_all = ["facilitator", "source"])]
    pub(super) moves: bool,
    /// Write all its files into this folder, to start from: the scenario, its organisation, its crews' moves
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with_all = ["facilitator", "source", "moves"])]
    pub(super) copy_to: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(
    after_help = "`q`, Esc or Ctrl-C leaves; the drill goes on. In a pipe, the picture is printed once."
)]
pub(super) struct BoardArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "At the line below: Space stops and goes on, Enter is a step; pause, play, step 5, next bookmark, \
    back 5m,\nto 02:29, to +12:30, to bookmark 2, bookmarks, pace x8, status, who, feed, card SEAT, quit. In a pipe, plain \
    lines;\nat `--pace stepped` they come as standard input says."
)]
pub(super) struct ReplayArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// How time passes: real, xN (times as fast), stepped (line by line), flat (at once); default: real on a terminal,
    /// else flat
    #[arg(long, value_name = "PACE")]
    pub(super) pace: Option<Pace>,
    /// Through this seat's eyes; default: what the table saw
    #[arg(long, value_name = "SEAT", conflicts_with = "facilitator")]
    pub(super) seat: Option<String>,
    /// With everything that only the facilitator may see
    #[arg(long)]
    pub(super) facilitator: bool,
    /// Begin at this moment: +12:30, a clock of the story, bookmark:2, '#58'
    #[arg(long, value_name = "MOMENT")]
    pub(super) at: Option<String>,
    /// For screen readers: no colours, one line a fact
    #[arg(long)]
    pub(super) plain: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Off a terminal each question is answered by a line of standard input; an empty line goes on."
)]
pub(super) struct HotwashArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// text: go through it; json: what was said so far
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct ForkArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// From this moment on: +12:30 since the start, a clock of the story such as 02:29, 5m (before its end), bookmark
    /// (the last one), bookmark:2, or '#58' (after that event, which stays)
    #[arg(long, value_name = "MOMENT", allow_hyphen_values = true)]
    pub(super) at: String,
    /// End it after so much time of the story: 5m
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(super) length: Option<SimDuration>,
    /// What to call it; default: DRILL-2
    #[arg(long, value_name = "DRILL")]
    pub(super) name: Option<String>,
    /// This screen is one seat's own; default: whose it was
    #[arg(long, value_name = "SEAT")]
    pub(super) seat: Option<String>,
    /// This screen is the facilitator's
    #[arg(long, conflicts_with = "seat")]
    pub(super) facilitator: bool,
    /// This screen is the table's
    #[arg(long, conflicts_with_all = ["seat", "facilitator"])]
    pub(super) table: bool,
    /// A file of moves to go on with; what it has before that moment is left out; `-` reads them from standard input
    #[arg(long, value_name = "FILE")]
    pub(super) moves: Option<PathBuf>,
    /// How time passes: real, xN, stepped, flat; default: as the drill's on a terminal, else flat
    #[arg(long, value_name = "PACE")]
    pub(super) pace: Option<Pace>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(super) plain: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct DrillsArgs {
    #[command(subcommand)]
    pub(super) what: Option<DrillsWhat>,
    /// Those of this scenario
    #[arg(long, value_name = "SCENARIO")]
    pub(super) scenario: Option<String>,
    /// Those that began since then: a day, such as 2026-11-24, or an age, such as 30d, 12w or 36h
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// Those that ended
    #[arg(long, conflicts_with = "open")]
    pub(super) ended: bool,
    /// Those that are running, or were broken off
    #[arg(long)]
    pub(super) open: bool,
    /// How large each is
    #[arg(long)]
    pub(super) sizes: bool,
    /// Try every event against its hash, of one drill or of all: says which was changed, is missing or was moved, and
    /// exits with 1
    #[arg(long, value_name = "DRILL", num_args = 0..=1, conflicts_with_all = ["scenario", "since", "ended", "open", "sizes"])]
    pub(super) verify: Option<Option<String>>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Debug, Subcommand)]
pub(super) enum DrillsWhat {
    /// Call a drill otherwise
    Rename(Later<RenameArgs>),
    /// Take drills out of the record, with the people and documents beside them
    Delete(Later<DeleteArgs>),
    /// Take out the drills that began long ago
    Prune(Later<PruneArgs>),
}

#[derive(Args, Debug)]
pub(super) struct RenameArgs {
    /// The drill
    pub(super) drill: String,
    /// Its new name
    #[arg(value_name = "NAME")]
    pub(super) to: String,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct DeleteArgs {
    /// The drills
    #[arg(required = true, value_name = "DRILL")]
    pub(super) drills: Vec<String>,
    /// Don't ask
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct PruneArgs {
    /// How old: 180d, 26w or 36h; it is shown what would go, and asked
    #[arg(long, value_name = "AGE")]
    pub(super) older_than: String,
    /// Don't ask
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Only drills that can be compared stand side by side: the same scenario, profile, severity, team size, \
    mode and\npace, played by people, to their end, at the first attempt. Nobody is ranked, and no times are averaged."
)]
pub(super) struct HistoryArgs {
    /// Drills of this scenario alone
    #[arg(long, value_name = "SCENARIO")]
    pub(super) scenario: Option<String>,
    /// Drills that began since then: a day, such as 2026-11-24, or an age, such as 180d
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// So many drills of a kind at most, the latest
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) last: u16,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

/// How action items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TodoFormat {
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
pub(super) enum SubjectWord {
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

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "The items are those of section 16 of the postmortems: `sandtable postmortem edit DRILL`. Days are UTC.\n\n\
    csv and github hold what is about how we really work, unless --subject says otherwise; what is fictional says PRACTICE \
    on every line."
)]
pub(super) struct TodoArgs {
    #[command(subcommand)]
    pub(super) what: Option<TodoWhat>,
    /// Those of this role alone
    #[arg(long, value_name = "ROLE")]
    pub(super) owner: Option<String>,
    /// What is open; the default
    #[arg(long, conflicts_with_all = ["done", "all"])]
    pub(super) open: bool,
    /// What is done
    #[arg(long, conflicts_with = "all")]
    pub(super) done: bool,
    /// Both
    #[arg(long)]
    pub(super) all: bool,
    /// What they are about; default: everything, but only what is real as csv and github
    #[arg(long, value_enum, value_name = "SUBJECT,...", value_delimiter = ',')]
    pub(super) subject: Vec<SubjectWord>,
    /// How they are written
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: TodoFormat,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Debug, Subcommand)]
pub(super) enum TodoWhat {
    /// An item is done, as of today
    Done(TodoItem),
    /// It is not done after all
    Reopen(TodoItem),
}

#[derive(Args, Debug)]
pub(super) struct TodoItem {
    /// The drill
    pub(super) drill: String,
    /// The item's name: A1
    pub(super) item: String,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct ForgetArgs {
    /// The person's name, as it was given to `--seat SEAT=NAME`
    pub(super) name: String,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    pub(super) what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportWhat {
    /// A drill's record, as `export journal` writes it: every line is tried before any is kept
    Journal(ImportJournal),
}

#[derive(Args, Debug)]
pub(super) struct ImportJournal {
    /// The file; `-` is standard input
    pub(super) file: PathBuf,
    /// What to call the drill; default: what it was called
    #[arg(long, value_name = "DRILL")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    pub(super) what: ExportWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExportWhat {
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
pub(super) struct TemplateArgs {
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct MselArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) scenario: String,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(super) organisation: Option<PathBuf>,
    /// The list's format
    #[arg(long, value_parser = ["csv"], default_value = "csv")]
    pub(super) format: String,
    /// Write it to a file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// What a pack is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Paper {
    /// For a browser and its printer
    Html,
    /// Plain text, eighty columns
    Text,
}

impl Paper {
    /// How its files' names end.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Paper::Html => "html",
            Paper::Text => "txt",
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct PackArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) scenario: String,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(super) organisation: Option<PathBuf>,
    /// html: to print from a browser; text: eighty columns, a form feed between pages
    #[arg(long, value_enum, default_value = "html")]
    pub(super) format: Paper,
    /// The folder to write; default: SCENARIO-pack, beside the scenario's file or here. Nothing is overwritten
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct ExportJournal {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    /// Without what people typed: each text is a number, the same for the same text; it scores as the drill did, and is
    /// marked
    #[arg(long)]
    pub(super) redact: bool,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

#[derive(Args, Debug)]
pub(super) struct ExportDrill {
    /// The drill
    #[arg(default_value = "last")]
    pub(super) drill: String,
    #[command(flatten)]
    pub(super) store: StoreArg,
}

/// `5m`, `90s`, `1h30m`.
fn duration(text: &str) -> Result<SimDuration, String> {
    let read = SimDuration::parse(text).filter(|length| length.ms() > 0);
    read.ok_or_else(|| "write it as 90s, 5m or 1h30m".to_string())
}
