//! What makes a postmortem worth reading, counted: no part of any drill's rating, and never of a person's.

use serde::Serialize;

use super::actions::{self, ActionItem, ItemKind, is_said};
use super::lint::{About, Block, Document, Finding, Kind, Level, is_about_somebody, is_english, tokens};

/// The least that counts as written, in characters.
const WRITTEN: usize = 20;

/// The kinds of contributing factors.
pub const CATEGORIES: [&str; 11] = [
    "design",
    "change",
    "capacity",
    "dependency",
    "detection",
    "runbook",
    "tooling",
    "information",
    "coordination",
    "staffing",
    "organisation",
];

/// Sections a document is to have, each with words of its headings.
const REQUIRED: [(&str, &[&str]); 10] = [
    ("summary", &["summary", "overview", "abstract", "what happened", "introduction"]),
    ("impact", &["impact", "effect"]),
    ("timeline", &["timeline", "chronology", "sequence of events"]),
    ("understanding", &["understood", "understanding", "narrative", "sense"]),
    ("factors", &["factor", "cause"]),
    ("went well", &["went well", "good", "helped"]),
    ("was hard", &["was hard", "difficult", "went wrong", "went badly", "didn't go", "did not go"]),
    ("lucky", &["lucky", "luck", "near miss"]),
    ("surprises", &["surprise", "theme", "lesson", "learn"]),
    ("action items", &["action", "follow-up", "follow up", "remediation", "next steps"]),
];

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Its parts.
    pub parts: Vec<Part>,
    /// The weighted mean, in basis points.
    pub credit: u32,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name.
    pub id: &'static str,
    /// Its weight, in percent.
    pub weight: u32,
    /// Its credit, in basis points.
    pub credit: u32,
    /// What was found.
    pub says: String,
}

/// Counts a document. `recorded` names the sections that the tool fills from the record.
#[must_use]
pub fn quality(text: &str, about: &About, findings: &[Finding], recorded: &[&str]) -> Quality {
    let document = Document::read(text, &about.seats);
    let paper = Paper { document: &document, about, recorded };
    let parts = vec![
        complete(&paper),
        several_factors(&paper),
        action_items(&document),
        wording(&document, findings),
        evidence(&paper),
        learning(&paper),
    ];
    let sum: u64 = parts.iter().map(|part| u64::from(part.weight) * u64::from(part.credit)).sum();
    Quality { credit: u32::try_from(sum / 100).unwrap_or(0), parts }
}

/// Something about the document that is told beside its parts, and counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its name.
    pub id: &'static str,
    /// What was found, and what is good.
    pub says: String,
}

/// The facts that say whether a document was written soon and by many (§3.3). `drafted` is how many days after the drill
/// the team first wrote something, and `seats` how many of them stand in the timeline, where that is known.
#[must_use]
pub fn facts(text: &str, about: &About, drafted: Option<i64>, seats: Option<usize>) -> Vec<Fact> {
    let document = Document::read(text, &about.seats);
    let paper = Paper { document: &document, about, recorded: &[] };
    let first = drafted.map(|days| match days {
        ..=0 => "on the day of the drill (good: within a week)".to_string(),
        days => format!(
            "{} after the drill (good: within a week)",
            crate::prose::count(days.unsigned_abs() as usize, "day")
        ),
    });
    let wrote = paper.named(&["contributor", "author", "participant", "attendee"]);
    let of = seats
        .map_or(String::new(), |seats| format!(" of {} in the timeline", crate::prose::count(seats, "seat")));
    let wrote = match wrote {
        0 => format!("nobody is named yet{}: invite everybody who was there", of.replacen(" of", ", of", 1)),
        wrote => format!("{wrote} named{of} (good: everybody who was there was invited)"),
    };
    let review = match paper.named(&["reviewer"]) {
        0 => "nobody yet: ask at least one from outside the team".to_string(),
        some => format!("{some} named (good: at least one from outside the team)"),
    };
    let first = first.map(|says| Fact { id: "first draft", says });
    first
        .into_iter()
        .chain([Fact { id: "contributors", says: wrote }, Fact { id: "reviewers", says: review }])
        .collect()
}

struct Paper<'a> {
    document: &'a Document,
    about: &'a About,
    recorded: &'a [&'a str],
}

impl Paper<'_> {
    /// The blocks under the headings of a required section.
    fn of(&self, words: &[&str]) -> Vec<&Block> {
        let is = |title: &str| {
            let title = title.to_lowercase();
            words.iter().any(|word| title.contains(word))
        };
        let sections = self
            .document
            .sections
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.level > 0 && is(&heading.title));
        let mut inside = vec![false; self.document.sections.len()];
        let mut to = 0;
        for (n, _) in sections {
            let under = self.document.under(n);
            // What stands under another one of them is inside already.
            let from = under.start.max(to).min(under.end);
            inside[from..under.end].fill(true);
            to = to.max(under.end);
        }
        self.document
            .blocks
            .iter()
            .filter(|block| inside[block.section] && block.kind != Kind::Heading)
            .collect()
    }

    /// How many are named: under such a heading, or on a line that begins with such a word and a colon.
    fn named(&self, words: &[&str]) -> usize {
        let under = self.of(words).into_iter().map(|block| block.whole.as_str());
        let under =
            under.chain(self.below(words).map(|block| block.whole.as_str()).filter(|said| is_said(said)));
        // `Status: draft. Owner: gateway lead. Reviewers: the ledger lead, and one from care.`
        let line = |text: &str| {
            let starts = text.match_indices(':').filter_map(|(colon, _)| {
                let before = &text[..colon];
                let from = before.rfind(['.', ';', '|', '\n']).map_or(0, |at| at + 1);
                let of = before[from..].trim().trim_matches('*').to_lowercase();
                let named = words.iter().any(|word| of.trim_end_matches('s') == *word);
                named.then(|| text[colon + 1..].trim_start_matches('*').to_string())
            });
            starts.map(|rest| up_to_next(&rest)).collect::<Vec<_>>()
        };
        let lines = self.document.blocks.iter().filter(|block| block.kind != Kind::Heading);
        let lines = lines.flat_map(|block| block.whole.lines().flat_map(line).collect::<Vec<_>>());
        let all: Vec<String> = under.map(str::to_string).chain(lines).collect();
        let names =
            all.iter().flat_map(|text| text.split([',', ';', '\n'])).flat_map(|text| text.split(" and "));
        names.filter(|name| name.chars().any(char::is_alphabetic)).count()
    }

    /// What stands below a label in bold, as a document that was written out has its questions: `**Reviewers (…)**`.
    fn below(&self, words: &[&str]) -> impl Iterator<Item = &Block> {
        let of = |block: &Block| {
            let first = block.whole.split_whitespace().next().unwrap_or_default().to_lowercase();
            words.contains(&first.trim_end_matches(['s', ':']))
        };
        let mut inside = None;
        self.document.blocks.iter().filter(move |block| {
            if block.label || block.kind == Kind::Heading {
                inside = (block.label && of(block)).then_some(block.section);
                return false;
            }
            inside == Some(block.section)
        })
    }

    fn filled(&self, name: &str) -> bool {
        let words = REQUIRED.iter().find(|(other, _)| *other == name).map_or(&[][..], |(_, words)| words);
        let timed = || name == "timeline" && references(self).1 > 1;
        self.recorded.contains(&name) || written(&self.of(words)) >= WRITTEN || timed()
    }
}

/// What a label says, up to the sentence or the label that follows: `the ledger lead, and one from care`.
fn up_to_next(rest: &str) -> String {
    let label =
        rest.find(':').map_or(rest.len(), |colon| rest[..colon].rfind(['.', ';', '|']).unwrap_or(colon));
    let sentence = rest.find(". ").unwrap_or(rest.len());
    rest[..label.min(sentence)].to_string()
}

/// How much is written in blocks, in characters.
fn written(blocks: &[&Block]) -> usize {
    let said = blocks.iter().filter(|block| !matches!(block.kind, Kind::Cell(place) if place.row == 0));
    said.filter(|block| is_said(&block.whole)).map(|block| block.whole.trim().chars().count()).sum()
}

fn share(part: usize, whole: usize) -> u32 {
    u32::try_from(part * 10_000 / whole.max(1)).unwrap_or(0)
}

fn complete(paper: &Paper<'_>) -> Part {
    let missing: Vec<&str> =
        REQUIRED.iter().map(|(name, _)| *name).filter(|name| !paper.filled(name)).collect();
    let own = REQUIRED.len() - paper.recorded.len();
    let says = match missing.as_slice() {
        // What the record fills is nobody's writing.
        missing if !paper.recorded.is_empty() && missing.len() == own => {
            format!("nothing is written yet: the record alone fills {}", crate::prose::and(paper.recorded))
        }
        [] => "every required section is written".to_string(),
        missing => format!("not written yet: {}", crate::prose::and(missing)),
    };
    let credit = share(REQUIRED.len() - missing.len(), REQUIRED.len());
    Part { id: "complete", weight: 20, credit, says }
}

/// A contributing factor of the document: its condition, and its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    pub(crate) condition: String,
    pub(crate) kind: String,
}

/// The head of the table that puts the author's factors beside the team's.
pub(crate) const BESIDE: &str = "yours";

/// The factors that a document names, from a table or a list.
pub(crate) fn factors(document: &Document) -> Vec<Factor> {
    let paper = Paper { document, about: &About::default(), recorded: &[] };
    let blocks = paper.of(&["factor"]);
    let mut rows: Vec<(usize, usize, Factor)> = Vec::new();
    let mut kinds: Option<(usize, usize)> = None;
    let mut beside: Option<usize> = None;
    for block in &blocks {
        match block.kind {
            // The author's list beside the team's, in a document that was written out: the team's own stands before it.
            Kind::Cell(place) if place.row == 0 && place.column == 0 && block.whole.trim() == BESIDE => {
                beside = Some(place.table);
            }
            Kind::Cell(place) if beside == Some(place.table) => {}
            Kind::Cell(place)
                if place.row == 0
                    && ["kind", "category", "type"].contains(&block.whole.trim().to_lowercase().as_str()) =>
            {
                kinds = Some((place.table, place.column));
            }
            Kind::Cell(place) if place.row > 0 && place.column == 0 => {
                rows.push((
                    place.table,
                    place.row,
                    Factor { condition: block.whole.trim().to_string(), kind: String::new() },
                ));
            }
            Kind::Cell(place) if kinds == Some((place.table, place.column)) => {
                if let Some((_, _, factor)) =
                    rows.iter_mut().rev().find(|(table, row, _)| (*table, *row) == (place.table, place.row))
                {
                    factor.kind = block.whole.trim().to_lowercase();
                }
            }
            Kind::Item => {
                let (kind, condition) = match block.whole.split_once(':') {
                    Some((kind, rest)) if CATEGORIES.contains(&kind.trim().to_lowercase().as_str()) => {
                        (kind.trim().to_lowercase(), rest.trim())
                    }
                    Some(_) | None => (String::new(), block.whole.trim()),
                };
                rows.push((0, rows.len(), Factor { condition: condition.to_string(), kind }));
            }
            Kind::Cell(_) | Kind::Paragraph | Kind::Heading => {}
        }
    }
    rows.into_iter().map(|(_, _, factor)| factor).filter(|factor| is_said(&factor.condition)).collect()
}

fn several_factors(paper: &Paper<'_>) -> Part {
    let factors = factors(paper.document);
    let mut kinds: Vec<&str> =
        factors.iter().map(|factor| factor.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let people = factors.iter().filter(|factor| is_about_somebody(&factor.condition, paper.about)).count();
    let mut says = vec![
        crate::prose::count(factors.len(), "contributing factor"),
        crate::prose::count(kinds.len(), "kind"),
    ];
    if people > 0 {
        says.push(format!("{people} about somebody: what made it possible or likely?"));
    }
    let met = [factors.len() >= 2, kinds.len() >= 2, people == 0 && !factors.is_empty()];
    let credit = share(met.iter().filter(|met| **met).count(), 3);
    Part { id: "several factors", weight: 20, credit, says: says.join("; ") }
}

fn action_items(document: &Document) -> Part {
    let items = actions::read(document);
    let top = |item: &ActionItem| {
        matches!(item.kind, Some(ItemKind::Prevent | ItemKind::Mitigate)) && item.is_top()
    };
    let has_top = items.iter().any(top);
    let (credit, says) = match items.len() {
        0 if written_reason(document) => (10_000, "none, with a reason".to_string()),
        0 => (0, "none yet".to_string()),
        n => {
            let sum: u64 = items.iter().map(|item| u64::from(item.credit())).sum();
            let mean = u32::try_from(sum / n as u64).unwrap_or(0);
            let met = items.iter().flat_map(ActionItem::meets).filter(|met| *met).count();
            let top = if has_top { "" } else { "; none of the first priority prevents or mitigates" };
            // The mean of the checks, and half of it where nothing of the first priority prevents or mitigates.
            let credit = if has_top { mean } else { mean / 2 };
            (credit, format!("{}, {met} of {} checks met{top}", crate::prose::count(n, "item"), 7 * n))
        }
    };
    Part { id: "action items", weight: 25, credit, says }
}

fn written_reason(document: &Document) -> bool {
    let paper = Paper { document, about: &About::default(), recorded: &[] };
    written(&paper.of(&["action item", "actions", "follow-up"])) >= WRITTEN
}

fn wording(document: &Document, findings: &[Finding]) -> Part {
    let words: usize = document.blocks.iter().map(|block| tokens(&block.text).len()).sum();
    let of = |level: Level| {
        findings.iter().filter(|finding| finding.rule.starts_with('B') && finding.level == level).count()
    };
    let (errors, warnings) = (of(Level::Error), of(Level::Warning));
    if !is_english(document) {
        let says = format!("not looked at in {words} words: the rules of wording know English only");
        return Part { id: "blameless wording", weight: 15, credit: 0, says };
    }
    let fine = errors == 0 && warnings * 1_000 <= 2 * words.max(500);
    let credit = match (errors, fine) {
        (0, true) => 10_000,
        (0, false) => 5_000,
        _ => 0,
    };
    let says = format!(
        "{}, {} in {words} words",
        crate::prose::count(errors, "error"),
        crate::prose::count(warnings, "warning")
    );
    Part { id: "blameless wording", weight: 15, credit, says }
}

fn evidence(paper: &Paper<'_>) -> Part {
    let number = |blocks: &[&Block]| {
        blocks.iter().any(|block| {
            block.whole.chars().any(|c| c.is_ascii_digit()) || block.whole.to_lowercase().contains("estimate")
        })
    };
    let impact = paper.recorded.contains(&"impact") || number(&paper.of(&["impact"]));
    let (cited, rows) = references(paper);
    let rows_met = paper.recorded.contains(&"timeline") || (rows > 0 && cited * 100 >= rows * 80);
    let credit = if rows_met { 5_000 } else { share(cited, rows) / 2 } + if impact { 5_000 } else { 0 };
    let rows = match (paper.recorded.contains(&"timeline"), rows) {
        (true, _) => "the timeline cites the record".to_string(),
        (false, 0) => "no timeline".to_string(),
        (false, rows) => format!("{cited} of {rows} rows of the timeline with a reference"),
    };
    let impact = if impact { "impact with a number" } else { "impact without a number" };
    Part { id: "evidence", weight: 10, credit, says: format!("{rows}; {impact}") }
}

/// Rows of the timeline with a reference: a link, a number of an event, a name of something that holds it.
fn references(paper: &Paper<'_>) -> (usize, usize) {
    let mut blocks = paper.of(&["timeline", "chronology"]);
    // Whatever it is called: lines that begin with the time of day.
    let named = !blocks.is_empty();
    if !named {
        blocks = paper.of(&["what happened", "sequence of events", "events"]);
    }
    let refers = |text: &str| text.contains("http") || text.contains('#') || text.contains('[');
    let mut rows: Vec<((usize, usize), bool)> = Vec::new();
    for block in blocks {
        let key = match block.kind {
            Kind::Cell(place) if place.row > 0 && named => (place.table, place.row),
            Kind::Item if named || !timed(&block.whole).is_empty() => (0, rows.len() + 1),
            Kind::Paragraph => {
                let lines = timed(&block.whole);
                rows.extend(lines.into_iter().map(|line| ((0, usize::MAX), refers(line))));
                continue;
            }
            Kind::Item | Kind::Cell(_) | Kind::Heading => continue,
        };
        let cites = refers(&block.whole);
        match rows.iter_mut().find(|(other, _)| *other == key) {
            Some((_, cited)) => *cited |= cites,
            None => rows.push((key, cites)),
        }
    }
    (rows.iter().filter(|(_, cited)| *cited).count(), rows.len())
}

/// The lines of a text that each begin with the time of day; a paragraph has them one after the other.
fn timed(text: &str) -> Vec<&str> {
    let time = |word: &str| {
        let word = word.trim_end_matches([':', ',', '-', '–', 'Z']).trim_start_matches(['[', '(', '*']);
        let (hours, minutes) = word.split_once(':').unwrap_or_default();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        matches!(hours.len(), 1 | 2) && digits(hours) && minutes.get(..2).is_some_and(digits)
    };
    let opens = |at: usize| {
        let before = text[..at].trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', '`', ')', ']', '”', '"'])
    };
    let words = text.split_inclusive(char::is_whitespace).scan(0, |to, word| {
        *to += word.len();
        Some((*to - word.len(), word.trim_end()))
    });
    let starts: Vec<usize> = words.filter(|(at, word)| time(word) && opens(*at)).map(|(at, _)| at).collect();
    if starts.first().is_none_or(|first| !text[..*first].trim().is_empty()) {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(from, to)| &text[*from..to]).collect()
}

fn learning(paper: &Paper<'_>) -> Part {
    let (lucky, surprises) = (paper.filled("lucky"), paper.filled("surprises"));
    let says = match (lucky, surprises) {
        (true, true) => "luck and surprises are told",
        (true, false) => "luck is told, surprises are not yet",
        (false, true) => "surprises are told, luck is not yet",
        (false, false) => "neither luck nor surprises are told yet",
    };
    Part {
        id: "learning",
        weight: 10,
        credit: u32::from(lucky) * 5_000 + u32::from(surprises) * 5_000,
        says: says.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, drafted: Option<i64>, seats: Option<usize>) -> Vec<String> {
        let facts = facts(text, &About::default(), drafted, seats);
        facts.into_iter().map(|fact| format!("{}: {}", fact.id, fact.says)).collect()
    }

    #[test]
    fn facts_say_how_soon_and_by_how_many_it_was_written() {
        assert_eq!(
            told(
                "# A\n\nStatus: in review. Owner: gateway lead. Reviewers: the ledger lead, and one person from merchant care.\n",
                None,
                None
            )[1],
            "reviewers: 2 named (good: at least one from outside the team)"
        );
        let named = "# A\n\nAuthors: Ana, Ben and Lena\n\n## Reviewers\n\n- payments lead\n- search on-call\n\n## Review date\n\nMonday, or Tuesday\n";
        assert_eq!(
            told(named, Some(3), Some(4)),
            [
                "first draft: 3 days after the drill (good: within a week)",
                "contributors: 3 named of 4 seats in the timeline (good: everybody who was there was invited)",
                "reviewers: 2 named (good: at least one from outside the team)",
            ]
        );
        assert_eq!(
            told("# A\n\n## Reviewers\n\n## Summary\n\nThe review was long.\n", None, None),
            [
                "contributors: nobody is named yet: invite everybody who was there",
                "reviewers: nobody yet: ask at least one from outside the team",
            ]
        );
    }

    const WHOLE: &str = "# A\n\n## Summary\n\nTen times too high bills for about 6,000 people.\n\n## Impact\n\n6,000 wrong bills left the house.\n\n## Timeline\n\n- 02:17 first bill [#1]\n- 02:19 page [#2]\n\n## How we understood it as it went\n\nAt 02:20 we took it for a display problem.\n\n## Contributing factors\n\n- design: the unit column is free text\n- detection: the ratio is read after the bills are sent\n\n## What went well\n\nThe run was paused in four minutes.\n\n## What was hard\n\nTwo people had two pictures of it.\n\n## Where we got lucky\n\nThe print van was late that night.\n\n## What surprised us\n\nThat the price file has no owner.\n\n## Action items\n\n- Refuse a price file whose median passes 3 times last month's (owner: pricing lead; due: 2026-04-11; type: prevent; priority: 1; factor: unit column)\n";

    fn of(text: &str) -> Quality {
        quality(text, &About::default(), &super::super::lint::lint(text, &About::default()), &[])
    }

    #[test]
    fn a_document_with_everything_has_full_credit() {
        let quality = of(WHOLE);
        let parts: Vec<(&str, u32)> = quality.parts.iter().map(|part| (part.id, part.credit)).collect();
        assert_eq!(
            parts,
            [
                ("complete", 10_000),
                ("several factors", 10_000),
                ("action items", 10_000),
                ("blameless wording", 10_000),
                ("evidence", 10_000),
                ("learning", 10_000)
            ],
            "{quality:#?}"
        );
        assert_eq!(quality.credit, 10_000);
    }

    #[test]
    fn what_is_not_there_counts_for_nothing() {
        let quality = of("");
        // Nothing is wrongly worded in nothing: 15 of 100.
        assert_eq!(quality.credit, 1_500);
        let one = of(&WHOLE
            .replace("- detection: the ratio is read after the bills are sent\n", "")
            .replace("The print van was late that night.", "…"));
        // One factor of one kind: a third of 20. Luck is gone from `complete` (2 of 20) and `learning` (5 of 10).
        assert_eq!(one.credit, 10_000 - 2_000 * 2 / 3 - 1 - 200 - 500);
    }

    #[test]
    fn a_person_is_no_factor() {
        let quality = of(&WHOLE
            .replace("design: the unit column is free text", "design: the engineer typed the wrong unit"));
        assert_eq!(quality.parts[1].credit, 6_666);
    }
}
