//! For a facilitator who runs the drill on paper: what each signal shows and when, what looking, asking and doing gives.

use std::sync::Arc;

use super::{Block, Body, Sheet};
use crate::brief::facilitator::{actions, findings, signals};
use crate::engine::Session;
use crate::engine::decide::story_clock;
use crate::engine::event::Header;
use crate::engine::session::Stop;
use crate::engine::tell::rounded;
use crate::prose::with_unit;
use crate::scenario::Scenario;
use crate::scenario::id::MetricId;
use crate::time::{SimDuration, SimTime};

/// So many readings of a signal, at most.
const READINGS: i64 = 12;

/// How to answer without the program.
const HOW: &str = "Somebody looks, asks or does: read out what stands here. Of several answers on one thing it is the first whose \
    condition holds; of several wordings (with |), any. What stands nowhere shows nothing unusual, and who stands nowhere knows \
    nothing more. The numbers are those of one throw of the dice with nobody acting: a change that helps takes a signal back to \
    what is usual, at once or as it says.";

/// The sheet.
pub(super) fn answers(scenario: &Arc<Scenario>) -> Result<Sheet, Stop> {
    Ok(Sheet {
        name: "answers".to_string(),
        title: "What looking, asking and doing gives".to_string(),
        under: format!("{}. For the facilitator alone.", scenario.title),
        blocks: vec![
            Block::new("On paper", Body::Text(HOW.to_string())),
            Block::new("Signals", Body::Entries(signals(scenario))),
            Block::new("What they show while nobody acts", Body::Entries(readings(scenario)?)),
            Block::new("What looking and asking gives", Body::Entries(findings(scenario))),
            Block::new("What can be done", Body::Entries(actions(scenario))),
        ],
    })
}

/// Each signal at some instants of a drill in which nobody acts, as long as it changes.
fn readings(scenario: &Arc<Scenario>) -> Result<Vec<(String, String)>, Stop> {
    let (mut session, _) = Session::start(scenario.clone(), Header::for_scenario(scenario, 1))?;
    let mut read: Vec<Vec<(SimTime, String)>> = vec![Vec::new(); scenario.metrics.len()];
    for at in instants(scenario) {
        session.advance_to(at, |_| {})?;
        for (id, of) in scenario.metrics.ids().zip(&mut read) {
            let shown = shown(&session, id, at);
            if of.last().is_none_or(|(_, last)| *last != shown) {
                of.push((at, shown));
            }
        }
    }
    let entry = |(id, of): (MetricId, Vec<(SimTime, String)>)| {
        let each: Vec<String> =
            of.iter().map(|(at, shown)| format!("{} {shown}", story_clock(scenario, *at))).collect();
        (scenario.metrics.name(id).to_string(), each.join("; "))
    };
    Ok(scenario.metrics.ids().zip(read).map(entry).collect())
}

/// From the start to the latest end, some minutes apart.
fn instants(scenario: &Scenario) -> Vec<SimTime> {
    let minutes = scenario.ends.latest.ms() / 60_000;
    let step = (minutes + READINGS - 1) / READINGS;
    let at = |n: i64| SimTime::START + SimDuration::from_mins(n * step.max(1));
    (0..READINGS).map(at).take_while(|&at| at < SimTime::START + scenario.ends.latest).collect()
}

fn shown(session: &Session, id: MetricId, at: SimTime) -> String {
    let value = rounded(session.world().metrics[id.n()].curve.value(at));
    with_unit(&value.to_string(), &session.scenario().metrics[id].unit)
}
