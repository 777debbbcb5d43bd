//! What one line says of several: `2,3,4 ack` and `all ack` are a move for each seat, and `1 page platform, feeds
//! why="..."` is a page for each name.

use std::collections::BTreeSet;

use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::world::Group;
use crate::moves::{parse, quoted, seat_of};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::scenario::words::Severity;

/// Everybody who has a page, in front of `ack`.
const ALL: [&str; 3] = ["all", "everybody", "everyone"];

/// The moves that one line stands for, one after the other; none of them where `all` is nobody. `None` for a line that is
/// one move, or no move.
pub(super) fn each(session: &Session, line: &str) -> Option<Vec<String>> {
    acks(session, line).or_else(|| pages(session.scenario(), line))
}

/// Moves that name what they are about, and end where it ends.
const NAMING: [&str; 14] = [
    "ack", "accept", "declare", "look", "verify", "take", "roles", "assign", "announce", "do", "release",
    "escalate", "undo", "page",
];

/// Two moves on one line, with `;` between them, never in quotes: the first, and what follows it. Behind free text a `;` is
/// a part of it, unless the text is quoted. Behind `ack` a comma does.
pub(super) fn apart(scenario: &Scenario, line: &str, me: Option<SeatId>) -> Option<(String, String)> {
    let mut quoted = false;
    let between = line.char_indices().find(|&(n, c)| {
        quoted ^= c == '"' && !line[..n].ends_with('\\');
        !quoted && (c == ';' || (c == ',' && is_an_ack(scenario, &line[..n])))
    });
    let (n, _) = between?;
    let (first, then) = (line[..n].trim(), line[n + 1..].trim());
    let then = then.strip_prefix("then ").unwrap_or(then);
    let (seat, verb) = seat_and_verb(scenario, first)?;
    let ends = NAMING.contains(&verb.to_lowercase().as_str()) || first.ends_with('"');
    let read = |line: &str| parse(scenario, line, me).ok().flatten();
    if !ends || then.is_empty() {
        return None;
    }
    let (_, second) = (read(first)?, read(then)?);
    // Its seat may stand behind a clock.
    let then = match seat.filter(|_| second.mover.is_none()) {
        Some(seat) => format!("{seat} {then}"),
        None => then.to_string(),
    };
    Some((first.to_string(), then))
}

fn is_an_ack(scenario: &Scenario, said: &str) -> bool {
    let last = said.split_whitespace().next_back();
    seat_and_verb(scenario, said).is_some_and(|(_, verb)| verb.eq_ignore_ascii_case("ack"))
        && last.is_some_and(|word| word.eq_ignore_ascii_case("ack"))
}

/// The seat in front, as it is written, and the word behind it.
fn seat_and_verb<'a>(scenario: &Scenario, line: &'a str) -> Option<(Option<&'a str>, &'a str)> {
    let (first, rest) = word(line)?;
    match seat_of(scenario, first) {
        Some(_) => Some((Some(first), word(rest)?.0)),
        None => Some((None, first)),
    }
}

/// `declare sev2, wrong bills going out`: declared, and why is said to everybody.
pub(super) fn declared(scenario: &Scenario, line: &str) -> Option<Vec<String>> {
    let (seat, verb) = seat_and_verb(scenario, line)?;
    if !verb.eq_ignore_ascii_case("declare") {
        return None;
    }
    let seat = seat.unwrap_or_default();
    let behind = line.trim_start().strip_prefix(seat)?.trim_start().get(verb.len()..)?;
    let (mut said, mut rest) = word(behind)?;
    if said.eq_ignore_ascii_case("sev") {
        (said, rest) = word(rest)?;
    }
    let said = said.trim_end_matches([',', ':', ';', '.', '!', '-']).to_lowercase();
    let severity = Severity::parse(&said).or_else(|| Severity::parse(&format!("sev{said}")))?;
    let rest = rest.trim().trim_start_matches([',', ':', ';', '-']).trim_start();
    let given = rest.starts_with("why=") || rest.starts_with('"');
    let why = rest.strip_prefix("why=").unwrap_or(rest).trim_matches('"').trim();
    let why = Some(why).filter(|why| !why.is_empty() && (given || why.split_whitespace().count() > 1))?;
    let lines = [format!("{seat} declare {severity}"), format!("{seat} say {}", quoted(why))];
    Some(lines.map(|line| line.trim().to_string()).into())
}

fn acks(session: &Session, line: &str) -> Option<Vec<String>> {
    let (who, word) = line.trim().rsplit_once(char::is_whitespace)?;
    let who = who.trim();
    if !word.eq_ignore_ascii_case("ack") {
        return None;
    }
    let scenario = session.scenario();
    // Each once, however often it is named.
    let seats: BTreeSet<SeatId> = match ALL.contains(&who.to_lowercase().as_str()) {
        true => scenario.seats.ids().filter(|&seat| is_called(session, seat)).collect(),
        false => names(who).map(|name| seat_of(scenario, name)).collect::<Option<_>>()?,
    };
    let several = seats.len() > 1 || ALL.contains(&who.to_lowercase().as_str());
    several.then(|| seats.iter().map(|&seat| format!("{} ack", scenario.seats.name(seat))).collect())
}

/// A person at this table has a page to answer.
fn is_called(session: &Session, seat: SeatId) -> bool {
    let world = session.world();
    let state = &world.seats[seat.n()];
    let waits =
        |group: &&Group| group.to.contains(&seat) && (group.acked.is_none() || state.joined.is_none());
    let ack = Command::Ack { page: None, take: false };
    state.filled
        && !state.stand_in
        && world.groups.iter().any(|group| waits(&group))
        && session.would_refuse(Mover::Seat(seat), &ack).is_none()
}

fn pages(scenario: &Scenario, line: &str) -> Option<Vec<String>> {
    let (first, rest) = word(line)?;
    let (front, mut rest) = match first.eq_ignore_ascii_case("page") {
        true => ("", rest),
        false => {
            let (verb, rest) = word(rest)?;
            (
                Some(first)
                    .filter(|_| verb.eq_ignore_ascii_case("page") && seat_of(scenario, first).is_some())?,
                rest,
            )
        }
    };
    // A number behind a name is a seat's only where a comma says so: `page feeds 2 customers wait`.
    let (mut found, mut comma) = (Vec::new(), true);
    // Where the last name begins the reason, as in `page secondary, bikes don't unlock`.
    let (mut joined, mut begins) = (false, None);
    while let Some((said, more)) = word(rest) {
        if !found.is_empty() && matches!(said, "," | "and" | "&") {
            (comma, joined, rest) = (true, true, more);
            continue;
        }
        let called = |name: &str| {
            let numbered = name.bytes().all(|b| b.is_ascii_digit()) && !comma && !found.is_empty();
            let team = scenario.organisation.teams.find(&name.to_lowercase()).is_some();
            !numbered && (team || seat_of(scenario, name).is_some())
        };
        let all: Vec<&str> = names(said).collect();
        if all.is_empty() || !all.iter().all(|name| called(name)) {
            break;
        }
        begins =
            Some(rest).filter(|_| !joined && all.len() == 1 && !found.is_empty() && !said.ends_with(','));
        found.extend(all);
        (comma, joined, rest) = (said.ends_with(','), false, more);
    }
    let plainly = |rest: &str| !rest.is_empty() && !rest.starts_with("why=") && !rest.starts_with('"');
    if let Some(from) = begins.filter(|_| plainly(rest.trim_start())) {
        found.pop();
        rest = from;
    }
    // Without a reason it is asked for, or said what is missing.
    let reason = rest.trim();
    let mut once = BTreeSet::new();
    found.retain(|name| once.insert(*name));
    let several = found.len() > 1 && !reason.is_empty();
    several.then(|| {
        found.iter().map(|name| format!("{front} page {name} {reason}").trim().to_string()).collect()
    })
}

/// The next word, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    Some(text.split_at(end)).filter(|(word, _)| !word.is_empty())
}

/// `2,3`, `2, 3 and 4`.
fn names(said: &str) -> impl Iterator<Item = &str> {
    let apart = said.split(|c: char| c == ',' || c.is_whitespace());
    apart.filter(|name| !name.is_empty() && !matches!(*name, "and" | "&"))
}
