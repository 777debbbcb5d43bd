//! The facilitator's screen: the event list as it stands, how the table stands, warnings, and what is offered to nobody else.

use sandtable::engine::Session;
use sandtable::engine::event::{Event, EventKind, Header};
use sandtable::engine::view::{View, Viewer};
use sandtable::journal::Who;
use sandtable::moves::{FACILITATORS, Names, What, example, parse};
use sandtable::pace::Pace;
use sandtable::scenario::id::SeatId;
use sandtable::score::card::Outcome;
use sandtable::screen::desk::{Watch, event_list, events};
use sandtable::screen::{self, Style};
use sandtable::time::SimTime;

use crate::shipped;
use crate::support::{begun, dimension, moves, play_with, scenario};

/// Two seats, an alert that pages, one inject of each kind, and something expected with a hint.
const STORY: &str = r#"Scenario(format: 1, id: "t", title: "T", story: "S.", starts: "2026-06-12T21:00:00+00:00",
    objectives: [(id: "o", text: "O")],
    seats: [(id: "primary", team: "ops", level: 1, can: ["fix"]), (id: "helper", team: "ops", can: ["fix"])],
    system: (components: [(id: "shop")], metrics: [(id: "errors", of: "shop", unit: "%", baseline: 1, good: Below(5))],
        alerts: [(id: "high", when: Active("bad"), pages: "ops", text: "it hurts")]),
    failures: [(id: "bad", of: "shop", at: "0s", drives: [(metric: "errors", to: 30)])],
    injects: [
        (id: "soon", at: "2m", from: "support", to: [Table], serves: ["o"], text: ["A customer calls."]),
        (id: "later", at: "12m", from: "support", via: Phone, to: [Role(Commander)], serves: ["o"], text: ["Is it fixed?"]),
        (id: "held", kind: Contingency, auto: At("6m"), from: "boss", to: [Table], serves: ["o"], text: ["What goes on?"]),
        (id: "waits", when: Declared, from: "boss", to: [Table], serves: ["o"], text: ["I hear there is an incident?"]),
        (id: "moot", at: "1m", while: Cleared("bad"), from: "boss", to: [Table], serves: ["o"], text: ["Thank you!"]),
    ],
    actions: [(id: "fix", on: "shop", clears: ["bad"], proved_by: ["errors"])],
    expected: [(id: "see", is: Look("errors"), serves: ["o"], target: "4m", limit: "8m", why: "w", hints: ["What does the number say?"])],
    truth: (severity: [(is: Sev2)]), ends: (resolved: Cleared("bad"), latest: "40m"))"#;

/// A drill as far as these lines go, and all that happened.
fn so_far(text: &str) -> (Session, Vec<Event>) {
    so_far_in(STORY, text)
}

/// The same in another story.
fn so_far_in(story: &str, text: &str) -> (Session, Vec<Event>) {
    let scenario = scenario(story, None);
    let lines = moves(&scenario, text);
    let start = Header { facilitated: true, ..begun(&scenario, &lines, 1, Pace::Flat) };
    let (mut session, mut all) = Session::start(scenario, start).unwrap();
    for (_, _, line) in lines {
        session.advance_to(line.at.unwrap(), |batch| all.extend_from_slice(batch)).unwrap();
        let What::Move(command) = &line.what else { continue };
        all.extend(session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap().events);
    }
    (session, all)
}

fn at(mins: i64) -> SimTime {
    SimTime::from_ms(mins * 60_000)
}

fn desk(session: &Session) -> View<'_> {
    session.view(Viewer::Facilitator)
}

#[test]
fn the_event_list_as_it_stands() {
    let (session, _) = so_far("0:01:30 primary ack\n0:03:00 facilitator note x");
    insta::assert_snapshot!(events(desk(&session)).join("\n"), @r#"
    Next
      21:12 (in 9:00)  later: support by phone to the commander, "Is it fixed?"
    In your hand (`inject ID` sends it)
      held: boss by chat to everyone, "What goes on?"; fits when +6:00 is past
    Waiting
      waits: boss by chat to everyone, when incident declared
    Came
      soon
    Not needed
      moot
    "#);
    let (session, _) = so_far(
        "0:01:30 primary ack\n0:02:00 primary declare sev2\n0:03:00 facilitator skip later\n0:07:00 facilitator note x",
    );
    insta::assert_snapshot!(events(desk(&session)).join("\n"), @r#"
    In your hand (`inject ID` sends it)
      held: boss by chat to everyone, "What goes on?"; fits when +6:00 is past -- it fits now
    Came
      soon, waits
    Skipped
      later
    Not needed
      moot
    "#);
}

#[test]
fn how_the_table_stands_with_what_no_seat_is_shown() {
    let (session, _) = so_far(
        "0:01:30 primary ack\n0:02:00 primary declare sev2\n0:06:30 facilitator talk\n0:07:10 facilitator note x",
    );
    insta::assert_snapshot!(screen::status(desk(&session)).join("\n"), @r#"
    21:07 (+7:10)  SEV2
    1 primary (ops): in the call
    2 helper (ops): empty, nobody will answer
    next update due by 21:17, to stakeholders and customers
    The boss asked at 21:02: “I hear there is an incident?”; `say` or an update answers
    expected by 21:04, late by 3:10: look errors (see)
    active: bad since 21:00
    signals: errors 30 % (not good)
    last move 5:10 ago
    next inject later at 21:12
    you have been talking since 21:06; pages can wait until `talk` ends it
    by the plan the end is at +40:00; see is late
    STALL: nothing was assessed, stabilised, told or verified for 7:10; `hint primary 1` asks about it, `inject held` moves the story
    LATE: see is past its target; `hint primary 1 about=see` asks: "What does the number say?"
    "#);
    for who in [Viewer::Table, Viewer::Seat(SeatId::new(0))] {
        let others = screen::status(session.view(who)).join("\n");
        assert!(
            !others.contains("bad") && !others.contains("errors") && !others.contains("end is at"),
            "{others}"
        );
    }
}

/// Each is said once, when it begins, and again when it comes back.
#[test]
fn warnings_come_by_themselves_once() {
    let (mut session, _) = so_far("0:01:00 primary ack\n0:01:00 primary declare sev2");
    let (mut watch, mut said) = (Watch::default(), Vec::new());
    let mut go = |session: &mut Session, to: i64, said: &mut Vec<String>| {
        while session.now() < at(to) {
            session.advance_to(session.now() + sandtable::time::SimDuration::from_secs(1), |_| {}).unwrap();
            said.extend(
                watch.news(desk(session)).into_iter().map(|text| format!("{} {text}", session.now())),
            );
        }
    };
    go(&mut session, 14, &mut said);
    let line = parse(session.scenario(), "primary look errors", None).unwrap().unwrap();
    let What::Move(command) = line.what else { panic!("a move") };
    session.handle(line.mover.unwrap(), line.ago, &command, &line.said).unwrap();
    go(&mut session, 20, &mut said);
    insta::assert_snapshot!(said.join("\n"), @r#"
    0:04:01 LATE: see is past its target; `hint primary 1 about=see` asks: "What does the number say?"
    0:05:00 STALL: nothing was assessed, stabilised, told or verified for 5:00; `hint primary 1` asks about it, `inject held` moves the story
    0:11:00 QUIET: primary has not been heard of for 10:00
    0:19:00 STALL: nothing was assessed, stabilised, told or verified for 5:00; `hint primary 1` asks about it, `inject held` moves the story
    "#);
    for who in [Viewer::Table, Viewer::Seat(SeatId::new(0))] {
        assert!(Watch::default().news(session.view(who)).is_empty());
    }
}

/// News that nobody has acted on: the fourth piece is one too many.
#[test]
fn too_much_at_once_is_a_flood() {
    let (mut session, _) = so_far("0:01:00 primary ack");
    let mut watch = Watch::default();
    for n in 1..=5 {
        let line = parse(session.scenario(), "facilitator inject \"another call\"", None).unwrap().unwrap();
        let What::Move(command) = line.what else { panic!("a move") };
        session.handle(line.mover.unwrap(), line.ago, &command, &line.said).unwrap();
        let flood: Vec<String> =
            watch.news(desk(&session)).into_iter().filter(|text| text.starts_with("FLOOD")).collect();
        assert_eq!(flood.len(), usize::from(n == 4), "{n}: {flood:?}");
    }
}

/// A facilitator sees where to point `mark wrong`; nobody else has numbers in the feed.
#[test]
fn what_may_be_marked_shows_its_place() {
    let (session, all) = so_far("0:01:00 primary ack\n0:02:00 primary update customers state=investigating");
    let style = Style { width: 200, colour: false, plain: false };
    let feed = |who| screen::feed(&session, who, &all, style, 100).join("\n");
    let told = all.iter().find(|event| matches!(event.kind, EventKind::Updated { .. })).unwrap();
    let line = format!("told customers: investigating ({})", told.seq);
    assert!(feed(Viewer::Facilitator).contains(&line), "{}", feed(Viewer::Facilitator));
    assert!(!feed(Viewer::Table).contains('#'));
}

#[test]
fn a_whisper_is_heard_by_one_seat_and_what_is_written_at_the_desk_by_nobody() {
    let (session, all) = so_far(
        "0:01:00 primary ack\n0:02:00 primary page helper why=hands\n0:02:10 helper ack\n0:02:20 facilitator hint helper 1 whisper\n\
         0:02:30 facilitator note written\n0:02:31 facilitator observe primary written\n0:02:32 facilitator bookmark written\n\
         0:02:33 facilitator mark fix\n0:02:34 facilitator skip later\n0:02:35 facilitator talk\n0:02:40 facilitator inject \"for one\" to=helper",
    );
    let style = Style { width: 200, colour: false, plain: false };
    let heard = |who| {
        let lines = screen::feed(&session, who, &all, style, 100).join("\n");
        ["whisper", "written", "marked", "later", "speaks", "for one"].map(|word| lines.contains(word))
    };
    assert_eq!(heard(Viewer::Facilitator), [true; 6]);
    assert_eq!(heard(Viewer::Table), [false, false, false, false, false, true]);
    assert_eq!(heard(Viewer::Seat(SeatId::new(0))), [false; 6]);
    assert_eq!(heard(Viewer::Seat(SeatId::new(1))), [true, false, false, false, false, true]);
}

fn offered(session: &Session, who: Viewer, line: &str) -> Vec<String> {
    let me = if let Viewer::Seat(seat) = who { Some(seat) } else { None };
    let (_, offers) = Names::of(session.view(who), me).offers(line);
    offers.into_iter().map(|offer| offer.text).collect()
}

#[test]
fn the_prompt_offers_the_facilitators_moves_with_this_storys_names() {
    let (session, _) = so_far(
        "0:01:30 primary ack\n0:02:00 primary update customers state=investigating impact=\"it hurts\"",
    );
    let place = desk(&session).desk().unwrap().said().next().unwrap().0.0.to_string();
    for (line, wanted) in [
        ("inj", &["inject"][..]),
        ("inject ", &["held", "waits", "later"]),
        ("skip la", &["later"]),
        ("nudge ", &["later"]),
        ("nudge later ", &["now", "+2m", "-2m", "at="]),
        ("facilitator jump 5m ", &["due"]),
        ("hint pri", &["primary"]),
        ("hint 1 ", &["0", "1", "2", "3"]),
        ("hint 1 1 about=", &["see"]),
        ("voice bo", &["boss"]),
        ("voice boss \"well?\" to=he", &["helper"]),
        ("inject \"x\" via=ph", &["phone"]),
        ("mark wro", &["wrong"]),
        ("mark wrong ", &[place.as_str()]),
        (format!("mark wrong {place} ").as_str(), &["state", "impact"]),
        ("force clear ba", &["bad"]),
        ("force do fi", &["fix"]),
        ("vacate he", &["helper"]),
        ("talk ", &["severity"]),
        ("1 decl", &["declare"]),
        ("1 inj", &[]),
        ("eve", &["events"]),
    ] {
        let mut all = offered(&session, Viewer::Facilitator, line);
        all.dedup();
        assert_eq!(all, wanted, "{line}");
    }
}

#[test]
fn nobody_else_is_offered_or_explained_the_facilitators_moves() {
    let (session, _) = so_far("0:01:30 primary ack");
    for who in [Viewer::Table, Viewer::Seat(SeatId::new(0))] {
        let first = offered(&session, who, "");
        let theirs =
            FACILITATORS.iter().map(|help| help.word).filter(|word| !["hint", "mark"].contains(word));
        for word in theirs.chain(["events"]) {
            assert!(!first.contains(&word.to_string()), "{who:?} {word}");
            assert!(offered(&session, who, &format!("{word} ")).is_empty(), "{who:?} {word}");
            let me = if let Viewer::Seat(seat) = who { Some(seat) } else { None };
            assert_eq!(Names::of(session.view(who), me).ghost(&format!("{word} ")), None, "{word}");
        }
        let all = screen::help(session.view(who), Some("all")).join("\n");
        assert!(!all.contains("inject") && !all.contains("vacate"), "{all}");
        assert_eq!(
            screen::help(session.view(who), Some("jump")),
            ["`jump` is a move of the facilitator's, who runs the drill"]
        );
    }
    assert!(screen::help(desk(&session), Some("all")).iter().any(|line| line.starts_with("vacate SEAT")));
}

/// In every shipped story, at its start and on the way.
#[test]
fn every_example_is_a_move_of_the_facilitators() {
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        let lines = moves(&scenario, &shipped.crews[0].1);
        let start = Header { facilitated: true, ..begun(&scenario, &lines, 1, Pace::Flat) };
        let (mut session, _) = Session::start(scenario, start).unwrap();
        for line in [None].into_iter().chain(lines.iter().map(Some)).take(40) {
            if let Some((_, _, line)) = line {
                session.advance_to(line.at.unwrap(), |_| {}).unwrap();
                let What::Move(command) = &line.what else { continue };
                session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
            }
            for help in FACILITATORS {
                let line = example(desk(&session), None, help.word);
                assert!(line.starts_with(help.word), "{}: {line}", shipped.id);
                // A story without injects has none to name.
                if line.ends_with(" ID") || line.contains(" ID ") {
                    assert!(session.scenario().injects.is_empty(), "{}: {line}", shipped.id);
                    continue;
                }
                let read = parse(session.scenario(), &line, None);
                assert!(matches!(read, Ok(Some(_))), "{}: `{line}`: {read:?}", shipped.id);
            }
        }
    }
}

/// A commander who drops out leaves a gap, which the prompt shows; that one was named in time stays so.
#[test]
fn a_role_that_was_named_once_is_not_late_when_it_falls_vacant() {
    let story = STORY.replace("is: Look(\"errors\")", "is: Role(Commander)");
    let scenario = scenario(&story, None);
    let run = |text: &str| {
        let lines = moves(&scenario, text);
        let start = Header { facilitated: true, ..begun(&scenario, &lines, 1, Pace::Flat) };
        let (mut session, _) = Session::start(scenario.clone(), start).unwrap();
        for (_, _, line) in lines {
            session.advance_to(line.at.unwrap(), |_| {}).unwrap();
            let What::Move(command) = &line.what else { continue };
            session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
        }
        screen::status(desk(&session)).join("\n")
    };
    assert!(run("0:01:00 primary ack\n0:06:00 facilitator note x").contains("LATE: see"));
    let gone = "0:01:00 primary ack\n0:02:00 primary take commander\n0:05:00 facilitator vacate primary\n0:06:00 facilitator note x";
    assert!(!run(gone).contains("LATE"), "{}", run(gone));
}

/// What the screens call expected, the score calls not done; and the other way round.
#[test]
fn what_is_expected_live_is_what_the_score_has_as_not_done() {
    let mut seen = 0;
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        for (crew, text) in &shipped.crews {
            let played = play_with(scenario.clone(), text, 1, Who::Prepared);
            let session = Session::resume(scenario.clone(), played.events()).unwrap();
            let live: Vec<&str> = desk(&session)
                .awaited()
                .iter()
                .map(|one| scenario.expected.name(one.expected).as_str())
                .collect();
            let card = played.card();
            for item in &dimension(&card, "actions").criteria {
                let undone =
                    item.outcome == Outcome::NotObserved || item.says.starts_with("not done between ");
                // What another way made pointless after its limit was missed, and is not asked for any more.
                let pointless = played.events().any(|event| {
                    matches!(&event.kind, EventKind::ExpectationSuperseded { expected } if *expected.as_str() == *item.id)
                });
                let asked = item.outcome != Outcome::NotApplicable && !pointless;
                seen += usize::from(asked);
                assert_eq!(
                    live.iter().any(|name| **name == *item.id),
                    asked && undone,
                    "{} {crew} {}: {}",
                    shipped.id,
                    item.id,
                    item.says
                );
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

/// A poll is done once it was held, and what was done before it is asked for is told so.
#[test]
fn a_poll_is_no_longer_expected_once_it_was_held() {
    let story = STORY.replace(
        "(id: \"see\", is: Look(\"errors\"), ",
        "(id: \"poll-first\", is: Poll(\"fix\"), opens: Firing(\"high\"), target: \"4m\", limit: \"8m\", serves: [\"o\"], why: \"w\", hints: [\"Who objects?\"]),
         (id: \"told\", is: Declare(Sev3), opens: Done(\"fix\"), target: \"4m\", limit: \"8m\", serves: [\"o\"], why: \"w\"),
         (id: \"see\", is: Look(\"errors\"), ",
    );
    let story = story.as_str();
    let names = |session: &Session| {
        let view = desk(session);
        let names =
            view.awaited().into_iter().map(|one| session.scenario().expected.name(one.expected).to_string());
        names.collect::<Vec<_>>()
    };
    let begun = "0:01:00 primary ack\n0:01:10 primary declare sev2\n";
    let (session, _) = so_far_in(story, begun);
    assert_eq!(names(&session), ["poll-first", "see"]);
    let polled =
        format!("{begun}0:01:20 primary poll fix risk=\"it may not help\"\n0:01:30 primary look errors\n");
    let (session, _) = so_far_in(story, &polled);
    assert_eq!(names(&session), [""; 0]);
    let (session, all) =
        so_far_in(story, &format!("{polled}0:01:40 primary do fix\n0:05:00 facilitator note x"));
    assert_eq!(names(&session), [""; 0]);
    let told: Vec<String> =
        all.iter().filter_map(|event| desk(&session).told(event)).map(|told| told.text).collect();
    let about = |what: &str| told.iter().find(|text| text.contains(what)).cloned();
    assert_eq!(
        about("told: ").as_deref(),
        Some("expected (done already): told: declare sev3 or worse, within 4m")
    );
    assert_eq!(about("see: ").as_deref(), Some("expected from now on: see: look errors, within 4m"));
}

/// A hint tells who gave it what it was about, and an inject can be read in full before it is sent.
#[test]
fn the_screen_says_what_a_hint_was_about_and_what_an_inject_says() {
    let (session, all) =
        so_far("0:01:00 primary ack\n0:02:00 primary declare sev2\n0:03:00 facilitator hint 1 1 about=see");
    let hint = all.iter().rev().find(|event| matches!(event.kind, EventKind::HintGiven { .. })).unwrap();
    let told = |who| session.view(who).told(hint).unwrap().text;
    assert_eq!(told(Viewer::Facilitator), "hint for primary: What does the number say? (level 1, about see)");
    assert_eq!(told(Viewer::Seat(SeatId::new(0))), "hint for primary: What does the number say?");
    let full = event_list(desk(&session), Some("later"));
    assert_eq!(full, ["later: support by phone to the commander; at +12:00", "\"Is it fixed?\""]);
    let table = event_list(session.view(Viewer::Table), Some("later"));
    assert!(!table.join(" ").contains("support"), "{table:?}");
}

/// What was jumped is no time in which anybody saw it hold: the score has it so, and `close` says so before.
#[test]
fn jumped_time_does_not_count_as_staying_with_it() {
    let fixed = "0:01:00 primary ack\n0:01:10 primary declare sev2\n0:01:20 primary do fix\n0:02:00 primary verify errors\n";
    let (session, _) = so_far(&format!("{fixed}0:03:00 facilitator jump 10m\n0:14:00 facilitator note x"));
    let open = desk(&session).still_open().join("\n");
    assert!(open.contains("been seen to work for 2 min (the 10 min that were jumped don't count)"), "{open}");
    let (session, _) = so_far(&format!("{fixed}0:14:00 facilitator note x"));
    assert!(!desk(&session).still_open().join("\n").contains("seen to work"));
}

/// What the facilitator's own jump brings all at once is no flood before there was time to do something about it.
#[test]
fn a_jump_is_no_flood_at_once() {
    let (mut session, _) = so_far(
        "0:01:00 primary ack\n0:01:10 facilitator inject \"one\"\n0:01:20 facilitator inject \"two\"\n\
         0:01:30 facilitator jump 13m",
    );
    let mut flood = |secs: i64| {
        session.advance_to(SimTime::from_ms(secs * 1_000), |_| {}).unwrap();
        let news = Watch::default().news(desk(&session));
        news.into_iter().filter(|text| text.starts_with("FLOOD")).count()
    };
    assert_eq!(flood(14 * 60 + 31), 0);
    assert_eq!(flood(16 * 60 + 20), 0);
    assert_eq!(flood(16 * 60 + 40), 1, "nobody has done anything about it for two minutes");
}

/// What a voice sends to a pager is its words, and no numbered page.
#[test]
fn a_voice_on_a_pager_says_its_words() {
    let (session, all) = so_far(
        "0:01:00 primary ack\n0:02:00 facilitator voice \"The scheduler\" \"job 7 has failed\" to=primary via=pager\n\
         0:03:00 primary page helper why=\"hands\"",
    );
    let style = Style { width: 200, colour: false, plain: false };
    let lines = screen::feed(&session, Viewer::Table, &all, style, 100).join("\n");
    assert!(lines.contains("PAGE    The scheduler (to primary): job 7 has failed"), "{lines}");
    assert!(lines.contains("PAGE    primary sent page 2, to helper: hands"), "{lines}");
}
