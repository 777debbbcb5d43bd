//! The headings of a card, for whoever types what stands there instead of the short name.

use crate::score::card::Scorecard;

/// What the parts of a card are called where people read them, beside their names.
const HEADINGS: &[(&str, &str)] = &[
    ("process", "the process"),
    ("process", "process score"),
    ("process", "score"),
    ("process", "total"),
    ("ack", "answering pages"),
    ("ack", "acknowledgement"),
    ("ack", "pages"),
    ("roles", "roles and handovers"),
    ("roles", "role"),
    ("roles.commander_time", "commander"),
    ("roles.set", "deputy"),
    ("roles.set", "expert"),
    ("updates", "keeping people informed"),
    ("updates", "communication"),
    ("updates", "update"),
    ("updates.promise", "promises"),
    ("loop", "assess, stabilise, update, verify"),
    ("loop", "the loop"),
    ("loop.tasks", "task"),
    ("scenario", "the story"),
    ("scenario", "story score"),
    ("scenario", "scenario score"),
    ("actions", "what the author expected"),
    ("actions", "expected actions"),
    ("mitigate", "mitigation"),
    ("classify.statement", "statement"),
    ("harm", "what made it worse"),
    ("harm", "harms"),
    ("first30", "the first thirty minutes"),
    ("first30", "first 30 minutes"),
    ("first30", "first thirty"),
    ("first30", "first 30"),
    ("first30", "30 minutes"),
    ("objectives", "objective"),
    ("objectives", "what it was for"),
    ("gates", "gate"),
    ("gates", "one thing first"),
    ("bands", "band"),
    ("bands", "p"),
    ("bands", "s"),
    ("bands", "m"),
    ("bands", "u"),
    ("bands", "well done"),
    ("bands", "done, with friction"),
    ("bands", "at a cost"),
    ("bands", "not reached"),
    ("bands", "met"),
    ("bands", "partly"),
    ("bands", "not this time"),
];

/// The name of what stands under a heading, as it is printed, with or without what follows a colon.
pub(super) fn named(card: &Scorecard, said: &str) -> Option<String> {
    let said = bare(said.split([':', '(']).next().unwrap_or_default());
    if said.is_empty() {
        return None;
    }
    let fixed = HEADINGS.iter().map(|(name, heading)| (name.to_string(), bare(heading)));
    let steps = card.first30.iter().flat_map(|view| &view.steps);
    let steps = steps.map(|step| (format!("first30.{}", step.id), bare(step.text)));
    let objectives = card.objectives.iter();
    let objectives = objectives.map(|is| (format!("objective.{}", is.id), bare(&is.text)));
    let mut all = fixed.chain(steps).chain(objectives);
    all.find(|(_, heading)| *heading == said).map(|(name, _)| name)
}

/// Lower case, without an article or a number in front, or marks.
fn bare(said: &str) -> String {
    let said = said.to_lowercase();
    let words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let small =
        |word: &&&str| **word == "the" || (words.len() > 2 && word.len() == 1 && word.parse::<u8>().is_ok());
    let skipped = words.iter().take_while(small).count();
    words[skipped..].join(" ")
}
