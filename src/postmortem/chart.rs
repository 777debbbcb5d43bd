//! Pictures of a drill, as data: what to draw over the story's time, and the same facts in a sentence.
//!
//! A chart never says more than the tables beside it: who reads, listens or prints gets everything.

use serde::Serialize;

use super::drill::Drill;
use crate::engine::event::Seq;
use crate::quantity::Milli;
use crate::time::{SimDuration, SimTime};

/// No more marks than this on an axis.
const TICKS: i64 = 9;

/// A picture over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Its name in the document, such as `roles` or `signal-error-rate`.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same in words.
    pub says: String,
    /// How the picture is read; empty if it says so itself.
    pub legend: &'static str,
    /// Where its time begins, in milliseconds of the story.
    pub from: SimTime,
    /// Where its time ends.
    pub to: SimTime,
    /// The time axis.
    pub ticks: Vec<Tick>,
    /// What is drawn.
    pub drawing: Drawing,
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// Where.
    pub at: SimTime,
    /// The time as the story's clock shows it.
    pub label: String,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Drawing {
    /// One quantity over time, and what moved it.
    Curve {
        /// Its unit.
        unit: String,
        /// Where it bends.
        points: Vec<Point>,
        /// The limits of what is good, the lower and the upper one.
        good: (Option<Milli>, Option<Milli>),
        /// What good is, in words.
        good_words: String,
        /// What moved it, numbered from 1.
        marks: Vec<Mark>,
    },
    /// Rows with stretches and moments.
    Lanes {
        /// Stretches of time that go through all rows.
        bands: Vec<Stretch>,
        /// The rows.
        lanes: Vec<Lane>,
    },
}

/// A point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// When.
    pub at: SimTime,
    /// How much, in thousandths of the unit.
    pub value: Milli,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// What it is about.
    pub name: String,
    /// What lasted.
    pub stretches: Vec<Stretch>,
    /// What happened at a moment.
    pub marks: Vec<Mark>,
}

/// Something that lasted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// From when.
    pub from: SimTime,
    /// To when.
    pub to: SimTime,
    /// In a word or two.
    pub label: String,
    /// How it is to be read.
    pub tone: Tone,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

/// How a stretch is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As it is.
    Plain,
    /// As something that came late, or was not there.
    Late,
}

/// Something that happened at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// When.
    pub at: SimTime,
    /// What stands at it: a number or a letter; nothing for a mere moment.
    pub sign: String,
    /// In words.
    pub text: String,
    /// The events it rests on.
    pub evidence: Vec<Seq>,
}

impl Chart {
    /// A chart of a whole drill.
    pub(super) fn new(
        drill: &Drill<'_>,
        id: impl Into<String>,
        title: impl Into<String>,
        drawing: Drawing,
    ) -> Self {
        // A drill of no length has a picture too.
        let (from, to) = (SimTime::START, drill.end().max(SimTime::START + SimDuration::from_mins(1)));
        let ticks = ticks(from, to).map(|at| Tick { at, label: drill.clock(at) }).collect();
        Self { id: id.into(), title: title.into(), says: String::new(), legend: "", from, to, ticks, drawing }
    }

    /// With how it is read.
    #[must_use]
    pub(super) fn legend(mut self, legend: &'static str) -> Self {
        self.legend = legend;
        self
    }

    /// With the same facts in words.
    #[must_use]
    pub(super) fn says(mut self, says: impl Into<String>) -> Self {
        self.says = says.into();
        self
    }
}

/// Whole minutes apart, and not too many.
fn ticks(from: SimTime, to: SimTime) -> impl Iterator<Item = SimTime> {
    let length = to.since(from).ms();
    let steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map(|minutes| minutes * 60_000);
    let step = steps.into_iter().find(|step| length / step <= TICKS).unwrap_or(length / TICKS + 1);
    (0..).map(move |n| SimTime::from_ms(from.ms() + n * step)).take_while(move |at| *at <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_whole_minutes_and_few_marks() {
        let minutes = |length: i64| {
            let all = ticks(SimTime::START, SimTime::START + SimDuration::from_mins(length));
            all.map(|at| at.ms() / 60_000).collect::<Vec<_>>()
        };
        assert_eq!(minutes(4), [0, 1, 2, 3, 4]);
        assert_eq!(minutes(31), [0, 5, 10, 15, 20, 25, 30]);
        assert!(minutes(100_000).len() <= 11);
    }
}
