//! The half hour after: the moments that the record marks, and a hot wash gone through line by line.

use sandtable::hotwash::bookmark::{Marked, bookmarks};
use sandtable::journal::Who;
use sandtable::score::Profile;

#[cfg(feature = "cli")]
use crate::cli::Place;
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
        };
        let at = mark.at.since(sandtable::time::SimTime::START).clock();
        format!("{at} {:?} by {by}: {}", mark.kind, mark.text)
    };
    marks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn struggling(id: &str) -> Played {
    let shipped = shipped::all().into_iter().find(|shipped| shipped.id == id).unwrap();
    let (_, moves) = shipped.crews.iter().find(|(name, _)| *name == "struggling").unwrap();
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
    let shipped = shipped::all().into_iter().find(|shipped| shipped.id == "billing-multiplier").unwrap();
    let (_, moves) = shipped.crews.iter().find(|(name, _)| *name == "prepared").unwrap();
    let played = play_with(shipped.scenario(), moves, 1, Who::Prepared);
    let moments = moments(&played);
    assert!(!moments.contains("nobody looked at a signal"), "{moments}");
    assert!(!moments.contains("made it worse"), "{moments}");
    assert!(moments.contains("the evidence sufficed for SEV1"), "{moments}");
}

/// What a hot wash says when these lines are typed, in the drill of a crew that struggled.
#[cfg(feature = "cli")]
fn washed(place: &Place, typed: &str) -> String {
    use std::io::Write;
    let mut command = place.command(&["hotwash"]);
    let mut child =
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
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
        "\n2\n1\n2\n9\n3\n4\n2\n4\nso quiet\n2\n2\n\n\n3\n\n\nwe read the wrong graph\n\n\nstay calm\n\n\n\n\nalert on the \
         basket\n\n2\n1\nsay what we know\n",
    );
    let (before, after) = said.split_once("4 of 6").unwrap();
    assert!(!before.contains("the record says"), "{before}");
    assert!(after.contains("1 well done, 1 done, with friction"), "{after}");
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
