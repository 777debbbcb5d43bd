//! The most urgent next step, as a question first: what `hint` answers with.
//!
//! The steps of the process come first, for a newcomer is lost in process more than in the story; then the author's own
//! hints for what is expected. Who asks again for the same thing is told more, up to the answer. A hint is no failure.

use super::cadence::{NextUpdate, next_updates};
use super::proof::Unproven;
use super::world::{Group, HANDS, Task, World};
use crate::scenario::Scenario;
use crate::scenario::id::{ExpectedId, SeatId};
use crate::scenario::words::Role;
use crate::time::{SimDuration, SimTime};

/// A hint is worth giving this long before an update is due.
const SOON: SimDuration = SimDuration::from_mins(3);

/// Who was called by hand has so long to answer before that is asked about.
const ANSWERS: SimDuration = SimDuration::from_secs(90);

/// What is known is compared with what was known so long ago.
const AGO: SimDuration = SimDuration::from_mins(5);

/// What the seat in command did itself is asked about for so long.
const HANDS_LATELY: SimDuration = SimDuration::from_mins(3);

/// The item when nothing happens.
const STALL: &str = "stall";

/// The item when nothing is urgent.
const ANYTHING: &str = "look";

/// No step of the loop for so long is a stall (a rule of thumb; `facilitation`, pacing aids).
const STALL_AFTER: SimDuration = SimDuration::from_mins(5);

/// The lowest level says nothing of the drill.
const ENCOURAGE: &str = "You are doing fine. What do you know, and what would you like to know?";

/// The highest level: it gives the answer.
pub(super) const TELL: u8 = 3;

/// What to think of next, and in what words: a question, where to look, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ladder {
    /// A step of the process, or `expected/` and the author's name for it.
    pub(super) item: String,
    /// From a question to the answer, at least one.
    pub(super) rungs: Vec<String>,
}

impl Ladder {
    fn new(item: &str, rungs: [String; 3]) -> Self {
        Ladder { item: item.to_string(), rungs: rungs.into() }
    }

    /// A step of the process, not of this story.
    pub(super) fn is_process(&self) -> bool {
        self.item != ANYTHING && !self.item.starts_with("expected/")
    }

    /// The words at a level, from 0; none where the author wrote none.
    pub(super) fn at(&self, level: u8) -> Option<&str> {
        let Some(n) = usize::from(level).checked_sub(1) else { return Some(ENCOURAGE) };
        self.rungs.get(n).or(self.rungs.last()).map(String::as_str)
    }

    /// How far it has been given.
    pub(super) fn given(&self, world: &World) -> u8 {
        world.hints.get(&self.item).copied().unwrap_or(0)
    }

    /// The next rung for who has been given so many of it, and its level from 1.
    #[must_use]
    pub(super) fn rung(&self, given: u8) -> (u8, &str) {
        let last = self.rungs.len().saturating_sub(1);
        let n = usize::from(given).min(last);
        ((n as u8 + 1).min(TELL), self.rungs.get(n).map_or("", String::as_str))
    }
}

/// What is most urgent now, for who asks: a seat is only shown moves of its own. Without a seat it is the table's.
#[must_use]
pub(super) fn most_urgent(scenario: &Scenario, world: &World, now: SimTime, by: Option<SeatId>) -> Ladder {
    let step = steps(Asked { scenario, world, now, by }).next();
    let unasked = || stall(world, now).filter(|stall| !world.hints.contains_key(&stall.item));
    let step = step.or_else(unasked).or_else(|| expected(scenario, world));
    step.or_else(|| stall(world, now)).unwrap_or_else(|| {
        Ladder::new(
            ANYTHING,
            [
                restates(scenario, world, now).into(),
                "Look at a signal again, or ask somebody who sees the thing from another side.".into(),
                "`help` shows the moves that make sense now, and `status` what is open.".into(),
            ],
        )
    })
}

/// Where they are, as a question.
fn restates(scenario: &Scenario, world: &World, now: SimTime) -> &'static str {
    let changed = world.runs.iter().any(|run| run.took.is_some() && run.undone.is_none());
    if changed && world.closed.is_none() && world.proof.unproven(scenario, now).is_empty() {
        return "It was seen to work. What has to stay so, and for how long, before you call it over?";
    }
    match now < SimTime::START + AGO + SOON {
        true => "What do you know now that you did not know when it began?",
        false => "What do you know now that you did not know five minutes ago?",
    }
}

/// What a guided drill asks about by itself: a step of the process that has not been told to the end; else what the
/// author expects and is late, which is asked about and pointed at, never told.
#[must_use]
pub(super) fn unasked(
    scenario: &Scenario,
    world: &World,
    now: SimTime,
    by: Option<SeatId>,
) -> Option<Ladder> {
    let given = |ladder: &Ladder| usize::from(ladder.given(world));
    let mut steps = steps(Asked { scenario, world, now, by }).chain(stall(world, now));
    let step = steps.find(|ladder| given(ladder) < usize::from(TELL));
    step.or_else(|| late(scenario, world, now).find(|ladder| given(ladder) + 1 < ladder.rungs.len()))
}

/// The steps of the process that wait, the most urgent first.
fn steps(asked: Asked<'_>) -> impl Iterator<Item = Ladder> {
    let steps = [Asked::page, Asked::join, Asked::declare, Asked::command, Asked::hands_off];
    let more = [Asked::update, Asked::verify, Asked::time_box, Asked::close];
    steps.into_iter().chain(more).filter_map(move |step| step(&asked))
}

/// A seat as it is typed.
fn number(seat: SeatId) -> usize {
    seat.n() + 1
}

/// A question about what is most urgent, and who asks it.
#[derive(Clone, Copy)]
struct Asked<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    now: SimTime,
    /// A seat; the table, if none.
    by: Option<SeatId>,
}

impl<'a> Asked<'a> {
    fn name(self, seat: SeatId) -> &'a str {
        self.scenario.seats.name(seat).as_str()
    }

    fn filled(self, seat: SeatId) -> bool {
        self.world.seats[seat.n()].filled
    }

    fn joined(self, seat: SeatId) -> bool {
        self.world.seats[seat.n()].joined.is_some()
    }

    /// Whether a move of this seat's may be named to who asks.
    fn may_type(self, seat: SeatId) -> bool {
        self.by.is_none_or(|by| by == seat)
    }

    /// Who in the call makes a move: who asks, if it is a seat.
    fn speaker(self) -> Option<SeatId> {
        match self.by {
            Some(by) => Some(by).filter(|&by| self.joined(by)),
            None => self.scenario.seats.ids().find(|&seat| self.joined(seat)),
        }
    }

    fn page(&self) -> Option<Ladder> {
        // Nobody answers at a seat that nobody fills: an alert can be taken over, and who was called in vain is not
        // waited for.
        let rings = |group: &&Group| {
            let heard = group.to.iter().any(|&seat| self.filled(seat)) || group.alert.is_some();
            // Whoever a person calls is given a moment to answer.
            let answers = group.alert.is_none() && self.now < group.last + ANSWERS;
            group.acked.is_none() && !group.over && !group.to.is_empty() && heard && !answers
        };
        let group = self.world.groups.iter().find(rings)?;
        let mut filled = group.to.iter().rev().copied().filter(|&seat| self.filled(seat));
        let mine = self.by.filter(|by| group.to.contains(by));
        let Some(seat) = mine.or_else(|| filled.next()) else { return self.taken_over(group) };
        let name = self.name(seat);
        let asks = match mine.is_none() && group.alert.is_none() && self.by.is_some() {
            true => format!("You wait for {name}. Who else could do it?"),
            false => "A phone is ringing. Whose is it?".to_string(),
        };
        let paged = format!("{name} has been paged, and nobody has said \"I have it\".");
        let typed = match self.may_type(seat) {
            true => format!("Type `{} ack`.", number(seat)),
            false => format!("Give {name} a moment; if nobody answers, `ack take` makes it yours."),
        };
        Some(Ladder::new("page", [asks, paged, typed]))
    }

    /// A page that rings where nobody sits: whoever is there may take it.
    fn taken_over(self, group: &Group) -> Option<Ladder> {
        let here = self.by.or_else(|| self.scenario.seats.ids().find(|&seat| self.filled(seat)))?;
        let name = self.name(*group.to.last()?);
        Some(Ladder::new(
            "page",
            [
                "A phone is ringing at an empty chair. Who takes it?".into(),
                format!("{name} has been paged, and nobody sits there. Whoever is here may take it over."),
                format!("Type `{} ack take`.", number(here)),
            ],
        ))
    }

    /// Who is not in the call can do nothing else.
    fn join(&self) -> Option<Ladder> {
        let by = self.by.filter(|&by| !self.joined(by))?;
        let paged = self.world.groups.iter().any(|group| group.to.contains(&by));
        let ack = format!("{} ack", number(by));
        let team = self.scenario.seats[by].team;
        let notices =
            self.world.groups.is_empty() && self.scenario.alerts.iter().any(|(_, alert)| alert.pages == team);
        let alone = match notices {
            true => format!(" If you see something yourself, `{ack}` joins."),
            false => String::new(),
        };
        let rungs = match paged {
            true => [
                "Your pager has rung. Who is working on this, and are you one of them yet?".into(),
                "Whoever was paged and says \"I have it\" is in the call; from outside it nothing can be done.".into(),
                format!("Type `{ack}`."),
            ],
            false => [
                "Nothing has called you yet. What will call you, and what will you look at first?".into(),
                "Your pager calls you. Until then there is nothing to do but to wait, and to read: `help`, `card`, `actions`."
                    .into(),
                format!("Wait for the pager (`wait next`, where the clock does not run by itself).{alone}"),
            ],
        };
        Some(Ladder::new("join", rungs))
    }

    fn declare(&self) -> Option<Ladder> {
        let here = self.speaker()?;
        self.world.declared.is_none().then(|| {
            Ladder::new(
                "declare",
                [
                    "Is this an incident yet? Who would have to know that it is?".into(),
                    "Declaring costs nothing and can be taken lower; it makes it everybody's, and starts the clocks.".into(),
                    format!("Type `{} declare sev2`; when unsure, the higher one.", number(here)),
                ],
            )
        })
    }

    fn command(&self) -> Option<Ladder> {
        let here = self.speaker()?;
        let world = self.world;
        let wanted =
            world.declared.is_some() && world.closed.is_none() && world.holder(Role::Commander).is_none();
        let others = self.scenario.seats.ids().any(|seat| seat != here && world.sits(seat));
        let with = match others {
            true => ", with a deputy who talks to people and an expert who does",
            // Who is alone does the rest, too.
            false => "; alone you do the rest as well, one thing after the other",
        };
        wanted.then(|| {
            Ladder::new(
                "command",
                [
                    "Who decides? Would everybody here give the same answer?".into(),
                    "One person commands, says so, and keeps their hands off the system. It need not be the most senior.".into(),
                    format!("Type `roles commander={}`{with}.", number(here)),
                ],
            )
        })
    }

    /// Who commands looks or does with their own hands, though somebody else could: asked about before it is a habit.
    fn hands_off(&self) -> Option<Ladder> {
        if self.world.declared.is_none() || self.world.closed.is_some() {
            return None;
        }
        let lately = SimTime::from_ms((self.now.ms() - HANDS_LATELY.ms()).max(0));
        let commander = self.world.hands_on_lately(lately).filter(|&seat| self.may_type(seat))?;
        let others = || self.scenario.seats.ids().filter(|&seat| seat != commander && self.world.sits(seat));
        others().next()?;
        let expert = |seat: &SeatId| {
            let mut holds = self.world.holders.iter();
            holds.any(|held| held.role == Role::Expert && held.seat == *seat)
        };
        let here = || others().filter(|&seat| self.joined(seat));
        let (name, by) = (self.name(commander), number(commander));
        let typed = match (here().find(expert).or_else(|| here().next()), others().next()) {
            (Some(other), _) => {
                format!("Type `{by} task {} \"look at it, and say what it shows\" box=5m`.", self.name(other))
            }
            (None, Some(away)) => {
                format!("Nobody else is in the call: `{by} page {} why=\"I need hands\"`.", self.name(away))
            }
            (None, None) => return None,
        };
        Some(Ladder::new(
            HANDS,
            [
                "The seat in command has its hands on the system. Who keeps an eye on the whole meanwhile?"
                    .into(),
                format!(
                    "{name} commands: it asks what a signal shows, and leaves the look and the change to somebody else."
                ),
                typed,
            ],
        ))
    }

    fn update(&self) -> Option<Ladder> {
        let wait = self.waits()?;
        let name = self.scenario.organisation.audiences.name(wait.to);
        let asks = match wait.told {
            Some(_) => "Who is waiting for a word from you, and what do they think meanwhile?",
            None => "Who has not heard a word from you yet, and what do they think meanwhile?",
        };
        Some(Ladder::new(
            "update",
            [
                asks.into(),
                format!(
                    "{name} should hear soon. It need not be the cause: what is seen, what is done, when they hear next."
                ),
                format!("Type `update {name}`, and you are asked for the rest."),
            ],
        ))
    }

    /// Who waits for a word: who never had one comes first.
    fn waits(self) -> Option<NextUpdate> {
        // A word that was promised soon is not asked for as soon as the last one is out.
        let soon = |next: &NextUpdate| {
            next.told.map_or(SOON, |told| SOON.min(SimDuration::from_ms(next.due.since(told).ms() / 3)))
        };
        let waits = next_updates(self.scenario, self.world).into_iter();
        waits.filter(|next| next.due - soon(next) <= self.now).min_by_key(|next| (next.told, next.due))
    }

    fn verify(&self) -> Option<Ladder> {
        let (scenario, world) = (self.scenario, self.world);
        let unread = world.proof.unproven(scenario, self.now).into_iter().find_map(|open| match open {
            Unproven::Unread { which, .. } => which.action.map(|action| (action, which.started)),
            Unproven::NotGood { .. } | Unproven::LastBad { .. } | Unproven::EndUnseen => None,
        });
        let (action, started) = unread?;
        let did = world.runs.iter().find(|run| run.seq == started).and_then(|run| run.by);
        let name = scenario.actions.name(action);
        let signals = &scenario.actions[action].proved_by;
        let signal = *signals.first().or(scenario.ends.verify.first())?;
        let reads = |seat: SeatId| scenario.metrics[signal].to.include(seat) && self.joined(seat);
        let by = did.unwrap_or(SeatId::new(0));
        // Who commands leaves the look to somebody else, to who did it before all others.
        let commands = |seat: SeatId| world.holder(Role::Commander) == Some(seat);
        let free = |seat: SeatId| reads(seat) && !commands(seat) && world.sits(seat);
        let first = |may: &dyn Fn(SeatId) -> bool| {
            Some(by).filter(|&seat| may(seat)).or_else(|| scenario.seats.ids().find(|&id| may(id)))
        };
        let other = first(&free).or_else(|| first(&reads));
        let signal = scenario.metrics.name(signal);
        let typed = match (self.by, other) {
            (Some(me), Some(other)) if other != me && (commands(me) || !reads(me)) => {
                let other = self.name(other);
                format!("Type `task {other} \"verify {signal}\" box=3m`.")
            }
            (Some(me), _) if reads(me) => format!("Type `{} verify {signal}`.", number(me)),
            (Some(_), _) => {
                format!("{signal} would show it, and nobody in the call can read it: page somebody who can.")
            }
            (None, other) => format!("Type `{} verify {signal}`.", number(other.unwrap_or(by))),
        };
        Some(Ladder::new(
            "verify",
            [
                "Something was changed. How do you know that it worked?".into(),
                format!("`{name}` is done, which is not the same as: it helped. Which number would show it?"),
                typed,
            ],
        ))
    }

    fn time_box(&self) -> Option<Ladder> {
        let late = |task: &&Task| !task.reported && task.until.is_some_and(|due| due < self.now);
        let task = self.world.tasks.iter().find(late)?;
        let seat = task.seat?;
        let name = self.name(seat);
        let asks = self.speaker().filter(|&by| by != seat);
        let report = format!("{} report \"...\"", number(seat));
        let typed = match (self.by, asks) {
            (Some(by), _) if by == seat => {
                format!("Type `{report}`, or `report \"...\" box=5m` for more time.")
            }
            (Some(_), _) => format!("Ask: `ask {name} \"how is it going?\"`."),
            (None, by) => format!(
                "Ask: `{} ask {name} \"how is it going?\"`, or {name} says `{report}`.",
                by.map_or(1, number)
            ),
        };
        Some(Ladder::new(
            "time-box",
            [
                "Is anybody working on something that should have come back by now?".into(),
                format!("{name}'s time for \"{}\" is up.", task.text),
                typed,
            ],
        ))
    }

    fn close(&self) -> Option<Ladder> {
        let world = self.world;
        let since = world.recovered.filter(|_| world.closed.is_none() && world.declared.is_some())?;
        let commander = world.holder(Role::Commander);
        let others = |commander: SeatId| {
            self.scenario.seats.ids().any(|seat| seat != commander && self.joined(seat) && world.sits(seat))
        };
        let read = match commander.is_some_and(others) {
            true => "Let somebody read the number once more",
            false => "Read the number once more",
        };
        (since + self.scenario.ends.hold <= self.now).then(|| {
            Ladder::new(
                "close",
                [
                    "Does it still hurt anybody?".into(),
                    format!("It has looked good for a while. {read}, ask if there is a reason not to close."),
                    "Type `close`, and tell those who were waiting that it is over.".into(),
                ],
            )
        })
    }
}

/// How long nothing was assessed, stabilised, told or verified, if that is a stall; jumps don't count.
pub(super) fn stalled(world: &World, now: SimTime) -> Option<SimDuration> {
    let first = world.groups.first().map(|group| group.first);
    let since = world.stepped.max(first).filter(|_| world.closed.is_none())?;
    Some(world.clock.between(since, now)).filter(|silent| *silent >= STALL_AFTER)
}

fn stall(world: &World, now: SimTime) -> Option<Ladder> {
    stalled(world, now)?;
    Some(Ladder::new(
        STALL,
        [
            "Nothing has happened for a while. What is everybody waiting for?".into(),
            "Go round the loop aloud: what do we see, what do we do about it, whom do we tell, what shows that it worked?".into(),
            "Type `status` for what is open; then `look` at a signal, or give somebody a `task` with a time box.".into(),
        ],
    ))
}

/// The author's own: the open one with the least time.
fn expected(scenario: &Scenario, world: &World) -> Option<Ladder> {
    let hinted = |id: &ExpectedId| !scenario.expected[*id].hints.is_empty();
    let id = open(scenario, world).filter(hinted).min_by_key(|&id| scenario.expected[id].target)?;
    Some(ladder_of(scenario, id))
}

/// What has passed the author's target, the earliest first.
fn late(scenario: &Scenario, world: &World, now: SimTime) -> impl Iterator<Item = Ladder> {
    let due = |id: &ExpectedId| {
        let opened = world.opened.get(&id.n()).copied().unwrap_or(SimTime::START);
        world.due(opened, scenario.expected[*id].target)
    };
    let mut late: Vec<ExpectedId> = open(scenario, world).filter(|id| due(id) <= now).collect();
    late.sort_by_key(due);
    late.into_iter().map(|id| ladder_of(scenario, id))
}

/// What is expected now and has not been done, by the rule of the score.
pub(super) fn open<'a>(scenario: &'a Scenario, world: &'a World) -> impl Iterator<Item = ExpectedId> + 'a {
    scenario.expected.ids().filter(|id| {
        let expected = &scenario.expected[*id];
        let asked = expected.opens.is_none() || world.opened.contains_key(&id.n());
        let over = world.superseded.contains(&id.n()) || world.deeds.is_left_out(scenario, *id);
        asked && !over && world.deeds.done(scenario, *id).is_none()
    })
}

/// The author's hints for one expected action.
pub(super) fn ladder_of(scenario: &Scenario, id: ExpectedId) -> Ladder {
    let item = format!("expected/{}", scenario.expected.name(id));
    Ladder { item, rungs: scenario.expected[id].hints.clone() }
}

/// What is most urgent for one seat: what is expected of it, of its role or of nobody in particular; else what is
/// most urgent for everybody.
pub(super) fn ladder_for(scenario: &Scenario, world: &World, now: SimTime, seat: SeatId) -> Ladder {
    let process = most_urgent(scenario, world, now, Some(seat));
    if process.is_process() {
        return process;
    }
    let its = |id: &ExpectedId| {
        let expected = &scenario.expected[*id];
        let role = expected.role.is_none_or(|role| world.holder(role) == Some(seat));
        !expected.hints.is_empty() && expected.seat.is_none_or(|its| its == seat) && role
    };
    let id = open(scenario, world).filter(its).min_by_key(|&id| scenario.expected[id].target);
    id.map_or(process, |id| ladder_of(scenario, id))
}
