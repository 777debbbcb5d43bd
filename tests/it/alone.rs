//! Alone at the table: nobody is left waiting for an empty seat, and no screen names a move that it would refuse.

use std::collections::BTreeSet;
use std::sync::Arc;

use sandtable::engine::Session;
use sandtable::engine::command::{Command, Mover};
use sandtable::engine::event::{EventKind, Header};
use sandtable::engine::refusal::Refusal;
use sandtable::engine::view::Viewer;
use sandtable::moves::{MOVES, What, parse};
use sandtable::pace::Pace;
use sandtable::scenario::Scenario;
use sandtable::scenario::id::SeatId;
use sandtable::screen;
use sandtable::time::{SimDuration, SimTime};

use crate::cli::Place;
use crate::shipped;
use crate::support::header;
use crate::terminal::Terminal;

/// What stands between back-ticks in a text.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Why this screen would turn a named move down because of who it is, or who is not there; nothing for what is no move.
fn turned_down(session: &Session, me: SeatId, text: &str) -> Option<String> {
    let verb = text.split_whitespace().find(|word| word.parse::<usize>().is_err())?;
    // A word by itself is none yet, where it needs more.
    let whole = text != verb || parse(session.scenario(), text, Some(me)).is_ok();
    if !whole || !MOVES.iter().any(|help| help.word == verb) || text.contains("TEAM") || text.contains("SEAT")
    {
        return None;
    }
    let line = match parse(session.scenario(), text, Some(me)) {
        Ok(line) => line?,
        // The beginning of one: `roles commander=` and a seat.
        Err(_) if text.ends_with('=') || text.contains("ACTION") => return None,
        Err(error) => return Some(format!("`{text}` is no move: {error}")),
    };
    let What::Move(command) = &line.what else { return None };
    if line.mover.is_some_and(|by| by != Mover::Seat(me)) {
        return Some(format!("`{text}` is another seat's"));
    }
    let refused = session.would_refuse(Mover::Seat(me), command)?;
    let of_seats = matches!(
        refused,
        Refusal::NotJoined { .. }
            | Refusal::NoPage { .. }
            | Refusal::NotReadable { .. }
            | Refusal::CantDo { .. }
            | Refusal::NotYours { .. }
            | Refusal::ToYourself
            | Refusal::Who { .. }
            | Refusal::NothingToTake
            | Refusal::AlreadyJoined { .. }
    );
    of_seats.then(|| format!("`{text}`: {refused}"))
}

/// Whether a move waits for a seat that nobody fills.
fn waits_for_nobody(session: &Session, me: SeatId, text: &str) -> Option<String> {
    let mut session = session.clone();
    let line = parse(session.scenario(), text, Some(me)).ok()??;
    let What::Move(command) = &line.what else { return None };
    let handled = session.handle(Mover::Seat(me), SimDuration::ZERO, command, text).unwrap();
    session.view(Viewer::Seat(me)).nobody_there(&handled.events)
}

/// A drill for one person, with nobody at the other seats or with stand-ins there.
fn begun(scenario: &Arc<Scenario>, me: SeatId, beside: bool) -> Session {
    let seats: Vec<SeatId> = if beside { scenario.seats.ids().collect() } else { vec![me] };
    let name = |seat: &SeatId| scenario.seats.name(*seat).clone();
    let stand_ins = seats.iter().filter(|&&seat| seat != me).map(name).collect();
    let head = Header { stand_ins, ..header(scenario, &seats, 1, Pace::Flat) };
    Session::start(scenario.clone(), head).unwrap().0
}

/// Asks for the hint until it is told, and gives all that was said.
fn hints(session: &mut Session, me: SeatId) -> Vec<String> {
    let mut said = Vec::new();
    for _ in 0..3 {
        let handled = session.handle(Mover::Seat(me), SimDuration::ZERO, &Command::Hint, "hint").unwrap();
        said.extend(handled.events.into_iter().filter_map(|event| {
            let EventKind::HintGiven { text, .. } = event.kind else { return None };
            Some(text)
        }));
    }
    said
}

#[test]
fn what_is_hinted_at_can_be_done_from_the_seat_that_asks() {
    let mut wrong = BTreeSet::new();
    let mut followed = 0;
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        for (me, beside) in scenario.seats.ids().flat_map(|me| [(me, false), (me, true)]) {
            let mut session = begun(&scenario, me, beside);
            let who = format!("{} {} {beside}", shipped.id, scenario.seats.name(me));
            for minute in 0..30 {
                session.advance_to(SimTime::from_ms(30_000 + minute * 60_000), |_| {}).unwrap();
                if session.is_over() {
                    break;
                }
                let mut said = hints(&mut session, me);
                // A line of `help` begins with a move, and says behind it what that does.
                let help = screen::help(session.view(Viewer::Seat(me)), None);
                let help: Vec<&str> =
                    help.iter().filter_map(|line| Some(line.split_once("   ")?.0)).collect();
                let told = said.pop().unwrap_or_default();
                let named = quoted(&told).into_iter().chain(said.iter().flat_map(|text| quoted(text)));
                for text in named.chain(help) {
                    let nobody = waits_for_nobody(&session, me, text);
                    wrong.extend(turned_down(&session, me, text).map(|why| format!("{who}: {why}")));
                    wrong.extend(nobody.map(|why| format!("{who}: `{text}` -> {why}")));
                }
                // What was told is done, so that the drill goes on.
                for text in quoted(&told) {
                    // What is asked for one by one at the prompt.
                    let slots = if text.starts_with("update ") { " state=investigating next=5m" } else { "" };
                    let text = &format!("{text}{slots}");
                    let Ok(Some(line)) = parse(&scenario, text, Some(me)) else { continue };
                    let What::Move(command) = line.what else { continue };
                    let handled = session.handle(Mover::Seat(me), SimDuration::ZERO, &command, text).unwrap();
                    followed += usize::from(handled.accepted.is_some());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(followed > 60, "{followed} hints were followed");
}

/// What the program prints when lines come from standard input.
#[track_caller]
fn typed(place: &Place, args: &str, lines: &str) -> String {
    place.answered(&args.split(' ').collect::<Vec<_>>(), lines)
}

#[test]
fn who_turns_to_an_empty_seat_is_told_so_at_once() {
    let place = Place::new();
    let lines = [
        "0:01:10 ack",
        "0:01:20 declare sev2",
        "0:01:30 page secondary why=hands",
        "0:01:40 ask desk \"hello?\"",
        "0:01:50 poll roll-back-settings risk=none",
        "0:02:00 task secondary \"look\" box=3m",
        "0:02:10 roles commander=1 expert=2",
        "0:02:20 task rider-desk \"find somebody\" box=3m",
        "0:02:30 who",
        "0:02:40 status",
        "end",
    ]
    .join("\n");
    let run = "run first-page --seat primary=ana --moves - --name alone";
    let said = typed(&place, run, &lines);
    let from = said.find("07:53").unwrap();
    let to = said.find("End of the drill").unwrap();
    insta::assert_snapshot!(&said[from..to]);
    let postmortem = place.said(&["postmortem", "alone"]);
    assert!(postmortem.contains("| secondary | Bikes | nobody: the seat was empty |"), "{postmortem}");
}

#[test]
fn stand_ins_are_asked_for_off_a_terminal_and_are_in_the_record() {
    let place = Place::new();
    let lines =
        "0:01:10 ack\n0:01:20 declare sev2\n0:01:30 page secondary why=hands\n0:02:10 who\n0:02:20 end\n";
    let run = |flags: &str| {
        let all = format!("run first-page --seat primary=ana --moves - {flags}");
        typed(&place, &all, lines)
    };
    let with = run("--fill prepared --name with");
    assert!(with.contains("secondary acknowledged page 2"), "{with}");
    assert!(with.contains("2 secondary (bikes): in the call (a stand-in)"), "{with}");
    for without in [run("--name without"), run("--fill none --name none")] {
        assert!(without.contains("2 secondary (bikes): empty, nobody will answer"), "{without}");
    }
    let journal = place.said(&["export", "journal", "with"]);
    let first = journal.lines().next().unwrap();
    assert!(first.contains("\"stand_ins\":[\"secondary\",\"desk\"]"), "{first}");
    let acked = "\"kind\":\"acknowledged\",\"seat\":\"secondary\"";
    let ack = journal.lines().find(|line| line.contains(acked)).unwrap();
    assert!(ack.contains("\"who\":\"prepared\""), "{ack}");
    let postmortem = place.said(&["postmortem", "with"]);
    assert!(postmortem.contains("| secondary | Bikes | a stand-in |"), "{postmortem}");
}

#[test]
fn who_fills_the_seats_has_to_fit_who_plays() {
    let place = Place::new();
    for (flags, why) in [
        (
            "--seat primary=ana --fill struggling",
            "beside --seat or --table, `--fill prepared` gives stand-ins",
        ),
        ("--fill prepared --moves -", "give one of them, or --seat or --table with --fill prepared"),
    ] {
        let all = format!("run first-page {flags}");
        let output = place.run(&all.split(' ').collect::<Vec<_>>());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn before_the_clock_a_seats_own_screen_is_its_own() {
    let Some(terminal) = Terminal::open(80, 24, "ALONE=1") else { return };
    terminal.start("run first-page --seat primary=ana --pace stepped --seed 1 --name alone");
    terminal.wait_for("starts the clock;");
    assert!(terminal.all().contains("Stand-ins play secondary and desk"), "{}", terminal.all());
    terminal.type_("2");
    terminal.enter();
    terminal.wait_for("this is primary's own screen, and moves no other seat");
    terminal.type_("card 2");
    terminal.enter();
    terminal.wait_for("that is another seat's card");
    assert!(!terminal.all().contains("Each dock fetches its settings"), "{}", terminal.all());
    terminal.type_("start");
    terminal.enter();
    terminal.wait_until("1:10");
    for typed in ["ack", "declare sev2", "page secondary why=\"hands\"", "wait 40s"] {
        terminal.type_(typed);
        terminal.enter();
        terminal.wait_to_type();
    }
    terminal.wait_for("secondary acknowledged page 2 and is in the call");
    // Left, and taken up again: the stand-in goes on.
    terminal.press("C-d");
    terminal.wait_for("The drill is broken off");
    terminal.type_(&format!("clear; {} resume alone", env!("CARGO_BIN_EXE_sandtable")));
    terminal.enter();
    terminal.wait_for("starts the clock; `quit`");
    terminal.enter();
    terminal.wait_for("the time away was a pause");
    for typed in ["task secondary \"look at the dock settings\" box=2m", "wait 90s"] {
        terminal.type_(typed);
        terminal.enter();
        terminal.wait_to_type();
    }
    terminal.wait_for("secondary reports on task 1: dock-settings: Autumn settings");
}

#[test]
fn on_a_shared_screen_the_others_look_away_and_who_sits_down_is_named() {
    let Some(terminal) = Terminal::open(80, 24, "SHARED=1 X=1 Y=1 Z=1 A=1 B=1") else { return };
    terminal.start("run first-page --table primary --pace stepped --seed 1 --name shared");
    terminal.wait_for("starts the clock;");
    terminal.type_("card 2");
    terminal.enter();
    terminal.wait_for("the others look away. Enter shows it");
    assert!(!terminal.all().contains("Each dock fetches its settings"), "{}", terminal.all());
    terminal.enter();
    terminal.wait_for("(Enter puts it away)");
    assert!(terminal.all().contains("Each dock fetches its settings"), "{}", terminal.all());
    terminal.enter();
    terminal.type_("start");
    terminal.enter();
    terminal.wait_until("1:10");
    // Nor does one turn of the wheel bring it back.
    assert!(!terminal.all().contains("Each dock fetches its settings"), "{}", terminal.all());
    for typed in ["1 ack", "1 page secondary why=\"hands\"", "2 ack"] {
        terminal.type_(typed);
        terminal.enter();
        terminal.wait_to_type();
    }
    terminal.wait_for("nobody sits at secondary");
    terminal.wait_for("seat 2 secondary is now at this table");
}

/// In a guided drill the guide asks about what the author expects when it is late, and the prompt counts to the author's
/// time for the first word; in any other it keeps both to itself.
#[test]
fn the_guide_asks_about_what_is_late_and_who_was_never_told() {
    let place = Place::new();
    let lines = "wait 65s\nack\nlook failed-unlocks\nask mechanic \"what do you see?\"\nwait 20s\ndeclare sev2\nroles commander=1\n"
        .to_string()
        + &"wait 20s\n".repeat(50);
    let drill = |mode: &str| {
        let args = format!(
            "run first-page --seat primary=ana --fill none --pace stepped --seed 1 --mode {mode} --name {mode} --moves -"
        );
        typed(&place, &args, &lines)
    };
    let guided = drill("guided");
    // Wrapped lines are read as one.
    let guided = guided.split_whitespace().collect::<Vec<_>>().join(" ");
    let asked = "the guide asks: Who has not heard a word from you yet, and what do they think meanwhile?";
    assert!(guided.contains(asked), "{guided}");
    assert!(guided.contains("the guide says: riders should hear soon."), "{guided}");
    // The town hall calls because it has heard nothing; the guide asks before.
    assert!(guided.find(asked) < guided.find("The councillor for transport"), "{guided}");
    // The author's own question comes when its time has passed, and the answer never does.
    assert!(
        guided.contains("the guide asks: What can be taken back in a minute, and who does it?"),
        "{guided}"
    );
    assert!(!guided.contains("Let the expert do"), "{guided}");
    let standard = drill("standard");
    assert!(!standard.contains("the guide"), "{standard}");
}

/// A move that is turned down seats nobody, and where nobody runs the drill a chair taken by mistake is given back.
#[test]
fn an_empty_chair_stays_empty_or_is_given_back() {
    let place = Place::new();
    let lines =
        "wait 150s\n1 ack\n4 ack\n1 page pricing why=hands\n3 ack\nvacate 3\nwho\nvacate 2\nvacate 1\nend\n";
    let args =
        "run billing-multiplier --table primary,secondary --pace stepped --seed 1 --name chairs --moves -";
    let said = typed(&place, args, lines);
    assert!(said.contains("seat 3 pricing is now at this table") && !said.contains("seat 4"), "{said}");
    assert!(said.contains("nobody sits at pricing any more"), "{said}");
    assert!(said.contains("3 pricing (pricing): empty, nobody will answer"), "{said}");
    // Somebody stays.
    assert!(
        said.contains("nobody sits at secondary any more") && !said.contains("at primary any more"),
        "{said}"
    );
}

/// What who runs the drill does is told as theirs, and a stop for safety says nothing of the story any more.
#[test]
fn the_facilitators_end_is_theirs() {
    let place = Place::new();
    let run = |name: &str, lines: &str| {
        let args = format!(
            "run billing-multiplier --facilitator --table primary,secondary,pricing --pace stepped --seed 1 --name {name} --moves -"
        );
        typed(&place, &args, lines)
    };
    let ended = run("ended", "wait 150s\n1 ack\n1 -20s ack\nvacate 3\nhint 3 1\nend\n");
    assert!(ended.contains("can't be back-dated: the pager keeps its own time"), "{ended}");
    assert!(ended.contains("hint 3 1 -- nobody sits at `pricing`"), "{ended}");
    assert!(ended.contains("End of the drill: the facilitator ended it."), "{ended}");
    let safe = run("safe", "wait 150s\nend safety\n");
    assert!(safe.contains("stopped for safety. Put the story aside.\n"), "{safe}");
}

/// At a prompt a risky step is asked about before it is taken, and what does not fit the story before it is sent; after a
/// step back the clock stands. A drill that is over has no prompt, and a card leaves nothing to scroll back to.
#[test]
fn a_replay_from_a_cited_event_stops_there_until_somebody_goes_on() {
    let Some(terminal) = Terminal::open(80, 24, "CITED=1 X=1") else { return };
    terminal.start("run smallest --fill prepared --pace flat --name cited");
    terminal.wait_for("The record is `cited`");
    terminal.start("replay cited --at '#37'");
    terminal.wait_for("^ #37 is here, at 21:");
    terminal.wait_for("replay stopped");
}

#[test]
fn at_a_prompt_there_is_a_moment_before_what_cannot_be_taken_back() {
    let Some(terminal) = Terminal::open(80, 24, "RISK=1 X=1 Y=1 Z=1 A=1 B=1") else { return };
    terminal.start("run first-page --facilitator --table primary --pace x3 --seed 1 --name risk");
    terminal.wait_for("starts the clock;");
    let type_ = |line: &str, then: &str| {
        terminal.type_(line);
        terminal.enter();
        terminal.wait_for(then);
    };
    type_("start", "failure `asleep` started");
    type_("1 ack", "joined the call before any page");
    type_("1 roles commander=1", "primary is commander");
    type_("1 leave", "primary is commander: leave the call");
    type_("inject plain-ones-too", "comes only if");
    // Enter for a slip of the pen is no answer to what the step risks.
    type_("1 do restart-gatewya", "did you mean `restart-gateway`");
    type_("", "risky: every dock drops out");
    assert!(!terminal.journal("risk").iter().any(|line| line["kind"] == "action-started"));
    type_("", "primary began `restart-gateway`");
    // Asked about before, and something else came between.
    type_("inject radio", "Local radio has it");
    type_("inject plain-ones-too", "again sends it all the same");
    type_("inject plain-ones-too", "Now every dock blinks");
    type_("rewind", "to which moment:");
    type_("+0:00", "back to 07:52 (+0:00): from there it is attempt 2");
    type_("", "the clock stands: `resume`");
    type_("status", "PAUSED, no incident declared");
    type_("end", "end the drill for everybody");
    type_("yes", "Enter opens how it went.");
    let waits = |line: &str| line.trim_end().ends_with('>');
    assert!(!terminal.tmux(&["capture-pane", "-p"]).lines().any(waits), "{}", terminal.all());
}

/// A drill in which the seat in command has a change to be proved, as these moves leave it.
fn changed(me: SeatId, beside: bool, moves: &[(i64, usize, &str)]) -> Session {
    let scenario = shipped::of("first-page").scenario().clone();
    let mut session = begun(&scenario, me, beside);
    for &(secs, seat, line) in moves {
        session.advance_to(SimTime::from_ms(secs * 1_000), |_| {}).unwrap();
        let seat = SeatId::new(seat);
        let read = parse(&scenario, line, Some(seat)).unwrap().unwrap();
        let What::Move(command) = read.what else { panic!("{line}") };
        let handled = session.handle(Mover::Seat(seat), SimDuration::ZERO, &command, line).unwrap();
        assert_eq!(handled.refused, None, "{line}");
    }
    session
}

/// Who commands has its hands off the system: what is still to be read is asked of somebody else, if there is somebody.
#[test]
fn who_commands_is_told_whom_to_ask_for_a_reading() {
    let primary = SeatId::new(0);
    let opening = [
        (70, 0, "ack"),
        (80, 0, "declare sev2"),
        (90, 0, "page secondary why=\"hands are needed\""),
        (100, 1, "ack"),
        (110, 0, "roles commander=primary expert=secondary"),
        (
            120,
            0,
            "update riders town-hall state=mitigating impact=\"bikes stay\" doing=\"hours back\" next=20m",
        ),
        (130, 0, "do roll-back-settings"),
        (400, 0, "note \"so far\""),
    ];
    let session = changed(primary, true, &opening);
    let open = |who| session.view(who).still_open().join("\n");
    let wanted = "nobody has verified that it worked: ";
    assert!(open(Viewer::Seat(primary)).contains(&format!("{wanted}ask secondary to verify failed-unlocks")));
    assert!(open(Viewer::Seat(SeatId::new(1))).contains(&format!("{wanted}read failed-unlocks")));
    assert_eq!(open(Viewer::Seat(primary)).matches("ask secondary to verify").count(), 1);
    let mut session = session;
    let mut hints = String::new();
    for _ in 0..4 {
        let handled =
            session.handle(Mover::Seat(primary), SimDuration::ZERO, &Command::Hint, "hint").unwrap();
        for event in &handled.events {
            if let EventKind::HintGiven { .. } = &event.kind {
                hints += &sandtable::engine::tell::tell(session.scenario(), event).unwrap().text;
            }
        }
    }
    assert!(hints.contains("task secondary \"verify failed-unlocks\""), "{hints}");
    // Alone there is nobody to ask.
    let alone = [opening[0], opening[1], (110, 0, "roles commander=primary"), opening[6], opening[7]];
    let session = changed(primary, false, &alone);
    let open = session.view(Viewer::Seat(primary)).still_open().join("\n");
    assert!(open.contains(&format!("{wanted}read failed-unlocks")), "{open}");
}

/// Before anything has happened there is something to read, and the card has the very words.
#[test]
fn who_waits_for_the_pager_is_told_what_to_read() {
    let scenario = shipped::of("first-page").scenario().clone();
    let primary = SeatId::new(0);
    let session = begun(&scenario, primary, true);
    for (who, card) in [(Viewer::Seat(primary), "`card`"), (Viewer::Table, "`card SEAT`")] {
        let help = screen::help(session.view(who), None).join("\n");
        for word in [card, "`who`", "`help all`"] {
            assert!(help.contains(word), "{help}");
        }
    }
    let card = |who, seat| screen::card(session.view(who), SeatId::new(seat)).join("\n");
    assert!(card(Viewer::Seat(primary), 0).contains("\n  `do roll-back-settings`"));
    assert!(card(Viewer::Table, 1).contains("\n  `2 do roll-back-settings`"));
    assert!(card(Viewer::Table, 2).contains("`3 update AUDIENCE`"));
}
