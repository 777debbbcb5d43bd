//! Who is at the table: teams that are needed and not said to be, seats that all go, two seats at one place of a rota.

use std::collections::{BTreeMap, BTreeSet};

use super::story::Story;
use crate::scenario::id::{ExpectedId, Id, SeatId, TeamId};
use crate::scenario::model::{Act, Expected, Target};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;

impl<'r> Story<'_, 'r> {
    /// Everything that is odd about who plays.
    pub(super) fn crew<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut found = self.needed_and_not_said(raw);
        found.extend(self.nobody_stays(raw));
        found.extend(self.paged_together());
        found
    }

    /// Teams without which something expected can't be done, and which the truth calls neither needed nor plausible:
    /// whoever calls them is told that they were woken for nothing.
    fn needed_and_not_said<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let Some(truth) = &self.draft.truth else { return Vec::new() };
        // Without alerts nobody knows who is there already.
        if self.draft.alerts.is_empty() {
            return Vec::new();
        }
        let called = self.draft.alerts.iter().flatten().map(|alert| alert.pages);
        let said =
            truth.needed_teams.iter().map(|needed| needed.team).chain(truth.plausible_teams.iter().copied());
        let mut known: BTreeSet<TeamId> = called.chain(said).collect();
        let all = self.draft.expected.iter().enumerate();
        let mut found = Vec::new();
        for (n, expected) in all.filter_map(|(n, expected)| Some((n, expected.as_ref()?))) {
            let team = self.only_team(expected).filter(|team| known.insert(*team));
            found.extend(team.map(|team| self.not_said(ExpectedId::new(n), team, raw)));
        }
        found
    }

    fn not_said<M: Mode>(&self, id: ExpectedId, team: TeamId, raw: &'r raw::Scenario<'r, M>) -> Problem {
        let (name, team) = (self.entry(id).name, self.entry(team).name);
        let message = format!(
            "`{name}` needs the team `{team}`, and `truth` does not say that it is needed: to page it costs"
        );
        let truth = self.desk.place(&raw.truth);
        let problem = self.warning("scenario::not_needed", self.entry(id).place.clone(), message);
        problem
            .label(format!("only by `{team}`"))
            .help(format!("add `needed_teams: [(team: \"{team}\")]` to `truth`, with `knowable` if that shows only later; or let another team do it as well"))
            .also(truth.start..(truth.start + 1).min(truth.end), "the truth")
    }

    /// The only team that can do something expected, or that is to be paged for it.
    fn only_team(&self, expected: &Expected) -> Option<TeamId> {
        let mut teams = BTreeSet::new();
        for act in &expected.any_of {
            match act {
                Act::Page(Target::Team(team)) => drop(teams.insert(*team)),
                Act::Page(Target::Seat(seat)) => drop(teams.insert(self.team_of(*seat)?)),
                Act::Do(_) => {
                    let able = (0..self.draft.seats.len()).map(Id::new).filter(|&seat| self.can(seat, act));
                    let able = able.filter(|&seat| expected.seat.is_none_or(|only| only == seat));
                    for seat in able {
                        teams.insert(self.team_of(seat)?);
                    }
                }
                Act::Page(Target::Role(_) | Target::Table)
                | Act::AskTeam(_)
                | Act::AskSeat(_)
                | Act::AskVoice(_)
                | Act::LookMetric(_)
                | Act::LookComponent(_)
                | Act::LookTopic(_)
                | Act::Verify(_)
                | Act::Update(_)
                | Act::Declare(_)
                | Act::Statement
                | Act::Role(_)
                | Act::Handover(_)
                | Act::Poll(_)
                | Act::Close => return None,
            }
        }
        teams.pop_first().filter(|_| teams.is_empty())
    }

    fn team_of(&self, seat: SeatId) -> Option<TeamId> {
        self.draft.seats[seat.n()].as_ref().map(|seat| seat.team)
    }

    /// Injects that together take everybody away who is sure to be there.
    fn nobody_stays<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Option<Problem> {
        let all = self.draft.injects.iter().zip(&raw.injects);
        let mut staying: BTreeSet<SeatId> = self.sure_seats().collect();
        for (inject, part) in all {
            let gone = inject.as_ref().map_or(&[][..], |inject| &inject.leaves);
            let before = staying.len();
            staying.retain(|seat| !gone.contains(seat));
            if before == 0 || !staying.is_empty() {
                continue;
            }
            let last = part.get()?.leaves.last()?;
            let optional = self.draft.seats.len() > self.sure_seats().count();
            let but = if optional { " but seats that may be empty" } else { "" };
            let message = format!("with this every seat{but} has left, and nobody is there to play on");
            let problem = self.warning("scenario::nobody_stays", self.desk.place(last), message);
            return Some(problem.label("the last one").help(
                "leave one of them at the table; who only loses a role for a while stands under `drops`",
            ));
        }
        None
    }

    fn sure_seats(&self) -> impl Iterator<Item = SeatId> {
        let all = self.draft.seats.iter().enumerate();
        all.filter(|(_, seat)| seat.as_ref().is_some_and(|seat| !seat.optional)).map(|(n, _)| Id::new(n))
    }

    /// Seats of one team at one level: every page wakes both.
    fn paged_together(&self) -> Vec<Problem> {
        let mut first: BTreeMap<(TeamId, u8), SeatId> = BTreeMap::new();
        let all = self.draft.seats.iter().enumerate();
        let all = all.filter_map(|(n, seat)| Some((SeatId::new(n), seat.as_ref()?)));
        let twice = all.filter_map(|(id, seat)| {
            let place = (seat.team, seat.level?);
            let other = *first.entry(place).or_insert(id);
            (other != id).then_some((id, other, place))
        });
        twice
            .map(|(id, other, (team, level))| {
                let (other, team) = (self.entry(other), self.entry(team).name);
                let what = format!(
                    "is on call at level {level} of `{team}`, as `{}` is: one page calls both",
                    other.name
                );
                let problem = self.about("scenario::paged_together", id, &what).label("the second");
                problem
                    .help("give it another `level`; or leave `level` out, and only a page to the seat itself reaches it")
                    .also(other.place.clone(), "the first")
            })
            .collect()
    }
}
