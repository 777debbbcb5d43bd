//! What the card says of words: they are not judged, and where most of them name nothing of the story somebody should read them.

use super::card::Remark;
use super::case::Case;
use crate::journal::words::unnamed;
use crate::prose::and;

/// What the remark is about.
pub(crate) const WORDS: &str = "process/words";

/// So many moves are named one by one.
const NAMED: usize = 6;

/// Said where most texts name nothing of the story. It costs nothing: they may be in another language, or meant as a joke.
pub(super) fn remark(case: &Case<'_>) -> Option<Remark> {
    let (texts, which) = unnamed(case.facts.scenario, case.facts.records)?;
    let n = which.len();
    let mut evidence = which;
    evidence.dedup();
    let mut read: Vec<String> = evidence.iter().take(NAMED).map(ToString::to_string).collect();
    let more = evidence.len().saturating_sub(NAMED);
    read.extend((more > 0).then(|| format!("{more} more")));
    let says = format!(
        "words are not judged, and {n} of {texts} texts name nothing of the story, by no number, name or word of it, which is so in another language than the story's as well: read {} before you trust what rests on them",
        and(&read)
    );
    Some(Remark { about: WORDS.to_string(), says, evidence })
}
