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

/// Up goes through what was answered to this question before, and never through whole moves.
#[test]
fn up_at_a_question_brings_what_was_answered_to_it() {
    let Some(terminal) = Terminal::open(80, 24, "UPS=1 X=1") else { return };
    begun(&terminal);
    says(&terminal, "1 update executives", "the state, and a few words of what you know:");
    says(&terminal, "investigating: a look", "what it means for them:");
    says(&terminal, "bills are wrong", "what is being done:");
    terminal.press("Escape");
    terminal.wait_for("left; nothing was said, and Up brings it back");
    says(&terminal, "1 update executives", "the state, and a few words of what you know:");
    terminal.wait_for_line(|line| line.ends_with("the state, and a few words of what you know:"));
    for _ in 0..3 {
        // Behind the only one there is none.
        terminal.press("Up");
        terminal.wait_for_line(|line| line.ends_with("know: investigating: a look"));
    }
    terminal.enter();
    terminal.wait_for_line(|line| line.ends_with("what it means for them:"));
    terminal.press("Up");
    terminal.wait_for_line(|line| line.ends_with("what it means for them: bills are wrong"));
    terminal.press("C-u");
    terminal.wait_for_line(|line| line.ends_with("what it means for them:"));
    terminal.press("Escape");
    terminal.wait_for_line(|line| line.ends_with('>'));
    terminal.press("Up");
    terminal.wait_for_line(|line| line.contains("> 1 update executives state=\"investigating: a look\""));
}

#[test]
fn who_asks_back_at_a_question_is_told_and_what_comes_from_the_line_is_said_to() {
    let Some(terminal) = Terminal::open(80, 24, "BACK=1 X=1") else { return };
    terminal.start("run billing-multiplier --pace stepped --seed 7 --name hand");
    terminal.wait_for("starts the clock;");
    // Before the clock a word behind a seat is a name; one that is nearly a move's is told to be taken for one.
    says(&terminal, "2 lock", "`lock` is taken for the name of somebody who sits there");
    terminal.enter();
    terminal.wait_until("2:10");
    says(&terminal, "1 ack", "primary acknowledged page 1");
    says(&terminal, "1 declare", "how bad, from sev1 (worst) to sev4:");
    says(&terminal, "?", "sev4: it looks odd and hurts nobody");
    terminal.wait_for("it can't be left out, and Esc leaves the questions");
    terminal.wait_for_line(|line| line.ends_with("how bad, from sev1 (worst) to sev4:"));
    says(&terminal, "sev1", "primary declared SEV1");
    // The state is sure, and what stands at the next question is said to come from the line.
    terminal.type_("1 update executives inv: bills are wrong");
    terminal.enter();
    terminal.wait_for("from your line: Enter keeps it as the answer here, Ctrl-U clears it");
    terminal.wait_for_line(|line| line.ends_with("what it means for them: bills are wrong"));
    terminal.enter();
    terminal.wait_for_line(|line| line.ends_with("what is being done:"));
    terminal.press("Escape");
    terminal.wait_for("state=\"investigating\"");
}

#[test]
fn a_seats_card_is_shown_by_its_number_and_a_paused_drill_goes_on_at_once() {
    let Some(terminal) = Terminal::open(80, 24, "CARDS=1 X=1") else { return };
    begun(&terminal);
    says(&terminal, "3 card", "pricing's card: the others look away. Enter shows it");
    terminal.enter();
    terminal.wait_for("You are pricing of Pricing");
    terminal.enter();
    says(&terminal, "pause", "table paused the drill; `resume` goes on");
    assert!(!terminal.all().contains("You are pricing"), "{}", terminal.all());
    says(&terminal, "resume", "table resumed the drill");
    says(&terminal, "pause", "PAUSED, SEV1");
    says(&terminal, "quit", "its record is kept as `hand`");
    terminal.start("resume hand");
    terminal.wait_for("and the drill stays paused;");
    says(&terminal, "resume", "table resumed the drill");
    terminal.wait_for_line(|line| line.contains("SEV1") && !line.contains("PAUSED"));
}

/// What `postmortem check` would ask about a change is asked once, where it is said.
#[test]
fn a_change_that_asks_people_to_be_different_is_asked_about_once() {
    let Some(terminal) = Terminal::open(80, 24, "ONCE=1 X=1") else { return };
    terminal.start("run smallest --fill prepared --pace flat --name d > /dev/null");
    terminal.start("hotwash d");
    terminal.wait_for("Enter when everybody has read it >");
    let steps = ["how many of you answer", "Moment 1 of 3", "Moment 2 of 3", "Moment 3 of 3"];
    for next in
        steps.into_iter().chain(["1 of 4:", "2 of 4:", "3 of 4:", "4 of 4:", "change 1, or Enter for none >"])
    {
        terminal.enter();
        terminal.wait_for(next);
        terminal.wait_for_line(|line| line.trim_end().ends_with('>'));
    }
    says(&terminal, "be more careful", "It asks people to be different: which system");
    says(&terminal, "add an alert on the basket", "change 2, or Enter for no other >");
    says(&terminal, "everybody pays more attention", "in other words, or Enter to keep it");
    terminal.enter();
    terminal.wait_for("6 of 6");
    says(&terminal, "quit", "Kept.");
    let said = terminal.said(&["hotwash", "d", "--format", "json"]);
    assert!(
        said.contains("\"add an alert on the basket\",\n    \"everybody pays more attention\""),
        "{said}"
    );
    assert!(!said.contains("more careful"), "{said}");
}
