//! What a scenario is, told without its answers and with them.
//!
//! [`brief`] is for people who are going to play: whatever it says, a seat's screen may say too. [`facilitator()`] is
//! for who runs the drill: the event list and everything behind it; [`events`] is that list as data. [`pack`](mod@pack) is
//! what lies on paper. Nothing is printed here.

mod event_list;
mod facilitator;
mod listing;
pub mod pack;
mod page;

pub use event_list::{Planned, events};
pub use facilitator::facilitator;
pub use listing::{Listing, list, listing};

use page::Page;

use crate::prose::{and, count, spell};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::scenario::model::{Audience, Seat, SeverityMeaning, Team};
use crate::scenario::words::{AudienceKind, Pages, Release};

/// How wide a line of the brief is, in characters.
const WIDTH: usize = 80;

/// A scenario for people who are going to play it: the story and the people, never what is behind it. `said` is how it is
/// called where it is run: its name, or the path of its file.
#[must_use]
pub fn brief(scenario: &Scenario, said: &str) -> String {
    let mut page = Page::new(WIDTH);
    page.paragraph(0, &scenario.title);
    page.paragraph(0, &at_a_glance(scenario));
    page.gap();
    page.paragraph(2, &scenario.story);
    page.paragraph(2, &begins(scenario));
    page.list("What it exercises", scenario.objectives.iter().map(|(_, text)| text.clone()));
    page.entries("Seats", 14, seats(scenario));
    page.entries("Who owns what", 14, teams(scenario));
    page.entries("Severity guide", 14, severities(scenario));
    page.entries("Whom updates are for", 14, audiences(scenario));
    let first = scenario.seats.names().next().unwrap_or("primary");
    page.entries(
        "To start",
        14,
        vec![
            ("at a table".to_string(), format!("sandtable run {said}")),
            ("alone".to_string(), format!("sandtable run {said} --seat {first}=NAME")),
        ],
    );
    page.finish()
}

/// How hard, how long, for how many.
fn at_a_glance(scenario: &Scenario) -> String {
    let optional = scenario.seats.iter().filter(|(_, seat)| seat.optional).count();
    let seats = count(scenario.seats.len(), "seat");
    let seats = if optional > 0 { format!("{seats} ({optional} may stay empty)") } else { seats };
    let length = spell(scenario.length);
    let mut glance = format!("{}: difficulty {} of 5, {length}, {seats}", scenario.id, scenario.difficulty);
    match scenario.release {
        // How far its author is with it is no matter to who plays.
        Release::Released | Release::Draft => {}
        Release::Archived => glance.push_str(", archived"),
    }
    if !scenario.tags.is_empty() {
        glance = format!("{glance}; {}", scenario.tags.join(", "));
    }
    glance
}

/// Where and when the story begins.
fn begins(scenario: &Scenario) -> String {
    let when = scenario.starts.format("%A %-d %B %Y, %H:%M (UTC%:z)");
    format!("It begins on {when}, at {}.", scenario.organisation.name)
}

fn seats(scenario: &Scenario) -> Vec<(String, String)> {
    let told = |(id, seat): (SeatId, &Seat)| (scenario.seats.name(id).to_string(), seat_says(scenario, seat));
    scenario.seats.iter().map(told).collect()
}

/// Who sits there and how much they can do; never what they know.
fn seat_says(scenario: &Scenario, seat: &Seat) -> String {
    let mut says = scenario.organisation.teams[seat.team].name.clone();
    if let Some(level) = seat.level {
        says.push_str(&format!(", on call (level {level})"));
    }
    if seat.optional {
        says.push_str("; may stay empty");
    }
    // Which ones they are would say where to look.
    match seat.can.len() {
        0 => {}
        1 => says.push_str("; can do one thing to the system"),
        many => says.push_str(&format!("; can do {many} things to the system")),
    }
    says
}

fn teams(scenario: &Scenario) -> Vec<(String, String)> {
    let teams = &scenario.organisation.teams;
    teams.iter().map(|(id, team)| (teams.name(id).to_string(), team_says(team))).collect()
}

fn team_says(team: &Team) -> String {
    let mut says = team.name.clone();
    if !team.owns.is_empty() {
        says.push_str(&format!("; owns {}", and(&team.owns)));
    }
    if let Some(channel) = &team.channel {
        says.push_str(&format!("; {channel}"));
    }
    let waits: Vec<String> = team.on_call.iter().map(|level| level.escalates_after.to_string()).collect();
    match waits.as_slice() {
        [] => says.push_str("; can be asked, not paged"),
        [wait] => says.push_str(&format!("; on call, paged again after {wait}")),
        [first, rest @ ..] if rest.iter().all(|wait| wait == first) => {
            says.push_str(&format!("; on call, each next level after {first}"));
        }
        _ => says.push_str(&format!("; on call, next level after {}", waits.join(", then "))),
    }
    says
}

fn severities(scenario: &Scenario) -> Vec<(String, String)> {
    let says = |meaning: &SeverityMeaning| {
        let pages = match meaning.pages {
            Pages::Anytime => "pages day and night",
            Pages::WorkingHours => "pages in working hours",
            Pages::Never => "pages nobody",
        };
        (meaning.severity.label().to_string(), format!("{}; {pages}", meaning.means))
    };
    scenario.organisation.severities.iter().map(says).collect()
}

fn audiences(scenario: &Scenario) -> Vec<(String, String)> {
    let audiences = &scenario.organisation.audiences;
    let says = |audience: &Audience| {
        let kind = match audience.kind {
            AudienceKind::Customers => "for customers",
            AudienceKind::Stakeholders => "for people inside who are not responding",
            AudienceKind::Team => "the team's own",
        };
        format!("{}; {kind}", audience.name)
    };
    audiences.iter().map(|(id, audience)| (audiences.name(id).to_string(), says(audience))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::checkout;

    fn widest(text: &str) -> usize {
        text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
    }

    #[test]
    fn the_brief_gives_nothing_away() {
        let text = brief(&checkout(), "checkout");
        for answer in [
            "SECRET",
            "FACTOR",
            "bad-release",
            "cold-cache",
            "People pay",
            "errors-high",
            "deploy-log",
            "version 81",
            "Roll back",
            "It helped",
        ] {
            assert!(!text.contains(answer), "`{answer}` is in the brief");
        }
        insta::assert_snapshot!(text);
    }

    #[test]
    fn the_facilitator_gets_everything() {
        let text = facilitator(&checkout());
        for answer in [
            "SECRET",
            "FACTOR",
            "bad-release",
            "cold-cache",
            "People pay",
            "errors-high",
            "version 81",
            "Roll back",
            "It helped",
        ] {
            assert!(text.contains(answer), "`{answer}` is not in the facilitator's text");
        }
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_list_is_one_line_a_scenario() {
        let long = Listing {
            id: "a-much-longer-name".into(),
            title: "word ".repeat(30),
            optional_seats: 0,
            release: Release::Draft,
            ..listing(&checkout())
        };
        let text = list(&[listing(&checkout()), long]);
        assert!(widest(&text) <= WIDTH);
        assert_eq!(text.lines().next(), Some("id                  length  level  seats    what"));
        assert_eq!(text.lines().nth(1), Some("checkout            30 min  1      1-2      Nobody can pay"));
    }

    #[test]
    fn lines_fit_their_page() {
        assert!(widest(&brief(&checkout(), "checkout")) <= WIDTH);
        assert!(widest(&facilitator(&checkout())) <= 100);
    }
}
