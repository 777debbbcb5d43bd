//! `export msel`: the event list as a table, for whoever runs exercises from a spreadsheet.

use super::args::MselArgs;
use super::exit::{Answer, Done, Failed, print};
use super::files;
use super::shipped::find;
use crate::brief::{Planned, events};
use crate::prose::{one_line, visible};

/// The columns. What comes behind the note was added to be sorted and filtered by; columns are only ever added.
const COLUMNS: [&str; 12] =
    ["number", "when", "from", "to", "channel", "text", "serves", "expected", "note", "type", "id", "title"];

/// Prints the list, or writes it to a new file.
pub(super) fn export(args: &MselArgs) -> Done {
    let mut found = find(&args.scenario)?;
    found.dress(args.organisation.as_deref())?;
    let text = csv(&events(&found.checked()?))?;
    match &args.out {
        Some(path) => files::write_new(path, &text).map_err(Failed)?,
        None => print(&text)?,
    }
    Ok(Answer::Yes)
}

fn csv(events: &[Planned]) -> Result<String, Failed> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for event in events {
        table.write_record(row(event).iter().map(|cell| inert(cell)))?;
    }
    let bytes = table.into_inner().map_err(|error| Failed(format!("the list can't be written: {error}")))?;
    Ok(String::from_utf8(bytes)?)
}

fn row(event: &Planned) -> [String; COLUMNS.len()] {
    let with: String = event.with.iter().map(|words| format!(" [{words}]")).collect();
    [
        event.number.to_string(),
        event.comes(),
        event.from.clone(),
        event.to.join(", "),
        event.via.to_string(),
        format!("{}{with}", event.text.join(" | ")),
        event.serves.join(", "),
        event.expected.join("; "),
        event.note.clone().unwrap_or_default(),
        event.kind.to_string(),
        event.id.clone(),
        // Without a title of its own it is called by its id, which stands beside.
        if event.title == event.id { String::new() } else { event.title.clone() },
    ]
}

/// A text on one line that no spreadsheet takes for a formula: somebody else may have written the scenario.
pub(super) fn inert(cell: &str) -> String {
    let cell = one_line(&visible(cell));
    // Full-width signs are read as the plain ones by some.
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { format!("'{cell}") } else { cell }
}
