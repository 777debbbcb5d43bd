//! What is no number of its own: the objectives, the gates, and the words that stand for numbers.

use super::whole::OBJECTIVE;
use super::{Explanation, Sources, each, empty};
use crate::score::card::{Band, Gate, Objective, Scorecard};
use crate::score::curve::FULL;
use crate::score::profile::Count;

pub(super) const GATES: &str =
    "a gate holds its dimension and the whole at \"at a cost\", whatever the number";
pub(super) const BANDS: &str = "the cuts are those that an incident-response firm publishes for its tabletops (Dragos 2022); of one criterion, \"met\" is 8000 or more and \"not this time\" is 0";

impl Sources<'_> {
    /// What the drill was for, each with the steps it rests on.
    pub(super) fn objectives(&self) -> Explanation {
        let all = &self.card.objectives;
        let line = |objective: &Objective| {
            let parts: Vec<_> = objective
                .rests_on
                .iter()
                .map(|(name, outcome)| format!("{name} {}", outcome.words()))
                .collect();
            let number = objective.credit.map_or(String::new(), |credit| format!(" ({credit})"));
            let parts = if parts.is_empty() { "no expected action".to_string() } else { parts.join(", ") };
            let (id, text, word) = (&objective.id, &objective.text, objective.words());
            format!("{text}: {word}{number}; {parts} (`--explain objective.{id}`)")
        };
        Explanation {
            word: match all.len() {
                0 => "the scenario names none".to_string(),
                n => format!("{n} of them; in no total"),
            },
            arithmetic: all.iter().map(line).collect(),
            events: self.events(&each(all.iter().flat_map(|objective| objective.evidence.iter().copied()))),
            rule: format!("each is {OBJECTIVE}"),
            ..empty("objectives")
        }
    }

    /// What holds a dimension and the whole down, and what it rests on here.
    pub(super) fn gates(&self) -> Explanation {
        let hit = |gate: Gate| is_hit(self.card, gate);
        let line = |gate: Gate| because(self.card, gate);
        let count = Gate::ALL.into_iter().filter(|gate| hit(*gate)).count();
        let seqs = self.card.because.iter().flat_map(|reason| reason.evidence.iter().copied());
        Explanation {
            word: format!("{count} of {}", Gate::ALL.len()),
            arithmetic: Gate::ALL.into_iter().map(line).collect(),
            events: self.events(&each(seqs)),
            numbers: self.numbers([Count::Absent.as_str()]),
            rule: GATES.to_string(),
            source: Some('H'),
            ..empty("gates")
        }
    }

    /// The four words, with the numbers they stand for.
    pub(super) fn bands(&self) -> Explanation {
        let line = |band: Band| format!("{band:?}, \"{}\": {}", band.words(), from(band));
        Explanation {
            word: "what the words stand for".to_string(),
            arithmetic: [Band::P, Band::S, Band::M, Band::U].map(line).to_vec(),
            rule: format!("the letters are exercise evaluation's (HSEEP), {BANDS}"),
            source: Some('S'),
            ..empty("bands")
        }
    }
}

/// Whether a gate holds something down.
pub(super) fn is_hit(card: &Scorecard, gate: Gate) -> bool {
    card.process.gates.contains(&gate) || card.scenario_score.gates.contains(&gate)
}

/// A gate: what it asks, and whether it was hit and by what.
pub(super) fn because(card: &Scorecard, gate: Gate) -> String {
    let because = card.because.iter().filter(|reason| reason.gate == gate);
    let because: Vec<_> = because.map(|reason| reason.says.as_str()).collect();
    let here = match (is_hit(card, gate), because.is_empty()) {
        (false, _) => "no".to_string(),
        (true, true) => "yes".to_string(),
        (true, false) => format!("yes: {}", because.join("; ")),
    };
    format!("{gate} ({}): {here}", when(gate))
}

/// What a gate asks, in a line.
pub(super) fn when(gate: Gate) -> &'static str {
    match gate {
        Gate::NoAck => "SEV1 and SEV2: a page that nobody acknowledged before its limit",
        Gate::NoCommander => {
            "SEV1 and SEV2: nobody in command for more than a fifth of the time after the limit for one"
        }
        Gate::NoUpdate => "SEV1 and SEV2: nobody outside was told anything",
        Gate::NoStabilise => {
            "SEV1 and SEV2: harm went on past the time for a first mitigation, or to the end, and nothing was changed: no hold, or nothing but holds up to the end"
        }
        Gate::ClosedUnverified => {
            "closed while harm went on, with a change that nothing had shown to work, or with no good reading of any signal of the end since it was bad"
        }
        Gate::CriticalHarm => {
            "a critical harm that was not taken back, by undoing it or by another action; it holds the story, not the process"
        }
    }
}

pub(super) fn from(band: Band) -> String {
    match band {
        Band::P => format!("8000 to {FULL}: reached, with no harm to other work"),
        Band::S => "6600 to 7999: reached, with room to be better".to_string(),
        Band::M => "5000 to 6599, and wherever a gate holds it: reached, at a cost to other work".to_string(),
        Band::U => "under 5000".to_string(),
    }
}
