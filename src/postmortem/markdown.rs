//! The document as markdown: front-matter, headings, tables, and lines to write on.
//!
//! Whatever people or authors wrote is kept from being read as markup: it can neither make a link nor an element nor
//! a new column.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::cited::{Cited, Number, Rule};
use super::outline::{Block, Fill, Front, Line, Outline, Row, Section, ordered};
use crate::engine::event::Seq;
use crate::prose::{in_one_line, one_line, position, quote, visible};
use crate::score::explain::Whole;

/// Writes a document down.
#[must_use]
pub fn markdown(outline: &Outline) -> String {
    let mut page = Page(front(&outline.front));
    page.put(format_args!("\n**{}**\n\n", outline.stamp));
    if let Some(altered) = &outline.altered {
        page.word(ALTERED).text(altered).word(".\n\n");
    }
    page.word("# ").text(&outline.title);
    page.word("\n\n> ").text(outline.directive).word("\n");
    for section in &outline.sections {
        page.section(section);
    }
    page.rules(outline);
    page.events(&outline.events);
    page.put(format_args!("\n---\n\n**{}**: nothing above happened outside a drill.\n", outline.stamp));
    match visible(&page.0) {
        Cow::Borrowed(_) => page.0,
        Cow::Owned(shown) => shown,
    }
}

/// How a document begins to say that its record was altered; whoever takes it back knows the line by it.
pub(crate) const ALTERED: &str = "**The record that this rests on is not as it was written:** ";

fn front(front: &Front) -> String {
    let under = front.played_under.as_deref();
    let under = under.map_or(String::new(), |under| format!("played_under: {}\n", yaml(under)));
    format!(
        "---\ntitle: {}\nsimulated: {}\ndrill: {}\nscenario: {}\nprofile: {}\n{under}status: {}\nseed: {}\n---\n",
        yaml(&front.title),
        front.simulated,
        yaml(&front.drill),
        yaml(&front.scenario),
        yaml(&front.profile),
        front.status,
        front.seed,
    )
}

/// A text as YAML reads it back unchanged, whatever is in it.
fn yaml(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// The document as it grows: every part writes itself at its end.
struct Page(String);

impl Page {
    /// What is markup, or can't be any.
    fn word(&mut self, word: &str) -> &mut Self {
        self.0.push_str(word);
        self
    }

    /// The same, put together.
    fn put(&mut self, parts: std::fmt::Arguments<'_>) -> &mut Self {
        self.0.write_fmt(parts).expect("writing to memory does not fail");
        self
    }

    /// Text that means itself.
    fn text(&mut self, text: &str) -> &mut Self {
        put_text(&mut self.0, text, Place::Line);
        self
    }

    /// The same in a cell of a table, with what ends the cell.
    fn cell(&mut self, text: &str) -> &mut Self {
        put_text(&mut self.0, text, Place::Cell);
        self.word(" | ")
    }

    /// Cells are written with what would begin the next one.
    fn end_row(&mut self) {
        self.0.pop();
        self.0.push('\n');
    }

    fn section(&mut self, section: &Section) {
        self.put(format_args!("\n## {}. ", section.number)).text(&section.title).word("\n");
        if section.fill == Fill::Draft {
            self.word("\n*Proposal, edit me.*\n");
        }
        for block in &section.blocks {
            self.word("\n");
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            // Markdown has no pictures of its own; the table that follows says the same.
            Block::Chart(chart) => {
                self.word("**").text(&chart.title).word(".** ").text(&chart.says).word("\n");
            }
            Block::Text(line) => self.line(line),
            Block::List { items } => {
                for item in items {
                    self.word("- ").line(item);
                }
            }
            Block::Table { columns, rows } => self.table(columns, rows),
            Block::Ask { question, answer } => {
                let answer = answer.as_deref().unwrap_or("…");
                self.word("**").text(question).word("**\n\n").word(answer).word("\n");
            }
            // People's own markdown stays theirs.
            Block::Written { text } => _ = self.word(text).word("\n"),
        }
    }

    fn line(&mut self, line: &Line) {
        self.text(&line.text);
        // A sentence that names its events itself needs them only once.
        if !names_one_of(&line.text, &line.evidence) {
            self.cited(&line.evidence, &line.rules, " ");
        }
        self.word("\n");
    }

    fn table(&mut self, columns: &[&str], rows: &[Row]) {
        let cited = rows.iter().any(|row| !row.evidence.is_empty() || !row.rules.is_empty());
        self.heads(columns, cited);
        for row in rows {
            self.row(row, cited);
        }
    }

    fn heads(&mut self, columns: &[&str], cited: bool) {
        self.word("| ");
        for head in columns {
            self.text(head).word(" | ");
        }
        if cited {
            self.word("record | ");
        }
        self.end_row();
        self.word("|").word(&" --- |".repeat(columns.len() + usize::from(cited))).word("\n");
    }

    fn row(&mut self, row: &Row, cited: bool) {
        self.word("| ");
        for cell in &row.cells {
            self.cell(cell);
        }
        if cited {
            // What is told here is found by its number.
            let few = |seq| !row.tells.contains(seq);
            let between = row.evidence.get(3..row.evidence.len().saturating_sub(1)).unwrap_or_default();
            let most = if between.iter().all(few) { MANY } else { usize::MAX };
            self.some_of(&row.evidence, &row.rules, "", most).word(" | ");
        }
        self.end_row();
    }

    /// `[#12, #15; loop/verify]`; of many events, the first three and the last.
    fn cited(&mut self, evidence: &[Seq], rules: &[String], before: &str) -> &mut Self {
        self.some_of(evidence, rules, before, MANY)
    }

    fn some_of(&mut self, evidence: &[Seq], rules: &[String], before: &str, most: usize) -> &mut Self {
        let (first, last) = match evidence {
            [first @ .., last] if evidence.len() > most => (&first[..3], Some(last)),
            all => (all, None),
        };
        let mut apart = (before, "[");
        for event in first {
            self.put(format_args!("{}{}{event}", apart.0, apart.1));
            apart = ("", ", ");
        }
        if let Some(last) = last {
            self.put(format_args!(", …, {last}"));
        }
        if !rules.is_empty() {
            let apart = if evidence.is_empty() { apart } else { ("", "; ") };
            self.put(format_args!("{}{}", apart.0, apart.1)).text(&rules.join(", "));
        }
        self.word(if evidence.is_empty() && rules.is_empty() { "" } else { "]" })
    }

    /// A part that most readers pass by: there to be followed from any `[#7]`, and folded until then.
    fn folded(&mut self, title: &str, part: impl FnOnce(&mut Self)) {
        self.put(format_args!("\n<details>\n<summary>{title}</summary>\n\n"));
        part(self);
        self.word("\n</details>\n");
    }

    /// The rules behind the ratings and their numbers, as a part of the last section.
    fn rules(&mut self, outline: &Outline) {
        let Outline { rules, ratings, weights, .. } = outline;
        if rules.is_empty() {
            return;
        }
        self.folded("The rules behind the ratings", |page| {
            let cited = rules.iter().any(|rule| !rule.evidence.is_empty());
            page.heads(&RULE_COLUMNS, cited);
            rules.iter().for_each(|rule| page.rule(rule, cited));
        });
        self.folded("How the ratings come about", |page| {
            page.heads(&WHOLE_COLUMNS, true);
            let mut before = "";
            for whole in ratings {
                // A rule is said once for those that follow each other.
                page.whole(whole, if whole.rule == before { "" } else { whole.rule });
                before = whole.rule;
            }
        });
        self.folded("The numbers of the rules, and where they come from", |page| {
            page.numbers(rules, weights)
        });
    }

    fn rule(&mut self, rule: &Rule, cited: bool) {
        let says = [Some(&rule.says), rule.looked.as_ref()].into_iter().flatten();
        let says: Vec<&str> = says.filter(|text| !text.is_empty()).map(String::as_str).collect();
        self.word("| ").cell(&format!("`{}`", rule.about)).cell(rule.outcome).cell(&says.join("; "));
        self.cell(&rule.rule).cell(&sources(rule)).cell(&rule.arithmetic.join("; "));
        if cited {
            // Whoever follows a number wants all of them.
            self.some_of(&ordered(rule.evidence.iter().copied()), &[], "", usize::MAX).word(" | ");
        }
        self.end_row();
    }

    fn whole(&mut self, whole: &Whole, rule: &str) {
        self.word("| ").cell(&format!("`{}`", whole.of)).cell(&whole.outcome);
        self.cell(&whole.arithmetic.join("; ")).cell(rule);
        self.some_of(&ordered(whole.evidence.iter().copied()), &[], "", usize::MAX).word(" |\n");
    }

    /// The numbers that the rules are made of, and their weights, each once.
    fn numbers(&mut self, rules: &[Rule], weights: &[Number]) {
        self.text(LETTERS).word("\n\n").heads(&NUMBER_COLUMNS, false);
        let mut known = BTreeSet::new();
        for Number { of, is, source, why } in rules.iter().flat_map(|rule| &rule.numbers).chain(weights) {
            if known.insert(of) {
                self.word("| ").cell(&format!("`{of}`")).cell(is).cell(&format!("[{source}]")).cell(why);
                self.end_row();
            }
        }
    }

    /// The events that are cited, as a part of the last section.
    fn events(&mut self, events: &[Cited]) {
        if events.is_empty() {
            return;
        }
        self.folded("The events cited that the timeline does not tell in full", |page| {
            page.heads(&EVENT_COLUMNS, false);
            events.iter().for_each(|event| page.event(event));
        });
    }

    fn event(&mut self, event: &Cited) {
        let Cited { seq, plus, clock, by, text, from, .. } = event;
        // What the record says is quoted: somebody's words may be in it.
        self.put(format_args!("| {seq} | {plus} | {clock} | ")).cell(by).cell(&quote(text));
        for (n, cause) in from.iter().enumerate() {
            self.put(format_args!("{}{cause}", if n == 0 { "" } else { ", " }));
        }
        self.word(" |\n");
    }
}

/// So many events are listed; of more, the first three and the last.
const MANY: usize = 5;
const RULE_COLUMNS: [&str; 6] =
    ["rule", "came out", "what happened", "in words", "source and numbers", "arithmetic"];
const WHOLE_COLUMNS: [&str; 4] = ["rating", "came out", "arithmetic, of 10000", "in words"];
const NUMBER_COLUMNS: [&str; 4] = ["number", "is", "source", "why"];
const EVENT_COLUMNS: [&str; 6] = ["event", "T+", "clock", "by", "what the record says", "followed from"];
const LETTERS: &str = "[S]: a source states it for this purpose; [D]: derived, between numbers that sources state; [H]: a house rule, for no source was found; chosen for teaching.";

/// Where a rule comes from, and the names of its numbers.
fn sources(rule: &Rule) -> String {
    let mut all = format!("[{}]", rule.source);
    for number in &rule.numbers {
        write!(all, " `{}`", number.of).expect("writing to memory does not fail");
    }
    all
}

/// Whether a text has one of these events in it, as `#12`.
fn names_one_of(text: &str, evidence: &[Seq]) -> bool {
    let numbers =
        text.split('#').skip(1).map(|rest| &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()]);
    numbers.filter_map(|digits| digits.parse().ok()).any(|n| evidence.contains(&Seq(n)))
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    /// In a table, where a sign would begin a new column.
    Cell,
}

/// Text that means itself; what stands between back-ticks stays code.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    put_text(&mut out, text, Place::Line);
    out
}

fn put_text(out: &mut String, text: &str, place: Place) {
    let line = in_one_line(text);
    let (mut rest, mut code) = (opening(out, &line), false);
    while let Some(at) = position(rest.as_bytes(), is_markup) {
        let sign = rest.as_bytes()[at];
        code ^= sign == b'`';
        let as_it_is = match sign {
            b'`' => true,
            b'|' => place == Place::Line,
            _ => code,
        };
        out.push_str(&rest[..at]);
        if !as_it_is {
            out.push('\\');
        }
        out.push(char::from(sign));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    // A text that a person ended inside a name must not swallow what follows.
    if code {
        out.push('`');
    }
}

fn is_markup(byte: u8) -> bool {
    matches!(byte, b'\\' | b'*' | b'_' | b'<' | b'[' | b']' | b'~' | b'&' | b'$' | b'`' | b'|')
}

/// The sign at the start of a line that would make it a list, a quotation or a heading. What follows it.
fn opening<'a>(out: &mut String, text: &'a str) -> &'a str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let numbered = digits > 0 && rest.starts_with(". ");
    let marked = ["- ", "+ ", ">", "=", "#"].iter().any(|mark| text.starts_with(mark));
    if !(numbered || marked) {
        return text;
    }
    out.push_str(number);
    out.push('\\');
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup() {
        assert_eq!(escape("<script> [x](y) *z* a_b"), "\\<script> \\[x\\](y) \\*z\\* a\\_b");
        assert_eq!(escape("see `a_b*` and `c"), "see `a_b*` and `c`");
        assert_eq!([escape("1. no list"), escape("- nor this")], ["1\\. no list", "\\- nor this"]);
        let mut page = Page(String::new());
        page.row(&Row::new(vec!["a | b".into(), "two\nlines".into()], [Seq(3)]), true);
        assert_eq!(page.0, "| a \\| b | two lines | [#3] |\n");
    }

    #[test]
    fn front_matter_survives_any_name() {
        assert_eq!(yaml("a \"b\"\\ \n---"), "\"a \\\"b\\\"\\\\ ---\"");
    }

    #[test]
    fn much_evidence_is_cut_short() {
        let seqs = |n: u64| (1..=n).map(Seq).collect::<Vec<_>>();
        let rule = ["loop/verify".to_string()];
        let cited = |evidence: &[Seq], rules: &[String], before: &str| {
            let mut page = Page(String::new());
            page.cited(evidence, rules, before);
            page.0
        };
        assert_eq!(cited(&seqs(5), &[], " "), " [#1, #2, #3, #4, #5]");
        assert_eq!(cited(&seqs(9), &rule, ""), "[#1, #2, #3, …, #9; loop/verify]");
        assert_eq!(cited(&[], &rule, " "), " [loop/verify]");
        assert_eq!(cited(&[], &[], " "), "");
    }
}
