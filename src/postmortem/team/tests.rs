//! Whatever people do to the form, no word of theirs is lost.

use super::super::form::form;
use super::super::play::{card, whole};
use super::super::{Inputs, outline};
use super::*;
use crate::postmortem::Outline;
use crate::score::Profile;

fn paper() -> Outline {
    paper_of(&Team::default())
}

fn paper_of(team: &Team) -> Outline {
    let play = whole();
    let profile = Profile::parse(Profile::default_text()).unwrap();
    outline(&Inputs {
        scenario: &play.scenario,
        records: &play.records,
        card: &card(),
        profile: &profile,
        team,
        said: &crate::hotwash::said::Said::default(),
    })
}

/// A form with something under every heading, each a word of its own.
fn filled(text: &str) -> (String, Vec<String>) {
    let (mut out, mut words) = (String::new(), Vec::new());
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with('#') {
            let word = format!("word{}x", words.len());
            out.push_str(&format!("\n{word} and more of it\n"));
            words.push(word);
        }
    }
    (out, words)
}

/// Everything that a team is kept with.
fn everything(team: &Team) -> String {
    let answers = team.answers.iter().map(|answer| format!("{}\n{}\n", answer.question, answer.text));
    let titles = team.titles.values().map(|title| format!("{title}\n"));
    answers.chain(titles).chain([team.unplaced.clone()]).collect()
}

#[test]
fn what_was_written_comes_back_under_its_question() {
    let paper = paper();
    let text = form(&paper, &Team::default());
    let text = text.replace("### Owner (one role)\n", "### Owner (one role)\n\nthe pricing lead\n");
    let taken = take_back(&paper, &Team::default(), &text);
    assert_eq!(taken.team.answer("owner", "Owner (one role)"), Some("the pricing lead"));
    assert_eq!((taken.team.answers.len(), taken.said.len(), taken.team.unplaced.as_str()), (1, 0, ""));
    // And stands there the next time, in the form and in the document.
    assert!(form(&paper, &taken.team).contains("### Owner (one role)\n\nthe pricing lead\n"));
    assert!(
        super::super::markdown(&paper_of(&taken.team)).contains("**Owner (one role)**\n\nthe pricing lead\n")
    );
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let paper = paper();
    let none = take_back(&paper, &Team::default(), &form(&paper, &Team::default()));
    assert_eq!((none.team, none.said), (Team::default(), vec![]));
    let (text, _) = filled(&form(&paper, &Team::default()));
    let once = take_back(&paper, &Team::default(), &text).team;
    let twice = take_back(&paper, &once, &form(&paper, &once));
    assert_eq!((twice.team, twice.said), (once, vec![]));
}

#[test]
fn no_word_is_lost_however_it_is_mangled() {
    let paper = paper();
    let (text, words) = filled(&form(&paper, &Team::default()));
    assert!(words.len() > 30);
    let lines: Vec<&str> = text.lines().collect();
    for seed in 1..=300_u64 {
        let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut roll = |n: usize| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            usize::try_from(dice % n as u64).unwrap()
        };
        let mut mangled: Vec<String> = Vec::new();
        for line in &lines {
            match (line.starts_with('#'), roll(6)) {
                (true, 0) => {}
                (true, 1) => mangled.push(format!("{line} renamed{seed}y")),
                (true, 2) => mangled.push(format!("#{line}")),
                (true, 3) => mangled.push(line.to_uppercase()),
                (false, 0) if line.starts_with("<!--") => {}
                (false, 1) => mangled.push(format!("  {line}\r")),
                _ => mangled.push((*line).to_string()),
            }
            // A fence that nobody closes.
            if roll(60) == 0 {
                mangled.push("```".to_string());
            }
        }
        for _ in 0..roll(5) {
            let (from, to) = (roll(mangled.len()), roll(mangled.len()));
            let moved = mangled.remove(from);
            mangled.insert(to.min(mangled.len()), moved);
        }
        let taken = take_back(&paper, &Team::default(), &mangled.join("\n"));
        let kept = everything(&taken.team);
        for word in &words {
            assert_eq!(kept.matches(&format!("{word} and more of it")).count(), 1, "{word}, seed {seed}");
        }
        let renamed = mangled.iter().filter(|line| line.contains("renamed")).count();
        assert!(kept.matches("renamed").count() >= renamed.min(1), "seed {seed}");
        // And once more, from what was kept.
        let again = take_back(&paper, &taken.team, &form(&paper, &taken.team));
        for word in &words {
            assert_eq!(
                everything(&again.team).matches(word.as_str()).count(),
                1,
                "{word} again, seed {seed}"
            );
        }
    }
}

#[test]
fn what_cannot_be_placed_is_kept_and_said() {
    let paper = paper();
    let taken = take_back(
        &paper,
        &Team::default(),
        "before it all\n\n## What the cat saw\n\nmice\n\n## 8. Understanding, renamed\n\nwe took it for a test\n",
    );
    assert_eq!(taken.team.unplaced, "before it all\n\n## What the cat saw\n\nmice");
    assert_eq!(taken.said, ["nothing says where this belongs; it is kept under “Unplaced”: before it all"]);
    // The number says which section it is; its new name stays.
    assert_eq!(taken.team.answer("understanding", ""), Some("we took it for a test"));
    assert_eq!(taken.team.titles["understanding"], "8. Understanding, renamed");
    let text = form(&paper, &taken.team);
    assert!(text.contains("## Unplaced\n") && text.contains("\n## 8. Understanding, renamed\n"));
    let document = super::super::markdown(&paper_of(&taken.team));
    assert!(
        document.contains("## 8. Understanding, renamed\n")
            && document.contains("## 21. Unplaced\n\nbefore it all\n")
    );
}

#[test]
fn an_answer_that_is_gone_with_its_heading_is_told_of() {
    let paper = paper();
    let (text, _) = filled(&form(&paper, &Team::default()));
    let before = take_back(&paper, &Team::default(), &text).team;
    let taken = take_back(&paper, &before, "## 16. Action items\n\nnone, with a reason\n");
    assert_eq!(taken.said.len(), before.answers.len() - 1);
    assert!(
        taken.said[0].contains("is gone with its heading; `postmortem edit --before` shows"),
        "{:?}",
        taken.said
    );
}

#[test]
fn code_may_look_like_a_heading() {
    let paper = paper();
    let text = "## 8. How we understood it as it went\n\n```\n## 16. Action items\n```\n\nafter\n";
    let taken = take_back(&paper, &Team::default(), text);
    assert_eq!(taken.team.answer("understanding", ""), Some("```\n## 16. Action items\n```\n\nafter"));
}

const ITEMS: &str = "## 16. Action items\n\n| what | owner |\n| --- | --- |\n| Refuse a file with another unit | pricing lead |\n| Add a page to the runbook | deputy |\n";

#[test]
fn an_item_keeps_its_name_when_it_is_reworded_or_moved() {
    let paper = paper();
    let names = |team: &Team| {
        team.action_items()
            .into_iter()
            .map(|(name, item)| format!("{name} {}", item.text))
            .collect::<Vec<_>>()
    };
    let first = take_back(&paper, &Team::default(), ITEMS).team;
    assert_eq!(names(&first), ["A1 Refuse a file with another unit", "A2 Add a page to the runbook"]);
    let text = "## 16. Action items\n\n| what |\n| --- |\n| Print the cards |\n| Add one page to the runbook |\n| Refuse a file with another unit |\n";
    let second = take_back(&paper, &first, text).team;
    assert_eq!(
        names(&second),
        ["A3 Print the cards", "A2 Add one page to the runbook", "A1 Refuse a file with another unit"]
    );
    // A name that was given is not given again.
    let third = take_back(&paper, &second, "## 16. Action items\n\n- Wire the bell to the pager\n").team;
    assert_eq!(names(&third), ["A4 Wire the bell to the pager"]);
}

#[test]
fn the_author_is_heard_after_the_team() {
    let before = super::super::markdown(&paper());
    assert!(!before.contains("FACTOR") && before.contains("kept back"));
    let text = "## 10. Contributing factors\n\n| condition | kind | how it contributed | what makes us think so |\n| --- | --- | --- | --- |\n| the release went out on a Friday | change | | |\n";
    let team = take_back(&paper(), &Team::default(), text).team;
    // Factors alone are half of it, and so is a trigger; what only holds a place says nothing.
    assert!(!team.revealed && super::super::markdown(&paper_of(&team)).contains("kept back"));
    let trigger = |said: &str| format!("## 9. Trigger\n\n{said}\n\n");
    assert!(!take_back(&paper(), &Team::default(), &trigger("the release")).team.revealed);
    assert!(!take_back(&paper(), &Team::default(), &format!("{}{text}", trigger("…"))).team.revealed);
    let team = take_back(&paper(), &Team::default(), &format!("{}{text}", trigger("the release"))).team;
    assert!(team.revealed);
    let after = super::super::markdown(&paper_of(&team));
    assert!(
        after.contains(
            "The author's answer: what the scenario calls `bad-release` broke in `checkout`, from "
        ),
        "{after}"
    );
    assert!(after.contains("| the release went out on a Friday | - | 1\\. FACTOR"), "{after}");
    assert!(!after.contains("you alone") && !after.contains("author alone"), "{after}");
    // What was revealed stays so, even if the list is emptied again.
    assert!(take_back(&paper(), &team, "## 8. x\n\ny\n").team.revealed);
}

#[test]
fn what_is_kept_can_be_read_again_and_a_newer_one_is_left_alone() {
    let (text, _) = filled(&form(&paper(), &Team::default()));
    let team = take_back(&paper(), &Team::default(), &text).team;
    assert_eq!(Team::read(&team.to_text()), Ok(team));
    assert_eq!(Team::read("{\"format\": 2, \"x\": 1}"), Err(TeamError::Newer { found: 2 }));
    assert!(matches!(Team::read("{}"), Err(TeamError::Strange { .. })));
}
