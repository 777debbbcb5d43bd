//! Nobody can read the answers: unique marks are planted in every secret of the shipped scenarios, drills are played,
//! and everything that any screen is told before the end is searched for what it may not know yet.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;

use sandtable::engine::Session;
use sandtable::engine::event::{Event, EventKind};
use sandtable::engine::view::{View, Viewer};
use sandtable::moves::{MOVES, Names, What};
use sandtable::pace::Pace;
use sandtable::scenario::Scenario;
use sandtable::scenario::id::SeatId;
use sandtable::scenario::model::Readers;
use sandtable::scenario::words::Severity;
use sandtable::screen::board::{Board, Stands};
use sandtable::screen::{self, Style};
use sandtable::time::{SimDuration, SimTime};

use crate::shipped::{self, DESK, FACILITATED, Shipped};
use crate::support::{self, begun, moves};

/// A mark, and whose secret it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The mark.
    pub(crate) text: String,
    /// The secret.
    pub(crate) of: Secret,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Secret {
    /// Nobody's before the end: reasons, hints, temptations, factors, notes, titles, the last word.
    Nobodys(String),
    /// News: its receivers', once it was delivered.
    Inject(String),
    /// A seat's own.
    Knows(String),
    /// An answer, by its place in the file: theirs who got it.
    Finding(usize),
    /// An alert's words: theirs who were paged, and everybody's in the call.
    Alert(String),
}

/// Sections and fields whose texts are secret, at least for a while.
const SECRET: &[(&str, &str)] = &[
    ("injects", "text"),
    ("injects", "title"),
    ("injects", "note"),
    ("expected", "why"),
    ("expected", "hints"),
    ("harmful", "tempts"),
    ("truth", "factors"),
    ("milestones", "says"),
    ("ends", "unresolved"),
    ("scenario", "debrief"),
    ("objectives", "text"),
    ("seats", "knows"),
    ("findings", "says"),
    ("alerts", "text"),
];

/// The text with a mark at the end of every secret, and the marks.
fn planted(text: &str) -> (String, Vec<Mark>) {
    let (mut out, mut marks) = (String::new(), Vec::new());
    let (mut section, mut key, mut id, mut findings) =
        ("scenario".to_string(), String::new(), String::new(), 0);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '"' || c == '/' || c.is_ascii_alphabetic()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with('"') {
            let len = string_len(rest);
            if key == "id" {
                id = rest[1..len - 1].to_string();
            }
            if SECRET.contains(&(section.as_str(), key.as_str())) {
                let mark = format!("Zq{}qZ", marks.len());
                out.push_str(&format!("{} {mark}\"", &rest[..len - 1]));
                marks.push(Mark { text: mark, of: secret(&section, &key, &id, findings) });
                rest = &rest[len..];
                continue;
            }
            len
        } else {
            let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let word = &rest[..len];
            if rest[len..].starts_with(':') {
                let top = out
                    .rfind('\n')
                    .is_some_and(|line| out[line + 1..].chars().all(|c| c == ' ') && out.len() - line <= 9);
                if top
                    && (TOP.contains(&word)
                        || ["metrics", "findings", "alerts", "components"].contains(&word))
                {
                    section = if word == "debrief" { "scenario".into() } else { word.to_string() };
                }
                findings += usize::from(section == "findings" && word == "on");
                key = word.to_string();
            }
            len.max(1)
        };
        out.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    out.push_str(rest);
    (out, marks)
}

/// The sections of a scenario's file.
const TOP: &[&str] = &[
    "objectives",
    "seats",
    "system",
    "failures",
    "milestones",
    "injects",
    "actions",
    "expected",
    "harmful",
    "truth",
    "ends",
    "debrief",
];

fn string_len(text: &str) -> usize {
    let mut escaped = false;
    for (n, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return n + 1,
            _ => escaped = false,
        }
    }
    text.len()
}

fn secret(section: &str, key: &str, id: &str, findings: usize) -> Secret {
    match (section, key) {
        ("injects", "text") => Secret::Inject(id.to_string()),
        ("seats", _) => Secret::Knows(id.to_string()),
        ("findings", _) => Secret::Finding(findings - 1),
        ("alerts", _) => Secret::Alert(id.to_string()),
        _ => Secret::Nobodys(format!("{section}.{key} of {id}")),
    }
}

/// What has come out so far, to whom.
#[derive(Default)]
struct Known {
    /// Injects that came, each with its receivers.
    injects: Vec<(String, Vec<String>)>,
    /// Answers that came, each with who got it; nobody is the table.
    findings: Vec<(String, Option<String>)>,
    /// Alerts that paged, each with the seats.
    alerts: Vec<(String, Vec<String>)>,
    /// Seats that have been in the call.
    joined: BTreeSet<String>,
    /// Hints that the facilitator whispered, each to a seat.
    hints: Vec<(String, String)>,
}

impl Known {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
    fn learn(&mut self, event: &Event) {
        match &event.kind {
            EventKind::InjectDelivered { inject, to, .. } => {
                self.injects.push((inject.to_string(), to.iter().map(ToString::to_string).collect()));
            }
            EventKind::Answered { to, finding: Some(finding), .. } => {
                self.findings.push((finding.to_string(), to.seat().map(ToString::to_string)));
            }
            EventKind::Paged { alert: Some(alert), to, .. } => {
                self.alerts.push((alert.to_string(), to.iter().map(ToString::to_string).collect()));
            }
            EventKind::Acknowledged { seat, .. } => drop(self.joined.insert(seat.to_string())),
            EventKind::HintGiven { to, text, .. } => self.hints.push((to.to_string(), text.clone())),
            _ => {}
        }
    }

    /// Whether a mark stands in a hint that was whispered to this very seat.
    fn whispered(&self, scenario: &Scenario, who: Viewer, mark: &str) -> bool {
        let Viewer::Seat(seat) = who else { return false };
        self.hints.iter().any(|(to, text)| *to == *scenario.seats.name(seat).as_str() && text.contains(mark))
    }

    /// Whether a viewer may know of a secret by now.
    fn may(&self, scenario: &Scenario, who: Viewer, of: &Secret) -> bool {
        let me = match who {
            Viewer::Seat(seat) => Some(scenario.seats.name(seat).to_string()),
            Viewer::Table | Viewer::Facilitator => None,
        };
        let hears = |to: &[String]| me.as_ref().is_none_or(|me| to.contains(me));
        match of {
            Secret::Nobodys(_) => false,
            Secret::Knows(seat) => me.as_ref() == Some(seat),
            Secret::Inject(id) => self.injects.iter().any(|(inject, to)| inject == id && hears(to)),
            Secret::Alert(id) => {
                let in_call = me.as_ref().is_none_or(|me| self.joined.contains(me));
                self.alerts.iter().any(|(alert, to)| alert == id && (in_call || hears(to)))
            }
            Secret::Finding(n) => {
                let (id, finding) = scenario.findings.iter().nth(*n).unwrap();
                let name = scenario.findings.name(id).to_string();
                let open = finding.to == Readers::Everyone;
                self.findings.iter().any(|(found, by)| {
                    // The table sees what everybody can find; a seat sees what it found itself.
                    *found == name && if me.is_none() { open } else { *by == me || by.is_none() }
                })
            }
        }
    }
}

/// Everything a screen can be made to show at this moment, feed and events aside.
fn shown(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    let me = match view.viewer() {
        Viewer::Seat(seat) => Some(seat),
        Viewer::Table | Viewer::Facilitator => None,
    };
    let mut all = screen::status(view);
    all.extend(screen::who(view, &[]));
    all.push(screen::prompt(view, view.now(), me));
    all.extend(view.lookable().into_iter().map(String::from));
    for seat in scenario.seats.ids() {
        all.extend(screen::actions(view, seat));
        // A card is shown on the table's screen when the others look away; a seat sees its own, and no more of others'.
        if me.is_some() {
            all.extend(screen::card(view, seat));
        }
    }
    all
}

/// What the tool says of moves: its helps, and what Tab and the grey words offer behind each, for each seat.
fn offered(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    let me = match view.viewer() {
        Viewer::Seat(seat) => Some(seat),
        Viewer::Table | Viewer::Facilitator => None,
    };
    let mut all = screen::help(view, None);
    all.extend(MOVES.iter().flat_map(|help| screen::help(view, Some(help.word))));
    let names = Names::of(view, me);
    let seats = scenario.seats.names().map(|seat| format!("{seat} "));
    for start in seats.chain([String::new()]) {
        for line in MOVES.iter().map(|help| format!("{start}{} ", help.word)) {
            let (_, offers) = names.offers(&line);
            all.extend(offers.into_iter().flat_map(|offer| [offer.text, offer.says]));
            all.extend(names.ghost(&line));
        }
    }
    all.extend(view.still_open());
    all
}

fn viewers(scenario: &Scenario) -> Vec<Viewer> {
    scenario.seats.ids().map(Viewer::Seat).chain([Viewer::Table]).collect()
}

/// Fails if a text holds a mark that its reader may not know.
#[track_caller]
fn search(scenario: &Scenario, marks: &[Mark], known: &Known, who: Viewer, text: &str, story: &str) {
    let mut rest = text;
    while let Some(at) = rest.find("Zq") {
        let len = rest[at..].find("qZ").unwrap() + 2;
        let said = &rest[at..at + len];
        rest = &rest[at + len..];
        if said == DESK[2] || known.whispered(scenario, who, said) {
            continue;
        }
        assert!(!DESK.contains(&said), "{story}: {who:?} is told what stays at the desk: {text}");
        let mark = marks.iter().find(|mark| mark.text == said).unwrap();
        assert!(known.may(scenario, who, &mark.of), "{story}: {who:?} is told {:?} in: {text}", mark.of);
    }
}

const STYLE: Style = Style { width: 80, colour: false, plain: false };

/// Plays moves and looks at every screen after every batch until the drill is over; gives how many texts were read.
fn watch(scenario: &Arc<Scenario>, marks: &[Mark], moves_text: &str, seed: u64, story: &str) -> usize {
    let lines = moves(scenario, moves_text);
    let start = begun(scenario, &lines, seed, Pace::Flat);
    let (mut session, first) = Session::start(scenario.clone(), start).unwrap();
    let (mut known, mut events, mut read) = (Known::default(), Vec::new(), 0);
    let mut look = |session: &Session, batch: &[Event]| {
        batch.iter().for_each(|event| known.learn(event));
        events.extend_from_slice(batch);
        if session.is_over() {
            return;
        }
        for who in viewers(scenario) {
            let view = session.view(who);
            let mut texts = shown(view);
            texts.extend(batch.iter().filter_map(|event| view.told(event)).flat_map(|told| {
                [told.text, told.from.unwrap_or_default(), told.to.join(" "), told.channel.to_string()]
            }));
            texts.extend(batch.iter().filter_map(|event| screen::event_lines(view, event, STYLE)));
            if who == Viewer::Table {
                let (now, stands) = (session.now(), Stands::Running);
                texts
                    .push(Board { view, events: &events, drill: "test", now, stands, waits: false }.text(80));
            }
            if events.len() % 5 == 0 {
                texts.extend(screen::feed(session, who, &events, STYLE, usize::MAX));
            }
            // Far more texts, which change seldom.
            if events.len() % 40 == 0 {
                texts.extend(offered(view));
            }
            read += texts.len();
            for text in texts {
                search(scenario, marks, &known, who, &text, story);
            }
        }
    };
    look(&session, &first);
    for (_, _, line) in lines {
        let What::Move(command) = &line.what else { continue };
        let at = line.at.unwrap().max(session.now());
        step(&mut session, at, &mut look);
        if session.is_over() {
            break;
        }
        let handled = session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
        look(&session, &handled.events);
    }
    step(&mut session, SimTime::FAR, &mut look);
    assert!(session.is_over());
    read
}

/// Advances batch by batch, so that every screen is looked at in between.
fn step(session: &mut Session, to: SimTime, look: &mut impl FnMut(&Session, &[Event])) {
    while let Some(due) = session.next_due().filter(|&due| due <= to) {
        let mut batch = Vec::new();
        session.advance_to(due, |events| batch.extend_from_slice(events)).unwrap();
        look(session, &batch);
    }
    if !session.is_over() {
        session.advance_to(to, |_| panic!("nothing was due")).unwrap();
    }
}

/// Everybody comes, looks at everything, asks everybody and tries everything, as far as they are let.
fn curious(scenario: &Scenario) -> String {
    let mut moves = String::new();
    for seat in scenario.seats.names() {
        moves += &format!(
            "0:02:30 {seat} ack\n0:02:30 {seat} look {}\n",
            scenario.components.names().next().unwrap()
        );
    }
    let first = scenario.seats.names().next().unwrap();
    for seat in scenario.seats.names().skip(1) {
        moves += &format!("0:02:40 {first} page {seat} why=\"all hands\"\n0:02:40 {seat} ack\n");
    }
    moves += &format!("0:02:50 {first} declare sev2\n");
    let mut at = 180;
    for seat in scenario.seats.names() {
        for name in scenario.components.names().chain(scenario.metrics.names()).chain(scenario.topics.names())
        {
            moves += &format!("0:{:02}:{:02} {seat} look {name}\n", at / 60, at % 60);
            at += 1;
        }
        let voices = scenario.organisation.voices.names().chain(scenario.organisation.teams.names());
        for name in voices.chain(scenario.seats.names()) {
            moves += &format!("0:{:02}:{:02} {seat} ask {name} \"well?\"\n", at / 60, at % 60);
            at += 1;
        }
        for name in scenario.actions.names() {
            moves += &format!("0:{:02}:{:02} {seat} poll {name}\n", at / 60, at % 60);
            moves += &format!("0:{:02}:{:02} {seat} do {name}\n", at / 60, at % 60);
            moves += &format!("0:{:02}:{:02} {seat} undo {name}\n", at / 60, at % 60);
            at += 7;
        }
    }
    moves
}

/// A scenario with marks in it, the marks, and its text.
pub(crate) fn marked(shipped: &Shipped) -> (Arc<Scenario>, Vec<Mark>, String) {
    let (text, marks) = planted(&shipped.text);
    (support::scenario(&text, shipped.organisation.as_deref()), marks, text)
}

#[test]
fn the_marks_are_where_the_secrets_are() {
    for shipped in shipped::all() {
        let (scenario, marks, _) = marked(&shipped);
        let ends = |text: &str| text.ends_with("qZ");
        assert!(
            scenario.injects.iter().all(|(_, inject)| inject.text.iter().all(|text| ends(text))),
            "{}",
            shipped.id
        );
        assert!(
            scenario
                .expected
                .iter()
                .all(|(_, e)| ends(e.why.as_deref().unwrap()) && e.hints.iter().all(|h| ends(h)))
        );
        assert!(scenario.harmful.iter().all(|(_, harmful)| ends(harmful.tempts.as_deref().unwrap())));
        assert!(scenario.findings.iter().all(|(_, finding)| finding.says.iter().all(|text| ends(text))));
        assert!(scenario.seats.iter().all(|(_, seat)| seat.knows.as_deref().is_none_or(ends)));
        assert!(scenario.truth.factors.iter().all(|text| ends(text)));
        assert!(scenario.alerts.iter().all(|(_, alert)| ends(&alert.text)));
        for (n, (_, finding)) in scenario.findings.iter().enumerate() {
            let mark = marks.iter().find(|mark| finding.says[0].ends_with(&mark.text)).unwrap();
            assert_eq!(mark.of, Secret::Finding(n));
        }
    }
}

#[test]
fn no_screen_is_told_what_its_viewer_may_not_know_yet() {
    for shipped in shipped::all() {
        let (scenario, marks, _) = marked(&shipped);
        let mut crews = shipped.crews.clone();
        crews.push(("curious", curious(&scenario)));
        for (crew, moves) in &crews {
            for seed in 1..=crate::fuzz::cases(50) as u64 {
                let read = watch(&scenario, &marks, moves, seed, &format!("{} {crew} {seed}", shipped.id));
                assert!(read > 300, "{} {crew}: only {read} texts were read", shipped.id);
            }
        }
    }
}

#[test]
fn the_curious_find_something() {
    // Or else the search above would search nothing.
    let shipped = shipped::of("billing-multiplier");
    let (scenario, _, _) = marked(&shipped);
    let played = support::play_with(scenario.clone(), &curious(&scenario), 1, sandtable::journal::Who::Bot);
    let found = |event: &&Event| matches!(event.kind, EventKind::Answered { finding: Some(_), .. });
    assert!(played.events().filter(found).count() > 60, "{}", played.journal());
}

/// What participants see every fifteen seconds, until the incident is closed.
fn seen(scenario: &Arc<Scenario>, moves_text: &str) -> Vec<String> {
    let lines = moves(scenario, moves_text);
    let start = begun(scenario, &lines, 1, Pace::Flat);
    let (mut session, first) = Session::start(scenario.clone(), start).unwrap();
    let mut all = Vec::new();
    let look = |session: &Session, batch: &[Event], all: &mut Vec<String>| {
        for who in viewers(session.scenario()) {
            let lines = batch.iter().filter_map(|event| screen::event_lines(session.view(who), event, STYLE));
            all.extend(lines.map(|line| format!("{who:?} {line}")));
        }
    };
    look(&session, &first, &mut all);
    let mut lines = lines.into_iter().map(|(_, _, line)| line).peekable();
    for tick in 1..=120 {
        let tick = SimTime::from_ms(tick * 15_000);
        while let Some(line) = lines.next_if(|line| line.at.unwrap() <= tick) {
            let What::Move(command) = &line.what else { continue };
            let mut batches = Vec::new();
            session.advance_to(line.at.unwrap(), |batch| batches.extend_from_slice(batch)).unwrap();
            look(&session, &batches, &mut all);
            let handled = session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
            if handled.events.iter().any(|event| matches!(event.kind, EventKind::IncidentClosed { .. })) {
                return all;
            }
            look(&session, &handled.events, &mut all);
        }
        let mut batches = Vec::new();
        session.advance_to(tick, |batch| batches.extend_from_slice(batch)).unwrap();
        if session.is_over() {
            return all;
        }
        look(&session, &batches, &mut all);
        for who in viewers(scenario) {
            all.extend(shown(session.view(who)).into_iter().map(|line| format!("{tick} {who:?} {line}")));
        }
    }
    all
}

#[test]
fn another_truth_and_other_expectations_look_the_same_to_participants() {
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        let mut other = Scenario::clone(&scenario);
        other.truth.severity.truncate(1);
        other.truth.severity[0].severity = Severity::Sev4;
        other.truth.severity[0].knowable = None;
        other.truth.needed_teams.clear();
        other.truth.roles.clear();
        other.truth.factors.clear();
        other.truth.audiences = other.organisation.audiences.ids().collect();
        other.truth.customers_see_it = false;
        other.expected = Default::default();
        other
            .milestones
            .ids()
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|id| other.milestones[id].says = None);
        other.injects.ids().collect::<Vec<_>>().into_iter().for_each(|id| other.injects[id].note = None);
        let other = Arc::new(other);
        // A facilitator's hints and deeds lean on the truth: that is what they are for.
        for (crew, moves) in shipped.crews.iter().filter(|(name, _)| *name != FACILITATED) {
            let (one, two) = (seen(&scenario, moves), seen(&other, moves));
            assert!(one.len() > 500, "{} {crew}: {}", shipped.id, one.len());
            for (one, two) in one.iter().zip(&two) {
                assert_eq!(one, two, "{} {crew}", shipped.id);
            }
            assert_eq!(one.len(), two.len(), "{} {crew}", shipped.id);
        }
    }
}

#[test]
fn a_seat_outside_the_call_hears_the_clock_and_its_own_mail_and_no_more() {
    let shipped = shipped::of("smallest");
    let scenario = shipped.scenario();
    let text = "0:02:00 primary ack\n0:02:10 primary declare sev2\n0:02:20 primary take commander\n0:02:30 primary do roll-back\n\
                0:02:40 primary update customers state=\"known\"\n0:02:50 primary note \"mine\"\n0:03:10 table pause\n0:03:10 table resume\n\
                0:03:30 primary page secondary why=\"hands\"\n0:06:00 primary bookmark \"turn\"\n0:11:00 primary close";
    let lines = moves(&scenario, text);
    let start = begun(&scenario, &lines, 1, Pace::Flat);
    let (mut session, first) = Session::start(scenario.clone(), start).unwrap();
    let secondary = Viewer::Seat(SeatId::new(1));
    let mut heard = String::new();
    let mut hear = |session: &Session, batch: &[Event]| {
        for told in batch.iter().filter_map(|event| session.view(secondary).told(event)) {
            heard += &format!("{} {}: {}\n", session.now(), told.channel, told.text);
        }
    };
    hear(&session, &first);
    for (_, _, line) in lines {
        let What::Move(command) = &line.what else { continue };
        step(&mut session, line.at.unwrap(), &mut hear);
        let handled = session.handle(line.mover.unwrap(), SimDuration::ZERO, command, &line.said).unwrap();
        hear(&session, &handled.events);
    }
    step(&mut session, SimTime::FAR, &mut hear);
    insta::assert_snapshot!(heard, @"
    0:00:00 story: Friday, nine in the evening. The web shop answers every second order with an error.
    0:03:00 chat: My basket is full and the till is shut, writes a customer. Known?
    0:03:10 clock: table paused the drill; `resume` goes on
    0:03:10 clock: table resumed the drill
    0:03:30 pager: page 2, to secondary: hands
    0:08:30 pager: page 2, still unanswered, to secondary: hands
    0:13:30 pager: page 2, still unanswered, to secondary: hands
    0:16:00 clock: End of the drill: the incident is closed. It is over.
    ");
}

#[test]
fn a_private_reading_is_on_its_readers_card_and_not_on_the_shared_screen() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.ron")).unwrap();
    let text = text.replace("good: Below(2))", "good: Below(2), to: [\"primary\"])");
    let scenario = support::scenario(&text, None);
    let played = support::play_with(
        scenario.clone(),
        "0:02:00 primary ack\n0:02:10 primary look errors",
        1,
        sandtable::journal::Who::Person,
    );
    let read = played.events().find(|event| matches!(event.kind, EventKind::MetricRead { .. })).unwrap();
    let session = Session::resume(scenario, played.events()).unwrap();
    let told = |who: Viewer| session.view(who).told(read).map(|told| told.text);
    assert_eq!(told(Viewer::Table).unwrap(), "primary: the answer is on your card (`card primary`)");
    assert_eq!(told(Viewer::Seat(SeatId::new(0))).unwrap(), "primary read errors: 50 % (good: below 2)");
    assert_eq!(told(Viewer::Seat(SeatId::new(1))), None);
}

#[test]
fn a_programs_lines_hold_no_secret_either() {
    for shipped in shipped::all() {
        let folder = tempfile::tempdir().unwrap();
        let (scenario, marks, text) = marked(&shipped);
        let file = folder.path().join("planted.ron");
        std::fs::write(&file, text).unwrap();
        if let Some(organisation) = &shipped.organisation {
            std::fs::create_dir(folder.path().join("organisations")).unwrap();
            let named = sandtable::scenario::check::organisation_path(&shipped.text).unwrap();
            std::fs::write(folder.path().join(named), organisation).unwrap();
        }
        let crew = folder.path().join("crew.moves");
        std::fs::write(&crew, curious(&scenario)).unwrap();
        let mut viewers: Vec<Option<&str>> = scenario.seats.names().map(Some).collect();
        viewers.push(None);
        for seat in viewers {
            let mut run = Command::new(env!("CARGO_BIN_EXE_sandtable"));
            run.env("SANDTABLE_STORE", folder.path().join("drills.db")).arg("run").arg(&file);
            run.args(["--format", "json", "--pace", "flat", "--moves"]).arg(&crew);
            run.args(seat.iter().flat_map(|seat| ["--seat", seat]));
            let output = run.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            read_lines(&scenario, &marks, seat, &String::from_utf8(output.stdout).unwrap());
        }
    }
}

/// Every line's marks: what is nobody's, and what is another seat's alone.
fn read_lines(scenario: &Scenario, marks: &[Mark], seat: Option<&str>, lines: &str) {
    let mut found = 0;
    for line in lines.lines().filter(|line| line.contains("Zq") && !line.contains("End of the drill")) {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let to: Vec<&str> =
            value["event"]["to"].as_array().unwrap().iter().map(|to| to.as_str().unwrap()).collect();
        for mark in marks.iter().filter(|mark| line.contains(&mark.text)) {
            found += 1;
            let may = match &mark.of {
                Secret::Nobodys(_) => false,
                Secret::Knows(of) => seat == Some(of),
                Secret::Inject(_) | Secret::Alert(_) => true,
                Secret::Finding(n) => {
                    let open = scenario.findings.iter().nth(*n).unwrap().1.to == Readers::Everyone;
                    // Who holds every seat gets private answers tagged with theirs.
                    seat.map_or(open || to.len() == 1, |seat| to == [seat] || to.is_empty())
                }
            };
            assert!(may, "{seat:?} reads {:?}: {line}", mark.of);
        }
    }
    assert!(found > 2, "{seat:?} read {found} marks\n{lines}");
}
