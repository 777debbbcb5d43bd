//! `roles` for several at once: who is in the call gets theirs now, and for each of the others it is said why not, and how
//! later. To the record these are several moves, each of which is taken whole or refused whole.

use super::{DriveError, Driver};
use crate::engine::Session;
use crate::engine::command::{Command, Mover, RoleChange};
use crate::engine::refusal::Refusal;
use crate::moves::{Line, What};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;

/// A move of several roles of which some can't be given.
pub(super) struct Shared {
    /// What can be given, together.
    given: Vec<RoleChange>,
    /// What can't, each with the reason.
    refused: Vec<(RoleChange, Refusal)>,
}

/// Takes a move apart where only some of it can be given now; `None` if it is taken or refused as it stands.
pub(super) fn shared(session: &Session, by: Mover, command: &Command) -> Option<Shared> {
    let Command::Roles(changes) = command else { return None };
    session.would_refuse(by, command)?;
    let no = |change: &RoleChange| session.would_refuse(by, &Command::Roles(vec![change.clone()]));
    let mut shared = Shared { given: Vec::new(), refused: Vec::new() };
    for change in changes.iter().flat_map(|change| apart(change, no(change).as_ref())) {
        match no(&change) {
            None => shared.given.push(change),
            Some(why) => shared.refused.push((change, why)),
        }
    }
    // Who may give none at all is told so once.
    let mut reasons = shared.refused.iter().map(|(_, why)| why);
    let first = reasons.next()?;
    (!shared.given.is_empty() || reasons.any(|why| why != first)).then_some(shared)
}

/// The seats of a role that several share, one by one, if one of them is why it can't be given.
fn apart(change: &RoleChange, why: Option<&Refusal>) -> Vec<RoleChange> {
    match why {
        Some(why) if of_a_seat(why) => {
            let alone = |&seat: &SeatId| RoleChange { seats: vec![seat], ..change.clone() };
            change.seats.iter().map(alone).collect()
        }
        _ => vec![change.clone()],
    }
}

/// Whether it is about one seat that can't be given anything now.
fn of_a_seat(why: &Refusal) -> bool {
    matches!(why, Refusal::NotJoined { .. } | Refusal::HasLeft { .. } | Refusal::Gone { .. })
}

impl Driver<'_> {
    /// What can be given is a move, and each of the rest one that is refused.
    pub(super) fn share(
        &mut self,
        place: Option<usize>,
        text: &str,
        by: Mover,
        line: Line,
        shared: Shared,
    ) -> Result<(), DriveError> {
        let ago = line.ago;
        if !shared.given.is_empty() {
            let what = What::Move(Command::Roles(shared.given));
            self.take(place, text, Line { mover: Some(by), what, ..line })?;
        }
        let mut not_given = Vec::new();
        for (change, _) in shared.refused {
            let scenario = self.drill.session().scenario();
            let (role, said, vacates) = (change.role, written(scenario, &change), change.seats.is_empty());
            let later = change.seats.iter().any(|&seat| self.drill.session().world().sits(seat));
            let again = self.with_seat(by, &said);
            let again = if self.own { &said } else { &again };
            let command = Command::Roles(vec![change]);
            let screen = &mut *self.screen;
            let mut show = |session: &Session, events: &[_]| screen.batch(session, events);
            if let Err(why) = self.drill.handle(by, ago, &command, &said, &mut show)? {
                let later = later && matches!(why, Refusal::NotJoined { .. } | Refusal::HasLeft { .. });
                let then = if later { format!(". Once it is there, `{again}`") } else { String::new() };
                let what = if vacates { String::new() } else { format!("{role} not given: ") };
                not_given.push(format!("{what}{}{then}", self.says_no(&why, by.seat())));
            }
        }
        if !not_given.is_empty() {
            self.screen.refused(place, text, &not_given.join("; and "), None);
        }
        Ok(())
    }
}

/// One change as it is typed.
fn written(scenario: &Scenario, change: &RoleChange) -> String {
    let of = change.system.map_or(String::new(), |system| format!(":{}", scenario.components.name(system)));
    let seats: Vec<&str> = change.seats.iter().map(|&seat| scenario.seats.name(seat).as_str()).collect();
    let seats = if seats.is_empty() { "-".to_string() } else { seats.join(",") };
    format!("roles {}{of}={seats}", change.role)
}
