//! Words of a block, and phrases among them.

use std::ops::Range;

use super::lists::names::TITLES;

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The word, small, with a plain apostrophe.
    pub(crate) word: String,
    /// Where it stands in its block.
    pub(crate) span: Range<usize>,
    /// Nothing but space stands before it.
    pub(crate) joined: bool,
    /// It begins a sentence.
    pub(crate) begins: bool,
    /// Which sentence of the block.
    pub(crate) sentence: usize,
}

/// The most words of a sentence.
const LONGEST: usize = 300;

/// Signs inside a word that nobody sees: where it may be broken, or not.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The words of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut last, mut sentence, mut began) = (0, 0, 0);
    let mut from = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let inside =
            c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_') || from.is_some() && is_unseen(c);
        match from {
            None if inside && c.is_alphanumeric() => from = Some(at),
            Some(start) if !inside || at == text.len() => {
                let word = text[start..at].trim_end_matches(['\'', '’', '-', '_']);
                let between = &text[last..start];
                // What is longer than anybody reads at a breath is looked at in pieces.
                let long = tokens.len() - began >= LONGEST;
                let short =
                    tokens.last().is_some_and(|last| is_cut_short(&text[last.span.clone()], between, word));
                let new = !tokens.is_empty() && (long || !short && ends_sentence(between));
                began = if new { tokens.len() } else { began };
                sentence += usize::from(new);
                let begins = tokens.is_empty() || new;
                let joined = !tokens.is_empty() && (short || between.chars().all(char::is_whitespace));
                let span = start..start + word.len();
                let seen = |c: char| (!is_unseen(c)).then_some(if c == '’' { '\'' } else { c });
                tokens.push(Token {
                    word: word.to_lowercase().chars().filter_map(seen).collect(),
                    span,
                    joined,
                    begins,
                    sentence,
                });
                (last, from) = (start + word.len(), None);
            }
            _ => {}
        }
    }
    tokens
}

/// Whether a stop ends no sentence, but an initial or a title before somebody's name: `J. Meyer`, `Dr. Krause`. Behind
/// `rack B.` the next sentence begins with a word that no name does.
fn is_cut_short(before: &str, between: &str, next: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "the", "it", "then", "we", "this", "that", "these", "those", "a", "an", "after", "when", "at", "in",
        "on", "and", "but", "so", "they", "he", "she", "there", "no", "nobody", "by", "for", "from", "our",
        "its", "all", "both", "one", "two", "as", "if", "while", "with", "to", "what", "who", "how", "why",
        "not", "only", "later", "now", "here", "each", "i", "you", "until", "before", "once", "nothing",
    ];
    let initial = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
    let title = TITLES.contains(&before.to_lowercase().as_str());
    let name = next.starts_with(char::is_uppercase) && !BEGINNINGS.contains(&next.to_lowercase().as_str());
    between.trim_end() == "." && (initial || title) && name
}

fn ends_sentence(between: &str) -> bool {
    between.contains(['?', '!'])
        || between.contains(". ")
        || between.contains(".\u{1a}")
        || between.trim_end().ends_with('.') && between.len() > 1
}

/// Where a phrase stands; a `*` at a word's end is any ending. Words of a phrase have nothing but space between them.
pub(crate) fn find(tokens: &[Token], phrase: &str) -> Vec<Range<usize>> {
    let words: Vec<&str> = phrase.split(' ').collect();
    (0..tokens.len()).filter(|&at| is(tokens, at, &words)).map(|at| at..at + words.len()).collect()
}

/// Whether a phrase stands here.
pub(crate) fn is(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    let here = tokens.get(at..at + words.len());
    here.is_some_and(|here| {
        here.iter()
            .zip(words)
            .enumerate()
            .all(|(n, (token, word))| (n == 0 || token.joined) && matches(&token.word, word))
    })
}

fn matches(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == pattern,
    }
}

/// Where any of several phrases stands.
pub(crate) fn find_any<'t>(
    tokens: &'t [Token],
    phrases: &'t [&str],
) -> impl Iterator<Item = Range<usize>> + 't {
    phrases.iter().flat_map(|phrase| find(tokens, phrase))
}

/// The place of some words in their block.
pub(crate) fn span(tokens: &[Token], words: &Range<usize>) -> Range<usize> {
    match (tokens.get(words.start), words.end.checked_sub(1).and_then(|end| tokens.get(end))) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_sentence_and_what_stands_before_them() {
        let all = tokens("It shouldn’t, at 4.5 GB. Of-course 'tis");
        let words: Vec<&str> = all.iter().map(|token| token.word.as_str()).collect();
        assert_eq!(words, ["it", "shouldn't", "at", "4", "5", "gb", "of-course", "tis"]);
        assert_eq!(all.iter().map(|token| token.sentence).collect::<Vec<_>>(), [0, 0, 0, 0, 0, 0, 1, 1]);
        assert!(all[1].joined && !all[2].joined && all[6].begins);
    }

    #[test]
    fn signs_that_nobody_sees_part_no_word_and_no_sentence_goes_on_for_ever() {
        let all = tokens("care\u{200b}less op\u{ad}erator");
        assert_eq!(all.iter().map(|token| token.word.as_str()).collect::<Vec<_>>(), ["careless", "operator"]);
        let long = tokens(&"word ".repeat(700));
        assert_eq!((long.len(), long.last().map(|token| token.sentence)), (700, Some(2)));
    }

    #[test]
    fn a_phrase_is_not_broken_by_a_sign() {
        let all = tokens("human errors. human, error");
        let found = find(&all, "human error*");
        assert_eq!((found.len(), found[0].clone()), (1, 0..2));
    }
}
