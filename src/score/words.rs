//! What the card says of words: they are not judged, and where most of them name nothing of the story somebody should read them.

use std::collections::BTreeSet;

use super::card::Remark;
use super::case::Case;
use crate::journal::words::unnamed;
use crate::prose::and;

/// What the remark is about.
pub(crate) const WORDS: &str = "process/words";

/// So many moves are named one by one.
const NAMED: usize = 6;

/// What the author called things, word by word.
fn called<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let scenario = case.facts.scenario;
    let house = &scenario.organisation;
    let things = scenario.components.names();
    let things = things.chain(scenario.metrics.names());
    let things = things.chain(scenario.actions.names());
    let things = things.chain(scenario.topics.names());
    let people = scenario.seats.names();
    let people = people.chain(house.teams.names());
    let people = people.chain(house.audiences.names());
    let words = things.chain(people).flat_map(|name| name.split('-'));
    words.filter(|word| word.len() > 1).collect()
}

/// Said where most texts name nothing of the story. It costs nothing: they may be in another language, or meant as a joke.
pub(super) fn remark(case: &Case<'_>) -> Option<Remark> {
    let (texts, which) = unnamed(case.facts.records, &called(case))?;
    let n = which.len();
    let mut evidence = which;
    evidence.dedup();
    let mut read: Vec<String> = evidence.iter().take(NAMED).map(ToString::to_string).collect();
    let more = evidence.len().saturating_sub(NAMED);
    read.extend((more > 0).then(|| format!("{more} more")));
    let says = format!(
        "words are not judged, and {n} of {texts} texts name nothing of the story, by no number, name or word of it: read {} before you trust what rests on them",
        and(&read)
    );
    Some(Remark { about: WORDS.to_string(), says, evidence })
}
