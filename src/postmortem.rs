//! What to say: the practice postmortem, a pure function of scenario, journal and scorecard.
//!
//! The record gives what a record can give: header, times, readings, who was told what. Where judgement is wanted the
//! document only proposes, and where understanding is wanted it asks. It names seats and roles, never a person, and it
//! keeps the scenario's trigger and contributing factors, and what a prepared team would do, back until the team has
//! written its own.
//!
//! [`outline()`] makes the document as data, [`markdown()`] writes it down.

pub mod actions;
pub mod chart;
pub mod cited;
mod communication;
mod cycles;
mod drill;
mod fill;
pub mod form;
mod graphs;
mod header;
mod heard;
mod impact;
mod learning;
pub mod lint;
mod lucky;
pub mod markdown;
mod mitigation;
pub mod outline;
pub mod pieces;
#[cfg(test)]
mod play;
pub mod quality;
mod roles;
mod signals;
mod summary;
pub mod svg;
pub mod team;
pub mod timeline;
pub mod todo;
mod untold;

pub use heard::changes;
pub use markdown::markdown;
pub use outline::Outline;

use cited::{Fine, Numbers, Rule};
use drill::Drill;
use lint::About;
use outline::Section;
use team::{Status, Team};

use crate::hotwash::bookmark::{Bookmark, of_document};
use crate::hotwash::said::Said;
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::scenario::words::Health;
use crate::score::Profile;
use crate::score::card::Scorecard;
use crate::score::explain::{Whole, wholes};

/// What stands on every page of the document.
pub const STAMP: &str = "Simulated incident — practice";

/// The prime directive (after Norman Kerth), which opens every retrospective of ours.
pub const DIRECTIVE: &str = "Whatever we find, everyone did the best they could with what they knew, their skills, the \
                             resources at hand and the situation.";

/// What a document is made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The scenario that was played.
    pub scenario: &'a Scenario,
    /// The record of the drill.
    pub records: &'a [Record],
    /// How it was run.
    pub card: &'a Scorecard,
    /// The rules behind the card.
    pub profile: &'a Profile,
    /// What the team wrote.
    pub team: &'a Team,
    /// What was said in the hot wash.
    pub said: &'a Said,
}

/// What a check of wording may know of a drill: who was there, and whether something still worked throughout.
#[must_use]
pub fn about(scenario: &Scenario, records: &[Record], people: Vec<String>) -> About {
    let organisation = &scenario.organisation;
    let mut seats: Vec<String> = scenario.seats.names().map(ToString::to_string).collect();
    seats.extend(organisation.teams.iter().map(|(_, team)| team.name.clone()));
    let graphs = graphs::Graphs::of(scenario, records);
    let down = graphs.map(|graphs| graphs.ills().any(|ill| ill.worst == Health::Down));
    About { people, seats, partial: down.map(|down| !down), today: None }
}

/// The moments that section 8 asks about, for whoever goes through them together.
#[must_use]
pub fn key_moments(
    scenario: &Scenario,
    profile: &Profile,
    records: &[Record],
    card: &Scorecard,
) -> Vec<Bookmark> {
    let drill = Drill::new(scenario, records, card).under(profile);
    let timeline = timeline::timeline(&drill);
    let moments = timeline::key_moments(&timeline).into_iter().filter_map(|entry| {
        let events: Vec<_> = entry.evidence.iter().filter_map(|seq| drill.event(*seq)).collect();
        // The record stops behind all that happened there at once: an alert, and the page that it sent.
        let last = events.iter().rfind(|event| event.counts_at() <= entry.at).or(events.first())?;
        Some(of_document(events.first()?, last.seq, entry.at, learning::moment_text(entry)))
    });
    moments.collect()
}

/// The practice postmortem of a drill, as data for people: an event that a row tells stands nowhere else.
#[must_use]
pub fn outline(inputs: &Inputs<'_>) -> Outline {
    document(inputs, false)
}

/// The same for programs and templates: every event that it cites stands in its list, and says whether a row tells it.
#[must_use]
pub fn outline_for_programs(inputs: &Inputs<'_>) -> Outline {
    document(inputs, true)
}

fn document(inputs: &Inputs<'_>, all_events: bool) -> Outline {
    let drill = Drill::new(inputs.scenario, inputs.records, inputs.card)
        .under(inputs.profile)
        .revealed(inputs.team.revealed);
    let timeline = timeline::timeline(&drill);
    // Its key moments are picked before its rows go into the table.
    let understood = understood(&drill, &timeline);
    let (before, after) = (before(&drill, inputs.team.status), after(&drill));
    let Rated { numbers, rules, ratings, fine } = Rated::of(&drill);
    let behind: Vec<Section> = understood.into_iter().chain(after).collect();
    let linked = cited::linked(&drill, before.iter().chain(&behind), (&rules, &ratings));
    let timeline = timeline::section(&drill, timeline, (&fine, &linked));
    let mut sections: Vec<Section> = before.into_iter().chain([timeline]).chain(behind).collect();
    let heard = heard::put(&drill, &mut sections, inputs.said, inputs.team);
    fill::fill(&drill, &mut sections, inputs.team);
    Outline {
        stamp: STAMP,
        front: header::front(&drill, inputs.team.status),
        altered: None,
        title: inputs.scenario.title.clone(),
        directive: DIRECTIVE,
        events: cited::events(&drill, &sections, (&rules, &ratings), &fine, all_events),
        sections,
        rules,
        weights: cited::weights(&drill, &numbers, all_events),
        ratings,
        heard,
    }
}

/// The rules behind the ratings, and their numbers.
struct Rated {
    numbers: Numbers,
    rules: Vec<Rule>,
    ratings: Vec<Whole>,
    fine: Fine,
}

impl Rated {
    fn of(drill: &Drill<'_>) -> Self {
        let numbers = cited::numbers(drill);
        let rules = cited::rules(drill, &numbers);
        let fine = cited::fine(drill, &rules);
        let mut ratings = wholes(drill.card);
        if let Some(kept_back) = &drill.kept_back {
            ratings = ratings.into_iter().map(|whole| kept_back.whole(whole)).collect();
        }
        Rated { numbers, rules, ratings, fine }
    }
}

/// What stands before the timeline.
fn before(drill: &Drill<'_>, status: Status) -> Vec<Section> {
    vec![
        header::header(drill, status),
        header::owner(drill),
        summary::summary(drill),
        summary::objectives(drill),
        impact::impact(drill),
        impact::detection(drill),
    ]
}

/// Who worked, who was told, and what they took it for.
fn understood(drill: &Drill<'_>, timeline: &[timeline::Entry]) -> Vec<Section> {
    vec![roles::roles(drill), communication::communication(drill), learning::understanding(drill, timeline)]
}

/// What is learned from it.
fn after(drill: &Drill<'_>) -> Vec<Section> {
    vec![
        learning::trigger(),
        learning::factors(),
        mitigation::mitigation(drill),
        learning::went_well(drill),
        learning::was_hard(drill),
        mitigation::prepared_team(drill),
        lucky::lucky(drill),
        learning::surprises(drill),
        learning::action_items(drill),
        learning::improvement(drill),
        learning::customer_message(drill),
        learning::feedback(),
        header::evidence(drill),
    ]
}

#[cfg(test)]
mod tests;
