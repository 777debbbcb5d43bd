//! Conditions that wait: for what each waits, and what follows when it comes.

use super::answer::wording;
use super::decide::on_call;
use super::dice::roll;
use super::event::{AckHow, EventKind, VacatedHow};
use super::world::World;
use crate::prose::in_unit;
use crate::quantity::Milli;
use crate::scenario::Scenario;
use crate::scenario::condition::Cond;
use crate::scenario::id::{
    ActionId, AlertId, ExpectedId, FailureId, InjectId, MetricId, MilestoneId, SeatId, WatchId,
};
use crate::scenario::model::{Effects, Starts, Target};
use crate::scenario::words::Role;
use crate::time::SimTime;

/// Pages with one key within this time are one group: a rule of the process (a repeated alert is not a new call).
const DEDUP_MS: i64 = 5 * 60_000;

/// A condition that waits. The order is that in which those of one instant are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    /// What a `For` waits for.
    Watch(WatchId),
    /// The true severity changes.
    Truth(usize),
    /// A milestone.
    Milestone(MilestoneId),
    /// A failure starts.
    Failure(FailureId),
    /// A failure clears.
    Clears(FailureId),
    /// An alert fires, or is over.
    Alert(AlertId),
    /// The evidence suffices for a severity.
    Knowable(usize),
    /// The evidence suffices for a team.
    TeamKnowable(usize),
    /// An inject.
    Inject(InjectId),
    /// An expected action's clock starts.
    Opens(ExpectedId),
    /// An expected action is no longer needed.
    Superseded(ExpectedId),
    /// The ending's condition.
    Resolved,
}

/// What holds always: a trigger without a condition fires at the start.
static ALWAYS: Cond = Cond::All(Vec::new());

/// Every trigger of a scenario, in order.
#[must_use]
pub fn triggers(scenario: &Scenario) -> Vec<Trigger> {
    let mut all: Vec<Trigger> = scenario.watches.ids().map(Trigger::Watch).collect();
    all.extend((0..scenario.truth.severity.len()).flat_map(|n| [Trigger::Truth(n), Trigger::Knowable(n)]));
    all.extend((0..scenario.truth.needed_teams.len()).map(Trigger::TeamKnowable));
    all.extend(
        scenario.milestones.iter().filter(|(_, m)| m.when.is_some()).map(|(id, _)| Trigger::Milestone(id)),
    );
    for (id, failure) in scenario.failures.iter() {
        if !matches!(failure.starts, Starts::Never) {
            all.push(Trigger::Failure(id));
        }
        if failure.clears_when.is_some() {
            all.push(Trigger::Clears(id));
        }
    }
    all.extend(scenario.alerts.ids().map(Trigger::Alert));
    for (id, inject) in scenario.injects.iter() {
        if !matches!(inject.starts, Starts::Never) {
            all.push(Trigger::Inject(id));
        }
    }
    for (id, expected) in scenario.expected.iter() {
        all.push(Trigger::Opens(id));
        if expected.superseded_by.is_some() {
            all.push(Trigger::Superseded(id));
        }
    }
    all.push(Trigger::Resolved);
    all.sort_unstable();
    all
}

/// The condition of a trigger; one that waits for a time has none of its own.
#[must_use]
pub fn condition(scenario: &Scenario, trigger: Trigger) -> &Cond {
    let cond = match trigger {
        Trigger::Watch(id) => Some(&scenario.watches[id].inner),
        Trigger::Truth(n) => scenario.truth.severity[n].when.as_ref(),
        Trigger::Milestone(id) => scenario.milestones[id].when.as_ref(),
        Trigger::Failure(id) => match &scenario.failures[id].starts {
            Starts::When(cond) => Some(cond),
            Starts::At(_) | Starts::Never => None,
        },
        Trigger::Clears(id) => scenario.failures[id].clears_when.as_ref(),
        Trigger::Alert(id) => Some(&scenario.alerts[id].when),
        Trigger::Knowable(n) => scenario.truth.severity[n].knowable.as_ref(),
        Trigger::TeamKnowable(n) => scenario.truth.needed_teams[n].knowable.as_ref(),
        Trigger::Inject(id) => match &scenario.injects[id].starts {
            Starts::When(cond) => Some(cond),
            Starts::At(_) | Starts::Never => None,
        },
        Trigger::Opens(id) => scenario.expected[id].opens.as_ref(),
        Trigger::Superseded(id) => scenario.expected[id].superseded_by.as_ref(),
        Trigger::Resolved => Some(&scenario.ends.resolved),
    };
    cond.unwrap_or(&ALWAYS)
}

/// What a trigger waits for: that its condition holds, that it ceases to, or nothing any more.
#[must_use]
pub fn waits_for(scenario: &Scenario, world: &World, trigger: Trigger) -> Option<bool> {
    let once = |done: bool| (!done).then_some(true);
    match trigger {
        Trigger::Watch(id) => Some(world.watches[id.n()].is_none()),
        Trigger::Truth(n) => once(world.truths.contains(&n)),
        Trigger::Milestone(id) => once(world.milestones[id.n()].is_some()),
        Trigger::Failure(id) => {
            let (state, failure) = (&world.failures[id.n()], &scenario.failures[id]);
            match (state.active.is_some() || state.scheduled.is_some(), state.triggered) {
                (false, false) => Some(true),
                // It starts again only when its condition has been false in between.
                (false, true) if failure.repeat => Some(false),
                (_, _) => None,
            }
        }
        Trigger::Clears(id) => once(world.failures[id.n()].active.is_none()),
        Trigger::Alert(id) => Some(world.alerts[id.n()].firing.is_none()),
        // What is not yet true can't be known.
        Trigger::Knowable(n) if !world.truths.contains(&n) => None,
        Trigger::Knowable(n) => once(world.knowable.contains(&n)),
        Trigger::TeamKnowable(n) => once(world.teams_knowable.contains(&n)),
        Trigger::Inject(id) => {
            let (state, inject) = (&world.injects[id.n()], &scenario.injects[id]);
            match (state.triggered, inject.repeat) {
                (_, _) if state.skipped => None,
                // In a drill that somebody runs, it is theirs to send.
                (_, _) if inject.contingency && world.facilitated => None,
                (false, _) => Some(true),
                (true, _) if state.gave_up() => None,
                (true, true) if state.due.is_none() => Some(false),
                (true, _) => None,
            }
        }
        Trigger::Opens(id) => once(world.opened.contains_key(&id.n())),
        Trigger::Superseded(id) => once(world.superseded.contains(&id.n())),
        Trigger::Resolved => Some(world.recovered.is_none()),
    }
}

/// What follows when a trigger's wait is over.
#[must_use]
pub fn fire(scenario: &Scenario, world: &World, now: SimTime, trigger: Trigger) -> Vec<EventKind> {
    match trigger {
        Trigger::Watch(id) => {
            let watch = id.n() as u32;
            let held = world.watches[id.n()].is_some();
            vec![if held { EventKind::WatchBroke { watch } } else { EventKind::WatchHeld { watch } }]
        }
        Trigger::Truth(n) => {
            vec![EventKind::TruthChanged { n: n as u32, severity: scenario.truth.severity[n].severity }]
        }
        Trigger::Milestone(id) => vec![reached(scenario, id)],
        Trigger::Failure(id) if world.failures[id.n()].triggered => {
            vec![EventKind::FailureRearmed { failure: scenario.failures.name(id).clone() }]
        }
        Trigger::Failure(id) => failure_triggered(scenario, now, id),
        Trigger::Clears(id) => vec![cleared(scenario, id)],
        Trigger::Alert(id) => alert(scenario, world, now, id),
        Trigger::Knowable(n) => {
            vec![EventKind::SeverityKnowable { n: n as u32, severity: scenario.truth.severity[n].severity }]
        }
        Trigger::TeamKnowable(n) => {
            let team = scenario.truth.needed_teams[n].team;
            vec![EventKind::TeamKnowable { team: scenario.organisation.teams.name(team).clone() }]
        }
        Trigger::Inject(id) => inject_triggered(scenario, world, now, id),
        Trigger::Opens(id) => {
            vec![EventKind::ExpectationOpened { expected: scenario.expected.name(id).clone() }]
        }
        Trigger::Superseded(id) => {
            vec![EventKind::ExpectationSuperseded { expected: scenario.expected.name(id).clone() }]
        }
        Trigger::Resolved if world.recovered.is_some() => vec![EventKind::Relapsed {}],
        Trigger::Resolved => vec![EventKind::Recovered {}],
    }
}

pub(super) fn reached(scenario: &Scenario, id: MilestoneId) -> EventKind {
    EventKind::MilestoneReached { milestone: scenario.milestones.name(id).clone() }
}

fn cleared(scenario: &Scenario, id: FailureId) -> EventKind {
    EventKind::FailureCleared { failure: scenario.failures.name(id).clone() }
}

fn started(scenario: &Scenario, id: FailureId, since: SimTime) -> EventKind {
    EventKind::FailureStarted { failure: scenario.failures.name(id).clone(), since }
}

/// What began before the story is in place when it starts; what begins later is due then.
fn failure_triggered(scenario: &Scenario, now: SimTime, id: FailureId) -> Vec<EventKind> {
    let failure = &scenario.failures[id];
    let due = match &failure.starts {
        Starts::At(at) => SimTime::START + *at + failure.after,
        Starts::When(_) | Starts::Never => now + failure.after,
    };
    if due <= now {
        return vec![started(scenario, id, due)];
    }
    vec![EventKind::FailureScheduled { failure: scenario.failures.name(id).clone(), due }]
}

fn alert(scenario: &Scenario, world: &World, now: SimTime, id: AlertId) -> Vec<EventKind> {
    let name = scenario.alerts.name(id).clone();
    if world.alerts[id.n()].firing.is_some() {
        return vec![EventKind::AlertCleared { alert: name }];
    }
    let value = scenario.alerts[id].of.map(|metric| shown(scenario, world, now, metric));
    let text = alert_text(scenario, id, value);
    let mut facts = vec![EventKind::AlertFired { alert: name, value, text: text.clone() }];
    let recent = world.groups.iter().any(|group| {
        group.key.as_deref() == Some(&scenario.alerts[id].key) && now.since(group.last).ms() < DEDUP_MS
    });
    if !recent {
        facts.extend(page_for(scenario, world, id, &text));
    }
    facts
}

/// The pages of an alert: one, and where the team had noticed before, the answer to it.
#[must_use]
pub(super) fn page_for(scenario: &Scenario, world: &World, id: AlertId, text: &str) -> Vec<EventKind> {
    let alert = &scenario.alerts[id];
    let team = &scenario.organisation.teams[alert.pages];
    let level = team.on_call.first().map(|on_call| on_call.level);
    let group = world.groups.len() as u32;
    let mut facts = vec![EventKind::Paged {
        page: world.pages + 1,
        group,
        team: Some(scenario.organisation.teams.name(alert.pages).clone()),
        level,
        to: on_call(scenario, alert.pages, level),
        alert: Some(scenario.alerts.name(id).clone()),
        hint: alert.hint,
        escalated: false,
        text: text.to_string(),
    }];
    let first_page = !world.paged_teams.contains(&alert.pages);
    let noticed = |seat: &SeatId| world.seats[seat.n()].noticed && world.seats[seat.n()].joined.is_some();
    if let Some(seat) = scenario.seats_of(alert.pages).find(noticed).filter(|_| first_page) {
        let seat = scenario.seats.name(seat).clone();
        facts.push(EventKind::Acknowledged { seat, group: Some(group), how: AckHow::Noticed });
    }
    facts
}

/// An alert's text with the value it fired at.
#[must_use]
pub(super) fn alert_text(scenario: &Scenario, id: AlertId, value: Option<Milli>) -> String {
    let value = value.map_or_else(String::new, |value| value.to_string());
    let of = scenario.alerts[id].of.map(|metric| scenario.metrics[metric].unit.as_str());
    let value = of.map_or(value.as_str(), |unit| in_unit(&value, unit));
    scenario.alerts[id].text.replace("{value}", value)
}

/// An alert's text with the value of now.
#[must_use]
pub(super) fn alert_now(scenario: &Scenario, world: &World, now: SimTime, id: AlertId) -> String {
    let value = scenario.alerts[id].of.map(|metric| shown(scenario, world, now, metric));
    alert_text(scenario, id, value)
}

/// A metric as a page shows it: without noise, two places at most.
pub(super) fn shown(scenario: &Scenario, world: &World, now: SimTime, metric: MetricId) -> Milli {
    let value = world.metrics[metric.n()].curve.value(now).0;
    let step = if scenario.metrics[metric].baseline.0.abs() >= 100_000 || value.abs() >= 100_000 {
        1_000
    } else {
        10
    };
    Milli(value - value.rem_euclid(step))
}

fn inject_triggered(scenario: &Scenario, world: &World, now: SimTime, id: InjectId) -> Vec<EventKind> {
    let (inject, name) = (&scenario.injects[id], scenario.injects.name(id).clone());
    if world.injects[id.n()].triggered {
        return vec![EventKind::InjectRearmed { inject: name }];
    }
    let n = world.injects[id.n()].rolls;
    if let Some(why) = ruled_out(scenario, world, id, n) {
        return vec![EventKind::InjectNotNeeded { inject: name, why }];
    }
    let jitter = match inject.jitter.ms() {
        0 => 0,
        most => roll(world.seed, "jitter", name.as_str(), n, most as u64 + 1) as i64,
    };
    let from = match &inject.starts {
        Starts::At(at) => SimTime::START + *at,
        Starts::When(_) | Starts::Never => now,
    };
    let due = from + inject.after + crate::time::SimDuration::from_ms(jitter);
    vec![EventKind::InjectScheduled { inject: name, due }]
}

/// Whether the dice leave an inject out.
fn ruled_out(scenario: &Scenario, world: &World, id: InjectId, n: u64) -> Option<String> {
    let (inject, name) = (&scenario.injects[id], scenario.injects.name(id));
    if let Some(group) = &inject.one_of {
        let members: Vec<InjectId> = scenario
            .injects
            .iter()
            .filter(|(_, i)| i.one_of.as_ref() == Some(group))
            .map(|(id, _)| id)
            .collect();
        let chosen = roll(world.seed, "one-of", group, 0, members.len() as u64) as usize;
        if members[chosen] != id {
            return Some(format!("the dice chose another of `{group}`"));
        }
    }
    let drawn = roll(world.seed, "probability", name.as_str(), n, 100);
    (drawn >= u64::from(inject.probability))
        .then(|| format!("left out by the dice ({} %)", inject.probability))
}

/// What comes of a list of effects, in a fixed order: what ends, what starts, what is reached, what is told.
#[must_use]
pub(super) fn effects(scenario: &Scenario, world: &World, now: SimTime, effects: &Effects) -> Vec<EventKind> {
    effects_after(scenario, world, now, &[], effects)
}

/// The same, right after these failures were cleared.
fn effects_after(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    just_cleared: &[FailureId],
    effects: &Effects,
) -> Vec<EventKind> {
    let active = |id: &FailureId| world.failures[id.n()].active.is_some() && !just_cleared.contains(id);
    let mut facts = Vec::new();
    facts.extend(effects.clears.iter().filter(|id| active(id)).map(|&id| cleared(scenario, id)));
    let starting = |id: &&FailureId| !active(id) || effects.clears.contains(id);
    facts.extend(effects.starts.iter().filter(starting).map(|&id| started(scenario, id, now)));
    let reaching = |id: &&MilestoneId| world.milestones[id.n()].is_none();
    facts.extend(effects.reaches.iter().filter(reaching).map(|&id| reached(scenario, id)));
    facts.extend(effects.fires.iter().flat_map(|&id| fired(scenario, world, now, id)));
    facts
}

/// An inject that an effect fires: it comes after its own delay, once unless it repeats.
fn fired(scenario: &Scenario, world: &World, now: SimTime, id: InjectId) -> Option<EventKind> {
    let (state, inject) = (&world.injects[id.n()], &scenario.injects[id]);
    if state.due.is_some() || state.skipped || (state.triggered && !inject.repeat) {
        return None;
    }
    let name = scenario.injects.name(id).clone();
    if let Some(why) = ruled_out(scenario, world, id, state.rolls) {
        return Some(EventKind::InjectNotNeeded { inject: name, why });
    }
    let jitter = match inject.jitter.ms() {
        0 => 0,
        most => roll(world.seed, "jitter", name.as_str(), state.rolls, most as u64 + 1) as i64,
    };
    let due = now + inject.after + crate::time::SimDuration::from_ms(jitter);
    Some(EventKind::InjectScheduled { inject: name, due })
}

/// Why an inject whose guard does not hold when its time comes is dropped.
pub const NO_LONGER: &str = "what it was about no longer held";

/// The delivery of an inject with what it changes, or that it is not needed any more.
#[must_use]
pub(super) fn deliver(scenario: &Scenario, world: &World, now: SimTime, id: InjectId) -> Vec<EventKind> {
    let (inject, name) = (&scenario.injects[id], scenario.injects.name(id));
    if let Some(cond) = &inject.while_
        && !super::eval::eval(cond, world, now).holds
    {
        let why = NO_LONGER.to_string();
        return vec![EventKind::InjectNotNeeded { inject: name.clone(), why }];
    }
    deliver_now(scenario, world, now, id)
}

/// The same, whatever it waits for and was about.
#[must_use]
pub(super) fn deliver_now(scenario: &Scenario, world: &World, now: SimTime, id: InjectId) -> Vec<EventKind> {
    let (inject, name) = (&scenario.injects[id], scenario.injects.name(id));
    let n = world.injects[id.n()].rolls;
    let text = wording(world.seed, name.as_str(), n, &inject.text);
    let delivered = EventKind::InjectDelivered {
        inject: name.clone(),
        from: scenario.organisation.voices.name(inject.from).clone(),
        via: inject.via,
        to: receivers(scenario, world, &inject.to),
        news: inject.news,
        text: super::answer::filled(world.seed, name.as_str(), n, text, &inject.vars),
    };
    let mut facts = vec![delivered];
    facts.extend(effects(scenario, world, now, &inject.effects));
    facts.extend(inject.leaves.iter().flat_map(|&seat| taken_away(scenario, world, seat)));
    facts.extend(inject.drops.iter().flat_map(|&seat| dropped(scenario, world, seat)));
    facts
}

/// A seat goes with the news, and what it held is nobody's. Who plays alone stays: nobody else could go on.
fn taken_away(scenario: &Scenario, world: &World, seat: SeatId) -> Vec<EventKind> {
    if world.seats[seat.n()].gone.is_some() || world.alone(seat) {
        return Vec::new();
    }
    let gone = EventKind::SeatVacated { seat: scenario.seats.name(seat).clone(), for_good: true };
    std::iter::once(gone).chain(dropped(scenario, world, seat)).collect()
}

/// What a seat holds is nobody's. Who plays alone keeps it.
fn dropped(scenario: &Scenario, world: &World, seat: SeatId) -> Vec<EventKind> {
    if world.alone(seat) {
        return Vec::new();
    }
    let held = world.holders.iter().filter(|held| held.seat == seat);
    let vacated = |role| EventKind::RoleVacated {
        role,
        seat: scenario.seats.name(seat).clone(),
        how: VacatedHow::Gone,
    };
    held.map(|held| vacated(held.role)).collect()
}

/// Who receives something now, each once, in the order of the seats.
fn receivers(scenario: &Scenario, world: &World, to: &[Target]) -> Vec<crate::scenario::id::SeatName> {
    let mut seats: Vec<SeatId> = to
        .iter()
        .flat_map(|target| match target {
            Target::Seat(seat) => vec![*seat],
            Target::Team(team) => scenario.seats_of(*team).collect(),
            Target::Role(role) => vec![stands_for(scenario, world, *role)],
            Target::Table => scenario.seats.ids().collect(),
        })
        .collect();
    seats.sort_unstable();
    seats.dedup();
    // Who is gone gets no mail, unless nobody else would: what is said to nobody is heard by no one.
    let here: Vec<SeatId> = seats.iter().copied().filter(|&seat| is_here(world, seat)).collect();
    let seats = if here.is_empty() { seats } else { here };
    seats.into_iter().map(|seat| scenario.seats.name(seat).clone()).collect()
}

fn is_here(world: &World, seat: SeatId) -> bool {
    world.seats[seat.n()].gone.is_none()
}

/// Mail to a vacant role goes to who declared, else to who acknowledged first, else to the first seat. Where the story
/// took that one away, it is the commander's, or that of somebody who is in the call.
fn stands_for(scenario: &Scenario, world: &World, role: Role) -> SeatId {
    let declared_by = world.declared.and_then(|(_, by)| by);
    let known = declared_by.or(world.first_ack).unwrap_or(SeatId::new(0));
    let in_call = || scenario.seats.ids().find(|seat| world.seats[seat.n()].joined.is_some());
    let instead = || world.holder(Role::Commander).or_else(in_call).unwrap_or(known);
    let stands = || if is_here(world, known) { known } else { instead() };
    world.holder(role).unwrap_or_else(stands)
}

/// The effects of an action that takes effect, harm included.
#[must_use]
pub(super) fn take_effect(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    action: ActionId,
    run: u32,
) -> Vec<EventKind> {
    let what = &scenario.actions[action];
    let helped = what.helps_if.as_ref().is_none_or(|cond| super::eval::eval(cond, world, now).holds);
    let mut facts =
        vec![EventKind::ActionTookEffect { action: scenario.actions.name(action).clone(), run, helped }];
    let always = Effects { starts: what.effects.starts.clone(), ..Effects::default() };
    facts.extend(effects(scenario, world, now, if helped { &what.effects } else { &always }));
    for (id, harmful) in scenario.harms(action) {
        if harmful.when.as_ref().is_none_or(|cond| super::eval::eval(cond, world, now).holds) {
            facts.push(EventKind::HarmDone {
                harmful: scenario.harmful.name(id).clone(),
                harm: harmful.harm,
                teachable: harmful.teachable,
            });
            let just_cleared: &[FailureId] = if helped { &what.effects.clears } else { &[] };
            facts.extend(effects_after(scenario, world, now, just_cleared, &harmful.effects));
        }
    }
    facts
}
