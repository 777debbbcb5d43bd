//! What is worth a word once a move is done.

use crate::engine::Session;
use crate::engine::command::{About, AskWhom, Command, LookAt, UpdateSlots};
use crate::engine::decide::story_clock;
use crate::engine::event::Word;
use crate::engine::view::Viewer;
use crate::moves::STATES;
use crate::prose::clip;
use crate::scenario::words::Role;
use crate::score::{counts_as_update, thin_slots, thin_update};

/// Who holds both roles that a larger team shares out has nobody to lean on: said at once, and taken all the same. The
/// role is passed on as any other that somebody has: with a brief, or the score misses one.
pub(super) fn no_deputy(session: &Session, command: &Command) -> Option<String> {
    let (world, scenario) = (session.world(), session.scenario());
    if !matches!(command, Command::Roles(_) | Command::Take { .. } | Command::Assign { .. } | Command::Accept)
    {
        return None;
    }
    let commander = world.holder(Role::Commander)?;
    let team = scenario.seats.ids().filter(|seat| world.seats[seat.n()].filled).count();
    // In a team of two or three one seat may be both.
    let both = world.holder(Role::Deputy) == Some(commander) && team > SMALL_TEAM;
    let free = |role: Role| world.holders.iter().filter(move |held| held.role == role).map(|held| held.seat);
    let others = scenario.seats.ids().filter(|&seat| seat != commander && world.sits(seat));
    let others = others.filter(|&seat| world.seats[seat.n()].joined.is_some());
    // Who works on the system is the last to be taken from it.
    let to = others.min_by_key(|&seat| free(Role::Expert).any(|expert| expert == seat));
    let to = to.map_or("SEAT", |seat| scenario.seats.name(seat).as_str());
    both.then(|| {
        let name = scenario.seats.name(commander);
        format!(
            "{name} is commander and deputy: the commander has no deputy then. `{name} handover deputy {to}` asks for a \
             brief and offers the role; it moves on `accept`"
        )
    })
}

/// A team of so many seats may have commander and deputy in one.
const SMALL_TEAM: usize = 3;

/// Who promises nothing more before it is over is told that the rhythm goes on, and why the next update stays due.
pub(super) fn still_due(session: &Session, command: &Command) -> Option<String> {
    let Command::Update { audiences, slots } = command else { return None };
    let world = session.world();
    let says_none = slots.next_ms.is_none()
        && slots.next.as_deref().is_some_and(|next| next.eq_ignore_ascii_case("none"));
    let waits = audiences.iter().any(|audience| !world.audiences[audience.n()].told_over);
    let due = session.view(Viewer::Table).update_due()?;
    (says_none && waits && world.closed.is_none()).then(|| {
        let clock = story_clock(session.scenario(), due);
        format!(
            "it is not over for them: by the rhythm of the severity the next update is due by {clock} all the same; \
             with `state=resolved`, `next=none` ends that"
        )
    })
}

/// What the mover should know at once: later it would only be found in the score.
pub(super) fn worth_saying(command: &Command, first_task: bool) -> Option<String> {
    if matches!(command, Command::Task { .. }) && first_task {
        return Some("whoever it is for says `accept`: then both know that it has arrived".to_string());
    }
    if let Command::Look { at: LookAt::Unknown(said), word } = command {
        let word = if *word == Word::Verify { "verify" } else { "look" };
        return Some(format!("nothing here is called `{said}`; `help {word}` lists what is"));
    }
    if let Command::Look { at: LookAt::Topic(_) | LookAt::Component(_), word: Word::Verify } = command {
        return Some("a look all the same: nothing can be verified there, for it has no number; `help verify` lists what has".into());
    }
    if let Command::Ask { whom: AskWhom::Unknown(said), .. } = command {
        return Some(format!("nobody here is called `{said}`; `help ask` lists who is"));
    }
    if let Command::Statement(statement) = command {
        let thin = thin_slots(statement);
        return (!thin.is_empty()).then(|| thin.join("; "));
    }
    let Command::Update { slots, .. } = command else { return None };
    let states = STATES.join(", ");
    match &slots.state {
        Some(state) if counts_as_update(Some(state)) => {
            let mut thin = thin_update(slots);
            thin.extend(nobody_counts(slots));
            (!thin.is_empty()).then(|| thin.join("; "))
        }
        Some(state) => Some(format!(
            "that says no state, and counts as no update: begin it with one of {states}, such as \
             `state=\"{}: {state}\"`",
            STATES[0]
        )),
        None => Some(format!("without `state=` it counts as no update; one of {states}")),
    }
}

/// A step in words that no step of the story has: that it is written down, and that nothing moves by it.
pub(super) fn moves_nothing(command: &Command) -> Option<String> {
    let Command::Do(About::Text(said)) = command else { return None };
    Some(format!(
        "written down; nothing in the story moves by `{}`: `actions` lists the steps that change something",
        clip(said, DEED)
    ))
}

/// So much of a step's words is said again.
const DEED: usize = 60;

/// A next time with a number in it that is none: `15-20 min`.
fn nobody_counts(slots: &UpdateSlots) -> Option<String> {
    let next = slots.next.as_deref().filter(|_| slots.next_ms.is_none())?;
    let number = next.contains(|c: char| c.is_ascii_digit());
    number.then(|| {
        format!("`next={next}` is told, and no time that is counted: `next=20m`, or a clock's, `next=14:05`")
    })
}
