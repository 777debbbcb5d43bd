//! What can be seen of the words in a record without judging them: how many there are, and whether they name anything of
//! the story. What somebody meant is never asked, and a text in a writing that the story does not have is not looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::{Record, header};
use crate::engine::event::{EventKind, Header, Seq};
use crate::prose::plain;
use crate::scenario::words::{NOTHING, UNCHANGED, after_state, is_word, unspaced};

/// Under so many texts nothing is said of them.
const ENOUGH: usize = 8;

/// A word for so many texts, or fewer words, are a handful.
const HANDFUL: usize = 4;

/// More words than these are no handful, however many texts there are.
const MOST: usize = 12;

/// So many letters of a word stand for its other forms.
const STEM: usize = 5;

/// A word of the story that stands more often than once in so many is in every text: it names nothing.
const COMMON: usize = 250;

/// The few words that all texts of a record are made of, if there are no more, and none is the story's: then nobody was told
/// anything, in whatever language.
pub(crate) fn handful(records: &[Record]) -> Option<Vec<String>> {
    let (mut words, mut texts) = (BTreeSet::new(), Vec::new());
    for (_, text) in typed(records) {
        words.extend(tokens(&text).filter(|word| !has_number(word)).flat_map(parts));
        // Most records have more in their first sentences.
        if words.len() > MOST {
            return None;
        }
        texts.push(text);
    }
    let few = texts.len() >= ENOUGH && words.len() * HANDFUL <= texts.len();
    let story = Story::of(header(records).filter(|_| few)?);
    (story.has_words() && !texts.iter().any(|text| story.names(text))).then(|| words.into_iter().collect())
}

/// Where most texts of a record name nothing of its story, no number, no name, no word: how many texts there are, and the
/// moves whose texts do not. Some of what the author called things is `known` already, in small letters.
pub(crate) fn unnamed(records: &[Record], known: &BTreeSet<&str>) -> Option<(usize, Vec<Seq>)> {
    // A number is a name of something, and most records have plenty of names: then the story's own words need not be read.
    let (mut all, mut named) = (0, 0);
    for text in records.iter().flat_map(|record| texts(&record.event.kind)) {
        all += 1;
        let names = |text: &str| tokens(&text.to_lowercase()).any(|word| known.contains(word));
        named += usize::from(has_number(text) || names(text));
    }
    if all < ENOUGH || named * 2 >= all {
        return None;
    }
    let story = Story::of(header(records)?);
    let texts: Vec<_> = typed(records).filter(|(_, text)| story.can_read(text)).collect();
    let names = |text: &str| has_number(text) || story.names(text);
    let unnamed: Vec<Seq> = texts.iter().filter(|(_, text)| !names(text)).map(|&(seq, _)| seq).collect();
    let most = story.has_words() && texts.len() >= ENOUGH && unnamed.len() * 2 > texts.len();
    most.then_some((texts.len(), unnamed))
}

/// The texts that were typed as news, work, a brief or a decision, without those that say honestly that there is nothing to
/// say; a record that was redacted has few left.
fn typed(records: &[Record]) -> impl Iterator<Item = (Seq, String)> {
    let redacted = header(records).is_some_and(|header| header.redacted.is_some());
    let moves = records.iter().map(|record| &record.event).filter(|event| event.by.seat().is_some());
    let all = moves.flat_map(|event| texts(&event.kind).into_iter().map(|text| (event.seq, text)));
    let said = all.filter_map(|(seq, text)| Some((seq, said(text)?)));
    said.filter(move |(_, text)| !(redacted && text.contains("text ")))
}

/// The texts of a move that say something of the incident or of the work.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other move carries news, work, a brief or a decision")]
fn texts(kind: &EventKind) -> Vec<&str> {
    match kind {
        EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
            let all = [symptom, affected, scope, since, unknown, done, suspect];
            all.into_iter().filter_map(|slot| slot.as_deref()).collect()
        }
        EventKind::HandoverOffered { state, flight, tried, next, .. } => {
            [state, flight, tried, next].into_iter().filter_map(|slot| slot.as_deref()).collect()
        }
        EventKind::Updated { state, impact, doing, .. } => {
            [state, impact, doing].into_iter().filter_map(|slot| slot.as_deref()).collect()
        }
        EventKind::Tasked { text, .. }
        | EventKind::Reported { text, .. }
        | EventKind::Held { text, .. }
        | EventKind::Planned { text, .. }
        | EventKind::IncidentClosed { summary: text } => vec![text],
        EventKind::Polled { text, risk, .. } => {
            std::iter::once(text.as_str()).chain(risk.as_deref()).collect()
        }
        _ => Vec::new(),
    }
}

/// A text as it is looked at: behind the state that it begins with, and none where it says that there is nothing to say.
fn said(text: &str) -> Option<String> {
    let plain = plain(text);
    let said = after_state(&plain).unwrap_or(&plain);
    let nothing = said.is_empty() || NOTHING.contains(&said) || said.starts_with(UNCHANGED);
    (!nothing).then(|| said.to_string())
}

fn has_number(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric())
}

/// The words of a text, in small letters.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A word; of a script that puts no spaces between words, each sign.
fn parts(word: &str) -> Vec<String> {
    match word.contains(unspaced) {
        true => word.chars().map(String::from).collect(),
        false => vec![word.to_string()],
    }
}

/// What a word is known by: its beginning, so that its other forms are the same; of a script without spaces, each pair of
/// signs. A short word is known by nothing.
fn stems(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    if word.contains(unspaced) {
        return chars.windows(2).map(|pair| pair.iter().collect()).collect();
    }
    let least = if word.is_ascii() { 4 } else { 2 };
    let stem = || chars.iter().take(STEM).collect();
    if chars.len() >= least && is_word(word) { vec![stem()] } else { Vec::new() }
}

/// The words of a story: all that its files say.
struct Story {
    /// What the author called things.
    names: BTreeSet<String>,
    stems: BTreeSet<String>,
    letters: BTreeSet<char>,
}

impl Story {
    fn of(header: &Header) -> Self {
        let house = header.organisation_text.as_deref().unwrap_or("");
        let text = [&header.scenario_text, house].map(str::to_lowercase).join("\n");
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all = 0;
        for word in tokens(&text) {
            *words.entry(word).or_default() += 1;
            all += 1;
        }
        let names: BTreeSet<&str> = called(&text).flat_map(tokens).filter(|name| name.len() > 1).collect();
        let common = |count: usize| count > 3 && count * COMMON > all;
        let rare = words.iter().filter(|&(word, &count)| !common(count) || names.contains(word));
        Story {
            stems: rare.flat_map(|(word, _)| stems(word)).collect(),
            names: names.into_iter().map(String::from).collect(),
            letters: text.chars().filter(|c| c.is_alphabetic()).collect(),
        }
    }

    fn has_words(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Whether most of a text's letters are letters of the story: in another writing it can't be compared.
    fn can_read(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let (known, other): (Vec<char>, Vec<char>) = letters.partition(|c| self.letters.contains(c));
        known.len() >= other.len()
    }

    /// Whether a text has a word of it.
    fn names(&self, text: &str) -> bool {
        let known = |word: &str| {
            self.names.contains(word) || stems(word).iter().any(|stem| self.stems.contains(stem))
        };
        tokens(text).any(known)
    }
}

/// What stands in quotation marks and is one word: what the author called things.
fn called(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('"').skip(1).step_by(2);
    quoted.filter(|quoted| !quoted.contains(char::is_whitespace))
}
