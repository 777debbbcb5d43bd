//! Small drills for unit tests, played by the engine.

use std::sync::Arc;

use crate::engine::Session;
use crate::engine::command::{About, Command, LookAt, Mover, RoleChange, Statement, UpdateSlots};
use crate::engine::event::{Event, Header, Mode, Word};
use crate::journal::{Record, Who};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, AudienceId, MetricId, SeatId, TopicId};
use crate::scenario::sample::{PRIMARY, SECONDARY, checkout};
use crate::scenario::words::{Role, Severity};
use crate::score::card::{Band, Comparable, Criterion, Dimension, Gate, Outcome, Process, Remark, Scorecard};
use crate::time::{SimDuration, SimTime};

/// A drill on its way.
pub(crate) struct Play {
    pub(crate) scenario: Arc<Scenario>,
    session: Session,
    pub(crate) records: Vec<Record>,
}

fn header() -> Header {
    Header {
        format: 1,
        rules: 1,
        tool: "sandtable 0.1.0".into(),
        drill: "calm-otter".into(),
        scenario: "checkout".into(),
        scenario_text: "Scenario()".into(),
        organisation_text: None,
        profile: "default@1".into(),
        profile_text: String::new(),
        seed: 7,
        seats: Vec::new(),
        stand_ins: Vec::new(),
        mode: Mode::default(),
        facilitated: false,
        pace: "flat".into(),
        redacted: None,
    }
}

impl Play {
    pub(crate) fn start() -> Self {
        let scenario = Arc::new(checkout());
        let (session, first) = Session::start(scenario.clone(), header()).unwrap();
        let mut play = Self { scenario, session, records: Vec::new() };
        play.keep(&first);
        play
    }

    fn keep(&mut self, events: &[Event]) {
        self.records.extend(events.iter().map(|event| Record {
            event: event.clone(),
            who: Who::Person,
            wall: 0,
        }));
    }

    pub(crate) fn until(&mut self, secs: i64) {
        let mut batches = Vec::new();
        self.session
            .advance_to(SimTime::from_ms(secs * 1_000), |batch| batches.extend_from_slice(batch))
            .unwrap();
        self.keep(&batches);
    }

    /// A move at so many seconds; it must be accepted.
    pub(crate) fn at(&mut self, secs: i64, seat: SeatId, command: &Command) {
        self.until(secs);
        let handled = self.session.handle(Mover::Seat(seat), SimDuration::ZERO, command, "a move").unwrap();
        assert_eq!(handled.refused, None);
        self.keep(&handled.events);
    }
}

fn update(audiences: &[usize], state: &str) -> Command {
    let slots = UpdateSlots {
        state: Some(state.into()),
        impact: Some("cards | are *refused*".into()),
        doing: None,
        next: Some("20m".into()),
        next_ms: Some(SimDuration::from_mins(20)),
    };
    Command::Update { audiences: audiences.iter().map(|&n| AudienceId::new(n)).collect(), slots }
}

fn look(metric: usize, word: Word) -> Command {
    Command::Look { at: LookAt::Metric(MetricId::new(metric)), word }
}

fn act(action: usize) -> Command {
    Command::Do(About::Action(ActionId::new(action)))
}

/// A drill with a detour: a restart first, then the roll-back, closed after 14 minutes.
pub(crate) fn whole() -> Play {
    let mut play = Play::start();
    let roles = vec![
        RoleChange { role: Role::Commander, system: None, seats: vec![PRIMARY] },
        RoleChange { role: Role::Expert, system: None, seats: vec![SECONDARY] },
    ];
    let statement = Statement {
        symptom: Some("payments fail".into()),
        affected: Some("everyone who buys".into()),
        scope: Some("4 of 10".into()),
        ..Statement::default()
    };
    play.at(100, PRIMARY, &Command::Ack { page: None, take: false });
    play.at(110, PRIMARY, &look(0, Word::Look));
    play.at(120, PRIMARY, &look(1, Word::Look));
    play.at(130, PRIMARY, &Command::Declare(Severity::Sev1));
    let whom = crate::engine::command::Whom::Seat(SECONDARY);
    play.at(140, PRIMARY, &Command::Page { whom, why: "need hands".into() });
    play.at(150, SECONDARY, &Command::Ack { page: None, take: false });
    play.at(160, PRIMARY, &Command::Roles(roles));
    play.at(170, PRIMARY, &Command::Statement(statement));
    play.at(180, SECONDARY, &act(1));
    play.at(200, PRIMARY, &update(&[0], "investigating"));
    play.at(320, SECONDARY, &Command::Look { at: LookAt::Topic(TopicId::new(0)), word: Word::Look });
    play.at(330, SECONDARY, &look(0, Word::Verify));
    play.at(340, SECONDARY, &act(0));
    play.at(470, SECONDARY, &look(0, Word::Verify));
    play.at(800, PRIMARY, &update(&[0, 1], "resolved"));
    play.at(840, PRIMARY, &Command::Close { summary: "rolled back, all pay again".into() });
    play.until(1_900);
    play
}

fn criterion(id: &'static str, outcome: Outcome, says: &str) -> Criterion {
    Criterion {
        id: id.into(),
        weight: 50,
        credit: Some(0),
        outcome,
        n: 1,
        evidence: vec![crate::engine::event::Seq(3)],
        interval: None,
        says: says.into(),
        findings: Vec::new(),
        with_help: false,
        never_done: false,
        rule: "full credit to 5 min".into(),
        source: 'S',
        uses: Vec::new(),
        arithmetic: Vec::new(),
        next: String::new(),
    }
}

/// One that rests on these events.
fn cites(id: &'static str, seqs: &[u64]) -> Criterion {
    let evidence = seqs.iter().map(|&seq| crate::engine::event::Seq(seq)).collect();
    Criterion { evidence, ..criterion(id, Outcome::Partly, "as far as it goes") }
}

/// A card with something of everything.
pub(crate) fn card() -> Scorecard {
    let dimension = |id, band, gates: Vec<Gate>, criteria| Dimension {
        id,
        weight: 25,
        credit: Some(1),
        band,
        gates,
        criteria,
    };
    Scorecard {
        attempt: 1,
        rescored: None,
        differs: Vec::new(),
        drill: "calm-otter".into(),
        scenario: "checkout".into(),
        profile: "default@1".into(),
        severity: Severity::Sev1,
        process: Process { credit: Some(1), band: Some(Band::M), gates: vec![Gate::NoUpdate] },
        dimensions: vec![
            dimension(
                "ack",
                Some(Band::P),
                vec![],
                vec![criterion("chain", Outcome::Met, "page answered after 10 s")],
            ),
            dimension(
                "roles",
                None,
                vec![],
                vec![criterion("separation", Outcome::Partly, "2 readings by the seat in command")],
            ),
            dimension(
                "updates",
                Some(Band::M),
                vec![Gate::NoUpdate],
                vec![
                    criterion("gaps", Outcome::Missed, "no update between 18:03 and 18:13"),
                    cites("content", &[24, 45]),
                    cites("promise", &[24]),
                ],
            ),
            dimension("loop", Some(Band::S), vec![], vec![]),
        ],
        scenario_score: Default::default(),
        objectives: vec![],
        first30: None,
        comparable: Comparable {
            key: String::new(),
            scenario: String::new(),
            profile: String::new(),
            severity: Severity::Sev1,
            seats: 4,
            stand_ins: 0,
            mode: Mode::Standard,
            pace: "flat".into(),
            set_aside: vec![],
        },
        strengths: vec![Remark {
            about: "ack/chain".into(),
            says: "page answered after 10 s".into(),
            evidence: vec![],
        }],
        next_steps: vec![Remark {
            about: "updates/gaps".into(),
            says: "state the next time and keep it".into(),
            evidence: vec![],
        }],
        advice: vec![],
        open_at_the_end: vec![],
        because: vec![],
        ribbon: Default::default(),
    }
}
