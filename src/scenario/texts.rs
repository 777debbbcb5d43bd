//! The texts that a scenario was read from: their digests, and their words.

use sha2::{Digest as _, Sha256};

use super::lexicon::Lexicon;
use crate::memo::{Memo, short};

/// A scenario's texts, as a record holds them, with their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    scenario: String,
    organisation: String,
    /// Of the scenario's file alone.
    pub(crate) of_file: String,
    /// Of both files: what two drills have to have in common to be compared.
    pub(crate) of_both: String,
    lexicon: Memo<Lexicon>,
}

impl Texts {
    /// Reads both.
    pub(crate) fn of(scenario: &str, organisation: &str) -> Self {
        let file = Sha256::new().chain_update(scenario);
        let both = file.clone().chain_update("\n\0").chain_update(organisation);
        let (of_file, of_both) = (short(file), short(both));
        let lexicon = Memo::default();
        Self { scenario: scenario.into(), organisation: organisation.into(), of_file, of_both, lexicon }
    }

    /// Whether these are the texts.
    pub(crate) fn are(&self, scenario: &str, organisation: &str) -> bool {
        self.scenario == scenario && self.organisation == organisation
    }

    /// The words of both.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.lexicon.or(|| Lexicon::of(&self.scenario, &self.organisation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memo::digest;

    /// By `printf 'abc\n\0de' | sha256sum`.
    #[test]
    fn digests_begin_as_sha256_does() {
        let texts = Texts::of("abc", "de");
        assert_eq!(texts.of_file, digest("abc"));
        assert_eq!(texts.of_both, "4c940579892f");
        assert!(texts.are("abc", "de") && !texts.are("abcd", "e") && !texts.are("abc", ""));
    }
}
