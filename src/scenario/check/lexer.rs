//! The file as a row of tokens: just enough to step over texts and comments, and to see where a value ends.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// A comma.
    Comma,
    /// A text in quotes, of whatever kind; whether it is closed.
    Text { closed: bool },
    /// A comment; whether it is closed.
    Comment { closed: bool },
    /// A word or number.
    Word,
    /// Anything else but white space.
    Other,
}

/// The tokens of a text, each with its bytes. White space is left out, comments are not.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    /// From the start of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// From a byte of `text` on; places are still counted from its start.
    pub(super) fn from(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn token(&mut self, byte: u8) -> Token {
        let single = match CLASS[usize::from(byte)] {
            Class::Quote => return self.text(),
            Class::Word => return self.word(),
            Class::Apostrophe => return self.character(),
            Class::Slash => match self.text.as_bytes().get(self.at + 1) {
                Some(b'/') => return self.line_comment(),
                Some(b'*') => return self.block_comment(),
                Some(_) | None => Token::Other,
            },
            Class::Open => Token::Open(byte),
            Class::Close => Token::Close(byte),
            Class::Comma => Token::Comma,
            Class::Blank | Class::Other => Token::Other,
        };
        self.at += 1;
        single
    }

    fn seek(&self, from: usize, what: &str) -> Option<usize> {
        self.text.get(from..)?.find(what).map(|n| from + n)
    }

    fn line_comment(&mut self) -> Token {
        self.at = self.seek(self.at, "\n").unwrap_or(self.text.len());
        Token::Comment { closed: true }
    }

    /// Block comments nest.
    fn block_comment(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        let mut level = 0;
        while self.at < bytes.len() {
            match (bytes[self.at], bytes.get(self.at + 1)) {
                (b'/', Some(b'*')) => {
                    level += 1;
                    self.at += 2;
                }
                (b'*', Some(b'/')) => {
                    level -= 1;
                    self.at += 2;
                    if level == 0 {
                        return Token::Comment { closed: true };
                    }
                }
                _ => self.at += 1,
            }
        }
        Token::Comment { closed: false }
    }

    fn text(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        let mut from = self.at + 1;
        while let Some(quote) = self.text.get(from..).and_then(|rest| rest.find('"')).map(|n| from + n) {
            // It is one of the text's own, if an odd number of backslashes stands before it.
            let slashes = bytes[from..quote].iter().rev().take_while(|&&b| b == b'\\').count();
            if slashes % 2 == 0 {
                self.at = quote + 1;
                return Token::Text { closed: true };
            }
            from = quote + 1;
        }
        self.at = bytes.len();
        Token::Text { closed: false }
    }

    /// `r"…"` and `r#"…"#`; or a word that begins with `r`.
    fn raw_text(&mut self, hashes: usize) -> Token {
        let open = self.at + 1 + hashes;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = self.seek(open + 1, &close);
        self.at = end.map_or(self.text.len(), |n| n + close.len());
        Token::Text { closed: end.is_some() }
    }

    fn word(&mut self) -> Token {
        let rest = &self.text.as_bytes()[self.at..];
        let hashes = rest.iter().skip(1).take_while(|&&b| b == b'#').count();
        if rest[0] == b'r' && hashes < 256 && rest.get(1 + hashes) == Some(&b'"') {
            return self.raw_text(hashes);
        }
        self.at += rest.iter().take_while(|&&b| CLASS[usize::from(b)] == Class::Word).count().max(1);
        Token::Word
    }

    /// `'x'`, `'"'` and `'\''` are characters; a quotation mark in them opens nothing.
    fn character(&mut self) -> Token {
        let rest = &self.text[self.at + 1..];
        let inner = if rest.starts_with('\\') {
            rest.get(1..).and_then(|r| r.chars().next()).map(|c| 1 + c.len_utf8())
        } else {
            rest.chars().next().map(char::len_utf8)
        };
        let closed = inner.filter(|&n| rest[n..].starts_with('\''));
        self.at += closed.map_or(1, |n| n + 2);
        Token::Other
    }
}

/// What a byte begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    Quote,
    Apostrophe,
    Slash,
    Open,
    Close,
    Comma,
    Other,
}

/// What each byte begins: most of the time goes by here, and a look into a table is quickest.
static CLASS: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class(byte as u8);
        byte += 1;
    }
    table
}

const fn class(byte: u8) -> Class {
    match byte {
        b'"' => Class::Quote,
        b'\'' => Class::Apostrophe,
        b'/' => Class::Slash,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        b',' => Class::Comma,
        b'_' | b'.' | b'+' | b'-' | 0x80.. => Class::Word,
        _ if byte.is_ascii_alphanumeric() => Class::Word,
        _ if byte.is_ascii_whitespace() => Class::Blank,
        _ => Class::Other,
    }
}

impl Iterator for Tokens<'_> {
    type Item = (Token, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        while CLASS[usize::from(*bytes.get(self.at)?)] == Class::Blank {
            self.at += 1;
        }
        let start = self.at;
        let token = self.token(bytes[start]);
        self.at = self.at.min(bytes.len());
        Some((token, start..self.at))
    }
}

/// The end of the value or field that begins at `from`: with its comma, or before the bracket that ends the list.
pub(super) fn field_end(text: &str, from: usize) -> usize {
    let (mut depth, mut end) = (0, from);
    for (token, place) in Tokens::from(text, from) {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) if depth == 0 => return end,
            Token::Close(_) => depth -= 1,
            Token::Comma if depth == 0 => return place.end,
            Token::Comma | Token::Text { .. } | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
        end = place.end;
    }
    end
}

/// The word before the colon before `at`, if a field's value begins there.
pub(super) fn field_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?.trim_end().strip_suffix(':')?.trim_end();
    let start = before.bytes().rposition(|b| !(b.is_ascii_alphanumeric() || b == b'_')).map_or(0, |n| n + 1);
    Some(&before[start..]).filter(|word| !word.is_empty())
}

/// Where the bracket opens that is the nearest around `at`, of those behind `from`.
pub(super) fn opening_around(text: &str, from: usize, at: usize) -> Option<usize> {
    let mut open = Vec::new();
    for (token, place) in Tokens::from(text, from).take_while(|(_, place)| place.start < at) {
        match token {
            Token::Open(_) => open.push(place.start),
            Token::Close(_) => {
                open.pop();
            }
            Token::Comma | Token::Text { .. } | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
    }
    open.pop()
}

/// The names of the fields that stand in the brackets that open at `open`.
pub(super) fn fields_in(text: &str, open: usize) -> Vec<&str> {
    let (mut depth, mut last, mut found) = (0, open..open, Vec::new());
    for (token, place) in Tokens::from(text, open) {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) if depth == 1 => break,
            Token::Close(_) => depth -= 1,
            Token::Other if depth == 1 && &text[place.clone()] == ":" => found.push(&text[last.clone()]),
            Token::Comma | Token::Text { .. } | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
        last = place;
    }
    found
}

/// The names that stand behind `id:` in a text, the first one alone.
pub(super) fn id_in(text: &str) -> Option<&str> {
    said_after(text, "id")
}

/// The plain text that is the value of a field, wherever in a text it first stands.
pub(super) fn said_after<'t>(text: &'t str, field: &str) -> Option<&'t str> {
    let mut tokens =
        Tokens::new(text).filter(|(token, _)| !matches!(token, Token::Comment { .. })).peekable();
    while let Some((token, place)) = tokens.next() {
        if token == Token::Word && &text[place] == field {
            let colon = tokens.next_if(|(_, place)| &text[place.clone()] == ":");
            let value = colon.and_then(|_| tokens.peek().cloned());
            if let Some((Token::Text { closed: true }, place)) = value {
                return text[place].strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_and_comments_do_not_count() {
        let text = "a: (\"),\", r#\"\"),\"#, /* ) /* , */ ) */ '\"', // )\n 1), b";
        assert_eq!(
            &text[..field_end(text, 0)],
            "a: (\"),\", r#\"\"),\"#, /* ) /* , */ ) */ '\"', // )\n 1),"
        );
        assert_eq!(field_end("x: 1 )", 0), 4);
    }

    #[test]
    fn a_field_is_known_by_the_word_before_it() {
        let text = "(level: 1, \"x\")";
        assert_eq!(field_before(text, 8), Some("level"));
        assert_eq!(field_before(text, 11), None);
        assert_eq!(id_in("(x: 3, id: /* no */ \"primary\", id: \"b\")"), Some("primary"));
        assert_eq!(id_in("(id: 3)"), None);
    }
}
