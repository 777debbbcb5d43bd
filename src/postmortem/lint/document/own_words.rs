//! Which words are the document's own: quoted speech is not, and a remark may allow what stands there.

use std::ops::Range;

use super::{Allow, BLANK};

/// What a remark allows, and whether it gives no reason: then it allows nothing.
pub(super) fn allow(text: &str) -> (Option<Allow>, bool) {
    let Some((said, _)) = text.split("lint:allow(").nth(1).and_then(|rest| rest.rsplit_once(')')) else {
        return (None, false);
    };
    let mut rest = said.trim_start();
    let mut rules = Vec::new();
    while let Some(rule) = rest.get(..2 + usize::from(rest.starts_with('B'))).filter(|word| is_rule(word)) {
        rules.push(rule.to_string());
        rest = rest[rule.len()..].trim_start_matches([' ', ',', ':', ';']);
    }
    let mute = rest.trim().is_empty();
    ((!mute).then_some(Allow { rules }), mute)
}

/// `B04`, `A5`.
fn is_rule(word: &str) -> bool {
    word.starts_with(['A', 'B']) && word[1..].chars().all(|c| c.is_ascii_digit())
}

/// Blanks quoted speech. A sign without a partner quotes nothing.
pub(super) fn unquoted(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        let closes = matches!(
            (open, c),
            (Some(('“' | '„', _)), '”')
                | (Some(('„', _)), '“')
                | (Some(('"', _)), '"')
                | (Some(('«', _)), '»')
        );
        match open {
            Some((_, from)) if closes => {
                spans.push(from..at + c.len_utf8());
                open = None;
            }
            None if matches!(c, '“' | '„' | '"' | '«') => open = Some((c, at)),
            Some(_) | None => {}
        }
    }
    let mut bytes = bytes;
    spans.into_iter().flatten().for_each(|at| bytes[at] = BLANK);
    bytes
}
