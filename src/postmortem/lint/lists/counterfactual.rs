//! Around `should have`, `could have` and `would have`.

/// Words that turn `should have` into a duty, and no regret.
pub(in super::super) const HAVING: &[&str] = &[
    "a", "an", "the", "its", "their", "our", "your", "no", "one", "two", "three", "at", "access", "enough",
    "more", "less", "some", "any", "each", "every", "this", "that", "both", "several", "priority", "alerts",
    "owners", "to", "only", "it",
];

/// After `could have been`: what is told is how far it may have reached.
pub(in super::super) const REACHED: &[&str] = &[
    "affected", "exposed", "accessed", "impacted", "reached", "visible", "seen", "read", "charged",
    "delayed", "lost",
];

/// Adverbs inside a verb.
pub(in super::super) const INSIDE: &[&str] = &[
    "also",
    "probably",
    "never",
    "easily",
    "well",
    "perhaps",
    "likely",
    "almost",
    "certainly",
    "maybe",
    "not",
    "clearly",
    "obviously",
    "all",
];
