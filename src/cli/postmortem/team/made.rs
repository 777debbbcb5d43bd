//! From which version a text was made, and whether it is this drill's at all.

use std::collections::BTreeSet;

use super::super::super::exit::Failed;
use super::super::Case;
use super::earlier;
use crate::postmortem::team::{Mark, Team, document_of, plain, take_back};

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

/// So many hundredths of what a version added, by letters, have to stand in a text that went on from it.
const MOST_OF_IT: usize = 60;
/// So many letters of it have to stand there if some of it doesn't: two people write “none” under one question by chance.
const BY_CHANCE: usize = 30;

/// The version that a text went on from, where that is a later one than its mark says: a file that was taken, then mended and
/// taken again, still has the mark of the form it was made from. Nobody else's words would stand in it, under their question.
pub(super) fn went_on_from(case: &mut Case, base: &Team, text: &str) -> Result<Option<Team>, Failed> {
    if base.version == case.team.version {
        return Ok(None);
    }
    let read = take_back(&case.outline_of(base), base, text).team;
    let (had, has) = (places(base), places(&read));
    let mut later: Vec<Team> = earlier(case)?;
    later.push(case.team.clone());
    let fits = |team: &Team| {
        let added: Vec<Place> = places(team).into_iter().filter(|line| !had.contains(line)).collect();
        let letters = |lines: &mut dyn Iterator<Item = &Place>| lines.map(|line| line.2.len()).sum::<usize>();
        let all = letters(&mut added.iter());
        let there = letters(&mut added.iter().filter(|line| has.contains(*line)));
        let enough = there == all || there >= BY_CHANCE && there * 100 >= all * MOST_OF_IT;
        (there > 0 && enough).then(|| (there * 100 / all, there))
    };
    let later = later.into_iter().filter(|team| team.version > base.version);
    let fitting = later.filter_map(|team| Some((fits(&team)?, team)));
    Ok(fitting.max_by_key(|(fit, team)| (*fit, team.version)).map(|(_, team)| team))
}

/// A line with the section and the question it stands under.
type Place = (String, String, String);

/// The lines that a team wrote, bare, each where it stands: the same words under another question are somebody else's.
fn places(team: &Team) -> BTreeSet<Place> {
    let answers =
        team.answers.iter().map(|answer| (&*answer.section, plain(&answer.question), &*answer.text));
    let titles =
        team.titles.iter().map(|(section, title)| (&**section, "called".to_string(), title.as_str()));
    let all = answers.chain(titles).chain([("", String::new(), &*team.unplaced)]);
    let mut places = BTreeSet::new();
    for (section, question, text) in all {
        places
            .extend(bare(text.lines()).into_iter().map(|line| (section.to_string(), question.clone(), line)));
    }
    places
}

/// Lines by their letters and digits alone, a row without its item's name.
fn bare<'l>(lines: impl Iterator<Item = &'l str>) -> BTreeSet<String> {
    let is_name = |cell: &&str| {
        let cell = cell.trim();
        let number = |n: &str| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
        cell == "no." || cell.strip_prefix(['A', 'H']).is_some_and(number)
    };
    let bare = |line: &str| -> String {
        let line = match line.trim().strip_prefix('|') {
            Some(row) => row.split('|').filter(|cell| !is_name(cell)).collect::<Vec<_>>().join("|"),
            None => line.to_string(),
        };
        line.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    lines.map(bare).filter(|line| !line.is_empty()).collect()
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
