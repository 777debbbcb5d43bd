//! When something was due, and what it earned: one obligation, under the severities that were in force.

use super::curve::lin;
use super::facts::Rows;
use super::profile::{Profile, Row, Rule, Tag};
use crate::scenario::words::Severity;
use crate::time::{SimDuration, SimTime};

/// An obligation, from its start to the times by which it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) rule: Rule,
    pub(crate) start: SimTime,
    pub(crate) target: SimTime,
    pub(crate) limit: SimTime,
    /// The worst severity that moved it.
    pub(crate) severity: Severity,
    /// A jump pulled one of its times near: it fell due inside.
    pub(crate) fell: bool,
}

/// Said where a jump let something fall due, for its times are no profile's.
pub(crate) const FELL: &str = ", and a jump let it fall due";

/// What became of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It was met or its limit passed.
    Rated(Due, u32),
    /// It was still open when the drill was over.
    Open(Due),
    /// Nothing was asked.
    NotAsked,
}

impl Verdict {
    /// The credit, if it was rated.
    pub(crate) fn credit(self) -> Option<u32> {
        match self {
            Verdict::Rated(_, credit) => Some(credit),
            Verdict::Open(_) | Verdict::NotAsked => None,
        }
    }

    /// The obligation, if there was one.
    pub(crate) fn due(self) -> Option<Due> {
        match self {
            Verdict::Rated(due, _) | Verdict::Open(due) => Some(due),
            Verdict::NotAsked => None,
        }
    }
}

impl Due {
    /// An obligation as it stands when it starts.
    pub(crate) fn new(rule: Rule, start: SimTime, row: Row, severity: Severity, rows: &Rows) -> Self {
        let (target, limit) = (rows.due(start, row.target), rows.due(start, row.limit));
        let fell = (target, limit) != (start + row.target, start + row.limit);
        Due { rule, start, target, limit, severity, fell }
    }

    /// A stricter row from `at` on: due at the earlier of the old times and the new ones.
    fn tighten(&mut self, at: SimTime, row: Row, severity: Severity, rows: &Rows) {
        self.target = self.target.min(rows.due(at, row.target));
        self.limit = self.limit.min(rows.due(at, row.limit));
        self.severity = self.severity.worse(severity);
        self.fell |= (rows.due(at, row.target), rows.due(at, row.limit)) != (at + row.target, at + row.limit);
    }

    /// Another rule that asks for more applies from `at` on, under the severity then in force.
    pub(crate) fn stricter(&mut self, at: SimTime, rule: Rule, profile: &Profile, rows: &Rows) {
        let severity = rows.at(at);
        if let Some(row) = profile.row(rule, severity) {
            self.tighten(at, row, severity, rows);
            self.rule = rule;
        }
    }

    /// What it earns when it is met at `done`; nothing if never.
    pub(crate) fn credit(&self, done: Option<SimTime>) -> u32 {
        done.map_or(0, |done| lin(done.since(self.start), self.to_target(), self.to_limit()))
    }

    /// From its start to its target.
    pub(crate) fn to_target(self) -> SimDuration {
        self.target.since(self.start)
    }

    /// From its start to its limit.
    pub(crate) fn to_limit(self) -> SimDuration {
        self.limit.since(self.start)
    }

    /// The rule in words: "full credit to 5:00, none from 15:00 (SEV1)".
    pub(crate) fn words(&self) -> String {
        let (target, limit) = (self.to_target().clock(), self.to_limit().clock());
        let fell = if self.fell { FELL } else { "" };
        format!("full credit to {target}, none from {limit} ({}{fell})", self.severity.label())
    }

    /// Its numbers, as the profile names them.
    pub(crate) fn name(&self) -> String {
        named(self.rule, self.severity)
    }

    /// How its credit comes about.
    pub(crate) fn arithmetic(&self, done: Option<SimTime>) -> String {
        lin_in_words(done.map(|done| done.since(self.start)), self.to_target(), self.to_limit())
    }

    /// Where its numbers come from.
    pub(crate) fn tag(&self, profile: &Profile) -> Tag {
        profile.tag(self.rule, self.severity)
    }
}

/// A row of a profile, as it names it: `updates.gaps SEV1`.
pub(crate) fn named(rule: Rule, at: Severity) -> String {
    format!("{} {}", rule.as_str(), at.label())
}

/// The credit curve with its numbers: `(15:00 - 7:00) x 10000 / 10:00 = 8000`.
pub(crate) fn lin_in_words(x: Option<SimDuration>, target: SimDuration, limit: SimDuration) -> String {
    let (to, from) = (exact(target), exact(limit));
    let Some(x) = x else { return format!("never; none from {from} = 0") };
    let credit = lin(x, target, limit);
    match x {
        x if x <= SimDuration::ZERO => format!("no later than its clock starts = {credit}"),
        x if x <= target => format!("{}, full to {to} = {credit}", exact(x)),
        x if x >= limit => format!("{}, none from {from} = {credit}", exact(x)),
        x => {
            let over = exact(SimDuration::from_ms(limit.ms() - target.ms()));
            format!("({from} - {}) x 10000 / {over} = {credit}", exact(x))
        }
    }
}

/// A duration to the millisecond, where there are any.
pub(crate) fn exact(length: SimDuration) -> String {
    match length.ms() % 1_000 {
        0 => length.clock(),
        ms => format!("{}.{:03}", length.clock(), ms.abs()),
    }
}

/// What is asked, and until when it is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) rows: &'a Rows,
    pub(crate) rule: Rule,
    /// When its clock starts.
    pub(crate) start: SimTime,
    /// When it stops being asked: what is open then is not held against anyone.
    pub(crate) cut: SimTime,
    /// The drill was stopped for safety: what is open is open, however late.
    pub(crate) safety: bool,
}

impl Asked<'_> {
    /// The obligation that was met at `done`, or wasn't.
    pub(crate) fn judge(&self, done: Option<SimTime>) -> Verdict {
        let done = done.filter(|&done| done <= self.cut);
        match self.due(done) {
            None => Verdict::NotAsked,
            Some(due) if done.is_some() || (due.limit <= self.cut && !self.safety) => {
                Verdict::Rated(due, due.credit(done))
            }
            Some(due) => Verdict::Open(due),
        }
    }

    /// The obligation under every row from its start until it was met. It opens when a row first asks for it, and
    /// lapses when the row in force no longer does and its limit has not passed.
    pub(crate) fn due(&self, done: Option<SimTime>) -> Option<Due> {
        let mut severity = self.rows.at(self.start);
        let mut due = self.open(self.start, severity);
        for (at, next) in self.rows.changes(self.start, self.cut) {
            if due.is_some() && done.is_some_and(|done| done <= at) {
                break;
            }
            due = match (due, self.profile.row(self.rule, next)) {
                (None, _) => self.open(at, next),
                (Some(due), None) if at < due.limit => None,
                (Some(mut due), Some(row)) if next < severity => {
                    due.tighten(at, row, next, self.rows);
                    Some(due)
                }
                (due, _) => due,
            };
            severity = next;
        }
        due
    }

    fn open(&self, at: SimTime, severity: Severity) -> Option<Due> {
        let row = self.profile.row(self.rule, severity)?;
        Some(Due::new(self.rule, at, row, severity, self.rows))
    }
}
