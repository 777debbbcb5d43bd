//! From a profile as it is written to one that drills can be rated by, or all that is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::raw;
use super::{CRITERIA, Count, HANDOVER, PAGING, Profile, Row, Rule, SCENARIO, Sourced, Span, Tag, shipped};
use crate::scenario::check::other::{self, Desk, Expect, Kind, did_you_mean, listed};
use crate::scenario::problem::{File, Problem};
use crate::scenario::raw::{Maybe, Str, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Severity, Written};
use crate::time::SimDuration;

/// Whose profile is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Somebody's own.
    Own,
    /// One of ours.
    Shipped,
    /// A record's, which may be older than some numbers.
    Recorded,
}

/// Reads a profile.
pub(crate) fn check(text: &str, whose: Whose) -> (Option<Profile>, Vec<Problem>) {
    let (made, mut problems) = other::check(&Reading { whose }, text);
    for problem in &mut problems {
        problem.code = named(problem.code);
    }
    (made, problems)
}

/// What is wrong with a file as such has the scenario's name for it.
fn named(code: &'static str) -> &'static str {
    match code {
        "scenario::unknown_field" => "profile::unknown_field",
        "scenario::duplicate_field" => "profile::duplicate_field",
        "scenario::missing_field" => "profile::missing_field",
        "scenario::wrong_type" => "profile::wrong_type",
        "scenario::unknown_word" => "profile::unknown_word",
        "scenario::bad_duration" => "profile::bad_duration",
        "scenario::wrong_file" => "profile::wrong_file",
        "scenario::syntax" => "profile::syntax",
        other => other,
    }
}

struct Reading {
    whose: Whose,
}

impl Kind for Reading {
    const FILE: File = File::Profile;
    type Raw<'a, M: Mode> = raw::Profile<'a, M>;
    type Made = Profile;

    fn check<'t, M: Mode>(&self, raw: &raw::Profile<'t, M>, desk: &mut Desk<'t>) -> Option<Profile> {
        let id = self.id(raw, desk);
        let base = self.base(raw, desk)?;
        let about = desk.maybe(&raw.about).map_or(String::new(), |about| about.to_string());
        let (on, mut profile) = match base {
            Some(base) => (Some(base.id.clone()), base.under(id.unwrap_or_default())),
            None => (None, Profile { id: id.unwrap_or_default(), ..Profile::default() }),
        };
        (profile.on, profile.about) = (on, about);
        let mut made = Making { desk, profile, said: BTreeMap::new() };
        made.thresholds(raw);
        made.not_asked(raw);
        made.weights(raw);
        made.spans(raw);
        made.counts(raw);
        made.lists(raw);
        made.milder(raw);
        let mut profile = made.profile;
        match (profile.on.is_some(), self.whose) {
            (true, _) => {}
            (false, Whose::Recorded) => profile.fill(),
            (false, Whose::Own | Whose::Shipped) => complete(&profile, desk),
        }
        Some(profile)
    }
}

/// The shipped profile of that name, in whatever version.
fn is_shipped(id: &str) -> Option<&'static str> {
    let name = |id: &str| id.split_once('@').map(|(name, _)| name.to_string());
    shipped::all().iter().map(|profile| profile.id).find(|shipped| name(shipped) == name(id))
}

impl Reading {
    fn id<'t, M: Mode>(&self, raw: &raw::Profile<'t, M>, desk: &mut Desk<'t>) -> Option<String> {
        let id = desk.need("id", &raw.id)?.to_string();
        let place = desk.place(&raw.id);
        let good = id.split_once('@').is_some_and(|(name, version)| {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let version = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit());
            !name.is_empty() && name.chars().all(fits) && version
        });
        if !good {
            let help = "lower case letters, digits and hyphens, then `@` and a version: `house@1`";
            desk.error(
                "profile::bad_name",
                place,
                format!("`{id}` can't name a profile"),
                "not a name with a version",
                help,
            );
        } else if self.whose == Whose::Own
            && let Some(taken) = is_shipped(&id)
        {
            let help = "numbers under one name must be the same everywhere: give yours a name of its own, such as `house@1`";
            desk.error(
                "profile::taken",
                place,
                format!("`{taken}` is a profile that comes with the program"),
                "taken",
                help,
            );
        }
        Some(id)
    }

    /// What it stands on; `None` if that can't be had.
    fn base<'t, M: Mode>(&self, raw: &raw::Profile<'t, M>, desk: &mut Desk<'t>) -> Option<Option<Profile>> {
        let Some(part) = &raw.on else { return Some(None) };
        let on = desk.take(part)?.to_string();
        let found =
            shipped::find(&on).filter(|found| self.whose != Whose::Shipped || found.id == "default@1");
        let Some(found) = found else {
            let names = || shipped::all().iter().map(|profile| profile.id);
            let help =
                did_you_mean(&on, names()).unwrap_or_else(|| format!("shipped are {}", listed(names())));
            let place = desk.place(part);
            desk.error(
                "profile::unknown_base",
                place,
                format!("no profile `{on}` comes with the program"),
                "not known here",
                help,
            );
            return None;
        };
        // What ships is complete: a test holds it to that.
        Profile::shipped(found.id).map(Some)
    }
}

/// A profile in the making.
struct Making<'d, 't> {
    desk: &'d mut Desk<'t>,
    profile: Profile,
    /// What was said already, and where.
    said: BTreeMap<String, Range<usize>>,
}

/// Where a number comes from, as it is written.
struct Source {
    tag: Tag,
    why: String,
    from: String,
}

impl<'t> Making<'_, 't> {
    /// Whether something is said for the first time.
    fn first(&mut self, what: String, place: Range<usize>) -> bool {
        if let Some(before) = self.said.get(&what) {
            let problem =
                Problem::error("profile::said_twice", File::Profile, place, format!("{what} is said twice"));
            let before = before.clone();
            self.desk.say(
                problem.label("the second time").help("delete one of the two").also(before, "the first"),
            );
            return false;
        }
        self.said.insert(what, place);
        true
    }

    /// A name that must be one of ours.
    fn name<K: Copy, M: Mode>(
        &mut self,
        part: &Text<'t, M>,
        what: &str,
        all: &[(K, &'static str)],
        elsewhere: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<K> {
        let name = self.desk.need("of", part)?.to_string();
        if let Some(&(key, _)) = all.iter().find(|(_, known)| *known == name) {
            return Some(key);
        }
        let place = self.desk.place(part);
        let names = || all.iter().map(|(_, known)| *known);
        let help = elsewhere(&name).map(|section| format!("it belongs under `{section}`"));
        let help = help
            .or_else(|| did_you_mean(&name, names()))
            .unwrap_or_else(|| format!("they are {}", listed(names())));
        self.desk.error(
            "profile::unknown_name",
            place,
            format!("there is no {what} `{name}`"),
            "not known here",
            help,
        );
        None
    }

    fn source<M: Mode>(
        &mut self,
        tag: &Part<'t, Tag, M>,
        why: &Text<'t, M>,
        from: &Maybe<'t, Str<'t>, M>,
    ) -> Option<Source> {
        let tag = self.desk.need("tag", tag).copied();
        let said = self.desk.need("why", why).map(|why| why.trim().to_string());
        let from = self.desk.maybe(from).map_or(String::new(), |from| from.to_string());
        let said = said?;
        if said.is_empty() {
            let place = self.desk.place(why);
            let help = "name the source, or say what it is derived from, or why the house chose it";
            self.desk.error(
                "profile::no_why",
                place,
                "a number must say where it comes from",
                "nothing in it",
                help,
            );
            return None;
        }
        Some(Source { tag: tag?, why: said, from })
    }

    fn thresholds<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        for part in &raw.thresholds {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            self.threshold(row, self.desk.place(part));
            self.desk.end(before);
        }
    }

    fn threshold<M: Mode>(&mut self, raw: &raw::Threshold<'t, M>, place: Range<usize>) {
        let rule = self.name(&raw.of, "threshold", &rules(), elsewhere("thresholds"));
        let at = self.desk.need("at", &raw.at).map(|at| at.0);
        let target = self.desk.need("target", &raw.target).map(|dur| dur.0);
        let limit = self.desk.need("limit", &raw.limit).map(|dur| dur.0);
        let source = self.source(&raw.tag, &raw.why, &raw.from);
        if let (Some(target), Some(limit)) = (target, limit) {
            let (at_target, at_limit) = (self.desk.place(&raw.target), self.desk.place(&raw.limit));
            if target < SimDuration::ZERO {
                self.desk.error(
                    "profile::negative",
                    at_target,
                    "a target can't be before its clock starts",
                    "negative",
                    "0s is at once",
                );
                return;
            }
            if target >= limit {
                let message = format!("the limit {limit} is not after the target {target}");
                let problem =
                    Problem::error("profile::limit_before_target", File::Profile, at_limit, message);
                let help =
                    "full credit ends at the target and none is left at the limit: make the limit later";
                self.desk.say(problem.label("too early").help(help).also(at_target, "the target"));
                return;
            }
        }
        let (Some(rule), Some(at), Some(target), Some(limit), Some(source)) =
            (rule, at, target, limit, source)
        else {
            return;
        };
        if self.first(format!("`{}` at {}", rule.as_str(), at.label()), place) {
            self.profile.unasked.remove(&(rule, at));
            self.profile.rows.insert((rule, at), source.of(Row { target, limit }));
        }
    }

    fn not_asked<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        for part in &raw.not_asked {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let rule = self.name(&row.of, "threshold", &rules(), elsewhere("thresholds"));
            let at = self.desk.need("at", &row.at).map(|at| at.0);
            let source = self.source(&row.tag, &row.why, &row.from);
            let place = self.desk.place(part);
            if let (Some(rule), Some(at), Some(source)) = (rule, at, source)
                && self.first(format!("`{}` at {}", rule.as_str(), at.label()), place)
            {
                self.profile.rows.remove(&(rule, at));
                self.profile.unasked.insert((rule, at), source.of(()));
            }
            self.desk.end(before);
        }
    }

    fn weights<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        let all = weights();
        let all: Vec<(usize, &'static str)> = all.iter().enumerate().map(|(n, of)| (n, *of)).collect();
        let mut last = None;
        for part in &raw.weights {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let of = self.name(&row.of, "weight", &all, elsewhere("weights"));
            if let Some((is, source)) = self.whole(row, 1_000)
                && let Some(of) = of.map(|n| all[n].1)
                && self.first(format!("the weight `{of}`"), self.desk.place(part))
            {
                self.profile.weights.insert(of.to_string(), source.of(is));
            }
            self.desk.end(before);
            last = Some(self.desk.place(part));
        }
        if let Some(place) = last {
            self.sums(place);
        }
    }

    /// The weights of a whole are shares: a sum of nothing rates nothing, another than 100 reads badly.
    fn sums(&mut self, place: Range<usize>) {
        let dimensions = CRITERIA.iter().map(|&(dimension, _)| dimension.to_string()).collect();
        let wholes = std::iter::once(("the process".to_string(), dimensions));
        let parts =
            |of: &str, parts: &[&str]| parts.iter().map(|part| format!("{of}.{part}")).collect::<Vec<_>>();
        let wholes = wholes.chain(CRITERIA.iter().map(|&(of, ids)| (format!("`{of}`"), parts(of, ids))));
        let others = [("handover", HANDOVER), ("scenario", SCENARIO), ("paging", PAGING)];
        let wholes = wholes.chain(others.iter().map(|&(of, ids)| (format!("`{of}`"), parts(of, ids))));
        for (whole, parts) in wholes.collect::<Vec<(String, Vec<String>)>>() {
            let sum: u32 = parts.iter().map(|part| self.profile.weight(part)).sum();
            let message = format!("the weights of {whole} add up to {sum}");
            match sum {
                100 => {}
                0 => self.desk.error(
                    "profile::no_weight",
                    place.clone(),
                    message,
                    "nothing counts",
                    "give one of them a weight",
                ),
                _ => {
                    let problem =
                        Problem::error("profile::sum", File::Profile, place.clone(), message).warning();
                    self.desk.say(
                        problem
                            .label("not 100")
                            .help("they are shares of a whole, and read best as percents"),
                    );
                }
            }
        }
    }

    fn whole<M: Mode>(&mut self, raw: &raw::Whole<'t, M>, most: u32) -> Option<(u32, Source)> {
        let is = self.desk.need("is", &raw.is).copied();
        let source = self.source(&raw.tag, &raw.why, &raw.from);
        let is = is?;
        if is > most {
            let place = self.desk.place(&raw.is);
            self.desk.error(
                "profile::too_large",
                place,
                format!("{is} is too large here"),
                "too large",
                format!("at most {most}"),
            );
            return None;
        }
        Some((is, source?))
    }

    fn spans<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        let all: Vec<(Span, &'static str)> = Span::ALL.iter().map(|&span| (span, span.as_str())).collect();
        for part in &raw.spans {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let of = self.name(&row.of, "time", &all, elsewhere("spans"));
            let is = self.desk.need("is", &row.is).map(|dur| dur.0);
            let source = self.source(&row.tag, &row.why, &row.from);
            if is.is_some_and(|is| is < SimDuration::ZERO) {
                let place = self.desk.place(&row.is);
                self.desk.error(
                    "profile::negative",
                    place,
                    "a time can't be negative",
                    "negative",
                    "write how long it is",
                );
            } else if let (Some(of), Some(is), Some(source)) = (of, is, source)
                && self.first(format!("the time `{}`", of.as_str()), self.desk.place(part))
            {
                self.profile.spans.insert(of, source.of(is));
            }
            self.desk.end(before);
        }
    }

    fn counts<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        let all: Vec<(Count, &'static str)> =
            Count::ALL.iter().map(|&count| (count, count.as_str())).collect();
        for part in &raw.counts {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let of = self.name(&row.of, "count", &all, elsewhere("counts"));
            if let Some((is, source)) = self.whole(row, of.map_or(u32::MAX, Count::most))
                && let Some(of) = of
                && self.first(format!("the count `{}`", of.as_str()), self.desk.place(part))
            {
                self.profile.counts.insert(of, source.of(is));
            }
            self.desk.end(before);
        }
    }

    fn lists<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        for part in &raw.audiences {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let are = self.words(&row.are);
            let source = self.source(&row.tag, &row.why, &row.from);
            if let (Some(at), Some(source)) = (self.at(&row.at), source)
                && self.first(format!("whom updates are owed at {}", at.label()), self.desk.place(part))
            {
                self.profile.audiences.insert(at, source.of(are));
            }
            self.desk.end(before);
        }
        for part in &raw.roles {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let are = self.words(&row.are);
            let source = self.source(&row.tag, &row.why, &row.from);
            if let (Some(at), Some(source)) = (self.at(&row.at), source)
                && self.first(format!("which roles are needed at {}", at.label()), self.desk.place(part))
            {
                self.profile.roles.insert(at, source.of(are));
            }
            self.desk.end(before);
        }
    }

    fn at<M: Mode>(&mut self, part: &Part<'t, Written<Severity>, M>) -> Option<Severity> {
        self.desk.need("at", part).map(|at| at.0)
    }

    fn words<T: Copy, M: Mode>(&mut self, parts: &[Part<'t, Written<T>, M>]) -> Vec<T>
    where
        Written<T>: Expect,
    {
        parts.iter().filter_map(|part| self.desk.take(part).map(|word| word.0)).collect()
    }

    /// A milder severity that asks for more than a worse one is mostly a slip.
    fn milder<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        for part in &raw.thresholds {
            let Some(row) = part.get() else { continue };
            let (Some(of), Some(at)) = (row.of.get(), row.at.get().map(|at| at.0)) else { continue };
            let Some(rule) = Rule::parse(of) else { continue };
            let Some(own) = self.profile.row(rule, at) else { continue };
            let worse = Severity::ALL.iter().rev().filter(|&&other| other < at);
            let worse = worse.filter_map(|&other| Some((other, self.profile.row(rule, other)?)));
            let Some((other, row)) = worse.into_iter().next() else { continue };
            if own.target < row.target || own.limit < row.limit {
                let message =
                    format!("`{}` asks for more at {} than at {}", rule.as_str(), at.label(), other.label());
                let place = self.desk.place(part);
                let problem = Problem::error("profile::milder", File::Profile, place, message).warning();
                let help = format!("{} has {} to {}", other.label(), row.target, row.limit);
                self.desk.say(problem.label("earlier").help(help));
            }
        }
    }
}

impl Source {
    fn of<T>(self, is: T) -> Sourced<T> {
        let Source { tag, why, from } = self;
        Sourced { is, tag, why, from }
    }
}

fn rules() -> Vec<(Rule, &'static str)> {
    Rule::ALL.iter().map(|&rule| (rule, rule.as_str())).collect()
}

/// The section that knows a name, if it is another.
fn elsewhere(here: &'static str) -> impl Fn(&str) -> Option<&'static str> {
    move |name| {
        let sections = [
            ("thresholds", Rule::parse(name).is_some()),
            ("spans", Span::parse(name).is_some()),
            ("counts", Count::parse(name).is_some()),
            ("weights", weights().contains(&name)),
        ];
        sections.into_iter().find(|&(section, knows)| knows && section != here).map(|(section, _)| section)
    }
}

/// Every weight a profile has: of dimensions, criteria, and the parts of some.
pub(super) fn weights() -> &'static [&'static str] {
    super::WEIGHTS
}

/// What the scorer cannot do without, unless it stands on another: a rule may be missing at a severity, but not at SEV1.
fn complete(profile: &Profile, desk: &mut Desk<'_>) {
    let asked = |rule: &Rule| {
        let key = (*rule, Severity::Sev1);
        profile.rows.contains_key(&key) || profile.unasked.contains_key(&key)
    };
    let rules =
        Rule::ALL.iter().filter(|rule| !asked(rule)).map(|rule| format!("`{}` at SEV1", rule.as_str()));
    let spans = Span::ALL
        .iter()
        .filter(|span| !profile.spans.contains_key(span))
        .map(|span| format!("`{}`", span.as_str()));
    let counts = Count::ALL.iter().filter(|count| !profile.counts.contains_key(count));
    let counts = counts.map(|count| format!("`{}`", count.as_str()));
    let weights = weights()
        .iter()
        .filter(|of| !profile.weights.contains_key(**of))
        .map(|of| format!("the weight `{of}`"));
    let missing: Vec<_> = rules.chain(spans).chain(counts).chain(weights).collect();
    let Some(first) = missing.first() else { return };
    let message = match missing.len() {
        1 => format!("{first} is missing"),
        n => format!("{first} is missing, and {} more", n - 1),
    };
    let (place, _) = desk.opening();
    let help = "write `on: \"default@1\"` to have from the default what this one doesn't say";
    desk.error("profile::incomplete", place, message, "not complete by itself", help);
}
