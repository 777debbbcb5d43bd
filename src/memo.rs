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

fn short(all: Sha256) -> String {
    all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// A scenario's texts, as a record holds them, with their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    scenario: String,
    organisation: String,
    /// Of the scenario's file alone.
    pub(crate) of_file: String,
    /// Of both files: what two drills have to have in common to be compared.
    pub(crate) of_both: String,
}

impl Texts {
    /// Reads both.
    pub(crate) fn of(scenario: &str, organisation: &str) -> Self {
        let file = Sha256::new().chain_update(scenario);
        let both = file.clone().chain_update("\n\0").chain_update(organisation);
        let (of_file, of_both) = (short(file), short(both));
        Self { scenario: scenario.into(), organisation: organisation.into(), of_file, of_both }
    }

    /// Whether these are the texts.
    pub(crate) fn are(&self, scenario: &str, organisation: &str) -> bool {
        self.scenario == scenario && self.organisation == organisation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf 'abc' | sha256sum` and `printf 'abc\n\0de' | sha256sum`.
    #[test]
    fn digests_begin_as_sha256_does() {
        let texts = Texts::of("abc", "de");
        assert_eq!(texts.of_file, "ba7816bf8f01");
        assert_eq!(texts.of_file, digest("abc"));
        assert_eq!(texts.of_both, "4c940579892f");
        assert!(texts.are("abc", "de") && !texts.are("abcd", "e") && !texts.are("abc", ""));
    }

    #[test]
    fn what_is_known_is_not_worked_out_again() {
        let memo = Memo::default();
        assert_eq!((*memo.or(|| 1), *memo.or(|| 2)), (1, 1));
        assert_eq!(memo, Memo::default());
    }
}
