//! Empty chairs: who turned to a seat that nobody fills is told so at once, and what to do instead.
//!
//! The move counts all the same, as a page to somebody who is away does. Which seats are filled, the world knows.

use super::event::{Asked, Event, EventKind, Owner};
use super::session::Session;
use super::view::{View, Viewer};
use super::world::World;
use crate::prose::and;
use crate::scenario::Scenario;
use crate::scenario::id::{SeatId, SeatName};

/// What somebody wanted of a seat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// That it comes.
    Call,
    /// That it answers.
    Answer,
    /// That it does something.
    Work,
    /// That it says if it minds.
    Word,
}

impl View<'_> {
    /// Of a move that was just made: that nobody sits where it went, and what to do instead.
    #[must_use]
    pub fn nobody_there(self, events: &[Event]) -> Option<String> {
        let session: &Session = self.session();
        let (scenario, world) = (session.scenario(), session.world());
        let moved = events.iter().filter(|event| event.by.seat().is_some());
        let mut empty: Vec<&str> = Vec::new();
        let mut wanted = None;
        for event in moved {
            let Some((seats, what)) = turned_to(scenario, world, event) else { continue };
            // Where one of them can hear it, it was not said to nobody.
            if seats.is_empty() || seats.iter().any(|&seat| world.sits(seat)) {
                continue;
            }
            empty.extend(seats.iter().map(|&seat| scenario.seats.name(seat).as_str()));
            wanted = Some(what);
        }
        empty.dedup();
        let names = and(&empty);
        let own = matches!(self.viewer(), Viewer::Seat(_));
        let instead = match (wanted?, own) {
            (Wanted::Call, true) => {
                "what it was to do is yours (`actions` lists what you can do), and `ack take` ends the ringing"
            }
            (Wanted::Call, false) => {
                "who sits down there now says `ack` for that seat, and `ack take` ends the ringing"
            }
            (Wanted::Answer, true) => "look for yourself, or ask a team or a voice that is outside",
            (Wanted::Answer, false) => "look from another seat, or ask a team or a voice that is outside",
            (Wanted::Word, _) => "`decide` says what happens all the same",
            (Wanted::Work, true) => "do it yourself",
            (Wanted::Work, false) => "give it to a seat that is filled",
        };
        Some(format!("nobody sits at {names}: no answer will come; {instead}"))
    }
}

/// The seats that a move turned to, and for what.
#[expect(clippy::wildcard_enum_match_arm, reason = "only what is said to seats can be said to nobody")]
fn turned_to(scenario: &Scenario, world: &World, event: &Event) -> Option<(Vec<SeatId>, Wanted)> {
    let find = |name: &SeatName| scenario.seats.id(name).ok();
    Some(match &event.kind {
        EventKind::Paged { to, .. } => (to.iter().filter_map(find).collect(), Wanted::Call),
        EventKind::Asked { whom: Asked::Seat(seat), .. } => {
            (find(seat).into_iter().collect(), Wanted::Answer)
        }
        EventKind::Tasked { owner, seat, .. } => {
            let seats = match (seat, owner) {
                (Some(seat), _) => find(seat).into_iter().collect(),
                (None, Owner::Team(team)) => {
                    scenario.seats_of(scenario.organisation.teams.id(team).ok()?).collect()
                }
                (None, Owner::Role(_) | Owner::Seat(_) | Owner::Someone(_)) => return None,
            };
            (seats, Wanted::Work)
        }
        EventKind::HandoverOffered { to, .. } => (find(to).into_iter().collect(), Wanted::Work),
        // A poll is for everybody else.
        EventKind::Polled { .. } => {
            let me = event.by.seat().and_then(find);
            let others = scenario.seats.ids().filter(|&seat| Some(seat) != me);
            let heard = others.clone().any(|seat| world.seats[seat.n()].joined.is_some());
            return (!heard).then(|| (others.collect(), Wanted::Word));
        }
        _ => return None,
    })
}
