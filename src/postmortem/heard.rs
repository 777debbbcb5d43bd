//! What was said in the hot wash, put where it belongs: it is no answer of the team's yet, only what to begin from.

use super::actions::is_said;
use super::drill::Drill;
use super::fill::{most_alike, same_words};
use super::outline::{Became, Block, Change, Heard, Line, Near, Row, Section};
use super::team::Team;
use crate::hotwash::said::{DIMENSIONS, Said, Word};
use crate::prose::{one_line, quote};

/// What is said of the four answers, with the section that each belongs in.
const FOUR: [(&str, &str); 4] = [
    ("surprises", "What was supposed to happen"),
    ("surprises", "What happened"),
    ("went-well", "What helped"),
    ("surprises", "What we do next time"),
];

/// Puts it in, before the team's own words; and what it was, by itself.
pub(super) fn put(drill: &Drill<'_>, sections: &mut [Section], said: &Said, team: &Team) -> Heard {
    let mut heard = Heard { changes: changes(said, team), ..Heard::default() };
    for section in sections {
        let lines = lines(drill, section.id, said);
        if !lines.is_empty() {
            heard.lines.insert(section.id, lines.iter().map(|line| line.text.clone()).collect());
            let asks = section.blocks.iter().position(|block| matches!(block, Block::Ask { .. }));
            let place = asks.unwrap_or(section.blocks.len());
            section.blocks.insert(place, Block::List { items: lines });
        }
        if section.id == "action-items" {
            offer(section, &heard.changes, team);
        }
    }
    heard
}

/// The changes to the real response, and what the team made of them. A number is never given twice, whatever is struck.
#[must_use]
pub fn changes(said: &Said, team: &Team) -> Vec<Change> {
    let items = team.action_items();
    let change = |(n, words): (usize, &String)| {
        let text = one_line(words);
        let became = match team.changes.get(&text) {
            Some(Some(_)) => Became::Item,
            Some(None) => Became::Dropped,
            // What was written before this was kept is known by its words.
            None if items.iter().any(|(_, item)| same_words(&item.text, &text)) => Became::Item,
            None => Became::Open,
        };
        let near = most_alike(items.iter().map(|(_, item)| item.text.as_str()), &text);
        let near = near.filter(|_| became == Became::Open).map(|n| &items[n]);
        let near = near.filter(|(name, _)| !name.is_empty());
        let near = near.map(|(name, item)| Near { item: name.clone(), text: one_line(&item.text) });
        is_said(words).then(|| Change { number: n + 1, text, became, near })
    };
    said.changes.iter().enumerate().filter_map(change).collect()
}

fn lines(drill: &Drill<'_>, section: &str, said: &Said) -> Vec<Line> {
    let from = |what: &str, words: &str| {
        has_words(words).then(|| Line::new(format!("{what}, said in the hot wash: {}", quote(words)), []))
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
    if section == "objectives" {
        lines.extend(rated(said));
    }
    if section == "feedback" {
        lines.extend(was_it_worth_it(said));
    }
    if section == "surprises" {
        lines.extend(said.sentence.iter().filter_map(|words| from("To take home", words)));
        lines.extend(said.surprises().filter_map(|words| from("A surprise", words)));
        lines.extend(said.besides.iter().filter_map(|words| from("Besides", words)));
    }
    if section == "surprises" {
        for (question, all) in drill.scenario.debrief.iter().zip(&said.author) {
            lines.extend(all.iter().filter_map(|words| from(question, words)));
        }
    }
    for ((place, what), all) in FOUR.iter().zip(&said.four) {
        if *place == section {
            lines.extend(all.iter().filter_map(|words| from(what, words)));
        }
    }
    lines
}

/// Whether there is a word, or a sign that is worth one. To `who knew?` the answer may be `nobody`.
fn has_words(text: &str) -> bool {
    let mark = |c: char| c.is_ascii_punctuation() || c.is_whitespace() || matches!(c, '…' | '–' | '—');
    text.chars().any(|c| !mark(c))
}

/// What people thought of it, each by themselves, together.
fn rated(said: &Said) -> Option<Line> {
    let dimensions = DIMENSIONS.iter().enumerate().filter_map(|(n, dimension)| {
        let words = Word::ALL.iter().zip(said.spread(n)).filter(|(_, people)| *people > 0);
        let words: Vec<String> =
            words.map(|(word, people)| format!("{}: {people}", word.band().words())).collect();
        let dimension = dimension.split(':').next().unwrap_or(dimension);
        (!words.is_empty()).then(|| format!("{dimension} ({})", words.join(", ")))
    });
    let dimensions: Vec<String> = dimensions.collect();
    let text = format!(
        "How {} rated it in the hot wash, before it was laid beside the record: {}.",
        count_people(said.ratings.len()),
        dimensions.join("; ")
    );
    (!dimensions.is_empty()).then(|| Line::new(text, []))
}

fn count_people(n: usize) -> String {
    if n == 1 { "one person".to_string() } else { format!("{n} people") }
}

/// How sure of themselves people were, and what they answered at the end.
fn was_it_worth_it(said: &Said) -> Vec<Line> {
    let of = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
    let confidence = said.confidence().map(|(before, after)| {
        format!(
            "Confidence to be on call, of 5, said in the hot wash: {} before, {} after.",
            of(before),
            of(after)
        )
    });
    let learned = said.learned.map(|(n, people)| {
        format!("Learned something that will change how they work, said in the hot wash: {n} of {people}.")
    });
    let again =
        said.again.map(|(n, people)| format!("Would come again, said in the hot wash: {n} of {people}."));
    [confidence, learned, again].into_iter().flatten().map(|text| Line::new(text, [])).collect()
}

/// Changes to take home are rows to fill in; once the team has a table of its own, what is not in it is told beside it.
fn offer(section: &mut Section, changes: &[Change], team: &Team) {
    let open: Vec<&Change> = changes.iter().filter(|change| change.became == Became::Open).collect();
    if team.answer(section.id, "").is_some() {
        let line = |change: &&Change| {
            let asked = change.near.as_ref().map(|near| {
                format!(
                    " (the same as {}, {}? if so, take its row out of the form)",
                    near.item,
                    quote(&near.text)
                )
            });
            let text = format!(
                "A change, said in the hot wash, and no item yet: {}{}",
                quote(&change.text),
                asked.unwrap_or_default()
            );
            Line::new(text, [])
        };
        if !open.is_empty() {
            section.blocks.push(Block::List { items: open.iter().map(line).collect() });
        }
        return;
    }
    for block in &mut section.blocks {
        let Block::Table { columns, rows } = block else { continue };
        let row = |change: &&Change| {
            let cell = |column: &&str| match *column {
                "what" => change.text.clone(),
                "subject" => "real".to_string(),
                _ => String::new(),
            };
            Row::new(columns.iter().map(cell).collect(), [])
        };
        drop(rows.splice(0..0, open.iter().map(row)));
    }
}
