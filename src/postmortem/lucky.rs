//! Section 14, where luck helped: what the story had ready, would have mattered and did not come, in few rows.
//!
//! A story has many injects that are only reminders, or answers to what a team did; they are counted and not listed.
//! What follows from one and the same thing is one row. No condition is shown: it would be read by nobody, and one that
//! names what breaks would give the trigger's section away.

use super::drill::Drill;
use super::graphs::Graphs;
use super::header::ended;
use super::outline::{Fill, Row, Section};
use crate::engine::eval::eval;
use crate::engine::event::{EventKind, Seq};
use crate::engine::trigger::NO_LONGER;
use crate::prose::{clip, quote};
use crate::scenario::condition::{Cond, atoms};
use crate::scenario::id::{ActionId, FailureId, InjectId};
use crate::scenario::model::{Effects, Inject, Starts};

/// More rows than these are not read.
const MOST: usize = 6;
/// With fewer rows than these, what is otherwise only counted is told too.
const FEW: usize = 2;
/// How much of what would have been said is shown.
const SAID: usize = 140;

/// Section 14: where luck helped.
pub(super) fn lucky(drill: &Drill<'_>) -> Section {
    let all: Vec<InjectId> = drill.scenario.injects.ids().filter(|&id| stayed_away(drill, id)).collect();
    let (told, more) = chosen(drill, &all);
    let section = Section::new("14", "lucky", "Where we got lucky", Fill::Prompt);
    let section = if told.is_empty() {
        section
    } else {
        section.text(
            "What the story had ready and did not need. What kept each away: something we did, or luck?",
        )
    };
    let section = section.table(
        &["did not come", "in whose words", "what kept it away"],
        told.iter().map(|group| row(drill, group)).collect(),
    );
    let section = match more {
        0 => section,
        1 => section.text("One more did not come: a reminder, or an answer to something else."),
        more => {
            section.text(format!("{more} more did not come: reminders, or answers to other moves than ours."))
        }
    };
    section.ask("What else went better than it had to?")
}

/// An inject, and how many others hang on the same thing.
struct Group {
    id: InjectId,
    followers: usize,
}

/// What is told, in the order of the story, and how many are left out.
fn chosen(drill: &Drill<'_>, all: &[InjectId]) -> (Vec<Group>, usize) {
    let mut roots: Vec<(Root, Vec<InjectId>)> = Vec::new();
    for &id in all {
        let root = root(drill, id);
        match roots.iter_mut().find(|(other, _)| *other == root) {
            Some((_, ids)) => ids.push(id),
            None => roots.push((root, vec![id])),
        }
    }
    let mut groups: Vec<(Weight, InjectId, usize)> = roots
        .iter()
        .filter_map(|(_, ids)| {
            let first = ids.iter().copied().min_by_key(|&id| (weight(drill, id), id))?;
            Some((weight(drill, first), first, ids.len() - 1))
        })
        .collect();
    groups.sort_by_key(|&(weight, id, _)| (weight, id));
    let heavy = groups.iter().filter(|(weight, ..)| *weight != Weight::Light).count();
    groups.truncate(if heavy < FEW { FEW } else { heavy.min(MOST) });
    let mut told: Vec<Group> = groups.into_iter().map(|(_, id, followers)| Group { id, followers }).collect();
    told.sort_by_key(|group| group.id);
    let told_of: usize = told.iter().map(|group| group.followers + 1).sum();
    (told, all.len() - told_of)
}

/// How much it would have mattered, the most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// It changes the picture, or the system.
    Heavy,
    /// It comes of harm, or of something left undone.
    Middling,
    /// A reminder or an answer.
    Light,
}

fn weight(drill: &Drill<'_>, id: InjectId) -> Weight {
    let inject = &drill.scenario.injects[id];
    if inject.news || inject.effects != Effects::default() || inject.leaves.len() + inject.drops.len() > 0 {
        return Weight::Heavy;
    }
    let harms = |root: Root| matches!(root, Root::Failure(id) if drill.scenario.failures[id].impact);
    if inject.contingency || harms(root(drill, id)) { Weight::Middling } else { Weight::Light }
}

/// What an inject hangs on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Failure(FailureId),
    Action(ActionId),
    /// Nothing that others hang on too.
    Itself(InjectId),
}

/// The first failure that has to be there, else the first action that has to be begun; conditions that are denied are
/// none that it hangs on.
fn root(drill: &Drill<'_>, id: InjectId) -> Root {
    let inject = &drill.scenario.injects[id];
    let named: Vec<&Cond> = conditions(inject).flat_map(|cond| affirmed(drill, cond)).collect();
    let failure = |cond: &&Cond| {
        let Cond::Active(failure) = cond else { return None };
        Some(Root::Failure(*failure))
    };
    let action = |cond: &&Cond| {
        let (Cond::Done(action) | Cond::Tried(action, _)) = cond else { return None };
        Some(Root::Action(*action))
    };
    let found = named.iter().find_map(failure).or_else(|| named.iter().find_map(action));
    found.unwrap_or(Root::Itself(id))
}

fn conditions(inject: &Inject) -> impl Iterator<Item = &Cond> {
    let when = match &inject.starts {
        Starts::When(cond) => Some(cond),
        Starts::At(_) | Starts::Never => None,
    };
    when.into_iter().chain(&inject.while_)
}

/// The atoms of a condition that no `not` stands before.
fn affirmed<'a>(drill: &Drill<'a>, cond: &'a Cond) -> Vec<&'a Cond> {
    if let Cond::All(parts) | Cond::Any(parts) = cond {
        return parts.iter().flat_map(|part| affirmed(drill, part)).collect();
    }
    if let Cond::For(watch, _) = cond {
        return affirmed(drill, &drill.scenario.watches[*watch].inner);
    }
    if matches!(cond, Cond::Not(_)) { Vec::new() } else { vec![cond] }
}

/// Whether an inject did not come, and nothing came in its place.
fn stayed_away(drill: &Drill<'_>, id: InjectId) -> bool {
    !came(drill, id) && !another_came(drill, id) && !follows_another(drill, id)
}

fn came(drill: &Drill<'_>, id: InjectId) -> bool {
    let name = drill.scenario.injects.name(id);
    drill.first(|kind| matches!(kind, EventKind::InjectDelivered { inject, .. } if inject == name)).is_some()
}

/// Whether another came in its place: of several that begin at one moment, each has a guard, and one came.
fn another_came(drill: &Drill<'_>, id: InjectId) -> bool {
    let injects = &drill.scenario.injects;
    let same = |other: &InjectId| match (&injects[id].starts, &injects[*other].starts) {
        (Starts::At(one), Starts::At(other)) => one == other,
        (Starts::When(one), Starts::When(other)) => one == other,
        _ => false,
    };
    let mut rivals =
        injects.ids().filter(|&other| other != id && injects[other].while_.is_some()).filter(same);
    injects[id].while_.is_some() && rivals.any(|other| came(drill, other))
}

/// Whether it only answers to another that did not come either.
fn follows_another(drill: &Drill<'_>, id: InjectId) -> bool {
    let Starts::When(when) = &drill.scenario.injects[id].starts else { return false };
    let held = |watch| Some(&drill.scenario.watches[watch].inner);
    let mut atoms = atoms(when, &held).into_iter();
    atoms.any(|atom| matches!(atom, Cond::Delivered(other) if *other != id && !came(drill, *other)))
}

fn row(drill: &Drill<'_>, group: &Group) -> Row {
    let inject = &drill.scenario.injects[group.id];
    let title = match group.followers {
        0 => quote(&inject.title),
        more => format!("{}, and {more} more of its kind", quote(&inject.title)),
    };
    let voice = &drill.scenario.organisation.voices[inject.from];
    let said = format!("{voice}: {}", quote(&clip(&wording(inject), SAID)));
    let (why, evidence) = why_not(drill, group.id);
    Row::new(vec![title, said, why], evidence)
}

/// Its first wording, with the first value of each variable.
fn wording(inject: &Inject) -> String {
    let text = inject.text.first().cloned().unwrap_or_default();
    inject.vars.iter().fold(text, |text, (name, values)| {
        text.replace(&format!("{{{name}}}"), values.first().map_or("", String::as_str))
    })
}

fn why_not(drill: &Drill<'_>, id: InjectId) -> (String, Option<Seq>) {
    let name = drill.scenario.injects.name(id);
    let skipped = drill.last(|kind| matches!(kind, EventKind::InjectSkipped { inject } if inject == name));
    if let Some(moment) = skipped {
        return ("the facilitator left it out".to_string(), Some(moment.seq));
    }
    let dropped = drill.events().rev().find_map(|event| {
        let EventKind::InjectNotNeeded { inject, why } = &event.kind else { return None };
        (inject == name).then_some((event, why))
    });
    if let Some((event, why)) = dropped {
        // What did not hold when its time came may never have held.
        let why = if why == NO_LONGER { "nothing called for it" } else { why };
        return (format!("when its time came, at {}, {why}", drill.clock(event.at)), Some(event.seq));
    }
    let scheduled =
        drill.last(|kind| matches!(kind, EventKind::InjectScheduled { inject, .. } if inject == name));
    match (scheduled, ended(drill)) {
        (Some(moment), Some((end, _, _))) if would_not_have_come(drill, id) => {
            let why = format!("nothing called for it when the drill ended, at {}", drill.clock(end.at));
            (why, Some(moment.seq))
        }
        (Some(moment), Some((end, _, _))) => {
            (format!("the drill ended first, at {}", drill.clock(end.at)), Some(moment.seq))
        }
        (Some(moment), None) => ("the record stops before it".to_string(), Some(moment.seq)),
        (None, _) => ("what leads to it did not happen".to_string(), None),
    }
}

/// Whether what an inject needs did not hold when the drill ended.
fn would_not_have_come(drill: &Drill<'_>, id: InjectId) -> bool {
    let guard = drill.scenario.injects[id].while_.as_ref();
    let world = drill.graphs.as_ref().map(Graphs::world);
    guard.zip(world).is_some_and(|(guard, world)| !eval(guard, world, drill.end()).holds)
}
