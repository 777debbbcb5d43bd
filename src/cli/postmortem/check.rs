//! `postmortem check`: how a document speaks of people, its action items, and what makes it worth reading.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read};
use std::path::Path;

use chrono::DateTime;

use super::super::args::CheckPostmortemArgs;
use super::super::exit::{Answer, Done, Failed, print, print_json};
use super::super::files::{read_text_of, without_mark};
use super::super::problems;
use super::Case;
use crate::hotwash::strike::At;
use crate::journal::Who;
use crate::pace::wall_ms;
use crate::postmortem::about;
use crate::postmortem::form::form;
use crate::postmortem::lint::{About, Finding, Level, Linted, linted, seats_named};
use crate::postmortem::quality::{Fact, Quality, facts, quality};
use crate::postmortem::team::Team;
use crate::prose::{count, one_line};
use crate::scenario::check::{Checked, Sources};
use crate::scenario::problem::{File, Problem, Severity, line_col};

/// A document, and what was found in it.
pub(super) struct Report {
    name: String,
    text: String,
    pub(super) findings: Vec<Finding>,
    /// How many stay as they are, with a reason.
    allowed: usize,
    /// Remarks that allow nothing, for they give no reason.
    without_reason: usize,
    /// Remarks that are to allow an error.
    refused: usize,
    /// Whether it is in English.
    english: bool,
    /// How many paragraphs are not.
    foreign: usize,
    /// How many words are its own.
    words: usize,
    /// Something was found in what was said in the hot wash.
    said: bool,
    /// Where code begins that is never closed.
    unclosed: Option<usize>,
    pub(super) quality: Quality,
    /// Beside it, and counting for nothing.
    facts: Vec<Fact>,
}

/// Checks a document.
pub(super) fn check(args: &CheckPostmortemArgs) -> Done {
    let report = report(args)?;
    let sources = Sources { name: &report.name, text: &report.text, organisation: None };
    let name = if args.format == "json" { |rule| rule } else { called };
    let problems = report.findings.iter().map(|finding| problem(finding, name(finding.rule))).collect();
    let checked = Checked { scenario: None, problems, more: 0 };
    match args.format.as_str() {
        "json" => {
            let found = problems::objects(&sources, &checked);
            let json = serde_json::json!({ "file": report.name, "problems": found, "allowed": report.allowed, "english": report.english, "other_language": report.foreign, "words": report.words, "quality": report.quality, "facts": report.facts });
            print_json(&json)?;
        }
        "short" => print(&problems::short(&sources, &checked))?,
        _ => {
            print(&problems::text(&sources, &checked, std::io::stdout().is_terminal()))?;
            print(&args.store.hinted(&summary(&report)))?;
        }
    }
    let least = if args.strict { Level::Warning } else { Level::Error };
    // Where nothing could be looked at, nothing is known to be well.
    let unseen = args.strict && (report.words == 0 || !report.english || report.unclosed.is_some());
    let left = unseen || report.findings.iter().any(|finding| finding.level <= least);
    Ok(if left { Answer::No } else { Answer::Yes })
}

/// A file if there is one of this name, `-` for standard input, else a drill.
fn report(args: &CheckPostmortemArgs) -> Result<Report, Failed> {
    let about = About { people: args.people.clone(), today: Some(today()), ..About::default() };
    let path = Path::new(&args.what);
    if args.what == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        return Ok(of_text("standard input", without_mark(text), &about, &[]));
    }
    if path.is_dir() {
        return Err(Failed(format!("`{}` is a folder; name a markdown file, or a drill", args.what)));
    }
    if path.is_file() || path.components().count() > 1 {
        let text = read_text_of(path, "people read shorter ones; check it in parts");
        let text = text.map_err(|error| Failed(error.to_string()))?;
        return Ok(of_text(&args.what, text, &about, &[]));
    }
    // A drill's name may have a dot too: what is no drill either may have been meant as a file.
    let mut case = Case::read(&args.store, &args.what).map_err(|error| match path.extension() {
        Some(_) => neither(path, &error),
        None => error,
    })?;
    case.people.extend(args.people.iter().cloned());
    Ok(of_drill(&case))
}

/// What is no file and no drill: what was tried, and what either would need.
fn neither(path: &Path, no_drill: &Failed) -> Failed {
    match read_text_of(path, "") {
        Ok(_) => Failed(no_drill.0.clone()),
        Err(no_file) => Failed(format!("{no_file}; and {}", no_drill.0)),
    }
}

/// What the team wrote about a drill, in the form in which it is edited.
pub(super) fn of_drill(case: &Case) -> Report {
    let outline = case.outline();
    // With its mark: lines are counted as in the editor.
    let text = case.form(&case.team);
    let blank = form(&outline, &Team::default());
    let own: BTreeSet<&str> = blank.lines().collect();
    let about = about(&case.scenario, &case.records, case.people.clone());
    let about = About { today: Some(today()), ..about };
    let recorded = ["summary", "impact", "timeline"];
    // What was said in the hot wash stands in the document, too: it is asked about behind what was written.
    let (form, said) = (text.len(), said_there(case));
    let mut report = of_text(&case.name, text + &said, &about, &recorded);
    // The questions themselves are ours, or the author's.
    let line = |at: usize| {
        let from = report.text[..at].rfind('\n').map_or(0, |n| n + 1);
        report.text[from..].lines().next().unwrap_or_default()
    };
    let asked = |finding: &Finding| {
        line(finding.span.start).starts_with('#') && own.contains(line(finding.span.start))
    };
    // A row that is offered for a change is nobody's writing yet.
    let offers: Vec<String> =
        outline.heard.changes.iter().map(|change| format!("| {} |", change.name())).collect();
    let spoken = |finding: &Finding| {
        let row = line(finding.span.start);
        finding.span.start >= form || offers.iter().any(|offer| row.trim_end().ends_with(offer))
    };
    let mut findings: Vec<Finding> =
        report.findings.iter().filter(|finding| !asked(finding)).cloned().collect();
    for finding in findings.iter_mut().filter(|finding| finding.rule.starts_with('B') && spoken(finding)) {
        of_words(finding);
        report.said = true;
    }
    report.findings = findings;
    let written = &report.text[..form];
    let seats = Some(seats(case)).filter(|seats| *seats > 0);
    report.facts = facts(written, &about, days_to_draft(case), seats);
    report.quality = quality(written, &about, &report.findings, &recorded);
    report
}

/// The lines of the hot wash, as prose; its changes stand among the action items.
fn said_there(case: &Case) -> String {
    let lines = case.said.all_lines().into_iter().filter(|line| line.at != At::Change);
    let lines: String = lines.map(|line| format!("- {}\n", one_line(&line.text))).collect();
    if lines.is_empty() { lines } else { format!("\n## Said in the hot wash\n\n{lines}") }
}

/// What is found in somebody's own words is asked, and holds nothing up.
fn of_words(finding: &mut Finding) {
    finding.level = finding.level.max(Level::Warning);
    finding.help.push_str(" It was said in the hot wash: would it be said so again?");
}

fn of_text(name: &str, text: String, about: &About, recorded: &[&str]) -> Report {
    let mut about = about.clone();
    about.seats.extend(seats_named(&text));
    let about = &about;
    let found = linted(&text, about);
    let quality = quality(&text, about, &found.findings, recorded);
    let facts = facts(&text, about, None, None);
    let Linted { findings, allowed, without_reason, refused, english, foreign, words, unclosed } = found;
    let (name, allowed) = (name.to_string(), allowed.len());
    Report {
        name,
        text,
        findings,
        allowed,
        without_reason,
        refused,
        english,
        foreign,
        words,
        said: false,
        unclosed,
        quality,
        facts,
    }
}

/// Today, UTC, as items say it.
fn today() -> String {
    DateTime::from_timestamp_millis(wall_ms()).unwrap_or_default().format("%Y-%m-%d").to_string()
}

/// From the end of the drill to the first word that the team wrote.
fn days_to_draft(case: &Case) -> Option<i64> {
    const DAY_MS: i64 = 86_400_000;
    Some((case.team.drafted_ms? - case.records.last()?.wall) / DAY_MS)
}

/// How many seats people moved in.
fn seats(case: &Case) -> usize {
    let people = case.records.iter().filter(|record| record.who == Who::Person);
    people.filter_map(|record| record.event.by.seat()).collect::<BTreeSet<_>>().len()
}

/// A rule about items as people read it: items have numbers such as A1, too.
fn called(rule: &'static str) -> &'static str {
    match rule {
        "A1" => "check A1 (actionable)",
        "A2" => "check A2 (specific)",
        "A3" => "check A3 (bounded)",
        "A4" => "check A4 (owner)",
        "A5" => "check A5 (due)",
        "A6" => "check A6 (typed and linked)",
        "A8" => "check A8 (the whole list)",
        _ => rule,
    }
}

/// A finding as the checker shows it.
fn problem(finding: &Finding, rule: &'static str) -> Problem {
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warning | Level::Advice => Severity::Warning,
    };
    let problem = Problem::error(rule, File::Scenario, finding.span.clone(), finding.message.clone());
    Problem { severity, ..problem.help(finding.help.clone()) }
}

/// What was counted, after what was found.
fn summary(report: &Report) -> String {
    let mut out = closing(report);
    out.push_str("\nWhat makes it worth reading (no part of any drill's rating)\n");
    for part in &report.quality.parts {
        let full = part.credit / 1_000;
        let bar = "#".repeat(full as usize) + &"-".repeat(10_usize.saturating_sub(full as usize));
        out.push_str(&beside(&format!("  {:<18} [{bar}]  ", part.id), &part.says));
    }
    for fact in &report.facts {
        out.push_str(&beside(&format!("  {:<18} ", fact.id), &fact.says));
    }
    out
}

/// How many wordings are to change, which of them before a review, and how those that are to stay may.
fn closing(report: &Report) -> String {
    let of = |kind: char, level| {
        report.findings.iter().filter(|found| found.rule.starts_with(kind) && found.level == level).count()
    };
    let (errors, wordings) = (of('B', Level::Error), of('B', Level::Warning));
    let (checks, advice) = (of('A', Level::Warning), of('A', Level::Advice));
    let before = if errors > 0 { format!(" ({errors} before it is reviewed)") } else { String::new() };
    let counted = [
        (errors + wordings, format!("{} to change{before}", count(errors + wordings, "wording"))),
        (checks, count(checks, "check") + " of action items not met"),
        (advice, format!("{advice} to think over")),
        (report.allowed, format!("{} allowed", report.allowed)),
    ];
    let said: Vec<String> = counted.into_iter().filter(|(n, _)| *n > 0).map(|(_, said)| said).collect();
    let nothing = match (report.words, report.english) {
        (0, _) => "there is no word to look at: it is empty, or all of it is code, quotation or remark",
        (_, true) => "nothing to ask about",
        (_, false) => "its wording was not looked at",
    };
    let said = if said.is_empty() { nothing.to_string() } else { said.join(", ") };
    let mut out = format!("{}: {said}\n", report.name);
    if !report.english {
        out.push_str(
            "  this does not look like English: the rules of wording know no other language,\n  and were not applied; dates and structure were looked at\n",
        );
    }
    if let Some(at) = report.unclosed {
        let line = line_col(&report.text, at).line;
        out.push_str(&format!(
            "  the code that begins in line {line} is never closed: nothing behind it was looked at\n"
        ));
    }
    if report.foreign > 0 {
        let paragraphs = count(report.foreign, "paragraph");
        let are = if report.foreign == 1 { "is" } else { "are" };
        out.push_str(&format!(
            "  {paragraphs} {are} in another language, whose wording the rules do not know\n"
        ));
    }
    if wordings + checks > 0 {
        out.push_str(
            "  a warning may stay, with a reason beside it: <!-- lint:allow(B04: why it stays) -->\n",
        );
    }
    if report.said {
        out.push_str(&format!(
            "  a line of the hot wash is taken back there: `sandtable hotwash {}`, `strike WORDS`\n",
            report.name
        ));
    }
    if report.refused > 0 {
        out.push_str("  lint:allow lets no error stay: reword it, or quote whoever said it\n");
    }
    match report.without_reason {
        0 => {}
        1 => out.push_str("  one lint:allow gives no reason, and allows nothing\n"),
        n => out.push_str(&format!("  {n} times lint:allow gives no reason, and allows nothing\n")),
    }
    out
}

/// A text in a column of its own, within 80.
fn beside(first: &str, says: &str) -> String {
    let lines = crate::prose::wrap(says, 80 - first.len());
    let under = " ".repeat(first.len());
    let line = |(n, line): (usize, &String)| format!("{}{line}\n", if n == 0 { first } else { &under });
    lines.iter().enumerate().map(line).collect()
}
