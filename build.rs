//! Says what the program is built from: `sandtable --version` shows it.

#![expect(clippy::disallowed_methods, reason = "a build script is told everything by its environment")]

use std::path::Path;
use std::process::Command;

fn main() {
    // A commit moves one of the first two; outside a repository there is neither, and a missing one would always be new.
    for file in
        [".git/HEAD", ".git/logs/HEAD", "Cargo.toml"].into_iter().filter(|file| Path::new(file).exists())
    {
        println!("cargo:rerun-if-changed={file}");
    }
    let said = |program: &str, args: &[&str]| {
        let output =
            Command::new(program).args(args).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_string())
    };
    let source = said("git", &["describe", "--always", "--dirty", "--abbrev=10"]);
    let rustc = std::env::var("RUSTC").ok().and_then(|rustc| said(&rustc, &["--version"]));
    println!("cargo:rustc-env=SANDTABLE_SOURCE={}", source.unwrap_or_else(|| "no repository".to_string()));
    println!("cargo:rustc-env=SANDTABLE_RUSTC={}", rustc.unwrap_or_else(|| "an unknown rustc".to_string()));
}
