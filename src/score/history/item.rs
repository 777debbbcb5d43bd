//! Action items that are done, beside the gaps that they were to close.

use serde::Serialize;

use super::gap::Missed;
use super::{History, One, Rated, is_rated};
use crate::score::card::Outcome;

/// An action item that is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoneItem {
    /// The drill whose postmortem it stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done, if that was said.
    pub day: Option<String>,
    /// The same in milliseconds since 1970 UTC, if the moment is known.
    pub at_ms: Option<i64>,
    /// The gaps that it names, of those that [`History::gaps`] knows.
    pub about: Vec<String>,
}

impl DoneItem {
    /// Whether a drill began after it was done: by the moment if that is known, else by the day. What was done on the
    /// day of a drill may have come after it.
    fn was_before(&self, one: &One) -> bool {
        match (self.at_ms, &self.day) {
            (Some(at), _) => one.started_ms > at,
            (None, Some(day)) => one.day > *day,
            (None, None) => false,
        }
    }
}

/// An action item that is done, beside which no gap stands that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quiet {
    /// The drill whose postmortem it stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done, if that was said.
    pub done_on: Option<String>,
    /// The gap that it names, if it names one.
    pub about: Option<String>,
    /// Why nothing stands beside it.
    pub why: Why,
}

/// Why no gap stands beside an item that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It names none.
    NamesNone,
    /// Nobody said since when it is done.
    NoDay,
    /// No drill that began later was rated for it.
    NoneLater,
    /// A drill of that very day was rated for it, and which came first is not known.
    SameDay(String),
    /// So many drills have been rated for it since, and none missed it.
    NotMissed(usize),
    /// A drill missed it since, for the first time.
    Missed(String),
}

/// A gap that came back after the item that was to close it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AfterItem {
    /// The drill whose postmortem the item stands in.
    pub drill: String,
    /// Its name there.
    pub item: String,
    /// What was done.
    pub text: String,
    /// Since when it is done.
    pub done_on: String,
    /// Where it was missed first after that.
    pub again: Missed,
}

impl History {
    /// Puts beside each gap the items that were to close it and were done before it came back; what is done and stands
    /// beside none is told with the reason.
    pub fn beside_items(&mut self, done: &[DoneItem]) {
        for item in done {
            if item.about.is_empty() {
                self.done_items.push(quiet(item, None, Why::NamesNone));
            }
            for about in &item.about {
                let gap = self.recurring.iter_mut().find(|gap| gap.about == *about);
                let again = gap.and_then(|gap| {
                    let again =
                        gap.moments.iter().rev().find(|missed| item.was_before(&missed.one)).cloned()?;
                    Some((gap, again))
                });
                match again.zip(item.day.clone()) {
                    Some(((gap, again), done_on)) => {
                        let (drill, item, text) = (item.drill.clone(), item.item.clone(), item.text.clone());
                        gap.after_items.push(AfterItem { drill, item, text, done_on, again });
                    }
                    None => self.done_items.push(quiet(item, Some(about), self.why(item, about))),
                }
            }
        }
    }

    /// Why nothing that came back stands beside an item.
    fn why(&self, item: &DoneItem, about: &str) -> Why {
        let of =
            |rated: &Rated| rated.outcomes.iter().find(|(known, ..)| known == about).map(|found| found.1);
        let all = self.rated.iter().filter_map(|rated| Some((&rated.one, of(rated)?)));
        let rated: Vec<(&One, Outcome)> = all.filter(|(_, outcome)| is_rated(*outcome)).collect();
        let later = || rated.iter().filter(|(one, _)| item.was_before(one));
        let same = rated.iter().find(|(one, _)| item.at_ms.is_none() && item.day.as_ref() == Some(&one.day));
        match (later().find(|(_, outcome)| *outcome == Outcome::Missed), later().count(), same) {
            _ if item.day.is_none() => Why::NoDay,
            (Some((one, _)), ..) => Why::Missed(one.drill.clone()),
            (None, 0, Some((one, _))) => Why::SameDay(one.drill.clone()),
            (None, 0, None) => Why::NoneLater,
            (None, some, _) => Why::NotMissed(some),
        }
    }
}

fn quiet(item: &DoneItem, about: Option<&String>, why: Why) -> Quiet {
    let DoneItem { drill, item, text, day, .. } = item.clone();
    Quiet { drill, item, text, done_on: day, about: about.cloned(), why }
}
