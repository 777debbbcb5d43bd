//! Conditions, targets and moves: words of the file to ids.

use std::ops::Range;

use super::checker::{Checker, DurRange, Placed};
use super::names::Known;
use super::slips::as_duration;
use crate::scenario::condition::{Askable, Cond, Lookable};
use crate::scenario::id::{Id, SeatK, TeamK, TopicK, VoiceK};
use crate::scenario::model::{Act, Target, Watch};
use crate::scenario::problem::Problem;
use crate::scenario::raw::{self, Maybe};
use crate::scenario::source::{Mode, Part};
use crate::time::SimTime;

type RawCond<'r, M> = raw::Cond<'r, M>;

impl<'c, 'r> Checker<'c, 'r> {
    /// A condition.
    pub(super) fn cond<M: Mode>(&mut self, part: &'r Part<'r, RawCond<'r, M>, M>) -> Option<Cond> {
        let raw = self.desk.take(part)?;
        let cond = self.tree(raw)?;
        let place = self.desk.place(part);
        self.conds.push(Placed { at: place, cond: cond.clone(), is_alert: false });
        Some(cond)
    }

    /// A condition that may be left out; `None` if it is there and wrong.
    pub(super) fn maybe_cond<M: Mode>(
        &mut self,
        part: &'r Maybe<'r, RawCond<'r, M>, M>,
    ) -> Option<Option<Cond>> {
        match part {
            None => Some(None),
            Some(part) => self.cond(part).map(Some),
        }
    }

    fn tree<M: Mode>(&mut self, raw: &'r RawCond<'r, M>) -> Option<Cond> {
        Some(match raw {
            RawCond::All(inner) => Cond::All(self.trees(inner)?),
            RawCond::Any(inner) => Cond::Any(self.trees(inner)?),
            RawCond::Not(inner) => Cond::Not(Box::new(self.tree(inner)?)),
            RawCond::For(dur, inner) => self.watch(dur, inner)?,
            RawCond::At(dur) => self.instant(dur)?,
            RawCond::Milestone(name) => Cond::Milestone(self.name(name)?),
            RawCond::Delivered(name) => Cond::Delivered(self.name(name)?),
            RawCond::Done(name) => Cond::Done(self.name(name)?),
            RawCond::Undone(name) => Cond::Undone(self.name(name)?),
            RawCond::Tried(name, times) if self.swapped("Tried", name, times) => return None,
            RawCond::Health(name, health) if self.swapped("Health", name, health) => return None,
            RawCond::Above(name, limit) if self.swapped("Above", name, limit) => return None,
            RawCond::Below(name, limit) if self.swapped("Below", name, limit) => return None,
            RawCond::UpdatedWithin(dur, name) if self.swapped("UpdatedWithin", dur, name) => return None,
            RawCond::Tried(name, times) => {
                let times = self.times(times);
                Cond::Tried(self.name(name)?, times?)
            }
            RawCond::Looked(name) => {
                let text = self.desk.take(name)?;
                Cond::Looked(self.lookable(text, self.desk.place(name))?)
            }
            RawCond::Paged(target) => self.paged(target)?,
            RawCond::Asked(name) => {
                let text = self.desk.take(name)?;
                Cond::Asked(self.askable(text, self.desk.place(name))?)
            }
            RawCond::Active(name) => Cond::Active(self.name(name)?),
            RawCond::Cleared(name) => Cond::Cleared(self.name(name)?),
            RawCond::Health(name, health) => {
                let health = self.desk.take(health).map(|word| word.0);
                Cond::Health(self.name(name)?, health?)
            }
            RawCond::Above(name, limit) => {
                let limit = self.desk.take(limit).map(|limit| limit.0);
                Cond::Above(self.name(name)?, limit?)
            }
            RawCond::Below(name, limit) => {
                let limit = self.desk.take(limit).map(|limit| limit.0);
                Cond::Below(self.name(name)?, limit?)
            }
            RawCond::Firing(name) => Cond::Firing(self.name(name)?),
            RawCond::Held(role) => Cond::Held(self.desk.take(role)?.0),
            RawCond::Holds(name, role) => {
                let role = self.desk.take(role).map(|word| word.0);
                Cond::Holds(self.name(name)?, role?)
            }
            RawCond::Vacant(role) => Cond::Not(Box::new(Cond::Held(self.desk.take(role)?.0))),
            RawCond::Declared => Cond::Declared,
            RawCond::Severity(severity) => Cond::Severity(self.desk.take(severity)?.0),
            RawCond::Updated(name) => Cond::Updated(self.name(name)?),
            RawCond::UpdatedWithin(dur, name) => {
                let dur = self.need_dur("", dur, DurRange::SECOND);
                Cond::UpdatedWithin(dur?, self.name(name)?)
            }
            RawCond::Reached(step) => Cond::Reached(self.desk.take(step)?.0),
            RawCond::Closed => Cond::Closed,
        })
    }

    /// Whether two values stand in each other's place; it is said once, and not of each.
    fn swapped<T, U, M: Mode>(
        &mut self,
        word: &str,
        first: &Part<'r, T, M>,
        second: &Part<'r, U, M>,
    ) -> bool {
        let is_time = |text: &str| {
            text.bytes().any(|b| b.is_ascii_digit()) && as_duration(text.trim_matches('"')).is_some()
        };
        let also_wrong = second.wrong().is_some() || (first.wrong().is_some() && is_time(second.text()));
        let (one, other) = (self.desk.place(first), self.desk.place(second));
        if first.wrong().is_none() || !also_wrong || one.end > other.start {
            return false;
        }
        let message = format!("the two values of `{word}` are the wrong way round");
        let help = if one.len() + other.len() <= 60 {
            format!("write `{word}({}, {})`", second.text(), first.text())
        } else {
            format!("write it like `{}`", super::expect::usage(word))
        };
        // With the word and its brackets, as the help writes it.
        let before = format!("{word}(");
        let start =
            one.start.checked_sub(before.len()).filter(|&at| self.desk.source[at..].starts_with(&before));
        let closed = start.is_some() && self.desk.source[other.end..].starts_with(')');
        let place = start.filter(|_| closed).unwrap_or(one.start)..other.end + usize::from(closed);
        self.desk.error("scenario::wrong_type", place, message, "swapped", help);
        true
    }

    fn trees<M: Mode>(&mut self, raw: &'r [RawCond<'r, M>]) -> Option<Vec<Cond>> {
        let trees: Vec<Option<Cond>> = raw.iter().map(|inner| self.tree(inner)).collect();
        trees.into_iter().collect()
    }

    /// What a `For` waits for goes on the list of watches, inner ones first.
    fn watch<M: Mode>(&mut self, dur: &Part<'r, raw::Dur, M>, inner: &'r RawCond<'r, M>) -> Option<Cond> {
        let dur = self.need_dur("", dur, DurRange::SECOND);
        let inner = self.tree(inner)?;
        self.watches.push(Watch { inner });
        Some(Cond::For(Id::new(self.watches.len() - 1), dur?))
    }

    fn instant<M: Mode>(&mut self, part: &Part<'r, raw::Dur, M>) -> Option<Cond> {
        let dur = self.need_dur("", part, DurRange::ANY)?;
        if dur > self.latest {
            let message = format!("{dur} is after the drill's end at {}", self.latest);
            let help = "name an earlier time, or make `ends.latest` later";
            self.desk.error("scenario::after_the_end", self.desk.place(part), message, "never reached", help);
            return None;
        }
        Some(Cond::At(SimTime::from_ms(dur.ms())))
    }

    fn times<M: Mode>(&mut self, part: &Part<'r, u32, M>) -> Option<u32> {
        let times = *self.desk.take(part)?;
        if (1..=1_000).contains(&times) {
            return Some(times);
        }
        let message = format!("{times} is not a number of times that means anything here");
        self.desk.error(
            "scenario::out_of_range",
            self.desk.place(part),
            message,
            "out of range",
            "from 1 to 1000",
        );
        None
    }

    fn paged<M: Mode>(&mut self, part: &'r Part<'r, raw::Target, M>) -> Option<Cond> {
        match self.desk.take(part)? {
            raw::Target::Team(name) => self.inner(part, name).map(Cond::PagedTeam),
            raw::Target::Seat(name) => self.inner(part, name).map(Cond::PagedSeat),
            raw::Target::Role(_) | raw::Target::Table => {
                let help = "write `Paged(Team(\"billing\"))` or `Paged(Seat(\"primary\"))`";
                let message = "only a team or a seat can be paged";
                self.desk.error(
                    "scenario::cannot_page",
                    self.desk.place(part),
                    message,
                    "not somebody with a pager",
                    help,
                );
                None
            }
        }
    }

    /// A name that stands inside a part.
    pub(super) fn inner<K: Known, T, M: Mode>(&mut self, part: &Part<'r, T, M>, name: &str) -> Option<Id<K>> {
        let place = self.desk.quoted(self.desk.place(part), name);
        self.find(name, place)
    }

    /// A metric, a component or a topic, in this order.
    pub(super) fn lookable(&mut self, name: &str, place: Range<usize>) -> Option<Lookable> {
        let names = self.names;
        if let Some(n) = names.metrics.find(name) {
            return Some(Lookable::Metric(Id::new(n)));
        }
        if let Some(n) = names.components.find(name) {
            return Some(Lookable::Component(Id::new(n)));
        }
        if names.metrics.unread || names.components.unread {
            return None;
        }
        if let Some(n) = names.topics.find(name) {
            return Some(Lookable::Topic(Id::new(n)));
        }
        let all = || names.metrics.names().chain(names.components.names()).chain(names.topics.names());
        let help = self.close(name, all()).unwrap_or_else(|| {
            let name: String = name.chars().take(60).collect();
            format!("name a metric or a component, or write a finding for it: `(on: Look(\"{name}\"), says: [\"…\"])`")
        });
        let message =
            format!("there is nothing called `{}` to look at", name.chars().take(60).collect::<String>());
        self.desk.error(TopicK::CODE, place, message, "neither metric nor component nor topic", help);
        None
    }

    /// A team, a seat or a voice, in this order.
    pub(super) fn askable(&mut self, name: &str, place: Range<usize>) -> Option<Askable> {
        let names = self.names;
        if let Some(n) = names.seats.find(name) {
            return Some(Askable::Seat(Id::new(n)));
        }
        if let Some(n) = names.teams.find(name) {
            return Some(Askable::Team(Id::new(n)));
        }
        if let Some(n) = names.voices.find(name) {
            return Some(Askable::Voice(Id::new(n)));
        }
        if names.teams.unread || names.voices.unread {
            return None;
        }
        let all = || names.teams.names().chain(names.seats.names()).chain(names.voices.names());
        let help =
            self.close(name, all()).unwrap_or_else(|| format!("ask one of {}", super::close::listed(all())));
        let message =
            format!("there is nobody called `{}` to ask", name.chars().take(60).collect::<String>());
        self.desk.error("scenario::unknown_person", place, message, "neither team nor seat nor voice", help);
        None
    }

    /// Who is meant.
    pub(super) fn target<M: Mode>(&mut self, part: &'r Part<'r, raw::Target, M>) -> Option<Target> {
        let raw = self.desk.take(part)?;
        self.whom(part, raw)
    }

    fn whom<T, M: Mode>(&mut self, part: &Part<'r, T, M>, raw: &raw::Target) -> Option<Target> {
        Some(match raw {
            raw::Target::Seat(name) => Target::Seat(self.inner(part, name)?),
            raw::Target::Team(name) => Target::Team(self.inner(part, name)?),
            raw::Target::Role(role) => Target::Role(role.0),
            raw::Target::Table => Target::Table,
        })
    }

    /// A move that is expected or harmful.
    pub(super) fn act<M: Mode>(&mut self, part: &'r Part<'r, raw::Act, M>) -> Option<Act> {
        Some(match self.desk.take(part)? {
            raw::Act::Do(name) => Act::Do(self.inner(part, name)?),
            raw::Act::Page(target) => Act::Page(self.pageable(part, target)?),
            raw::Act::Ask(target) => self.ask(part, target)?,
            raw::Act::AskVoice(name) => Act::AskVoice(self.inner::<VoiceK, _, M>(part, name)?),
            raw::Act::Look(name) => {
                let place = self.desk.quoted(self.desk.place(part), name);
                match self.lookable(name, place)? {
                    Lookable::Metric(id) => Act::LookMetric(id),
                    Lookable::Component(id) => Act::LookComponent(id),
                    Lookable::Topic(id) => Act::LookTopic(id),
                }
            }
            raw::Act::Verify(name) => Act::Verify(self.inner(part, name)?),
            raw::Act::Update(name) => Act::Update(self.inner(part, name)?),
            raw::Act::Declare(severity) => Act::Declare(severity.0),
            raw::Act::Statement => Act::Statement,
            raw::Act::Role(role) => Act::Role(role.0),
            raw::Act::Handover(role) => Act::Handover(role.0),
            raw::Act::Poll(name) => Act::Poll(self.inner(part, name)?),
            raw::Act::Close => Act::Close,
        })
    }

    fn pageable<M: Mode>(&mut self, part: &Part<'r, raw::Act, M>, target: &raw::Target) -> Option<Target> {
        let whom = self.whom(part, target)?;
        match whom {
            Target::Seat(_) => Some(whom),
            Target::Team(team) => self.can_page(team, self.desk.place(part)).then_some(whom),
            Target::Role(_) | Target::Table => {
                let help = "write `Page(Team(\"billing\"))` or `Page(Seat(\"primary\"))`";
                let message = "only a team or a seat can be paged";
                self.desk.error(
                    "scenario::cannot_page",
                    self.desk.place(part),
                    message,
                    "not somebody with a pager",
                    help,
                );
                None
            }
        }
    }

    /// Whether a team has anybody on call, or it is said that it hasn't.
    pub(super) fn can_page(&mut self, team: Id<TeamK>, place: Range<usize>) -> bool {
        let teams = &self.draft.organisation.teams;
        if teams.len() <= team.n() || !teams[team].on_call.is_empty() {
            return true;
        }
        let message = format!("the team `{}` has nobody on call", self.names.name(team));
        let help = "page another team, or give it `on_call: [(level: 1)]` in the organisation; without it, it can only be asked";
        let entry = self.names.teams.entry(team.n());
        let here = Some(self.desk.file) == entry.file;
        let problem = Problem::error("scenario::cannot_page", self.desk.file, place, message);
        let problem = problem.label("can't be paged").help(help);
        let problem = if here { problem.also(entry.place.clone(), "no `on_call` here") } else { problem };
        self.desk.say(problem);
        false
    }

    fn ask<M: Mode>(&mut self, part: &Part<'r, raw::Act, M>, target: &raw::Target) -> Option<Act> {
        match target {
            raw::Target::Team(name) => self.inner::<TeamK, _, M>(part, name).map(Act::AskTeam),
            raw::Target::Seat(name) => self.inner::<SeatK, _, M>(part, name).map(Act::AskSeat),
            raw::Target::Role(_) | raw::Target::Table => {
                let help =
                    "write `Ask(Team(\"billing\"))`, `Ask(Seat(\"primary\"))` or `AskVoice(\"vendor\")`";
                let message = "a question goes to a team, a seat or a voice";
                self.desk.error(
                    "scenario::cannot_ask",
                    self.desk.place(part),
                    message,
                    "not somebody in particular",
                    help,
                );
                None
            }
        }
    }
}
