//! The first thirty minutes: the founding essay's seven steps, and how far each came.

use super::{Explanation, Sources, empty};
use crate::score::card::Reached;

/// The steps of the first thirty minutes, in the essay's order.
pub(super) const STEPS: &[&str] =
    &["together", "understand", "statement", "roles", "communicate", "stabilise", "plan"];

impl Sources<'_> {
    pub(super) fn first30(&self) -> Explanation {
        let Some(view) = &self.card.first30 else { return unasked("first30") };
        let line =
            |step: &Reached| format!("{}: {} (`--explain first30.{}`)", step.text, reached(step), step.id);
        Explanation {
            word: format!("{} of {} by minute thirty", view.reached, view.steps.len()),
            events: self
                .events(&view.steps.iter().flat_map(|step| step.evidence.clone()).collect::<Vec<_>>()),
            arithmetic: view.steps.iter().map(line).collect(),
            rule: "the founding essay's seven steps; it re-uses other criteria, and stands in no total"
                .to_string(),
            numbers: self.numbers(["first30.within", "first30.planned_within"]),
            ..empty("first30")
        }
    }

    pub(super) fn step(&self, id: &str) -> Explanation {
        let of = format!("first30.{id}");
        let step = self.card.first30.as_ref().and_then(|view| view.steps.iter().find(|step| step.id == id));
        let Some(step) = step else { return unasked(&of) };
        Explanation {
            word: step.outcome.words().to_string(),
            says: format!("{}: {}", step.text, reached(step)),
            rule: step.rule.clone(),
            why: done_when(id).to_string(),
            numbers: self.numbers(step.uses.iter().map(String::as_str)),
            events: self.events(&step.evidence),
            onward: vec!["it is a view, and stands in no total".to_string()],
            ..empty(&of)
        }
    }
}

/// A view that this severity doesn't ask for.
fn unasked(of: &str) -> Explanation {
    Explanation { word: "not asked for at this severity".to_string(), ..empty(of) }
}

/// `4:23 after the declaration, met`.
fn reached(step: &Reached) -> String {
    let when = match step.after.zip(step.shown) {
        None => "not reached".to_string(),
        Some((after, _)) if after.ms() < 0 => "before the declaration".to_string(),
        Some((_, shown)) => format!("{} after the declaration", shown.clock()),
    };
    format!("{when}, {}", step.outcome.words())
}

/// What a step of the first thirty minutes is done by.
fn done_when(step: &str) -> &'static str {
    match step {
        "together" => "done when a commander or deputy and an expert are in the call",
        "understand" => {
            "done by a statement with `done=` and `suspect=`, or by a look and a question that whoever was asked answered"
        }
        "statement" => "done by a statement with three of its five slots",
        "roles" => "done when every role that is needed is given and announced",
        "communicate" => "done by the first update that says when the next one comes",
        "stabilise" => "done by the first mitigation, or a hold",
        "plan" => "done by a task with a time box, and a plan that says when to look again",
        _ => "",
    }
}
