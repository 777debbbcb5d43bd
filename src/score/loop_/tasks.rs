//! Tasks: one owner, a time box, "I have it", and somebody who comes back.

use crate::engine::event::{Actor, Owner, Seq};
use crate::prose::and;
use crate::score::card::Finding;
use crate::score::case::{Case, counted};
use crate::score::curve::{self, FULL};
use crate::score::due::Verdict;
use crate::score::evidence::{Draft, Held, Sheet, alike};
use crate::score::facts::{Moment, Question, Task};
use crate::score::profile::{Count, Rule, Span, Tag};
use crate::time::{SimDuration, SimTime};

/// What a task earned, element by element; an element still open at the end is left out.
struct Rated {
    credit: u32,
    step: String,
    /// What it went without, or had in part.
    missing: Vec<String>,
    /// What could not be seen before the drill was over.
    open: Vec<&'static str>,
}

/// The criterion: the mean over tasks.
pub(super) fn tasks(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    if case.facts.alone() {
        return Draft::not_applicable("tasks", "a team of one gives no tasks");
    }
    let given: Vec<_> = case.facts.tasks.iter().filter(|task| case.during(task.when)).collect();
    if given.is_empty() {
        return without(case, sheet);
    }
    let given = worked_on(case, given, sheet);
    let rated: Vec<_> = given.iter().map(|task| rate(case, task, sheet)).collect();
    let credits: Vec<_> = rated.iter().map(|rated| rated.credit).collect();
    let thin = given.iter().zip(&rated).filter(|(_, rated)| !rated.missing.is_empty());
    let says: Vec<_> = thin.map(|(task, rated)| lacking(task, rated)).collect();
    first_drills(&credits, sheet);
    Draft::mean("tasks", &credits, false, "no task was given")
        .decided_by(given.iter().map(|task| task.when.seq))
        .held(given.iter().filter_map(|task| {
            let reports = case.facts.reports_on(task.task).map(|report| report.when);
            let until = reports.filter(|when| case.during(*when)).max()?.seq;
            Some(Held { from: task.when.seq, until, name: format!(" on task {}", task.when.seq) })
        }))
        .finds(Finding::each_or(says, in_full(&given, &rated)))
        .steps(alike(given.iter().zip(&rated).map(|(task, rated)| (task.when.seq.to_string(), rated.step.clone()))))
        .uses([Span::AcknowledgedWithin, Span::CheckInBefore].map(|span| span.as_str().to_string()))
        .uses([Count::LongBox.as_str().to_string()])
        .rule("a quarter each: one owner, a time box, acknowledged, followed up", Tag::H)
        .next("give work to one seat by name, with minutes, wait for \"I have it\", and come back when the minutes are over")
}

/// So many tasks of which nothing shows the work are no accident.
const MANY_IDLE: usize = 3;

/// Without what was reported while its owner did nothing: that shows neither work nor how work is led. Where there is
/// nothing else, it is all there is.
fn worked_on<'b, 'a>(case: &'b Case<'a>, given: Vec<&'b Task<'a>>, sheet: &mut Sheet) -> Vec<&'b Task<'a>> {
    let (idle, worked): (Vec<_>, Vec<_>) = given.iter().copied().partition(|task| idle(case, task));
    // What is still open shows no work either.
    if !worked.iter().any(|task| case.facts.result_of(task).is_some()) {
        if idle.len() >= MANY_IDLE {
            let n = idle.len();
            let says = format!(
                "{n} tasks were reported, and nothing was done between: there is no other work to rate"
            );
            sheet.advise("tasks", says, idle.iter().map(|task| task.when.seq));
        }
        return given;
    }
    if !idle.is_empty() {
        let says = match idle.len() {
            1 => "a task was reported, and nothing was done between: it counts neither way".to_string(),
            n => format!("{n} tasks were reported, and nothing was done between: they count neither way"),
        };
        sheet.advise("tasks", says, idle.iter().map(|task| task.when.seq));
    }
    worked
}

/// Whether a task was reported done with no act of its owner's between.
fn idle(case: &Case<'_>, task: &Task<'_>) -> bool {
    let facts = &case.facts;
    let Some(seat) = task.seat else { return false };
    let Some(done) = facts.result_of(task) else { return false };
    let mut between = facts.moves_after(seat, task.when).take_while(|act| act.when < done.when);
    !between.any(|act| act.act && !act.of_a_task)
}

/// Somebody changed the system, and no task was ever given.
fn without(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let acts = case.facts.done.iter().filter(|(when, _)| case.during(*when));
    let acts =
        acts.filter(|(when, by)| by.seat().is_some_and(|seat| case.facts.commander(*when) != Some(seat)));
    let acts: Vec<Seq> = acts.map(|(when, _)| when.seq).collect();
    if acts.is_empty() {
        return Draft::not_applicable(
            "tasks",
            "no task was given, and nothing was changed by others than command",
        );
    }
    sheet.advise(
        "tasks",
        "work was done without a task: `task SEAT \"what\" box=5m`".to_string(),
        acts.clone(),
    );
    let led = |(when, by): &&(Moment, &Actor)| {
        by.seat().is_some_and(|seat| case.facts.commander(*when) == Some(seat))
    };
    let own = match case.facts.done.iter().filter(|(when, _)| case.during(*when)).filter(led).count() {
        0 => String::new(),
        1 => "; 1 more, by the seat in command, needs none".to_string(),
        own => format!("; {own} more, by the seat in command, need none"),
    };
    let says = format!(
        "{} (undone and improvised ones counted), and no task on record{own}",
        counted(acts.len(), "change was made", "changes were made")
    );
    Draft::rated("tasks", 0, acts.len())
        .steps(["work without a task = 0".to_string()])
        .cites(acts)
        .within(case.declared(), case.end())
        .says(says)
        .rule("a quarter each: one owner, a time box, acknowledged, followed up", Tag::H)
        .next("give work as a task to one seat, with minutes, even when everyone has heard it")
}

fn first_drills(credits: &[u32], sheet: &mut Sheet) {
    if curve::mean(credits).is_some_and(|credit| credit < FULL / 2) {
        let says = "between a third and a half is usual in a first drill: of 387 orders in recorded trauma \
                    resuscitations a third named one person, and a quarter closed the loop";
        sheet.advise("tasks", says.to_string(), []);
    }
}

fn lacking(task: &Task<'_>, rated: &Rated) -> String {
    format!("{} \"{}\" {}", task.when.seq, task.text, and(&rated.missing))
}

/// "3 tasks with an owner, a time box, an acknowledgement and a follow-up in time": no more than was seen of each.
fn in_full(given: &[&Task<'_>], rated: &[Rated]) -> String {
    let unseen = |name: &str| -> Vec<String> {
        let open = given.iter().zip(rated).filter(|(_, rated)| rated.open.contains(&name));
        open.map(|(task, _)| task.when.seq.to_string()).collect()
    };
    let (seen, open): (Vec<_>, Vec<_>) = ELEMENTS.iter().partition(|&&name| unseen(name).is_empty());
    let seen: Vec<_> = seen.into_iter().map(ToString::to_string).collect();
    let open = open.into_iter().map(|&name| format!("; {name} for {} was still open", and(&unseen(name))));
    format!("{} with {}{}", counted(given.len(), "task", "tasks"), and(&seen), open.collect::<String>())
}

/// What a task has, each worth as much.
const ELEMENTS: [&str; 4] = ["one owner", "a time box", "an acknowledgement", "a follow-up in time"];

fn rate(case: &Case<'_>, task: &Task<'_>, sheet: &mut Sheet) -> Rated {
    let credits = [
        Some(owner(task)),
        Some(time_box(case, task, sheet)),
        acknowledged(case, task),
        follow_up(case, task, sheet),
    ];
    let elements: Vec<_> = ELEMENTS.into_iter().zip(credits).collect();
    let open = elements.iter().filter(|(_, credit)| credit.is_none()).map(|&(name, _)| name).collect();
    let none = elements.iter().filter(|(_, credit)| *credit == Some(0)).map(|(name, _)| name.to_string());
    let none: Vec<_> = none.collect();
    let partly =
        elements.iter().filter(|(_, credit)| credit.is_some_and(|credit| 0 < credit && credit < FULL));
    let partly = partly.map(|&(name, _)| match name {
        "a time box" => "had a time box that is long to come back to".to_string(),
        _ => "was come back to late".to_string(),
    });
    let without = (!none.is_empty()).then(|| format!("was without {}", and(&none)));
    let rated: Vec<_> = elements.iter().filter_map(|&(name, credit)| Some((name, credit?))).collect();
    let credit = curve::mean(&rated.iter().map(|&(_, credit)| credit).collect::<Vec<_>>()).unwrap_or(0);
    let each: Vec<_> = rated.iter().map(|(name, credit)| format!("{name} {credit}")).collect();
    let step = format!("({}) / {} = {credit}", each.join(" + "), each.len());
    Rated { credit, step, missing: without.into_iter().chain(partly).collect(), open }
}

/// A seat, or whoever holds a role; a group owns nothing.
fn owner(task: &Task<'_>) -> u32 {
    match task.owner {
        Owner::Seat(_) | Owner::Role(_) => FULL,
        Owner::Team(_) | Owner::Someone(_) => 0,
    }
}

fn time_box(case: &Case<'_>, task: &Task<'_>, sheet: &mut Sheet) -> u32 {
    let Some(time_box) = task.time_box else { return 0 };
    let row = case.profile.row(Rule::TimeBox, case.rows.at(task.when.at));
    match row.filter(|row| time_box > row.limit) {
        None => FULL,
        Some(row) => {
            let says = format!(
                "{} has a time box of {time_box}: over {} it is hard to come back to",
                task.when.seq, row.limit
            );
            sheet.advise("tasks", says, [task.when.seq]);
            case.profile.count(Count::LongBox)
        }
    }
}

/// By `accept`, or by the owner's next move soon after; `None` if the drill was over first.
fn acknowledged(case: &Case<'_>, task: &Task<'_>) -> Option<u32> {
    let by = task.when.at + case.profile.span(Span::AcknowledgedWithin);
    let accepted = case.facts.accepted.iter().any(|&(_, accepted)| accepted == task.task);
    let next = task.seat.and_then(|seat| case.facts.moves_after(seat, task.when).next());
    let heard = accepted || next.is_some_and(|next| next.when.at <= by);
    match heard {
        true => Some(FULL),
        false => (by <= case.end() && !case.anchors.safety).then_some(0),
    }
}

/// Somebody came back to every time box: a result, more time, or a question to the owner.
fn follow_up(case: &Case<'_>, task: &Task<'_>, sheet: &mut Sheet) -> Option<u32> {
    let boxes = boxes(case, task);
    if boxes.is_empty() {
        let reported = case.facts.reports_on(task.task).next().is_some();
        return if reported { Some(FULL) } else { (!case.anchors.safety).then_some(0) };
    }
    let verdicts: Vec<_> = boxes.iter().map(|&(from, expiry)| come_back(case, task, from, expiry)).collect();
    if let Some(&(_, expiry)) = boxes.last().filter(|_| matches!(verdicts.last(), Some(Verdict::Open(_)))) {
        sheet.still_open(format!(
            "task {} was open, its time box until {}",
            task.when.seq,
            case.clock(expiry)
        ));
    }
    let credits: Vec<_> = verdicts.into_iter().filter_map(Verdict::credit).collect();
    curve::mean(&credits)
}

/// Each time box of a task, with its end: the first, and one for each request for more time.
fn boxes(case: &Case<'_>, task: &Task<'_>) -> Vec<(Moment, SimTime)> {
    let first = task.time_box.map(|length| (task.when, length));
    let more = case.facts.reports_on(task.task);
    let more = more.filter_map(|report| Some((report.when, report.more?)));
    let end = |(from, length): (Moment, SimDuration)| (from, case.rows.due(from.at, length));
    first.into_iter().chain(more.filter(|(when, _)| case.during(*when))).map(end).collect()
}

/// When somebody came back to a time box.
fn come_back(case: &Case<'_>, task: &Task<'_>, from: Moment, expiry: SimTime) -> Verdict {
    let early = expiry - case.profile.span(Span::CheckInBefore);
    let mut reports = case.facts.reports_on(task.task).map(|report| report.when);
    let reported = reports.find(|&when| from < when);
    let questions = &case.facts.questions;
    let since = questions.partition_point(|question| question.when.at < early || question.when <= from);
    let asks = |question: &&Question<'_>| task.seat.is_some_and(|seat| case.facts.asks(question.whom, seat));
    let asked = questions[since..].iter().find(asks).map(|question| question.when);
    let back = reported.into_iter().chain(asked).min();
    case.judge(Rule::FollowUp, expiry, back.map(|back| back.at))
}

/// Time boxes that ran out without a result or a request for more time.
pub(super) fn expired(case: &Case<'_>) -> Vec<Moment> {
    let tasks = case.facts.tasks.iter().filter(|task| case.during(task.when));
    let all =
        tasks.flat_map(|task| boxes(case, task).into_iter().map(move |(from, expiry)| (task, from, expiry)));
    let unheard = all.filter(|&(task, from, expiry)| {
        !case.facts.reports_on(task.task).any(|report| from < report.when && report.when.at <= expiry)
    });
    unheard.map(|(_, from, expiry)| Moment { at: expiry, seq: from.seq }).collect()
}
