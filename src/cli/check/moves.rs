//! What is wrong with a file of moves, at the lines where it is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::drive::NOBODY;
use crate::engine::event::EndHow;
use crate::engine::refusal::Refusal;
use crate::moves::MoveError;
use crate::scenario::problem::{File, Problem};

use super::rehearsal::Rehearsal;
use super::tryout::since;

/// So many refused moves are told of one file.
const TOLD: usize = 50;
/// So many other lines are named where one thing is wrong with many.
const LINES: usize = 8;

/// Lines that are no moves, each thing once with all its lines.
pub(super) fn not_moves(text: &str, errors: &[(usize, MoveError)]) -> Vec<Problem> {
    let problem = |(n, error): &(usize, MoveError)| {
        let line = line(text, *n);
        let whole = line_start(text, *n);
        let end = line.end;
        let place = (whole + error.span.start).min(end)..(whole + error.span.end).min(end);
        let place = if place.is_empty() { line } else { place };
        let help = match error.help.as_str() {
            "" => "`TIME SEAT MOVE`, such as `0:02:10 primary ack`",
            "`help` lists the moves; `say ...` says something" => {
                "a line is `TIME SEAT MOVE`; `sandtable show --guide` has a table of the moves"
            }
            help => help,
        };
        let problem = Problem::error("moves::not_a_move", File::Scenario, place, error.message.clone());
        (*n, problem.help(help))
    };
    together(errors.iter().map(problem))
}

/// Moves that were turned down when they were played, each reason once with all its lines.
pub(super) fn refused(text: &str, played: &Rehearsal) -> Vec<Problem> {
    let all = played.refused.iter().take(TOLD).map(|(n, why)| (*n, turned_down(text, *n, why, played)));
    together(all)
}

fn turned_down(text: &str, n: usize, why: &str, played: &Rehearsal) -> Problem {
    let closed = played.over.filter(|(_, how)| *how == EndHow::Closed).map(|(at, _)| since(at));
    let (message, help) = match (why.split_once("; "), closed) {
        (Some(_), Some(at)) if why == Refusal::Over.to_string() => (
            format!("the drill was over at {at}, when the incident was closed"),
            "put it before the `close`, or delete it".to_string(),
        ),
        (Some((message, _)), None) if why == Refusal::Over.to_string() => {
            (message.to_string(), "give it an earlier time, or make `ends.latest` later".to_string())
        }
        (Some((message, help)), _) => (message.to_string(), help.to_string()),
        (None, _) => (why.to_string(), "change the move, its time or its seat".to_string()),
    };
    let said = if why == NOBODY { message } else { format!("this move is refused: {message}") };
    let line = line(text, n);
    let start = if why == NOBODY { line.start + behind_time(&text[line.clone()]) } else { line.start };
    let problem = Problem::error("moves::refused", File::Scenario, start..line.end, said);
    problem.label("turned down when it is played").help(help).warning()
}

/// Where the seat is missing in a line: behind its time, if it has one.
fn behind_time(line: &str) -> usize {
    let (time, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if time.starts_with(|c: char| c.is_ascii_digit()) { line.len() - rest.trim_start().len() } else { 0 }
}

/// What is said of several lines alike, said once: at the first, with the others' numbers.
fn together(all: impl Iterator<Item = (usize, Problem)>) -> Vec<Problem> {
    let mut said: Vec<(Problem, Vec<usize>)> = Vec::new();
    let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (n, problem) in all {
        let key = (problem.message.clone(), problem.help.clone());
        match first.get(&key).and_then(|&at| said.get_mut(at)) {
            Some((_, lines)) => lines.push(n),
            None => {
                first.insert(key, said.len());
                said.push((problem, Vec::new()));
            }
        }
    }
    said.into_iter().map(|(problem, lines)| with_lines(problem, &lines)).collect()
}

fn with_lines(problem: Problem, lines: &[usize]) -> Problem {
    let shown = lines.iter().take(LINES).map(usize::to_string).collect::<Vec<_>>().join(", ");
    let more = lines.len().saturating_sub(LINES);
    let same = match lines {
        [] => return problem,
        [one] => format!("line {one}"),
        _ if more > 0 => format!("lines {shown} and {more} more"),
        _ => format!("lines {shown}"),
    };
    let end = if problem.help.ends_with('?') { " " } else { "; " };
    Problem { help: format!("{}{end}the same on {same}", problem.help), ..problem }
}

/// Where a line begins.
fn line_start(text: &str, n: usize) -> usize {
    text.split_inclusive('\n').take(n.saturating_sub(1)).map(str::len).sum()
}

/// The bytes of a line, without the blanks around it.
pub(super) fn line(text: &str, n: usize) -> Range<usize> {
    let start = line_start(text, n);
    let line = text[start..].lines().next().unwrap_or_default();
    let blanks = line.len() - line.trim_start().len();
    start + blanks..start + line.trim_end().len().max(blanks)
}
