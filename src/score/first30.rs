//! The founding essay's first thirty minutes: seven steps, and when each was reached. A view: no total reads it.

use super::card::{FirstThirty, Outcome, Reached};
use super::case::Case;
use super::classify::filled;
use super::due::{Due, Verdict};
use super::evidence::seqs;
use super::facts::{Moment, Question};
use super::mitigate;
use super::mitigate::mitigations;
use super::profile::{Rule, Span};
use super::roles::{required, told as announced};
use super::slots;
use super::updates::told::Told;
use crate::scenario::words::Role;

/// How many slots make a statement.
const SLOTS: usize = 3;

/// The view; none where it is not asked for.
pub(crate) fn first30(case: &Case<'_>, told: &Told<'_>) -> Option<FirstThirty> {
    case.profile.row(Rule::Together, case.worst())?;
    let alone = case.facts.alone();
    let when = |step: Option<Taken>| Step { reached: step, asked: true };
    let not_alone = |step: Option<Taken>| Step { reached: step, asked: !alone };
    let steps = [
        (Rule::Together, "together", "team together, call open", not_alone(together(case))),
        (
            Rule::Understand,
            "understand",
            "understood: what is seen, done and suspected",
            when(understood(case)),
        ),
        (Rule::Stated, "statement", "incident statement, three slots of five", when(stated(case))),
        (Rule::Given, "roles", "every role that is needed, given and announced", not_alone(given(case))),
        (Rule::Communicate, "communicate", "first update, with the next time", when(communicated(told))),
        (Rule::Stabilise, "stabilise", "first mitigation, or a hold", stabilised(case)),
        (
            Rule::Planned,
            "plan",
            "a task with a time box, and the next look planned",
            when(planned(case, alone)),
        ),
    ];
    let within = case.profile.span(Span::FirstWithin);
    let mut order: Vec<(Moment, u32)> = Vec::new();
    let mut reached = 0;
    let steps = (1..).zip(steps).map(|(n, (rule, id, text, step))| {
        let taken = step.reached.as_ref().filter(|taken| taken.when().is_some_and(|when| case.during(when)));
        let at = taken.and_then(Taken::when);
        let after = at.map(|when| when.at.since(case.declared()));
        if after.is_some_and(|after| after <= within) {
            reached += 1;
        }
        order.extend(at.map(|when| (when, n)));
        let (outcome, due) = rated(case, rule, &step, at);
        let evidence = taken.map_or(Vec::new(), |taken| seqs(taken.0.iter().copied()).collect());
        let rule = due.map_or(String::new(), |due| due.words(case));
        Reached {
            n,
            id,
            text,
            after,
            shown: at.map(|when| case.declared().shown_to(when.at)),
            outcome,
            rule,
            uses: due.map_or(Vec::new(), |due| due.names()),
            evidence,
        }
    });
    let steps = steps.collect();
    order.sort();
    Some(FirstThirty { reached, steps, order: order.into_iter().map(|(_, n)| n).collect() })
}

/// A step: the events that it took, if it was taken; whether it is asked for.
struct Step {
    reached: Option<Taken>,
    asked: bool,
}

/// The events that make a step, the last of which completes it.
struct Taken(Vec<Moment>);

impl Taken {
    fn of(mut moments: Vec<Moment>) -> Self {
        moments.sort();
        Taken(moments)
    }

    fn when(&self) -> Option<Moment> {
        self.0.last().copied()
    }
}

fn rated(case: &Case<'_>, rule: Rule, step: &Step, at: Option<Moment>) -> (Outcome, Option<Due>) {
    let verdict = case.judge(rule, case.declared(), at.map(|when| when.at));
    let outcome = match verdict {
        _ if !step.asked => Outcome::NotApplicable,
        Verdict::Rated(due, _) if due.left.is_some() => Outcome::Missed,
        Verdict::Rated(_, credit) => Outcome::of(credit),
        Verdict::Open(_) => Outcome::NotObserved,
        Verdict::NotAsked => Outcome::NotApplicable,
    };
    (outcome, verdict.due())
}

/// What the facilitator forced is given, and nobody is asked for it.
fn stabilised(case: &Case<'_>) -> Step {
    let reached = mitigations(case).first().map(|first| first.when);
    let given = mitigate::given(case);
    let own = reached.filter(|own| given.is_none_or(|given| *own < given));
    Step { reached: own.map(|own| Taken(vec![own])), asked: own.is_some() || given.is_none() }
}

/// Commander or deputy, and an expert. Who has a role is in the call.
fn together(case: &Case<'_>) -> Option<Taken> {
    let first = |role| case.facts.tenures_of(role).map(|tenure| tenure.from).min();
    let lead = first(Role::Commander).into_iter().chain(first(Role::Deputy)).min()?;
    Some(Taken::of(vec![lead, first(Role::Expert)?]))
}

/// A statement with what was done and what is suspected, or a look and an answered question.
fn understood(case: &Case<'_>) -> Option<Taken> {
    let story = &case.facts.story;
    let full = story.stated.iter().find(|stated| slots::filled(&stated.more) == [true; 2]);
    let look = case.facts.readings.first().map(|reading| reading.when);
    let asked =
        case.facts.questions.iter().filter_map(|question| Some((question.when, answered(case, question)?)));
    let asked = asked.min_by_key(|&(_, answer)| answer);
    let seen = look.zip(asked).map(|(look, (asked, answer))| Taken::of(vec![look, asked, answer]));
    full.map(|stated| Taken(vec![stated.when])).into_iter().chain(seen).min_by_key(Taken::when)
}

/// The first words of whom a question went to, after it; what somebody else says is no answer.
fn answered(case: &Case<'_>, question: &Question<'_>) -> Option<Moment> {
    if question.unheard {
        return None;
    }
    let mut later = case.facts.story.answers.iter().filter(|answer| question.when < answer.when);
    let mine = later.find(|answer| match answer.by {
        Some(seat) => case.facts.asks(question.whom, seat),
        None => answer.to == Some(question.when.seq),
    });
    mine.map(|answer| answer.when)
}

fn stated(case: &Case<'_>) -> Option<Taken> {
    let full = |when: &[bool; 5]| when.iter().filter(|&&full| full).count() >= SLOTS;
    let mut said = case.facts.story.stated.iter();
    said.find(|stated| full(&filled(case, stated))).map(|stated| Taken(vec![stated.when]))
}

/// All required roles, each announced.
fn given(case: &Case<'_>) -> Option<Taken> {
    let first = |role: Role| {
        let mine = case.facts.given.iter().filter(|given| given.role == role);
        mine.filter_map(|given| Some(announced(case, given)?.max(given.when))).min()
    };
    let all: Option<Vec<Moment>> = required(case).into_iter().map(|(role, _)| first(role)).collect();
    all.filter(|all| !all.is_empty()).map(Taken::of)
}

fn communicated(told: &Told<'_>) -> Option<Taken> {
    told.sent.iter().find(|update| update.filled[3]).map(|update| Taken(vec![update.when]))
}

fn planned(case: &Case<'_>, alone: bool) -> Option<Taken> {
    let most = case.profile.span(Span::PlannedWithin);
    let plan = case.facts.story.planned.iter().find(|(_, next)| *next <= most).map(|&(when, _)| when)?;
    if alone {
        return Some(Taken(vec![plan]));
    }
    let boxed = case.facts.tasks.iter().find(|task| task.time_box.is_some())?;
    Some(Taken::of(vec![plan, boxed.when]))
}
