//! A new drill: the name of its record, and its first event on disk.

use std::sync::Arc;

use chrono::DateTime;

use super::end::stopped;
use super::plan::Plan;
use crate::cli::args::RunArgs;
use crate::cli::exit::Failed;
use crate::cli::shipped::Found;
use crate::cli::stored;
use crate::drive::{Drill, DriveError};
use crate::engine::event::Event;
use crate::pace::wall_ms;
use crate::prose::clip;
use crate::scenario::Scenario;
use crate::store::{JournalStore, StoreError};

/// The drill, from its first event on disk. A name that nobody chose gives way to another's of the same second.
pub(super) fn begin(
    plan: &Plan<'_>,
    found: &Found,
    scenario: Arc<Scenario>,
) -> Result<(Drill, Vec<Event>), Failed> {
    for _ in 0..SAME_SECOND {
        let mut store = stored::open(&plan.args.store)?;
        let header = plan.header(found, &scenario, &mut *store)?;
        let notes = plan.notes(&scenario);
        match Drill::begin_as(scenario.clone(), header, store, plan.who(), stored::claim(), &notes) {
            Err(DriveError::Store(StoreError::Exists { .. })) if plan.args.name.is_none() => {}
            begun => {
                let (mut drill, first) = begun.map_err(not_begun)?;
                for (seat, name) in &plan.names {
                    drill.seat(*seat, name).map_err(|error| stopped(drill.name(), &error))?;
                }
                if let Some(beside) = &plan.beside {
                    let crew = beside.crew(drill.session().scenario())?;
                    drill = drill.with_crew(Some(crew), &first);
                }
                return Ok((drill, first));
            }
        }
    }
    Err(Failed("too many drills begin in this second; choose a name with `--name`".to_string()))
}

/// So many drills may begin in one second without a name of their own.
const SAME_SECOND: usize = 100;

/// The name as said, or the scenario's with date and time; made different if it is taken.
pub(super) fn drill_name(
    args: &RunArgs,
    scenario: &Scenario,
    store: &mut dyn JournalStore,
) -> Result<String, Failed> {
    if let Some(name) = &args.name {
        is_a_name(name).map_err(Failed)?;
        return Ok(name.clone());
    }
    let now = DateTime::from_timestamp_millis(wall_ms()).unwrap_or_default();
    let base = format!("{}-{}", scenario.id, now.format("%Y%m%d-%H%M%S"));
    let taken: Vec<String> = store.drills()?.into_iter().map(|drill| drill.name).collect();
    let mut names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    Ok(names.find(|name| !taken.contains(name)).unwrap_or(base))
}

/// Whether a drill can be called so: in a shell, in a file's name, and by `last` nothing but the last one.
pub(in crate::cli) fn is_a_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let flag = name.starts_with('-');
    let folder = matches!(name, "." | "..");
    if name.is_empty() || flag || folder || name.len() > 80 || name == "last" || !name.chars().all(fits) {
        return Err(format!(
            "`{}` can't name a drill: letters, digits, `-`, `_` and `.`, no `-` at its beginning, and not `last`, `.` or `..`",
            clip(name, 80)
        ));
    }
    Ok(())
}

/// What is said when a drill could not begin: nothing has been played that could have stopped, and there is nothing to go
/// on with.
fn not_begun(error: DriveError) -> Failed {
    match error {
        DriveError::Store(StoreError::Unavailable { what, why, help }) => {
            Failed(format!("the store `{what}` {why}, and no drill was begun; {help}"))
        }
        DriveError::Store(error) => Failed(error.to_string()),
        other @ (DriveError::Stop(_) | DriveError::Read(_)) => Failed(other.to_string()),
    }
}
