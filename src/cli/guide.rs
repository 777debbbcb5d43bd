//! `show --guide`: the authors' guides, as a terminal shows them: how to write a scenario, and how to write a profile.
//!
//! They are `scenarios/README.md` and `src/score/profiles/README.md`, word for word, with lines and tables set anew for 80 columns. No colour, so that it
//! reads the same in a pager, in a pipe and in a file.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::args::Guide;
use super::problems::WIDTH;

/// The guides as they stand in the repository.
const SCENARIO: &str = include_str!("../../scenarios/README.md");
const PROFILE: &str = include_str!("../score/profiles/README.md");

/// Where the second column of a table begins.
const COLUMN: usize = 24;

/// A guide, in lines of at most 80 columns.
#[must_use]
pub(super) fn guide(to: Guide) -> String {
    let mut page = Page::default();
    let text = match to {
        Guide::Scenario => SCENARIO,
        Guide::Profile => PROFILE,
    };
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match line {
            _ if line.starts_with("```") => {
                page.paragraph();
                lines.by_ref().take_while(|line| *line != "```").for_each(|line| page.code(line));
            }
            _ if line.starts_with('#') => page.heading(line),
            _ if line.starts_with('|') => page.row(line),
            "" => page.blank(),
            _ if line.starts_with("- ") => {
                page.paragraph();
                page.words.push(line);
            }
            _ => page.words.push(line),
        }
    }
    page.paragraph();
    page.out
}

/// What is set so far.
#[derive(Default)]
struct Page<'g> {
    out: String,
    /// The lines of the paragraph in hand.
    words: Vec<&'g str>,
    /// The heads of the table in hand.
    heads: Vec<String>,
}

impl<'g> Page<'g> {
    /// Ends the paragraph in hand.
    fn paragraph(&mut self) {
        let text = plain(&std::mem::take(&mut self.words).join(" "));
        if !text.is_empty() {
            let hanging = if text.starts_with("- ") { "  " } else { "" };
            self.fill(&text, "", hanging);
        }
    }

    fn blank(&mut self) {
        self.paragraph();
        self.heads.clear();
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn fill(&mut self, text: &str, first: &str, others: &str) {
        let width = Options::new(WIDTH).initial_indent(first).subsequent_indent(others);
        let width = width.word_separator(WordSeparator::AsciiSpace);
        let lines = textwrap::fill(text, width.word_splitter(WordSplitter::NoHyphenation));
        lines.lines().for_each(|line| {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        });
    }

    /// A line to be copied: as it is, if it can be.
    fn code(&mut self, line: &str) {
        if line.chars().count() <= WIDTH {
            self.out.push_str(line);
            self.out.push('\n');
        } else {
            self.fill(line, "", "          ");
        }
    }

    fn heading(&mut self, line: &'g str) {
        self.paragraph();
        let title = plain(line.trim_start_matches('#').trim());
        let level = line.len() - line.trim_start_matches('#').len();
        let mark = ["=", "-", "."][level.clamp(1, 3) - 1].repeat(title.chars().count());
        self.out.push_str(&format!("{title}\n{mark}\n"));
    }

    /// A row of a table: its first cell, and beside it the others.
    fn row(&mut self, line: &'g str) {
        self.paragraph();
        let cells = cells(line);
        if cells.iter().all(|cell| cell.chars().all(|c| c == '-')) {
            return;
        }
        let Some((first, rest)) = cells.split_first() else { return };
        if self.heads.is_empty() {
            self.heads = cells;
            return;
        }
        let mut text = rest.first().cloned().unwrap_or_default();
        let behind = rest.iter().zip(self.heads.iter().skip(1)).skip(1).filter(|(cell, _)| !cell.is_empty());
        for (cell, head) in behind {
            let head = if head == "at first" { "at first " } else { "" };
            text.push_str(&format!("; {head}{cell}"));
        }
        let indent = " ".repeat(COLUMN);
        if first.chars().count() + 2 <= COLUMN {
            self.fill(&text, &format!("{first:<COLUMN$}"), &indent);
        } else {
            self.fill(first, "", "    ");
            self.fill(&text, &indent, &indent);
        }
    }
}

/// The cells of a row; `\|` is a bar within one.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "\0");
    inner.split('|').map(|cell| plain(cell.trim()).replace('\0', "|")).collect()
}

/// Without the addresses of links, which lead nowhere here.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('[') {
        let link = from.split_once("](").and_then(|(name, to)| Some((name, to.split_once(')')?.1)));
        let link = link.filter(|(name, _)| !name.contains(['[', ']']));
        out.push_str(before);
        match link {
            Some((name, behind)) => {
                out.push_str(name);
                rest = behind;
            }
            None => {
                out.push('[');
                rest = from;
            }
        }
    }
    out + rest
}
