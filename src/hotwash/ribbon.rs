//! The loop as a line of letters: `A`, `S`, `U` and `V` where they came, for two lines of play above each other.

use crate::scenario::words::Step;
use crate::time::{SimDuration, SimTime};

/// The letter of a step.
#[must_use]
pub const fn letter(step: Step) -> char {
    match step {
        Step::Assess => 'A',
        Step::Stabilise => 'S',
        Step::Update => 'U',
        Step::Verify => 'V',
    }
}

/// The steps from one instant to another in so many columns. A step that meets another moves on to the next free
/// place, so that none is lost while there is room; one that finds none is counted behind the line.
#[must_use]
pub fn line(steps: &[(Step, SimTime)], from: SimTime, to: SimTime, width: usize) -> String {
    let mut columns = vec!['.'; width];
    let mut lost = 0;
    let length = to.since(from).ms().max(1);
    for &(step, at) in steps.iter().filter(|(_, at)| (from..to).contains(at)) {
        let place = usize::try_from(at.since(from).ms() * width as i64 / length).unwrap_or(0);
        match columns.iter().skip(place).position(|taken| *taken == '.') {
            Some(on) => columns[place + on] = letter(step),
            None => lost += 1,
        }
    }
    let line: String = columns.into_iter().collect();
    if lost == 0 { line } else { format!("{line} +{lost}") }
}

/// The scale above such lines: each whole minute by its label, as far as there is room for it.
#[must_use]
pub fn scale(from: SimTime, to: SimTime, width: usize, label: impl Fn(SimTime) -> String) -> String {
    let length = to.since(from).ms().max(1);
    let mut line = String::new();
    let mut at = from;
    while at < to {
        let place = usize::try_from(at.since(from).ms() * width as i64 / length).unwrap_or(0);
        let label = label(at);
        let free = line.is_empty() || line.chars().count() < place;
        if free && place + label.chars().count() <= width {
            line.push_str(&" ".repeat(place - line.chars().count()));
            line.push_str(&label);
        }
        at = at + SimDuration::from_mins(1);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> SimTime {
        SimTime::from_ms(secs * 1_000)
    }

    #[test]
    fn steps_stand_where_they_came() {
        let steps = [
            (Step::Assess, at(0)),
            (Step::Stabilise, at(30)),
            (Step::Verify, at(59)),
            (Step::Update, at(60)),
        ];
        assert_eq!(line(&steps, at(0), at(60), 10), "A....S...V");
    }

    #[test]
    fn steps_of_one_moment_stand_side_by_side_and_none_is_lost_in_silence() {
        let steps =
            [(Step::Assess, at(6)), (Step::Stabilise, at(7)), (Step::Update, at(8)), (Step::Verify, at(9))];
        assert_eq!(line(&steps, at(0), at(10), 10), "......ASUV");
        assert_eq!(line(&steps, at(0), at(10), 5), "...AS +2");
    }

    #[test]
    fn the_scale_has_each_minute_that_fits() {
        let label = |at: SimTime| format!("02:{:02}", 19 + at.ms() / 60_000);
        assert_eq!(scale(at(0), at(300), 40, label), "02:19   02:20   02:21   02:22   02:23");
        assert_eq!(scale(at(0), at(300), 20, label), "02:19   02:21");
        assert_eq!(scale(at(0), at(300), 5, label), "02:19");
    }

    #[test]
    fn an_empty_stretch_is_a_line_of_dots() {
        assert_eq!(line(&[], at(0), at(0), 3), "...");
    }
}
