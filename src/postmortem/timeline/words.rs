//! Each kind of event as a row of the timeline, as a part of another row, or as nothing a reader misses.

use super::super::drill::{Drill, by_channel};
use super::{Kind, Weight, task_given};
use crate::engine::event::{
    AckHow, Actor, Asked, EndHow, Event, EventKind, Owner, RoleHow, Seq, Slot, VacatedHow, Word,
};
use crate::prose::{and, capital, clipped, grouped, no_go, quote, spell, unhyphen, with_unit};
use crate::scenario::id::{
    ActionName, AlertName, AudienceName, ComponentName, MetricName, SeatName, TeamName,
};
use crate::scenario::words::{Health, Role};
use crate::time::SimDuration;

/// How much of somebody's words a row shows, in characters: nearly always all, so that nobody has to look for the rest.
const WORDS: usize = 300;
/// How much of one slot.
const SLOT: usize = 160;

/// What an event is to a reader.
pub(super) enum Telling {
    /// Nothing.
    Nothing,
    /// A row.
    Row(Told),
    /// A part of the row of another event, or a row if that is too long ago.
    Joins { to: Option<Seq>, text: String, turning: bool, alone: Told },
}

/// A row's words.
pub(super) struct Told {
    pub(super) kind: Kind,
    pub(super) who: String,
    pub(super) text: String,
    pub(super) weight: Weight,
    pub(super) verb: Option<&'static str>,
    pub(super) turning: bool,
}

impl Told {
    fn new(kind: Kind, who: impl Into<String>, weight: Weight, text: impl Into<String>) -> Self {
        Self { kind, who: who.into(), text: text.into(), weight, verb: None, turning: false }
    }

    fn turning(mut self) -> Self {
        self.turning = true;
        self
    }

    fn row(self) -> Telling {
        Telling::Row(self)
    }
}

/// What an event is to a reader.
pub(super) fn tell(drill: &Drill<'_>, event: &Event) -> Telling {
    let by = event.by.as_str();
    match &event.kind {
        EventKind::DrillStarted(_) => {
            key("story", format!("{}: the story begins", drill.scenario.title)).row()
        }
        EventKind::DrillEnded { how, resolved } => drill_ended(*how, &event.by, *resolved),
        EventKind::Rewound { .. } => drill_ended(EndHow::Rewound, &event.by, true),
        EventKind::Forked { parent, attempt, .. } => {
            key("story", format!("attempt {attempt} goes on from here, beside {parent}")).row()
        }
        EventKind::MilestoneReached { milestone } => {
            let says = drill
                .scenario
                .milestones
                .id(milestone)
                .ok()
                .and_then(|id| drill.scenario.milestones[id].says.clone());
            Told::new(
                Kind::KeyMoment,
                "story",
                Weight::Part,
                says.unwrap_or_else(|| unhyphen(milestone.as_str())),
            )
            .row()
        }
        EventKind::AlertFired { alert, text, .. } => {
            Told::new(Kind::Detect, "alert", Weight::Spine, format!("`{alert}`: {}", said(text)))
                .turning()
                .row()
        }
        EventKind::AlertCleared { alert } => {
            Told::new(Kind::Detect, "alert", Weight::Step, format!("`{alert}` is over")).row()
        }
        EventKind::Paged { .. } => paged(drill, event),
        EventKind::Acknowledged { seat, group, how } => acknowledged(drill, event, seat, *group, *how),
        EventKind::InjectDelivered { from, via, to, news, text, .. } => {
            let told = format!("to {} {}: {}", drill.seats(to), by_channel(*via), said(text));
            let kind = if *news { Kind::Detect } else { Kind::Communicate };
            let told = Told::new(
                kind,
                capital(&drill.voice(from)),
                if *news { Weight::Spine } else { Weight::Colour },
                told,
            );
            if *news { told.turning().row() } else { told.row() }
        }
        EventKind::Improvised { from, via, to, text } => {
            let told = format!("to {} {}: {}", drill.seats(to), by_channel(*via), said(text));
            let from = from.clone().unwrap_or_else(|| "facilitator".into());
            Told::new(Kind::Communicate, from, Weight::Kept, told).row()
        }
        EventKind::Jumped { ms, .. } => {
            let to = drill.clock(event.at + *ms);
            key("clock", format!("the story jumped {} ahead, to {to}", ms.clock())).row()
        }
        EventKind::Forced { what } => key(by, format!("put the story right by hand: {what}")).row(),
        EventKind::SeatVacated { seat, for_good } => {
            let text = match (&event.by, for_good) {
                (Actor::Facilitator, _) => format!("let {seat} drop out of the call"),
                (_, true) => format!("{seat} is gone, and can't be reached"),
                (_, false) => format!("{seat} dropped out of the call"),
            };
            key(by, text).turning().row()
        }
        EventKind::Observed { seat, text } => {
            let about = seat.as_ref().map_or(String::new(), |seat| format!(" {seat}"));
            key(by, format!("observed{about}: {}", said(text))).row()
        }
        EventKind::Recovered {} => key("system", "all that counts as resolved began to hold").row(),
        EventKind::Relapsed {} => key("system", "it no longer held").turning().row(),
        EventKind::AskedIfDone {} => {
            Told::new(Kind::Communicate, "story", Weight::Part, "asked whether it is over").row()
        }
        EventKind::Reopened { text } => key("story", format!("open again: {}", said(text))).turning().row(),
        EventKind::CloseStood {} => {
            Told::new(Kind::KeyMoment, "story", Weight::Part, "the close stood").row()
        }
        EventKind::HarmDone { harm, teachable, .. } => {
            let text = match teachable {
                true => format!(
                    "the scenario calls it harmful ({harm}): a trap to talk about, which costs nothing on the card"
                ),
                false => format!("the scenario calls it harmful ({harm})"),
            };
            let alone = key("story", text.clone()).turning();
            Telling::Joins { to: event.cause, text: format!("; {text}"), turning: true, alone }
        }
        EventKind::Declared { severity } => key(by, format!("declared {}", severity.label())).turning().row(),
        EventKind::SeverityChanged { from, severity, why } => {
            let why = if why.is_empty() { String::new() } else { format!(": {}", said(why)) };
            key(by, format!("changed {} to {}{why}", from.label(), severity.label())).turning().row()
        }
        EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
            let named = ["symptom", "affected", "scope", "since", "unknown", "done", "suspect"];
            let slots = slots(&named, &[symptom, affected, scope, since, unknown, done, suspect]);
            key(by, format!("stated: {slots}")).row()
        }
        EventKind::IncidentClosed { summary } => {
            let summary = if summary.is_empty() { String::new() } else { format!(": {}", said(summary)) };
            key(by, format!("closed the incident{summary}")).turning().row()
        }
        EventKind::RoleGiven { role, seat, system, how, announced, .. } => {
            role_given(event, *role, seat, system.as_ref(), *how, *announced)
        }
        EventKind::RoleVacated { role, seat, how } => role_vacated(event, *role, seat, *how),
        EventKind::RolesAnnounced {} => {
            Told::new(Kind::KeyMoment, by, Weight::Part, "said who holds which role").row()
        }
        EventKind::HandoverOffered { role, to, state, flight, tried, next } => {
            let brief = slots(&["state", "in flight", "tried", "next"], &[state, flight, tried, next]);
            let brief = if brief.is_empty() { String::new() } else { format!(": {brief}") };
            key(by, format!("offered {to} the role of {role}{brief}")).turning().row()
        }
        EventKind::Left {} => joins_move(
            event,
            "; left the call",
            Told::new(Kind::Communicate, by, Weight::Part, "left the call"),
        ),
        EventKind::Released { seat } => {
            let text = format!("let {seat} go");
            joins_move(event, &format!("; {text}"), Told::new(Kind::Communicate, by, Weight::Part, text))
        }
        EventKind::MetricRead { metric, value, good, word } => {
            metric_read(drill, by, metric, &grouped(*value), *good, *word)
        }
        EventKind::ComponentRead { component, health, word, text } => {
            let is = if *health == Health::Healthy { "up".to_string() } else { health.to_string() };
            read(by, *word, format!("`{component}` ({is}{})", found(text)))
        }
        EventKind::TopicRead { topic, word, text } => {
            // What nobody here knows by that name was not checked, whatever was typed.
            let word = if drill.scenario.topics.find(topic).is_some() { *word } else { Word::Look };
            read(by, word, format!("{}{}", topic_name(drill, topic), found(text)))
        }
        EventKind::Asked { whom, text } => Told::new(
            Kind::Diagnose,
            by,
            Weight::Kept,
            match text.trim() {
                "" => format!("asked {} for news", asked(drill, whom)),
                _ => format!("asked {}: {}", asked(drill, whom), said(text)),
            },
        )
        .row(),
        EventKind::Answered { to, on, text, .. } => {
            let alone = Told::new(
                Kind::Diagnose,
                to.as_str(),
                Weight::Part,
                format!("heard from {on}: {}", said(text)),
            );
            let asked = drill.cause(event).is_some_and(|cause| matches!(cause.kind, EventKind::Asked { .. }));
            let answer = if asked { ", answer" } else { "" };
            Telling::Joins {
                to: event.cause,
                text: format!("{answer}: {}", said(text)),
                turning: false,
                alone,
            }
        }
        EventKind::ActionStarted { action, .. } => repair(drill, by, Weight::Spine, "began", action).row(),
        EventKind::ActionTookEffect { action, helped, .. } => took_effect(drill, event, action, *helped),
        EventKind::ActionUndone { action, .. } => {
            repair(drill, by, Weight::Spine, "undid", action).turning().row()
        }
        EventKind::UnscriptedDone { text } => {
            Told::new(Kind::Repair, by, Weight::Part, format!("did: {}", said(text))).row()
        }
        EventKind::Held { ms, text } => {
            key(by, format!("decided to hold for {}: {}", spell(*ms), said(text))).row()
        }
        EventKind::Tasked { task, owner, text, time_box, .. } => {
            let time_box = time_box.map(|ms| format!(", back in {}", spell(ms))).unwrap_or_default();
            Told::new(
                Kind::Communicate,
                by,
                Weight::Kept,
                format!("gave {} task {task}{time_box}: {}", owned(owner), said(text)),
            )
            .row()
        }
        EventKind::TaskAccepted { task } => {
            let alone = Told::new(Kind::Communicate, by, Weight::Remark, format!("accepted task {task}"));
            Telling::Joins {
                to: task_given(drill, *task),
                text: "; accepted".to_string(),
                turning: false,
                alone,
            }
        }
        EventKind::Reported { task, text, more } => {
            let on = task.map(|task| format!(" on task {task}")).unwrap_or_default();
            let more = more.map(|ms| format!(" (and needs {} more)", spell(ms))).unwrap_or_default();
            Told::new(Kind::Communicate, by, Weight::Step, format!("reported{on}: {}{more}", said(text)))
                .row()
        }
        EventKind::Polled { text, risk, .. } => {
            let risk = risk.as_ref().map(|risk| format!("; risk: {}", said(risk))).unwrap_or_default();
            Told::new(
                Kind::KeyMoment,
                by,
                Weight::Kept,
                format!("asked for strong objections to {}{risk}", said(text)),
            )
            .row()
        }
        EventKind::Objected { text, .. } => key(by, format!("objected: {}", said(text))).turning().row(),
        EventKind::Decided { text, go, .. } => {
            let (go, text) = match no_go(text) {
                Some(not) => ("no go", not),
                None => (if *go { "go" } else { "no go" }, text.as_str()),
            };
            Told::new(Kind::KeyMoment, by, Weight::Kept, format!("decided, {go}: {}", said(text))).row()
        }
        EventKind::Planned { next, text } => {
            let text = format!("plan: {}; next look in {}", said(text), spell(*next));
            Told::new(Kind::KeyMoment, by, Weight::Part, text).row()
        }
        // Section 7 has it word by word.
        EventKind::Updated { audiences, state, .. } => {
            let slots = slots(&["state"], &[state]);
            Told::new(
                Kind::Communicate,
                by,
                Weight::Spine,
                format!("told {}: {slots}", told_to(drill, audiences)),
            )
            .row()
        }
        EventKind::Said { text } => {
            Told::new(Kind::Communicate, by, Weight::Remark, format!("said: {}", said(text))).row()
        }
        EventKind::Noted { text } => {
            Told::new(Kind::KeyMoment, by, Weight::Step, format!("noted: {}", said(text))).row()
        }
        EventKind::Bookmarked { text } => {
            key(by, format!("marked the moment: {}", said(text))).turning().row()
        }
        EventKind::HintGiven { to, level, text, .. } if event.by == Actor::Facilitator => {
            let told = format!("gave {to} a hint (level {level}): {}", said(text));
            Told::new(Kind::Communicate, by, Weight::Remark, told).row()
        }
        EventKind::HintGiven { level, text, unasked: true, .. } => {
            let verb = if *level > 1 { "said" } else { "asked" };
            let told = format!("the guide {verb}: {}", said(text));
            Told::new(Kind::Communicate, "tool", Weight::Remark, told).row()
        }
        EventKind::HintGiven { text, .. } => {
            Told::new(Kind::Communicate, by, Weight::Remark, format!("asked for a hint: {}", said(text)))
                .row()
        }
        EventKind::SeatTaken { .. }
        | EventKind::Paused {}
        | EventKind::Resumed { .. }
        | EventKind::WatchHeld { .. }
        | EventKind::WatchBroke { .. }
        | EventKind::FailureScheduled { .. }
        | EventKind::FailureStarted { .. }
        | EventKind::FailureCleared { .. }
        | EventKind::FailureSettled { .. }
        | EventKind::FailureRearmed { .. }
        | EventKind::InjectScheduled { .. }
        | EventKind::InjectNotNeeded { .. }
        | EventKind::InjectRearmed { .. }
        | EventKind::TruthChanged { .. }
        | EventKind::SeverityKnowable { .. }
        | EventKind::TeamKnowable { .. }
        | EventKind::ExpectationOpened { .. }
        | EventKind::ExpectationSuperseded { .. }
        | EventKind::AnswerDue { .. }
        | EventKind::Marked { .. }
        | EventKind::MarkedWrong { .. }
        | EventKind::FacilitatorTalk { .. }
        | EventKind::SeverityTalk { .. }
        | EventKind::InjectMoved { .. }
        | EventKind::InjectSkipped { .. }
        | EventKind::Refused { .. } => Telling::Nothing,
    }
}

fn key(who: impl Into<String>, text: impl Into<String>) -> Told {
    Told::new(Kind::KeyMoment, who, Weight::Spine, text)
}

fn said(text: &str) -> String {
    quote(&clipped(text, WORDS))
}

fn slots(names: &[&str], slots: &[&Slot]) -> String {
    let filled = names.iter().zip(slots).filter_map(|(name, slot)| slot.as_ref().map(|text| (name, text)));
    filled
        .map(|(name, text)| [name, " ", &quote(&clipped(text, SLOT))].concat())
        .collect::<Vec<_>>()
        .join("; ")
}

fn drill_ended(how: EndHow, by: &Actor, resolved: bool) -> Telling {
    let how = match how {
        // The close has its own row.
        EndHow::Closed => return Telling::Nothing,
        EndHow::Latest => "the drill's time was up",
        EndHow::Ended if *by == Actor::Facilitator => "the facilitator ended the drill",
        EndHow::Ended => "the table ended the drill",
        EndHow::TimeSet => "the time that was set for the drill was over",
        EndHow::Safety => "the drill was stopped for safety",
        EndHow::Rewound => "the drill was left for an earlier moment",
    };
    let state = if resolved { "" } else { "; what counts as resolved did not hold" };
    key("story", format!("{how}{state}")).row()
}

/// What follows from an earlier part of the same move stands in its row.
fn joins_move(event: &Event, text: &str, alone: Told) -> Telling {
    if event.cause.is_none() {
        return Telling::Row(alone);
    }
    Telling::Joins { to: event.cause, text: text.to_string(), turning: false, alone }
}

fn paged(drill: &Drill<'_>, event: &Event) -> Telling {
    let EventKind::Paged { team, level, to, alert, escalated, text, .. } = &event.kind else {
        return Telling::Nothing;
    };
    let whom = paged_whom(drill, to, team.as_ref(), *level);
    match alert {
        _ if *escalated => {
            let text = match event.by.seat() {
                Some(_) => format!("sent the page on to {whom}"),
                None => format!("no answer yet; the page went on to {whom}"),
            };
            let who = event.by.seat().map_or("pager", |seat| seat.as_str());
            Told::new(Kind::Detect, who, Weight::Spine, text).row()
        }
        Some(alert) => paged_by_alert(event, alert, &whom),
        None => {
            let words = format!("{whom}: {}", said(text));
            let alone = Told::new(Kind::Communicate, event.by.as_str(), Weight::Spine, words);
            let alone = Told { verb: Some("paged"), ..alone };
            joins_move(event, &format!(", and {whom}"), alone)
        }
    }
}

fn paged_by_alert(event: &Event, alert: &AlertName, whom: &str) -> Telling {
    let alone = Told::new(Kind::Detect, "pager", Weight::Spine, format!("`{alert}` paged {whom} again"));
    joins_move(event, &format!("; it paged {whom}"), alone)
}

fn paged_whom(drill: &Drill<'_>, to: &[SeatName], team: Option<&TeamName>, level: Option<u8>) -> String {
    if !to.is_empty() {
        return drill.seats(to);
    }
    let team = team.map_or("nobody", TeamName::as_str);
    let level = level.map_or(String::new(), |level| format!(", level {level}"));
    format!("{team}{level} (nobody sits there)")
}

fn acknowledged(
    drill: &Drill<'_>,
    event: &Event,
    seat: &SeatName,
    group: Option<u32>,
    how: AckHow,
) -> Telling {
    let waited = group.and_then(|group| since_first_page(drill, event, group));
    let after = waited.map_or(String::new(), |waited| format!(" after {}", spell(waited)));
    let (text, weight) = match how {
        AckHow::Paged if answered_before(drill, event, group) => {
            ("joined the call".to_string(), Weight::Step)
        }
        AckHow::Paged if joined_before(drill, event, seat) => (format!("acknowledged{after}"), Weight::Part),
        AckHow::Paged => (format!("acknowledged{after} and joined"), Weight::Spine),
        AckHow::Taken => (format!("took over a page{after}"), Weight::Spine),
        // The page came to somebody who was in the call already: nobody answered it.
        AckHow::Noticed if event.by.seat().is_none() => ("was in the call already".to_string(), Weight::Step),
        AckHow::Noticed if drill.noticed(event) => {
            ("noticed before any page, and joined".to_string(), Weight::Spine)
        }
        AckHow::Noticed => ("joined, before any page".to_string(), Weight::Spine),
    };
    Told::new(Kind::Detect, seat.as_str(), weight, text).row()
}

fn since_first_page(drill: &Drill<'_>, event: &Event, number: u32) -> Option<SimDuration> {
    let first = drill.first(|kind| matches!(kind, EventKind::Paged { group, .. } if *group == number))?;
    Some(drill.took(first.at, event.at))
}

fn answered_before(drill: &Drill<'_>, event: &Event, number: Option<u32>) -> bool {
    let same = |kind: &EventKind| matches!(kind, EventKind::Acknowledged { group, .. } if *group == number);
    drill.first(same).is_some_and(|first| first.seq < event.seq)
}

fn joined_before(drill: &Drill<'_>, event: &Event, name: &SeatName) -> bool {
    let same = |kind: &EventKind| matches!(kind, EventKind::Acknowledged { seat, .. } if seat == name);
    drill.first(same).is_some_and(|first| first.seq < event.seq)
}

fn role_given(
    event: &Event,
    role: Role,
    seat: &SeatName,
    system: Option<&ComponentName>,
    how: RoleHow,
    announced: bool,
) -> Telling {
    let by = event.by.as_str();
    let of = system.map_or(role.to_string(), |system| format!("{role} for `{system}`"));
    match how {
        RoleHow::Taken if role == Role::Commander => key(by, "took command").row(),
        RoleHow::Taken => key(by, format!("took the role of {of}")).row(),
        RoleHow::Accepted => key(by, format!("accepted the role of {of}")).turning().row(),
        RoleHow::Assigned => {
            let text = if announced {
                format!("said who does what: {seat} is {of}")
            } else {
                format!("gave {seat} the role of {of}")
            };
            joins_move(event, &format!("; {seat} is {of}"), key(by, text))
        }
    }
}

fn role_vacated(event: &Event, role: Role, seat: &SeatName, how: VacatedHow) -> Telling {
    let text = match how {
        VacatedHow::Vacated => format!("{seat} is no longer {role}, nobody follows"),
        VacatedHow::Gone => format!("nobody is {role} any more: it was {seat}"),
        VacatedHow::Left | VacatedHow::Released => format!("{seat} gave up the role of {role}"),
    };
    // Who gave it up stands before it already, where that is who moved.
    let own = text.strip_prefix(seat.as_str()).filter(|_| event.by.seat() == Some(seat));
    let alone = own.map_or(text.clone(), |own| own.trim_start().to_string());
    joins_move(event, &format!("; {text}"), key(event.by.as_str(), alone))
}

fn metric_read(
    drill: &Drill<'_>,
    by: &str,
    metric: &MetricName,
    value: &str,
    good: bool,
    word: Word,
) -> Telling {
    let unit = drill.scenario.metrics.id(metric).map_or("", |id| &drill.scenario.metrics[id].unit);
    let good = if good { "good" } else { "not good" };
    read(by, word, format!("`{metric}` ({}, {good})", with_unit(value, unit)))
}

fn read(by: &str, word: Word, text: String) -> Telling {
    let (kind, verb, weight) = match word {
        Word::Look => (Kind::Diagnose, "looked at", Weight::Step),
        Word::Verify => (Kind::Repair, "checked", Weight::Part),
    };
    Telling::Row(Told { verb: Some(verb), ..Told::new(kind, by, weight, text) })
}

fn found(text: &Slot) -> String {
    text.as_ref().map(|text| format!(": {}", said(text))).unwrap_or_default()
}

/// A topic of the scenario by its name, anything else in the words it was asked for.
fn topic_name(drill: &Drill<'_>, topic: &str) -> String {
    match drill.scenario.topics.find(topic) {
        Some(_) => format!("`{topic}`"),
        None => said(topic),
    }
}

fn asked(drill: &Drill<'_>, whom: &Asked) -> String {
    match whom {
        Asked::Team(team) => {
            let teams = &drill.scenario.organisation.teams;
            teams.id(team).map_or_else(|_| team.to_string(), |id| teams[id].name.clone())
        }
        Asked::Seat(seat) => seat.to_string(),
        Asked::Voice(voice) => drill.voice(voice),
        Asked::Nobody(said) => quote(&clipped(said, SLOT)),
    }
}

fn took_effect(drill: &Drill<'_>, event: &Event, action: &ActionName, helped: bool) -> Telling {
    let text = if helped { "took effect" } else { "took effect, and did not help" };
    let words = drill.action_words(action);
    let who = drill.cause(event).map_or("system".to_string(), |begun| begun.by.to_string());
    Told::new(Kind::Repair, who, Weight::Spine, format!("“{words}” {text}")).row()
}

fn repair(drill: &Drill<'_>, by: &str, weight: Weight, verb: &str, action: &ActionName) -> Told {
    let words = drill.action_words(action);
    Told::new(Kind::Repair, by, weight, format!("{verb}: {words} (`{action}`)"))
}

fn owned(owner: &Owner) -> String {
    match owner {
        Owner::Seat(seat) => seat.to_string(),
        Owner::Role(role) => format!("the {role}"),
        Owner::Team(team) => team.to_string(),
        Owner::Someone(said) => quote(&clipped(said, SLOT)),
    }
}

fn told_to(drill: &Drill<'_>, audiences: &[AudienceName]) -> String {
    and(&audiences.iter().map(|audience| drill.audience(audience)).collect::<Vec<_>>())
}
