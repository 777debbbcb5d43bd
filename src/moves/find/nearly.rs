//! Steps that are nearly named: a slip of the pen in `do`, or in work that is given.

use std::ops::Range;

use super::{about, did_you_mean_action, large, named_in, which_one, words};
use crate::engine::command::About;
use crate::moves::MoveError;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId};

/// As [`about`], of what is to be done by a seat: a step that it nearly names is asked about, for nothing would come of it
/// in other words.
pub(in crate::moves) fn to_do(
    scenario: &Scenario,
    me: Option<SeatId>,
    said: &str,
    span: Range<usize>,
) -> Result<About, MoveError> {
    let found = about(scenario, me, said, span.clone())?;
    // What is named in more words than it has was spelt well, and is meant in those words.
    let slips = matches!(found, About::Text(_)) && named_in(scenario, said).is_none();
    let Some(me) = me.filter(|_| slips) else { return Ok(found) };
    match nearly_named(scenario, &scenario.seats[me].can, said).as_slice() {
        [] => Ok(found),
        [id] => Err(did_you_mean_action(scenario, said, *id, span)),
        several => {
            let name = |id: &ActionId| format!("`{}`", scenario.actions.name(*id));
            Err(which_one(span, said, &several.iter().map(name).collect::<Vec<_>>()))
        }
    }
}

/// What is shorter than this is near to too much.
const SHORTEST: usize = 6;

/// The actions among some that a text names but for a slip of the pen: `rolback the tariff` is about `roll-back-tariff`.
/// A part of a name's beginning is enough, if it is more than a word of it.
#[must_use]
pub fn nearly_named(scenario: &Scenario, among: &[ActionId], text: &str) -> Vec<ActionId> {
    let said = large(text);
    // One word alone may be the first of a name.
    let least = if said.len() == 1 { 1 } else { 2 };
    let windows = |n: usize| said.windows(n).map(|some| some.concat()).collect::<Vec<_>>();
    let said: Vec<String> = (1..=4.min(said.len())).flat_map(windows).collect();
    let beginnings = |name: &str| {
        let words = words(name);
        let some = (least.min(words.len())..=words.len()).map(|n| words[..n].concat());
        some.collect::<Vec<_>>()
    };
    let near = |wanted: &String| {
        let far = if wanted.chars().count() < 8 { 1 } else { 2 };
        let long = wanted.chars().count() >= SHORTEST - usize::from(least == 1);
        let close = |said: &&String| said.chars().count().abs_diff(wanted.chars().count()) <= far;
        long && said.iter().filter(close).any(|said| strsim::damerau_levenshtein(said, wanted) <= far)
    };
    let is = |&id: &ActionId| {
        let whole = |say: &String| large(say).concat();
        beginnings(scenario.actions.name(id).as_str()).iter().any(near)
            || scenario.actions[id].say.iter().map(whole).any(|say| near(&say))
    };
    among.iter().copied().filter(is).collect()
}
