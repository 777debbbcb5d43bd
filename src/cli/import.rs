//! `import journal`: a drill's record from a file, kept whole or not at all.
//!
//! Nothing is believed because it stands in the file: every line is tried against its hash, every event is read, the
//! scenario is checked, and the whole is lived through once, before the store sees a byte of it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::args::{ImportArgs, ImportJournal, ImportWhat};
use super::exit::{Answer, Done, Failed, print};
use super::{files, run, stored};
use crate::engine::Session;
use crate::engine::event::{EventKind, Header, Seq};
use crate::journal::line::{self, LineError};
use crate::journal::upcast::read_all;
use crate::journal::verify::verify;
use crate::journal::{Record, header};
use crate::prose::count;
use crate::score::Profile;
use crate::store::{JournalStore, NewDrill};
use crate::time::{SimDuration, SimTime};

/// A line is no longer than this: the first one holds a scenario, its organisation and a profile.
const LINE_MAX: u64 = 8 << 20;
/// No drill's record is larger.
const ALL_MAX: usize = 256 << 20;
/// Nor has more events.
const EVENTS_MAX: usize = 250_000;
/// Nor lasts longer, in story time.
const LASTS_MAX: SimDuration = SimDuration::from_mins(60 * 24 * 60);
/// So many problems of a file are told one by one.
const TOLD: usize = 10;

/// Reads what was asked for.
pub(super) fn import(args: &ImportArgs) -> Done {
    match &args.what {
        ImportWhat::Journal(args) => journal(args),
    }
}

fn journal(args: &ImportJournal) -> Done {
    let file = args.file.display().to_string();
    let lines = lines_of(&args.file)?;
    let Journal { records, header, over } = journal_in(&file, &lines)?;
    let name = args.name.clone().unwrap_or_else(|| header.drill.clone());
    run::is_a_name(&name).map_err(|why| Failed(format!("{why}; choose another name with --name")))?;
    let mut store = stored::open(&args.store)?;
    keep(&mut *store, &name, &header, &records, &lines, over)?;
    print(&args.store.hinted(&format!(
        "`{name}` is in the record: {}, {} events, {}.\n`sandtable score {name}` shows how it was run.\n",
        header.scenario,
        lines.len(),
        match (over, header.redacted.is_some()) {
            (true, false) => "to its end",
            (false, false) => "broken off",
            (true, true) => "to its end, without what people typed",
            (false, true) => "broken off, without what people typed",
        }
    )))?;
    Ok(Answer::Yes)
}

/// All lines in one transaction, and then what lists show.
fn keep(
    store: &mut dyn JournalStore,
    name: &str,
    header: &Header,
    records: &[Record],
    lines: &[Vec<u8>],
    over: bool,
) -> Result<(), Failed> {
    let started_ms = records.first().map_or(0, |first| first.wall);
    store.create(&NewDrill::new(name, &header.scenario, started_ms), lines)?;
    if let Some(last) = records.last() {
        store.note_clock(name, last.event.at.ms())?;
        if let (true, EventKind::DrillEnded { how, .. }) = (over, &last.event.kind) {
            store.note_end(name, &format!("{how:?}").to_lowercase())?;
        }
    }
    Ok(())
}

/// What a file turned out to hold.
struct Journal {
    records: Vec<Record>,
    header: Header,
    over: bool,
}

fn journal_in(file: &str, lines: &[Vec<u8>]) -> Result<Journal, Failed> {
    let at = |line: usize, why: &str| Failed(format!("{file}:{line}: {why}; nothing was kept"));
    whole(file, lines)?;
    let records = read_all(lines).map_err(|error| match error {
        LineError::Strange { line, why } => at(line, &format!("this is not a journal's line: {why}")),
        newer @ LineError::Newer { .. } => at(1, &newer.to_string()),
    })?;
    let header = header(&records)
        .ok_or_else(|| at(1, "the first line is not a drill's beginning, with its scenario"))?
        .clone();
    in_time(&records).map_err(|(line, why)| at(line, &why))?;
    let scenario = stored::scenario_of(&header).map_err(|problems| {
        let first = problems.first().map_or_else(String::new, |problem| format!(": {}", problem.message));
        at(1, &format!("its scenario has {}{first}", count(problems.len(), "problem")))
    })?;
    Profile::parse(&header.profile_text)
        .map_err(|error| at(1, &format!("its profile can't be read: {error}")))?;
    let session = Session::resume(scenario, records.iter().map(|record| &record.event))
        .map_err(|stop| Failed(format!("{file}: {stop}; nothing was kept")))?;
    Ok(Journal { over: session.is_over(), header, records })
}

/// Each line is what its hash says.
fn whole(file: &str, lines: &[Vec<u8>]) -> Result<(), Failed> {
    // A newer release may chain its lines otherwise; its name is the better answer.
    if let Some(newer @ LineError::Newer { .. }) = lines.first().and_then(|first| line::read(first, 1).err())
    {
        return Err(Failed(format!("{file}:1: {newer}; nothing was kept")));
    }
    let flaws = verify(lines, false);
    if flaws.is_empty() {
        return Ok(());
    }
    let mut said = format!("{file} is not as it was written, and nothing of it was kept:");
    for flaw in flaws.iter().take(TOLD) {
        said.push_str(&format!("\n  {flaw}"));
    }
    if flaws.len() > TOLD {
        said.push_str(&format!("\n  and {} more", flaws.len() - TOLD));
    }
    said.push_str("\n  export it again where it was run (`sandtable export journal DRILL > FILE`), and copy it unchanged");
    Err(Failed(said))
}

/// Story time begins at the start, never goes back, and ends some day.
fn in_time(records: &[Record]) -> Result<(), (usize, String)> {
    let mut last = SimTime::START;
    for (n, Record { event, .. }) in records.iter().enumerate() {
        if event.at < last {
            return Err((n + 1, format!("the story goes back from {last} to {}", event.at)));
        }
        if event.at > SimTime::START + LASTS_MAX {
            return Err((n + 1, "no drill lasts so long".to_string()));
        }
        if n > 0 && matches!(event.kind, EventKind::DrillStarted(_)) {
            return Err((n + 1, "a second drill begins in the middle of the first".to_string()));
        }
        if n > 0 && records[n - 1].event.kind.is_an_end() {
            return Err((n + 1, "the story goes on after its end".to_string()));
        }
        debug_assert_eq!(event.seq, Seq(n as u64));
        last = event.at;
    }
    Ok(())
}

/// The lines of a file, or of standard input; neither longer nor more than a drill can have.
fn lines_of(path: &Path) -> Result<Vec<Vec<u8>>, Failed> {
    let name = path.display();
    let mut input: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(std::io::stdin().lock()),
        false => Box::new(BufReader::new(opened(path)?)),
    };
    let (mut lines, mut all) = (Vec::new(), 0);
    loop {
        let n = lines.len() + 1;
        let mut line = Vec::new();
        let read = input.by_ref().take(LINE_MAX + 1).read_until(b'\n', &mut line);
        all += read.map_err(|error| Failed(format!("`{name}` can't be read: {error}")))?;
        if line.is_empty() {
            break;
        }
        is_possible(&line, n).map_err(|why| Failed(format!("{name}:{n}: {why}; nothing was kept")))?;
        if all > ALL_MAX || n > EVENTS_MAX {
            return Err(Failed(format!("{name}:{n}: no drill has so many events; nothing was kept")));
        }
        line.pop_if(|end| *end == b'\n');
        lines.push(line);
    }
    match lines.is_empty() {
        true => Err(Failed(format!(
            "`{name}` is empty; `sandtable export journal DRILL` writes what can be read here"
        ))),
        false => Ok(lines),
    }
}

/// What can be said of a line at first sight, so that no more of a wrong file is read.
fn is_possible(line: &[u8], n: usize) -> Result<(), String> {
    if line.len() as u64 > LINE_MAX {
        return Err("the line is longer than any of a journal".to_string());
    }
    if n == 1 && line.starts_with(b"\xef\xbb\xbf") {
        return Err("the file begins with a byte-order mark, and was changed on its way; copy it unchanged"
            .to_string());
    }
    if n == 1 && !line.starts_with(b"{") {
        return Err("this is no journal; `sandtable export journal DRILL` writes one".to_string());
    }
    if line.ends_with(b"\r\n") {
        return Err("the line ends in CR LF, and was changed on its way; copy the file unchanged".to_string());
    }
    Ok(())
}

fn opened(path: &Path) -> Result<File, Failed> {
    files::open_regular(path).map_err(|error| Failed(error.to_string()))
}
