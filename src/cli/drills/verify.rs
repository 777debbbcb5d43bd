//! `drills --verify`: whether the record is as it was written.

use serde_json::json;

use super::super::args::{DrillsArgs, Format};
use super::super::exit::{Answer, Done, Failed, print, print_json};
use super::super::stored;
use crate::journal::line::hash_of;
use crate::journal::verify::{Flaw, verify_noted};
use crate::store::{DrillInfo, JournalStore, find};

/// So much of a hash is enough to read out.
const SHOWN: usize = 12;

/// A drill that was tried.
struct Tried {
    drill: DrillInfo,
    flaws: Vec<Flaw>,
    /// The hash of its last line: who writes a whole record anew gets another.
    last: Option<String>,
}

/// Tries one drill, or all of them, line by line.
pub(super) fn run(args: &DrillsArgs, said: Option<&str>) -> Done {
    let Some(mut store) = stored::open_existing(&args.store)? else {
        return stored::none_yet();
    };
    let drills = match said {
        Some(said) => vec![find(&mut *store, said)?],
        None => store.drills()?,
    };
    let mut tried = Vec::with_capacity(drills.len());
    for drill in drills {
        tried.push(try_one(&mut *store, drill)?);
    }
    match args.format {
        Format::Json => {
            let all: Vec<_> = tried.iter().map(as_json).collect();
            print_json(&all)?;
        }
        Format::Text => print(&as_text(&tried))?,
    }
    Ok(if tried.iter().all(|tried| tried.flaws.is_empty()) { Answer::Yes } else { Answer::No })
}

fn try_one(store: &mut dyn JournalStore, drill: DrillInfo) -> Result<Tried, Failed> {
    let mut lines = Vec::new();
    store.read(&drill.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
    let flaws = verify_noted(&lines, drill.ended.is_some(), drill.noted);
    let last = lines.last().and_then(|line| hash_of(line)).map(ToString::to_string);
    Ok(Tried { drill, flaws, last })
}

fn as_json(Tried { drill, flaws, last }: &Tried) -> serde_json::Value {
    let flaw = |flaw: &Flaw| {
        let (seq, what) = (flaw.seq, flaw.what.word());
        json!({ "line": flaw.line, "seq": seq, "what": what, "says": flaw.to_string() })
    };
    json!({
        "drill": drill.name,
        "events": drill.lines,
        "last_hash": last,
        "whole": flaws.is_empty(),
        "flaws": flaws.iter().map(flaw).collect::<Vec<_>>(),
    })
}

fn as_text(tried: &[Tried]) -> String {
    let mut text = String::new();
    for Tried { drill, flaws, last } in tried {
        match flaws.len() {
            0 => text.push_str(&format!(
                "{}: {} events{}, each as it was written\n",
                drill.name,
                drill.lines,
                last.as_ref().map_or(String::new(), |last| format!(" up to {}", &last[..SHOWN]))
            )),
            n => text.push_str(&format!("{}: {n} {}\n", drill.name, if n == 1 { "flaw" } else { "flaws" })),
        }
        for flaw in flaws {
            text.push_str(&format!("  {flaw}\n"));
        }
    }
    let flawed = tried.iter().filter(|tried| !tried.flaws.is_empty()).count();
    if flawed > 0 {
        text.push_str(&format!(
            "{flawed} of {} not as written; a backup of the store, or a journal that was exported, has it whole\n",
            if tried.len() == 1 { "1 drill is".to_string() } else { format!("{} drills are", tried.len()) }
        ));
    }
    text
}
