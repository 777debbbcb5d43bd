//! Who sits where: seats and the people at them, as they are named on a command line.

use crate::cli::args::RunArgs;
use crate::cli::exit::Failed;
use crate::prose::{clip, one_line};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;

/// `primary=ana`; the name is kept beside the record, whose lines know seats alone.
pub(in crate::cli) fn my_seat(scenario: &Scenario, said: &str) -> Result<SeatId, Failed> {
    let (seat, _name) = said.split_once('=').unwrap_or((said, ""));
    seat_called(scenario, seat)
}

/// The name in `primary=ana`.
pub(in crate::cli) fn my_name(said: &str) -> Result<Option<&str>, Failed> {
    let Some((_, name)) = said.split_once('=') else { return Ok(None) };
    is_a_persons(name).map_err(Failed)?;
    Ok(Some(name.trim()))
}

/// The most characters that a person's name has.
const NAME_MOST: usize = 80;

/// Whether somebody can be called so.
pub(in crate::cli) fn is_a_persons(name: &str) -> Result<(), String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || one_line(name) != name {
        return Err(format!(
            "`{}` can't name a person: a name has 1 to {NAME_MOST} characters on one line, such as `primary=ana`",
            clip(name, 40)
        ));
    }
    Ok(())
}

pub(in crate::cli) fn seat_called(scenario: &Scenario, said: &str) -> Result<SeatId, Failed> {
    let numbered = said.parse::<usize>().ok().filter(|n| (1..=scenario.seats.len()).contains(n));
    scenario.seats.find(said.trim()).or_else(|| numbered.map(|n| SeatId::new(n - 1))).ok_or_else(|| {
        let list = scenario.seats.names().collect::<Vec<_>>().join(", ");
        Failed(format!("no seat `{said}`; seats: {list}"))
    })
}

/// The seats that people take at a table, as far as they were named.
pub(super) fn at_table(args: &RunArgs, scenario: &Scenario) -> Result<Vec<SeatId>, Failed> {
    args.table.iter().map(|said| my_seat(scenario, said)).collect()
}
