//! Drills for tests: a scenario's text and typed moves, through the same loop, session and record as everybody's.

use std::sync::Arc;

use sandtable::drive::{Drill, Driver, Screen};
use sandtable::engine::Session;
use sandtable::engine::command::Mover;
use sandtable::engine::event::{Event, EventKind, FORMAT, Header, Mode, RULES, Seq};
use sandtable::engine::tell::tell;
use sandtable::engine::view::Viewer;
use sandtable::hotwash::said::Said;
use sandtable::journal::line::read;
use sandtable::journal::{Record, Who};
use sandtable::moves::{Line, MoveError, Tool, parse_file};
use sandtable::pace::Pace;
use sandtable::postmortem::team::Team;
use sandtable::postmortem::{Inputs, Outline, markdown, outline};
use sandtable::scenario::Scenario;
use sandtable::scenario::check::{Sources, load};
use sandtable::scenario::id::SeatId;
use sandtable::score::card::{Criterion, Dimension, Scorecard};
use sandtable::score::{Profile, score};
use sandtable::store::MemoryStore;

/// A drill that was played to its end.
pub(crate) struct Played {
    /// Its scenario.
    pub(crate) scenario: Arc<Scenario>,
    /// Its record.
    pub(crate) records: Vec<Record>,
    /// The record's lines.
    pub(crate) lines: Vec<Vec<u8>>,
    /// Moves that were turned down, as `line: why`.
    pub(crate) refused: Vec<String>,
    /// What `close` said was open, each time.
    pub(crate) open: Vec<Vec<String>>,
    /// What was worth knowing about moves that were accepted.
    pub(crate) notes: Vec<String>,
}

/// A scenario from its text, which must have no errors.
#[track_caller]
pub(crate) fn scenario(text: &str, organisation: Option<&str>) -> Arc<Scenario> {
    let organisation = organisation.map(|text| ("organisation.ron", text));
    match load(&Sources { name: "test.ron", text, organisation }) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => panic!("the test's scenario has problems: {problems:#?}"),
    }
}

/// The header of a test's drill.
pub(crate) fn header(scenario: &Scenario, seats: &[SeatId], seed: u64, pace: Pace) -> Header {
    Header {
        format: FORMAT,
        rules: RULES,
        tool: "sandtable test".to_string(),
        drill: "test".to_string(),
        scenario: scenario.id.clone(),
        scenario_text: String::new(),
        organisation_text: None,
        profile: Profile::DEFAULT.to_string(),
        profile_text: Profile::default_text().to_string(),
        seed,
        seats: seats.iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
        stand_ins: Vec::new(),
        mode: Mode::default(),
        facilitated: false,
        pace: pace.to_string(),
        redacted: None,
    }
}

/// The header of a drill that these lines play: who makes moves sits there, and a facilitator is one.
pub(crate) fn begun(scenario: &Scenario, lines: &[(usize, String, Line)], seed: u64, pace: Pace) -> Header {
    let facilitated = lines.iter().any(|(_, _, line)| line.mover == Some(Mover::Facilitator));
    Header { facilitated, ..header(scenario, &movers(lines), seed, pace) }
}

/// The lines of a file of moves, all of which must be readable.
#[track_caller]
pub(crate) fn moves(scenario: &Scenario, text: &str) -> Vec<(usize, String, Line)> {
    match parse_file(scenario, text) {
        Ok(lines) => lines.into_iter().map(|(n, line)| (n, line.said.clone(), line)).collect(),
        Err(errors) => panic!("the test's moves can't be read: {errors:?}"),
    }
}

/// The seats that make moves: those are filled.
pub(crate) fn movers(lines: &[(usize, String, Line)]) -> Vec<SeatId> {
    let seat = |line: &Line| match line.mover {
        Some(Mover::Seat(seat)) => Some(seat),
        Some(Mover::Table | Mover::Facilitator) | None => None,
    };
    let mut seats: Vec<SeatId> = lines.iter().filter_map(|(_, _, line)| seat(line)).collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// Plays typed moves to the end of the drill, seed 1, as fast as possible.
#[track_caller]
pub(crate) fn play(scenario_text: &str, moves_text: &str) -> Played {
    let scenario = scenario(scenario_text, house_of(scenario_text));
    play_with(scenario, moves_text, 1, Who::Person)
}

/// The organisation that a test's scenario names.
pub(crate) fn house_of(scenario_text: &str) -> Option<&'static str> {
    scenario_text.contains("organisation:").then_some(crate::shop::HOUSE)
}

/// Plays typed moves with a seed, as somebody.
#[track_caller]
pub(crate) fn play_with(scenario: Arc<Scenario>, moves_text: &str, seed: u64, who: Who) -> Played {
    let lines = moves(&scenario, moves_text);
    let header = begun(&scenario, &lines, seed, Pace::Flat);
    drive(scenario, lines, header, who)
}

/// Plays typed moves to the end, seed 1, with all that a record needs to be lived again in its first line.
#[track_caller]
pub(crate) fn play_headed((text, organisation): (&str, Option<&str>), moves_text: &str, who: Who) -> Played {
    let scenario = scenario(text, organisation);
    let lines = moves(&scenario, moves_text);
    let mut header = begun(&scenario, &lines, 1, Pace::Flat);
    header.scenario_text = text.to_string();
    header.organisation_text = organisation.map(str::to_string);
    drive(scenario, lines, header, who)
}

fn drive(scenario: Arc<Scenario>, lines: Vec<(usize, String, Line)>, header: Header, who: Who) -> Played {
    let store = Box::new(MemoryStore::new());
    let (drill, _) = Drill::begin(scenario.clone(), header, store, who).unwrap();
    let mut screen = Quiet::default();
    let mut driver = Driver::new(drill, &mut screen, Pace::Flat, None);
    driver.play(lines).unwrap();
    let mut store = driver.drill.into_store();
    let mut lines = Vec::new();
    store.read("test", 0, &mut |_, line| lines.push(line.to_vec())).unwrap();
    let records = lines.iter().enumerate().map(|(n, line)| read(line, n + 1).unwrap()).collect();
    Played { scenario, records, lines, refused: screen.refused, open: screen.open, notes: screen.notes }
}

impl Played {
    /// The scorecard under the default profile.
    pub(crate) fn card(&self) -> Scorecard {
        let profile = Profile::parse(Profile::default_text()).unwrap();
        score(&self.scenario, &profile, &self.records)
    }

    /// The practice postmortem under the default profile, before anybody has written or said anything.
    pub(crate) fn outline(&self) -> Outline {
        let profile = Profile::parse(Profile::default_text()).unwrap();
        let (card, team, said) = (self.card(), Team::default(), Said::default());
        outline(&Inputs {
            scenario: &self.scenario,
            records: &self.records,
            card: &card,
            profile: &profile,
            team: &team,
            said: &said,
        })
    }

    /// The same as text.
    pub(crate) fn postmortem(&self) -> String {
        markdown(&self.outline())
    }

    /// The document once the team has written factors of its own, as text: with all that the author knows.
    pub(crate) fn revealed(&self) -> String {
        let profile = Profile::parse(Profile::default_text()).unwrap();
        let (card, mut team, said) = (self.card(), Team::default(), Said::default());
        team.revealed = true;
        markdown(&outline(&Inputs {
            scenario: &self.scenario,
            records: &self.records,
            card: &card,
            profile: &profile,
            team: &team,
            said: &said,
        }))
    }

    /// The events.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.records.iter().map(|record| &record.event)
    }

    /// What happened as people read it, truth included, without what was so at the start.
    pub(crate) fn journal(&self) -> String {
        let mut text = String::new();
        for event in self.events().filter(|event| !matches!(event.kind, EventKind::DrillStarted(_))) {
            if let Some(told) = tell(&self.scenario, event) {
                text.push_str(&format!("{} {}: {}\n", event.at, told.channel, told.text));
            }
        }
        text
    }

    /// Fails if any move was turned down.
    #[track_caller]
    pub(crate) fn all_accepted(self) -> Self {
        assert!(self.refused.is_empty(), "turned down: {:#?}", self.refused);
        self
    }
}

/// A dimension of a card.
#[track_caller]
pub(crate) fn dimension<'a>(card: &'a Scorecard, id: &str) -> &'a Dimension {
    let mut all = card.dimensions.iter().chain(&card.scenario_score.dimensions);
    all.find(|dimension| dimension.id == id).unwrap()
}

/// A criterion of a card, as `dimension/criterion`.
#[track_caller]
pub(crate) fn criterion<'a>(card: &'a Scorecard, path: &str) -> &'a Criterion {
    let (of, id) = path.split_once('/').unwrap();
    dimension(card, of).criteria.iter().find(|criterion| criterion.id == id).unwrap()
}

/// A screen that shows nothing and keeps what was turned down.
#[derive(Default)]
pub(crate) struct Quiet {
    /// As `line: why`.
    pub(crate) refused: Vec<String>,
    /// How many were accepted.
    pub(crate) accepted: usize,
    /// What `close` said was open, each time.
    pub(crate) open: Vec<Vec<String>>,
    /// What was worth knowing about moves that were accepted.
    pub(crate) notes: Vec<String>,
}

impl Screen for Quiet {
    fn batch(&mut self, _session: &Session, _events: &[Event]) {}
    fn accepted(&mut self, _seq: Seq) {
        self.accepted += 1;
    }
    fn refused(&mut self, _place: Option<usize>, line: &str, why: &str, _typo: Option<&MoveError>) {
        self.refused.push(format!("{line}: {why}"));
    }
    fn note(&mut self, text: &str) {
        self.notes.push(text.to_string());
    }
    fn tool(&mut self, _session: &Session, _me: Option<SeatId>, _tool: &Tool) {}
    fn may_close(&mut self, session: &Session, _by: Option<SeatId>) -> bool {
        self.open.push(session.view(Viewer::Table).still_open());
        true
    }
    fn nobody(&mut self, _session: &Session, line: &str) {
        self.refused.push(format!("{line}: nobody was named"));
    }
}
