//! Scenarios with mistakes: what their author is told, word for word, and that no kind of mistake is forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use insta::{assert_snapshot, with_settings};
use sandtable::cli::files::{Loaded, load_scenario, read_text};
use sandtable::cli::problems::{objects, short, text};
use sandtable::scenario::check::limits::MAX_BYTES;
use sandtable::scenario::check::{Checked, Sources, check, load};

/// Codes that need a file too large to keep, or that a file is rid of when it is read.
const WITHOUT_A_FILE: &[&str] = &["scenario::too_large", "scenario::byte_order_mark"];

/// A scenario without any mistake; each bad one is this with one change.
const GOOD: &str = include_str!("../bad/good.txt");

#[test]
fn an_author_is_told_what_is_wrong_and_what_to_do() {
    for path in bad() {
        let loaded = loaded(&path);
        let checked = check(&loaded.sources());
        assert!(!checked.problems.is_empty(), "{} has nothing wrong with it", path.display());
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        with_settings!({ snapshot_path => "snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            assert_snapshot!(name, text(&loaded.sources(), &checked, false));
        });
    }
}

#[test]
fn every_kind_of_mistake_has_a_bad_file() {
    let said: BTreeSet<String> = bad()
        .iter()
        .flat_map(|path| checked(path).problems)
        .map(|problem| problem.code.to_string())
        .collect();
    let forgotten: Vec<String> = codes()
        .into_iter()
        .filter(|code| !said.contains(code) && !WITHOUT_A_FILE.contains(&code.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "no file in tests/bad has: {forgotten:#?}");
    assert!(said.len() >= 40, "only {} kinds of mistake", said.len());
}

#[test]
fn every_problem_has_a_place_a_message_and_a_help() {
    for path in bad() {
        let loaded = loaded(&path);
        for problem in check(&loaded.sources()).problems {
            let says = |text: &str| !text.trim().is_empty();
            assert!(says(&problem.message) && says(&problem.help), "{}: {problem:?}", path.display());
            // Only an empty file has no place to point at.
            assert!(
                !problem.span.is_empty() || path.ends_with("empty-file.ron"),
                "{}: {problem:?}",
                path.display()
            );
        }
    }
}

#[test]
fn a_good_scenario_has_no_problem() {
    let checked = check(&Sources { name: "good.ron", text: GOOD, organisation: None });
    assert_eq!(checked.problems, []);
    assert_eq!(checked.scenario.unwrap().seats.len(), 2);
}

#[test]
fn warnings_do_not_keep_a_scenario_from_being_played() {
    let text = GOOD.replace("while: Active(\"bad-release\"), ", "");
    let sources = Sources { name: "stale.ron", text: &text, organisation: None };
    let (checked, loaded) = (check(&sources), load(&sources).unwrap());
    let codes: Vec<&str> = checked.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["scenario::may_be_stale"]);
    assert_eq!(loaded.injects.len(), checked.scenario.unwrap().injects.len());
}

#[test]
fn an_editor_gets_one_line_a_problem() {
    let loaded = loaded(Path::new("tests/bad/many.ron"));
    assert_snapshot!(short(&loaded.sources(), &check(&loaded.sources())));
}

#[test]
fn a_machine_gets_every_place() {
    let loaded = loaded(Path::new("tests/bad/unknown-level.ron"));
    let objects = objects(&loaded.sources(), &check(&loaded.sources()));
    assert_snapshot!(serde_json::to_string_pretty(&objects).unwrap());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = format!("{GOOD}//{}", " ".repeat(MAX_BYTES));
    let sources = Sources { name: "large.ron", text: &text, organisation: None };
    assert_snapshot!(short(&sources, &check(&sources)), @"large.ron:1:1: error[scenario::too_large]: the file is larger than 1 MiB; a scenario is words and numbers; move what doesn't belong to the drill elsewhere");
}

#[test]
fn a_byte_order_mark_in_a_text_is_named() {
    let text = format!("\u{feff}{GOOD}");
    let problems = check(&Sources { name: "marked.ron", text: &text, organisation: None }).problems;
    assert_eq!(
        problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
        ["scenario::byte_order_mark"]
    );
    assert!(problems[0].help.starts_with("save it as \"UTF-8\", not as \"UTF-8 with BOM\""));
}

#[test]
fn of_many_problems_fifty_are_shown_and_the_rest_is_counted() {
    let names: Vec<String> = (0..900).map(|n| format!("\"no-{n}\"")).collect();
    let text = GOOD.replace("can: [\"restart\"]", &format!("can: [\"restart\",\n{}]", names.join(",\n")));
    let sources = Sources { name: "many.ron", text: &text, organisation: None };
    let shown = short(&sources, &check(&sources));
    assert_eq!(shown.lines().count(), 51);
    assert_eq!(shown.lines().last(), Some("and 850 more problems"));
}

#[test]
fn warnings_do_not_keep_it_from_being_played_however_many_there_are() {
    let components: Vec<String> = (0..900).map(|n| format!("(id: \"c-{n}\")")).collect();
    let metric = |n| format!("(id: \"m-{n}\", of: \"db\", unit: \"%\", baseline: 101, good: Above(2))");
    let metrics: Vec<String> = (0..900).map(metric).collect();
    let text = GOOD.replace("(id: \"db\")]", &format!("(id: \"db\"),\n{}]", components.join(",\n")));
    let text = text.replace("metrics: [", &format!("metrics: [\n{},\n", metrics.join(",\n")));
    let checked = check(&Sources { name: "poor.ron", text: &text, organisation: None });
    assert!(checked.scenario.is_some() && checked.problems.iter().all(|problem| !problem.is_error()));
    assert_eq!(checked.problems.len() + checked.more, 1_800);
}

/// What is said of the good one with these changes.
fn said_of(changes: &[(&str, &str)]) -> Vec<&'static str> {
    let text = changes.iter().fold(GOOD.to_string(), |text, (from, to)| text.replace(from, to));
    let checked = check(&Sources { name: "changed.ron", text: &text, organisation: None });
    checked.problems.iter().map(|problem| problem.code).collect()
}

/// 0.5 at the baseline, 49.5 more, and of the time before half of 49.5: it is back after 5 of 10 minutes of the way.
#[test]
fn what_comes_back_on_its_way_back_adds_to_what_is_left() {
    let again = "to: 50, recovers: \"10m\")],\n         returns: (after: \"5m\")";
    let above = |limit: &str| {
        let rule = format!("Above(\"errors\", {limit})");
        said_of(&[("to: 50)]", again), ("Above(\"errors\", 20)", &rule)])
    };
    assert!(!above("74.749").contains(&"scenario::out_of_reach"));
    assert!(above("74.75").contains(&"scenario::out_of_reach"));
}

#[test]
fn percentages_that_never_go_on_together_do_not_add_up() {
    let second = |when: &str| {
        let more = format!(
            "to: 50)]),\n        (id: \"rush\", of: \"shop\", when: {when}, impact: false, drives: [(metric: \"errors\", to: 60)]"
        );
        said_of(&[("to: 50)]", &more)]).contains(&"scenario::percentage")
    };
    assert!(second("Declared"));
    assert!(!second("Cleared(\"bad-release\")"));
    // Whose unit is a share of something else may be more than all of it.
    assert!(
        !said_of(&[("\"%\"", "\"% of last week\""), ("to: 50)]", "to: 150)]")])
            .contains(&"scenario::percentage")
    );
}

/// Every bad scenario, in order of its name.
pub(crate) fn bad() -> Vec<PathBuf> {
    let files = fs::read_dir("tests/bad").unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ext| ext == "ron")).collect();
    files.sort();
    assert!(files.len() >= 45);
    files
}

/// A bad scenario; an organisation that can't be read is left to the checker.
pub(crate) fn loaded(path: &Path) -> Loaded {
    load_scenario(path).unwrap_or_else(|_| {
        let name = path.display().to_string();
        Loaded { name, text: read_text(path).unwrap(), organisation: None }
    })
}

fn checked(path: &Path) -> Checked {
    check(&loaded(path).sources())
}

/// Every code that the checker's source names.
fn codes() -> BTreeSet<String> {
    let mut files = vec![PathBuf::from("src/scenario/check.rs")];
    let mut folders = vec![PathBuf::from("src/scenario/check")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let sources = files.iter().map(|path| fs::read_to_string(path).unwrap());
    let named = |source: String| {
        let codes = source.split("\"scenario::").skip(1).filter_map(|rest| rest.split_once('"'));
        codes.map(|(code, _)| format!("scenario::{code}")).collect::<Vec<_>>()
    };
    sources.flat_map(named).collect()
}
