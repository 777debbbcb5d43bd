//! `score`: a pure function of the record.

mod beside;

use std::io::IsTerminal;

use super::args::{Format, ScoreArgs};
use super::exit::{Answer, Done, Failed, print, print_json};
use super::stored;
use crate::engine::event::EventKind;
use crate::journal::{Record, header};
use crate::scenario::Scenario;
use crate::score::card::Scorecard;
use crate::score::explain::Sources;
use crate::score::profile::differing;
use crate::score::{self, Profile};
use crate::time::SimTime;

/// The scorecard of a drill, under the profile its record holds.
pub(super) fn card(scenario: &Scenario, records: &[Record]) -> Result<Scorecard, Failed> {
    scored(records)?;
    Ok(score::score(scenario, &profile(records)?, records))
}

/// The scorecard by a profile; where that is another than the drill was run under, the card says so, and in what they differ.
pub(super) fn rescored(
    scenario: &Scenario,
    own: &Profile,
    profile: &Profile,
    records: &[Record],
) -> Scorecard {
    let mut card = score::score(scenario, profile, records);
    card.differs = differing(&[own, profile]);
    card.rescored = (!card.differs.is_empty()).then(|| own.id().to_string());
    card
}

/// A line of play that was left is not scored.
fn scored(records: &[Record]) -> Result<(), Failed> {
    if let Some(EventKind::Rewound { to, branch, .. }) = records.last().map(|last| &last.event.kind) {
        let to = to.since(SimTime::START).clock();
        return Err(Failed(format!(
            "this line of play was left for its +{to}, and is not scored; the drill goes on as `{branch}`: \
             `sandtable score {branch}`"
        )));
    }
    Ok(())
}

/// The rules that a record holds.
pub(super) fn profile(records: &[Record]) -> Result<Profile, Failed> {
    let text = header(records).map_or(Profile::default_text(), |header| header.profile_text.as_str());
    Profile::recorded(text)
        .map_err(|error| Failed(format!("the profile in the record can't be read: {error}")))
}

/// Whether a gate was missed, of the process or of the story.
pub(super) fn gated(card: &Scorecard) -> bool {
    !card.process.gates.is_empty() || !card.scenario_score.gates.is_empty()
}

/// Prints how a drill was run.
pub(super) fn score(args: &ScoreArgs) -> Done {
    let stored = stored::read(&args.store, &args.drill)?;
    let (scenario, records) = stored.lived()?;
    let altered = stored.say_if_altered().is_some();
    scored(&records)?;
    let own = profile(&records)?;
    let named = args.profile.iter().map(|said| super::profile::find_for(said, &own));
    let named: Vec<Profile> = named.collect::<Result<_, _>>()?;
    let rated = |profile: &Profile| rescored(&scenario, &own, profile, &records);
    if named.len() > 1 {
        let done = beside::side_by_side(args, &named, &named.iter().map(rated).collect::<Vec<_>>(), &own);
        return done.map(|answer| if args.strict && altered { Answer::No } else { answer });
    }
    let profile = named.into_iter().next().unwrap_or(own.clone());
    let card = rated(&profile);
    if let Some(said) = &args.explain {
        let sources = Sources { scenario: &scenario, profile: &profile, records: &records, card: &card };
        return explain(args, &sources, said);
    }
    match args.format {
        Format::Json => print_json(&card)?,
        Format::Text => {
            // People are shown words first; a pipe gets the numbers.
            let numbers = args.numbers || !std::io::stdout().is_terminal();
            print(&still_on(&records, score::text::text(&card, numbers)))?;
        }
    }
    Ok(if args.strict && (altered || gated(&card)) { Answer::No } else { Answer::Yes })
}

/// Under its head, what is to be known of a drill that has no end yet: "was over" means "is as far as the record goes" then.
fn still_on(records: &[Record], text: String) -> String {
    let last = records.last().map(|last| &last.event);
    let last = last.filter(|event| !matches!(event.kind, EventKind::DrillEnded { .. }));
    match (last, text.split_once('\n')) {
        (Some(event), Some((head, rest))) => {
            let at = event.at.since(SimTime::START).clock();
            format!(
                "{head}\nThis drill has not ended: it is rated as it stands at +{at}, as if it ended there.\n{rest}"
            )
        }
        _ => text,
    }
}

/// Prints why a number is what it is.
fn explain(args: &ScoreArgs, sources: &Sources<'_>, said: &str) -> Done {
    if said == "names" {
        match args.format {
            Format::Json => print_json(&sources.names())?,
            Format::Text => print(&format!("{}\n", sources.names().join("\n")))?,
        }
        return Ok(Answer::Yes);
    }
    let explained = sources.explain(said)?;
    match args.format {
        Format::Json => print_json(&explained)?,
        Format::Text => print(&score::explain::text(&explained))?,
    }
    Ok(Answer::Yes)
}
