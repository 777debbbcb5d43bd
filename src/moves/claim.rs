//! Moves as people say them in a call: `I have command`, `got it`, `sev1`. None of them is done: each is asked about.

use crate::scenario::words::{Role, Severity};

/// What goes before what is meant, and means nothing.
const BEFORE: [&str; 9] = ["ok", "okay", "right", "so", "yes", "yep", "and", "then", "well"];

/// What stands between who speaks and the role.
const BETWEEN: [&str; 19] = [
    "am", "have", "take", "took", "taking", "will", "be", "the", "in", "a", "as", "incident", "got", "now",
    "is", "hold", "assume", "over", "of",
];

/// What stands behind the role and says no more: `I lead this from here on`.
const AT_THE_END: [&str; 10] = ["now", "here", "this", "it", "one", "from", "on", "incident", "the", "call"];

/// Answers to a phone that rings, or to work that is given.
const MINE: [&str; 17] = [
    "i got it",
    "i have it",
    "ive got it",
    "got it",
    "i got this",
    "ive got this",
    "on it",
    "im on it",
    "i am on it",
    "mine",
    "its mine",
    "thats mine",
    "i take it",
    "ill take it",
    "i will take it",
    "i have the page",
    "i got the page",
];

/// The move that a sentence was probably meant to be, or its first clause; nothing where it is only near to one.
pub(super) fn claim(said: &str) -> Option<String> {
    let clause =
        || said.split([',', ';', '.', '!', '\u{2014}']).next().filter(|first| first.len() < said.len());
    whole(said).or_else(|| whole(clause()?).filter(|meant| meant.starts_with("take ")))
}

/// The same of all that was said, where nothing of it may be lost.
pub(super) fn whole(said: &str) -> Option<String> {
    if said.trim_end().ends_with('?') {
        return None;
    }
    let bare = |c: &char| c.is_alphanumeric() || c.is_whitespace();
    let said: String = said.chars().filter(bare).collect::<String>().to_lowercase();
    let mut words: Vec<&str> = said.split_whitespace().collect();
    while words.first().is_some_and(|word| BEFORE.contains(word)) {
        words.remove(0);
    }
    if words.len() > 7 {
        return None;
    }
    if MINE.contains(&words.join(" ").as_str()) {
        return Some("ack".to_string());
    }
    severity(&words)
        .map(|is| format!("declare {is}"))
        .or_else(|| role(&words).map(|role| format!("take {role}")))
}

/// What may follow a severity and says that it is declared.
const DECLARES: [&str; 7] = ["declaring", "declare", "declared", "incident", "an", "the", "now"];

/// `sev1 why="..."`: declared, with why.
pub(super) fn severity_and_why(said: &str) -> Option<String> {
    let (first, rest) = said.split_once(char::is_whitespace)?;
    let is = Severity::parse(first.trim_end_matches([',', ':']).to_lowercase().as_str())?;
    rest.trim_start().starts_with("why=").then(|| format!("declare {is} {}", rest.trim()))
}

/// `sev1`, `sev 1`, `this is a sev1`.
fn severity(words: &[&str]) -> Option<Severity> {
    let start = words.iter().position(|word| word.starts_with("sev"))?;
    let small =
        |word: &&str| ["this", "that", "it", "its", "is", "a", "thats", "we", "have", "call"].contains(word);
    let (before, named) = words.split_at(start);
    let named = match named {
        [word] => (*word).to_string(),
        ["sev", number] => format!("sev{number}"),
        [word, declares @ ..] if declares.iter().all(|word| DECLARES.contains(word)) => (*word).to_string(),
        _ => return None,
    };
    let asks = before.first() == Some(&"is");
    Severity::parse(&named).filter(|_| !asks && before.iter().all(small))
}

/// `I have command`, `I'm the deputy`, `taking command`.
fn role(words: &[&str]) -> Option<Role> {
    let mut words = words.to_vec();
    while words.pop_if(|last| AT_THE_END.contains(last)).is_some() {}
    let (first, rest) = words.split_first()?;
    let (last, between) = rest.split_last()?;
    let speaks = ["i", "im", "ill", "ive", "me", "taking", "assuming"].contains(first);
    let role = match *last {
        "command" | "commanding" | "charge" | "ic" | "lead" | "leading" => Role::Commander,
        word => Role::parse(word)?,
    };
    (speaks && between.iter().all(|word| BETWEEN.contains(word))).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::claim;

    #[test]
    fn what_is_said_for_a_move_is_known_and_nothing_else_is() {
        let case = |said: &str, meant: Option<&str>| assert_eq!(claim(said).as_deref(), meant, "{said}");
        for said in [
            "I have command",
            "I am commander",
            "I'm in command.",
            "I take command",
            "ok, I\u{2019}ll be the incident commander",
            "I'm in charge now",
            "taking command",
            "I lead this",
            "I lead from here on",
            "I'm leading this incident",
            "I'll take the lead on this",
            "I command",
            "I take command, Ben please look at the run",
            "I'm in charge. What do we know?",
        ] {
            case(said, Some("take commander"));
        }
        case("I'm the deputy", Some("take deputy"));
        for said in ["I got it", "got it!", "I\u{2019}m on it", "mine"] {
            case(said, Some("ack"));
        }
        for said in ["sev1", "sev 1", "this is a SEV1", "it's sev1"] {
            case(said, Some("declare sev1"));
        }
        case("I have no command", None);
        case("who has command", None);
        case("I think primary has command", None);
        case("I lead the pricing team", None);
        case("do I lead this?", None);
        case("I lead this?", None);
        case("I take command of the mixer", None);
        case("sev1 or sev2", None);
        case("sev9", None);
        case("is it a sev1", None);
        case("I got it wrong", None);
        case("command", None);
        case("", None);
    }
}
