//! What can be seen of the words in a record without judging them: how many there are, and whether they name anything of
//! the story. What somebody meant is never asked, and a text in a writing that the story does not have is not looked at.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Record, header};
use crate::engine::event::{EventKind, Seq};
use crate::prose::plain;
use crate::scenario::Scenario;
use crate::scenario::lexicon::tokens;
use crate::scenario::texts::Texts;
use crate::scenario::words::{NOTHING, STATES, UNCHANGED, state_named, unspaced};

/// Under so many texts nothing is said of them.
const ENOUGH: usize = 8;

/// A word for so many texts, or fewer words, are a handful.
const HANDFUL: usize = 4;

/// More words than these are no handful, however many texts there are.
const MOST: usize = 12;

/// So many texts are the same few again and again.
const FEW_TEXTS: usize = 3;

/// Why all that was typed in a record tells nobody anything, in whatever language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handful {
    /// It is made of these few words, and none is the story's; of none, if all of it is numbers, or says that nothing is known.
    Words(Vec<String>),
    /// It is these few texts again and again, each time with another number or none.
    Texts(Vec<String>),
}

/// Whether a record's texts are made of a handful of words.
pub(crate) fn handful(scenario: &Scenario, records: &[Record]) -> Option<Handful> {
    let (mut words, mut same, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (_, text) in typed(records) {
        let worded = tokens(&text).filter(|word| !has_number(word) && !NOTHING.contains(word));
        let worded: Vec<&str> = worded.collect();
        same.insert(worded.join(" "));
        words.extend(worded.into_iter().flat_map(parts));
        count += 1;
        // Most records have more in their first sentences.
        if words.len() > MOST && same.len() > FEW_TEXTS {
            return None;
        }
    }
    if count < ENOUGH {
        return None;
    }
    let few_texts = same.len() <= FEW_TEXTS && same.len() * ENOUGH <= count;
    // Who speaks, and puts numbers alone into what goes out, has said something.
    if (words.is_empty() || few_texts) && spoke(records) {
        return None;
    }
    let few = words.len() * HANDFUL <= count;
    let known = few.then(|| story(scenario, records)).flatten();
    match known.as_ref().map(|texts| texts.lexicon()) {
        Some(story) if story.has_words() && !words.iter().any(|word| story.names(word)) => {
            Some(Handful::Words(words.into_iter().collect()))
        }
        _ => few_texts.then(|| Handful::Texts(same.into_iter().filter(|text| !text.is_empty()).collect())),
    }
}

/// Whether people said more than a handful of words to each other.
#[expect(clippy::wildcard_enum_match_arm, reason = "only what is spoken is asked")]
fn spoke(records: &[Record]) -> bool {
    let moves = records.iter().map(|record| &record.event).filter(|event| event.by.seat().is_some());
    let spoken = moves.filter_map(|event| match &event.kind {
        EventKind::Said { text } | EventKind::Paged { text, .. } => Some(text),
        _ => None,
    });
    let words: BTreeSet<&str> =
        spoken.flat_map(|text| tokens(text)).filter(|word| !has_number(word)).collect();
    words.len() > MOST
}

/// Where most texts of a record name nothing of its story, no number, no name, no word: how many texts there are, and the
/// moves whose texts do not.
pub(crate) fn unnamed(scenario: &Scenario, records: &[Record]) -> Option<(usize, Vec<Seq>)> {
    if most_name_something(scenario, records) {
        return None;
    }
    let story = story(scenario, records)?;
    let story = story.lexicon();
    let names = |text: &str| has_number(text) || story.names(text);
    let (mut all, mut unnamed) = (0, Vec::new());
    for (seq, text) in typed(records) {
        let named = names(&text);
        let counts = named || story.can_read(&text);
        all += usize::from(counts);
        unnamed.extend((counts && !named).then_some(seq));
    }
    let most = story.has_words() && all >= ENOUGH && unnamed.len() * 2 > all;
    most.then_some((all, unnamed))
}

/// Whether half of the texts, as they were typed, name something: of most records that is soon seen.
fn most_name_something(scenario: &Scenario, records: &[Record]) -> bool {
    let all = || records.iter().flat_map(|record| texts(&record.event.kind));
    let count = all().count();
    let mut named = all().filter(|text| has_number(text)).count();
    if named * 2 >= count {
        return true;
    }
    let Some(story) = story(scenario, records) else { return true };
    let story = story.lexicon();
    for text in all().filter(|text| !has_number(text)) {
        named += usize::from(story.names(behind_state(text)));
        if named * 2 >= count {
            return true;
        }
    }
    false
}

/// A text without the state that it begins with.
fn behind_state(text: &str) -> &str {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if STATES.iter().any(|state| first.eq_ignore_ascii_case(state)) { &text[first.len()..] } else { text }
}

/// The texts of the story that was played.
fn story<'a>(scenario: &'a Scenario, records: &[Record]) -> Option<Cow<'a, Texts>> {
    let header = header(records)?;
    Some(scenario.texts(&header.scenario_text, header.organisation_text.as_deref().unwrap_or("")))
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
        // What a poll is about is the author's text, where it is an action.
        EventKind::Polled { action, text, risk, .. } => {
            Some(text.as_str()).filter(|_| action.is_none()).into_iter().chain(risk.as_deref()).collect()
        }
        _ => Vec::new(),
    }
}

/// A text as it is looked at: behind the state that it begins with, and none where it says that there is nothing to say.
fn said(text: &str) -> Option<String> {
    let plain = plain(text);
    let said = state_named(&plain).map_or(plain.as_str(), |(_, rest)| rest);
    let nothing = said.is_empty() || NOTHING.contains(&said) || said.starts_with(UNCHANGED);
    (!nothing).then(|| said.to_string())
}

fn has_number(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric())
}

/// A word; of a script that puts no spaces between words, each sign.
fn parts(word: &str) -> Vec<String> {
    match word.contains(unspaced) {
        true => word.chars().map(String::from).collect(),
        false => vec![word.to_string()],
    }
}
