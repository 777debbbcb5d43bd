//! A move as it might be typed now, in this story and at this moment.

use super::STATES;
use crate::engine::view::View;
use crate::moves::hand;
use crate::scenario::id::SeatId;
use crate::scenario::words::Role;

/// The state that an update would say now, by what was done and seen here.
fn state_now(view: View<'_>) -> &'static str {
    let [investigating, _, mitigating, monitoring, resolved] = STATES;
    match view.changed() {
        _ if view.is_closed() || view.is_proved() => resolved,
        Some(true) => monitoring,
        Some(false) => mitigating,
        None => investigating,
    }
}

/// A move as it might be typed now, by this very story's names; on a shared screen with the seat in front.
#[must_use]
pub fn example(view: View<'_>, me: Option<SeatId>, word: &str) -> String {
    if let Some(said) = view.desk().and_then(|desk| hand::example(view, desk, word)) {
        return said;
    }
    let scenario = view.public();
    let organisation = &scenario.organisation;
    let commander = || view.holders().into_iter().find(|held| held.role == Role::Commander);
    let its = match word {
        "do" | "undo" => {
            let able = |&seat: &SeatId| !view.actions(seat).is_empty();
            hands(view).into_iter().find(able).or_else(|| view.first_here(|seat| able(&seat)))
        }
        "look" | "verify" => hands(view).first().copied(),
        // What was given is taken by whom it was given to; what is over, is said by who commands.
        "accept" => view.offered().last().copied(),
        "report" => view.open_tasks().into_iter().rev().find_map(|task| task.seat),
        "close" | "handover" => commander().map(|held| held.seat),
        _ => None,
    };
    let by = me.or(its).or(view.first_here(|_| true)).unwrap_or(SeatId::new(0));
    // Nobody is told to turn to an empty chair, nor to give work to who is not in the call.
    let others = || scenario.seats.ids().filter(|&seat| seat != by && view.sits(seat));
    // Before the first call, on paper, everybody is thought to be there.
    let before = !scenario.seats.ids().any(|seat| view.has_joined(seat));
    let in_call = |seat: &SeatId| before || view.has_joined(*seat);
    let mut here = others().filter(in_call).map(|seat| (seat.n() + 1).to_string());
    let (first, second) = (here.next(), here.next());
    let other = first.clone().unwrap_or_else(|| "SEAT".to_string());
    let away = others().find(|&seat| !view.has_joined(seat));
    let away = away.map_or("TEAM", |seat| scenario.seats.name(seat).as_str());
    let signal = view.readable().first().map_or("errors", |name| name);
    let unread = view.to_verify().filter(|_| view.changed().is_some());
    let free = scenario.seats.ids().find(|&seat| {
        let holds = view.holders().iter().any(|held| held.seat == seat);
        seat != by && view.sits(seat) && in_call(&seat) && !holds
    });
    // A name of an action or of somebody to ask might be the very thing to find out; what somebody has begun is known.
    let begun = view.begun().last().map_or("ACTION", |&id| scenario.actions.name(id).as_str());
    // Who waits for a word, if anybody does.
    let waits = view.waits_for_the_end().or_else(|| view.next_update().map(|next| next.to));
    let waits = waits.map(|id| organisation.audiences.name(id).as_str());
    let audience = waits.or(organisation.audiences.names().next()).unwrap_or("customers");
    let said = match word {
        "ack" => return answers(view, me),
        "page" => format!("page {away} why=\"I need a second pair of hands\""),
        "declare" => "declare sev2".to_string(),
        "severity" => "severity sev1 why=\"more customers than we thought\"".to_string(),
        "statement" => {
            let since = view.clock();
            format!(
                "statement symptom=\"{signal} is off\" affected=\"all customers\" scope=\"how many\" since={since} unknown=\"the cause\""
            )
        }
        "close" => "close summary=\"what it was, what was done, what is left\"".to_string(),
        "roles" => {
            let deputy = second.map_or(String::new(), |seat| format!(" deputy={seat}"));
            let expert = first.map_or(String::new(), |seat| format!(" expert={seat}"));
            format!("roles commander={}{deputy}{expert}", by.n() + 1)
        }
        "take" => "take commander".to_string(),
        "assign" => {
            let held = |role: Role| view.holders().iter().any(|held| held.role == role);
            let role = if held(Role::Deputy) { Role::Expert } else { Role::Deputy };
            let seat = free.map_or(other, |seat| (seat.n() + 1).to_string());
            format!("assign {role} {seat}")
        }
        "handover" => {
            format!("handover commander {other} state=\"...\" flight=\"...\" tried=\"...\" next=\"...\"")
        }
        "release" => format!("release {other}"),
        "look" => {
            let unseen = view.unseen();
            let next = view.readable().into_iter().find(|name| unseen.contains(name));
            format!("look {}", next.unwrap_or(signal))
        }
        "verify" => format!("verify {}", unread.unwrap_or(signal)),
        "ask" => "ask WHOM \"what do you see?\"".to_string(),
        "do" | "mark" | "decide" => format!("{word} ACTION"),
        "undo" => format!("undo {begun}"),
        "poll" => "poll ACTION risk=\"what could go wrong\"".to_string(),
        "hold" => "hold 3m \"see whether it recovers\"".to_string(),
        "task" => match unread {
            Some(signal) => format!("task {other} \"verify {signal}\" box=3m"),
            None => format!("task {other} \"find out what changed\" box=10m"),
        },
        "report" => "report \"what came of it\"".to_string(),
        "plan" if view.is_proved() => "plan next=5m \"watch it, nobody changes anything\"".to_string(),
        "plan" if view.changed().is_some() => "plan next=5m \"see that it worked\"".to_string(),
        "plan" => "plan next=10m \"stop it first, then find out\"".to_string(),
        "update" => {
            let state = state_now(view);
            let every = view.rhythm().map_or("20m".to_string(), |every| every.to_string());
            let next = if state == "resolved" { "none".to_string() } else { every };
            format!("update {audience} state={state} impact=\"...\" doing=\"...\" next={next}")
        }
        "say" if view.may_close_now(me) && !view.is_closed() => {
            "say \"any reason not to close?\"".to_string()
        }
        "say" | "note" | "bookmark" | "object" => format!("{word} \"...\""),
        _ => word.to_string(),
    };
    let everyones = matches!(word, "pause" | "resume" | "end" | "note" | "bookmark" | "mark");
    if me.is_some() || everyones { said } else { format!("{} {said}", by.n() + 1) }
}

/// Who looks and does while somebody else commands: experts first, then whoever else is in the call. Nobody, where there
/// is no command, or nobody beside it.
fn hands(view: View<'_>) -> Vec<SeatId> {
    let holds =
        |role: Role, seat: SeatId| view.holders().iter().any(|held| held.role == role && held.seat == seat);
    let Some(commander) = view.holders().into_iter().find(|held| held.role == Role::Commander) else {
        return Vec::new();
    };
    let others = view.public().seats.ids().filter(|&seat| seat != commander.seat);
    let mut others: Vec<SeatId> = others.filter(|&seat| view.sits(seat) && view.has_joined(seat)).collect();
    others.sort_by_key(|&seat| !holds(Role::Expert, seat));
    others
}

/// How a page is answered here: by who was paged, or by whoever takes it over.
fn answers(view: View<'_>, me: Option<SeatId>) -> String {
    let pages = view.open_pages();
    // Who was called last, as a hint has it.
    let paged = || pages.iter().flat_map(|(_, group)| group.to.iter().rev().copied());
    if let Some(me) = me {
        let mine = pages.is_empty() || paged().any(|seat| seat == me);
        return if mine { "ack".to_string() } else { "ack take".to_string() };
    }
    // A stand-in answers by itself, or whoever is here takes it over.
    let person = |seat: SeatId| view.chair(seat).is_none();
    let takes = || view.public().seats.ids().find(|&seat| person(seat)).filter(|_| !pages.is_empty());
    match (paged().find(|&seat| person(seat)), takes()) {
        (Some(seat), _) => format!("{} ack", seat.n() + 1),
        (None, Some(seat)) => format!("{} ack take", seat.n() + 1),
        (None, None) => "1 ack".to_string(),
    }
}
