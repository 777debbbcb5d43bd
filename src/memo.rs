//! What follows from something that doesn't change, worked out once; and the short digests that are kept so.

use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

/// What follows from the fields beside it: it makes no difference between two things that are alike in those.
#[derive(Clone, Debug)]
pub(crate) struct Memo<T>(OnceLock<T>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Memo<T> {
    /// What was worked out, now or before.
    pub(crate) fn or(&self, work: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(work)
    }
}

impl<T> PartialEq for Memo<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Memo<T> {}

/// The beginning of a SHA-256: short enough to read aloud.
pub(crate) fn digest(text: &str) -> String {
    short(Sha256::new().chain_update(text))
}

/// The beginning of a digest.
pub(crate) fn short(all: Sha256) -> String {
    all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf 'abc' | sha256sum`.
    #[test]
    fn digests_begin_as_sha256_does() {
        assert_eq!(digest("abc"), "ba7816bf8f01");
    }

    #[test]
    fn what_is_known_is_not_worked_out_again() {
        let memo = Memo::default();
        assert_eq!((*memo.or(|| 1), *memo.or(|| 2)), (1, 1));
        assert_eq!(memo, Memo::default());
    }
}
