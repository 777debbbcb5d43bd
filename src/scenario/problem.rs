//! What is wrong with a scenario, for its author: what, where, and what to do about it.

use std::ops::Range;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario can't be played.
    Error,
    /// It can, and something may be missing or wrong.
    Warning,
}

impl Severity {
    /// As a message begins: `error`, `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Which of the two texts a problem stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// The scenario's.
    Scenario,
    /// The organisation's.
    Organisation,
    /// A scoring profile's, which stands alone.
    Profile,
}

/// One problem. The message says what is wrong, the label where, the help what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A name that doesn't change: `scenario::unknown_seat`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The text it stands in.
    pub file: File,
    /// What is wrong.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// The place, in bytes.
    pub span: Range<usize>,
    /// What to do.
    pub help: String,
    /// Other places of the same file that belong to it, each with its label.
    pub also: Vec<(Range<usize>, String)>,
    /// Because of it the file was not read, or not to its end: what else is wrong with it nobody knows yet.
    pub unread: bool,
}

impl Problem {
    /// An error without further places.
    #[must_use]
    pub fn error(code: &'static str, file: File, span: Range<usize>, message: String) -> Self {
        let (label, help) = (String::new(), String::new());
        let (severity, also) = (Severity::Error, Vec::new());
        Problem { code, severity, file, message, label, span, help, also, unread: false }
    }

    /// The same with a label at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with another place.
    #[must_use]
    pub fn also(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        if !span.is_empty() {
            self.also.push((span, label.into()));
        }
        self
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same as one that kept the file from being read.
    #[must_use]
    pub fn unread(mut self) -> Self {
        self.unread = true;
        self
    }

    /// Whether the scenario can't be played with it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// In the order of the files; of two at one place the worse first, and of two equal ones only one.
pub(crate) fn sort(problems: &mut Vec<Problem>) {
    let key = |p: &Problem| (p.file, p.span.start, p.severity, p.span.end, p.code);
    problems.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
    problems.dedup_by(|a, b| key(a) == key(b));
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
}

/// Where a byte of a text stands; past the end is the end.
#[must_use]
pub fn line_col(text: &str, byte: usize) -> LineCol {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |n| n + 1);
    let line = 1 + before.bytes().filter(|&b| b == b'\n').count();
    LineCol { line, column: 1 + before[line_start..].chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, byte: usize, line: usize, column: usize) {
        assert_eq!(line_col(text, byte), LineCol { line, column });
    }

    #[test]
    fn a_place_is_counted_in_lines_and_characters() {
        case("", 0, 1, 1);
        case("a\nbc", 3, 2, 2);
        case("é\né€x", 8, 2, 3);
        case("é", 1, 1, 1);
        case("a\n", 99, 2, 1);
    }
}
