//! Where a bracket or a quotation mark is missing, as far as one can tell: only for a file that has too few or too many.
//!
//! RON would say where it gave up. Here each place that looks wrong is mended for a try, and the first that makes the
//! file whole is the one that is said.

use std::ops::Range;

use super::lexer::{Token, Tokens};
use crate::scenario::problem::{File, Problem};

/// So many tries; a hostile file has a million places that look wrong.
const TRIES: usize = 60;

/// A quotation mark that has no other.
pub(super) fn quotation_mark(text: &str, file: File) -> Problem {
    Pieces::new(text, file).quotation_mark(usize::MAX).unwrap_or_else(|| {
        let end = text.len();
        Problem::error(
            "scenario::unclosed_text",
            file,
            end.saturating_sub(1)..end,
            "a text is not closed".into(),
        )
    })
}

/// A scenario's file whose last part is not there: what every scenario ends with never comes.
pub(super) fn broken_off(text: &str, file: File, open: Range<usize>) -> Option<Problem> {
    let first = Tokens::new(text).find(|(token, _)| !matches!(token, Token::Comment { .. }));
    let scenario = file == File::Scenario && first.is_some_and(|(_, place)| &text[place] == "Scenario");
    // Behind a quotation mark too few, words are texts and texts are words: it is looked for letter by letter.
    let ends = text.match_indices("ends").any(|(at, word)| {
        let own = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        own && text[at + word.len()..].trim_start().starts_with(':')
    });
    if !scenario || ends {
        return None;
    }
    let end = text.trim_end().len();
    let line = text[..end].rfind('\n').map_or(0, |n| n + 1);
    let start = line + text[line..end].len() - text[line..end].trim_start().len();
    let message = "the file ends in the middle: what every scenario has last, `ends`, never comes".into();
    let help = "is the rest of it missing? Take it from where it was copied, or write on: it ends with `ends: (…),` and `)`; nothing of the file was read";
    let problem = Problem::error("scenario::unbalanced", file, start..end, message).label("its last line");
    Some(problem.help(help).also(open, "still open"))
}

/// A bracket that has no other.
pub(super) fn bracket(text: &str, file: File) -> Problem {
    let pieces = Pieces::new(text, file);
    let first = pieces.fails(None);
    if matches!(pieces.all.last(), Some((Token::Text { closed: false }, _)))
        && let Some(problem) = pieces.quotation_mark(first)
    {
        return problem;
    }
    Walk { pieces: &pieces, open: Vec::new(), first, best: None, tries: 0, closed: None }.run()
}

/// One change of the brackets.
#[derive(Clone, Copy)]
enum Edit {
    /// A bracket before a piece.
    Insert(usize, u8),
    /// Another bracket in the place of one.
    Replace(usize, u8),
    /// One bracket less.
    Delete(usize),
}

/// The tokens of a file, without its comments.
struct Pieces<'t> {
    text: &'t str,
    file: File,
    all: Vec<(Token, Range<usize>)>,
}

impl<'t> Pieces<'t> {
    fn new(text: &'t str, file: File) -> Self {
        let all = Tokens::new(text).filter(|(token, _)| !matches!(token, Token::Comment { .. }));
        Pieces { text, file, all: all.collect() }
    }

    fn token(&self, n: usize) -> Option<Token> {
        self.all.get(n).map(|(token, _)| *token)
    }

    fn place(&self, n: usize) -> Range<usize> {
        self.all.get(n).map_or(self.text.len()..self.text.len(), |(_, place)| place.clone())
    }

    fn said(&self, n: usize) -> &'t str {
        self.text.get(self.place(n)).unwrap_or_default()
    }

    fn is_colon(&self, n: usize) -> bool {
        self.token(n) == Some(Token::Other) && self.said(n) == ":"
    }

    fn is_field(&self, n: usize) -> bool {
        self.token(n) == Some(Token::Word) && self.is_colon(n + 1)
    }

    /// The first piece at which the brackets don't fit; the number of pieces if some are never closed.
    fn fails(&self, edit: Option<Edit>) -> usize {
        let mut open: Vec<u8> = Vec::new();
        let mut fits = |byte: u8| match byte {
            b'(' | b'[' | b'{' => {
                open.push(byte);
                true
            }
            _ => open.pop().is_some_and(|open| closing(open) == byte),
        };
        for (n, (token, _)) in self.all.iter().enumerate() {
            if let Some(Edit::Insert(at, byte)) = edit
                && at == n
                && !fits(byte)
            {
                return n;
            }
            let (Token::Open(byte) | Token::Close(byte)) = *token else { continue };
            let byte = match edit {
                Some(Edit::Delete(at)) if at == n => continue,
                Some(Edit::Replace(at, byte)) if at == n => byte,
                Some(Edit::Insert(..) | Edit::Replace(..) | Edit::Delete(_)) | None => byte,
            };
            if !fits(byte) {
                return n;
            }
        }
        if open.is_empty() { usize::MAX } else { self.all.len() }
    }

    /// The first text that has no end, or no beginning: one missing mark turns every text after it inside out.
    fn quotation_mark(&self, before: usize) -> Option<Problem> {
        let is_text = |n: &usize| matches!(self.token(*n), Some(Token::Text { .. }));
        let mut texts = (0..self.all.len().min(before)).filter(is_text);
        let odd = texts.find(|&n| self.has_no_beginning(n) || self.has_no_end(n));
        if let Some(n) = odd.filter(|&n| self.has_no_beginning(n)) {
            return Some(self.not_opened(n));
        }
        let over_lines =
            || (0..self.all.len().min(before)).filter(is_text).find(|&n| self.said(n).contains('\n'));
        let unclosed = || (0..self.all.len()).find(|&n| self.token(n) == Some(Token::Text { closed: false }));
        let n = odd.or_else(|| if before == usize::MAX { over_lines().or_else(unclosed) } else { None })?;
        let start = self.place(n).start;
        let help = "is the closing quotation mark of this one missing? One inside a text is written `\\\"`. \
                    Nothing of the file was read";
        let problem = Problem::error(
            "scenario::unclosed_text",
            self.file,
            start..start + 1,
            "a text is not closed".into(),
        );
        Some(problem.label("begins here").help(help))
    }

    fn has_no_beginning(&self, n: usize) -> bool {
        n > 0 && self.token(n - 1) == Some(Token::Word) && !self.is_field(n - 1)
    }

    fn has_no_end(&self, n: usize) -> bool {
        match self.token(n + 1) {
            Some(Token::Word | Token::Text { .. } | Token::Open(_)) => true,
            Some(Token::Other) => !self.is_colon(n + 1),
            Some(Token::Close(_) | Token::Comma | Token::Comment { .. }) | None => false,
        }
    }

    /// The words before a quotation mark, back to where their value begins.
    fn not_opened(&self, mark: usize) -> Problem {
        let mut first = mark - 1;
        while let Some(before) = first.checked_sub(1) {
            let comma = self.token(before) == Some(Token::Comma);
            match self.token(before) {
                Some(Token::Word) => first = before,
                Some(Token::Comma) if comma && before > 0 && self.token(before - 1) == Some(Token::Word) => {
                    first = before - 1;
                }
                _ => break,
            }
        }
        let (place, end) = (self.place(first), self.place(mark).start);
        let message = "a text has no opening quotation mark".into();
        let help = format!("write `\"{}`; nothing of the file was read", self.said(first));
        let problem = Problem::error("scenario::unclosed_text", self.file, place, message);
        problem.label("does it begin here?").help(help).also(end..end + 1, "this one ends it")
    }
}

/// A bracket that is open.
struct Open {
    byte: u8,
    /// Which piece it is.
    n: usize,
    /// Whether the first thing in it is a field.
    fields: Option<bool>,
    /// The field last begun, and the piece its value begins with.
    field: Option<(usize, usize)>,
}

/// A walk over the pieces that stops where the brackets fail, and tries what looks wrong on the way.
struct Walk<'p, 't> {
    pieces: &'p Pieces<'t>,
    open: Vec<Open>,
    /// Where the brackets fail as they are.
    first: usize,
    /// The change that goes furthest so far.
    best: Option<(usize, Problem)>,
    tries: usize,
    /// The bracket last closed, and where it opened.
    closed: Option<(usize, usize)>,
}

impl Walk<'_, '_> {
    fn run(mut self) -> Problem {
        for n in 0..=self.first.min(self.pieces.all.len().saturating_sub(1)) {
            self.step(n);
            if let Some((usize::MAX, problem)) = self.best {
                return problem;
            }
        }
        self.best.take().map_or_else(|| self.plain(), |(_, problem)| problem)
    }

    /// Remembers a change with what would be said of it, if it goes further than any before.
    fn attempt(&mut self, edit: Edit, say: impl FnOnce(&Self) -> Problem) {
        self.tries += 1;
        if self.tries > TRIES {
            return;
        }
        let reached = self.pieces.fails(Some(edit));
        if reached > self.best.as_ref().map_or(self.first, |(reached, _)| *reached) {
            self.best = Some((reached, say(self)));
        }
    }

    fn error(&self, n: usize, message: String) -> Problem {
        Problem::error("scenario::unbalanced", self.pieces.file, self.pieces.place(n), message)
    }

    fn step(&mut self, n: usize) {
        let pieces = self.pieces;
        self.field_out_of_place(n);
        self.element_out_of_place(n);
        let is_field = pieces.is_field(n);
        if let Some(open) = self.open.last_mut() {
            open.fields.get_or_insert(is_field);
            if is_field {
                open.field = Some((n, n + 2));
            }
        }
        match pieces.token(n) {
            Some(Token::Open(byte)) => self.open.push(Open { byte, n, fields: None, field: None }),
            Some(Token::Close(byte)) => self.close(n, byte),
            _ => {}
        }
    }

    /// A field in a list, among values in round brackets, or before any bracket.
    fn field_out_of_place(&mut self, n: usize) {
        let pieces = self.pieces;
        if !pieces.is_field(n) {
            return;
        }
        let field = pieces.said(n);
        if n >= 2 && pieces.is_colon(n - 1) {
            self.attempt(Edit::Insert(n, b'('), |walk| walk.missing_opening(b'(', n - 2, n));
            return;
        }
        let Some(open) = self.open.last() else {
            let name = match pieces.file {
                File::Scenario => "Scenario(",
                File::Organisation => "Organisation(",
                File::Profile => "Profile(",
            };
            self.attempt(Edit::Insert(n, b'('), |walk| {
                walk.error(n, format!("`{name}` is missing at the beginning"))
                    .label("before this")
                    .help(format!("begin the file with `{name}`; nothing of it was read"))
            });
            return;
        };
        let (byte, at, fields) = (open.byte, open.n, open.fields);
        // Each element of a list has its own brackets.
        if byte == b'[' && (fields.is_none() || self.begins_like_the_one_before(n)) {
            self.attempt(Edit::Insert(n, b'('), |walk| walk.element_not_opened(n));
        }
        // A section stands no further right than the one before it.
        if fields == Some(true) && n >= 2 && self.is_left_of(n, at) {
            let before = if pieces.token(n - 1) == Some(Token::Comma) { n - 1 } else { n };
            self.attempt(Edit::Insert(before, closing(byte)), |walk| {
                walk.missing_closing(byte, at, n, format!("before the field `{field}`"))
            });
        }
        if fields == Some(false) && n >= 2 {
            self.attempt(Edit::Insert(n - 1, closing(byte)), |walk| {
                walk.missing_closing(byte, at, n, format!("before the field `{field}`"))
            });
            if matches!(pieces.token(n - 2), Some(Token::Close(_))) {
                self.attempt(Edit::Delete(n - 2), |walk| walk.too_many(n - 2));
            }
        }
    }

    /// Whether a field behind an element's end is the one that this element itself begins with.
    fn begins_like_the_one_before(&self, n: usize) -> bool {
        let closed = n.checked_sub(2).and_then(|end| self.closed.filter(|(close, _)| *close == end));
        closed.is_some_and(|(_, open)| self.pieces.said(open + 1) == self.pieces.said(n))
    }

    /// Whether a piece begins its line, and no further right than the line in which a bracket opens.
    fn is_left_of(&self, n: usize, open: usize) -> bool {
        let (field, bracket) = (self.pieces.place(n).start, self.pieces.place(open).start);
        let (left, begins) = self.indent(field);
        // Where nothing is indented, that says nothing.
        let inner = self.indent(self.pieces.place(open + 1).start);
        begins && left <= self.indent(bracket).0 && (!inner.1 || inner.0 > left)
    }

    /// Something in brackets where a field belongs.
    fn element_out_of_place(&mut self, n: usize) {
        let pieces = self.pieces;
        let is_element = matches!(pieces.token(n), Some(Token::Open(_)))
            && n > 0
            && pieces.token(n - 1) == Some(Token::Comma);
        let Some(open) = self.open.last().filter(|open| is_element && open.fields == Some(true)) else {
            return;
        };
        let (byte, at, field) = (open.byte, open.n, open.field);
        let in_list = self.open.len() >= 2 && self.open[self.open.len() - 2].byte == b'[';
        if in_list {
            let what = "before the next one".into();
            self.attempt(Edit::Insert(n - 1, closing(byte)), |walk| walk.missing_closing(byte, at, n, what));
        }
        if let Some((name, value)) = field.filter(|(_, value)| pieces.token(*value) == pieces.token(n)) {
            self.attempt(Edit::Insert(value, b'['), |walk| walk.missing_opening(b'[', name, value));
        }
    }

    fn close(&mut self, n: usize, byte: u8) {
        let Some(open) = self.open.pop() else { return };
        self.closed = Some((n, open.n));
        if closing(open.byte) == byte {
            if self.is_slanted(open.n, n) {
                self.attempt(Edit::Insert(n, closing(open.byte)), |walk| {
                    walk.never_closed(open.byte, open.n).also(walk.pieces.place(n), "before this, perhaps")
                });
            }
            return;
        }
        let wanted = closing(open.byte);
        // Fields stand in round brackets only: around them, the opening one is the wrong one.
        if open.fields == Some(true) && open.byte != b'(' && byte == b')' {
            self.attempt(Edit::Replace(open.n, opening(byte)), |walk| walk.wrong_opening(n, &open));
        }
        self.attempt(Edit::Insert(n, wanted), |walk| {
            walk.mismatch(n, &open, format!("write `{}` before it", char::from(wanted)))
        });
        self.attempt(Edit::Replace(n, wanted), |walk| {
            walk.mismatch(n, &open, format!("write `{}` in its place", char::from(wanted)))
        });
        let value =
            open.field.filter(|(_, value)| self.pieces.token(*value) != Some(Token::Open(opening(byte))));
        if let Some((name, value)) = value.filter(|(_, value)| *value < n) {
            self.attempt(Edit::Insert(value, opening(byte)), |walk| {
                walk.missing_opening(opening(byte), name, value).also(walk.pieces.place(n), "closed here")
            });
        }
        self.attempt(Edit::Delete(n), |walk| walk.too_many(n));
        self.open.push(open);
    }

    fn missing_closing(&self, byte: u8, open: usize, n: usize, what: String) -> Problem {
        let (open_, close) = (char::from(byte), char::from(closing(byte)));
        self.error(n, format!("a `{close}` is missing {what}"))
            .label(format!("`{close}` is missing before this"))
            .help(format!("close the `{open_}` first; nothing of the file was read"))
            .also(self.pieces.place(open), "this is still open")
    }

    fn missing_opening(&self, byte: u8, name: usize, value: usize) -> Problem {
        let (bracket, field) = (char::from(byte), self.pieces.said(name));
        self.error(value, format!("a `{bracket}` is missing behind `{field}:`"))
            .label(format!("`{bracket}` is missing before this"))
            .help(format!("write `{field}: {bracket}`; nothing of the file was read"))
    }

    fn element_not_opened(&self, n: usize) -> Problem {
        let field = self.pieces.said(n);
        self.error(n, format!("a `(` is missing before `{field}`"))
            .label("an element begins here, without its bracket")
            .help(format!("write `({field}`; nothing of the file was read"))
    }

    fn too_many(&self, n: usize) -> Problem {
        self.error(n, format!("this `{}` is one too many", self.pieces.said(n)))
            .label("closes too much")
            .help("delete it; nothing of the file was read")
    }

    fn mismatch(&self, n: usize, open: &Open, help: String) -> Problem {
        let (found, wanted) = (self.pieces.said(n), char::from(closing(open.byte)));
        self.error(n, format!("`{found}` stands where `{wanted}` is expected"))
            .label("does not match")
            .help(format!("{help}; nothing of the file was read"))
            .also(self.pieces.place(open.n), "this is still open")
    }

    fn wrong_opening(&self, n: usize, open: &Open) -> Problem {
        self.error(open.n, format!("`{}` stands where `(` is expected", char::from(open.byte)))
            .label("fields stand in round brackets")
            .help("write `(` in its place; nothing of the file was read")
            .also(self.pieces.place(n), "closed here")
    }

    fn never_closed(&self, byte: u8, n: usize) -> Problem {
        let (open, close) = (char::from(byte), char::from(closing(byte)));
        let at = if n == 1 { "at the end of the file" } else { "where this ends" };
        self.error(n, format!("this `{open}` is never closed"))
            .label("opened here")
            .help(format!("add `{close}` {at}; nothing of the file was read"))
    }

    /// What is known without guessing.
    fn plain(&self) -> Problem {
        let n = self.first;
        match self.open.last() {
            Some(open) if n >= self.pieces.all.len() => self.never_closed(open.byte, open.n),
            Some(open) => self.mismatch(n, open, format!("close the `{}` first", char::from(open.byte))),
            None => {
                let help =
                    "delete it, or look for a missing opening bracket above; nothing of the file was read";
                self.error(n, format!("`{}` closes nothing", self.pieces.said(n)))
                    .label("nothing is open here")
                    .help(help)
            }
        }
    }

    /// Whether a closing bracket begins its line, and further left than the line of the opening one.
    fn is_slanted(&self, open: usize, close: usize) -> bool {
        let (left, begins) = self.indent(self.pieces.place(close).start);
        begins && left < self.indent(self.pieces.place(open).start).0
    }

    /// How far right the line of a place begins, and whether it begins with that place.
    fn indent(&self, at: usize) -> (usize, bool) {
        let start = self.pieces.text[..at].rfind('\n').map_or(0, |n| n + 1);
        let blanks = self.pieces.text[start..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        (blanks, start + blanks == at)
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

fn opening(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, said: &str, at: &str) {
        let problem = bracket(text, File::Scenario);
        assert_eq!(problem.message, said);
        assert_eq!(&text[problem.span.start..], at);
    }

    #[test]
    fn the_bracket_that_is_missing_is_the_one_that_makes_the_file_whole() {
        case("S(a: B(2], c: 1)", "`]` stands where `)` is expected", "], c: 1)");
        case("S(a: [(b: 1), c: [2])", "a `]` is missing before the field `c`", "c: [2])");
        case("S(a: [(b: B(1)), c: 2)])", "this `)` is one too many", "), c: 2)])");
        case("S(a: [(b: 1), b: 2), (b: 3)])", "a `(` is missing before `b`", "b: 2), (b: 3)])");
        case("S(a: [b: 1), (b: 2)])", "a `(` is missing before `b`", "b: 1), (b: 2)])");
        case(
            "S(\n  a: (\n    b: [1],\n  c: [2],\n  d: 1,\n)",
            "a `)` is missing before the field `c`",
            "c: [2],\n  d: 1,\n)",
        );
        case("S(a: F(1, N(2), c: 3)", "a `)` is missing before the field `c`", "c: 3)");
        case("S(a: b: 1))", "a `(` is missing behind `a:`", "b: 1))");
        case("S(a: (b: 1), (b: 2)], c: 3)", "a `[` is missing behind `a:`", "(b: 1), (b: 2)], c: 3)");
        case("S(a: [(b: 1, (b: 2)], c: 3)", "a `)` is missing before the next one", "(b: 2)], c: 3)");
        case("a: 1)", "`Scenario(` is missing at the beginning", "a: 1)");
        case("S(a: 1", "this `(` is never closed", "(a: 1");
        case("S(a: 1))", "`)` closes nothing", ")");
        case("S(a: {b: [1]), c: 2)", "`{` stands where `(` is expected", "{b: [1]), c: 2)");
        case("S(a: [b: 1), c: 2)", "`[` stands where `(` is expected", "[b: 1), c: 2)");
    }
}
