//! For the facilitator alone: a cover that may be seen, and the event list that may not.

use std::sync::Arc;

use super::answers::answers;
use super::{Block, Body, EventRow, Sheet};
use crate::brief::event_list::{Planned, events};
use crate::brief::facilitator::{alerts, ending, failures, objectives, prepared, tempting};
use crate::brief::{at_a_glance, begins};
use crate::engine::session::Stop;
use crate::prose::and;
use crate::scenario::Scenario;

/// The cover, the event list, the answers, and what is expected.
///
/// # Errors
/// The scenario goes in circles.
pub(super) fn sheets(scenario: &Arc<Scenario>, said: &str) -> Result<Vec<Sheet>, Stop> {
    Ok(vec![cover(scenario), list(scenario), answers(scenario)?, expected(scenario, said)])
}

fn cover(scenario: &Scenario) -> Sheet {
    let text = "The next page says what will happen and what is expected. Whoever is going to play had better not read \
                on. Print it apart from the cards, and keep it turned over.";
    Sheet {
        name: "facilitator".to_string(),
        title: "Sealed: for the facilitator".to_string(),
        under: scenario.title.clone(),
        blocks: vec![Block::new("Stop here if you play", Body::Framed(text.to_string()))],
    }
}

fn list(scenario: &Scenario) -> Sheet {
    let (held, come): (Vec<Planned>, Vec<Planned>) =
        events(scenario).into_iter().partition(|event| event.kind == "contingency");
    let rows = |events: Vec<Planned>| Body::Events(events.into_iter().map(row).collect());
    let story = format!("{}. {} {}", at_a_glance(scenario), scenario.story, begins(scenario));
    Sheet {
        name: "events".to_string(),
        title: "Event list".to_string(),
        under: format!("{}. For the facilitator alone.", scenario.title),
        blocks: vec![
            Block::new("The drill", Body::Text(story)),
            Block::new("Objectives", Body::Entries(objectives(scenario))),
            Block::new("What comes", rows(come)),
            Block::new("Contingencies: they come when you send them", rows(held)),
            Block::new("What breaks", Body::Entries(failures(scenario))),
            Block::new("What pages", Body::Entries(alerts(scenario))),
        ],
    }
}

fn expected(scenario: &Scenario, said: &str) -> Sheet {
    let more = format!("Everything else that is behind it: `sandtable show {said} --facilitator`.");
    Sheet {
        name: "expected".to_string(),
        title: "What is expected".to_string(),
        under: format!("{}. For the facilitator alone.", scenario.title),
        blocks: vec![
            Block::new("What a prepared team would do", Body::Entries(prepared(scenario))),
            Block::new("Tempting moves that do harm", Body::Entries(tempting(scenario))),
            Block::new("How it ends", Body::Entries(ending(scenario))),
            Block::new("Questions for afterwards", Body::Points(scenario.debrief.clone())),
            Block::new("More", Body::Text(more)),
        ],
    }
}

fn row(event: Planned) -> EventRow {
    let mut details: Vec<(&'static str, String)> = Vec::new();
    for (n, text) in event.text.iter().enumerate() {
        details.push((if n == 0 { "says" } else { "or" }, text.clone()));
    }
    details.extend(event.with.iter().map(|words| ("with", words.clone())));
    details.extend(event.does.iter().map(|does| ("does", does.clone())));
    if !event.serves.is_empty() {
        details.push(("serves", event.serves.join(", ")));
    }
    details.extend(event.expected.iter().map(|expected| ("expect", expected.clone())));
    details.extend(event.note.iter().map(|note| ("note", note.clone())));
    EventRow {
        number: event.number,
        way: format!("{} to {}, {}", event.from, and(&event.to), event.by),
        comes: event.comes(),
        title: event.title,
        details,
    }
}
