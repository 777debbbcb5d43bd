//! What is said when a drill is over, or had to stop.

use std::io::IsTerminal;

use crate::cli::args::StoreArg;
use crate::cli::exit::{Answer, Done, Failed, print};
use crate::cli::terminal::on_screen;
use crate::cli::{score, stored};
use crate::drive::DriveError;
use crate::score::card::Scorecard;
use crate::store::StoreError;

/// What the drill came to, off a terminal: everything at once.
pub(super) fn end_card(store: &StoreArg, strict: bool, name: &str, json: bool) -> Done {
    let stored = stored::read(store, name)?;
    let (scenario, records) = stored.lived()?;
    let card = score::card(&scenario, &records)?;
    if !json {
        let numbers = !std::io::stdout().is_terminal();
        let where_it_is = on_screen(&store.hinted(&where_it_is(name, &card, numbers)));
        print(&format!("\n{}\n{where_it_is}", crate::score::text::short(&card, numbers)))?;
    }
    Ok(if strict && score::gated(&card) { Answer::No } else { Answer::Yes })
}

/// What to do with the record of a drill.
///
/// Where numbers are shown anyhow, nothing more is promised of `--numbers`.
pub(in crate::cli) fn where_it_is(name: &str, card: &Scorecard, numbers: bool) -> String {
    let with = if numbers { "every line and its numbers" } else { "every line, `--numbers` the numbers" };
    let cited = card.example().map_or(String::new(), |seq| {
        format!("`sandtable replay {name} --at '{seq}'` shows an event that it cites;\n")
    });
    format!(
        "The record is `{name}`.\n`sandtable score` shows the evidence for {with};\n\
         {cited}`sandtable postmortem` writes the document;\n`sandtable hotwash` guides the half hour after it.\n"
    )
}

/// What is said when a drill had to stop: its record is whole, and it can be gone on with.
pub(super) fn stopped(name: &str, error: &DriveError) -> Failed {
    let elsewhere = matches!(
        error,
        DriveError::Store(StoreError::Conflict { .. } | StoreError::Driven { .. } | StoreError::Lost { .. })
    );
    let go_on =
        if elsewhere { String::new() } else { format!("; `sandtable resume {name}` goes on from there") };
    Failed(format!("{error}\n  what was confirmed is in the record as `{name}`{go_on}"))
}
