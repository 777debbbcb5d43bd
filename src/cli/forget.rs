//! `forget`: a person is taken out of the record. Lines and scores stay what they are, for they never held a name; where
//! somebody typed one into a text, it is out of reach, and that is said.

use serde_json::{Value, json};

use super::args::{ForgetArgs, Format};
use super::exit::{Answer, Done, Failed, print, print_json};
use super::stored;
use crate::postmortem::team::{KEY, Team, version_key};
use crate::prose::{and, clip, count, one_line};
use crate::store::JournalStore;

/// Documents beside drills that people write.
const DOCUMENTS: &[&str] =
    &["postmortem", "postmortem-before", "answers", "hotwash", crate::postmortem::todo::KEY];
/// So many places are told one by one.
const TOLD: usize = 20;

/// Takes a person out.
pub(super) fn forget(args: &ForgetArgs) -> Done {
    let name = args.name.trim();
    if name.is_empty() {
        return Err(Failed("whom? `sandtable forget ana`".to_string()));
    }
    let Some(mut store) = stored::open_existing(&args.store)? else { return stored::none_yet() };
    let drills = store.forget(name)?;
    let places = places(&mut *store, name)?;
    match args.format {
        Format::Json => {
            let places: Vec<Value> = places.iter().map(Place::as_json).collect();
            let told = json!({ "forgotten": name, "drills": drills, "still_in_texts": places });
            print_json(&told)?;
        }
        Format::Text => print(&as_text(name, &drills, &places))?,
    }
    Ok(Answer::Yes)
}

fn as_text(name: &str, drills: &[String], places: &[Place]) -> String {
    let mut text = match drills.len() {
        0 => format!("nobody called `{name}` sits on a seat of any drill\n"),
        n => format!(
            "`{name}` is taken off the seats of {}: {}\nThe records are what they were, to the byte, and score the same.\n",
            count(n, "drill"),
            and(drills)
        ),
    };
    if places.is_empty() {
        text.push_str("The name stands in no text that anybody typed.\n");
        return text;
    }
    text.push_str(&format!(
        "What people typed is out of reach, for a record is not changed. The name still stands in {}:\n",
        count(places.len(), "text")
    ));
    for place in places.iter().take(TOLD) {
        let of = place.state.map(|state| format!(" ({state})")).unwrap_or_default();
        text.push_str(&format!("  {}  {}{of}  {}\n", place.drill, place.at, around(&place.text, name)));
    }
    if places.len() > TOLD {
        text.push_str(&format!("  and {} more (`--format json` has them all)\n", places.len() - TOLD));
    }
    text.push_str("`drills delete DRILL` takes a drill out whole; `drills rename` changes its name.\n");
    text
}

/// A text in a line that shows the name, wherever in the text it stands.
fn around(text: &str, name: &str) -> String {
    const BEFORE: usize = 25;
    let text = one_line(text);
    let low = text.to_lowercase();
    let at = low.find(&name.to_lowercase()).map_or(0, |at| low[..at].chars().count());
    let from = if at + name.chars().count() < 55 { 0 } else { at.saturating_sub(BEFORE) };
    let shown: String = text.chars().skip(from).collect();
    clip(&if from > 0 { format!("…{shown}") } else { shown }, 60)
}

/// Where a name still stands.
struct Place {
    drill: String,
    /// The event's number; of a document, its name.
    at: String,
    /// Why nobody sees it in the document.
    state: Option<&'static str>,
    text: String,
}

impl Place {
    fn as_json(&self) -> Value {
        let mut told = json!({ "drill": self.drill, "at": self.at, "text": self.text });
        if let Some(state) = self.state {
            told["state"] = state.into();
        }
        told
    }
}

/// The texts of a document, each with why nobody sees it there.
fn texts_of(document: &str) -> Vec<(Option<&'static str>, String)> {
    let Ok(Value::Object(fields)) = serde_json::from_str(document) else { return Vec::new() };
    let texts = fields.into_iter().flat_map(|(key, value)| {
        let state = match key.as_str() {
            "gone" => Some("an item that was taken out"),
            "struck" => Some("struck"),
            "half" => Some("a line that was begun"),
            "changes" if value.is_object() => Some("what became of a change"),
            _ => None,
        };
        // The names of items stand with their words once more.
        let changes = if key == "changes" { value.as_object() } else { None };
        let texts = match changes {
            _ if key == "items" => Vec::new(),
            Some(changes) => changes.keys().cloned().collect(),
            None => strings(value),
        };
        texts.into_iter().map(move |text| (state, text))
    });
    texts.collect()
}

/// All texts that hold the name as a word of its own.
fn places(store: &mut dyn JournalStore, name: &str) -> Result<Vec<Place>, Failed> {
    let mut places = Vec::new();
    for drill in store.drills()? {
        if holds(&drill.name, name) {
            places.push(Place {
                drill: drill.name.clone(),
                at: "its name".into(),
                state: None,
                text: drill.name.clone(),
            });
        }
        store.read(&drill.name, 0, &mut |seq, line| {
            // The first line is the scenario's, whose people nobody ever met.
            let texts = if seq == 0 { Vec::new() } else { texts(line) };
            let here = texts.into_iter().filter(|text| holds(text, name));
            places.extend(here.map(|text| Place {
                drill: drill.name.clone(),
                at: format!("#{seq}"),
                state: None,
                text,
            }));
        })?;
    }
    let written: Vec<u32> =
        store.notes(KEY)?.iter().filter_map(|(_, text)| Some(Team::read(text).ok()?.version)).collect();
    let versions = (0..written.into_iter().max().unwrap_or(0)).map(version_key);
    for key in DOCUMENTS.iter().map(ToString::to_string).chain(versions) {
        for (drill, document) in store.notes(&key)? {
            let mut here = texts_of(&document);
            here.retain(|(_, text)| holds(text, name));
            // Where it is no text of its own, such as a key, the whole is told.
            if here.is_empty() && holds(&document, name) {
                here.push((None, document));
            }
            let place = |(state, text)| Place { drill: drill.clone(), at: key.clone(), state, text };
            places.extend(here.into_iter().map(place));
        }
    }
    Ok(places)
}

/// What a line holds in words, but for the envelope.
fn texts(line: &[u8]) -> Vec<String> {
    const ENVELOPE: &[&str] = &["by", "kind", "who", "hash"];
    let Ok(Value::Object(fields)) = serde_json::from_slice(line) else { return Vec::new() };
    let fields = fields.into_iter().filter(|(key, _)| !ENVELOPE.contains(&key.as_str()));
    fields.flat_map(|(_, value)| strings(value)).collect()
}

fn strings(value: Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.into_iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.into_iter().flat_map(|(_, value)| strings(value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Whether a text holds a name as words of its own, in capitals or not.
fn holds(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let part = |c: char| c.is_alphanumeric();
    text.match_indices(&name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert!(holds("thanks, Ana!", "ana"));
        assert!(holds("ana-friday", "Ana"));
        assert!(holds("Ana's graph", "ana"));
        assert!(!holds("banana", "ana") && !holds("analyse it", "ana"));
        assert!(holds("ask ana maria now", "Ana Maria"));
        assert!(holds("İna", "i\u{307}na"), "what changes its length in small letters is no reason to panic");
    }
}
