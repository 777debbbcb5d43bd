//! What a good item is made of: a verb, a thing, an end and one owner.

use super::{ActionItem, is_said};
use crate::postmortem::lint::{About, Token, is_given_name, is_person, tokens};

/// Whether a word is a person, by their work or their name.
fn is_somebody(word: &str) -> bool {
    is_person(&word.to_lowercase(), &About::default())
        || word.starts_with(char::is_uppercase) && is_given_name(word)
}

/// A1: it begins with a verb, and not one of wishing alone; before a colon or behind it, for `Backend: add a retry` says
/// where first. A person before the colon says who, and no verb.
pub(super) fn begins_with_doing(text: &str) -> bool {
    let label = text.split_once(": ").filter(|(label, _)| label.split_whitespace().count() <= 3);
    let behind = label.filter(|(label, _)| !is_somebody(label)).map(|(_, rest)| rest);
    does(text) || behind.is_some_and(does)
}

fn does(text: &str) -> bool {
    let tokens = tokens(text);
    let Some(first) = tokens.first() else { return false };
    let word = first.word.as_str();
    let verb = VERBS.contains(&word);
    let noun = NOUNS.contains(&word)
        || word.ends_with("tion")
        || word.ends_with("ment")
        || word.ends_with("ness")
        || word.ends_with("ing") && word != "bring"
        || is_somebody(&text[first.span.clone()])
        || told_of(&tokens);
    let wish = VAGUE.contains(&word);
    // `make the banner red` does something; `make it better` does not, nor `raise awareness`.
    let really = match word {
        "make" => !tokens
            .iter()
            .any(|token| matches!(token.word.as_str(), "better" | "sure" | "clearer" | "easier" | "safer")),
        "raise" | "increase" => text.chars().any(|c| c.is_ascii_digit()),
        _ => false,
    };
    (verb || !noun) && (!wish || really) && first.word.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// `Staff will be reminded`, `the team needs to do better`: of whom or what, and no verb first.
fn told_of(tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    let modal = |at: usize| match word(at) {
        "will" | "should" | "must" | "shall" => word(at + 1) == "be",
        "needs" | "need" => word(at + 1) == "to",
        _ => false,
    };
    (1..=2).any(modal)
}

/// Verbs that end as things do.
pub(super) const VERBS: &[&str] = &[
    "implement",
    "document",
    "supplement",
    "augment",
    "instrument",
    "segment",
    "experiment",
    "comment",
    "partition",
    "provision",
    "position",
    "mention",
    "caution",
    "question",
    "function",
    "condition",
    "harness",
    "transition",
    "adding",
    "removing",
    "implementing",
    "documenting",
    "establishing",
    "updating",
    "creating",
    "moving",
    "changing",
    "fixing",
    "writing",
    "replacing",
    "limiting",
    "extending",
    "introducing",
    "ring",
    "ping",
    "string",
];

/// Verbs of wishing: alone they change nothing.
pub(super) const VAGUE: &[&str] = &[
    "improve",
    "make",
    "look",
    "consider",
    "ensure",
    "be",
    "enhance",
    "strengthen",
    "try",
    "think",
    "explore",
    "review",
    "discuss",
    "increase",
    "better",
    "encourage",
    "aim",
    "raise",
];

/// Endings of words that are things in the making rather than verbs, at the beginning of an item.
pub(super) const NOUNS: &[&str] = &[
    "the",
    "a",
    "an",
    "our",
    "we",
    "better",
    "more",
    "need",
    "needs",
    "there",
    "no",
    "new",
    "all",
    "this",
    "it",
    "should",
    "training",
    "monitoring",
    "alerting",
    "documentation",
    "awareness",
    "communication",
    "process",
    "everyone",
    "everybody",
    "team",
    "engineers",
    "people",
    "nobody",
    "someone",
    "action",
    "alerts",
    "runbook",
    "runbooks",
    "dashboard",
    "tests",
    "testing",
    "additional",
    "further",
    "extra",
    "staff",
    "customers",
    "users",
    "management",
    "deeper",
    "faster",
    "clearer",
    "higher",
    "stricter",
    "regular",
];

/// A2: it names a thing.
pub(super) fn names_a_thing(text: &str) -> bool {
    let code = text.contains('`');
    let tokens = tokens(text);
    let thing = |word: &str| {
        let one = word
            .strip_suffix("es")
            .filter(|stem| THINGS.contains(stem))
            .or(word.strip_suffix('s'))
            .unwrap_or(word);
        THINGS.contains(&word) || THINGS.contains(&one)
    };
    // A name of a system: with a hyphen or an underscore in it, or large in the middle of the sentence.
    let name = tokens.iter().skip(1).any(|token| {
        let word = &text[token.span.clone()];
        let day = DAYS.contains(&token.word.as_str());
        word.contains(['-', '_']) || word.starts_with(char::is_uppercase) && !day
    });
    code || name || tokens.iter().skip(1).any(|token| thing(&token.word))
}

/// Names of months and days: when, and not what.
const DAYS: [&str; 19] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Things that an item can change.
pub(super) const THINGS: &[&str] = &[
    "alert",
    "alarm",
    "page",
    "pager",
    "dashboard",
    "graph",
    "runbook",
    "playbook",
    "doc",
    "document",
    "documentation",
    "page",
    "script",
    "pipeline",
    "test",
    "check",
    "config",
    "configuration",
    "database",
    "queue",
    "cache",
    "service",
    "api",
    "rota",
    "template",
    "form",
    "directory",
    "channel",
    "monitor",
    "log",
    "backup",
    "deploy",
    "deployment",
    "release",
    "limit",
    "timeout",
    "threshold",
    "flag",
    "schema",
    "index",
    "job",
    "cron",
    "server",
    "host",
    "cluster",
    "node",
    "replica",
    "pool",
    "proxy",
    "gateway",
    "balancer",
    "policy",
    "guide",
    "list",
    "table",
    "validation",
    "validator",
    "rule",
    "metric",
    "signal",
    "slo",
    "prompt",
    "terminal",
    "button",
    "screen",
    "message",
    "status",
    "card",
    "checklist",
    "severity",
    "bot",
    "tool",
    "scenario",
    "inject",
    "store",
    "file",
    "column",
    "field",
    "bill",
    "invoice",
    "ticket",
    "update",
    "reminder",
    "timer",
    "calendar",
    "certificate",
    "key",
    "token",
    "account",
    "permission",
    "access",
    "contract",
    "interface",
    "client",
    "library",
    "version",
    "branch",
    "review",
    "drill",
    "call",
    "bridge",
    "phone",
    "number",
    "contact",
    "handover",
    "shift",
    "role",
    "commander",
    "deputy",
    "model",
    "feed",
    "gate",
    "canary",
    "rollback",
    "roll-back",
    "switch",
    "breaker",
    "quota",
    "budget",
    "unit",
    "price",
    "tariff",
];

/// A3: it has an end: a number, a `when`, or a column that says it.
pub(super) fn has_an_end(item: &ActionItem) -> bool {
    const ENDS: &[&str] = &[
        "when", "until", "so", "before", "after", "unless", "every", "each", "all", "once", "whenever", "if",
        "no", "without", "from", "where", "whose", "twice", "one", "two", "three", "four", "five", "six",
        "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty",
    ];
    let tokens = tokens(&item.text);
    // What is taken away is gone, and what is refused is refused.
    let ends_itself = tokens.first().is_some_and(|first| ENDS_ITSELF.contains(&first.word.as_str()));
    is_said(&item.done_when)
        || ends_itself
        || item.text.chars().any(|c| c.is_ascii_digit())
        || tokens.iter().any(|token| ENDS.contains(&token.word.as_str()))
}

/// Verbs that say what it is like when it is done.
const ENDS_ITSELF: [&str; 9] =
    ["delete", "remove", "refuse", "reject", "disable", "decommission", "revoke", "drop", "forbid"];

/// `head of research and development` is one: it begins with a role, and no other role stands behind the `and`.
fn is_head_of(owner: &str) -> bool {
    const HEADS: [&str; 6] = ["head", "director", "chief", "lead", "manager", "vp"];
    const ROLES: [&str; 9] =
        ["head", "director", "chief", "lead", "manager", "owner", "team", "on-call", "engineer"];
    let heads = owner.split_once(' ').is_some_and(|(first, rest)| {
        HEADS.contains(&first) && (rest.starts_with("of ") || rest.starts_with("for "))
    });
    let other = |rest: &str| tokens(rest).iter().any(|token| ROLES.contains(&token.word.as_str()));
    heads && owner.split_once(" and ").is_some_and(|(_, rest)| !other(rest))
}

/// A4: exactly one role or one named team, and neither everybody nor somebody by name.
pub(super) fn one_owner(owner: &str) -> bool {
    let small = owner.trim().trim_start_matches('@').to_lowercase();
    if !is_said(&small) {
        return false;
    }
    let several = small.contains([',', '/', '&', '+', ';'])
        || small.contains(" or ")
        || small.contains(" and ") && !is_head_of(&small);
    let all = [
        "everyone",
        "everybody",
        "all",
        "we",
        "us",
        "anyone",
        "both",
        "engineering",
        "company",
        "team",
        "teams",
        "the team",
        "our team",
        "the whole team",
        "the teams",
        "all teams",
        "both teams",
        "every team",
        "staff",
        "engineers",
        "all engineers",
    ]
    .contains(&small.as_str());
    let person = tokens(owner).iter().any(|token| is_given_name(&token.word));
    !several && !all && !person
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn owner(said: &str, is: bool) {
        assert_eq!(one_owner(said), is, "{said}");
    }

    #[test]
    fn an_owner_is_one_role() {
        owner("pricing lead", true);
        owner("platform team lead", true);
        owner("on-call manager", true);
        // A named team has a lead who is asked; `the team` is nobody.
        owner("the platform team", true);
        owner("team-platform", true);
        owner("the team", false);
        owner("all teams", false);
        owner("jennifer", false);
        owner("Jennifer Smith", false);
        owner("everyone", false);
        owner("sre and pricing", false);
        owner("head of research and development", true);
        owner("head of research and pricing lead", false);
        owner("TBD", false);
        owner("", false);
    }
}
