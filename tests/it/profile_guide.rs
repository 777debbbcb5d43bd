//! The guide to profiles: what it shows is read, played and found to be so, and no number is left out.

use std::process::Stdio;

use sandtable::score::profile::{CRITERIA, Count, Rule, Span};
use sandtable::score::{Profile, score};

use crate::cli::{Place, text};
use crate::shop::SHOP;
use crate::support::{criterion, play};
use crate::vectors::v09;

const GUIDE: &str = include_str!("../../src/score/profiles/README.md");

/// The blocks of a kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let begins = format!("```{kind}\n");
    GUIDE.split(&begins).skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

/// The company's own profile that it shows.
fn example() -> &'static str {
    let [example] = blocks("ron")[..] else { panic!("one example") };
    example
}

/// The cells of a number's row in a table that has so many columns.
fn row(of: &str, columns: usize) -> Vec<&'static str> {
    let begins = format!("| `{of}` |");
    let rows = GUIDE.lines().filter(|line| line.starts_with(&begins));
    let cells = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).skip(1).collect::<Vec<_>>());
    let mut cells = cells.filter(|cells| cells.len() == columns);
    cells.next().unwrap_or_else(|| panic!("no row for `{of}`"))
}

#[test]
fn the_guide_names_every_number_with_what_the_default_has() {
    let all = Profile::shipped("default").unwrap().sourced();
    for &rule in Rule::ALL {
        let mut groups: Vec<(Vec<&str>, &str)> = Vec::new();
        for number in all.iter().filter(|number| number.section == "thresholds") {
            let Some((_, at)) = number.of.split_once(' ').filter(|(of, _)| *of == rule.as_str()) else {
                continue;
            };
            match groups.last_mut().filter(|(_, is)| *is == number.is) {
                Some((severities, _)) => severities.push(at),
                None => groups.push((vec![at], &number.is)),
            }
        }
        let groups: Vec<_> =
            groups.iter().map(|(severities, is)| format!("{} {is}", severities.join(", "))).collect();
        let cells = row(rule.as_str(), 2);
        assert!(!cells[0].is_empty());
        assert_eq!(cells[1], groups.join("; "), "{}", rule.as_str());
    }
    let is = |section: &str, of: &str| {
        all.iter().find(|number| number.section == section && number.of == of).unwrap().is.clone()
    };
    for span in Span::ALL {
        assert_eq!(row(span.as_str(), 2)[1], is("spans", span.as_str()), "{}", span.as_str());
    }
    for count in Count::ALL {
        assert_eq!(row(count.as_str(), 3)[1], is("counts", count.as_str()), "{}", count.as_str());
    }
    for number in all.iter().filter(|number| number.section == "weights") {
        assert!(GUIDE.contains(&format!("`{}` {}", number.of, number.is)), "{} {}", number.of, number.is);
    }
    assert!(CRITERIA.iter().all(|(dimension, _)| GUIDE.contains(&format!("`{dimension}` "))));
    for (list, groups) in [
        ("audiences", "SEV1 stakeholders, customers; SEV2 stakeholders; SEV3 team"),
        ("roles", "SEV1, SEV2 commander, deputy, expert; SEV3 commander, expert"),
    ] {
        assert_eq!(row(list, 1)[0], groups);
        let said = |at: &str| is(list, &format!("{list} {at}"));
        assert!(groups.contains(&said("SEV1")) && groups.ends_with(&said("SEV3")));
    }
}

/// The ranges that it says are those that are checked.
#[test]
fn the_guide_s_ranges_are_those_of_the_check() {
    let codes = |section: &str, of: &str, is: &str| {
        let text = format!(
            "Profile(id: \"house@1\", on: \"default@1\", {section}: [(of: \"{of}\", is: {is}, tag: H, why: \"x\")])"
        );
        let problems = Profile::own(&text).1;
        problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    for count in Count::ALL {
        let of = count.as_str();
        let (least, most) = row(of, 3)[2].split_once(" to ").unwrap();
        let (least, most): (u32, u32) = (least.parse().unwrap(), most.parse().unwrap());
        let out = |is: u32| {
            codes("counts", of, &is.to_string())
                .into_iter()
                .any(|code| matches!(code, "profile::too_large" | "profile::too_small"))
        };
        assert!(!out(least) && !out(most) && out(most + 1), "{of}");
        assert!(least == 0 || out(least - 1), "{of}");
    }
    for span in Span::ALL {
        let of = span.as_str();
        let of_day = of.starts_with("paging.night");
        let most = if of_day { "\"23h59m\"" } else { "\"24h\"" };
        assert!(!codes("spans", of, most).contains(&"profile::bad_time"), "{of}");
        assert_eq!(codes("spans", of, "\"24h\"").contains(&"profile::bad_time"), of_day, "{of}");
        let none = row(of, 2)[0].ends_with("from 1s on");
        assert_eq!(codes("spans", of, "\"0s\"").contains(&"profile::bad_time"), none, "{of}");
    }
    for (of, is, wrong) in [("ack", "1000", false), ("ack", "1001", true)] {
        assert_eq!(codes("weights", of, is).contains(&"profile::too_large"), wrong);
    }
}

/// Vector 9 by the example: of 15 to 30 minutes 18 are worth 8000, 34 nothing, 10 all: (18 x 8000 + 10 x 10000) / 62.
#[test]
fn the_guide_s_own_profile_has_no_problem_and_rates_a_drill() {
    let (profile, problems) = Profile::own(example());
    assert!(problems.is_empty(), "{problems:#?}");
    let profile = profile.unwrap();
    assert_eq!((profile.id(), profile.on()), ("lumen@1", Some("default@1")));
    let played = play(SHOP, &v09("")).all_accepted();
    let card = score(&played.scenario, &profile, &played.records);
    assert_eq!(criterion(&card, "updates/gaps").credit, Some(3_935));
    assert_eq!(card.dimensions.iter().map(|of| of.weight).collect::<Vec<_>>(), [10, 20, 40, 30]);
}

/// Its commands, one after the other, as they stand there.
#[test]
fn the_commands_of_the_guide_work_as_written() {
    let place = Place::new();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_sandtable")).parent().unwrap();
    let run = |command: &str| {
        let mut shell = std::process::Command::new("sh");
        let command = format!("PATH=\"{}:$PATH\"; {command}", program.display());
        shell.args(["-c", &command]).current_dir(place.path("")).stdin(Stdio::null());
        let output = shell.env("SANDTABLE_STORE", place.path("drills.db")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    run("sandtable run billing-multiplier --fill prepared --pace flat");
    let commands: Vec<&str> = blocks("console")
        .iter()
        .flat_map(|block| block.lines().filter_map(|line| line.strip_prefix("$ ")))
        .collect();
    assert_eq!(commands.len(), 9);
    for command in commands {
        let said = run(command);
        if command.contains("> lumen.ron") {
            // From here on it is the example.
            place.write("lumen.ron", example());
        }
        if command.starts_with("sandtable check") {
            assert_eq!(said, "lumen.ron: no problems\n");
        }
        if command.starts_with("sandtable score") && !command.contains("--explain") {
            assert!(said.contains("lumen@1"), "{said}");
        }
    }
    assert!(place.path("lumen.md").exists());
}

#[test]
fn the_guide_to_profiles_is_in_the_program_and_fits_a_terminal() {
    let place = Place::new();
    let guide = place.said(&["show", "--guide", "profile"]);
    assert!(guide.starts_with("Writing a scoring profile\n=========================\n"));
    for line in guide.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    // What is copied from the terminal is what stands in the file.
    assert!(guide.contains(example()));
    assert_eq!(place.said(&["show", "--guide", "scenario"]), place.said(&["show", "--guide"]));
    let shown = place.said(&["show", "gitlab"]);
    assert!(shown.contains("updates.gaps SEV1 = 10m to 20m [S] (in default@1: 20m to 40m)\n"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    place.write("lumen.ron", example());
    let shown = place.said(&["show", "lumen.ron"]);
    assert!(shown.contains("classify.statement SEV3 = not asked [H] (in default@1: 30m to 1h)\n"), "{shown}");
    let refused = place.run(&["show", "gitlab", "--moves"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("a scoring profile"));
}
