//! A text of the document in pieces: words, names between back-ticks, and events such as `#12`.
//!
//! Every renderer that links events and sets names apart reads texts through this.

use std::ops::Range;

use crate::engine::event::Seq;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A name, as it is typed.
    Name(&'a str),
    /// An event, as the text writes it, and which.
    Event(&'a str, Seq),
}

/// The pieces of a text; a back-tick without a partner is a letter like any other.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let quoted = quotations(text);
    let parts: Vec<&str> = text.split('`').collect();
    let mut all = Vec::new();
    if parts.len().is_multiple_of(2) {
        events(text, 0, &quoted, &mut all);
        return all;
    }
    let mut begins = 0;
    for (n, part) in parts.into_iter().enumerate() {
        match n % 2 {
            0 => events(part, begins, &quoted, &mut all),
            _ => all.push(Piece::Name(part)),
        }
        begins += part.len() + 1;
    }
    all
}

/// Where somebody's own words stand: what they call `#12` is no event.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let (mut all, mut from) = (Vec::new(), 0);
    while let Some(opens) = text[from..].find('“').map(|at| from + at) {
        let Some(ends) = text[opens..].find('”').map(|at| opens + at) else { break };
        all.push(opens..ends);
        from = ends;
    }
    all
}

/// Words, with the events in them apart; where in the whole text they begin, and what is quoted there.
fn events<'a>(text: &'a str, begins: usize, quoted: &[Range<usize>], all: &mut Vec<Piece<'a>>) {
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find('#').map(|at| from + at) {
        let place = begins + (text.len() - rest.len()) + at;
        if quoted.iter().any(|words| words.contains(&place)) {
            from = at + 1;
            continue;
        }
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let apart = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '#' || c == '&');
        let end = at + 1 + digits;
        let ends = !rest[end..].starts_with(char::is_alphanumeric);
        match rest[at + 1..end].parse().ok().filter(|_| apart && ends) {
            Some(seq) => {
                all.extend((at > 0).then(|| Piece::Words(&rest[..at])));
                all.push(Piece::Event(&rest[at..end], Seq(seq)));
                (rest, from) = (&rest[end..], 0);
            }
            None => from = at + 1,
        }
    }
    all.extend((!rest.is_empty()).then_some(Piece::Words(rest)));
}

/// The events that a text names.
pub fn named(text: &str) -> impl Iterator<Item = Seq> + '_ {
    // Most texts name none.
    let pieces = if text.contains('#') { pieces(text) } else { Vec::new() };
    pieces.into_iter().filter_map(|piece| match piece {
        Piece::Event(_, seq) => Some(seq),
        Piece::Words(_) | Piece::Name(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_events_stand_apart() {
        use Piece::{Event, Name, Words};
        assert_eq!(
            pieces("see `a-b` at #12, [#3]"),
            [
                Words("see "),
                Name("a-b"),
                Words(" at "),
                Event("#12", Seq(12)),
                Words(", ["),
                Event("#3", Seq(3)),
                Words("]")
            ]
        );
        assert_eq!(
            pieces("it`s #x C#7 ##8 #9a #99999999999999999999"),
            [Words("it`s #x C#7 ##8 #9a #99999999999999999999")]
        );
        assert_eq!(pieces(""), []);
        // What somebody said names no event, also beside a name; a quotation that does not end is none.
        assert_eq!(
            pieces("#1 said “see `x` #2”, #3"),
            [Event("#1", Seq(1)), Words(" said “see "), Name("x"), Words(" #2”, "), Event("#3", Seq(3))]
        );
        assert_eq!(pieces("“ #4"), [Words("“ "), Event("#4", Seq(4))]);
    }
}
