//! `check --watch`: what an author sees while they write.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const GOOD: &str = include_str!("../bad/good.txt");

/// Puts a text into a file at once: half of one could be reported, and rightly.
fn put(file: &Path, text: &str) {
    let draft = file.with_extension("draft");
    std::fs::write(&draft, text).unwrap();
    std::fs::rename(&draft, file).unwrap();
}

/// A report that never comes is a failure after so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that watches, and its lines.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn of(args: &[&str], folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
        command.args(["check", "--watch"]).args(args).current_dir(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        let read = move || out.lines().map_while(Result::ok).for_each(|line| drop(send.send(line)));
        std::thread::Builder::new().spawn(read).unwrap();
        Self { child, lines }
    }

    /// The next report, up to the line that ends it.
    fn report(&self, end: &str) -> String {
        let mut report = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no more: {report}"));
            report += &format!("{line}\n");
            if line.starts_with(end) {
                return report;
            }
        }
    }

    /// Ends it as Ctrl-C does; gives its exit code.
    fn interrupted(mut self) -> Option<i32> {
        let kill = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        self.child.wait().unwrap().code()
    }
}

#[test]
fn a_file_that_changes_is_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.ron");
    put(&file, GOOD);
    let watching = Watching::of(&["shop.ron", "--format", "short"], folder.path());
    let report = watching.report("watching");
    // Of two rounds that say the same, the time tells that there were two.
    assert!(report.starts_with("watching 1 scenario, checked at ") && report.ends_with(" UTC\n"), "{report}");

    put(&file, &GOOD.replace("Below(2)", "Belo(2)"));
    let report = watching.report("watching");
    assert!(report.starts_with("shop.ron:13:90: error[scenario::unknown_word]"), "{report}");

    // As some editors save: a new file in the old one's place; and for a moment there is none.
    std::fs::remove_file(&file).unwrap();
    put(&file, &GOOD.replace("id: \"shop-errors\"", "id: \"Shop\""));
    let mut report = watching.report("watching");
    if !report.contains("bad_name") {
        report = watching.report("watching");
    }
    assert!(report.contains("error[scenario::bad_name]"), "{report}");
    assert_eq!(watching.interrupted(), Some(1), "the last answer was no");
}

#[test]
fn an_organisation_that_changes_and_a_new_file_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let organisations = folder.path().join("organisations");
    std::fs::create_dir(&organisations).unwrap();
    let organisation = std::fs::read_to_string("scenarios/organisations/otterby.ron").unwrap();
    put(&organisations.join("otterby.ron"), &organisation);
    let scenario = std::fs::read_to_string("scenarios/first-page.ron").unwrap();
    put(&folder.path().join("a.ron"), &scenario);
    let watching = Watching::of(&[".", "--format", "json"], folder.path());
    let problems = |report: &str| serde_json::from_str::<Vec<serde_json::Value>>(report).unwrap();
    assert_eq!(problems(&watching.report("[")), Vec::<serde_json::Value>::new());

    put(&organisations.join("otterby.ron"), &organisation.replacen("teams:", "team:", 1));
    let report = problems(&watching.report("["));
    assert!(report[0]["file"].as_str().unwrap().ends_with("organisations/otterby.ron"), "{report:?}");

    put(&organisations.join("otterby.ron"), &organisation);
    assert_eq!(problems(&watching.report("[")), Vec::<serde_json::Value>::new());

    put(&folder.path().join("b.ron"), &GOOD.replace("Below(2)", "Belo(2)"));
    let report = problems(&watching.report("["));
    assert_eq!(report.len(), 1, "{report:?}");
    std::fs::remove_file(folder.path().join("b.ron")).unwrap();
    assert_eq!(problems(&watching.report("[")), Vec::<serde_json::Value>::new());
    assert_eq!(watching.interrupted(), Some(0), "the last answer was yes");
}
