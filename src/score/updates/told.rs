//! Who was told what, when: the updates that qualify, the audiences that are owed them, and the silences between.

use std::collections::BTreeMap;

use crate::engine::event::{Actor, Seq};
use crate::prose::and;
use crate::scenario::id::AudienceId;
use crate::scenario::words::{AudienceKind, Severity};
use crate::score::case::{Case, Instant};
use crate::score::curve::lin;
use crate::score::due::{Due, Verdict};
use crate::score::facts::{Moment, Post};
use crate::score::profile::{Count, Rule, Span};
use crate::score::proof::Proofs;
use crate::score::slots;
use crate::time::{SimDuration, SimTime};

/// An update that qualifies: it reaches an audience beyond the resolvers and says the state.
pub(crate) struct Sent<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) to: Vec<AudienceId>,
    /// The state that it says.
    pub(crate) state: Option<&'static str>,
    /// Which of state, impact, doing and next are filled.
    pub(crate) filled: [bool; 4],
    /// Which of them had words, be they enough or not.
    pub(crate) said: [bool; 4],
    /// Which of them the facilitator marked as wrong.
    pub(crate) marked: [bool; 4],
    pub(crate) next: Option<SimDuration>,
    /// Its next time is later than any rule allows: it says nothing about when to listen again.
    pub(crate) far: bool,
    /// It is a last word: at most five minutes before closing, or after it.
    pub(crate) closing: bool,
    /// Its content is worth nothing: it said that it is resolved while harm was done, or was marked as wrong.
    pub(crate) wrong: Option<Wrongly>,
    /// Where failures with impact were active when it said that it is resolved.
    pub(crate) harms: Vec<String>,
    /// It said that it is resolved, and what its own crew read last to show that was not good: that reading.
    pub(crate) unseen: Option<Seq>,
    /// It told customers when it will be over.
    pub(crate) estimate: bool,
    /// The update that had told the same people the same words, the last they heard.
    pub(crate) again: Option<Seq>,
}

/// The slots of an update.
const SLOTS: [&str; 4] = ["state", "impact", "doing", "next"];

/// Why what an update says is worth nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrongly {
    /// It said resolved while a failure was active.
    Early,
    /// The facilitator marked it.
    Marked,
}

/// An audience that is owed updates.
pub(crate) struct Owed {
    pub(crate) name: String,
    to: Vec<AudienceId>,
    customers: bool,
    pub(crate) opens: SimTime,
    /// When no row in force asked for it any more, if that was before the end.
    pub(crate) lapses: Option<SimTime>,
}

/// What an audience got.
pub(crate) struct Served {
    pub(crate) owed: Owed,
    /// The updates it got, by their place among those sent.
    pub(crate) got: Vec<usize>,
    pub(crate) first: Verdict,
    /// The incident was over before its first update was due.
    pub(crate) short: bool,
    pub(crate) gaps: Vec<Silence>,
}

/// The time from one update to the next, or to the end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silence {
    pub(crate) due: Due,
    pub(crate) to: SimTime,
    pub(crate) opened_by: Seq,
    pub(crate) ended_by: Option<Seq>,
    pub(crate) credit: u32,
}

impl Silence {
    pub(crate) fn length(&self) -> SimDuration {
        self.to.since(self.due.start)
    }

    /// When it began: with an update, or when its audience began to be owed one.
    pub(crate) fn from(&self) -> Moment {
        Moment { at: self.due.start, seq: self.opened_by }
    }

    /// When it ended: with an update, or with what was asked for.
    pub(crate) fn until(&self, case: &Case<'_>) -> Instant {
        let end = case.anchors.end;
        let ended = self.ended_by.map(|seq| Moment { at: self.to, seq });
        ended.or((self.to == end.at).then_some(end)).map_or(Instant::At(self.to), Instant::Of)
    }
}

/// All updates of a drill, and all audiences.
pub(crate) struct Told<'a> {
    pub(crate) sent: Vec<Sent<'a>>,
    /// Every word that told somebody something, the resolvers' own channel too.
    words: Vec<(Moment, Vec<AudienceId>)>,
    pub(crate) served: Vec<Served>,
    /// Until when updates were looked for.
    pub(crate) heard: SimTime,
}

impl<'a> Told<'a> {
    pub(crate) fn of(case: &Case<'a>, proofs: &Proofs<'_>) -> Self {
        let (sent, words) = sent(case);
        let watched = Watched::of(case, proofs, &sent);
        let owed = owed(case);
        let heard = heard(case, &sent, &owed);
        let served = owed.into_iter().map(|owed| serve(case, &sent, &watched, heard, owed)).collect();
        Told { sent, words, served, heard }
    }

    /// When everybody whom an update told had heard again; none while somebody has not. What was promised in the team's own
    /// channel is kept there, also at a severity at which no update counts that goes there alone.
    pub(crate) fn heard_again(&self, update: &Sent<'_>) -> Option<Moment> {
        let later = |to: &AudienceId| {
            let mut words = self.words.iter().filter(|(when, _)| update.when < *when);
            words.find(|(_, told)| told.contains(to)).map(|&(when, _)| when)
        };
        let all: Option<Vec<Moment>> = update.to.iter().map(later).collect();
        all?.into_iter().max()
    }

    /// Whom of those that an update told had not heard again by then.
    pub(crate) fn left_waiting(&self, update: &Sent<'_>, by: SimTime) -> impl Iterator<Item = AudienceId> {
        let heard = move |to: &AudienceId| {
            let mut later = self.words.iter().filter(|(when, _)| update.when < *when && when.at <= by);
            later.any(|(_, told)| told.contains(to))
        };
        update.to.iter().copied().filter(move |to| !heard(to))
    }

    /// Whether an update was due, and not there yet, at any time between two.
    pub(crate) fn due_between(&self, from: SimTime, to: SimTime, end: SimTime) -> bool {
        self.served
            .iter()
            .flat_map(|served| served.overdue(&self.sent, end))
            .any(|(since, until)| since <= to && from < until)
    }
}

impl Served {
    /// The times during which an update was due and had not come.
    fn overdue(&self, sent: &[Sent<'_>], end: SimTime) -> Vec<(SimTime, SimTime)> {
        let came = self.got.first().map_or(end, |&n| sent[n].when.at);
        let first = self.first.due().map(|due| (due.target, came));
        let gaps = self.gaps.iter().map(|gap| (gap.due.target, gap.to));
        first.into_iter().chain(gaps).filter(|(due, came)| due < came).collect()
    }
}

/// Posts that said no state, and so count as no update.
pub(crate) fn stateless(case: &Case<'_>) -> Vec<Seq> {
    let posts = case.facts.posts.iter().filter(|post| post.state.is_none());
    posts.map(|post| post.when.seq).collect()
}

/// What there was none of: where posts went out that named no state, it was not a want of words.
pub(crate) fn none(case: &Case<'_>) -> &'static str {
    if stateless(case).is_empty() { "no update" } else { "no update with a state" }
}

/// Where none counted: what went out all the same, and why it is none; empty where nothing did.
pub(crate) fn none_because(case: &Case<'_>) -> String {
    let which = |posts: Vec<Seq>| and(&posts.iter().map(ToString::to_string).collect::<Vec<_>>());
    let (stateless, others): (Vec<_>, Vec<_>) =
        case.facts.posts.iter().partition(|post| post.state.is_none());
    let seqs = |posts: Vec<&Post<'_>>| posts.into_iter().map(|post| post.when.seq).collect::<Vec<_>>();
    let mut why = String::new();
    if !stateless.is_empty() {
        why.push_str(&format!("; {} went out and said none", which(seqs(stateless))));
    }
    if !others.is_empty() && case.handful().is_none() {
        why.push_str(&format!("; {} went to those who work on it alone", which(seqs(others))));
    }
    why
}

/// The updates that count, and every word that said something new to somebody.
fn sent<'a>(case: &Case<'a>) -> (Vec<Sent<'a>>, Vec<(Moment, Vec<AudienceId>)>) {
    let (mut sent, mut words) = (Vec::new(), Vec::new());
    let mut last: BTreeMap<AudienceId, &Post<'_>> = BTreeMap::new();
    // A handful of words for everything tells nobody anything.
    let posts = if case.handful().is_some() { &[][..] } else { &case.facts.posts };
    for post in posts {
        let Some(state) = post.state else { continue };
        let mut told = post.audiences.clone();
        told.retain(|audience| !repeats(case, last.get(audience), post));
        let to: Vec<_> =
            told.iter().copied().filter(|&audience| beyond(case, audience, post.when.at)).collect();
        let heard = |to: &AudienceId| last.get(to).copied().filter(|last| texts(last) == texts(post));
        let again = to.iter().map(heard).min_by_key(|last| last.map(|last| last.when)).flatten();
        last.extend(told.iter().map(|&audience| (audience, post)));
        if !to.is_empty() {
            sent.push(update(case, post, state, to, again.map(|again| again.when.seq)));
        }
        words.push((post.when, told));
    }
    (sent, words)
}

fn update<'a>(
    case: &Case<'a>,
    post: &Post<'a>,
    state: &str,
    to: Vec<AudienceId>,
    again: Option<Seq>,
) -> Sent<'a> {
    let [_, impact, doing, next] = slots::plain_filled(&post.plain);
    let [impact, doing] = match again {
        Some(_) => slots::filled_again(&post.plain),
        None => [impact, doing],
    };
    let far = post.next.is_some_and(|next| too_far(case, post, next));
    let closing = case.anchors.closed && post.when.at >= case.end() - case.profile.span(Span::ClosingBefore);
    let filled = [true, impact, doing, (timed(post) || next && closing) && !far];
    let (seq, marked) = (post.when.seq, &case.facts.wrong);
    let harms = if state == "resolved" { case.facts.harms_at(post.when) } else { Vec::new() };
    let early = !harms.is_empty();
    let audiences = &case.facts.scenario.organisation.audiences;
    let customers = to.iter().any(|&to| audiences[to].kind == AudienceKind::Customers);
    Sent {
        when: post.when,
        by: post.by,
        state: post.state,
        to,
        estimate: customers && post.plain[..3].iter().flatten().any(|text| slots::estimates(text)),
        filled: marked.spared(seq, SLOTS, filled),
        marked: SLOTS.map(|slot| marked.slot(seq, slot)),
        said: post.slots.map(|slot| slot.is_some_and(|text| !text.trim().is_empty())),
        // It promises nothing that anybody could wait for.
        next: post.next.filter(|_| !far),
        far,
        closing,
        wrong: if marked.whole(seq) { Some(Wrongly::Marked) } else { early.then_some(Wrongly::Early) },
        unseen: if state == "resolved" && !early { read_bad(case, post.when) } else { None },
        harms,
        again,
    }
}

/// The last reading of a signal that shows that it is over, where it was not good.
fn read_bad(case: &Case<'_>, when: Moment) -> Option<Seq> {
    let before = case.facts.readings.iter().rev().filter(|reading| reading.when < when);
    let read: Vec<_> = before.filter_map(|reading| Some((reading.metric?, reading.when.seq))).collect();
    let signals = &case.facts.scenario.ends.verify;
    let mut last = signals.iter().filter_map(|signal| read.iter().find(|((of, _), _)| of == signal));
    last.find(|((_, good), _)| !good).map(|&(_, seq)| seq)
}

/// Whether a post says when to listen again. When the next word comes is the team's own to say: it can't be unknown, and
/// words without a time are no time that could be kept.
fn timed(post: &Post<'_>) -> bool {
    post.next.is_some() || post.slots[3].is_some_and(slots::timed)
}

/// Whether a next time is later than the limit of the longest silence in force, as often as a long incident allows.
fn too_far(case: &Case<'_>, post: &Post<'_>, next: SimDuration) -> bool {
    let row = case.profile.row(Rule::GapMonitoring, case.rows.at(post.when.at));
    let long = i64::from(case.profile.count(Count::LongPromise).max(1));
    row.is_some_and(|row| next.ms() > row.limit.ms().saturating_mul(long))
}

/// Posts that said again what their audiences had just been told, and so count as no update.
pub(crate) fn repeated(case: &Case<'_>, sent: &[Sent<'_>]) -> Vec<Seq> {
    let says = |post: &&Post<'_>| post.state.is_some() && case.handful().is_none();
    let outside = |post: &&Post<'_>| post.audiences.iter().any(|&to| beyond(case, to, post.when.at));
    let counts = |post: &Post<'_>| sent.iter().any(|update| update.when == post.when);
    let posts = case.facts.posts.iter().filter(says).filter(outside).filter(|post| !counts(post));
    posts.map(|post| post.when.seq).collect()
}

/// What a post says of state, impact and work.
fn texts<'a>(post: &'a Post<'_>) -> [&'a str; 3] {
    [0, 1, 2].map(|n| post.plain[n].as_deref().unwrap_or_default())
}

/// Whether an audience is beyond the resolvers: the team's own channel is only from SEV3 on, or where it is required.
fn beyond(case: &Case<'_>, audience: AudienceId, at: SimTime) -> bool {
    let scenario = case.facts.scenario;
    let team = scenario.organisation.audiences[audience].kind == AudienceKind::Team;
    !team || case.rows.at(at) >= Severity::Sev3 || scenario.truth.audiences.contains(&audience)
}

/// Whether an update says again, soon after, what its audience was told last.
fn repeats(case: &Case<'_>, last: Option<&&Post<'_>>, post: &Post<'_>) -> bool {
    let soon = case.profile.span(Span::RepeatWithin);
    last.is_some_and(|last| post.when.at.since(last.when.at) <= soon && texts(last) == texts(post))
}

/// The kinds of audience that are owed updates at a severity.
fn kinds(case: &Case<'_>, severity: Severity) -> Vec<AudienceKind> {
    let mut kinds = case.profile.audiences(severity).to_vec();
    let visible = case.facts.scenario.truth.customers_see_it && severity == Severity::Sev2;
    if visible && !kinds.contains(&AudienceKind::Customers) {
        kinds.push(AudienceKind::Customers);
    }
    kinds
}

/// Who is owed updates: the kinds of the worst severity, and whom the scenario names; a named audience stands for its
/// kind, and a kind that the organisation does not have is not required.
fn owed(case: &Case<'_>) -> Vec<Owed> {
    let scenario = case.facts.scenario;
    let named = &scenario.truth.audiences;
    let audiences = &scenario.organisation.audiences;
    let kinds = kinds(case, case.worst());
    let by_kind = kinds.into_iter().filter(|&kind| !named.iter().any(|&id| audiences[id].kind == kind));
    let by_kind = by_kind.map(|kind| owed_kind(case, kind)).filter(|owed| !owed.to.is_empty());
    let by_name = named.iter().map(|&id| Owed {
        name: audiences.name(id).to_string(),
        to: vec![id],
        customers: audiences[id].kind == AudienceKind::Customers,
        opens: case.declared(),
        lapses: None,
    });
    by_kind.chain(by_name).collect()
}

fn owed_kind(case: &Case<'_>, kind: AudienceKind) -> Owed {
    let audiences = &case.facts.scenario.organisation.audiences;
    let to = audiences.iter().filter(|(_, audience)| audience.kind == kind).map(|(id, _)| id).collect();
    let (mut opens, mut lapses) = (None, None);
    let start = (case.declared(), case.rows.at(case.declared()));
    for (at, severity) in std::iter::once(start).chain(case.rows.changes(case.declared(), case.end())) {
        match kinds(case, severity).contains(&kind) {
            true => (opens, lapses) = (opens.or(Some(at)), None),
            false => lapses = lapses.or(opens.map(|_| at)),
        }
    }
    let (name, opens) = (kind_name(kind).to_string(), opens.unwrap_or_else(|| case.declared()));
    Owed { name, to, customers: kind == AudienceKind::Customers, opens, lapses }
}

fn kind_name(kind: AudienceKind) -> &'static str {
    match kind {
        AudienceKind::Customers => "customers",
        AudienceKind::Stakeholders => "stakeholders",
        AudienceKind::Team => "the team's channel",
    }
}

/// To the end of the drill. A post that doesn't count can end a drill at its close; where somebody then had no last word
/// that does, the time for it counts as passed, so that such a post spares nobody anything.
fn heard(case: &Case<'_>, sent: &[Sent<'_>], owed: &[Owed]) -> SimTime {
    let reaches = |update: &Sent<'_>, owed: &Owed| update.to.iter().any(|to| owed.to.contains(to));
    let last_word = |owed: &Owed| sent.iter().any(|update| update.closing && reaches(update, owed));
    let all = owed.iter().filter(|owed| owed.lapses.is_none()).all(last_word);
    let passed = case.facts.closing_time(case.end()).filter(|_| !all);
    passed.map_or(case.anchors.endex, |passed| passed.max(case.anchors.endex))
}

fn serve(case: &Case<'_>, sent: &[Sent<'_>], watched: &Watched, heard: SimTime, owed: Owed) -> Served {
    let reaches = |update: &Sent<'_>| update.to.iter().any(|to| owed.to.contains(to));
    let got: Vec<_> = (0..sent.len()).filter(|&n| reaches(&sent[n])).collect();
    let first = first(case, &owed, heard, got.first().map(|&n| sent[n].when.at));
    let short = first.due().is_some_and(|due| case.end() < due.target);
    let mut served = Served { owed, got, first, short, gaps: Vec::new() };
    served.gaps = gaps(case, sent, watched, &served);
    served
}

/// The first update; customers have a row of their own.
fn first(case: &Case<'_>, owed: &Owed, heard: SimTime, came: Option<SimTime>) -> Verdict {
    let cut = owed.lapses.unwrap_or(heard);
    let judge = |rule| case.asked(rule, owed.opens, cut).judge(came);
    let own = if owed.customers { judge(Rule::FirstCustomers) } else { Verdict::NotAsked };
    if own == Verdict::NotAsked { judge(Rule::FirstUpdate) } else { own }
}

/// From the first update (or when it began to be owed, if that is later) to the end, cut at each update.
fn gaps(case: &Case<'_>, sent: &[Sent<'_>], watched: &Watched, served: &Served) -> Vec<Silence> {
    let end = served.owed.lapses.unwrap_or(case.end()).min(case.end());
    let opens = served.owed.opens;
    let mut gaps = Vec::new();
    for (n, &update) in served.got.iter().enumerate() {
        let update = &sent[update];
        let next = served.got.get(n + 1).map(|&next| &sent[next]).filter(|next| next.when.at <= end);
        let (from, to) = (update.when.at.max(opens), next.map_or(end, |next| next.when.at));
        if from < to {
            let ended_by = next.map(|next| next.when.seq);
            let gap = silence(case, watched, update, from, to).map(|gap| Silence { ended_by, ..gap });
            let stopped = |gap: &Silence| case.anchors.safety && ended_by.is_none() && gap.due.target < to;
            gaps.extend(gap.filter(|gap| !stopped(gap)));
        }
    }
    gaps
}

/// One silence under the policy in force when it opened, unless a promise or a rise of severity shortens it.
fn silence(
    case: &Case<'_>,
    watched: &Watched,
    update: &Sent<'_>,
    from: SimTime,
    to: SimTime,
) -> Option<Silence> {
    let rule = if watched.at(from) { Rule::GapMonitoring } else { Rule::Gap };
    let severity = case.rows.at(from);
    let mut due = Due::new(rule, from, case.profile.row(rule, severity)?, severity, &case.rows);
    promise(case, update, &mut due);
    if let Some(back) = watched.ends(from, to).filter(|_| rule == Rule::GapMonitoring) {
        due.stricter(back, Rule::Gap, case.profile, &case.rows);
    }
    rises(case, &mut due, to);
    let credit = lin(to.since(from), due.to_target(), due.to_limit());
    Some(Silence { due, to, opened_by: update.when.seq, ended_by: None, credit })
}

/// A stated time replaces the target if it is not later; in a long incident it may be later.
fn promise(case: &Case<'_>, update: &Sent<'_>, due: &mut Due) {
    let Some(promised) = update.next.map(|next| case.rows.due(update.when.at, next)) else { return };
    let long = due.start.since(case.declared()) >= case.profile.span(Span::LongIncident);
    let times = if long { i64::from(case.profile.count(Count::LongPromise)) } else { 1 };
    let latest = due.start + SimDuration::from_ms(due.to_target().ms().saturating_mul(times));
    if promised <= latest {
        due.promised(promised.max(due.start), update.when.seq);
    }
}

/// When severity rises inside a silence, people are told of the change.
fn rises(case: &Case<'_>, due: &mut Due, to: SimTime) {
    let mut last = case.rows.at(due.start);
    for (at, severity) in case.rows.changes(due.start, to) {
        if severity < last && at < to {
            let (change, gap) =
                (case.profile.row(Rule::Change, severity), case.profile.row(due.rule, severity));
            let (target, limit) =
                (change.map(|row| (Rule::Change, row.target)), gap.map(|row| (due.rule, row.limit)));
            due.within(at, target, limit, severity, &case.rows);
        }
        last = severity;
    }
}

/// When a fix was being watched: from a good reading that proved it, or an update that says "monitoring", while no harm was
/// done any more; until impact returned. Impact that never went need not return: nothing is watched then but the harm.
struct Watched(Vec<(Moment, bool)>);

impl Watched {
    fn of(case: &Case<'_>, proofs: &Proofs<'_>, sent: &[Sent<'_>]) -> Self {
        let said = |update: &&Sent<'_>| says_monitoring(case, update.when.seq);
        let on = proofs.good().chain(sent.iter().filter(said).map(|update| update.when));
        let on = on.filter(|&when| !case.facts.harm_at(when));
        let returned = case.facts.failures.iter().filter(|active| active.impact).map(|active| active.from);
        let off = returned.chain(case.facts.relapses.iter().copied()).chain(proofs.failed());
        let mut turns: Vec<_> = on.map(|when| (when, true)).chain(off.map(|when| (when, false))).collect();
        turns.sort();
        Watched(turns)
    }

    fn at(&self, at: SimTime) -> bool {
        self.0.iter().rev().find(|(when, _)| when.at <= at).is_some_and(|&(_, on)| on)
    }

    /// When it was over, first, between two times.
    fn ends(&self, from: SimTime, to: SimTime) -> Option<SimTime> {
        let mut ends = self.0.iter().filter(|&&(when, on)| !on && from < when.at && when.at < to);
        ends.next().map(|(when, _)| when.at)
    }
}

fn says_monitoring(case: &Case<'_>, seq: Seq) -> bool {
    let post = case.facts.posts.iter().find(|post| post.when.seq == seq);
    post.and_then(|post| post.state) == Some("monitoring")
}
