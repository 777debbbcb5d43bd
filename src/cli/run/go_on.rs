//! A drill that has begun, driven on to its end or until nobody types any more: at a prompt, or by lines.

use super::end::{end_card, stopped};
use super::live::live_on;
use super::plan::Plan;
use super::script::script_in;
use crate::cli::args::{ForkArgs, Format, RunArgs, StoreArg};
use crate::cli::exit::{Answer, Done, Failed, print};
use crate::cli::lines::Lines;
use crate::cli::plain::Plain;
use crate::cli::terminal::{on_terminal, style, typed_on_stdin};
use crate::drive::{Drill, Driver, Screen, Script};
use crate::engine::event::Event;
use crate::engine::view::Viewer;
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::time::SimDuration;

/// How a drill that has begun is driven on.
pub(in crate::cli) struct Goes<'a> {
    pub(in crate::cli) store: &'a StoreArg,
    /// What to print.
    pub(in crate::cli) format: Format,
    pub(in crate::cli) plain: bool,
    pub(in crate::cli) strict: bool,
    pub(in crate::cli) pace: Pace,
    pub(in crate::cli) me: Option<SeatId>,
    pub(in crate::cli) viewer: Viewer,
    /// The lines to play; else they come as they are typed.
    pub(in crate::cli) script: Option<Script>,
    pub(in crate::cli) live: bool,
    /// It was broken off, and is taken up again.
    pub(in crate::cli) resumed: Option<Resumed>,
    /// A minute played again: there is no card at its end.
    pub(in crate::cli) again: bool,
}

/// What was made of a drill before it was broken off.
#[derive(Clone, Copy, Default)]
pub(in crate::cli) struct Resumed {
    /// How many moves.
    pub(in crate::cli) moves: usize,
    /// By how much a file's times are ahead of the story's.
    pub(in crate::cli) ahead: SimDuration,
}

impl<'a> Goes<'a> {
    /// As `run` says.
    pub(super) fn of(plan: &Plan<'a>, script: Option<Script>, live: bool) -> Self {
        let RunArgs { store, format, plain, strict, .. } = plan.args;
        let (pace, me, viewer) = (plan.pace, plan.me, plan.viewer());
        Self {
            store,
            format: *format,
            plain: *plain,
            strict: *strict,
            pace,
            me,
            viewer,
            script,
            live,
            resumed: None,
            again: false,
        }
    }

    /// As `fork` says.
    pub(in crate::cli) fn of_fork(
        args: &'a ForkArgs,
        scenario: &Scenario,
        me: Option<SeatId>,
        facilitator: bool,
    ) -> Result<Self, Failed> {
        let script = match &args.moves {
            Some(path) if path.as_os_str() != "-" => Some(script_in(scenario, path)?),
            Some(_) | None => None,
        };
        let live = on_terminal() && args.moves.is_none() && args.format == Format::Text;
        Ok(Self {
            store: &args.store,
            format: args.format,
            plain: args.plain,
            strict: false,
            pace: args.pace.unwrap_or(if live { Pace::Times(1) } else { Pace::Flat }),
            me,
            viewer: if facilitator { Viewer::Facilitator } else { crate::screen::viewer(me) },
            script,
            live,
            resumed: None,
            again: args.length.is_some(),
        })
    }
}

/// Drives a drill on to its end, or until nobody types any more. `before` is what has happened in it and was shown
/// then; `first` is its first batch now.
pub(in crate::cli) fn go_on(goes: Goes<'_>, drill: Drill, before: &[Event], first: &[Event]) -> Done {
    if goes.live {
        return live_on(&goes, drill, before, first);
    }
    let json = goes.format == Format::Json;
    let (mut lines, mut plain) = (Lines::new(goes.viewer), Plain::new(goes.viewer, style(goes.plain)));
    plain.seed(before);
    if let Some(resumed) = goes.resumed.filter(|_| json) {
        // Whoever comes back has to be told all of it.
        lines.batch(drill.session(), before);
        lines.write(&went_on(&drill, before.len(), resumed.moves));
    }
    let screen: &mut dyn Screen = if json { &mut lines } else { &mut plain };
    screen.batch(drill.session(), first);
    let now = drill.session().now();
    let mut driver = Driver::new(drill, screen, goes.pace, goes.me).run_by(goes.viewer);
    let played = match (goes.script, goes.resumed) {
        (Some(script), Some(resumed)) => {
            driver.ahead_by(resumed.ahead);
            driver.play(script)
        }
        (Some(mut script), None) => {
            // What was before this moment has been played.
            script.retain(|(_, _, line)| before.is_empty() || line.at.is_none_or(|at| at > now));
            driver.play(script)
        }
        (None, _) => driver.listen(&typed_on_stdin(), true),
    };
    // A rewind makes another drill of it.
    let name = driver.drill.name().to_string();
    played.map_err(|error| stopped(&name, &error))?;
    let store = driver.drill.into_store();
    if let Some(refused) = lines.refusals.json().filter(|_| json) {
        lines.write(&refused);
    }
    if let Some(failed) = lines.failed.or(plain.failed) {
        return Err(failed);
    }
    drop(store);
    let refused = plain.refusals.text();
    let any = lines.refusals.any() || plain.refusals.any();
    let done = match goes.again {
        true => Ok(Answer::Yes),
        false => end_card(goes.store, goes.strict, &name, json),
    }?;
    if let Some(refused) = refused {
        print(&format!("\n{refused}\n"))?;
    }
    Ok(if goes.strict && any { Answer::No } else { done })
}

/// Where a drill goes on, for programs.
fn went_on(drill: &Drill, seq: usize, moves: usize) -> serde_json::Value {
    let session = drill.session();
    let (at, paused) = (session.now().ms(), session.world().paused);
    serde_json::json!({
        "resumed": { "drill": drill.name(), "seq": seq, "at": at, "moves": moves, "paused": paused }
    })
}
