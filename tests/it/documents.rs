//! The postmortem of every shipped scenario, prepared and struggling crew, as a reviewer reads it: read each changed
//! line, and mend a sentence where it is made.

use std::collections::BTreeSet;

use sandtable::engine::event::{EventKind, Seq};
use sandtable::journal::Who;
use sandtable::postmortem::outline::Block;

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

/// Whatever number a document names, it is told where one looks for it: by its own row of the events, or by a row at
/// its own time and with nobody's words cut.
#[test]
fn every_event_that_is_cited_is_told_once() {
    each(|name, played| {
        let outline = played.outline();
        let mut told: BTreeSet<Seq> = BTreeSet::new();
        for block in outline.sections.iter().flat_map(|section| &section.blocks) {
            let Block::Table { rows, .. } = block else { continue };
            for row in rows {
                assert!(row.tells.iter().all(|seq| row.evidence.contains(seq)), "{name}: {row:?}");
                for &seq in &row.tells {
                    let event = &played.records[usize::try_from(seq.0).unwrap()].event;
                    // "+26:05", or "02:43 (+26:05)".
                    let from = row.cells[0].split(" to ").next().unwrap();
                    let from = from.split_once('(').map_or(from, |(_, plus)| plus.trim_end_matches(')'));
                    // Finer than a second where some arithmetic is.
                    let secs = from.split('.').next().unwrap();
                    assert_eq!(secs, event.counts_at().plus(), "{name}: {row:?}");
                    assert!(told.insert(seq), "{name}: {seq} is told twice");
                    let words =
                        if let EventKind::Reported { text, .. } | EventKind::Said { text } = &event.kind {
                            Some(text)
                        } else if let EventKind::Updated { next, .. } = &event.kind {
                            next.as_ref()
                        } else {
                            None
                        };
                    if let Some(words) = words {
                        assert!(row.cells.last().unwrap().contains(words.as_str()), "{name}: {row:?}");
                    }
                }
            }
        }
        assert!(told.len() > 5, "{name}: {told:?}");
        for event in &outline.events {
            assert!(told.insert(event.seq), "{name}: {} is told twice", event.seq);
        }
        // What shows how a number is written names none.
        let text = played.postmortem().replace("`[#7]`", "");
        let named = text.split('#').skip(1).filter_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok().map(Seq)
        });
        let untold: Vec<Seq> = named.filter(|seq| !told.contains(seq)).collect();
        assert!(untold.is_empty(), "{name}: {untold:?}");
    });
}
