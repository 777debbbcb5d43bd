//! The names of action items, which stay when an item is reworded; and what became of the changes that were said in the
//! hot wash.

use std::collections::BTreeMap;

use super::Team;
use super::rows::{self, Numbered};
use crate::postmortem::fill::same_words;
use crate::postmortem::outline::Change;

/// What a text that came back says about the items.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Its rows, with the numbers that stood before them.
    pub(super) all: Vec<Numbered>,
    /// Their section was there.
    pub(super) seen: bool,
    /// The form that it was made from had a row for each change up to this one.
    pub(super) offered: usize,
}

impl Team {
    /// Gives items their names: by the number that came with them; then the same words keep theirs, also when they come back;
    /// then much the same words keep theirs; then comes the next free number.
    pub(super) fn name_items(&mut self, came: &[Numbered]) {
        let items = rows::items(&self.section(rows::SECTION));
        let mut old = std::mem::take(&mut self.items);
        let mut next = old.keys().max().map_or(1, |last| last + 1);
        let texts: Vec<String> = items.into_iter().map(|item| item.text).collect();
        let mut named: Vec<Option<u32>> = vec![None; texts.len()];
        let mut by_number: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, text) in texts.iter().enumerate() {
            let number =
                came.iter().find(|row| row.text == *text).and_then(|row| row.number.strip_prefix('A'));
            if let Some(number) =
                number.and_then(|number| number.parse().ok()).filter(|n| old.contains_key(n))
            {
                by_number.entry(number).or_default().push(n);
            }
        }
        let words = |number: u32, old: &BTreeMap<u32, String>, gone: &BTreeMap<u32, String>| {
            let here = old.get(&number).filter(|said| !said.is_empty());
            here.or_else(|| gone.get(&number)).cloned()
        };
        for (number, rows) in by_number {
            // A row that was copied has its number twice: the one with the old words is the old one.
            let said = words(number, &old, &self.gone);
            let same = rows.iter().find(|n| said.as_deref() == Some(texts[**n].as_str()));
            if let Some(&n) = same.or(rows.first()) {
                named[n] = Some(number);
                old.remove(&number);
                self.gone.remove(&number);
            }
        }
        for (n, text) in texts.iter().enumerate().filter(|(n, _)| named[*n].is_none()).collect::<Vec<_>>() {
            let was = |said: &BTreeMap<u32, String>| {
                said.iter().find(|(_, said)| *said == text).map(|(number, _)| *number)
            };
            if let Some(number) = was(&old).or_else(|| was(&self.gone)) {
                old.remove(&number);
                self.gone.remove(&number);
                named[n] = Some(number);
            }
        }
        for (n, text) in texts.into_iter().enumerate() {
            let number = named[n].or_else(|| nearest(&old, &text)).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            old.remove(&number);
            self.items.insert(number, text);
        }
        // What is gone keeps its number to itself: a name is never given twice.
        for (number, said) in old {
            if !said.is_empty() {
                self.gone.insert(number, said);
            }
            self.items.insert(number, String::new());
        }
    }

    /// Keeps what became of each change that was said in the hot wash; tells which are taken out now.
    pub(super) fn settle(&mut self, before: &Team, changes: &[Change], rows: &Rows) -> Vec<Change> {
        let (now, was) = (self.action_items(), before.action_items());
        let mut dropped = Vec::new();
        for change in changes {
            let known = before.changes.get(&change.text).copied();
            match self.item_of(change, rows, known.flatten(), &now) {
                Some(number) => {
                    self.changes.insert(change.text.clone(), Some(number));
                    continue;
                }
                None if known == Some(None) => continue,
                None => {}
            }
            let item = known.is_some() || was.iter().any(|(_, item)| same_words(&item.text, &change.text));
            let taken_out = rows.seen && change.number <= rows.offered && !rows.has(change);
            if item || taken_out {
                self.changes.insert(change.text.clone(), None);
                dropped.push(change.clone());
            }
        }
        dropped
    }

    /// The item that a change is: by the number it came with, as it was, or in the same words.
    fn item_of(
        &self,
        change: &Change,
        rows: &Rows,
        known: Option<u32>,
        now: &[(String, super::ActionItem)],
    ) -> Option<u32> {
        let came = rows.all.iter().find(|row| row.number == change.name());
        let came = came.and_then(|row| self.items.iter().find(|(_, text)| **text == row.text));
        let stands = |number: &u32| self.items.get(number).is_some_and(|text| !text.is_empty());
        let same = || now.iter().find(|(_, item)| same_words(&item.text, &change.text));
        let number = |name: &str| name.strip_prefix('A')?.parse().ok();
        came.map(|(number, _)| *number)
            .or(known.filter(stands))
            .or_else(|| same().and_then(|(name, _)| number(name)))
    }
}

impl Rows {
    /// Whether a change still stands there, however it is worded.
    fn has(&self, change: &Change) -> bool {
        let name = change.name();
        let numbered = self.all.iter().any(|row| row.number.starts_with(['A', 'H']));
        match numbered {
            true => self.all.iter().any(|row| row.number == name || row.text == change.text),
            false => self.all.iter().any(|row| is_near(&row.text, &change.text).is_some()),
        }
    }
}

/// The number of the words that are nearest, if they are near enough.
fn nearest(old: &BTreeMap<u32, String>, text: &str) -> Option<u32> {
    let near = old.iter().filter(|(_, said)| !said.is_empty());
    let near = near.filter_map(|(number, said)| Some((is_near(said, text)?, *number)));
    near.min().map(|(_, number)| number)
}

/// How many letters are others, if no more than four in ten are.
fn is_near(one: &str, other: &str) -> Option<usize> {
    let slips = strsim::levenshtein(&one.to_lowercase(), &other.to_lowercase());
    let longer = one.chars().count().max(other.chars().count());
    (slips * 10 <= longer * 4).then_some(slips)
}
