//! Sheets as plain text, eighty columns wide, with a form feed between two pages.

use super::{Block, Body, EventRow, Sheet};
use crate::brief::WIDTH;
use crate::brief::page::Page;

/// Where texts begin beside their names.
const COLUMN: usize = 20;

/// The sheets as one text; printers begin a page at each form feed.
#[must_use]
pub fn text(sheets: &[Sheet]) -> String {
    sheets.iter().map(sheet).collect::<Vec<_>>().join("\u{c}")
}

fn sheet(sheet: &Sheet) -> String {
    let mut page = Page::new(WIDTH);
    page.paragraph(0, &format!("SIMULATED  {}", sheet.title));
    page.paragraph(0, &sheet.under);
    page.line(0, &"-".repeat(WIDTH));
    sheet.blocks.iter().for_each(|block| write(&mut page, block));
    page.finish()
}

fn write(page: &mut Page, block: &Block) {
    page.heading(&block.heading);
    match &block.body {
        Body::Text(text) => page.paragraph(2, text),
        Body::Framed(text) => framed(page, text),
        Body::Points(points) => points.iter().for_each(|point| page.hanging(2, 4, &format!("- {point}"))),
        Body::Entries(entries) => entries.iter().for_each(|(name, text)| page.entry(2, COLUMN, name, text)),
        Body::Moves(moves) => moves.iter().for_each(|(typed, does)| {
            page.hanging(2, 6, typed);
            page.paragraph(10, does);
        }),
        Body::Events(events) => events.iter().for_each(|event| write_event(page, event)),
    }
}

/// A line above and below.
fn framed(page: &mut Page, text: &str) {
    let rule = "=".repeat(WIDTH - 4);
    page.line(2, &rule);
    page.paragraph(4, text);
    page.line(2, &rule);
}

fn write_event(page: &mut Page, event: &EventRow) {
    page.gap();
    page.entry(0, 4, &format!("{:>2}", event.number), &event.title);
    page.paragraph(4, &event.comes);
    page.paragraph(4, &event.way);
    for (label, text) in &event.details {
        page.entry(6, 8, label, text);
    }
}
