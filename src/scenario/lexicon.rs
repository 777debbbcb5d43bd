//! The words of a story, to see whether a text names anything of it.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{is_word, unspaced};

/// So many letters of a word stand for its other forms.
const STEM: usize = 5;

/// A word of the story that stands more often than once in so many is in every text: it names nothing.
const COMMON: usize = 250;

/// The words of a text, in small letters.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What a word is known by: its beginning, so that its other forms are the same. A short word is known by nothing.
fn stem(word: &str) -> Option<&str> {
    let least = if word.is_ascii() { 4 } else { 2 };
    let long = word.chars().nth(least - 1).is_some() && is_word(word);
    let end = word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at);
    long.then(|| &word[..end])
}

/// What a word of a script without spaces is known by: each pair of its signs.
fn pairs(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().map(|(at, _)| at);
    let ends = word.char_indices().skip(2).map(|(at, _)| at).chain([word.len()]);
    starts.zip(ends).map(|(start, end)| &word[start..end]).filter(|pair| pair.chars().nth(1).is_some())
}

/// All that a word is known by.
fn stems(word: &str) -> Vec<&str> {
    if is_unspaced(word) { pairs(word).collect() } else { stem(word).into_iter().collect() }
}

/// Whether a word is of a script without spaces.
fn is_unspaced(word: &str) -> bool {
    !word.is_ascii() && word.contains(unspaced)
}

/// The words of a story: all that its files say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexicon {
    /// What the author called things.
    names: BTreeSet<String>,
    stems: BTreeSet<String>,
    letters: BTreeSet<char>,
}

impl Lexicon {
    /// Reads a scenario's text and its organisation's.
    pub(super) fn of(scenario: &str, organisation: &str) -> Self {
        let text = [scenario, organisation].map(str::to_lowercase).join("\n");
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all = 0;
        for word in tokens(&text) {
            *words.entry(word).or_default() += 1;
            all += 1;
        }
        let names: BTreeSet<&str> = called(&text).flat_map(tokens).filter(|name| name.len() > 1).collect();
        let common = |count: usize| count > 3 && count * COMMON > all;
        let rare = words.iter().filter(|&(word, &count)| !common(count) || names.contains(word));
        Lexicon {
            stems: rare.flat_map(|(word, _)| stems(word)).map(String::from).collect(),
            names: names.into_iter().map(String::from).collect(),
            letters: text.chars().filter(|c| c.is_alphabetic()).collect(),
        }
    }

    /// Whether it has words that could be named.
    pub(crate) fn has_words(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Whether most of a text's letters are letters of the story: in another writing it can't be compared.
    pub(crate) fn can_read(&self, text: &str) -> bool {
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        letters().filter(|c| self.letters.contains(c)).count() * 2 >= letters().count()
    }

    /// Whether a word in small letters is one of it.
    fn knows(&self, word: &str) -> bool {
        self.names.contains(word)
            || match is_unspaced(word) {
                true => pairs(word).any(|pair| self.stems.contains(pair)),
                false => stem(word).is_some_and(|stem| self.stems.contains(stem)),
            }
    }

    /// Whether a text has a word of it.
    pub(crate) fn names(&self, text: &str) -> bool {
        let small = |word: &str| match word.chars().any(char::is_uppercase) {
            true => self.knows(&word.to_lowercase()),
            false => self.knows(word),
        };
        tokens(text).any(small)
    }
}

/// What stands in quotation marks and is one word: what the author called things.
fn called(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('"').skip(1).step_by(2);
    quoted.filter(|quoted| !quoted.contains(char::is_whitespace))
}
