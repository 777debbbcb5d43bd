//! Section 14, where luck helped: what the story had ready, would have mattered and did not come, in few rows.
//!
//! A story has many injects that are only reminders, or answers to what a team did; they are counted and not listed.
//! What follows from one and the same thing is one row. No condition is shown: it would be read by nobody, and one that
//! names what breaks would give the trigger's section away; nor, until the team has written its own, what would have been
//! said in a part of the story that nobody came to.

use std::collections::BTreeSet;

use super::drill::Drill;
use super::graphs::Graphs;
use super::header::ended;
use super::outline::{Fill, Row, Section};
use super::signals::{action, with_it};
use crate::engine::eval::eval;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::trigger::NO_LONGER;
use crate::prose::{and, clip, quote, unhyphen};
use crate::scenario::condition::{Cond, atoms};
use crate::scenario::id::{ActionId, FailureId, InjectId};
use crate::scenario::model::{Effects, Inject, Starts};

/// More rows than these are not read.
const MOST: usize = 6;
/// With fewer rows than these, what is otherwise only counted is told too.
const FEW: usize = 2;
/// How much of what would have been said is shown.
const SAID: usize = 140;
/// So many failures may lie between what was done and what did not come of it.
const DEEP: usize = 3;

/// Why an inject of a part of the story that nobody came to did not come.
const NEVER_LED_TO: &str = "what leads to it did not happen";

/// Section 14: where luck helped.
pub(super) fn lucky(drill: &Drill<'_>) -> Section {
    let came = came(drill);
    let away = |id: &InjectId| stayed_away(drill, &came, *id);
    let all: Vec<InjectId> = drill.scenario.injects.ids().filter(away).collect();
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
    // What hangs on one thing and was kept away by another is another row.
    let mut roots: Vec<((Root, String), Vec<InjectId>)> = Vec::new();
    for &id in all {
        let root = (root(drill, id), why_not(drill, id).0);
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
fn stayed_away(drill: &Drill<'_>, came: &BTreeSet<InjectId>, id: InjectId) -> bool {
    !came.contains(&id) && !another_came(drill, came, id) && !follows_another(drill, came, id)
}

/// The injects that came.
fn came(drill: &Drill<'_>) -> BTreeSet<InjectId> {
    let came = drill.events().filter_map(|event| {
        let EventKind::InjectDelivered { inject, .. } = &event.kind else { return None };
        drill.scenario.injects.id(inject).ok()
    });
    came.collect()
}

/// Whether another came in its place: of several that begin at one moment, each has a guard, and one came.
fn another_came(drill: &Drill<'_>, came: &BTreeSet<InjectId>, id: InjectId) -> bool {
    let injects = &drill.scenario.injects;
    let same = |other: &InjectId| match (&injects[id].starts, &injects[*other].starts) {
        (Starts::At(one), Starts::At(other)) => one == other,
        (Starts::When(one), Starts::When(other)) => alike(drill, one, other),
        _ => false,
    };
    let mut rivals =
        injects.ids().filter(|&other| other != id && injects[other].while_.is_some()).filter(same);
    injects[id].while_.is_some() && rivals.any(|other| came.contains(&other))
}

/// Whether two conditions say the same: what each waits for stands apart, and is compared too.
fn alike(drill: &Drill<'_>, one: &Cond, other: &Cond) -> bool {
    let watched = |watch| &drill.scenario.watches[watch].inner;
    match (one, other) {
        (Cond::For(one, ms), Cond::For(other, other_ms)) => {
            ms == other_ms && alike(drill, watched(*one), watched(*other))
        }
        (Cond::Not(one), Cond::Not(other)) => alike(drill, one, other),
        (Cond::All(one), Cond::All(other)) | (Cond::Any(one), Cond::Any(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(drill, one, other))
        }
        (one, other) => one == other,
    }
}

/// Whether it only answers to another that did not come either.
fn follows_another(drill: &Drill<'_>, came: &BTreeSet<InjectId>, id: InjectId) -> bool {
    let Starts::When(when) = &drill.scenario.injects[id].starts else { return false };
    let held = |watch| Some(&drill.scenario.watches[watch].inner);
    let mut atoms = atoms(when, &held).into_iter();
    atoms.any(|atom| matches!(atom, Cond::Delivered(other) if *other != id && !came.contains(other)))
}

fn row(drill: &Drill<'_>, group: &Group) -> Row {
    let inject = &drill.scenario.injects[group.id];
    let title = match group.followers {
        0 => quote(&inject.title),
        more => format!("{}, and {more} more of its kind", quote(&inject.title)),
    };
    let voice = &drill.scenario.organisation.voices[inject.from];
    let (why, evidence) = why_not(drill, group.id);
    // What would have been said where nobody came to tells what is there.
    let said = match &drill.kept_back {
        Some(_) if why == NEVER_LED_TO => voice.to_string(),
        _ => format!("{voice}: {}", quote(&clip(&wording(inject), SAID))),
    };
    Row::new(vec![title, said, why], evidence)
}

/// Its first wording, with the first value of each variable.
fn wording(inject: &Inject) -> String {
    let text = inject.text.first().cloned().unwrap_or_default();
    inject.vars.iter().fold(text, |text, (name, values)| {
        text.replace(&format!("{{{name}}}"), values.first().map_or("", String::as_str))
    })
}

fn why_not(drill: &Drill<'_>, id: InjectId) -> (String, Vec<Seq>) {
    let name = drill.scenario.injects.name(id);
    let skipped = drill.last(|kind| matches!(kind, EventKind::InjectSkipped { inject } if inject == name));
    if let Some(moment) = skipped {
        return ("the facilitator left it out".to_string(), vec![moment.seq]);
    }
    let dropped = drill.events().rev().find_map(|event| {
        let EventKind::InjectNotNeeded { inject, why } = &event.kind else { return None };
        (inject == name).then_some((event, why))
    });
    if let Some((event, why)) = dropped {
        let clock = drill.clock(event.at);
        // What did not hold when its time came may never have held.
        let (why, evidence) = match taken_away(drill, id, event.seq) {
            _ if why != NO_LONGER => (format!("when its time came, at {clock}, {why}"), Vec::new()),
            None => (format!("when its time came, at {clock}, nothing called for it"), Vec::new()),
            Some((done, evidence)) => (format!("{done}, before its time came, at {clock}"), evidence),
        };
        return (why, evidence.into_iter().chain([event.seq]).collect());
    }
    if let Some((done, evidence)) = taken_away(drill, id, Seq(u64::MAX)) {
        return (done, evidence);
    }
    let scheduled =
        drill.last(|kind| matches!(kind, EventKind::InjectScheduled { inject, .. } if inject == name));
    let why = match (scheduled, ended(drill)) {
        (Some(_), Some((end, _, _))) if would_not_have_come(drill, id) => {
            format!("nothing called for it when the drill ended, at {}", drill.clock(end.at))
        }
        (Some(_), Some((end, _, _))) => format!("the drill ended first, at {}", drill.clock(end.at)),
        (Some(_), None) => "the record stops before it".to_string(),
        (None, _) => NEVER_LED_TO.to_string(),
    };
    (why, scheduled.into_iter().map(|moment| moment.seq).collect())
}

/// What was done before an event that took away what an inject needs, itself or by what that hangs on: in words, with
/// what was begun and what it did.
fn taken_away(drill: &Drill<'_>, id: InjectId, before: Seq) -> Option<(String, Vec<Seq>)> {
    let inject = &drill.scenario.injects[id];
    if conditions(inject).any(|cond| never(drill, cond)) {
        return None;
    }
    let done = earliest(conditions(inject).map(|cond| undoing(drill, cond, before, DEEP)))?;
    let said: Vec<String> = done.iter().filter_map(|event| deed(drill, event)).collect();
    if said.is_empty() {
        return None;
    }
    Some((and(&said), done.iter().flat_map(|event| event.cause.into_iter().chain([event.seq])).collect()))
}

/// What was done, in words, and when: "“roll back” by tech took effect at 10:04".
fn deed(drill: &Drill<'_>, event: &Event) -> Option<String> {
    let at = drill.clock(event.at);
    if let EventKind::RoleGiven { role, seat, .. } = &event.kind {
        return Some(format!("{seat} became {role} at {at}"));
    }
    if let EventKind::ActionStarted { action, .. } = &event.kind {
        return Some(format!("“{}” by {} was begun at {at}", drill.action_words(action), event.by));
    }
    if let EventKind::MilestoneReached { milestone } = &event.kind {
        let milestones = &drill.scenario.milestones;
        let says = milestones.id(milestone).ok().and_then(|id| milestones[id].says.clone());
        return Some(format!(
            "{} from {at} on",
            quote(&says.unwrap_or_else(|| unhyphen(milestone.as_str())))
        ));
    }
    if let EventKind::Updated { audiences, .. } = &event.kind {
        let to: Vec<_> = audiences.iter().map(|audience| drill.audience(audience)).collect();
        return Some(format!("{} told {} at {at}", event.by, and(&to)));
    }
    Some(format!("{} took effect at {at}", action(drill, event)?))
}

/// Of several that would each do, what was there first.
fn earliest<'a>(all: impl Iterator<Item = Vec<&'a Event>>) -> Option<Vec<&'a Event>> {
    all.filter(|done| !done.is_empty()).min_by_key(|done| done.iter().map(|event| event.seq).max())
}

/// The effects that keep a condition from holding; none, if it is kept by anything else as well.
fn undoing<'a>(drill: &Drill<'a>, cond: &Cond, before: Seq, deep: usize) -> Vec<&'a Event> {
    let inner = |cond: &Cond| undoing(drill, cond, before, deep);
    if let Cond::All(parts) = cond {
        let nor_this = parts.iter().any(|part| never(drill, part));
        let parts = parts.iter().filter(|_| !nor_this);
        return earliest(parts.map(inner)).unwrap_or_default();
    }
    if let Cond::Any(parts) = cond {
        let each: Vec<Vec<&Event>> = parts.iter().map(inner).collect();
        let all = each.iter().all(|done| !done.is_empty());
        let mut done: Vec<&Event> = each.into_iter().flatten().filter(|_| all).collect();
        done.dedup_by_key(|event| event.seq);
        return done;
    }
    if let Cond::For(watch, _) = cond {
        return inner(&drill.scenario.watches[*watch].inner);
    }
    let first = |is: &dyn Fn(&EventKind) -> bool| {
        let mut events = drill.events().filter(|event| event.seq < before);
        events.find(|event| is(&event.kind)).into_iter().collect()
    };
    if let Cond::Not(inner) = cond {
        if let Cond::Held(role) = inner.as_ref() {
            return first(&|kind| matches!(kind, EventKind::RoleGiven { role: given, .. } if given == role));
        }
        if let Cond::Milestone(id) = inner.as_ref() {
            let name = drill.scenario.milestones.name(*id);
            return first(
                &|kind| matches!(kind, EventKind::MilestoneReached { milestone } if milestone == name),
            );
        }
        if let Cond::Updated(id) = inner.as_ref() {
            let name = drill.scenario.organisation.audiences.name(*id);
            return first(
                &|kind| matches!(kind, EventKind::Updated { audiences, .. } if audiences.contains(name)),
            );
        }
        if let Cond::Tried(id, times) = inner.as_ref() {
            let name = drill.scenario.actions.name(*id);
            let begun =
                |kind: &EventKind| matches!(kind, EventKind::ActionStarted { action, .. } if action == name);
            let mut begun = drill.events().filter(|event| event.seq < before && begun(&event.kind));
            return begun.nth(times.saturating_sub(1) as usize).into_iter().collect();
        }
        let Cond::Done(id) = inner.as_ref() else { return Vec::new() };
        let name = drill.scenario.actions.name(*id);
        return first(&|kind| matches!(kind, EventKind::ActionTookEffect { action, .. } if action == name));
    }
    let Cond::Active(failure) = cond else { return Vec::new() };
    over_by(drill, *failure, before, deep)
}

/// Whether a condition waits for what was never begun: then nothing else has kept it from holding.
fn never(drill: &Drill<'_>, cond: &Cond) -> bool {
    if let Cond::All(parts) = cond {
        return parts.iter().any(|part| never(drill, part));
    }
    if let Cond::Any(parts) = cond {
        return parts.iter().all(|part| never(drill, part));
    }
    if let Cond::For(watch, _) = cond {
        return never(drill, &drill.scenario.watches[*watch].inner);
    }
    let (Cond::Done(action) | Cond::Tried(action, _)) = cond else { return false };
    let name = drill.scenario.actions.name(*action);
    drill.first(|kind| matches!(kind, EventKind::ActionStarted { action, .. } if action == name)).is_none()
}

/// The effect with which a failure was over, or with which another was that it hangs on.
fn over_by<'a>(drill: &Drill<'a>, failure: FailureId, before: Seq, deep: usize) -> Vec<&'a Event> {
    let name = drill.scenario.failures.name(failure);
    let last = drill.events().rev().filter(|event| event.seq < before).find(|event| {
        matches!(&event.kind, EventKind::FailureStarted { failure, .. } | EventKind::FailureCleared { failure } if failure == name)
    });
    match (last, &drill.scenario.failures[failure].starts) {
        (Some(last), _) => {
            let cleared = matches!(last.kind, EventKind::FailureCleared { .. });
            let effect = drill.cause(last).filter(|cause| action(drill, cause).is_some());
            // What ends by a condition ends with the change that made it true.
            let effect = effect.or_else(|| with_it(drill, last)).filter(|_| cleared);
            effect.into_iter().collect()
        }
        (None, Starts::When(when)) if deep > 0 => undoing(drill, when, before, deep - 1),
        (None, _) => Vec::new(),
    }
}

/// Whether what an inject needs did not hold when the drill ended.
fn would_not_have_come(drill: &Drill<'_>, id: InjectId) -> bool {
    let guard = drill.scenario.injects[id].while_.as_ref();
    let world = drill.graphs.as_ref().map(Graphs::world);
    guard.zip(world).is_some_and(|(guard, world)| !eval(guard, world, drill.end()).holds)
}
