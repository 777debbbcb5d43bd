//! The weights of a whole are shares: a sum of nothing rates nothing, another than 100 reads badly.

use std::ops::Range;

use super::check::Making;
use super::{CRITERIA, HANDOVER, PAGING, SCENARIO};
use crate::scenario::problem::{File, Problem};

/// A whole and what it is made of.
fn wholes() -> Vec<(String, Vec<String>)> {
    let parts = |of: &str, parts: &[&str]| parts.iter().map(|part| format!("{of}.{part}")).collect();
    let dimensions = CRITERIA.iter().map(|&(dimension, _)| dimension.to_string()).collect();
    let others = [("handover", HANDOVER), ("scenario", SCENARIO), ("paging", PAGING)];
    let each = CRITERIA.iter().copied().chain(others);
    let each = each.map(|(of, ids)| (format!("`{of}`"), parts(of, ids)));
    std::iter::once(("the process".to_string(), dimensions)).chain(each).collect()
}

impl Making<'_, '_> {
    /// Says of every whole, of which this profile gives a weight, what its weights add up to.
    pub(super) fn sums(&mut self) {
        for (whole, parts) in wholes() {
            let at = |part: &String| self.said.get(&format!("the weight `{part}`")).cloned();
            let mut places: Vec<Range<usize>> = parts.iter().filter_map(at).collect();
            places.sort_by_key(|place| place.start);
            let Some(last) = places.pop() else { continue };
            let sum: u32 = parts.iter().map(|part| self.profile.weight(part)).sum();
            let all: Vec<String> =
                parts.iter().map(|part| format!("{part} {}", self.profile.weight(part))).collect();
            let message = format!("the weights of {whole} add up to {sum}");
            match sum {
                100 => {}
                0 => self.desk.error(
                    "profile::no_weight",
                    last,
                    message,
                    "nothing counts",
                    format!("give one of them a weight: {}", all.join(", ")),
                ),
                _ => {
                    let help =
                        format!("they are shares of a whole, and read best as percents: {}", all.join(", "));
                    let problem = Problem::error("profile::sum", File::Profile, last, message).warning();
                    let problem = problem.label("not 100").help(help);
                    self.desk.say(
                        places.into_iter().fold(problem, |problem, place| problem.also(place, "with this")),
                    );
                }
            }
        }
    }
}
