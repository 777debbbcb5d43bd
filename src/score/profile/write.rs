//! A profile as one text that needs no other: what a drill's record keeps.

use std::fmt::Write;

use super::{Profile, Sourced};
use crate::time::SimDuration;

/// Every number of a profile, each with where it is from.
pub(super) fn text(profile: &Profile) -> String {
    let mut out =
        String::from("// Written by sandtable: a profile with everything it stands on.\nProfile(\n");
    let mut line = |text: &str| {
        // Writing to a string cannot go wrong.
        let _ = writeln!(out, "    {text}");
    };
    line(&format!("id: {:?},", profile.id));
    if !profile.about.is_empty() {
        line(&format!("about: {:?},", profile.about));
    }
    line("thresholds: [");
    for ((rule, at), row) in &profile.rows {
        let (target, limit) = (dur(row.is.target), dur(row.is.limit));
        line(&format!(
            "    (of: {:?}, at: {at:?}, target: {target}, limit: {limit}, {}),",
            rule.as_str(),
            source(row)
        ));
    }
    line("],");
    line("not_asked: [");
    for ((rule, at), none) in &profile.unasked {
        line(&format!("    (of: {:?}, at: {at:?}, {}),", rule.as_str(), source(none)));
    }
    line("],");
    line("weights: [");
    for (of, said) in &profile.weights {
        line(&format!("    (of: {of:?}, is: {}, {}),", said.is, source(said)));
    }
    line("],");
    line("spans: [");
    for (of, said) in &profile.spans {
        line(&format!("    (of: {:?}, is: {}, {}),", of.as_str(), dur(said.is), source(said)));
    }
    line("],");
    line("counts: [");
    for (of, said) in &profile.counts {
        line(&format!("    (of: {:?}, is: {}, {}),", of.as_str(), said.is, source(said)));
    }
    line("],");
    line("audiences: [");
    for (at, said) in &profile.audiences {
        line(&format!("    (at: {at:?}, are: {:?}, {}),", said.is, source(said)));
    }
    line("],");
    line("roles: [");
    for (at, said) in &profile.roles {
        line(&format!("    (at: {at:?}, are: {:?}, {}),", said.is, source(said)));
    }
    line("],");
    out.push_str(")\n");
    out
}

fn dur(length: SimDuration) -> String {
    format!("\"{length}\"")
}

fn source<T>(said: &Sourced<T>) -> String {
    let from = if said.from.is_empty() { String::new() } else { format!(", from: {:?}", said.from) };
    format!("tag: {}, why: {:?}{from}", said.tag.letter(), said.why)
}
