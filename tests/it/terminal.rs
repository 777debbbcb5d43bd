//! The live prompt in a real terminal: a burst of news while somebody types, the card at the end, and leaving early.
//!
//! The terminal is tmux with a server of its own; where it is missing, the tests say so and are skipped.

#![expect(clippy::disallowed_methods, reason = "a real terminal is waited for, a moment at a time")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// How many messages come at once.
const NEWS: usize = 60;
/// Looks at the screen, each a moment apart, before a test gives up: twenty seconds.
const PATIENCE: usize = 400;

/// How many terminals there were.
static OPENED: AtomicU32 = AtomicU32::new(0);

/// A terminal with a shell in it.
pub(crate) struct Terminal {
    socket: String,
    /// A folder of its own, with its store.
    pub(crate) place: TempDir,
}

impl Terminal {
    /// A window of so many columns and rows; `None` where there is no tmux.
    pub(crate) fn open(columns: u16, rows: u16, with: &str) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            println!("skipped: no tmux on this machine");
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        // Tests run beside each other, and each has its own server.
        let nth = OPENED.fetch_add(1, Ordering::Relaxed);
        let socket = format!("sandtable-{}-{nth}", std::process::id());
        let terminal = Self { socket, place };
        let shell = format!("env -u NO_COLOR TERM=screen-256color PS1='READY ' {with} sh");
        let (columns, rows) = (columns.to_string(), rows.to_string());
        terminal.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, &shell]);
        terminal.wait_for("READY");
        Some(terminal)
    }

    /// A command to its tmux; gives what that prints.
    pub(crate) fn tmux(&self, args: &[&str]) -> String {
        let output = Command::new("tmux").arg("-L").arg(&self.socket).args(args).output().unwrap();
        assert!(output.status.success(), "tmux {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// All that was ever on the screen; lines that only the window broke are whole again.
    pub(crate) fn all(&self) -> String {
        self.tmux(&["capture-pane", "-p", "-J", "-S", "-"])
    }

    /// Types it, as it is: `-l`, or else a word such as `end` would be a key.
    pub(crate) fn type_(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]);
    }

    /// The Enter key.
    pub(crate) fn enter(&self) {
        self.tmux(&["send-keys", "Enter"]);
    }

    /// Waits until it is on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        for _ in 0..PATIENCE {
            if self.all().contains(text) {
                return;
            }
            moment();
        }
        panic!("`{text}` never appeared:\n{}", self.all());
    }

    /// Ends the drill, and says yes to whether it is meant.
    pub(crate) fn end_it(&self) {
        self.type_("end");
        self.enter();
        self.wait_for("end the drill for everybody, and for good?");
        self.enter();
    }

    /// A key by its name.
    pub(crate) fn press(&self, key: &str) {
        self.tmux(&["send-keys", key]);
    }

    /// The program in this window, with a store of its own.
    pub(crate) fn start(&self, command: &str) {
        self.type_(&format!("cd {}; export SANDTABLE_STORE=$PWD/drills.db", self.place.path().display()));
        self.enter();
        self.type_(&format!("clear; {} {command}", env!("CARGO_BIN_EXE_sandtable")));
        self.enter();
    }

    /// The line that is being typed: from its prompt or question to the end, also where the editor breaks it.
    pub(crate) fn line(&self) -> String {
        let shown = self.tmux(&["capture-pane", "-p"]);
        let lines: Vec<&str> = shown.trim_end().lines().collect();
        let begins =
            |line: &&str| line.get(5..7) == Some(" +") || (line.starts_with("  ") && line.contains(": "));
        let from = lines.iter().rposition(begins).unwrap_or(0).max(lines.len().saturating_sub(3));
        lines[from..].concat().trim_end().to_string()
    }

    /// Waits until the line with the cursor is right.
    #[track_caller]
    pub(crate) fn wait_for_line(&self, right: impl Fn(&str) -> bool) {
        for _ in 0..PATIENCE {
            if right(&self.line()) {
                return;
            }
            moment();
        }
        panic!("`{}` is not the line:\n{}", self.line(), self.all());
    }

    /// Waits until a line may be typed: at the prompt, or at a question.
    #[track_caller]
    pub(crate) fn wait_to_type(&self) {
        self.wait_for_line(|line| line.ends_with(['>', ':']));
    }

    /// Lets a stepped story go on until it shows so many minutes and seconds.
    #[track_caller]
    pub(crate) fn wait_until(&self, at: &str) {
        self.wait_for_line(|line| line.contains(" +") && line.ends_with('>'));
        let seconds = |clock: &str| -> u32 {
            let (minutes, seconds) = clock.split_once(':').unwrap();
            minutes.parse::<u32>().unwrap() * 60 + seconds.parse::<u32>().unwrap()
        };
        let line = self.line();
        let (_, shown) = line.split_once(" +").unwrap_or_else(|| panic!("no clock: {line}"));
        let now = seconds(shown.split(' ').next().unwrap());
        if seconds(at) > now {
            self.type_(&format!("wait {}s", seconds(at) - now));
            self.enter();
            self.wait_for(&format!(" +{at} "));
        }
        self.wait_to_type();
    }

    /// The program in this window, started by its shell; the terminal's settings are printed before and after.
    fn run(&self, name: &str) {
        self.run_with(name, "");
    }

    fn run_with(&self, name: &str, flags: &str) {
        let story = self.place.path().join("burst.ron");
        std::fs::write(&story, burst()).unwrap();
        let program = env!("CARGO_BIN_EXE_sandtable");
        let pace = if flags.contains("--pace") { "" } else { "--pace x60" };
        let run = format!(
            "clear; stty -g; {program} run burst.ron {pace} --seed 1 --name {name} {flags}; echo \"code $?\"; stty -g"
        );
        self.type_(&format!("cd {}; export SANDTABLE_STORE=$PWD/drills.db", self.place.path().display()));
        self.enter();
        self.type_(&run);
        self.enter();
        self.wait_for("starts the clock;");
        self.enter();
        self.wait_for("page 1, to primary: it hurts");
        self.type_("primary ack");
        self.enter();
        self.wait_for("primary acknowledged page 1");
    }

    /// The terminal is as it was, and takes commands.
    #[track_caller]
    pub(crate) fn is_restored(&self) {
        self.wait_for("code 0");
        // The settings come right behind that; what is typed before they have would stand in their line.
        for _ in 0..PATIENCE {
            if self.settings().len() >= 2 {
                break;
            }
            moment();
        }
        self.type_("echo still $((40 + 2))");
        self.enter();
        self.wait_for("still 42");
        let settings = self.settings();
        assert_eq!(settings.len(), 2, "{}", self.all());
        assert_eq!(settings[0], settings[1]);
    }

    /// The terminal's settings, as often as they were printed.
    fn settings(&self) -> Vec<String> {
        let all = self.all();
        let of = |line: &&str| line.split(':').count() > 10 && !line.contains(' ');
        all.lines().filter(of).map(String::from).collect()
    }

    /// The program's output for a finished or broken-off drill, away from the terminal.
    #[track_caller]
    pub(crate) fn said(&self, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
        let output = command.args(args).env("SANDTABLE_STORE", self.store()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Where its record is.
    pub(crate) fn store(&self) -> PathBuf {
        self.place.path().join("drills.db")
    }

    /// The record, line by line.
    pub(crate) fn journal(&self, name: &str) -> Vec<Value> {
        let lines = self.said(&["export", "journal", name]);
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The server is this test's own, with nothing else in it.
        let _ = Command::new("tmux").args(["-L", &self.socket, "kill-server"]).output();
    }
}

fn moment() {
    std::thread::sleep(Duration::from_millis(50));
}

/// A drill of eight minutes, eight seconds on the wall, in which sixty messages come within six story seconds.
fn burst() -> String {
    let inject = |n: usize| {
        let after = n / 10;
        format!(
            r#"(id: "news-{n:02}", at: "2m", after: "{after}s", from: "support", to: [Table], serves: ["o"],
                text: ["News {n:02} of sixty has reached everybody at the table by now."]),"#
        )
    };
    let injects: String = (0..NEWS).map(inject).collect();
    format!(
        r#"Scenario(format: 1, id: "burst", title: "Sixty at once", story: "Everybody talks at the same time.",
            starts: "2026-06-12T21:00:00+00:00", objectives: [(id: "o", text: "O")],
            seats: [(id: "primary", team: "ops", level: 1, can: ["fix"]), (id: "secondary", team: "ops", level: 2, can: ["fix"])],
            system: (components: [(id: "shop")],
                     alerts: [(id: "high", when: Active("bad"), pages: "ops", text: "it hurts")]),
            failures: [(id: "bad", of: "shop", at: "0s")], injects: [{injects}],
            actions: [(id: "fix", on: "shop", clears: ["bad"])],
            truth: (severity: [(is: Sev3)]), ends: (resolved: Cleared("bad"), latest: "8m"))"#
    )
}

/// Types a line, a few words at a time, until all the news has come; then finishes it. Gives what was typed.
fn type_through_the_burst(terminal: &Terminal) -> String {
    let mut said = String::from("we heard");
    terminal.type_("primary say we heard");
    for n in 0..PATIENCE {
        let words = format!(" part-{n} \"of it\"");
        terminal.type_(&words);
        said += &words;
        if terminal.all().contains("News 59") {
            break;
        }
        moment();
    }
    terminal.type_(" and that is all");
    terminal.enter();
    said + " and that is all"
}

fn nothing_is_lost_in(terminal: &Terminal) {
    terminal.run("d");
    let said = type_through_the_burst(terminal);
    terminal.wait_for("Enter opens how it went.");
    terminal.enter();
    terminal.wait_for("The record is `d`");
    terminal.is_restored();

    let all = terminal.all();
    let news: Vec<&str> = all.match_indices("News ").map(|(at, _)| &all[at + 5..at + 7]).collect();
    let wanted: Vec<String> = (0..NEWS).map(|n| format!("{n:02}")).collect();
    assert_eq!(news, wanted, "each once, in order:\n{all}");

    let journal = terminal.journal("d");
    let texts: Vec<&str> = journal
        .iter()
        .filter(|line| line["kind"] == "said")
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, [said], "the line arrived whole");
    assert_eq!(journal.iter().filter(|line| line["kind"] == "inject-delivered").count(), NEWS);
    assert_eq!(journal.last().unwrap()["kind"], "drill-ended");
    let card = all.find("It was short, or broken off early").unwrap();
    assert!(card > all.rfind("End of the drill").unwrap(), "{all}");
}

#[test]
fn a_burst_while_somebody_types_loses_nothing_in_a_usual_window() {
    let Some(terminal) = Terminal::open(80, 24, "WIDE=1") else { return };
    nothing_is_lost_in(&terminal);
    let colours = terminal.tmux(&["capture-pane", "-p", "-e", "-S", "-"]);
    assert!(colours.contains("\x1b[36m"), "news is coloured where nobody objects");
}

#[test]
fn a_burst_while_somebody_types_loses_nothing_in_a_narrow_window() {
    let Some(terminal) = Terminal::open(44, 20, "NO_COLOR=1") else { return };
    nothing_is_lost_in(&terminal);
    let colours = terminal.tmux(&["capture-pane", "-p", "-e", "-S", "-"]);
    assert!(!colours.contains("\x1b[3") && !colours.contains("\x1b[1;3"), "NO_COLOR: {colours:?}");
}

#[test]
fn who_leaves_early_keeps_the_record() {
    let Some(terminal) = Terminal::open(80, 24, "EARLY=1") else { return };
    terminal.run("left");
    terminal.type_("primary declare sev3");
    terminal.enter();
    terminal.wait_for("primary declared SEV3");
    // Right behind a line the editor is not yet listening again.
    terminal.type_("primary note \"one moment\"");
    terminal.enter();
    terminal.tmux(&["send-keys", "C-c"]);
    terminal.wait_for("Ctrl-C again leaves it");
    terminal.type_("quit");
    terminal.enter();
    terminal.wait_for("The drill is broken off; its record is kept as `left`");
    terminal.is_restored();

    let journal = terminal.journal("left");
    assert!(journal.iter().any(|line| line["kind"] == "declared"));
    assert!(journal.iter().all(|line| line["kind"] != "drill-ended"));
    assert!(terminal.said(&["score", "left"]).starts_with("left: how burst was run"));
    assert!(terminal.said(&["export", "moves", "left"]).contains("primary declare sev3"));
    assert!(terminal.said(&["drills"]).contains("broken off, +"));
}

#[test]
fn before_the_clock_goes_on_only_start_starts_it() {
    let Some(terminal) = Terminal::open(80, 24, "LOBBY=1 X=1") else { return };
    terminal.run_with("lobby", "--pace real");
    terminal.press("C-d");
    terminal.wait_for("its record is kept as `lobby`");
    terminal.type_("clear; ");
    terminal.type_(&format!("{} resume lobby", env!("CARGO_BIN_EXE_sandtable")));
    terminal.enter();
    terminal.wait_for("Enter or `start` starts the clock; `quit` leaves.");
    terminal.type_("primary declare sev3");
    terminal.enter();
    terminal.wait_for("The clock stands still, and nothing of `primary declare sev3` was done.");
    terminal.type_("start");
    terminal.enter();
    terminal.wait_for("the drill goes on; the time away was a pause");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    assert!(terminal.journal("lobby").iter().all(|line| line["kind"] != "declared"));
}

#[test]
fn lines_that_come_all_at_once_are_taken_one_by_one() {
    let Some(terminal) = Terminal::open(80, 24, "PASTED=1 X=1 Y=1") else { return };
    terminal.run("pasted");
    let lines: Vec<String> = (0..12).map(|n| format!("primary note line-{n}")).collect();
    let keys: Vec<&str> = lines.iter().flat_map(|line| [line.as_str(), "Enter"]).collect();
    terminal.tmux(&[&["send-keys"], &keys[..]].concat());
    terminal.wait_for("primary noted: line-11");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    let journal = terminal.journal("pasted");
    let noted: Vec<&str> = journal
        .iter()
        .filter(|line| line["kind"] == "noted")
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    let wanted: Vec<String> = (0..12).map(|n| format!("line-{n}")).collect();
    assert_eq!(noted, wanted);
}

#[test]
fn a_seats_card_is_put_away_and_roles_need_no_speaker() {
    let Some(terminal) = Terminal::open(80, 24, "CARD=1 X=1 Y=1 Z=1 A=1") else { return };
    terminal.run("card");
    // A seat that is the usual one has no other card for it: the screen is still everybody's.
    terminal.type_("as 1");
    terminal.enter();
    terminal.type_("card 2");
    terminal.enter();
    terminal.wait_for("the others look away. Enter shows it");
    let shown = || terminal.tmux(&["capture-pane", "-p"]);
    assert!(!shown().contains("You are secondary"), "{}", shown());
    terminal.enter();
    terminal.wait_for("(Enter puts it away)");
    assert!(shown().contains("You are secondary"), "{}", shown());
    terminal.enter();
    for _ in 0..PATIENCE {
        if !shown().contains("You are secondary") {
            break;
        }
        moment();
    }
    assert!(!shown().contains("You are secondary"), "{}", shown());
    assert!(shown().contains("page 1, to primary: it hurts"), "what was told comes back: {}", shown());
    terminal.type_("primary declare sev3");
    terminal.enter();
    terminal.type_("roles commander=1");
    terminal.enter();
    terminal.wait_for("primary is commander");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    let journal = terminal.journal("card");
    assert!(journal.iter().any(|line| line["kind"] == "role-given" && line["by"] == "primary"));
}

#[cfg(target_os = "linux")]
#[test]
fn who_is_told_to_stop_keeps_the_record_and_the_terminal() {
    let Some(terminal) = Terminal::open(80, 24, "STOPPED=1 X=1") else { return };
    terminal.run("stopped");
    terminal.type_("primary note half a li");
    let shell = terminal.tmux(&["display", "-p", "#{pane_pid}"]);
    let shell = shell.trim();
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    let kill = Command::new("sh").args(["-c", &format!("kill -TERM {children}")]).status();
    assert!(kill.unwrap().success());
    terminal.wait_for("The drill is broken off; its record is kept as `stopped`");
    terminal.is_restored();
    assert!(terminal.journal("stopped").iter().any(|line| line["kind"] == "acknowledged"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_leaves_the_record() {
    let Some(terminal) = Terminal::open(80, 24, "GONE=1 X=1") else { return };
    terminal.run("gone");
    terminal.type_("primary note \"one moment\"");
    terminal.enter();
    terminal.wait_for("primary noted: one moment");
    terminal.type_("primary note half a li");
    terminal.tmux(&["kill-server"]);
    let said = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
        let output = command.args(args).env("SANDTABLE_STORE", terminal.store()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&["export", "moves", "gone"]).contains("primary note \"one moment\""));
    // The program hears of it a moment after the terminal is gone; until then it still drives the drill.
    for _ in 0..PATIENCE {
        if said(&["drills"]).contains("broken off") {
            return;
        }
        moment();
    }
    panic!("it is still driven: {}", said(&["drills"]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_stopped_program_pauses_the_clock_and_says_so() {
    let Some(terminal) = Terminal::open(80, 24, "STILL=1 X=1 Y=1") else { return };
    terminal.tmux(&["respawn-pane", "-k", "env -u NO_COLOR TERM=screen-256color PS1='READY ' bash --norc"]);
    terminal.wait_for("READY");
    terminal.run("still");
    terminal.type_("primary note half a ");
    terminal.tmux(&["send-keys", "C-z"]);
    terminal.wait_for("Stopped");
    // Longer than any machine is slow; at this pace four minutes of the story.
    std::thread::sleep(Duration::from_secs(4));
    terminal.type_("fg");
    terminal.enter();
    terminal.wait_for("this machine stood still for");
    terminal.type_("line");
    terminal.enter();
    terminal.wait_for("primary noted: half a line");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    let journal = terminal.journal("still");
    // The news of minute two came before it stopped or after it went on, never all at once with what is later.
    let at = |kind: &str| journal.iter().find(|line| line["kind"] == kind).unwrap()["at"].as_i64().unwrap();
    assert!(at("noted") - at("acknowledged") < 240_000, "{} {}", at("acknowledged"), at("noted"));
}

#[test]
fn what_makes_no_sense_is_refused_before_anybody_is_asked_for_words() {
    let Some(terminal) = Terminal::open(80, 24, "ASKED=1 X=1") else { return };
    terminal.run_with("asked", "--pace real");
    // Not in the call: four questions, and then a refusal, would be a bad joke.
    terminal.type_("secondary update customers");
    terminal.enter();
    terminal.wait_for("`secondary` has not joined");
    terminal.type_("secondary look");
    terminal.enter();
    terminal.wait_for("> secondary look\n  `secondary` has not joined");
    assert!(!terminal.all().contains("at what:"));
    // A beginning of a word is enough, and Enter says yes to it.
    terminal.type_("primary decl sev3");
    terminal.enter();
    terminal.wait_for("did you mean `primary declare sev3`? (Enter: yes)");
    terminal.enter();
    terminal.wait_for("primary declared SEV3");
    // Without a seat: first who, then what.
    terminal.type_("update customers");
    terminal.enter();
    terminal.wait_for("who? 1 primary, 2 secondary");
    terminal.type_("1");
    terminal.enter();
    terminal.wait_for("begin with one of: investigating, identified, mitigating, monitoring, resolved");
    terminal.wait_for("the state, and a few words of what you know:");
    terminal.type_("inv");
    terminal.tmux(&["send-keys", "Tab"]);
    terminal.enter();
    for answer in ["\"half\" of it \\", "", "10m"] {
        terminal.type_(answer);
        terminal.enter();
    }
    terminal.wait_for("primary told customers: investigating; impact: 'half' of it \\");
    // Up brings back the whole move, for a correction.
    terminal.tmux(&["send-keys", "Up"]);
    terminal.wait_for("> 1 update customers state=\"investigating\"");
    terminal.tmux(&["send-keys", "C-u"]);
    // So it does with a move whose questions were left for another one.
    for said in ["1 plan look again in ten", "1 note meanwhile"] {
        terminal.type_(said);
        terminal.enter();
        terminal.wait_for(if said.contains("plan") {
            "when you look again"
        } else {
            "primary noted: meanwhile"
        });
    }
    terminal.wait_for("left; nothing was said, and Up brings it back: 1 plan look again in ten");
    terminal.tmux(&["send-keys", "Up"]);
    terminal.wait_for_line(|line| line.ends_with("> 1 plan look again in ten"));
    terminal.tmux(&["send-keys", "C-u"]);
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    let journal = terminal.journal("asked");
    assert_eq!(journal.iter().filter(|line| line["kind"] == "updated").count(), 1);
}

#[test]
fn a_guided_drill_asks_about_the_next_step_once() {
    let Some(terminal) = Terminal::open(80, 24, "GUIDED=1 X=1") else { return };
    terminal.run_with("guided", "--mode guided");
    // Nobody declares: some forty seconds of the story later it is asked about, and not again.
    assert!(terminal.all().contains("Guided: when a step waits, the tool asks about it by itself"));
    terminal.wait_for("the guide asks: Is this an incident yet?");
    terminal.type_("primary declare sev3");
    terminal.enter();
    terminal.wait_for("primary declared SEV3");
    terminal.wait_for("the guide asks: Who decides?");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    let journal = terminal.journal("guided");
    let mut hints: Vec<&str> = journal
        .iter()
        .filter(|line| line["kind"] == "hint-given")
        .map(|line| line["item"].as_str().unwrap())
        .collect();
    // Who is slow to answer is told more of the same.
    hints.dedup();
    assert_eq!(hints, ["declare", "command"]);
    assert_eq!(journal[0]["mode"], "guided");
}

#[test]
fn the_word_end_ends_it_and_the_card_appears() {
    let Some(terminal) = Terminal::open(80, 24, "ENDED=1 X=1") else { return };
    terminal.run("ended");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    // Words that were meant for the drill open nothing: the next ones would go to the shell.
    for said in ["2 report done", "touch in-the-shell"] {
        terminal.type_(said);
        terminal.enter();
        terminal.wait_for(&format!("{said}\nThe drill is over; Enter opens how it went, `quit` leaves."));
    }
    assert!(!terminal.all().contains("The record is"));
    terminal.enter();
    terminal.wait_for("The record is `ended`");
    terminal.is_restored();
    assert!(!terminal.place.path().join("in-the-shell").exists());
    assert_eq!(terminal.journal("ended").last().unwrap()["how"], "ended");
}

#[test]
fn whatever_is_typed_while_it_ends_the_card_appears() {
    let Some(terminal) = Terminal::open(80, 24, "HASTY=1 X=1 Y=1 Z=1") else { return };
    terminal.run("hasty");
    terminal.type_("end");
    // The drill's end often comes between two of these lines, when the editor is not listening.
    for _ in 0..30 {
        terminal.enter();
    }
    terminal.wait_for("The record is `hasty`");
    terminal.is_restored();
}

#[test]
fn plain_lines_have_no_tricks() {
    let Some(terminal) = Terminal::open(80, 24, "PLAIN=1 X=1") else { return };
    let raw = terminal.place.path().join("raw");
    terminal.tmux(&["pipe-pane", "-o", &format!("cat > {}", raw.display())]);
    terminal.run_with("plain", "--plain --pace real");
    terminal.type_("primary declare sev3");
    terminal.enter();
    // What was typed stands in a line, and so does where things stand.
    terminal.wait_for("SEV3 no commander, update");
    terminal.type_("primary update customers");
    terminal.enter();
    for (asks, answer) in [
        ("begin with one of: investigating, identified, mitigating, monitoring, resolved", "investigating"),
        ("what it means for them:", "half of the orders fail"),
        ("what is being done:", ""),
        ("when they hear more, such as 20m:", "10m"),
    ] {
        terminal.wait_for(asks);
        terminal.type_(answer);
        terminal.enter();
    }
    terminal
        .wait_for("primary told customers: investigating; impact: half of the orders fail; next update: 10m");
    // The second begins with the first; word for word the same is asked about before it goes out.
    terminal.type_("primary update customers");
    terminal.enter();
    for (asks, answer) in
        [("`=` takes what was said at 21:0", "="), ("an empty line keeps what was said at 21:0", "")]
    {
        terminal.wait_for(asks);
        terminal.type_(answer);
        terminal.enter();
    }
    for _ in 0..2 {
        terminal.enter();
    }
    terminal.wait_for("that is word for word what they were told last");
    terminal.type_("mon: it holds");
    terminal.enter();
    terminal.wait_for("monitoring: it holds");
    terminal.type_("primary close");
    terminal.enter();
    terminal.wait_for("what it was, what was done, what is left:");
    // A move is not swallowed by a question; what only looks like one is kept.
    terminal.type_("look shop");
    terminal.enter();
    terminal.wait_for("that looks like a move: an empty line keeps it as the answer");
    terminal.press("C-c");
    terminal.wait_for("left; nothing was said: primary close");
    terminal.type_("primary page secondary");
    terminal.enter();
    terminal.wait_for("why, and what you need:");
    // With a seat in front it is a move beyond doubt.
    terminal.type_("1 verify shop");
    terminal.enter();
    terminal.wait_for("left; nothing was said: primary page secondary");
    terminal.wait_for("primary looked at shop");
    // Whose it is comes before what it says, and an empty line loses neither.
    terminal.type_("update");
    terminal.enter();
    terminal.wait_for("who? 1 primary, 2 secondary");
    terminal.enter();
    terminal.type_("1");
    terminal.enter();
    terminal.wait_for("whom, by name:");
    terminal.press("C-c");
    terminal.wait_for("left; nothing was said: 1 update");
    terminal.type_("as 1");
    terminal.enter();
    terminal.wait_for("`as table` ends it");
    terminal.type_("as table");
    terminal.enter();
    terminal.wait_for("each move says whose it is again");
    // A close that is asked about keeps what it said.
    terminal.type_("1 task ops \"watch it\" box=10m");
    terminal.enter();
    terminal.wait_for("task 1 for ops");
    terminal.type_("1 close summary=\"a bad release, not mended\"");
    terminal.enter();
    terminal.wait_for("`close` again closes all the same");
    terminal.type_("1 close");
    terminal.enter();
    terminal.wait_for("primary closed the incident: a bad release, not mended");
    terminal.press("C-c");
    terminal.wait_for("Ctrl-C again leaves it");
    terminal.end_it();
    terminal.wait_for("Enter opens how it went.");
    terminal.enter();
    terminal.wait_for("The record is `plain`");
    terminal.is_restored();
    let raw = std::fs::read_to_string(raw).unwrap();
    let from = raw.find("starts the clock;").unwrap();
    let shown = &raw[from..raw.find("The record is").unwrap()];
    assert!(!shown.contains('\x1b'), "{shown:?}");
    // A fact is one line, however long.
    assert!(shown.contains("impact: half of the orders fail; next update: 10m"), "{shown:?}");
    assert_eq!(terminal.journal("plain").iter().filter(|line| line["kind"] == "incident-closed").count(), 1);
}

#[test]
fn who_leaves_a_plain_drill_keeps_the_record() {
    let Some(terminal) = Terminal::open(80, 24, "PLAIN=1 X=1 Y=1") else { return };
    terminal.run_with("quiet", "--plain --pace real");
    terminal.press("C-c");
    terminal.wait_for("Ctrl-C again leaves it");
    terminal.press("C-c");
    terminal.wait_for("The drill is broken off; its record is kept as `quiet`");
    terminal.is_restored();
}

#[test]
fn a_byte_that_is_no_text_ends_nothing() {
    let Some(terminal) = Terminal::open(80, 24, "BYTES=1") else { return };
    terminal.start("run smallest --pace stepped --seed 1 --name d; echo \"code $?\"");
    terminal.wait_for("starts the clock;");
    terminal.enter();
    terminal.wait_until("1:30");
    let bytes = terminal.place.path().join("bytes");
    std::fs::write(&bytes, b"1 say M\xfcller").unwrap();
    terminal.tmux(&["load-buffer", bytes.to_str().unwrap()]);
    terminal.tmux(&["paste-buffer"]);
    terminal.wait_for("no UTF-8 text");
    terminal.wait_for_line(|line| line.contains("1 say M\u{fffd}"));
    terminal.type_("ller is here");
    terminal.enter();
    terminal.wait_for("M\u{fffd}ller is here");
    terminal.wait_to_type();
    assert!(!terminal.all().contains("code 0"), "{}", terminal.all());
    terminal.type_("quit");
    terminal.enter();
    terminal.wait_for("code 0");
}
