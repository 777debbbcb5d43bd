//! What made a condition of the story hold: the events in the record, so that a reader can follow what "could be known",
//! or "was expected", from a moment on.
//!
//! A condition that waits names no event as its cause: it came true. Which of its parts did that is read from the events
//! before; a part that no event shows, such as a value that rose by itself, is left open.

use crate::engine::event::{Asked, Event, EventKind, Seq};
use crate::engine::trigger::{Trigger, condition};
use crate::journal::Record;
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::condition::{Askable, Cond, Lookable};
use crate::scenario::id::MilestoneId;
use crate::score::case::Case;
use crate::score::facts::Moment;
use crate::time::SimTime;

/// Why a condition held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grounds {
    /// Since when, on the story's clock.
    pub(crate) since: SimTime,
    /// The events that made it so, in order; none where a time of the author's did.
    pub(crate) events: Vec<Seq>,
    /// Every part of it is accounted for.
    sure: bool,
}

impl Grounds {
    fn since(at: SimTime) -> Self {
        Grounds { since: at, events: Vec::new(), sure: true }
    }
}

/// By what something came true that waited for it: the evidence for a severity or a team, a milestone, an expected action.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nothing else waits for a condition without naming a cause"
)]
pub(crate) fn grounds(scenario: &Scenario, records: &[Record], event: &Event) -> Option<Grounds> {
    let trigger = match &event.kind {
        EventKind::SeverityKnowable { n, .. } => {
            let n = usize::try_from(*n).ok().filter(|&n| n < scenario.truth.severity.len());
            Trigger::Knowable(n?)
        }
        EventKind::TeamKnowable { team } => {
            let team = scenario.organisation.teams.id(team).ok()?;
            Trigger::TeamKnowable(scenario.truth.needed_teams.iter().position(|need| need.team == team)?)
        }
        EventKind::MilestoneReached { milestone } => {
            Trigger::Milestone(scenario.milestones.id(milestone).ok()?)
        }
        EventKind::ExpectationOpened { expected } => Trigger::Opens(scenario.expected.id(expected).ok()?),
        EventKind::ExpectationSuperseded { expected } => {
            Trigger::Superseded(scenario.expected.id(expected).ok()?)
        }
        _ => return None,
    };
    if event.cause.is_some() {
        return None;
    }
    let before = records.get(..usize::try_from(event.seq.0).ok()?)?;
    let search = Search { scenario, before, now: event.at };
    let own = search.of(condition(scenario, trigger))?;
    // What is not so can't be known.
    let so = if let Trigger::Knowable(n) = trigger { Some(Trigger::Truth(n)) } else { None };
    match so {
        Some(so) => {
            let (since, all) = (own.since, both(own, search.of(condition(scenario, so))?));
            // Where there was nothing to wait for but that it is so, it is known from then.
            Some(if since == SimTime::START { all } else { Grounds { since, ..all } })
        }
        None => Some(own),
    }
}

/// By what it could be known, with the events: ", by what Corbel Bank said (#107)".
pub(crate) fn known_by(case: &Case<'_>, known: Moment) -> (String, Vec<Seq>) {
    let (scenario, records) = (case.facts.scenario, case.facts.records);
    let event = case.facts.event_at(known.seq);
    let grounds = event.and_then(|event| Some((event, grounds(scenario, records, event)?)));
    match grounds {
        Some((event, grounds)) if !grounds.events.is_empty() => {
            // What was seen before it was so proves it when it is.
            let later = if grounds.since < event.at { ", once it was so" } else { "" };
            (format!("{later}, by {}", words(scenario, records, &grounds)), grounds.events)
        }
        Some((_, grounds)) if grounds.since > SimTime::START => {
            (format!(", the author's latest time for it ({})", known.seq), vec![known.seq])
        }
        _ => (format!(" ({})", known.seq), vec![known.seq]),
    }
}

/// In few words, each with its place: "what Corbel Bank said (#107) and the reading of `orders` (#12)".
fn words(scenario: &Scenario, records: &[Record], grounds: &Grounds) -> String {
    let event = |seq: &Seq| records.get(usize::try_from(seq.0).ok()?).map(|record| &record.event);
    and(&grounds.events.iter().filter_map(event).map(|event| named(scenario, event)).collect::<Vec<_>>())
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what has no name of its own is named by its place alone")]
fn named(scenario: &Scenario, event: &Event) -> String {
    let seq = event.seq;
    match &event.kind {
        EventKind::InjectDelivered { from, .. } => {
            let voices = &scenario.organisation.voices;
            let from =
                voices.id(from).map_or_else(|_| from.to_string(), |id| crate::prose::inside(&voices[id]));
            format!("what {from} said ({seq})")
        }
        EventKind::MetricRead { metric, .. } => format!("the reading of `{metric}` ({seq})"),
        EventKind::ComponentRead { component, .. } => format!("the look at `{component}` ({seq})"),
        EventKind::TopicRead { topic, .. } => format!("the look at `{topic}` ({seq})"),
        EventKind::Asked { .. } => format!("a question ({seq})"),
        EventKind::Answered { .. } => format!("an answer ({seq})"),
        EventKind::AlertFired { alert, .. } => format!("the alert `{alert}` ({seq})"),
        _ => seq.to_string(),
    }
}

/// The events before something, to look for what made it so.
#[derive(Clone, Copy)]
struct Search<'a> {
    scenario: &'a Scenario,
    before: &'a [Record],
    now: SimTime,
}

impl<'a> Search<'a> {
    fn of(self, cond: &Cond) -> Option<Grounds> {
        match cond {
            Cond::All(inner) => inner
                .iter()
                .map(|cond| self.of(cond))
                .try_fold(Grounds::since(SimTime::START), |all, part| Some(both(all, part?))),
            // It held from when the first of them did.
            Cond::Any(inner) => {
                let held = inner.iter().filter_map(|cond| self.of(cond));
                held.min_by_key(|held| (!held.sure, held.since, held.events.last().copied()))
            }
            Cond::At(at) => (*at <= self.now).then(|| Grounds::since(*at)),
            Cond::Milestone(id) => self.milestone(*id),
            Cond::Delivered(_)
            | Cond::Done(_)
            | Cond::Undone(_)
            | Cond::Looked(_)
            | Cond::Asked(_)
            | Cond::PagedTeam(_)
            | Cond::PagedSeat(_)
            | Cond::Declared => self.first(cond),
            Cond::Tried(_, times) => {
                let mut tried = self.events().filter(|event| self.is(cond, event));
                tried.nth(usize::try_from(*times).ok()?.checked_sub(1)?).map(by)
            }
            Cond::Severity(_) | Cond::Closed | Cond::Cleared(_) => self.last(cond),
            Cond::Active(id) => {
                let name = self.scenario.failures.name(*id);
                let over = |kind: &EventKind| matches!(kind, EventKind::FailureCleared { failure } if failure == name);
                self.still(cond, over)
            }
            Cond::Firing(id) => {
                let name = self.scenario.alerts.name(*id);
                let over =
                    |kind: &EventKind| matches!(kind, EventKind::AlertCleared { alert } if alert == name);
                self.still(cond, over)
            }
            Cond::Not(_)
            | Cond::For(..)
            | Cond::Health(..)
            | Cond::Above(..)
            | Cond::Below(..)
            | Cond::Held(_)
            | Cond::Holds(..)
            | Cond::Updated(_)
            | Cond::UpdatedWithin(..)
            | Cond::Reached(_) => Some(Grounds { sure: false, ..Grounds::since(SimTime::START) }),
        }
    }

    fn events(self) -> impl DoubleEndedIterator<Item = &'a Event> {
        self.before.iter().map(|record| &record.event)
    }

    fn first(self, cond: &Cond) -> Option<Grounds> {
        self.events().find(|event| self.is(cond, event)).map(by)
    }

    fn last(self, cond: &Cond) -> Option<Grounds> {
        self.events().rfind(|event| self.is(cond, event)).map(by)
    }

    /// The last that made it so, unless it is over since.
    fn still(self, cond: &Cond, over: impl Fn(&EventKind) -> bool) -> Option<Grounds> {
        let last = self.events().rfind(|event| self.is(cond, event) || over(&event.kind))?;
        (!over(&last.kind)).then(|| by(last))
    }

    /// What a milestone was reached by: what caused it, or what its own condition came true by.
    fn milestone(self, id: MilestoneId) -> Option<Grounds> {
        let name = self.scenario.milestones.name(id);
        let reached = |event: &&Event| matches!(&event.kind, EventKind::MilestoneReached { milestone } if milestone == name);
        let reached = self.events().find(reached)?;
        if let Some(cause) = reached.cause {
            return Some(Grounds { events: vec![cause], ..Grounds::since(reached.at) });
        }
        let before = &self.before[..usize::try_from(reached.seq.0).ok()?.min(self.before.len())];
        let own = self.scenario.milestones[id].when.as_ref();
        let own = own.and_then(|when| Search { before, now: reached.at, ..self }.of(when));
        // Where no event shows why, the milestone itself is what there is to see.
        Some(own.filter(|own| own.sure).unwrap_or_else(|| by(reached)))
    }

    /// Whether an event is what an atom waits for.
    fn is(self, cond: &Cond, event: &Event) -> bool {
        let scenario = self.scenario;
        match (cond, &event.kind) {
            (Cond::Delivered(id), EventKind::InjectDelivered { inject, .. }) => {
                inject == scenario.injects.name(*id)
            }
            (Cond::Done(id), EventKind::ActionTookEffect { action, .. })
            | (Cond::Undone(id), EventKind::ActionUndone { action, .. })
            | (Cond::Tried(id, _), EventKind::ActionStarted { action, .. }) => {
                action == scenario.actions.name(*id)
            }
            (Cond::Looked(Lookable::Metric(id)), EventKind::MetricRead { metric, .. }) => {
                metric == scenario.metrics.name(*id)
            }
            (Cond::Looked(Lookable::Component(id)), EventKind::ComponentRead { component, .. }) => {
                component == scenario.components.name(*id)
            }
            (Cond::Looked(Lookable::Topic(id)), EventKind::TopicRead { topic, .. }) => {
                scenario.topics.find(topic) == Some(*id)
            }
            (Cond::Asked(whom), EventKind::Asked { whom: asked, .. }) => self.asked(*whom, asked),
            (Cond::PagedTeam(id), EventKind::Paged { team: Some(team), .. }) => {
                team == scenario.organisation.teams.name(*id)
            }
            (Cond::PagedSeat(id), EventKind::Paged { to, .. }) => to.contains(scenario.seats.name(*id)),
            (Cond::Active(id), EventKind::FailureStarted { failure, .. })
            | (Cond::Cleared(id), EventKind::FailureCleared { failure }) => {
                failure == scenario.failures.name(*id)
            }
            (Cond::Firing(id), EventKind::AlertFired { alert, .. }) => alert == scenario.alerts.name(*id),
            (Cond::Declared, EventKind::Declared { .. })
            | (Cond::Closed, EventKind::IncidentClosed { .. }) => true,
            (Cond::Severity(least), EventKind::Declared { severity })
            | (Cond::Severity(least), EventKind::SeverityChanged { severity, .. }) => severity <= least,
            _ => false,
        }
    }

    fn asked(self, whom: Askable, asked: &Asked) -> bool {
        let scenario = self.scenario;
        match (whom, asked) {
            (Askable::Team(id), Asked::Team(team)) => team == scenario.organisation.teams.name(id),
            // Who asks a seat has asked its team.
            (Askable::Team(id), Asked::Seat(seat)) => {
                scenario.seats.id(seat).is_ok_and(|seat| scenario.seats[seat].team == id)
            }
            (Askable::Seat(id), Asked::Seat(seat)) => seat == scenario.seats.name(id),
            (Askable::Voice(id), Asked::Voice(voice)) => voice == scenario.organisation.voices.name(id),
            (Askable::Team(_) | Askable::Seat(_) | Askable::Voice(_), _) => false,
        }
    }
}

fn by(event: &Event) -> Grounds {
    Grounds { events: vec![event.seq], ..Grounds::since(event.at) }
}

fn both(mut all: Grounds, part: Grounds) -> Grounds {
    all.events.extend(part.events);
    all.events.sort_unstable();
    all.events.dedup();
    Grounds { since: all.since.max(part.since), sure: all.sure && part.sure, ..all }
}
