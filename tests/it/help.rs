//! What `help`, the questions for slots and `close` say: what makes sense now, never the answer.

use sandtable::engine::Session;
use sandtable::engine::command::Mover;
use sandtable::engine::view::Viewer;
use sandtable::moves::{Names, What, parse};
use sandtable::pace::Pace;
use sandtable::scenario::id::SeatId;
use sandtable::screen;
use sandtable::time::{SimDuration, SimTime};

use crate::shipped;
use crate::shop::shop;
use crate::support::{header, scenario};

/// A drill that is told what to do line by line.
struct Table(Session);

impl Table {
    fn of(text: &str) -> Self {
        let scenario = scenario(text, None);
        let seats: Vec<SeatId> = scenario.seats.ids().collect();
        Self(Session::start(scenario.clone(), header(&scenario, &seats, 1, Pace::Flat)).unwrap().0)
    }

    fn shipped(id: &str) -> Self {
        Self(shipped::of(id).session())
    }

    /// Lets time pass to so many seconds after the start.
    fn at(mut self, secs: i64) -> Self {
        self.0.advance_to(SimTime::START + SimDuration::from_secs(secs), |_| {}).unwrap();
        self
    }

    #[track_caller]
    fn says(mut self, text: &str) -> Self {
        let line = parse(self.0.scenario(), text, None).unwrap().unwrap();
        let What::Move(command) = line.what else { panic!("no move: {text}") };
        let by = line.mover.unwrap_or(Mover::Table);
        let handled = self.0.handle(by, SimDuration::ZERO, &command, text).unwrap();
        assert_eq!(handled.refused, None, "{text}");
        self
    }

    fn help(&self, word: Option<&str>) -> String {
        screen::help(self.0.view(Viewer::Table), word).join("\n")
    }

    fn prompt(&self) -> String {
        screen::prompt(self.0.view(Viewer::Table), self.0.now(), None)
    }
}

#[test]
fn no_example_names_an_action_nor_whom_to_ask() {
    for shipped in shipped::all() {
        let table = Table::shipped(&shipped.id).at(300).says("1 ack take");
        let table = if table.0.world().declared.is_none() { table.says("1 declare sev2") } else { table };
        let story = table.0.scenario();
        // Whom to ask is to be found out as well.
        let mut actions: Vec<String> =
            story.actions.ids().map(|id| story.actions.name(id).to_string()).collect();
        // Who is an audience as well is named there, for everybody to see.
        let audiences = &story.organisation.audiences;
        let voices = story.organisation.voices.names().filter(|name| audiences.find(name).is_none());
        actions.extend(voices.map(String::from));
        let all = ["ask", "do", "undo", "mark", "decide", "poll", "task"]
            .map(|word| table.help(Some(word)))
            .join("\n");
        for text in [table.help(None), all.lines().filter(|line| line.starts_with("for")).collect()] {
            for action in &actions {
                assert!(!text.contains(action.as_str()), "{}: {action} in {text}", shipped.id);
            }
        }
    }
}

#[test]
fn help_leaves_out_what_is_done_and_offers_what_is_next() {
    let first = |text: &str| -> Vec<String> {
        let word = |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_string();
        text.lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| word(line).split(' ').next().unwrap().to_string())
            .collect()
    };
    let words = |table: &Table| first(&table.help(None)).join(" ");
    let table = Table::of(&shop(&[])).at(30).says("primary ack");
    assert_eq!(words(&table), "look ask declare page do also:");
    let table = table.says("1 look errors");
    assert_eq!(words(&table), "declare look ask page do also:", "somebody has looked");
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    assert_eq!(words(&table), "roles statement update page do look ask also:");
    assert!(table.help(None).contains("scope="), "{}", table.help(None));
    let table = table.says("1 statement symptom=\"errors\"").says("1 roles commander=1");
    assert_eq!(words(&table), "update page do plan look ask also:");
    let table = table.says("1 plan next=10m \"look, then roll back\"").says("1 task 1 \"roll back\" box=5m");
    assert_eq!(words(&table), "accept update page report do look ask also:");
    let table = table.says("1 accept").says("1 do roll-back").at(60);
    assert_eq!(words(&table), "update verify report do look ask also:");
    let table = table.at(120).says("1 verify errors");
    assert_eq!(words(&table), "update verify report do look ask also:", "to be stayed with for a while");
    let table = table.at(600);
    assert_eq!(words(&table), "update verify report say ask also:", "a task is open");
    let table = table.says("1 report done");
    assert_eq!(words(&table), "update verify say ask also:", "an update is overdue");
    let table = table.says("1 update stakeholders,customers state=monitoring next=20m");
    assert_eq!(words(&table), "close update say ask also:", "it is over: say it, and close");
    assert!(table.help(None).contains("state=resolved"), "{}", table.help(None));
    let closed = table.says("1 close done");
    assert_eq!(words(&closed), "look say note end also:", "everybody was told");
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    let table =
        table.says("1 statement symptom=\"errors\"").says("1 roles commander=1").says("1 do roll-back");
    let table = table.at(120).says("1 verify errors").at(600);
    let table = table.says("1 update stakeholders,customers state=monitoring next=20m");
    // The plan's time is up.
    assert!(words(&table.at(700)).contains("plan"));
}

/// The moment is in the examples: the signal that nobody has read since the change, the role that nobody holds, what waits.
#[test]
fn an_example_is_of_this_very_moment() {
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    let table = table.says("1 page 2 why=\"hands\"").says("1 page 3 why=\"hands\"");
    let table = table.says("2 ack").says("3 ack").says("1 roles commander=1");
    assert!(table.help(None).contains("1 assign deputy 2"), "{}", table.help(None));
    let table = table.says("1 assign deputy 2");
    assert!(table.help(None).contains("assign expert 3"), "{}", table.help(None));
    assert!(table.help(Some("task")).contains("find out what changed"));
    let table = table.says("1 assign expert 3").says("3 do grow-pool").at(60);
    assert!(!table.help(None).contains("assign"), "{}", table.help(None));
    assert!(table.help(None).contains("3 verify waits"), "{}", table.help(None));
    assert!(table.help(Some("task")).contains("verify waits"), "{}", table.help(Some("task")));
    assert!(table.help(Some("plan")).contains("see that it worked"));
}

/// Looks and changes are offered to who has hands free, not to the seat in command.
#[test]
fn help_leaves_the_commands_hands_off_the_system() {
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    assert!(table.help(None).contains("1 look "), "{}", table.help(None));
    let table = table.says("1 page 2 why=\"hands\"").says("1 page 3 why=\"hands\"");
    let table = table.says("2 ack").says("3 ack").says("1 roles commander=1 deputy=2 expert=3");
    let help = table.help(None);
    assert!(help.contains("3 look ") && help.contains("3 do ") && !help.contains("1 look "), "{help}");
    let table = table.says("3 do roll-back");
    assert!(table.help(None).contains("3 verify "), "{}", table.help(None));
    // On the commander's own screen there is work to give instead.
    let scenario = table.0.scenario();
    let me = scenario.seats.ids().next().unwrap();
    let own = screen::help(table.0.view(Viewer::Seat(me)), None).join("\n");
    let begins = |word: &str| own.lines().any(|line| line.starts_with(word));
    assert!(begins("task ") && !begins("look ") && !begins("do "), "{own}");
}

#[test]
fn help_of_a_move_lists_its_names() {
    let table = Table::shipped("first-page").at(120).says("1 ack");
    let look = table.help(Some("look"));
    assert!(look.contains("not looked at yet: failed-unlocks, "), "{look}");
    assert!(look.contains("Tab completes them"), "{look}");
    let table = table.says("1 look failed-unlocks");
    let look = table.help(Some("look"));
    assert!(look.contains("\nlooked at: failed-unlocks\n"), "{look}");
    let update = table.help(Some("update"));
    assert!(update.contains("audiences: riders, town-hall"), "{update}");
    assert!(
        update.contains("states: investigating, identified, mitigating, monitoring, resolved"),
        "{update}"
    );
    assert!(table.help(Some("take")).contains("`ack take`"));
    assert!(table.help(Some("ack")).contains("take"));
    assert!(table.help(Some("task")).contains("seats: 1 primary, 2 "), "{}", table.help(Some("task")));
}

#[test]
fn a_question_with_a_choice_shows_it_first() {
    let table = Table::shipped("first-page").at(120).says("1 ack").says("1 look failed-unlocks");
    let names = Names::of(table.0.view(Viewer::Table), None);
    let shown = |line: &str| -> Vec<String> {
        let asked = names.words_asked(line).into_iter().chain(names.questions(line));
        asked.flat_map(|question| question.shown).collect()
    };
    assert_eq!(
        shown("1 update riders"),
        ["begin with one of: investigating, identified, mitigating, monitoring, resolved"]
    );
    let look = shown("1 look");
    assert!(look[0].starts_with("not looked at yet: ") && !look[0].contains("failed-unlocks"), "{look:?}");
    assert_eq!(look[1], "looked at: failed-unlocks");
    assert!(shown("1 update")[0].starts_with("one of: riders, town-hall"), "{:?}", shown("1 update"));
    assert!(shown("2 do")[0].contains("roll-back-settings"), "who asks what can be done is told");
}

/// At 10:02 nobody could tell whether "until 10:02" is over.
#[test]
fn close_says_to_the_second_how_long_to_stay() {
    let text = shop(&[("    ends: (", "    ends: (hold: \"2m\", ")]);
    let table = Table::of(&text).at(30).says("primary ack").says("primary declare sev1");
    let table = table.says("1 do roll-back").at(45).says("1 verify errors").at(100);
    assert_eq!(
        table.0.view(Viewer::Table).still_open(),
        [
            "`roll-back` has been seen to work for 55 s; stay with it for 1 min 5 s, until 10:02:45, and verify \
             errors again then"
        ]
    );
}

#[test]
fn who_was_told_that_it_is_over_waits_for_nothing() {
    let opened = || Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev3");
    assert!(opened().says("1 update team state=monitoring next=none").prompt().contains("update 60m"));
    let over = opened().says("1 update team state=\"resolved: all good\" next=none");
    assert!(!over.prompt().contains("update"), "{}", over.prompt());
    let promised = opened().says("1 update team state=resolved next=5m");
    assert!(promised.prompt().contains("update 5m"), "{}", promised.prompt());
}

#[test]
fn a_pause_can_say_why_and_is_one_move_again() {
    let played = crate::support::play(
        &shop(&[]),
        "0:10 primary ack\n0:20 table pause \"pizza is here\"\n0:20 table resume\n0:30 primary pause\n0:30 table resume\n\
         1:00 primary decide \"no go: we wait for the store\"\n1:10 primary decide roll-back no\n2:00 table end",
    )
    .all_accepted();
    let journal = played.journal();
    assert!(journal.contains(
        "0:00:20 clock: table paused the drill; `resume` goes on\n0:00:20 call: table: pizza is here\n"
    ));
    // A no is a no, however it is said.
    assert!(journal.contains("primary decided, no go: we wait for the store"), "{journal}");
    assert!(journal.contains("primary decided, no go: roll-back"), "{journal}");
    let lines = sandtable::moves::lines_of(&played.scenario, played.events());
    let lines: Vec<&str> = lines.values().map(String::as_str).collect();
    assert_eq!(
        lines,
        [
            "ack 1",
            "pause \"pizza is here\"",
            "resume",
            "pause",
            "resume",
            "decide \"we wait for the store\" no",
            "decide roll-back no",
            "end"
        ]
    );
}

/// A signal besides those of the gate that was bad, a late update, a voice that asks: all of it is open, and once it is
/// answered, none.
#[test]
fn what_is_bad_late_or_unanswered_is_open() {
    let ask = "injects: [(id: \"a\", at: \"1m\", from: \"boss\", to: [Table], serves: [\"run-it\"], text: [\"Is it over?\"])],\n    \
               failures: [(id: \"slow\", of: \"store\", at: \"0s\", impact: false, drives: [(metric: \"waits\", to: 30.0)]), ";
    let text = shop(&[("failures: [", ask)]);
    let table = Table::of(&text).at(30).says("primary ack").says("primary declare sev1").at(80);
    let table = table.says("1 do roll-back").says("1 verify waits").at(400).says("1 verify errors").at(420);
    let open = table.0.view(Viewer::Table).still_open();
    assert!(open.contains(&"waits was bad when it was last read, at 10:01".to_string()), "{open:?}");
    assert!(
        open.contains(&"an update to customers was due by 10:05, 1 min 30 s ago".to_string()),
        "{open:?}"
    );
    assert!(
        open.iter().any(|line| line.contains("asked at 10:01: “Is it over?”; `say` or an update answers")),
        "{open:?}"
    );
    assert!(!open.contains(&"nothing is open".to_string()));
    let status = screen::status(table.0.view(Viewer::Table));
    assert!(
        !status.iter().any(|line| line == "nothing is open" || line.starts_with("next update due")),
        "{status:?}"
    );
    let told = table.says("1 update stakeholders,customers state=identified impact=looking next=20m").at(421);
    let open = told.0.view(Viewer::Table).still_open();
    assert!(!open.iter().any(|line| line.contains("was due")), "{open:?}");
    assert!(open.iter().any(|line| line.contains("asked at")), "a word is no answer: {open:?}");
    let told = told.says("1 update stakeholders impact=\"every second basket is lost since nine\"").0;
    let open = told.view(Viewer::Table).still_open();
    assert!(!open.iter().any(|line| line.contains("asked at")), "{open:?}");
}

/// Two words, a number, or yes or no: who only greets has answered nobody.
#[test]
fn a_greeting_is_no_answer_to_who_asks() {
    let ask = "injects: [(id: \"a\", at: \"1m\", from: \"boss\", to: [Table], serves: [\"run-it\"], text: [\"Is it over?\"])],\n    \
               failures: [";
    let asked = |said: &str| {
        let table = Table::of(&shop(&[("failures: [", ask)])).at(30).says("primary ack");
        let table = table.says("primary declare sev1").at(80).says(said);
        let open = table.0.view(Viewer::Table).still_open();
        open.iter().any(|line| line.contains("asked at"))
    };
    for said in ["hello", "hello!", "ok", "accepted"] {
        assert!(asked(&format!("1 say \"{said}\"")), "{said}");
    }
    for said in ["not yet", "no", "Yes.", "10", "unknown"] {
        assert!(!asked(&format!("1 say \"{said}\"")), "{said}");
    }
}

/// SEV3 at 10:00:30 asks for the team's channel by 10:30:30; SEV1 at 10:06 asks stakeholders and customers from then on,
/// by 10:11, never for what would have been due before. Who was told at 10:07, of SEV1, hears again by 10:27.
#[test]
fn a_rise_of_severity_makes_nothing_late() {
    let table = Table::of(&shop(&[])).at(20).says("primary ack").at(30).says("1 declare sev3").at(360);
    let table = table.says("1 severity sev1 why=worse");
    let due = |table: &Table| {
        let next = table.0.view(Viewer::Table).next_update().map(|next| next.due.to_string());
        next.unwrap_or_default()
    };
    assert_eq!(due(&table), "0:11:00");
    let table =
        table.at(420).says("1 update stakeholders,customers state=investigating impact=\"half of all\"");
    assert_eq!(due(&table), "0:27:00");
    // Milder, and worse again: within five minutes of the rise.
    let table = table.at(480).says("1 severity sev2 why=milder").at(540).says("1 severity sev1 why=worse");
    assert_eq!(due(&table), "0:14:00");
}

/// What is asked about an action in more words than its name is about that action; what is done must be said as it is.
#[test]
fn a_poll_in_more_words_is_about_its_action() {
    let table = Table::of(&shop(&[])).at(20).says("primary ack").at(30);
    let table = table.says("1 poll \"roll back the shop on all three\" risk=\"orders are lost\"");
    assert!(table.0.world().deeds.is_polled(table.0.scenario().actions.find("roll-back").unwrap()));
    let table = table.says("1 do \"roll back the shop on all three\"");
    assert!(table.0.world().runs.is_empty(), "unsure, nothing is done");
}

#[test]
fn what_a_close_waits_for_is_said() {
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    assert_eq!(table.0.view(Viewer::Table).after_the_close(), None);
    let table = table.says("1 close summary=done");
    let waits = table.0.view(Viewer::Table).after_the_close().unwrap();
    assert!(
        waits.starts_with("waiting for closing updates to ") && waits.ends_with("; then the drill ends"),
        "{waits}"
    );
    assert!(screen::status(table.0.view(Viewer::Table)).contains(&waits));
}

#[test]
fn what_was_done_twice_is_stayed_with_once() {
    let text = shop(&[("    ends: (", "    ends: (hold: \"2m\", ")]);
    let table =
        Table::of(&text).at(30).says("primary ack").says("primary declare sev3").says("1 do roll-back");
    let table = table.at(40).says("1 do roll-back").at(45).says("1 verify errors").at(50);
    assert_eq!(
        table.0.view(Viewer::Table).still_open().len(),
        1,
        "{:?}",
        table.0.view(Viewer::Table).still_open()
    );
}

/// The desk's own times come like news.
#[test]
fn what_the_table_has_due_is_remembered() {
    let table = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev1");
    let table = table
        .says("1 take commander")
        .says("1 plan 3m wait")
        .says("1 page comms why=x")
        .at(40)
        .says("comms ack");
    let table = table.says("1 task comms \"ring them\" box=2m").at(60);
    let all: Vec<String> =
        table.0.view(Viewer::Table).reminders().iter().map(|(at, text)| format!("{at} {text}")).collect();
    assert_eq!(
        all,
        [
            "0:05:30 the next update to customers is due now",
            "0:02:40 task 1 (comms) is to come back now: ring them",
            "0:03:30 by your plan it is time to look again"
        ]
    );
    assert!(table.at(400).0.view(Viewer::Table).reminders().is_empty(), "what is past is no reminder");
}

#[test]
fn nobody_is_led_to_what_is_not_theirs() {
    let opened = Table::of(&shop(&[])).at(30).says("primary ack").says("primary declare sev3");
    let opened =
        opened.says("1 page comms why=x").says("1 page tech why=x").at(40).says("comms ack").says("tech ack");
    let led = opened.says("1 roles commander=comms").says("tech do roll-back").says("tech verify errors");
    // Nothing left to prove, and it says so by who commands; with a task open it does not.
    let done = led.at(1_800).says("tech verify errors").says("1 update team state=monitoring next=30m");
    assert!(done.help(None).contains("4 close summary"), "{}", done.help(None));
    let task = done.says("4 task tech \"keep an eye on it\"");
    assert!(!task.help(None).contains("close"), "{}", task.help(None));
    assert!(task.help(None).contains("3 accept"), "{}", task.help(None));
    let refused = |table: &mut Table, text: &str| {
        let line = parse(table.0.scenario(), text, None).unwrap().unwrap();
        let What::Move(command) = line.what else { panic!("no move: {text}") };
        let handled = table.0.handle(line.mover.unwrap(), SimDuration::ZERO, &command, text).unwrap();
        handled.refused.map(|why| why.to_string()).unwrap_or_default()
    };
    let mut task = task;
    assert!(refused(&mut task, "1 accept").starts_with("nothing was offered to `primary`"));
    let mut gone = task.says("primary leave");
    assert_eq!(refused(&mut gone, "1 look errors"), "`primary` left at 10:30; `primary ack` comes back");
    let back = gone.says("primary ack").says("1 look errors");
    // Only numbers can be verified.
    let verify = back.help(Some("verify"));
    assert!(verify.contains("errors") && !verify.contains("store"), "{verify}");
    assert!(back.help(Some("look")).contains("store"));
    for (word, says) in [("wait", "until something arrives or is due"), ("as", "this seat's from now on")] {
        assert!(back.help(Some(word)).contains(says), "{}", back.help(Some(word)));
        assert!(back.help(Some("all")).contains(says), "{}", back.help(Some("all")));
    }
    assert!(!back.help(Some("all")).contains("events"), "the facilitator's alone");
}

#[test]
fn a_risk_that_nobody_was_asked_about_is_said() {
    let table = Table::of(&shop(&[])).at(30).says("primary ack");
    let action = |name: &str| table.0.scenario().actions.find(name).unwrap();
    let (risky, safe) = (action("fail-over"), action("roll-back"));
    let said = |table: &Table, id| table.0.view(Viewer::Table).unasked_risk(id);
    assert_eq!(
        said(&table, risky).unwrap(),
        "risky: orders of the last minute are lost; a poll asks for objections first"
    );
    assert_eq!(said(&table, safe), None);
    let polled = table.says("1 poll fail-over risk=orders");
    assert_eq!(said(&polled, risky), None);
}
