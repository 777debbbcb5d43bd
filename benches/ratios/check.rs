//! Reading and checking a scenario's file of 120 KB, against `ron` alone reading the same bytes into the same types.

use ron::Options;
use ron::extensions::Extensions;
use sandtable::scenario::check::{Sources, check, load};
use sandtable::scenario::raw;
use sandtable::scenario::source::Fast;

use crate::ratio::{Aim, ROUNDS, at, note, say, turns, us};
use crate::story;

/// Files of so many injects have 120 KB.
const INJECTS: usize = 150;
/// A few milliseconds each.
const TURNS: usize = 20;

/// Prints the section.
pub(crate) fn run() -> bool {
    let text = story::text(INJECTS, 35);
    let sources = Sources { name: "made.ron", text: &text, organisation: None };
    let problems = check(&sources).problems;
    assert!(problems.is_empty(), "a file with problems is read twice: {problems:#?}");
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let bare = |_| {
        options.from_str::<raw::Scenario<'_, Fast>>(&text).expect("it can be read");
    };
    let (mut rounds, mut times) = (Vec::new(), (Vec::new(), Vec::new()));
    for _ in 0..ROUNDS {
        let (of_bare, of_ours) = turns(TURNS, bare, |_| {
            load(&sources).expect("it has no problems");
        });
        rounds.push(at(&of_ours, 0.5) / at(&of_bare, 0.5));
        times.0.extend(of_bare);
        times.1.extend(of_ours);
    }
    say("check: load and check of a file, of what ron alone takes", &rounds, Aim::AtMost(1.5));
    let (bare, ours) = (at(&times.0, 0.5), at(&times.1, 0.5));
    let speed = text.len() as f64 / bare / 1e6;
    note(&format!(
        "{INJECTS} injects, {} bytes; ron {} ({speed:.0} MB/s), load {}",
        text.len(),
        us(bare),
        us(ours)
    ));
    true
}
