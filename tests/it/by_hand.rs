//! A table plays a whole drill by hand, key by key, in a real terminal: that it can be done, well, in few keys.
//!
//! Time is stepped here. The same keys were typed in real time and at x3 as well, with the same result.

use serde_json::Value;

use crate::terminal::Terminal;

/// When, and which keys: `⏎` is Enter, `→` Tab.
const KEYS: &str = include_str!("by_hand.keys");

/// A whole drill, from the opening to the card, takes no more keys.
const MOST: usize = 1_000;

#[test]
fn a_whole_drill_by_hand_takes_at_most_a_thousand_keys() {
    let Some(terminal) = Terminal::open(80, 24, "HAND=1 X=1") else { return };
    terminal.start("run billing-multiplier --pace stepped --seed 7 --name hand");
    terminal.wait_for("starts the clock;");
    terminal.press("Enter");
    let mut keys = 1;
    for line in KEYS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (at, typed) = line.split_once(' ').unwrap();
        terminal.wait_until(at);
        keys += by_hand(&terminal, &format!("{typed}⏎"));
    }
    terminal.wait_for("Enter opens how it went.");
    terminal.press("Enter");
    keys += 1;
    terminal.wait_for("The record is `hand`");
    assert!(keys <= MOST, "{keys} keys");
    assert!(keys > MOST * 9 / 10, "{keys} keys: the bound can be lower");

    let score: Value = serde_json::from_str(&terminal.said(&["score", "hand", "--format", "json"])).unwrap();
    assert!(score["process"]["credit"].as_i64() >= Some(9_500), "well played: {}", score["process"]);
    let journal = terminal.journal("hand");
    let end = journal.last().unwrap();
    assert_eq!((&end["kind"], &end["resolved"]), (&Value::from("drill-ended"), &Value::from(true)));
    assert_eq!(journal.iter().filter(|line| line["kind"] == "refused").count(), 0);
    assert!(!terminal.all().contains("no move `"), "no key was wasted");
    assert_eq!(
        journal.iter().filter(|line| line["kind"] == "planned").count(),
        2,
        "as people say it: `plan 5m ...`"
    );
    everything_came_once(&terminal, &journal);
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
            terminal.wait_for_line(|line| line.contains(text.trim_end()));
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
