//! The summary, in the sentences one would say aloud, and how each dimension of the response went.

use super::drill::Drill;
use super::graphs::Span;
use super::header::{ended, lasted};
use super::impact::{harm_in_all, harms, headline, still_ill};
use super::outline::{Fill, Line, Row, Section};
use super::roles::who_led;
use crate::engine::event::{Actor, EndHow, Event, EventKind, Seq, Slot};
use crate::prose::{and, capital, quote, spell};
use crate::scenario::id::ObjectiveId;
use crate::score::card::{self, Band, Dimension, Objective, TOO_LITTLE};
use crate::score::counts_as_update;

/// Section 1: what happened, in two or three sentences.
pub(super) fn summary(drill: &Drill<'_>) -> Section {
    let sentences = [what(drill), how_bad(drill), who_led(drill), who_heard(drill), how_it_ended(drill)];
    let text = sentences.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty());
    let text = text.collect::<Vec<_>>().join(" ");
    let evidence = sentences.iter().flat_map(|line| line.evidence.clone());
    Section::new("1", "summary", "Summary", Fill::Draft).line(Line::new(text, evidence))
}

/// The organisation as it stands in a sentence.
pub(super) fn company(drill: &Drill<'_>) -> String {
    let name = &drill.scenario.organisation.name;
    name.strip_prefix("A ").map_or_else(|| name.clone(), |rest| format!("a {rest}"))
}

/// What was seen, in the team's words if it found some.
fn what(drill: &Drill<'_>) -> Line {
    let day = drill.scenario.starts.format("%A %-d %B %Y");
    let company = company(drill);
    let Some((event, symptom)) = statement(drill) else {
        let title = quote(drill.scenario.title.trim_end_matches('.'));
        return Line::new(format!("On {day}, {company} had an incident, the story of {title}."), []);
    };
    Line::new(format!("On {day}, {company} had an incident: {symptom}."), [event.seq])
}

/// The last statement of the team that says what is seen, in one phrase.
fn statement<'a>(drill: &Drill<'a>) -> Option<(&'a Event, String)> {
    drill.events().rev().find_map(|event| {
        let EventKind::StatementMade { symptom, affected, scope, since, .. } = &event.kind else {
            return None;
        };
        let slot = |before: &str, slot: &Slot| slot.as_ref().map(|said| format!("{before}{}", quote(said)));
        let symptom = slot("", symptom)?;
        let affected = slot(", affecting ", affected).unwrap_or_default();
        let scope = slot(if affected.is_empty() { ", scope " } else { ", " }, scope).unwrap_or_default();
        Some((event, format!("{symptom}{affected}{scope}{}", slot(", since ", since).unwrap_or_default())))
    })
}

/// The severity, and what harm was done for how long.
fn how_bad(drill: &Drill<'_>) -> Line {
    let mut evidence = Vec::new();
    let mut text = match drill.declared() {
        Some((moment, severity, _)) => {
            evidence.push(moment.seq);
            let last = last_severity(drill, &mut evidence).unwrap_or(severity.label());
            let changed = if last == severity.label() { String::new() } else { format!(", later {last}") };
            format!("It was declared {} at {}{changed}", severity.label(), drill.stamp(moment.at))
        }
        None => "Nobody declared it".to_string(),
    };
    text.push_str(&harmed(drill));
    if !harms(drill).is_empty() {
        text.push_str(HARM);
    }
    if let Some(number) = headline(drill) {
        text.push_str(&format!(". {}", capital(&number)));
    }
    Line::new(format!("{text}."), evidence)
}

/// What the word means, where it stands first.
const HARM: &str = ". Harm is done for as long as something that is broken hurts those who depend on the system, seen or not";

/// "; harm lasted 6 min 40 s, from 18:01 to 18:07": each time by itself where there were several.
fn harmed(drill: &Drill<'_>) -> String {
    let spans = harms(drill);
    let one = |span: &Span| match span.to {
        Some(to) => format!("from {} to {}", drill.clock(span.from), drill.clock(to)),
        None => format!("from {} on", drill.clock(span.from)),
    };
    let all = and(&spans.iter().map(one).collect::<Vec<_>>());
    let open = spans.last().is_some_and(|span| span.to.is_none());
    let still = still_ill(drill).map_or(String::new(), |still| format!("; {still}"));
    match (spans.as_slice(), open) {
        ([], _) => String::new(),
        ([only], true) => {
            format!("; harm began at {} and had not ended when the drill did", drill.clock(only.from))
        }
        (_, true) => format!("; harm was done {all}, and had not ended when the drill did"),
        ([_], false) => format!("; harm lasted {}, {all}{still}", spell(harm_in_all(&spans))),
        (_, false) => format!("; harm lasted {} in all, {all}{still}", spell(harm_in_all(&spans))),
    }
}

fn last_severity(drill: &Drill<'_>, evidence: &mut Vec<Seq>) -> Option<&'static str> {
    drill.events().rev().find_map(|event| {
        let EventKind::SeverityChanged { severity, .. } = &event.kind else { return None };
        evidence.push(event.seq);
        Some(severity.label())
    })
}

/// When people outside heard first, of updates that count; nobody, if none did.
fn who_heard(drill: &Drill<'_>) -> Line {
    let first = drill.card.updates().first().and_then(|&seq| drill.event(seq));
    let first = first.and_then(|event| {
        let EventKind::Updated { audiences, .. } = &event.kind else { return None };
        Some((event, audiences))
    });
    let Some((event, audiences)) = first else {
        return nothing_that_counts(drill);
    };
    let to: Vec<_> = audiences.iter().map(|audience| drill.audience(audience)).collect();
    let went = format!("went to {} at {}", and(&to), drill.clock(event.counts_at()));
    match stateless(drill, event) {
        None => Line::new(format!("The first update {went}."), [event.seq]),
        Some((earlier, to)) => {
            let text = format!(
                "The first update with a state {went}; one without went to {to} before, at {}.",
                drill.clock(earlier.counts_at())
            );
            Line::new(text, [earlier.seq, event.seq])
        }
    }
}

/// Nobody was told, or what was told and is no update.
fn nothing_that_counts(drill: &Drill<'_>) -> Line {
    let posts: Vec<(&Event, &Slot, String)> = drill
        .events()
        .filter_map(|event| {
            let EventKind::Updated { audiences, state, .. } = &event.kind else { return None };
            let to: Vec<_> = audiences.iter().map(|audience| drill.audience(audience)).collect();
            Some((event, state, and(&to)))
        })
        .collect();
    let Some((first, _, to)) = posts.first() else {
        return Line::new("Nobody outside the response was told.", []);
    };
    let went = format!("to {to} at {}", drill.clock(first.counts_at()));
    let stateless = posts.iter().all(|(_, state, _)| !counts_as_update(state.as_deref()));
    let text = match (posts.len(), stateless) {
        (1, true) => format!("One update went out, {went}, and it said no state."),
        (1, false) => format!("One update went out, {went}, and it is none that counts."),
        (n, true) => format!("{n} updates went out, the first {went}, and none said a state."),
        (n, false) => format!("{n} updates went out, the first {went}, and none counts as one."),
    };
    Line::new(text, posts.iter().map(|(event, _, _)| event.seq))
}

/// What went out before the first update that counts, and said nothing of how it stands.
fn stateless<'a>(drill: &Drill<'a>, first: &Event) -> Option<(&'a Event, String)> {
    let mut earlier = drill.events().take_while(|event| event.seq < first.seq);
    earlier.find_map(|event| {
        let EventKind::Updated { audiences, state, .. } = &event.kind else { return None };
        if counts_as_update(state.as_deref()) {
            return None;
        }
        let to: Vec<_> = audiences.iter().map(|audience| drill.audience(audience)).collect();
        Some((event, and(&to)))
    })
}

/// Closes that did not stand: "Before that it had been closed at 02:44, and was open again."
fn reopened(drill: &Drill<'_>) -> (String, Vec<Seq>) {
    let (mut last, mut times, mut seqs) = (None, Vec::new(), Vec::new());
    for event in drill.events() {
        match (&event.kind, last) {
            (EventKind::IncidentClosed { .. }, _) => last = Some(event),
            (EventKind::Reopened { .. }, Some(closed)) => {
                times.push(drill.clock(closed.at));
                seqs.extend([closed.seq, event.seq]);
            }
            _ => {}
        }
    }
    let text = match (times.is_empty(), drill.closed()) {
        (true, _) => String::new(),
        (false, Some(_)) => {
            format!(" Before that it had been closed at {}, and was open again.", and(&times))
        }
        (false, None) => format!(" It was closed at {}, and open again.", and(&times)),
    };
    (text, seqs)
}

/// The close, the last minute, or the record's end, and the closes that did not stand.
fn how_it_ended(drill: &Drill<'_>) -> Line {
    let (again, seqs) = reopened(drill);
    let line = ended_how(drill);
    Line::new(format!("{}{again}", line.text), line.evidence.into_iter().chain(seqs))
}

/// The close, the last minute, or the record's end.
fn ended_how(drill: &Drill<'_>) -> Line {
    if let Some((closed, words)) = drill.closed() {
        let after = lasted(drill)
            .map(|lasted| format!(", {} after it was declared", spell(lasted)))
            .unwrap_or_default();
        let words = if words.is_empty() { String::new() } else { format!(": {}", quote(words)) };
        return Line::new(
            format!("It was closed at {}{after}{words}.", drill.clock(closed.at)),
            [closed.seq],
        );
    }
    match ended(drill) {
        Some((event, how, resolved)) => Line::new(not_closed(drill, event, how, resolved), [event.seq]),
        None => Line::new(format!("The record stops at {}.", drill.stamp(drill.end())), []),
    }
}

fn not_closed(drill: &Drill<'_>, ended: &Event, how: EndHow, resolved: bool) -> String {
    let who = match how {
        EndHow::Ended if ended.by == Actor::Facilitator => "the facilitator ended the drill",
        EndHow::Ended => "the table ended the drill",
        EndHow::TimeSet => "the time that was set for the drill was over",
        EndHow::Safety => "the drill was stopped for safety",
        EndHow::Latest | EndHow::Closed => "the drill's time was up",
        EndHow::Rewound => "the drill was left for an earlier moment",
    };
    let state = if resolved { "it was over, and not closed" } else { "it was not over" };
    let told = drill.scenario.ends.unresolved.as_ref().filter(|_| !resolved && how == EndHow::Latest);
    let told = told.map(|text| format!(" {}", quote(text))).unwrap_or_default();
    format!("At {} {who}; {state}.{told}", drill.stamp(ended.at))
}

/// Section 2: how the response went, dimension by dimension, and what the drill was for.
pub(super) fn objectives(drill: &Drill<'_>) -> Section {
    let gates = drill.card.gates_by_harm().into_iter().enumerate().map(|(n, gate)| {
        let first = if n == 0 { "One thing first" } else { "And" };
        let because: Vec<_> = drill.card.because.iter().filter(|reason| reason.gate == gate).collect();
        let says: Vec<_> = because.iter().map(|reason| reason.says.as_str()).collect();
        let says = if says.is_empty() { String::new() } else { format!(": {}", says.join("; ")) };
        let evidence = because.iter().flat_map(|reason| reason.evidence.iter().copied());
        Line::new(format!("{first}: {}{says}.", gate.sentence()), evidence)
    });
    let section = Section::new("2", "objectives", "Objectives and ratings", Fill::Auto);
    let section = gates.fold(section, Section::line);
    let worse = drill.card.scenario_score.worse();
    let worse = worse.map(|(says, evidence)| Line::new(format!("{}.", capital(&says)), evidence));
    let section = section
        .text("How the incident was run. The response is rated, and nobody is.")
        .table(&["part of the response", "rated"], drill.card.dimensions.iter().map(rated).collect())
        .table(&["objective of the drill", "rated", "what a prepared team would do for it"], served(drill));
    worse.into_iter().fold(section, Section::line)
}

/// A part of the response with its word, as on the card.
fn rated(dimension: &Dimension) -> Row {
    let words = dimension.band.map_or(TOO_LITTLE, Band::words);
    Row::new(vec![dimension_words(dimension.id).to_string(), words.to_string()], [])
}

/// A dimension as we say it to a team.
pub(super) fn dimension_words(id: &str) -> &str {
    match id {
        "ack" => "answering pages",
        "roles" => "roles and handovers",
        "updates" => "keeping people informed",
        "loop" => "assess, stabilise, update, verify",
        "actions" => "what was expected",
        "mitigate" => "making it smaller first",
        "classify" => "severity and statement",
        "paging" => "whom to wake",
        other => other,
    }
}

/// Each objective with what came of the expected actions that it rests on: the card's words, for it is rated by them.
fn served(drill: &Drill<'_>) -> Vec<Row> {
    let row = |(id, text): (ObjectiveId, &String)| {
        let name = drill.scenario.objectives.name(id);
        let rated = drill.card.objectives.iter().find(|objective| objective.id == name.as_str());
        let of = |one: card::Outcome| {
            rated.map_or(0, |rated| rated.rests_on.iter().filter(|(_, outcome)| *outcome == one).count())
        };
        let (met, partly, missed) =
            (of(card::Outcome::Met), of(card::Outcome::Partly), of(card::Outcome::Missed));
        let open = of(card::Outcome::NotObserved);
        let words = match (met + partly + missed, partly) {
            (0, _) => "did not come up".to_string(),
            (all, 0) => format!("{met} of {all} met"),
            (all, partly) => format!("{met} of {all} met, {partly} partly"),
        };
        // No word of its own beside one that says that there is none.
        let steps = crate::prose::count(rated.map_or(0, |rated| rated.rests_on.len()), "step");
        let words = match (rated.and_then(|rated| rated.band), met + partly + missed) {
            (None, all) if all > 0 => {
                let partly = if partly == 0 { String::new() } else { format!(", {partly} partly") };
                format!("{all} of its {steps} came up, too little to rate: {met} met{partly}")
            }
            (_, _) => words,
        };
        let words = if open == 0 { words } else { format!("{words}; {open} still open when it was over") };
        let said = rated.map_or(TOO_LITTLE, Objective::words).to_string();
        let held: String =
            rated.into_iter().flat_map(Objective::held_by).map(|why| format!("; {why}")).collect();
        let steps = rated.into_iter().flat_map(|objective| &objective.rests_on);
        let steps = steps.map(|(expected, _)| {
            let name = format!("actions/{expected}");
            drill
                .kept_back
                .as_ref()
                .map_or_else(|| name.clone(), |kept_back| kept_back.name(&name).into_owned())
        });
        let process =
            rated.into_iter().flat_map(|objective| objective.held.iter().map(|(name, _)| name.clone()));
        let rules: Vec<String> = steps.chain(process).collect();
        let evidence = rated.into_iter().flat_map(|objective| objective.evidence.iter().copied());
        Row::new(vec![text.clone(), said, format!("{words}{held}")], evidence).by_rules(rules)
    };
    drill.scenario.objectives.iter().map(row).collect()
}
