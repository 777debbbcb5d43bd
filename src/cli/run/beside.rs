//! Stand-ins beside people: whose seats they have, and the moves that they go by.

use super::people::at_table;
use super::script::{lines_of, movers};
use crate::cli::args::{Fill, RunArgs};
use crate::cli::exit::Failed;
use crate::cli::shipped::Found;
use crate::crew::Crew;
use crate::drive::{STAND_INS, Script};
use crate::engine::event::Header;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::store::JournalStore;

/// Stand-ins, and the moves that they go by.
#[derive(Clone)]
pub(in crate::cli) struct Beside {
    /// Their seats.
    pub(in crate::cli) seats: Vec<SeatId>,
    /// The name of the prepared crew's file.
    pub(in crate::cli) name: String,
    /// What is in it.
    pub(in crate::cli) moves: String,
}

impl Beside {
    /// The stand-ins, before anything has happened.
    pub(in crate::cli) fn crew(&self, scenario: &Scenario) -> Result<Crew, Failed> {
        let lines = lines_of(scenario, &self.name, &self.moves)?;
        Ok(Crew::new(scenario, lines.iter().map(|(_, _, line)| line), &self.seats))
    }
}

/// Who plays the seats that nobody took, beside people: unasked for one person at a terminal, where the scenario has a
/// prepared crew; at a table if it is asked for.
pub(super) fn beside(
    args: &RunArgs,
    found: &Found,
    scenario: &Scenario,
    me: Option<SeatId>,
    script: Option<&Script>,
    live: bool,
) -> Result<Option<Beside>, Failed> {
    let table = at_table(args, scenario)?;
    if me.is_none() && table.is_empty() {
        return Ok(None);
    }
    let (name, moves) = match (args.fill, found.beside(false)) {
        (Some(Fill::Prepared), _) => found.crew(false)?,
        // What can't be read is no reason not to play.
        (None, Some(Ok(crew)))
            if me.is_some() && live && lines_of(scenario, &crew.name, &crew.text).is_ok() =>
        {
            (crew.name, crew.text)
        }
        _ => return Ok(None),
    };
    let lines = lines_of(scenario, &name, &moves)?;
    let people = movers(script.into_iter().flatten());
    let taken = |seat: &SeatId| Some(*seat) == me || table.contains(seat) || people.contains(seat);
    let seats: Vec<SeatId> = movers(&lines).into_iter().filter(|seat| !taken(seat)).collect();
    Ok((!seats.is_empty()).then_some(Beside { seats, name, moves }))
}

/// The stand-ins of a drill that was begun with some, by what was kept beside it.
pub(in crate::cli) fn kept_beside(
    scenario: &Scenario,
    header: &Header,
    store: &mut dyn JournalStore,
    drill: &str,
) -> Result<Option<Beside>, Failed> {
    if header.stand_ins.is_empty() {
        return Ok(None);
    }
    let Some(moves) = store.note(drill, STAND_INS)? else { return Ok(None) };
    let seats = header.stand_ins.iter().filter_map(|name| scenario.seats.find(name.as_str())).collect();
    Ok(Some(Beside { seats, name: "the stand-ins' moves".to_string(), moves }))
}
