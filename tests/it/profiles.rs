//! Profiles as files: what is wrong with one is said all at once, with its place; an old drill is rated by another.

use sandtable::scenario::problem::{Problem, line_col};
use sandtable::score::profile::shipped;
use sandtable::score::side;
use sandtable::score::{Profile, score};

use crate::shop::SHOP;
use crate::support::{criterion, play};
use crate::vectors::v09;

/// Each problem as `line: code: message; help`.
fn told(text: &str) -> Vec<String> {
    let line = |problem: &Problem| line_col(text, problem.span.start).line;
    let said = |problem: &Problem| {
        format!("{}: {}: {}; {}", line(problem), problem.code, problem.message, problem.help)
    };
    Profile::own(text).1.iter().map(said).collect()
}

const HOUSE: &str = r#"Profile(
    id: "house@1",
    on: "default@1",
    thresholds: [
        (of: "updates.gaps", at: Sev1, target: "15m", limit: "30m", tag: H, why: "what we promise our customers"),
    ],
    not_asked: [(of: "classify.statement", at: Sev3, tag: H, why: "too small for one")],
)"#;

#[test]
fn a_house_s_own_profile_stands_on_the_default() {
    let (profile, problems) = Profile::own(HOUSE);
    assert!(problems.is_empty(), "{problems:#?}");
    let profile = profile.unwrap();
    let number = |of: &str| profile.sourced().into_iter().find(|number| number.of == of).unwrap();
    assert_eq!(
        (number("updates.gaps SEV1").is, number("updates.gaps SEV1").from),
        ("15m to 30m".into(), String::new())
    );
    assert_eq!(number("updates.gaps SEV2").from, "default@1");
    assert_eq!(number("classify.statement SEV3").is, "not asked");
}

#[test]
fn all_that_is_wrong_is_said_with_its_place_and_what_to_do() {
    let text = r#"Profile(
    id: "House",
    on: "defualt@1",
)"#;
    let expected = [
        "2: profile::bad_name: `House` can't name a profile; lower case letters, digits and hyphens, then `@` and a version from 1 on: `house@1`; at most 40 characters",
        "3: profile::unknown_base: no profile `defualt@1` comes with the program; did you mean `default@1`?",
    ];
    assert_eq!(told(text), expected);
    let text = r#"Profile(
    id: "gitlab@7",
    on: "default@1",
    thresholds: [
        (of: "updates.gasp", at: Sev1, target: "15m", limit: "30m", tag: H, why: "ours"),
        (of: "updates.gaps", at: Sev1, target: "30m", limit: "15m", tag: H, why: "ours"),
        (of: "updates.gaps", at: Sev9, target: "15m", limit: "30m", tag: H, why: "ours"),
        (of: "loop.verify", at: Sev1, target: "15m", limit: "30m", tag: X, why: ""),
    ],
    weights: [(of: "roles.set", is: 2000, tag: H, why: "ours"), (of: "ack", is: 20, tag: H, why: "ours")],
    spans: [(of: "loop.unopposed_for", is: "soon", tag: H, why: "ours")],
)"#;
    let told = told(text);
    let has = |line: usize, words: &str| {
        assert!(
            told.iter().any(|told| told.starts_with(&format!("{line}: ")) && told.contains(words)),
            "{line} {words}: {told:#?}"
        );
    };
    has(2, "`gitlab@1` is a profile that comes with the program");
    has(5, "there is no threshold `updates.gasp`; did you mean `updates.gaps`");
    has(6, "the limit 15m is not after the target 30m");
    has(7, "Sev9");
    has(8, "it belongs under `weights`");
    has(8, "a number must say where it comes from");
    has(10, "2000 is too large here; from 0 to 1000");
    has(11, "soon");
    let night = r#"Profile(id: "house@1", on: "default@1", spans: [(of: "paging.night_from", is: "20:00", tag: H, why: "ours")])"#;
    assert!(self::told(night)[0].ends_with("hours since midnight: `20h` for eight in the evening"));
}

#[test]
fn nothing_that_is_no_profile_is_one_and_nothing_panics() {
    for shipped in shipped::all() {
        for cut in (0..shipped.text.len()).step_by(97) {
            let Some(text) = shipped.text.get(..cut) else { continue };
            assert!(Profile::own(text).0.is_none());
        }
    }
    for text in ["", "Scenario(format: 1)", "Profile", "Profile()", "Profile(id: 3)", "\u{feff}Profile()"] {
        let (profile, problems) = Profile::own(text);
        assert!(profile.is_none() && !problems.is_empty(), "{text}");
    }
}

/// Vector 9 by GitLab's intervals: 18 of 10/20 is 2000, 34 none, 10 full, for a promise of 20 minutes is later than the
/// target: (18 x 2000 + 10 x 10000) / 62.
#[test]
fn an_old_drill_is_rated_by_another_profile() {
    let played = play(SHOP, &v09("")).all_accepted();
    let (default, gitlab) = (Profile::shipped("default").unwrap(), Profile::shipped("gitlab@1").unwrap());
    let cards = [&default, &gitlab].map(|profile| score(&played.scenario, profile, &played.records));
    assert_eq!(criterion(&cards[0], "updates/gaps").credit, Some(6_161));
    assert_eq!(criterion(&cards[1], "updates/gaps").credit, Some(2_193));
    assert_ne!(cards[0].comparable.key, cards[1].comparable.key);
    // The record keeps a text that needs no other.
    let kept = Profile::recorded(&gitlab.text()).unwrap();
    assert_eq!(score(&played.scenario, &kept, &played.records), cards[1]);
    let text = side::text(&side::columns(&[(&default, &cards[0]), (&gitlab, &cards[1])]), "default@1", true);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("gitlab@1: updates.gaps SEV1 10m to 20m [S] GitLab: SEV1 every 10 min"), "{text}");
}

/// What a profile does not ask for costs nothing, and the card says that it was not asked for.
#[test]
fn what_a_profile_does_not_ask_for_costs_nothing() {
    let rules = ["ack.chain", "updates.gaps", "updates.change", "loop.reassess"];
    let asked = |of: &str| format!("(of: \"{of}\", at: Sev1, tag: H, why: \"ours\")");
    let not_asked: Vec<String> = rules.iter().map(|of| asked(of)).collect();
    let text = format!("Profile(id: \"few@1\", on: \"default@1\", not_asked: [{}])", not_asked.join(", "));
    let played = play(
        SHOP,
        &format!(
            "{}5:00 tech look errors\n6:00 comms update customers state=investigating impact=\"orders fail\" doing=\"a look\" next=15m\n40:00 tech look errors\n60:00 primary declare sev2\n89:00 primary end",
            crate::shop::OPENING
        ),
    );
    let profile = Profile::parse(&text).unwrap();
    let card = score(&played.scenario, &profile, &played.records);
    for path in ["ack/chain", "updates/gaps", "updates/change", "loop/reassess"] {
        let found = criterion(&card, path);
        assert_eq!(found.credit, None, "{path}: {}", found.says);
        assert_eq!(found.says, "the profile does not ask for it at this severity", "{path}");
    }
}
