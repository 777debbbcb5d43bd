//! Starting the program, against starting a `clap` program that does nothing else.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ratio::{Aim, ROUNDS, at, note, say, timed, us};

/// Runs of each a round: minima need many.
const TURNS: usize = 30;

const SANDTABLE: &str = env!("CARGO_BIN_EXE_sandtable");

/// Prints the section.
pub(crate) fn run() -> bool {
    let bare = clap_help();
    let (of_bare, of_ours) = rounds(|| to_end(&bare), |_| to_end(Path::new(SANDTABLE)));
    report("start: `sandtable --help`, of bare clap's", &of_bare, &of_ours, Aim::AtMost(1.5));
    let folder = tempfile::tempdir().expect("there is room for a file");
    let (of_bare, of_ours) = rounds(
        || to_first_line(Command::new(&bare).arg("--help")),
        |n| to_first_line(&mut begin(folder.path(), n)),
    );
    report("start: `run smallest --moves -` to its first line", &of_bare, &of_ours, Aim::None);
    true
}

/// The example beside this program, built if it isn't there.
fn clap_help() -> PathBuf {
    let args = ["build", "--quiet", "--release", "--example", "clap_help"];
    let built = Command::new(env!("CARGO")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).status();
    assert!(built.is_ok_and(|status| status.success()), "the example `clap_help` can be built");
    Path::new(SANDTABLE).with_file_name("examples").join("clap_help")
}

/// Seconds of each run, round by round: those of the bare program, and ours.
type Rounds = Vec<Vec<f64>>;

/// Both in turns; each run says itself how long it took.
fn rounds(bare: impl Fn() -> f64, mut ours: impl FnMut(usize) -> f64) -> (Rounds, Rounds) {
    let mut all = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let both = (0..TURNS).map(|n| (bare(), ours(round * TURNS + n)));
        let (of_bare, of_ours) = both.unzip();
        all.0.push(of_bare);
        all.1.push(of_ours);
    }
    all
}

fn report(what: &str, of_bare: &Rounds, of_ours: &Rounds, aim: Aim) {
    let least = |runs: &Vec<f64>| at(runs, 0.0);
    let ratios: Vec<f64> =
        of_bare.iter().zip(of_ours).map(|(bare, ours)| least(ours) / least(bare)).collect();
    say(what, &ratios, aim);
    let all = |rounds: &Rounds, share| at(&rounds.concat(), share);
    note(&format!(
        "minima of {} runs: bare {}, ours {}, ratio {:.3}; medians {}, {}",
        ROUNDS * TURNS,
        us(all(of_bare, 0.0)),
        us(all(of_ours, 0.0)),
        all(of_ours, 0.0) / all(of_bare, 0.0),
        us(all(of_bare, 0.5)),
        us(all(of_ours, 0.5)),
    ));
}

/// The whole process.
fn to_end(program: &Path) -> f64 {
    timed(|| {
        let done = Command::new(program).arg("--help").stdout(Stdio::null()).status();
        assert!(done.is_ok_and(|done| done.success()), "`--help` works");
    })
}

/// Until there is something to read; then the process goes on to its end without a clock.
fn to_first_line(program: &mut Command) -> f64 {
    let program = program.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut running = None;
    let seconds = timed(|| {
        let mut child = program.spawn().expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let read = out.read_line(&mut String::new());
        assert!(read.is_ok_and(|bytes| bytes > 0), "it says something");
        running = Some((child, out));
    });
    let (mut child, mut out) = running.expect("it was started");
    let rest = std::io::copy(&mut out, &mut std::io::sink()).and_then(|_| child.wait());
    assert!(rest.is_ok_and(|done| done.success()), "it goes on to its end");
    seconds
}

/// A drill in which nobody makes a move, in a store that the first of them has made.
fn begin(folder: &Path, n: usize) -> Command {
    let mut command = Command::new(SANDTABLE);
    let name = format!("bench-{n}");
    command
        .args(["run", "smallest", "--moves", "-", "--name", &name, "--store"])
        .arg(folder.join("start.db"));
    command
}
