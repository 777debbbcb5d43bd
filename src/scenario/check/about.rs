//! What stands at the top of a scenario, and who sits at the table.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use super::checker::{Checker, DurRange};
use super::draft::About;
use crate::scenario::model::Seat;
use crate::scenario::raw::{self, List, Maybe, Text};
use crate::scenario::source::{Mode, Part};

/// A Saturday night, when nobody wants to be woken.
const STARTS: &str = "2026-03-14T02:17:00+00:00";

impl<'c, 'r> Checker<'c, 'r> {
    /// The fields that belong to the scenario as a whole.
    pub(super) fn about<M: Mode>(&mut self, raw: &'r raw::Scenario<'r, M>) -> Option<About> {
        self.format(&raw.format);
        let id = self.own_id(&raw.id, "scenario");
        // They are shown on one line, whatever stands in them.
        let title = self.text("title", &raw.title).map(|title| crate::prose::one_line(&title));
        let story = self.text("story", &raw.story).map(|story| crate::prose::one_line(&story));
        let difficulty = self.difficulty(&raw.difficulty);
        let length = self.dur(&raw.length, DurRange::MINUTE);
        let starts = self.starts(&raw.starts);
        let release = self.desk.maybe(&raw.release).map(|word| word.0);
        let (tags, sources, debrief) =
            (self.texts(&raw.tags), self.texts(&raw.sources), self.texts(&raw.debrief));
        let (id, title, story) = (id?, title?, story?);
        Some(About { id, title, story, difficulty, length, starts: starts?, tags, release, sources, debrief })
    }

    /// This release reads version 1.
    pub(super) fn format<M: Mode>(&mut self, part: &Part<'r, u32, M>) {
        let Some(&version) = self.desk.need("format", part) else { return };
        if version == 1 {
            return;
        }
        let message = format!("this file is of format {version}, and this release reads format 1");
        let help = if version > 1 {
            "play it with a newer release of sandtable, or write `format: 1`"
        } else {
            "write `format: 1`"
        };
        self.desk.error("scenario::format", self.desk.place(part), message, "not format 1", help);
    }

    /// The name of the file's one thing.
    pub(super) fn own_id<M: Mode>(&mut self, part: &Text<'r, M>, word: &'static str) -> Option<String> {
        let id = self.desk.need("id", part)?.to_string();
        let place = self.desk.place(part);
        super::names::well_formed(&mut self.desk, &id, place, word);
        Some(id)
    }

    fn difficulty<M: Mode>(&mut self, part: &Maybe<'r, u8, M>) -> u8 {
        let Some(part) = part else { return 2 };
        let Some(&difficulty) = self.desk.take(part) else { return 2 };
        let place = self.desk.place(part);
        self.whole(u32::from(difficulty), place, 1, 5, "levels of difficulty");
        difficulty
    }

    /// A whole number in its range, or it is said.
    pub(super) fn whole(
        &mut self,
        n: u32,
        at: std::ops::Range<usize>,
        least: u32,
        most: u32,
        what: &str,
    ) -> Option<u32> {
        if (least..=most).contains(&n) {
            return Some(n);
        }
        let message = format!("{n} is out of range: {what} go from {least} to {most}");
        let help = format!("write a whole number from {least} to {most}");
        self.desk.error("scenario::out_of_range", at, message, "out of range", help);
        None
    }

    fn starts<M: Mode>(&mut self, part: &Maybe<'r, raw::Str<'r>, M>) -> Option<DateTime<FixedOffset>> {
        let Some(part) = part else { return DateTime::parse_from_rfc3339(STARTS).ok() };
        let text = &**self.desk.take(part)?;
        if let Ok(starts) = DateTime::parse_from_rfc3339(text) {
            return Some(starts);
        }
        let ways = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
        let bare = ways.iter().find_map(|way| NaiveDateTime::parse_from_str(text, way).ok());
        let shown: String = text.chars().take(60).collect();
        let mut message = format!("`{shown}` is not a date and time with its offset");
        let (label, help) = if let Some((what, help)) = not_in_the_calendar(text) {
            message = format!("`{shown}` is no {what}");
            ("does not exist", help)
        } else if let Some(whole) = with_seconds(text) {
            ("no seconds", format!("write it with its seconds, \"{whole}\""))
        } else if let Some(bare) = bare.map(|bare| bare.format("%Y-%m-%dT%H:%M:%S")) {
            (
                "no offset",
                format!("write it with its offset from UTC, such as \"{bare}+00:00\" or \"{bare}-05:00\""),
            )
        } else {
            ("not a date and time", format!("write the local date and time with its offset: \"{STARTS}\""))
        };
        self.desk.error("scenario::bad_date_time", self.desk.place(part), message, label, help);
        None
    }

    /// A list that must have something in it.
    pub(super) fn some<T, M>(&mut self, list: &List<'r, T, M>, field: &'static str, example: &'static str) {
        if list.is_empty() {
            self.desk.missing(field, example);
        }
    }

    /// A place in the story.
    pub(super) fn seat<M: Mode>(&mut self, raw: &'r raw::Seat<'r, M>) -> Option<Seat> {
        let team = self.needed("team", &raw.team);
        let can = self.name_list(&raw.can);
        let knows = self.maybe_text(&raw.knows);
        let optional = self.desk.or(&raw.optional, false);
        let level = self.desk.maybe(&raw.level).copied();
        let team = team?;
        if let (Some(level), Some(part)) = (level, &raw.level) {
            self.level(team, level, part);
        }
        Some(Seat { team, level, can: can?, knows, optional })
    }

    fn level<M: Mode>(&mut self, team: crate::scenario::id::TeamId, level: u8, part: &Part<'r, u8, M>) {
        let teams = &self.draft.organisation.teams;
        if teams.len() <= team.n() || teams[team].on_call.iter().any(|on_call| on_call.level == level) {
            return;
        }
        let levels: Vec<String> =
            teams[team].on_call.iter().map(|on_call| on_call.level.to_string()).collect();
        let name = self.names.name(team);
        let message = format!("the team `{name}` has no on-call level {level}");
        let help = if levels.is_empty() {
            "leave `level` out: only a page to the seat itself reaches it".to_string()
        } else {
            format!(
                "use one of its levels, {}, or add `(level: {level})` to its `on_call`",
                levels.join(", ")
            )
        };
        self.desk.error("scenario::unknown_level", self.desk.place(part), message, "no such level", help);
    }
}

/// A date and time with its offset that lacks only the seconds, with them.
fn with_seconds(text: &str) -> Option<String> {
    let (minute, offset) = (text.get(..16)?, text.get(16..)?);
    let whole = format!("{minute}:00{offset}").replacen(' ', "T", 1);
    DateTime::parse_from_rfc3339(&whole).ok().map(|_| whole)
}

/// What of a date and time that is written as one does not exist, and what does.
fn not_in_the_calendar(text: &str) -> Option<(&'static str, String)> {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let shown: String = text.chars().take(19).map(shape).collect();
    if shown.replace(' ', "T") != "0000-00-00T00:00:00" {
        return None;
    }
    let number = |at: std::ops::Range<usize>| text.get(at).and_then(|digits| digits.parse::<u32>().ok());
    let (year, month, day) = (text.get(..4)?.parse::<i32>().ok()?, number(5..7)?, number(8..10)?);
    let exists = |day: &u32| NaiveDate::from_ymd_opt(year, month, *day).is_some();
    if !(1..=12).contains(&month) {
        return Some((
            "month of the calendar",
            "write a month from 01 to 12, between the year and the day".into(),
        ));
    }
    if !exists(&day) {
        let last = (28..=31).rev().find(exists)?;
        return Some((
            "day of the calendar",
            format!("that month has {last} days: write a day from 01 to {last}"),
        ));
    }
    let fits = number(11..13)? < 24 && number(14..16)? < 60 && number(17..19)? < 60;
    (!fits).then(|| ("time of the clock", "write a time from 00:00:00 to 23:59:59".into()))
}
