//! Items as they are written: in a table or a list under any heading of that name.

use super::point::from_point;
use super::{ActionItem, ItemKind, Subject};
use crate::postmortem::lint::{Block, Document, Kind, Part, parts};

/// Every item under headings that promise some.
pub(crate) fn read(document: &Document) -> Vec<ActionItem> {
    let parts = parts(document);
    let blocks: Vec<&Block> =
        document.blocks.iter().filter(|block| parts[block.section] == Part::Actions).collect();
    let mut items = from_tables(&blocks);
    items.extend(
        blocks
            .iter()
            .filter(|block| block.kind == Kind::Item && is_said(&block.whole))
            .map(|block| from_point(block)),
    );
    items.sort_by_key(|item| item.span.start);
    items
}

/// Which field a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Kind,
    Owner,
    Due,
    Priority,
    Tracking,
    Subject,
    Factor,
    Done,
    Status,
    Number,
}

pub(super) fn field(head: &str) -> Option<Field> {
    let head = head.trim().to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| head == *word || head.starts_with(&format!("{word} ")));
    // What says less comes last: `action type` is a type.
    let fields: [(Field, &[&str]); 11] = [
        (Field::Kind, &["type", "kind", "category", "action type"]),
        (Field::Owner, &["owner", "assignee", "responsible", "who", "role", "team", "assigned"]),
        (Field::Due, &["due", "deadline", "date", "by when", "by", "target date", "eta"]),
        (Field::Priority, &["priority", "prio"]),
        (Field::Tracking, &["tracking", "ticket", "issue", "bug", "link", "jira", "tracker"]),
        (Field::Subject, &["subject", "about"]),
        (Field::Factor, &["factor", "addresses", "cause", "contributing factor"]),
        (
            Field::Done,
            &["done when", "how we know", "verified by", "end state", "outcome", "success", "measure"],
        ),
        (Field::Status, &["status", "state", "done"]),
        (Field::Number, &["no.", "no", "#", "id", "number"]),
        (
            Field::Text,
            &["what", "action", "item", "task", "text", "description", "follow-up", "step", "to do", "todo"],
        ),
    ];
    fields.into_iter().find(|(_, words)| is(words)).map(|(field, _)| field)
}

fn from_tables(blocks: &[&Block]) -> Vec<ActionItem> {
    let mut items: Vec<ActionItem> = Vec::new();
    let (mut table, mut row, mut heads) = (0, 0, Vec::new());
    for block in blocks {
        let Kind::Cell(place) = block.kind else { continue };
        if place.table != table {
            (table, row, heads) = (place.table, 0, Vec::new());
        }
        if place.row == 0 {
            heads.push(field(&block.whole));
            continue;
        }
        // A table without a column of what to do is another table.
        if !heads.contains(&Some(Field::Text)) {
            continue;
        }
        if place.row != row {
            row = place.row;
            items.push(ActionItem::default());
        }
        if let Some((item, field)) = items.last_mut().zip(heads.get(place.column).copied().flatten()) {
            set_field(item, field, block.whole.trim());
            if field == Field::Text {
                item.span = block.place(0..block.text.len().max(1));
            }
        }
    }
    items.retain(|item| is_said(&item.text));
    items
}

pub(super) fn set_field(item: &mut ActionItem, field: Field, said: &str) {
    let owned = said.to_string();
    match field {
        Field::Text => item.text = owned,
        Field::Kind => (item.kind, item.kind_said) = (kind(said), owned),
        Field::Owner => item.owner = owned,
        Field::Due => (item.due, item.due_said) = (date(said), owned),
        Field::Priority => item.priority = owned,
        Field::Tracking => {
            item.done |= says_done(said);
            item.tracking = owned;
        }
        Field::Subject => item.subject = subject(said),
        Field::Factor => item.factor = owned,
        Field::Done => item.done_when = owned,
        Field::Status => item.done |= says_done(said),
        Field::Number => item.number = owned,
    }
}

/// Whether something is written there: not an ellipsis, a dash, or words that say it will be.
pub(crate) fn is_said(text: &str) -> bool {
    let text = text
        .trim()
        .trim_matches(['*', '_', '`', '.', '…', '-', '–', '?', '[', ']', '(', ')'])
        .trim()
        .to_lowercase();
    !matches!(
        text.as_str(),
        "" | "tbd" | "todo" | "n/a" | "none" | "nobody" | "unknown" | "tba" | "x" | "not written yet"
    )
}

fn kind(said: &str) -> Option<ItemKind> {
    let said = said.trim().to_lowercase();
    let kinds = [
        ("prevent", ItemKind::Prevent),
        ("mitigat", ItemKind::Mitigate),
        ("detect", ItemKind::Detect),
        ("process", ItemKind::Process),
        ("repair", ItemKind::Repair),
        ("investigat", ItemKind::Investigate),
    ];
    kinds.into_iter().find(|(stem, _)| said.starts_with(stem)).map(|(_, kind)| kind)
}

fn subject(said: &str) -> Option<Subject> {
    match said.trim().to_lowercase().as_str() {
        "real" => Some(Subject::Real),
        "fictional" | "story" | "practice" => Some(Subject::Fictional),
        "drill" | "scenario" => Some(Subject::Drill),
        _ => None,
    }
}

fn says_done(said: &str) -> bool {
    let said = said.trim().to_lowercase();
    ["done", "closed", "complete", "fixed", "✓", "x"].iter().any(|word| {
        said == *word || said.starts_with(&format!("{word} ")) || said.starts_with(&format!("{word},"))
    }) || said.starts_with("completed")
}

/// `2026-03-28`, `28 March 2026`, `March 28, 2026`, `28.03.2026` as `2026-03-28`.
#[must_use]
pub fn date(said: &str) -> Option<String> {
    // A date with words around it: `by 2026-03-28, before the audit`.
    let word = || {
        said.split(|c: char| !(c.is_ascii_digit() || c == '-'))
            .find_map(|word| chrono::NaiveDate::parse_from_str(word, "%Y-%m-%d").ok())
    };
    day(said).or_else(|| word().map(|day| day.format("%Y-%m-%d").to_string()))
}

/// The same, with nothing around it.
pub(super) fn day(said: &str) -> Option<String> {
    let said = said.trim().trim_matches(['.', '(', ')', '`']);
    let formats = [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%d %B %Y",
        "%d %b %Y",
        "%B %d, %Y",
        "%b %d, %Y",
        "%B %d %Y",
        "%d.%m.%Y",
        "%d-%b-%Y",
    ];
    let day = formats.iter().find_map(|format| chrono::NaiveDate::parse_from_str(said, format).ok());
    day.map(|day| day.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = Some("2026-03-28".to_string());
        for said in [
            "2026-03-28",
            "28 March 2026",
            "28 Mar 2026",
            "March 28, 2026",
            "28.03.2026",
            "by 2026-03-28, before the audit",
        ] {
            assert_eq!(date(said), day, "{said}");
        }
        assert_eq!(date("soon"), None);
        assert_eq!(date("2026-02-30"), None);
    }
}
