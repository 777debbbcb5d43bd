//! A finding and what it rests on: no credit without the events, or the interval, that show it.

use std::borrow::Cow;

use super::card::{Band, Criterion, Dimension, Finding, Gate, Outcome, Reason, Remark};
use super::case::Case;
use super::curve;
use super::due::{Due, steps_of, words_of};
use super::facts::Moment;
use super::profile::Tag;
use crate::engine::event::Seq;
use crate::prose::and;
use crate::time::SimTime;

/// A criterion on its way to the card.
pub(crate) struct Draft {
    id: Cow<'static, str>,
    weight: Option<u32>,
    credit: Option<u32>,
    outcome: Outcome,
    n: usize,
    evidence: Vec<Seq>,
    interval: Option<(SimTime, SimTime)>,
    moves: Vec<Seq>,
    with_help: bool,
    never_done: bool,
    /// Nothing came at all, and it counts as if it had come when it was left.
    as_if: bool,
    /// What it is the mean of, each from when it was open until a move met it.
    held: Option<Vec<Held>>,
    says: String,
    findings: Vec<Finding>,
    rule: String,
    source: Tag,
    uses: Vec<String>,
    arithmetic: Vec<String>,
    next: String,
}

impl Draft {
    /// Something was rated.
    pub(crate) fn rated(id: impl Into<Cow<'static, str>>, credit: u32, n: usize) -> Self {
        Draft { credit: Some(credit), n, ..Draft::without(id.into(), Outcome::of(credit)) }
    }

    /// The rule does not apply.
    pub(crate) fn not_applicable(id: impl Into<Cow<'static, str>>, says: &str) -> Self {
        Draft { says: says.to_string(), ..Draft::without(id.into(), Outcome::NotApplicable) }
    }

    /// The drill was over first.
    pub(crate) fn not_observed(id: impl Into<Cow<'static, str>>, says: &str) -> Self {
        Draft { says: says.to_string(), ..Draft::without(id.into(), Outcome::NotObserved) }
    }

    fn without(id: Cow<'static, str>, outcome: Outcome) -> Self {
        Draft {
            id,
            weight: None,
            credit: None,
            outcome,
            n: 0,
            evidence: Vec::new(),
            interval: None,
            moves: Vec::new(),
            with_help: false,
            never_done: false,
            as_if: false,
            held: None,
            says: String::new(),
            findings: Vec::new(),
            rule: String::new(),
            source: Tag::H,
            uses: Vec::new(),
            arithmetic: Vec::new(),
            next: String::new(),
        }
    }

    /// The mean of items, rated if there is one; else not observed if something was `open`, else not applicable.
    pub(crate) fn mean(id: impl Into<Cow<'static, str>>, credits: &[u32], open: bool, none: &str) -> Self {
        match curve::mean(credits) {
            Some(credit) => {
                let draft = Draft::rated(id, credit, credits.len());
                Draft { arithmetic: mean_of(credits, credit), ..draft }
            }
            None if open => Draft::not_observed(id, "still open when the drill was over"),
            None => Draft::not_applicable(id, none),
        }
    }

    /// Why it was not observed, where there is more to say than that it was open.
    pub(crate) fn unseen(mut self, says: &str) -> Self {
        if self.outcome == Outcome::NotObserved {
            self.says = says.to_string();
        }
        self
    }

    /// The events it rests on.
    pub(crate) fn cites(mut self, seqs: impl IntoIterator<Item = Seq>) -> Self {
        self.evidence.extend(seqs);
        self
    }

    /// Where was looked.
    pub(crate) fn within(mut self, from: SimTime, to: SimTime) -> Self {
        self.interval = Some((from.min(to), to));
        self
    }

    /// The moves that decided it; they are evidence too.
    pub(crate) fn decided_by(mut self, seqs: impl IntoIterator<Item = Seq>) -> Self {
        self.moves.extend(seqs);
        self
    }

    /// What happened; says nothing of a criterion that is not rated.
    pub(crate) fn says(mut self, says: String) -> Self {
        if let Some(credit) = self.credit {
            self.findings = vec![Finding { hard: credit < curve::FULL, ..Finding::well(says.as_str()) }];
            self.says = says;
        }
        self
    }

    /// What happened, one thing after the other.
    pub(crate) fn finds(self, findings: Vec<Finding>) -> Self {
        let says: Vec<&str> = findings.iter().map(|finding| finding.says.as_str()).collect();
        let says = says.join("; ");
        self.says(says).found(findings)
    }

    /// What its sentences are made of.
    pub(crate) fn found(mut self, findings: Vec<Finding>) -> Self {
        if self.credit.is_some() {
            self.findings = findings;
        }
        self
    }

    /// A hint came before, and the finding says so.
    pub(crate) fn with_help(mut self, helped: bool) -> Self {
        self.with_help = helped;
        self
    }

    /// What was open, and until when: a hint helps what is open then, and nothing earlier or later.
    pub(crate) fn held(mut self, held: impl IntoIterator<Item = Held>) -> Self {
        self.held = Some(held.into_iter().collect());
        self
    }

    /// A hint on this step of the process came while what it rates was open, and before the move that met it: that is
    /// told, and costs nothing.
    fn told_of_help(&mut self, dimension: &str, case: &Case<'_>) {
        if self.credit.is_none() {
            return;
        }
        let decided = self.moves.iter().max().copied();
        let mut hints = case.process_hints(dimension, &self.id);
        let found = hints.find_map(|hint| match self.held.as_deref() {
            None => decided.is_some_and(|decided| hint < decided).then(|| (hint, String::new())),
            Some(held) => {
                let open: Vec<_> = held.iter().filter(|held| held.from < hint && hint < held.until).collect();
                let name = |one: &Held| if held.len() > 1 { one.name.clone() } else { String::new() };
                match open.as_slice() {
                    [] => None,
                    [one] => Some((hint, name(one))),
                    _ => Some((hint, String::new())),
                }
            }
        });
        let Some((hint, what)) = found else { return };
        self.with_help = true;
        self.evidence.push(hint);
        self.says += &format!("; with help ({hint}){what}");
    }

    /// The rule in words, and where it comes from.
    pub(crate) fn rule(mut self, rule: impl Into<String>, source: Tag) -> Self {
        (self.rule, self.source) = (rule.into(), source);
        self
    }

    /// The rule of an obligation, if there was one.
    pub(crate) fn due(self, due: Option<Due>, case: &Case<'_>) -> Self {
        match due {
            Some(due) => self.rule(due.words(case), due.tag(case.profile)).uses(due.names()),
            None => self,
        }
    }

    /// The rules of several obligations, each with what it is about and when it was met: the rule, and a step for each. Of
    /// what was never done it counts in what could still have come of it, and it was not done all the same.
    pub(crate) fn dues(mut self, all: &[(String, Due, Option<SimTime>)], case: &Case<'_>) -> Self {
        let dues: Vec<_> = all.iter().map(|&(_, due, _)| due).collect();
        if !all.is_empty() && all.iter().all(|(_, due, done)| done.is_none() && due.left.is_some()) {
            self = self.undone();
        }
        self.steps(steps_of(all, case)).rules_of(&dues, case)
    }

    /// The rules of several obligations alone.
    pub(crate) fn rules_of(self, dues: &[Due], case: &Case<'_>) -> Self {
        let Some(first) = dues.first() else { return self };
        self.rule(words_of(dues, case), first.tag(case.profile)).uses(dues.iter().flat_map(Due::names))
    }

    /// It counts so much, whatever the profile says.
    pub(crate) fn weighing(mut self, weight: u32) -> Self {
        self.weight = Some(weight);
        self
    }

    /// It was never done, whatever it could still have earned when it was left: that is not met.
    pub(crate) fn undone(mut self) -> Self {
        let most = Outcome::PARTLY_MOST;
        let over = self.credit.is_some_and(|credit| credit > most);
        self.arithmetic.extend(over.then(|| format!("what was not done is not met: at most {most}")));
        self.credit = self.credit.map(|credit| credit.min(most));
        self.outcome = self.credit.map_or(self.outcome, Outcome::of);
        self.never_done = true;
        self.as_if = true;
        self
    }

    /// When it was left, and what that counts as, is in its own sentence.
    pub(crate) fn and_says_so(mut self) -> Self {
        self.as_if = false;
        self
    }

    /// This is its word, whatever its credit.
    pub(crate) fn in_a_word(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// The numbers of the profile that were used.
    pub(crate) fn uses(mut self, names: impl IntoIterator<Item = String>) -> Self {
        for name in names {
            if !self.uses.contains(&name) {
                self.uses.push(name);
            }
        }
        self
    }

    /// How the credit comes about; steps come before the mean of them.
    pub(crate) fn steps(mut self, steps: impl IntoIterator<Item = String>) -> Self {
        let mut steps: Vec<_> = steps.into_iter().collect();
        steps.append(&mut self.arithmetic);
        self.arithmetic = steps;
        self
    }

    /// A last step, after the mean.
    pub(crate) fn steps_after(mut self, steps: impl IntoIterator<Item = String>) -> Self {
        self.arithmetic.extend(steps);
        self
    }

    /// One concrete step for the next drill, unless all was well.
    pub(crate) fn next(mut self, next: &str) -> Self {
        if matches!(self.outcome, Outcome::Partly | Outcome::Missed) {
            self.next = next.to_string();
        }
        self
    }

    fn finish(mut self, dimension: &str, case: &Case<'_>) -> Criterion {
        if self.credit.is_some() && case.by_stand_ins(&self.moves) {
            (self.credit, self.outcome) = (None, Outcome::NotApplicable);
            (self.says, self.next) = (format!("played by a bot: {}", self.says), String::new());
        }
        // A number beside “no deputy” is not for one.
        if self.as_if && self.credit.is_some_and(|credit| credit > 0) {
            self.says += AS_IF;
        }
        self.told_of_help(dimension, case);
        self.evidence.append(&mut self.moves);
        self.evidence.sort();
        self.evidence.dedup();
        if self.credit.is_none() && self.evidence.is_empty() && self.interval.is_none() {
            self.interval = Some((SimTime::START.min(case.end()), case.anchors.endex));
        }
        let shown = self.interval.map(|(from, to)| (case.story(from), case.story(to)));
        debug_assert!(!self.evidence.is_empty() || self.interval.is_some(), "{}: no evidence", self.id);
        let weight = self.weight.unwrap_or_else(|| case.profile.weight(&format!("{dimension}.{}", self.id)));
        Criterion {
            id: self.id,
            weight,
            credit: self.credit,
            outcome: self.outcome,
            n: u32::try_from(self.n).unwrap_or(u32::MAX),
            evidence: self.evidence,
            interval: shown,
            says: self.says,
            findings: self.findings,
            with_help: self.with_help,
            never_done: self.never_done,
            rule: self.rule,
            source: self.source.letter(),
            uses: self.uses,
            arithmetic: self.arithmetic,
            next: self.next,
        }
    }
}

/// Said where nothing came by the end, and what is rated is what could still have come of it.
const AS_IF: &str = "; not by the end: rated as if it had come then";

/// Something that was open from one event to another.
pub(crate) struct Held {
    pub(crate) from: Seq,
    pub(crate) until: Seq,
    /// Where it was, after "with help (#9)": " in the silence from +8:00".
    pub(crate) name: String,
}

/// The step from several credits to one.
fn mean_of(credits: &[u32], mean: u32) -> Vec<String> {
    if credits.len() < 2 {
        return Vec::new();
    }
    let mut terms: Vec<(u32, usize)> = Vec::new();
    for &credit in credits {
        match terms.iter_mut().find(|(known, _)| *known == credit) {
            Some((_, times)) => *times += 1,
            None => terms.push((credit, 1)),
        }
    }
    // Two alike are read as fast as they are counted.
    let term = |&(credit, times): &(u32, usize)| match times {
        1 => credit.to_string(),
        2 => format!("{credit} + {credit}"),
        _ => format!("{times} x {credit}"),
    };
    let sum = terms.iter().map(term).collect::<Vec<_>>().join(" + ");
    let sum = if sum.contains('+') { format!("({sum})") } else { sum };
    vec![format!("the mean: {sum} / {} = {mean}", credits.len())]
}

/// A step for each thing and how its credit comes about, where those with the same way are one step:
/// "#39, #42 and #54: 4 of 4 of its slots = 10000 each".
pub(crate) fn alike(ways: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let mut steps: Vec<(Vec<String>, String)> = Vec::new();
    for (of, way) in ways {
        match steps.iter_mut().find(|(_, known)| *known == way) {
            Some((all, _)) => all.push(of),
            None => steps.push((vec![of], way)),
        }
    }
    let step = |(all, way): (Vec<String>, String)| match all.len() {
        1 => [&all[0], ": ", &way].concat(),
        _ => [&and(&all), ": ", &way, " each"].concat(),
    };
    steps.into_iter().map(step).collect()
}

/// A dimension with what it has to say besides.
pub(crate) struct Part {
    pub(crate) dimension: Dimension,
    pub(crate) advice: Vec<Remark>,
    pub(crate) open: Vec<String>,
    pub(crate) because: Vec<Reason>,
}

/// A dimension on its way to the card.
pub(crate) struct Sheet {
    id: &'static str,
    drafts: Vec<Draft>,
    gates: Vec<Gate>,
    nothing: bool,
    advice: Vec<Remark>,
    open: Vec<String>,
    because: Vec<Reason>,
}

impl Sheet {
    pub(crate) fn of(id: &'static str) -> Self {
        Sheet {
            id,
            drafts: Vec::new(),
            gates: Vec::new(),
            nothing: false,
            advice: Vec::new(),
            open: Vec::new(),
            because: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    pub(crate) fn gate(&mut self, gate: Gate) {
        if !self.gates.contains(&gate) {
            self.gates.push(gate);
        }
    }

    /// What a gate rests on.
    pub(crate) fn explain(&mut self, gate: Gate, says: String, evidence: Vec<Seq>) {
        self.because.push(Reason { gate, says, evidence });
    }

    /// The whole dimension is worth nothing, whatever its criteria say.
    pub(crate) fn worth_nothing(&mut self) {
        self.nothing = true;
    }

    /// Something that costs nothing.
    pub(crate) fn advise(&mut self, criterion: &str, says: String, evidence: impl IntoIterator<Item = Seq>) {
        let evidence = evidence.into_iter().collect();
        self.advice.push(Remark { about: format!("{}/{criterion}", self.id), says, evidence });
    }

    /// Something that was open when the drill was over.
    pub(crate) fn still_open(&mut self, says: String) {
        self.open.push(says);
    }

    pub(crate) fn finish(self, case: &Case<'_>) -> Part {
        let criteria: Vec<_> = self.drafts.into_iter().map(|draft| draft.finish(self.id, case)).collect();
        let rated: Vec<_> = criteria.iter().map(|criterion| (criterion.weight, criterion.credit)).collect();
        let credit = if self.nothing { Some(0) } else { curve::weighted(&rated) };
        let band = credit.map(|credit| Band::of(credit, !self.gates.is_empty()));
        let weight = case.profile.weight(self.id);
        let dimension = Dimension { id: self.id, weight, credit, band, gates: self.gates, criteria };
        Part { dimension, advice: self.advice, open: self.open, because: self.because }
    }
}

/// The places of moments.
pub(crate) fn seqs(moments: impl IntoIterator<Item = Moment>) -> impl Iterator<Item = Seq> {
    moments.into_iter().map(|moment| moment.seq)
}
