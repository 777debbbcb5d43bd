//! `check`: every problem of every file, with its place and what to do.
//!
//! A scenario that has no errors is tried out as well, with nobody acting and with the moves that lie beside it; a file
//! of moves is checked against the scenario beside it, and an organisation's file by itself.

mod beside;
mod moves;
mod rehearsal;
mod tryout;

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::CheckArgs;
use super::exit::{Answer, Done, Failed, print, say_error};
use super::files::Loaded;
use super::problems;
use super::shipped::{Found, find_to_check};
use crate::prose::count;
use crate::scenario::check::{Checked, check as check_scenario, check_organisation, is_organisation};
use crate::scenario::problem::{File, Problem};
pub(super) use tryout::Crew;
use tryout::tried;

/// What is checked, with all that lies beside it; or why it can't be read.
#[derive(PartialEq, Eq)]
pub(super) struct Read(Result<Subject, Unread>);

/// What can't be read.
#[derive(PartialEq, Eq)]
struct Unread {
    name: String,
    why: String,
}

/// A scenario or an organisation's file, and the crews that play it.
#[derive(PartialEq, Eq)]
struct Subject {
    found: Found,
    crews: Vec<Crew>,
    /// Why crews beside it could not be read: the scenario is checked all the same.
    unread: Vec<String>,
    /// It is the moves that are checked.
    only_moves: bool,
}

/// What is to be said of one file.
struct Report {
    file: Loaded,
    checked: Checked,
    /// What came of trying it out, for people.
    notes: Vec<String>,
}

/// Checks files.
pub(super) fn check(args: &CheckArgs) -> Done {
    if args.watch {
        return super::watch::watch(args);
    }
    let files = read(&names(&args.scenarios)?);
    let found = report(args, &files)?;
    match found.unread {
        0 => Ok(found.answer),
        unread => Err(Failed(format!("{unread} of {} could not be read", files.len()))),
    }
}

/// Reads files, each by its name.
pub(super) fn read(names: &[String]) -> Vec<Read> {
    let unread = |name: &str, why: String| Unread { name: name.to_string(), why };
    names.iter().map(|name| Read(subject(name).map_err(|Failed(why)| unread(name, why)))).collect()
}

/// What came of a look at files.
pub(super) struct Looked {
    /// Whether all of them are clean.
    pub(super) answer: Answer,
    /// How many can't be read, each of which was said.
    unread: usize,
}

/// Every problem of every one.
pub(super) fn report(args: &CheckArgs, files: &[Read]) -> Result<Looked, Failed> {
    let (mut clean, mut unread, mut json, mut tally) = (0, 0, Vec::new(), Tally::default());
    for Read(file) in files {
        match file {
            Ok(subject) => {
                let reports = reports(subject);
                let bad =
                    |report: &Report| report.checked.problems.iter().any(|p| p.is_error() || args.strict);
                clean += usize::from(!reports.iter().any(bad) && subject.unread.is_empty());
                reports.iter().try_for_each(|report| say(args, report, &mut json))?;
                subject.unread.iter().for_each(|why| say_error(why));
                tally.add(&reports);
            }
            Err(Unread { name, why }) => {
                say_error(why);
                json.push(problems::unread(name, why));
                unread += 1;
            }
        }
    }
    if args.format == "json" {
        let array =
            if args.watch { serde_json::to_string(&json)? } else { serde_json::to_string_pretty(&json)? };
        print(&format!("{}\n", crate::prose::inert_json(&array)))?;
    } else if args.format == "text" {
        print(&tally.said())?;
    }
    let answer = if clean == files.len() { Answer::Yes } else { Answer::No };
    Ok(Looked { answer, unread })
}

fn say(args: &CheckArgs, report: &Report, json: &mut Vec<serde_json::Value>) -> Result<(), Failed> {
    let (sources, checked) = (report.file.sources(), &report.checked);
    match args.format.as_str() {
        "json" => json.extend(problems::objects(&sources, checked)),
        "short" => print(&problems::short(&sources, checked))?,
        _ => {
            let none = || format!("{}: no problems\n", report.file.name);
            let shown = || problems::text(&sources, checked, std::io::stdout().is_terminal());
            print(&if checked.problems.is_empty() { none() } else { shown() })?;
            report.notes.iter().try_for_each(|note| print(&wrapped(note)))?;
        }
    }
    Ok(())
}

/// How many problems there are in all, which nobody counts over several screens.
#[derive(Default)]
struct Tally {
    /// What was said of organisations: of one that several scenarios share it is said with each.
    shared: BTreeSet<(PathBuf, usize, String)>,
    errors: usize,
    warnings: usize,
    files: usize,
    /// Whether the guide to scenarios has a word on any of it, and the one to profiles.
    guided: [bool; 2],
}

impl Tally {
    fn add(&mut self, reports: &[Report]) {
        for Report { file, checked, .. } in reports {
            let new: Vec<&Problem> =
                checked.problems.iter().filter(|problem| self.is_new(file, problem)).collect();
            if new.is_empty() {
                continue;
            }
            let errors = new.iter().filter(|problem| problem.is_error()).count();
            // Warnings come once there are no errors.
            let (more_errors, more_warnings) = if errors > 0 { (checked.more, 0) } else { (0, checked.more) };
            self.errors += errors + more_errors;
            self.warnings += new.len() - errors + more_warnings;
            self.files += 1;
            for problem in &new {
                self.guided[usize::from(problem.file == File::Profile)] = true;
            }
        }
    }

    /// Whether this was not counted yet.
    fn is_new(&mut self, file: &Loaded, problem: &Problem) -> bool {
        let shared = file.organisation.as_ref().filter(|_| problem.file == File::Organisation);
        shared.is_none_or(|(name, _)| {
            let path = std::fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
            self.shared.insert((path, problem.span.start, problem.message.clone()))
        })
    }

    /// Nothing, where one look is enough.
    fn said(&self) -> String {
        let Tally { errors, warnings, files, guided, .. } = *self;
        let what = match (errors, warnings) {
            (0, n) => count(n, "warning"),
            (n, 0) => count(n, "error"),
            (n, m) => format!("{} and {}", count(n, "error"), count(m, "warning")),
        };
        let told = if errors + warnings < 2 {
            String::new()
        } else {
            format!("{what} in {}\n", count(files, "file"))
        };
        match guided {
            [true, _] => told + "`sandtable show --guide` says what each field takes\n",
            [false, true] => told + "`sandtable show --guide profile` says what each field takes\n",
            [false, false] => told,
        }
    }
}

/// A line of what came of trying it out, no wider than a report.
fn wrapped(note: &str) -> String {
    let width = textwrap::Options::new(problems::WIDTH).initial_indent("  ").subsequent_indent("    ");
    let words = width.word_separator(textwrap::WordSeparator::AsciiSpace);
    textwrap::fill(note, words.word_splitter(textwrap::WordSplitter::NoHyphenation)) + "\n"
}

/// Reads a scenario, a file of moves with its scenario, or an organisation's file.
fn subject(name: &str) -> Result<Subject, Failed> {
    let path = Path::new(name);
    if path.extension().is_some_and(|end| end == "moves") && path.exists() {
        let found = find_to_check(&scenario_of(path)?.display().to_string())?;
        return Ok(Subject { found, crews: vec![Crew::read(path)?], unread: Vec::new(), only_moves: true });
    }
    let found = find_to_check(name)?;
    let (mut crews, mut unread) = (Vec::new(), Vec::new());
    for crew in [false, true].into_iter().filter_map(|struggling| found.beside(struggling)) {
        match crew {
            Ok(crew) => crews.push(crew),
            Err(Failed(why)) => unread.push(why),
        }
    }
    Ok(Subject { found, crews, unread, only_moves: false })
}

/// What is to be said of a subject: of its own file, and of moves beside it.
fn reports(Subject { found, crews, only_moves, .. }: &Subject) -> Vec<Report> {
    let Found { name, text, organisation, .. } = found;
    if super::profile::is_one(text) {
        let file = Loaded { name: name.clone(), text: text.clone(), organisation: None };
        return vec![Report { file, checked: super::profile::checked(text), notes: Vec::new() }];
    }
    if is_organisation(text) {
        let checked = check_organisation(name, text);
        let organisation = Some((name.clone(), text.clone()));
        let file = Loaded { name: name.clone(), text: String::new(), organisation };
        return vec![Report { file, checked, notes: Vec::new() }];
    }
    let mut checked = check_scenario(&found.sources());
    found.say_why_unread(&mut checked.problems);
    let file = Loaded { name: name.clone(), text: text.clone(), organisation: organisation.clone() };
    let mut main = Report { file, checked, notes: Vec::new() };
    // Moves can only be read against a scenario that is whole.
    let Some(scenario) = main.checked.scenario.take().map(Arc::new) else {
        let read = !main.checked.problems.iter().any(|problem| problem.unread);
        main.notes.extend(read.then(|| "warnings come once this is mended, and it is tried out then".into()));
        return vec![main];
    };
    let tried = tried(&scenario, text, crews, *only_moves);
    main.checked.problems.extend(tried.problems);
    main.notes = tried.notes;
    let nearly = if *only_moves { Vec::new() } else { beside_it(found, &mut main) };
    let of_moves = crews.iter().zip(tried.moves);
    let of_moves = of_moves.map(|(crew, problems)| of_crew(crew.name.clone(), crew.text.clone(), problems));
    if *only_moves && !main.checked.problems.iter().any(Problem::is_error) {
        let mut reports: Vec<Report> = of_moves.collect();
        reports.iter_mut().for_each(|report| report.notes.append(&mut main.notes));
        return reports;
    }
    // Of moves that are fine nothing is said.
    let worth_saying: Vec<Report> = of_moves.filter(|report| !report.checked.problems.is_empty()).collect();
    std::iter::once(main).chain(worth_saying).chain(nearly).collect()
}

/// What lies beside a scenario is told with it: crews that nobody plays, and another scenario of its name.
fn beside_it(found: &Found, main: &mut Report) -> Vec<Report> {
    let Some(file) = found.own_file() else { return Vec::new() };
    let fine = !main.checked.problems.iter().any(Problem::is_error);
    main.checked.problems.splice(0..0, fine.then(|| beside::same_id(found, file)).flatten());
    let (notes, nearly) = beside::crews(file);
    main.notes.extend(notes);
    nearly.into_iter().map(|(name, problem)| of_crew(name, String::new(), vec![problem])).collect()
}

/// What is to be said of a file of moves.
fn of_crew(name: String, text: String, problems: Vec<Problem>) -> Report {
    let file = Loaded { name, text, organisation: None };
    Report { file, checked: Checked { scenario: None, problems, more: 0 }, notes: Vec::new() }
}

/// The scenario beside a file of moves: `x.ron` beside `x.moves` and `x.struggling.moves`.
fn scenario_of(moves: &Path) -> Result<PathBuf, Failed> {
    let whole = moves.with_extension("");
    let mut stems =
        std::iter::once(whole.clone()).chain((whole.extension().is_some()).then(|| whole.with_extension("")));
    let beside = |stem: PathBuf| {
        let mut name = stem.into_os_string();
        name.push(".ron");
        PathBuf::from(name)
    };
    stems.find_map(|stem| Some(beside(stem)).filter(|path| path.exists())).ok_or_else(|| {
        Failed(format!(
            "{} is for no scenario that could be found: {} is not there; moves lie beside their scenario, under its name",
            moves.display(),
            beside(whole).display()
        ))
    })
}

/// The scenarios of folders, in order; files and shipped names stand for themselves.
pub(super) fn names(said: &[String]) -> Result<Vec<String>, Failed> {
    let mut names = Vec::new();
    for name in said {
        if Path::new(name).is_dir() {
            let inside = scenarios_in(Path::new(name))?;
            if inside.is_empty() {
                return Err(Failed(format!("no scenario (*.ron) in {name}")));
            }
            names.extend(inside.into_iter().map(|path| path.display().to_string()));
        } else {
            names.push(name.clone());
        }
    }
    Ok(names)
}

/// The scenario files of a folder, by name.
fn scenarios_in(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let unread = |error: std::io::Error| Failed(format!("{} can't be read: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|end| end == "ron") && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
