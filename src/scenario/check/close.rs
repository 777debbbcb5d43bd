//! Names that somebody may have meant.

use strsim::osa_distance;

/// The most names that a message lists.
const LISTED: usize = 12;

/// The names nearest to `word`, the nearest first, at most two; none if nothing is near.
pub(super) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    // Nobody means a name by a text of this length, and distances cost the product of both lengths.
    if word.len() > 80 {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let mut near: Vec<(usize, &str)> =
        names.into_iter().filter_map(|name| distance(&lower, name).map(|d| (d, name))).collect();
    near.sort();
    near.dedup();
    // But for hyphens or capitals it is the same: nothing else was meant.
    let same = near.first().is_some_and(|(distance, _)| *distance == 0);
    near.retain(|(distance, _)| !same || *distance == 0);
    near.into_iter().map(|(_, name)| name).take(2).collect()
}

/// How far a name is from what was written; `None` if too far to be meant.
fn distance(lower: &str, name: &str) -> Option<usize> {
    if name.is_empty() || name.len() > 80 {
        return None;
    }
    let name = name.to_lowercase();
    let same = |c: &char| !matches!(c, '-' | '_' | ' ');
    if name.chars().filter(same).eq(lower.chars().filter(same)) {
        return Some(0);
    }
    let (one, other) = (lower.chars().count(), name.chars().count());
    // Of two letters, one is too many to be wrong.
    let most = if one.max(other) <= 2 { 0 } else { 1 + one.min(other) / 4 };
    let distance = osa_distance(lower, &name);
    let part = lower.len() >= 4 && name.contains(lower) || name.len() >= 4 && lower.contains(name.as_str());
    if distance <= most { Some(distance) } else { part.then_some(most + 1) }
}

/// `did you mean `x`?`, if there is something to mean.
pub(crate) fn did_you_mean<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    match nearest(word, names)[..] {
        [] => None,
        [one] => Some(format!("did you mean `{one}`?")),
        [one, two, ..] => Some(format!("did you mean `{one}` or `{two}`?")),
    }
}

/// All names in back-ticks, for lists of our own, which are short.
pub(super) fn all_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Names in back-ticks; a long list is cut.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let all: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if all.len() <= LISTED {
        return all.join(", ");
    }
    format!("{} and {} more", all[..LISTED].join(", "), all.len() - LISTED)
}

/// Numbers of lines, in words; a long list is cut.
pub(super) fn lines(mut numbers: Vec<String>) -> String {
    let more = numbers.len().saturating_sub(LISTED);
    numbers.truncate(LISTED);
    match numbers.split_last() {
        Some((only, [])) => format!("line {only}"),
        Some(_) if more > 0 => format!("lines {} and {more} more", numbers.join(", ")),
        Some((last, others)) => format!("lines {} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What in a name can't be seen, or looks like a letter of ours and is another.
pub(super) fn look_alike(name: &str) -> Option<String> {
    name.chars().find_map(|c| {
        let code = u32::from(c);
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
                Some(format!("it has an invisible character in it (U+{code:04X})"))
            }
            '\u{370}'..='\u{52f}' => Some(format!(
                "its `{c}` (U+{code:04X}) is a letter of another alphabet, and only looks like ours"
            )),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                Some(format!("its `{c}` (U+{code:04X}) is a dash, and not the plain hyphen `-`"))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_a_stranger_is_not() {
        let names = ["pause-run", "rerun", "roll-back-tariff"];
        assert_eq!(nearest("pause_run", names), ["pause-run"]);
        assert_eq!(nearest("roll-back", names), ["roll-back-tariff"]);
        assert_eq!(nearest("rerum", names), ["rerun"]);
        assert_eq!(nearest("SEV2", ["Sev1", "Sev2", "Sev3"]), ["Sev2"]);
        assert!(nearest("customers", names).is_empty());
    }
}
