//! `export`: a drill's record or its moves, to standard output; a scenario's paper, and its event list.

use super::args::{ExportArgs, ExportWhat};
use super::exit::{Answer, Done, Failed, print};
use super::later::Later;
use super::{msel, pack, postmortem, stored};
use crate::engine::event::EventKind;
use crate::journal::redact::redacted;
use crate::journal::upcast::read_all;
use crate::journal::{Record, header};
use crate::moves::lines_of;
use crate::scenario::Scenario;

/// Writes what was asked for.
pub(super) fn export(args: &ExportArgs) -> Done {
    match &args.what {
        ExportWhat::Journal(Later(which)) => {
            let stored = stored::read(&which.store, &which.drill)?;
            stored.say_if_altered();
            let mut lines = stored.lines;
            if which.redact {
                let records = read_all(&lines)?;
                let scenario = header(&records).and_then(|header| stored::scenario_of(header).ok());
                let scenario = scenario.ok_or_else(|| {
                    Failed(
                        "its scenario can't be read any more, and what is a name in it is not known".into(),
                    )
                })?;
                lines = redacted(&scenario, &records, &lines);
            }
            let mut text = Vec::new();
            for line in &lines {
                text.extend_from_slice(line);
                text.push(b'\n');
            }
            print(&String::from_utf8_lossy(&text))?;
        }
        ExportWhat::Moves(Later(which)) => {
            let stored = stored::read(&which.store, &which.drill)?;
            let (scenario, records) = stored.lived()?;
            stored.say_if_altered();
            print(&crate::prose::visible(&moves(&stored.info.name, &scenario, &records)))?;
        }
        ExportWhat::Pack(Later(args)) => return pack::export(args),
        ExportWhat::Msel(Later(args)) => return msel::export(args),
        ExportWhat::Template(Later(args)) => return postmortem::template(args),
    }
    Ok(Answer::Yes)
}

/// The moves as a file that can be played; those that were turned down will be turned down again.
fn moves(name: &str, scenario: &Scenario, records: &[Record]) -> String {
    let mut text = format!("# the moves of {name}\n");
    let lines = lines_of(scenario, records.iter().map(|record| &record.event));
    for Record { event, .. } in records {
        let ago = event.said.map_or(String::new(), |said| format!(" -{}", event.at.since(said)));
        if let EventKind::Refused { said, why } = &event.kind {
            text.push_str(&format!("# turned down: {}\n", why.replace('\n', " ")));
            text.push_str(&format!("{} {} {}\n", event.at, event.by, said.replace('\n', " ")));
        } else if let Some(line) = lines.get(&event.seq) {
            text.push_str(&format!("{} {}{ago} {line}\n", event.at, event.by));
        }
    }
    text
}
