//! The seats that a document names in a table of its own, as an exported one does in its head.

use super::document::{Document, Kind};
use super::piece::is_given_name;

/// What stands in columns that are headed “seat”: seats, and no person.
#[must_use]
pub fn seats_named(text: &str) -> Vec<String> {
    let document = Document::read(text, &[]);
    let (mut columns, mut seats) = (Vec::new(), Vec::new());
    for block in &document.blocks {
        let Kind::Cell(place) = block.kind else { continue };
        let said = block.whole.trim();
        if place.row == 0 {
            if ["seat", "seats"].contains(&said.to_lowercase().as_str()) {
                columns.push((place.table, place.column));
            }
        } else if columns.contains(&(place.table, place.column)) {
            let words: Vec<&str> = said.split_whitespace().collect();
            if (1..=3).contains(&words.len()) && !words.iter().any(|word| is_given_name(word)) {
                seats.push(said.to_string());
            }
        }
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_seats_names_them() {
        let text = "| seat | team |\n| --- | --- |\n| `primary` | Shop |\n| depot-lead | Depot |\n| Dave | Depot |\n\n| what | who |\n| --- | --- |\n| a | web-1 |\n";
        assert_eq!(seats_named(text), ["primary", "depot-lead"]);
    }
}
