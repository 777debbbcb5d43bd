//! What goes unnamed by numbers, and costs nothing: command of which nothing is heard, an objection that nobody answers,
//! and work that lies with one seat.

use std::collections::BTreeSet;

use super::case::Case;
use super::evidence::Sheet;
use super::facts::{Moment, Objection, Run, Tenure};
use super::profile::{Rule, Span};
use crate::engine::event::{Actor, Seq};
use crate::prose::and;
use crate::scenario::id::SeatName;
use crate::scenario::words::Role;
use crate::time::{SimDuration, SimTime};

/// From so many open tasks on a seat carries more than one thing at a time. It is no number of the profile: nothing is
/// rated by it, and another number there would set every earlier drill apart.
const SEVERAL: usize = 3;

/// A stretch of time, with the events at its ends.
#[derive(Clone, Copy)]
struct Stretch {
    from: Moment,
    to: Moment,
}

impl Stretch {
    fn length(self) -> SimDuration {
        self.to.at.since(self.from.at)
    }
}

/// The longest time in which nothing was heard of command while harm went on. Who plays alone has nobody to speak to.
pub(crate) fn quiet_command(case: &Case<'_>, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::TimeCall, case.worst()).filter(|_| a_table(case)) else { return };
    let held = case.facts.tenures_of(Role::Commander).filter(|held| case.during(held.from));
    let quiet = held.flat_map(|held| silences(case, held).into_iter().map(move |quiet| (held.seat, quiet)));
    let burning = quiet.filter_map(|(seat, quiet)| Some((seat, burnt(case, quiet)?)));
    let longest = burning.max_by_key(|(_, quiet)| quiet.length());
    let Some((seat, quiet)) = longest.filter(|(_, quiet)| quiet.length() > row.target) else { return };
    // What began to do harm just then had begun.
    let harms = case.facts.harms_at(Moment { seq: Seq(u64::MAX), ..quiet.from });
    let says = format!(
        "nothing was heard of {seat}, who led, between {} and {}, while harm went on at {}: a question, a task or a word \
         on where it stands every {} keeps everybody at the same thing",
        case.clock(quiet.from.at),
        case.clock(quiet.to.at),
        and(&harms),
        row.target
    );
    sheet.advise("quiet_command", says, [quiet.from.seq, quiet.to.seq]);
}

/// Whether there is more than one to speak to.
fn a_table(case: &Case<'_>) -> bool {
    case.facts.team() > 1 + case.stand_ins()
}

/// The times without a word of a seat while it commanded; a hold is a word that lasts.
fn silences(case: &Case<'_>, held: &Tenure<'_>) -> Vec<Stretch> {
    let from = held.from.max(case.anchors.declared);
    let to = held.to.filter(|&to| case.during(to)).unwrap_or(case.anchors.end);
    let words = words_of(case, held.seat).map(|when| (when, when.at));
    let holds = case.facts.holds.iter().map(|hold| (hold.when, hold.until));
    let words = words.chain(holds).filter(|(when, _)| from < *when && *when < to);
    let mut words: Vec<_> = words.chain([(to, to.at)]).collect();
    words.sort();
    let (mut heard, mut all) = (from, Vec::new());
    for (word, until) in words {
        if heard.at < word.at {
            all.push(Stretch { from: heard, to: word });
        }
        heard = Moment { at: heard.at.max(until), seq: word.seq };
    }
    all
}

/// The part of a stretch, the longest, in which harm went on.
fn burnt(case: &Case<'_>, quiet: Stretch) -> Option<Stretch> {
    let harm = case.facts.failures.iter().filter(|active| active.impact);
    let within = harm.filter_map(|active| {
        let from = quiet.from.at.max(active.from.at);
        let to = active.to.map_or(quiet.to.at, |to| to.at.min(quiet.to.at));
        (from < to).then_some((from, to))
    });
    let mut within: Vec<(SimTime, SimTime)> = within.collect();
    within.sort();
    let mut joined: Vec<(SimTime, SimTime)> = Vec::new();
    for (from, to) in within {
        match joined.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => joined.push((from, to)),
        }
    }
    let longest = joined.into_iter().max_by_key(|(from, to)| to.since(*from));
    longest.map(|(from, to)| Stretch {
        from: Moment { at: from, ..quiet.from },
        to: Moment { at: to, ..quiet.to },
    })
}

/// What was heard of a seat: its moves, but for its hands on the system. What is said on the shared screen is everybody's.
fn words_of<'b>(case: &'b Case<'_>, seat: &'b SeatName) -> impl Iterator<Item = Moment> + 'b {
    let hands: BTreeSet<Seq> = case.facts.hands_on.iter().map(|(hand, _)| hand.seq).collect();
    let own = case.facts.moves_of(seat).map(|done| done.when).filter(move |when| !hands.contains(&when.seq));
    let shared = case.facts.spoken.iter().filter(|(_, by)| **by == Actor::Table).map(|&(when, _)| when);
    own.chain(shared)
}

/// An objection that nobody answered before what it was about was done, or the next change, where it was about none.
/// Where the criterion of decisions says so, it is said.
pub(crate) fn unanswered(case: &Case<'_>, said: &[Seq], sheet: &mut Sheet) {
    for no in case.facts.objections.iter().filter(|no| case.during(no.when)) {
        let Some(run) = next_change(case, no).filter(|run| run.by != no.by) else { continue };
        if said.contains(&run.started.seq) || answered(case, no, run.started) {
            continue;
        }
        let says = format!(
            "`{}` ({}) began after an objection of {} ({}), with no word of command between: say what speaks for it all the \
             same, or leave it",
            case.facts.scenario.actions.name(run.action),
            run.started.seq,
            no.by.seat().map_or("the table", SeatName::as_str),
            no.when.seq
        );
        sheet.advise("decision", says, [no.when.seq, run.started.seq]);
    }
}

/// The first change that an objection could have kept from being made.
fn next_change<'b, 'a>(case: &'b Case<'a>, no: &Objection<'_>) -> Option<&'b Run<'a>> {
    let poll = case.facts.polls.iter().find(|poll| no.poll == Some(poll.poll));
    let about = poll.and_then(|poll| poll.action);
    let after = case.facts.runs.iter().filter(|run| no.when < run.started && case.during(run.started));
    after.filter(|run| about.is_none_or(|action| action == run.action)).min_by_key(|run| run.started)
}

/// Whether command spoke between, or anybody else said a word, or it was decided.
fn answered(case: &Case<'_>, no: &Objection<'_>, by: Moment) -> bool {
    let facts = &case.facts;
    let between = |when: Moment| no.when < when && when < by;
    let spoke = facts.spoken.iter().any(|&(when, who)| who != no.by && between(when));
    let decided = facts.decisions.iter().any(|said| between(said.when));
    let command = facts.commander(by).filter(|seat| no.by.seat() != Some(seat));
    let command = command.is_some_and(|seat| words_of(case, seat).any(between));
    spoke || decided || command
}

/// A seat with several open tasks, beside seats that could take one and had none; where that was still so when a task
/// is taken to have been heard.
pub(crate) fn one_carries(case: &Case<'_>, sheet: &mut Sheet) {
    if !a_table(case) {
        return;
    }
    let heard = case.profile.span(Span::AcknowledgedWithin);
    let carried = case.facts.tasks.iter().filter(|task| case.during(task.when)).filter_map(|task| {
        let later = Moment { at: task.when.at + heard, seq: Seq(u64::MAX) };
        let seat = task.seat.filter(|_| later.at < case.end())?;
        let open = Some(open_tasks(case, seat, later)).filter(|open| open.len() >= SEVERAL)?;
        let free = free(case, seat, task.when, later);
        (!free.is_empty()).then_some((seat, later, open, free))
    });
    let Some((seat, later, open, free)) = carried.max_by_key(|(_, _, open, _)| open.len()) else { return };
    let tasks: Vec<String> = open.iter().map(ToString::to_string).collect();
    let says = format!(
        "at {} {seat} had {} open tasks, {}, and {} had none: what is shared out is done sooner",
        case.clock(later.at),
        open.len(),
        and(&tasks),
        and(&free)
    );
    sheet.advise("tasks", says, open);
}

fn open_tasks(case: &Case<'_>, seat: &SeatName, when: Moment) -> Vec<Seq> {
    let given = case.facts.tasks.iter().filter(|task| task.seat == Some(seat) && task.when < when);
    given.filter(|task| case.facts.is_open(task, when)).map(|task| task.when.seq).collect()
}

/// Who was in the call by then, can do something, and had neither work nor a role that is work.
fn free(case: &Case<'_>, but: &SeatName, since: Moment, when: Moment) -> Vec<String> {
    let facts = &case.facts;
    let here = |seat: &SeatName| {
        let last = |all: &[(Moment, &SeatName)]| {
            all.iter().filter(|(at, of)| *of == seat && *at <= when).map(|(at, _)| *at).max()
        };
        let (joined, gone) = (last(&facts.story.joined), last(&facts.story.gone));
        joined.is_some_and(|joined| joined < since && gone.is_none_or(|gone| gone < joined))
    };
    let can = |seat: &SeatName| {
        let seats = &facts.scenario.seats;
        seats.find(seat.as_str()).is_some_and(|id| !seats[id].can.is_empty())
    };
    let busy = |seat: &SeatName| {
        let mut roles = facts.tenures.iter().filter(|held| held.role != Role::Expert && held.covers(when));
        roles.any(|held| held.seat == seat) || facts.has_task(seat, when, |_| true)
    };
    let seats = facts.filled.iter().copied().filter(|&seat| seat != but);
    seats.filter(|seat| here(seat) && can(seat) && !busy(seat)).map(ToString::to_string).collect()
}
