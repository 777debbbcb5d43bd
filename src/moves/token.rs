//! A line cut into words, quoted texts and `key=value` slots, each with its place.

use std::ops::Range;

use super::MoveError;

/// One piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The word before `=`, if there is one.
    pub(super) key: Option<String>,
    /// The word, or the text between quotes.
    pub(super) text: String,
    /// It stood in quotes.
    pub(super) quoted: bool,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// Cuts a line into pieces.
///
/// # Errors
/// A quote that is opened and not closed.
pub(super) fn cut(line: &str) -> Result<Vec<Token>, MoveError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(skip) = line[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + skip;
        let (token, end) = one(line, start)?;
        tokens.push(token);
        at = end;
    }
    Ok(tokens)
}

fn one(line: &str, start: usize) -> Result<(Token, usize), MoveError> {
    let key_len = line[start..].find(|c: char| !is_key(c)).unwrap_or(0);
    let has_key = key_len > 0 && line[start + key_len..].starts_with('=');
    let (key, value) = match has_key {
        true => (Some(line[start..start + key_len].to_string()), start + key_len + 1),
        false => (None, start),
    };
    if line[value..].starts_with('"') {
        let (text, end) = quoted(line, value)?;
        return Ok((Token { key, text, quoted: true, span: start..end }, end));
    }
    if let Some((text, end)) = typographic(line, value) {
        return Ok((Token { key, text, quoted: true, span: start..end }, end));
    }
    let end = line[value..].find(char::is_whitespace).map_or(line.len(), |n| value + n);
    Ok((Token { key, text: line[value..end].to_string(), quoted: false, span: start..end }, end))
}

/// A text between the quotation marks that phones and word processors make of the plain ones.
fn typographic(line: &str, open: usize) -> Option<(String, usize)> {
    let inner = line[open..].strip_prefix(['\u{201c}', '\u{201d}', '\u{201e}'])?;
    let (text, rest) = inner.split_once(['\u{201d}', '\u{201c}'])?;
    Some((text.to_string(), line.len() - rest.len()))
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')
}

fn quoted(line: &str, open: usize) -> Result<(String, usize), MoveError> {
    let mut text = String::new();
    let mut chars = line[open + 1..].char_indices();
    while let Some((n, c)) = chars.next() {
        match c {
            '"' => return Ok((text, open + 1 + n + 1)),
            '\\' => match chars.next() {
                Some((_, c @ ('"' | '\\'))) => text.push(c),
                Some((_, 'n')) => text.push('\n'),
                Some((_, other)) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    Err(MoveError::new(open..line.len(), "the quote that opens here is not closed", "end the text with \""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_quotes_and_slots_are_told_apart() {
        let tokens = cut(r#"task 2 "pause \"the\" run" box=5m state="a b" it's"#).unwrap();
        let shown: Vec<String> = tokens
            .iter()
            .map(|t| format!("{}{}", t.key.as_ref().map_or(String::new(), |key| format!("{key}:")), t.text))
            .collect();
        assert_eq!(shown, ["task", "2", "pause \"the\" run", "box:5m", "state:a b", "it's"]);
        let curly = cut("report \u{201c}no \u{2019}real\u{2019} one\u{201d} box=5m state=\u{201e}a b\u{201c} \u{201c}open").unwrap();
        let shown: Vec<(&str, bool)> = curly.iter().map(|t| (t.text.as_str(), t.quoted)).collect();
        assert_eq!(
            shown,
            [
                ("report", false),
                ("no \u{2019}real\u{2019} one", true),
                ("5m", false),
                ("a b", true),
                ("\u{201c}open", false)
            ]
        );
        assert_eq!(cut("say \"x").unwrap_err().span, 4..6);
        assert_eq!(cut("  ").unwrap(), []);
    }
}
