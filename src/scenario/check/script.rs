//! The script: failures, milestones and injects.

use super::checker::{Checker, DurRange};
use super::wording::variables;
use crate::scenario::model::{Effects, Failure, Inject, Milestone, Returns, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw::{self, List, Maybe};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Channel, Health, Written};
use crate::time::SimDuration;

impl<'c, 'r> Checker<'c, 'r> {
    pub(super) fn failure<M: Mode>(&mut self, raw: &'r raw::Failure<'r, M>) -> Option<Failure> {
        let of = self.needed("of", &raw.of);
        let starts = self.starts_by(&raw.at, &raw.when, DurRange::EITHER);
        let after = self.dur(&raw.after, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let makes = self.desk.or(&raw.makes, Written(Health::Degraded)).0;
        let drives = self.all(&raw.drives, Self::drive);
        let lasts = self.dur(&raw.lasts, DurRange::SECOND);
        let clears_when = self.maybe_cond(&raw.clears_when);
        let returns = match &raw.returns {
            None => Some(None),
            Some(part) => self.element(part, Self::returns).map(Some),
        };
        let repeat = self.desk.or(&raw.repeat, false);
        let impact = self.desk.or(&raw.impact, true);
        if raw.at.is_none() && raw.when.is_none() {
            self.useless(&raw.after, "after", "a failure that starts neither by `at` nor by `when`");
        }
        if raw.when.is_none() && repeat {
            self.useless(&raw.repeat, "repeat", "a failure without `when`");
        }
        let (of, starts, drives, clears_when) = (of?, starts?, drives?, clears_when?);
        Some(Failure {
            of,
            starts,
            after,
            makes,
            drives,
            lasts,
            clears_when,
            returns: returns?,
            repeat,
            impact,
        })
    }

    fn returns<M: Mode>(&mut self, raw: &'r raw::Returns<'r, M>) -> Option<Returns> {
        let after = self.need_dur("after", &raw.after, DurRange::SECOND);
        let unless = self.maybe_cond(&raw.unless);
        let times = self.desk.or(&raw.times, 1);
        if let Some(part) = &raw.times {
            self.whole(times, self.desk.place(part), 1, 100, "times it comes back");
        }
        Some(Returns { after: after?, unless: unless?, times })
    }

    /// One of `at` and `when`, or neither.
    fn starts_by<M: Mode>(
        &mut self,
        at: &'r Maybe<'r, raw::Dur, M>,
        when: &'r Maybe<'r, raw::Cond<'r, M>, M>,
        range: DurRange,
    ) -> Option<Starts> {
        if let (Some(at), Some(when)) = (at, when) {
            let place = self.desk.place(when);
            let help = "delete one; for \"not before\", write `when: All([At(\"5m\"), …])`";
            let problem = Problem::error(
                "scenario::two_triggers",
                self.desk.file,
                place,
                "`at` and `when` are both given".into(),
            );
            let problem = problem.label("one trigger").help(help).also(self.desk.place(at), "and the other");
            self.desk.say(problem);
        }
        let cond = self.maybe_cond(when);
        let fixed = self.dur(at, range);
        let fixed = fixed.filter(|&fixed| self.before_the_end(at, fixed));
        match (cond?, at) {
            (Some(cond), _) => Some(Starts::When(cond)),
            (None, Some(_)) => fixed.map(Starts::At),
            (None, None) => Some(Starts::Never),
        }
    }

    /// Whether a time comes before the drill is over, or it is said.
    pub(super) fn before_the_end<M: Mode>(&mut self, part: &Maybe<'r, raw::Dur, M>, at: SimDuration) -> bool {
        if let Some(part) = part.as_ref().filter(|_| at > self.latest) {
            let message = format!("{at} is after the drill's end at {}", self.latest);
            let help = "name an earlier time, or make `ends.latest` later";
            self.desk.error("scenario::after_the_end", self.desk.place(part), message, "never reached", help);
        }
        at <= self.latest
    }

    /// A field that does nothing where it stands.
    pub(super) fn useless<T, M: Mode>(&mut self, part: &Maybe<'r, T, M>, field: &str, on: &str) {
        let Some(part) = part else { return };
        let message = format!("`{field}` has no effect on {on}");
        self.desk.error(
            "scenario::no_effect",
            self.desk.place(part),
            message,
            "does nothing",
            format!("delete `{field}`"),
        );
    }

    pub(super) fn milestone<M: Mode>(&mut self, raw: &'r raw::Milestone<'r, M>) -> Option<Milestone> {
        let when = self.maybe_cond(&raw.when);
        let says = self.maybe_text(&raw.says);
        Some(Milestone { when: when?, says })
    }

    pub(super) fn inject<M: Mode>(&mut self, raw: &'r raw::Inject<'r, M>) -> Option<Inject> {
        let title =
            self.maybe_text(&raw.title).or_else(|| raw.id.get().map(|id| id.to_string())).unwrap_or_default();
        let contingency = self.desk.maybe(&raw.kind).is_some();
        let starts = self.inject_starts(raw, contingency);
        let while_ = self.maybe_cond(&raw.while_);
        let after = self.dur(&raw.after, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let jitter = self.dur(&raw.jitter, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let gives_up = self.gives_up(raw);
        let probability = self.probability(&raw.probability);
        let repeat = self.desk.or(&raw.repeat, false);
        if raw.when.is_none() && raw.auto.is_none() && repeat {
            self.useless(&raw.repeat, "repeat", "an inject without `when`");
        }
        let one_of = self.maybe_text(&raw.one_of);
        let from = self.needed("from", &raw.from);
        let via = self.desk.or(&raw.via, Written(Channel::Chat)).0;
        let to = self.receivers(&raw.to);
        let text = self.some_texts("text", &raw.text);
        let vars = self.vars(raw);
        let news = self.desk.or(&raw.news, false);
        let serves = self.name_list(&raw.serves);
        let note = self.maybe_text(&raw.note);
        let effects = self.effects(&raw.clears, &raw.starts, &[], &raw.reaches);
        let (leaves, drops) = (self.name_list(&raw.leaves), self.name_list(&raw.drops));
        Some(Inject {
            title,
            starts: starts?,
            contingency,
            while_: while_?,
            after,
            jitter,
            gives_up,
            probability,
            repeat,
            one_of,
            from: from?,
            via,
            to: to?,
            text: text?,
            vars: vars?,
            news,
            serves: serves?,
            note,
            effects: effects?,
            leaves: leaves?,
            drops: drops?,
        })
    }

    /// A contingency comes by `auto` or by hand; anything else by `at`, `when`, or what fires it.
    fn inject_starts<M: Mode>(&mut self, raw: &'r raw::Inject<'r, M>, contingency: bool) -> Option<Starts> {
        let starts = self.starts_by(&raw.at, &raw.when, DurRange::ANY);
        let auto = self.maybe_cond(&raw.auto);
        if contingency {
            self.held(&raw.at, "at");
            self.held(&raw.when, "when");
            return Some(auto?.map_or(Starts::Never, Starts::When));
        }
        if let Some(part) = &raw.auto {
            let message = "`auto` is for contingencies, and this inject is none";
            let help = "add `kind: Contingency`, or call it `when`";
            self.desk.error(
                "scenario::auto_without_contingency",
                self.desk.place(part),
                message,
                "not held for anybody",
                help,
            );
        }
        starts
    }

    fn held<T, M: Mode>(&mut self, part: &Maybe<'r, T, M>, field: &str) {
        let Some(part) = part else { return };
        let message = format!("a contingency is held for the facilitator, and has no `{field}`");
        let help = format!(
            "call it `auto` with a condition (when it comes although nobody facilitates), or delete `kind`; `{field}: \"5m\"` would be `auto: At(\"5m\")`"
        );
        let help = if field == "at" {
            help
        } else {
            "call it `auto`: when it comes although nobody facilitates; or delete `kind`".into()
        };
        self.desk.error(
            "scenario::contingency_trigger",
            self.desk.place(part),
            message,
            "comes by itself",
            help,
        );
    }

    fn gives_up<M: Mode>(&mut self, raw: &'r raw::Inject<'r, M>) -> Option<SimDuration> {
        let gives_up = self.dur(&raw.gives_up, DurRange::SECOND)?;
        let (part, at) = (raw.gives_up.as_ref()?, raw.at.as_ref().and_then(Part::get));
        if at.is_some_and(|at| at.0 >= gives_up) {
            let message = "this inject gives up before it comes";
            let help = "make `gives_up` later than `at`, or leave it out";
            self.desk.error("scenario::gives_up_first", self.desk.place(part), message, "too early", help);
        }
        Some(gives_up)
    }

    fn probability<M: Mode>(&mut self, part: &Maybe<'r, u8, M>) -> u8 {
        let percent = self.desk.or(part, 100);
        if let Some(part) = part.as_ref().filter(|part| part.get().is_some()) {
            let place = self.desk.place(part);
            if !(1..=100).contains(&percent) {
                let message = format!("a probability of {percent} percent is out of range");
                let help = "write percent from 1 to 100; without it the inject always comes";
                self.desk.error("scenario::bad_percentage", place, message, "out of range", help);
            }
        }
        percent
    }

    fn receivers<M: Mode>(
        &mut self,
        list: &'r List<'r, raw::Target, M>,
    ) -> Option<Vec<crate::scenario::model::Target>> {
        use crate::scenario::model::Target;
        if list.is_empty() {
            self.desk.nobody_receives();
            return None;
        }
        let made: Vec<_> = list.iter().map(|part| self.target(part)).collect();
        let targets: Vec<Target> = made.into_iter().collect::<Option<_>>()?;
        let reached = |target: &Target| match target {
            Target::Team(team) => !self.seats_of(*team).is_empty(),
            Target::Seat(_) | Target::Role(_) | Target::Table => true,
        };
        if let Some(n) = targets.iter().position(|target| !reached(target)) {
            self.no_seat(&list[n]);
        }
        Some(targets)
    }

    fn no_seat<M: Mode>(&mut self, part: &Part<'r, raw::Target, M>) {
        // With a seat that could not be read, nobody knows who sits in the team.
        if self.draft.seats.is_empty() || self.draft.seats.iter().any(Option::is_none) {
            return;
        }
        let message = format!("nobody receives this: {} has no seat at the table", part.text());
        let help = "send it to `Table`, a seat or a role, or add a seat of this team";
        self.desk.error(
            "scenario::nobody_receives",
            self.desk.place(part),
            message,
            "a team without a seat",
            help,
        );
    }

    /// Variables of the texts and their values: each is used, and each that is used has values.
    fn vars<M: Mode>(&mut self, raw: &'r raw::Inject<'r, M>) -> Option<Vec<(String, Vec<String>)>> {
        let pairs = match &raw.vars {
            None => Vec::new(),
            Some(part) => self.desk.take(part)?.0.clone(),
        };
        let place = raw.vars.as_ref().map_or(0..0, |part| self.desk.place(part));
        let mut all_known = true;
        for part in &raw.text {
            let Some(text) = part.get() else { continue };
            for name in variables(text).filter(|name| pairs.iter().all(|(own, _)| own != name)) {
                self.no_value(name, self.desk.place(part), &pairs);
                all_known = false;
            }
        }
        for (n, (name, values)) in pairs.iter().enumerate() {
            self.var(name, values, &pairs[..n], place.clone());
            // A misspelt one may have meant it.
            if all_known {
                self.is_used(name, raw, place.clone());
            }
        }
        Some(pairs)
    }

    fn no_value(&mut self, name: &str, at: std::ops::Range<usize>, pairs: &[(String, Vec<String>)]) {
        let at = self.desk.said(at, &format!("{{{name}}}"));
        let message = format!("the text has a variable `{{{name}}}` without a value");
        let known = super::close::nearest(name, pairs.iter().map(|(name, _)| name.as_str()));
        let help = match known.first() {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None if name.trim() != name => format!("write it without spaces, `{{{}}}`", name.trim()),
            None => format!("add `vars: {{\"{name}\": [\"one value\", \"another\"]}}`"),
        };
        self.desk.error("scenario::unknown_variable", at, message, "no value for it", help);
    }

    fn var(
        &mut self,
        name: &str,
        values: &[String],
        before: &[(String, Vec<String>)],
        place: std::ops::Range<usize>,
    ) {
        let at = self.desk.quoted(place.clone(), name);
        if before.iter().any(|(other, _)| other == name) {
            let at = self.desk.last_quoted(place, name);
            let help = "put all values into one list";
            self.desk.error(
                "scenario::duplicate_key",
                at,
                format!("`{name}` stands twice in this map"),
                "the second",
                help,
            );
            return;
        }
        if values.is_empty() || values.iter().any(|value| value.trim().is_empty()) {
            let help = format!("write `\"{name}\": [\"one value\", \"another\"]`");
            self.desk.error(
                "scenario::empty_text",
                at,
                format!("the variable `{name}` has an empty value"),
                "nothing to say",
                help,
            );
        }
    }

    fn is_used<M: Mode>(&mut self, name: &str, raw: &raw::Inject<'r, M>, place: std::ops::Range<usize>) {
        let used =
            raw.text.iter().filter_map(Part::get).any(|text| variables(text).any(|other| other == name));
        let unread = raw.text.iter().any(|part| part.get().is_none());
        if !used && !unread {
            let at = self.desk.quoted(place, name);
            let message = format!("the variable `{name}` is in none of the texts");
            let help = format!("write `{{{name}}}` in a text, or delete it");
            self.desk.error("scenario::unused_variable", at, message, "does nothing", help);
        }
    }

    /// What something changes.
    pub(super) fn effects<M: Mode>(
        &mut self,
        clears: &'r List<'r, raw::Str<'r>, M>,
        starts: &'r List<'r, raw::Str<'r>, M>,
        fires: &'r [Part<'r, raw::Str<'r>, M>],
        reaches: &'r List<'r, raw::Str<'r>, M>,
    ) -> Option<Effects> {
        let (clears, starts) = (self.name_list(clears), self.name_list(starts));
        let (fires, reaches) = (self.name_list(fires), self.name_list(reaches));
        Some(Effects { clears: clears?, starts: starts?, fires: fires?, reaches: reaches? })
    }
}
