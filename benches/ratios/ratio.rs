//! A ratio: one number a round, and a line that says how it stands to its aim.

use std::hint::black_box;
use std::time::Instant;

/// Odd, so that the median is one of them.
pub(crate) const ROUNDS: usize = 11;

/// What a ratio should be.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    AtLeast(f64),
    AtMost(f64),
    /// Nobody has set one.
    None,
}

impl Aim {
    fn verdict(self, median: f64) -> String {
        match self {
            Aim::AtLeast(limit) => format!("aim >= {limit}: {}", met(median >= limit)),
            Aim::AtMost(limit) => format!("aim <= {limit}: {}", met(median <= limit)),
            Aim::None => "no aim".to_string(),
        }
    }
}

fn met(is: bool) -> &'static str {
    if is { "met" } else { "NOT MET" }
}

/// Prints a ratio's line.
pub(crate) fn say(what: &str, rounds: &[f64], aim: Aim) {
    let (low, high) = (at(rounds, 0.0), at(rounds, 1.0));
    let median = at(rounds, 0.5);
    let spread = format!("({low:.3}..{high:.3}, {} rounds)", rounds.len());
    println!("{what:<62} {median:>7.3}  {spread:<28} {}", aim.verdict(median));
}

/// Prints what belongs to the line above.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// The value that this share of all values doesn't exceed.
pub(crate) fn at(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}

/// How long something takes, in seconds.
pub(crate) fn timed<T>(what: impl FnOnce() -> T) -> f64 {
    let from = Instant::now();
    black_box(what());
    from.elapsed().as_secs_f64()
}

/// How long each of two takes when they take turns, the first to begin being another each time.
pub(crate) fn turns(
    times: usize,
    mut bare: impl FnMut(usize),
    mut ours: impl FnMut(usize),
) -> (Vec<f64>, Vec<f64>) {
    let (mut of_bare, mut of_ours) = (Vec::with_capacity(times), Vec::with_capacity(times));
    for n in 0..times {
        if n % 2 == 0 {
            of_bare.push(timed(|| bare(n)));
            of_ours.push(timed(|| ours(n)));
        } else {
            of_ours.push(timed(|| ours(n)));
            of_bare.push(timed(|| bare(n)));
        }
    }
    (of_bare, of_ours)
}

/// Microseconds, for people.
pub(crate) fn us(seconds: f64) -> String {
    format!("{:.1} us", seconds * 1e6)
}
