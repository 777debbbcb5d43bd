//! Conditions in words, for people who read a scenario without its file: `executives not updated for 20m`.

use super::condition::{Askable, Cond, Lookable};
use super::id::{ExpectedId, WatchId};
use super::model::{Act, Scenario, Target};
use super::words::{Channel, Health, Role, Severity};
use crate::time::SimDuration;

/// A condition as a person would say it. Names are the scenario's own, so that they can be found in its file.
#[must_use]
pub fn in_words(scenario: &Scenario, cond: &Cond) -> String {
    words(scenario, cond, true)
}

/// The words of a condition, or of its opposite. A `not` around several parts is handed down to them: "not updated
/// and not closed" is read more easily than "not (updated or closed)", and says the same.
fn words(scenario: &Scenario, cond: &Cond, yes: bool) -> String {
    match cond {
        Cond::All(inner) => several(scenario, inner, yes, if yes { " and " } else { " or " }),
        Cond::Any(inner) => several(scenario, inner, yes, if yes { " or " } else { " and " }),
        Cond::Not(inner) => words(scenario, inner, !yes),
        Cond::For(watch, ms) => lasting(scenario, *watch, *ms, yes),
        Cond::At(at) if yes => format!("{} is past", since_start(*at)),
        Cond::At(at) => format!("before {}", since_start(*at)),
        Cond::Health(id, least) => healthy(scenario.components.name(*id).as_str(), *least, yes),
        Cond::Above(id, limit) => {
            format!("{} {} {limit}", scenario.metrics.name(*id), if yes { "above" } else { "not above" })
        }
        Cond::Below(id, limit) => {
            format!("{} {} {limit}", scenario.metrics.name(*id), if yes { "below" } else { "not below" })
        }
        Cond::Tried(id, times) => tried(scenario.actions.name(*id).as_str(), *times, yes),
        Cond::Held(role) => held(*role, yes),
        Cond::Holds(seat, role) => {
            format!("{} is {}{role}", scenario.seats.name(*seat), if yes { "" } else { "not " })
        }
        Cond::Severity(severity) => declared(*severity, yes),
        Cond::UpdatedWithin(ms, id) => {
            format!(
                "{} within {ms}",
                fact(scenario.organisation.audiences.name(*id).as_str(), yes, "updated")
            )
        }
        Cond::Milestone(_)
        | Cond::Delivered(_)
        | Cond::Done(_)
        | Cond::Undone(_)
        | Cond::Looked(_)
        | Cond::PagedTeam(_)
        | Cond::PagedSeat(_)
        | Cond::Asked(_)
        | Cond::Active(_)
        | Cond::Cleared(_)
        | Cond::Firing(_)
        | Cond::Declared
        | Cond::Updated(_)
        | Cond::Reached(_)
        | Cond::Closed => plain(scenario, cond, yes),
    }
}

/// The conditions that are a thing and what became of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "`words` sends only these")]
fn plain(scenario: &Scenario, cond: &Cond, yes: bool) -> String {
    let organisation = &scenario.organisation;
    let (thing, became) = match cond {
        Cond::Milestone(id) => (scenario.milestones.name(*id).to_string(), "reached"),
        Cond::Delivered(id) => (scenario.injects.name(*id).to_string(), "delivered"),
        Cond::Done(id) => (scenario.actions.name(*id).to_string(), "done"),
        Cond::Undone(id) => (scenario.actions.name(*id).to_string(), "undone"),
        Cond::Looked(at) => (lookable(scenario, *at), "looked at"),
        Cond::PagedTeam(id) => (format!("team {}", organisation.teams.name(*id)), "paged"),
        Cond::PagedSeat(id) => (format!("seat {}", scenario.seats.name(*id)), "paged"),
        Cond::Asked(whom) => (askable(scenario, *whom), "asked"),
        Cond::Active(id) => (scenario.failures.name(*id).to_string(), "active"),
        Cond::Cleared(id) => (scenario.failures.name(*id).to_string(), "cleared"),
        Cond::Firing(id) => (scenario.alerts.name(*id).to_string(), "firing"),
        Cond::Declared => ("incident".to_string(), "declared"),
        Cond::Updated(id) => (organisation.audiences.name(*id).to_string(), "updated"),
        Cond::Reached(step) => (format!("step {step}"), "reached"),
        Cond::Closed => ("incident".to_string(), "closed"),
        _ => return String::new(),
    };
    fact(&thing, yes, became)
}

/// A move that is expected or harmful, in the words one would type.
#[must_use]
pub fn act_in_words(scenario: &Scenario, act: &Act) -> String {
    let organisation = &scenario.organisation;
    match act {
        Act::Do(id) => format!("do {}", scenario.actions.name(*id)),
        Act::Page(Target::Team(id)) => format!("page {}", organisation.teams.name(*id)),
        Act::Page(target) => format!("page {}", target_in_words(scenario, *target)),
        Act::AskTeam(id) => format!("ask {}", organisation.teams.name(*id)),
        Act::AskSeat(id) => format!("ask {}", scenario.seats.name(*id)),
        Act::AskVoice(id) => format!("ask {}", organisation.voices.name(*id)),
        Act::LookMetric(id) => format!("look {}", scenario.metrics.name(*id)),
        Act::LookComponent(id) => format!("look {}", scenario.components.name(*id)),
        Act::LookTopic(id) => format!("look {}", scenario.topics.name(*id)),
        Act::Verify(id) => format!("verify {}", scenario.metrics.name(*id)),
        Act::Update(id) => format!("update {}", organisation.audiences.name(*id)),
        Act::Declare(severity) => format!("declare {severity} or worse"),
        Act::Statement => "make the statement".to_string(),
        Act::Role(role) => format!("name a {role}"),
        Act::Handover(role) => format!("hand over the role of {role}"),
        Act::Poll(id) => format!("poll {}", scenario.actions.name(*id)),
        Act::Close => "close".to_string(),
    }
}

/// An expected action by its name, what would fulfil it, and within what time.
#[must_use]
pub fn expected_in_words(scenario: &Scenario, id: ExpectedId) -> String {
    let expected = &scenario.expected[id];
    let mut any: Vec<String> = expected.any_of.iter().map(|act| act_in_words(scenario, act)).collect();
    // A team and its seat may go by one name.
    any.dedup();
    format!("{}: {}, within {}", scenario.expected.name(id), any.join(" or "), expected.target)
}

/// Who is meant, in a word or two.
#[must_use]
pub fn target_in_words(scenario: &Scenario, target: Target) -> String {
    match target {
        Target::Seat(id) => scenario.seats.name(id).to_string(),
        Target::Team(id) => format!("team {}", scenario.organisation.teams.name(id)),
        Target::Role(role) => format!("the {role}"),
        Target::Table => "everyone".to_string(),
    }
}

fn fact(thing: &str, yes: bool, became: &str) -> String {
    if yes { format!("{thing} {became}") } else { format!("{thing} not {became}") }
}

fn several(scenario: &Scenario, inner: &[Cond], yes: bool, join: &str) -> String {
    match inner {
        [] => if join == " and " { "always" } else { "never" }.to_string(),
        [one] => words(scenario, one, yes),
        _ => inner.iter().map(|cond| inside(scenario, cond, yes)).collect::<Vec<_>>().join(join),
    }
}

/// A part of a whole; a whole of its own stands in brackets.
fn inside(scenario: &Scenario, cond: &Cond, yes: bool) -> String {
    let text = words(scenario, cond, yes);
    if is_several(cond) { format!("({text})") } else { text }
}

fn is_several(cond: &Cond) -> bool {
    if let Cond::All(inner) | Cond::Any(inner) = cond {
        return inner.len() > 1 || inner.first().is_some_and(is_several);
    }
    matches!(cond, Cond::Not(inner) if is_several(inner))
}

fn lasting(scenario: &Scenario, watch: WatchId, ms: SimDuration, yes: bool) -> String {
    let held = format!("{} for {ms}", inside(scenario, &scenario.watches[watch].inner, true));
    if yes { held } else { format!("not ({held})") }
}

fn since_start(at: crate::time::SimTime) -> String {
    let clock = at.since(crate::time::SimTime::START).clock();
    if clock.starts_with('-') { clock } else { format!("+{clock}") }
}

fn healthy(component: &str, least: Health, yes: bool) -> String {
    match (least, yes) {
        (Health::Healthy, true) => format!("{component} in any health"),
        (Health::Healthy, false) => "never".to_string(),
        (Health::Degraded, true) => format!("{component} degraded or down"),
        (Health::Degraded, false) => format!("{component} healthy"),
        (Health::Down, _) => fact(component, yes, "down"),
    }
}

fn tried(action: &str, times: u32, yes: bool) -> String {
    match (times, yes) {
        (0 | 1, _) => fact(action, yes, "tried"),
        (_, true) => format!("{action} tried {times} times"),
        (_, false) => format!("{action} tried less than {times} times"),
    }
}

fn held(role: Role, yes: bool) -> String {
    if yes { format!("there is a {role}") } else { format!("nobody is {role}") }
}

fn declared(severity: Severity, yes: bool) -> String {
    match (severity, yes) {
        (Severity::Sev1, _) => fact(severity.label(), yes, "declared"),
        (_, true) => format!("{} or worse declared", severity.label()),
        (_, false) => format!("neither {} nor worse declared", severity.label()),
    }
}

fn lookable(scenario: &Scenario, at: Lookable) -> String {
    match at {
        Lookable::Metric(id) => scenario.metrics.name(id).to_string(),
        Lookable::Component(id) => scenario.components.name(id).to_string(),
        Lookable::Topic(id) => scenario.topics.name(id).to_string(),
    }
}

fn askable(scenario: &Scenario, whom: Askable) -> String {
    match whom {
        Askable::Team(id) => format!("team {}", scenario.organisation.teams.name(id)),
        Askable::Seat(id) => format!("seat {}", scenario.seats.name(id)),
        Askable::Voice(id) => scenario.organisation.voices.name(id).to_string(),
    }
}

/// How news came, as one says it.
#[must_use]
pub fn by_channel(via: Channel) -> &'static str {
    match via {
        Channel::Pager => "by pager",
        Channel::Chat => "in the chat",
        Channel::Phone => "by phone",
        Channel::Ticket => "in a ticket",
        Channel::Email => "by e-mail",
        Channel::StatusPage => "on the status page",
        Channel::Support => "through support",
        Channel::Executive => "in a call",
        Channel::SocialMedia => "from social media",
        Channel::Vendor => "from a supplier",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id::{ActionId, AudienceId, ComponentId, FailureId, MetricId};
    use crate::scenario::sample::checkout;
    use crate::time::SimTime;

    #[track_caller]
    fn case(cond: &Cond, says: &str) {
        assert_eq!(in_words(&checkout(), cond), says);
    }

    fn not(cond: Cond) -> Cond {
        Cond::Not(Box::new(cond))
    }

    #[test]
    fn conditions_are_said_as_people_say_them() {
        let told = || Cond::Updated(AudienceId::new(1));
        case(&Cond::For(WatchId::new(0), SimDuration::from_mins(20)), "executives not updated for 20m");
        case(&Cond::At(SimTime::from_ms(-60_000)), "-1:00 is past");
        case(&not(Cond::At(SimTime::from_ms(90_000))), "before +1:30");
        case(&not(Cond::Held(Role::Commander)), "nobody is commander");
        case(&Cond::Above(MetricId::new(0), crate::quantity::Milli(2_500)), "error-rate above 2.5");
        case(&Cond::Health(ComponentId::new(0), Health::Degraded), "cart degraded or down");
        case(&Cond::Tried(ActionId::new(1), 2), "restart tried 2 times");
        case(&Cond::Severity(Severity::Sev2), "SEV2 or worse declared");
        case(
            &not(Cond::UpdatedWithin(SimDuration::from_mins(10), AudienceId::new(1))),
            "executives not updated within 10m",
        );
        case(
            &Cond::All(vec![told(), Cond::Any(vec![Cond::Closed, Cond::Declared])]),
            "executives updated and (incident closed or incident declared)",
        );
    }

    #[test]
    fn a_not_is_handed_down_to_the_parts() {
        let parts = vec![Cond::Cleared(FailureId::new(0)), Cond::Done(ActionId::new(0))];
        case(&not(Cond::Any(parts.clone())), "bad-release not cleared and roll-back not done");
        case(&not(not(Cond::All(parts))), "bad-release cleared and roll-back done");
        case(
            &not(Cond::For(WatchId::new(1), SimDuration::from_secs(30))),
            "not (error-rate above 5 for 30s)",
        );
    }

    #[test]
    fn nothing_to_ask_for_is_always_or_never() {
        case(&Cond::All(vec![]), "always");
        case(&Cond::Any(vec![]), "never");
        case(&not(Cond::All(vec![])), "never");
    }
}
