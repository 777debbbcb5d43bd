//! The truth, and how it ends.

use super::checker::{Checker, DurRange};
use crate::scenario::condition::Cond;
use crate::scenario::model::{Ends, NeededTeam, TrueSeverity, Truth};
use crate::scenario::raw::{self, List};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Role, Written};
use crate::time::{SimDuration, SimTime};

/// How long it must stay good if nothing is said.
const HOLD: SimDuration = SimDuration::from_mins(5);

impl<'c, 'r> Checker<'c, 'r> {
    pub(super) fn ends<M: Mode>(&mut self, raw: &'r raw::Ends<'r, M>) -> Option<Ends> {
        let resolved = if raw.resolved.is_missing() {
            self.desk.need("resolved", &raw.resolved);
            None
        } else {
            self.cond(&raw.resolved)
        };
        let said = self.dur(&raw.hold, DurRange::SECOND);
        let (hold, hold_said) = (said.unwrap_or(HOLD), said.is_some());
        let latest = self.need_dur("latest", &raw.latest, DurRange::MINUTE);
        let verify = self.name_list(&raw.verify);
        let unresolved = self.maybe_text(&raw.unresolved);
        if let Some(part) = raw.hold.as_ref().filter(|_| latest.is_some_and(|latest| hold >= latest)) {
            let message = format!("`hold` is {hold}, and the drill is over by then");
            self.desk.error(
                "scenario::after_the_end",
                self.desk.place(part),
                message,
                "too long",
                "make it shorter than `latest`",
            );
        }
        Some(Ends { resolved: resolved?, hold, hold_said, latest: latest?, verify: verify?, unresolved })
    }

    pub(super) fn truth<M: Mode>(&mut self, raw: &'r raw::Truth<'r, M>) -> Option<Truth> {
        self.some(&raw.severity, "severity", "[(from: \"0m\", is: Sev2)]");
        let severity = self.true_severities(&raw.severity);
        let knowable = self.maybe_cond(&raw.knowable);
        let needed_teams = self.all(&raw.needed_teams, Self::needed_team);
        let plausible_teams = self.name_list(&raw.plausible_teams);
        let roles = self.roles(&raw.roles);
        let audiences = self.name_list(&raw.audiences);
        let customers_see_it = self.desk.or(&raw.customers_see_it, true);
        let factors = self.texts(&raw.factors);
        let mut severity = severity?;
        let knowable = knowable?;
        if let Some(first) = severity.first_mut() {
            self.knowable_twice(raw);
            first.knowable = first.knowable.take().or(knowable);
        }
        Some(Truth {
            severity,
            needed_teams: needed_teams?,
            plausible_teams: plausible_teams?,
            roles,
            audiences: audiences?,
            customers_see_it,
            factors,
        })
    }

    /// `truth.knowable` is that of the first severity.
    fn knowable_twice<M: Mode>(&mut self, raw: &'r raw::Truth<'r, M>) {
        let first = raw.severity.first().and_then(Part::get).and_then(|severity| severity.knowable.as_ref());
        if let (Some(part), Some(_)) = (&raw.knowable, first) {
            let message = "`knowable` is given twice for the first severity";
            let help = "delete this one, or the one in the first element of `severity`";
            self.desk.error(
                "scenario::said_twice",
                self.desk.place(part),
                message,
                "for the first severity too",
                help,
            );
        }
    }

    fn true_severities<M: Mode>(
        &mut self,
        list: &'r List<'r, raw::TrueSeverity<'r, M>, M>,
    ) -> Option<Vec<TrueSeverity>> {
        let all = self.all(list, Self::true_severity)?;
        let mut last = SimDuration::ZERO;
        for (n, part) in list.iter().enumerate() {
            let Some(raw) = part.get() else { continue };
            let from = raw.from.as_ref().and_then(Part::get).map(|dur| dur.0);
            let from_start = raw.when.is_none() && from.is_none_or(|from| from <= SimDuration::ZERO);
            if n == 0 && !from_start {
                let message = "the first true severity must hold from the start";
                let help = "put `(from: \"0m\", is: Sev3)` before it, or delete its `from` or `when`";
                self.desk.error(
                    "scenario::first_severity",
                    self.desk.place(part),
                    message,
                    "not from the start",
                    help,
                );
            } else if n > 0 && (from_start || from.is_some_and(|from| from <= last)) {
                let message = "this severity begins no later than the one before it";
                let help = "give it a later `from`, or a `when`";
                self.desk.error(
                    "scenario::severity_order",
                    self.desk.place(part),
                    message,
                    "too early",
                    help,
                );
            }
            last = from.unwrap_or(last).max(last);
        }
        Some(all)
    }

    fn true_severity<M: Mode>(&mut self, raw: &'r raw::TrueSeverity<'r, M>) -> Option<TrueSeverity> {
        let from = self.dur(&raw.from, DurRange::ANY).filter(|&from| self.before_the_end(&raw.from, from));
        let when = self.maybe_cond(&raw.when);
        let severity = self.desk.need("is", &raw.is).map(|word| word.0);
        let knowable = self.maybe_cond(&raw.knowable);
        if let (Some(from), Some(when)) = (&raw.from, &raw.when) {
            let problem = crate::scenario::problem::Problem::error(
                "scenario::two_triggers",
                self.desk.file,
                self.desk.place(when),
                "`from` and `when` are both given".into(),
            );
            let also = self.desk.place(from);
            self.desk.say(problem.label("one").help("delete one of the two").also(also, "and the other"));
        }
        let from =
            from.filter(|from| *from > SimDuration::ZERO).map(|from| Cond::At(SimTime::from_ms(from.ms())));
        Some(TrueSeverity { when: when?.or(from), severity: severity?, knowable: knowable? })
    }

    fn needed_team<M: Mode>(&mut self, raw: &'r raw::NeededTeam<'r, M>) -> Option<NeededTeam> {
        let team = self.needed("team", &raw.team);
        let knowable = self.maybe_cond(&raw.knowable);
        Some(NeededTeam { team: team?, knowable: knowable? })
    }

    fn roles<M: Mode>(&mut self, list: &'r List<'r, Written<Role>, M>) -> Vec<Role> {
        let mut roles = Vec::new();
        for part in list {
            let Some(&Written(role)) = self.desk.take(part) else { continue };
            if roles.contains(&role) {
                let message = format!("the role {role} stands twice in this list");
                self.desk.error(
                    "scenario::said_twice",
                    self.desk.place(part),
                    message,
                    "the second",
                    "delete one of the two",
                );
            } else {
                roles.push(role);
            }
        }
        roles
    }
}
