//! Who was there and who held what: seats over time, roles over time, handovers.

use super::chart::{Chart, Drawing, Lane, Stretch, Tone};
use super::drill::{Drill, between};
use super::outline::{Fill, Line, Row, Section};
use crate::engine::event::{Event, EventKind, RoleHow, Seq, Slot};
use crate::prose::{capital, quote, spell};
use crate::scenario::id::{ComponentName, SeatName};
use crate::scenario::words::Role;
use crate::score::meant_to_lead;
use crate::time::{SimDuration, SimTime};

/// A gap in command that is worth a sentence.
const GAP: SimDuration = SimDuration::from_secs(30);

/// A role while a seat held it.
struct Held<'a> {
    role: Role,
    seat: &'a SeatName,
    system: Option<&'a ComponentName>,
    how: RoleHow,
    from: SimTime,
    announced: Option<SimTime>,
    to: Option<SimTime>,
    evidence: Vec<Seq>,
}

/// Section 6: roles and handovers.
pub(super) fn roles(drill: &Drill<'_>) -> Section {
    let held = held(drill);
    let rows: Vec<Row> = held.iter().map(|held| held_row(drill, held)).collect();
    let mut section = Section::new("6", "roles", "Roles and handovers", Fill::Auto);
    if rows.is_empty() {
        section = section.text("The record names no role.");
    }
    section = tried_to_lead(drill).into_iter().fold(section, Section::line);
    section
        .chart(picture(drill, &held))
        .table(&["role", "seat", "from", "to", "how", "announced"], rows)
        .list(command_gaps(drill, &held))
        .table(&["handover of", "from", "to", "brief"], handovers(drill))
        .table(&["seat", "in the call from", "to"], presence(drill))
}

/// Who had command, from when until when, in a sentence.
pub(super) fn who_led(drill: &Drill<'_>) -> Line {
    let led: Vec<_> = held(drill).into_iter().filter(|held| held.role == Role::Commander).collect();
    if led.is_empty() {
        return match tried_to_lead(drill).first() {
            Some(tried) => Line::new(format!("Nobody had command. {}", tried.text), tried.evidence.clone()),
            None => Line::new("Nobody took command.", []),
        };
    }
    let closed = drill.last(|kind| matches!(kind, EventKind::IncidentClosed { .. }));
    let over = closed.map_or(drill.end(), |closed| closed.at);
    let mut parts: Vec<String> = Vec::new();
    for (n, held) in led.iter().enumerate() {
        let had = if n == 0 { " had command" } else { "" };
        let to = held.to.filter(|&to| to < over);
        let until = to.map_or(" on".to_string(), |to| format!(" to {}", drill.clock(to)));
        parts.push(format!("{}{had} from {}{until}", held.seat, drill.clock(held.from)));
        let next = led.get(n + 1).map(|next| next.from);
        if to.is_some_and(|to| next.is_none_or(|next| between(to, next) >= GAP)) {
            parts.push("nobody".to_string());
        }
    }
    let text = format!("{}.", capital(&parts.join(", then ")));
    Line::new(text, led.iter().filter_map(|held| held.evidence.first().copied()))
}

/// What was to give somebody command before anybody had it: "At 07:54 (+2:55) primary's “roles commander=primary” was
/// refused: “`secondary` has not joined”."
pub(super) fn tried_to_lead(drill: &Drill<'_>) -> Vec<Line> {
    meant_to_lead(drill.events()).into_iter().filter_map(|event| tried(drill, event)).collect()
}

fn tried(drill: &Drill<'_>, event: &Event) -> Option<Line> {
    let (at, by) = (drill.stamp(event.counts_at()), &event.by);
    let text = if let EventKind::Refused { said, why } = &event.kind {
        let why = why.split("; ").next().unwrap_or(why);
        format!("At {at} {by}'s {} was refused: {}.", quote(said), quote(why))
    } else if let EventKind::Said { text } = &event.kind {
        format!("At {at} {by} said {}, and no role was given.", quote(text))
    } else {
        return None;
    };
    Some(Line::new(text, [event.seq]))
}

/// Who held which role when, a row a role.
fn picture(drill: &Drill<'_>, held: &[Held<'_>]) -> Option<Chart> {
    let mut lanes: Vec<Lane> = Vec::new();
    for held in held {
        let stretch = Stretch {
            from: held.from,
            to: held.to.unwrap_or(drill.end()),
            label: held.seat.to_string(),
            tone: Tone::Plain,
            evidence: held.evidence.clone(),
        };
        // Several experts at one time have a row each.
        let name = held.system.map_or(held.role.to_string(), |system| format!("{} for {system}", held.role));
        let free = |lane: &&mut Lane| {
            lane.name == name && lane.stretches.last().is_none_or(|last| last.to <= stretch.from)
        };
        match lanes.iter_mut().find(free) {
            Some(lane) => lane.stretches.push(stretch),
            None => lanes.push(Lane { name, stretches: vec![stretch], marks: Vec::new() }),
        }
    }
    let said = held.iter().map(|held| {
        let to = held.to.map_or("the end".to_string(), |to| drill.clock(to));
        format!("{}: {}, {} to {to}", held.role, held.seat, drill.clock(held.from))
    });
    let says = format!("{}.", capital(&said.collect::<Vec<_>>().join("; ")));
    let drawing = Drawing::Lanes { bands: Vec::new(), lanes };
    (!held.is_empty()).then(|| Chart::new(drill, "roles", "Who held which role", drawing).says(says))
}

/// Every tenure, in the order in which they began.
fn held<'a>(drill: &Drill<'a>) -> Vec<Held<'a>> {
    let mut held: Vec<Held<'a>> = Vec::new();
    for event in drill.events() {
        if let EventKind::RoleGiven { .. } = &event.kind {
            begin(&mut held, event);
        } else if let EventKind::RoleVacated { role, seat, .. } = &event.kind {
            end(&mut held, event, |old| old.role == *role && old.seat == seat);
        } else if let EventKind::RolesAnnounced {} = &event.kind {
            announce(&mut held, event);
        }
    }
    held
}

/// A tenure begins; who held the role until now holds it no longer, unless there may be several.
fn begin<'a>(held: &mut Vec<Held<'a>>, event: &'a Event) {
    let EventKind::RoleGiven { role, seat, system, how, announced, .. } = &event.kind else { return };
    let same = |old: &Held<'_>| old.seat == seat && old.system == system.as_ref();
    end(held, event, |old| old.role == *role && (*role != Role::Expert || same(old)));
    let from = event.counts_at();
    held.push(Held {
        role: *role,
        seat,
        system: system.as_ref(),
        how: *how,
        from,
        announced: announced.then_some(from),
        to: None,
        evidence: vec![event.seq],
    });
}

/// Ends the tenures that are meant.
fn end(held: &mut [Held<'_>], event: &Event, meant: impl Fn(&Held<'_>) -> bool) {
    for old in held.iter_mut().filter(|old| old.to.is_none()).filter(|old| meant(old)) {
        old.to = Some(event.counts_at());
        old.evidence.push(event.seq);
    }
}

fn announce(held: &mut [Held<'_>], event: &Event) {
    for old in held.iter_mut().filter(|old| old.to.is_none() && old.announced.is_none()) {
        old.announced = Some(event.counts_at());
        old.evidence.push(event.seq);
    }
}

fn held_row(drill: &Drill<'_>, held: &Held<'_>) -> Row {
    let role = held.system.map_or(held.role.to_string(), |system| format!("{} for `{system}`", held.role));
    let how = match held.how {
        RoleHow::Assigned => "assigned",
        RoleHow::Taken => "taken",
        RoleHow::Accepted => "handed over and accepted",
    };
    let announced = match held.announced {
        Some(at) if at == held.from => "at once".to_string(),
        Some(at) => format!("after {}", spell(drill.took(held.from, at))),
        None => "no announcement on record".to_string(),
    };
    let to = held.to.map_or("the end".to_string(), |to| drill.stamp(to));
    let cells = vec![role, held.seat.to_string(), drill.stamp(held.from), to, how.to_string(), announced];
    Row::new(cells, held.evidence.iter().copied())
}

/// When command was taken, and the times without a commander after that.
fn command_gaps(drill: &Drill<'_>, held: &[Held<'_>]) -> Vec<Line> {
    let Some((declared, _, _)) = drill.declared() else { return Vec::new() };
    let mut commands = held.iter().filter(|held| held.role == Role::Commander);
    let Some(first) = commands.next() else {
        return vec![Line::new("From the declaration on nobody was in command.", [declared.seq])];
    };
    let length = drill.took(declared.at, first.from);
    let taken = first.evidence.first().copied().unwrap_or(declared.seq);
    let after = match () {
        () if length > SimDuration::ZERO => {
            format!("{} had command {} after the declaration.", first.seat, spell(length))
        }
        () if (declared.at, declared.seq) < (first.from, taken) => {
            format!("{} had command right after the declaration.", first.seat)
        }
        () => format!("{} had command when the incident was declared.", first.seat),
    };
    let mut lines = vec![Line::new(capital(&after), [declared.seq, first.evidence[0]])];
    let mut last = first;
    for next in commands {
        lines.extend(command_gap(drill, last, next.from, next.evidence.first().copied()));
        last = next;
    }
    lines.extend(command_gap(drill, last, drill.over(), None));
    lines
}

/// Between one commander and the next, or the end.
fn command_gap(drill: &Drill<'_>, last: &Held<'_>, until: SimTime, next: Option<Seq>) -> Option<Line> {
    let from = last.to.filter(|&from| drill.took(from, until) > GAP)?;
    let length = spell(drill.took(from, until));
    let text =
        format!("Nobody was in command from {} to {}: {length}.", drill.stamp(from), drill.stamp(until));
    Some(Line::new(text, last.evidence.last().copied().into_iter().chain(next)))
}

fn handovers(drill: &Drill<'_>) -> Vec<Row> {
    let row = |event: &Event| {
        let EventKind::HandoverOffered { role, to, state, flight, tried, next } = &event.kind else {
            return None;
        };
        let brief = brief(state, flight, tried, next);
        Some(Row::new(vec![role.to_string(), event.by.to_string(), to.to_string(), brief], [event.seq]))
    };
    drill.events().filter_map(row).collect()
}

fn brief(state: &Slot, flight: &Slot, tried: &Slot, next: &Slot) -> String {
    let slots = [("state", state), ("in flight", flight), ("tried", tried), ("next", next)];
    let said: Vec<String> = slots
        .iter()
        .filter_map(|(name, slot)| slot.as_ref().map(|text| format!("{name}: {}", quote(text))))
        .collect();
    if said.is_empty() { "no brief on record".to_string() } else { said.join("; ") }
}

/// Who was in the call, from when to when.
fn presence(drill: &Drill<'_>) -> Vec<Row> {
    drill.scenario.seats.names().flat_map(|seat| stays(drill, seat)).collect()
}

/// A seat's stays in the call: it may come, go and come back.
fn stays(drill: &Drill<'_>, name: &str) -> Vec<Row> {
    let mut stays: Vec<(&Event, Option<&Event>)> = Vec::new();
    for event in drill.events() {
        let open = stays.last_mut().filter(|(_, left)| left.is_none());
        match (open, comes(event, name), goes(event, name)) {
            (None, true, _) => stays.push((event, None)),
            (Some(stay), _, true) => stay.1 = Some(event),
            (None, false, _) | (Some(_), _, false) => {}
        }
    }
    let row = |(joined, left): (&Event, Option<&Event>)| {
        let to = left.map_or("the end".to_string(), |left| drill.stamp(left.at));
        let cells = vec![name.to_string(), drill.stamp(joined.at), to];
        Row::new(cells, [joined.seq].into_iter().chain(left.map(|left| left.seq)))
    };
    stays.into_iter().map(row).collect()
}

fn comes(event: &Event, name: &str) -> bool {
    matches!(&event.kind, EventKind::Acknowledged { seat, .. } if seat.as_str() == name)
}

fn goes(event: &Event, name: &str) -> bool {
    let left = matches!(event.kind, EventKind::Left {}) && event.by.as_str() == name;
    left || matches!(&event.kind, EventKind::Released { seat } | EventKind::SeatVacated { seat, .. } if seat.as_str() == name)
}
