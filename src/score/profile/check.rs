//! From a profile as it is written to one that drills can be rated by, or all that is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::keys::Unit;
use super::raw;
use super::{Count, Profile, Row, Rule, Sourced, Span, Tag, shipped};
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
        // What a scenario says of a clock is about its story.
        if problem.code == "profile::bad_duration" && problem.help.contains("a time of day") {
            problem.help = "a length is `5m` or `1h30m`; a time of day, of the night alone, is hours since midnight: `20h` for eight in the evening".to_string();
        }
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
        "scenario::bad_number" => "profile::bad_number",
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
        let strict = self.whose != Whose::Recorded;
        let mut made = Making { desk, profile, said: BTreeMap::new(), strict };
        made.thresholds(raw);
        made.not_asked(raw);
        made.weights(raw);
        made.spans(raw);
        made.counts(raw);
        made.lists(raw);
        if strict {
            made.sums();
            made.order();
        }
        let mut profile = made.profile;
        match (profile.on.is_some(), self.whose) {
            (true, _) => {}
            (false, Whose::Recorded) => profile.fill(),
            (false, Whose::Own | Whose::Shipped) => complete(&profile, desk),
        }
        Some(profile)
    }
}

/// The longest name of a profile, with its version.
const LONGEST: usize = 40;

/// `house@1`: lower case letters, digits and hyphens, then a version.
fn is_a_name(id: &str, strict: bool) -> bool {
    id.split_once('@').is_some_and(|(name, version)| {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let number = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit());
        // `house@01` would be another name for `house@1`.
        let plain = !version.starts_with('0') && id.chars().count() <= LONGEST;
        !name.is_empty() && name.chars().all(fits) && number && (plain || !strict)
    })
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
        let good = is_a_name(&id, self.whose != Whose::Recorded);
        if !good {
            let help = "lower case letters, digits and hyphens, then `@` and a version from 1 on: `house@1`; at most 40 characters";
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
pub(super) struct Making<'d, 't> {
    pub(super) desk: &'d mut Desk<'t>,
    pub(super) profile: Profile,
    /// What was said already, and where.
    pub(super) said: BTreeMap<String, Range<usize>>,
    /// A record is rated by what it holds, whatever was thought of that later.
    strict: bool,
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
        let place = from.as_ref().map(|from| self.desk.place(from));
        let from = self.desk.maybe(from).map_or(String::new(), |from| from.to_string());
        let said = said?;
        if let Some(place) = place.filter(|_| self.strict && !is_a_name(&from, true)) {
            self.desk.error(
                "profile::bad_from",
                place,
                format!("`{from}` is no profile that a number can be from"),
                "not a name with a version",
                "the profile it was taken from, such as `gitlab@1`; for your own number leave `from` out",
            );
            return None;
        }
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
        for part in &raw.weights {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let of = self.name(&row.of, "weight", &all, elsewhere("weights"));
            if let Some((is, source)) = self.whole(
                row,
                (0, 1_000),
                "from 0 to 1000; weights are shares of a whole, and read best as percents",
            ) && let Some(of) = of.map(|n| all[n].1)
                && self.first(format!("the weight `{of}`"), self.desk.place(part))
            {
                self.profile.weights.insert(of.to_string(), source.of(is));
            }
            self.desk.end(before);
        }
    }

    fn whole<M: Mode>(
        &mut self,
        raw: &raw::Whole<'t, M>,
        (least, most): (u32, u32),
        help: &str,
    ) -> Option<(u32, Source)> {
        let is = self.desk.need("is", &raw.is).copied();
        let source = self.source(&raw.tag, &raw.why, &raw.from);
        let is = is?;
        let (code, size) = match is {
            is if is > most => ("profile::too_large", "too large"),
            is if is < least && self.strict => ("profile::too_small", "too small"),
            _ => return Some((is, source?)),
        };
        let place = self.desk.place(&raw.is);
        self.desk.error(code, place, format!("{is} is {size} here"), size, help);
        None
    }

    /// A percentage where basis points are wanted is mostly a slip.
    fn percent<M: Mode>(&mut self, of: Count, is: u32, raw: &raw::Whole<'t, M>) {
        let (slip, help) = match of.unit() {
            Unit::Credit => (
                (1..=100).contains(&is),
                format!("credit is in basis points, and 10000 is all of it: {is} % is {}", is * 100),
            ),
            Unit::Points => (
                (1..50).contains(&is),
                format!(
                    "harm is in basis points, and 100 is a point of a hundred: {is} points are {}",
                    is * 100
                ),
            ),
            Unit::Factor | Unit::Things => return,
        };
        if slip && self.strict {
            let place = self.desk.place(&raw.is);
            let message = format!("`{}` is next to nothing: {is} of 10000", of.as_str());
            let problem = Problem::error("profile::percent", File::Profile, place, message).warning();
            self.desk.say(problem.label("a percentage?").help(help));
        }
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
            } else if let Some((wrong, help)) = of.zip(is).filter(|_| self.strict).and_then(outside) {
                let place = self.desk.place(&row.is);
                self.desk.error("profile::bad_time", place, wrong, "out of range", help);
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
            if let Some((is, source)) =
                self.whole(row, of.map_or((0, u32::MAX), Count::range), of.map_or("", Count::in_words))
                && let Some(of) = of
                && self.first(format!("the count `{}`", of.as_str()), self.desk.place(part))
            {
                self.profile.counts.insert(of, source.of(is));
                self.percent(of, is, row);
            }
            self.desk.end(before);
        }
    }

    fn lists<M: Mode>(&mut self, raw: &raw::Profile<'t, M>) {
        for part in &raw.audiences {
            let Some(row) = self.desk.take(part) else { continue };
            let before = self.desk.begin(part);
            let are = self.words(&row.are, |kind| kind.as_str());
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
            let are = self.words(&row.are, |role| role.as_str());
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

    fn words<T: Copy + PartialEq, M: Mode>(
        &mut self,
        parts: &[Part<'t, Written<T>, M>],
        name: impl Fn(&T) -> &'static str,
    ) -> Vec<T>
    where
        Written<T>: Expect,
    {
        let mut words: Vec<T> = Vec::new();
        for part in parts {
            let Some(word) = self.desk.take(part).map(|word| word.0) else { continue };
            if !words.contains(&word) {
                words.push(word);
            } else if self.strict {
                let (place, message) =
                    (self.desk.place(part), format!("`{}` is in the list twice", name(&word)));
                self.desk.error(
                    "profile::said_twice",
                    place,
                    message,
                    "the second time",
                    "delete one of the two",
                );
            }
        }
        words
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

/// What is wrong with a time, and what to write; nothing if it is in its range.
fn outside((of, is): (Span, SimDuration)) -> Option<(String, String)> {
    let (least, most) = of.range_ms();
    let of_day = matches!(of, Span::NightFrom | Span::NightTo);
    match is.ms() {
        ms if ms < least => Some((
            format!("`{}` is no time at all", of.as_str()),
            "what has to happen within it never could: write how long it is, such as `30m`".to_string(),
        )),
        ms if ms <= most => None,
        _ if of_day => Some((
            format!("{is} is no time of day"),
            "hours since midnight: `22h`, `6h30m`; `0s` is midnight, `23h59m` the latest minute".to_string(),
        )),
        _ => Some((format!("{is} is longer than a day"), "at most 24h".to_string())),
    }
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
    let sev1 = Severity::Sev1;
    let audiences = (!profile.audiences.contains_key(&sev1)).then(|| "`audiences` at SEV1".to_string());
    let roles = (!profile.roles.contains_key(&sev1)).then(|| "`roles` at SEV1".to_string());
    let lists = audiences.into_iter().chain(roles);
    let missing: Vec<_> = rules.chain(spans).chain(counts).chain(weights).chain(lists).collect();
    let Some(first) = missing.first() else { return };
    let message = match missing.len() {
        1 => format!("{first} is missing"),
        n => format!("{first} is missing, and {} more", n - 1),
    };
    let (place, _) = desk.opening();
    let help = "write `on: \"default@1\"` to have from the default what this one doesn't say";
    desk.error("profile::incomplete", place, message, "not complete by itself", help);
}
