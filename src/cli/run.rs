//! `run`: a drill, from its first event to the card at its end.

mod begin;
mod beside;
mod end;
mod go_on;
#[cfg(feature = "repl")]
mod live;
mod people;
mod plan;
mod script;

use std::sync::Arc;

use super::args::{Format, RunArgs};
use super::exit::{Done, print};
use super::shipped::{Found, find};
use super::terminal::on_terminal;
use crate::drive::Script;
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::score::Profile;
use begin::begin;
pub(super) use begin::is_a_name;
use beside::beside;
pub(super) use beside::kept_beside;
#[cfg(feature = "repl")]
pub(super) use end::where_it_is;
pub(super) use go_on::{Goes, Resumed, go_on};
use live::live_drill;
#[cfg(feature = "repl")]
pub(super) use people::is_a_persons;
pub(super) use people::{my_name, my_seat, seat_called};
use plan::{Plan, fill_fits, filled, fresh_seed, mode, names};
use script::{has_facilitator, script};
pub(super) use script::{lines_of, script_in};

/// Runs a drill.
pub(super) fn run(args: &RunArgs) -> Done {
    let mut found = find(&args.scenario)?;
    found.dress(args.organisation.as_deref())?;
    let scenario = Arc::new(found.checked()?);
    let me = args.seat.as_deref().map(|said| my_seat(&scenario, said)).transpose()?;
    fill_fits(args)?;
    let script = script(args, &found, &scenario)?;
    let live = on_terminal() && script.is_none() && args.moves.is_none() && args.format == Format::Text;
    let beside = beside(args, &found, &scenario, me, script.as_ref(), live)?;
    let plan = Plan {
        args,
        pace: args.pace.unwrap_or(if live { Pace::Times(1) } else { Pace::Flat }),
        seed: args.seed.unwrap_or_else(|| if live { fresh_seed() } else { 1 }),
        filled: filled(args, &scenario, me, script.as_ref(), beside.as_ref(), live)?,
        me,
        names: names(args, &scenario)?,
        beside,
        mode: mode(args, &scenario, live),
        facilitated: args.facilitator || script.as_ref().is_some_and(has_facilitator),
        profile: super::profile::find(args.profile.as_deref().unwrap_or(Profile::DEFAULT))?,
    };
    if live {
        return live_drill(&plan, &found, scenario);
    }
    headless(&plan, &found, scenario, script)
}

/// A file of moves, a crew, or lines from standard input.
fn headless(plan: &Plan<'_>, found: &Found, scenario: Arc<Scenario>, script: Option<Script>) -> Done {
    let (title, seed) = (crate::prose::shown(&scenario.title).into_owned(), plan.seed);
    let (drill, first) = begin(plan, found, scenario)?;
    if plan.args.format == Format::Text {
        print(&super::terminal::head(&title, &format!("drill {}, seed {seed}", drill.name())))?;
    }
    go_on(Goes::of(plan, script, false), drill.ending_at(plan.ends_at()), &[], &first)
}

/// Without the prompt there are files and standard input.
#[cfg(not(feature = "repl"))]
mod live {
    use std::sync::Arc;

    use super::{Goes, Plan};
    use crate::cli::exit::{Done, Failed};
    use crate::cli::shipped::Found;
    use crate::drive::Drill;
    use crate::engine::event::Event;
    use crate::scenario::Scenario;

    pub(super) fn live_drill(_plan: &Plan<'_>, _found: &Found, _scenario: Arc<Scenario>) -> Done {
        Err(no_prompt())
    }

    pub(super) fn live_on(_goes: &Goes<'_>, _drill: Drill, _before: &[Event], _first: &[Event]) -> Done {
        Err(no_prompt())
    }

    fn no_prompt() -> Failed {
        Failed("this build has no prompt; use --moves FILE, `--moves -` or --fill prepared".to_string())
    }
}
