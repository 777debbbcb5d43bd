//! What people type in words of their own: guesses, slips of the pen, their own names, and what they want to take back.

use sandtable::engine::event::{Event, EventKind, Mode};
use sandtable::engine::tell::tell;
use sandtable::score::card::Scorecard;

use crate::cli::Place;
use crate::prompted::{last, typed, typed_by};
use crate::shop::{OPENING, SHOP};
use crate::support::{criterion, play};

/// The last thing that is said to a line.
fn said(lines: &[&str]) -> String {
    typed(lines).pop().unwrap()
}

#[test]
fn tired_words_are_answered_with_the_likely_move() {
    for (line, meant) in [
        ("1 I think we're done", "close"),
        ("1 resolve", "close"),
        ("1 stop", "pause"),
        ("1 oops", "undo"),
        ("1 we should tell someone", "say \"we should tell someone\""),
        ("1 and now we wait", "say \"and now we wait\""),
        ("1 get everybody", "page all"),
        ("2 show me errors", "look errors"),
        ("2 errors", "look errors"),
        ("1 is it done, tech?", "ask tech \"is it done?\""),
        ("1 any news?", "ask secondary \"any news?\""),
        ("1 do we have a runbook?", "ask secondary \"do we have a runbook?\""),
        ("1 told customers", "1 update customers"),
        ("1 revert the web", "do roll-back"),
        ("1 please put the web back", "do roll-back"),
        ("please 1 rollback web now", "do roll-back"),
        ("1 make tech the expert", "assign expert tech"),
        ("1 this is a sev2, declaring incident", "declare sev2"),
        ("1 sev1 why=\"orders fail\"", "declare sev1 why=\"orders fail\""),
        ("1 ok", "say \"ok\""),
        ("1 im here", "say \"im here\""),
    ] {
        let said = said(&[line]);
        assert!(
            said.contains(&format!("did you mean `{meant}`?")) && said.ends_with("(Enter)"),
            "{line}: {said}"
        );
    }
    // What only shows something is shown at once.
    for line in [
        "what now?",
        "ok what do we do now",
        "what's going on",
        "who's in charge?",
        "anyone there?",
        "fix it",
    ] {
        let said = said(&[line]);
        assert!(!said.starts_with('?'), "{line}: {said}");
    }
    assert_eq!(last(&typed(&["1 we should tell someone", ""]), 1), ["primary: we should tell someone"]);
    // With something offered, a nod takes it.
    let shown = typed(&["1 task 3 \"look at the errors\" box=5m", "3 roger", ""]);
    assert_eq!(last(&shown, 1), ["tech accepts task 1"]);
}

#[test]
fn a_step_that_is_nearly_named_is_asked_about() {
    let shown = typed(&["3 do rolback", ""]);
    assert!(last(&shown, 2)[0].starts_with("? no action `rolback`; did you mean `roll-back`"), "{shown:?}");
    assert!(last(&shown, 1)[0].starts_with("tech began `roll-back`"), "{shown:?}");
    // Comms can do nothing; on a shared screen everybody sees who can.
    let shown = typed(&["4 do rolback", ""]);
    assert_eq!(
        last(&shown, 2)[0],
        "? no action `rolback`; did you mean `primary do roll-back`? Enter: `primary do roll-back`; the same line again \
         is done in your own words"
    );
    assert!(last(&shown, 1)[0].starts_with("primary began `roll-back`"), "{shown:?}");
    let shown = typed(&["4 do rolback", "4 do rolback"]);
    assert!(shown.iter().any(|line| line == "comms did: rolback"), "{shown:?}");
    let shown = typed(&["4 do write to the bank"]);
    assert!(shown.iter().any(|line| line == "comms did: write to the bank"), "{shown:?}");
}

#[test]
fn work_for_a_stand_in_that_is_nearly_named_is_asked_about() {
    let given = |lines: &[&str]| typed_by(Mode::Standard, OPENING, &[2, 3], &[], lines);
    let ask = "? \"rolback the shop\" names nothing that tech can do; did you mean `roll-back`? Enter: `primary task tech \
               \"roll-back\" box=5m`; the same line again gives it as it is";
    let line = "1 task 3 \"rolback the shop\" box=5m";
    let shown = given(&[line, ""]);
    assert_eq!(last(&shown, 2)[0], ask);
    assert!(last(&shown, 1)[0].starts_with("task 1 for tech: roll-back"), "{shown:?}");
    assert!(
        given(&[line, line]).iter().any(|line| line.contains("rolback the shop") && !line.starts_with('?'))
    );
    // What is named, and what is no order for a stand-in, is given as it is.
    for line in [
        "1 task 3 \"roll-back, and look at errors\" box=5m",
        "1 task 3 \"look at errors\"",
        "1 task 4 \"rolback it\"",
    ] {
        assert!(!given(&[line]).iter().any(|line| line.contains("names nothing")), "{line}");
    }
}

#[test]
fn undo_says_what_it_would_take_back_and_only_that() {
    let nothing = "? nothing that tech began can be taken back: only what was done to the system is. What was said, \
                   declared or told stands, and the next word puts it right";
    assert_eq!(said(&["3 undo"]), nothing);
    let shown = typed(&["3 do redeploy", "3 do restart", "undo that"]);
    assert_eq!(
        last(&shown, 1),
        ["? take back `redeploy`, begun at 10:01? Enter: `tech undo redeploy`"],
        "what has taken effect, and has no way back, is not offered: {shown:?}"
    );
    let shown = typed(&["3 do redeploy", "1 undo", "3 undo", ""]);
    assert_eq!(
        last(&shown, 3),
        [
            nothing.replace("tech", "primary").as_str(),
            "? take back `redeploy`, begun at 10:01? Enter: `tech undo redeploy`",
            "tech undid `redeploy`"
        ]
    );
    // Done twice, it is offered once.
    let shown = typed(&["3 do redeploy", "wait 5m", "3 do redeploy", "3 undo"]);
    assert_eq!(last(&shown, 1), ["? take back `redeploy`, begun at 10:06? Enter: `tech undo redeploy`"]);
    // What is only asked about was never begun.
    let update = "4 update stakeholders impact=\"checkout fails\" next=20m";
    for left in ["undo", "no", "never mind", "cancel"] {
        let shown = typed(&["3 do redeploy", update, left, ""]);
        assert_eq!(last(&shown, 1), ["? left; nothing was done"], "{left}");
        assert!(
            !shown.iter().any(|line| line.contains("undid") || line.starts_with("comms told")),
            "{shown:?}"
        );
    }
    let shown = typed(&["look errors", "undo"]);
    assert_eq!(last(&shown, 2), ["who?", "? left; nothing was done"]);
    assert!(said(&["4 undo update"]).starts_with("? `update` is not taken back"));
}

/// What the tool advises earns what the score counts.
#[test]
fn the_deputys_role_is_passed_on_as_the_tool_says() {
    let over = "3:00 primary handover commander comms state=\"checkout fails\" flight=\"tech looks\" tried=nothing next=\"update by 10:10\"\n3:30 comms accept\n";
    let brief = "state=\"checkout fails for a third\" flight=\"tech looks at errors\" tried=\"nothing so far\" next=\"update at 10:10\"";
    let shown = typed(&[&format!("1 handover commander 4 {brief}"), "4 accept"]);
    let advice = last(&shown, 1)[0];
    assert_eq!(
        advice,
        "? comms is commander and deputy: the commander has no deputy then. `comms handover deputy primary` asks for a \
         brief and offers the role; it moves on `accept`"
    );
    let handover = |rest: &str| {
        let moves = format!(
            "{OPENING}{}{rest}20:00 comms end",
            over.replace(
                "state=\"checkout fails\" flight=\"tech looks\" tried=nothing next=\"update by 10:10\"",
                brief
            )
        );
        criterion(&play(SHOP, &moves).all_accepted().card(), "roles/handover").clone()
    };
    let advised = handover(&format!("4:00 comms handover deputy primary {brief}\n4:10 primary accept\n"));
    assert!(
        advised.says.contains("deputy went from comms to primary with 4 of 4 parts of a brief"),
        "{}",
        advised.says
    );
    let bare = handover("4:00 comms roles deputy=primary\n");
    assert!(bare.credit < advised.credit, "{:?} {:?}", bare.credit, advised.credit);
}

/// As it is in the feed, with or without its clock.
#[test]
fn an_update_as_the_screen_shows_it_is_a_move_again() {
    let update = "4 update stakeholders customers state=\"identified the release\" impact=\"a third fails; some wait\" \
                  doing=\"rolling back\" next=20m";
    let shown = typed(&[update]);
    let told = shown.last().unwrap().clone();
    assert!(
        told.starts_with("comms told stakeholders, customers: identified the release; impact:"),
        "{told}"
    );
    let meant = "update stakeholders customers state=\"identified the release\" impact=\"a third fails; some wait\" \
                 doing=\"rolling back\" next=\"20m\"";
    let noted = [format!("{told} (#12)"), format!("{told} (said 2 min earlier)")];
    for line in [told.clone(), format!("10:01 {told}")].into_iter().chain(noted) {
        let shown = typed(&[&line, ""]);
        assert_eq!(
            last(&shown, 2),
            [&format!("? so the screen says what was told; did you mean `comms {meant}`? (Enter)"), &told]
        );
    }
    let slots = told.strip_prefix("comms told ").unwrap();
    let shown = typed(&[&format!("4 update {slots}"), ""]);
    assert_eq!(last(&shown, 1), [&told]);
}

#[test]
fn people_are_found_by_their_own_names_where_a_seat_is_meant() {
    let people = [(1, "Ana"), (2, "Ben Ruiz"), (3, "cleo"), (4, "Ana Lopez")];
    let by = |lines: &[&str]| typed_by(Mode::Standard, OPENING, &[], &people, lines);
    let shown = by(&["ben task cleo \"look at the errors, ben\" box=5m", "cleo: accept", "cleo,ben ack"]);
    assert!(shown.iter().any(|line| line == "tech accepts task 1"), "{shown:?}");
    assert!(
        shown.iter().any(|line| line.contains("look at the errors, ben")),
        "what is said stays: {shown:?}"
    );
    let shown = by(&["1 roles expert=ben,cleo"]);
    assert!(shown.contains(&"secondary is expert".to_string()), "{shown:?}");
    // Two people are called Ana: who is meant is not guessed.
    assert!(by(&["ana note hi"]).last().unwrap().starts_with('?'));
}

/// Names stay beside the record, and several seats at once are a move for each in it.
#[test]
fn a_record_knows_seats_alone_and_plays_again() {
    let place = Place::new();
    place.write("shop.ron", SHOP);
    let typed = "wait 10s\nana ack\nana declare sev1\nana page all why=hands\n2,cleo,4 ack\nana roles commander=ana expert=cleo\nana task cleo \"look, cleo\" box=5m\nend\n";
    let said = place.answered(
        &[
            "run",
            "shop.ron",
            "--table",
            "primary=ana,secondary,tech=cleo,comms",
            "--pace",
            "stepped",
            "--name",
            "one",
            "--moves",
            "-",
        ],
        typed,
    );
    assert!(said.contains("primary is commander"), "{said}");
    let journal = place.said(&["export", "journal", "one"]);
    let named = ["\"ana", "ana ", "\"cleo"].iter().find(|name| journal.contains(*name));
    assert_eq!(named, None, "{journal}");
    let moves = place.said(&["export", "moves", "one"]);
    assert_eq!(moves.lines().filter(|line| line.contains(" ack")).count(), 4, "{moves}");
    place.write("one.moves", &moves);
    place.said(&["run", "shop.ron", "--moves", "one.moves", "--name", "two", "--seed", "1"]);
    let lines = |moves: &str| moves.lines().skip(1).map(String::from).collect::<Vec<_>>();
    assert_eq!(lines(&place.said(&["export", "moves", "two"])), lines(&moves));
}

/// Primary and tech are in the call; secondary was paged and is silent, and nobody paged comms.
const TWO_ARE_HERE: &str = "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page tech why=hands\n\
                            1:10 primary page secondary why=hands\n1:20 tech ack\n";

#[test]
fn who_is_there_gets_a_role_and_of_the_others_it_is_said_why_not() {
    let roles = |line: &str| {
        let shown = typed_by(Mode::Standard, TWO_ARE_HERE, &[], &[], &[line]);
        let from = shown.iter().rposition(|line| line.contains("acknowledged")).unwrap();
        shown[from + 1..].join("\n")
    };
    insta::assert_snapshot!(roles("roles commander=1 deputy=4 expert=2,3"), @r#"
    primary is commander
    tech is expert
    `comms` has not joined; page it first: `page comms why="..."`
    `secondary` has not joined; it was paged, and has not said `ack` yet
    ? deputy not given: `comms` has not joined; page it first: `page comms why="..."`. Once it is there, `primary roles deputy=comms`; and expert not given: `secondary` has not joined; it was paged, and has not said `ack` yet. Once it is there, `primary roles expert=secondary`
    "#);
    insta::assert_snapshot!(roles("1 -30s roles deputy=comms expert:web=tech"), @r#"
    tech is expert for web
    `comms` has not joined; page it first: `page comms why="..."`
    ? deputy not given: `comms` has not joined; page it first: `page comms why="..."`. Once it is there, `primary roles deputy=comms`
    "#);
    // Where nobody gets one each reason is said, and who may give none is told so once.
    let none = roles("1 roles deputy=4 expert=2");
    assert!(none.contains("? deputy not given: ") && none.contains("; and expert not given: "), "{none}");
    assert_eq!(roles("4 roles deputy=4 expert=3").matches("has not joined").count(), 2);
    insta::assert_snapshot!(roles("1 roles deputy=- commander=1"), @"
    primary is commander
    nobody is deputy; `roles deputy=SEAT` names somebody
    ? nobody is deputy; `roles deputy=SEAT` names somebody
    ");
}

#[test]
fn roles_are_given_at_their_own_times_and_the_record_has_what_was_refused() {
    let moves = format!(
        "{TWO_ARE_HERE}2:00 primary roles deputy=comms commander=primary expert=tech\n\
         2:10 primary page comms why=words\n3:00 comms ack\n3:10 primary roles deputy=comms\n"
    );
    let played = play(SHOP, &moves);
    assert_eq!(played.refused.len(), 1, "{:?}", played.refused);
    let of_roles =
        |event: &&Event| matches!(event.kind, EventKind::RoleGiven { .. } | EventKind::Refused { .. });
    let told: Vec<String> = played
        .events()
        .filter(of_roles)
        .map(|event| {
            let EventKind::Refused { said, why } = &event.kind else {
                return format!("{} {}", event.at, tell(&played.scenario, event).unwrap().text);
            };
            format!("{} refused {said}: {why}", event.at)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    0:02:00 primary is commander
    0:02:00 tech is expert
    0:02:00 refused roles deputy=comms: `comms` has not joined; page it first: `page comms why="..."`
    0:03:10 comms is deputy
    "#);
    // As if it had been said of those who were there alone.
    let whole = play(SHOP, &moves.replace(" deputy=comms commander", " commander"));
    let credits = |card: &Scorecard| {
        ["roles/commander_time", "roles/set", "roles/announced"].map(|id| criterion(card, id).credit)
    };
    assert_eq!(credits(&played.card()), credits(&whole.card()));
}

#[test]
fn please_is_no_word_of_a_move_and_no_slip_of_one_ends_anything() {
    assert_eq!(said(&["1 please say we wait"]), "primary: we wait");
    assert_eq!(said(&["please, 1 say we wait"]), "primary: we wait");
    for line in ["1 lease", "please", "1 please", "1 edn", "1 clone"] {
        let said = said(&[line]);
        let ends = ["`leave`", "`close`", "`1 close`"].iter().any(|word| said.contains(word));
        assert!(said.starts_with('?') && !ends, "{line}: {said}");
    }
    assert!(said(&["1 clsoe"]).contains("did you mean `close`?"));
}

#[test]
fn what_enter_will_do_is_shown_whole() {
    let shown = typed(&["1 polll reindex", ""]);
    assert_eq!(last(&shown, 2)[0], "? no move `polll`; did you mean `1 poll reindex`? (Enter)");
    assert!(last(&shown, 1)[0].contains("reindex"), "{shown:?}");
}

#[test]
fn two_moves_on_one_line_are_done_one_after_the_other() {
    let shown = typed(&["3 look errors; look waits"]);
    assert!(last(&shown, 2).iter().all(|line| line.starts_with("tech read ")), "{shown:?}");
    // In quotes and in free text it is a sign like another.
    assert_eq!(said(&["3 say \"stop; look errors\""]), "tech: stop; look errors");
    assert_eq!(said(&["3 say stop; look errors"]), "tech: stop; look errors");
    let shown = typed(&["3 say \"stop\"; 1 say \"why?\""]);
    assert_eq!(last(&shown, 2), ["tech: stop", "primary: why?"]);
    // What is asked about first is answered first.
    let shown = typed(&["3 do fail-over; look waits", ""]);
    assert_eq!(last(&shown, 2)[0], "? `3 look waits` is not done yet: type it when this is answered");
    assert!(last(&shown, 1)[0].starts_with("tech began `fail-over`"), "{shown:?}");
}

#[test]
fn words_behind_a_severity_are_kept_and_a_number_that_is_no_task_is_a_word() {
    let shown = typed(&["1 report 13200 wrong debits"]);
    assert!(last(&shown, 1)[0].contains("13200 wrong debits"), "{shown:?}");
    assert!(said(&["1 report 2 \"done\""]).contains("there is no task 2"));
    let shown = typed(&["1 declare sev 2, wrong bills going out"]);
    assert_eq!(last(&shown, 1), ["primary: wrong bills going out"]);
}

#[test]
fn what_is_nothing_to_do_is_asked_about_and_enter_does_it_all_the_same() {
    let shown = typed(&["1 do nothing", ""]);
    assert_eq!(
        last(&shown, 2),
        [
            "? `nothing` does nothing to the system; did you mean `hold 5m \"why\"`? Enter does it in your own words all \
             the same",
            "primary did: nothing"
        ]
    );
    assert!(said(&["3 do call the boss"]).contains("did you mean `page SEAT why=\"...\"` or `ask"));
}

#[test]
fn what_can_not_be_undone_is_named_with_why() {
    assert_eq!(
        said(&["3 do restart", "3 do roll-back", "3 undo"]),
        "? nothing can be taken back: each of `restart` and `roll-back` has taken effect, and there is no way back"
    );
}
