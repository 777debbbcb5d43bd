//! When the response began: the declaration, or what stands in for it.
//!
//! Clocks run from the declaration, so who declares last would be early in everything. A declaration that comes when
//! the severity's own time is worth nothing any more therefore starts no clock (a house rule): as with an incident that
//! nobody declared, they run from the acknowledgement. Its time is the profile's row for the right severity, so there is
//! no other number; whoever declares inside it starts the clocks, as the rule book says.

use super::card::Remark;
use super::case::Case;
use super::due::{Asked, Due};
use super::facts::{Anchors, Facts, Moment, Rows};
use super::profile::{Profile, Rule};

/// A declaration that came too late to start a clock.
#[derive(Clone, Copy)]
pub(crate) struct Late {
    /// The declaration.
    when: Moment,
    /// From when on it could have been made: answered, and known.
    since: Moment,
    /// By when it would have counted.
    due: Due,
}

/// The declaration, if it came when it was worth nothing any more: the clocks then run from what stands in for it.
pub(crate) fn late(profile: &Profile, facts: &Facts<'_>, rows: &Rows, anchors: &mut Anchors) -> Option<Late> {
    let when = facts.declared.first().map(|&(when, _)| when)?;
    let &(known, _) = facts.known.first()?;
    let since = facts.stand_in().max(known);
    let asked = Asked { profile, rows, rule: Rule::Class, start: since.at, cut: when.at, safety: false };
    let due = asked.due(Some(when.at)).filter(|due| since < when && due.limit <= when.at)?;
    (anchors.declared, anchors.said) = (facts.stand_in(), false);
    Some(Late { when, since, due })
}

/// At SEV1 and SEV2 a declaration is wanted; without one, clocks start from what stands in for it. One that came too late
/// says so at every severity, for the clocks are others than the table thought.
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
    /// "declared too late to start the clocks: at 22:10 (#58), 19:50 after the acknowledgement, past 15:00 (SEV1); they
    /// run from the acknowledgement at 2:20 (#4)".
    fn says(&self, case: &Case<'_>) -> String {
        let (start, answer) = (case.anchors.declared, stand_in(&case.facts));
        let since = match self.since == start {
            true => answer.to_string(),
            false => format!("it could be known ({})", self.since.seq),
        };
        format!(
            "declared too late to start the clocks: at {} ({}), {} after {since}, past {} ({}); they run from {answer} at {} ({})",
            case.clock(self.when),
            self.when.seq,
            case.long(self.since.at, self.when.at),
            self.due.to_limit().clock(),
            self.due.severity.label(),
            case.clock(start),
            start.seq,
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
