//! `list`: the scenarios that come with the program, without giving anything away.

use serde_json::json;

use super::args::{Format, ListArgs};
use super::exit::{Answer, Done, Failed, print, print_json};
use super::shipped::{SHIPPED, find};
use crate::scenario::Scenario;
use crate::scenario::check::load;

/// Prints the shipped scenarios.
pub(super) fn list(args: &ListArgs) -> Done {
    if args.profiles {
        super::profile::list(args.format == Format::Json)?;
        return Ok(Answer::Yes);
    }
    let mut all = Vec::new();
    for shipped in SHIPPED {
        let found = find(shipped.id)?;
        all.push(
            load(&found.sources())
                .map_err(|_| Failed(format!("`{}` is broken; please report it", shipped.id)))?,
        );
    }
    match args.format {
        Format::Json => {
            let all: Vec<_> = all.iter().map(as_json).collect();
            print_json(&all)?;
        }
        Format::Text => print(&all.iter().map(as_text).collect::<String>())?,
    }
    Ok(Answer::Yes)
}

fn as_json(scenario: &Scenario) -> serde_json::Value {
    json!({
        "id": scenario.id,
        "title": scenario.title,
        "story": scenario.story,
        "difficulty": scenario.difficulty,
        "length_ms": scenario.length.ms(),
        "seats": scenario.seats.names().collect::<Vec<_>>(),
        "tags": scenario.tags,
    })
}

fn as_text(scenario: &Scenario) -> String {
    let head = format!(
        "{}  ({}, difficulty {} of 5, {} seats)\n",
        scenario.id,
        scenario.length,
        scenario.difficulty,
        scenario.seats.len()
    );
    let options =
        crate::screen::lines(super::terminal::width()).initial_indent("    ").subsequent_indent("    ");
    format!("{head}{}\n", textwrap::fill(&format!("{}. {}", scenario.title, scenario.story), options))
}
