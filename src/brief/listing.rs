//! Scenarios in a list: enough to choose one, nothing that spoils it.

use serde::Serialize;

use crate::prose::{clip, spell};
use crate::scenario::Scenario;
use crate::scenario::words::Release;

/// How wide a line of the list is, in characters.
const WIDTH: usize = 80;

/// A scenario in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// Its name, for `run` and `show`.
    pub id: String,
    /// What the drill is called.
    pub title: String,
    /// 1 to 5.
    pub difficulty: u8,
    /// How long a table plays it, in minutes.
    pub minutes: i64,
    /// How many seats it has.
    pub seats: usize,
    /// How many of them may stay empty.
    pub optional_seats: usize,
    /// Words for lists.
    pub tags: Vec<String>,
    /// How far it is.
    pub release: Release,
}

/// A scenario as a list shows it.
#[must_use]
pub fn listing(scenario: &Scenario) -> Listing {
    Listing {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        difficulty: scenario.difficulty,
        minutes: scenario.length.ms() / 60_000,
        seats: scenario.seats.len(),
        optional_seats: scenario.seats.iter().filter(|(_, seat)| seat.optional).count(),
        tags: scenario.tags.clone(),
        release: scenario.release,
    }
}

/// The list as lines, in the order given.
#[must_use]
pub fn list(listings: &[Listing]) -> String {
    let ids = listings.iter().map(|listing| listing.id.chars().count()).max().unwrap_or(0).max(2);
    let mut out = row(ids, "id", "length", "level", "seats", "what");
    for listing in listings {
        let length = spell(crate::time::SimDuration::from_mins(listing.minutes));
        let title = clip(
            &format!("{}{}", listing.title, state(listing.release)),
            WIDTH.saturating_sub(ids + 26).max(20),
        );
        out.push_str(&row(
            ids,
            &listing.id,
            &length,
            &listing.difficulty.to_string(),
            &seats(listing),
            &title,
        ));
    }
    out
}

fn row(ids: usize, id: &str, length: &str, level: &str, seats: &str, what: &str) -> String {
    format!("{id:<ids$}  {length:<8}{level:<7}{seats:<7}  {what}\n")
}

/// `4`, or `3-4` if one may stay empty.
fn seats(listing: &Listing) -> String {
    match listing.optional_seats {
        0 => listing.seats.to_string(),
        some => format!("{}-{}", listing.seats - some, listing.seats),
    }
}

fn state(release: Release) -> &'static str {
    match release {
        Release::Released => "",
        Release::Draft => " (draft)",
        Release::Archived => " (archived)",
    }
}
