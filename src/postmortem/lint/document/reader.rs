//! A document while it is read: what the parser of markdown tells, gathered into blocks.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::html::InHtml;
use super::own_words::{allow, unquoted};
use super::{Allow, BLANK, Block, Document, Heading, Kind, Place};

/// A document while it is read.
pub(super) struct Reader<'a> {
    pub(super) document: Document,
    pub(super) seats: &'a [String],
    pub(super) open: Option<Open>,
    /// How deep in code, quotations and front-matter.
    pub(super) foreign: usize,
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) heading: Option<u8>,
    /// A remark that stood alone allows the next block.
    pub(super) allow_next: Vec<Allow>,
    /// How deep in lists.
    pub(super) lists: usize,
    /// What a block of HTML is in, from line to line.
    pub(super) html: InHtml,
    /// How deep in bold words.
    pub(super) strong: usize,
}

/// A block while it is read.
pub(super) struct Open {
    pub(super) kind: Kind,
    pub(super) text: Vec<u8>,
    pub(super) whole: String,
    pub(super) places: Vec<(usize, usize)>,
    pub(super) allows: Vec<Allow>,
    pub(super) nested: bool,
    /// Some of it is not bold.
    pub(super) light: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(seats: &'a [String]) -> Self {
        let document = Document { sections: vec![Heading::default()], ..Document::default() };
        Reader {
            document,
            seats,
            open: None,
            foreign: 0,
            table: 0,
            row: 0,
            column: 0,
            heading: None,
            allow_next: Vec::new(),
            lists: 0,
            html: InHtml::Words,
            strong: 0,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "markup that holds no words is passed over")]
    pub(super) fn event(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.foreign == 0 => self.words(&words, &place),
            Event::Code(code) if self.foreign == 0 => self.code(&code, &place),
            Event::SoftBreak | Event::HardBreak if self.foreign == 0 => self.words(" ", &place),
            Event::Html(html) if self.foreign == 0 => self.html_block(&html, place.start),
            Event::InlineHtml(html) => self.html(&html, &place),
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "emphasis and links are words like any other")]
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::MetadataBlock(_) => self.foreign += 1,
            Tag::Paragraph if matches!(&self.open, Some(open) if open.kind == Kind::Item && open.whole.is_empty()) =>
                {}
            Tag::Strong => self.strong += 1,
            Tag::Paragraph => self.begin(Kind::Paragraph),
            Tag::Item => self.begin(Kind::Item),
            Tag::List(_) => {
                self.finish();
                self.lists += 1;
            }
            Tag::HtmlBlock => {
                self.finish();
                self.html = InHtml::Words;
            }
            Tag::Heading { level, .. } => {
                self.begin(Kind::Heading);
                self.heading = Some(level_of(*level));
            }
            Tag::Table(_) => {
                self.finish();
                (self.table, self.row) = (self.table + 1, 0);
            }
            Tag::TableHead => self.column = 0,
            Tag::TableRow => (self.row, self.column) = (self.row + 1, 0),
            Tag::TableCell => {
                self.begin(Kind::Cell(Place { table: self.table, row: self.row, column: self.column }));
            }
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "emphasis and links are words like any other")]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.foreign = self.foreign.saturating_sub(1);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::TableCell => {
                // An empty cell is a cell.
                self.finish();
                self.column += 1;
            }
            TagEnd::List(_) => {
                self.finish();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.finish(),
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.finish();
        if self.foreign == 0 {
            let allows = std::mem::take(&mut self.allow_next);
            let nested = kind == Kind::Item && self.lists > 1;
            self.open = Some(Open {
                kind,
                text: Vec::new(),
                whole: String::new(),
                places: Vec::new(),
                allows,
                nested,
                light: false,
            });
        }
    }

    pub(super) fn words(&mut self, words: &str, place: &Range<usize>) {
        if self.open.is_none() {
            self.begin(Kind::Paragraph);
        }
        let Some(open) = &mut self.open else { return };
        open.places.push((open.text.len(), place.start));
        open.text.extend_from_slice(words.as_bytes());
        open.whole.push_str(words);
        open.light |= self.strong == 0 && !words.trim().is_empty();
        let (allow, mute) = allow(words);
        open.allows.extend(allow);
        self.document.without_reason += usize::from(mute);
    }

    /// Code is blanked, unless it is a seat's name.
    fn code(&mut self, code: &str, place: &Range<usize>) {
        if self.seats.iter().any(|seat| seat == code) {
            self.words(code, &(place.start + 1..place.end));
            return;
        }
        self.words("", place);
        if let Some(open) = &mut self.open {
            open.text.extend(std::iter::repeat_n(BLANK, code.len().max(1)));
            open.whole.push_str(if code.is_empty() { " " } else { code });
        }
    }

    /// Words that nobody's wording is asked about.
    pub(super) fn apart(&mut self, words: &str, place: &Range<usize>) {
        if self.foreign == 0 && self.open.is_some() {
            self.words("", place);
            if let Some(open) = &mut self.open {
                open.text.extend(std::iter::repeat_n(if words == " " { b' ' } else { BLANK }, words.len()));
                open.whole.push_str(words);
            }
        }
    }

    pub(super) fn finish(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.kind == Kind::Heading {
            let title = open.whole.trim().to_string();
            let level = self.heading.take().unwrap_or(1);
            self.document.sections.push(Heading { title, level });
        }
        let section = self.document.sections.len() - 1;
        let text = String::from_utf8(unquoted(open.text)).unwrap_or_default();
        let Open { kind, whole, places, allows, nested, light, .. } = open;
        let label = kind == Kind::Paragraph && !light && !whole.trim().is_empty();
        let before = self.document.blocks.last().map_or(0, |block| block.begins);
        let begins = places.first().map_or(before, |(_, at)| before.max(*at));
        self.document.blocks.push(Block {
            text,
            whole,
            places,
            begins,
            kind,
            section,
            allows,
            nested,
            label,
        });
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
