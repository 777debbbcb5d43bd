//! The history as text for a terminal: 80 columns, a mark for each drill and words beside the marks.

use std::collections::BTreeSet;

use super::{AfterItem, Crew, Gap, Group, History, Line, Missed, NamedAlike, Quiet, Why};
use crate::prose::{and, clip, wrap};
use crate::score::card::Outcome;

/// How wide it is.
const WIDTH: usize = 80;
/// So many marks fit beside a criterion's name and its words.
const MARKS: usize = 16;
/// No name of a criterion takes more.
const NAME: usize = 28;
/// Under so many drills there is no trend to speak of.
const FEW: usize = 3;
/// So many moments of a gap are told.
const MOMENTS: usize = 3;
/// So many items that name no gap are told.
const ITEMS: usize = 5;

/// All of it.
#[must_use]
pub fn text(history: &History) -> String {
    let mut out = String::new();
    if history.drills == 0 {
        out.push_str("no drill that counts has been played to its end yet: `sandtable run first-page`\n");
        left_out(&mut out, history);
        return out;
    }
    let drills = crate::prose::count(history.drills, "drill");
    paragraph(
        &mut out,
        "",
        &format!("{drills}, beside each other only where they can be compared. The newest stands right."),
    );
    alike(&mut out, history);
    gaps(&mut out, history);
    quiet_items(&mut out, history);
    let (alone, more): (Vec<&Group>, Vec<&Group>) =
        history.groups.iter().partition(|group| group.drills.len() < 2);
    for group in more {
        table(&mut out, group);
    }
    if !alone.is_empty() {
        out.push_str("\nPlayed once, with nothing yet to stand beside\n");
        for group in alone {
            let drill = &group.drills[0];
            paragraph(&mut out, "  ", &format!("{} {}: {}", drill.day, drill.drill, kind(group)));
        }
    }
    left_out(&mut out, history);
    out
}

/// Profiles that no name tells apart.
fn alike(out: &mut String, history: &History) {
    for NamedAlike { profile, drills } in &history.named_alike {
        let each: Vec<String> = drills.iter().map(|drills| and(&some(drills))).collect();
        out.push('\n');
        paragraph(
            out,
            "",
            &format!(
                "{} profiles go by the name {profile}, and their numbers differ: one rated {}. Give each change of numbers a version of its own (`sandtable show --guide profile`).",
                drills.len(),
                each.join("; another ")
            ),
        );
    }
}

/// The first few of many.
fn some(drills: &[String]) -> Vec<String> {
    let more = drills.len().saturating_sub(MOMENTS);
    let first = drills.iter().take(MOMENTS).cloned();
    first.chain((more > 0).then(|| format!("{more} more"))).collect()
}

fn gaps(out: &mut String, history: &History) {
    if history.recurring.is_empty() {
        if history.drills > 1 {
            let says = match history.rated_twice() {
                0 => "No gap could come back yet: nothing was rated in two drills.".to_string(),
                1 => "No gap has come back: one criterion was rated in two drills or more, and not missed twice."
                    .to_string(),
                n => format!(
                    "No gap has come back: {n} criteria were rated in two drills or more, and none was missed twice."
                ),
            };
            out.push('\n');
            paragraph(out, "", &says);
        }
        return;
    }
    out.push_str("\nThe gaps that keep recurring\n");
    for gap in &history.recurring {
        gap_text(out, gap);
        for item in history.done_items.iter().filter(|item| item.about.as_ref() == Some(&gap.about)) {
            paragraph(out, "      ", &quiet(item));
        }
    }
}

fn gap_text(out: &mut String, gap: &Gap) {
    let is_gate = gap.about.starts_with("gate/");
    let since = match &gap.met_since {
        Some(one) if is_gate => format!("; not since, in {}", one.drill),
        Some(one) => format!("; met since, in {}", one.drill),
        None => String::new(),
    };
    let how = if is_gate { "" } else { "not this time " };
    paragraph(out, "  ", &format!("{}: {how}in {} of {}{since}", gap.about, gap.missed, gap.rated));
    for missed in gap.moments.iter().take(MOMENTS) {
        let Missed { one, says, .. } = missed;
        paragraph(out, "      ", &format!("{} {}{}: {}", one.day, one.drill, at(missed), clip(says, 160)));
    }
    let more = gap.moments.len().saturating_sub(MOMENTS);
    if more > 0 {
        out.push_str(&format!("      and {more} more\n"));
    }
    for after in &gap.after_items {
        let AfterItem { drill, item, text, done_on, again } = after;
        let (one, at, text) = (&again.one, at(again), clip(text, 60));
        let says = format!(
            "{item} of {drill} is done since {done_on} (“{text}”), and on {} in {}{at} the gap was there again: what did it leave open?",
            one.day, one.drill
        );
        paragraph(out, "      ", &says);
    }
}

/// Items that are done and stand beside no gap: those of a gap that was missed once at most, and those that name none.
fn quiet_items(out: &mut String, history: &History) {
    let told = |item: &&Quiet| history.recurring.iter().any(|gap| item.about.as_ref() == Some(&gap.about));
    let left: Vec<&Quiet> = history.done_items.iter().filter(|item| !told(item)).collect();
    let (named, unnamed): (Vec<&Quiet>, Vec<&Quiet>) =
        left.into_iter().partition(|item| item.about.is_some());
    if named.is_empty() && unnamed.is_empty() {
        return;
    }
    out.push_str("\nAction items that are done, and no gap that came back\n");
    for item in named {
        let about = item.about.as_deref().unwrap_or_default();
        paragraph(out, "  ", &format!("{about}: {}", quiet(item)));
    }
    if !unnamed.is_empty() {
        let shown: Vec<String> = unnamed.iter().take(ITEMS).map(|item| called(item)).collect();
        let more = unnamed.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let these = if unnamed.len() == 1 { "names" } else { "name" };
        let text = format!(
            "{}{more} {these} no gap: under factor in section 16, write what an item is to close, as it is called here (loop/verify) or in section 17, and this list says whether it came back",
            shown.join(", ")
        );
        paragraph(out, "  ", &text);
    }
}

/// `A1 of monday (“Ask for a look”)`.
fn called(item: &Quiet) -> String {
    format!("{} of {} (“{}”)", item.item, item.drill, clip(&item.text, 40))
}

/// An item that is done, and why no gap stands beside it.
fn quiet(item: &Quiet) -> String {
    let since = item.done_on.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    let why = match &item.why {
        Why::NamesNone => "it names no gap".to_string(),
        Why::NoDay => "nobody said since when, so nothing can be said of what came after".to_string(),
        Why::NoneLater => "no later drill has been rated for it yet".to_string(),
        Why::SameDay(drill) => {
            format!(
                "{drill} was on the same day, and which came first is not known; no later drill has been rated for it yet"
            )
        }
        Why::NotMissed(1) => "not missed in the one drill rated for it since".to_string(),
        Why::NotMissed(some) => format!("not missed in any of the {some} drills rated for it since"),
        Why::Missed(drill) => {
            format!("in {drill}, after that, it was missed for the first time: what did it leave open?")
        }
    };
    format!("{} is done{since}: {why}", called(item))
}

/// ` at 02:19`, ` from 02:19 to 02:40`, ` from +1:50 to +9:00`, or nothing.
fn at(missed: &Missed) -> String {
    match missed.at.as_slice() {
        [] => String::new(),
        [only] if only.contains(" to ") => format!(" from {only}"),
        [only] => format!(" at {only}"),
        [first, .., last] => format!(" from {first} to {last}"),
    }
}

/// What the drills of a group have in common.
fn kind(group: &Group) -> String {
    let kind = &group.kind;
    let seats = seats(group);
    let (severity, mode) = (kind.severity.label(), kind.mode.as_str());
    format!("{}, {severity}, {seats}, {mode}, pace {}, {}", kind.scenario, kind.pace, kind.profile)
}

/// "4 seats", "3 to 4 seats": how many took part in them.
fn seats(group: &Group) -> String {
    let counts = || group.crews.iter().map(|crew| crew.seats.len());
    match (counts().min().unwrap_or(0), counts().max().unwrap_or(0)) {
        (few, most) if few == most => crate::prose::count(most, "seat"),
        (few, most) => format!("{few} to {most} seats"),
    }
}

/// Where not the same seats took part in all of them, who was missing where.
fn crews(out: &mut String, group: &Group) {
    let all: BTreeSet<&str> =
        group.crews.iter().flat_map(|crew| crew.seats.iter().map(String::as_str)).collect();
    let absent = |crew: &Crew| -> Vec<&str> {
        all.iter().copied().filter(|seat| !crew.seats.iter().any(|own| own == seat)).collect()
    };
    let without = group.drills.iter().zip(&group.crews).filter_map(|(one, crew)| {
        let absent = absent(crew);
        (!absent.is_empty()).then(|| format!("{} without {}", one.drill, and(&absent)))
    });
    let without: Vec<String> = without.collect();
    if !without.is_empty() {
        let text = format!(
            "Not the same seats took part: {}. So these are facts beside each other, and no line of numbers.",
            without.join("; ")
        );
        paragraph(out, "", &text);
    }
}

fn table(out: &mut String, group: &Group) {
    out.push('\n');
    paragraph(out, "", &kind(group));
    let days = [group.drills.first(), group.drills.last()].map(|one| one.map_or("", |one| one.day.as_str()));
    let drills = crate::prose::count(group.drills.len(), "drill");
    let few = if group.drills.len() < FEW { "; too few for a trend, so these are facts" } else { "" };
    paragraph(out, "", &format!("{drills}, {} to {}{few}", days[0], days[1]));
    crews(out, group);
    let marks = group.drills.len().min(MARKS);
    let names =
        group.criteria.iter().map(|line| line.about.chars().count()).max().unwrap_or_default().min(NAME);
    for line in group.criteria.iter().filter(|line| line.rated > 0) {
        row(out, line, names, marks);
    }
    let never: Vec<&str> =
        group.criteria.iter().filter(|line| line.rated == 0).map(|line| line.about.as_str()).collect();
    if !never.is_empty() {
        paragraph(out, "  ", &format!("never rated: {}", and(&never)));
    }
    out.push_str("  + met   ~ partly   - not this time   . not rated\n");
}

fn row(out: &mut String, line: &Line, names: usize, width: usize) {
    let marks: String =
        line.outcomes.iter().skip(line.outcomes.len().saturating_sub(width)).map(|o| mark(*o)).collect();
    let pad = width.max(4);
    out.push_str(&format!("  {:<names$} {marks:<pad$}  {}\n", clip(&line.about, names), words(line)));
}

fn mark(outcome: Outcome) -> char {
    match outcome {
        Outcome::Met => '+',
        Outcome::Partly => '~',
        Outcome::Missed => '-',
        Outcome::NotApplicable | Outcome::NotObserved => '.',
    }
}

/// "met in 3 of the last 4, partly in 1".
fn words(line: &Line) -> String {
    let count = |wanted| line.outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let of = if line.rated == 1 { "the one rated".to_string() } else { format!("the last {}", line.rated) };
    let mut words = match line.rated {
        1 => {
            let outcome = line.outcomes.iter().find(|outcome| super::is_rated(**outcome));
            format!("{} in {of}", outcome.map_or("not rated", |outcome| outcome.words()))
        }
        _ => format!("met in {} of {of}", line.met),
    };
    if line.rated > 1 {
        for (outcome, said) in [(Outcome::Partly, "partly in"), (Outcome::Missed, "not in")] {
            let n = count(outcome);
            if n > 0 {
                words.push_str(&format!(", {said} {n}"));
            }
        }
    }
    words
}

fn left_out(out: &mut String, history: &History) {
    if history.left_out.is_empty() {
        return;
    }
    out.push_str("\nNot counted\n");
    for (why, drills) in &history.left_out {
        let shown: Vec<&str> = drills.iter().take(5).map(String::as_str).collect();
        let more = drills.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        paragraph(out, "  ", &format!("{}: {}{more}", why.words(), shown.join(", ")));
    }
}

fn paragraph(out: &mut String, indent: &str, text: &str) {
    for (n, line) in wrap(text, WIDTH - indent.len() - 2).iter().enumerate() {
        let more = if n == 0 { "" } else { "  " };
        out.push_str(&format!("{indent}{more}{line}\n"));
    }
}
