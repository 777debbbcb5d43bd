//! Which part of a postmortem a block stands in, by the headings above it.

use super::document::Document;

/// Which part of a postmortem a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What happened, up to how it was understood: sections 3 to 8.
    Narrative,
    /// What is to be done: section 16.
    Actions,
    /// What could have happened, and did not: section 14.
    Luck,
    /// Anything else.
    Other,
}

/// The part of each section, by its number or its name; what stands below a heading belongs to it.
pub(crate) fn parts(document: &Document) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut above: Vec<(u8, Part)> = Vec::new();
    for heading in &document.sections {
        above.retain(|(level, _)| *level < heading.level);
        let inherited = above.last().map_or(Part::Other, |(_, part)| *part);
        let part = part_of(&heading.title).unwrap_or(inherited);
        above.push((heading.level, part));
        parts.push(part);
    }
    parts
}

fn part_of(title: &str) -> Option<Part> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let actions = [
        "action item",
        "actions",
        "follow-up",
        "followup",
        "follow up",
        "remediation",
        "corrective",
        "next steps",
        "improvements",
    ];
    let story = [
        "impact",
        "detection",
        "timeline",
        "what happened",
        "narrative",
        "roles and",
        "communication",
        "how we understood",
        "background",
        "response",
        "recovery",
        "events",
    ];
    let other = [
        "factor",
        "cause",
        "lesson",
        "went well",
        "was hard",
        "surprise",
        "learn",
        "summary",
        "trigger",
        "feedback",
        "mitigation",
    ];
    if has(&["lucky", "luck", "near miss", "near-miss"]) {
        Some(Part::Luck)
    } else if has(&actions) {
        Some(Part::Actions)
    } else if has(&other) {
        Some(Part::Other)
    } else if has(&story) {
        Some(Part::Narrative)
    } else {
        None
    }
}
