//! HTML in a markdown text: what stands between the tags is read like any other words.

use std::ops::Range;

use super::own_words::allow;
use super::reader::Reader;

/// What a block of HTML is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum InHtml {
    /// Words that a reader sees.
    #[default]
    Words,
    /// A remark.
    Remark,
    /// What is no word of the document: code, a quotation, a style.
    Foreign(&'static str),
}

impl Reader<'_> {
    /// A line of a block of HTML: what stands between the tags is read like any other words.
    pub(super) fn html_block(&mut self, line: &str, start: usize) {
        let mut at = 0;
        while at < line.len() {
            let rest = &line[at..];
            let (skip, next) = match self.html {
                InHtml::Remark => match rest.find("-->") {
                    Some(end) => (end + 3, InHtml::Words),
                    None => return,
                },
                InHtml::Foreign(name) => match closing(rest, name) {
                    Some(end) => (end, InHtml::Words),
                    None => return,
                },
                InHtml::Words => self.html_piece(rest, start + at),
            };
            (at, self.html) = (at + skip, next);
        }
    }

    /// Words up to a tag, or a tag: how long it is, and what follows.
    fn html_piece(&mut self, rest: &str, start: usize) -> (usize, InHtml) {
        let words = rest.find('<').unwrap_or(rest.len());
        if words > 0 {
            let said = &rest[..words];
            if self.open.is_some() || !said.trim().is_empty() {
                self.words(&said.replace('\n', " "), &(start..start + words));
            }
            return (words, InHtml::Words);
        }
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            self.html(&rest[..end], &(start..start + end));
            return (4, InHtml::Remark);
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name = element(rest).map(str::to_ascii_lowercase).unwrap_or_default();
        let foreign = FOREIGN.iter().find(|foreign| **foreign == name && !rest.starts_with("</"));
        if !LOOKS.contains(&name.as_str()) {
            self.finish();
        }
        (end, foreign.map_or(InHtml::Words, |name| InHtml::Foreign(name)))
    }

    pub(super) fn html(&mut self, html: &str, place: &Range<usize>) {
        if !html.trim_start().starts_with("<!--") {
            // Nothing but how it looks: what stands around it stays apart. Anything else in such signs is a word.
            match element(html) {
                Some("br" | "p" | "div" | "li" | "td" | "tr") => self.apart(" ", place),
                Some(name) if !LOOKS.contains(&name) && self.open.is_some() => self.apart(html, place),
                Some(_) | None => {}
            }
            return;
        }
        let (allow, mute) = allow(html);
        self.document.without_reason += usize::from(mute);
        match &mut self.open {
            Some(open) => open.allows.extend(allow),
            None => self.allow_next.extend(allow),
        }
    }
}

/// Where an element is closed, in whichever letters.
fn closing(text: &str, name: &str) -> Option<usize> {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    ends.find(|at| text[at + 2..].get(..name.len()).is_some_and(|said| said.eq_ignore_ascii_case(name)))
}

/// Elements whose words are not the document's own.
const FOREIGN: [&str; 6] = ["script", "style", "pre", "code", "blockquote", "q"];

/// Elements that say how words look.
const LOOKS: [&str; 16] = [
    "b", "i", "em", "strong", "code", "u", "s", "del", "ins", "sub", "sup", "span", "small", "mark", "kbd",
    "a",
];

/// An element's name.
fn element(html: &str) -> Option<&str> {
    let name = html.strip_prefix('<')?.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (end > 0).then_some(&name[..end])
}
