//! Chance as a function: the `n`th roll of a name for a purpose, under a seed.
//!
//! A roll depends on nothing else, so that adding an inject never changes another's dice and a replay can be drawn
//! without rolling. The key is SHA-256 over seed, purpose and name; the numbers are ChaCha8's under that key.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A whole number below `bound` (at least 1), each as likely as the next.
#[must_use]
pub fn roll(seed: u64, purpose: &str, name: &str, n: u64, bound: u64) -> u64 {
    let mut key = Sha256::new();
    key.update(seed.to_le_bytes());
    key.update([0]);
    key.update(purpose.as_bytes());
    key.update([0]);
    key.update(name.as_bytes());
    let mut rng = ChaCha8Rng::from_seed(key.finalize().into());
    rng.set_stream(n);
    below(&mut rng, bound.max(1))
}

/// Draws again in the rare case that would favour small numbers.
fn below(rng: &mut ChaCha8Rng, bound: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % bound;
    loop {
        let drawn = rng.next_u64();
        if drawn < fair {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pinned: a release that changes these breaks every drill's seed.
    #[test]
    fn rolls_are_pinned_for_ever() {
        let rolls: Vec<u64> = (0..6).map(|n| roll(1, "jitter", "first-complaint", n, 60_000)).collect();
        assert_eq!(rolls, PINNED);
    }

    const PINNED: [u64; 6] = [10_355, 13_122, 44_879, 20_850, 58_591, 6_962];

    #[test]
    fn seed_purpose_name_and_count_all_matter() {
        let base = roll(1, "jitter", "a", 0, 1 << 60);
        for other in [
            roll(2, "jitter", "a", 0, 1 << 60),
            roll(1, "noise", "a", 0, 1 << 60),
            roll(1, "jitter", "b", 0, 1 << 60),
            roll(1, "jitter", "a", 1, 1 << 60),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn every_face_comes_up() {
        let seen: std::collections::BTreeSet<u64> = (0..200).map(|n| roll(7, "face", "die", n, 6)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    }
}
