//! The journal as steps of the loop, and the steps as cycles.

use super::grounds::grounds;
use crate::scenario::id::MetricId;
use crate::scenario::words::Step;
use crate::score::case::Case;
use crate::score::facts::Moment;
use crate::score::proof::Proofs;
use crate::score::updates::told::Told;

/// A step of the loop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A reading with nothing to prove: it assesses, but opens no cycle after one was closed.
    Look,
    /// A question, or the incident statement.
    Ask,
    /// A stabilising step, by its place.
    Stab(usize),
    /// An update that counts.
    Tell,
    /// A reading that verified something.
    Verify,
}

#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) when: Moment,
    pub(super) kind: Kind,
}

/// One pass of the loop.
pub(super) struct Cycle {
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) assessed: bool,
    pub(super) stabilised: bool,
    /// An update was sent, or none was due.
    pub(super) told: bool,
    /// None was due, and none was sent.
    pub(super) nothing_due: bool,
    pub(super) verified: bool,
    /// What it is made of. An update floats, and a check may come when the next cycle is open: both may lie outside of it.
    pub(super) steps: Vec<(Moment, Step)>,
    stabs: Vec<usize>,
    open: bool,
}

/// All steps and cycles of a drill.
pub(crate) struct Tokens {
    pub(super) all: Vec<Token>,
    pub(super) cycles: Vec<Cycle>,
    /// Nothing had to be done: a false alarm, or it healed by itself.
    pub(super) healed: bool,
    /// A last cycle was cut by the end of the drill.
    pub(super) cut: bool,
}

impl Cycle {
    /// Whether something of it came between its first step and its last.
    pub(super) fn covers(&self, when: Moment) -> bool {
        self.from <= when && when <= self.to
    }

    /// What it had only before it began or after it ended, with the first place.
    pub(super) fn outside(&self) -> Vec<(Moment, Step)> {
        let had = |step: Step| self.steps.iter().any(|&(when, of)| of == step && self.covers(when));
        let mut outside: Vec<_> = self.steps.iter().copied().filter(|&(_, step)| !had(step)).collect();
        outside.sort();
        outside.dedup_by_key(|(_, step)| *step);
        outside
    }
}

impl Tokens {
    pub(crate) fn of(case: &Case<'_>, proofs: &Proofs<'_>, told: &Told<'_>) -> Self {
        let healed = proofs.stabs.is_empty() && !case.facts.harm_at(case.anchors.end);
        let all = tokens(case, proofs, told, healed);
        let mut loops = Loops::default();
        for token in &all {
            let from = match token.kind {
                Kind::Stab(n) => grounds(case, proofs, &all, &proofs.stabs[n]),
                Kind::Look | Kind::Ask | Kind::Tell | Kind::Verify => None,
            };
            loops.step(token, from, proofs);
        }
        let mut cycles = loops.cycles;
        let cut = close(case, told, &mut cycles, healed);
        Tokens { all, cycles, healed, cut }
    }
}

/// Steps while the incident was on; an update after closing still belongs to the last cycle.
fn tokens(case: &Case<'_>, proofs: &Proofs<'_>, told: &Told<'_>, healed: bool) -> Vec<Token> {
    let facts = &case.facts;
    // To ask where nobody hears it assesses nothing.
    let asks = facts.questions.iter().filter(|question| !question.unheard).map(|question| question.when);
    let asks = asks.chain(facts.statements.iter().copied()).chain(started(case, Step::Assess));
    let looks = facts.readings.iter().filter(|reading| !proofs.verified.contains_key(&reading.when.seq));
    let proven = proofs.counted().filter_map(|(_, stab)| stab.checked).map(|check| check.when);
    let tells = told.sent.iter().map(|update| update.when).chain(started(case, Step::Update));
    let stabs = proofs.counted().map(|(n, stab)| (stab.started, Kind::Stab(n)));
    let all = asks.map(|when| (when, Kind::Ask));
    let all =
        all.chain(looks.map(|reading| (reading.when, look(case, reading.metric, reading.when, healed))));
    let all = all.chain(idle_checks(case, proofs).map(|when| (when, Kind::Look)));
    let all = all.chain(proven.map(|when| (when, Kind::Verify))).chain(stabs);
    let all = all.filter(|&(when, _)| case.during(when)).chain(tells.map(|when| (when, Kind::Tell)));
    let mut all: Vec<_> = all.map(|(when, kind)| Token { when, kind }).collect();
    all.sort_by_key(|token| token.when);
    all.dedup_by_key(|token| (token.when, token.kind == Kind::Verify));
    if healed { look_first(all) } else { all }
}

/// Actions that the scenario counts as another step.
fn started<'b>(case: &'b Case<'_>, step: Step) -> impl Iterator<Item = Moment> + use<'b> {
    let actions = &case.facts.scenario.actions;
    case.facts.runs.iter().filter(move |run| actions[run.action].step == step).map(|run| run.started)
}

/// Actions that the scenario counts as checks, and that had nothing to prove.
fn idle_checks<'b>(case: &'b Case<'_>, proofs: &'b Proofs<'_>) -> impl Iterator<Item = Moment> + use<'b> {
    let actions = &case.facts.scenario.actions;
    let checks = case.facts.runs.iter().filter(|run| actions[run.action].step == Step::Verify);
    checks.filter_map(|run| run.effect).filter(|effect| !proofs.verified.contains_key(&effect.seq))
}

/// Where nothing had to be done, a good reading of a signal that shows the end is what verifies.
fn look(case: &Case<'_>, metric: Option<(MetricId, bool)>, when: Moment, healed: bool) -> Kind {
    let shows = |metric| case.facts.scenario.ends.verify.contains(&metric);
    let over = !case.facts.harm_at(when);
    match metric {
        Some((metric, true)) if healed && over && shows(metric) => Kind::Verify,
        _ => Kind::Look,
    }
}

/// What comes first assesses, whatever it reads; and once it is verified, further readings are looks.
fn look_first(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut assessed = false;
    for token in &mut tokens {
        match token.kind {
            Kind::Look | Kind::Ask => assessed = true,
            Kind::Verify if !assessed => (token.kind, assessed) = (Kind::Look, true),
            Kind::Verify => assessed = false,
            Kind::Stab(_) | Kind::Tell => {}
        }
    }
    tokens
}

/// Cycles as they grow.
#[derive(Default)]
struct Loops {
    cycles: Vec<Cycle>,
    /// Looks since the last cycle was closed: its own, unless another step follows.
    looks: Vec<Moment>,
    /// An update between two cycles, of which the first had one already.
    told: Option<Moment>,
    /// The last look or question since the last stabilising step.
    seen: Option<Moment>,
}

impl Loops {
    fn step(&mut self, token: &Token, from: Option<Moment>, proofs: &Proofs<'_>) {
        match token.kind {
            Kind::Look => {
                self.seen = Some(token.when);
                self.look(token.when);
            }
            Kind::Ask => {
                self.seen = Some(token.when);
                self.open(token.when, Step::Assess).assessed = true;
            }
            Kind::Stab(n) => {
                let seen = self.seen.take().or(from);
                let cycle = self.open(token.when, Step::Stabilise);
                // What was seen or asked before this cycle, and is no older than its own steps, is what it began from.
                if let Some(seen) = seen.filter(|_| !cycle.assessed) {
                    cycle.assessed = true;
                    cycle.steps.push((seen, Step::Assess));
                }
                cycle.stabilised = true;
                cycle.stabs.push(n);
            }
            Kind::Tell => self.tell(token.when),
            Kind::Verify => self.verify(token.when, proofs.verified.get(&token.when.seq)),
        }
    }

    fn look(&mut self, when: Moment) {
        let closed = self.cycles.last().is_some_and(|cycle| !cycle.open);
        if closed {
            self.looks.push(when);
        } else {
            self.open(when, Step::Assess).assessed = true;
        }
    }

    /// An update floats: into the open cycle, else the one just closed, else the next.
    fn tell(&mut self, when: Moment) {
        match self.cycles.last_mut() {
            Some(cycle) if cycle.open || !cycle.told => {
                cycle.told = true;
                cycle.steps.push((when, Step::Update));
            }
            Some(_) => self.told = Some(when),
            None => self.open(when, Step::Update).told = true,
        }
    }

    /// A verification belongs to the cycle of what it proves, and closes it if it is the open one.
    fn verify(&mut self, when: Moment, proven: Option<&Vec<usize>>) {
        let last = self.cycles.len().saturating_sub(1);
        let mine =
            |cycle: &Cycle| proven.is_none_or(|proven| cycle.stabs.iter().any(|stab| proven.contains(stab)));
        for (n, cycle) in self.cycles.iter_mut().enumerate() {
            if mine(cycle) && (proven.is_some() || n == last) {
                cycle.verified = true;
                cycle.steps.push((when, Step::Verify));
                if cycle.open {
                    (cycle.open, cycle.to) = (false, when);
                }
            }
        }
    }

    /// The open cycle, a new one if there is none, with one more step.
    fn open(&mut self, when: Moment, step: Step) -> &mut Cycle {
        if !self.cycles.last().is_some_and(|cycle| cycle.open) {
            let looks = std::mem::take(&mut self.looks);
            let told = self.told.take();
            let from = looks.first().copied().unwrap_or(when);
            let before = looks.iter().map(|&when| (when, Step::Assess));
            let steps = before.chain(told.map(|when| (when, Step::Update))).collect();
            let (assessed, told) = (!looks.is_empty(), told.is_some());
            let (stabilised, verified, stabs, open) = (false, false, Vec::new(), true);
            let nothing_due = false;
            self.cycles.push(Cycle {
                from,
                to: from,
                assessed,
                stabilised,
                told,
                nothing_due,
                verified,
                steps,
                stabs,
                open,
            });
        }
        let last = self.cycles.len() - 1;
        let cycle = &mut self.cycles[last];
        cycle.steps.push((when, step));
        cycle
    }
}

/// Whether anything did harm at any time of a cycle: without, there was nothing to stabilise.
fn harmed(case: &Case<'_>, cycle: &Cycle) -> bool {
    let mut harmful = case.facts.failures.iter().filter(|active| active.impact);
    harmful.any(|active| active.from <= cycle.to && active.to.is_none_or(|over| cycle.from < over))
}

/// Ends the last cycle, drops it where the rules say so, and asks of each whether an update was due. Whether the end
/// of the drill cut one.
fn close(case: &Case<'_>, told: &Told<'_>, cycles: &mut Vec<Cycle>, healed: bool) -> bool {
    for cycle in cycles.iter_mut().filter(|cycle| cycle.open) {
        cycle.to = case.anchors.end.max(cycle.from);
    }
    let cut = !case.anchors.closed && cycles.last().is_some_and(|cycle| cycle.open);
    if cut {
        cycles.pop();
    }
    let before = cycles.iter().rev().nth(1).map(|cycle| cycle.to.at);
    let fact = |when: &Moment| before.is_none_or(|before| before < when.at) && case.during(*when);
    let called_for = |cycle: &Cycle| harmed(case, cycle) && case.facts.news.iter().any(fact);
    let idle = cycles.last().is_some_and(|cycle| !cycle.stabilised && !called_for(cycle));
    // Where nothing had to be done, the first cycle is the whole of it.
    if idle && !(healed && cycles.len() == 1) {
        cycles.pop();
    }
    for cycle in cycles.iter_mut() {
        cycle.nothing_due = !cycle.told && !told.due_between(cycle.from.at, cycle.to.at, case.end());
        cycle.told |= cycle.nothing_due;
    }
    cut
}
