//! `fork`: that minute again. A copy of a drill up to some moment, and another line of play from there on.

use std::sync::Arc;

use super::args::{ForkArgs, Format};
use super::exit::{Done, Failed, print};
use super::resume::{Sat, noted_screen, played_from};
use super::stored::Stored;
use super::{run, stored, terminal};
use crate::drive::{Drill, DriveError, Origin, SCREEN};
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, RULES};
use crate::journal::branch::cut;
use crate::journal::{Who, header, paces};
use crate::moves::point;
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::store::{JournalStore, free_name};
use crate::time::SimTime;

/// Goes on from an earlier moment of a drill, beside it.
pub(super) fn fork(args: &ForkArgs) -> Done {
    let mut store = stored::open(&args.store)?;
    let stored = stored::take(&mut *store, &args.drill)?;
    let (scenario, records) = stored.lived()?;
    stored.say_if_altered();
    own_rules(&stored, header(&records).map_or(RULES, |header| header.rules))?;
    let said = args.seat.is_some() || args.facilitator || args.table;
    let sat = noted_screen(&mut *store, &stored.info.name)?.filter(|_| !said);
    let facilitator = args.facilitator || sat.as_ref().is_some_and(|sat| sat.facilitator);
    let seat = args.seat.clone().or_else(|| sat?.seat);
    let me = seat.map(|seat| run::my_seat(&scenario, &seat)).transpose()?;
    let mut goes = run::Goes::of_fork(args, &scenario, me, facilitator)?;
    if goes.live && args.pace.is_none() {
        let last = paces(records.iter().map(|record| &record.event)).pop();
        goes.pace = last.map_or(goes.pace, |last| pace_of(last, goes.pace));
    }
    let beside = match header(&records) {
        Some(header) => run::kept_beside(&scenario, header, &mut *store, &stored.info.name)?,
        None => None,
    };
    // Whoever sits down at a stand-in's seat plays it.
    let beside = beside.map(|mut beside| {
        beside.seats.retain(|&seat| Some(seat) != me);
        beside
    });
    let crew = beside.as_ref().map(|beside| beside.crew(&scenario)).transpose()?;
    let events: Vec<Event> = records.into_iter().map(|record| record.event).collect();
    let (mut drill, first, shared) = branch(args, goes.pace, &scenario, &stored, &events, store)?;
    let screen = Sat {
        seat: me.map(|me| scenario.seats.name(me).to_string()),
        facilitator,
        fill: None,
        moves: args.moves.as_deref().map(played_from),
    };
    // The branch has its parent's notes; the stand-ins are who they were.
    drill.write_note(SCREEN, &screen.to_note())?;
    let now = drill.session().now();
    let past: Vec<Event> = shared.iter().chain(&first).cloned().collect();
    let drill = drill.with_crew(crew, &past).ending_at(args.length.map(|length| now + length));
    if goes.format == Format::Text {
        let of = format!(
            "drill {}, attempt {}, from {} at {} (+{})",
            drill.name(),
            drill.session().world().attempt,
            stored.info.name,
            story_clock(&scenario, now),
            now.since(SimTime::START).clock(),
        );
        print(&terminal::on_screen(&terminal::head(&scenario.title, &of)))?;
    }
    run::go_on(goes, drill, shared, &first)
}

/// The pace that a drill was played at, for who goes on with it at a terminal: a flat one nobody could follow.
fn pace_of(parent: &str, else_: Pace) -> Pace {
    parent.parse().ok().filter(|pace| *pace != Pace::Flat).unwrap_or(else_)
}

/// Another engine would decide otherwise.
fn own_rules(stored: &Stored, rules: u32) -> Result<(), Failed> {
    if rules == RULES {
        return Ok(());
    }
    Err(Failed(format!(
        "`{}` was played by rules {rules}, and this release plays by rules {RULES}: it can be shown and scored here, \
         and gone on with in the release that played it",
        stored.info.name
    )))
}

/// The branch in the store, its first batch, and what it has in common with the drill it comes from.
fn branch<'e>(
    args: &ForkArgs,
    pace: Pace,
    scenario: &Arc<Scenario>,
    stored: &Stored,
    events: &'e [Event],
    mut store: Box<dyn JournalStore>,
) -> Result<(Drill, Vec<Event>, &'e [Event]), Failed> {
    let last = events.last().map_or(SimTime::START, |event| event.at);
    let now = last.max(SimTime::from_ms(stored.info.clock_ms));
    let at = point(scenario, &args.at).map_err(Failed)?;
    let cut = cut(events, now, at).map_err(Failed)?;
    let over = events[..cut.kept].last().is_some_and(|event| event.kind.is_an_end());
    if over {
        let end = last.since(SimTime::START).clock();
        return Err(Failed(format!(
            "`{}` was over at +{end}; say an earlier moment with --at",
            stored.info.name
        )));
    }
    let name = match &args.name {
        Some(name) => run::is_a_name(name).map(|()| name.clone()).map_err(Failed)?,
        None => free_name(&mut *store, &stored.info.name)?,
    };
    let from = Origin { scenario, name: &stored.info.name, lines: &stored.lines, events };
    let forked = Drill::fork(&from, cut, &name, store, Who::Person, stored::claim(), pace);
    let (drill, first) = forked.map_err(|error| match error {
        // Nothing has been played that could have stopped.
        DriveError::Store(error) => Failed(error.to_string()),
        other @ (DriveError::Stop(_) | DriveError::Read(_)) => Failed(other.to_string()),
    })?;
    Ok((drill, first, &events[..cut.kept]))
}
