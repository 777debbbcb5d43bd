//! A move as a line again: what `export moves` writes, so that a drill can be played from its own record.

use std::collections::BTreeMap;

use crate::engine::event::{
    AckHow, Actor, Asked, Event, EventKind, Owner, RoleHow, Seq, Slot, VacatedHow, Word,
};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionName, SeatName, TeamName};

/// The lines of all moves of a drill, without time and seat, each by the event it began with. A move of several
/// parts, such as `roles`, is one line again: played one by one they would be several moves.
#[must_use]
pub fn lines_of<'a>(
    scenario: &Scenario,
    events: impl IntoIterator<Item = &'a Event>,
) -> BTreeMap<Seq, String> {
    let mut lines = BTreeMap::<Seq, String>::new();
    for event in events {
        let Some(line) = line_of(scenario, event) else { continue };
        match event.cause.and_then(|first| lines.get_mut(&first)) {
            Some(so_far) => join(so_far, &line),
            None => drop(lines.insert(event.seq, line)),
        }
    }
    lines
}

/// Another part of a move: of `roles`, or of a page to all.
fn join(so_far: &mut String, line: &str) {
    if let Some(change) = line.strip_prefix("roles") {
        // `expert=-` lets all of them go, once.
        if !so_far.ends_with(change) {
            so_far.push_str(change);
        }
    } else if let Some(why) = line.strip_prefix("say ").filter(|_| so_far.as_str() == "pause") {
        *so_far = format!("pause {why}");
    } else if let Some((_, why)) = line.split_once(" why=") {
        *so_far = format!("page all why={why}");
    }
}

/// The line of a move, without time and seat; `None` for what nobody typed, and for parts of a move that another of
/// its events stands for.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "everything else is the story's doing")]
pub fn line_of(scenario: &Scenario, event: &Event) -> Option<String> {
    if event.by == Actor::Story {
        return None;
    }
    match &event.kind {
        EventKind::Acknowledged { how: AckHow::Taken, group, .. } => {
            Some(format!("ack take{}", page(*group)))
        }
        EventKind::Acknowledged { group, .. } => Some(format!("ack{}", page(*group))),
        EventKind::Paged { escalated: true, .. } => Some("escalate".to_string()),
        EventKind::Paged { team, to, text, .. } => {
            Some(format!("page {} why={}", paged(scenario, team.as_ref(), to)?, quoted(text)))
        }
        EventKind::Declared { severity } => Some(format!("declare {severity}")),
        EventKind::SeverityChanged { severity, why, .. } => {
            Some(format!("severity {severity} why={}", quoted(why)))
        }
        EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => Some(slots(
            "statement",
            &[
                ("symptom", symptom),
                ("affected", affected),
                ("scope", scope),
                ("since", since),
                ("unknown", unknown),
                ("done", done),
                ("suspect", suspect),
            ],
        )),
        EventKind::IncidentClosed { summary } => Some(format!("close summary={}", quoted(summary))),
        EventKind::RoleGiven { role, seat, system, how, announced, .. } => {
            let of = system.as_ref().map_or(String::new(), |system| format!(":{system}"));
            Some(match how {
                RoleHow::Assigned if *announced => format!("roles {role}{of}={seat}"),
                RoleHow::Assigned => format!("assign {role}{of} {seat}"),
                RoleHow::Taken => format!("take {role}{of}"),
                RoleHow::Accepted => "accept".to_string(),
            })
        }
        EventKind::RoleVacated { role, how: VacatedHow::Vacated, .. } => Some(format!("roles {role}=-")),
        EventKind::RolesAnnounced {} => Some("announce".to_string()),
        EventKind::HandoverOffered { role, to, state, flight, tried, next } => Some(slots(
            &format!("handover {role} {to}"),
            &[("state", state), ("flight", flight), ("tried", tried), ("next", next)],
        )),
        EventKind::Left {} => Some("leave".to_string()),
        EventKind::Released { seat } => Some(format!("release {seat}")),
        EventKind::MetricRead { metric, word, .. } => Some(format!("{} {metric}", typed(*word))),
        EventKind::ComponentRead { component, word, .. } => Some(format!("{} {component}", typed(*word))),
        EventKind::TopicRead { topic, word, .. } => Some(format!("{} {}", typed(*word), quoted(topic))),
        EventKind::Asked { whom, text } => Some(format!("ask {} {}", asked(whom), quoted(text))),
        EventKind::ActionStarted { action, .. } => Some(format!("do {action}")),
        EventKind::UnscriptedDone { text } => Some(format!("do {}", quoted(text))),
        EventKind::ActionUndone { action, .. } => Some(format!("undo {action}")),
        EventKind::Held { ms, text } => Some(format!("hold {ms} {}", quoted(text))),
        EventKind::Tasked { owner, text, time_box, .. } => {
            Some(format!("task {} {}{}", owner_word(owner), quoted(text), boxed(*time_box)))
        }
        EventKind::TaskAccepted { .. } => Some("accept".to_string()),
        EventKind::Reported { task, text, more } => {
            let task = task.map_or(String::new(), |task| format!("{task} "));
            Some(format!("report {task}{}{}", quoted(text), boxed(*more)))
        }
        // In the words that were said: they name the action, and may say more.
        EventKind::Polled { action, text, risk, .. } => {
            Some(slots(&format!("poll {}", about(action.as_ref(), text)), &[("risk", risk)]))
        }
        EventKind::Objected { text, .. } => Some(format!("object {}", quoted(text))),
        EventKind::Decided { action, text, go } => {
            Some(format!("decide {}{}", about(action.as_ref(), text), if *go { "" } else { " no" }))
        }
        EventKind::Planned { next, text } => Some(format!("plan next={next} {}", quoted(text))),
        EventKind::Updated { audiences, state, impact, doing, next, .. } => {
            let names: Vec<&str> = audiences.iter().map(|a| a.as_str()).collect();
            Some(slots(
                &format!("update {}", names.join(" ")),
                &[("state", state), ("impact", impact), ("doing", doing), ("next", next)],
            ))
        }
        EventKind::Said { text } => Some(format!("say {}", quoted(text))),
        EventKind::Noted { text } => Some(format!("note {}", quoted(text))),
        EventKind::HintGiven { to, item, level, text, .. } if event.by == Actor::Facilitator => {
            let about = item.strip_prefix("expected/").map_or(String::new(), |item| format!(" about={item}"));
            Some(format!("hint {to} {level}{about} text={}", quoted(text)))
        }
        EventKind::HintGiven { unasked, .. } => {
            Some(if *unasked { "hint unasked" } else { "hint" }.to_string())
        }
        EventKind::InjectDelivered { inject, .. } => Some(format!("inject {inject}")),
        EventKind::Improvised { from, via, to, text } => {
            let everybody = to.len() == scenario.seats.len();
            let names: Vec<&str> = to.iter().map(|seat| seat.as_str()).collect();
            let to = if everybody { String::new() } else { format!(" to={}", names.join(",")) };
            let from = from.as_ref().map_or(String::new(), |from| format!(" from={}", quoted(from)));
            Some(format!("inject {}{from}{to} via={via}", quoted(text)))
        }
        EventKind::InjectSkipped { inject } => Some(format!("skip {inject}")),
        EventKind::InjectMoved { inject, due } => Some(match due.since(event.at).ms() {
            0 => format!("nudge {inject} now"),
            _ => format!("nudge {inject} at={due}"),
        }),
        EventKind::Jumped { ms, due } => Some(format!("jump {ms}{}", if *due { " due" } else { "" })),
        EventKind::MarkedWrong { of, slot } => {
            Some(format!("mark wrong {}{}", of.0, slot.as_ref().map_or(String::new(), |s| format!(" {s}"))))
        }
        EventKind::Observed { seat, text } => Some(format!(
            "observe {}{}",
            seat.as_ref().map_or(String::new(), |s| format!("{s} ")),
            quoted(text)
        )),
        EventKind::FacilitatorTalk { .. } => Some("talk".to_string()),
        EventKind::SeverityTalk { .. } => Some("talk severity".to_string()),
        EventKind::Forced { what } => Some(format!("force {what}")),
        EventKind::SeatVacated { seat, for_good: false } => Some(format!("vacate {seat}")),
        EventKind::DrillEnded { how: crate::engine::event::EndHow::Safety, .. } => {
            Some("end safety".to_string())
        }
        EventKind::Bookmarked { text } => Some(format!("bookmark {}", quoted(text))),
        EventKind::Marked { action } => Some(format!("mark {action}")),
        EventKind::Paused {} => Some("pause".to_string()),
        EventKind::Resumed { .. } => Some("resume".to_string()),
        EventKind::DrillEnded { how: crate::engine::event::EndHow::Ended, .. } => Some("end".to_string()),
        EventKind::DrillEnded { how: crate::engine::event::EndHow::TimeSet, .. } => {
            Some("end time".to_string())
        }
        _ => None,
    }
}

/// A text in quotes, so that it is read back as it is.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn slots(start: &str, slots: &[(&str, &Slot)]) -> String {
    slots.iter().fold(start.to_string(), |line, (key, value)| match value {
        Some(value) => format!("{line} {key}={}", quoted(value)),
        None => line,
    })
}

fn page(group: Option<u32>) -> String {
    group.map_or(String::new(), |group| format!(" {}", group + 1))
}

/// Whom a page was for: a team if it went to all who are on call first, and else one seat.
fn paged<'a>(scenario: &Scenario, team: Option<&'a TeamName>, to: &'a [SeatName]) -> Option<&'a str> {
    let first_level = |team: &TeamName| {
        let id = scenario.organisation.teams.id(team).ok()?;
        let level = scenario.organisation.teams[id].on_call.first()?.level;
        let at_level = scenario.seats.iter().filter(|(_, seat)| seat.team == id && seat.level == Some(level));
        Some(at_level.map(|(seat, _)| scenario.seats.name(seat)).eq(to))
    };
    match (team.filter(|team| first_level(team) == Some(true)), to) {
        (Some(team), _) => Some(team.as_str()),
        (None, [seat, ..]) => Some(seat.as_str()),
        (None, []) => None,
    }
}

fn typed(word: Word) -> &'static str {
    match word {
        Word::Look => "look",
        Word::Verify => "verify",
    }
}

fn asked(whom: &Asked) -> String {
    match whom {
        Asked::Team(team) => team.to_string(),
        Asked::Seat(seat) => seat.to_string(),
        Asked::Voice(voice) => voice.to_string(),
        Asked::Nobody(said) => quoted(said),
    }
}

fn owner_word(owner: &Owner) -> String {
    match owner {
        Owner::Seat(seat) => seat.to_string(),
        Owner::Role(role) => role.to_string(),
        Owner::Team(team) => team.to_string(),
        Owner::Someone(said) => quoted(said),
    }
}

/// An action by its name, where no more was said; else all that was said.
fn about(action: Option<&ActionName>, text: &str) -> String {
    action.filter(|action| action.as_str() == text).map_or_else(|| quoted(text), ToString::to_string)
}

fn boxed(time_box: Option<crate::time::SimDuration>) -> String {
    time_box.map_or(String::new(), |ms| format!(" box={ms}"))
}
