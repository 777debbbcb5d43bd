//! What was said once is not typed twice: offered where the same is asked for again, and never said by accident.

use sandtable::engine::Session;
use sandtable::engine::event::{Event, Mode};
use sandtable::engine::view::Viewer;
use sandtable::moves::{Names, Question, What, goes_on};
use sandtable::pace::Pace;
use sandtable::scenario::id::SeatId;

use crate::shop::{OPENING, SHOP};
use crate::support::{header, movers, moves, scenario};

/// A drill as far as these lines go, and all that happened.
fn so_far(mode: Mode, lines: &str) -> (Session, Vec<Event>) {
    let scenario = scenario(SHOP, None);
    let lines = moves(&scenario, lines);
    let mut header = header(&scenario, &movers(&moves(&scenario, OPENING)), 1, Pace::Flat);
    header.mode = mode;
    let (mut session, mut all) = Session::start(scenario, header).unwrap();
    for (_, said, line) in lines {
        session.advance_to(line.at.unwrap(), |batch| all.extend_from_slice(batch)).unwrap();
        let What::Move(command) = &line.what else { panic!("no move: {said}") };
        let handled = session.handle(line.mover.unwrap(), line.ago, command, &line.said).unwrap();
        assert_eq!(handled.refused, None, "{said}");
        all.extend(handled.events);
    }
    (session, all)
}

fn names(session: &Session, events: &[Event], who: Viewer) -> Names {
    let me = if let Viewer::Seat(seat) = who { Some(seat) } else { None };
    Names::of(session.view(who), me).recalling(session.view(who), events)
}

/// What is known of each slot that a line is asked for, as the screen says it.
fn known_in(mode: Mode, more: &str, line: &str) -> Vec<String> {
    let (session, events) = so_far(mode, &format!("{OPENING}{more}"));
    let names = names(&session, &events, Viewer::Table);
    let asked = names.questions(line);
    let asked = if asked.is_empty() { names.words_asked(line) } else { asked };
    asked.iter().filter_map(|question| Some(format!("{}| {}", question.slot, said(question)?))).collect()
}

fn said(question: &Question) -> Option<String> {
    question.says_known("Enter", "Tab")
}

fn known(more: &str, line: &str) -> Vec<String> {
    known_in(Mode::Standard, more, line)
}

const TOLD: &str = "\n2:00 comms update stakeholders customers state=\"investigating: errors\" impact=\"every third order fails\" \
                    doing=\"we look\" next=10m";

#[test]
fn the_second_update_begins_with_the_words_of_the_first_but_its_state() {
    assert_eq!(
        known(TOLD, "4 update stakeholders"),
        [
            "state| Tab takes what was said at 10:02: investigating: errors",
            "impact| Enter keeps what was said at 10:02: every third order fails",
            "doing| Enter keeps what was said at 10:02: we look",
            "next| Enter keeps what was said at 10:02: 10m",
        ]
    );
    // Whom to tell comes first, where that is not said.
    assert_eq!(known(TOLD, "4 update")[0], "| Enter keeps what was said at 10:02: stakeholders customers");
    // What is done now is another thing once something was begun, and the impact once it is worse.
    let more = format!("{TOLD}\n2:30 tech do restart\n2:40 primary severity sev2 why=\"fewer\"");
    let then = known(&more, "4 update stakeholders");
    assert_eq!(then[1], "impact| Tab takes what was said at 10:02: every third order fails");
    assert_eq!(then[2], "doing| Tab takes what was said at 10:02: we look");
    // A time of the day comes once.
    let clock = TOLD.replace("next=10m", "next=10:12");
    let next = known(&clock, "4 update stakeholders").pop().unwrap();
    assert_eq!(next, "next| Tab takes the rhythm of SEV1: 20m");
}

/// Who has said nothing is given no words; what the clock knows is taken, and never kept by itself.
#[test]
fn the_first_update_is_given_nothing_but_the_rhythm() {
    assert_eq!(known("", "4 update stakeholders"), ["next| Tab takes the rhythm of SEV1: 20m"]);
    let unaided = known_in(Mode::Unaided, "", "4 update stakeholders");
    assert_eq!(unaided, [] as [&str; 0], "nobody is helped");
    let own = known_in(Mode::Unaided, TOLD, "4 update stakeholders");
    assert_eq!(own.len(), 4, "one's own words are no help: {own:?}");
    let stated =
        "\n2:00 primary statement symptom=\"errors\" affected=\"all buyers\" scope=\"every third order\"";
    assert_eq!(
        known(stated, "4 update stakeholders")[0],
        "impact| Tab takes the statement of 10:02: errors, all buyers, every third order"
    );
}

#[test]
fn a_statement_is_given_the_page_to_take_and_its_own_words_to_keep() {
    assert_eq!(
        known("", "1 statement"),
        [
            "symptom| Tab takes the words of the page at 10:00: errors at 30",
            "since| Tab takes when the first page came: 10:00",
        ]
    );
    let told = known(TOLD, "1 statement");
    assert_eq!(told[0], "symptom| Tab takes the update of 10:02: every third order fails");
    let stated = "\n2:00 primary statement symptom=\"errors\" since=\"about ten\"\n2:30 tech do restart";
    assert_eq!(
        known(stated, "1 statement"),
        [
            "symptom| Enter keeps what was said at 10:02: errors",
            "since| Enter keeps what was said at 10:02: about ten",
            "done| Tab takes what was begun: restart",
        ]
    );
}

#[test]
fn a_brief_is_made_of_what_stands_open_and_was_said() {
    let more = format!(
        "{TOLD}\n2:10 primary task tech \"count the orders\" box=5m\n2:30 tech do restart\n2:40 primary plan next=5m \"watch it\""
    );
    assert_eq!(
        known(&more, "1 handover commander 2"),
        [
            "state| Tab takes the update of 10:02: investigating: errors, every third order fails",
            "flight| Tab takes the open tasks: tech: count the orders, by 10:07",
            "tried| Tab takes what was begun: restart",
            "next| Tab takes the plan and the next update: watch it; update stakeholders and customers by 10:12",
        ]
    );
    assert_eq!(
        known(&more, "1 close"),
        ["summary| Tab takes the update of 10:02: every third order fails, we look"]
    );
}

/// A seat's own screen recalls what that seat was told, and nothing else.
#[test]
fn who_was_not_told_is_given_nothing() {
    let paged = "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page tech why=\"hands are needed\"\n\
                 2:00 primary update stakeholders state=investigating impact=\"every third order fails\"";
    let (session, events) = so_far(Mode::Standard, paged);
    let asked = |seat: usize| {
        let names = names(&session, &events, Viewer::Seat(SeatId::new(seat)));
        names.questions("update stakeholders").iter().filter_map(said).collect::<Vec<_>>()
    };
    assert_eq!(asked(0).len(), 3, "{:?}", asked(0));
    assert!(!asked(3).iter().any(|known| known.contains("order")), "{:?}", asked(3));
}

/// One answer, to the question for a slot of an update that is not the first.
fn answers(slot: &str) -> Question {
    let (session, events) = so_far(Mode::Standard, &format!("{OPENING}{TOLD}"));
    let asked = names(&session, &events, Viewer::Table).words_asked("4 update");
    asked.into_iter().find(|question| question.slot == slot).unwrap()
}

#[test]
fn enter_keeps_tab_takes_and_a_dash_leaves_out() {
    let (state, impact) = (answers("state"), answers("impact"));
    assert_eq!(impact.takes_known(""), Some("every third order fails"));
    assert_eq!(impact.takes_known("-"), Some(""));
    assert_eq!(impact.takes_known("="), Some("every third order fails"));
    assert_eq!(impact.takes_known("nobody can buy"), None);
    assert_eq!(state.takes_known(""), None, "a state is never kept by Enter alone");
    assert_eq!(state.takes_known("="), Some("investigating: errors"));
    let unknown = Question { known: None, ..impact.clone() };
    assert_eq!(unknown.takes_known("="), Some(""), "where nothing is known, nothing is taken");
    assert_eq!((unknown.takes_known(""), unknown.takes_known("-")), (None, None));
    // Who says that it is over keeps nothing of what was said while it was not.
    let mut left = vec![answers("impact"), answers("doing"), answers("next")];
    goes_on(&state, "monitoring", &mut left);
    assert!(left.iter().all(|question| question.takes_known("").is_some()));
    goes_on(&impact, "resolved", &mut left);
    assert!(left.iter().all(|question| question.takes_known("").is_some()));
    goes_on(&state, "Resolved: all good", &mut left);
    assert!(left.iter().all(|question| question.takes_known("").is_none()));
}

/// What the board was told in confidence is not on everybody's page by one key.
#[test]
fn what_some_were_told_is_not_kept_for_others_by_enter_alone() {
    let some = TOLD.replace("stakeholders customers", "stakeholders");
    let of = |line: &str| known(&some, line).into_iter().find(|known| known.starts_with("impact")).unwrap();
    assert_eq!(
        of("4 update stakeholders"),
        "impact| Enter keeps what was said at 10:02: every third order fails"
    );
    for line in ["4 update customers", "4 update stakeholders customers"] {
        assert_eq!(of(line), "impact| Tab takes what was said at 10:02: every third order fails", "{line}");
    }
    // The same where the audience is asked for.
    let (session, events) = so_far(Mode::Standard, &format!("{OPENING}{some}"));
    let asked = names(&session, &events, Viewer::Table).words_asked("4 update");
    for (answer, keeps) in
        [("stakeholders", true), ("", true), ("cust", false), ("stakeholders customers", false)]
    {
        let mut left = vec![asked.iter().find(|question| question.slot == "impact").unwrap().clone()];
        goes_on(&asked[0], answer, &mut left);
        assert_eq!(left[0].takes_known("").is_some(), keeps, "{answer}");
    }
}

#[test]
fn a_state_and_a_name_may_be_begun() {
    let (state, whom) = (answers("state"), answers(""));
    for (typed, spelt) in [
        ("inv", "investigating"),
        ("Ide: the release", "identified: the release"),
        ("mon, it holds", "monitoring, it holds"),
        ("in", "in"),
        ("m", "m"),
        ("invoices fail", "invoices fail"),
        ("resolved", "resolved"),
    ] {
        assert_eq!(state.spelt(typed), spelt);
    }
    for (typed, spelt) in [
        ("cust", "customers"),
        ("s and c", "stakeholders customers"),
        ("stakeholders,cust", "stakeholders customers"),
        ("boss", "boss"),
    ] {
        assert_eq!(whom.spelt(typed), spelt);
    }
    assert!(whom.is_none_of(&whom.spelt("boss")).is_some());
}

/// The score counts no update whose words are all the same: that is said before it goes out.
#[test]
fn word_for_word_the_same_is_known_before_it_goes_out() {
    let (session, events) = so_far(Mode::Standard, &format!("{OPENING}{TOLD}"));
    let names = names(&session, &events, Viewer::Table);
    let again = |line: &str, state: &str, doing: &str| {
        let answers = [
            ("state", state.to_string()),
            ("impact", "every third order fails".to_string()),
            ("doing", doing.to_string()),
        ];
        names.says_again(line, &answers)
    };
    assert!(again("4 update stakeholders", "Investigating: errors.", "we look"));
    assert!(again("4 update customers", "investigating: errors", "we look"));
    assert!(!again("4 update team", "investigating: errors", "we look"), "they were told nothing");
    assert!(!again("4 update stakeholders", "investigating, no change", "we look"));
    assert!(!again("4 update stakeholders", "investigating: errors", "we roll back"));
}

/// Words that stood on the line, and were typed once more beside it, are said once.
#[test]
fn what_is_typed_again_does_not_pile_up() {
    let mut state = answers("state");
    state.known = None;
    let (_, stood) = state.lacks_a_state("orders fail").unwrap();
    for (typed, once) in [
        ("investigating orders fail", "investigating orders fail"),
        ("investigating orders fail orders fail", "investigating orders fail"),
        ("orders fail badly orders fail", "orders fail badly"),
        ("it is broken orders fail", "it is broken"),
        ("inv orders fail", "inv orders fail"),
        ("identified", "identified"),
    ] {
        assert_eq!(state.once(typed, &stood), once, "{typed}");
    }
    let mut impact = answers("impact");
    impact.offered = "orders fail".to_string();
    let stood = sandtable::moves::Standing { before: "orders fail".to_string(), behind: String::new() };
    for (typed, once) in
        [("orders failorders fail", "orders fail"), ("orders fail, all of them", "orders fail, all of them")]
    {
        assert_eq!(impact.once(typed, &stood), once, "{typed}");
    }
}

/// Who speaks to somebody while a question stands open has answered nothing.
#[test]
fn what_begins_with_a_name_may_be_no_answer() {
    let (session, events) = so_far(Mode::Standard, OPENING);
    let scenario = session.scenario();
    let people =
        sandtable::moves::People::of(scenario, [(SeatId::new(2), "Ben"), (SeatId::new(3), "Lena Ott")]);
    let names = names(&session, &events, Viewer::Table).knowing(people);
    let asked = names.questions("4 update stakeholders");
    for (answer, speaks) in [
        ("Ben, can you look?", true),
        ("ben can you look", true),
        ("Lena: what do we tell them?", true),
        ("@tech please roll back", true),
        ("can you look, Ben?", true),
        ("investigating: Ben looks at it", false),
        ("Ben looks at it", false),
        ("tech and ops are on it", false),
        ("Ben", false),
        ("3, 4 or 5 orders", false),
        ("orders fail, all of them?", false),
    ] {
        assert_eq!(names.speaks_to_somebody(&asked[1], answer), speaks, "{answer}");
    }
    // Where names are asked for, a name is the answer.
    let whom = names.words_asked("1 task").remove(0);
    assert!(!names.speaks_to_somebody(&whom, "ben, please"));
    assert!(names.speaks_to_somebody(&asked[0], "Ben, can you look?"), "nor is it a state");
}
