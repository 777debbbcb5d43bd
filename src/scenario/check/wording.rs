//! What texts are made of.

/// What stands in curly brackets, with them: `{amount}`. One that is never closed goes to the end of its word.
pub(super) fn braces(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').map(|(at, _)| {
        let rest = &text[at..];
        let closed = rest.find('}').filter(|&end| !rest[1..end].contains('{'));
        let end = closed.map_or_else(|| rest.find(char::is_whitespace).unwrap_or(rest.len()), |end| end + 1);
        &rest[..end]
    })
}

/// The names that stand in curly brackets: `{amount}`, or by a slip `{ amount }`. Anything else is no name.
pub(super) fn variables(text: &str) -> impl Iterator<Item = &str> {
    braces(text).filter_map(|braces| braces.strip_prefix('{')?.strip_suffix('}')).filter(|inner| {
        let name = inner.trim();
        !name.is_empty()
            && name.len() <= 40
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    })
}
