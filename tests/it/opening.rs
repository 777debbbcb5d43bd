//! Before the clock, in a real terminal: what is typed there, and who sits where.

use crate::terminal::Terminal;

#[test]
fn a_move_before_the_clock_is_not_taken_for_a_seat_or_a_name() {
    let Some(terminal) = Terminal::open(80, 40, "OPENING=1") else { return };
    terminal.start("run first-page --pace stepped --name early");
    terminal.wait_for("starts the clock;");
    for line in ["wait 2m", "2 ack", "primary declare sev1", "pause"] {
        terminal.type_(line);
        terminal.enter();
        terminal.wait_for(&format!("The drill has not begun, and nothing of `{line}` was done."));
    }
    // Who is called as a move is, sits down; `who` shows it.
    terminal.type_("2 mark");
    terminal.enter();
    terminal.wait_for("2 secondary        Bikes, on call 2: mark");
    terminal.type_("who");
    terminal.enter();
    terminal.type_("start");
    terminal.enter();
    terminal.wait_for("STORY");
    let shown = terminal.all();
    assert_eq!(shown.matches("on call 2: mark").count(), 2, "{shown}");
    assert!(!shown.contains("no seat `"), "{shown}");
}

#[test]
fn news_is_as_wide_as_the_window_is_when_it_comes() {
    let Some(terminal) = Terminal::open(80, 40, "WIDTH=1") else { return };
    terminal.start("run first-page --pace stepped --name wide --seed 1");
    terminal.wait_for("starts the clock;");
    terminal.enter();
    terminal.wait_for("+0:00");
    let say = |words: &str| {
        terminal.type_(words);
        terminal.enter();
    };
    say("1 ack");
    terminal.wait_for("joined the call before any page");
    let widest = |of: &str| {
        let shown = terminal.tmux(&["capture-pane", "-p", "-S", "-"]);
        let from = shown.rfind(of).unwrap();
        shown[from..].lines().take(2).map(|line| line.chars().count()).max().unwrap()
    };
    terminal.tmux(&["resize-window", "-x", "50", "-y", "40"]);
    let long = "word ".repeat(30);
    say(&format!("1 note narrow {long}"));
    terminal.wait_for("primary noted: narrow");
    assert!(widest("primary noted: narrow") <= 50);
    // A terminal hears of its size when it does.
    terminal.tmux(&["resize-window", "-x", "100", "-y", "40"]);
    let broad = (0..40).any(|n| {
        say(&format!("1 note broad{n} {long}"));
        terminal.wait_for(&format!("primary noted: broad{n} "));
        widest(&format!("primary noted: broad{n} ")) > 70
    });
    assert!(broad, "{}", terminal.all());
}
