//! What a text must keep to before anybody reads it: a scenario is untrusted input.

use std::ops::Range;

use super::lexer::{Token, Tokens};
use super::missing;
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
    let first = first.or_else(|| lines(text, file)).or_else(|| merge(text, file));
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

/// What a merge leaves behind when two people changed the same lines.
fn merge(text: &str, file: File) -> Option<Problem> {
    let mark = |line: &str| {
        ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark))
            || line.trim_end() == "======="
    };
    // Hardly a line of a scenario begins like one: the rest costs a look at a byte.
    let may_be = |line: &str| line.as_bytes().first().is_some_and(|first| b"<>|=".contains(first));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if may_be(line) && mark(line) {
            let place = start..start + line.trim_end().len();
            let problem = Problem::error(
                "scenario::merge_mark",
                file,
                place,
                "a merge has left its marks in this file".into(),
            );
            let help = "choose one of the two versions, and delete the other with the lines that begin with `<<<<<<<`, `=======` or `>>>>>>>`; nothing of the file was read";
            return Some(problem.label("a mark of the merge").help(help));
        }
        start += line.len();
    }
    None
}

fn lines(text: &str, file: File) -> Option<Problem> {
    // A comment would go on to the end of such a file.
    if let Some(at) = text.find('\r').filter(|_| !text.contains('\n')) {
        let message = "the lines of this file end with CR alone, and are not told apart".into();
        let problem = Problem::error("scenario::line_ends", file, at..at + 1, message);
        return Some(
            problem.label("the first end").help("save it with line ends as Linux or Windows have them"),
        );
    }
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
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, file: File) -> Self {
        Self { text, file, open: Vec::new(), problems: Vec::new() }
    }

    fn run(mut self) -> Vec<Problem> {
        for (token, place) in Tokens::new(self.text) {
            if self.step(token, place).is_break() || self.problems.len() >= 50 {
                return self.problems;
            }
        }
        if !self.open.is_empty() {
            let broken = missing::broken_off(self.text, self.file, self.innermost());
            self.problems.push(broken.unwrap_or_else(|| missing::bracket(self.text, self.file)));
        }
        self.problems
    }

    /// The bracket that was opened last and is still open.
    fn innermost(&self) -> Range<usize> {
        self.open.last().map_or(0..0, |open| open.place.clone())
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
                let broken = missing::broken_off(self.text, self.file, self.innermost());
                self.problems.push(broken.unwrap_or_else(|| missing::quotation_mark(self.text, self.file)));
                return Break(());
            }
            Token::Close(byte) => return self.close(byte),
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

    fn close(&mut self, byte: u8) -> std::ops::ControlFlow<()> {
        if let Some(open) = self.open.pop().filter(|open| closing(open.byte) == byte) {
            self.long_list(&open);
            return std::ops::ControlFlow::Continue(());
        }
        self.problems.push(missing::bracket(self.text, self.file));
        std::ops::ControlFlow::Break(())
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
        if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT + 2 {
            let message = "this text is longer than 4,000 characters".to_string();
            let help = "nobody reads so much in a drill; or is a closing quotation mark missing?";
            self.error("scenario::long_text", place.start..place.start + 1, message, "begins here", help);
        }
        std::ops::ControlFlow::Continue(())
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
