//! The team's words, put into the document.

use super::drill::Drill;
use super::lint::{Document, tokens};
use super::outline::{Block, Fill, Line, Row, Section};
use super::quality::{BESIDE, Factor, factors};
use super::team::{Team, same};
use crate::engine::event::{EventKind, Seq};
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::id::FailureId;
use crate::time::SimTime;

/// Puts in what the team wrote, and beside it what the author knew once the team has written a trigger and factors of its own.
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
    if let Some(why) = &team.closed_anyway
        && let Some(items) = sections.iter_mut().find(|section| section.id == "action-items")
    {
        let text = format!("Closed with items open: {}", crate::prose::quote(why));
        items.blocks.push(Block::Text(Line::new(text, [])));
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
        .map(|answer| Block::Ask {
            question: answer.question.clone(),
            answer: Some(answer.text.clone()).filter(|_| !answer.waits()),
        })
        .collect();
    section.blocks.extend(own);
}

/// What broke first, as the author wrote it: what did harm, and before it what that hung on.
fn trigger(drill: &Drill<'_>) -> Line {
    let failures = &drill.scenario.failures;
    let mut all: Vec<(SimTime, Seq, FailureId)> = drill
        .events()
        .filter_map(|event| {
            let EventKind::FailureStarted { failure, since } = &event.kind else { return None };
            Some((*since, event.seq, failures.id(failure).ok()?))
        })
        .collect();
    all.sort_by_key(|(since, seq, _)| (*since, *seq));
    let Some(first) = all.iter().position(|(_, _, id)| failures[*id].impact) else {
        return Line::new("In the story nothing broke.", []);
    };
    let harmful = all[first].2;
    let before = all[..first].iter().filter(|(_, _, id)| leads_to(drill.scenario, *id, harmful));
    let told: Vec<_> = before.chain([&all[first]]).collect();
    let each = told.iter().map(|(since, _, id)| broke(drill, *id, *since)).collect::<Vec<_>>();
    let text = format!(
        "The author's answer: what the scenario calls {}. Where does it differ from yours, and why?",
        each.join("; then ")
    );
    Line::new(text, told.iter().map(|(_, seq, _)| *seq))
}

/// Whether a failure may be what another comes from: it is in the same part, or in one that that part needs or uses.
fn leads_to(scenario: &Scenario, one: FailureId, other: FailureId) -> bool {
    let (from, mut reached) = (scenario.failures[one].of, vec![scenario.failures[other].of]);
    let mut next = 0;
    while let Some(&at) = reached.get(next) {
        let component = &scenario.components[at];
        for on in component.depends_on.iter().chain(&component.uses) {
            if !reached.contains(on) {
                reached.push(*on);
            }
        }
        next += 1;
    }
    reached.contains(&from)
}

/// "`bad-release` broke in `api`, from 18:00 (+0:00) on, and moved `errors`".
fn broke(drill: &Drill<'_>, id: FailureId, since: SimTime) -> String {
    let failures = &drill.scenario.failures;
    let called = format!("`{}`", failures.name(id));
    let of = drill.scenario.components.name(failures[id].of);
    let mut moved: Vec<String> = failures[id]
        .drives
        .iter()
        .map(|drive| format!("`{}`", drill.scenario.metrics.name(drive.metric)))
        .collect();
    moved.dedup();
    let moved = if moved.is_empty() { String::new() } else { format!(", and moved {}", and(&moved)) };
    format!("{called} broke in `{of}`, from {} on{moved}", drill.stamp(since))
}

/// The author's factors beside the team's, in the order of each. Which of them mean the same is asked and not told: the
/// tool compares words, and two who mean the same may have none in common.
fn side_by_side(drill: &Drill<'_>, team: &Team) -> Vec<Block> {
    let document = Document::read(&format!("## Factors\n\n{}\n", team.section("factors")), &[]);
    let own: Vec<Factor> = factors(&document);
    let theirs = &drill.scenario.truth.factors;
    let likely = |factor: &Factor| {
        let best = theirs.iter().enumerate().map(|(n, theirs)| (alike(&factor.condition, theirs), n)).max();
        best.filter(|(alike, _)| *alike >= ALIKE).map_or(String::new(), |(_, n)| format!("{}?", n + 1))
    };
    let row = |n: usize| {
        let own = own.get(n);
        let numbered = |text: &String| format!("{}. {text}", n + 1);
        let cells = [
            own.map_or(String::new(), |factor| factor.condition.clone()),
            own.map_or(String::new(), likely),
            theirs.get(n).map_or(String::new(), numbered),
        ];
        Row::new(cells.map(|cell| if cell.is_empty() { "-".to_string() } else { cell }).into(), [])
    };
    let rows = (0..own.len().max(theirs.len())).map(row).collect();
    vec![
        Block::Text(Line::new(
            "Yours beside the author's, each list in its own order. Neither is the right one: which of yours and theirs mean the same, and what does each list see that the other does not? A number with a question mark is a guess by words alone.",
            [],
        )),
        Block::Table { columns: vec![BESIDE, "the same as?", "the author's"], rows },
    ]
}

/// So much of the shorter text stands in the other, in percent, for the two to be laid side by side.
const ALIKE: usize = 40;

/// Which of these texts seems most to say the same, if one of them does at all: that is asked, and never taken for granted.
pub(super) fn most_alike<'a>(of: impl IntoIterator<Item = &'a str>, text: &str) -> Option<usize> {
    let all = of.into_iter().enumerate().map(|(n, other)| (alike(other, text), std::cmp::Reverse(n)));
    all.max().filter(|(alike, _)| *alike >= ALIKE).map(|(_, n)| n.0)
}

/// Whether two texts are the same words: spaces, case and a stop at the end say nothing. "Add a check" and "Remove a check"
/// are two.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let text = text.to_lowercase();
        let text = text.trim().trim_end_matches(['.', ';', ' ']);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    words(one) == words(other)
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
