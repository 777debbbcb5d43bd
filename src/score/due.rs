//! When something was due, and what it earned: one obligation, under the severities that were in force.

use super::case::Case;
use super::curve::lin;
use super::facts::Rows;
use super::profile::{Profile, Row, Rule, Tag};
use crate::engine::event::Seq;
use crate::prose::and;
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
    /// The row that it began under.
    from: (Rule, Severity),
    /// What set the target, where that row didn't.
    target_by: Option<By>,
    /// What set the limit.
    limit_by: Option<By>,
    /// A jump pulled one of its times near: it fell due inside.
    pub(crate) fell: bool,
    /// It was overdue when the crew closed the incident, and its limit had not passed: nothing can come of it any more.
    pub(crate) left: Option<SimTime>,
}

/// What set a time of an obligation, where the row that it began under didn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// An update said when the next one would come.
    Promise(Seq),
    /// The row of a rule that asks for more, counted from when that came to apply.
    Row(Rule, Severity, SimTime),
}

/// Said where a jump let something fall due, for its times are no profile's.
pub(crate) const FELL: &str = ", and a jump let it fall due";

/// Said where what was open was left open by closing: the best that it could still have earned is what it earns.
pub(crate) const LEFT: &str = "not done when it was over";

/// Said where the profile asks for nothing, whatever happened.
pub(crate) const NOT_ASKED: &str = "the profile does not ask for it at this severity";

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
        let from = (rule, severity);
        Due { rule, start, target, limit, severity, from, target_by: None, limit_by: None, fell, left: None }
    }

    /// A stricter row from `at` on: due at the earlier of the old times and the new ones.
    fn tighten(&mut self, at: SimTime, rule: Rule, row: Row, severity: Severity, rows: &Rows) {
        self.within(at, Some((rule, row.target)), Some((rule, row.limit)), severity, rows);
        self.fell |= (rows.due(at, row.target), rows.due(at, row.limit)) != (at + row.target, at + row.limit);
    }

    /// The target and the limit are no later than a rule each asks from `at` on, under a severity.
    pub(crate) fn within(
        &mut self,
        at: SimTime,
        target: Option<(Rule, SimDuration)>,
        limit: Option<(Rule, SimDuration)>,
        is: Severity,
        rows: &Rows,
    ) {
        let sooner = |time: &mut SimTime, set_by: &mut Option<By>, asks: Option<(Rule, SimDuration)>| {
            let by = asks.map(|(rule, after)| (rows.due(at, after), By::Row(rule, is, at)));
            if let Some((by, row)) = by.filter(|(by, _)| by < time) {
                (*time, *set_by) = (by, Some(row));
            }
        };
        sooner(&mut self.target, &mut self.target_by, target);
        sooner(&mut self.limit, &mut self.limit_by, limit);
        self.severity = self.severity.worse(is);
    }

    /// An update promised the time, and that is the target now.
    pub(crate) fn promised(&mut self, target: SimTime, update: Seq) {
        (self.target, self.target_by) = (target, Some(By::Promise(update)));
    }

    /// Another rule that asks for more applies from `at` on, under the severity then in force.
    pub(crate) fn stricter(&mut self, at: SimTime, rule: Rule, profile: &Profile, rows: &Rows) {
        let severity = rows.at(at);
        if let Some(row) = profile.row(rule, severity) {
            self.tighten(at, rule, row, severity, rows);
            self.rule = rule;
        }
    }

    /// What it earns when it is met at `done`; nothing if never, and what it could still earn if it was left.
    pub(crate) fn credit(&self, done: Option<SimTime>) -> u32 {
        done.or(self.left).map_or(0, |done| lin(done.since(self.start), self.to_target(), self.to_limit()))
    }

    /// From its start to its target.
    pub(crate) fn to_target(self) -> SimDuration {
        self.target.since(self.start)
    }

    /// From its start to its limit.
    pub(crate) fn to_limit(self) -> SimDuration {
        self.limit.since(self.start)
    }

    /// The rule in words: "full credit to 5:00, none from 15:00 (SEV1)". What set one of the times alone is said beside it:
    /// "full credit to 10:00 (#12 promised it), none from 40:00 (SEV1)".
    pub(crate) fn words(&self, case: &Case<'_>) -> String {
        let (target, limit) =
            (self.start.shown_to(self.target).clock(), self.start.shown_to(self.limit).clock());
        let fell = if self.fell { FELL } else { "" };
        let (first, last) = (self.set_by(case, self.target_by), self.set_by(case, self.limit_by));
        let first = if first == last { String::new() } else { format!(" ({first})") };
        format!("full credit to {target}{first}, none from {limit} ({last}{fell})")
    }

    /// "SEV1", "SEV1 from +12:00 on", "#12 promised it".
    fn set_by(&self, case: &Case<'_>, by: Option<By>) -> String {
        match by {
            None => self.from.1.label().to_string(),
            Some(By::Promise(update)) => format!("{update} promised it"),
            Some(By::Row(rule, severity, at)) if rule == self.from.0 => {
                format!("{} from {} on", severity.label(), case.clock(at))
            }
            Some(By::Row(rule, severity, at)) => {
                format!("{} from {} on", named(rule, severity), case.clock(at))
            }
        }
    }

    /// What set its times, for a step among others: the row it began under if `several` rows were used, and whatever else
    /// did. "SEV3", "target: #12 promised it", "SEV1 from +12:00 on".
    pub(crate) fn set(&self, case: &Case<'_>, several: bool) -> Option<String> {
        let row = || named(self.from.0, self.from.1);
        let by = |by| self.set_by(case, by);
        Some(match (self.target_by, self.limit_by) {
            (None, None) if several => row(),
            (None, None) => return None,
            (Some(target), Some(limit)) if target == limit => by(Some(target)),
            (Some(target), Some(limit)) => {
                format!("target: {}; limit: {}", by(Some(target)), by(Some(limit)))
            }
            (Some(target), None) if several => format!("{}; target: {}", row(), by(Some(target))),
            (Some(target), None) => format!("target: {}", by(Some(target))),
            (None, Some(limit)) => format!("{}; limit: {}", row(), by(Some(limit))),
        })
    }

    /// Its numbers, as the profile names them: the row it began under, and those that set its times since.
    pub(crate) fn names(&self) -> Vec<String> {
        let set = |by: Option<By>| match by {
            Some(By::Row(rule, severity, _)) => Some(named(rule, severity)),
            None | Some(By::Promise(_)) => None,
        };
        let own = named(self.from.0, self.from.1);
        let mut names: Vec<String> =
            std::iter::once(own).chain(set(self.target_by)).chain(set(self.limit_by)).collect();
        names.dedup();
        names
    }

    /// How its credit comes about.
    pub(crate) fn arithmetic(&self, done: Option<SimTime>) -> String {
        let left = self.left.filter(|_| done.is_none());
        let words = lin_in_words(self.start, done.or(left), self.target, self.limit);
        if left.is_some() { format!("{LEFT}; {words}") } else { words }
    }

    /// Where its numbers come from.
    pub(crate) fn tag(&self, profile: &Profile) -> Tag {
        profile.tag(self.rule, self.severity)
    }
}

/// The rows by which several were rated, in words: "full credit to 5:00, none from 15:00 (SEV1)", or one of each row where
/// there were several.
pub(crate) fn words_of(dues: &[Due], case: &Case<'_>) -> String {
    let own = each(dues.iter().map(|due| due.words(case)));
    if own.len() < 2 {
        return own.concat();
    }
    // Each row once; those of one target and limit together.
    let mut rows: Vec<(Row, Vec<String>)> = Vec::new();
    for due in dues {
        let (rule, severity) = due.from;
        let Some(row) = case.profile.row(rule, severity) else { continue };
        let is = if rule == dues[0].from.0 { severity.label().to_string() } else { named(rule, severity) };
        match rows.iter_mut().find(|(known, _)| *known == row) {
            Some((_, all)) if all.contains(&is) => {}
            Some((_, all)) => all.push(is),
            None => rows.push((row, vec![is])),
        }
    }
    let said = |(row, all): &(Row, Vec<String>)| {
        format!("full credit to {}, none from {} ({})", row.target.clock(), row.limit.clock(), and(all))
    };
    rows.iter().map(said).collect::<Vec<_>>().join("; ")
}

/// Each once, in order.
fn each(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// A step of the arithmetic for each of several: what it is about, what set its times where that differs, and its credit.
pub(crate) fn steps_of(all: &[(String, Due, Option<SimTime>)], case: &Case<'_>) -> Vec<String> {
    let several = all.iter().any(|(_, due, _)| due.from != all[0].1.from);
    let step = |(of, due, done): &(String, Due, Option<SimTime>)| {
        let of = match (due.set(case, several), of.strip_suffix(')')) {
            (None, _) => of.clone(),
            (Some(set), Some(open)) => format!("{open}; {set})"),
            (Some(set), None) => format!("{of} ({set})"),
        };
        format!("{of}: {}", due.arithmetic(*done))
    };
    all.iter().map(step).collect()
}

/// A row of a profile, as it names it: `updates.gaps SEV1`.
pub(crate) fn named(rule: Rule, at: Severity) -> String {
    format!("{} {}", rule.as_str(), at.label())
}

/// The credit curve with its numbers: `(15:00 - 7:00) x 10000 / 10:00 = 8000`. Its times are as a clock of whole seconds
/// shows those it lies between, if that comes to the same credit; of finer ones, if only they do.
pub(crate) fn lin_in_words(
    start: SimTime,
    until: Option<SimTime>,
    target: SimTime,
    limit: SimTime,
) -> String {
    let credit = until.map_or(0, |at| lin(at.since(start), target.since(start), limit.since(start)));
    let shown = |unit: i64| {
        let since = |at: SimTime| {
            SimDuration::from_ms(
                (at.ms().div_euclid(unit) - start.ms().div_euclid(unit)).saturating_mul(unit),
            )
        };
        (until.map(since), since(target), since(limit))
    };
    let same = |&(until, target, limit): &(Option<SimDuration>, SimDuration, SimDuration)| {
        until.map_or(0, |until| lin(until, target, limit)) == credit
    };
    let (until, target, limit) = [1_000, 100].into_iter().map(shown).find(same).unwrap_or_else(|| shown(1));
    let (to, from) = (exact(target), exact(limit));
    let Some(x) = until else { return format!("never; none from {from} = 0") };
    match x {
        x if x <= SimDuration::ZERO => format!("done by the start of its clock = {credit}"),
        x if x <= target => format!("{}, full to {to} = {credit}", exact(x)),
        x if x >= limit => format!("{}, none from {from} = {credit}", exact(x)),
        x => {
            let over = exact(SimDuration::from_ms(limit.ms() - target.ms()));
            format!("({from} - {}) x 10000 / {over} = {credit}", exact(x))
        }
    }
}

/// A duration to the tenth or the millisecond, where there are any.
pub(crate) fn exact(length: SimDuration) -> String {
    match length.ms().abs() % 1_000 {
        0 => length.clock(),
        ms if ms % 100 == 0 => format!("{}.{}", length.clock(), ms / 100),
        ms => format!("{}.{ms:03}", length.clock()),
    }
}

/// How many digits below the second the times in a step of arithmetic have: as many has whoever shows what it rests on.
pub(crate) fn below_seconds(step: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let parts = step.split(':').skip(1).filter_map(|part| part.split_once('.'));
    let fine = parts.filter(|(secs, _)| secs.len() == 2 && digits(secs) == 2);
    fine.map(|(_, below)| digits(below)).max().unwrap_or(0)
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
    /// When the crew closed the incident for good, if it did.
    pub(crate) closed: Option<SimTime>,
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
            Some(due) => match self.left(due.target) {
                left @ Some(_) => {
                    let due = Due { left, ..due };
                    Verdict::Rated(due, due.credit(None))
                }
                None => Verdict::Open(due),
            },
        }
    }

    /// When something that was due by `target` was left by closing. The facilitator's choice of when to stop costs nobody
    /// anything (2.1); to close is the crew's own, and closing early must not be the way out of what is late.
    pub(crate) fn left(&self, target: SimTime) -> Option<SimTime> {
        self.closed.filter(|&closed| target < closed && closed <= self.cut)
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
                    due.tighten(at, self.rule, row, next, self.rows);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(start: i64, until: i64, says: &str, digits: usize) {
        let at = SimTime::from_ms;
        let words = lin_in_words(at(start), Some(at(until)), at(start + 300_000), at(start + 600_000));
        assert_eq!((words.as_str(), below_seconds(&words)), (says, digits));
    }

    /// A clock of whole seconds shows 8:59 between the two, and that comes to 2033; a clock of tenths 8:58.8, and to the same.
    #[test]
    fn arithmetic_is_as_fine_as_the_clock_that_comes_to_the_same() {
        case(0, 400_000, "(10:00 - 6:40) x 10000 / 5:00 = 6666", 0);
        case(14, 790_000, "13:10, none from 10:00 = 0", 0);
        case(900, 120_100, "2:00, full to 5:00 = 10000", 0);
        case(216, 539_000, "(10:00 - 8:58.8) x 10000 / 5:00 = 2040", 1);
        case(7, 539_020, "(10:00 - 8:59.013) x 10000 / 5:00 = 2032", 3);
    }
}
