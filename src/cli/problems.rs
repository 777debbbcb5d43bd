//! What an author is told: for people with the piece of the file, for editors in one line, for machines as JSON.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity as MietteSeverity,
    SourceCode, SourceSpan,
};

use crate::scenario::check::{Checked, Sources};
use crate::scenario::problem::{File, Problem, line_col};

/// The most problems that are shown; the rest is counted.
pub const SHOWN: usize = 50;
/// How wide a report is.
const WIDTH: usize = 80;
/// The longest piece of a line that is shown, in characters.
const CUT: usize = 72;
/// Stands where a line was cut.
const ELLIPSIS: char = '…';

/// For people: each problem with the piece of the file it is about.
#[must_use]
pub fn text(sources: &Sources<'_>, checked: &Checked, colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_context_lines(1).with_links(false);
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
    format!("{name}:{}:{}: {}[{code}]: {message}{help}\n", at.line, at.column, severity.as_str())
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
        File::Scenario => (sources.name, sources.text),
        File::Organisation => sources.organisation.unwrap_or((sources.name, "")),
    }
}

/// A problem as miette draws it, with a piece of the file that is small enough to draw.
#[derive(Debug)]
struct Report<'p> {
    problem: &'p Problem,
    source: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl<'p> Report<'p> {
    fn new(sources: &Sources<'_>, problem: &'p Problem) -> Self {
        let (name, text) = source(sources, problem.file);
        let mut marks = vec![(problem.span.clone(), problem.label.as_str())];
        marks.extend(problem.also.iter().map(|(span, label)| (span.clone(), label.as_str())));
        let (source, marks) = Excerpt::new(name, text, marks);
        let label = |(n, (span, label)): (usize, (Range<usize>, &str))| {
            let text = Some(label.to_string()).filter(|label| !label.is_empty());
            let span = SourceSpan::new(span.start.into(), span.len());
            if n == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        };
        let labels = marks.into_iter().enumerate().map(label).collect();
        Report { problem, source, labels }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
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
        Some(self.problem.help.as_str())
            .filter(|help| !help.is_empty())
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
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
    source: NamedSource<String>,
}

impl Excerpt {
    /// The text with its long lines cut, and the marks where they are then.
    fn new<'l>(
        name: &str,
        text: &str,
        marks: Vec<(Range<usize>, &'l str)>,
    ) -> (Self, Vec<(Range<usize>, &'l str)>) {
        let mut cut = Cut::new(text);
        let marked: Vec<usize> = marks.iter().map(|(span, _)| span.start.min(text.len())).collect();
        cut.run(&marked);
        let marks = marks.into_iter().map(|(span, label)| (cut.moved(&span), label)).collect();
        (Excerpt { source: NamedSource::new(name, cut.out) }, marks)
    }

    /// The whole lines of a place, and no others.
    fn lines_of(&self, span: &SourceSpan) -> SourceSpan {
        let text = self.source.inner();
        let (from, to) = (span.offset().min(text.len()), (span.offset() + span.len()).min(text.len()));
        let start = text[..from].rfind('\n').map_or(0, |n| n + 1);
        let end = text[to..].find('\n').map_or(text.len(), |n| to + n);
        SourceSpan::new(start.into(), end - start)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        // Without context it is the heading that asks, for line and column; with it, the piece that is shown.
        if before + after == 0 {
            self.source.read_span(span, 0, 0)
        } else {
            self.source.read_span(&self.lines_of(span), 0, 0)
        }
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
            let mark = marked.iter().copied().find(|at| (start..end).contains(at));
            let (body, newline) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
            let piece = window(body, mark.map_or(0, |at| at - start));
            self.out.extend((piece.start > 0).then_some(ELLIPSIS));
            self.keep(start + piece.start..start + piece.end);
            self.out.extend((piece.end < body.len()).then_some(ELLIPSIS));
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

/// The piece of a line that is shown: all of it, or what stands around the mark.
fn window(line: &str, mark: usize) -> Range<usize> {
    if line.len() <= CUT {
        return 0..line.len();
    }
    let mut from = mark.saturating_sub(CUT / 3);
    while !line.is_char_boundary(from) {
        from -= 1;
    }
    let to = line[from..].char_indices().nth(CUT).map_or(line.len(), |(n, _)| from + n);
    from..to
}
