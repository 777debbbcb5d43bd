//! A drill at a prompt: a table or one seat, from its lobby to the card at its end.

use std::sync::Arc;

use super::begin::begin;
use super::beside::Beside;
use super::end::stopped;
use super::go_on::Goes;
use super::plan::Plan;
use crate::cli::exit::{Answer, Done, Failed, print};
use crate::cli::hotwash;
use crate::cli::shipped::Found;
use crate::cli::table::{self, Lobby, Opening, open_table};
use crate::cli::terminal::{on_screen, style, typed_on_stdin, width};
use crate::drive::Drill;
use crate::engine::event::Event;
use crate::scenario::Scenario;

/// A table or a seat at a terminal.
pub(super) fn live_drill(plan: &Plan<'_>, found: &Found, scenario: Arc<Scenario>) -> Done {
    let style = style(plan.args.plain);
    let sentence = hotwash::last_sentence(&plan.args.store);
    let lobby = Lobby {
        scenario: &scenario,
        filled: plan.filled.clone(),
        stand_ins: plan.stand_ins().to_vec(),
        me: plan.me,
        names: plan.names.clone(),
        who: plan.viewer(),
        seed: plan.seed,
        style,
        mode: plan.mode,
        pace: plan.pace,
    };
    let opened = open_table(lobby, sentence.as_deref())?;
    let Opening::Start { filled, stand_ins, names } = opened else {
        print("Nothing was started, and nothing recorded.\n")?;
        return Ok(Answer::Yes);
    };
    let beside = plan.beside.clone().map(|beside| Beside { seats: stand_ins, ..beside });
    let beside = beside.filter(|beside| !beside.seats.is_empty());
    let plan = Plan { filled, names, profile: plan.profile.clone(), beside, ..*plan };
    let (drill, first) = begin(&plan, found, scenario)?;
    live_on(&Goes::of(&plan, None, true), drill.ending_at(plan.ends_at()), &[], &first)
}

/// A drill that has begun, at a prompt.
pub(super) fn live_on(goes: &Goes<'_>, mut drill: Drill, before: &[Event], first: &[Event]) -> Done {
    let (name, style) = (drill.name().to_string(), style(goes.plain));
    let mut first = first.to_vec();
    if goes.resumed.is_none() && !before.is_empty() {
        let Some(up) = table::takes_up(drill.session(), goes.viewer, before, style)? else {
            print(&format!("Nothing was played; `{name}` is kept.\n"))?;
            return Ok(Answer::Yes);
        };
        first.extend(up.starts(&mut drill, goes.me, goes.viewer)?);
    }
    let lines = style.plain.then(typed_on_stdin);
    let (pace, me, viewer) = (goes.pace, goes.me, goes.viewer);
    let so_far = crate::repl::SoFar { before, first: &first };
    let ended = match &lines {
        Some(lines) => crate::repl::play_plain(drill, so_far, pace, me, viewer, style, lines)?,
        None => crate::repl::play(drill, so_far, pace, me, viewer, style, width).map_err(|error| {
            Failed(format!("the terminal can't be used: {error}; try --plain, or --moves -"))
        })?,
    };
    if let Some(error) = ended.error {
        return Err(stopped(&name, &error));
    }
    // A rewind makes another drill of it.
    let name = ended.drill.as_ref().map_or(name, |drill| drill.name().to_string());
    let over = ended.drill.is_some_and(|drill| drill.session().is_over());
    if !over {
        print(&on_screen(&goes.store.hinted(&format!(
            "\nThe drill is broken off; its record is kept as `{name}`.\n`sandtable resume {name}` goes on from here;\n\
             `sandtable score {name}` shows how it went so far.\n"
        ))))?;
        return Ok(Answer::Yes);
    }
    if goes.again {
        return print(&format!("\nThat is it; it is kept as `{name}`, and not scored.\n"))
            .map(|()| Answer::Yes);
    }
    table::card(goes.store, &name, lines.as_ref())
}
