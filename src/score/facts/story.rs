//! The part of the fold that the scenario score reads: what was expected, known and harmful, and what was done for it.

use super::{Moment, ScoreClock};
use crate::engine::deeds::acts;
use crate::engine::event::{Actor, Event, EventKind, Seq, Slot};
use crate::scenario::Scenario;
use crate::scenario::condition::Lookable;
use crate::scenario::id::{ActionId, ExpectedId, HarmfulId, InjectId, SeatName, TeamId};
use crate::scenario::model::Act;
use crate::scenario::words::{Harm, Severity};
use crate::time::SimDuration;

/// A true severity, from when it was so, known, and no longer so.
pub(crate) struct Truth {
    pub(crate) severity: Severity,
    pub(crate) n: u32,
    pub(crate) known: Option<Moment>,
    pub(crate) until: Option<Moment>,
}

/// An incident statement: symptom, affected, scope, since, unknown; and what was done and is suspected.
pub(crate) struct Stated<'a> {
    pub(crate) when: Moment,
    pub(crate) slots: [Option<&'a str>; 5],
    pub(crate) more: [Option<&'a str>; 2],
}

/// A move that may be expected.
pub(crate) struct Deed<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) act: Act,
    /// For an action: its run.
    pub(crate) run: Option<u32>,
}

/// A hint on an expected action.
pub(crate) struct Hint<'a> {
    pub(crate) when: Moment,
    pub(crate) item: &'a str,
    pub(crate) level: u8,
}

/// Somebody said that what was done counts as an action.
pub(crate) struct Mark<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) action: ActionId,
}

/// Harm was done.
pub(crate) struct HarmFact {
    pub(crate) when: Moment,
    pub(crate) harmful: HarmfulId,
    pub(crate) harm: Harm,
    pub(crate) teachable: bool,
}

/// Words that may answer a question: of a seat, or of the story to what was asked.
pub(crate) struct Answer<'a> {
    pub(crate) when: Moment,
    pub(crate) by: Option<&'a SeatName>,
    pub(crate) to: Option<Seq>,
}

/// A page by somebody of the story.
pub(crate) struct Called<'a> {
    pub(crate) when: Moment,
    pub(crate) by: &'a Actor,
    pub(crate) team: Option<TeamId>,
    pub(crate) to: &'a [SeatName],
    pub(crate) escalated: bool,
    pub(crate) text: &'a str,
}

/// What the scenario score reads.
#[derive(Default)]
pub(crate) struct Story<'a> {
    pub(crate) truths: Vec<Truth>,
    pub(crate) stated: Vec<Stated<'a>>,
    pub(crate) deeds: Vec<Deed<'a>>,
    pub(crate) hints: Vec<Hint<'a>>,
    /// Hints on a step of the process, by the step.
    pub(crate) process_hints: Vec<(Moment, &'a str)>,
    pub(crate) marks: Vec<Mark<'a>>,
    pub(crate) unscripted: Vec<Moment>,
    pub(crate) harms: Vec<HarmFact>,
    pub(crate) called: Vec<Called<'a>>,
    /// Seats that joined the call.
    pub(crate) joined: Vec<(Moment, &'a SeatName)>,
    /// Seats that were let go, or left.
    pub(crate) gone: Vec<(Moment, &'a SeatName)>,
    pub(crate) opened: Vec<(Moment, ExpectedId)>,
    pub(crate) superseded: Vec<(Moment, ExpectedId)>,
    pub(crate) skipped: Vec<(Moment, InjectId)>,
    /// Injects that the story dropped when their time came.
    pub(crate) dropped: Vec<(Moment, InjectId)>,
    pub(crate) team_known: Vec<(Moment, TeamId)>,
    pub(crate) answers: Vec<Answer<'a>>,
    pub(crate) planned: Vec<(Moment, SimDuration)>,
    /// Talk about the severity, begun or ended.
    pub(crate) talk: Vec<(Moment, bool)>,
    /// Actions that the facilitator forced: nobody's deeds.
    pub(crate) forced: Vec<(Moment, ActionId)>,
    /// News and voices that stand in no file.
    pub(crate) improvised: Vec<Moment>,
}

impl<'a> Story<'a> {
    /// Keeps what the scenario score asks about.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`sort_in` names every kind; this is what the scenario score reads"
    )]
    pub(super) fn keep(&mut self, scenario: &Scenario, clock: &ScoreClock, event: &'a Event, when: Moment) {
        let by = &event.by;
        match &event.kind {
            EventKind::TruthChanged { n, severity } => self.truth(*n, *severity, when),
            EventKind::SeverityKnowable { n, .. } => self.known(*n, when),
            EventKind::InjectNotNeeded { inject, .. } => {
                self.dropped.extend(scenario.injects.id(inject).ok().map(|id| (when, id)));
            }
            EventKind::TeamKnowable { team } => {
                self.team_known.extend(scenario.organisation.teams.id(team).ok().map(|team| (when, team)));
            }
            EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
                let slots = [symptom, affected, scope, since, unknown].map(text);
                self.stated.push(Stated { when, slots, more: [done, suspect].map(text) });
                self.acts(scenario, event, when);
            }
            EventKind::HintGiven { item, level, unasked, .. } => match item.strip_prefix("expected/") {
                // What the guide says unasked is the encouragement of a guided drill: nobody asked for it, and it costs nothing.
                Some(item) => self.hints.push(Hint { when, item, level: if *unasked { 0 } else { *level } }),
                None => self.process_hints.push((when, item.as_str())),
            },
            EventKind::Marked { action } => {
                let action = scenario.actions.id(action).ok();
                self.marks.extend(action.map(|action| Mark { when, by, action }));
            }
            EventKind::Improvised { .. } => self.improvised.push(when),
            EventKind::UnscriptedDone { .. } => self.unscripted.push(when),
            EventKind::HarmDone { harmful, harm, teachable } => {
                let harmful = scenario.harmful.id(harmful).ok();
                let (harm, teachable) = (*harm, *teachable);
                self.harms.extend(harmful.map(|harmful| HarmFact { when, harmful, harm, teachable }));
            }
            EventKind::ExpectationOpened { expected } => {
                self.opened.extend(scenario.expected.id(expected).ok().map(|id| (when, id)));
            }
            EventKind::ExpectationSuperseded { expected } => {
                self.superseded.extend(scenario.expected.id(expected).ok().map(|id| (when, id)));
            }
            EventKind::InjectSkipped { inject } => {
                self.skipped.extend(scenario.injects.id(inject).ok().map(|id| (when, id)));
            }
            EventKind::Answered { .. } => self.answers.push(Answer { when, by: None, to: event.cause }),
            EventKind::Said { .. } | EventKind::Reported { .. } => {
                self.answers.extend(by.seat().map(|seat| Answer { when, by: Some(seat), to: None }));
            }
            EventKind::Planned { next, .. } => self.planned.push((when, *next)),
            EventKind::SeverityTalk { on } => {
                self.talk.push((Moment { at: clock.at(event.at), ..when }, *on))
            }
            EventKind::Acknowledged { seat, .. } => self.joined.push((when, seat)),
            EventKind::Left {} => self.gone.extend(by.seat().map(|seat| (when, seat))),
            EventKind::Released { seat } | EventKind::SeatVacated { seat, .. } => {
                self.gone.push((when, seat))
            }
            _ => self.deed(scenario, event, when),
        }
    }

    /// The other moves that a scenario may expect.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what else is an act, `acts` says")]
    fn deed(&mut self, scenario: &Scenario, event: &'a Event, when: Moment) {
        let by = &event.by;
        match &event.kind {
            EventKind::Paged { team, to, escalated, text, .. } => {
                let team = team.as_ref().and_then(|team| scenario.organisation.teams.id(team).ok());
                self.called.push(Called { when, by, team, to, escalated: *escalated, text });
                self.acts(scenario, event, when);
            }
            EventKind::ActionStarted { action, run, .. } => {
                let Ok(action) = scenario.actions.id(action) else { return };
                if *by == Actor::Story {
                    self.forced.push((when, action));
                } else {
                    self.deeds.push(Deed { when, by, act: Act::Do(action), run: Some(*run) });
                }
            }
            _ => self.acts(scenario, event, when),
        }
    }

    fn acts(&mut self, scenario: &Scenario, event: &'a Event, when: Moment) {
        let deed = |act| Deed { when, by: &event.by, act, run: None };
        self.deeds.extend(acts(scenario, event).into_iter().map(deed));
    }

    /// The truth before is over when the next one begins.
    fn truth(&mut self, n: u32, severity: Severity, when: Moment) {
        if let Some(last) = self.truths.last_mut() {
            last.until = last.until.or(Some(when));
        }
        self.truths.push(Truth { severity, n, known: None, until: None });
    }

    fn known(&mut self, n: u32, when: Moment) {
        let mut same = self.truths.iter_mut().rev().filter(|truth| truth.n == n);
        if let Some(truth) = same.next() {
            truth.known = truth.known.or(Some(when));
        }
    }

    /// What was looked at, and when.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other acts are no looks")]
    pub(crate) fn seen(&self) -> impl Iterator<Item = (Moment, Lookable)> {
        self.deeds.iter().filter_map(|deed| {
            let seen = match deed.act {
                Act::LookMetric(id) => Lookable::Metric(id),
                Act::LookComponent(id) => Lookable::Component(id),
                Act::LookTopic(id) => Lookable::Topic(id),
                _ => return None,
            };
            Some((deed.when, seen))
        })
    }

    /// When an expected action's clock started.
    pub(crate) fn opened(&self, id: ExpectedId) -> Option<Moment> {
        self.opened.iter().find(|&&(_, of)| of == id).map(|&(when, _)| when)
    }

    /// When an expected action was no longer needed.
    pub(crate) fn superseded(&self, id: ExpectedId) -> Option<Moment> {
        self.superseded.iter().find(|&&(_, of)| of == id).map(|&(when, _)| when)
    }
}

fn text(slot: &Slot) -> Option<&str> {
    slot.as_deref()
}
