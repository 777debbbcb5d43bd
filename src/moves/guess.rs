//! What people type when they are tired, in words of their own: the move that it most likely stands for.
//!
//! None of it is done by itself: each guess is asked about.

/// What stands in front of what is meant, and means nothing.
const BEFORE: [&str; 16] = [
    "ok",
    "okay",
    "right",
    "so",
    "and",
    "then",
    "well",
    "hey",
    "um",
    "please",
    "i think",
    "i guess",
    "maybe",
    "guys",
    "sorry but",
    "now",
];

/// What stands behind it, and means as little.
const BEHIND: [&str; 8] = ["now", "please", "here", "guys", "again", "then", "everyone", "folks"];

/// Phrases, and the line that each is likely to be meant for.
const PHRASES: &[(&str, &[&str])] = &[
    (
        "close",
        &[
            "were done",
            "we are done",
            "all done",
            "done and dusted",
            "its over",
            "it is over",
            "all clear",
            "stand down",
            "resolve",
            "resolved",
            "resolve it",
            "resolve incident",
            "resolve the incident",
            "its resolved",
            "it is resolved",
            "fixed",
            "its fixed",
            "it is fixed",
            "all fixed",
            "close it",
            "close incident",
            "close the incident",
            "lets close",
            "wrap up",
            "lets wrap up",
            "finish",
            "incident over",
        ],
    ),
    (
        "help",
        &[
            "what now",
            "what next",
            "whats next",
            "what do i do",
            "what should i do",
            "what do we do",
            "what should we do",
            "what to do",
            "what can i type",
            "what do i type",
            "wtf",
            "help me",
            "im lost",
            "i am lost",
            "were lost",
            "im stuck",
            "i am stuck",
            "were stuck",
            "i dont know",
            "dont know",
            "no idea",
            "need help",
            "i need help",
            "commands",
            "moves",
            "usage",
            "man",
        ],
    ),
    (
        "status",
        &[
            "whats going on",
            "what is going on",
            "where are we",
            "where do we stand",
            "how are we doing",
            "whats open",
            "what is open",
            "whats left",
            "what is left",
            "whats the status",
            "what is the status",
            "whats happening",
            "what is happening",
            "what time is it",
            "whats the time",
            "time",
            "sitrep",
            "summary",
            "recap",
        ],
    ),
    (
        "feed",
        &[
            "what happened",
            "what did i miss",
            "what have i missed",
            "what was that",
            "who did that",
            "whats new",
            "catch me up",
            "scroll back",
            "history",
            "what was said",
        ],
    ),
    (
        "who",
        &[
            "whos in charge",
            "who is in charge",
            "whos commander",
            "whos the commander",
            "who leads",
            "whos leading",
            "who is leading",
            "whos deputy",
            "whos here",
            "whos on",
            "whos there",
            "whos on call",
            "who is on call",
            "who do i call",
            "who do i page",
            "who can i call",
            "who else is here",
            "anyone",
            "anybody",
            "anyone there",
            "anybody there",
            "is anyone there",
            "is anybody there",
            "is anyone",
            "anyone around",
            "hello",
            "hallo",
            "hi",
            "hello anyone",
            "hello anybody",
            "roles please",
        ],
    ),
    (
        "actions",
        &[
            "fix it",
            "fix this",
            "fix",
            "what can i do",
            "what can we do",
            "options",
            "do something",
            "how do i fix it",
            "how do we fix it",
            "how do i fix this",
            "what are my options",
        ],
    ),
    (
        "ack",
        &[
            "im here",
            "i am here",
            "here",
            "im in",
            "i am in",
            "im up",
            "im awake",
            "acked",
            "acking",
            "i ack",
            "i acknowledge",
            "ack it",
            "ack the page",
            "join",
            "join call",
            "join the call",
            "pick up",
            "answer the page",
            "yes im here",
            "on my way",
        ],
    ),
    (
        "report done",
        &["im done", "i am done", "im finished", "thats done", "its done", "it is done", "did it"],
    ),
    (
        "accept",
        &[
            "ok",
            "okay",
            "k",
            "roger",
            "copy",
            "copy that",
            "will do",
            "yep",
            "understood",
            "sure",
            "yes",
            "sure thing",
        ],
    ),
    (
        "undo",
        &[
            "oops",
            "sorry",
            "my mistake",
            "my bad",
            "take it back",
            "take that back",
            "scratch that",
            "wrong one",
            "revert that",
            "revert",
            "i didnt mean that",
            "not that",
        ],
    ),
    (
        "pause",
        &["stop", "stop it", "stop the clock", "hold on", "time out", "timeout", "hang on", "one moment"],
    ),
    ("wait next", &["continue", "go on", "carry on", "go", "next", "move on", "proceed", "keep going"]),
    (
        "declare",
        &[
            "this is bad",
            "its bad",
            "open incident",
            "open an incident",
            "start incident",
            "start an incident",
            "new incident",
            "declare incident",
            "declare an incident",
            "its an incident",
            "this is an incident",
        ],
    ),
    (
        "page all",
        &[
            "get help",
            "get more people",
            "get everyone",
            "get everybody",
            "we need more people",
            "all hands",
            "i cant do this alone",
            "send help",
        ],
    ),
];

/// A sentence of more words says more than a move.
const LONGEST: usize = 10;

/// The line that was probably meant by a sentence; nothing where it is only near to one.
pub(super) fn guess(said: &str) -> Option<&'static str> {
    // `// hi` and `-- hi` are comments of another language.
    if !said.starts_with(char::is_alphanumeric) {
        return None;
    }
    let bare = |c: &char| c.is_alphanumeric() || c.is_whitespace();
    let said: String = said.chars().filter(bare).collect::<String>().to_lowercase();
    let mut words: Vec<&str> = said.split_whitespace().collect();
    if words.len() > LONGEST {
        return None;
    }
    let named = |words: &[&str]| {
        let said = words.join(" ");
        PHRASES.iter().find(|(_, phrases)| phrases.contains(&said.as_str())).map(|(meant, _)| *meant)
    };
    // A word that means nothing in front of others may be all that was said.
    loop {
        if let Some(meant) = named(&words) {
            return Some(meant);
        }
        let before = (1..=2).find(|&n| words.len() > n && BEFORE.contains(&words[..n].join(" ").as_str()));
        match before {
            Some(n) => drop(words.drain(..n)),
            None if words.len() > 1 && words.last().is_some_and(|last| BEHIND.contains(last)) => {
                words.pop();
            }
            None => return None,
        }
    }
}

/// Words by which sentences begin and no move does: what begins so is said, or asked.
const BEGINS: &[&str] = &[
    "i",
    "im",
    "ive",
    "ill",
    "we",
    "were",
    "weve",
    "well",
    "he",
    "she",
    "they",
    "you",
    "it",
    "its",
    "this",
    "that",
    "these",
    "there",
    "the",
    "a",
    "an",
    "and",
    "but",
    "or",
    "if",
    "not",
    "no",
    "all",
    "some",
    "someone",
    "somebody",
    "everything",
    "nothing",
    "lets",
    "maybe",
    "should",
    "would",
    "will",
    "still",
    "my",
];

/// Whether a line that begins so is a sentence.
pub(super) fn begins_a_sentence(word: &str) -> bool {
    let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    BEGINS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn what_tired_people_type_is_guessed_and_nothing_else_is() {
        let case = |said: &str, meant: Option<&str>| assert_eq!(guess(said), meant, "{said}");
        case("I think we're done", Some("close"));
        case("resolve", Some("close"));
        case("ok, what now?", Some("help"));
        case("so what should we do now", Some("help"));
        case("who's in charge?", Some("who"));
        case("anyone there?", Some("who"));
        case("hello", Some("who"));
        case("hey, what's going on here?", Some("status"));
        case("oops", Some("undo"));
        case("ok", Some("accept"));
        case("OK I'm here", Some("ack"));
        case("stop", Some("pause"));
        case("we're done with the first half", None);
        case("ok then", None);
        case("", None);
        case("?!", None);
    }
}
