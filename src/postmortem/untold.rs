//! What a document keeps back until the team has written a trigger and factors of its own: the author's steps, and why they are
//! expected. Here the names of the steps that nobody took, which tell what to do; what somebody did is known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cited::{Number, Rule};
use crate::engine::event::{EventKind, Seq};
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::score::card::{Criterion, Remark, Scorecard};
use crate::score::explain::Whole;

/// What stands in the place of what is kept back.
pub(super) const KEPT_BACK: &str = "kept back until yours stands under 9 and 10";

/// The steps whose names are kept back, each with what it is called meanwhile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Untold(BTreeMap<String, String>);

impl Untold {
    /// The steps of a card that nobody took.
    pub(super) fn of(card: &Scorecard, records: &[Record]) -> Self {
        let actions = card.scenario_score.dimensions.iter().filter(|dimension| dimension.id == "actions");
        let steps = actions.flat_map(|dimension| dimension.criteria.iter().enumerate());
        let untaken = steps.filter(|(_, step)| !step.evidence.iter().any(|seq| moved(records, *seq)));
        let called = |(n, step): (usize, &Criterion)| (step.id.to_string(), format!("step-{}", n + 1));
        Self(untaken.map(called).collect())
    }

    /// Whether a step's name is kept back.
    pub(super) fn holds(&self, step: &str) -> bool {
        self.0.contains_key(step)
    }

    /// `actions/step-3`, `actions.step-3`: a name with the step's own name taken out.
    pub(super) fn name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let cut = name.strip_prefix("actions").and_then(|rest| rest.strip_prefix(['/', '.']));
        let called = cut.and_then(|step| Some((step, self.0.get(step)?)));
        match called {
            Some((step, called)) => Cow::Owned(format!("{}{called}", &name[..name.len() - step.len()])),
            None => Cow::Borrowed(name),
        }
    }

    /// A rule without what it says of a step that nobody took.
    pub(super) fn rule(&self, rule: Rule) -> Rule {
        let Cow::Owned(about) = self.name(&rule.about) else { return rule };
        let criterion = about.rsplit('/').next().unwrap_or_default().replace('-', " ");
        Rule { about, criterion, says: KEPT_BACK.to_string(), ..rule }
    }

    /// What to practise next without the author's reason, which tells what it was.
    pub(super) fn step(&self, scenario: &Scenario, remark: &Remark) -> String {
        let id = remark.about.strip_prefix("actions/").and_then(|step| scenario.expected.find(step));
        let why = id.and_then(|id| scenario.expected[id].why.as_deref());
        why.map_or_else(|| remark.says.clone(), |why| remark.says.replace(why, "").trim().to_string())
    }

    /// A weight of a step that nobody took.
    pub(super) fn number(&self, number: Number) -> Number {
        Number { of: self.name(&number.of).into_owned(), ..number }
    }

    /// A rating, of which a line of arithmetic begins with the step that it is about.
    pub(super) fn whole(&self, mut whole: Whole) -> Whole {
        if whole.of == "actions" || whole.of.starts_with("objective.") {
            for line in &mut whole.arithmetic {
                let called = line.split_once(": ").and_then(|(step, rest)| Some((self.0.get(step)?, rest)));
                if let Some((called, rest)) = called {
                    *line = format!("{called}: {rest}");
                }
            }
        }
        whole
    }
}

/// Whether an event is somebody's move, or what came of one; that a step was asked for, or was not any more, is neither.
fn moved(records: &[Record], seq: Seq) -> bool {
    let at = |seq: Seq| records.get(usize::try_from(seq.0).ok()?).map(|record| &record.event);
    let Some(event) = at(seq) else { return false };
    let asked =
        matches!(event.kind, EventKind::ExpectationOpened { .. } | EventKind::ExpectationSuperseded { .. });
    let effect = matches!(event.kind, EventKind::ActionTookEffect { .. });
    let cause = event.cause.filter(|_| effect).and_then(at);
    !asked && (event.by.seat().is_some() || cause.is_some_and(|cause| cause.by.seat().is_some()))
}
