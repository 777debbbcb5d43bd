//! What the prompt offers: names that fit the place, examples that are moves, and questions for slots.

use sandtable::engine::Session;
use sandtable::engine::command::{About, Command, Mover};
use sandtable::engine::event::Event;
use sandtable::engine::view::Viewer;
use sandtable::moves::{MOVES, Names, What, example, parse, unsaid, with_slot};
use sandtable::scenario::id::SeatId;
use sandtable::time::SimDuration;

use crate::shipped;

fn session(id: &str) -> Session {
    shipped::of(id).session()
}

/// The offers for a line on the table's screen, each as the whole line would be.
fn table(line: &str) -> Vec<String> {
    on(None, line)
}

fn on(me: Option<SeatId>, line: &str) -> Vec<String> {
    let session = session("billing-multiplier");
    let (at, offers) = Names::of(session.view(me.map_or(Viewer::Table, Viewer::Seat)), me).offers(line);
    offers.into_iter().map(|offer| format!("{}{}", &line[..at], offer.text)).collect()
}

#[test]
fn a_word_is_completed_by_what_fits_its_place() {
    for (line, wanted) in [
        ("2 do pau", &["2 do pause-run"][..]),
        // Nothing was begun that could be taken back.
        ("secondary undo lo", &[]),
        ("secondary poll lo", &["secondary poll lock-schedule"]),
        ("3 do pau", &[]),
        ("de", &["declare", "decide"]),
        ("1 declare ", &["1 declare sev1", "1 declare sev2", "1 declare sev3", "1 declare sev4"]),
        ("look invoice-ra", &["look invoice-ratio"]),
        ("1 -90s assign de", &["1 -90s assign deputy"]),
        ("assign deputy du", &["assign deputy duty-manager"]),
        ("roles com", &["roles commander="]),
        ("roles commander=pr", &["roles commander=primary", "roles commander=pricing"]),
        ("roles expert=2,pri", &["roles expert=2,primary", "roles expert=2,pricing"]),
        ("4 update cust", &["4 update customer-care"]),
        ("4 update customer-care im", &["4 update customer-care impact="]),
        ("4 update customer-care state=mit", &["4 update customer-care state=mitigating"]),
        ("4 update customer-care state=x i", &["4 update customer-care state=x impact="]),
        ("1 page pri", &["1 page primary", "1 page pricing"]),
        ("help upd", &["help update"]),
        ("card du", &["card duty-manager"]),
        ("1 say \"we loo", &[]),
        ("gibberish pau", &[]),
    ] {
        let mut offered = table(line);
        offered.dedup();
        assert_eq!(offered, wanted, "{line}");
    }
}

#[test]
fn a_seats_own_screen_offers_its_own_alone() {
    let pricing = SeatId::new(2);
    assert_eq!(on(Some(pricing), "do "), ["do roll-back-tariff"]);
    assert_eq!(on(Some(pricing), "ac"), ["ack", "accept", "actions"]);
    assert!(!on(Some(pricing), "pri").contains(&"primary".to_string()), "its moves need no seat");
}

#[test]
fn nothing_typed_offers_every_beginning() {
    let all = table("");
    for word in ["primary", "ack", "update", "status", "help"] {
        assert!(all.contains(&word.to_string()), "{word}");
    }
}

#[test]
fn every_example_is_a_move_of_the_very_story() {
    for shipped in shipped::all() {
        let session = session(&shipped.id);
        for me in [None, Some(SeatId::new(0)), Some(SeatId::new(1))] {
            let view = session.view(me.map_or(Viewer::Table, Viewer::Seat));
            for help in MOVES {
                // A name would give it away: where one is to be put in, it says so.
                let action = session.scenario().actions.names().next().unwrap();
                let line = example(view, me, help.word).replace("ACTION", action);
                let read = parse(session.scenario(), &line, me);
                assert!(matches!(read, Ok(Some(_))), "{}: `{line}`: {read:?}", shipped.id);
                assert!(line.chars().count() <= 120, "{line}");
            }
        }
    }
}

#[test]
fn a_move_without_its_slots_is_asked_about_slot_by_slot() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let slots =
        |line: &str| names.questions(line).iter().map(|asked| asked.slot).collect::<Vec<_>>().join(" ");
    for (line, wanted) in [
        ("4 update customer-care executives", "state impact doing next"),
        ("update customer-care state=x", ""),
        ("1 -60s statement", "symptom affected scope since unknown done"),
        ("1 close", "summary"),
        ("1 close it is over", ""),
        ("1 page pricing", "why"),
        ("1 page pricing they own the file", ""),
        ("1 task 2 \"pause the run\"", "box"),
        ("1 task 2 pause the run 5m", ""),
        ("1 handover commander 2", "state flight tried next"),
        ("1 handover commander 2 state=\"paused\" next=\"20m\"", "flight tried"),
        ("1 handover 2", "state flight tried next"),
        ("1 handover commander", ""),
        ("1 poll pause-run", "risk"),
        ("1 say close", ""),
        ("1 ack", ""),
        ("", ""),
    ] {
        assert_eq!(slots(line), wanted, "{line}");
    }
    let whole = with_slot(&with_slot("4 update executives ", "state", " in \"hand\" "), "next", "20m");
    assert_eq!(whole, "4 update executives state=\"in 'hand'\" next=\"20m\"");
    let read = parse(session.scenario(), &whole, None).unwrap().unwrap();
    let What::Move(Command::Update { audiences, slots }) = read.what else { panic!("{read:?}") };
    assert_eq!(audiences.len(), 1);
    assert_eq!(slots.state.as_deref(), Some("in 'hand'"));
    assert_eq!(slots.next_ms, Some(SimDuration::from_mins(20)));
}

#[test]
fn a_bare_move_is_asked_for_its_words_first() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let asked = |line: &str| {
        let asked = names.words_asked(line);
        let slots: Vec<_> =
            asked.iter().map(|asked| if asked.slot.is_empty() { "?" } else { asked.slot }).collect();
        slots.join(" ")
    };
    for (line, wanted) in [
        ("1 declare", "?"),
        ("1 declare sev1", ""),
        ("1 severity", "? why"),
        ("1 handover", "? ? state flight tried next"),
        ("1 handover commander", "? state flight tried next"),
        ("update", "? state impact doing next"),
        ("1 task 2", "? box"),
        ("1 look", "?"),
        ("1 ask", "? ?"),
        ("1 ask pricing", "?"),
        ("2 do", "?"),
        ("1 page nobody-here", ""),
    ] {
        assert_eq!(asked(line), wanted, "{line}");
    }
    let whole = with_slot(&with_slot("1 handover", "", " commander "), "", "2");
    assert_eq!(whole, "1 handover commander 2");
}

#[test]
fn an_answer_that_is_the_next_move_is_seen() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    for (answer, is) in [
        ("4 update executives state=resolved", true),
        ("update executives state=resolved", true),
        ("2 verify invoice-ratio", true),
        ("verify invoice-ratio", true),
        ("ask pricing what changed", true),
        ("2 do pause-run", true),
        ("do pause-run", true),
        ("ack", true),
        ("close", true),
        ("status", true),
        ("help look", true),
        ("wait 5m", true),
        ("say we look at it", true),
        ("hold 5m \"and see\"", true),
        ("note \"who called\"", true),
        ("ask them what changed", false),
        ("look into the tariff", false),
        ("who is affected", false),
        ("hold the run", false),
        ("close to 6,000 customers", false),
        ("report to the boss", false),
        ("2 of 5 nodes are in the vote", false),
        ("update them by noon", false),
        ("the run was paused; primary looks on", false),
    ] {
        assert_eq!(names.is_a_move(answer), is, "{answer}");
    }
}

/// People answer as the screen writes, and by the words they have.
#[test]
fn a_seat_with_a_colon_says_something() {
    let session = session("billing-multiplier");
    let line = parse(session.scenario(), "secondary: it's paused, look", None).unwrap().unwrap();
    assert_eq!(line.mover, Some(Mover::Seat(SeatId::new(1))));
    assert_eq!(line.what, What::Move(Command::Say("it's paused, look".into())));
    let error = parse(session.scenario(), "4 tell executives state=identified", None).unwrap_err();
    assert_eq!(
        error.mended("4 tell executives state=identified").as_deref(),
        Some("4 update executives state=identified")
    );
    let error = parse(session.scenario(), "2 ack task 3", None).unwrap_err();
    assert!(error.to_string().contains("`accept`"), "{error}");
}

#[test]
fn a_slip_is_answered_with_the_line_that_was_meant() {
    let session = session("billing-multiplier");
    for (typed, meant) in [
        ("1 pgae secondary", "1 page secondary"),
        ("2 do pasue-run", "2 do pause-run"),
        ("1 look invoice-rtio", "1 look invoice-ratio"),
        ("1 assign deputi 4", "1 assign deputy 4"),
        ("1 ask pricin \"why?\"", "1 ask pricing \"why?\""),
        ("4 update custmer-care state=x", "4 update customer-care state=x"),
        ("1 look ratios", "1 look invoice-ratio"),
        ("1 look the tarif stores", "1 look tariff-store"),
        ("1 ask printers \"where is the van?\"", "1 ask print-shop \"where is the van?\""),
        ("4 update executives fixed, sorry", "4 update executives impact=\"fixed, sorry\""),
        ("4 update executives resolved since ten", "4 update executives state=\"resolved since ten\""),
        ("1 verify pause-run", "1 verify invoices-sent"),
        ("1 update customer care resolved since ten", "1 update customer care state=\"resolved since ten\""),
        ("2 pause the invoice run", "2 do pause-run"),
        ("2 pause-run", "2 do pause-run"),
        ("1 tell secondary to pause the run", "1 task secondary to pause the run"),
        // In words that stand for a move, each as likely as the next.
        ("1 I have command", "1 take commander"),
        ("I'm in command", "take commander"),
        ("1 I am commander", "1 take commander"),
        ("1 roles me=commander", "1 take commander"),
        ("1 roles 1=commander expert=2", "1 roles commander=primary expert=2"),
        ("1 I got it", "1 ack"),
        ("1 sev1", "1 declare sev1"),
        ("sev 2", "declare sev2"),
        // Of an action that is another seat's: whoever writes nearly its name knows it.
        ("1 poll do-rerun risk=\"twice\"", "1 poll rerun risk=\"twice\""),
        ("1 poll do rerun", "1 poll rerun"),
        ("4 decide roll-bakc-tariff", "4 decide roll-back-tariff"),
        ("4 poll rol-back-tarif", "4 poll roll-back-tariff"),
        ("4 poll do rol-back-tarif", "4 poll roll-back-tariff"),
        ("1 raise sev1", "1 severity sev1"),
        ("4 tell executives: the run is paused", "4 update executives: the run is paused"),
        // The seat in front makes the move; a question is put to it.
        ("secondary how is it looking", "ask secondary \"how is it looking\""),
        ("pricing who changed something today?", "ask pricing \"who changed something today?\""),
        // A part of a name, where nothing else can stand.
        ("4 update customers state=x", "4 update customer-care state=x"),
        ("1 page manager why=x", "1 page duty-manager why=x"),
        // Who has a task says so.
        ("4 done", "4 report done"),
        ("4 done, nothing leaves", "4 report done nothing leaves"),
    ] {
        let error = parse(session.scenario(), typed, None).unwrap_err();
        assert_eq!(error.mended(typed).as_deref(), Some(meant), "{error}");
    }
    let error = parse(session.scenario(), "1 zzzzzz", None).unwrap_err();
    assert_eq!(error.mended("1 zzzzzz"), None);
}

/// People tell in one breath what the slots keep apart.
#[test]
fn a_sentence_behind_the_audiences_is_asked_about_slot_by_slot() {
    let session = session("first-page");
    let names = Names::of(session.view(Viewer::Table), None);
    let asked = |line: &str| {
        let error = parse(session.scenario(), line, None).unwrap_err();
        assert!(!error.to_string().contains("no audience"), "{error}");
        let (line, questions) = names.talk_asked(line, &error).unwrap();
        let slots: Vec<String> =
            questions.iter().map(|asked| format!("{}={}", asked.slot, asked.offered)).collect();
        format!("{line} | {}", slots.join(" | "))
    };
    for (typed, wanted) in [
        (
            "1 update riders identified electric bikes dont unlock, we are putting last settings back, next in 10 min",
            "1 update riders state=\"identified\" | impact=electric bikes dont unlock | \
             doing=we are putting last settings back | next=10 min",
        ),
        (
            "1 update riders town hall: bikes stay in their docks",
            "1 update riders town hall | state= | impact=bikes stay in their docks | doing= | next=",
        ),
        (
            "update town-hall resolved since ten next=none",
            "update town-hall next=none state=\"resolved since ten\" | impact= | doing=",
        ),
    ] {
        assert_eq!(asked(typed), wanted, "{typed}");
    }
    let typo = "1 update riders town-hal state=identified";
    let error = parse(session.scenario(), typo, None).unwrap_err();
    assert_eq!(names.talk_asked(typo, &error), None);
}

/// The first name is whom; a name that begins a sentence is part of the reason.
#[test]
fn a_page_calls_the_first_name_and_the_rest_is_why() {
    let session = session("first-page");
    let read = |typed: &str| parse(session.scenario(), typed, None).unwrap().unwrap().what;
    for (typed, same) in [
        (
            "1 page secondary, bikes dont unlock, need hands",
            "1 page secondary why=\"bikes dont unlock, need hands\"",
        ),
        ("1 page all bikes are stuck all over town", "1 page all why=\"bikes are stuck all over town\""),
        ("1 page all bikes", "1 page all why=\"bikes\""),
        ("1 page the desk people are stuck", "1 page desk why=\"people are stuck\""),
        ("1 page the secondary", "1 page secondary"),
    ] {
        assert_eq!(read(typed), read(same), "{typed}");
    }
    let names = Names::of(session.view(Viewer::Table), None);
    let whom = &names.words_asked("1 page")[0].shown;
    assert_eq!(whom, &["one of: primary, secondary, desk, bikes, rider-desk"]);
    let error = parse(session.scenario(), "1 page zzzz", None).unwrap_err();
    assert_eq!(error.help, "there are: primary, secondary, desk, bikes, rider-desk, all");
}

/// Where a name or a time is asked for, a whole move is no answer; one's own words may look like a move.
#[test]
fn a_whole_move_leaves_the_question() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let at = |line: &str| {
        let asked = names.words_asked(line);
        if asked.is_empty() { names.questions(line) } else { asked }.remove(0)
    };
    for (line, answer, leaves) in [
        ("1 verify", "ask secondary verify invoice-ratio", true),
        ("1 verify", "close", true),
        ("1 verify", "invoice-ratio", false),
        ("1 take", "status", true),
        ("1 task 2 \"pause the run\"", "do pause-run", true),
        ("1 task 2 \"pause the run\"", "5m", false),
        ("1 close", "do pause-run", false),
        ("1 close", "close", false),
        ("1 close", "2 do pause-run", true),
        ("1 close", "update executives state=resolved", true),
        ("1 close", "it was the tariff", false),
    ] {
        assert_eq!(names.leaves(&at(line), answer), leaves, "{line} / {answer}");
    }
}

/// What was typed beside the words that stood there is the move, if it is one; and no word of either is lost.
#[test]
fn a_move_typed_beside_what_stood_there_is_the_move() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let mut impact = names.questions("4 update executives").remove(1);
    impact.offered = "bills are wrong".to_string();
    for (answer, meant, perhaps) in [
        ("bills are wrong2 do pause-run", Some("2 do pause-run"), None),
        ("bills are wrong 2 do pause-run", Some("2 do pause-run"), None),
        // As much of it was taken away, or all of it, or the cursor stood before it.
        ("bills are 2 do pause-run", Some("2 do pause-run"), None),
        ("2 do pause-run", Some("2 do pause-run"), None),
        ("2 do pause-run bills are wrong", Some("2 do pause-run bills are wrong"), None),
        // Without its seat it may be more words: that is asked.
        ("bills are wrong do pause-run", None, Some("do pause-run")),
        ("bills are wrong", None, None),
        ("bills are wrong, and 2 regions wait", None, None),
        ("bills are wrong by ten times", None, None),
        ("we look at it", None, None),
    ] {
        assert_eq!(names.instead(&impact, answer), meant, "{answer}");
        assert_eq!(names.perhaps(&impact, answer).filter(|_| meant.is_none()), perhaps, "{answer}");
    }
    let mut doing = names.questions("4 update executives").remove(2);
    doing.offered = "we pause the \"run\"".to_string();
    let left = unsaid("4 update executives state=\"identified\"", [&impact, &doing]);
    assert_eq!(
        left,
        "4 update executives state=\"identified\" impact=\"bills are wrong\" doing=\"we pause the 'run'\""
    );
    assert!(matches!(parse(session.scenario(), &left, None), Ok(Some(_))));
}

/// What begins with no state is asked about at its own question, with the words where they stand behind one.
#[test]
fn a_state_that_is_none_is_asked_again_at_once() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let questions = names.questions("4 update executives");
    let stands = |answer: &str| questions[0].lacks_a_state(answer).map(|(_, so)| (so.before, so.behind));
    assert_eq!(stands("bills are wrong"), Some((String::new(), " bills are wrong".to_string())));
    assert_eq!(stands("identifed the file"), Some(("identified the file".to_string(), String::new())));
    assert_eq!(stands("mitigatin: paused"), Some(("mitigating paused".to_string(), String::new())));
    for fine in ["identified the file", "Resolved.", "monitoring: it holds", ""] {
        assert_eq!(stands(fine), None, "{fine}");
    }
    assert!(questions[1..].iter().all(|question| question.lacks_a_state("bills are wrong").is_none()));
    let said = questions[0].lacks_a_state("bills are wrong").unwrap().0;
    assert!(said.contains("investigating, identified, mitigating, monitoring or resolved"), "{said}");
}

/// All names, and those that have come up where nothing has.
fn before_and_after(session: &Session) -> (Names, Names) {
    let all = Names::of(session.view(Viewer::Table), None);
    let heard = all.clone().hearing(session.view(Viewer::Table), &[]);
    (all, heard)
}

fn listed(names: &Names, line: &str) -> Vec<String> {
    let (_, offers) = names.offers(line);
    offers.into_iter().map(|offer| offer.text).collect()
}

/// Tab lists what has come up in the story, and completes any name that somebody has begun to type.
#[test]
fn what_has_come_up_is_listed_and_the_rest_is_completed() {
    let shipped = shipped::of("billing-multiplier");
    let session = shipped.session();
    let (all, heard) = before_and_after(&session);
    let (before, after) = (listed(&all, "2 look "), listed(&heard, "2 look "));
    assert!(!after.is_empty() && after.len() < before.len(), "{before:?} {after:?}");
    assert!(after.iter().all(|name| before.contains(name)));
    let hidden = before.iter().find(|name| !after.contains(name)).unwrap();
    assert!(listed(&heard, &format!("2 look {}", &hidden[..3])).contains(hidden), "{hidden}");
}

/// `help look` lists as Tab does.
#[cfg(feature = "cli")]
#[test]
fn help_lists_what_has_come_up() {
    let session = shipped::of("billing-multiplier").session();
    let (all, heard) = before_and_after(&session);
    let after = listed(&heard, "2 look ");
    let hidden = listed(&all, "2 look ").into_iter().find(|name| !after.contains(name)).unwrap();
    let help = sandtable::screen::help_having_heard(session.view(Viewer::Table), Some(&[]), Some("look"));
    let lists = |line: &&String| line.starts_with("not looked at yet: ");
    assert!(help.iter().find(lists).is_some_and(|line| !line.contains(hidden.as_str())), "{help:?}");
    assert!(help.iter().any(|line| line.starts_with("any other name goes as well")), "{help:?}");
}

/// What no move is near to is answered with what can be done, and never by guessing at another move.
#[test]
fn what_cannot_be_done_at_once_is_said() {
    let session = session("billing-multiplier");
    for (typed, says) in [
        ("quit", "Ctrl-D leaves"),
        ("1 who changed something today?", "`ask SEAT|TEAM \"who changed something today?\"` asks somebody"),
        ("1 page secondary and pricing need hands", "page `secondary`, then `pricing`"),
        ("2 object no", "who has none says nothing"),
        ("2 no objection", "who has no objection says nothing"),
        ("1 answer care-lead \"ten minutes\"", "`say"),
        ("1 tell the care-lead \"ten minutes\"", "`say"),
        ("1 update care-lead state=investigating", "is somebody who speaks to you"),
        ("1 page secondary pricing why=\"help\"", "page `secondary`, then `pricing`"),
        ("1 page secondary, pricing", "page `secondary`, then `pricing`"),
        (
            "1 look invoice-ratio and invoices-sent",
            "one after the other: `look invoice-ratio`, then `look invoices-sent`",
        ),
    ] {
        let error = parse(session.scenario(), typed, None).unwrap_err();
        assert!(error.to_string().contains(says), "{typed}: {error}");
        assert_eq!(error.mended(typed), None, "{typed}");
    }
}

/// As people say it, and as the screen writes it.
#[test]
fn what_is_said_in_other_words_is_read() {
    let session = session("billing-multiplier");
    let read = |typed: &str| parse(session.scenario(), typed, None).unwrap().unwrap();
    for (typed, same) in [
        ("1 declare an incident, sev 2, many customers", "1 declare sev2"),
        ("-30s 2 report done", "2 -30s report done"),
        ("1: ack", "1 ack"),
        ("primary: look invoice-ratio", "primary look invoice-ratio"),
        ("1 task 2 \"pause the run\" box=\"five minutes\"", "1 task 2 \"pause the run\" box=5m"),
        ("1 task 2 box=5 minutes \"pause the run\"", "1 task 2 \"pause the run\" box=5m"),
        ("as table", "as nobody"),
        ("1 roles commander=me expert=2", "1 roles commander=1 expert=2"),
        ("1 roles commander=primary, deputy=4", "1 roles commander=1 deputy=4"),
        ("1 roles commander=1,deputy=4, expert=2, 3", "1 roles commander=1 deputy=4 expert=2,3"),
        ("1 roles commander=1 , expert=2 ,3", "1 roles commander=1 expert=2,3"),
        ("1 roles commander=\"1\" expert=-,", "1 roles commander=1 expert=-"),
        ("1 update customer care state=identified", "1 update customer-care state=identified"),
    ] {
        let (read, same) = (read(typed), read(same));
        assert_eq!((read.mover, read.ago, read.what), (same.mover, same.ago, same.what), "{typed}");
    }
    let update = read("1 update executives state=investigating next=\"10 minutes\"");
    let What::Move(Command::Update { slots, .. }) = update.what else { panic!("{update:?}") };
    assert_eq!(slots.next_ms, Some(SimDuration::from_mins(10)));
    // However often a seat stands in front, and at whatever length.
    for times in [2, 2_600] {
        let talk = read(&format!("{}ack", "1: ".repeat(times)));
        assert!(matches!(talk.what, What::Move(Command::Say(_))), "{times}");
    }
    // What is not nearly an action's name stays what it is.
    for typed in ["1 poll to wait", "1 decide we run tonight", "1 poll do nothing", "1 decide to start again"]
    {
        let about = read(typed);
        let text = matches!(
            about.what,
            What::Move(
                Command::Poll { about: About::Text(_), .. } | Command::Decide { about: About::Text(_), .. }
            )
        );
        assert!(text, "{typed}: {about:?}");
    }
    // Talk stays talk.
    let talk = read("primary: look at what it does to the bills");
    assert!(matches!(talk.what, What::Move(Command::Say(_))), "{talk:?}");
}

/// Bare moves ask for what they need; a time that is none is asked for again, before anything is lost.
#[test]
fn roles_and_plans_are_asked_for_piece_by_piece() {
    let session = session("first-page");
    let names = Names::of(session.view(Viewer::Facilitator), None);
    let slots =
        |line: &str| names.words_asked(line).iter().map(|asked| asked.slot).collect::<Vec<_>>().join(" ");
    assert_eq!(slots("1 roles"), "commander deputy expert");
    assert_eq!(slots("1 plan"), " next");
    assert_eq!(slots("1 plan stop it, then find out"), "next");
    let next = names.words_asked("1 plan").remove(1);
    assert_eq!(next.is_none_of("soon").as_deref(), Some("`soon` is not a time: for example 5m or 90s"));
    assert_eq!(next.is_none_of("ten minutes"), None);
    let whole = with_slot(&with_slot("1 plan", "", "stop it"), "next", "ten minutes");
    let same = parse(session.scenario(), "1 plan next=10m \"stop it\"", None).unwrap().unwrap();
    assert_eq!(parse(session.scenario(), &whole, None).unwrap().unwrap().what, same.what);
    let whole = with_slot("1 roles", "commander", "1");
    assert!(parse(session.scenario(), &whole, None).is_ok(), "{whole}");
    let error = parse(session.scenario(), "1 roles", None).unwrap_err().to_string();
    assert!(error.contains("roles commander=1 deputy=3 expert=2"), "three seats: {error}");
}

/// Whom to tell can only be one of those there are, and that is said before anything else is asked.
#[test]
fn an_audience_that_is_none_is_refused_at_its_own_question() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Facilitator), None);
    let questions = names.words_asked("1 update");
    assert!(
        questions[0]
            .is_none_of("customers")
            .unwrap()
            .starts_with("nobody is called `customers` here; there are: ")
    );
    assert_eq!(questions[0].is_none_of("customer-care"), None);
    assert!(questions[1..].iter().all(|question| question.is_none_of("customers").is_none()));
    // What the facilitator does is a move as any other.
    assert!(names.is_a_move("vacate 3") && names.is_a_move("hint 1 2") && names.is_a_move("actions"));
    assert!(!names.is_a_move("skip the queue") && !names.is_a_move("vacate the building"));
}

/// What is to come in the story is in no list; who knows its name may type it.
#[test]
fn only_names_that_have_come_up_are_listed_where_somebody_looks() {
    let mut session = session("market-data-stale");
    let asked = |session: &Session, events: &[Event], line: &str| {
        let view = session.view(Viewer::Table);
        Names::of(view, None).hearing(view, events).words_asked(line).remove(0)
    };
    let others = "any other name goes as well: a dashboard, a log, a runbook";
    let first = asked(&session, &[], "1 look");
    // The story opens with markets, and the parts of one's own system are known.
    let listed = "rollout-tool, lock-service, feed-handlers, message-log, price-cache, gateways, freshness-monitor, \
                  client-phones, second-site-log, markets";
    assert_eq!(first.shown, [format!("not looked at yet: {listed}"), others.to_string()]);
    assert!(first.among.iter().all(|offer| listed.split(", ").any(|name| name == offer.text)), "Tab, too");
    let verify = asked(&session, &[], "1 verify");
    assert_eq!(verify.shown, ["any other number goes as well, by its name"]);

    // The wall names three numbers, and what was looked at is in the list whoever named it.
    let mut events = Vec::new();
    for line in ["1 ack", "1 look dashboard"] {
        let read = parse(session.scenario(), line, None).unwrap().unwrap();
        let What::Move(command) = read.what else { panic!("{line}") };
        let by = read.mover.unwrap();
        events.extend(session.handle(by, SimDuration::ZERO, &command, line).unwrap().events);
    }
    let verify = asked(&session, &events, "1 verify");
    assert_eq!(verify.shown[0], "not looked at yet: markets-led, prices-out, freshness");
    let look = asked(&session, &events, "1 look");
    assert_eq!(look.shown[1], "looked at: dashboard", "{:?}", look.shown);
    // Who runs the drill knows all of it.
    let view = session.view(Viewer::Facilitator);
    let all = Names::of(view, None).hearing(view, &events).words_asked("1 look").remove(0);
    assert!(
        all.shown.iter().any(|line| line.contains("list-check")) && !all.shown.contains(&others.to_string())
    );
}

/// What is named in more words than it has is asked about; "nothing unusual" would be a false all-clear.
#[test]
fn what_is_spoken_of_is_found() {
    let session = session("first-page");
    let read = |line: &str| parse(session.scenario(), line, None);
    for said in ["recent changes", "what changed today", "the latest releases"] {
        let error = read(&format!("1 look {said}")).unwrap_err();
        assert_eq!(error.help, "did you mean `deploy-log`?", "{said}");
        assert_eq!(error.mended(&format!("1 look {said}")).as_deref(), Some("1 look deploy-log"));
    }
    // Of two it could be either, and of none it is a name like any other.
    for said in ["changes of failed-unlocks", "the weather"] {
        assert!(read(&format!("1 look {said}")).is_ok(), "{said}");
    }
}

/// A name that is not written well, or what one seat says to a question for all, is asked about; a sentence is not.
#[test]
fn a_move_typed_at_a_question_is_asked_about() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let impact = names.questions("4 update executives").remove(1);
    for (answer, asks) in [
        ("look invoiceratio", true),
        ("look invoice-ratio", true),
        ("2 no", true),
        ("2 look", true),
        ("look at the docks is under way", false),
        ("2 regions wait", false),
        ("no one can pay", false),
        ("bills are wrong", false),
    ] {
        assert_eq!(names.perhaps(&impact, answer).is_some(), asks, "{answer}");
    }
}

/// What a move can't do without, and a time to hear more that is none, are asked for again at their own question.
#[test]
fn what_is_needed_is_asked_for_again_at_once() {
    let session = session("billing-multiplier");
    let names = Names::of(session.view(Viewer::Table), None);
    let questions = names.words_asked("1 update");
    assert!(questions[0].is_none_of("").is_some_and(|why| why.contains("can't be left out")));
    assert!(questions[1..].iter().all(|question| question.is_none_of("").is_none()), "slots may be skipped");
    let next = questions.last().unwrap();
    assert!(next.lacks_a_time("soon").is_some_and(|why| why.starts_with("`soon` names no time")));
    for fine in ["20m", "in ten minutes", "14:05", "none", ""] {
        assert_eq!(next.lacks_a_time(fine), None, "{fine}");
    }
    assert!(questions[..questions.len() - 1].iter().all(|question| question.lacks_a_time("soon").is_none()));
}
