//! The team's part: what people wrote, kept beside the drill, and how it comes back from an editor.
//!
//! People get the questions as markdown and may do with it what they like. What comes back is taken apart line by line:
//! whatever is not a line of the form itself is somebody's word and is kept: under its question, under a question of the
//! team's own, or, if nothing says where it belongs, among what could not be placed.

mod mark;
mod merge;
mod names;
mod paper;
pub(crate) mod rows;
mod take;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::actions::{self, ActionItem};

pub use mark::Mark;
pub use paper::rated_by_another;
pub use take::{Taken, plain_lines, take_back, taken};

/// The drill that a filled-in document says it is of, if a text is one.
#[must_use]
pub fn document_of(text: &str) -> Option<String> {
    paper::drill_of(text)
}

/// Under which key a store keeps it.
pub const KEY: &str = "postmortem";
/// Under which key the version before the last change was kept, before all of them were.
pub const KEY_BEFORE: &str = "postmortem-before";

/// Under which key a store keeps an earlier version.
#[must_use]
pub fn version_key(version: u32) -> String {
    format!("{KEY}-version-{version}")
}

/// The newest format.
const FORMAT: u32 = 1;

/// How far a document has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is being written.
    #[default]
    Draft,
    /// It is being read.
    InReview,
    /// It was read, and stands.
    Reviewed,
    /// What it asked for is done.
    Closed,
}

impl Status {
    /// All of them, in order.
    pub const ALL: [Status; 4] = [Status::Draft, Status::InReview, Status::Reviewed, Status::Closed];

    /// As it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::InReview => "in-review",
            Status::Reviewed => "reviewed",
            Status::Closed => "closed",
        }
    }

    /// As it is said.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Status::InReview => "in review",
            Status::Draft | Status::Reviewed | Status::Closed => self.as_str(),
        }
    }
}

/// What a team wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The format it is kept in.
    format: u32,
    /// How far the document has come.
    pub status: Status,
    /// What was written, in the order of the form.
    pub answers: Vec<Answer>,
    /// Names that the team gave to sections.
    #[serde(default)]
    pub titles: BTreeMap<String, String>,
    /// What could not be placed.
    #[serde(default)]
    pub unplaced: String,
    /// The team has once had a trigger and factors of its own there: from then on the author's are shown beside them.
    #[serde(default)]
    pub revealed: bool,
    /// When the team first wrote something, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted_ms: Option<i64>,
    /// The names of action items, which stay when an item is reworded.
    #[serde(default)]
    pub items: BTreeMap<u32, String>,
    /// The words of items that are gone: whoever puts one back finds its name again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gone: BTreeMap<u32, String>,
    /// What became of changes that were said in the hot wash, by their words: the item that each is, or nothing if it was
    /// taken out again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: BTreeMap<String, Option<u32>>,
    /// How often it was changed.
    #[serde(default)]
    pub version: u32,
    /// When this version was written, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_ms: Option<i64>,
    /// Why it was closed although something was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_anyway: Option<String>,
    /// Why it was called reviewed although nobody is named as a reviewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_anyway: Option<String>,
}

impl Default for Team {
    fn default() -> Self {
        Team {
            format: FORMAT,
            status: Status::Draft,
            answers: Vec::new(),
            titles: BTreeMap::new(),
            unplaced: String::new(),
            revealed: false,
            drafted_ms: None,
            items: BTreeMap::new(),
            gone: BTreeMap::new(),
            changes: BTreeMap::new(),
            version: 0,
            written_ms: None,
            closed_anyway: None,
            reviewed_anyway: None,
        }
    }
}

/// Words under a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The section.
    pub section: String,
    /// The question; empty for what stands right under the section's heading.
    pub question: String,
    /// What was written, as markdown.
    pub text: String,
}

impl Answer {
    /// Whether it is a question of the team's own that nobody has answered yet.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// What was kept can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TeamError {
    /// A newer release wrote it.
    #[error(
        "what the team wrote was kept by a newer sandtable (format {found}, known here: {FORMAT}); update sandtable"
    )]
    Newer {
        /// Its format.
        found: u32,
    },
    /// It is not what was kept.
    #[error("what the team wrote can't be read: {why}; it was left as it is")]
    Strange {
        /// Why.
        why: String,
    },
}

impl Team {
    /// As it is kept.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("words and numbers")
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// A newer release wrote it, or it is something else.
    pub fn read(text: &str) -> Result<Self, TeamError> {
        let strange = |error: serde_json::Error| TeamError::Strange { why: error.to_string() };
        let value: serde_json::Value = serde_json::from_str(text).map_err(strange)?;
        let found = value.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if found > u64::from(FORMAT) {
            return Err(TeamError::Newer { found: u32::try_from(found).unwrap_or(u32::MAX) });
        }
        serde_json::from_value(value).map_err(strange)
    }

    /// Tells versions apart by what people wrote in them.
    #[must_use]
    pub fn digest(&self) -> String {
        let words = serde_json::to_vec(&(&self.answers, &self.titles, &self.unplaced)).expect("words");
        Sha256::digest(&words).iter().take(4).fold(String::new(), |mut out, byte| {
            write!(out, "{byte:02x}").expect("writing to memory does not fail");
            out
        })
    }

    /// Whether nobody has written anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.unplaced.is_empty()
    }

    /// How many answers there are; a question of the team's own that waits for its answer has none yet.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| !answer.waits()).count()
    }

    /// What was written under a question.
    #[must_use]
    pub fn answer(&self, section: &str, question: &str) -> Option<&str> {
        let mine =
            self.answers.iter().find(|answer| answer.section == section && same(&answer.question, question));
        mine.map(|answer| answer.text.as_str())
    }

    /// The action items, each with its name, which stays when the item is reworded: `A1`.
    #[must_use]
    pub fn action_items(&self) -> Vec<(String, ActionItem)> {
        let text = self.section("action-items");
        let mut left = self.items.clone();
        let items = actions::items(&format!("## Action items\n\n{text}\n"));
        let named = items.into_iter().map(|item| {
            let number = left.iter().find(|(_, said)| **said == item.text).map(|(number, _)| *number);
            let name = number.map_or_else(String::new, |number| {
                left.remove(&number);
                format!("A{number}")
            });
            (name, item)
        });
        named.collect()
    }

    /// Everything that was written in a section, questions and answers.
    #[must_use]
    pub fn section(&self, section: &str) -> String {
        let mine = self.answers.iter().filter(|answer| answer.section == section && !answer.waits());
        mine.map(|answer| answer.text.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    fn add(&mut self, section: &str, question: &str, text: &str) {
        let text = text.trim_matches('\n').trim_end();
        if text.trim().is_empty() {
            return;
        }
        let mine = self
            .answers
            .iter_mut()
            .find(|answer| answer.section == section && same(&answer.question, question));
        match mine {
            Some(answer) => answer.text = format!("{}\n\n{text}", answer.text),
            None => self.answers.push(Answer {
                section: section.to_string(),
                question: question.to_string(),
                text: text.to_string(),
            }),
        }
    }
}

/// Whether two questions are the same, however they are set.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// A heading or question without its markup, its number and its signs.
pub(crate) fn plain(text: &str) -> String {
    let letters = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    letters.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
