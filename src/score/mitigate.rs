//! Mitigation before cause: how soon something was done, or decided to be left, that could make it smaller.
//!
//! The decision is rated and not the luck: a reasonable step stops the clock even if the story does not respond; one
//! that the scenario calls harmful does not.

use super::case::{Case, counted};
use super::due::{Due, Verdict};
use super::evidence::{Draft, Part, Sheet};
use super::facts::{Active, Moment, Run};
use super::harm::did_harm;
use super::own::only_counters;
use super::profile::{Rule, Span};
use crate::engine::event::Seq;
use crate::scenario::condition::{Cond, Lookable, injects_in};
use crate::scenario::id::ActionId;
use crate::scenario::model::Act;
use crate::scenario::words::Step;
use crate::scenario::{Scenario, id::ComponentId};
use crate::time::SimTime;

/// The dimension.
pub(crate) fn mitigate(case: &Case<'_>) -> Part {
    let mut sheet = Sheet::of("mitigate");
    let draft = first(case, &mut sheet).weighing(100);
    sheet.add(draft);
    searching(case, &mut sheet);
    bled(case, &mut sheet);
    uncaptured(case, &mut sheet);
    sheet.finish(case)
}

/// A step that reduces impact, or the decision to leave it for a while.
pub(crate) struct Mitigation {
    pub(crate) when: Moment,
    pub(crate) name: String,
    /// A decision to leave it for a while.
    hold: bool,
    /// It took effect, and changed nothing.
    pub(crate) idle: bool,
}

/// All mitigations, in order; what did harm is none, nor what was called off before it could do anything, nor what could
/// only end what the crew's own actions had started.
pub(crate) fn mitigations(case: &Case<'_>) -> Vec<Mitigation> {
    let facts = &case.facts;
    let actions = &facts.scenario.actions;
    let runs = facts.runs.iter().filter(|run| actions[run.action].step == Step::Stabilise);
    let called_off = |run: &&Run<'_>| run.undone.is_some() && run.effect.is_none();
    let runs = runs
        .filter(|run| !did_harm(case, run) && !called_off(run) && !only_counters(case, run))
        .map(|run| (run.started, quoted(case, run.action), run.effect.is_some() && !run.helped, false));
    let marks = facts.story.marks.iter().filter(|mark| actions[mark.action].step == Step::Stabilise);
    let marks = marks.filter_map(|mark| {
        Some((super::actions::marked_deed(case, mark)?, quoted(case, mark.action), false, false))
    });
    let holds = facts.holds.iter().map(|hold| (hold.when, "a hold".to_string(), false, true));
    let all = runs.chain(marks).chain(holds).filter(|(when, ..)| case.during(*when));
    let mut all: Vec<_> = all.map(|(when, name, idle, hold)| Mitigation { when, name, hold, idle }).collect();
    all.sort_by_key(|mitigation| mitigation.when);
    all
}

fn quoted(case: &Case<'_>, action: ActionId) -> String {
    format!("`{}`", case.facts.scenario.actions.name(action))
}

/// The criterion.
fn first(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let id = "first";
    let Some((start, opens)) = start(case) else {
        return Draft::not_applicable(id, "nothing could be done before news that did not come");
    };
    if !hurts(case, start, case.end()) {
        return Draft::not_applicable(id, "nothing did harm while the response was on");
    }
    let done = mitigations(case).into_iter().next();
    let given = given(case).filter(|given| done.as_ref().is_none_or(|done| *given < done.when));
    if let Some(given) = given.filter(|given| in_time(case, start, *given)) {
        return Draft::not_applicable(id, "given: the facilitator did it").cites([given.seq]);
    }
    let verdict = case.judge(Rule::Mitigation, start, done.as_ref().map(|done| done.when.at));
    match verdict {
        Verdict::NotAsked => Draft::not_applicable(id, "no time is asked for at this severity"),
        Verdict::Open(due) => {
            if let Some(over) = healed(case, start, due.limit) {
                return by_itself(over);
            }
            sheet.still_open(format!("no mitigation and no hold yet, limit at {}", case.clock(due.limit)));
            let limit = case.clock(due.limit);
            Draft::not_observed(
                id,
                &format!("the drill was over before the limit of a first mitigation, at {limit}"),
            )
        }
        Verdict::Rated(due, credit) => {
            let before = done.as_ref().map_or(due.limit, |done| done.when.at);
            if let Some(over) = healed(case, start, before.min(due.limit)) {
                return by_itself(over);
            }
            let draft = Draft::rated(id, credit, 1)
                .within(due.start, case.end())
                .cites(opens.map(|opens| opens.seq))
                .steps([due.arithmetic(done.as_ref().map(|done| done.when.at))])
                .due(Some(due), case)
                .next("ask first what can be taken back, drained or switched off; the cause can wait");
            match done {
                Some(done) => draft.decided_by([done.when.seq]).says(done_at(case, due.start, &done)),
                None => draft.undone().says(format!(
                    "no mitigation and no hold between {} and {}",
                    case.clock(start),
                    case.clock(case.end())
                )),
            }
        }
    }
}

/// What was asked for, where nothing came that could make it smaller, nobody decided to leave it, and harm went on: past
/// the limit, or until the drill had run its whole length, or until the crew closed or ended it past the target.
pub(crate) fn never(case: &Case<'_>) -> Option<Due> {
    mitigations(case).is_empty().then(|| went_on(case)).flatten()
}

/// The same where all that was decided was to wait, or to take back before anybody looked what it did; and by when a step
/// was wanted. Where there is no step that could make it smaller, or none yet, to wait may be all there is to do.
pub(crate) fn only_held(case: &Case<'_>) -> Option<(Due, SimTime)> {
    let scenario = case.facts.scenario;
    let due = went_on(case)?;
    let wanted = wanted_by(case, &due)?;
    let mut marks = case.facts.story.marks.iter().filter(|mark| case.during(mark.when));
    let acted = marks.any(|mark| scenario.actions[mark.action].step == Step::Stabilise);
    (!acted && wanted < case.end() && hurts(case, case.end(), case.end())).then_some((due, wanted))
}

/// By when a step was wanted that could make it smaller: one that the author expects, by the profile's target or the author's
/// own, whichever is sooner, since it was asked for; where nothing is expected, any that does no harm.
fn wanted_by(case: &Case<'_>, due: &Due) -> Option<SimTime> {
    let scenario = case.facts.scenario;
    let harmful = |action| scenario.harmful.iter().any(|(_, harmful)| harmful.action == action);
    let mut steps = scenario.actions.iter().filter(|(_, action)| action.step == Step::Stabilise);
    if scenario.expected.is_empty() {
        return steps.any(|(id, _)| !harmful(id)).then_some(due.target);
    }
    let target = due.target.since(due.start);
    let expected = scenario.expected.iter();
    let stabilising = expected.filter(|(_, of)| of.any_of.iter().any(|act| stabilises(scenario, act)));
    let wanted = stabilising.filter_map(|(id, of)| {
        let opened = case.facts.story.opened(id)?.at.max(due.start);
        Some(opened + target.min(of.target))
    });
    wanted.min()
}

/// By when something has to have been done or decided, whether it was.
pub(crate) fn limit(case: &Case<'_>) -> Option<SimTime> {
    let (start, _) = start(case)?;
    Some(case.judge(Rule::Mitigation, start, None).due()?.limit)
}

/// What was due while harm went on, and no facilitator did it.
fn went_on(case: &Case<'_>) -> Option<Due> {
    let (start, _) = start(case)?;
    let left_to_them = given(case).is_none();
    let due = case.judge(Rule::Mitigation, start, None).due()?;
    let end = case.end();
    let passed = due.limit <= end && !case.anchors.safety;
    let theirs = case.facts.unreached && due.target < end;
    let went_on = match passed {
        true => hurts(case, start, end),
        false => (theirs || case.facts.ran_its_length()) && hurts(case, end, end),
    };
    (left_to_them && went_on && healed(case, start, due.limit.min(end)).is_none()).then_some(due)
}

/// When the facilitator forced a step that reduces impact: that was nobody's.
pub(crate) fn given(case: &Case<'_>) -> Option<Moment> {
    let scenario = case.facts.scenario;
    let harmful = |action| scenario.harmful.iter().any(|(_, harmful)| harmful.action == action);
    let mut forced = case.facts.story.forced.iter().filter(|(when, _)| case.during(*when));
    let step = forced.find(|(_, id)| scenario.actions[*id].step == Step::Stabilise && !harmful(*id));
    step.map(|&(when, _)| when)
}

/// Whether nobody was late yet.
fn in_time(case: &Case<'_>, start: SimTime, when: Moment) -> bool {
    case.asked(Rule::Mitigation, start, when.at).due(None).is_none_or(|due| when.at < due.limit)
}

fn by_itself(over: Moment) -> Draft {
    Draft::not_applicable("first", "the impact ended by itself").cites([over.seq])
}

fn done_at(case: &Case<'_>, start: SimTime, done: &Mitigation) -> String {
    let (name, seq) = (&done.name, done.when.seq);
    let idle = if done.idle { "; it changed nothing, and the decision is what is rated" } else { "" };
    format!("first mitigation {name} {} ({seq}){idle}", case.stands(start, done.when))
}

/// From when the clock runs, and the news that started it, if it was news; none where that never came.
fn start(case: &Case<'_>) -> Option<(SimTime, Option<Moment>)> {
    match opens(case) {
        Opens::At(news) => Some((news.map_or(case.declared(), |news| news.at.max(case.declared())), news)),
        Opens::Never => None,
    }
}

/// From when something could be done.
enum Opens {
    /// From this news on, or from the start.
    At(Option<Moment>),
    /// The news never came.
    Never,
}

/// Where every mitigation that the author expects waits for news, and no ready-made one stands beside, the clock starts
/// with the first such news.
fn opens(case: &Case<'_>) -> Opens {
    let scenario = case.facts.scenario;
    let expected = || {
        scenario
            .expected
            .iter()
            .filter(|(_, expected)| expected.any_of.iter().any(|act| stabilises(scenario, act)))
    };
    let waits =
        |cond: &Option<Cond>| cond.as_ref().is_some_and(|cond| !injects_in(scenario, cond).is_empty());
    let named = |id: ActionId| expected().any(|(_, expected)| expected.any_of.contains(&Act::Do(id)));
    let beside = scenario.actions.iter().any(|(id, action)| action.generic && !named(id));
    if expected().next().is_none() || beside || !expected().all(|(_, expected)| waits(&expected.opens)) {
        return Opens::At(None);
    }
    let first = expected().filter_map(|(id, _)| case.facts.story.opened(id)).min();
    first.map_or(Opens::Never, |first| Opens::At(Some(first)))
}

fn stabilises(scenario: &Scenario, act: &Act) -> bool {
    matches!(act, Act::Do(id) if scenario.actions[*id].step == Step::Stabilise)
}

/// Whether anything did harm at any time between two.
pub(crate) fn hurts(case: &Case<'_>, from: SimTime, to: SimTime) -> bool {
    let mut harmful = case.facts.failures.iter().filter(|active| active.impact);
    harmful.any(|active| active.from.at <= to && active.to.is_none_or(|over| over.at > from))
}

/// Whether something did harm for the whole of a time.
pub(crate) fn hurts_all(case: &Case<'_>, from: SimTime, to: SimTime) -> bool {
    let mut harmful = case.facts.failures.iter().filter(|active| active.impact);
    harmful.any(|active| active.from.at <= from && active.to.is_none_or(|over| over.at > to))
}

/// When the harm was over before `by`, with nobody having done anything that took effect.
fn healed(case: &Case<'_>, from: SimTime, by: SimTime) -> Option<Moment> {
    let ends = case.facts.failures.iter().filter(|active| active.impact).filter_map(|active| active.to);
    let over = ends.filter(|to| from < to.at && to.at < by && !case.facts.harm_at(*to)).min()?;
    let stabilise = |run: &&Run<'_>| case.facts.scenario.actions[run.action].step == Step::Stabilise;
    let mut runs = case.facts.runs.iter().filter(stabilise);
    (!runs.any(|run| run.effect.is_some_and(|effect| effect < over))).then_some(over)
}

// What costs nothing.

/// Minutes in which all work looked for the cause, while harm went on and a ready-made mitigation was there.
fn searching(case: &Case<'_>, sheet: &mut Sheet) {
    let scenario = case.facts.scenario;
    let ready: Vec<_> =
        scenario.actions.iter().filter(|(_, action)| action.generic).map(|(id, _)| id).collect();
    let Some(&ready) = ready.first() else { return };
    let first = mitigations(case).first().map(|first| first.when);
    let until = first.into_iter().chain(given(case)).min().map_or(case.end(), |first| first.at);
    let tasks: Vec<_> =
        case.facts.tasks.iter().filter(|task| task.when.at < until && case.during(task.when)).collect();
    let Some(first) = tasks.first() else { return };
    let from = first.when.at.max(case.declared());
    let whole = from < until && hurts(case, from, until);
    if whole && until.since(from) >= case.profile.span(Span::Searching) {
        let says = format!(
            "from {} to {} it went on while {} ran and nothing made it smaller; {} was available",
            case.clock(from),
            case.clock(until),
            counted(tasks.len(), "task", "tasks"),
            quoted(case, ready),
        );
        sheet.advise("first", says, tasks.iter().map(|task| task.when.seq));
    }
}

/// Holds while harm went on that a step at hand could have ended. A hold is a decision, and earns what one does; what it
/// cost meanwhile is a question: one for all holds that waited beside the same step.
fn bled(case: &Case<'_>, sheet: &mut Sheet) {
    let mut found: Vec<(Vec<Moment>, Stop)> = Vec::new();
    let row = case.profile.row(Rule::Mitigation, case.worst());
    let done = mitigations(case);
    // Who has just done something that could make it smaller may wait for what it shows.
    let just = |when: Moment| {
        let mut before = done.iter().filter(|of| of.when < when && !of.hold);
        row.is_some_and(|row| before.any(|of| when.at.since(of.when.at) < row.target))
    };
    for hold in case.facts.holds.iter().filter(|hold| case.during(hold.when) && !just(hold.when)) {
        let until = hold.until.min(case.end());
        let Some(stop) = stop_at_hand(case, hold.when, until) else { continue };
        match found.iter_mut().find(|(_, known)| known.action == stop.action) {
            Some((holds, _)) => holds.push(hold.when),
            None => found.push((vec![hold.when], stop)),
        }
    }
    for (holds, stop) in found {
        let (first, last) = (holds[0], holds[holds.len() - 1]);
        let begun = case.facts.runs.iter().filter(|run| run.action == stop.action && last < run.started);
        let begun = begun.map(|run| run.started).min().filter(|begun| case.during(*begun));
        let later = begun.map_or("was not begun".to_string(), |begun| {
            format!("was begun {} later ({})", case.long(last, begun), begun.seq)
        });
        let held = match holds.len() {
            1 => format!("the hold at {} ({})", case.clock(first), first.seq),
            n => format!(
                "{n} holds from {} ({}) to {} ({})",
                case.clock(first),
                first.seq,
                case.clock(last),
                last.seq
            ),
        };
        let says = format!(
            "{held} let harm go on at {}, until {}, and {}, which could have ended it, {later}: a hold buys time to learn one thing, and a stop buys more of it",
            stop.place,
            case.clock(stop.over),
            quoted(case, stop.action),
        );
        sheet.advise("first", says, holds.iter().copied().chain(begun).map(|when| when.seq));
    }
}

/// A step that could end a harm.
struct Stop {
    action: ActionId,
    /// Where that harm was done, as far as anybody could see.
    place: String,
    /// Until when it was.
    over: SimTime,
}

/// A step that could end what did harm from a moment on, for the whole of a hold, and that nobody had begun by then: one that
/// the author expects by now.
fn stop_at_hand(case: &Case<'_>, from: Moment, until: SimTime) -> Option<Stop> {
    let scenario = case.facts.scenario;
    let harmful = |action| scenario.harmful.iter().any(|(_, harmful)| harmful.action == action);
    let wanted = |action| {
        let opened = |id| case.facts.story.opened(id).is_some_and(|opened| opened <= from);
        let mut expected = scenario.expected.iter();
        expected.any(|(id, expected)| opened(id) && expected.any_of.contains(&Act::Do(action)))
    };
    let begun = |action| {
        let mut runs = case.facts.runs.iter();
        runs.any(|run| run.action == action && run.undone.is_none() && run.started.at < until)
    };
    let stops = scenario
        .actions
        .iter()
        .filter(|(_, action)| action.step == Step::Stabilise && action.helps_if.is_none());
    let stops = stops.filter(|&(id, _)| wanted(id) && !harmful(id) && !begun(id));
    // What needs nobody's leave comes first.
    let mut stops: Vec<_> = stops.collect();
    stops.sort_by_key(|(_, action)| !action.pre_approved);
    stops.into_iter().find_map(|(id, action)| {
        let ends = |active: &&Active| active.impact && action.effects.clears.contains(&active.failure);
        let mut harm = case.facts.failures.iter().filter(ends);
        let there = |active: &&Active| active.from <= from && active.to.is_none_or(|to| until <= to.at);
        let harm = harm.find(there)?;
        let over = harm.to.map_or(case.end(), |to| to.at.min(case.end()));
        Some(Stop { action: id, place: case.facts.place_of(harm), over })
    })
}

/// A change to a part of the system that nobody had looked at: what it showed may be gone.
fn uncaptured(case: &Case<'_>, sheet: &mut Sheet) {
    let scenario = case.facts.scenario;
    let mut touched: Vec<ComponentId> = Vec::new();
    let mut cited: Vec<Seq> = Vec::new();
    for run in case.facts.runs.iter().filter(|run| case.during(run.started)) {
        let action = &scenario.actions[run.action];
        let blind = action.step == Step::Stabilise && !action.pre_approved && !touched.contains(&action.on);
        touched.push(action.on);
        if blind && !looked_at(case, action.on, run.started) {
            cited.push(run.started.seq);
        }
    }
    if let Some(first) = cited.first() {
        let says = format!(
            "{first} changed something nobody had looked at: capture what it shows first, it may be gone after"
        );
        sheet.advise("first", says, cited);
    }
}

/// Whether anybody had looked at a component or one of its metrics.
fn looked_at(case: &Case<'_>, component: ComponentId, when: Moment) -> bool {
    let metrics = &case.facts.scenario.metrics;
    let of = |seen: &Lookable| match seen {
        Lookable::Component(id) => *id == component,
        Lookable::Metric(id) => metrics[*id].of == component,
        // A topic may show anything.
        Lookable::Topic(_) => true,
    };
    case.facts.story.seen().any(|(at, seen)| at < when && of(&seen))
}
