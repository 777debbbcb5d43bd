//! What is remarked on, and costs nothing.

use super::content::{TOO_SOON, active};
use super::told::{self, Served, Told, Wrongly};
use crate::engine::event::Seq;
use crate::moves::STATES;
use crate::prose::{and, or};
use crate::scenario::words::Role;
use crate::score::case::Case;
use crate::score::evidence::Sheet;
use crate::time::SimDuration;

/// Over before a first update was due is rated by nobody (2.6), and to stop early teaches nothing: where people outside
/// had heard nothing, or harm went on, that is said.
fn too_short(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) {
    let short: Vec<_> = told.served.iter().filter(|served| served.short).collect();
    let heard = |served: &&&Served| served.got.iter().any(|&n| case.during(told.sent[n].when));
    let unheard: Vec<_> = short.iter().filter(|served| !heard(served)).collect();
    let (end, harm) = (case.anchors.end, case.facts.harm_at(case.anchors.end));
    if short.is_empty() || unheard.is_empty() && !harm {
        return;
    }
    let over = if case.anchors.closed { "it was closed" } else { "the drill was over" };
    let over = format!("{over} at {} ({})", case.clock(end), end.seq);
    let names: Vec<_> = unheard.iter().map(|served| served.owed.name.clone()).collect();
    let all = unheard.len() == told.served.len();
    let nobody = match (all, names.is_empty()) {
        (true, _) => Some(format!("nobody outside was told before {over}")),
        (false, false) => Some(format!("no word went to {} before {over}", and(&names))),
        (false, true) => None,
    };
    let says = match nobody {
        Some(nobody) if harm => format!("{nobody}, while harm still went on"),
        Some(nobody) => nobody,
        None => format!("{over} while harm still went on"),
    };
    sheet.advise(
        "first",
        format!("{says}; the incident was too short to rate what people outside hear"),
        [end.seq],
    );
}

/// So many updates, each within [`CLOSE`] of the one before and in the same state, are more than anybody reads.
const MANY: usize = 6;

/// PagerDuty lists updates every five minutes as an anti-pattern (2.6).
const CLOSE: SimDuration = SimDuration::from_mins(5);

/// Updates in quick succession that say no new state: each may count, and people stop reading.
fn too_many(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) {
    let mut told_of: Vec<Vec<Seq>> = Vec::new();
    for served in &told.served {
        let mut run: Vec<usize> = Vec::new();
        let (mut most, sent) = (Vec::new(), |n: usize| &told.sent[n]);
        for &n in &served.got {
            let goes_on = run.last().is_some_and(|&last| {
                sent(n).when.at <= sent(last).when.at + CLOSE && sent(n).state == sent(last).state
            });
            if !goes_on {
                run.clear();
            }
            run.push(n);
            if run.len() > most.len() {
                most.clone_from(&run);
            }
        }
        let seqs: Vec<Seq> = most.iter().map(|&n| sent(n).when.seq).collect();
        if most.len() < MANY || told_of.contains(&seqs) {
            continue;
        }
        let (first, last) = (sent(most[0]).when, sent(most[most.len() - 1]).when);
        let says = format!(
            "{} updates to {} within {}, none with a new state: people stop reading; say when the next one comes, and keep to that",
            most.len(),
            served.owed.name,
            case.long(first, last)
        );
        sheet.advise("gaps", says, seqs.iter().copied());
        told_of.push(seqs);
    }
}

/// What costs nothing: posts by an expert, an estimate for customers, and "resolved" said too soon.
pub(super) fn advice(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) {
    too_short(case, told, sheet);
    too_many(case, told, sheet);
    let stateless = told::stateless(case);
    if !stateless.is_empty() {
        let which: Vec<_> = stateless.iter().map(ToString::to_string).collect();
        let says = format!(
            "{} said no state and {} as no update: a state begins with {}",
            and(&which),
            if which.len() == 1 { "counts" } else { "count" },
            or(&STATES)
        );
        sheet.advise("first", says, stateless);
    }
    let repeated = told::repeated(case, &told.sent);
    if !repeated.is_empty() {
        let which: Vec<_> = repeated.iter().map(ToString::to_string).collect();
        let says = format!(
            "{} said nothing new within five minutes, and {} as no update",
            and(&which),
            if which.len() == 1 { "counts" } else { "count" }
        );
        sheet.advise("gaps", says, repeated);
    }
    for update in &told.sent {
        if let Some(read) = update.unseen {
            let says = format!(
                "{} said resolved, and what was read last to show it was not good ({read}): read it again, then say so",
                update.when.seq
            );
            sheet.advise("content", says, [update.when.seq, read]);
        }
        if update.far {
            let says = format!(
                "{} gave a next time later than any interval asks for: it fills no slot, and is no time to keep",
                update.when.seq
            );
            sheet.advise("promise", says, [update.when.seq]);
        }
        if update.estimate {
            let says = format!(
                "{} told customers when it will be over: an estimate that slips costs more than none; the next update's time is the promise to make",
                update.when.seq
            );
            sheet.advise("content", says, [update.when.seq]);
        }
        let holds = |role| update.by.seat().is_some_and(|seat| case.facts.holds(role, seat, update.when));
        let talks = [Role::Deputy, Role::Commander, Role::Liaison].into_iter().any(holds);
        if holds(Role::Expert) && !talks {
            let says =
                format!("{} was sent by an expert: the deputy can write while experts work", update.when.seq);
            sheet.advise("content", says, [update.when.seq]);
        }
        if update.wrong == Some(Wrongly::Marked) {
            let says = format!(
                "{} was marked as wrong by the facilitator: a correction is an update, too",
                update.when.seq
            );
            sheet.advise("content", says, [update.when.seq]);
        }
        if update.wrong == Some(Wrongly::Early) {
            let says = format!(
                "{}{TOO_SOON}{}: \"monitoring\" fits until it is over",
                update.when.seq,
                active(update)
            );
            sheet.advise("content", says, [update.when.seq]);
        }
    }
}
