//! How things stand: the prompt, the status, who is here, a seat's card and what it can do.

use super::desk;
use crate::engine::Session;
use crate::engine::event::{Event, EventKind};
use crate::engine::view::{View, Viewer};
use crate::scenario::id::{ActionId, SeatId};
use crate::time::SimTime;

/// The prompt: both clocks and what matters, the most important first, for a narrow screen shows no more.
#[must_use]
pub fn prompt(view: View<'_>, now: SimTime, me: Option<SeatId>) -> String {
    let scenario = view.public();
    let clock = crate::engine::decide::story_clock(scenario, now);
    let mut parts = Vec::new();
    if view.is_paused() {
        parts.push("PAUSED".to_string());
    }
    parts.extend(desk::talk(view));
    let pages: Vec<String> = view.open_pages().iter().map(|(n, _)| n.to_string()).collect();
    match view.severity() {
        Some(severity) => parts.push(format!("{}{}", severity.label(), command_in_short(view))),
        None if pages.is_empty() => parts.push("no incident yet".to_string()),
        None => {}
    }
    if !pages.is_empty() {
        parts.push(format!("page {} open", pages.join(" ")));
    }
    // On a seat's own screen everybody knows whose it is.
    if let (Some(me), Viewer::Table | Viewer::Facilitator) = (me, view.viewer()) {
        parts.push(format!("as {}", me.n() + 1));
    }
    if let Some(due) = view.update_due() {
        let left = due.since(now).ms();
        parts.push(if left < 0 { "update overdue".into() } else { format!("update {}m", left / 60_000) });
    }
    parts.extend(desk::prompt(view));
    match view.open_tasks().len() {
        0 => {}
        1 => parts.push("1 task".into()),
        n => parts.push(format!("{n} tasks")),
    }
    format!("{clock} +{} {} > ", now.since(SimTime::START).clock(), parts.join(", "))
}

fn command_in_short(view: View<'_>) -> String {
    if view.is_closed() {
        return " CLOSED".to_string();
    }
    let commander =
        view.holders().into_iter().find(|held| held.role == crate::scenario::words::Role::Commander);
    commander.map_or(" no commander".to_string(), |held| format!(" cmd {}", held.seat.n() + 1))
}

/// What is open, in lines.
#[must_use]
pub fn status(view: View<'_>) -> Vec<String> {
    status_of(view, &[])
}

/// The same, with the people beside their seats as far as they gave their names.
#[must_use]
pub fn status_of(view: View<'_>, people: &[(SeatId, String)]) -> Vec<String> {
    let scenario = view.public();
    let mut lines = Vec::new();
    let severity = view.severity().map_or("no incident declared", |severity| severity.label());
    let closed = if view.is_closed() { ", closed" } else { "" };
    let paused = if view.is_paused() { "PAUSED, " } else { "" };
    lines.push(format!(
        "{} (+{})  {paused}{severity}{closed}",
        view.clock(),
        view.now().since(SimTime::START).clock()
    ));
    lines.extend(who(view, people));
    // What is late stands among what is open.
    if let Some(next) = view.next_update().filter(|next| next.due >= view.now()) {
        let clock = crate::engine::decide::story_clock(scenario, next.due);
        lines.push(format!("next update due by {clock}, to {}", view.told_next()));
    }
    if let Some(at) = view.plan_until().filter(|&at| at >= view.now() && !view.is_closed()) {
        lines
            .push(format!("by the plan, look again at {}", crate::engine::decide::story_clock(scenario, at)));
    }
    lines.extend(poll(view));
    let mut open: Vec<String> = Vec::new();
    for line in view.still_open() {
        // What was done twice is said once.
        if !open.contains(&line) {
            open.push(line);
        }
    }
    let waits = view.after_the_close();
    if open.is_empty() && waits.is_none() {
        lines.push("nothing is open".to_string());
    }
    lines.extend(open);
    lines.extend(waits);
    lines.extend(desk::standing(view));
    lines
}

/// The poll that is open: of what, since when, and who has spoken up.
fn poll(view: View<'_>) -> Option<String> {
    let poll = view.open_poll()?;
    let what = poll.action.map_or(poll.text.as_str(), |id| view.public().actions.name(id).as_str());
    let since = crate::engine::decide::story_clock(view.public(), poll.at);
    let said = match poll.objections {
        0 => "nobody has objected".to_string(),
        1 => "one objection".to_string(),
        n => format!("{n} objections"),
    };
    Some(format!("a poll on `{what}` is open since {since}: {said}; `decide` settles it"))
}

/// Who holds what, and who is in the call; people by name where they gave one.
#[must_use]
pub fn who(view: View<'_>, people: &[(SeatId, String)]) -> Vec<String> {
    let scenario = view.public();
    scenario
        .seats
        .iter()
        .map(|(id, seat)| {
            let roles: Vec<String> = view
                .holders()
                .into_iter()
                .filter(|held| held.seat == id)
                .map(|held| {
                    let of = held
                        .system
                        .map_or(String::new(), |of| format!(" for {}", scenario.components.name(of)));
                    let said = if held.announced { "" } else { " (not announced)" };
                    format!("{}{of}{said}", held.role)
                })
                .collect();
            let here = match (view.has_joined(id), view.chair(id)) {
                (true, None) => "in the call".to_string(),
                (true, Some(chair)) => format!("in the call ({chair})"),
                (false, None) => "not in the call".to_string(),
                (false, Some("empty")) => "empty, nobody will answer".to_string(),
                (false, Some(chair)) => format!("not in the call ({chair})"),
            };
            let team = scenario.organisation.teams.name(seat.team);
            let roles = if roles.is_empty() { String::new() } else { format!(", {}", roles.join(", ")) };
            let names: Vec<&str> =
                people.iter().filter(|(seat, _)| *seat == id).map(|(_, name)| name.as_str()).collect();
            let names = if names.is_empty() { String::new() } else { format!(" {}", names.join(", ")) };
            format!("{} {}{names} ({team}): {here}{roles}", id.n() + 1, scenario.seats.name(id))
        })
        .collect()
}

/// A seat's card: who you are, what you know, what you can do.
#[must_use]
pub fn card(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let place = &scenario.seats[seat];
    let team = &scenario.organisation.teams[place.team];
    let level = place.level.map_or(String::new(), |level| format!(", on call at level {level}"));
    let mut lines = vec![format!("You are {} of {}{level}.", scenario.seats.name(seat), team.name)];
    if let Some(knows) = view.knows(seat) {
        lines.push(format!("You know: {knows}"));
    }
    lines.extend(actions(view, seat));
    lines
}

/// What a seat has been answered so far: for its card.
#[must_use]
pub fn answers(session: &Session, seat: SeatId, events: &[Event]) -> Vec<String> {
    let scenario = session.scenario();
    let me = scenario.seats.name(seat);
    let mine =
        |event: &&Event| matches!(&event.kind, EventKind::Answered { to, .. } if to.seat() == Some(me));
    let line = |event: &Event| {
        let told = session.view(Viewer::Seat(seat)).told(event)?;
        let on = told.from.unwrap_or_default();
        Some(format!("{} {on}: {}", crate::engine::decide::story_clock(scenario, event.at), told.text))
    };
    events.iter().filter(mine).filter_map(line).collect()
}

/// What a seat can do, in lines.
#[must_use]
pub fn actions(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let can = view.actions(seat);
    // As it is typed: on a shared screen with the seat in front.
    let by = match view.viewer() {
        Viewer::Seat(_) => String::new(),
        Viewer::Table | Viewer::Facilitator => format!("{} ", seat.n() + 1),
    };
    if can.is_empty() {
        return vec![format!(
            "{} can do nothing to the system itself; it can `{by}look SIGNAL`, `{by}ask WHOM \"...\"`, `{by}update \
             AUDIENCE` and `{by}say \"...\"`.",
            scenario.seats.name(seat)
        )];
    }
    let line = |id: &ActionId| {
        let action = &scenario.actions[*id];
        let say = action.say.first().map_or(String::new(), |say| format!(": {say}"));
        let takes = if action.takes.ms() > 0 { format!(", takes {}", action.takes) } else { String::new() };
        let risky = if action.risk.is_some() { ", risky: poll first" } else { "" };
        format!(
            "  `{by}do {}`{say} (on {}{takes}{risky})",
            scenario.actions.name(*id),
            scenario.components.name(action.on)
        )
    };
    let mut lines = vec![format!("{} can:", scenario.seats.name(seat))];
    lines.extend(can.iter().map(line));
    lines
}

/// What the seat of this screen can do; on a shared screen every action, and whose it is.
#[must_use]
pub fn actions_of(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    let Some(me) = me else { return everybodys_actions(view) };
    actions(view, me)
}

fn everybodys_actions(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    let who = |action| {
        let can = scenario.seats.ids().filter(|&seat| view.actions(seat).contains(&action));
        can.map(|seat| (seat.n() + 1).to_string()).collect::<Vec<_>>().join(",")
    };
    let can: Vec<_> =
        scenario.actions.ids().map(|id| (id, who(id))).filter(|(_, who)| !who.is_empty()).collect();
    let name = |id: ActionId| scenario.actions.name(id).as_str();
    let widest = |of: &dyn Fn(&(ActionId, String)) -> usize| can.iter().map(of).max().unwrap_or(0);
    let (seats, names) = (widest(&|(_, who)| who.len()), widest(&|(id, _)| name(*id).len()));
    can.iter()
        .map(|(id, who)| format!("do {:<names$}  by {who:<seats$}  {}", name(*id), about(view, *id)))
        .collect()
}

/// An action in a few words: what it is called, how long it takes, whether it is risky.
fn about(view: View<'_>, id: ActionId) -> String {
    let action = &view.public().actions[id];
    let mut parts: Vec<String> = action.say.first().cloned().into_iter().collect();
    if action.takes.ms() > 0 {
        parts.push(action.takes.to_string());
    }
    if action.risk.is_some() {
        parts.push("risky: poll first".to_string());
    }
    parts.join(", ")
}
