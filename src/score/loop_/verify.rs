//! Verification: what was changed was seen to work, in time, and stayed good; and nothing is closed before that.

use super::tokens::Tokens;
use crate::engine::event::Seq;
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::{AlertId, MetricId};
use crate::scenario::words::Shape;
use crate::score::card::Gate;
use crate::score::case::{Case, clock};
use crate::score::curve;
use crate::score::evidence::{Draft, Sheet};
use crate::score::facts::{Active, Moment};
use crate::score::profile::{Count, Span, Tag};
use crate::score::proof::{Proofs, ProvedBy, Stab};
use crate::time::SimTime;

/// What became of one step that took effect.
struct Item {
    /// `None`: still open when the drill was over.
    credit: Option<u32>,
    gate: bool,
    says: String,
    cited: Vec<Seq>,
    moves: Vec<Seq>,
}

/// The criterion, and its gate.
pub(super) fn verify(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, sheet: &mut Sheet) -> Draft {
    let mut items: Vec<_> = (0..proofs.stabs.len()).filter_map(|n| item(case, proofs, n)).collect();
    items.extend(healed(case, tokens));
    gates(case, &items, sheet);
    for open in items.iter().filter(|item| item.credit.is_none()) {
        sheet.still_open(open.says.clone());
    }
    let rated: Vec<_> = items.iter().filter(|item| item.credit.is_some()).collect();
    let credits: Vec<_> = rated.iter().filter_map(|item| item.credit).collect();
    let says: Vec<_> = rated.iter().map(|item| item.says.clone()).collect();
    Draft::mean("verify", &credits, rated.len() < items.len(), "nothing took effect that could be verified")
        .within(case.declared(), case.end())
        .cites(rated.iter().flat_map(|item| item.cited.iter().copied()))
        .decided_by(rated.iter().flat_map(|item| item.moves.iter().copied()))
        .says(says.join("; "))
        .rule(format!("each change read on a signal that can prove it, after its effect, before the next one, and good for {} before closing", case.facts.scenario.ends.hold), Tag::H)
        .next("before a change, say which signal will show that it worked; read it after the change took effect, and again before closing")
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
    let next = proofs.stabs[n + 1..].iter().find(|next| next.collides(stab)).map(|next| next.started);
    let cited = vec![stab.started.seq];
    let Some(check) = checked else { return Some(unchecked(case, stab, effect, next)) };
    let moves = vec![check.when.seq];
    let late = next.is_some_and(|next| next < check.when);
    if late {
        let says = format!(
            "{} was read at {} ({}), after the next change",
            called(stab),
            clock(check.when.at),
            check.when.seq
        );
        return Some(Item { credit: Some(0), gate: false, says, cited, moves });
    }
    let (credit, gate, tail) = settled(case, proofs, stab);
    let signal = check.metric.map_or("the look".to_string(), |metric| name(case, metric));
    let word = if check.good { "verified" } else { "checked" };
    let bad = if check.good { "" } else { ", which was not good" };
    let says = format!(
        "{} {word} on {signal} at {} ({}){bad}{tail}",
        called(stab),
        clock(check.when.at),
        check.when.seq
    );
    Some(Item { credit: Some(credit), gate, says, cited, moves })
}

fn called(stab: &Stab<'_>) -> String {
    format!("{} ({})", stab.name, stab.started.seq)
}

fn name(case: &Case<'_>, metric: MetricId) -> String {
    case.facts.scenario.metrics.name(metric).to_string()
}

/// Nothing was read that could prove it.
fn unchecked(case: &Case<'_>, stab: &Stab<'_>, effect: Moment, next: Option<Moment>) -> Item {
    let cited = vec![stab.started.seq];
    let wait = case.profile.span(Span::UncheckedAfter);
    let says = format!(
        "{} took effect at {}, and {} was not read before {}{}",
        called(stab),
        clock(effect.at),
        unread(case, stab),
        over(case),
        early(case, stab, effect)
    );
    let closed = case.anchors.closed;
    let late = effect.at + wait <= case.end() && !case.anchors.safety;
    let judged = closed || next.is_some() || late;
    let credit = judged.then_some(0);
    Item { credit, gate: closed, says, cited, moves: Vec::new() }
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
        format!("; {} was read before the change took effect", reading.when.seq)
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
    let (at, seq) = (clock(case.end()), case.anchors.end.seq);
    if case.anchors.closed {
        format!("the incident was closed at {at} ({seq})")
    } else {
        format!("the drill was over at {at}")
    }
}

/// What a step is worth at the close that was read in time: whether it stayed good.
fn settled(case: &Case<'_>, proofs: &Proofs<'_>, stab: &Stab<'_>) -> (u32, bool, String) {
    let (Some(check), true) = (stab.checked, case.anchors.closed) else {
        return (curve::FULL, false, String::new());
    };
    let ProvedBy::Metrics(signals) = &stab.proved_by else { return (curve::FULL, false, String::new()) };
    let watch = Watch::over(case, signals, check.when, check.good);
    let later = |bad: Moment| {
        proofs.stabs.iter().any(|next| {
            next.action.is_some() && next.effect.is_some_and(|effect| bad < effect && case.during(effect))
        })
    };
    if watch.bad.is_some_and(later) && watch.good.is_none() {
        return (curve::FULL, false, ", and another step followed".to_string());
    }
    worth(case, &watch)
}

fn worth(case: &Case<'_>, watch: &Watch) -> (u32, bool, String) {
    let hold = case.facts.scenario.ends.hold;
    let half = case.profile.count(Count::ShortHold);
    match watch.good {
        Some(since) if case.end().since(since) >= hold => (curve::FULL, false, String::new()),
        Some(since) => {
            (half, false, format!(", good for {} of {hold} before closing", case.end().since(since).clock()))
        }
        None if watch.failed => (0, true, ", and the incident was closed on that reading".to_string()),
        None => (half, false, ", and its alert fired again before closing".to_string()),
    }
}

/// How long a signal had been good when the incident was closed.
struct Watch {
    /// Since when it was good without a break.
    good: Option<SimTime>,
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
            Sign::Read(true) => self.good = self.good.or(Some(when.at)),
            Sign::Read(false) => (self.good, self.bad, self.failed) = (None, Some(when), true),
            Sign::Alert(true) if self.good.is_some() => (self.good, self.failed) = (None, false),
            Sign::Alert(true) => {}
            // It was firing until now, so it has been quiet from now on.
            Sign::Alert(false) => self.good = self.good.map(|_| when.at),
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

/// Whether an alert is on one of these signals.
fn mentions(scenario: &Scenario, alert: AlertId, signals: &[MetricId]) -> bool {
    let alert = &scenario.alerts[alert];
    alert.of.is_some_and(|metric| signals.contains(&metric)) || reads(scenario, &alert.when, signals)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only four kinds of condition lead to a metric")]
fn reads(scenario: &Scenario, condition: &Cond, signals: &[MetricId]) -> bool {
    match condition {
        Cond::All(all) | Cond::Any(all) => all.iter().any(|inner| reads(scenario, inner, signals)),
        Cond::Not(inner) => reads(scenario, inner, signals),
        Cond::For(watch, _) => reads(scenario, &scenario.watches[*watch].inner, signals),
        Cond::Above(metric, _) | Cond::Below(metric, _) => signals.contains(metric),
        _ => false,
    }
}

/// Where nothing had to be done, it is still verified that it is over.
fn healed(case: &Case<'_>, tokens: &Tokens) -> Option<Item> {
    let signals = &case.facts.scenario.ends.verify;
    if !tokens.healed || signals.is_empty() || tokens.all.is_empty() {
        return None;
    }
    let Some(seen) = seen_over(case) else {
        let says = format!("{} was not read as good before {}", name(case, signals[0]), over(case));
        let credit = case.anchors.closed.then_some(0);
        return Some(Item {
            credit,
            gate: false,
            says,
            cited: vec![case.anchors.end.seq],
            moves: Vec::new(),
        });
    };
    let (credit, gate, tail) = match case.anchors.closed {
        true => worth(case, &Watch::over(case, signals, seen, true)),
        false => (curve::FULL, false, String::new()),
    };
    let says = format!(
        "nothing had to be changed, and it was seen to be over at {} ({}){tail}",
        clock(seen.at),
        seen.seq
    );
    Some(Item { credit: Some(credit), gate, says, cited: Vec::new(), moves: vec![seen.seq] })
}

/// Closed with a step unverified, while harm went on, or before any signal of the end was seen to be good.
fn gates(case: &Case<'_>, items: &[Item], sheet: &mut Sheet) {
    let early: Vec<_> = case.facts.closes.iter().filter(|close| close.harm).map(|close| close.when).collect();
    for close in &early {
        let says =
            format!("closed at {} ({}) while a failure with impact was active", clock(close.at), close.seq);
        sheet.advise("verify", says, [close.seq]);
    }
    let unseen = case.anchors.closed && unseen(case);
    if unseen {
        let signal =
            case.facts.scenario.ends.verify.first().map_or_else(String::new, |&metric| name(case, metric));
        let says = format!("no good reading of {signal} between the last sign of trouble and {}", over(case));
        sheet.advise("verify", says, [case.anchors.end.seq]);
    }
    if !early.is_empty() || unseen || items.iter().any(|item| item.gate) {
        sheet.gate(Gate::ClosedUnverified);
    }
}

/// Whether no signal that shows the end was read as good since it was bad, or one was bad when it was last read.
fn unseen(case: &Case<'_>) -> bool {
    let signals = &case.facts.scenario.ends.verify;
    let read = |signal: MetricId| {
        case.facts.readings.iter().filter(move |reading| reading.metric.is_some_and(|(of, _)| of == signal))
    };
    let left_bad = |&signal: &MetricId| {
        let last = read(signal).rfind(|reading| case.during(reading.when));
        last.is_some_and(|reading| reading.metric == Some((signal, false)))
    };
    !signals.is_empty() && (seen_over(case).is_none() || signals.iter().any(left_bad))
}

/// The first reading that shows that it is over: good, of a signal of the end that had been bad until then. Where none is
/// known to have been bad, of any of them.
fn seen_over(case: &Case<'_>) -> Option<Moment> {
    let signals = &case.facts.scenario.ends.verify;
    let bad: Vec<(MetricId, Option<SimTime>)> =
        signals.iter().map(|&signal| (signal, last_bad(case, signal))).collect();
    let any = bad.iter().any(|(_, bad)| bad.is_some());
    let shows = |signal: MetricId, at: SimTime| {
        bad.iter().any(|&(of, bad)| of == signal && bad.map_or(!any, |bad| bad <= at))
    };
    let good = case.facts.readings.iter().filter(|reading| case.during(reading.when));
    good.filter_map(|reading| Some((reading.when, reading.metric?)))
        .find(|(when, (signal, good))| *good && shows(*signal, when.at))
        .map(|(when, _)| when)
}

/// The last time it is known to have been bad: a bad reading, an alert, or a failure that had driven it all the way.
fn last_bad(case: &Case<'_>, signal: MetricId) -> Option<SimTime> {
    let bad = |sign: &Sign| matches!(sign, Sign::Read(false) | Sign::Alert(true));
    let signs = signs(case, &[signal]).into_iter().filter(|(when, sign)| case.during(*when) && bad(sign));
    let driven = case.facts.failures.iter().filter_map(|active| driven(case, active, signal));
    signs.map(|(when, _)| when.at).chain(driven.filter(|&at| at <= case.end())).max()
}

fn driven(case: &Case<'_>, active: &Active, signal: MetricId) -> Option<SimTime> {
    let failure = &case.facts.scenario.failures[active.failure];
    let drives = failure.drives.iter().filter(|drive| drive.metric == signal);
    let full = drives.map(|drive| {
        let begun = active.since + drive.after;
        let all = if drive.shape == Shape::Step { begun } else { begun + drive.over };
        active.to.map_or(begun, |to| all.min(to.at))
    });
    full.max()
}
