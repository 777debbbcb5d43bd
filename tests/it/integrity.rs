//! Whether a journal is as it was written: one change to it is found, whatever it is, and its place told.

use sandtable::journal::Who;
use sandtable::journal::verify::{Flaw, What, verify, verify_noted};

use crate::fuzz::{Dice, cases};
use crate::shipped;
use crate::support::play_with;

/// How many changes of each kind are tried, with `--long`.
const CHANGES: usize = 8_000;

/// The smallest drill's record, to its end.
fn journal() -> Vec<Vec<u8>> {
    let all = shipped::all();
    let smallest = all.iter().find(|scenario| scenario.id == "smallest").unwrap();
    play_with(smallest.scenario(), &smallest.crews[0].1, 1, Who::Person).lines
}

#[track_caller]
fn flaw(found: &[Flaw], line: usize, seq: Option<u64>, what: &What) {
    assert_eq!(found, [Flaw { line, seq, what: what.clone() }]);
}

#[test]
fn a_journal_as_it_was_written_has_no_flaw() {
    assert_eq!(verify(&journal(), true), []);
    assert_eq!(verify(&[], false), []);
}

#[test]
fn a_flipped_byte_is_found_in_its_line() {
    let journal = journal();
    let mut dice = Dice(1);
    for n in 0..cases(CHANGES) {
        let mut changed = journal.clone();
        // Every line in turn, and in every other case the parts where it matters most: its number, and its hash.
        let at = n % changed.len();
        let (line, end) = (&mut changed[at], journal[at].len());
        let place = match n % 4 {
            0 => dice.below(12),
            1 => end - 1 - dice.below(80),
            _ => dice.below(end),
        };
        line[place] ^= 1 << dice.below(8);
        flaw(&verify(&changed, true), at + 1, Some(at as u64), &What::Changed);
    }
}

#[test]
fn a_number_put_in_the_place_of_a_number_is_a_change_of_its_line() {
    let journal = journal();
    for at in 0..journal.len() {
        let mut changed = journal.clone();
        let text = String::from_utf8(changed[at].clone()).unwrap();
        let (_, rest) = text.split_once(',').unwrap();
        for seq in [0, at + 1, at + 2, 7_000] {
            if seq != at {
                changed[at] = format!("{{\"seq\":{seq},{rest}").into_bytes();
                flaw(&verify(&changed, true), at + 1, Some(at as u64), &What::Changed);
            }
        }
    }
}

#[test]
fn missing_lines_are_told_by_their_numbers() {
    let journal = journal();
    let last = journal.len() - 1;
    for at in 0..last {
        let mut short = journal.clone();
        drop(short.remove(at));
        flaw(&verify(&short, true), at + 1, Some(at as u64), &What::Missing { to: at as u64 });
    }
    let mut dice = Dice(2);
    for _ in 0..cases(CHANGES) / 10 {
        let mut short = journal.clone();
        let from = dice.below(last - 1);
        let to = from + dice.below(last - 1 - from);
        drop(short.drain(from..=to));
        flaw(&verify(&short, true), from + 1, Some(from as u64), &What::Missing { to: to as u64 });
    }
    // What is cut off at the end shows where it is known that the drill ended, and only there.
    for keep in [1, last / 2, last] {
        flaw(&verify(&journal[..keep], true), keep + 1, None, &What::CutShort);
        assert_eq!(verify(&journal[..keep], false), []);
    }
}

#[test]
fn what_was_cut_off_is_told_where_it_was_noted_how_many_lines_there_were() {
    let journal = journal();
    let all = journal.len();
    assert_eq!(verify_noted(&journal, true, all as u64), []);
    // More were kept than were noted last: that is how it is when a process was killed.
    assert_eq!(verify_noted(&journal, true, all as u64 - 3), []);
    for ended in [true, false] {
        for keep in 1..all {
            let to = all as u64 - 1;
            let found = verify_noted(&journal[..keep], ended, all as u64);
            flaw(&found, keep + 1, Some(keep as u64), &What::CutOff { to });
        }
    }
    let told = |keep: usize| verify_noted(&journal[..keep], false, 10)[0].to_string();
    assert_eq!(told(9), "event 9 is missing after line 9");
    assert_eq!(told(7), "events 7 to 9 are missing after line 7");
    // One that is missing elsewhere is told alone.
    let mut short = journal.clone();
    drop(short.remove(5));
    flaw(&verify_noted(&short, true, all as u64), 6, Some(5), &What::Missing { to: 5 });
}

#[test]
fn lines_that_changed_places_are_told_by_their_numbers() {
    let journal = journal();
    for at in 1..journal.len() {
        for other in 0..at {
            let mut mixed = journal.clone();
            mixed.swap(at, other);
            let found = verify(&mixed, true);
            assert!(!found.is_empty(), "{other} and {at}");
            for flaw in &found {
                assert_eq!(flaw.what, What::OutOfPlace, "{other} and {at}: {found:?}");
                let seq = flaw.seq.unwrap() as usize;
                // Of three in a row that were turned round, the middle one may be called the odd one out.
                assert!(seq == at || seq == other || (at - other == 2 && seq == at - 1), "{found:?}");
            }
            assert!(found.iter().any(|flaw| [at, other].contains(&(flaw.seq.unwrap() as usize))));
        }
    }
}

#[test]
fn a_line_that_stands_there_twice_is_told() {
    let journal = journal();
    for at in 0..journal.len() {
        let mut long = journal.clone();
        long.insert(at, journal[at].clone());
        flaw(&verify(&long, true), at + 2, Some(at as u64), &What::Twice);
    }
}

#[test]
fn what_is_no_line_stands_for_the_event_that_it_replaces() {
    let mut changed = journal();
    changed[7] = b"PK\x03\x04".to_vec();
    changed[8] = Vec::new();
    let told: Vec<String> = verify(&changed, true).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 8: event 7 is not as it was written", "line 9: event 8 is not as it was written"]
    );
    // Beside them it is one too many.
    let mut long = journal();
    long.insert(7, b"{}".to_vec());
    flaw(&verify(&long, true), 8, None, &What::NoLine);
}
