//! Verification: what was changed was seen to work, in time, and stayed good; and nothing is closed before that.

use super::tokens::Tokens;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::proof::{Unproven, Which, mentions};
use crate::scenario::id::{FailureName, MetricId};
use crate::score::card::{Finding, Gate, Shows};
use crate::score::case::Case;
use crate::score::curve;
use crate::score::due::exact;
use crate::score::evidence::{Draft, Held, Sheet, alike};
use crate::score::facts::Moment;
use crate::score::profile::{Count, Span, Tag};
use crate::score::proof::{Proofs, ProvedBy, Stab};
use crate::time::SimTime;

/// What became of one step that took effect.
struct Item {
    /// `None`: still open when the drill was over.
    credit: Option<u32>,
    /// The reading by which it was seen to work.
    worked: Option<Seq>,
    says: String,
    /// The step itself.
    of: Option<Seq>,
    cited: Vec<Seq>,
    moves: Vec<Seq>,
}

impl Item {
    /// A look counts whatever it shows, and what it showed is worth a question where it was nothing good.
    fn finding(&self) -> Finding {
        let says = self.says.clone();
        let finding = match self.worked {
            Some(seq) => {
                let hard = self.credit != Some(curve::FULL);
                Finding { hard, ..Finding::well(says).showing(Shows::Worked(seq)) }
            }
            None => Finding::hard(says),
        };
        finding.of(self.of, self.cited.iter().chain(&self.moves).copied())
    }

    /// Which step it is, in few words.
    fn of(&self) -> String {
        self.cited.first().map_or_else(|| self.says.clone(), ToString::to_string)
    }
}

/// The criterion, and its gate.
pub(super) fn verify(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, sheet: &mut Sheet) -> Draft {
    let mut items: Vec<_> = proofs.counted().filter_map(|(n, _)| item(case, proofs, n)).collect();
    items.extend(healed(case, tokens));
    gates(case, sheet);
    taken_back(case, proofs, sheet);
    for open in items.iter().filter(|item| item.credit.is_none()) {
        sheet.still_open(open.says.clone());
    }
    let rated: Vec<_> = items.iter().filter(|item| item.credit.is_some()).collect();
    let credits: Vec<_> = rated.iter().filter_map(|item| item.credit).collect();
    // What was seen to work comes first: it is what a strength says.
    let (worked, other): (Vec<&&Item>, Vec<&&Item>) = rated.iter().partition(|item| item.worked.is_some());
    let findings = worked.iter().chain(&other).map(|item| item.finding()).collect();
    Draft::mean("verify", &credits, rated.len() < items.len(), "nothing took effect that could be verified")
        .within(case.declared(), case.end())
        .cites(rated.iter().flat_map(|item| item.cited.iter().copied()))
        .decided_by(rated.iter().flat_map(|item| item.moves.iter().copied()))
        .held(proofs.counted().filter_map(|(_, stab)| {
            let (from, until) = (stab.started.seq, stab.checked?.when.seq);
            Some(Held { from, until, name: format!(" on {}", called(stab)) })
        }))
        .finds(findings)
        .steps(alike(rated.iter().filter_map(|item| Some((item.of(), item.credit?.to_string())))))
        .uses([Count::ShortHold.as_str().to_string(), Span::UncheckedAfter.as_str().to_string()])
        .rule(format!("each change read on a signal that can prove it, after its effect, before the next one by the same seat or on the same component (unless that began too early to read it, and shows on another signal), and good for {} before closing; a look counts whatever it shows", hold(case)), Tag::H)
        .next("before a change, say which signal will show that it worked; read it after the change took effect, and again before closing")
}

/// What took effect and was taken back before anybody looked: it proved nothing, and is rated as nothing.
fn taken_back(case: &Case<'_>, proofs: &Proofs<'_>, sheet: &mut Sheet) {
    let unread = proofs.counted().map(|(_, stab)| stab).filter(|stab| stab.taken_back_unread());
    let unread = unread.filter(|stab| stab.effect.is_some_and(|effect| case.during(effect)));
    for (stab, undone) in unread.filter_map(|stab| Some((stab, stab.undone?))) {
        let says = format!(
            "{} took effect and was taken back at {} ({}) before anybody looked what it did: read the signal first, then decide",
            called(stab),
            case.clock(undone),
            undone.seq
        );
        sheet.advise("verify", says, [stab.started.seq, undone.seq]);
    }
}

/// "5m (the author's)": for how long a reading stays good before closing, and who says so.
fn hold(case: &Case<'_>) -> String {
    let ends = &case.facts.scenario.ends;
    let whose = if ends.hold_said { "the author's" } else { "ours: the scenario names no other" };
    format!("{} ({whose})", ends.hold)
}

/// A step that took effect while the incident was on, and that something can prove.
fn item(case: &Case<'_>, proofs: &Proofs<'_>, n: usize) -> Option<Item> {
    let stab = &proofs.stabs[n];
    let effect = stab.effect.filter(|effect| case.during(*effect))?;
    let checked = stab.checked.filter(|check| case.during(check.when));
    let undone = checked.is_none() && stab.undone.is_some_and(|undone| case.during(undone));
    if !stab.provable() || undone {
        return None;
    }
    let next = proofs.stabs[n + 1..].iter().find(|next| stab.stacked_by(next));
    let cited = vec![stab.started.seq];
    let Some(check) = checked else { return Some(unchecked(case, stab, effect, next)) };
    let moves = vec![check.when.seq];
    if let Some(next) = next {
        let says = format!(
            "{} was first read at {} ({}), after {}{}",
            called(stab),
            case.clock(check.when),
            check.when.seq,
            called(next),
            why_late(stab, next, check.when)
        );
        return Some(Item { credit: Some(0), worked: None, says, of: Some(stab.started.seq), cited, moves });
    }
    let (credit, tail, held) = settled(case, proofs, stab);
    let anew = check.metric.filter(|_| !check.good).and_then(|metric| anew(case, metric, effect, check.when));
    let cited = cited.into_iter().chain(held).chain(anew).collect();
    let signal = check.metric.map_or(THE_CHECK.to_string(), |metric| name(case, metric));
    let (at, seq) = (case.clock(check.when), check.when.seq);
    let says = match check.good {
        true => format!("{} verified on {signal} at {at} ({seq}){tail}", called(stab)),
        false => {
            let tail = tail.replace(", good for", ", later good for");
            let good = mended(case, proofs, stab).filter(|_| tail.is_empty());
            let good = good.map_or(String::new(), |at| format!(" yet; from {} on it was", case.clock(at)));
            let saw = match anew {
                Some(began) => {
                    format!("for the first time: by then something that moves it had begun ({began})")
                }
                None => format!("and saw that it was not fixed{good}"),
            };
            format!("somebody looked at {signal} after {} at {at} ({seq}), {saw}{tail}", called(stab))
        }
    };
    let worked = check.good.then_some(seq);
    Some(Item { credit: Some(credit), worked, says, of: Some(stab.started.seq), cited, moves })
}

/// Something that moves a signal and began between an effect and its first reading: the reading says nothing of the effect then.
fn anew(case: &Case<'_>, metric: MetricId, effect: Moment, read: Moment) -> Option<Seq> {
    let failures = &case.facts.scenario.failures;
    let moves = |name: &FailureName| {
        failures.id(name).is_ok_and(|id| failures[id].drives.iter().any(|drive| drive.metric == metric))
    };
    // What it broke itself is of its own making.
    let between =
        |event: &&Event| effect.seq < event.seq && event.seq < read.seq && event.cause != Some(effect.seq);
    let mut events = case.facts.records.iter().map(|record| &record.event).filter(between);
    let began =
        |event: &&Event| matches!(&event.kind, EventKind::FailureStarted { failure, .. } if moves(failure));
    events.find(began).map(|event| event.seq)
}

/// Why a reading after the next change came late: it may show either, or the order was wrong all the same.
fn why_late(stab: &Stab<'_>, next: &Stab<'_>, read: Moment) -> &'static str {
    match next.effect.is_some_and(|effect| effect < read) {
        true if stab.shares(next) => ": which of the two the reading shows can't be told",
        true => {
            " had taken effect: a change is read before the next one by the same seat or on the same component"
        }
        false => " had begun: a change is read before the next one by the same seat or on the same component",
    }
}

/// What a step was checked by, where it was no metric.
const THE_CHECK: &str = "its check";

fn called(stab: &Stab<'_>) -> String {
    format!("{} ({})", stab.name, stab.started.seq)
}

fn name(case: &Case<'_>, metric: MetricId) -> String {
    case.facts.scenario.metrics.name(metric).to_string()
}

/// Nothing was read that could prove it.
fn unchecked(case: &Case<'_>, stab: &Stab<'_>, effect: Moment, next: Option<&Stab<'_>>) -> Item {
    let cited = vec![stab.started.seq, effect.seq];
    let wait = case.profile.span(Span::UncheckedAfter);
    let says = format!(
        "{} {}, and {} was not read before {}{}",
        called(stab),
        effective(case, stab, effect),
        unread(case, stab),
        over(case),
        early(case, stab, effect)
    );
    let closed = case.anchors.closed;
    let late = effect.at + wait <= case.end() && !case.anchors.safety;
    let judged = closed || next.is_some() || late;
    let credit = judged.then_some(0);
    Item { credit, worked: None, says, of: Some(stab.started.seq), cited, moves: Vec::new() }
}

/// "took effect at +6:00 (#47)"; a hold is over when it said it would be.
fn effective(case: &Case<'_>, stab: &Stab<'_>, effect: Moment) -> String {
    match stab.action {
        Some(_) => format!("took effect at {} ({})", case.clock(effect), effect.seq),
        None => format!("was over at {}", case.clock(effect.at)),
    }
}

/// A reading that came too soon to prove anything, in words.
fn early(case: &Case<'_>, stab: &Stab<'_>, effect: Moment) -> String {
    let ProvedBy::Metrics(signals) = &stab.proved_by else { return String::new() };
    let shows =
        |metric: Option<(MetricId, bool)>| metric.is_some_and(|(metric, _)| signals.contains(&metric));
    let between = |when: Moment| stab.started < when && when < effect;
    let mut soon =
        case.facts.readings.iter().filter(|reading| shows(reading.metric) && between(reading.when));
    soon.next_back().map_or_else(String::new, |reading| {
        let (seq, name) = (reading.when.seq, &stab.name);
        format!("; {seq} was read before the change took effect, and shows nothing of {name}")
    })
}

/// The first signal that would have shown it.
fn unread(case: &Case<'_>, stab: &Stab<'_>) -> String {
    match &stab.proved_by {
        ProvedBy::Metrics(metrics) => {
            metrics.first().map_or("no signal".to_string(), |&metric| name(case, metric))
        }
        ProvedBy::AnyLook => "any signal".to_string(),
    }
}

fn over(case: &Case<'_>) -> String {
    let (at, seq) = (case.clock(case.end()), case.anchors.end.seq);
    if case.anchors.closed {
        format!("the incident was closed at {at} ({seq})")
    } else {
        format!("the drill was over at {at}")
    }
}

/// What a step is worth at the close that was read in time: whether it stayed good.
fn settled(case: &Case<'_>, proofs: &Proofs<'_>, stab: &Stab<'_>) -> (u32, String, Option<Seq>) {
    let well = (curve::FULL, String::new(), None);
    let (Some(check), true) = (stab.checked, case.anchors.closed) else { return well };
    let ProvedBy::Metrics(signals) = &stab.proved_by else { return well };
    let watch = Watch::over(case, signals, check.when, check.good);
    // What was seen not to help is left for another step, which the same signals show.
    let later = |bad: Moment| {
        proofs.stabs.iter().any(|next| {
            let after = next.effect.is_some_and(|effect| bad < effect && case.during(effect));
            after && next.action.is_some() && stab.shares(next)
        })
    };
    if watch.bad.is_some_and(later) && watch.good.is_none() {
        return (curve::FULL, ", and another step followed".to_string(), None);
    }
    worth(case, &watch, check.when)
}

/// Since when a step that was seen not to help at first was seen to help after all, with no other between.
fn mended(case: &Case<'_>, proofs: &Proofs<'_>, stab: &Stab<'_>) -> Option<SimTime> {
    let ProvedBy::Metrics(signals) = &stab.proved_by else { return None };
    let check = stab.checked?;
    let good = Watch::over(case, signals, check.when, check.good).good?.at;
    let between = |other: &Stab<'_>| {
        other.started != stab.started && other.effect.is_some_and(|took| check.when < took && took.at <= good)
    };
    (!proofs.stabs.iter().any(between)).then_some(good)
}

/// What a step is worth by how long its signals had been good, in words, and the reading or alert since when they were,
/// where that is not the one that verified it.
fn worth(case: &Case<'_>, watch: &Watch, check: Moment) -> (u32, String, Option<Seq>) {
    let hold = case.facts.scenario.ends.hold;
    let half = case.profile.count(Count::ShortHold);
    match watch.good {
        Some(since) if case.end().since(since.at) >= hold => (curve::FULL, String::new(), None),
        Some(since) => {
            // To the millisecond, where the seconds that a clock shows would be enough.
            let (shown, good) = (since.at.shown_to(case.end()), case.end().since(since.at));
            let good = if shown < hold { shown.clock() } else { exact(good) };
            let later = (since != check).then_some(since.seq);
            let from = later.map_or(String::new(), |seq| format!(" (since {seq})"));
            (half, format!(", good for {good} of {hold} before closing{from}"), later)
        }
        None if watch.failed => (0, closed_on(case, watch, check), None),
        None => (half, ", and its alert fired again before closing".to_string(), None),
    }
}

/// On which reading the incident was closed: the one that checked the step, or the last that was no better.
fn closed_on(case: &Case<'_>, watch: &Watch, check: Moment) -> String {
    match watch.bad.filter(|last| *last != check) {
        Some(last) => {
            let (at, seq) = (case.clock(last), last.seq);
            format!("; the last reading before closing, at {at} ({seq}), was not good")
        }
        None => ", and the incident was closed on that reading".to_string(),
    }
}

/// How long a signal had been good when the incident was closed.
struct Watch {
    /// Since when it was good without a break.
    good: Option<Moment>,
    /// The last bad reading.
    bad: Option<Moment>,
    /// What broke it last was a bad reading, not an alert.
    failed: bool,
}

enum Sign {
    Read(bool),
    Alert(bool),
}

impl Watch {
    /// From the reading that verified to the close: a bad reading or an alert on a signal starts it again.
    fn over(case: &Case<'_>, signals: &[MetricId], from: Moment, good: bool) -> Self {
        let mut watch = Watch { good: None, bad: None, failed: false };
        watch.see(from, &Sign::Read(good));
        for (when, sign) in signs(case, signals) {
            if from < when && case.during(when) {
                watch.see(when, &sign);
            }
        }
        watch
    }

    fn see(&mut self, when: Moment, sign: &Sign) {
        match sign {
            Sign::Read(true) => self.good = self.good.or(Some(when)),
            Sign::Read(false) => (self.good, self.bad, self.failed) = (None, Some(when), true),
            Sign::Alert(true) if self.good.is_some() => (self.good, self.failed) = (None, false),
            Sign::Alert(true) => {}
            // It was firing until now, so it has been quiet from now on.
            Sign::Alert(false) => self.good = self.good.map(|_| when),
        }
    }
}

/// Readings of signals, and alerts on them, in order.
fn signs(case: &Case<'_>, signals: &[MetricId]) -> Vec<(Moment, Sign)> {
    let readings = case.facts.readings.iter().filter_map(|reading| Some((reading.when, reading.metric?)));
    let readings = readings
        .filter(|(_, (metric, _))| signals.contains(metric))
        .map(|(when, (_, good))| (when, Sign::Read(good)));
    let alarms = case.facts.alarms.iter().filter(|alarm| mentions(case.facts.scenario, alarm.alert, signals));
    let mut signs: Vec<_> =
        readings.chain(alarms.map(|alarm| (alarm.when, Sign::Alert(alarm.fired)))).collect();
    signs.sort_by_key(|&(when, _)| when);
    signs
}

/// Where nothing had to be done, it is still verified that it is over.
fn healed(case: &Case<'_>, tokens: &Tokens) -> Option<Item> {
    let signals = &case.facts.scenario.ends.verify;
    if !tokens.healed || signals.is_empty() || tokens.all.is_empty() {
        return None;
    }
    let Some(seen) = case.seen_over() else {
        let says = format!("{} was not read as good before {}", name(case, signals[0]), over(case));
        let credit = case.anchors.closed.then_some(0);
        return Some(Item {
            credit,
            worked: None,
            says,
            of: None,
            cited: vec![case.anchors.end.seq],
            moves: Vec::new(),
        });
    };
    let (credit, tail, held) = match case.anchors.closed {
        true => worth(case, &Watch::over(case, signals, seen, true), seen),
        false => (curve::FULL, String::new(), None),
    };
    let says = format!(
        "nothing had to be changed, and it was seen to be over at {} ({}){tail}",
        case.clock(seen),
        seen.seq
    );
    let cited = held.into_iter().collect();
    Some(Item { credit: Some(credit), worked: Some(seen.seq), says, of: None, cited, moves: vec![seen.seq] })
}

/// Closed while harm went on, or with something unproven: the same rule by which `close` asks at the table.
fn gates(case: &Case<'_>, sheet: &mut Sheet) {
    let closed = case.facts.closes.iter().filter(|close| close.harm).map(|close| {
        let (when, seq) = (case.clock(close.when), close.when.seq);
        let again = close.reopened.map_or(String::new(), |again| {
            format!("; the story opened it again at {} ({})", case.clock(again), again.seq)
        });
        let cited = std::iter::once(seq).chain(close.reopened.map(|again| again.seq)).collect();
        (format!("closed at {when} ({seq}) while harm went on{again}"), cited)
    });
    let early = closed.collect::<Vec<_>>();
    let unproven = if case.anchors.closed { case.proof().1 } else { Vec::new() };
    if early.is_empty() && unproven.is_empty() {
        return;
    }
    for (says, cited) in early.into_iter().chain(unproven.iter().map(|open| unseen(case, open))) {
        sheet.explain(Gate::ClosedUnverified, says, cited);
    }
    sheet.gate(Gate::ClosedUnverified);
}

/// What was left unproven, in words.
fn unseen(case: &Case<'_>, open: &Unproven) -> (String, Vec<Seq>) {
    let end = case.anchors.end.seq;
    let named = |which: &Which| {
        let name = which
            .action
            .map_or("the hold".to_string(), |id| format!("`{}`", case.facts.scenario.actions.name(id)));
        format!("{name} ({})", which.started)
    };
    let names =
        |signals: &[MetricId]| signals.iter().map(|&id| name(case, id)).collect::<Vec<_>>().join(" or ");
    match open {
        Unproven::Unread { which, signals, .. } if signals.is_empty() => {
            (format!("nobody looked after {}", named(which)), vec![which.started, end])
        }
        Unproven::Unread { which, signals, .. } => {
            (format!("nobody read {} after {}", names(signals), named(which)), vec![which.started, end])
        }
        Unproven::NotGood { which, read, signal } => {
            let signal = signal.map_or("its check".to_string(), |signal| name(case, signal));
            let says = format!("{} was last read on {signal} ({read}), and that was not good", named(which));
            (says, vec![which.started, *read, end])
        }
        Unproven::LastBad { signal, read } => {
            let says = format!("{} was not good when it was last read ({read})", name(case, *signal));
            (says, vec![*read, end])
        }
        Unproven::EndUnseen => {
            let signals = names(&case.facts.scenario.ends.verify);
            let says =
                format!("no good reading of {signals} between the last sign of trouble and {}", over(case));
            (says, vec![end])
        }
    }
}
