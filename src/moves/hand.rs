//! What the prompt offers who runs the drill, and nobody else: their moves, with this story's injects, voices and names.

use super::offer::Offer;
use crate::engine::desk::Desk;
use crate::engine::view::View;
use crate::prose::clip;
use crate::scenario::id::{InjectId, SeatId};
use crate::scenario::words::Channel;

/// So much of an inject's text tells it from the others.
const TEXT: usize = 44;

/// The names of the facilitator's moves, at one moment.
#[derive(Clone, Debug)]
pub(super) struct Hand {
    /// Injects that have a time.
    next: Vec<Offer>,
    /// Those that may still come, in hand or waiting.
    rest: Vec<Offer>,
    expected: Vec<Offer>,
    failures: Vec<Offer>,
    milestones: Vec<Offer>,
    /// What was said in slots, the last first.
    said: Vec<Offer>,
    slots: Vec<Offer>,
}

impl Hand {
    /// What may be used now.
    pub(super) fn of(view: View<'_>, desk: Desk<'_>) -> Self {
        let scenario = view.public();
        let inject = |id: InjectId| {
            let text = scenario.injects[id].text.first().map_or(String::new(), |text| clip(text, TEXT));
            Offer::new(scenario.injects.name(id).as_str(), text)
        };
        let active = desk.active();
        let said = desk.said().rev();
        Hand {
            next: desk.next().into_iter().map(|(_, id)| inject(id)).collect(),
            rest: desk.held().into_iter().chain(desk.waiting()).map(inject).collect(),
            expected: desk
                .awaited()
                .into_iter()
                .map(|one| Offer::new(scenario.expected.name(one.expected).as_str(), "expected now"))
                .collect(),
            failures: scenario
                .failures
                .ids()
                .map(|id| {
                    let on = active.iter().any(|(active, _)| *active == id);
                    Offer::new(scenario.failures.name(id).as_str(), if on { "active" } else { "not active" })
                })
                .collect(),
            milestones: scenario.milestones.names().map(|name| Offer::new(name, "milestone")).collect(),
            said: said.map(|(seq, slots)| Offer::new(seq.0.to_string(), slots.join(", "))).collect(),
            slots: desk
                .said()
                .next_back()
                .map_or_else(Vec::new, |(_, slots)| slots.iter().map(|slot| Offer::new(*slot, "")).collect()),
        }
    }

    /// What fits a place of a move.
    pub(super) fn offers(&self, word: &str, at: usize) -> Vec<Offer> {
        let words =
            |words: &[(&str, &str)]| words.iter().map(|(text, says)| Offer::new(*text, *says)).collect();
        match (word, at) {
            ("inject" | "skip", 0) => self.rest.iter().chain(&self.next).cloned().collect(),
            ("nudge", 0) => self.next.clone(),
            ("nudge", 1) => words(&[("now", ""), ("+2m", "later"), ("-2m", "earlier")]),
            ("jump", 0) => words(&[("5m", ""), ("10m", ""), ("30m", "")]),
            ("rewind", 0) => words(&[("5m", "ago"), ("bookmark", "the last one")]),
            ("jump", 1) => words(&[("due", "deadlines inside fall due 2 min after landing")]),
            ("hint", 1) => words(&[("0", "encourage"), ("1", "ask"), ("2", "point at it"), ("3", "tell")]),
            ("mark", 1) => self.said.clone(),
            ("mark", 2) => self.slots.clone(),
            ("talk", 0) => words(&[("severity", "they debate the severity")]),
            ("force", 0) => words(&[
                ("start", "a failure starts"),
                ("clear", "a failure clears"),
                ("reach", "a milestone is reached"),
                ("do", "an action takes effect"),
            ]),
            _ => Vec::new(),
        }
    }

    /// What may be forced.
    pub(super) fn forced(&self, actions: Vec<Offer>) -> Vec<Offer> {
        self.failures.iter().chain(&self.milestones).cloned().chain(actions).collect()
    }

    /// What fits a slot.
    pub(super) fn value(&self, key: &str, seats: &[Offer], voices: &[Offer]) -> Vec<Offer> {
        match key {
            "to" => seats.to_vec(),
            "from" => voices.to_vec(),
            "via" => Channel::ALL.iter().map(|via| Offer::new(via.as_str(), "")).collect(),
            "about" => self.expected.clone(),
            _ => Vec::new(),
        }
    }
}

/// A facilitator's move as it might be typed now; `None` for everybody else's.
pub(super) fn example(view: View<'_>, desk: Desk<'_>, word: &str) -> Option<String> {
    let scenario = view.public();
    let name = |id: InjectId| scenario.injects.name(id).to_string();
    let next = desk.next().first().map(|(_, id)| name(*id));
    let held = desk.suggested().map(name);
    let any = || held.clone().or(next.clone()).or(scenario.injects.names().next().map(String::from));
    let seat = desk.awaited().first().map_or(SeatId::new(0), |one| desk.hinted(one.expected)).n() + 1;
    let action = scenario.actions.names().next().unwrap_or("restart");
    Some(match word {
        "inject" => match held.as_ref().or(next.as_ref()) {
            Some(id) => format!("inject {id}"),
            None => "inject \"a second customer calls\" to=1 via=phone".into(),
        },
        "skip" => format!("skip {}", any().unwrap_or_else(|| "ID".into())),
        "nudge" => format!("nudge {} +2m", next.clone().or_else(any).unwrap_or_else(|| "ID".into())),
        "jump" => "jump 10m".into(),
        "rewind" => "rewind 5m".into(),
        "hint" => format!("hint {seat} 1"),
        "voice" => {
            let voice = scenario.organisation.voices.names().next().unwrap_or("\"a neighbour\"");
            format!("voice {voice} \"how long will this take?\"")
        }
        "mark" => match desk.said().next_back() {
            Some((seq, slots)) => format!("mark wrong {} {}", seq.0, slots.last().copied().unwrap_or("")),
            None => format!("mark {action}"),
        },
        "observe" => format!("observe {seat} \"asked for objections before the change\""),
        "talk" => "talk".into(),
        "force" => match desk.active().first() {
            Some((id, _)) => format!("force clear {}", scenario.failures.name(*id)),
            None => format!("force do {action}"),
        },
        "vacate" => format!("vacate {}", scenario.seats.len()),
        _ => return None,
    })
}
