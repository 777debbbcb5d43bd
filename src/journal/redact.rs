//! A journal without what people typed, for those who may see how a drill went and not what was said in it.
//!
//! Each text becomes a number, the same for the same text, so that rules that ask whether a text is there, is new, or
//! says a state find what they found: a redacted journal scores as the original did. It is a journal of its own, with
//! its own hashes; its first line is marked, and names the original by its last hash. What the scenario's author wrote
//! stays, and so do times, seats and slots.

use std::collections::BTreeMap;

use super::Record;
use super::line::{Writer, hash_of};
use super::words::handful;
use crate::engine::event::{Asked, EventKind, Owner, Slot};
use crate::prose::plain;
use crate::scenario::Scenario;
use crate::scenario::words::{NOTHING, UNCHANGED, says, state_named};
use crate::time::SimDuration;

/// The lines of a journal without texts; the names of its scenario are no texts, also where they were typed.
#[must_use]
pub fn redacted(scenario: &Scenario, records: &[Record], lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let of = lines.last().and_then(|last| hash_of(last)).unwrap_or_default();
    let few = handful(scenario, records).is_some();
    let (mut writer, mut texts) =
        (Writer::default(), Texts { scenario: Some(scenario), few, met: BTreeMap::new() });
    let line = |record: &Record| {
        let mut event = record.event.clone();
        if let EventKind::DrillStarted(header) = &mut event.kind {
            header.redacted = Some(of.to_string());
        }
        texts.of(&mut event.kind);
        let mut line = Vec::new();
        writer.write(&event, record.who, record.wall, &mut line);
        line
    };
    records.iter().map(line).collect()
}

/// The texts so far, by how they compare.
#[derive(Default)]
struct Texts<'s> {
    scenario: Option<&'s Scenario>,
    /// All are made of a handful of words, and have to be still.
    few: bool,
    met: BTreeMap<String, usize>,
}

impl Texts<'_> {
    /// Takes the texts out of an event. Each kind is named, so that a new one is thought about.
    fn of(&mut self, kind: &mut EventKind) {
        match kind {
            EventKind::StatementMade { symptom, affected, scope, since, unknown, done, suspect } => {
                self.slots([symptom, affected, scope, since, unknown, done, suspect]);
            }
            EventKind::HandoverOffered { state, flight, tried, next, .. } => {
                self.slots([state, flight, tried, next]);
            }
            EventKind::Updated { state, impact, doing, next, .. } => {
                self.slots([state, impact, doing, next]);
            }
            // An alert's words are the author's.
            EventKind::Paged { alert: Some(_), .. } => {}
            EventKind::Paged { text, .. }
            | EventKind::UnscriptedDone { text }
            | EventKind::Held { text, .. }
            | EventKind::Reported { text, .. }
            | EventKind::Objected { text, .. }
            | EventKind::Decided { text, .. }
            | EventKind::Planned { text, .. }
            | EventKind::Said { text }
            | EventKind::Noted { text }
            | EventKind::Bookmarked { text }
            | EventKind::Observed { text, .. }
            | EventKind::SeverityChanged { why: text, .. }
            | EventKind::IncidentClosed { summary: text } => self.text(text),
            EventKind::Polled { text, risk, .. } => {
                self.text(text);
                self.slot(risk);
            }
            EventKind::Tasked { owner, text, .. } => {
                self.text(text);
                if let Owner::Someone(said) = owner {
                    self.text(said);
                }
            }
            EventKind::Asked { whom, text } => {
                self.text(text);
                if let Asked::Nobody(said) = whom {
                    self.text(said);
                }
            }
            EventKind::Improvised { from, text, .. } => {
                if let Some(from) = from {
                    self.named(from);
                }
                self.text(text);
            }
            EventKind::HintGiven { text, .. } => self.text(text),
            EventKind::Answered { finding: None, on, text, .. } => {
                self.named(on);
                self.text(text);
            }
            EventKind::TopicRead { topic, text: None, .. } => self.named(topic),
            EventKind::Refused { said, why } => {
                self.text(said);
                self.text(why);
            }

            EventKind::Answered { .. }
            | EventKind::TopicRead { .. }
            | EventKind::DrillStarted(_)
            | EventKind::SeatTaken { .. }
            | EventKind::Paused {}
            | EventKind::Resumed { .. }
            | EventKind::DrillEnded { .. }
            | EventKind::Rewound { .. }
            | EventKind::Forked { .. }
            | EventKind::WatchHeld { .. }
            | EventKind::WatchBroke { .. }
            | EventKind::MilestoneReached { .. }
            | EventKind::FailureScheduled { .. }
            | EventKind::FailureStarted { .. }
            | EventKind::FailureCleared { .. }
            | EventKind::FailureSettled { .. }
            | EventKind::FailureRearmed { .. }
            | EventKind::AlertFired { .. }
            | EventKind::AlertCleared { .. }
            | EventKind::Acknowledged { .. }
            | EventKind::InjectScheduled { .. }
            | EventKind::InjectDelivered { .. }
            | EventKind::InjectNotNeeded { .. }
            | EventKind::InjectMoved { .. }
            | EventKind::InjectSkipped { .. }
            | EventKind::Jumped { .. }
            | EventKind::MarkedWrong { .. }
            | EventKind::SeverityTalk { .. }
            | EventKind::FacilitatorTalk { .. }
            | EventKind::Forced { .. }
            | EventKind::SeatVacated { .. }
            | EventKind::InjectRearmed { .. }
            | EventKind::TruthChanged { .. }
            | EventKind::SeverityKnowable { .. }
            | EventKind::TeamKnowable { .. }
            | EventKind::ExpectationOpened { .. }
            | EventKind::ExpectationSuperseded { .. }
            | EventKind::Recovered {}
            | EventKind::Relapsed {}
            | EventKind::AskedIfDone {}
            | EventKind::Reopened { .. }
            | EventKind::CloseStood {}
            | EventKind::HarmDone { .. }
            | EventKind::Declared { .. }
            | EventKind::RoleGiven { .. }
            | EventKind::RoleVacated { .. }
            | EventKind::RolesAnnounced {}
            | EventKind::Left {}
            | EventKind::Released { .. }
            | EventKind::MetricRead { .. }
            | EventKind::ComponentRead { .. }
            | EventKind::AnswerDue { .. }
            | EventKind::ActionStarted { .. }
            | EventKind::ActionTookEffect { .. }
            | EventKind::ActionUndone { .. }
            | EventKind::TaskAccepted { .. }
            | EventKind::Marked { .. } => {}
        }
    }

    fn slots<const N: usize>(&mut self, slots: [&mut Slot; N]) {
        for slot in slots {
            self.slot(slot);
        }
    }

    fn slot(&mut self, slot: &mut Slot) {
        if let Some(text) = slot {
            self.text(text);
        }
    }

    /// What may be a name that the scenario's author gave: the rules know it by that, and it stays.
    fn named(&mut self, text: &mut String) {
        if !self.scenario.is_some_and(|scenario| is_a_name(scenario, text)) {
            self.text(text);
        }
    }

    fn text(&mut self, text: &mut String) {
        *text = self.instead(text);
    }

    /// What stands in a text's place: as many words, numbers and states as the rules look for.
    fn instead(&mut self, text: &str) -> String {
        let plain = plain(text);
        if plain.is_empty() || NOTHING.contains(&plain.as_str()) || SimDuration::parse(&plain).is_some() {
            return text.to_string();
        }
        if let Some((state, rest)) = state_named(&plain) {
            return match rest {
                "" => state.to_string(),
                rest if self.few => format!("{state}: {}", self.words(rest)),
                rest if rest.starts_with(UNCHANGED) => {
                    format!("{state}, {UNCHANGED}: {}", self.number(&plain, true))
                }
                _ => format!("{state}: {}", self.number(&plain, true)),
            };
        }
        if self.few { self.words(&plain) } else { self.number(&plain, says(&plain)) }
    }

    /// Each word of a text in other letters: `[q-a] [q-b]`; a number is another number. What stands for a word must be no
    /// word of a story.
    fn words(&mut self, plain: &str) -> String {
        let word = |word: &str| {
            let next = self.met.len() + 1;
            let n = *self.met.entry(word.to_string()).or_insert(next);
            match word.contains(char::is_numeric) {
                true => n.to_string(),
                false if NOTHING.contains(&word) => word.to_string(),
                false => format!("[q-{}]", letters(n)),
            }
        };
        plain.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// `[text 7]`, and `[7]` for a number alone; one word without a number, which fills no slot, stays one: `[text-g]`.
    fn number(&mut self, plain: &str, says: bool) -> String {
        let next = self.met.len() + 1;
        let n = *self.met.entry(plain.to_string()).or_insert(next);
        match says {
            true if plain.contains(char::is_alphabetic) => format!("[text {n}]"),
            true => format!("[{n}]"),
            false => format!("[text-{}]", letters(n)),
        }
    }
}

/// Whether something that is looked at or asked is called so.
fn is_a_name(scenario: &Scenario, text: &str) -> bool {
    let house = &scenario.organisation;
    scenario.topics.find(text).is_some()
        || scenario.components.find(text).is_some()
        || scenario.metrics.find(text).is_some()
        || scenario.seats.find(text).is_some()
        || house.teams.find(text).is_some()
        || house.voices.find(text).is_some()
}

/// A number in letters.
fn letters(mut n: usize) -> String {
    let mut all = String::new();
    while n > 0 {
        all.insert(0, char::from(b'a' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rules_look_for_stays() {
        let mut texts = Texts::default();
        let mut case = |text: &str, instead: &str| assert_eq!(texts.instead(text), instead, "{text}");
        case("Ana looks at the run", "[text 1]");
        case("ana  looks at the run.", "[text 1]");
        case("invoices", "[text-b]");
        case("6000", "[3]");
        case("Unknown", "Unknown");
        case("no change", "no change");
        case("nothing", "nothing");
        case("investigating", "investigating");
        case("Monitoring: Ana watches", "monitoring: [text 4]");
        case("20m", "20m");
        case("", "");
        assert_eq!([letters(1), letters(26), letters(27)], ["a", "z", "aa"]);
    }
}
