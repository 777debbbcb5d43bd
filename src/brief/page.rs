//! A page of plain text: headings, paragraphs, lists and entries with a hanging text, none wider than the page.

use crate::prose::wrap;

/// A page that is being written.
pub(super) struct Page {
    out: String,
    width: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Self { out: String::new(), width }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A heading with air above it.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.paragraph(0, text);
    }

    /// Text at an indent.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent, text);
    }

    /// Text whose first line begins at one indent and the others at another.
    pub(super) fn hanging(&mut self, first: usize, rest: usize, text: &str) {
        let width = self.width.saturating_sub(first.max(rest)).max(20);
        for (n, line) in wrap(text, width).iter().enumerate() {
            self.line(if n == 0 { first } else { rest }, line);
        }
    }

    /// A line as it is.
    pub(super) fn line(&mut self, indent: usize, text: &str) {
        self.out.push_str(&" ".repeat(indent));
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A label, and a text that hangs beside it from a column on; under it if the label is too long.
    pub(super) fn entry(&mut self, indent: usize, column: usize, label: &str, text: &str) {
        let at = indent + column;
        let mut lines = wrap(text, self.width.saturating_sub(at).max(20));
        if label.chars().count() < column {
            let first = if lines.is_empty() { String::new() } else { lines.remove(0) };
            self.line(indent, &format!("{label:<column$}{first}"));
        } else {
            self.line(indent, label);
        }
        lines.iter().for_each(|line| self.line(at, line));
    }

    /// A heading with entries under it; nothing at all without entries.
    pub(super) fn entries(&mut self, heading: &str, column: usize, entries: Vec<(String, String)>) {
        if entries.is_empty() {
            return;
        }
        self.heading(heading);
        entries.iter().for_each(|(label, text)| self.entry(2, column, label, text));
    }

    /// A heading with points under it; nothing at all without points.
    pub(super) fn list(&mut self, heading: &str, points: impl Iterator<Item = String>) {
        let points: Vec<String> = points.collect();
        if points.is_empty() {
            return;
        }
        self.heading(heading);
        points.iter().for_each(|point| self.hanging(2, 4, &format!("- {point}")));
    }
}
