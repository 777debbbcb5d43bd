//! `check` tries a scenario out, with nobody acting and with the moves beside it, and checks moves and organisations by
//! themselves.

use crate::cli::{Place, scenarios, text};

/// A scenario that plays, with something more among its failures and its injects.
fn smallest(failures: &str, injects: &str, latest: &str) -> String {
    let all = std::fs::read_to_string(scenarios().join("smallest.ron")).unwrap();
    let all = all
        .replace("id: \"smallest\"", "id: \"quiet\"")
        .replace("    failures: [", &format!("    failures: [{failures}"));
    all.replace("    injects: [\n", &format!("    injects: [\n{injects}")).replace("latest: \"16m\"", latest)
}

/// Two injects that start and clear one failure in turn, for ever.
fn round(after: &str) -> String {
    let inject = |id: &str, when: &str, does: &str| {
        format!(
            "        (id: \"{id}\", when: {when}, repeat: true,{after} {does}: [\"ebb\"], from: \"boss\", to: [Table], serves: [\"basics\"],\n         text: [\"Up and down.\"]),\n"
        )
    };
    inject("one", "Active(\"ebb\")", "clears") + &inject("two", "Not(Active(\"ebb\"))", "starts")
}

/// Exit code and output of a check, a line a problem.
fn short(place: &Place, names: &[&str]) -> String {
    let output = place.run(&[&["check", "--format", "short"], names].concat());
    format!("{} {}{}", output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_goes_in_circles_with_nobody_acting_is_an_error_at_its_place() {
    let place = Place::new();
    place.write(
        "circle.ron",
        &smallest("(id: \"ebb\", of: \"shop\"),\n               ", &round(""), "latest: \"16m\""),
    );
    insta::assert_snapshot!(short(&place, &["circle.ron"]));
    // It is tried in no time: what comes again and again is not played for a day.
    place.write(
        "tide.ron",
        &smallest(
            "(id: \"ebb\", of: \"shop\"),\n               ",
            &round(" after: \"1s\","),
            "latest: \"24h\"",
        ),
    );
    insta::assert_snapshot!(short(&place, &["tide.ron"]));
    let shown = place.run(&["check", "tide.ron"]);
    assert!(!text(&shown.stdout).contains("nobody acts"), "{}", text(&shown.stdout));
}

#[test]
fn a_check_says_what_came_of_trying_it_out() {
    let place = Place::new();
    place.write("quiet.ron", &smallest("", "", "latest: \"16m\""));
    insta::assert_snapshot!(place.said(&["check", "quiet.ron"]), @"
    quiet.ron: no problems
      nobody acts: every inject comes, not resolved, over at 16m
      no quiet.moves beside it: what a prepared crew does is not tried out
    ");
    // By hand: told of neither, the executive calls at nine minutes; by then it is over with this crew.
    let moves = std::fs::read_to_string(scenarios().join("smallest.moves")).unwrap();
    place.write("quiet.moves", &moves);
    insta::assert_snapshot!(place.said(&["check", "quiet.ron"]), @"
    quiet.ron: no problems
      nobody acts: every inject comes, not resolved, over at 16m
      quiet.moves: 22 moves, none refused, 1 of 2 injects comes, resolved at 5m40s,
        closed at 11m40s
    ");
    let never = "        (id: \"never\", when: Delivered(\"boss-asks\"), while: Declared, from: \"boss\", to: [Table], serves: [\"basics\"],\n         text: [\"And?\"]),\n";
    place.write("quiet.ron", &smallest("", never, "latest: \"16m\""));
    assert!(place.said(&["check", "quiet.ron"]).ends_with("  never in these: `never`\n"));
}

#[test]
fn moves_beside_a_scenario_are_read_played_and_told_with_their_lines() {
    let place = Place::new();
    place.write("quiet.ron", &smallest("", "", "latest: \"16m\""));
    place.write(
        "quiet.moves",
        "# The crew.\n0:01:20 primary ack\n0:01:30 primary lok errors\n0:01:40 nobody ack\n20s primary ack\n",
    );
    insta::assert_snapshot!(short(&place, &["quiet.ron"]));
    place.write("quiet.moves", "# The crew.\n0:01:20 primary ack\n0:01:30 secondary look errors\n0:01:40 primary do restart\n0:30:00 primary say \"Too late.\"\n");
    insta::assert_snapshot!(short(&place, &["quiet.ron"]));
    assert_eq!(place.run(&["check", "--strict", "quiet.ron"]).status.code(), Some(1));
    // The file of moves alone says the same, and finds its scenario.
    insta::assert_snapshot!(short(&place, &["quiet.moves"]));
    place.write("quiet.moves", "0:01:20 primary ack\n0:01:40 primary do roll-back\n");
    insta::assert_snapshot!(short(&place, &["quiet.moves"]));
    // Who struggles may be turned down, and need not get to the end.
    place.write("quiet.moves", &std::fs::read_to_string(scenarios().join("smallest.moves")).unwrap());
    place.write("quiet.struggling.moves", "0:01:20 primary ack\n0:01:30 secondary look errors\n");
    assert_eq!(short(&place, &["quiet.ron"]), "0 ");
    insta::assert_snapshot!(short(&place, &["quiet.struggling.moves"]));
}

/// A scenario that plays, and moves beside it.
fn with_moves(moves: &str) -> Place {
    let place = Place::new();
    place.write("quiet.ron", &smallest("", "", "latest: \"16m\""));
    place.write("quiet.moves", moves);
    place
}

#[test]
fn a_move_of_nobody_is_told_where_its_seat_is_missing() {
    let place = with_moves("# The crew.\n0:01:20 primary ack\n0:01:30   look errors\n");
    insta::assert_snapshot!(short(&place, &["quiet.ron"]), @"0 quiet.moves:3:11: warning[moves::refused]: it is not said who does this; put the seat in front of the move");
}

#[test]
fn what_is_wrong_with_several_lines_is_told_once() {
    let lines: String = (1..=12).map(|n| format!("0:{n:02}:00 primry look errors\n")).collect();
    let place = with_moves(&format!("0:00:50 primary lok errors\n{lines}"));
    insta::assert_snapshot!(text(&place.run(&["check", "quiet.ron"]).stdout));
    // Nobody has joined, and each is turned down for it.
    let place = with_moves(
        "0:00:10 secondary look errors\n0:00:20 secondary look shop\n0:00:30 secondary say hello\n",
    );
    insta::assert_snapshot!(short(&place, &["quiet.ron"]));
}

#[test]
fn a_move_after_the_close_is_told_what_ended_the_drill() {
    let moves = std::fs::read_to_string(scenarios().join("smallest.moves")).unwrap();
    let place = with_moves(&format!("{moves}0:14:00 primary say \"Well done.\"\n"));
    insta::assert_snapshot!(short(&place, &["quiet.ron"]));
}

#[test]
fn moves_that_can_not_be_read_keep_nothing_of_the_scenario_from_being_checked() {
    let place = with_moves("");
    std::fs::write(place.path("quiet.moves"), b"0:01:20 primary say \xff\n").unwrap();
    insta::assert_snapshot!(short(&place, &["quiet.ron"]), @"1 error: `quiet.moves` is not UTF-8 text: line 1, column 21 has a byte that does not belong (0xff); save it as UTF-8");
    place.write("quiet.ron", &smallest("", "", "latest: \"0s\""));
    assert!(short(&place, &["quiet.ron"]).contains("duration_out_of_range"));
    place.write("quiet.moves", "\n# Nothing yet.\n");
    place.write("quiet.ron", &smallest("", "", "latest: \"16m\""));
    insta::assert_snapshot!(short(&place, &["quiet.ron"]), @"0 quiet.moves:1:1: warning[moves::empty]: no move stands in this file; write one a line, `TIME SEAT MOVE`, such as `0:02:10 primary ack`; or delete the file");
}

#[test]
fn a_file_that_was_to_be_a_crew_and_a_name_that_is_taken_are_told() {
    let moves = std::fs::read_to_string(scenarios().join("smallest.moves")).unwrap();
    let place = with_moves(&moves);
    place.write("quiet.strugling.moves", &moves);
    place.write("quiet.night-shift.moves", &moves);
    // Of another scenario, whose name begins like this one's.
    place.write("quieter.moves", &moves);
    insta::assert_snapshot!(place.said(&["check", "quiet.ron"]));
    std::fs::remove_file(place.path("quiet.strugling.moves")).unwrap();
    place.write("copy.ron", &smallest("", "", "latest: \"16m\""));
    insta::assert_snapshot!(short(&place, &["quiet.ron"]), @"0 quiet.ron:3:9: warning[scenario::same_id]: `quiet` is the name of the scenario in `copy.ron`, too; give this one an `id` of its own: records, scores and `again` tell drills apart by it, such as `id: \"quiet-1\"`");
    let shipped = std::fs::read_to_string(scenarios().join("smallest.ron")).unwrap();
    std::fs::remove_file(place.path("copy.ron")).unwrap();
    // As it comes it is no other; changed, it is one under its name.
    place.write("quiet.ron", &shipped);
    assert_eq!(short(&place, &["quiet.ron"]), "0 ");
    place.write("quiet.ron", &shipped.replace("16m", "17m"));
    insta::assert_snapshot!(short(&place, &["quiet.ron"]), @"0 quiet.ron:3:9: warning[scenario::same_id]: `smallest` is the name of a scenario that comes with the program; give this one an `id` of its own: records, scores and `again` tell drills apart by it, such as `id: \"quiet\"`");
    insta::assert_snapshot!(place.failed(&["check", "quiet"]), @"
    2 error: no scenario `quiet` comes with the program; did you mean `quiet.ron`, in this folder?
    error: 1 of 1 could not be read
    ");
}

#[test]
fn moves_without_their_scenario_and_a_scenario_with_errors_say_which_file_is_meant() {
    let place = Place::new();
    place.write("alone.moves", "0:01:20 primary ack\n");
    insta::assert_snapshot!(place.failed(&["check", "alone.moves"]));
    place.write("alone.ron", &smallest("", "", "latest: \"0s\""));
    insta::assert_snapshot!(short(&place, &["alone.moves"]));
}

#[test]
fn an_organisation_is_checked_by_itself() {
    let place = Place::new();
    let good = std::fs::read_to_string(scenarios().join("organisations/lumen.ron")).unwrap();
    place.write("lumen.ron", &good);
    assert_eq!(place.said(&["check", "lumen.ron"]), "lumen.ron: no problems\n");
    place.write(
        "bad.ron",
        &good.replacen("kind: Customers", "kind: Custmers", 1).replacen("on_call:", "oncall:", 1),
    );
    insta::assert_snapshot!(short(&place, &["bad.ron"]));
}

#[test]
fn an_organisation_that_can_not_be_read_is_said_at_its_place_and_the_rest_is_checked() {
    let place = Place::new();
    std::fs::create_dir(place.path("organisations")).unwrap();
    let named = smallest("", "", "latest: \"16m\"")
        .replace("    length:", "    organisation: \"organisations/lumn.ron\",\n    length:");
    place.write("house.ron", &named.replace("clears: [\"bad-release\"]", "clears: [\"bad-relase\"]"));
    place.write("organisations/lumen.ron", "");
    insta::assert_snapshot!(short(&place, &["house.ron"]));
    place.write("house.ron", &named.replace("good: Below(2)", "good: Belwo(2)"));
    insta::assert_snapshot!(short(&place, &["house.ron"]));
}

#[test]
fn a_file_that_is_no_text_is_told_with_the_line() {
    let place = Place::new();
    std::fs::write(place.path("latin.ron"), b"Scenario(\n    title: \"Caf\xe9\",\n)").unwrap();
    std::fs::write(place.path("wide.ron"), b"\xff\xfeS\0c\0e\0").unwrap();
    insta::assert_snapshot!(place.failed(&["check", "latin.ron", "wide.ron"]), @"
    2 error: `latin.ron` is not UTF-8 text: line 2, column 16 has a byte that does not belong (0xe9); save it as UTF-8
    error: `wide.ron` is UTF-16 text; save it as UTF-8
    error: 2 of 2 could not be read
    ");
}

/// The commands of the guide's loop, one after the other, as they stand there.
#[test]
fn the_loop_of_the_authoring_guide_works_as_written() {
    let guide = include_str!("../../scenarios/README.md");
    let block = guide.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let commands: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert_eq!(commands.len(), 5);
    let place = Place::new();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_sandtable")).parent().unwrap();
    for command in commands {
        let mut shell = std::process::Command::new("sh");
        let command = format!("PATH=\"{}:$PATH\"; {command}", program.display());
        shell.args(["-c", &command]).current_dir(place.path("")).stdin(std::process::Stdio::null());
        let output = shell.env("SANDTABLE_STORE", place.path("drills.db")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
        if command.contains("--facilitator") {
            assert!(text(&output.stdout).contains("TRUTH"), "{command}: {}", text(&output.stdout));
        }
    }
    assert!(place.said(&["check", "queue-stuck.ron"]).contains("queue-stuck.moves: 22 moves, none refused"));
}

#[test]
fn the_recipes_of_the_authoring_guide_check() {
    let guide = include_str!("../../scenarios/README.md");
    let block =
        |kind: &str| guide.split(&format!("```{kind}\n")).nth(1).unwrap().split("```").next().unwrap();
    let place = Place::new();
    let action = "    actions: [(id: \"make-room\", on: \"doors\", takes: \"1m\", starts: [\"room-made\"]),";
    let metric = "(id: \"people-late\", of: \"doors\", baseline: 0, good: Below(30))";
    assert!(guide.contains(metric) && guide.contains("`(id: \"make-room\", on: \"doors\", takes: \"1m\""));
    let all = block("ron").replace("    failures: [", &format!("    failures: [{}", block("ron failures")));
    let all = all
        .replace("    actions: [", action)
        .replace("can: [\"open-doors\"", "can: [\"make-room\", \"open-doors\"")
        .replace("        metrics: [", &format!("        metrics: [{metric},"));
    place.write("recipes.ron", &all);
    assert!(place.said(&["check", "--strict", "recipes.ron"]).starts_with("recipes.ron: no problems\n"));
}

/// What the guide says of a question that nobody answers, with other names: the boss asks at 4:00 and waits until 9:00.
#[test]
fn the_guide_says_how_a_question_that_nobody_answers_is_noticed() {
    let guide = include_str!("../../scenarios/README.md");
    let block = guide.split("```text\n").find(|block| block.starts_with("(id: \"cfo-asks\"")).unwrap();
    let block = block.split("```").next().unwrap();
    let block =
        [("cfo", "boss"), ("executives", "stakeholders"), ("wrong-unit", "bad-release"), ("12m", "4m")]
            .iter()
            .fold(block.to_string(), |block, (from, to)| block.replace(from, to))
            .replace("boss-asks", "cost");
    let (injects, milestone) = block.split_once("// Somebody did").unwrap();
    let milestone = milestone.split_once('\n').unwrap().1;
    let thanks = "(id: \"thanks\", when: Milestone(\"boss-answered\"), from: \"boss\", to: [Table], text: [\"Thank you.\"]),\n";
    let place = Place::new();
    let all = smallest("", &format!("{injects}{thanks}"), "latest: \"16m\"");
    place.write(
        "cost.ron",
        &all.replace("    injects: [", &format!("    milestones: [{milestone}],\n    injects: [")),
    );
    let heard = |at: &str| {
        let update = match at {
            "" => String::new(),
            at => format!(
                "{at} primary update stakeholders state=investigating impact=shop doing=looking next=10m\n"
            ),
        };
        place.write("cost.moves", &format!("1:10 primary ack\n1:30 primary declare sev2\n{update}"));
        let said = place.said(&["run", "cost.ron", "--moves", "cost.moves", "--pace", "flat"]);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        (said.contains("Who can tell me?"), said.contains("Thank you."))
    };
    assert_eq!(heard(""), (true, false));
    assert_eq!(heard("6:00"), (false, true));
    assert_eq!(heard("9:30"), (true, true));
    // What was told before answers nothing.
    assert_eq!(heard("3:30"), (true, false));
}

#[test]
fn the_guide_is_in_the_program_and_fits_a_terminal() {
    let place = Place::new();
    let shown = place.said(&["show", "--guide"]);
    let wide: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty() && !shown.contains('\x1b'), "{wide:#?}");
    // Nothing is lost, whatever moved to another line.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = words(&shown);
    for said in [
        "Writing a scenario ================== A scenario is one file, `NAME.ron`.",
        "One afternoon -------------",
        "`smallest.ron` fits one screen.",
        "alerts: [ (id: \"queue\", when: Above(\"people-outside\", 20), pages: \"ops\",",
        "`Vacant(Commander)` nobody does; level; at first true",
        "pager `ack [PAGE]` (joins the call) · `ack take` · `page TEAM|SEAT|all why=\"...\"` · `escalate`",
        "- No silence over ten minutes,",
    ] {
        assert!(shown.contains(said), "{said}");
    }
    let mut help = place.run(&["--help"]).stdout;
    help.extend(place.run(&["show", "--help"]).stdout);
    assert_eq!(text(&help).matches("--guide").count(), 3);
    insta::assert_snapshot!(place.failed(&["show", "--guide", "smallest"]));
    insta::assert_snapshot!(place.failed(&["show"]));
}

/// Of 49.5 too many, 1.5 are left after 48/49.5 of the 100 s that the way back takes: at 4:00 and 96.97 s.
#[test]
fn when_something_happened_is_said_in_whole_seconds() {
    let place = Place::new();
    let ebb = smallest("", "", "latest: \"16m\"")
        .replace("at: \"0s\", drives", "at: \"0s\", lasts: \"4m\", drives")
        .replace("to: 50)", "to: 50, recovers: \"100s\")")
        .replace("resolved: Cleared(\"bad-release\")", "resolved: Below(\"errors\", 2)");
    place.write("ebb.ron", &ebb);
    let said = text(&place.run(&["check", "ebb.ron"]).stdout);
    assert!(said.contains("resolved at 5m36s, over at 16m"), "{said}");
}

/// To the 22 moves of the crew four are added that are turned down: `primary` has not joined at second 1.
#[test]
fn refused_lines_and_silent_alerts_are_named() {
    let place = Place::new();
    let alert = "alerts: [\n            (id: \"deep\", when: All([Declared, At(\"15m\")]), pages: \"ops\", text: \"it goes on\"),";
    place.write("quiet.ron", &smallest("", "", "latest: \"16m\"").replace("alerts: [", alert));
    let moves = std::fs::read_to_string(scenarios().join("smallest.moves")).unwrap();
    let early = "0:00:01 primary declare sev2\n".repeat(4);
    place.write("quiet.struggling.moves", &(early + &moves));
    let said = text(&place.run(&["check", "quiet.ron"]).stdout);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = |n: u8| format!("line {n}, 0:00:01 primary declare sev2; ");
    let named = format!("refused there: {}{}{}and 1 more; `sandtable check", line(1), line(2), line(3));
    assert!(said.contains("26 moves, 4 refused") && said.contains(&named), "{said}");
    assert!(said.contains("quiet.struggling.moves` says why"), "{said}");
    assert!(said.contains("alert that fires in none of these: `deep`"), "{said}");
    // There each is a problem with its place.
    let alone = text(&place.run(&["check", "quiet.struggling.moves"]).stdout);
    assert!(alone.contains("moves::refused") && !alone.contains("refused there"), "{alone}");
}

#[test]
fn an_organisation_that_is_checked_twice_is_counted_once() {
    let place = Place::new();
    std::fs::create_dir(place.path("organisations")).unwrap();
    place.write("organisations/shop.ron", "Organisation(id: \"shop\", name: 5, nam: 6)");
    let named = smallest("", "", "latest: \"16m\"")
        .replace("    seats: [", "    organisation: \"organisations/shop.ron\",\n    seats: [");
    place.write("quiet.ron", &named);
    let tally = |names: &[&str]| {
        let said = text(&place.run(&[&["check"], names].concat()).stdout);
        said.lines().find(|line| line.contains(" errors in ")).unwrap_or(&said).to_string()
    };
    assert_eq!(tally(&["organisations/shop.ron"]), "3 errors in 1 file");
    // Two voices of the scenario are unknown without it.
    assert_eq!(tally(&["organisations/shop.ron", "quiet.ron"]), "5 errors in 2 files");
}

#[test]
fn whoever_made_a_mistake_is_told_of_the_guide() {
    let place = Place::new();
    place.write("fine.ron", &smallest("", "", "latest: \"16m\""));
    place.write("bad.ron", "Scenario(format: 1)");
    let named =
        |name: &str| text(&place.run(&["check", name]).stdout).matches("`sandtable show --guide`").count();
    assert_eq!((named("fine.ron"), named("bad.ron")), (0, 1));
    // Programs and editors read problems alone.
    assert!(!short(&place, &["bad.ron"]).contains("--guide"));
}
