//! What the document is about and what it rests on: front-matter, header, owner, evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::drill::Drill;
use super::outline::{Fill, Front, Line, Row, Section};
use super::team::Status;
use crate::engine::event::{Actor, EndHow, EventKind};
use crate::journal::{Record, Who, paces};
use crate::prose::{and, count, spell};
use crate::scenario::model::Seat;
use crate::scenario::words::Severity;
use crate::score::profile::Differs;
use crate::time::{SimDuration, SimTime};

/// What programs want to know first.
pub(super) fn front(drill: &Drill<'_>, status: Status) -> Front {
    let header = drill.header();
    Front {
        title: format!("Practice postmortem: {}", drill.scenario.title),
        simulated: true,
        drill: drill.card.drill.clone(),
        scenario: drill.card.scenario.clone(),
        profile: drill.card.profile.clone(),
        played_under: drill.card.rescored.clone(),
        status: status.as_str(),
        seed: header.map_or(0, |header| header.seed),
    }
}

/// Section 0: the header.
pub(super) fn header(drill: &Drill<'_>, status: Status) -> Section {
    let fact = |name: &str, text: String| Row::new(vec![name.to_string(), text], []);
    let rows = vec![
        fact("drill", drill.card.drill.clone()),
        fact("scenario", drill.card.scenario.clone()),
        fact("story", story(drill)),
        fact("severity", severity(drill)),
        fact("status", format!("{} (of: draft, in review, reviewed, closed)", status.words())),
        fact("rules", format!("{}; pace {}; {}", drill.card.profile, pace(drill), mode(drill))),
    ];
    let mut rows = rows;
    rows.extend(played_under(drill).map(|under| {
        let says = "the rules in force then were those; section 20 has what differs";
        fact("played under", format!("{under}, and rated here by {}: {says}", drill.card.profile))
    }));
    if drill.card.attempt > 1 {
        let says = "from an earlier moment on, when the story was known: compared with nothing";
        rows.push(fact("attempt", format!("attempt {}, {says}", drill.card.attempt)));
    }
    rows.extend(jumped(drill).map(|says| fact("clock", says)));
    rows.extend(away(drill));
    rows.extend(held(drill).map(|day| fact("held on", day)));
    Section::new("0", "header", "Header", Fill::Auto)
        .table(&["what", "this drill"], rows)
        .table(&["seat", "team", "held by"], seats(drill))
}

/// The profile that the drill was played under, where it is rated by another.
fn played_under(drill: &Drill<'_>) -> Option<String> {
    let under = drill.card.rescored.as_ref()?;
    let alike = if *under == drill.card.profile { "another " } else { "" };
    Some(format!("{alike}{under}"))
}

/// What differs between the two, number by number.
fn differs(drill: &Drill<'_>) -> Vec<Row> {
    let row = |one: &Differs| {
        let [was, is] = one.numbers.as_slice() else { return None };
        let cells =
            vec![one.of.clone(), was.is.clone(), is.is.clone(), format!("[{}] {}", is.source, is.why)];
        Some(Row::new(cells, []))
    };
    drill.card.differs.iter().filter_map(row).collect()
}

fn story(drill: &Drill<'_>) -> String {
    let starts = drill.scenario.starts.format("%A %-d %B %Y, %H:%M (UTC%:z)");
    let length = spell(drill.end().since(SimTime::START));
    format!("{starts}, at {}; {length} played", super::summary::company(drill))
}

/// Where the story jumped, times and lengths are two things: said once.
fn jumped(drill: &Drill<'_>) -> Option<String> {
    let jumps: Vec<_> = drill.jumps.jumps().collect();
    let each: Vec<_> = jumps
        .iter()
        .map(|&(from, to)| format!("from {} to {}", drill.stamp(from), drill.stamp(to)))
        .collect();
    let says = "every time here is the story's; how long people took for something leaves a jump out";
    (!each.is_empty()).then(|| format!("the story jumped {}: {says}", and(&each)))
}

/// Where a drill was broken off and gone on with: when, for how long, and whose moves came after.
fn away(drill: &Drill<'_>) -> Vec<Row> {
    let broken = |n: &usize| {
        let event = &drill.records[*n].event;
        event.by == Actor::Story && matches!(event.kind, EventKind::Paused {})
    };
    (1..drill.records.len()).filter(broken).map(|n| gone_on(drill, n)).collect()
}

fn gone_on(drill: &Drill<'_>, n: usize) -> Row {
    let (before, after) = drill.records.split_at(n);
    let (stopped, at) = (&before[n - 1], &after[0]);
    let next = after.iter().skip(1).position(|record| {
        record.event.by == Actor::Story && matches!(record.event.kind, EventKind::Paused {})
    });
    let after = &after[..next.map_or(after.len(), |next| next + 1)];
    // A record without days knows no time away.
    let away = SimDuration::from_ms(at.wall - stopped.wall);
    let away = match stopped.wall > 0 && away >= SimDuration::from_secs(1) {
        true => format!(" after {}", spell(away)),
        false => String::new(),
    };
    let (was, goes_on) = (movers(before), movers(after));
    let by = match goes_on.is_empty() {
        true => "no seat moved after that".to_string(),
        false if was == goes_on => "the same seats went on".to_string(),
        false => format!("{} went on", and(&goes_on.iter().map(ToString::to_string).collect::<Vec<_>>())),
    };
    let says = format!("at {}, and gone on with{away}: {by}", drill.stamp(at.event.at));
    Row::new(vec!["broken off".to_string(), says], [at.event.seq])
}

/// The seats that moved, each with who played it: `primary (a person)`.
fn movers(records: &[Record]) -> BTreeSet<String> {
    let moved = records.iter().filter(|record| record.who != Who::Tool);
    let moved = moved.filter_map(|record| Some((record.event.by.seat()?, record.who)));
    moved.map(|(seat, who)| format!("{seat} ({})", who_words(who))).collect()
}

fn severity(drill: &Drill<'_>) -> String {
    let Some((_, declared, _)) = drill.declared() else {
        return format!("nobody declared an incident; rated as {}", drill.card.severity.label());
    };
    let mut all = vec![declared.label()];
    for event in drill.events() {
        if let EventKind::SeverityChanged { severity, .. } = &event.kind {
            all.push(severity.label());
        }
    }
    let rated = drill.card.severity.label();
    let as_what = match all.last() {
        Some(&last) if last != rated => {
            format!("; rated as {rated}, the worse of what was said and what could be known")
        }
        Some(_) | None => String::new(),
    };
    format!("{}{as_what}", all.join(", then "))
}

fn mode(drill: &Drill<'_>) -> &'static str {
    drill.header().map_or("unknown", |header| header.mode.as_str())
}

/// All of them, where it was gone on with at another.
fn pace(drill: &Drill<'_>) -> String {
    let paces = paces(drill.events());
    if paces.is_empty() { "unknown".to_string() } else { paces.join(", then ") }
}

/// The day on which people played, if the record knows it.
fn held(drill: &Drill<'_>) -> Option<String> {
    let wall = drill.records.first().map(|record| record.wall).filter(|&wall| wall > 0)?;
    let day = chrono::DateTime::from_timestamp_millis(wall)?;
    Some(day.format("%Y-%m-%d (UTC)").to_string())
}

fn seats(drill: &Drill<'_>) -> Vec<Row> {
    let played = played(drill);
    let filled: BTreeSet<&str> =
        drill.header().into_iter().flat_map(|header| header.seats.iter().map(|seat| seat.as_str())).collect();
    let stand_ins: BTreeSet<&str> = drill
        .header()
        .into_iter()
        .flat_map(|header| header.stand_ins.iter().map(|seat| seat.as_str()))
        .collect();
    let row = |(id, seat): (_, &Seat)| {
        let name = drill.scenario.seats.name(id).as_str();
        let team = drill.scenario.organisation.teams[seat.team].name.clone();
        let by = match played.get(name) {
            Some(who) if stand_ins.contains(name) && !who.contains(&Who::Person) => "a stand-in".to_string(),
            Some(who) => and(&who.iter().map(|&who| who_words(who)).collect::<Vec<_>>()),
            None if filled.contains(name) => "filled, and made no move".to_string(),
            None => "nobody: the seat was empty".to_string(),
        };
        Row::new(vec![name.to_string(), team, by], [])
    };
    drill.scenario.seats.iter().map(row).collect()
}

/// Who moved for each seat.
fn played<'a>(drill: &Drill<'a>) -> BTreeMap<&'a str, BTreeSet<Who>> {
    let mut played: BTreeMap<&str, BTreeSet<Who>> = BTreeMap::new();
    for record in drill.records.iter().filter(|record| record.who != Who::Tool) {
        if let Some(seat) = record.event.by.seat() {
            played.entry(seat.as_str()).or_default().insert(record.who);
        }
    }
    played
}

fn who_words(who: Who) -> &'static str {
    match who {
        Who::Person => "a person",
        Who::Bot => "a bot",
        Who::Prepared => "a crew of the scenario",
        Who::Tool => "the tool",
    }
}

/// Section 0b: who takes care of the document.
pub(super) fn owner(drill: &Drill<'_>) -> Section {
    let review = match drill.card.severity {
        Severity::Sev1 => "Review date (proposed for SEV1: within 3 calendar days)",
        Severity::Sev2 => "Review date (proposed for SEV2: within 5 working days)",
        Severity::Sev3 | Severity::Sev4 => "Review date",
    };
    let reviewers = "Reviewers (at least one from outside the team)";
    Section::new("0b", "owner", "Owner and review", Fill::Prompt).asks([
        "Owner (one role)",
        reviewers,
        review,
    ])
}

/// Section 20: what the document rests on.
pub(super) fn evidence(drill: &Drill<'_>) -> Section {
    let mut facts = vec![
        format!(
            "The record has {}; `[#7]` means event 7 of it, the first being 0. Sections 5 and 7 tell it, or the list at the end.",
            count(drill.records.len(), "event")
        ),
        format!("Rules: {}. The same record gives the same document.", drill.card.profile),
    ];
    facts.extend(played_under(drill).map(|under| {
        format!(
            "The drill was played under {under}, and this document rates it by {}: what differs stands in the table below.",
            drill.card.profile
        )
    }));
    if let Some(header) = drill.header() {
        let organisation = header.organisation_text.as_deref().unwrap_or("");
        let texts = drill.scenario.texts(&header.scenario_text, organisation);
        let short = &texts.of_file;
        facts.push(format!("Seed {}; scenario {short} (start of its SHA-256).", header.seed));
        facts.push(format!(
            "Written by {} (journal format {}, rules {}).",
            header.tool, header.format, header.rules
        ));
    }
    let section = Section::new("20", "evidence", "Terms and evidence", Fill::Auto)
        .list(facts.into_iter().map(|fact| Line::new(fact, [])).collect())
        .list(terms().map(|term| Line::new(term, [])).collect());
    match differs(drill) {
        rows if rows.is_empty() => section,
        rows => section.table(&["number", "when it was played", "as it is rated here", "why"], rows),
    }
}

fn terms() -> impl Iterator<Item = &'static str> {
    [
        "T+: time since the drill began, on the story's clock.",
        "SEV1 to SEV4: how bad it is; the lower number is the worse.",
        "commander: coordinates and decides, with hands off the system. deputy: tells people, supports the commander. expert: finds out and does.",
        "seat: a place in the story; role: what a seat does in this incident.",
        "loop: assess, stabilise, update, verify, until it is over; a cycle is one pass of it.",
        "mitigation: makes the harm smaller without needing to know its cause.",
        "verified: after a change took effect, somebody read a signal that can prove it.",
    ]
    .into_iter()
}

/// How the drill ended, in words, with the event.
pub(super) fn ended<'a>(drill: &Drill<'a>) -> Option<(&'a crate::engine::event::Event, EndHow, bool)> {
    drill.events().rev().find_map(|event| {
        let EventKind::DrillEnded { how, resolved } = &event.kind else { return None };
        Some((event, *how, *resolved))
    })
}

/// The length of the incident: from its declaration to the close that stood, or to the end.
pub(super) fn lasted(drill: &Drill<'_>) -> Option<SimDuration> {
    let (declared, _, _) = drill.declared()?;
    Some(super::drill::between(declared.at, drill.over()))
}
