//! Lines of older formats, as today's events.
//!
//! A journal is never rewritten: what an older release wrote stays as it is, and is brought up to date each time it is
//! read. Each step takes a line from one format to the next, so that a new format needs one step and no more. The
//! format stands in the first line and holds for all of them.

use serde_json::{Map, Value};

use super::Record;
use super::line::{self, LineError};
use crate::engine::event::{EventKind, FORMAT};

/// Brings a line from one format to the next.
type Step = fn(&mut Map<String, Value>);

/// The first brings format 1 to format 2, and so on.
const STEPS: &[Step] = &[];

const _: () = assert!(STEPS.len() + 1 == FORMAT as usize, "each format needs its step to the next");

/// Reads the lines of one journal, whichever release wrote it.
#[derive(Clone, Debug)]
pub struct Reader {
    format: u32,
}

impl Default for Reader {
    /// For lines of today's format.
    fn default() -> Self {
        Self { format: FORMAT }
    }
}

impl Reader {
    /// For the journal that begins with this line. What is wrong with it is said when it is read.
    #[must_use]
    pub fn of(first: &[u8]) -> Self {
        Self { format: line::version(first).map_or(FORMAT, |(format, _)| format) }
    }

    /// Reads the line of event number `seq`.
    ///
    /// # Errors
    /// A newer release wrote it, or it is no journal line, or not this one.
    pub fn read(&self, text: &[u8], seq: u64) -> Result<Record, LineError> {
        let n = usize::try_from(seq).unwrap_or(usize::MAX - 1) + 1;
        if self.format >= FORMAT {
            return line::read(text, n);
        }
        line::read(&upcast(STEPS, self.format, text, n)?, n)
    }
}

/// Reads a whole journal.
///
/// # Errors
/// The first line that can't be read.
pub fn read_all<L: AsRef<[u8]>>(lines: &[L]) -> Result<Vec<Record>, LineError> {
    let Some((first, rest)) = lines.split_first() else { return Ok(Vec::new()) };
    let first = first.as_ref();
    let mut records = Vec::with_capacity(lines.len());
    // The first line holds the whole story: one that is today's is not read twice for its format.
    let reader = match line::read(first, 1) {
        Ok(record) if is_todays(&record) => {
            records.push(record);
            Reader::default()
        }
        _ => {
            let reader = Reader::of(first);
            records.push(reader.read(first, 0)?);
            reader
        }
    };
    for (n, text) in rest.iter().enumerate() {
        records.push(reader.read(text.as_ref(), n as u64 + 1)?);
    }
    Ok(records)
}

/// Whether a journal's first record says that it is of today's format.
fn is_todays(record: &Record) -> bool {
    matches!(&record.event.kind, EventKind::DrillStarted(header) if header.format == FORMAT)
}

/// Takes a line of an older format through the steps to today's.
fn upcast(steps: &[Step], format: u32, text: &[u8], n: usize) -> Result<Vec<u8>, LineError> {
    let strange = |why: String| LineError::Strange { line: n, why };
    let done = format.checked_sub(1).and_then(|done| steps.get(done as usize..));
    let steps = done.ok_or_else(|| strange(format!("there has been no format {format}")))?;
    let mut line: Map<String, Value> =
        serde_json::from_slice(text).map_err(|error| strange(error.to_string()))?;
    for step in steps {
        step(&mut line);
    }
    serde_json::to_vec(&line).map_err(|error| strange(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As if format 1 had called what was said `words`, and format 2 had not known who moved.
    const PAST: &[Step] = &[
        |line| {
            if let Some(words) = line.remove("words") {
                line.insert("text".into(), words);
            }
        },
        |line| {
            line.entry("who").or_insert_with(|| "person".into());
        },
    ];

    const OLD: &str = r#"{"seq":4,"at":61000,"by":"primary","cause":null,"kind":"said","words":"hello","wall":7,"drill":true,"hash":""}"#;

    #[test]
    fn a_line_of_an_older_format_takes_every_step_from_there() {
        let today = upcast(PAST, 1, OLD.as_bytes(), 5).unwrap();
        let record = line::read(&today, 5).unwrap();
        assert_eq!(record.event.kind, EventKind::Said { text: "hello".into() });
        // A step that is behind it is not taken again.
        let skipped = upcast(PAST, 2, OLD.as_bytes(), 5).unwrap();
        assert!(line::read(&skipped, 5).is_err());
        let none = upcast(PAST, 0, OLD.as_bytes(), 5).unwrap_err();
        assert_eq!(none.to_string(), "line 5 is not a journal line: there has been no format 0");
    }

    #[test]
    fn what_no_step_knows_is_refused_as_it_is_today() {
        let more = OLD.replace("\"wall\"", "\"mood\":\"good\",\"wall\"");
        let today = upcast(PAST, 1, more.as_bytes(), 5).unwrap();
        let refused = line::read(&today, 5).unwrap_err().to_string();
        assert!(refused.contains("unknown field `mood`"), "{refused}");
    }
}
