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
    items.extend(from_points(&blocks));
    items.sort_by_key(|item| item.span.start);
    items
}

/// Points of lists. What stands below a point is its detail, or a field of it; below a heading of a word or two it is the
/// item itself.
fn from_points(blocks: &[&Block]) -> Vec<ActionItem> {
    let points: Vec<&Block> = blocks.iter().copied().filter(|block| block.kind == Kind::Item).collect();
    let mut items: Vec<ActionItem> = Vec::new();
    let mut under_title = false;
    for (n, point) in points.iter().enumerate() {
        let parent = !point.nested && points.get(n + 1).is_some_and(|next| next.nested);
        if !point.nested {
            under_title = parent && is_title(&point.whole);
        }
        if point.nested && !under_title {
            if let Some(item) = items.last_mut() {
                below(item, &point.whole);
            }
        } else if !(parent && under_title) && is_written(&point.whole) {
            items.push(from_point(point));
        }
    }
    items
}

/// `Prevent:`, `Short term`: what stands above several items.
fn is_title(whole: &str) -> bool {
    let whole = whole.trim();
    whole.ends_with(':') || whole.split_whitespace().count() < 3
}

/// A field below its item: `owner: platform lead`.
fn below(item: &mut ActionItem, whole: &str) {
    let named = whole.split_once(':').and_then(|(head, said)| Some((field(head.trim_matches('*'))?, said)));
    if let Some((of, said)) = named.filter(|(of, _)| *of != Field::Text) {
        set_field(item, of, said.trim_matches(['*', ' ', '.']));
    }
}

/// Whether something stands there, be it that it is to be decided.
fn is_written(whole: &str) -> bool {
    is_said(whole) || is_open(whole)
}

/// `TBD`: an item whose text is to come counts as one, and meets nothing.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_', '`', '.', '?', '[', ']', '(', ')']).trim().to_lowercase();
    matches!(text.as_str(), "tbd" | "todo" | "tba")
}

/// Which field a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
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

pub(crate) fn field(head: &str) -> Option<Field> {
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
    items.retain(|item| is_written(&item.text));
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

/// A day that is written like one and that no calendar has: `2026-02-31`.
pub(super) fn no_such_day(said: &str) -> Option<&str> {
    let word = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3
            && parts.iter().all(|part| digits(part))
            && [parts[0].len(), parts[1].len(), parts[2].len()] == [4, 2, 2]
            && chrono::NaiveDate::parse_from_str(word, "%Y-%m-%d").is_err()
    };
    said.split(|c: char| !(c.is_ascii_digit() || c == '-')).find(word)
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
    fn a_point_below_a_point_is_its_detail_or_a_field_of_it() {
        let items = |text: &str| crate::postmortem::actions::items(&format!("## Action items\n\n{text}\n"));
        let said = items(
            "- Add a canary to the checkout\n  - owner: shop lead\n  - **due:** 2026-12-20\n  - see the note of May\n- Drop the old one\n",
        );
        assert_eq!(
            said.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(),
            ["Add a canary to the checkout", "Drop the old one"]
        );
        assert_eq!((said[0].owner.as_str(), said[0].due.as_deref()), ("shop lead", Some("2026-12-20")));
        let said =
            items("- Prevent:\n  - Add a canary\n  - Drop the old one\n- Detect\n  - Alert on it\n- TBD\n");
        assert_eq!(
            said.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(),
            ["Add a canary", "Drop the old one", "Alert on it", "TBD"]
        );
        assert_eq!(said[3].meets()[..3], [false; 3]);
    }

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
