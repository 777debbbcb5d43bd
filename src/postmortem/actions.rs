//! Action items, and what is found in them.
//!
//! A good item begins with a verb, names a thing, has an end, one owner, a date, a type and a factor it addresses, and
//! asks no person to be different. What a list of them needs besides is advice.

mod factor;
mod good;
mod point;
mod read;

use std::ops::Range;

use serde::Serialize;

use super::lint::{About, Block, Document, Finding, Kind, Level, Part, is_foreign, is_people_fix, parts};
use factor::no_such_name;
use good::{begins_with_doing, has_an_end, names_a_thing, one_owner};

pub use read::date;
pub(crate) use read::{Field, field, is_said, read};
use read::{is_open, no_such_day};

/// An action item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActionItem {
    /// What is to be done.
    pub text: String,
    /// What it is for.
    pub kind: Option<ItemKind>,
    /// The same as it was said.
    pub kind_said: String,
    /// The role that owns it, as it was said.
    pub owner: String,
    /// The day it is due, as `2026-03-28`.
    pub due: Option<String>,
    /// The same as it was said.
    pub due_said: String,
    /// As it was said: `1`, `high`.
    pub priority: String,
    /// Where it is followed up.
    pub tracking: String,
    /// Whom it is about.
    pub subject: Option<Subject>,
    /// The factor it addresses.
    pub factor: String,
    /// How we will know that it is done.
    pub done_when: String,
    /// Whether its status or its tracking says that it is done.
    pub done: bool,
    /// Its number in the document, if it has one.
    pub number: String,
    /// Where it stands, in bytes.
    #[serde(skip)]
    pub span: Range<usize>,
}

/// What an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// It won't happen in this way again.
    Prevent,
    /// It will be smaller or shorter.
    Mitigate,
    /// It will be seen sooner.
    Detect,
    /// People will work on it in another way.
    Process,
    /// What it left behind is put right.
    Repair,
    /// Something is found out.
    Investigate,
}

impl ItemKind {
    /// In one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ItemKind::Prevent => "prevent",
            ItemKind::Mitigate => "mitigate",
            ItemKind::Detect => "detect",
            ItemKind::Process => "process",
            ItemKind::Repair => "repair",
            ItemKind::Investigate => "investigate",
        }
    }
}

/// Whom an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// How we really work.
    Real,
    /// The story's system: for practice, and never to leave as a real one.
    Fictional,
    /// The scenario itself.
    Drill,
}

impl Subject {
    /// In one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Subject::Real => "real",
            Subject::Fictional => "fictional",
            Subject::Drill => "drill",
        }
    }
}

/// The checks, with what they ask for.
const CHECKS: [(&str, &str, &str); 7] = [
    (
        "A1",
        "it does not begin with a verb of doing",
        "which verb says what will be different: add, remove, limit, write, measure?",
    ),
    ("A2", "it names no thing", "which system, page, alert or document will be another one afterwards?"),
    (
        "A3",
        "it has no end that can be seen",
        "when is it done: a number, a “when …”, a thing that is there then?",
    ),
    ("A4", "it names no owner, or several", "which one role holds it?"),
    ("A5", "it has no date", "by which day? four weeks for the top priority, eight for others, is an offer"),
    (
        "A6",
        "it has no type, or no factor",
        "is it to prevent, mitigate, detect, process, repair or investigate, and which factor does it address?",
    ),
    ("A7", "it asks people to be different", "which system, tool, default or check can change instead?"),
];

impl ActionItem {
    /// Which of the seven checks it meets.
    #[must_use]
    pub fn meets(&self) -> [bool; 7] {
        [
            !is_open(&self.text) && begins_with_doing(&self.text),
            names_a_thing(&self.text),
            has_an_end(self),
            one_owner(&self.owner),
            self.due.is_some(),
            self.kind.is_some() && is_said(&self.factor) && no_such_name(&self.factor).is_none(),
            !is_people_fix(&self.text),
        ]
    }

    /// Its credit, in basis points: checks met of seven.
    #[must_use]
    pub fn credit(&self) -> u32 {
        let met = self.meets().iter().filter(|met| **met).count();
        u32::try_from(met).unwrap_or(0) * 10_000 / 7
    }

    /// Whether it is for the first place in a list.
    #[must_use]
    pub fn is_top(&self) -> bool {
        let said = self.priority.trim().to_lowercase();
        let said = said.trim_start_matches(['p', '#']);
        matches!(said, "0" | "1" | "high" | "highest" | "top" | "critical" | "urgent")
    }
}

/// The items of a document, in order.
#[must_use]
pub fn items(text: &str) -> Vec<ActionItem> {
    read(&Document::read(text, &[]))
}

/// What to ask of a change that somebody has just said, and by which check: of the first that it does not meet, of those
/// that need its words alone. Who owns it, by when and what for is written in later.
#[must_use]
pub fn asked_of_a_change(text: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let item = ActionItem { text: text.to_string(), ..ActionItem::default() };
    let met = item.meets();
    let unmet = |check: &str| CHECKS.iter().zip(met).find(|((rule, ..), met)| *rule == check && !met);
    if is_foreign(text) {
        return None;
    }
    ["A7", "A1", "A2"].into_iter().find_map(unmet).map(|(check, _)| *check)
}

/// What is found in the items of a document.
pub(crate) fn findings(document: &Document, about: &About) -> Vec<Finding> {
    let items = read(document);
    let mut found: Vec<Finding> = items.iter().flat_map(checks).collect();
    found.extend(items.iter().filter_map(|item| late(item, about.today.as_deref()?)));
    found.extend(set(document, &items));
    found
}

fn checks(item: &ActionItem) -> Vec<Finding> {
    let met = item.meets();
    let name = called(item);
    let missed = CHECKS.iter().zip(met).filter(|(check, met)| !met && check.0 != "A7");
    // Of two things that one check asks for, what is missing is said.
    let says = |rule: &str, says: &'static str| match (rule, item.kind.is_some(), is_said(&item.factor)) {
        ("A5", ..) => no_date(item).unwrap_or_else(|| says.to_string()),
        ("A6", _, true) if no_such_name(&item.factor).is_some() => {
            format!("its factor “{}” is the name of nothing", crate::prose::clip(&item.factor, 30))
        }
        ("A6", true, false) => "it addresses no factor".to_string(),
        ("A6", false, true) => "it has no type".to_string(),
        _ => says.to_string(),
    };
    let finding = |(rule, words, help): (&'static str, &'static str, &str)| Finding {
        rule,
        level: Level::Warning,
        span: item.span.clone(),
        message: format!("{name}: {}", says(rule, words)),
        help: match no_such_name(&item.factor).filter(|_| rule == "A6") {
            Some(near) => format!(
                "which gap is it: {}? or a condition of the factors, in words",
                crate::prose::or(&near)
            ),
            None => help.to_string(),
        },
    };
    // What is done is due no more, and A7 is B13, which points at the words.
    let missed = missed.filter(|(check, _)| !(check.0 == "A5" && item.done));
    missed.map(|(check, _)| finding(*check)).collect()
}

/// Why what was said of a date is none.
fn no_date(item: &ActionItem) -> Option<String> {
    let said = &item.due_said;
    match no_such_day(said) {
        Some(day) => Some(format!("there is no {day} in the calendar")),
        None => is_said(said).then(|| format!("“{}” is no date", crate::prose::clip(said, 30))),
    }
}

/// An item that was due before today, and is open.
fn late(item: &ActionItem, today: &str) -> Option<Finding> {
    // Days as they are kept sort as text.
    let due = item.due.as_deref().filter(|due| !item.done && *due < today)?;
    Some(Finding {
        rule: "A5",
        level: Level::Advice,
        span: item.span.clone(),
        message: format!("{}: it was due {due}, and is open", called(item)),
        help: "is it done, dropped, or due on another day?".to_string(),
    })
}

/// An item as a message calls it: `item A2 “Improve monitoring”`, so that it is not taken for the rule A2.
fn called(item: &ActionItem) -> String {
    let number = item.number.trim();
    let number = if number.is_empty() { String::new() } else { format!("item {number} ") };
    format!("{number}“{}”", crate::prose::clip(&item.text, 40))
}

/// What a list of items needs besides.
fn set(document: &Document, items: &[ActionItem]) -> Vec<Finding> {
    let Some(first) = items.first() else { return none_with_reason(document) };
    let advice = |rule, message: &str, help: &str| Finding {
        rule,
        level: Level::Advice,
        span: first.span.clone(),
        message: message.to_string(),
        help: help.to_string(),
    };
    let mut found = Vec::new();
    if !items.iter().any(|item| matches!(item.kind, Some(ItemKind::Prevent | ItemKind::Mitigate))) {
        found.push(advice(
            "A8",
            "no item prevents or mitigates",
            "which change keeps it from happening in this way, or makes it smaller?",
        ));
    }
    let same =
        items.windows(2).all(|pair| pair[0].priority.trim().eq_ignore_ascii_case(pair[1].priority.trim()));
    // Where no item has a priority, none is the same.
    if items.len() > 2 && same && is_said(&first.priority) {
        found.push(advice("A8", "all items have one priority", "which of them comes first?"));
    }
    if items.len() > 10 {
        let message = format!("there are {} items", items.len());
        found.push(advice("A8", &message, "which three matter?"));
    }
    for item in
        items.iter().filter(|item| item.kind == Some(ItemKind::Investigate) && !is_said(&item.done_when))
    {
        let help = "what will be there when it is found out: a note, a number, a decision?";
        let message = format!("{}: an inquiry without a result", called(item));
        found.push(Finding { span: item.span.clone(), ..advice("A8", &message, help) });
    }
    found
}

/// A section of items without any, and without a reason.
fn none_with_reason(document: &Document) -> Vec<Finding> {
    let parts = parts(document);
    let Some(section) = parts.iter().position(|part| *part == Part::Actions) else { return Vec::new() };
    let own = |block: &&Block| block.section == section;
    let said = document
        .blocks
        .iter()
        .filter(own)
        .filter(|block| block.kind != Kind::Heading)
        .any(|block| is_said(&block.whole));
    let heading =
        document.blocks.iter().find(|block| block.section == section && block.kind == Kind::Heading);
    match heading {
        Some(heading) if !said => vec![Finding {
            rule: "A8",
            level: Level::Advice,
            span: heading.place(0..heading.text.len()),
            message: "there is no action item, and no reason".to_string(),
            help: "none at all is fine: what speaks for it?".to_string(),
        }],
        Some(_) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "## 16. Action items\n\n\
        | no. | what | type | owner (one role) | due | priority | tracking | subject | factor | done when |\n\
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n\
        | A1 | Refuse a price file whose median is 3 times last month's | prevent | pricing lead | 2026-04-11 | 1 | PRC-7 | real | unit column | the wrong file is refused in staging |\n\
        | A2 | Improve monitoring | detect | team | soon | 1 | done 2026-03-20 | fictional |  |  |\n\
        |  |  |  |  |  |  |  |  |  |  |\n";

    #[test]
    fn a_table_gives_items_with_all_their_fields() {
        let items = items(TABLE);
        assert_eq!(items.len(), 2);
        let first = &items[0];
        assert_eq!(
            (first.kind, first.subject, first.due.as_deref()),
            (Some(ItemKind::Prevent), Some(Subject::Real), Some("2026-04-11"))
        );
        assert_eq!(
            (first.owner.as_str(), first.tracking.as_str(), first.factor.as_str(), first.number.as_str()),
            ("pricing lead", "PRC-7", "unit column", "A1")
        );
        assert_eq!(&TABLE[first.span.clone()], "Refuse a price file whose median is 3 times last month's");
        assert!(first.is_top() && !first.done && items[1].done);
        assert_eq!((first.credit(), first.meets()), (10_000, [true; 7]));
        // A type but no factor; no verb, no thing, no end, no owner, no date: one of seven.
        assert_eq!(items[1].meets(), [false, false, false, false, false, false, true]);
        assert_eq!(items[1].credit(), 1_428);
    }

    #[test]
    fn a_list_gives_items_too() {
        let items = items(
            "# X\n\n## Follow-ups\n\n- Add an alert on `queue-depth` (owner: sre lead; due: 28 March 2026; type: detect)\n- Tell people\n\n## Notes\n\n- no item\n",
        );
        assert_eq!(
            items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(),
            ["Add an alert on queue-depth", "Tell people"]
        );
        assert_eq!(items[0].due.as_deref(), Some("2026-03-28"));
    }

    #[track_caller]
    fn case(text: &str, met: [bool; 3]) {
        let item = ActionItem { text: text.into(), ..ActionItem::default() };
        assert_eq!(item.meets()[..3], met, "{text}");
    }

    #[test]
    fn an_item_does_something_to_a_thing_and_ends() {
        case("Add an alert when the ratio passes 3", [true, true, true]);
        case("Make the banner of the `primary` shell red", [true, true, false]);
        case("Make monitoring better", [false, false, false]);
        case("Consider a canary", [false, true, false]);
        case("Better communication", [false, false, false]);
        case("Raise awareness", [false, false, false]);
        case("Raise the limit to 4,000", [true, true, true]);
        case("The runbook is updated", [false, true, false]);
    }

    #[test]
    fn a_date_is_a_day_that_there_is_and_an_open_item_may_be_late() {
        let about = About { today: Some("2026-03-01".to_string()), ..About::default() };
        let said = |due: &str| {
            let text = format!("## Action items\n\n- Add a canary (owner: shop lead, due: {due})\n");
            let found = findings(&Document::read(&text, &[]), &about).into_iter();
            found.filter(|found| found.rule == "A5").map(|found| found.message).collect::<Vec<_>>()
        };
        assert_eq!(said("2026-02-31"), ["“Add a canary”: there is no 2026-02-31 in the calendar"]);
        assert_eq!(said("someday"), ["“Add a canary”: “someday” is no date"]);
        assert_eq!(said("2026-02-28"), ["“Add a canary”: it was due 2026-02-28, and is open"]);
        assert_eq!(said("2026-02-28, done 2026-02-28"), [""; 0]);
        assert_eq!(said("2026-03-01"), [""; 0]);
        assert_eq!(said("TBD"), ["“Add a canary”: it has no date"]);
    }

    #[test]
    fn a_list_as_a_whole_is_looked_at() {
        let rules = |text: &str| {
            findings(&Document::read(text, &[]), &About::default())
                .into_iter()
                .filter(|f| f.rule == "A8")
                .map(|f| f.message)
                .collect::<Vec<_>>()
        };
        assert_eq!(rules(TABLE), Vec::<String>::new());
        assert_eq!(rules("## Action items\n\n…\n"), ["there is no action item, and no reason"]);
        assert_eq!(rules("## Action items\n\nNone: the fix is out.\n"), Vec::<String>::new());
        let many = format!("## Action items\n\n{}", "- Add a test\n".repeat(11));
        assert_eq!(rules(&many), ["no item prevents or mitigates", "there are 11 items"]);
        let same =
            format!("## Action items\n\n{}", "- Add a test (priority: high; type: prevent)\n".repeat(3));
        assert_eq!(rules(&same), ["all items have one priority"]);
    }
}
