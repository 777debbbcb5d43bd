//! The floor under the engine: a discrete-event loop written by hand on `BinaryHeap`, writing JSON lines.
//!
//! 90 simulated minutes, 40 timed injects, 12 components sampled every 15 s, 6 seats that each act every 15 to 25 s:
//! 5,976 events and 1,616 lines of about 142 bytes for seed 1. There is no engine in it: no conditions, no state, no
//! record that could be read again. It may chain its lines by their hashes, as a journal's are, since nothing can be
//! saved there: SHA-256 takes as long for anybody.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use sandtable::journal::line::{Hash, chained};
use serde::Serialize;

const END: u64 = 5_400_000;
pub(crate) const NOTE: &str = "asks the deputy for a status line and moves on; two more words to fill it up";

fn mix(a: u64, t: u64, x: u64) -> u64 {
    let h = (a << 40 ^ t).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ x;
    (h ^ h >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// Whether lines are chained.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chain {
    Hashes,
    No,
}

/// Adds its hash to the line that begins here.
fn hash(last: Hash, lines: &mut Vec<u8>, start: usize) -> Hash {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    lines.pop();
    let hash = chained(last, &lines[start..]);
    lines.extend_from_slice(b",\"hash\":\"");
    lines.extend(hash.iter().flat_map(|&byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]));
    lines.extend_from_slice(b"\"}");
    hash
}

/// splitmix64.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Inject(u16),
    Sample(u16),
    Act(u16),
}

#[derive(Serialize)]
struct Record<'a> {
    seq: u32,
    at: u64,
    by: u16,
    act: u64,
    on: u64,
    load: u64,
    note: &'a str,
}

/// One drill into a buffer that is used again; returns a fold over all events and how many lines were written.
pub(crate) fn drill(seed: u64, chain: Chain, lines: &mut Vec<u8>) -> (u64, u32) {
    lines.clear();
    let mut last = Hash::default();
    let mut agenda = BinaryHeap::with_capacity(64);
    let mut ticket = 0u32;
    let mut at = |agenda: &mut BinaryHeap<_>, t: u64, w: What| {
        agenda.push(Reverse((t, ticket, w)));
        ticket += 1;
    };
    for i in 0..40 {
        at(&mut agenda, 7_000 + 130_000 * u64::from(i), What::Inject(i));
    }
    for c in 0..12 {
        at(&mut agenda, 15_000, What::Sample(c));
    }
    let mut rng: Vec<Rng> = (0..6).map(|b| Rng(seed << 8 | b)).collect();
    for b in 0..6u16 {
        let t = 1 + 15_000 + rng[b as usize].next() % 5_001 * 2;
        at(&mut agenda, t, What::Act(b));
    }
    let mut load = [0u64; 12];
    let (mut fold, mut acts) = (0u64, 0u32);
    while let Some(Reverse((t, _, what))) = agenda.pop() {
        if t > END {
            break;
        }
        match what {
            What::Inject(i) => {
                load[i as usize % 12] += 7;
                fold = fold.wrapping_add(mix(1 << 8 | u64::from(i), t, 0));
            }
            What::Sample(c) => {
                fold = fold.wrapping_add(mix(2 << 8 | u64::from(c), t, load[c as usize]));
                at(&mut agenda, t + 15_000, what);
            }
            What::Act(b) => {
                let r = rng[b as usize].next();
                let (act, on) = (r % 9, (r >> 8 & 0xff) % 12);
                let load = load[on as usize];
                fold = fold.wrapping_add(mix(3 << 8 | u64::from(b), t, act << 8 | on).wrapping_add(load));
                let record = Record { seq: acts, at: t, by: b, act, on, load, note: NOTE };
                let start = lines.len();
                serde_json::to_writer(&mut *lines, &record).expect("memory");
                if chain == Chain::Hashes {
                    last = hash(last, lines, start);
                }
                lines.push(b'\n');
                acts += 1;
                let next = t + 15_000 + rng[b as usize].next() % 5_001 * 2;
                at(&mut agenda, next, what);
            }
        }
    }
    (fold, acts)
}
