//! A file of moves: line by line, each with its own time and seat.
//!
//! What is let pass at a prompt, where somebody sees at once what came of it, is refused here: a file is played without
//! anybody watching.

use super::{Line, MoveError, Numbered, Tool, What, parse};
use crate::scenario::Scenario;
use crate::time::SimTime;

/// A line as it was read: its number, what it says, and how it is written.
type Written<'t> = (usize, Line, &'t str);

/// The lines of a `.moves` file, in order, each with its number from 1.
///
/// # Errors
/// Every line that is no move, stands before or after its time, or lacks the time that others have, with its number.
pub fn parse_file(scenario: &Scenario, text: &str) -> Result<Numbered<Line>, Numbered<MoveError>> {
    if let Some(error) = not_lines(text) {
        return Err(vec![(1, error)]);
    }
    let (mut lines, mut errors) = (Vec::new(), Vec::new());
    for (n, text) in text.lines().enumerate().map(|(n, text)| (n + 1, text)) {
        match parse(scenario, text, None) {
            Ok(None) => {}
            Ok(Some(line)) => lines.push((n, line, text)),
            Err(error) => errors.push((n, error)),
        }
    }
    errors.extend(without_time(&lines));
    errors.extend(out_of_order(&lines));
    errors.sort_by_key(|(n, _)| *n);
    if errors.is_empty() {
        return Ok(lines.into_iter().map(|(n, line, _)| (n, line)).collect());
    }
    Err(errors)
}

/// What keeps a text from being lines at all.
fn not_lines(text: &str) -> Option<MoveError> {
    if text.starts_with('\u{feff}') {
        let help = "save it as \"UTF-8\", not as \"UTF-8 with BOM\"";
        return Some(MoveError::new(0..3, "the file begins with a byte order mark", help));
    }
    let returns = text.contains('\r') && !text.contains('\n');
    returns.then(|| {
        let help = "save it with line ends as Linux or Windows have them";
        MoveError::new(0..1, "the lines of this file end with CR alone, and are not told apart", help)
    })
}

/// Lines that should say when, in a file whose other lines do.
fn without_time(lines: &[Written<'_>]) -> Numbered<MoveError> {
    let (mut last, mut found) = (SimTime::START, Vec::new());
    if lines.iter().all(|(_, line, _)| line.at.is_none()) {
        return found;
    }
    for (n, line, text) in lines {
        last = line.at.unwrap_or(last);
        if matches!(line.what, What::Tool(Tool::Wait(_))) {
            let help = "delete it, and give the lines below the times that they are to have";
            found.push((*n, of(text, "`wait` has no place here: each line has its own time", help)));
        } else if line.at.is_none() {
            let help = format!("write it in front, such as `{last} {}`", text.trim());
            found.push((*n, of(text, "this line has no time, and others have", &help)));
        }
    }
    found
}

/// Lines that stand in the way of the others, which are in the order of their times: the fewest that can be blamed.
fn out_of_order(lines: &[Written<'_>]) -> Numbered<MoveError> {
    let timed: Vec<(&Written<'_>, SimTime)> =
        lines.iter().filter_map(|line| Some((line, line.1.at?))).collect();
    let times: Vec<SimTime> = timed.iter().map(|(_, at)| *at).collect();
    let in_order = longest(&times);
    let mut found = Vec::new();
    for (n, ((number, _, text), at)) in timed.iter().enumerate().filter(|(n, _)| !in_order[*n]) {
        let before = (0..n).rev().find(|&n| in_order[n]).map(|n| times[n]).filter(|last| at < last);
        let after = (n + 1..times.len()).find(|&n| in_order[n]).map(|n| times[n]);
        let message = match (before, after) {
            (Some(last), _) => format!("{at} is before the line above ({last})"),
            (None, Some(next)) => format!("{at} is after the line below ({next})"),
            (None, None) => continue,
        };
        found.push((*number, of(text, &message, "lines stand in the order of their times")));
    }
    found
}

/// Which of these belong to the longest row of them that never falls; of two as long, what stands first is believed.
fn longest(times: &[SimTime]) -> Vec<bool> {
    // From the end on: the first one of the best row of each length so far, and what stands behind each in its row.
    let (mut starts, mut behind): (Vec<usize>, _) = (Vec::new(), vec![None; times.len()]);
    for (n, at) in times.iter().enumerate().rev() {
        let length = starts.partition_point(|&start| times[start] >= *at);
        behind[n] = length.checked_sub(1).map(|shorter| starts[shorter]);
        match starts.get_mut(length) {
            Some(start) => *start = n,
            None => starts.push(n),
        }
    }
    let mut chosen = vec![false; times.len()];
    let mut next = starts.last().copied();
    while let Some(n) = next {
        chosen[n] = true;
        next = behind[n];
    }
    chosen
}

/// What is wrong with a line as a whole.
fn of(text: &str, message: &str, help: &str) -> MoveError {
    MoveError::new(text.len() - text.trim_start().len()..text.trim_end().len(), message, help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::checkout;

    #[track_caller]
    fn case(text: &str, wanted: &[&str]) {
        let errors = parse_file(&checkout(), text).err().unwrap_or_default();
        let said: Vec<String> = errors.iter().map(|(n, error)| format!("{n}: {error}")).collect();
        assert_eq!(said, wanted);
    }

    #[test]
    fn the_one_line_that_is_out_of_order_is_blamed_and_not_those_around_it() {
        let order = "lines stand in the order of their times";
        case("0:01:00 primary ack\n0:01:00 primary say a\n0:02:00 primary say b", &[]);
        case(
            "0:03:00 primary ack\n0:02:05 primary say a\n0:03:10 primary say b",
            &[&format!("2: 0:02:05 is before the line above (0:03:00); {order}")],
        );
        case(
            "0:01:00 primary ack\n0:13:00 primary say a\n0:03:10 primary say b\n0:03:20 primary say c",
            &[&format!("2: 0:13:00 is after the line below (0:03:10); {order}")],
        );
    }

    #[test]
    fn a_line_without_a_time_is_one_too_few_where_others_have_one() {
        case("primary ack\nprimary say a", &[]);
        case(
            "0:01:00 primary ack\nprimary say a",
            &[
                "2: this line has no time, and others have; write it in front, such as `0:01:00 primary say a`",
            ],
        );
        case(
            "0:01:00 primary ack\n0:02:00 primary wait 5m",
            &[
                "2: `wait` has no place here: each line has its own time; delete it, and give the lines below the times that they are to have",
            ],
        );
    }

    #[test]
    fn marks_that_nobody_sees_are_named() {
        case(
            "\u{feff}0:01:00 primary ack",
            &["1: the file begins with a byte order mark; save it as \"UTF-8\", not as \"UTF-8 with BOM\""],
        );
        case(
            "0:01:00 primary ack\r0:02:00 primary say a",
            &[
                "1: the lines of this file end with CR alone, and are not told apart; save it with line ends as Linux or Windows have them",
            ],
        );
    }
}
