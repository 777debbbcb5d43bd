//! A markdown text as what a reader reads: blocks of words, each with its section and its place in the text.
//!
//! Code, quoted speech, block quotes and front-matter are no words of the document: they are blanked, byte by byte, so
//! that places stay where they are.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Stands for a byte that is not the document's own word.
const BLANK: u8 = 0x1a;

/// A text, read.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Its blocks, in order.
    pub(crate) blocks: Vec<Block>,
    /// Its sections, in order; the first is what stands before any heading.
    pub(crate) sections: Vec<Heading>,
    /// Remarks that allow nothing, because they give no reason.
    pub(crate) without_reason: usize,
}

/// A heading.
#[derive(Debug, Default, Clone)]
pub(crate) struct Heading {
    /// Its words.
    pub(crate) title: String,
    /// 1 to 6; 0 for the beginning.
    pub(crate) level: u8,
}

/// Words that belong together.
#[derive(Debug)]
pub(crate) struct Block {
    /// The words; what is not the document's own is blanked.
    pub(crate) text: String,
    /// The words as they stand, with code and quotations.
    pub(crate) whole: String,
    /// Where pieces of the words begin: there, and in the document.
    places: Vec<(usize, usize)>,
    /// What kind of block.
    pub(crate) kind: Kind,
    /// The section it stands in.
    pub(crate) section: usize,
    /// What is allowed in it, with a reason.
    pub(crate) allows: Vec<Allow>,
    /// A point below another point.
    pub(crate) nested: bool,
}

/// What a remark allows: `lint:allow(B04: the team wants this sentence)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allow {
    /// The rules; without any, all of them.
    pub(crate) rules: Vec<String>,
}

/// What kind of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// A point of a list.
    Item,
    /// A cell of a table: which table, row (the head is 0) and column.
    Cell(Place),
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

impl Block {
    /// Where a piece of the words stands in the document.
    pub(crate) fn place(&self, piece: Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let n = self.places.partition_point(|(begins, _)| *begins <= byte);
            n.checked_sub(1).map_or(0, |n| self.places[n].1 + (byte - self.places[n].0))
        };
        // The end is looked up through the last byte of the piece: what follows may stand elsewhere.
        let (from, to) = (at(piece.start), at(piece.end.saturating_sub(1).max(piece.start)) + 1);
        from..to.max(from)
    }
}

impl Document {
    /// Reads a text. Names of seats are words even where they are written as code.
    pub(crate) fn read(text: &str, seats: &[String]) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let mut reader = Reader::new(seats);
        for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
            reader.event(event, place);
        }
        reader.finish();
        reader.document
    }

    /// Whether a rule is allowed at a place: in its block, or in its row of a table.
    pub(crate) fn allows(&self, rule: &str, at: usize) -> bool {
        let here = |block: &&Block| block.place(0..block.text.len().max(1)).contains(&at);
        let row = |block: &Block| match block.kind {
            Kind::Cell(place) => Some((place.table, place.row)),
            Kind::Paragraph | Kind::Heading | Kind::Item => None,
        };
        let Some(block) = self.blocks.iter().rfind(here) else { return false };
        let rows = self.blocks.iter().filter(|other| row(other).is_some() && row(other) == row(block));
        let allows = rows.flat_map(|other| &other.allows).chain(&block.allows);
        allows
            .into_iter()
            .any(|allow| allow.rules.is_empty() || allow.rules.iter().any(|other| other == rule))
    }

    /// The sections under a heading, its own sub-sections included.
    pub(crate) fn under(&self, section: usize) -> Range<usize> {
        let level = self.sections[section].level;
        let end = (section + 1..self.sections.len()).find(|&n| self.sections[n].level <= level);
        section..end.unwrap_or(self.sections.len())
    }
}

/// A document while it is read.
struct Reader<'a> {
    document: Document,
    seats: &'a [String],
    open: Option<Open>,
    /// How deep in code, quotations and front-matter.
    foreign: usize,
    table: usize,
    row: usize,
    column: usize,
    heading: Option<u8>,
    /// A remark that stood alone allows the next block.
    allow_next: Vec<Allow>,
    /// How deep in lists.
    lists: usize,
    /// What a block of HTML is in, from line to line.
    html: InHtml,
}

/// What a block of HTML is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum InHtml {
    /// Words that a reader sees.
    #[default]
    Words,
    /// A remark.
    Remark,
    /// What is no word of the document: code, a quotation, a style.
    Foreign(&'static str),
}

/// A block while it is read.
struct Open {
    kind: Kind,
    text: Vec<u8>,
    whole: String,
    places: Vec<(usize, usize)>,
    allows: Vec<Allow>,
    nested: bool,
}

impl<'a> Reader<'a> {
    fn new(seats: &'a [String]) -> Self {
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
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "markup that holds no words is passed over")]
    fn event(&mut self, event: Event<'_>, place: Range<usize>) {
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
            });
        }
    }

    fn words(&mut self, words: &str, place: &Range<usize>) {
        if self.open.is_none() {
            self.begin(Kind::Paragraph);
        }
        let Some(open) = &mut self.open else { return };
        open.places.push((open.text.len(), place.start));
        open.text.extend_from_slice(words.as_bytes());
        open.whole.push_str(words);
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

    /// A line of a block of HTML: what stands between the tags is read like any other words.
    fn html_block(&mut self, line: &str, start: usize) {
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

    fn html(&mut self, html: &str, place: &Range<usize>) {
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

    /// Words that nobody's wording is asked about.
    fn apart(&mut self, words: &str, place: &Range<usize>) {
        if self.foreign == 0 && self.open.is_some() {
            self.words("", place);
            if let Some(open) = &mut self.open {
                open.text.extend(std::iter::repeat_n(if words == " " { b' ' } else { BLANK }, words.len()));
                open.whole.push_str(words);
            }
        }
    }

    fn finish(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.kind == Kind::Heading {
            let title = open.whole.trim().to_string();
            let level = self.heading.take().unwrap_or(1);
            self.document.sections.push(Heading { title, level });
        }
        let section = self.document.sections.len() - 1;
        let text = String::from_utf8(unquoted(open.text)).unwrap_or_default();
        let Open { kind, whole, places, allows, nested, .. } = open;
        self.document.blocks.push(Block { text, whole, places, kind, section, allows, nested });
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

/// What a remark allows, and whether it gives no reason: then it allows nothing.
fn allow(text: &str) -> (Option<Allow>, bool) {
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
fn unquoted(bytes: Vec<u8>) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let document = Document::read(text, &["primary".to_string()]);
        document.blocks.iter().map(|block| block.text.replace('\u{1a}', "~")).collect()
    }

    #[test]
    fn only_words_of_the_document_are_read() {
        assert_eq!(
            texts("---\na: b\n---\n\nsee `x y` and “no”, \"no\" or \"half\n\n> quoted\n\n```\ncode\n```\n"),
            ["see ~~~ and ~~~~~~~~, ~~~~ or \"half"]
        );
        assert_eq!(
            texts("`primary` *did* it\n\n- one\n- two\n  more"),
            ["primary did it", "one", "two more"]
        );
    }

    #[test]
    fn words_in_html_are_words() {
        assert_eq!(
            texts(
                "<div class=\"x\">Bob <b>is</b>\nslow</div>\n\n<!-- no\nword -->\n\n<pre>code\n</pre><p>one</p>\n<blockquote>theirs</blockquote>\n"
            ),
            ["Bob is slow", "one"]
        );
        // A remark is one alone, and what follows has remarks of its own.
        let two = "<div>\n<!-- a note -->was <!-- lint:allow(B04) --> so\n</div>\n";
        assert_eq!(Document::read(two, &[]).without_reason, 1);
        let text = "<div>\nis <i>human</i> error\n</div>\n";
        let document = Document::read(text, &[]);
        let block = &document.blocks[0];
        let from = block.text.find("human").unwrap();
        assert_eq!(&text[block.place(from..from + 5)], "human");
    }

    #[test]
    fn a_table_has_its_cells_empty_ones_too() {
        let document = Document::read("| a | b |\n| --- | --- |\n| 1 |  |\n", &[]);
        let cells: Vec<(usize, usize, &str)> = document
            .blocks
            .iter()
            .map(|block| match block.kind {
                Kind::Cell(place) => (place.row, place.column, block.whole.as_str()),
                Kind::Paragraph | Kind::Heading | Kind::Item => panic!("{block:?}"),
            })
            .collect();
        assert_eq!(cells, [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "")]);
    }

    #[test]
    fn a_piece_is_found_where_it_stands() {
        let text = "# T\n\nis *human* **error**\nof `é`, and\nmore";
        let document = Document::read(text, &[]);
        let block = &document.blocks[1];
        let at = |piece: &str| {
            let from = block.text.find(piece).unwrap();
            &text[block.place(from..from + piece.len())]
        };
        assert_eq!([at("human error"), at("more"), at("and")], ["human* **error", "more", "and"]);
    }

    #[test]
    fn a_reason_is_needed_to_allow() {
        let allowed = |text: &str| {
            Document::read(text, &[]).blocks.iter().map(|b| !b.allows.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(allowed("a <!-- lint:allow(b) -->\n\nc\n"), [true, false]);
        assert_eq!(allowed("a <!-- lint:allow( ) -->\n"), [false]);
        assert_eq!(allowed("<!-- lint:allow(b) -->\n\nc\n\nd\n"), [true, false]);
        assert_eq!(allowed("<!-- lint:allow(B04: b) -->\nc\n\nd\n"), [true, false]);
        let mute = |text: &str| Document::read(text, &[]).without_reason;
        assert_eq!((mute("a <!-- lint:allow(B04) -->\n"), mute("a <!-- lint:allow(B04 b) -->\n")), (1, 0));
    }

    #[test]
    fn a_remark_allows_the_rules_it_names_in_its_block_or_its_row() {
        let text = "one <!-- lint:allow(B04, A5: b) -->\n\ntwo\n\n| a | b |\n| - | - |\n| three | c <!-- lint:allow(As agreed) --> |\n| four | d |\n";
        let document = Document::read(text, &[]);
        let allows = |rule: &str, word: &str| document.allows(rule, text.find(word).unwrap());
        assert!(
            allows("B04", "one") && allows("A5", "one") && !allows("B05", "one") && !allows("B04", "two")
        );
        assert!(allows("A4", "three") && !allows("A4", "four"));
    }
}
