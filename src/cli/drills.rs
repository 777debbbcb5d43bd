//! `drills`: what has been run.

mod verify;

use chrono::DateTime;
use serde_json::json;

use super::args::{DrillsArgs, Format};
use super::exit::{Answer, Done, print};
use super::stored;
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
                drill.clock_ms = drill.clock_ms.max(last);
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

/// When the last event of a drill happened, in milliseconds of story time: a clock is noted only now and then.
fn last_event(store: &mut dyn JournalStore, drill: &DrillInfo) -> Result<i64, StoreError> {
    /// All formats have it, and no more of a line is asked for.
    #[derive(serde::Deserialize)]
    struct When {
        at: i64,
    }
    let mut at = 0;
    store.read(&drill.name, drill.lines.saturating_sub(1), &mut |_, line| {
        at = serde_json::from_slice::<When>(line).map_or(at, |when| when.at);
    })?;
    Ok(at)
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
    })
}

fn as_text(drill: &DrillInfo) -> String {
    let how = match drill.ended.as_deref() {
        Some("closed") => "closed",
        Some("latest") => "time was up",
        Some("ended") => "ended by the table",
        Some(other) => other,
        None => "broken off",
    };
    let clock = SimDuration::from_ms(drill.clock_ms).clock();
    format!("{}  {:<40} {how}, +{clock}\n", started(drill).format("%Y-%m-%d %H:%M"), drill.name)
}
