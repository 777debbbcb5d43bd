//! What a drill costs from the file to the postmortem, in CPU time of whole processes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ratio::{Aim, ROUNDS, at, note, say};

/// Drills a round: the kernel tells the time of children in hundredths of a second.
const DRILLS: usize = 10;

/// Prints the section.
pub(crate) fn run() -> bool {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let store = folder.path().join("whole.db");
    drill(&store, 0);
    let Some(mut before) = cpu_ms() else {
        note("whole: CPU time is not measured here, for want of /proc/self/stat");
        return true;
    };
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        (0..DRILLS).for_each(|n| drill(&store, 1 + round * DRILLS + n));
        let after = cpu_ms().unwrap_or(before);
        rounds.push((after - before) / DRILLS as f64);
        before = after;
    }
    let what = "whole: CPU ms of `run --fill prepared --pace flat` + `postmortem`";
    say(what, &rounds, Aim::AtMost(50.0));
    note(&format!("{DRILLS} drills a round, each played and told; {:.1} ms at the least", at(&rounds, 0.0)));
    true
}

/// The larger of the shipped scenarios, played by its prepared crew, and its postmortem.
fn drill(store: &Path, n: usize) {
    let name = format!("bench-{n}");
    sandtable(&["run", "billing-multiplier", "--fill", "prepared", "--pace", "flat", "--name", &name], store);
    sandtable(&["postmortem", &name], store);
}

fn sandtable(args: &[&str], store: &Path) {
    let program = env!("CARGO_BIN_EXE_sandtable");
    let done = Command::new(program).args(args).arg("--store").arg(store).stdout(Stdio::null()).status();
    assert!(done.is_ok_and(|done| done.success()), "{args:?} works");
}

/// User and system time of all children that have ended, in milliseconds.
fn cpu_ms() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name, which may have spaces in it: `cutime` and `cstime`, fields 16 and 17.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |n: usize| fields.get(n - 3)?.parse::<f64>().ok();
    Some((ticks(16)? + ticks(17)?) * 10.0)
}
