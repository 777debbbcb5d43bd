//! Paging: the teams that are needed are called early, and nobody is woken for nothing.

use super::case::{Case, counted};
use super::curve::{self, FULL};
use super::due::Verdict;
use super::evidence::{Draft, Part, Sheet};
use super::facts::Moment;
use super::facts::story::Called;
use super::grounds::known_by;
use super::profile::{Count, Rule, Span, Tag};
use crate::engine::event::{Actor, Seq};
use crate::prose::and;
use crate::scenario::id::{SeatName, TeamId};
use crate::time::{SimDuration, SimTime};

/// The dimension, and whether anybody was needed.
pub(crate) fn paging(case: &Case<'_>) -> (Part, bool) {
    let mut sheet = Sheet::of("paging");
    let needed = case.facts.story.team_known.iter().any(|(when, _)| case.during(*when));
    let (recalled, weight) = match needed {
        true => (recall(case, &mut sheet), None),
        // Economy alone.
        false => (Draft::not_applicable("recall", "nobody else was needed").weighing(0), Some(100)),
    };
    sheet.add(recalled);
    let economy = economy(case, &mut sheet);
    sheet.add(match weight {
        Some(weight) => economy.weighing(weight),
        None => economy,
    });
    (sheet.finish(case), needed)
}

/// The mean over needed teams: how soon after it could be known somebody of theirs was called or was there.
fn recall(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let (mut credits, mut says, mut cited, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    for &(known, team) in case.facts.story.team_known.iter().filter(|(when, _)| case.during(*when)) {
        let name = case.facts.scenario.organisation.teams.name(team);
        let reached = reached(case, team).filter(|(when, _)| case.during(*when));
        let when = reached.map(|(when, _)| when);
        match case.judge(Rule::TeamPaged, known.at, when.map(|when| when.at)) {
            Verdict::NotAsked => continue,
            Verdict::Open(due) => {
                open = true;
                sheet.still_open(format!("{name} was not called yet, limit at {}", case.clock(due.limit)));
                continue;
            }
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                let (by, events) = known_by(case, known);
                let why = events.last().copied().unwrap_or(known.seq);
                says.push(called(case, name.as_str(), (known, why), reached));
                let early = when.is_some_and(|when| when <= known);
                let needed = format!(", needed from {} on{by}", case.clock(known));
                let needed = if early { String::new() } else { needed };
                rated.push((format!("{name}{needed}"), due, when.map(|when| when.at)));
                cited.extend(events);
            }
        }
        moves.extend(when.map(|when| when.seq));
    }
    Draft::mean("recall", &credits, open, "no time is asked for at this severity")
        .within(case.declared(), case.end())
        .cites(cited)
        .decided_by(moves)
        .says(and(&says))
        .dues(&rated, case)
        .next("call the team that owns it as soon as its name comes up; the directory says how")
}

fn called(
    case: &Case<'_>,
    name: &str,
    (known, why): (Moment, Seq),
    reached: Option<(Moment, bool)>,
) -> String {
    // Who came without a page was not called.
    let came = if reached.is_some_and(|(_, paged)| paged) { "was called" } else { "came by itself" };
    match reached.map(|(when, _)| when) {
        Some(when) if when < known => {
            format!("{name} was there or called before it was needed ({})", when.seq)
        }
        Some(when) if known.at.shown_to(when.at) <= SimDuration::ZERO => {
            format!("{name} {came} as soon as it was needed ({})", when.seq)
        }
        Some(when) => {
            format!("{name} {came} {} after it was needed ({})", case.long(known, when), when.seq)
        }
        None => format!("{name} was never called, needed from {} ({why})", case.clock(known)),
    }
}

/// When somebody of a team was first called, or was in the call; and whether it was by a call.
fn reached(case: &Case<'_>, team: TeamId) -> Option<(Moment, bool)> {
    let story = &case.facts.story;
    let of = |seat: &SeatName| case.facts.team_id_of(seat) == Some(team);
    let paged = story.called.iter().filter(|page| page.team == Some(team) || page.to.iter().any(of));
    let joined = story.joined.iter().filter(|(_, seat)| of(seat)).map(|&(when, _)| (when, false));
    paged.map(|page| (page.when, true)).chain(joined).min_by_key(|(when, _)| *when)
}

/// One call for people by one move.
struct Call<'b, 'a> {
    pages: Vec<&'b Called<'a>>,
}

impl<'a> Call<'_, 'a> {
    fn when(&self) -> Moment {
        self.pages[0].when
    }

    fn seats(&self) -> impl Iterator<Item = &'a SeatName> {
        self.pages.iter().flat_map(|page| page.to)
    }
}

/// What was called for nothing.
struct Unneeded {
    whom: String,
    cost: u32,
    step: String,
    cited: Vec<Seq>,
    released: bool,
    /// A seat was called: only a seat can be let go.
    seated: bool,
}

/// Full credit, less what each page costs that nobody needed.
fn economy(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let calls = calls(case);
    let unneeded = unneeded(case, &calls);
    let cost: u32 = unneeded.iter().map(|one| one.cost).fold(0, u32::saturating_add);
    let credit = curve::less(cost);
    let names: Vec<_> = unneeded.iter().map(|one| one.whom.clone()).collect();
    let pages: usize = calls.iter().map(|call| call.pages.len()).sum();
    let says = match unneeded.len() {
        0 => format!("{}, none for nothing", counted(pages, "page", "pages")),
        _ => format!("{}; {} not needed", counted(pages, "page", "pages"), and(&names)),
    };
    let awake = unneeded.iter().filter(|one| one.seated && !one.released);
    let awake: Vec<_> = awake.flat_map(|one| one.cited.iter().copied()).collect();
    if !awake.is_empty() {
        let says = "nobody who was called for nothing was let go early: `release SEAT` costs nothing";
        sheet.advise("economy", says.to_string(), awake);
    }
    let total = format!("{FULL} - {cost}, not under 0 = {credit}");
    let used = [Count::Unneeded, Count::WholeGroup, Count::GroupFrom, Count::Night, Count::Released];
    Draft::rated("economy", credit, pages)
        .within(SimTime::START.min(case.end()), case.end())
        .decided_by(calls.iter().flat_map(|call| call.pages.iter().map(|page| page.when.seq)))
        .says(says)
        .rule(
            format!(
                "a page to a team that is not needed costs {} %",
                case.profile.count(Count::Unneeded) / 100
            ),
            Tag::H,
        )
        .uses(used.map(|count| count.as_str().to_string()))
        .steps(unneeded.iter().map(|one| one.step.clone()))
        .steps_after([total])
        .next("page by name, from the directory; let go who is not needed")
}

/// The pages that somebody decided on, by move.
fn calls<'b, 'a>(case: &'b Case<'a>) -> Vec<Call<'b, 'a>> {
    let decided =
        |page: &&Called<'a>| !matches!(page.by, Actor::Story | Actor::Facilitator) && !page.escalated;
    let mut calls: Vec<Call<'b, 'a>> = Vec::new();
    for page in case.facts.story.called.iter().filter(decided).filter(|page| case.during(page.when)) {
        let together = calls.last_mut().filter(|call| {
            let last = call.pages[call.pages.len() - 1];
            let next = last.when.seq.0 + 1 == page.when.seq.0 && last.when.at == page.when.at;
            next && last.by == page.by && last.text == page.text
        });
        match together {
            Some(call) => call.pages.push(page),
            None => calls.push(Call { pages: vec![page] }),
        }
    }
    // Pages of several moves at one instant are several calls.
    let group = case.profile.count(Count::GroupFrom) as usize;
    calls
        .into_iter()
        .flat_map(|call| match call.pages.len() >= group {
            true => vec![call],
            false => call.pages.into_iter().map(|page| Call { pages: vec![page] }).collect(),
        })
        .collect()
}

fn unneeded(case: &Case<'_>, calls: &[Call<'_, '_>]) -> Vec<Unneeded> {
    let (mut found, mut called) = (Vec::new(), Vec::<(Option<TeamId>, Vec<&SeatName>)>::new());
    for call in calls {
        let whom = (call.pages[0].team, call.seats().collect::<Vec<_>>());
        // A page that is repeated because nobody answered is one page.
        let again = called.contains(&whom);
        called.push(whom);
        let group = call.pages.len() > 1;
        if !again && call.pages.iter().any(|page| !wanted(case, page, group)) {
            found.push(one(case, call));
        }
    }
    found
}

/// Whether a page was to a team that is needed, that may be, or that the story itself had called. Who may be needed is
/// somebody to think of, by name: for a whole group at once it is no reason (2.10).
fn wanted(case: &Case<'_>, page: &Called<'_>, group: bool) -> bool {
    let truth = &case.facts.scenario.truth;
    let Some(team) = page.team else { return false };
    let by_story = |other: &&Called<'_>| matches!(other.by, Actor::Story) && other.team == Some(team);
    truth.needed_teams.iter().any(|needed| needed.team == team)
        || !group && truth.plausible_teams.contains(&team)
        || case.facts.story.called.iter().find(by_story).is_some_and(|other| other.when < page.when)
}

fn one(case: &Case<'_>, call: &Call<'_, '_>) -> Unneeded {
    let profile = case.profile;
    let group = call.pages.len() > 1;
    let units = if group { profile.count(Count::WholeGroup) } else { 1 };
    let (night, released) = (at_night(case, call.when().at), released(case, call));
    let mut cost = units.saturating_mul(profile.count(Count::Unneeded));
    let whom = match (group, call.pages[0].team) {
        (true, _) => {
            format!("some of {} at once", counted(call.pages.len(), "seat", "seats"))
        }
        (false, Some(team)) => case.facts.scenario.organisation.teams.name(team).to_string(),
        (false, None) => "nobody in particular".to_string(),
    };
    let mut step = format!("{whom} ({}): {units} x {}", call.when().seq, profile.count(Count::Unneeded));
    for (holds, count, why) in
        [(night, Count::Night, "at night"), (released, Count::Released, "let go early")]
    {
        if holds {
            let factor = profile.count(count);
            cost = u32::try_from(u64::from(cost) * u64::from(factor) / u64::from(FULL)).unwrap_or(u32::MAX);
            step += &format!(" x {factor} / {FULL} {why}");
        }
    }
    step += &format!(" = {cost}");
    let cited = call.pages.iter().map(|page| page.when.seq).collect();
    Unneeded { whom, cost, step, cited, released, seated: call.seats().next().is_some() }
}

/// Whether it was night for who was called, by the story's clock.
fn at_night(case: &Case<'_>, at: SimTime) -> bool {
    use chrono::Timelike;
    let time = case.facts.scenario.starts + chrono::TimeDelta::milliseconds(at.ms());
    let now = i64::from(time.num_seconds_from_midnight()) * 1_000;
    let (from, to) = (case.profile.span(Span::NightFrom).ms(), case.profile.span(Span::NightTo).ms());
    if from <= to { (from..to).contains(&now) } else { now >= from || now < to }
}

/// Whether everybody who came was soon let go.
fn released(case: &Case<'_>, call: &Call<'_, '_>) -> bool {
    let (story, when) = (&case.facts.story, call.when());
    let by = when.at + case.profile.span(Span::ReleasedWithin);
    let came = |seat: &SeatName| story.joined.iter().any(|&(at, joined)| when < at && joined == seat);
    let gone =
        |seat: &SeatName| story.gone.iter().any(|&(at, left)| when < at && at.at <= by && left == seat);
    call.seats().any(gone) && call.seats().all(|seat| gone(seat) || !came(seat))
}
