//! `drills`: what has been run, and what is kept of it.

mod clean;
mod verify;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::args::{DrillsArgs, DrillsWhat, Format};
use super::exit::{Answer, Done, Failed, print, print_json};
use super::later::Later;
use super::stored;
use super::terminal::on_screen;
use crate::pace::wall_ms;
use crate::prose::count;
use crate::store::{DrillInfo, JournalStore, StoreError};
use crate::time::SimDuration;

/// Prints the drills of the record, the newest first, or does what was asked with them.
pub(super) fn drills(args: &DrillsArgs) -> Done {
    match (&args.what, &args.verify) {
        (Some(DrillsWhat::Rename(Later(args))), _) => return clean::rename(args),
        (Some(DrillsWhat::Delete(Later(args))), _) => return clean::delete(args),
        (Some(DrillsWhat::Prune(Later(args))), _) => return clean::prune(args),
        (None, Some(said)) => return verify::run(args, said.as_deref()),
        (None, None) => {}
    }
    let wanted = Wanted::of(args)?;
    let (mut drills, mut all) = (Vec::new(), 0);
    if let Some(mut store) = stored::open_existing(&args.store)? {
        let kept = store.drills()?;
        all = kept.len();
        for mut drill in kept.into_iter().filter(|drill| wanted.fits(drill)) {
            if drill.ended.is_none() {
                let last = last_event(&mut *store, &drill)?;
                drill.clock_ms = drill.clock_ms.max(last.at);
                // Its end may be in the record though the note of it got lost.
                drill.ended = last.how();
                drill.claim.take_if(|claim| claim.is_gone(wall_ms()));
            }
            if !wanted.ended(&drill) {
                continue;
            }
            let bytes = args.sizes.then(|| size(&mut *store, &drill)).transpose()?;
            drills.push((drill, bytes));
        }
    }
    if args.names {
        let names: String = drills.iter().map(|(drill, _)| format!("{}\n", drill.name)).collect();
        print(&names)?;
        return Ok(Answer::Yes);
    }
    match args.format {
        Format::Json => {
            let all: Vec<_> = drills.iter().map(|(drill, bytes)| as_json(drill, *bytes)).collect();
            print_json(&all)?;
        }
        Format::Text if all == 0 => return stored::none_yet(),
        Format::Text if drills.is_empty() => {
            print(&format!("none of {} in the record is one of those\n", count(all, "drill")))?;
        }
        Format::Text => {
            print(&on_screen(&as_text(&drills)))?;
            if drills.iter().any(|(drill, _)| drill.is_broken_off()) {
                let how = "`sandtable resume DRILL` goes on with one that was broken off.\n";
                print(&on_screen(&args.store.hinted(how)))?;
            }
        }
    }
    Ok(Answer::Yes)
}

/// Which drills are asked for.
struct Wanted<'a> {
    scenario: Option<&'a str>,
    since_ms: Option<i64>,
    ended: Option<bool>,
}

impl<'a> Wanted<'a> {
    fn of(args: &'a DrillsArgs) -> Result<Self, Failed> {
        let ended = if args.ended { Some(true) } else { args.open.then_some(false) };
        let since_ms = args.since.as_deref().map(since).transpose()?;
        Ok(Self { scenario: args.scenario.as_deref(), since_ms, ended })
    }

    fn fits(&self, drill: &DrillInfo) -> bool {
        self.scenario.is_none_or(|scenario| drill.scenario == scenario)
            && self.since_ms.is_none_or(|since| drill.started_ms >= since)
    }

    /// What is known of its end only once its last event was looked at.
    fn ended(&self, drill: &DrillInfo) -> bool {
        self.ended.is_none_or(|ended| drill.ended.is_some() == ended)
    }
}

/// A day, such as `2026-11-24`, or an age, such as `30d`: the moment in milliseconds since 1970 UTC.
pub(super) fn since(said: &str) -> Result<i64, Failed> {
    let day = NaiveDate::parse_from_str(said, "%Y-%m-%d").ok();
    let day = day.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|start| start.and_utc().timestamp_millis());
    day.or_else(|| age_ms(said).map(|age| wall_ms() - age))
        .ok_or_else(|| Failed(format!("`{said}` is neither a day nor an age: 2026-11-24, 30d, 12w or 36h")))
}

/// An age: `180d`, `12w`, `36h`.
fn age_ms(said: &str) -> Option<i64> {
    const HOUR: i64 = 3_600_000;
    let units = [('h', HOUR), ('d', 24 * HOUR), ('w', 7 * 24 * HOUR)];
    let (number, ms) = units.into_iter().find_map(|(unit, ms)| Some((said.strip_suffix(unit)?, ms)))?;
    let number: i64 = number.parse().ok()?;
    (0..=100_000).contains(&number).then(|| number * ms)
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

impl Last {
    /// How the drill ended with it, if it did.
    fn how(self) -> Option<String> {
        match self.kind.as_str() {
            "drill-ended" => self.how,
            "rewound" => Some(self.kind),
            _ => None,
        }
    }
}

fn last_event(store: &mut dyn JournalStore, drill: &DrillInfo) -> Result<Last, StoreError> {
    let mut last = Last::default();
    store.read(&drill.name, drill.lines.saturating_sub(1), &mut |_, line| {
        last = serde_json::from_slice(line).unwrap_or_default();
    })?;
    Ok(last)
}

/// The bytes of a drill's journal, as they are exported.
fn size(store: &mut dyn JournalStore, drill: &DrillInfo) -> Result<u64, StoreError> {
    let mut bytes = 0;
    store.read(&drill.name, 0, &mut |_, line| bytes += line.len() as u64 + 1)?;
    Ok(bytes)
}

fn started(drill: &DrillInfo) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(drill.started_ms).unwrap_or_default()
}

/// Who drives a drill at this moment, as far as can be known from here.
fn driven(drill: &DrillInfo) -> Option<String> {
    let claim = drill.claim.as_ref().filter(|claim| !claim.is_gone(wall_ms()))?;
    Some(claim.to_string())
}

fn as_json(drill: &DrillInfo, bytes: Option<u64>) -> serde_json::Value {
    let mut drill_json = json!({
        "drill": drill.name,
        "scenario": drill.scenario,
        "started": started(drill).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "events": drill.lines,
        "clock_ms": drill.clock_ms,
        "ended": drill.ended,
        "parent": drill.parent.as_ref().map(|(parent, kept)| json!({ "drill": parent, "events": kept })),
        "driven": driven(drill),
        "resumable": drill.is_broken_off(),
    });
    if let (Some(object), Some(bytes)) = (drill_json.as_object_mut(), bytes) {
        object.insert("bytes".into(), bytes.into());
    }
    drill_json
}

fn as_text(drills: &[(DrillInfo, Option<u64>)]) -> String {
    let mut text: String = drills.iter().map(|(drill, bytes)| line(drill, *bytes)).collect();
    if let Some(all) = drills.iter().map(|(_, bytes)| *bytes).sum::<Option<u64>>() {
        let events = drills.iter().map(|(drill, _)| drill.lines).sum::<u64>();
        let drills = count(drills.len(), "drill");
        text.push_str(&format!("{drills}, {events} events, {}\n", sized(all)));
    }
    text
}

fn line(drill: &DrillInfo, bytes: Option<u64>) -> String {
    let how = match (drill.ended.as_deref(), driven(drill)) {
        (Some("closed"), _) => "closed".to_string(),
        (Some("latest"), _) => "time was up".to_string(),
        (Some("ended"), _) => "ended by hand".to_string(),
        (Some("time-set"), _) => "the time set was over".to_string(),
        (Some("safety"), _) => "stopped for safety".to_string(),
        (Some("rewound"), _) => "left for an earlier moment".to_string(),
        (Some(other), _) => other.to_string(),
        (None, Some(_)) => "running".to_string(),
        (None, None) => "broken off".to_string(),
    };
    let clock = SimDuration::from_ms(drill.clock_ms).clock();
    let fork = drill.parent.as_ref().map_or(String::new(), |(parent, _)| format!(", fork of {parent}"));
    let size = bytes.map_or(String::new(), |bytes| format!(", {} events, {}", drill.lines, sized(bytes)));
    format!("{}  {:<40} {how}, +{clock}{fork}{size}\n", started(drill).format("%Y-%m-%d %H:%M"), drill.name)
}

fn sized(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_days_are_read_as_people_write_them() {
        assert_eq!(age_ms("36h"), Some(129_600_000));
        assert_eq!(age_ms("180d"), Some(15_552_000_000));
        assert_eq!(age_ms("2w"), Some(1_209_600_000));
        for said in ["", "d", "-3d", "3", "3m", "999999d", "3dd"] {
            assert_eq!(age_ms(said), None, "{said}");
        }
        assert_eq!(since("1970-01-02").ok(), Some(86_400_000));
        assert!(since("2026-02-30").is_err());
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(
            [sized(0), sized(999), sized(1_001), sized(12_345_678)],
            ["0 B", "999 B", "2 kB", "12.3 MB"]
        );
    }
}
