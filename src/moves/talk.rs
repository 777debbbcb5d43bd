//! What is said to an audience in one breath, taken apart: a state, what it means for them, what is done, and when
//! they hear next.
//!
//! Nothing is sent by it: each part is offered where its slot is asked for.

use super::offer::state_by_beginning;
use super::spoken;
use crate::scenario::words::STATES;

/// The parts of a sentence, by the slot that each fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Talk {
    /// One of the states, if the sentence begins with it.
    pub(super) state: String,
    /// What it means for them.
    pub(super) impact: String,
    /// What is being done.
    pub(super) doing: String,
    /// When they hear more.
    pub(super) next: String,
}

/// Words that stand before the next time.
const NEXT: [&str; 17] = [
    "next", "update", "word", "news", "more", "again", "will", "be", "is", "comes", "follows", "we", "you",
    "hear", "in", "and", "another",
];

/// Who does something, at the beginning of what is done.
const DOERS: [&str; 8] = ["we", "were", "weve", "well", "i", "im", "our", "they"];

/// Words by which a state goes on.
const GOES_ON: [&str; 7] = ["since", "at", "from", "for", "again", "now", "by"];

impl Talk {
    /// Takes a sentence apart.
    pub(super) fn of(said: &str) -> Self {
        let mut talk = Talk::default();
        let mut rest = said.trim();
        if let Some((state, long)) = state_at(rest) {
            rest = rest[long..].trim_start_matches([':', ',', ';', '.']).trim_start();
            talk.state = state.to_string();
            let goes_on =
                rest.split_whitespace().next().is_some_and(|word| GOES_ON.contains(&bare(word).as_str()));
            if goes_on {
                let (clause, after) = rest.split_once([',', ';']).unwrap_or((rest, ""));
                talk.state = format!("{} {}", talk.state, clause.trim());
                rest = after;
            }
        }
        for clause in rest.split([',', ';']).flat_map(|part| part.split(". ")) {
            talk.take(clause.trim().trim_end_matches('.'));
        }
        talk
    }

    fn take(&mut self, clause: &str) {
        let words: Vec<&str> = clause.split_whitespace().collect();
        let (words, time) = words.split_at(next_time(&words).unwrap_or(words.len()));
        let time = time.iter().skip_while(|word| NEXT.contains(&bare(word).as_str()));
        let time: Vec<&str> = time.copied().collect();
        if !time.is_empty() {
            self.next = time.join(" ");
        }
        let Some(first) = words.first() else { return };
        let does = DOERS.contains(&bare(first).as_str()) || bare(first).ends_with("ing");
        let slot = if does { &mut self.doing } else { &mut self.impact };
        if !slot.is_empty() {
            slot.push_str(", ");
        }
        slot.push_str(&words.join(" "));
    }

    /// What was said for a slot of `update`.
    pub(super) fn slot(&self, slot: &str) -> &str {
        match slot {
            "state" => &self.state,
            "impact" => &self.impact,
            "doing" => &self.doing,
            "next" => &self.next,
            _ => "",
        }
    }
}

/// The state that a text begins with, and how long its word is; before a colon its beginning is enough, as it is where
/// the state is asked for.
fn state_at(said: &str) -> Option<(&'static str, usize)> {
    let begun = || {
        let (word, _) = said.split_once(':').filter(|(word, _)| word.chars().all(char::is_alphanumeric))?;
        Some((state_by_beginning(word)?, word.len()))
    };
    begins_a_state(said).map(|state| (state, state.len())).or_else(begun)
}

/// The state that a text begins with, as a word of its own.
pub(super) fn begins_a_state(said: &str) -> Option<&'static str> {
    let word: String = said.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
    STATES.into_iter().find(|state| state.eq_ignore_ascii_case(&word))
}

/// Where the next time begins: at words that lead to it, behind which nothing but a time stands.
fn next_time(words: &[&str]) -> Option<usize> {
    let time = (0..words.len()).find(|&n| is_time(&words[n..]))?;
    let leads = words[..time].iter().rev().take_while(|word| NEXT.contains(&bare(word).as_str())).count();
    // `down for 10 min` is no promise.
    let said =
        words[time - leads..time].iter().any(|word| !matches!(bare(word).as_str(), "in" | "is" | "be"));
    (said || time == leads).then_some(time - leads)
}

/// A time and nothing else; a number alone needs a word in front of it.
fn is_time(words: &[&str]) -> bool {
    spoken::duration(&words.join(" ")).is_some() && !NEXT.contains(&bare(words[0]).as_str())
}

fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Talk;

    #[track_caller]
    fn case(said: &str, state: &str, impact: &str, doing: &str, next: &str) {
        let talk = Talk::of(said);
        let parts = (talk.state.as_str(), talk.impact.as_str(), talk.doing.as_str(), talk.next.as_str());
        assert_eq!(parts, (state, impact, doing, next), "{said}");
    }

    #[test]
    fn a_sentence_falls_into_its_slots() {
        case(
            "identified electric bikes dont unlock, we are putting last settings back, next in 10 min",
            "identified",
            "electric bikes dont unlock",
            "we are putting last settings back",
            "10 min",
        );
        case("inv: bills are wrong", "investigating", "bills are wrong", "", "");
        case("note: bills are wrong", "", "note: bills are wrong", "", "");
        case("resolved since ten", "resolved since ten", "", "", "");
        case(
            "Monitoring: bikes unlock again; next update 15m",
            "monitoring",
            "bikes unlock again",
            "",
            "15m",
        );
        case("bikes stay in their docks", "", "bikes stay in their docks", "", "");
        case("working on it, more in ten minutes", "", "", "working on it", "ten minutes");
        case("down for 10 min", "", "down for 10 min", "", "");
        case(
            "a fix is in place, next 20m, bikes come back",
            "",
            "a fix is in place, bikes come back",
            "",
            "20m",
        );
        case("", "", "", "", "");
    }
}
