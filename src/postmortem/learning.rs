//! The sections that people write, each with what the record can offer them: questions, candidates, empty rows.

use super::drill::{Drill, plus};
use super::header::ended;
use super::outline::{Fill, Line, Row, Section};
use super::timeline::{Entry, key_moments};
use crate::engine::event::{Event, EventKind, Slot};
use crate::prose::{capital, quote, unhyphen};
use crate::scenario::id::InjectId;
use crate::scenario::model::Starts;
use crate::scenario::words_of::in_words;
use crate::score::card::{Criterion, Outcome};
use crate::time::SimTime;

/// Section 8: how it was understood at the time.
pub(super) fn understanding(drill: &Drill<'_>, timeline: &[Entry]) -> Section {
    let section = Section::new("8", "understanding", "How we understood it as it went", Fill::Prompt)
        .text("For each of these moments: what did we see, what did we take it for, what did we expect next, and between what were we torn?");
    let section = key_moments(timeline).into_iter().fold(section, |section, moment| {
        section.ask(format!("{}, {}: {}", drill.stamp(moment.at), moment.who, moment.text))
    });
    section.ask("Another moment that belongs here:")
}

/// Section 9: the trigger, which the team finds first.
pub(super) fn trigger(drill: &Drill<'_>) -> Section {
    let id = &drill.scenario.id;
    Section::new("9", "trigger", "Trigger", Fill::Prompt)
        .ask("Which event turned conditions that had been there for a while into an incident? It may be older than the first row of the timeline.")
        .text(format!("The author's own answer is kept back until yours stands here and under 10; `sandtable show {id} --facilitator` has it."))
}

/// Section 10: contributing factors, always several.
pub(super) fn factors() -> Section {
    let categories = "Kinds to look through: design, change, capacity, dependency, detection, runbook, tooling, \
                      information, coordination, staffing, organisation. If a row is about what somebody did, go one step further: what made it possible or likely?";
    Section::new("10", "factors", "Contributing factors", Fill::Prompt)
        .text("At least two. None of them is the cause by itself.")
        .table(
            &["condition", "kind", "how it contributed", "what makes us think so"],
            vec![Row::blank(4), Row::blank(4), Row::blank(4)],
        )
        .text(categories)
}

/// Section 12: what went well.
pub(super) fn went_well(drill: &Drill<'_>) -> Section {
    let said = |line: &Line, criterion: &Criterion| line.text == sentence(&criterion.says);
    let strengths = drill.card.strengths.iter();
    let mut lines: Vec<Line> =
        strengths.map(|remark| Line::new(sentence(&remark.says), remark.evidence.clone())).collect();
    for (_, criterion) in drill.criteria().filter(|(_, criterion)| criterion.outcome == Outcome::Met) {
        if !criterion.says.is_empty() && !lines.iter().any(|line| said(line, criterion)) {
            lines.push(Line::new(sentence(&criterion.says), criterion.evidence.clone()));
        }
    }
    let section = Section::new("12", "went-well", "What went well", Fill::Draft);
    let section = if lines.is_empty() {
        section.text("The record has no candidate; the people who were there do.")
    } else {
        section
    };
    section.list(lines).ask("What else helped, that no record shows?")
}

/// Section 13: what was hard, as questions.
pub(super) fn was_hard(drill: &Drill<'_>) -> Section {
    let hard = drill.criteria().filter(|(_, c)| matches!(c.outcome, Outcome::Partly | Outcome::Missed));
    let lines = hard.map(|(dimension, criterion)| {
        let text = format!("{} {}", sentence(&criterion.says), question(dimension, criterion.id));
        Line::new(text, criterion.evidence.clone())
    });
    let section = Section::new("13", "was-hard", "What was hard", Fill::Draft).list(lines.collect());
    let harms: Vec<Row> = drill.events().filter_map(|event| harm_row(drill, event)).collect();
    let section = if harms.is_empty() {
        section
    } else {
        section.text("Moves that made the story worse. Each made sense to whoever made it; the author says what tempts.")
    };
    section
        .table(&["what", "when", "harm", "what tempts"], harms)
        .list(
            drill
                .card
                .open_at_the_end
                .iter()
                .map(|open| Line::new(format!("Open at the end: {open}"), []))
                .collect(),
        )
        .ask("What else was hard, and what would make it easier?")
}

/// What the card says, as a sentence of its own.
fn sentence(says: &str) -> String {
    let says = capital(says.trim());
    if says.is_empty() || says.ends_with(['.', '?', '!']) { says } else { format!("{says}.") }
}

/// What to ask about a criterion that was not met: never who, always what.
fn question(dimension: &str, criterion: &str) -> &'static str {
    match (dimension, criterion) {
        ("ack", _) => "What stood between the page and a first move?",
        ("roles", "commander_time" | "set") => "What made it hard to say who does what?",
        ("roles", "announced") => "How did people learn who held what?",
        ("roles", "separation") => "What drew the seat in command into hands-on work?",
        ("roles", "handover") => "What would whoever took over have liked to hear?",
        ("updates", "first") => "What was being waited for before anybody was told?",
        ("updates", "gaps" | "promise") => "What was going on while it was quiet?",
        ("updates", "content") => "What did the people who were told still have to guess?",
        ("updates", "change") => "How did news find its way to the people outside?",
        ("updates", "audience") => "Who heard of it from somebody else?",
        ("updates", "closing") => "Who still does not know that it is over?",
        ("loop", "completeness") => "Which step was hardest to come back to?",
        ("loop", "verify") => "How did we know that a change had worked?",
        ("loop", "order") => "What made the next change more urgent than the check of the last?",
        ("loop", "tasks") => "How did work find its owner, and its way back?",
        ("loop", "reassess") => "What kept the old picture alive after the news?",
        ("loop", "decision") => "How was the risk weighed before it was taken?",
        _ => "What made this hard?",
    }
}

fn harm_row(drill: &Drill<'_>, event: &Event) -> Option<Row> {
    let EventKind::HarmDone { harmful, harm, teachable } = &event.kind else { return None };
    let id = drill.scenario.harmful.id(harmful).ok();
    let authored = id.map(|id| &drill.scenario.harmful[id]);
    let what = authored.map_or_else(
        || unhyphen(harmful.as_str()),
        |harmful| {
            let action = drill.scenario.actions.name(harmful.action);
            format!("{} (`{action}`)", drill.action_words(action))
        },
    );
    let harm = if *teachable { format!("{harm}, to talk about") } else { harm.to_string() };
    let tempts = authored.and_then(|harmful| harmful.tempts.clone()).unwrap_or_default();
    let cells = vec![what, drill.stamp(event.at), harm, tempts];
    Some(Row::new(cells, [event.seq].into_iter().chain(event.cause)))
}

/// Section 14: where luck helped.
pub(super) fn lucky(drill: &Drill<'_>) -> Section {
    let rows: Vec<Row> =
        drill.scenario.injects.ids().filter_map(|inject| stayed_away(drill, inject)).collect();
    let section = Section::new("14", "lucky", "Where we got lucky", Fill::Prompt);
    let section = if rows.is_empty() {
        section
    } else {
        section.text(
            "What the story had ready and did not need. What kept each away: something we did, or luck?",
        )
    };
    section
        .table(&["did not come", "it comes", "why it did not"], rows)
        .ask("What else went better than it had to?")
}

/// An inject that did not come, if there was something to it.
fn stayed_away(drill: &Drill<'_>, id: InjectId) -> Option<Row> {
    let inject = &drill.scenario.injects[id];
    let name = drill.scenario.injects.name(id);
    let came =
        drill.first(|kind| matches!(kind, EventKind::InjectDelivered { inject, .. } if inject == name));
    if came.is_some() {
        return None;
    }
    let comes = match &inject.starts {
        Starts::At(at) => format!("at {}", plus(SimTime::START + *at)),
        Starts::When(cond) => format!("when {}", in_words(drill.scenario, cond)),
        Starts::Never if inject.contingency => "when the facilitator wants it".to_string(),
        Starts::Never => "when something else brings it".to_string(),
    };
    let only = inject.while_.as_ref().map(|cond| format!(", if {}", in_words(drill.scenario, cond)));
    let (why, evidence) = why_not(drill, id);
    let cells = vec![quote(&inject.title), format!("{comes}{}", only.unwrap_or_default()), why];
    Some(Row::new(cells, evidence))
}

fn why_not(drill: &Drill<'_>, id: InjectId) -> (String, Option<crate::engine::event::Seq>) {
    let name = drill.scenario.injects.name(id);
    let dropped = drill.events().rev().find_map(|event| {
        let EventKind::InjectNotNeeded { inject, why } = &event.kind else { return None };
        (inject == name).then_some((event, why))
    });
    if let Some((event, why)) = dropped {
        return (format!("not needed at {}: {why}", drill.clock(event.at)), Some(event.seq));
    }
    let scheduled =
        drill.last(|kind| matches!(kind, EventKind::InjectScheduled { inject, .. } if inject == name));
    match (scheduled, ended(drill)) {
        (Some(moment), Some((end, _, _))) => {
            (format!("the drill ended first, at {}", drill.clock(end.at)), Some(moment.seq))
        }
        (Some(moment), None) => ("the record stops before it".to_string(), Some(moment.seq)),
        (None, _) => ("what brings it did not happen".to_string(), None),
    }
}

/// Section 15: surprises and themes, with the author's questions.
pub(super) fn surprises(drill: &Drill<'_>) -> Section {
    Section::new("15", "surprises", "What surprised us, and themes", Fill::Prompt)
        .ask("What surprised whom, and what does that say about how the system works?")
        .asks(drill.scenario.debrief.iter().cloned())
        .ask("Which questions stay open?")
}

/// Section 16: action items.
pub(super) fn action_items() -> Section {
    let columns =
        ["what", "type", "owner (one role)", "due", "priority", "tracking", "subject", "factor", "done when"];
    Section::new("16", "action-items", "Action items", Fill::Prompt)
        .text("Begin with a verb and name a thing. Type: prevent, mitigate, detect, process, repair or investigate. Subject: real (how we work), fictional (the story's system, for practice) or drill (the scenario). Offered dates: 4 weeks for the top priority, 8 for others. Change a system, a tool, a default or a check. None at all is fine, with a reason.")
        .table(&columns, vec![Row::blank(9), Row::blank(9), Row::blank(9)])
}

/// Section 17: the improvement plan, begun with what the card would practise next.
pub(super) fn improvement(drill: &Drill<'_>) -> Section {
    let mut rows: Vec<Row> = drill
        .card
        .next_steps
        .iter()
        .map(|step| {
            let mut cells =
                vec![unhyphen(&step.about.replace('/', ": ").replace('_', " ")), step.says.clone()];
            cells.extend(["exercise", "", ""].map(String::from));
            Row::new(cells, step.evidence.clone())
        })
        .collect();
    rows.push(Row::blank(5));
    Section::new("17", "improvement", "Improvement plan", Fill::Draft)
        .text("Elements: plan, organisation, equipment, training, exercise.")
        .table(&["issue", "step", "element", "owner role", "start and end"], rows)
}

/// Section 18: a message to customers, for practice.
pub(super) fn customer_message(drill: &Drill<'_>) -> Section {
    let section = Section::new("18", "customer-message", "Practice customer message", Fill::Prompt)
        .text("For practice, never to be sent. No jargon, no promise that is not ours to make.");
    let section = match last_words(drill) {
        Some(line) => section.line(line),
        None => section,
    };
    section.asks([
        "In two sentences: what happened, from where a customer stands?",
        "What does it mean for me, and what do I have to do?",
        "What are we doing about it, and when do I hear more?",
    ])
}

/// What customers heard last.
fn last_words(drill: &Drill<'_>) -> Option<Line> {
    let audiences = &drill.scenario.organisation.audiences;
    let customers = |name: &crate::scenario::id::AudienceName| {
        let kind = audiences.id(name).map(|id| audiences[id].kind);
        kind == Ok(crate::scenario::words::AudienceKind::Customers)
    };
    drill.events().rev().find_map(|event| {
        let EventKind::Updated { audiences, state, impact, doing, .. } = &event.kind else { return None };
        let said = |slot: &Slot| slot.as_ref().map(|text| quote(text));
        let said: Vec<String> = [state, impact, doing].into_iter().filter_map(said).collect();
        let at = drill.clock(event.counts_at());
        let line =
            Line::new(format!("What customers heard last, at {at}: {}.", said.join("; ")), [event.seq]);
        audiences.iter().any(customers).then_some(line)
    })
}

/// Section 19: the drill itself.
pub(super) fn feedback() -> Section {
    Section::new("19", "feedback", "Drill feedback", Fill::Prompt).asks([
        "Realism: what rang true, and what did not?",
        "Pacing: where was it too slow, where too fast?",
        "Injects: which one was unclear?",
        "Safety: was it all right to be wrong here?",
    ])
}
