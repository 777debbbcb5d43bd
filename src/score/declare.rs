//! When the response began: the declaration, or what stands in for it.
//!
//! Clocks run from the declaration, so who declares last would be early in everything. They therefore run from the time
//! by which it was due at the latest (a house rule): the profile's target for the right severity, counted from the
//! acknowledgement or from when it could be known, be it by a page that suggests it, whichever came later. Whoever declares inside it starts the clocks, as
//! the rule book says; who declares later has them running already, and gains nothing by waiting.

use super::card::Remark;
use super::case::{Case, long};
use super::due::{Asked, Due};
use super::facts::{Facts, Moment, Rows};
use super::profile::{Profile, Rule};

/// A declaration that came when the clocks ran already.
#[derive(Clone, Copy)]
pub(crate) struct Late {
    /// The declaration.
    when: Moment,
    /// From when on it could have been made: answered, and known.
    since: Moment,
    /// By when it would have started them.
    due: Due,
}

/// A declaration that came later than it was due: the clocks run from when it was.
pub(crate) fn late(profile: &Profile, facts: &Facts<'_>, rows: &Rows) -> Option<Late> {
    let when = facts.declared.first().map(|&(when, _)| when)?;
    let &(known, _) = facts.known.first()?;
    // A page that suggests SEV1 or SEV2 says so itself: who does not look at it has no longer for it.
    let hinted = facts.pages.iter().find(|page| page.hint.is_some_and(Case::grave)).map(|page| page.when);
    let known = hinted.map_or(known, |hinted| known.min(hinted));
    let since = facts.stand_in().max(known);
    let (start, cut) = (since.at, when.at);
    let asked = Asked { profile, rows, rule: Rule::Class, start, cut, safety: false, closed: None };
    let due = asked.due(Some(when.at)).filter(|due| since < when && due.target < when.at)?;
    Some(Late { when, since, due })
}

/// At SEV1 and SEV2 a declaration is wanted; without one, clocks start from what stands in for it. One that came late says
/// so at every severity, for the clocks are others than the table thought.
pub(crate) fn undeclared(case: &Case<'_>) -> Option<Remark> {
    let start = case.anchors.declared;
    let (says, mut evidence) = match &case.late {
        Some(late) => (late.says(case), vec![late.since.seq, late.when.seq]),
        None if case.anchors.said || !Case::grave(case.worst()) => return None,
        None => {
            let says =
                format!("no incident was declared; clocks start at {} ({})", case.clock(start), start.seq);
            (says, Vec::new())
        }
    };
    evidence.push(start.seq);
    evidence.sort();
    evidence.dedup();
    Some(Remark { about: "classify/declare".to_string(), says, evidence })
}

impl Late {
    /// When the clocks began to run: no event of its own.
    pub(crate) fn start(&self) -> Moment {
        Moment { at: self.due.target, seq: self.since.seq }
    }

    /// "declared at +22:10 (#58), 19:50 after the acknowledgement at +2:20 (#4); it was due within 5:00 (SEV1), so clocks run
    /// from +7:20".
    fn says(&self, case: &Case<'_>) -> String {
        let since = match self.since == case.facts.stand_in() {
            true => stand_in(&case.facts),
            false => "it could be known",
        };
        format!(
            "declared at {} ({}), {} after {since} at {} ({}); it was due within {} ({}), so clocks run from {}",
            case.clock(self.when),
            self.when.seq,
            long(self.since.at, self.when.at),
            case.clock(self.since),
            self.since.seq,
            self.due.to_target().clock(),
            self.due.severity.label(),
            case.clock(case.declared()),
        )
    }
}

/// What stands in for a declaration.
fn stand_in(facts: &Facts<'_>) -> &'static str {
    match (facts.acks.first(), facts.pages.first()) {
        (Some(_), _) => "the acknowledgement",
        (None, Some(_)) => "the first page",
        (None, None) => "the first sign of it",
    }
}
