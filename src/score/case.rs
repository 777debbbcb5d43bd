//! A drill ready to be judged: its facts, its clocks, and the severity in force over time.

use std::fmt;

use super::declare::{self, Late};
use super::due::{Asked, Verdict};
use super::facts::{Anchors, Facts, Moment, Rows};
use super::profile::{Profile, Rule};
use crate::engine::event::{Event, Seq};
use crate::engine::proof::{Proof, Unproven};
use crate::journal::words::{Handful, handful};
use crate::journal::{Record, Who};
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::id::SeatName;
use crate::scenario::words::Severity;
use crate::time::{SimDuration, SimTime};

/// What every dimension reads.
pub(crate) struct Case<'a> {
    pub(crate) facts: Facts<'a>,
    pub(crate) rows: Rows,
    pub(crate) anchors: Anchors,
    /// The declaration, if it came when the clocks ran already.
    pub(crate) late: Option<Late>,
    pub(crate) profile: &'a Profile,
    people: bool,
    handful: Option<Handful>,
}

impl<'a> Case<'a> {
    pub(crate) fn of(scenario: &'a Scenario, profile: &'a Profile, records: &'a [Record]) -> Self {
        let facts = Facts::read(scenario, profile, records);
        let hint = facts.pages.first().and_then(|page| page.hint);
        let rows = Rows::of(&facts, hint);
        let (mut anchors, people) = (facts.anchors(), facts.people());
        let late = declare::late(profile, &facts, &rows);
        if let Some(late) = &late {
            (anchors.declared, anchors.said) = (late.start(), false);
        }
        Case { facts, rows, anchors, late, profile, people, handful: handful(scenario, records) }
    }

    /// Why all that was typed tells nobody anything, if it doesn't.
    pub(crate) fn handful(&self) -> Option<&Handful> {
        self.handful.as_ref()
    }

    /// When the response began: the declaration, or what stands in for it.
    pub(crate) fn declared(&self) -> SimTime {
        self.anchors.declared.at
    }

    /// When the incident was over.
    pub(crate) fn end(&self) -> SimTime {
        self.anchors.end.at
    }

    /// A time as a person reads it: `+4:05` from the story's start. Rules count by the score clock, which stands still in
    /// a jump; who reads a card has the story's clock before them, and no other.
    pub(crate) fn clock(&self, when: impl Into<Instant>) -> String {
        self.story(when).plus()
    }

    /// The time of the story at an instant of the score clock; an event knows its own.
    pub(crate) fn story(&self, when: impl Into<Instant>) -> SimTime {
        let clock = &self.facts.clock;
        let own = |when: Moment| {
            let own = self.facts.event_at(when.seq).map(Event::counts_at);
            own.filter(|&own| clock.at(own) == when.at).unwrap_or_else(|| clock.story(when.at))
        };
        let anchor =
            |at| [self.anchors.declared, self.anchors.end].into_iter().find(|anchor| anchor.at == at);
        match when.into() {
            Instant::At(at) => anchor(at).map_or_else(|| clock.story(at), own),
            Instant::Of(when) => own(when),
        }
    }

    /// How what was done stands to the start of its clock.
    pub(crate) fn stands(&self, start: SimTime, done: Moment) -> Stands {
        let declared = self.anchors.declared;
        let opened = if start == declared.at { declared } else { Moment { at: start, seq: Seq(0) } };
        match start.shown_to(done.at) {
            after if after > SimDuration::ZERO => Stands::After(self.long(start, done)),
            _ if opened <= done => Stands::AtOnce,
            _ if start != declared.at => {
                Stands::Before(format!("it was asked for, from {} on", self.clock(start)))
            }
            _ if self.anchors.said => Stands::Before("the incident was declared".to_string()),
            _ => Stands::Before("the response began".to_string()),
        }
    }

    /// How long, as a person reads it who has both times on a clock: "16:00 (jumped 20:00 left out)".
    pub(crate) fn long(&self, from: impl Into<Instant>, to: impl Into<Instant>) -> String {
        let (from, to) = (from.into(), to.into());
        let out = self.left_out(from, to).map_or(String::new(), |out| format!(" ({out})"));
        long(from.at(), to.at()) + &out
    }

    /// "jumped 20:00 left out", where the story jumped between two times: they are further apart than the length says, by
    /// so much. What came up inside a jump, or where it landed, is further on than where the jump began.
    pub(crate) fn left_out(&self, from: impl Into<Instant>, to: impl Into<Instant>) -> Option<String> {
        let (from, to) = (from.into(), to.into());
        let (began, ended) = (self.story(from), self.story(to));
        let exact = ended.since(began).ms() - to.at().since(from.at()).ms();
        let shown = began.shown_to(ended).ms() - from.at().shown_to(to.at()).ms();
        let out = SimDuration::from_ms(shown);
        (exact > 0 && out > SimDuration::ZERO).then(|| format!("jumped {} left out", out.clock()))
    }

    /// Whether something happened while the incident was on.
    pub(crate) fn during(&self, when: Moment) -> bool {
        when <= self.anchors.end
    }

    /// What was seen to work until the incident was over, and what that left unproven: by the story's clock, as at the table.
    pub(crate) fn proof(&self) -> (Proof, Vec<Unproven>) {
        let (proof, end) = self.facts.proof(self.anchors.end.seq);
        let unproven = proof.unproven(self.facts.scenario, end);
        (proof, unproven)
    }

    /// The first reading that shows that it is over.
    pub(crate) fn seen_over(&self) -> Option<Moment> {
        let (proof, end) = self.facts.proof(self.anchors.end.seq);
        let (at, seq) = proof.seen_over(self.facts.scenario, end)?;
        Some(self.facts.moment(at, seq))
    }

    /// The worst severity in force during the response.
    pub(crate) fn worst(&self) -> Severity {
        self.rows.worst(self.declared().min(self.end()), self.end())
    }

    /// Whether gates apply: SEV1 or SEV2.
    pub(crate) fn grave(severity: Severity) -> bool {
        severity <= Severity::Sev2
    }

    /// What is asked by a rule from `start`, looked for until `cut`.
    pub(crate) fn asked(&self, rule: Rule, start: SimTime, cut: SimTime) -> Asked<'_> {
        let safety = self.anchors.safety;
        let closed = self.anchors.left_at();
        Asked { profile: self.profile, rows: &self.rows, rule, start, cut, safety, closed }
    }

    /// The changes of severity that people had to be told of and look again for: one that was taken back before anybody
    /// had to be told, and before anybody was, is none.
    pub(crate) fn changes(&self) -> Vec<Moment> {
        let mut standing: Vec<Moment> = Vec::new();
        for &change in &self.facts.changes {
            match standing.last().is_some_and(|&last| self.took_back(last, change)) {
                true => _ = standing.pop(),
                false => standing.push(change),
            }
        }
        standing
    }

    /// Whether a change of severity took back the one before it, while nobody had to be told of that yet, nor was.
    fn took_back(&self, last: Moment, change: Moment) -> bool {
        let said = |is: &dyn Fn(Moment) -> bool| {
            self.facts.declared.iter().rev().find(|&&(when, _)| is(when)).map(|&(_, severity)| severity)
        };
        let row = self.profile.row(Rule::Change, self.rows.at(change.at));
        let soon = row.is_some_and(|row| change.at.since(last.at) <= row.target);
        let told = self.facts.posts.iter().any(|post| last < post.when && post.when < change);
        soon && !told && said(&|when| when < last) == said(&|when| when <= change)
    }

    /// An obligation of the response: asked until the incident is over.
    pub(crate) fn judge(&self, rule: Rule, start: SimTime, done: Option<SimTime>) -> Verdict {
        self.asked(rule, start, self.end()).judge(done)
    }

    /// Whether stand-ins alone decided something, beside a person: nobody earns that.
    pub(crate) fn by_stand_ins(&self, moves: &[Seq]) -> bool {
        let own: Vec<_> = moves.iter().filter(|&&seq| self.facts.who(seq) != Who::Tool).collect();
        self.people && !own.is_empty() && own.iter().all(|&&seq| self.alone_by_stand_in(seq))
    }

    /// Whether a stand-in moved unasked. What it looked at or did because a person asked is that person's.
    fn alone_by_stand_in(&self, seq: Seq) -> bool {
        matches!(self.facts.who(seq), Who::Bot | Who::Prepared) && !self.facts.asked_by_people(seq)
    }

    /// How many seats stand-ins alone moved, beside people: what those do is rated of nobody.
    pub(crate) fn stand_ins(&self) -> usize {
        self.facts.filled.iter().filter(|seat| self.stands_in(seat)).count()
    }

    /// Whether a stand-in alone moved a seat, beside people.
    pub(crate) fn stands_in(&self, seat: &SeatName) -> bool {
        let moved =
            |of: fn(&Who) -> bool| self.facts.moves_of(seat).any(|done| of(&self.facts.who(done.when.seq)));
        self.people
            && moved(|who| matches!(who, Who::Bot | Who::Prepared))
            && !moved(|who| *who == Who::Person)
    }

    /// The hints on the step of the process that a criterion rates, in order.
    pub(crate) fn process_hints(&self, dimension: &str, id: &str) -> impl Iterator<Item = Seq> {
        let rates = move |item: &str| match item {
            "page" => (dimension, id) == ("ack", "chain"),
            "declare" => (dimension, id) == ("classify", "severity"),
            "command" => (dimension, id) == ("roles", "commander_time"),
            "update" => dimension == "updates" && (id == "first" || id == "gaps"),
            "verify" => (dimension, id) == ("loop", "verify"),
            "time-box" => (dimension, id) == ("loop", "tasks"),
            // To look, to go on and to close are rated by no single criterion.
            _ => false,
        };
        let hints = self.facts.story.process_hints.iter();
        hints.filter(move |(_, item)| rates(item)).map(|(when, _)| when.seq)
    }
}

/// What a time is read from.
#[derive(Clone, Copy)]
pub(crate) enum Instant {
    /// The score clock: where that stands still, the story has landed.
    At(SimTime),
    /// An event: the story's own time of it, before a jump or after.
    Of(Moment),
}

impl Instant {
    /// By the score clock.
    fn at(self) -> SimTime {
        match self {
            Instant::At(at) => at,
            Instant::Of(when) => when.at,
        }
    }
}

impl From<SimTime> for Instant {
    fn from(at: SimTime) -> Self {
        Instant::At(at)
    }
}

impl From<Moment> for Instant {
    fn from(when: Moment) -> Self {
        Instant::Of(when)
    }
}

/// Where what was done stands to the start of its clock.
pub(crate) enum Stands {
    /// Before that, in words.
    Before(String),
    /// As soon as the clock had started: by no second that a clock shows.
    AtOnce,
    /// So long after, in words.
    After(String),
}

/// "before the incident was declared", "at once", "after 1:00".
impl fmt::Display for Stands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stands::Before(what) => write!(f, "before {what}"),
            Stands::AtOnce => f.write_str("at once"),
            Stands::After(length) => write!(f, "after {length}"),
        }
    }
}

/// How long, as a person reads it who has both times on a clock.
pub(crate) fn long(from: SimTime, to: SimTime) -> String {
    from.shown_to(to).max(SimDuration::ZERO).clock()
}

/// What is said of each, said once of all of whom it is so: "`a` (#1) and `b` (#4) began without a poll".
pub(crate) fn grouped(each: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (who, what) in each {
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, all)) => all.push(who),
            None => groups.push((what, vec![who])),
        }
    }
    groups.into_iter().map(|(what, all)| format!("{} {what}", and(&all))).collect()
}

/// `1 page`, `2 pages`.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
