//! A file with mistakes is read several times: without what doesn't belong, or under the name that was meant, so that
//! the rest is checked as if it were right, and one slip is one problem.

use std::borrow::Cow;
use std::ops::Range;

use super::lexer::opening_around;
use super::names::UNKNOWN;
use super::run::{Outcome, Texts, run};
use super::{Checked, close};
use crate::scenario::problem::{File, Problem, line_col, sort};
use crate::scenario::source::Placed;

/// How often; each time at least one field is mended, and mostly all of them.
pub(super) const ROUNDS: usize = 8;
/// For so many problems it is asked whether another explains them.
const EXPLAINED: usize = 100;

/// A field that can't be read where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Hole {
    /// The field with its value.
    pub(super) field: Range<usize>,
    /// Where its name ends, and the name that was meant.
    pub(super) meant: Option<(usize, &'static str)>,
}

/// Reads with places until nothing is left to be mended.
pub(super) fn placed(texts: &Texts<'_>) -> Checked {
    // Of a section under another's name nothing fits; that is said, and not what doesn't fit.
    let swapped = super::swapped::sections(texts.scenario);
    if !swapped.is_empty() {
        return Checked { scenario: None, problems: swapped, more: 0 };
    }
    let (mut scenario, mut organisation) =
        (Cow::Borrowed(texts.scenario), texts.organisation.map(Cow::Borrowed));
    let (mut kept, mut more, mut lost) = (Vec::new(), 0, Vec::new());
    for round in 1.. {
        let now = Texts {
            scenario: &scenario,
            organisation: organisation.as_deref(),
            alone: texts.alone,
            warnings: texts.warnings,
            lost: &lost,
        };
        let Outcome { scenario: made, problems, more: uncounted, holes } = run::<Placed>(&now);
        if holes.is_empty() || round == ROUNDS {
            let mut problems = by_elimination(texts, &mut kept, problems);
            without_what_follows(texts, &kept, &mut problems);
            // Each round finds one field of an element.
            if let Some(last) =
                problems.iter_mut().rfind(|problem| is_left_out(problem)).filter(|_| round == ROUNDS)
            {
                last.help = format!("{}; what stands behind it was not looked at", last.help);
            }
            // Of what had to be left out, no warning can be sure.
            problems.retain(|problem| kept.is_empty() || problem.is_error());
            kept.extend(problems);
            sort(&mut kept);
            let fine = !kept.iter().any(Problem::is_error);
            let problems = together(texts, kept);
            return Checked { scenario: made.filter(|_| fine), problems, more: more + uncounted };
        }
        more = uncounted;
        kept.extend(problems.into_iter().filter(is_left_out));
        for (file, hole) in holes {
            match file {
                File::Scenario => {
                    lost.extend(texts.scenario.get(hole.field.clone()));
                    mend(scenario.to_mut(), &hole);
                }
                File::Organisation => organisation.iter_mut().for_each(|text| mend(text.to_mut(), &hole)),
                // A profile is read alone.
                File::Profile => {}
            }
        }
    }
    Checked { scenario: None, problems: kept, more }
}

/// Problems of fields that are mended when the rest is read again.
pub(super) fn is_left_out(problem: &Problem) -> bool {
    matches!(problem.code, "scenario::unknown_field" | "scenario::duplicate_field")
}

/// Gives a field the name that was meant, or takes it out. Everything else stays where it is.
pub(super) fn mend(text: &mut String, hole: &Hole) {
    let renamed = hole.meant.and_then(|(end, name)| renamed(text, hole.field.start..end, name));
    match renamed {
        Some((place, field)) => text.replace_range(place, &field),
        None => {
            let blank = |b: u8| if b == b'\n' { '\n' } else { ' ' };
            let blanks: String = text[hole.field.clone()].bytes().map(blank).collect();
            text.replace_range(hole.field.clone(), &blanks);
        }
    }
}

/// A name with its colon in the place of another and of the blanks around it, if there are enough of these.
fn renamed(text: &str, at: Range<usize>, name: &str) -> Option<(Range<usize>, String)> {
    let is_blank = |b: &u8| *b == b' ';
    let rest = text.get(at.end..)?;
    let colon = rest.bytes().take_while(|b| is_blank(b)).count();
    let value = rest.get(colon..)?.strip_prefix(':')?;
    let end = at.end + colon + 1 + value.bytes().take_while(|b| is_blank(b)).count();
    let short = (name.len() + 1).saturating_sub(end - at.start);
    let before = text[..at.start].bytes().rev().take_while(|b| is_blank(b)).count();
    if short > before {
        return None;
    }
    let place = at.start - short..end;
    let width = place.len() - name.len();
    Some((place, format!("{name}{:width$}", ":")))
}

/// What an element lacks, and the one name that it doesn't know, are one slip.
fn by_elimination(texts: &Texts<'_>, kept: &mut [Problem], problems: Vec<Problem>) -> Vec<Problem> {
    let text = |file: File| match file {
        File::Scenario | File::Profile => texts.scenario,
        File::Organisation => texts.organisation.unwrap_or_default(),
    };
    let mut lacks: Vec<Option<Problem>> = problems.into_iter().map(Some).collect();
    for unknown in kept.iter_mut().filter(|kept| kept.code == "scenario::unknown_field").take(EXPLAINED) {
        let Some(opening) = opening_around(text(unknown.file), 0, unknown.span.start) else { continue };
        let mut of_it = lacks.iter_mut().filter(|lack| {
            lack.as_ref().is_some_and(|lack| {
                lack.code == "scenario::missing_field"
                    && lack.file == unknown.file
                    && lack.span.start == opening
            })
        });
        let (Some(lack), None) = (of_it.next(), of_it.next()) else { continue };
        let field = lack.as_ref().and_then(|lack| lack.message.rsplit('`').nth(1).map(String::from));
        let Some(field) = field else { continue };
        // What belongs to something else is not this one's under another name.
        if unknown.help.contains(" belongs to ") {
            continue;
        }
        let meant = format!("did you mean `{field}`?");
        if !unknown.help.starts_with("did you mean") {
            unknown.help = format!("{meant} {}", unknown.help);
        }
        if unknown.help.starts_with(&meant) {
            *lack = None;
        }
    }
    lacks.into_iter().flatten().collect()
}

/// What nothing brings may have been brought by the field that is wrong in the same element.
fn without_what_follows(texts: &Texts<'_>, kept: &[Problem], problems: &mut Vec<Problem>) {
    let element = |problem: &Problem| opening_around(texts.scenario, 0, problem.span.start);
    let of_scenario = |problem: &&Problem| problem.file == File::Scenario;
    let wrong = kept.iter().chain(problems.iter().filter(|p| p.code == "scenario::auto_without_contingency"));
    let broken: Vec<_> = wrong.filter(of_scenario).take(EXPLAINED).filter_map(element).collect();
    let follows = |code: &str| matches!(code, "scenario::never_fires" | "scenario::never_starts");
    problems.retain(|problem| {
        !follows(problem.code) || !element(problem).is_some_and(|open| broken.contains(&open))
    });
}

/// A name that nobody knows is said once, with all its places.
fn together(texts: &Texts<'_>, problems: Vec<Problem>) -> Vec<Problem> {
    let mut said: Vec<Problem> = Vec::new();
    for problem in problems {
        let names = UNKNOWN.contains(&problem.code);
        let first = said.iter_mut().take(EXPLAINED).find(|first| {
            names
                && (first.code, first.file) == (problem.code, problem.file)
                && first.message == problem.message
        });
        match first {
            Some(first) => first.also.push((problem.span, "and here".into())),
            None => said.push(problem),
        }
    }
    for problem in said.iter_mut().filter(|problem| problem.also.iter().any(|(_, label)| label == "and here"))
    {
        let text = match problem.file {
            File::Scenario | File::Profile => texts.scenario,
            File::Organisation => texts.organisation.unwrap_or_default(),
        };
        let line = |at: usize| line_col(text, at).line;
        let mut lines: Vec<usize> = problem.also.iter().map(|(span, _)| line(span.start)).collect();
        lines.dedup();
        problem.also.retain(|(span, _)| line(span.start) == line(problem.span.start));
        if lines != [line(problem.span.start)] {
            let lines = lines.into_iter().map(|line| line.to_string());
            problem.help = format!("{}; the same on {}", problem.help, close::lines(lines.collect()));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, name: &str, meant: &'static str, mended: &str) {
        let start = text.find(name).unwrap();
        let hole = Hole { field: start..text.len() - 1, meant: Some((start + name.len(), meant)) };
        let mut text = text.to_string();
        mend(&mut text, &hole);
        assert_eq!(text, mended);
    }

    #[test]
    fn a_field_gets_the_name_that_was_meant_and_everything_else_stays_in_its_place() {
        case("(id: 1,  taks: 2)", "taks", "takes", "(id: 1,  takes:2)");
        case("(id: 1,  tak:2)", "tak", "takes", "(id: 1,takes:2)");
        case("(taakes : 2)", "taakes", "takes", "(takes:   2)");
        case("(tak:2)", "tak", "takes", "(     )");
    }
}
