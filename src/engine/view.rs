//! What one screen may know of a drill: the one place that decides it.
//!
//! Terminal, files, standard output and bots are built on views, never on the world or the scenario. No ground truth,
//! no expected action and no future inject is in a seat's or the table's view before the end.

use super::decide::story_clock;
use super::desk::Desk;
use super::event::{Actor, Event, EventKind, Mode, Owner};
use super::session::Session;
use super::tell::{EXPECTED, Told, tell};
use super::world::{Group, Holder, Poll, Task, World};
use crate::scenario::Scenario;
use crate::scenario::condition::Lookable;
use crate::scenario::id::{ActionId, SeatId};
use crate::scenario::model::{FindingOn, Readers};
use crate::scenario::words::Severity;
use crate::time::SimTime;

/// Whose screen it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// One seat's own.
    Seat(SeatId),
    /// The shared one: what the room has been told, and nothing that one seat knows alone.
    Table,
    /// Everything.
    Facilitator,
}

/// A look at a drill through one viewer's eyes.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    session: &'a Session,
    who: Viewer,
}

impl Session {
    /// What a viewer may know.
    #[must_use]
    pub fn view(&self, who: Viewer) -> View<'_> {
        View { session: self, who }
    }
}

impl<'a> View<'a> {
    pub(super) fn session(self) -> &'a Session {
        self.session
    }

    /// Who sits at a seat, in words, if it is not simply somebody: nobody, or a stand-in.
    #[must_use]
    pub fn chair(self, seat: SeatId) -> Option<&'static str> {
        let state = &self.world().seats[seat.n()];
        match (self.world().sits(seat), state.stand_in) {
            (false, _) => Some("empty"),
            (true, true) => Some("a stand-in"),
            (true, false) => None,
        }
    }

    /// Whether anybody may be at a seat.
    #[must_use]
    pub fn sits(self, seat: SeatId) -> bool {
        self.world().sits(seat)
    }

    fn world(self) -> &'a World {
        self.session.world()
    }

    /// The scenario's public face: names, seats, the organisation. What is secret in it is not asked for here.
    fn scenario(self) -> &'a Scenario {
        self.session.scenario()
    }

    /// The scenario, for its public face alone: title, names, seats, the organisation. What a screen shows of
    /// anything else comes from the view's own methods.
    #[must_use]
    pub fn public(self) -> &'a Scenario {
        self.scenario()
    }

    /// Whether a seat is in the call.
    #[must_use]
    pub fn has_joined(self, seat: SeatId) -> bool {
        self.world().seats[seat.n()].joined.is_some()
    }

    /// What a seat knows alone: for its own screen, and for its card when others look away.
    #[must_use]
    pub fn knows(self, seat: SeatId) -> Option<&'a str> {
        let own = matches!(self.who, Viewer::Seat(me) if me == seat);
        let may = own || matches!(self.who, Viewer::Table | Viewer::Facilitator);
        self.scenario().seats[seat].knows.as_deref().filter(|_| may)
    }

    /// Whose view it is.
    #[must_use]
    pub fn viewer(self) -> Viewer {
        self.who
    }

    /// The present instant.
    #[must_use]
    pub fn now(self) -> SimTime {
        self.session.now()
    }

    /// The story's clock, such as `02:31`.
    #[must_use]
    pub fn clock(self) -> String {
        story_clock(self.scenario(), self.now())
    }

    /// The declared severity.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        self.world().severity()
    }

    /// Whether the incident is closed.
    #[must_use]
    pub fn is_closed(self) -> bool {
        self.world().closed.is_some()
    }

    /// Whether what is expected stands open on every screen.
    #[must_use]
    pub fn is_open_book(self) -> bool {
        self.world().mode == Mode::OpenBook
    }

    /// Whether nobody is helped in this drill.
    #[must_use]
    pub fn is_unaided(self) -> bool {
        self.world().mode == Mode::Unaided
    }

    /// The desk, for those who may look at it.
    pub(super) fn lay(self) -> Desk<'a> {
        Desk::new(self.scenario(), self.world(), self.now())
    }

    /// Whether time stands still.
    #[must_use]
    pub fn is_paused(self) -> bool {
        self.world().paused
    }

    /// Whether the drill is over.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.session.is_over()
    }

    /// What an event tells this viewer, if it may know of it.
    #[must_use]
    pub fn told(self, event: &Event) -> Option<Told> {
        let told = self.about(event, self.done_already(event, tell(self.scenario(), event)?));
        self.may_see(event, &told).then(|| self.for_screen(event, told))
    }

    /// What is asked for, or no longer, may have been done before.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these two are about what is expected")]
    fn done_already(self, event: &Event, told: Told) -> Told {
        let expected = match &event.kind {
            EventKind::ExpectationOpened { expected } | EventKind::ExpectationSuperseded { expected } => {
                self.scenario().expected.id(expected)
            }
            _ => return told,
        };
        let done = expected.ok().and_then(|id| self.world().deeds.done(self.scenario(), id));
        if done.is_none_or(|done| done > event.at) {
            return told;
        }
        let text = match told.text.strip_prefix(EXPECTED) {
            Some(what) => format!("expected (done already): {what}"),
            None => format!("{} (it was done)", told.text),
        };
        Told { text, ..told }
    }

    /// Who runs the drill sees what a hint of theirs was about.
    fn about(self, event: &Event, told: Told) -> Told {
        let EventKind::HintGiven { item, level, .. } = &event.kind else { return told };
        if self.who != Viewer::Facilitator || event.by != Actor::Facilitator {
            return told;
        }
        let item = item.strip_prefix("expected/").unwrap_or(item);
        Told { text: format!("{} (level {level}, about {item})", told.text), ..told }
    }

    fn may_see(self, event: &Event, told: &Told) -> bool {
        if told.truth {
            let open = self.is_open_book() && matches!(event.kind, EventKind::ExpectationOpened { .. });
            return self.who == Viewer::Facilitator || open;
        }
        // Where nobody said who sits where, whoever speaks was there all along.
        if matches!(event.kind, EventKind::SeatTaken { .. }) && self.world().open_chairs {
            return false;
        }
        let desk = is_desk_work(event);
        match self.who {
            Viewer::Facilitator => true,
            Viewer::Table => !desk,
            Viewer::Seat(seat) => {
                let me = self.scenario().seats.name(seat);
                let mine = event.by.seat() == Some(me) || told.to.iter().any(|to| to == me.as_str());
                if desk && !mine {
                    return false;
                }
                let in_call = self.world().seats[seat.n()].joined.is_some();
                // The clock and what reaches everybody, the call's business only who is in the call.
                let everybodys = told.to.is_empty() && !matches!(told.channel, "call" | "pager" | "tool");
                mine || (!told.private && (in_call || everybodys))
            }
        }
    }

    /// What only some seats can find goes to their cards, not on a screen that all can see.
    fn for_screen(self, event: &Event, told: Told) -> Told {
        if self.who != Viewer::Table || !self.is_secret(&event.kind) {
            return told;
        }
        // An answer is for a seat; a reading is for who took it.
        let reader = event.by.seat().map(ToString::to_string);
        let seat = told.to.first().cloned().or(reader).unwrap_or_default();
        // Where somebody runs the drill, nobody else has a prompt to ask for a card.
        let text = match self.world().facilitated {
            true => format!("the answer is for {seat} alone: whoever runs the drill has it"),
            false => format!("{seat}: the answer is on your card (`card {seat}`)"),
        };
        Told { from: None, text, ..told }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only readings and answers have readers")]
    fn is_secret(self, kind: &EventKind) -> bool {
        match kind {
            EventKind::Answered { finding: Some(finding), .. } => {
                let finding = self.scenario().findings.id(finding);
                finding.is_ok_and(|id| self.scenario().findings[id].to != Readers::Everyone)
            }
            EventKind::MetricRead { metric, .. } => {
                let metric = self.scenario().metrics.id(metric);
                metric.is_ok_and(|id| self.scenario().metrics[id].to != Readers::Everyone)
            }
            _ => false,
        }
    }

    /// Who holds what, in the order of the roles.
    #[must_use]
    pub fn holders(self) -> Vec<&'a Holder> {
        let mut holders: Vec<&Holder> = self.world().holders.iter().collect();
        holders.sort_by_key(|held| (held.role, held.seat));
        holders
    }

    /// Pages nobody has acknowledged, with their numbers.
    #[must_use]
    pub fn open_pages(self) -> Vec<(usize, &'a Group)> {
        let open = |group: &&Group| group.acked.is_none() && !group.to.is_empty();
        let groups = self.world().groups.iter().enumerate().map(|(n, group)| (n + 1, group));
        groups.filter(|(_, group)| open(group)).filter(|(_, group)| self.sees_page(group)).collect()
    }

    fn sees_page(self, group: &Group) -> bool {
        match self.who {
            Viewer::Seat(seat) => group.to.contains(&seat) || self.world().seats[seat.n()].joined.is_some(),
            Viewer::Table | Viewer::Facilitator => true,
        }
    }

    /// Tasks without a result.
    #[must_use]
    pub fn open_tasks(self) -> Vec<&'a Task> {
        self.world().tasks.iter().filter(|task| !task.reported).collect()
    }

    /// What a seat can do, by name.
    #[must_use]
    pub fn actions(self, seat: SeatId) -> Vec<ActionId> {
        self.scenario().seats[seat].can.clone()
    }

    /// What can be read or looked at from here: metrics, components, topics.
    #[must_use]
    pub fn lookable(self) -> Vec<&'a str> {
        let scenario = self.scenario();
        let may = |readers: &Readers| match self.who {
            Viewer::Seat(seat) => readers.include(seat),
            Viewer::Table => *readers == Readers::Everyone,
            Viewer::Facilitator => true,
        };
        let topics = scenario.topics.ids().filter(|&topic| {
            scenario.findings.iter().any(|(_, f)| f.on == FindingOn::Topic(topic) && may(&f.to))
        });
        let topics = topics.map(|id| scenario.topics.name(id).as_str());
        self.readable().into_iter().chain(scenario.components.names()).chain(topics).collect()
    }

    /// The signals with a number among them: only those can be verified.
    #[must_use]
    pub fn readable(self) -> Vec<&'a str> {
        let metrics = &self.scenario().metrics;
        metrics.ids().filter(|&id| self.may_read(id)).map(|id| metrics.name(id).as_str()).collect()
    }

    /// Those of [`lookable`](Self::lookable) that nobody has looked at yet.
    #[must_use]
    pub fn unseen(self) -> Vec<&'a str> {
        let scenario = self.scenario();
        let seen = |at: &Lookable| match at {
            Lookable::Metric(id) => scenario.metrics.name(*id).as_str(),
            Lookable::Component(id) => scenario.components.name(*id).as_str(),
            Lookable::Topic(id) => scenario.topics.name(*id).as_str(),
        };
        let seen: Vec<&str> = self.world().looked.iter().map(seen).collect();
        self.lookable().into_iter().filter(|name| !seen.contains(name)).collect()
    }

    /// Whether there is an incident statement.
    #[must_use]
    pub fn is_stated(self) -> bool {
        self.world().stated
    }

    /// The poll that waits for a decision.
    #[must_use]
    pub fn open_poll(self) -> Option<&'a Poll> {
        self.world().poll.as_ref()
    }

    /// Until when the last plan holds, if there is one.
    #[must_use]
    pub fn plan_until(self) -> Option<SimTime> {
        self.world().plan_until
    }

    /// What was begun of the actions that may be told here, the last one last.
    #[must_use]
    pub fn begun(self) -> Vec<ActionId> {
        let may = |by: Option<SeatId>| match self.who {
            Viewer::Seat(seat) => by == Some(seat) || self.has_joined(seat),
            Viewer::Table | Viewer::Facilitator => true,
        };
        let runs = self.world().runs.iter().filter(|run| run.by.is_some() && may(run.by));
        runs.map(|run| run.action).collect()
    }

    /// Whether a change that may be told here has taken effect; `None` if none was begun.
    #[must_use]
    pub fn changed(self) -> Option<bool> {
        let begun = self.begun();
        let runs = self.world().runs.iter().filter(|run| run.undone.is_none() && begun.contains(&run.action));
        runs.map(|run| run.took.is_some()).reduce(|one, other| one || other)
    }

    /// The first such seat that can speak up: in the call; before any is, filled.
    #[must_use]
    pub fn first_here(self, such: impl Fn(SeatId) -> bool) -> Option<SeatId> {
        self.world().first_here(such)
    }

    /// To whom something was offered that waits for `accept`: on a seat's own screen, to that seat alone.
    #[must_use]
    pub fn offered(self) -> Vec<SeatId> {
        let may = |to: &SeatId| match self.who {
            Viewer::Seat(seat) => *to == seat,
            Viewer::Table | Viewer::Facilitator => true,
        };
        let in_person = self.world().offers.iter().map(|offer| offer.to);
        let can = |seat: &SeatId| {
            self.has_joined(*seat) && self.world().untaken_by(self.scenario(), *seat).is_some()
        };
        self.scenario().seats.ids().filter(can).chain(in_person).filter(may).collect()
    }

    /// Whose a task is, in a word or a few: a seat's, or who may take it.
    #[must_use]
    pub fn owner(self, task: &Task) -> String {
        match (task.seat, &task.owner) {
            (Some(seat), _) => self.public().seats.name(seat).to_string(),
            (None, Owner::Team(team)) => format!("{team}, nobody has taken it"),
            (None, Owner::Role(role)) => format!("{role}, nobody has taken it"),
            (None, Owner::Someone(_) | Owner::Seat(_)) => "nobody".to_string(),
        }
    }

    /// Whether something was done that took effect, and all of it was seen to work for as long as it has to.
    #[must_use]
    pub fn is_proved(self) -> bool {
        let took = self.world().runs.iter().any(|run| run.took.is_some() && run.undone.is_none());
        let (scenario, proof, now) = (self.scenario(), &self.world().proof, self.now());
        took && proof.unproven(scenario, now).is_empty()
            && proof.short_of_hold(scenario, &self.world().clock, now).is_empty()
    }
}

/// What who runs the drill writes down, whispers to one seat or is refused: on their own screen, and on that of the seat
/// it is for.
fn is_desk_work(event: &Event) -> bool {
    event.by == Actor::Facilitator
        && matches!(
            event.kind,
            EventKind::Noted { .. }
                | EventKind::Bookmarked { .. }
                | EventKind::Marked { .. }
                | EventKind::HintGiven { .. }
                | EventKind::Refused { .. }
        )
}
