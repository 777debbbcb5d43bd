//! Questions for slots in a real terminal: how they are left, what is said beside them, and words typed at the end.

use crate::terminal::Terminal;

/// A drill at 2:10, with somebody in the call.
fn begun(terminal: &Terminal) {
    terminal.start("run billing-multiplier --pace stepped --seed 7 --name hand");
    terminal.wait_for("starts the clock;");
    terminal.press("Enter");
    terminal.wait_until("2:10");
    says(terminal, "1 ack", "primary acknowledged page 1");
    says(terminal, "1 declare sev1", "primary declared SEV1");
}

fn says(terminal: &Terminal, typed: &str, shown: &str) {
    terminal.type_(typed);
    terminal.wait_for_line(|line| line.contains(typed));
    terminal.enter();
    terminal.wait_for(shown);
}

#[test]
fn ctrl_c_at_a_question_leaves_it_and_loses_no_word() {
    let Some(terminal) = Terminal::open(80, 24, "CTRLC=1 X=1") else { return };
    begun(&terminal);
    says(&terminal, "1 update executives", "the state, and a few words of what you know:");
    says(&terminal, "inv: a look", "what it means for them:");
    terminal.type_("half a wor");
    terminal.wait_for_line(|line| line.ends_with("half a wor"));
    terminal.press("C-c");
    let left = "1 update executives state=\"investigating: a look\" impact=\"half a wor\"";
    terminal.wait_for("left; nothing was said, and Up brings it back");
    terminal.press("Up");
    terminal.wait_for_line(|line| line.contains("impact=\"half a wor\""));
    assert!(terminal.line().contains(left), "{}", terminal.line());
    terminal.press("C-u");
    // It left the question, and not the drill; nor is the next one the second in a row.
    says(&terminal, "1 note still here", "primary noted: still here");
    terminal.press("C-c");
    terminal.wait_for("`end` ends the drill; Ctrl-C again leaves it");
    says(&terminal, "1 note and here", "primary noted: and here");
    let journal = terminal.journal("hand");
    assert_eq!(journal.iter().filter(|line| line["kind"] == "updated").count(), 0);
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
}

#[test]
fn who_speaks_to_somebody_at_a_question_is_asked_and_words_at_the_end_are_kept() {
    let Some(terminal) = Terminal::open(80, 24, "SPEAKS=1 X=1") else { return };
    begun(&terminal);
    says(&terminal, "1 update executives", "the state, and a few words of what you know:");
    says(&terminal, "inv", "what it means for them:");
    says(&terminal, "pricing, can you look?", "that speaks to somebody, and nobody has heard it");
    // Kept as an answer only by another Enter.
    says(&terminal, "bills are wrong", "what is being done:");
    terminal.type_("pricing, please look");
    terminal.wait_for_line(|line| line.ends_with("pricing, please look"));
    terminal.enter();
    terminal.wait_for_line(|line| line.ends_with("what is being done:"));
    terminal.press("Escape");
    terminal.wait_for("left; nothing was said, and Up brings it back");
    terminal.press("Up");
    terminal.wait_for_line(|line| line.contains("impact=\"bills are wrong\""));
    terminal.press("Up");
    terminal.wait_for_line(|line| line.ends_with("> pricing, please look"));
    terminal.press("C-u");
    let journal = terminal.journal("hand");
    assert_eq!(journal.iter().filter(|line| line["kind"] == "updated").count(), 0);
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    says(
        &terminal,
        "acknowledging well done, updates with friction",
        "What you typed is kept for the hot wash.",
    );
    terminal.enter();
    terminal.wait_for("The record is `hand`");
    let said = terminal.said(&["hotwash", "hand", "--format", "json"]);
    assert!(said.contains("acknowledging well done, updates with friction"), "{said}");
    let paper = terminal.said(&["postmortem", "hand"]);
    assert!(paper.contains("acknowledging well done, updates with friction"), "{paper}");
}
