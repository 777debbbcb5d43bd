//! A seat's card: who you are, what you know, what you can do, and the moves that matter.

use super::{Block, Body, Sheet};
use crate::engine::view::View;
use crate::moves::{MOVES, example};
use crate::prose::spell;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId};

/// The moves that matter, in the order in which an incident needs them. Who can do nothing to the system asks instead.
const MOVES_THAT_MATTER: [&str; 10] =
    ["ack", "page", "declare", "roles", "look", "do", "task", "report", "update", "verify"];

/// A seat's card, from its own view.
pub(super) fn card(view: View<'_>, me: SeatId) -> Sheet {
    let scenario = view.public();
    let name = scenario.seats.name(me).to_string();
    let knows = view.knows(me).unwrap_or("Nothing that the others don't.");
    Sheet {
        title: name.clone(),
        under: format!(
            "{}: seat {} of {}. This card is yours alone.",
            scenario.title,
            me.n() + 1,
            scenario.seats.len()
        ),
        name,
        blocks: vec![
            Block::new("Who you are", Body::Points(who(scenario, me))),
            Block::new("What you know", Body::Framed(knows.to_string())),
            Block::new("What you can do", actions(view, me)),
            Block::new("What you can look at", Body::Entries(lookable(view))),
            Block::new("The ten moves that matter", Body::Moves(moves(view, me))),
        ],
    }
}

fn who(scenario: &Scenario, me: SeatId) -> Vec<String> {
    let seat = &scenario.seats[me];
    let team = &scenario.organisation.teams[seat.team];
    let name = scenario.seats.name(me);
    let mut who = vec![match seat.level {
        Some(level) => format!("You are {name}: {}, on call at level {level}.", team.name),
        None => format!("You are {name}: {}, not on call.", team.name),
    }];
    let waits = team.on_call.iter().find(|level| Some(level.level) == seat.level);
    who.extend(
        waits.map(|level| format!("A page to you waits {} for an answer.", spell(level.escalates_after))),
    );
    let others = scenario.seats.ids().filter(|&seat| seat != me);
    let others: Vec<String> =
        others.map(|seat| format!("{} {}", seat.n() + 1, scenario.seats.name(seat))).collect();
    if !others.is_empty() {
        who.push(format!("With you: {}.", others.join(", ")));
    }
    who
}

fn actions(view: View<'_>, me: SeatId) -> Body {
    let can = view.actions(me);
    if can.is_empty() {
        return Body::Text("Nothing to the system itself: you ask, you tell, you may lead.".to_string());
    }
    let scenario = view.public();
    Body::Entries(
        can.into_iter().map(|id| (format!("do {}", scenario.actions.name(id)), says(scenario, id))).collect(),
    )
}

/// What is known of an action before it is tried: as much as a screen says.
fn says(scenario: &Scenario, id: ActionId) -> String {
    let action = &scenario.actions[id];
    let mut says: Vec<String> = action.say.first().cloned().into_iter().collect();
    says.push(format!("on {}", scenario.components.name(action.on)));
    if action.takes.ms() > 0 {
        says.push(format!("takes {}", spell(action.takes)));
    }
    if action.risk.is_some() {
        says.push("risky: `poll` first".to_string());
    }
    says.join("; ")
}

/// What can be read and looked at from this seat, by kind.
fn lookable(view: View<'_>) -> Vec<(String, String)> {
    let scenario = view.public();
    let (mut signals, mut parts, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for name in view.lookable() {
        if scenario.metrics.find(name).is_some() {
            signals.push(name);
        } else if scenario.components.find(name).is_some() {
            parts.push(name);
        } else {
            places.push(name);
        }
    }
    let named = [("signals", signals), ("parts", parts), ("places", places)];
    let some = named.into_iter().filter(|(_, names)| !names.is_empty());
    some.map(|(kind, names)| (kind.to_string(), names.join(", "))).collect()
}

/// Each with an example in this story's names, the seat in front: so it may be typed at any screen.
fn moves(view: View<'_>, me: SeatId) -> Vec<(String, String)> {
    let idle = view.actions(me).is_empty();
    let words = MOVES_THAT_MATTER.map(|word| if word == "do" && idle { "ask" } else { word });
    let says = |word: &str| MOVES.iter().find(|help| help.word == word).map_or("", |help| help.says);
    let typed = |word: &str| format!("{} {}", me.n() + 1, example(view, Some(me), word));
    words.map(|word| (typed(word), says(word).to_string())).to_vec()
}
