//! What was asked for anew: a change called for it, was taken back, and was made again.
//!
//! A journal says once that an expected action's clock started. When an `undo` takes away what had started it, nobody is
//! asked for it until that is there again; then it counts from there. What lets it go by itself, such as a failure that
//! is cleared, takes nothing back: what was called for then is called for still.

use std::collections::BTreeMap;

use super::case::Case;
use super::facts::Moment;
use crate::engine::eval::eval;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::trigger::{Trigger, condition};
use crate::engine::world::{Touched, World};
use crate::journal::Record;
use crate::scenario::Scenario;
use crate::scenario::id::ExpectedId;
use crate::time::SimTime;

/// A time in which an expected action was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Spell {
    /// From when.
    pub(crate) from: Moment,
    /// When what had called for it was taken back.
    pub(crate) over: Option<Moment>,
}

/// When each expected action was asked for, of those that were.
pub(crate) type Spells = BTreeMap<ExpectedId, Vec<Spell>>;

/// Reads them; a journal without an `undo` need not be lived again.
pub(crate) fn spells(case: &Case<'_>) -> Spells {
    let story = &case.facts.story;
    let first = |id| Some((id, story.opened(id).filter(|opened| case.during(*opened))?));
    let first: Vec<_> = case.facts.scenario.expected.ids().filter_map(first).collect();
    let once = || first.iter().map(|&(id, from)| (id, vec![Spell { from, over: None }])).collect();
    let took_back = case.facts.runs.iter().any(|run| run.effect.is_some() && run.undone.is_some());
    // A journal of another scenario can't be lived again.
    let lived = || Lived::of(case, once()).map(|lived| lived.spells);
    if took_back { lived().unwrap_or_else(once) } else { once() }
}

/// The journal, lived again.
struct Lived<'a> {
    scenario: &'a Scenario,
    world: World,
    spells: Spells,
    /// What was called for just before something was undone, with that: what the same instant ends is taken back.
    undoing: Option<(SimTime, Seq, Vec<ExpectedId>)>,
}

impl<'a> Lived<'a> {
    fn of(case: &Case<'a>, spells: Spells) -> Option<Self> {
        let scenario = case.facts.scenario;
        let mut lived = Lived { scenario, world: World::new(scenario), spells, undoing: None };
        let mut touched = Touched::default();
        let moment = |at, seq| case.facts.moment(at, seq);
        let (mut last, end) = ((SimTime::START, Seq(0)), case.anchors.end.seq);
        for Record { event, .. } in case.facts.records.iter().take_while(|record| record.event.seq <= end) {
            lived.came_by_itself(last.0, event.at, |at| moment(at, last.1));
            if let EventKind::ActionUndone { .. } = &event.kind {
                lived.undoing = Some((event.at, event.seq, lived.called_for(event)));
            }
            touched.facts.clear();
            touched.slots.clear();
            lived.world.apply(scenario, event, &mut touched).ok()?;
            lived.taken_back(event, |seq| moment(event.at, seq));
            lived.came(event, moment(event.at, event.seq));
            last = (event.at, event.seq);
        }
        Some(lived)
    }

    fn holds(&self, id: ExpectedId, now: SimTime) -> bool {
        eval(condition(self.scenario, Trigger::Opens(id)), &self.world, now).holds
    }

    /// What is asked for, and what calls for it holds.
    fn called_for(&self, event: &Event) -> Vec<ExpectedId> {
        let open = |spells: &[Spell]| {
            spells.last().is_some_and(|last| last.over.is_none() && last.from.seq < event.seq)
        };
        let open = self.spells.iter().filter(|(_, spells)| open(spells)).map(|(&id, _)| id);
        open.filter(|&id| self.holds(id, event.at)).collect()
    }

    /// What an `undo` of this instant ended.
    fn taken_back(&mut self, event: &Event, moment: impl Fn(Seq) -> Moment) {
        let Some((at, seq, called_for)) = self.undoing.take().filter(|(at, ..)| *at == event.at) else {
            return;
        };
        let (standing, gone): (Vec<_>, Vec<_>) =
            called_for.into_iter().partition(|&id| self.holds(id, event.at));
        for id in gone {
            if let Some(last) = self.spells.get_mut(&id).and_then(|spells| spells.last_mut()) {
                last.over = Some(moment(seq));
            }
        }
        self.undoing = Some((at, seq, standing));
    }

    /// What is not asked for any more.
    fn gone(&self) -> Vec<ExpectedId> {
        let gone = |spells: &[Spell]| spells.last().is_some_and(|last| last.over.is_some());
        self.spells.iter().filter(|(_, spells)| gone(spells)).map(|(&id, _)| id).collect()
    }

    fn begin(&mut self, id: ExpectedId, from: Moment) {
        self.spells.entry(id).or_default().push(Spell { from, over: None });
    }

    /// What is there again by an event.
    fn came(&mut self, event: &Event, moment: Moment) {
        for id in self.gone() {
            if self.holds(id, event.at) {
                self.begin(id, moment);
            }
        }
    }

    /// What is there again by a time alone, between one event and the next.
    fn came_by_itself(&mut self, last: SimTime, next: SimTime, moment: impl Fn(SimTime) -> Moment) {
        for id in self.gone() {
            let truth = eval(condition(self.scenario, Trigger::Opens(id)), &self.world, last);
            let due = truth.until.filter(|&due| due <= next && self.holds(id, due));
            if let Some(due) = due {
                self.begin(id, moment(due));
            }
        }
    }
}
