//! Sheets as one HTML file: for a browser, and for its printer.
//!
//! askama fills `templates/pack.html` at compile time and escapes every text. Weighed against maud, whose macros bring
//! a second syn into the build, and minijinja, which finds a slip in a template only when somebody prints.

use askama::Template;

use crate::brief::pack::{Body, Sheet};

/// The file.
#[derive(Template)]
#[template(path = "pack.html")]
struct Document<'a> {
    title: &'a str,
    sheets: &'a [Sheet],
}

/// Sheets as HTML.
///
/// # Errors
/// Never in practice: the template writes into memory.
pub(super) fn html(title: &str, sheets: &[Sheet]) -> Result<String, askama::Error> {
    Document { title, sheets }.render()
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct Piece<'a> {
    /// It is to be typed as it stands.
    pub(in crate::cli) typed: bool,
    /// A name with a hyphen in it, which no line may end at: in two halves it can't be typed again.
    pub(in crate::cli) whole: bool,
    /// The words.
    pub(in crate::cli) text: &'a str,
}

/// A text cut at its back-ticks and around its names; a back-tick without a partner is a letter like any other.
pub(in crate::cli) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return words(text).collect();
    }
    let mut pieces = Vec::new();
    for (n, text) in parts.into_iter().enumerate() {
        match n % 2 {
            0 => pieces.extend(words(text)),
            _ => pieces.push(Piece { typed: true, whole: false, text }),
        }
    }
    pieces
}

fn words(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let pieces = text.split_inclusive(' ').flat_map(|word| {
        let (name, space) = word.split_at(word.trim_end().len());
        let name = Piece { typed: false, whole: name.contains('-'), text: name };
        [name, Piece { typed: false, whole: false, text: space }]
    });
    pieces.filter(|piece| !piece.text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::pack::Block;

    fn page(text: &str) -> String {
        let body = Body::Entries(vec![(text.to_string(), text.to_string())]);
        let blocks = vec![Block { heading: text.to_string(), body }];
        let sheet = Sheet { name: "a".into(), title: text.to_string(), under: text.to_string(), blocks };
        html(text, &[sheet]).unwrap()
    }

    #[test]
    fn whatever_an_author_writes_is_text() {
        let page = page("</title><script>alert('1')</script> & \"x\" <b>`<i>`</b>");
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"), "{page}");
        assert!(page.contains("&#60;b&#62;<code>&#60;i&#62;</code>"), "{page}");
    }

    #[test]
    fn a_lone_back_tick_is_a_letter() {
        assert!(page("it`s `ack`").contains("<td>it`s `ack`</td>"));
        assert!(page("type `ack` now").contains("<td>type <code>ack</code> now</td>"));
    }

    #[test]
    fn no_line_ends_within_a_name() {
        assert!(page("see deploy-log, ok").contains("<td>see <span>deploy-log,</span> ok</td>"));
    }
}
