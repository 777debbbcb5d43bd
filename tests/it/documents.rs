//! The postmortem of every shipped scenario, prepared and struggling crew, as a reviewer reads it: read each changed
//! line, and mend a sentence where it is made.

use sandtable::journal::Who;

use crate::shipped;
use crate::support::{Played, play_headed};

/// A drill as it is kept, with nobody's clock in it.
fn played(shipped: &shipped::Shipped, moves: &str) -> Played {
    let mut played = play_headed((&shipped.text, shipped.organisation.as_deref()), moves, Who::Person);
    for record in &mut played.records {
        record.wall = 0;
    }
    played.all_accepted()
}

/// Every shipped drill that somebody plays, by its name.
fn each(check: impl Fn(&str, &Played)) {
    for shipped in shipped::all() {
        for (name, moves) in
            shipped.crews.iter().filter(|(name, _)| ["prepared", "struggling"].contains(name))
        {
            check(&format!("{}_{name}", shipped.id.replace('-', "_")), &played(&shipped, moves));
        }
    }
}

#[test]
fn the_postmortem_of_every_shipped_scenario() {
    each(|name, played| {
        insta::assert_snapshot!(format!("postmortem_{name}"), played.postmortem());
    });
}

/// Every `#n` that a document names is an event of its record.
#[test]
fn every_event_that_a_document_names_is_there() {
    each(|name, played| {
        let text = played.postmortem();
        let named = text.split('#').skip(1).filter_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<usize>().ok()
        });
        let named: Vec<usize> = named.collect();
        assert!(named.len() > 20, "{name}");
        let beyond: Vec<_> = named.into_iter().filter(|&n| n >= played.records.len()).collect();
        assert!(beyond.is_empty(), "{name}: {beyond:?}");
    });
}
