//! What was said in a hot wash, as it is kept beside the drill. Without names: a person is a place in a list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::Step;
use super::strike::Line;
use crate::engine::event::Seq;
use crate::score::card::Band;

/// What the four dimensions are called when people rate them.
pub const DIMENSIONS: [&str; 4] = [
    "answering pages",
    "roles and handovers",
    "keeping people informed",
    "the loop: assess, stabilise, update, verify",
];

/// What was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// How far it came: the step to go on with, by its place.
    pub step: usize,
    /// One a person, in the order in which they took the keyboard.
    pub ratings: Vec<Rating>,
    /// What was said at moments of the record.
    pub moments: BTreeMap<Seq, Vec<String>>,
    /// What was supposed to happen, what happened, what helped, what next.
    pub four: [Vec<String>; 4],
    /// What was said to the questions of the scenario's author, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Vec<String>>,
    /// Changes to the real response.
    pub changes: Vec<String>,
    /// How many learned something that will change how they work, of how many.
    pub learned: Option<(u32, u32)>,
    /// How many would come again, of how many.
    pub again: Option<(u32, u32)>,
    /// One sentence to take home.
    pub sentence: Option<String>,
    /// What was typed where something else was asked for: no word of it is lost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub besides: Vec<String>,
    /// The rating that somebody is in the middle of, with the question to go on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<(usize, Rating)>,
    /// The moment of the record to go on with, by its place.
    #[serde(default)]
    pub moment: usize,
    /// What was said and taken back again: it stands nowhere else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub struck: Vec<Line>,
    /// The line that somebody was in the middle of when they left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half: Option<Line>,
    /// How much of the half hour is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent_ms: Option<i64>,
}

/// What one person thought before it was laid beside the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// In the order of the dimensions: answering pages, roles, updates, the loop.
    pub bands: [Option<Word>; 4],
    /// Confidence to be on call before, from 1 to 5.
    pub before: Option<u8>,
    /// And after.
    pub after: Option<u8>,
    /// One surprise.
    pub surprise: Option<String>,
}

/// The four words, as they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Well done.
    P,
    /// Done, with friction.
    S,
    /// At a cost.
    M,
    /// Not reached.
    U,
}

impl Word {
    /// All of them, the best first.
    pub const ALL: [Word; 4] = [Word::P, Word::S, Word::M, Word::U];

    /// The band of the same name.
    #[must_use]
    pub const fn band(self) -> Band {
        match self {
            Word::P => Band::P,
            Word::S => Band::S,
            Word::M => Band::M,
            Word::U => Band::U,
        }
    }
}

impl Said {
    /// The step to go on with; the last when all is done.
    #[must_use]
    pub fn step(&self) -> Step {
        Step::ALL.get(self.step).copied().unwrap_or(Step::Leave)
    }

    /// Whether the whole was gone through.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step >= Step::ALL.len()
    }

    /// What surprised people.
    pub fn surprises(&self) -> impl Iterator<Item = &str> {
        self.ratings.iter().filter_map(|rating| rating.surprise.as_deref())
    }

    /// Takes in what was said elsewhere since both had the same: no word of either is lost, and what can be said only once
    /// stays as it is here.
    pub fn takes_in(&mut self, other: &Said, common: &Said) {
        // What they struck of what both had is struck here, too.
        let mut common = common.clone();
        let struck = other.struck.get(common.struck.len()..).unwrap_or_default();
        for line in struck {
            if common.take_out(line) {
                self.take_out(line);
            }
            self.struck.push(line.clone());
        }
        take_in(&mut self.ratings, &other.ratings, &common.ratings);
        for (seq, lines) in &other.moments {
            let common = common.moments.get(seq).map_or(&[][..], Vec::as_slice);
            take_in(self.moments.entry(*seq).or_default(), lines, common);
        }
        for (n, lines) in other.four.iter().enumerate() {
            take_in(&mut self.four[n], lines, &common.four[n]);
        }
        for (n, lines) in other.author.iter().enumerate() {
            let common = common.author.get(n).map_or(&[][..], Vec::as_slice);
            take_in(self.to_author(n), lines, common);
        }
        take_in(&mut self.changes, &other.changes, &common.changes);
        take_in(&mut self.besides, &other.besides, &common.besides);
        if let Some(sentence) = other.sentence.as_ref().filter(|_| other.sentence != common.sentence) {
            match &self.sentence {
                ours if *ours == common.sentence => self.sentence = other.sentence.clone(),
                _ => self.besides.push(format!("to take home, too: {sentence}")),
            }
        }
        self.learned = self.learned.or(other.learned);
        self.again = self.again.or(other.again);
    }

    /// What was said to one of the author's questions.
    pub fn to_author(&mut self, question: usize) -> &mut Vec<String> {
        if self.author.len() <= question {
            self.author.resize_with(question + 1, Vec::new);
        }
        &mut self.author[question]
    }

    /// How many chose each of the four words for a dimension.
    #[must_use]
    pub fn spread(&self, dimension: usize) -> [u32; 4] {
        let mut spread = [0; 4];
        for word in self.ratings.iter().filter_map(|rating| rating.bands.get(dimension).copied().flatten()) {
            spread[word as usize] += 1;
        }
        spread
    }

    /// The mean of confidence before and after, in tenths, over those who gave both.
    #[must_use]
    pub fn confidence(&self) -> Option<(u32, u32)> {
        let both = self.ratings.iter().filter_map(|rating| Some((rating.before?, rating.after?)));
        let (n, before, after) = both.fold((0, 0, 0), |(n, b, a), (before, after)| {
            (n + 1, b + u32::from(before), a + u32::from(after))
        });
        (n > 0).then(|| (before * 10 / n, after * 10 / n))
    }

    /// Whether it was worth it by Etsy's two thresholds: somebody learned, and half would come again.
    #[must_use]
    pub fn worth_it(&self) -> Option<bool> {
        let ((learned, _), (again, of)) = (self.learned?, self.again?);
        Some(learned >= 1 && again * 2 >= of)
    }
}

/// Adds what is new elsewhere.
fn take_in<T: Clone + PartialEq>(ours: &mut Vec<T>, theirs: &[T], common: &[T]) {
    let new = if theirs.starts_with(common) { &theirs[common.len()..] } else { theirs };
    let here = ours.clone();
    let is_new = |said: &&T| theirs.starts_with(common) || !here.contains(said);
    ours.extend(new.iter().filter(is_new).cloned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        let rating = |bands, before, after| Rating { bands, before, after, surprise: None };
        Said {
            ratings: vec![
                rating([Some(Word::P), Some(Word::S), None, Some(Word::U)], Some(2), Some(4)),
                rating([Some(Word::P), Some(Word::P), None, Some(Word::M)], Some(3), Some(3)),
                rating([None, Some(Word::S), None, None], Some(5), None),
            ],
            ..Said::default()
        }
    }

    #[test]
    fn people_are_shown_together() {
        let said = said();
        assert_eq!(said.spread(0), [2, 0, 0, 0]);
        assert_eq!(said.spread(1), [1, 2, 0, 0]);
        assert_eq!(said.spread(2), [0; 4]);
        assert_eq!(said.spread(3), [0, 0, 1, 1]);
        assert_eq!(said.confidence(), Some((25, 35)));
        assert_eq!(Said::default().confidence(), None);
    }

    #[test]
    fn one_who_learned_and_half_who_would_come_again_are_enough() {
        let of =
            |learned, again| Said { learned: Some((learned, 4)), again: Some((again, 4)), ..Said::default() };
        assert_eq!(of(1, 2).worth_it(), Some(true));
        assert_eq!(of(0, 4).worth_it(), Some(false));
        assert_eq!(of(4, 1).worth_it(), Some(false));
        assert_eq!(Said::default().worth_it(), None);
    }

    #[test]
    fn what_two_keyboards_said_is_all_kept() {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut common = said();
        common.changes = lines(&["a"]);
        let (mut ours, mut theirs) = (common.clone(), common.clone());
        ours.changes.push("b".into());
        ours.sentence = Some("ours".into());
        theirs.changes.push("b".into());
        theirs.moments.insert(Seq(7), lines(&["x"]));
        theirs.four[2] = lines(&["y"]);
        theirs.ratings.push(Rating::default());
        theirs.sentence = Some("theirs".into());
        ours.takes_in(&theirs, &common);
        assert_eq!(ours.changes, lines(&["a", "b", "b"]));
        assert_eq!((ours.moments[&Seq(7)].clone(), ours.four[2].clone()), (lines(&["x"]), lines(&["y"])));
        assert_eq!((ours.ratings.len(), ours.sentence.as_deref()), (4, Some("ours")));
        assert_eq!(ours.besides, lines(&["to take home, too: theirs"]));
        let mut first = common.clone();
        first.takes_in(&theirs, &common);
        assert_eq!((first.sentence.as_deref(), first.besides.len()), (Some("theirs"), 0));
    }

    #[test]
    fn it_is_kept_and_read_again() {
        let mut said = said();
        said.moments.insert(Seq(7), vec!["we thought it was the cache".to_string()]);
        let text = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Said>(&text).unwrap(), said);
    }
}
