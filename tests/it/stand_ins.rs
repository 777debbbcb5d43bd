//! Stand-ins beside a person: they answer, act when they are asked to, report what they found, and never lead.

use sandtable::crew::Crew;
use sandtable::drive::resume::look;
use sandtable::drive::{Drill, Driver};
use sandtable::engine::event::{Event, EventKind, Header};
use sandtable::journal::upcast::read_all;
use sandtable::journal::{Record, Who};
use sandtable::pace::Pace;
use sandtable::scenario::id::SeatId;
use sandtable::score::{Profile, score};
use sandtable::store::{Claim, MemoryStore};
use sandtable::time::SimTime;

use crate::resume::{lines_of, lived};
use crate::shipped::{self, Shipped};
use crate::support::{Quiet, header, moves};

/// A drill for one person, with stand-ins at all other seats that the prepared crew has.
fn beside(shipped: &Shipped, me: &str) -> Drill {
    let scenario = shipped.scenario();
    let me = scenario.seats.find(me).unwrap();
    let seats: Vec<SeatId> = scenario.seats.ids().collect();
    let others: Vec<SeatId> = seats.iter().copied().filter(|&seat| seat != me).collect();
    let head = Header {
        scenario_text: shipped.text.clone(),
        organisation_text: shipped.organisation.clone(),
        stand_ins: others.iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
        ..header(&scenario, &seats, 1, Pace::Flat)
    };
    let (drill, first) =
        Drill::begin(scenario.clone(), head, Box::new(MemoryStore::new()), Who::Person).unwrap();
    drill.with_crew(Some(crew(shipped, &others)), &first)
}

fn crew(shipped: &Shipped, seats: &[SeatId]) -> Crew {
    let scenario = shipped.scenario();
    let prepared = moves(&scenario, shipped.crew("prepared"));
    Crew::new(&scenario, prepared.iter().map(|(_, _, line)| line), seats)
}

/// What a person's moves came to, all of which must be accepted.
#[track_caller]
fn played(id: &str, me: &str, text: &str) -> Vec<Record> {
    let shipped = shipped::of(id);
    let lines = moves(&shipped.scenario(), text);
    let mut screen = Quiet::default();
    let mut driver = Driver::new(beside(&shipped, me), &mut screen, Pace::Flat, None);
    driver.play(lines).unwrap();
    let mut store = driver.drill.into_store();
    let lines = lines_of(&mut *store, "test");
    assert!(screen.refused.is_empty(), "{:#?}", screen.refused);
    read_all(&lines).unwrap()
}

/// What stand-ins said and did, as people read it.
fn theirs(id: &str, records: &[Record]) -> String {
    let scenario = shipped::of(id).scenario();
    let theirs = records.iter().filter(|record| record.who == Who::Prepared);
    let told = theirs.filter_map(|record| {
        let told = sandtable::engine::tell::tell(&scenario, &record.event)?;
        Some(format!("{} {}\n", record.event.at, told.text))
    });
    told.collect()
}

/// Ana alone, as a newcomer might play it.
const ANA: &str = "
0:01:10 primary ack
0:01:30 primary declare sev2
0:01:40 primary page secondary why=\"hands\"
0:01:50 primary page desk why=\"somebody who talks to people\"
0:02:30 primary roles commander=1 deputy=3 expert=2
0:02:40 primary task secondary \"are the docks online, and what changed?\" box=3m
0:02:50 primary task desk \"find somebody who can see a bike\" box=3m
0:04:00 primary statement symptom=\"electric bikes stay in their docks\" affected=riders scope=\"the whole town\" since=07:50 unknown=why
0:04:20 primary update riders town-hall state=\"identified: the new hours\" impact=\"electric bikes stay shut\" doing=\"we look at the settings\" next=10m
0:04:40 primary task secondary \"put the hours back, then show that failed-unlocks falls\" box=5m
0:08:40 primary update riders town-hall state=\"monitoring: bikes go\" impact=\"nobody is stuck\" doing=\"we watch\" next=10m
0:11:30 primary task secondary \"verify failed-unlocks\" box=2m
0:12:20 primary update riders town-hall state=\"resolved: bikes go\" impact=\"nobody is stuck\" doing=\"autumn hours stay out\" next=\"no further update\"
0:12:30 primary close summary=\"new hours made bikes rest by day\"
";

#[test]
fn who_plays_alone_is_answered_and_finishes_well() {
    let records = played("first-page", "primary", ANA);
    insta::assert_snapshot!(theirs("first-page", &records));
    let ended = &records.last().unwrap().event.kind;
    assert!(matches!(ended, EventKind::DrillEnded { resolved: true, .. }), "{ended:?}");
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let card = score(&shipped::of("first-page").scenario(), &profile, &records);
    assert!(card.process.credit.unwrap() >= 8_500, "{:?}", card.process);
    // Nobody earns what stand-ins did, and what they did because she asked is hers.
    let verify = crate::support::criterion(&card, "loop/verify");
    assert!(verify.credit.is_some(), "{}", verify.says);
}

#[test]
fn a_stand_in_says_what_it_thinks_and_what_is_not_its_own() {
    let text = "
0:01:10 primary ack
0:01:30 primary declare sev2
0:01:40 primary page secondary why=\"hands\"
0:01:50 primary page desk why=\"somebody who talks to people\"
0:02:40 primary poll restart-gateway risk=\"docks drop out\"
0:03:00 primary poll roll-back-settings risk=none
0:03:20 primary ask secondary \"can we put the hours back?\"
0:03:50 primary task desk \"tell riders what we know\" box=2m
0:04:20 primary handover commander desk state=\"SEV2, bikes rest\"
0:05:00 primary ask bikes \"who is on call?\"
0:06:00 primary release secondary
0:06:10 primary end
";
    let text =
        text.replace("0:04:20 primary handover", "0:04:10 primary take commander\n0:04:20 primary handover");
    insta::assert_snapshot!(theirs("first-page", &played("first-page", "primary", &text)));
}

#[test]
fn who_is_not_called_by_the_story_is_called_by_a_stand_in() {
    let text = "0:02:40 secondary ack\n0:02:50 secondary declare sev2\n0:03:00 secondary end\n";
    insta::assert_snapshot!(theirs("first-page", &played("first-page", "secondary", text)));
}

#[test]
fn a_risky_step_is_asked_about_and_then_taken_by_name() {
    let text = "
0:02:20 primary ack
0:03:00 primary declare sev1
0:03:10 primary page pricing why=\"prices\"
0:05:00 primary task pricing \"find out what is wrong\" box=5m
0:07:00 primary task pricing \"take it back and prove it\" box=5m
0:08:00 primary task pricing \"can we roll the tariff back, and at what price?\" box=2m
0:09:00 primary task pricing \"roll the tariff back and prove it on the ratio\" box=7m
0:15:00 primary task pricing \"roll the tariff back\" box=3m
0:16:00 primary end
";
    insta::assert_snapshot!(theirs("billing-multiplier", &played("billing-multiplier", "primary", text)));
}

/// A question is answered by whoever is asked, within seconds, and never by doing something else.
#[test]
fn a_question_is_answered_at_once_by_who_is_asked() {
    let text = "
0:01:10 primary ack
0:01:30 primary declare sev2
0:01:40 primary page secondary why=\"hands\"
0:01:50 primary page desk why=\"somebody who talks to people\"
0:02:40 primary ask desk \"how are things?\"
0:02:50 primary ask desk \"how many people call?\"
0:03:10 primary task secondary \"put the hours back\" box=5m
0:04:00 primary ask secondary \"what should we do now?\"
0:07:40 primary ask secondary \"any news?\"
0:08:30 primary end
";
    insta::assert_snapshot!(theirs("first-page", &played("first-page", "primary", text)));
}

/// A word that only asks is the name of nothing.
#[test]
fn what_now_is_no_topic() {
    let lines = moves(&shipped::of("first-page").scenario(), "0:02:00 primary look \"what now?\"\n");
    assert!(format!("{lines:?}").contains("Unknown(\"what now?\")"), "{lines:?}");
}

/// What a stand-in did is told when it is done, and what proves it when that can be seen.
#[test]
fn a_finished_task_is_reported_at_once() {
    let text = "
0:01:10 primary ack
0:01:40 primary page secondary why=\"hands\"
0:03:00 primary task secondary \"put the hours back\" box=5m
0:08:00 primary end
";
    let records = played("first-page", "primary", text);
    let at = |found: &dyn Fn(&EventKind) -> bool| {
        records.iter().find(|record| found(&record.event.kind)).map(|record| record.event.at).unwrap()
    };
    let done = at(&|kind| matches!(kind, EventKind::ActionTookEffect { .. }));
    let told = at(&|kind| matches!(kind, EventKind::Reported { task: Some(1), .. }));
    assert!(told.since(done).ms() <= 15_000, "{done} {told}");
    // And the number that shows it comes later, as a word of its own.
    let read = at(&|kind| matches!(kind, EventKind::MetricRead { .. }));
    let said = records.iter().filter(
        |record| matches!(&record.event.kind, EventKind::Said { text } if text.contains("failed-unlocks")),
    );
    assert!(said.map(|record| record.event.at).any(|said| said > read));
}

/// What one who commands reports without a number is what came of the one task that is open.
#[test]
fn a_report_without_a_number_is_on_the_only_open_task() {
    let begins = "
0:01:10 primary ack
0:01:40 primary page secondary why=\"hands\"
0:02:30 primary roles commander=primary
0:03:00 primary task secondary \"put the hours back\" box=5m
";
    let reported = |more: &str| {
        let records = played("first-page", "primary", &format!("{begins}{more}0:04:00 primary end\n"));
        let task = |record: &Record| {
            let EventKind::Reported { task, .. } = record.event.kind else { return None };
            Some(task)
        };
        records.iter().filter_map(task).collect::<Vec<_>>()
    };
    assert_eq!(reported("0:03:20 primary report \"planning confirmed it\"\n"), [Some(1)]);
    let two = "0:03:10 primary task secondary \"look docks-online\" box=3m\n0:03:20 primary report \"which one?\"\n";
    assert_eq!(reported(two), [None]);
    let other = "0:03:10 primary roles commander=secondary\n0:03:20 primary report \"not theirs\"\n";
    assert_eq!(reported(other), [None]);
}

/// Whatever people give them, at whatever seat and time, nothing of it is turned down, and the drill goes on.
#[test]
fn nothing_that_a_stand_in_does_is_turned_down() {
    let orders = [
        "have a look",
        "do what you can",
        "fix it",
        "verify it",
        "tell everybody",
        "undo it",
        "restart everything",
        "ask somebody outside",
        "go on",
        "what do you see",
        "is it over?",
        "next",
    ];
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        for me in scenario.seats.ids() {
            let mut drill = beside(&shipped, scenario.seats.name(me).as_str());
            let mut show = |_: &sandtable::engine::Session, _: &[Event]| {};
            for (n, order) in orders.iter().cycle().take(60).enumerate() {
                drill.advance(SimTime::from_ms(40_000 * (n as i64 + 1)), &mut show).unwrap();
                for seat in scenario.seats.ids().filter(|&seat| seat != me) {
                    let seat = scenario.seats.name(seat);
                    for typed in [
                        "ack".to_string(),
                        "ack take".to_string(),
                        "declare sev2".to_string(),
                        format!("page {seat} why=hands"),
                        format!("assign expert {seat}"),
                        format!("task {seat} \"{order}\" box=5m"),
                        format!("ask {seat} \"{order}\""),
                        format!("poll \"{order}\""),
                    ] {
                        // Words close to two names are asked about, and are no move.
                        let Ok(Some(line)) = sandtable::moves::parse(&scenario, &typed, Some(me)) else {
                            continue;
                        };
                        let sandtable::moves::What::Move(command) = line.what else { panic!("{typed}") };
                        let by = sandtable::engine::command::Mover::Seat(me);
                        let ago = sandtable::time::SimDuration::ZERO;
                        drop(drill.handle(by, ago, &command, &typed, &mut show).unwrap());
                    }
                }
            }
            let mut store = drill.into_store();
            let records = read_all(&lines_of(&mut *store, "test")).unwrap();
            let refused = |record: &&Record| matches!(record.event.kind, EventKind::Refused { .. });
            let theirs: Vec<&Record> = records.iter().filter(|record| record.who == Who::Prepared).collect();
            assert!(theirs.len() > 10 || scenario.seats.len() < 3, "{}: {} moves", shipped.id, theirs.len());
            assert_eq!(theirs.iter().copied().find(refused), None, "{}", shipped.id);
            // A person leads.
            let leads = |record: &&&Record| {
                matches!(
                    record.event.kind,
                    EventKind::Declared { .. }
                        | EventKind::Updated { .. }
                        | EventKind::Tasked { .. }
                        | EventKind::Decided { .. }
                        | EventKind::IncidentClosed { .. }
                )
            };
            assert_eq!(theirs.iter().find(leads), None, "{}", shipped.id);
        }
    }
}

/// Broken off anywhere, the stand-ins go on as if nothing had been.
#[test]
fn a_drill_taken_up_again_goes_on_with_them() {
    let shipped = shipped::of("first-page");
    let scenario = shipped.scenario();
    let lines = moves(&scenario, ANA);
    let me = scenario.seats.find("primary").unwrap();
    let others: Vec<SeatId> = scenario.seats.ids().filter(|&seat| seat != me).collect();
    let play = |breaks: &[i64]| {
        let mut drill = beside(&shipped, "primary");
        let mut breaks = breaks.iter().peekable();
        let mut show = |_: &sandtable::engine::Session, _: &[Event]| {};
        for (_, _, line) in &lines {
            let at = line.at.unwrap();
            while let Some(&&broken) = breaks.peek().filter(|&&&broken| broken <= at.ms()) {
                breaks.next();
                drill.advance(SimTime::from_ms(broken), &mut show).unwrap();
                drill.note_clock().unwrap();
                let mut store = drill.into_store();
                let taken = look(&mut *store, "test").unwrap();
                let mut past: Vec<Event> = taken.records.iter().map(|record| record.event.clone()).collect();
                let (again, first) =
                    Drill::resume(store, taken, Who::Person, Claim::mine(None, 0), Pace::Flat).unwrap();
                past.extend(first);
                drill = again.with_crew(Some(crew(&shipped, &others)), &past);
            }
            drill.advance(at, &mut show).unwrap();
            let sandtable::moves::What::Move(command) = &line.what else { panic!() };
            drop(drill.handle(line.mover.unwrap(), line.ago, command, &line.said, &mut show).unwrap());
        }
        lived(&lines_of(&mut *drill.into_store(), "test"))
    };
    let whole = play(&[]);
    assert_eq!(play(&[]), whole, "the same moves at the same times give the same record");
    for every in [7_000, 31_000, 61_000] {
        let breaks: Vec<i64> = (1..).map(|n| n * every).take_while(|&at| at < 740_000).collect();
        assert_eq!(play(&breaks), whole, "broken off every {every} ms");
    }
}
