//! An event in words, as somebody at the table would say it.

use super::decide::story_clock;
use super::event::{AckHow, Actor, Asked, EndHow, Event, EventKind, Owner, RoleHow, Slot, VacatedHow};
use crate::prose::{and, spell, with_unit};
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::id::{MetricName, SeatName};
use crate::scenario::model::Good;
use crate::scenario::words::Health;
use crate::scenario::words_of::expected_in_words;
use crate::time::SimTime;

/// How the news begins that something is asked for.
pub(super) const EXPECTED: &str = "expected from now on: ";

/// An event in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How it comes: `pager`, `chat`, ... for news; `call` for what is said and done in the response; `card` for what
    /// one seat finds out; `clock`, `story` and `tool` for the rest.
    pub channel: &'static str,
    /// The seats it is for; everybody if empty.
    pub to: Vec<String>,
    /// Who it comes from, if that is not the mover.
    pub from: Option<String>,
    /// The words.
    pub text: String,
    /// Only who it is for, and who did it, may know.
    pub private: bool,
    /// Ground truth: only for the facilitator, and after the end.
    pub truth: bool,
}

/// Puts an event into words; `None` for what nobody is ever told.
#[must_use]
pub fn tell(scenario: &Scenario, event: &Event) -> Option<Told> {
    let by = event.by.as_str();
    let told = match &event.kind {
        EventKind::DrillStarted(_) => {
            Told { from: Some(scenario.title.clone()), ..all("story", scenario.story.clone()) }
        }
        EventKind::WatchHeld { .. } | EventKind::WatchBroke { .. } => return None,
        EventKind::SeatTaken { seat } => {
            let number = scenario.seats.id(seat).map_or(String::new(), |id| format!("seat {} ", id.n() + 1));
            call(format!("{number}{seat} is now at this table"))
        }
        EventKind::FailureSettled { .. }
        | EventKind::FailureRearmed { .. }
        | EventKind::CloseStood {}
        | EventKind::InjectRearmed { .. } => return None,
        EventKind::Paused {} if event.by == Actor::Story => {
            all("clock", "the drill was broken off here".to_string())
        }
        EventKind::Resumed { pace } if event.by == Actor::Story => {
            all("clock", format!("the drill goes on{}; the time away was a pause", at_pace(pace.as_ref())))
        }
        EventKind::Paused {} => all("clock", format!("{by} paused the drill; `resume` goes on")),
        EventKind::Resumed { pace } => {
            all("clock", format!("{by} resumed the drill{}", at_pace(pace.as_ref())))
        }
        EventKind::DrillEnded { how, resolved } => {
            all("clock", drill_ended(scenario, *how, &event.by, *resolved))
        }
        EventKind::Rewound { to, branch, .. } => all(
            "clock",
            format!(
                "{by} went back to {}; the drill goes on from there as `{branch}`",
                moment(scenario, *to)
            ),
        ),
        EventKind::Forked { parent, attempt, pace, .. } => all(
            "clock",
            format!(
                "From here, {}, this is attempt {attempt}{}, beside `{parent}`. It has the same dice, and is compared \
                 with nothing.",
                moment(scenario, event.at),
                at_pace(pace.as_ref())
            ),
        ),

        EventKind::MilestoneReached { milestone } => truth(format!("milestone `{milestone}`")),
        EventKind::FailureScheduled { failure, due } => {
            truth(format!("failure `{failure}` will start at {}", story_clock(scenario, *due)))
        }
        EventKind::FailureStarted { failure, .. } => truth(format!("failure `{failure}` started")),
        EventKind::FailureCleared { failure } => truth(format!("failure `{failure}` cleared")),
        EventKind::AlertFired { alert, .. } => truth(format!("alert `{alert}` fires")),
        EventKind::AlertCleared { alert } => truth(format!("alert `{alert}` is over")),
        EventKind::InjectScheduled { inject, due } => {
            truth(format!("inject `{inject}` comes at {}", story_clock(scenario, *due)))
        }
        EventKind::InjectNotNeeded { inject, why } => {
            truth(format!("inject `{inject}` will not come: {why}"))
        }
        EventKind::InjectMoved { inject, due } => {
            desk(format!("inject `{inject}` is moved: it comes at {}", story_clock(scenario, *due)))
        }
        EventKind::InjectSkipped { inject } => desk(format!("inject `{inject}` is skipped")),
        EventKind::Improvised { from, via, to, text } => {
            let everybody = to.len() == scenario.seats.len();
            let to = if everybody { Vec::new() } else { to.iter().map(ToString::to_string).collect() };
            let private = !to.is_empty();
            Told { channel: via.as_str(), to, from: from.clone(), text: text.clone(), private, truth: false }
        }
        EventKind::Jumped { ms, due } => {
            let to = story_clock(scenario, event.at + *ms);
            let due = if *due { "; what was due in between is due two minutes from now" } else { "" };
            all("clock", format!("the story jumps {} ahead, to {to}{due}", ms.clock()))
        }
        EventKind::MarkedWrong { of, slot } => {
            let what = slot.as_ref().map_or(String::new(), |slot| format!("`{slot}` of "));
            desk(format!("{what}{of} is marked as wrong"))
        }
        EventKind::Observed { seat, text } => {
            let about = seat.as_ref().map_or(String::new(), |seat| format!(" {seat}"));
            desk(format!("observed{about}: {text}"))
        }
        EventKind::FacilitatorTalk { on } => {
            desk(format!("the facilitator {}", if *on { "speaks" } else { "has spoken" }))
        }
        EventKind::SeverityTalk { on } => {
            desk(format!("talk about the severity {}", if *on { "begins" } else { "ends" }))
        }
        EventKind::Forced { what } => desk(format!("forced: {what}")),
        EventKind::SeatVacated { seat, .. } if matches!(event.by, Actor::Table | Actor::Seat(_)) => {
            call(format!("nobody sits at {seat} any more"))
        }
        EventKind::SeatVacated { seat, .. } => call(format!("{seat} is gone, and can't be reached")),
        EventKind::TruthChanged { severity, .. } => {
            truth(format!("the true severity is {}", severity.label()))
        }
        EventKind::SeverityKnowable { severity, .. } => {
            truth(format!("{} could be known from now on", severity.label()))
        }
        EventKind::TeamKnowable { team } => {
            truth(format!("that {team} is needed could be known from now on"))
        }
        EventKind::ExpectationOpened { expected } => {
            let words = scenario.expected.id(expected).map(|id| expected_in_words(scenario, id));
            truth(format!("{EXPECTED}{}", words.unwrap_or_else(|_| expected.to_string())))
        }
        EventKind::ExpectationSuperseded { expected } => truth(format!("no longer needed: `{expected}`")),
        EventKind::Recovered {} => truth("the system has recovered".into()),
        EventKind::Relapsed {} => truth("the system is ill again".into()),
        EventKind::HarmDone { harmful, .. } => truth(format!("harm: `{harmful}`")),

        EventKind::Paged { group, to, team, hint, escalated, text, .. } => {
            let to: Vec<String> = to.iter().map(ToString::to_string).collect();
            let hint = hint.map_or(String::new(), |hint| format!(" (suggests {})", hint.label()));
            let from = event.by.seat().map(ToString::to_string);
            let whom = match (to.is_empty(), team) {
                (true, Some(team)) => format!("{team}, where nobody sits at this level"),
                _ => to.join(", "),
            };
            let unanswered = match (escalated, &from) {
                (true, Some(_)) => "on, ",
                (true, None) => "still unanswered, ",
                (false, _) => "",
            };
            let number = u64::from(*group) + 1;
            Told { from, to, ..all("pager", format!("page {number}, {unanswered}to {whom}: {text}{hint}")) }
        }
        EventKind::Acknowledged { seat, how, group } => {
            let page = group.map_or(String::new(), |group| format!("page {}", u64::from(group) + 1));
            call(match how {
                AckHow::Paged => format!("{seat} acknowledged {page} and is in the call"),
                AckHow::Taken => format!("{seat} took over {page} and is in the call"),
                AckHow::Noticed if event.by == Actor::Story => format!("{seat} has {page} in hand already"),
                AckHow::Noticed if group.is_none() => format!("{seat} joined the call before any page"),
                AckHow::Noticed => format!("{seat} noticed {page} and is in the call"),
            })
        }
        EventKind::InjectDelivered { from, via, to, text, .. } => {
            let voice = scenario.organisation.voices.id(from);
            let from = voice.map_or_else(|_| from.to_string(), |id| scenario.organisation.voices[id].clone());
            let to = if to.len() == scenario.seats.len() {
                Vec::new()
            } else {
                to.iter().map(ToString::to_string).collect()
            };
            let private = !to.is_empty();
            Told { channel: via.as_str(), to, from: Some(from), text: text.clone(), private, truth: false }
        }
        EventKind::AskedIfDone {} => all(
            "call",
            "somebody asks: it has looked good for a while. Is it over, and how do you know?".into(),
        ),
        EventKind::Reopened { text } => all("call", format!("{text} The incident is open again.")),

        EventKind::Declared { severity } => {
            let means = scenario.organisation.severities.iter().find(|s| s.severity == *severity);
            let means = means.map_or(String::new(), |s| format!(" ({})", s.means));
            call(format!("{by} declared {}{means}", severity.label()))
        }
        EventKind::SeverityChanged { from, severity, why } => {
            call(format!("{by} changed {} to {}{}", from.label(), severity.label(), because(why)))
        }
        EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
            let slots = [
                ("", symptom),
                ("affected: ", affected),
                ("scope: ", scope),
                ("since: ", since),
                ("not known: ", unknown),
                ("done so far: ", done),
                ("suspect: ", suspect),
            ];
            call(format!("incident statement: {}", filled(&slots)))
        }
        EventKind::IncidentClosed { summary } => {
            call(format!("{by} closed the incident{}", because(summary)))
        }
        EventKind::RoleGiven { role, seat, system, how, announced, from } => {
            let of = system.as_ref().map_or(String::new(), |system| format!(" for {system}"));
            let after = from.as_ref().map_or(String::new(), |from| format!(" after {from}"));
            let said = if *announced { "" } else { " (not announced yet)" };
            call(match how {
                RoleHow::Taken => format!("{seat} takes {role}{of}{after}"),
                RoleHow::Assigned => format!("{seat} is {role}{of}{after}{said}"),
                RoleHow::Accepted => format!("{seat} accepts and is {role}{of}{after}{said}"),
            })
        }
        EventKind::RoleVacated { role, seat, how } => call(match how {
            VacatedHow::Vacated => format!("{seat} is no longer {role}"),
            VacatedHow::Left => format!("{seat} leaves, and was {role}"),
            VacatedHow::Released => format!("{seat} is let go, and was {role}"),
            VacatedHow::Gone => format!("nobody is {role} any more: it was {seat}"),
        }),
        EventKind::RolesAnnounced {} => call(format!("{by} tells everybody who holds what")),
        EventKind::HandoverOffered { role, to, state, flight, tried, next } => {
            let slots = [("state: ", state), ("in flight: ", flight), ("tried: ", tried), ("next: ", next)];
            let brief = filled(&slots);
            let colon = if brief.is_empty() { "" } else { ": " };
            let text = format!("{by} offers {role} to {to}{colon}{brief}");
            Told { to: vec![to.to_string()], ..call(format!("{text} (`accept` takes it)")) }
        }
        EventKind::Left {} => call(format!("{by} left the call")),
        EventKind::Released { seat } => call(format!("{by} let {seat} go")),

        EventKind::MetricRead { metric, value, .. } => {
            Told { private: true, ..call(format!("{by} read {}", reading(scenario, metric, *value))) }
        }
        EventKind::ComponentRead { component, health, text, .. } => {
            let more = text.as_ref().map_or(String::new(), |text| format!("; {text}"));
            let about =
                scenario.components.id(component).ok().map_or(String::new(), |id| depends(scenario, id));
            // What the fault is in may well be up and running: what is found there says more.
            let is = if *health == Health::Healthy { "up".to_string() } else { health.to_string() };
            let text = format!("{by} looked at {component}: it is {is}{about}{more}");
            Told { private: true, ..call(text) }
        }
        EventKind::TopicRead { topic, text, .. } => {
            let more = text.as_ref().map_or(String::new(), |text| format!(": {text}"));
            Told { private: true, ..call(format!("{by} looked at {topic}{more}")) }
        }
        EventKind::Asked { whom, text } => {
            let (whom, to) = asked(whom);
            let text = if text.is_empty() { "for news".into() } else { format!("\"{text}\"") };
            Told { to, ..call(format!("{by} asked {whom} {text}")) }
        }
        EventKind::AnswerDue { due, to, .. } => {
            let text = format!("an answer to {to} comes in {}", spell(due.since(event.at)));
            Told { to: seat(to), private: true, ..call(text) }
        }
        EventKind::Answered { to, on, text, .. } => {
            Told { to: seat(to), private: true, from: Some(on.clone()), ..all("card", text.clone()) }
        }
        EventKind::ActionStarted { action, .. } if event.by == Actor::Story => {
            call(format!("somebody outside the call does `{action}`"))
        }
        EventKind::ActionStarted { action, due, .. } => {
            let until = if *due == event.at {
                String::new()
            } else {
                format!(", until {}", story_clock(scenario, *due))
            };
            call(format!("{by} began `{action}`{until}"))
        }
        EventKind::ActionTookEffect { action, .. } => call(format!("`{action}` is done")),
        EventKind::ActionUndone { action, .. } => call(format!("{by} undid `{action}`")),
        EventKind::UnscriptedDone { text } => call(format!("{by} did: {text}")),
        EventKind::Held { ms, text } => {
            call(format!("{by} decided to hold for {}{}", ms.clock(), because(text)))
        }
        EventKind::Tasked { task, owner, seat, text, time_box } => {
            let owner = match (owner, seat) {
                (Owner::Role(role), Some(seat)) => format!("{role} ({seat})"),
                (Owner::Role(role), None) => format!("{role} (nobody)"),
                (Owner::Seat(seat), _) => seat.to_string(),
                (Owner::Team(team), _) => team.to_string(),
                (Owner::Someone(said), _) => said.clone(),
            };
            let until = time_box.map_or(", no time box".into(), |ms| {
                format!(", back by {}", story_clock(scenario, event.counts_at() + ms))
            });
            let to = seat.iter().map(ToString::to_string).collect();
            Told { to, ..call(format!("task {task} for {owner}: {text}{until}")) }
        }
        EventKind::TaskAccepted { task } => call(format!("{by} accepts task {task}")),
        EventKind::Reported { task, text, more } => {
            let task = task.map_or(String::new(), |task| format!(" on task {task}"));
            let more = more.map_or(String::new(), |ms| format!(" (needs {} more)", ms.clock()));
            call(format!("{by} reports{task}: {text}{more}"))
        }
        EventKind::Polled { text, risk, .. } => {
            let risk = risk.as_ref().map_or(String::new(), |risk| format!(" The risk: {risk}."));
            call(format!("{by}: any strong objections to \"{text}\"?{risk}"))
        }
        EventKind::Objected { text, .. } => call(format!("{by} objects: {text}")),
        EventKind::Decided { text, go, .. } => {
            call(format!("{by} decided{}: {text}", if *go { "" } else { ", no go" }))
        }
        EventKind::Planned { next, text } => {
            let stop = if text.is_empty() || text.ends_with(['.', '!', '?']) { "" } else { "." };
            call(format!(
                "{by} plans: {text}{stop} Look again at {}.",
                story_clock(scenario, event.counts_at() + *next)
            ))
        }
        EventKind::Updated { audiences, state, impact, doing, next, .. } => {
            let names: Vec<&str> = audiences.iter().map(|audience| audience.as_str()).collect();
            let slots = [("", state), ("impact: ", impact), ("doing: ", doing), ("next update: ", next)];
            call(format!("{by} told {}: {}", names.join(", "), filled(&slots)))
        }
        EventKind::Said { text } => call(format!("{by}: {text}")),
        EventKind::Noted { text } => Told { private: true, ..call(format!("{by} noted: {text}")) },
        EventKind::Bookmarked { text } => all("tool", format!("bookmark{}", because(text))),
        EventKind::HintGiven { to, level, text, unasked: true, .. } => {
            let says = if *level > 1 { "says" } else { "asks" };
            Told { to: seat(to), private: true, ..all("tool", format!("the guide {says}: {text}")) }
        }
        EventKind::HintGiven { to, text, .. } => {
            let for_whom = if event.by == Actor::Facilitator { format!(" for {to}") } else { String::new() };
            Told { to: seat(to), private: true, ..all("tool", format!("hint{for_whom}: {text}")) }
        }
        EventKind::Marked { action } => all("tool", format!("{by} marked what was done as `{action}`")),
        EventKind::Refused { why, .. } => Told { private: true, ..all("tool", why.clone()) },
    };
    Some(told)
}

fn all(channel: &'static str, text: String) -> Told {
    Told { channel, to: Vec::new(), from: None, text, private: false, truth: false }
}

fn call(text: String) -> Told {
    all("call", text)
}

fn truth(text: String) -> Told {
    Told { truth: true, ..all("truth", text) }
}

/// What who runs the drill does at their desk.
fn desk(text: String) -> Told {
    Told { truth: true, ..all("desk", text) }
}

fn seat(actor: &Actor) -> Vec<String> {
    actor.seat().map(SeatName::to_string).into_iter().collect()
}

fn because(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}

/// The slots that were filled, one after the other.
fn filled(slots: &[(&str, &Slot)]) -> String {
    let said = slots.iter().filter_map(|(label, slot)| slot.as_ref().map(|text| format!("{label}{text}")));
    said.collect::<Vec<_>>().join("; ")
}

fn asked(whom: &Asked) -> (String, Vec<String>) {
    match whom {
        Asked::Team(team) => (team.to_string(), Vec::new()),
        Asked::Seat(seat) => (seat.to_string(), vec![seat.to_string()]),
        Asked::Voice(voice) => (voice.to_string(), Vec::new()),
        Asked::Nobody(said) => (said.clone(), Vec::new()),
    }
}

fn depends(scenario: &Scenario, id: crate::scenario::id::ComponentId) -> String {
    let component = &scenario.components[id];
    let names = |ids: &[crate::scenario::id::ComponentId]| {
        and(&ids.iter().map(|&id| scenario.components.name(id).as_str()).collect::<Vec<_>>())
    };
    let mut text = String::new();
    if !component.depends_on.is_empty() {
        text.push_str(&format!(", depends on {}", names(&component.depends_on)));
    }
    if !component.uses.is_empty() {
        let link = if text.is_empty() { "," } else { ", and" };
        text.push_str(&format!("{link} uses {}", names(&component.uses)));
    }
    text
}

/// `invoice-ratio: 10.03 x last month (good: below 1.2)`.
#[must_use]
pub fn reading(scenario: &Scenario, metric: &MetricName, value: Milli) -> String {
    let Ok(id) = scenario.metrics.id(metric) else { return metric.to_string() };
    let (unit, good) = (&scenario.metrics[id].unit, good_words(scenario.metrics[id].good));
    format!("{metric}: {} (good: {good})", with_unit(&rounded(value).to_string(), unit))
}

/// What counts as good, in words.
#[must_use]
pub fn good_words(good: Good) -> String {
    match good {
        Good::Below(limit) => format!("below {limit}"),
        Good::Above(limit) => format!("above {limit}"),
        Good::Between(low, high) => format!("{low} to {high}"),
        Good::NotRising => "not rising".to_string(),
    }
}

pub use crate::prose::rounded;

/// A moment by both clocks: `02:29 (+12:30)`.
fn moment(scenario: &Scenario, at: SimTime) -> String {
    format!("{} (+{})", story_clock(scenario, at), at.since(SimTime::START).clock())
}

/// Where time passes otherwise than before, how.
fn at_pace(pace: Option<&String>) -> String {
    pace.map_or(String::new(), |pace| format!(" (pace {pace})"))
}

fn drill_ended(scenario: &Scenario, how: EndHow, by: &Actor, resolved: bool) -> String {
    let told = match (resolved, how) {
        (true, _) => "It is over.".to_string(),
        (false, EndHow::Latest) => {
            scenario.ends.unresolved.clone().unwrap_or_else(|| "It is still going on.".into())
        }
        (false, EndHow::Closed | EndHow::Ended | EndHow::TimeSet | EndHow::Safety | EndHow::Rewound) => {
            "It is still going on.".to_string()
        }
    };
    let why = match how {
        EndHow::Closed => "the incident is closed",
        EndHow::Latest => "the time is up",
        EndHow::Ended if *by == Actor::Facilitator => "the facilitator ended it",
        EndHow::Ended => "the table ended it",
        EndHow::TimeSet => "the time that was set for it is over",
        // Nobody is to think of the story any more.
        EndHow::Safety => return "End of the drill: stopped for safety. Put the story aside.".to_string(),
        EndHow::Rewound => "it goes on from an earlier moment",
    };
    format!("End of the drill: {why}. {told}")
}
