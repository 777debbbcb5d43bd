//! What was said before, for slots that are asked for again: nobody types twice what stands in the record.
//!
//! Only what this screen was told is recalled. What was said for the very same slot is kept by Enter, as long as nothing
//! has happened since that would make it stale. What was said elsewhere, and what the clock knows, comes to the line by
//! Tab alone: nobody says by accident what they did not mean, and who has nothing to say is given no words.

use std::collections::BTreeMap;

use super::Names;
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, EventKind, Slot};
use crate::engine::view::View;
use crate::moves::spoken;
use crate::prose::{and, plain};
use crate::scenario::words::{STATES, state_of};

/// Words that are known already for a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The words.
    pub text: String,
    /// Where they come from, such as `what was said at 02:24`.
    pub from: String,
    /// Enter keeps them; else they are only brought to the line.
    pub keeps: bool,
}

/// What is known, by the move and its slot; the words behind a move have no slot's name.
#[derive(Clone, Debug, Default)]
pub(super) struct Recall {
    known: BTreeMap<(&'static str, &'static str), Known>,
    /// What state, impact and work were in the last update.
    last: Option<[String; 3]>,
}

/// The slots of a statement, in the order of its event.
const STATED: [&str; 7] = ["symptom", "affected", "scope", "since", "unknown", "done", "suspect"];

impl Recall {
    /// What a screen knows that was told these events.
    fn of(view: View<'_>, events: &[Event]) -> Self {
        let mut recall = Recall::default();
        for event in events.iter().filter(|event| view.told(event).is_some()) {
            recall.hears(&story_clock(view.public(), event.at), event);
        }
        recall.knows(view);
        recall
    }

    pub(super) fn get(&self, word: &str, slot: &str) -> Option<&Known> {
        self.known.iter().find(|((of, is), _)| *of == word && *is == slot).map(|(_, known)| known)
    }

    /// Said for this slot.
    fn said(&mut self, word: &'static str, slot: &'static str, text: &str, clock: &str) {
        let known = Known { text: text.to_string(), from: format!("what was said at {clock}"), keeps: true };
        if !text.trim().is_empty() {
            self.known.insert((word, slot), known);
        }
    }

    /// Said elsewhere, or known by the clock; what was said for this slot goes before it.
    fn near(&mut self, word: &'static str, slot: &'static str, text: String, from: &str) {
        let own = self.known.get(&(word, slot)).is_some_and(|known| known.keeps);
        if !own && !text.trim().is_empty() {
            self.known.insert((word, slot), Known { text, from: from.to_string(), keeps: false });
        }
    }

    /// What happened since makes it stale: it is brought to the line, and not kept.
    fn is_stale(&mut self, word: &'static str, slot: &'static str) {
        if let Some(known) = self.known.get_mut(&(word, slot)) {
            known.keeps = false;
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only what was said can be said again")]
    fn hears(&mut self, clock: &str, event: &Event) {
        match &event.kind {
            EventKind::Paged { alert, text, .. } => {
                let first = |slot| !self.known.contains_key(&("statement", slot));
                let (symptom, since) = (first("symptom"), first("since") && alert.is_some());
                if symptom {
                    self.near(
                        "statement",
                        "symptom",
                        text.clone(),
                        &format!("the words of the page at {clock}"),
                    );
                }
                if since {
                    self.near("statement", "since", clock.to_string(), "when the first page came");
                }
            }
            EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
                let all = [symptom, affected, scope, since, unknown, done, suspect];
                for (slot, text) in STATED.into_iter().zip(all) {
                    self.said("statement", slot, text.as_deref().unwrap_or_default(), clock);
                }
                let stated = format!("the statement of {clock}");
                self.near("update", "impact", joined(&[symptom, affected, scope]), &stated);
                self.near("update", "doing", joined(&[done]), &stated);
                self.near("handover", "state", joined(&[symptom, affected, scope]), &stated);
                self.near("close", "summary", joined(&[symptom, suspect, done]), &stated);
            }
            EventKind::Updated { audiences, state, impact, doing, next, .. } => {
                let names: Vec<&str> = audiences.iter().map(|name| name.as_str()).collect();
                self.said("update", "", &names.join(" "), clock);
                for (slot, text) in [("state", state), ("impact", impact), ("doing", doing)] {
                    self.said("update", slot, text.as_deref().unwrap_or_default(), clock);
                }
                // A state is said anew each time; it may be the same.
                self.is_stale("update", "state");
                // `02:45` comes once.
                let long = next.as_deref().filter(|next| spoken::duration(next).is_some());
                self.said("update", "next", long.unwrap_or_default(), clock);
                let told = format!("the update of {clock}");
                self.near("statement", "symptom", joined(&[impact]), &told);
                self.near("handover", "state", joined(&[state, impact]), &told);
                self.near("close", "summary", joined(&[impact, doing]), &told);
                self.last =
                    Some([state, impact, doing].map(|text| plain(text.as_deref().unwrap_or_default())));
            }
            EventKind::SeverityChanged { .. } => self.is_stale("update", "impact"),
            EventKind::ActionStarted { .. }
            | EventKind::ActionTookEffect { .. }
            | EventKind::ActionUndone { .. } => {
                self.is_stale("update", "doing");
                self.is_stale("statement", "done");
            }
            EventKind::Planned { text, .. } => {
                self.near("handover", "next", text.clone(), &format!("the plan of {clock}"));
            }
            _ => {}
        }
    }

    /// What stands open, what was begun, and what the clock says.
    fn knows(&mut self, view: View<'_>) {
        let task = |task: &&crate::engine::world::Task| {
            let until =
                task.until.map_or(String::new(), |at| format!(", by {}", story_clock(view.public(), at)));
            format!("{}: {}{until}", view.owner(task), task.text)
        };
        let tasks = view.open_tasks();
        let flight = tasks.iter().map(task).collect::<Vec<_>>().join("; ");
        self.near("handover", "flight", flight, "the open tasks");
        let work: Vec<String> = tasks.iter().map(|task| task.text.clone()).collect();
        self.near("update", "doing", and(&work), "the open tasks");
        let mut begun: Vec<String> = Vec::new();
        for id in view.begun() {
            let name = view.public().actions.name(id).to_string();
            if !begun.contains(&name) {
                begun.push(name);
            }
        }
        self.near("handover", "tried", begun.join(", "), "what was begun");
        self.near("statement", "done", begun.join(", "), "what was begun");
        if view.is_unaided() {
            return;
        }
        if let (Some(severity), Some(every)) = (view.severity(), view.rhythm()) {
            let from = format!("the rhythm of {}", severity.label());
            self.near("update", "next", every.to_string(), &from);
        }
        if let Some(due) = view.update_due() {
            let due = format!("update {} by {}", view.told_next(), story_clock(view.public(), due));
            let plan = self.get("handover", "next").filter(|known| known.from.starts_with("the plan"));
            let text = plan.map_or(due.clone(), |plan| format!("{}; {due}", plan.text));
            self.near("handover", "next", text, "the plan and the next update");
        }
    }

    /// Whether an update says word for word what the same audience was told last.
    fn says_again(&self, line: &str, answers: &[(&str, String)]) -> bool {
        let (Some(last), Some(whom)) = (&self.last, self.get("update", "")) else { return false };
        let named = |name: &str| line.split([' ', ',']).any(|word| word.eq_ignore_ascii_case(name));
        let answer = |slot: &str| answers.iter().find(|(of, _)| *of == slot).map_or("", |(_, text)| text);
        let now = ["state", "impact", "doing"].map(|slot| plain(answer(slot)));
        let update = line.split_whitespace().take(3).any(|word| word.eq_ignore_ascii_case("update"));
        update && whom.text.split(' ').any(named) && !now[0].is_empty() && now == *last
    }
}

/// What was said in several slots, in one breath.
fn joined(slots: &[&Slot]) -> String {
    let texts = slots.iter().filter_map(|slot| slot.as_deref()).map(|text| text.trim().trim_end_matches('.'));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

impl Names {
    /// The same at a screen that was told these events: what was said is offered where it is asked for again.
    #[must_use]
    pub fn recalling(mut self, view: View<'_>, events: &[Event]) -> Self {
        self.recall = Recall::of(view, events);
        self
    }

    /// Whether a line with these answers tells the same people, word for word, what they were told last.
    #[must_use]
    pub fn says_again(&self, line: &str, answers: &[(&str, String)]) -> bool {
        self.recall.says_again(line, answers)
    }
}

/// The state that a word is the beginning of: three letters tell them apart.
pub(in crate::moves) fn state_by_beginning(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let mut fits = STATES.into_iter().filter(|state| word.len() >= 3 && state.starts_with(&word));
    fits.next().filter(|_| fits.next().is_none() && state_of(&word).is_none())
}
