//! A markdown text as what a reader reads: blocks of words, each with its section and its place in the text.
//!
//! Code, quoted speech, block quotes and front-matter are no words of the document: they are blanked, byte by byte, so
//! that places stay where they are.

mod html;
mod own_words;
mod reader;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use reader::Reader;

/// Stands for a byte that is not the document's own word.
const BLANK: u8 = 0x1a;

/// So many blocks before a place are looked through for the one that holds it.
const AROUND: usize = 64;

/// A text, read.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Its blocks, in order.
    pub(crate) blocks: Vec<Block>,
    /// Its sections, in order; the first is what stands before any heading.
    pub(crate) sections: Vec<Heading>,
    /// Remarks that allow nothing, because they give no reason.
    pub(crate) without_reason: usize,
    /// Where code begins that is never closed: all that follows is no word of the document.
    pub(crate) unclosed: Option<usize>,
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
    /// Where it begins in the document.
    begins: usize,
    /// What kind of block.
    pub(crate) kind: Kind,
    /// The section it stands in.
    pub(crate) section: usize,
    /// What is allowed in it, with a reason.
    pub(crate) allows: Vec<Allow>,
    /// A point below another point.
    pub(crate) nested: bool,
    /// A paragraph that is bold from end to end: a label of what follows.
    pub(crate) label: bool,
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
            if reader.document.unclosed.is_none()
                && is_unclosed(&event, text.get(place.clone()).unwrap_or_default())
            {
                reader.document.unclosed = Some(place.start);
            }
            reader.event(event, place);
        }
        reader.finish();
        reader.document
    }

    /// Whether a rule is allowed at a place: in its block, or in its row of a table.
    pub(crate) fn allows(&self, rule: &str, at: usize) -> bool {
        let Some(here) = self.block_at(at) else { return false };
        let row = |block: &Block| match block.kind {
            Kind::Cell(place) => Some((place.table, place.row)),
            Kind::Paragraph | Kind::Heading | Kind::Item => None,
        };
        let own = row(&self.blocks[here]);
        // The cells of a row stand beside each other.
        let beside = |block: &&Block| own.is_some() && row(block) == own;
        let before = self.blocks[..here].iter().rev().take_while(beside);
        let row = before.chain(self.blocks[here + 1..].iter().take_while(beside));
        let mut allows = row.chain([&self.blocks[here]]).flat_map(|block| &block.allows);
        allows.any(|allow| allow.rules.is_empty() || allow.rules.iter().any(|other| other == rule))
    }

    /// The block that holds a place.
    fn block_at(&self, at: usize) -> Option<usize> {
        // Blocks begin in order; what is empty begins with the one before it.
        let end = self.blocks.partition_point(|block| block.begins <= at);
        let here = |n: &usize| self.blocks[*n].place(0..self.blocks[*n].text.len().max(1)).contains(&at);
        (end.saturating_sub(AROUND)..end).rev().find(here)
    }

    /// How many words are the document's own.
    pub(crate) fn words(&self) -> usize {
        self.blocks.iter().map(|block| super::phrase::tokens(&block.text).len()).sum()
    }

    /// The sections under a heading, its own sub-sections included.
    pub(crate) fn under(&self, section: usize) -> Range<usize> {
        let level = self.sections[section].level;
        let end = (section + 1..self.sections.len()).find(|&n| self.sections[n].level <= level);
        section..end.unwrap_or(self.sections.len())
    }
}

/// Whether a block of code in fences ends with the text, and not with a fence.
fn is_unclosed(event: &Event<'_>, block: &str) -> bool {
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event else { return false };
    let is_fence = |line: &str| {
        let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        line.len() >= 3 && (line.bytes().all(|b| b == b'`') || line.bytes().all(|b| b == b'~'))
    };
    let mut lines = block.trim_end().lines();
    lines.next().is_some() && !lines.next_back().is_some_and(is_fence)
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
