//! An update as the screen prints it, typed back: the move that says the same.

use super::MoveError;
use super::offer::with_slot;
use super::token::Token;
use crate::scenario::Scenario;

/// What the screen writes before each slot but the state.
const LABELS: [(&str, &str); 4] =
    [("impact:", "impact"), ("doing:", "doing"), ("next update:", "next"), ("next:", "next")];

/// `update executives state="investigating" impact="..."` for `executives: investigating; impact: ...`; nothing for what
/// has no such slots, unless it stands behind the screen's own word.
pub(super) fn update(scenario: &Scenario, said: &str, told: bool) -> Option<String> {
    let (to, rest) = said.split_once(':')?;
    let audience = |name: &str| {
        let name = name.trim().to_lowercase();
        scenario.organisation.audiences.find(&name).map(|_| name)
    };
    let names = to.split(',').flat_map(|part| part.split(" and ")).filter(|name| !name.trim().is_empty());
    let names: Vec<String> = names.map(audience).collect::<Option<_>>()?;
    let slots = slots(without_notes(rest));
    let labelled = slots.iter().any(|(slot, _)| *slot != "state");
    let update = format!("update {}", names.join(" "));
    (!names.is_empty() && !slots.is_empty() && (labelled || told))
        .then(|| slots.iter().fold(update, |line, (slot, text)| with_slot(&line, slot, text)))
}

/// `duty-manager told executives: ...`, with what stands before it as it was read: a clock, and who it was.
pub(super) fn told(scenario: &Scenario, line: &str, verb: &Token, by: Option<&str>) -> Option<MoveError> {
    let update = update(scenario, &line[verb.span.end..], true)?;
    let (from, meant) = match by {
        Some(seat) => (0, format!("{seat} {update}")),
        None => (verb.span.start, update),
    };
    let help = format!("did you mean `{meant}`?");
    let error = MoveError::new(from..line.trim_end().len(), "so the screen says what was told", help);
    Some(error.meaning(Some(&meant)))
}

/// What was told, by slots; what has no label goes on with the one before.
fn slots(said: &str) -> Vec<(&'static str, String)> {
    let mut slots: Vec<(&'static str, String)> = Vec::new();
    for part in said.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let lower = part.to_lowercase();
        match LABELS.iter().find(|(label, _)| lower.starts_with(label)) {
            Some((label, slot)) if !slots.iter().any(|(known, _)| known == slot) => {
                slots.push((slot, part.get(label.len()..).unwrap_or_default().trim().to_string()));
            }
            Some(_) | None => match slots.last_mut() {
                Some((_, text)) => *text = format!("{text}; {part}"),
                None => slots.push(("state", part.to_string())),
            },
        }
    }
    slots
}

/// Without what the screen adds: how long ago it was said, and its number.
fn without_notes(said: &str) -> &str {
    let said = said.trim();
    let said = said.rsplit_once(" (#").filter(|(_, n)| n.ends_with(')')).map_or(said, |(said, _)| said);
    said.rsplit_once(" (said ").filter(|(_, ago)| ago.ends_with("earlier)")).map_or(said, |(said, _)| said)
}
