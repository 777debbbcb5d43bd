//! Who held which role, from when to when.

use super::{Facts, Given, Moment, Vacated};
use crate::engine::event::{Seq, VacatedHow};
use crate::scenario::id::SeatName;
use crate::scenario::words::Role;
use crate::time::SimTime;

/// A seat held a role.
#[derive(Clone, Copy)]
pub(crate) struct Tenure<'a> {
    pub(crate) role: Role,
    pub(crate) seat: &'a SeatName,
    pub(crate) from: Moment,
    pub(crate) to: Option<Moment>,
    /// How it ended, if nobody took over at once.
    pub(crate) left: Option<VacatedHow>,
}

impl Tenure<'_> {
    /// Whether it covers a moment.
    pub(crate) fn covers(&self, when: Moment) -> bool {
        self.from <= when && self.to.is_none_or(|to| when < to)
    }

    /// Whether any time passed between its beginning and its end.
    fn lasted(&self) -> bool {
        self.to.is_none_or(|to| self.from.at < to.at)
    }
}

enum Turn<'b, 'a> {
    Given(&'b Given<'a>),
    Vacated(&'b Vacated<'a>),
}

/// All tenures, in the order in which they began.
pub(super) fn tenures<'a>(facts: &Facts<'a>) -> Vec<Tenure<'a>> {
    let given = facts.given.iter().map(|given| (given.when, Turn::Given(given)));
    let vacated = facts.vacated.iter().map(|vacated| (vacated.when, Turn::Vacated(vacated)));
    let mut turns: Vec<_> = given.chain(vacated).collect();
    turns.sort_by_key(|&(when, _)| when);
    let mut tenures = Vec::new();
    for (_, turn) in turns {
        match turn {
            Turn::Given(given) => begin(&mut tenures, given),
            Turn::Vacated(vacated) => {
                end(&mut tenures, vacated.role, vacated.seat, vacated.when, Some(vacated.how))
            }
        }
    }
    tenures
}

/// One commander and one deputy at a time; any number of experts.
fn begin<'a>(tenures: &mut Vec<Tenure<'a>>, given: &Given<'a>) {
    let open = |t: &&mut Tenure<'_>| t.role == given.role && t.to.is_none();
    for tenure in tenures.iter_mut().filter(open) {
        let alone = matches!(given.role, Role::Commander | Role::Deputy);
        if alone || tenure.seat == given.seat || Some(tenure.seat) == given.from {
            tenure.to = Some(given.when);
        }
    }
    let Given { role, seat, when, .. } = *given;
    tenures.push(Tenure { role, seat, from: when, to: None, left: None });
}

fn end(tenures: &mut [Tenure<'_>], role: Role, seat: &SeatName, when: Moment, left: Option<VacatedHow>) {
    let mut open = tenures.iter_mut().filter(|t| t.role == role && t.seat == seat && t.to.is_none());
    if let Some(tenure) = open.next() {
        tenure.to = Some(when);
        tenure.left = left;
    }
}

impl<'a> Facts<'a> {
    /// The tenures of a role, in order.
    pub(crate) fn tenures_of(&self, role: Role) -> impl Iterator<Item = &Tenure<'a>> {
        self.tenures.iter().filter(move |tenure| tenure.role == role)
    }

    /// Whether a seat holds a role.
    pub(crate) fn holds(&self, role: Role, seat: &SeatName, when: Moment) -> bool {
        self.tenures_of(role).any(|tenure| tenure.seat == seat && tenure.covers(when))
    }

    /// Whether a role is a seat's, or nobody's yet, or that seat's next: what is done then is done by nobody else's right.
    pub(crate) fn holds_or_next(&self, role: Role, seat: &SeatName, when: Moment) -> bool {
        let vacant = !self.tenures_of(role).any(|tenure| tenure.covers(when));
        let next = self.tenures_of(role).find(|tenure| when < tenure.from);
        vacant || self.holds(role, seat, when) || next.is_some_and(|tenure| tenure.seat == seat)
    }

    /// Who commands.
    pub(crate) fn commander(&self, when: Moment) -> Option<&'a SeatName> {
        self.tenures_of(Role::Commander).find(|tenure| tenure.covers(when)).map(|tenure| tenure.seat)
    }

    /// When a role was first held, for any time, by a seat that was not in command then, or `even_so`.
    pub(crate) fn first_held(&self, role: Role, even_so: bool) -> Option<Moment> {
        let held = self.tenures_of(role).filter(|tenure| tenure.lasted());
        held.filter_map(|tenure| self.first_apart(tenure, even_so)).min()
    }

    /// The first moment of a tenure at which its seat did not command.
    fn first_apart(&self, tenure: &Tenure<'a>, even_so: bool) -> Option<Moment> {
        let commands = self.tenures_of(Role::Commander).filter(|held| held.seat == tenure.seat);
        let handed_on = commands.filter_map(|held| held.to).filter(|&to| tenure.covers(to));
        std::iter::once(tenure.from).chain(handed_on).find(|from| {
            // What is said at one instant is said together.
            let together = Moment { at: from.at, seq: Seq(u64::MAX) };
            even_so || self.commander(together) != Some(tenure.seat)
        })
    }

    /// When, between two times, nobody commanded: whether nobody did yet, or somebody had laid it down or left.
    pub(crate) fn without_commander(&self, from: SimTime, to: SimTime) -> Vec<(SimTime, SimTime)> {
        let (mut gaps, mut since) = (Vec::new(), from);
        for tenure in self.tenures_of(Role::Commander) {
            gaps.push((since, tenure.from.at.min(to)));
            since = since.max(tenure.to.map_or(to, |end| end.at));
        }
        gaps.push((since, to));
        gaps.retain(|(since, until)| since < until);
        gaps
    }
}
