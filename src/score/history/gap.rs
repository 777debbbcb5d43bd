//! What was missed again after it had been missed before.

use std::cmp::Reverse;

use serde::Serialize;

use super::item::AfterItem;
use super::{One, Past, criteria, criterion, gates, is_rated, one, outcome, seen};
use crate::engine::event::Seq;
use crate::score::card::{Gate, Outcome};

/// A criterion that was missed again, or a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// `dimension/criterion`, or `gate/` and its name.
    pub about: String,
    /// In how many drills it was missed.
    pub missed: usize,
    /// In how many it was rated.
    pub rated: usize,
    /// The drill in which it was met since it was missed last.
    pub met_since: Option<One>,
    /// When and where, the latest first.
    pub moments: Vec<Missed>,
    /// Action items that were to close it, and were done before it came back.
    pub after_items: Vec<AfterItem>,
}

/// Where something was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// The drill.
    #[serde(flatten)]
    pub one: One,
    /// Its scenario.
    pub scenario: String,
    /// The story's clock, of each event that it rests on; or between which times was looked, since the start.
    pub at: Vec<String>,
    /// The events.
    pub evidence: Vec<Seq>,
    /// What happened.
    pub says: String,
}

/// What was missed in two drills or more.
pub(super) fn recurring(pasts: &[Past]) -> Vec<Gap> {
    let (mut known, mut capped): (Vec<String>, Vec<Gate>) = (Vec::new(), Vec::new());
    for past in pasts.iter().rev() {
        let missed = criteria(&past.card).filter(|(_, criterion)| seen(criterion) == Outcome::Missed);
        for (about, _) in missed {
            if !known.contains(&about) {
                known.push(about);
            }
        }
        for gate in gates(past) {
            if !capped.contains(&gate) {
                capped.push(gate);
            }
        }
    }
    let capped = capped.iter().filter_map(|gate| gate_gap(pasts, *gate));
    let mut gaps: Vec<(i64, Gap)> =
        capped.chain(known.iter().filter_map(|about| gap(pasts, about))).collect();
    // What is open stands before what was met since, and what was missed last before what was missed long ago.
    gaps.sort_by_key(|(last, gap)| (gap.met_since.is_some(), Reverse(*last), Reverse(gap.missed)));
    gaps.into_iter().map(|(_, gap)| gap).collect()
}

fn gap(pasts: &[Past], about: &str) -> Option<(i64, Gap)> {
    let missed: Vec<&Past> =
        pasts.iter().filter(|past| outcome(&past.card, about) == Some(Outcome::Missed)).collect();
    let last = missed.last().filter(|_| missed.len() > 1)?.started_ms;
    let rated = pasts.iter().filter(|past| outcome(&past.card, about).is_some_and(is_rated)).count();
    let met = |past: &&Past| past.started_ms > last && outcome(&past.card, about) == Some(Outcome::Met);
    let met_since = pasts.iter().find(met).map(one);
    let moment = |past: &&Past| {
        let found = criterion(&past.card, about)?;
        let clock = |seq: &Seq| past.clocks.iter().find(|(at, _)| at == seq).map(|(_, clock)| clock.clone());
        let mut at: Vec<String> = found.evidence.iter().filter_map(clock).collect();
        at.dedup();
        if let Some((from, to)) = found.interval {
            at = vec![format!("{} to {}", from.plus(), to.plus())];
        }
        Some(Missed {
            one: one(past),
            scenario: past.card.scenario.clone(),
            at,
            evidence: found.evidence.clone(),
            says: found.says.clone(),
        })
    };
    let moments = missed.iter().rev().filter_map(moment).collect();
    Some((
        last,
        Gap {
            about: about.to_string(),
            missed: missed.len(),
            rated,
            met_since,
            moments,
            after_items: Vec::new(),
        },
    ))
}

fn gate_gap(pasts: &[Past], gate: Gate) -> Option<(i64, Gap)> {
    let had = |past: &&Past| gates(past).any(|had| had == gate);
    let missed: Vec<&Past> = pasts.iter().filter(had).collect();
    let last = missed.last().filter(|_| missed.len() > 1)?.started_ms;
    let moment = |past: &&Past| Missed {
        one: one(past),
        scenario: past.card.scenario.clone(),
        at: Vec::new(),
        evidence: Vec::new(),
        says: gate.sentence().to_string(),
    };
    let met_since = pasts.iter().find(|past| past.started_ms > last).map(one);
    let moments = missed.iter().rev().map(moment).collect();
    let about = format!("gate/{}", gate.as_str());
    Some((
        last,
        Gap { about, missed: missed.len(), rated: pasts.len(), met_since, moments, after_items: Vec::new() },
    ))
}
