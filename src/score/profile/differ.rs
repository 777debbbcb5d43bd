//! What differs between profiles, number by number.

use serde::Serialize;

use super::{NOBODY, NOT_ASKED, Number, Profile};

/// A number that is not the same in all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// Where it stands in the files.
    pub section: &'static str,
    /// As the profiles name it.
    pub of: String,
    /// What each of them says, in their order.
    pub numbers: Vec<Number>,
}

/// Every number in which profiles differ, in the order of the file.
#[must_use]
pub fn differing(profiles: &[&Profile]) -> Vec<Differs> {
    let all: Vec<Vec<Number>> = profiles.iter().map(|profile| profile.sourced()).collect();
    let mut names: Vec<(&'static str, &str)> = Vec::new();
    for number in all.iter().flatten() {
        let name = (section(number), number.of.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // What only a later one has belongs to its section, too.
    names.sort_by_key(|(of, _)| SECTIONS.iter().position(|section| section == of));
    let said = |numbers: &[Number], name: (&'static str, &str)| {
        let found = numbers.iter().find(|number| (section(number), number.of.as_str()) == name);
        found.cloned().unwrap_or_else(|| nothing(name))
    };
    let each = names.into_iter().map(|name| Differs {
        section: name.0,
        of: name.1.to_string(),
        numbers: all.iter().map(|numbers| said(numbers, name)).collect(),
    });
    each.filter(|each| each.numbers.iter().any(|number| number.is != each.numbers[0].is)).collect()
}

/// The sections in the order of the file.
pub const SECTIONS: [&str; 6] = ["thresholds", "weights", "spans", "counts", "audiences", "roles"];

/// A rule that asks for nothing stands where one that asks does.
fn section(number: &Number) -> &'static str {
    if number.section == "not_asked" { SECTIONS[0] } else { number.section }
}

/// What a profile says that has no word on it.
fn nothing((section, of): (&'static str, &str)) -> Number {
    let is = if section == SECTIONS[0] { NOT_ASKED } else { NOBODY };
    Number {
        section,
        of: of.to_string(),
        is: is.to_string(),
        source: 'H',
        why: "the profile has no word on it".to_string(),
        from: String::new(),
    }
}
