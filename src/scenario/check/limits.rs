//! What a text must keep to before anybody reads it: a scenario is untrusted input.

use std::ops::Range;

use super::lexer::{Token, Tokens};
use crate::scenario::problem::{File, Problem};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The longest line, in characters.
pub const MAX_LINE: usize = 1_000;
/// How deep brackets may stand in one another.
pub const MAX_DEPTH: usize = 32;
/// The longest list, in elements.
pub const MAX_LIST: usize = 1_000;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 4_000;

/// What is wrong with a text as such; nothing is read of a file that has any of it.
pub(super) fn check(text: &str, file: File) -> Vec<Problem> {
    let first = size(text, file).or_else(|| start(text, file)).or_else(|| nul(text, file));
    let first = first.or_else(|| lines(text, file));
    if let Some(problem) = first {
        return vec![problem];
    }
    Scan::new(text, file).run()
}

fn size(text: &str, file: File) -> Option<Problem> {
    let too_large = text.len() > MAX_BYTES;
    too_large.then(|| {
        Problem::error("scenario::too_large", file, 0..0, "the file is larger than 1 MiB".into())
            .help("a scenario is words and numbers; move what doesn't belong to the drill elsewhere")
    })
}

/// A byte order mark, or RON's extensions, which would change how the rest is read.
fn start(text: &str, file: File) -> Option<Problem> {
    if text.starts_with('\u{feff}') {
        let message = "the file begins with a byte order mark".into();
        let problem = Problem::error("scenario::byte_order_mark", file, 0..3, message);
        return Some(
            problem.label("an invisible character").help("save it as \"UTF-8\", not as \"UTF-8 with BOM\""),
        );
    }
    let (_, place) = Tokens::new(text).find(|(token, _)| !matches!(token, Token::Comment { .. }))?;
    text[place.start..].starts_with("#!").then(|| {
        let end = text[place.start..].find('\n').map_or(text.len(), |n| place.start + n);
        let message = "extensions of RON can't be switched on here".into();
        Problem::error("scenario::extension", file, place.start..end, message)
            .label("not allowed")
            .help("delete this line; optional fields are written plainly without it: `jitter: \"60s\"`")
    })
}

fn nul(text: &str, file: File) -> Option<Problem> {
    let at = text.find('\0')?;
    let problem = Problem::error("scenario::nul", file, at..at + 1, "the file has a NUL byte in it".into());
    Some(problem.label("here").help("this is not a text file, or was damaged; write it again as UTF-8 text"))
}

fn lines(text: &str, file: File) -> Option<Problem> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Bytes are at least as many as characters, and cost nothing to count.
        if line.len() > MAX_LINE && line.trim_end().chars().count() > MAX_LINE {
            let message = "a line is longer than 1,000 characters".into();
            let problem = Problem::error("scenario::long_line", file, start..start + 1, message);
            return Some(problem.label("this line").help("break it: one text or one element a line"));
        }
        start += line.len();
    }
    None
}

/// A bracket that is open, and how many elements stand in it so far.
struct Open {
    byte: u8,
    place: Range<usize>,
    commas: usize,
    begun: bool,
}

struct Scan<'t> {
    text: &'t str,
    file: File,
    open: Vec<Open>,
    problems: Vec<Problem>,
    /// The first text that goes on over the end of its line: where a closing quotation mark may be missing.
    over_lines: Option<Range<usize>>,
    /// The first bracket that ends further left than it began: where a closing bracket may be missing.
    slanted: Option<Open>,
    /// Whether to look for these, which only something without its end is worth.
    is_close: bool,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, file: File) -> Self {
        Self {
            text,
            file,
            open: Vec::new(),
            problems: Vec::new(),
            over_lines: None,
            slanted: None,
            is_close: false,
        }
    }

    fn run(mut self) -> Vec<Problem> {
        for (token, place) in Tokens::new(self.text) {
            if !self.is_close && token == (Token::Text { closed: false }) {
                return self.closely();
            }
            if self.step(token, place).is_break() || self.problems.len() >= 50 {
                return self.problems;
            }
        }
        if !self.open.is_empty() && !self.is_close {
            return self.closely();
        }
        if let Some(open) = self.open.pop().map(|open| self.slanted.take().unwrap_or(open)) {
            let message = format!("this `{}` is never closed", char::from(open.byte));
            let help = format!("add `{}` where this ends; nothing of the file was read", closing(open.byte));
            self.error("scenario::unbalanced", open.place, message, "opened here", &help);
        }
        self.problems
    }

    /// Once more, with an eye for where something may be missing.
    fn closely(self) -> Vec<Problem> {
        Scan { is_close: true, ..Scan::new(self.text, self.file) }.run()
    }

    fn error(&mut self, code: &'static str, at: Range<usize>, message: String, label: &str, help: &str) {
        self.problems.push(Problem::error(code, self.file, at, message).label(label).help(help));
    }

    fn step(&mut self, token: Token, place: Range<usize>) -> std::ops::ControlFlow<()> {
        use std::ops::ControlFlow::{Break, Continue};
        match token {
            Token::Comment { closed: true } => return Continue(()),
            Token::Comment { closed: false } => {
                let message = "this comment is never closed".into();
                let help = "end it with `*/`; nothing of the file was read";
                self.error(
                    "scenario::unclosed_comment",
                    place.start..place.start + 2,
                    message,
                    "opened here",
                    help,
                );
                return Break(());
            }
            Token::Text { closed: false } => {
                self.unclosed_text(&place);
                return Break(());
            }
            Token::Close(byte) => return self.close(byte, place),
            Token::Comma => return self.comma(),
            Token::Open(_) | Token::Text { closed: true } | Token::Word | Token::Other => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.begun = true;
        }
        match token {
            Token::Open(byte) => self.open(byte, place),
            Token::Text { .. } => self.text(place),
            Token::Close(_) | Token::Comma | Token::Comment { .. } | Token::Word | Token::Other => {
                Continue(())
            }
        }
    }

    fn open(&mut self, byte: u8, place: Range<usize>) -> std::ops::ControlFlow<()> {
        self.open.push(Open { byte, place: place.clone(), commas: 0, begun: false });
        if self.open.len() <= MAX_DEPTH {
            return std::ops::ControlFlow::Continue(());
        }
        let message = format!("brackets stand more than {MAX_DEPTH} deep in one another");
        let help = "name the inner part a milestone and use that: `Milestone(\"x\")`";
        self.error("scenario::too_deep", place, message, "one too many", help);
        std::ops::ControlFlow::Break(())
    }

    fn close(&mut self, byte: u8, place: Range<usize>) -> std::ops::ControlFlow<()> {
        let found = char::from(byte);
        match self.open.pop() {
            Some(open) if closing(open.byte) == found => {
                self.long_list(&open);
                if self.is_close && self.slanted.is_none() && self.is_slanted(&open, place.start) {
                    self.slanted = Some(open);
                }
                std::ops::ControlFlow::Continue(())
            }
            Some(open) => {
                let message = format!("`{found}` stands where `{}` is expected", closing(open.byte));
                let help =
                    format!("close the `{}` first; nothing of the file was read", char::from(open.byte));
                let problem = Problem::error("scenario::unbalanced", self.file, place, message);
                let problem =
                    problem.label("does not match").help(help).also(open.place, "this is still open");
                self.problems.push(problem);
                std::ops::ControlFlow::Break(())
            }
            None => {
                let message = format!("`{found}` closes nothing");
                let help =
                    "delete it, or look for a missing opening bracket above; nothing of the file was read";
                self.error("scenario::unbalanced", place, message, "nothing is open here", help);
                std::ops::ControlFlow::Break(())
            }
        }
    }

    /// Whether a closing bracket begins its line, and further left than the line of the opening one.
    fn is_slanted(&self, open: &Open, close: usize) -> bool {
        let indent = |at: usize| {
            let start = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
            let blanks = self.text[start..].bytes().take_while(|&b| b == b' ').count();
            (blanks, start + blanks == at)
        };
        let (left, begins) = indent(close);
        begins && left < indent(open.place.start).0
    }

    fn comma(&mut self) -> std::ops::ControlFlow<()> {
        if let Some(open) = self.open.last_mut() {
            open.commas += 1;
            open.begun = false;
        }
        std::ops::ControlFlow::Continue(())
    }

    fn long_list(&mut self, open: &Open) {
        let elements = open.commas + usize::from(open.begun);
        if elements > MAX_LIST {
            let message = format!("this list has {elements} elements, and may have 1,000");
            let help = "no table plays so much; split the scenario";
            self.error("scenario::long_list", open.place.clone(), message, "begins here", help);
        }
    }

    fn text(&mut self, place: Range<usize>) -> std::ops::ControlFlow<()> {
        let text = &self.text[place.clone()];
        if self.is_close && self.over_lines.is_none() && text.contains('\n') {
            self.over_lines = Some(place.clone());
        }
        if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT + 2 {
            let message = "this text is longer than 4,000 characters".to_string();
            let help = "nobody reads so much in a drill; or is a closing quotation mark missing?";
            self.error("scenario::long_text", place.start..place.start + 1, message, "begins here", help);
        }
        std::ops::ControlFlow::Continue(())
    }

    fn unclosed_text(&mut self, place: &Range<usize>) {
        // One missing mark turns every text after it inside out; the first that goes over a line is the likely one.
        let place = self.over_lines.clone().unwrap_or_else(|| place.clone());
        let message = "a text is not closed".into();
        let help = "is the closing quotation mark of this one missing? One inside a text is written `\\\"`. \
                    Nothing of the file was read";
        let label = "begins here";
        self.error("scenario::unclosed_text", place.start..place.start + 1, message, label, help);
    }
}

fn closing(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}
