//! An explanation as people read it.

use std::fmt::Write;

use super::Explanation;
use crate::score::curve::FULL;
use crate::score::text::Page;

/// An explanation as text, 80 columns.
#[must_use]
pub fn text(explanation: &Explanation) -> String {
    let mut out = Page::default();
    let number = explanation.credit.map_or(String::new(), |credit| format!(" ({credit} of {FULL})"));
    out.wrapped("", &format!("{}: {}{number}", explanation.of, explanation.word));
    paragraph(&mut out, "What happened", &explanation.says);
    let source = explanation.source.map_or(String::new(), |source| format!(" [{source}]"));
    let rule =
        if explanation.rule.is_empty() { String::new() } else { format!("{}{source}", explanation.rule) };
    paragraph(&mut out, "The rule", &rule);
    let why = if explanation.of.starts_with("first30") { "What counts" } else { "Why it is expected" };
    paragraph(&mut out, why, &explanation.why);
    if !explanation.numbers.is_empty() {
        out.blank();
        out.line("Its numbers (S: a source states it, D: derived from sources, H: ours)");
        for number in &explanation.numbers {
            let from = if number.from.is_empty() { String::new() } else { format!(" ({})", number.from) };
            out.wrapped("  ", &format!("{} = {} [{}]{from}", number.of, number.is, number.source));
            out.wrapped("      ", &number.why);
        }
    }
    rests(&mut out, explanation);
    steps(&mut out, explanation);
    out.0
}

fn paragraph(out: &mut Page, title: &str, text: &str) {
    if !text.is_empty() {
        out.blank();
        out.line(title);
        out.wrapped("  ", text);
    }
}

fn rests(out: &mut Page, explanation: &Explanation) {
    if explanation.events.is_empty() && explanation.interval.is_none() {
        return;
    }
    out.blank();
    out.line("What it rests on");
    for event in &explanation.events {
        let mut first = format!("  {:<6}", event.seq.to_string());
        // Writing to a string cannot go wrong.
        let _ = write!(first, "{:>8}  ", event.plus);
        out.wrapped(&first, &event.text);
    }
    if let Some((from, to)) = explanation.interval {
        out.wrapped("  ", &format!("nothing between {} and {}, which was searched", from.plus(), to.plus()));
    }
}

fn steps(out: &mut Page, explanation: &Explanation) {
    if !explanation.arithmetic.is_empty() {
        out.blank();
        out.line(match explanation.of.as_str() {
            "objectives" | "gates" | "bands" | "first30" => "One by one",
            _ => "The arithmetic (10000 is full; divisions drop the rest)",
        });
        for step in &explanation.arithmetic {
            out.wrapped("  ", step);
        }
    }
    for line in &explanation.onward {
        out.blank();
        out.wrapped("", &format!("{}.", crate::prose::capital(line)));
    }
}
