//! The form: the questions of a document as markdown, with what the team has written under them.

use std::collections::BTreeSet;

use super::outline::{Became, Block, Change, Outline, Section};
use super::team::rows::{self, numbered};
use super::team::{Team, plain, same};
use crate::prose::{and, quote};

/// The questions of a document.
pub(crate) struct Form {
    title: String,
    sections: Vec<Part>,
    hints: Vec<String>,
    /// The changes that were said in the hot wash.
    changes: Vec<Change>,
}

/// A section of the form.
struct Part {
    id: String,
    number: String,
    title: String,
    /// What the team calls it, if that is another name.
    own: Option<String>,
    questions: Vec<String>,
    /// What stands under the heading as long as nobody has written anything.
    blank: String,
    hints: Vec<String>,
    /// What was said in the hot wash, for whoever writes on.
    heard: Vec<String>,
}

/// What a heading is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The document's own.
    Title,
    /// That of a section, with another name if it was given one.
    Section { section: String, renamed: Option<String> },
    /// A question of the form, or one of the team's own.
    Question { section: String, question: String },
    /// Of what could not be placed.
    Unplaced,
    /// Nobody's.
    Unknown,
}

/// What stands above the form.
const HEAD: [&str; 3] = [
    "Write under the headings; leave empty what you like. Saving and leaving the editor takes it back.",
    "Headings may be moved, renamed or left out, and questions of your own begin with ###: no word is lost.",
    "Lines like this one are the form's own. `sandtable postmortem check` reads what you wrote.",
];

/// The heading of what could not be placed.
const UNPLACED: &str = "Unplaced";

/// Sections whose draft a team may put into its own words.
const OWN_WORDS: [&str; 1] = ["summary"];

impl Form {
    pub(crate) fn of(outline: &Outline, team: &Team) -> Self {
        let part = |section| part(section, outline, team);
        let sections: Vec<Part> = outline.sections.iter().filter_map(part).collect();
        let mut hints: Vec<String> = HEAD.iter().map(|text| hint(text)).collect();
        hints.extend(sections.iter().flat_map(|part| part.hints.iter().cloned()));
        hints.push(hint(UNPLACED_HINT));
        Form { title: outline.title.clone(), sections, hints, changes: outline.heard.changes.clone() }
    }

    /// The form as markdown.
    pub(crate) fn text(&self, team: &Team) -> String {
        let mut out: String = HEAD.iter().map(|text| format!("{}\n", hint(text))).collect();
        out.push_str(&format!("\n# {}\n", self.title));
        let lost =
            team.answers.iter().filter(|answer| !self.sections.iter().any(|part| part.id == answer.section));
        let lost = lost.map(|answer| format!("{}\n\n{}", answer.question, answer.text).trim().to_string());
        let unplaced: Vec<String> =
            [team.unplaced.clone()].into_iter().chain(lost).filter(|text| !text.is_empty()).collect();
        if !unplaced.is_empty() {
            out.push_str(&format!(
                "\n## {UNPLACED}\n\n{}\n\n{}\n",
                hint(UNPLACED_HINT),
                unplaced.join("\n\n")
            ));
        }
        for part in &self.sections {
            out.push_str(&part.text(team, &self.changes));
        }
        out
    }

    /// The changes that were said in the hot wash.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// What a line is, if it is a heading.
    pub(crate) fn heading(&self, line: &str, current: Option<&str>) -> Option<Line> {
        let level = line.bytes().take_while(|&b| b == b'#').count();
        let words = line[level..].strip_prefix(' ')?.trim();
        if level == 0 || level > 6 || words.is_empty() {
            return None;
        }
        if level == 1 && same(words, &self.title) {
            return Some(Line::Title);
        }
        // As the form has it, and as the document numbers it.
        if same(words, UNPLACED) || same(words, &format!("21. {UNPLACED}")) {
            return Some(Line::Unplaced);
        }
        let section =
            self.sections.iter().find_map(|part| part.heading(words).map(|renamed| (part, renamed)));
        if let Some((part, renamed)) = section.filter(|_| level <= 2) {
            return Some(Line::Section { section: part.id.clone(), renamed });
        }
        if let Some(line) = self.question(words, current) {
            return Some(line);
        }
        // A section's heading of another level is still that section's, if it is word for word.
        if let Some((part, None)) = self.sections.iter().find_map(|part| Some((part, part.heading(words)?))) {
            return Some(Line::Section { section: part.id.clone(), renamed: None });
        }
        match current {
            Some(section) if level > 2 => {
                Some(Line::Question { section: section.to_string(), question: words.to_string() })
            }
            Some(_) | None => Some(Line::Unknown),
        }
    }

    /// A question of the section one is in, else of any other.
    fn question(&self, words: &str, current: Option<&str>) -> Option<Line> {
        let here = self.sections.iter().filter(|part| Some(part.id.as_str()) == current);
        let mut all = here
            .chain(&self.sections)
            .flat_map(|part| part.questions.iter().map(move |question| (part, question)));
        let (part, question) = all.find(|(_, question)| same(words, question))?;
        Some(Line::Question { section: part.id.clone(), question: question.clone() })
    }

    /// Whether a line is the form's own.
    pub(crate) fn has_hint(&self, line: &str) -> bool {
        // What was said may have been struck, or added to, since the form was written.
        let heard = line.trim().starts_with(&format!("<!-- {HEARD}"));
        heard || self.hints.iter().any(|hint| hint == line.trim())
    }

    /// Whether words are a section's own table, as it was before anybody wrote in it.
    pub(crate) fn is_blank(&self, section: &str, words: &str) -> bool {
        let blank = self.blank(section);
        let mut lines = words.trim().lines();
        // Rows that nobody filled in say nothing, however many of them are left.
        let heads =
            blank.lines().next().filter(|head| lines.next().is_some_and(|line| plain(line) == plain(head)));
        blank.trim() == words.trim()
            || heads.is_some()
                && lines.all(|line| line.trim_start().starts_with('|') && plain(line).is_empty())
    }

    /// What stands under a section's heading as long as nobody has written anything.
    pub(crate) fn blank(&self, section: &str) -> String {
        self.sections
            .iter()
            .find(|part| part.id == section)
            .map(|part| part.blank.clone())
            .unwrap_or_default()
    }

    /// The heads of the tables to be filled in, without their markup.
    pub(crate) fn blank_heads(&self) -> BTreeSet<String> {
        let heads = self.sections.iter().filter_map(|part| part.blank.lines().next());
        heads.map(plain).collect()
    }

    /// Where an answer stands in the form; the team's own questions come last in their section.
    pub(crate) fn order(&self, section: &str, question: &str) -> (usize, usize) {
        let place = self.sections.iter().position(|part| part.id == section).unwrap_or(usize::MAX);
        let part = self.sections.get(place);
        let within = match question {
            "" => 0,
            question => part
                .and_then(|part| part.questions.iter().position(|other| same(other, question)))
                .map_or(usize::MAX, |n| n + 1),
        };
        (place, within)
    }

    /// Whether the form itself asks this.
    pub(crate) fn asks(&self, section: &str, question: &str) -> bool {
        let mut parts = self.sections.iter().filter(|part| part.id == section);
        parts.any(|part| part.questions.iter().any(|other| same(other, question)))
    }

    /// How an answer is called.
    pub(crate) fn name(&self, section: &str, question: &str) -> String {
        if section.is_empty() {
            return UNPLACED.to_string();
        }
        let title =
            self.sections.iter().find(|part| part.id == section).map_or(section, |part| part.title.as_str());
        let of = if question.is_empty() { title } else { question };
        crate::prose::clip(of, 60)
    }
}

/// What stands with what could not be placed.
const UNPLACED_HINT: &str = "Nothing said where this belongs. Move it under a heading, or leave it here.";

/// How a line begins that shows what was said in the hot wash.
const HEARD: &str = "Hot wash: ";

fn hint(text: &str) -> String {
    // A remark can't hold its own end.
    format!("<!-- {} -->", crate::prose::one_line(text).replace("-->", "-- >"))
}

/// Whether a line looks like one of the form's own.
pub(crate) fn is_hint(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("<!-- ") && line.ends_with(" -->")
}

/// Whether a section is a draft that a team may put into its own words.
pub(crate) fn is_own_words(section: &str) -> bool {
    OWN_WORDS.contains(&section)
}

/// A section as a part of the form, if there is something to write in it.
fn part(section: &Section, outline: &Outline, team: &Team) -> Option<Part> {
    let questions: Vec<String> = section.blocks.iter().filter_map(asked).collect();
    let blank = section.blocks.iter().find_map(blank);
    // What was written under the heading itself has taken its table's place, and is there to be written on.
    let own_words =
        OWN_WORDS.contains(&section.id) || team.answers.iter().any(|answer| answer.section == section.id);
    if questions.is_empty() && blank.is_none() && !own_words {
        return None;
    }
    let texts = section.blocks.iter().filter_map(|block| match block {
        Block::Text(line) => Some(hint(&line.text)),
        Block::List { .. }
        | Block::Table { .. }
        | Block::Chart(_)
        | Block::Ask { .. }
        | Block::Written { .. } => None,
    });
    Some(Part {
        id: section.id.to_string(),
        number: section.number.to_string(),
        title: section.title.to_string(),
        own: team.titles.get(section.id).cloned(),
        questions,
        blank: blank.unwrap_or_default(),
        hints: texts.collect(),
        heard: heard(section, outline),
    })
}

/// What was said in the hot wash and belongs here: to look at, and none of the team's written words.
fn heard(section: &Section, outline: &Outline) -> Vec<String> {
    let lines = outline.heard.lines.get(section.id).into_iter().flatten();
    let mut all: Vec<String> = lines.map(|line| line.replacen(", said in the hot wash: ", ": ", 1)).collect();
    if section.id == rows::SECTION {
        let of = |became| {
            let changes = outline.heard.changes.iter().filter(move |change| change.became == became);
            changes.map(|change| {
                let asked = change
                    .near
                    .as_ref()
                    .map(|near| format!(" (the same as {}, {}?)", near.item, quote(&near.text)));
                format!("{} {}{}", change.name(), quote(&change.text), asked.unwrap_or_default())
            })
        };
        let open: Vec<String> = of(Became::Open).collect();
        if !open.is_empty() {
            all.push(format!(
                "{}. As long as nobody fills in its row, it is no item yet; a row taken out is dropped.",
                and(&open)
            ));
        }
        all.extend(
            of(Became::Dropped)
                .map(|change| format!("{change} was taken out; written in again, it is an item.")),
        );
    }
    all.iter().map(|line| hint(&format!("{HEARD}{line}"))).collect()
}

fn asked(block: &Block) -> Option<String> {
    match block {
        Block::Ask { question, .. } => Some(crate::prose::one_line(question)),
        Block::Text(_)
        | Block::List { .. }
        | Block::Table { .. }
        | Block::Chart(_)
        | Block::Written { .. } => None,
    }
}

/// A table to be filled in.
fn blank(block: &Block) -> Option<String> {
    let Block::Table { columns, rows } = block else { return None };
    if !rows.iter().any(|row| row.cells.iter().all(String::is_empty)) {
        return None;
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let cell = |text: &String| crate::prose::one_line(text).replace('|', "\\|");
    let mut out = line(columns.iter().map(ToString::to_string).collect());
    out.push_str(&line(columns.iter().map(|_| "---".to_string()).collect()));
    out.extend(rows.iter().map(|row| line(row.cells.iter().map(cell).collect())));
    Some(out)
}

impl Part {
    fn title(&self) -> String {
        self.own.clone().unwrap_or_else(|| format!("{}. {}", self.number, self.title))
    }

    /// Whether a heading is this section's; with its words, if they are others.
    fn heading(&self, words: &str) -> Option<Option<String>> {
        let exact = same(words, &self.title())
            || same(words, &self.title)
            || same(words, &format!("{} {}", self.number, self.title));
        if exact {
            return Some(self.own.clone());
        }
        // The number says which one it is, whatever the name has become.
        let numbered = words.split_once(['.', ' ']).is_some_and(|(number, _)| number == self.number);
        numbered.then(|| Some(words.to_string()))
    }

    fn text(&self, team: &Team, changes: &[Change]) -> String {
        let mut out = format!("\n## {}\n", self.title());
        for hint in self.hints.iter().chain(&self.heard) {
            out.push_str(&format!("\n{hint}\n"));
        }
        let said = |question: &str| team.answer(&self.id, question);
        let own = said("").map_or_else(|| self.blank.clone(), |text| format!("{text}\n"));
        let own = match self.id == rows::SECTION {
            true => numbered(&own, &team.action_items(), changes),
            false => own,
        };
        if !own.is_empty() {
            out.push_str(&format!("\n{own}"));
        }
        for question in &self.questions {
            out.push_str(&format!("\n### {question}\n\n{}\n", said(question).unwrap_or_default()));
        }
        let own =
            team.answers.iter().filter(|answer| answer.section == self.id && !answer.question.is_empty());
        for answer in own.filter(|answer| {
            !self.questions.iter().any(|question| plain(question) == plain(&answer.question))
        }) {
            out.push_str(&format!("\n### {}\n\n{}\n", answer.question, answer.text));
        }
        out
    }
}

/// The form of a document as markdown, with what the team has written.
#[must_use]
pub fn form(outline: &Outline, team: &Team) -> String {
    Form::of(outline, team).text(team)
}
