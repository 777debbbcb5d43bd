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
    "disregarded",
    "violated",
    "did not follow",
    "didn't follow",
    "dropped the ball",
    "turned a blind eye",
    "paid no attention",
    "took no notice",
];

/// What others left undone; who says so of themselves tells what happened.
pub(in super::super) const OMISSIONS_OF_OTHERS: &[&str] =
    &["did not catch", "didn't catch", "let slip", "let it slip", "skipped"];

/// What nobody did.
pub(in super::super) const BY_NOBODY: &[&str] = &[
    "nobody bothered",
    "no one bothered",
    "no-one bothered",
    "nobody cared",
    "no one cared",
    // What only people do, or leave.
    "not see fit to",
    "didn't see fit to",
    "not be bothered to",
    "couldn't be bothered",
    "not take the trouble to",
    "didn't take the trouble",
    "not trouble to",
    "not take the time to",
    "didn't take the time to",
    "not think to",
    "didn't think to",
    "made no effort to",
    "made no attempt to",
    "thought it unnecessary to",
    "saw no reason to",
];

/// What is written for people to follow.
pub(in super::super) const WRITTEN_RULES: &[&str] = &[
    "procedure",
    "procedures",
    "runbook",
    "runbooks",
    "playbook",
    "checklist",
    "process",
    "policy",
    "policies",
    "instructions",
    "guidelines",
    "guideline",
    "standard",
    "standards",
    "rules",
];

/// Those among them that no machine follows.
pub(in super::super) const FOLLOWED_BY_PEOPLE: &[&str] =
    &["procedure", "procedures", "runbook", "runbooks", "playbook", "checklist", "guideline", "guidelines"];

/// Before them, whoever it was.
pub(in super::super) const FOLLOWED: &[&str] =
    &["did not follow", "didn't follow", "nobody followed", "no one followed", "no-one followed"];

/// What only people are, and do something in.
pub(in super::super) const STATES: &[&str] =
    &["panicked", "hurry", "rush", "tired", "nervous", "exhausted", "distracted", "stressed"];

/// Before them, where nobody is named.
pub(in super::super) const NOT_FOLLOWING: &[&str] = &[
    "failure to follow",
    "failure to adhere to",
    "failure to comply with",
    "failure to observe",
    "failure to respect",
    "failed to adhere to",
    "did not follow",
    "didn't follow",
    "not following",
    "non-compliance with",
    "non-adherence to",
    "disregard for",
];

/// What only people ignore.
pub(in super::super) const SIGNS: &[&str] = &[
    "warning", "warnings", "alert", "alerts", "alarm", "alarms", "page", "pages", "sign", "signs", "advice",
    "concern", "concerns", "signal", "signals",
];

/// Behind them, without saying by whom.
pub(in super::super) const LEFT: &[&str] =
    &["ignored", "disregarded", "neglected", "overlooked", "dismissed"];

/// Behind a passive: what made it so.
pub(in super::super) const EXPLAINS: &[&str] = &["because", "since", "due", "as", "while", "by"];

/// The same, done to something by somebody.
pub(in super::super) const OMITTED: &[&str] = &["ignored", "overlooked", "missed", "forgotten", "neglected"];

/// What is missed without blame.
pub(in super::super) const TARGETS: &[&str] =
    &["slo", "sla", "target", "targets", "objective", "slos", "slas"];
