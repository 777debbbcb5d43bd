//! The document as markdown: front-matter, headings, tables, and lines to write on.
//!
//! Whatever people or authors wrote is kept from being read as markup: it can neither make a link nor an element nor
//! a new column.

use super::cited::{Cited, Number, Rule};
use super::outline::{Block, Fill, Front, Line, Outline, Row, Section};
use crate::engine::event::Seq;
use crate::prose::{one_line, quote};

/// Writes a document down.
#[must_use]
pub fn markdown(outline: &Outline) -> String {
    let mut out = front(&outline.front);
    out.push_str(&format!("\n**{}**\n\n# {}\n", outline.stamp, escape(&outline.title)));
    out.push_str(&format!("\n> {}\n", escape(outline.directive)));
    for section in &outline.sections {
        out.push_str(&self::section(section));
    }
    out.push_str(&rules(&outline.rules));
    out.push_str(&events(&outline.events));
    out.push_str(&format!("\n---\n\n**{}**: nothing above happened outside a drill.\n", outline.stamp));
    out
}

fn front(front: &Front) -> String {
    format!(
        "---\ntitle: {}\nsimulated: {}\ndrill: {}\nscenario: {}\nprofile: {}\nstatus: {}\nseed: {}\n---\n",
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

fn section(section: &Section) -> String {
    let mut out = format!("\n## {}. {}\n", section.number, escape(&section.title));
    if section.fill == Fill::Draft {
        out.push_str("\n*Proposal, edit me.*\n");
    }
    for block in &section.blocks {
        out.push('\n');
        out.push_str(&self::block(block));
    }
    out
}

/// The rules behind the ratings, as a part of the last section.
fn rules(rules: &[Rule]) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let row = |rule: &Rule| {
        let numbers = rule.numbers.iter().map(|number| format!("`{}`", number.of));
        let sources: Vec<_> = std::iter::once(format!("[{}]", rule.source)).chain(numbers).collect();
        let says = [rule.says.clone()].into_iter().chain(rule.looked.clone()).filter(|text| !text.is_empty());
        let cells = vec![
            format!("`{}`", rule.about),
            rule.outcome.to_string(),
            says.collect::<Vec<_>>().join("; "),
            rule.rule.clone(),
            sources.join(" "),
            rule.arithmetic.join("; "),
        ];
        Row::new(cells, rule.evidence.iter().copied())
    };
    let rows: Vec<Row> = rules.iter().map(row).collect();
    let columns = ["rule", "came out", "what happened", "in words", "source and numbers", "arithmetic"];
    let rules_table = folded("The rules behind the ratings", &table(&columns, &rows));
    format!("{rules_table}{}", folded("The numbers of the rules, and where they come from", &numbers(rules)))
}

/// The numbers that the rules are made of, each once.
fn numbers(rules: &[Rule]) -> String {
    let mut all: Vec<&Number> = Vec::new();
    for number in rules.iter().flat_map(|rule| &rule.numbers) {
        if !all.iter().any(|known| known.of == number.of) {
            all.push(number);
        }
    }
    let cells = |number: &&Number| {
        vec![
            format!("`{}`", number.of),
            number.is.clone(),
            format!("[{}]", number.source),
            number.why.clone(),
        ]
    };
    let rows: Vec<Row> = all.iter().map(|number| Row::new(cells(number), [])).collect();
    let letters = escape(
        "[S]: a source states it for this purpose; [D]: derived, between numbers that sources state; [H]: a house rule, for no source was found; chosen for teaching.",
    );
    format!("{letters}\n\n{}", table(&["number", "is", "source", "why"], &rows))
}

/// A part that most readers pass by: there to be followed from any `[#7]`, and folded until then.
fn folded(title: &str, text: &str) -> String {
    format!("\n<details>\n<summary>{title}</summary>\n\n{text}\n</details>\n")
}

/// The events that are cited, as a part of the last section.
fn events(events: &[Cited]) -> String {
    if events.is_empty() {
        return String::new();
    }
    let row = |event: &Cited| {
        let cause = event.cause.map(|cause| cause.to_string()).unwrap_or_default();
        // What the record says is quoted: somebody's words may be in it.
        let says = in_cell(escape(&quote(&event.text)));
        let Cited { seq, plus, clock, by, .. } = event;
        format!("| {seq} | {plus} | {clock} | {} | {says} | {cause} |\n", in_cell(escape(by)))
    };
    let head = "| event | T+ | clock | by | what the record says | followed from |\n| --- | --- | --- | --- | --- | --- |\n";
    let rows: String = events.iter().map(row).collect();
    folded("The events cited", &format!("{head}{rows}"))
}

fn block(block: &Block) -> String {
    match block {
        // Markdown has no pictures of its own; the table that follows says the same.
        Block::Chart(chart) => format!("**{}.** {}\n", escape(&chart.title), escape(&chart.says)),
        Block::Text(line) => format!("{}\n", self::line(line)),
        Block::List { items } => items.iter().map(|item| format!("- {}\n", line(item))).collect(),
        Block::Table { columns, rows } => table(columns, rows),
        Block::Ask { question, answer } => {
            format!("**{}**\n\n{}\n", escape(question), answer.as_deref().unwrap_or("…"))
        }
        // People's own markdown stays theirs.
        Block::Written { text } => format!("{text}\n"),
    }
}

fn line(line: &Line) -> String {
    // A sentence that names its events itself needs them only once.
    let cited = if names_one_of(&line.text, &line.evidence) {
        String::new()
    } else {
        cited(&line.evidence, &line.rules, " ")
    };
    format!("{}{cited}", escape(&line.text))
}

/// Whether a text has one of these events in it, as `#12`.
fn names_one_of(text: &str, evidence: &[Seq]) -> bool {
    let numbers =
        text.split('#').skip(1).map(|rest| &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()]);
    numbers.filter_map(|digits| digits.parse().ok()).any(|n| evidence.contains(&Seq(n)))
}

fn table(columns: &[&'static str], rows: &[Row]) -> String {
    let cited = rows.iter().any(|row| !row.evidence.is_empty() || !row.rules.is_empty());
    let mut heads: Vec<String> = columns.iter().map(|head| escape(head)).collect();
    if cited {
        heads.push("record".to_string());
    }
    let mut out = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len()));
    for row in rows {
        out.push_str(&self::row(row, cited));
    }
    out
}

fn row(row: &Row, cited: bool) -> String {
    let mut cells: Vec<String> = row.cells.iter().map(|cell| in_cell(escape(cell))).collect();
    if cited {
        cells.push(self::cited(&row.evidence, &row.rules, ""));
    }
    format!("| {} |\n", cells.join(" | "))
}

/// A sign that would begin a new column, kept from doing so.
fn in_cell(text: String) -> String {
    if text.contains('|') { text.replace('|', "\\|") } else { text }
}

/// `[#12, #15; loop/verify]`; of many events, the first three and the last.
fn cited(evidence: &[Seq], rules: &[String], before: &str) -> String {
    let all: Vec<String> = evidence.iter().map(Seq::to_string).collect();
    let events = match all.as_slice() {
        [first, second, third, _, .., last] if all.len() > 5 => {
            format!("{first}, {second}, {third}, …, {last}")
        }
        _ => all.join(", "),
    };
    let parts: Vec<String> =
        [events, escape(&rules.join(", "))].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("{before}[{}]", parts.join("; ")) }
}

/// Text that means itself; what stands between back-ticks stays code.
pub(crate) fn escape(text: &str) -> String {
    let text = one_line(text);
    if !text.bytes().any(|byte| b"`\\*_<[]~&$".contains(&byte)) {
        return opening(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut code = false;
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        code ^= c == '`';
        if !code && matches!(c, '\\' | '*' | '_' | '<' | '[' | ']' | '~' | '&' | '$') {
            out.push_str(&text[kept..at]);
            out.push('\\');
            kept = at;
        }
    }
    out.push_str(&text[kept..]);
    // A text that a person ended inside a name must not swallow what follows.
    if code {
        out.push('`');
    }
    opening(out)
}

/// The sign at the start of a line that would make it a list, a quotation or a heading.
fn opening(text: String) -> String {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < text.len() && number.starts_with(". ");
    if numbered {
        return text.replacen(". ", "\\. ", 1);
    }
    let marked = ["- ", "+ ", ">", "=", "#"].iter().any(|mark| text.starts_with(mark));
    if marked { format!("\\{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup() {
        assert_eq!(escape("<script> [x](y) *z* a_b"), "\\<script> \\[x\\](y) \\*z\\* a\\_b");
        assert_eq!(escape("see `a_b*` and `c"), "see `a_b*` and `c`");
        assert_eq!([escape("1. no list"), escape("- nor this")], ["1\\. no list", "\\- nor this"]);
        let row = row(&Row::new(vec!["a | b".into(), "two\nlines".into()], [Seq(3)]), true);
        assert_eq!(row, "| a \\| b | two lines | [#3] |\n");
    }

    #[test]
    fn front_matter_survives_any_name() {
        assert_eq!(yaml("a \"b\"\\ \n---"), "\"a \\\"b\\\"\\\\ ---\"");
    }

    #[test]
    fn much_evidence_is_cut_short() {
        let seqs = |n: u64| (1..=n).map(Seq).collect::<Vec<_>>();
        let rule = ["loop/verify".to_string()];
        assert_eq!(cited(&seqs(5), &[], " "), " [#1, #2, #3, #4, #5]");
        assert_eq!(cited(&seqs(9), &rule, ""), "[#1, #2, #3, …, #9; loop/verify]");
        assert_eq!(cited(&[], &rule, " "), " [loop/verify]");
        assert_eq!(cited(&[], &[], " "), "");
    }
}
