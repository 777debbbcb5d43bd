//! How an action item names the gap that it is to close: by its id, or in the words that people read for it.

use crate::postmortem::learning::issue;
use crate::score::card::Gate;

/// What else a gap is called, in words that mean nothing else wherever they stand.
const CALLED: &[(&str, &[&str])] = &[
    ("ack/chain", &["unanswered page", "unanswered pages", "answering pages", "acknowledging pages"]),
    ("roles/commander_time", &["no commander", "nobody in command", "time to a commander"]),
    ("roles/set", &["deputy and expert", "roles set"]),
    ("roles/announced", &["roles announced", "announcing roles"]),
    ("roles/separation", &["hands-on commander", "commander hands-on", "hands-on work in command"]),
    ("roles/handover", &["handover of command", "handing over command"]),
    ("updates/first", &["first update"]),
    ("updates/gaps", &["gaps between updates", "silence between updates", "long silence", "update cadence"]),
    ("updates/content", &["content of updates", "content of the updates", "update content"]),
    ("updates/change", &["update after news", "updates after news", "update after a change of severity"]),
    ("updates/promise", &["promised update", "promised updates", "promised time", "broken promise"]),
    ("updates/audience", &["audience not told", "audiences not told", "audience never told"]),
    ("updates/closing", &["closing update", "closing updates", "closing word"]),
    ("loop/completeness", &["round the loop", "whole loop", "complete loop"]),
    ("loop/verify", &["not verified", "unverified change", "unverified changes", "verifying changes"]),
    ("loop/order", &["order of the steps", "untasked change", "untasked changes"]),
    ("loop/tasks", &["tasks without a time box", "task without a time box", "time boxes"]),
    ("loop/reassess", &["looking again after news", "reassess after news"]),
    ("loop/decision", &["objection poll", "risk poll", "asking for objections"]),
    ("mitigate/first", &["first mitigation"]),
    ("classify/severity", &["wrong severity", "right severity", "severity set late"]),
    ("classify/statement", &["incident statement"]),
    ("paging/recall", &["not paged", "never paged", "paged too late"]),
    ("paging/economy", &["paged too many", "needless pages"]),
    ("gate/closed_unverified", &["closed unverified", "closed without a check", "closed too early"]),
];

/// Names of criteria that say enough where a name is asked for, though not amid a sentence.
const IN_A_WORD: [&str; 14] = [
    "separation",
    "handover",
    "promise",
    "closing",
    "completeness",
    "verify",
    "tasks",
    "reassess",
    "decision",
    "severity",
    "statement",
    "recall",
    "economy",
    "announced",
];

/// Whether a text names a gap, `loop/verify` or `gate/no_ack`. `step` is what the card advises about it; in a `field`
/// that asks for a name, the name alone does.
pub(super) fn names(text: &str, about: &str, step: &str, field: bool) -> bool {
    let (of, name) = about.split_once('/').unwrap_or((about, ""));
    let low = text.to_lowercase();
    if [about.to_string(), about.replace('/', ".")].iter().any(|id| holds(&low, id)) {
        return true;
    }
    let words = plain(text);
    let within = |said: &str| {
        let said = plain(said);
        !said.is_empty() && format!(" {words} ").contains(&format!(" {said} "))
    };
    let called = CALLED.iter().find(|(known, _)| *known == about);
    if called.is_some_and(|(_, called)| called.iter().any(|said| within(said))) {
        return true;
    }
    if of == "gate" {
        let gate = Gate::ALL.into_iter().find(|gate| gate.as_str() == name);
        return gate.is_some_and(|gate| within(gate.sentence())) || field && words == plain(name);
    }
    // Advice has two halves; whoever takes one over has taken the advice.
    let first = step.split([';', ':']).next().unwrap_or_default();
    let advised = plain(first).split(' ').count() > 3 && within(first);
    let alone = [plain(&format!("{of} {name}")), plain(name)];
    within(&issue(about))
        || advised
        || field && (words == alone[0] || words == alone[1] && IN_A_WORD.contains(&name))
}

/// Whether a text holds a name that is no part of a longer one.
fn holds(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

/// A text as bare words: however it is set, and on whichever side of the ocean.
fn plain(text: &str) -> String {
    let low = text.to_lowercase().replace("stabiliz", "stabilis");
    let words = low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: &str =
        "before a change, say which signal will show that it worked; read it after the change took effect";

    #[track_caller]
    fn case(text: &str, about: &str, field: bool, named: bool) {
        assert_eq!(names(text, about, STEP, field), named, "{text}: {about}");
    }

    #[test]
    fn a_gap_is_named_by_its_id_or_in_words() {
        case("loop/verify", "loop/verify", true, true);
        case("see Loop.Verify, please", "loop/verify", false, true);
        case("Add a loop.verify_all step", "loop/verify", false, false);
        case("assess, stabilize, update, verify (verify)", "loop/verify", false, true);
        case("Assess, stabilise, update, verify (completeness)", "loop/verify", false, false);
        case("the change was **not verified**", "loop/verify", true, true);
        case("Ask, before a change, say which signal will show that it worked", "loop/verify", false, true);
        case("Write the closing update beforehand", "updates/closing", false, true);
        case("commander time", "roles/commander_time", true, false);
        case("roles and handovers (commander time)", "roles/commander_time", false, true);
        case("roles/commander_time", "roles/commander_time", false, true);
        case(
            "the incident was closed before anyone had checked that it was over",
            "gate/closed_unverified",
            false,
            true,
        );
        case("closed_unverified", "gate/closed_unverified", true, true);
        case("tell-shops", "actions/tell-shops", true, false);
        case("what was expected (tell-shops)", "actions/tell-shops", false, true);
    }

    #[test]
    fn a_word_alone_is_a_name_only_where_a_name_is_asked_for() {
        case("verify", "loop/verify", true, true);
        case("verify", "loop/verify", false, false);
        case("Verify the price file before it is loaded", "loop/verify", true, false);
        case("Print the severity guide", "classify/severity", true, false);
        case("first", "updates/first", true, false);
        case("", "loop/verify", true, false);
    }

    #[test]
    fn what_is_called_something_is_a_criterion_or_a_gate() {
        let known = |about: &str| {
            let gate = Gate::ALL.iter().any(|gate| about == format!("gate/{}", gate.as_str()));
            gate || crate::score::explain::ALWAYS.contains(&about.replace('/', ".").as_str())
        };
        let strange: Vec<_> = CALLED.iter().filter(|(about, _)| !known(about)).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}
