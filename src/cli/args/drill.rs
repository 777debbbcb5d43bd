//! Drills as they are played, watched and looked back on.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{Format, StoreArg};
use crate::pace::Pace;
use crate::time::SimDuration;

#[derive(Args, Debug)]
pub(crate) struct RunArgs {
    /// A shipped scenario's name (`sandtable list`), or a file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: String,
    /// This screen is one seat's own, played by NAME
    #[arg(long, value_name = "SEAT=NAME", conflicts_with = "table")]
    pub(crate) seat: Option<String>,
    /// This screen is the facilitator's: it shows everything, and takes the facilitator's moves
    #[arg(long, conflicts_with = "seat")]
    pub(crate) facilitator: bool,
    /// The seats that are filled at this table, separated by commas, with names if you like; default: all
    #[arg(long, value_name = "SEAT[=NAME],...", value_delimiter = ',')]
    pub(crate) table: Vec<String>,
    /// Who plays the seats nobody took: a crew that comes with the scenario plays all of them; beside --seat or --table,
    /// `prepared` are stand-ins, who answer and act when they are paged, tasked or asked, and `none` leaves the chairs empty;
    /// default: stand-ins beside --seat at a terminal, where the scenario has a prepared crew
    #[arg(long, value_enum)]
    pub(crate) fill: Option<Fill>,
    /// A file of moves to play; `-` reads them from standard input as they come
    #[arg(long, value_name = "FILE")]
    pub(crate) moves: Option<PathBuf>,
    /// Another organisation's file, to play the scenario in its clothes
    #[arg(long, value_name = "FILE")]
    pub(crate) organisation: Option<PathBuf>,
    /// How time passes: real, xN (times as fast), stepped (`wait` moves it), flat (at once); default: real on a
    /// terminal, else flat
    #[arg(long, value_name = "PACE")]
    pub(crate) pace: Option<Pace>,
    /// How much the tool helps: open-book shows what is expected next, guided asks about the next step, standard answers `hint`, unaided does neither; default:
    /// guided for first-page at a terminal, else standard
    #[arg(long, value_enum)]
    pub(crate) mode: Option<Help>,
    /// The seed of the dice; default: a fresh one on a terminal, else 1
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// End the drill after so much time of the story: 35m
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(crate) length: Option<SimDuration>,
    /// The rules it is rated by: a name (`sandtable list --profiles`) or a file; default: default
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// The drill's name in the record; default: the scenario's with date and time
    #[arg(long, value_name = "DRILL")]
    pub(crate) name: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(crate) plain: bool,
    /// Exit with 1 if a gate was missed, or a move refused
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// How much the tool helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Help {
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
pub(crate) enum Fill {
    /// The prepared crew that comes with the scenario; beside a person, as stand-ins
    Prepared,
    /// The struggling crew that comes with the scenario
    Struggling,
    /// Nobody
    None,
}

#[derive(Args, Debug)]
#[command(
    after_help = "The story goes on where it stood: same world, same timers, same dice; the time away is a pause.\n\
    The screen, who plays and the pace are as they were, if nothing else is said."
)]
pub(crate) struct ResumeArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// This screen is one seat's own, played by NAME
    #[arg(long, value_name = "SEAT=NAME")]
    pub(crate) seat: Option<String>,
    /// This screen is the facilitator's
    #[arg(long, conflicts_with = "seat")]
    pub(crate) facilitator: bool,
    /// This screen is the table's
    #[arg(long, conflicts_with_all = ["seat", "facilitator"])]
    pub(crate) table: bool,
    /// A crew that comes with the scenario goes on; `none`: from here on without stand-ins
    #[arg(long, value_enum, conflicts_with_all = ["moves", "seat", "table"])]
    pub(crate) fill: Option<Fill>,
    /// The file of moves that the drill was played with: it goes on behind those that were made; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) moves: Option<PathBuf>,
    /// How time passes: real, xN, stepped, flat
    #[arg(long, value_name = "PACE")]
    pub(crate) pace: Option<Pace>,
    /// What to print; json begins with all that happened so far
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(crate) plain: bool,
    /// Exit with 1 if a gate was missed, or a move refused
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
pub(crate) struct ForkArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// From this moment on: +12:30 since the start, a clock of the story such as 02:29, 5m (before its end), bookmark
    /// (the last one), bookmark:2, '#58' (after that event, which stays), or before:#58 (the minute before it)
    #[arg(long, value_name = "MOMENT", allow_hyphen_values = true)]
    pub(crate) at: String,
    /// End it after so much time of the story: 5m
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(crate) length: Option<SimDuration>,
    /// What to call it; default: DRILL-2
    #[arg(long, value_name = "DRILL")]
    pub(crate) name: Option<String>,
    /// This screen is one seat's own; default: whose it was
    #[arg(long, value_name = "SEAT")]
    pub(crate) seat: Option<String>,
    /// This screen is the facilitator's
    #[arg(long, conflicts_with = "seat")]
    pub(crate) facilitator: bool,
    /// This screen is the table's
    #[arg(long, conflicts_with_all = ["seat", "facilitator"])]
    pub(crate) table: bool,
    /// A file of moves to go on with; what it has before that moment is left out; `-` reads them from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) moves: Option<PathBuf>,
    /// How time passes: real, xN, stepped, flat; default: as the drill's on a terminal, else flat
    #[arg(long, value_name = "PACE")]
    pub(crate) pace: Option<Pace>,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// For screen readers: no colours, no redrawing, one line a fact
    #[arg(long)]
    pub(crate) plain: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "`q`, Esc or Ctrl-C leaves; the drill goes on. In a pipe, the picture is printed once."
)]
pub(crate) struct BoardArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "At the line below: Space stops and goes on, Enter is a step; pause, play, step 5, next bookmark, \
    back 5m,\nto HH:MM, to +12:30, to bookmark 2, bookmarks, pace x8, status, who, feed, card SEAT, quit. In a pipe, plain \
    lines;\nat `--pace stepped` they come as standard input says."
)]
pub(crate) struct ReplayArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// How time passes: real, xN (times as fast), stepped (line by line), flat (at once); default: real on a terminal,
    /// else flat
    #[arg(long, value_name = "PACE")]
    pub(crate) pace: Option<Pace>,
    /// Through this seat's eyes; default: what the table saw
    #[arg(long, value_name = "SEAT", conflicts_with = "facilitator")]
    pub(crate) seat: Option<String>,
    /// With everything that only the facilitator may see
    #[arg(long)]
    pub(crate) facilitator: bool,
    /// Begin at this moment: +12:30, a clock of the story, bookmark:2, '#58', before:#58
    #[arg(long, value_name = "MOMENT")]
    pub(crate) at: Option<String>,
    /// For screen readers: no colours, one line a fact
    #[arg(long)]
    pub(crate) plain: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Off a terminal each question is answered by a line of standard input; an empty line goes on."
)]
pub(crate) struct HotwashArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// text: go through it; json: what was said so far
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// `5m`, `90s`, `1h30m`.
fn duration(text: &str) -> Result<SimDuration, String> {
    let read = SimDuration::parse(text).filter(|length| length.ms() > 0);
    read.ok_or_else(|| "write it as 90s, 5m or 1h30m; more than nothing, and at most 1000h".to_string())
}
