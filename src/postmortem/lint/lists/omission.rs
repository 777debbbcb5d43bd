//! What people leave undone, and what is missed without blame.

/// Between a person and a verb.
pub(in super::super) const BETWEEN: &[&str] = &[
    "had",
    "has",
    "have",
    "also",
    "then",
    "simply",
    "again",
    "repeatedly",
    "initially",
    "apparently",
    "still",
    "both",
    "all",
    "just",
    "obviously",
    "clearly",
    "first",
    "at",
    "on",
    "duty",
    "evidently",
    "completely",
    "largely",
    "either",
    "to",
    "each",
    "later",
];

/// What somebody left undone.
pub(in super::super) const OMISSIONS: &[&str] = &[
    "failed to",
    "fail to",
    "neglected to",
    "forgot to",
    "forgot",
    "did not bother",
    "didn't bother",
    "ignored",
    "overlooked",
    "missed",
];

/// The same, done to something by somebody.
pub(in super::super) const OMITTED: &[&str] = &["ignored", "overlooked", "missed", "forgotten", "neglected"];

/// What is missed without blame.
pub(in super::super) const TARGETS: &[&str] =
    &["slo", "sla", "target", "targets", "objective", "slos", "slas"];
