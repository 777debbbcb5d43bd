//! The moments at which the record is stopped: those that people marked, and some that the tool marks itself.

use super::question::Kind;
use crate::engine::clock::ScoreClock;
use crate::engine::event::{Actor, Event, EventKind, Seq};
use crate::engine::proof::Proof;
use crate::journal::Record;
use crate::prose::{capital, quote, spell};
use crate::scenario::Scenario;
use crate::scenario::id::AudienceId;
use crate::scenario::model::Act;
use crate::scenario::words::{Harm, Severity};
use crate::score::{self, Profile};
use crate::time::{SimDuration, SimTime};

/// No move of any seat for so long is a silence worth a question (a house rule).
pub const SILENCE: SimDuration = SimDuration::from_mins(3);
/// So long before a move the choice was still open: a little more than it takes to type it.
const CHOICE: SimDuration = SimDuration::from_secs(5);
/// The tool marks no more than this by itself; people's own marks are all kept.
const OWN_MOST: usize = 6;

/// With fewer moments than this there is little to talk about.
const FEW: usize = 3;
/// Moments of one kind this near to each other are one.
const NEAR: SimDuration = SimDuration::from_secs(30);

/// A moment to stop at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// When.
    pub at: SimTime,
    /// The event that it rests on.
    pub seq: Seq,
    /// Who or what marked it.
    pub by: Marked,
    /// What happened, in a sentence.
    pub text: String,
    /// What to ask.
    pub kind: Kind,
    /// Where to begin if it is played another way: a little before a choice that made it worse; else right behind the event.
    pub before: Option<SimTime>,
    /// Until when, if it lasted.
    pub to: Option<SimTime>,
}

impl Bookmark {
    /// What to ask, with the times between which it went on.
    #[must_use]
    pub fn questions(&self, clock: impl Fn(SimTime) -> String) -> Vec<String> {
        let mut questions: Vec<String> = self.kind.questions().iter().map(ToString::to_string).collect();
        if let (Some(to), Some(first)) = (self.to, questions.first_mut()) {
            *first = format!("{} between {} and {}?", first.trim_end_matches('?'), clock(self.at), clock(to));
        }
        questions
    }
}

/// Who marked a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// Somebody at the table, by `bookmark`.
    Seat(Actor),
    /// The tool.
    Tool,
    /// The postmortem, which asks about it under 8.
    Document,
}

/// All moments, in their order.
#[must_use]
pub fn bookmarks(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Vec<Bookmark> {
    let events: Vec<&Event> = records.iter().map(|record| &record.event).collect();
    let mut own: Vec<Bookmark> = [
        harm(scenario, &events),
        sufficed(&events),
        silence(scenario, &events),
        untold(scenario, &events),
        unverified(scenario, profile, records),
        came_back(&events),
    ]
    .into_iter()
    .flatten()
    .take(OWN_MOST)
    .collect();
    own.extend(events.iter().enumerate().filter_map(|(n, event)| marked(&events[..n], event)));
    own.sort_by_key(|mark| (mark.at, mark.seq));
    own
}

/// At least a few moments: where a record marks hardly any, those of the postmortem's section 8 as well; and where there is
/// none at all, the first thing that reached anybody.
#[must_use]
pub fn enough(
    marks: Vec<Bookmark>,
    records: &[Record],
    key: impl FnOnce() -> Vec<Bookmark>,
) -> Vec<Bookmark> {
    if marks.len() >= FEW {
        return marks;
    }
    let mut all = marks;
    for moment in key() {
        let is_there = |mark: &Bookmark| {
            mark.seq == moment.seq
                || mark.at.since(moment.at).ms().abs() < NEAR.ms() && mark.kind == moment.kind
        };
        if !all.iter().any(is_there) {
            all.push(moment);
        }
    }
    if all.is_empty() {
        all.extend(
            records.iter().map(|record| &record.event).find(|event| is_news(&event.kind)).map(first_news),
        );
    }
    all.sort_by_key(|mark| (mark.at, mark.seq));
    all
}

fn first_news(event: &Event) -> Bookmark {
    own(event, Kind::Observation, "This was the first that anybody heard of it.".to_string())
}

/// A moment of the postmortem's, to stop at behind an event: a choice of somebody's is played another way from before it.
#[must_use]
pub fn of_document(event: &Event, seq: Seq, at: SimTime, text: String) -> Bookmark {
    let kind = Kind::of(&event.kind).unwrap_or(Kind::Surprise);
    let is_choice = event.by.seat().is_some() && kind != Kind::Observation;
    let before = is_choice.then(|| (at - CHOICE).max(SimTime::START));
    Bookmark { at, seq, by: Marked::Document, text, kind, before, to: None }
}

fn is_news(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Paged { .. } | EventKind::InjectDelivered { .. })
}

fn own(event: &Event, kind: Kind, text: String) -> Bookmark {
    Bookmark { at: event.counts_at(), seq: event.seq, by: Marked::Tool, text, kind, before: None, to: None }
}

/// What somebody marked, with questions by what had just happened.
fn marked(before: &[&Event], event: &Event) -> Option<Bookmark> {
    let EventKind::Bookmarked { text } = &event.kind else { return None };
    let kind = before.iter().rev().find_map(|event| Kind::of(&event.kind)).unwrap_or(Kind::Surprise);
    let text = if text.is_empty() { "marked without a word".to_string() } else { quote(text) };
    Some(Bookmark {
        at: event.counts_at(),
        seq: event.seq,
        by: Marked::Seat(event.by.clone()),
        text,
        kind,
        before: None,
        to: None,
    })
}

/// The first moment at which the evidence sufficed for a severity that was not declared yet: who was ahead of the evidence
/// has nothing to find there.
fn sufficed(events: &[&Event]) -> Option<Bookmark> {
    let news = events.iter().copied().find(|event| is_news(&event.kind));
    let mut declared: Option<Severity> = None;
    events.iter().find_map(|event| {
        if let EventKind::Declared { severity } | EventKind::SeverityChanged { severity, .. } = &event.kind {
            declared = Some(*severity);
        }
        let EventKind::SeverityKnowable { severity, .. } = &event.kind else { return None };
        // The worse severity is the lesser one.
        if declared.is_some_and(|declared| declared <= *severity) {
            return None;
        }
        let text = format!("From here the evidence sufficed for {}.", severity.to_string().to_uppercase());
        // What could be known from the start is known when the first of it reaches somebody.
        let heard = news.filter(|news| event.seq < news.seq).unwrap_or(event);
        Some(own(heard, Kind::Assessment, text))
    })
}

/// The first time, from the first page to the last close, that no seat made a move for a while. To wait is no silence
/// where waiting was decided, or was all that was left to do before the close.
fn silence(scenario: &Scenario, events: &[&Event]) -> Option<Bookmark> {
    let (mut proof, mut waits) = (Proof::default(), Vec::with_capacity(events.len()));
    let mut held = SimTime::START;
    let clock = ScoreClock::of(events.iter().copied());
    for event in events {
        proof.event(scenario, event);
        if let EventKind::Held { ms, .. } = event.kind {
            held = event.at + ms;
        }
        waits.push(held.max(stays(scenario, &proof, &clock, event.at).unwrap_or(SimTime::START)));
    }
    let first = events.iter().position(|event| matches!(event.kind, EventKind::Paged { .. }))?;
    let close = |event: &&Event| matches!(event.kind, EventKind::IncidentClosed { .. });
    let last = events.iter().rposition(close).unwrap_or(events.len().saturating_sub(1));
    let moves = (first..=last).filter(|&n| events.get(n).is_some_and(|event| is_move(event)));
    let mut before = first;
    for n in moves.chain([last]) {
        let (from, to) = (events.get(before)?, events.get(n)?);
        // What happened in between, such as an alert that ended, may have begun the wait.
        let waited = waits.get(before..n)?.iter().copied().max().unwrap_or(SimTime::START);
        if clock.between(from.at.max(waited), to.at) >= SILENCE {
            let text = format!("Nobody made a move for {}.", spell(clock.between(from.at, to.at)));
            return Some(Bookmark { to: Some(to.at), ..own(from, Kind::Silence, text) });
        }
        before = n;
    }
    None
}

/// The audience that the author wanted told and that heard nothing for longest: when its time was up.
fn untold(scenario: &Scenario, events: &[&Event]) -> Option<Bookmark> {
    let clock = ScoreClock::of(events.iter().copied());
    let end = events.last()?.at;
    let wanted = events.iter().filter_map(|event| {
        let EventKind::ExpectationOpened { expected } = &event.kind else { return None };
        let expected = &scenario.expected[scenario.expected.id(expected).ok()?];
        let whom = |act: &Act| if let Act::Update(audience) = act { Some(*audience) } else { None };
        let audience = expected.any_of.iter().find_map(whom)?;
        let first = told_first(scenario, events, audience);
        let waited = clock.between(event.at, first.unwrap_or(end));
        (waited > expected.target).then_some((waited, audience, event.at, expected.target, first))
    });
    let (waited, audience, from, target, first) =
        wanted.max_by_key(|(waited, _, _, target, _)| waited.ms() - target.ms())?;
    let up = clock.story(clock.at(from) + target);
    let place = events.iter().rev().find(|event| event.at <= up)?;
    let name = scenario.organisation.audiences.name(audience);
    let then = match first {
        Some(_) => format!("the first came after {}", spell(waited)),
        None => "none came at all".to_string(),
    };
    let text = format!("No word had gone to {name} within {}; {then}.", spell(target));
    Some(Bookmark { at: up, ..own(place, Kind::Telling, text) })
}

/// When an audience heard something first.
fn told_first(scenario: &Scenario, events: &[&Event], audience: AudienceId) -> Option<SimTime> {
    let name = scenario.organisation.audiences.name(audience);
    let told = |event: &&&Event| matches!(&event.kind, EventKind::Updated { audiences, .. } if audiences.contains(name));
    events.iter().find(told).map(|event| event.counts_at())
}

/// Until when to stay with what was seen to work, if nothing else is left to be proved.
fn stays(scenario: &Scenario, proof: &Proof, clock: &ScoreClock, now: SimTime) -> Option<SimTime> {
    let short = proof.short_of_hold(scenario, clock, now);
    let last = short.iter().map(|(_, since)| clock.story(clock.at(*since) + scenario.ends.hold)).max()?;
    proof.unproven(scenario, now).is_empty().then_some(last)
}

fn is_move(event: &Event) -> bool {
    // What the guide asks by itself is nobody's move.
    let none = matches!(event.kind, EventKind::Refused { .. } | EventKind::HintGiven { unasked: true, .. });
    event.by.seat().is_some() && !none
}

/// The first change that took effect and was never checked.
fn unverified(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Option<Bookmark> {
    let (seq, name) = score::first_unverified(scenario, profile, records)?;
    let event = &records.get(usize::try_from(seq.0).ok()?)?.event;
    let text = format!("{} took effect, and nobody looked at a signal that could prove it.", capital(&name));
    Some(own(event, Kind::Verifying, text))
}

/// The first time that it came back after all was well, or after it had been closed.
fn came_back(events: &[&Event]) -> Option<Bookmark> {
    events.iter().find_map(|event| {
        let text = if matches!(event.kind, EventKind::Reopened { .. }) {
            "It had been closed, and it was not over."
        } else if matches!(event.kind, EventKind::Relapsed {}) {
            "What had been well was not well any more."
        } else {
            return None;
        };
        Some(own(event, Kind::Verifying, text.to_string()))
    })
}

/// The move that made it worst: of several alike, the first.
fn harm(scenario: &Scenario, events: &[&Event]) -> Option<Bookmark> {
    let done = events.iter().filter_map(|event| {
        let EventKind::HarmDone { harmful, .. } = &event.kind else { return None };
        Some((*event, &scenario.harmful[scenario.harmful.id(harmful).ok()?]))
    });
    // What costs nothing is there to be talked about, behind what was done in earnest.
    let (event, harmful) = done.min_by_key(|(event, harmful)| {
        (harmful.teachable, std::cmp::Reverse(harmful.harm), event.counts_at(), event.seq)
    })?;
    let name = scenario.actions.name(harmful.action);
    let tempts = harmful.tempts.as_ref().map_or(String::new(), |text| format!(" What tempts: {text}"));
    let worse = if harmful.harm == Harm::Critical { "much worse" } else { "worse" };
    let text = format!("`{name}` made it {worse}.{tempts}");
    let began =
        events.iter().rev().skip_while(|earlier| earlier.seq >= event.seq).find(
            |earlier| matches!(&earlier.kind, EventKind::ActionStarted { action, .. } if action == name),
        );
    let before = began.map(|began| (began.counts_at() - CHOICE).max(SimTime::START));
    Some(Bookmark { before, ..own(event, Kind::Action, text) })
}
