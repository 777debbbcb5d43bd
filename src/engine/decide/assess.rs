//! Assess and verify: looks, and questions that the world always answers.

use super::{Move, channel, short};
use crate::engine::answer::{NO_ANSWER, answer, asked_for, finding_for, looked_for, reached_by};
use crate::engine::command::{AskWhom, LookAt};
use crate::engine::dice::roll;
use crate::engine::event::{Asked, EventKind, Word};
use crate::engine::refusal::Refusal;
use crate::quantity::Milli;
use crate::scenario::id::{MetricId, SeatId};
use crate::scenario::model::{FindingOn, Readers};
use crate::scenario::words::Role;

/// Readings at one moment are off by the same amount: two seats who look together see the same.
const NOISE_STEP_MS: i64 = 15_000;

impl Move<'_> {
    pub(super) fn look(&self, at: &LookAt, word: Word) -> Result<Vec<EventKind>, Refusal> {
        let mut facts = vec![match at {
            LookAt::Metric(id) => self.read(*id, word)?,
            LookAt::Component(id) => EventKind::ComponentRead {
                component: self.scenario.components.name(*id).clone(),
                health: self.world.health[id.n()],
                word,
                text: None,
            },
            LookAt::Topic(id) => {
                EventKind::TopicRead { topic: self.scenario.topics.name(*id).to_string(), word, text: None }
            }
            LookAt::Unknown(said) => EventKind::TopicRead { topic: short(said)?, word, text: None },
        }];
        match looked_for(at).and_then(|on| self.answer(on)) {
            Some(answer) => self.answered(&mut facts, answer),
            None => nothing_unusual(&mut facts, matches!(at, LookAt::Unknown(_))),
        }
        Ok(facts)
    }

    pub(super) fn read(&self, id: MetricId, word: Word) -> Result<EventKind, Refusal> {
        let metric = &self.scenario.metrics[id];
        let name = self.scenario.metrics.name(id);
        let may = match self.seat() {
            Some(seat) => metric.to.include(seat),
            None => metric.to == Readers::Everyone,
        };
        if !may {
            let who = self.can_say(|seat| metric.to.include(seat), "read it", &format!("look {name}"));
            return Err(Refusal::NotReadable { seat: self.my_name(), metric: name.to_string(), who });
        }
        let curve = &self.world.metrics[id.n()].curve;
        let noise = metric.noise.0;
        let n = self.now.ms().div_euclid(NOISE_STEP_MS) as u64;
        let off = match noise {
            0 => 0,
            _ => roll(self.world.seed, "noise", name.as_str(), n, 2 * noise as u64 + 1) as i64 - noise,
        };
        Ok(EventKind::MetricRead {
            metric: name.clone(),
            value: Milli(curve.value(self.now).0.saturating_add(off)),
            good: curve.is_good(metric.good, self.now),
            word,
        })
    }

    pub(super) fn answer(&self, on: FindingOn) -> Option<EventKind> {
        let finding = finding_for(self.scenario, self.world, self.now, on, self.seat())?;
        let (takes, nth) = (self.scenario.findings[finding].takes, self.world.found[finding.n()]);
        Some(match takes.ms() {
            0 => answer(self.scenario, self.world, finding, nth, self.actor()),
            _ => EventKind::AnswerDue {
                finding: self.scenario.findings.name(finding).clone(),
                to: self.actor(),
                due: self.now + takes,
            },
        })
    }

    /// An answer, and what it makes known.
    fn answered(&self, facts: &mut Vec<EventKind>, answer: EventKind) {
        let reached = reached_by(self.scenario, self.world, &answer);
        facts.push(answer);
        facts.extend(reached);
    }

    pub(super) fn ask(&self, whom: &AskWhom, text: &str) -> Result<Vec<EventKind>, Refusal> {
        let organisation = &self.scenario.organisation;
        let whom = &self.in_role(whom)?;
        let asked = match whom {
            AskWhom::Team(id) => Asked::Team(organisation.teams.name(*id).clone()),
            AskWhom::Seat(id) => Asked::Seat(self.scenario.seats.name(*id).clone()),
            AskWhom::Voice(id) => Asked::Voice(organisation.voices.name(*id).clone()),
            AskWhom::Unknown(said) => Asked::Nobody(short(said)?),
        };
        let mut facts = vec![EventKind::Asked { whom: asked, text: short(text)? }];
        if let Some(answer) = self.written_answer(whom) {
            self.answered(&mut facts, answer);
        } else if let Some((on, text)) = self.no_answer(whom) {
            facts.push(EventKind::Answered { to: self.actor(), on, finding: None, text });
        }
        Ok(facts)
    }

    /// `ask deputy`: whoever holds the role.
    pub(super) fn in_role(&self, whom: &AskWhom) -> Result<AskWhom, Refusal> {
        let AskWhom::Unknown(said) = whom else { return Ok(whom.clone()) };
        let Some(role) = Role::parse(&said.to_lowercase()) else { return Ok(whom.clone()) };
        let holder = self.world.holder(role).ok_or(Refusal::RoleVacant { role: role.as_str() })?;
        Ok(AskWhom::Seat(holder))
    }

    /// What the author lets somebody answer; a person in the call answers for themselves.
    pub(super) fn written_answer(&self, whom: &AskWhom) -> Option<EventKind> {
        let AskWhom::Seat(seat) = *whom else { return self.answer(asked_for(whom)?) };
        let state = &self.world.seats[seat.n()];
        if state.joined.is_some() && !state.stand_in {
            return None;
        }
        // A seat that is called like its team is that team, to who asks; another speaks for itself.
        let team = self.scenario.seats[seat].team;
        let alike = self.name(seat) == self.scenario.organisation.teams.name(team).as_str();
        let of_team = || alike.then(|| self.answer(FindingOn::Team(team))).flatten();
        self.answer(asked_for(whom)?).or_else(of_team)
    }

    /// Never silence: unless somebody sits there and can answer for themselves.
    pub(super) fn no_answer(&self, whom: &AskWhom) -> Option<(String, String)> {
        let organisation = &self.scenario.organisation;
        let in_call = |seat: SeatId| self.world.seats[seat.n()].joined.is_some();
        let me = self.seat();
        match whom {
            AskWhom::Seat(seat) if Some(*seat) == me => Some((self.name(*seat), "that is you".into())),
            AskWhom::Seat(seat) if in_call(*seat) => None,
            AskWhom::Seat(seat) if self.here(*seat).is_err() => {
                Some((self.name(*seat), format!("{NO_ANSWER}: gone, and can't be reached")))
            }
            AskWhom::Seat(seat) if !self.world.sits(*seat) => {
                Some((self.name(*seat), format!("{NO_ANSWER}: nobody sits there")))
            }
            AskWhom::Seat(seat) => {
                Some((self.name(*seat), format!("{NO_ANSWER}: not in the call; page the seat")))
            }
            AskWhom::Team(team)
                if self.scenario.seats_of(*team).any(|seat| in_call(seat) && Some(seat) != me) =>
            {
                None
            }
            AskWhom::Team(team) if organisation.teams[*team].on_call.is_empty() => {
                Some((organisation.teams.name(*team).to_string(), "nobody there knows more".into()))
            }
            AskWhom::Team(team) if !self.scenario.seats_of(*team).any(|seat| self.world.sits(seat)) => {
                let name = organisation.teams.name(*team).to_string();
                Some((name, format!("{NO_ANSWER} in {}: nobody sits there", channel(self.scenario, *team))))
            }
            AskWhom::Team(team) => {
                let name = organisation.teams.name(*team).to_string();
                let text = format!("{NO_ANSWER} in {}; page them", channel(self.scenario, *team));
                Some((name, text))
            }
            AskWhom::Voice(voice) => {
                Some((organisation.voices.name(*voice).to_string(), "they know nothing more".into()))
            }
            AskWhom::Unknown(said) => Some((said.clone(), "nobody knows".into())),
        }
    }

    /// Who can, as a sentence that tells the mover what to do.
    pub(super) fn can_say(&self, can: impl Fn(SeatId) -> bool, verb: &str, example: &str) -> String {
        let able = || self.scenario.seats.ids().filter(|&seat| can(seat));
        match able().find(|&seat| self.world.sits(seat)).or(able().next()) {
            Some(seat) if !self.world.sits(seat) => {
                format!("only `{}` can, and nobody sits there", self.name(seat))
            }
            Some(seat) => {
                format!("`{}` can {verb}: give it a task, or let it say `{example}`", self.name(seat))
            }
            None => "nobody at this table can".to_string(),
        }
    }
}

/// Where nobody wrote an answer, the world still gives one.
fn nothing_unusual(facts: &mut [EventKind], unknown: bool) {
    if let Some(EventKind::TopicRead { text, .. } | EventKind::ComponentRead { text, .. }) = facts.first_mut()
    {
        // What nobody knows by that name reassures nobody.
        *text = Some(
            if unknown {
                "nothing is known by that name here, so there was nothing to see"
            } else {
                "nothing unusual"
            }
            .into(),
        );
    }
}
