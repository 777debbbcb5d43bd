//! Authored answers: which finding answers a question, and in which words.

use super::command::{AskWhom, LookAt};
use super::dice::roll;
use super::eval::eval;
use super::event::{Actor, EventKind};
use super::trigger::reached;
use super::world::World;
use crate::scenario::Scenario;
use crate::scenario::id::{FindingId, SeatId};
use crate::scenario::model::{FindingOn, Readers};
use crate::time::SimTime;

/// What a look may find.
#[must_use]
pub(super) fn looked_for(at: &LookAt) -> Option<FindingOn> {
    match at {
        LookAt::Metric(id) => Some(FindingOn::Metric(*id)),
        LookAt::Component(id) => Some(FindingOn::Component(*id)),
        LookAt::Topic(id) => Some(FindingOn::Topic(*id)),
        LookAt::Unknown(_) => None,
    }
}

/// What a question may find.
#[must_use]
pub(super) fn asked_for(whom: &AskWhom) -> Option<FindingOn> {
    match whom {
        AskWhom::Team(id) => Some(FindingOn::Team(*id)),
        AskWhom::Seat(id) => Some(FindingOn::Seat(*id)),
        AskWhom::Voice(id) => Some(FindingOn::Voice(*id)),
        AskWhom::Unknown(_) => None,
    }
}

/// The first finding on a thing whose condition holds, that this seat can find and that is not used up. The table
/// finds only what everyone can.
#[must_use]
pub(super) fn finding_for(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    on: FindingOn,
    by: Option<SeatId>,
) -> Option<FindingId> {
    let found = |(id, finding): &(FindingId, &crate::scenario::model::Finding)| {
        finding.on == on
            && match by {
                Some(seat) => finding.to.include(seat),
                None => finding.to == Readers::Everyone,
            }
            && !(finding.once && world.found[id.n()] > 0)
            && finding.when.as_ref().is_none_or(|when| eval(when, world, now).holds)
    };
    scenario.findings.iter().find(found).map(|(id, _)| id)
}

/// The answer that a finding gives the `nth` time, from 0.
#[must_use]
pub(super) fn answer(scenario: &Scenario, world: &World, id: FindingId, nth: u32, to: Actor) -> EventKind {
    let (finding, name) = (&scenario.findings[id], scenario.findings.name(id));
    let text = wording(world.seed, name.as_str(), nth.into(), &finding.says).to_string();
    EventKind::Answered { to, on: on_words(scenario, finding.on), finding: Some(name.clone()), text }
}

/// How a question that reached nobody is told so.
pub(crate) const NO_ANSWER: &str = "no answer";

/// The milestones that are reached when an answer is given: somebody has read it now.
#[must_use]
pub(super) fn reached_by(scenario: &Scenario, world: &World, answer: &EventKind) -> Vec<EventKind> {
    let EventKind::Answered { finding: Some(name), .. } = answer else { return Vec::new() };
    let Ok(id) = scenario.findings.id(name) else { return Vec::new() };
    let reaches = scenario.findings[id].reaches.iter().filter(|id| world.milestones[id.n()].is_none());
    reaches.map(|&id| reached(scenario, id)).collect()
}

fn on_words(scenario: &Scenario, on: FindingOn) -> String {
    match on {
        FindingOn::Component(id) => scenario.components.name(id).to_string(),
        FindingOn::Metric(id) => scenario.metrics.name(id).to_string(),
        FindingOn::Topic(id) => scenario.topics.name(id).to_string(),
        FindingOn::Team(id) => scenario.organisation.teams.name(id).to_string(),
        FindingOn::Seat(id) => scenario.seats.name(id).to_string(),
        FindingOn::Voice(id) => scenario.organisation.voices.name(id).to_string(),
    }
}

/// One of several wordings, by the dice.
#[must_use]
pub(super) fn wording<'a>(seed: u64, name: &str, n: u64, says: &'a [String]) -> &'a str {
    let pick = match says.len() {
        0 | 1 => 0,
        many => roll(seed, "wording", name, n, many as u64) as usize,
    };
    says.get(pick).map_or("", String::as_str)
}

/// A text with its variables filled in; each variable has its own dice.
#[must_use]
pub(super) fn filled(seed: u64, name: &str, n: u64, text: &str, vars: &[(String, Vec<String>)]) -> String {
    vars.iter().fold(text.to_string(), |text, (var, values)| {
        let hole = format!("{{{var}}}");
        if !text.contains(&hole) {
            return text;
        }
        text.replace(&hole, wording(seed, &format!("{name}/{var}"), n, values))
    })
}
