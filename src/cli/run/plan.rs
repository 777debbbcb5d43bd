//! What a drill is begun with: who plays, how fast, by which rules, and what its record says of that first.

use super::begin::drill_name;
use super::beside::Beside;
use super::people::{at_table, my_name, my_seat};
use super::script::movers;
use crate::cli::args::{Fill, Help, RunArgs};
use crate::cli::exit::Failed;
use crate::cli::resume::{Sat, played_from};
use crate::cli::shipped::Found;
use crate::drive::{SCREEN, STAND_INS, Script};
use crate::engine::event::{FORMAT, Header, Mode, RULES};
use crate::engine::view::Viewer;
use crate::journal::Who;
use crate::pace::{Pace, wall_ms};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::score::Profile;
use crate::store::JournalStore;
use crate::time::SimTime;

/// What a drill is begun with.
pub(super) struct Plan<'a> {
    pub(super) args: &'a RunArgs,
    pub(super) pace: Pace,
    pub(super) seed: u64,
    pub(super) filled: Vec<SeatId>,
    pub(super) me: Option<SeatId>,
    /// Who sits where, as far as they said so: kept beside the record, whose lines know seats alone.
    pub(super) names: Vec<(SeatId, String)>,
    /// Who plays beside that seat.
    pub(super) beside: Option<Beside>,
    pub(super) mode: Mode,
    /// Somebody runs the drill: this screen is theirs, or the file of moves has theirs.
    pub(super) facilitated: bool,
    /// The rules it is rated by.
    pub(super) profile: Profile,
}

impl Plan<'_> {
    pub(super) fn who(&self) -> Who {
        let people = self.me.is_some() || !self.args.table.is_empty();
        let crew = !people && self.args.fill.is_some_and(|fill| fill != Fill::None);
        if crew { Who::Prepared } else { Who::Person }
    }

    /// Where it is ended, if `--for` says so.
    pub(super) fn ends_at(&self) -> Option<SimTime> {
        self.args.length.map(|length| SimTime::START + length)
    }

    pub(super) fn stand_ins(&self) -> &[SeatId] {
        self.beside.as_ref().map_or(&[], |beside| &beside.seats)
    }

    pub(super) fn viewer(&self) -> Viewer {
        if self.args.facilitator { Viewer::Facilitator } else { crate::screen::viewer(self.me) }
    }

    /// Whose screen the drill has and who plays, so that `resume` needs not be told.
    pub(super) fn notes(&self, scenario: &Scenario) -> Vec<(&'static str, String)> {
        let args = self.args;
        let screen = Sat {
            seat: self.me.map(|me| scenario.seats.name(me).to_string()),
            facilitator: args.facilitator,
            // Stand-ins beside a person are in the record's first line, and their moves in a note of their own.
            fill: args.fill.filter(|_| args.table.is_empty() && self.me.is_none()),
            moves: args.moves.as_deref().map(played_from),
        };
        let beside = self.beside.as_ref().map(|beside| (STAND_INS, beside.moves.clone()));
        std::iter::once((SCREEN, screen.to_note())).chain(beside).collect()
    }

    pub(super) fn header(
        &self,
        found: &Found,
        scenario: &Scenario,
        store: &mut dyn JournalStore,
    ) -> Result<Header, Failed> {
        Ok(Header {
            format: FORMAT,
            rules: RULES,
            tool: format!("sandtable {}", env!("CARGO_PKG_VERSION")),
            drill: drill_name(self.args, scenario, store)?,
            scenario: scenario.id.clone(),
            scenario_text: found.text.clone(),
            organisation_text: found.organisation.as_ref().map(|(_, text)| text.clone()),
            profile: self.profile.id().to_string(),
            profile_text: self.profile.text(),
            seed: self.seed,
            seats: self.filled.iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
            stand_ins: self.stand_ins().iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
            mode: self.mode,
            facilitated: self.facilitated,
            pace: self.pace.to_string(),
            redacted: None,
        })
    }
}

/// What was asked for; a newcomer's first drill is guided.
pub(super) fn mode(args: &RunArgs, scenario: &Scenario, live: bool) -> Mode {
    match args.mode {
        Some(Help::OpenBook) => Mode::OpenBook,
        Some(Help::Guided) => Mode::Guided,
        Some(Help::Standard) => Mode::Standard,
        Some(Help::Unaided) => Mode::Unaided,
        None if live && scenario.id == FIRST => Mode::Guided,
        None => Mode::Standard,
    }
}

/// The scenario for somebody's first drill.
const FIRST: &str = "first-page";

/// Who gave their name for a seat: at their own screen, or at the table.
pub(super) fn names(args: &RunArgs, scenario: &Scenario) -> Result<Vec<(SeatId, String)>, Failed> {
    let mut names = Vec::new();
    for said in args.seat.iter().chain(&args.table) {
        if let Some(name) = my_name(said)? {
            names.push((my_seat(scenario, said)?, name.to_string()));
        }
    }
    Ok(names)
}

/// Who fills the seats has to fit who plays.
pub(super) fn fill_fits(args: &RunArgs) -> Result<(), Failed> {
    let people = args.seat.is_some() || !args.table.is_empty();
    match (args.fill, people, &args.moves) {
        (Some(Fill::Struggling), true, _) => Err(Failed(
            "a struggling crew plays all seats by itself; beside --seat or --table, `--fill prepared` gives stand-ins"
                .to_string(),
        )),
        (Some(Fill::Prepared | Fill::Struggling), false, Some(_)) => Err(Failed(
            "--fill lets a crew play all seats, and --moves a file; give one of them, or --seat or --table with --fill \
             prepared for stand-ins beside people"
                .to_string(),
        )),
        _ => Ok(()),
    }
}

/// The seats that are filled from the start: those named, those in the script, or all at a table.
pub(super) fn filled(
    args: &RunArgs,
    scenario: &Scenario,
    me: Option<SeatId>,
    script: Option<&Script>,
    beside: Option<&Beside>,
    live: bool,
) -> Result<Vec<SeatId>, Failed> {
    let mut seats = at_table(args, scenario)?;
    seats.extend(me.filter(|_| seats.is_empty()));
    if !seats.is_empty() {
        seats.extend(beside.into_iter().flat_map(|beside| &beside.seats));
        seats.sort_unstable();
        seats.dedup();
        return Ok(seats);
    }
    if let Some(script) = script {
        return Ok(movers(script));
    }
    Ok(if live { scenario.seats.ids().collect() } else { Vec::new() })
}

pub(super) fn fresh_seed() -> u64 {
    (wall_ms() as u64).wrapping_mul(2_654_435_761) % 100_000
}
