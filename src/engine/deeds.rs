//! What has been done of all that a scenario may expect: one rule for the live screens and for the score.

use super::event::{Actor, Asked, Event, EventKind, RoleHow, Seq};
use crate::prose::plain;
use crate::scenario::Scenario;
use crate::scenario::condition::injects_in;
use crate::scenario::id::{ActionId, ExpectedId, InjectId};
use crate::scenario::model::{Act, Target};
use crate::scenario::words::state_named;
use crate::time::SimTime;

/// When something was, and its place in the journal.
type When = (SimTime, Seq);

/// What has been done, and when first and last.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Deed {
    act: Act,
    first: SimTime,
    last: SimTime,
}

/// An action that somebody began.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Begun {
    action: ActionId,
    run: u32,
    at: SimTime,
    took: Option<SimTime>,
    undone: Option<When>,
}

/// All deeds so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deeds {
    deeds: Vec<Deed>,
    begun: Vec<Begun>,
    /// Actions that the facilitator did, or that a mark says were done.
    given: Vec<(ActionId, SimTime)>,
    /// Something that nobody scripted was done, and no mark has used it yet.
    unmarked: bool,
    /// When each expected action was asked for.
    opened: Vec<(ExpectedId, When)>,
    /// Injects that the facilitator left out.
    left_out: Vec<InjectId>,
}

/// Whether what was done is what is wanted.
pub(crate) fn serves(done: &Act, wanted: &Act) -> bool {
    match (wanted, done) {
        (Act::Declare(wanted), Act::Declare(said)) => said <= wanted,
        (Act::Page(Target::Role(_) | Target::Table), Act::Page(_)) => true,
        (wanted, done) => wanted == done,
    }
}

/// Whether an act only reads something.
pub(crate) fn reads(act: &Act) -> bool {
    matches!(act, Act::Verify(_) | Act::LookMetric(_) | Act::LookComponent(_) | Act::LookTopic(_))
}

/// What an event does of all that may be expected. A page of the story's own is nobody's deed.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other kind is an act")]
pub(crate) fn acts(scenario: &Scenario, event: &Event) -> Vec<Act> {
    match &event.kind {
        EventKind::Paged { .. } if event.by == Actor::Story => Vec::new(),
        EventKind::Paged { team, to, .. } => {
            let team = team.as_ref().and_then(|team| scenario.organisation.teams.id(team).ok());
            let seats = to.iter().filter_map(|seat| scenario.seats.id(seat).ok()).map(Target::Seat);
            team.map(Target::Team).into_iter().chain(seats).map(Act::Page).collect()
        }
        EventKind::ActionStarted { action, .. } => one(scenario.actions.id(action).ok().map(Act::Do)),
        EventKind::Asked { whom, .. } => one(match whom {
            Asked::Team(team) => scenario.organisation.teams.id(team).ok().map(Act::AskTeam),
            Asked::Seat(seat) => scenario.seats.id(seat).ok().map(Act::AskSeat),
            Asked::Voice(voice) => scenario.organisation.voices.id(voice).ok().map(Act::AskVoice),
            Asked::Nobody(_) => None,
        }),
        EventKind::MetricRead { metric, good, .. } => {
            let metric = scenario.metrics.id(metric).ok();
            let verified = metric.filter(|_| *good).map(Act::Verify);
            metric.map(Act::LookMetric).into_iter().chain(verified).collect()
        }
        EventKind::ComponentRead { component, .. } => {
            one(scenario.components.id(component).ok().map(Act::LookComponent))
        }
        EventKind::TopicRead { topic, .. } => one(scenario.topics.find(topic).map(Act::LookTopic)),
        // Words without a state are no update, here as for the cadence.
        EventKind::Updated { state, .. }
            if state.as_deref().is_none_or(|state| state_named(&plain(state)).is_none()) =>
        {
            Vec::new()
        }
        EventKind::Updated { audiences, .. } => {
            let known = |name| scenario.organisation.audiences.id(name).ok();
            audiences.iter().filter_map(known).map(Act::Update).collect()
        }
        EventKind::Declared { severity } | EventKind::SeverityChanged { severity, .. } => {
            one(Some(Act::Declare(*severity)))
        }
        EventKind::RoleGiven { role, how: RoleHow::Accepted, .. } => {
            vec![Act::Role(*role), Act::Handover(*role)]
        }
        EventKind::RoleGiven { role, .. } => one(Some(Act::Role(*role))),
        EventKind::Polled { action: Some(action), .. } => {
            one(scenario.actions.id(action).ok().map(Act::Poll))
        }
        EventKind::StatementMade { .. } => one(Some(Act::Statement)),
        EventKind::IncidentClosed { .. } => one(Some(Act::Close)),
        _ => Vec::new(),
    }
}

fn one(act: Option<Act>) -> Vec<Act> {
    act.into_iter().collect()
}

impl Deeds {
    /// Keeps what an event says of it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other kind says anything of deeds")]
    pub(super) fn event(&mut self, scenario: &Scenario, event: &Event) {
        let at = event.counts_at();
        match &event.kind {
            EventKind::ActionStarted { action, run, .. } => {
                let Ok(action) = scenario.actions.id(action) else { return };
                match event.by {
                    Actor::Story => self.given.push((action, at)),
                    Actor::Table | Actor::Facilitator | Actor::Seat(_) => {
                        self.begun.push(Begun { action, run: *run, at, took: None, undone: None });
                    }
                }
            }
            EventKind::ActionTookEffect { run, .. } => self.with(*run, |begun| begun.took = Some(at)),
            EventKind::ActionUndone { run, .. } => {
                self.with(*run, |begun| begun.undone = Some((at, event.seq)));
            }
            EventKind::UnscriptedDone { .. } => self.unmarked = true,
            EventKind::Marked { action } => {
                let counts = std::mem::take(&mut self.unmarked) || event.by == Actor::Facilitator;
                self.given.extend(scenario.actions.id(action).ok().filter(|_| counts).map(|id| (id, at)));
            }
            EventKind::ExpectationOpened { expected } => {
                self.opened.extend(scenario.expected.id(expected).ok().map(|id| (id, (at, event.seq))));
            }
            EventKind::InjectSkipped { inject } => {
                self.left_out.extend(scenario.injects.id(inject).ok());
            }
            _ => acts(scenario, event).into_iter().for_each(|act| self.did(act, at)),
        }
    }

    fn did(&mut self, act: Act, at: SimTime) {
        match self.deeds.iter_mut().find(|deed| deed.act == act) {
            Some(deed) => (deed.first, deed.last) = (deed.first.min(at), deed.last.max(at)),
            None => self.deeds.push(Deed { act, first: at, last: at }),
        }
    }

    /// Whether somebody asked for objections to an action.
    #[must_use]
    pub fn is_polled(&self, action: ActionId) -> bool {
        self.deeds.iter().any(|deed| deed.act == Act::Poll(action))
    }

    fn with(&mut self, run: u32, change: impl FnOnce(&mut Begun)) {
        if let Some(begun) = self.begun.iter_mut().find(|begun| begun.run == run) {
            change(begun);
        }
    }

    /// Whether an item waits for an inject that was left out: nobody is asked for it then.
    #[must_use]
    pub fn is_left_out(&self, scenario: &Scenario, id: ExpectedId) -> bool {
        let waits_for = scenario.expected[id].opens.iter().flat_map(|opens| injects_in(scenario, opens));
        waits_for.into_iter().any(|inject| self.left_out.contains(&inject))
    }

    /// When what is expected was done first, if it was. What is under way is not asked for again.
    #[must_use]
    pub fn done(&self, scenario: &Scenario, id: ExpectedId) -> Option<SimTime> {
        let wanted = &scenario.expected[id].any_of;
        let opened = self.opened.iter().find(|(of, _)| *of == id).map(|&(_, when)| when);
        let opens = opened.unwrap_or((SimTime::START, Seq(0)));
        // A reading before there was anything to prove proves nothing of it.
        let proves = wanted.iter().any(|act| matches!(act, Act::Verify(_)));
        wanted.iter().filter_map(|act| self.first(act, opens, proves && reads(act))).min()
    }

    fn first(&self, wanted: &Act, opens: When, late_only: bool) -> Option<SimTime> {
        if let Act::Do(action) = wanted {
            return self.action(*action, opens);
        }
        let served = self.deeds.iter().filter(|deed| serves(&deed.act, wanted));
        let served = served.filter(|deed| !late_only || opens.0 <= deed.last);
        served.map(|deed| if late_only { deed.last } else { deed.first }).min()
    }

    /// An action counts when it takes effect, unless it was undone before it was asked for.
    fn action(&self, action: ActionId, opens: When) -> Option<SimTime> {
        let stands = |begun: &&Begun| match (begun.took, begun.undone) {
            (Some(_), Some(undone)) => undone > opens,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        let begun = self.begun.iter().filter(|begun| begun.action == action).filter(stands);
        let given = self.given.iter().filter(|(of, _)| *of == action).map(|&(_, at)| at);
        begun.map(|begun| begun.at).chain(given).min()
    }
}
