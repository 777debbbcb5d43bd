//! What was said in the hot wash, put where it belongs: it is no answer of the team's yet, only what to begin from.

use super::actions::is_said;
use super::drill::Drill;
use super::fill::alike_enough;
use super::outline::{Block, Line, Row, Section};
use super::team::Team;
use crate::hotwash::said::Said;
use crate::prose::{one_line, quote};

/// What is said of the four answers, with the section that each belongs in.
const FOUR: [(&str, &str); 4] = [
    ("surprises", "What was supposed to happen"),
    ("surprises", "What happened"),
    ("went-well", "What helped"),
    ("surprises", "What we do next time"),
];

/// Puts it in, before the team's own words.
pub(super) fn put(drill: &Drill<'_>, sections: &mut [Section], said: &Said, team: &Team) {
    for section in sections {
        let lines = lines(drill, section.id, said);
        if !lines.is_empty() {
            let asks = section.blocks.iter().position(|block| matches!(block, Block::Ask { .. }));
            let place = asks.unwrap_or(section.blocks.len());
            section.blocks.insert(place, Block::List { items: lines });
        }
        if section.id == "action-items" {
            changes(section, said, team);
        }
    }
}

fn lines(drill: &Drill<'_>, section: &str, said: &Said) -> Vec<Line> {
    let from = |what: &str, words: &str| {
        is_said(words).then(|| Line::new(format!("{what}, said in the hot wash: {}", quote(words)), []))
    };
    let mut lines = Vec::new();
    if section == "understanding" {
        for (seq, all) in &said.moments {
            // A record that came from elsewhere may lack the moment; the words are there all the same.
            let event = drill.event(*seq);
            let at = event
                .map_or("At a moment".to_string(), |event| format!("At {}", drill.stamp(event.counts_at())));
            for line in all.iter().filter_map(|words| from(&at, words)) {
                lines.push(Line::new(line.text, event.map(|event| event.seq)));
            }
        }
    }
    if section == "surprises" {
        lines.extend(said.sentence.iter().filter_map(|words| from("To take home", words)));
        lines.extend(said.surprises().filter_map(|words| from("A surprise", words)));
        lines.extend(said.besides.iter().filter_map(|words| from("Besides", words)));
    }
    for ((place, what), all) in FOUR.iter().zip(&said.four) {
        if *place == section {
            lines.extend(all.iter().filter_map(|words| from(what, words)));
        }
    }
    lines
}

/// Changes to take home are rows to fill in; once the team has a table of its own, what is not in it is told beside it.
fn changes(section: &mut Section, said: &Said, team: &Team) {
    let changes: Vec<String> =
        said.changes.iter().filter(|words| is_said(words)).map(|text| one_line(text)).collect();
    if changes.is_empty() {
        return;
    }
    if team.answer(section.id, "").is_some() {
        let items = team.action_items();
        let taken = |change: &String| items.iter().any(|(_, item)| alike_enough(&item.text, change));
        let left: Vec<Line> = changes
            .iter()
            .filter(|change| !taken(change))
            .map(|change| {
                let text = format!("A change, said in the hot wash, and no item yet: {}", quote(change));
                Line::new(text, [])
            })
            .collect();
        if !left.is_empty() {
            section.blocks.push(Block::List { items: left });
        }
        return;
    }
    for block in &mut section.blocks {
        let Block::Table { columns, rows } = block else { continue };
        let row = |change: &String| {
            let cell = |column: &&str| match *column {
                "what" => change.clone(),
                "subject" => "real".to_string(),
                _ => String::new(),
            };
            Row::new(columns.iter().map(cell).collect(), [])
        };
        drop(rows.splice(0..0, changes.iter().map(row)));
    }
}
