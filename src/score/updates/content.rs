//! What updates say: their slots, and a state that came too soon.

use super::told::{self, Sent, Told, Wrongly};
use crate::prose::and;
use crate::score::card::Finding;
use crate::score::case::{Case, counted};
use crate::score::curve;
use crate::score::evidence::{Draft, alike};
use crate::score::profile::Tag;

/// Between an update that said it was over, and what was still active.
pub(crate) const TOO_SOON: &str = " said resolved while ";

/// The rule for what an update says.
const SLOTS: &str = "state, impact, actions under way, next time; \"unknown\" fills a slot";

/// The same, where it is needed.
const AGAIN: &str = "state, impact, actions under way, next time; the words of before, to the same people, fill the state and \
                     the time alone, unless it says \"no change\"";

/// The step towards it.
const FILL: &str = "fill all four slots; \"unknown\" is an answer";

/// The step where the slots were full, and the state came too soon.
const MONITORING: &str = "say \"monitoring\" until a reading shows that it is over, and \"resolved\" then";

/// The mean share of filled slots; the next time is no slot of a closing update.
pub(super) fn content(case: &Case<'_>, told: &Told<'_>, silent: bool) -> Draft {
    let credits: Vec<_> = told.sent.iter().map(share).collect();
    if silent {
        let says = format!(
            "{} between {} and {}{}",
            told::none(case),
            case.clock(case.declared()),
            case.clock(case.anchors.endex),
            told::none_because(case)
        );
        return Draft::rated("content", 0, 0)
            .within(case.declared(), case.anchors.endex)
            .says(says)
            .rule(SLOTS, Tag::H)
            .next("tell people outside where things stand: state, impact, what is being done, when the next word comes");
    }
    let thin: Vec<_> = told.sent.iter().filter(|update| share(update) < curve::FULL).map(missing).collect();
    // Where every slot was filled, another word is the step.
    let full_but_early =
        |update: &&Sent<'_>| update.wrong == Some(Wrongly::Early) && update.filled.iter().all(|&full| full);
    let lost: Vec<_> = told.sent.iter().filter(|update| share(update) < curve::FULL).collect();
    let hasty = !lost.is_empty() && lost.iter().all(full_but_early);
    let full = format!("{} filled every slot", counted(credits.len(), "update", "updates"));
    Draft::mean("content", &credits, false, "no update that counts")
        .steps(alike(told.sent.iter().map(|update| {
            let way = format!("{} of its slots = {}", slots_full(update), share(update));
            (update.when.seq.to_string(), way)
        })))
        .decided_by(told.sent.iter().map(|update| update.when.seq))
        .finds(Finding::each_or(thin, full))
        .rule(if told.sent.iter().any(|update| update.again.is_some()) { AGAIN } else { SLOTS }, Tag::H)
        .next(if hasty { MONITORING } else { FILL })
}

/// `3 of 4`.
fn slots_full(update: &Sent<'_>) -> String {
    let slots = if update.closing { 3 } else { 4 };
    let full = update.filled[..slots].iter().filter(|&&full| full).count();
    if update.wrong.is_some() { format!("wrong, 0 of {slots}") } else { format!("{full} of {slots}") }
}

fn share(update: &Sent<'_>) -> u32 {
    let slots = if update.closing { 3 } else { 4 };
    let full = update.filled[..slots].iter().filter(|&&full| full).count();
    if update.wrong.is_some() { 0 } else { curve::share(full as u64, slots as u64).unwrap_or(0) }
}

/// What was going on: "harm went on in `store` and elsewhere in the system".
pub(super) fn active(update: &Sent<'_>) -> String {
    format!("harm went on in {}", and(&update.harms))
}

fn missing(update: &Sent<'_>) -> String {
    let seq = update.when.seq;
    match update.wrong {
        Some(Wrongly::Early) => return format!("{seq}{TOO_SOON}{}", active(update)),
        Some(Wrongly::Marked) => return format!("{seq} was marked as wrong"),
        None => {}
    }
    if let Some(again) = update.again {
        return format!(
            "{seq} said word for word what {again} had said to the same people, and not that nothing changed"
        );
    }
    let slots = if update.closing { 3 } else { 4 };
    let names = ["the state", "the impact", "what is being done", "the next time"];
    let named = |which: &dyn Fn(usize) -> bool| {
        and(&(0..slots).filter(|&n| which(n)).map(|n| names[n].to_string()).collect::<Vec<_>>())
    };
    let far = |n: usize| n == 3 && update.far;
    let absent = named(&|n| !update.filled[n] && (!update.said[n] || far(n)));
    let unfilled = |n: usize| !update.filled[n] && update.said[n] && !update.marked[n] && !far(n);
    let thin = named(&|n| n < 3 && unfilled(n));
    let untimed =
        if slots > 3 && unfilled(3) { "no time for the next one".to_string() } else { String::new() };
    let wrong = named(&|n| update.said[n] && update.marked[n]);
    let parts = [
        (absent, "left out ", ""),
        (thin, "said ", " in one word, or in words that stand in another slot"),
        (untimed, "named ", ""),
        (wrong, "was marked as wrong in ", ""),
    ];
    let parts = parts.into_iter().filter(|(what, _, _)| !what.is_empty());
    let says: Vec<String> = parts.map(|(what, before, after)| format!("{before}{what}{after}")).collect();
    format!("{seq} {}", says.join(", and "))
}
