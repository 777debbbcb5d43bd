//! What good looks like: actions, expected actions and harmful ones.

use super::checker::{Checker, DurRange};
use crate::scenario::model::{Act, Action, Effects, Expected, Harmful};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Step, Written};
use crate::time::SimDuration;

/// How soon something is expected if nothing is said.
const TARGET: SimDuration = SimDuration::from_mins(5);

impl<'c, 'r> Checker<'c, 'r> {
    pub(super) fn action<M: Mode>(&mut self, raw: &'r raw::Action<'r, M>) -> Option<Action> {
        let on = self.needed("on", &raw.on);
        let say = self.texts(&raw.say);
        let takes = self.dur(&raw.takes, DurRange::ANY).unwrap_or(SimDuration::ZERO);
        let step = self.desk.or(&raw.step, Written(Step::Stabilise)).0;
        let generic = self.desk.or(&raw.generic, false);
        let pre_approved = self.desk.or(&raw.pre_approved, false);
        let helps_if = self.maybe_cond(&raw.helps_if);
        let drives = self.all(&raw.drives, Self::drive);
        let effects = self.effects(&raw.clears, &raw.starts, &raw.fires, &raw.reaches);
        let proved_by = self.name_list(&raw.proved_by);
        let risk = self.maybe_text(&raw.risk);
        let undo = self.dur(&raw.undo, DurRange::SECOND);
        let (helps_if, effects, drives, proved_by) = (helps_if?, effects?, drives?, proved_by?);
        Some(Action {
            on: on?,
            say,
            takes,
            step,
            generic,
            pre_approved,
            helps_if,
            effects,
            drives,
            proved_by,
            risk,
            undo,
        })
    }

    pub(super) fn expected<M: Mode>(&mut self, raw: &'r raw::Expected<'r, M>) -> Option<Expected> {
        let any_of = self.acts(raw);
        let opens = self.maybe_cond(&raw.opens);
        let target = self.dur(&raw.target, DurRange::SECOND).unwrap_or(TARGET);
        let limit = self.limit(raw, target);
        let weight = self.desk.or(&raw.weight, 1);
        if let Some(part) = raw.weight.as_ref().filter(|part| part.get().is_some()) {
            self.whole(weight, self.desk.place(part), 1, 100, "weights");
        }
        let role = self.desk.maybe(&raw.role).map(|word| word.0);
        let seat = self.maybe_name(&raw.seat);
        let superseded_by = self.maybe_cond(&raw.superseded_by);
        let serves = self.name_list(&raw.serves);
        let why = self.maybe_text(&raw.why);
        let hints = self.hints(raw);
        Some(Expected {
            any_of: any_of?,
            opens: opens?,
            target,
            limit,
            weight,
            role,
            seat: seat?,
            superseded_by: superseded_by?,
            serves: serves?,
            why,
            hints,
        })
    }

    /// Either `is` or `any_of`.
    fn acts<M: Mode>(&mut self, raw: &'r raw::Expected<'r, M>) -> Option<Vec<Act>> {
        let acts: Vec<Option<Act>> = raw.is.iter().chain(&raw.any_of).map(|part| self.act(part)).collect();
        match (&raw.is, raw.any_of.first()) {
            (None, None) => {
                let (at, what) = self.desk.opening();
                let help = "add `is: Do(\"roll-back\")`, or `any_of: [Page(Team(\"billing\")), Ask(Team(\"billing\"))]`";
                self.desk.error(
                    "scenario::no_act",
                    at,
                    format!("{what} doesn't say what is expected"),
                    "neither `is` nor `any_of`",
                    help,
                );
                None
            }
            (Some(is), Some(any_of)) => {
                let place = self.desk.place(any_of);
                let help = "put the one of `is` into the list of `any_of`, and delete `is`";
                let problem = Problem::error(
                    "scenario::two_acts",
                    self.desk.file,
                    place,
                    "`is` and `any_of` are both given".into(),
                );
                let is = self.desk.place(is);
                self.desk.say(problem.label("one way to say it").help(help).also(is, "and the other"));
                None
            }
            (Some(_), None) | (None, Some(_)) => acts.into_iter().collect(),
        }
    }

    /// Three times the target, unless it is said; and never before it.
    fn limit<M: Mode>(&mut self, raw: &raw::Expected<'r, M>, target: SimDuration) -> SimDuration {
        let Some(limit) = self.dur(&raw.limit, DurRange::SECOND) else {
            return SimDuration::from_ms(target.ms().saturating_mul(3));
        };
        if let Some(part) = raw.limit.as_ref().filter(|_| limit <= target) {
            let message = format!("the limit {limit} is not later than the target {target}");
            let help =
                "make `limit` longer than `target`, or leave it out: it is then three times the target";
            self.desk.error(
                "scenario::limit_before_target",
                self.desk.place(part),
                message,
                "too early",
                help,
            );
        }
        limit
    }

    fn hints<M: Mode>(&mut self, raw: &raw::Expected<'r, M>) -> Vec<String> {
        if let Some(fourth) = raw.hints.get(3) {
            let message = "there are more than three hints";
            let help = "leave a nudge, a hint and the answer, in this order";
            self.desk.error("scenario::too_many_hints", self.desk.place(fourth), message, "the fourth", help);
        }
        self.texts(&raw.hints)
    }

    pub(super) fn harmful<M: Mode>(&mut self, raw: &'r raw::Harmful<'r, M>) -> Option<Harmful> {
        let act = if raw.is.is_missing() {
            self.desk.need("is", &raw.is);
            None
        } else {
            self.act(&raw.is)
        };
        let when = self.maybe_cond(&raw.when);
        let harm = self.desk.need("harm", &raw.harm).map(|word| word.0);
        let teachable = self.desk.or(&raw.teachable, false);
        let serves = self.name_list(&raw.serves);
        let tempts = self.maybe_text(&raw.tempts);
        let (starts, fires) = (self.name_list(&raw.starts), self.name_list(&raw.fires));
        let action = match act? {
            Act::Do(action) => action,
            Act::Page(_)
            | Act::AskTeam(_)
            | Act::AskSeat(_)
            | Act::AskVoice(_)
            | Act::LookMetric(_)
            | Act::LookComponent(_)
            | Act::LookTopic(_)
            | Act::Verify(_)
            | Act::Update(_)
            | Act::Declare(_)
            | Act::Statement
            | Act::Role(_)
            | Act::Handover(_)
            | Act::Poll(_)
            | Act::Close => {
                self.not_an_action(&raw.is);
                return None;
            }
        };
        let effects = Effects { starts: starts?, fires: fires?, ..Effects::default() };
        Some(Harmful { action, when: when?, harm: harm?, teachable, serves: serves?, tempts, effects })
    }

    fn not_an_action<M: Mode>(&mut self, part: &Part<'r, raw::Act, M>) {
        let message = "only doing an action can be harmful";
        let help = "write `Do(\"restart\")`, or another of `actions`";
        self.desk.error("scenario::harmful_not_do", self.desk.place(part), message, "not an action", help);
    }
}
