//! From which version a text was made, and whether it is this drill's at all.

use super::super::super::exit::Failed;
use super::super::Case;
use super::earlier;
use crate::postmortem::team::{Mark, Team, document_of};

/// The version that people had before them when they wrote; nothing if the text doesn't say.
pub(super) fn from(case: &mut Case, text: &str) -> Result<Option<Team>, Failed> {
    let name = case.name.clone();
    if let Some(what) = for_reading(text) {
        return Err(Failed(format!(
            "this is the document as {what}, which is for reading, and nothing was taken; write into the form \
             (`sandtable postmortem edit {name} --print`) or into the markdown (`sandtable postmortem {name} --out FILE.md`)"
        )));
    }
    let marks = Mark::all(text);
    let other = match marks.iter().find(|mark| mark.key != case.key) {
        Some(mark) => Some(mark.drill.clone()),
        None if marks.is_empty() => document_of(text).filter(|drill| *drill != name),
        None => None,
    };
    if let Some(other) = other {
        return Err(Failed(format!(
            "this was written about the drill `{other}`, not about `{name}`, and nothing was taken; `sandtable postmortem edit \
             {other} --from FILE` takes it there; without the line that names `{other}` its words are taken here"
        )));
    }
    // Of forms that were put together, the oldest: what is newer in them is no change of theirs.
    let Some(mark) = marks.into_iter().min_by_key(|mark| mark.version) else { return Ok(None) };
    if mark.is_of(&case.team) {
        return Ok(Some(case.team.clone()));
    }
    if mark.is_of(&Team::default()) {
        return Ok(Some(Team::default()));
    }
    Ok(earlier(case)?.into_iter().find(|team| mark.is_of(team)))
}

/// What a text is that nobody writes in.
fn for_reading(text: &str) -> Option<&'static str> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(20).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some("HTML");
    }
    let json = || serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(start).is_ok();
    (head.starts_with('{') && json()).then_some("JSON")
}
