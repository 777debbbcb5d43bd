//! The loop as a ribbon: which step came when by the story's clock, and the cycles they make. For pictures; the credit is
//! elsewhere.

use super::tokens::{Kind, Tokens};
use crate::engine::event::Seq;
use crate::scenario::words::Step;
use crate::score::case::Case;
use crate::time::SimTime;

/// The loop of a drill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ribbon {
    /// Every step, in order.
    pub steps: Vec<(Step, SimTime, Seq)>,
    /// Every cycle, in order.
    pub cycles: Vec<Round>,
}

/// One cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its first step.
    pub from: SimTime,
    /// Its last.
    pub to: SimTime,
    /// The steps it had.
    pub had: Vec<Step>,
    /// The steps it went without; an update that was not due is none of them.
    pub without: Vec<Step>,
    /// Those of its steps that came before it began or after it was over.
    pub outside: Vec<(Step, Seq)>,
    /// The events between its first step and its last, in order.
    pub seqs: Vec<Seq>,
}

impl Ribbon {
    pub(crate) fn of(case: &Case<'_>, tokens: &Tokens) -> Self {
        let steps = tokens.all.iter().map(|token| (step(token.kind), case.story(token.when), token.when.seq));
        let cycles = tokens.cycles.iter().map(|cycle| {
            let all = [
                (Step::Assess, cycle.assessed),
                (Step::Stabilise, cycle.stabilised || tokens.healed),
                (Step::Update, cycle.told),
                (Step::Verify, cycle.verified),
            ];
            let all = all.into_iter().filter(|(step, _)| *step != Step::Update || !cycle.nothing_due);
            let (had, without): (Vec<_>, Vec<_>) = all.partition(|(_, there)| *there);
            let names = |steps: Vec<(Step, bool)>| steps.into_iter().map(|(step, _)| step).collect();
            let inside = cycle.steps.iter().filter(|(when, _)| cycle.covers(*when));
            let mut seqs: Vec<_> = inside.map(|(when, _)| when.seq).collect();
            seqs.sort_unstable();
            seqs.dedup();
            let outside = cycle.outside().into_iter().map(|(when, step)| (step, when.seq)).collect();
            let (from, to) = (case.story(cycle.from), case.story(cycle.to));
            Round { from, to, had: names(had), without: names(without), outside, seqs }
        });
        Ribbon { steps: steps.collect(), cycles: cycles.collect() }
    }
}

fn step(kind: Kind) -> Step {
    match kind {
        Kind::Look | Kind::Ask => Step::Assess,
        Kind::Stab(_) => Step::Stabilise,
        Kind::Tell => Step::Update,
        Kind::Verify => Step::Verify,
    }
}
