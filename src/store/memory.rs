//! Journals in memory: for simulations and tests, gone with the process.
//!
//! Says yes and no exactly as the stores on disk do; one story test holds all
//! of them to it. Never fails for want of a disk.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Claim, DrillInfo, JournalStore, NewDrill, StoreError, is_person};

/// Keeps journals for as long as it lives.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    drills: BTreeMap<String, Kept>,
    /// How many drills it has had: the next one's order.
    begun: usize,
}

/// One drill: what is noted of it, and its lines end to end, so that a line costs no allocation.
#[derive(Clone, Debug)]
struct Kept {
    info: DrillInfo,
    order: usize,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    people: BTreeMap<String, String>,
    notes: BTreeMap<String, String>,
}

impl MemoryStore {
    /// A store without drills.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&mut self, drill: &str) -> Result<&mut Kept, StoreError> {
        self.drills.get_mut(drill).ok_or_else(|| unknown(drill))
    }

    fn newest_first(&self) -> Vec<&Kept> {
        let mut kept: Vec<&Kept> = self.drills.values().collect();
        kept.sort_by_key(|k| Reverse((k.info.started_ms, k.order)));
        kept
    }
}

impl JournalStore for MemoryStore {
    fn create(&mut self, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        if self.drills.contains_key(drill.name) {
            return Err(StoreError::Exists { drill: drill.name.to_owned() });
        }
        let mut kept = Kept::new(drill, self.begun);
        self.begun += 1;
        kept.extend(lines);
        kept.notes.extend(drill.notes.iter().map(|(key, text)| ((*key).to_owned(), text.clone())));
        self.drills.insert(drill.name.to_owned(), kept);
        Ok(())
    }

    fn append(&mut self, drill: &str, expected: u64, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        let kept = self.kept(drill)?;
        let found = kept.info.lines;
        if found != expected {
            return Err(StoreError::Conflict { drill: drill.to_owned(), expected, found });
        }
        kept.extend(lines);
        Ok(())
    }

    fn read(&mut self, drill: &str, from: u64, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), StoreError> {
        let kept = self.kept(drill)?;
        let skip = usize::try_from(from).unwrap_or(usize::MAX);
        for ((seq, &end), start) in (0..).zip(&kept.ends).zip(kept.starts()).skip(skip) {
            each(seq, &kept.bytes[start..end]);
        }
        Ok(())
    }

    fn note_clock(&mut self, drill: &str, at_ms: i64) -> Result<(), StoreError> {
        let info = &mut self.kept(drill)?.info;
        (info.clock_ms, info.noted) = (at_ms, info.lines);
        Ok(())
    }

    fn note_end(&mut self, drill: &str, how: &str) -> Result<(), StoreError> {
        let info = &mut self.kept(drill)?.info;
        (info.ended, info.noted) = (Some(how.to_owned()), info.lines);
        Ok(())
    }

    fn drills(&mut self) -> Result<Vec<DrillInfo>, StoreError> {
        Ok(self.newest_first().into_iter().map(|k| k.info.clone()).collect())
    }

    fn info(&mut self, drill: &str) -> Result<DrillInfo, StoreError> {
        Ok(self.kept(drill)?.info.clone())
    }

    fn rename(&mut self, drill: &str, to: &str) -> Result<(), StoreError> {
        self.kept(drill)?;
        if self.drills.contains_key(to) {
            return Err(StoreError::Exists { drill: to.to_owned() });
        }
        let mut kept = self.drills.remove(drill).ok_or_else(|| unknown(drill))?;
        to.clone_into(&mut kept.info.name);
        self.drills.insert(to.to_owned(), kept);
        for (parent, _) in self.drills.values_mut().filter_map(|kept| kept.info.parent.as_mut()) {
            if parent == drill {
                to.clone_into(parent);
            }
        }
        Ok(())
    }

    fn delete(&mut self, drill: &str) -> Result<(), StoreError> {
        self.drills.remove(drill).map(drop).ok_or_else(|| unknown(drill))
    }

    fn seat(&mut self, drill: &str, seat: &str, person: &str) -> Result<(), StoreError> {
        self.kept(drill)?.people.insert(seat.to_owned(), person.to_owned());
        Ok(())
    }

    fn people(&mut self, drill: &str) -> Result<Vec<(String, String)>, StoreError> {
        Ok(self.kept(drill)?.people.clone().into_iter().collect())
    }

    fn forget(&mut self, person: &str) -> Result<Vec<String>, StoreError> {
        let sits = |kept: &&Kept| kept.people.values().any(|sits| is_person(sits, person));
        let found = self.newest_first().into_iter().filter(sits).map(|kept| kept.info.name.clone()).collect();
        for kept in self.drills.values_mut() {
            kept.people.retain(|_, sits| !is_person(sits, person));
        }
        Ok(found)
    }

    fn write_note(&mut self, drill: &str, key: &str, text: &str) -> Result<(), StoreError> {
        self.kept(drill)?.notes.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn swap_note(
        &mut self,
        drill: &str,
        key: &str,
        was: Option<&str>,
        text: &str,
    ) -> Result<bool, StoreError> {
        let notes = &mut self.kept(drill)?.notes;
        let still = notes.get(key).map(String::as_str) == was;
        if still {
            notes.insert(key.to_owned(), text.to_owned());
        }
        Ok(still)
    }

    fn note(&mut self, drill: &str, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.kept(drill)?.notes.get(key).cloned())
    }

    fn notes(&mut self, key: &str) -> Result<Vec<(String, String)>, StoreError> {
        let note = |kept: &Kept| Some((kept.info.name.clone(), kept.notes.get(key)?.clone()));
        Ok(self.newest_first().into_iter().filter_map(note).collect())
    }

    fn claim(&mut self, drill: &str, claim: &Claim, instead_of: Option<&Claim>) -> Result<(), StoreError> {
        let held = &mut self.kept(drill)?.info.claim;
        match held {
            Some(by) if instead_of.is_none_or(|gone| !gone.is(by)) => {
                Err(StoreError::Driven { drill: drill.to_owned(), by: Box::new(by.clone()) })
            }
            Some(_) | None => {
                *held = Some(claim.clone());
                Ok(())
            }
        }
    }

    fn still_driving(&mut self, drill: &str, claim: &Claim, seen_ms: i64) -> Result<(), StoreError> {
        match &mut self.kept(drill)?.info.claim {
            Some(by) if by.is(claim) => {
                by.seen_ms = seen_ms;
                Ok(())
            }
            Some(by) => Err(StoreError::Driven { drill: drill.to_owned(), by: Box::new(by.clone()) }),
            None => Err(StoreError::Lost { drill: drill.to_owned() }),
        }
    }

    fn release(&mut self, drill: &str, claim: &Claim) -> Result<(), StoreError> {
        self.kept(drill)?.info.claim.take_if(|by| by.is(claim));
        Ok(())
    }
}

fn unknown(drill: &str) -> StoreError {
    StoreError::Unknown { drill: drill.to_owned() }
}

impl Kept {
    fn new(drill: &NewDrill<'_>, order: usize) -> Self {
        let info = DrillInfo {
            name: drill.name.to_owned(),
            scenario: drill.scenario.to_owned(),
            started_ms: drill.started_ms,
            lines: 0,
            noted: 0,
            clock_ms: 0,
            ended: None,
            parent: drill.parent.map(|(name, lines)| (name.to_owned(), lines)),
            claim: drill.claim.cloned(),
        };
        Self {
            info,
            order,
            bytes: Vec::new(),
            ends: Vec::new(),
            people: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }

    fn extend(&mut self, lines: &[Vec<u8>]) {
        for line in lines {
            self.bytes.extend_from_slice(line);
            self.ends.push(self.bytes.len());
        }
        self.info.lines += lines.len() as u64;
    }

    /// Where each line starts: where the one before it ends.
    fn starts(&self) -> impl Iterator<Item = usize> {
        std::iter::once(0).chain(self.ends.iter().copied())
    }
}
