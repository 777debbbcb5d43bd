//! Harm: what made the story worse, and what it takes off the scenario score.
//!
//! Less where the risk was asked and objections were polled before, and where it was taken back in time. What the
//! author calls a trap to learn from costs nothing and becomes a question.

use super::card::{ALLOWED, Gate, Harmed, Remark};
use super::case::Case;
use super::curve::FULL;
use super::facts::story::HarmFact;
use super::facts::{Moment, Objection, Run};
use super::profile::{Count, Profile};
use crate::engine::event::{Actor, Seq};
use crate::scenario::id::ActionId;
use crate::scenario::words::Harm;

/// What harm there was, and what would have been.
pub(crate) struct Harms {
    pub(crate) harms: Vec<Harmed>,
    pub(crate) caught: Vec<Remark>,
    pub(crate) gates: Vec<Gate>,
}

impl Harms {
    pub(crate) fn of(case: &Case<'_>) -> Self {
        let facts = case.facts.story.harms.iter().filter(|harm| case.during(harm.when));
        let found: Vec<_> = facts.map(|harm| harmed(case, harm)).collect();
        let critical =
            found.iter().any(|(harm, undone)| harm.harm == Harm::Critical && !harm.teachable && !undone);
        let harms = found.into_iter().map(|(harm, _)| harm).collect();
        let gates = if critical { vec![Gate::CriticalHarm] } else { Vec::new() };
        Harms { harms, caught: caught(case), gates }
    }

    /// What all of it takes off.
    pub(crate) fn cost(&self, profile: &Profile) -> u32 {
        self.harms.iter().map(|harm| harm.cost).sum::<u32>().min(profile.count(Count::HarmMost))
    }
}

/// Whether a run did harm, be it only to learn from.
pub(crate) fn did_harm(case: &Case<'_>, run: &Run<'_>) -> bool {
    case.facts.story.harms.iter().any(|harm| run_of(case, harm).is_some_and(|by| by.run == run.run))
}

/// The run that did a harm: the last of its action that had taken effect.
fn run_of<'b, 'a>(case: &'b Case<'a>, harm: &HarmFact) -> Option<&'b Run<'a>> {
    let action = case.facts.scenario.harmful[harm.harmful].action;
    let mine = case.facts.runs.iter().filter(|run| run.action == action);
    let done = mine.filter(|run| run.effect.is_some_and(|effect| effect <= harm.when));
    done.max_by_key(|run| run.effect)
}

/// A harm with its cost, and whether it was undone.
fn harmed(case: &Case<'_>, harm: &HarmFact) -> (Harmed, bool) {
    let (scenario, profile) = (case.facts.scenario, case.profile);
    let harmful = &scenario.harmful[harm.harmful];
    let run = run_of(case, harm);
    let by_hand = run.is_some_and(|run| matches!(run.by, Actor::Facilitator));
    let polled = run.and_then(|run| risk_asked(case, harmful.action, run.started));
    let undone = run.and_then(|run| run.undone);
    let count = match harm.harm {
        Harm::Minor => Count::HarmMinor,
        Harm::Major => Count::HarmMajor,
        Harm::Critical => Count::HarmCritical,
    };
    let full = profile.count(count);
    let mut arithmetic = vec![format!("{} = {full}", count.as_str())];
    let mut cost = full;
    let mut halve = |cost: &mut u32, count: Count, why: String| {
        let left = profile.count(count).min(FULL);
        let less = *cost * left / FULL;
        arithmetic.push(format!("{why}: {cost} x {left} / {FULL} = {less}"));
        *cost = less;
    };
    if let Some(polled) = polled {
        halve(&mut cost, Count::HarmAsked, format!("the risk was asked and objections polled ({polled})"));
    }
    if let Some(undone) = undone {
        halve(&mut cost, Count::HarmUndone, format!("undone in time ({})", undone.seq));
    }
    if harm.teachable {
        arithmetic.push("a trap to learn from costs nothing = 0".to_string());
    } else if by_hand {
        arithmetic.push("by the facilitator's hand = 0".to_string());
    }
    let cost = if harm.teachable || by_hand { 0 } else { cost };
    let name = scenario.actions.name(harmful.action);
    let started = run.map_or(harm.when, |run| run.started);
    let without = if polled.is_none() { "; no risk question or poll before it" } else { "" };
    let what = format!("`{name}` at {} ({})", case.clock(started), started.seq);
    let objected = run.and_then(|run| overruled(case, harmful.action, run.started));
    let over = objected.as_ref().map_or(String::new(), |(who, seq)| {
        format!("; {who} had objected ({seq}), and it was done all the same")
    });
    let says = format!("{ALLOWED} {what}{without}{over}");
    let question = harmful.tempts.clone().map_or_else(
        || "Does ours allow that?".to_string(),
        |tempts| format!("{tempts} Does ours allow it?"),
    );
    let mut evidence: Vec<Seq> = [
        Some(started.seq),
        Some(harm.when.seq),
        polled,
        undone.map(|undone| undone.seq),
        objected.map(|(_, seq)| seq),
    ]
    .into_iter()
    .flatten()
    .collect();
    evidence.sort();
    evidence.dedup();
    let id = scenario.harmful.name(harm.harmful).to_string();
    let (harm, teachable) = (harm.harm, harm.teachable);
    (Harmed { id, harm, cost, teachable, what, says, question, arithmetic, evidence }, undone.is_some())
}

/// Who objected last to what was done all the same, and where: an objection that the story bore out.
fn overruled(case: &Case<'_>, action: ActionId, before: Moment) -> Option<(String, Seq)> {
    let polls: Vec<u32> =
        case.facts.polls.iter().filter(|poll| poll.action == Some(action)).map(|poll| poll.poll).collect();
    let about = |no: &&Objection<'_>| no.when < before && no.poll.is_some_and(|poll| polls.contains(&poll));
    let last = case.facts.objections.iter().filter(about).max_by_key(|no| no.when)?;
    Some((last.by.seat().map_or("somebody".to_string(), ToString::to_string), last.when.seq))
}

/// The poll before a run in which its risk was asked.
fn risk_asked(case: &Case<'_>, action: ActionId, before: Moment) -> Option<Seq> {
    let mut polls = case.facts.polls.iter().filter(|poll| poll.action == Some(action) && poll.when < before);
    polls.find(|poll| poll.risk).map(|poll| poll.when.seq)
}

/// What is harmful, was proposed, and was left: polled or decided against, and never begun.
fn caught(case: &Case<'_>) -> Vec<Remark> {
    let (facts, scenario) = (&case.facts, case.facts.scenario);
    let mut actions: Vec<ActionId> = scenario.harmful.iter().map(|(_, harmful)| harmful.action).collect();
    actions.sort();
    actions.dedup();
    let begun = |action: &ActionId| facts.runs.iter().any(|run| run.action == *action);
    let mut caught = Vec::new();
    for action in actions.into_iter().filter(|action| !begun(action)) {
        let polls = facts.polls.iter().filter(|poll| poll.action == Some(action) && case.during(poll.when));
        let polls: Vec<_> = polls.collect();
        let objected = facts.objections.iter().find(|no| polls.iter().any(|poll| no.poll == Some(poll.poll)));
        let against = facts.decisions.iter().find(|said| said.action == Some(action) && !said.go);
        let stopped = objected.map(|no| no.when).or(against.map(|said| said.when));
        if let Some(stopped) = stopped.filter(|when| case.during(*when)) {
            let name = scenario.actions.name(action);
            let says = format!("caught it: `{name}` was proposed and left ({})", stopped.seq);
            let evidence = polls.iter().map(|poll| poll.when.seq).chain([stopped.seq]).collect();
            caught.push(Remark { about: "actions/harm".to_string(), says, evidence });
        }
    }
    caught
}
