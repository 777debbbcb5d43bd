//! From the file as written to the scenario as played: the parts every section needs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::close::{did_you_mean, listed, nearest};
use super::desk::Desk;
use super::draft::Draft;
use super::expect::Expect;
use super::lexer;
use super::names::{Known, Names};
use crate::scenario::condition::Cond;
use crate::scenario::id::{Id, SeatId, SeatK, TeamId};
use crate::scenario::model::{Readers, Watch};
use crate::scenario::problem::{Problem, line_col};
use crate::scenario::raw::{Dur, List, Maybe, Str, Text};
use crate::scenario::source::{Mode, Part};
use crate::time::SimDuration;

/// The longest a duration may be, and the latest any drill can end.
pub(super) const DAY: SimDuration = SimDuration::from_mins(24 * 60);

/// A condition and its place.
pub(super) struct Placed {
    pub(super) at: Range<usize>,
    pub(super) cond: Cond,
    pub(super) is_alert: bool,
}

/// Turns one file into its part of the draft.
pub(super) struct Checker<'c, 'r> {
    pub(super) desk: Desk<'r>,
    pub(super) names: &'c Names<'r>,
    pub(super) draft: Draft,
    /// The `For`s so far, inner ones first.
    pub(super) watches: Vec<Watch>,
    /// The conditions so far, for what can be said of them when everything is known.
    pub(super) conds: Vec<Placed>,
    /// Who owns what.
    pub(super) owners: BTreeMap<String, TeamId>,
    /// The seats of each team.
    pub(super) team_seats: Vec<Vec<SeatId>>,
    /// The drill's last instant, as far as it can be read.
    pub(super) latest: SimDuration,
}

impl<'c, 'r> Checker<'c, 'r> {
    /// Every element of a section, made by `make`.
    pub(super) fn section<T: Expect, U, M: Mode>(
        &mut self,
        list: &'r List<'r, T, M>,
        make: fn(&mut Self, &'r T) -> Option<U>,
    ) -> Vec<Option<U>> {
        list.iter().map(|part| self.element(part, make)).collect()
    }

    /// One element, made by `make`; one that can't be made is remembered.
    pub(super) fn element<T: Expect, U, M: Mode>(
        &mut self,
        part: &'r Part<'r, T, M>,
        make: fn(&mut Self, &'r T) -> Option<U>,
    ) -> Option<U> {
        let before = self.desk.begin(part);
        let made = self.desk.take(part).and_then(|raw| make(self, raw));
        self.desk.end(before);
        if made.is_none() {
            self.desk.hollow(part.text());
        }
        made
    }

    /// A part that must be there, such as `truth`.
    pub(super) fn part<T: Expect, U, M: Mode>(
        &mut self,
        field: &'static str,
        part: &'r Part<'r, T, M>,
        make: fn(&mut Self, &'r T) -> Option<U>,
    ) -> Option<U> {
        if part.is_missing() {
            self.desk.missing(field, T::EXAMPLE);
            return None;
        }
        self.element(part, make)
    }

    /// All elements of a list, or none.
    pub(super) fn all<T: Expect, U, M: Mode>(
        &mut self,
        list: &'r List<'r, T, M>,
        make: fn(&mut Self, &'r T) -> Option<U>,
    ) -> Option<Vec<U>> {
        // Every element is looked at, though the first mistake decides.
        let made: Vec<Option<U>> = list.iter().map(|part| self.element(part, make)).collect();
        made.into_iter().collect()
    }

    /// A name that must be there.
    pub(super) fn needed<K: Known, M: Mode>(
        &mut self,
        field: &'static str,
        part: &'r Text<'r, M>,
    ) -> Option<Id<K>> {
        let text = self.desk.need(field, part)?;
        let place = self.desk.place(part);
        self.find(text, place)
    }

    /// A name.
    pub(super) fn name<K: Known, M: Mode>(&mut self, part: &'r Text<'r, M>) -> Option<Id<K>> {
        let text = self.desk.take(part)?;
        let place = self.desk.place(part);
        self.find(text, place)
    }

    /// A name that may be left out; `None` if it is there and wrong.
    pub(super) fn maybe_name<K: Known, M: Mode>(
        &mut self,
        part: &'r Maybe<'r, Str<'r>, M>,
    ) -> Option<Option<Id<K>>> {
        match part {
            None => Some(None),
            Some(part) => self.name(part).map(Some),
        }
    }

    /// A list of names; none of them twice.
    pub(super) fn name_list<K: Known, M: Mode>(&mut self, list: &'r [Text<'r, M>]) -> Option<Vec<Id<K>>> {
        let mut ids = Vec::with_capacity(list.len());
        let mut fine = true;
        for part in list {
            match self.name(part) {
                Some(id) if ids.contains(&id) => self.said_twice(part),
                Some(id) => ids.push(id),
                None => fine = false,
            }
        }
        fine.then_some(ids)
    }

    fn said_twice<M: Mode>(&mut self, part: &Text<'r, M>) {
        let place = self.desk.place(part);
        let message = format!("`{}` stands twice in this list", part.get().map_or("", |name| &**name));
        self.desk.error("scenario::said_twice", place, message, "the second", "delete one of the two");
    }

    /// Where a name stands in its table.
    pub(super) fn find<K: Known>(&mut self, name: &str, place: Range<usize>) -> Option<Id<K>> {
        let index = K::index(self.names);
        let found = index.find(name).map(Id::new);
        if found.is_none() && !index.unread {
            self.unknown::<K>(name, place);
        }
        found
    }

    fn unknown<K: Known>(&mut self, name: &str, place: Range<usize>) {
        // One of two things of one name was to have another.
        if K::WORD == "metric"
            && self.desk.problems.iter().any(|problem| problem.code == "scenario::ambiguous_name")
        {
            return;
        }
        let shown: String = name.chars().take(60).collect();
        let odd = super::close::look_alike(name).map_or(String::new(), |odd| format!(": {odd}"));
        let message = format!("there is no {} `{shown}`{odd}", K::WORD);
        let help = if self.desk.is_listening() { self.meant::<K>(name, place.start) } else { String::new() };
        let label = format!("no {} of this name", K::WORD);
        self.desk.say(Problem::error(K::CODE, self.desk.file, place, message).label(label).help(help));
    }

    fn meant<K: Known>(&self, name: &str, at: usize) -> String {
        let index = K::index(self.names);
        if let Some(near) = nearest(name, index.names()).first() {
            return format!("did you mean `{near}`{}?", self.line_of::<K>(near));
        }
        if let Some(kind) = self.names.kinds_of(name).first() {
            let meant = match *kind {
                "a team" if K::WORD == "seat" => format!("; for its seats write `Team(\"{name}\")`"),
                "a voice" if matches!(K::WORD, "seat" | "team") => {
                    format!("; voices are not at the table, and are asked by `AskVoice(\"{name}\")`")
                }
                kind => self
                    .condition_of(kind, at)
                    .map_or(String::new(), |word| format!("; in a condition that is `{word}(\"{name}\")`")),
            };
            let known = self.known::<K>();
            let known = known.strip_prefix(", or ").filter(|_| index.names().next().is_some());
            return format!(
                "`{name}` is {kind}, and {} is wanted here{meant}{}",
                super::with_article(K::WORD),
                known.map_or(String::new(), |known| format!("; {known}"))
            );
        }
        let of_company = matches!(K::WORD, "team" | "audience" | "voice");
        let has_file = index
            .names()
            .next()
            .and_then(|name| index.find(name))
            .is_some_and(|n| index.entry(n).file.is_some());
        match (of_company, has_file) {
            (true, false) => format!(
                "add it under `{}` of an organisation's file, named in `organisation`{}",
                K::SECTION,
                self.known::<K>()
            ),
            (true, true) => {
                format!("add it under `{}` in the organisation's file{}", K::SECTION, self.known::<K>())
            }
            (false, _) => format!("add it under `{}`{}", K::SECTION, self.known::<K>()),
        }
    }

    /// The condition on another kind of thing, if the name at a place stands in one.
    fn condition_of(&self, kind: &str, at: usize) -> Option<&'static str> {
        let before = self.desk.source.get(..at)?.strip_suffix('(')?;
        let conditions = ["Milestone", "Delivered", "Done", "Undone", "Active", "Cleared", "Firing"];
        conditions.iter().find(|word| before.ends_with(**word))?;
        match kind {
            "a milestone" => Some("Milestone"),
            "an inject" => Some("Delivered"),
            "an action" => Some("Done"),
            "a failure" => Some("Active"),
            "an alert" => Some("Firing"),
            "an audience" => Some("Updated"),
            _ => None,
        }
    }

    /// What may have been meant, while anybody reads it.
    pub(super) fn close<'n>(&self, name: &str, all: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.desk.is_listening() { did_you_mean(name, all) } else { None }
    }

    fn known<K: Known>(&self) -> String {
        let mut names = K::index(self.names).names();
        match (names.next(), names.next()) {
            (None, _) => ", where there is none so far".into(),
            (Some(only), None) => format!(", or use `{only}`"),
            (Some(_), Some(_)) => format!(", or use one of {}", listed(K::index(self.names).names())),
        }
    }

    fn line_of<K: Known>(&self, name: &str) -> String {
        let index = K::index(self.names);
        let Some(entry) = index.find(name).map(|n| index.entry(n)) else { return String::new() };
        match entry.file {
            Some(file) if file == self.desk.file => {
                format!(", line {}", line_col(self.desk.source, entry.place.start).line)
            }
            Some(_) => " of the organisation".into(),
            None => " of the built-in organisation".into(),
        }
    }

    /// A duration that must be there.
    pub(super) fn need_dur<M: Mode>(
        &mut self,
        field: &'static str,
        part: &Part<'r, Dur, M>,
        range: DurRange,
    ) -> Option<SimDuration> {
        let dur = self.desk.need(field, part)?.0;
        let place = self.desk.place(part);
        self.in_range(dur, place, range)
    }

    /// A duration that may be left out.
    pub(super) fn dur<M: Mode>(&mut self, part: &Maybe<'r, Dur, M>, range: DurRange) -> Option<SimDuration> {
        let part = part.as_ref()?;
        let dur = self.desk.take(part)?.0;
        let place = self.desk.place(part);
        self.in_range(dur, place, range)
    }

    /// A duration between two others, or it is said.
    pub(super) fn in_range(
        &mut self,
        dur: SimDuration,
        place: Range<usize>,
        range: DurRange,
    ) -> Option<SimDuration> {
        if range.has(dur) {
            return Some(dur);
        }
        let is_time =
            range.least.ms() == 0 && lexer::field_before(self.desk.source, place.start) == Some("at");
        let message = if is_time && dur < range.least {
            format!("{dur} is before the drill begins, and this comes within it")
        } else if dur < range.least && range.least < SimDuration::ZERO {
            format!("{dur} is more than a day before the story begins")
        } else if dur < range.least && dur < SimDuration::ZERO {
            format!("{dur} is negative, and nothing can take less than no time here")
        } else if dur < range.least {
            format!("{dur} is too short here")
        } else {
            format!("{dur} is too long here: no drill lasts longer than a day")
        };
        let help = match is_time {
            true => format!("write a time from {} to {}", range.least, self.latest.min(range.most)),
            false => format!("write a duration from {} to {}", range.least, range.most),
        };
        self.desk.error("scenario::duration_out_of_range", place, message, "out of range", help);
        None
    }

    /// A text with something in it.
    pub(super) fn text<M: Mode>(&mut self, field: &'static str, part: &Text<'r, M>) -> Option<String> {
        let text = self.desk.need(field, part)?;
        let place = self.desk.place(part);
        self.not_empty(text, place)
    }

    /// A text that may be left out, but not be empty.
    pub(super) fn maybe_text<M: Mode>(&mut self, part: &Maybe<'r, Str<'r>, M>) -> Option<String> {
        let part = part.as_ref()?;
        self.text("", part)
    }

    /// Texts, none of them empty.
    pub(super) fn texts<M: Mode>(&mut self, list: &List<'r, Str<'r>, M>) -> Vec<String> {
        list.iter().filter_map(|part| self.text("", part)).collect()
    }

    /// A list of texts with at least one in it.
    pub(super) fn some_texts<M: Mode>(
        &mut self,
        field: &'static str,
        list: &List<'r, Str<'r>, M>,
    ) -> Option<Vec<String>> {
        if list.is_empty() {
            self.desk.missing(field, "[\"one wording\", \"another\"]");
            return None;
        }
        let texts = self.texts(list);
        (texts.len() == list.len()).then_some(texts)
    }

    fn not_empty(&mut self, text: &str, place: Range<usize>) -> Option<String> {
        if !text.trim().is_empty() {
            return Some(text.to_string());
        }
        let help = "write something, or leave the field out if it may be left out";
        self.desk.error("scenario::empty_text", place, "this text is empty", "nothing to read", help);
        None
    }

    /// The seats or teams that may see something; everyone if the list is empty.
    pub(super) fn readers<M: Mode>(&mut self, list: &'r List<'r, Str<'r>, M>, what: &str) -> Option<Readers> {
        if list.is_empty() {
            return Some(Readers::Everyone);
        }
        let (mut names, mut seats, mut fine) = (BTreeSet::new(), Vec::new(), true);
        for part in list {
            if part.get().is_some_and(|name| !names.insert(&**name)) {
                self.said_twice(part);
                continue;
            }
            let found = self.reader(part);
            fine &= found.is_some();
            seats.extend(found.into_iter().flatten());
        }
        if !fine {
            return None;
        }
        let mut seen = BTreeSet::new();
        seats.retain(|&seat| seen.insert(seat));
        // Of a seat that could not be read nobody knows the team.
        if self.draft.seats.iter().any(Option::is_none) {
            return Some(Readers::Everyone);
        }
        if seats.is_empty() && !self.names.seats.unread {
            self.nobody_reads(list, what);
            return None;
        }
        Some(Readers::Seats(seats))
    }

    /// One seat, or all of a team.
    fn reader<M: Mode>(&mut self, part: &'r Text<'r, M>) -> Option<Vec<SeatId>> {
        let name = self.desk.take(part)?;
        match (self.names.seats.find(name), self.names.teams.find(name)) {
            (Some(seat), _) => Some(vec![Id::new(seat)]),
            (None, Some(team)) => Some(self.seats_of(Id::new(team)).to_vec()),
            (None, None) if self.names.teams.unread => None,
            (None, None) => {
                let place = self.desk.place(part);
                self.find::<SeatK>(name, place).map(|seat| vec![seat])
            }
        }
    }

    fn nobody_reads<M: Mode>(&mut self, list: &'r List<'r, Str<'r>, M>, what: &str) {
        let Some(first) = list.first() else { return };
        let place = self.desk.place(first);
        let message = format!("nobody at the table can see this {what}");
        let help = "`to` names only teams without a seat; name a seat, or leave `to` out for everybody";
        self.desk.error("scenario::nobody_reads", place, message, "no seat in it", help);
    }

    /// The seats of a team; seats are read before what they can see.
    pub(super) fn seats_of(&self, team: TeamId) -> &[SeatId] {
        self.team_seats.get(team.n()).map_or(&[], Vec::as_slice)
    }

    /// Sorts the seats by team, once they are read.
    pub(super) fn gather_team_seats(&mut self) {
        self.team_seats = vec![Vec::new(); self.names.teams.len()];
        for (n, seat) in self.draft.seats.iter().enumerate() {
            let team = seat.as_ref().and_then(|seat| self.team_seats.get_mut(seat.team.n()));
            team.into_iter().for_each(|seats| seats.push(Id::new(n)));
        }
    }
}

/// What a duration may be.
#[derive(Clone, Copy)]
pub(super) struct DurRange {
    least: SimDuration,
    most: SimDuration,
}

impl DurRange {
    /// None at all up to a day.
    pub(super) const ANY: DurRange = DurRange { least: SimDuration::ZERO, most: DAY };
    /// At least one second.
    pub(super) const SECOND: DurRange = DurRange { least: SimDuration::from_secs(1), most: DAY };
    /// At least one minute.
    pub(super) const MINUTE: DurRange = DurRange { least: SimDuration::from_mins(1), most: DAY };
    /// Before the story or in it.
    pub(super) const EITHER: DurRange = DurRange { least: SimDuration::from_mins(-24 * 60), most: DAY };

    /// Whether a duration is one of these.
    pub(super) fn has(self, dur: SimDuration) -> bool {
        self.least <= dur && dur <= self.most
    }
}
