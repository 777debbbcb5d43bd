//! What was expected, and whether and when it was done: the scenario's expected actions held against the record.

use super::drill::{Drill, Moment};
use crate::engine::event::{Asked, Event, EventKind, RoleHow};
use crate::scenario::id::{ExpectedId, Id, Kind, Name, SeatName, Table};
use crate::scenario::model::{Act, Target};
use crate::time::SimTime;

/// What became of an expected action.
pub(crate) struct Outcome<'a> {
    pub(crate) expected: ExpectedId,
    /// When it was first asked for.
    pub(crate) opened: Option<Moment>,
    /// When it was no longer needed.
    pub(crate) superseded: Option<Moment>,
    /// The event that did it.
    pub(crate) done: Option<&'a Event>,
}

impl Outcome<'_> {
    /// Whether it was asked for and not made pointless by something else.
    pub(crate) fn came_up(&self) -> bool {
        self.done.is_some() || (self.opened.is_some() && self.superseded.is_none())
    }
}

/// Every expected action with what became of it, in the order of the scenario.
pub(crate) fn outcomes<'a>(drill: &Drill<'a>) -> Vec<Outcome<'a>> {
    drill.scenario.expected.ids().map(|expected| outcome(drill, expected)).collect()
}

fn outcome<'a>(drill: &Drill<'a>, id: ExpectedId) -> Outcome<'a> {
    let name = drill.scenario.expected.name(id);
    let opened =
        drill.first(|kind| matches!(kind, EventKind::ExpectationOpened { expected } if expected == name));
    let superseded =
        drill.first(|kind| matches!(kind, EventKind::ExpectationSuperseded { expected } if expected == name));
    let done = done(drill, id, opened.map(|opened| opened.at));
    Outcome { expected: id, opened, superseded, done }
}

/// The first event that does it, also before it was asked for: what is done early is done. But a reading before there was
/// anything to prove proves nothing of it.
fn done<'a>(drill: &Drill<'a>, id: ExpectedId, opened: Option<SimTime>) -> Option<&'a Event> {
    let expected = &drill.scenario.expected[id];
    let does = |event: &Event| expected.any_of.iter().any(|act| is(drill, act, event));
    let from = opened?;
    let proves = expected.any_of.iter().any(|act| matches!(act, Act::Verify(_)));
    let in_time = |event: &Event| event.counts_at() >= from || !(proves && reads(&event.kind));
    drill.events().find(|event| in_time(event) && does(event))
}

/// Whether it only reads something.
fn reads(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::MetricRead { .. } | EventKind::ComponentRead { .. } | EventKind::TopicRead { .. }
    )
}

/// Whether an event is this act.
fn is(drill: &Drill<'_>, act: &Act, event: &Event) -> bool {
    let scenario = drill.scenario;
    let organisation = &scenario.organisation;
    match (act, &event.kind) {
        (Act::Do(id), EventKind::ActionTookEffect { action, .. } | EventKind::Marked { action }) => {
            named(&scenario.actions, *id, action)
        }
        (Act::Page(target), EventKind::Paged { to, alert: None, .. }) => reaches(drill, *target, to, event),
        (Act::AskTeam(id), EventKind::Asked { whom: Asked::Team(team), .. }) => {
            named(&organisation.teams, *id, team)
        }
        (Act::AskSeat(id), EventKind::Asked { whom: Asked::Seat(seat), .. }) => {
            named(&scenario.seats, *id, seat)
        }
        (Act::AskVoice(id), EventKind::Asked { whom: Asked::Voice(voice), .. }) => {
            named(&organisation.voices, *id, voice)
        }
        (Act::LookMetric(id), EventKind::MetricRead { metric, .. })
        | (Act::Verify(id), EventKind::MetricRead { metric, good: true, .. }) => {
            named(&scenario.metrics, *id, metric)
        }
        (Act::LookComponent(id), EventKind::ComponentRead { component, .. }) => {
            named(&scenario.components, *id, component)
        }
        (Act::LookTopic(id), EventKind::TopicRead { topic, .. }) => {
            scenario.topics.name(*id).as_str() == topic
        }
        (Act::Update(id), EventKind::Updated { audiences, .. }) => {
            audiences.iter().any(|audience| named(&organisation.audiences, *id, audience))
        }
        (
            Act::Declare(least),
            EventKind::Declared { severity } | EventKind::SeverityChanged { severity, .. },
        ) => severity <= least,
        (Act::Role(wanted), EventKind::RoleGiven { role, .. })
        | (Act::Handover(wanted), EventKind::RoleGiven { role, how: RoleHow::Accepted, .. }) => {
            role == wanted
        }
        (Act::Poll(id), EventKind::Polled { action: Some(action), .. }) => {
            named(&scenario.actions, *id, action)
        }
        (Act::Statement, EventKind::StatementMade { .. })
        | (Act::Close, EventKind::IncidentClosed { .. }) => true,
        _ => false,
    }
}

fn named<K: Kind, T>(table: &Table<K, T>, id: Id<K>, name: &Name<K>) -> bool {
    table.name(id) == name
}

/// Whether a page by hand reached who was meant.
fn reaches(drill: &Drill<'_>, target: Target, to: &[SeatName], event: &Event) -> bool {
    let scenario = drill.scenario;
    match target {
        Target::Seat(seat) => to.contains(scenario.seats.name(seat)),
        Target::Team(team) => {
            let paged = matches!(&event.kind, EventKind::Paged { team: Some(paged), .. }
                if paged == scenario.organisation.teams.name(team));
            paged || scenario.seats_of(team).any(|seat| to.contains(scenario.seats.name(seat)))
        }
        Target::Role(wanted) => {
            let holds = |seat: &SeatName| {
                drill.events().take_while(|before| before.seq < event.seq).any(|before| {
                    matches!(&before.kind, EventKind::RoleGiven { role, seat: of, .. } if *role == wanted && of == seat)
                })
            };
            to.iter().any(holds)
        }
        Target::Table => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::Seq;
    use crate::postmortem::play::{card, whole};

    #[test]
    fn each_expected_action_is_found_in_the_record() {
        let play = whole();
        let card = card();
        let drill = Drill::new(&play.scenario, &play.records, &card);
        let done: Vec<Option<i64>> =
            outcomes(&drill).iter().map(|outcome| outcome.done.map(|event| event.at.ms() / 1_000)).collect();
        // Rolled back, told, proved, closed: the check before the roll-back proved nothing.
        assert_eq!(done, [Some(460), Some(200), Some(470), Some(840)]);
    }

    /// The roll-back is asked for from the first page on; had that come later, it would have been done before.
    #[test]
    fn what_was_done_before_it_was_asked_for_is_done() {
        let play = whole();
        let card = card();
        let mut records = play.records.clone();
        for record in &mut records {
            if matches!(record.event.kind, EventKind::ExpectationOpened { .. }) {
                record.event.at = SimTime::from_ms(500_000);
            }
        }
        let drill = Drill::new(&play.scenario, &records, &card);
        let done: Vec<Option<i64>> =
            outcomes(&drill).iter().map(|outcome| outcome.done.map(|event| event.at.ms() / 1_000)).collect();
        // The check came before: it is no check of what was not yet asked for.
        assert_eq!(done, [Some(460), Some(200), None, Some(840)]);
    }

    #[test]
    fn what_was_never_asked_for_was_not_done() {
        let play = whole();
        let card = card();
        let unopened: Vec<_> = play
            .records
            .iter()
            .filter(|record| !matches!(record.event.kind, EventKind::ExpectationOpened { .. }))
            .cloned()
            .collect();
        let drill = Drill::new(&play.scenario, &unopened, &card);
        assert!(outcomes(&drill).iter().all(|outcome| outcome.done.is_none() && !outcome.came_up()));
        assert_eq!(drill.event(Seq(0)).map(|event| event.seq), Some(Seq(0)));
    }
}
