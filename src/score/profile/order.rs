//! What no number shows by itself: how the numbers of a profile stand to each other.

use std::ops::Range;

use super::check::Making;
use super::{Count, Rule, Span};
use crate::scenario::problem::{File, Problem};
use crate::scenario::words::Severity;

/// The first is no more than the second, and what is meant by it.
const ORDER: &[(Count, Count, &str)] = &[
    (Count::HarmMinor, Count::HarmMajor, "a minor harm takes off no more than a major one"),
    (Count::HarmMajor, Count::HarmCritical, "a major harm takes off no more than a critical one"),
    (Count::HarmCritical, Count::HarmMost, "one harm takes off no more than all of them may"),
    (Count::Told, Count::Hinted, "what was told is worth no more than what was pointed at"),
    (Count::Hinted, Count::Nudged, "what was pointed at is worth no more than what was asked about"),
    (Count::TwoHigh, Count::OneHigh, "two severities too high is worth no more than one"),
    (Count::OneMild, Count::OneHigh, "too mild tells nobody, and is worth no more than too high"),
    (Count::Reports, Count::ManyReports, "what is flagged is more than what is remarked on"),
];

impl Making<'_, '_> {
    /// Everything that two numbers say together.
    pub(super) fn order(&mut self) {
        ORDER.iter().for_each(|&(low, high, why)| self.no_more(low, high, why));
        self.severities();
        self.monitoring();
        self.repeats();
        self.first_minutes();
        self.night();
    }

    /// Where a count stands in the file, if it does.
    fn count_at(&self, count: Count) -> Option<Range<usize>> {
        self.said.get(&format!("the count `{}`", count.as_str())).cloned()
    }

    fn span_at(&self, span: Span) -> Option<Range<usize>> {
        self.said.get(&format!("the time `{}`", span.as_str())).cloned()
    }

    fn row_at(&self, rule: Rule, at: Severity) -> Option<Range<usize>> {
        self.said.get(&format!("`{}` at {}", rule.as_str(), at.label())).cloned()
    }

    /// Of two numbers, the one that stands here is pointed at, and the other told.
    fn no_more(&mut self, low: Count, high: Count, why: &str) {
        let (less, more) = (self.profile.count(low), self.profile.count(high));
        let (at_low, at_high) = (self.count_at(low), self.count_at(high));
        if less <= more
            || !(self.profile.counts.contains_key(&low) && self.profile.counts.contains_key(&high))
        {
            return;
        }
        let (low, high) = (low.as_str(), high.as_str());
        let message = format!("`{low}` is {less}, and `{high}` {more}");
        let (place, label, other) = match (at_low, at_high) {
            (Some(low), high) => (low, "more than the other", high.map(|place| (place, "the other"))),
            (None, Some(high)) => (high, "less than the other", None),
            (None, None) => return,
        };
        let help = match (&other, label) {
            (Some(_), _) => format!("{why}: lower `{low}` or raise `{high}`"),
            (None, "more than the other") => {
                format!("{why}: at most {more}, or say `{high}` here too, and larger")
            }
            (None, _) => format!("{why}: at least {less}, or say `{low}` here too, and smaller"),
        };
        let mut problem =
            Problem::error("profile::order", File::Profile, place, message).label(label).help(help);
        if let Some((place, label)) = other {
            problem = problem.also(place, label);
        }
        self.desk.say(problem);
    }

    /// A milder severity that asks for more than a worse one is mostly a slip, whichever of the two this profile says.
    fn severities(&mut self) {
        for &rule in Rule::ALL {
            for &milder in Severity::ALL {
                let Some(own) = self.profile.row(rule, milder) else { continue };
                let worse = || Severity::ALL.iter().rev().filter(|&&at| at < milder);
                let row = worse().find_map(|&at| Some((at, self.profile.row(rule, at)?)));
                let unasked = worse().find(|&&at| self.not_asked_at(rule, at));
                let (message, help, worse) = match (row, unasked) {
                    (Some((worse, row)), _) if own.target < row.target || own.limit < row.limit => (
                        "asks for more",
                        format!(
                            "{} has {} to {}, {} has {} to {}: give the milder one at least as long",
                            worse.label(),
                            row.target,
                            row.limit,
                            milder.label(),
                            own.target,
                            own.limit
                        ),
                        worse,
                    ),
                    (None, Some(&worse)) => (
                        "is asked for",
                        format!(
                            "put it under `not_asked` at {} too, or ask for it at {}",
                            milder.label(),
                            worse.label()
                        ),
                        worse,
                    ),
                    _ => continue,
                };
                let own = self.row_at(rule, milder).map(|place| (place, "earlier"));
                let Some((place, label)) = own.or_else(|| Some((self.row_at(rule, worse)?, "later"))) else {
                    continue;
                };
                let label = if row.is_none() { "one without the other" } else { label };
                let than = if row.is_none() { "and not" } else { "than" };
                let message = format!(
                    "`{}` {message} at {} {than} at {}",
                    rule.as_str(),
                    milder.label(),
                    worse.label()
                );
                let problem = Problem::error("profile::milder", File::Profile, place, message).warning();
                self.desk.say(problem.label(label).help(help));
            }
        }
    }

    /// Whether this profile says that a rule asks for nothing.
    fn not_asked_at(&self, rule: Rule, at: Severity) -> bool {
        self.profile.unasked.contains_key(&(rule, at)) && self.row_at(rule, at).is_some()
    }

    /// Who watches a fix has less to tell.
    fn monitoring(&mut self) {
        for &at in Severity::ALL {
            let (Some(gap), Some(watched)) =
                (self.profile.row(Rule::Gap, at), self.profile.row(Rule::GapMonitoring, at))
            else {
                continue;
            };
            let place = self.row_at(Rule::GapMonitoring, at).or_else(|| self.row_at(Rule::Gap, at));
            let Some(place) = place.filter(|_| watched.target < gap.target || watched.limit < gap.limit)
            else {
                continue;
            };
            let at = at.label();
            let message =
                format!("at {at} updates are owed more often while a fix is watched than before it");
            let help = format!(
                "`updates.gaps` has {} to {}, `updates.gaps_monitoring` {} to {}: make the second at least as long",
                gap.target, gap.limit, watched.target, watched.limit
            );
            let problem = Problem::error("profile::monitoring", File::Profile, place, message).warning();
            self.desk.say(problem.label("more often").help(help));
        }
    }

    /// Who keeps the interval and has nothing new to tell must be able to say so.
    fn repeats(&mut self) {
        let within = self.profile.span(Span::RepeatWithin);
        let gaps = Severity::ALL.iter().filter_map(|&at| Some((at, self.profile.row(Rule::Gap, at)?.target)));
        let Some((at, gap)) = gaps.min_by_key(|&(_, target)| target) else { return };
        let place = self.span_at(Span::RepeatWithin).or_else(|| self.row_at(Rule::Gap, at));
        let Some(place) = place.filter(|_| within >= gap) else { return };
        let message = format!(
            "an update that says nothing new counts only after {within}, and one is owed every {gap}"
        );
        let problem = Problem::error("profile::repeats", File::Profile, place, message).warning();
        let help = format!(
            "make `updates.repeat_within` shorter than `updates.gaps` at {}, or \"no change\" in time is no update",
            at.label()
        );
        self.desk.say(problem.label("as long as the interval").help(help));
    }

    /// A step whose target lies behind the minutes in which it is counted.
    fn first_minutes(&mut self) {
        let within = self.profile.span(Span::FirstWithin);
        let steps = Rule::ALL.iter().filter(|rule| rule.as_str().starts_with("first30."));
        let late: Vec<_> = steps
            .flat_map(|&rule| Severity::ALL.iter().map(move |&at| (rule, at)))
            .filter(|&(rule, at)| self.profile.row(rule, at).is_some_and(|row| row.target > within))
            .filter_map(|(rule, at)| {
                let place = self.row_at(rule, at).or_else(|| self.span_at(Span::FirstWithin))?;
                Some((rule, at, place))
            })
            .collect();
        for (rule, at, place) in late {
            let message = format!(
                "`{}` at {} is wanted after the first minutes are over ({within})",
                rule.as_str(),
                at.label()
            );
            let problem = Problem::error("profile::first_minutes", File::Profile, place, message).warning();
            self.desk.say(
                problem
                    .label("later than `first30.within`")
                    .help("make the target earlier, or `first30.within` longer"),
            );
        }
    }

    /// A night that begins when it ends is none.
    fn night(&mut self) {
        let (from, to) = (self.profile.span(Span::NightFrom), self.profile.span(Span::NightTo));
        let place = self.span_at(Span::NightTo).or_else(|| self.span_at(Span::NightFrom));
        let Some(place) = place.filter(|_| from == to) else { return };
        let message = format!("the night begins and ends at {from}");
        let problem = Problem::error("profile::no_night", File::Profile, place, message).warning();
        let help =
            "nothing is in the night then; where a page costs the same at any hour, `paging.night` is 10000";
        self.desk.say(problem.label("no night").help(help));
    }
}
