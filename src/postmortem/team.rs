//! The team's part: what people wrote, kept beside the drill, and how it comes back from an editor.
//!
//! People get the questions as markdown and may do with it what they like. What comes back is taken apart line by line:
//! whatever is not a line of the form itself is somebody's word and is kept: under its question, under a question of the
//! team's own, or, if nothing says where it belongs, among what could not be placed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::actions::{self, ActionItem};
use super::form::{Form, Line, is_hint};
use super::lint::Document;
use super::outline::Outline;
use super::quality::factors;

/// Under which key a store keeps it.
pub const KEY: &str = "postmortem";
/// Under which key the version before the last change is kept.
pub const KEY_BEFORE: &str = "postmortem-before";
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
    /// The team has written factors of its own once: from then on the author's are shown beside them.
    #[serde(default)]
    pub revealed: bool,
    /// When the team first wrote something, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted_ms: Option<i64>,
    /// The names of action items, which stay when an item is reworded.
    #[serde(default)]
    pub items: BTreeMap<u32, String>,
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

/// What came back from an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What is to be kept.
    pub team: Team,
    /// What the team should know: what could not be placed, what is gone.
    pub said: Vec<String>,
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
        let mine = self.answers.iter().filter(|answer| answer.section == section);
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

    /// Gives new items their names: the same words keep theirs, then much the same words, then the next free number.
    fn name_items(&mut self) {
        let text = self.section("action-items");
        let items = actions::items(&format!("## Action items\n\n{text}\n"));
        let mut old = std::mem::take(&mut self.items);
        let mut next = old.keys().max().map_or(1, |last| last + 1);
        let mut open: Vec<String> = Vec::new();
        for item in items {
            match old.iter().find(|(_, said)| **said == item.text).map(|(number, _)| *number) {
                Some(number) => {
                    old.remove(&number);
                    self.items.insert(number, item.text);
                }
                None => open.push(item.text),
            }
        }
        for text in open {
            // No more than four letters in ten are others.
            let slips = |said: &str| strsim::levenshtein(&said.to_lowercase(), &text.to_lowercase());
            let longer = |said: &str| said.chars().count().max(text.chars().count());
            let near = old.iter().map(|(number, said)| (slips(said), longer(said), *number));
            let near =
                near.filter(|(slips, longer, _)| slips * 10 <= longer * 4).min().map(|(_, _, number)| number);
            let number = near.unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            old.remove(&number);
            self.items.insert(number, text);
        }
        // What is gone keeps its number to itself: a name is never given twice.
        self.items.extend(old.into_keys().map(|number| (number, String::new())));
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

/// Takes back what came from an editor. Nothing in it is lost.
#[must_use]
pub fn take_back(outline: &Outline, before: &Team, text: &str) -> Taken {
    let form = Form::of(outline, before);
    let mut team =
        Team { answers: Vec::new(), titles: BTreeMap::new(), unplaced: String::new(), ..before.clone() };
    let mut at = Where::Nowhere;
    let (mut words, mut seen) = (String::new(), Vec::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    for (line, code) in lines.iter().zip(in_code(&lines)) {
        let place = if code { None } else { form.heading(line, at.section()) };
        match place {
            None if is_hint(line) && !code && form.has_hint(line) => {}
            None => {
                words.push_str(line);
                words.push('\n');
            }
            Some(heading) => {
                at.keep(&mut team, &form, &words);
                words.clear();
                at = Where::behind(heading, line, &mut team, &mut seen);
            }
        }
    }
    at.keep(&mut team, &form, &words);
    team.answers.sort_by_key(|answer| form.order(&answer.section, &answer.question));
    team.name_items();
    team.revealed |=
        !factors(&Document::read(&format!("## Factors\n\n{}\n", team.section("factors")), &[])).is_empty();
    let said = said(&form, before, &team, &seen);
    Taken { team, said }
}

/// Which lines are code between fences; a fence that nothing closes opens nothing.
fn in_code(lines: &[&str]) -> Vec<bool> {
    let fence = |line: &str| {
        let line = line.trim_start();
        let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let long = line.chars().take_while(|c| *c == sign).count();
        (long >= 3).then_some((sign, long))
    };
    let mut code = vec![false; lines.len()];
    let mut n = 0;
    while n < lines.len() {
        let closes = fence(lines[n]).and_then(|(sign, long)| {
            (n + 1..lines.len()).find(|&end| {
                let bare = lines[end].trim().chars().all(|c| c == sign);
                bare && fence(lines[end]).is_some_and(|(other, length)| other == sign && length >= long)
            })
        });
        if let Some(end) = closes {
            code[n..=end].fill(true);
            n = end;
        }
        n += 1;
    }
    code
}

/// Where words belong.
enum Where {
    Nowhere,
    Unplaced,
    At { section: String, question: String },
}

impl Where {
    fn section(&self) -> Option<&str> {
        match self {
            Where::At { section, .. } => Some(section),
            Where::Nowhere | Where::Unplaced => None,
        }
    }

    /// The place behind a heading; a heading that nobody knows is itself somebody's words.
    fn behind(heading: Line, line: &str, team: &mut Team, seen: &mut Vec<(String, String)>) -> Self {
        match heading {
            Line::Title => Where::Nowhere,
            Line::Unplaced => Where::Unplaced,
            Line::Section { section, renamed } => {
                if let Some(title) = renamed {
                    team.titles.insert(section.clone(), title);
                }
                seen.push((section.clone(), String::new()));
                Where::At { section, question: String::new() }
            }
            Line::Question { section, question } => {
                seen.push((section.clone(), question.clone()));
                Where::At { section, question }
            }
            Line::Unknown => {
                push(&mut team.unplaced, line);
                Where::Unplaced
            }
        }
    }

    fn keep(&self, team: &mut Team, form: &Form, words: &str) {
        match self {
            // A table that nobody has touched says nothing.
            Where::At { section, question } if question.is_empty() && form.is_blank(section, words) => {}
            Where::Nowhere | Where::Unplaced => push(&mut team.unplaced, words),
            Where::At { section, question } => team.add(section, question, words),
        }
    }
}

fn push(to: &mut String, words: &str) {
    let words = words.trim_matches('\n').trim_end();
    if words.trim().is_empty() {
        return;
    }
    if !to.is_empty() {
        to.push_str("\n\n");
    }
    to.push_str(words);
}

/// What the team should know of what came back.
fn said(form: &Form, before: &Team, team: &Team, seen: &[(String, String)]) -> Vec<String> {
    let mut said = Vec::new();
    if !team.unplaced.is_empty() && team.unplaced != before.unplaced {
        let first = crate::prose::clip(
            team.unplaced.lines().find(|line| !line.trim().is_empty()).unwrap_or_default(),
            60,
        );
        said.push(format!("nothing says where this belongs; it is kept under “Unplaced”: {first}"));
    }
    let all = format!(
        "{}\n{}",
        team.answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>().join("\n"),
        team.unplaced
    );
    for old in &before.answers {
        let there =
            seen.iter().any(|(section, question)| *section == old.section && same(question, &old.question));
        if !there && !all.contains(old.text.trim()) {
            let of = form.name(&old.section, &old.question);
            said.push(format!("what stood under “{of}” is gone with its heading; `postmortem edit --before` shows the version before"));
        }
    }
    said
}

#[cfg(test)]
mod tests;
