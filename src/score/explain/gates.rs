//! One gate: what it asks, and whether it holds here, and by what.

use super::overview::{is_hit, when};
use super::{Explanation, Sources, each, empty};
use crate::score::card::Gate;
use crate::score::profile::Count;

impl Sources<'_> {
    /// A gate, by its name in JSON.
    pub(super) fn gate(&self, id: &str) -> Explanation {
        let of = format!("gates.{id}");
        let Some(gate) = Gate::ALL.into_iter().find(|gate| gate.as_str() == id) else { return empty(&of) };
        let reasons = || self.card.because.iter().filter(|reason| reason.gate == gate);
        let says: Vec<_> = reasons().map(|reason| reason.says.clone()).collect();
        let hit = is_hit(self.card, gate);
        let absent = [Count::Absent.as_str()].into_iter().filter(|_| gate == Gate::NoCommander);
        Explanation {
            word: if hit { format!("yes: {}", gate.sentence()) } else { "no".to_string() },
            says: says.join("; "),
            rule: when(gate).to_string(),
            source: Some('H'),
            numbers: self.numbers(absent),
            events: self.events(&each(reasons().flat_map(|reason| reason.evidence.iter().copied()))),
            onward: vec![match hit {
                true => "it holds its dimension and the whole at \"at a cost\", whatever the number (`--explain gates`)".to_string(),
                false => "it holds nothing down here (`--explain gates` lists all)".to_string(),
            }],
            ..empty(&of)
        }
    }
}
