//! What conditions can never hold: times after the end, values no failure reaches, and contradictions.

use std::ops::Range;

use super::names::Known;
use super::story::{Changed, Story};
use crate::quantity::Milli;
use crate::scenario::condition::{Cond, atoms};
use crate::scenario::id::{FailureId, FailureK, MetricId};
use crate::scenario::model::{Drive, Failure, Metric};
use crate::scenario::problem::Problem;
use crate::scenario::words::{Health, MetricKind};
use crate::time::SimTime;

use super::draft::Draft;

/// More than anybody reads.
const ENOUGH: usize = 200;

/// How low and how high each metric can get; `None`: without limit, as far as the file tells.
pub(super) struct Bounds(Vec<(Option<i64>, Option<i64>)>);

impl Bounds {
    /// From the baselines and everything that drives them.
    pub(super) fn new(draft: &Draft, changed: &Changed) -> Self {
        let from = |metric: &Option<Metric>| {
            metric.as_ref().map_or((None, None), |m| (Some(m.baseline.0), Some(m.baseline.0)))
        };
        let mut bounds = Bounds(draft.metrics.iter().map(from).collect());
        for (n, failure) in draft.failures.iter().enumerate() {
            let Some(failure) = failure else { continue };
            let started = changed.starts.contains(&FailureId::new(n));
            failure.drives.iter().for_each(|drive| bounds.moved(drive, failure, started, draft));
        }
        // An action can be done again and again.
        for drive in draft.actions.iter().flatten().flat_map(|action| &action.drives) {
            bounds.unbound(drive);
        }
        bounds
    }

    fn moved(&mut self, drive: &Drive, failure: &Failure, started: bool, draft: &Draft) {
        let metric = draft.metrics.get(drive.metric.n()).and_then(Option::as_ref);
        let counts = metric.is_some_and(|metric| metric.kind == MetricKind::Counter);
        let Some(most) = most(drive, failure, started).filter(|_| !counts) else {
            return self.unbound(drive);
        };
        let Some((low, high)) = self.0.get_mut(drive.metric.n()) else { return };
        let side = if drive.by.0 < 0 { low } else { high };
        *side = side.map(|value| value.saturating_add(most));
    }

    fn unbound(&mut self, drive: &Drive) {
        let Some((low, high)) = self.0.get_mut(drive.metric.n()) else { return };
        *(if drive.by.0 < 0 { low } else { high }) = None;
    }

    /// The least and the most of one.
    pub(super) fn of(&self, id: MetricId) -> (Option<i64>, Option<i64>) {
        self.0.get(id.n()).copied().unwrap_or_default()
    }
}

/// The most that a drive adds at any time: itself, and what is left of it from each time before. What is started again
/// and again, by whatever it may be, and goes back slowly, has no bound.
fn most(drive: &Drive, failure: &Failure, started: bool) -> Option<i64> {
    let (by, way) = (i128::from(drive.by.0), i128::from(drive.recovers.ms()));
    if way == 0 {
        return Some(drive.by.0);
    }
    if started || failure.repeat {
        return None;
    }
    let (times, after) = failure.returns.as_ref().map_or((0, 0), |r| (r.times, i128::from(r.after.ms())));
    // Away from zero, so that it is a bound.
    let left = |n: u32| (by.abs() * (way - after * i128::from(n)).max(0) + way - 1).div_euclid(way);
    let all = by.signum() * (0..=times).map(left).sum::<i128>();
    i64::try_from(all).ok()
}

/// Why something can never hold.
struct Never {
    code: &'static str,
    why: String,
    /// The name to point at, if it is one.
    name: Option<String>,
    help: String,
}

/// Every condition that can never hold, or that noise would reach.
pub(super) fn conditions(story: &Story<'_, '_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for placed in story.conds {
        if found.len() >= ENOUGH {
            break;
        }
        let late = story.earliest(&placed.cond);
        if late.ms() > story.latest.ms() && late < SimTime::FAR {
            found.push(too_late(story, &placed.at, late));
        } else {
            let mut dead = Vec::new();
            alternatives(story, &placed.cond, &mut dead);
            found
                .extend(dead.into_iter().map(|never| never_holds(story, &placed.at, never, placed.is_alert)));
        }
        noise(story, &placed.cond, &placed.at, &mut found);
    }
    found
}

fn too_late(story: &Story<'_, '_>, at: &Range<usize>, late: SimTime) -> Problem {
    let message = format!(
        "this can't hold before {}, and the drill is over at {}",
        late.since(SimTime::START),
        story.latest
    );
    let help = "make the times shorter, or `ends.latest` later";
    story.error("scenario::after_the_end", at.clone(), message).label("too late").help(help)
}

fn never_holds(story: &Story<'_, '_>, at: &Range<usize>, never: Never, alert: bool) -> Problem {
    let place = never.name.map_or(at.clone(), |name| story.desk.quoted(at.clone(), &name));
    let what = if alert { "this alert never fires" } else { "this can never hold" };
    story.error(never.code, place, format!("{what}: {}", never.why)).label("never true").help(never.help)
}

/// What can never hold: the whole, or one of several alternatives.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn alternatives(story: &Story<'_, '_>, cond: &Cond, dead: &mut Vec<Never>) {
    match cond {
        Cond::Any(inner) if !inner.is_empty() => {
            inner.iter().for_each(|cond| alternatives(story, cond, dead))
        }
        Cond::For(watch, _) => {
            if let Some(watch) = story.watches.get(watch.n()) {
                alternatives(story, &watch.inner, dead);
            }
        }
        _ => dead.extend(never(story, cond)),
    }
}

/// Why a condition can never hold, if it can't.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn never(story: &Story<'_, '_>, cond: &Cond) -> Option<Never> {
    let said = |code, why: String, name: &str, help: String| {
        Some(Never { code, why, name: Some(name.into()), help })
    };
    match cond {
        Cond::All(inner) => {
            inner.iter().find_map(|cond| never(story, cond)).or_else(|| contradiction(story, inner))
        }
        Cond::Any(inner) if inner.is_empty() => {
            let (why, help) = (
                "there is no alternative in it".into(),
                "write at least one: `Any([Declared, At(\"5m\")])`".into(),
            );
            Some(Never { code: "scenario::never_holds", why, name: None, help })
        }
        Cond::Any(inner) => {
            let mut all: Vec<Never> = inner.iter().map_while(|cond| never(story, cond)).collect();
            if all.len() == inner.len() { all.pop() } else { None }
        }
        Cond::For(watch, _) => never(story, &story.watches.get(watch.n())?.inner),
        Cond::Above(id, limit) => {
            let most = story.bounds.of(*id).1.filter(|&most| most <= limit.0)?;
            out_of_reach(story, *id, "above", *limit, Milli(most))
        }
        Cond::Below(id, limit) => {
            let least = story.bounds.of(*id).0.filter(|&least| least >= limit.0)?;
            out_of_reach(story, *id, "below", *limit, Milli(least))
        }
        Cond::Undone(id) => {
            let action = story.draft.actions[id.n()].as_ref().filter(|action| action.undo.is_none());
            let name = action.map(|_| story.entry(*id).name)?;
            let why = format!("the action `{name}` can't be undone");
            said(
                "scenario::never_holds",
                why,
                name,
                "give the action an `undo`, such as `undo: \"10m\"`".into(),
            )
        }
        Cond::Cleared(id) if !story.may_clear(*id) => {
            let name = story.entry(*id).name;
            let help = format!(
                "let an action clear it: `clears: [\"{name}\"]`; or give it `lasts` or `clears_when`"
            );
            said("scenario::never_clears", format!("nothing clears the failure `{name}`"), name, help)
        }
        Cond::Not(inner)
            if **inner == Cond::All(Vec::new()) || matches!(**inner, Cond::Health(_, Health::Healthy)) =>
        {
            let (why, help) =
                ("what it denies is always true".into(), "say what has to be the case instead".into());
            Some(Never { code: "scenario::never_holds", why, name: None, help })
        }
        _ => None,
    }
}

fn out_of_reach(
    story: &Story<'_, '_>,
    id: MetricId,
    side: &str,
    limit: Milli,
    reach: Milli,
) -> Option<Never> {
    let name = story.entry(id).name;
    // A failure that could not be read, or that nobody knows, may drive it.
    let unknown = story.desk.problems.iter().any(|problem| problem.code == FailureK::CODE);
    if story.excused(id) || unknown {
        return None;
    }
    let furthest = if side == "above" { "most" } else { "least" };
    let why = format!(
        "with everything that drives it at once, `{name}` gets to {reach} at {furthest}, never {side} {limit}"
    );
    let why = if story.draft.metrics[id.n()].as_ref().is_some_and(|metric| metric.baseline == reach) {
        format!(
            "`{name}` is never {side} {limit}: nothing drives it away from its baseline {reach} on that side"
        )
    } else {
        why
    };
    let help =
        format!("move the threshold, or let a failure drive it: `drives: [(metric: \"{name}\", to: …)]`");
    Some(Never { code: "scenario::out_of_reach", why, name: Some(name.into()), help })
}

/// Why two conditions can never hold at once, if one holds a part that excludes a part of the other.
pub(super) fn apart(story: &Story<'_, '_>, one: &Cond, other: &Cond) -> Option<String> {
    let (ones, others) = (parts(story, one), parts(story, other));
    let pairs = ones.iter().take(30).flat_map(|a| others.iter().take(30).map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| excludes(a, b) || excludes(b, a))?;
    Some(format!("{} and {}", shown(story, a), shown(story, b)))
}

/// What has to hold for a condition to hold: its parts, and what a `For` waits for.
fn parts(story: &Story<'_, '_>, cond: &Cond) -> Vec<Cond> {
    if let Cond::All(inner) = cond {
        return inner.iter().take(30).flat_map(|cond| parts(story, cond)).collect();
    }
    let mut all = vec![cond.clone()];
    if let Cond::For(watch, _) = cond
        && let Some(watch) = story.watches.get(watch.n())
    {
        all.extend(parts(story, &watch.inner));
    }
    all
}

/// Two parts of one `All` that exclude each other.
fn contradiction(story: &Story<'_, '_>, parts: &[Cond]) -> Option<Never> {
    // Quadratic, and so for short lists only; nobody writes a contradiction over a hundred parts.
    let parts = &parts[..parts.len().min(100)];
    let pairs = parts.iter().enumerate().flat_map(|(n, a)| parts[n + 1..].iter().map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| excludes(a, b) || excludes(b, a))?;
    let why = format!("{} and {} exclude each other", shown(story, a), shown(story, b));
    let help = "take one of the two out, or write `Any([…])` if either will do".into();
    Some(Never { code: "scenario::contradiction", why, name: None, help })
}

/// Whether the second can't hold while the first does.
fn excludes(a: &Cond, b: &Cond) -> bool {
    match (a, b) {
        (Cond::Active(one), Cond::Cleared(other)) => one == other,
        (Cond::Above(one, low), Cond::Below(other, high)) => one == other && high <= low,
        (a, Cond::Not(b)) => implies(a, b),
        _ => false,
    }
}

/// Whether the first is never true without the second.
pub(super) fn implies(a: &Cond, b: &Cond) -> bool {
    match (a, b) {
        (Cond::Health(one, ill), Cond::Health(other, least)) => one == other && ill >= least,
        (Cond::Severity(declared), Cond::Severity(least)) => declared <= least,
        (Cond::Severity(_), Cond::Declared) => true,
        (Cond::Above(one, high), Cond::Above(other, low)) => one == other && high >= low,
        (Cond::Below(one, low), Cond::Below(other, high)) => one == other && low <= high,
        (Cond::At(late), Cond::At(early)) => late >= early,
        (Cond::Tried(one, often), Cond::Tried(other, times)) => one == other && often >= times,
        (Cond::Done(one), Cond::Tried(other, 1)) => one == other,
        (Cond::UpdatedWithin(_, one), Cond::Updated(other)) => one == other,
        (a, b) => a == b,
    }
}

/// A condition as the file writes it, as far as a message needs it.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn shown(story: &Story<'_, '_>, cond: &Cond) -> String {
    match cond {
        Cond::Active(id) => format!("`Active(\"{}\")`", story.entry(*id).name),
        Cond::Cleared(id) => format!("`Cleared(\"{}\")`", story.entry(*id).name),
        Cond::Done(id) => format!("`Done(\"{}\")`", story.entry(*id).name),
        Cond::Delivered(id) => format!("`Delivered(\"{}\")`", story.entry(*id).name),
        Cond::Milestone(id) => format!("`Milestone(\"{}\")`", story.entry(*id).name),
        Cond::Above(id, limit) => format!("`Above(\"{}\", {limit})`", story.entry(*id).name),
        Cond::Below(id, limit) => format!("`Below(\"{}\", {limit})`", story.entry(*id).name),
        Cond::Updated(id) => format!("`Updated(\"{}\")`", story.entry(*id).name),
        Cond::Held(role) => format!("`Held({role:?})`"),
        Cond::Not(inner) if matches!(**inner, Cond::Held(_)) => shown(story, inner).replace("Held", "Vacant"),
        Cond::Holds(seat, role) => format!("`Holds(\"{}\", {role:?})`", story.entry(*seat).name),
        Cond::Declared => "`Declared`".into(),
        Cond::Severity(severity) => format!("`Severity({severity:?})`"),
        Cond::At(at) => format!("`At(\"{}\")`", at.since(SimTime::START)),
        Cond::Not(inner) => format!("`Not({})`", shown(story, inner).trim_matches('`')),
        _ => "one part".into(),
    }
}

/// Thresholds that a reading's noise reaches from the baseline.
fn noise(story: &Story<'_, '_>, cond: &Cond, at: &Range<usize>, found: &mut Vec<Problem>) {
    for atom in atoms(cond, &|watch| story.watches.get(watch.n()).map(|watch| &watch.inner)) {
        if let Cond::Above(id, limit) | Cond::Below(id, limit) = atom {
            let problem = noisy(story, *id, *limit, at, found.len());
            found.extend(problem);
        }
    }
}

fn noisy(
    story: &Story<'_, '_>,
    id: MetricId,
    limit: Milli,
    at: &Range<usize>,
    found: usize,
) -> Option<Problem> {
    let metric = story.draft.metrics[id.n()].as_ref()?;
    let gap = (limit.0 - metric.baseline.0).abs();
    if found >= ENOUGH || metric.noise.0 == 0 || metric.noise.0 < gap {
        return None;
    }
    let name = story.entry(id).name;
    let message =
        format!("with noise {}, a reading of `{name}` reaches {limit} while all is well", metric.noise);
    let help = format!(
        "move the threshold away from the baseline {}, or make the noise less than {}",
        metric.baseline,
        Milli(gap)
    );
    let place = story.desk.quoted(at.clone(), name);
    Some(
        story
            .error("scenario::noise", place, message)
            .label("too near to the baseline")
            .help(help)
            .also(story.entry(id).place.clone(), "the metric"),
    )
}
