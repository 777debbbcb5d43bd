//! A table plays a whole drill by hand, key by key, in a real terminal: that it can be done, well, in few keys, and that
//! whoever talks in whole sentences types none of them twice.
//!
//! Time is stepped here. The same keys were typed in real time and at x3 as well, with the same result.

use serde_json::Value;

use crate::terminal::Terminal;

/// When, and which keys: `⏎` is Enter, `→` Tab.
const KEYS: &str = include_str!("by_hand.keys");

/// A whole drill, from the opening to the card, takes no more keys.
const MOST: usize = 1_000;

/// The same drill by people who say everything in whole sentences, and hand over the command.
const SENTENCES: &str = include_str!("by_hand_in_sentences.keys");

/// They take no more keys; typed in full it is 2,399.
const MOST_IN_SENTENCES: usize = 1_550;

#[test]
fn a_whole_drill_by_hand_takes_at_most_a_thousand_keys() {
    let Some(terminal) = Terminal::open(80, 24, "HAND=1 X=1") else { return };
    let keys = a_whole_drill(&terminal, KEYS);
    assert!(keys <= MOST, "{keys} keys");
    assert!(keys > MOST * 9 / 10, "{keys} keys: the bound can be lower");
    let journal = is_well_played(&terminal);
    assert_eq!(
        journal.iter().filter(|line| line["kind"] == "planned").count(),
        2,
        "as people say it: `plan 5m ...`"
    );
}

/// What was said before is kept or taken, and nobody types it twice: the second update begins with the first, the brief
/// and the summary with what was said to people.
#[test]
fn a_whole_drill_in_sentences_takes_no_word_twice() {
    let Some(terminal) = Terminal::open(80, 24, "HAND=1 X=1") else { return };
    let keys = a_whole_drill(&terminal, SENTENCES);
    assert!(keys <= MOST_IN_SENTENCES, "{keys} keys");
    assert!(keys > MOST_IN_SENTENCES * 9 / 10, "{keys} keys: the bound can be lower");
    let journal = is_well_played(&terminal);
    let told: Vec<&Value> = journal.iter().filter(|line| line["kind"] == "updated").collect();
    let impacts: Vec<&str> = told.iter().filter_map(|line| line["impact"].as_str()).collect();
    assert_eq!(impacts.len(), 5);
    assert!(impacts[..4].iter().all(|impact| *impact == impacts[0]), "{impacts:?}");
    let states: Vec<&str> = told.iter().filter_map(|line| line["state"].as_str()).collect();
    assert_eq!(states[0], "investigating: it is our mistake");
    assert!(states.windows(2).all(|two| two[0] != two[1]), "a state is said anew: {states:?}");
}

/// Plays a drill from the opening to the card; gives how many keys it took.
fn a_whole_drill(terminal: &Terminal, typed: &str) -> usize {
    terminal.start("run billing-multiplier --pace stepped --seed 7 --name hand");
    terminal.wait_for("starts the clock;");
    terminal.press("Enter");
    let mut keys = 1;
    for line in typed.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (at, typed) = line.split_once(' ').unwrap();
        terminal.wait_until(at);
        keys += by_hand(terminal, &format!("{typed}⏎"));
    }
    terminal.wait_for("Enter opens how it went.");
    terminal.press("Enter");
    terminal.wait_for("The record is `hand`");
    keys + 1
}

/// It was well run, and no key was wasted; gives its record.
fn is_well_played(terminal: &Terminal) -> Vec<Value> {
    let score: Value = serde_json::from_str(&terminal.said(&["score", "hand", "--format", "json"])).unwrap();
    assert!(score["process"]["credit"].as_i64() >= Some(9_500), "well played: {}", score["process"]);
    let journal = terminal.journal("hand");
    let end = journal.last().unwrap();
    assert_eq!((&end["kind"], &end["resolved"]), (&Value::from("drill-ended"), &Value::from(true)));
    assert_eq!(journal.iter().filter(|line| line["kind"] == "refused").count(), 0);
    assert!(!terminal.all().contains("no move `"), "no key was wasted");
    everything_came_once(terminal, &journal);
    journal
}

/// Types keys as a person does, who looks before the next one; gives how many there were.
fn by_hand(terminal: &Terminal, keys: &str) -> usize {
    let mut tabbed = false;
    for typed in keys.split_inclusive(['⏎', '→']) {
        // After Tab the line goes on; after Enter there is an answer first.
        if !tabbed {
            terminal.wait_to_type();
        }
        let (text, last) = typed.split_at(typed.len() - '⏎'.len_utf8());
        if !text.is_empty() {
            terminal.type_(text);
            // Where the window breaks a line, a blank is lost.
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            terminal.wait_for_line(|line| bare(line).contains(&bare(text)));
        }
        let before = terminal.line();
        tabbed = last == "→";
        terminal.press(if tabbed { "Tab" } else { "Enter" });
        // The grey words may show already what Tab makes of them.
        if !tabbed {
            terminal.wait_for_line(|line| line != before);
        }
    }
    keys.chars().count()
}

/// No news is lost, torn, or shown twice.
fn everything_came_once(terminal: &Terminal, journal: &[Value]) {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let screen = words(&terminal.all());
    let news: Vec<&str> = journal
        .iter()
        .filter(|line| line["kind"] == "inject-delivered")
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert!(news.len() >= 7, "{news:?}");
    for text in news {
        assert_eq!(screen.matches(&words(text)).count(), 1, "{text}\n{}", terminal.all());
    }
}
