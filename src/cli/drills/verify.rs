//! `drills --verify`: whether the record is as it was written.

use serde_json::json;

use super::super::args::{DrillsArgs, Format};
use super::super::exit::{Answer, Done, Failed, print, print_json};
use super::super::stored;
use crate::journal::verify::{Flaw, verify_noted};
use crate::store::{DrillInfo, JournalStore, find};

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
        let flaws = flaws(&mut *store, &drill)?;
        tried.push((drill, flaws));
    }
    match args.format {
        Format::Json => {
            let all: Vec<_> = tried.iter().map(as_json).collect();
            print_json(&all)?;
        }
        Format::Text => print(&as_text(&tried))?,
    }
    Ok(if tried.iter().all(|(_, flaws)| flaws.is_empty()) { Answer::Yes } else { Answer::No })
}

fn flaws(store: &mut dyn JournalStore, drill: &DrillInfo) -> Result<Vec<Flaw>, Failed> {
    let mut lines = Vec::new();
    store.read(&drill.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
    Ok(verify_noted(&lines, drill.ended.is_some(), drill.noted))
}

fn as_json((drill, flaws): &(DrillInfo, Vec<Flaw>)) -> serde_json::Value {
    let flaw = |flaw: &Flaw| {
        let (seq, what) = (flaw.seq, flaw.what.word());
        json!({ "line": flaw.line, "seq": seq, "what": what, "says": flaw.to_string() })
    };
    json!({
        "drill": drill.name,
        "events": drill.lines,
        "whole": flaws.is_empty(),
        "flaws": flaws.iter().map(flaw).collect::<Vec<_>>(),
    })
}

fn as_text(tried: &[(DrillInfo, Vec<Flaw>)]) -> String {
    let mut text = String::new();
    for (drill, flaws) in tried {
        match flaws.len() {
            0 => text.push_str(&format!("{}: {} events, each as it was written\n", drill.name, drill.lines)),
            n => text.push_str(&format!("{}: {n} {}\n", drill.name, if n == 1 { "flaw" } else { "flaws" })),
        }
        for flaw in flaws {
            text.push_str(&format!("  {flaw}\n"));
        }
    }
    let flawed = tried.iter().filter(|(_, flaws)| !flaws.is_empty()).count();
    if flawed > 0 {
        text.push_str(&format!(
            "{flawed} of {} not as written; a backup of the store, or a journal that was exported, has it whole\n",
            if tried.len() == 1 { "1 drill is".to_string() } else { format!("{} drills are", tried.len()) }
        ));
    }
    text
}
