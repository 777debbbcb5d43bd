//! What was harmed: all of it, and each by itself.

use super::whole::{HARM, harmed};
use super::{Explanation, Sources, each, empty};
use crate::score::card::Harmed;

/// The numbers of the profile behind it.
const USED: [&str; 6] =
    ["harm.minor", "harm.major", "harm.critical", "harm.most", "harm.asked", "harm.undone"];

impl Sources<'_> {
    pub(super) fn harm(&self) -> Explanation {
        let score = &self.card.scenario_score;
        let nothing = || vec!["nothing was harmed = 0".to_string()];
        let arithmetic = harmed(self.card).map_or_else(nothing, |whole| whole.arithmetic);
        let says: Vec<_> = score.harms.iter().map(|harm| harm.says.clone()).collect();
        let evidence = each(score.harms.iter().flat_map(|harm| harm.evidence.iter().copied()));
        Explanation {
            word: format!("{} taken off the scenario score", score.cost),
            says: says.join("; "),
            numbers: self.numbers(USED),
            events: self.events(&evidence),
            arithmetic,
            rule: HARM.to_string(),
            ..empty("harm")
        }
    }

    /// One of them, by the name that the scenario gives it.
    pub(super) fn one_harm(&self, id: &str) -> Explanation {
        let score = &self.card.scenario_score;
        let named: Vec<&Harmed> =
            score.harms.iter().filter(|harm| harm.id.eq_ignore_ascii_case(id)).collect();
        let cost: u32 = named.iter().map(|harm| harm.cost).sum();
        let says: Vec<_> = named
            .iter()
            .map(|harm| format!("{}. {}", crate::prose::capital(&harm.says), harm.question))
            .collect();
        let kind = |harm: &&Harmed| format!("harm.{:?}", harm.harm).to_lowercase();
        let kinds: Vec<String> = named.iter().map(kind).collect();
        let used = USED
            .iter()
            .copied()
            .filter(|of| kinds.iter().any(|kind| kind == of) || matches!(*of, "harm.asked" | "harm.undone"));
        Explanation {
            word: format!("{cost} of the harm"),
            says: says.join("; "),
            numbers: self.numbers(used),
            events: self.events(&each(named.iter().flat_map(|harm| harm.evidence.iter().copied()))),
            arithmetic: named.iter().flat_map(|harm| harm.arithmetic.iter().cloned()).collect(),
            rule: HARM.to_string(),
            onward: vec![format!("all harm takes {} off the scenario score (`--explain harm`)", score.cost)],
            ..empty(&format!("harm.{id}"))
        }
    }
}
