//! Moves to play, from a file or a prepared crew.

use std::path::Path;

use crate::cli::args::{Fill, RunArgs};
use crate::cli::exit::Failed;
use crate::cli::files;
use crate::cli::shipped::Found;
use crate::drive::Script;
use crate::engine::command::Mover;
use crate::moves::{Line, MoveError, parse_file};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;

/// The lines of a crew or a file; `None` if moves come as they are typed.
pub(super) fn script(args: &RunArgs, found: &Found, scenario: &Scenario) -> Result<Option<Script>, Failed> {
    let fill = args.fill.filter(|_| args.seat.is_none() && args.table.is_empty());
    let (name, text) = match (fill, &args.moves) {
        (Some(Fill::Prepared), _) => found.crew(false)?,
        (Some(Fill::Struggling), _) => found.crew(true)?,
        (_, Some(path)) if path.as_os_str() == "-" => return Ok(None),
        (_, Some(path)) => return script_in(scenario, path).map(Some),
        (_, None) => return Ok(None),
    };
    lines_of(scenario, &name, &text).map(Some)
}

pub(in crate::cli) fn script_in(scenario: &Scenario, path: &Path) -> Result<Script, Failed> {
    let instead = "give a file of moves, one a line; `-` takes them from standard input, however many";
    let text = files::read_text_of(path, instead).map_err(|error| Failed(error.to_string()))?;
    lines_of(scenario, &path.display().to_string(), &text)
}

/// The lines of a file of moves.
pub(in crate::cli) fn lines_of(scenario: &Scenario, name: &str, text: &str) -> Result<Script, Failed> {
    let lines = parse_file(scenario, text).map_err(|errors| Failed(moves_errors(name, text, &errors)))?;
    let of = |n: usize| text.lines().nth(n - 1).unwrap_or_default().to_string();
    Ok(lines.into_iter().map(|(n, line)| (n, of(n), line)).collect())
}

fn moves_errors(name: &str, text: &str, errors: &[(usize, MoveError)]) -> String {
    let mut said = format!("{} of the moves in {name} can't be read:", errors.len());
    for (n, error) in errors.iter().take(20) {
        let line = text.lines().nth(n - 1).unwrap_or_default();
        let column = line[..error.span.start.min(line.len())].chars().count() + 1;
        said.push_str(&format!("\n  {name}:{n}:{column}: {error}\n      {}", line.trim()));
    }
    said
}

/// The seats that make moves in these lines, in their order.
pub(super) fn movers<'l>(lines: impl IntoIterator<Item = &'l (usize, String, Line)>) -> Vec<SeatId> {
    let mut seats: Vec<SeatId> =
        lines.into_iter().filter_map(|(_, _, line)| line.mover.and_then(Mover::seat)).collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// Whether some lines of a file are the facilitator's.
pub(super) fn has_facilitator(script: &Script) -> bool {
    script.iter().any(|(_, _, line)| line.mover == Some(Mover::Facilitator))
}
