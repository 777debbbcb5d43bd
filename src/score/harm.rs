//! Harm: what made the story worse, and what it takes off the scenario score.
//!
//! Less where the risk was asked and objections were polled before, and where it was taken back in time. What the
//! author calls a trap to learn from costs nothing and becomes a question.

use super::card::{ALLOWED, Gate, Harmed, Remark};
use super::case::Case;
use super::curve::FULL;
use super::facts::story::HarmFact;
use super::facts::{Moment, Objection, Run};
use super::own::countered;
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
        // What was begun while the incident was on does its harm whether or not somebody closed meanwhile.
        let begun = |harm: &HarmFact| run_of(case, harm).map_or(harm.when, |run| run.started);
        let facts = case.facts.story.harms.iter().filter(|harm| case.during(begun(harm)));
        let found: Vec<_> = facts.map(|harm| harmed(case, harm)).collect();
        let critical =
            found.iter().any(|(harm, over)| harm.harm == Harm::Critical && !harm.teachable && !over);
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

/// How a harm was over again.
struct Over {
    /// The move that took it back.
    by: Seq,
    how: &'static str,
    /// Soon enough for the author, where the author says how soon that is.
    in_time: bool,
    says: String,
}

/// By an `undo`, which the author's window lets through or not; else by another action that ended what it broke.
fn over(case: &Case<'_>, run: &Run<'_>) -> Option<Over> {
    if let Some(undone) = run.undone {
        return Some(Over { by: undone.seq, how: "undone", in_time: true, says: String::new() });
    }
    let (ended, by) = countered(case, run)?;
    let actions = &case.facts.scenario.actions;
    let window = actions[run.action].undo.zip(run.effect).map(|(window, effect)| (window, effect.at));
    let in_time = window.is_none_or(|(window, effect)| ended.at <= effect + window);
    let late = window.filter(|_| !in_time).map_or(String::new(), |(window, _)| {
        format!(", later than the {} that it could be undone for", window.clock())
    });
    let (name, begun, at) = (actions.name(by.action), by.started.seq, case.clock(ended));
    let says = format!("; what it broke was ended by `{name}` ({begun}) at {at} ({}){late}", ended.seq);
    Some(Over { by: begun, how: "ended", in_time, says })
}

/// A harm with its cost, and whether it was taken back.
fn harmed(case: &Case<'_>, harm: &HarmFact) -> (Harmed, bool) {
    let (scenario, profile) = (case.facts.scenario, case.profile);
    let harmful = &scenario.harmful[harm.harmful];
    let run = run_of(case, harm);
    let by_hand = run.is_some_and(|run| matches!(run.by, Actor::Facilitator));
    let polled = run.and_then(|run| risk_asked(case, harmful.action, run.started));
    let over = run.and_then(|run| over(case, run));
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
    if let Some(over) = over.as_ref().filter(|over| over.in_time) {
        halve(&mut cost, Count::HarmUndone, format!("{} in time ({})", over.how, over.by));
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
    let unheard = objected.as_ref().map_or(String::new(), |(who, seq)| {
        format!("; {who} had objected ({seq}), and it was done all the same")
    });
    let ended = over.as_ref().map_or("", |over| &over.says);
    let says = format!("{ALLOWED} {what}{without}{unheard}{ended}");
    let question = harmful.tempts.clone().map_or_else(
        || "Does ours allow that?".to_string(),
        |tempts| format!("What tempts: {tempts} Does ours allow it?"),
    );
    let mut evidence: Vec<Seq> = [
        Some(started.seq),
        Some(harm.when.seq),
        polled,
        over.as_ref().map(|over| over.by),
        objected.map(|(_, seq)| seq),
    ]
    .into_iter()
    .flatten()
    .collect();
    evidence.sort();
    evidence.dedup();
    let id = scenario.harmful.name(harm.harmful).to_string();
    // What was taken back leaves what the drill was for as good as its steps.
    let holds = if cost > 0 && over.is_none() { harmful.serves.clone() } else { Vec::new() };
    let (harm, teachable) = (harm.harm, harm.teachable);
    (Harmed { id, harm, cost, teachable, holds, what, says, question, arithmetic, evidence }, over.is_some())
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
