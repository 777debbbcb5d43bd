//! What is kept of drills over time: lists, names, what goes; people who are forgotten; a team beside its own past.

use serde_json::Value;

use crate::cli::{Place, flat, text};
use crate::record::{Journal, exported, friday};

/// A drill in which one person tells nobody, changes something, and closes without a look at what came of it.
const SILENT: &str = "\
0:01:15 primary ack
0:01:50 primary declare sev2
0:02:10 primary take commander
0:02:20 primary page secondary why=\"roll it back, please\"
0:02:40 secondary ack
0:02:50 secondary do roll-back
0:09:00 primary close summary=\"rolled back\"
";

/// Plays one, as of now.
pub(crate) fn silent(place: &Place, name: &str) {
    let moves = place.write("in.moves", SILENT);
    let moves = moves.to_str().unwrap();
    drop(place.said(&["run", "smallest", "--table", "primary,secondary", "--moves", moves, "--name", name]));
}

/// A store with four drills of four days: as they should be, silent, silent, as they should be.
pub(crate) fn four() -> Place {
    let (good, silent, place) = (friday(), Place::new(), Place::new());
    self::silent(&silent, "friday");
    for (n, from) in [&good, &silent, &silent, &good].into_iter().enumerate() {
        let name = ["monday", "tuesday", "wednesday", "thursday"][n];
        Journal::of(&exported(from, "friday")).on_day(20_000 + n as i64).into(&place, name);
    }
    place
}

#[test]
fn drills_are_listed_by_scenario_day_and_end() {
    let place = four();
    drop(place.said(&["fork", "thursday", "--at", "+2:00", "--name", "again"]));
    let names = |args: &[&str]| -> Vec<String> {
        let said = place.said(&[&["drills", "--format", "json"], args].concat());
        let all: Vec<Value> = serde_json::from_str(&said).unwrap();
        all.iter().map(|drill| drill["drill"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(names(&[]), ["again", "thursday", "wednesday", "tuesday", "monday"]);
    assert_eq!(names(&["--since", "2024-10-06"]), ["again", "thursday", "wednesday"]);
    assert_eq!(names(&["--since", "7d"]), ["again"]);
    assert_eq!(names(&["--scenario", "first-page"]), [""; 0]);
    assert_eq!(names(&["--open"]), [""; 0]);
    assert_eq!(names(&["--ended", "--since", "7d"]), ["again"]);
    assert_eq!(
        place.said(&["drills", "--scenario", "first-page"]),
        "none of 5 drills in the record is one of those\n"
    );
    let sized = place.said(&["drills", "--sizes", "--since", "2024-10-07"]);
    assert!(sized.contains("fork of thursday, ") && sized.contains(" events, "), "{sized}");
    assert!(sized.lines().last().unwrap().starts_with("2 drills, "), "{sized}");
    let odd = place.failed(&["drills", "--since", "tomorrow"]);
    assert_eq!(odd, "2 error: `tomorrow` is neither a day nor an age: 2026-11-24, 30d, 12w or 36h\n");
}

#[test]
fn a_renamed_drill_is_called_so_everywhere_and_is_the_same_to_the_byte() {
    let place = friday();
    let journal = place.said(&["export", "journal", "friday"]);
    assert_eq!(
        place.said(&["drills", "rename", "fri", "kick-off"]),
        "`friday` is called `kick-off` from now on; its record is what it was.\n"
    );
    assert_eq!(place.said(&["export", "journal", "kick-off"]), journal);
    for command in [&["score"][..], &["postmortem"], &["drills"], &["replay"]] {
        let said = place.said(command);
        assert!(said.contains("kick-off") && !said.contains("friday"), "{command:?}: {said}");
    }
    drop(place.said(&["fork", "kick-off", "--at", "+2:00"]));
    let taken = place.failed(&["drills", "rename", "kick-off-2", "kick-off"]);
    assert_eq!(
        taken,
        "2 error: there is a drill called `kick-off` already; choose another name with `--name`\n"
    );
    let odd = place.failed(&["drills", "rename", "kick-off", "last"]);
    assert!(odd.starts_with("2 error: `last` can't name a drill"), "{odd}");
    drop(place.said(&["drills", "rename", "kick-off", "first"]));
    assert!(
        place.said(&["drills"]).contains("kick-off-2") && place.said(&["drills"]).contains("fork of first")
    );
}

#[test]
fn nothing_is_deleted_unasked() {
    let place = four();
    drop(place.said(&["fork", "thursday", "--at", "+2:00"]));
    let refused = place.run(&["drills", "delete", "thursday", "monday"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(text(&refused.stdout).lines().count(), 2, "it is shown what would go");
    assert_eq!(
        text(&refused.stderr),
        "error: nothing was deleted: off a terminal nobody can be asked; say `--yes` if these are to go\n"
    );
    let deleted = place.said(&["drills", "delete", "thursday", "monday", "thursday", "--yes"]);
    assert!(
        deleted.ends_with(
            "2 drills deleted, with the people and documents beside; `thursday-2` stays, with all that was before the fork\n"
        ),
        "{deleted}"
    );
    assert_eq!(place.said(&["drills"]).lines().count(), 3);
    assert!(place.said(&["drills", "--verify"]).contains("thursday-2"));
    // What is called so no more is not what is called alike.
    assert_eq!(
        place.failed(&["drills", "delete", "thursday", "--yes"]),
        "2 error: say the whole name of what is to be deleted: `thursday-2`\n"
    );
}

#[test]
fn what_is_old_is_shown_before_it_goes() {
    let place = four();
    drop(place.said(&["run", "smallest", "--fill", "prepared", "--name", "today"]));
    let refused = place.run(&["drills", "prune", "--older-than", "180d"]);
    assert_eq!((refused.status.code(), text(&refused.stdout).lines().count()), (Some(2), 4));
    let pruned = place.said(&["drills", "prune", "--older-than", "180d", "--yes"]);
    assert!(pruned.ends_with("4 drills deleted, with the people and documents beside\n"), "{pruned}");
    assert_eq!(place.said(&["drills"]).lines().count(), 1);
    assert_eq!(place.said(&["drills", "prune", "--older-than", "26w"]), "no drill is older than 26w\n");
    let odd = place.failed(&["drills", "prune", "--older-than", "old"]);
    assert_eq!(odd, "2 error: `old` is no age: 180d, 26w or 36h\n");
}

#[test]
fn a_person_who_is_forgotten_leaves_record_and_score_as_they_were() {
    let place = Place::new();
    let moves = place.write(
        "in.moves",
        "0:01:15 primary ack\n0:02:00 primary say \"Ana here, banana\"\n0:02:30 primary note \"nobody\"\n0:06:00 table end\n",
    );
    let run = ["run", "smallest", "--moves", moves.to_str().unwrap(), "--name"];
    for (name, seat) in [("friday", "primary=Ana"), ("monday", "primary=ana"), ("tuesday", "primary=Ben")] {
        drop(place.said(&[&run[..], &[name, "--seat", seat]].concat()));
    }
    let before: Vec<String> = ["journal", "moves"].map(|what| place.said(&["export", what, "friday"])).into();
    let score = place.said(&["score", "friday", "--format", "json"]);
    assert_eq!(
        place.said(&["forget", "ANA"]),
        "`ANA` is taken off the seats of 2 drills: monday and friday\n\
         The records are what they were, to the byte, and score the same.\n\
         What people typed is out of reach, for a record is not changed. The name still stands in 3 texts:\n  \
         tuesday  #11  Ana here, banana\n  \
         monday  #11  Ana here, banana\n  \
         friday  #11  Ana here, banana\n\
         `drills delete DRILL` takes a drill out whole; `drills rename` changes its name.\n"
    );
    let after: Vec<String> = ["journal", "moves"].map(|what| place.said(&["export", what, "friday"])).into();
    assert_eq!((before, score), (after, place.said(&["score", "friday", "--format", "json"])));
    assert!(place.said(&["drills", "--verify"]).lines().all(|line| line.ends_with("each as it was written")));
    let bytes = std::fs::read(place.path("drills.db")).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"\x07Ana"), "no name is left in the file");
    let again: Value = serde_json::from_str(&place.said(&["forget", "Ben", "--format", "json"])).unwrap();
    assert_eq!(
        (&again["drills"], &again["still_in_texts"]),
        (&serde_json::json!(["tuesday"]), &serde_json::json!([]))
    );
    assert_eq!(
        place.said(&["forget", "Ben"]),
        "nobody called `Ben` sits on a seat of any drill\nThe name stands in no text that anybody typed.\n"
    );
}

#[test]
fn a_team_stands_beside_its_own_drills_and_gaps_that_came_back_are_told() {
    let place = four();
    let said = place.said(&["history"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    insta::assert_snapshot!("history_of_four", said);

    let all: Value = serde_json::from_str(&place.said(&["history", "--format", "json"])).unwrap();
    assert_eq!(all["drills"], 4);
    let group = &all["groups"][0];
    assert_eq!(
        (&group["scenario"], &group["severity"], &group["seats"]),
        (&"smallest".into(), &"sev2".into(), &2.into())
    );
    let line = |about: &str| {
        let lines = group["criteria"].as_array().unwrap();
        lines.iter().find(|line| line["about"] == about).unwrap().clone()
    };
    // In two drills somebody looked whether it had worked, in two nobody did.
    let told = line("loop/verify");
    assert_eq!(told["outcomes"], serde_json::json!(["met", "missed", "missed", "met"]));
    assert_eq!((&told["met"], &told["rated"]), (&2.into(), &4.into()));
    // Everybody answered the page.
    assert_eq!((&line("ack/chain")["met"], &line("ack/chain")["rated"]), (&4.into(), &4.into()));
    let gaps = all["recurring"].as_array().unwrap();
    let gap = gaps.iter().find(|gap| gap["about"] == "loop/verify").unwrap();
    assert_eq!(
        (&gap["missed"], &gap["rated"], &gap["met_since"]["drill"]),
        (&2.into(), &4.into(), &"thursday".into())
    );
    let drills: Vec<&str> =
        gap["moments"].as_array().unwrap().iter().map(|m| m["drill"].as_str().unwrap()).collect();
    assert_eq!(drills, ["wednesday", "tuesday"]);
    assert!(gaps.iter().any(|gap| gap["about"] == "gate/no_update"), "{gaps:?}");
    assert!(gaps.iter().all(|gap| gap["missed"].as_u64().unwrap() > 1), "{gaps:?}");
}

/// One team, and one of them came late: its drills stand beside each other, and who was not there is said.
#[test]
fn a_team_is_one_team_also_when_somebody_was_not_there() {
    let place = Place::new();
    let shop = place.write("shop.ron", crate::shop::SHOP);
    let careful = include_str!("fixtures/honest/careful.moves");
    let without: Vec<&str> = careful.lines().filter(|line| !line.contains(" tech ")).collect();
    for (name, moves) in [("monday", careful.to_string()), ("tuesday", without.join("\n"))] {
        let moves = place.write("a.moves", &moves);
        let (shop, moves) = (shop.to_str().unwrap(), moves.to_str().unwrap());
        drop(place.said(&["run", shop, "--moves", moves, "--pace", "flat", "--name", name]));
    }
    let said = flat(&place.said(&["history"]));
    assert!(said.contains("shop, SEV1, 3 to 4 seats, standard"), "{said}");
    assert!(said.contains("Not the same seats took part: tuesday without tech."), "{said}");
    let all: Value = serde_json::from_str(&place.said(&["history", "--format", "json"])).unwrap();
    let group = &all["groups"][0];
    assert_eq!(group["drills"].as_array().unwrap().len(), 2);
    let crews = group["crews"].as_array().unwrap();
    assert_ne!(crews[0]["key"], crews[1]["key"], "what numbers are compared by is what it was");
    assert_eq!(crews[1]["seats"], serde_json::json!(["comms", "primary", "secondary"]));
}

/// Left two minutes before its limit, it earns what could still have come of it; that it was never done, twice, is a gap.
#[test]
fn what_was_never_done_is_a_gap_whatever_it_could_still_have_earned() {
    let place = Place::new();
    let expects =
        "expected: [(id: \"it\", is: Do(\"grow-pool\"), target: \"5m\", limit: \"15m\")],\n    truth:";
    let shop = place.write("shop.ron", &crate::shop::shop(&[("truth:", expects)]));
    let moves = |close: &str| {
        let opening = crate::shop::OPENING;
        format!(
            "{opening}2:00 tech look errors\n3:00 tech do flag-off\n4:00 tech verify errors\n{close} primary close summary=done\n"
        )
    };
    let gaps = |close: &str| {
        for name in ["monday", "tuesday"] {
            let moves = place.write("a.moves", &moves(close));
            let (shop, moves) = (shop.to_str().unwrap(), moves.to_str().unwrap());
            let name = format!("{name}-{}", close.replace(':', ""));
            drop(place.said(&["run", shop, "--moves", moves, "--pace", "flat", "--name", &name]));
        }
        let all: Value =
            serde_json::from_str(&place.said(&["history", "--last", "2", "--format", "json"])).unwrap();
        let found =
            all["recurring"].as_array().unwrap().iter().find(|gap| gap["about"] == "actions/it").cloned();
        found.map(|gap| gap["missed"].as_u64().unwrap())
    };
    // lin(9; 5, 15) = 6000 could still have come; lin(13; 5, 15) = 2000.
    assert_eq!(gaps("9:00"), None);
    assert_eq!(gaps("13:00"), Some(2));
}

/// How much could have come back is said: of two drills that hardly happened, next to nothing.
#[test]
fn no_gap_came_back_of_so_many_that_could() {
    let place = Place::new();
    let shop = place.write("shop.ron", crate::shop::SHOP);
    for (name, moves) in [
        ("monday", "0:00:10 primary note a\n0:00:20 primary end\n"),
        ("tuesday", "0:00:10 primary note b\n0:00:20 primary end\n"),
    ] {
        let moves = place.write("a.moves", moves);
        let (shop, moves) = (shop.to_str().unwrap(), moves.to_str().unwrap());
        drop(place.said(&["run", shop, "--moves", moves, "--pace", "flat", "--name", name]));
    }
    let said = flat(&place.said(&["history"]));
    let says = "No gap has come back: one criterion was rated in two drills or more, and not missed twice.";
    assert!(said.contains(says), "{said}");
}

#[test]
fn what_can_not_be_compared_stands_apart_and_says_why() {
    let place = four();
    let moves = crate::cli::scenarios().join("smallest.moves");
    let run = ["run", "smallest", "--moves", moves.to_str().unwrap(), "--name"];
    // Another mode, another pace, another scenario: each is a test of its own.
    drop(place.said(&[&run[..], &["unaided", "--mode", "unaided"]].concat()));
    drop(place.said(&[&run[..], &["stepped", "--pace", "stepped"]].concat()));
    // And these count for nothing.
    drop(place.said(&["run", "smallest", "--fill", "prepared", "--name", "crew"]));
    drop(place.said(&["fork", "monday", "--at", "+11:00"]));
    let all: Value = serde_json::from_str(&place.said(&["history", "--format", "json"])).unwrap();
    let sizes: Vec<usize> = all["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["drills"].as_array().unwrap().len())
        .collect();
    assert_eq!((all["drills"].as_u64(), sizes), (Some(6), vec![1, 1, 4]));
    assert_eq!(all["left_out"], serde_json::json!([["attempt", ["monday-2"]], ["crew", ["crew"]]]));
    let said = flat(&place.said(&["history", "--last", "2"]));
    assert!(
        said.contains("2 drills, 2024-10-06 to 2024-10-07; too few for a trend, so these are facts"),
        "{said}"
    );
    assert!(
        said.contains("Not counted a second attempt, or left for one: monday-2 played by a crew alone: crew"),
        "{said}"
    );
    let none = place.said(&["history", "--scenario", "first-page"]);
    assert_eq!(none, "no drill that counts has been played to its end yet: `sandtable run first-page`\n");
    assert_eq!(Place::new().said(&["history"]), none);
}

#[test]
fn a_redacted_journal_says_nothing_that_was_typed_and_scores_the_same() {
    let (here, there) = (friday(), Place::new());
    let redacted = here.said(&["export", "journal", "friday", "--redact"]);
    for word in ["pair of hands", "every second order fails, nobody", "release 4.2 failed every second order"]
    {
        assert!(here.said(&["export", "journal"]).contains(word) && !redacted.contains(word), "{word}");
    }
    there.write("in.jsonl", &redacted);
    assert_eq!(
        there.said(&["import", "journal", "in.jsonl"]).lines().next().unwrap(),
        "`friday` is in the record: smallest, 46 events, to its end, without what people typed."
    );
    assert_eq!(there.said(&["export", "journal"]), redacted);
    let first: Value = serde_json::from_str(redacted.lines().next().unwrap()).unwrap();
    let last: Value =
        serde_json::from_str(here.said(&["export", "journal"]).lines().last().unwrap()).unwrap();
    assert_eq!(first["redacted"], last["hash"], "it says what it was taken from");

    let credits = |place: &Place| {
        let mut card: Value = serde_json::from_str(&place.said(&["score", "--format", "json"])).unwrap();
        strip(&mut card, &["says", "next"]);
        // A step of the arithmetic may say in whose words a change was asked for.
        let text = card.to_string();
        text.split(['“', '”']).step_by(2).collect::<String>()
    };
    assert_eq!(credits(&here), credits(&there));
}

/// Takes fields out, wherever they are.
fn strip(value: &mut Value, names: &[&str]) {
    if let Some(object) = value.as_object_mut() {
        object.retain(|key, _| !names.contains(&key.as_str()));
        object.values_mut().for_each(|value| strip(value, names));
    }
    if let Some(array) = value.as_array_mut() {
        array.iter_mut().for_each(|value| strip(value, names));
    }
}

/// The same drill, wherever its record is kept: its lines to the byte, its score, what a replay shows, and what comes of
/// the same moves after a fork.
#[cfg(feature = "postgres")]
#[test]
fn a_drill_is_the_same_in_every_store() {
    let Some(database) = crate::server::Database::new("keeping") else { return };
    let (here, there) = (friday(), database.address.as_str());
    let journal = here.said(&["export", "journal", "friday"]);
    here.write("in.jsonl", &journal);
    here.write("rest.moves", &here.said(&["export", "moves", "friday"]));
    drop(here.said(&["import", "journal", "in.jsonl", "--store", there]));
    let fork = ["fork", "friday", "--at", "+3:20", "--moves", "rest.moves"];
    let forked = here.said(&fork);
    // The printed commands name the store that was named.
    let unnamed = |said: String| -> String {
        let parts = said.split(" --store ").enumerate();
        parts.map(|(n, part)| if n == 0 { part } else { &part[part.find('`').unwrap()..] }).collect()
    };
    assert_eq!(forked, unnamed(here.said(&[&fork[..], &["--store", there]].concat())));
    for command in [
        &["export", "journal", "friday"][..],
        &["export", "moves", "friday-2"],
        &["score", "friday", "--format", "json"],
        &["score", "friday-2", "--format", "json"],
        &["replay", "friday-2", "--facilitator"],
        &["drills", "--verify"],
        &["history", "--format", "json"],
    ] {
        // When a line was written is its own in each store, and so is its hash.
        let said = |said: String| -> String {
            let hashes =
                said.split(" up to ").enumerate().map(|(n, rest)| if n == 0 { rest } else { &rest[12..] });
            hashes.collect()
        };
        let (ours, theirs) = (here.said(command), here.said(&[command, &["--store", there]].concat()));
        assert_eq!(said(ours), said(theirs), "{command:?}");
    }
    drop(here.said(&["drills", "rename", "friday-2", "again", "--store", there]));
    let deleted = here.said(&["drills", "delete", "friday", "--yes", "--store", there]);
    assert!(deleted.contains("1 drill deleted") && deleted.contains("`again` stays"), "{deleted}");
    assert!(here.said(&["forget", "ana", "--store", there]).starts_with("nobody called `ana`"));
}
