//! A point of a list as an item: what is to be done, and what is said of it in brackets, behind dashes or after words such
//! as `owner:`.

use super::read::{Field, day, field, set_field};
use super::{ActionItem, is_said};
use crate::postmortem::lint::{Block, tokens};

/// What stands before a field's value: `owner: …`, `owner=…`.
const HEADS: [&str; 14] = [
    "owner",
    "assignee",
    "due date",
    "due",
    "deadline",
    "type",
    "priority",
    "factor",
    "done when",
    "tracking",
    "ticket",
    "subject",
    "status",
    "assigned to",
];

/// Signs around a field.
const SIGNS: &[char] = &['(', ')', ';', ',', '|', '[', ']', ' ', '—', '–', '*'];

/// A point, read.
pub(super) fn from_point(block: &Block) -> ActionItem {
    let mut item = ActionItem { span: block.place(0..block.text.len().max(1)), ..ActionItem::default() };
    let places = marked(&block.whole);
    let first = places.first().map_or(block.whole.len(), |place| place.at);
    for (n, place) in places.iter().enumerate() {
        let to = places.get(n + 1).map_or(block.whole.len(), |next| next.at);
        said(&mut item, place.field, &block.whole[place.from..to]);
    }
    // A bracket that opened before the first field is closed behind the last.
    let opens: &[char] = &['(', '[', ';', ',', '|', ' ', '—', '–'];
    let text = block.whole[..first].trim_end_matches(opens).trim();
    item.text = rest(&mut item, text).to_string();
    item
}

/// A field that is named: where its name begins, and where its value does.
struct Marked {
    at: usize,
    from: usize,
    field: Field,
}

/// The fields that are named, in order.
fn marked(whole: &str) -> Vec<Marked> {
    let small = whole.to_lowercase();
    // Small letters of some scripts have another length: then places are not to be trusted.
    if small.len() != whole.len() {
        return Vec::new();
    }
    let mut places: Vec<Marked> = Vec::new();
    for head in HEADS {
        let Some(field) = field(head) else { continue };
        let found = small.match_indices(head).find_map(|(at, _)| {
            let from = value(&small, at, head)?;
            Some(Marked { at, from, field })
        });
        if let Some(place) = found
            && !places.iter().any(|other| other.at == place.at || other.field == place.field)
        {
            places.push(place);
        }
    }
    places.sort_unstable_by_key(|place| place.at);
    places
}

/// Where the value of a field begins, if its name stands here as one.
fn value(small: &str, at: usize, head: &str) -> Option<usize> {
    let before = &small[..at];
    let sign = before.trim_end().ends_with(['(', ';', ',', '|', '.', '[', ')', '—', '–']) || at == 0;
    let end = at + head.len();
    let rest = &small[end..];
    let gap = rest.len() - rest.trim_start().len();
    match rest.trim_start().chars().next() {
        Some(':') if sign => Some(end + gap + 1),
        Some('=') if sign || before.ends_with(' ') && ["owner", "due"].contains(&head) => Some(end + gap + 1),
        Some(_) if gap > 0 && sign && at > 0 && is_unsigned(before, head, rest.trim_start()) => {
            Some(end + gap)
        }
        Some(_) | None => None,
    }
}

/// `(owner WAF team, due 2026-12-20)`, and `… done when one dock stops it` behind a bracket; not `reverted, due to load`.
fn is_unsigned(before: &str, head: &str, rest: &str) -> bool {
    let bracket = before.rfind('(') > before.rfind(')');
    match head {
        "owner" => bracket,
        "due" => rest.split([',', ';', '|', ')']).next().is_some_and(|value| day(value).is_some()),
        "done when" => true,
        _ => false,
    }
}

/// Sets a field to what was said; what stands behind a comma may be another one that is not named.
fn said(item: &mut ActionItem, field: Field, said: &str) {
    let said = said.trim().trim_end_matches(SIGNS).trim_start_matches(SIGNS);
    // `(P1, prevent): a wrong file is refused`: behind the bracket stands its end.
    let (said, end) = said.split_once("):").unwrap_or((said, ""));
    if is_said(end) {
        item.done_when = end.trim().trim_end_matches('.').to_string();
    }
    let mut kept = String::new();
    for (n, part) in said.split_inclusive([',', ';', '|', ')']).enumerate() {
        let bare = part.trim_matches(SIGNS).trim_end_matches('.').trim();
        if n == 0 || !bare.is_empty() && !unnamed(item, bare) {
            kept.push_str(part);
        }
    }
    set_field(item, field, kept.trim_matches(SIGNS).trim_end_matches('.').trim());
}

/// Takes what is said of an item without a name for it: a day, an owner, that it is done. Whether it was any of these.
fn unnamed(item: &mut ActionItem, said: &str) -> bool {
    let small = said.to_lowercase();
    if item.priority.is_empty() && PRIORITIES.contains(&small.as_str()) {
        item.priority = said.to_string();
        return true;
    }
    if item.kind.is_none() && KINDS.contains(&small.as_str()) {
        set_field(item, Field::Kind, said);
        return true;
    }
    let after = |words: &[&str]| {
        let word = words.iter().find(|word| small.starts_with(&format!("{word} ")))?;
        said.get(word.len()..).map(|rest| rest.trim_start_matches([':', ' ']))
    };
    let due = after(&["due", "by", "until", "before", "due by"]).unwrap_or(said);
    if item.due.is_none()
        && let Some(due) = day(due)
    {
        (item.due, item.due_said) = (Some(due), said.to_string());
        return true;
    }
    if VAGUE_DAYS.contains(&small.as_str()) {
        item.due_said = said.to_string();
        return true;
    }
    let done = after(&["done", "completed", "closed", "fixed"]).is_some_and(|rest| day(rest).is_some());
    if done || ["done", "completed", "closed", "fixed"].contains(&small.as_str()) {
        item.done = true;
        return true;
    }
    if item.owner.is_empty() && is_owner(said) {
        item.owner = said.to_string();
        return true;
    }
    false
}

/// Priorities that need no name.
const PRIORITIES: [&str; 5] = ["p0", "p1", "p2", "p3", "p4"];

/// Kinds that need none.
const KINDS: [&str; 11] = [
    "prevent",
    "prevention",
    "mitigate",
    "mitigation",
    "detect",
    "detection",
    "process",
    "repair",
    "investigate",
    "investigation",
    "preventive",
];

/// Days that are none.
const VAGUE_DAYS: &[&str] =
    &["asap", "as soon as possible", "soon", "tbd", "next sprint", "next week", "next month", "next quarter"];

/// What an owner's words end with, where nothing says that it is one.
const OWNERS: &[&str] = &[
    "team",
    "lead",
    "leads",
    "manager",
    "commander",
    "deputy",
    "director",
    "on-call",
    "oncall",
    "desk",
    "sre",
    "dba",
    "primary",
    "secondary",
    "rota",
    "squad",
];

/// Whether a few words name a handle, a role or a team.
fn is_owner(said: &str) -> bool {
    let words = tokens(said);
    let handle = said.starts_with('@') && !said.contains(' ');
    let first = words.first().is_some_and(|first| !NO_OWNER.contains(&first.word.as_str()));
    let role = words.last().is_some_and(|last| OWNERS.contains(&last.word.as_str()));
    handle || first && role && words.len() <= 4
}

/// What stands before a role that is no owner: `for the on-call`.
const NO_OWNER: &[&str] =
    &["for", "by", "with", "from", "to", "in", "of", "see", "when", "ask", "page", "and", "not", "as"];

/// What is left of the text without what is said of it at its end: in brackets, behind dashes, after `by`.
fn rest<'t>(item: &mut ActionItem, text: &'t str) -> &'t str {
    let mut text = text;
    // From the end, piece by piece, as long as each says something.
    while let Some((before, piece)) = last_piece(text) {
        let pieces: Vec<&str> = piece.split([',', ';', '|']).map(|piece| piece.trim_matches(SIGNS)).collect();
        let before_this = item.clone();
        if !pieces.iter().filter(|piece| !piece.is_empty()).all(|piece| unnamed(item, piece)) {
            *item = before_this;
            break;
        }
        text = before.trim_end_matches(SIGNS).trim();
    }
    let bare = text.trim_end_matches('.');
    let by = [" by ", " until ", " before "]
        .iter()
        .find_map(|word| bare.rfind(word).map(|at| (at, at + word.len())));
    if let Some((at, from)) = by
        && item.due.is_none()
        && let Some(due) = day(&bare[from..])
    {
        (item.due, item.due_said) = (Some(due), bare[from..].to_string());
        return text[..at].trim();
    }
    text
}

/// The last bracket, or what stands behind the last dash.
fn last_piece(text: &str) -> Option<(&str, &str)> {
    let end = text.trim_end_matches(['.', ' ']);
    if let Some(inside) = end.strip_suffix([')', ']']) {
        let open = inside.rfind(['(', '['])?;
        return Some((&end[..open], &inside[open + 1..]));
    }
    let dash =
        [" — ", " – ", " -- ", " | "].iter().filter_map(|dash| end.rfind(dash).map(|at| (at, dash.len())));
    let (at, len) = dash.max()?;
    Some((&end[..at], &end[at + len..]))
}

#[cfg(test)]
mod tests {
    use crate::postmortem::actions::{ItemKind, items};

    #[track_caller]
    fn case(point: &str, text: &str, owner: &str, due: Option<&str>) {
        let items = items(&format!("## Action items\n\n- {point}\n"));
        let item = &items[0];
        assert_eq!(
            (item.text.as_str(), item.owner.as_str(), item.due.as_deref()),
            (text, owner, due),
            "{point}"
        );
    }

    #[test]
    fn what_is_said_of_an_item_is_read_as_people_write_it() {
        let (text, lead, day) = ("Add a canary", "platform lead", Some("2026-12-20"));
        case("Add a canary (owner: platform lead, due: 2026-12-20)", text, lead, day);
        case("Add a canary (owner: platform lead, due 2026-12-20).", text, lead, day);
        case("Add a canary (owner: platform lead, done 2026-12-20).", text, lead, None);
        case("Add a canary. Owner: platform lead. Due: 20 Dec 2026.", "Add a canary.", lead, day);
        case("Add a canary (platform lead, 2026-12-20)", text, lead, day);
        case("Add a canary (owner platform lead, by 20 December 2026)", text, lead, day);
        case("Add a canary — @platform-lead — 2026-12-20", text, "@platform-lead", day);
        case("**Add a canary** owner=platform-lead due=2026-12-20", text, "platform-lead", day);
        case("Add a canary by 2026-12-20.", text, "", day);
        case("Add a canary (owner: sre, pricing; due: soon)", text, "sre, pricing", None);
    }

    #[test]
    fn a_priority_and_a_kind_need_no_name_and_an_end_stands_behind_the_bracket() {
        let items = items(
            "## Action items\n\n- Add a check (owner: import lead, due 2026-12-31, P1, prevent): a file with swapped columns, or none, is refused.\n\
             - Add a bell (desk lead, 2026-12-31, p2, detection)\n",
        );
        let (item, other) = (&items[0], &items[1]);
        assert_eq!(
            (item.kind, item.is_top(), item.due.as_deref()),
            (Some(ItemKind::Prevent), true, Some("2026-12-31"))
        );
        assert_eq!(item.done_when, "a file with swapped columns, or none, is refused");
        assert_eq!((item.text.as_str(), item.owner.as_str()), ("Add a check", "import lead"));
        assert_eq!((other.kind, other.priority.as_str()), (Some(ItemKind::Detect), "p2"));
        assert_eq!((other.text.as_str(), other.owner.as_str()), ("Add a bell", "desk lead"));
    }

    #[test]
    fn what_is_no_field_stays_in_the_text() {
        for text in [
            "Undo what was reverted, due to load, in the client",
            "Use pools (fixed size, no growth)",
            "Retry with factor=2 (see the note of 2026-11-02)",
            "Show the price — and the unit — to the desk in one line",
            "Page a person (for the on-call)",
        ] {
            case(text, text, "", None);
        }
    }

    #[test]
    fn an_item_that_is_done_is_due_no_more() {
        let items = items(
            "## Action items\n\n- Add a canary (owner: WAF team, done 2026-12-02, type: prevent, factor: x) done when one stops\n",
        );
        let item = &items[0];
        assert!(item.done && item.due.is_none());
        assert_eq!(
            (item.owner.as_str(), item.factor.as_str(), item.done_when.as_str()),
            ("WAF team", "x", "one stops")
        );
    }
}
