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
