//! `drills`: what has been run.

mod verify;

use chrono::DateTime;
use serde_json::json;

use super::args::{DrillsArgs, Format};
use super::exit::{Answer, Done, print};
use super::stored;
use crate::pace::wall_ms;
use crate::store::{DrillInfo, JournalStore, StoreError};
use crate::time::SimDuration;

/// Prints the drills of the record, the newest first.
pub(super) fn drills(args: &DrillsArgs) -> Done {
    if let Some(said) = &args.verify {
        return verify::run(args, said.as_deref());
    }
    let drills = match stored::open_existing(&args.store)? {
        Some(mut store) => {
            let mut drills = store.drills()?;
            for drill in drills.iter_mut().filter(|drill| drill.ended.is_none()) {
                let last = last_event(&mut *store, drill)?;
                drill.clock_ms = drill.clock_ms.max(last.at);
                // Its end may be in the record though the note of it got lost.
                drill.ended = last.how.filter(|_| last.kind == "drill-ended");
                drill.claim.take_if(|claim| claim.is_gone(wall_ms()));
            }
            drills
        }
        None => Vec::new(),
    };
    match args.format {
        Format::Json => {
            let all: Vec<_> = drills.iter().map(as_json).collect();
            print(&format!("{}\n", serde_json::to_string_pretty(&all)?))?;
        }
        Format::Text if drills.is_empty() => return stored::none_yet(),
        Format::Text => print(&drills.iter().map(as_text).collect::<String>())?,
    }
    Ok(Answer::Yes)
}

/// The last event of a drill: all formats have so much of it, and no more is asked for.
#[derive(Default, serde::Deserialize)]
struct Last {
    at: i64,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    how: Option<String>,
}

fn last_event(store: &mut dyn JournalStore, drill: &DrillInfo) -> Result<Last, StoreError> {
    let mut last = Last::default();
    store.read(&drill.name, drill.lines.saturating_sub(1), &mut |_, line| {
        last = serde_json::from_slice(line).unwrap_or_default();
    })?;
    Ok(last)
}

fn started(drill: &DrillInfo) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(drill.started_ms).unwrap_or_default()
}

fn as_json(drill: &DrillInfo) -> serde_json::Value {
    json!({
        "drill": drill.name,
        "scenario": drill.scenario,
        "started": started(drill).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "events": drill.lines,
        "clock_ms": drill.clock_ms,
        "ended": drill.ended,
        "driven": drill.claim.as_ref().map(ToString::to_string),
        "resumable": drill.is_broken_off(),
    })
}

fn as_text(drill: &DrillInfo) -> String {
    let how = match drill.ended.as_deref() {
        Some("closed") => "closed",
        Some("latest") => "time was up",
        Some("ended") => "ended by the table",
        Some(other) => other,
        None if drill.claim.is_some() => "running",
        None => "broken off",
    };
    let goes_on = if drill.is_broken_off() { "; `resume` goes on" } else { "" };
    let clock = SimDuration::from_ms(drill.clock_ms).clock();
    format!("{}  {:<40} {how}, +{clock}{goes_on}\n", started(drill).format("%Y-%m-%d %H:%M"), drill.name)
}
