//! A drill by several profiles, and by another than it was played under: what differs, and so why the numbers do.

use sandtable::journal::Who;
use sandtable::score::card::{Outcome, Scorecard};
use sandtable::score::explain::Sources;
use sandtable::score::profile::differing;
use sandtable::score::{Profile, score, side};
use serde_json::Value;

use crate::cli::{Place, text};
use crate::shop::{SHOP, shop};
use crate::support::{Played, play, play_headed};
use crate::vectors::v09;

/// A profile with these sections, on the default.
fn house(id: &str, sections: &str) -> Profile {
    let text = format!("Profile(id: \"{id}\", on: \"default@1\", {sections})");
    let (profile, problems) = Profile::own(&text);
    profile.unwrap_or_else(|| panic!("{problems:#?}"))
}

const HEAVY: &str = r#"weights: [
    (of: "updates", is: 60, tag: H, why: "silence is the worst"), (of: "loop", is: 5, tag: H, why: "the rest"),
    (of: "updates.gaps", is: 40, tag: H, why: "what is promised"), (of: "updates.first", is: 10, tag: H, why: "less than that")],
    counts: [(of: "harm.minor", is: 700, tag: H, why: "nothing is small here")]"#;

fn beside(played: &Played, profiles: &[&Profile]) -> String {
    let cards: Vec<Scorecard> =
        profiles.iter().map(|profile| score(&played.scenario, profile, &played.records)).collect();
    let rated: Vec<_> = profiles.iter().copied().zip(&cards).collect();
    let text = side::text(&side::columns(&rated), "default@1", true);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    text
}

/// A drill in which a minor harm is done.
fn harmed() -> Played {
    let truth = "truth: (severity: [(from: \"0s\", is: Sev1)]),";
    let harmful = "harmful: [(id: \"cold\", is: Do(\"restart\"), harm: Minor)],\n    ";
    play(&shop(&[(truth, &format!("{harmful}{truth}"))]), &v09("30:00 tech do restart\n"))
}

/// A row of the numbers that made no difference.
fn made_no_difference(of: &str, one: &str, other: &str) -> String {
    format!("  {of:<28}  {one:<23}  {other}\n")
}

/// Of weights and points nothing shows in a criterion: the whole and the harm are marked, and the numbers told.
#[test]
fn changed_weights_and_points_are_shown_where_they_made_a_difference() {
    let (default, heavy) = (Profile::shipped("default").unwrap(), house("heavy@1", HEAVY));
    let text = beside(&harmed(), &[&default, &heavy]);
    for said in [
        "*the process       ",
        "*for harm          3 points off         7 points off\n",
        "*updates           ",
        "  gaps             ",
        "  the process\n      default@1: loop 35 [H] the work itself\n      heavy@1: loop 5 [H] the rest\n",
        "      heavy@1: harm.minor 700 [H] nothing is small here\n",
        "  updates\n      default@1: updates.first 25 [H] the longest wait is for the first word\n      heavy@1: updates.first 10 [H] less than that\n",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn what_differs_and_made_no_difference_stands_below() {
    let default = Profile::shipped("default").unwrap();
    let mild = house(
        "mild@1",
        "not_asked: [(of: \"classify.statement\", at: Sev3, tag: H, why: \"small\")], audiences: [(at: Sev3, are: [], tag: H, why: \"nobody\")]",
    );
    let played = play(SHOP, &v09("")).all_accepted();
    let text = beside(&played, &[&default, &mild]);
    assert!(text.contains("They rate this drill the same.\n"), "{text}");
    assert!(
        text.contains(&made_no_difference("classify.statement SEV3", "30m to 1h", "not asked")),
        "{text}"
    );
    assert!(text.contains(&made_no_difference("audiences SEV3", "team", "nobody")), "{text}");
    assert!(!text.lines().any(|line| line.starts_with('*')), "{text}");
    let text = beside(&played, &[&default, &default]);
    assert!(text.contains("They have the same numbers, and rate every drill the same.\n"), "{text}");
    // Three long names and the widest of all numbers still fit.
    let names = ["a-very-long-name-for-a-house-of-ours@123", "b-very-long-name-for-a-house-of-ours@123"];
    let [one, two] = names.map(|id| house(id, HEAVY));
    beside(&played, &[&one, &two, &Profile::shipped("gds").unwrap()]);
    for id in ["google-sre", "pagerduty", "factset-essay", "atlassian", "gitlab"] {
        beside(&played, &[&default, &Profile::shipped(id).unwrap()]);
    }
}

/// A name with a version stands for numbers: where it stands for two, that is said wherever both are met.
#[test]
fn two_files_of_one_name_are_told_apart() {
    let place = Place::new();
    let file = |gap: &str| {
        format!(
            "Profile(id: \"house@1\", on: \"default@1\", thresholds: [(of: \"updates.gaps\", at: Sev1, target: \"{gap}\", limit: \"50m\", tag: H, why: \"ours\")])"
        )
    };
    place.write("one.ron", &file("10m"));
    place.write("two.ron", &file("12m"));
    place.write("same.ron", &format!("// the same numbers\n{}", file("10m")));
    let run = |name: &str, profile: &str| {
        let run = [
            "run",
            "billing-multiplier",
            "--fill",
            "prepared",
            "--pace",
            "flat",
            "--name",
            name,
            "--profile",
        ];
        place.said(&[&run[..], &[profile]].concat());
    };
    run("monday", "one.ron");
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = words(place.said(&["score", "monday", "--profile", "one.ron,two.ron"]));
    assert!(
        said.starts_with(
            "house@1 (1) is one.ron, house@1 (2) is two.ron: one name and version, and 1 number that differ"
        ) && said.contains("(`house@2`)"),
        "{said}"
    );
    let said = words(place.said(&["score", "monday", "--profile", "one.ron,same.ron"]));
    assert!(said.contains("one name and version, and the same numbers"), "{said}");
    let said = words(place.said(&["score", "monday", "--profile", "two.ron"]));
    assert!(
        said.contains("Rescored: the drill was run under another house@1, of the same name and version, with 1 number otherwise"),
        "{said}"
    );
    // The one that it was run under is nobody's file any more.
    let said = place.said(&["score", "monday", "--profile", "played,two.ron"]);
    assert!(said.contains(&made_no_difference("updates.gaps SEV1", "10m to 50m", "12m to 50m")), "{said}");
    let said = words(place.said(&["score", "monday", "--profile", "default,two.ron"]));
    assert!(said.contains("run under another house@1, of the same name and version as two.ron"), "{said}");
    let json: Value = serde_json::from_str(&place.said(&[
        "score",
        "monday",
        "--profile",
        "default,one.ron",
        "--format",
        "json",
    ]))
    .unwrap();
    assert_eq!(json[0]["rescored"], "house@1");
    let differs = &json[0]["differs"][0];
    assert_eq!(
        (differs["section"].as_str(), differs["of"].as_str()),
        (Some("thresholds"), Some("updates.gaps SEV1"))
    );
    assert_eq!(
        (&differs["numbers"][0]["is"], &differs["numbers"][1]["is"]),
        (&"10m to 50m".into(), &"20m to 40m".into())
    );
    assert_eq!(json[1].get("differs"), None);
}

#[test]
fn a_postmortem_by_another_profile_says_so_and_is_not_taken_for_the_drill_s_own() {
    let place = Place::new();
    place.write("heavy.ron", &format!("Profile(id: \"heavy@1\", on: \"default@1\", {HEAVY})"));
    place.said(&["run", "billing-multiplier", "--fill", "prepared", "--pace", "flat", "--name", "monday"]);
    let own = place.said(&["postmortem", "monday"]);
    assert!(!own.contains("played under") && !own.contains("played_under"));
    assert_eq!(place.said(&["postmortem", "monday", "--profile", "played"]), own);
    assert_eq!(place.said(&["postmortem", "monday", "--profile", "default"]), own);
    let other = place.said(&["postmortem", "monday", "--profile", "heavy.ron"]);
    for said in [
        "profile: \"heavy@1\"\nplayed_under: \"default@1\"\n",
        "| played under | default@1, and rated here by heavy@1: the rules in force then were those; section 20 has what differs |\n",
        "| number | when it was played | as it is rated here | why |\n",
        "| harm.minor | 300 | 700 | \\[H\\] nothing is small here |\n",
    ] {
        assert!(other.contains(said), "{said}\n{other}");
    }
    let json: Value = serde_json::from_str(&place.said(&[
        "postmortem",
        "monday",
        "--profile",
        "heavy.ron",
        "--format",
        "json",
    ]))
    .unwrap();
    assert_eq!(
        (&json["front"]["profile"], &json["front"]["played_under"]),
        (&"heavy@1".into(), &"default@1".into())
    );
    let weights: Vec<&str> =
        json["weights"].as_array().unwrap().iter().map(|number| number["of"].as_str().unwrap()).collect();
    for rule in json["rules"].as_array().unwrap() {
        let name = rule["about"].as_str().unwrap().replace('/', ".");
        assert!(weights.contains(&name.as_str()), "{name}");
    }
    let html = place.said(&["postmortem", "monday", "--profile", "heavy.ron", "--format", "html"]);
    assert!(html.contains("when it was played") && html.contains("rated here by heavy@1"));
    // Its lines are another rating's: taken back, they would be somebody's words.
    place.write("other.md", &other);
    let refused = place.run(&["postmortem", "edit", "monday", "--from", "other.md"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr)
            .contains("nothing was taken: this document is rated by another profile than default@1")
    );
    let several = place.run(&["postmortem", "monday", "--profile", "default,gitlab"]);
    assert!(
        text(&several.stderr)
            .contains("`sandtable score monday --profile default,gitlab` puts several side by side")
    );
}

/// Every name that a card shows as data is one that can be asked about.
#[test]
fn every_name_in_the_card_s_data_is_explained() {
    for played in [harmed(), play(SHOP, &v09("")), play(SHOP, "0:30 primary ack\n")] {
        let default = Profile::shipped("default").unwrap();
        let heavy = house("heavy@1", HEAVY);
        let mut card = score(&played.scenario, &heavy, &played.records);
        card.differs = differing(&[&default, &heavy]);
        let sources =
            Sources { scenario: &played.scenario, profile: &heavy, records: &played.records, card: &card };
        let explained = |said: &str| {
            let found = sources.explain(said).unwrap_or_else(|unknown| panic!("{unknown}"));
            assert!(!found.word.is_empty(), "{said}: {found:?}");
            found.of
        };
        let mut names = Vec::new();
        named(&serde_json::to_value(&card).unwrap(), "", &mut names);
        assert!(names.len() > 30);
        names.iter().for_each(|name| drop(explained(name)));
        for gate in sandtable::score::card::Gate::ALL {
            for said in [gate.to_string(), format!("gates.{gate}"), format!("gate/{gate}")] {
                assert_eq!(explained(&said), format!("gates.{gate}"));
            }
        }
        for objective in &card.objectives {
            assert_eq!(
                explained(&format!("objectives.{}", objective.id)),
                format!("objective.{}", objective.id)
            );
        }
        for harm in &card.scenario_score.harms {
            assert_eq!(explained(&harm.id), "harm.cold");
            assert_eq!(explained("harms.cold"), "harm.cold");
        }
    }
}

/// Names in data, with what they stand in: `dimensions` and their `criteria`, `harms`, `uses`, `about` and so on.
fn named(value: &Value, of: &str, names: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| match one {
            Value::String(name) if of == "uses" || of == "gates" => names.push(name.clone()),
            Value::Array(pair) if of == "rests_on" || of == "held" => {
                names.push(format!(
                    "{}{}",
                    if of == "held" { "" } else { "actions." },
                    pair[0].as_str().unwrap()
                ));
            }
            one @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_)) => named(one, of, names),
        }),
        Value::Object(fields) => {
            let id = fields.get("id").and_then(Value::as_str);
            let path = match of {
                "harms" => "harm.",
                "objectives" => "objectives.",
                "steps" => "first30.",
                "parts" => "scenario.",
                dimension if dimension.starts_with("in ") => &dimension[3..],
                _ => "",
            };
            names.extend(id.map(|id| format!("{path}{id}")));
            for (field, value) in fields {
                match (field.as_str(), value) {
                    ("about", Value::String(about)) => names.push(about.clone()),
                    ("of", Value::String(number)) => names.push(number.clone()),
                    ("criteria", _) => named(value, &format!("in {}.", id.unwrap()), names),
                    (field, value) => named(value, field, names),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What was not done when the crew closed counts by what could still have come of it: the word is about the first, the
/// number about the second, and neither is left alone.
#[test]
fn no_word_stands_beside_a_number_that_it_does_not_go_with() {
    let story = include_str!("../../scenarios/first-page.ron");
    let house = include_str!("../../scenarios/organisations/otterby.ron");
    let moves = include_str!("../../scenarios/first-page.struggling.moves");
    let played = play_headed((story, Some(house)), moves, Who::Person);
    let (default, gds) = (Profile::shipped("default").unwrap(), Profile::shipped("gds").unwrap());
    let card = score(&played.scenario, &default, &played.records);
    let all = card.dimensions.iter().chain(&card.scenario_score.dimensions).flat_map(|of| &of.criteria);
    let left =
        all.filter(|one| one.outcome == Outcome::Missed && one.credit.is_some_and(|credit| credit > 0));
    // What was left undone when the drill was over, and could still have come, is partly met: three of them here.
    assert_eq!(left.count(), 0);
    let text = beside(&played, &[&default, &gds]);
    assert!(text.contains("partly 60 %") && !text.contains("not this time 60 %"), "{text}");
}

/// The weights of the story's rating are told as the profile has them.
#[test]
fn half_a_weight_is_written_out() {
    // Nobody is needed: paging counts half of its 15.
    let played = play(SHOP, &v09("")).all_accepted();
    let outline = played.outline();
    let story = outline.ratings.iter().find(|whole| whole.of == "scenario").unwrap();
    assert!(story.arithmetic.iter().any(|step| step.starts_with("paging: 7.5 x ")), "{:?}", story.arithmetic);
    assert!(
        story
            .arithmetic
            .iter()
            .any(|step| step.starts_with("mitigate: 20 x ") || step == "mitigate: 20, without a number"),
        "{:?}",
        story.arithmetic
    );
}
