//! What is still open: what `status` lists, and what `close` asks about before it closes.
//!
//! It is longer than what the score's gate asks for ([`Proof::unproven`](super::proof::Proof::unproven)), and never
//! shorter; it holds what was read or told, and nothing of the truth.

use super::cadence::NextUpdate;
use super::decide::{story_clock, story_clock_exact};
use super::proof::{Unproven, Which};
use super::timer::CLOSING_BEFORE;
use super::view::{View, Viewer};
use super::world::{Offered, told_since};
use crate::prose::{and, clip, quote, spell};
use crate::scenario::id::{ActionId, AudienceId, MetricId, SeatId};
use crate::scenario::model::{Readers, RequiredAudience};
use crate::scenario::words::Role;
use crate::time::SimTime;

/// How much of a question is told.
const ASKED: usize = 120;

impl<'a> View<'a> {
    /// What is still open, one line each: what `close` asks about.
    #[must_use]
    pub fn still_open(self) -> Vec<String> {
        let mut open: Vec<String> = Vec::new();
        for (n, group) in self.open_pages() {
            open.push(format!("page {n} is unanswered: {}", group.text));
        }
        for task in self.open_tasks() {
            let whose = self.owner(task);
            open.push(format!("task {} ({whose}) has no result: {}", task.number, task.text));
        }
        for run in self.session().world().runs.iter().filter(|run| run.took.is_none() && run.undone.is_none())
        {
            open.push(format!("`{}` has not taken effect yet", self.public().actions.name(run.action)));
        }
        open.extend(self.offers());
        if self.session().world().declared.is_some() && self.session().world().closed.is_none() {
            open.extend(self.overdue());
            open.extend(self.unproven());
            open.extend(self.read_as_bad());
            open.extend(self.questions());
        }
        open
    }

    /// Whether `close` makes sense: nothing is open, all was seen to work, and who is asked commands.
    #[must_use]
    pub fn may_close_now(self, me: Option<SeatId>) -> bool {
        let theirs = me.is_none() || self.commands_instead(me).is_none();
        theirs && self.is_proved() && self.still_open().is_empty()
    }

    /// Whether a task waits for a result from here: one's own, or one that nobody has by name.
    #[must_use]
    pub fn owes_a_report(self, me: Option<SeatId>) -> bool {
        self.open_tasks().into_iter().any(|task| me.is_none() || task.seat.is_none() || task.seat == me)
    }

    /// What a change that was just begun risks, where nobody was asked for objections before.
    #[must_use]
    pub fn unasked_risk(self, action: ActionId) -> Option<String> {
        let risk = self.public().actions[action].risk.as_ref()?;
        let asked = self.session().world().deeds.is_polled(action);
        (!asked).then(|| format!("risky: {risk}; a poll asks for objections first"))
    }

    /// Who commands, where another seat means to close.
    #[must_use]
    pub fn commands_instead(self, by: Option<SeatId>) -> Option<String> {
        let commander = self.session().world().holder(Role::Commander).filter(|&seat| Some(seat) != by)?;
        Some(format!("{} commands: closing is theirs to decide", self.public().seats.name(commander)))
    }

    /// A role that somebody was offered and has not taken.
    fn offers(self) -> Vec<String> {
        let name = |seat: SeatId| self.public().seats.name(seat);
        let offers = self.session().world().offers.iter().filter_map(|offer| match offer.what {
            Offered::Role(role) => {
                Some(format!("{} was offered {role} and has not answered", name(offer.to)))
            }
            // A task stands among the tasks.
            Offered::Task(_) => None,
        });
        offers.collect()
    }

    /// The updates that should have gone out by now, those due at one time together.
    fn overdue(self) -> Vec<String> {
        let late: Vec<_> = self.next_updates().into_iter().filter(|next| next.due < self.now()).collect();
        let of_a_time = |late: &[NextUpdate]| {
            let due = late[0].due;
            let (clock, ago) = (story_clock(self.public(), due), spell(self.now().since(due)));
            format!("an update to {} was due by {clock}, {ago} ago", self.names(late))
        };
        late.chunk_by(|one, other| one.due == other.due).map(of_a_time).collect()
    }

    /// Who is to be told next, by name: `executives and customer-care`.
    #[must_use]
    pub fn told_next(self) -> String {
        let waits = self.next_updates();
        let first = waits.chunk_by(|one, other| one.due == other.due).next();
        self.names(first.unwrap_or_default())
    }

    fn names(self, waits: &[NextUpdate]) -> String {
        and(&waits.iter().map(|next| self.audience(next.to).to_string()).collect::<Vec<_>>())
    }

    /// An audience's name.
    #[must_use]
    pub fn audience(&self, id: AudienceId) -> &str {
        self.public().organisation.audiences.name(id).as_str()
    }

    /// Other signals than those of the gate that were bad when somebody last read them.
    fn read_as_bad(self) -> Vec<String> {
        let scenario = self.public();
        let open = self.session().world().proof.unproven(scenario, self.now());
        let named = |id: MetricId| {
            open.iter().any(|open| match open {
                Unproven::Unread { signals, .. } => signals.contains(&id),
                Unproven::NotGood { signal, .. } => *signal == Some(id),
                Unproven::LastBad { signal, .. } => *signal == id,
                Unproven::EndUnseen => false,
            })
        };
        let reads = self.session().world().reads.iter();
        let bad = reads.filter(|&(id, (_, good))| !good && self.may_read(*id) && !named(*id));
        bad.map(|(&id, &(at, _))| {
            let clock = story_clock(scenario, at);
            format!("{} was bad when it was last read, at {clock}", scenario.metrics.name(id))
        })
        .collect()
    }

    /// Voices that wait for an answer, as far as this screen was told of them.
    fn questions(self) -> Vec<String> {
        let scenario = self.public();
        let told = |to: &[SeatId]| match self.viewer() {
            Viewer::Seat(me) => to.contains(&me),
            Viewer::Table | Viewer::Facilitator => true,
        };
        let open = self.session().world().questions.iter().filter(|question| told(&question.to));
        open.map(|question| {
            let voices = &scenario.organisation.voices;
            let clock = story_clock(scenario, question.at);
            let (from, asks) = (&voices[question.from], quote(&clip(&question.asks, ASKED)));
            format!("{from} asked at {clock}: {asks}; `say` or an update answers")
        })
        .collect()
    }

    /// What this screen has to remember by itself, and when: what was promised, boxed, planned, or to be read again. The
    /// story brings none of it; nothing that is past.
    #[must_use]
    pub fn reminders(self) -> Vec<(SimTime, String)> {
        let (scenario, world, now) = (self.public(), self.session().world(), self.now());
        if world.closed.is_some() {
            return Vec::new();
        }
        let update = self
            .next_update()
            .map(|next| (next.due, format!("the next update to {} is due now", self.told_next())));
        let tasks = self.open_tasks().into_iter().filter_map(|task| {
            let whose = self.owner(task);
            Some((task.until?, format!("task {} ({whose}) is to come back now: {}", task.number, task.text)))
        });
        let held =
            world.proof.short_of_hold(scenario, &world.clock, now).into_iter().map(|(which, since)| {
                let signals = which.action.map_or(&[][..], |id| &scenario.actions[id].proved_by);
                let again = match signals {
                    [] => "read its signals once more".to_string(),
                    signals => match self.asks_to_verify(signals) {
                        Some(asks) => format!("{asks} again"),
                        None => format!("verify {} again", self.signals(signals)),
                    },
                };
                (
                    world.clock.story(world.clock.at(since) + scenario.ends.hold),
                    format!(
                        "{} was seen to work {} ago: {again}",
                        self.change(which),
                        spell(scenario.ends.hold)
                    ),
                )
            });
        let plan = world.plan_until.map(|at| (at, "by your plan it is time to look again".to_string()));
        let mut all: Vec<_> = update.into_iter().chain(tasks).chain(held).chain(plan).collect();
        all.retain(|(at, _)| *at > now);
        all.dedup();
        all
    }

    /// Who has not heard yet that it is closed, the first of them.
    #[must_use]
    pub fn waits_for_the_end(self) -> Option<AudienceId> {
        self.untold_of_the_end().first().copied()
    }

    /// Who has not heard yet that it is closed; nobody while it is not.
    fn untold_of_the_end(self) -> Vec<AudienceId> {
        let (scenario, world) = (self.public(), self.session().world());
        let (Some(closed), Some(severity)) = (world.closed.as_ref(), world.severity()) else {
            return Vec::new();
        };
        let usual = scenario.usual_audiences(severity, true);
        let untold = |required: &&RequiredAudience| {
            !required.any.iter().any(|&id| told_since(world, id, closed.at - CLOSING_BEFORE))
        };
        usual.iter().filter(untold).filter_map(|required| required.any.first().copied()).collect()
    }

    /// What the drill waits for once the incident is closed.
    #[must_use]
    pub fn after_the_close(self) -> Option<String> {
        let (scenario, world) = (self.public(), self.session().world());
        world.closed.as_ref().filter(|_| !self.is_over())?;
        let names = self.untold_of_the_end().into_iter();
        let names: Vec<&str> = names.map(|id| scenario.organisation.audiences.name(id).as_str()).collect();
        Some(match names.is_empty() {
            true => match world.severity().is_some_and(|is| !scenario.usual_audiences(is, true).is_empty()) {
                true => "those who wait have been told; the drill ends by itself".to_string(),
                false => "nobody waits for a word about it; the drill ends by itself".to_string(),
            },
            false => {
                let word = if names.len() == 1 { "a closing update" } else { "closing updates" };
                format!("waiting for {word} to {}; then the drill ends", and(&names))
            }
        })
    }

    /// A signal to read next, as `status` names it: of a change that nobody has seen to work, or of the end.
    #[must_use]
    pub fn to_verify(self) -> Option<&'a str> {
        let (scenario, proof) = (self.public(), &self.session().world().proof);
        let signals = |open: Unproven| match open {
            Unproven::Unread { signals, .. } => signals,
            Unproven::NotGood { signal, .. } => signal.into_iter().collect(),
            Unproven::LastBad { signal, .. } => vec![signal],
            Unproven::EndUnseen => scenario.ends.verify.clone(),
        };
        let mut all = proof.unproven(scenario, self.now()).into_iter().flat_map(signals);
        let signal = all.find(|id| self.may_read(*id))?;
        Some(scenario.metrics.name(signal).as_str())
    }

    /// What a close now would leave unproven, by the same rule as the score's.
    fn unproven(self) -> Vec<String> {
        let (scenario, proof, now) = (self.public(), &self.session().world().proof, self.now());
        let clock = &self.session().world().clock;
        let open = proof.unproven(scenario, now);
        // How long it has been good is asked when all has been seen to work.
        let mut short = if open.is_empty() { proof.short_of_hold(scenario, clock, now) } else { Vec::new() };
        // What was done twice is stayed with once: as long as the last of it needs.
        short.reverse();
        let mut said = Vec::new();
        short.retain(|(which, _)| {
            let first = !said.contains(&which.action);
            said.push(which.action);
            said.extend(proof.behind(*which).into_iter().map(Some));
            first
        });
        short.reverse();
        // Whom to ask is said once.
        let one = open.len() == 1;
        let open = open.into_iter().map(|open| match open {
            Unproven::Unread { which, signals, .. } if signals.is_empty() => {
                format!("{} is over, and nobody has looked since", self.change(which))
            }
            Unproven::Unread { which, signals, .. } => format!(
                "{} is done, and nobody has verified that it worked: {}",
                self.change(which),
                self.asks_to_verify(&signals).unwrap_or_else(|| format!("read {}", self.signals(&signals)))
            ),
            Unproven::NotGood { which, signal, .. } => {
                let signal = signal.map_or("its check".to_string(), |signal| self.signals(&[signal]));
                format!("{} was checked on {signal}, which was not good", self.change(which))
            }
            Unproven::LastBad { signal, .. } => {
                format!("{} was not good when it was last read", self.signals(&[signal]))
            }
            Unproven::EndUnseen => {
                let asks = self.asks_to_verify(&scenario.ends.verify).filter(|_| one);
                let asks = asks.map_or(String::new(), |asks| format!(": {asks}"));
                format!("no reading shows yet that it is over{asks}")
            }
        });
        let short = short.into_iter().map(|(which, since)| {
            let until = clock.story(clock.at(since) + scenario.ends.hold);
            let seen = clock.between(since, now);
            let jumped = (now - seen).since(since);
            let jumped = match jumped.ms() {
                0 => String::new(),
                _ => format!(" (the {} that were jumped don't count)", spell(jumped)),
            };
            let then = which.action.map_or(&[][..], |id| &scenario.actions[id].proved_by);
            let then = if then.is_empty() {
                String::new()
            } else {
                let again = self.asks_to_verify(then);
                let again = again.unwrap_or_else(|| format!("verify {}", self.signals(then)));
                format!(", and {again} again then")
            };
            // Of a minute that has begun nobody could tell from the clock whether it is over.
            format!(
                "{} {}{jumped}; stay with it for {}, until {}{then}",
                self.has_or_have(which),
                match seen.ms() {
                    0..1_000 => "just been seen to work".to_string(),
                    _ => format!("been seen to work for {}", spell(seen)),
                },
                spell(until.since(now)),
                story_clock_exact(scenario, until),
            )
        });
        open.chain(short).collect()
    }

    /// A change, and the others behind the same first reading: which of them it was can't be told, and so they have been
    /// seen to work as one.
    fn has_or_have(self, which: Which) -> String {
        let others = self.session().world().proof.behind(which);
        let name = |id: ActionId| format!("`{}`", self.public().actions.name(id));
        let change = std::iter::once(self.change(which));
        let all: Vec<String> = change.chain(others.iter().map(|&id| name(id))).collect();
        match all.len() {
            1 => format!("{} has", all[0]),
            _ => format!(
                "{} stand behind one reading (which of them did it can't be told) and have together",
                and(&all)
            ),
        }
    }

    fn change(self, which: Which) -> String {
        which.action.map_or("the hold".to_string(), |id| format!("`{}`", self.public().actions.name(id)))
    }

    /// Whether a signal may be read from here.
    pub(super) fn may_read(self, id: MetricId) -> bool {
        let to = &self.public().metrics[id].to;
        match self.viewer() {
            Viewer::Seat(seat) => to.include(seat),
            Viewer::Table => *to == Readers::Everyone,
            Viewer::Facilitator => true,
        }
    }

    /// Who commands leaves a reading to somebody else in the call: how it is asked for here. Nothing where nobody else
    /// can, or somebody asks who does not command.
    fn asks_to_verify(self, of: &[MetricId]) -> Option<String> {
        let (scenario, world) = (self.public(), self.session().world());
        let own = match self.viewer() {
            Viewer::Seat(me) => Some(me),
            Viewer::Table => None,
            Viewer::Facilitator => return None,
        };
        let commander = world.holder(Role::Commander).filter(|&seat| own.is_none_or(|me| me == seat))?;
        let signal = *of.iter().find(|id| self.may_read(**id))?;
        let reads = |seat: &SeatId| {
            let state = &world.seats[seat.n()];
            let here = *seat != commander && state.joined.is_some() && world.sits(*seat);
            here && scenario.metrics[signal].to.include(*seat)
        };
        let mut experts = world.holders.iter().filter(|held| held.role == Role::Expert).map(|held| held.seat);
        let seat = experts.find(reads).or_else(|| scenario.seats.ids().find(reads))?;
        let signal = scenario.metrics.name(signal);
        Some(match own.is_some() || world.seats[seat.n()].stand_in {
            true => format!("ask {} to verify {signal}", scenario.seats.name(seat)),
            false => format!("`{} verify {signal}`", seat.n() + 1),
        })
    }

    /// Signals by name, as far as they may be read from here.
    fn signals(self, of: &[MetricId]) -> String {
        let metrics = &self.public().metrics;
        let may = |id: &&MetricId| self.may_read(**id);
        let names: Vec<&str> = of.iter().filter(may).map(|&id| metrics.name(id).as_str()).collect();
        if names.is_empty() { "a signal that others can read".to_string() } else { names.join(" or ") }
    }
}
