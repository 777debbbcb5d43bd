//! `score --profile a,b`: one drill under several profiles.

use std::io::IsTerminal;

use super::gated;
use crate::cli::args::{Format, ScoreArgs};
use crate::cli::exit::{Answer, Done, Failed, print, print_json, say_note};
use crate::cli::profile::PLAYED;
use crate::prose::{count, wrap};
use crate::score::card::Scorecard;
use crate::score::profile::differing;
use crate::score::{Profile, side};

/// Prints one drill under several profiles; `own` is the one that it was run under.
pub(super) fn side_by_side(
    args: &ScoreArgs,
    profiles: &[Profile],
    cards: &[Scorecard],
    own: &Profile,
) -> Done {
    if args.explain.is_some() {
        return Err(Failed(
            "explain one profile's numbers at a time: `--profile NAME --explain CRITERION`".to_string(),
        ));
    }
    let pairs: Vec<_> = profiles.iter().zip(cards).collect();
    let columns = side::columns(&pairs);
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let alike = named_alike(args, profiles, &names);
    match args.format {
        Format::Json => {
            alike.iter().for_each(|note| say_note(note));
            print_json(&cards)?;
        }
        Format::Text if profiles.len() > side::MOST => {
            let most = side::MOST;
            return Err(Failed(format!("{most} profiles fit beside each other; `--format json` takes more")));
        }
        Format::Text => {
            let numbers = args.numbers || !std::io::stdout().is_terminal();
            // The columns can't be read without it.
            let alike: String = alike.iter().map(|note| note_text(note)).collect();
            print(&(alike + &side::text(&columns, &under(args, profiles, own), numbers)))?;
        }
    }
    Ok(if args.strict && cards.iter().any(gated) { Answer::No } else { Answer::Yes })
}

/// A note above the columns, 80 columns wide.
fn note_text(note: &str) -> String {
    let mut lines = wrap(note, 80);
    lines.push(String::new());
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The profile that the drill was run under; where one of these has its name and other numbers, that is said.
fn under(args: &ScoreArgs, profiles: &[Profile], own: &Profile) -> String {
    let said = args.profile.iter().zip(profiles);
    let mut other = said.filter(|(said, _)| said.as_str() != PLAYED);
    let other = other.find_map(|(said, profile)| {
        let differs = differing(&[own, profile]).len();
        (profile.id() == own.id() && differs > 0).then_some((said, differs))
    });
    match other {
        None => own.id().to_string(),
        Some((said, differs)) => format!(
            "another {}, of the same name and version as {said}, with {} otherwise (`--profile played,{said}`)",
            own.id(),
            count(differs, "number")
        ),
    }
}

/// What is to be known of profiles of one name and version.
fn named_alike(args: &ScoreArgs, profiles: &[Profile], names: &[&str]) -> Vec<String> {
    let mut notes = Vec::new();
    for (n, one) in profiles.iter().enumerate() {
        for (m, other) in profiles.iter().enumerate().skip(n + 1).filter(|(_, other)| other.id() == one.id())
        {
            let file = |n: usize| match args.profile[n].as_str() {
                PLAYED => "the one that the drill was run under",
                file => file,
            };
            let who = |n: usize| format!("{} is {}", names[n], file(n));
            let (who, differs) = (format!("{}, {}", who(n), who(m)), differing(&[one, other]).len());
            notes.push(match differs {
                0 => format!("{who}: one name and version, and the same numbers"),
                _ => format!(
                    "{who}: one name and version, and {} that differ; give one a version of its own (`{}`), for by name nobody can tell apart what was rated by which",
                    count(differs, "number"),
                    next(one.id())
                ),
            });
        }
    }
    notes
}

/// The next version: `house@2` after `house@1`.
fn next(id: &str) -> String {
    let version = id.split_once('@').and_then(|(name, version)| Some((name, version.parse::<u64>().ok()?)));
    version.map_or(id.to_string(), |(name, version)| format!("{name}@{}", version.saturating_add(1)))
}
