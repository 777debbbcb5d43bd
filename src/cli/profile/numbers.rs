//! `show PROFILE`: the numbers that a profile has of its own, with where they come from and what they are elsewhere.

use crate::score::Profile;
use crate::score::profile::{Number, SECTIONS};
use crate::score::text::Page;

/// What a section holds, in a line.
fn heading(section: &str) -> &'static str {
    match section {
        "thresholds" => "Thresholds: full credit up to the first, none from the second",
        "weights" => "Weights: shares of a whole",
        "spans" => "Single times",
        "counts" => "Single counts; credit is in basis points, 10000 is full",
        "audiences" => "Whom updates are owed",
        _ => "Which roles are needed",
    }
}

/// A profile's own numbers, 80 columns.
pub(super) fn text(profile: &Profile) -> String {
    let mut out = Page::default();
    let about = profile.about();
    let about = if about.is_empty() { "the rules a drill is rated by" } else { about };
    out.wrapped("", &format!("{}: {about}", profile.id()));
    let all = profile.sourced();
    let own = all.iter().filter(|number| number.from.is_empty()).count();
    let base = profile.on().and_then(Profile::shipped);
    let stands = match profile.on() {
        Some(on) => format!("{own} numbers of its own; the rest is {on}'s (`sandtable show {on}`)"),
        None => format!("{own} numbers; it stands alone"),
    };
    out.wrapped("", &format!("{stands}. S: a source states it, D: derived from sources, H: ours."));
    for section in SECTIONS {
        let here = |number: &&Number| {
            number.section == section || (section == "thresholds" && number.section == "not_asked")
        };
        let mut numbers = all.iter().filter(here).filter(|number| number.from.is_empty()).peekable();
        if numbers.peek().is_none() {
            continue;
        }
        out.blank();
        out.line(heading(section));
        for number in numbers {
            let was = base.as_ref().and_then(|base| same(base, number));
            let on = profile.on().unwrap_or_default();
            let was = was.map_or(String::new(), |was| match was == number.is {
                true => format!(" (as in {on})"),
                false => format!(" (in {on}: {was})"),
            });
            out.wrapped("  ", &format!("{} = {} [{}]{was}", number.of, number.is, number.source));
            out.wrapped("      ", &number.why);
        }
    }
    out.blank();
    out.wrapped("", "What each is for: `sandtable show --guide profile`.");
    out.0
}

/// What the profile that it stands on says.
fn same(base: &Profile, own: &Number) -> Option<String> {
    let alike = |number: &Number| {
        number.of == own.of
            && (number.section == own.section || own.section == "not_asked" || number.section == "not_asked")
    };
    Some(base.sourced().into_iter().find(alike).map_or("nothing".to_string(), |number| number.is))
}
