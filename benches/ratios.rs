//! How fast this is, as ratios to bare baselines measured in the same run.
//!
//! `cargo bench` prints one line a ratio, with its aim (`README.md`, *Performance*); `cargo bench -- engine store` only
//! those sections. Machines are noisy, so baseline and engine take turns of a few milliseconds and a ratio is the median
//! over rounds; what can be counted is counted. Only a count that is off makes the run fail.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and prints"
)]

#[path = "ratios/check.rs"]
mod check;
#[path = "ratios/engine.rs"]
mod engine;
#[path = "baseline/heap_loop.rs"]
mod heap_loop;
#[cfg(all(feature = "postgres", unix))]
#[path = "ratios/postgres.rs"]
mod postgres;
#[path = "ratios/ratio.rs"]
mod ratio;
#[path = "ratios/record.rs"]
mod record;
#[path = "ratios/start.rs"]
mod start;
#[path = "ratios/store.rs"]
mod store;
#[path = "ratios/story.rs"]
mod story;
#[path = "ratios/told.rs"]
mod told;
#[path = "ratios/whole.rs"]
mod whole;

use std::process::ExitCode;

/// What an argument chooses: its name, and what it does; `false` if a count is off.
type Section = (&'static str, fn() -> bool);

const SECTIONS: &[Section] = &[
    ("engine", engine::run),
    ("check", check::run),
    ("store", store::run),
    #[cfg(all(feature = "postgres", unix))]
    ("postgres", postgres::run),
    ("record", record::run),
    ("start", start::run),
    ("told", told::run),
    ("whole", whole::run),
];

fn main() -> ExitCode {
    let said: Vec<String> = std::env::args().skip(1).collect();
    // The store section starts this program once more to have its syncs counted.
    if let [word, file, moves] = &said[..]
        && word == store::ONLY_MOVES
    {
        store::only_moves(file, moves);
        return ExitCode::SUCCESS;
    }
    // Cargo itself says `--bench`.
    let wanted: Vec<&str> = said.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    if let Some(word) = wanted.iter().find(|word| SECTIONS.iter().all(|(name, _)| name != *word)) {
        let names: Vec<&str> = SECTIONS.iter().map(|(name, _)| *name).collect();
        println!("no section `{word}`; there are {}", names.join(", "));
        return ExitCode::from(2);
    }
    let chosen = SECTIONS.iter().filter(|(name, _)| wanted.is_empty() || wanted.contains(name));
    let counts: Vec<bool> = chosen.map(|(_, run)| run()).collect();
    if counts.iter().all(|&right| right) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
