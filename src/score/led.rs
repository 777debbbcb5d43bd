//! Who meant to command and was given no role by it: a move that was refused, or words that were no move.

use crate::engine::event::{Event, EventKind};
use crate::scenario::words::Role;

/// What was to give somebody command before anybody had it: every move that was refused; where nobody ever had it and
/// no move was tried, the first words that claim it.
pub(crate) fn meant_to_lead<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<&'a Event> {
    let (mut refused, mut spoken) = (Vec::new(), None);
    for event in events {
        if let EventKind::RoleGiven { role: Role::Commander, .. } = &event.kind {
            return refused;
        } else if let EventKind::Refused { said, .. } = &event.kind {
            refused.extend((gives(said) || claims(said)).then_some(event));
        } else if let EventKind::Said { text } = &event.kind {
            spoken = spoken.or(claims(text).then_some(event));
        }
    }
    if refused.is_empty() { spoken.into_iter().collect() } else { refused }
}

/// `take commander`, `roles commander=primary deputy=comms`; a question about it, typed too early, gives nothing.
fn gives(said: &str) -> bool {
    let said = said.to_lowercase();
    let mut words = said.split_whitespace();
    // How long ago, and whose move it is, stand before it.
    let gives = words.by_ref().take(3).any(|word| ["take", "roles", "assign"].contains(&word));
    gives && words.any(|word| word == "commander" || word.starts_with("commander="))
}

/// "I command", "I'll take command", "I am the commander".
fn claims(text: &str) -> bool {
    let is = |word: &str, any: &[&str]| any.iter().any(|one| word.eq_ignore_ascii_case(one));
    let commands = |word: &str| word.get(..7).is_some_and(|head| is(head, &["command"]));
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    while words.any(|word| is(word, &["i", "i'm", "i'll"])) {
        // "I don't know who commands" claims nothing.
        let mut next = words.clone().take(3).take_while(|word| !is(word, &["who", "not", "don't", "if"]));
        if next.any(|word| commands(word) || is(word, &["lead"])) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{claims, gives};

    #[test]
    fn a_move_gives_command_and_a_question_about_it_does_not() {
        for said in [
            "primary roles commander=primary deputy=comms",
            "1 take commander",
            "take commander",
            "assign commander tech",
            "-30s 1 take commander",
        ] {
            assert!(gives(said), "{said}");
        }
        for said in
            ["ask tech \"who is commander?\"", "2 say \"take the commander's word\"", "do take-command"]
        {
            assert!(!gives(said), "{said}");
        }
    }

    #[test]
    fn who_says_so_claims_command_and_who_asks_does_not() {
        for text in
            ["I command and touch nothing.", "ok, I'll take command", "I am the commander", "I'm commanding"]
        {
            assert!(claims(text), "{text}");
        }
        for text in [
            "who commands?",
            "I don't know who commands",
            "I look at it",
            "command is free",
            "should I? who leads",
        ] {
            assert!(!claims(text), "{text}");
        }
    }
}
