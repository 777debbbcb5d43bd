//! Profiles with mistakes: what their author is told, word for word, and that no kind of mistake is forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use insta::{assert_snapshot, with_settings};
use sandtable::cli::problems::text;
use sandtable::scenario::check::{Checked, Sources};
use sandtable::scenario::problem::Problem;
use sandtable::score::Profile;

fn bad() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir("tests/bad/profiles").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn problems(path: &Path) -> (String, Vec<Problem>) {
    let text = fs::read_to_string(path).unwrap();
    let problems = Profile::own(&text).1;
    (text, problems)
}

#[test]
fn a_profile_s_author_is_told_what_is_wrong_and_what_to_do() {
    for path in bad() {
        let (source, problems) = problems(&path);
        let shown = path.display().to_string();
        assert!(!problems.is_empty(), "{shown} has nothing wrong with it");
        for problem in &problems {
            let says = |text: &str| !text.trim().is_empty();
            assert!(says(&problem.message) && says(&problem.help), "{shown}: {problem:?}");
            assert!(!problem.span.is_empty(), "{shown}: {problem:?}");
        }
        let sources = Sources { name: &shown, text: &source, organisation: None };
        let told = text(&sources, &Checked { scenario: None, problems, more: 0 }, false);
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        with_settings!({ snapshot_path => "snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            assert_snapshot!(format!("profile-{name}"), told);
        });
    }
}

#[test]
fn every_kind_of_mistake_in_a_profile_has_a_bad_file() {
    let said: BTreeSet<&str> =
        bad().iter().flat_map(|path| problems(path).1).map(|problem| problem.code).collect();
    let folder = fs::read_dir("src/score/profile").unwrap();
    let sources = folder.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let codes: BTreeSet<String> = sources
        .flat_map(|source| {
            let codes = source.split("\"profile::").skip(1).filter_map(|rest| rest.split_once('"'));
            codes.map(|(code, _)| format!("profile::{code}")).collect::<Vec<_>>()
        })
        .collect();
    let forgotten: Vec<_> = codes.iter().filter(|code| !said.contains(code.as_str())).collect();
    assert!(forgotten.is_empty(), "no file in tests/bad/profiles has: {forgotten:#?}");
}

/// What a later release finds fault with is still what a drill was rated by.
#[test]
fn a_record_keeps_the_rules_it_was_rated_by_whatever_is_checked_today() {
    let strange = Profile::default_text();
    let swap = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let strange = swap(strange, r#"id: "default@1""#, r#"id: "house@01""#);
    let strange = swap(&strange, r#"(of: "harm.minor", is: 300"#, r#"(of: "harm.minor", is: 9000"#);
    let strange =
        swap(&strange, r#"(of: "paging.night_to", is: "7h""#, r#"(of: "paging.night_to", is: "24h""#);
    let strange =
        swap(&strange, r#"(of: "updates.long_promise", is: 2"#, r#"(of: "updates.long_promise", is: 0"#);
    assert!(Profile::own(&strange).0.is_none());
    let kept = Profile::recorded(&strange).unwrap();
    assert_eq!(kept.count(sandtable::score::profile::Count::HarmMinor), 9_000);
}
