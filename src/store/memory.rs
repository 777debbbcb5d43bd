//! Journals in memory: for simulations and tests, gone with the process.
//!
//! Says yes and no exactly as the stores on disk do; one story test holds all
//! of them to it. Never fails for want of a disk.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{DrillInfo, JournalStore, NewDrill, StoreError};

/// Keeps journals for as long as it lives.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    drills: BTreeMap<String, Kept>,
}

/// One drill: what is noted of it, and its lines end to end, so that a line costs no allocation.
#[derive(Clone, Debug)]
struct Kept {
    info: DrillInfo,
    order: usize,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl MemoryStore {
    /// A store without drills.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&mut self, drill: &str) -> Result<&mut Kept, StoreError> {
        self.drills.get_mut(drill).ok_or_else(|| StoreError::Unknown { drill: drill.to_owned() })
    }
}

impl JournalStore for MemoryStore {
    fn create(&mut self, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        if self.drills.contains_key(drill.name) {
            return Err(StoreError::Exists { drill: drill.name.to_owned() });
        }
        let mut kept = Kept::new(drill, self.drills.len());
        kept.extend(lines);
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
        self.kept(drill)?.info.clock_ms = at_ms;
        Ok(())
    }

    fn note_end(&mut self, drill: &str, how: &str) -> Result<(), StoreError> {
        self.kept(drill)?.info.ended = Some(how.to_owned());
        Ok(())
    }

    fn drills(&mut self) -> Result<Vec<DrillInfo>, StoreError> {
        let mut kept: Vec<&Kept> = self.drills.values().collect();
        kept.sort_by_key(|k| Reverse((k.info.started_ms, k.order)));
        Ok(kept.into_iter().map(|k| k.info.clone()).collect())
    }
}

impl Kept {
    fn new(drill: &NewDrill<'_>, order: usize) -> Self {
        let info = DrillInfo {
            name: drill.name.to_owned(),
            scenario: drill.scenario.to_owned(),
            started_ms: drill.started_ms,
            lines: 0,
            clock_ms: 0,
            ended: None,
        };
        Self { info, order, bytes: Vec::new(), ends: Vec::new() }
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
