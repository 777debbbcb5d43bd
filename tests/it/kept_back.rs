//! What the author knows stays out of a postmortem, in every section and every form, until the team has written
//! factors of its own.

use std::collections::BTreeSet;

use sandtable::hotwash::said::Said;
use sandtable::journal::Who;
use sandtable::postmortem::team::Team;
use sandtable::postmortem::{Inputs, markdown, outline, outline_for_programs};
use sandtable::score::Profile;
use sandtable::score::card::Criterion;

use crate::shipped;
use crate::support::{Played, play_headed};

/// The document as people and as programs get it, before or after the team has written its own.
fn documents(played: &Played, revealed: bool) -> [String; 2] {
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let (card, said) = (played.card(), Said::default());
    let mut team = Team::default();
    team.revealed = revealed;
    let inputs = Inputs {
        scenario: &played.scenario,
        records: &played.records,
        card: &card,
        profile: &profile,
        team: &team,
        said: &said,
    };
    let programs = serde_json::to_value(outline_for_programs(&inputs)).unwrap();
    [markdown(&outline(&inputs)), texts(&programs).join("\n")]
}

/// Every text of a JSON value.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(all) => all.iter().flat_map(texts).collect(),
        serde_json::Value::Object(all) => all.values().flat_map(texts).collect(),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Vec::new(),
    }
}

/// The steps that nobody took.
fn not_taken(played: &Played) -> Vec<Criterion> {
    let card = played.card();
    let actions = card.scenario_score.dimensions.iter().find(|dimension| dimension.id == "actions");
    let all = actions.unwrap().criteria.iter();
    all.filter(|step| step.says.starts_with("not done")).cloned().collect()
}

/// What only the author knows.
fn secrets(played: &Played) -> BTreeSet<String> {
    let scenario = &played.scenario;
    let mut secrets: BTreeSet<String> =
        scenario.expected.iter().filter_map(|(_, item)| item.why.clone()).collect();
    secrets.extend(scenario.truth.factors.iter().cloned());
    for step in not_taken(played) {
        let (_, what) = step.says.split_once(": ").unwrap();
        secrets.insert(what.to_string());
        secrets.insert(format!("actions/{}", step.id));
        secrets.insert(format!("actions.{}", step.id));
        // One word may be the name of something else, too.
        secrets.extend(Some(format!("{}: ", step.id)).filter(|name| name.contains('-')));
    }
    // What a failure is called; many have the name of something that everybody sees.
    let seen: Vec<String> = [
        scenario.actions.names().map(ToString::to_string).collect::<Vec<_>>(),
        scenario.metrics.names().map(ToString::to_string).collect(),
        scenario.harmful.names().map(ToString::to_string).collect(),
        scenario.expected.names().map(ToString::to_string).collect(),
    ]
    .concat();
    let failures = scenario.failures.names().map(ToString::to_string);
    secrets.extend(
        failures.filter(|name| name.contains('-') && !seen.contains(name)).map(|name| format!("`{name}`")),
    );
    secrets
}

fn each(mut check: impl FnMut(&str, &Played)) {
    for shipped in shipped::all() {
        for (name, moves) in &shipped.crews {
            let played = play_headed((&shipped.text, shipped.organisation.as_deref()), moves, Who::Person);
            check(&format!("{}, {name}", shipped.id), &played);
        }
    }
}

#[test]
fn the_solution_is_in_no_section_before_the_team_has_its_own() {
    let mut told = Vec::new();
    each(|name, played| {
        for (form, text) in ["text", "JSON"].iter().zip(documents(played, false)) {
            let there = secrets(played).into_iter().filter(|secret| text.contains(secret.as_str()));
            told.extend(there.map(|secret| format!("{name}, {form}: {secret}")));
        }
    });
    assert!(told.is_empty(), "{} told, such as\n{}", told.len(), told[..told.len().min(60)].join("\n"));
}

/// What others would have said in a part of the story that nobody came to tells what it is about.
#[test]
fn what_nobody_came_to_is_named_and_not_told() {
    let shipped = shipped::of("market-data-stale");
    let (_, moves) = shipped.crews.iter().find(|(crew, _)| *crew == "struggling").unwrap();
    let played = play_headed((&shipped.text, shipped.organisation.as_deref()), moves, Who::Person);
    let [before, _] = documents(&played, false);
    assert!(before.contains("| “Filled, and doubled again” | The sequence check |"), "{before}");
    assert!(!before.contains("one writer first, then again"), "{before}");
    let [after, _] = documents(&played, true);
    assert!(after.contains("one writer first, then again"), "{after}");
}

#[test]
fn it_stands_there_once_the_team_has_its_own() {
    each(|name, played| {
        let [text, programs] = documents(played, true);
        let whys = played.scenario.expected.iter().filter_map(|(_, item)| item.why.as_deref());
        let factors = played.scenario.truth.factors.iter().map(String::as_str);
        let missing: Vec<_> = whys.chain(factors).filter(|known| !programs.contains(known)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
        for step in not_taken(played) {
            assert!(text.contains(&format!("`actions/{}`", step.id)), "{name}: {}", step.id);
        }
    });
}

/// Before that, each number still comes out of those that stand beside it.
#[test]
fn a_step_that_is_kept_back_has_a_place_and_a_number() {
    each(|name, played| {
        let [text, _] = documents(played, false);
        for (n, step) in played.card().scenario_score.dimensions[0].criteria.iter().enumerate() {
            if step.says.starts_with("not done") {
                let row = format!(
                    "| `actions/step-{}` | {} | kept back until yours stands",
                    n + 1,
                    step.outcome.words()
                );
                assert!(text.contains(&row), "{name}: no `{row}`");
                if let Some(credit) = step.credit {
                    let part = format!("step-{}: {} x {credit}", n + 1, step.weight);
                    assert!(text.contains(&part), "{name}: no `{part}`");
                }
            }
        }
    });
}

#[cfg(feature = "cli")]
#[test]
fn no_form_of_the_document_tells_it() {
    let place = crate::cli::Place::new();
    place.said(&["run", "billing-multiplier", "--fill", "struggling", "--pace", "flat", "--name", "d"]);
    for format in ["md", "html", "json"] {
        let told = place.said(&["postmortem", "d", "--format", format]);
        for secret in
            ["a pause alone lasts ten minutes", "lock-schedule", "do not read", "answer-the-print-shop"]
        {
            assert!(!told.contains(secret), "{format}: {secret}");
        }
        assert!(told.contains("Where was your way the better one?"), "{format}");
    }
    assert!(!place.said(&["postmortem", "edit", "d", "--print"]).contains("lock-schedule"));
}
