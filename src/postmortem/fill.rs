//! The team's words, put into the document.

use super::drill::Drill;
use super::lint::{Document, tokens};
use super::outline::{Block, Fill, Line, Row, Section};
use super::quality::{Factor, factors};
use super::team::{Team, same};
use crate::engine::event::EventKind;
use crate::prose::unhyphen;

/// Puts in what the team wrote, and beside it what the author knew once the team has written factors of its own.
pub(super) fn fill(drill: &Drill<'_>, sections: &mut Vec<Section>, team: &Team) {
    for section in sections.iter_mut() {
        answers(section, team);
        if team.revealed && section.id == "trigger" {
            // Its only line of text says what is kept back.
            section.blocks.retain(|block| !matches!(block, Block::Text(_)));
            section.blocks.push(Block::Text(trigger(drill)));
        }
        if team.revealed && section.id == "factors" {
            section.blocks.extend(side_by_side(drill, team));
        }
    }
    let known = |id: &str| sections.iter().any(|section| section.id == id);
    let lost = team.answers.iter().filter(|answer| !known(&answer.section));
    let lost = lost.map(|answer| format!("{}\n\n{}", answer.question, answer.text).trim().to_string());
    let unplaced: Vec<String> =
        [team.unplaced.clone()].into_iter().chain(lost).filter(|text| !text.is_empty()).collect();
    if !unplaced.is_empty() {
        let mut section = Section::new("21", "unplaced", "Unplaced", Fill::Prompt);
        section.blocks.push(Block::Written { text: unplaced.join("\n\n") });
        sections.push(section);
    }
}

fn answers(section: &mut Section, team: &Team) {
    if let Some(title) = team.titles.get(section.id) {
        let number = format!("{}.", section.number);
        section.title = title.strip_prefix(&number).unwrap_or(title).trim().to_string();
    }
    for block in &mut section.blocks {
        if let Block::Ask { question, answer } = block {
            *answer = team.answer(section.id, question).map(ToString::to_string);
        }
    }
    if let Some(text) = team.answer(section.id, "") {
        let filled_in = |block: &Block| matches!(block, Block::Table { rows, .. } if rows.iter().any(|row| row.cells.iter().all(String::is_empty)));
        let draft = section.id == "summary";
        section.blocks.retain(|block| !(filled_in(block) || draft && matches!(block, Block::Text(_))));
        section.blocks.push(Block::Written { text: text.to_string() });
        section.fill = Fill::Prompt;
    }
    let asked = |question: &str| {
        section
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Ask { question: other, .. } if same(other, question)))
    };
    let own: Vec<Block> = team
        .answers
        .iter()
        .filter(|answer| {
            answer.section == section.id && !answer.question.is_empty() && !asked(&answer.question)
        })
        .map(|answer| Block::Ask { question: answer.question.clone(), answer: Some(answer.text.clone()) })
        .collect();
    section.blocks.extend(own);
}

/// What broke first, as the author wrote it.
fn trigger(drill: &Drill<'_>) -> Line {
    let first = drill.events().find_map(|event| {
        let EventKind::FailureStarted { failure, since } = &event.kind else { return None };
        let harms = drill.scenario.failures.id(failure).is_ok_and(|id| drill.scenario.failures[id].impact);
        harms.then_some((event, failure, since))
    });
    let Some((event, failure, since)) = first else { return Line::new("In the story nothing broke.", []) };
    let of = drill
        .scenario
        .failures
        .id(failure)
        .ok()
        .map(|id| drill.scenario.components.name(drill.scenario.failures[id].of).to_string());
    let of = of.map(|of| format!(" in `{of}`")).unwrap_or_default();
    let text = format!(
        "The author's answer: {} (`{failure}`){of}, from {} on. Where does it differ from yours, and why?",
        unhyphen(failure.as_str()),
        drill.stamp(*since)
    );
    Line::new(text, [event.seq])
}

/// The author's factors beside the team's: what both see, and what only one does. Nobody is rated by it.
fn side_by_side(drill: &Drill<'_>, team: &Team) -> Vec<Block> {
    let document = Document::read(&format!("## Factors\n\n{}\n", team.section("factors")), &[]);
    let mut own: Vec<Factor> = factors(&document);
    let mut rows = Vec::new();
    let mut only_author = Vec::new();
    for theirs in &drill.scenario.truth.factors {
        let best = own.iter().enumerate().map(|(n, factor)| (alike(&factor.condition, theirs), n)).max();
        match best.filter(|(alike, _)| *alike >= ALIKE) {
            Some((_, n)) => rows.push(row(&own.remove(n).condition, theirs, "both, it seems")),
            None => only_author.push(row("", theirs, "the author alone")),
        }
    }
    rows.extend(own.iter().map(|factor| row(&factor.condition, "", "you alone")));
    rows.extend(only_author);
    let columns = vec!["yours", "the author's", "seen by"];
    vec![
        Block::Text(Line::new(
            "Yours beside the author's. Neither list is the right one: what does each see that the other does not?",
            [],
        )),
        Block::Table { columns, rows },
    ]
}

fn row(own: &str, theirs: &str, seen: &str) -> Row {
    let dash = |text: &str| if text.is_empty() { "-".to_string() } else { text.to_string() };
    Row::new(vec![dash(own), dash(theirs), seen.to_string()], [])
}

/// So much of the shorter text stands in the other, in percent, for the two to be laid side by side.
const ALIKE: usize = 40;

/// Whether two texts seem to say the same.
pub(super) fn alike_enough(one: &str, other: &str) -> bool {
    alike(one, other) >= ALIKE
}

/// How much of the shorter text's words stand in the other, in percent; small words don't count.
fn alike(one: &str, other: &str) -> usize {
    let (a, b) = (stems(one), stems(other));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    // One word in common is chance.
    if shared < 2 && short.len() > 1 { 0 } else { shared * 100 / short.len().max(1) }
}

/// The words of a text by their first letters.
fn stems(text: &str) -> Vec<String> {
    let words = tokens(text).into_iter().map(|token| token.word).filter(|word| word.chars().count() > 3);
    let mut stems: Vec<String> = words.map(|word| word.chars().take(5).collect()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_wordings_of_one_factor_are_laid_side_by_side() {
        let author = "a price file with another unit column is accepted without a check";
        assert!(alike("nobody checks the unit column of a price file", author) >= ALIKE);
        assert!(alike("the night shift is one person", author) < ALIKE);
        assert_eq!(alike("", author), 0);
    }
}
