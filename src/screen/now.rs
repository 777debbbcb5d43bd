//! Which moves make sense now, by where the response stands: before it is declared, until somebody leads, while it is
//! stopped, while that is shown to work, when it is over, and after the close. Nothing here is known that the screen was
//! not told.

use crate::engine::view::View;
use crate::scenario::id::SeatId;
use crate::scenario::words::Role;
use crate::time::SimDuration;

/// An update that is due so soon comes before other work.
const SOON: SimDuration = SimDuration::from_mins(5);

/// Somebody is in the call, and nothing is declared yet: to declare comes first once somebody has looked.
pub(super) fn before_an_incident(view: View<'_>) -> Vec<&'static str> {
    match view.unseen().len() < view.lookable().len() {
        true => vec!["declare", "look", "ask", "page", "do"],
        false => vec!["look", "ask", "declare", "page", "do"],
    }
}

/// What is left after a close: a last word to who waits for it, a last look.
pub(super) fn after_the_close(view: View<'_>) -> Vec<&'static str> {
    match view.waits_for_the_end() {
        Some(_) => vec!["update", "look", "say", "note", "end"],
        None => vec!["look", "say", "note", "end"],
    }
}

/// The most pressing first, for there is room for eight; what is done and need not be done again is left out.
pub(super) fn in_an_incident(view: View<'_>, me: Option<SeatId>) -> Vec<&'static str> {
    let others = || view.public().seats.ids().filter(|&seat| Some(seat) != me && view.sits(seat));
    let away = others().any(|seat| !view.has_joined(seat));
    // Work is given to who is there to take it.
    let here = others().filter(|&seat| view.has_joined(seat)).count() > usize::from(me.is_none());
    let holds = |role: Role| view.holders().into_iter().find(|held| held.role == role).map(|held| held.seat);
    let commander = holds(Role::Commander);
    // Whoever commands keeps off the system, as long as somebody is there to look and to do.
    let leads = here && me.is_some() && commander == me;
    // A team of two or three may have both in one.
    let free =
        others().any(|seat| view.has_joined(seat) && view.holders().iter().all(|held| held.seat != seat));
    let lacks = commander.is_some() && (holds(Role::Deputy).is_none() || holds(Role::Expert).is_none());
    let changed = view.changed().is_some();
    let over = view.is_proved();
    let planned = view.plan_until().is_some_and(|until| view.now() < until);
    let due = view.update_due().is_some_and(|due| due <= view.now() + SOON);
    let when = [
        ("roles", commander.is_none()),
        ("close", view.may_close_now(me)),
        ("statement", !view.is_stated() && !over),
        ("update", due || over),
        ("verify", changed && !leads && (!over || !view.may_close_now(me))),
        ("assign", lacks && free && !over),
        ("update", !due && !over),
        ("page", away && !changed),
        ("report", view.owes_a_report(me)),
        ("task", here && (leads || !changed)),
        ("do", !leads && !over),
        ("plan", commander.is_some() && !planned),
        ("look", !leads && !over),
        ("say", over),
        ("ask", true),
    ];
    when.into_iter().filter(|(_, makes_sense)| *makes_sense).map(|(word, _)| word).collect()
}
