//! For everybody at the table: the ground rules, the severity guide, the contact directory.

use super::{Block, Body, Sheet};
use crate::brief;
use crate::scenario::Scenario;

/// What everybody agrees to before the clock starts.
const RULES: [&str; 7] = [
    "This is simulated. Nothing outside the tool is touched; call, page or write to nobody for real. Where others can \
     hear you, say so first: \"This is a drill.\"",
    "It is blameless. How the response runs is rated, and nobody is.",
    "A real incident comes first. `end` ends the drill at once, and anyone may say so.",
    "`pause` stops the clock for everybody, `resume` goes on.",
    "One person types, and it is not the commander. Heads up, talk to each other.",
    "Your card is yours. Don't show it; say what is on it when you think it matters.",
    "What nobody has foreseen may be tried, too: it is answered, and it is on record.",
];

/// How one types.
const TYPING: [(&str, &str); 6] = [
    ("1 ack", "a move begins with the seat that makes it, by number or name"),
    ("status", "what is open; `who`: who is in the call and holds what; `feed`: the last lines again"),
    ("help", "the moves that make sense now; `help update`: one of them"),
    ("card 1", "a seat's card on the screen, while the others look away"),
    ("1 -90s declare sev2", "said a minute and a half ago, typed now"),
    ("1 close summary=\"...\"", "it is over; the tool says first what is still open"),
];

/// The ground rules, the story so far, and the severity guide.
pub(super) fn rules(scenario: &Scenario) -> Sheet {
    let typing = TYPING.iter().map(|(typed, does)| (typed.to_string(), does.to_string()));
    Sheet {
        name: "table".to_string(),
        title: scenario.title.clone(),
        under: "For everybody at the table.".to_string(),
        blocks: vec![
            Block::new("The story", Body::Text(format!("{} {}", scenario.story, brief::begins(scenario)))),
            Block::new("Ground rules", Body::Points(RULES.map(String::from).to_vec())),
            Block::new("Severity guide", Body::Entries(brief::severities(scenario))),
            Block::new("At the keyboard", Body::Moves(typing.collect())),
        ],
    }
}

/// Who is who, and how to reach them.
pub(super) fn directory(scenario: &Scenario) -> Sheet {
    let organisation = &scenario.organisation;
    let voices = organisation.voices.iter();
    let voices = voices.map(|(id, name)| (organisation.voices.name(id).to_string(), name.clone()));
    Sheet {
        name: "directory".to_string(),
        title: "Contact directory".to_string(),
        under: format!("{}. For everybody at the table.", organisation.name),
        blocks: vec![
            Block::new("At the table", Body::Entries(seats(scenario))),
            Block::new("Teams: page or ask them", Body::Entries(brief::teams(scenario))),
            Block::new("Others: ask them", Body::Entries(voices.collect())),
            Block::new("Whom updates are for", Body::Entries(brief::audiences(scenario))),
        ],
    }
}

/// Who sits where; what they can do is on their cards.
fn seats(scenario: &Scenario) -> Vec<(String, String)> {
    let says = |id: crate::scenario::id::SeatId| {
        let seat = &scenario.seats[id];
        let mut says = scenario.organisation.teams[seat.team].name.clone();
        says.extend(seat.level.map(|level| format!(", on call at level {level}")));
        says.push_str(if seat.optional { "; may stay empty" } else { "" });
        (format!("{} {}", id.n() + 1, scenario.seats.name(id)), says)
    };
    scenario.seats.ids().map(says).collect()
}
