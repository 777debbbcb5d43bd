//! The whole document, filled in and taken back: what the tool wrote into it is known line by line, the rest is the team's.
//!
//! The document is written once more as it was, without the team's words, and laid beside what came back: a line that is
//! there in its order is the tool's own. What stands between two of them belongs to the question or the section above it.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::matches;
use super::take::{Said, alone, in_code, push};
use super::{Mark, Team, plain, same};
use crate::postmortem::form::{Form, is_own_words};
use crate::postmortem::markdown::{ALTERED, escape, markdown};
use crate::postmortem::outline::{Block, Outline, Section};

/// Stands where nothing has been written yet.
const ROOM: &str = "…";
/// What the front matter says of itself and may say otherwise another day; the rest of it is always the same, so that another
/// title is somebody's words.
const FRONT: [&str; 3] = ["drill: ", "profile: ", "status: "];
/// Stands there where the drill was played under another profile than it is rated by.
const PLAYED_UNDER: &str = "played_under: ";
/// In the line that says how far the document has come, which is no word of the team's whatever it says.
const STATUS: &str = "(of: draft, in review, reviewed, closed)";

/// Whether a text is a document, and not the form.
pub(super) fn is_document(outline: &Outline, text: &str) -> bool {
    let stamp = format!("**{}**", outline.stamp);
    let simulated = front(text).any(|line| line == "simulated: true");
    simulated || text.lines().any(|line| line.trim() == stamp)
}

/// The lines of the front matter, if there is one.
fn front(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines();
    let begins = lines.next().is_some_and(|line| line.trim_end() == "---");
    lines.take_while(move |line| begins && line.trim_end() != "---").take(40)
}

/// The drill that a document says it is of.
pub(super) fn drill_of(text: &str) -> Option<String> {
    let said = front(text).find_map(|line| line.strip_prefix("drill: "))?;
    Some(said.trim().trim_matches('"').replace("\\\"", "\"").replace("\\\\", "\\"))
}

/// The profile that the drill was played under, where a document is rated by another.
#[must_use]
pub fn rated_by_another(text: &str) -> Option<String> {
    let simulated = front(text).any(|line| line == "simulated: true");
    let said = front(text).find_map(|line| line.strip_prefix(PLAYED_UNDER))?;
    simulated.then(|| said.trim().trim_matches('"').to_string())
}

/// Takes a document apart.
pub(super) fn read(outline: &Outline, form: &Form, base: &Team, text: &str) -> Said {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let mut page = Page {
        outline,
        form,
        titles: base.titles.clone(),
        tools: tools_own(outline, &lines),
        code: in_code(&lines),
        lines,
        said: Said { team: alone(base), seen: Vec::new(), rows: Vec::new() },
        section: None,
        question: String::new(),
        words: String::new(),
        unknown: false,
    };
    page.tables();
    page.drafts();
    page.read();
    page.said
}

/// Which lines are the tool's own.
fn tools_own(outline: &Outline, lines: &[&str]) -> Vec<bool> {
    let mut bare = outline.clone();
    for block in bare.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Ask { answer, .. } = block {
            *answer = None;
        }
    }
    for section in &mut bare.sections {
        section.blocks.retain(|block| !matches!(block, Block::Written { .. }));
    }
    let document = markdown(&bare);
    fn known(line: &str) -> &str {
        if line.contains(STATUS) { STATUS } else { line.trim_end() }
    }
    let document: Vec<&str> = document.split('\n').map(known).collect();
    let here: Vec<&str> = lines.iter().map(|line| known(line)).collect();
    matches(&here, &document).iter().map(Option::is_some).collect()
}

/// A document while it is read.
struct Page<'a> {
    outline: &'a Outline,
    form: &'a Form,
    /// What the team called its sections then.
    titles: BTreeMap<String, String>,
    lines: Vec<&'a str>,
    /// Which of the lines are the tool's own.
    tools: Vec<bool>,
    /// Which of them are code.
    code: Vec<bool>,
    said: Said,
    /// The section one is in, by its place.
    section: Option<usize>,
    question: String,
    words: String,
    /// Under a heading that nobody knows.
    unknown: bool,
}

impl Page<'_> {
    fn is_row(&self, n: usize) -> bool {
        self.lines.get(n).is_some_and(|line| line.trim_start().starts_with('|')) && !self.code[n]
    }

    /// A table that somebody wrote in is theirs as a whole, heads and all; of one that only the tool fills, the rows that
    /// were changed are, under its heads.
    fn tables(&mut self) {
        let blanks: BTreeSet<String> = self.form.blank_heads();
        let mut n = 0;
        while n < self.lines.len() {
            let end = (n..).find(|&n| !self.is_row(n)).unwrap_or(n);
            if end > n {
                let touched = self.tools[n..end].iter().any(|own| !own);
                if touched && (!self.tools[n] || blanks.contains(&plain(self.lines[n]))) {
                    self.tools[n..end].fill(false);
                } else if touched {
                    self.tools[n..end.min(n + 2)].fill(false);
                }
            }
            n = end.max(n + 1);
        }
    }

    /// A draft that somebody has reworded is theirs from the heading to the next.
    fn drafts(&mut self) {
        let mut n = 0;
        while n < self.lines.len() {
            let end =
                (n + 1..self.lines.len()).find(|&n| self.heading(n).is_some()).unwrap_or(self.lines.len());
            let own = self.heading(n).is_some_and(|(section, _)| is_own_words(section.id));
            let changed = |n: &usize| !self.tools[*n] && !self.lines[*n].trim().is_empty();
            if own && (n + 1..end).any(|n| changed(&n)) {
                for line in n + 1..end {
                    self.tools[line] = self.lines[line].starts_with("*Proposal");
                }
            }
            n = end;
        }
    }

    /// The section that a line is the heading of, and whether it is called otherwise.
    fn heading(&self, n: usize) -> Option<(&Section, Option<String>)> {
        let words = self.lines[n].strip_prefix("## ").filter(|_| !self.code[n])?.trim();
        let (number, title) = words.split_once(". ")?;
        let section = self.outline.sections.iter().find(|section| section.number == number)?;
        let same = same(title, &section.title) || same(title, &escape(&section.title));
        Some((section, (!same).then(|| words.to_string())))
    }

    fn read(&mut self) {
        let from = match self.lines.first() {
            Some(&"---") => (1..self.lines.len().min(40)).find(|&n| self.lines[n] == "---").unwrap_or(0),
            _ => 0,
        };
        for n in 0..from {
            let line = self.lines[n];
            if n > 0 && !self.tools[n] && !FRONT.iter().any(|known| line.starts_with(known)) {
                self.words.push_str(line);
                self.words.push('\n');
            }
        }
        for n in if from > 0 { from + 1 } else { 0 }..self.lines.len() {
            self.line(n);
        }
        self.keep();
    }

    fn line(&mut self, n: usize) {
        let line = self.lines[n];
        if Mark::read(line).is_some() || line.starts_with(ALTERED) {
            return;
        }
        if let Some((section, renamed)) = self.heading(n) {
            let (id, place) =
                (section.id.to_string(), self.outline.sections.iter().position(|other| other == section));
            self.go(place, String::new());
            if let Some(title) = renamed {
                self.said.team.titles.insert(id.clone(), title);
            } else if let Some(title) = self.titles.get(&id).cloned() {
                self.said.team.titles.insert(id.clone(), title);
            }
            self.said.seen.push((id, String::new()));
            return;
        }
        if let Some(question) = self.question(line).filter(|_| !self.code[n]) {
            self.said.seen.push((self.id().unwrap_or_default(), question.clone()));
            self.go(self.section, question);
            return;
        }
        if self.tools[n] && !line.is_empty() {
            // Whatever follows a line of the tool's is no answer to a question any more.
            if line != ROOM {
                self.go(self.section, String::new());
            }
            return;
        }
        let own_heading =
            line.starts_with('#') && !self.code[n] && line.trim_start_matches('#').starts_with(' ');
        if own_heading && (line.starts_with("## ") || line.starts_with("# ")) {
            self.go(None, String::new());
            self.unknown = true;
        } else if own_heading && self.section.is_some() {
            let question = line.trim_start_matches('#').trim().to_string();
            self.said.seen.push((self.id().unwrap_or_default(), question.clone()));
            self.go(self.section, question);
            return;
        }
        self.words.push_str(line);
        self.words.push('\n');
    }

    fn id(&self) -> Option<String> {
        self.section.map(|section| self.outline.sections[section].id.to_string())
    }

    /// A question of the section one is in, as the document sets it.
    fn question(&self, line: &str) -> Option<String> {
        let said = line.trim().strip_prefix("**")?.strip_suffix("**")?;
        self.outline.sections[self.section?].blocks.iter().find_map(|block| match block {
            Block::Ask { question, .. } if same(said, question) || same(said, &escape(question)) => {
                Some(crate::prose::one_line(question))
            }
            Block::Ask { .. }
            | Block::Text(_)
            | Block::List { .. }
            | Block::Table { .. }
            | Block::Chart(_)
            | Block::Written { .. } => None,
        })
    }

    fn go(&mut self, section: Option<usize>, question: String) {
        self.keep();
        (self.section, self.question, self.unknown) = (section, question, false);
    }

    /// Keeps what was read since the last heading.
    fn keep(&mut self) {
        let words = std::mem::take(&mut self.words);
        let words = words.trim_matches('\n').trim_end();
        let words = words.strip_prefix(ROOM).unwrap_or(words);
        let words = words.strip_suffix(&format!("\n{ROOM}")).unwrap_or(words).trim_matches('\n').trim_end();
        let Some(id) = self.id().filter(|id| !self.unknown && id != "unplaced") else {
            push(&mut self.said.team.unplaced, words);
            return;
        };
        self.said.keep(self.form, &id, &self.question, words);
    }
}
