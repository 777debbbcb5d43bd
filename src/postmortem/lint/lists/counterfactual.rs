//! Around `should have`, `could have` and `would have`.

/// After `have`: a verb, so that it is told what was not done. `should have read replicas` is a duty.
pub(in super::super) const IRREGULAR: &[&str] = &[
    "been",
    "had",
    "done",
    "gone",
    "come",
    "become",
    "begun",
    "broken",
    "brought",
    "built",
    "bought",
    "caught",
    "chosen",
    "cost",
    "cut",
    "dealt",
    "drawn",
    "driven",
    "fallen",
    "felt",
    "found",
    "fought",
    "forgotten",
    "frozen",
    "given",
    "got",
    "gotten",
    "grown",
    "heard",
    "held",
    "hidden",
    "hit",
    "hurt",
    "kept",
    "known",
    "laid",
    "led",
    "left",
    "lent",
    "let",
    "lost",
    "made",
    "meant",
    "met",
    "paid",
    "put",
    "read",
    "run",
    "said",
    "seen",
    "sent",
    "set",
    "shown",
    "shut",
    "slept",
    "spent",
    "split",
    "spoken",
    "spread",
    "stood",
    "stuck",
    "sunk",
    "taken",
    "taught",
    "thought",
    "told",
    "thrown",
    "understood",
    "undone",
    "withdrawn",
    "won",
    "woken",
    "written",
    "overseen",
    "foreseen",
    "rebuilt",
    "overridden",
    "lead",
    "shipped",
];

/// Verbs that are also adjectives: `automated tests`, `dedicated owners`.
pub(in super::super) const ADJECTIVES: &[&str] = &[
    "automated",
    "dedicated",
    "distributed",
    "limited",
    "replicated",
    "encrypted",
    "documented",
    "shared",
    "tested",
    "detailed",
    "defined",
    "named",
    "clustered",
    "signed",
    "increased",
    "improved",
    "reduced",
    "related",
    "read",
    "set",
    "separated",
    "written",
    "agreed",
    "fixed",
    "bounded",
    "scheduled",
    "isolated",
    "versioned",
    "paired",
    "trained",
];

/// After a verb that is also an adjective: then it is a verb.
pub(in super::super) const NO_NOUNS: &[&str] = &[
    "", "the", "a", "an", "this", "that", "these", "those", "it", "them", "him", "her", "us", "our", "their",
    "its", "his", "my", "your", "to", "by", "for", "from", "in", "on", "at", "with", "before", "after",
    "when", "while", "until", "if", "as", "and", "or", "but", "sooner", "earlier", "later", "first", "again",
    "more", "less", "once", "twice", "out", "up", "off", "down", "back", "over", "through", "into", "onto",
    "all", "each", "every",
];

/// After `would have`: what another way would have taken.
pub(in super::super) const COSTS: &[&str] = &["taken", "required", "needed", "cost", "meant", "involved"];

/// After `could not have`: nobody knew.
pub(in super::super) const FORESEEN: &[&str] =
    &["known", "foreseen", "predicted", "anticipated", "expected", "guessed"];

/// After `should have`: what somebody who is served can expect.
pub(in super::super) const RECEIVED: &[&str] =
    &["received", "seen", "got", "gotten", "noticed", "recovered", "returned", "regained"];

/// After `should have been`: the same.
pub(in super::super) const SERVED: &[&str] = &[
    "refunded",
    "credited",
    "corrected",
    "restored",
    "reset",
    "repaid",
    "reimbursed",
    "returned",
    "automatically",
    "delivered",
];

/// After `could have been`: what is told is how far it may have reached.
pub(in super::super) const REACHED: &[&str] = &[
    "affected", "exposed", "accessed", "impacted", "reached", "visible", "seen", "read", "charged",
    "delayed", "lost", "worse",
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
