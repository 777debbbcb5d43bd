//! What an author is told: for people with the piece of the file, for editors in one line, for machines as JSON.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteSpanContents,
    Severity as MietteSeverity, SourceCode, SourceSpan,
};
use textwrap::{WordSeparator, WordSplitter};

use crate::scenario::check::{Checked, Sources};
use crate::scenario::problem::{File, LineCol, Problem, line_col};

/// The most problems that are shown; the rest is counted.
pub const SHOWN: usize = 50;
/// How wide a report is.
pub(super) const WIDTH: usize = 80;
/// The longest piece of a line that is shown, in characters.
const CUT: usize = 72;
/// Stands where a line was cut.
const ELLIPSIS: char = '…';

/// For people: each problem with the piece of the file it is about.
#[must_use]
pub fn text(sources: &Sources<'_>, checked: &Checked, colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    // A name is not broken at its hyphens.
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_context_lines(1)
        .with_links(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation);
    let mut out = String::new();
    for problem in checked.problems.iter().take(SHOWN) {
        let report = Report::new(sources, problem);
        // Writing into a text does not fail; a report that could not be drawn is still said in one line.
        if handler.render_report(&mut out, &report).is_err() {
            out.push_str(&one_line(sources, problem));
        }
        out.push('\n');
    }
    out.push_str(&rest(checked));
    out
}

/// For editors: one line a problem.
#[must_use]
pub fn short(sources: &Sources<'_>, checked: &Checked) -> String {
    let mut out: String =
        checked.problems.iter().take(SHOWN).map(|problem| one_line(sources, problem)).collect();
    out.push_str(&rest(checked));
    out
}

fn one_line(sources: &Sources<'_>, problem: &Problem) -> String {
    let (name, text) = source(sources, problem.file);
    let at = line_col(text, problem.span.start);
    let Problem { code, severity, message, help, .. } = problem;
    let help = if help.is_empty() { String::new() } else { format!("; {help}") };
    let line = format!("{name}:{}:{}: {}[{code}]: {message}{help}", at.line, at.column, severity.as_str());
    plain(&line.replace('\n', " ")) + "\n"
}

/// For machines: an object a problem.
#[must_use]
pub fn objects(sources: &Sources<'_>, checked: &Checked) -> Vec<serde_json::Value> {
    checked.problems.iter().take(SHOWN).map(|problem| object(sources, problem)).collect()
}

fn object(sources: &Sources<'_>, problem: &Problem) -> serde_json::Value {
    let (name, text) = source(sources, problem.file);
    let (from, to) = (line_col(text, problem.span.start), line_col(text, problem.span.end));
    let piece: String = text.get(problem.span.clone()).unwrap_or_default().chars().take(CUT).collect();
    serde_json::json!({
        "file": name,
        "line": from.line,
        "column": from.column,
        "end_line": to.line,
        "end_column": to.column,
        "text": piece,
        "severity": problem.severity.as_str(),
        "code": problem.code,
        "message": problem.message,
        "help": problem.help,
    })
}

/// For machines: a file that could not be read, as a problem at its beginning.
#[must_use]
pub fn unread(name: &str, why: &str) -> serde_json::Value {
    serde_json::json!({
        "file": name,
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 1,
        "text": "",
        "severity": "error",
        "code": "check::unread",
        "message": why,
        "help": "",
    })
}

/// How many more there are.
fn rest(checked: &Checked) -> String {
    let more = checked.problems.len().saturating_sub(SHOWN) + checked.more;
    match more {
        0 => String::new(),
        1 => "and one more problem\n".into(),
        _ => format!("and {more} more problems\n"),
    }
}

fn source<'s>(sources: &Sources<'s>, file: File) -> (&'s str, &'s str) {
    match file {
        File::Scenario | File::Profile => (sources.name, sources.text),
        File::Organisation => sources.organisation.unwrap_or((sources.name, "")),
    }
}

/// Without anything that steers a terminal, each byte by a byte, so that places stay where they are.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {
                out.push('�');
            }
            _ if c.is_control() => out.push(if c.len_utf8() == 1 { ' ' } else { '·' }),
            _ => out.push(c),
        }
    }
    out
}

/// A place up to the end of its line: nobody wants to see a whole section underlined.
fn one_lined(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = text.get(span.clone()).and_then(|piece| piece.split('\n').next()).unwrap_or_default();
    let end = span.start + line.trim_end().len();
    if end > span.start { span.start..end } else { span.clone() }
}

/// A problem as miette draws it, with a piece of the file that is small enough to draw.
#[derive(Debug)]
struct Report<'p> {
    problem: &'p Problem,
    message: String,
    help: String,
    source: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl<'p> Report<'p> {
    fn new(sources: &Sources<'_>, problem: &'p Problem) -> Self {
        let (name, text) = source(sources, problem.file);
        let mut marks = vec![(one_lined(text, &problem.span), problem.label.as_str())];
        marks.extend(problem.also.iter().map(|(span, label)| (one_lined(text, span), label.as_str())));
        let (source, marks) = Excerpt::new(name, text, marks);
        let label = |(n, (span, label)): (usize, (Range<usize>, &str))| {
            let text = Some(plain(label)).filter(|label| !label.is_empty());
            let span = SourceSpan::new(span.start.into(), span.len());
            if n == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        };
        let labels = marks.into_iter().enumerate().map(label).collect();
        let (message, help) = (plain(&problem.message.replace('\n', " ")), plain(&problem.help));
        Report { problem, message, help, source, labels }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.problem.code))
    }

    fn severity(&self) -> Option<MietteSeverity> {
        Some(if self.problem.is_error() { MietteSeverity::Error } else { MietteSeverity::Warning })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = Some(&self.help).filter(|help| !help.is_empty())?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A text whose long lines are cut around what is marked, under the name of the whole.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// Where each mark begins here, and where it stands in the file itself.
    marks: Vec<(usize, LineCol)>,
}

impl Excerpt {
    /// The text with its long lines cut, and the marks where they are then.
    fn new<'l>(
        name: &str,
        text: &str,
        marks: Vec<(Range<usize>, &'l str)>,
    ) -> (Self, Vec<(Range<usize>, &'l str)>) {
        let text = plain(text);
        let mut cut = Cut::new(&text);
        let marked: Vec<usize> = marks.iter().map(|(span, _)| span.start.min(text.len())).collect();
        cut.run(&marked);
        let moved: Vec<_> = marks.into_iter().map(|(span, label)| (cut.moved(&span), label)).collect();
        let places = marked.iter().map(|&at| line_col(&text, at));
        let marks = moved.iter().map(|(span, _)| span.start).zip(places).collect();
        (Excerpt { name: plain(name), text: cut.out, marks }, moved)
    }

    /// The whole lines of a place, and no others.
    fn lines_of(&self, span: &SourceSpan) -> Range<usize> {
        let text = &self.text;
        let (from, to) = (span.offset().min(text.len()), (span.offset() + span.len()).min(text.len()));
        let start = text[..from].rfind('\n').map_or(0, |n| n + 1);
        start..text[to..].find('\n').map_or(text.len(), |n| to + n)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let lines = self.lines_of(span);
        let data = &self.text[lines.clone()];
        let count = 1 + data.matches('\n').count();
        let shown = line_col(&self.text, lines.start);
        // Without context it is a heading that asks, for line and column; with it, the piece that is shown.
        let mark = self.marks.iter().find(|(at, _)| *at == span.offset() && before + after == 0);
        let at = mark.map_or(shown, |(_, at)| *at);
        let place = SourceSpan::new(lines.start.into(), lines.len());
        let name = self.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(
            name,
            data.as_bytes(),
            place,
            at.line - 1,
            at.column - 1,
            count,
        )))
    }
}

/// Cuts lines, and remembers where each byte went.
struct Cut<'t> {
    text: &'t str,
    out: String,
    /// Pieces that were kept: where each began, and where it begins now.
    kept: Vec<(Range<usize>, usize)>,
}

impl<'t> Cut<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, out: String::new(), kept: Vec::new() }
    }

    fn run(&mut self, marked: &[usize]) {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let end = start + line.len();
            let here = marked.iter().filter(|at| (start..end).contains(at)).map(|at| at - start);
            let (body, newline) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
            let pieces = windows(body, here.collect());
            for piece in &pieces {
                self.out.extend((piece.start > 0).then_some(ELLIPSIS));
                self.keep(start + piece.start..start + piece.end);
            }
            let all = pieces.last().is_some_and(|piece| piece.end == body.len());
            self.out.extend((!all).then_some(ELLIPSIS));
            self.out.push_str(newline);
            self.kept.push((end - newline.len()..end, self.out.len() - newline.len()));
            start = end;
        }
    }

    fn keep(&mut self, piece: Range<usize>) {
        self.kept.push((piece.clone(), self.out.len()));
        self.out.push_str(&self.text[piece]);
    }

    /// Where a place is now; what was cut away is at the end of what was kept before it.
    fn moved(&self, span: &Range<usize>) -> Range<usize> {
        let (from, to) = (self.at(span.start), self.at(span.end));
        from..to.max(from)
    }

    fn at(&self, byte: usize) -> usize {
        let n = self.kept.partition_point(|(piece, _)| piece.start <= byte);
        let Some((piece, begins)) = n.checked_sub(1).and_then(|n| self.kept.get(n)) else { return 0 };
        let mut at = begins + (byte - piece.start).min(piece.len());
        at = at.min(self.out.len());
        while !self.out.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The pieces of a line that are shown: all of it, or what stands around the marks.
fn windows(line: &str, mut marks: Vec<usize>) -> Vec<Range<usize>> {
    marks.sort_unstable();
    let (first, last) = (marks.first().copied().unwrap_or(0), marks.last().copied().unwrap_or(0));
    if line.len() <= CUT {
        return std::iter::once(0..line.len()).collect();
    }
    if last - first <= CUT / 2 {
        return vec![window(line, first, CUT)];
    }
    // Two that are far from each other have half of the room each.
    let (left, right) = (window(line, first, CUT / 2), window(line, last, CUT / 2));
    let apart = left.end < right.start;
    let (one, other) = if apart { (left, Some(right)) } else { (left.start..right.end, None) };
    std::iter::once(one).chain(other).collect()
}

/// What stands around a mark, so wide.
fn window(line: &str, mark: usize, width: usize) -> Range<usize> {
    let mut from = mark.saturating_sub(width / 3);
    while !line.is_char_boundary(from) {
        from -= 1;
    }
    let to = line[from..].char_indices().nth(width).map_or(line.len(), |(n, _)| from + n);
    from..to
}
