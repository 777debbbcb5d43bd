//! Action items: read from a table or a list under any heading of that name, and checked.
//!
//! A good item begins with a verb, names a thing, has an end, one owner, a date, a type and a factor it addresses, and
//! asks no person to be different. What a list of them needs besides is advice.

use std::ops::Range;

use serde::Serialize;

use super::lint::rules::{Part, is_people_fix, parts};
use super::lint::{Block, Document, Finding, Kind, Level, tokens};

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
    ("A4", "it has not one owner", "which one role holds it?"),
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
            begins_with_doing(&self.text),
            names_a_thing(&self.text),
            has_an_end(self),
            one_owner(&self.owner),
            self.due.is_some(),
            self.kind.is_some() && is_said(&self.factor),
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

/// What is found in the items of a document.
pub(crate) fn findings(document: &Document) -> Vec<Finding> {
    let items = read(document);
    let mut found: Vec<Finding> = items.iter().flat_map(checks).collect();
    found.extend(set(document, &items));
    found
}

fn checks(item: &ActionItem) -> Vec<Finding> {
    let met = item.meets();
    let name = crate::prose::clip(&item.text, 40);
    let missed = CHECKS.iter().zip(met).filter(|(check, met)| !met && check.0 != "A7");
    let finding = |(rule, says, help): (&'static str, &str, &str)| Finding {
        rule,
        level: Level::Warning,
        span: item.span.clone(),
        message: format!("“{name}”: {says}"),
        help: help.to_string(),
    };
    // A7 is B13, which points at the words.
    missed.map(|(check, _)| finding(*check)).collect()
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
    if items.len() > 2 && same {
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
        let message = format!("“{}”: an inquiry without a result", crate::prose::clip(&item.text, 40));
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
enum Field {
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

fn field(head: &str) -> Option<Field> {
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

fn set_field(item: &mut ActionItem, field: Field, said: &str) {
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

/// A point of a list; what is said in it as `owner: …` is a field.
fn from_point(block: &Block) -> ActionItem {
    let mut item = ActionItem { span: block.place(0..block.text.len().max(1)), ..ActionItem::default() };
    let small = block.whole.to_lowercase();
    // `Add an alert (owner: sre lead; due: 28 March 2026)`.
    let heads = [
        "owner:",
        "due:",
        "type:",
        "priority:",
        "factor:",
        "done when:",
        "tracking:",
        "ticket:",
        "subject:",
        "status:",
    ];
    let begins = |at: &usize| small[..*at].trim_end().ends_with(['(', ';', ',', '|', '.', '[']) || *at == 0;
    let mut places: Vec<(usize, usize, Field)> = heads
        .iter()
        .filter_map(|head| {
            let at = small.find(head).filter(begins)?;
            Some((at, at + head.len(), field(head.trim_end_matches(':'))?))
        })
        .collect();
    places.sort_unstable_by_key(|(at, _, _)| *at);
    // Small letters of some scripts have another length: then places are not to be trusted.
    if small.len() != block.whole.len() {
        places.clear();
    }
    let sign: &[char] = &['(', ')', ';', ',', '|', '[', ']', ' '];
    let first = places.first().map_or(block.whole.len(), |(at, _, _)| *at);
    item.text = block.whole[..first].trim_end_matches(sign).trim().to_string();
    for (n, (_, from, field)) in places.iter().enumerate() {
        let to = places.get(n + 1).map_or(block.whole.len(), |(at, _, _)| *at);
        set_field(&mut item, *field, block.whole[*from..to].trim_matches(sign).trim_end_matches('.').trim());
    }
    item
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
    let whole = formats.iter().find_map(|format| chrono::NaiveDate::parse_from_str(said, format).ok());
    // A date with words around it: `by 2026-03-28, before the audit`.
    let word = || {
        said.split(|c: char| !(c.is_ascii_digit() || c == '-'))
            .find_map(|word| chrono::NaiveDate::parse_from_str(word, "%Y-%m-%d").ok())
    };
    whole.or_else(word).map(|day| day.format("%Y-%m-%d").to_string())
}

/// Verbs of wishing: alone they change nothing.
const VAGUE: &[&str] = &[
    "improve",
    "make",
    "look",
    "consider",
    "ensure",
    "be",
    "enhance",
    "strengthen",
    "try",
    "think",
    "explore",
    "review",
    "discuss",
    "increase",
    "better",
    "encourage",
    "aim",
    "raise",
];

/// Endings of words that are things in the making rather than verbs, at the beginning of an item.
const NOUNS: &[&str] = &[
    "the",
    "a",
    "an",
    "our",
    "we",
    "better",
    "more",
    "need",
    "needs",
    "there",
    "no",
    "new",
    "all",
    "this",
    "it",
    "should",
    "training",
    "monitoring",
    "alerting",
    "documentation",
    "awareness",
    "communication",
    "process",
    "everyone",
    "everybody",
    "team",
    "engineers",
    "people",
    "nobody",
    "someone",
    "action",
    "alerts",
    "runbook",
    "runbooks",
    "dashboard",
    "tests",
    "testing",
];

/// A1: it begins with a verb, and not one of wishing alone.
fn begins_with_doing(text: &str) -> bool {
    let tokens = tokens(text);
    let Some(first) = tokens.first() else { return false };
    let word = first.word.as_str();
    let noun = NOUNS.contains(&word)
        || word.ends_with("tion")
        || word.ends_with("ment")
        || word.ends_with("ness")
        || word.ends_with("ing") && word != "bring";
    let wish = VAGUE.contains(&word);
    // `make the banner red` does something; `make it better` does not, nor `raise awareness`.
    let does = match word {
        "make" => !tokens
            .iter()
            .any(|token| matches!(token.word.as_str(), "better" | "sure" | "clearer" | "easier" | "safer")),
        "raise" | "increase" => text.chars().any(|c| c.is_ascii_digit()),
        _ => false,
    };
    !noun && (!wish || does) && first.word.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Things that an item can change.
const THINGS: &[&str] = &[
    "alert",
    "alarm",
    "page",
    "pager",
    "dashboard",
    "graph",
    "runbook",
    "playbook",
    "doc",
    "document",
    "documentation",
    "page",
    "script",
    "pipeline",
    "test",
    "check",
    "config",
    "configuration",
    "database",
    "queue",
    "cache",
    "service",
    "api",
    "rota",
    "template",
    "form",
    "directory",
    "channel",
    "monitor",
    "log",
    "backup",
    "deploy",
    "deployment",
    "release",
    "limit",
    "timeout",
    "threshold",
    "flag",
    "schema",
    "index",
    "job",
    "cron",
    "server",
    "host",
    "cluster",
    "node",
    "replica",
    "pool",
    "proxy",
    "gateway",
    "balancer",
    "policy",
    "guide",
    "list",
    "table",
    "validation",
    "validator",
    "rule",
    "metric",
    "signal",
    "slo",
    "prompt",
    "terminal",
    "button",
    "screen",
    "message",
    "status",
    "card",
    "checklist",
    "severity",
    "bot",
    "tool",
    "scenario",
    "inject",
    "store",
    "file",
    "column",
    "field",
    "bill",
    "invoice",
    "ticket",
    "update",
    "reminder",
    "timer",
    "calendar",
    "certificate",
    "key",
    "token",
    "account",
    "permission",
    "access",
    "contract",
    "interface",
    "client",
    "library",
    "version",
    "branch",
    "review",
    "drill",
    "call",
    "bridge",
    "phone",
    "number",
    "contact",
    "handover",
    "shift",
    "role",
    "commander",
    "deputy",
    "model",
    "feed",
    "gate",
    "canary",
    "rollback",
    "roll-back",
    "switch",
    "breaker",
    "quota",
    "budget",
    "unit",
    "price",
    "tariff",
];

/// A2: it names a thing.
fn names_a_thing(text: &str) -> bool {
    let code = text.contains('`');
    let tokens = tokens(text);
    let thing = |word: &str| {
        let one = word
            .strip_suffix("es")
            .filter(|stem| THINGS.contains(stem))
            .or(word.strip_suffix('s'))
            .unwrap_or(word);
        THINGS.contains(&word) || THINGS.contains(&one)
    };
    // A name of a system: with a hyphen or an underscore in it, or large in the middle of the sentence.
    let name = tokens.iter().skip(1).any(|token| {
        let word = &text[token.span.clone()];
        word.contains(['-', '_']) || word.starts_with(char::is_uppercase)
    });
    code || name || tokens.iter().skip(1).any(|token| thing(&token.word))
}

/// A3: it has an end: a number, a `when`, or a column that says it.
fn has_an_end(item: &ActionItem) -> bool {
    const ENDS: &[&str] = &[
        "when", "until", "so", "before", "after", "unless", "every", "each", "all", "once", "whenever", "if",
        "no", "without", "from",
    ];
    let tokens = tokens(&item.text);
    is_said(&item.done_when)
        || item.text.chars().any(|c| c.is_ascii_digit())
        || tokens.iter().any(|token| ENDS.contains(&token.word.as_str()))
}

/// A4: exactly one role, and not everybody.
fn one_owner(owner: &str) -> bool {
    let small = owner.trim().trim_start_matches('@').to_lowercase();
    if !is_said(&small) {
        return false;
    }
    let several =
        small.contains([',', '/', '&', '+', ';']) || small.contains(" and ") || small.contains(" or ");
    let all = ["everyone", "everybody", "all", "we", "us", "anyone", "both", "engineering", "company"]
        .contains(&small.as_str());
    let team = (small == "team" || small.ends_with(" team") || small.ends_with(" teams") || small == "teams")
        && !small.contains("lead");
    !several && !all && !team
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

    #[track_caller]
    fn owner(said: &str, is: bool) {
        assert_eq!(one_owner(said), is, "{said}");
    }

    #[test]
    fn an_owner_is_one_role() {
        owner("pricing lead", true);
        owner("platform team lead", true);
        owner("on-call manager", true);
        owner("the platform team", false);
        owner("everyone", false);
        owner("sre and pricing", false);
        owner("TBD", false);
        owner("", false);
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

    #[test]
    fn a_list_as_a_whole_is_looked_at() {
        let rules = |text: &str| {
            findings(&Document::read(text, &[]))
                .into_iter()
                .filter(|f| f.rule == "A8")
                .map(|f| f.message)
                .collect::<Vec<_>>()
        };
        assert_eq!(rules(TABLE), Vec::<String>::new());
        assert_eq!(rules("## Action items\n\n…\n"), ["there is no action item, and no reason"]);
        assert_eq!(rules("## Action items\n\nNone: the fix is out.\n"), Vec::<String>::new());
        let many = format!("## Action items\n\n{}", "- Add a test\n".repeat(11));
        assert_eq!(
            rules(&many),
            ["no item prevents or mitigates", "all items have one priority", "there are 11 items"]
        );
    }
}
