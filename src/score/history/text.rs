//! The history as text for a terminal: 80 columns, a mark for each drill and words beside the marks.

use super::{AfterItem, Gap, Group, History, Line, Missed};
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
    gaps(&mut out, history);
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

fn gaps(out: &mut String, history: &History) {
    if history.recurring.is_empty() {
        if history.drills > 1 {
            out.push_str("\nNo gap has come back: nothing was missed twice.\n");
        }
        return;
    }
    out.push_str("\nThe gaps that keep recurring\n");
    for gap in &history.recurring {
        gap_text(out, gap);
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
    let seats = crate::prose::count(kind.seats as usize, "seat");
    let (severity, mode) = (kind.severity.label(), kind.mode.as_str());
    format!("{}, {severity}, {seats}, {mode}, pace {}, {}", kind.scenario, kind.pace, kind.profile)
}

fn table(out: &mut String, group: &Group) {
    out.push('\n');
    paragraph(out, "", &kind(group));
    let days = [group.drills.first(), group.drills.last()].map(|one| one.map_or("", |one| one.day.as_str()));
    let drills = crate::prose::count(group.drills.len(), "drill");
    let few = if group.drills.len() < FEW { "; too few for a trend, so these are facts" } else { "" };
    paragraph(out, "", &format!("{drills}, {} to {}{few}", days[0], days[1]));
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
        1 => format!("{} in {of}", if line.met == 1 { "met" } else { "not met" }),
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
