//! The pack: what lies on paper before a drill. A card for each seat, sheets for everybody, and apart from them the
//! facilitator's event list.
//!
//! Everything on a card comes from its seat's own view, so that no card can say what another seat knows, what is yet
//! to come or what is true. What is here is data; [`text()`] and the shells make pages of it.

mod answers;
mod card;
mod sealed;
mod table;
mod text;

use std::sync::Arc;

pub use text::text;

use crate::engine::Session;
use crate::engine::event::Header;
use crate::engine::session::Stop;
use crate::engine::view::Viewer;
use crate::prose::one_line;
use crate::scenario::Scenario;

/// Everything that is printed for a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What the drill is called.
    pub title: String,
    /// For everybody: the ground rules, the severity guide, the contact directory.
    pub table: Vec<Sheet>,
    /// A card a seat, in the order of the seats: for that seat alone.
    pub cards: Vec<Sheet>,
    /// For the facilitator alone: a cover that gives nothing away, then the event list, and the answers for who runs it
    /// on paper.
    pub sealed: Vec<Sheet>,
}

/// A page, or a few if it is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// A word for its file: a seat's name.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// Under the heading: whose it is.
    pub under: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// A part of a sheet, under a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its heading.
    pub heading: String,
    /// What stands there.
    pub body: Body,
}

/// What a block is made of. Words in back-ticks are to be typed as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A paragraph.
    Text(String),
    /// A paragraph in a frame: the one thing to find again.
    Framed(String),
    /// Points.
    Points(Vec<String>),
    /// Names, and what is to be said of each.
    Entries(Vec<(String, String)>),
    /// What one types, and what it does.
    Moves(Vec<(String, String)>),
    /// News, one after the other.
    Events(Vec<EventRow>),
}

/// A piece of news as a sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its place in the event list.
    pub number: usize,
    /// What the list calls it.
    pub title: String,
    /// When it comes.
    pub comes: String,
    /// From whom to whom, and how.
    pub way: String,
    /// What is said, what it serves, what is expected: each with its label.
    pub details: Vec<(&'static str, String)>,
}

/// The pack of a scenario. `said` is how it is called where it is printed: its name, or the path of its file.
///
/// # Errors
/// The scenario goes in circles at its start.
pub fn pack(scenario: &Arc<Scenario>, said: &str) -> Result<Pack, Stop> {
    let (session, _) = Session::start(scenario.clone(), Header::for_scenario(scenario, 1))?;
    let card = |seat| card::card(session.view(Viewer::Seat(seat)), seat);
    let mut pack = Pack {
        title: scenario.title.clone(),
        table: vec![table::rules(scenario), table::directory(scenario)],
        cards: scenario.seats.ids().map(card).collect(),
        sealed: sealed::sheets(scenario, said)?,
    };
    let sheets = pack.table.iter_mut().chain(&mut pack.cards).chain(&mut pack.sealed);
    sheets.for_each(Sheet::tidy);
    Ok(pack)
}

impl Block {
    fn new(heading: &str, body: Body) -> Self {
        Block { heading: heading.to_string(), body }
    }
}

impl Sheet {
    /// Paper obeys no signs: what an author wrote becomes lines of plain words.
    fn tidy(&mut self) {
        let tidy = |text: &mut String| *text = one_line(text);
        let pair = |(label, text): &mut (String, String)| {
            *label = one_line(label);
            *text = one_line(text);
        };
        tidy(&mut self.title);
        tidy(&mut self.under);
        for block in &mut self.blocks {
            match &mut block.body {
                Body::Text(text) | Body::Framed(text) => tidy(text),
                Body::Points(points) => points.iter_mut().for_each(tidy),
                Body::Entries(pairs) | Body::Moves(pairs) => pairs.iter_mut().for_each(pair),
                Body::Events(events) => events.iter_mut().for_each(EventRow::tidy),
            }
        }
        // A heading with nothing under it is no help.
        self.blocks.retain(|block| !block.body.is_empty());
    }
}

impl EventRow {
    fn tidy(&mut self) {
        for text in [&mut self.title, &mut self.comes, &mut self.way] {
            *text = one_line(text);
        }
        self.details.iter_mut().for_each(|(_, text)| *text = one_line(text));
    }
}

impl Body {
    fn is_empty(&self) -> bool {
        match self {
            Body::Text(text) | Body::Framed(text) => text.is_empty(),
            Body::Points(points) => points.is_empty(),
            Body::Entries(pairs) | Body::Moves(pairs) => pairs.is_empty(),
            Body::Events(events) => events.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::checkout;

    #[test]
    fn a_pack_reads_well_on_plain_paper() {
        let pack = pack(&Arc::new(checkout()), "checkout").unwrap();
        let everyones = [pack.table.as_slice(), &pack.cards].concat();
        insta::assert_snapshot!("pack", text(&everyones).replace('\u{c}', "----- next page -----\n"));
        insta::assert_snapshot!("sealed", text(&pack.sealed).replace('\u{c}', "----- next page -----\n"));
    }

    #[test]
    fn lines_fit_their_page() {
        let pack = pack(&Arc::new(checkout()), "checkout").unwrap();
        let all = [pack.table, pack.cards, pack.sealed].concat();
        let widest = text(&all).lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{widest:?}");
    }
}
