//! A line that was said and is taken back: it stands in no document any more, and is kept beside those that do.

use serde::{Deserialize, Serialize};

use super::said::Said;
use crate::engine::event::Seq;

/// Where a line was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// At a moment of the record.
    Moment(Seq),
    /// To one of the four questions.
    Four(usize),
    /// To one of the author's.
    Author(usize),
    /// As a change to the real response.
    Change,
    /// Where something else was asked for.
    Besides,
    /// As the sentence to take home.
    Sentence,
    /// As what surprised somebody.
    Surprise,
}

/// A line, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Where it was said.
    pub at: At,
    /// Its words.
    pub text: String,
}

impl Said {
    /// The lines at a place that stand, in order.
    #[must_use]
    pub fn lines(&self, at: At) -> Vec<&str> {
        let lines: Vec<&String> = match at {
            At::Moment(seq) => self.moments.get(&seq).into_iter().flatten().collect(),
            At::Four(n) => self.four.get(n).into_iter().flatten().collect(),
            At::Author(n) => self.author.get(n).into_iter().flatten().collect(),
            At::Change => self.changes.iter().collect(),
            At::Besides => self.besides.iter().collect(),
            At::Sentence => self.sentence.iter().collect(),
            At::Surprise => self.ratings.iter().filter_map(|rating| rating.surprise.as_ref()).collect(),
        };
        lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect()
    }

    /// All lines that stand, with their places.
    #[must_use]
    pub fn all_lines(&self) -> Vec<Line> {
        let moments = self.moments.keys().map(|seq| At::Moment(*seq));
        let four = (0..self.four.len()).map(At::Four);
        let author = (0..self.author.len()).map(At::Author);
        let places = moments.chain(four).chain(author);
        let places = places.chain([At::Change, At::Besides, At::Sentence, At::Surprise]);
        let lines = |at: At| self.lines(at).into_iter().map(move |text| Line { at, text: text.to_string() });
        places.flat_map(lines).collect()
    }

    /// Takes a line back, the last one of these words; whether it stood there.
    pub fn strike(&mut self, line: &Line) -> bool {
        let struck = self.take_out(line);
        if struck {
            self.struck.push(line.clone());
        }
        struck
    }

    pub(super) fn take_out(&mut self, Line { at, text }: &Line) -> bool {
        let last = |lines: &mut Vec<String>| {
            let at = lines.iter().rposition(|line| line == text);
            at.map(|at| lines.remove(at)).is_some()
        };
        match at {
            At::Moment(seq) => self.moments.get_mut(seq).is_some_and(last),
            At::Four(n) => self.four.get_mut(*n).is_some_and(last),
            At::Author(n) => self.author.get_mut(*n).is_some_and(last),
            At::Besides => last(&mut self.besides),
            // The others keep their numbers.
            At::Change => {
                let change = self.changes.iter_mut().rev().find(|change| *change == text);
                change.map(String::clear).is_some()
            }
            At::Sentence => self.sentence.take_if(|sentence| sentence == text).is_some(),
            At::Surprise => {
                let mut surprises = self.ratings.iter_mut().rev().map(|rating| &mut rating.surprise);
                surprises.any(|surprise| surprise.take_if(|surprise| surprise == text).is_some())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hotwash::said::Rating;

    fn said() -> Said {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        Said {
            moments: [(Seq(7), lines(&["a", "b", "a"]))].into(),
            four: [lines(&["c"]), Vec::new(), Vec::new(), Vec::new()],
            author: vec![lines(&["d"])],
            changes: lines(&["e", "f"]),
            besides: lines(&["g"]),
            sentence: Some("h".into()),
            ratings: vec![Rating { surprise: Some("i".into()), ..Rating::default() }],
            ..Said::default()
        }
    }

    #[test]
    fn every_line_can_be_struck_and_no_word_is_lost() {
        let mut said = said();
        let all = said.all_lines();
        assert_eq!(all.len(), 10);
        for line in &all {
            assert!(said.strike(line), "{line:?}");
        }
        assert_eq!((said.all_lines().len(), &said.struck), (0, &all));
        assert!(!said.strike(&all[0]));
        // A change leaves its number behind.
        assert_eq!(said.changes, ["", ""]);
        let text = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Said>(&text).unwrap(), said);
    }

    #[test]
    fn what_one_keyboard_strikes_is_struck_at_the_other_too() {
        let common = said();
        let (mut ours, mut theirs) = (common.clone(), common.clone());
        ours.besides.push("ours".into());
        theirs.strike(&Line { at: At::Moment(Seq(7)), text: "b".into() });
        theirs.strike(&Line { at: At::Change, text: "e".into() });
        theirs.changes.push("new".into());
        ours.takes_in(&theirs, &common);
        assert_eq!(ours.moments[&Seq(7)], ["a", "a"]);
        assert_eq!(ours.lines(At::Change), ["f", "new"]);
        assert_eq!(ours.struck, theirs.struck);
        // And the other way round.
        let (mut ours, mut theirs) = (common.clone(), common.clone());
        ours.strike(&Line { at: At::Change, text: "e".into() });
        theirs.besides.push("theirs".into());
        ours.takes_in(&theirs, &common);
        assert_eq!((ours.lines(At::Change), ours.besides.len()), (vec!["f"], 2));
    }
}
