//! What a prompt asks back before it does something, and what Enter, `no` and an answer do then.

use std::sync::mpsc::channel;

use sandtable::drive::{Drill, Driver, Screen};
use sandtable::engine::Session;
use sandtable::engine::event::{Event, EventKind, Mode, Seq};
use sandtable::engine::tell::tell;
use sandtable::engine::view::Viewer;
use sandtable::journal::Who;
use sandtable::moves::{MoveError, Tool};
use sandtable::pace::Pace;
use sandtable::scenario::id::SeatId;
use sandtable::screen;
use sandtable::store::MemoryStore;

use crate::shop::{OPENING, SHOP};
use crate::support::{header, movers, moves, scenario};

/// A prompt that takes Enter, and shows one line for each thing that is said.
#[derive(Default)]
struct Prompt {
    shown: Vec<String>,
}

impl Screen for Prompt {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        let moves = events.iter().filter(|event| event.by.seat().is_some() || hinted(event));
        let told = moves.filter_map(|event| tell(session.scenario(), event));
        self.shown.extend(told.map(|told| told.text));
    }
    fn accepted(&mut self, _seq: Seq) {}
    fn refused(&mut self, _place: Option<usize>, _line: &str, why: &str, typo: Option<&MoveError>) {
        let enter = if typo.and_then(|typo| typo.meant.as_ref()).is_some() { " (Enter)" } else { "" };
        self.shown.push(format!("? {why}{enter}"));
    }
    fn note(&mut self, text: &str) {
        self.shown.push(format!("? {text}"));
    }
    fn takes_enter(&self) -> bool {
        true
    }
    fn tool(&mut self, session: &Session, _me: Option<SeatId>, tool: &Tool) {
        if *tool == Tool::Status {
            self.shown.extend(screen::status(session.view(Viewer::Table)));
        } else {
            self.shown.push(format!("+{}", session.now()));
        }
    }
    fn nobody(&mut self, _session: &Session, _line: &str) {
        self.shown.push("who?".to_string());
    }
}

fn hinted(event: &Event) -> bool {
    matches!(event.kind, EventKind::HintGiven { .. })
}

/// What is shown for lines that are typed when everybody is in the call and has a role: 1 commands, 3 is expert.
pub(crate) fn typed(lines: &[&str]) -> Vec<String> {
    typed_in(Mode::Standard, OPENING, lines)
}

fn typed_in(mode: Mode, opening: &str, lines: &[&str]) -> Vec<String> {
    typed_by(mode, opening, &[], &[], lines)
}

/// The same with stand-ins at some seats, and people who gave their names at others.
pub(crate) fn typed_by(
    mode: Mode,
    opening: &str,
    stand_ins: &[usize],
    people: &[(usize, &str)],
    lines: &[&str],
) -> Vec<String> {
    let scenario = scenario(SHOP, None);
    let before = moves(&scenario, opening);
    let seats = movers(&moves(&scenario, OPENING));
    let mut header = header(&scenario, &seats, 1, Pace::Stepped);
    header.mode = mode;
    header.stand_ins = stand_ins.iter().map(|&n| scenario.seats.name(SeatId::new(n - 1)).clone()).collect();
    let (mut drill, _) = Drill::begin(scenario, header, Box::new(MemoryStore::new()), Who::Person).unwrap();
    people.iter().for_each(|&(n, name)| drill.seat(SeatId::new(n - 1), name).unwrap());
    let mut prompt = Prompt::default();
    let mut driver = Driver::new(drill, &mut prompt, Pace::Stepped, None);
    let (typing, typed) = channel();
    for (_, said, line) in &before {
        let seat = line.mover.and_then(sandtable::engine::command::Mover::seat).unwrap().n() + 1;
        typing.send(format!("{} {seat} {said}", line.at.unwrap())).unwrap();
    }
    typing.send("bookmark from-here".to_string()).unwrap();
    lines.iter().for_each(|line| typing.send((*line).to_string()).unwrap());
    drop(typing);
    driver.listen(&typed, false).unwrap();
    drop(driver);
    prompt.shown
}

/// The last so many of them.
pub(crate) fn last(shown: &[String], n: usize) -> Vec<&str> {
    shown[shown.len() - n..].iter().map(String::as_str).collect()
}

#[test]
fn what_is_said_for_a_move_is_asked_about_and_enter_makes_it() {
    let only_acked = "0:30 primary ack";
    let shown = typed_in(Mode::Standard, only_acked, &["1 I have command", ""]);
    assert_eq!(
        last(&shown, 2),
        [
            "? `I have command` is no move; did you mean `take commander`? `say ...` says it to everybody (Enter)",
            "primary takes commander",
        ]
    );
    let shown = typed_in(Mode::Standard, only_acked, &["1 say I have command", "", "1 say I'm in command"]);
    assert_eq!(
        last(&shown, 4),
        [
            "primary: I have command",
            "? said, and nothing is done by it: did you mean `take commander`? (Enter: yes)",
            "primary takes commander",
            // Who has it is not asked whether to take it.
            "primary: I'm in command",
        ]
    );
    // Somebody commands: nobody else is asked about it.
    let shown = typed_in(Mode::Standard, only_acked, &["1 say I lead this, you look at the errors", ""]);
    assert_eq!(
        last(&shown, 2),
        [
            "? said, and nothing is done by it: did you mean `take commander`? (Enter: yes)",
            "primary takes commander",
        ]
    );
    assert_eq!(last(&typed(&["1 say I lead this"]), 1), ["primary: I lead this"]);
    // No page is open any more: what was given is meant.
    let shown = typed(&["1 task tech \"look at the errors\" box=5m", "3 got it", ""]);
    assert_eq!(
        last(&shown, 2),
        [
            "? `got it` is no move; did you mean `accept`? `say ...` says it to everybody (Enter)",
            "tech accepts task 1",
        ]
    );
    let shown = typed(&["3 say on it"]);
    assert_eq!(last(&shown, 1), ["tech: on it"], "nothing was given");
}

#[test]
fn the_end_for_everybody_is_asked_about_once() {
    let asked = "? end the drill for everybody, and for good? Enter: yes; anything else goes on";
    let shown = typed(&["2 end", "2 note here", "end", "no", "", "1 end"]);
    assert_eq!(shown.iter().filter(|line| *line == asked).count(), 3);
    assert!(shown.contains(&"secondary noted: here".to_string()), "what came instead is done: {shown:?}");
    assert_eq!(last(&shown, 1), [asked], "a yes to another question is none to this one");
    for yes in ["", "y", "1 end"] {
        let shown = typed(&["1 end", yes, "1 note too late"]);
        let ended = [asked, "End of the drill: the table ended it. It is still going on."];
        assert_eq!(last(&shown, 2), ended, "`{yes}` ends it, and nothing is taken after it");
    }
    // A slip that Enter mends is asked about all the same.
    let shown = typed(&["1 edn", "", "1 note on"]);
    assert_eq!(last(&shown, 2)[0], asked, "{shown:?}");
    // However the end is written.
    let shown = typed(&["end time", "1 note on"]);
    assert_eq!(last(&shown, 2), [asked, "primary noted: on"]);
    // What is for safety waits for nobody.
    let shown = typed(&["end safety", "1 note too late"]);
    assert!(!shown.contains(&asked.to_string()) && !shown.iter().any(|line| line.contains("too late")));
}

const ALONE: &str = "0:30 primary ack";
const CALLED: &str = "0:30 primary ack\n0:40 primary page all why=\"hands\"";

#[test]
fn one_line_may_be_a_move_for_each_of_several() {
    let acked = ["secondary", "tech", "comms"];
    let into_the_call = |shown: &[String], n| {
        let lines = last(shown, n).into_iter();
        lines.map(|line| line.split(" acknowledged").next().unwrap().to_string()).collect::<Vec<_>>()
    };
    for line in ["all ack", "2,3,4 ack", "2, tech and 4 ack"] {
        let shown = typed_in(Mode::Standard, CALLED, &[line]);
        assert_eq!(into_the_call(&shown, 3), acked, "{line}: {shown:?}");
    }
    let shown = typed_in(Mode::Standard, CALLED, &["all ack", "all ack", "2,9 ack"]);
    assert_eq!(last(&shown, 2)[0], "? nobody at this table has a page to answer");
    assert!(last(&shown, 1)[0].starts_with("? no seat `2,9`"), "{shown:?}");
    for line in ["1 page tech, comms why=\"a second pair of hands\"", "1 page 3,4 a second pair of hands"] {
        let shown = typed_in(Mode::Standard, ALONE, &[line]);
        assert_eq!(
            last(&shown, 2),
            ["page 2, to tech: a second pair of hands", "page 3, to comms: a second pair of hands"],
            "{line}"
        );
    }
    // A name counts once, however often it is said.
    let often = format!("{}4 ack", "3,2,".repeat(500));
    let shown = typed_in(Mode::Standard, CALLED, &[&often]);
    assert_eq!(into_the_call(&shown, 3), acked);
    let often = format!("1 page {}comms why=\"hands\"", "tech, ".repeat(500));
    let shown = typed_in(Mode::Standard, ALONE, &[&often]);
    assert_eq!(last(&shown, 2), ["page 2, to tech: hands", "page 3, to comms: hands"]);
    assert!(!shown.iter().any(|line| line.contains("page 4")), "{shown:?}");
    // Whose they are is asked once, and a number behind a name is no seat.
    let shown =
        typed_in(Mode::Standard, ALONE, &["page tech, comms why=hands", "1", "1 page tech 2 orders fail"]);
    assert_eq!(
        last(&shown, 4),
        ["who?", "page 2, to tech: hands", "page 3, to comms: hands", "page 4, to tech: 2 orders fail"]
    );
}

#[test]
fn of_which_of_several_tasks_a_report_is_is_asked() {
    let begun = ["1 task 3 \"stop the rollout\" box=5m", "1 task tech \"count the votes\" box=5m"];
    let shown = |lines: &[&str]| typed(&[&begun[..], lines].concat());
    let asked = "? of which task, 1 (stop the rollout) or 2 (count the votes)? Its number, or Enter for 2";
    for (answer, told) in [
        ("1", "tech reports on task 1: it stopped, says the report"),
        ("#2", "tech reports on task 2: it stopped, says the report"),
        ("", "tech reports on task 2: it stopped, says the report"),
        ("3 note later", "tech noted: later"),
    ] {
        let said = shown(&["3 report it stopped, says the report", answer]);
        assert_eq!(last(&said, 2), [asked, told], "{answer}");
    }
    // With its number, or when one is left, nothing is asked.
    let said = shown(&[
        "as 3",
        "report 1 stopped",
        "report three votes",
        "report 1 \"stopped, as I said\"",
        "report fine",
    ]);
    assert_eq!(
        last(&said, 6),
        [
            "tech reports on task 1: stopped",
            "tech reports on task 2: three votes",
            "tech reports on task 1: stopped, as I said",
            "? task 1 was reported before: this is a second word on it, and nothing waits for it",
            "tech reports: fine",
            "? no task is open any more: it is a word to everybody, and no task's result",
        ]
    );
    // More time is no result.
    let said =
        shown(&["3 report 1 \"needs time\" box=5m", "3 report 1 \"and more\" box=5m", "3 report 1 done"]);
    assert!(!said.iter().any(|line| line.contains("reported before")), "{said:?}");
}

#[test]
fn what_a_default_seat_notes_is_that_seats() {
    let shown = typed(&["as 3", "note hi", "as table", "note nobody's"]);
    assert_eq!(shown.iter().filter(|line| line.contains("noted")).collect::<Vec<_>>(), ["tech noted: hi"]);
}

#[test]
fn a_number_alone_is_minutes_and_a_long_wait_is_asked_about() {
    let shown = typed(&["wait 5", "wait 30", "", "wait 20", "no", "wait 30s", "wait 12m"]);
    assert_eq!(
        last(&shown, 8),
        [
            "? `wait 5` is 5 min; `wait 5s` is seconds",
            "+0:06:30",
            "? `wait 30` is 30 min; `wait 30s` is seconds. Enter waits 30 min, `no` does not",
            "+0:36:30",
            "? `wait 20` is 20 min; `wait 20s` is seconds. Enter waits 20 min, `no` does not",
            "? left; nothing was done",
            "+0:37:00",
            "+0:49:00",
        ]
    );
}

#[test]
fn an_update_without_a_state_is_asked_about_before_it_goes_out() {
    let update = "4 update stakeholders impact=\"checkout fails\" next=20m";
    let ask = "? without a state it counts as no update. Type investigating, identified, mitigating, monitoring or \
               resolved, and a few words of what you know; Enter sends it as it is, `no` does not";
    let sent =
        |state: &str| format!("comms told stakeholders: {state}impact: checkout fails; next update: 20m");
    assert_eq!(last(&typed(&[update, ""]), 2), [ask, &sent("")]);
    assert_eq!(last(&typed(&[update, "no", ""]), 2), [ask, "? left; nothing was done"]);
    let shown = typed(&[update, "identified the release"]);
    assert_eq!(last(&shown, 2), [ask, &sent("identified the release; ")]);
    // Another move is no answer, and what was asked about is forgotten.
    let shown = typed(&[update, "3 look errors", "identified the release"]);
    assert!(!shown.iter().any(|line| line.starts_with("comms told")), "{shown:?}");
    assert!(shown.contains(&"? that update did not go out; Up brings it back".to_string()), "{shown:?}");
    let shown = typed(&["4 update stakeholders state=\"all fine\" doing=\"watching\"", ""]);
    assert_eq!(
        shown[shown.len() - 2],
        "? \"all fine\" is no state, and then it counts as no update: a state begins with investigating, identified, \
         mitigating, monitoring or resolved. Enter sends it as it is, `no` does not"
    );
    assert_eq!(last(&shown, 1), ["comms told stakeholders: all fine; doing: watching"]);
}

/// The prompt counts from when it was said, as the score does.
#[test]
fn what_is_late_counts_from_when_it_was_said() {
    let mut lines = vec!["0:10:00 4 -2m update stakeholders customers state=\"investigating it\" next=10m"];
    lines.extend(["1 -1m task 3 \"look\" box=5m", "1 -3m plan next=9m \"wait and see\"", "status"]);
    let shown = typed(&lines).join("\n");
    // Said at 10:08, 10:09 and 10:07: due at 10:18, back at 10:14, looked at again at 10:16.
    for due in ["next update due by 10:18, to", "task 1 for tech: look, back by 10:14", "look again at 10:16"]
    {
        assert!(shown.contains(due), "{due}: {shown}");
    }
    let late = [lines[0], lines[1], "0:14:30 1 look errors", "wait 4m", "status"];
    let shown = typed(&late).join("\n");
    assert!(shown.contains("an update to stakeholders and customers was due by 10:18, 30 s ago"), "{shown}");
}

#[test]
fn an_open_poll_is_in_the_status_until_it_is_decided() {
    let poll = ["1 poll fail-over risk=\"orders are lost\"", "status"];
    let line = "a poll on `fail-over` is open since 10:01: nobody has objected; `decide` settles it";
    assert!(typed(&poll).iter().any(|shown| shown == line), "{:?}", typed(&poll));
    let objected = [poll[0], "3 object \"not now\"", "status"];
    assert!(
        typed(&objected).iter().any(|shown| *shown == line.replace("nobody has objected", "one objection"))
    );
    for settles in ["1 decide fail-over no", "3 do fail-over", "1 close done"] {
        let shown = typed(&[poll[0], settles, "close", "status"]);
        assert!(!shown.iter().any(|shown| shown.starts_with("a poll on")), "{settles}: {shown:?}");
    }
    let other = typed(&[poll[0], "3 do restart", "status"]);
    assert!(other.iter().any(|shown| shown == line), "another step settles nothing");
}

/// The first time that who commands looks or does, the guide asks; not of who was asked or tasked to.
#[test]
fn the_guide_asks_at_once_when_the_seat_in_command_has_its_hands_on_the_system() {
    let hints = |lines: &[&str]| -> Vec<String> {
        let shown = typed_in(Mode::Guided, OPENING, lines);
        shown.into_iter().filter(|line| line.contains("the guide")).collect()
    };
    let asks = "the guide asks: The seat in command has its hands on the system. Who keeps an eye on the whole meanwhile?";
    assert_eq!(hints(&["1 look errors"]), [asks]);
    let more = "the guide says: primary commands: it asks what a signal shows, and leaves the look and the change to somebody else.";
    assert_eq!(hints(&["1 look errors", "1 do restart"]), [asks, more]);
    let type_ = "the guide says: Type `1 task tech \"look at it, and say what it shows\" box=5m`.";
    assert_eq!(
        hints(&["1 look errors", "1 do restart", "1 look errors", "1 look errors"]),
        [asks, more, type_]
    );
    assert_eq!(hints(&["3 look errors", "3 do restart"]), [] as [&str; 0]);
    assert_eq!(hints(&["1 ask 3 \"what do the errors say?\"", "3 look errors"]), [] as [&str; 0]);
}

/// Nobody is named, and the likely one is offered: who is in the call, and does not command.
#[test]
fn a_question_to_nobody_is_put_to_somebody_by_enter() {
    let shown = typed(&["1 who changed something today?", "yes"]);
    let said = last(&shown, 2);
    assert_eq!(
        said[0],
        "? `who` shows who is in the call; did you mean `ask secondary \"who changed something today?\"`? (Enter)"
    );
    assert!(said[1].starts_with("primary asked secondary \"who changed something today?\""), "{said:?}");
    // What `who` shows is still asked for in words.
    let shown = typed(&["who is in command?"]);
    assert!(last(&shown, 1)[0].starts_with('+'), "{shown:?}");
}

#[test]
fn an_offer_waits_while_somebody_reads() {
    for yes in ["", "y", "Yes", "ja"] {
        let shown = typed_in(Mode::Standard, ALONE, &["1 raise sev2", "help", "status", yes]);
        assert!(
            shown.iter().any(|line| line.contains("did you mean `1 declare sev2`? (Enter)")),
            "{shown:?}"
        );
        assert!(last(&shown, 1)[0].starts_with("primary declared SEV2"), "{yes}: {shown:?}");
    }
    // Anything else that is done is an answer.
    let shown = typed_in(Mode::Standard, ALONE, &["1 raise sev2", "1 note later", ""]);
    assert!(!shown.iter().any(|line| line.contains("declared SEV2")), "{shown:?}");
}

#[test]
fn a_name_that_begins_the_reason_is_not_paged() {
    let shown = typed_in(
        Mode::Standard,
        ALONE,
        &["1 page tech, comms is on fire", "1 page tech and comms we need hands"],
    );
    assert_eq!(
        last(&shown, 3),
        [
            "page 2, to tech: comms is on fire",
            "page 3, to tech: we need hands",
            "page 4, to comms: we need hands"
        ]
    );
}

#[test]
fn on_a_shared_screen_a_reading_has_the_number_of_who_does_not_command() {
    let shown = typed(&["3 do roll-back", "wait 4m", "status"]);
    let open = shown.iter().find(|line| line.contains("nobody has verified that it worked")).unwrap();
    assert!(open.ends_with("nobody has verified that it worked: `3 verify errors`"), "{open}");
}

/// SEV1: customers hear first within 5 minutes, everybody else within 10 (`updates.first_customers`, `updates.first`).
#[test]
fn whoever_is_due_first_is_named_and_all_who_are_due_then() {
    let due = |lines: &[&str]| {
        let shown = typed_in(Mode::Standard, ALONE, lines);
        shown.iter().rfind(|line| line.starts_with("next update due by")).cloned().unwrap_or_default()
    };
    let first = due(&["1 declare sev1", "status"]);
    assert!(first.ends_with(", to customers"), "{first}");
    let said = "1 update customers state=investigating impact=\"every third order fails\" doing=\"we look\" next=20m";
    let then = due(&["1 declare sev1", said, "status"]);
    assert!(then.ends_with(", to stakeholders"), "{then}");
    let both = due(&["1 declare sev2", "status"]);
    assert!(both.ends_with(", to stakeholders and customers"), "{both}");
}

#[test]
fn a_risky_step_that_was_only_asked_about_is_said_not_to_have_begun() {
    let shown = typed(&["3 do fail-over", "3 look errors"]);
    assert!(shown.iter().any(|line| line == "? `fail-over` was not begun"), "{shown:?}");
    for goes_on in ["", "3 do fail-over", "1 poll fail-over risk=\"orders are lost\""] {
        let shown = typed(&["3 do fail-over", goes_on]);
        assert!(!shown.iter().any(|line| line.contains("was not begun")), "{goes_on}: {shown:?}");
    }
}

/// What no step of the story has is written down, and that nothing moves by it is said; what is near to one is asked about.
#[test]
fn a_step_in_other_words_is_asked_about_or_said_to_move_nothing() {
    let shown = typed(&["3 do sing a song"]);
    assert_eq!(
        last(&shown, 2),
        [
            "tech did: sing a song",
            "? written down; nothing in the story moves by `sing a song`: `actions` lists the steps that change something",
        ]
    );
    let shown = typed(&["3 do the roll of the back", ""]);
    assert!(!shown.iter().any(|line| line.contains("moves by")), "{shown:?}");
}

#[test]
fn a_box_of_hours_is_asked_about_once() {
    let asked = "? a box of 8 h 20 min is longer than this drill, and a number alone is minutes: `box=5m` or `box=300s` is \
                 five. Enter gives it all the same, `no` does not";
    let shown = typed(&["1 task 3 \"look\" box=500", "no"]);
    assert_eq!(last(&shown, 2), [asked, "? left; nothing was done"]);
    let shown = typed(&["1 task 3 \"look\" box=500", ""]);
    assert!(shown.contains(&"task 1 for tech: look, back by 18:21".to_string()), "{shown:?}");
    let shown = typed(&["1 task 3 \"look\" box=45"]);
    assert!(!shown.iter().any(|line| line.contains("longer than this drill")), "{shown:?}");
    let shown = typed(&["1 task 3 \"look\" box=5m", "3 report 1 \"more time\" box=600"]);
    assert!(last(&shown, 1)[0].contains("10 h"), "{shown:?}");
}

/// Nobody waits for a word about what is too small to tell anybody of: the drill is not said to wait for one.
#[test]
fn a_close_that_nobody_waits_for_says_so() {
    let shown = typed_in(Mode::Standard, ALONE, &["1 declare sev4", "1 close \"nothing to it\""]);
    assert_eq!(
        last(&shown, 1),
        ["? nobody waits for a word about it; the drill ends by itself"],
        "{shown:?}"
    );
    let shown = typed(&["1 close \"it is over\""]);
    assert_eq!(
        last(&shown, 1),
        ["? waiting for closing updates to stakeholders and customers; then the drill ends"],
        "{shown:?}"
    );
}

/// Two changes behind one reading are named as what they are: neither of them alone.
#[test]
fn several_changes_behind_one_reading_are_told_together() {
    let shown = typed(&["3 do roll-back", "3 do restart", "3 verify errors", "status"]);
    let line = shown.iter().find(|line| line.contains("one reading")).unwrap();
    assert!(
        line.starts_with("`restart` and `roll-back` stand behind one reading (which of them did it can't be told) and have \
                          together just been seen to work; stay with it for 5 min"),
        "{line}"
    );
}

/// A person's own name stands for their seat where a role is given.
#[test]
fn a_role_is_assigned_to_a_person_by_name() {
    let by = |line: &str| typed_by(Mode::Standard, OPENING, &[], &[(2, "Ben"), (3, "Ana Lee")], &[line]);
    for line in ["1 assign deputy to ben", "1 assign deputy ben", "1 assign deputy to Ben"] {
        assert_eq!(last(&by(line), 1), ["secondary is deputy after comms (not announced yet)"], "{line}");
    }
    assert_eq!(last(&by("1 assign deputy to ana"), 1), ["tech is deputy after comms (not announced yet)"]);
}

/// What stands in quotes is one text, commas and all.
#[test]
fn commas_in_quotes_part_nothing() {
    let shown = typed(&[
        "4 update stakeholders, customers state=\"investigating: slow, wrong, or both\" impact=\"orders, carts, and refunds\" next=20m",
    ]);
    assert_eq!(
        last(&shown, 1),
        [
            "comms told stakeholders, customers: investigating: slow, wrong, or both; impact: orders, carts, and refunds; next \
             update: 20m"
        ]
    );
}

/// A line is at most 8,000 bytes long, and as many moves as fit into it are one after the other.
#[test]
fn many_moves_on_one_line_are_done_one_after_the_other() {
    let line = vec!["3 say \"so\""; 600].join(";");
    let shown = typed(&[&line]);
    assert_eq!(shown.iter().filter(|line| *line == "tech: so").count(), 600);
    // A clock belongs to the move behind it.
    let shown = typed(&["3 look errors; 10:01 1 declare sev2; 4 note \"three\""]);
    assert!(shown.iter().any(|line| line.starts_with("primary ") && line.contains("SEV2")), "{shown:?}");
}
