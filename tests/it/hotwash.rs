//! The half hour after: the moments that the record marks, and a hot wash gone through line by line.

use sandtable::hotwash::bookmark::{Marked, bookmarks};
use sandtable::journal::Who;
use sandtable::score::Profile;

#[cfg(feature = "cli")]
use crate::cli::{Place, flat, text};
use crate::shipped;
use crate::support::{Played, play, play_with};

/// The moments of a drill, a line each.
fn moments(played: &Played) -> String {
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let marks = bookmarks(&played.scenario, &profile, &played.records);
    let line = |mark: &sandtable::hotwash::bookmark::Bookmark| {
        let by = match &mark.by {
            Marked::Seat(actor) => actor.as_str().to_string(),
            Marked::Tool => "the record".to_string(),
            Marked::Document => "the postmortem".to_string(),
        };
        let at = mark.at.since(sandtable::time::SimTime::START).clock();
        format!("{at} {:?} by {by}: {}", mark.kind, mark.text)
    };
    marks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn struggling(id: &str) -> Played {
    let shipped = shipped::of(id);
    let moves = shipped.crew("struggling");
    play_with(shipped.scenario(), moves, 1, Who::Prepared)
}

#[test]
fn a_struggling_crews_record_marks_its_own_moments() {
    insta::assert_snapshot!(moments(&struggling("billing-multiplier")));
}

#[test]
fn what_people_marked_comes_with_the_questions_of_what_had_just_happened() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.ron")).unwrap();
    let played = play(
        &text,
        "0:01:20 primary ack\n0:01:30 primary bookmark \"was that it?\"\n0:01:40 primary declare sev1\n0:01:50 primary page \
         secondary why=\"hands\"\n0:02:10 secondary ack\n0:02:20 secondary verify errors\n0:02:30 secondary bookmark\n\
         0:04:00 secondary look shop\n0:08:00 primary end\n",
    );
    insta::assert_snapshot!(moments(&played));
}

#[test]
fn a_prepared_crew_has_no_change_that_nobody_checked() {
    let shipped = shipped::of("billing-multiplier");
    let moves = shipped.crew("prepared");
    let played = play_with(shipped.scenario(), moves, 1, Who::Prepared);
    let moments = moments(&played);
    assert!(!moments.contains("nobody looked at a signal"), "{moments}");
    assert!(!moments.contains("made it worse"), "{moments}");
    assert!(moments.contains("the evidence sufficed for SEV1"), "{moments}");
}

/// What a hot wash says when these lines are typed, in the drill of a crew that struggled.
#[cfg(feature = "cli")]
fn washed(place: &Place, typed: &str) -> String {
    place.answered(&["hotwash"], typed)
}

#[cfg(feature = "cli")]
fn kept(place: &Place) -> serde_json::Value {
    serde_json::from_str(&place.said(&["hotwash", "--format", "json"])).unwrap()
}

#[cfg(feature = "cli")]
fn place() -> Place {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "ours"]);
    place
}

#[test]
#[cfg(feature = "cli")]
fn what_is_said_is_kept_and_nothing_is_rated_before_all_have_answered() {
    let place = place();
    let said = washed(
        &place,
        "\n2\n1\n2\n9\n3\n4\n2\n4\nso quiet\n2\n2\n\n\n3\n\n\nwe read the wrong graph\n\n\n\nstay calm\n\n\n\n\nalert on the \
         basket\n\n2\n1\nsay what we know\n",
    );
    let (before, after) = said.split_once("4 of 6").unwrap();
    assert!(!before.contains("the record says"), "{before}");
    assert!(after.contains("well done: 1 of you\n"), "{after}");
    assert!(after.contains("done, with friction: 1 of you\n"), "{after}");
    assert!(after.lines().all(|line| line.chars().count() <= 80 || line.contains(" > ")), "{after}");
    // The question is put once; what follows says what Enter does.
    assert_eq!(after.matches("what was supposed to happen? >").count(), 1, "{after}");
    assert!(after.contains("another line, or Enter for the next >"), "{after}");
    assert!(before.contains("A number from 1 to 4, or Enter."), "{before}");
    assert!(after.contains("Thank you."), "{after}");
    let kept = kept(&place);
    assert_eq!(kept["step"], 6);
    assert_eq!(kept["ratings"][0]["bands"], serde_json::json!(["p", "s", "m", "u"]));
    assert_eq!(kept["ratings"][0]["surprise"], "so quiet");
    assert_eq!(kept["ratings"][1]["bands"], serde_json::json!(["s", "s", null, null]));
    assert_eq!(kept["ratings"][1]["before"], 3);
    assert_eq!(kept["moments"].as_object().unwrap().values().next().unwrap()[0], "we read the wrong graph");
    assert_eq!(kept["four"][0][0], "stay calm");
    assert_eq!(kept["changes"], serde_json::json!(["alert on the basket"]));
    assert_eq!((&kept["learned"], &kept["again"]), (&serde_json::json!([2, 2]), &serde_json::json!([1, 2])));
    assert_eq!(kept["sentence"], "say what we know");
    // What is to change stands among the action items at once, and is one of the postmortem's once it is written there.
    let todo = place.said(&["todo"]);
    assert!(todo.contains("H1 of ours, no due date (said in the hot wash"), "{todo}");
    assert!(todo.contains("alert on the basket"), "{todo}");
    assert!(
        !text(&place.run(&["todo", "--format", "csv"]).stdout).contains("basket"),
        "no work for anybody yet"
    );
    assert!(place.said(&["todo", "done", "ours", "h1"]).starts_with("H1 of ours is done"));
    assert!(!place.said(&["todo"]).contains("H1"));
    place.said(&["todo", "reopen", "ours", "H1"]);
    let form = place.said(&["postmortem", "edit", "ours", "--print"]);
    let row = "| alert on the basket |  |  |";
    assert!(form.contains(row), "{form}");
    place.write("form.md", &form.replace(row, "| alert on the basket |  | shop lead |"));
    place.said(&["postmortem", "edit", "ours", "--from", "form.md"]);
    let todo = place.said(&["todo"]);
    assert!(todo.contains("A1 of ours") && !todo.contains("H1"), "{todo}");
}

/// A slip is mended without going through the whole step again, and it is said which end of a scale is which.
#[test]
#[cfg(feature = "cli")]
fn back_asks_the_question_before_again() {
    let place = place();
    let said = washed(&place, "\n1\n3\nback\n1\n2\n2\n2\n3\n4\n\n");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.matches("answering pages >").count(), 2, "{said}");
    assert!(said.contains("1 is best."), "{said}");
    assert!(said.contains("1 (none) to 5 (sure)"), "{said}");
    let rating = &kept(&place)["ratings"][0];
    assert_eq!(rating["bands"], serde_json::json!(["p", "s", "s", "s"]));
    assert_eq!((&rating["before"], &rating["after"]), (&serde_json::json!(3), &serde_json::json!(4)));
}

/// One who looked at the page and left: the one part that has a word shows it everywhere, and the whole is not praised.
#[test]
#[cfg(feature = "cli")]
fn of_a_drill_that_was_broken_off_nothing_is_praised() {
    let place = Place::new();
    place.write("short.moves", "0:01:05 primary ack\n0:01:12 table end\n");
    let card = place.said(&["run", "smallest", "--moves", "short.moves", "--name", "ours"]);
    assert!(card.contains("too little happened to rate the whole"), "{card}");
    assert!(!card.contains("What went well"), "{card}");
    // The card, the score and the hot wash say the same of each part.
    let score = place.said(&["score", "ours"]);
    for told in [&card, &score] {
        assert!(told.contains("ack       [####################]  well done"), "{told}");
        assert!(told.matches("]  too little happened to rate this").count() >= 3, "{told}");
    }
    let said = washed(&place, "\n0\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
    assert!(flat(&said).contains("too little happened to rate the whole"), "{said}");
    assert!(said.contains("well done   ") && said.contains("too little happened   -"), "{said}");
    assert!(place.said(&["postmortem", "ours"]).contains("| answering pages | well done |"));
}

/// The silence of a crew that waits as long as it has to before it closes is none.
#[test]
fn to_wait_before_the_close_is_no_silence() {
    let shipped = shipped::of("smallest");
    let moves = shipped.crew("prepared");
    let played = play_with(shipped.scenario(), moves, 1, Who::Prepared);
    assert!(!moments(&played).contains("Nobody made a move"), "{}", moments(&played));
    // As long, with something still to be proved, it is one.
    let slow = moves.replace("0:06:00 secondary verify errors\n", "");
    assert!(slow.len() < moves.len());
    let played = play_with(shipped.scenario(), &slow, 1, Who::Prepared);
    assert!(moments(&played).contains("Nobody made a move"), "{}", moments(&played));
}

/// Who declared before the evidence was there has nothing to find at that moment.
#[test]
fn what_was_declared_already_is_no_moment() {
    let later = crate::shop::shop(&[("is: Sev1)])", "is: Sev1, knowable: At(\"10m\"))])")]);
    let with = |moves: &str| moments(&play(&later, &format!("0:30 primary ack\n{moves}20:00 table end")));
    let late = with("1:00 primary declare sev3\n");
    assert!(
        late.contains("10:00 Assessment by the record: From here the evidence sufficed for SEV1."),
        "{late}"
    );
    let ahead = with("1:00 primary declare sev1\n");
    assert!(!ahead.contains("the evidence sufficed"), "{ahead}");
}

/// A move that made it worse is played another way from before it was made, not from when it took effect.
#[test]
#[cfg(feature = "cli")]
fn a_choice_that_made_it_worse_is_played_again_from_before_it() {
    let place = Place::new();
    let moves = "0:01:10 primary ack\n0:02:04 primary do restart-gateway\n0:03:30 primary declare sev2\n\
                 0:03:40 primary roles commander=primary\n0:05:00 table end\n";
    place.write("in.moves", moves);
    place.said(&["run", "first-page", "--moves", "in.moves", "--name", "ours"]);
    let mut typed = "\n0\n".to_string();
    typed.push_str(&"again\n\n".repeat(4));
    let said = flat(&washed(&place, &typed));
    assert!(said.contains("`restart-gateway` made it worse"), "{said}");
    assert!(said.contains("`sandtable fork ours --at '+1:59' --for 5m`"), "{said}");
}

/// One who played alone is spoken to as one.
#[test]
#[cfg(feature = "cli")]
fn one_person_is_not_asked_how_many_they_are() {
    let place = Place::new();
    place.write("in.moves", "0:01:10 primary ack\n0:02:00 primary hint unasked\n0:03:30 primary declare sev2\n0:05:00 primary end\n");
    place.said(&[
        "run",
        "first-page",
        "--seat",
        "primary=ana",
        "--fill",
        "prepared",
        "--moves",
        "in.moves",
        "--name",
        "ours",
    ]);
    let rated = washed(&place, "\n1\n2\n2\n2\n2\n3\n4\nthe moon\n");
    let moments = "\n".repeat(moments_in(&rated));
    let rest = washed(
        &place,
        &format!("{moments}\n\n\n\nthe moon told us\n\n\n\n\n\nask the mechanic first\n\n1\n1\nask first\n"),
    );
    let said = flat(&format!("{rated}{rest}"));
    // The author's question is the author's.
    let said = said.replace("When did each of you know", "");
    for word in ["each of you", "how many", "Person 1", "everybody", "The others", "a role that owns"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    let kept = kept(&place);
    assert_eq!(kept["ratings"][0]["surprise"], "the moon");
    assert_eq!(kept["changes"], serde_json::json!(["ask the mechanic first"]));
    assert_eq!((&kept["learned"], &kept["again"]), (&serde_json::json!([1, 1]), &serde_json::json!([1, 1])));
    assert_eq!(kept["sentence"], "ask first");
    // What the guide asked is not said to have been asked for.
    let document = place.said(&["postmortem", "ours"]);
    // The author's own questions are asked behind the four.
    assert!(
        said.contains("the scenario's author asks: When did you know that it was not the gateway"),
        "{said}"
    );
    assert!(said.contains("5 of 5 of the author's: said, or Enter for the next"), "{said}");
    assert_eq!(kept["author"], serde_json::json!([["the moon told us"]]));
    assert!(document.contains("and what told you?, said in the hot wash: “the moon told us”"), "{document}");
    assert!(document.contains("the guide asked: ") && !document.contains("asked for a hint"), "{document}");
    assert!(place.said(&["export", "moves", "ours"]).contains("primary hint unasked"));
}

#[test]
#[cfg(feature = "cli")]
fn who_leaves_in_the_middle_goes_on_there() {
    let place = place();
    let said = washed(&place, "\n0\nback\nquit\n");
    assert!(said.contains("Kept. `sandtable hotwash ours` goes on here."), "{said}");
    assert_eq!(kept(&place)["step"], 1);
    let said = washed(&place, "");
    assert!(
        said.contains("You left in the middle") && said.contains("2 of 6") && !said.contains("1 of 6"),
        "{said}"
    );
}

#[test]
#[cfg(feature = "cli")]
fn a_drill_that_has_not_ended_has_no_hot_wash() {
    let place = Place::new();
    let failed = place.failed(&["hotwash"]);
    assert!(failed.starts_with("2 "), "{failed}");
    assert!(failed.contains("no drill has been run yet"), "{failed}");
}

/// Whom the author wanted told and who heard nothing is a moment of its own; whoever was alone may answer in words.
#[test]
#[cfg(feature = "cli")]
fn a_silence_toward_people_outside_is_a_moment() {
    let moments = moments(&struggling("first-page"));
    assert!(
        moments.contains("Telling by the record: No word had gone to riders within 5 min; none came at all."),
        "{moments}"
    );
    let place = Place::new();
    let moves = "0:01:10 ack\n0:01:20 declare sev2\n0:09:00 update riders state=investigating\n0:10:00 end\n";
    place.answered(
        &[
            "run",
            "first-page",
            "--seat",
            "primary=ana",
            "--fill",
            "prepared",
            "--name",
            "alone",
            "--moves",
            "-",
        ],
        moves,
    );
    // Three dimensions, confidence twice, a surprise, four moments, nine questions and the changes are left out.
    let lines = format!("\n1\nwell done\n{}yes\nperhaps\nno\nbreathe\n", "\n".repeat(20));
    let said = washed(&place, &lines);
    let said = flat(&said).replace("When did each of you know", "");
    assert!(!said.contains("A number from 1 to 4") && !said.contains("of you"), "{said}");
    assert!(said.contains("`yes` or `no`, or Enter."), "{said}");
}

/// Whatever ends a hot wash, each line was kept when it was entered; whoever goes on is shown it, at the moment where they were.
#[test]
#[cfg(feature = "cli")]
fn each_line_is_kept_when_it_is_entered() {
    for end in ["quit\n", "QUIT\n", "back\nquit\n", ""] {
        let place = place();
        let said = washed(&place, &format!("{}Q1 supposed\n\nQ2 happened\n{end}", past_moments(&place)));
        let kept = kept(&place);
        assert_eq!(kept["four"][0], serde_json::json!(["Q1 supposed"]), "{end}: {said}");
        assert_eq!(kept["four"][1], serde_json::json!(["Q2 happened"]), "{end}: {said}");
    }
    // A rating, too, which its person goes on with.
    let place = place();
    washed(&place, "\n2\n1\n2\n");
    let half = kept(&place);
    assert_eq!((half["begun"][0].clone(), half["ratings"].clone()), (2.into(), serde_json::json!([])));
    let said = washed(&place, "3\n4\n1\n2\n\n0\nhelp\nwe saw it\nquit\n");
    assert!(said.contains("One rating was left in the middle") && said.contains("`more` shows"), "{said}");
    let whole = kept(&place);
    assert_eq!(whole["ratings"][0]["bands"], serde_json::json!(["p", "s", "m", "u"]));
    assert_eq!(
        whole["moments"].as_object().unwrap().values().next().unwrap(),
        &serde_json::json!(["we saw it"])
    );
    // What was said at a moment is shown to whoever comes back to it.
    assert!(washed(&place, "quit\n").contains("said before: “we saw it”"));
}

/// A pipe answers question by question, also one that has no line for who reads the first card.
#[test]
#[cfg(feature = "cli")]
fn a_pipe_of_numbers_answers_the_questions() {
    let place = place();
    let said = washed(&place, "1\n1\n2\n3\n4\n2\n4\nso quiet\nwe saw it\n");
    assert!(!said.contains("Kept. Enter goes on"), "{said}");
    let kept = kept(&place);
    assert_eq!(kept["ratings"][0]["bands"], serde_json::json!(["p", "s", "m", "u"]), "{kept:#}");
    assert_eq!(kept["ratings"][0]["surprise"], "so quiet");
    assert_eq!(kept["moments"].as_object().unwrap().values().next().unwrap()[0], "we saw it");
    assert!(
        kept.get("besides").is_none_or(|besides| besides.as_array().is_some_and(Vec::is_empty)),
        "{kept:#}"
    );
}

/// Enter past every moment of the record.
#[cfg(feature = "cli")]
fn past_moments(place: &Place) -> String {
    // It goes on at the first of them.
    "\n".repeat(moments_in(&washed(place, "\n0\nquit\n")))
}

/// How many moments it says there are.
#[cfg(feature = "cli")]
fn moments_in(said: &str) -> usize {
    let (_, rest) = said.split_once("Moment 1 of ").unwrap();
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

/// A crew that left nothing to mark has moments to talk about all the same, and so has a drill that hardly began.
#[test]
#[cfg(feature = "cli")]
fn where_the_record_marks_little_the_moments_of_the_postmortem_are_gone_through() {
    let place = Place::new();
    place.said(&["run", "billing-multiplier", "--fill", "prepared", "--pace", "flat", "--name", "tidy"]);
    let said = flat(&washed(&place, &format!("\n0\n{}", "\n".repeat(5))));
    assert!(said.contains("Moment 5 of 5") && said.contains("the postmortem asks about it, too"), "{said}");
    assert!(said.contains("Primary: closed the incident"), "{said}");
    // What can be typed is told once, and the record goes on from where it stopped.
    assert_eq!(said.matches("`more` shows what came next").count(), 1, "{said}");
    assert_eq!(said.matches("02:17 STORY").count(), 1, "{said}");
    assert!(said.contains("lines of the record before, not shown"), "{said}");

    let place = Place::new();
    place.write("short.moves", "0:01:05 primary ack\n0:01:12 table end\n");
    place.said(&["run", "smallest", "--moves", "short.moves", "--name", "ours"]);
    let said = flat(&washed(&place, "\n0\nmore\nmore\nwe looked at the wiki\n"));
    assert!(said.contains("Moment 1 of 1") && said.contains("That was the end of the record."), "{said}");
    assert!(place.said(&["postmortem", "ours"]).contains("“we looked at the wiki”"));
}

/// Whatever was typed stands in the postmortem, under whatever it was typed: also `nobody`, the sentence that a later one took
/// the place of, and what people thought, together.
#[test]
#[cfg(feature = "cli")]
fn everything_that_was_said_stands_in_the_postmortem() {
    let place = place();
    let typed = format!(
        "a word before\n\ntwo\n２\n2 or 3\n٣\nthe graph lied\n4\n1\n2\n4\n7\nso | quiet\n2\n2\n2\n2\n3\n4\n\n{}",
        "nobody\n\n".repeat(7)
    );
    let said = washed(&place, &typed);
    assert!(flat(&said).contains("In words, or Enter: here a number says nothing."), "{said}");
    let moments = said.matches("  Moment ").count();
    assert_eq!((moments, said.contains("5 of 6")), (3, true), "{said}");
    washed(&place, "change one\nchange two\nmore\n2\nall\n1\nthe first sentence\n");
    // Gone through once more, from the beginning, and with a sentence of its own.
    let said = flat(&washed(
        &place,
        &format!("\nagain\n\n{}\n\n\n\nnone\n\n\nthe second sentence\n", "\n".repeat(moments)),
    ));
    assert!(said.contains("has had its hot wash") && said.contains("1 of 6"), "{said}");
    assert!(
        said.contains("2 of you answered already") && said.contains("how many more of you answer?"),
        "{said}"
    );
    assert!(said.contains("`again` is for a moment of step 3."), "{said}");
    assert!(said.contains("change 3, or Enter for none"), "{said}");
    let document = flat(&place.said(&["postmortem", "ours"]));
    for words in [
        "“a word before”",
        "“nobody”",
        "“so | quiet”",
        "“the second sentence”",
        "to take home, before: the first sentence",
        "change one",
        "change two",
        "How 2 people rated it in the hot wash, before it was laid beside the record: answering pages (done, with friction: 2)",
        "Confidence to be on call, of 5, said in the hot wash: 2.5 before, 4.0 after.",
        "said in the hot wash: 2 of 2.",
        "said in the hot wash: 1 of 2.",
    ] {
        assert!(document.contains(words), "{words}: {document}");
    }
    // Nor is what was typed where a number was asked for.
    assert!(!["2 or 3", "“7”", "the graph lied"].iter().any(|words| document.contains(words)), "{document}");
}

/// Who facilitates is one more at the table.
#[test]
#[cfg(feature = "cli")]
fn who_played_with_a_facilitator_was_not_alone() {
    let place = Place::new();
    place.write(
        "in.moves",
        "0:01:10 primary ack\n0:03:30 primary declare sev2\n0:05:00 facilitator end safety\n",
    );
    place.said(&["run", "first-page", "--facilitator", "--moves", "in.moves", "--name", "ours"]);
    assert!(washed(&place, "\n").contains("how many of you answer?"));
}

/// A person who was forgotten still stands in what others said of them, and the very line is told.
#[test]
#[cfg(feature = "cli")]
fn a_name_that_was_said_in_a_hot_wash_is_told_with_its_line() {
    let place = place();
    washed(&place, "\n1\n\n\n\n\n\n\nKim was quick\n");
    let said = place.said(&["forget", "kim"]);
    assert!(said.contains("  ours  hotwash  Kim was quick\n"), "{said}");
}
