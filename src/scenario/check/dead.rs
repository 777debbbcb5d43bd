//! Pieces that can never matter: what waits for itself, comes after the end, is ruled out when it comes, or stands
//! behind something that is always taken first.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Entry;
use super::reach::apart;
use super::start::Start;
use super::story::{Changed, Story};
use crate::scenario::condition::Cond;
use crate::scenario::id::{AlertId, FailureId, Id, InjectId, MilestoneId};
use crate::scenario::model::{Finding, FindingOn, Inject, Readers, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::time::SimTime;

/// So often it is asked what else can come; a hostile file has a thousand things in a row.
const ROUNDS: usize = 64;
/// With so many others a finding is compared.
const COMPARED: usize = 20;

impl<'r> Story<'_, 'r> {
    /// Everything that has no effect, whoever plays.
    pub(super) fn dead<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut found = self.rings();
        found.extend(self.failures_after_the_end(raw));
        for (n, (inject, part)) in self.draft.injects.iter().zip(&raw.injects).enumerate() {
            if let (Some(inject), Some(raw)) = (inject, part.get()) {
                let late = self.inject_after_the_end(Id::new(n), inject, raw);
                let id = Id::new(n);
                found.extend(
                    late.or_else(|| self.needs_itself(id, inject, raw))
                        .or_else(|| self.never_needed(inject, raw)),
                );
            }
        }
        found.extend(self.superseded_at_once(raw));
        found.extend(self.never_given(raw));
        found
    }

    fn failures_after_the_end<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all = self.draft.failures.iter().zip(&raw.failures).enumerate();
        all.filter_map(|(n, (failure, part))| {
            let (failure, after) = (failure.as_ref()?, part.get()?.after.as_ref()?);
            let begins = self.begins(&failure.starts)? + failure.after;
            let what = format!("the failure `{}`", self.entry(FailureId::new(n)).name);
            self.after_the_end(&what, begins, self.desk.place(after))
        })
        .collect()
    }

    fn inject_after_the_end<M: Mode>(
        &self,
        id: InjectId,
        inject: &Inject,
        raw: &'r raw::Inject<'r, M>,
    ) -> Option<Problem> {
        let after = raw.after.as_ref()?;
        let what = format!("the inject `{}`", self.entry(id).name);
        // What an action fires is begun at the start, at the earliest.
        let begins = self.begins(&inject.starts).unwrap_or(SimTime::START);
        self.after_the_end(&what, begins + inject.after, self.desk.place(after))
    }

    /// When something begins by itself, at the earliest.
    pub(super) fn begins(&self, starts: &Starts) -> Option<SimTime> {
        match starts {
            Starts::At(at) => Some(SimTime::START + *at),
            Starts::When(cond) => Some(self.earliest(cond)),
            Starts::Never => None,
        }
    }

    fn after_the_end(&self, what: &str, at: SimTime, place: std::ops::Range<usize>) -> Option<Problem> {
        if at.ms() <= self.latest.ms() || at >= SimTime::FAR {
            return None;
        }
        let at = at.since(SimTime::START);
        let message =
            format!("with this, {what} does not come before {at}, and the drill is over at {}", self.latest);
        let problem = self.error("scenario::after_the_end", place, message).label("too late");
        Some(problem.help("make `after` shorter, or `ends.latest` later"))
    }

    /// An inject that is needed only once it has come.
    fn needs_itself<M: Mode>(
        &self,
        id: InjectId,
        inject: &Inject,
        raw: &'r raw::Inject<'r, M>,
    ) -> Option<Problem> {
        let (cond, part) = (inject.while_.as_ref()?, raw.while_.as_ref()?);
        let own = Cond::Delivered(id);
        let needs = *cond == own || matches!(cond, Cond::All(inner) if inner.contains(&own));
        let name = self.entry(id).name;
        let message = "this inject is never needed: its `while` waits until it has come".into();
        let place = self.desk.quoted(self.desk.place(part), name);
        needs.then(|| {
            self.error("scenario::never_needed", place, message).label("itself").help(
                "write there what makes the inject pointless once it is over, such as `while: Active(\"bad-deploy\")`; to let it come once is how it is without `repeat`",
            )
        })
    }

    /// An inject whose `while` can't hold when it comes.
    fn never_needed<M: Mode>(&self, inject: &Inject, raw: &'r raw::Inject<'r, M>) -> Option<Problem> {
        let (cond, part) = (inject.while_.as_ref()?, raw.while_.as_ref()?);
        let place = self.desk.place(part);
        let from = self.begins(&inject.starts)? + inject.after;
        // What triggers it may hold at the start already, and then it comes at once.
        let at_once = match &inject.starts {
            Starts::When(when) => !inject.repeat && Start::new(self).holds(when) == Some(true),
            Starts::At(_) => true,
            Starts::Never => false,
        };
        let to = if at_once { from + inject.jitter } else { SimTime::FAR };
        let what = "this inject is never needed";
        let problem = |why: String| {
            let message = format!("{what}: {why}");
            self.error("scenario::never_needed", place.clone(), message).label("does not hold then").help(
                "`while` is looked at once, when the inject comes; write there what makes the inject pointless once it is over, such as `while: Active(\"bad-deploy\")`",
            )
        };
        if self.certain(cond, from, to) == Some(false) {
            let when = if from == to || to == SimTime::FAR {
                format!("{}", from.since(SimTime::START))
            } else {
                format!("{} to {}", from.since(SimTime::START), to.since(SimTime::START))
            };
            let when = if to == SimTime::FAR { format!("from {when} on") } else { format!("at {when}") };
            return Some(problem(format!("it comes {when}, and its `while` does not hold then")));
        }
        let no_wait = inject.after.ms() == 0 && inject.jitter.ms() == 0;
        let Starts::When(when) = &inject.starts else { return None };
        // A trigger that excludes itself is said of the trigger.
        let both = apart(self, when, cond).filter(|_| no_wait && apart(self, when, when).is_none())?;
        Some(problem(format!("its trigger and its `while` exclude each other, {both}")))
    }

    /// Whether a condition holds throughout a stretch of time, or never in it, as far as the clock alone tells.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn certain(&self, cond: &Cond, from: SimTime, to: SimTime) -> Option<bool> {
        let fold = |inner: &[Cond], any: bool| {
            let parts: Vec<Option<bool>> = inner.iter().map(|cond| self.certain(cond, from, to)).collect();
            if parts.contains(&Some(any)) {
                return Some(any);
            }
            parts.iter().all(Option::is_some).then_some(!any)
        };
        match cond {
            Cond::All(inner) => fold(inner, false),
            Cond::Any(inner) => fold(inner, true),
            Cond::Not(inner) => self.certain(inner, from, to).map(|holds| !holds),
            Cond::At(at) if *at <= from => Some(true),
            Cond::At(at) if *at > to => Some(false),
            Cond::At(_) => None,
            _ => (self.earliest(cond) > to).then_some(false),
        }
    }

    /// Expected actions that are no longer needed before anybody could do them.
    fn superseded_at_once<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut start = Start::new(self);
        let all = self.draft.expected.iter().zip(&raw.expected).enumerate();
        let dead = all.filter_map(|(n, (expected, part))| {
            let (cond, raw) =
                (expected.as_ref()?.superseded_by.as_ref()?, part.get()?.superseded_by.as_ref()?);
            (start.holds(cond) == Some(true)).then(|| (n, self.desk.place(raw)))
        });
        dead.map(|(n, place)| {
            let name = self.names.expected.entry(n).name;
            let message = format!("`{name}` is never needed: what supersedes it holds from the start");
            let problem = self.error("scenario::superseded_at_once", place, message).label("true at once");
            problem.help("name what makes it pointless once it has happened, such as `superseded_by: Cleared(\"bad-deploy\")`")
        })
        .collect()
    }

    /// Findings behind one that is always given first.
    fn never_given<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(system) = raw.system.get() else { return Vec::new() };
        let mut open: Vec<(FindingOn, &Finding, usize)> = Vec::new();
        let mut found = Vec::new();
        for (n, finding) in self.draft.findings.iter().enumerate() {
            let Some(finding) =
                finding.as_ref().filter(|finding| self.is_sure_who(finding, system.findings.get(n)))
            else {
                continue;
            };
            let (Some(part), hidden) = (
                system.findings.get(n),
                open.iter()
                    .filter(|(on, ..)| *on == finding.on)
                    .take(COMPARED)
                    .find(|(_, first, _)| covers(&first.to, &finding.to)),
            ) else {
                continue;
            };
            if let Some((_, _, first)) = hidden {
                found.push(self.shadowed(part, system.findings.get(*first)));
            } else if finding.when.is_none() && !finding.once {
                open.push((finding.on, finding, n));
            }
        }
        found
    }

    /// Whether it is known who gets an answer: of a seat that could not be read, nobody knows the team.
    fn is_sure_who<'a, M: Mode>(
        &self,
        finding: &Finding,
        part: Option<&Part<'a, raw::Finding<'a, M>, M>>,
    ) -> bool {
        let narrowed = part.and_then(Part::get).is_none_or(|raw| !raw.to.is_empty());
        !narrowed || matches!(finding.to, Readers::Seats(_))
    }

    fn shadowed<'a, T, M: Mode>(
        &self,
        part: &Part<'a, raw::Finding<'a, M>, M>,
        first: Option<&Part<'a, T, M>>,
    ) -> Problem {
        let at = part.get().map_or_else(|| self.desk.place(part), |raw| self.desk.place(&raw.on));
        let message = "this answer is never given: the one above it comes first, for whoever asks".into();
        let problem = self.error("scenario::never_given", at, message).label("never given");
        let problem = problem.help(
            "of several, the first that fits is given: put the lower one above the upper one; or give the upper one a `when`, a `to` or `once: true`",
        );
        let first = first.map_or(0..0, |first| self.desk.place(first));
        problem.also(first.start..first.end.min(first.start + 1), "given first")
    }

    /// What only comes after itself.
    fn rings(&self) -> Vec<Problem> {
        let Some(possible) = Possible::new(self) else { return Vec::new() };
        // Each is walked over once: a hostile file has a thousand in a ring.
        let mut done: BTreeSet<Thing> = BTreeSet::new();
        let mut found = Vec::new();
        for thing in possible.never() {
            let (mut path, mut place) = (Vec::new(), BTreeMap::new());
            let mut next = Some(thing);
            while let Some(thing) = next.filter(|thing| !done.contains(thing)) {
                if let Some(&start) = place.get(&thing) {
                    found.push(self.ring(&path[start..]));
                    break;
                }
                place.insert(thing, path.len());
                path.push(thing);
                next = possible.waits_for(self, thing);
            }
            done.extend(path);
        }
        found
    }

    fn ring(&self, ring: &[Thing]) -> Problem {
        let shown: Vec<String> =
            ring.iter().chain(ring.first()).take(8).map(|thing| self.called(*thing)).collect();
        let message = match ring {
            [one] => format!("the {} waits for itself, and so never comes", self.called(*one)),
            _ => format!("these wait for each other, and so never come: {}", shown.join(" ← ")),
        };
        let place = ring.first().map_or(0..0, |thing| self.entry_of(*thing).place.clone());
        let help = match ring {
            [_] => {
                "let it begin with something else, or with something else as well: a time, a move, a failure; or delete it"
            }
            _ => {
                "let one of them begin with something else as well: a time, a move, a failure; or delete them"
            }
        };
        self.error("scenario::waits_for_itself", place, message).label("comes only after itself").help(help)
    }

    fn called(&self, thing: Thing) -> String {
        let word = match thing {
            Thing::Milestone(_) => "milestone",
            Thing::Failure(_) => "failure",
            Thing::Inject(_) => "inject",
            Thing::Alert(_) => "alert",
        };
        format!("{word} `{}`", self.entry_of(thing).name)
    }

    fn entry_of(&self, thing: Thing) -> &Entry<'r> {
        match thing {
            Thing::Milestone(id) => self.entry(id),
            Thing::Failure(id) => self.entry(id),
            Thing::Inject(id) => self.entry(id),
            Thing::Alert(id) => self.entry(id),
        }
    }

    fn is_excused(&self, thing: Thing) -> bool {
        match thing {
            Thing::Milestone(id) => self.excused(id),
            Thing::Failure(id) => self.excused(id),
            Thing::Inject(id) => self.excused(id),
            Thing::Alert(id) => self.excused(id),
        }
    }
}

/// Whether whoever is among the second is among the first, too.
fn covers(first: &Readers, second: &Readers) -> bool {
    match (first, second) {
        (Readers::Everyone, _) => true,
        (Readers::Seats(_), Readers::Everyone) => false,
        (Readers::Seats(first), Readers::Seats(second)) => {
            first.len().max(second.len()) <= COMPARED && second.iter().all(|seat| first.contains(seat))
        }
    }
}

/// Something that comes once a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Milestone(MilestoneId),
    Failure(FailureId),
    Inject(InjectId),
    Alert(AlertId),
}

/// What can come at all, if everybody does whatever they can: grown from what waits for nothing, until nothing is added.
struct Possible {
    /// What actions, and the injects that come, change.
    changed: Changed,
    milestones: Vec<bool>,
    failures: Vec<bool>,
    injects: Vec<bool>,
    alerts: Vec<bool>,
}

impl Possible {
    /// `None` if that takes too long to find out.
    fn new(story: &Story<'_, '_>) -> Option<Self> {
        let draft = story.draft;
        let mut possible = Possible {
            changed: Changed::acted(draft),
            milestones: vec![false; draft.milestones.len()],
            failures: vec![false; draft.failures.len()],
            injects: vec![false; draft.injects.len()],
            alerts: vec![false; draft.alerts.len()],
        };
        (0..ROUNDS).any(|_| !possible.grow(story)).then_some(possible)
    }

    /// One round; whether anything was added.
    fn grow(&mut self, story: &Story<'_, '_>) -> bool {
        let mut grown = false;
        for thing in self.never() {
            if story.is_excused(thing) || self.comes(story, thing) {
                self.add(story, thing);
                grown = true;
            }
        }
        grown
    }

    fn add(&mut self, story: &Story<'_, '_>, thing: Thing) {
        match thing {
            Thing::Milestone(id) => self.milestones[id.n()] = true,
            Thing::Failure(id) => self.failures[id.n()] = true,
            Thing::Alert(id) => self.alerts[id.n()] = true,
            Thing::Inject(id) => {
                self.injects[id.n()] = true;
                story.draft.injects[id.n()].iter().for_each(|inject| self.changed.add(&inject.effects));
            }
        }
    }

    /// What has not come so far.
    fn never(&self) -> Vec<Thing> {
        fn ids<K>(list: &[bool]) -> impl Iterator<Item = Id<K>> {
            list.iter().enumerate().filter(|(_, possible)| !**possible).map(|(n, _)| Id::new(n))
        }
        let milestones = ids(&self.milestones).map(Thing::Milestone);
        let failures = ids(&self.failures).map(Thing::Failure);
        let injects = ids(&self.injects).map(Thing::Inject);
        milestones.chain(failures).chain(injects).chain(ids(&self.alerts).map(Thing::Alert)).collect()
    }

    /// Whether something comes, given what comes so far. What nothing brings at all is said elsewhere.
    fn comes(&self, story: &Story<'_, '_>, thing: Thing) -> bool {
        let own = match own_condition(story, thing) {
            None => true,
            Some(cond) => self.first_missing(story, cond).is_none(),
        };
        own || self.is_brought(thing)
    }

    /// Whether an action, or an inject that comes, brings it.
    fn is_brought(&self, thing: Thing) -> bool {
        match thing {
            Thing::Milestone(id) => self.changed.reaches.contains(&id),
            Thing::Failure(id) => self.changed.starts.contains(&id),
            Thing::Inject(id) => self.changed.fires.contains(&id),
            Thing::Alert(_) => false,
        }
    }

    /// What keeps a condition from holding.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here can be so")]
    fn first_missing(&self, story: &Story<'_, '_>, cond: &Cond) -> Option<Thing> {
        match cond {
            Cond::All(inner) => inner.iter().find_map(|cond| self.first_missing(story, cond)),
            Cond::Any(inner) => {
                let missing: Vec<Thing> =
                    inner.iter().map_while(|cond| self.first_missing(story, cond)).collect();
                if missing.len() == inner.len() { missing.first().copied() } else { None }
            }
            Cond::For(watch, _) => self.first_missing(story, &story.watches.get(watch.n())?.inner),
            Cond::Milestone(id) => (!self.milestones[id.n()]).then_some(Thing::Milestone(*id)),
            Cond::Delivered(id) => (!self.injects[id.n()]).then_some(Thing::Inject(*id)),
            Cond::Active(id) | Cond::Cleared(id) => (!self.failures[id.n()]).then_some(Thing::Failure(*id)),
            Cond::Firing(id) => (!self.alerts[id.n()]).then_some(Thing::Alert(*id)),
            _ => None,
        }
    }

    /// What something waits for that never comes.
    fn waits_for(&self, story: &Story<'_, '_>, thing: Thing) -> Option<Thing> {
        own_condition(story, thing).and_then(|cond| self.first_missing(story, cond))
    }
}

/// The condition that brings something by itself; `None` if it needs none, or has none, or could not be read.
fn own_condition<'s>(story: &'s Story<'_, '_>, thing: Thing) -> Option<&'s Cond> {
    let draft = story.draft;
    let of = |starts: &'s Starts| match starts {
        Starts::When(cond) => Some(cond),
        Starts::At(_) | Starts::Never => None,
    };
    match thing {
        Thing::Milestone(id) => draft.milestones[id.n()].as_ref()?.when.as_ref(),
        Thing::Failure(id) => of(&draft.failures[id.n()].as_ref()?.starts),
        // A contingency may be sent by hand.
        Thing::Inject(id) => {
            draft.injects[id.n()].as_ref().filter(|i| !i.contingency).and_then(|i| of(&i.starts))
        }
        Thing::Alert(id) => draft.alerts[id.n()].as_ref().map(|alert| &alert.when),
    }
}
