//! The document as data: sections in order, each with how it is filled and with blocks of a few kinds.
//!
//! Texts are plain, with two conventions that every renderer and every checker of wording can rely on: “…” holds
//! somebody's own words, and `…` holds a name of the scenario.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chart::Chart;
use super::cited::{Cited, Number, Rule};
use crate::engine::event::Seq;
use crate::score::explain::Whole;
use crate::time::SimTime;

/// A postmortem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// What stands on every page.
    pub stamp: &'static str,
    /// For programs.
    pub front: Front,
    /// What is not as it was written in the record that the document rests on, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub altered: Option<String>,
    /// What the incident was.
    pub title: String,
    /// In which spirit it is read.
    pub directive: &'static str,
    /// What it says, in order.
    pub sections: Vec<Section>,
    /// The rules behind the ratings, in the order of the card.
    pub rules: Vec<Rule>,
    /// What weighs how much in the ratings, with where it comes from.
    pub weights: Vec<Number>,
    /// How the ratings come about from them: each dimension, the process, the story, the objectives, the gates that hold
    /// something down, and what the words stand for.
    pub ratings: Vec<Whole>,
    /// The events that it cites, and those they followed from; for people, without those that a row `tells`.
    pub events: Vec<Cited>,
    /// What was said in the hot wash, for whoever writes on.
    #[serde(skip)]
    pub heard: Heard,
}

/// What was said in the hot wash: it stands in the sections already, and here by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The changes to the real response.
    pub changes: Vec<Change>,
    /// Lines by the section that they belong to.
    pub lines: BTreeMap<&'static str, Vec<String>>,
}

/// A change to the real response that was said in the hot wash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number, from 1.
    pub number: usize,
    /// Its words.
    pub text: String,
    /// What the team made of it.
    pub became: Became,
    /// The item that it may be in other words, as long as nobody has said so.
    pub near: Option<Near>,
}

/// An item that a change resembles. Two that have words in common may say the opposite: it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its name: `A1`.
    pub item: String,
    /// Its words.
    pub text: String,
}

/// What a team made of a change that was said in its hot wash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Nothing yet.
    Open,
    /// An item of the postmortem.
    Item,
    /// It was taken out again.
    Dropped,
}

impl Change {
    /// What it is called: `H1`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("H{}", self.number)
    }
}

/// What programs want to know of a document before they read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Front {
    /// The document's title.
    pub title: String,
    /// Always true.
    pub simulated: bool,
    /// The drill's name.
    pub drill: String,
    /// The scenario's id.
    pub scenario: String,
    /// The scoring profile.
    pub profile: String,
    /// The profile that the drill was played under, where it is rated by another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub played_under: Option<String>,
    /// `draft`, until somebody says otherwise.
    pub status: &'static str,
    /// The seed of the dice.
    pub seed: u64,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its number, such as `3` or `0b`.
    pub number: &'static str,
    /// Its name for programs.
    pub id: &'static str,
    /// Its heading; a team may rename it.
    pub title: String,
    /// How it is filled.
    pub fill: Fill,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How a section is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// From the record.
    Auto,
    /// The tool proposes, people decide.
    Draft,
    /// By people alone.
    Prompt,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph.
    Text(Line),
    /// Points.
    List {
        /// One each.
        items: Vec<Line>,
    },
    /// A table.
    Table {
        /// Its heads.
        columns: Vec<&'static str>,
        /// Its rows; each has as many cells as there are heads.
        rows: Vec<Row>,
    },
    /// A picture. What it shows stands in a text or a table too.
    Chart(Box<Chart>),
    /// A question, and room to write.
    Ask {
        /// The question.
        question: String,
        /// What the team wrote, as markdown.
        answer: Option<String>,
    },
    /// What the team wrote, as markdown.
    Written {
        /// Its words.
        text: String,
    },
}

/// A sentence or a few, with the events they rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// The events it rests on, in order.
    pub evidence: Vec<Seq>,
    /// The rules it follows from, as `dimension/criterion`.
    pub rules: Vec<String>,
}

/// A row of a table, with the events it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// When it was, in milliseconds of the story, for a row of the timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<SimTime>,
    /// Its cells; an empty one is to be filled in.
    pub cells: Vec<String>,
    /// The events it rests on, in order.
    pub evidence: Vec<Seq>,
    /// Those of them that it tells in full, with their time: who follows a number to one of them need look no further.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tells: Vec<Seq>,
    /// The rules it follows from, as `dimension/criterion`.
    pub rules: Vec<String>,
}

impl Line {
    /// A sentence with its evidence, each event once and in order.
    #[must_use]
    pub fn new(text: impl Into<String>, evidence: impl IntoIterator<Item = Seq>) -> Self {
        Self { text: text.into(), evidence: ordered(evidence), rules: Vec::new() }
    }

    /// The same, following from rules.
    #[must_use]
    pub fn by_rules(mut self, rules: impl IntoIterator<Item = String>) -> Self {
        self.rules.extend(rules);
        self
    }
}

impl Row {
    /// A row with its evidence, each event once and in order.
    #[must_use]
    pub fn new(cells: Vec<String>, evidence: impl IntoIterator<Item = Seq>) -> Self {
        Self { at: None, cells, evidence: ordered(evidence), tells: Vec::new(), rules: Vec::new() }
    }

    /// The same, of a moment.
    #[must_use]
    pub fn at(self, at: SimTime) -> Self {
        Self { at: Some(at), ..self }
    }

    /// The same, telling some of its events in full.
    #[must_use]
    pub fn telling(mut self, events: impl IntoIterator<Item = Seq>) -> Self {
        self.tells.extend(events);
        self
    }

    /// The same, following from rules.
    #[must_use]
    pub fn by_rules(mut self, rules: impl IntoIterator<Item = String>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// A row to be filled in.
    #[must_use]
    pub fn blank(cells: usize) -> Self {
        Self::new(vec![String::new(); cells], [])
    }
}

/// Each event once and in order.
pub(super) fn ordered(evidence: impl IntoIterator<Item = Seq>) -> Vec<Seq> {
    let mut evidence: Vec<Seq> = evidence.into_iter().collect();
    evidence.sort_unstable();
    evidence.dedup();
    evidence
}

impl Section {
    /// An empty section.
    #[must_use]
    pub fn new(number: &'static str, id: &'static str, title: &'static str, fill: Fill) -> Self {
        Self { number, id, title: title.to_string(), fill, blocks: Vec::new() }
    }

    /// With a paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.line(Line::new(text, []))
    }

    /// With a paragraph and its evidence.
    #[must_use]
    pub fn line(mut self, line: Line) -> Self {
        self.blocks.push(Block::Text(line));
        self
    }

    /// With points, if there are any.
    #[must_use]
    pub fn list(mut self, items: Vec<Line>) -> Self {
        if !items.is_empty() {
            self.blocks.push(Block::List { items });
        }
        self
    }

    /// With a table, if it has rows.
    #[must_use]
    pub fn table(mut self, columns: &[&'static str], rows: Vec<Row>) -> Self {
        if !rows.is_empty() {
            self.blocks.push(Block::Table { columns: columns.to_vec(), rows });
        }
        self
    }

    /// With a picture, if there is one.
    #[must_use]
    pub fn chart(mut self, chart: Option<Chart>) -> Self {
        self.blocks.extend(chart.map(|chart| Block::Chart(Box::new(chart))));
        self
    }

    /// With a question and room to write.
    #[must_use]
    pub fn ask(mut self, question: impl Into<String>) -> Self {
        self.blocks.push(Block::Ask { question: question.into(), answer: None });
        self
    }

    /// With several questions.
    #[must_use]
    pub fn asks<S: Into<String>>(self, questions: impl IntoIterator<Item = S>) -> Self {
        questions.into_iter().fold(self, Section::ask)
    }
}
